//! Pages beside a small glossary, written.

use std::collections::BTreeSet;

use jiff::civil::date;
use proptest::prelude::*;

use crate::language::Language;
use crate::render::html::{Addresses, Body, Html, Templates, Values, html};
use crate::render::tests::unbalanced;
use crate::site::{Facts, PageId, Site};
use crate::source::{Source, Tree};
use crate::words::Words;

const GLOSSARY: &str = "\
caf: {name: caisse d’allocations familiales, variants: [CAF], definition: Elle verse des aides.}
msa: {name: MSA, expansion: \"Mutualité \\\"sociale\\\" <agricole>\", definition: La sécurité sociale agricole.}
timbre: {name: timbre <fiscal>, variants: [timbre fiscal], definition: Une taxe & rien d’autre.}
";

struct Nowhere;

impl Addresses for Nowhere {
    fn page(&self, _: PageId, _: Option<&str>) -> Option<String> {
        None
    }
    fn title(&self, _: PageId) -> Option<String> {
        None
    }
    fn file(&self, path: &str) -> String {
        format!("/{path}")
    }
    fn dimensions(&self, _: &str) -> Option<(u32, u32)> {
        None
    }
    fn file_note(&self, _: &str) -> Option<String> {
        None
    }
}

impl Templates for Nowhere {
    fn component(&self, _: &str, _: Values<'_>, _: Option<&str>) -> Option<String> {
        None
    }
}

/// A page with what is explained on it, or without.
fn written(front: &str, body: &str, with: bool) -> Html {
    let mut tree = Tree::default();
    let page = format!("---\ntitle: A\n{front}---\n{body}");
    let mut add = |path: &str, text: &str| tree.sources.add(Source::new(path, text.as_bytes().to_vec()));
    let (page, glossary) = (add("content/a.md", &page), add("content/_data/glossary.yaml", GLOSSARY));
    tree.pages.push(("a.md".to_owned(), page));
    tree.data.push(("glossary.yaml".to_owned(), glossary));
    let site = Site::build(tree, Facts::on(date(2026, 11, 23)));
    let (page, glossary) = (&site.pages[0], &site.registries.glossary);
    let document = &page.document;
    let places = document.calls.iter().map(|call| {
        let range = call.span.range();
        range.start - document.body..range.end - document.body
    });
    let explained = page.explained.iter().filter(|_| with).map(|e| (e, &glossary[&e.key]));
    html(&Body {
        components: &site.components,
        embedded: &document.embedded,
        component_ids: &page.component_ids,
        tables: &page.tables,
        templates: &Nowhere,
        text: site.sources.get(document.source).text().get(document.body..).unwrap(),
        start: document.body,
        retyped: Vec::new(),
        calls: places.zip(page.calls.iter().map(Option::as_ref)).collect(),
        explained: explained.collect(),
        glossary_lang: (page.lang != "fr").then_some("fr"),
        heading_ids: &page.heading_ids,
        links: &page.links,
        images: &page.images,
        words: &Words::load(Language::French),
        addresses: &Nowhere,
    })
}

fn content(body: &str) -> String {
    written("", body, true).content
}

const TERM: &str = "<a href=\"#mot--timbre\" class=\"term\" role=\"doc-glossref\" id=\"emploi--timbre\">";

#[test]
fn a_first_use_leads_to_the_list_and_the_list_leads_back() {
    let html = written("", "La *MSA* & la MSA : un timbre fiscal.", true);
    assert_eq!(
        html.content,
        "<p>La <em><a href=\"#mot--msa\" class=\"term\" role=\"doc-glossref\" id=\"emploi--msa\">\
         <abbr title=\"Mutualité &quot;sociale&quot; &lt;agricole&gt;\">MSA</abbr></a></em> &amp; la MSA : un \
         <a href=\"#mot--timbre\" class=\"term\" role=\"doc-glossref\" id=\"emploi--timbre\">timbre fiscal</a>.</p>\n"
    );
    assert_eq!(
        html.explained,
        "<section class=\"explained\" role=\"doc-glossary\" aria-label=\"Mots expliqués\">\n<h2>Mots expliqués</h2>\n<dl>\n\
         <dt id=\"mot--msa\">MSA</dt>\n<dd>Mutualité \"sociale\" &lt;agricole&gt;</dd>\n<dd>La sécurité sociale agricole. \
         <a href=\"#emploi--msa\" class=\"back\" role=\"doc-backlink\" aria-label=\"Retour au texte\u{a0}: MSA\">↩</a></dd>\n\
         <dt id=\"mot--timbre\">timbre &lt;fiscal&gt;</dt>\n<dd>Une taxe &amp; rien d’autre. \
         <a href=\"#emploi--timbre\" class=\"back\" role=\"doc-backlink\" aria-label=\"Retour au texte\u{a0}: timbre &lt;fiscal&gt;\">↩</a></dd>\n\
         </dl>\n</section>\n"
    );
    assert_eq!(written("", "Rien.", true).explained, "");
}

#[test]
fn a_first_use_runs_over_the_end_of_a_line_and_over_entities() {
    let table = [
        ("un timbre\nfiscal,\nici", format!("<p>un {TERM}timbre\nfiscal</a>,\nici</p>\n")),
        ("> [!TIP]\n> un timbre\n> fiscal", format!("<p>un {TERM}timbre\nfiscal</a></p>\n")),
        ("timbre&nbsp;fiscal", format!("<p>{TERM}timbre\u{a0}fiscal</a></p>\n")),
        ("&#116;imbre fisca&#108;", format!("<p>{TERM}timbre fiscal</a></p>\n")),
        ("| a |\n|---|\n| timbre fiscal |\n", format!("<td>{TERM}timbre fiscal</a></td>")),
        ("a[^1]\n\n[^1]: timbre fiscal\n", format!("<li id=\"note--1\"><p>{TERM}timbre fiscal</a> <a")),
    ];
    for (body, expected) in table {
        let html = content(body);
        assert!(html.contains(&expected), "{body:?}: {html}");
    }
}

#[test]
fn a_call_leads_to_the_list_wherever_a_link_may_stand() {
    let call = "{{ term(key=\"timbre\") }}";
    let again = "<a href=\"#mot--timbre\" class=\"term\" role=\"doc-glossref\">timbre &lt;fiscal&gt;</a>";
    assert_eq!(
        content(&format!("Un {call}, un {call}.")),
        format!("<p>Un {TERM}timbre &lt;fiscal&gt;</a>, un {again}.</p>\n")
    );
    let html = written("", &format!("## Le {call}\n\n[un {call}](https://a.fr)"), true);
    assert!(!html.content.contains("class=\"term\""), "{}", html.content);
    assert_eq!(html.headings[0].text, "Le timbre <fiscal>");
    assert!(html.explained.contains("<dd>Une taxe &amp; rien d’autre.</dd>"), "{}", html.explained);
    let acronym = content("# {{ term(key=\"msa\") }}");
    assert!(
        acronym.contains("<abbr title=\"Mutualité &quot;sociale&quot; &lt;agricole&gt;\">MSA</abbr></h2>"),
        "{acronym}"
    );
}

#[test]
fn another_language_is_said() {
    let html = written("lang: en\n", "The {{ term(key=\"msa\") }}", true);
    assert!(html.content.contains("<abbr lang=\"fr\" title="), "{}", html.content);
    assert!(html.explained.contains("<dl lang=\"fr\">"), "{}", html.explained);
}

/// What is read, without the tags.
fn read(html: &str) -> String {
    html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect()
}

/// Text rich in terms, in Markdown and in calls.
fn page_like() -> impl Strategy<Value = String> {
    let terms = [
        "MSA",
        "CAF ",
        "timbre fiscal",
        "timbre",
        "fiscal",
        "caisse d’allocations",
        "familiales",
        "&#116;imbre",
    ];
    let calls = ["{{ term(key=\"msa\") }}", "{{ term(key=\"timbre\") }}", " ", "\n"];
    let pieces = [&terms[..], &calls[..]].concat();
    let piece = prop_oneof![
        prop::sample::select(pieces).prop_map(str::to_owned),
        crate::render::html::tests::markdown_like().prop_map(|text| text.chars().take(4).collect())
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_word_changes_and_every_link_leads_somewhere(body in prop_oneof![page_like(), any::<String>()]) {
        let (html, without) = (written("", &body, true), written("", &body, false));
        prop_assert_eq!(read(&html.content), read(&without.content));
        let whole = format!("{}{}", html.content, html.explained);
        prop_assert_eq!(unbalanced(&whole), None, "{}", whole);
        let values = |name: &str| -> Vec<String> {
            let mark = format!(" {name}=\"");
            whole.split(&mark).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
        };
        let ids = values("id");
        let unique: BTreeSet<&String> = ids.iter().collect();
        let ours = |id: &&String| id.starts_with("mot--") || id.starts_with("emploi--");
        prop_assert_eq!(ids.iter().filter(ours).count(), unique.iter().copied().filter(ours).count(), "{}", whole);
        for href in values("href").iter().filter_map(|href| href.strip_prefix('#')) {
            prop_assert!(unique.contains(&href.to_owned()) || !href.contains("--"), "#{} in {}", href, whole);
        }
        // No link inside another.
        let mut open = false;
        for tag in whole.split('<').skip(1) {
            if tag.starts_with("a ") {
                prop_assert!(!std::mem::replace(&mut open, true), "{}", whole);
            } else if tag.starts_with("/a>") {
                open = false;
            }
        }
    }
}
