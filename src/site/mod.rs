//! All pages: sections, registries, addresses, heading ids, the link graph. Immutable once built.

pub mod addresses;
mod calls;
mod channels;
mod external;
mod external_uses;
pub mod glossary;
mod history;
pub mod link_graph;
pub mod link_memory;
mod references;
pub mod registry;
mod sections;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::config::Config;
use crate::document::{Document, FrontMatter, Procedure};
use crate::finding::{Message, Problem, ProblemKind};
use crate::language::Language;
use crate::source::{Asset, Sources, Span, Tree};

use addresses::Place;
pub use addresses::{output_path, slug};
pub use calls::Resolved;
pub use channels::Reached;
pub use external::{Answer, LinkFault, LinkReport, LinkStatus, Moved, Proof, SoftFailure};
pub use external_uses::{ExternalUse, ExternalUses, without_fragment};
pub use history::{History, HistoryState, Origin};
use link_graph::Resolver;
pub use link_graph::{Target, percent_decode};
pub use references::Use;
pub use registry::Registries;

/// A page, by its rank in [`Site::pages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId(pub usize);

/// A section, by its rank in [`Site::sections`]; 0 is the root of the main language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId(pub usize);

/// What the world says of the site, handed in from outside.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The day the site is checked and built for.
    pub today: Date,
    /// What is known of external links, by address; empty unless they were asked.
    pub external: BTreeMap<String, LinkReport>,
    /// When pages changed; empty unless it was asked.
    pub history: History,
}

impl Facts {
    /// The facts of a day, when the world was asked nothing else.
    pub fn on(today: Date) -> Self {
        Self { today, external: BTreeMap::new(), history: History::default() }
    }
}

/// A page in its site.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its rank.
    pub id: PageId,
    /// Its path inside `content/`: `demarches/passeport.md`.
    pub path: String,
    /// The page as read.
    pub document: Document,
    /// Its front matter, with what its sections' `defaults:` fill.
    pub front: FrontMatter,
    /// What its fields say of the procedure, with what its sections' `defaults:` fill.
    pub procedure: Procedure,
    /// Its address from the site's root: `/demarches/passeport/`.
    pub url: String,
    /// The section it stands in (its own, for an `_index.md`).
    pub section: SectionId,
    /// It is its section's own page.
    pub is_index: bool,
    /// Its language's tag.
    pub lang: String,
    /// The same page in other languages, sorted by tag.
    pub translations: Vec<PageId>,
    /// Ids of its headings, as rendered, in the order of `document.headings`.
    pub heading_ids: Vec<String>,
    /// Where its links lead, in the order of `document.links`.
    pub links: Vec<Target>,
    /// Where its images lead, in the order of `document.images`.
    pub images: Vec<Target>,
    /// What its calls become, in the order of `document.calls`; none for one that is wrong.
    pub calls: Vec<Option<Resolved>>,
    /// The terms of the glossary that are explained on it, in the order of their first uses.
    pub explained: Vec<glossary::Explained>,
}

impl Page {
    /// Its title, or its path while it has none.
    pub fn title(&self) -> &str {
        self.front.title.as_ref().map_or(&self.path, |t| &t.value)
    }

    /// The language it is analysed in, if the program knows it.
    pub fn language(&self) -> Option<Language> {
        Language::of(&self.lang)
    }
}

/// A folder of `content/`.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its rank.
    pub id: SectionId,
    /// Its folder inside `content/`: empty for the root.
    pub path: String,
    /// Its language's tag.
    pub lang: String,
    /// Its own page.
    pub index: Option<PageId>,
    /// Its address.
    pub url: String,
    /// Its title: its page's, or its folder's name made readable.
    pub title: String,
    /// The section that holds it.
    pub parent: Option<SectionId>,
    /// Its sub-sections, by weight then title.
    pub children: Vec<SectionId>,
    /// Its pages (not its own), by weight then title, published ones only.
    pub pages: Vec<PageId>,
}

/// The whole site. Built once, then only read.
#[derive(Clone, Debug)]
pub struct Site {
    /// Settings.
    pub config: Config,
    /// Every file's text.
    pub sources: Sources,
    /// Every page (drafts too), sorted by path.
    pub pages: Vec<Page>,
    /// Every section, the root first.
    pub sections: Vec<Section>,
    /// `content/_data/`.
    pub registries: Registries,
    /// Files published as they are.
    pub assets: Vec<Asset>,
    /// Addresses that lead to a page: its own and its aliases.
    pub urls: BTreeMap<String, PageId>,
    /// Pages by their path in `content/`.
    pub paths: BTreeMap<String, PageId>,
    /// Which page uses which entry of a registry, sorted.
    pub uses: Vec<Use>,
    /// For each page, the pages that link to it (once each).
    pub backlinks: Vec<Vec<PageId>>,
    /// What the world says.
    pub facts: Facts,
    /// What reading found wrong outside the pages' own files, or across them.
    pub problems: Vec<Problem>,
}

impl Site {
    /// Reads every page and puts the site together. Never fails: what is wrong is in the problems
    /// of the pages and of the site.
    pub fn build(tree: Tree, facts: Facts) -> Self {
        let Tree { sources, config, pages, data, assets, .. } = tree;
        let mut problems = Vec::new();
        let config = config.map_or_else(Config::default, |id| {
            let source = sources.get(id);
            problems.extend(crate::document::encoding(id, source));
            let (config, found) = Config::read(id, source.text());
            problems.extend(found);
            config
        });
        let mut registries = Registries::read(&data, &sources, facts.today, &mut problems);
        let documents: Vec<Document> = pages
            .par_iter()
            .map(|(_, id)| Document::read(*id, sources.get(*id), &config.lint.accept_keys))
            .collect();
        let paths = pages.into_iter().map(|(path, _)| path);
        let mut pages = place(paths.zip(documents), &config);
        let urls = claim_addresses(&pages, &assets, &config, &mut problems);
        check_languages(&pages, &config, &mut problems);
        let sections = sections::build(&mut pages, &config);
        translate(&mut pages, &mut problems);
        resolve_calls(&mut pages, &registries, &facts, &mut problems);
        glossary::explain(&mut pages, &mut registries.glossary, &sources, &config.site.language);
        let paths = pages.iter().map(|p| (p.path.clone(), p.id)).collect();
        let published: Vec<bool> = pages.iter().map(|p| is_published(p, &config)).collect();
        let resolver = Resolver::new(&pages, &urls, &published, &assets, &sections, base_path(&config));
        references::check(&pages, &paths, &resolver, &registries, &mut problems);
        let targets: Vec<(Vec<Target>, Vec<Target>)> = pages
            .par_iter()
            .map(|page| {
                let follow = |destination: &str| resolver.resolve(page, destination);
                let links = page.document.links.iter().map(|l| follow(&l.destination.value)).collect();
                let images = page.document.images.iter().map(|i| follow(&i.destination.value)).collect();
                (links, images)
            })
            .collect();
        for (page, (links, images)) in pages.iter_mut().zip(targets) {
            (page.links, page.images) = (links, images);
        }
        let backlinks = backlinks(&pages);
        let uses = references::uses(&pages, &registries);
        Self {
            config,
            sources,
            pages,
            sections,
            registries,
            assets,
            urls,
            paths,
            uses,
            backlinks,
            facts,
            problems,
        }
    }

    /// The page behind an id.
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id.0]
    }

    /// The section behind an id.
    pub fn section(&self, id: SectionId) -> &Section {
        &self.sections[id.0]
    }

    /// Whether a page is published: not a draft, or drafts are wanted.
    pub fn is_published(&self, page: &Page) -> bool {
        is_published(page, &self.config)
    }

    /// The path of the site under its host, without a final slash: empty, or `/demarches`.
    pub fn base_path(&self) -> &str {
        base_path(&self.config)
    }
}

fn is_published(page: &Page, config: &Config) -> bool {
    config.build.drafts || !page.front.draft.as_ref().is_some_and(|d| d.value)
}

fn base_path(config: &Config) -> &str {
    let url = &config.site.base_url;
    let host = url.find("://").map_or(0, |i| i + 3);
    url[host..].find('/').map_or("", |i| url[host + i..].trim_end_matches('/'))
}

/// Gives each page its place: language, address, ids of headings, and what its sections' `defaults:`
/// fill.
fn place(documents: impl Iterator<Item = (String, Document)>, config: &Config) -> Vec<Page> {
    let mut pages: Vec<Page> = documents
        .enumerate()
        .map(|(rank, (path, document))| Page {
            id: PageId(rank),
            path,
            procedure: Procedure::default(),
            front: document.front.clone(),
            heading_ids: addresses::heading_ids(&document),
            document,
            url: String::new(),
            section: SectionId(0),
            is_index: false,
            lang: String::new(),
            translations: Vec::new(),
            links: Vec::new(),
            images: Vec::new(),
            calls: Vec::new(),
            explained: Vec::new(),
        })
        .collect();
    // The defaults of a folder, in a language, or in the site's main one.
    let mut defaults: BTreeMap<(String, Option<String>), Box<FrontMatter>> = BTreeMap::new();
    for page in &pages {
        let place = Place::of(&page.path, config);
        if let (true, Some(front)) = (place.is_index(), &page.document.front.defaults) {
            let lang = place.lang.filter(|l| *l != config.site.language);
            defaults.insert((place.folder, lang), front.clone());
        }
    }
    for page in &mut pages {
        let place = Place::of(&page.path, config);
        for folder in ancestors(&place.folder) {
            for lang in [place.lang.clone(), None] {
                if let Some(front) = defaults.get(&(folder.to_owned(), lang)) {
                    page.front.inherit(front);
                }
            }
        }
        page.procedure = page.front.procedure();
        let typed = page.front.lang.as_ref().map(|l| l.value.clone());
        page.lang = typed.or_else(|| place.lang.clone()).unwrap_or_else(|| config.site.language.clone());
        page.is_index = place.is_index();
        let slug = page.front.slug.as_ref().map(|s| s.value.as_str()).filter(|s| !slug(s).is_empty());
        page.url = addresses::page_url(&place, slug, &page.lang, config);
    }
    pages
}

/// A folder and those that hold it, innermost first: `a/b`, `a`, and the root.
fn ancestors(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |f| {
        (!f.is_empty()).then(|| f.rsplit_once('/').map_or("", |(parent, _)| parent))
    })
}

/// Gives every address to one page: the first by path, its own address before an alias. A page that
/// comes second is told so.
fn claim_addresses(
    pages: &[Page],
    assets: &[Asset],
    config: &Config,
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
    let published = || pages.iter().filter(|p| is_published(p, config));
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
    let taken =
        Taken::new(urls.keys().map(|url| output_path(url)).chain(assets.iter().map(|a| a.path.clone())));
    let mut in_the_way = Vec::new();
    for page in published() {
        for alias in page.document.front.aliases.iter().filter(|a| addresses::is_alias(&a.value)) {
            let url = addresses::alias_url(&alias.value);
            match urls.get(&url) {
                Some(first) => clash(alias.span, &url, *first),
                None if taken.holds(&output_path(&url)) => in_the_way.push((alias.span, url)),
                None => {
                    urls.insert(url, page.id);
                }
            }
        }
    }
    for (span, url) in in_the_way {
        let message = Message::key("site.alias-clash").with("url", url);
        problems.push(Problem::new(ProblemKind::AddressClash, span, message));
    }
    for alias in published().flat_map(|p| &p.document.front.aliases) {
        if !addresses::is_alias(&alias.value) {
            let message = Message::key("site.bad-alias").with("found", alias.value.as_str());
            problems.push(Problem::new(ProblemKind::InvalidValue, alias.span, message));
        }
    }
    let files: BTreeMap<String, PageId> = urls.iter().map(|(url, id)| (output_path(url), *id)).collect();
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

/// Files that stand in the published site before any alias does.
struct Taken(BTreeSet<String>);

impl Taken {
    /// Those given, and the ones the program makes itself.
    fn new(files: impl Iterator<Item = String>) -> Self {
        let own = ["404.html", "index.html", "robots.txt", "sitemap.xml", ".limpide"].map(str::to_owned);
        Self(files.chain(own).collect())
    }

    /// Whether a path is one of them, stands under one as if it were a folder, or is a folder of one.
    fn holds(&self, path: &str) -> bool {
        let under = format!("{path}/");
        let folder = self.0.range(under.clone()..).next().is_some_and(|file| file.starts_with(&under));
        let file = path.match_indices('/').any(|(i, _)| self.0.contains(&path[..i]));
        self.0.contains(path) || folder || file
    }
}

/// Says which pages are in a language that `site.toml` does not name.
fn check_languages(pages: &[Page], config: &Config, problems: &mut Vec<Problem>) {
    for lang in pages.iter().filter_map(|page| page.document.front.lang.as_ref()) {
        if lang.value != config.site.language && !config.site.languages.contains(&lang.value) {
            let message = Message::key("site.no-such-language").with("found", lang.value.as_str());
            problems.push(Problem::new(ProblemKind::UnknownName, lang.span, message));
        }
    }
}

/// Where to point when a page as a whole is meant: its title, or its start.
fn head(page: &Page) -> Span {
    let start = Span::new(page.document.source, 0, 0);
    page.document.front.title.as_ref().map_or(start, |t| t.span)
}

/// Links each page to itself in other languages: the same file with another language in its name, and
/// what `translations:` says.
fn translate(pages: &mut [Page], problems: &mut Vec<Problem>) {
    let by_path: BTreeMap<&str, PageId> = pages.iter().map(|p| (p.path.as_str(), p.id)).collect();
    let mut groups: BTreeMap<String, Vec<PageId>> = BTreeMap::new();
    let mut joined: Vec<(PageId, PageId)> = Vec::new();
    for page in pages.iter() {
        let stem = page.path.strip_suffix(".md").unwrap_or(&page.path);
        let stem = stem.strip_suffix(&format!(".{}", page.lang)).unwrap_or(stem);
        groups.entry(stem.to_owned()).or_default().push(page.id);
        for (_, path) in &page.document.front.translations {
            match by_path.get(path.value.trim_start_matches('/')) {
                Some(other) => joined.push((page.id, *other)),
                None => {
                    let message = Message::key("site.no-translation").with("path", path.value.as_str());
                    problems.push(Problem::new(ProblemKind::UnknownName, path.span, message));
                }
            }
        }
    }
    for group in groups.values().filter(|g| g.len() > 1) {
        joined.extend(group.iter().flat_map(|a| group.iter().map(move |b| (*a, *b))));
    }
    for (a, b) in joined {
        let differ = pages[a.0].lang != pages[b.0].lang;
        for (one, other) in [(a, b), (b, a)] {
            if differ && !pages[one.0].translations.contains(&other) {
                pages[one.0].translations.push(other);
            }
        }
    }
    let langs: Vec<String> = pages.iter().map(|p| p.lang.clone()).collect();
    for page in pages {
        page.translations.sort_by_key(|id| (langs[id.0].clone(), *id));
    }
}

fn resolve_calls(pages: &mut [Page], registries: &Registries, facts: &Facts, problems: &mut Vec<Problem>) {
    for page in pages {
        let language = page.language().unwrap_or_default();
        for call in &page.document.calls {
            let resolved = registries.resolve(call, facts.today, language);
            page.calls.push(resolved.map_err(|problem| problems.extend(problem)).ok());
        }
    }
}

fn backlinks(pages: &[Page]) -> Vec<Vec<PageId>> {
    let mut backlinks = vec![Vec::new(); pages.len()];
    for page in pages {
        for target in &page.links {
            if let Target::Page { page: to, .. } = target
                && *to != page.id
                && backlinks[to.0].last() != Some(&page.id)
            {
                backlinks[to.0].push(page.id);
            }
        }
    }
    backlinks
}
