//! The inverted index: for each stem, the pages that hold it and how much it says of each.

use std::collections::HashMap;

use super::texts::Weighed;
use crate::language::stems::{Stems, words};

/// The highest level of how much a stem says of a page.
pub(super) const LEVELS: u8 = 15;

/// The weight at which a stem says half of what it can: a word of the title alone is above, one of the
/// body alone under.
const HALF: f32 = 8.0;

/// A stem, and the pages that hold it.
pub(super) struct Posting {
    pub(super) stem: String,
    /// How readers know it: the commonest of its words, in small letters, with its accents.
    pub(super) word: String,
    /// Numbers of pages, in order, each with its level, from 1 to [`LEVELS`].
    pub(super) pages: Vec<(u32, u8)>,
}

/// An index being made.
pub(super) struct Index {
    stems: &'static Stems,
    /// Pages added.
    count: u32,
    /// By word as typed, its rank in `surfaces`; none for one that is not looked for.
    known: HashMap<String, Option<usize>, foldhash::fast::FixedState>,
    surfaces: Vec<Surface>,
    /// By stem, its rank in `postings`.
    ranks: HashMap<String, usize, foldhash::fast::FixedState>,
    postings: Vec<(String, Vec<(u32, u8)>)>,
    /// For each stem, what it weighs on the page being added, and the number of that page.
    sums: Vec<(u32, f32)>,
}

/// A word as typed.
struct Surface {
    small: String,
    posting: usize,
    pages: u32,
}

impl Index {
    pub(super) fn new(stems: &'static Stems) -> Self {
        Self {
            stems,
            count: 0,
            known: HashMap::default(),
            surfaces: Vec::new(),
            ranks: HashMap::default(),
            postings: Vec::new(),
            sums: Vec::new(),
        }
    }

    /// Adds a page; its number is how many were added before it.
    pub(super) fn add(&mut self, page: &Weighed<'_>) {
        let number = self.count;
        self.count += 1;
        let mut met = Vec::new();
        for (word, weight) in &page.words {
            let Some(surface) = self.surface(word).and_then(|rank| self.surfaces.get_mut(rank)) else {
                continue;
            };
            surface.pages += 1;
            let posting = surface.posting;
            match self.sums.get_mut(posting) {
                Some((last, sum)) if *last == number => *sum += weight,
                Some(slot) => {
                    *slot = (number, *weight);
                    met.push(posting);
                }
                None => {}
            }
        }
        for posting in met {
            let weight = self.sums.get(posting).map_or(0.0, |(_, sum)| *sum);
            if let Some((_, pages)) = self.postings.get_mut(posting) {
                pages.push((number, level(weight, page.factor)));
            }
        }
    }

    /// The rank of a word as typed; none for one that is not looked for.
    fn surface(&mut self, typed: &str) -> Option<usize> {
        if let Some(known) = self.known.get(typed) {
            return *known;
        }
        // What is one run of letters is one word, or none.
        let word = words(typed).into_iter().next().filter(|word| !self.stems.is_stop(word));
        let rank = word.map(|word| {
            let stem = self.stems.stem(&word);
            let posting = match self.ranks.get(&stem) {
                Some(rank) => *rank,
                None => {
                    self.ranks.insert(stem.clone(), self.postings.len());
                    self.postings.push((stem, Vec::new()));
                    self.sums.push((u32::MAX, 0.0));
                    self.postings.len() - 1
                }
            };
            self.surfaces.push(Surface { small: typed.to_lowercase(), posting, pages: 0 });
            self.surfaces.len() - 1
        });
        self.known.insert(typed.to_owned(), rank);
        rank
    }

    /// Every stem, in the order of the stems.
    pub(super) fn finish(self) -> Vec<Posting> {
        // « Passeport » and « passeport » are one word.
        let mut counts: HashMap<(usize, &str), u32, foldhash::fast::FixedState> = HashMap::default();
        for surface in &self.surfaces {
            *counts.entry((surface.posting, &surface.small)).or_default() += surface.pages;
        }
        let mut best: Vec<Option<(u32, &str)>> = vec![None; self.postings.len()];
        for ((posting, word), count) in counts {
            let better = |(other, known): &(u32, &str)| {
                (count, std::cmp::Reverse((word.len(), word)))
                    > (*other, std::cmp::Reverse((known.len(), known)))
            };
            if let Some(slot) = best.get_mut(posting)
                && slot.as_ref().is_none_or(better)
            {
                *slot = Some((count, word));
            }
        }
        let words: Vec<String> =
            best.iter().map(|best| best.map_or_else(String::new, |(_, word)| word.to_owned())).collect();
        let postings = self.postings.into_iter().zip(words);
        let mut postings: Vec<Posting> =
            postings.map(|((stem, pages), word)| Posting { stem, word, pages }).collect();
        postings.sort_by(|a, b| a.stem.cmp(&b.stem));
        postings
    }
}

/// What a weight comes to, from 1 to [`LEVELS`].
fn level(weight: f32, factor: f32) -> u8 {
    let levels = f32::from(LEVELS);
    // Between 1 and the levels: the cast loses nothing but the fraction.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let level = (factor * weight / (HALF + weight) * levels).round().clamp(1.0, levels) as u8;
    level
}
