use std::sync::Mutex;

use super::*;
use crate::source::Picture;

/// Files as a door would have them, and what is published.
#[derive(Default)]
struct Folder {
    files: BTreeMap<String, Vec<u8>>,
    published: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl Sink for Folder {
    fn put(&self, path: &str, bytes: &[u8]) -> std::io::Result<()> {
        assert!(self.published.lock().unwrap().insert(path.to_owned(), bytes.to_vec()).is_none(), "{path}");
        Ok(())
    }
    fn copy(&self, asset: &Asset) -> std::io::Result<()> {
        self.put(&asset.path, &self.read(asset)?)
    }
    fn keep(&self, _: &str) -> std::io::Result<bool> {
        Ok(false)
    }
    fn read(&self, asset: &Asset) -> std::io::Result<Vec<u8>> {
        Ok(self.files[&asset.origin].clone())
    }
}

fn folder(files: &[(&str, &str)]) -> (Folder, Vec<Asset>) {
    let bytes = |text: &str| text.as_bytes().to_vec();
    let folder = Folder {
        files: files.iter().map(|(origin, text)| ((*origin).to_owned(), bytes(text))).collect(),
        ..Folder::default()
    };
    let assets = files.iter().map(|(origin, text)| {
        let theme = origin.strip_prefix("themes/").map(|rest| rest.split_once('/').unwrap());
        Asset {
            origin: (*origin).to_owned(),
            theme: theme.map(|(name, _)| name.to_owned()),
            path: theme.map_or(*origin, |(_, path)| path).to_owned(),
            size: text.len() as u64,
            hash: blake3::hash(text.as_bytes()).to_hex().to_string(),
            picture: Picture::None,
        }
    });
    let assets = assets.collect();
    (folder, assets)
}

/// A template rendered with these files, then everything published, by path.
fn published(files: &[(&str, &str)], template: &str) -> (Result<String, String>, BTreeMap<String, Vec<u8>>) {
    let (folder, list) = folder(files);
    // Of two files of a path, the theme gives the one of the content.
    let ours = list.iter().filter(|a| a.theme.as_deref().is_none_or(|theme| theme == "t"));
    let own = |a: &&Asset| a.theme.is_none() || list.iter().all(|b| b.theme.is_some() || b.path != a.path);
    let given: Vec<&Asset> = ours.filter(own).collect();
    let assets = Assets::new(&given, "/base", None, &folder).unwrap();
    let mut tera = Tera::new();
    assets.register(&mut tera);
    tera.add_raw_template("a", template).unwrap();
    let written = tera.render("a", &tera::Context::new()).map_err(|e| e.to_string());
    for asset in given {
        assets.publish(asset, &folder).unwrap();
    }
    (written, folder.published.into_inner().unwrap())
}

#[test]
fn what_is_called_has_its_fingerprint_in_its_name() {
    let files = [
        ("themes/t/a.css", "a { b: c }\n"),
        ("themes/t/js/b.js", "let b;\n"),
        ("themes/u/a.css", "x{}"),
        ("c.pdf", "c"),
    ];
    let (written, all) = published(&files, "{{ asset(path='a.css') }} {{ asset(path='js/b.js') }}");
    let hash = |text: &str| blake3::hash(text.as_bytes()).to_hex()[..8].to_owned();
    let (sheet, script) = (format!("a.{}.css", hash("a{b:c}")), format!("js/b.{}.js", hash("let b;\n")));
    assert_eq!(written.unwrap(), format!("/base/{sheet} /base/{script}"));
    // The style sheet is smaller under both names; the script, and what nobody calls, are as they were.
    let expected = [
        ("a.css", "a{b:c}"),
        (&sheet, "a{b:c}"),
        ("c.pdf", "c"),
        ("js/b.js", "let b;\n"),
        (&script, "let b;\n"),
    ];
    let expected: BTreeMap<String, Vec<u8>> =
        expected.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    assert_eq!(all, expected);
}

#[test]
fn a_digest_is_that_of_what_is_published() {
    let (written, all) = published(
        &[("themes/t/a.css", "a { b: c }"), ("s.js", "abc")],
        "{{ integrity(path='s.js') }} {{ integrity(path='a.css') }}{% if asset(path='a.css') %}{% endif %}",
    );
    let written = written.unwrap();
    let (script, sheet) = written.split_once(' ').unwrap();
    // What `openssl dgst -sha384 -binary | base64` says of « abc ».
    assert_eq!(script, "sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn");
    assert_eq!(sheet, integrity(all.get("a.css").unwrap()));
    assert_ne!(sheet, integrity(b"a { b: c }"));
}

#[test]
fn a_style_sheet_calls_files_by_the_names_they_have() {
    let sheet = "a { src: url(../f/a.woff2?x#y), url(\"/f/a.woff2\"), url(b.css), url(none.png), url(https://a.fr/f) }";
    let (_, all) = published(
        &[("themes/t/css/a.css", sheet), ("themes/t/css/b.css", "b{}"), ("themes/t/f/a.woff2", "font")],
        "{{ asset(path='css/a.css') }}",
    );
    let font = format!("f/{}", named("a.woff2", blake3::hash(b"font").to_hex().as_str()));
    let expected = format!(
        "a{{src:url(../{font}?x#y),url(\"/f/a.woff2\"),url(b.css),url(none.png),url(https://a.fr/f)}}"
    );
    assert_eq!(String::from_utf8_lossy(&all["css/a.css"]), expected);
    assert_eq!(all.get(&font).map(Vec::as_slice), Some(b"font".as_slice()));
    assert_eq!(
        all.get("f/a.woff2").map(Vec::as_slice),
        Some(b"font".as_slice()),
        "its plain name still leads to it"
    );
}

#[test]
fn a_file_of_the_site_takes_the_place_of_one_of_the_theme_and_is_not_changed() {
    let (written, all) = published(&[("a.css", "a { }"), ("b.css", "b{")], "{{ asset(path='a.css') }}");
    let name = named("a.css", blake3::hash(b"a { }").to_hex().as_str());
    assert_eq!(written.unwrap(), format!("/base/{name}"));
    assert_eq!(all.get(&name).map(Vec::as_slice), Some(b"a { }".as_slice()));
}

#[test]
fn what_is_not_there_or_has_no_digest_says_so() {
    let said = |template: &str| published(&[("themes/t/icon.svg", "<svg/>")], template).0.unwrap_err();
    assert!(said("{{ asset(path='icone.svg') }}").contains("template.no-file\u{1f}icone.svg\u{1f}icon.svg"));
    assert!(said("{{ integrity(path='icon.svg') }}").contains("template.no-integrity"));
}

#[test]
fn names_hold_their_fingerprint_before_their_ending() {
    let of = |path| named(path, "0123456789abcdef");
    assert_eq!(of("a/b.min.js"), "a/b.min.01234567.js");
    assert_eq!(of("CNAME"), "CNAME.01234567");
    assert_eq!(of("a/.nojekyll"), "a/.nojekyll.01234567");
}
