//! Dates that do not go with the calendar: days that it has not, and days of the week that are others.

use std::ops::Range;

use jiff::civil::Date;

use super::{Precision, Read, Reader, dates, plain, tokens};
use crate::language::Language;
use crate::language::fold::fold;
use crate::language::format;

/// A day that no calendar has, in a text: « 31 novembre 2026 », « 30 février ».
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSuchDay {
    /// Where it is written, on character boundaries.
    pub range: Range<usize>,
    /// Its year, where the text gives one.
    pub year: Option<i16>,
    /// Its month, from 1 to 12.
    pub month: i8,
    /// The days that this month has; 29 for a February of no year.
    pub days: i8,
}

/// A date after the name of its day of the week: « lundi 15 mars 2026 ».
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayOfWeek {
    /// Where both are written; the weekday and the number alone where the month comes later (« lundi 2 » in
    /// « du lundi 2 au vendredi 6 mars 2026 »).
    pub range: Range<usize>,
    /// What parts the weekday from the number.
    pub gap: Range<usize>,
    /// The weekday by its rank, Monday first.
    pub weekday: usize,
    /// The date.
    pub date: Date,
}

/// The first year that is surely counted in our calendar: 1583, and 1753 where English is spoken.
fn our_calendar(language: Language) -> i16 {
    match language {
        Language::French => 1583,
        Language::English => 1753,
    }
}

/// The days of a text that do not exist, in order, without overlap: a day from 29 to 31 before the name of its month, or
/// a date in figures, after what announces a day. Issues, acts and lots have numbers that look like days (« Bulletin
/// municipal 31 juin 2026 », « Délibération 2026-04-31 »).
pub fn no_such_days(text: &str, language: Language) -> Vec<NoSuchDay> {
    let mut found = Vec::new();
    if !text.as_bytes().windows(2).any(|pair| matches!(pair, b"29" | b"30" | b"31")) {
        return found;
    }
    let reader = Reader { text, tokens: tokens(text), language };
    let mut at = 0;
    while at < reader.tokens.len() {
        let Some(step) = reader.numeric(at).or_else(|| reader.written(at)) else {
            match reader.day_without_year(at).zip(reader.range(at, 1)) {
                Some(((end, month, days), first)) => {
                    let last = reader.range(end, 1).map_or(first.end, |last| last.end);
                    found.push(NoSuchDay { range: first.start..last, year: None, month, days });
                    at = end + 1;
                }
                None => at += 1,
            }
            continue;
        };
        if let Some(Read::Day(year, month, day)) = step.read
            && let Some(days) = days_of(year, month).filter(|days| *days < day && day <= 31)
            && let (Ok(month), Ok(days)) = (i8::try_from(month), i8::try_from(days))
            && (our_calendar(language)..2200).contains(&year)
            && !reader.is_numbered(at)
            && (!reader.is_number(at) || reader.announces_a_day(at, reader.gap(at) != "-"))
            && let Some(range) = reader.range(at, step.tokens)
        {
            found.push(NoSuchDay { range, year: Some(year), month, days });
        }
        at += step.tokens.max(1);
    }
    found
}

/// The dates of a text that follow the name of a day of the week, in order.
pub fn days_of_week(text: &str, language: Language) -> Vec<DayOfWeek> {
    let mut found = Vec::new();
    let mentions = dates(text, language);
    if mentions.is_empty() {
        return found;
    }
    let reader = Reader { text, tokens: tokens(text), language };
    for mention in mentions {
        // In English, 03/02/2026 is a day of February or of March.
        let either = language == Language::English
            && text.get(mention.range.clone()).is_some_and(|typed| typed.contains(['/', '.']));
        if mention.precision != Precision::Day || mention.date.year() < our_calendar(language) || either {
            continue;
        }
        let at = reader.tokens.partition_point(|token| token.range.start < mention.range.start);
        let own = reader.weekday_before(at);
        found.extend(reader.first_of_two(at, own.is_some(), mention.date));
        if let Some(weekday) = own
            && let Some((start, gap)) =
                reader.range(at - 1, 1).map(|word| (word.start, word.end..mention.range.start))
        {
            found.push(DayOfWeek { range: start..mention.range.end, gap, weekday, date: mention.date });
        }
    }
    found
}

/// The days of a month of a year; none when there is no such month.
fn days_of(year: i16, month: i16) -> Option<i16> {
    Some(Date::new(year, i8::try_from(month).ok()?, 1).ok()?.days_in_month().into())
}

impl Reader<'_> {
    fn is_number(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_digits)
    }

    /// A day that its month never has, without its year: the token that ends it, its month, the days of that
    /// month. Its name is whole: « sept » is also a number.
    fn day_without_year(&self, at: usize) -> Option<(usize, i8, i8)> {
        let day = self.digits(at, 2..=2)?;
        if !(29..=31).contains(&day) {
            return None;
        }
        let mut month_at = self.after_day(at);
        if self.language == Language::English
            && self.is_spaced(month_at - 1, "")
            && self.word(month_at) == "of"
        {
            month_at += 1;
        }
        let month = self.month(month_at).filter(|_| self.is_spaced(month_at - 1, ""))?;
        let name = plain(self.word(month_at));
        // Of a leap year: nothing says which February it is.
        let days = days_of(2024, month).filter(|days| *days < day)?;
        let announced = self.announces_a_day(at, true);
        let whole = name.len() > 4 || name == "juin" || name == "june";
        (announced && whole).then_some((month_at, i8::try_from(month).ok()?, i8::try_from(days).ok()?))
    }

    /// Whether what stands before a token announces a day: « le », « avant », « lundi »; a colon and the start of the text
    /// too, where `bare` says that they may.
    fn announces_a_day(&self, at: usize, bare: bool) -> bool {
        const FRENCH: [&str; 6] = ["le", "du", "au", "un", "avant", "dès"];
        const ENGLISH: [&str; 8] = ["the", "on", "by", "before", "until", "from", "to", "of"];
        let Some(previous) = at.checked_sub(1) else { return bare && self.gap_before(at).trim().is_empty() };
        if !self.is_spaced(previous, "") {
            return bare && self.is_spaced(previous, ":");
        }
        let word = fold(self.word(previous)).into_text();
        let known = match self.language {
            Language::French => FRENCH.contains(&word.as_str()),
            Language::English => ENGLISH.contains(&word.as_str()),
        };
        known || self.weekday_before(at).is_some()
    }

    /// Whether what stands before makes a number of something else of a day: « n° 31 », « 9 h 31 », « 1,31 ».
    fn is_numbered(&self, at: usize) -> bool {
        const NUMBERS: [&str; 22] = [
            "n",
            "no",
            "nos",
            "numero",
            "numeros",
            "number",
            "article",
            "articles",
            "art",
            "bulletin",
            "lettre",
            "page",
            "pages",
            "edition",
            "dossier",
            "reference",
            "ref",
            "version",
            "h",
            "heure",
            "heures",
            "x",
        ];
        let Some(previous) = at.checked_sub(1) else { return false };
        let gap = self.gap(previous);
        let digits = self.tokens.get(previous).is_some_and(|token| token.is_digits);
        gap.is_empty()
            || gap.contains(['°', 'º', '#', '§'])
            || (digits && matches!(gap, "." | "," | "/" | ":"))
            || NUMBERS.contains(&plain(self.word(previous)).as_str())
    }

    /// The day of the week named right before a token, in one with it: « lundi 15 », `Monday, March 15`.
    fn weekday_before(&self, at: usize) -> Option<usize> {
        let previous = at.checked_sub(1)?;
        let signs = if self.language == Language::English { "," } else { "" };
        let word = self.tokens.get(previous).filter(|token| !token.is_digits).map(|_| self.word(previous))?;
        let word = fold(word).into_text();
        let rank = (0..7).find(|rank| format::weekday(*rank, self.language).to_lowercase() == word)?;
        self.is_spaced(previous, signs).then_some(rank)
    }

    /// The first of two days of one month, before the second: « lundi 2 » in « du lundi 2 au vendredi 6 mars
    /// 2026 ».
    fn first_of_two(&self, at: usize, second_is_named: bool, date: Date) -> Option<DayOfWeek> {
        const FRENCH: [&str; 3] = ["au", "et", "ou"];
        const ENGLISH: [&str; 3] = ["to", "and", "or"];
        let joint = at.checked_sub(if second_is_named { 2 } else { 1 })?;
        let first = joint.checked_sub(1)?;
        let word = fold(self.word(joint)).into_text();
        let joins = match self.language {
            Language::French => FRENCH.contains(&word.as_str()),
            Language::English => ENGLISH.contains(&word.as_str()),
        };
        let day = i8::try_from(self.digits(first, 1..=2)?).ok()?;
        if !joins || day >= date.day() || !self.is_spaced(joint, "") || !self.is_spaced(first, "") {
            return None;
        }
        let weekday = self.weekday_before(first)?;
        let (word, number) = (self.range(first - 1, 1)?, self.range(first, 1)?);
        let date = Date::new(date.year(), date.month(), day).ok()?;
        Some(DayOfWeek { range: word.start..number.end, gap: word.end..number.start, weekday, date })
    }
}

#[cfg(test)]
mod tests {
    use super::Language::{English, French};
    use super::*;
    use proptest::prelude::*;

    /// `what is written = the days of its month`, one a day that does not exist.
    fn impossible(text: &str, language: Language) -> Vec<String> {
        let line = |day: NoSuchDay| format!("{} = {}", &text[day.range], day.days);
        no_such_days(text, language).into_iter().map(line).collect()
    }

    #[test]
    fn days_that_do_not_exist() {
        let table: &[(&str, &[&str])] = &[
            ("avant le 31 novembre 2026.", &["31 novembre 2026 = 30"]),
            ("le 29 février 2027, le 29 février 2028", &["29 février 2027 = 28"]),
            ("le 29 février", &[]),
            ("le 30 février", &["30 février = 29"]),
            ("31 avril : clôture", &["31 avril = 30"]),
            ("du 28 au 31 juin", &["31 juin = 30"]),
            ("mardi 31 septembre", &["31 septembre = 30"]),
            (
                "le 31/11/2026, le 30.02.2026, le 2026-04-31",
                &["31/11/2026 = 30", "30.02.2026 = 28", "2026-04-31 = 30"],
            ),
            ("le 31 décembre 2026, le 31/12/2026, 31 mars", &[]),
            // Not a date, or not surely.
            ("bulletin n° 31 novembre 2026", &[]),
            ("Lettre 31 juin 2026", &[]),
            ("45 mars 2026, le 99/99/2026, 12/31/2026", &[]),
            ("ouvert à 9 h 31 juin 2026", &[]),
            ("à 9 h 30 février et mars", &[]),
            ("le 31 sept", &[]),
            ("1,31 juin 2026", &[]),
            ("réf. 31/04/2026/4", &[]),
            ("article 31 avril", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(impossible(text, French), *expected, "in {text:?}");
        }
        let english: &[(&str, &[&str])] = &[
            ("by 31 June 2026", &["31 June 2026 = 30"]),
            ("February 30, 2026", &["February 30, 2026 = 28"]),
            ("until the 31st of April", &["31st of April = 30"]),
            ("you can, 31 may", &[]),
        ];
        for (text, expected) in english {
            assert_eq!(impossible(text, English), *expected, "in {text:?}");
        }
    }

    #[test]
    fn dates_after_their_day_of_the_week() {
        let read = |text: &str, language| -> Vec<String> {
            let line = |m: DayOfWeek| format!("{} = {} {}", &text[m.range], m.weekday, m.date);
            days_of_week(text, language).into_iter().map(line).collect()
        };
        let table: &[(&str, &[&str])] = &[
            ("le lundi 15 mars 2026", &["lundi 15 mars 2026 = 0 2026-03-15"]),
            ("Dimanche 15/03/2026", &["Dimanche 15/03/2026 = 6 2026-03-15"]),
            (
                "du lundi 2 au vendredi 6 mars 2026",
                &["lundi 2 = 0 2026-03-02", "vendredi 6 mars 2026 = 4 2026-03-06"],
            ),
            ("du lundi 2 au 6 mars 2026", &["lundi 2 = 0 2026-03-02"]),
            ("du lundi 30 au vendredi 3 avril 2026", &["vendredi 3 avril 2026 = 4 2026-04-03"]),
            ("fermé le lundi, 15 mars 2026", &[]),
            ("fermé le lundi. 15 mars 2026", &[]),
            ("les lundis 15 mars 2026", &[]),
            ("lundi 15 mars", &[]),
            ("lundi mars 2026", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(read(text, French), *expected, "in {text:?}");
        }
        assert_eq!(read("on Monday, March 15, 2026", English), ["Monday, March 15, 2026 = 0 2026-03-15"]);
    }

    proptest! {
        #[test]
        fn days_that_do_not_exist_stand_in_the_text(text in "((le|lundi|au|n°|29|30|31|2|1er|er|février|juin|April|of|2026|[ ./,-]|é){1} ?){0,12}|.{0,30}") {
            for language in [French, English] {
                let mut end = 0;
                for day in no_such_days(&text, language) {
                    prop_assert!(day.range.start >= end && text.get(day.range.clone()).is_some());
                    end = day.range.end;
                }
                for day in days_of_week(&text, language) {
                    prop_assert!(text.get(day.range.clone()).is_some() && text.get(day.gap.clone()).is_some());
                }
            }
        }
    }
}
