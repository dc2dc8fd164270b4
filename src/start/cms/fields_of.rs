//! Fields of pages as an administration of content shows them.

use std::collections::BTreeMap;

use super::registry;
use super::yaml::Yaml;
use crate::data::shape::{Field, Form};
use crate::data::{Node, Value};
use crate::document::fields::{HEAD, ITEMS};
use crate::document::front_matter::PageType;
use crate::finding::Message;
use crate::site::registry::Name;
use crate::site::{Page, Site};
use crate::words::Words;

/// Keys of the head that are given before the others, or that are no concern of those who write there.
const ASIDE: [&str; 17] = [
    "title",
    "description",
    "draft",
    "slug",
    "sort",
    "reverse",
    "page_size",
    "template",
    "glossary",
    "search",
    "lang",
    "translations",
    "allow",
    "extra",
    "defaults",
    "type",
    "aliases",
];

/// Answers by yes or no that may stand as « no » without saying anything wrong. An administration of content writes
/// « no » for a question that nobody answered.
const HARMLESS: [&str; 2] = ["free", "known"];

/// Texts of several lines.
const LONG: [&str; 5] = ["description", "text", "note", "definition", "why"];

/// Characters of the longest label.
const LONGEST_LABEL: usize = 48;

/// What an administration of content is told of a field.
type Shown = Vec<(&'static str, Yaml)>;

/// The forms that fields take on the pages of a group.
pub(super) struct Forms {
    /// By key, how many pages take each form.
    counts: BTreeMap<String, BTreeMap<Use, usize>>,
    /// Each use, with its page.
    uses: Vec<(String, String, Use)>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Use {
    Text,
    Texts,
    Map,
    Maps,
    /// A list of both.
    Mixed,
}

impl Forms {
    pub(super) fn of(pages: &[&Page]) -> Self {
        let mut forms = Self { counts: BTreeMap::new(), uses: Vec::new() };
        for page in pages {
            for (key, node) in &page.document.front.procedure {
                let Some(form) = form_of(node) else { continue };
                *forms.counts.entry(key.value.clone()).or_default().entry(form).or_default() += 1;
                forms.uses.push((format!("content/{}", page.path), key.value.clone(), form));
            }
        }
        forms
    }

    /// The form that most pages give to a key, of those that can be shown; none where no page has it.
    fn usual(&self, key: &str) -> Option<Use> {
        let counts = self.counts.get(key)?;
        let shown = counts.iter().filter(|(form, _)| **form != Use::Mixed);
        // The first of equals says less: a text before a list, a list before maps.
        shown.max_by_key(|(form, count)| (**count, std::cmp::Reverse(**form))).map(|(form, _)| *form)
    }

    /// Fields whose form is not the one that is shown.
    pub(super) fn others(&self, page_type: PageType) -> Vec<(String, String)> {
        let other = |(_, key, form): &&(String, String, Use)| {
            let field = crate::document::fields::of(page_type).find(|field| field.name == key);
            field.is_some_and(|field| match field.form {
                Form::Items(_) | Form::TextOr(_) | Form::AddressOr(_) | Form::PhoneOr(_) => {
                    Some(*form) != self.usual(key).or(Some(Use::Maps))
                }
                Form::Texts => Some(*form) != self.usual(key),
                Form::Labels { list: true } => *form == Use::Map || Some(*form) != self.usual(key),
                Form::Own(_) => *form != Use::Text,
                _ => false,
            })
        };
        self.uses.iter().filter(other).map(|(path, key, _)| (path.clone(), key.clone())).collect()
    }
}

fn form_of(node: &Node) -> Option<Use> {
    let is_map = |node: &Node| node.as_map().is_some();
    Some(match &node.value {
        Value::Null => return None,
        Value::Scalar(_) => Use::Text,
        Value::Map(_) => Use::Map,
        Value::List(items) if items.iter().all(is_map) => Use::Maps,
        Value::List(items) if items.iter().any(is_map) => Use::Mixed,
        Value::List(_) => Use::Texts,
    })
}

/// The keys of the head that are shown after those of the model.
pub(super) fn head() -> impl Iterator<Item = &'static Field> {
    HEAD.iter().filter(|field| !ASIDE.contains(&field.name))
}

/// `title`
pub(super) fn title(words: &Words, translated: bool) -> Yaml {
    let mut map = named("title", "field.title", words);
    map.push(("widget", Yaml::text("string")));
    if translated {
        map.push(("i18n", Yaml::Bool(true)));
    }
    Yaml::Map(map)
}

/// `description`
pub(super) fn description(words: &Words, translated: bool) -> Yaml {
    let mut map = named("description", "field.description", words);
    map.push(("widget", Yaml::text("text")));
    map.push(("required", Yaml::Bool(false)));
    if translated {
        map.push(("i18n", Yaml::Bool(true)));
    }
    Yaml::Map(map)
}

/// `type`, which is that of the list where the page is made.
pub(super) fn hidden_type(page_type: PageType) -> Yaml {
    Yaml::Map(vec![
        ("name", Yaml::text("type")),
        ("widget", Yaml::text("hidden")),
        ("default", Yaml::text(page_type.name())),
        ("i18n", Yaml::text("duplicate")),
    ])
}

/// `draft`: a page is one until somebody says otherwise.
pub(super) fn draft(words: &Words) -> Yaml {
    let mut map = named("draft", "field.draft", words);
    map.extend([
        ("widget", Yaml::text("boolean")),
        ("required", Yaml::Bool(false)),
        ("default", Yaml::Bool(true)),
        ("i18n", Yaml::text("duplicate")),
    ]);
    Yaml::Map(map)
}

/// The text of the page.
pub(super) fn body(words: &Words, translated: bool) -> Yaml {
    let mut map = vec![
        ("name", Yaml::text("body")),
        ("label", Yaml::text(words.get("start.cms-body"))),
        ("widget", Yaml::text("markdown")),
        ("required", Yaml::Bool(false)),
    ];
    if translated {
        map.push(("i18n", Yaml::Bool(true)));
    }
    Yaml::Map(map)
}

/// A field at the head of a page; none for one that such an administration cannot show.
pub(super) fn widget(field: &Field, forms: &Forms, site: &Site, words: &Words) -> Option<Yaml> {
    let mut map = named(field.name, field.about, words);
    map.extend(shown(field, None, Some(forms), site, words)?);
    map.push(("required", Yaml::Bool(false)));
    if !site.config.site.languages.is_empty() {
        // A translation has its own texts; what is no text is that of the first language.
        let same = matches!(field.form, Form::Date | Form::Int | Form::Bool | Form::Choice(_));
        map.push(("i18n", if same { Yaml::text("duplicate") } else { Yaml::Bool(true) }));
    }
    Some(Yaml::Map(map))
}

/// What shows a field. `inside` is the key that holds it; `forms` are those of the pages, at the head only.
fn shown(
    field: &Field,
    inside: Option<&str>,
    forms: Option<&Forms>,
    site: &Site,
    words: &Words,
) -> Option<Shown> {
    let kind = |name: &str| vec![("widget", Yaml::text(name))];
    if let Some(entries) = registry(field.name, inside).and_then(|name| entries(name, site)) {
        let mut select = kind("select");
        if matches!(field.form, Form::Texts) {
            select.push(("multiple", Yaml::Bool(true)));
        }
        select.push(("options", entries));
        return Some(select);
    }
    let usual = forms.and_then(|forms| forms.usual(field.name));
    let with = |name: &str, fields| {
        let mut holder = kind(name);
        holder.push(("collapsed", Yaml::Bool(true)));
        holder.push(("fields", inner(field.name, fields, site, words)));
        holder
    };
    let text = if LONG.contains(&field.name) { "text" } else { "string" };
    Some(match (field.form, usual) {
        (Form::Items(_) | Form::Texts | Form::Labels { list: true }, Some(Use::Text)) => kind("string"),
        (Form::Items(_) | Form::Texts | Form::Labels { list: true }, Some(Use::Texts)) => kind("list"),
        (Form::Items(fields), _) => with("list", fields),
        (Form::TextOr(fields) | Form::AddressOr(fields) | Form::PhoneOr(fields), Some(Use::Map)) => {
            with("object", fields)
        }
        (form, _) => return plain(form, field, text, &with, words),
    })
}

/// What shows a field in the form that it takes where pages do not say.
fn plain(
    form: Form,
    field: &Field,
    text: &str,
    with: &dyn Fn(&str, &'static [Field]) -> Shown,
    words: &Words,
) -> Option<Shown> {
    let kind = |name: &str| vec![("widget", Yaml::text(name))];
    Some(match form {
        Form::Map(fields) => with("object", fields),
        Form::Texts | Form::Labels { list: true } => kind("list"),
        Form::Labels { .. } if field.name == "not_applicable" => {
            let reason = |item: &&'static str| {
                let about =
                    crate::document::fields::field(item).map_or("field.not-applicable", |field| field.about);
                let mut map = named(item, about, words);
                map.push(("widget", Yaml::text("string")));
                map.push(("required", Yaml::Bool(false)));
                Yaml::Map(map)
            };
            let mut object = kind("object");
            object.push(("collapsed", Yaml::Bool(true)));
            object.push(("fields", Yaml::List(ITEMS.iter().map(reason).collect())));
            object
        }
        Form::Own(own) if own.text => kind("string"),
        Form::Text => kind(text),
        Form::Address
        | Form::Duration
        | Form::Money
        | Form::Phone
        | Form::Email
        | Form::Postcode
        | Form::TextOr(_)
        | Form::AddressOr(_)
        | Form::PhoneOr(_) => kind("string"),
        Form::Bool if HARMLESS.contains(&field.name) => {
            let mut boolean = kind("boolean");
            boolean.push(("default", Yaml::Bool(false)));
            boolean
        }
        Form::Int => {
            let mut number = kind("number");
            number.push(("value_type", Yaml::text("int")));
            number
        }
        Form::Date => {
            let mut date = kind("datetime");
            date.extend([
                ("format", Yaml::text("YYYY-MM-DD")),
                ("date_format", Yaml::text("YYYY-MM-DD")),
                ("time_format", Yaml::Bool(false)),
                ("default", Yaml::text("")),
            ]);
            date
        }
        Form::Choice(names) => {
            let mut select = kind("select");
            select.push(("options", Yaml::List(names.iter().map(|name| Yaml::text(name)).collect())));
            select
        }
        Form::Bool
        | Form::Items(_)
        | Form::BoolOr(_)
        | Form::Labels { .. }
        | Form::Own(_)
        | Form::Entries(_)
        | Form::Free => {
            return None;
        }
    })
}

/// The fields of a map.
fn inner(name: &str, fields: &'static [Field], site: &Site, words: &Words) -> Yaml {
    let field = |field: &Field| {
        let mut map = named(field.name, field.about, words);
        map.extend(shown(field, Some(name), None, site, words)?);
        map.push(("required", Yaml::Bool(field.required)));
        Some(Yaml::Map(map))
    };
    Yaml::Shared(format!("{name}-fields"), Box::new(Yaml::List(fields.iter().filter_map(field).collect())))
}

/// The entries of a registry, to choose from; none where it has none.
fn entries(name: Name, site: &Site) -> Option<Yaml> {
    let keys = site.registries.keys(name);
    let option = |key: &&str| {
        let label = match name {
            Name::Organisations => {
                site.registries.organisations.get(*key).map(|entry| &entry.value.name.value)
            }
            Name::Teams => site.registries.teams.get(*key).map(|entry| &entry.value.name.value),
            Name::LifeEvents => site.registries.life_events.get(*key).map(|entry| &entry.value.label.value),
            Name::OnlineServices => site.registries.services.get(*key).map(|entry| &entry.value.name.value),
            _ => None,
        };
        let label = label.map_or_else(|| (*key).to_owned(), Clone::clone);
        Yaml::Map(vec![("label", Yaml::Text(label)), ("value", Yaml::text(key))])
    };
    let all = || Box::new(Yaml::List(keys.iter().map(option).collect()));
    (!keys.is_empty()).then(|| Yaml::Shared(name.file().to_owned(), all()))
}

/// The name of a field, its label and what it is for.
fn named(name: &str, about: &'static str, words: &Words) -> Shown {
    let about = words.get(about);
    let about = words.say(&Message::key("start.cms-hint").with("about", about).with("key", name));
    vec![("name", Yaml::text(name)), ("label", Yaml::Text(label(&about, name))), ("hint", Yaml::Text(about))]
}

/// The beginning of what a field is for, where it can stand alone; its key otherwise.
fn label(about: &str, name: &str) -> String {
    let ends = ["\u{a0}:", ":", ".", " (", ",", "\u{202f};", ";"];
    let end = ends.iter().filter_map(|end| about.find(end)).min().unwrap_or(about.len());
    let label = about.get(..end).unwrap_or(about).trim();
    let quoted = label.starts_with(['«', '“']) || label.is_empty();
    if quoted || label.chars().count() > LONGEST_LABEL {
        crate::site::readable(name)
    } else {
        label.to_owned()
    }
}
