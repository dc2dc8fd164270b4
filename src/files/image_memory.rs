//! Images made smaller, from one build to the next: `.limpide/images/`, which may be removed at any time.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Where they are, from the site’s folder.
const FOLDER: &str = ".limpide/images";

/// Bytes of the digest that each file starts with.
const DIGEST: usize = 32;

/// What is remembered for a site.
pub(crate) struct ImageMemory {
    folder: PathBuf,
    /// Keys that were asked for or given.
    used: Mutex<BTreeSet<String>>,
}

impl ImageMemory {
    /// The memory of the site in `root`. Nothing is read or made before it is needed.
    pub(crate) fn of(root: &Path) -> Self {
        Self { folder: root.join(FOLDER), used: Mutex::default() }
    }

    fn place(&self, key: &str) -> Option<PathBuf> {
        let plain = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric());
        plain.then(|| self.folder.join(key))
    }

    fn is_used(&self, key: &str) {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(key.to_owned());
    }

    /// What was remembered under a key. None where its digest says that it was damaged since.
    pub(crate) fn recall(&self, key: &str) -> Option<Vec<u8>> {
        let bytes = fs::read(self.place(key)?).ok()?;
        let (digest, content) = bytes.split_at_checked(DIGEST)?;
        if blake3::hash(content).as_bytes().as_slice() != digest {
            return None;
        }
        self.is_used(key);
        Some(content.to_vec())
    }

    /// Remembers, if it can: a folder that cannot be written costs time and nothing else.
    pub(crate) fn remember(&self, key: &str, bytes: &[u8]) {
        let Some(place) = self.place(key) else { return };
        self.is_used(key);
        let written = fs::create_dir_all(&self.folder).and_then(|()| {
            let mut file = fs::File::create(place)?;
            file.write_all(blake3::hash(bytes).as_bytes())?;
            file.write_all(bytes)
        });
        // Whatever was written of it, its digest tells.
        let _ = written;
    }

    /// Forgets what this run did not use.
    pub(crate) fn forget_the_rest(&self) {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            if !name.to_str().is_some_and(|name| used.contains(name)) {
                // What cannot be removed now is removed by the next run.
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_comes_back_whole_or_not_at_all() {
        let site = tempfile::tempdir().unwrap();
        let memory = ImageMemory::of(site.path());
        assert_eq!(memory.recall("a1"), None);
        memory.remember("a1", b"image");
        memory.remember("b2", b"");
        memory.remember("../c3", b"elsewhere");
        let again = ImageMemory::of(site.path());
        assert_eq!((again.recall("a1"), again.recall("b2")), (Some(b"image".to_vec()), Some(Vec::new())));
        assert_eq!(again.recall("../c3"), None);
        let file = site.path().join(FOLDER).join("a1");
        for damage in [b"".as_slice(), b"short", &[0; 40]] {
            fs::write(&file, damage).unwrap();
            assert_eq!(again.recall("a1"), None);
        }
    }

    #[test]
    fn what_a_run_does_not_use_is_forgotten() {
        let site = tempfile::tempdir().unwrap();
        let memory = ImageMemory::of(site.path());
        memory.forget_the_rest();
        for key in ["a", "b", "c"] {
            memory.remember(key, b"x");
        }
        let next = ImageMemory::of(site.path());
        next.recall("a").unwrap();
        next.remember("d", b"y");
        next.forget_the_rest();
        assert_eq!(["a", "b", "c", "d"].map(|key| next.recall(key).is_some()), [true, false, false, true]);
    }
}
