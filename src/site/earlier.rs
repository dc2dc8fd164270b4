//! What a site takes from the one it was a moment ago: of a page whose file was not read again, what comes
//! from that file and from the settings alone. The rest is worked out anew, so that a site made after
//! another is the one that would be made without it.

use std::sync::Arc;

use jiff::civil::Date;

use super::{Page, Site};
use crate::document::{Document, FrontMatter};
use crate::source::{SourceId, Sources, Tree};

/// The files of a site that are no page: settings, registries, tables, themes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ground {
    config: Option<SourceId>,
    data: Vec<(String, SourceId)>,
    tables: Vec<(String, SourceId)>,
    theme_texts: Vec<(String, SourceId)>,
    drafts: bool,
}

impl Ground {
    /// Tables of data, by their path inside `content/`.
    pub(super) fn tables(&self) -> &[(String, SourceId)] {
        &self.tables
    }

    pub(super) fn of(tree: &Tree) -> Self {
        let Tree { config, data, tables, theme_texts, drafts, .. } = tree.clone();
        Self { config, data, tables, theme_texts, drafts }
    }

    /// Whether each of its files is the very same in two sets.
    fn is_shared(&self, sources: &Sources, others: &Sources) -> bool {
        let lists = [&self.data, &self.tables, &self.theme_texts].into_iter().flatten();
        let mut files = self.config.into_iter().chain(lists.map(|(_, id)| *id));
        files.all(|id| sources.shares(id, others))
    }
}

impl Site {
    /// Whether an earlier state of the site, of the same day, had the same files but for its pages: settings,
    /// registries, tables and themes. Spans in them hold in both.
    pub fn same_ground(&self, earlier: &Self) -> bool {
        self.facts.today == earlier.facts.today
            && self.ground == earlier.ground
            && self.ground.is_shared(&self.sources, &earlier.sources)
    }

    /// The folder of the site without its pages and what they show: other pages can be read in it.
    pub fn without_pages(&self) -> Tree {
        let Ground { config, data, tables, theme_texts, drafts } = self.ground.clone();
        Tree { sources: self.sources.clone(), config, data, tables, theme_texts, drafts, ..Tree::default() }
    }

    /// Whether an earlier state of the site had pages at the same paths, in the same order.
    pub fn same_paths(&self, earlier: &Self) -> bool {
        let pages = self.pages.iter().map(|page| (&page.path, page.document.source));
        pages.eq(earlier.pages.iter().map(|page| (&page.path, page.document.source)))
    }
}

/// An earlier state of the site, on the same day, with the same settings, registries and themes.
pub(super) struct Earlier<'a> {
    pub(super) site: &'a Site,
    /// What sections fill below them is what it was.
    pub(super) defaults: bool,
}

impl<'a> Earlier<'a> {
    /// None where nothing of it holds any more.
    pub(super) fn of(site: Option<&'a Site>, tree: &Tree, ground: &Ground, today: Date) -> Option<Self> {
        let site = site?;
        let same = site.facts.today == today
            && site.ground == *ground
            && ground.is_shared(&tree.sources, &site.sources);
        same.then_some(Self { site, defaults: false })
    }

    /// The page as it was, if its file was not read again. It most often has the rank it had.
    pub(super) fn page(&self, rank: usize, path: &str, id: SourceId, sources: &Sources) -> Option<&'a Page> {
        let named = || self.site.paths.get(path).map(|page| self.site.page(*page));
        let page = self.site.pages.get(rank).filter(|page| page.path == path).or_else(named)?;
        (page.document.source == id && sources.shares(id, &self.site.sources)).then_some(page)
    }

    /// Learns which documents the site is made of now: whether all that fills fields below is what it was.
    pub(super) fn compare<'d>(&mut self, documents: impl Iterator<Item = (&'d String, &'d Arc<Document>)>) {
        let fills = |front: &FrontMatter| front.defaults.is_some();
        let now: Vec<(&String, &Arc<Document>)> =
            documents.filter(|(_, document)| fills(&document.front)).collect();
        let before = self.site.pages.iter().filter(|page| fills(&page.document.front));
        let same = |((path, document), page): (&(&String, &Arc<Document>), &Page)| {
            **path == page.path && Arc::ptr_eq(document, &page.document)
        };
        self.defaults = now.len() == before.clone().count() && now.iter().zip(before).all(same);
    }

    /// The page as it was, of which the fields and what is read on its words hold too.
    pub(super) fn whole(&self, path: &str, document: &Arc<Document>) -> Option<&'a Page> {
        self.read(path, document).filter(|_| self.defaults)
    }

    /// The page as it was, of which what its document alone says holds.
    pub(super) fn read(&self, path: &str, document: &Arc<Document>) -> Option<&'a Page> {
        let page = self.site.paths.get(path).map(|page| self.site.page(*page))?;
        Arc::ptr_eq(document, &page.document).then_some(page)
    }
}
