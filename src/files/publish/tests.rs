use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::files::precompress::FORMS;
use crate::files::{Refusal, read};

fn site() -> TempDir {
    let site = tempfile::tempdir().unwrap();
    fs::create_dir(site.path().join("content")).unwrap();
    site
}

fn begin(site: &TempDir) -> Result<Publisher, PublishError> {
    Publisher::begin(&site.path().join("public"), site.path())
}

fn publish_with(site: &TempDir, options: Options, files: &[(&str, &str)]) -> Published {
    let publisher = Publisher::begin_with(&site.path().join("public"), site.path(), options).unwrap();
    for (path, text) in files {
        publisher.put(path, text.as_bytes()).unwrap();
    }
    publisher.commit().unwrap()
}

fn publish(site: &TempDir, files: &[(&str, &str)]) -> Published {
    publish_with(site, Options::default(), files)
}

/// Every file under a folder but the marker, as text.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    index(folder)
        .unwrap()
        .into_keys()
        .map(|path| (path.display().to_string(), fs::read_to_string(folder.join(path)).unwrap()))
        .collect()
}

fn expected(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// What stands in the site's folder.
fn names(site: &TempDir) -> Vec<String> {
    let entries = fs::read_dir(site.path()).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn kind(result: io::Result<()>) -> io::ErrorKind {
    result.unwrap_err().kind()
}

const OLD: [(&str, &str); 4] =
    [("index.html", "old"), ("a/index.html", "same"), ("a/b/c.html", "c"), ("d.txt", "gone")];
const NEW: [(&str, &str); 4] =
    [("index.html", "new"), ("a/index.html", "same"), ("a/b/c.html", "longer"), ("e.txt", "came")];

#[test]
fn a_marker_cut_short_by_death_is_ours_while_it_is_alone() {
    let holder = tempfile::tempdir().unwrap();
    let folder = holder.path().join("public");
    std::fs::create_dir(&folder).unwrap();
    for text in ["", "limp"] {
        std::fs::write(folder.join(".limpide"), text).unwrap();
        assert!(begin(&holder).is_ok(), "{text:?}");
    }
    std::fs::write(folder.join("autre"), "").unwrap();
    assert!(matches!(begin(&holder), Err(PublishError::ForeignFolder { .. })));
}

#[test]
fn the_new_site_takes_the_place_of_the_old() {
    for (exchange, links) in [(true, true), (true, false), (false, true), (false, false)] {
        let site = site();
        let options = || Options { exchange, links, ..Options::default() };
        let first = publish_with(&site, options(), &OLD);
        assert_eq!(first, Published { written: 4, ..Published::default() });
        let second = publish_with(&site, options(), &NEW);
        assert_eq!((second.written, second.unchanged, second.removed), (3, 1, 1));
        assert_eq!(second.remarks, if exchange { vec![] } else { vec![Remark::Renamed] });
        assert_eq!(tree(&site.path().join("public")), expected(&NEW));
        assert_eq!(names(&site), ["content", "public"]);
    }
}

#[test]
fn a_file_that_did_not_change_keeps_its_time() {
    for links in [true, false] {
        let site = site();
        let options = || Options { links, ..Options::default() };
        publish_with(&site, options(), &OLD);
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        for (path, _) in OLD {
            let file = File::options().write(true).open(site.path().join("public").join(path)).unwrap();
            file.set_modified(time).unwrap();
        }
        let again = publish_with(&site, options(), &OLD);
        assert_eq!((again.written, again.unchanged, again.removed), (0, 4, 0));
        for (path, _) in OLD {
            let metadata = fs::metadata(site.path().join("public").join(path)).unwrap();
            assert_eq!(metadata.modified().unwrap(), time, "{path}");
        }
    }
}

#[test]
fn dropped_before_the_end_it_leaves_everything_as_it_was() {
    let site = site();
    publish(&site, &OLD);
    let publisher = begin(&site).unwrap();
    publisher.put("index.html", b"new").unwrap();
    drop(publisher);
    assert_eq!(tree(&site.path().join("public")), expected(&OLD));
    assert_eq!(names(&site), ["content", "public"]);
}

#[test]
fn a_file_that_failed_stops_publication() {
    let site = site();
    publish(&site, &OLD);
    let publisher = begin(&site).unwrap();
    publisher.put("index.html", b"new").unwrap();
    assert_eq!(kind(publisher.put("index.html", b"twice")), io::ErrorKind::AlreadyExists);
    assert!(matches!(publisher.commit(), Err(PublishError::Incomplete { .. })));
    assert_eq!(tree(&site.path().join("public")), expected(&OLD));
}

#[test]
fn two_files_at_one_path_are_refused_however_they_come() {
    for links in [true, false] {
        let site = site();
        let options = || Options { links, ..Options::default() };
        publish_with(&site, options(), &OLD);
        let output = site.path().join("public");
        let publisher = Publisher::begin_with(&output, site.path(), options()).unwrap();
        publisher.put("d.txt", b"gone").unwrap();
        assert_eq!(kind(publisher.put("d.txt", b"gone")), io::ErrorKind::AlreadyExists);
        assert_eq!(kind(publisher.put("d.txt", b"other")), io::ErrorKind::AlreadyExists);
        assert_eq!(kind(publisher.keep("d.txt").map(drop)), io::ErrorKind::AlreadyExists);
        assert!(publisher.put("d.txt/inside", b"x").is_err());
        assert_eq!(kind(publisher.put(MARKER, b"x")), io::ErrorKind::AlreadyExists);
    }
}

#[test]
fn a_page_held_back_keeps_its_published_version() {
    let site = site();
    publish(&site, &OLD);
    let publisher = begin(&site).unwrap();
    assert!(publisher.keep("index.html").unwrap());
    assert!(!publisher.keep("never.html").unwrap());
    assert!(!publisher.keep("a").unwrap());
    let published = publisher.commit().unwrap();
    assert_eq!((published.unchanged, published.removed), (1, 3));
    assert_eq!(tree(&site.path().join("public")), expected(&OLD[..1]));
}

#[test]
fn assets_are_copied_and_not_copied_again() {
    let site = site();
    fs::write(site.path().join("content/a.pdf"), vec![7; 200_000]).unwrap();
    fs::write(site.path().join("content/b.pdf"), vec![7; 200_000]).unwrap();
    let assets = read(site.path()).unwrap().tree.assets;
    let run = || {
        let publisher = begin(&site).unwrap();
        for asset in assets.iter().filter(|asset| asset.theme.is_none()) {
            publisher.copy(asset).unwrap();
        }
        publisher.commit().unwrap()
    };
    assert_eq!(run().written, 2);
    let mut changed = vec![7; 200_000];
    changed[199_999] = 8;
    fs::write(site.path().join("content/b.pdf"), &changed).unwrap();
    let second = run();
    assert_eq!((second.written, second.unchanged, second.removed), (1, 1, 0));
    assert_eq!(fs::read(site.path().join("public/b.pdf")).unwrap(), changed);
    assert_eq!(fs::read(site.path().join("public/a.pdf")).unwrap(), vec![7; 200_000]);
}

#[test]
fn a_folder_we_did_not_make_is_left_alone() {
    let site = site();
    let public = site.path().join("public");
    fs::create_dir(&public).unwrap();
    fs::write(public.join("index.html"), "someone else's").unwrap();
    assert!(matches!(begin(&site), Err(PublishError::ForeignFolder { .. })));
    fs::write(public.join(MARKER), "something else").unwrap();
    assert!(matches!(begin(&site), Err(PublishError::ForeignFolder { .. })));
    assert_eq!(tree(&public), expected(&[("index.html", "someone else's")]));
    fs::remove_dir_all(&public).unwrap();

    // An empty one may be taken.
    fs::create_dir(&public).unwrap();
    publish(&site, &OLD);
    assert_eq!(tree(&public), expected(&OLD));

    // The same goes for the names beside it.
    let staging = site.path().join(".public.limpide-new");
    fs::create_dir(&staging).unwrap();
    fs::write(staging.join("mine.txt"), "mine").unwrap();
    assert!(matches!(begin(&site), Err(PublishError::ForeignFolder { .. })));
    assert_eq!(fs::read_to_string(staging.join("mine.txt")).unwrap(), "mine");
}

#[test]
fn a_folder_that_became_foreign_during_the_run_is_left_alone() {
    let site = site();
    let publisher = begin(&site).unwrap();
    publisher.put("index.html", b"new").unwrap();
    fs::create_dir(site.path().join("public")).unwrap();
    fs::write(site.path().join("public/mine.txt"), "mine").unwrap();
    assert!(matches!(publisher.commit(), Err(PublishError::ForeignFolder { .. })));
    assert_eq!(names(&site), ["content", "public"]);
    assert_eq!(tree(&site.path().join("public")), expected(&[("mine.txt", "mine")]));
}

#[test]
fn places_that_must_not_be_replaced_are_refused() {
    let site = site();
    let root = site.path();
    fs::create_dir(root.join("themes")).unwrap();
    fs::write(root.join("file"), "x").unwrap();
    let refusal = |output: PathBuf| match Publisher::begin(&output, root).err() {
        Some(PublishError::Refused { reason, .. }) => Some(reason),
        _ => None,
    };
    assert_eq!(refusal(root.to_owned()), Some(Refusal::HoldsSite));
    assert_eq!(
        refusal(root.join("content/../../").join(root.file_name().unwrap())),
        Some(Refusal::HoldsSite)
    );
    assert_eq!(refusal(root.parent().unwrap().to_owned()), Some(Refusal::HoldsSite));
    assert_eq!(refusal(PathBuf::from("/")), Some(Refusal::NoName));
    assert_eq!(refusal(root.join("..")), Some(Refusal::NoName));
    assert_eq!(refusal(root.join("content")), Some(Refusal::InsideSources));
    assert_eq!(refusal(root.join("themes/ville")), Some(Refusal::InsideSources));
    assert_eq!(refusal(root.join("file")), Some(Refusal::NotAFolder));
    assert_eq!(names(&site), ["content", "file", "themes"]);
}

#[cfg(unix)]
#[test]
fn a_link_is_neither_replaced_nor_followed() {
    use std::os::unix::fs::symlink;
    let (site, outside) = (site(), tempfile::tempdir().unwrap());
    let public = site.path().join("public");
    symlink(outside.path(), &public).unwrap();
    assert!(matches!(begin(&site), Err(PublishError::Refused { reason: Refusal::Link, .. })));
    fs::remove_file(&public).unwrap();

    // Someone put links into the published folder: what they lead to is neither kept nor removed.
    publish(&site, &OLD);
    fs::write(outside.path().join("secret.html"), "same").unwrap();
    symlink(outside.path(), public.join("out")).unwrap();
    symlink(outside.path().join("secret.html"), public.join("link.html")).unwrap();
    let publisher = begin(&site).unwrap();
    assert!(!publisher.keep("out/secret.html").unwrap());
    assert!(!publisher.keep("link.html").unwrap());
    publisher.put("link.html", b"same").unwrap();
    publisher.commit().unwrap();
    assert!(public.join("link.html").symlink_metadata().unwrap().is_file());
    assert_eq!(fs::read_to_string(outside.path().join("secret.html")).unwrap(), "same");

    // An asset that became a link out of the site after it was read.
    let asset = site.path().join("content/a.txt");
    fs::write(&asset, "a").unwrap();
    let assets = read(site.path()).unwrap().tree.assets;
    fs::remove_file(&asset).unwrap();
    symlink(outside.path().join("secret.html"), &asset).unwrap();
    let publisher = begin(&site).unwrap();
    let asset = assets.iter().find(|asset| asset.path == "a.txt").unwrap();
    assert!(publisher.copy(asset).is_err());
}

#[cfg(unix)]
#[test]
fn who_may_read_the_published_folder_is_kept() {
    use std::os::unix::fs::PermissionsExt;
    for exchange in [true, false] {
        let site = site();
        publish(&site, &OLD);
        let public = site.path().join("public");
        fs::set_permissions(&public, fs::Permissions::from_mode(0o750)).unwrap();
        publish_with(&site, Options { exchange, ..Options::default() }, &NEW);
        assert_eq!(fs::metadata(&public).unwrap().permissions().mode() & 0o7777, 0o750);
    }
}

#[test]
fn a_second_run_is_refused_while_the_first_is_at_work() {
    let site = site();
    let first = begin(&site).unwrap();
    first.put("index.html", b"first").unwrap();
    assert!(matches!(begin(&site), Err(PublishError::Busy { .. })));
    first.commit().unwrap();
    assert_eq!(publish(&site, &[("index.html", "first")]).unchanged, 1);
}

#[test]
fn many_threads_fill_one_site() {
    use rayon::prelude::*;
    let site = site();
    for expected in [(2000, 0), (0, 2000)] {
        let publisher = begin(&site).unwrap();
        (0..2000).into_par_iter().for_each(|n| {
            publisher.put(&format!("{}/{}/index.html", n % 7, n), n.to_string().as_bytes()).unwrap();
        });
        let published = publisher.commit().unwrap();
        assert_eq!((published.written, published.unchanged), expected);
    }
}

#[test]
fn the_folders_above_are_made_and_deep_outputs_work() {
    let site = site();
    let output = site.path().join("build/web/public");
    for expected in [1, 0] {
        let publisher = Publisher::begin(&output, site.path()).unwrap();
        publisher.put("index.html", b"x").unwrap();
        assert_eq!(publisher.commit().unwrap().written, expected);
    }
    assert_eq!(fs::read_dir(site.path().join("build/web")).unwrap().count(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the path, a file lands inside the published folder or nowhere.
    #[test]
    fn no_path_leaves_the_published_folder(parts in prop::collection::vec(
        prop_oneof!["[a-zé .]{0,4}", Just("..".to_owned()), Just(".".to_owned()), Just(String::new()),
            Just("\0".to_owned()), Just("C:".to_owned()), Just("..\\x".to_owned())],
        1..5,
    )) {
        let path = parts.join("/");
        let site = site();
        let publisher = begin(&site).unwrap();
        let staging = publisher.output.staging.clone();
        let taken = publisher.put(&path, b"x");
        let all: Vec<_> = index(site.path()).unwrap().into_keys().filter(|path| {
            let name = path.file_name().unwrap();
            name != MARKER && name != ".public.limpide-lock"
        }).collect();
        match taken {
            Ok(()) => {
                prop_assert!(parts.iter().all(|part| !matches!(part.as_str(), "" | "." | "..")));
                prop_assert_eq!(all.len(), 1);
                let written = site.path().join(&all[0]);
                prop_assert_eq!(written.strip_prefix(&staging).unwrap(), Path::new(&path));
            }
            Err(_) => prop_assert_eq!(all.len(), 0),
        }
    }
}

#[test]
fn compressed_neighbours_follow_their_file() {
    let site = site();
    let public = site.path().join("public");
    let bytes = |path: &str| fs::read(public.join(path));
    let long = |word: &str| format!("<p>{word}</p>\n").repeat(200);
    let options = |precompress| Options { precompress, ..Options::default() };
    let of = |text: &str, form: usize| FORMS[form].1.compress(text.as_bytes()).unwrap().unwrap();
    let (one, two) = (long("une page"), long("une autre"));

    let published = publish_with(&site, options(true), &[("a.html", &one), ("b.html", "short")]);
    assert_eq!((published.written, published.unchanged), (4, 0));
    assert_eq!((bytes("a.html.gz").unwrap(), bytes("a.html.br").unwrap()), (of(&one, 0), of(&one, 1)));

    let published = publish_with(&site, options(true), &[("a.html", &one), ("b.html", "short")]);
    assert_eq!((published.written, published.unchanged, published.removed), (0, 4, 0));

    // One that was damaged, though its file did not change.
    fs::write(public.join("a.html.br"), "damaged").unwrap();
    let published = publish_with(&site, options(true), &[("a.html", &one), ("b.html", "short")]);
    assert_eq!((published.written, bytes("a.html.br").unwrap()), (1, of(&one, 1)));

    // A file of the site is never taken for a neighbour.
    let published = publish_with(&site, options(true), &[("a.html", &two), ("a.html.gz", "mine")]);
    assert_eq!((published.written, published.removed), (3, 1));
    assert_eq!((bytes("a.html.gz").unwrap(), bytes("a.html.br").unwrap()), (b"mine".to_vec(), of(&two, 1)));

    let published = publish_with(&site, options(false), &[("a.html", &two)]);
    assert_eq!((published.unchanged, published.removed), (1, 2));
}

#[test]
fn a_page_that_is_kept_keeps_the_files_it_calls() {
    let site = site();
    let sheet = "a{b:url(f.0000000a.woff2)}";
    let calls = "<link href=\"/s.01234567.css\"><img src=\"/i.0123abcd-400.jpg\">";
    publish(
        &site,
        &[
            ("kept.html", calls),
            ("s.01234567.css", sheet),
            ("f.0000000a.woff2", "font"),
            ("i.0123abcd-400.jpg", "image"),
            ("gone.76543210.css", "c"),
            ("plain.css", "d"),
        ],
    );
    let publisher = begin(&site).unwrap();
    assert!(publisher.keep("kept.html").unwrap());
    publisher.put("s.89abcdef.css", b"new").unwrap();
    publisher.put("i.0123abcd-400.jpg", b"image").unwrap();
    let published = publisher.commit().unwrap();
    assert_eq!((published.written, published.unchanged, published.removed), (1, 4, 2));
    let now = [
        ("kept.html", calls),
        ("s.01234567.css", sheet),
        ("s.89abcdef.css", "new"),
        ("f.0000000a.woff2", "font"),
        ("i.0123abcd-400.jpg", "image"),
    ];
    assert_eq!(tree(&site.path().join("public")), expected(&now));
}

#[test]
fn everything_is_published_again_whoever_made_it() {
    let site = site();
    let public = site.path().join("public");
    let long = |word: &str| format!("<p>{word}</p>\n").repeat(200);
    let (one, two) = (long("une page"), long("une autre"));
    let options = Options { precompress: true, ..Options::default() };
    publish_with(&site, options, &[("a.html", &one), ("b.html", &one), ("c.html", &one), ("d.html", &one)]);
    ImageMemory::of(site.path()).remember("a1", b"image");
    // What was published beside by other hands, or by other settings.
    fs::remove_file(public.join("b.html.br")).unwrap();
    fs::write(public.join("c.html.gz"), "mine").unwrap();
    fs::write(public.join("données.csv"), &one).unwrap();
    fs::write(public.join("données.csv.gz"), "mine too").unwrap();
    let mut strange = vec![PathBuf::from("a/.limpide")];
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt as _;
        strange.push(PathBuf::from("plan\\rive.pdf"));
        strange.push(PathBuf::from(std::ffi::OsStr::from_bytes(b"caf\xe9.txt")));
    }
    fs::create_dir(public.join("a")).unwrap();
    for path in &strange {
        fs::write(public.join(path), "strange").unwrap();
    }
    let all = || -> BTreeMap<PathBuf, Vec<u8>> {
        let paths = index(&public).unwrap().into_keys();
        paths.map(|path| (path.clone(), fs::read(public.join(path)).unwrap())).collect()
    };
    let before = all();

    let publisher = begin(&site).unwrap();
    let paths = publisher.keep_everything().unwrap();
    assert!(paths.contains(&"a/.limpide".to_owned()) && paths.contains(&"données.csv.gz".to_owned()));
    assert_eq!(paths.contains(&"plan\\rive.pdf".to_owned()), cfg!(unix));
    let published = publisher.commit().unwrap();
    assert_eq!((published.written, published.removed), (0, 0));
    assert_eq!(all(), before);
    assert_eq!(ImageMemory::of(site.path()).recall("a1"), Some(b"image".to_vec()));

    // The forms that held a text follow it; no other file changes, comes or goes.
    let publisher = begin(&site).unwrap();
    publisher.keep_everything().unwrap();
    for path in ["a.html", "b.html", "c.html"] {
        assert!(publisher.revise(path, &mut |_| Some(two.clone())).unwrap());
    }
    // This one is too short to be smaller in any form.
    assert!(publisher.revise("d.html", &mut |_| Some("x".to_owned())).unwrap());
    let published = publisher.commit().unwrap();
    assert_eq!((published.written, published.removed), (8, 2));
    let after = all();
    for (path, bytes) in &before {
        let name = path.to_str().unwrap_or_default();
        let expected = match name {
            "a.html" | "b.html" | "c.html" => Some(two.clone().into_bytes()),
            "a.html.gz" | "b.html.gz" => FORMS[0].1.compress(two.as_bytes()).unwrap(),
            "a.html.br" | "c.html.br" => FORMS[1].1.compress(two.as_bytes()).unwrap(),
            "d.html" => Some(b"x".to_vec()),
            "d.html.gz" | "d.html.br" => None,
            _ => Some(bytes.clone()),
        };
        assert!(after.get(path) == expected.as_ref(), "{path:?}");
    }
    assert_eq!(after.len(), before.len() - 2);
}
