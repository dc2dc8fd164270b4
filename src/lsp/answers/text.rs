//! A text around a place: its line, what is typed there, what letters are alike.

use std::ops::Range;

use crate::language::fold::{fold, without_accents};

/// The line that holds a byte, without its end.
pub(super) fn line(text: &str, at: usize) -> Range<usize> {
    let at = text.floor_char_boundary(at);
    let (before, after) = text.split_at(at);
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let end = after.find('\n').map_or(text.len(), |length| at + length);
    let end = if text.get(start..end).is_some_and(|line| line.ends_with('\r')) { end - 1 } else { end };
    start..end.max(start)
}

/// The end of a word that starts before a byte, or there: the first character that is none of it.
pub(super) fn end_of(text: &str, at: usize, is_of: impl Fn(char) -> bool) -> usize {
    let rest = text.get(at..).unwrap_or("");
    at + rest.find(|c| !is_of(c)).unwrap_or(rest.len())
}

/// Letters as they are compared: small, without accents.
pub(super) fn even(text: &str) -> String {
    without_accents(fold(text.trim()).text())
}

/// How well what is typed goes with a name: 0 begins it, 1 begins a word of it, 2 stands in it; none when it does
/// not. Both are [`even`]. The words of what is typed may stand in any order.
pub(super) fn match_of(typed: &str, name: &str) -> Option<u8> {
    if name.starts_with(typed) {
        return Some(0);
    }
    let starts_word = |part: &str| {
        let mut found = name.match_indices(part).map(|(at, _)| name.get(..at).unwrap_or(""));
        found.any(|before| before.is_empty() || before.ends_with(|c: char| !c.is_alphanumeric()))
    };
    if typed.split_whitespace().all(starts_word) {
        return Some(1);
    }
    typed.split_whitespace().all(|part| name.contains(part)).then_some(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_from_any_byte_of_it() {
        let text = "é\r\nb\n\nc";
        for (at, expected) in [(0, "é"), (1, "é"), (2, "é"), (4, "b"), (5, "b"), (6, ""), (7, "c"), (9, "c")]
        {
            assert_eq!(&text[line(text, at)], expected, "{at}");
        }
        assert_eq!(line("", 3), 0..0);
    }

    #[test]
    fn names_are_matched_without_accents_and_by_any_word() {
        let name = even("Carte d’identité perdue");
        assert_eq!(match_of(&even("cart"), &name), Some(0));
        assert_eq!(match_of(&even("Identite"), &name), Some(1));
        assert_eq!(match_of(&even("perdue carte"), &name), Some(1));
        assert_eq!(match_of(&even("entité"), &name), Some(2));
        assert_eq!(match_of(&even("passeport"), &name), None);
    }
}
