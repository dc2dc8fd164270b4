//! Where links lead.

use std::collections::{BTreeMap, BTreeSet};

use std::sync::OnceLock;

use super::addresses::{alias_url, slug};
use super::meant::{self, Meant};
use super::registry::Term;
use super::{Made, Page, PageId, Site, anchors};
use crate::config::Config;
use crate::data;
use crate::document::Link;
use crate::source::Asset;

/// Where a link or an image leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A page of the site, and the id of a heading in it.
    Page {
        /// Which.
        page: PageId,
        /// Its fragment, without `#`, if any.
        anchor: Option<String>,
    },
    /// A page that no file of `content/` stands for (the list of a folder without `_index.md`), by its address,
    /// with the fragment that was typed: what it holds is the theme’s to know.
    Made(String),
    /// A file of the site, by its published path.
    Asset(String),
    /// Another site (`http`, `https`).
    External(String),
    /// `mailto:`, `tel:` and their like, left as typed.
    Other(String),
    /// Nothing.
    Broken(BrokenLink),
}

/// A link that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenLink {
    /// What is missing.
    pub missing: Missing,
    /// The destination that was probably meant, written as the editor would.
    pub suggestion: Option<String>,
}

/// What a broken link lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// No page or file is there.
    Page,
    /// The page is there, not the anchor.
    Anchor(String),
    /// The page is there, but it is not published: it is a draft, or its day has not come.
    Draft(PageId),
    /// It has no destination.
    Empty,
    /// It leads out of the site's folder.
    Outside,
    /// It looks like an address, and is none: `htp://…`, `https://`, `javascript:…`.
    Address,
    /// It is a file of somebody's computer: `file:///…`, `C:\\…`.
    Computer,
}

/// Names compared with a misspelt one. Among more than these, all much alike, the nearest is no
/// better than a guess, and looking for it takes long.
const MOST_COMPARED: usize = 200;

/// What is needed to follow a link: every page, file and address of the site.
pub(super) struct Resolver<'a> {
    pages: &'a [Page],
    paths: &'a BTreeMap<String, PageId>,
    urls: &'a BTreeMap<String, PageId>,
    files: &'a [Asset],
    lists: &'a [Made],
    // What follows is made for the first link that asks for it: most lead to a page, by its path.
    assets: OnceLock<BTreeSet<&'a str>>,
    /// Addresses of the pages that no file stands for.
    made: OnceLock<BTreeSet<&'a str>>,
    /// Names of what may be meant by a link that leads nowhere.
    meant: &'a Meant,
    terms: &'a BTreeMap<String, Term>,
    config: &'a Config,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(
        pages: &'a [Page],
        (paths, urls): (&'a BTreeMap<String, PageId>, &'a BTreeMap<String, PageId>),
        files: &'a [Asset],
        (lists, meant): (&'a [Made], &'a Meant),
        terms: &'a BTreeMap<String, Term>,
        config: &'a Config,
    ) -> Self {
        Self {
            pages,
            paths,
            urls,
            files,
            lists,
            assets: OnceLock::new(),
            made: OnceLock::new(),
            meant,
            terms,
            config,
        }
    }

    fn assets(&self) -> &BTreeSet<&'a str> {
        let own = || self.files.iter().filter(|file| file.theme.is_none());
        self.assets.get_or_init(|| own().map(|file| file.path.as_str()).collect())
    }

    fn made(&self) -> &BTreeSet<&'a str> {
        self.made.get_or_init(|| self.lists.iter().map(|made| made.url.as_str()).collect())
    }

    /// Where a link leads. `<mairie@exemple.fr>` is an address to write to.
    pub(super) fn follow(&self, from: &Page, link: &Link) -> Target {
        let destination = &link.destination.value;
        if link.bare && destination.contains('@') && !destination.contains(':') {
            return Target::Other(format!("mailto:{destination}"));
        }
        self.resolve(from, destination)
    }

    /// Where a destination typed on a page leads.
    pub(super) fn resolve(&self, from: &Page, destination: &str) -> Target {
        let destination = destination.trim();
        if destination.is_empty() {
            return broken(Missing::Empty, None);
        }
        let own = self.own(destination);
        if own.is_none()
            && let Some(target) = elsewhere(destination)
        {
            return target;
        }
        let (path, fragment) = match own.as_deref().unwrap_or(destination).split_once('#') {
            Some((path, fragment)) => (path, Some(percent_decode(fragment))),
            None => (own.as_deref().unwrap_or(destination), None),
        };
        let path = percent_decode(path.split('?').next().unwrap_or(path));
        let fragment = fragment.filter(|f| !f.is_empty());
        if path.is_empty() {
            return self.anchored(from.id, fragment, destination);
        }
        match self.find(from, &path) {
            Ok(Found::Page(page)) if !self.pages[page.0].published => broken(Missing::Draft(page), None),
            Ok(Found::Page(page)) => self.anchored(page, fragment, destination),
            Ok(Found::Made(url)) => Target::Made(match fragment {
                Some(fragment) => format!("{url}#{fragment}"),
                None => url,
            }),
            Ok(Found::Asset(path)) => Target::Asset(path),
            Err(Missing::Page) => {
                let near = || {
                    self.nearest(from, &path).map(|near| match &fragment {
                        Some(f) => format!("{near}#{f}"),
                        None => near,
                    })
                };
                broken(Missing::Page, self.mistyped(from, &path, destination).or_else(near))
            }
            Err(missing) => broken(missing, None),
        }
    }

    /// The path of an address of the site itself, from its host: `/x/` for `https://demarches.exemple.fr/x/`.
    /// None for another host, for a place beside the site on its host, and for what `links.exclude` names:
    /// another program may answer there.
    fn own(&self, destination: &str) -> Option<String> {
        let (_, base) = self.config.site.base_url.split_once("://")?;
        let host = base.split('/').next().filter(|host| !host.is_empty())?;
        let rest = ["https://", "http://", "//"].iter().find_map(|scheme| {
            let start = destination.get(..scheme.len())?;
            start.eq_ignore_ascii_case(scheme).then(|| destination.get(scheme.len()..))?
        })?;
        let same = rest.get(..host.len())?.eq_ignore_ascii_case(host);
        let after = rest.get(host.len()..).filter(|_| same)?;
        let ends = |rest: &str| rest.is_empty() || rest.starts_with(['/', '?', '#']);
        let inside = after.strip_prefix(super::base_path(self.config)).is_some_and(ends);
        let mut excluded = self.config.links.exclude.iter().filter(|prefix| !prefix.is_empty());
        if !ends(after) || !inside || excluded.any(|prefix| destination.starts_with(prefix.as_str())) {
            return None;
        }
        Some(if after.starts_with('/') { after.to_owned() } else { format!("/{after}") })
    }

    fn find(&self, from: &Page, path: &str) -> Result<Found, Missing> {
        // A path as editors see files: from the page's own folder, or from `content/`.
        let folder = from.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let file = match path.strip_prefix('/') {
            Some(rooted) => join("", rooted),
            None => join(folder, path),
        };
        if let Some(file) = &file {
            if let Some(page) = self.paths.get(file.as_str()) {
                return Ok(Found::Page(*page));
            }
            if let Some(asset) = self.assets().get(file.as_str()) {
                return Ok(Found::Asset((*asset).to_owned()));
            }
        }
        // A path as citizens see addresses.
        let url = url_of(from, path, super::base_path(self.config));
        let known = url.as_ref().and_then(|url| {
            let folder = || url.strip_suffix("index.html").filter(|folder| folder.ends_with('/'));
            let typed = self.urls.get(url.as_str()).or_else(|| self.urls.get(&alias_url(url)));
            typed.or_else(|| self.urls.get(folder()?))
        });
        if let Some(page) = known {
            return Ok(Found::Page(*page));
        }
        let made = url.as_ref().and_then(|url| {
            let whole = url.strip_suffix("index.html").filter(|folder| folder.ends_with('/')).unwrap_or(url);
            self.made().get(alias_url(whole).as_str())
        });
        if let Some(made) = made {
            return Ok(Found::Made((*made).to_owned()));
        }
        // A file without its extension, or a folder, as other generators accept them.
        let file = file.ok_or(Missing::Outside)?;
        let names = [format!("{file}.md"), format!("{file}/_index.md"), format!("{file}/index.md")];
        let page = names.iter().find_map(|name| self.paths.get(name.as_str()));
        page.map(|page| Found::Page(*page)).ok_or(Missing::Page)
    }

    fn anchored(&self, page: PageId, anchor: Option<String>, typed: &str) -> Target {
        let Some(anchor) = anchor else { return Target::Page { page, anchor: None } };
        let ids = &self.pages[page.0].heading_ids;
        let of_components = &self.pages[page.0].component_ids;
        let theme = self.config.theme.name.value.as_str();
        let held = || anchors::holds(&self.pages[page.0], &anchor, self.terms, theme);
        if ids.contains(&anchor) || of_components.contains(&anchor) || held() {
            return Target::Page { page, anchor: Some(anchor) };
        }
        let all = || ids.iter().chain(of_components).map(String::as_str).filter(|id| !id.is_empty());
        let most = if ids.len() + of_components.len() > MOST_COMPARED { 0 } else { MOST_COMPARED };
        // « #Été » is the heading « Été », as it is written.
        let plain = slug(&anchor);
        let same = all().find(|id| *id == plain);
        let words = || meant::anchor_of_words(&anchor, all().take(most));
        let near = same.or_else(|| data::nearest(&anchor, all().take(most))).or_else(words).map(|near| {
            let path = typed.split('#').next().unwrap_or("");
            format!("{path}#{near}")
        });
        broken(Missing::Anchor(anchor), near)
    }

    /// What was probably meant by a path that is typed in another way than addresses are: an address of the web
    /// without `https://`, `\\` between folders.
    fn mistyped(&self, from: &Page, path: &str, destination: &str) -> Option<String> {
        if path.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."))
            && path.split('/').next().is_some_and(|host| host.matches('.').count() > 1)
        {
            return Some(format!("https://{destination}"));
        }
        let even = path.replace('\\', "/");
        (even != path && self.find(from, &even).is_ok()).then(|| destination.replace('\\', "/"))
    }

    /// The page or the file that was probably meant, as typed from another page: the one whose path differs by
    /// capitals, accents or spaces alone; the only one of that file name; or else of the name nearest.
    fn nearest(&self, from: &Page, path: &str) -> Option<String> {
        let evened = self.meant.evened(self.pages, self.assets().iter().copied());
        let folder = from.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let file = match path.strip_prefix('/') {
            Some(rooted) => join("", rooted),
            None => join(folder, path),
        };
        let url = url_of(from, path, super::base_path(self.config));
        let meant = [file, url].into_iter().flatten().find_map(|path| evened.same(&path));
        let meant = meant.or_else(|| evened.file_named(file_name(path)));
        let page = || self.meant(path).map(|page| self.pages[page.0].path.as_str());
        meant.or_else(page).map(|path| escaped(&relative(&from.path, path)))
    }

    /// The page that was probably meant by a path that leads nowhere: the only one of that file name, or whose name
    /// says the same words, or else of the name nearest.
    pub(super) fn meant(&self, path: &str) -> Option<PageId> {
        let stem = meant::called(path);
        let name = format!("{stem}.md");
        // A page that was renamed keeps its earlier address.
        let earlier = self.urls.get(&alias_url(stem)).or_else(|| self.urls.get(&alias_url(path)));
        let by_name = self.meant.by_name(self.pages);
        if let Some(pages) = by_name.get(name.as_str()) {
            return self.likeliest(pages, path);
        }
        if earlier.is_some() {
            return earlier.copied();
        }
        if let [page] = self.meant.of_same_words(stem, self.pages) {
            return Some(*page);
        }
        // A large site has thousands of names, and a site that was moved thousands of broken
        // links: only names that begin alike are compared letter by letter.
        let first: String = name.chars().take(1).collect();
        let alike = by_name.range(first.clone()..);
        let alike = alike.map(|(known, _)| known.as_str()).take_while(|known| known.starts_with(&first));
        let alike = alike.filter(|known| known.len().abs_diff(name.len()) <= 3);
        let alike: Vec<&str> = alike.take(MOST_COMPARED + 1).collect();
        if alike.len() > MOST_COMPARED {
            return None;
        }
        self.likeliest(by_name.get(data::nearest(&name, alike)?)?, path)
    }

    /// Of published pages of one name, the only one, or the only one below the folder that was typed; naming one of several
    /// would be a guess.
    fn likeliest(&self, pages: &[PageId], path: &str) -> Option<PageId> {
        let published: Vec<PageId> =
            pages.iter().copied().filter(|page| self.pages[page.0].published).collect();
        if let [page] = published.as_slice() {
            return Some(*page);
        }
        let (folders, _) = path.trim_end_matches('/').rsplit_once('/')?;
        let folder = folders.rsplit('/').find(|part| !matches!(*part, "" | "." | ".."))?;
        let mut below = published.iter().filter(|page| {
            let path = self.pages[page.0].path.rsplit_once('/').map_or("", |(folders, _)| folders);
            path.split('/').any(|part| part == folder)
        });
        below.next().filter(|_| below.next().is_none()).copied()
    }
}

enum Found {
    Page(PageId),
    Made(String),
    Asset(String),
}

fn broken(missing: Missing, suggestion: Option<String>) -> Target {
    Target::Broken(BrokenLink { missing, suggestion })
}

/// A destination that names a scheme or a host.
fn elsewhere(destination: &str) -> Option<Target> {
    if let Some(rest) = destination.strip_prefix("//") {
        let known = has_host(rest).then(|| Target::External(format!("https:{destination}")));
        return Some(known.unwrap_or_else(|| broken(Missing::Address, None)));
    }
    let (scheme, after) = destination.split_once(':')?;
    let first = scheme.chars().next()?;
    let rest = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-');
    if !first.is_ascii_alphabetic() || !scheme.chars().all(rest) {
        return None;
    }
    let small = scheme.to_ascii_lowercase();
    Some(match small.as_str() {
        "http" | "https" if after.strip_prefix("//").is_some_and(has_host) => {
            Target::External(destination.to_owned())
        }
        "http" | "https" => broken(Missing::Address, with_host(&small, after)),
        "javascript" | "vbscript" => broken(Missing::Address, None),
        "file" => broken(Missing::Computer, None),
        _ if scheme.len() == 1 && after.starts_with(['/', '\\']) => broken(Missing::Computer, None),
        _ if is_nearly_http(&small) && after.starts_with("//") => {
            let meant = if small.ends_with('s') { "https" } else { "http" };
            broken(Missing::Address, with_host(meant, after))
        }
        _ => Target::Other(destination.to_owned()),
    })
}

/// Whether what follows `//` starts with the name of a site.
fn has_host(rest: &str) -> bool {
    !rest.is_empty() && !rest.starts_with(['/', '?', '#', '\\'])
}

/// An address whose slashes are mended, where it names a site.
fn with_host(scheme: &str, after: &str) -> Option<String> {
    let rest = after.trim_start_matches(['/', '\\']);
    let host = rest.split(['/', '?', '#']).next().unwrap_or("");
    host.trim_matches('.').contains('.').then(|| format!("{scheme}://{rest}"))
}

/// `htp`, `htpps`, `ttps`: no scheme is made of these letters alone but `http` and `https`.
fn is_nearly_http(scheme: &str) -> bool {
    (2..=7).contains(&scheme.len())
        && scheme.starts_with(['h', 't'])
        && scheme.chars().all(|c| matches!(c, 'h' | 't' | 'p' | 's'))
}

pub(super) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The address that a path typed on a page stands for, as citizens see addresses; none when it climbs above the
/// root.
fn url_of(from: &Page, path: &str, base_path: &str) -> Option<String> {
    if path.starts_with('/') {
        let inside = path.strip_prefix(base_path);
        let inside = inside.filter(|rest| rest.is_empty() || rest.starts_with('/'));
        return Some(inside.unwrap_or(path).to_owned());
    }
    let folder = from.url.rsplit_once('/').map_or("", |(folder, _)| folder);
    join(folder, path).map(|joined| format!("/{joined}"))
}

/// `path` followed from `folder`; none when it climbs above the root.
pub(super) fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The path of a file as typed from another file.
pub(super) fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let (from, to) = (&from[..from.len() - 1], &to[..]);
    let shared = from.iter().zip(&to[..to.len() - 1]).take_while(|(a, b)| a == b).count();
    let up = "../".repeat(from.len() - shared);
    format!("{up}{}", to[shared..].join("/"))
}

/// The path of a file of `content/` as a link of a page writes it: from the folder of that page, escaped.
pub fn written_from(page: &str, path: &str) -> String {
    escaped(&relative(page, path))
}

/// A path as a destination of Markdown may hold it: without spaces nor brackets.
pub(super) fn escaped(path: &str) -> String {
    if !path.contains([' ', '(', ')', '<', '>']) {
        return path.to_owned();
    }
    let escape = |c: char| match c {
        ' ' => "%20".to_owned(),
        '(' => "%28".to_owned(),
        ')' => "%29".to_owned(),
        '<' => "%3C".to_owned(),
        '>' => "%3E".to_owned(),
        other => other.to_string(),
    };
    path.chars().map(escape).collect()
}

impl Site {
    /// The page that a path typed on a page leads to, without its fragment: by its file, or by its address.
    pub fn page_meant(&self, from: &Page, path: &str) -> Option<PageId> {
        let path = percent_decode(path.split('?').next().unwrap_or(path));
        let folder = from.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let file = match path.strip_prefix('/') {
            Some(rooted) => join("", rooted),
            None => join(folder, &path),
        };
        let of_file = file.and_then(|file| self.paths.get(&file));
        let by_address = || {
            let url = url_of(from, &path, self.base_path())?;
            self.urls.get(&url).or_else(|| self.urls.get(&alias_url(&url)))
        };
        of_file.or_else(by_address).copied()
    }

    /// The file published as it is that a path typed on a page leads to.
    pub fn file_meant(&self, from: &Page, path: &str) -> Option<&Asset> {
        let path = percent_decode(path);
        let folder = from.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let file = match path.strip_prefix('/') {
            Some(rooted) => join("", rooted),
            None => join(folder, &path),
        }?;
        self.assets.iter().find(|asset| asset.theme.is_none() && asset.path == file)
    }

    /// The destination to type in place of one that leads to a page by an address it had before (`aliases`);
    /// none for one that leads there by its path or its address of today.
    pub fn address_of_today(&self, from: &Page, destination: &str, to: &Page) -> Option<String> {
        let aliases = &to.document.front.aliases;
        if aliases.is_empty() {
            return None;
        }
        let (path, fragment) = match destination.trim().split_once('#') {
            Some((path, fragment)) => (path, Some(fragment)),
            None => (destination.trim(), None),
        };
        let path = percent_decode(path.split('?').next().unwrap_or(path));
        // An address typed whole counts from its host.
        let path = match path.split_once("//") {
            Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
            None => path.as_str(),
        };
        let url = url_of(from, path, self.base_path()).filter(|_| !path.is_empty())?;
        let typed = alias_url(&url);
        let former = self.urls.get(&typed) == Some(&to.id)
            && typed != alias_url(&to.url)
            && aliases.iter().any(|alias| alias_url(&alias.value) == typed);
        let path = escaped(&relative(&from.path, &to.path));
        former.then(|| fragment.map_or(path.clone(), |fragment| format!("{path}#{fragment}")))
    }
}

/// `%20` and its like, decoded; left as typed where that would not be text.
pub fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = (*byte == b'%')
            .then(|| bytes.get(at + 1..at + 3))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(hex.unwrap_or(*byte));
        at += if hex.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_followed_and_never_leave_the_root() {
        assert_eq!(join("a/b", "../c.md").as_deref(), Some("a/c.md"));
        assert_eq!(join("a", "../../c.md"), None);
        assert_eq!(join("", "./c//d.md").as_deref(), Some("c/d.md"));
    }

    #[test]
    fn relative_paths_lead_back() {
        assert_eq!(relative("a/b/c.md", "a/d/e.md"), "../d/e.md");
        assert_eq!(relative("a.md", "b/c.md"), "b/c.md");
        assert_eq!(relative("a/b.md", "a/c.md"), "c.md");
    }

    #[test]
    fn escapes_are_decoded_when_they_are_text() {
        assert_eq!(percent_decode("caf%C3%A9%20x"), "café x");
        assert_eq!(percent_decode("100%"), "100%");
        assert_eq!(percent_decode("%ff"), "%ff");
    }

    #[test]
    fn schemes_lead_elsewhere() {
        assert_eq!(elsewhere("mailto:a@b.fr"), Some(Target::Other("mailto:a@b.fr".into())));
        assert_eq!(elsewhere("//a.fr/x"), Some(Target::External("https://a.fr/x".into())));
        assert_eq!(elsewhere("a/b:c"), None);
    }
}
