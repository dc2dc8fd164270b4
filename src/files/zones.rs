//! What may be read: the site's own folders, and no link that leads out of them.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

/// The folders of a site that are read.
pub(super) const TOPS: [&str; 3] = ["content", "lints", "themes"];

/// Why a file was left aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// A link to a file outside `content/`, `lints/` and `themes/`, or to a hidden one.
    LinkOutside,
    /// A link to a folder: walking through it could go round in circles.
    LinkToFolder,
    /// A link to nothing.
    LinkBroken,
    /// Neither a file nor a folder: a device, a pipe.
    Special,
    /// A Markdown file whose name does not end in `.md`: published as it is, it would show its
    /// source.
    PageSuffix,
    /// A YAML file of `lints/` that is not at `lints/<family>/<name>.yaml`.
    RulePlace,
}

/// The folders a link may lead into, with every link in their own paths resolved.
#[derive(Clone, Debug)]
pub(super) struct Zones {
    folders: Vec<PathBuf>,
}

impl Zones {
    /// The zones of a site, given its folder with links resolved. A folder that is absent, or that
    /// is itself a link out of the site, is no zone.
    pub(super) fn of(root: &Path) -> Self {
        let folders = TOPS
            .iter()
            .filter_map(|top| root.join(top).canonicalize().ok())
            .filter(|folder| folder.starts_with(root))
            .collect();
        Self { folders }
    }

    /// True if a path, its links resolved, is a zone or inside one.
    pub(super) fn hold(&self, path: &Path) -> bool {
        self.folders.iter().any(|folder| path.starts_with(folder))
    }

    /// The file behind a path that is, or goes through, a link.
    pub(super) fn resolve(&self, path: &Path) -> Result<PathBuf, Why> {
        let target = path.canonicalize().map_err(|_| Why::LinkBroken)?;
        let inside = |folder: &PathBuf| {
            target.strip_prefix(folder).is_ok_and(|rest| {
                rest.components().all(|part| matches!(part, Component::Normal(name) if !is_hidden(name)))
            })
        };
        if !self.folders.iter().any(inside) {
            return Err(Why::LinkOutside);
        }
        match target.metadata() {
            Ok(metadata) if metadata.is_file() => Ok(target),
            Ok(metadata) if metadata.is_dir() => Err(Why::LinkToFolder),
            Ok(_) => Err(Why::Special),
            Err(_) => Err(Why::LinkBroken),
        }
    }
}

/// True for what a site never publishes: see [`source::is_hidden`](crate::source::is_hidden).
pub(super) fn is_hidden(name: &OsStr) -> bool {
    crate::source::is_hidden(name.as_encoded_bytes())
}
