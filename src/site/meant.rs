//! What a destination that leads nowhere may stand for.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use super::addresses::slug;
use super::{Page, PageId, link_graph};
use crate::data;

/// Names of files looked at for one that is misspelt.
const MOST_SEEN: usize = 2_000;

/// Names of files compared with a misspelt one; among more, the nearest is a guess.
const MOST_COMPARED: usize = 200;

/// What the pages and the files of a site are called, made for the first link that leads nowhere. It holds as long as
/// paths, addresses and files are the same.
#[derive(Default)]
pub(super) struct Meant {
    evened: OnceLock<Evened>,
    by_name: OnceLock<BTreeMap<String, Vec<PageId>>>,
}

/// Whether it was asked for says nothing of a site.
impl std::fmt::Debug for Meant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Meant").finish_non_exhaustive()
    }
}

impl Meant {
    /// Pages and files by what they are called, capitals, accents and spaces left out.
    pub(super) fn evened<'p>(&self, pages: &[Page], files: impl Iterator<Item = &'p str> + Clone) -> &Evened {
        self.evened.get_or_init(|| Evened::new(pages, files))
    }

    /// Pages by the name of their file.
    pub(super) fn by_name(&self, pages: &[Page]) -> &BTreeMap<String, Vec<PageId>> {
        self.by_name.get_or_init(|| {
            let mut by_name: BTreeMap<String, Vec<PageId>> = BTreeMap::new();
            for page in pages {
                by_name.entry(link_graph::file_name(&page.path).to_owned()).or_default().push(page.id);
            }
            by_name
        })
    }
}

/// The pages and the files of a site by what they are called, capitals, accents and spaces left out.
pub(super) struct Evened {
    /// Paths inside `content/`, by evened path or address; none where two share one.
    paths: HashMap<String, Option<String>>,
    /// Files by name, as typed.
    names: BTreeMap<String, Option<String>>,
}

impl Evened {
    fn new<'p>(pages: &[Page], files: impl Iterator<Item = &'p str> + Clone) -> Self {
        let mut paths: HashMap<String, Option<String>> = HashMap::new();
        let mut add = |key: String, path: &str| {
            let known = paths.entry(key).or_insert_with(|| Some(path.to_owned()));
            if known.as_deref() != Some(path) {
                *known = None;
            }
        };
        for page in pages.iter().filter(|page| page.published) {
            add(even(&page.path), &page.path);
            add(even(&page.url), &page.path);
        }
        files.clone().for_each(|path| add(even(path), path));
        let mut names: BTreeMap<String, Option<String>> = BTreeMap::new();
        for path in files {
            let name = link_graph::file_name(path).to_owned();
            names.entry(name).and_modify(|known| *known = None).or_insert_with(|| Some(path.to_owned()));
        }
        Self { paths, names }
    }

    /// The page or the file of a path or an address that differs by capitals, accents or spaces alone.
    pub(super) fn same(&self, path: &str) -> Option<&str> {
        self.paths.get(&even(path))?.as_deref()
    }

    /// The only file of a name, or else the one of the name nearest, with the same ending.
    pub(super) fn file_named(&self, name: &str) -> Option<&str> {
        let (stem, ending) = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty())?;
        if let Some(known) = self.names.get(name) {
            return known.as_deref();
        }
        let first: String = stem.chars().take(1).collect();
        let alike = self.names.range(first.clone()..).map(|(known, _)| known.as_str());
        let alike = alike.take_while(|known| known.starts_with(&first)).take(MOST_SEEN);
        let same_ending = |known: &str| {
            known.rsplit_once('.').is_some_and(|(_, known)| known.eq_ignore_ascii_case(ending))
                && known.len().abs_diff(name.len()) <= 3
        };
        let alike: Vec<&str> = alike.filter(|known| same_ending(known)).take(MOST_COMPARED + 1).collect();
        if alike.len() > MOST_COMPARED {
            return None;
        }
        self.names.get(data::nearest(name, alike)?)?.as_deref()
    }
}

/// A path without what is easily typed otherwise: `/Démarches/Carte.md` and `/demarches/carte/` are one.
fn even(path: &str) -> String {
    let path = link_graph::percent_decode(path);
    let mut parts: Vec<String> = path.split('/').filter(|part| !part.is_empty()).map(slug_of_part).collect();
    if parts.last().is_some_and(|last| matches!(last.as_str(), "index" | "_index")) {
        parts.pop();
    }
    parts.join("/")
}

fn slug_of_part(part: &str) -> String {
    let small = part.to_lowercase();
    let stem = small.strip_suffix(".md").or_else(|| small.strip_suffix(".html")).unwrap_or(&small);
    if stem == "_index" { stem.to_owned() } else { slug(stem) }
}

#[cfg(test)]
mod tests {
    use super::even;

    #[test]
    fn what_is_easily_typed_otherwise_does_not_count() {
        for path in [
            "Démarches/Carte d’identité.md",
            "/demarches/carte-d-identite/",
            "demarches/Carte-d%27Identite.html",
        ] {
            assert_eq!(even(path), "demarches/carte-d-identite", "{path}");
        }
        assert_eq!(even("/demarches/_index.md"), "demarches");
        assert_eq!(even("Plan du site.PDF"), "plan-du-site-pdf");
    }
}
