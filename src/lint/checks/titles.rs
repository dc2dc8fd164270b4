//! `duplicate-title`: two pages that a reader cannot tell apart in a list.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;

use crate::finding::{Finding, Message};
use crate::language::fold::fold;
use crate::lint::rule::Rule;
use crate::site::Page;
use crate::source::Spanned;

use super::Check;
use super::across::Across;
use super::kind::{Case, Kind, SHOWN};

/// The kind `duplicate-title`.
pub(super) const KIND: Kind = Kind {
    elsewhere: true,
    in_front: true,
    read: |_, _| Some(Check::DuplicateTitle),
    ..Kind::new("duplicate-title", "kind.duplicate-title", &[Case::only(&["title", "others"])])
};

/// A page that bears a title, and what this title is known by: few are the same, and numbers are compared at once.
pub(super) struct Titled<'a> {
    number: u64,
    page: &'a Page,
}

impl<'a> Titled<'a> {
    /// A page, if it bears a title itself: it does not answer for one that its section gives to all.
    pub(super) fn of(page: &'a Page) -> Option<Self> {
        own(page).map(|title| Self { number: FixedState::default().hash_one(words(title)), page })
    }
}

fn own(page: &Page) -> Option<&Spanned<String>> {
    page.document.front.title.as_ref().filter(|title| !title.value.trim().is_empty())
}

/// What makes a title the same as another one of its language.
fn words(title: &Spanned<String>) -> String {
    fold(title.value.trim()).into_text()
}

pub(super) fn check(rule: &Rule, across: &Across<'_>, out: &mut Vec<Finding>) {
    let known = |titled: &&Titled<'_>| rule.lang.is_none_or(|lang| titled.page.language() == Some(lang));
    let mut titles: Vec<&Titled<'_>> = across.titles().iter().filter(known).collect();
    // Of one number, in the order of the pages.
    titles.sort_by_key(|titled| titled.number);
    for maybe in titles.chunk_by(|a, b| a.number == b.number).filter(|maybe| maybe.len() > 1) {
        let titled = maybe.iter().filter_map(|titled| own(titled.page).map(|title| (titled.page, title)));
        let mut alike: Vec<_> =
            titled.map(|(page, title)| ((page.lang.as_str(), words(title)), page, title)).collect();
        alike.sort_by(|(one, ..), (other, ..)| one.cmp(other));
        for alike in alike.chunk_by(|(one, ..), (other, ..)| one == other).filter(|alike| alike.len() > 1) {
            for (_, page, title) in alike {
                let args = vec![("title", title.value.clone().into()), ("others", (alike.len() - 1).into())];
                let mut finding = rule.finding("", title.span, args);
                let others = alike.iter().filter(|(_, other, _)| other.id != page.id).take(SHOWN);
                finding.labels =
                    others.map(|(.., other)| (other.span, Message::key("lint.same-title"))).collect();
                out.push(finding);
            }
        }
    }
}
