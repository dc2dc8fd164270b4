//! Addresses of pages and sections, and ids of headings.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::components::{ArgumentKind, Components};
use crate::config::{Addresses, Config};
use crate::document::Document;

use super::link_graph::percent_decode;

/// Ids that a theme's own templates may use; a heading never takes one of them.
pub const RESERVED: [&str; 4] = ["contenu", "sommaire", "menu", "pied"];

/// Bytes of a part of an address, at most.
const LONGEST: usize = 150;

/// A page's file, taken apart: `demarches/passeport.en.md`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// Its folder: `demarches`.
    pub(super) folder: String,
    /// Its name without language and extension: `passeport`; `_index` for a section's own page.
    pub(super) stem: String,
    /// The language its name tells, if any.
    pub(super) lang: Option<String>,
}

impl Place {
    /// Takes a path of `content/` apart. A suffix counts as a language only if the site holds it.
    pub(super) fn of(path: &str, config: &Config) -> Self {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let stem = name.strip_suffix(".md").unwrap_or(name);
        let (stem, lang) = match stem.rsplit_once('.') {
            Some((stem, tag)) if !stem.is_empty() && is_language(tag, config) => (stem, Some(tag.to_owned())),
            _ => (stem, None),
        };
        Self { folder: folder.to_owned(), stem: stem.to_owned(), lang }
    }

    pub(super) fn is_index(&self) -> bool {
        self.stem == "_index"
    }
}

fn is_language(tag: &str, config: &Config) -> bool {
    tag == config.site.language || config.site.languages.iter().any(|l| l == tag)
}

/// The address of a folder: `/demarches/`, `/en/demarches/`.
pub(super) fn section_url(folder: &str, lang: &str, config: &Config) -> String {
    let mut url = String::from("/");
    if lang != config.site.language {
        url.push_str(&slug(lang));
        url.push('/');
    }
    for part in folder.split('/').filter(|p| !p.is_empty()) {
        url.push_str(&slug(part));
        url.push('/');
    }
    url
}

/// The address of a page. `index.md` stands for its folder.
pub(super) fn page_url(place: &Place, typed_slug: Option<&str>, lang: &str, config: &Config) -> String {
    let mut url = section_url(&place.folder, lang, config);
    if place.is_index() {
        return url;
    }
    match typed_slug {
        None if place.stem == "index" => return url,
        // A bundle's slug replaces its folder's name.
        Some(_) if place.stem == "index" => {
            url.truncate(url.trim_end_matches('/').rfind('/').map_or(1, |i| i + 1));
        }
        _ => {}
    }
    let name = slug(typed_slug.unwrap_or(&place.stem));
    // A name of signs alone leaves nothing to write in an address.
    url.push_str(if name.is_empty() { "page" } else { &name });
    url.push_str(match config.build.addresses {
        Addresses::Folder => "/",
        Addresses::File => ".html",
    });
    url
}

/// The file an address is published as: `/a/` → `a/index.html`.
pub fn output_path(url: &str) -> String {
    let path = url.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

/// Where the text of a page is published as Markdown, from its address: `/a/` → `/a/index.md`.
pub fn markdown_url(url: &str) -> String {
    let path = output_path(url);
    let stem = path.strip_suffix(".html").unwrap_or(&path);
    format!("/{stem}.md")
}

/// The list of the pages that are published as Markdown.
pub const LLMS: &str = "/llms.txt";

/// What a browser reads to offer the search of the site.
pub const OPENSEARCH: &str = "/opensearch.xml";

/// What a telephone that keeps the site reads.
pub const MANIFEST: &str = "/manifest.webmanifest";

/// The address an alias stands for, as kept among the site's addresses: from the root, and a folder
/// unless it names a file. What a browser shows as `%C3%A9` is `é`, as servers look for it.
pub fn alias_url(alias: &str) -> String {
    let alias = percent_decode(alias.trim());
    let path = alias.trim_start_matches('/');
    let name = path.rsplit('/').next().unwrap_or("");
    if path.is_empty() || path.ends_with('/') || name.contains('.') {
        format!("/{path}")
    } else {
        format!("/{path}/")
    }
}

/// Whether an alias names a place inside the site, and nothing else.
pub fn is_alias(alias: &str) -> bool {
    let odd = |c: char| c.is_control() || matches!(c, '\\' | '?' | '#' | ':' | '"' | '<' | '>' | '|' | '*');
    let path = percent_decode(alias.trim());
    let inner = path.trim_start_matches('/').trim_end_matches('/');
    let plain = inner.is_empty() || inner.split('/').all(|part| !matches!(part, "" | "." | ".."));
    plain && !path.is_empty() && !path.contains(odd)
}

/// The ids of a page's headings, in order: the one typed, or one made of the heading's words; then those of
/// its components, made of their titles, empty for one that has none. Two alike get `-1`, `-2`… after the
/// first, headings coming first: to embed something does not move the address of what was there.
pub(super) fn ids(document: &Document, components: &Components) -> (Vec<String>, Vec<String>) {
    let typed: BTreeSet<&str> =
        document.headings.iter().filter_map(|h| h.id.as_ref()).map(|id| id.value.as_str()).collect();
    let mut used: BTreeMap<String, usize> = BTreeMap::new();
    let mut made_of = |words: &str| {
        let base = match slug(words) {
            empty if empty.is_empty() => "partie".to_owned(),
            base => base,
        };
        let taken = |id: &str, used: &BTreeMap<String, usize>| {
            used.contains_key(id) || typed.contains(id) || RESERVED.contains(&id)
        };
        let mut id = base.clone();
        let mut n = used.get(&base).copied().unwrap_or(0);
        while taken(&id, &used) {
            n += 1;
            id = format!("{base}-{n}");
        }
        used.insert(base, n);
        used.insert(id.clone(), 0);
        id
    };
    let headings = document.headings.iter().map(|heading| match &heading.id {
        Some(id) => id.value.clone(),
        None => made_of(document.blocks.get(heading.block).map_or("", |b| b.prose.text())),
    });
    let headings = headings.collect();
    let embedded = document.embedded.iter().map(|call| {
        let component = components.get(&call.name.value).filter(|component| component.anchor);
        let title = component.and_then(|component| {
            let title = component.arguments.iter().find(|argument| argument.kind == ArgumentKind::Title)?;
            call.argument(&title.name)
        });
        title.map_or_else(String::new, |title| made_of(&title.value))
    });
    (headings, embedded.collect())
}

/// Words made fit for an address: lower case, without accents, one `-` between words.
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars() {
        // Nearly every letter: the tables of the others are not asked.
        if c.is_ascii() {
            if c.is_ascii_alphanumeric() {
                slug.push(c.to_ascii_lowercase());
            } else if !slug.ends_with('-') && !slug.is_empty() {
                slug.push('-');
            }
            continue;
        }
        for c in c.to_lowercase() {
            push(&mut slug, c);
        }
    }
    // A file system takes names of some 250 bytes.
    let mut end = slug.len().min(LONGEST);
    while !slug.is_char_boundary(end) {
        end -= 1;
    }
    slug.truncate(end);
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// Puts a small letter beyond ASCII at the end of a slug.
fn push(slug: &mut String, c: char) {
    match plain(c) {
        Some(letters) => slug.push_str(letters),
        None if c.is_alphanumeric() => slug.push(c),
        // A combining accent goes with the letter before it.
        None if ('\u{300}'..='\u{36f}').contains(&c) => {}
        None if slug.ends_with('-') || slug.is_empty() => {}
        None => slug.push('-'),
    }
}

/// The letter or letters that stand for an accented one.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ğ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => "i",
        'ł' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => "o",
        'ř' => "r",
        'ś' | 'ş' | 'š' | 'ș' => "s",
        'ť' | 'ț' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_addresses() {
        assert_eq!(slug("Où s’adresser ?"), "ou-s-adresser");
        assert_eq!(slug("Œuvre d'État, n° 3"), "oeuvre-d-etat-n-3");
        assert_eq!(slug("E\u{301}cole"), "ecole");
        assert_eq!(slug("« … »"), "");
    }

    #[test]
    fn a_language_in_a_name_counts_only_if_the_site_holds_it() {
        let mut config = Config::default();
        config.site.languages = vec!["en".into()];
        let place = Place::of("a/b.en.md", &config);
        assert_eq!((place.stem.as_str(), place.lang.as_deref()), ("b", Some("en")));
        let place = Place::of("a/v1.de.md", &config);
        assert_eq!((place.stem.as_str(), place.lang.as_deref()), ("v1.de", None));
        assert_eq!(page_url(&place, None, "fr", &config), "/a/v1-de/");
    }

    #[test]
    fn aliases_are_folders_unless_they_name_a_file() {
        assert_eq!(alias_url("passeport"), "/passeport/");
        assert_eq!(alias_url("/old/page.html"), "/old/page.html");
    }
}
