//! Lengths of time in the units that people and the law count in.
//!
//! A [`Period`](super::period::Period) is added to a day of the calendar; a `Duration` keeps what was
//! written: « dix jours ouvrés » is no number of days of the calendar, « de 2 à 4 semaines » is not one
//! length.

use super::Language;
use super::fold::fold;
use super::format;
use super::period::Period;
use super::time::whole_length;

/// What a length of time is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days of the calendar, one after the other.
    Days,
    /// « Jours ouvrés »: the days on which people work, most often Monday to Friday.
    WorkedDays,
    /// « Jours ouvrables »: every day but Sunday and public holidays.
    WorkableDays,
    /// « Jours francs »: whole days, neither the first nor the last of which counts.
    ClearDays,
    /// Weeks.
    Weeks,
    /// Months.
    Months,
    /// Years.
    Years,
}

/// A length of time, as a text gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Duration {
    /// The least it is; 0 when the text only says the most.
    pub low: u32,
    /// The most it is, the same as `low` for one length; none when the text only says the least.
    pub high: Option<u32>,
    /// What both are counted in.
    pub unit: Unit,
    /// Whether the text says that it is about that: « environ », « une dizaine de ».
    pub about: bool,
}

impl Duration {
    /// One length, exactly.
    pub const fn exact(count: u32, unit: Unit) -> Self {
        Self { low: count, high: Some(count), unit, about: false }
    }

    /// Reads a whole text: « 2 mois », « 5 jours ouvrés », « de 2 à 4 semaines », « environ 3 semaines »,
    /// « 2 mois maximum », « au moins 6 mois », `10 working days`, `P2M`, `PT48H`.
    ///
    /// French and English are both read, whatever the page. None for any other text, even one that only
    /// holds a length, and for a length that takes two units that do not go together (« 1 mois et 15
    /// jours », `P1M15D`).
    pub fn parse(text: &str) -> Option<Self> {
        let folded = fold(text.trim());
        let text = folded.text();
        iso(text)
            .or_else(|| whole_length(text, Language::French))
            .or_else(|| whole_length(text, Language::English))
    }

    /// The length written out: « 2 mois », « 48 heures », « de 2 à 4 semaines », « environ 10 jours
    /// ouvrés », `at most 3 weeks`; a no-break space between each number and its unit.
    pub fn in_words(self, language: Language) -> String {
        let french = language == Language::French;
        let said = match (self.low, self.high) {
            (low, Some(high)) if low == high => self.counted(low, language),
            (0, Some(high)) => {
                let most = if french { "au plus" } else { "at most" };
                format!("{most} {}", self.counted(high, language))
            }
            (low, Some(high)) => {
                let low = format::number(i64::from(low), language);
                let high = self.counted(high, language);
                if french { format!("de {low} à {high}") } else { format!("{low} to {high}") }
            }
            (low, None) => {
                let least = if french { "au moins" } else { "at least" };
                format!("{least} {}", self.counted(low, language))
            }
        };
        match (self.about, french) {
            (false, _) => said,
            (true, true) => format!("environ {said}"),
            (true, false) => format!("about {said}"),
        }
    }

    fn counted(self, count: u32, language: Language) -> String {
        if matches!(self.unit, Unit::Months | Unit::Years) && self.low == count && self.only().is_some() {
            let months = if self.unit == Unit::Years { count.checked_mul(12) } else { Some(count) };
            if let Some(months) = months {
                return format::period(Period { months, days: 0 }, language);
            }
        }
        // Zero is singular in French, plural in English.
        let single = count == 1 || (count == 0 && language == Language::French);
        let (one, many) = self.unit.names(language);
        let count = format::number(i64::from(count), language);
        format!("{count}\u{A0}{}", if single { one } else { many })
    }

    /// The length, if it is only one and not about.
    pub fn only(self) -> Option<u32> {
        (self.high == Some(self.low) && !self.about).then_some(self.low)
    }
}

impl Unit {
    /// What one of it is called, and several.
    fn names(self, language: Language) -> (&'static str, &'static str) {
        match (self, language) {
            (Self::Minutes, _) => ("minute", "minutes"),
            (Self::Hours, Language::French) => ("heure", "heures"),
            (Self::Hours, Language::English) => ("hour", "hours"),
            (Self::Days, Language::French) => ("jour", "jours"),
            (Self::Days, Language::English) => ("day", "days"),
            (Self::WorkedDays, Language::French) => ("jour ouvré", "jours ouvrés"),
            (Self::WorkableDays, Language::French) => ("jour ouvrable", "jours ouvrables"),
            // English has one name for both, and reads it back as the first.
            (Self::WorkedDays | Self::WorkableDays, Language::English) => ("working day", "working days"),
            (Self::ClearDays, Language::French) => ("jour franc", "jours francs"),
            (Self::ClearDays, Language::English) => ("clear day", "clear days"),
            (Self::Weeks, Language::French) => ("semaine", "semaines"),
            (Self::Weeks, Language::English) => ("week", "weeks"),
            (Self::Months, Language::French) => ("mois", "mois"),
            (Self::Months, Language::English) => ("month", "months"),
            (Self::Years, Language::French) => ("an", "ans"),
            (Self::Years, Language::English) => ("year", "years"),
        }
    }
}

/// `p2m`, `pt48h`, already in lower case: one designator, or years and months.
fn iso(text: &str) -> Option<Duration> {
    let rest = text.strip_prefix('p')?;
    let (rest, designators): (&str, &[(char, Unit)]) = match rest.strip_prefix('t') {
        Some(rest) => (rest, &[('h', Unit::Hours), ('m', Unit::Minutes)]),
        None => (rest, &[('y', Unit::Years), ('m', Unit::Months), ('w', Unit::Weeks), ('d', Unit::Days)]),
    };
    if let Some((years, months)) = rest.strip_suffix('m').and_then(|rest| rest.split_once('y')) {
        let (years, months) = (digits(years)?, digits(months)?);
        return Some(Duration::exact(years.checked_mul(12)?.checked_add(months)?, Unit::Months));
    }
    let (_, unit) = designators.iter().find(|(letter, _)| rest.ends_with(*letter))?;
    Some(Duration::exact(digits(rest.get(..rest.len() - 1)?)?, *unit))
}

fn digits(text: &str) -> Option<u32> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lengths_as_they_are_written() {
        use Unit::*;
        let exact = Duration::exact;
        let table = [
            ("2 mois", Some(exact(2, Months))),
            ("2\u{A0}mois", Some(exact(2, Months))),
            ("Deux mois", Some(exact(2, Months))),
            ("5 jours ouvrés", Some(exact(5, WorkedDays))),
            ("8 jours ouvrables", Some(exact(8, WorkableDays))),
            ("3 jours francs", Some(exact(3, ClearDays))),
            ("15 jours", Some(exact(15, Days))),
            ("1 jour", Some(exact(1, Days))),
            ("une heure", Some(exact(1, Hours))),
            ("2 heures", Some(exact(2, Hours))),
            ("20 minutes", Some(exact(20, Minutes))),
            ("18 ans", Some(exact(18, Years))),
            ("un an et demi", Some(exact(18, Months))),
            ("de 2 à 4 semaines", Some(Duration { high: Some(4), ..exact(2, Weeks) })),
            ("environ 3 semaines", Some(Duration { about: true, ..exact(3, Weeks) })),
            ("2 mois maximum", Some(Duration { low: 0, ..exact(2, Months) })),
            ("au moins 6 mois", Some(Duration { high: None, ..exact(6, Months) })),
            ("une quinzaine de jours", Some(Duration { about: true, ..exact(15, Days) })),
            ("10 working days", Some(exact(10, WorkedDays))),
            ("up to 6 weeks", Some(Duration { low: 0, ..exact(6, Weeks) })),
            ("P2M", Some(exact(2, Months))),
            ("P15D", Some(exact(15, Days))),
            ("P2W", Some(exact(2, Weeks))),
            ("P1Y6M", Some(exact(18, Months))),
            ("PT48H", Some(exact(48, Hours))),
            ("PT30M", Some(exact(30, Minutes))),
            ("P1M15D", None),
            ("P", None),
            ("PM", None),
            ("P+2M", None),
            ("P99999999999M", None),
            ("1 mois et 15 jours", None),
            ("2 mois après le dépôt", None),
            ("environ", None),
            ("12", None),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(Duration::parse(text), expected, "of {text:?}");
        }
    }

    #[test]
    fn lengths_written_out() {
        use Language::{English, French};
        let table = [
            ("PT48H", "48 heures", "48 hours"),
            ("p2m", "2 mois", "2 months"),
            ("P1Y6M", "1 an et 6 mois", "1 year and 6 months"),
            ("P2W", "2 semaines", "2 weeks"),
            ("P1D", "1 jour", "1 day"),
            ("PT30M", "30 minutes", "30 minutes"),
            ("10 jours ouvrés", "10 jours ouvrés", "10 working days"),
            ("de 2 à 4 semaines", "de 2 à 4 semaines", "2 to 4 weeks"),
            ("environ 3 semaines", "environ 3 semaines", "about 3 weeks"),
            ("2 mois maximum", "au plus 2 mois", "at most 2 months"),
            ("au moins 2 ans", "au moins 2 ans", "at least 2 years"),
        ];
        for (typed, french, english) in table {
            let length = Duration::parse(typed).unwrap();
            assert_eq!(length.in_words(French).replace('\u{A0}', " "), french, "{typed}");
            assert_eq!(length.in_words(English).replace('\u{A0}', " "), english, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(low: u32, high: Option<u32>, about: bool) {
            use Unit::*;
            for unit in [Minutes, Hours, Days, WorkedDays, WorkableDays, ClearDays, Weeks, Months, Years] {
                let one = Duration { low, high, unit, about };
                let _ = (one.in_words(Language::French), one.in_words(Language::English));
            }
        }
    }
}
