//! Where the links of pages led, and how they are written now.

use std::collections::{BTreeMap, HashMap};

use crate::document::Document;
use crate::document::markdown::OBJECT;
use crate::site::{self, Site, percent_decode, written_from};

use super::body::REFERENCE;
use super::names::{even, joined, split_name};
use super::settings::Ids;
use super::{Other, Page, Program, addresses, hugo};

/// What is needed to follow a link of the other site.
pub(super) struct Links<'a> {
    program: Program,
    pages: &'a [Page],
    site: &'a Site,
    /// Pages by their address, without the last `/`.
    by_address: HashMap<String, usize>,
    /// Pages by their path in the content, in small letters, without language and extension.
    by_path: BTreeMap<String, Vec<usize>>,
    /// Pages by the last part of that path.
    by_name: BTreeMap<String, Vec<usize>>,
    /// Published paths of files, by themselves and by their path in the other site.
    files: HashMap<String, String>,
    contents: Vec<String>,
    /// How the other site names its languages.
    langs: Vec<String>,
    base: String,
    host: String,
    /// Ids of headings, the earlier one first, by page.
    ids: Vec<BTreeMap<String, String>>,
    /// Pages that are written.
    written: Vec<bool>,
    /// Address of each page in the new site.
    urls: Vec<String>,
}

/// Where a link leads.
enum Target {
    Page(usize),
    File(String),
}

impl<'a> Links<'a> {
    /// Gathers what links may lead to. `new` are the pages in the new site, in the order of those of the other.
    pub(super) fn new(
        program: Program,
        other: &'a Other,
        site: &'a Site,
        new: &[Option<usize>],
        written: Vec<bool>,
    ) -> Self {
        let mut by_address = HashMap::new();
        let mut by_path: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (rank, page) in other.pages.iter().enumerate() {
            let own = page.address.iter().chain(&page.head.aliases);
            for address in own {
                by_address.entry(plain_address(address)).or_insert(rank);
            }
            let path = content_key(&joined(&page.folder, &page.stem));
            by_name.entry(split_name(&path).1.to_owned()).or_default().push(rank);
            by_path.entry(path).or_default().push(rank);
        }
        let mut files = HashMap::new();
        for file in &other.files {
            files.insert(file.published.clone(), file.published.clone());
        }
        for file in &other.files {
            files.entry(format!("\0{}", file.path)).or_insert_with(|| file.published.clone());
        }
        let whole = other.settings.base_url.as_deref().unwrap_or("").trim_end_matches('/');
        let after = whole.split_once("://").map_or("", |(_, rest)| rest);
        let (host, base) = after.split_once('/').unwrap_or((after, ""));
        let pages = new.iter().map(|rank| rank.and_then(|rank| site.pages.get(rank)));
        let ids = pages.clone().map(|page| {
            let Some(page) = page else { return BTreeMap::new() };
            let old = earlier_ids(
                &page.document,
                site.sources.get(page.document.source).text(),
                other.settings.ids,
            );
            old.into_iter().zip(page.heading_ids.iter().cloned()).collect()
        });
        Self {
            program,
            pages: &other.pages,
            site,
            by_address,
            by_path,
            by_name,
            files,
            contents: other.settings.languages.iter().map(|lang| lang.content.clone()).collect(),
            langs: other.settings.languages.iter().map(|lang| lang.key.clone()).collect(),
            base: base.to_owned(),
            host: host.to_owned(),
            ids: ids.collect(),
            written,
            urls: pages.map(|page| page.map(|page| page.url.clone()).unwrap_or_default()).collect(),
        }
    }

    /// The text of a page, whose links are written anew. What leads nowhere stays as typed; references that lead
    /// nowhere are given back with it.
    pub(super) fn rewrite(&self, rank: usize, document: &Document) -> (String, Vec<String>) {
        let text = self.site.sources.get(document.source).text();
        let mut edits: BTreeMap<usize, (usize, String)> = BTreeMap::new();
        let destinations = document.links.iter().map(|link| &link.destination);
        for typed in destinations.chain(document.images.iter().map(|image| &image.destination)) {
            let range = typed.span.range();
            // The typed bytes may be escaped: they are read as they stand.
            let raw = text.get(range.clone()).unwrap_or("");
            if raw.starts_with("import-ref:") && self.follow(rank, &typed.value).is_none() {
                continue;
            }
            if let Some(new) = self.follow(rank, &typed.value)
                && new != typed.value
            {
                edits.insert(range.start, (range.end, new));
            }
        }
        let mut out = String::with_capacity(text.len());
        let mut at = document.body;
        for (start, (end, new)) in edits {
            if start < at {
                continue;
            }
            out.push_str(text.get(at..start).unwrap_or(""));
            out.push_str(&new);
            at = end;
        }
        out.push_str(text.get(at..).unwrap_or(""));
        self.sweep(rank, out)
    }

    /// References that no link holds, or that lead nowhere.
    fn sweep(&self, rank: usize, text: String) -> (String, Vec<String>) {
        if !text.contains(REFERENCE) {
            return (text, Vec::new());
        }
        let (mut out, mut lost) = (String::with_capacity(text.len()), Vec::new());
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once(REFERENCE) {
            out.push_str(before);
            let ends = |c: char| c.is_whitespace() || matches!(c, ')' | '"' | '\'' | '>' | '<' | ']' | '`');
            let end = after.find(ends).unwrap_or(after.len());
            let path = after.get(..end).unwrap_or("");
            match self.follow(rank, &format!("{REFERENCE}{path}")) {
                Some(new) => out.push_str(&new),
                None => {
                    lost.push(percent_decode(path));
                    out.push_str(path);
                }
            }
            rest = after.get(end..).unwrap_or("");
        }
        out.push_str(rest);
        (out, lost)
    }

    /// How a destination is written now; none for one that is to stay as it is.
    fn follow(&self, from: usize, typed: &str) -> Option<String> {
        let page = self.pages.get(from)?;
        let (path, fragment) = match typed.split_once('#') {
            Some((path, fragment)) => (path, Some(percent_decode(fragment)).filter(|f| !f.is_empty())),
            None => (typed, None),
        };
        if path.contains('?') && !path.starts_with(REFERENCE) {
            return None;
        }
        if path.is_empty() {
            return Some(format!("#{}", self.anchor(from, &fragment?)));
        }
        let target = self.target(page, path)?;
        let (path, anchor) = match target {
            Target::Page(to) if to == from => match &fragment {
                Some(fragment) => return Some(format!("#{}", self.anchor(to, fragment))),
                None => (self.written_page(page, to)?, None),
            },
            Target::Page(to) => {
                (self.written_page(page, to)?, fragment.map(|fragment| self.anchor(to, &fragment)))
            }
            Target::File(path) => (written_from(&page.new_path, &path), fragment),
        };
        Some(match anchor {
            Some(anchor) => format!("{path}#{anchor}"),
            None => path,
        })
    }

    fn written_page(&self, from: &Page, to: usize) -> Option<String> {
        if self.written.get(to) == Some(&true) {
            return Some(written_from(&from.new_path, &self.pages.get(to)?.new_path));
        }
        self.urls.get(to).cloned().filter(|url| !url.is_empty())
    }

    fn anchor(&self, page: usize, fragment: &str) -> String {
        let known = self.ids.get(page).and_then(|ids| ids.get(fragment));
        known.cloned().unwrap_or_else(|| fragment.to_owned())
    }

    fn target(&self, from: &Page, typed: &str) -> Option<Target> {
        if let Some(path) = typed.strip_prefix(REFERENCE) {
            let (path, lang) = path.split_once("?lang=").unwrap_or((path, ""));
            let lang = self.langs.iter().position(|known| known == lang).unwrap_or(from.lang);
            return self.reference(from, lang, &percent_decode(path));
        }
        if let Some(path) = typed.strip_prefix("@/").filter(|_| self.program == Program::Zola) {
            return self.content(from.lang, &percent_decode(path)).map(Target::Page);
        }
        let path = match self.own(typed) {
            Some(path) => path,
            None if typed.contains("://") || typed.starts_with("//") => return None,
            // `mailto:`, `tel:` and their like.
            None if typed.split('/').next().is_some_and(|first| first.contains(':')) => return None,
            None => percent_decode(typed),
        };
        if let Some(rooted) = path.strip_prefix('/') {
            let rooted = match rooted.strip_prefix(&format!("{}/", self.base)) {
                Some(inner) if !self.base.is_empty() => inner,
                _ => rooted,
            };
            let page = || self.content(from.lang, rooted).or_else(|| self.built(from.lang, rooted));
            return self.published(rooted).or_else(|| page().map(Target::Page));
        }
        let beside = || {
            let whole = even(&joined(&from.folder, &path))?;
            let file =
                self.contents.iter().find_map(|root| self.files.get(&format!("\0{}", joined(root, &whole))));
            let page = || {
                let markdown = hugo::MARKDOWN.iter().any(|ending| path.ends_with(&format!(".{ending}")));
                // A name without its ending is a page for Hugo alone.
                let bare = self.program == Program::Hugo && !path.contains('.');
                (markdown || bare || path.ends_with('/')).then(|| self.content(from.lang, &whole)).flatten()
            };
            let page = || page().or_else(|| self.built(from.lang, &whole));
            file.cloned().map(Target::File).or_else(|| page().map(Target::Page))
        };
        let browsed = || {
            let address = from.address.as_deref()?;
            let (folder, _) = address.rsplit_once('/')?;
            self.published(&even(&format!("{folder}/{path}"))?)
        };
        match self.program {
            Program::Markdown => beside().or_else(browsed),
            _ if path.ends_with(".md") => beside().or_else(browsed),
            _ => browsed().or_else(beside),
        }
    }

    /// The path of an address of the site itself.
    fn own(&self, typed: &str) -> Option<String> {
        let rest = ["https://", "http://", "//"].iter().find_map(|scheme| typed.strip_prefix(scheme))?;
        let path = rest.strip_prefix(self.host.as_str()).filter(|_| !self.host.is_empty())?;
        let path = percent_decode(path);
        let inside = path.strip_prefix('/').unwrap_or(&path);
        let inside = match self.base.as_str() {
            "" => inside,
            base => inside.strip_prefix(base)?,
        };
        (path.is_empty() || path.starts_with('/')).then(|| format!("/{}", inside.trim_start_matches('/')))
    }

    /// What was published at a path from the root.
    fn published(&self, path: &str) -> Option<Target> {
        let page = self.by_address.get(&plain_address(path)).map(|page| Target::Page(*page));
        page.or_else(|| self.files.get(path.trim_end_matches('/')).cloned().map(Target::File))
    }

    /// A page by its path in the content; of a language, unless the path names another.
    fn content(&self, lang: usize, path: &str) -> Option<usize> {
        let path = path.trim_matches('/');
        let (stem, named) = match hugo::MARKDOWN.iter().find_map(|e| path.strip_suffix(&format!(".{e}"))) {
            Some(stem) => (stem, true),
            None => (path, false),
        };
        let of = |stem: &str, lang: usize| {
            let pages = self.by_path.get(&content_key(stem))?;
            let same = pages.iter().find(|page| self.pages.get(**page).is_some_and(|page| page.lang == lang));
            same.or(pages.first()).copied()
        };
        of(stem, lang).or_else(|| {
            let (inner, key) = stem.rsplit_once('.').filter(|_| named)?;
            let tags = self.site.config.site.languages.iter();
            let lang =
                std::iter::once(&self.site.config.site.language).chain(tags).position(|tag| tag == key)?;
            of(inner, lang)
        })
    }

    /// The page whose file in Markdown a folder of pages publishes under this path: `docs/piscine.html`.
    fn built(&self, lang: usize, path: &str) -> Option<usize> {
        let stem = path.strip_suffix(".html").filter(|_| self.program == Program::Markdown)?;
        self.content(lang, stem)
    }

    /// What `ref` finds: a path from the content, from the page, or the only page of that name.
    fn reference(&self, from: &Page, lang: usize, path: &str) -> Option<Target> {
        let rooted = path.strip_prefix('/');
        let near = || self.content(lang, &even(&joined(&from.folder, path))?);
        let alone = || {
            let name = content_key(split_name(path.trim_end_matches('/')).1);
            let pages = self.by_name.get(&name)?;
            let mut same = pages.iter().filter(|page| {
                let page = self.pages.get(**page);
                page.is_some_and(|page| {
                    let key = content_key(&joined(&page.folder, &page.stem));
                    page.lang == lang && (key.ends_with(&content_key(path)) || !path.contains('/'))
                })
            });
            same.next().copied().filter(|_| same.next().is_none())
        };
        let page = match rooted {
            Some(path) => self.content(lang, path),
            None => near().or_else(|| self.content(lang, path)).or_else(alone),
        };
        page.map(Target::Page).or_else(|| {
            let whole = even(&joined(&from.folder, path))?;
            let file =
                self.contents.iter().find_map(|root| self.files.get(&format!("\0{}", joined(root, &whole))));
            file.cloned().map(Target::File)
        })
    }
}

/// A path of the content as pages are known by it: the folder of an `index.md` or an `_index.md`, in small letters.
fn content_key(path: &str) -> String {
    let path = path.trim_matches('/');
    let path =
        hugo::MARKDOWN.iter().find_map(|ending| path.strip_suffix(&format!(".{ending}"))).unwrap_or(path);
    let (folder, name) = split_name(path);
    let path = if matches!(name, "index" | "_index") { folder } else { path };
    path.to_lowercase()
}

/// An address to compare with: without its slashes at the ends, nor `index.html`.
fn plain_address(address: &str) -> String {
    let address = percent_decode(address);
    let address = address.trim_matches('/');
    address.strip_suffix("index.html").unwrap_or(address).trim_end_matches('/').to_owned()
}

/// The ids that the headings of a page had, in order.
fn earlier_ids(document: &Document, text: &str, ids: Ids) -> Vec<String> {
    let mut used: BTreeMap<String, usize> = BTreeMap::new();
    let of = |heading: &crate::document::Heading| {
        if let Some(id) = &heading.id {
            return id.value.clone();
        }
        let words = document.blocks.get(heading.block).map_or("", |block| block.prose.text());
        // Code and calls have no words of their own in prose.
        let typed = text.get(heading.span.range()).unwrap_or("");
        let mut codes = typed.split('`').skip(1).step_by(2);
        let words =
            words.split(OBJECT).fold(String::new(), |whole, part| match whole.is_empty() && part == words {
                true => part.to_owned(),
                false => whole + part + codes.next().unwrap_or(""),
            });
        let base = match ids {
            Ids::Github => addresses::github_id(&words, false),
            Ids::Ascii => addresses::github_id(&words, true),
            Ids::Slugs => addresses::Slugs::On.write(&words),
        };
        let count = used.entry(base.clone()).or_default();
        *count += 1;
        if *count == 1 { base } else { format!("{base}-{}", *count - 1) }
    };
    document.headings.iter().map(of).collect()
}

/// Whether an address may be given to a page as one that it had.
pub(super) fn is_alias(address: &str) -> bool {
    site::addresses::is_alias(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_compared_by_what_they_lead_to() {
        for address in ["/a/%C3%A9/", "a/é", "/a/é/index.html"] {
            assert_eq!(plain_address(address), "a/é", "{address}");
        }
        assert_eq!(plain_address("/"), "");
        assert_eq!(content_key("/Posts/Été/index.md"), "posts/été");
        assert_eq!(content_key("_index"), "");
    }
}
