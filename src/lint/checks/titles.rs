//! `duplicate-title`: two pages that a reader cannot tell apart in a list.

use crate::finding::{Finding, Message};
use crate::language::Language;
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

/// A page and the title it bears.
type Titled<'a> = (&'a Page, &'a Spanned<String>);

pub(super) fn check(rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
    // By language and by title, and of one title in the order of the pages.
    let mut titles: Vec<(&str, String, Titled<'_>)> = Vec::with_capacity(site.pages.len());
    for page in site.pages.iter().filter(|page| site.is_published(page)) {
        let known = rule.lang.is_none_or(|lang| Language::of(&page.lang) == Some(lang));
        // A page answers for the title it bears itself, not for one its section gives to all.
        let own = page.document.front.title.as_ref();
        if let Some(title) = own.filter(|title| known && !title.value.trim().is_empty()) {
            titles.push((&page.lang, fold(title.value.trim()).into_text(), (page, title)));
        }
    }
    titles.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    for pages in titles.chunk_by(|a, b| a.0 == b.0 && a.1 == b.1).filter(|pages| pages.len() > 1) {
        for (.., (page, title)) in pages {
            let args = vec![("title", title.value.clone().into()), ("others", (pages.len() - 1).into())];
            let mut finding = rule.finding("", title.span, args);
            let others = pages.iter().map(|(.., titled)| titled).filter(|(other, _)| other.id != page.id);
            finding.labels =
                others.take(SHOWN).map(|(_, title)| (title.span, Message::key("lint.same-title"))).collect();
            out.push(finding);
        }
    }
}
