use std::fs;
use std::path::Path;

use super::*;
use crate::files::zones::Why;
use crate::source::SourceId;

fn write(root: &Path, path: &str, bytes: impl AsRef<[u8]>) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn paths(list: &[(String, SourceId)]) -> Vec<&str> {
    list.iter().map(|(path, _)| path.as_str()).collect()
}

#[test]
fn every_file_finds_its_list() {
    let site = tempfile::tempdir().unwrap();
    for path in [
        "site.toml",
        "content/_index.md",
        "content/famille/pacs.md",
        "content/famille/pacs.pdf",
        "content/famille.md",
        "content/public/a.md",
        "content/_data/glossary.yaml",
        "content/_data/amounts/fees.yml",
        "content/_data/notes.txt",
        "content/.well-known/security.txt",
        "content/.git/config",
        "content/.brouillon.md",
        "content/famille/pacs.md~",
        "content/node_modules/a/b.md",
        "lints/clarity/ours.yaml",
        "themes/ville/theme.toml",
        "themes/ville/templates/page.html",
        "themes/ville/static/css/ville.css",
        "themes/ville/notes.txt",
        "public/index.html",
        "target/x.md",
    ] {
        write(site.path(), path, path);
    }
    let Reading { tree, skipped } = read(site.path()).unwrap();
    assert_eq!(skipped, []);
    assert_eq!(tree.config.map(|id| tree.sources.get(id).path()), Some("site.toml"));
    assert_eq!(paths(&tree.pages), ["_index.md", "famille.md", "famille/pacs.md", "public/a.md"]);
    assert_eq!(paths(&tree.data), ["amounts/fees.yml", "glossary.yaml", "life-events.yaml"]);
    assert!(paths(&tree.lints.rules).contains(&"clarity/ours"));
    let ville: Vec<_> =
        paths(&tree.theme_texts).into_iter().filter(|path| path.starts_with("ville")).collect();
    assert_eq!(ville, ["ville/templates/page.html", "ville/theme.toml"]);
    let assets: Vec<_> = tree
        .assets
        .iter()
        .filter(|asset| !asset.origin.starts_with("builtin:"))
        .map(|asset| (asset.path.as_str(), asset.theme.as_deref()))
        .collect();
    assert_eq!(
        assets,
        [(".well-known/security.txt", None), ("css/ville.css", Some("ville")), ("famille/pacs.pdf", None)]
    );
    for (_, id) in tree.pages.iter().chain(&tree.data).chain(&tree.theme_texts) {
        let source = tree.sources.get(*id);
        assert!(source.path().starts_with("builtin:") || source.text() == source.path());
    }
}

#[test]
fn an_asset_carries_the_size_and_hash_of_its_bytes() {
    let site = tempfile::tempdir().unwrap();
    write(site.path(), "content/a.txt", "abc");
    let Reading { tree, .. } = read(site.path()).unwrap();
    let asset = tree.assets.iter().find(|asset| asset.path == "a.txt").unwrap();
    // The hash of « abc » in the test vectors of BLAKE3's own tools.
    assert_eq!(asset.hash, "6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85");
    assert_eq!((asset.size, asset.origin.as_str()), (3, "content/a.txt"));
}

#[test]
fn a_site_that_holds_the_built_in_files_reads_the_same() {
    let (bare, full) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(bare.path(), "content/a.md", "a");
    write(full.path(), "content/a.md", "a");
    for (folder, files) in [("lints", builtin::lints()), ("themes", builtin::themes())] {
        for (path, bytes) in files {
            write(full.path(), &format!("{folder}/{path}"), bytes);
        }
    }
    let (bare, full) = (read(bare.path()).unwrap(), read(full.path()).unwrap());
    let texts = |reading: &Reading| -> Vec<(String, String)> {
        let tree = &reading.tree;
        let lists = [&tree.pages, &tree.data, &tree.lints.rules, &tree.theme_texts];
        let all = lists.into_iter().flatten();
        all.map(|(name, id)| (name.clone(), tree.sources.get(*id).text().to_owned())).collect()
    };
    let assets = |reading: &Reading| -> Vec<Asset> {
        let same = |asset: &Asset| Asset {
            origin: asset.origin.trim_start_matches("builtin:").to_owned(),
            ..asset.clone()
        };
        reading.tree.assets.iter().map(same).collect()
    };
    assert_eq!(texts(&bare), texts(&full));
    assert_eq!(assets(&bare), assets(&full));
}

#[test]
fn built_in_bytes_are_found_by_the_origin_an_asset_carries() {
    for (path, bytes) in builtin::themes() {
        assert_eq!(builtin::bytes(&format!("builtin:themes/{path}")), Some(bytes));
    }
    assert_eq!(builtin::bytes("builtin:themes/../Cargo.toml"), None);
    assert_eq!(builtin::bytes("content/a.png"), None);
}

#[test]
fn without_content_it_is_not_a_site() {
    let site = tempfile::tempdir().unwrap();
    assert!(matches!(read(site.path()), Err(ReadError::NoContent { .. })));
    write(site.path(), "content", "a file");
    assert!(matches!(read(site.path()), Err(ReadError::NoContent { .. })));
    assert!(matches!(read(&site.path().join("nowhere")), Err(ReadError::Io { .. })));
}

#[test]
fn a_text_too_large_is_refused_and_named() {
    let site = tempfile::tempdir().unwrap();
    write(site.path(), "content/fits.md", vec![b'a'; LARGEST_TEXT as usize]);
    assert!(read(site.path()).is_ok());
    write(site.path(), "content/large.md", vec![b'a'; LARGEST_TEXT as usize + 1]);
    let error = read(site.path()).unwrap_err();
    assert!(matches!(&error, ReadError::TooLarge { size: 16_777_217, .. }), "{error}");
    assert!(error.path().ends_with("content/large.md"));
}

#[test]
fn what_an_editor_may_miss_is_said() {
    let site = tempfile::tempdir().unwrap();
    for path in
        ["content/a.MD", "content/b.markdown", "lints/c.yaml", "lints/clarity/d.yml", "lints/README.md"]
    {
        write(site.path(), path, "x");
    }
    let skipped = read(site.path()).unwrap().skipped;
    let skipped: Vec<_> = skipped.iter().map(|skipped| (skipped.path.as_str(), skipped.why)).collect();
    assert_eq!(
        skipped,
        [
            ("content/a.MD", Why::PageSuffix),
            ("content/b.markdown", Why::PageSuffix),
            ("lints/c.yaml", Why::RulePlace),
            ("lints/clarity/d.yml", Why::RulePlace),
        ]
    );
}

#[cfg(unix)]
mod links {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_link_is_followed_inside_the_site_only() {
        let outside = tempfile::tempdir().unwrap();
        write(outside.path(), "secret.md", "secret");
        let site = tempfile::tempdir().unwrap();
        write(site.path(), "content/a.md", "a");
        write(site.path(), ".git/config", "secret");
        write(site.path(), "content/.hidden/secret.md", "secret");
        write(site.path(), "themes/ville/static/logo.svg", "logo");
        let link = |target: &Path, name: &str| symlink(target, site.path().join(name)).unwrap();
        link(Path::new("a.md"), "content/b.md");
        link(Path::new("../themes/ville/static/logo.svg"), "content/logo.svg");
        link(&outside.path().join("secret.md"), "content/out.md");
        link(outside.path(), "content/out");
        link(Path::new("../.git/config"), "content/git.txt");
        link(Path::new(".hidden/secret.md"), "content/hidden.md");
        link(Path::new("."), "content/round");
        link(Path::new("nothing.md"), "content/broken.md");
        link(Path::new("/dev/zero"), "content/zero.bin");
        let Reading { tree, skipped } = read(site.path()).unwrap();
        assert_eq!(paths(&tree.pages), ["a.md", "b.md"]);
        assert!(tree.assets.iter().any(|asset| asset.origin == "content/logo.svg" && asset.size == 4));
        assert!(tree.sources.iter().all(|(_, source)| source.text() != "secret"));
        let skipped: Vec<_> = skipped.iter().map(|skipped| (skipped.path.as_str(), skipped.why)).collect();
        assert_eq!(
            skipped,
            [
                ("content/broken.md", Why::LinkBroken),
                ("content/git.txt", Why::LinkOutside),
                ("content/hidden.md", Why::LinkOutside),
                ("content/out", Why::LinkOutside),
                ("content/out.md", Why::LinkOutside),
                ("content/round", Why::LinkToFolder),
                ("content/zero.bin", Why::LinkOutside),
            ]
        );
    }

    #[test]
    fn the_folders_of_a_site_may_be_links_inside_it_only() {
        let outside = tempfile::tempdir().unwrap();
        write(outside.path(), "a.md", "secret");
        let site = tempfile::tempdir().unwrap();
        write(site.path(), "pages/a.md", "a");
        let content = site.path().join("content");
        symlink("pages", &content).unwrap();
        assert_eq!(paths(&read(site.path()).unwrap().tree.pages), ["a.md"]);
        fs::remove_file(&content).unwrap();
        symlink(outside.path(), &content).unwrap();
        assert!(matches!(read(site.path()), Err(ReadError::LeavesSite { .. })));
        fs::remove_file(&content).unwrap();
        symlink("pages", &content).unwrap();
        symlink(outside.path().join("a.md"), site.path().join("site.toml")).unwrap();
        assert!(matches!(read(site.path()), Err(ReadError::LeavesSite { .. })));
    }

    #[test]
    fn the_folder_given_may_itself_be_a_link() {
        let (site, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        write(site.path(), "content/a.md", "a");
        let link = other.path().join("site");
        symlink(site.path(), &link).unwrap();
        assert_eq!(paths(&read(&link).unwrap().tree.pages), ["a.md"]);
    }

    #[test]
    fn a_name_that_is_not_utf8_is_named() {
        let site = tempfile::tempdir().unwrap();
        write(site.path(), "content/a.md", "a");
        let name = OsStr::from_bytes(b"d\xe9marche.md");
        fs::write(site.path().join("content").join(name), "x").unwrap();
        let error = read(site.path()).unwrap_err();
        assert!(matches!(error, ReadError::NotUtf8 { .. }));
        assert!(error.to_string().contains("d\u{fffd}marche.md"), "{error}");
    }
}
