//! How to reach somebody: address, telephone, e-mail, hours, access.

use crate::data::{Map, Node};
use crate::source::{Span, Spanned};

use super::hours::{Exception, Hours, exceptions};

/// What is known of how to reach an office, an organisation, a channel.
#[derive(Clone, Debug, Default)]
pub struct Contact {
    /// Where to come or to write.
    pub address: Option<Address>,
    /// Its telephone.
    pub phone: Option<Phone>,
    /// Its e-mail address.
    pub email: Option<Spanned<String>>,
    /// Its page.
    pub url: Option<Spanned<String>>,
    /// When it is open.
    pub hours: Option<Hours>,
    /// Days whose hours are not the usual ones, in order.
    pub exceptions: Vec<Exception>,
    /// For people with disabilities.
    pub access: Option<Access>,
    /// How to make an appointment.
    pub appointment: Option<Spanned<String>>,
}

/// An address of bricks or of paper.
#[derive(Clone, Debug)]
pub struct Address {
    /// Where it was typed.
    pub span: Span,
    /// Its lines, without the town; the whole of it when it was typed as one text.
    pub lines: Vec<String>,
    /// Post code.
    pub postcode: Option<Spanned<String>>,
    /// Town.
    pub city: Option<Spanned<String>>,
    /// How to find it.
    pub note: Option<Spanned<String>>,
}

impl Address {
    /// Its lines, as on an envelope.
    pub fn envelope(&self) -> Vec<String> {
        let town: Vec<&str> =
            [&self.postcode, &self.city].into_iter().flatten().map(|text| text.value.as_str()).collect();
        let town = (!town.is_empty()).then(|| town.join(" "));
        self.lines.iter().cloned().chain(town).collect()
    }

    /// Whether a letter would arrive: five digits in a row are in it, and a line beside them.
    pub fn is_complete(&self) -> bool {
        let code = |text: &str| text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 5);
        let typed = self.postcode.as_ref().is_some_and(|text| code(&text.value)) && !self.lines.is_empty();
        typed || self.lines.iter().any(|line| code(line))
    }
}

/// A telephone number.
#[derive(Clone, Debug)]
pub struct Phone {
    /// As typed.
    pub number: Spanned<String>,
    /// What a call costs, as typed: `free`, `standard`, a text.
    pub cost: Option<Spanned<String>>,
    /// When somebody answers.
    pub hours: Option<Hours>,
}

/// What people with disabilities find there.
#[derive(Clone, Debug)]
pub struct Access {
    /// Can one come in with a wheelchair?
    pub wheelchair: Option<bool>,
    /// In words.
    pub text: Option<Spanned<String>>,
    /// Where more is said.
    pub url: Option<Spanned<String>>,
}

impl Contact {
    /// What a map says.
    pub fn read(map: &Map) -> Self {
        Self {
            address: map.get("address").and_then(address),
            phone: map.get("phone").and_then(phone),
            email: map.text("email"),
            url: map.text("url"),
            hours: map.get("hours").and_then(Hours::read),
            exceptions: map.get("exceptions").map(exceptions).unwrap_or_default(),
            access: map.get("access").and_then(access),
            appointment: map.text("appointment"),
        }
    }

    /// What it says, and what `other` says where it is silent.
    #[must_use]
    pub fn or(self, other: &Self) -> Self {
        let own_hours = self.hours.is_some();
        Self {
            address: self.address.or_else(|| other.address.clone()),
            phone: self.phone.or_else(|| other.phone.clone()),
            email: self.email.or_else(|| other.email.clone()),
            url: self.url.or_else(|| other.url.clone()),
            exceptions: if self.exceptions.is_empty() && !own_hours {
                other.exceptions.clone()
            } else {
                self.exceptions
            },
            hours: self.hours.or_else(|| other.hours.clone()),
            access: self.access.or_else(|| other.access.clone()),
            appointment: self.appointment.or_else(|| other.appointment.clone()),
        }
    }
}

fn address(node: &Node) -> Option<Address> {
    let plain = |lines| Address { span: node.span, lines, postcode: None, city: None, note: None };
    if let Some(text) = node.as_text() {
        return Some(plain(vec![text.trim().to_owned()]));
    }
    let map = node.as_map()?;
    let lines = map.texts("street").into_iter().map(|line| line.value).collect();
    Some(Address {
        postcode: map.text("postcode"),
        city: map.text("city"),
        note: map.text("note"),
        ..plain(lines)
    })
}

fn phone(node: &Node) -> Option<Phone> {
    if let Some(text) = node.as_text() {
        let number = Spanned::new(text.to_owned(), node.span);
        return Some(Phone { number, cost: None, hours: None });
    }
    let map = node.as_map()?;
    let hours = map.get("hours").and_then(Hours::read);
    Some(Phone { number: map.text("number")?, cost: map.text("cost"), hours })
}

fn access(node: &Node) -> Option<Access> {
    if let Some(text) = node.as_text() {
        let text = Some(Spanned::new(text.to_owned(), node.span));
        return Some(Access { wheelchair: None, text, url: None });
    }
    let map = node.as_map()?;
    let wheelchair = map.get("wheelchair").and_then(Node::as_bool);
    Some(Access { wheelchair, text: map.text("text"), url: map.text("url") })
}
