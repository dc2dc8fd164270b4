//! The runs of words of a page, each known by a number: what two pages share is counted on them.

use std::hint::black_box;
use std::ops::Range;

use crate::document::{Block, BlockKind};
use crate::site::Page;
use crate::source::Span;

/// A word: its block, and where it stands in its prose.
pub(super) struct Word {
    pub(super) block: usize,
    pub(super) range: Range<usize>,
}

/// The words that a page says for itself, in order: neither quotations nor code. Capitals and punctuation
/// make no difference.
pub(super) fn words(page: &Page) -> Vec<Word> {
    let mut words = Vec::new();
    for (block, prose) in own(page) {
        each(prose, |range, _| words.push(Word { block, range }));
    }
    words
}

/// The numbers of the words of a page, in order.
pub(super) fn numbers(page: &Page) -> Vec<u64> {
    let bytes = length(own(page).map(|(_, text)| text));
    // French has a word for six bytes.
    let mut numbers = Vec::with_capacity(bytes / 5);
    for (_, prose) in own(page) {
        each(prose, |_, number| numbers.push(number));
    }
    numbers
}

/// The texts that a page says for itself, each with the rank of its block.
pub(super) fn own(page: &Page) -> impl Iterator<Item = (usize, &str)> + Clone {
    let own = |(_, block): &(usize, &Block)| !block.quoted && block.kind != BlockKind::Code;
    page.document.blocks.iter().enumerate().filter(own).map(|(rank, block)| (rank, block.prose.text()))
}

/// How many bytes a text in pieces has. The ends of each are looked at too, for nothing else than to have them at hand:
/// pages are all over the memory, and one wait for many pieces is shorter than one wait for each.
pub(super) fn length<'a>(texts: impl Iterator<Item = &'a str>) -> usize {
    let (mut length, mut looked_at) = (0, 0);
    for text in texts {
        let bytes = text.as_bytes();
        length += bytes.len();
        looked_at ^= bytes.first().copied().unwrap_or(0) ^ bytes.last().copied().unwrap_or(0);
    }
    black_box(looked_at);
    length
}

/// The numbers of the words of a text.
#[cfg(test)]
pub(super) fn numbers_of(text: &str) -> Vec<u64> {
    let mut numbers = Vec::new();
    each(text, |_, number| numbers.push(number));
    numbers
}

/// Gives each word of a text, in order, with its number.
fn each(text: &str, mut give: impl FnMut(Range<usize>, u64)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(skipped) = bytes.get(at..).and_then(skipped) {
        let start = at + skipped;
        let rest = bytes.get(start..).unwrap_or_default();
        let length = rest.iter().position(|byte| !is_letter(*byte)).unwrap_or(rest.len());
        at = start + length;
        give(start..at, hash(rest, length));
    }
}

/// How many bytes stand before the next word; none after the last one.
fn skipped(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let byte = *bytes.get(at)?;
        if is_letter(byte) {
            return Some(at);
        }
        // « » and no-break spaces have two bytes, the other marks outside ASCII three.
        at += match byte {
            0xC2 => 2,
            0xE2 | 0xEF => 3,
            _ => 1,
        };
    }
}

/// Whether a byte is a part of a word: a letter or a digit of ASCII, or of what lies outside it but for the
/// marks of U+0080 to U+00BF, U+2000 to U+2FFF and U+F000 to U+FFFF.
pub(super) fn is_letter(byte: u8) -> bool {
    LETTERS.get(usize::from(byte)).copied().unwrap_or(false)
}

static LETTERS: [bool; 256] = {
    let mut letters = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let high = byte >= 0x80 && !matches!(byte, 0xC2 | 0xE2 | 0xEF);
        letters[byte] = high || (byte < 0x80 && (byte as u8).is_ascii_alphanumeric());
        byte += 1;
    }
    letters
};

/// A number for the word of so many bytes that starts a text, eight bytes at a time. Capitals count as small
/// letters, those with an accent too: in both, one bit of the last byte makes the difference.
fn hash(text: &[u8], length: usize) -> u64 {
    const SMALL: u64 = 0x2020_2020_2020_2020;
    let mut hash = length as u64;
    let (eights, rest) = text.as_chunks::<8>();
    let whole = length / 8;
    for eight in eights.iter().take(whole) {
        hash = (hash.rotate_left(23) ^ (u64::from_le_bytes(*eight) | SMALL)).wrapping_mul(BASE);
    }
    let left = length % 8;
    let rest = match eights.get(whole) {
        // What follows the word is read with it, and pushed out: no step depends on how long it is.
        Some(eight) => (u64::from_be_bytes(*eight) >> 8) >> (56 - 8 * left),
        None => rest.iter().take(left).fold(0, |rest, byte| (rest << 8) | u64::from(*byte)),
    };
    hash = (hash.rotate_left(23) ^ (rest | SMALL)).wrapping_mul(BASE);
    hash ^ (hash >> 29)
}

/// The golden ratio, in 64 bits: an odd number without pattern.
pub(super) const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

/// The numbers of the runs of `length` words, in order: run `n` starts with word `n`.
pub(super) fn shingles(words: &[u64], length: usize) -> Vec<u64> {
    let length = length.max(1);
    let mut shingles = Vec::with_capacity(words.len());
    // A polynomial of the words’ numbers, moved on by one word at a time (Rabin and Karp, 1987).
    let leaving = (0..length).fold(1_u64, |power, _| power.wrapping_mul(BASE));
    let mut sum =
        words.iter().take(length - 1).fold(0_u64, |sum, word| sum.wrapping_mul(BASE).wrapping_add(*word));
    // What leaves a run is the word that stands `length` words before.
    let left = std::iter::once(&0).chain(words);
    for (word, left) in words.iter().skip(length - 1).zip(left) {
        sum = sum.wrapping_mul(BASE).wrapping_add(*word).wrapping_sub(left.wrapping_mul(leaving));
        shingles.push(spread(sum));
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
        shingles(&numbers_of(text), 3)
    }

    #[test]
    fn capitals_and_punctuation_make_no_difference() {
        let a = numbers("Le dossier est gardé dix ans.");
        assert_eq!(a.len(), 4);
        assert_eq!(a, numbers("LE DOSSIER («\u{a0}est\u{a0}» GARDÉ…), dix\u{202f}ans"));
        let b = numbers("Un dossier est gardé dix ans");
        assert_ne!(a.first(), b.first());
        assert_eq!(a.get(1..), b.get(1..));
        assert!(numbers("deux mots").is_empty());
        assert!(numbers("").is_empty());
    }
}
