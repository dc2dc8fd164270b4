//! A whole site, and all that is published of it: `sites/generator/`, with a hundred images made here.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use crate::commands::{Site, code, err, files, out};

const BASE: &str = "/demarches/";

/// An image of one pixel, of a colour that is its own.
fn image(number: u8) -> Vec<u8> {
    let mut gif = b"GIF89a\x01\0\x01\0\x80\0\0".to_vec();
    gif.extend([number, 0, 0, 255, 255, 255]);
    gif.extend(b",\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;");
    gif
}

/// The site, with its images, built as of a day.
fn built(arguments: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/generator");
    let site = Site::new(&[]);
    for (path, bytes) in files(&folder) {
        site.write(&path, std::str::from_utf8(&bytes).unwrap());
    }
    let mut album = "---\ntitle: Album\n---\n".to_owned();
    std::fs::create_dir_all(site.path("content/album")).unwrap();
    for number in 0..100 {
        std::fs::write(site.path(&format!("content/album/i{number:02}.gif")), image(number)).unwrap();
        writeln!(album, "\n![Vue {number} de Valmont](i{number:02}.gif)").unwrap();
    }
    site.write("content/album/index.md", &album);
    let run = site.run(&[&["build", "--no-lint"], arguments].concat());
    assert_eq!(code(&run), 0, "{}{}", out(&run), err(&run));
    files(&site.path("public"))
}

pub(crate) fn text<'a>(files: &'a BTreeMap<String, Vec<u8>>, path: &str) -> &'a str {
    std::str::from_utf8(files.get(path).unwrap_or_else(|| panic!("no {path}"))).unwrap()
}

/// The names of files without the mark of what they hold.
pub(crate) fn names(files: &BTreeMap<String, Vec<u8>>) -> BTreeSet<String> {
    let plain = |path: &String| {
        let mut parts: Vec<&str> = path.split('.').collect();
        parts.retain(|part| !(part.len() == 8 && part.bytes().all(|b| b.is_ascii_hexdigit())));
        parts.join(".")
    };
    files.keys().map(plain).collect()
}

/// What the `href` and `src` of a page name, entities decoded.
fn references(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for tag in html.split('<').skip(1).filter_map(|tag| Some(tag.split_once('>')?.0)) {
        for name in [" href=\"", " src=\""] {
            let value = tag.split_once(name).and_then(|(_, rest)| rest.split_once('"'));
            found.extend(value.map(|(value, _)| value.replace("&amp;", "&").replace("&quot;", "\"")));
        }
    }
    found
}

/// Each reference of a published page to the site itself that leads to no file, or to no id.
pub(crate) fn dead(files: &BTreeMap<String, Vec<u8>>, host: &str, base: &str) -> Vec<String> {
    let own = format!("{host}{base}");
    let mut dead = Vec::new();
    for path in files.keys().filter(|path| path.ends_with(".html")) {
        let html = text(files, path);
        for typed in references(html) {
            let inside = typed.strip_prefix(&own).map_or(typed.clone(), |rest| format!("{base}{rest}"));
            if inside.contains(':') {
                continue;
            }
            let (target, anchor) =
                inside.split_once('#').map_or((inside.as_str(), None), |(a, b)| (a, Some(b)));
            let target = target.split('?').next().unwrap();
            let file = match target.strip_prefix(base) {
                _ if target.is_empty() => path.clone(),
                None => {
                    dead.push(format!("{path}: {typed} is not from the root"));
                    continue;
                }
                Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("{folder}index.html"),
                Some(file) => file.to_owned(),
            };
            let held = |id: &str| text(files, &file).contains(&format!(" id=\"{id}\""));
            if !files.contains_key(&file) || !anchor.is_none_or(held) {
                dead.push(format!("{path}: {typed}"));
            }
        }
    }
    dead
}

#[test]
fn all_that_is_published_of_a_site_with_everything() {
    let files = built(&["--today", "2026-06-15"]);
    assert_eq!(dead(&files, "https://valmont.exemple", BASE), Vec::<String>::new());
    let mut list: Vec<String> = names(&files).into_iter().filter(|path| !path.ends_with(".gif")).collect();
    assert_eq!(files.keys().filter(|path| path.ends_with(".gif")).count(), 100);
    // What the site is searched in is named by what it holds, and has tests of its own.
    list.retain(|path| path != ".limpide" && !path.starts_with("search-data/"));
    insta::assert_snapshot!("generator_files", list.join("\n"));
    // What is not published is nowhere, not even as a word.
    for (path, bytes) in files.iter().filter(|(path, _)| !path.ends_with(".gif")) {
        let text = String::from_utf8_lossy(bytes);
        for word in ["Brouillon", "Secret", "Permis à points", "/demain/"] {
            assert!(!text.contains(word), "{word} in {path}");
        }
    }
    // A page that is over keeps its address, and lists leave it out.
    let naming = files.iter().filter(|(path, _)| path.ends_with(".html") || path.ends_with(".xml"));
    let naming = naming.filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains("papiers/timbre/"));
    let naming: Vec<&str> = naming.map(|(path, _)| path.as_str()).collect();
    assert_eq!(naming, ["papiers/timbre/index.html"]);
}

/// The part of a page that is its own, without what only changes with files of the theme.
fn main(html: &str) -> &str {
    let (_, rest) = html.split_once("<main").unwrap();
    rest.split_once("</main>").unwrap().0
}

#[test]
fn chosen_pages_of_a_site_with_everything() {
    let files = built(&["--today", "2026-06-15"]);
    let mut shown = String::new();
    for path in [
        "quartiers/index.html",
        "quartiers/gare/index.html",
        "quartiers/gare/page/2/index.html",
        "quartiers/port/index.html",
        "en/districts/gare/index.html",
        "papiers/page/2/index.html",
        "papiers/passeport/index.html",
        "evenements-de-vie/index.html",
        "sans-page/index.html",
    ] {
        writeln!(shown, "== {path}\n<main{}\n", main(text(&files, path))).unwrap();
    }
    insta::assert_snapshot!("generator_pages", shown);
    let head = |path: &str| -> Vec<String> {
        let (head, _) = text(&files, path).split_once("</head>").unwrap();
        let links = head.lines().filter(|line| {
            ["prev", "next", "alternate"].iter().any(|rel| line.contains(&format!("rel=\"{rel}\"")))
        });
        links.map(str::to_owned).collect()
    };
    insta::assert_snapshot!(
        "generator_heads",
        ["quartiers/gare/page/2/index.html", "papiers/passeport/index.html", "themes/papiers/index.html"]
            .map(|path| format!("{path}\n{}", head(path).join("\n")))
            .join("\n\n")
    );
}

#[test]
fn a_page_to_come_is_published_on_its_day_and_drafts_when_they_are_asked_for() {
    let later = built(&["--today", "2026-06-16"]);
    assert!(
        later.contains_key("papiers/permis/index.html") && later.contains_key("quartiers/demain/index.html")
    );
    assert!(!later.contains_key("papiers/brouillon/index.html"));
    let drafts = built(&["--today", "2026-06-15", "--drafts"]);
    assert!(drafts.contains_key("papiers/brouillon/index.html"));
    assert!(!drafts.contains_key("papiers/permis/index.html"));
    assert_eq!(dead(&drafts, "https://valmont.exemple", BASE), Vec::<String>::new());
}
