//! Who gets an address: a page, its aliases, a file published as it is.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Message, Problem, ProblemKind};
use crate::source::{Asset, Span};

use super::addresses::{self, output_path};
use super::{Page, PageId, head};

/// Gives every address to one page: the first by path, its own address before an alias. A page that
/// comes second is told so.
///
/// A page to come has no address yet. Where it will clash is told all the same: a day that comes must not stop
/// the build of a site that nobody touched. A draft comes after
/// all of them: what it clashes with is told in it, and holds nothing back.
pub(super) fn claim_addresses(
    pages: &[Page],
    assets: &[Asset],
    problems: &mut Vec<Problem>,
) -> BTreeMap<String, PageId> {
    let mut urls: BTreeMap<String, PageId> = BTreeMap::new();
    let mut clash = |span: Span, url: &str, first: PageId| {
        let message = Message::key("site.address-clash").with("url", url);
        let label = Message::key("site.address-first");
        let there = head(&pages[first.0]);
        let problem = Problem::new(ProblemKind::AddressClash, span, message).label(there, label);
        problems.push(problem.help(Message::key("site.address-help")));
    };
    let published = || pages.iter().filter(|p| p.published);
    // An address typed as a slug gives way to one that comes from a file's name.
    let (typed, named): (Vec<_>, Vec<_>) = published().partition(|p| p.document.front.slug.is_some());
    for page in named.into_iter().chain(typed) {
        match urls.get(&page.url) {
            Some(first) => {
                let slug = page.document.front.slug.as_ref();
                clash(slug.map_or(head(page), |s| s.span), &page.url, *first);
            }
            None => {
                urls.insert(page.url.clone(), page.id);
            }
        }
    }
    let own = ["404.html", "index.html"].map(str::to_owned);
    let files = urls.keys().map(|url| output_path(url)).chain(assets.iter().map(|a| a.path.clone()));
    let mut taken = Taken::new(files.chain(own));
    let is_draft = |page: &Page| page.front.draft.as_ref().is_some_and(|draft| draft.value);
    let to_come = || pages.iter().filter(|page| !page.published && !is_draft(page));
    let drafts = || pages.iter().filter(|page| !page.published && is_draft(page));
    let mut later: BTreeMap<String, PageId> = BTreeMap::new();
    for page in to_come() {
        match urls.get(&page.url).or_else(|| later.get(&page.url)) {
            Some(first) => {
                let slug = page.document.front.slug.as_ref();
                clash(slug.map_or(head(page), |s| s.span), &page.url, *first);
            }
            None => {
                later.insert(page.url.clone(), page.id);
            }
        }
    }
    let mut in_the_way = Vec::new();
    for page in published().chain(to_come()).chain(drafts()) {
        if is_draft(page) && !page.published {
            match urls.get(&page.url).or_else(|| later.get(&page.url)) {
                Some(first) => clash(head(page), &page.url, *first),
                None => {
                    later.insert(page.url.clone(), page.id);
                }
            }
        }
        for alias in page.document.front.aliases.iter().filter(|a| addresses::is_alias(&a.value)) {
            let url = addresses::alias_url(&alias.value);
            match urls.get(&url).or_else(|| later.get(&url)) {
                Some(first) => clash(alias.span, &url, *first),
                None if !taken.take(output_path(&url)) => in_the_way.push((alias.span, url)),
                None => {
                    let claimed = if page.published { &mut urls } else { &mut later };
                    claimed.insert(url, page.id);
                }
            }
        }
    }
    for (span, url) in in_the_way {
        let message = Message::key("site.alias-clash").with("url", url);
        problems.push(Problem::new(ProblemKind::AddressClash, span, message));
    }
    for alias in published().chain(to_come()).chain(drafts()).flat_map(|p| &p.document.front.aliases) {
        if !addresses::is_alias(&alias.value) {
            let message = Message::key("site.bad-alias").with("found", alias.value.as_str());
            problems.push(Problem::new(ProblemKind::InvalidValue, alias.span, message));
        }
    }
    let files: BTreeMap<String, PageId> =
        later.iter().chain(&urls).map(|(url, id)| (output_path(url), *id)).collect();
    for asset in assets.iter().filter(|a| a.theme.is_none()) {
        let under = format!("{}/", asset.path);
        let inside = files.range(under.clone()..).next().filter(|(path, _)| path.starts_with(&under));
        if let Some(page) = files.get(&asset.path).or(inside.map(|(_, page)| page)) {
            let message = Message::key("site.file-clash").with("path", asset.path.as_str());
            problems.push(Problem::new(ProblemKind::AddressClash, head(&pages[page.0]), message));
        }
    }
    urls
}

/// Files that stand in the published site before those that give way to them.
pub(super) struct Taken(BTreeSet<String>);

impl Taken {
    /// Those given, and the ones that the program writes beside the pages.
    pub(super) fn new(files: impl Iterator<Item = String>) -> Self {
        const OWN: [&str; 10] = [
            "llms.txt",
            "manifest.webmanifest",
            "opensearch.xml",
            "robots.txt",
            "sitemap.xml",
            "_redirects",
            ".htaccess",
            "redirects.nginx",
            ".well-known/security.txt",
            ".limpide",
        ];
        Self(files.chain(OWN.map(str::to_owned)).collect())
    }

    /// Puts a file among them, if nothing is in its way.
    pub(super) fn take(&mut self, path: String) -> bool {
        let free = !self.holds(&path);
        if free {
            self.0.insert(path);
        }
        free
    }

    /// Whether a path is one of them, stands under one as if it were a folder, or is a folder of one.
    fn holds(&self, path: &str) -> bool {
        let under = format!("{path}/");
        let folder = self.0.range(under.clone()..).next().is_some_and(|file| file.starts_with(&under));
        let file = path.match_indices('/').any(|(i, _)| self.0.contains(&path[..i]));
        self.0.contains(path) || folder || file
    }
}
