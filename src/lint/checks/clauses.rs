//! `subordinates` and `finite-verbs`: how many clauses a sentence holds. Told at the first one, the
//! others shown beside.

use crate::data::Fields;
use crate::finding::{Finding, Message};
use crate::language::analysis::Sentence;
use crate::language::grammar::clauses::{Clause, clauses};
use crate::language::grammar::finite_verbs::finite_verbs;
use crate::lint::rule::Rule;
use crate::lint::scope::Passage;
use crate::source::Span;

use super::kind::{Case, Form, Kind, Param, SHOWN, required_choice};
use super::{Check, View};

/// The kind `subordinates`.
pub(super) const SUBORDINATES: Kind = Kind {
    measured: true,
    scoped: true,
    params: &[Param::required("count", Form::Choice(&COUNT), "param.subordinates-count")],
    read: |fields, place| Subordinates::read(fields, place).map(Check::Subordinates),
    ..Kind::new("subordinates", "kind.subordinates", &[CASE])
};

/// The kind `finite-verbs`.
pub(super) const FINITE_VERBS: Kind = Kind {
    measured: true,
    scoped: true,
    read: |_, _| Some(Check::FiniteVerbs),
    ..Kind::new("finite-verbs", "kind.finite-verbs", &[CASE])
};

const CASE: Case = Case::only(&["count", "max"]);

const COUNT: [&str; 2] = ["relatives", "all"];

/// Subordinate clauses of a sentence.
#[derive(Clone, Copy, Debug)]
pub struct Subordinates {
    /// Those that a conjunction opens count too.
    all: bool,
}

impl Subordinates {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let [relatives, all] = COUNT;
        let all = required_choice(fields, "count", &[(relatives, false), (all, true)], place)?;
        Some(Self { all })
    }

    pub(super) fn check(self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        for (passage, sentence) in view.sentences(rule) {
            let counts = |clause: Clause| self.all || clause == Clause::Relative;
            let found = clauses(&sentence).into_iter().filter(|(_, clause)| counts(*clause));
            let ranks: Vec<usize> = found.map(|(rank, _)| rank).collect();
            out.extend(said(rule, passage, &sentence, &ranks));
        }
    }
}

/// Checks `finite-verbs`.
pub(super) fn check_verbs(rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    for (passage, sentence) in view.sentences(rule) {
        out.extend(said(rule, passage, &sentence, &finite_verbs(&sentence)));
    }
}

/// The finding of what stands at these ranks, if there is too much of it.
fn said(rule: &Rule, passage: &Passage<'_>, sentence: &Sentence<'_>, ranks: &[usize]) -> Option<Finding> {
    let own = |rank: &&usize| !passage.is_others(&sentence.span(**rank, **rank));
    let ranks: Vec<usize> = ranks.iter().filter(own).copied().collect();
    let mut places = ranks.iter().map(|rank| passage.prose.span(sentence.span(*rank, *rank)));
    let finding = rule.measured("", ranks.len(), places.next()?)?;
    let labels = places.take(SHOWN).map(|place| (place, Message::key("lint.here-too"))).collect();
    Some(Finding { labels, ..finding })
}
