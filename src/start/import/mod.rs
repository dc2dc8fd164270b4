//! The site of another program, made into one of this program: its settings, its pages, its files and its addresses,
//! with a report of what was understood and what was not. Bytes in, bytes out; `files` reads and writes them.
//!
//! Every page is turned alone first, then all of them are put together as a [`Site`], which says what their new
//! addresses and the ids of their headings are: the earlier addresses that must go on answering, and the links that
//! must change, come from there.

mod addresses;
mod body;
mod code;
mod front;
mod html;
mod hugo;
mod links;
mod markdown;
mod names;
mod report;
mod settings;
mod shortcodes;
mod terms;
#[cfg(test)]
mod tests;
mod turn;
mod zola;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::NewSite;
use crate::finding::Message;
use crate::language::Language;
use crate::source::{Asset, Picture, Source, Sources, Tree};

use front::Head;
use names::Taken;
pub use report::{Fate, Line, Place, Report};
use settings::Settings;

/// The folder, in the new site, of what was left as it was.
pub const LEFT: &str = "import";

/// The report, in the new site.
pub const REPORT: &str = "IMPORT.md";

/// Which program a site was made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// Hugo.
    Hugo,
    /// Zola.
    Zola,
    /// Plain Markdown, with heads in YAML or without.
    Markdown,
}

impl Program {
    /// Every one with its name in commands.
    pub const NAMES: [(&'static str, Self); 3] =
        [("hugo", Self::Hugo), ("zola", Self::Zola), ("markdown", Self::Markdown)];

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Hugo => "Hugo",
            Self::Zola => "Zola",
            Self::Markdown => "Markdown",
        }
    }
}

/// A file of the other site.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its path from the folder of the site, with `/`.
    pub path: String,
    /// What it is.
    pub what: What,
}

/// What a file of the other site is.
#[derive(Clone, Debug)]
pub enum What {
    /// A text that may have to be understood: its bytes.
    Text(Vec<u8>),
    /// Anything else, that is copied.
    File,
    /// The same, with a head between two lines `---`: Jekyll and its like make a page of it.
    Headed,
    /// A folder that is not looked into: a program makes it, or it is hidden.
    PassedOver,
    /// A symbolic link: it is not followed.
    Link,
    /// A text too large to be read.
    TooLarge,
    /// It cannot be read, and why.
    Unreadable(Message),
}

/// What is to be imported, and what is said of it that the other site does not say.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// What it was made with.
    pub program: Program,
    /// Every file of its folder, in order.
    pub files: &'a [Found],
    /// The name of its folder.
    pub name: &'a str,
    /// The new site’s name, in the place of the one that the settings say.
    pub title: Option<String>,
    /// Who publishes the new site.
    pub publisher: Option<String>,
    /// Where it will be published, in the place of the address that the settings say.
    pub base_url: Option<String>,
    /// The day of the import.
    pub today: Date,
    /// The files built into the program: the components that pages may embed come from there.
    pub built_in: &'a Tree,
}

/// A file of the new site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its path from the folder of the new site, with `/`.
    pub path: String,
    /// What it holds.
    pub holds: Holds,
}

/// What a file of the new site holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holds {
    /// This text.
    Text(String),
    /// What a file of the other site holds, by its path there.
    Copy(String),
}

/// A site made from another.
#[derive(Clone, Debug)]
pub struct Imported {
    /// Its files, in order.
    pub files: Vec<Written>,
    /// What became of everything.
    pub report: Report,
    /// The language of its texts, as far as the program has it.
    pub language: Language,
}

/// A page of the other site.
#[derive(Clone, Debug)]
struct Page {
    /// Its path in the folder of the other site.
    path: String,
    /// Its folder inside the content of its language, its name without language and extension.
    folder: String,
    stem: String,
    /// Its language, by its rank in the settings.
    lang: usize,
    /// What its head says.
    head: Head,
    /// Its text, and the line of the file where it starts.
    body: String,
    first_line: u32,
    /// Where it was published: `/a/b/`. None if it was not.
    address: Option<String>,
    /// Its path inside the new `content/`.
    new_path: String,
}

impl Page {
    /// It is the page of a section: `_index.md`.
    fn is_section(&self) -> bool {
        self.stem == "_index"
    }

    /// The folder that its files stand in is its own: `index.md`.
    fn is_bundle(&self) -> bool {
        self.stem == "index"
    }
}

/// A file that is published as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
struct File {
    /// Its path in the folder of the other site.
    path: String,
    /// Where it is published, without the first `/`: also its path inside the new `content/`.
    published: String,
}

/// What was read of the other site.
struct Other {
    settings: Settings,
    pages: Vec<Page>,
    files: Vec<File>,
    /// Files that go to [`LEFT`].
    left: Vec<String>,
    report: Report,
}

/// Makes a site out of another. Never fails: what cannot be turned is left, and told.
pub fn import(request: &Request<'_>) -> Imported {
    let mut report = Report::default();
    let mut texts = Sources::default();
    let mut known = BTreeMap::new();
    let mut mended = BTreeSet::new();
    for file in request.files {
        match &file.what {
            What::Text(bytes) => {
                let (text, other) = names::decoded(bytes);
                if other {
                    mended.insert(file.path.as_str());
                }
                known.insert(file.path.as_str(), texts.add(Source::new(file.path.as_str(), text.into())));
            }
            What::Link => report.say(Fate::Lost, Message::key("import.link"), &file.path, None),
            What::TooLarge => report.say(Fate::Left, Message::key("import.too-large"), &file.path, None),
            What::Unreadable(why) => report.say(Fate::Lost, why.clone(), &file.path, None),
            What::PassedOver => {
                let message = Message::key("import.passed-over").with("path", format!("{}/", file.path));
                report.say(Fate::Left, message, "", None);
            }
            What::File | What::Headed => {}
        }
    }
    let reading = Reading { files: request.files, texts: &texts, known: &known, read: RefCell::default() };
    let mut other = match request.program {
        Program::Hugo => hugo::read(&reading, report),
        Program::Zola => zola::read(&reading, report),
        Program::Markdown => markdown::read(&reading, report),
    };
    // What is only copied keeps its bytes.
    for path in reading.read.borrow().iter().filter(|path| mended.contains(path.as_str())) {
        other.report.say(Fate::Turned, Message::key("import.encoding"), path, None);
    }
    keep_bundles(&mut other);
    let taken = only_one_each(&mut other);
    let site = turn::new_site(request, &mut other);
    turn::site(request, other, &site, taken)
}

/// The texts of the other site.
struct Reading<'a> {
    files: &'a [Found],
    texts: &'a Sources,
    known: &'a BTreeMap<&'a str, crate::source::SourceId>,
    /// Those that were understood.
    read: RefCell<BTreeSet<String>>,
}

impl<'a> Reading<'a> {
    /// The files that can be read.
    fn files(&self) -> impl Iterator<Item = &'a Found> {
        let aside = |what: &What| matches!(what, What::Link | What::Unreadable(_) | What::PassedOver);
        self.files.iter().filter(move |file| !aside(&file.what))
    }

    fn text(&self, path: &str) -> Option<(crate::source::SourceId, &'a Source)> {
        let id = *self.known.get(path)?;
        self.read.borrow_mut().insert(path.to_owned());
        Some((id, self.texts.get(id)))
    }
}

impl Page {
    /// Names the folder of a page with its files as its address does, where the rest of the path is the same: its
    /// files stay where they were published.
    fn keep_folder(&mut self, settings: &Settings) {
        let prefix = settings.languages.get(self.lang).map_or("", |lang| lang.prefix.as_str());
        let Some(address) = self.address.as_deref().filter(|_| self.is_bundle()) else { return };
        let Some(path) = address.strip_prefix(prefix).filter(|path| path.ends_with('/')) else { return };
        let (parent, name) = names::split_name(path.trim_matches('/'));
        let (folder, file) = names::split_name(&self.new_path);
        let kept = names::joined(&names::joined(parent, name), file);
        if parent == names::split_name(folder).0 && names::is_page(&kept) {
            self.new_path = kept;
            self.head.slug = None;
        }
    }
}

/// Keeps pages with their files where they were published, and pages of several languages in one folder.
fn keep_bundles(other: &mut Other) {
    let mut folders: BTreeMap<String, String> = BTreeMap::new();
    other.pages.sort_by_key(|page| page.lang);
    for page in other.pages.iter_mut().filter(|page| page.is_bundle()) {
        if let Some(folder) = folders.get(&page.folder) {
            page.new_path = names::joined(folder, names::split_name(&page.new_path).1);
            continue;
        }
        page.keep_folder(&other.settings);
        folders.insert(page.folder.clone(), names::split_name(&page.new_path).0.to_owned());
    }
}

/// Gives each path of the new site to one file: pages first, then files; what comes second is left, and told. So is a
/// page whose path would not be read as one.
fn only_one_each(other: &mut Other) -> Taken {
    let mut taken = Taken::default();
    let mut left = Vec::new();
    other.pages.retain(|page| {
        let refused = if !names::is_page(&page.new_path) {
            Some(Message::key("import.not-a-page").with("path", page.new_path.as_str()))
        } else if !taken.take(&page.new_path) {
            Some(Message::key("import.taken"))
        } else {
            return true;
        };
        // A section that no file stands for is nothing that could be lost.
        left.extend(refused.filter(|_| !page.path.is_empty()).map(|message| (page.path.clone(), message)));
        false
    });
    other.files.retain(|file| {
        let free = taken.take(&file.published);
        if !free {
            left.push((file.path.clone(), Message::key("import.taken")));
        }
        free
    });
    for (path, message) in left {
        other.report.say(Fate::ToDo, message, &path, None);
        other.left.push(path);
    }
    taken
}

/// A file of the new site, for the program to know that it is there.
fn asset(path: &str) -> Asset {
    Asset {
        origin: format!("content/{path}"),
        theme: None,
        path: path.to_owned(),
        size: 0,
        hash: String::new(),
        picture: Picture::default(),
    }
}

/// The files that help beside those of the import.
fn beside(site: &NewSite) -> Vec<Written> {
    let text = |file: super::NewFile| Written { path: file.path, holds: Holds::Text(file.text) };
    site.files().into_iter().map(text).collect()
}
