//! Lengths of time, as people and ISO 8601 write them.

use jiff::SignedDuration;
use jiff::civil::Date;

use super::fold::fold;
use super::numbers::{self, english, french};

/// A length of calendar time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// Months (a year is twelve).
    pub months: u32,
    /// Days (a week is seven).
    pub days: u32,
}

impl Period {
    /// Reads `P2M`, `P1Y6M`, `P15D`, « 2 mois », « un an et demi », « 48 heures », `18 months`…
    ///
    /// French and English are both read, whatever the page. None for what is not a whole number of
    /// days or months, for working days (no calendar length), and for a number too large to count.
    pub fn parse(text: &str) -> Option<Self> {
        let text = fold(text.trim()).into_text();
        iso(&text).or_else(|| spoken(&text))
    }

    /// So many of a unit, as [`Period::parse`] reads it in digits: « 2 » and « mois ».
    pub(super) fn of(count: u32, unit: &str) -> Option<Self> {
        NOTHING.with(count, &self::unit(unit)?)
    }

    /// With so many of a unit more.
    fn with(self, count: u32, unit: &Unit) -> Option<Self> {
        match unit {
            Unit::Months(months) => self.plus(count.checked_mul(*months)?, 0),
            Unit::Days(days) => self.plus(0, count.checked_mul(*days)?),
            Unit::Hours => self.plus(0, Some(count / 24).filter(|days| days * 24 == count)?),
        }
    }

    /// The day a period after `date`: months first, cut to the last day of a shorter month (31 January
    /// and one month is 28 or 29 February), then days; the last day of the calendar if there is none.
    pub fn after(self, date: Date) -> Date {
        let months = i64::from(date.year()) * 12 + i64::from(date.month()) - 1 + i64::from(self.months);
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        let first = i16::try_from(year).ok().zip(i8::try_from(month).ok());
        let Some(first) = first.and_then(|(year, month)| Date::new(year, month, 1).ok()) else {
            return Date::MAX;
        };
        let day = date.day().min(first.days_in_month());
        let Ok(moved) = Date::new(first.year(), first.month(), day) else { return Date::MAX };
        moved.saturating_add(SignedDuration::from_hours(24 * i64::from(self.days)))
    }

    fn plus(self, months: u32, days: u32) -> Option<Self> {
        Some(Self { months: self.months.checked_add(months)?, days: self.days.checked_add(days)? })
    }
}

const NOTHING: Period = Period { months: 0, days: 0 };

/// `pnynmnwnd`, already in lower case; designators in this order, at least one.
fn iso(text: &str) -> Option<Period> {
    let mut rest = text.strip_prefix('p').filter(|rest| !rest.is_empty())?;
    let mut period = NOTHING;
    let mut designators = "ymwd";
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let count: u32 = rest.get(..digits)?.parse().ok()?;
        let designator = rest.get(digits..)?.chars().next()?;
        designators = designators.split_once(designator)?.1;
        period = match designator {
            'y' => period.plus(count.checked_mul(12)?, 0)?,
            'm' => period.plus(count, 0)?,
            'w' => period.plus(0, count.checked_mul(7)?)?,
            _ => period.plus(0, count)?,
        };
        rest = rest.get(digits + 1..)?;
    }
    Some(period)
}

/// What one unit is worth.
enum Unit {
    Months(u32),
    Days(u32),
    Hours,
}

/// « 1 an et 6 mois », in folded text.
fn spoken(text: &str) -> Option<Period> {
    let mut period = NOTHING;
    let mut last_unit = None;
    let mut tokens = tokens(text).into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            "et" | "and" | "," if last_unit.is_some() && tokens.peek().is_some() => continue,
            // « deux mois et demi » has no length in days: only a half year is known.
            "demi" | "demie" => match last_unit.take()? {
                Unit::Months(12) => period = period.plus(6, 0)?,
                _ => return None,
            },
            "calendaires" | "calendaire" if matches!(last_unit, Some(Unit::Days(_))) => {}
            _ => {
                let digits = token.starts_with(|c: char| c.is_ascii_digit());
                let mut count = if digits { vec![token.parse().ok()?] } else { words_of(token)? };
                let mut next = tokens.next()?;
                // « vingt et un ans », « dix huit mois ».
                while unit(next).is_none() && !digits {
                    count.extend(words_of(next)?);
                    next = tokens.next()?;
                }
                let count = numbers::sum(count)?;
                let unit = unit(next)?;
                period = period.with(count, &unit)?;
                last_unit = Some(unit);
            }
        }
    }
    (period != NOTHING || last_unit.is_some()).then_some(period)
}

/// What each word of a number is worth: « quatre-vingt-dix » is 4, 20 and 10. French and
/// English both, whatever the page.
fn words_of(number: &str) -> Option<Vec<u32>> {
    number
        .split('-')
        .filter(|word| *word != "et")
        .map(|word| french(word).or_else(|| english(word)))
        .collect()
}

/// Cuts at spaces, around commas, and between a number and the unit stuck to it (« 15j »).
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    for chunk in text.split_whitespace() {
        let (chunk, comma) = match chunk.strip_suffix(',') {
            Some(before) => (before, true),
            None => (chunk, false),
        };
        let digits = chunk.find(|c: char| !c.is_ascii_digit()).unwrap_or(chunk.len());
        let parts = [chunk.get(..digits), chunk.get(digits..), comma.then_some(",")];
        tokens.extend(parts.into_iter().flatten().filter(|part| !part.is_empty()));
    }
    tokens
}

fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "an" | "ans" | "annee" | "année" | "annees" | "années" | "year" | "years" => Unit::Months(12),
        "semestre" | "semestres" => Unit::Months(6),
        "trimestre" | "trimestres" | "quarter" | "quarters" => Unit::Months(3),
        "mois" | "month" | "months" => Unit::Months(1),
        "semaine" | "semaines" | "week" | "weeks" => Unit::Days(7),
        "jour" | "jours" | "j" | "day" | "days" => Unit::Days(1),
        "heure" | "heures" | "h" | "hour" | "hours" => Unit::Hours,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn periods_as_they_are_written() {
        let table = [
            ("P2M", Some((2, 0))),
            ("P1Y6M", Some((18, 0))),
            ("p15d", Some((0, 15))),
            ("P2W", Some((0, 14))),
            ("P1Y2M3W4D", Some((14, 25))),
            ("P0D", Some((0, 0))),
            ("P", None),
            ("P6M1Y", None),
            ("deux cents jours", Some((0, 200))),
            ("quatre vingts jours", Some((0, 80))),
            ("PT48H", None),
            ("P1.5Y", None),
            ("P99999999999M", None),
            ("P4294967295Y", None),
            ("2 mois", Some((2, 0))),
            ("2\u{A0}mois", Some((2, 0))),
            ("1 an", Some((12, 0))),
            ("18 mois", Some((18, 0))),
            ("15 jours", Some((0, 15))),
            ("15j", Some((0, 15))),
            ("2 semaines", Some((0, 14))),
            ("un an", Some((12, 0))),
            ("Six mois", Some((6, 0))),
            ("un an et demi", Some((18, 0))),
            ("1 an et 6 mois", Some((18, 0))),
            ("1 an, 6 mois et 15 jours", Some((18, 15))),
            ("deux années", Some((24, 0))),
            ("un trimestre", Some((3, 0))),
            ("48 heures", Some((0, 2))),
            ("36 heures", None),
            ("dix-huit mois", Some((18, 0))),
            ("vingt-quatre mois", Some((24, 0))),
            ("quatre-vingt-dix jours", Some((0, 90))),
            ("soixante-dix-sept jours", Some((0, 77))),
            ("30 jours calendaires", Some((0, 30))),
            ("10 jours ouvrés", None),
            ("deux mois et demi", None),
            ("18 months", Some((18, 0))),
            ("a year", Some((12, 0))),
            ("one year and six months", Some((18, 0))),
            ("twenty-one days", Some((0, 21))),
            ("vingt et un jours", Some((0, 21))),
            ("quatre-vingt-dix-sept jours", Some((0, 97))),
            ("quatre-vingts ans", Some((960, 0))),
            ("mois", None),
            ("2", None),
            ("2 mois et", None),
            ("et 2 mois", None),
            ("bientôt", None),
            ("", None),
        ];
        for (text, expected) in table {
            let period = Period::parse(text).map(|period| (period.months, period.days));
            assert_eq!(period, expected, "of {text:?}");
        }
    }

    #[test]
    fn the_day_after_a_period() {
        let table = [
            (date(2026, 1, 31), (1, 0), date(2026, 2, 28)),
            (date(2024, 1, 31), (1, 0), date(2024, 2, 29)),
            (date(2026, 1, 31), (2, 0), date(2026, 3, 31)),
            (date(2024, 2, 29), (12, 0), date(2025, 2, 28)),
            (date(2026, 11, 15), (3, 0), date(2027, 2, 15)),
            (date(2026, 12, 20), (0, 15), date(2027, 1, 4)),
            (date(2026, 1, 31), (1, 1), date(2026, 3, 1)),
            (date(9999, 12, 1), (1, 0), Date::MAX),
            (date(2026, 1, 1), (u32::MAX, u32::MAX), Date::MAX),
            (date(2026, 1, 1), (0, u32::MAX), Date::MAX),
            (date(-9999, 1, 1), (0, 0), date(-9999, 1, 1)),
        ];
        for (from, (months, days), expected) in table {
            assert_eq!(
                Period { months, days }.after(from),
                expected,
                "{months} months, {days} days after {from}"
            );
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "(p|[0-9]{0,11}|[a-z]|an| |mois|demi|et|-|é){0,8}|.{0,20}", months: u32, days: u32) {
            let _ = Period::parse(&text);
            let later = Period { months, days }.after(date(2026, 1, 31));
            prop_assert!(later >= date(2026, 1, 31));
        }
    }
}
