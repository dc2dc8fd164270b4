//! Sections: the folders of `content/`, with their pages in reading order.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::Date;

use super::addresses::{Place, section_url, slug};
use super::{Page, PageId, Section, SectionId, ancestors};
use crate::config::Config;
use crate::document::front_matter::SortBy;
use crate::source::Spanned;

/// Makes a section of every folder that holds a page, in each language that has one there, and tells
/// each page its section.
pub(super) fn build(pages: &mut [Page], config: &Config) -> Vec<Section> {
    let main = config.site.language.clone();
    // The root of the main language comes first, whatever the other tags are.
    let mut ranks: BTreeMap<(bool, String, String), usize> = BTreeMap::new();
    ranks.insert((false, main.clone(), String::new()), 0);
    let key = |lang: &str, folder: &str| (lang != main, lang.to_owned(), folder.to_owned());
    for page in pages.iter().filter(|p| p.published) {
        let place = Place::of(&page.path, config);
        for folder in ancestors(section_folder(&place)) {
            ranks.insert(key(&page.lang, folder), 0);
        }
    }
    for (rank, value) in ranks.values_mut().enumerate() {
        *value = rank;
    }
    let mut sections: Vec<Section> = ranks
        .iter()
        .map(|((_, lang, folder), rank)| Section {
            id: SectionId(*rank),
            path: folder.clone(),
            lang: lang.clone(),
            index: None,
            url: section_url(folder, lang, config),
            title: match folder.rsplit('/').next() {
                Some(name) if !name.is_empty() => readable(name),
                _ => config.site.title.clone(),
            },
            parent: parent(folder).and_then(|p| ranks.get(&key(lang, p))).map(|r| SectionId(*r)),
            children: Vec::new(),
            pages: Vec::new(),
            listed: Vec::new(),
            page_size: None,
        })
        .collect();
    for page in pages.iter_mut() {
        let place = Place::of(&page.path, config);
        let Some(rank) = ranks.get(&key(&page.lang, section_folder(&place))) else { continue };
        page.section = SectionId(*rank);
        if !page.published {
            continue;
        }
        let section = &mut sections[*rank];
        if page.is_index {
            section.index = Some(page.id);
            section.title = page.title().to_owned();
        } else {
            section.pages.push(page.id);
        }
    }
    order(&mut sections, pages);
    sections
}

/// A bundle (`passeport/index.md`) is a page of the section that holds its folder.
fn section_folder(place: &Place) -> &str {
    match place.stem.as_str() {
        "index" => parent(&place.folder).unwrap_or(""),
        _ => &place.folder,
    }
}

fn parent(folder: &str) -> Option<&str> {
    (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(parent, _)| parent))
}

/// A name of files made readable: « etat-civil » is « Etat civil ».
pub fn readable(name: &str) -> String {
    capitalised(&name.replace(['-', '_'], " "))
}

/// Words with a capital first.
pub(super) fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Puts pages in the order that their section asks for (by weight, those without one last, then by title),
/// and sub-sections by weight then title.
fn order(sections: &mut [Section], pages: &[Page]) {
    let index = |section: &Section| section.index.and_then(|id| pages.get(id.0));
    let weights: Vec<i64> = sections
        .iter()
        .map(|s| index(s).and_then(|p| p.front.weight.as_ref()).map_or(i64::MAX, |w| w.value))
        .collect();
    let mut children: Vec<SectionId> = sections.iter().map(|s| s.id).collect();
    children.sort_by_cached_key(|id| (weights[id.0], slug(&sections[id.0].title), *id));
    for child in children {
        if let Some(parent) = sections[child.0].parent {
            sections[parent.0].children.push(child);
        }
    }
    for section in sections {
        let front = index(section).map(|page| &page.front);
        let by = front.and_then(|front| front.sort.as_ref()).map_or(SortBy::default(), |sort| sort.value);
        section.pages.sort_by_cached_key(|id| rank(&pages[id.0], by));
        if front.and_then(|front| front.reverse.as_ref()).is_some_and(|reverse| reverse.value) {
            section.pages.reverse();
        }
        section.page_size = front.and_then(|front| front.page_size.as_ref()).map(|size| size.value);
        section.listed = section.pages.iter().copied().filter(|id| pages[id.0].listed).collect();
    }
}

/// What a page is sorted by, then its title: a weight, those without one last; a day, the newest first.
fn rank(page: &Page, by: SortBy) -> (i64, Reverse<Option<Date>>, String, PageId) {
    let front = &page.front;
    let day = |first: &Option<Spanned<Date>>, else_: &Option<Spanned<Date>>| {
        first.as_ref().or(else_.as_ref()).map(|day| day.value)
    };
    let (weight, day) = match by {
        SortBy::Weight => (front.weight.as_ref().map_or(i64::MAX, |w| w.value), None),
        SortBy::Title => (0, None),
        SortBy::Date => (0, day(&front.published, &front.updated)),
        SortBy::Updated => (0, day(&front.updated, &front.published)),
    };
    (weight, Reverse(day), slug(page.title()), page.id)
}
