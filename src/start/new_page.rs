//! A new page, or a new section: where it goes, and what it starts from.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use jiff::civil::Date;

use super::full::every_field;
use super::{NewFile, Role};
use crate::data::{nearest, yaml_line};
use crate::document::french::TYPES;
use crate::document::front_matter::PageType;
use crate::finding::Message;
use crate::language::Language;
use crate::site::{Page, Site, readable, slug};
use crate::words::Words;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A page of a type.
    Page(PageType),
    /// A section: a folder, with its own page.
    Section,
}

/// The name of a section, where those of types stand.
const SECTION: &str = "section";

/// Names that French editors give to sections; those of types are read in pages too.
const FRENCH: [(&str, &str); 2] = [("rubrique", SECTION), ("dossier", SECTION)];

/// Every French name with the one it stands for.
fn french() -> impl Iterator<Item = (&'static str, &'static str)> {
    TYPES.into_iter().chain(FRENCH)
}

impl Kind {
    /// Every kind with its name and what it is, a key of `words/`.
    pub const ALL: [(&'static str, Self, &'static str); 10] = [
        ("procedure", Self::Page(PageType::Procedure), "start.type-procedure"),
        ("guide", Self::Page(PageType::Guide), "start.type-guide"),
        ("question", Self::Page(PageType::Question), "start.type-question"),
        ("life-event", Self::Page(PageType::LifeEvent), "start.type-life-event"),
        ("office", Self::Page(PageType::Office), "start.type-office"),
        ("news", Self::Page(PageType::News), "start.type-news"),
        ("tool", Self::Page(PageType::Tool), "start.type-tool"),
        ("dataset", Self::Page(PageType::Dataset), "start.type-dataset"),
        ("page", Self::Page(PageType::Page), "start.type-page"),
        (SECTION, Self::Section, "start.type-section"),
    ];

    /// The kind of this name, in English or in French.
    ///
    /// # Errors
    /// When there is none: what to say, with the nearest one and all of them.
    pub fn named(name: &str, words: &Words) -> Result<Self, String> {
        let typed = slug(name);
        let english = french().find(|(french, _)| *french == typed).map(|(_, english)| english);
        let wanted = english.unwrap_or(&typed);
        if let Some((_, kind, _)) = Self::ALL.iter().find(|(known, ..)| *known == wanted) {
            return Ok(*kind);
        }
        let names = Self::ALL.iter().map(|(name, ..)| *name).chain(french().map(|(french, _)| french));
        let near = nearest(&typed, names);
        let near = near
            .map(|near| french().find(|(french, _)| *french == near).map_or(near, |(_, english)| english));
        let mut said = words.say(&Message::key("start.no-type").with("name", name));
        if let Some(near) = near {
            let _ = write!(said, " {}", words.say(&Message::key("data.did-you-mean").with("name", near)));
        }
        for (name, _, about) in Self::ALL {
            let _ = write!(said, "\n  {name:<11} {}", words.get(about));
        }
        Err(said)
    }

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind, _)| *kind == self).map_or("page", |(name, ..)| name)
    }

    /// What its text starts from: a key of `words/`.
    fn body(self) -> &'static str {
        match self {
            Self::Page(PageType::Procedure) => "start.body-procedure",
            Self::Page(PageType::Guide) => "start.body-guide",
            Self::Page(PageType::Question) => "start.body-question",
            Self::Page(PageType::LifeEvent) => "start.body-life-event",
            Self::Page(PageType::Office) => "start.body-office",
            Self::Page(PageType::News) => "start.body-news",
            Self::Page(PageType::Tool) => "start.body-tool",
            Self::Page(PageType::Dataset) => "start.body-dataset",
            Self::Page(PageType::Page) => "start.body-page",
            Self::Section => "start.body-section",
        }
    }
}

/// What was asked for.
#[derive(Clone, Copy, Debug)]
pub struct NewPage<'a> {
    /// Which kind of page.
    pub kind: Kind,
    /// Its name, or its path in `content/`, as typed.
    pub name: &'a str,
    /// The section it goes to.
    pub section: Option<&'a str>,
    /// Its title; made of its name without one.
    pub title: Option<&'a str>,
    /// The tag of its language, when it is not the main one of the site.
    pub language: Option<&'a str>,
    /// Whether every field it may have is written, commented out.
    pub full: bool,
    /// The day on which it is written.
    pub today: Date,
}

/// Why a page goes to the section that was chosen for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// Most pages of that kind are there.
    Pages,
    /// It is a section for that kind, which holds none yet.
    Section,
}

/// What is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The files: the page first, then the pages of sections that did not exist.
    pub files: Vec<NewFile>,
    /// The section that was chosen, and why.
    pub chosen: Option<(String, Chosen)>,
    /// It goes to the root of the site because nothing said where pages of its type go.
    pub nowhere: bool,
}

/// Says where a new page goes in a site and what it holds.
///
/// # Errors
/// When it cannot be made: what to say.
pub fn plan(site: &Site, new: &NewPage<'_>) -> Result<Planned, Message> {
    let folders = folders(site);
    let main = &site.config.site.language;
    let language = Language::of(new.language.unwrap_or(main)).unwrap_or_default();
    let Place { mut folder, name, title, titles } = place(new, &folders, language)?;
    let (mut chosen, mut nowhere) = (None, false);
    if folder.is_empty() && new.section.is_none() && !new.name.trim_start_matches("content/").contains('/') {
        let usual = usual_folder(site, new.kind);
        // Where pages of that type stand at the root, one more does too.
        nowhere = usual.is_none() && !matches!(new.kind, Kind::Page(PageType::Page) | Kind::Section);
        chosen = match usual {
            Some(folder) => Some((folder, Chosen::Pages)).filter(|(folder, _)| !folder.is_empty()),
            None => meant_section(site, new.kind).map(|folder| (folder, Chosen::Section)),
        };
        nowhere &= chosen.is_none();
        folder = chosen.as_ref().map(|(folder, _)| folder.clone()).unwrap_or_default();
    }
    let suffix = match new.language.filter(|tag| tag != main) {
        None => String::new(),
        Some(tag) if site.config.site.languages.iter().any(|known| known == tag) => format!(".{tag}"),
        Some(tag) => return Err(Message::key("start.no-language").with("tag", tag)),
    };
    let words = Words::load(language);
    let whole = join(&folder, &name);
    for taken in [
        format!("{whole}{suffix}.md"),
        format!("{whole}/index{suffix}.md"),
        format!("{whole}/_index{suffix}.md"),
    ] {
        if site.paths.contains_key(&taken) {
            return Err(Message::key("start.page-exists").with("path", format!("content/{taken}")));
        }
    }
    let (path, above) = match new.kind {
        Kind::Page(_) => (format!("{whole}{suffix}.md"), folder),
        Kind::Section => (format!("{whole}/_index{suffix}.md"), folder),
    };
    let text = page_text(new, new.kind, &title, &words);
    let mut files = vec![NewFile { path: format!("content/{path}"), text, role: Role::Site }];
    for missing in missing(&above, &folders)? {
        let last = || readable(missing.rsplit('/').next().unwrap_or(&missing));
        let title = titles.get(&missing).cloned().unwrap_or_else(last);
        let text = page_text(&NewPage { full: false, ..*new }, Kind::Section, &title, &words);
        files.push(NewFile { path: format!("content/{missing}/_index{suffix}.md"), text, role: Role::Site });
    }
    Ok(Planned { files, chosen, nowhere })
}

/// Every folder of pages, from `content/`.
fn folders(site: &Site) -> BTreeSet<&str> {
    let mut folders = BTreeSet::new();
    for page in &site.pages {
        let mut rest = page.path.as_str();
        while let Some((folder, _)) = rest.rsplit_once('/') {
            folders.insert(folder);
            rest = folder;
        }
    }
    folders
}

/// Where a page goes, as asked for.
struct Place {
    folder: String,
    /// The name of its file, without what ends it.
    name: String,
    title: String,
    /// The titles of the folders that were named, by their paths.
    titles: BTreeMap<String, String>,
}

fn place(new: &NewPage<'_>, folders: &BTreeSet<&str>, language: Language) -> Result<Place, Message> {
    let typed = new.name.trim().trim_start_matches("./").trim_start_matches("content/").trim_matches('/');
    let typed = typed.strip_suffix(".md").unwrap_or(typed);
    let (inside, last) = typed.rsplit_once('/').unwrap_or(("", typed));
    let section = new.section.unwrap_or("").trim().trim_start_matches("./").trim_start_matches("content/");
    let (mut folder, mut titles) = (String::new(), BTreeMap::new());
    for part in section.split('/').chain(inside.split('/')).filter(|part| !part.is_empty()) {
        let as_typed = join(&folder, part);
        // A folder that is there keeps its name, whatever it looks like.
        folder = if folders.contains(as_typed.as_str()) {
            as_typed
        } else {
            join(&folder, &named(part, new.name)?)
        };
        titles.insert(folder.clone(), title_of(part, language));
    }
    let name = named(last, new.name)?;
    // It would be the page of the folder it is in, beside the one that folder has.
    if name == "index" && new.kind != Kind::Section {
        let example = if folder.is_empty() { "demarches" } else { &folder };
        return Err(Message::key("start.name-index").with("name", last).with("example", example));
    }
    let title = match new.title {
        Some(title) => apostrophes(title.trim(), language),
        None => title_of(last, language),
    };
    match super::wrong_title(&title) {
        Some(message) => Err(message),
        None => Ok(Place { folder, name, title, titles }),
    }
}

/// The title that a name makes as it was typed, with its accents: words typed as words keep their hyphens.
fn title_of(typed: &str, language: Language) -> String {
    let title = if typed.contains(' ') { readable_words(typed) } else { readable(typed) };
    let title: Vec<&str> = title.split_whitespace().collect();
    readable_words(&apostrophes(&title.join(" "), language))
}

/// A text with the apostrophes that its language prints.
fn apostrophes(text: &str, language: Language) -> String {
    if language == Language::French { text.replace('\'', "’") } else { text.to_owned() }
}

/// A part of a path, fit for an address.
fn named(part: &str, whole: &str) -> Result<String, Message> {
    let name = slug(part);
    if name.is_empty() || part == ".." {
        return Err(Message::key("start.no-name").with("name", whole));
    }
    Ok(name)
}

fn readable_words(text: &str) -> String {
    let mut letters = text.trim().chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// The folder that holds most pages of a type; the first of equals.
fn usual_folder(site: &Site, kind: Kind) -> Option<String> {
    let Kind::Page(page_type) = kind else { return None };
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for page in site.pages.iter().filter(|page| !page.is_index) {
        // A page without a type is one of every folder.
        if page.front.page_type.as_ref().is_some_and(|known| known.value == page_type)
            && page_type != PageType::Page
        {
            *counts.entry(page.path.rsplit_once('/').map_or("", |(folder, _)| folder)).or_default() += 1;
        }
    }
    let most = counts.values().max().copied()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(folder, _)| folder.to_owned())
}

/// Names of sections that say that they are for procedures.
const OF_PROCEDURES: [&str; 3] = ["demarches", "vos-demarches", "procedures"];

/// The first section that is for pages of a type: its `defaults` say so, or else its name.
fn meant_section(site: &Site, kind: Kind) -> Option<String> {
    let Kind::Page(page_type) = kind else { return None };
    let sections = || {
        let indexes = site.pages.iter().filter(|page| page.is_index);
        indexes.filter_map(|page| Some((page.path.rsplit_once('/')?.0, page)))
    };
    let by_default = |page: &Page| {
        let defaults = page.document.front.defaults.as_ref();
        defaults.and_then(|front| front.page_type.as_ref()).is_some_and(|typed| typed.value == page_type)
    };
    let says = sections().find(|(_, page)| by_default(page)).map(|(folder, _)| folder);
    let named = || {
        let mut folders = sections().map(|(folder, _)| folder);
        folders.find(|folder| page_type == PageType::Procedure && OF_PROCEDURES.contains(folder))
    };
    says.or_else(named).map(str::to_owned)
}

/// The folders, of those that lead to this one, that do not exist: the deepest last.
///
/// # Errors
/// When one that exists has nearly the same name: it is more likely meant.
fn missing(folder: &str, folders: &BTreeSet<&str>) -> Result<Vec<String>, Message> {
    let mut missing = Vec::new();
    let mut so_far = String::new();
    for part in folder.split('/').filter(|part| !part.is_empty()) {
        let parent = so_far.clone();
        so_far = join(&so_far, part);
        if folders.contains(so_far.as_str()) {
            continue;
        }
        let beside = folders.iter().filter(|known| known.rsplit_once('/').map_or("", |(up, _)| up) == parent);
        let names = beside.map(|known| known.rsplit('/').next().unwrap_or(known));
        if let Some(near) = nearest(part, names) {
            let near = join(&parent, near);
            return Err(Message::key("start.section-near").with("name", so_far).with("near", near));
        }
        missing.push(so_far.clone());
    }
    Ok(missing)
}

/// The text of a new page.
fn page_text(new: &NewPage<'_>, kind: Kind, title: &str, words: &Words) -> String {
    let blank = words.get("start.blank");
    let mut head = String::new();
    let mut line = |text: String| {
        head.push_str(&text);
        head.push('\n');
    };
    line("---".to_owned());
    line(format!("title: {}", yaml_line(title)));
    line(format!("description: {blank}"));
    if kind != Kind::Section {
        line(format!("type: {}", kind.name()));
    }
    // A section that is not published would leave its pages without a parent.
    if kind != Kind::Section {
        line(format!("draft: true # {}", words.get("start.draft")));
    }
    line(format!("reviewed: {}", new.today));
    match kind {
        Kind::Page(PageType::Procedure) => {
            line(format!("cost: {blank}"));
            line(format!("channels: {blank}"));
            line(format!("# {}", words.get("start.national")));
            line("#national: https://www.service-public.gouv.fr/".to_owned());
        }
        Kind::Page(PageType::Office) => {
            line(format!("# {}", words.get("start.office")));
            line("#organisation: mairie".to_owned());
        }
        Kind::Page(PageType::LifeEvent) => {
            line(format!("# {}", words.get("field.event")));
            line("#event: demenagement".to_owned());
            line(format!("# {}", words.get("field.procedures")));
            line("#procedures: []".to_owned());
        }
        Kind::Page(PageType::News) => line(format!("published: {}", new.today)),
        Kind::Page(PageType::Dataset) => line(format!("licence: {}", words.get("start.licence"))),
        _ => {}
    }
    if new.full {
        let given: Vec<String> = head
            .lines()
            .filter_map(|line| line.trim_start_matches('#').split_once(':'))
            .map(|(key, _)| key.to_owned())
            .collect();
        head.push_str(&every_field(kind, &given, new.today, words));
    }
    head.push_str("---\n\n");
    head.push_str(words.get(kind.body()));
    head.push('\n');
    head
}
