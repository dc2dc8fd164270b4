//! What has changed for readers: the major entries of `changes` of the pages that lists name, the last first.
//! What is meant for staff, what is to come, what changes nothing for readers and what pages held back now say
//! are not among them.

use jiff::civil::Date;

use super::context::Shared;
use crate::site::{Page, PageId};

/// A change that matters to readers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told<'a> {
    pub(super) page: &'a Page,
    pub(super) date: Date,
    pub(super) note: &'a str,
    /// Its rank among those of its page on that day, from 0, as typed.
    pub(super) rank: usize,
}

/// The changes of some pages, the last first; of a day, in the order of the addresses of their pages.
pub(super) fn of_pages<'a>(shared: &Shared<'a>, pages: impl IntoIterator<Item = PageId>) -> Vec<Told<'a>> {
    let site = shared.site;
    let mut told = Vec::new();
    for id in pages.into_iter().filter(|id| shared.tells(*id)) {
        let page = site.page(id);
        let own = page.procedure.public_changes().filter(|c| c.major && c.date.value <= site.facts.today);
        let first = told.len();
        for change in own {
            let date = change.date.value;
            let same =
                told.get(first..).unwrap_or_default().iter().filter(|told: &&Told<'_>| told.date == date);
            let rank = same.count();
            told.push(Told { page, date, note: change.note.value.trim(), rank });
        }
    }
    told.sort_by(|a, b| (b.date, &a.page.url, b.rank).cmp(&(a.date, &b.page.url, a.rank)));
    told
}
