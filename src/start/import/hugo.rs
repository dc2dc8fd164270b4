//! A site of Hugo: its settings, its pages and where it published them.

mod configuration;
mod head;
mod permalinks;

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::Message;

use super::names::{self, joined, split_name};
use super::report::{Fate, Report};
use super::settings::Settings;
use super::{File, Other, Page, Reading, What, front};
use configuration::Hugo;

/// Endings of pages written in Markdown.
pub(super) const MARKDOWN: [&str; 4] = ["md", "markdown", "mdown", "mkd"];

/// Endings of pages written in other languages.
const OTHERS: [&str; 9] = ["html", "htm", "adoc", "asciidoc", "ad", "org", "rst", "pdc", "ipynb"];

/// Folders that a site of Hugo has beside its content, with what is told of each.
const BESIDE: [(&str, &str); 7] = [
    ("archetypes", "import.beside-archetypes"),
    ("assets", "import.beside-assets"),
    ("data", "import.beside-data"),
    ("i18n", "import.beside-theme"),
    ("layouts", "import.beside-theme"),
    ("themes", "import.beside-theme"),
    ("functions", "import.beside-theme"),
];

/// Reads a site of Hugo.
pub(super) fn read(reading: &Reading<'_>, mut report: Report) -> Other {
    let root = configuration::root(reading, &mut report);
    let (settings, hugo) = configuration::settings(&root, &mut report);
    let mut other = Other { settings, pages: Vec::new(), files: Vec::new(), left: Vec::new(), report };
    let mut beside: BTreeMap<&str, usize> = BTreeMap::new();
    let mut content: Vec<(usize, String, &super::Found)> = Vec::new();
    for file in reading.files() {
        let static_path = hugo.statics.iter().find_map(|folder| inside(&file.path, folder));
        if let Some((lang, path)) = content_of(&other.settings, &file.path) {
            content.push((lang, path, file));
        } else if let Some(path) = static_path {
            other.publish(&file.path, path);
        } else if let Some((top, _)) = file.path.split_once('/') {
            *beside.entry(top).or_default() += 1;
            if top == "data" {
                other.left.push(file.path.clone());
            }
        }
    }
    for (top, count) in beside.into_iter().filter(|(top, _)| *top != "config") {
        other.tell_beside(&BESIDE, "Hugo", top, count);
    }
    for (key, folder) in &hugo.named {
        if !reading.files().any(|file| inside(&file.path, folder).is_some()) {
            let message = Message::key("import.folder-missing").with("key", *key);
            other.report.say(Fate::ToDo, message.with("path", format!("{folder}/")), "", None);
        }
    }
    other.read_content(reading, &hugo, &content);
    other
}

/// The path of a file inside a folder.
pub(super) fn inside<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    path.strip_prefix(folder)?.strip_prefix('/')
}

/// The language whose folder of content a file stands in, and its path there. The longest folder wins.
fn content_of(settings: &Settings, path: &str) -> Option<(usize, String)> {
    let langs = settings.languages.iter().enumerate();
    let found = langs.filter_map(|(rank, lang)| {
        inside(path, &lang.content).map(|rest| (lang.content.len(), std::cmp::Reverse(rank), rest))
    });
    found.max().map(|(_, rank, rest)| (rank.0, rest.to_owned()))
}

/// The language that the name of a file tells, and that name without it: `passeport.en` is `passeport`.
pub(super) fn language_of<'n>(settings: &Settings, stem: &'n str) -> Option<(usize, &'n str)> {
    let (name, key) = stem.rsplit_once('.')?;
    let rank = settings.languages.iter().position(|lang| lang.key.eq_ignore_ascii_case(key))?;
    (!name.is_empty()).then_some((rank, name))
}

impl Other {
    /// Tells of a folder at the top that holds nothing of the content.
    pub(super) fn tell_beside(
        &mut self,
        known: &[(&str, &'static str)],
        program: &str,
        top: &str,
        count: usize,
    ) {
        let message = match known.iter().find(|(name, _)| *name == top) {
            Some((_, message)) => Message::key(message),
            None => Message::key("import.beside-unknown").with("program", program),
        };
        let message = message.with("count", count).with("path", format!("{top}/"));
        self.report.say(Fate::Left, message, "", None);
    }

    /// A file that was published as it is, by its path from the root of the site.
    pub(super) fn publish(&mut self, path: &str, published: &str) {
        let (_, name) = split_name(published);
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
        let message = if !names::is_path(published) {
            "import.bad-path"
        } else if !names::is_read(published) {
            "import.hidden"
        } else if MARKDOWN.contains(&ending.as_str()) || ending == "mdx" {
            "import.markdown-file"
        } else if published.starts_with("_data/") {
            "import.data-file"
        } else {
            self.files.push(File { path: path.to_owned(), published: published.to_owned() });
            return;
        };
        self.left.push(path.to_owned());
        self.report.say(Fate::Left, Message::key(message), path, None);
    }

    fn read_content(
        &mut self,
        reading: &Reading<'_>,
        hugo: &Hugo,
        content: &[(usize, String, &super::Found)],
    ) {
        let ending_of = |name: &str| name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        let is_page = |name: &str| ending_of(name).is_some_and(|ending| MARKDOWN.contains(&ending.as_str()));
        // Folders that are a page with its files.
        let mut bundles: BTreeSet<(usize, String)> = BTreeSet::new();
        for (lang, path, _) in content {
            let (folder, name) = split_name(path);
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            let stem = language_of(&self.settings, stem).map_or(stem, |(_, stem)| stem);
            if stem == "index" && is_page(name) && !folder.is_empty() {
                bundles.insert((*lang, folder.to_owned()));
            }
        }
        let mut files = Vec::new();
        for (root, path, file) in content {
            let (folder, name) = split_name(path);
            let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
            let named = language_of(&self.settings, stem);
            let (lang, stem) = named.unwrap_or((*root, stem));
            let ending = ending.to_lowercase();
            let is_page = MARKDOWN.contains(&ending.as_str());
            let beside = ancestors(folder).find(|owner| bundles.contains(&(*root, (*owner).to_owned())));
            let beside = beside.filter(|owner| !(*owner == folder && stem == "index"));
            let left = if name.ends_with(".gotmpl") {
                Some("import.adapter")
            } else if OTHERS.contains(&ending.as_str()) && beside.is_none() {
                Some("import.other-markup")
            } else if is_page && beside.is_some() {
                Some("import.resource-page")
            } else {
                None
            };
            if let Some(message) = left {
                self.left.push(file.path.clone());
                self.report.say(Fate::ToDo, Message::key(message), &file.path, None);
            } else if !is_page {
                files.push((*root, lang, path.clone(), file));
            } else if matches!(file.what, What::Text(_)) {
                let stem = if folder.is_empty() && stem == "index" { "_index" } else { stem };
                self.read_page(reading, hugo, &file.path, lang, (folder, stem));
            } else {
                self.left.push(file.path.clone());
            }
        }
        let sections = self.sections();
        for page in &mut self.pages {
            page.address = page.address.take().and_then(|url| {
                hugo.address(&self.settings, &sections, page, (!url.is_empty()).then_some(url.as_str()))
            });
            let base = page.address.clone().unwrap_or_default();
            let (parent, _) = split_name(base.trim_end_matches('/'));
            for alias in &mut page.head.aliases {
                if !alias.starts_with('/') {
                    let whole = names::even(&format!("{parent}/{alias}")).unwrap_or_default();
                    *alias = format!("/{whole}");
                }
            }
        }
        for (root, lang, path, file) in files {
            let (folder, _) = split_name(&path);
            let published = self.published(hugo, &sections, (root, lang), folder, &path);
            self.publish(&file.path, &published);
        }
        self.add_sections(hugo, &sections);
        // With several languages, the main one also answers at an address that names it.
        let several = self.settings.languages.len() > 1;
        if let Some(main) = self.settings.languages.first().filter(|main| several && main.prefix.is_empty()) {
            let alias = format!("/{}/", main.key.to_lowercase());
            let home = |page: &&mut Page| page.lang == 0 && page.folder.is_empty() && page.is_section();
            let home = self.pages.iter_mut().find(home);
            home.into_iter().for_each(|home| home.head.aliases.push(alias.clone()));
        }
    }

    fn read_page(
        &mut self,
        reading: &Reading<'_>,
        hugo: &Hugo,
        path: &str,
        lang: usize,
        (folder, stem): (&str, &str),
    ) {
        let Some((id, source)) = reading.text(path) else { return };
        let split = front::split(id, source);
        if let Some(problem) = split.problems.first() {
            let line = source.position(problem.span.start).line;
            self.report.say(Fate::ToDo, Message::key("import.broken-head"), path, Some(line));
        }
        let head = hugo.head(&self.settings, &split, stem, (path, &mut self.report));
        let body = source.text().get(split.body..).unwrap_or("").to_owned();
        let first_line = source.position(u32::try_from(split.body).unwrap_or(u32::MAX)).line;
        let tag = self.settings.languages.get(lang).filter(|_| lang > 0);
        let suffix = tag.map_or_else(String::new, |lang| format!(".{}", lang.tag));
        let never = head.never;
        self.pages.push(Page {
            path: path.to_owned(),
            folder: folder.to_owned(),
            stem: stem.to_owned(),
            lang,
            head: head.head,
            body,
            first_line,
            // The address of the head, if it has one, until all of them are known.
            address: (!never).then(|| head.url.unwrap_or_default()),
            // Folders are known to Hugo by their addresses, and so are the files in them.
            new_path: joined(&hugo.folder(folder), &format!("{stem}{suffix}.md")),
        });
    }

    /// The folders that are sections, in each language: those at the top, and those that have a page of their own.
    fn sections(&self) -> BTreeSet<(usize, String)> {
        let mut sections = BTreeSet::new();
        for page in &self.pages {
            let top = page.folder.split('/').next().unwrap_or("");
            // A page with its files at the top is no section.
            if !page.is_bundle() || page.folder.contains('/') {
                sections.insert((page.lang, top.to_owned()));
            }
            if page.is_section() {
                sections.insert((page.lang, page.folder.clone()));
            }
        }
        sections.retain(|(_, folder)| !folder.is_empty());
        sections
    }

    /// Where a file of the content is published.
    fn published(
        &self,
        hugo: &Hugo,
        sections: &BTreeSet<(usize, String)>,
        (root, lang): (usize, usize),
        folder: &str,
        path: &str,
    ) -> String {
        let owners = |owner: &str, lang: usize| {
            self.pages.iter().find(|page| {
                page.lang == lang && page.folder == owner && (page.is_bundle() || page.is_section())
            })
        };
        for owner in ancestors(folder) {
            let rest = path.get(owner.len()..).unwrap_or("").trim_start_matches('/');
            let page = owners(owner, lang).or_else(|| owners(owner, root));
            let page =
                page.or_else(|| (0..self.settings.languages.len()).find_map(|lang| owners(owner, lang)));
            if let Some(address) = page.and_then(|page| page.address.as_deref()) {
                let address = address.strip_suffix(".html").unwrap_or(address);
                return joined(address.trim_matches('/'), rest);
            }
            if sections.contains(&(lang, owner.to_owned())) {
                return joined(hugo.section(&self.settings, lang, owner).trim_matches('/'), rest);
            }
        }
        let prefix = self.settings.languages.get(lang).map_or("", |lang| lang.prefix.as_str());
        joined(prefix, path)
    }

    /// Gives a page to the sections that have none, where their address is not the one they will have.
    fn add_sections(&mut self, hugo: &Hugo, sections: &BTreeSet<(usize, String)>) {
        for (lang, folder) in sections {
            let has = |page: &Page| page.lang == *lang && page.folder == *folder && page.is_section();
            if self.pages.iter().any(has) {
                continue;
            }
            let address = hugo.section(&self.settings, *lang, folder);
            self.add_section(*lang, folder, &hugo.folder(folder), address);
        }
        for lang in 0..self.settings.languages.len() {
            let home = |page: &Page| page.lang == lang && page.folder.is_empty() && page.is_section();
            let used = self.pages.iter().any(|page| page.lang == lang);
            if used && !self.pages.iter().any(home) {
                let prefix = self.settings.languages.get(lang).map_or("", |lang| lang.prefix.as_str());
                self.add_section(lang, "", "", format!("{prefix}/"));
            }
        }
    }

    /// A page for a section that has none: it is written only if something must lead to it.
    pub(super) fn add_section(&mut self, lang: usize, folder: &str, new_folder: &str, address: String) {
        let tag = self.settings.languages.get(lang).filter(|_| lang > 0);
        let suffix = tag.map_or_else(String::new, |lang| format!(".{}", lang.tag));
        self.pages.push(Page {
            path: String::new(),
            folder: folder.to_owned(),
            stem: "_index".to_owned(),
            lang,
            head: front::Head::default(),
            body: String::new(),
            first_line: 1,
            address: Some(address),
            new_path: joined(new_folder, &format!("_index{suffix}.md")),
        });
    }
}

/// A folder and those that hold it, the nearest first, down to the root.
pub(super) fn ancestors(folder: &str) -> impl Iterator<Item = &str> {
    let mut next = Some(folder);
    std::iter::from_fn(move || {
        let folder = next?;
        next = (!folder.is_empty()).then(|| split_name(folder).0);
        Some(folder)
    })
}

impl Hugo {
    /// A folder of the content as addresses name it, if that is a path.
    fn folder(&self, folder: &str) -> String {
        let named = self.paths.of_file(folder);
        if names::is_path(&named) { named } else { folder.to_owned() }
    }

    /// The address of a section.
    fn section(&self, settings: &Settings, lang: usize, folder: &str) -> String {
        let prefix = settings.languages.get(lang).map_or("", |lang| lang.prefix.as_str());
        let top = folder.split('/').next().unwrap_or("");
        match self.permalinks.of_section(top).filter(|_| !folder.is_empty()) {
            Some(pattern) => {
                let empty = front::Head::default();
                let name = split_name(folder).1;
                let sections: Vec<&str> = folder.split('/').collect();
                let given = permalinks::Given { head: &empty, sections: &sections, name, date: None };
                format!("{prefix}{}", permalinks::fill(pattern, &given, self.paths))
            }
            None if folder.is_empty() => format!("{prefix}/"),
            None => format!("{prefix}/{}/", self.paths.of_file(folder)),
        }
    }

    /// Where a page is published. `url` is what its head says of it.
    fn address(
        &self,
        settings: &Settings,
        sections: &BTreeSet<(usize, String)>,
        page: &Page,
        url: Option<&str>,
    ) -> Option<String> {
        let prefix = settings.languages.get(page.lang).map_or("", |lang| lang.prefix.as_str());
        if let Some(url) = url {
            let whole = if url.starts_with('/') { url.to_owned() } else { format!("{prefix}/{url}") };
            let name = split_name(&whole).1;
            let file = name.rsplit_once('.').is_some_and(|(stem, ending)| {
                !stem.is_empty() && matches!(ending, "html" | "htm" | "xml" | "txt" | "php" | "json")
            });
            return Some(if file || whole.ends_with('/') { whole } else { format!("{whole}/") });
        }
        if page.is_section() {
            return Some(self.section(settings, page.lang, &page.folder));
        }
        let (parent, own) = if page.is_bundle() {
            split_name(&page.folder)
        } else {
            (page.folder.as_str(), page.stem.as_str())
        };
        let top = parent.split('/').next().unwrap_or("");
        let path = match self.permalinks.of_page(top) {
            Some(pattern) => {
                let mut of_page: Vec<&str> = ancestors(parent)
                    .filter(|folder| sections.contains(&(page.lang, (*folder).to_owned())))
                    .map(|folder| split_name(folder).1)
                    .collect();
                of_page.reverse();
                let date = page.head.date;
                let given = permalinks::Given { head: &page.head, sections: &of_page, name: own, date };
                permalinks::fill(pattern, &given, self.paths)
            }
            None => {
                let name = match &page.head.slug {
                    Some(slug) => self.paths.of_file(slug),
                    None => self.paths.of_file(own),
                };
                format!("/{}/", joined(&self.paths.of_file(parent), &name))
            }
        };
        let ugly = self.ugly.contains("*") || self.ugly.contains(top);
        let path = match path.strip_suffix('/').filter(|_| ugly) {
            Some(path) => format!("{path}.html"),
            None => path,
        };
        Some(format!("{prefix}{path}"))
    }
}
