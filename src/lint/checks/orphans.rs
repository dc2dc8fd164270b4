//! `orphan`: a page that no other one leads to. Every page stands in the list of its section; one that
//! stands nowhere else is met only by those who go through the lists.

use crate::document::front_matter::PageType;
use crate::finding::Finding;
use crate::lint::rule::Rule;
use crate::site::{Page, PageId, Site};

use super::Check;
use super::kind::{Case, Kind};

/// The kind `orphan`.
pub(super) const KIND: Kind = Kind {
    read: |_, _| Some(Check::Orphan),
    ..Kind::new("orphan", "kind.orphan", &[Case::only(&["section"])])
};

pub(super) fn check(rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
    let mut reached = vec![false; site.pages.len()];
    for page in site.pages.iter().filter(|page| site.is_published(page)) {
        for id in see_also(site, page) {
            if let Some(reached) = reached.get_mut(id.0).filter(|_| id != page.id) {
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

/// The pages that the front matter of a page leads to.
fn see_also(site: &Site, page: &Page) -> Vec<PageId> {
    let items = page.front.field("see_also").map_or(&[][..], |node| node.items());
    let paths = items.iter().filter_map(|item| item.as_text());
    paths.filter_map(|path| site.paths.get(path.trim_start_matches('/')).copied()).collect()
}
