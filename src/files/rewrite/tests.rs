use super::*;

/// A site's folder with one page.
fn site(text: &[u8]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir_all(root.path().join("content/a")).unwrap();
    fs::write(root.path().join("content/a/page.md"), text).unwrap();
    root
}

const PAGE: &str = "content/a/page.md";

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn the_new_bytes_take_the_place_of_the_old_ones_and_nothing_is_left_beside() {
    let root = site(b"un\r\n\xff");
    rewrite(root.path(), PAGE, b"un\r\n\xff", b"deux\r\n\xff").unwrap();
    assert_eq!(fs::read(root.path().join(PAGE)).unwrap(), b"deux\r\n\xff");
    assert_eq!(names(&root.path().join("content/a")), ["page.md"]);
}

#[test]
fn a_file_that_changed_since_it_was_read_is_left_alone() {
    let root = site(b"tout autre");
    let error = rewrite(root.path(), PAGE, b"un", b"deux").unwrap_err();
    assert!(matches!(error, RewriteError::Changed { .. }));
    assert_eq!(fs::read(root.path().join(PAGE)).unwrap(), b"tout autre");
    // Already so: mended under another name.
    rewrite(root.path(), PAGE, b"un", b"tout autre").unwrap();
    fs::remove_file(root.path().join(PAGE)).unwrap();
    assert!(matches!(rewrite(root.path(), PAGE, b"un", b"deux").unwrap_err(), RewriteError::Link(_)));
}

#[test]
fn what_is_not_of_the_site_is_never_written() {
    let root = site(b"un");
    let error = rewrite(root.path(), "builtin:lints/links/vague-text.yaml", b"", b"x").unwrap_err();
    assert!(matches!(error, RewriteError::BuiltIn { .. }));
    fs::write(root.path().join("notes.md"), "un").unwrap();
    for path in ["notes.md", "content/../notes.md", "content/.git/x", "/etc/hostname"] {
        assert!(matches!(rewrite(root.path(), path, b"un", b"deux"), Err(RewriteError::Link(_))), "{path}");
    }
    assert_eq!(fs::read(root.path().join("notes.md")).unwrap(), b"un");
}

#[test]
fn the_settings_are_a_file_of_the_site() {
    let root = site(b"un");
    fs::write(root.path().join("site.toml"), "un").unwrap();
    rewrite(root.path(), "site.toml", b"un", b"deux").unwrap();
    assert_eq!(fs::read(root.path().join("site.toml")).unwrap(), b"deux");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn permissions_are_kept_and_a_read_only_file_is_left_alone() {
        let root = site(b"un");
        let path = root.path().join(PAGE);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        rewrite(root.path(), PAGE, b"un", b"deux").unwrap();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o7777, 0o640);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).unwrap();
        let error = rewrite(root.path(), PAGE, b"deux", b"trois").unwrap_err();
        assert!(matches!(error, RewriteError::ReadOnly { .. }));
        assert_eq!(fs::read(&path).unwrap(), b"deux");
    }

    #[test]
    fn a_link_is_followed_inside_the_site_only_and_stays_a_link() {
        let root = site(b"un");
        let link = root.path().join("content/lien.md");
        symlink("a/page.md", &link).unwrap();
        rewrite(root.path(), "content/lien.md", b"un", b"deux").unwrap();
        assert!(link.symlink_metadata().unwrap().is_symlink());
        assert_eq!(fs::read(root.path().join(PAGE)).unwrap(), b"deux");
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("x.md"), "un").unwrap();
        symlink(outside.path().join("x.md"), root.path().join("content/dehors.md")).unwrap();
        let error = rewrite(root.path(), "content/dehors.md", b"un", b"deux").unwrap_err();
        assert!(matches!(error, RewriteError::Link(Skipped { why: Why::LinkOutside, .. })));
        assert_eq!(fs::read(outside.path().join("x.md")).unwrap(), b"un");
    }
}
