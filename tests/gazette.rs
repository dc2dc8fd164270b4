//! A theme written from the documentation alone, that takes nothing from the built-in one: `sites/gazette/`, with
//! all that is published of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::commands::{Site, code, err, files, out};
use crate::generator::{dead, names, text};

const DAY: [&str; 2] = ["--today", "2026-11-26"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/gazette")
}

fn copy() -> Site {
    let site = Site::new(&[]);
    for (path, bytes) in files(&folder()) {
        site.write(&path, std::str::from_utf8(&bytes).unwrap());
    }
    site
}

fn built(site: &Site) -> BTreeMap<String, Vec<u8>> {
    let run = site.run(&["build", "--no-lint", DAY[0], DAY[1]]);
    assert_eq!(code(&run), 0, "{}{}", out(&run), err(&run));
    files(&site.path("public"))
}

/// A page without what changes when a script or a style sheet does.
fn lasting(html: &str) -> String {
    let mut kept = String::new();
    for (rank, part) in html.split(" integrity=\"").enumerate() {
        let part = if rank == 0 { part } else { part.split_once('"').map_or(part, |(_, rest)| rest) };
        kept.push_str(part);
    }
    let mut parts: Vec<&str> = kept.split('.').collect();
    parts.retain(|part| !(part.len() == 8 && part.bytes().all(|b| b.is_ascii_hexdigit())));
    let kept = parts.join(".");
    let (before, rest) = kept.split_once("/index-").unwrap_or((&kept, ""));
    match rest.split_once(".json") {
        Some((_, rest)) => format!("{before}/index.json{rest}"),
        None => kept,
    }
}

#[test]
fn all_that_is_published_of_it() {
    let files = built(&copy());
    assert_eq!(dead(&files, "https://brume.example", "/"), Vec::<String>::new());
    let mut list: Vec<String> = names(&files).into_iter().collect();
    list.retain(|path| path != ".limpide" && !path.starts_with("search-data/"));
    insta::assert_snapshot!("gazette_files", list.join("\n"));
    let mut whole = String::new();
    for path in files.keys().filter(|path| path.ends_with(".html")) {
        writeln!(whole, "=== {path}\n{}", lasting(text(&files, path))).unwrap();
    }
    insta::assert_snapshot!("gazette_pages", whole);
}

#[test]
fn what_the_theme_has_no_template_for_is_nowhere_and_what_the_law_asks_is_published() {
    let files = built(&copy());
    for path in ["a-z/index.html", "plan-du-site/index.html", "changements/index.html"] {
        assert!(!files.contains_key(path), "{path}");
    }
    for (path, bytes) in files.iter().filter(|(path, _)| !path.starts_with("search-data/")) {
        let page = String::from_utf8_lossy(bytes);
        for link in ["\"/a-z/", "/plan-du-site/", "/changements/"] {
            assert!(!page.contains(link), "{link} in {path}");
        }
    }
    let notice = text(&files, "mentions-legales/index.html");
    assert!(notice.contains("<h1>Mentions légales</h1>"), "{notice}");
    assert!(notice.contains(">Qui publie ce site</h2>\n<ul>\n<li>"), "{notice}");
    assert!(text(&files, "index.html").contains("<a href=\"/accessibilite/\">"));
}

#[test]
fn its_search_page_has_what_the_script_looks_for() {
    let files = built(&copy());
    let page = text(&files, "recherche/index.html");
    let script = include_str!("../themes/limpide/static/search.js");
    let mut ids = 0;
    for asked in script.split("getElementById(\"").skip(1) {
        let id = asked.split('"').next().unwrap();
        assert!(page.contains(&format!(" id=\"{id}\"")), "{id}");
        ids += 1;
    }
    assert!(ids >= 4, "{ids}");
    for asked in script.split("say.").skip(1) {
        let name: String = asked.chars().take_while(char::is_ascii_alphabetic).collect();
        assert!(page.contains(&format!(" data-{name}=\"")), "{name}");
    }
    // Nothing of the built-in theme comes along but the scripts that are asked for.
    assert!(files.contains_key("search.js") && files.contains_key("limpide.js"));
    assert!(!files.contains_key("limpide.css") && !files.contains_key("icon.svg"));
}

#[test]
fn it_is_small() {
    let lines: usize = files(&folder().join("themes"))
        .values()
        .map(|bytes| std::str::from_utf8(bytes).unwrap().lines().count())
        .sum();
    assert!((1..150).contains(&lines), "{lines} lines");
}

#[test]
fn what_theme_toml_may_not_say_is_told() {
    let site = copy();
    let path = "themes/gazette/theme.toml";
    let right = std::fs::read_to_string(site.path(path)).unwrap();
    for (from, to, said) in [
        (
            "\"search.js\"",
            "\"serach.js\"",
            "The scripts that the program lends are: limpide.js or search.js.",
        ),
        (
            "values = [\"creme\", \"blanc\"]\n",
            "",
            "The option “paper” is a choice without any word to choose.",
        ),
        ("[words.edition]", "[words.home]", "“home” is a word of the interface already."),
        ("fr = \"Édition du\"", "fr = [1]", "The word “edition” wants a text for each language"),
        ("\"creme\"\ndesc", "\"crem\"\ndesc", "Did you mean “creme”?"),
    ] {
        site.write(path, &right.replace(from, to));
        let check = site.run(&["check", "--no-baseline", DAY[0], DAY[1]]);
        let told = out(&check);
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ").replace(" = ", " ");
        assert!(told.contains(said), "{to}: {told}");
        assert_ne!(code(&check), 0, "{to}");
    }
}

#[test]
fn the_files_of_the_built_in_theme_are_shown() {
    let site = Site::new(&[]);
    let list = out(&site.run(&["theme", "show"]));
    for path in ["templates/page.html", "static/search.js", "theme.toml"] {
        assert!(list.lines().any(|line| line == path), "{path} in {list}");
    }
    for name in ["page.html", "templates/page.html"] {
        assert_eq!(
            out(&site.run(&["theme", "show", name])),
            include_str!("../themes/limpide/templates/page.html")
        );
    }
    let wrong = site.run(&["theme", "show", "paeg.html"]);
    assert_eq!(code(&wrong), 2);
    assert!(err(&wrong).contains("page.html"), "{}", err(&wrong));
}
