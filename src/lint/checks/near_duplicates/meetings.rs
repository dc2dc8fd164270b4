//! The pairs of pages that may be alike, without comparing every page with every other one.
//!
//! Pairs of windows of all pages are put in one list, in order: pages that have the same pair meet there. Of those of a
//! page, only the ones that fewest others have are followed: what is said on every page says nothing of two.
//! Of two pages that meet, the windows that are listed of both are a sample of what they share.

use rayon::prelude::*;

use super::windows::Windows;

/// Pages that meet are all brought together up to this many; beyond, each with the next one, so that
/// the work grows with the site and not with its square.
const TOGETHER: usize = 8;

/// Of what a page has in the list and others have too, how many are followed: the rarest.
const FOLLOWED: usize = 6;

/// A pair of windows that pages share: how many of them, and where they start in the list.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Shared {
    count: u32,
    start: u32,
}

/// In how many heaps pairs of windows are sorted.
const HEAPS: usize = 256;

const NONE: Shared = Shared { count: u32::MAX, start: 0 };

/// The pairs of windows of all pages, each with a page that has it.
struct List {
    /// The page in the last bits, and as much of the pair’s number as there is room for.
    met: Vec<u64>,
    /// The bits of the page.
    mask: u64,
}

impl List {
    fn new(pages: &[Windows]) -> Self {
        let mask = (pages.len() as u64).next_power_of_two() - 1;
        let listed: usize = pages.iter().map(|page| page.pairs.len()).sum();
        // The first bits put them in as many heaps, and each is short to sort.
        let room = listed / HEAPS + listed / HEAPS / 4;
        let mut heaps: Vec<Vec<u64>> = (0..HEAPS).map(|_| Vec::with_capacity(room)).collect();
        for (rank, page) in (0_u64..).zip(pages) {
            for pair in &page.pairs {
                if let Some(heap) = heaps.get_mut((pair >> (u64::BITS - HEAPS.ilog2())) as usize) {
                    heap.push(pair & !mask | rank);
                }
            }
        }
        heaps.par_iter_mut().for_each(|heap| {
            heap.sort_unstable();
            heap.dedup();
        });
        let met = heaps.concat();
        Self { met, mask }
    }

    fn page(&self, met: u64) -> usize {
        (met & self.mask) as usize
    }

    fn pages(&self, shared: &Shared) -> &[u64] {
        let start = shared.start as usize;
        self.met.get(start..start + shared.count as usize).unwrap_or_default()
    }

    /// For each page, what fewest others have too.
    fn rarest(&self, pages: usize) -> Vec<[Shared; FOLLOWED]> {
        let mut rarest = vec![[NONE; FOLLOWED]; pages];
        let mut start = 0;
        for met in self.met.chunk_by(|a, b| a & !self.mask == b & !self.mask) {
            let shared = Shared { count: met.len() as u32, start };
            start += shared.count;
            if let [_] = met {
                continue;
            }
            for met in met {
                let Some(kept) = rarest.get_mut(self.page(*met)) else { continue };
                // Of those that as many pages share, the first ones: the same for all of these pages.
                let at = kept.iter().take_while(|kept| kept.count <= shared.count).count();
                if let Some(after) = kept.get_mut(at..)
                    && let Some(last) = after.last_mut()
                {
                    *last = shared;
                    after.rotate_right(1);
                }
            }
        }
        rarest
    }
}

/// The pairs of pages, by rank, of which the longer may share more than so many hundredths with the other.
pub(super) fn pairs(pages: &[Windows], above: usize) -> Vec<[usize; 2]> {
    let list = List::new(pages);
    let rarest = list.rarest(pages.len());
    let met_by = |others: &mut Vec<usize>, page: usize| {
        let followed = rarest.get(page).into_iter().flatten().take_while(|shared| **shared != NONE);
        for shared in followed {
            let met = list.pages(shared);
            if met.len() > TOGETHER {
                let next = met.partition_point(|met| list.page(*met) <= page);
                others.extend(met.get(next).map(|met| list.page(*met)));
            } else {
                // What both follow brings them together once.
                let follows = |other: &usize| rarest.get(*other).is_some_and(|kept| kept.contains(shared));
                let met = met.iter().map(|met| list.page(*met));
                others.extend(met.filter(|other| *other > page || (*other < page && !follows(other))));
            }
        }
        others.sort_unstable();
        others.dedup();
    };
    let alike = |others: &mut Vec<usize>, rank: usize| {
        others.clear();
        met_by(others, rank);
        let Some(page) = pages.get(rank) else { return Vec::new() };
        others.retain(|other| {
            let first_sight = pages.get(*other).and_then(|other| page.roughly_shared(other));
            first_sight.is_none_or(|counts| may_be_enough(counts, above))
        });
        if others.is_empty() {
            return Vec::new();
        }
        let seen = page.seen();
        let enough = |other: &&usize| {
            pages.get(**other).is_some_and(|other| may_be_enough(other.shared(page, &seen), above))
        };
        others.iter().filter(enough).map(|other| [rank.min(*other), rank.max(*other)]).collect()
    };
    let pairs = (0..pages.len()).into_par_iter().map_init(Vec::new, alike);
    let mut pairs: Vec<[usize; 2]> = pairs.flatten_iter().collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

/// Whether two pages may share more than so many hundredths of the longer one, by how many of their listed windows
/// one has, the other has, and both have.
fn may_be_enough([one, other, both]: [usize; 3], above: usize) -> bool {
    let most = one.max(other);
    // What a sample shares is, two times in three, what the whole shares give or take half the square root of
    // the sample’s size at most; it is seldom two and a half times as far.
    let enough = |shared: usize| {
        let lack = (most * above).saturating_sub(shared * 100);
        lack * lack <= 125 * 125 * most
    };
    enough(one.min(other)) && enough(both)
}
