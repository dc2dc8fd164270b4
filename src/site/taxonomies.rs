//! The ways in which pages are classed beside their folders, with a list of terms and a page for each: themes,
//! events of life, audiences, and those that the site declares.
//!
//! `themes` and `life_events` have pages as soon as a listed page uses them. `audience` says in a sentence who a
//! page is for, in words of its own more often than not: it has pages when `site.toml` asks for them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::config::{Config, TaxonomyConfig, TermConfig, TermOrder};
use crate::data::shape::Form;
use crate::data::{Node, nearest};
use crate::document::fields as model;
use crate::document::front_matter::PageType;
use crate::finding::{Message, Problem, ProblemKind};
use crate::language::Language;
use crate::source::Span;

use super::addresses::slug;
use super::registry::Name;
use super::{MadeTitle, Page, PageId, Registries, Section, SectionId};

/// A taxonomy in a language, by its rank in [`Site::taxonomies`](super::Site::taxonomies).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaxonomyId(pub usize);

/// A term in a language, by its rank in [`Site::terms`](super::Site::terms).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(pub usize);

/// A way in which the pages of a language are classed.
#[derive(Clone, Debug)]
pub struct Taxonomy {
    /// Its rank.
    pub id: TaxonomyId,
    /// The key of the front matter.
    pub name: String,
    /// Its language’s tag.
    pub lang: String,
    /// The title of its list of terms.
    pub title: MadeTitle,
    /// The address of its list of terms.
    pub url: String,
    /// The page of `content/` that stands at that address: the list is shown on it.
    pub page: Option<PageId>,
    /// The home page of its language.
    pub root: SectionId,
    /// Its terms, in order: each has a page in the list at least.
    pub terms: Vec<TermId>,
    /// Pages shown on one page of a term; all of them when not set.
    pub page_size: Option<usize>,
    /// Each term has a feed.
    pub feed: bool,
}

/// A term, with the pages of a language that it classes.
#[derive(Clone, Debug)]
pub struct TaxonomyTerm {
    /// Its rank.
    pub id: TermId,
    /// What it is a term of.
    pub taxonomy: TaxonomyId,
    /// Its name in addresses, the same in every language.
    pub key: String,
    /// What it is called.
    pub title: String,
    /// What it gathers, in one sentence.
    pub description: Option<String>,
    /// The address where its pages are listed.
    pub url: String,
    /// The page of `content/` that stands for it: the one at its address, or that of the event of life.
    pub page: Option<PageId>,
    /// That page is the one at its address.
    pub at_address: bool,
    /// Its pages that lists name, by title.
    pub pages: Vec<PageId>,
    /// The same term in other languages.
    pub translations: Vec<TermId>,
}

impl TaxonomyTerm {
    /// Whether its pages are listed at its own address: the page of an event of life stands elsewhere, and says
    /// what it likes.
    pub fn is_listed_there(&self) -> bool {
        self.page.is_none() || self.at_address
    }
}

/// A taxonomy that the program knows.
struct Known {
    name: &'static str,
    title: &'static str,
    /// In French, and in any other language.
    address: [&'static str; 2],
    /// It has pages as soon as a page uses it.
    unasked: bool,
}

const KNOWN: [Known; 3] = [
    Known { name: "themes", title: "interface.themes", address: ["themes", "topics"], unasked: true },
    Known {
        name: "life_events",
        title: "interface.event-pages",
        address: ["evenements-de-vie", "life-events"],
        unasked: true,
    },
    Known {
        name: "audience",
        title: "interface.audiences",
        address: ["publics", "audiences"],
        unasked: false,
    },
];

/// The name of the taxonomy whose terms are in the registry of events of life.
const EVENTS: &str = "life_events";

/// A taxonomy that has pages, in whatever language.
struct Way<'a> {
    name: &'a str,
    known: Option<&'static Known>,
    config: Option<&'a TaxonomyConfig>,
    /// Keys of its terms, by the slug of each name that a page may type.
    keys: BTreeMap<String, String>,
}

impl<'a> Way<'a> {
    fn new(name: &'a str, config: Option<&'a TaxonomyConfig>) -> Self {
        let mut keys = BTreeMap::new();
        for term in config.map_or(&[][..], |config| &config.terms) {
            let key = slug(&term.key.value);
            for name in std::iter::once(&term.key).chain(term.title.texts()) {
                keys.entry(slug(&name.value)).or_insert_with(|| key.clone());
            }
        }
        Self { name, known: KNOWN.iter().find(|known| known.name == name), config, keys }
    }

    /// The key of a term as a page types it; none for one of signs alone.
    fn key(&self, typed: &str, registries: &Registries) -> Option<String> {
        // An event that the registry does not hold, or not yet, is no term: what is typed is told elsewhere.
        if self.name == EVENTS && registries.has_events() {
            return registries.life_event(typed).map(|event| slug(&event.key.value));
        }
        // What is to come is nowhere before its day.
        if self.name == EVENTS && registries.to_come.contains_key(&(Name::LifeEvents, typed.to_owned())) {
            return None;
        }
        let typed = slug(typed);
        let key = self.keys.get(&typed).cloned().unwrap_or(typed);
        (!key.is_empty()).then_some(key)
    }

    /// What is wrong with a term that is not one of those declared; nothing when none are.
    fn undeclared(&self, key: &str, typed: &Typed<'_>) -> Option<Problem> {
        if self.keys.is_empty() || self.term(key).is_some() {
            return None;
        }
        let declared = self.config.map_or(&[][..], |config| &config.terms);
        let names = declared.iter().flat_map(|term| std::iter::once(&term.key).chain(term.title.texts()));
        let message = Message::key("site.unknown-term").with("found", typed.text).with("name", self.name);
        let help = match nearest(typed.text, names.map(|name| name.value.as_str())) {
            Some(near) => Message::key("data.did-you-mean").with("name", near),
            None => Message::key("site.unknown-term-help").with("name", self.name),
        };
        Some(Problem::new(ProblemKind::UnknownKey, typed.span, message).help(help))
    }

    fn term(&self, key: &str) -> Option<(usize, &'a TermConfig)> {
        let terms = self.config.map_or(&[][..], |config| &config.terms);
        terms.iter().enumerate().find(|(_, term)| slug(&term.key.value) == key)
    }

    /// What a term is called, if anything says so beside the pages that it classes.
    fn term_title<'t>(
        &self,
        key: &str,
        lang: &str,
        page: Option<&'t Page>,
        registries: &'t Registries,
    ) -> Option<&'t str>
    where
        'a: 't,
    {
        if let Some(title) = self.term(key).and_then(|(_, term)| term.title.of(lang)) {
            return Some(&title.value);
        }
        let of_key = || registries.life_events.values().find(|event| slug(&event.key.value) == key);
        let event = || of_key().filter(|_| self.name == EVENTS);
        let named = || event().map(|event| event.value.title.as_ref().unwrap_or(&event.value.label));
        page.map(Page::title).or_else(|| named().map(|title| title.value.as_str()))
    }

    /// What a term gathers.
    fn description<'t>(&self, key: &str, lang: &str, page: Option<&'t Page>) -> Option<&'t str>
    where
        'a: 't,
    {
        let declared = self.term(key).and_then(|(_, term)| term.description.of(lang));
        let text = declared.or_else(|| page.and_then(|page| page.front.description.as_ref()));
        text.map(|text| text.value.as_str())
    }

    /// What a term is sorted by.
    fn rank(&self, term: &TaxonomyTerm) -> Rank {
        let title = slug(&term.title);
        match self.config.map_or_else(TermOrder::default, |config| config.sort) {
            TermOrder::Title => (0, Reverse(0), title),
            TermOrder::Pages => (0, Reverse(term.pages.len()), title),
            TermOrder::Typed => {
                (self.term(&term.key).map_or(usize::MAX, |(rank, _)| rank), Reverse(0), title)
            }
        }
    }

    fn title(&self, lang: &str) -> MadeTitle {
        let typed = self.config.and_then(|config| config.title.of(lang));
        match (typed, self.known) {
            (Some(title), _) => MadeTitle::Text(title.value.clone()),
            (None, Some(known)) => MadeTitle::Key(known.title),
            (None, None) => MadeTitle::Text(super::sections::readable(self.name)),
        }
    }

    fn address(&self, lang: &str) -> String {
        let typed = self.config.and_then(|config| config.address.of(lang));
        let french = Language::of(lang) == Some(Language::French);
        match (typed, self.known) {
            (Some(address), _) => address.value.clone(),
            (None, Some(known)) => known.address[usize::from(!french)].to_owned(),
            (None, None) => slug(self.name),
        }
    }
}

/// A term, as a page types it.
struct Typed<'a> {
    text: &'a str,
    span: Span,
}

/// What terms are sorted by.
type Rank = (usize, Reverse<usize>, String);

/// What is gathered of a term while pages are read.
#[derive(Default)]
struct Gathered<'a> {
    /// How often each spelling stands, those first seen first.
    spellings: Vec<(&'a str, usize)>,
    pages: Vec<PageId>,
}

/// Classes the pages: each taxonomy in each language, each term, and, in each page, its terms.
pub(super) fn build(
    pages: &mut [Page],
    sections: &[Section],
    registries: &Registries,
    urls: &BTreeMap<String, PageId>,
    config: &Config,
    problems: &mut Vec<Problem>,
) -> (Vec<Taxonomy>, Vec<TaxonomyTerm>) {
    let folders: BTreeMap<&str, &Section> = sections
        .iter()
        .filter(|section| section.index.is_none())
        .map(|section| (section.url.as_str(), section))
        .collect();
    let mut taxonomies = Vec::new();
    let mut terms: Vec<TaxonomyTerm> = Vec::new();
    let mut classed: Vec<Vec<TermId>> = vec![Vec::new(); pages.len()];
    let mut told: BTreeSet<Span> = BTreeSet::new();
    // A page of `content/` at the address of a term declares it as well.
    let has_page = |lang: &str, way: &Way<'_>, key: &str| {
        let mut roots = sections.iter().filter(|section| section.parent.is_none());
        let root = roots.find(|root| root.lang == lang);
        root.is_some_and(|root| urls.contains_key(&format!("{}{}/{key}/", root.url, way.address(lang))))
    };
    for way in ways(config, problems) {
        let mut all: BTreeMap<(&str, String), Gathered<'_>> = BTreeMap::new();
        let mut named: Vec<(PageId, Vec<String>)> = Vec::new();
        for page in pages.iter().filter(|page| page.published) {
            let mut keys = Vec::new();
            for term in typed(page, way.name, problems) {
                let typed = term.text;
                let Some(key) = way.key(typed, registries).filter(|key| !keys.contains(key)) else {
                    continue;
                };
                // A term that a section gives to its pages is typed once.
                if let Some(problem) = way.undeclared(&key, &term)
                    && !has_page(&page.lang, &way, &key)
                    && told.insert(term.span)
                {
                    problems.push(problem);
                }
                if page.listed {
                    let term = all.entry((page.lang.as_str(), key.clone())).or_default();
                    term.pages.push(page.id);
                    match term.spellings.iter_mut().find(|(known, _)| *known == typed) {
                        Some((_, count)) => *count += 1,
                        None => term.spellings.push((typed, 1)),
                    }
                }
                keys.push(key);
            }
            if !keys.is_empty() {
                named.push((page.id, keys));
            }
        }
        let events = if way.name == EVENTS { event_pages(pages, registries) } else { BTreeMap::new() };
        let titles = by_title(pages, all.values());
        let mut ids: BTreeMap<(String, String), TermId> = BTreeMap::new();
        for root in sections.iter().filter(|section| section.parent.is_none()) {
            let id = TaxonomyId(taxonomies.len());
            let lang = root.lang.as_str();
            let at = |url: &str| urls.get(url).copied();
            let url = format!("{}{}/", root.url, way.address(lang));
            let mut of_language: Vec<(Rank, TaxonomyTerm)> = all
                .iter()
                .filter(|((tag, _), _)| *tag == lang)
                .map(|((_, key), gathered)| {
                    let address = format!("{url}{key}/");
                    let mut listed = gathered.pages.clone();
                    // The list of a folder without a page of its own would stand at the same address.
                    let folder = folders.get(address.as_str()).into_iter().flat_map(|s| &s.listed);
                    let beside: Vec<PageId> = folder.filter(|id| !listed.contains(id)).copied().collect();
                    listed.extend(beside);
                    listed.sort_by_cached_key(|id| match titles.get(id) {
                        Some(title) => title.clone(),
                        None => (pages.get(id.0).map_or_else(String::new, |page| slug(page.title())), *id),
                    });
                    let page = at(&address).or_else(|| events.get(&(lang, key.clone())).copied());
                    let own = page.and_then(|id| pages.get(id.0));
                    let title = way.term_title(key, lang, own, registries);
                    let typed = || super::sections::capitalised(usual(&gathered.spellings));
                    let title = title.map_or_else(typed, str::to_owned);
                    let term = TaxonomyTerm {
                        id: TermId(0),
                        taxonomy: id,
                        key: key.clone(),
                        description: way.description(key, lang, own).map(str::to_owned),
                        at_address: own.is_some_and(|page| page.url == address),
                        url: own.map_or(address, |page| page.url.clone()),
                        page,
                        pages: listed,
                        translations: Vec::new(),
                        title,
                    };
                    (way.rank(&term), term)
                })
                .collect();
            if of_language.is_empty() {
                continue;
            }
            of_language.sort_by(|(a, _), (b, _)| a.cmp(b));
            let first = terms.len();
            for (rank, (_, mut term)) in of_language.into_iter().enumerate() {
                term.id = TermId(first + rank);
                ids.insert((lang.to_owned(), term.key.clone()), term.id);
                terms.push(term);
            }
            taxonomies.push(Taxonomy {
                id,
                name: way.name.to_owned(),
                lang: lang.to_owned(),
                title: way.title(lang),
                page: at(&url),
                url: at(&url).and_then(|id| pages.get(id.0)).map_or(url, |page| page.url.clone()),
                root: root.id,
                terms: (first..terms.len()).map(TermId).collect(),
                page_size: way.config.and_then(|config| config.page_size),
                feed: way.config.is_some_and(|config| config.feed),
            });
        }
        for (page, keys) in named {
            let Some(lang) = pages.get(page.0).map(|page| page.lang.clone()) else { continue };
            let found = keys.into_iter().filter_map(|key| ids.get(&(lang.clone(), key)).copied());
            if let Some(classed) = classed.get_mut(page.0) {
                classed.extend(found);
            }
        }
        translate(&mut terms, &ids);
    }
    for (page, terms) in pages.iter_mut().zip(classed) {
        page.terms = terms;
    }
    (taxonomies, terms)
}

/// The keys of the front matter that `site.toml` declares by naming a taxonomy, those of the model left out.
pub(super) fn keys(config: &Config) -> impl Iterator<Item = String> {
    let names = config.taxonomies.iter().map(|taxonomy| taxonomy.name.value.clone());
    names.filter(|name| !is_taken(name) && model::field(name).is_none())
}

/// Whether a key of the front matter already says something else than what a page is classed by.
fn is_taken(name: &str) -> bool {
    let field = model::field(name).is_some_and(|field| !matches!(field.form, Form::Texts));
    field || model::HEAD.iter().any(|field| field.name == name)
}

/// The taxonomies that have pages if pages use them: those of `site.toml`, then those that nobody need ask for.
fn ways<'a>(config: &'a Config, problems: &mut Vec<Problem>) -> Vec<Way<'a>> {
    let mut ways = Vec::new();
    for declared in config.taxonomies.iter().filter(|declared| declared.pages) {
        let name = declared.name.value.as_str();
        if is_taken(name) {
            let message = Message::key("config.taxonomy-taken").with("name", name);
            problems.push(Problem::new(ProblemKind::InvalidValue, declared.name.span, message));
            continue;
        }
        ways.push(Way::new(name, Some(declared)));
    }
    let silent = |known: &&Known| config.taxonomies.iter().all(|declared| declared.name.value != known.name);
    ways.extend(
        KNOWN.iter().filter(|known| known.unasked).filter(silent).map(|known| Way::new(known.name, None)),
    );
    ways
}

/// The terms that a page types. Those that it has from its section are those of the pages in it, not its own.
fn typed<'a>(page: &'a Page, name: &str, problems: &mut Vec<Problem>) -> Vec<Typed<'a>> {
    let front = if page.is_index { &page.document.front } else { &page.front };
    let Some(node) = front.class(name) else { return Vec::new() };
    let text = |item: &'a Node| {
        // Of a field of the model, reading said it.
        if item.as_text().is_none() && item.value != crate::data::Value::Null && model::field(name).is_none()
        {
            let message = Message::key("data.not-text").with("key", name);
            let help = Message::key("data.not-text-help");
            let problem = Problem::new(ProblemKind::InvalidValue, item.span, message).help(help);
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
        item.as_text().map(|text| Typed { text: text.trim(), span: item.span })
    };
    node.items().iter().filter_map(text).collect()
}

/// The pages of events of life, by language and by what addresses make of their keys.
fn event_pages<'a>(pages: &'a [Page], registries: &'a Registries) -> BTreeMap<(&'a str, String), PageId> {
    let mut events = BTreeMap::new();
    for page in pages.iter().filter(|page| page.listed) {
        let is_event = page.front.page_type.as_ref().is_some_and(|t| t.value == PageType::LifeEvent);
        let named = page.procedure.event.as_ref().filter(|_| is_event);
        if let Some(event) = named.and_then(|event| registries.life_event(&event.value)) {
            events.entry((page.lang.as_str(), slug(&event.key.value))).or_insert(page.id);
        }
    }
    events
}

/// What the titles of pages are sorted by; each is made once, however many terms a page has.
fn by_title<'a>(
    pages: &[Page],
    gathered: impl Iterator<Item = &'a Gathered<'a>>,
) -> BTreeMap<PageId, (String, PageId)> {
    let ids: BTreeSet<PageId> = gathered.flat_map(|term| term.pages.iter().copied()).collect();
    ids.into_iter().filter_map(|id| Some((id, (slug(pages.get(id.0)?.title()), id)))).collect()
}

/// The spelling that stands most often; of several, the first.
fn usual<'a>(spellings: &[(&'a str, usize)]) -> &'a str {
    let most = spellings.iter().map(|(_, count)| *count).max().unwrap_or(0);
    spellings.iter().find(|(_, count)| *count == most).map_or("", |(spelling, _)| spelling)
}

/// Joins the terms of one key in several languages.
fn translate(terms: &mut [TaxonomyTerm], ids: &BTreeMap<(String, String), TermId>) {
    let mut groups: BTreeMap<&str, Vec<TermId>> = BTreeMap::new();
    for ((_, key), id) in ids {
        groups.entry(key).or_default().push(*id);
    }
    for group in groups.values().filter(|group| group.len() > 1) {
        for id in group {
            if let Some(term) = terms.get_mut(id.0) {
                term.translations = group.iter().copied().filter(|other| other != id).collect();
            }
        }
    }
}
