//! `readability`: how hard a page is to read as a whole, with its hardest sentences.

use std::cmp::Ordering;

use crate::data::Fields;
use crate::finding::{Finding, Message};
use crate::language::Language;
use crate::language::analysis::Analysis;
use crate::language::readability::Measure;
use crate::lint::rule::Rule;
use crate::source::Span;

use super::kind::{Case, Form, Kind, Param, required_number};
use super::{Check, View};

/// The kind `readability`.
pub(super) const KIND: Kind = Kind {
    measured: true,
    falling: true,
    scoped: true,
    params: &[
        Param::required("least_words", Form::Number, "param.readability-least"),
        Param::required("sentences", Form::Number, "param.readability-sentences"),
    ],
    read: |fields, place| Readability::read(fields, place).map(Check::Readability),
    ..Kind::new("readability", "kind.readability", &[Case::only(&["score", "min"])])
};

/// How much text is needed, and how many sentences are shown.
#[derive(Clone, Copy, Debug)]
pub struct Readability {
    /// Parameter `least_words`: a shorter page is not measured, a few words say nothing.
    least_words: usize,
    /// Parameter `sentences`: how many of the hardest are pointed at.
    sentences: usize,
}

/// A sentence and what it measures.
struct Sentence {
    span: Span,
    measure: Measure,
    score: f64,
}

impl Readability {
    pub(super) fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let least_words = required_number(fields, "least_words", place);
        let sentences = required_number(fields, "sentences", place);
        Some(Self { least_words: least_words?, sentences: sentences? })
    }

    pub(super) fn check(self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let Some(language) = view.language else { return };
        let mut sentences = sentences_of(rule, view, language);
        let mut whole = Measure::default();
        sentences.iter().for_each(|sentence| whole.add(sentence.measure));
        let Some(score) = whole.score(language).filter(|_| whole.words >= self.least_words) else { return };
        let score = rounded(score);
        let Some((bound, severity)) = rule.level(-score) else { return };
        let title = view.page.document.front.title.as_ref().map(|title| title.span);
        let span = title.unwrap_or(Span::new(view.page.document.source, 0, 0));
        let mut finding = rule.finding("", span, vec![("score", score.into()), ("min", (-bound).into())]);
        finding.severity = severity;
        sentences.sort_by(|a, b| a.score.partial_cmp(&b.score).unwrap_or(Ordering::Equal));
        sentences.truncate(self.sentences);
        sentences.sort_by_key(|sentence| sentence.span);
        finding.labels = sentences
            .iter()
            .map(|s| (s.span, Message::key("lint.hard-sentence").with("words", s.measure.words)))
            .collect();
        out.push(finding);
    }
}

/// The sentences that the rule looks at, hard or not.
fn sentences_of(rule: &Rule, view: &View<'_>, language: Language) -> Vec<Sentence> {
    let mut all = Vec::new();
    for passage in view.passages.iter().filter(|passage| rule.scope.contains(&passage.scope())) {
        let sentences = passage.analysis().into_iter().flat_map(Analysis::sentences);
        for (sentence, measure) in sentences.zip(passage.measures()) {
            let span = passage.prose.span(sentence.range);
            all.extend(measure.score(language).map(|score| Sentence { span, measure: *measure, score }));
        }
    }
    all
}

/// A score as people read it. It stays within a few hundred, whatever the text.
#[allow(clippy::cast_possible_truncation)]
fn rounded(score: f64) -> i64 {
    score.round().clamp(-1_000_000.0, 1_000_000.0) as i64
}
