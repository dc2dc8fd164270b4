//! Atom feeds (RFC 4287) of what has changed for readers: of a whole language, of each of its sections, or of
//! any pages that have a list of their own.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::super::changes::{self, Told};
use super::super::context::Shared;
use super::super::escape;
use super::{Written, attribute};
use crate::site::{PageId, Section, SectionId, TaxonomyTerm};

/// The name of a feed, under the address of the list that it is the feed of.
const NAME: &str = "atom.xml";

/// How many changes a feed holds at most: the last ones.
const MOST: usize = 50;

/// What a feed is the feed of.
pub(in crate::render) struct Feed<'a> {
    /// Its title.
    pub(in crate::render) title: &'a str,
    /// The address of its list, from the site’s root: `/papiers/`.
    pub(in crate::render) url: &'a str,
    /// The tag of its language.
    pub(in crate::render) lang: &'a str,
}

/// The address of the feed of a list, from the site’s root.
pub(in crate::render) fn url(list: &str) -> String {
    format!("{}/{NAME}", list.trim_end_matches('/'))
}

/// Writes the feed of each section of which a page changed; that of a root has the whole of its language.
pub(super) fn write(shared: &Shared<'_>, written: &Written<'_>) -> std::io::Result<()> {
    let mut done = BTreeSet::new();
    for section in &shared.site.sections {
        let pages = pages_under(shared, section.id);
        let title = title(shared, section);
        let feed = Feed { title: &title, url: &section.url, lang: &section.lang };
        if let Some(text) = file(shared, &feed, pages) {
            let url = url(&section.url);
            written.unless_own(url.trim_start_matches('/'), || text)?;
            done.insert(url);
        }
    }
    for term in &shared.site.terms {
        // A term that shares its address with a section has the feed of that section.
        let Some(url) = of_term(shared, term).filter(|url| !done.contains(url)) else { continue };
        let taxonomy = shared.site.taxonomy(term.taxonomy);
        let title = titled(shared, &term.title, &taxonomy.lang);
        let feed = Feed { title: &title, url: &term.url, lang: &taxonomy.lang };
        if let Some(text) = file(shared, &feed, term.pages.iter().copied()) {
            written.unless_own(url.trim_start_matches('/'), || text)?;
        }
    }
    Ok(())
}

/// The address of the feed of a term, from the site’s root: its taxonomy has feeds, its pages are listed at its own
/// address, and one of them changed.
pub(in crate::render) fn of_term(shared: &Shared<'_>, term: &TaxonomyTerm) -> Option<String> {
    let asked = shared.site.taxonomy(term.taxonomy).feed && term.is_listed_there();
    let known = asked && !shared.site.config.site.base_url.is_empty();
    let changed = || !changes::of_pages(shared, term.pages.iter().copied()).is_empty();
    (known && changed()).then(|| url(&term.url))
}

/// The addresses of the feeds of a page’s sections, with their titles, the outermost first: that of its
/// language, then that of each section that holds it.
pub(in crate::render) fn of_section(shared: &Shared<'_>, section: SectionId) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut at = Some(section);
    while let Some(id) = at {
        let section = shared.site.section(id);
        if shared.has_feed(id) {
            found.push((url(&section.url), title(shared, section)));
        }
        at = section.parent;
    }
    found.reverse();
    found
}

/// « Ce qui a changé – Ville », « Papiers : ce qui a changé – Ville ».
fn title(shared: &Shared<'_>, section: &Section) -> String {
    let of = if section.parent.is_none() { "" } else { section.title.as_str() };
    titled(shared, of, &section.lang)
}

/// The same, of what has a name; of the whole site without one.
fn titled(shared: &Shared<'_>, of: &str, lang: &str) -> String {
    let words = shared.language(lang).map(|interface| &interface.words);
    let word = |key| words.map_or("", |words| words.get(key));
    let site = shared.site.config.site.title.as_str();
    let name = format!("{} – {site}", word("interface.changes"));
    if of.is_empty() { name } else { format!("{of}{} {name}", word("interface.colon")) }
}

/// The pages of a section and of those below, its own page included.
pub(in crate::render) fn pages_under(shared: &Shared<'_>, section: SectionId) -> Vec<PageId> {
    let mut pages = Vec::new();
    let mut left = vec![section];
    while let Some(id) = left.pop() {
        let section = shared.site.section(id);
        pages.extend(section.index);
        pages.extend(&section.pages);
        left.extend(&section.children);
    }
    pages
}

/// The feed of some pages; none when nothing changed in them, or while the site does not know its own address:
/// those of a feed are whole. No clock is read: a feed is as old as its last change.
pub(in crate::render) fn file(
    shared: &Shared<'_>,
    feed: &Feed<'_>,
    pages: impl IntoIterator<Item = PageId>,
) -> Option<String> {
    let told = changes::of_pages(shared, pages);
    let last = told.first().filter(|_| !shared.site.config.site.base_url.is_empty())?.date;
    let whole = |url: &str| attribute(&escape::percent(&shared.permalink(url)));
    let site = &shared.site.config.site;
    let author = site.publisher.as_deref().unwrap_or(&site.title);
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{lang}\">\n\
         <id>{own}</id>\n<title>{title}</title>\n<updated>{last}T00:00:00Z</updated>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{own}\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{list}\"/>\n\
         <author><name>{author}</name></author>\n",
        lang = attribute(feed.lang),
        own = whole(&url(feed.url)),
        title = plain(feed.title),
        list = whole(feed.url),
        // An author has a name.
        author = plain(if author.trim().is_empty() { feed.title } else { author }),
    );
    for told in told.iter().take(MOST) {
        entry(shared, told, &whole(&told.page.url), &mut xml);
    }
    xml.push_str("</feed>\n");
    Some(xml)
}

fn entry(shared: &Shared<'_>, told: &Told<'_>, address: &str, xml: &mut String) {
    let section = shared.site.section(told.page.section);
    let lang = attribute(&told.page.lang);
    // Writing to a string does not fail.
    let _ = write!(
        xml,
        "<entry xml:lang=\"{lang}\">\n<id>{id}</id>\n<title>{title}</title>\n\
         <updated>{date}T00:00:00Z</updated>\n<published>{date}T00:00:00Z</published>\n\
         <link rel=\"alternate\" type=\"text/html\" hreflang=\"{lang}\" href=\"{address}\"/>\n",
        id = attribute(&id(shared, told)),
        title = plain(told.page.title()),
        date = told.date,
    );
    if section.parent.is_some() {
        let _ = writeln!(xml, "<category term=\"{}\"/>", attribute(&section.title));
    }
    let _ = writeln!(xml, "<content type=\"text\">{}</content>\n</entry>", plain(told.note));
}

/// What names a change for ever (RFC 4151): the host, the day, and the `id` of the page, or its address for one
/// that has none. The name of a page that moves stays the same if it has an `id`.
fn id(shared: &Shared<'_>, told: &Told<'_>) -> String {
    let base = shared.site.config.site.base_url.as_str();
    let host = base.split_once("://").map_or(base, |(_, rest)| rest);
    let host = host.split(['/', ':', '[']).next().unwrap_or("").to_lowercase();
    let own = told.page.procedure.id.as_ref().map(|id| id.value.trim()).filter(|id| !id.is_empty());
    let page = own.map_or_else(|| escape::percent(&shared.href(&told.page.url)), escape::component);
    // The same page in two languages may have one `id`.
    let lang = &told.page.lang;
    let page = if own.is_some() && *lang != shared.site.config.site.language {
        format!("{}:{page}", escape::component(lang))
    } else {
        page
    };
    let rank = if told.rank == 0 { String::new() } else { format!(":{}", told.rank + 1) };
    format!("tag:{host},{}:{page}{rank}", told.date)
}

/// Words in XML: signs that its first version has no place for are left out.
fn plain(text: &str) -> String {
    let kept: String = text
        .chars()
        .filter(|c| matches!(c, '\t' | '\n') || (!c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')))
        .collect();
    let mut out = String::new();
    escape::text(&kept, &mut out);
    out
}
