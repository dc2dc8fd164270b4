//! When pages last changed: what they say themselves, or else what their history says.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Page, Site};

/// What the site's history says of its pages, handed in from outside. It holds days alone: who changed a
/// page is neither asked nor kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// The day the words of a page last changed, by its path inside `content/`.
    pub dates: BTreeMap<String, Date>,
    /// How much of the history there was to read.
    pub state: HistoryState,
}

/// How much of a history there was to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HistoryState {
    /// None: it was not asked for, or the site is in no repository.
    #[default]
    None,
    /// Its last part: what is older was not copied with the repository, and its dates are not known.
    Shallow,
    /// All of it.
    Known,
}

/// Who says when a page last changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The front matter of the page, or of a section that holds it.
    FrontMatter,
    /// The history of its file: to be said where the date is shown.
    Git,
}

impl Origin {
    /// Its name where programs read it: `front-matter`, `git`.
    pub fn name(self) -> &'static str {
        match self {
            Self::FrontMatter => "front-matter",
            Self::Git => "git",
        }
    }
}

impl Site {
    /// The day a page last changed, and who says so: its front matter (`updated`), or its history where
    /// the front matter is silent. None when nobody knows.
    pub fn updated(&self, page: &Page) -> Option<(Date, Origin)> {
        let come = |date: &Date| *date <= self.facts.today;
        let declared = page.front.updated.as_ref().map(|date| date.value).filter(come);
        let declared = declared.map(|date| (date, Origin::FrontMatter));
        let known = || self.facts.history.dates.get(&page.path).map(|date| (*date, Origin::Git));
        declared.or_else(known)
    }

    /// The day of the last change of a page that matters to its readers: of what its front matter says
    /// (`updated`, `published`, a major entry of `changes`), the latest that has come; where it says nothing,
    /// the day its history knows. A review that changed nothing is no change. None when nobody knows.
    pub fn changed(&self, page: &Page) -> Option<Date> {
        let front = [&page.front.updated, &page.front.published].into_iter().flatten().map(|day| day.value);
        let major = page.procedure.public_changes().filter(|change| change.major);
        let said = front.chain(major.map(|change| change.date.value));
        let last = said.filter(|day| *day <= self.facts.today).max();
        last.or_else(|| self.facts.history.dates.get(&page.path).copied())
    }

    /// The published pages that do not say when they changed, by path inside `content/`: what a history
    /// is asked about. Where there are none, it need not be read.
    pub fn undated(&self) -> BTreeSet<&str> {
        let silent = self.pages.iter().filter(|page| page.front.updated.is_none() && self.is_published(page));
        silent.map(|page| page.path.as_str()).collect()
    }
}
