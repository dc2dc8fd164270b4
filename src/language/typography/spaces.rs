//! The spaces that must not part a sign, a unit or a name from what they belong to.

use std::ops::Range;

use super::{Matter, NARROW, NO_BREAK, Repair, addresses, numbers, overlaps};
use crate::language::Language;
use crate::language::format::months;

/// Symbols of units that follow a number.
const UNITS: [&str; 35] = [
    "€", "k€", "M€", "Md€", "%", "‰", "°C", "mm", "cm", "m", "km", "m²", "cm²", "km²", "m³", "ha", "mg", "g",
    "kg", "cl", "ml", "l", "h", "min", "kW", "kWh", "MWh", "ko", "Ko", "Mo", "Go", "To", "dB", "km/h", "kVA",
];

/// Nouns that follow a number, in the singular; the plural counts too.
const NOUNS: [&str; 12] = [
    "an", "année", "mois", "semaine", "jour", "heure", "minute", "seconde", "euro", "centime", "million",
    "milliard",
];

/// Titles before a name, capitals included.
const TITLES: [&str; 9] = ["M.", "MM.", "Mme", "Mmes", "Mlle", "Dr", "Pr", "Me", "Mᵐᵉ"];

/// Abbreviations before a number.
const BEFORE_NUMBER: [&str; 9] = ["n°", "N°", "nº", "§", "p.", "art.", "Art.", "nᵒ", "articles"];

/// The spaces of a French text that should not break, in order, not overlapping: ordinary ones that were
/// typed and, inside « », those that were not. Spaces that already do not break, of either width, are
/// left as they are.
pub fn spaces(text: &str) -> Vec<Repair> {
    let mut repairs = Vec::new();
    let mut before = 0;
    for (at, byte) in text.bytes().enumerate() {
        let last = std::mem::replace(&mut before, byte);
        let sign = match byte {
            b' ' if is_between_words(last, text.as_bytes().get(at + 1)) => continue,
            b' ' | b';' | b'!' | b'?' | b':' => char::from(byte),
            // « and », and what begins as they do.
            0xC2 => match text.as_bytes().get(at + 1) {
                Some(0xAB) => '«',
                Some(0xBB) => '»',
                _ => continue,
            },
            _ => continue,
        };
        let range = at..at + sign.len_utf8();
        let Some((before, after)) = text.get(..range.start).zip(text.get(range.end..)) else { continue };
        repairs.extend(match sign {
            ';' | '!' | '?' if closes(sign, after) => typed_before(before, range, NARROW, Matter::Sign),
            ':' if closes(sign, after) && !is_ratio(before, after) => {
                typed_before(before, range, NO_BREAK, Matter::Sign)
            }
            '»' => typed_before(before, range.clone(), NO_BREAK, Matter::Quote)
                .or_else(|| missing_before(before, range)),
            '«' => after_opening(after, range),
            ' ' => between(before, after, range),
            _ => None,
        });
    }
    for run in numbers::runs(text) {
        numbers::repairs(text, &run, &mut repairs);
    }
    in_order(text, repairs)
}

/// Whether a space parts two words in small letters, as most do: neither a number, nor « 1er », nor a capital.
fn is_between_words(last: u8, next: Option<&u8>) -> bool {
    !last.is_ascii_digit() && last != b'r' && next.is_some_and(u8::is_ascii_lowercase)
}

/// The signs « ; ! ? : » typed against their word, with the space that they want.
pub fn missing_spaces(text: &str) -> Vec<Repair> {
    let missing = |(at, sign): (usize, char)| {
        let range = at..at + sign.len_utf8();
        let (before, after) = (text.get(..range.start)?, text.get(range.end..)?);
        let last = before.chars().next_back()?;
        let word =
            last.is_alphabetic() || matches!(last, ')' | '\u{fffc}') || (last.is_numeric() && sign != ':');
        let new = match sign {
            ';' | '!' | '?' => NARROW,
            ':' => NO_BREAK,
            _ => return None,
        };
        (word && closes(sign, after) && !(sign == '!' && is_in_name(before, after))).then_some(Repair {
            matter: Matter::Glued,
            typed: range.start..range.start,
            new,
            sign: range,
        })
    };
    let signs = text.char_indices().filter(|(_, c)| matches!(c, ';' | '!' | '?' | ':'));
    in_order(text, signs.filter_map(missing).collect())
}

/// Repairs outside addresses, in order, the first of two that overlap.
fn in_order(text: &str, mut repairs: Vec<Repair>) -> Vec<Repair> {
    if repairs.is_empty() {
        return repairs;
    }
    repairs.sort_by_key(|repair| (repair.typed.start, repair.matter));
    let addresses = addresses(text);
    let mut end = 0;
    repairs.retain(|repair| {
        let apart = repair.typed.start >= end && !overlaps(&addresses, &repair.typed);
        if apart {
            end = repair.typed.end;
        }
        apart
    });
    repairs
}

/// Whether a sign ends what is before it: not an emoticon, an operator or the start of a word.
fn closes(sign: char, after: &str) -> bool {
    match after.chars().next() {
        None => true,
        Some(')') => matches!(sign, '!' | '?'),
        Some(next) => next.is_whitespace() || matches!(next, '!' | '?' | '…' | '»' | '"' | '”' | '\u{fffc}'),
    }
}

/// `14 : 30`, `1 : 25 000`.
fn is_ratio(before: &str, after: &str) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    digit(before.trim_end().chars().next_back()) && digit(after.trim_start().chars().next())
}

/// « le site Yahoo! France »: a name that holds its sign begins with a capital in the middle of a sentence.
fn is_in_name(before: &str, after: &str) -> bool {
    let word = last_word(before);
    let earlier = before.strip_suffix(word).unwrap_or("").trim_end();
    let inside = !earlier.is_empty() && !earlier.ends_with(['.', '!', '?', '…', ':', '«', '“', '"', '(']);
    inside && word.starts_with(char::is_uppercase) && after.trim_start().starts_with(char::is_alphabetic)
}

/// The word that ends a text.
fn last_word(text: &str) -> &str {
    let cut = text.char_indices().rev().take(24).find(|(_, c)| c.is_whitespace());
    cut.and_then(|(at, c)| text.get(at + c.len_utf8()..)).unwrap_or(text)
}

/// An ordinary space between a number and its unit, a title and its name, an abbreviation and its number.
fn between(before: &str, after: &str, space: Range<usize>) -> Option<Repair> {
    let next = after.chars().next()?;
    let repair =
        |matter, sign: Range<usize>| Some(Repair { matter, typed: space.clone(), new: NO_BREAK, sign });
    if before.ends_with(|c: char| c.is_ascii_digit()) {
        let end = after
            .find(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ')' | '’' | '\'' | '(' | '-'));
        let word = after.get(..end.unwrap_or(after.len()))?;
        let word = word.trim_end_matches(['»', '”', '"', '!', '?', ':', '…', '/']);
        let sign = space.end..space.end + word.len();
        let follows = after.get(word.len()..).unwrap_or("");
        if UNITS.contains(&word) {
            // « l’article 5 l. », « les 2 m’ont »
            let letter = word.len() == 1 && follows.starts_with(['.', '’', '\'']) && !ends(follows);
            return if letter { None } else { repair(Matter::Unit, sign) };
        }
        let noun = word.strip_suffix('s').filter(|_| word != "mois").unwrap_or(word);
        let counted = NOUNS.contains(&noun) || NOUNS.contains(&word);
        let dated = months(Language::French).contains(&word);
        return if counted || dated { repair(Matter::Words, sign) } else { None };
    }
    // Most spaces part two words in small letters.
    if !(next.is_uppercase() || next.is_ascii_digit() || before.ends_with("1er")) {
        return None;
    }
    let word = last_word(before);
    let word = word.trim_start_matches(['(', '«', '\u{a0}', '“', '"']);
    let titled = next.is_uppercase() && TITLES.contains(&word);
    let numbered = next.is_ascii_digit() && BEFORE_NUMBER.contains(&word) && word != "articles";
    // « 1er janvier »
    let first = word == "1er" && {
        let end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        after.get(..end).is_some_and(|word| months(Language::French).contains(&word))
    };
    if titled || numbered || first {
        repair(Matter::Words, space.start - word.len()..space.start)
    } else {
        None
    }
}

/// Whether a sentence ends with the full stop that opens a text.
fn ends(after: &str) -> bool {
    after.strip_prefix('.').is_some_and(|rest| {
        let next = rest.trim_start().chars().next();
        rest.is_empty() || (rest.starts_with(char::is_whitespace) && next.is_none_or(char::is_uppercase))
    })
}

/// Ordinary spaces between a word and the sign after it.
fn typed_before(before: &str, sign: Range<usize>, new: &'static str, matter: Matter) -> Option<Repair> {
    let word = before.trim_end_matches(' ');
    let alone = word.is_empty() || word.ends_with(|c: char| c.is_whitespace() || c == '«');
    // A block may begin with what is not text: « **Non** : ».
    let spaced = word.len() < before.len() && !alone;
    spaced.then_some(Repair { matter, typed: word.len()..before.len(), new, sign })
}

fn missing_before(before: &str, sign: Range<usize>) -> Option<Repair> {
    let last = before.chars().next_back()?;
    let glued = !last.is_whitespace() && last != '«';
    glued.then_some(Repair { matter: Matter::Quote, typed: sign.start..sign.start, new: NO_BREAK, sign })
}

fn after_opening(after: &str, sign: Range<usize>) -> Option<Repair> {
    let word = after.trim_start_matches(' ');
    let first = word.chars().next()?;
    let wrong = !first.is_whitespace() && first != '»';
    let typed = sign.end..sign.end + (after.len() - word.len());
    wrong.then_some(Repair { matter: Matter::Quote, typed, new: NO_BREAK, sign })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::typography::repaired;

    /// The text with its spaces put right, shown with `~` (no-break) and `_` (narrow).
    fn mended(text: &str) -> String {
        repaired(text, &spaces(text)).replace(NO_BREAK, "~").replace(NARROW, "_")
    }

    #[test]
    fn ordinary_spaces_become_the_right_ones() {
        let table = [
            ("Attention : dit-il ; vraiment ?", "Attention~: dit-il_; vraiment_?"),
            ("« Oui », 86 € et 5 %.", "«~Oui~», 86~€ et 5~%."),
            ("«Oui»", "«~Oui~»"),
            ("Quoi  ?", "Quoi_?"),
            ("20 km, 3 m², 5 kg. 2 h de route.", "20~km, 3~m², 5~kg. 2~h de route."),
            ("en 3 mois, 2 ans et 15 jours", "en 3~mois, 2~ans et 15~jours"),
            ("le 1er janvier, le 12 août 2026", "le 1er~janvier, le 12~août 2026"),
            ("M. Diallo, Mme Petit, n° 5", "M.~Diallo, Mme~Petit, n°~5"),
            ("ouvert de 9 h. Venez.", "ouvert de 9~h. Venez."),
        ];
        for (text, expected) in table {
            assert_eq!(mended(text), expected);
        }
    }

    #[test]
    fn what_is_not_punctuation_is_left_alone() {
        for text in [
            "à 14:30",
            "à 14 : 30",
            "échelle 1 : 25 mètres",
            "merci :)",
            "merci ;-)",
            "a != b",
            "https://exemple.fr/?a=b",
            "le sélecteur :root",
            "«\u{a0}Oui\u{a0}»\u{202f}!",
            "« »",
            "mot; mot",
            "les 2 m’ont parlé",
            "l’article 5 l. 12",
            "en 3 étapes",
            "catégorie M. elle",
        ] {
            assert!(spaces(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_sign_against_its_word_is_parted_from_it() {
        let mended =
            |text: &str| repaired(text, &missing_spaces(text)).replace(NO_BREAK, "~").replace(NARROW, "_");
        assert_eq!(mended("Quoi? Oui! Un; deux: trois"), "Quoi_? Oui_! Un_; deux~: trois");
        assert_eq!(mended("(oui)? Quoi?!"), "(oui)_? Quoi_?!");
        for text in ["à 14: 30", "http://a.fr", "le site Yahoo! France", "x:y", "merci:)", "a;b"] {
            assert_eq!(mended(text), text);
        }
    }
}
