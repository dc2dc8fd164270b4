//! The keys that may be typed at the head of a page and in a registry.

use super::Asked;
use super::complete::{Item, Kind};
use super::shapes::{Root, Spot};
use super::yaml_place::{Place, Takes};
use crate::data::shape::{Field, Form};
use crate::document::fields::ITEMS;
use crate::report::keys::takes_of;

/// The keys that may stand at a place, those that must first, without those that stand there already.
pub(super) fn items(asked: &Asked<'_>, root: Root, place: &Place) -> Vec<Item> {
    if place.takes == Takes::Value {
        return Vec::new();
    }
    let Some(spot) = root.spot(&place.path) else { return Vec::new() };
    // Under the key of a list, what is typed first is an item.
    let listed = |field: &Field| matches!(field.form, Form::Items(_)) || field.name == "changes";
    let dash = spot.field.is_some_and(listed) && !spot.item && !place.flow && place.beside.is_empty();
    let write = Written { place, dash };
    let absent = |name: &str| !place.beside.iter().any(|known| known == name);
    let mut fields: Vec<&Field> = spot.keys.iter().copied().filter(|field| absent(field.name)).collect();
    fields.sort_by_key(|field| !field.required);
    let mut items: Vec<Item> = fields
        .into_iter()
        .map(|field| {
            let mut detail = takes_of(field, asked.words);
            if field.required {
                detail = format!("{} · {detail}", asked.words.get("answers.required"));
            }
            let item = Item::new(field.name, Kind::Key, place.word.clone()).detail(detail);
            write.key(item, field.name, field.form).about(Some(asked.say(field.about)))
        })
        .collect();
    items.extend(own(asked, root, place).into_iter().filter(|item| absent(&item.label)));
    items.extend(named(asked, place, &spot).into_iter().filter(|item| absent(&item.label)));
    items
}

/// How keys are written at a place.
struct Written<'p> {
    place: &'p Place,
    /// As an item of a list.
    dash: bool,
}

impl Written<'_> {
    fn key(&self, item: Item, name: &str, form: Form) -> Item {
        if self.place.colon {
            return item.text(name);
        }
        let dash = if self.dash { "- " } else { "" };
        let margin = " ".repeat(self.place.column + dash.len());
        let start = format!("{dash}{name}:");
        match form {
            _ if self.place.flow => item.around(&format!("{start} "), ""),
            Form::Items(_) => item.around(&format!("{start}\n{margin}  - "), ""),
            Form::Map(_) | Form::Entries(_) | Form::Labels { .. } => {
                item.around(&format!("{start}\n{margin}  "), "")
            }
            _ => item.around(&format!("{start} "), ""),
        }
    }
}

/// Keys of the site’s own: those that its pages are classed by, those that it accepts.
fn own(asked: &Asked<'_>, root: Root, place: &Place) -> Vec<Item> {
    let at_root =
        matches!(root, Root::Page { .. }) && (place.path.is_empty() || place.keys() == ["defaults"]);
    if !at_root {
        return Vec::new();
    }
    let config = &asked.site().config;
    let write = Written { place, dash: false };
    let classed = config
        .taxonomies
        .iter()
        .filter(|taxonomy| crate::document::fields::field(&taxonomy.name.value).is_none());
    let classed = classed.map(|taxonomy| {
        let lang = asked.page().map_or(config.site.language.as_str(), |page| &page.lang);
        let title = taxonomy.title.of(lang).map(|title| title.value.clone()).unwrap_or_default();
        let name = taxonomy.name.value.as_str();
        let item = Item::new(name, Kind::Key, place.word.clone()).detail(title);
        write.key(item, name, Form::Texts).about(Some(asked.say("answers.own-taxonomy")))
    });
    let accepted = config.lint.accept_keys.iter().map(|name| {
        let item = Item::new(name.as_str(), Kind::Key, place.word.clone());
        write.key(item, name, Form::Free).about(Some(asked.say("answers.own-key")))
    });
    classed.chain(accepted).collect()
}

/// Keys that a table does not hold, because anyone may name them, where what they name is known.
fn named(asked: &Asked<'_>, place: &Place, spot: &Spot) -> Vec<Item> {
    let Some(field) = spot.field.filter(|_| !spot.text && spot.keys.is_empty()) else { return Vec::new() };
    let write = Written { place, dash: false };
    let item = |name: &str, kind| write.key(Item::new(name, kind, place.word.clone()), name, Form::Text);
    match field.name {
        "not_applicable" => {
            let about = |name| crate::document::fields::field(name).map(|field| asked.say(field.about));
            ITEMS.iter().map(|name| item(name, Kind::Key).about(about(name))).collect()
        }
        "translations" => {
            let site = &asked.site().config.site;
            let all = std::iter::once(&site.language).chain(&site.languages);
            all.map(|tag| item(tag, Kind::Key)).collect()
        }
        "allow" if !spot.item && !place.flow => super::silences::rules(asked, place.word.clone())
            .into_iter()
            .map(|rule| {
                let name = rule.label.clone();
                write.key(rule, &name, Form::Text)
            })
            .collect(),
        "allow" => ["rule", "reason"].into_iter().map(|name| item(name, Kind::Key)).collect(),
        _ => Vec::new(),
    }
}
