use std::sync::Mutex;

use super::codec::tests::waves;
use super::*;
use crate::site::Facts;
use crate::source::{Source, Tree, read_picture};

/// Files of a site, what is published, and what is remembered.
#[derive(Default)]
struct Folder {
    files: BTreeMap<String, Vec<u8>>,
    published: Mutex<BTreeMap<String, Vec<u8>>>,
    memory: Mutex<BTreeMap<String, Vec<u8>>>,
    read: Mutex<Vec<String>>,
}

impl Sink for Folder {
    fn put(&self, path: &str, bytes: &[u8]) -> std::io::Result<()> {
        assert!(self.published.lock().unwrap().insert(path.to_owned(), bytes.to_vec()).is_none(), "{path}");
        Ok(())
    }
    fn copy(&self, _: &Asset) -> std::io::Result<()> {
        Ok(())
    }
    fn keep(&self, _: &str) -> std::io::Result<bool> {
        Ok(false)
    }
    fn read(&self, asset: &Asset) -> std::io::Result<Vec<u8>> {
        self.read.lock().unwrap().push(asset.path.clone());
        Ok(self.files[&asset.path].clone())
    }
    fn recall(&self, key: &str) -> Option<Vec<u8>> {
        self.memory.lock().unwrap().get(key).cloned()
    }
    fn remember(&self, key: &str, bytes: &[u8]) {
        self.memory.lock().unwrap().insert(key.to_owned(), bytes.to_vec());
    }
}

/// A site of one page that shows these files.
fn site(files: &[(&str, Vec<u8>)]) -> (Site, Folder) {
    let mut page = "---\ntitle: A\n---\n\n".to_owned();
    let mut tree = Tree::default();
    for (path, bytes) in files {
        page.push_str(&format!("![Un plan]({path})\n"));
        tree.assets.push(Asset {
            origin: format!("content/{path}"),
            theme: None,
            path: (*path).to_owned(),
            size: bytes.len() as u64,
            hash: blake3::hash(bytes).to_hex().to_string(),
            picture: read_picture(path, bytes),
        });
    }
    let id = tree.sources.add(Source::new("content/a.md", page.into_bytes()));
    tree.pages.push(("a.md".to_owned(), id));
    let files = files.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.clone())).collect();
    let site = Site::build(tree, Facts::on(jiff::civil::date(2026, 11, 23)));
    (site, Folder { files, ..Folder::default() })
}

fn settings(widths: &[u32]) -> Settings {
    Settings { widths: widths.to_vec(), formats: Vec::new(), quality: 80, sizes: "50vw".to_owned() }
}

fn make(site: &Site, settings: &Settings, folder: &Folder) -> Images {
    folder.published.lock().unwrap().clear();
    folder.read.lock().unwrap().clear();
    Images::make(site, &[PageId(0)], settings, folder).unwrap()
}

#[test]
fn a_photograph_has_the_widths_that_are_asked_for() {
    let photograph = waves(900, 600).written(92).unwrap();
    let (site, folder) = site(&[("p/a.jpg", photograph.clone())]);
    let images = make(&site, &settings(&[300, 600]), &folder);
    let published = folder.published.lock().unwrap().clone();
    let names: Vec<&String> = published.keys().collect();
    assert_eq!(published.len(), 2);
    let sizes: BTreeMap<String, Picture> =
        published.iter().map(|(path, bytes)| (path.clone(), read_picture(path, bytes))).collect();
    for (width, height) in [(300, 200), (600, 400)] {
        let (path, picture) =
            sizes.iter().find(|(path, _)| path.ends_with(&format!("-{width}.jpg"))).unwrap();
        assert_eq!(*picture, Picture::Sized { width, height });
        assert!(path.starts_with("p/a.") && path.len() == "p/a.01234567-300.jpg".len(), "{path}");
        assert!(published[path].len() < photograph.len());
    }
    let versions = images.versions(&site.assets[0], |path| format!("/d/{path}")).unwrap();
    let of = |width: u32| names.iter().find(|name| name.ends_with(&format!("-{width}.jpg"))).unwrap();
    // The widest is as wide as the theme wants: the file itself is not offered.
    assert_eq!(versions.srcset, format!("/d/{} 300w, /d/{} 600w", of(300), of(600)));
    assert_eq!((versions.src, versions.sizes.as_str()), (format!("/d/{}", of(600)), "50vw"));

    let images = make(&site, &settings(&[300, 1200]), &folder);
    let versions = images.versions(&site.assets[0], str::to_owned).unwrap();
    assert!(versions.srcset.ends_with(" 300w, p/a.jpg 900w"), "{versions:?}");
    assert_eq!(versions.src, "p/a.jpg");
}

#[test]
fn what_was_made_is_not_made_again() {
    let (site, folder) = site(&[("a.jpg", waves(400, 300).written(92).unwrap())]);
    make(&site, &settings(&[100, 200]), &folder);
    let first = folder.published.lock().unwrap().clone();
    assert_eq!(*folder.read.lock().unwrap(), ["a.jpg"], "read once for both widths");
    make(&site, &settings(&[100, 200]), &folder);
    assert_eq!(*folder.published.lock().unwrap(), first);
    assert!(folder.read.lock().unwrap().is_empty());
    // Another quality gives other bytes, under other names.
    make(&site, &Settings { quality: 40, ..settings(&[100, 200]) }, &folder);
    assert!(folder.published.lock().unwrap().keys().all(|path| !first.contains_key(path)));
    // A width more leaves the others as they were.
    make(&site, &settings(&[50, 100, 200]), &folder);
    assert!(first.iter().all(|(path, bytes)| folder.published.lock().unwrap().get(path) == Some(bytes)));
}

#[test]
fn what_would_not_gain_or_cannot_be_made_smaller_is_left_as_it_is() {
    let jpeg = waves(400, 300).written(92).unwrap();
    let tiny = waves(400, 300).written(1).unwrap();
    let cut = jpeg[..jpeg.len() / 2].to_vec();
    let gif = b"GIF89a\x20\x03\x58\x02\0".to_vec();
    let svg = b"<svg viewBox='0 0 900 900'/>".to_vec();
    let (site, folder) = site(&[
        ("tiny.jpg", tiny),
        ("cut.jpg", cut),
        ("a.gif", gif),
        ("a.svg", svg),
        ("small.jpg", waves(100, 90).written(90).unwrap()),
    ]);
    let images = make(&site, &settings(&[390]), &folder);
    let problems: Vec<_> = images.problems.iter().map(|p| (p.kind, site.sources.slice(p.span))).collect();
    assert_eq!(problems, [(ProblemKind::BrokenImage, "cut.jpg")]);
    assert_eq!(folder.published.lock().unwrap().keys().collect::<Vec<_>>(), Vec::<&String>::new());
    assert!(site.assets.iter().all(|asset| images.versions(asset, str::to_owned).is_none()));
    assert!(
        folder.memory.lock().unwrap().values().all(Vec::is_empty),
        "that it would not gain is remembered"
    );
}

#[test]
fn settings_are_read_and_their_mistakes_told() {
    let read = |text: &str| {
        let (mut sources, mut problems) = (Sources::default(), Vec::new());
        let id = sources.add(Source::new("theme.toml", text.into()));
        let settings = Settings::of(&sources, id, &mut problems).unwrap_or_default();
        (settings, problems.iter().map(|p| (p.kind, text[p.span.range()].to_owned())).collect::<Vec<_>>())
    };
    let (settings, problems) =
        read("[images]\nwidths = [800, 400, 800]\nformats = [\"webp\"]\nquality = 70\nsizes = \"50vw\"\n");
    assert_eq!(problems, []);
    assert_eq!(
        settings,
        Settings {
            widths: vec![400, 800],
            formats: vec![ImageFormat::WebP],
            quality: 70,
            sizes: "50vw".to_owned()
        }
    );
    assert_eq!(read(""), (Settings::default(), Vec::new()));
    let (settings, problems) =
        read("[images]\nwidths = [3, \"grand\", 400]\nformats = [\"wepb\"]\nquality = 0\nlargeurs = 1\n");
    assert_eq!((settings.widths, settings.quality), (vec![400], QUALITY));
    let kinds: Vec<_> = problems.iter().map(|(kind, text)| (*kind, text.as_str())).collect();
    use ProblemKind::{InvalidValue, UnknownKey};
    assert_eq!(
        kinds,
        [
            (InvalidValue, "3"),
            (InvalidValue, "\"grand\""),
            (InvalidValue, "\"wepb\""),
            (InvalidValue, "0"),
            (UnknownKey, "largeurs")
        ]
    );
}

#[test]
fn a_format_that_weighs_less_stands_beside() {
    let with = |widths: &[u32]| Settings { formats: vec![ImageFormat::WebP], ..settings(widths) };
    let photograph = waves(900, 600).written(92).unwrap();
    let (site, folder) = site(&[("p/a.jpg", photograph)]);
    let images = make(&site, &with(&[300, 600]), &folder);
    let published = folder.published.lock().unwrap().clone();
    assert_eq!(folder.read.lock().unwrap().len(), 1, "decoded once for all");
    let versions = images.versions(&site.assets[0], str::to_owned).unwrap();
    let listed = |set: &str| -> Vec<(String, u32)> {
        let one = |line: &str| {
            let (path, width) = line.split_once(' ').unwrap();
            (path.to_owned(), width.trim_end_matches('w').parse().unwrap())
        };
        set.split(", ").map(one).collect()
    };
    let (own, webp) = (listed(&versions.srcset), listed(versions.webp.as_deref().unwrap()));
    assert_eq!(published.len(), 4);
    for ((own, width), (webp, same)) in own.iter().zip(&webp) {
        assert_eq!((width, &webp[webp.len() - 5..]), (same, ".webp"));
        assert_eq!(read_picture(webp, &published[webp]), read_picture(own, &published[own]));
        assert!(published[webp].len() < published[own].len(), "{webp}");
    }
    // Made once, and none where the site wants none.
    make(&site, &with(&[300, 600]), &folder);
    assert!(folder.read.lock().unwrap().is_empty());
    assert_eq!(*folder.published.lock().unwrap(), published);
    let images = make(&site, &with(&[300, 600]).or_as(Some(&[])), &folder);
    assert_eq!(images.versions(&site.assets[0], str::to_owned).unwrap().webp, None);

    // Where no width is smaller, the file itself is the other choice.
    let images = make(&site, &with(&[1200]), &folder);
    let versions = images.versions(&site.assets[0], str::to_owned).unwrap();
    assert_eq!((versions.src.as_str(), versions.srcset.as_str()), ("p/a.jpg", ""));
    assert!(versions.webp.unwrap().ends_with("-900.webp 900w"));
}

#[test]
fn a_format_that_weighs_more_at_one_width_is_offered_at_none() {
    let tiny = waves(400, 300).written(1).unwrap();
    let webp = waves(400, 300).webp(92).unwrap();
    let (site, folder) = site(&[("tiny.jpg", tiny), ("a.webp", webp)]);
    let images = make(&site, &Settings { formats: vec![ImageFormat::WebP], ..settings(&[200]) }, &folder);
    let [tiny, webp] = [0, 1].map(|rank| images.versions(&site.assets[rank], str::to_owned));
    assert!(tiny.is_none_or(|versions| versions.webp.is_none()));
    // WebP is made narrower, and needs no other format.
    let webp = webp.unwrap();
    assert!(webp.srcset.contains("-200.webp 200w, a.webp 400w") || webp.srcset.ends_with("-200.webp 200w"));
    assert_eq!(webp.webp, None);
}
