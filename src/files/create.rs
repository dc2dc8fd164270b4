//! New files in a folder: all of them or none, and never in the place of another.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use super::cannot_write;
use crate::finding::Message;

/// Names tried for the folder where files wait.
const MOST_NAMES: u32 = 100;

/// Why new files were not written.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// Files of these names are there already. Nothing was written.
    #[error("these files exist: {}", paths.join(", "))]
    Taken {
        /// Their paths from the folder, in order.
        paths: Vec<String>,
    },
    /// What should be a folder is a file or a link. Nothing was written.
    #[error("{}: this is not a folder", path.display())]
    NotAFolder {
        /// What is there.
        path: PathBuf,
    },
    /// The system would not let it be done. What was written before it is whole.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system answered.
        source: io::Error,
    },
}

impl CreateError {
    fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        |source| Self::Io { path: path.to_owned(), source }
    }

    /// The same, said to an editor.
    pub fn message(&self) -> Message {
        match self {
            Self::Taken { paths } => {
                Message::key("start.taken").with("count", paths.len()).with("paths", paths.join(", "))
            }
            Self::NotAFolder { path } => {
                Message::key("start.not-a-folder").with("path", path.display().to_string())
            }
            Self::Io { path, source } => cannot_write(path, source),
        }
    }
}

/// Which of these paths of a folder are taken, in the order given.
pub fn taken<'a>(folder: &Path, paths: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    paths.into_iter().filter(|path| folder.join(path).symlink_metadata().is_ok()).collect()
}

/// Makes a folder, with those that hold it, if it is not there.
///
/// # Errors
/// What the system answered.
pub fn make_folder(path: &Path) -> std::io::Result<()> {
    fs::create_dir_all(path)
}

/// Where the bytes of a new file come from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Bytes<'a> {
    /// These.
    Given(&'a [u8]),
    /// Those of a file.
    Of(&'a Path),
}

/// Writes new files in a folder, each by its path inside it with its text, and makes the folders that they need.
/// They are written whole under a hidden folder first, then take their names one by one: what the disk refuses is
/// met before any of them is seen. No file is ever replaced, and none is written through a link.
///
/// # Errors
/// See [`CreateError`].
pub fn create(folder: &Path, files: &[(&str, &[u8])]) -> Result<(), CreateError> {
    let files: Vec<(&str, Bytes<'_>)> =
        files.iter().map(|(path, bytes)| (*path, Bytes::Given(bytes))).collect();
    create_from(folder, &files)
}

/// The same, with files whose bytes are those of others.
pub(super) fn create_from(folder: &Path, files: &[(&str, Bytes<'_>)]) -> Result<(), CreateError> {
    let inside = |path: &str| Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    if let Some((path, _)) = files.iter().find(|(path, _)| !inside(path)) {
        return Err(CreateError::io(Path::new(path))(io::ErrorKind::InvalidInput.into()));
    }
    if let Some(path) = clash(files) {
        return Err(CreateError::NotAFolder { path: folder.join(path) });
    }
    let twice = twice(files);
    if !twice.is_empty() {
        return Err(CreateError::Taken { paths: twice });
    }
    let taken = taken(folder, files.iter().map(|(path, _)| *path));
    if !taken.is_empty() {
        return Err(CreateError::Taken { paths: taken.into_iter().map(str::to_owned).collect() });
    }
    let parents: BTreeSet<PathBuf> = files
        .iter()
        .flat_map(|(path, _)| Path::new(path).ancestors().skip(1))
        .map(|parent| folder.join(parent))
        .collect();
    for parent in &parents {
        // The folder itself may be a link: it was named by the person who runs the program.
        let kind =
            if parent.as_path() == folder.join("") { parent.metadata() } else { parent.symlink_metadata() };
        if kind.is_ok_and(|kind| !kind.is_dir()) {
            return Err(CreateError::NotAFolder { path: parent.clone() });
        }
    }
    fs::create_dir_all(folder).map_err(CreateError::io(folder))?;
    let waiting = waiting(folder)?;
    let moved = stage(&waiting, files).and_then(|()| settle(folder, &waiting, files, &parents));
    // It holds nothing but what this run put there.
    let _ = fs::remove_dir_all(&waiting);
    moved
}

/// A file of these that should be the folder of another.
fn clash<'a>(files: &[(&'a str, Bytes<'_>)]) -> Option<&'a str> {
    let above = |path: &'a str| path.match_indices('/').filter_map(move |(at, _)| path.get(..at));
    let folders: BTreeSet<String> =
        files.iter().flat_map(|(path, _)| above(path)).map(str::to_lowercase).collect();
    files.iter().map(|(path, _)| *path).find(|path| folders.contains(&path.to_lowercase()))
}

/// Paths that come again, but for their capitals: not every disk holds both.
fn twice(files: &[(&str, Bytes<'_>)]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let again = files.iter().filter(|(path, _)| !seen.insert(path.to_lowercase()));
    again.map(|(path, _)| (*path).to_owned()).collect()
}

/// A hidden folder of our own, beside what is to be written.
fn waiting(folder: &Path) -> Result<PathBuf, CreateError> {
    for rank in 0..MOST_NAMES {
        let path = folder.join(format!(".limpide-new-{}-{rank}", std::process::id()));
        match fs::create_dir(&path) {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(CreateError::io(folder)(error)),
        }
    }
    Err(CreateError::io(folder)(io::ErrorKind::AlreadyExists.into()))
}

fn stage(waiting: &Path, files: &[(&str, Bytes<'_>)]) -> Result<(), CreateError> {
    for (rank, (path, bytes)) in files.iter().enumerate() {
        write_new(&waiting.join(rank.to_string()), *bytes).map_err(CreateError::io(Path::new(path)))?;
    }
    Ok(())
}

fn settle(
    folder: &Path,
    waiting: &Path,
    files: &[(&str, Bytes<'_>)],
    parents: &BTreeSet<PathBuf>,
) -> Result<(), CreateError> {
    for parent in parents {
        fs::create_dir_all(parent).map_err(CreateError::io(parent))?;
    }
    for (rank, (path, bytes)) in files.iter().enumerate() {
        let target = folder.join(path);
        // A second name for the file fails where one stands, which a rename would replace.
        let named = fs::hard_link(waiting.join(rank.to_string()), &target);
        let named = match named {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => write_new(&target, *bytes),
            named => named,
        };
        named.map_err(CreateError::io(&target))?;
    }
    Ok(())
}

fn write_new(path: &Path, bytes: Bytes<'_>) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    match bytes {
        Bytes::Given(bytes) => file.write_all(bytes),
        Bytes::Of(source) => io::copy(&mut fs::File::open(source)?, &mut file).map(|_| ()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = walkdir::WalkDir::new(folder)
            .min_depth(1)
            .into_iter()
            .map(|entry| entry.unwrap().path().strip_prefix(folder).unwrap().display().to_string())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn files_are_written_with_their_folders_and_nothing_else_stays() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("new/site");
        create(&folder, &[("a.md", b"a"), ("deep/er/b.md", b"b")]).unwrap();
        assert_eq!(names(&folder), ["a.md", "deep", "deep/er", "deep/er/b.md"]);
        assert_eq!(fs::read(folder.join("deep/er/b.md")).unwrap(), b"b");
    }

    #[test]
    fn what_is_there_stays_and_nothing_is_written_beside_it() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("b.md"), "mine").unwrap();
        let error = create(root.path(), &[("a.md", b"a"), ("b.md", b"b")]).unwrap_err();
        assert!(matches!(error, CreateError::Taken { ref paths } if paths == &["b.md"]), "{error}");
        assert_eq!(names(root.path()), ["b.md"]);
        assert_eq!(fs::read(root.path().join("b.md")).unwrap(), b"mine");
        for path in ["../c.md", "/c.md", "a/../../c.md"] {
            assert!(create(root.path(), &[(path, b"c")]).is_err(), "{path}");
        }
        // A file where a folder should be.
        let error = create(root.path(), &[("b.md/c.md", b"c")]).unwrap_err();
        assert!(matches!(error, CreateError::NotAFolder { .. }), "{error}");
        assert_eq!(names(root.path()), ["b.md"]);
    }

    #[test]
    fn files_in_the_way_of_one_another_are_refused_before_anything_is_written() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("new");
        for files in [["a/foo", "a/foo/x.md"], ["a/Foo", "a/foo/x.md"], ["a.md", "A.md"]] {
            let error = create(&folder, &files.map(|path| (path, &b"x"[..]))).unwrap_err();
            assert!(matches!(error, CreateError::NotAFolder { .. } | CreateError::Taken { .. }), "{error}");
            assert_eq!(names(root.path()), Vec::<String>::new());
        }
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() {
        let root = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), root.path().join("content")).unwrap();
        std::os::unix::fs::symlink("nowhere", root.path().join("a.md")).unwrap();
        for path in ["content/x.md", "a.md"] {
            assert!(create(root.path(), &[(path, b"x")]).is_err(), "{path}");
        }
        assert_eq!(names(elsewhere.path()), Vec::<String>::new());
        // The folder that was named may be one.
        let link = root.path().join("link");
        std::os::unix::fs::symlink(elsewhere.path(), &link).unwrap();
        create(&link, &[("x.md", b"x")]).unwrap();
        assert_eq!(names(elsewhere.path()), ["x.md"]);
    }
}
