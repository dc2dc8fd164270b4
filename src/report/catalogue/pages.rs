//! The rules as pages of the site: one a rule, one a family, what is held, and the first one, which
//! leads to all of them.

use std::collections::BTreeSet;

use super::explain::{rules_of_family, sheet_of_family, sheet_of_rule, summary};
use super::markdown::{self, Place};
use super::named::{ORDER, families};
use super::sheet::{Piece, Sheet, Target};
use super::{View, coverage};
use crate::data::{self, Entry, Map, Node, Scalar, Value, yaml_text};
use crate::document::front_matter;
use crate::finding::Message;
use crate::language::fold::fold;
use crate::lint::rule::Rule;
use crate::source::{Source, Sources, Span, Spanned};

/// What stands in the front matter of a generated page, as `extra.generated`: whoever carries it may
/// be replaced or removed.
pub const GENERATED: &str = "limpide rules pages";

/// The page of what is held.
pub(super) const COVERAGE: &str = "couverture.md";

/// The page that says how a rule file is written.
const REFERENCE: &str = "ecrire-une-regle.md";

/// A generated page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulePage {
    /// Its path inside the folder of generated pages, with `/`.
    pub path: String,
    /// Its text, front matter included; ends with a line feed.
    pub text: String,
}

/// Every page, by path. The same rules give the same bytes. `reference` is the body, in Markdown, of
/// the page that says how a rule file is written; without it, there is no such page.
pub fn pages(view: &View<'_>, reference: Option<&str>) -> Vec<RulePage> {
    // What is only written needs a place too, and has none.
    let nowhere = Sources::default().add(Source::new("", Vec::new()));
    let maker = Maker { view, span: Span::new(nowhere, 0, 0), titles: twice(view) };
    let mut pages = vec![maker.first_page(), maker.coverage()];
    for (rank, family) in in_order(families(view)).into_iter().enumerate() {
        pages.push(maker.family(family, rank + 1));
        pages.extend(rules_of_family(view, family).map(|rule| maker.rule(rule)));
    }
    if let Some(body) = reference {
        let head = Head { description: view.say("pages.reference-about"), weight: Some(91) };
        let text = maker.front(&view.say("pages.reference"), &head);
        pages.push(RulePage { path: REFERENCE.to_owned(), text: format!("{text}\n{}\n", body.trim()) });
    }
    // A rule whose name is that of a section's own page has none: the sort keeps the order of equals.
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    pages.dedup_by(|later, first| later.path == first.path);
    pages
}

/// Whether the text of a page says that it is generated.
pub fn is_generated(text: &str) -> bool {
    let source = Sources::default().add(Source::new("", Vec::new()));
    let (split, _) = front_matter::split(source, text);
    let Some(front) = split.front else { return false };
    let (node, _) = data::yaml(source, text, front);
    let extra = node.as_map().and_then(|map| map.get("extra")).and_then(Node::as_map);
    extra.and_then(|map| map.get("generated")).and_then(Node::as_text) == Some(GENERATED)
}

/// Families in the order of the program, then those of the site by name.
fn in_order(mut families: Vec<&str>) -> Vec<&str> {
    families.sort_by_key(|family| {
        let rank = ORDER.iter().position(|known| known == family).unwrap_or(ORDER.len());
        (rank, *family)
    });
    families
}

/// Titles that several rules bear: two pages with one title are hard to tell apart.
fn twice(view: &View<'_>) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let titles = view.rules.rules().iter().map(|rule| fold(view.both(&rule.title)).text().to_owned());
    titles.filter(|title| !seen.insert(title.clone())).collect()
}

/// What a page says of itself beside its title.
struct Head {
    description: String,
    weight: Option<usize>,
}

/// Makes pages.
struct Maker<'v, 'a> {
    view: &'v View<'a>,
    /// Where the values of front matters would stand, had they been typed.
    span: Span,
    titles: BTreeSet<String>,
}

impl Maker<'_, '_> {
    fn first_page(&self) -> RulePage {
        let view = self.view;
        let mut sheet = Sheet::new(view.say("pages.title"));
        let rules = Message::key("pages.rules").with("count", view.rules.rules().len());
        sheet.text(view.words.say(&rules));
        sheet.pieces(vec![
            Piece::Text(view.say("pages.coverage-before")),
            Piece::Link(view.say("pages.coverage-link"), Target::Coverage),
            Piece::Text(".".to_owned()),
        ]);
        sheet.heading(view.words.get("pages.severities"));
        let severity = |word: &'static str, about: &'static str| {
            let message = Message::key("pages.severity-line").with("severity", view.words.get(word));
            vec![Piece::Text(view.words.say(&message.with("about", view.words.get(about))))]
        };
        sheet.list(vec![
            severity("severity.error", "pages.error"),
            severity("severity.warning", "pages.warning"),
            severity("severity.info", "pages.info"),
        ]);
        sheet.heading(view.words.get("pages.generated"));
        sheet.text(view.say("pages.generated-about"));
        sheet.code("sh", "limpide rules pages\nlimpide rules pages --check\n");
        let head = Head { description: view.say("pages.about"), weight: Some(90) };
        self.page("_index.md", &sheet, &head, 0)
    }

    fn coverage(&self) -> RulePage {
        let sheet = coverage::sheet_of_coverage(self.view);
        let head = Head { description: self.view.say("coverage.about"), weight: Some(90) };
        self.page(COVERAGE, &sheet, &head, 0)
    }

    fn family(&self, family: &str, weight: usize) -> RulePage {
        let mut sheet = sheet_of_family(self.view, family);
        let about = super::named::about_family(self.view.words, family).1.unwrap_or(family).to_owned();
        // What it is about stands under the title, as its description.
        sheet.blocks.clear();
        sheet.text(self.view.say("pages.each-rule"));
        let head = Head { description: about, weight: Some(weight) };
        self.page(&format!("{family}/_index.md"), &sheet, &head, 1)
    }

    fn rule(&self, rule: &Rule) -> RulePage {
        let view = self.view;
        let mut sheet = sheet_of_rule(view, rule, usize::MAX);
        if self.titles.contains(fold(view.both(&rule.title)).text()) {
            sheet.title = format!("{} ({})", sheet.title, rule.id);
        }
        let head = Head { description: summary(view, rule), weight: None };
        self.page(&format!("{}.md", rule.id), &sheet, &head, 1)
    }

    fn page(&self, path: &str, sheet: &Sheet, head: &Head, depth: usize) -> RulePage {
        let front = self.front(&sheet.title, head);
        let body = markdown::body(sheet, &Place { depth }, self.view.language());
        RulePage { path: path.to_owned(), text: format!("{front}\n{body}") }
    }

    fn front(&self, title: &str, head: &Head) -> String {
        let language = self.view.language();
        let text = |text: &str| self.node(Value::Scalar(Scalar { text: text.to_owned(), quoted: true }));
        let spaced = |words: &str| text(&markdown::spaced(words, language));
        let mut entries = vec![("title", spaced(title)), ("description", spaced(&head.description))];
        let plain = |text: String| self.node(Value::Scalar(Scalar { text, quoted: false }));
        entries.push(("type", plain("page".to_owned())));
        entries.extend(head.weight.map(|weight| ("weight", plain(weight.to_string()))));
        // These pages are for those who write: readers who search find what is written for them.
        entries.push(("search", plain("false".to_owned())));
        entries.push(("extra", self.map(vec![("generated", text(GENERATED))])));
        format!("---\n{}---\n", yaml_text(&self.map(entries)))
    }

    fn node(&self, value: Value) -> Node {
        Node { span: self.span, value }
    }

    fn map(&self, entries: Vec<(&str, Node)>) -> Node {
        let entry = |(key, node): (&str, Node)| Entry { key: Spanned::new(key.to_owned(), self.span), node };
        self.node(Value::Map(Map { entries: entries.into_iter().map(entry).collect() }))
    }
}
