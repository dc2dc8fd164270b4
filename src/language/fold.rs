//! Text folded for matching, with the way back to what was typed.
//!
//! Folding is lower case; one apostrophe, one hyphen, one ordinary space for any kind and any number of
//! them; œ and æ and typographic ligatures in two letters; accents composed with their letter; soft
//! hyphens and zero-width characters dropped.
//!
//! Accents are kept: « du » is not « dû ». Capitals often go without them, though, and « ETAT » or
//! « Etat » must be found by a rule for « état ». A matcher therefore adds [`without_accents`] of each
//! term as a second pattern, and keeps a hit of that pattern only where what was typed
//! [`lacks_only_capital_accents`].

use std::ops::Range;

use super::words::{is_apostrophe, is_combining, is_elided, is_hyphen, is_invisible};

/// A folded text and where each of its bytes comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    text: String,
    /// What changed its length or its count of characters, in order; between two pieces, text and original run at the same pace.
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    folded: Range<usize>,
    original: Range<usize>,
}

impl Folded {
    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The folded text alone.
    pub fn into_text(self) -> String {
        self.text
    }

    /// The bytes of the original that a range of the folded text comes from, rounded outwards to whole
    /// characters; a range that reaches outside the text is cut to it. Dropped characters at either
    /// end are left out.
    pub fn original(&self, folded: Range<usize>) -> Range<usize> {
        let start = self.text.floor_char_boundary(folded.start);
        let end = self.text.ceil_char_boundary(folded.end.min(self.text.len()));
        let start = self.original_start(start);
        start..self.original_end(end).max(start)
    }

    fn original_start(&self, at: usize) -> usize {
        let after = self.pieces.partition_point(|piece| piece.folded.start <= at);
        match after.checked_sub(1).and_then(|index| self.pieces.get(index)) {
            Some(piece) if at < piece.folded.end => piece.original.start,
            Some(piece) => piece.original.end + (at - piece.folded.end),
            None => at,
        }
    }

    fn original_end(&self, at: usize) -> usize {
        let after = self.pieces.partition_point(|piece| piece.folded.start < at);
        match after.checked_sub(1).and_then(|index| self.pieces.get(index)) {
            Some(piece) if at <= piece.folded.end => piece.original.end,
            Some(piece) => piece.original.end + (at - piece.folded.end),
            None => at,
        }
    }
}

/// Folds a text.
pub fn fold(text: &str) -> Folded {
    folding(text, true)
}

/// A text with all that folding does, but for its capitals, which stay.
pub fn fold_but_capitals(text: &str) -> String {
    folding(text, false).text
}

fn folding(text: &str, lower: bool) -> Folded {
    let mut folded = Folded { text: String::with_capacity(text.len()), ..Folded::default() };
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let (as_it_is, rest) = rest.split_at_checked(unfolded(rest.as_bytes())).unwrap_or(("", rest));
        folded.text.push_str(as_it_is);
        at += as_it_is.len();
        let mut chars = rest.chars();
        let Some(c) = chars.next() else { break };
        let from = folded.text.len();
        let mut end = at + c.len_utf8();
        if c.is_ascii_graphic() && c != '\'' {
            folded.text.push(if lower { c.to_ascii_lowercase() } else { c });
        } else {
            push_folded(&mut folded.text, c, lower);
        }
        // One accent per letter is all that French needs.
        if let Some(mark) = chars.next()
            && is_combining(mark)
            && folded.text.len() > from
            && let Some(composed) = folded.text.chars().next_back().and_then(|letter| compose(letter, mark))
        {
            folded.text.pop();
            folded.text.push(composed);
            end += mark.len_utf8();
        }
        let one_char = folded.text.get(from..).is_some_and(|piece| piece.chars().nth(1).is_none());
        if folded.text.len() - from != end - at || !one_char {
            folded.pieces.push(Piece { folded: from..folded.text.len(), original: at..end });
        }
        at = end;
    }
    folded
}

/// How many bytes from the first on folding leaves as they are: plain small letters, those of French with
/// their accent, marks, and one space after any of them.
fn unfolded(bytes: &[u8]) -> usize {
    let (mut end, mut last) = (0, 0);
    while let Some(byte) = bytes.get(end) {
        let length = match byte {
            b'\'' | b'A'..=b'Z' => 0,
            b'!'..=b'~' => 1,
            b' ' if end > 0 && bytes.get(end - 1) != Some(&b' ') => 1,
            // From à to ÿ, without æ.
            0xC3 if bytes.get(end + 1).is_some_and(|byte| *byte >= 0xA0 && *byte != 0xA6) => 2,
            _ => 0,
        };
        if length == 0 {
            break;
        }
        last = end;
        end += length;
    }
    // The accents that stand apart are from U+0300 to U+036F: one may follow the last letter.
    if matches!(bytes.get(end), Some(0xCC | 0xCD)) { last } else { end }
}

fn push_folded(text: &mut String, c: char, lower: bool) {
    match c {
        _ if is_apostrophe(c) || c == '\u{2018}' => text.push('\''),
        _ if is_hyphen(c) => text.push('-'),
        _ if is_invisible(c) => {}
        _ if c.is_whitespace() => {
            // A reader sees one space where several were typed.
            if !text.ends_with(' ') {
                text.push(' ');
            }
        }
        'Œ' if !lower => text.push_str("OE"),
        'Æ' if !lower => text.push_str("AE"),
        'œ' | 'Œ' => text.push_str("oe"),
        'æ' | 'Æ' => text.push_str("ae"),
        'ﬀ' => text.push_str("ff"),
        'ﬁ' => text.push_str("fi"),
        'ﬂ' => text.push_str("fl"),
        'ﬃ' => text.push_str("ffi"),
        'ﬄ' => text.push_str("ffl"),
        _ if lower => text.extend(c.to_lowercase()),
        _ => text.push(c),
    }
}

/// Lower-case letters of French with their accent, beside the bare letter and the combining mark.
const ACCENTED: [(char, char, char); 18] = [
    ('à', 'a', '\u{300}'),
    ('è', 'e', '\u{300}'),
    ('ì', 'i', '\u{300}'),
    ('ù', 'u', '\u{300}'),
    ('é', 'e', '\u{301}'),
    ('â', 'a', '\u{302}'),
    ('ê', 'e', '\u{302}'),
    ('î', 'i', '\u{302}'),
    ('ô', 'o', '\u{302}'),
    ('û', 'u', '\u{302}'),
    ('ñ', 'n', '\u{303}'),
    ('ä', 'a', '\u{308}'),
    ('ë', 'e', '\u{308}'),
    ('ï', 'i', '\u{308}'),
    ('ö', 'o', '\u{308}'),
    ('ü', 'u', '\u{308}'),
    ('ÿ', 'y', '\u{308}'),
    ('ç', 'c', '\u{327}'),
];

fn compose(letter: char, mark: char) -> Option<char> {
    let small = letter.to_ascii_lowercase();
    let (composed, _, _) = ACCENTED.iter().find(|(_, l, m)| *l == small && *m == mark)?;
    if small == letter { Some(*composed) } else { composed.to_uppercase().next() }
}

/// A folded text without its accents: what « état » looks like in capitals typed without them.
pub fn without_accents(folded: &str) -> String {
    folded.chars().filter(|&c| !is_combining(c)).map(bare).collect()
}

fn bare(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    ACCENTED.iter().find(|(composed, _, _)| *composed == c).map_or(c, |(_, letter, _)| *letter)
}

/// Whether what was typed is the folded `term`, but for accents that its capitals lack: « ETAT » and
/// « A l’état » are « état » and « à l’état »; « etat » is not.
pub fn lacks_only_capital_accents(typed: &str, term: &str) -> bool {
    let typed = fold_but_capitals(typed);
    let mut letters = typed.chars();
    let matches = term.chars().filter(|c| !is_combining(*c)).all(|wanted| {
        letters.next().is_some_and(|typed| {
            let mut small = typed.to_lowercase();
            small.next() == Some(wanted) || typed.is_uppercase() && typed.to_ascii_lowercase() == bare(wanted)
        })
    });
    matches && letters.next().is_none()
}

/// Whether a text, as typed, has letters and all of them are capitals.
pub fn in_capitals(typed: &str) -> bool {
    let mut letters = typed.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(char::is_uppercase)
}

/// Whether a word may start or end at `at`, in a folded text or as typed.
///
/// Not between two letters or digits, nor on either side of a hyphen that joins two of them. An
/// apostrophe separates after an elided particle (« d’usager » holds « usager ») and does not inside
/// « aujourd’hui ». False outside the text or inside a character.
pub fn is_word_boundary(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else { return false };
    let (mut left, mut right) = (before.chars().rev(), after.chars());
    let (Some(last), Some(next)) = (left.next(), right.next()) else { return true };
    if in_word(last) && in_word(next) {
        return false;
    }
    let joined_left = is_hyphen(last) && in_word(next) && left.next().is_some_and(in_word);
    let joined_right = is_hyphen(next) && in_word(last) && right.next().is_some_and(in_word);
    if joined_left || joined_right {
        return false;
    }
    if is_apostrophe(next) && in_word(last) {
        return !holds_its_apostrophe(letters_at_end(before)) || !after.chars().nth(1).is_some_and(in_word);
    }
    if is_apostrophe(last) && in_word(next) {
        let letters = letters_at_end(before.get(..at - last.len_utf8()).unwrap_or_default());
        return letters.is_empty() || is_elided(letters);
    }
    true
}

/// Whether what stands at `range` is words, and no part of one: [`is_word_boundary`] at both ends.
pub fn is_whole(text: &str, range: &Range<usize>) -> bool {
    is_word_boundary(text, range.start) && is_word_boundary(text, range.end)
}

/// Whether a folded text holds a phrase that is folded too, as whole words, in the singular or in a plural
/// in -s or -x. No text holds an empty phrase.
pub fn holds_phrase(text: &str, phrase: &str) -> bool {
    !phrase.is_empty()
        && text
            .match_indices(phrase)
            .any(|(start, found)| is_whole_or_plural(text, &(start..start + found.len())))
}

/// Whether what stands at `range` of a folded text is words, in the singular or in a plural in -s or -x.
pub fn is_whole_or_plural(text: &str, range: &Range<usize>) -> bool {
    let plural = text.get(range.end..).is_some_and(|rest| rest.starts_with(['s', 'x']));
    is_whole(text, range) || (plural && is_whole(text, &(range.start..range.end + 1)))
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() && !is_apostrophe(c) || c == '_' || is_combining(c) || is_invisible(c)
}

fn letters_at_end(text: &str) -> &str {
    let start =
        text.char_indices().rev().take_while(|(_, c)| in_word(*c)).last().map_or(text.len(), |(at, _)| at);
    text.get(start..).unwrap_or_default()
}

/// The beginnings of words that hold an apostrophe without being an elision.
fn holds_its_apostrophe(letters: &str) -> bool {
    const WHOLE: [&str; 6] = ["aujourd", "quelqu", "presqu", "prud", "entr", "grand"];
    WHOLE.iter().any(|start| start.eq_ignore_ascii_case(letters))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folded_text() {
        let table = [
            ("", ""),
            ("Usager", "usager"),
            ("L’ÉTAT", "l'état"),
            ("l‘État", "l'état"),
            ("Œuvre, ŒUVRE, ex æquo", "oeuvre, oeuvre, ex aequo"),
            ("10\u{202F}000\u{A0}€", "10 000 €"),
            ("a\u{A0}\n b", "a b"),
            ("de\u{301}marche E\u{301}TAT", "démarche état"),
            ("c\u{327}a franc\u{327}ais", "ça français"),
            ("a\u{331}", "a\u{331}"),
            ("dé\u{AD}mar\u{200B}che", "démarche"),
            ("e\u{AD}\u{301}", "e\u{301}"),
            ("\u{301}a", "\u{301}a"),
            ("sous\u{2011}préfet", "sous-préfet"),
            ("oﬃciel, ﬁn", "officiel, fin"),
            ("İ", "i\u{307}"),
            ("\u{FFFC} Ça", "\u{FFFC} ça"),
        ];
        for (text, expected) in table {
            assert_eq!(fold(text).text(), expected, "of {text:?}");
        }
    }

    #[test]
    fn hits_lead_back_to_what_was_typed() {
        // Text, what is looked for in its folded form, what was typed there.
        let table = [
            ("l’usager", "usager", "usager"),
            ("À l’usager", "l'usager", "l’usager"),
            ("la Main-d’Œuvre ici", "main-d'oeuvre", "Main-d’Œuvre"),
            ("la Main-d’Œuvre ici", "ici", "ici"),
            ("Œuvre", "o", "Œ"),
            ("Œuvre", "e", "Œ"),
            ("Œuvre", "euvre", "Œuvre"),
            ("dé\u{AD}marche faite", "démarche", "dé\u{AD}marche"),
            ("\u{AD}démarche\u{AD} faite", "démarche", "démarche"),
            ("dé\u{AD}marche faite", "faite", "faite"),
            ("une de\u{301}marche faite", "démarche", "de\u{301}marche"),
            ("une de\u{301}marche", "dé", "de\u{301}"),
            ("une de\u{301}marche", "marche", "marche"),
            ("10\u{202F}000\u{A0}€ net", "10 000 €", "10\u{202F}000\u{A0}€"),
            ("10\u{202F}000\u{A0}€ net", "net", "net"),
            ("dans  le \u{A0} cadre", "dans le cadre", "dans  le \u{A0} cadre"),
            ("dans  le", "le", "le"),
            ("a  \u{AD} b", "a b", "a  \u{AD} b"),
            ("l’oﬃciel", "f", "ﬃ"),
            ("l’oﬃciel", "ciel", "ciel"),
            ("ÉCOLE ’ fin", "fin", "fin"),
        ];
        for (text, needle, expected) in table {
            let folded = fold(text);
            let at = folded.text().find(needle).unwrap();
            let range = folded.original(at..at + needle.len());
            assert_eq!(&text[range], expected, "{needle:?} in {text:?}");
        }
    }

    #[test]
    fn odd_ranges_stay_inside() {
        let folded = fold("aé’");
        assert_eq!(folded.original(2..2), 1..3);
        assert_eq!(folded.original(0..99), 0..6);
        assert_eq!(folded.original(50..99), 6..6);
        assert_eq!(folded.original(3..3), 3..3);
    }

    #[test]
    fn boundaries() {
        // The bar marks the place.
        let table = [
            ("|usager", true),
            ("usager|", true),
            ("usa|ger", false),
            ("l'|usager", true),
            ("l’|usager", true),
            ("qu’|il", true),
            ("aujourd'|hui", false),
            ("aujourd|'hui", false),
            ("quelqu'|un", false),
            ("user|'s", true),
            ("user'|s", false),
            ("'|mot'", true),
            ("mot|'", true),
            ("sous-|préfet", false),
            ("sous|-préfet", false),
            ("sous| - préfet", true),
            ("\u{E9}|art", false),
            ("éc|art", false),
            ("art|. 12", true),
            ("12|€", true),
            ("L|123", false),
            ("\u{FFFC}|mot", true),
            ("mot_|clé", false),
            ("|", true),
        ];
        for (marked, expected) in table {
            let at = marked.find('|').unwrap();
            assert_eq!(is_word_boundary(&marked.replace('|', ""), at), expected, "in {marked:?}");
        }
        assert!(!is_word_boundary("é", 1));
        assert!(!is_word_boundary("é", 9));
    }

    #[test]
    fn capitals_without_accents() {
        assert_eq!(without_accents(fold("L’État français, dû, naïf").text()), "l'etat francais, du, naif");
        for (typed, expected) in
            [("ETAT", true), ("L’ETAT", true), ("Etat", false), ("", false), ("12", false)]
        {
            assert_eq!(in_capitals(typed), expected, "of {typed:?}");
        }
    }

    #[test]
    fn accents_that_only_capitals_lack() {
        let table = [
            ("ETAT", "état", true),
            ("Etat", "état", true),
            ("ÉTAT", "état", true),
            ("etat", "état", false),
            ("A l’Etat", "à l'état", true),
            ("a l’État", "à l'état", false),
            ("DU", "dû", true),
            ("Du", "dû", false),
            ("RECUS", "reçus", true),
            ("Reçus  payés", "reçus payés", true),
            ("ETATS", "état", false),
            ("ETA", "état", false),
            ("", "", true),
        ];
        for (typed, term, expected) in table {
            assert_eq!(lacks_only_capital_accents(typed, term), expected, "{typed:?} for {term:?}");
        }
        assert_eq!(fold_but_capitals("L’E\u{301}tat, Œuvre  de\u{AD}"), "L'État, OEuvre de");
    }

    proptest! {
        #[test]
        fn offsets_are_monotonic_and_on_boundaries(text in "[a-eÉœ’\u{A0}\u{AD}\u{301}\u{202F}ﬃİ-]{0,30}|.{0,30}") {
            let folded = fold(&text);
            let length = folded.text().len();
            let mut previous = 0;
            for at in 0..=length {
                let range = folded.original(at..at + 1);
                prop_assert!(text.get(range.clone()).is_some());
                prop_assert!(range.start >= previous);
                prop_assert!(at >= length || !range.is_empty());
                previous = range.start;
                prop_assert!(text.get(folded.original(at..length)).is_some());
                is_word_boundary(&text, at);
            }
        }

        #[test]
        fn folding_a_folded_text_changes_nothing_when_plain(text in "[a-zA-ZÀ-ÖÙ-Ý’œ ]{0,30}") {
            let once = fold(&text).text().to_owned();
            let twice = fold(&once).text().to_owned();
            prop_assert_eq!(twice, once);
        }
    }
}
