//! The folder of a site made with another program, read and never changed; and the folder of a new site, written.

use std::fs;
use std::io::Read;
use std::path::Path;

use walkdir::WalkDir;

use super::create::{Bytes, CreateError, create_from};
use super::{LARGEST_TEXT, ReadError, cannot_read};
use crate::finding::Message;
use crate::start::import::{Found, Holds, Program, What, Written};

/// Endings of the files that are understood; all others are copied.
const TEXTS: [&str; 8] = ["md", "markdown", "mdown", "mkd", "toml", "yaml", "yml", "json"];

/// Folders at the top that a program makes, and that no site is made of.
fn is_made(program: Program, name: &str) -> bool {
    name == "node_modules"
        || match program {
            Program::Hugo => matches!(name, "public" | "resources"),
            Program::Zola => name == "public",
            Program::Markdown => name == "_site",
        }
}

/// Reads the folder of a site made with another program. Links are not followed; a text is read only if it may be a
/// page or settings; what cannot be read is told in its place, and so are the folders passed over, which `program`
/// makes or which are hidden.
///
/// # Errors
/// When the folder itself cannot be read, or the name of a file is not UTF-8.
pub fn read_other(folder: &Path, program: Program) -> Result<Vec<Found>, ReadError> {
    let io = |path: &Path, source| ReadError::Io { path: path.to_owned(), source };
    let kind = folder.metadata().map_err(|source| io(folder, source))?;
    if !kind.is_dir() {
        return Err(io(folder, std::io::ErrorKind::NotADirectory.into()));
    }
    let mut found = Vec::new();
    // The folder itself may be a link: the person who runs the program named it.
    let root = folder.canonicalize().map_err(|source| io(folder, source))?;
    let mut entries = WalkDir::new(&root).min_depth(1).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(&root).to_owned();
                let shown = path.strip_prefix(&root).unwrap_or(&path).display().to_string();
                let why = error.into_io_error().unwrap_or_else(|| std::io::ErrorKind::Other.into());
                found.push(Found { path: shown, what: What::Unreadable(cannot_read(&path, &why)) });
                continue;
            }
        };
        let path = entry.path().strip_prefix(&root).unwrap_or(entry.path());
        let Some(parts) = path.iter().map(|part| part.to_str()).collect::<Option<Vec<&str>>>() else {
            return Err(ReadError::NotUtf8 { path: entry.path().to_owned() });
        };
        let name = parts.last().copied().unwrap_or("");
        let top = entry.depth() == 1;
        let hidden = name.starts_with('.') && name != ".well-known";
        if top && (hidden || is_made(program, name)) || name == ".git" || name == ".DS_Store" {
            if entry.file_type().is_dir() {
                entries.skip_current_dir();
                if name != ".git" {
                    found.push(Found { path: parts.join("/"), what: What::PassedOver });
                }
            }
            continue;
        }
        if entry.file_type().is_dir() {
            continue;
        }
        found.push(Found { path: parts.join("/"), what: what(entry.path(), entry.file_type()) });
    }
    Ok(found)
}

fn what(path: &Path, kind: fs::FileType) -> What {
    if kind.is_symlink() {
        return What::Link;
    }
    let size = match path.metadata() {
        Ok(metadata) if metadata.is_file() => metadata.len(),
        Ok(_) => return What::Unreadable(Message::key("import.special")),
        Err(error) => return What::Unreadable(cannot_read(path, &error)),
    };
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("").to_lowercase();
    if !TEXTS.contains(&ending.as_str()) {
        // What is only copied is opened first: nothing is written if it cannot be.
        return match fs::File::open(path) {
            Ok(mut file) => {
                let mut first = [0; 4];
                let headed = file.read_exact(&mut first).is_ok() && matches!(&first, b"---\n" | b"---\r");
                if headed { What::Headed } else { What::File }
            }
            Err(error) => What::Unreadable(cannot_read(path, &error)),
        };
    }
    if size > LARGEST_TEXT {
        return What::TooLarge;
    }
    match fs::read(path) {
        Ok(bytes) => What::Text(bytes),
        Err(error) => What::Unreadable(cannot_read(path, &error)),
    }
}

/// Whether nothing stands at a path, or a folder that holds nothing.
pub fn is_free(folder: &Path) -> bool {
    match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    }
}

/// Writes a site made from another: all of its files or none. `from` is the folder of the other site.
///
/// # Errors
/// See [`CreateError`].
pub fn write_imported(folder: &Path, from: &Path, files: &[Written]) -> Result<(), CreateError> {
    let sources: Vec<_> = files
        .iter()
        .map(|file| match &file.holds {
            Holds::Text(_) => from.to_owned(),
            Holds::Copy(path) => from.join(path),
        })
        .collect();
    let files: Vec<(&str, Bytes<'_>)> = files
        .iter()
        .zip(&sources)
        .map(|(file, source)| match &file.holds {
            Holds::Text(text) => (file.path.as_str(), Bytes::Given(text.as_bytes())),
            Holds::Copy(_) => (file.path.as_str(), Bytes::Of(source)),
        })
        .collect();
    create_from(folder, &files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_read_without_following_links() {
        let root = tempfile::tempdir().unwrap();
        for path in [
            "content/a.md",
            "static/b.png",
            "public/c.md",
            ".git/d",
            ".x/y.md",
            "content/.DS_Store",
            "hugo.toml",
        ] {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink("/etc", root.path().join("content/link")).unwrap();
        fs::write(root.path().join("static/page.html"), "---\ntitle: Un\n---\n").unwrap();
        let found = read_other(root.path(), Program::Hugo).unwrap();
        let said: Vec<String> = found
            .iter()
            .map(|found| {
                let what = match &found.what {
                    What::Text(_) => "text",
                    What::File => "file",
                    What::Link => "link",
                    What::Headed => "headed",
                    What::PassedOver => "passed over",
                    What::TooLarge | What::Unreadable(_) => "other",
                };
                format!("{} {what}", found.path)
            })
            .collect();
        let mut wanted = vec![
            ".x passed over",
            "content/a.md text",
            "hugo.toml text",
            "public passed over",
            "static/b.png file",
            "static/page.html headed",
        ];
        if cfg!(unix) {
            wanted.insert(2, "content/link link");
        }
        assert_eq!(said, wanted);
        let plain = read_other(root.path(), Program::Markdown).unwrap();
        assert!(plain.iter().any(|found| found.path == "public/c.md"));
        assert!(read_other(&root.path().join("nowhere"), Program::Hugo).is_err());
        assert!(read_other(&root.path().join("hugo.toml"), Program::Hugo).is_err());
    }

    #[test]
    fn what_is_copied_is_the_same_bytes() {
        let root = tempfile::tempdir().unwrap();
        let from = root.path().join("from");
        fs::create_dir_all(&from).unwrap();
        fs::write(from.join("a.bin"), [0, 159, 255]).unwrap();
        let to = root.path().join("to");
        assert!(is_free(&to) && !is_free(&from));
        let files = [
            Written { path: "content/a.bin".into(), holds: Holds::Copy("a.bin".into()) },
            Written { path: "site.toml".into(), holds: Holds::Text("x".into()) },
        ];
        write_imported(&to, &from, &files).unwrap();
        assert_eq!(fs::read(to.join("content/a.bin")).unwrap(), [0, 159, 255]);
        assert_eq!(fs::read_to_string(to.join("site.toml")).unwrap(), "x");
        assert!(write_imported(&to, &from, &files).is_err());
    }
}
