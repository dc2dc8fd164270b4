//! The pages that lead to all others: the list from A to Z, the tree of the site, what has changed. Each is made
//! once for a language.

use std::collections::BTreeMap;

use tera::Value;

use super::changes::{self, Told};
use super::context::{Shared, map};
use super::outputs::feeds;
use super::values::day;
use crate::language::filing::filed;
use crate::language::{Language, format};
use crate::site::{MadeKind, PageId, Section, SectionId, slug};

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

/// `{folded, letters: [{letter, id, lines: [{title, url}]}]}`: the pages of a language, from A to Z. Words that
/// pages are searched by (`search_terms`) are not among them: some are there to be misspelt.
pub(super) fn letters(shared: &Shared<'_>, lang: &str) -> Value {
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
    let lines = letters.into_iter().map(|(letter, mut lines)| {
        lines.sort();
        let lines = lines.into_iter().map(|(_, title, url)| line(&title, url));
        map([
            ("letter", Value::from(letter.map_or_else(|| "#".to_owned(), |c| c.to_uppercase().collect()))),
            ("id", Value::from(format!("lettre--{}", letter.map_or_else(|| "0".to_owned(), String::from)))),
            ("lines", Value::from(lines.collect::<Vec<_>>())),
        ])
    });
    map([("letters", Value::from(lines.collect::<Vec<_>>())), ("folded", Value::from(count > FOLDED))])
}

fn line(title: &str, url: String) -> Value {
    map([("title", Value::from(title)), ("url", Value::from(url))])
}

/// `[{title, url, count, below}]`: the sections of a language, each with its pages and its sections; `count`
/// is how many pages it lists itself where they are too many to be named.
pub(super) fn tree(shared: &Shared<'_>, lang: &str) -> Value {
    let named = listed(shared, lang).count() <= NAMED;
    let root = shared.site.sections.iter().find(|s| s.parent.is_none() && s.lang == lang);
    Value::from(root.map(|root| below(shared, root, named)).unwrap_or_default())
}

fn below(shared: &Shared<'_>, section: &Section, named: bool) -> Vec<Value> {
    let node = |title: &str, url: &str, count: usize, below: Vec<Value>| {
        map([
            ("title", Value::from(title)),
            ("url", Value::from(shared.href(url))),
            ("count", Value::from(count)),
            ("below", Value::from(below)),
        ])
    };
    let shown = |section: &Section| section.pages.iter().filter(|id| shared.is_listed(**id)).count();
    let pages = section.pages.iter().filter(|id| named && shared.is_listed(**id)).map(|id| {
        let page = shared.site.page(*id);
        node(page.title(), &page.url, 0, Vec::new())
    });
    let sections = section.children.iter().map(|id| {
        let child = shared.site.section(*id);
        let count = if named { 0 } else { shown(child) };
        node(&child.title, &child.url, count, below(shared, child, named))
    });
    pages.chain(sections).collect()
}

/// `[{year, months: [{month, lines: [{date, title, url, section, text}]}]}]`: what has changed in the pages of
/// a language, the last first.
pub(super) fn years(shared: &Shared<'_>, lang: &str) -> Value {
    let language = Language::of(lang).unwrap_or_else(|| shared.site.config.language());
    let told = changes::of_pages(shared, pages(shared, lang));
    let years = told.chunk_by(|a, b| a.date.year() == b.date.year()).map(|year| {
        let months = year.chunk_by(|a, b| a.date.month() == b.date.month()).map(|month| {
            let name = month.first().map(|told| format::month(told.date, language));
            map([
                ("month", Value::from(name)),
                (
                    "lines",
                    Value::from(month.iter().map(|told| change(shared, told, language)).collect::<Vec<_>>()),
                ),
            ])
        });
        map([
            ("year", Value::from(year.first().map(|told| told.date.year().to_string()))),
            ("months", Value::from(months.collect::<Vec<_>>())),
        ])
    });
    Value::from(years.collect::<Vec<_>>())
}

/// Every page of a language that lists name.
fn pages(shared: &Shared<'_>, lang: &str) -> Vec<PageId> {
    let root = shared.site.sections.iter().find(|s| s.parent.is_none() && s.lang == lang);
    root.map(|root| feeds::pages_under(shared, root.id)).unwrap_or_default()
}

fn change(shared: &Shared<'_>, told: &Told<'_>, language: Language) -> Value {
    let section = shared.site.section(told.page.section);
    let section = (section.parent.is_some() && !told.page.is_index).then_some(section.title.as_str());
    map([
        ("date", day(Some(told.date), language)),
        ("title", Value::from(told.page.title())),
        ("url", Value::from(shared.href(&told.page.url))),
        ("section", Value::from(section)),
        ("text", Value::from(told.note)),
    ])
}

/// `[{title, url}]`: where the pages of this module are, in a language, those that the site has.
pub(super) fn links(shared: &Shared<'_>, lang: &str) -> Value {
    const KINDS: [MadeKind; 3] = [MadeKind::Changes, MadeKind::AToZ, MadeKind::SiteMap];
    let words = shared.language(lang).map(|interface| &interface.words);
    let made = |kind| shared.site.made.iter().find(move |made| made.kind == kind && made.lang == lang);
    let lines = KINDS.into_iter().filter_map(made).map(|made| {
        let title = made.kind.row().once.and_then(|once| Some(words?.get(once.title))).unwrap_or("");
        line(title, shared.href(&made.url))
    });
    Value::from(lines.collect::<Vec<_>>())
}

/// `[{title, url}]`: the feeds that follow a section.
pub(super) fn followed(shared: &Shared<'_>, section: SectionId) -> Value {
    let feeds = feeds::of_section(shared, section).into_iter();
    Value::from(feeds.map(|(url, title)| line(&title, shared.href(&url))).collect::<Vec<_>>())
}
