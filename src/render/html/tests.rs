use proptest::prelude::*;

use super::*;
use crate::document::Document;
use crate::document::typeset::retyped;
use crate::language::Language;
use crate::render::tests::unbalanced;
use crate::site::link_graph::{BrokenLink, Missing};
use crate::source::{Source, Sources};

/// Page 3 is at `/trois/`; no other page is published.
struct Fixed;

impl Addresses for Fixed {
    fn page(&self, page: PageId, anchor: Option<&str>) -> Option<String> {
        let anchor = anchor.map(|a| format!("#{a}")).unwrap_or_default();
        (page.0 == 3).then(|| format!("/base/trois/{anchor}"))
    }
    fn title(&self, page: PageId) -> Option<String> {
        Some(format!("Page {}", page.0))
    }
    fn file(&self, path: &str) -> String {
        format!("/base/{path}")
    }
    fn dimensions(&self, path: &str) -> Option<(u32, u32)> {
        path.ends_with(".png").then_some((800, 600))
    }
    fn file_note(&self, path: &str) -> Option<String> {
        path.ends_with(".pdf").then(|| "PDF, 12 ko".to_owned())
    }
}

/// Templates that write the name, what they are given, and what they hold.
struct Plainly(bool);

impl Templates for Plainly {
    fn component(&self, name: &str, values: Values<'_>, body: Option<&str>) -> Option<String> {
        let said = values.iter().filter(|(_, value)| !value.is_none());
        let said: Vec<String> = said.map(|(name, value)| format!("{name}={value}")).collect();
        self.0.then(|| format!("<{name} {}>\n{}</{name}>", said.join(" "), body.unwrap_or("")))
    }
}

/// A body with what the site floor would have settled.
#[derive(Default)]
struct Case<'a> {
    links: &'a [Target],
    images: &'a [Target],
    calls: &'a [Option<Resolved>],
    typeset: bool,
    /// What may be embedded, as `theme.toml` declares it, and whether the theme has templates for it.
    components: &'a str,
    templates: bool,
    tables: BTreeMap<usize, ShownTable>,
}

impl Case<'_> {
    fn write(&self, text: &str) -> Html {
        let mut sources = Sources::default();
        let source = Source::new("a.md", text.into());
        let id = sources.add(source.clone());
        let theme = sources.add(Source::new("theme.toml", self.components.into()));
        let themes = [("limpide/theme.toml".to_owned(), theme)];
        let mut problems = Vec::new();
        let components = Components::read(&sources, &themes, "limpide", &[], &mut problems);
        assert!(problems.is_empty(), "{problems:?}");
        let document = Document::read(id, &source, &[], &components);
        let component_ids: Vec<String> = (1..=document.embedded.len()).map(|n| format!("c{n}")).collect();
        let text = &text[document.body..];
        let ids: Vec<String> = (1..=document.headings.len()).map(|n| format!("h{n}")).collect();
        let places = document.calls.iter().map(|c| {
            let range = c.span.range();
            range.start - document.body..range.end - document.body
        });
        let resolved = self.calls.iter().map(Option::as_ref).chain(std::iter::repeat(None));
        html(&Body {
            components: &components,
            embedded: &document.embedded,
            component_ids: &component_ids,
            tables: &self.tables,
            templates: &Plainly(self.templates),
            text,
            start: document.body,
            retyped: if self.typeset { retyped(&document, &source) } else { Vec::new() },
            explained: Vec::new(),
            glossary_lang: None,
            calls: places.zip(resolved).collect(),
            heading_ids: &ids,
            links: self.links,
            images: self.images,
            words: &Words::load(Language::French),
            addresses: &Fixed,
        })
    }
}

fn written(text: &str) -> String {
    Case::default().write(text).content
}

fn broken() -> Target {
    Target::Broken(BrokenLink { missing: Missing::Page, suggestion: None })
}

#[test]
fn headings_take_their_ids_and_never_stand_above_the_title() {
    let html = Case::default().write("# Un *mot* & `code`\n\n## Deux\n");
    assert_eq!(
        html.content,
        "<h2 id=\"h1\">Un <em>mot</em> &amp; <code>code</code></h2>\n<h3 id=\"h2\">Deux</h3>\n"
    );
    assert_eq!(html.headings[0], HeadingLine { level: 2, id: "h1".into(), text: "Un mot & code".into() });
    assert_eq!(written("## Deux\n\n### Trois\n"), "<h2 id=\"h1\">Deux</h2>\n<h3 id=\"h2\">Trois</h3>\n");
}

#[test]
fn links_lead_where_the_site_says() {
    let page = |n, anchor: Option<&str>| Target::Page { page: PageId(n), anchor: anchor.map(str::to_owned) };
    let links = [
        page(3, Some("coût")),
        page(4, None),
        Target::External("https://a.fr/?x=1&y=2".into()),
        Target::Other("tel:+33100000000".into()),
        broken(),
        Target::Asset("f.pdf".into()),
        Target::Other("javascript:alert(1)".into()),
    ];
    let case = Case { links: &links, ..Case::default() };
    let html = case
        .write("[a](x.md#y \"Titre\") [b](y.md) [c](z) [d](tel:x) [e](nul/part.md) [f](f.pdf) [g](j)")
        .content;
    assert_eq!(
        html,
        "<p><a href=\"/base/trois/#co%C3%BBt\" title=\"Titre\">a</a> b \
         <a href=\"https://a.fr/?x=1&amp;y=2\" rel=\"external\">c</a> <a href=\"tel:+33100000000\">d</a> \
         <a href=\"nul/part.md\">e</a> <a href=\"/base/f.pdf\">f <span class=\"file\">(PDF, 12 ko)</span></a> g</p>\n"
    );
}

#[test]
fn a_bare_address_of_mail_is_written_to() {
    assert_eq!(written("<a@b.fr>"), "<p><a href=\"mailto:a@b.fr\">a@b.fr</a></p>\n");
}

#[test]
fn an_address_in_a_sentence_leads_to_whoever_reads_it() {
    let link = |address: &str| format!("<a href=\"mailto:{address}\">{address}</a>");
    let whole = [
        ("Écrivez à A.b-c@ville.fr.", format!("Écrivez à {}.", link("A.b-c@ville.fr"))),
        ("a@b.fr, ou (c@d.fr): vite", format!("{}, ou ({}): vite", link("a@b.fr"), link("c@d.fr"))),
        ("a_b@c.fr **d@e.fr**", format!("{} <strong>{}</strong>", link("a_b@c.fr"), link("d@e.fr"))),
        ("_contact@ville.fr_", format!("<em>{}</em>", link("contact@ville.fr"))),
        ("(***contact@ville.fr***)", format!("(<em><strong>{}</strong></em>)", link("contact@ville.fr"))),
        ("~~c3@ville.fr~~.", format!("<del>{}</del>.", link("c3@ville.fr"))),
        ("c9@ville.fr&nbsp;!", format!("{}\u{a0}!", link("c9@ville.fr"))),
        ("jean@v.fr\\\nMairie", format!("{}<br>\nMairie", link("jean@v.fr"))),
        ("Mairie  \njean@v.fr", format!("Mairie<br>\n{}", link("jean@v.fr"))),
        ("c4@v.fr;c5@v.fr;", format!("{};{};", link("c4@v.fr"), link("c5@v.fr"))),
        ("Écrire à :\njean@v.fr…", format!("Écrire à :\n{}…", link("jean@v.fr"))),
    ];
    for (text, expected) in whole {
        assert_eq!(written(text), format!("<p>{expected}</p>\n"));
    }
    // What is longer, what is code, a link or a heading stays as it is.
    let left = [
        "git@ville.fr:depot",
        "x._b@c.fr",
        "https://a@b.fr/c",
        "l'a@b.fr",
        "a@b.fr/c",
        "`a@b.fr`",
        "# a@b.fr",
        "@ville.fr",
        "a@b",
        "[a@b.fr](https://ville.example)",
        "&eacute;a@b.fr",
        "a@v..fr",
        "a..b@v.fr",
        "b.@v.fr",
        "a@-v.fr",
        "1.2@3.4.56",
        "paquet@0.15.10",
        "**jean**u@v.fr",
        "jean**u@v.fr**",
        "`jean`u@v.fr",
        "[jean](https://ville.example)u@v.fr",
        "u@v.fr**jean**",
        "**u@v.fr**jean",
        "u@v.fr`jean`",
        "u@v.fr.été",
        "u@v.fr\\_x",
        "x=c4@v.fr;c5@v.fr",
    ];
    for text in left {
        assert!(!written(text).contains("mailto:"), "{text}: {}", written(text));
    }
}

#[test]
fn an_address_that_touches_a_call_stays_as_it_is() {
    let calls = [Some(Resolved::Text("86\u{a0}€".into()))];
    for text in ["{{ amount(key=\"x\") }}w@v.fr", "w@v.fr{{ amount(key=\"x\") }}"] {
        let html = Case { calls: &calls, ..Case::default() }.write(text).content;
        assert!(html.contains("86\u{a0}€") && html.contains("w@v.fr") && !html.contains("mailto:"), "{html}");
    }
    let html = Case { calls: &calls, ..Case::default() }.write("{{ amount(key=\"x\") }} : w@v.fr").content;
    assert!(html.contains("mailto:w@v.fr"), "{html}");
}

#[test]
fn a_broken_link_runs_no_script() {
    let case = Case { links: &[broken()], ..Case::default() };
    assert_eq!(case.write("[a](JaVaScript:alert(1))").content, "<p>a</p>\n");
}

#[test]
fn calls_become_what_the_site_says() {
    let calls = [
        Some(Resolved::Text("86\u{a0}€".into())),
        Some(Resolved::Term {
            key: "pacs".into(),
            text: "PACS".into(),
            explanation: "pacte \"civil\"".into(),
            acronym: true,
        }),
        None,
    ];
    let case = Case { calls: &calls, ..Case::default() };
    let html = case
        .write(
            "Le **prix de {{ amount(key=\"été*\") }}**, le {{ term(key=\"pacs\") }} & {{ non(key=\"<\") }}.",
        )
        .content;
    assert_eq!(
        html,
        "<p>Le <strong>prix de 86\u{a0}€</strong>, le <abbr title=\"pacte &quot;civil&quot;\">PACS</abbr> &amp; \
         {{ non(key=\"&lt;\") }}.</p>\n"
    );
}

#[test]
fn a_call_inside_code_is_shown_as_typed() {
    let call = "{{ amount(key=\"é\") }}";
    assert_eq!(written(&format!("`a {call} b`")), format!("<p><code>a {call} b</code></p>\n"));
    assert_eq!(
        written(&format!("> `a\n> {call}`")),
        format!("<blockquote>\n<p><code>a {call}</code></p>\n</blockquote>\n")
    );
    assert_eq!(
        written(&format!("    {call}\n")),
        format!("<pre tabindex=\"0\"><code>{call}\n</code></pre>\n")
    );
    assert_eq!(written(&format!("<div>{call}</div>\n")), format!("<p>&lt;div&gt;{call}&lt;/div&gt;</p>\n"));
}

#[test]
fn images_have_an_alternative_and_call_no_other_site() {
    let asset = |path: &str| Target::Asset(path.to_owned());
    let images = [
        asset("plan.png"),
        Target::External("https://a.fr/i.png".into()),
        broken(),
        asset("s.svg"),
        asset("b.png"),
    ];
    let calls = [Some(Resolved::Text("86 €".into()))];
    let case = Case { images: &images, calls: &calls, ..Case::default() };
    let html = case
        .write(
            "![Le *plan* à {{ amount(key=\"a\") }}](p.png) ![b](i) ![c](//d.fr/e.png) ![](s.svg) ![d](b.png)",
        )
        .content;
    assert_eq!(
        html,
        "<p><img src=\"/base/plan.png\" alt=\"Le plan à 86 €\" width=\"800\" height=\"600\" decoding=\"async\"> \
         <a href=\"https://a.fr/i.png\" rel=\"external\">b</a> c \
         <img src=\"/base/s.svg\" alt=\"\" loading=\"lazy\" decoding=\"async\"> \
         <img src=\"/base/b.png\" alt=\"d\" width=\"800\" height=\"600\" loading=\"lazy\" decoding=\"async\"></p>\n"
    );
}

#[test]
fn tables_scroll_in_a_named_region() {
    let html = written("## Coût\n\n| | Prix |\n|---|--:|\n| a | 1 |\n");
    assert_eq!(
        html,
        "<h2 id=\"h1\">Coût</h2>\n<div class=\"table\" role=\"region\" tabindex=\"0\" \
         aria-label=\"Tableau 1\u{a0}: Coût\"><table>\n<thead><tr><td></td><th scope=\"col\" class=\"right\">Prix</th></tr></thead>\n\
         <tbody>\n<tr><td>a</td><td class=\"right\">1</td></tr>\n</tbody></table></div>\n"
    );
}

#[test]
fn footnotes_go_both_ways() {
    let html = written("a[^x] b[^x]\n\n[^x]: Voir.\n\n[^y]: Seule.\n");
    assert_eq!(
        html,
        "<p>a<sup class=\"mention\"><a href=\"#note--1\" id=\"renvoi--1\" role=\"doc-noteref\" aria-label=\"Note 1\">1</a></sup> \
         b<sup class=\"mention\"><a href=\"#note--1\" id=\"renvoi--1-2\" role=\"doc-noteref\" aria-label=\"Note 1\">1</a></sup></p>\n\
         <section class=\"notes\" role=\"doc-endnotes\" aria-labelledby=\"notes--titre\">\n<h2 id=\"notes--titre\">Notes</h2>\n<ol>\n\
         <li id=\"note--1\"><p>Voir. <a href=\"#renvoi--1\" class=\"back\" role=\"doc-backlink\" aria-label=\"Retour au texte, note 1\">↩</a> \
         <a href=\"#renvoi--1-2\" class=\"back\" role=\"doc-backlink\" aria-label=\"Retour au texte, note 1\">↩</a></p></li>\n\
         <li id=\"note--2\"><p>Seule.</p></li>\n</ol>\n</section>\n"
    );
}

#[test]
fn alerts_say_their_name() {
    assert_eq!(
        written("> [!WARNING]\n> Délai court.\n"),
        "<div class=\"notice warning\" role=\"note\">\n<p class=\"notice-title\">Attention</p>\n<p>Délai court.</p>\n</div>\n"
    );
    for (typed, class, title) in [
        ("À SAVOIR", "note", "À savoir"),
        ("attention", "warning", "Attention"),
        ("Exemple", "example", "Exemple"),
        ("EXAMPLE", "example", "Exemple"),
    ] {
        assert_eq!(
            written(&format!("> [!{typed}]\n> Délai *court*.\n>\n> Suite.\n")),
            format!(
                "<div class=\"notice {class}\" role=\"note\">\n<p class=\"notice-title\">{title}</p>\n\
                 <p>Délai <em>court</em>.</p>\n<p>Suite.</p>\n</div>\n"
            )
        );
    }
    // What is no alert is shown as it was typed.
    assert_eq!(
        written("> [!RIEN]\n> a\n\n```\n> [!EXEMPLE]\n```\n"),
        "<blockquote>\n<p>[!RIEN]\na</p>\n</blockquote>\n<pre tabindex=\"0\"><code>&gt; [!EXEMPLE]\n</code></pre>\n"
    );
}

#[test]
fn html_is_text_but_for_comments_and_a_few_bare_tags() {
    assert_eq!(
        written("a <!-- x --> 1<sup>er</sup> <b onclick=\"x\">c</b><br>d"),
        "<p>a  1<sup>er</sup> &lt;b onclick=\"x\"&gt;c&lt;/b&gt;<br>d</p>\n"
    );
    assert_eq!(written("<!-- limpide: allow a/b: c -->\n\nb\n"), "<p>b</p>\n");
    assert_eq!(written("<script>x</script>\n"), "<p>&lt;script&gt;x&lt;/script&gt;</p>\n");
    assert_eq!(written("*a <sup>b* c</sup>"), "<p><em>a <sup>b</sup></em> c&lt;/sup&gt;</p>\n");
}

#[test]
fn boxes_are_named() {
    assert_eq!(
        written("- [ ] Photo\n"),
        "<ul>\n<li><span class=\"box\" role=\"img\" aria-label=\"à cocher\"></span> Photo</li>\n</ul>\n"
    );
}

#[test]
fn code_in_a_known_language_is_coloured() {
    let html = written("```sh\nls -l\n```\n");
    assert!(
        html.starts_with("<pre tabindex=\"0\"><code class=\"language-sh\"><span class=\"c-source"),
        "{html}"
    );
}

#[test]
fn the_balance_check_sees_what_is_wrong() {
    assert_eq!(unbalanced("<p>a<br></p>"), None);
    assert_eq!(unbalanced("<p><em>a</p></em>").as_deref(), Some("</p>"));
    assert_eq!(unbalanced("<p>").as_deref(), Some("p"));
}

/// Text rich in what Markdown, HTML and calls are made of.
pub(super) fn markdown_like() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "é",
        "\u{a0}",
        " ",
        "\n",
        "\n\n",
        "*",
        "**",
        "_",
        "`",
        "```\n",
        "```rust\n",
        "# ",
        "## ",
        "> ",
        "- ",
        "1. ",
        "    ",
        "[",
        "]",
        "(",
        ")",
        "](a.md)",
        "![",
        "<",
        ">",
        "<sup>",
        "</sup>",
        "<br>",
        "<b>",
        "<div>\n",
        "<!--",
        "-->",
        "[^1]",
        "\n[^1]: ",
        "| a | b |\n|---|--:|\n| c | d |\n",
        "{{ amount(key=\"é`*\") }}",
        "{{",
        "}}",
        "\\",
        "&amp;",
        "&",
        "\"",
        "'",
        "~~",
        "> [!NOTE]\n> ",
        "- [ ] ",
        "\n: ",
        "{#id}",
        "<a@b.fr>",
        "https://a.fr",
        "\r\n",
        "\t",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_body_is_written_and_balanced(text in prop_oneof![any::<String>(), markdown_like()]) {
        let html = written(&format!("---\ntitle: a\n---\n{text}"));
        prop_assert_eq!(unbalanced(&html), None, "{}", html);
        for piece in html.split('<').skip(1) {
            let tag = piece.split('>').next().unwrap_or("");
            prop_assert!(!tag.contains("style=") && !tag.starts_with("script") && !tag.contains(" on"), "{}", html);
        }
    }
}

/// The HTML of a body in a page whose typography is mended, spaces shown with `~` (no-break) and `_`.
fn typeset(text: &str) -> String {
    let case = Case { typeset: true, ..Case::default() };
    case.write(text).content.replace('\u{a0}', "~").replace('\u{202f}', "_")
}

#[test]
fn typography_is_mended_in_text() {
    let table = [
        ("Qui peut demander ? L'usager.", "<p>Qui peut demander_? L’usager.</p>\n"),
        ("**Non** : c'est *tout* !", "<p><strong>Non</strong>~: c’est <em>tout</em>_!</p>\n"),
        ("«Oui», 86 € en 3 mois", "<p>«~Oui~», 86~€ en 3~mois</p>\n"),
        ("[L'aide : ici](l'eau.md)", "<p><a href=\"l&#39;eau.md\">L’aide~: ici</a></p>\n"),
        (
            "![L'entrée : ici](a.png)",
            "<p><img src=\"a.png\" alt=\"L’entrée~: ici\" decoding=\"async\"></p>\n",
        ),
        ("## L'avis ?", "<h2 id=\"h1\">L’avis_?</h2>\n"),
        ("> Il a dit : « l'avis ».", "<blockquote>\n<p>Il a dit~: «~l’avis~».</p>\n</blockquote>\n"),
    ];
    for (text, expected) in table {
        assert_eq!(typeset(text), expected, "{text}");
    }
    let case = Case { typeset: true, ..Case::default() };
    assert_eq!(case.write("## L'avis ?").headings[0].text, "L’avis ?");
}

#[test]
fn typography_leaves_code_addresses_html_and_what_is_escaped() {
    for text in [
        "`a ? b : l'eau`",
        "<https://a.fr/l'eau?b>",
        "https://a.fr/l'eau",
        "<b title='x : y'>",
        "l\\'eau",
        "l&#39;eau",
        "    l'eau : 5 %",
        "mot\n: autre",
    ] {
        let plain = written(text);
        assert_eq!(Case { typeset: true, ..Case::default() }.write(text).content, plain, "{text}");
    }
}

#[test]
fn what_a_link_says_of_its_file_is_not_said_again() {
    for (words, note) in [
        ("la notice", "PDF, 12 ko"),
        ("la notice (PDF)", "12 ko"),
        ("la notice, PDF, 2\u{a0}Mo", ""),
        ("la notice (12ko)", ""),
        ("les 3 modèles", "PDF, 12 ko"),
        ("les pdfs", "PDF, 12 ko"),
    ] {
        assert_eq!(super::links::unsaid("PDF, 12 ko", words), note, "{words}");
    }
    for (after, said) in [
        (" (PDF, 12 ko). Prenez", "(PDF, 12 ko"),
        ("** — PDF, 12 ko\n", "— PDF, 12 ko"),
        (" | PDF | 12 ko |\n", "| PDF | 12 ko |"),
        (", [le modèle](modele.pdf) (12 ko)", ", "),
        (" pèse moins de 5 Mo", ""),
        ("", ""),
    ] {
        assert_eq!(super::links::beside(after), said, "{after}");
    }
    let links = [Target::Asset("notice.pdf".to_owned())];
    for (text, twice) in [("[La notice](notice.pdf) (PDF, 12 ko)", 1), ("[La notice](notice.pdf).", 1)] {
        let written = Case { links: &links, ..Case::default() }.write(text).content;
        assert_eq!(written.matches("12 ko").count(), twice, "{written}");
    }
}

/// A block, one that stands in it, and a line that leads to a file.
const COMPONENTS: &str = r#"
[components.steps]
block = true
[components.step]
block = true
inside = "steps"
anchor = true
arguments.title = { kind = "title" }
[components.get]
arguments.file = { kind = "file" }
arguments.title = { kind = "title" }
arguments.image = { kind = "image" }
arguments.alt = { kind = "alternative" }
arguments.wide = { kind = "bool", default = "false" }
"#;

#[test]
fn what_a_block_holds_is_given_to_its_template() {
    let case = Case { components: COMPONENTS, templates: true, typeset: true, ..Case::default() };
    let page = "## A\n\n{{ steps() }}\n{{ step(title=\"Quoi : lire\") }}\nUn *mot*.\n### B\n\
                {{ end(name=\"step\") }}\n{{ step() }}\n### C\n{{ end(name=\"step\") }}\n{{ end(name=\"steps\") }}\nFin.\n";
    let html = case.write(page);
    let common = "level=3 number=1 serial=1 group=0";
    assert_eq!(
        html.content,
        format!(
            "<h2 id=\"h1\">A</h2>\n<steps id=c1 {common} children=[{{\"id\": \"c2\", \"title\": \"Quoi\\u{{a0}}: lire\"}}, \
             {{\"id\": \"c4\", \"title\": }}]>\n\
             <step title=Quoi\u{a0}: lire id=c2 level=3 number=1 serial=1 group=1 children=[]>\n\
             <p>Un <em>mot</em>.</p>\n<h4 id=\"h2\">B</h4>\n</step>\n\
             <step id=c4 level=3 number=2 serial=2 group=1 children=[]>\n<h3 id=\"h3\">C</h3>\n</step>\n\
             </steps>\n<p>Fin.</p>\n"
        )
    );
}

#[test]
fn what_a_component_leads_to_keeps_its_rank_among_the_links_of_the_page() {
    let links = [Target::Other("tel:1".into()), Target::Asset("f.pdf".into()), Target::Other("tel:2".into())];
    let images = [Target::Asset("a b.png".into()), Target::Asset("c.png".into())];
    let case =
        Case { components: COMPONENTS, templates: true, links: &links, images: &images, ..Case::default() };
    let html =
        case.write("[a](x)\n{{ get(file=\"f.pdf\", title=\"F\", image=\"a\", alt=\"A\") }}\n[b](y) ![](z)\n");
    assert_eq!(
        html.content,
        "<p><a href=\"tel:1\">a</a></p>\n<get file={\"format\": \"PDF\", \"size\": \"12 ko\", \"title\": \"f.pdf\", \
         \"url\": \"/base/f.pdf\"} title=F image=<img src=\"/base/a%20b.png\" alt=\"A\" width=\"800\" height=\"600\" decoding=\"async\"> alt=A wide=false id=c1 level=2 number=1 serial=1 \
         group=0 children=[]>\n</get>\n<p><a href=\"tel:2\">b</a> \
         <img src=\"/base/c.png\" alt=\"\" width=\"800\" height=\"600\" loading=\"lazy\" decoding=\"async\"></p>\n"
    );
}

#[test]
fn a_theme_without_the_template_shows_the_words() {
    let links = [Target::Asset("f.pdf".into())];
    let case = Case { components: COMPONENTS, links: &links, ..Case::default() };
    let html = case.write("{{ steps() }}\n{{ step(title=\"A & B\") }}\nUn.\n{{ get(file=\"f.pdf\", title=\"F\") }}\n{{ end(name=\"step\") }}\n{{ end(name=\"steps\") }}\n");
    let untitled = case
        .write("{{ steps() }}\n{{ step() }}\nDeux.\n{{ end(name=\"step\") }}\n{{ end(name=\"steps\") }}\n");
    assert_eq!(untitled.content, "<p id=\"c2\"><strong>1. </strong></p>\n<p>Deux.</p>\n");
    assert_eq!(
        html.content,
        "<h2 id=\"c2\">1. A &amp; B</h2>\n<p>Un.</p>\n<p><a href=\"/base/f.pdf\">F</a></p>\n"
    );
}

#[test]
fn a_theme_without_the_template_of_a_table_shows_the_table() {
    let components = "[components.table]\narguments.file = { kind = \"data\" }\n\
        arguments.caption = { kind = \"text\" }\narguments.source = { kind = \"text\" }\n\
        arguments.row-header = { kind = \"bool\", default = \"true\" }\n";
    let table = crate::site::tables::DataTable {
        columns: vec!["Âge".to_owned(), "Prix < 10".to_owned(), "Caché".to_owned()],
        rows: vec![vec!["Enfant".to_owned(), "2 €".to_owned(), "x".to_owned()]],
        numbers: vec![false; 3],
    };
    let shown = ShownTable { table: std::sync::Arc::new(table), columns: vec![0, 1] };
    let case = Case { components, tables: BTreeMap::from([(0, shown)]), ..Case::default() };
    let html = case.write("{{ table(file=\"t.csv\", caption=\"Tarifs\", source=\"La ville\") }}\n");
    assert_eq!(
        html.content,
        "<table>\n<caption>Tarifs</caption>\n<thead><tr><th scope=\"col\">Âge</th>\
         <th scope=\"col\">Prix &lt; 10</th></tr></thead>\n<tbody>\n<tr><th scope=\"row\">Enfant</th>\
         <td>2 €</td></tr>\n</tbody>\n</table>\n<p>La ville</p>\n"
    );
}

#[test]
fn what_is_wrongly_nested_is_not_written_and_hides_nothing() {
    let case = Case { components: COMPONENTS, ..Case::default() };
    for text in [
        "{{ steps() }}\nUn.\n",
        "Un.\n{{ end(name=\"steps\") }}\n",
        "{{ steps() }}\n{{ steps() }}\nUn.\n{{ end(name=\"steps\") }}\n",
    ] {
        assert_eq!(case.write(text).content, "<p>Un.</p>\n", "{text}");
    }
    let list = "- a\n\n  {{ steps() }}\n  b\n\n{{ end(name=\"steps\") }}\n";
    assert_eq!(case.write(list).content, "<ul>\n<li><p>a</p>\n<p>b</p>\n</li>\n</ul>\n");
}

#[test]
fn a_definition_list_pairs_terms_with_what_they_mean() {
    assert_eq!(
        written("Extrait\n: Il donne l’*essentiel*.\n\nCopie\n: Elle dit tout.\n"),
        "<dl>\n<dt>Extrait</dt>\n<dd>Il donne l’<em>essentiel</em>.</dd>\n<dt>Copie</dt>\n<dd>Elle dit tout.</dd>\n</dl>\n"
    );
}
