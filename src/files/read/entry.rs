//! One file, wherever its bytes are.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::builtin;
use super::super::kept::{Kept, Stamp};
use super::{LARGEST_TEXT, ReadError};
use crate::source::{self, Asset, Picture, Source};

/// Bytes of the largest file beside a page that is read as a table: a larger one is for machines.
const LARGEST_TABLE: u64 = 1024 * 1024;

/// Where the bytes of a file are.
pub(super) enum Bytes {
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
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) bytes: Bytes,
}

impl Entry {
    pub(super) fn builtin(folder: &str, path: &str, bytes: &'static [u8]) -> Self {
        Self { name: format!("{}{folder}/{path}", builtin::PREFIX), bytes: Bytes::Builtin(bytes) }
    }

    pub(super) fn is_built_in(&self) -> bool {
        matches!(self.bytes, Bytes::Builtin(_))
    }

    /// The same file, to be read as a table too, if it is small enough.
    pub(super) fn small(&self) -> Option<Self> {
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
    pub(super) fn text(&self, kept: &Kept) -> Result<(Option<Stamp>, Arc<Source>), ReadError> {
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
    pub(super) fn asset(
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
pub(in crate::files) fn text(path: &Path) -> Result<Vec<u8>, ReadError> {
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
