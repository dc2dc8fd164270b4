//! What was read of a site's folder, kept for the next reading: a file that did not change since is not read
//! again, and its text is shared.

use std::collections::{BTreeSet, HashMap};
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::source::{Asset, Source, SourceId};

use super::read::{self, Reading};
use super::zones::{TOPS, is_hidden};

/// A file that was changed so little time before it was read may change again without its date telling: the
/// clocks of file systems tick.
const FRESH: Duration = Duration::from_millis(50);

/// The files of a folder as they were last read, by the name they go by.
#[derive(Debug, Default)]
pub struct Kept {
    pub(super) texts: HashMap<String, (Stamp, Arc<Source>)>,
    pub(super) assets: HashMap<String, (Stamp, Asset)>,
    /// What was read, unless a name stands for a file elsewhere: what changes one is not known by its name.
    pub(super) last: Option<Reading>,
}

/// What is known to have changed in the folder of a site since it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    paths: BTreeSet<PathBuf>,
    /// More may have changed than is known.
    unsure: bool,
}

impl Changes {
    /// Anything may have changed.
    pub fn unknown() -> Self {
        Self { paths: BTreeSet::new(), unsure: true }
    }

    /// Something changed at a path, which starts as that of the site’s folder does.
    pub fn add(&mut self, path: PathBuf) {
        self.paths.insert(path);
    }

    /// More may have changed.
    pub fn add_unknown(&mut self) {
        self.unsure = true;
    }

    /// Other changes too.
    pub fn extend(&mut self, others: Self) {
        self.paths.extend(others.paths);
        self.unsure |= others.unsure;
    }

    /// Whether something is known to have changed at a path.
    pub fn holds(&self, path: &Path) -> bool {
        self.paths.contains(path)
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty() && !self.unsure
    }
}

/// What became of a path that changed.
enum Change {
    /// It is no file of the site, and was none.
    None,
    /// It is a page that is still there.
    Page(String, SourceId),
    /// Something else: which files the site has may have changed.
    Other,
}

impl Kept {
    /// The folder as it is now, if what changed is the texts of pages that were there and still are: only these are
    /// read. None where more is to be looked at.
    pub(super) fn reading_after(&mut self, root: &Path, changes: &Changes) -> Option<Reading> {
        let last = self.last.as_ref().filter(|_| !changes.unsure)?;
        let mut pages = Vec::new();
        for path in &changes.paths {
            match self.change(last, path.strip_prefix(root).ok()?, path) {
                Change::None => {}
                Change::Page(name, id) => pages.push((name, id, path)),
                Change::Other => return None,
            }
        }
        let mut read = Vec::new();
        for (name, id, path) in pages {
            let stamp = Stamp::of(path);
            read.push((stamp, id, Source::new(name, read::text(path).ok()?)));
        }
        let last = self.last.as_mut()?;
        for (stamp, id, source) in read {
            let name = source.path().to_owned();
            let before = last.tree.sources.share(id).filter(|before| before.bytes() == source.bytes());
            let source = before.unwrap_or_else(|| Arc::new(source));
            last.tree.sources.replace(id, Arc::clone(&source));
            match stamp {
                Some(stamp) => drop(self.texts.insert(name, (stamp, source))),
                None => drop(self.texts.remove(&name)),
            }
        }
        Some(last.clone())
    }

    fn change(&self, last: &Reading, inner: &Path, path: &Path) -> Change {
        let parts: Option<Vec<&str>> = inner.iter().map(|part| part.to_str()).collect();
        let Some(parts) = parts else { return Change::Other };
        let of_site = match parts.as_slice() {
            [] => return Change::Other,
            [top] => TOPS.contains(top) || *top == "site.toml",
            [top, ..] => TOPS.contains(top),
        };
        if !of_site || inner.iter().any(is_hidden) {
            return Change::None;
        }
        let name = parts.join("/");
        let there = path.symlink_metadata();
        if there.as_ref().is_ok_and(|there| there.is_file())
            && let Some(page) = name.strip_prefix("content/")
            && let Ok(rank) = last.tree.pages.binary_search_by(|(known, _)| known.as_str().cmp(page))
            && let Some((_, id)) = last.tree.pages.get(rank)
        {
            return Change::Page(name, *id);
        }
        // A file that an editor made for a moment, and that nobody saw.
        let folder = format!("{name}/");
        let was = |known: &str| known == name || known.starts_with(&folder);
        let known = last.tree.sources.iter().map(|(_, source)| source.path());
        let known = known.chain(last.tree.assets.iter().map(|asset| asset.origin.as_str()));
        let known = known.chain(last.skipped.iter().map(|skipped| skipped.path.as_str()));
        match there {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !known.into_iter().any(was) => {
                Change::None
            }
            _ => Change::Other,
        }
    }

    /// The text of a file, if it was read and has not changed since.
    pub(super) fn text(&self, name: &str, stamp: Option<&Stamp>) -> Option<Arc<Source>> {
        let (known, source) = self.texts.get(name)?;
        (Some(known) == stamp).then(|| Arc::clone(source))
    }

    /// A file published as it is, if it was read and has not changed since.
    pub(super) fn asset(&self, name: &str, stamp: Option<&Stamp>) -> Option<Asset> {
        let (known, asset) = self.assets.get(name)?;
        (Some(known) == stamp).then(|| asset.clone())
    }
}

/// What tells a file from what it was, without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    /// None for a file built into the program, which does not change.
    disk: Option<(SystemTime, u64, (u64, i64, i64))>,
}

impl Stamp {
    /// Of a file built into the program.
    pub(super) const BUILTIN: Self = Self { disk: None };

    /// Of a file of the disk, before it is read; none when its date cannot be relied upon.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let metadata = path.metadata().ok()?;
        let modified = metadata.modified().ok()?;
        let age = SystemTime::now().duration_since(modified).ok()?;
        (age >= FRESH).then(|| Self { disk: Some((modified, metadata.len(), inode(&metadata))) })
    }
}

/// What else a system knows of a file: its number, and when anything of it changed, its date included.
#[cfg(unix)]
fn inode(metadata: &Metadata) -> (u64, i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn inode(_: &Metadata) -> (u64, i64, i64) {
    (0, 0, 0)
}

#[cfg(test)]
mod tests;
