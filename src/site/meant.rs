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
    by_words: OnceLock<HashMap<String, Vec<PageId>>>,
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

    /// Pages by the name of their file, or of their folder where the file is its `index.md`.
    pub(super) fn by_name(&self, pages: &[Page]) -> &BTreeMap<String, Vec<PageId>> {
        self.by_name.get_or_init(|| {
            let mut by_name: BTreeMap<String, Vec<PageId>> = BTreeMap::new();
            for page in pages {
                by_name.entry(format!("{}.md", called(&page.path))).or_default().push(page.id);
            }
            by_name
        })
    }

    /// The published pages whose name says the same words as this one: `louer-une-salle` for `louer-salle`.
    pub(super) fn of_same_words(&self, name: &str, pages: &[Page]) -> &[PageId] {
        let by_words = self.by_words.get_or_init(|| {
            let mut by_words: HashMap<String, Vec<PageId>> = HashMap::new();
            for page in pages.iter().filter(|page| page.published) {
                let Some(words) = words_said(called(&page.path)) else { continue };
                by_words.entry(words).or_default().push(page.id);
            }
            by_words
        });
        words_said(name).and_then(|words| by_words.get(&words)).map_or(&[], Vec::as_slice)
    }
}

/// What a page is called by its path: the name of its file without its ending, or that of its folder where the file
/// only stands for it.
pub(super) fn called(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    let name = link_graph::file_name(path);
    let stem = name.strip_suffix(".md").or_else(|| name.strip_suffix(".html")).unwrap_or(name);
    let folder = path.strip_suffix(name).map(|folder| link_graph::file_name(folder.trim_end_matches('/')));
    match folder.filter(|folder| matches!(stem, "index" | "_index") && !folder.is_empty()) {
        Some(folder) => folder,
        None => stem,
    }
}

/// Words that a name is often typed without.
const LITTLE: [&str; 32] = [
    "le", "la", "les", "l", "un", "une", "des", "de", "du", "d", "au", "aux", "a", "en", "et", "pour", "sur",
    "mon", "ma", "mes", "son", "sa", "ses", "votre", "vos", "the", "an", "of", "to", "for", "and", "your",
];

/// The words of a name that tell it from others, in the singular: `louer`, `salle` of `louer-les-salles`.
fn telling(name: &str) -> Vec<String> {
    let name = slug(name);
    let words: Vec<&str> = name.split('-').filter(|word| !word.is_empty()).collect();
    let last = words.len().saturating_sub(1);
    // The `a` of `annexe-a` is no little word: it leads to nothing.
    let tells = |(rank, word): &(usize, &&str)| *rank == last || !LITTLE.contains(*word);
    words.iter().enumerate().filter(tells).map(|(_, word)| singular(word).to_owned()).collect()
}

fn singular(word: &str) -> &str {
    if word.len() > 3 { word.strip_suffix(['s', 'x']).unwrap_or(word) } else { word }
}

/// These words as a key, in whatever order they come; numbers say something by their order too.
fn words_said(name: &str) -> Option<String> {
    let mut words = telling(name);
    if !words.iter().any(|word| word.contains(|c: char| c.is_ascii_digit())) {
        words.sort_unstable();
    }
    (!words.is_empty()).then(|| words.join("-"))
}

/// The id that says the same words as an anchor, or else the only one that begins with them, or that they begin
/// with: `documents-a-apporter` for `documents`, `documents` for `documents-a-fournir`.
pub(super) fn anchor_of_words<'a>(
    anchor: &str,
    ids: impl Iterator<Item = &'a str> + Clone,
) -> Option<&'a str> {
    // The theme makes anchors with two hyphens, and no heading is meant by them.
    let said = words_said(anchor).filter(|_| !anchor.contains("--"))?;
    let same = ids.clone().filter(|id| words_said(id).as_ref() == Some(&said));
    let typed = telling(anchor);
    let begins = ids.filter(|id| {
        let words = telling(id);
        let shared = words.len().min(typed.len());
        shared > 0 && words[..shared] == typed[..shared]
    });
    only(same).or_else(|| only(begins))
}

fn only<T>(mut all: impl Iterator<Item = T>) -> Option<T> {
    let first = all.next();
    if all.next().is_some() { None } else { first }
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

    /// The only picture of a name, saved in another format.
    fn other_picture(&self, stem: &str, ending: &str) -> Option<&str> {
        let is_picture = PICTURES.iter().any(|known| known.eq_ignore_ascii_case(ending));
        let all = PICTURES.iter().filter(|_| is_picture);
        only(all.filter_map(|other| self.names.get(&format!("{stem}.{other}"))))?.as_deref()
    }

    /// The only file of a name, or the only picture of that name in another format, or else the file of the name
    /// nearest, with the same ending.
    pub(super) fn file_named(&self, name: &str) -> Option<&str> {
        let (stem, ending) = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty())?;
        if let Some(known) = self.names.get(name) {
            return known.as_deref();
        }
        if let Some(other) = self.other_picture(stem, ending) {
            return Some(other);
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

/// Endings of pictures: one that was saved in another format keeps the rest of its name.
const PICTURES: [&str; 7] = ["jpg", "jpeg", "png", "webp", "gif", "svg", "avif"];

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
    use super::{anchor_of_words, called, even, words_said};

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

    #[test]
    fn a_page_is_called_by_its_file_or_by_the_folder_that_it_stands_for() {
        for (path, expected) in [
            ("demarches/passeport.md", "passeport"),
            ("/demarches/passeport/", "passeport"),
            ("demarches/passeport/index.md", "passeport"),
            ("demarches/_index.md", "demarches"),
            ("_index.md", "_index"),
            ("passeport.html", "passeport"),
        ] {
            assert_eq!(called(path), expected, "{path}");
        }
    }

    #[test]
    fn little_words_plurals_and_order_do_not_tell_names_apart() {
        for (typed, name) in [
            ("louer-salle", "louer-une-salle"),
            ("perte-carte-identite", "carte-d-identite-perte"),
            ("Les tarifs", "tarif"),
        ] {
            assert_eq!(words_said(typed), words_said(name), "{typed}");
        }
        for (typed, name) in [
            ("annexe-a", "annexe-d"),
            ("article-1-2", "article-2-1"),
            ("avec-permis", "sans-permis"),
            ("louer-salle", "louer-une-salle-des-fetes"),
        ] {
            assert_ne!(words_said(typed), words_said(name), "{typed}");
        }
        assert_eq!(words_said("-"), None);
    }

    #[test]
    fn an_anchor_names_the_only_heading_that_begins_alike() {
        let near = |anchor, ids: &[&'static str]| anchor_of_words(anchor, ids.iter().copied());
        assert_eq!(near("documents", &["cout", "documents-a-apporter"]), Some("documents-a-apporter"));
        assert_eq!(near("les-documents-a-fournir", &["cout", "documents"]), Some("documents"));
        assert_eq!(near("tarif", &["tarifs", "tarifs-reduits"]), Some("tarifs"));
        assert_eq!(near("documents", &["documents-a-apporter", "documents-a-garder"]), None);
        assert_eq!(near("demande", &["refus-de-votre-demande"]), None);
    }
}
