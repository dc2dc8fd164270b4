use proptest::prelude::*;

use super::*;

fn minified(css: &str) -> Option<String> {
    minify(css, &mut |address| (address == "a.woff2").then(|| "a.0123.woff2".to_owned()))
}

#[test]
fn what_nobody_reads_goes_and_the_rest_stays() {
    let cases = [
        ("a {\n  color : red;\n  margin: 0 auto ;\n}\n", "a{color :red;margin:0 auto}"),
        ("/* note */\nb , i > u { }\n", "b,i>u{}"),
        ("/*! Licence */ a{}", "/*! Licence */ a{}"),
        ("a :hover, a:is( b, c ) [d] [e] {}", "a :hover,a:is(b,c) [d] [e]{}"),
        (
            "a{width: calc( 1px + 2 * ( 3px - 1px ) ) !important;}",
            "a{width:calc(1px + 2 * (3px - 1px))!important}",
        ),
        (
            "@media screen and (min-width: 40rem), print { a { b: c } }",
            "@media screen and (min-width:40rem),print{a{b:c}}",
        ),
        ("a::before { content: \"  /* } */ \\\"  \"; }", "a::before{content:\"  /* } */ \\\"  \"}"),
        (":root { --a: ; --b:  x  y ; --c: ; }", ":root{--a: ;--b:x y;--c: }"),
        ("a{b:1px/**/2px;c:d/* e */f}", "a{b:1px/**/2px;c:d/**/f}"),
        (".\\31 23 { a: b } .a\\:b , c { }", ".\\31 23{a:b}.a\\:b,c{}"),
        ("@charset \"utf-8\";\n@import url( x.css ) print ;", "@charset \"utf-8\";@import url(x.css) print;"),
        ("a + b ~ c d{}", "a + b ~ c d{}"),
        ("a{ & b { c: d; } }", "a{& b{c:d}}"),
        ("é { content: 'à' }", "é{content:'à'}"),
    ];
    for (css, expected) in cases {
        assert_eq!(minified(css).as_deref(), Some(expected), "{css}");
        assert_eq!(minified(expected).as_deref(), Some(expected), "a second time: {expected}");
    }
}

#[test]
fn files_it_calls_are_called_as_they_are_published() {
    assert_eq!(
        minified(
            "a{src: url( \"a.woff2\" ) format(\"woff2\"), URL(a.woff2 ), url(b.svg#c), my-url(a.woff2)}"
        )
        .unwrap(),
        "a{src:url(\"a.0123.woff2\") format(\"woff2\"),URL(a.0123.woff2),url(b.svg#c),my-url(a.woff2)}"
    );
    let data = "a{b:url(data:image/svg+xml;base64,PHN2Zy8+)}";
    assert_eq!(minified(data).as_deref(), Some(data));
}

#[test]
fn what_is_no_css_to_its_end_is_left_alone() {
    for css in
        ["a{", "a}", "a{b:(c]}", "a{b:\"c}", "a{b:\"c\n\"}", "/* a", "a{b:url(c", "a{b:url(c'd)}", "a\\"]
    {
        assert_eq!(minified(css), None, "{css}");
    }
}

#[test]
fn the_theme_keeps_every_word_that_counts() {
    let css = include_str!("../../../themes/limpide/static/limpide.css");
    let small = minified(css).unwrap();
    assert!(small.len() * 10 < css.len() * 9, "{} of {}", small.len(), css.len());
    // Comments and spaces aside, and the marks that end nothing, both say the same.
    let bare = |css: &str| {
        let mut text = css.to_owned();
        while let (Some(from), Some(to)) = (text.find("/*"), text.find("*/")) {
            text.replace_range(from..to + 2, "");
        }
        text.split_whitespace().collect::<String>().replace(";}", "}")
    };
    assert_eq!(bare(&small), bare(css));
}

proptest! {
    #[test]
    fn any_text_comes_to_an_end_and_a_second_time_changes_nothing(css in "[a-c1 \n{}();:,>!\"'/*\\\\-]{0,40}") {
        if let Some(once) = minified(&css) {
            prop_assert_eq!(minified(&once), Some(once));
        }
    }
}
