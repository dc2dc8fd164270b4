//! Dates in a text.
//!
//! What is read: `2026-03-15`; days first with `/` or `.` (`15/03/2026`, in English text too: the site
//! is European); « 15 mars 2026 », « 1er janvier 2026 », `15 March 2026`, `March 15, 2026`; a month and
//! its year; a year alone after a word that announces one (« en 2026 », « fin 2026 »). Any kind of
//! space, months in any case, with or without their accents, whole or abbreviated. A day that does not
//! exist (31 février) gives nothing, not even its month.
//!
//! What is not: dates without their year, years of two digits, and the first half of « du 3 au 5 mars
//! 2026 ».

mod calendar;

use std::ops::Range;

use jiff::civil::Date;

use super::Language;
use super::fold::{fold, without_accents};
use super::words::{is_invisible, is_letter};
pub use calendar::{DayOfWeek, NoSuchDay, days_of_week, no_such_days};

/// How much of a date a text gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// A day.
    Day,
    /// A month and its year.
    Month,
    /// A year.
    Year,
}

/// A date in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateMention {
    /// Where it is written: its words only, on character boundaries.
    pub range: Range<usize>,
    /// The day, or the last day of the month or year: a deadline of « mars 2026 » has not passed
    /// before April. The words around are not read: « avant mars 2026 » gives the same day.
    pub date: Date,
    /// What the text gives of it.
    pub precision: Precision,
}

/// The dates of a text, in order, without overlap.
pub fn dates(text: &str, language: Language) -> Vec<DateMention> {
    let mut found = Vec::new();
    // Each has the four digits of its year.
    if !text.as_bytes().chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit()).any(is_year) {
        return found;
    }
    let reader = Reader { text, tokens: tokens(text), language };
    let mut at = 0;
    while at < reader.tokens.len() {
        let step =
            reader.numeric(at).or_else(|| reader.written(at)).unwrap_or(Step { tokens: 1, read: None });
        let date = step.read.and_then(Read::date);
        if let (Some((date, precision)), Some(range)) = (date, reader.range(at, step.tokens)) {
            found.push(DateMention { range, date, precision });
        }
        at += step.tokens.max(1);
    }
    found
}

fn is_year(run: &[u8]) -> bool {
    run.len() == 4 && run.iter().all(u8::is_ascii_digit)
}

/// A run of digits or of letters.
struct Token {
    range: Range<usize>,
    /// The number, if it is one of at most four digits.
    number: Option<i16>,
    is_digits: bool,
}

/// What was read at a token: how many tokens it takes, and what they say if it is of use. The words of a day
/// that does not exist are not to be read again.
struct Step {
    tokens: usize,
    read: Option<Read>,
}

/// What a date says, before it is known whether it exists.
enum Read {
    /// A year, a month, a day.
    Day(i16, i16, i16),
    /// The last day of a month or of a year.
    Last(Date, Precision),
}

impl Read {
    fn date(self) -> Option<(Date, Precision)> {
        match self {
            Self::Day(year, month, day) => day_of(year, month, day).map(|date| (date, Precision::Day)),
            Self::Last(date, precision) => Some((date, precision)),
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    language: Language,
}

impl Reader<'_> {
    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).and_then(|token| self.text.get(token.range.clone())).unwrap_or_default()
    }

    /// What is written between a token and the next one.
    fn gap(&self, at: usize) -> &str {
        let from = self.tokens.get(at).map_or(0, |token| token.range.end);
        let to = self.tokens.get(at + 1).map_or(self.text.len(), |token| token.range.start);
        self.text.get(from..to).unwrap_or_default()
    }

    fn gap_before(&self, at: usize) -> &str {
        match at.checked_sub(1) {
            Some(previous) => self.gap(previous),
            None => {
                self.tokens.first().and_then(|token| self.text.get(..token.range.start)).unwrap_or_default()
            }
        }
    }

    fn range(&self, at: usize, count: usize) -> Option<Range<usize>> {
        let last = self.tokens.get((at + count).checked_sub(1)?)?;
        Some(self.tokens.get(at)?.range.start..last.range.end)
    }

    fn digits(&self, at: usize, lengths: std::ops::RangeInclusive<usize>) -> Option<i16> {
        let token = self.tokens.get(at).filter(|token| token.is_digits)?;
        lengths.contains(&token.range.len()).then_some(token.number).flatten()
    }

    /// `2026-03-15`, `15/03/2026`, `15.03.2026`.
    fn numeric(&self, at: usize) -> Option<Step> {
        let separator = self.gap(at);
        if separator != self.gap(at + 1) || !matches!(separator, "-" | "/" | ".") {
            return None;
        }
        let (year, month, day) = match separator {
            "-" => (self.digits(at, 4..=4)?, self.digits(at + 1, 2..=2)?, self.digits(at + 2, 2..=2)?),
            _ => (self.digits(at + 2, 4..=4)?, self.digits(at + 1, 1..=2)?, self.digits(at, 1..=2)?),
        };
        // A piece of a longer reference is not a date: « 2-2026-03-15 », « 15/03/2026/4 ».
        let glued = |gap: &str| matches!(gap, "" | "-" | "/" | "." | "_");
        let after = self.tokens.get(at + 3).is_some_and(|token| token.is_digits) && glued(self.gap(at + 2));
        if after || (at > 0 && glued(self.gap_before(at))) {
            return None;
        }
        Some(Step { tokens: 3, read: Some(Read::Day(year, month, day)) })
    }

    /// A date with the name of its month, or a year alone.
    fn written(&self, at: usize) -> Option<Step> {
        self.day_first(at).or_else(|| self.month_first(at)).or_else(|| self.year_alone(at))
    }

    /// « 15 mars 2026 », « 1er mars 2026 », `15th of March 2026`.
    fn day_first(&self, at: usize) -> Option<Step> {
        let day = self.digits(at, 1..=2)?;
        let mut month_at = self.after_day(at);
        if self.language == Language::English
            && self.is_spaced(month_at - 1, " ")
            && self.word(month_at) == "of"
        {
            month_at += 1;
        }
        if !self.is_spaced(month_at - 1, " -") {
            return None;
        }
        let month = self.month(month_at)?;
        let year = self.year_after(month_at, " .-,")?;
        Some(Step { tokens: month_at + 2 - at, read: Some(Read::Day(year, month, day)) })
    }

    /// `March 15, 2026` in English; « mars 2026 ».
    fn month_first(&self, at: usize) -> Option<Step> {
        // Asked before the month is read: most words are followed by another word.
        self.tokens.get(at + 1).filter(|next| next.is_digits)?;
        let month = self.month(at)?;
        if let Some(year) = self.year_after(at, " .-") {
            let first = day_of(year, month, 1)?;
            return Some(Step { tokens: 2, read: Some(Read::Last(first.last_of_month(), Precision::Month)) });
        }
        if self.language != Language::English || !self.is_spaced(at, " .") {
            return None;
        }
        let day = self.digits(at + 1, 1..=2)?;
        let year_at = self.after_day(at + 1);
        let year = self.year_after(year_at - 1, " ,")?;
        Some(Step { tokens: year_at + 1 - at, read: Some(Read::Day(year, month, day)) })
    }

    /// « en 2026 », « fin 2026 », « année 2026 »; the range is the year's.
    fn year_alone(&self, at: usize) -> Option<Step> {
        const FRENCH: [&str; 8] = ["en", "fin", "annee", "courant", "avant", "apres", "depuis", "ici"];
        const ENGLISH: [&str; 7] = ["in", "year", "by", "before", "after", "since", "until"];
        let year = self.year(at)?;
        let previous = at.checked_sub(1)?;
        let announced = match self.language {
            Language::French => FRENCH.contains(&plain(self.word(previous)).as_str()),
            Language::English => ENGLISH.contains(&plain(self.word(previous)).as_str()),
        };
        if !announced || !self.is_spaced(previous, " ") || self.counts_something(at) {
            return None;
        }
        let first = day_of(year, 1, 1)?;
        Some(Step { tokens: 1, read: Some(Read::Last(first.last_of_year(), Precision::Year)) })
    }

    /// The token after a day and its ordinal ending, which may be missing.
    fn after_day(&self, at: usize) -> usize {
        let ending = plain(self.word(at + 1));
        // « 1e » is often typed for « 1er ».
        let first = ending == "e" && self.word(at) == "1";
        let ordinal = first || matches!(ending.as_str(), "er" | "ᵉʳ" | "st" | "nd" | "rd" | "th");
        if ordinal && self.gap(at).chars().all(char::is_whitespace) { at + 2 } else { at + 1 }
    }

    fn month(&self, at: usize) -> Option<i16> {
        let word = self.tokens.get(at).filter(|token| !token.is_digits).map(|_| plain(self.word(at)))?;
        match self.language {
            Language::French => french_month(&word),
            Language::English => english_month(&word),
        }
    }

    /// The year in the token after `at`, if only white space and some of `signs` lie between.
    fn year_after(&self, at: usize, signs: &str) -> Option<i16> {
        self.is_spaced(at, signs).then(|| self.year(at + 1)).flatten()
    }

    /// A number that can be a year and is not the start of another number or of an amount.
    fn year(&self, at: usize) -> Option<i16> {
        let year = self.digits(at, 4..=4).filter(|year| (1500..2200).contains(year))?;
        let next_is_digits = self.tokens.get(at + 1).is_some_and(|token| token.is_digits);
        let gap = self.gap(at);
        let decimal = next_is_digits && matches!(gap, "," | "." | "\u{202F}" | "\u{A0}" | "-" | "/");
        let sign = gap.trim_start().starts_with(['€', '%', '$', '£']);
        let attached = gap.is_empty() && at + 1 < self.tokens.len();
        (!decimal && !sign && !attached).then_some(year)
    }

    /// Whether a year is followed by a unit or a plural, and so counts things: « avant 2000 euros ».
    fn counts_something(&self, at: usize) -> bool {
        const UNITS: [&str; 8] = ["euros", "m", "km", "kg", "habitants", "personnes", "people", "words"];
        self.is_spaced(at, " ") && UNITS.contains(&plain(self.word(at + 1)).as_str())
    }

    /// Whether the gap after a token holds only white space and at most one of `signs`, and something.
    fn is_spaced(&self, at: usize, signs: &str) -> bool {
        let gap = self.gap(at);
        let mut other = gap.chars().filter(|c| !c.is_whitespace());
        let sign = other.next();
        !gap.is_empty() && sign.is_none_or(|sign| signs.contains(sign)) && other.next().is_none()
    }
}

fn day_of(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Runs of ASCII digits and runs of letters (with their combining accents).
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for (at, c) in text.char_indices() {
        let is_digits = c.is_ascii_digit();
        let in_word = is_letter(c) || matches!(c, '\u{300}'..='\u{36F}') || is_invisible(c);
        if !is_digits && !in_word {
            continue;
        }
        let end = at + c.len_utf8();
        match tokens.last_mut() {
            Some(last) if last.range.end == at && last.is_digits == is_digits => last.range.end = end,
            _ if is_invisible(c) => {}
            _ => tokens.push(Token { range: at..end, number: None, is_digits }),
        }
    }
    for token in &mut tokens {
        if token.is_digits {
            token.number = text.get(token.range.clone()).and_then(|digits| digits.parse().ok());
        }
    }
    tokens
}

/// A word folded and without accents.
fn plain(word: &str) -> String {
    without_accents(fold(word).text())
}

pub(super) fn french_month(word: &str) -> Option<i16> {
    Some(match word {
        "janvier" | "janv" => 1,
        "fevrier" | "fevr" | "fev" => 2,
        "mars" => 3,
        "avril" | "avr" => 4,
        "mai" => 5,
        "juin" => 6,
        "juillet" | "juil" => 7,
        "aout" => 8,
        "septembre" | "sept" => 9,
        "octobre" | "oct" => 10,
        "novembre" | "nov" => 11,
        "decembre" | "dec" => 12,
        _ => return None,
    })
}

pub(super) fn english_month(word: &str) -> Option<i16> {
    Some(match word {
        "january" | "jan" => 1,
        "february" | "feb" => 2,
        "march" | "mar" => 3,
        "april" | "apr" => 4,
        "may" => 5,
        "june" | "jun" => 6,
        "july" | "jul" => 7,
        "august" | "aug" => 8,
        "september" | "sept" | "sep" => 9,
        "october" | "oct" => 10,
        "november" | "nov" => 11,
        "december" | "dec" => 12,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::Language::{English, French};
    use super::*;
    use proptest::prelude::*;

    /// `what is written = the day, with m or y for a month or a year`, one a mention.
    fn read(text: &str, language: Language) -> Vec<String> {
        let precision = |precision| match precision {
            Precision::Day => "",
            Precision::Month => " m",
            Precision::Year => " y",
        };
        let line = |m: DateMention| format!("{} = {}{}", &text[m.range], m.date, precision(m.precision));
        dates(text, language).into_iter().map(line).collect()
    }

    #[test]
    fn french_dates() {
        let table: &[(&str, &[&str])] = &[
            ("", &[]),
            ("sans date, article 12", &[]),
            ("avant le 2026-03-15.", &["2026-03-15 = 2026-03-15"]),
            ("le 15 mars 2026", &["15 mars 2026 = 2026-03-15"]),
            ("le 15\u{A0}mars\u{202F}2026", &["15\u{A0}mars\u{202F}2026 = 2026-03-15"]),
            ("1er janvier 2026", &["1er janvier 2026 = 2026-01-01"]),
            ("1ᵉʳ janvier 2026", &["1ᵉʳ janvier 2026 = 2026-01-01"]),
            ("1 er janvier 2026", &["1 er janvier 2026 = 2026-01-01"]),
            ("1e janvier 2026", &["1e janvier 2026 = 2026-01-01"]),
            ("3e janvier 2026", &["janvier 2026 = 2026-01-31 m"]),
            ("Le 1ER AOUT 2026", &["1ER AOUT 2026 = 2026-08-01"]),
            ("12 FÉVRIER 2026", &["12 FÉVRIER 2026 = 2026-02-12"]),
            ("12 fe\u{301}vrier 2026", &["12 fe\u{301}vrier 2026 = 2026-02-12"]),
            ("le 15/03/2026", &["15/03/2026 = 2026-03-15"]),
            ("le 1/3/2026 à 10h", &["1/3/2026 = 2026-03-01"]),
            ("le 15.03.2026.", &["15.03.2026 = 2026-03-15"]),
            ("15 janv. 2026", &["15 janv. 2026 = 2026-01-15"]),
            ("15 sept 2026", &["15 sept 2026 = 2026-09-15"]),
            ("jusqu’en mars 2026 inclus", &["mars 2026 = 2026-03-31 m"]),
            ("fin février 2024", &["février 2024 = 2024-02-29 m"]),
            ("d’avril 2026", &["avril 2026 = 2026-04-30 m"]),
            ("en 2026, puis", &["2026 = 2026-12-31 y"]),
            ("jusqu’à fin 2025.", &["2025 = 2025-12-31 y"]),
            ("l’année 2027", &["2027 = 2027-12-31 y"]),
            ("d’ici 2027", &["2027 = 2027-12-31 y"]),
            ("31 février 2026", &[]),
            ("29 février 2025", &[]),
            ("29 février 2024", &["29 février 2024 = 2024-02-29"]),
            ("45 mars 2026", &[]),
            ("0 mars 2026", &[]),
            ("2026-02-30", &[]),
            ("2026-13-01", &[]),
            ("31/04/2026", &[]),
            ("15/03/26", &[]),
            ("du 3 au 5 mars 2026", &["5 mars 2026 = 2026-03-05"]),
            (
                "du 3 mars 2026 au 1er avril 2026",
                &["3 mars 2026 = 2026-03-03", "1er avril 2026 = 2026-04-01"],
            ),
            ("loi du 29 juillet 1881 sur", &["29 juillet 1881 = 1881-07-29"]),
            ("le décret n° 2026-123", &[]),
            ("réf. 12026-03-15", &[]),
            ("réf. 7-2026-03-15", &[]),
            ("réf. 15/03/2026/4", &[]),
            ("article L. 2121-10-1", &[]),
            ("en mars 2000,50 €", &[]),
            ("mars 2000 €", &[]),
            ("en 2000 euros", &[]),
            ("le 15 mars", &[]),
            ("mars prochain, 2026 raisons", &[]),
            ("2026", &[]),
            ("le 15 March 2026", &[]),
            ("mars 12026", &[]),
            ("15mars 2026", &["mars 2026 = 2026-03-31 m"]),
            ("2026-03-15T10:00", &["2026-03-15 = 2026-03-15"]),
            ("(15 mars 2026)", &["15 mars 2026 = 2026-03-15"]),
            ("lundi\n15\nmars\n2026", &["15\nmars\n2026 = 2026-03-15"]),
            ("À jour au 1er mars 2026 et 2/4/2026", &["1er mars 2026 = 2026-03-01", "2/4/2026 = 2026-04-02"]),
        ];
        for (text, expected) in table {
            assert_eq!(read(text, French), *expected, "in {text:?}");
        }
    }

    #[test]
    fn english_dates() {
        let table: &[(&str, &[&str])] = &[
            ("15 March 2026", &["15 March 2026 = 2026-03-15"]),
            ("by March 15, 2026.", &["March 15, 2026 = 2026-03-15"]),
            ("March 15th, 2026", &["March 15th, 2026 = 2026-03-15"]),
            ("MARCH 15 2026", &["MARCH 15 2026 = 2026-03-15"]),
            ("the 1st of March 2026", &["1st of March 2026 = 2026-03-01"]),
            ("15 Sept. 2026", &["15 Sept. 2026 = 2026-09-15"]),
            ("in May 2026", &["May 2026 = 2026-05-31 m"]),
            ("before 2027", &["2027 = 2027-12-31 y"]),
            ("15/03/2026", &["15/03/2026 = 2026-03-15"]),
            ("2026-03-15", &["2026-03-15 = 2026-03-15"]),
            ("February 30, 2026", &[]),
            ("you may 2026 times", &["may 2026 = 2026-05-31 m"]),
            ("you may apply", &[]),
            ("15 mars 2026", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(read(text, English), *expected, "in {text:?}");
        }
    }

    proptest! {
        #[test]
        fn ranges_hold(text in "([0-9]{1,5}|[ \u{A0}./-]|mars|er|en|f[eé]v|march|of|th|,|\u{AD}|é){0,12}|.{0,30}") {
            for language in [French, English] {
                let mut end = 0;
                for mention in dates(&text, language) {
                    prop_assert!(mention.range.start >= end && !mention.range.is_empty());
                    prop_assert!(text.get(mention.range.clone()).is_some());
                    end = mention.range.end;
                }
            }
        }
    }
}
