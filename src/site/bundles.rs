//! Files beside a page: those in the folder of an `index.md` are published with it.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;

use super::addresses::Place;
use super::link_graph::Target;
use super::{Page, ancestors};
use crate::config::Config;
use crate::source::{Asset, SourceId, Sources};

/// Leaves out the files that stand in the folder of an `index.md` that is a draft, or still to come, unless a
/// published page, or an entry of a registry, leads to them: what is not published is not guessed by its address.
pub(super) fn published(
    assets: Vec<Asset>,
    pages: &[Page],
    sources: &Sources,
    config: &Config,
) -> Vec<Asset> {
    // Whether the folder of each `index.md` has one that is published, in whatever language.
    let mut folders: BTreeMap<String, bool> = BTreeMap::new();
    for page in pages {
        let place = Place::of(&page.path, config);
        if place.stem == "index" && !place.folder.is_empty() {
            *folders.entry(place.folder).or_default() |= page.published;
        }
    }
    if folders.values().all(|published| *published) {
        return assets;
    }
    let is_beside = |asset: &Asset| {
        let folder = asset.path.rsplit_once('/').filter(|_| asset.theme.is_none())?.0;
        ancestors(folder).find_map(|folder| folders.get_key_value(folder))
    };
    let hidden: BTreeMap<&str, &str> = assets
        .iter()
        .filter_map(|asset| {
            let (folder, published) = is_beside(asset)?;
            (!published).then_some((asset.path.as_str(), folder.as_str()))
        })
        .collect();
    let called = called(&hidden, pages, sources);
    let left_out: BTreeSet<String> =
        hidden.keys().filter(|path| !called.contains(*path)).map(|path| (*path).to_owned()).collect();
    assets.into_iter().filter(|a| a.theme.is_some() || !left_out.contains(&a.path)).collect()
}

/// Those of some files, each with the folder of its page, that what is published calls: by a link, an image, or their name anywhere else in the text
/// (a component, a field of the front matter).
fn called<'a>(files: &BTreeMap<&'a str, &'a str>, pages: &[Page], sources: &Sources) -> BTreeSet<&'a str> {
    let mut called = BTreeSet::new();
    let seen = pages.iter().filter(|page| page.published);
    for target in seen.clone().flat_map(|page| page.links.iter().chain(&page.images)) {
        if let Target::Asset(path) = target {
            called.extend(files.get_key_value(path.as_str()).map(|(path, _)| *path));
        }
    }
    // From another folder, the address of a file holds the name of that of its page.
    let names = files.iter().map(|(path, folder)| {
        let start = folder.rfind('/').map_or(0, |slash| slash + 1);
        path.get(start..).unwrap_or(path)
    });
    let Ok(names) = AhoCorasick::new(names) else { return called };
    let files: Vec<&str> = files.keys().copied().collect();
    let texts: BTreeSet<SourceId> = seen.map(|page| page.document.source).collect();
    for (id, source) in sources.iter() {
        if texts.contains(&id) || source.path().starts_with("content/_data/") {
            let found = names.find_overlapping_iter(source.text());
            called.extend(found.filter_map(|found| files.get(found.pattern().as_usize()).copied()));
        }
    }
    called
}
