//! Sites of other programs, made into sites of this one: what is written, file by file, and what goes on answering.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::commands::{code, err, files, out};

const TODAY: &str = "2026-11-26";

fn limpide(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_limpide"));
    command.current_dir(folder).args(arguments).stdin(std::process::Stdio::null());
    command.env_remove("NO_COLOR").output().unwrap()
}

/// A copy of a sample site, with what no repository holds well: a page in an old encoding, a link.
fn sample(name: &str, root: &Path) -> PathBuf {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import").join(name);
    let to = root.join(name);
    for entry in walkdir::WalkDir::new(&from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(&from).unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(target).unwrap();
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
    std::fs::write(to.join("content/ancienne.md"), b"---\ntitle: Une f\xeate\n---\n\nL\x92\xe9t\xe9.\n")
        .unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/hostname", to.join("content/lien.md")).unwrap();
    to
}

/// The texts of a new site that come from the old one, one after the other, and the names of its other files.
fn told(site: &Path) -> String {
    let mut told = String::new();
    let usual = ["README.md", "LICENCE.md", "publiccode.yml", ".editorconfig", ".gitignore"];
    for (path, bytes) in files(site) {
        if usual.contains(&path.as_str()) || path.starts_with(".vscode/") {
            continue;
        }
        let text = String::from_utf8_lossy(&bytes);
        let text = if path == "site.toml" { text.split("\n[lint]").next().unwrap() } else { &text };
        let _ = writeln!(told, "======== {path}\n{text}");
    }
    told
}

fn import(name: &str) -> (tempfile::TempDir, PathBuf, String) {
    let root = tempfile::tempdir().unwrap();
    let folder = sample(name, root.path());
    let before = files(&folder);
    let output = limpide(
        root.path(),
        &["import", name, name, "--to", "neuf", "--publisher", "Mairie", "--today", TODAY],
    );
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert_eq!(files(&folder), before, "the old site changed");
    let site = root.path().join("neuf");
    (root, site, out(&output))
}

#[test]
fn a_site_of_hugo_is_imported_file_by_file() {
    let (_root, site, said) = import("hugo");
    insta::assert_snapshot!("import_hugo", told(&site));
    insta::assert_snapshot!("import_hugo_said", said);
}

#[test]
fn a_site_of_zola_is_imported_file_by_file() {
    let (_root, site, said) = import("zola");
    insta::assert_snapshot!("import_zola", told(&site));
    insta::assert_snapshot!("import_zola_said", said);
}

/// What Hugo 0.168 publishes of the sample, without its feeds: `tests/import/hugo.txt`; what Zola says it does.
#[test]
fn every_earlier_address_answers() {
    for name in ["hugo", "zola"] {
        let (_root, site, _) = import(name);
        let output = limpide(&site, &["build", "--no-lint", "--today", TODAY]);
        assert_eq!(code(&output), 0, "{}", err(&output));
        let published: BTreeSet<String> = files(&site.join("public")).into_keys().collect();
        let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import").join(format!("{name}.txt"));
        let list = std::fs::read_to_string(list).unwrap();
        let missing: Vec<&str> = list.lines().filter(|path| !published.contains(*path)).collect();
        assert!(missing.is_empty(), "{name}: {missing:#?}\n{published:#?}");
    }
}

/// The new site is checked at once, and nothing that the import wrote cannot be read.
#[test]
fn what_is_written_is_read_without_a_mistake() {
    for name in ["hugo", "zola"] {
        let (_root, site, _) = import(name);
        let output = limpide(&site, &["check", "--format", "json", "--today", TODAY]);
        let found: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
        let found = found["findings"].as_array().unwrap();
        let told: Vec<&str> = found
            .iter()
            .filter_map(|finding| finding["rule"].as_str())
            .filter(|rule| rule.starts_with("reading/") && *rule != "reading/html")
            .collect();
        assert!(told.is_empty(), "{name}: {told:?} {}", out(&output));
    }
}

#[test]
fn nothing_is_written_where_it_should_not_be() {
    let root = tempfile::tempdir().unwrap();
    sample("hugo", root.path());
    sample("zola", root.path());
    let before = files(root.path());
    for (arguments, said) in [
        (vec!["import", "hugo", "zola"], "limpide import zola zola"),
        (vec!["import", "zola", "hugo"], "limpide import hugo hugo"),
        (vec!["import", "hugo", "nowhere"], "nowhere"),
        (vec!["import", "hugo", "hugo", "--to", "hugo/neuf"], "--to"),
        (vec!["import", "hugo", "hugo", "--to", "."], "--to"),
        (vec!["import", "hugo", "hugo", "--to", "neuf/../hugo/sub"], "--to"),
        (vec!["import", "hugo", "hugo", "--to", "neuf/vieux/../../hugo/a/../sub"], "--to"),
        (vec!["import", "hugo", "hugo", "--to", "zola"], "--to"),
        (vec!["import", "hugo", "hugo", "--base-url", "ville.fr"], "https://ville.fr"),
        (vec!["import", "hugo", "hugo", "--name", " "], "--name"),
        (vec!["import", "word", "hugo"], "markdown"),
    ] {
        let output = limpide(root.path(), &arguments);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(err(&output).contains(said), "{arguments:?}: {}", err(&output));
        assert_eq!(files(root.path()), before, "{arguments:?}");
    }
    // From inside it, the new site goes beside the old one.
    let output = limpide(&root.path().join("hugo"), &["import", "hugo", "."]);
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert!(root.path().join("hugo-limpide/site.toml").is_file());
}

#[test]
fn a_site_without_a_page_is_not_imported() {
    let root = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(root.path().join("hugo/docs")).unwrap();
    std::fs::write(root.path().join("hugo/hugo.toml"), "contentDir = 'pages'\n").unwrap();
    std::fs::write(root.path().join("hugo/docs/a.md"), "# Un\n").unwrap();
    let before = files(root.path());
    let output = limpide(root.path(), &["import", "hugo", "hugo"]);
    assert_eq!(code(&output), 2, "{}", out(&output));
    assert!(err(&output).contains("Aucune page"), "{}", err(&output));
    assert_eq!(files(root.path()), before);
}

#[test]
fn a_folder_of_another_program_is_told_the_command() {
    let root = tempfile::tempdir().unwrap();
    let site = sample("zola", root.path());
    assert!(out(&limpide(&site, &[])).contains("limpide import zola ."));
}
