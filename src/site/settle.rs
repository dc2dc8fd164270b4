//! What a page has from where it stands: its language, its address, what its sections' `defaults:` fill, and whether
//! it is published on a day.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::config::Config;
use crate::document::{Document, FrontMatter};
use crate::finding::{Message, Problem, ProblemKind};
use crate::language::Language;

use super::addresses::{self, Place, slug};
use super::earlier::Earlier;
use super::{Page, PageId, SectionId};

/// Gives each page its place: language, address, ids of headings, what its sections' `defaults:` fill, and
/// whether it is published on a day.
pub(super) fn place(
    documents: Vec<(String, Arc<Document>)>,
    config: &Config,
    today: Date,
    earlier: Option<&Earlier<'_>>,
) -> Vec<Page> {
    let mut pages: Vec<Page> = documents
        .into_iter()
        .enumerate()
        .map(|(rank, (path, document))| Page {
            id: PageId(rank),
            path,
            procedure: Arc::default(),
            front: Arc::default(),
            heading_ids: Vec::new(),
            component_ids: Vec::new(),
            tables: BTreeMap::new(),
            document,
            url: String::new(),
            section: SectionId(0),
            is_index: false,
            lang: String::new(),
            language: None,
            published: false,
            listed: false,
            terms: Vec::new(),
            translations: Vec::new(),
            links: Vec::new(),
            images: Vec::new(),
            calls: Vec::new(),
            explained: Vec::new(),
        })
        .collect();
    let defaults = defaults(&pages, config);
    pages.par_iter_mut().for_each(|page| {
        let whole = earlier.and_then(|earlier| earlier.whole(&page.path, &page.document));
        settle(page, &defaults, config, today, whole);
    });
    pages
}

/// The defaults of a folder, in a language, or in the site's main one.
pub(super) type Defaults = BTreeMap<(String, Option<String>), Box<FrontMatter>>;

/// What pages fill in those below them.
pub(super) fn defaults(pages: &[Page], config: &Config) -> Defaults {
    let mut defaults = Defaults::new();
    for page in pages {
        let Some(front) = &page.document.front.defaults else { continue };
        let place = Place::of(&page.path, config);
        if place.is_index() {
            let lang = place.lang.filter(|l| *l != config.site.language);
            defaults.insert((place.folder, lang), front.clone());
        }
    }
    defaults
}

/// Gives one page its place, but for its ids. `whole` is the page as it was, if all of it still holds.
pub(super) fn settle(
    page: &mut Page,
    defaults: &Defaults,
    config: &Config,
    today: Date,
    whole: Option<&Page>,
) {
    let place = Place::of(&page.path, config);
    if let Some(before) = whole {
        (page.front, page.procedure) = (Arc::clone(&before.front), Arc::clone(&before.procedure));
    } else {
        let mut front = page.document.front.clone();
        for folder in ancestors(&place.folder) {
            for lang in [place.lang.clone(), None] {
                if let Some(fills) = defaults.get(&(folder.to_owned(), lang)) {
                    front.inherit(fills);
                }
            }
        }
        page.procedure = Arc::new(front.procedure());
        page.front = Arc::new(front);
    }
    let typed = page.front.lang.as_ref().map(|l| l.value.clone());
    page.lang = typed.or_else(|| place.lang.clone()).unwrap_or_else(|| config.site.language.clone());
    page.language = Language::of(&page.lang);
    page.is_index = place.is_index();
    let front = &page.front;
    let draft = front.draft.as_ref().is_some_and(|draft| draft.value) && !config.build.drafts;
    page.published = !draft && front.published.as_ref().is_none_or(|day| day.value <= today);
    page.listed = page.published
        && front.valid_from.as_ref().is_none_or(|from| from.value <= today)
        && front.valid_until.as_ref().is_none_or(|until| today <= until.value);
    let slug = page.front.slug.as_ref().map(|s| s.value.as_str()).filter(|s| !slug(s).is_empty());
    page.url = addresses::page_url(&place, slug, &page.lang, config);
}

/// Says which slugs an address cannot be made of: signs alone, or several folders.
pub(super) fn check_slugs(pages: &[Page], problems: &mut Vec<Problem>) {
    let typed = pages.iter().filter_map(|page| page.document.front.slug.as_ref());
    for typed in typed.filter(|typed| typed.value.contains('/') || slug(&typed.value).is_empty()) {
        let message = Message::key("site.bad-slug").with("found", typed.value.as_str());
        let last = slug(typed.value.trim_end_matches('/').rsplit('/').next().unwrap_or(""));
        let example = if last.is_empty() { "carte-d-identite".to_owned() } else { last };
        let problem = Problem::new(ProblemKind::InvalidValue, typed.span, message);
        problems.push(problem.help(Message::key("data.example").with("value", example)));
    }
}

/// A folder and those that hold it, innermost first: `a/b`, `a`, and the root.
pub(super) fn ancestors(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |f| {
        (!f.is_empty()).then(|| f.rsplit_once('/').map_or("", |(parent, _)| parent))
    })
}
