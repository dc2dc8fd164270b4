//! `questions`: a page that answers too many questions, or one that has a page of its own.

use std::collections::{HashMap, HashSet};

use crate::data::Fields;
use crate::finding::{Finding, Message};
use crate::language::Language;
use crate::language::fold::fold;
use crate::lint::rule::Rule;
use crate::site::{Page, Site};
use crate::source::Span;

use super::Check;
use super::kind::{Case, Form, Kind, Param, required_number};

/// The kind `questions`.
pub(super) const KIND: Kind = Kind {
    elsewhere: true,
    params: &[Param::required("most", Form::Number, "param.questions-most")],
    read: |fields, place| Questions::read(fields, place).map(Check::Questions),
    ..Kind::new(
        "questions",
        "kind.questions",
        &[Case::of("many", &["count", "max"]), Case::of("answered", &["found", "page"])],
    )
};

/// Headings that ask a question.
#[derive(Clone, Copy, Debug)]
pub struct Questions {
    most: usize,
}

impl Questions {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        Some(Self { most: required_number(fields, "most", place)? })
    }

    pub(super) fn check(self, rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
        let known = |page: &&Page| rule.lang.is_none_or(|lang| Language::of(&page.lang) == Some(lang));
        let pages: Vec<&Page> =
            site.pages.iter().filter(|page| site.is_published(page)).filter(known).collect();
        let mut titled: HashMap<(&str, String), &Page> = HashMap::new();
        for page in &pages {
            if let Some(title) = &page.document.front.title {
                titled.entry((&page.lang, plain(&title.value))).or_insert(page);
            }
        }
        for page in pages {
            // The same question under several cases is one.
            let mut asked: HashSet<String> = HashSet::new();
            for (text, span) in questions(page) {
                let question = plain(text);
                let other = titled.get(&(page.lang.as_str(), question.clone()));
                asked.insert(question);
                let Some(other) = other.filter(|other| other.id != page.id) else { continue };
                let args = vec![("found", text.trim().into()), ("page", other.path.as_str().into())];
                let mut finding = rule.finding("answered", span, args);
                let title = other.document.front.title.as_ref().map(|title| title.span);
                finding.labels =
                    title.map(|span| (span, Message::key("lint.same-title"))).into_iter().collect();
                out.push(finding);
            }
            if let (true, Some(title)) = (asked.len() > self.most, &page.document.front.title) {
                let args = vec![("count", asked.len().into()), ("max", self.most.into())];
                out.push(rule.finding("many", title.span, args));
            }
        }
    }
}

/// The headings of a page that ask a question, each with its place.
fn questions(page: &Page) -> impl Iterator<Item = (&str, Span)> {
    page.document.headings.iter().filter_map(|heading| {
        let block = page.document.blocks.get(heading.block).filter(|block| !block.quoted)?;
        let text = block.prose.text();
        text.trim_end().ends_with('?').then(|| (text, block.prose.span(0..text.len())))
    })
}

/// A title without its capitals nor its question mark.
fn plain(title: &str) -> String {
    fold(title.trim().trim_end_matches('?').trim()).into_text()
}
