//! One page of a site, read again alone while its text is being typed.
//!
//! What comes of the page's own text is made anew: its document, its fields, its place, its calls, its tables,
//! its links, the terms it explains. What other pages, lists and addresses owe to it stays what it was, until the
//! site is made again as a whole.

use std::sync::Arc;

use crate::document::Document;
use crate::finding::Problem;
use crate::source::Source;

use super::link_graph::Resolver;
use super::references;
use super::{PageId, Site, addresses, calls_of, defaults, glossary, own_keys, settle, tables};

impl Site {
    /// Puts a later text of a page in its place, and gives what is wrong in what the page names elsewhere:
    /// entries of registries, tables, pages. What is wrong in its text by itself is in its document.
    pub fn revise(&mut self, id: PageId, text: impl Into<Arc<Source>>) -> Vec<Problem> {
        let mut problems = Vec::new();
        let Some(page) = self.pages.get_mut(id.0) else { return problems };
        let source = page.document.source;
        if self.footing.take().is_some() {
            // Shared with the site that this one is a copy of, which is not to learn from a text that is being typed.
            self.meant = Arc::default();
        }
        self.sources.replace(source, text);
        let own = own_keys(&self.config);
        page.document = Arc::new(Document::read(source, self.sources.get(source), &own, &self.components));
        let mut page = page.clone();

        settle(&mut page, &defaults(&self.pages, &self.config), &self.config, self.facts.today, None);
        (page.heading_ids, page.component_ids) = addresses::ids(&page.document, &self.components);
        page.calls = calls_of(&page, &self.registries, &self.components, self.facts.today, &mut problems);
        if !page.document.embedded.is_empty() {
            let mut files = tables::Files::new(&self.sources, self.ground.tables(), &self.assets);
            page.tables = files.of_page(&page, &self.components, &mut problems);
        } else {
            page.tables.clear();
        }
        glossary::explain_one(
            &mut page,
            &self.registries.glossary,
            &self.sources,
            &self.config.site.language,
        );
        // Its links may lead to its own headings: those that it has now.
        if let Some(place) = self.pages.get_mut(id.0) {
            place.clone_from(&page);
        }

        let addresses = (&self.paths, &self.urls);
        let words = &self.registries.glossary;
        let resolver = Resolver::new(
            &self.pages,
            addresses,
            &self.assets,
            (&self.made, &self.meant),
            words,
            &self.config,
        );
        references::check_page(
            &page,
            (&self.pages, &self.paths, &resolver),
            &self.registries,
            &mut references::Asked::new(),
            &mut problems,
        );
        let links = page.document.links.iter().map(|link| resolver.follow(&page, link)).collect();
        let shown = page.document.images.iter();
        let images = shown.map(|image| resolver.resolve(&page, &image.destination.value)).collect();
        if let Some(page) = self.pages.get_mut(id.0) {
            (page.links, page.images) = (links, images);
        }
        problems
    }
}
