//! `organisations.yaml` and `teams.yaml`: who decides, where to go, who answers for a page.

use crate::data::Map;
use crate::data::shape::{Field, Form};
use crate::document::contact::Contact;
use crate::document::fields::{
    ACCESS_FIELD, ADDRESS_FIELD, APPOINTMENT_FIELD, EMAIL_FIELD, EXCEPTIONS_FIELD, HOURS_FIELD, PHONE_FIELD,
    WAITING_FIELD,
};
use crate::source::Spanned;

/// An administration, an office, a body: CPSV-AP’s PublicOrganisation.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// Its name.
    pub name: Spanned<String>,
    /// Its short name.
    pub short: Option<Spanned<String>>,
    /// Other names that texts give it.
    pub aliases: Vec<Spanned<String>>,
    /// Its territory.
    pub area: Option<Spanned<String>>,
    /// How to reach it.
    pub contact: Contact,
    /// The organisation that it is a part of, by its key.
    pub part_of: Option<Spanned<String>>,
}

impl Organisation {
    /// Every name it goes by.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.short).chain(&self.aliases).map(|name| name.value.as_str())
    }
}

/// Those who answer for pages.
#[derive(Clone, Debug)]
pub struct Team {
    /// Its name, as readers see it: of a trade, never of a person.
    pub name: Spanned<String>,
    /// The organisation it is a part of, by its key.
    pub organisation: Option<Spanned<String>>,
    /// How to reach it.
    pub contact: Contact,
}

/// The keys of an entry of `organisations.yaml`.
pub const ORGANISATION: [Field; 14] = [
    Field::required("name", Form::Text, "field.organisation-name"),
    Field::new("short", Form::Text, "field.organisation-short"),
    Field::new("aliases", Form::Texts, "field.organisation-aliases"),
    Field::new("area", Form::Text, "field.organisation-area"),
    ADDRESS_FIELD,
    PHONE_FIELD,
    EMAIL_FIELD,
    Field::new("url", Form::Address, "field.item-url"),
    HOURS_FIELD,
    EXCEPTIONS_FIELD,
    ACCESS_FIELD,
    APPOINTMENT_FIELD,
    WAITING_FIELD,
    Field::new("part_of", Form::Text, "field.organisation-part-of"),
];

/// The keys of an entry of `teams.yaml`.
pub const TEAM: [Field; 5] = [
    Field::required("name", Form::Text, "field.team-name"),
    Field::new("organisation", Form::Text, "field.team-organisation"),
    EMAIL_FIELD,
    PHONE_FIELD,
    Field::new("url", Form::Address, "field.item-url"),
];

pub(super) fn organisation(map: &Map, _: &Spanned<String>) -> Option<Organisation> {
    Some(Organisation {
        name: map.text("name")?,
        short: map.text("short"),
        aliases: map.texts("aliases"),
        area: map.text("area"),
        contact: Contact::read_among(map, &ORGANISATION),
        part_of: map.text("part_of"),
    })
}

pub(super) fn team(map: &Map, _: &Spanned<String>) -> Option<Team> {
    let contact = Contact::read(map);
    Some(Team { name: map.text("name")?, organisation: map.text("organisation"), contact })
}
