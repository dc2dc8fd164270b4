//! The words of what pages say. Words come again and again: each is cut and worked out once, whatever the
//! rules that look at it, and its stem is known by a rank.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use foldhash::fast::FixedState;

use crate::language::labels::{content, end_of_word, words};
use crate::lint::lent::{Lender, Lent};

/// A word that says something, in a text. A site has hundreds of thousands: it is kept small.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    start: u32,
    /// The rank of its stem, and what else is known of it in the two highest bits.
    known: u32,
}

const NAME: u32 = 1 << 31;
const REFLEXIVE: u32 = 1 << 30;
const STEM: u32 = REFLEXIVE - 1;

impl Word {
    /// Where it stands in its text.
    pub(super) fn range(self, text: &str) -> Range<usize> {
        let start = self.start as usize;
        start..end_of_word(text, start)
    }

    /// The rank of its stem.
    pub(super) fn stem(self) -> u32 {
        self.known & STEM
    }

    pub(super) fn is_name(self) -> bool {
        self.known & NAME != 0
    }

    pub(super) fn is_reflexive(self) -> bool {
        self.known & REFLEXIVE != 0
    }
}

/// The stems of a site, each with its rank.
pub(super) type Stems = HashMap<String, u32, FixedState>;

/// Words already met, each with the rank of its stem; none for one that says nothing.
#[derive(Debug, Default)]
struct Met {
    /// Most words are short, and compared as two numbers.
    short: HashMap<Short, Option<u32>, FixedState>,
    long: HashMap<String, Option<u32>, FixedState>,
}

/// The bytes of a word, none of which is zero, and zeros up to 16.
type Short = (u64, u64);

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
            if let Some(stem) = self.stem(text, &word.range)
                && let Ok(start) = u32::try_from(word.range.start)
                && kept(&word.range)
            {
                let name = if word.is_name { NAME } else { 0 };
                let reflexive = if word.is_reflexive { REFLEXIVE } else { 0 };
                into.push(Word { start, known: stem | name | reflexive });
            }
        }
    }

    /// The rank of the stem of a word; none when it says nothing.
    fn stem(&mut self, text: &str, word: &Range<usize>) -> Option<u32> {
        if let Some(short) = short(text.as_bytes(), word) {
            if let Some(stem) = self.met.what.short.get(&short) {
                return *stem;
            }
            let stem = self.meet(text.get(word.clone())?);
            self.met.what.short.insert(short, stem);
            return stem;
        }
        let typed = text.get(word.clone())?;
        if let Some(stem) = self.met.what.long.get(typed) {
            return *stem;
        }
        let stem = self.meet(typed);
        self.met.what.long.insert(typed.to_owned(), stem);
        stem
    }

    fn meet(&self, typed: &str) -> Option<u32> {
        let stem = content(typed)?;
        let mut stems = self.stems.lock().unwrap_or_else(PoisonError::into_inner);
        // There are fewer words in French than ranks.
        let next = u32::try_from(stems.len()).ok().filter(|next| *next <= STEM);
        Some(*stems.entry(stem).or_insert(next?))
    }
}

/// A word of 16 bytes at most.
fn short(text: &[u8], word: &Range<usize>) -> Option<Short> {
    let unused = 16_usize.checked_sub(word.len())?;
    let whole = match text.get(word.start..word.start + 16).map(<[u8; 16]>::try_from) {
        Some(Ok(bytes)) => {
            let kept = u128::MAX.checked_shr(u32::try_from(8 * unused).ok()?)?;
            u128::from_le_bytes(bytes) & kept
        }
        // The text ends before that.
        _ => {
            let bytes = text.get(word.clone())?.iter().rev();
            bytes.fold(0, |whole, byte| whole << 8 | u128::from(*byte))
        }
    };
    Some((whole as u64, (whole >> 64) as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_word_is_known_by_its_bytes_wherever_it_stands() {
        let text = "carte, écharpe et anticonstitutionnel carte";
        let of = |range: Range<usize>| short(text.as_bytes(), &range);
        assert_eq!(of(0..5), of(text.len() - 5..text.len()));
        assert_eq!(of(0..5), Some((u64::from_le_bytes(*b"carte\0\0\0"), 0)));
        assert_ne!(of(0..4), of(0..5));
        let long = text.find("anti").unwrap();
        assert_eq!(of(long..long + 16).map(|(_, high)| high), Some(u64::from_le_bytes(*b"titution")));
        assert_eq!(of(long..long + 17), None);
    }

    #[test]
    fn a_word_is_placed_and_told_from_others() {
        let workshop = Workshop::default();
        let mut words = Vec::new();
        let text = "Le prix s’élève à Valcendre, anticonstitutionnellement, aux prix anticonstitutionnels";
        workshop.cutter().cut(text, &mut words, |_| true);
        let shown: Vec<(&str, bool, bool)> =
            words.iter().map(|w| (&text[w.range(text)], w.is_name(), w.is_reflexive())).collect();
        assert_eq!(
            shown,
            [
                ("prix", false, false),
                ("élève", false, true),
                ("Valcendre", true, false),
                ("anticonstitutionnellement", false, false),
                ("prix", false, false),
                ("anticonstitutionnels", false, false),
            ]
        );
        assert_eq!(words[0].stem(), words[4].stem());
        assert_ne!(words[0].stem(), words[1].stem());
    }
}
