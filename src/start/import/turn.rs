//! The pages of another site, turned and put together as a site of this program.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::Message;
use crate::language::Language;
use crate::site::{self, Facts, Site, readable};
use crate::source::{Source, Tree};
use crate::start::{Automaton, NewSite, wrong_address, wrong_name};
use crate::words::Words;

use super::body::{Context, turn};
use super::links::{Links, is_alias};
use super::names::{Taken, split_name};
use super::report::{Fate, Line, Place};
use super::settings::Lang;
use super::{
    Holds, Imported, LEFT, Other, Page, REPORT, Request, Written, asset, beside, front, hugo, names, terms,
};

/// The settings of the new site.
pub(super) fn new_site(request: &Request<'_>, other: &mut Other) -> NewSite {
    terms::settle(other);
    let tag = other.settings.languages.first().map_or("fr", |lang| lang.tag.as_str()).to_owned();
    let language = Language::of(&tag).unwrap_or(Language::English);
    if Language::of(&tag).is_none() {
        other.report.say(
            Fate::ToDo,
            Message::key("import.language").with("language", tag.as_str()),
            "",
            None,
        );
    }
    let words = Words::load(language);
    let fits = |name: &String| wrong_name(name).is_none();
    let of_folder = Some(readable(request.name)).filter(fits);
    let title = request.title.clone().or_else(|| other.settings.title.clone()).filter(fits).or(of_folder);
    let title = title.unwrap_or_else(|| words.get("start.usual-name").to_owned());
    let told = request.base_url.clone().or_else(|| other.settings.base_url.clone());
    let told = told.map(|url| url.trim_end_matches('/').to_owned());
    let base_url = told.filter(|url| wrong_address(url).is_none()).unwrap_or_else(|| {
        let host = site::slug(&title);
        let imaginary = format!("https://{}.example", if host.is_empty() { "site" } else { &host });
        let message = Message::key("import.no-address").with("address", imaginary.as_str());
        other.report.say(Fate::ToDo, message, "", None);
        imaginary
    });
    let publisher = request.publisher.clone().filter(fits).unwrap_or_else(|| {
        other.report.say(Fate::ToDo, Message::key("import.publisher").with("name", title.as_str()), "", None);
        title.clone()
    });
    let mut tables = String::new();
    if other.settings.ugly {
        tables.push_str("[build]\naddresses = \"file\"\n\n");
    }
    tables.push_str(&terms::tables(other, &words));
    NewSite {
        name: title,
        publisher,
        language,
        base_url,
        accent: None,
        repository: None,
        automaton: Automaton::None,
        examples: false,
        today: request.today,
        description: Some(other.settings.description.clone().unwrap_or_default()),
        languages: other.settings.languages.iter().map(|lang| lang.tag.clone()).collect(),
        tables,
    }
}

/// Everything of the new site.
pub(super) fn site(request: &Request<'_>, mut other: Other, new: &NewSite, mut paths: Taken) -> Imported {
    let words = Words::load(new.language);
    let own = beside(new);
    bodies(request, &mut other, &words);
    titles(&mut other, new, &words);
    sections(&mut other);
    extras(&mut other);
    let settings = own.iter().find(|file| file.path == "site.toml");
    let settings = settings.map_or("", |file| match &file.holds {
        Holds::Text(text) => text.as_str(),
        Holds::Copy(_) => "",
    });
    let site = together(request, &other, settings);
    let site = if keep_addresses(&mut other, &site) { together(request, &other, settings) } else { site };
    let ranks: BTreeMap<&str, usize> =
        site.pages.iter().map(|page| (page.path.as_str(), page.id.0)).collect();
    let new_ranks: Vec<Option<usize>> =
        other.pages.iter().map(|page| ranks.get(page.new_path.as_str()).copied()).collect();
    let urls: Vec<String> = new_ranks
        .iter()
        .map(|rank| {
            rank.and_then(|rank| site.pages.get(rank)).map(|page| page.url.clone()).unwrap_or_default()
        })
        .collect();
    let (moved, gone) = terms::moved(&other, &site);
    terms::even(&mut other);
    let mut files = Vec::new();
    let mut aliases = Aliases::new(&other, &urls, &site);
    let given: Vec<Vec<String>> = (0..other.pages.len()).map(|rank| aliases.of(rank, &mut other)).collect();
    let mut given = given;
    for (lang, address) in gone {
        // A list of nothing was published: the home page is the nearest to it.
        let home = other
            .pages
            .iter()
            .position(|page| page.lang == lang && page.folder.is_empty() && page.is_section());
        if let Some(list) = home.and_then(|home| given.get_mut(home))
            && aliases.take(&address)
        {
            list.push(address);
        }
    }
    for list in moved {
        let earlier: Vec<String> = list.earlier.into_iter().filter(|address| aliases.take(address)).collect();
        if earlier.is_empty() {
            continue;
        }
        match urls.iter().position(|url| *url == list.url) {
            Some(page) => {
                given.get_mut(page).into_iter().for_each(|given| given.extend(earlier.iter().cloned()))
            }
            None if !paths.take(&list.path) => {
                for address in earlier {
                    let message = Message::key("import.address-lost").with("address", address);
                    other.report.say(Fate::ToDo, message, "", None);
                }
            }
            None => {
                let head = front::Head { title: Some(list.title), ..front::Head::default() };
                let text = front::write(&head, &earlier, &[], names::nowhere());
                files.push(Written { path: format!("content/{}", list.path), holds: Holds::Text(text) });
                other.report.redirected += earlier.len();
            }
        }
    }
    let written: Vec<bool> = other
        .pages
        .iter()
        .zip(&given)
        .map(|(page, aliases)| !page.path.is_empty() || !aliases.is_empty())
        .collect();
    let links = Links::new(request.program, &other, &site, &new_ranks, written.clone());
    let mut notes = Vec::new();
    for (rank, page) in other.pages.iter().enumerate().filter(|(rank, _)| written.get(*rank) == Some(&true)) {
        let document = new_ranks.get(rank).copied().flatten().and_then(|rank| site.pages.get(rank));
        let (body, lost) = match document {
            Some(document) => links.rewrite(rank, &document.document),
            None => (page.body.clone(), Vec::new()),
        };
        notes.extend(lost.into_iter().map(|path| {
            let place = Some(Place { path: page.path.clone(), line: None });
            Line { fate: Fate::ToDo, message: Message::key("import.reference").with("path", path), place }
        }));
        let translations = translations(&other, page);
        let aliases = given.get(rank).map_or(&[][..], Vec::as_slice);
        let head = front::write(&page.head, aliases, &translations, names::nowhere());
        let gap = if body.is_empty() || body.starts_with('\n') { "" } else { "\n" };
        let text = format!("{head}{gap}{body}");
        files.push(Written { path: format!("content/{}", page.new_path), holds: Holds::Text(text) });
    }
    drop(links);
    other.report.pages = written.iter().filter(|written| **written).count();
    other.report.lines.extend(notes);
    for file in &other.files {
        let holds = Holds::Copy(file.path.clone());
        files.push(Written { path: format!("content/{}", file.published), holds });
    }
    other.report.files = other.files.len();
    for path in &other.left {
        files.push(Written { path: format!("{LEFT}/{path}"), holds: Holds::Copy(path.clone()) });
    }
    other.report.say(Fate::ToDo, Message::key("import.verify"), "", None);
    let report = other.report.markdown(request.program, &words);
    files.push(Written { path: REPORT.to_owned(), holds: Holds::Text(report) });
    let taken: BTreeSet<String> = files.iter().map(|file| file.path.clone()).collect();
    files.extend(own.into_iter().filter(|file| !taken.contains(&file.path)));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files.dedup_by(|a, b| a.path == b.path);
    Imported { files, report: other.report, language: new.language }
}

/// Turns the text of every page.
fn bodies(request: &Request<'_>, other: &mut Other, words: &Words) {
    let params = std::mem::take(&mut other.settings.params);
    let of_lang = |lang: &Lang| Language::of(&lang.tag).map(Words::load);
    let of_langs: Vec<Option<Words>> = other.settings.languages.iter().map(of_lang).collect();
    for page in &mut other.pages {
        let words = of_langs.get(page.lang).and_then(Option::as_ref).unwrap_or(words);
        let own = crate::data::Map { entries: page.head.extra.clone() };
        let context = Context { program: request.program, params: &params, own: &own, words };
        let turned = turn(&page.body, &context);
        page.body = turned.text;
        for (fate, message, line) in turned.notes {
            let line = line.map(|line| page.first_line + line);
            other.report.say(fate, message, &page.path, line);
        }
    }
}

/// Gives a title to the pages that have none.
fn titles(other: &mut Other, new: &NewSite, words: &Words) {
    for page in &mut other.pages {
        let trimmed = page.body.trim_start();
        let first = trimmed.lines().next().unwrap_or("");
        let heading =
            first.strip_prefix("# ").map(|title| title.trim().trim_end_matches('#').trim().to_owned());
        let heading =
            heading.filter(|heading| !heading.is_empty() && !heading.contains(['[', '<', '{', '!']));
        let same =
            heading.is_some() && page.head.title.as_ref().is_none_or(|title| Some(title) == heading.as_ref());
        if same {
            page.body = trimmed.get(first.len()..).unwrap_or("").trim_start_matches('\n').to_owned();
            if page.head.title.is_none() {
                let message = Message::key("import.title-heading");
                other.report.say(Fate::Turned, message, &page.path, Some(page.first_line));
            }
            page.head.title = page.head.title.take().or(heading);
        }
        if page.head.title.is_some() {
            continue;
        }
        let home = page.folder.is_empty() && page.is_section();
        let name = match page.is_section() || page.is_bundle() {
            true => split_name(&page.folder).1,
            false => page.stem.as_str(),
        };
        let told = other.settings.languages.get(page.lang).filter(|_| page.lang > 0);
        let told = told.and_then(|lang| lang.title.clone());
        let made = if home { told.unwrap_or_else(|| new.name.clone()) } else { readable(name) };
        let made = Some(made).filter(|title| !title.trim().is_empty());
        page.head.title = Some(made.unwrap_or_else(|| words.get("start.usual-name").to_owned()));
        if !page.path.is_empty() {
            other.report.say(Fate::ToDo, Message::key("import.title-name"), &page.path, None);
        }
    }
}

/// Tells of the folders that are called by their name, for want of a page of their own.
fn sections(other: &mut Other) {
    let pages = || other.pages.iter().filter(|page| !page.path.is_empty() && page.lang == 0);
    let titled: BTreeSet<&str> =
        pages().filter(|page| page.is_section()).map(|page| split_name(&page.new_path).0).collect();
    let mut untitled: BTreeSet<String> = BTreeSet::new();
    for page in pages() {
        let folder = split_name(&page.new_path).0;
        let folder = if page.is_bundle() { split_name(folder).0 } else { folder };
        let above = hugo::ancestors(folder).filter(|folder| !folder.is_empty() && !titled.contains(folder));
        untitled.extend(above.map(str::to_owned));
    }
    for folder in untitled {
        let message = Message::key("import.title-section").with("path", format!("{folder}/"));
        let message = message.with("page", format!("content/{folder}/_index.md"));
        other.report.say(Fate::ToDo, message, "", None);
    }
}

/// Tells, once each, of the fields that were kept, but for those that are told page by page.
fn extras(other: &mut Other) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in other.pages.iter().flat_map(|page| &page.head.extra) {
        *counts.entry(entry.key.value.as_str()).or_default() += 1;
    }
    const TOLD: [&str; 4] = ["menu", "menus", "cascade", "outputs"];
    for (key, count) in counts.into_iter().filter(|(key, _)| !TOLD.contains(key)) {
        let message = Message::key("import.extra-key").with("key", key).with("count", count);
        other.report.say(Fate::Left, message, "", None);
    }
}

/// The new site as it stands.
fn together(request: &Request<'_>, other: &Other, settings: &str) -> Site {
    let mut tree: Tree = request.built_in.clone();
    tree.config = Some(tree.sources.add(Source::new("site.toml", settings.to_owned().into_bytes())));
    let mut pages: Vec<&Page> = other.pages.iter().collect();
    pages.sort_by(|a, b| a.new_path.cmp(&b.new_path));
    for page in pages {
        let text = front::write(&page.head, &[], &[], names::nowhere()) + &page.body;
        let id = tree.sources.add(Source::new(format!("content/{}", page.new_path), text.into_bytes()));
        tree.pages.push((page.new_path.clone(), id));
    }
    let mut files: Vec<&str> = other.files.iter().map(|file| file.published.as_str()).collect();
    files.sort_unstable();
    tree.assets.extend(files.into_iter().map(asset));
    Site::build(tree, Facts::on(request.today))
}

/// Gives pages the last part of the address they had where that alone keeps it, and another one to those that would
/// stand at the address of others. Says whether anything changed.
fn keep_addresses(other: &mut Other, site: &Site) -> bool {
    let urls: BTreeMap<&str, &str> =
        site.pages.iter().map(|page| (page.path.as_str(), page.url.as_str())).collect();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut changed = false;
    // Those that cannot move come first, then those that are where they were.
    let rank = |page: &&mut Page| {
        let url = urls.get(page.new_path.as_str()).copied();
        (!page.is_section(), url.is_none() || page.address.as_deref() != url)
    };
    let mut pages: Vec<&mut Page> = other.pages.iter_mut().collect();
    pages.sort_by_key(rank);
    for page in pages {
        let Some(url) = urls.get(page.new_path.as_str()) else { continue };
        let mut url = (*url).to_owned();
        if page.is_section() {
            taken.insert(url);
            continue;
        }
        if let Some(address) = page.address.as_deref().filter(|address| *address != url) {
            let parts = |address: &str| {
                let (parent, name) = split_name(address.trim_end_matches('/'));
                (parent.to_owned(), name.trim_end_matches(".html").to_owned())
            };
            let (parent, name) = parts(address);
            let fits = parts(&url).0 == parent && address.ends_with('/') == url.ends_with('/');
            if fits && !name.is_empty() && site::slug(&name) == name {
                page.head.slug = Some(name);
                url = address.to_owned();
                changed = true;
            }
        }
        let mut rank = 2;
        while taken.contains(&url) {
            let end = if url.ends_with('/') { "/" } else { ".html" };
            let (parent, name) = split_name(url.trim_end_matches(end));
            let base = page.head.slug.clone().unwrap_or_else(|| name.to_owned());
            let slug = format!("{}-{rank}", site::slug(&base));
            url = format!("{parent}/{slug}{end}");
            if !taken.contains(&url) {
                page.head.slug = Some(slug);
                other.report.say(Fate::ToDo, Message::key("import.same-address"), &page.path, None);
                changed = true;
            }
            rank += 1;
        }
        taken.insert(url);
    }
    changed
}

/// Addresses that lead to pages, each to one.
struct Aliases {
    urls: Vec<String>,
    taken: BTreeSet<String>,
}

impl Aliases {
    fn new(other: &Other, urls: &[String], site: &Site) -> Self {
        let made = site.made.iter().map(|made| made.url.clone());
        let files = other.files.iter().map(|file| format!("/{}", file.published));
        let taken = urls.iter().cloned().chain(made).chain(files).collect();
        Self { urls: urls.to_vec(), taken }
    }

    /// Whether an address may lead to a page: nothing else has it.
    fn take(&mut self, address: &str) -> bool {
        is_alias(address) && self.taken.insert(site::addresses::alias_url(address))
    }

    /// The addresses that lead to a page beside its own.
    fn of(&mut self, rank: usize, other: &mut Other) -> Vec<String> {
        let url = self.urls.get(rank).cloned().unwrap_or_default();
        let Some(page) = other.pages.get(rank) else { return Vec::new() };
        let (path, address) = (page.path.clone(), page.address.clone());
        let wanted: Vec<String> = address.iter().chain(&page.head.aliases).cloned().collect();
        let mut given = Vec::new();
        if let Some(address) = &address
            && site::addresses::alias_url(address) == url
            && !path.is_empty()
        {
            other.report.same += 1;
        }
        for address in wanted {
            if site::addresses::alias_url(&address) == url || given.contains(&address) {
                continue;
            }
            if self.take(&address) {
                other.report.redirected += 1;
                given.push(address);
            } else {
                let message = Message::key("import.address-lost").with("address", address);
                other.report.say(Fate::ToDo, message, &path, None);
            }
        }
        given
    }
}

/// The same page in other languages, where their paths do not say it.
fn translations(other: &Other, page: &Page) -> Vec<(String, String)> {
    let same = |one: &&Page| match (&page.head.translation_key, &one.head.translation_key) {
        (Some(key), Some(other)) => key == other,
        (None, None) => page.folder == one.folder && page.stem == one.stem,
        _ => false,
    };
    let stem = |page: &Page| {
        let suffix = other.settings.languages.get(page.lang).map(|lang| format!(".{}.md", lang.tag));
        let path = page.new_path.as_str();
        let stem = suffix.and_then(|suffix| path.strip_suffix(&suffix));
        stem.or_else(|| path.strip_suffix(".md")).unwrap_or(path).to_owned()
    };
    let others = other
        .pages
        .iter()
        .filter(same)
        .filter(|one| one.lang != page.lang && !one.path.is_empty() && stem(one) != stem(page));
    let tag = |lang: usize| other.settings.languages.get(lang).map(|lang| lang.tag.clone());
    let mut found: Vec<(String, String)> =
        others.filter_map(|one| Some((tag(one.lang)?, one.new_path.clone()))).collect();
    found.sort();
    found.dedup_by(|a, b| a.0 == b.0);
    found
}
