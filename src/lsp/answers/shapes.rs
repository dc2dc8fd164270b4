//! What the tables of keys say of a place: the keys that may stand there, or the value.

use super::yaml_place::Step;
use crate::data::shape::{Field, Form};
use crate::document::fields::{self, HEAD};
use crate::document::front_matter::PageType;
use crate::site::registry::{Name, Registries};

/// A text whose keys are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Root {
    /// The head of a page.
    Page {
        /// The type of the page.
        page_type: PageType,
        /// It is the page of a folder.
        index: bool,
    },
    /// A registry: keys of entries, then what entries hold.
    Registry(Name),
}

/// What is known of a place.
#[derive(Clone, Debug, Default)]
pub(super) struct Spot {
    /// The keys that may stand there.
    pub(super) keys: Vec<&'static Field>,
    /// The field that the place is the value of.
    pub(super) field: Option<&'static Field>,
    /// It is an item of a list already.
    pub(super) item: bool,
    /// Under a key whose name is anyone’s: what is written there is a text.
    pub(super) text: bool,
}

/// The first day of a change to come, in the `changes:` of an entry.
const CHANGE_FROM: Field = Field::required("from", Form::Date, "field.entry-from");

impl Root {
    /// The keys at the root of a page, or of an entry, those that are given first before the others.
    fn keys(self) -> Vec<&'static Field> {
        match self {
            Self::Page { page_type, index } => {
                const FIRST: [&str; 5] = ["title", "type", "description", "owner", "reviewed"];
                // What the list of a folder is sorted by, and what its pages inherit, is said on its own page.
                const OF_FOLDERS: [&str; 4] = ["sort", "reverse", "page_size", "defaults"];
                let first = FIRST.iter().filter_map(|name| HEAD.iter().find(|field| field.name == *name));
                let rest = HEAD.iter().filter(|field| !FIRST.contains(&field.name));
                let rest = rest.filter(|field| index || !OF_FOLDERS.contains(&field.name));
                first.chain(fields::of(page_type)).chain(rest).collect()
            }
            Self::Registry(name) => name.fields().iter().chain(Registries::validity_of(name)).collect(),
        }
    }

    /// What may stand under these steps; none when nothing is known of it.
    pub(super) fn spot(self, path: &[Step]) -> Option<Spot> {
        let mut now = match self {
            Self::Page { .. } => Spot { keys: self.keys(), ..Spot::default() },
            Self::Registry(_) => Spot::default(),
        };
        let mut steps = path.iter();
        if matches!(self, Self::Registry(_)) {
            match steps.next() {
                Some(Step::Key(_)) => now.keys = self.keys(),
                Some(Step::Item) => return None,
                None => return Some(now),
            }
        }
        for step in steps {
            now = self.under(&now, step)?;
        }
        Some(now)
    }

    fn under(self, spot: &Spot, step: &Step) -> Option<Spot> {
        let key = match step {
            Step::Item => {
                let field = spot.field.filter(|_| !spot.item)?;
                let lists = match field.form {
                    Form::Texts | Form::Items(_) | Form::Labels { list: true } | Form::Own(_) => true,
                    Form::Free => matches!(field.name, "changes" | "allow"),
                    _ => false,
                };
                return lists.then(|| Spot { item: true, ..spot.clone() });
            }
            Step::Key(key) => key,
        };
        if spot.text {
            return None;
        }
        if let Some(field) = spot.keys.iter().find(|field| field.name == *key) {
            return Some(self.value(field));
        }
        match spot.field.map(|field| field.form)? {
            Form::Entries(fields) => Some(Spot { keys: fields.iter().collect(), ..Spot::default() }),
            Form::Labels { .. } | Form::Free | Form::Own(_) => {
                Some(Spot { field: spot.field, text: true, ..Spot::default() })
            }
            _ => None,
        }
    }

    /// The place after a key.
    fn value(self, field: &'static Field) -> Spot {
        let keys = match field.form {
            Form::Items(fields)
            | Form::TextOr(fields)
            | Form::AddressOr(fields)
            | Form::PhoneOr(fields)
            | Form::BoolOr(fields)
            | Form::Map(fields) => fields.iter().collect(),
            Form::Free => match (self, field.name) {
                (Self::Page { .. }, "defaults") => self.inherited(),
                (Self::Registry(name), "changes") => {
                    std::iter::once(&CHANGE_FROM).chain(name.fields()).collect()
                }
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
        Spot { keys, field: Some(field), ..Spot::default() }
    }

    /// What the pages of a folder take from it: not what is a page’s own.
    fn inherited(self) -> Vec<&'static Field> {
        const OWN: [&str; 11] = [
            "title",
            "description",
            "slug",
            "aliases",
            "weight",
            "sort",
            "reverse",
            "page_size",
            "translations",
            "allow",
            "defaults",
        ];
        self.keys().into_iter().filter(|field| !OWN.contains(&field.name)).collect()
    }
}
