//! What holds, page by page, of an earlier state of a site that has the same frame: settings, registries, files,
//! addresses and front matters are what they were, so that all that is said of a page whose text was not read again is
//! what it was, but where it leads to the text of one that was.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::link_graph::Missing;
use super::{Page, PageId, Site, Target};
use crate::finding::Problem;

/// What was found wrong on pages, by those where something is.
#[derive(Clone, Debug, Default)]
pub(super) struct OfPages(BTreeMap<PageId, Vec<Problem>>);

impl OfPages {
    /// What is found on each page in turn, from `before` where it holds and by `find` elsewhere; all of it is added
    /// to `problems` too.
    pub(super) fn gather(
        &mut self,
        page: &Page,
        before: Option<&Self>,
        problems: &mut Vec<Problem>,
        find: impl FnOnce(&mut Vec<Problem>),
    ) {
        let found = match before {
            Some(before) => before.0.get(&page.id).cloned().unwrap_or_default(),
            None => {
                let mut found = Vec::new();
                find(&mut found);
                found
            }
        };
        if !found.is_empty() {
            problems.extend(found.iter().cloned());
            self.0.insert(page.id, found);
        }
    }
}

/// What a site keeps of what was found on its pages, for a later state in the same frame.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    /// In what they call.
    pub(super) calls: OfPages,
    /// In what their fields name.
    pub(super) names: OfPages,
}

/// The earlier state of a site that has the same frame, if there is one.
#[derive(Clone, Copy)]
pub(super) struct Held<'a> {
    before: Option<(&'a Site, &'a Told)>,
}

impl<'a> Held<'a> {
    pub(super) fn of(before: Option<(&'a Site, &'a Told)>) -> Self {
        Self { before }
    }

    /// What was found on a page that was not read again; none for one that was.
    pub(super) fn told(self, page: &Page) -> Option<&'a Told> {
        let (site, told) = self.before?;
        let before = site.pages.get(page.id.0)?;
        Arc::ptr_eq(&page.document, &before.document).then_some(told)
    }

    /// Whether a page was not read again: what stands on it alone is there already.
    pub(super) fn holds(self, page: &Page) -> bool {
        self.told(page).is_some()
    }

    /// The pages of which it is to be asked again where their links lead: those that were read again, and those that
    /// lead to a place in one of these. `alike` says whether the terms of the glossary have the anchors they had.
    pub(super) fn to_follow(self, pages: &[Page], alike: bool) -> Vec<bool> {
        if self.before.is_none() || !alike {
            return vec![true; pages.len()];
        }
        let read: Vec<bool> = pages.iter().map(|page| !self.holds(page)).collect();
        let is_read = |page: &PageId| read.get(page.0).is_none_or(|read| *read);
        let depends = |target: &Target| match target {
            Target::Page { page, anchor } => anchor.is_some() && is_read(page),
            Target::Broken(broken) => matches!(broken.missing, Missing::Anchor(_)),
            Target::Made(_) | Target::Asset(_) | Target::External(_) | Target::Other(_) => false,
        };
        let again = |page: &Page| page.links.iter().chain(&page.images).any(depends);
        pages.iter().map(|page| is_read(&page.id) || again(page)).collect()
    }
}
