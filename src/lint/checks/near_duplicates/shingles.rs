//! The runs of words of a page, each known by a number: what two pages share is counted on them.

use std::ops::Range;

use crate::document::{Block, BlockKind, Prose};
use crate::lint::front_texts;
use crate::site::Page;
use crate::source::{Sources, Span};

/// A text that a page says for itself.
#[derive(Clone, Copy)]
pub(super) enum Text<'a> {
    /// One of the fields of a procedure, and where it is typed.
    Field(&'a str, Span),
    /// That of a block.
    Block(&'a Prose),
}

/// A word: the rank of its text, and where it stands there.
pub(super) struct Word {
    pub(super) text: usize,
    pub(super) range: Range<usize>,
}

/// What a page says for itself, in order: what the fields of a procedure tell of it alone, then its body, neither quotations
/// nor code.
pub(super) fn texts(page: &Page) -> Vec<Text<'_>> {
    let fields = front_texts::telling(&page.document.front).map(|(text, span)| Text::Field(text, span));
    fields.chain(own(page).map(Text::Block)).collect()
}

/// The words of texts, in order. Capitals and punctuation make no difference.
pub(super) fn words(texts: &[Text<'_>]) -> Vec<Word> {
    let mut words = Vec::new();
    for (text, said) in texts.iter().enumerate() {
        each(said.said(), |range, _| words.push(Word { text, range }));
    }
    words
}

/// The numbers of the words of a page, in order.
pub(super) fn numbers(page: &Page) -> Vec<u64> {
    let stretches = stretches(page);
    // French has a word for six bytes.
    let mut numbers = Vec::with_capacity(stretches.iter().map(|text| text.len()).sum::<usize>() / 5);
    for text in stretches {
        each(text, |_, number| numbers.push(number));
    }
    numbers
}

fn own(page: &Page) -> impl Iterator<Item = &Prose> {
    let own = |block: &&Block| !block.quoted && block.kind != BlockKind::Code;
    page.document.blocks.iter().filter(own).map(|block| &block.prose)
}

/// What a page says for itself: blocks that follow one another are one text.
pub(super) fn stretches(page: &Page) -> Vec<&str> {
    let mut stretches: Vec<&str> = front_texts::telling(&page.document.front).map(|(text, _)| text).collect();
    let mut last: Option<(&str, Range<usize>)> = None;
    for (all, range) in own(page).map(Prose::beside) {
        match &mut last {
            // The end of a line stands between the two.
            Some((same, last)) if std::ptr::eq(*same, all) && last.end + 1 == range.start => {
                last.end = range.end
            }
            _ => {
                let before = last.replace((all, range));
                stretches.extend(before.and_then(|(all, range)| all.get(range)));
            }
        }
    }
    stretches.extend(last.and_then(|(all, range)| all.get(range)));
    stretches
}

impl<'a> Text<'a> {
    fn said(self) -> &'a str {
        match self {
            Self::Field(text, _) => text,
            Self::Block(prose) => prose.text(),
        }
    }

    /// Where a range of it was typed.
    fn span(self, range: Range<usize>, sources: &Sources) -> Span {
        match self {
            Self::Field(text, span) => {
                let source = sources.get(span.source);
                Prose::of_scalar(span.source, text, span.range(), source.text()).span(range)
            }
            Self::Block(prose) => prose.span(range),
        }
    }
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

/// Where a run of words of texts stands, from its first word to its last one.
pub(super) fn span(texts: &[Text<'_>], words: &[Word], sources: &Sources) -> Option<Span> {
    let place = |word: &Word| Some(texts.get(word.text)?.span(word.range.clone(), sources));
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
