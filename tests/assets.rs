//! What pages load, and what is published beside them.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use jiff::civil::date;
use limpide::files;
use limpide::project::Project;
use limpide::render::{self, Options, Sink};
use limpide::source::Asset;

use crate::commands::{Site, code, err};

/// What is published, by path, in memory.
#[derive(Default)]
struct Memory(Mutex<BTreeMap<String, Vec<u8>>>);

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

impl Sink for Memory {
    fn put(&self, path: &str, bytes: &[u8]) -> std::io::Result<()> {
        self.0.lock().unwrap().insert(path.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn copy(&self, asset: &Asset) -> std::io::Result<()> {
        self.put(&asset.path, &self.read(asset)?)
    }

    fn read(&self, asset: &Asset) -> std::io::Result<Vec<u8>> {
        files::asset(root(), asset)
    }

    fn keep(&self, _: &str) -> std::io::Result<bool> {
        Ok(false)
    }
}

fn demonstration() -> BTreeMap<String, Vec<u8>> {
    let project = Project::open(root(), date(2026, 11, 23)).unwrap();
    let sink = Memory::default();
    let options = Options { held: &Default::default(), clock: None, preview: false };
    let rendered = render::render(&project.site, &project.theme, &options, &sink).unwrap();
    assert_eq!(rendered.problems, []);
    sink.0.into_inner().unwrap()
}

/// The tags of a page, each as typed between its brackets, its attributes’ own left aside.
fn tags(html: &str) -> Vec<&str> {
    html.split('<').skip(1).filter_map(|tag| Some(tag.split_once('>')?.0)).collect()
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    Some(tag.split_once(&format!(" {name}=\""))?.1.split_once('"')?.0)
}

/// What a browser asks for while it shows a page, without a click.
fn loaded(html: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for tag in tags(html) {
        let name = tag.split([' ', '\n']).next().unwrap_or("");
        for attribute in
            ["src", "poster", "data", "background", "xlink:href"].map(|name| self::attribute(tag, name))
        {
            found.extend(attribute);
        }
        let sets = attribute(tag, "srcset").map_or("", |set| set).split(',');
        found.extend(sets.filter_map(|one| one.split_whitespace().next()));
        let rel = attribute(tag, "rel").unwrap_or("");
        let beside = ["canonical", "alternate", "next", "prev"].contains(&rel);
        if name == "link" && !beside {
            found.extend(attribute(tag, "href"));
        }
    }
    found
}

/// What a style sheet asks for.
fn called(css: &str) -> Vec<&str> {
    let urls = css.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
    let imports = css.split("@import").skip(1).filter_map(|rest| rest.split(';').next());
    urls.chain(imports).map(|address| address.trim_matches([' ', '"', '\''])).collect()
}

#[test]
fn nothing_that_is_published_calls_another_site() {
    let files = demonstration();
    let mut loads = 0;
    for (path, bytes) in &files {
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        let addresses = match path.rsplit('.').next() {
            Some("html") => {
                // A redirect of an earlier address is the one page without a style sheet.
                assert!(
                    text.contains(" integrity=\"sha384-") || text.contains("http-equiv=\"refresh\""),
                    "{path}"
                );
                assert!(!text.contains("<style") && !text.contains(" style=\""), "{path}");
                loaded(text)
            }
            Some("css" | "svg") => called(text),
            _ => continue,
        };
        for address in addresses {
            assert!(!address.contains("//") && !address.contains(':'), "{path} calls {address}");
            let file = address.strip_prefix('/').unwrap_or_else(|| panic!("{path} calls {address}"));
            assert!(files.contains_key(file), "{path} calls {address}, which is not published");
            loads += 1;
        }
    }
    assert!(loads > 300, "{loads}");
}

#[test]
fn what_would_call_another_site_is_seen() {
    let page = "<link rel=\"stylesheet\" href=\"//a.fr/x.css\"><img srcset=\"/a.png 1x, https://b.fr/b.png 2x\">\
                <link rel=\"canonical\" href=\"https://c.fr/\"><a href=\"https://d.fr/\">d</a><script src=\"/e.js\"></script>";
    assert_eq!(loaded(page), ["//a.fr/x.css", "/a.png", "https://b.fr/b.png", "/e.js"]);
    assert_eq!(
        called("@import \"https://a.fr/a.css\";b{c:url( '//d.fr/e' )}"),
        ["//d.fr/e", "https://a.fr/a.css"]
    );
}

/// The number of each published file and the time of its last change: both stay where a file is not written.
#[cfg(unix)]
fn marks(folder: &Path) -> BTreeMap<String, (u64, i64, i64)> {
    use std::os::unix::fs::MetadataExt;
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    files
        .filter(|file| file.file_type().is_file() && file.file_name() != ".limpide")
        .map(|file| {
            let about = file.metadata().unwrap();
            let path = file.path().strip_prefix(folder).unwrap().display().to_string();
            (path, (about.ino(), about.mtime(), about.mtime_nsec()))
        })
        .collect()
}

/// A photograph of sorts.
fn photograph(width: u16, height: u16) -> Vec<u8> {
    let wave = |x: u16, y: u16| (f32::from(x) / 40.0).sin() * (f32::from(y) / 30.0).cos();
    let grey = (0..height).flat_map(|y| (0..width).map(move |x| (128.0 + 100.0 * wave(x, y)) as u8));
    let mut bytes = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut bytes, 90);
    encoder.encode(&grey.collect::<Vec<u8>>(), width, height, jpeg_encoder::ColorType::Luma).unwrap();
    bytes
}

#[test]
#[cfg(unix)]
fn a_second_build_writes_nothing_again() {
    let long = "Une phrase qui explique la démarche, sans détour.\n\n".repeat(40);
    let page = |title: &str| format!("---\ntitle: {title}\ndescription: Une page.\n---\n\n{long}");
    let site = Site::new(&[
        ("site.toml", "[site]\ntitle = \"Ville\"\nlanguage = \"fr\"\n[build]\nprecompress = true\n"),
        ("content/_index.md", &page("Accueil")),
        ("content/a.md", &format!("{}![La piscine](photo.jpg)\n", page("Piscine"))),
        ("content/plan.svg", "<svg viewBox=\"0 0 4 3\"></svg>"),
    ]);
    std::fs::write(site.path("content/photo.jpg"), photograph(1000, 700)).unwrap();
    let build = || {
        let built = site.run(&["build", "--no-lint", "--today", "2026-11-23"]);
        assert_eq!(code(&built), 0, "{}", err(&built));
        marks(&site.path("public"))
    };
    let first = build();
    for name in ["a/index.html", "a/index.html.gz", "a/index.html.br", "limpide.css.br", "plan.svg"] {
        assert!(first.contains_key(name), "{name}: {first:?}");
    }
    assert!(!first.contains_key("plan.svg.gz"), "too small to be worth it");
    let sized: Vec<&String> =
        first.keys().filter(|path| path.starts_with("photo.") && path.len() > 9).collect();
    // Two widths narrower than its own, and three as WebP.
    assert_eq!(sized.len(), 5, "{sized:?}");
    let html = std::fs::read_to_string(site.path("public/a/index.html")).unwrap();
    assert!(html.contains("<picture><source type=\"image/webp\" srcset=\"/photo."), "{html}");
    assert!(sized.iter().all(|path| html.contains(path.as_str())), "{html}");
    assert_eq!(build(), first);
    // Without its memory, it makes the same again, byte for byte.
    let memory = site.path(".limpide/images");
    assert_eq!(std::fs::read_dir(&memory).unwrap().count(), 5);
    std::fs::remove_dir_all(memory).unwrap();
    assert_eq!(build(), first);

    // What changed, and what lists it by its words, is written; the rest is not.
    site.write("content/a.md", &format!("{}![La piscine](photo.jpg)\n\nEncore.\n", page("Piscine")));
    let third = build();
    // What the search knows of a word more is looked at elsewhere.
    let search = |path: &str| path.starts_with("recherche/") || path.starts_with("search-data/");
    let changed = third.iter().filter(|(path, mark)| first.get(*path) != Some(mark));
    let changed: Vec<&str> = changed.map(|(path, _)| path.as_str()).filter(|path| !search(path)).collect();
    assert_eq!(changed, ["a/index.html", "a/index.html.br", "a/index.html.gz"]);
}
