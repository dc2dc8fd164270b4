//! What is the same for every page: values made once, without bodies, and shared by every list.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::answers;
use super::changes;
use super::classed;
use super::given::{
    self, Card, Day, EventLine, Given, IndexLine, Listing, Made, Procedure, Search, SectionLine, Spoken,
    TermLine, Text,
};
use super::indexes::{self, Titles};
use super::legal;
use super::listings;
use super::own_words::OwnWords;
use super::search::Searched;
use super::theme::Theme;
use super::values::a_day;
use crate::document::front_matter::PageType;
use crate::language::Language;
use crate::site::addresses::{OPENSEARCH, markdown_url};
use crate::site::{List, Made as MadePage, MadeId, MadeKind, Page, PageId, SectionId, Site, TermId};
use crate::source::Asset;
use crate::words::Words;

/// What is the same for the whole site.
pub(super) struct Shared<'a> {
    pub(super) site: &'a Site,
    /// Path of the site under its host, without a final slash.
    pub(super) base: &'a str,
    /// Pages that keep their last published version: lists name them, and nothing tells what they now say.
    pub(super) held: &'a BTreeSet<PageId>,
    /// Pages held back of which nothing was published before: as if they were not there.
    pub(super) missing: BTreeSet<PageId>,
    /// Pages held back whose last version was published before the site published Markdown.
    pub(super) without_markdown: BTreeSet<PageId>,
    /// Files of the content, by path.
    pub(super) files: BTreeMap<&'a str, &'a Asset>,
    /// Each page as lists name it, from the moment it is asked for; none for one that is not published.
    cards: Vec<OnceLock<Option<Made<Card>>>>,
    /// Whether lists name each page: it is published, and holds on the day of the build.
    listed: Vec<bool>,
    /// Pages of events of life, in the order of the site.
    pub(super) event_pages: Vec<PageId>,
    /// Pages of offices, in the order of the site.
    office_pages: Vec<PageId>,
    /// What each section's page lists, from the moment it is asked for; of a list in parts, the first.
    sections: Vec<OnceLock<Made<Listing>>>,
    /// Each term, as lists name it.
    pub(super) terms: Vec<Made<TermLine>>,
    /// Whether each term is named: it has a page to list, and a place where it does.
    named_terms: Vec<bool>,
    /// Lists that would hold nothing, since the pages that they are made for are held back.
    pub(super) absent: BTreeSet<MadeId>,
    /// Pages that no file stands for and that the theme has no template for: nothing leads to them.
    untold: BTreeSet<MadeId>,
    /// The pages of the content that show the list of a taxonomy or of a term.
    pub(super) lists: BTreeMap<PageId, List>,
    /// The pages of each section, as lists name them, from the moment they are asked for.
    siblings: Vec<OnceLock<Made<given::List<Made<Card>>>>>,
    /// The page before and the page after, in its section.
    pub(super) neighbours: Vec<(Option<PageId>, Option<PageId>)>,
    /// By language tag.
    languages: BTreeMap<String, Interface>,
    /// Where the pages of a language are searched, by its tag.
    pub(super) searched: BTreeMap<String, Made<Search>>,
    /// What is searched there.
    pub(super) indexes: Vec<Searched>,
    /// `page.procedure` of a page that says nothing of a procedure.
    pub(super) no_procedure: Made<Procedure>,
    /// Sections that have a feed.
    feeds: BTreeSet<SectionId>,
    /// The feeds that follow each section.
    pub(super) followed: Vec<Made<given::List<IndexLine>>>,
    /// The titles of pages from A to Z; filed when the first list of them is made.
    pub(super) titles: OnceLock<Titles>,
    /// The words of the theme.
    own_words: &'a OwnWords,
}

/// What is the same for every page of a language.
pub(super) struct Interface {
    pub(super) words: Words,
    pub(super) spoken: Spoken,
    /// Top sections, for the main navigation.
    pub(super) nav: Made<given::List<SectionLine>>,
    pub(super) home: Made<Text>,
    pub(super) today: Made<Day>,
    /// Pages of events of life, in this language.
    pub(super) life_events: Made<given::List<EventLine>>,
    /// The pages that lead to all others, in this language.
    pub(super) indexes: Made<given::List<IndexLine>>,
    /// The pages that the law asks, in this language.
    pub(super) legal: Made<given::List<IndexLine>>,
    /// What pages are classed by, in this language.
    pub(super) taxonomies: Made<given::List<given::Taxonomy>>,
}

impl<'a> Shared<'a> {
    pub(super) fn new(
        site: &'a Site,
        theme: &'a Theme,
        held: &'a BTreeSet<PageId>,
        missing: BTreeSet<PageId>,
    ) -> Self {
        let base = site.base_path();
        let shown = |page: &Page| site.is_published(page) && !missing.contains(&page.id);
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
            held,
            missing,
            without_markdown: BTreeSet::new(),
            files: site.assets.iter().filter(|a| a.theme.is_none()).map(|a| (a.path.as_str(), a)).collect(),
            cards: later(site.pages.len()),
            event_pages: pages_of(site, PageType::LifeEvent).filter(is_listed).collect(),
            office_pages: pages_of(site, PageType::Office).filter(is_listed).collect(),
            listed,
            sections: later(site.sections.len()),
            siblings: later(site.sections.len()),
            terms: Vec::new(),
            named_terms: Vec::new(),
            absent: BTreeSet::new(),
            untold: without_template(site, theme),
            lists: classed::pages_with_lists(site),
            neighbours,
            languages: BTreeMap::new(),
            searched: BTreeMap::new(),
            indexes: Vec::new(),
            no_procedure: Made::default(),
            feeds: BTreeSet::new(),
            followed: Vec::new(),
            titles: OnceLock::new(),
            own_words: &theme.own_words,
        };
        shared.feeds = shared.with_feeds();
        shared.named_terms = site.terms.iter().map(|term| shared.has_a_list(term)).collect();
        shared.absent = shared.without_pages();
        shared.terms = site.terms.iter().map(|term| shared.term_line(term).made()).collect();
        let mut tags: BTreeSet<&str> = site.pages.iter().map(|p| p.lang.as_str()).collect();
        tags.insert(&site.config.site.language);
        tags.extend(site.sections.iter().map(|s| s.lang.as_str()));
        for tag in tags {
            let interface = shared.interface(tag);
            shared.languages.insert(tag.to_owned(), interface);
        }
        let sections = site.sections.iter();
        shared.followed = sections.map(|section| indexes::followed(&shared, section.id).made()).collect();
        shared
    }

    /// An address as it stands in a page.
    pub(super) fn href(&self, url: &str) -> String {
        format!("{}{url}", self.base)
    }

    /// The published page of a path inside `content/`.
    pub(super) fn page_named(&self, path: &str) -> Option<&'a Page> {
        let id = self.site.paths.get(path.trim_start_matches('/'))?;
        let page = self.site.page(*id);
        self.is_shown(page).then_some(page)
    }

    /// Whether a page is there to be led to.
    fn is_shown(&self, page: &Page) -> bool {
        self.site.is_published(page) && !self.missing.contains(&page.id)
    }

    /// A page as lists name it; none for one that is not published.
    pub(super) fn card(&self, id: PageId) -> Option<Made<Card>> {
        let make = || {
            let page = self.site.pages.get(id.0).filter(|page| self.is_shown(page))?;
            let card = listings::card(self.site, page, self.base);
            Some(if self.held.contains(&id) { listings::named_only(card) } else { card }.made())
        };
        self.cards.get(id.0)?.get_or_init(make).clone()
    }

    /// What a section's page lists; of a list in parts, the first.
    pub(super) fn section(&self, id: SectionId) -> Option<Made<Listing>> {
        let section = self.site.sections.get(id.0)?;
        Some(self.sections.get(id.0)?.get_or_init(|| self.listing(section, 1).made()).clone())
    }

    /// The pages of a section, as lists name them.
    pub(super) fn siblings(&self, id: SectionId) -> Option<Made<given::List<Made<Card>>>> {
        let section = self.site.sections.get(id.0)?;
        let make = || self.cards(section.pages.iter().copied()).made();
        Some(self.siblings.get(id.0)?.get_or_init(make).clone())
    }

    /// Whether lists name a page: it is published, and holds on the day of the build.
    pub(super) fn is_listed(&self, id: PageId) -> bool {
        self.listed.get(id.0).is_some_and(|listed| *listed)
    }

    /// Whether what a page says is told beside it: lists name it, and it is not held back.
    pub(super) fn tells(&self, id: PageId) -> bool {
        self.is_listed(id) && !self.held.contains(&id)
    }

    /// What a page says of itself in a sentence, unless it is held back.
    pub(super) fn description(&self, page: &Page) -> Option<Text> {
        Text::typed(&page.front.description).filter(|_| !self.held.contains(&page.id))
    }

    /// Whether a term is named: it has a page to list, and a place where it does.
    pub(super) fn is_named(&self, id: TermId) -> bool {
        self.named_terms.get(id.0).is_some_and(|named| *named)
    }

    /// The pages that no file stands for, that hold something and that the theme has a template for.
    pub(super) fn made_pages(&self) -> impl Iterator<Item = &'a MadePage> {
        let none = |made: &&MadePage| self.absent.contains(&made.id) || self.untold.contains(&made.id);
        self.site.made.iter().filter(move |made| !none(made))
    }

    fn without_pages(&self) -> BTreeSet<MadeId> {
        // A site of which nothing is held back has no list without pages.
        if self.held.is_empty() {
            return BTreeSet::new();
        }
        let told = changes::of_pages(self, self.site.pages.iter().map(|page| page.id));
        let year = |year: &str, date: jiff::civil::Date| date.year().to_string() == year;
        let holds = |made: &&MadePage| match (made.kind, made.list) {
            (MadeKind::Changes, _) => told.iter().any(|told| {
                told.page.lang == made.lang && made.part.as_ref().is_none_or(|part| year(part, told.date))
            }),
            (_, Some(List::Term(id))) => self.is_named(id) && made.sheet <= self.parts(List::Term(id)),
            (_, Some(List::Taxonomy(id))) => {
                self.site.taxonomy(id).terms.iter().any(|term| self.is_named(*term))
            }
            (_, Some(list)) => made.sheet <= self.parts(list),
            (_, None) => true,
        };
        self.site.made.iter().filter(|made| !holds(made)).map(|made| made.id).collect()
    }

    /// Whether a section has a feed: a page of it, or of a section below, changed for its readers.
    pub(super) fn has_feed(&self, id: SectionId) -> bool {
        self.feeds.contains(&id)
    }

    fn with_feeds(&self) -> BTreeSet<SectionId> {
        let mut found = BTreeSet::new();
        if self.site.config.site.base_url.is_empty() {
            return found;
        }
        for told in changes::of_pages(self, self.site.pages.iter().map(|page| page.id)) {
            let mut at = Some(told.page.section);
            while let Some(id) = at.filter(|id| found.insert(*id)) {
                at = self.site.section(id).parent;
            }
        }
        found
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

    /// The address of a page as Markdown, from the site’s root; none where the site does not publish it.
    pub(super) fn markdown(&self, page: &Page) -> Option<String> {
        let is_published = self.site.config.outputs.markdown
            && self.is_listed(page.id)
            && !self.without_markdown.contains(&page.id);
        is_published.then(|| markdown_url(&page.url))
    }

    /// The address of what a browser reads to offer the search of the site, from its root; none without it. Its
    /// addresses are whole ones, so the site must know its own.
    pub(super) fn opensearch(&self) -> Option<&'static str> {
        let config = &self.site.config;
        let searched = self.searched.contains_key(&config.site.language);
        (config.outputs.opensearch && searched && !config.site.base_url.is_empty()).then_some(OPENSEARCH)
    }

    /// The words of the interface, by the tag of their language.
    pub(super) fn languages(&self) -> impl Iterator<Item = (&str, &Spoken)> {
        self.languages.iter().map(|(tag, interface)| (tag.as_str(), &interface.spoken))
    }

    /// Says where the pages of a language are searched: the page for it, and the manifest of the index, both
    /// from the site’s root.
    pub(super) fn search(&mut self, lang: &str, url: &str, index: &str) {
        let places = Search { url: self.href(url).into(), index: self.href(index).into() };
        self.searched.insert(lang.to_owned(), places.made());
    }

    /// What surrounds the pages of a language.
    pub(super) fn language(&self, tag: &str) -> Option<&Interface> {
        self.languages.get(tag).or_else(|| self.languages.get(&self.site.config.site.language))
    }

    fn interface(&self, tag: &str) -> Interface {
        let language = Language::of(tag).unwrap_or_else(|| self.site.config.language());
        let words = self.own_words.of(tag, language);
        let root = self.site.sections.iter().find(|s| s.parent.is_none() && s.lang == tag);
        let root = root.or_else(|| self.site.sections.first());
        let home = self.href(root.map_or("/", |r| r.url.as_str()));
        let indexes = indexes::links(self, tag, &words).made();
        let legal = legal::links(self, tag, &words).made();
        let taxonomies = self.taxonomies(tag, &words).made();
        Interface {
            spoken: Spoken::of(&words),
            words,
            nav: self.section_lines(root.map_or(&[], |r| &r.children)).made(),
            life_events: self.event_lines(tag).made(),
            home: Text::from(home).made(),
            today: a_day(self.site.facts.today, language).made(),
            indexes,
            legal,
            taxonomies,
        }
    }
}

/// The pages that a theme may do without, and does.
fn without_template(site: &Site, theme: &Theme) -> BTreeSet<MadeId> {
    let without = |made: &&MadePage| {
        let row = made.kind.row();
        row.optional && theme.first(row.templates).is_none()
    };
    site.made.iter().filter(without).map(|made| made.id).collect()
}

/// Room for what is made when it is asked for.
fn later<T>(count: usize) -> Vec<OnceLock<T>> {
    std::iter::repeat_with(OnceLock::new).take(count).collect()
}

/// The pages of a type, section by section, each in its order.
fn pages_of(site: &Site, page_type: PageType) -> impl Iterator<Item = PageId> {
    let pages = site.sections.iter().flat_map(|section| section.pages.iter().copied());
    pages.filter(move |id| site.page(*id).front.page_type.as_ref().is_some_and(|t| t.value == page_type))
}
