//! The words of what pages say. Words come again and again: each is cut and worked out once, whatever the
//! rules that look at it, and its stem is known by a rank.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use foldhash::fast::FixedState;

use crate::language::labels::{content, words};
use crate::lint::lent::{Lender, Lent};

/// A word that says something, in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    start: u32,
    end: u32,
    /// The rank of its stem.
    pub(super) stem: u32,
    pub(super) is_name: bool,
    pub(super) is_reflexive: bool,
}

impl Word {
    /// Where it stands in its text.
    pub(super) fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The stems of a site, each with its rank.
pub(super) type Stems = HashMap<String, u32, FixedState>;

/// Words already met, each with the rank of its stem; none for one that says nothing.
type Met = HashMap<String, Option<u32>, FixedState>;

/// What texts are cut with, in parallel.
#[derive(Debug, Default)]
pub(super) struct Workshop {
    stems: Mutex<Stems>,
    met: Lender<Met>,
}

impl Workshop {
    /// What cuts the texts of a stretch of pages.
    pub(super) fn cutter(&self) -> Cutter<'_> {
        Cutter { stems: &self.stems, met: self.met.lend() }
    }

    /// Every stem that was met.
    pub(super) fn stems(self) -> Stems {
        self.stems.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Cuts texts into words.
pub(super) struct Cutter<'w> {
    stems: &'w Mutex<Stems>,
    met: Lent<'w, Met>,
}

impl Cutter<'_> {
    /// Puts the words of a text that say something after others, in order. `kept` tells which ones, by their
    /// place in the text.
    pub(super) fn cut(&mut self, text: &str, into: &mut Vec<Word>, kept: impl Fn(&Range<usize>) -> bool) {
        for word in words(text) {
            let Some(typed) = text.get(word.range.clone()) else { continue };
            let stem = match self.met.what.get(typed) {
                Some(stem) => *stem,
                None => self.meet(typed),
            };
            let ends = [word.range.start, word.range.end].map(u32::try_from);
            if let (Some(stem), [Ok(start), Ok(end)]) = (stem, ends)
                && kept(&word.range)
            {
                let (is_name, is_reflexive) = (word.is_name, word.is_reflexive);
                into.push(Word { start, end, stem, is_name, is_reflexive });
            }
        }
    }

    fn meet(&mut self, typed: &str) -> Option<u32> {
        let ranked = |stem: String| {
            let mut stems = self.stems.lock().unwrap_or_else(PoisonError::into_inner);
            let next = u32::try_from(stems.len()).unwrap_or(u32::MAX);
            *stems.entry(stem).or_insert(next)
        };
        let stem = content(typed).map(ranked);
        self.met.what.insert(typed.to_owned(), stem);
        stem
    }
}
