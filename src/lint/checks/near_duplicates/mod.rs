//! `near-duplicate`: two pages of one language that say nearly the same words.
//!
//! Pages are compared by the runs of words that they share (Broder, 1997). Every page is not compared with
//! every other: runs whose number falls in a fixed part of all numbers are listed by page, and only pages
//! that meet in that list, and whose listed runs are much the same, are counted exactly. A run that many pages share (what every page
//! says of rights, of data) brings each of them together with the next one alone, so that the work grows with
//! the site and not with its square.

mod shingles;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use rayon::prelude::*;

use crate::data::{Fields, Node};
use crate::finding::{Finding, Message};
use crate::language::Language;
use crate::lint::rule::Rule;
use crate::site::{Page, PageId, Site};
use crate::source::Span;

use super::Check;
use super::kind::{Case, Form, Kind, Needed, Param, number};
use shingles::Word;

const CASE: Case = Case::only(&["share", "page", "words", "others"]);

/// The kind `near-duplicate`.
pub(super) const KIND: Kind = Kind {
    elsewhere: true,
    in_front: true,
    params: &[
        param("above", "param.duplicate-above", "70"),
        param("run", "param.duplicate-run", "5"),
        param("fewest", "param.duplicate-fewest", "50"),
    ],
    read: |fields, _| Some(Check::NearDuplicate(NearDuplicate::read(fields))),
    ..Kind::new("near-duplicate", "kind.near-duplicate", &[CASE])
};

const fn param(name: &'static str, about: &'static str, usual: &'static str) -> Param {
    Param { name, about, form: Form::Number, needed: Needed::Else(usual) }
}

/// One run of words in eight is listed; one in two of a page that has few. Powers of two.
const SAMPLED: [u64; 2] = [8, 2];
const FEW: usize = 160;

/// Pages that share a run are all brought together up to this many; beyond, each with the next one.
const TOGETHER: usize = 8;

/// Of the listed runs of a page that others have too, how many are followed: the rarest.
const FOLLOWED: usize = 6;

/// What the listed runs may be short of the share asked for, in hundredths: they are a sample.
const SLACK: usize = 22;

/// Shared passages shown, and the fewest words of one.
const PASSAGES: usize = 3;
const PASSAGE_WORDS: usize = 12;

/// How much two pages may share.
#[derive(Clone, Debug)]
pub struct NearDuplicate {
    /// Parameter `above`, in hundredths.
    above: usize,
    /// Parameter `run`: words of a run.
    run: usize,
    /// Parameter `fewest`: words of a page below which it is not compared.
    fewest: usize,
}

/// A page as compared.
struct Sketch {
    page: PageId,
    /// Which of them are listed.
    sampled: u64,
    /// Those, sorted, each once.
    runs: Vec<u64>,
}

/// Two pages, by rank in the sketches, and how much of the longer one they share, in hundredths.
struct Pair {
    pages: [usize; 2],
    share: usize,
}

impl NearDuplicate {
    fn read(fields: &mut Fields) -> Self {
        Self {
            above: number(fields, "above").unwrap_or(70),
            run: number(fields, "run").unwrap_or(5),
            fewest: number(fields, "fewest").unwrap_or(50),
        }
    }

    pub(super) fn check(&self, rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
        let sketches = self.sketches(rule, site);
        let mut closest: BTreeMap<usize, (usize, usize, usize)> = BTreeMap::new();
        for pair in self.pairs(site, &sketches) {
            for (one, other) in [(0, 1), (1, 0)] {
                let (one, other) = (pair.pages[one], pair.pages[other]);
                let known = closest.entry(one).or_insert((pair.share, other, 0));
                known.2 += 1;
                if pair.share > known.0 {
                    (known.0, known.1) = (pair.share, other);
                }
            }
        }
        for (one, (share, other, count)) in closest {
            let page = |rank: usize| sketches.get(rank).map(|sketch| site.page(sketch.page));
            if let (Some(page), Some(other)) = (page(one), page(other)) {
                out.push(self.finding(rule, [page, other], share, count));
            }
        }
    }

    fn sketches(&self, rule: &Rule, site: &Site) -> Vec<Sketch> {
        let sketch = |page: &Page| {
            let known = rule.lang.is_none_or(|lang| Language::of(&page.lang) == Some(lang));
            // Pages that a program writes are alike by nature, and say so.
            let extra = page.document.front.extra.as_ref();
            let generated = extra.and_then(Node::as_map).is_some_and(|map| map.get("generated").is_some());
            if !known || generated || !site.is_published(page) {
                return None;
            }
            let mut runs = shingles::shingles(&shingles::numbers(page), self.run);
            let length = runs.len();
            if length + self.run <= self.fewest {
                return None;
            }
            let [one, other] = SAMPLED;
            let sampled = if length < FEW { other } else { one };
            runs.retain(|run| run & (sampled - 1) == 0);
            runs.sort_unstable();
            runs.dedup();
            Some(Sketch { page: page.id, sampled, runs })
        };
        site.pages.par_iter().filter_map(sketch).collect()
    }

    /// The pairs that share enough, in order.
    fn pairs(&self, site: &Site, sketches: &[Sketch]) -> Vec<Pair> {
        let listed = sketches.iter().map(|sketch| sketch.runs.len()).sum();
        let mut met: Vec<(u64, u32)> = Vec::with_capacity(listed);
        for (rank, sketch) in (0_u32..).zip(sketches) {
            met.extend(sketch.runs.iter().map(|run| (*run, rank)));
        }
        met.par_sort_unstable();
        // For each page, where the runs that it shares are in that list, the rarest first: page, count, start.
        let mut shared_runs: Vec<(u32, u32, usize)> = Vec::with_capacity(listed);
        let mut start = 0;
        for pages in met.chunk_by(|a, b| a.0 == b.0) {
            if let Ok(count @ 2..) = u32::try_from(pages.len()) {
                shared_runs.extend(pages.iter().map(|(_, page)| (*page, count, start)));
            }
            start += pages.len();
        }
        shared_runs.par_sort_unstable();
        let mut together: Vec<[u32; 2]> = Vec::new();
        for runs in shared_runs.chunk_by(|a, b| a.0 == b.0) {
            for (page, count, start) in runs.iter().take(FOLLOWED) {
                let count = *count as usize;
                let pages = met.get(*start..start + count).unwrap_or_default();
                if count > TOGETHER {
                    let next = pages.partition_point(|(_, other)| other <= page);
                    together.extend(pages.get(next).map(|(_, other)| [*page, *other]));
                } else {
                    let others = pages.iter().map(|(_, other)| other).filter(|other| *other != page);
                    together.extend(others.map(|other| [*page.min(other), *page.max(other)]));
                }
            }
        }
        together.sort_unstable();
        together.dedup();
        let counted = together.into_par_iter().filter_map(|pages| {
            let pages = pages.map(|page| page as usize);
            let [Some(a), Some(b)] = pages.map(|rank| sketches.get(rank)) else { return None };
            if !self.may_be_enough(a, b) || site.page(a.page).lang != site.page(b.page).lang {
                return None;
            }
            let [a, b] = [a, b].map(|sketch| self.runs(site.page(sketch.page)));
            let most = a.len().max(b.len()).max(1);
            let shared = shared(&a, &b, 1);
            (shared * 100 > most * self.above).then(|| Pair { pages, share: shared * 100 / most })
        });
        counted.collect()
    }

    /// Whether two pages may share enough, as far as their listed runs tell.
    fn may_be_enough(&self, a: &Sketch, b: &Sketch) -> bool {
        let sampled = a.sampled.max(b.sampled);
        let count = |sketch: &Sketch| {
            let listed = |run: &&u64| **run & (sampled - 1) == 0;
            if sketch.sampled == sampled {
                sketch.runs.len()
            } else {
                sketch.runs.iter().filter(listed).count()
            }
        };
        let (a_count, b_count) = (count(a), count(b));
        let (least, most) = (a_count.min(b_count), a_count.max(b_count));
        let enough = |shared: usize| shared * 100 > most * self.above.saturating_sub(SLACK);
        enough(least) && enough(shared(&a.runs, &b.runs, sampled))
    }

    /// The runs of a page, sorted, each once.
    fn runs(&self, page: &Page) -> Vec<u64> {
        let mut runs = shingles::shingles(&shingles::numbers(page), self.run);
        runs.sort_unstable();
        runs.dedup();
        runs
    }

    fn finding(&self, rule: &Rule, [page, other]: [&Page; 2], share: usize, count: usize) -> Finding {
        let ours: Vec<Word> = shingles::words(page);
        let theirs: Vec<Word> = shingles::words(other);
        let args = vec![
            ("share", share.into()),
            ("page", other.title().into()),
            ("words", ours.len().into()),
            ("others", count.into()),
        ];
        let document = &page.document;
        let start = Span::new(document.source, document.body, document.body);
        let place = document.front.title.as_ref().map_or(start, |title| title.span);
        let mut finding = rule.finding("", place, args);
        for (here, there) in self.passages(page, other) {
            let length = here.len();
            let place = |words: &[Word], page, range: Range<usize>| {
                words.get(range).and_then(|words| shingles::span(page, words))
            };
            let places = [place(&ours, page, here), place(&theirs, other, there)];
            let words = ["lint.shared-passage", "lint.shared-passage-there"];
            for (span, key) in places.into_iter().zip(words) {
                finding.labels.extend(span.map(|span| (span, Message::key(key).with("count", length))));
            }
        }
        finding
    }

    /// The longest stretches of words that both pages have, as ranges of their words; none goes past the
    /// end of a block.
    fn passages(&self, page: &Page, other: &Page) -> Vec<(Range<usize>, Range<usize>)> {
        let ours = shingles::shingles(&shingles::numbers(page), self.run);
        let theirs = shingles::shingles(&shingles::numbers(other), self.run);
        let ends = [page, other].map(ends);
        let mut places: HashMap<u64, usize> = HashMap::new();
        for (at, run) in theirs.iter().enumerate() {
            places.entry(*run).or_insert(at);
        }
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(run) = ours.get(at) {
            let Some(there) = places.get(run).copied() else {
                at += 1;
                continue;
            };
            let left = |side: usize, from: usize| {
                ends.get(side).and_then(|ends| ends.get(from)).map_or(0, |end| end - from)
            };
            let inside = left(0, at).min(left(1, there));
            let same =
                |step: &usize| ours.get(at + step).is_some_and(|run| theirs.get(there + step) == Some(run));
            let runs = (1..inside).take_while(same).count() + 1;
            let length = (runs + self.run - 1).min(inside);
            if length >= PASSAGE_WORDS {
                found.push((at..at + length, there..there + length));
            }
            at += length.max(1);
        }
        found.sort_by_key(|(here, _)| (std::cmp::Reverse(here.len()), here.start));
        found.truncate(PASSAGES);
        found.sort_by_key(|(here, _)| here.start);
        found
    }
}

/// For each word of a page, the rank of the first one of the next block.
fn ends(page: &Page) -> Vec<usize> {
    let blocks: Vec<usize> = shingles::words(page).into_iter().map(|word| word.block).collect();
    let mut ends = Vec::with_capacity(blocks.len());
    for block in blocks.chunk_by(|a, b| a == b) {
        let end = ends.len() + block.len();
        ends.extend(block.iter().map(|_| end));
    }
    ends
}

/// How many numbers two sorted lists share, of those that `sampled`, a power of two, divides.
fn shared(a: &[u64], b: &[u64], sampled: u64) -> usize {
    let (mut at, mut other, mut count) = (0, 0, 0);
    // Which of two numbers is the smaller one cannot be guessed: no step depends on it.
    while let (Some(x), Some(y)) = (a.get(at), b.get(other)) {
        count += usize::from(x == y) & usize::from(*x & (sampled - 1) == 0);
        at += usize::from(x <= y);
        other += usize::from(y <= x);
    }
    count
}
