//! `hand-typed-amount`: a sum typed where a registry holds it, under the same label. The next change of law
//! would leave it behind.

use crate::data::Fields;
use crate::finding::{Applicability, Edit, Finding, Fix, Message};
use crate::lint::rule::Rule;
use crate::site::Site;
use crate::site::registry::Amount;

use super::across::Across;
use super::contradictions::{Fact, READING_PARAMS, Reading, Subject, Value};
use super::kind::{Case, Kind};
use super::{Check, calendar};

/// The kind `hand-typed-amount`.
pub(super) const KIND: Kind = Kind {
    elsewhere: true,
    params: &READING_PARAMS,
    read: |fields, _| Some(Check::HandTypedAmount(Box::new(HandTypedAmount::read(fields)))),
    ..Kind::new("hand-typed-amount", "kind.hand-typed-amount", &[Case::only(&["found", "about", "key"])])
};

/// How the labels of sums are read.
#[derive(Clone, Debug)]
pub struct HandTypedAmount {
    reading: Reading,
}

impl HandTypedAmount {
    fn read(fields: &mut Fields) -> Self {
        Self { reading: Reading::read(fields) }
    }

    /// How it reads what pages say, and of what.
    pub(super) fn reading(&self) -> (Subject, &Reading) {
        (Subject::Amount, &self.reading)
    }

    /// Whether it has anything to look for.
    pub(super) fn listens(&self, site: &Site) -> bool {
        !site.registries.amounts.is_empty()
    }

    pub(super) fn check(&self, rule: &Rule, site: &Site, across: &Across<'_>, out: &mut Vec<Finding>) {
        if !self.listens(site) {
            return;
        }
        let facts = self.reading.facts(rule, across.sayings(), Subject::Amount);
        let registered = facts.registered();
        for fact in facts.list.iter().filter(|fact| !fact.is_called()) {
            // The words of the label may stand in the title or in the headings above: the value is the same.
            let (label, context) = (facts.label(fact), facts.context(fact));
            let known = |stem: &u64| label.binary_search(stem).is_ok() || context.binary_search(stem).is_ok();
            let named: Vec<&Amount> = registered
                .iter()
                .filter(|(label, _)| label.iter().all(known))
                .map(|(_, amount)| *amount)
                .collect();
            let mut same = named.iter().filter(|amount| {
                let value = amount.on(site.facts.today).map(|value| Value::Cents(value.cents.value));
                value.as_ref() == Some(fact.value())
            });
            let (Some(amount), None) = (same.next(), same.next()) else { continue };
            if !facts.always_holds(fact) {
                continue;
            }
            let key = amount.key.value.as_str();
            let args = vec![
                ("found", fact.shown().into()),
                ("about", facts.about(fact).into()),
                ("key", key.into()),
            ];
            let mut finding = rule.finding("", fact.span(site), args);
            finding.labels.push((amount.key.span, Message::key("lint.registered")));
            finding.fix = fix(site, fact, key).map(Box::new);
            let changed = named.iter().filter_map(|amount| amount.validity.changed).max();
            out.push(calendar::since(site.page(fact.page()), changed, finding));
        }
    }
}

/// The call in place of the sum; the key, for a field that holds nothing else.
fn fix(site: &Site, fact: &Fact<'_>, key: &str) -> Option<Fix> {
    if !fact.is_unbroken(site) {
        return None;
    }
    let text = if fact.is_field() { key.to_owned() } else { format!("{{{{ amount(key=\"{key}\") }}}}") };
    Some(Fix {
        title: Message::key("lint.call-amount").with("text", text.as_str()),
        edits: vec![Edit { span: fact.span(site), text }],
        applicability: Applicability::Suggested,
    })
}
