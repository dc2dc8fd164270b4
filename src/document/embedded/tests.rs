//! Components as pages hold them: what they give the page, and what is said of those that are wrong.

use proptest::prelude::*;

use super::*;
use crate::document::{BlockKind, Document};
use crate::finding::Text;
use crate::source::{Source, Sources};

const DECLARED: &str = r#"
[components.tabs]
block = true
[components.tab]
block = true
inside = "tabs"
arguments.title = { kind = "title", required = true, description = "what it holds" }
[components.figure]
arguments.image = { kind = "image", required = true }
arguments.alt = { kind = "alternative" }
arguments.caption = { kind = "text" }
arguments.size = { kind = "choice", values = ["small", "large"] }
arguments.rank = { kind = "int" }
arguments.wide = { kind = "bool" }
arguments.lang = { kind = "language" }
[components.download]
arguments.file = { kind = "file" }
arguments.title = { kind = "title" }
"#;

fn document(text: &str) -> (Sources, Document) {
    let mut sources = Sources::default();
    let theme = sources.add(Source::new("theme.toml", DECLARED.into()));
    let source = Source::new("a.md", format!("---\ntitle: A\n---\n{text}").into());
    let id = sources.add(source.clone());
    let mut problems = Vec::new();
    let themes = [("limpide/theme.toml".to_owned(), theme)];
    let components = Components::read(&sources, &themes, "limpide", &[], &mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    (sources, Document::read(id, &source, &[], &components))
}

/// What is said, each with the bytes it is said of.
fn said(text: &str) -> Vec<(String, String)> {
    let (sources, document) = document(text);
    let said = document.problems.iter();
    let key = |problem: &Problem| match problem.message.text {
        Text::Key(key) => key.to_owned(),
        Text::Both { .. } => String::new(),
    };
    said.map(|problem| (key(problem), sources.slice(problem.span).to_owned())).collect()
}

fn says(text: &str, expected: &[(&str, &str)]) {
    let expected: Vec<(String, String)> =
        expected.iter().map(|(key, at)| (format!("component.{key}"), (*at).to_owned())).collect();
    assert_eq!(said(text), expected, "{text}");
}

#[test]
fn a_block_holds_markdown_and_needs_no_blank_line() {
    let text = "Avant\n{{ tabs() }}\n{{ tab(title=\"En ligne\") }}\nUn\n\n- deux\n{{ end(name=\"tab\") }}\n{{ end(name=\"tabs\") }}\naprès";
    let (_, document) = document(text);
    assert!(document.problems.is_empty(), "{:?}", document.problems);
    let roles: Vec<(Role, Option<usize>)> = document.embedded.iter().map(|c| (c.role, c.parent)).collect();
    assert_eq!(
        roles,
        [
            (Role::Opens(3), None),
            (Role::Opens(2), Some(0)),
            (Role::Closes(1), Some(0)),
            (Role::Closes(0), None)
        ]
    );
    let read: Vec<(BlockKind, &str)> =
        document.blocks.iter().map(|block| (block.kind.clone(), block.prose.text())).collect();
    assert_eq!(
        read,
        [
            (BlockKind::Paragraph, "Avant"),
            (BlockKind::Argument { heading: true }, "En ligne"),
            (BlockKind::Paragraph, "Un"),
            (BlockKind::ListItem, "deux"),
            (BlockKind::Paragraph, "après"),
        ]
    );
}

#[test]
fn what_an_argument_says_belongs_to_the_page_at_its_place() {
    let text = "{{ figure(image=\"a.png\", alt=\"Un *plan*\", caption=\"La mairie\") }}\n{{ download(file=\"f.pdf\", title=\"Le plan\") }}\n{{ download(file=\"g.pdf\") }}\n";
    let (sources, document) = document(text);
    let image = &document.images[0];
    assert_eq!(sources.slice(image.destination.span), "a.png");
    assert_eq!(image.alternative.text(), "Un *plan*");
    let links: Vec<(&str, &str)> = document
        .links
        .iter()
        .map(|link| {
            let words = document.blocks[link.block].prose.text().get(link.read.clone()).unwrap();
            (sources.slice(link.destination.span), words)
        })
        .collect();
    assert_eq!(links, [("f.pdf", "Le plan"), ("g.pdf", "\u{fffc}")]);
    let caption = document.blocks.iter().find(|block| block.prose.text() == "La mairie").unwrap();
    assert_eq!(sources.slice(caption.prose.span(3..9)), "mairie");
}

#[test]
fn each_fault_is_told_at_its_place() {
    says("Un {{ tabs() }} mot", &[("not-alone", "{{ tabs() }}")]);
    says("| {{ figure(image=\"a\") }} |\n|---|\n", &[("not-alone", "{{ figure(image=\"a\") }}")]);
    says("{{ tabs() }}\nUn", &[("unclosed", "{{ tabs() }}")]);
    says("{{ end(name=\"tabs\") }}", &[("unopened", "tabs")]);
    says("{{ end() }}", &[("end-no-name", "{{ end() }}")]);
    says("{{ end(name=\"figure\") }}", &[("end-single", "figure")]);
    says("{{ tabs() }}\n{{ end(name=\"tabs\", x=\"\") }}", &[("end-argument", "x")]);
    says("{{ tab(title=\"A\") }}\n{{ end(name=\"tab\") }}", &[("outside", "tab")]);
    let crossed = "{{ tabs() }}\n{{ tab(title=\"A\") }}\n{{ end(name=\"tabs\") }}\n{{ end(name=\"tab\") }}";
    says(crossed, &[("unclosed", "{{ tab(title=\"A\") }}"), ("unopened", "tab")]);
    let tab = |arguments: &str| {
        format!(
            "{{{{ tabs() }}}}\n{{{{ tab({arguments}) }}}}\n{{{{ end(name=\"tab\") }}}}\n{{{{ end(name=\"tabs\") }}}}"
        )
    };
    says(&tab(""), &[("missing-argument", "{{ tab() }}")]);
    says(&tab("title=\" \""), &[("empty-argument", "title")]);
    says(&tab("title=\"A\", titel=\"B\""), &[("unknown-argument", "titel")]);
    says(&tab("title=\"A\", title=\"B\""), &[("twice", "title")]);
    says("{{ tabs(a=\"b\") }}\n{{ end(name=\"tabs\") }}", &[("unknown-argument-none", "a")]);
    let figure = |argument: &str| format!("{{{{ figure(image=\"a\", {argument}) }}}}");
    says(&figure("size=\"smal\""), &[("not-a-choice", "smal")]);
    says(&figure("rank=\"1,5\""), &[("not-int", "1,5")]);
    says(&figure("wide=\"oui\""), &[("not-bool", "oui")]);
    says(&figure("lang=\"anglais\""), &[("not-language", "anglais")]);
    says(&figure("size=\"large\", rank=\"2\", wide=\"true\", lang=\"pt-BR\""), &[]);
}

#[test]
fn a_block_does_not_leave_the_list_it_opens_in() {
    says(
        "- a\n\n  {{ tabs() }}\n  b\n\n{{ end(name=\"tabs\") }}",
        &[("unclosed", "{{ tabs() }}"), ("unopened", "tabs")],
    );
    says(
        "{{ tabs() }}\n> b\n>\n> {{ end(name=\"tabs\") }}\n",
        &[("unopened", "tabs"), ("unclosed", "{{ tabs() }}")],
    );
    says("1. a\n\n   {{ tabs() }}\n   b\n   {{ end(name=\"tabs\") }}\n2. c", &[]);
}

#[test]
fn blocks_are_not_open_without_end() {
    let deep = format!("{}{}", "{{ tabs() }}\n".repeat(10), "{{ end(name=\"tabs\") }}\n".repeat(10));
    says(&deep, &[("too-deep", "{{ tabs() }}"), ("too-deep", "{{ tabs() }}")]);
}

#[test]
fn code_and_comments_hold_no_component() {
    for text in ["```\n{{ tabs() }}\n```", "    {{ tabs() }}", "<!--\n{{ tabs() }}\n-->", "\\{{ tabs() }}"] {
        let (_, document) = document(text);
        assert!(document.embedded.is_empty() && document.problems.is_empty(), "{text}: {document:?}");
    }
}

#[test]
fn a_silence_before_a_block_is_about_all_it_holds() {
    let block = "{{ tabs() }}\nUn\n\nDeux\n{{ end(name=\"tabs\") }}";
    let (sources, document) =
        document(&format!("<!-- limpide: allow clarity/jargon: raison -->\n\n{block}\n\nTrois"));
    assert_eq!(document.silences.len(), 1);
    assert_eq!(sources.slice(document.silences[0].covers.unwrap()), block);
}

proptest! {
    /// Openings and closings always match two by two, one inside the other.
    #[test]
    fn what_opens_closes(pieces in prop::collection::vec(0..6_usize, 0..40)) {
        const PIECES: [&str; 6] = [
            "{{ tabs() }}\n", "{{ end(name=\"tabs\") }}\n", "{{ tab(title=\"A\") }}\n", "{{ end(name=\"tab\") }}\n",
            "- un\n\n  ", "deux\n",
        ];
        let text: String = pieces.iter().map(|piece| PIECES[*piece]).collect();
        let (_, document) = document(&text);
        let mut open = Vec::new();
        for (rank, call) in document.embedded.iter().enumerate() {
            match call.role {
                Role::Opens(end) => {
                    prop_assert_eq!(document.embedded[end].role, Role::Closes(rank));
                    open.push(rank);
                }
                Role::Closes(opening) => prop_assert_eq!(open.pop(), Some(opening)),
                Role::Single | Role::Astray => {}
            }
        }
        prop_assert!(open.is_empty());
    }
}
