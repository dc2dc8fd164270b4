//! What was read of a site's folder, kept for the next reading: a file that did not change since is not read
//! again, and its text is shared.

use std::collections::HashMap;
use std::fs::Metadata;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::source::{Asset, Source};

/// A file that was changed so little time before it was read may change again without its date telling: the
/// clocks of file systems tick.
const FRESH: Duration = Duration::from_millis(50);

/// The files of a folder as they were last read, by the name they go by.
#[derive(Debug, Default)]
pub struct Kept {
    pub(super) texts: HashMap<String, (Stamp, Arc<Source>)>,
    pub(super) assets: HashMap<String, (Stamp, Asset)>,
}

impl Kept {
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
