//! All pages: sections, registries, addresses, heading ids, the link graph. Immutable once built.

pub mod addresses;
mod anchors;
mod broken_images;
mod bundles;
mod calls;
mod channels;
mod claims;
mod earlier;
mod external;
mod external_uses;
mod facts;
mod frame;
pub mod glossary;
mod held;
mod history;
mod languages;
pub mod legal;
pub mod link_graph;
pub mod link_memory;
mod made;
mod meant;
mod moves;
mod references;
pub mod registry;
pub mod related;
mod revise;
mod sections;
mod settings_links;
mod settle;
pub mod summary;
pub mod tables;
mod taxonomies;
#[cfg(test)]
mod tests;
mod title_index;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::config::Config;
use crate::config::components::Components;
use crate::document::{Document, FrontMatter, Procedure};
use crate::finding::Problem;
use crate::language::Language;
use crate::source::{Asset, SourceId, Sources, Span, Tree};

pub use addresses::{output_path, slug};
use broken_images::{broken_images, say_who_shows};
pub use calls::{Resolved, known_calls, registry as registry_of_call};
pub use channels::Reached;
use earlier::{Earlier, Ground};
pub use external::{Answer, LinkFault, LinkReport, LinkStatus, Moved, Proof, SoftFailure};
pub use external_uses::{ExternalUse, ExternalUses, anchor_of, without_fragment};
pub use facts::Facts;
use frame::{Footing, Frame};
use held::{Held, Told};
pub use history::{History, HistoryState, Origin};
use link_graph::Resolver;
pub use link_graph::{Target, percent_decode, written_from};
pub use made::{List, Made, MadeId, MadeKind, MadeTitle, Row, sheet_url, sheets};
use meant::Meant;
pub use references::{Use, situations_named};
pub use registry::Registries;
pub use sections::readable;
use settle::{ancestors, check_slugs, defaults, place, settle};
pub use taxonomies::{Taxonomy, TaxonomyId, TaxonomyTerm, TermId};
pub use title_index::TitleEntry;

/// A page, by its rank in [`Site::pages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId(pub usize);

/// A section, by its rank in [`Site::sections`]; 0 is the root of the main language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId(pub usize);

/// A page in its site.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its rank.
    pub id: PageId,
    /// Its path inside `content/`: `demarches/passeport.md`.
    pub path: String,
    /// The page as read.
    pub document: Arc<Document>,
    /// Its front matter, with what its sections' `defaults:` fill.
    pub front: Arc<FrontMatter>,
    /// What its fields say of the procedure, with what its sections' `defaults:` fill.
    pub procedure: Arc<Procedure>,
    /// Its address from the site's root: `/demarches/passeport/`.
    pub url: String,
    /// The section it stands in (its own, for an `_index.md`).
    pub section: SectionId,
    /// It is its section's own page.
    pub is_index: bool,
    /// Its language's tag.
    pub lang: String,
    /// That language, if the program knows it: it is asked for page after page.
    language: Option<Language>,
    /// It is published on the day of the build: it is not a draft, or drafts are wanted, and its day has come.
    pub published: bool,
    /// Lists name it: it is published, and holds on the day of the build.
    pub listed: bool,
    /// What it is classed by, taxonomy by taxonomy.
    pub terms: Vec<TermId>,
    /// The same page in other languages, sorted by tag.
    pub translations: Vec<PageId>,
    /// Ids of its headings, as rendered, in the order of `document.headings`.
    pub heading_ids: Vec<String>,
    /// Ids of its components, as rendered, in the order of `document.embedded`; empty for one that has
    /// none.
    pub component_ids: Vec<String>,
    /// The tables of data that its components show, by their rank in `document.embedded`.
    pub tables: BTreeMap<usize, tables::ShownTable>,
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

    /// Whether it tells its readers of a change that matters to them.
    pub fn tells_a_change(&self) -> bool {
        self.listed && self.procedure.public_changes().any(|change| change.major)
    }

    /// Whether readers find it: it is in what they search, and in the list from A to Z.
    pub fn is_found(&self) -> bool {
        self.front.search.as_ref().is_none_or(|search| search.value)
    }

    /// The language it is analysed in, if the program knows it.
    pub fn language(&self) -> Option<Language> {
        self.language
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
    /// Its pages (not its own), in its order, published ones only.
    pub pages: Vec<PageId>,
    /// Those of them that lists name.
    pub listed: Vec<PageId>,
    /// How many of them its list shows at once; all of them when not set.
    pub page_size: Option<usize>,
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
    /// Published pages that no file of `content/` stands for.
    pub made: Vec<Made>,
    /// The ways in which pages are classed, in each language.
    pub taxonomies: Vec<Taxonomy>,
    /// What they are classed by.
    pub terms: Vec<TaxonomyTerm>,
    /// `content/_data/`.
    pub registries: Registries,
    /// What pages may embed.
    pub components: Components,
    /// Files published as they are: not those beside a page that is not published.
    pub assets: Vec<Asset>,
    /// Addresses that lead to a page: its own and its aliases.
    pub urls: BTreeMap<String, PageId>,
    /// Pages by their path in `content/`.
    pub paths: BTreeMap<String, PageId>,
    /// Which page uses which entry of a registry, sorted.
    pub uses: Vec<Use>,
    /// For each page, the pages that link to it (once each).
    pub backlinks: Vec<Vec<PageId>>,
    /// For each page, those that go with it, the nearest first.
    pub related: Vec<Vec<PageId>>,
    /// What it says of its accessibility, if it has the pages that the law asks.
    pub statement: Option<legal::Statement>,
    /// What the world says.
    pub facts: Facts,
    /// What reading found wrong outside the pages' own files, or across them.
    pub problems: Vec<Problem>,
    ground: Ground,
    /// None once a page was read again alone: the rest is no longer what its front matter makes of it.
    footing: Option<Footing>,
    /// What a link that leads nowhere may stand for.
    meant: Arc<Meant>,
}

impl Site {
    /// Reads every page and puts the site together. Never fails: what is wrong is in the problems
    /// of the pages and of the site.
    pub fn build(tree: Tree, facts: Facts) -> Self {
        Self::rebuild(tree, facts, None)
    }

    /// The same, and quicker, for a folder of which an earlier state was put together: what is read of a page
    /// whose file is [shared](Sources::shares) with it, on the same day and under the same settings, is taken
    /// from there. The site is the same as without it.
    pub fn rebuild(tree: Tree, facts: Facts, earlier: Option<&Self>) -> Self {
        let ground = Ground::of(&tree);
        let mut earlier = Earlier::of(earlier, &tree, &ground, facts.today);
        let Tree { mut sources, config, drafts, pages, data, tables, assets, theme_texts, .. } = tree;
        let mut problems = broken_images(&assets, &mut sources);
        let mut config = config.map_or_else(Config::default, |id| {
            let source = sources.get(id);
            problems.extend(crate::document::encoding(id, source));
            let (config, found) = Config::read(id, source.text());
            problems.extend(found);
            config
        });
        config.build.drafts |= drafts;
        let (audits, data): (Vec<_>, Vec<_>) =
            data.into_iter().partition(|(path, _)| path == legal::ARA_FILE);
        let audit = audits.first().map(|(_, id)| *id);
        let statement = legal::Statement::of(&config, audit, &sources, facts.today, &mut problems);
        let mut registries = Registries::read(&data, &sources, facts.today, &mut problems);
        let components = calls::components(&sources, &theme_texts, &config, &mut problems);
        let own = own_keys(&config);
        let read = |(rank, (path, id)): (usize, &(String, SourceId))| match known(&earlier, |e| {
            e.page(rank, path, *id, &sources)
        }) {
            Some(page) => Arc::clone(&page.document),
            None => Arc::new(Document::read(*id, sources.get(*id), &own, &components)),
        };
        let documents: Vec<Arc<Document>> = pages.par_iter().enumerate().map(read).collect();
        let documents: Vec<(String, Arc<Document>)> =
            pages.into_iter().map(|(path, _)| path).zip(documents).collect();
        if let Some(earlier) = &mut earlier {
            earlier.compare(documents.iter().map(|(path, document)| (path, document)));
        }
        // Most often only the body of a page was typed: all that front matters decide stays.
        let framing = earlier.as_ref().and_then(|e| e.framing(&documents, &assets, &sources));
        let (mut pages, frame) = match framing {
            Some((before, footing)) => (before.with_documents(documents), before.frame(footing)),
            None => {
                let mut pages = place(documents, &config, facts.today, earlier.as_ref());
                let frame = Frame::of(&mut pages, &assets, &registries, &config, facts.today);
                (pages, frame)
            }
        };
        let Frame { urls, sections, taxonomies, terms, made, ground: mut footing } = frame;
        let held = Held::of(framing.map(|(before, footing)| (before, &footing.told)));
        let mut told = Told::default();
        problems.extend(footing.problems.iter().cloned());
        problems.extend(legal::missing(&config, &registries, &made, statement.as_ref()));
        pages.par_iter_mut().filter(|page| !held.holds(page)).for_each(|page| {
            let ids = match known(&earlier, |e| e.read(&page.path, &page.document)) {
                Some(page) => (page.heading_ids.clone(), page.component_ids.clone()),
                None => addresses::ids(&page.document, &components),
            };
            (page.heading_ids, page.component_ids) = ids;
        });
        for page in &mut pages {
            let before = held.told(page).map(|told| &told.calls);
            let mut calls = None;
            told.calls.gather(page, before, &mut problems, |problems| {
                calls = Some(calls_of(page, &registries, &components, facts.today, problems));
            });
            page.calls = calls.unwrap_or_else(|| std::mem::take(&mut page.calls));
        }
        let mut files = tables::Files::new(&sources, &tables, &assets);
        for page in pages.iter_mut().filter(|page| !page.document.embedded.is_empty()) {
            page.tables = files.of_page(page, &components, &mut problems);
        }
        let explained = |page: &Page| {
            known(&earlier, |e| e.whole(&page.path, &page.document)).map(|page| page.explained.clone())
        };
        let glossary = &mut registries.glossary;
        let holds = |page: &Page| held.holds(page);
        glossary::explain(&mut pages, glossary, &sources, &config.site.language, (holds, explained));
        let paths = match framing {
            Some((before, _)) => before.paths.clone(),
            None => pages.iter().map(|p| (p.path.clone(), p.id)).collect(),
        };
        let meant = framing.map_or_else(Arc::default, |(before, _)| Arc::clone(&before.meant));
        let words = &registries.glossary;
        let resolver = Resolver::new(&pages, (&paths, &urls), &assets, (&made, &meant), words, &config);
        references::check(&pages, (&paths, &resolver, held), &registries, &mut told.names, &mut problems);
        let led = settings_links::follow(&config, &pages, &resolver, &mut problems);
        let anchors_alike =
            framing.is_none_or(|(before, _)| glossary::same_anchors(words, &before.registries.glossary));
        let targets: Vec<Option<(Vec<Target>, Vec<Target>)>> = pages
            .par_iter()
            .zip(held.to_follow(&pages, anchors_alike))
            .map(|(page, to_follow)| {
                if !to_follow {
                    return None;
                }
                let follow = |destination: &str| resolver.resolve(page, destination);
                let links = page.document.links.iter().map(|link| resolver.follow(page, link)).collect();
                let images = page.document.images.iter().map(|i| follow(&i.destination.value)).collect();
                Some((links, images))
            })
            .collect();
        settings_links::replace(&mut config, &led);
        for (page, targets) in pages.iter_mut().zip(targets) {
            if let Some((links, images)) = targets {
                (page.links, page.images) = (links, images);
            }
        }
        say_who_shows(&mut problems, &assets, &pages);
        footing.told = told;
        let (backlinks, related) = match framing.filter(|(before, _)| lead_alike(&pages, &before.pages)) {
            Some((before, _)) => (before.backlinks.clone(), before.related.clone()),
            None => {
                let backlinks = backlinks(&pages);
                let related = related::related(&pages, &terms, &backlinks);
                (backlinks, related)
            }
        };
        let uses = references::uses(&pages, &registries);
        let assets = bundles::published(assets, &pages, &sources, &config);
        Self {
            config,
            sources,
            pages,
            sections,
            made,
            taxonomies,
            terms,
            registries,
            components,
            assets,
            urls,
            paths,
            uses,
            backlinks,
            related,
            statement,
            facts,
            problems,
            ground,
            footing: Some(footing),
            meant,
        }
    }

    /// The page behind an id.
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id.0]
    }

    /// The page that no file stands for, behind an id.
    pub fn made(&self, id: MadeId) -> &Made {
        &self.made[id.0]
    }

    /// The section behind an id.
    pub fn section(&self, id: SectionId) -> &Section {
        &self.sections[id.0]
    }

    /// The taxonomy behind an id.
    pub fn taxonomy(&self, id: TaxonomyId) -> &Taxonomy {
        &self.taxonomies[id.0]
    }

    /// The term behind an id.
    pub fn term(&self, id: TermId) -> &TaxonomyTerm {
        &self.terms[id.0]
    }

    /// Whether a page is a draft that is not published: what it lacks presses nobody.
    pub fn is_waiting(&self, page: &Page) -> bool {
        page.front.draft.as_ref().is_some_and(|draft| draft.value) && !self.is_published(page)
    }

    /// Whether a page is published: not a draft, or drafts are wanted, and its day has come.
    pub fn is_published(&self, page: &Page) -> bool {
        page.published
    }

    /// The path of the site under its host, without a final slash: empty, or `/demarches`.
    pub fn base_path(&self) -> &str {
        base_path(&self.config)
    }
}

/// Keys of front matter that the site has of its own.
fn own_keys(config: &Config) -> Vec<String> {
    config.lint.accept_keys.iter().cloned().chain(taxonomies::keys(config)).collect()
}

/// What an earlier state of the site, if it serves, knows of a page.
fn known<'a>(
    earlier: &Option<Earlier<'a>>,
    page: impl FnOnce(&Earlier<'a>) -> Option<&'a Page>,
) -> Option<&'a Page> {
    earlier.as_ref().and_then(page)
}

fn base_path(config: &Config) -> &str {
    let url = &config.site.base_url;
    let host = url.find("://").map_or(0, |i| i + 3);
    url[host..].find('/').map_or("", |i| url[host + i..].trim_end_matches('/'))
}

/// Where to point when a page as a whole is meant: its title, or its start.
fn head(page: &Page) -> Span {
    let start = Span::new(page.document.source, 0, 0);
    page.document.front.title.as_ref().map_or(start, |t| t.span)
}

/// The pages that a page leads to, as often as it does.
fn led_to(page: &Page) -> impl Iterator<Item = PageId> {
    page.links.iter().filter_map(|target| match target {
        Target::Page { page, .. } => Some(*page),
        _ => None,
    })
}

/// Whether pages lead where those of an earlier state do, link by link.
fn lead_alike(pages: &[Page], before: &[Page]) -> bool {
    pages.len() == before.len()
        && pages.iter().zip(before).all(|(page, before)| led_to(page).eq(led_to(before)))
}

/// What the calls of a page become.
fn calls_of(
    page: &Page,
    registries: &Registries,
    components: &Components,
    today: Date,
    problems: &mut Vec<Problem>,
) -> Vec<Option<Resolved>> {
    let language = page.language().unwrap_or_default();
    let resolve = |call| registries.resolve(call, components, today, language);
    let calls = page.document.calls.iter();
    calls.map(|call| resolve(call).map_err(|problem| problems.extend(problem)).ok()).collect()
}

fn backlinks(pages: &[Page]) -> Vec<Vec<PageId>> {
    let mut backlinks = vec![Vec::new(); pages.len()];
    for page in pages {
        for to in led_to(page) {
            if to != page.id && backlinks[to.0].last() != Some(&page.id) {
                backlinks[to.0].push(page.id);
            }
        }
    }
    backlinks
}
