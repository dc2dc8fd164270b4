//! Expressions of time in running text: days, ranges, limits, lengths of time.
//!
//! « Jusqu’au 15 mars 2026 », « de juin à septembre », « à compter de la rentrée 2023 », « dix jours
//! ouvrés », « depuis deux ans ». What only looks like one is left out: the dates of laws, rulings and
//! agreements, conditions of birth, ages, hours of the clock, how often a thing comes back, sums in
//! months of rent. What is and what is not read is a table, `tests/dates/`.
//!
//! The reading is that of the words alone: « deux mois » after « plus de » is at least two months, and what
//! the sentence does with it (a condition, a promise, a memory) is for whoever asks.

mod apart;
mod lengths;
mod limits;
mod moments;
mod ranges;
mod tokens;

use std::ops::Range;

use jiff::civil::Date;

use super::Language;
use super::duration::Duration;
use super::fold::{Folded, fold};
use super::legal;
use tokens::Text;

/// An expression of time in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// Its words: from « jusqu’au » to the year, from « environ » to the unit.
    pub range: Range<usize>,
    /// What they say.
    pub reading: Reading,
}

/// What an expression of time says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reading {
    /// A day, a month, a season… by itself: « le 15 mars 2026 », « fin juin ».
    Moment(Moment),
    /// From one to the other, both taken in: « du 3 au 5 mars 2026 », « 2024-2025 ».
    Range(Moment, Moment),
    /// A moment that something stops or starts at: « jusqu’au 15 mars », « à compter de 2027 ».
    Limit(Limit, Moment),
    /// A length of time: « deux mois », « de 2 à 4 semaines ».
    Length(Duration),
    /// A length of time counted from the day of reading: « depuis deux ans », « dans 6 mois ».
    FromToday(Direction, Duration),
}

/// What a limit is to its moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Limit {
    /// « D’ici le », « au plus tard le ».
    By,
    /// « Jusqu’au ».
    Until,
    /// « Avant le ».
    Before,
    /// « À compter du », « à partir du », « dès le ».
    From,
    /// « Depuis le ».
    Since,
    /// « Après le ».
    After,
}

/// Where a length of time goes from the day of reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// « Depuis deux ans ».
    Since,
    /// « Il y a deux ans ».
    Ago,
    /// « Dans deux ans ».
    In,
    /// « D’ici deux ans », « sous quinzaine ».
    Within,
    /// « Les douze derniers mois ».
    Last,
    /// « Les six prochains mois ».
    Next,
}

/// A stretch of the calendar, as far as a text says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moment {
    /// The year; none when the text leaves it to the reader. That in which a winter or a school year begins.
    pub year: Option<i16>,
    /// Which stretch of the year.
    pub stretch: Stretch,
    /// Which part of that stretch.
    pub part: Part,
}

/// A stretch of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stretch {
    /// A day that exists (29 February when the year is not said).
    Day {
        /// From 1 to 12.
        month: i8,
        /// From 1 to 31.
        day: i8,
    },
    /// A month, from 1 to 12.
    Month(i8),
    /// A quarter, from 1 to 4.
    Quarter(i8),
    /// A half of a year, 1 or 2.
    Half(i8),
    /// From 21 March to 20 June.
    Spring,
    /// From 21 June to 22 September.
    Summer,
    /// From 23 September to 20 December.
    Autumn,
    /// A winter of that year, which may be the one that ends in it or the one that begins in it.
    Winter,
    /// The winter that begins in that year: « hiver 2025-2026 ».
    WinterAstride,
    /// « La rentrée »: September.
    SchoolStart,
    /// « L’année scolaire 2025-2026 »: from September to August.
    SchoolYear,
    /// All of it.
    Year,
}

/// A part of a stretch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Part {
    /// All of it.
    #[default]
    Whole,
    /// « Début ».
    Start,
    /// « Mi- », « milieu de ».
    Middle,
    /// « Fin ».
    End,
}

impl Moment {
    const fn of(year: Option<i16>, stretch: Stretch) -> Self {
        Self { year, stretch, part: Part::Whole }
    }

    /// The first and the last day that it may be, both taken in; none without a year.
    ///
    /// People do not agree on how long « début » and « fin » are: both stretch over half, and what comes
    /// « mi- » may be anywhere but in the first and the last quarter. A check that waits for the last day
    /// is never too early.
    pub fn days(self) -> Option<(Date, Date)> {
        let year = self.year?;
        let day = |year: i16, month: i8, day: i8| Date::new(year, month, day).ok();
        let months = |year: i16, first: i8, last: i8| {
            Some((
                day(year, first, 1)?,
                day(if last < first { year + 1 } else { year }, last, 1)?.last_of_month(),
            ))
        };
        let (first, last) = match self.stretch {
            Stretch::Day { month, day: of_month } => {
                let day = day(year, month, of_month)?;
                (day, day)
            }
            Stretch::Month(month) => months(year, month, month)?,
            Stretch::Quarter(quarter) => months(year, 3 * quarter - 2, 3 * quarter)?,
            Stretch::Half(half) => months(year, 6 * half - 5, 6 * half)?,
            Stretch::Spring => (day(year, 3, 21)?, day(year, 6, 20)?),
            Stretch::Summer => (day(year, 6, 21)?, day(year, 9, 22)?),
            Stretch::Autumn => (day(year, 9, 23)?, day(year, 12, 20)?),
            Stretch::Winter => (day(year, 1, 1)?, day(year + 1, 3, 20)?),
            Stretch::WinterAstride => (day(year, 12, 21)?, day(year + 1, 3, 20)?),
            Stretch::SchoolStart => months(year, 9, 9)?,
            Stretch::SchoolYear => months(year, 9, 8)?,
            Stretch::Year => months(year, 1, 12)?,
        };
        let length = (last - first).get_days();
        let from = |days: i32| first.saturating_add(jiff::Span::new().days(days));
        Some(match self.part {
            Part::Whole => (first, last),
            Part::Start => (first, from(length / 2)),
            Part::Middle => (from(length / 4), from(length - length / 4)),
            Part::End => (from(length / 2), last),
        })
    }
}

/// The expressions of time of a text, in order, without overlap.
pub fn expressions(text: &str, language: Language) -> Vec<Expression> {
    expressions_of(&fold(text), language)
}

/// The same, of a text folded before; the ranges are those of the text as read.
pub fn expressions_of(folded: &Folded, language: Language) -> Vec<Expression> {
    let mut found = Vec::new();
    if !tokens::holds_time(folded.text()) {
        return found;
    }
    let text = Text::of(folded.text(), language);
    let mut titles = None;
    let mut at = 0;
    let mut named = None;
    while at < text.len() {
        // Most words are far from any: nothing begins with them.
        let next = match named.filter(|named| *named >= at) {
            Some(next) => next,
            None => text.next_of_time(at).unwrap_or(usize::MAX),
        };
        named = Some(next);
        if next == usize::MAX {
            break;
        }
        at = at.max(next.saturating_sub(REACH));
        let Some(step) = step(&text, at) else {
            at += 1;
            continue;
        };
        at = step.end.max(at + 1);
        let (Some(reading), Some(range)) = (step.reading, text.range(step.first, step.end)) else { continue };
        let titles = titles.get_or_insert_with(|| legal::titles(folded.text()));
        let after = titles.partition_point(|title| title.end <= range.start);
        if titles.get(after).is_none_or(|title| range.end <= title.start) {
            found.push(Expression { range: folded.original(range), reading });
        }
    }
    found
}

/// How many words of an expression may stand before the first one that has a number in digits, a month or a unit:
/// none has as many, « sous un délai de … quatre-vingt-dix-neuf jours » included.
const REACH: usize = 40;

/// The length that is all of a folded text.
pub(super) fn whole_length(folded: &str, language: Language) -> Option<Duration> {
    let text = Text::of(folded, language);
    let length = lengths::length(&text, 0)?;
    let whole =
        length.end == text.len() && text.gap_before(0).is_empty() && text.gap(length.end - 1).is_empty();
    whole.then_some(length.duration)
}

/// Words that belong together, from a rank to another, and what they say: nothing for what only looks like
/// an expression of time, so that no part of it is read again.
struct Step {
    first: usize,
    end: usize,
    reading: Option<Reading>,
}

fn step(text: &Text<'_>, at: usize) -> Option<Step> {
    limits::read(text, at)
        .or_else(|| ranges::read(text, at))
        .or_else(|| moments::read(text, at))
        .or_else(|| lengths::read(text, at))
}

#[cfg(test)]
mod tests {
    use super::Language::{English, French};
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn the_days_that_a_moment_may_be() {
        let table = [
            ("15 mars 2026", date(2026, 3, 15), date(2026, 3, 15)),
            ("février 2024", date(2024, 2, 1), date(2024, 2, 29)),
            ("fin juin 2024", date(2024, 6, 15), date(2024, 6, 30)),
            ("début juin 2024", date(2024, 6, 1), date(2024, 6, 15)),
            ("mi-juin 2024", date(2024, 6, 8), date(2024, 6, 23)),
            ("fin 2025", date(2025, 7, 2), date(2025, 12, 31)),
            ("1er trimestre 2026", date(2026, 1, 1), date(2026, 3, 31)),
            ("2e semestre 2026", date(2026, 7, 1), date(2026, 12, 31)),
            ("été 2025", date(2025, 6, 21), date(2025, 9, 22)),
            ("hiver 2025", date(2025, 1, 1), date(2026, 3, 20)),
            ("hiver 2025-2026", date(2025, 12, 21), date(2026, 3, 20)),
            ("rentrée 2023", date(2023, 9, 1), date(2023, 9, 30)),
            ("année scolaire 2025-2026", date(2025, 9, 1), date(2026, 8, 31)),
        ];
        for (text, first, last) in table {
            let found = expressions(text, French);
            let Some(Reading::Moment(moment)) = found.first().map(|found| found.reading) else {
                panic!("{text}: {found:?}");
            };
            assert_eq!(moment.days(), Some((first, last)), "of {text}");
        }
    }

    #[test]
    fn places_are_those_of_the_text_as_read() {
        let text = "Œuvre\u{A0}: d\u{2019}ici\u{202F}le 15\u{AD} mars  2026, sous huit\u{AD}aine.";
        let found: Vec<_> = expressions(text, French).into_iter().map(|found| &text[found.range]).collect();
        assert_eq!(found, ["d\u{2019}ici\u{202F}le 15\u{AD} mars  2026", "sous huit\u{AD}aine"]);
    }

    proptest! {
        #[test]
        fn ranges_hold(text in "((de|du|d’|entre|le|au|à|en|et|fin|mi-|depuis|il y a|jusqu’|plus de|né|les|1er|[0-9]{1,4}|deux|vingt|mars|mai|2026|ans|an|jours?|ouvrés|heures|h|trimestre|été|rentrée|from|to|by|march|the|[-,./° ]|é){1} ?){0,14}|.{0,30}") {
            for language in [French, English] {
                let mut end = 0;
                for found in expressions(&text, language) {
                    prop_assert!(found.range.start >= end && !found.range.is_empty());
                    prop_assert!(text.get(found.range.clone()).is_some());
                    end = found.range.end;
                }
            }
        }
    }
}
