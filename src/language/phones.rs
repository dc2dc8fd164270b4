//! French telephone numbers: those of a text, and one that somebody typed as such.
//!
//! What is read in a text: ten digits from 0, in groups or not (« 01 23 45 67 89 », « 01.23.45.67.89 »,
//! « 0123456789 », « 0 800 123 456 »), the same from abroad (« +33 1 23 45 67 89 », « +33 (0)1… »,
//! « 0033 1… »); and short numbers, where words before call them numbers: « composez le 39 39 », « le numéro
//! 116 006 », « composez le 118 218 », « appelez le 15 ».
//!
//! What is not: numbers of other countries, and ten digits inside a longer run of them (a SIRET, an IBAN).

use std::fmt;
use std::ops::Range;

use super::fold::fold;

/// A telephone number in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhoneMention {
    /// Where it is written.
    pub range: Range<usize>,
    /// The number.
    pub number: Number,
}

/// A telephone number of France, shown in one form: `+33123456789`, or the digits of a short number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(u64);

/// What stands before the nine digits of a number of France, called from abroad.
const FRANCE: u64 = 33_000_000_000;

/// A number of nine digits, of which the first is no zero.
const NINE_DIGITS: Range<u64> = 100_000_000..1_000_000_000;

impl Number {
    /// Whether it has ten digits, dialled in France: others are short.
    pub fn is_long(self) -> bool {
        self.0 > FRANCE
    }

    /// Whether it is one of ten digits that one place answers: a mobile is a person’s, and a number of 08
    /// may serve many.
    pub fn is_of_one_place(self) -> bool {
        let first = self.0.saturating_sub(FRANCE) / NINE_DIGITS.start;
        self.is_long() && !matches!(first, 6..=8)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.is_long() { "+" } else { "" }, self.0)
    }
}

/// The telephone numbers of a text, in order, without overlap.
pub fn phones(text: &str) -> Vec<PhoneMention> {
    let mut found = Vec::new();
    for_each_phone(text, |mention| found.push(mention));
    found
}

/// Tells of each of these numbers.
pub fn for_each_phone(text: &str, mut tell: impl FnMut(PhoneMention)) {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let begins = |byte: &u8| byte.is_ascii_digit() || *byte == b'+';
    let mut at = 0;
    while let Some(ahead) = bytes.get(at..).and_then(|rest| rest.iter().position(begins)) {
        at += ahead;
        if at > 0 && (digit(at - 1) || is_letter_before(text, at)) {
            at += 1;
            continue;
        }
        let whole = long(text, at);
        let mention = whole.or_else(|| short(text, at));
        at = match &mention {
            Some(mention) => mention.range.end,
            // A run of digits and spaces is not read again from its middle.
            None => at + run(text, at).max(1),
        };
        mention.into_iter().for_each(&mut tell);
    }
}

fn is_letter_before(text: &str, at: usize) -> bool {
    text.get(..at)
        .and_then(|before| before.chars().next_back())
        .is_some_and(|c| c.is_alphabetic() || c == '_')
}

/// How many bytes from here are one group of digits.
fn run(text: &str, at: usize) -> usize {
    text.as_bytes().get(at..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// A number of ten digits, from `0`, `+33` or `0033`.
fn long(text: &str, at: usize) -> Option<PhoneMention> {
    let rest = text.get(at..)?;
    let abroad = ["+33", "0033"].iter().find(|prefix| rest.starts_with(**prefix)).map(|prefix| prefix.len());
    if abroad.is_none() && !rest.starts_with('0') {
        return None;
    }
    let mut end = at + abroad.unwrap_or(0);
    // The digits as a number, and how many of them were read.
    let (mut number, mut count) = (0_u64, 0);
    let mut separator = None;
    if abroad.is_some() {
        let inside = text.get(end..)?;
        let space = separator_length(inside);
        end += space;
        if let Some(after) = text.get(end..)?.strip_prefix("(0)") {
            end += 3 + separator_length(after);
        }
    }
    let wanted = if abroad.is_some() { 9 } else { 10 };
    loop {
        let group = run(text, end);
        if group == 0 || count + group > wanted {
            return None;
        }
        let digits = text.get(end..end + group)?.bytes();
        number = digits.fold(number, |number, digit| number * 10 + u64::from(digit - b'0'));
        count += group;
        end += group;
        if count == wanted {
            break;
        }
        // One sign between groups, the same all along; a lone first digit may have its own.
        let next = text.get(end..)?.chars().next()?;
        let kind = kind_of(next)?;
        if count > 2 && *separator.get_or_insert(kind) != kind {
            return None;
        }
        end += next.len_utf8();
    }
    // Nothing longer: « 01 23 45 67 89 01 ».
    let after = text.get(end..)?;
    let more = after.chars().next().and_then(kind_of).is_some_and(|_| {
        let rest = after.get(separator_length(after)..).unwrap_or("");
        let group = rest.bytes().take_while(u8::is_ascii_digit).count();
        let words = rest.get(group..).is_some_and(|rest| rest.starts_with(char::is_alphabetic));
        group >= 2
            && !words
            && separator_length(after) > 0
            && kind_of(after.chars().next().unwrap_or(' ')) == separator
    });
    let clear = !after.starts_with(|c: char| c.is_alphanumeric()) && !more;
    (clear && NINE_DIGITS.contains(&number))
        .then(|| PhoneMention { range: at..end, number: Number(FRANCE + number) })
}

/// What may stand between groups of digits: a space of any kind, a point, a hyphen.
fn kind_of(c: char) -> Option<u8> {
    match c {
        ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}' => Some(0),
        '.' => Some(1),
        '-' | '\u{2010}' | '\u{2011}' => Some(2),
        _ => None,
    }
}

fn separator_length(text: &str) -> usize {
    text.chars().next().filter(|c| kind_of(*c).is_some()).map_or(0, char::len_utf8)
}

/// Words before a short number that tell what it is, folded.
const CUES: [&str; 17] = [
    "numero",
    "numeros",
    "composez",
    "composer",
    "composant",
    "appelez",
    "appeler",
    "appelant",
    "appel",
    "telephone",
    "telephonez",
    "telephoner",
    "telephonant",
    "tel",
    "joignable",
    "joignez",
    "contactez",
];

/// Words that may follow a number of two or three digits: another one is what the digits count or name.
const AFTER: [&str; 10] = ["ou", "et", "pour", "depuis", "si", "en", "par", "puis", "qui", "gratuitement"];

/// Characters before a short number in which its cue is looked for.
const REACH: usize = 48;

/// « 39 39 », « 3949 », « 116 006 », « 15 », « 112 », called a number by what stands before.
fn short(text: &str, at: usize) -> Option<PhoneMention> {
    let group = run(text, at);
    let second = |lengths: usize| {
        let after = text.get(at + group..)?;
        let space = separator_length(after);
        let next = run(text, at + group + space);
        (space > 0 && after.chars().next().and_then(kind_of) == Some(0) && next == lengths)
            .then_some(at + group + space + next)
    };
    let typed = |end: usize| text.get(at..end).unwrap_or("");
    let starts = |prefix: &str| typed(at + group).starts_with(prefix);
    let end = match group {
        2 if starts("3") && second(2).is_some() => second(2)?,
        2 => at + 2,
        3 if (starts("116") || starts("118")) && second(3).is_some() => second(3)?,
        3 => at + 3,
        4 if starts("3") => at + 4,
        6 if starts("116") || starts("118") => at + 6,
        _ => return None,
    };
    let digits = || typed(end).bytes().filter(u8::is_ascii_digit);
    let number = digits().fold(0, |number, digit| number * 10 + u64::from(digit - b'0'));
    let short = match digits().count() {
        2 => matches!(number, 15 | 17 | 18),
        3 => (100..200).contains(&number),
        4 | 6 => true,
        _ => false,
    };
    if !short {
        return None;
    }
    let after = text.get(end..)?;
    let space = separator_length(after);
    let rest = after.get(space..)?;
    let longer = rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '€' | '%' | '°'))
        || after.starts_with(|c: char| c.is_alphanumeric());
    // « le 15 mars », « le 17 rue Haute »
    let word = rest.get(..rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())).unwrap_or("");
    let held = space > 0 && number < 1000 && !word.is_empty() && !AFTER.contains(&word);
    (!longer && !held && is_called(text, at))
        .then_some(PhoneMention { range: at..end, number: Number(number) })
}

/// Whether what stands before, in the same clause, calls a number a number.
fn is_called(text: &str, at: usize) -> bool {
    let Some(before) = text.get(..at) else { return false };
    let from = before.char_indices().rev().nth(REACH).map_or(0, |(at, _)| at);
    let before = before.get(from..).unwrap_or("");
    // Neither across a sentence nor across another number.
    let from = before.rfind(['.', ';', '!', '?', '\u{FFFC}']).map_or(0, |at| at + 1);
    let clause = fold(before.get(from..).unwrap_or(""));
    let clause = super::fold::without_accents(clause.text());
    let direct = clause.trim_end();
    let article = ["le", "au", ":", "numero", "(", "tel"].iter().any(|word| direct.ends_with(word));
    article && clause.split(|c: char| !c.is_alphanumeric()).any(|word| CUES.contains(&word))
}

/// A telephone number as `tel:` wants it (RFC 3966): a French number of ten digits takes `+33`, a short
/// one stays as it is.
pub fn dialled(number: &str) -> String {
    // What stands in brackets is not dialled: « +33 (0)1… », « (poste 12) ».
    let mut depth = 0_u32;
    let mut digits = String::new();
    for c in number.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '0'..='9' if depth == 0 => digits.push(c),
            _ => {}
        }
    }
    let abroad = digits.strip_prefix("00").map(str::to_owned);
    match digits.strip_prefix('0') {
        _ if number.trim_start().starts_with('+') => format!("+{digits}"),
        _ if abroad.is_some() => format!("+{}", abroad.unwrap_or_default()),
        Some(rest) if digits.len() == 10 => format!("+33{rest}"),
        _ => digits,
    }
}

/// The digits of a number as they are dialled in France.
pub fn national(number: &str) -> String {
    let dialled = dialled(number);
    match dialled.strip_prefix("+33") {
        Some(rest) => format!("0{}", rest.trim_start_matches('0')),
        None => dialled,
    }
}

/// Whether a text may be a number to call: a French one of ten digits, a short one, or one of another
/// country. What else is written around the digits is left alone.
pub fn is_phone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let bare = text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || ".-/()".contains(c));
    let short = matches!(digits, 2..=4 | 6);
    let whole = matches!(digits, 10 | 13) && text.trim_start_matches('(').starts_with('0');
    if bare { short || whole } else { digits >= 2 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_as_they_are_written() {
        let table: [(&str, &[(&str, &str)]); 32] = [
            ("au 01 99 00 12 34.", &[("01 99 00 12 34", "+33199001234")]),
            ("01\u{A0}99\u{A0}00\u{A0}12\u{A0}34", &[("01\u{A0}99\u{A0}00\u{A0}12\u{A0}34", "+33199001234")]),
            ("01.99.00.12.34", &[("01.99.00.12.34", "+33199001234")]),
            ("01-99-00-12-34", &[("01-99-00-12-34", "+33199001234")]),
            ("0199001234", &[("0199001234", "+33199001234")]),
            ("+33 1 99 00 12 34", &[("+33 1 99 00 12 34", "+33199001234")]),
            ("+33199001234", &[("+33199001234", "+33199001234")]),
            ("+33 (0)1 99 00 12 34", &[("+33 (0)1 99 00 12 34", "+33199001234")]),
            ("0033 1 99 00 12 34", &[("0033 1 99 00 12 34", "+33199001234")]),
            ("0 826 08 06 04 (0,18 €)", &[("0 826 08 06 04", "+33826080604")]),
            ("0811 10 10 10", &[("0811 10 10 10", "+33811101010")]),
            (
                "01 99 00 12 34 ou 01 99 00 12 35",
                &[("01 99 00 12 34", "+33199001234"), ("01 99 00 12 35", "+33199001235")],
            ),
            ("01 99 00 12 34, 9 h", &[("01 99 00 12 34", "+33199001234")]),
            ("01 99 00 12 34 56", &[]),
            ("SIRET 123 456 789 00012", &[]),
            ("n01 99 00 12 34", &[]),
            ("01 99.00-12 34", &[]),
            ("00 99 00 12 34", &[]),
            ("+44 20 7946 0000", &[]),
            ("01/02/2024", &[]),
            ("composez le 39 39", &[("39 39", "3939")]),
            ("Par téléphone au 3949", &[("3949", "3949")]),
            ("Appelez le 15.", &[("15", "15")]),
            ("le numéro 116 006", &[("116 006", "116006")]),
            ("composez le 118 218", &[("118 218", "118218")]),
            ("Tél. : 112", &[]),
            ("Numéro d’urgence : 112", &[("112", "112")]),
            ("Appelez avant le 15 mars", &[]),
            ("le 39 39", &[]),
            ("composez le 36 46 19", &[]),
            ("téléphone : 115 €", &[]),
            ("", &[]),
        ];
        for (text, expected) in table {
            let found = phones(text);
            let found: Vec<(&str, String)> =
                found.iter().map(|m| (&text[m.range.clone()], m.number.to_string())).collect();
            let expected: Vec<(&str, String)> =
                expected.iter().map(|(shown, number)| (*shown, (*number).to_owned())).collect();
            assert_eq!(found, expected, "of {text:?}");
        }
    }

    #[test]
    fn a_place_answers_its_own_number() {
        for (text, long, of_one_place) in [
            ("01 99 00 12 34", true, true),
            ("+33 9 99 00 12 34", true, true),
            ("06 99 00 12 34", true, false),
            ("0 826 08 06 04", true, false),
            ("composez le 39 39", false, false),
            ("le numéro 116 006", false, false),
        ] {
            let number = phones(text).first().unwrap().number;
            assert_eq!((number.is_long(), number.is_of_one_place()), (long, of_one_place), "of {text:?}");
        }
    }

    #[test]
    fn a_number_to_call_has_ten_digits_or_is_short() {
        for (text, expected) in [
            ("01 99 00 12 34", true),
            ("01.99.00.12.34", true),
            ("+33 1 99 00 12 34", true),
            ("0033 1 99 00 12 34", true),
            ("39 39", true),
            ("15", true),
            ("116 117", true),
            ("01 99 00 12 34 (accueil)", true),
            ("01 99 00 12 3", false),
            ("1 99 00 12 345", false),
            ("", false),
            ("accueil", false),
        ] {
            assert_eq!(is_phone(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "(0[1-9]|[0-9]{1,4}|[ .\u{A0}-]|\\+33|\\(0\\)|composez le |é){0,16}") {
            let mut end = 0;
            for mention in phones(&text) {
                prop_assert!(text.get(mention.range.clone()).is_some());
                prop_assert!(mention.range.start >= end);
                end = mention.range.end;
            }
        }
    }
}
