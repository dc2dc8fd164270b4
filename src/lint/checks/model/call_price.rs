//! `call-price`: a number that may cost more than an ordinary call, without its price.

use crate::data::Fields;
use crate::document::contact::{Contact, Phone};
use crate::finding::Finding;
use crate::language::phones::{national, phones};
use crate::lint::rule::Rule;
use crate::lint::scope::Scope;
use crate::site::Site;
use crate::source::Span;

use super::super::kind::{Case, Form, Kind, Param, required_number, required_texts, texts};
use super::super::{Check, View, calendar};
use super::{Model, Phrases};

/// The kind `call-price`.
pub(super) const KIND: Kind = Kind {
    elsewhere: true,
    scoped: true,
    params: &[
        Param::required("prefixes", Form::Texts, "param.call-prefixes"),
        Param::required("digits", Form::Number, "param.call-digits"),
        Param::optional("price", Form::Texts, "param.call-price"),
        Param::optional("below", Form::Texts, "param.call-below"),
    ],
    read: |fields, place| {
        CallPrice::read(fields, place).map(|read| Check::Model(Box::new(Model::CallPrice(read))))
    },
    ..Kind::new("call-price", "kind.call-price", &[Case::only(&["found"])])
};

/// How many paragraphs and items below a number may say its price.
const NEAR: usize = 6;

/// Numbers whose price is to be said.
#[derive(Clone, Debug)]
pub struct CallPrice {
    /// Parameter `prefixes`: how these numbers begin.
    prefixes: Vec<String>,
    /// Parameter `digits`: how many digits they have.
    digits: usize,
    /// Parameter `price`: words that say the price, or that there is none.
    price: Phrases,
    /// Parameter `below`: words that say the price of a call, and of nothing else, in what follows a number.
    below: Phrases,
}

impl CallPrice {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let prefixes = required_texts(fields, "prefixes", place);
        let digits = required_number(fields, "digits", place);
        let price = Phrases::new(&texts(fields, "price"));
        let below = Phrases::new(&texts(fields, "below"));
        Some(Self { prefixes: prefixes?, digits: digits?, price, below })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let said = &view.page.procedure;
        let channels = said.channels.iter().chain(&said.help).filter(|channel| channel.cost.is_none());
        let own = |contact: &&Contact| {
            // What a section says for its pages is not each page’s fault.
            contact.phone.as_ref().is_some_and(|phone| phone.number.span.source == view.page.document.source)
        };
        let contacts = channels.map(|channel| &channel.contact).chain([&said.contact]);
        out.extend(contacts.filter(own).filter_map(|contact| self.of_contact(rule, contact)));
        for (rank, passage) in view.passages.iter().enumerate() {
            let text = passage.prose.text();
            // In a table, the price may be a column.
            let wanted = passage.scope() != Scope::TableCell && rule.scope.contains(&passage.scope());
            if !wanted || !passage.held().has_digits() {
                continue;
            }
            let mut about = phones(text);
            about.retain(|phone| self.is_about(&national(&phone.number.to_string())));
            if about.is_empty() || self.price.are_in(passage.folded().text()) {
                continue;
            }
            // Lists of contacts say it a few lines below, after the hours, and before the next title. What is sold
            // there has a price too: only that of a call counts.
            let below = view.passages.iter().skip(rank + 1).take(NEAR);
            let mut below = below.take_while(|passage| passage.scope() != Scope::Heading);
            if below.any(|passage| self.below.are_in(passage.folded().text())) {
                continue;
            }
            for phone in about {
                let found = text.get(phone.range.clone()).unwrap_or("").to_owned();
                out.push(rule.finding("", passage.prose.span(phone.range), vec![("found", found.into())]));
            }
        }
    }

    pub(super) fn site(&self, rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
        let organisations = site.registries.organisations.values();
        let organisations = organisations.map(|entry| (&entry.value.contact, entry.validity.changed));
        let teams = site.registries.teams.values();
        let teams = teams.map(|entry| (&entry.value.contact, entry.validity.changed));
        for (contact, changed) in organisations.chain(teams) {
            let finding = self.of_contact(rule, contact);
            out.extend(finding.map(|finding| calendar::in_entry(changed, finding)));
        }
    }

    fn of_contact(&self, rule: &Rule, contact: &Contact) -> Option<Finding> {
        let Some(Phone { number, cost: None, .. }) = &contact.phone else { return None };
        let found = || vec![("found", number.value.as_str().into())];
        self.is_about(&national(&number.value)).then(|| rule.finding("", number.span, found()))
    }

    fn is_about(&self, digits: &str) -> bool {
        digits.len() == self.digits && self.prefixes.iter().any(|prefix| digits.starts_with(prefix.as_str()))
    }
}
