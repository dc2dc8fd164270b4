//! How dates, numbers, amounts and lists are written.

use jiff::civil::Date;

use super::Language;
use super::period::Period;

const FRENCH_MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day of the week by its rank, Monday first: « lundi ».
pub fn weekday(rank: usize, language: Language) -> &'static str {
    const FRENCH: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
    const ENGLISH: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let names = if language == Language::French { FRENCH } else { ENGLISH };
    names.get(rank).copied().unwrap_or("")
}

/// Minutes since midnight: « 9 h », « 13 h 30 »; `9:00`, `13:30` in English.
pub fn time(minutes: u16, language: Language) -> String {
    let (hours, minutes) = (minutes / 60, minutes % 60);
    match (language, minutes) {
        (Language::English, _) => format!("{hours}:{minutes:02}"),
        (Language::French, 0) => format!("{hours}\u{a0}h"),
        (Language::French, _) => format!("{hours}\u{a0}h\u{a0}{minutes:02}"),
    }
}

/// The names of the twelve months, in order.
pub fn months(language: Language) -> &'static [&'static str; 12] {
    match language {
        Language::French => &FRENCH_MONTHS,
        Language::English => &ENGLISH_MONTHS,
    }
}

/// A date: « 1er janvier 2026 », « 12 janvier 2026 », `12 January 2026`; ordinary spaces.
pub fn date(date: Date, language: Language) -> String {
    let ordinal = if language == Language::French && date.day() == 1 { "er" } else { "" };
    format!("{}{ordinal} {}", date.day(), month(date, language))
}

/// The month of a date: « janvier 2026 », `January 2026`.
pub fn month(date: Date, language: Language) -> String {
    let index = usize::try_from(date.month() - 1).unwrap_or_default();
    let name = months(language).get(index).copied().unwrap_or_default();
    format!("{name} {}", date.year())
}

/// A whole number, its thousands apart: narrow no-break space in French, comma in English.
pub fn number(n: i64, language: Language) -> String {
    let sign = if n < 0 { "-" } else { "" };
    format!("{sign}{}", thousands(n.unsigned_abs(), language))
}

/// A number of tenths: « 235,5 », « 1 200 », `235.5`; without a decimal where there is none.
pub fn tenths(n: i64, language: Language) -> String {
    let whole = number(n / 10, language);
    match (n.unsigned_abs() % 10, language) {
        (0, _) => whole,
        (rest, Language::French) => format!("{whole},{rest}"),
        (rest, Language::English) => format!("{whole}.{rest}"),
    }
}

/// An amount in cents: « 86 € », « 1 429,50 € » (no-break space before the sign), `€1,429.50`; cents
/// only when there are some.
pub fn euros(cents: i64, language: Language) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.unsigned_abs();
    let whole = thousands(cents / 100, language);
    let decimals = match (cents % 100, language) {
        (0, _) => String::new(),
        (rest, Language::French) => format!(",{rest:02}"),
        (rest, Language::English) => format!(".{rest:02}"),
    };
    match language {
        Language::French => format!("{sign}{whole}{decimals}\u{A0}€"),
        Language::English => format!("{sign}€{whole}{decimals}"),
    }
}

/// A choice: « a, b ou c », `a, b or c`.
pub fn any_of<T: AsRef<str>>(list: &[T], language: Language) -> String {
    listed(list, if language == Language::French { " ou " } else { " or " })
}

/// A list: « a, b et c », `a, b and c`.
pub fn all_of<T: AsRef<str>>(list: &[T], language: Language) -> String {
    listed(list, if language == Language::French { " et " } else { " and " })
}

/// A length of time: « 2 mois », « 1 an et 6 mois », « 15 jours », `1 year and 6 months`; a no-break
/// space between each number and its unit.
pub fn period(period: Period, language: Language) -> String {
    let units = match language {
        Language::French => [("an", "ans"), ("mois", "mois"), ("jour", "jours")],
        Language::English => [("year", "years"), ("month", "months"), ("day", "days")],
    };
    let counts = [period.months / 12, period.months % 12, period.days];
    let nothing = counts == [0, 0, 0];
    let mut parts = Vec::new();
    for (index, (count, (one, many))) in counts.into_iter().zip(units).enumerate() {
        if count > 0 || (nothing && index == 2) {
            // Zero is singular in French, plural in English.
            let single = count == 1 || (count == 0 && language == Language::French);
            let count = number(i64::from(count), language);
            parts.push(format!("{count}\u{A0}{}", if single { one } else { many }));
        }
    }
    all_of(&parts, language)
}

fn listed<T: AsRef<str>>(list: &[T], last: &str) -> String {
    let mut text = String::new();
    for (index, item) in list.iter().enumerate() {
        if index > 0 {
            text.push_str(if index + 1 == list.len() { last } else { ", " });
        }
        text.push_str(item.as_ref());
    }
    text
}

fn thousands(n: u64, language: Language) -> String {
    let separator = if language == Language::French { '\u{202F}' } else { ',' };
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::Language::{English, French};
    use super::*;
    use jiff::civil;

    #[test]
    fn dates() {
        let first = civil::date(2026, 1, 1);
        let twelfth = civil::date(2026, 8, 12);
        assert_eq!(date(first, French), "1er janvier 2026");
        assert_eq!(date(twelfth, French), "12 août 2026");
        assert_eq!(date(first, English), "1 January 2026");
        assert_eq!(date(twelfth, English), "12 August 2026");
        assert_eq!(month(twelfth, French), "août 2026");
        assert_eq!(month(civil::date(2026, 12, 31), English), "December 2026");
    }

    #[test]
    fn numbers_and_amounts() {
        assert_eq!(number(0, French), "0");
        assert_eq!(number(999, French), "999");
        assert_eq!(number(1000, French), "1\u{202F}000");
        assert_eq!(number(-1234567, French), "-1\u{202F}234\u{202F}567");
        assert_eq!(number(1234567, English), "1,234,567");
        assert_eq!(number(i64::MIN, English), "-9,223,372,036,854,775,808");
        assert_eq!(euros(8600, French), "86\u{A0}€");
        assert_eq!(euros(142950, French), "1\u{202F}429,50\u{A0}€");
        assert_eq!(euros(5, French), "0,05\u{A0}€");
        assert_eq!(euros(8600, English), "€86");
        assert_eq!(euros(142950, English), "€1,429.50");
        assert_eq!(euros(-1050, English), "-€10.50");
    }

    #[test]
    fn lists() {
        let none: [&str; 0] = [];
        assert_eq!(any_of(&none, French), "");
        assert_eq!(any_of(&["a"], French), "a");
        assert_eq!(any_of(&["a", "b"], English), "a or b");
        assert_eq!(any_of(&["a", "b", "c"], French), "a, b ou c");
        assert_eq!(all_of(&["a", "b", "c"], English), "a, b and c");
    }

    #[test]
    fn periods() {
        let table = [
            ((2, 0), "2\u{A0}mois", "2\u{A0}months"),
            ((1, 0), "1\u{A0}mois", "1\u{A0}month"),
            ((12, 0), "1\u{A0}an", "1\u{A0}year"),
            ((0, 15), "15\u{A0}jours", "15\u{A0}days"),
            ((0, 1), "1\u{A0}jour", "1\u{A0}day"),
            ((18, 0), "1\u{A0}an et 6\u{A0}mois", "1\u{A0}year and 6\u{A0}months"),
            (
                (26, 3),
                "2\u{A0}ans, 2\u{A0}mois et 3\u{A0}jours",
                "2\u{A0}years, 2\u{A0}months and 3\u{A0}days",
            ),
            ((0, 0), "0\u{A0}jour", "0\u{A0}days"),
        ];
        for ((months, days), french, english) in table {
            assert_eq!(period(Period { months, days }, French), french);
            assert_eq!(period(Period { months, days }, English), english);
        }
    }
}
