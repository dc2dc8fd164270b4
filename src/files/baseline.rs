//! The file of findings already known: read whole or not at all, written whole or not at all.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{cannot_read, cannot_write};
use crate::finding::Message;
use crate::lint::baseline::{Baseline, Unreadable};

/// The name of the file where the settings give none.
pub const BASELINE: &str = "limpide-baseline.json";

/// Why a baseline could not be read or written. It is never taken for an empty one.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// There is no such file.
    #[error("{}: there is no such file", path.display())]
    Absent {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// It is no baseline, or has been damaged.
    #[error("{}: {why:?}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Where, or of which version it is.
        why: Unreadable,
    },
    /// The system would not let it be read.
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

impl BaselineError {
    /// The file it is about.
    pub fn path(&self) -> &Path {
        match self {
            Self::Absent { path }
            | Self::Unreadable { path, .. }
            | Self::Read { path, .. }
            | Self::Write { path, .. } => path,
        }
    }

    /// The same, said to an editor.
    pub fn message(&self) -> Message {
        let message = match self {
            Self::Read { path, source } => return cannot_read(path, source),
            Self::Write { path, source } => return cannot_write(path, source),
            Self::Absent { .. } => Message::key("files.no-baseline"),
            // Lines are names here, not quantities: « ligne 1204 ».
            Self::Unreadable { why: Unreadable::At { line, column }, .. } => {
                Message::key("files.baseline-broken")
                    .with("line", line.to_string())
                    .with("column", column.to_string())
            }
            Self::Unreadable { why: Unreadable::Version(version), .. } => {
                Message::key("files.baseline-version").with("version", version.to_string())
            }
        };
        message.with("path", self.path().display().to_string())
    }
}

/// Reads a baseline.
///
/// # Errors
/// When it is absent, unreadable or damaged.
pub fn read_baseline(path: &Path) -> Result<Baseline, BaselineError> {
    let bytes = fs::read(path).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => BaselineError::Absent { path: path.to_owned() },
        _ => BaselineError::Read { path: path.to_owned(), source },
    })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..valid).unwrap_or(&[]);
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        let column = 1 + before.iter().rev().take_while(|byte| **byte != b'\n').count();
        BaselineError::Unreadable { path: path.to_owned(), why: Unreadable::At { line, column } }
    })?;
    Baseline::read(&text).map_err(|why| BaselineError::Unreadable { path: path.to_owned(), why })
}

/// Writes a baseline, beside its place first, so that a run that dies leaves the last one whole. A
/// file that would not change is not touched.
///
/// # Errors
/// When the system would not let it be written.
pub fn write_baseline(path: &Path, baseline: &Baseline) -> Result<(), BaselineError> {
    write_whole(path, &baseline.text())
        .map_err(|source| BaselineError::Write { path: path.to_owned(), source })
}

/// Writes a text beside its place, then puts it there in one step; a file that would not change is not
/// touched.
pub(super) fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    if fs::read(path).is_ok_and(|there| there == text.as_bytes()) {
        return Ok(());
    }
    let mut name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_owned();
    name.push(".new");
    let draft = path.with_file_name(name);
    let written = fs::write(&draft, text).and_then(|()| fs::rename(&draft, path));
    if written.is_err() {
        // What is left of the draft is of no use; that it cannot be removed changes nothing.
        let _ = fs::remove_file(&draft);
    }
    written
}
