//! `orphan`: a page that no other one leads to. Every page stands in the list of its section; one that
//! stands nowhere else is met only by those who go through the lists.

use std::collections::BTreeMap;

use crate::document::front_matter::PageType;
use crate::finding::Finding;
use crate::lint::rule::Rule;
use crate::site::registry::Name;
use crate::site::{Page, PageId, Site};

use super::Check;
use super::kind::{Case, Kind};

/// The kind `orphan`.
pub(super) const KIND: Kind = Kind {
    elsewhere: true,
    in_front: true,
    read: |_, _| Some(Check::Orphan),
    ..Kind::new("orphan", "kind.orphan", &[Case::only(&["section"])])
};

pub(super) fn check(rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
    let mut reached = vec![false; site.pages.len()];
    for page in site.pages.iter().filter(|page| site.is_published(page)) {
        for id in led_to(site, page) {
            if let Some(reached) = reached.get_mut(id.0).filter(|_| id != page.id) {
                *reached = true;
            }
        }
    }
    let offices = offices(site);
    for used in site.uses.iter().filter(|used| used.registry == Name::Organisations) {
        let pages = offices.get(used.key.as_str()).into_iter().flatten();
        for id in pages.filter(|id| **id != used.page && site.is_published(site.page(used.page))) {
            if let Some(reached) = reached.get_mut(id.0) {
                *reached = true;
            }
        }
    }
    for page in site.pages.iter().filter(|page| site.is_published(page) && !page.is_index) {
        // News come in a list by nature; a page in another language stands beside its source.
        let listed = page.front.page_type.as_ref().is_some_and(|t| t.value == PageType::News);
        let translated = page.lang != site.config.site.language && !page.translations.is_empty();
        let linked = site
            .backlinks
            .get(page.id.0)
            .is_some_and(|from| from.iter().any(|id| *id != page.id && site.is_published(site.page(*id))));
        if listed || translated || linked || reached.get(page.id.0) == Some(&true) {
            continue;
        }
        let section = site.section(page.section).title.as_str();
        let document = &page.document;
        let start = crate::source::Span::new(document.source, document.body, document.body);
        let place = document.front.title.as_ref().map_or(start, |title| title.span);
        let mut finding = rule.finding("", place, vec![("section", section.into())]);
        // It is about the page, whatever its title becomes.
        finding.topic = Some(page.path.clone());
        out.push(finding);
    }
}

/// The fields of a front matter that name other pages.
const FIELDS: [&str; 2] = ["see_also", "procedures"];

/// The pages that the front matter of a page leads to: those that it names.
fn led_to(site: &Site, page: &Page) -> Vec<PageId> {
    let items = FIELDS.iter().filter_map(|field| page.front.field(field)).flat_map(|node| node.items());
    let paths = items.filter_map(|item| {
        let named = |key| item.as_map()?.get(key)?.as_text();
        item.as_text().or_else(|| named("url")).or_else(|| named("page"))
    });
    paths.filter_map(|path| page_at(site, path)).collect()
}

/// The page of a path inside `content/`, whatever part of it is meant.
fn page_at(site: &Site, path: &str) -> Option<PageId> {
    let path = path.trim().split(['#', '?']).next().unwrap_or("");
    site.paths.get(path.trim_start_matches('/')).copied()
}

/// The pages of the offices that channels lead to, by the key of their organisation.
fn offices(site: &Site) -> BTreeMap<&str, Vec<PageId>> {
    let mut offices: BTreeMap<&str, Vec<PageId>> = BTreeMap::new();
    for page in &site.pages {
        if let Some(key) = &page.procedure.organisation {
            offices.entry(key.value.as_str()).or_default().push(page.id);
        }
    }
    offices
}
