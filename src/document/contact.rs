//! How to reach somebody: address, telephone, e-mail, hours, access.

use jiff::civil::Date;

use crate::data::shape::Field;
use crate::data::{Map, Node, meant};
use crate::language::emails::is_email;
use crate::source::{Span, Spanned};

use super::hours::{Exception, Hours, exceptions};

/// The keys of a contact that pages are asked for.
const MISSED: [&str; 6] = ["address", "phone", "email", "url", "hours", "access"];

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
    /// How long one waits there.
    pub waiting: Option<Waiting>,
    /// Keys of it that were answered with something that cannot be read: what is wrong is told there.
    pub unread: Vec<&'static str>,
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

    /// Whether a letter would arrive: a post code is in it, and a line beside it. Five digits in a row are a
    /// post code, but for those of a delivery: « CS 12345 », « BP 12345 », « TSA 12345 ».
    pub fn is_complete(&self) -> bool {
        let code = |text: &str| holds_post_code(text);
        let typed = self.postcode.as_ref().is_some_and(|text| code(&text.value)) && !self.lines.is_empty();
        typed || self.lines.iter().any(|line| code(line))
    }
}

/// What stands before the number of a delivery, which is no post code.
const DELIVERIES: [&str; 3] = ["bp", "cs", "tsa"];

fn holds_post_code(text: &str) -> bool {
    let mut before = "";
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).any(|word| {
        let delivery = DELIVERIES.iter().any(|known| before.eq_ignore_ascii_case(known));
        before = word;
        // « F75001 » as well as « 75001 ».
        let digits = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let glued = word.len() > digits.len()
            && DELIVERIES.iter().any(|known| {
                word.get(..word.len() - digits.len())
                    .is_some_and(|letters| letters.eq_ignore_ascii_case(known))
            });
        digits.len() == 5 && digits.bytes().all(|byte| byte.is_ascii_digit()) && !delivery && !glued
    })
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

/// How long one waits, as somebody observed it.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// In words, or as a length of time, as typed.
    pub text: Spanned<String>,
    /// The day on which it was observed.
    pub measured: Option<Date>,
}

/// Whether one must make an appointment, by what « appointment » says; none when it says how in words of its
/// own. The words that say yes and no, in French and in English, are those that people type in such a field.
pub fn needs_appointment(said: &str) -> Option<bool> {
    let said = said.trim().trim_end_matches(['.', '!']).trim_end().to_lowercase();
    match said.as_str() {
        "true" | "yes" | "oui" => Some(true),
        "false"
        | "no"
        | "non"
        | "aucun"
        | "sans rendez-vous"
        | "sans rdv"
        | "pas de rendez-vous"
        | "aucun rendez-vous"
        | "pas besoin de rendez-vous"
        | "without appointment"
        | "without an appointment"
        | "no appointment"
        | "no appointment needed" => Some(false),
        _ => None,
    }
}

impl Contact {
    /// What a map says.
    pub fn read(map: &Map) -> Self {
        let typed = |key| map.get(key).is_some_and(Node::says_something);
        let contact = Self {
            address: map.get("address").and_then(address),
            phone: map.get("phone").and_then(phone),
            email: map.text("email").and_then(email),
            url: map.text("url"),
            hours: map.get("hours").and_then(Hours::read),
            exceptions: map.get("exceptions").map(exceptions).unwrap_or_default(),
            access: map.get("access").and_then(access),
            appointment: map.text("appointment"),
            waiting: map.get("waiting").and_then(waiting),
            unread: Vec::new(),
        };
        let read = [
            ("address", contact.address.is_some()),
            ("phone", contact.phone.is_some()),
            ("email", contact.email.is_some()),
            ("hours", contact.hours.is_some()),
            ("access", contact.access.is_some()),
        ];
        let unread = read.into_iter().filter(|(key, read)| !read && typed(key)).map(|(key, _)| key);
        Self { unread: unread.collect(), ..contact }
    }

    /// The same, and as unread what is typed under a misspelt key, which is told as such: `horairs` for `hours`.
    pub fn read_among(map: &Map, fields: &[Field]) -> Self {
        let mut contact = Self::read(map);
        let known: Vec<&str> = fields.iter().map(|field| field.name).collect();
        let typed = map.entries.iter().map(|entry| entry.key.value.as_str());
        for key in typed.filter(|key| !known.contains(key)) {
            for near in meant(key, &known) {
                let lacking = map.get(near).is_none();
                contact.unread.extend(MISSED.into_iter().filter(|key| lacking && *key == near));
            }
        }
        contact
    }

    /// Whether something that cannot be read was typed under a key.
    pub fn is_unread(&self, key: &str) -> bool {
        self.unread.contains(&key)
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
            waiting: self.waiting.or_else(|| other.waiting.clone()),
            unread: self.unread.into_iter().chain(other.unread.iter().copied()).collect(),
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

/// An e-mail address, without the spaces around it, that a `mailto:` link would hold.
fn email(typed: Spanned<String>) -> Option<Spanned<String>> {
    let address = typed.value.trim();
    is_email(address).then(|| Spanned::new(address.to_owned(), typed.span))
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

fn waiting(node: &Node) -> Option<Waiting> {
    if let Some(text) = node.as_text().filter(|text| !text.trim().is_empty()) {
        return Some(Waiting { text: Spanned::new(text.to_owned(), node.span), measured: None });
    }
    let map = node.as_map()?;
    let text = map.text("duration").or_else(|| map.text("text"))?;
    Some(Waiting { text, measured: map.date("measured").map(|date| date.value) })
}
