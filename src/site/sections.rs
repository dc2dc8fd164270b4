//! Sections: the folders of `content/`, with their pages in reading order.

use std::collections::BTreeMap;

use super::addresses::{Place, section_url, slug};
use super::{Page, Section, SectionId, ancestors, is_published};
use crate::config::Config;

/// Makes a section of every folder that holds a page, in each language that has one there, and tells
/// each page its section.
pub(super) fn build(pages: &mut [Page], config: &Config) -> Vec<Section> {
    let main = config.site.language.clone();
    // The root of the main language comes first, whatever the other tags are.
    let mut ranks: BTreeMap<(bool, String, String), usize> = BTreeMap::new();
    ranks.insert((false, main.clone(), String::new()), 0);
    let key = |lang: &str, folder: &str| (lang != main, lang.to_owned(), folder.to_owned());
    for page in pages.iter().filter(|p| is_published(p, config)) {
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
            title: readable(folder, config),
            parent: parent(folder).and_then(|p| ranks.get(&key(lang, p))).map(|r| SectionId(*r)),
            children: Vec::new(),
            pages: Vec::new(),
        })
        .collect();
    for page in pages.iter_mut() {
        let place = Place::of(&page.path, config);
        let Some(rank) = ranks.get(&key(&page.lang, section_folder(&place))) else { continue };
        page.section = SectionId(*rank);
        if !is_published(page, config) {
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

fn readable(folder: &str, config: &Config) -> String {
    let name = folder.rsplit('/').next().unwrap_or("");
    if name.is_empty() {
        return config.site.title.clone();
    }
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Pages and sub-sections by weight (those without one last), then title.
fn order(sections: &mut [Section], pages: &[Page]) {
    let rank = |page: &Page| {
        let weight = page.front.weight.as_ref().map_or(i64::MAX, |w| w.value);
        (weight, slug(page.title()), page.id)
    };
    let weights: Vec<i64> = sections
        .iter()
        .map(|s| {
            let index = s.index.and_then(|id| pages.get(id.0));
            index.and_then(|p| p.front.weight.as_ref()).map_or(i64::MAX, |w| w.value)
        })
        .collect();
    let mut children: Vec<SectionId> = sections.iter().map(|s| s.id).collect();
    children.sort_by_key(|id| (weights[id.0], slug(&sections[id.0].title), *id));
    for child in children {
        if let Some(parent) = sections[child.0].parent {
            sections[parent.0].children.push(child);
        }
    }
    for section in sections {
        section.pages.sort_by_cached_key(|id| rank(&pages[id.0]));
    }
}
