//! What a folder looks like to somebody who has just arrived in it.

use std::cell::Cell;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::whereabouts::site_above;
use super::zones::is_hidden;
use crate::start::advice::{Folder, Made};

/// Files looked at in all: a folder may be a whole disk.
const MOST_FILES: usize = 20_000;

/// Folders below which nothing is looked for.
const DEEPEST: usize = 6;

/// Looks at a folder. What cannot be read counts as absent.
pub fn survey(folder: &Path) -> Folder {
    let settings = folder.join("site.toml").exists();
    let mut survey = Folder {
        made: if settings { Made::Limpide } else { generator(folder).unwrap_or(Made::Nobody) },
        content: folder.join("content").is_dir(),
        pages: 0,
        toml_heads: 0,
        markdown: Vec::new(),
        empty: true,
        above: None,
    };
    let holds_another = Cell::new(false);
    let shown = |entry: &DirEntry| {
        let name = entry.file_name();
        let made =
            entry.file_type().is_dir() && matches!(name.to_str(), Some("node_modules" | "target" | "public"));
        // The pages of another site are that site’s: this one is not made of them.
        let another = entry.depth() > 0 && entry.file_type().is_dir() && is_a_site(entry.path());
        holds_another.set(holds_another.get() || another);
        entry.depth() == 0 || !(is_hidden(name) || made || another)
    };
    let entries = WalkDir::new(folder).min_depth(1).max_depth(DEEPEST).into_iter().filter_entry(shown);
    for entry in entries.take(MOST_FILES).flatten() {
        survey.empty = false;
        let path = entry.path();
        if !entry.file_type().is_file() || path.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        if path.starts_with(folder.join("content")) {
            survey.pages += 1;
            survey.toml_heads += usize::from(starts_with_toml(path));
        } else if !is_of_the_repository(entry.file_name())
            && (survey.made == Made::Nobody || entry.depth() == 1)
        {
            // The folders of a site hold themes and models; files beside its settings are pages that went astray.
            let path = path.strip_prefix(folder).unwrap_or(path);
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            survey.markdown.push(parts.join("/"));
        }
    }
    survey.empty &= !holds_another.get();
    survey.markdown.sort();
    if !settings {
        let above = std::path::absolute(folder).ok().and_then(|folder| site_above(&folder));
        survey.above = above.map(|above| above.display().to_string());
    }
    survey
}

/// Whether a folder has settings of its own: Limpide’s, Hugo’s or Zola’s.
fn is_a_site(folder: &Path) -> bool {
    ["site.toml", "hugo.toml", "config.toml"].iter().any(|name| folder.join(name).is_file())
}

/// Whether a file speaks of the repository, as those whose names are in capitals do: README.md, LICENCE.md.
fn is_of_the_repository(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let stem = name.split('.').next().unwrap_or_default();
    let capitals = stem.chars().count() > 3 && !stem.chars().any(char::is_lowercase);
    stem.eq_ignore_ascii_case("readme") || capitals && stem.chars().any(char::is_uppercase)
}

/// Hugo and Zola share the name of a file, not that of the key of the address.
fn generator(folder: &Path) -> Option<Made> {
    let is_file = |name: &&str| folder.join(name).is_file();
    let hugo = [
        "hugo.toml",
        "hugo.yaml",
        "hugo.yml",
        "hugo.json",
        "config/_default/hugo.toml",
        "config/_default/config.toml",
    ];
    if let Some(name) = hugo.iter().find(|name| is_file(name)) {
        return Some(Made::Hugo((*name).to_owned()));
    }
    if !folder.join("content").is_dir() {
        return None;
    }
    let old = ["config.toml", "config.yaml", "config.yml", "config.json"];
    old.into_iter().find_map(|name| {
        let text = fs::read_to_string(folder.join(name)).ok()?;
        let zola =
            name == "config.toml" && text.lines().any(|line| line.trim_start().starts_with("base_url"));
        let hugo = text.to_lowercase().contains("baseurl");
        match (zola, hugo) {
            (true, _) => Some(Made::Zola(name.to_owned())),
            (_, true) => Some(Made::Hugo(name.to_owned())),
            _ => None,
        }
    })
}

fn starts_with_toml(path: &Path) -> bool {
    use std::io::Read;
    let mut head = [0; 3];
    fs::File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok() && head == *b"+++"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(files: &[(&str, &str)]) -> Folder {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        survey(root.path())
    }

    #[test]
    fn a_folder_is_known_by_what_stands_in_it() {
        assert!(of(&[]).empty);
        assert!(of(&[(".git/config", "")]).empty);
        let site = of(&[("site.toml", ""), ("content/a.md", "a"), ("content/b.md", "+++\n+++\n")]);
        assert_eq!((site.made, site.content, site.pages, site.toml_heads), (Made::Limpide, true, 2, 1));
        let plain = of(&[("README.md", ""), ("a.md", ""), ("deep/b.md", ""), ("node_modules/c.md", "")]);
        assert_eq!((plain.content, plain.pages), (false, 0));
        assert_eq!(plain.markdown, ["a.md", "deep/b.md"]);
        // Beside the settings of a site, what may be a page that went astray.
        let site = of(&[
            ("site.toml", ""),
            ("content/a.md", ""),
            ("b.md", ""),
            ("LICENCE.md", ""),
            ("themes/c.md", ""),
        ]);
        assert_eq!(site.markdown, ["b.md"]);
    }

    #[test]
    fn the_pages_of_another_site_are_not_counted() {
        for name in ["site.toml", "hugo.toml", "config.toml"] {
            let settings = format!("ville/{name}");
            let folder = of(&[(&settings, ""), ("ville/content/a.md", "a"), ("ville/b.md", "")]);
            assert_eq!((folder.made, folder.pages, folder.empty), (Made::Nobody, 0, false), "{name}");
            assert_eq!(folder.markdown, [""; 0], "{name}");
        }
    }

    #[test]
    fn other_programs_are_known_by_their_settings() {
        let page = ("content/a.md", "a");
        let known = |name: &str, text: &str| of(&[page, (name, text)]).made;
        assert_eq!(known("hugo.toml", ""), Made::Hugo("hugo.toml".into()));
        assert_eq!(known("config.toml", "baseURL = 'https://a.fr'\n"), Made::Hugo("config.toml".into()));
        assert_eq!(known("config.yaml", "baseURL: https://a.fr\n"), Made::Hugo("config.yaml".into()));
        assert_eq!(known("config.toml", "base_url = 'https://a.fr'\n"), Made::Zola("config.toml".into()));
        assert_eq!(known("config.toml", "[mail]\n"), Made::Nobody);
    }

    #[test]
    fn a_site_above_is_found() {
        let root = tempfile::tempdir().unwrap();
        let below = root.path().join("content/demarches");
        fs::create_dir_all(&below).unwrap();
        fs::write(root.path().join("site.toml"), "").unwrap();
        assert_eq!(survey(&below).above, Some(root.path().display().to_string()));
    }
}
