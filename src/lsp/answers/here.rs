//! What stands where somebody points: a key, an entry of a registry, a page, a rule, a call, a word.

use std::ops::Range;

use super::complete::root;
use super::named::{Named, named};
use super::shapes::Root;
use super::yaml_place::{Place, Step, Takes};
use super::{Asked, File, settings, text, toml_place, yaml_place};
use crate::config::components::END;
use crate::config::keys::{Key, Part};
use crate::data::shape::Field;
use crate::document::front_matter;
use crate::language::fold::{fold, is_whole_or_plural};
use crate::site::registry::Name;
use crate::site::{Page, Target, registry_of_call};

/// Something that stands in a text.
#[derive(Clone, Debug)]
pub(super) enum What<'a> {
    /// A key of a page or of a registry.
    Field(&'static Field),
    /// A table of `site.toml`.
    Part(&'static Part),
    /// A key of `site.toml`.
    Setting(&'static Key),
    /// An entry of a registry, by its key.
    Entry(Name, String),
    /// A page, and the id of a heading of it.
    Page(&'a Page, Option<String>),
    /// A file of the site, by its path in `content/`.
    File(String),
    /// A rule, or a family of rules, by its name.
    Rule(String),
    /// A call of the page, by its rank.
    Call(&'a Page, usize),
    /// A component, by its name.
    Component(String),
    /// A template, by its name.
    Template(String),
}

/// Something, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Here<'a> {
    pub(super) what: What<'a>,
    pub(super) range: Range<usize>,
}

/// What stands at a place, the nearest first.
pub(super) fn here<'a>(asked: &Asked<'a>) -> Vec<Here<'a>> {
    match asked.file() {
        File::Page => {
            let (split, _) = front_matter::split(asked.source, asked.text);
            match split.front {
                Some(front) if asked.at() < split.body => {
                    let root = root(asked, &front);
                    in_yaml(asked, root, front)
                }
                _ => in_body(asked),
            }
        }
        File::Registry(name) => in_yaml(asked, Root::Registry(name), 0..asked.text.len()),
        File::Settings => in_settings(asked),
        File::Other => Vec::new(),
    }
}

fn in_yaml<'a>(asked: &Asked<'a>, root: Root, within: Range<usize>) -> Vec<Here<'a>> {
    let Some(place) = yaml_place::place(asked.text, within, asked.at()) else { return Vec::new() };
    let typed = asked.slice(place.word.clone());
    let word = typed.trim().trim_matches(['"', '\'']);
    if word.is_empty() {
        return Vec::new();
    }
    let what = match place.takes {
        Takes::Key => key(root, &place, word),
        Takes::Either if place.colon => key(root, &place, word),
        Takes::Value | Takes::Either => value(asked, root, &place.path, word),
    };
    what.map(|what| Here { what, range: place.word.clone() }).into_iter().collect()
}

fn key<'a>(root: Root, place: &Place, word: &str) -> Option<What<'a>> {
    if let Root::Registry(name) = root {
        match place.path.as_slice() {
            [] => return Some(What::Entry(name, word.to_owned())),
            [Step::Key(entry), Step::Key(variants)] if name == Name::Amounts && variants == "variants" => {
                return Some(What::Entry(name, format!("{entry}/{word}")));
            }
            _ => {}
        }
    }
    let spot = root.spot(&place.path)?;
    if let Some(field) = spot.keys.iter().find(|field| field.name == word) {
        return Some(What::Field(field));
    }
    match spot.field.map(|field| field.name) {
        Some("allow") => Some(What::Rule(word.to_owned())),
        Some("not_applicable") => crate::document::fields::field(word).map(What::Field),
        _ => None,
    }
}

fn value<'a>(asked: &Asked<'a>, root: Root, path: &[Step], word: &str) -> Option<What<'a>> {
    let site = asked.site();
    match named(root, path) {
        Some(Named::Entry(registries)) => {
            let by_label = || {
                let event = site.registries.life_event(word)?;
                registries.contains(&Name::LifeEvents).then(|| (Name::LifeEvents, event.key.value.clone()))
            };
            let name = registries.iter().find(|name| site.registries.holds(**name, word));
            let (name, key) = name.map(|name| (*name, word.to_owned())).or_else(by_label)?;
            Some(What::Entry(name, key))
        }
        Some(Named::Page | Named::PageOrFolder) => {
            let page = site.paths.get(word.trim_start_matches('/'));
            page.map(|id| What::Page(site.page(*id), None))
        }
        None => match yaml_place::keys(path).last().copied() {
            Some("template") if matches!(root, Root::Page { .. }) => Some(What::Template(word.to_owned())),
            Some("rule") => Some(What::Rule(word.to_owned())),
            _ => None,
        },
    }
}

fn in_settings<'a>(asked: &Asked<'a>) -> Vec<Here<'a>> {
    let Some(place) = toml_place::place(asked.text, asked.at()) else { return Vec::new() };
    let word = asked.slice(place.word.clone()).trim();
    let plain = word.trim_matches(['"', '\'']);
    let site = asked.site();
    let of_rules = |path: &[String]| matches!(path, [lint, rules] if lint == "lint" && rules == "rules");
    let what = match place.takes {
        toml_place::Takes::Header => {
            let path = toml_place::parts(word);
            match path.split_last() {
                Some((rule, above)) if of_rules(above) => Some(What::Rule(rule.clone())),
                _ => settings::part(&path).map(What::Part),
            }
        }
        toml_place::Takes::Key if of_rules(&place.path) => Some(What::Rule(plain.to_owned())),
        toml_place::Takes::Key => {
            let mut path = place.path.clone();
            path.extend(toml_place::parts(word));
            settings::key(&path).map(What::Setting).or_else(|| settings::part(&path).map(What::Part))
        }
        toml_place::Takes::Value => {
            let path: Vec<&str> = place.path.iter().map(String::as_str).collect();
            match path.as_slice() {
                ["lint", .., "rules"] => Some(What::Rule(plain.to_owned())),
                ["legal", "organisation"] => Some(What::Entry(Name::Organisations, plain.to_owned())),
                _ => {
                    let by_address = site.urls.get(plain);
                    let page = site.paths.get(plain).or(by_address);
                    page.map(|id| What::Page(site.page(*id), None))
                }
            }
        }
    };
    what.map(|what| Here { what, range: place.word.clone() }).into_iter().collect()
}

fn in_body<'a>(asked: &Asked<'a>) -> Vec<Here<'a>> {
    let Some(page) = asked.current() else { return Vec::new() };
    let (document, at) = (&page.document, asked.at());
    let holds = |range: &Range<usize>| range.start <= at && at <= range.end;
    let mut found = Vec::new();
    let mut add = |what, range| found.push(Here { what, range });
    for silence in &document.silences {
        for rule in silence.rules.iter().filter(|rule| holds(&rule.span.range())) {
            add(What::Rule(rule.value.clone()), rule.span.range());
        }
    }
    for (rank, call) in document.calls.iter().enumerate().filter(|(_, call)| holds(&call.span.range())) {
        let key = call.argument("key").filter(|key| holds(&key.span.range()));
        if let (Some(key), Some(registry)) = (key, registry_of_call(call)) {
            add(What::Entry(registry, key.value.clone()), key.span.range());
        }
        add(What::Call(page, rank), call.span.range());
    }
    for call in document.embedded.iter().filter(|call| holds(&call.span.range())) {
        for (_, value) in call.arguments.iter().filter(|(_, value)| holds(&value.span.range())) {
            let path = value.value.as_str();
            if let Some(what) = asked.leads(page, path) {
                add(what, value.span.range());
            }
        }
        let named = call.argument("name").filter(|_| call.name.value == END);
        add(What::Component(named.unwrap_or(&call.name).value.clone()), call.span.range());
    }
    let images = document.images.iter().zip(&page.images);
    let images = images.map(|(image, target)| (&image.span, &image.destination, target));
    let links = document.links.iter().zip(&page.links);
    let links = links.map(|(link, target)| (&link.span, &link.destination, target));
    // An image inside a link stands before it.
    for (span, destination, target) in images.chain(links) {
        if !holds(&span.range()) && !holds(&destination.span.range()) {
            continue;
        }
        let what = match target {
            Target::Page { page, anchor } => Some(What::Page(asked.site().page(*page), anchor.clone())),
            Target::Asset(path) => Some(What::File(path.clone())),
            _ => asked.leads(page, destination.value.split('#').next().unwrap_or("")),
        };
        if let Some(what) = what {
            let range = if holds(&destination.span.range()) { destination.span } else { *span };
            add(what, range.range());
        }
    }
    if found.is_empty() {
        found.extend(term(asked));
    }
    found
}

/// The word of the glossary that stands at a place, as texts write it.
fn term<'a>(asked: &Asked<'a>) -> Option<Here<'a>> {
    let line = text::line(asked.text, asked.at());
    let at = asked.at() - line.start;
    let folded = fold(asked.slice(line.clone()));
    let mut best: Option<Here<'a>> = None;
    for term in asked.site().registries.glossary.values() {
        for name in term.names() {
            let name = fold(name);
            for (start, found) in folded.text().match_indices(name.text()) {
                let range = start..start + found.len();
                let original = folded.original(range.clone());
                let nearer = best.as_ref().is_none_or(|best| original.len() > best.range.len());
                if nearer
                    && original.start <= at
                    && at <= original.end
                    && is_whole_or_plural(folded.text(), &range)
                {
                    let what = What::Entry(Name::Glossary, term.key.value.clone());
                    best = Some(Here { what, range: line.start + original.start..line.start + original.end });
                }
            }
        }
    }
    best
}

impl<'a> Asked<'a> {
    /// The page, where it was read from this very text.
    pub(super) fn current(&self) -> Option<&'a Page> {
        let text = self.site().sources.get(self.source).text();
        self.page().filter(|_| text == self.text)
    }

    /// The page or the file that a path typed on a page leads to, published or not.
    fn leads(&self, page: &Page, path: &str) -> Option<What<'a>> {
        let site = self.site();
        if let Some(found) = site.page_meant(page, path).filter(|_| !path.is_empty()) {
            return Some(What::Page(site.page(found), None));
        }
        let file = site.file_meant(page, path)?;
        Some(What::File(file.path.clone()))
    }
}
