//! Verbs that say little: `impersonal` (« il convient de ») and `nominalisation` (« procéder à la
//! vérification »).

use std::collections::BTreeMap;

use crate::data::{Fields, Node};
use crate::finding::{Finding, Message, Severity};
use crate::language::analysis::words_of;
use crate::language::grammar::impersonal::{Turns, turns};
use crate::language::grammar::nominalisation::{Nominal, nominalisations};
use crate::lint::rule::Rule;
use crate::lint::rule_file::{missing, wrong};
use crate::source::Span;

use super::constructions::said;
use super::kind::{Case, Form, Kind, Param, phrases, required_verbs, verbs};
use super::{Check, View};

/// The kind `impersonal`.
pub(super) const IMPERSONAL: Kind = Kind {
    scoped: true,
    params: &[
        Param::required("turns", Form::Verbs, "param.impersonal-turns"),
        Param::optional("before_infinitive", Form::Texts, "param.impersonal-infinitive"),
        Param::optional("before_clause", Form::Texts, "param.impersonal-clause"),
    ],
    read: |fields, place| Impersonal::read(fields, place).map(Check::Impersonal),
    ..Kind::new("impersonal", "kind.impersonal", &[Case::only(&["found"])])
};

/// The kind `nominalisation`.
pub(super) const NOMINALISATION: Kind = Kind {
    scoped: true,
    params: &[
        Param::required("turns", Form::Verbs, "param.nominalisation-turns"),
        Param::optional("quiet", Form::Verbs, "param.nominalisation-quiet"),
        Param::required("nouns", Form::Groups, "param.nominalisation-nouns"),
    ],
    read: |fields, place| Nominalisation::read(fields, place).map(Check::Nominalisation),
    ..Kind::new("nominalisation", "kind.nominalisation", &[Case::only(&["found", "use"])])
};

/// The impersonal turns of a rule.
#[derive(Clone, Debug)]
pub struct Impersonal(Turns);

impl Impersonal {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let verbs = required_verbs(fields, "turns", place)?;
        let before_infinitive = phrases(fields, "before_infinitive");
        let before_clause = phrases(fields, "before_clause");
        Some(Self(Turns { verbs, before_infinitive, before_clause }))
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        for (passage, sentence) in view.sentences(rule) {
            let found = turns(&sentence, &self.0).into_iter();
            out.extend(found.filter_map(|read| said(rule, passage, &sentence, read, Vec::new())));
        }
    }
}

/// The verbs and the nouns of a rule.
#[derive(Clone, Debug)]
pub struct Nominalisation(Nominal);

impl Nominalisation {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let turns = required_verbs(fields, "turns", place);
        let quiet = verbs(fields, "quiet");
        let Some(node) = fields.node("nouns").filter(|node| !node.items().is_empty()) else {
            missing(fields.problems(), "nouns", place);
            return None;
        };
        let mut nouns = BTreeMap::new();
        for group in node.items() {
            let mut texts = group.items().iter().filter_map(Node::as_text);
            let verb = texts.next().map(str::to_owned);
            let before = nouns.len();
            for noun in texts {
                nouns.insert(words_of(noun).join(" "), verb.clone().unwrap_or_default());
            }
            if nouns.len() == before {
                fields.problems().push(wrong(group.span, Message::key("lint.noun-group")));
            }
        }
        Some(Self(Nominal { turns: turns?, quiet, nouns }))
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        for (passage, sentence) in view.sentences(rule) {
            let found = nominalisations(&sentence, &self.0).into_iter();
            out.extend(found.filter_map(|found| {
                let args = vec![("use", found.verb.into())];
                let finding = said(rule, passage, &sentence, found.range, args)?;
                let quiet = found.quiet && !rule.severity_is_set;
                Some(if quiet { Finding { severity: Severity::Info, ..finding } } else { finding })
            }));
        }
    }
}
