//! A theme: `theme.toml`, what may be set in it, and its templates.

use std::collections::BTreeMap;

use tera::{Tera, Value};

use super::given::Free;
use super::{images, templates};
use crate::config::Config;
use crate::data::{self, Fields, Node};
use crate::finding::{Message, Problem, ProblemKind};
use crate::site::Site;
use crate::source::{SourceId, Sources, Span, Spanned};

/// The theme that every installed program holds.
const BUILT_IN: &str = "limpide";

/// How a site looks: templates ready to render, and the site's choices.
#[derive(Clone, Debug)]
pub struct Theme {
    /// Its folder's name.
    pub name: String,
    pub(super) tera: Tera,
    /// The file of each template, by the name templates call it.
    pub(super) files: BTreeMap<String, SourceId>,
    pub(super) options: Free,
    /// How the images of pages are made smaller.
    pub(super) images: images::Settings,
}

impl Theme {
    /// Reads the theme that `site.toml` names out of the text files of every theme, each known by
    /// `<theme>/<path>`. Never fails: a theme that is not there is replaced by the built-in one, a
    /// template that cannot be read is left out, and the problems say so.
    pub fn load(sources: &Sources, texts: &[(String, SourceId)], config: &Config) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let name = chosen(texts, &config.theme.name, &mut problems);
        let own: Vec<(&str, SourceId)> = texts
            .iter()
            .filter_map(|(path, id)| Some((path.strip_prefix(name.as_str())?.strip_prefix('/')?, *id)))
            .collect();
        let declared = own.iter().find(|(path, _)| *path == "theme.toml");
        let images =
            declared.map(|(_, id)| images::Settings::of(sources, *id, &mut problems)).unwrap_or_default();
        let options = declared.map_or_else(Vec::new, |(_, id)| declared_options(sources, *id, &mut problems));
        let options = settle(&options, config.theme.options.as_ref(), &mut problems);
        let files: BTreeMap<String, SourceId> = own
            .iter()
            .filter_map(|(path, id)| Some((path.strip_prefix("templates/")?.to_owned(), *id)))
            .collect();
        let (tera, found) = templates::load(sources, &files);
        problems.extend(found);
        (Self { name, tera, files, options, images }, problems)
    }
}

/// The theme that is named, or the built-in one when there is none of that name.
fn chosen(texts: &[(String, SourceId)], named: &Spanned<String>, problems: &mut Vec<Problem>) -> String {
    let mut names: Vec<&str> = texts.iter().filter_map(|(path, _)| path.split('/').next()).collect();
    names.dedup();
    if names.contains(&named.value.as_str()) {
        return named.value.clone();
    }
    let message = Message::key("template.unknown-theme").with("name", named.value.as_str());
    let known = names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
    let help = Message::key("template.unknown-theme-help").with("names", known);
    problems.push(Problem::new(ProblemKind::UnknownName, named.span, message).help(help));
    BUILT_IN.to_owned()
}

/// What kind of value an option takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Bool,
    Int,
    Texts,
}

/// An option that a theme declares.
#[derive(Debug)]
struct Declared {
    name: String,
    kind: Kind,
    default: Value,
}

/// Reads `theme.toml`: `name`, `description`, `license`, and `[options.<name>]` with `kind` (`text`,
/// `bool`, `int`, `texts`), `default` and `description`. `[images]` is read by `images::Settings`.
fn declared_options(sources: &Sources, id: SourceId, problems: &mut Vec<Problem>) -> Vec<Declared> {
    let (node, found) = data::toml(id, sources.get(id).text());
    problems.extend(found);
    let mut fields = Fields::new(&node, problems);
    for about in ["name", "description", "license"] {
        let _ = fields.text(about);
    }
    let options = fields.map("options");
    // What pages may embed is read with the pages, `[images]` by `images::Settings`.
    fields.accept(&["components", "images"]);
    fields.finish();
    let mut declared = Vec::new();
    for entry in options.iter().flat_map(|map| &map.entries) {
        let mut fields = Fields::new(&entry.node, problems);
        let kinds = [("text", Kind::Text), ("bool", Kind::Bool), ("int", Kind::Int), ("texts", Kind::Texts)];
        let kind = fields.choice("kind", &kinds).map_or(Kind::Text, |k| k.value);
        let default = fields.node("default");
        let _ = fields.text("description");
        fields.finish();
        let name = entry.key.value.replace('-', "_");
        let default = match default {
            Some(node) => value(&name, kind, node, problems),
            None => None,
        };
        declared.push(Declared { name, kind, default: default.unwrap_or_else(|| empty(kind)) });
    }
    declared
}

fn empty(kind: Kind) -> Value {
    match kind {
        Kind::Text => Value::from(""),
        Kind::Bool => Value::from(false),
        Kind::Int => Value::from(0),
        Kind::Texts => Value::from(Vec::<Value>::new()),
    }
}

/// Every option with the site's value, or its default.
fn settle(declared: &[Declared], set: Option<&Node>, problems: &mut Vec<Problem>) -> Free {
    let mut options: BTreeMap<String, Value> =
        declared.iter().map(|d| (d.name.clone(), d.default.clone())).collect();
    let entries = set.and_then(Node::as_map).map_or(&[][..], |map| &map.entries);
    for entry in entries {
        let name = entry.key.value.replace('-', "_");
        let Some(option) = declared.iter().find(|d| d.name == name) else {
            let message = Message::key("template.unknown-option").with("name", entry.key.value.as_str());
            let mut problem = Problem::new(ProblemKind::UnknownKey, entry.key.span, message);
            if let Some(near) = data::nearest(&name, declared.iter().map(|d| d.name.as_str())) {
                problem = problem.help(Message::key("template.option-nearest").with("near", near));
            }
            problems.push(problem);
            continue;
        };
        if let Some(value) = value(&entry.key.value, option.kind, &entry.node, problems) {
            options.insert(name, value);
        }
    }
    Free(Value::from(options))
}

fn value(name: &str, kind: Kind, node: &Node, problems: &mut Vec<Problem>) -> Option<Value> {
    let (value, message) = match kind {
        Kind::Text => (node.as_text().map(Value::from), Message::key("template.option-text")),
        Kind::Bool => (node.as_bool().map(Value::from), Message::key("template.option-bool")),
        Kind::Int => (node.as_int().map(Value::from), Message::key("template.option-int")),
        Kind::Texts => {
            let texts: Option<Vec<Value>> =
                node.items().iter().map(|n| n.as_text().map(Value::from)).collect();
            (texts.map(Value::from), Message::key("template.option-texts"))
        }
    };
    if value.is_none() {
        problems.push(Problem::new(ProblemKind::InvalidValue, node.span, message.with("name", name)));
    }
    value
}

/// Templates that no page is meant to ask for.
const NOT_PAGES: [&str; 4] = ["404.html", "base.html", "components.html", "embedded.html"];

impl Theme {
    /// What the pages of a site ask of the theme and it does not have: known without rendering.
    pub fn check(&self, site: &Site) -> Vec<Problem> {
        let asked = site.pages.iter().filter_map(|page| page.front.template.as_ref());
        asked.filter_map(|asked| self.named(asked).err()).collect()
    }

    /// The template a page asked for by name (with or without `.html`), or what is wrong with it.
    pub(super) fn named(&self, asked: &Spanned<String>) -> Result<&str, Problem> {
        let full = format!("{}.html", asked.value);
        let known = self.files.keys().find(|name| **name == asked.value || **name == full);
        known.map(String::as_str).ok_or_else(|| {
            let message = Message::key("template.unknown").with("name", asked.value.as_str());
            let names = self
                .files
                .keys()
                .filter(|n| n.ends_with(".html") && !n.contains('/') && !NOT_PAGES.contains(&n.as_str()));
            let names = names.map(|n| n.trim_end_matches(".html").to_owned()).collect::<Vec<_>>();
            let help = Message::key("template.unknown-help").with("names", names);
            Problem::new(ProblemKind::UnknownName, asked.span, message).help(help)
        })
    }

    /// The first of these templates that the theme has.
    pub(super) fn first<'t>(&self, names: &[&'t str]) -> Option<&'t str> {
        names.iter().find(|name| self.files.contains_key(**name)).copied()
    }

    /// A place to speak of the theme as a whole: the start of one of its files.
    pub(super) fn place(&self) -> Option<Span> {
        self.files.values().next().map(|id| Span::new(*id, 0, 0))
    }
}
