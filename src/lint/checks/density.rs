//! `density`: what is said too often, or not often enough. One finding a page, at the first time.

use std::collections::BTreeSet;

use crate::data::Fields;
use crate::finding::{Finding, Message};
use crate::language::analysis::Analysis;
use crate::language::fold::fold;
use crate::lint::rule::Rule;
use crate::lint::scope::Passage;
use crate::source::Span;

use super::kind::{Case, Form, Kind, Param, SHOWN, number, required_choice, required_texts};
use super::terms::{self, Sought};
use super::types::{self, Types};
use super::{Check, View};

/// The kind `density`.
pub(super) const KIND: Kind = Kind {
    measured: true,
    scoped: true,
    params: &[
        terms::WORDS,
        terms::PATTERN,
        terms::EXCEPT,
        Param::required("per", Form::Choice(&PER), "param.density-per"),
        Param::switch("different", "param.density-different"),
        Param::optional("shortest", Form::Number, "param.density-shortest"),
        types::TYPES,
    ],
    read: |fields, place| Density::read(fields, place).map(Check::Density),
    ..Kind::new("density", "kind.density", &[CASE])
};

/// The kind `word-endings`.
pub(super) const ENDINGS: Kind = Kind {
    measured: true,
    scoped: true,
    params: &[
        Param::required("endings", Form::Texts, "param.endings"),
        terms::EXCEPT,
        Param::optional("shortest", Form::Number, "param.density-shortest"),
    ],
    read: |fields, place| Density::read_endings(fields, place).map(Check::WordEndings),
    ..Kind::new("word-endings", "kind.word-endings", &[CASE])
};

const CASE: Case = Case { usual: &["lint.usual-density"], ..Case::only(&["count", "max", "found"]) };

const PER: [&str; 4] = ["hundred-words", "sentence", "page", "occurrence"];

/// What is counted, and against what.
#[derive(Clone, Debug)]
pub struct Density {
    sought: Sought,
    per: Per,
    /// The same word counts once.
    different: bool,
    /// Words of the shortest page that is looked at.
    shortest: usize,
    types: Types,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Per {
    HundredWords,
    Sentence,
    Page,
    Occurrence,
}

/// An occurrence: what was read, and where it was typed.
struct Occurrence<'a> {
    found: &'a str,
    span: Span,
}

impl Density {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let [hundred, sentence, page, occurrence] = PER;
        let choices = [
            (hundred, Per::HundredWords),
            (sentence, Per::Sentence),
            (page, Per::Page),
            (occurrence, Per::Occurrence),
        ];
        let per = required_choice(fields, "per", &choices, place);
        let different = fields.bool("different").is_some_and(|different| different.value);
        let shortest = number(fields, "shortest").unwrap_or(0);
        let types = Types::read(fields);
        let sought = Sought::read(fields, place);
        Some(Self { sought: sought?, per: per?, different, shortest, types })
    }

    fn read_endings(fields: &mut Fields, place: Span) -> Option<Self> {
        let endings = required_texts(fields, "endings", place);
        let shortest = number(fields, "shortest").unwrap_or(0);
        let sought = Sought::endings(endings.as_deref().unwrap_or_default(), fields);
        let types = Types::all();
        endings.is_some().then_some(Self {
            sought,
            per: Per::HundredWords,
            different: false,
            shortest,
            types,
        })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        if !self.types.hold(view) {
            return;
        }
        let passages: Vec<&Passage<'_>> =
            view.passages.iter().filter(|passage| rule.scope.contains(&passage.scope())).collect();
        let total = passages.iter().map(|passage| passage.words()).sum();
        if total < self.shortest {
            return;
        }
        if self.per == Per::Sentence {
            out.extend(self.sentence(rule, view, &passages));
            return;
        }
        let found: Vec<Occurrence<'_>> = passages
            .iter()
            .flat_map(|passage| {
                let hits = self.sought.hits(rule, passage).into_iter();
                hits.map(|hit| Occurrence {
                    found: passage.prose.text().get(hit.read.clone()).unwrap_or(""),
                    span: passage.prose.span(hit.read),
                })
            })
            .collect();
        out.extend(self.said(rule, view, found, total));
    }

    /// The first sentence that holds too many.
    fn sentence(&self, rule: &Rule, view: &View<'_>, passages: &[&Passage<'_>]) -> Option<Finding> {
        for passage in passages {
            let text = passage.prose.text();
            let mut hits = self.sought.hits(rule, passage).into_iter().peekable();
            if hits.peek().is_none() {
                continue;
            }
            for sentence in passage.analysis().into_iter().flat_map(Analysis::sentences) {
                let mut found = Vec::new();
                while let Some(hit) = hits.next_if(|hit| hit.read.start < sentence.range.end) {
                    let span = passage.prose.span(hit.read.clone());
                    found.push(Occurrence { found: text.get(hit.read).unwrap_or(""), span });
                }
                let said = self.said(rule, view, found, 0);
                if said.is_some() {
                    return said;
                }
            }
        }
        None
    }

    fn said(
        &self,
        rule: &Rule,
        view: &View<'_>,
        mut found: Vec<Occurrence<'_>>,
        words: usize,
    ) -> Option<Finding> {
        if self.different {
            let mut met = BTreeSet::new();
            found.retain(|occurrence| met.insert(fold(occurrence.found).text().to_owned()));
        }
        let measure = match self.per {
            Per::Sentence | Per::Page => found.len(),
            // Rounded up: it is above a whole level exactly when the exact figure is.
            Per::HundredWords => (found.len() * 100).div_ceil(words.max(1)),
            Per::Occurrence => words.div_ceil(found.len().max(1)),
        };
        let (max, severity) = rule.level(i64::try_from(measure).unwrap_or(i64::MAX))?;
        let mut args = vec![("count", found.len().into()), ("max", max.into())];
        let missing = self.per == Per::Occurrence;
        let mut occurrences = found.into_iter();
        let first = if missing { None } else { occurrences.next() };
        let place = match &first {
            Some(first) => {
                args.push(("found", first.found.into()));
                first.span
            }
            None => view.head(),
        };
        let mut finding = rule.finding("", place, args);
        if !missing {
            let others = occurrences.take(SHOWN);
            finding.labels = others.map(|other| (other.span, Message::key("lint.here-too"))).collect();
        }
        // It is about the page, wherever the first one stands.
        Some(Finding { severity, topic: Some(String::new()), ..finding })
    }
}
