//! Which pages use an entry of the registries: for a person, or as CSV.

use super::cells::line;
use crate::site::registry::Name;
use crate::site::{Site, Use};
use crate::words::Words;

/// The uses of a key, in any registry or in the one named before a colon (`organisations:mairie`); with a
/// key that has variants, those of its variants too, and with a variant, those of the whole amount. Sorted by registry, key and page.
pub fn uses<'a>(site: &'a Site, key: &str) -> Vec<&'a Use> {
    let (registry, key) = named(key);
    let under = format!("{key}/");
    let wanted = |one: &&Use| {
        registry.is_none_or(|registry| one.registry == registry)
            && (one.key == key
                || (one.registry == Name::Amounts
                    && (one.key.starts_with(&under) || key.strip_prefix(&one.key).is_some_and(is_variant))))
    };
    site.uses.iter().filter(wanted).collect()
}

/// What follows the key of an amount in that of one of its variants.
fn is_variant(rest: &str) -> bool {
    rest.starts_with('/')
}

/// The registries that hold a key, or would once its day comes.
pub fn holders(site: &Site, key: &str) -> Vec<Name> {
    let (registry, key) = named(key);
    let known = |name: &Name| {
        site.registries.holds(*name, key) || site.registries.to_come.contains_key(&(*name, key.to_owned()))
    };
    let all = Name::ALL.into_iter().map(|(_, name)| name);
    all.filter(|name| registry.is_none_or(|wanted| wanted == *name)).filter(known).collect()
}

/// The key nearest to one that no registry holds.
pub fn nearest_key<'a>(site: &'a Site, key: &str) -> Option<&'a str> {
    let (registry, key) = named(key);
    let all = Name::ALL.into_iter().map(|(_, name)| name);
    let names = all.filter(|name| registry.is_none_or(|wanted| wanted == *name));
    crate::data::nearest(key, names.flat_map(|name| site.registries.keys(name)))
}

/// `organisations:mairie` → the registry and the key.
fn named(key: &str) -> (Option<Name>, &str) {
    let registry = |file: &str| Name::ALL.iter().find(|(known, _)| *known == file).map(|(_, name)| *name);
    key.split_once(':').and_then(|(file, key)| Some((Some(registry(file)?), key))).unwrap_or((None, key))
}

/// One line a use: the registry and the key, the place, the page’s title; then how many pages. Two uses on one line
/// of a page are one.
pub fn uses_text(site: &Site, uses: &[&Use], words: &Words) -> String {
    let mut text = String::new();
    let (mut pages, mut last) = (Vec::new(), String::new());
    for one in uses {
        let (path, at) = place(site, one);
        let title = site.page(one.page).title();
        let said = format!("{}:{}  {path}:{at}  {title}\n", one.registry.file(), one.key);
        if said != last {
            text.push_str(&said);
        }
        last = said;
        pages.push(one.page);
    }
    pages.sort_unstable();
    pages.dedup();
    let count = crate::finding::Message::key("report.uses").with("pages", pages.len());
    text.push_str(&words.say(&count));
    text.push('\n');
    text
}

/// The same as CSV (RFC 4180), with a line of names first.
pub fn uses_csv(site: &Site, uses: &[&Use]) -> String {
    let mut text = "registry,key,page,title,address,file,line\r\n".to_owned();
    for one in uses {
        let page = site.page(one.page);
        let (path, at) = place(site, one);
        let cells =
            [one.registry.file(), &one.key, &page.path, page.title(), &page.url, &path, &at.to_string()];
        text.push_str(&line(cells.map(str::to_owned)));
    }
    text
}

/// The file and the line where a page says that it uses an entry.
fn place(site: &Site, one: &Use) -> (String, u32) {
    let source = site.sources.get(one.span.source);
    (source.path().to_owned(), source.position(one.span.start).line)
}
