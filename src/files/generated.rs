//! Pages that the program writes among those that people write: the rules, as pages of the site.
//! Only a file that says of itself that it is generated is ever replaced or removed.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use walkdir::WalkDir;

use super::{LARGEST_TEXT, cannot_write};
use crate::finding::Message;

/// Why generated pages could not be compared or written.
#[derive(Debug, thiserror::Error)]
pub enum GeneratedError {
    /// Where a page should be stands a file that a person wrote.
    #[error("{}: this file was not generated and is left alone", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// Where a page or its folder should be stands a link.
    #[error("{}: this is a link, and nothing is written through it", path.display())]
    Link {
        /// The link.
        path: PathBuf,
    },
    /// The system would not let it be done.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system answered.
        source: io::Error,
    },
}

impl GeneratedError {
    fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        |source| Self::Io { path: path.to_owned(), source }
    }

    /// The same, said to an editor.
    pub fn message(&self) -> Message {
        let (key, path) = match self {
            Self::Io { path, source } => return cannot_write(path, source),
            Self::Foreign { path } => ("files.generated-foreign", path),
            Self::Link { path } => ("files.generated-link", path),
        };
        Message::key(key).with("path", path.display().to_string())
    }
}

/// How a folder of generated pages differs from what it should hold. Paths are inside that folder,
/// with `/`, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    /// Pages that are not there.
    pub missing: Vec<String>,
    /// Pages whose text is another.
    pub stale: Vec<String>,
    /// Generated pages that should no longer be there.
    pub stray: Vec<String>,
    /// Pages that are as they should be.
    pub fresh: usize,
}

impl Differences {
    /// Whether the folder holds what it should.
    pub fn is_fresh(&self) -> bool {
        self.missing.is_empty() && self.stale.is_empty() && self.stray.is_empty()
    }
}

/// Compares a folder with the pages it should hold, each as its path inside it and its text. `ours`
/// tells from a text that it was generated.
///
/// # Errors
/// When a file that was not generated, or a link, stands where a page should; when the system will
/// not let a file be read.
pub fn differences(
    folder: &Path,
    pages: &[(&str, &str)],
    ours: &dyn Fn(&str) -> bool,
) -> Result<Differences, GeneratedError> {
    let mut found = Differences::default();
    for (path, text) in pages {
        match read(folder, path)? {
            None => found.missing.push((*path).to_owned()),
            Some(there) if there == *text => found.fresh += 1,
            Some(there) if ours(&there) => found.stale.push((*path).to_owned()),
            Some(_) => return Err(GeneratedError::Foreign { path: folder.join(path) }),
        }
    }
    let wanted: BTreeSet<&str> = pages.iter().map(|(path, _)| *path).collect();
    for path in written(folder)? {
        if !wanted.contains(path.as_str()) && read(folder, &path)?.is_some_and(|text| ours(&text)) {
            found.stray.push(path);
        }
    }
    Ok(found)
}

/// Writes what is missing or stale and removes what is stray; the rest is not touched.
///
/// # Errors
/// When the system will not let it be done. What was done before stands.
pub fn refresh(
    folder: &Path,
    pages: &[(&str, &str)],
    differences: &Differences,
) -> Result<(), GeneratedError> {
    let wanted: BTreeSet<&str> =
        differences.missing.iter().chain(&differences.stale).map(String::as_str).collect();
    for (path, text) in pages.iter().filter(|(path, _)| wanted.contains(path)) {
        write(&folder.join(path), text)?;
    }
    for path in &differences.stray {
        let path = folder.join(path);
        fs::remove_file(&path).map_err(GeneratedError::io(&path))?;
        // A folder that still holds something stays.
        let above = path.ancestors().skip(1).take_while(|above| *above != folder);
        for above in above {
            if fs::remove_dir(above).is_err() {
                break;
            }
        }
    }
    Ok(())
}

/// The text of a page; none when it is not there.
fn read(folder: &Path, path: &str) -> Result<Option<String>, GeneratedError> {
    let inside = Path::new(path);
    let mut at = folder.to_owned();
    let names = inside.components().filter(|part| matches!(part, Component::Normal(_)));
    for name in std::iter::once(None).chain(names.map(Some)) {
        at.extend(name);
        match at.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(GeneratedError::io(&at)(error)),
            Ok(metadata) if metadata.is_symlink() => return Err(GeneratedError::Link { path: at }),
            Ok(_) => {}
        }
    }
    let mut bytes = Vec::new();
    let file = fs::File::open(&at).map_err(GeneratedError::io(&at))?;
    file.take(LARGEST_TEXT).read_to_end(&mut bytes).map_err(GeneratedError::io(&at))?;
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// Every page of the folder, by its path inside; links are not followed.
fn written(folder: &Path) -> Result<Vec<String>, GeneratedError> {
    let mut paths = Vec::new();
    if !folder.is_dir() {
        return Ok(paths);
    }
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(folder).to_owned();
            GeneratedError::Io { path, source: error.into() }
        })?;
        let inside = entry.path().strip_prefix(folder).ok().and_then(|path| {
            let parts: Option<Vec<&str>> = path.iter().map(std::ffi::OsStr::to_str).collect();
            parts.map(|parts| parts.join("/"))
        });
        if entry.file_type().is_file() {
            paths.extend(inside.filter(|path| Path::new(path).extension().is_some_and(|e| e == "md")));
        }
    }
    Ok(paths)
}

/// Writes a page whole, or not at all.
fn write(path: &Path, text: &str) -> Result<(), GeneratedError> {
    if let Some(above) = path.parent() {
        fs::create_dir_all(above).map_err(GeneratedError::io(above))?;
    }
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".limpide-new");
    let draft = path.with_file_name(name);
    fs::write(&draft, text).map_err(GeneratedError::io(&draft))?;
    fs::rename(&draft, path).map_err(GeneratedError::io(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGES: [(&str, &str); 3] =
        [("_index.md", "ours 1\n"), ("a/_index.md", "ours 2\n"), ("a/b.md", "ours 3\n")];

    fn ours(text: &str) -> bool {
        text.starts_with("ours")
    }

    fn look(folder: &Path) -> Differences {
        differences(folder, &PAGES, &ours).unwrap()
    }

    #[test]
    fn only_what_changed_is_written_and_what_is_stray_goes() {
        let site = tempfile::tempdir().unwrap();
        let folder = site.path().join("content/regles");
        let all = look(&folder);
        assert_eq!(all.missing, ["_index.md", "a/_index.md", "a/b.md"]);
        refresh(&folder, &PAGES, &all).unwrap();
        assert!(look(&folder).is_fresh());
        assert_eq!(look(&folder).fresh, 3);

        fs::write(folder.join("a/b.md"), "ours before\n").unwrap();
        fs::create_dir_all(folder.join("gone")).unwrap();
        fs::write(folder.join("gone/old.md"), "ours too\n").unwrap();
        fs::write(folder.join("a/mine.md"), "a page of mine\n").unwrap();
        fs::write(folder.join("a/image.txt"), "ours\n").unwrap();
        let kept = fs::metadata(folder.join("_index.md")).unwrap().modified().unwrap();
        let found = look(&folder);
        assert_eq!(
            (found.stale.as_slice(), found.stray.as_slice()),
            (&["a/b.md".to_owned()][..], &["gone/old.md".to_owned()][..])
        );
        refresh(&folder, &PAGES, &found).unwrap();
        assert!(look(&folder).is_fresh());
        assert!(!folder.join("gone").exists());
        assert!(folder.join("a/mine.md").exists() && folder.join("a/image.txt").exists());
        assert_eq!(fs::metadata(folder.join("_index.md")).unwrap().modified().unwrap(), kept);
        let names =
            walkdir::WalkDir::new(&folder).into_iter().filter(|e| e.as_ref().unwrap().file_type().is_file());
        assert_eq!(names.count(), 5, "nothing is left beside the pages");
    }

    #[test]
    fn a_page_of_a_person_is_never_replaced() {
        let site = tempfile::tempdir().unwrap();
        fs::write(site.path().join("_index.md"), "mine\n").unwrap();
        let error = differences(site.path(), &PAGES, &ours).unwrap_err();
        assert!(matches!(error, GeneratedError::Foreign { .. }), "{error}");
        assert_eq!(fs::read_to_string(site.path().join("_index.md")).unwrap(), "mine\n");
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() {
        let (site, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::os::unix::fs::symlink(other.path(), site.path().join("a")).unwrap();
        fs::write(other.path().join("b.md"), "ours\n").unwrap();
        let error = differences(site.path(), &PAGES, &ours).unwrap_err();
        assert!(matches!(error, GeneratedError::Link { .. }), "{error}");
    }
}
