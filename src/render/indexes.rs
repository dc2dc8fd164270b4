//! The pages that lead to all others: the list from A to Z, the tree of the site, what has changed. Each is made
//! once for a language.

use std::collections::{BTreeMap, BTreeSet};

use super::changes::{self, Told};
use super::context::Shared;
use super::given::{Branch, ChangedMonth, ChangedPage, IndexLine, List, TitleLetter, Year};
use super::outputs::feeds;
use super::values::a_day;
use crate::language::Language;
use crate::site::{Made, MadeKind, PageId, Section, SectionId, TitleEntry};
use crate::words::Words;

/// Up to so many pages, the tree of the site names them; past that, it names sections, which list their own.
const NAMED: usize = 500;

/// The pages of a language that lists name, its home page left out.
fn listed<'s>(shared: &'s Shared<'_>, lang: &'s str) -> impl Iterator<Item = PageId> + 's {
    let site = shared.site;
    let pages = site.pages.iter().filter(move |page| page.lang == lang && shared.is_listed(page.id));
    let home = |section: SectionId| site.section(section).parent.is_none();
    pages.filter(move |page| !(page.is_index && home(page.section))).map(|page| page.id)
}

/// The titles of a language, from A to Z: all of them, or, where each letter has a page, those of one letter
/// alone, and none on the first page. Words that pages are searched by (`search_terms`) are not among them: some
/// are there to be misspelt.
pub(super) fn letters(shared: &Shared<'_>, made: &Made) -> List<TitleLetter> {
    let site = shared.site;
    let parts: Vec<&Made> =
        site.made.iter().filter(|other| (other.kind, &other.lang) == (made.kind, &made.lang)).collect();
    let titles = shared.titles.get_or_init(|| titles(shared));
    let letters = titles.get(&made.lang).into_iter().flatten().map(|(letter, lines)| {
        let id = format!("lettre--{letter}");
        let part = parts.iter().find(|other| other.part.as_deref() == Some(letter.as_str()));
        let url = part.map_or_else(|| format!("#{id}"), |part| shared.href(&part.url));
        let lines = if part.is_some_and(|part| part.id != made.id) { &[][..] } else { lines };
        let line = |(entry, url): &(TitleEntry, String)| IndexLine {
            title: entry.shown.as_str().into(),
            url: url.as_str().into(),
        };
        TitleLetter {
            id: id.into(),
            letter: letter.to_uppercase().into(),
            url: url.into(),
            lines: lines.iter().map(line).collect(),
        }
    });
    letters.collect()
}

/// The titles of each language by their letter, with their addresses: each letter may have a page of its own, and
/// all of them need the same.
pub(super) type Titles = BTreeMap<String, BTreeMap<String, Vec<(TitleEntry, String)>>>;

fn titles(shared: &Shared<'_>) -> Titles {
    let site = shared.site;
    let tags: BTreeSet<&str> = site.pages.iter().map(|page| page.lang.as_str()).collect();
    let of_tag = |tag: &str| {
        let language = Language::of(tag).unwrap_or_else(|| site.config.language());
        let mut letters: BTreeMap<String, Vec<(TitleEntry, String)>> = BTreeMap::new();
        for page in listed(shared, tag).map(|id| site.page(id)).filter(|page| page.is_found()) {
            let entry = TitleEntry::of(page.title(), language);
            letters.entry(entry.letter()).or_default().push((entry, shared.href(&page.url)));
        }
        letters.values_mut().for_each(|lines| lines.sort());
        (tag.to_owned(), letters)
    };
    tags.into_iter().map(of_tag).collect()
}

/// The pages and the sections of a language, each section with its own.
pub(super) fn tree(shared: &Shared<'_>, lang: &str) -> List<Branch> {
    let named = listed(shared, lang).count() <= NAMED;
    let root = shared.site.sections.iter().find(|s| s.parent.is_none() && s.lang == lang);
    let asked = shared.made_pages().filter(|made| MadeKind::ASKED.contains(&made.kind) && made.lang == lang);
    let asked = asked.map(|made| Branch {
        title: shared.said(&made.title, lang).into(),
        url: shared.href(&made.url).into(),
        ..Branch::default()
    });
    root.into_iter().flat_map(|root| below(shared, root, named)).chain(asked).collect()
}

fn below(shared: &Shared<'_>, section: &Section, named: bool) -> Vec<Branch> {
    let shown = |section: &Section| section.pages.iter().filter(|id| shared.is_listed(**id)).count();
    let pages = section.pages.iter().filter(|id| named && shared.is_listed(**id)).map(|id| {
        let page = shared.site.page(*id);
        let (title, url) = (page.title().into(), shared.href(&page.url).into());
        Branch { title, url, ..Branch::default() }
    });
    let sections = section.children.iter().map(|id| {
        let child = shared.site.section(*id);
        Branch {
            title: child.title.as_str().into(),
            url: shared.href(&child.url).into(),
            count: if named { 0 } else { shown(child) },
            below: below(shared, child, named).into_iter().collect(),
        }
    });
    pages.chain(sections).collect()
}

/// The years in which something changed in the pages of a language, the last first, with what did in the one that
/// a page tells: the last one on the first page.
pub(super) fn years(shared: &Shared<'_>, made: &Made) -> List<Year> {
    let site = shared.site;
    let words = &shared.words(&made.lang);
    let told = changes::of_pages(shared, pages(shared, &made.lang));
    let last = told.first().map(|told| told.date.year().to_string());
    let shown = made.part.clone().or_else(|| last.clone());
    let page_of = |year: &str| {
        let part = Some(year).filter(|year| last.as_deref() != Some(*year));
        let own =
            |other: &&Made| (other.kind, &other.lang, other.part.as_deref()) == (made.kind, &made.lang, part);
        site.made.iter().find(own).map_or(made, |made| made)
    };
    let years = told.chunk_by(|a, b| a.date.year() == b.date.year()).map(|of_year| {
        let year = of_year.first().map(|told| told.date.year().to_string()).unwrap_or_default();
        let is_shown = shown.as_deref() == Some(year.as_str());
        let of_months = of_year.chunk_by(|a, b| a.date.month() == b.date.month()).filter(|_| is_shown);
        let months = of_months.map(|month| ChangedMonth {
            month: month.first().map(|told| words.month(told.date)).unwrap_or_default().into(),
            lines: month.iter().map(|told| change(shared, told, words)).collect(),
        });
        let url = shared.href(&page_of(&year).url).into();
        Year { months: months.collect(), year: year.into(), url }
    });
    years.collect()
}

/// Every page of a language.
fn pages(shared: &Shared<'_>, lang: &str) -> Vec<PageId> {
    let root = shared.site.sections.iter().find(|s| s.parent.is_none() && s.lang == lang);
    root.map(|root| feeds::pages_under(shared, root.id)).unwrap_or_default()
}

fn change(shared: &Shared<'_>, told: &Told<'_>, words: &Words) -> ChangedPage {
    let section = shared.site.section(told.page.section);
    let named = section.parent.is_some() && !told.page.is_index;
    ChangedPage {
        date: a_day(told.date, words),
        title: told.page.title().into(),
        url: shared.href(&told.page.url).into(),
        section: named.then(|| section.title.as_str().into()),
        text: told.note.into(),
    }
}

/// Where the pages of this module are, in a language, those that the site has.
pub(super) fn links(shared: &Shared<'_>, lang: &str, words: &Words) -> List<IndexLine> {
    const KINDS: [MadeKind; 3] = [MadeKind::Changes, MadeKind::AToZ, MadeKind::SiteMap];
    let made = |kind| {
        shared.made_pages().find(move |made| made.kind == kind && made.lang == lang && made.part.is_none())
    };
    let lines = KINDS.into_iter().filter_map(made).map(|made| IndexLine {
        title: made.kind.row().once.map_or("", |once| words.get(once.title)).into(),
        url: shared.href(&made.url).into(),
    });
    lines.collect()
}

/// The feeds that follow a section.
pub(super) fn followed(shared: &Shared<'_>, section: SectionId) -> List<IndexLine> {
    let feeds = feeds::of_section(shared, section).into_iter();
    feeds.map(|(url, title)| IndexLine { title: title.into(), url: shared.href(&url).into() }).collect()
}
