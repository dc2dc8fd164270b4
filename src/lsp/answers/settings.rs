//! What may be typed in `site.toml`, from the table of its keys.

use super::complete::{Completions, Item, Kind};
use super::toml_place::{self, Place, Takes};
use super::{Asked, silences, values};
use crate::config::keys::{ANY, Key, PARTS, Part, Takes as Shape};
use crate::data::toml_key;
use crate::language::format;
use crate::report::keys::takes_of_setting;
use crate::site::registry::Name;
use crate::source::Picture;

/// What may be typed where somebody stands.
pub(super) fn complete(asked: &Asked<'_>) -> Completions {
    let Some(place) = toml_place::place(asked.text, asked.at()) else { return Completions::default() };
    let items = match place.takes {
        Takes::Header => headers(asked, &place),
        Takes::Key => keys(asked, &place),
        Takes::Value => settings(asked, &place),
    };
    Completions::of(asked.slice(place.word.start..asked.at()), items)
}

/// Whether a path is that of a part.
fn is_at(path: &[&str], keys: &[String]) -> bool {
    path.len() == keys.len() && path.iter().zip(keys).all(|(step, key)| *step == ANY || step == key)
}

/// The part at a path.
pub(super) fn part(keys: &[String]) -> Option<&'static Part> {
    PARTS.iter().find(|part| is_at(part.path, keys))
}

/// The key at a path.
pub(super) fn key(path: &[String]) -> Option<&'static Key> {
    let (last, above) = path.split_last()?;
    part(above)?.keys.iter().find(|key| key.name == last)
}

fn headers(asked: &Asked<'_>, place: &Place) -> Vec<Item> {
    let mut items = Vec::new();
    let typed = asked.slice(place.word.start.saturating_sub(2)..place.word.start);
    for part in PARTS.iter().filter(|part| !part.path.is_empty()) {
        let opening =
            if part.several { 2 } else { 1 } - typed.bytes().rev().take_while(|b| *b == b'[').count().min(2);
        let about = Some(format!("{}\n\n```toml\n{}\n```", asked.words.get(part.about), part.example));
        for name in expanded(asked, part) {
            let start = format!("{}{name}", "[".repeat(opening));
            let end = if place.closed {
                ""
            } else if part.several {
                "]]"
            } else {
                "]"
            };
            let item = Item::new(name, Kind::Key, place.word.clone()).text(format!("{start}{end}"));
            items.push(item.about(about.clone()));
        }
    }
    items
}

/// The names of a part: one for each rule where its name is that of a rule.
fn expanded(asked: &Asked<'_>, part: &Part) -> Vec<String> {
    if !part.path.contains(&ANY) {
        return vec![part.path.join(".")];
    }
    if part.path == ["lint", "rules", ANY] {
        let rules = silences::rules(asked, 0..0);
        return rules.iter().map(|rule| format!("lint.rules.{}", toml_key(&rule.label))).collect();
    }
    let taxonomies = asked.site().config.taxonomies.iter().map(|taxonomy| taxonomy.name.value.as_str());
    let known = ["themes", "life_events", "audience"];
    match part.path {
        ["taxonomies", _] => {
            let mut names: Vec<&str> = known.into_iter().chain(taxonomies).collect();
            names.sort_unstable();
            names.dedup();
            names.iter().map(|name| format!("taxonomies.{}", toml_key(name))).collect()
        }
        _ => Vec::new(),
    }
}

fn keys(asked: &Asked<'_>, place: &Place) -> Vec<Item> {
    let absent = |name: &str| !place.beside.iter().any(|known| known == name);
    let end = if place.closed { "" } else { " = " };
    if place.path == ["lint", "rules"] {
        let rules = silences::rules(asked, place.word.clone());
        let rules = rules.into_iter().filter(|rule| absent(&rule.label));
        return rules
            .map(|rule| {
                let text = format!("{}{end}", toml_key(&rule.label));
                rule.text(text)
            })
            .collect();
    }
    if place.path == ["theme", "options"] || place.path.is_empty() && part(&[]).is_none() {
        return Vec::new();
    }
    let Some(part) = part(&place.path) else { return Vec::new() };
    let keys = part.keys.iter().filter(|key| absent(key.name));
    let item = |key: &Key| {
        let item =
            Item::new(key.name, Kind::Key, place.word.clone()).detail(takes_of_setting(key, asked.words));
        let quoted = matches!(
            key.takes,
            Shape::Text
                | Shape::Site
                | Shape::Language
                | Shape::File
                | Shape::Path
                | Shape::Address
                | Shape::Colour
        );
        let item = match (place.closed, key.takes) {
            (true, _) => item.text(key.name),
            _ if quoted => item.around(&format!("{}{end}\"", key.name), "\""),
            (_, Shape::Languages | Shape::Rules) => item.around(&format!("{}{end}[\"", key.name), "\"]"),
            _ => item.around(&format!("{}{end}", key.name), ""),
        };
        item.about(Some(asked.say(key.about)))
    };
    keys.map(item).collect()
}

fn settings(asked: &Asked<'_>, place: &Place) -> Vec<Item> {
    let of_rule = place.path.len() == 3 && place.path.starts_with(&["lint".to_owned(), "rules".to_owned()]);
    let takes = match key(&place.path) {
        Some(key) => key.takes,
        None if of_rule => return choices(place, &["off", "info", "warning", "error"]),
        None => return Vec::new(),
    };
    let quoted = |label: &str, kind| {
        let item = Item::new(label, kind, place.word.clone()).text(format!("\"{label}\""));
        Item { filter: Some(format!("\"{label}")), ..item }
    };
    let site = asked.site();
    match takes {
        Shape::Bool => ["true", "false"]
            .iter()
            .zip(["answers.yes", "answers.no"])
            .map(|(word, said)| {
                Item::new(*word, Kind::Choice, place.word.clone()).detail(asked.words.get(said))
            })
            .collect(),
        Shape::Choice(names) | Shape::Choices(names) => choices(place, names),
        Shape::Int(least, most) if least == most => {
            vec![Item::new(least.to_string(), Kind::Choice, place.word.clone())]
        }
        Shape::Language | Shape::Languages => ["fr", "en"].map(|tag| quoted(tag, Kind::Choice)).into(),
        Shape::Date => {
            let today = site.facts.today;
            let year = today.checked_add(jiff::Span::new().years(1)).unwrap_or(today);
            let days = [(today, "answers.today"), (year, "answers.in-a-year")];
            let day = |(day, said): (jiff::civil::Date, &'static str)| {
                let said =
                    format!("{} · {}", asked.words.get(said), format::date(day, asked.words.language()));
                Item::new(day.to_string(), Kind::Value, place.word.clone()).detail(said)
            };
            days.map(day).into()
        }
        Shape::Rules => {
            let rules = silences::rules(asked, place.word.clone());
            rules
                .into_iter()
                .map(|rule| {
                    let text = format!("\"{}\"", rule.label);
                    rule.text(text)
                })
                .collect()
        }
        Shape::Patterns => {
            let pages = site.pages.iter().map(|page| (page.path.as_str(), page.title()));
            let folders = site.sections.iter().map(|section| (section.path.as_str(), section.title.as_str()));
            let all = folders.filter(|(path, _)| !path.is_empty()).chain(pages);
            all.map(|(path, title)| quoted(path, Kind::Page).detail(title).known_as(&[title])).collect()
        }
        Shape::File => {
            let images =
                site.assets.iter().filter(|asset| asset.theme.is_none() && asset.picture != Picture::None);
            images.map(|image| quoted(&image.path, Kind::Image)).collect()
        }
        Shape::Address => {
            let pages = site.pages.iter().filter(|page| page.published);
            pages
                .map(|page| quoted(&page.url, Kind::Page).detail(page.title()).known_as(&[page.title()]))
                .collect()
        }
        Shape::Text if place.path == ["legal", "organisation"] => {
            let keys = site.registries.keys(Name::Organisations);
            keys.into_iter()
                .map(|key| values::entry(asked, Name::Organisations, key, quoted(key, Kind::Entry)))
                .collect()
        }
        Shape::Text if place.path == ["lint", "profile"] => {
            let files = asked.project.rule_files.shared.iter();
            let names = files.filter_map(|(path, _)| path.strip_prefix("_profiles/")?.strip_suffix(".yaml"));
            names.map(|name| quoted(name, Kind::Choice)).collect()
        }
        _ => Vec::new(),
    }
}

fn choices(place: &Place, names: &[&str]) -> Vec<Item> {
    let item = |name: &&str| {
        let item = Item::new(*name, Kind::Choice, place.word.clone()).text(format!("\"{name}\""));
        Item { filter: Some(format!("\"{name}")), ..item }
    };
    names.iter().map(item).collect()
}
