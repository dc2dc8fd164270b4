//! `required`: what a page must say, told at its title when it does not.

use crate::data::Fields;
use crate::finding::{Finding, Message};
use crate::lint::rule::Rule;
use crate::lint::scope::Scope;
use crate::source::Span;

use super::kind::{Case, Kind};
use super::terms::{self, Sought};
use super::types::{self, Types};
use super::{Check, View};

/// The kind `required`.
pub(super) const KIND: Kind = Kind {
    in_front: true,
    scoped: true,
    params: &[terms::WORDS, terms::PATTERN, terms::EXCEPT, types::TYPES],
    read: |fields, place| Required::read(fields, place).map(Check::Required),
    ..Kind::new("required", "kind.required", &[CASE])
};

const CASE: Case = Case { usual: &["lint.usual-required"], ..Case::only(&["wanted"]) };

/// What a page must say.
#[derive(Clone, Debug)]
pub struct Required {
    sought: Sought,
    types: Types,
}

impl Required {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let types = Types::read(fields);
        Some(Self { sought: Sought::read(fields, place)?, types })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        // A summary that cannot be read is told where it stands.
        let unread = match rule.scope.as_slice() {
            [Scope::Description] => view.page.front.is_unread("description"),
            [Scope::Title] => view.page.front.is_unread("title"),
            _ => false,
        };
        if unread
            || !self.types.hold(view)
            || view.passages.iter().any(|passage| !self.sought.hits(rule, passage).is_empty())
        {
            return;
        }
        let wanted = self.sought.listed.clone();
        let args = if wanted.is_empty() { Vec::new() } else { vec![("wanted", wanted.into())] };
        let empty = view.page.document.front.empty_description;
        match empty.filter(|_| matches!(rule.scope.as_slice(), [Scope::Description])) {
            Some(span) => {
                let mut finding = rule.finding("", span, args);
                finding.message = Message::key("lint.empty-description");
                finding.help = Some(Message::key("lint.empty-description-help"));
                out.push(finding);
            }
            None => out.push(rule.finding("", view.head(), args)),
        }
    }
}
