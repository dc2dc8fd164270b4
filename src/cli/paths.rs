//! The files and folders named on the command line.

use std::path::{Path, PathBuf};

use limpide::data::nearest;
use limpide::source::Sources;

/// The file or the folder of the site whose path is nearest to one that holds nothing.
fn nearest_path<'a>(typed: &Path, sources: &'a Sources) -> Option<&'a str> {
    let typed = typed.to_str()?.trim_end_matches('/').replace('\\', "/");
    let depth = typed.split('/').count();
    let ends = |path: &'a str| {
        path.match_indices('/').map(|(at, _)| at).chain([path.len()]).nth(depth.saturating_sub(1))
    };
    let paths = sources.iter().map(|(_, source)| source.path());
    nearest(&typed, paths.filter_map(|path| path.get(..ends(path)?)))
}

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
                let near = nearest_path(&inside, sources);
                let near = near.map(|near| format!(". Vouliez-vous écrire «\u{a0}{near}\u{a0}»\u{202f}?"));
                let near = near.unwrap_or_default();
                let missing = !path.exists() && !root.join(path).exists();
                let what = if missing { "n’existe pas" } else { "ne contient aucun fichier du site" };
                anyhow::bail!("« {} » {what}{near}", path.display());
            }
            paths.push(inside);
        }
        Ok(Self(paths))
    }

    /// Whether none was named.
    pub(super) fn are_all(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a file of the site, by its path from the site's folder, is one of them or inside.
    pub(super) fn hold(&self, path: &str) -> bool {
        self.0.is_empty() || self.0.iter().any(|named| Path::new(path).starts_with(named))
    }
}
