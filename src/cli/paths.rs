//! The files and folders named on the command line.

use std::path::{Path, PathBuf};

use limpide::source::Sources;

/// Files and folders of the site; all of them when none was named.
pub(super) struct Paths(Vec<PathBuf>);

impl Paths {
    /// All of them.
    pub(super) fn all() -> Self {
        Self(Vec::new())
    }

    /// The paths as typed, from here or from the site's folder when they are not under here.
    ///
    /// # Errors
    /// When one holds no file of the site.
    pub(super) fn of(typed: &[PathBuf], sources: &Sources, root: &Path) -> anyhow::Result<Self> {
        let root = std::path::absolute(root)?;
        let mut paths = Vec::new();
        for path in typed {
            let here = std::path::absolute(path)?.strip_prefix(&root).map(Path::to_path_buf);
            let inside = here.unwrap_or_else(|_| path.clone());
            if !sources.iter().any(|(_, source)| Path::new(source.path()).starts_with(&inside)) {
                anyhow::bail!("« {} » ne contient aucun fichier du site", path.display());
            }
            paths.push(inside);
        }
        Ok(Self(paths))
    }

    /// Whether a file of the site, by its path from the site's folder, is one of them or inside.
    pub(super) fn hold(&self, path: &str) -> bool {
        self.0.is_empty() || self.0.iter().any(|named| Path::new(path).starts_with(named))
    }
}
    /// Whether none was named.
    pub(super) fn are_all(&self) -> bool {
        self.0.is_empty()
    }

