//! Every trap that a page can set to the places of findings: what is underlined is exactly what a person
//! would underline.

use std::fmt::Write as _;

use jiff::civil::date;
use limpide::finding::Finding;
use limpide::lint;
use limpide::site::{Facts, Site};
use limpide::source::{Source, Tree};

/// « mise en demeure », wherever it is read.
const RULE: &str = r#"
title: {fr: Piège, en: Trap}
criterion: understandable
check: words
severity: warning
scope: [prose, list-item, heading, link-text, table-cell, image-text, title, description]
params: {quoted: true, words: [mise en demeure]}
message: {fr: "« {found} »", en: "“{found}”"}
why: {fr: Parce que., en: Because.}
examples:
  - {bad: Une mise en demeure., marks: [mise en demeure]}
  - {good: Rien.}
"#;

/// What the trap is, the block as typed, and what a person would underline; a trap without any holds
/// words that nobody reads. Written before the program was asked.
const TRAPS: &[(&str, &str, &[&str])] = &[
    ("plain words", "Une mise en demeure arrive.", &["mise en demeure"]),
    ("no-break space as an entity", "Une mise&nbsp;en demeure arrive.", &["mise&nbsp;en demeure"]),
    ("no-break space as a number", "Une mise&#160;en&#xA0;demeure arrive.", &["mise&#160;en&#xA0;demeure"]),
    ("letter as an entity", "Une mis&#101; en demeure arrive.", &["mis&#101; en demeure"]),
    ("entity just before", "&laquo;&nbsp;mise en demeure&nbsp;&raquo;", &["mise en demeure"]),
    ("ampersand beside", "Avis &amp; mise en demeure &amp; suites", &["mise en demeure"]),
    ("entity without its semicolon", "Une &nbsp mise en demeure", &["mise en demeure"]),
    ("typed no-break space", "Une mise\u{a0}en\u{202f}demeure", &["mise\u{a0}en\u{202f}demeure"]),
    ("thin space", "Une mise\u{2009}en demeure", &["mise\u{2009}en demeure"]),
    ("tab between words", "Une mise\ten demeure", &["mise\ten demeure"]),
    ("soft hyphen", "Une mise en de\u{ad}meure", &["mise en de\u{ad}meure"]),
    ("zero-width space", "Une mise en de\u{200b}meure", &["mise en de\u{200b}meure"]),
    ("escaped characters beside", r"Une \*mise en demeure\* \[ici\]", &["mise en demeure"]),
    ("emphasis around", "Une *mise en demeure* ici", &["mise en demeure"]),
    ("strong around, underscores", "Une __mise en demeure__ ici", &["mise en demeure"]),
    ("emphasis inside", "Une mise *en* demeure", &["mise *en* demeure"]),
    ("nested emphasis", "Une ***mise** en* demeure", &["mise** en* demeure"]),
    ("emphasis that ends inside", "Une **mise en** demeure", &["mise en** demeure"]),
    ("emphasis that splits a word", "Une mise en **de**meure", &["mise en **de**meure"]),
    ("lone asterisk", "Une * mise en demeure", &["mise en demeure"]),
    ("underscore inside a word", "Un mot_mise en demeure et une mise en demeure", &["mise en demeure"]),
    ("strikethrough", "Une ~~mise en demeure~~ ici", &["mise en demeure"]),
    ("link text", "Voir [la mise en demeure](https://exemple.fr/a).", &["mise en demeure"]),
    ("link with emphasis", "Voir [la **mise** en demeure](https://exemple.fr/a).", &["mise** en demeure"]),
    (
        "link over part of it",
        "Une [mise en](https://exemple.fr/a) demeure",
        &["mise en](https://exemple.fr/a) demeure"],
    ),
    ("link title is not read", "Voir [ici même](https://exemple.fr \"mise en demeure\").", &[]),
    ("address is not read", "Voir [ici même](https://exemple.fr/mise-en-demeure).", &[]),
    ("full reference", "Voir [la mise en demeure][ref].", &["mise en demeure"]),
    ("collapsed reference", "Voir [mise en demeure][].", &["mise en demeure"]),
    ("shortcut reference", "Voir [mise en demeure] ici.", &["mise en demeure"]),
    (
        "brackets inside a link",
        r"Voir [une \[mise en demeure\]](https://exemple.fr/a).",
        &["mise en demeure"],
    ),
    ("autolink is nobody's prose", "Voir <https://exemple.fr/mise en demeure>", &["mise en demeure"]),
    ("inline code", "Le code `mise en demeure` est du code.", &[]),
    ("code in the middle", "Une mise `en` demeure", &[]),
    ("code beside", "`a` mise en demeure `b`", &["mise en demeure"]),
    ("image text", "![Une mise en demeure](carte.png)", &["mise en demeure"]),
    ("image with emphasis", "![Une *mise* en demeure](carte.png)", &["mise* en demeure"]),
    ("soft break inside", "Une mise\nen demeure", &["mise\nen demeure"]),
    ("hard break, spaces", "Une mise  \nen demeure", &["mise  \nen demeure"]),
    ("hard break, backslash", "Une mise\\\nen demeure", &["mise\\\nen demeure"]),
    ("html break", "Une mise<br>en demeure", &["mise<br>en demeure"]),
    ("html tag inside", "Une mise <b>en</b> demeure", &["mise <b>en</b> demeure"]),
    ("html comment is not read", "Un <!-- mise en demeure --> mot", &[]),
    ("html block is not read", "<div>mise en demeure</div>", &[]),
    ("heading", "## Une mise en demeure", &["mise en demeure"]),
    ("heading with an id", "## Une mise en demeure {#med}", &["mise en demeure"]),
    ("heading closed by signs", "### La mise en demeure ###", &["mise en demeure"]),
    ("underlined heading", "La mise en demeure\n------------------", &["mise en demeure"]),
    ("link inside a heading", "## Voir [la *mise* en demeure](https://exemple.fr/a)", &["mise* en demeure"]),
    ("tight list", "- un\n- une mise en demeure\n- trois", &["mise en demeure"]),
    ("loose list", "- un\n\n- une mise\n  en demeure", &["mise\n  en demeure"]),
    ("nested list", "1. un\n   - deux\n     - une mise en demeure", &["mise en demeure"]),
    ("large numbers", "123456789. une mise en demeure", &["mise en demeure"]),
    ("tab after the marker", "-\tune mise en demeure", &["mise en demeure"]),
    ("task", "- [x] une mise en demeure", &["mise en demeure"]),
    ("quotation is left alone", "> Une mise en demeure.", &[]),
    ("alert", "> [!NOTE]\n> Une mise\n> en demeure.", &["mise\n> en demeure"]),
    ("alert, lazily continued", "> [!WARNING]\n> Une mise\nen demeure.", &["mise\nen demeure"]),
    ("table cell", "| Cas | Suite |\n| --- | --- |\n| un | mise en demeure |", &["mise en demeure"]),
    ("table, escaped pipe", "| Cas |\n| --- |\n| a \\| mise en demeure |", &["mise en demeure"]),
    ("table, pipe inside code", "| Cas |\n| --- |\n| `a\\|b` mise en demeure |", &["mise en demeure"]),
    (
        "table without outer pipes",
        "Cas | Suite\n--- | ---\nun | mise **en** demeure",
        &["mise **en** demeure"],
    ),
    ("table header, aligned", "| mise en demeure |\n| :---: |\n| un |", &["mise en demeure"]),
    ("footnote", "Un mot[^1].\n\n[^1]: Une mise en demeure.", &["mise en demeure"]),
    ("footnote mark inside", "Une mise[^2] en demeure.\n\n[^2]: Une note.", &["mise[^2] en demeure"]),
    ("a definition may use what it explains", "Terme\n: Une mise\n  en demeure", &[]),
    ("code block", "```\nmise en demeure\n```", &[]),
    ("indented code", "Un mot.\n\n    mise en demeure", &[]),
    ("call beside", "{{ term(key=\"a\") }} mise en demeure", &["mise en demeure"]),
    ("emoji before", "😀👩‍👩‍👧🇫🇷 mise en demeure", &["mise en demeure"]),
    ("combining accents before", "E\u{301}te\u{301}, mise en demeure", &["mise en demeure"]),
    ("wide characters before", "日本語 mise en demeure", &["mise en demeure"]),
    ("right-to-left text around", "שלום mise en demeure مرحبا", &["mise en demeure"]),
    ("direction marks", "\u{202b}mise en demeure\u{202c}", &["mise en demeure"]),
    ("capitals", "MISE EN DEMEURE, avant le terme", &["MISE EN DEMEURE"]),
    ("plural", "Des mises en demeure", &["mises en demeure"]),
    ("elision before", "qu’une mise en demeure d’office", &["mise en demeure"]),
    ("long line", LONG, &["mise en demeure"]),
    ("inside another word", "Une remise en demeure", &[]),
    ("hyphen joins", "Une mise-en-demeure", &[]),
    ("last line, no line feed", "Fin : mise en demeure", &["mise en demeure"]),
];

const LONG: &str = concat!(
    "Un mot, encore un mot, toujours un mot, é à ù ç, et la suite de la suite de la suite de la suite, ",
    "puis un mot, encore un mot, toujours un mot, é à ù ç, et la suite de la suite de la suite : mise en demeure"
);

/// The front matter, and what is to be underlined in it.
const FRONT: &[(&str, &[&str])] = &[
    ("title: \"Une mise en demeure \\u00e0 lire\" # mise en demeure", &["mise en demeure"]),
    ("description: >-\n  Elle dit l'essentiel d'une mise\n  en demeure.", &["mise\n  en demeure"]),
];

fn page() -> (String, Vec<String>) {
    let front: String = FRONT.iter().map(|(line, _)| format!("{line}\n")).collect();
    let blocks: Vec<&str> = TRAPS.iter().map(|(_, block, _)| *block).collect();
    // Between two blocks, a comment: no list, table or note runs on into the next.
    let body = blocks.join("\n\n<!-- -->\n\n");
    let references = "[ref]: https://exemple.fr/a\n[mise en demeure]: https://exemple.fr/b";
    let text = format!("---\n{front}---\n\n{references}\n\n{body}");
    let expected = FRONT.iter().map(|(_, marks)| marks).chain(TRAPS.iter().map(|(_, _, marks)| marks));
    (text, expected.flat_map(|marks| marks.iter().map(|m| (*m).to_owned())).collect())
}

fn check(text: &str) -> (Site, Vec<Finding>) {
    let mut tree = Tree::default();
    let page = tree.sources.add(Source::new("content/page.md", text.as_bytes().to_vec()));
    tree.pages.push(("page.md".to_owned(), page));
    let rule = tree.sources.add(Source::new("lints/clarity/trap.yaml", RULE.as_bytes().to_vec()));
    tree.lints.rules.push(("clarity/trap".to_owned(), rule));
    let lints = std::mem::take(&mut tree.lints);
    let site = Site::build(tree, Facts::on(date(2026, 11, 24)));
    let rules = lint::load(&site, &lints);
    assert!(rules.problems.is_empty(), "{:?}", rules.problems);
    let mut findings = lint::run(&site, &rules);
    findings.retain(|finding| finding.rule.as_str() == "clarity/trap");
    (site, findings)
}

fn marks(text: &str) -> Vec<String> {
    let (site, findings) = check(text);
    findings.iter().map(|finding| site.sources.slice(finding.span).to_owned()).collect()
}

#[test]
fn what_is_underlined_is_what_a_person_would_underline() {
    assert!(TRAPS.len() + FRONT.len() >= 60);
    for (name, block, expected) in TRAPS {
        let text = format!(
            "---\ntitle: T\n---\n\n[ref]: https://exemple.fr/a\n[mise en demeure]: https://exemple.fr/b\n\n{block}"
        );
        assert_eq!(marks(&text), *expected, "{name}");
    }
    let (text, expected) = page();
    assert_eq!(marks(&text), expected);
}

#[test]
fn line_endings_and_a_byte_order_mark_change_nothing() {
    let (text, expected) = page();
    let crlf: Vec<String> = expected.iter().map(|mark| mark.replace('\n', "\r\n")).collect();
    assert_eq!(marks(&text.replace('\n', "\r\n")), crlf);
    assert_eq!(marks(&format!("\u{feff}{text}")), expected);
    assert_eq!(marks(&format!("\u{feff}{}", text.replace('\n', "\r\n"))), crlf);
}

#[test]
fn a_byte_that_is_not_utf_8_moves_nothing() {
    let text = b"---\ntitle: T\n---\n\nCaf\xe9 \xc3, une mise en demeure.";
    let mut tree = Tree::default();
    tree.sources.add(Source::new("content/page.md", text.to_vec()));
    let source = tree.sources.iter().next().unwrap().1;
    let (site, findings) = check(source.text());
    let range = findings[0].span.range();
    assert_eq!(&text[range], b"mise en demeure");
    assert_eq!(site.sources.slice(findings[0].span), "mise en demeure");
}

/// For a person to read: every line with a finding, and under it what is underlined.
#[test]
fn a_page_of_traps() {
    let (text, _) = page();
    let (site, findings) = check(&text);
    let mut shown = String::new();
    for finding in &findings {
        let source = site.sources.get(finding.span.source);
        let (start, end) = (source.position(finding.span.start), source.position(finding.span.end));
        let first = text[..finding.span.start as usize].rfind('\n').map_or(0, |at| at + 1);
        let last = text[finding.span.end as usize..]
            .find('\n')
            .map_or(text.len(), |at| at + finding.span.end as usize);
        let _ = writeln!(shown, "{}:{}-{}:{}", start.line, start.column, end.line, end.column);
        let marked = format!(
            "{}⟦{}⟧{}",
            &text[first..finding.span.start as usize],
            site.sources.slice(finding.span),
            &text[finding.span.end as usize..last]
        );
        for line in marked.lines() {
            let _ = writeln!(shown, "    {line}");
        }
    }
    insta::assert_snapshot!(shown);
}
