//! Lengths of time in a text: « 2 mois », « quinze jours », « 10 jours ouvrés », « un an et demi », « de 2 à
//! 3 mois ».
//!
//! [`time`](super::time) reads them too, with what bounds and places them in time; contradictions between
//! texts want the number and its unit alone, for « au moins 2 mois » may be the same right as « 2 mois ».

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::numbers;
use super::period::Period;

/// A length of time in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DelayMention {
    /// Where it is written; a range is one mention.
    pub range: Range<usize>,
    /// How long; none for a range, and for what is neither whole days nor whole months.
    pub length: Option<Length>,
}

/// A length of time as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// Months and days.
    pub period: Period,
    /// Which days are counted.
    pub days: Days,
}

/// Which days are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    /// Every day.
    All,
    /// « ouvrés », « ouvrables », « francs »: those on which one works, or whole ones.
    Some(&'static str),
}

impl Length {
    /// Whether two lengths can only be different: neither one written in another unit (« un mois »,
    /// « 30 jours », « 4 semaines »), nor days counted in two ways.
    pub fn contradicts(self, other: Self) -> bool {
        if self.days != other.days {
            return false;
        }
        // A month has 28 to 31 days.
        let bounds = |period: Period| {
            let months = u64::from(period.months);
            let days = u64::from(period.days);
            (months * 28 + days, months * 31 + days)
        };
        let (a, b) = (bounds(self.period), bounds(other.period));
        match (self.period.days == 0, other.period.days == 0) {
            (true, true) => self.period.months != other.period.months,
            _ => a.1 < b.0 || b.1 < a.0,
        }
    }
}

const UNITS: [&str; 15] = [
    "jour",
    "jours",
    "semaine",
    "semaines",
    "mois",
    "trimestre",
    "trimestres",
    "semestre",
    "semestres",
    "an",
    "ans",
    "année",
    "années",
    "heure",
    "heures",
];

/// The starts of the units, one of which stands in each text with a delay: a year has a space before it, for
/// « an » stands in many words.
pub const STARTS: [&str; 9] =
    ["jour", "semaine", "mois", "trimestre", "semestre", "heure", " an", "\u{A0}an", "\u{202F}an"];

static UNIT: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    // Of this kind, several bytes are looked at in one step.
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(STARTS).ok()
});

/// The lengths of time of a French text, in order, without overlap.
pub fn delays(text: &str) -> Vec<DelayMention> {
    let mut found = Vec::new();
    let met = UNIT.iter().flat_map(|starts| starts.find_iter(text)).map(|met| met.start());
    for_each_delay(text, met, |mention| found.push(mention));
    found
}

/// Tells of each of these lengths, where the [`STARTS`] of units in the text are known: `met` is where each one starts, in
/// order.
pub fn for_each_delay(text: &str, met: impl Iterator<Item = usize>, mut tell: impl FnMut(DelayMention)) {
    let mut last: Option<DelayMention> = None;
    for at in met {
        let Some(unit) = unit(text, at) else { continue };
        let start = last.as_ref().map_or(0, |last| last.range.end);
        if unit.start < start {
            continue;
        }
        let Some(before) = text.get(start..unit.start) else { continue };
        let Some(number) = number(before).map(|at| start + at) else { continue };
        let mut end = unit.end;
        let (days, length) = counted(text, end);
        end += length;
        let half =
            text.get(end..).filter(|rest| rest.starts_with(" et demi")).map_or(0, |_| " et demi".len());
        end += half;
        let period = period(text, number, &unit, half);
        // « 1 an et 6 mois » is one length.
        if let Some(last) = last.as_mut().filter(|last| joined(text, last, number))
            && let (Some(known), Some(more)) = (last.length, period)
        {
            let (months, sum) = (
                known.period.months.saturating_add(more.months),
                known.period.days.saturating_add(more.days),
            );
            last.length = Some(Length { period: Period { months, days: sum }, days });
            last.range.end = end;
            continue;
        }
        let low = low(text, start, number);
        let length = period.filter(|_| low.is_none()).map(|period| Length { period, days });
        let mention = DelayMention { range: low.unwrap_or(number)..end, length };
        last.replace(mention).into_iter().for_each(&mut tell);
    }
    last.into_iter().for_each(tell);
}

/// A number and its unit, with « et demi » if there is one.
fn period(text: &str, number: usize, unit: &Range<usize>, half: usize) -> Option<Period> {
    let digits = text.get(number..unit.start)?.trim_end_matches(is_space);
    // Most are written so, and need no more reading.
    match digits.parse() {
        Ok(count) if half == 0 => Period::of(count, text.get(unit.clone())?),
        _ => Period::parse(text.get(number..unit.end + half)?),
    }
}

/// What may stand between a number and its unit.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | '\u{202F}')
}

/// The unit that starts here, after a space if there is one.
fn unit(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    let start = at + (rest.len() - rest.trim_start().len());
    let held = text.get(..start)?.chars().next_back().is_some_and(|c| c.is_alphabetic() || c == '-');
    let word = text.get(start..)?;
    let word = word.get(..word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len()))?;
    (!held && UNITS.contains(&word)).then(|| start..start + word.len())
}

/// Where the number that ends a text starts, in digits or in words.
fn number(before: &str) -> Option<usize> {
    let trimmed = before.trim_end_matches(is_space);
    let digits = trimmed.bytes().rev().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        return numbers::last(trimmed).map(|(at, _)| at);
    }
    let at = trimmed.len() - digits;
    let held = trimmed.get(..at)?.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '.'));
    (!held && digits <= 4).then_some(at)
}

/// « ouvrés » and the like after a number of days.
fn counted(text: &str, at: usize) -> (Days, usize) {
    const KINDS: [(&str, &str); 6] = [
        ("ouvrés", "ouvrés"),
        ("ouvrables", "ouvrables"),
        ("ouvré", "ouvrés"),
        ("ouvrable", "ouvrables"),
        ("francs", "francs"),
        ("franc", "francs"),
    ];
    let Some(rest) = text.get(at..) else { return (Days::All, 0) };
    let space = rest.chars().next().filter(|c| c.is_whitespace()).map_or(0, char::len_utf8);
    let word = rest.get(space..).unwrap_or("");
    let found = KINDS.iter().find(|(typed, _)| word.starts_with(typed));
    match found {
        Some((typed, kind)) if space > 0 => (Days::Some(kind), space + typed.len()),
        _ => (Days::All, 0),
    }
}

fn joined(text: &str, last: &DelayMention, next: usize) -> bool {
    matches!(text.get(last.range.end..next), Some(" et " | ", "))
}

/// Where a range that ends with a number starts: « de 2 à 3 mois », « 2-3 mois », « deux ou trois mois ».
fn low(text: &str, from: usize, number: usize) -> Option<usize> {
    let before = text.get(from..number)?.trim_end();
    let rest = ["à", "ou", "et", "-", "–", "/"].iter().find_map(|link| before.strip_suffix(link))?;
    let at = self::number(rest)?;
    Some(from + at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The words of a length, and what they say.
    type Said<'a> = (&'a str, Option<Length>);

    #[test]
    fn lengths_as_they_are_written() {
        let one = |months, days| Some(Length { period: Period { months, days }, days: Days::All });
        let worked = |days, kind| Some(Length { period: Period { months: 0, days }, days: Days::Some(kind) });
        let table: [(&str, &[Said<'_>]); 18] = [
            ("sous 2 mois", &[("2 mois", one(2, 0))]),
            ("sous 2\u{A0}mois.", &[("2\u{A0}mois", one(2, 0))]),
            ("quinze jours après", &[("quinze jours", one(0, 15))]),
            ("vingt et un jours", &[("vingt et un jours", one(0, 21))]),
            ("un an et demi", &[("un an et demi", one(18, 0))]),
            ("1 an et 6 mois", &[("1 an et 6 mois", one(18, 0))]),
            ("10 jours ouvrés", &[("10 jours ouvrés", worked(10, "ouvrés"))]),
            ("48 heures", &[("48 heures", one(0, 2))]),
            ("36 heures", &[("36 heures", None)]),
            ("de 2 à 3 mois", &[("2 à 3 mois", None)]),
            ("deux ou trois semaines", &[("deux ou trois semaines", None)]),
            ("6-8 semaines", &[("6-8 semaines", None)]),
            ("2 mois puis 3 jours", &[("2 mois", one(2, 0)), ("3 jours", one(0, 3))]),
            ("le mois prochain", &[]),
            ("1,5 mois", &[]),
            ("L33 jours", &[]),
            ("chaque année", &[]),
            ("", &[]),
        ];
        for (text, expected) in table {
            let found = delays(text);
            let found: Vec<Said<'_>> = found.iter().map(|m| (&text[m.range.clone()], m.length)).collect();
            assert_eq!(found, expected, "of {text:?}");
        }
    }

    #[test]
    fn lengths_that_can_only_be_different() {
        let length = |text: &str| delays(text).first().and_then(|mention| mention.length).unwrap();
        for (a, b, expected) in [
            ("2 mois", "3 mois", true),
            ("2 mois", "2 mois", false),
            ("1 mois", "30 jours", false),
            ("1 mois", "4 semaines", false),
            ("1 mois", "6 semaines", true),
            ("60 jours", "2 mois", false),
            ("15 jours", "20 jours", true),
            ("15 jours", "15 jours ouvrés", false),
            ("10 jours ouvrés", "12 jours ouvrés", true),
            ("1 an", "12 mois", false),
            ("1 an", "10 mois", true),
        ] {
            assert_eq!(length(a).contradicts(length(b)), expected, "{a} and {b}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "([0-9]{0,5}|[ \u{A0},-]|jours?|mois|ans?|deux|et demi|et|ouvrés|à|é){0,14}") {
            let mut end = 0;
            for mention in delays(&text) {
                prop_assert!(text.get(mention.range.clone()).is_some());
                prop_assert!(mention.range.start >= end);
                end = mention.range.end;
            }
        }
    }
}
