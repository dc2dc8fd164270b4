//! Kinds of check that look at what a page says of its procedure in its fields, and at the registries that
//! these fields name.

mod unanswered;

use crate::data::{Node, Value};
use crate::finding::Finding;
use crate::language::fold::{fold, is_word_boundary};
use crate::lint::rule::Rule;
use crate::site::{Page, Site};
use crate::source::Span;

use super::{Kind, View};

use unanswered::Unanswered;

/// A check of the model, with its parameters.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub enum Model {
    Unanswered(Unanswered),
}

/// The kinds of [`Model`], in the order that they are documented.
pub(super) const UNANSWERED: &Kind = &unanswered::KIND;

impl Model {
    /// Its kind.
    pub(super) fn kind(&self) -> &'static Kind {
        match self {
            Self::Unanswered(_) => &unanswered::KIND,
        }
    }

    /// What it finds on one page.
    pub(super) fn page(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        match self {
            Self::Unanswered(unanswered) => unanswered.check(rule, view, out),
        }
    }

    /// What it finds by looking at the whole site.
    pub(super) fn site(&self, _: &Rule, _: &Site, _: &mut Vec<Finding>) {}
}

/// Where a line is added to the front matter of a page: the line that closes it, or the start of a page
/// that has none.
fn end_of_front(site: &Site, page: &Page) -> Span {
    let document = &page.document;
    let Some(front) = document.front.span else { return Span::new(document.source, 0, 0) };
    let end = front.range().end;
    let rest = site.sources.get(document.source).text().get(end..).unwrap_or("");
    let line = rest.lines().next().unwrap_or("").trim_end();
    let fence = if matches!(line, "---" | "...") { line.len() } else { 0 };
    Span::new(document.source, end, end + fence)
}

/// Where a page itself says something under a key of the model: its value when that is one text, the key
/// otherwise.
fn field_place(page: &Page, key: &str) -> Option<Span> {
    let (key, node) = page.document.front.procedure.iter().find(|(known, _)| known.value == key)?;
    Some(if matches!(node.value, Value::Scalar(_)) { node.span } else { key.span })
}

/// The texts below a node, but for those under `for`.
fn texts_of<'a>(node: &'a Node, out: &mut Vec<&'a str>) {
    match &node.value {
        Value::Null => {}
        Value::Scalar(scalar) => out.push(&scalar.text),
        Value::List(items) => items.iter().for_each(|item| texts_of(item, out)),
        Value::Map(map) => {
            let read = map.entries.iter().filter(|entry| entry.key.value != "for");
            read.for_each(|entry| texts_of(&entry.node, out));
        }
    }
}

/// Words and phrases that tell something by being in a text, in the singular or the plural.
#[derive(Clone, Debug, Default)]
struct Phrases(Vec<String>);

impl Phrases {
    fn new(texts: &[String]) -> Self {
        Self(texts.iter().map(|text| fold(text.trim()).text().to_owned()).collect())
    }

    /// Whether a folded text holds one of them.
    fn are_in(&self, folded: &str) -> bool {
        self.0.iter().any(|phrase| holds(folded, phrase))
    }

    /// Whether a folded text is one of them, whatever signs stand around.
    fn are(&self, folded: &str) -> bool {
        let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
        self.0.iter().any(|phrase| phrase.trim_matches(|c: char| !c.is_alphanumeric()) == bare)
    }
}

/// Whether a folded text holds a phrase, as whole words.
fn holds(text: &str, phrase: &str) -> bool {
    !phrase.is_empty()
        && text.match_indices(phrase).any(|(start, found)| {
            let end = start + found.len();
            let plural = text.get(end..).is_some_and(|rest| rest.starts_with(['s', 'x']));
            let ends = is_word_boundary(text, end) || (plural && is_word_boundary(text, end + 1));
            ends && is_word_boundary(text, start)
        })
}
