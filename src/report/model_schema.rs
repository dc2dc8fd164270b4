//! The JSON Schemas of the front matter and of the registries, made of the tables that check them: an
//! editor with a YAML language server completes and checks while typing. Descriptions are in both
//! languages, French first.

use std::cell::RefCell;

use serde_json::{Map, Value, json};

use crate::data::shape::{Field, Form};
use crate::document::fields::{self, HEAD};
use crate::document::front_matter::PageType;
use crate::language::Language;
use crate::site::registry::{Name, Registries};
use crate::words::Words;

/// Says what a key is for, and keeps what several keys hold alike.
pub(super) struct Said {
    french: Words,
    english: Words,
    /// Maps of keys met so far: their keys, the name they are kept under, what they may hold.
    kept: RefCell<Vec<(Vec<&'static str>, &'static str, Value)>>,
}

impl Said {
    pub(super) fn load() -> Self {
        let (french, english) = (Words::load(Language::French), Words::load(Language::English));
        Self { french, english, kept: RefCell::default() }
    }

    pub(super) fn described(&self, about: &'static str, mut schema: Value) -> Value {
        if let Value::Object(map) = &mut schema {
            let both = format!("{}\n\n{}", self.french.get(about), self.english.get(about));
            map.insert("description".to_owned(), Value::from(both));
        }
        schema
    }

    /// A map of these keys and of no other, kept once under the name of the first key that holds it.
    fn kept(&self, name: &'static str, fields: &'static [Field]) -> Value {
        let keys: Vec<&str> = fields.iter().map(|field| field.name).collect();
        let known = self.kept.borrow().iter().find(|(known, ..)| *known == keys).map(|(_, name, _)| *name);
        let name = match known {
            Some(name) => name,
            None => {
                let object = self.object(fields);
                if self.kept.borrow().iter().any(|(_, taken, _)| *taken == name) {
                    return object;
                }
                self.kept.borrow_mut().push((keys, name, object));
                name
            }
        };
        json!({"$ref": format!("#/$defs/{name}")})
    }

    /// What was kept, for the root of a schema.
    fn definitions(&self) -> Value {
        self.kept.borrow().iter().map(|(_, name, object)| ((*name).to_owned(), object.clone())).collect()
    }

    /// A map of these keys and of no other.
    fn object(&self, fields: &[Field]) -> Value {
        let properties: Map<String, Value> = fields
            .iter()
            .map(|field| (field.name.to_owned(), self.described(field.about, self.form(field))))
            .collect();
        let required: Vec<&str> =
            fields.iter().filter(|field| field.required).map(|field| field.name).collect();
        json!({
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        })
    }

    fn form(&self, field: &Field) -> Value {
        let name = field.name;
        match field.form {
            Form::Text | Form::Duration | Form::Money | Form::Phone | Form::Email | Form::Postcode => text(),
            Form::Texts => one_or_several(&text()),
            Form::Address => address(),
            Form::AddressOr(fields) => json!({"anyOf": [address(), self.kept(name, fields)]}),
            Form::Bool => json!({"type": "boolean"}),
            Form::Int => json!({"type": "integer"}),
            Form::Date => date(),
            Form::Choice(names) => json!({"enum": names}),
            Form::Items(fields) => one_or_several(&json!({"anyOf": [text(), self.kept(name, fields)]})),
            Form::TextOr(fields) | Form::PhoneOr(fields) => {
                json!({"anyOf": [text(), self.kept(name, fields)]})
            }
            Form::BoolOr(fields) => json!({"anyOf": [{"type": "boolean"}, self.kept(name, fields)]}),
            Form::Map(fields) => self.kept(name, fields),
            Form::Entries(fields) => {
                json!({"type": "object", "additionalProperties": self.kept(name, fields)})
            }
            Form::Labels { list } => {
                let labels = json!({"type": "object", "additionalProperties": text()});
                if list { json!({"anyOf": [labels, one_or_several(&text())]}) } else { labels }
            }
            Form::Own(own) => {
                let inside = json!({"anyOf": [text(), {"type": "object"}]});
                let map = json!({
                    "type": "object",
                    "patternProperties": {own.keys: inside},
                    "additionalProperties": false,
                });
                if own.text { json!({"anyOf": [text(), map, {"type": "array", "items": map}]}) } else { map }
            }
            Form::Free => json!({}),
        }
    }

    /// The keys that a page of a type may have at its head.
    fn page(&self, page_type: Option<PageType>) -> Map<String, Value> {
        let model = fields::MODEL.iter().filter(|(_, types)| {
            page_type.is_none_or(|page_type| types.is_empty() || types.contains(&page_type))
        });
        let mut properties: Map<String, Value> = HEAD
            .iter()
            .chain(model.map(|(field, _)| field))
            .map(|field| (field.name.to_owned(), self.described(field.about, self.form(field))))
            .collect();
        if page_type.is_none() {
            // What a section gives to its pages may be of any type.
            for field in HEAD.iter().filter(|field| field.name == "defaults") {
                properties.remove(field.name);
            }
        }
        properties
    }
}

fn text() -> Value {
    json!({"type": ["string", "number", "boolean"]})
}

fn address() -> Value {
    json!({"type": "string", "pattern": "^(https?://|mailto:|tel:|/)\\S*$"})
}

pub(super) fn date() -> Value {
    json!({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"})
}

pub(super) fn one_or_several(one: &Value) -> Value {
    json!({"anyOf": [one, {"type": "array", "items": one}]})
}

pub(super) const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of the front matter of pages of a type (JSON Schema 2020-12); ends with a newline.
pub fn page(page_type: PageType) -> String {
    let said = Said::load();
    let mut properties = said.page(Some(page_type));
    properties.insert("type".to_owned(), said.described("field.type", json!({"const": page_type.name()})));
    let given = json!({"type": "object", "properties": said.page(None), "additionalProperties": false});
    properties.insert("defaults".to_owned(), said.described("field.defaults", given));
    printed(&json!({
        "$schema": DIALECT,
        "title": page_type.name(),
        "type": "object",
        "properties": properties,
        "required": ["title"],
        "additionalProperties": false,
        "$defs": said.definitions(),
    }))
}

/// The schema of a registry’s file (JSON Schema 2020-12); ends with a newline.
pub fn registry(name: Name) -> String {
    let said = Said::load();
    let own: Vec<Field> = name.fields().iter().chain(Registries::validity_of(name)).copied().collect();
    let mut entry = said.object(&own);
    let mut changed =
        said.object(&own.iter().map(|field| Field { required: false, ..*field }).collect::<Vec<_>>());
    if let Some(properties) = changed.get_mut("properties").and_then(Value::as_object_mut) {
        properties.remove("changes");
        properties.insert("from".to_owned(), said.described("field.change-from", date()));
    }
    if let Some(map) = changed.as_object_mut() {
        map.insert("required".to_owned(), json!(["from"]));
    }
    let changes = own.iter().any(|field| field.name == "changes");
    if let (true, Some(properties)) = (changes, entry.get_mut("properties").and_then(Value::as_object_mut)) {
        let changes = said.described("field.entry-changes", one_or_several(&changed));
        properties.insert("changes".to_owned(), changes);
    }
    printed(&json!({
        "$schema": DIALECT,
        "title": name.file(),
        "type": ["object", "null"],
        "additionalProperties": entry,
        "$defs": said.definitions(),
    }))
}

pub(super) fn printed(schema: &Value) -> String {
    let mut text = serde_json::to_string_pretty(schema).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests;
