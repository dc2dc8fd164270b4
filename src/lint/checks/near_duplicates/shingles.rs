//! The runs of words of a page, each known by a number: what two pages share is counted on them.

use std::ops::Range;

use crate::document::{Block, BlockKind};
use crate::site::Page;
use crate::source::Span;

/// A word: its block, and where it stands in its prose.
pub(super) struct Word {
    pub(super) block: usize,
    pub(super) range: Range<usize>,
    hash: u64,
}

/// The words that a page says for itself, in order: neither quotations nor code. Capitals and punctuation
/// make no difference.
pub(super) fn words(page: &Page) -> impl Iterator<Item = Word> {
    let own = |(_, block): &(usize, &Block)| !block.quoted && block.kind != BlockKind::Code;
    let blocks = page.document.blocks.iter().enumerate().filter(own);
    blocks
        .flat_map(|(rank, block)| words_of(block.prose.text()).map(move |word| Word { block: rank, ..word }))
}

fn words_of(text: &str) -> impl Iterator<Item = Word> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at;
            let mut hash = SEED;
            while let Some(byte) = bytes.get(at) {
                if byte.is_ascii_alphanumeric() {
                    hash = mix(hash, u64::from(byte.to_ascii_lowercase()));
                    at += 1;
                } else if byte.is_ascii() {
                    break;
                } else {
                    let c = text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
                    if !c.is_alphanumeric() {
                        break;
                    }
                    hash = c.to_lowercase().fold(hash, |hash, c| mix(hash, u64::from(c)));
                    at += c.len_utf8();
                }
            }
            if at > start {
                return Some(Word { block: 0, range: start..at, hash });
            }
            at += text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        }
        None
    })
}

/// FNV-1a (Fowler, Noll, Vo), by characters.
const SEED: u64 = 0xcbf2_9ce4_8422_2325;

fn mix(hash: u64, value: u64) -> u64 {
    (hash ^ value).wrapping_mul(0x0100_0000_01b3)
}

/// The numbers of the runs of `length` words, in order: run `n` starts with word `n`.
pub(super) fn shingles(words: impl Iterator<Item = Word>, length: usize) -> Vec<u64> {
    let length = length.max(1);
    let mut last = vec![0_u64; length];
    let mut shingles = Vec::new();
    // A polynomial of the words’ numbers, moved on by one word at a time (Rabin and Karp, 1987).
    const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
    let leaving = (0..length).fold(1_u64, |power, _| power.wrapping_mul(BASE));
    let mut sum = 0_u64;
    for (rank, word) in words.enumerate() {
        let Some(slot) = last.get_mut(rank % length) else { continue };
        sum = sum.wrapping_mul(BASE).wrapping_add(word.hash);
        sum = sum.wrapping_sub(slot.wrapping_mul(leaving));
        *slot = word.hash;
        if rank + 1 >= length {
            shingles.push(spread(sum));
        }
    }
    shingles
}

/// Spreads the bits of a number (the last steps of MurmurHash3, Appleby).
fn spread(mut number: u64) -> u64 {
    number ^= number >> 33;
    number = number.wrapping_mul(0xff51_afd7_ed55_8ccd);
    number ^ (number >> 33)
}

/// Where a run of words stands, from its first word to its last one.
pub(super) fn span(page: &Page, words: &[Word]) -> Option<Span> {
    let place = |word: &Word| {
        let block = page.document.blocks.get(word.block)?;
        Some(block.prose.span(word.range.clone()))
    };
    Some(place(words.first()?)?.to(place(words.last()?)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<u64> {
        shingles(words_of(text), 3)
    }

    #[test]
    fn capitals_and_punctuation_make_no_difference() {
        let a = numbers("Le dossier est gardé dix ans.");
        assert_eq!(a.len(), 4);
        assert_eq!(a, numbers("LE DOSSIER (est gardé), dix ans"));
        let b = numbers("Un dossier est gardé dix ans");
        assert_ne!(a.first(), b.first());
        assert_eq!(a.get(1..), b.get(1..));
        assert!(numbers("deux mots").is_empty());
        assert!(numbers("").is_empty());
    }
}
