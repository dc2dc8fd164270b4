//! `required`: what a page must say, told at its title when it does not.

use crate::data::Fields;
use crate::document::front_matter::PageType;
use crate::finding::{Finding, Message};
use crate::lint::rule::Rule;
use crate::lint::rule_file::wrong;
use crate::source::Span;

use super::kind::{Case, Form, Kind, Param};
use super::terms::{self, Sought};
use super::{Check, View};

/// The kind `required`.
pub(super) const KIND: Kind = Kind {
    scoped: true,
    params: &[
        terms::WORDS,
        terms::PATTERN,
        terms::EXCEPT,
        Param::optional("types", Form::Choices(&TYPES), "param.required-types"),
    ],
    read: |fields, place| Required::read(fields, place).map(Check::Required),
    ..Kind::new("required", "kind.required", &[CASE])
};

const CASE: Case = Case { usual: &["lint.usual-required"], ..Case::only(&["wanted"]) };

const TYPES: [&str; PageType::NAMES.len()] = {
    let mut names = [""; PageType::NAMES.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = PageType::NAMES[at].0;
        at += 1;
    }
    names
};

/// What a page must say.
#[derive(Clone, Debug)]
pub struct Required {
    sought: Sought,
    /// The types of page that must; empty for all.
    types: Vec<PageType>,
}

impl Required {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let mut types = Vec::new();
        for text in fields.texts("types") {
            match PageType::NAMES.iter().find(|(name, _)| *name == text.value) {
                Some((_, known)) => types.push(*known),
                None => {
                    let message = Message::key("lint.unknown-type").with("name", text.value);
                    let known =
                        Message::key("lint.known-types").with("known", TYPES.map(str::to_owned).to_vec());
                    fields.problems().push(wrong(text.span, message).help(known));
                }
            }
        }
        Some(Self { sought: Sought::read(fields, place)?, types })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let page_type = view.page.front.page_type.as_ref().map_or_else(PageType::default, |t| t.value);
        if !self.types.is_empty() && !self.types.contains(&page_type) {
            return;
        }
        if view.passages.iter().any(|passage| !self.sought.hits(rule, passage).is_empty()) {
            return;
        }
        let wanted = self.sought.listed.clone();
        let args = if wanted.is_empty() { Vec::new() } else { vec![("wanted", wanted.into())] };
        out.push(rule.finding("", view.head(), args));
    }
}
