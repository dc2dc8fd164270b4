//! What a file is made of, and what a site holds by name.

use std::ops::Range;

use super::leads::{Led, place_in};
use super::text::{even, match_of};
use super::{Asked, File, toml_place};
use crate::data::{self, Map, Node, Value};
use crate::document::front_matter;
use crate::project::Project;
use crate::site::registry::Name;
use crate::words::Words;

/// A part of a file, with those it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// What it is called.
    pub name: String,
    /// A few words beside its name.
    pub detail: String,
    /// Its nature.
    pub nature: Nature,
    /// All of it.
    pub range: Range<usize>,
    /// Its name in the text.
    pub place: Range<usize>,
    /// What it holds.
    pub parts: Vec<Symbol>,
}

/// The nature of a part of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// The head of a page.
    Head,
    /// A key.
    Key,
    /// A heading.
    Heading,
    /// An entry of a registry.
    Entry,
    /// A table of `site.toml`.
    Table,
}

/// Something that a site holds by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it is called.
    pub name: String,
    /// Its path or its key.
    pub detail: String,
    /// The registry that holds it; none for a page.
    pub registry: Option<Name>,
    /// Where it is.
    pub place: Led,
}

/// Found at once.
const MOST: usize = 200;

/// What a file is made of: for a page, its head and its headings.
pub fn symbols(asked: &Asked<'_>) -> Vec<Symbol> {
    match asked.file() {
        File::Page => {
            let (split, _) = front_matter::split(asked.source, asked.text);
            let mut all = Vec::new();
            if let Some(front) = split.front {
                let (node, _) = data::yaml(asked.source, asked.text, front.clone());
                let parts = node.as_map().map_or_else(Vec::new, |map| keys(asked, map, front.end));
                let start = asked.slice(0..front.start).trim_end().len().min(front.start);
                let start = asked.slice(0..start).rfind('\n').map_or(0, |at| at + 1);
                let (name, detail) = (asked.say("answers.head"), String::new());
                let range = start..split.body.max(front.end);
                let place = start..front.start.max(start);
                all.push(Symbol { name, detail, nature: Nature::Head, range, place, parts });
            }
            all.extend(headings(asked));
            all
        }
        File::Registry(name) => {
            let (node, _) = data::yaml(asked.source, asked.text, 0..asked.text.len());
            let mut entries = node.as_map().map_or_else(Vec::new, |map| keys(asked, map, asked.text.len()));
            for entry in &mut entries {
                entry.nature = Nature::Entry;
                entry.detail =
                    asked.described(name, &entry.name).map(|entry| entry.title).unwrap_or_default();
            }
            entries
        }
        File::Settings => tables(asked),
        File::Other => Vec::new(),
    }
}

/// The keys of a map that goes as far as a byte.
fn keys(asked: &Asked<'_>, map: &Map, end: usize) -> Vec<Symbol> {
    let starts = map.entries.iter().map(|entry| entry.key.span.range().start);
    let ends: Vec<usize> = starts.skip(1).chain([end]).collect();
    let mut symbols = Vec::new();
    for (entry, next) in map.entries.iter().zip(ends) {
        let place = entry.key.span.range();
        let whole = asked.slice(place.start..next.max(place.end));
        let range = place.start..place.start + whole.trim_end().len().max(place.len());
        let (detail, parts) = match &entry.node.value {
            Value::Scalar(scalar) => (super::entries::short(&scalar.text), Vec::new()),
            Value::Map(inner) => (String::new(), keys(asked, inner, range.end)),
            Value::List(items) => {
                (items.iter().filter_map(Node::as_text).collect::<Vec<_>>().join(", "), Vec::new())
            }
            Value::Null => (String::new(), Vec::new()),
        };
        let name = entry.key.value.clone();
        symbols.push(Symbol { name, detail, nature: Nature::Key, range, place, parts });
    }
    // A key that is typed on the line of another, between braces, may not come after it in the text.
    symbols.retain(|symbol| symbol.range.end >= symbol.place.end);
    symbols
}

/// The headings of a page, each with those under it.
fn headings(asked: &Asked<'_>) -> Vec<Symbol> {
    let Some(page) = asked.current() else { return Vec::new() };
    let mut flat: Vec<(u8, Symbol)> = Vec::new();
    let all = &page.document.headings;
    for (rank, heading) in all.iter().enumerate() {
        let place = heading.span.range();
        // The end of its line is none of it.
        let place = place.start..place.start + asked.slice(place).trim_end().len();
        let after = all.iter().skip(rank + 1).find(|next| next.level <= heading.level);
        let end = after.map_or(asked.text.len(), |next| next.span.range().start);
        let whole = asked.slice(place.start..end.max(place.end));
        let range = place.start..place.start + whole.trim_end().len().max(place.len());
        let name = page.document.blocks.get(heading.block).map_or("", |block| block.prose.text().trim());
        let name = if name.is_empty() { "…".to_owned() } else { name.to_owned() };
        let detail = page.heading_ids.get(rank).map(|id| format!("#{id}")).unwrap_or_default();
        let symbol = Symbol { name, detail, nature: Nature::Heading, range, place, parts: Vec::new() };
        flat.push((heading.level, symbol));
    }
    // From the last one on, each takes those under it.
    let mut roots: Vec<(u8, Symbol)> = Vec::new();
    for (level, mut symbol) in flat.into_iter().rev() {
        while roots.last().is_some_and(|(below, _)| *below > level) {
            symbol.parts.extend(roots.pop().map(|(_, part)| part));
        }
        roots.push((level, symbol));
    }
    roots.into_iter().rev().map(|(_, symbol)| symbol).collect()
}

/// The tables of `site.toml`, by their headers.
fn tables(asked: &Asked<'_>) -> Vec<Symbol> {
    let mut symbols: Vec<Symbol> = Vec::new();
    let mut start = 0;
    for line in asked.text.split_inclusive('\n') {
        let place = start..start + line.trim_end().len();
        start += line.len();
        let Some(name) = toml_place::header(line) else { continue };
        if let Some(last) = symbols.last_mut() {
            last.range.end = last.range.start + asked.slice(last.range.start..place.start).trim_end().len();
        }
        let (name, range) = (name.join("."), place.start..asked.text.trim_end().len().max(place.end));
        let detail = super::settings::part(&toml_place::parts(&name));
        let detail = detail.map(|part| asked.say(part.about)).unwrap_or_default();
        symbols.push(Symbol { name, detail, nature: Nature::Table, range, place, parts: Vec::new() });
    }
    symbols
}

/// What a site holds that goes with what is asked for: its pages by title or path, the entries of its registries.
pub fn find(project: &Project, words: &Words, query: &str) -> Vec<Found> {
    let typed = even(query);
    let site = &project.site;
    let Some((source, _)) = site.sources.iter().next() else { return Vec::new() };
    let asked = Asked { project, words, source, text: "", at: 0 };
    let mut found: Vec<(u8, Found)> = Vec::new();
    for page in &site.pages {
        let rank =
            match_of(&typed, &even(page.title())).or_else(|| match_of(&typed, &even(&page.path)).map(|_| 3));
        let (Some(rank), Some(place)) = (rank, asked.led(place_in(page, None))) else { continue };
        let (name, detail) = (page.title().to_owned(), format!("content/{}", page.path));
        found.push((rank, Found { name, detail, registry: None, place }));
    }
    for (file, name) in Name::ALL {
        for key in site.registries.keys(name) {
            let title = asked.described(name, key).map_or_else(|| key.to_owned(), |entry| entry.title);
            let rank = match_of(&typed, &even(&title)).or_else(|| match_of(&typed, &even(key)));
            let span = site.registries.entry(name, key).map(|(key, _)| key.span);
            let (Some(rank), Some(place)) = (rank, span.and_then(|span| asked.led(span))) else { continue };
            let detail = format!("{file}.yaml · {key}");
            found.push((rank, Found { name: title, detail, registry: Some(name), place }));
        }
    }
    found.sort_by(|(a, one), (b, other)| (a, &one.name, &one.detail).cmp(&(b, &other.name, &other.detail)));
    found.truncate(MOST);
    found.into_iter().map(|(_, found)| found).collect()
}
