//! `inline-list`: short things enumerated inside a sentence, which a list would show better.

use crate::data::Fields;
use crate::finding::Finding;
use crate::language::analysis::{Sentence, words_of};
use crate::language::grammar::finite_verbs::is_finite_verb;
use crate::lint::rule::Rule;
use crate::source::Span;

use super::kind::{Case, Form, Kind, Param, required_number, required_texts, texts};
use super::{Check, View};

/// The kind `inline-list`.
pub(super) const KIND: Kind = Kind {
    measured: true,
    scoped: true,
    params: &[
        Param::required("longest", Form::Number, "param.inline-list-longest"),
        Param::required("and", Form::Texts, "param.inline-list-and"),
        Param::optional("except", Form::Texts, "param.inline-list-except"),
    ],
    read: |fields, place| InlineList::read(fields, place).map(Check::InlineList),
    ..Kind::new("inline-list", "kind.inline-list", &[Case::only(&["count", "max"])])
};

/// An enumeration in a sentence.
#[derive(Clone, Debug)]
pub struct InlineList {
    /// Words of the longest item.
    longest: usize,
    /// What joins the last item, in small letters: « et », « ou ».
    and: Vec<String>,
    /// How what is no item begins, cut into words: « le cas échéant ».
    except: Vec<Vec<String>>,
}

/// Items in a row: the ranks of the first and the last separator, and how many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Row {
    first: usize,
    last: usize,
    items: usize,
    /// How the last item between two separators opens; none before there is one.
    opening: Option<Opening>,
    /// Where an « et » stands after the last separator.
    and: Option<usize>,
}

/// Items of one enumeration open alike: all with one preposition, or all without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opening {
    Plain,
    A,
    De,
    En,
    Par,
    Pour,
}

impl Row {
    fn new(rank: usize) -> Self {
        Self { first: rank, last: rank, items: 2, opening: None, and: None }
    }

    /// The row when nothing more is to come: an « et » after the last comma parts two items.
    fn closed(self) -> Self {
        match self.and {
            Some(and) => Self { last: and, items: self.items + 1, ..self },
            None => self,
        }
    }
}

impl InlineList {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let longest = required_number(fields, "longest", place);
        let and = required_texts(fields, "and", place);
        let except = texts(fields, "except").iter().map(|text| words_of(text)).collect();
        let and = and?.iter().map(|text| text.trim().to_lowercase()).collect();
        Some(Self { longest: longest?, and, except })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        for (passage, sentence) in view.sentences(rule) {
            let Some(row) = self.rows(&sentence).into_iter().max_by_key(|row| row.items) else { continue };
            let (start, end) = self.ends(&sentence, row);
            let read = sentence.span(start, end);
            if View::is_looked_at(rule, passage, &read) {
                out.extend(rule.measured("", row.items, passage.prose.span(read)));
            }
        }
    }

    /// The enumerations of a sentence. What stands between parentheses belongs to an item, and is
    /// looked at on its own.
    fn rows(&self, sentence: &Sentence<'_>) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut outer: Vec<Option<Row>> = Vec::new();
        let mut row: Option<Row> = None;
        for rank in 0..sentence.len() {
            match sentence.word(rank) {
                "(" | "[" => outer.push(row.take()),
                ")" | "]" => {
                    rows.extend(row.take().map(Row::closed));
                    row = outer.pop().flatten();
                }
                "," | ";" => {
                    let longer = row.and_then(|row| self.longer(sentence, row, rank));
                    if longer.is_none() {
                        rows.extend(row.map(Row::closed));
                    }
                    row = Some(longer.unwrap_or(Row::new(rank)));
                }
                ":" | "?" | "!" | "–" | "—" => rows.extend(row.take().map(Row::closed)),
                word if self.and.iter().any(|and| and == word) => {
                    row = row.map(|row| match self.longer(sentence, row, rank) {
                        Some(_) => Row { and: Some(rank), ..row },
                        None => row,
                    });
                }
                _ => {}
            }
        }
        rows.extend(row.map(Row::closed));
        rows.extend(outer.into_iter().flatten().map(Row::closed));
        rows
    }

    /// The row with the item that ends at a rank; none when no item stands there.
    fn longer(&self, sentence: &Sentence<'_>, row: Row, end: usize) -> Option<Row> {
        /// No item takes more words and signs, even with parentheses in it.
        const FARTHEST: usize = 200;
        let first = row.last + 1;
        if end.saturating_sub(first) > FARTHEST {
            return None;
        }
        let words = words_outside(sentence, first, end);
        let opening = opening(sentence.word(first))?;
        let alike = row.opening.is_none_or(|known| known == opening);
        let excepted = self
            .except
            .iter()
            .any(|phrase| phrase.iter().enumerate().all(|(step, word)| sentence.word(first + step) == word));
        let lettered = (first..end).any(|rank| sentence.word(rank).contains(char::is_alphabetic));
        let clause = (first..end).any(|rank| is_finite_verb(sentence, rank));
        let item = (1..=self.longest).contains(&words) && alike && lettered && !excepted && !clause;
        item.then_some(Row { last: end, items: row.items + 1, opening: Some(opening), and: None, ..row })
    }

    /// Where the first item begins and the last one ends, as far as can be told.
    fn ends(&self, sentence: &Sentence<'_>, row: Row) -> (usize, usize) {
        let stops = |rank: &usize| sentence.is_sign(*rank) && !matches!(sentence.word(*rank), "»" | "«");
        let before = (0..row.first).rev().take_while(|rank| !stops(rank));
        let after = (row.last + 1..sentence.len()).take_while(|rank| !stops(rank));
        let start = before.take(self.longest).last().unwrap_or(row.first);
        (start, after.take(self.longest).last().unwrap_or(row.last))
    }
}

/// How an item opens; none when a clause or an adjunct does.
fn opening(word: &str) -> Option<Opening> {
    match word {
        "à" | "au" | "aux" => Some(Opening::A),
        "de" | "d'" | "du" => Some(Opening::De),
        "en" => Some(Opening::En),
        "par" => Some(Opening::Par),
        "pour" => Some(Opening::Pour),
        "dans" | "sur" | "sous" | "sans" | "avec" | "selon" | "pendant" | "durant" | "après" | "avant"
        | "depuis" | "dès" | "chez" | "entre" | "contre" | "sauf" | "hors" | "si" | "s'" | "puis"
        | "dont" | "qui" | "que" | "qu'" | "où" | "quand" | "lorsque" | "lorsqu'" | "soit" | "mais"
        | "donc" | "car" | "et" | "ou" | "ni" | "comme" | "y" | "jusqu'" | "ainsi" | "alors" | "même"
        | "il" | "elle" | "ils" | "elles" | "on" | "vous" | "nous" | "je" | "ne" | "n'" => None,
        _ => Some(Opening::Plain),
    }
}

/// The words between two ranks, those in parentheses left out.
fn words_outside(sentence: &Sentence<'_>, first: usize, end: usize) -> usize {
    let mut depth = 0_usize;
    let mut words = 0;
    for rank in first..end {
        match sentence.word(rank) {
            "(" | "[" => depth += 1,
            ")" | "]" => depth = depth.saturating_sub(1),
            _ if depth == 0 => words += sentence.words_between(rank, rank + 1),
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::language::analysis::Analysis;

    #[test]
    fn items() {
        let list = InlineList {
            longest: 5,
            and: vec!["et".into(), "ou".into()],
            except: vec![vec!["le".into(), "cas".into(), "échéant".into()]],
        };
        let table = [
            ("Joignez une photo, un timbre, une carte et un chèque.", 4),
            ("Joignez une photo (de face), un timbre, une carte.", 3),
            ("Vous venez, vous signez, vous payez, vous partez.", 2),
            ("Si vous avez une carte, et si elle est valable, écrivez, sans attendre.", 2),
            ("Un acte (naissance, mariage, décès, divorce) suffit.", 4),
            ("Rien à énumérer.", 0),
            ("Au bureau, à la salle, à la cour et au jardin.", 4),
            ("Le solde, le cas échéant, en une fois, de gré à gré.", 3),
            ("Un contrat, un acte et sa copie, une lettre.", 3),
            ("Les formulaires 13585, 13586, 13587, 13588.", 2),
        ];
        for (text, expected) in table {
            let analysis = Analysis::of(text, Language::French);
            let rows = analysis.sentences().flat_map(|sentence| list.rows(&sentence));
            assert_eq!(rows.map(|row| row.items).max().unwrap_or(0), expected, "{text}");
        }
    }
}
