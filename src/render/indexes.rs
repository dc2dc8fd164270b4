//! The pages that lead to all others: the list from A to Z, the tree of the site, what has changed. Each is made
//! once for a language.

use std::collections::BTreeMap;

use super::changes::{self, Told};
use super::context::Shared;
use super::given::{Branch, ChangedMonth, ChangedPage, IndexLine, List, TitleLetter, Titles, Year};
use super::outputs::feeds;
use super::values::a_day;
use crate::language::filing::filed;
use crate::language::{Language, format};
use crate::site::{MadeKind, PageId, Section, SectionId, slug};
use crate::words::Words;

/// From so many titles on, the letters of a list are folded.
const FOLDED: usize = 400;

/// Up to so many pages, the tree of the site names them; past that, it names sections, which list their own.
const NAMED: usize = 500;

/// The pages of a language that lists name, its home page left out.
fn listed<'s>(shared: &'s Shared<'_>, lang: &'s str) -> impl Iterator<Item = PageId> + 's {
    let site = shared.site;
    let pages = site.pages.iter().filter(move |page| page.lang == lang && shared.is_listed(page.id));
    let home = |section: SectionId| site.section(section).parent.is_none();
    pages.filter(move |page| !(page.is_index && home(page.section))).map(|page| page.id)
}

/// The pages of a language, from A to Z. Words that pages are searched by (`search_terms`) are not among them:
/// some are there to be misspelt.
pub(super) fn letters(shared: &Shared<'_>, lang: &str) -> Titles {
    let language = Language::of(lang).unwrap_or_else(|| shared.site.config.language());
    let mut letters: BTreeMap<Option<char>, Vec<(String, String, String)>> = BTreeMap::new();
    let mut count = 0;
    for id in listed(shared, lang) {
        let page = shared.site.page(id);
        let filed = filed(page.title(), language);
        let key = slug(&filed.key);
        let letter = key.chars().next().filter(|c| c.is_alphabetic());
        letters.entry(letter).or_default().push((key, filed.shown, shared.href(&page.url)));
        count += 1;
    }
    let letters = letters.into_iter().map(|(letter, mut lines)| {
        lines.sort();
        let lines =
            lines.into_iter().map(|(_, title, url)| IndexLine { title: title.into(), url: url.into() });
        TitleLetter {
            id: format!("lettre--{}", letter.map_or_else(|| "0".to_owned(), String::from)).into(),
            letter: letter.map_or_else(|| "#".to_owned(), |c| c.to_uppercase().collect()).into(),
            lines: lines.collect(),
        }
    });
    Titles { folded: count > FOLDED, letters: letters.collect() }
}

/// The pages and the sections of a language, each section with its own.
pub(super) fn tree(shared: &Shared<'_>, lang: &str) -> List<Branch> {
    let named = listed(shared, lang).count() <= NAMED;
    let root = shared.site.sections.iter().find(|s| s.parent.is_none() && s.lang == lang);
    root.map(|root| below(shared, root, named)).unwrap_or_default()
}

fn below(shared: &Shared<'_>, section: &Section, named: bool) -> List<Branch> {
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
            below: below(shared, child, named),
        }
    });
    pages.chain(sections).collect()
}

/// What has changed in the pages of a language, the last first.
pub(super) fn years(shared: &Shared<'_>, lang: &str) -> List<Year> {
    let language = Language::of(lang).unwrap_or_else(|| shared.site.config.language());
    let told = changes::of_pages(shared, pages(shared, lang));
    let years = told.chunk_by(|a, b| a.date.year() == b.date.year()).map(|year| {
        let months = year.chunk_by(|a, b| a.date.month() == b.date.month()).map(|month| ChangedMonth {
            month: month.first().map(|told| format::month(told.date, language)).unwrap_or_default().into(),
            lines: month.iter().map(|told| change(shared, told, language)).collect(),
        });
        Year {
            year: year.first().map(|told| told.date.year().to_string()).unwrap_or_default().into(),
            months: months.collect(),
        }
    });
    years.collect()
}

/// Every page of a language.
fn pages(shared: &Shared<'_>, lang: &str) -> Vec<PageId> {
    let root = shared.site.sections.iter().find(|s| s.parent.is_none() && s.lang == lang);
    root.map(|root| feeds::pages_under(shared, root.id)).unwrap_or_default()
}

fn change(shared: &Shared<'_>, told: &Told<'_>, language: Language) -> ChangedPage {
    let section = shared.site.section(told.page.section);
    let named = section.parent.is_some() && !told.page.is_index;
    ChangedPage {
        date: a_day(told.date, language),
        title: told.page.title().into(),
        url: shared.href(&told.page.url).into(),
        section: named.then(|| section.title.as_str().into()),
        text: told.note.into(),
    }
}

/// Where the pages of this module are, in a language, those that the site has.
pub(super) fn links(shared: &Shared<'_>, lang: &str, words: &Words) -> List<IndexLine> {
    const KINDS: [MadeKind; 3] = [MadeKind::Changes, MadeKind::AToZ, MadeKind::SiteMap];
    let made = |kind| shared.site.made.iter().find(move |made| made.kind == kind && made.lang == lang);
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
