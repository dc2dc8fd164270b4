//! `asides`: what stands between parentheses or two dashes inside a sentence.

use std::ops::Range;

use crate::data::Fields;
use crate::finding::Finding;
use crate::language::analysis::Sentence;
use crate::language::fold::in_capitals;
use crate::lint::rule::Rule;
use crate::source::Span;

use super::kind::{Case, Form, Kind, Param, number, required_choice, texts};
use super::{Check, View};

/// The kind `asides`.
pub(super) const KIND: Kind = Kind {
    measured: true,
    scoped: true,
    params: &[
        Param::required("in", Form::Choice(&IN), "param.asides-in"),
        Param::optional("shortest", Form::Number, "param.asides-shortest"),
        Param::optional("openings", Form::Texts, "param.asides-openings"),
    ],
    read: |fields, place| Asides::read(fields, place).map(Check::Asides),
    ..Kind::new("asides", "kind.asides", &[Case::only(&["count", "max"])])
};

const IN: [&str; 2] = ["words", "asides"];

/// What is measured: the words of each aside, or the asides of each sentence.
#[derive(Clone, Debug)]
pub struct Asides {
    unit: Unit,
    /// Asides of fewer words are left alone.
    shortest: usize,
    /// First words, in small letters, of what is no aside: a reference.
    openings: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Words,
    Asides,
}

impl Asides {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let [words, asides] = IN;
        let unit = required_choice(fields, "in", &[(words, Unit::Words), (asides, Unit::Asides)], place);
        let shortest = number(fields, "shortest").unwrap_or(1);
        let openings = texts(fields, "openings").iter().map(|text| text.trim().to_lowercase()).collect();
        Some(Self { unit: unit?, shortest, openings })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        for (passage, sentence) in view.sentences(rule) {
            let text = passage.prose.text();
            let mut asides = asides(&sentence);
            asides.retain(|aside| self.is_one(&sentence, aside, text));
            asides.retain(|aside| {
                let read = sentence.span(aside.start - 1, aside.end);
                View::is_looked_at(rule, passage, &read)
            });
            let place = |aside: &Range<usize>| passage.prose.span(sentence.span(aside.start - 1, aside.end));
            match self.unit {
                Unit::Words => out.extend(asides.iter().filter_map(|aside| {
                    rule.measured("", sentence.words_between(aside.start, aside.end), place(aside))
                })),
                Unit::Asides => {
                    let span = passage.prose.span(sentence.range.clone());
                    out.extend(rule.measured("", asides.len(), span));
                }
            }
        }
    }

    /// Whether it says something that the sentence could say without it: not what an acronym stands
    /// for, not a reference, not an address or figures, not a blank to fill in.
    fn is_one(&self, sentence: &Sentence<'_>, aside: &Range<usize>, text: &str) -> bool {
        let words = sentence.words_between(aside.start, aside.end);
        let opening = sentence.word(aside.start);
        if words < self.shortest || self.openings.iter().any(|own| own == opening) {
            return false;
        }
        let typed = |rank| text.get(sentence.span(rank, rank)).unwrap_or("");
        let figures = aside.clone().filter(|rank| typed(*rank).contains(|c: char| c.is_ascii_digit()));
        let addressed = |rank: usize| {
            let word = typed(rank);
            word.contains("://") || word.contains('@') || is_postcode(word)
        };
        let slashes = aside.clone().filter(|rank| sentence.word(*rank) == "/").count();
        let whole = aside.start == 1 && aside.end + 2 >= sentence.len();
        if whole || figures.count() * 3 >= words || slashes * 2 >= words || aside.clone().any(addressed) {
            return false;
        }
        let acronym = aside.start.checked_sub(2).map_or("", typed);
        let stands_for = acronym.chars().nth(1).is_some()
            && in_capitals(acronym)
            && opening.chars().next() == acronym.to_lowercase().chars().next();
        !stands_for
    }
}

/// Whether a word is a French postcode.
fn is_postcode(word: &str) -> bool {
    word.len() == 5 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The ranks inside each pair of parentheses or of dashes, in order. What stands in another pair belongs
/// to it; a dash that opens the sentence marks an item of a list.
fn asides(sentence: &Sentence<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut opened: Option<(usize, bool)> = None;
    let mut depth = 0_usize;
    for rank in 0..sentence.len() {
        if !sentence.is_sign(rank) {
            continue;
        }
        let dash = matches!(sentence.word(rank), "–" | "—" | "-");
        match (sentence.word(rank), opened) {
            ("(", None | Some((_, true))) => opened = Some((rank + 1, false)),
            ("(", Some((_, false))) => depth += 1,
            (")", Some((_, false))) if depth > 0 => depth -= 1,
            (")", Some((start, false))) => {
                found.push(start..rank);
                opened = None;
            }
            (_, None) if dash && rank > 0 => opened = Some((rank + 1, true)),
            (_, Some((start, true))) if dash => {
                found.push(start..rank);
                opened = None;
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::language::analysis::Analysis;

    #[test]
    fn pairs() {
        let table: &[(&str, &[&str])] = &[
            ("Une (deux trois) quatre (cinq).", &["deux trois", "cinq"]),
            ("Une – deux, trois – quatre.", &["deux, trois"]),
            ("Une (deux (trois) quatre) cinq.", &["deux (trois) quatre"]),
            ("– Une deux.", &[]),
            ("Une – deux.", &[]),
            ("Une (deux.", &[]),
            ("Une – deux (trois) quatre.", &["trois"]),
        ];
        for (text, expected) in table {
            let analysis = Analysis::of(text, Language::French);
            let sentence = analysis.sentences().next().unwrap();
            let found: Vec<&str> = asides(&sentence)
                .iter()
                .map(|aside| &text[sentence.span(aside.start, aside.end - 1)])
                .collect();
            assert_eq!(found, *expected, "{text}");
        }
    }
}
