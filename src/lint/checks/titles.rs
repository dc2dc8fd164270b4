//! `duplicate-title`: two pages that a reader cannot tell apart in a list.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;

use crate::finding::{Finding, Message};
use crate::language::fold::fold;
use crate::lint::rule::Rule;
use crate::site::{Page, Site};
use crate::source::Spanned;

use super::Check;
use super::kind::{Case, Kind, SHOWN};

/// The kind `duplicate-title`.
pub(super) const KIND: Kind = Kind {
    elsewhere: true,
    in_front: true,
    read: |_, _| Some(Check::DuplicateTitle),
    ..Kind::new("duplicate-title", "kind.duplicate-title", &[Case::only(&["title", "others"])])
};

/// A title that a page bears.
struct Titled<'a> {
    /// What it is known by: few titles are the same, and numbers are compared at once.
    number: u64,
    /// What makes it the same as another one: its language and its words.
    same: (&'a str, String),
    page: &'a Page,
    title: &'a Spanned<String>,
}

pub(super) fn check(rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
    let numbers = FixedState::default();
    let mut titles: Vec<Titled<'_>> = Vec::with_capacity(site.pages.len());
    for page in site.pages.iter().filter(|page| site.is_published(page)) {
        let known = rule.lang.is_none_or(|lang| page.language() == Some(lang));
        // A page answers for the title it bears itself, not for one its section gives to all.
        let own = page.document.front.title.as_ref();
        if let Some(title) = own.filter(|title| known && !title.value.trim().is_empty()) {
            let same = (page.lang.as_str(), fold(title.value.trim()).into_text());
            titles.push(Titled { number: numbers.hash_one(&same), same, page, title });
        }
    }
    // Of one title, in the order of the pages.
    titles.sort_by(|a, b| a.number.cmp(&b.number).then_with(|| a.same.cmp(&b.same)));
    for same in titles.chunk_by(|a, b| a.same == b.same).filter(|same| same.len() > 1) {
        for Titled { page, title, .. } in same {
            let args = vec![("title", title.value.clone().into()), ("others", (same.len() - 1).into())];
            let mut finding = rule.finding("", title.span, args);
            let others = same.iter().filter(|other| other.page.id != page.id).take(SHOWN);
            finding.labels =
                others.map(|other| (other.title.span, Message::key("lint.same-title"))).collect();
            out.push(finding);
        }
    }
}
