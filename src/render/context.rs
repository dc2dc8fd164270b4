//! What templates receive: values built once by hand, without bodies, and shared by every list. The
//! body is only in its own page's context. Every key is always there, empty when there is nothing.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use tera::{Map, Value};

use super::facts::{self, Facts};
use super::html::{self, Html};
use crate::language::{Language, format};
use crate::site::registry::Term;
use crate::site::{Page, PageId, Section, SectionId, Site};
use crate::source::Asset;
use crate::words::Words;

/// How many pages of a section are shown on the page of the section that holds it.
const SHELF: usize = 8;

/// What is the same for the whole site.
pub(super) struct Shared<'a> {
    pub(super) site: &'a Site,
    /// Path of the site under its host, without a final slash.
    pub(super) base: &'a str,
    /// Pages held back of which nothing was published before: as if they were not there.
    pub(super) missing: BTreeSet<PageId>,
    /// Files of the content, by path.
    pub(super) files: BTreeMap<&'a str, &'a Asset>,
    /// `{title, url, description, type, lang}` of each page; none for one that is not published.
    cards: Vec<Option<Value>>,
    /// What each section's page lists.
    sections: Vec<Value>,
    /// The page before and the page after, in its section.
    neighbours: Vec<(Option<PageId>, Option<PageId>)>,
    /// By language tag.
    languages: BTreeMap<String, Interface>,
    facts: Facts,
}

/// What is the same for every page of a language.
pub(super) struct Interface {
    pub(super) words: Words,
    words_value: Value,
    /// Top sections, for the main navigation.
    nav: Value,
    home: Value,
    today: Value,
}

/// A map that templates read by name.
pub(super) fn map<const N: usize>(entries: [(&'static str, Value); N]) -> Value {
    let mut map = Map::with_capacity(N);
    for (key, value) in entries {
        map.insert(key.into(), value);
    }
    Value::from(map)
}

impl<'a> Shared<'a> {
    pub(super) fn new(site: &'a Site, missing: BTreeSet<PageId>) -> Self {
        let base = site.base_path();
        let shown = |page: &Page| site.is_published(page) && !missing.contains(&page.id);
        let cards: Vec<Option<Value>> =
            site.pages.iter().map(|page| shown(page).then(|| card(page, base))).collect();
        let mut neighbours = vec![(None, None); site.pages.len()];
        for section in &site.sections {
            let pages: Vec<PageId> =
                section.pages.iter().copied().filter(|id| !missing.contains(id)).collect();
            for (rank, id) in pages.iter().enumerate() {
                let before = rank.checked_sub(1).and_then(|r| pages.get(r)).copied();
                if let Some(slot) = neighbours.get_mut(id.0) {
                    *slot = (before, pages.get(rank + 1).copied());
                }
            }
        }
        let mut shared = Self {
            site,
            base,
            missing,
            files: site.assets.iter().filter(|a| a.theme.is_none()).map(|a| (a.path.as_str(), a)).collect(),
            cards,
            sections: Vec::new(),
            neighbours,
            languages: BTreeMap::new(),
            facts: Facts::new(site),
        };
        shared.sections = site.sections.iter().map(|section| shared.listing(section)).collect();
        let mut tags: BTreeSet<&str> = site.pages.iter().map(|p| p.lang.as_str()).collect();
        tags.insert(&site.config.site.language);
        tags.extend(site.sections.iter().map(|s| s.lang.as_str()));
        for tag in tags {
            let interface = shared.interface(tag);
            shared.languages.insert(tag.to_owned(), interface);
        }
        shared
    }

    /// An address as it stands in a page.
    pub(super) fn href(&self, url: &str) -> String {
        format!("{}{url}", self.base)
    }

    /// The published page of a path inside `content/`.
    pub(super) fn page_named(&self, path: &str) -> Option<&'a Page> {
        let id = self.site.paths.get(path.trim_start_matches('/'))?;
        self.cards.get(id.0)?.is_some().then(|| self.site.page(*id))
    }

    /// An address as it is given to others; empty while the site does not know its own.
    pub(super) fn permalink(&self, url: &str) -> String {
        let base = &self.site.config.site.base_url;
        if base.is_empty() { String::new() } else { format!("{base}{url}") }
    }

    /// What surrounds the pages of a language.
    pub(super) fn language(&self, tag: &str) -> Option<&Interface> {
        self.languages.get(tag).or_else(|| self.languages.get(&self.site.config.site.language))
    }

    fn interface(&self, tag: &str) -> Interface {
        let language = Language::of(tag).unwrap_or_else(|| self.site.config.language());
        let words = Words::load(language);
        let mut spoken = Map::new();
        for key in words.keys().filter_map(|k| k.strip_prefix("interface.")) {
            let sentence = words.get(&format!("interface.{key}")).to_owned();
            spoken.insert(key.replace(['-', '.'], "_").into(), Value::from(sentence));
        }
        let root = self.site.sections.iter().find(|s| s.parent.is_none() && s.lang == tag);
        let root = root.or_else(|| self.site.sections.first());
        let home = self.href(root.map_or("/", |r| r.url.as_str()));
        Interface {
            words,
            words_value: Value::from(spoken),
            nav: self.section_lines(root.map_or(&[], |r| &r.children)),
            home: Value::from(home),
            today: day(Some(self.site.facts.today), language),
        }
    }

    fn section_line(&self, id: SectionId) -> Value {
        let section = self.site.section(id);
        map([
            ("title", Value::from(section.title.as_str())),
            ("url", Value::from(self.href(&section.url))),
            ("description", self.section_description(section)),
        ])
    }

    fn section_lines(&self, ids: &[SectionId]) -> Value {
        Value::from(ids.iter().map(|id| self.section_line(*id)).collect::<Vec<_>>())
    }

    fn section_description(&self, section: &Section) -> Value {
        let index = section.index.map(|page| self.site.page(page));
        let description = index.and_then(|page| page.front.description.as_ref());
        description.map_or_else(Value::none, |d| Value::from(d.value.as_str()))
    }

    fn card(&self, id: PageId) -> Value {
        self.cards.get(id.0).cloned().flatten().unwrap_or_else(Value::none)
    }

    fn cards(&self, ids: impl IntoIterator<Item = PageId>) -> Value {
        Value::from(
            ids.into_iter().filter_map(|id| self.cards.get(id.0).cloned().flatten()).collect::<Vec<_>>(),
        )
    }

    /// What a section's page lists: its pages, and its sections with their pages.
    fn listing(&self, section: &Section) -> Value {
        let children: Vec<Value> = section
            .children
            .iter()
            .map(|id| {
                let child = self.site.section(*id);
                map([
                    ("title", Value::from(child.title.as_str())),
                    ("url", Value::from(self.href(&child.url))),
                    ("description", self.section_description(child)),
                    ("sections", self.section_lines(&child.children)),
                    ("pages", self.cards(child.pages.iter().copied().take(SHELF))),
                    ("more", Value::from(child.pages.len() > SHELF)),
                ])
            })
            .collect();
        map([
            ("title", Value::from(section.title.as_str())),
            ("url", Value::from(self.href(&section.url))),
            ("pages", self.cards(section.pages.iter().copied())),
            ("children", Value::from(children)),
        ])
    }

    /// The sections that hold a page, the outermost first.
    fn ancestors(&self, section: SectionId) -> Vec<&Section> {
        let mut found = Vec::new();
        let mut at = Some(section);
        while let Some(id) = at {
            let section = self.site.section(id);
            found.push(section);
            at = section.parent;
        }
        found.reverse();
        found
    }

    /// A page's context.
    pub(super) fn page(&self, page: &Page, html: &Html) -> tera::Context {
        let language = page.language().unwrap_or_else(|| self.site.config.language());
        let front = &page.front;
        let review = Review::of(page, self.site.facts.today);
        let text = |field: &Option<crate::source::Spanned<String>>| {
            field.as_ref().map_or_else(Value::none, |t| Value::from(t.value.as_str()))
        };
        let (before, after) = self.neighbours.get(page.id.0).copied().unwrap_or_default();
        let translations = page.translations.iter().map(|id| {
            let page = self.site.page(*id);
            (self.site.is_published(page) && !self.missing.contains(id)).then(|| {
                map([
                    ("lang", Value::from(page.lang.as_str())),
                    ("name", Value::from(language_name(&page.lang))),
                    ("title", Value::from(page.title())),
                    ("url", Value::from(self.href(&page.url))),
                    ("permalink", Value::from(self.permalink(&page.url))),
                ])
            })
        });
        let ancestors = self.ancestors(page.section);
        let body = Value::safe_string(&html.content);
        let content = match html.explained.as_str() {
            "" => body.clone(),
            explained => Value::safe_string(&format!("{}{explained}", html.content)),
        };
        let terms = page.explained.iter().filter_map(|e| self.site.registries.glossary.get(&e.key));
        let value = map([
            ("title", Value::from(page.title())),
            ("description", text(&front.description)),
            ("url", Value::from(self.href(&page.url))),
            ("permalink", Value::from(self.permalink(&page.url))),
            ("lang", Value::from(page.lang.as_str())),
            ("type", Value::from(front.page_type.as_ref().map_or("page", |t| t.value.name()))),
            ("breadcrumb", self.breadcrumb(&ancestors, page.is_index, &page.lang)),
            ("top", Value::from(ancestors.get(1).map_or_else(String::new, |s| self.href(&s.url)))),
            ("toc", toc(html)),
            ("content", content),
            ("body", body),
            ("explained", Value::safe_string(&html.explained)),
            ("terms", Value::from(terms.map(term).collect::<Vec<_>>())),
            ("reviewed", day(front.reviewed.as_ref().map(|d| d.value), language)),
            ("next_review", month(review.map(|r| r.next), language)),
            ("overdue", Value::from(review.is_some_and(|r| r.overdue))),
            ("published", day(front.published.as_ref().map(|d| d.value), language)),
            ("updated", day(front.updated.as_ref().map(|d| d.value), language)),
            ("owner", text(&front.owner)),
            ("facts", self.facts.brief(self, page, language)),
            ("fields", self.facts.fields(self, page, language)),
            ("translations", Value::from(translations.flatten().collect::<Vec<_>>())),
            ("previous", before.map_or_else(Value::none, |id| self.card(id))),
            ("next", after.map_or_else(Value::none, |id| self.card(id))),
            ("extra", front.extra.as_ref().map_or_else(|| map([]), facts::free)),
        ]);
        self.context(&page.lang, value, page.is_index.then_some(page.section))
    }

    /// The context of a page that no file stands for: a section without `_index.md`, the page of an
    /// address that leads nowhere.
    pub(super) fn made(
        &self,
        title: &str,
        url: &str,
        lang: &str,
        section: Option<SectionId>,
    ) -> tera::Context {
        let ancestors = section.map(|s| self.ancestors(s)).unwrap_or_default();
        let none = Value::none;
        let empty = || Value::from(Vec::<Value>::new());
        let value = map([
            ("title", Value::from(title)),
            ("description", none()),
            ("url", Value::from(self.href(url))),
            ("permalink", Value::from(self.permalink(url))),
            ("lang", Value::from(lang)),
            ("type", Value::from("page")),
            ("breadcrumb", self.breadcrumb(&ancestors, true, lang)),
            ("top", Value::from(ancestors.get(1).map_or_else(String::new, |s| self.href(&s.url)))),
            ("toc", empty()),
            ("content", Value::safe_string("")),
            ("body", Value::safe_string("")),
            ("explained", Value::safe_string("")),
            ("terms", empty()),
            ("reviewed", none()),
            ("next_review", none()),
            ("overdue", Value::from(false)),
            ("published", none()),
            ("updated", none()),
            ("owner", none()),
            ("facts", empty()),
            ("fields", self.facts.none()),
            ("translations", empty()),
            ("previous", none()),
            ("next", none()),
            ("extra", map([])),
        ]);
        self.context(lang, value, section)
    }

    fn context(&self, lang: &str, page: Value, section: Option<SectionId>) -> tera::Context {
        let mut context = tera::Context::new();
        context.insert_value("page", page);
        let listing = section.and_then(|id| self.sections.get(id.0)).cloned();
        context.insert_value("section", listing.unwrap_or_else(Value::none));
        if let Some(interface) = self.language(lang) {
            context.insert_value("words", interface.words_value.clone());
            context.insert_value("nav", interface.nav.clone());
            context.insert_value("home", interface.home.clone());
            context.insert_value("today", interface.today.clone());
        }
        context
    }

    /// The way from the home page down to a page, without the page itself.
    fn breadcrumb(&self, ancestors: &[&Section], is_index: bool, lang: &str) -> Value {
        let above =
            if is_index { ancestors.split_last().map_or(&[][..], |(_, above)| above) } else { ancestors };
        let home = self.language(lang).map_or("", |i| i.words.get("interface.home"));
        let lines = above.iter().map(|section| {
            let title = if section.parent.is_none() { home } else { section.title.as_str() };
            map([("title", Value::from(title)), ("url", Value::from(self.href(&section.url)))])
        });
        Value::from(lines.collect::<Vec<_>>())
    }
}

fn card(page: &Page, base: &str) -> Value {
    let description = page.front.description.as_ref();
    map([
        ("title", Value::from(page.title())),
        ("url", Value::from(format!("{base}{}", page.url))),
        ("description", description.map_or_else(Value::none, |d| Value::from(d.value.as_str()))),
        ("type", Value::from(page.front.page_type.as_ref().map_or("page", |t| t.value.name()))),
        ("lang", Value::from(page.lang.as_str())),
    ])
}

/// A term of the glossary: `{id, name, expansion, definition}`.
fn term(term: &Term) -> Value {
    let text = |field: &Option<crate::source::Spanned<String>>| {
        field.as_ref().map_or_else(Value::none, |t| Value::from(t.value.as_str()))
    };
    map([
        ("id", Value::from(term.definition_id())),
        ("name", Value::from(term.name.value.as_str())),
        ("expansion", text(&term.expansion)),
        ("definition", text(&term.definition)),
    ])
}

/// The whole glossary, from A to Z: `[{letter, id, terms}]`. What starts with no letter comes first,
/// under `#`.
pub(super) fn glossary(site: &Site) -> Value {
    let mut letters: BTreeMap<Option<char>, Vec<(String, &Term)>> = BTreeMap::new();
    for term in site.registries.glossary.values() {
        let rank = html::rank(term);
        let letter = rank.chars().next().filter(|c| c.is_alphabetic());
        letters.entry(letter).or_default().push((rank, term));
    }
    let lines = letters.into_iter().map(|(letter, mut terms)| {
        terms.sort_by(|(a, _), (b, _)| a.cmp(b));
        let capital = letter.map_or_else(|| "#".to_owned(), |c| c.to_uppercase().collect());
        map([
            ("id", Value::from(format!("lettre--{}", letter.map_or_else(|| "0".to_owned(), String::from)))),
            ("letter", Value::from(capital)),
            ("terms", Value::from(terms.into_iter().map(|(_, known)| term(known)).collect::<Vec<_>>())),
        ])
    });
    Value::from(lines.collect::<Vec<_>>())
}

fn toc(html: &Html) -> Value {
    let lines = html.headings.iter().map(|line| {
        map([
            ("id", Value::from(line.id.as_str())),
            ("text", Value::from(line.text.as_str())),
            ("level", Value::from(line.level)),
        ])
    });
    Value::from(lines.collect::<Vec<_>>())
}

/// `{iso, text}`: `2026-01-12` and « 12 janvier 2026 »; none for no day.
fn day(date: Option<Date>, language: Language) -> Value {
    date.map_or_else(Value::none, |date| {
        // The day and its month stay on one line.
        let text = format::date(date, language).replacen(' ', "\u{a0}", 1);
        map([("iso", Value::from(date.to_string())), ("text", Value::from(text))])
    })
}

/// `{iso, text}`: the day, and « juillet 2026 ».
fn month(date: Option<Date>, language: Language) -> Value {
    date.map_or_else(Value::none, |date| {
        map([("iso", Value::from(date.to_string())), ("text", Value::from(format::month(date, language)))])
    })
}

/// When a page is to be verified again.
#[derive(Clone, Copy)]
struct Review {
    next: Date,
    overdue: bool,
}

impl Review {
    fn of(page: &Page, today: Date) -> Option<Self> {
        let reviewed = page.front.reviewed.as_ref()?;
        let every = page.front.review_every.as_ref()?;
        let next = every.value.after(reviewed.value);
        Some(Self { next, overdue: next < today })
    }
}

/// A language's name in itself; its tag when the program does not know it.
fn language_name(tag: &str) -> &str {
    let primary = tag.split(['-', '_']).next().unwrap_or(tag);
    const NAMES: [(&str, &str); 14] = [
        ("ar", "العربية"),
        ("br", "Brezhoneg"),
        ("co", "Corsu"),
        ("de", "Deutsch"),
        ("en", "English"),
        ("es", "Español"),
        ("eu", "Euskara"),
        ("fr", "Français"),
        ("it", "Italiano"),
        ("nl", "Nederlands"),
        ("oc", "Occitan"),
        ("pt", "Português"),
        ("tr", "Türkçe"),
        ("uk", "Українська"),
    ];
    NAMES.iter().find(|(known, _)| *known == primary).map_or(tag, |(_, name)| name)
}
