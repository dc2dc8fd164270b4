//! Quotations inside a paragraph: words that the page reports, and does not say.

use std::ops::Range;

/// The longest quotation, in bytes: a sentence or two. Beyond, a mark was forgotten.
const LONGEST: usize = 400;

/// The quotations of a text, marks included, in order, not overlapping: « … », “ … ” and "…". A mark
/// that nothing closes opens no quotation.
pub fn quotations(text: &str) -> Vec<Range<usize>> {
    if !text.contains(['"', '»', '”']) {
        return Vec::new();
    }
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut previous = ' ';
    for (at, c) in text.char_indices() {
        match c {
            '«' => open.push(('»', at)),
            '“' => open.push(('”', at)),
            '"' if opens_straight(previous, text, at) && !open.iter().any(|(closes, _)| *closes == '"') => {
                open.push(('"', at));
            }
            '»' | '”' | '"' => {
                // What was opened since then and not closed is no quotation.
                if let Some(rank) = open.iter().rposition(|(closes, _)| *closes == c)
                    && let Some((_, start)) = open.drain(rank..).next()
                    && at - start <= LONGEST
                {
                    // One inside another goes into it.
                    while found.last().is_some_and(|last| last.start > start) {
                        found.pop();
                    }
                    found.push(start..at + c.len_utf8());
                }
            }
            _ => {}
        }
        previous = c;
    }
    found
}

/// Whether a straight mark opens: after a space, before a word.
fn opens_straight(previous: char, text: &str, at: usize) -> bool {
    let next = text.get(at + 1..).and_then(|rest| rest.chars().next());
    let free = previous.is_whitespace() || matches!(previous, '(' | '[' | '\'' | '’' | '«');
    free && next.is_some_and(|c| c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quotations_are_balanced_and_short() {
        let long = format!("« {} »", "mot ".repeat(200));
        let table: &[(&str, &[&str])] = &[
            ("Écrivez « mairie ».", &["« mairie »"]),
            ("« a », puis “b” et \"c\"", &["« a »", "“b”", "\"c\""]),
            ("il dit « lisez “ceci” » et", &["« lisez “ceci” »"]),
            ("un « ouvert, puis « fermé »", &["« fermé »"]),
            ("fermé » sans ouvrir", &[]),
            ("« a ” b »", &["« a ” b »"]),
            ("un écran de 15\" ou 17\"", &[]),
            ("", &[]),
            (&long, &[]),
        ];
        for (text, expected) in table {
            let found: Vec<&str> = quotations(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, *expected, "in {text:?}");
        }
    }

    proptest! {
        #[test]
        fn ranges_hold(text in "[a« »“”\"é]{0,30}|.{0,30}") {
            let mut end = 0;
            for range in quotations(&text) {
                prop_assert!(range.start >= end && text.get(range.clone()).is_some());
                end = range.end;
            }
        }
    }
}
