//! What of an earlier check still holds: of the pages on which nothing that rules look at changed, the
//! findings are what they were. Whole-site rules run anew.

use std::sync::Arc;

use rayon::prelude::*;

use crate::finding::{Finding, Problem};
use crate::site::{Page, PageId, Site};

use super::pack::RuleSet;
use super::silence::Silences;
use super::{Checked, Walk, Whole, of_problems, sort, together};

/// What was found on each page by rules that look at one page, by its rank.
#[derive(Clone, Debug, Default)]
pub struct OfPages(Vec<Arc<[Finding]>>);

/// A check that was made.
#[derive(Clone, Copy)]
pub struct Earlier<'a> {
    /// The site, as it was.
    pub site: &'a Site,
    /// The rules that it was checked by.
    pub rules: &'a RuleSet,
    /// What was found on its pages.
    pub pages: &'a OfPages,
}

/// Checks the site as [`super::check`] does, and gives what the next check may take from this one.
pub fn check_again(site: &Site, rules: &RuleSet, earlier: Option<Earlier<'_>>) -> (Checked, OfPages) {
    let earlier = earlier.filter(|earlier| holds(site, rules, earlier));
    let walk = Walk::new(site, rules);
    let kept = |page: &Page| {
        let earlier = earlier.as_ref()?;
        let before = earlier.site.pages.get(page.id.0)?;
        let alike = same(page, before) && page.translations.iter().all(|id| unread(site, earlier.site, *id));
        earlier.pages.0.get(page.id.0).filter(|_| alike).cloned()
    };
    let each = site.pages.par_iter().map_init(
        || walk.hand(),
        |hand, page| match kept(page) {
            Some(findings) => findings,
            None => walk.page(page, &hand.vocabulary).into(),
        },
    );
    let pages: Vec<Arc<[Finding]>> = each.collect();
    let whole = Whole::new(site, rules);
    let told = site.pages.par_iter().zip(&pages);
    let told = told.map(|(page, findings)| whole.of_page(page, findings.to_vec())).collect();
    (whole.told(told), OfPages(pages))
}

/// What rules that look at one page, and the reading of it, find on a page of the site, without what silences keep
/// back: what can be said at once of a page that is being written. `named` are the problems met in what it names
/// elsewhere.
pub fn of_page(site: &Site, rules: &RuleSet, page: &Page, named: &[Problem]) -> Vec<Finding> {
    let walk = Walk::new(site, rules);
    let mut findings = walk.page(page, &walk.hand().vocabulary);
    findings.extend(of_problems(page.document.problems.iter().chain(named), rules));
    sort(&mut findings, &site.sources);
    let (findings, _) = Silences::of_page(page, site, rules).apply(findings);
    together::told(findings, rules, |_| false)
}

/// Whether what rules of one page look at beside the page itself is what it was.
fn holds(site: &Site, rules: &RuleSet, earlier: &Earlier<'_>) -> bool {
    let asked = |site: &Site| !site.facts.external.is_empty();
    let known = site.pages.iter().zip(&earlier.site.pages);
    std::ptr::eq(rules, earlier.rules)
        && site.same_ground(earlier.site)
        && site.same_paths(earlier.site)
        && !asked(site)
        && !asked(earlier.site)
        && site.facts.history == earlier.site.facts.history
        && known
            .filter(|(page, before)| !same_words(page, before))
            .all(|(page, before)| told_alike(page, before))
}

/// Whether a page is the same file, with the same fields and the same places that it leads to.
fn same(page: &Page, before: &Page) -> bool {
    same_words(page, before)
        && told_alike(page, before)
        && page.translations == before.translations
        && page.terms == before.terms
        && page.heading_ids == before.heading_ids
        && page.links == before.links
        && page.images == before.images
        && page.explained == before.explained
}

fn same_words(page: &Page, before: &Page) -> bool {
    Arc::ptr_eq(&page.document, &before.document)
        && Arc::ptr_eq(&page.front, &before.front)
        && Arc::ptr_eq(&page.procedure, &before.procedure)
}

/// Whether what other pages may be told of a page is what it was.
fn told_alike(page: &Page, before: &Page) -> bool {
    let said = |page: &Page| {
        let front = &page.front;
        let aliases: Vec<String> = front.aliases.iter().map(|alias| alias.value.clone()).collect();
        let draft = front.draft.as_ref().map(|typed| typed.value);
        (page.title().to_owned(), aliases, draft, front.published.as_ref().map(|typed| typed.value))
    };
    page.url == before.url
        && page.lang == before.lang
        && page.section == before.section
        && page.published == before.published
        && page.listed == before.listed
        && said(page) == said(before)
}

/// Whether a page was not read again.
fn unread(site: &Site, earlier: &Site, id: PageId) -> bool {
    site.pages.get(id.0).zip(earlier.pages.get(id.0)).is_some_and(|(page, before)| same_words(page, before))
}
