//! The folder a site is published to, and what stands beside it while it is being replaced.
//!
//! Beside `public/`, all on the same file system:
//!
//! - `.public.limpide-lock`: held, by a lock of the system, by the one run that publishes. A run
//!   that dies lets go of it.
//! - `.public.limpide-new`: the next site, being written; after the exchange, the last one, being
//!   removed.
//! - `.public.limpide-old` and `.public.limpide-journal`: only where two folders cannot be
//!   exchanged in one step. While the journal stands, the old site is whole under one of its two
//!   names; it goes before the old site starts to be removed.
//!
//! A folder is ours when it is empty or holds our marker, which is written first and removed last.
//! Nothing else is ever emptied, whatever its name.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::zones::Zones;
use super::{ReadError, cannot_write};
use crate::finding::Message;

/// The file that says a folder is ours.
pub(super) const MARKER: &str = ".limpide";
const MARKER_FIRST: &str = "limpide-output ";
const MARKER_TEXT: &str = "limpide-output 1\n\
    Limpide remplace tout le contenu de ce dossier à chaque publication : n’y rangez rien.\n\
    Limpide replaces everything in this folder at each publication: keep nothing here.\n";

const JOURNAL_TEXT: &str = "limpide-journal 1\n\
    A publication was under way. The last published site stands whole in the folder beside this\n\
    file whose name ends in « limpide-old », or has not moved. The next publication puts it back.\n";

/// Why a place cannot be published to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is the site's folder, or holds it.
    HoldsSite,
    /// It is `content/`, `lints/` or `themes/`, or inside.
    InsideSources,
    /// It is a link.
    Link,
    /// It is a file, or something else that is no folder.
    NotAFolder,
    /// It has no name of its own, such as `/` or `..`.
    NoName,
}

/// Why a site could not be published. What was published before still stands.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// A place that is never published to.
    #[error("{}: cannot publish here ({reason:?})", path.display())]
    Refused {
        /// The place.
        path: PathBuf,
        /// Why.
        reason: Refusal,
    },
    /// A folder that is not empty and does not hold our marker: someone else's.
    #[error("{}: this folder was not made by Limpide and is left alone; publish to another folder, or empty this one yourself", path.display())]
    ForeignFolder {
        /// The folder.
        path: PathBuf,
    },
    /// Another run is publishing to the same folder.
    #[error("{}: another run is publishing here", path.display())]
    Busy {
        /// The folder.
        path: PathBuf,
    },
    /// A file of the new site could not be written, so that the whole is not published.
    #[error("{}: a file of the new site could not be written", path.display())]
    Incomplete {
        /// The folder.
        path: PathBuf,
    },
    /// The site's folder could not be found.
    #[error(transparent)]
    Site(#[from] ReadError),
    /// The system would not let it be done.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system answered.
        source: io::Error,
    },
}

impl PublishError {
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        |source| Self::Io { path: path.to_owned(), source }
    }

    /// The same, said to an editor.
    pub fn message(&self) -> Message {
        let (key, path) = match self {
            Self::Site(error) => return error.message(),
            Self::Io { path, source } => return cannot_write(path, source),
            Self::ForeignFolder { path } => ("files.foreign-folder", path),
            Self::Busy { path } => ("files.busy", path),
            Self::Incomplete { path } => ("files.incomplete", path),
            Self::Refused { path, reason } => {
                let key = match reason {
                    Refusal::HoldsSite => "files.output-holds-site",
                    Refusal::InsideSources => "files.output-inside-sources",
                    Refusal::Link => "files.output-link",
                    Refusal::NotAFolder => "files.output-not-a-folder",
                    Refusal::NoName => "files.output-no-name",
                };
                (key, path)
            }
        };
        Message::key(key).with("path", path.display().to_string())
    }
}

/// What stands where a site is to be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Absent,
    Empty,
    Ours,
}

/// The folder, and the names beside it.
#[derive(Clone, Debug)]
pub(super) struct Output {
    pub(super) path: PathBuf,
    pub(super) staging: PathBuf,
    pub(super) old: PathBuf,
    pub(super) journal: PathBuf,
    parent: PathBuf,
    draft: PathBuf,
    lock: PathBuf,
}

impl Output {
    /// Finds the place, and makes the folders above it. Refuses what must not be replaced.
    pub(super) fn at(output: &Path, root: &Path, zones: &Zones) -> Result<Self, PublishError> {
        let refused = |reason| PublishError::Refused { path: output.to_owned(), reason };
        let name = output.file_name().ok_or_else(|| refused(Refusal::NoName))?;
        let above = output.parent().filter(|parent| !parent.as_os_str().is_empty());
        let above = above.unwrap_or(Path::new("."));
        fs::create_dir_all(above).map_err(PublishError::io(above))?;
        let parent = above.canonicalize().map_err(PublishError::io(above))?;
        let path = parent.join(name);
        let beside = |suffix: &str| {
            let mut beside = std::ffi::OsString::from(".");
            beside.push(name);
            beside.push(".limpide-");
            beside.push(suffix);
            parent.join(beside)
        };
        let this = Self {
            staging: beside("new"),
            old: beside("old"),
            journal: beside("journal"),
            draft: beside("journal-draft"),
            lock: beside("lock"),
            path,
            parent: parent.clone(),
        };
        match this.path.symlink_metadata() {
            Ok(metadata) if metadata.is_symlink() => return Err(refused(Refusal::Link)),
            Ok(metadata) if !metadata.is_dir() => return Err(refused(Refusal::NotAFolder)),
            _ => {}
        }
        // Where case does not count, `Content` and `content` are one folder: ask the system.
        let real = this.path.canonicalize().unwrap_or_else(|_| this.path.clone());
        if root.starts_with(&real) {
            return Err(refused(Refusal::HoldsSite));
        }
        if zones.hold(&real) {
            return Err(refused(Refusal::InsideSources));
        }
        Ok(this)
    }

    /// What stands there now.
    pub(super) fn state(&self) -> Result<State, PublishError> {
        state(&self.path)
    }

    /// Takes the lock. `Ok(None)` where the file system has no locks.
    pub(super) fn lock(&self) -> Result<Option<Lock>, PublishError> {
        // What is refused is to write beside the folder: nobody knows the file that is written there.
        let io = || PublishError::io(self.lock.parent().unwrap_or(&self.lock));
        // A run that ends removes its lock file; a lock on a removed file guards nothing, so that
        // we then start again on the new one.
        for _ in 0..100 {
            let file = File::options().write(true).create(true).truncate(false).open(&self.lock);
            let file = file.map_err(io())?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => break,
                Err(TryLockError::Error(_)) => {
                    let _ = fs::remove_file(&self.lock);
                    return Ok(None);
                }
            }
            if is_at(&file, &self.lock) {
                return Ok(Some(Lock { path: self.lock.clone(), _file: file }));
            }
        }
        Err(PublishError::Busy { path: self.path.clone() })
    }

    /// Puts back what a run that died left aside, and removes its leavings. True if the last
    /// published site had to be put back.
    pub(super) fn recover(&self) -> Result<bool, PublishError> {
        let restored = self.put_back()?;
        for leaving in [&self.staging, &self.old] {
            match state(leaving)? {
                State::Absent => {}
                State::Empty | State::Ours => remove(leaving).map_err(PublishError::io(leaving))?,
            }
        }
        absent_is_fine(fs::remove_file(&self.draft)).map_err(PublishError::io(&self.draft))?;
        Ok(restored)
    }

    /// With a journal, the old site is whole: back to its name if nothing has taken its place.
    pub(super) fn put_back(&self) -> Result<bool, PublishError> {
        if self.journal.symlink_metadata().is_err() {
            return Ok(false);
        }
        let vacant = matches!(self.state()?, State::Absent | State::Empty);
        let restored = vacant && state(&self.old)? != State::Absent;
        if restored {
            absent_is_fine(fs::remove_dir(&self.path)).map_err(PublishError::io(&self.path))?;
            fs::rename(&self.old, &self.path).map_err(PublishError::io(&self.path))?;
        }
        self.end_journal()?;
        Ok(restored)
    }

    /// Writes the journal whole, or not at all, and waits until the disk has it.
    pub(super) fn start_journal(&self) -> Result<(), PublishError> {
        let io = || PublishError::io(&self.draft);
        let mut file = File::create(&self.draft).map_err(io())?;
        file.write_all(JOURNAL_TEXT.as_bytes()).and_then(|()| file.sync_all()).map_err(io())?;
        fs::rename(&self.draft, &self.journal).map_err(io())?;
        self.sync()
    }

    /// Removes the journal, after what it guards is on the disk.
    pub(super) fn end_journal(&self) -> Result<(), PublishError> {
        self.sync()?;
        fs::remove_file(&self.journal).map_err(PublishError::io(&self.journal))?;
        self.sync()
    }

    /// Waits until the names of the parent folder are on the disk.
    fn sync(&self) -> Result<(), PublishError> {
        if cfg!(unix) {
            let folder = File::open(&self.parent).map_err(PublishError::io(&self.parent))?;
            folder.sync_all().map_err(PublishError::io(&self.parent))?;
        }
        Ok(())
    }
}

/// The lock, held; let go when dropped.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While it is still held, so that no other run's lock file is removed. Elsewhere than on
        // Unix a run cannot tell that its lock file was removed: it stays.
        if cfg!(unix) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), path.symlink_metadata()) {
        (Ok(held), Ok(there)) => (held.dev(), held.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

/// Writes the marker in a folder.
pub(super) fn mark(folder: &Path) -> io::Result<()> {
    fs::write(folder.join(MARKER), MARKER_TEXT)
}

fn is_marked(folder: &Path) -> bool {
    let marker = folder.join(MARKER);
    let is_file = marker.symlink_metadata().is_ok_and(|metadata| metadata.is_file());
    let text = if is_file { fs::read(&marker).ok() } else { None };
    text.is_some_and(|text| {
        text.starts_with(MARKER_FIRST.as_bytes())
            // A run that died while it wrote the marker left the beginning of one, and nothing else.
            || (MARKER_TEXT.as_bytes().starts_with(&text) && holds_one_entry(folder))
    })
}

fn holds_one_entry(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|entries| entries.count() == 1)
}

fn state(path: &Path) -> Result<State, PublishError> {
    let metadata = match path.symlink_metadata() {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::Absent),
        Err(error) => return Err(PublishError::io(path)(error)),
    };
    let refused = |reason| PublishError::Refused { path: path.to_owned(), reason };
    if metadata.is_symlink() {
        return Err(refused(Refusal::Link));
    }
    if !metadata.is_dir() {
        return Err(refused(Refusal::NotAFolder));
    }
    if is_marked(path) {
        return Ok(State::Ours);
    }
    match fs::read_dir(path).map_err(PublishError::io(path))?.next() {
        None => Ok(State::Empty),
        Some(_) => Err(PublishError::ForeignFolder { path: path.to_owned() }),
    }
}

/// Removes a folder of ours, its marker last: stopped half-way, it is still known as ours.
pub(super) fn remove(folder: &Path) -> io::Result<()> {
    let entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    entries.par_iter().filter(|entry| entry.file_name() != MARKER).try_for_each(|entry| {
        // The type of the entry itself: a link to a folder is removed, not walked through.
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())
        } else {
            fs::remove_file(entry.path())
        }
    })?;
    absent_is_fine(fs::remove_file(folder.join(MARKER)))?;
    fs::remove_dir(folder)
}

fn absent_is_fine(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Exchanges two folders in one step. False where the system or the file system cannot.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    let cannot = [Errno::INVAL, Errno::NOSYS, Errno::NOTSUP, Errno::OPNOTSUPP];
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(error) if cannot.contains(&error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Exchanges two folders in one step: not on this system.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub(super) fn exchange(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}
