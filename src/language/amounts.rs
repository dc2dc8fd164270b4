//! Sums of money in a text.
//!
//! What is read: « 86 € », « 86,50 euros », « 1 429,50 € » with any kind of space, « 1.429,50 € », `€86.50`,
//! `€1,429`, « 50 centimes », « quatre-vingt-six euros », « 2 millions d’euros »; and ranges: « de 20 à
//! 30 € », « entre 20 € et 30 € », « 20-30 € », « 20 ou 30 € ».
//!
//! What is not: other currencies, sums below zero, a number that something else holds (« A86 € »,
//! « 17599, 40 € »), and « 86 € 50 ».

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::Language;
use super::fold::fold;
use super::numbers;
use super::words::is_invisible;

/// A sum in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmountMention {
    /// Where it is written, its sign included; a range is one mention.
    pub range: Range<usize>,
    /// In cents of a euro: the lowest and the highest it may be, the same for one sum.
    pub cents: (i64, i64),
}

impl AmountMention {
    /// The sum in cents; none for a range.
    pub fn one(&self) -> Option<i64> {
        (self.cents.0 == self.cents.1).then_some(self.cents.0)
    }
}

/// The sums of a text, in order, without overlap.
pub fn amounts(text: &str, language: Language) -> Vec<AmountMention> {
    let mut found = Vec::new();
    let met = NAMES.iter().flat_map(|names| names.find_iter(text)).map(|met| met.range());
    for_each_amount(text, met, language, |mention| found.push(mention));
    found
}

/// Tells of each of these sums, where the [`SIGNS`] of the text are known: `met` are their places, in order, without
/// overlap.
pub fn for_each_amount(
    text: &str,
    met: impl Iterator<Item = Range<usize>>,
    language: Language,
    mut tell: impl FnMut(AmountMention),
) {
    let mut last: Option<AmountMention> = None;
    for sign in met.filter_map(|met| sign(text, met)) {
        let from = last.as_ref().map_or(0, |last| last.range.end);
        let Some(mention) = read(text, &sign, from, language) else { continue };
        // « 20 € à 30 € » is one range.
        if let Some(last) = last.as_mut().filter(|last| joins(text, last, &mention)) {
            last.cents.1 = mention.cents.1;
            last.range.end = mention.range.end;
            continue;
        }
        last.replace(mention).into_iter().for_each(&mut tell);
    }
    last.into_iter().for_each(tell);
}

/// What a text that names the euro holds, one of these.
pub const SIGNS: [&str; 6] = ["€", "euro", "Euro", "EURO", "entime", "ENTIME"];

static NAMES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    // Of this kind, several bytes are looked at in one step.
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(SIGNS).ok()
});

/// How a whole text says that there is nothing to pay, folded; French and English are both read.
const FREE: [&str; 8] =
    ["gratuit", "gratuite", "gratuits", "gratuites", "c'est gratuit", "free", "free of charge", "it's free"];

/// Whether a text says nothing but that there is nothing to pay: « gratuit », « Gratuit. », « 0 € ». « Gratuit
/// pour les mineurs » says more.
pub fn is_free(text: &str) -> bool {
    let text = text.trim();
    if text.starts_with('0') {
        let sums = amounts(text, Language::French);
        return matches!(sums.as_slice(), [sum] if sum.range == (0..text.len()) && sum.one() == Some(0));
    }
    let folded = fold(text.trim().trim_end_matches(['.', '!', ' ', '\u{A0}', '\u{202F}']));
    FREE.contains(&folded.text())
}

/// What tells that a number is a sum.
struct Sign {
    range: Range<usize>,
    /// How many cents one of it is.
    worth: i64,
    symbol: bool,
}

/// What was met there, if it is such a sign.
fn sign(text: &str, met: Range<usize>) -> Option<Sign> {
    if met.len() == "€".len() && text.get(met.clone()) == Some("€") {
        return Some(Sign { range: met, worth: 100, symbol: true });
    }
    // What was met of « centime » is all but its first letter.
    let worth = if met.len() == "entime".len() { 1 } else { 100 };
    let start = if worth == 1 { met.start.checked_sub(1)? } else { met.start };
    let end = met.end + usize::from(matches!(text.as_bytes().get(met.end), Some(b's' | b'S')));
    let c = worth == 100 || matches!(text.as_bytes().get(start), Some(b'c' | b'C'));
    let alone = !text.get(..start)?.ends_with(char::is_alphabetic)
        && !text.get(end..)?.starts_with(char::is_alphabetic);
    (c && alone).then_some(Sign { range: start..end, worth, symbol: false })
}

fn read(text: &str, sign: &Sign, from: usize, language: Language) -> Option<AmountMention> {
    let before = text.get(from..sign.range.start)?;
    let trimmed = trim_spaces(before);
    if let Some(number) = digits(trimmed, language) {
        let cents = number.hundredths.checked_mul(sign.worth)? / 100;
        let start = from + number.start;
        return Some(with_low(
            text,
            from,
            AmountMention { range: start..sign.range.end, cents: (cents, cents) },
        ));
    }
    if let Some((start, cents)) = millions(trimmed, language) {
        return Some(AmountMention { range: from + start..sign.range.end, cents: (cents, cents) });
    }
    if sign.symbol {
        // `€86.50`
        let after = text.get(sign.range.end..)?;
        let space = after.len() - trim_start_spaces(after).len();
        let rest = after.get(space..)?;
        let end = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(rest.len());
        let typed = rest.get(..end)?.trim_end_matches(['.', ',']);
        let number = digits(typed, Language::English).filter(|number| number.start == 0)?;
        let end = sign.range.end + space + typed.len();
        let cents = number.hundredths;
        return Some(AmountMention { range: sign.range.start..end, cents: (cents, cents) });
    }
    // « quatre-vingt-six euros »
    let (start, number) = numbers::last(trimmed)?;
    let cents = i64::from(number).checked_mul(sign.worth)?;
    Some(AmountMention { range: from + start..sign.range.end, cents: (cents, cents) })
}

/// A number in digits at the end of a text.
struct Digits {
    start: usize,
    hundredths: i64,
}

fn digits(text: &str, language: Language) -> Option<Digits> {
    let numeric = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',') || is_space(c);
    let from = text.char_indices().rev().take(24).take_while(|(_, c)| numeric(*c)).last()?.0;
    let run = text.get(from..)?;
    // What cannot be one number is cut from its left: « en 2019 200 € ».
    let starts = run.char_indices().filter(|(at, c)| {
        c.is_ascii_digit()
            && !run.get(..*at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()))
    });
    for (at, _) in starts {
        let typed = run.get(at..)?;
        if let Some(hundredths) = number(typed, language) {
            let start = from + at;
            return free(text.get(..start)?).then_some(Digits { start, hundredths });
        }
    }
    None
}

/// Whether a number that starts here is held by nothing before it.
fn free(before: &str) -> bool {
    let mut back = before.chars().rev().filter(|c| !is_invisible(*c));
    match back.next() {
        None => true,
        Some(c) if c.is_alphanumeric() => false,
        // « 17599, 40 € », « 3,1,50 € »
        Some('.' | ',') => false,
        // « -10 € » is below zero; « - 10 € » and « 5-10 € » are not.
        Some('-' | '−' | '+') => back.next().is_some_and(|c| c.is_ascii_digit()),
        // « 17599, 40 € » is badly typed; « en 2015, 74 € » is not.
        Some(c) if is_space(c) => {
            back.next() != Some(',') || back.take_while(char::is_ascii_digit).take(5).count() < 5
        }
        Some(_) => true,
    }
}

/// A whole number with its thousands apart, and at most two decimals, in hundredths.
fn number(typed: &str, language: Language) -> Option<i64> {
    let (whole, decimals) = decimals(typed, language)?;
    let mut groups = whole.split(|c: char| !c.is_ascii_digit());
    let mut separators = whole.chars().filter(|c| !c.is_ascii_digit());
    let first = groups.next()?;
    let mut sum: i64 = first.parse().ok()?;
    for group in groups {
        if group.len() != 3 || first.len() > 3 {
            return None;
        }
        sum = sum.checked_mul(1000)?.checked_add(group.parse().ok()?)?;
    }
    let separator = separators.next();
    if separators.any(|other| Some(other) != separator) {
        return None;
    }
    let hundredths = match decimals.len() {
        0 => 0,
        1 => decimals.parse::<i64>().ok()? * 10,
        _ => decimals.parse::<i64>().ok()?,
    };
    sum.checked_mul(100)?.checked_add(hundredths)
}

/// Cuts a number at its decimal sign: a comma or a point before one or two digits.
fn decimals(typed: &str, language: Language) -> Option<(&str, &str)> {
    let Some(at) = typed.rfind(['.', ',']) else { return Some((typed, "")) };
    let (whole, rest) = (typed.get(..at)?, typed.get(at + 1..)?);
    if !rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match rest.len() {
        1 | 2 => Some((whole, rest)),
        // « 1.429 » is a thousand in French, « 1,429 » in English.
        3 if typed.get(at..=at) == Some(if language == Language::French { "." } else { "," }) => {
            Some((typed, ""))
        }
        _ => None,
    }
}

/// « 2 millions d’ », « 1,5 milliard d’ »: where it starts, in cents.
fn millions(text: &str, language: Language) -> Option<(usize, i64)> {
    let text = text.strip_suffix(['\'', '\u{2019}'])?.strip_suffix('d')?;
    let text = trim_spaces(text);
    let scales = [
        ("millions", 1_000_000),
        ("million", 1_000_000),
        ("milliards", 1_000_000_000),
        ("milliard", 1_000_000_000),
    ];
    let (text, scale) = scales.iter().find_map(|(word, scale)| Some((text.strip_suffix(word)?, *scale)))?;
    let text = trim_spaces(text);
    let number = digits(text, language)?;
    Some((number.start, number.hundredths.checked_mul(scale)?))
}

/// Takes in what makes a range of a sum: « de 20 à 30 € », « 20-30 € ».
fn with_low(text: &str, from: usize, mention: AmountMention) -> AmountMention {
    let low = || {
        let before = text.get(from..mention.range.start)?;
        let rest = trim_spaces(before);
        let rest = ["à", "ou", "et", "-", "–", "/"].iter().find_map(|link| rest.strip_suffix(link))?;
        let spaced = trim_spaces(rest);
        let number = digits(spaced, Language::French)?;
        Some((from + number.start, number.hundredths))
    };
    match low() {
        Some((start, cents)) if cents < mention.cents.1 => {
            AmountMention { range: start..mention.range.end, cents: (cents, mention.cents.1) }
        }
        _ => mention,
    }
}

/// Whether two sums that follow each other are the ends of a range.
fn joins(text: &str, low: &AmountMention, high: &AmountMention) -> bool {
    let between = text.get(low.range.end..high.range.start).map(|text| text.trim_matches(is_space));
    let before = || text.get(..low.range.start).map(|text| text.trim_end_matches(is_space)).unwrap_or("");
    let rising = low.cents.1 < high.cents.0 && low.one().is_some();
    rising
        && match between {
            Some("à" | "-" | "–" | "ou") => true,
            Some("et") => before().ends_with("entre") || before().ends_with("Entre"),
            _ => false,
        }
}

fn trim_spaces(text: &str) -> &str {
    text.trim_end_matches(is_space)
}

fn trim_start_spaces(text: &str) -> &str {
    text.trim_start_matches(is_space)
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The words of a sum, and its bounds in cents.
    type Sum<'a> = (&'a str, i64, i64);

    #[test]
    fn nothing_to_pay() {
        for text in [
            "gratuit",
            " Gratuite ",
            "Gratuit.",
            "GRATUIT !",
            "C’est gratuit.",
            "Free of charge.",
            "0 €",
            "0 euro",
        ] {
            assert!(is_free(text), "{text}");
        }
        for text in
            ["Gratuit pour les mineurs", "payant", "non gratuit", "sans", "", ".", "0 € à 5 €", "0,50 €", "0"]
        {
            assert!(!is_free(text), "{text}");
        }
    }

    #[test]
    fn sums_as_they_are_written() {
        let table: [(&str, &[Sum<'_>]); 46] = [
            ("Il coûte 86 €.", &[("86 €", 8600, 8600)]),
            ("Il coûte 86\u{A0}€.", &[("86\u{A0}€", 8600, 8600)]),
            ("86€", &[("86€", 8600, 8600)]),
            ("86,50 euros", &[("86,50 euros", 8650, 8650)]),
            ("86,5 €", &[("86,5 €", 8650, 8650)]),
            ("661.50 €", &[("661.50 €", 66150, 66150)]),
            ("1 429,50 €", &[("1 429,50 €", 142_950, 142_950)]),
            ("1\u{202F}429,50\u{A0}€", &[("1\u{202F}429,50\u{A0}€", 142_950, 142_950)]),
            ("1.429,50 €", &[("1.429,50 €", 142_950, 142_950)]),
            ("1.429 €", &[("1.429 €", 142_900, 142_900)]),
            ("12500 EUROS", &[("12500 EUROS", 1_250_000, 1_250_000)]),
            ("1 000 000 €", &[("1 000 000 €", 100_000_000, 100_000_000)]),
            ("0,07 €", &[("0,07 €", 7, 7)]),
            ("un euro", &[("un euro", 100, 100)]),
            ("50 centimes", &[("50 centimes", 50, 50)]),
            ("cinquante centimes", &[("cinquante centimes", 50, 50)]),
            ("quatre-vingt-six euros", &[("quatre-vingt-six euros", 8600, 8600)]),
            ("les quatre-vingts euros", &[("quatre-vingts euros", 8000, 8000)]),
            ("Cent vingt euros", &[("Cent vingt euros", 12_000, 12_000)]),
            ("deux mille trois cents euros", &[("deux mille trois cents euros", 230_000, 230_000)]),
            ("vingt et un euros", &[("vingt et un euros", 2100, 2100)]),
            ("2 millions d’euros", &[("2 millions d’euros", 200_000_000, 200_000_000)]),
            ("1,5 milliard d'euros", &[("1,5 milliard d'euros", 150_000_000_000, 150_000_000_000)]),
            ("en 2019 200 €", &[("200 €", 20_000, 20_000)]),
            ("73 € en 2015, 74 € en 2016", &[("73 €", 7300, 7300), ("74 €", 7400, 7400)]),
            ("de 20 à 30 €", &[("20 à 30 €", 2000, 3000)]),
            ("de 20 € à 30 €", &[("20 € à 30 €", 2000, 3000)]),
            ("entre 20 € et 30 €", &[("20 € et 30 €", 2000, 3000)]),
            ("20 € et 30 €", &[("20 €", 2000, 2000), ("30 €", 3000, 3000)]),
            ("20-30 €", &[("20-30 €", 2000, 3000)]),
            ("20 ou 30 €", &[("20 ou 30 €", 2000, 3000)]),
            ("86 € ou 89 €", &[("86 € ou 89 €", 8600, 8900)]),
            ("- 25 €", &[("25 €", 2500, 2500)]),
            ("(25 €)", &[("25 €", 2500, 2500)]),
            ("+25 €", &[]),
            ("-25 €", &[]),
            ("A86 €", &[]),
            ("17599, 40 €", &[]),
            ("1,2345 €", &[]),
            ("€", &[]),
            ("en euros", &[]),
            ("l’euro", &[]),
            ("mille €uros", &[]),
            ("européen 12", &[]),
            ("99999999999999999999999 €", &[]),
            ("86 $", &[]),
        ];
        for (text, expected) in table {
            check(text, Language::French, expected);
        }
        for (text, expected) in [
            ("It costs €86.50.", &[("€86.50", 8650, 8650)][..]),
            ("€1,429", &[("€1,429", 142_900, 142_900)]),
            ("86 euros", &[("86 euros", 8600, 8600)]),
            ("1,429.50 euros", &[("1,429.50 euros", 142_950, 142_950)]),
        ] {
            check(text, Language::English, expected);
        }
    }

    fn check(text: &str, language: Language, expected: &[Sum<'_>]) {
        let found = amounts(text, language);
        let found: Vec<Sum<'_>> =
            found.iter().map(|m| (&text[m.range.clone()], m.cents.0, m.cents.1)).collect();
        assert_eq!(found, expected, "of {text:?}");
    }

    proptest! {
        #[test]
        fn never_panics(text in "([0-9]{0,4}|[ ,.\u{A0}-]|€|euros?|cent|mille|quatre-|vingts?|d’|millions?|à|é){0,14}") {
            let mut end = 0;
            for mention in amounts(&text, Language::French) {
                prop_assert!(text.get(mention.range.clone()).is_some());
                prop_assert!(mention.range.start >= end && mention.range.end > mention.range.start);
                prop_assert!(mention.cents.0 <= mention.cents.1);
                end = mention.range.end;
            }
        }
    }
}
