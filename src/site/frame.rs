//! What the front matters of a site decide together, whatever stands in the bodies of its pages: who has which
//! address, sections, what pages are classed by, the pages that no file stands for. While front matters, settings,
//! registries and files stay what they are, so does all of this.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::earlier::Earlier;
use super::held::Told;
use super::{
    Made, Page, PageId, Registries, Section, Site, Taxonomy, TaxonomyTerm, check_slugs, claims, languages,
    made, sections, taxonomies,
};
use crate::config::Config;
use crate::document::Document;
use crate::finding::Problem;
use crate::source::{Asset, Sources};

/// The frame of a site.
pub(super) struct Frame {
    pub(super) urls: BTreeMap<String, PageId>,
    pub(super) sections: Vec<Section>,
    pub(super) taxonomies: Vec<Taxonomy>,
    pub(super) terms: Vec<TaxonomyTerm>,
    pub(super) made: Vec<Made>,
    pub(super) ground: Footing,
}

/// What a site keeps of its frame beside what it shows of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Footing {
    /// Every file published as it is, those beside pages that are not published too.
    assets: Vec<Asset>,
    /// What was found wrong.
    pub(super) problems: Vec<Problem>,
    /// What was found wrong page by page, once it was looked for.
    pub(super) told: Told,
}

impl Frame {
    /// Of pages that have their place; what it says of each is put into it.
    pub(super) fn of(
        pages: &mut [Page],
        assets: &[Asset],
        registries: &Registries,
        config: &Config,
        today: Date,
    ) -> Self {
        let mut problems = Vec::new();
        let urls = claims::claim_addresses(pages, assets, &mut problems);
        languages::check(pages, config, &mut problems);
        let sections = sections::build(pages, config);
        check_slugs(pages, &mut problems);
        let (taxonomies, terms) =
            taxonomies::build(pages, &sections, registries, &urls, config, &mut problems);
        let lists = made::Lists { sections: &sections, taxonomies: &taxonomies, terms: &terms, today };
        let made = made::list(pages, lists, &urls, assets, config, &mut problems);
        languages::translate(pages, &mut problems);
        let ground = Footing { assets: assets.to_vec(), problems, told: Told::default() };
        Self { urls, sections, taxonomies, terms, made, ground }
    }
}

impl Site {
    /// Its frame, for a later state that has the same.
    pub(super) fn frame(&self, footing: &Footing) -> Frame {
        Frame {
            urls: self.urls.clone(),
            sections: self.sections.clone(),
            taxonomies: self.taxonomies.clone(),
            terms: self.terms.clone(),
            made: self.made.clone(),
            ground: Footing {
                assets: footing.assets.clone(),
                problems: footing.problems.clone(),
                told: Told::default(),
            },
        }
    }

    /// Later documents of its pages, in its frame: all that their front matters alone say is there, and all that was
    /// said of a page whose document is the same.
    pub(super) fn with_documents(&self, documents: Vec<(String, Arc<Document>)>) -> Vec<Page> {
        let in_frame = |((path, document), before): ((String, Arc<Document>), &Page)| {
            if Arc::ptr_eq(&document, &before.document) {
                return before.clone();
            }
            Page {
                id: before.id,
                path,
                document,
                front: Arc::clone(&before.front),
                procedure: Arc::clone(&before.procedure),
                url: before.url.clone(),
                section: before.section,
                is_index: before.is_index,
                lang: before.lang.clone(),
                language: before.language,
                published: before.published,
                listed: before.listed,
                terms: before.terms.clone(),
                translations: before.translations.clone(),
                heading_ids: Vec::new(),
                component_ids: Vec::new(),
                tables: BTreeMap::new(),
                links: Vec::new(),
                images: Vec::new(),
                calls: Vec::new(),
                explained: Vec::new(),
            }
        };
        documents.into_par_iter().zip(&self.pages).map(in_frame).collect()
    }
}

impl<'a> Earlier<'a> {
    /// The site as it was, if its frame still holds: it has the same files, and those of its pages that were read
    /// again begin with the same bytes, up to their bodies.
    pub(super) fn framing(
        &self,
        documents: &[(String, Arc<Document>)],
        assets: &[Asset],
        sources: &Sources,
    ) -> Option<(&'a Site, &'a Footing)> {
        let site = self.site;
        let footing = site.footing.as_ref()?;
        let same = |((path, document), page): (&(String, Arc<Document>), &Page)| {
            let before = &page.document;
            *path == page.path
                && (Arc::ptr_eq(document, before)
                    || document.source == before.source
                        && head(document, sources)
                            .is_some_and(|now| head(before, &site.sources) == Some(now)))
        };
        let holds = self.defaults
            && documents.len() == site.pages.len()
            && documents.iter().zip(&site.pages).all(same)
            && assets == footing.assets;
        holds.then_some((site, footing))
    }
}

/// What stands before the body of a page.
fn head<'s>(document: &Document, sources: &'s Sources) -> Option<&'s [u8]> {
    sources.get(document.source).text().as_bytes().get(..document.body)
}
