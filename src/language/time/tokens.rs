//! A folded text cut into runs of letters and runs of digits, with what stands between.

use std::borrow::Cow;
use std::ops::Range;

use super::super::Language;
use super::super::dates::{self, Precision, english_month, french_month};
use super::super::fold::without_accents;
use super::super::words::{is_combining, is_letter};
use super::{Moment, Stretch};

/// A text, cut. A rank past the end names nothing: its word is empty, it is no number.
pub(super) struct Text<'a> {
    pub(super) language: Language,
    folded: &'a str,
    tokens: Vec<Token<'a>>,
    /// The days and months with their year, by the rank they begin at, with the rank after them.
    full: Vec<(usize, usize, Moment)>,
}

struct Token<'a> {
    range: Range<usize>,
    /// The letters without their accents, or the digits.
    word: Cow<'a, str>,
    is_digits: bool,
}

impl<'a> Text<'a> {
    pub(super) fn of(folded: &'a str, language: Language) -> Self {
        let mut text = Self { language, folded, tokens: tokens(folded), full: Vec::new() };
        text.full = text.full_dates();
        text
    }

    fn full_dates(&self) -> Vec<(usize, usize, Moment)> {
        let mentions = dates::dates(self.folded, self.language).into_iter();
        let read = mentions.filter_map(|mention| {
            let (year, month) = (mention.date.year(), mention.date.month());
            let stretch = match mention.precision {
                Precision::Day => Stretch::Day { month, day: mention.date.day() },
                Precision::Month => Stretch::Month(month),
                Precision::Year => return None,
            };
            let first = self.tokens.partition_point(|token| token.range.start < mention.range.start);
            let end = self.tokens.partition_point(|token| token.range.start < mention.range.end);
            Some((first, end, Moment::of(Some(year), stretch)))
        });
        read.collect()
    }

    /// The day or month with its year that begins at a rank, and the rank after it.
    pub(super) fn full(&self, at: usize) -> Option<(Moment, usize)> {
        let found = self.full.binary_search_by_key(&at, |(first, _, _)| *first).ok()?;
        self.full.get(found).map(|(_, end, moment)| (*moment, *end))
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The letters of a word without accents, or the digits of a number.
    pub(super) fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.word.as_ref())
    }

    /// The word that many ranks before.
    pub(super) fn before(&self, at: usize, steps: usize) -> &str {
        at.checked_sub(steps).map_or("", |at| self.word(at))
    }

    /// A word with its accents.
    pub(super) fn accented(&self, at: usize) -> &str {
        self.tokens.get(at).and_then(|token| self.folded.get(token.range.clone())).unwrap_or("")
    }

    /// A number in at most six digits.
    pub(super) fn number(&self, at: usize) -> Option<u32> {
        let token = self.tokens.get(at).filter(|token| token.is_digits && token.range.len() <= 6)?;
        token.word.parse().ok()
    }

    pub(super) fn is_digits(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_digits)
    }

    /// What stands after a word, up to the next one or to the end of the text.
    pub(super) fn gap(&self, at: usize) -> &str {
        let from = self.tokens.get(at).map_or(self.folded.len(), |token| token.range.end);
        let to = self.tokens.get(at + 1).map_or(self.folded.len(), |token| token.range.start);
        self.folded.get(from..to).unwrap_or("")
    }

    /// What stands before a word.
    pub(super) fn gap_before(&self, at: usize) -> &str {
        match at.checked_sub(1) {
            Some(previous) => self.gap(previous),
            None => {
                let to = self.tokens.first().map_or(0, |token| token.range.start);
                self.folded.get(..to).unwrap_or("")
            }
        }
    }

    /// Whether nothing but a space, an apostrophe or a hyphen parts a word from the one before.
    pub(super) fn follows(&self, at: usize) -> bool {
        at > 0 && at < self.len() && matches!(self.gap_before(at), " " | "'" | "-" | "' " | "")
    }

    /// The rank after these words, when they stand at a rank.
    pub(super) fn phrase(&self, at: usize, words: &str) -> Option<usize> {
        // Nearly every phrase looked for begins with another letter.
        if self.word(at).as_bytes().first() != words.as_bytes().first() {
            return None;
        }
        let mut rank = at;
        for word in words.as_bytes().split(|byte| *byte == b' ') {
            if self.word(rank).as_bytes() != word || (rank > at && !self.follows(rank)) {
                return None;
            }
            rank += 1;
        }
        Some(rank)
    }

    /// The rank after the longest of these phrases that stands at a rank.
    pub(super) fn any(&self, at: usize, phrases: &[&str]) -> Option<usize> {
        phrases.iter().filter_map(|phrase| self.phrase(at, phrase)).max()
    }

    /// The same, where what is looked for follows another word.
    pub(super) fn then(&self, at: usize, phrases: &[&str]) -> Option<usize> {
        self.follows(at).then(|| self.any(at, phrases)).flatten()
    }

    /// The rank of the first word of one of these phrases, when it ends right before a rank.
    pub(super) fn ends_with(&self, at: usize, phrases: &[&str]) -> Option<usize> {
        if at < self.len() && !self.follows(at) {
            return None;
        }
        let starts = phrases.iter().filter_map(|phrase| {
            let words = 1 + phrase.bytes().filter(|byte| *byte == b' ').count();
            let start = at.checked_sub(words)?;
            self.phrase(start, phrase).map(|_| start)
        });
        starts.min()
    }

    /// The month that a whole name says.
    pub(super) fn month(&self, at: usize) -> Option<i8> {
        let token = self.tokens.get(at).filter(|token| !token.is_digits)?;
        // Short forms are other words too: « sept » is a number.
        let whole = token.word.len() > 4 || matches!(token.word.as_ref(), "mars" | "mai" | "juin" | "aout");
        let month = match self.language {
            Language::French => french_month(&token.word).filter(|_| whole),
            Language::English => {
                let whole = whole || matches!(token.word.as_ref(), "may" | "june" | "july");
                english_month(&token.word).filter(|_| whole)
            }
        };
        month.and_then(|month| i8::try_from(month).ok())
    }

    /// The first word from a rank on that every expression of time has one of: a number in digits, a month, a unit.
    pub(super) fn next_of_time(&self, at: usize) -> Option<usize> {
        let rest = self.tokens.get(at..)?;
        let rank = rest.iter().position(|token| token.is_digits || is_of_time(&token.word))?;
        Some(at + rank)
    }

    /// Where words stand in the folded text.
    pub(super) fn range(&self, first: usize, end: usize) -> Option<Range<usize>> {
        let last = self.tokens.get(end.checked_sub(1)?)?;
        Some(self.tokens.get(first)?.range.start..last.range.end)
    }
}

/// The first words of a list of phrases, as far as their first letter and their length tell: what most words
/// of a text are not, at a glance.
pub(super) struct Openings(u128);

impl Openings {
    pub(super) const fn of(phrases: &[&str]) -> Self {
        let (mut openings, mut rank) = (0, 0);
        while rank < phrases.len() {
            openings |= Self::of_phrase(phrases[rank].as_bytes());
            rank += 1;
        }
        Self(openings)
    }

    /// The same, of phrases that each mean something.
    pub(super) const fn of_table<T>(table: &[(&str, T)]) -> Self {
        let (mut openings, mut rank) = (0, 0);
        while rank < table.len() {
            openings |= Self::of_phrase(table[rank].0.as_bytes());
            rank += 1;
        }
        Self(openings)
    }

    const fn of_phrase(phrase: &[u8]) -> u128 {
        let mut length = 0;
        while length < phrase.len() && phrase[length] != b' ' {
            length += 1;
        }
        Self::bit(phrase[0], length)
    }

    const fn bit(first: u8, length: usize) -> u128 {
        1 << ((first & 31) as usize * 4 + (length & 3))
    }

    /// Whether one of the phrases may begin with this word.
    pub(super) fn may_be(&self, word: &str) -> bool {
        word.as_bytes().first().is_some_and(|first| self.0 & Self::bit(*first, word.len()) != 0)
    }
}

/// Whether a word is a month or a unit, in either language, or stands for both a number and a unit.
fn is_of_time(word: &str) -> bool {
    const UNITS: Openings = Openings::of(&UNIT_WORDS);
    const MONTHS: Openings = Openings::of(&MONTH_WORDS);
    (UNITS.may_be(word) && UNIT_WORDS.contains(&word)) || (MONTHS.may_be(word) && MONTH_WORDS.contains(&word))
}

const UNIT_WORDS: [&str; 34] = [
    "minute",
    "minutes",
    "min",
    "mn",
    "heure",
    "heures",
    "h",
    "jour",
    "jours",
    "j",
    "semaine",
    "semaines",
    "mois",
    "trimestre",
    "trimestres",
    "semestre",
    "semestres",
    "an",
    "ans",
    "annee",
    "annees",
    "huitaine",
    "quinzaine",
    "fortnight",
    "day",
    "days",
    "hour",
    "hours",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "years",
];

const MONTH_WORDS: [&str; 24] = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Whether a folded text holds a number in digits, a month or a unit: most texts, which hold none, need not be cut.
pub(super) fn holds_time(folded: &str) -> bool {
    let in_word = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let mut rest = folded;
    while let Some(start) = rest.as_bytes().iter().position(in_word) {
        let from = rest.get(start..).unwrap_or("");
        let end = from.as_bytes().iter().position(|byte| !in_word(byte)).unwrap_or(from.len());
        // Both ends stand beside plain bytes.
        let (run, after) = from.split_at_checked(end).unwrap_or((from, ""));
        let found = match run.is_ascii() {
            true => is_of_time(run) || run.bytes().any(|byte| byte.is_ascii_digit()),
            false => tokens(run).iter().any(|token| token.is_digits || is_of_time(&token.word)),
        };
        if found {
            return true;
        }
        rest = after;
    }
    false
}

fn tokens(folded: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::with_capacity(folded.len() / 5 + 1);
    let mut at = 0;
    while let Some(c) = folded.get(at..).and_then(|rest| rest.chars().next()) {
        let is_digits = c.is_ascii_digit();
        if !is_digits && !is_letter(c) {
            at += c.len_utf8();
            continue;
        }
        let rest = folded.get(at..).unwrap_or("");
        let ends = |c: char| match is_digits {
            true => !c.is_ascii_digit(),
            false => !(is_letter(c) || is_combining(c)),
        };
        let word = rest.get(..rest.find(ends).unwrap_or(rest.len())).unwrap_or("");
        let range = at..at + word.len();
        at = range.end;
        let word = if word.is_ascii() { Cow::Borrowed(word) } else { Cow::Owned(without_accents(word)) };
        tokens.push(Token { range, word, is_digits });
    }
    tokens
}
