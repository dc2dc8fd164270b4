//! `readability` and `average`: how hard a page or a section is as a whole, with its hardest sentences.

use std::cmp::Ordering;

use crate::data::Fields;
use crate::finding::{Finding, Message};
use crate::language::analysis::{Analysis, Sentence};
use crate::language::readability::Measure;
use crate::lint::rule::Rule;
use crate::lint::scope::{Passage, Scope};
use crate::source::Span;

use super::kind::{Case, Form, Kind, Needed, Param, required_choice, required_number};
use super::{Check, View};

/// The kind `readability`.
pub(super) const KIND: Kind = Kind {
    measured: true,
    falling: true,
    scoped: true,
    params: &[OF, LEAST, SENTENCES],
    read: |fields, place| Readability::read(fields, place).map(Check::Readability),
    ..Kind::new("readability", "kind.readability", &[Case::only(&["score", "min"])])
};

/// The kind `average`.
pub(super) const AVERAGE: Kind = Kind {
    measured: true,
    scoped: true,
    params: &[
        Param::required("formula", Form::Choice(&FORMULAS), "param.average-formula"),
        OF,
        LEAST,
        SENTENCES,
    ],
    read: |fields, place| Average::read(fields, place).map(Check::Average),
    ..Kind::new("average", "kind.average", &[Case::only(&["count", "max"])])
};

const FORMULAS: [&str; 2] = ["words-per-sentence", "lix"];

const OF: Param = Param {
    name: "of",
    about: "param.readability-of",
    form: Form::Choice(&["page", "section"]),
    needed: Needed::Else("page"),
};
const LEAST: Param = Param::required("least_words", Form::Number, "param.readability-least");
const SENTENCES: Param = Param::required("sentences", Form::Number, "param.readability-sentences");

/// The score of Kandel and Moles (Flesch in English): the lower, the harder.
#[derive(Clone, Copy, Debug)]
pub struct Readability(Stretch);

/// A figure that rises with difficulty.
#[derive(Clone, Copy, Debug)]
pub struct Average {
    formula: Formula,
    stretch: Stretch,
}

#[derive(Clone, Copy, Debug)]
enum Formula {
    WordsPerSentence,
    Lix,
}

/// What is measured as a whole.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    of: Of,
    /// A shorter one is not measured: a few words say nothing.
    least_words: usize,
    /// How many of the hardest sentences are pointed at.
    sentences: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Page,
    Section,
}

/// A page or a section: its place, its counts, and its sentences, each with its passage.
struct Part<'v, 'a> {
    place: Span,
    whole: Measure,
    sentences: Vec<(&'v Passage<'a>, Sentence<'v>)>,
}

impl Readability {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        Stretch::read(fields, place).map(Self)
    }

    pub(super) fn check(self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let Some(language) = view.language else { return };
        for part in self.0.parts(rule, view) {
            let Some(score) = part.whole.score(language).map(|score| whole_number(score.round())) else {
                continue;
            };
            let Some((bound, severity)) = rule.level(-score) else { continue };
            let args = vec![("score", score.into()), ("min", (-bound).into())];
            let finding = rule.finding("", part.place, args);
            let hardness = |measure: &Measure| measure.score(language).map(|score| -score);
            let labels = self.0.hardest(&part, "lint.hard-sentence", hardness);
            out.push(Finding { severity, labels, ..finding });
        }
    }
}

impl Readability {
    /// The score of a whole page that this rule measures; none when it measures sections, or of a page too short.
    pub(in crate::lint) fn of_page(self, rule: &Rule, view: &View<'_>) -> Option<i64> {
        let language = view.language.filter(|_| self.0.of == Of::Page)?;
        let parts = self.0.parts(rule, view);
        parts.first()?.whole.score(language).map(|score| whole_number(score.round()))
    }
}

impl Average {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let [words, lix] = FORMULAS;
        let formulas = [(words, Formula::WordsPerSentence), (lix, Formula::Lix)];
        let formula = required_choice(fields, "formula", &formulas, place);
        let stretch = Stretch::read(fields, place);
        Some(Self { formula: formula?, stretch: stretch? })
    }

    pub(super) fn check(self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let (figure, label): (fn(&Measure) -> Option<f64>, _) = match self.formula {
            Formula::WordsPerSentence => (Measure::words_per_sentence, "lint.longest-sentence"),
            Formula::Lix => (Measure::lix, "lint.hard-sentence"),
        };
        for part in self.stretch.parts(rule, view) {
            // Rounded up: it is above a whole level exactly when the exact figure is.
            let count = figure(&part.whole).and_then(|n| usize::try_from(whole_number(n.ceil())).ok());
            let finding = count.and_then(|count| rule.measured("", count, part.place));
            out.extend(finding.map(|finding| {
                let labels = self.stretch.hardest(&part, label, figure);
                Finding { labels, ..finding }
            }));
        }
    }
}

impl Stretch {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let of = fields.choice("of", &[("page", Of::Page), ("section", Of::Section)]);
        let least_words = required_number(fields, "least_words", place);
        let sentences = required_number(fields, "sentences", place);
        let of = of.map_or(Of::Page, |of| of.value);
        Some(Self { of, least_words: least_words?, sentences: sentences? })
    }

    /// What is long enough to be measured: told at its heading, or at the title.
    fn parts<'v, 'a>(self, rule: &Rule, view: &'v View<'a>) -> Vec<Part<'v, 'a>> {
        let start = |place| Part { place, whole: Measure::default(), sentences: Vec::new() };
        let mut parts = vec![start(view.head())];
        for passage in &view.passages {
            if self.of == Of::Section && passage.scope() == Scope::Heading {
                parts.push(start(passage.prose.span(0..passage.prose.text().len())));
            }
            let Some(part) = parts.last_mut().filter(|_| rule.scope.contains(&passage.scope())) else {
                continue;
            };
            for sentence in passage.analysis().into_iter().flat_map(Analysis::sentences) {
                // A link that is all there is names a page; figures are no prose.
                let text = passage.prose.text().get(sentence.range.clone()).unwrap_or("");
                let read = text.contains(char::is_alphabetic);
                if read && View::is_looked_at(rule, passage, &sentence.range) {
                    part.whole.add(sentence.measure);
                    part.sentences.push((passage, sentence));
                }
            }
        }
        if self.of == Of::Section {
            // What stands before the first heading is under none.
            parts.remove(0);
        }
        parts.retain(|part| part.whole.words >= self.least_words);
        parts
    }

    /// The hardest sentences of a part, in the order they are read.
    fn hardest(
        self,
        part: &Part<'_, '_>,
        label: &'static str,
        hardness: impl Fn(&Measure) -> Option<f64>,
    ) -> Vec<(Span, Message)> {
        let mut ranked: Vec<(f64, Span, usize)> = part
            .sentences
            .iter()
            .filter_map(|(passage, sentence)| {
                let span = passage.prose.span(sentence.range.clone());
                Some((hardness(&sentence.measure)?, span, sentence.words))
            })
            .collect();
        ranked.sort_by(|a, b| b.0.partial_cmp(&a.0).unwrap_or(Ordering::Equal));
        ranked.truncate(self.sentences);
        ranked.sort_by_key(|(_, span, _)| *span);
        ranked.into_iter().map(|(_, span, words)| (span, Message::key(label).with("words", words))).collect()
    }
}

/// A figure as people read it. It stays within a few hundred, whatever the text.
#[allow(clippy::cast_possible_truncation)]
fn whole_number(figure: f64) -> i64 {
    figure.clamp(-1_000_000.0, 1_000_000.0) as i64
}
