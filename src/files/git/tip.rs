//! What tells one state of a repository from another without asking git.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Where the history of a site ends: another one after each commit, and after each change of branch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tip {
    /// What `HEAD` holds; nothing where there is no repository.
    head: Vec<u8>,
    /// When something was last noted of where `HEAD` goes, and bytes of these notes.
    noted: Option<(SystemTime, u64)>,
}

/// Where the history of the site in `root` ends, as far as two files of its repository tell.
pub fn tip(root: &Path) -> Tip {
    let content = root.join("content");
    let Ok(content) = content.canonicalize() else { return Tip::default() };
    let Some(repository) = content.ancestors().find_map(repository_in) else { return Tip::default() };
    let head = fs::read(repository.join("HEAD")).unwrap_or_default();
    let notes = fs::metadata(repository.join("logs/HEAD")).ok();
    let noted = notes.and_then(|notes| Some((notes.modified().ok()?, notes.len())));
    Tip { head, noted }
}

/// The repository whose files stand in a folder: a folder, or a file that says where it is.
fn repository_in(folder: &Path) -> Option<PathBuf> {
    let git = folder.join(".git");
    if git.is_dir() {
        return Some(git);
    }
    let elsewhere = fs::read_to_string(git).ok()?;
    Some(folder.join(elsewhere.strip_prefix("gitdir:")?.trim()))
}
