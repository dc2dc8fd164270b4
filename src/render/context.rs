//! What templates receive: values built once by hand, without bodies, and shared by every list. The
//! body is only in its own page's context. Every key is always there, empty when there is nothing.

use std::collections::{BTreeMap, BTreeSet};

use tera::{Map, Value};

use super::answers;
use super::facts;
use super::html::Html;
use super::linked_data;
use super::procedure::{self, Speaker};
use super::values::{Review, day, language_name, month, term, toc};
use crate::document::front_matter::PageType;
use crate::language::Language;
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
    /// Whether lists name each page: it is published, and holds on the day of the build.
    listed: Vec<bool>,
    /// Pages of events of life, in the order of the site.
    event_pages: Vec<PageId>,
    /// Pages of offices, in the order of the site.
    office_pages: Vec<PageId>,
    /// What each section's page lists.
    sections: Vec<Value>,
    /// The page before and the page after, in its section.
    neighbours: Vec<(Option<PageId>, Option<PageId>)>,
    /// By language tag.
    languages: BTreeMap<String, Interface>,
    /// Where a site is searched, by language tag: `{url, index}`.
    searched: BTreeMap<String, Value>,
    /// `page.procedure` of a page that says nothing of a procedure.
    no_procedure: Value,
}

/// What is the same for every page of a language.
pub(super) struct Interface {
    pub(super) words: Words,
    words_value: Value,
    /// Top sections, for the main navigation.
    nav: Value,
    home: Value,
    today: Value,
    /// Pages of events of life, in this language.
    life_events: Value,
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
        let listed: Vec<bool> =
            site.pages.iter().map(|page| shown(page) && answers::holds(page, site.facts.today)).collect();
        let is_listed = |id: &PageId| listed.get(id.0).is_some_and(|listed| *listed);
        let mut neighbours = vec![(None, None); site.pages.len()];
        for section in &site.sections {
            let pages: Vec<PageId> = section.pages.iter().copied().filter(is_listed).collect();
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
            event_pages: pages_of(site, PageType::LifeEvent).filter(is_listed).collect(),
            office_pages: pages_of(site, PageType::Office).filter(is_listed).collect(),
            listed,
            sections: Vec::new(),
            neighbours,
            languages: BTreeMap::new(),
            searched: BTreeMap::new(),
            no_procedure: procedure::nothing(),
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

    /// Whether lists name a page: it is published, and holds on the day of the build.
    pub(super) fn is_listed(&self, id: PageId) -> bool {
        self.listed.get(id.0).is_some_and(|listed| *listed)
    }

    /// The page of an event of life, in a language or in another.
    pub(super) fn event_page(&self, key: &str, lang: &str) -> Option<&'a Page> {
        let site = self.site;
        let of = |page: &&Page| {
            let event = page.procedure.event.as_ref().and_then(|e| site.registries.life_event(&e.value));
            event.is_some_and(|event| event.key.value == key)
        };
        let pages = || self.event_pages.iter().map(|id| site.page(*id)).filter(of);
        pages().find(|page| page.lang == lang).or_else(|| pages().next())
    }

    /// The page of an office, by the key of its organisation, in a language or in another.
    pub(super) fn office_page(&self, key: &str, lang: &str) -> Option<&'a Page> {
        let of = |page: &&Page| page.procedure.organisation.as_ref().is_some_and(|o| o.value == key);
        let pages = || self.office_pages.iter().map(|id| self.site.page(*id)).filter(of);
        pages().find(|page| page.lang == lang).or_else(|| pages().next())
    }

    /// An address as it is given to others; empty while the site does not know its own.
    pub(super) fn permalink(&self, url: &str) -> String {
        let base = &self.site.config.site.base_url;
        if base.is_empty() { String::new() } else { format!("{base}{url}") }
    }

    /// Says where the pages of a language are searched: the page for it, and the manifest of the index, both
    /// from the site’s root.
    pub(super) fn search(&mut self, lang: &str, url: &str, index: &str) {
        let places = [("url", Value::from(self.href(url))), ("index", Value::from(self.href(index)))];
        self.searched.insert(lang.to_owned(), map(places));
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
            life_events: self.event_lines(tag),
            home: Value::from(home),
            today: day(Some(self.site.facts.today), language),
        }
    }

    /// `[{label, title, url, description}]`: the pages of events of life in a language.
    fn event_lines(&self, tag: &str) -> Value {
        let pages = self.event_pages.iter().map(|id| self.site.page(*id)).filter(|page| page.lang == tag);
        let lines = pages.map(|page| {
            let event = page.procedure.event.as_ref();
            let event = event.and_then(|event| self.site.registries.life_event(&event.value));
            let label = event.map_or(page.title(), |event| event.value.label.value.as_str());
            let description = page.front.description.as_ref();
            map([
                ("label", Value::from(label)),
                ("title", Value::from(page.title())),
                ("url", Value::from(self.href(&page.url))),
                ("description", description.map_or_else(Value::none, |d| Value::from(d.value.as_str()))),
            ])
        });
        Value::from(lines.collect::<Vec<_>>())
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
        let listed = ids.into_iter().filter(|id| self.is_listed(*id));
        Value::from(listed.filter_map(|id| self.cards.get(id.0).cloned().flatten()).collect::<Vec<_>>())
    }

    /// What a section's page lists: its pages, and its sections with their pages.
    fn listing(&self, section: &Section) -> Value {
        let listed = |section: &Section| {
            let listed: Vec<PageId> =
                section.pages.iter().copied().filter(|id| self.is_listed(*id)).collect();
            listed.into_iter()
        };
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
                    ("pages", self.cards(listed(child).take(SHELF))),
                    ("more", Value::from(listed(child).count() > SHELF)),
                    (
                        "only_events",
                        Value::from(
                            listed(child).count() > 0
                                && listed(child).all(|id| self.event_pages.contains(&id)),
                        ),
                    ),
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
        let owner = answers::owner(self.site, page);
        let updated = self.site.updated(page);
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
        let (intro, rest) = html.parted();
        let today = self.site.facts.today;
        let speaker = self.language(&page.lang).map(|interface| Speaker {
            shared: self,
            page,
            language,
            words: &interface.words,
        });
        let procedure = match &speaker {
            Some(speaker) if !page.front.procedure.is_empty() => speaker.procedure(),
            _ => self.no_procedure.clone(),
        };
        let brief = speaker.as_ref().map_or_else(|| Value::from(Vec::<Value>::new()), Speaker::brief);
        let procedures = page.procedure.procedures.iter().filter_map(|path| self.page_named(&path.value));
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
            ("intro", Value::safe_string(intro)),
            ("rest", Value::safe_string(rest)),
            ("explained", Value::safe_string(&html.explained)),
            ("terms", Value::from(terms.map(term).collect::<Vec<_>>())),
            ("reviewed", day(front.reviewed.as_ref().map(|d| d.value), language)),
            ("next_review", month(review.map(|r| r.next), language)),
            ("overdue", Value::from(review.is_some_and(|r| r.overdue))),
            ("published", day(front.published.as_ref().map(|d| d.value), language)),
            ("updated", day(updated.map(|(day, _)| day), language)),
            ("updated_by", Value::from(updated.map(|(_, origin)| origin.name()))),
            ("owner", Value::from(owner.map(|(name, _)| name))),
            ("validity", self.validity(page, language)),
            ("listed", Value::from(answers::holds(page, today))),
            ("facts", brief),
            ("procedure", procedure),
            ("procedures", self.cards(procedures.map(|page| page.id))),
            ("linked_data", Value::safe_string(&linked_data::of_page(self, page, &ancestors))),
            ("translations", Value::from(translations.flatten().collect::<Vec<_>>())),
            ("previous", before.map_or_else(Value::none, |id| self.card(id))),
            ("next", after.map_or_else(Value::none, |id| self.card(id))),
            ("extra", front.extra.as_ref().map_or_else(|| map([]), facts::free)),
        ]);
        let mut context = self.context(&page.lang, value, page.is_index.then_some(page.section));
        if let Some(speaker) = &speaker {
            context.insert_value("notices", self.notices(Some(&page.path), &page.lang, speaker.words));
        }
        context
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
            ("intro", Value::safe_string("")),
            ("rest", Value::safe_string("")),
            ("explained", Value::safe_string("")),
            ("terms", empty()),
            ("reviewed", none()),
            ("next_review", none()),
            ("overdue", Value::from(false)),
            ("published", none()),
            ("updated", none()),
            ("updated_by", none()),
            ("owner", none()),
            ("validity", none()),
            ("listed", Value::from(true)),
            ("facts", empty()),
            ("procedure", self.no_procedure.clone()),
            ("procedures", empty()),
            ("linked_data", Value::safe_string(&linked_data::of_list(self, title, url, lang, &ancestors))),
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
        let nowhere = || map([("url", Value::none()), ("index", Value::none())]);
        context.insert_value("search", self.searched.get(lang).cloned().unwrap_or_else(nowhere));
        context.insert_value("section", listing.unwrap_or_else(Value::none));
        if let Some(interface) = self.language(lang) {
            context.insert_value("words", interface.words_value.clone());
            context.insert_value("nav", interface.nav.clone());
            context.insert_value("home", interface.home.clone());
            context.insert_value("today", interface.today.clone());
            context.insert_value("life_events", interface.life_events.clone());
            context.insert_value("notices", self.notices(None, lang, &interface.words));
        }
        context
    }

    /// The way from the home page down to a page, without the page itself.
    fn breadcrumb(&self, ancestors: &[&Section], is_index: bool, lang: &str) -> Value {
        let lines = self
            .way_down(ancestors, is_index, lang)
            .into_iter()
            .map(|(title, url)| map([("title", Value::from(title)), ("url", Value::from(self.href(url)))]));
        Value::from(lines.collect::<Vec<_>>())
    }

    /// The same, as titles and addresses from the site’s root.
    pub(super) fn way_down<'s>(
        &'s self,
        ancestors: &[&'s Section],
        is_index: bool,
        lang: &str,
    ) -> Vec<(&'s str, &'s str)> {
        let above =
            if is_index { ancestors.split_last().map_or(&[][..], |(_, above)| above) } else { ancestors };
        let home = self.language(lang).map_or("", |i| i.words.get("interface.home"));
        let line = |section: &&'s Section| {
            (if section.parent.is_none() { home } else { section.title.as_str() }, section.url.as_str())
        };
        above.iter().map(line).collect()
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

/// The pages of a type, section by section, each in its order.
fn pages_of(site: &Site, page_type: PageType) -> impl Iterator<Item = PageId> {
    let pages = site.sections.iter().flat_map(|section| section.pages.iter().copied());
    pages.filter(move |id| site.page(*id).front.page_type.as_ref().is_some_and(|t| t.value == page_type))
}
