//! Numbers typed in groups: thousands, and telephone numbers.

use std::ops::Range;

use super::{Matter, NARROW, NO_BREAK, Repair};

/// Words after which groups of digits are no thousands: « article 3 120 personnes ».
const NOT_A_COUNT: [&str; 26] = [
    "article", "articles", "art", "page", "pages", "p", "n°", "nº", "no", "numéro", "numéros", "chapitre",
    "titre", "annexe", "étape", "lot", "code", "siren", "siret", "rna", "iban", "bic", "idcc", "isbn",
    "version", "alinéa",
];

/// The repairs of one run of groups of digits, each group parted from the next by one space.
pub(super) fn repairs(text: &str, groups: &[Range<usize>], repairs: &mut Vec<Repair>) {
    let (Some(first), Some(last)) = (groups.first(), groups.last()) else { return };
    let whole = first.start..last.end;
    let Some((matter, new)) = matter(text, groups, &whole) else { return };
    for pair in groups.windows(2) {
        let [a, b] = pair else { continue };
        let space = a.end..b.start;
        if text.get(space.clone()) == Some(" ") {
            repairs.push(Repair { matter, typed: space, new, sign: whole.clone() });
        }
    }
}

/// What a run of groups is, and the space that its groups want; none when it is not sure.
fn matter(text: &str, groups: &[Range<usize>], whole: &Range<usize>) -> Option<(Matter, &'static str)> {
    let before = text.get(..whole.start)?;
    let after = text.get(whole.end..)?;
    let lengths: Vec<usize> = groups.iter().map(Range::len).collect();
    let first = text.get(groups.first()?.clone())?;
    let glued = before
        .ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '-' | '/' | '°' | '*' | '_'));
    // « 75 001 Paris » is a postcode.
    let place = after.strip_prefix([' ', '\u{a0}']).is_some_and(|rest| rest.starts_with(char::is_uppercase));
    let goes_on = after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '*' | '_'));
    if goes_on || glued {
        return None;
    }
    match lengths.as_slice() {
        [2, 2, 2, 2, 2] if first.starts_with('0') => return Some((Matter::Phone, NO_BREAK)),
        [2, 1, 2, 2, 2, 2] if first == "33" && before.ends_with('+') => {
            return Some((Matter::Phone, NO_BREAK));
        }
        // « 39 39 », « 36 46 »
        [2, 2] if first.starts_with('3') => return Some((Matter::Phone, NO_BREAK)),
        _ => {}
    }
    if lengths == [2, 3] && place {
        return None;
    }
    let [head, rest @ ..] = lengths.as_slice() else { return None };
    let thousands =
        (1..=3).contains(head) && rest.iter().all(|length| *length == 3) && !first.starts_with('0');
    // « le 3 120 personnes » says two numbers, and so do « article 3 » and « 3 ou 120 ».
    let word = before.trim_end_matches([' ', '\u{a0}', '\u{202f}', '.']);
    let word = word.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '’' | '\'')).next()?;
    let named = NOT_A_COUNT.iter().any(|name| word.to_lowercase() == *name);
    (thousands && rest.len() <= 3 && !named && !before.ends_with('+')).then_some((Matter::Thousands, NARROW))
}

/// The runs of two or more groups of digits parted by one space of any kind.
pub(super) fn runs(text: &str) -> Vec<Vec<Range<usize>>> {
    let mut runs: Vec<Vec<Range<usize>>> = Vec::new();
    let mut run: Vec<Range<usize>> = Vec::new();
    let mut close = |run: &mut Vec<Range<usize>>| {
        if run.len() > 1 {
            runs.push(std::mem::take(run));
        }
        run.clear();
    };
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(rest) = bytes.get(at..)
        && let Some(ahead) = rest.iter().position(u8::is_ascii_digit)
    {
        at += ahead;
        let digits = rest.iter().skip(ahead).take_while(|byte| byte.is_ascii_digit()).count();
        let joined =
            run.last().is_none_or(|last| matches!(text.get(last.end..at), Some(" " | "\u{a0}" | "\u{202f}")));
        if !joined {
            close(&mut run);
        }
        run.push(at..at + digits);
        at += digits;
    }
    close(&mut run);
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::typography::repaired;

    fn mended(text: &str) -> String {
        let mut all = Vec::new();
        runs(text).iter().for_each(|run| repairs(text, run, &mut all));
        repaired(text, &all).replace(NO_BREAK, "~").replace(NARROW, "_")
    }

    #[test]
    fn groups_of_a_number_stay_together() {
        let table = [
            ("1 429,50 €", "1_429,50 €"),
            ("12 500 personnes, 1 250 000", "12_500 personnes, 1_250_000"),
            ("01 23 45 67 89", "01~23~45~67~89"),
            ("+33 1 23 45 67 89", "+33~1~23~45~67~89"),
            ("le 39 39", "le 39~39"),
            ("1\u{a0}250 000", "1~250_000"),
        ];
        for (text, expected) in table {
            assert_eq!(mended(text), expected);
        }
    }

    #[test]
    fn what_may_be_two_numbers_is_left_alone() {
        for text in [
            "l’article 3 120 personnes",
            "en 2024 100 000",
            "SIRET 123 456 789 00012",
            "SIREN 123 456 789",
            "cerfa n° 12 345",
            "02 123",
            "A3 120",
            "3 1205",
            "75 001-12",
            "75 001 Paris",
        ] {
            assert_eq!(mended(text), text);
        }
    }
}
