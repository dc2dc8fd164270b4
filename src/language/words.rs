//! Words, as a citizen counts them.
//!
//! « l’usager », « porte-monnaie », « 1 000 € » (without its sign), « 1er », « L.123-1 »,
//! « usager(ère) » and « www.service-public.fr » are one word each. A space between two groups of
//! digits joins them only when it is a no-break one: an ordinary space says nothing of what belongs
//! together. U+FFFC stands for something read that is not text (code, a call, an image) and is a word.

use std::ops::Range;

/// What stands in a text for inline code, a call or an image.
pub const PLACEHOLDER: char = '\u{FFFC}';

/// The words of a text, in order; byte ranges on character boundaries, never empty.
///
/// An elided particle left on its own, as in « l’« usager » », belongs to the next word and is not
/// counted.
pub fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(c) = char_at(text, at) {
            if c == ' ' || !starts_word(c) {
                at += c.len_utf8();
                continue;
            }
            let word = at..end_of_word(text, at);
            at = word.end;
            if !stands_before_elision(text, &word) {
                return Some(word);
            }
        }
        None
    })
}

/// How many bytes of a word are an elided particle and its apostrophe (`l'`, `qu’`, `jusqu'`); 0 if
/// it has none. « aujourd’hui » and « quelqu’un » have none: they are whole words.
pub fn elision(word: &str) -> usize {
    // Most words have neither an apostrophe nor anything that could be one.
    if word.bytes().take(10).all(|byte| byte.is_ascii_alphanumeric()) {
        return 0;
    }
    for (at, c) in word.char_indices().take(9) {
        if is_apostrophe(c) {
            let particle = word.get(..at).unwrap_or_default();
            return if is_elided(particle) { at + c.len_utf8() } else { 0 };
        }
        if !c.is_alphabetic() {
            return 0;
        }
    }
    0
}

/// Whether these letters are a particle that loses its vowel before another one: `l`, `d`, `qu`…
pub fn is_elided(letters: &str) -> bool {
    const PARTICLES: [&str; 14] =
        ["l", "d", "n", "s", "c", "j", "m", "t", "qu", "ç", "jusqu", "lorsqu", "puisqu", "quoiqu"];
    PARTICLES.iter().any(|p| p.eq_ignore_ascii_case(letters)) || letters == "Ç"
}

/// Whether a character is an apostrophe, straight or typographic.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{02BC}')
}

/// Whether a character is one of the hyphens inside compounds.
pub fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Whether two capitals stand side by side: without them, there is neither an acronym nor a word in
/// capitals.
pub fn has_capitals(text: &str) -> bool {
    let mut before = false;
    text.chars().any(|c| {
        let capital = if c.is_ascii() { c.is_ascii_uppercase() } else { c.is_uppercase() };
        std::mem::replace(&mut before, capital) && capital
    })
}

/// Whether a character is read as nothing: soft hyphen, zero-width space or joiner.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

/// Whether a character is an accent that composes with the letter before it.
pub fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

fn starts_word(c: char) -> bool {
    (c.is_alphanumeric() && !is_apostrophe(c)) || c == PLACEHOLDER
}

/// Walks from the first character of a word to its end.
fn end_of_word(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut previous = ' ';
    loop {
        // Most letters are plain ones, most others are those of French, most words end at a space.
        let rest = text.as_bytes().get(end..).unwrap_or_default();
        let plain = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        if let Some(last) = plain.checked_sub(1).and_then(|last| rest.get(last)) {
            previous = char::from(*last);
            end += plain;
        }
        let Some(c) = char_at(text, end) else { break };
        if c == ' ' {
            break;
        }
        if is_latin_letter(c) {
            end += c.len_utf8();
            previous = c;
            continue;
        }
        if c == PLACEHOLDER && previous == PLACEHOLDER {
            break;
        }
        if starts_word(c) || is_combining(c) || is_invisible(c) || (c == '°' && previous.is_alphanumeric()) {
            end += c.len_utf8();
            if starts_word(c) {
                previous = c;
            }
            continue;
        }
        if let Some(address_end) = address(text, end) {
            return address_end;
        }
        match joint(text.get(end..).unwrap_or_default(), previous) {
            0 => break,
            length => end += length,
        }
    }
    // A trailing invisible character is not part of the word: its range would surprise an editor.
    let word = text.get(start..end).unwrap_or_default();
    match word.as_bytes().last() {
        Some(last) if last.is_ascii() => end,
        _ => start + word.trim_end_matches(is_invisible).len(),
    }
}

/// Whether a character is a letter: those of French are known without a look into the tables of Unicode.
pub(super) fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || is_latin_letter(c) || (!c.is_ascii() && c.is_alphabetic())
}

fn is_latin_letter(c: char) -> bool {
    matches!(c, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ')
}

/// The end of a web address whose `://` stands at `at`.
fn address(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    if !rest.starts_with("://") {
        return None;
    }
    let stops = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '«' | '»' | '“' | '”');
    let address = rest.get(..rest.find(stops).unwrap_or(rest.len()))?;
    let length = address.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '’', '\'', '…']).len();
    (length > 3).then_some(at + length)
}

/// How many bytes at the start of `rest` join the character before to what follows; 0 for none.
fn joint(rest: &str, previous: char) -> usize {
    let mut chars = rest.chars();
    let (Some(c), Some(next)) = (chars.next(), chars.next()) else { return 0 };
    let letters = previous.is_alphabetic() && next.is_alphabetic();
    let digits = previous.is_numeric() && next.is_numeric();
    let joins = match c {
        _ if is_apostrophe(c) || is_hyphen(c) => starts_word(next),
        // « L.123-1 », « c.-à-d. », « service-public.fr »; but « fin.Le » lacks a space.
        '.' => {
            (starts_word(next) && !(previous.is_lowercase() && next.is_uppercase()))
                || (is_hyphen(next) && chars.next().is_some_and(starts_word))
        }
        '\u{A0}' | '\u{202F}' | '\u{2009}' | ',' | ':' | '/' | '*' => digits,
        '@' | '_' => starts_word(next),
        '&' | '·' | '•' => letters,
        '(' => return inclusive_ending(rest, previous),
        _ => false,
    };
    if joins { c.len_utf8() } else { 0 }
}

/// The length of « (s) » or « (ère) » stuck to a word.
fn inclusive_ending(rest: &str, previous: char) -> usize {
    let Some(inside) = rest.strip_prefix('(').filter(|_| previous.is_alphabetic()) else { return 0 };
    let letters: usize = inside.chars().take(6).take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
    let closed = inside.get(letters..).is_some_and(|after| after.starts_with(')'));
    if letters > 0 && closed { letters + 2 } else { 0 }
}

/// Whether a word is only an elided particle before its apostrophe: « l » in « l’« usager » ».
fn stands_before_elision(text: &str, word: &Range<usize>) -> bool {
    char_at(text, word.end).is_some_and(is_apostrophe)
        && is_elided(text.get(word.clone()).unwrap_or_default())
        && text.get(word.end..).is_some_and(|rest| rest.chars().skip(1).any(starts_word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<&str> {
        words(text).map(|range| &text[range]).collect()
    }

    #[test]
    fn words_as_a_citizen_counts_them() {
        let table: &[(&str, &[&str])] = &[
            ("", &[]),
            (" \u{A0}… !", &[]),
            ("l'usager", &["l'usager"]),
            ("L’usager d’une mairie", &["L’usager", "d’une", "mairie"]),
            ("aujourd’hui, quelqu'un", &["aujourd’hui", "quelqu'un"]),
            ("jusqu’à lorsqu’il", &["jusqu’à", "lorsqu’il"]),
            ("l’« usager »", &["usager"]),
            ("l’\u{FFFC}", &["l’\u{FFFC}"]),
            ("l’ usager", &["usager"]),
            ("les ‘droits’ de l’homme", &["les", "droits", "de", "l’homme"]),
            ("the users' rights", &["the", "users", "rights"]),
            ("porte-monnaie, c’est-à-dire", &["porte-monnaie", "c’est-à-dire"]),
            ("sous\u{2011}préfecture", &["sous\u{2011}préfecture"]),
            ("A-t-il 15 ans ?", &["A-t-il", "15", "ans"]),
            ("2024 - 2025", &["2024", "2025"]),
            ("2024–2025", &["2024", "2025"]),
            ("1\u{202F}429,50\u{A0}€", &["1\u{202F}429,50"]),
            ("1\u{A0}000\u{A0}000 de pages", &["1\u{A0}000\u{A0}000", "de", "pages"]),
            ("de 10 000 euros", &["de", "10", "000", "euros"]),
            ("de 10\u{A0}euros", &["de", "10", "euros"]),
            ("50 % et 3.5", &["50", "et", "3.5"]),
            ("le 1er janvier, la 2ᵉ fois", &["le", "1er", "janvier", "la", "2ᵉ", "fois"]),
            ("n° 12669*02", &["n°", "12669*02"]),
            ("article L. 123-1", &["article", "L", "123-1"]),
            ("article L.123-1.", &["article", "L.123-1"]),
            ("le 15/03/2026 à 10:30", &["le", "15/03/2026", "à", "10:30"]),
            ("et/ou", &["et", "ou"]),
            ("un usager(ère) né(e)s (ici)", &["un", "usager(ère)", "né(e)s", "ici"]),
            ("usager·ère·s", &["usager·ère·s"]),
            ("c.-à-d. J.-C. p.m.", &["c.-à-d", "J.-C", "p.m"]),
            ("Écrivez à a.b@mairie.fr.", &["Écrivez", "à", "a.b@mairie.fr"]),
            ("(https://www.a.fr/b?c=d).", &["https://www.a.fr/b?c=d"]),
            ("fin.Le début", &["fin", "Le", "début"]),
            ("R&D, A & B", &["R&D", "A", "B"]),
            ("\u{FFFC}\u{FFFC} et \u{FFFC}", &["\u{FFFC}", "\u{FFFC}", "et", "\u{FFFC}"]),
            ("e\u{301}cole", &["e\u{301}cole"]),
            ("dé\u{AD}marche\u{200B} ", &["dé\u{AD}marche"]),
            ("12 m² à 25°C", &["12", "m²", "à", "25°C"]),
            ("« Oui »", &["Oui"]),
            ("🙂 merci", &["merci"]),
        ];
        for (text, expected) in table {
            assert_eq!(read(text), *expected, "in {text:?}");
        }
    }

    #[test]
    fn elided_particles() {
        let table = [
            ("l'usager", 2),
            ("L’État", 4),
            ("qu’il", 5),
            ("Jusqu'au", 6),
            ("aujourd'hui", 0),
            ("quelqu’un", 0),
            ("prud'homme", 0),
            ("usager", 0),
            ("'", 0),
            ("", 0),
        ];
        for (word, expected) in table {
            assert_eq!(elision(word), expected, "in {word:?}");
        }
    }

    proptest! {
        #[test]
        fn ranges_hold_and_never_overlap(text in "[a-zé’' .,()0-9\u{A0}\u{FFFC}\u{AD}«»:/@-]{0,40}|.{0,40}") {
            let mut end = 0;
            for word in words(&text) {
                prop_assert!(word.start >= end && word.start < word.end);
                prop_assert!(text.get(word.clone()).is_some());
                end = word.end;
            }
        }
    }
}
