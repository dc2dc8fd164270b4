//! `complement-chain`: complements hung one on the other.

use crate::data::Fields;
use crate::finding::Finding;
use crate::language::grammar::complements::Links;
use crate::lint::rule::Rule;
use crate::source::Span;

use super::kind::{Case, Form, Kind, Param, required_texts, texts};
use super::{Check, View};

/// The kind `complement-chain`.
pub(super) const KIND: Kind = Kind {
    measured: true,
    scoped: true,
    params: &[
        Param::required("links", Form::Texts, "param.complement-links"),
        Param::optional("names", Form::Texts, "param.complement-names"),
        Param::optional("phrases", Form::Texts, "param.complement-phrases"),
    ],
    read: |fields, place| ComplementChain::read(fields, place).map(Check::ComplementChain),
    ..Kind::new("complement-chain", "kind.complement-chain", &[Case::only(&["count", "max"])])
};

/// What links complements.
#[derive(Clone, Debug)]
pub struct ComplementChain(Links);

impl ComplementChain {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let links = required_texts(fields, "links", place);
        let names = texts(fields, "names");
        let phrases = texts(fields, "phrases");
        Some(Self(Links::new(&links?, &names, &phrases)))
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        for (passage, sentence) in view.sentences(rule) {
            for chain in self.0.chains(&sentence, passage.prose.text()) {
                let last = chain.ranks.end.saturating_sub(1);
                let read = sentence.span(chain.ranks.start, last);
                if View::is_looked_at(rule, passage, &read) {
                    out.extend(rule.measured("", chain.complements, passage.prose.span(read)));
                }
            }
        }
    }
}
