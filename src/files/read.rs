//! A site's folder, read: every text in memory, every other file measured and hashed.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::baseline::BaselineError;
use super::kept::{Kept, Stamp};
use super::zones::{TOPS, Why, Zones, is_hidden};
use super::{builtin, cannot_read};
use crate::finding::{Message, Problem, ProblemKind};
use crate::source::{self, Asset, Picture, Source, SourceId, Sources, Span, Tree};

/// Bytes of the largest text that is read: far above any page a person writes, and far below the
/// 4 GiB that the offsets of a span can count.
pub const LARGEST_TEXT: u64 = 16 * 1024 * 1024;

/// Bytes of the largest file beside a page that is read as a table: a larger one is for machines.
const LARGEST_TABLE: u64 = 1024 * 1024;

/// Why a site could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is no `content/` folder at this path: this is not a site's folder.
    #[error("{}: there is no such folder, so this is not a site's folder", path.display())]
    NoContent {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The name of a file or folder is not UTF-8, so that it can have no address.
    #[error("{}: this name is not written in UTF-8", path.display())]
    NotUtf8 {
        /// The file or folder.
        path: PathBuf,
    },
    /// A text larger than [`LARGEST_TEXT`].
    #[error("{}: {size} bytes, when a text may have {LARGEST_TEXT}", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size in bytes.
        size: u64,
    },
    /// `site.toml`, `content/`, `lints/` or `themes/` is a link that leads out of the site's folder.
    #[error("{}: this link leads out of the site's folder, to {}", path.display(), target.display())]
    LeavesSite {
        /// The link.
        path: PathBuf,
        /// What it leads to.
        target: PathBuf,
    },
    /// The system would not let it be read.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system answered.
        source: io::Error,
    },
    /// The findings already known, which the settings name, could not be read.
    #[error(transparent)]
    Baseline(#[from] BaselineError),
}

impl ReadError {
    /// The file or folder it is about.
    pub fn path(&self) -> &Path {
        match self {
            Self::NoContent { path }
            | Self::NotUtf8 { path }
            | Self::TooLarge { path, .. }
            | Self::LeavesSite { path, .. }
            | Self::Io { path, .. } => path,
            Self::Baseline(error) => error.path(),
        }
    }

    /// The same, said to an editor.
    pub fn message(&self) -> Message {
        let path = self.path().display().to_string();
        match self {
            Self::NoContent { .. } => Message::key("files.no-content").with("path", path),
            Self::NotUtf8 { .. } => Message::key("files.not-utf8").with("path", path),
            Self::TooLarge { .. } => Message::key("files.too-large")
                .with("path", path)
                .with("mebibytes", i64::try_from(LARGEST_TEXT >> 20).unwrap_or(i64::MAX)),
            Self::LeavesSite { target, .. } => Message::key("files.leaves-site")
                .with("path", path)
                .with("target", target.display().to_string()),
            Self::Io { path, source } => cannot_read(path, source),
            Self::Baseline(error) => error.message(),
        }
    }
}

/// A file that was left aside, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// Its path from the site's folder, with `/`.
    pub path: String,
    /// Why.
    pub why: Why,
}

impl Skipped {
    /// What an editor did by mistake, told as a finding at the start of that file, which is added to the
    /// sources without its text. None for what only the person who runs the program can mend.
    pub fn problem(&self, sources: &mut Sources) -> Option<Problem> {
        let help = match self.why {
            Why::RulePlace => "files.rule-place-help",
            Why::PageSuffix => "files.page-suffix-help",
            Why::LinkOutside | Why::LinkToFolder | Why::LinkBroken | Why::Special => return None,
        };
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let source = sources.add(Source::new(self.path.as_str(), Vec::new()));
        let problem = Problem::new(ProblemKind::IgnoredFile, Span::new(source, 0, 0), self.message());
        Some(problem.help(Message::key(help).with("name", stem)))
    }

    /// The same, said to an editor.
    pub fn message(&self) -> Message {
        let key = match self.why {
            Why::LinkOutside => "files.link-outside",
            Why::LinkToFolder => "files.link-to-folder",
            Why::LinkBroken => "files.link-broken",
            Why::Special => "files.special",
            Why::PageSuffix => "files.page-suffix",
            Why::RulePlace => "files.rule-place",
        };
        Message::key(key).with("path", self.path.as_str())
    }
}

/// A site's folder, as read.
#[derive(Debug, Default)]
pub struct Reading {
    /// What was read.
    pub tree: Tree,
    /// What was left aside and may be missed, by path.
    pub skipped: Vec<Skipped>,
}

/// Whether a file of a theme holds its words in a language: `words/br.toml`.
fn is_words(path: &str) -> bool {
    path.strip_prefix("words/").is_some_and(|name| name.ends_with(".toml") && !name.contains('/'))
}

/// Reads the site in a folder. What the site does not hold itself, among rules and themes, comes
/// from the files built into the program, and is replaced by the site's own file by file.
///
/// Hidden files (but `.well-known`), the copies editors leave behind (`page.md~`) and
/// `node_modules` are passed over in silence. A link is followed only to a file of `content/`,
/// `lints/` or `themes/`; these three may themselves be links, to a folder inside the site.
///
/// # Errors
/// The first file, in the order of paths, that cannot be read: see [`ReadError`].
pub fn read(root: &Path) -> Result<Reading, ReadError> {
    read_again(root, &mut Kept::default())
}

/// The same, for a folder that was read before: only what changed since is read from the disk, and the texts
/// of the rest are [shared](Sources::shares). `kept` is what the reading before left, and is left for the next.
///
/// # Errors
/// As for [`read`].
pub fn read_again(root: &Path, kept: &mut Kept) -> Result<Reading, ReadError> {
    read_open(root, kept, &BTreeMap::new())
}

/// The same, where some files are open in an editor: their texts, by their path from the site's folder, stand
/// for what is on the disk, be it there or not.
///
/// # Errors
/// As for [`read`].
pub fn read_open(
    root: &Path,
    kept: &mut Kept,
    open: &BTreeMap<String, Arc<Source>>,
) -> Result<Reading, ReadError> {
    let root = resolve(root)?;
    let zones = Zones::of(&root);
    let mut plan = Plan::builtin();
    plan.config(&root)?;
    for top in TOPS {
        match top_folder(&root, top)? {
            Some(folder) => plan.walk(top, &folder, &zones)?,
            None if top == "content" => return Err(ReadError::NoContent { path: root.join(top) }),
            None => {}
        }
    }
    for (path, text) in open {
        plan.place(path, Bytes::Open(Arc::clone(text)));
    }
    plan.skipped.sort();
    plan.skipped.dedup();
    let skipped = std::mem::take(&mut plan.skipped);
    Ok(Reading { tree: plan.load(kept)?, skipped })
}

/// A file as an earlier state of the site had it.
#[derive(Debug)]
pub(super) enum Earlier {
    /// A text.
    Text(Vec<u8>),
    /// A file that is published as it is.
    Asset {
        /// Bytes.
        size: u64,
        /// What tells it from another; not the hash of today's files.
        hash: String,
    },
}

/// The site that some files make, by their path from its folder.
///
/// # Errors
/// See [`read`].
pub(super) fn earlier(files: Vec<(String, Earlier)>) -> Result<Tree, ReadError> {
    let mut plan = Plan::builtin();
    for (path, file) in files {
        let bytes = match file {
            Earlier::Text(bytes) => Bytes::Memory(bytes),
            Earlier::Asset { size, hash } => Bytes::Known { size, hash },
        };
        plan.place(&path, bytes);
    }
    plan.load(&mut Kept::default())
}

/// The built-in rules and themes alone, for what is asked outside any site.
pub fn built_in() -> Tree {
    // Built-in files are in memory: reading them cannot fail.
    Plan::builtin().load(&mut Kept::default()).unwrap_or_default()
}

/// The bytes of a file published as it is, of the site in `root`.
///
/// # Errors
/// When it is no longer there, or is now a link that leaves the site.
pub fn asset(root: &Path, asset: &Asset) -> io::Result<Vec<u8>> {
    if let Some(bytes) = builtin::bytes(&asset.origin) {
        return Ok(bytes.to_vec());
    }
    let root = root.canonicalize()?;
    let path = Zones::of(&root).resolve(&root.join(&asset.origin)).map_err(|_| io::ErrorKind::NotFound)?;
    fs::read(path)
}

fn resolve(path: &Path) -> Result<PathBuf, ReadError> {
    path.canonicalize().map_err(|source| ReadError::Io { path: path.to_owned(), source })
}

/// One of the site's folders, its link resolved; none if it is absent or not a folder.
fn top_folder(root: &Path, name: &str) -> Result<Option<PathBuf>, ReadError> {
    let path = root.join(name);
    if path.symlink_metadata().is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
        return Ok(None);
    }
    let target = resolve(&path)?;
    if !target.starts_with(root) {
        return Err(ReadError::LeavesSite { path, target });
    }
    Ok(target.is_dir().then_some(target))
}

/// Where the bytes of a file are.
enum Bytes {
    Disk(PathBuf),
    Builtin(&'static [u8]),
    Memory(Vec<u8>),
    /// A text that is open in an editor.
    Open(Arc<Source>),
    /// Not at hand, but known.
    Known {
        size: u64,
        hash: String,
    },
}

/// A file to read, and the name it goes by.
struct Entry {
    name: String,
    bytes: Bytes,
}

impl Entry {
    fn builtin(folder: &str, path: &str, bytes: &'static [u8]) -> Self {
        Self { name: format!("{}{folder}/{path}", builtin::PREFIX), bytes: Bytes::Builtin(bytes) }
    }

    fn is_built_in(&self) -> bool {
        matches!(self.bytes, Bytes::Builtin(_))
    }

    /// The same file, to be read as a table too, if it is small enough.
    fn small(&self) -> Option<Self> {
        let (size, bytes) = match &self.bytes {
            Bytes::Disk(path) => (fs::metadata(path).ok()?.len(), Bytes::Disk(path.clone())),
            Bytes::Memory(bytes) => (bytes.len() as u64, Bytes::Memory(bytes.clone())),
            Bytes::Open(text) => (text.bytes().len() as u64, Bytes::Open(Arc::clone(text))),
            Bytes::Builtin(_) | Bytes::Known { .. } => return None,
        };
        (size <= LARGEST_TABLE).then(|| Self { name: self.name.clone(), bytes })
    }

    fn stamp(&self) -> Option<Stamp> {
        match &self.bytes {
            Bytes::Disk(path) => Stamp::of(path),
            Bytes::Builtin(_) => Some(Stamp::BUILTIN),
            Bytes::Memory(_) | Bytes::Open(_) | Bytes::Known { .. } => None,
        }
    }

    /// Its text, with what tells whether it is still so.
    fn text(&self, kept: &Kept) -> Result<(Option<Stamp>, Arc<Source>), ReadError> {
        let stamp = self.stamp();
        if let Some(source) = kept.text(&self.name, stamp.as_ref()) {
            return Ok((stamp, source));
        }
        let bytes = match &self.bytes {
            Bytes::Builtin(bytes) => bytes.to_vec(),
            Bytes::Disk(path) => text(path)?,
            Bytes::Memory(bytes) => bytes.clone(),
            Bytes::Open(text) => return Ok((None, Arc::clone(text))),
            Bytes::Known { .. } => Vec::new(),
        };
        Ok((stamp, Arc::new(Source::new(self.name.as_str(), bytes))))
    }

    /// The file as it is published, with what tells whether it is still so.
    fn asset(
        &self,
        (path, theme): (&str, Option<&str>),
        kept: &Kept,
    ) -> Result<(Option<Stamp>, Asset), ReadError> {
        let stamp = self.stamp();
        let asset = match kept.asset(&self.name, stamp.as_ref()) {
            Some(asset) => asset,
            None => self.measured(path, theme)?,
        };
        Ok((stamp, asset))
    }

    fn measured(&self, path: &str, theme: Option<&str>) -> Result<Asset, ReadError> {
        let asset = |size, hash, picture| Asset {
            origin: self.name.clone(),
            theme: theme.map(str::to_owned),
            path: path.to_owned(),
            size,
            hash,
            picture,
        };
        let looked = source::is_picture(path);
        let seen = |head| if looked { source::read_picture(path, head) } else { Picture::None };
        let mut hasher = blake3::Hasher::new();
        let picture = match &self.bytes {
            Bytes::Known { size, hash } => return Ok(asset(*size, hash.clone(), Picture::None)),
            Bytes::Memory(bytes) => {
                hasher.update(bytes);
                seen(bytes)
            }
            Bytes::Open(text) => {
                hasher.update(text.bytes());
                seen(text.bytes())
            }
            Bytes::Builtin(bytes) => {
                hasher.update(bytes);
                seen(bytes)
            }
            Bytes::Disk(file) => {
                let io = |source| ReadError::Io { path: file.clone(), source };
                let mut file = File::open(file).map_err(io)?;
                let mut head = Vec::new();
                if looked {
                    (&mut file).take(source::PICTURE_HEAD).read_to_end(&mut head).map_err(io)?;
                    hasher.update(&head);
                }
                hasher.update_reader(file).map_err(io)?;
                seen(&head)
            }
        };
        Ok(asset(hasher.count(), hasher.finalize().to_hex().to_string(), picture))
    }
}

/// The bytes of a text, if it is not too large.
pub(super) fn text(path: &Path) -> Result<Vec<u8>, ReadError> {
    let io = |source| ReadError::Io { path: path.to_owned(), source };
    let file = File::open(path).map_err(io)?;
    let size = file.metadata().map_err(io)?.len();
    let mut bytes = Vec::with_capacity(usize::try_from(size.min(LARGEST_TEXT)).unwrap_or(0) + 1);
    // One byte more than allowed, so that a file that grows meanwhile is found out too.
    file.take(LARGEST_TEXT + 1).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > LARGEST_TEXT {
        return Err(ReadError::TooLarge { path: path.to_owned(), size: size.max(bytes.len() as u64) });
    }
    Ok(bytes)
}

/// Every file to read, by what it is.
#[derive(Default)]
struct Plan {
    config: Option<Entry>,
    pages: BTreeMap<String, Entry>,
    data: BTreeMap<String, Entry>,
    /// Tables of data, by their path inside `content/`.
    tables: BTreeMap<String, Entry>,
    rules: BTreeMap<String, Entry>,
    /// Built-in rules that the site replaces: they hold where the site's own file cannot be used.
    replaced_rules: BTreeMap<String, Entry>,
    /// `lints/_…`: what rules share, beside the rules themselves.
    shared_lints: BTreeMap<String, Entry>,
    theme_texts: BTreeMap<String, Entry>,
    /// Built-in files of themes that the site replaces: its own may extend them.
    replaced_theme_texts: BTreeMap<String, Entry>,
    assets: BTreeMap<(String, Option<String>), Entry>,
    skipped: Vec<Skipped>,
}

impl Plan {
    fn builtin() -> Self {
        let mut plan = Self::default();
        for (path, bytes) in builtin::lints() {
            plan.lint(&path, Entry::builtin("lints", &path, bytes));
        }
        for (path, bytes) in builtin::themes() {
            plan.theme(&path, Entry::builtin("themes", &path, bytes));
        }
        for (path, bytes) in builtin::data() {
            plan.data.insert(path.clone(), Entry::builtin("data", &path, bytes));
        }
        plan.skipped.clear();
        plan
    }

    /// A file by its path from the site's folder, wherever its bytes are.
    fn place(&mut self, path: &str, bytes: Bytes) {
        if path.split('/').any(|part| is_hidden(OsStr::new(part))) {
            return;
        }
        let entry = Entry { name: path.to_owned(), bytes };
        match path.split_once('/') {
            None if path == "site.toml" => self.config = Some(entry),
            Some(("content", inner)) => self.content(inner, entry),
            Some(("lints", inner)) => self.lint(inner, entry),
            Some(("themes", inner)) => self.theme(inner, entry),
            _ => {}
        }
    }

    fn config(&mut self, root: &Path) -> Result<(), ReadError> {
        let path = root.join("site.toml");
        if path.symlink_metadata().is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            return Ok(());
        }
        let target = resolve(&path)?;
        if !target.starts_with(root) {
            return Err(ReadError::LeavesSite { path, target });
        }
        self.config = Some(Entry { name: "site.toml".to_owned(), bytes: Bytes::Disk(target) });
        Ok(())
    }

    /// Finds every file of one of the site's folders.
    fn walk(&mut self, top: &str, folder: &Path, zones: &Zones) -> Result<(), ReadError> {
        let walk = WalkDir::new(folder).min_depth(1).sort_by_file_name().into_iter();
        for found in walk.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.file_name())) {
            let found = found.map_err(|error| ReadError::Io {
                path: error.path().unwrap_or(folder).to_owned(),
                source: error.into(),
            })?;
            if found.file_type().is_dir() {
                continue;
            }
            let inner = relative(found.path(), folder)?;
            let name = format!("{top}/{inner}");
            let place = if found.file_type().is_symlink() {
                zones.resolve(found.path())
            } else if found.file_type().is_file() {
                Ok(found.into_path())
            } else {
                Err(Why::Special)
            };
            let bytes = match place {
                Ok(path) => Bytes::Disk(path),
                Err(why) => {
                    self.skipped.push(Skipped { path: name, why });
                    continue;
                }
            };
            let entry = Entry { name, bytes };
            match top {
                "content" => self.content(&inner, entry),
                "lints" => self.lint(&inner, entry),
                _ => self.theme(&inner, entry),
            }
        }
        Ok(())
    }

    fn content(&mut self, inner: &str, entry: Entry) {
        let suffix = Path::new(inner).extension().and_then(OsStr::to_str).unwrap_or("");
        let table = matches!(suffix, "csv" | "yaml" | "yml");
        if let Some(data) = inner.strip_prefix("_data/") {
            if data.starts_with("tables/") {
                if table {
                    self.tables.insert(inner.to_owned(), entry);
                }
            } else if matches!(suffix, "yaml" | "yml") || data == crate::site::legal::ARA_FILE {
                self.data.insert(data.to_owned(), entry);
            }
        } else if suffix == "md" {
            self.pages.insert(inner.to_owned(), entry);
        } else if suffix.eq_ignore_ascii_case("md") || suffix == "markdown" {
            self.skipped.push(Skipped { path: entry.name, why: Why::PageSuffix });
        } else {
            if table && let Some(copy) = entry.small() {
                self.tables.insert(inner.to_owned(), copy);
            }
            self.assets.insert((inner.to_owned(), None), entry);
        }
    }

    fn lint(&mut self, inner: &str, entry: Entry) {
        if inner.starts_with('_') && inner.ends_with(".yaml") {
            self.shared_lints.insert(inner.to_owned(), entry);
            return;
        }
        let id = inner.strip_suffix(".yaml").filter(|id| id.matches('/').count() == 1);
        if let Some(id) = id {
            if let Some(replaced) = self.rules.insert(id.to_owned(), entry).filter(Entry::is_built_in) {
                self.replaced_rules.insert(id.to_owned(), replaced);
            }
        } else if inner.ends_with(".yaml") || inner.ends_with(".yml") {
            self.skipped.push(Skipped { path: entry.name, why: Why::RulePlace });
        }
    }

    fn theme(&mut self, inner: &str, entry: Entry) {
        let Some((theme, rest)) = inner.split_once('/') else { return };
        if let Some(path) = rest.strip_prefix("static/") {
            self.assets.insert((path.to_owned(), Some(theme.to_owned())), entry);
        } else if (rest == "theme.toml" || rest.starts_with("templates/") || is_words(rest))
            && let Some(replaced) =
                self.theme_texts.insert(inner.to_owned(), entry).filter(Entry::is_built_in)
        {
            self.replaced_theme_texts.insert(inner.to_owned(), replaced);
        }
    }

    /// Reads every file, in parallel; the order and the first error do not depend on which thread
    /// is quickest.
    fn load(self, kept: &mut Kept) -> Result<Tree, ReadError> {
        let lists = [
            &self.pages,
            &self.data,
            &self.tables,
            &self.replaced_rules,
            &self.rules,
            &self.shared_lints,
            &self.replaced_theme_texts,
            &self.theme_texts,
        ];
        let entries: Vec<&Entry> =
            self.config.iter().chain(lists.iter().flat_map(|list| list.values())).collect();
        let texts: Vec<_> = entries.par_iter().map(|entry| entry.text(kept)).collect();
        let mut tree = Tree::default();
        let mut ids = Vec::with_capacity(texts.len());
        kept.texts.clear();
        for (entry, text) in entries.iter().zip(texts) {
            let (stamp, source) = text?;
            if let Some(stamp) = stamp {
                kept.texts.insert(entry.name.clone(), (stamp, Arc::clone(&source)));
            }
            ids.push(tree.sources.add(source));
        }
        let mut ids = ids.into_iter();
        if self.config.is_some() {
            tree.config = ids.next();
        }
        // `zip` would take one id too many from a list it then finds at its end: keys come first.
        let mut named = |list: &BTreeMap<String, Entry>| -> Vec<(String, SourceId)> {
            list.keys().cloned().zip(ids.by_ref()).collect()
        };
        tree.pages = named(&self.pages);
        tree.data = named(&self.data);
        tree.tables = named(&self.tables);
        tree.lints.rules = named(&self.replaced_rules);
        tree.lints.rules.extend(named(&self.rules));
        tree.lints.rules.sort_by(|(a, _), (b, _)| a.cmp(b));
        // A copy of a built-in rule replaces nothing.
        let same = |a: SourceId, b: SourceId| tree.sources.get(a).text() == tree.sources.get(b).text();
        tree.lints.rules.dedup_by(|later, first| {
            let copy = later.0 == first.0 && same(later.1, first.1);
            if copy {
                first.1 = later.1;
            }
            copy
        });
        tree.lints.shared = named(&self.shared_lints);
        let replaced = named(&self.replaced_theme_texts);
        let own = named(&self.theme_texts);
        // Here too, a copy replaces nothing.
        let copied = |(path, id): &(String, SourceId)| {
            let found = own.binary_search_by(|(other, _)| other.cmp(path)).ok();
            found.and_then(|rank| own.get(rank)).is_some_and(|(_, other)| same(*id, *other))
        };
        tree.theme_texts =
            replaced.into_iter().filter(|file| !copied(file)).chain(own.iter().cloned()).collect();
        let assets: Vec<_> = self.assets.iter().collect();
        let assets: Vec<_> = assets
            .par_iter()
            .map(|((path, theme), entry)| entry.asset((path, theme.as_deref()), kept))
            .collect();
        kept.assets.clear();
        for asset in assets {
            let (stamp, asset) = asset?;
            if let Some(stamp) = stamp {
                kept.assets.insert(asset.origin.clone(), (stamp, asset.clone()));
            }
            tree.assets.push(asset);
        }
        Ok(tree)
    }
}

/// The path of a file inside a folder, with `/`.
fn relative(path: &Path, folder: &Path) -> Result<String, ReadError> {
    let inner = path.strip_prefix(folder).unwrap_or(path);
    let parts: Option<Vec<&str>> = inner.iter().map(OsStr::to_str).collect();
    parts.map(|parts| parts.join("/")).ok_or_else(|| ReadError::NotUtf8 { path: path.to_owned() })
}

#[cfg(test)]
mod tests;
