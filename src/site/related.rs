//! The pages that go with a page: those classed as it is, those that it leads to, those that lead to it.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Page, PageId, TaxonomyTerm, led_to};

/// How many pages go with a page, at most.
pub const MOST: usize = 5;

/// How many of the neighbours of a page are looked at in the list of a term, and how many links: a page costs the
/// same, however large the site is.
const LOOKED_AT: usize = 24;

/// What two pages have in common.
const SHARED_TERM: usize = 4;
const LINK: usize = 3;
const SAME_SECTION: usize = 1;

/// For each page, the pages that go with it, the nearest first: in its language, named by lists, a term or a link in
/// common at the least. Of pages that are as near, the first by path.
pub(super) fn related(pages: &[Page], terms: &[TaxonomyTerm], backlinks: &[Vec<PageId>]) -> Vec<Vec<PageId>> {
    let mut places: Vec<Vec<(&TaxonomyTerm, usize)>> = vec![Vec::new(); pages.len()];
    for term in terms {
        for (rank, id) in term.pages.iter().enumerate() {
            if let Some(places) = places.get_mut(id.0) {
                places.push((term, rank));
            }
        }
    }
    pages.par_iter().zip(places).map(|(page, places)| of(page, &places, pages, backlinks)).collect()
}

fn of(
    page: &Page,
    places: &[(&TaxonomyTerm, usize)],
    pages: &[Page],
    backlinks: &[Vec<PageId>],
) -> Vec<PageId> {
    if !page.published || page.is_index {
        return Vec::new();
    }
    let mut near: BTreeMap<PageId, usize> = BTreeMap::new();
    for (term, rank) in places {
        let first = rank.saturating_sub(LOOKED_AT / 2);
        for id in term.pages.iter().skip(first).take(LOOKED_AT) {
            *near.entry(*id).or_default() += SHARED_TERM;
        }
    }
    let mut led_to: Vec<PageId> = led_to(page).take(LOOKED_AT).collect();
    led_to.sort_unstable();
    led_to.dedup();
    let from = backlinks.get(page.id.0).into_iter().flatten().copied().take(LOOKED_AT);
    for id in led_to.into_iter().chain(from) {
        *near.entry(id).or_default() += LINK;
    }
    near.remove(&page.id);
    let goes_with = |(id, nearness): (PageId, usize)| {
        let other = pages.get(id.0).filter(|o| o.listed && !o.is_index && o.lang == page.lang)?;
        let same = if other.section == page.section { SAME_SECTION } else { 0 };
        Some((std::cmp::Reverse(nearness + same), id))
    };
    let mut near: Vec<_> = near.into_iter().filter_map(goes_with).collect();
    near.sort_unstable();
    near.into_iter().take(MOST).map(|(_, id)| id).collect()
}
