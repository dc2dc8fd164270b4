use std::fs;

use super::*;
use crate::files::{read, read_again, read_changed};

fn write(root: &Path, path: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    path
}

/// Every file of a reading, with its text.
fn texts(reading: &Reading) -> Vec<(String, String)> {
    let of = |(_, source): (SourceId, &Source)| (source.path().to_owned(), source.text().to_owned());
    reading.tree.sources.iter().map(of).collect()
}

fn changes<const N: usize>(paths: [PathBuf; N]) -> Changes {
    let mut changes = Changes::default();
    paths.into_iter().for_each(|path| changes.add(path));
    changes
}

fn site() -> (tempfile::TempDir, Kept) {
    let site = tempfile::tempdir().unwrap();
    for path in ["content/_index.md", "content/a.md", "content/dossier/b.md", "content/plan.pdf"] {
        write(site.path(), path, path);
    }
    let mut kept = Kept::default();
    read_again(site.path(), &mut kept).unwrap();
    (site, kept)
}

#[test]
fn of_a_page_that_changed_nothing_else_is_read() {
    let (site, mut kept) = site();
    let root = site.path();
    let changed = write(root, "content/a.md", "autre");
    // What is not told of is not looked at: that is what makes it quick.
    write(root, "content/_index.md", "sans le dire");
    let reading = read_changed(root, &mut kept, &changes([changed])).unwrap();
    let said = texts(&reading);
    assert!(said.contains(&("content/a.md".into(), "autre".into())), "{said:?}");
    assert!(said.contains(&("content/_index.md".into(), "content/_index.md".into())), "{said:?}");
    let reading = read_changed(root, &mut kept, &Changes::unknown()).unwrap();
    assert_eq!(texts(&reading), texts(&read(root).unwrap()));
}

#[test]
fn a_page_that_is_written_again_the_same_is_the_same() {
    let (site, mut kept) = site();
    let before = kept.last.clone().unwrap();
    let same = write(site.path(), "content/a.md", "content/a.md");
    let reading = read_changed(site.path(), &mut kept, &changes([same])).unwrap();
    let mut all = before.tree.sources.iter().map(|(id, _)| id);
    assert!(all.all(|id| reading.tree.sources.shares(id, &before.tree.sources)));
}

#[test]
fn what_makes_or_removes_files_has_all_looked_at() {
    let moves: [fn(&Path) -> Changes; 6] = [
        |root| changes([write(root, "content/neuf.md", "neuf")]),
        |root| {
            fs::remove_file(root.join("content/a.md")).unwrap();
            changes([root.join("content/a.md")])
        },
        |root| {
            // The folder alone is told of, by the name it had.
            fs::rename(root.join("content/dossier"), root.join("ailleurs")).unwrap();
            changes([root.join("content/dossier")])
        },
        |root| {
            fs::rename(root.join("content/dossier"), root.join("content/autre")).unwrap();
            changes([root.join("content/autre")])
        },
        |root| changes([write(root, "content/plan.pdf", "autre plan")]),
        |root| changes([write(root, "site.toml", "[site]\ntitle = \"Un site\"\n")]),
    ];
    for (rank, change) in moves.into_iter().enumerate() {
        let (site, mut kept) = site();
        let changes = change(site.path());
        let reading = read_changed(site.path(), &mut kept, &changes).unwrap();
        let whole = read(site.path()).unwrap();
        assert_eq!(texts(&reading), texts(&whole), "{rank}");
        assert_eq!(reading.tree.assets, whole.tree.assets, "{rank}");
    }
}

#[test]
fn what_an_editor_makes_for_a_moment_is_passed_over() {
    let (site, mut kept) = site();
    let root = site.path();
    let changed = write(root, "content/a.md", "autre");
    write(root, "content/_index.md", "sans le dire");
    let passing = ["content/4913", "content/a.md~", "content/.a.md.swp", "public/index.html", ".git/index"];
    let mut changes = changes([changed]);
    passing.iter().for_each(|path| changes.add(root.join(path)));
    write(root, "content/.a.md.swp", "x");
    let said = texts(&read_changed(root, &mut kept, &changes).unwrap());
    assert!(said.contains(&("content/a.md".into(), "autre".into())), "{said:?}");
    assert!(said.contains(&("content/_index.md".into(), "content/_index.md".into())), "{said:?}");
}

#[cfg(unix)]
#[test]
fn where_a_name_is_a_link_all_is_looked_at() {
    let (site, mut kept) = site();
    let root = site.path();
    std::os::unix::fs::symlink("a.md", root.join("content/lien.md")).unwrap();
    read_again(root, &mut kept).unwrap();
    let changed = write(root, "content/a.md", "autre");
    let said = texts(&read_changed(root, &mut kept, &changes([changed])).unwrap());
    assert!(said.contains(&("content/lien.md".into(), "autre".into())), "{said:?}");
}
