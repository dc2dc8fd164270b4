//! The values that may be typed after a key of a page or of a registry.

use jiff::{Span as Length, ToSpan};

use super::Asked;
use super::complete::{Item, Kind};
use super::entries::escaped;
use super::named::{Named, named};
use super::shapes::Root;
use super::yaml_place::{Place, Step, Takes};
use crate::data::shape::{Field, Form};
use crate::document::front_matter::PageType;
use crate::language::format;
use crate::site::registry::Name;

/// The values that may stand at a place.
pub(super) fn items(asked: &Asked<'_>, root: Root, place: &Place) -> Vec<Item> {
    if place.takes == Takes::Key || place.path.is_empty() {
        return Vec::new();
    }
    let spot = root.spot(&place.path);
    let field = spot.as_ref().and_then(|spot| spot.field.filter(|_| !spot.text));
    let several = field.is_none_or(|field| matches!(field.form, Form::Texts | Form::Items(_)));
    // On a line of its own under its key, what is one of several is an item of a list.
    let item = matches!(place.path.last(), Some(Step::Item));
    let dash = place.takes == Takes::Either && !item && several;
    if place.takes == Takes::Either && !item && (!several || !place.beside.is_empty()) {
        return Vec::new();
    }
    let offer = Offer { asked, place, dash };
    let mut items = match named(root, &place.path) {
        Some(Named::Entry(registries)) => offer.entries(registries),
        Some(Named::Page) => offer.pages(false),
        Some(Named::PageOrFolder) => offer.pages(true),
        None => Vec::new(),
    };
    items.extend(field.map_or_else(Vec::new, |field| offer.field(field, root)));
    items.extend(offer.terms(root));
    items.extend(offer.situations());
    items
}

/// Values, as they are written at a place.
struct Offer<'p> {
    asked: &'p Asked<'p>,
    place: &'p Place,
    dash: bool,
}

impl Offer<'_> {
    fn value(&self, label: &str, kind: Kind) -> Item {
        let word = &self.place.word;
        let typed = self.asked.slice(word.clone());
        let quote = typed.chars().next().filter(|c| matches!(c, '"' | '\''));
        let written = match quote {
            Some(_) => format!("\"{}\"", label.replace('\\', "\\\\").replace('"', "\\\"")),
            None => yaml(label),
        };
        let before = match (self.dash, self.place.tight) {
            (true, _) => "- ",
            (false, true) => " ",
            (false, false) => "",
        };
        let item = Item::new(label, kind, word.clone()).text(format!("{before}{written}"));
        match quote {
            // Letters are compared with what is replaced, its quotation mark first.
            Some(quote) => Item { filter: Some(format!("{quote}{label}")), ..item },
            None => item,
        }
    }

    fn entries(&self, registries: &[Name]) -> Vec<Item> {
        let mut items = Vec::new();
        for name in registries {
            for key in self.asked.site().registries.keys(*name) {
                items.push(entry(self.asked, *name, key, self.value(key, Kind::Entry)));
            }
        }
        items
    }

    fn pages(&self, folders: bool) -> Vec<Item> {
        let site = self.asked.site();
        let pages = site.pages.iter().filter(|page| page.published).map(|page| {
            let item = self.value(&page.path, Kind::Page).detail(page.title());
            let item = item.known_as(&[page.title()]);
            item.about(page.front.description.as_ref().map(|text| escaped(&text.value)))
        });
        let sections = site.sections.iter().filter(|section| folders && !section.path.is_empty());
        let sections = sections.map(|section| {
            let item = self.value(&section.path, Kind::File).detail(section.title.as_str());
            item.known_as(&[section.title.as_str()])
        });
        sections.chain(pages).collect()
    }

    /// The values that the form of a field tells.
    fn field(&self, field: &Field, root: Root) -> Vec<Item> {
        let of_page = matches!(root, Root::Page { .. });
        let words = |words: &[&str]| words.iter().map(|word| self.value(word, Kind::Choice)).collect();
        match field.form {
            Form::Bool | Form::BoolOr(_) => ["true", "false"]
                .iter()
                .zip(["answers.yes", "answers.no"])
                .map(|(word, said)| self.value(word, Kind::Choice).detail(self.asked.words.get(said)))
                .collect(),
            Form::Choice(choices) => words(choices),
            Form::Date => self.days(),
            Form::Duration => ["15 jours", "1 mois", "2 mois", "5 jours ouvrés"]
                .iter()
                .map(|d| self.value(d, Kind::Value))
                .collect(),
            Form::Free if field.name == "type" => PageType::NAMES
                .iter()
                .map(|(name, page_type)| {
                    self.value(name, Kind::Choice).about(Some(self.asked.say(about_type(*page_type))))
                })
                .collect(),
            Form::Text if of_page => match field.name {
                "review_every" => {
                    let periods = [("P6M", 6), ("P1Y", 12), ("P2Y", 24), ("never", 0)];
                    let said = |months: u32| match months {
                        0 => self.asked.say("answers.never"),
                        months => {
                            let period = crate::language::period::Period { months, days: 0 };
                            format::period(period, self.asked.words.language())
                        }
                    };
                    periods.map(|(word, months)| self.value(word, Kind::Choice).detail(said(months))).into()
                }
                "lang" => self.languages(),
                "template" => {
                    let names = self.asked.project.theme.page_templates();
                    names.map(|(name, _)| self.value(name.trim_end_matches(".html"), Kind::Choice)).collect()
                }
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    fn languages(&self) -> Vec<Item> {
        let site = &self.asked.site().config.site;
        let all = std::iter::once(&site.language).chain(&site.languages);
        all.map(|tag| self.value(tag, Kind::Choice)).collect()
    }

    /// Today, and days that are often meant.
    fn days(&self) -> Vec<Item> {
        let today = self.asked.site().facts.today;
        let days: [(Length, &'static str); 3] = [
            (0.days(), "answers.today"),
            (6.months(), "answers.in-six-months"),
            (1.year(), "answers.in-a-year"),
        ];
        let day = |(length, said): (Length, &'static str)| {
            let day = today.checked_add(length).ok()?;
            let said = format!(
                "{} · {}",
                self.asked.words.get(said),
                format::date(day, self.asked.words.language())
            );
            Some(self.value(&day.to_string(), Kind::Value).detail(said))
        };
        days.into_iter().filter_map(day).collect()
    }

    /// What pages are classed by: the terms that are declared, and those that other pages type.
    fn terms(&self, root: Root) -> Vec<Item> {
        let keys = self.place.keys();
        let keys = keys.strip_prefix(&["defaults"]).unwrap_or(&keys);
        let ([name], Root::Page { .. }) = (keys, root) else { return Vec::new() };
        let site = self.asked.site();
        let lang = self.asked.page().map_or(site.config.site.language.as_str(), |page| &page.lang);
        let declared = site.config.taxonomies.iter().find(|taxonomy| taxonomy.name.value == *name);
        let declared = declared.map_or(&[][..], |taxonomy| &taxonomy.terms);
        if !declared.is_empty() {
            let term = |term: &crate::config::TermConfig| {
                let title = term.title.of(lang).map(|title| title.value.as_str()).unwrap_or_default();
                let about = term.description.of(lang).map(|text| escaped(&text.value));
                let item = self.value(&term.key.value, Kind::Choice).detail(title);
                item.known_as(&[title]).about(about)
            };
            return declared.iter().map(term).collect();
        }
        if *name == "life_events" && !site.registries.life_events.is_empty() {
            return Vec::new();
        }
        // Pages type terms as they are called.
        let mut seen = std::collections::BTreeMap::new();
        for page in site.pages.iter().filter(|page| page.lang == lang) {
            let texts = page.front.class(name).map_or(&[][..], |node| node.items());
            for text in texts.iter().filter_map(|node| node.as_text()) {
                *seen.entry(text).or_insert(0_usize) += 1;
            }
        }
        let known = site.taxonomies.iter().any(|taxonomy| taxonomy.name == *name) || *name == "audience";
        let seen = seen.into_iter().filter(|_| known);
        let pages = |count: usize| crate::finding::Message::key("answers.entry-used").with("pages", count);
        seen.map(|(text, count)| self.value(text, Kind::Choice).detail(self.asked.words.say(&pages(count))))
            .collect()
    }

    /// The situations of the page, where an item says which it is for.
    fn situations(&self) -> Vec<Item> {
        if self.place.keys().last() != Some(&"for") {
            return Vec::new();
        }
        let situations = self.asked.page().map_or(&[][..], |page| &page.procedure.situations);
        let item = |id: &str| self.value(id, Kind::Choice);
        situations.iter().map(|situation| item(&situation.id.value)).collect()
    }
}

/// An entry of a registry, with what is known of it.
pub(super) fn entry(asked: &Asked<'_>, name: Name, key: &str, item: Item) -> Item {
    let Some(described) = asked.described(name, key) else { return item };
    let detail = match &described.value {
        Some(value) => format!("{} · {value}", described.title),
        None => described.title.clone(),
    };
    let filter = item.filter.clone();
    let item = item.known_as(&[described.title.as_str()]).detail(detail).about(asked.about_entry(name, key));
    // What starts with a quotation mark stays so.
    match filter {
        Some(filter) => Item { filter: item.filter.map(|names| format!("{} {names}", filter)), ..item },
        None => item,
    }
}

/// A text as YAML reads it, on one line, between braces too.
fn yaml(text: &str) -> String {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '/' | '.' | '’' | '\'');
    let starts = text.starts_with(|c: char| c.is_alphanumeric() || c == '/');
    if starts && text.chars().all(inside) && text.trim() == text {
        return text.to_owned();
    }
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// What a type of page is for: a key of `words/`.
fn about_type(page_type: PageType) -> &'static str {
    match page_type {
        PageType::Procedure => "answers.type-procedure",
        PageType::Guide => "answers.type-guide",
        PageType::Question => "answers.type-question",
        PageType::LifeEvent => "answers.type-life-event",
        PageType::Office => "answers.type-office",
        PageType::News => "answers.type-news",
        PageType::Tool => "answers.type-tool",
        PageType::Dataset => "answers.type-dataset",
        PageType::Page => "answers.type-page",
    }
}
