//! A file of the site, mended: the new bytes take the place of the old ones in one step.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::zones::{Why, Zones};
use super::{Skipped, cannot_read, cannot_write, is_built_in};
use crate::finding::Message;
use crate::source::Source;

/// Names tried for the file that is written first.
const MOST_NAMES: u32 = 100;

/// Why a file was not rewritten. It is as it was.
#[derive(Debug, thiserror::Error)]
pub enum RewriteError {
    /// It is built into the program.
    #[error("{path}: this file is built into the program")]
    BuiltIn {
        /// The file, from the site's folder.
        path: String,
    },
    /// It no longer holds what was read.
    #[error("{path}: the file changed since it was read")]
    Changed {
        /// The file, from the site's folder.
        path: String,
    },
    /// It may be read, not written.
    #[error("{path}: the file is read-only")]
    ReadOnly {
        /// The file, from the site's folder.
        path: String,
    },
    /// It is now a link that leads nowhere, or out of the site.
    #[error("{}: {:?}", .0.path, .0.why)]
    Link(Skipped),
    /// The system would not let it be read again.
    #[error("{}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system answered.
        source: io::Error,
    },
    /// The system would not let it be written.
    #[error("{}: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system answered.
        source: io::Error,
    },
}

impl RewriteError {
    /// The same, said to an editor.
    pub fn message(&self) -> Message {
        let (key, path) = match self {
            Self::BuiltIn { path } => ("files.built-in", path),
            Self::Changed { path } => ("files.changed", path),
            Self::ReadOnly { path } => ("files.read-only", path),
            Self::Link(skipped) => return skipped.message(),
            Self::Read { path, source } => return cannot_read(path, source),
            Self::Write { path, source } => return cannot_write(path, source),
        };
        Message::key(key).with("path", path.as_str())
    }
}

/// Replaces the bytes of a file of the site in `root`, by its path from there, if they are still
/// `before`. The new bytes are written beside it, reach the disk, and take its name in one step: a
/// run that dies leaves the old file or the new one, whole. A link is followed to its file, inside
/// the site only; permissions are kept.
///
/// # Errors
/// See [`RewriteError`]. The file then holds what it held.
pub fn rewrite(root: &Path, path: &str, before: &[u8], after: &[u8]) -> Result<(), RewriteError> {
    if is_built_in(path) {
        return Err(RewriteError::BuiltIn { path: path.to_owned() });
    }
    let target = target(root, path)?;
    let reading = |source| RewriteError::Read { path: target.clone(), source };
    let now = fs::read(&target).map_err(reading)?;
    // Two names may lead to one file, which was mended under the other.
    if now == after {
        return Ok(());
    }
    if now != before {
        return Err(RewriteError::Changed { path: path.to_owned() });
    }
    let metadata = target.metadata().map_err(reading)?;
    // A rename asks the folder for permission, not the file: the file is asked here.
    let denied = OpenOptions::new().write(true).open(&target).is_err_and(|error| {
        matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
    });
    if denied || metadata.permissions().readonly() {
        return Err(RewriteError::ReadOnly { path: path.to_owned() });
    }
    replace(&target, &metadata, after).map_err(|source| RewriteError::Write { path: target.clone(), source })
}

/// Whether a file of the site in `root` still holds what was read of it.
pub fn is_as_read(root: &Path, read: &Source) -> bool {
    fs::read(root.join(read.path())).is_ok_and(|now| now == read.bytes())
}

/// The file behind a path of the site.
fn target(root: &Path, path: &str) -> Result<PathBuf, RewriteError> {
    let root = root.canonicalize().map_err(|source| RewriteError::Read { path: root.to_owned(), source })?;
    let full = root.join(path);
    if path == "site.toml" {
        let target = full.canonicalize();
        let target = target.map_err(|source| RewriteError::Read { path: full.clone(), source })?;
        return match target.starts_with(&root) {
            true => Ok(target),
            false => Err(RewriteError::Link(Skipped { path: path.to_owned(), why: Why::LinkOutside })),
        };
    }
    Zones::of(&root).resolve(&full).map_err(|why| RewriteError::Link(Skipped { path: path.to_owned(), why }))
}

fn replace(target: &Path, metadata: &Metadata, bytes: &[u8]) -> io::Result<()> {
    let (mut file, beside) = create_beside(target)?;
    let written = fill(&mut file, metadata, bytes).and_then(|()| fs::rename(&beside, target));
    if written.is_err() {
        // What cannot be removed is hidden, and never read.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Writes all of a file, with the permissions and, where we may, the owner of the one it replaces.
fn fill(file: &mut File, metadata: &Metadata, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let _ = fchown(&*file, Some(metadata.uid()), Some(metadata.gid()));
    }
    file.set_permissions(metadata.permissions())?;
    file.sync_all()
}

/// A new, hidden file in the folder of another.
fn create_beside(target: &Path) -> io::Result<(File, PathBuf)> {
    let folder = target.parent().unwrap_or(target);
    let mut taken = io::Error::from(io::ErrorKind::AlreadyExists);
    for rank in 0..MOST_NAMES {
        let beside = folder.join(format!(".limpide-fix-{}-{rank}", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&beside) {
            Ok(file) => return Ok((file, beside)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => taken = error,
            Err(error) => return Err(error),
        }
    }
    Err(taken)
}

#[cfg(test)]
mod tests;
