//! What a reader's browser needs to look for a page: an index in files, one of a language, and no server.
//!
//! The script of the search page fetches the manifest (rules of the language, names of the other files)
//! and the words of the site, once; then, of the postings, the shards that hold the words asked for; then
//! the records of the pages that it shows. Names hold a hash of what the file says, so that caches keep
//! what did not change. ARCHITECTURE.md has the form of the files and why they are ours.

mod files;
mod index;
mod texts;

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::context::Shared;
use super::{Sink, Theme, pages};
use crate::language::stems::{Stems, words};
use crate::site::{MadeKind, Page, PageId, Site, slug};
use files::Files;
use index::Index;
use texts::Weighed;

/// The folder of the published site that holds the files, one folder a language inside it.
const FOLDER: &str = "search-data";

/// Pages whose words are weighed at once: enough for every thread, and few enough for the memory.
const BATCH: usize = 512;

/// The name of the manifest where it is the same whatever it says.
const LASTING: &str = "index.json";

/// What the readers of a language search.
pub(super) struct Searched {
    /// The folder of its files, from the site’s root, without slashes at its ends.
    folder: String,
    files: Option<Files>,
    /// The language, and the pages that may be found.
    lang: String,
    pages: Vec<PageId>,
}

impl Shared<'_> {
    /// Finds where each language is searched, if the site has a page for it and the theme a template. Pages held
    /// back are left out: what is published of them is not what is here. The index itself is made now, and its
    /// name comes of what it says, unless it is to have one `lasting` name.
    pub(super) fn find_search(&mut self, theme: &Theme, lasting: bool) {
        let site = self.site;
        let pages: Vec<&Page> =
            pages::listed(self).filter(|page| self.tells(page.id)).filter(|page| page.is_found()).collect();
        let made = site.made.iter().filter(|made| made.kind == MadeKind::Search);
        for made in made.filter(|made| theme.first(made.kind.row().templates).is_some()) {
            let mut own: Vec<&Page> = pages.iter().copied().filter(|page| page.lang == made.lang).collect();
            // Neighbours share words: their numbers are close, and so are their records.
            own.sort_by(|a, b| a.url.cmp(&b.url));
            let files = (!lasting).then(|| files_of(site, &made.lang, &own));
            // The tag of a language is typed by people: as a folder, it is made of its letters alone.
            let folder = format!("{FOLDER}/{}", slug(&made.lang));
            let manifest = files.as_ref().map_or(LASTING, |files| files.manifest.as_str());
            self.search(&made.lang, &made.url, &format!("/{folder}/{manifest}"));
            let pages = own.iter().map(|page| page.id).collect();
            self.indexes.push(Searched { folder, files, lang: made.lang.clone(), pages });
        }
    }

    /// Writes what each language is searched in.
    ///
    /// # Errors
    /// What the sink met.
    pub(super) fn write_search(&self, sink: &dyn Sink) -> std::io::Result<()> {
        for searched in &self.indexes {
            let put = |name: &str, bytes: &[u8]| sink.put(&format!("{}/{name}", searched.folder), bytes);
            if let Some(files) = &searched.files {
                files.all.par_iter().try_for_each(|(name, bytes)| put(name, bytes))?;
                continue;
            }
            let pages: Vec<&Page> = searched.pages.iter().map(|id| self.site.page(*id)).collect();
            let files = files_of(self.site, &searched.lang, &pages);
            files.all.iter().try_for_each(|(name, bytes)| {
                put(if *name == files.manifest { LASTING } else { name }, bytes)
            })?;
        }
        Ok(())
    }
}

/// The files of a language.
fn files_of(site: &Site, lang: &str, pages: &[&Page]) -> Files {
    let stems = Stems::of(lang);
    let mut index = Index::new(stems);
    for batch in pages.chunks(BATCH) {
        let weighed: Vec<Weighed<'_>> = batch.par_iter().map(|page| texts::weigh(site, page)).collect();
        for page in &weighed {
            index.add(page);
        }
    }
    let records = pages.iter().map(|page| texts::record(site, page));
    Files::of(stems, &index.finish(), &synonyms(site, lang, stems), records)
}

/// Names of the same thing, from the registries of the site: each group is the stems of each name, a space
/// between them. Registries are written in the main language of the site.
fn synonyms(site: &Site, lang: &str, stems: &Stems) -> Vec<Vec<String>> {
    if lang != site.config.site.language {
        return Vec::new();
    }
    let registries = &site.registries;
    let terms = registries.glossary.values().map(|term| {
        let expansion = term.expansion.iter().map(|expansion| expansion.value.as_str());
        term.names().chain(expansion).collect::<Vec<_>>()
    });
    let organisations = registries.organisations.values().map(|entry| entry.value.names().collect());
    // Readers keep a name long after texts have changed it.
    let obsolete = registries.obsolete_names.values().map(|entry| {
        let names = entry.value.names.iter().chain(&entry.value.replacement);
        names.map(|name| name.value.as_str()).collect()
    });
    let groups = terms.chain(organisations).chain(obsolete).map(|names: Vec<&str>| {
        let stemmed = names.into_iter().map(|name| {
            let kept = words(name).into_iter().filter(|word| !stems.is_stop(word));
            kept.map(|word| stems.stem(&word)).collect::<Vec<_>>().join(" ")
        });
        stemmed.filter(|name| !name.is_empty()).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>()
    });
    let groups: BTreeSet<Vec<String>> = groups.filter(|group| group.len() > 1).collect();
    groups.into_iter().collect()
}
