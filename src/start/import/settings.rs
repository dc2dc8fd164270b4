//! What the settings of the other site say, whichever program they are for.

use crate::config::language_fault;
use crate::data::{self, Entry, Map, Node, Value};
use crate::finding::Message;
use crate::site;
use crate::source::Span;

use super::report::{Fate, Report};
use super::{Reading, names};

/// A language of the other site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lang {
    /// How its files and its settings name it.
    pub(super) key: String,
    /// Its tag in the new site.
    pub(super) tag: String,
    /// The folder of its pages.
    pub(super) content: String,
    /// What its addresses start with: nothing, or `/en`.
    pub(super) prefix: String,
    /// The title of the site in it, if the settings say one.
    pub(super) title: Option<String>,
}

/// A way in which pages were classed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Taxonomy {
    /// The key of heads.
    pub(super) key: String,
    /// The folder of its addresses.
    pub(super) folder: String,
    /// It had pages.
    pub(super) pages: bool,
    /// Each term had a feed.
    pub(super) feed: bool,
    /// Pages shown at once.
    pub(super) page_size: Option<String>,
}

/// The settings.
#[derive(Clone, Debug, Default)]
pub(super) struct Settings {
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    pub(super) base_url: Option<String>,
    /// The main one first; never empty once read.
    pub(super) languages: Vec<Lang>,
    pub(super) taxonomies: Vec<Taxonomy>,
    /// Addresses are those of files: `/a.html`.
    pub(super) ugly: bool,
    /// Values that pages may print by their name.
    pub(super) params: Map,
    /// How terms became parts of addresses.
    pub(super) terms: TermAddress,
    /// How headings got their ids.
    pub(super) ids: Ids,
}

/// How terms became parts of addresses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum TermAddress {
    /// As Hugo does.
    #[default]
    Hugo,
    /// The same, without accents.
    HugoPlain,
    /// As Zola does.
    Zola(super::addresses::Slugs),
}

/// How headings got their ids.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Ids {
    /// As GitHub makes them.
    #[default]
    Github,
    /// The same, of ASCII alone.
    Ascii,
    /// As this program makes them, as nearly as can be told.
    Slugs,
}

/// The first of some files that is there, read as settings, with its path.
pub(super) fn first(reading: &Reading<'_>, paths: &[String], report: &mut Report) -> Option<(String, Map)> {
    let path = paths.iter().find(|path| reading.known.contains_key(path.as_str()))?;
    Some((path.clone(), read(reading, path, report)?))
}

/// A file of settings, by its extension. What is wrong in it is told.
pub(super) fn read(reading: &Reading<'_>, path: &str, report: &mut Report) -> Option<Map> {
    let (id, source) = reading.text(path)?;
    let text = source.text();
    let (node, problems) = match path.rsplit('.').next() {
        Some("toml") => data::toml(id, text),
        Some("json") => match serde_json::from_str(text) {
            Ok(value) => (of_json(&value, Span::new(id, 0, 0)), Vec::new()),
            Err(error) => {
                let message = Message::key("import.bad-json").with("reason", error.to_string());
                report.say(Fate::ToDo, message, path, u32::try_from(error.line()).ok());
                return None;
            }
        },
        _ => data::yaml(id, text, 0..text.len()),
    };
    for problem in &problems {
        let line = source.position(problem.span.start).line;
        report.say(Fate::ToDo, problem.message.clone(), path, Some(line));
    }
    match node.value {
        Value::Map(map) => Some(map),
        _ => None,
    }
}

/// A value of JSON as a tree, of which every part has the same place.
pub(super) fn of_json(value: &serde_json::Value, span: Span) -> Node {
    let scalar = |text: String, quoted| Value::Scalar(data::Scalar { text, quoted });
    let value = match value {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(yes) => scalar(yes.to_string(), false),
        serde_json::Value::Number(number) => scalar(number.to_string(), false),
        serde_json::Value::String(text) => scalar(text.clone(), true),
        serde_json::Value::Array(items) => {
            Value::List(items.iter().map(|item| of_json(item, span)).collect())
        }
        serde_json::Value::Object(map) => {
            let entry = |(key, value): (&String, &serde_json::Value)| names::entry(key, of_json(value, span));
            Value::Map(Map { entries: map.iter().map(entry).collect::<Vec<Entry>>() })
        }
    };
    Node { span, value }
}

/// Tells which settings of the theme stay behind.
pub(super) fn tell_params(params: Option<&Map>, report: &mut Report) {
    let keys = params.map_or(&[][..], |params| &params.entries).iter().map(|entry| entry.key.value.as_str());
    let keys: Vec<&str> = keys.collect();
    if !keys.is_empty() {
        let message = Message::key("import.params").with("count", keys.len()).with("keys", keys.join(", "));
        report.say(Fate::Left, message, "", None);
    }
}

/// The tag of a language that the settings name: `pt-br` of `pt_BR`. One that is no tag is replaced, and told.
pub(super) fn tag(key: &str, report: &mut Report) -> String {
    let tag = key.trim().to_lowercase().replace('_', "-");
    if language_fault(&tag).is_none() {
        return tag;
    }
    let letters: String = site::slug(&tag).chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    let sound = format!("und-{letters}");
    let sound = if language_fault(&sound).is_none() { sound } else { "und".to_owned() };
    let message = Message::key("import.language-tag").with("language", key).with("tag", sound.as_str());
    report.say(Fate::ToDo, message, "", None);
    sound
}

/// The primary part of a tag: `fr` of `fr-FR`.
pub(super) fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or(tag).to_lowercase()
}
