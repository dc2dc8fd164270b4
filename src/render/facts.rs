//! The fields of a procedure as simple text: the short box at the head of the page, and what the
//! page lists (documents, redress, legal texts).

use std::collections::BTreeMap;

use tera::{Map, Value};

use super::context::{Shared, map};
use super::escape;
use crate::data::Node;
use crate::document::fields::MODEL;
use crate::language::{Language, format, period::Period};
use crate::site::{Page, Site};

/// The fields of the short box, in the order every page shows them, each with its name.
const BRIEF: [(&str, &str); 6] = [
    ("cost", "interface.fact.cost"),
    ("deadlines", "interface.fact.deadlines"),
    ("audience", "interface.fact.audience"),
    ("eligibility", "interface.fact.eligibility"),
    ("channels", "interface.fact.channels"),
    ("authority", "interface.fact.authority"),
];

/// The keys an entry that is not a plain text may be named by.
const NAMES: [&str; 5] = ["name", "title", "label", "text", "value"];

/// What fields refer to.
pub(super) struct Facts {
    /// By key, what it pays for, and how many cents on the day of the build.
    amounts: BTreeMap<String, (Option<String>, i64)>,
    /// The site's main language.
    language: Language,
    /// Every field, empty.
    empty: Value,
}

impl Facts {
    pub(super) fn new(site: &Site) -> Self {
        let today = site.facts.today;
        let amounts = site.registries.amounts.iter();
        let amounts = amounts.filter_map(|(key, amount)| {
            let label = amount.label.as_ref().map(|l| l.value.clone());
            Some((key.clone(), (label, amount.on(today)?.cents.value)))
        });
        Self {
            amounts: amounts.collect(),
            language: site.config.language(),
            empty: Value::from(empty_fields()),
        }
    }

    /// Every field, empty.
    pub(super) fn none(&self) -> Value {
        self.empty.clone()
    }

    /// The short box: `[{key, label, values: [{text, url}]}]`, the fields that are there.
    pub(super) fn brief(&self, shared: &Shared<'_>, page: &Page, language: Language) -> Value {
        let Some(interface) = shared.language(&page.lang) else { return Value::from(Vec::<Value>::new()) };
        let lines = BRIEF.iter().filter_map(|(key, label)| {
            let values = self.values(shared, key, page.front.field(key)?, language);
            (!values.is_empty()).then(|| {
                map([
                    ("key", Value::from(*key)),
                    ("label", Value::from(interface.words.get(label))),
                    ("values", Value::from(values)),
                ])
            })
        });
        Value::from(lines.collect::<Vec<_>>())
    }

    /// Every field by its key, as `[{text, url}]`.
    pub(super) fn fields(&self, shared: &Shared<'_>, page: &Page, language: Language) -> Value {
        if page.front.procedure.is_empty() {
            return self.none();
        }
        let mut fields = empty_fields();
        for (key, node) in &page.front.procedure {
            let values = self.values(shared, &key.value, node, language);
            fields.insert(key.value.clone().into(), Value::from(values));
        }
        Value::from(fields)
    }

    fn values(&self, shared: &Shared<'_>, key: &str, node: &Node, language: Language) -> Vec<Value> {
        let line = |item: &Node| {
            let map_of = item.as_map();
            let named = map_of.and_then(|m| NAMES.iter().find_map(|name| m.get(name)?.as_text()));
            if let Some(page) = named.or(item.as_text()).and_then(|typed| shared.page_named(typed)) {
                let url = Value::from(shared.href(&page.url));
                return Some(map([("text", Value::from(page.title())), ("url", url)]));
            }
            let url = map_of.and_then(|m| m.get("url")?.as_text()).or(item.as_text());
            let url = url.filter(|u| is_address(u));
            let text = match (named.or(item.as_text()), url) {
                (Some(typed), known) if known != Some(typed) => self.text(key, typed, language),
                (_, Some(url)) => host(url).to_owned(),
                _ => return None,
            };
            let url = url.map(|u| if u.starts_with('/') { shared.href(u) } else { u.to_owned() });
            Some(map([("text", Value::from(text)), ("url", Value::from(url))]))
        };
        node.items().iter().filter_map(line).collect()
    }

    /// An amount's key becomes its value of the day, an ISO 8601 period is said in words.
    fn text(&self, key: &str, typed: &str, language: Language) -> String {
        match key {
            "cost" => match self.amounts.get(typed) {
                // A registry speaks the site's main language.
                Some((Some(label), cents)) if language == self.language => {
                    let colon = if language == Language::French { "\u{a0}: " } else { ": " };
                    format!("{label}{colon}{}", format::euros(*cents, language))
                }
                Some((_, cents)) => format::euros(*cents, language),
                None => typed.to_owned(),
            },
            "deadlines" if typed.starts_with('P') => match Period::parse(typed) {
                Some(period) => format::period(period, language),
                None => typed.to_owned(),
            },
            _ => typed.to_owned(),
        }
    }
}

fn empty_fields() -> Map {
    MODEL.iter().map(|(field, _)| (field.name.into(), Value::from(Vec::<Value>::new()))).collect()
}

/// An address of the Web, or one of the site from its root.
fn is_address(text: &str) -> bool {
    let web = ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| text.starts_with(scheme));
    (web || (text.starts_with('/') && !text.starts_with("//"))) && escape::is_harmless(text)
}

/// What a bare address is called: its host, `service-public.gouv.fr`.
fn host(url: &str) -> &str {
    let after = url.split_once("://").map_or(url, |(_, after)| after);
    let host = after.split(['/', '?', '#']).next().filter(|host| !host.is_empty()).unwrap_or(url);
    host.strip_prefix("www.").unwrap_or(host)
}

/// The free fields of a page, as typed: numbers and yes or no where they are spelled so.
pub(super) fn free(node: &Node) -> Value {
    use crate::data::Value as Typed;
    match &node.value {
        Typed::Null => Value::none(),
        Typed::List(items) => Value::from(items.iter().map(free).collect::<Vec<_>>()),
        Typed::Map(entries) => {
            let free = |e: &crate::data::Entry| (e.key.value.clone().into(), free(&e.node));
            Value::from(entries.entries.iter().map(free).collect::<Map>())
        }
        Typed::Scalar(scalar) => {
            let known = node.as_bool().map(Value::from).or_else(|| node.as_int().map(Value::from));
            let known = known.or_else(|| node.as_float().map(Value::from));
            known.unwrap_or_else(|| Value::from(scalar.text.as_str()))
        }
    }
}
