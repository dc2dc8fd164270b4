//! A site's folder, read: every text in memory, every other file measured and hashed.

mod entry;
mod error;
mod plan;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::builtin;
use super::kept::{Changes, Kept};
use super::zones::{TOPS, Zones};
use crate::source::{Asset, Source, Tree};
use entry::Bytes;
pub(in crate::files) use entry::text;
pub use error::{ReadError, Skipped};
use plan::Plan;

/// Bytes of the largest text that is read: far above any page a person writes, and far below the
/// 4 GiB that the offsets of a span can count.
pub const LARGEST_TEXT: u64 = 16 * 1024 * 1024;

/// A site's folder, as read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// What was read.
    pub tree: Tree,
    /// What was left aside and may be missed, by path.
    pub skipped: Vec<Skipped>,
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

/// The same, where what changed since is known: where it is the texts of pages, nothing else is looked at.
///
/// # Errors
/// As for [`read`].
pub fn read_changed(root: &Path, kept: &mut Kept, changes: &Changes) -> Result<Reading, ReadError> {
    match kept.reading_after(root, changes) {
        Some(reading) => Ok(reading),
        None => read_again(root, kept),
    }
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
    // A folder that cannot be read is looked at whole once it can.
    kept.last = None;
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
    let in_place = open.is_empty() && plan.is_in_place(&root);
    let reading = Reading { tree: plan.load(kept)?, skipped };
    kept.last = in_place.then(|| reading.clone());
    Ok(reading)
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

#[cfg(test)]
mod tests;
