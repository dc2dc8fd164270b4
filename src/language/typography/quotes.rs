//! « » instead of the straight or English marks.

use super::{Matter, Repair, addresses, overlaps};
use crate::language::quotations::quotations;

/// The outer quotations of a text in "…" or “…”: two repairs each, the opening mark then the closing
/// one. What stands inside « » may keep other marks, and what looks like code keeps its own.
pub fn quotes(text: &str) -> Vec<Repair> {
    let mut repairs = Vec::new();
    let quotations = quotations(text);
    if quotations.is_empty() {
        return repairs;
    }
    let addresses = addresses(text);
    for range in quotations {
        let inside = text.get(range.clone()).unwrap_or("");
        let mut chars = inside.chars();
        let (Some(open), Some(close)) = (chars.next(), chars.next_back()) else { continue };
        let words = chars.as_str();
        let marks = matches!((open, close), ('"', '"') | ('“', '”'));
        let code = words.contains(['=', '<', '>', '{', '}', '\\', '«', '»', '"']) || words.trim().is_empty();
        // A mark that touches a word on its outer side closes or opens nothing sure.
        let outer = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let before = text.get(..range.start).and_then(|before| before.chars().next_back());
        let after = text.get(range.end..).and_then(|after| after.chars().next());
        if !marks || code || outer(before) || outer(after) || overlaps(&addresses, &range) {
            continue;
        }
        // Ordinary spaces inside go with their mark; others are right already.
        let inner = words.trim_matches(' ');
        let (before, after) =
            (words.len() - words.trim_start_matches(' ').len(), words.trim_end_matches(' ').len());
        let start = range.start + open.len_utf8();
        let opening = range.start..start + before;
        let closing = start + after..range.end;
        let spaced = |c: Option<char>| c.is_some_and(char::is_whitespace);
        let new_open = if spaced(inner.chars().next()) { "«" } else { "«\u{a0}" };
        let new_close = if spaced(inner.chars().next_back()) { "»" } else { "\u{a0}»" };
        for (typed, new) in [(opening, new_open), (closing, new_close)] {
            repairs.push(Repair { matter: Matter::Marks, typed, new, sign: range.clone() });
        }
    }
    repairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::typography::repaired;

    #[test]
    fn outer_marks_become_french_ones() {
        let table = [
            ("Cochez \"Oui\" ou “Non”.", "Cochez «\u{a0}Oui\u{a0}» ou «\u{a0}Non\u{a0}»."),
            ("« Lisez “ceci” »", "« Lisez “ceci” »"),
            ("un écran de 15\" ou 17\"", "un écran de 15\" ou 17\""),
            ("la valeur \"a=b\"", "la valeur \"a=b\""),
            ("l'\"avis\"", "l'«\u{a0}avis\u{a0}»"),
            ("le \"livret \", “ non ”", "le «\u{a0}livret\u{a0}», «\u{a0}non\u{a0}»"),
            ("« a\u{a0}» ou \"b\u{a0}\"", "« a\u{a0}» ou «\u{a0}b\u{a0}»"),
        ];
        for (text, expected) in table {
            assert_eq!(repaired(text, &quotes(text)), expected);
        }
    }
}
