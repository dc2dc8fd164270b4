//! Every record that a template may meet, as their types declare them.

use std::collections::BTreeMap;

use super::record::Given;

/// What a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::render) enum Kind {
    /// Words, escaped where they are written.
    Text,
    /// HTML, written as it is.
    Html,
    /// True or false.
    Flag,
    Number,
    List(Box<Kind>),
    /// It, or nothing.
    Optional(Box<Kind>),
    /// A record of the catalogue, by its name.
    Record(String),
    /// What somebody typed freely.
    Free,
}

impl Kind {
    /// In words, with the records it names between backquotes.
    pub(in crate::render) fn in_words(&self) -> String {
        match self {
            Self::Text => "text".to_owned(),
            Self::Html => "HTML".to_owned(),
            Self::Flag => "true or false".to_owned(),
            Self::Number => "number".to_owned(),
            Self::List(of) => format!("list of {}", of.in_words()),
            Self::Optional(of) => format!("{} or none", of.in_words()),
            Self::Record(name) => format!("[{name}](#{})", name.to_lowercase()),
            Self::Free => "anything".to_owned(),
        }
    }

    /// The record under lists and options; the kind in words where there is none.
    pub(in crate::render) fn name(&self) -> String {
        match self {
            Self::List(of) | Self::Optional(of) => of.name(),
            Self::Record(name) => name.clone(),
            other => other.in_words(),
        }
    }
}

/// A field of a record.
#[derive(Clone, Debug)]
pub(in crate::render) struct Field {
    pub(in crate::render) name: String,
    pub(in crate::render) kind: Kind,
    pub(in crate::render) doc: String,
}

impl Field {
    /// A field, with its doc comment, whose lines become one.
    pub(in crate::render) fn new(name: impl Into<String>, kind: Kind, doc: &str) -> Self {
        Self { name: name.into(), kind, doc: one_line(doc) }
    }
}

/// What is said of a record.
#[derive(Clone, Debug, Default)]
pub(in crate::render) struct Record {
    pub(in crate::render) doc: String,
    pub(in crate::render) fields: Vec<Field>,
}

/// Records by name.
#[derive(Clone, Debug, Default)]
pub(in crate::render) struct Catalogue {
    pub(in crate::render) records: BTreeMap<String, Record>,
}

impl Catalogue {
    /// Everything that a context holds.
    pub(in crate::render) fn whole() -> Self {
        let mut known = Self::default();
        super::Context::kind(&mut known);
        super::Globals::kind(&mut known);
        known
    }

    /// Enters a record, once, with what its fields name.
    pub(super) fn record(
        &mut self,
        name: &str,
        doc: &str,
        fields: impl FnOnce(&mut Self) -> Vec<Field>,
    ) -> Kind {
        if !self.records.contains_key(name) {
            // It may name itself.
            self.records.insert(name.to_owned(), Record { doc: one_line(doc), fields: Vec::new() });
            let fields = fields(self);
            if let Some(record) = self.records.get_mut(name) {
                record.fields = fields;
            }
        }
        Kind::Record(name.to_owned())
    }
}

fn one_line(doc: &str) -> String {
    doc.lines().map(str::trim).collect::<Vec<_>>().join(" ").trim().to_owned()
}
