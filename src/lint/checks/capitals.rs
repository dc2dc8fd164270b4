//! `capitals`: words in capitals in a row, which are slow to read and which some screen readers spell.

use std::ops::Range;

use crate::data::Fields;
use crate::finding::Finding;
use crate::language::words::has_capitals;
use crate::lint::rule::Rule;
use crate::lint::scope::{Passage, Scope};
use crate::source::Span;

use super::kind::{Case, Form, Kind, Param, required_number};
use super::{Check, View};

/// The kind `capitals`.
pub(super) const KIND: Kind = Kind {
    scoped: true,
    params: &[
        Param::required("row", Form::Number, "param.capitals-row"),
        Param::required("letters", Form::Number, "param.capitals-letters"),
    ],
    read: |fields, place| Capitals::read(fields, place).map(Check::Capitals),
    ..Kind::new(
        "capitals",
        "kind.capitals",
        &[Case::of("row", &["found", "count"]), Case::of("heading", &["found"])],
    )
};

/// How many words in a row, and of how many letters.
#[derive(Clone, Copy, Debug)]
pub struct Capitals {
    row: usize,
    letters: usize,
}

impl Capitals {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let row = required_number(fields, "row", place);
        let letters = required_number(fields, "letters", place);
        Some(Self { row: row?, letters: letters? })
    }

    pub(super) fn check(self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        for passage in view.passages.iter().filter(|passage| has_capitals(passage.prose.text())) {
            if passage.scope() == Scope::Heading && rule.scope.contains(&Scope::Heading) {
                out.extend(self.heading(rule, passage));
                continue;
            }
            if passage.scope() == Scope::Title {
                out.extend(Self::title(rule, passage));
                continue;
            }
            let text = passage.prose.text();
            for (read, count) in self.rows(text) {
                let scope = passage.scope_at(&read);
                if scope.is_some_and(|scope| rule.scope.contains(&scope)) {
                    let found = text.get(read.clone()).unwrap_or("");
                    let args = vec![("found", found.into()), ("count", count.into())];
                    out.push(rule.finding("row", passage.prose.span(read), args));
                }
            }
        }
    }

    /// A heading of which every letter is a capital, and that is no acronym: several words of enough
    /// letters.
    fn heading(self, rule: &Rule, passage: &Passage<'_>) -> Option<Finding> {
        let text = passage.prose.text();
        let words = words(text);
        let small = text.chars().any(char::is_lowercase);
        let long = words.iter().filter(|word| self.is_capitals(text, word)).count();
        let shouted = !small && long >= 2;
        let args = vec![("found", text.into())];
        shouted.then(|| rule.finding("heading", passage.prose.span(0..text.len()), args))
    }

    /// A title in capitals: three words of which one is no acronym, or twelve letters.
    fn title(rule: &Rule, passage: &Passage<'_>) -> Option<Finding> {
        let text = passage.prose.text();
        let args = vec![("found", text.into())];
        is_shouted_title(text).then(|| rule.finding("heading", passage.prose.span(0..text.len()), args))
    }

    /// Words in capitals with nothing but spaces and apostrophes between them, as many as `row`; and
    /// how many they are.
    fn rows(self, text: &str) -> Vec<(Range<usize>, usize)> {
        let words = words(text);
        let together = |a: &Range<usize>, b: &Range<usize>| {
            let capitals = |word: &Range<usize>| {
                let word = text.get(word.clone()).unwrap_or("");
                word.chars().all(char::is_uppercase)
            };
            let between = text.get(a.end..b.start).unwrap_or("");
            let joined = between.chars().all(|c| c.is_whitespace() || matches!(c, '\'' | '’' | '-'));
            capitals(a) && capitals(b) && joined
        };
        words
            .chunk_by(together)
            .filter_map(|row| {
                let long = row.iter().filter(|word| self.is_capitals(text, word)).count();
                let whole = row.first()?.start..row.last()?.end;
                (long >= self.row && !follows_postcode(text, whole.start)).then_some((whole, long))
            })
            .collect()
    }

    /// Whether a word is in capitals and long enough to count.
    fn is_capitals(self, text: &str, word: &Range<usize>) -> bool {
        let word = text.get(word.clone()).unwrap_or("");
        word.chars().all(char::is_uppercase) && word.chars().count() >= self.letters
    }
}

fn is_shouted_title(text: &str) -> bool {
    let length = |word: &Range<usize>| {
        text.get(word.clone()).unwrap_or("").chars().filter(|c| c.is_alphabetic()).count()
    };
    let lengths: Vec<usize> = words(text).iter().map(length).filter(|length| *length > 0).collect();
    let long = lengths.iter().sum::<usize>() >= 12 || lengths.len() >= 3;
    long && lengths.iter().any(|length| *length >= 5) && !text.chars().any(char::is_lowercase)
}

/// The runs of letters and digits of a text.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (start, c.is_alphanumeric()) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| from..text.len()));
    words
}

/// Whether a postcode stands just before: what follows is a town, in the capitals of postal addresses.
fn follows_postcode(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("");
    let Some(before) = before.strip_suffix([' ', '\u{a0}']) else { return false };
    before.chars().rev().take(6).take_while(char::is_ascii_digit).count() == 5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_shouted_when_it_is_more_than_acronyms() {
        for text in ["LOUER LA SALLE DES FÊTES", "STATIONNEMENT", "PAYER L’EAU"] {
            assert!(is_shouted_title(text), "{text}");
        }
        for text in ["RSA", "RSA, APL, AAH", "SIVOM", "Louer la SALLE DES FÊTES", "2026", "مرحبا", ""] {
            assert!(!is_shouted_title(text), "{text}");
        }
    }

    #[test]
    fn a_row_is_words_with_nothing_between_them() {
        let check = Capitals { row: 3, letters: 3 };
        let rows = |text| check.rows(text).into_iter().map(|(read, n)| (&text[read], n)).collect::<Vec<_>>();
        assert_eq!(rows("Le PASSEPORT DOIT ÊTRE retiré."), [("PASSEPORT DOIT ÊTRE", 3)]);
        assert_eq!(rows("N’OUBLIEZ PAS VOTRE CARTE"), [("N’OUBLIEZ PAS VOTRE CARTE", 4)]);
        for text in ["RSA, APL et AAH", "75002 PARIS CEDEX NORD", "un A B C D", "TVA SNCF"] {
            assert!(rows(text).is_empty(), "{text}");
        }
    }
}
