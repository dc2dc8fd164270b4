//! What pages were classed by: the settings of it, and the addresses of its lists that are not what they were.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::data::{toml_key, toml_value};
use crate::document::fields::{self, HEAD};
use crate::finding::Message;
use crate::site::{self, Site, readable};

use crate::language::Language;
use crate::words::Words;

use super::Other;
use super::addresses::Paths;
use super::names::{self, joined};
use super::report::Fate;
use super::settings::{Settings, Taxonomy, TermAddress};

/// Taxonomies that this program has already, some of them at another address.
const OWN: [&str; 3] = ["themes", "life_events", "audience"];

/// Moves to `extra` what cannot be a taxonomy here, and drops those that no page uses.
pub(super) fn settle(other: &mut Other) {
    let letters = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let mut refused = Vec::new();
    other.settings.taxonomies.retain(|taxonomy| {
        let key = taxonomy.key.as_str();
        let taken = fields::field(key).is_some() || HEAD.iter().any(|field| field.name == key);
        let fits = OWN.contains(&key) || !taken && !key.is_empty() && key.chars().all(letters);
        if !fits {
            refused.push(key.to_owned());
        }
        fits
    });
    for page in &mut other.pages {
        let span = page.head.extra.first().map(|entry| entry.key.span);
        page.head.terms.retain(|(key, terms)| {
            let fits = !refused.contains(key);
            if !fits && !terms.is_empty() {
                let span = span.unwrap_or_else(names::nowhere);
                page.head.extra.push(names::texts_entry(key, terms, span));
            }
            fits
        });
    }
    for key in refused {
        other.report.say(Fate::ToDo, Message::key("import.taxonomy").with("key", key), "", None);
    }
}

/// Whether a page is classed by a taxonomy.
fn is_used(other: &Other, taxonomy: &Taxonomy) -> bool {
    let classed = |(key, terms): &(String, Vec<String>)| *key == taxonomy.key && !terms.is_empty();
    other.pages.iter().any(|page| page.head.terms.iter().any(classed))
}

/// What the list of a taxonomy is called.
fn title(key: &str, words: &Words) -> String {
    match key {
        "tags" => words.get("import.tags").to_owned(),
        "categories" => words.get("import.categories").to_owned(),
        key => readable(key),
    }
}

/// Writes each term in one way, the first: those that had one address have one name.
pub(super) fn even(other: &mut Other) {
    let mut first: BTreeMap<(String, String), String> = BTreeMap::new();
    for page in &mut other.pages {
        for (key, terms) in &mut page.head.terms {
            for term in terms.iter_mut().filter(|term| !site::slug(term).is_empty()) {
                let known = first.entry((key.clone(), site::slug(term))).or_insert_with(|| term.clone());
                term.clone_from(known);
            }
            let mut seen = std::collections::BTreeSet::new();
            terms.retain(|term| seen.insert(term.clone()));
        }
    }
}

/// What `site.toml` says of taxonomies.
pub(super) fn tables(other: &Other, words: &Words) -> String {
    let mut out = String::new();
    for taxonomy in other.settings.taxonomies.iter().filter(|taxonomy| is_used(other, taxonomy)) {
        let text =
            |text: &str| toml_value(&names::text_entry("", text, names::nowhere()).node).unwrap_or_default();
        if !taxonomy.pages {
            let _ = writeln!(out, "[taxonomies]\n{} = false\n", toml_key(&taxonomy.key));
            continue;
        }
        let _ = writeln!(out, "[taxonomies.{}]", toml_key(&taxonomy.key));
        let _ = writeln!(out, "title = {}", text(&title(&taxonomy.key, words)));
        if taxonomy.folder != taxonomy.key || OWN.contains(&taxonomy.key.as_str()) {
            let folder: Vec<String> = taxonomy.folder.split('/').map(site::slug).collect();
            let _ = writeln!(out, "address = {}", text(&folder.join("/")));
        }
        if let Some(size) = &taxonomy.page_size {
            let _ = writeln!(out, "page_size = {size}");
        }
        if taxonomy.feed {
            out.push_str("feed = true\n");
        }
        out.push('\n');
    }
    out
}

/// An address of a list that is no longer where it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Moved {
    /// The title of the list.
    pub(super) title: String,
    /// The path, in the new `content/`, of a page that stands for it.
    pub(super) path: String,
    /// Its address in the new site.
    pub(super) url: String,
    /// Where it was.
    pub(super) earlier: Vec<String>,
}

/// The lists whose addresses changed; and the addresses of those that are no more, by language.
pub(super) fn moved(other: &Other, site: &Site) -> (Vec<Moved>, Vec<(usize, String)>) {
    let mut moved: BTreeMap<String, Moved> = BTreeMap::new();
    let mut gone = Vec::new();
    for taxonomy in other.settings.taxonomies.iter().filter(|taxonomy| taxonomy.pages) {
        for (rank, lang) in other.settings.languages.iter().enumerate() {
            if !other.pages.iter().any(|page| page.lang == rank) {
                continue;
            }
            let root = format!("{}/{}/", lang.prefix, taxonomy.folder);
            let mut known = site.taxonomies.iter().filter(|known| known.name == taxonomy.key);
            let Some(list) = known.find(|known| known.lang == lang.tag) else {
                gone.push((rank, root));
                continue;
            };
            let words = Words::load(Language::of(&lang.tag).unwrap_or(Language::English));
            let suffix = if rank == 0 { String::new() } else { format!(".{}", lang.tag) };
            let folder = list.url.trim_matches('/');
            let inside = folder.strip_prefix(&site::slug(&lang.tag)).filter(|_| rank > 0).unwrap_or(folder);
            let mut add = |url: String, path: String, title: &str, earlier: String| {
                if url != earlier {
                    let new = Moved { title: title.to_owned(), path, url: url.clone(), earlier: Vec::new() };
                    let known = moved.entry(url).or_insert(new);
                    if !known.earlier.contains(&earlier) {
                        known.earlier.push(earlier);
                    }
                }
            };
            let path = joined(inside, &format!("_index{suffix}.md"));
            add(list.url.clone(), path, &title(&taxonomy.key, &words), root.clone());
            for page in other.pages.iter().filter(|page| page.lang == rank) {
                let terms = page.head.terms.iter().filter(|(key, _)| *key == taxonomy.key);
                for term in terms.flat_map(|(_, terms)| terms) {
                    let slug = site::slug(term);
                    if slug.is_empty() {
                        continue;
                    }
                    let earlier = address(&other.settings, term);
                    let earlier = match other.settings.ugly {
                        true => format!("{root}{earlier}.html"),
                        false => format!("{root}{earlier}/"),
                    };
                    // Where addresses are those of files, the page of a folder keeps that of the list.
                    let name = if other.settings.ugly { format!("{slug}/index") } else { slug.clone() };
                    let path = joined(inside, &format!("{name}{suffix}.md"));
                    add(format!("{}{slug}/", list.url), path, term, earlier);
                }
            }
        }
    }
    (moved.into_values().collect(), gone)
}

/// What a term was in addresses.
fn address(settings: &Settings, term: &str) -> String {
    match settings.terms {
        TermAddress::Hugo => Paths { lower: true, plain: false }.of_file(term),
        TermAddress::HugoPlain => Paths { lower: true, plain: true }.of_file(term),
        TermAddress::Zola(slugs) => slugs.write(term),
    }
}
