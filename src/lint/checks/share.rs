//! `sentence-share`: how many of a page's sentences, out of a hundred, are built in some way.

use std::ops::Range;

use crate::data::Fields;
use crate::finding::{Finding, Message};
use crate::language::analysis::Sentence;
use crate::lint::rule::Rule;
use crate::lint::scope::Passage;
use crate::source::Span;

use super::kind::{Case, Form, Kind, Param, SHOWN, required_choice, required_number};
use super::{Check, View};

/// The kind `sentence-share`.
pub(super) const KIND: Kind = Kind {
    in_front: true,
    measured: true,
    scoped: true,
    params: &[
        Param::required("of", Form::Choice(&OF), "param.share-of"),
        Param::required("least", Form::Number, "param.share-least"),
    ],
    read: |fields, place| SentenceShare::read(fields, place).map(Check::SentenceShare),
    ..Kind::new("sentence-share", "kind.sentence-share", &[Case::only(&["percent", "count", "max"])])
};

const OF: [&str; 2] = ["passive", "conditional"];

/// What is counted.
#[derive(Clone, Copy, Debug)]
pub struct SentenceShare {
    of: Of,
    /// Parameter `least`: a page of fewer sentences is left aside.
    least: usize,
}

#[derive(Clone, Copy, Debug)]
enum Of {
    Passive,
    Conditional,
}

impl SentenceShare {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let [passive, conditional] = OF;
        let choices = [(passive, Of::Passive), (conditional, Of::Conditional)];
        let of = required_choice(fields, "of", &choices, place);
        let least = required_number(fields, "least", place);
        Some(Self { of: of?, least: least? })
    }

    pub(super) fn check(self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let mut all = 0_usize;
        let mut places = Vec::new();
        for (passage, sentence) in view.sentences(rule) {
            // Others’ words count neither way.
            if passage.is_others(&sentence.range) {
                continue;
            }
            all += 1;
            if let Some(read) = self.first(passage, &sentence).filter(|read| !passage.is_others(read)) {
                places.push(passage.prose.span(read));
            }
        }
        let Some(percent) = (places.len() * 100).checked_div(all).filter(|_| all >= self.least) else {
            return;
        };
        let Some((max, severity)) = rule.level(i64::try_from(percent).unwrap_or(i64::MAX)) else { return };
        let args = vec![("percent", percent.into()), ("count", places.len().into()), ("max", max.into())];
        let mut finding = rule.finding("", view.head(), args);
        finding.severity = severity;
        let shown = places.into_iter().take(SHOWN);
        finding.labels = shown.map(|span| (span, Message::key("lint.here"))).collect();
        out.push(finding);
    }

    fn first(self, passage: &Passage<'_>, sentence: &Sentence<'_>) -> Option<Range<usize>> {
        match self.of {
            Of::Passive => passage.passives_of(sentence).first().map(|passive| passive.range.clone()),
            Of::Conditional => {
                let rank = (0..sentence.len()).find(|rank| sentence.forms(*rank).is_conditional())?;
                Some(sentence.span(rank, rank))
            }
        }
    }
}
