//! The memory of external links: read whole or not at all, written whole or not at all.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::baseline::write_whole;
use super::{cannot_read, cannot_write};
use crate::finding::Message;
use crate::site::link_memory::{LinkMemory, Unreadable};

/// Where it is, from the site's folder.
pub const LINK_MEMORY: &str = ".limpide/links.json";

/// Why a memory could not be read or written. It is never taken for an empty one.
#[derive(Debug, thiserror::Error)]
pub enum LinkMemoryError {
    /// It is no memory, or has been damaged.
    #[error("{}: {why:?}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Where, or of which version it is.
        why: Unreadable,
        /// It holds the marks that git leaves between two versions.
        conflict: bool,
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

impl LinkMemoryError {
    /// What to tell the person who runs the program, and what to do.
    pub fn message(&self) -> Message {
        let (message, path) = match self {
            Self::Read { path, source } => return cannot_read(path, source),
            Self::Write { path, source } => return cannot_write(path, source),
            // Lines are names here, not quantities: « ligne 1204 ».
            Self::Unreadable { path, why: Unreadable::At { line, column }, conflict } => {
                let key = if *conflict { "files.link-memory-conflict" } else { "files.link-memory-broken" };
                let message = Message::key(key);
                (message.with("line", line.to_string()).with("column", column.to_string()), path)
            }
            Self::Unreadable { path, why: Unreadable::Version(version), .. } => {
                (Message::key("files.link-memory-version").with("version", version.to_string()), path)
            }
        };
        message.with("path", path.display().to_string())
    }
}

/// Reads the memory in a file; none when there is no such file.
///
/// # Errors
/// When it is unreadable or damaged.
pub fn read_link_memory(path: &Path) -> Result<Option<LinkMemory>, LinkMemoryError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(LinkMemoryError::Read { path: path.to_owned(), source }),
    };
    // A byte that is no text becomes one that JSON refuses or a name that nobody uses.
    let text = String::from_utf8_lossy(&bytes);
    let unreadable = |why| {
        let conflict = text.lines().any(|line| line.starts_with("<<<<<<<") || line.starts_with(">>>>>>>"));
        LinkMemoryError::Unreadable { path: path.to_owned(), why, conflict }
    };
    LinkMemory::read(&text).map(Some).map_err(unreadable)
}

/// Writes a memory, with the folder that holds it; a file that would not change is not touched.
///
/// # Errors
/// When the system would not let it be written.
pub fn write_link_memory(path: &Path, memory: &LinkMemory) -> Result<(), LinkMemoryError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let written = folder.map_or(Ok(()), fs::create_dir_all).and_then(|()| write_whole(path, &memory.text()));
    written.map_err(|source| LinkMemoryError::Write { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_memory_is_written_whole_and_a_damaged_one_is_never_taken_for_empty() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(LINK_MEMORY);
        assert!(read_link_memory(&path).unwrap().is_none());
        write_link_memory(&path, &LinkMemory::default()).unwrap();
        assert_eq!(read_link_memory(&path).unwrap(), Some(LinkMemory::default()));
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        for text in ["{", "", "{\"version\":9}", "\u{0}"] {
            fs::write(&path, text).unwrap();
            assert!(matches!(read_link_memory(&path), Err(LinkMemoryError::Unreadable { .. })), "{text}");
        }
    }
}
