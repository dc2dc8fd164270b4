//! `near-duplicate`: two pages of one language that say nearly the same words.
//!
//! Pages are compared by the runs of words that they share (Broder, 1997). Every page is not compared with
//! every other: a first look, at windows of their letters, leaves few pairs, which are counted exactly.

mod meetings;
mod shingles;
#[cfg(test)]
mod tests;
mod windows;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use rayon::prelude::*;

use crate::data::{Fields, Node};
use crate::finding::{Finding, Message};
use crate::language::Language;
use crate::lint::rule::Rule;
use crate::site::{Page, Site};
use crate::source::Span;

use super::Check;
use super::across::Across;
use super::kind::{Case, Form, Kind, Needed, Param, number, number_up_to};
use shingles::{Text, Word};
pub(super) use windows::Gears;
use windows::Windows;

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

/// The pages compared, in order, and the windows of each.
#[derive(Default)]
pub(super) struct Samples<'a> {
    pages: Vec<&'a Page>,
    windows: Vec<Windows>,
}

impl<'a> Samples<'a> {
    /// Adds those of the pages that come next.
    pub(super) fn append(&mut self, mut next: Self) {
        self.pages.append(&mut next.pages);
        self.windows.append(&mut next.windows);
    }
}

/// How pages are looked at first: rules that look in the same way share what they see.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Sampler {
    /// Words of a run.
    run: usize,
    /// The only language it is about.
    lang: Option<Language>,
}

impl Sampler {
    /// What it looks with.
    pub(super) fn gears(self) -> Gears {
        Gears::new(self.run)
    }

    /// Looks at a published page, unless it is not one to be compared.
    pub(super) fn look<'a>(self, page: &'a Page, gears: &mut Gears, samples: &mut Samples<'a>) {
        let known = self.lang.is_none_or(|lang| page.language() == Some(lang));
        // Pages that a program writes are alike by nature, and say so.
        let extra = page.document.front.extra.as_ref();
        let generated = extra.and_then(Node::as_map).is_some_and(|map| map.get("generated").is_some());
        if known && !generated {
            samples.pages.push(page);
            samples.windows.push(gears.windows(&shingles::stretches(page)));
        }
    }
}

/// Two pages, by rank in those compared, and how much of the longer one they share, in hundredths.
struct Pair {
    pages: [usize; 2],
    share: usize,
}

impl NearDuplicate {
    fn read(fields: &mut Fields) -> Self {
        Self {
            above: number_up_to(fields, "above", 100).unwrap_or(70),
            run: number_up_to(fields, "run", 100).unwrap_or(5),
            fewest: number(fields, "fewest").unwrap_or(50),
        }
    }

    /// How it looks at pages first.
    pub(super) fn sampler(&self, rule: &Rule) -> Sampler {
        Sampler { run: self.run, lang: rule.lang }
    }

    pub(super) fn check(&self, rule: &Rule, site: &Site, across: &Across<'_>, out: &mut Vec<Finding>) {
        let Some(Samples { pages, windows }) = across.samples(self.sampler(rule)) else { return };
        let runs = |rank: usize| pages.get(rank).and_then(|page| self.runs(page));
        let pairs = maybe_alike(windows, self.above, runs);
        let mut closest: BTreeMap<usize, (usize, usize, usize)> = BTreeMap::new();
        for pair in self.counted(pages, &pairs) {
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
            if let (Some(page), Some(other)) = (pages.get(one), pages.get(other)) {
                out.push(self.finding(rule, site, [page, other], share, count));
            }
        }
    }

    /// The pairs that share enough, in order.
    fn counted(&self, pages: &[&Page], pairs: &[[usize; 2]]) -> Vec<Pair> {
        let pairs = pairs.par_chunk_by(|a, b| a[0] == b[0]);
        let counted = pairs.flat_map_iter(|pairs| {
            // What the pairs of one page share is made once.
            let mut ours = None;
            pairs.iter().filter_map(move |pair| {
                let [Some(page), Some(other)] = pair.map(|rank| pages.get(rank)) else { return None };
                if page.lang != other.lang {
                    return None;
                }
                let a = ours.get_or_insert_with(|| self.runs(page)).as_ref()?;
                let b = self.runs(other)?;
                let most = a.len().max(b.len()).max(1);
                let shared = shared(a, &b);
                (shared * 100 > most * self.above).then(|| Pair { pages: *pair, share: shared * 100 / most })
            })
        });
        counted.collect()
    }

    /// The runs of a page, sorted, each once; none of a page that has too few words.
    fn runs(&self, page: &Page) -> Option<Vec<u64>> {
        let mut runs = shingles::shingles(&shingles::numbers(page), self.run);
        if runs.len() + self.run <= self.fewest {
            return None;
        }
        runs.sort_unstable();
        runs.dedup();
        Some(runs)
    }

    fn finding(
        &self,
        rule: &Rule,
        site: &Site,
        [page, other]: [&Page; 2],
        share: usize,
        count: usize,
    ) -> Finding {
        let texts = [page, other].map(shingles::texts);
        let [ours, theirs]: [Vec<Word>; 2] = [&texts[0], &texts[1]].map(|texts| shingles::words(texts));
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
            let place = |words: &[Word], texts: &[Text<'_>], range: Range<usize>| {
                words.get(range).and_then(|words| shingles::span(texts, words, &site.sources))
            };
            let places = [place(&ours, &texts[0], here), place(&theirs, &texts[1], there)];
            let words = ["lint.shared-passage", "lint.shared-passage-there"];
            for (span, key) in places.into_iter().zip(words) {
                finding.labels.extend(span.map(|span| (span, Message::key(key).with("count", length))));
            }
        }
        finding
    }

    /// The longest stretches of words that both pages have, as ranges of their words; none goes past the
    /// end of a text.
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

/// The pairs of pages, by rank, that may share more than so many hundredths, in order. `runs` gives the runs of words of
/// a page, each once: those of the few pages that windows say too little of are listed too.
fn maybe_alike(
    windows: &[Windows],
    above: usize,
    runs: impl Fn(usize) -> Option<Vec<u64>> + Sync,
) -> Vec<[usize; 2]> {
    let mut pairs = meetings::pairs(windows, above);
    let coarse = windows.par_iter().enumerate().filter(|(_, windows)| windows.is_coarse);
    let listed = coarse.filter_map(|(rank, _)| Some((rank, Windows::of_runs(&runs(rank)?))));
    let (ranks, listed): (Vec<usize>, Vec<Windows>) = listed.unzip();
    let more = meetings::pairs(&listed, above).into_iter();
    pairs.extend(more.filter_map(|[one, other]| Some([*ranks.get(one)?, *ranks.get(other)?])));
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// For each word of a page, the rank of the first one of the next text.
fn ends(page: &Page) -> Vec<usize> {
    let words = shingles::words(&shingles::texts(page));
    let mut ends = Vec::with_capacity(words.len());
    for text in words.chunk_by(|a, b| a.text == b.text) {
        let end = ends.len() + text.len();
        ends.extend(text.iter().map(|_| end));
    }
    ends
}

/// How many numbers two sorted lists share.
fn shared(a: &[u64], b: &[u64]) -> usize {
    let (mut at, mut other, mut count) = (0, 0, 0);
    // Which of two numbers is the smaller one cannot be guessed: no step depends on it.
    while let (Some(x), Some(y)) = (a.get(at), b.get(other)) {
        count += usize::from(x == y);
        at += usize::from(x <= y);
        other += usize::from(y <= x);
    }
    count
}
