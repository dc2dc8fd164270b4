//! An urgent notice is published whatever is wrong elsewhere, and nothing else with it.

use std::collections::BTreeMap;

use crate::commands::{Site, code, err, files, out};

const DAY: [&str; 2] = ["--today", "2026-11-26"];

const NOTICE: &str =
    "eau:\n  title: Eau coupée\n  text: Faites bouillir l’eau.\n  level: urgent\n  from: 2026-11-26\n";

fn site(settings: &str) -> Site {
    Site::new(&[
        ("site.toml", &format!("[site]\ntitle = \"Rive\"\n{settings}")),
        ("content/_index.md", "---\ntitle: Rive\n---\nBonjour.\n"),
        ("content/a.md", "---\ntitle: Demander une carte\n---\nAVANT.\n"),
        ("content/b/c.md", "---\ntitle: Voter\n---\nAVANT.\n"),
    ])
}

fn build(site: &Site, arguments: &[&str]) -> (i32, String) {
    let run = site.run(&[&["build"], &DAY[..], arguments].concat());
    (code(&run), format!("{}{}", out(&run), err(&run)))
}

fn text<'a>(files: &'a BTreeMap<String, Vec<u8>>, path: &str) -> &'a str {
    std::str::from_utf8(files.get(path).unwrap_or_else(|| panic!("no {path}"))).unwrap()
}

#[test]
fn a_notice_gets_out_while_a_fault_keeps_the_rest_back() {
    let site = site("");
    let (status, said) = build(&site, &[]);
    assert_eq!(status, 0, "{said}");
    let before = files(&site.path("public"));

    // A page that cannot be published, another that says something else, a style sheet of another colour, and a
    // notice of one page.
    site.write("content/a.md", "---\ntitle: Demander une carte\nreviewed: hier\n---\nAPRÈS.\n");
    site.write("content/b/c.md", "---\ntitle: Voter\n---\nAPRÈS.\n");
    site.write("site.toml", "[site]\ntitle = \"Autre\"\n[brand]\naccent = \"#1d3f8a\"\n");
    site.write(
        "content/_data/notices.yaml",
        &format!(
            "{NOTICE}vote:\n  text: Un isoloir manque.\n  level: info\n  from: 2026-11-01\n  pages: [b]\n"
        ),
    );
    let (status, said) = build(&site, &[]);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("limpide build --notices"), "{said}");
    assert_eq!(files(&site.path("public")), before, "an error leaves all as it was");

    let (status, said) = build(&site, &["--notices"]);
    assert_eq!(status, 0, "{said}");
    let after = files(&site.path("public"));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    for (path, bytes) in &after {
        let old = text_or_same(before.get(path).unwrap());
        let new = text_or_same(bytes);
        if !path.ends_with(".html") || !old.contains("<!--notices-->") {
            assert_eq!(old, new, "{path}");
            continue;
        }
        // Nothing changed but what stands between the marks.
        let around = |page: &str| {
            let (head, rest) = page.split_once("<!--notices-->").unwrap();
            let (shown, tail) = rest.split_once("<!--/notices-->").unwrap();
            (format!("{head}{tail}"), shown.to_owned())
        };
        let ((old, none), (new, shown)) = (around(&old), around(&new));
        assert_eq!(old, new, "{path}");
        assert!(none.is_empty() && shown.contains("Faites bouillir l’eau."), "{path}: {shown}");
        assert_eq!(shown.contains("Un isoloir manque."), path == "b/c/index.html", "{path}: {shown}");
    }

    // It goes as it came; what did not change is left alone.
    site.write("content/_data/notices.yaml", "");
    let (status, said) = build(&site, &["--notices"]);
    assert_eq!(status, 0, "{said}");
    assert_eq!(files(&site.path("public")), before);
}

fn text_or_same(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_page_held_back_shows_the_notice_too() {
    let site = site("[build]\non_error = \"hold-page\"\n");
    assert_eq!(build(&site, &[]).0, 0);
    site.write("content/a.md", "---\ntitle: Demander une carte\nreviewed: hier\n---\nAPRÈS.\n");
    site.write("content/_data/notices.yaml", NOTICE);
    build(&site, &[]);
    let public = files(&site.path("public"));
    let page = text(&public, "a/index.html");
    assert!(page.contains("AVANT.") && page.contains("Faites bouillir l’eau."), "{page}");
}

#[test]
fn compressed_pages_show_the_notice_too() {
    let site = site("[build]\nprecompress = true\n");
    // A page long enough to be worth compressing.
    site.write(
        "content/a.md",
        &format!("---\ntitle: Demander une carte\n---\n{}\n", "Venez à la mairie. ".repeat(200)),
    );
    assert_eq!(build(&site, &[]).0, 0);
    let before = files(&site.path("public"));
    site.write("content/_data/notices.yaml", NOTICE);
    assert_eq!(build(&site, &["--notices"]).0, 0);
    let after = files(&site.path("public"));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    for path in ["a/index.html.gz", "a/index.html.br"] {
        assert_ne!(before[path], after[path], "{path} is the old page");
    }
    for (path, bytes) in before.iter().filter(|(path, _)| !path.contains(".html")) {
        assert_eq!(bytes, &after[path], "{path}");
    }
}

#[test]
fn files_that_only_look_like_compressed_pages_stay_as_they_are() {
    let site = site("");
    let long = "date;mesure\n".repeat(200);
    // Two files of the author's, one of them named as the other compressed, and a name with a letter of Windows'.
    site.write("content/donnees.csv", &long);
    site.write("content/donnees.csv.gz", "la même, par une autre main");
    site.write("content/liste.txt", &long);
    site.write("content/liste.txt.gz", "autre chose");
    site.write(
        "content/a.md",
        &format!("---\ntitle: Demander une carte\n---\n{}\n", "Venez à la mairie. ".repeat(200)),
    );
    let (status, said) = build(&site, &[]);
    assert_eq!(status, 0, "{said}");
    // Put there by hand since.
    for path in ["a/index.html.gz", "seul.pdf.gz", "plan\\rive.pdf", "sans-page.html"] {
        site.write(&format!("public/{path}"), "posé là");
    }
    let before = files(&site.path("public"));
    for path in ["donnees.csv", "donnees.csv.gz", "liste.txt.gz"] {
        assert!(before.contains_key(path), "{path}: {:?}", before.keys());
    }

    site.write("content/_data/notices.yaml", NOTICE);
    let (status, said) = build(&site, &["--notices"]);
    assert_eq!(status, 0, "{said}");
    let after = files(&site.path("public"));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    for (path, bytes) in &after {
        let old = &before[path];
        let shows = path.ends_with(".html") && text_or_same(old).contains("<!--notices-->");
        assert_eq!(old != bytes, shows, "{path}");
    }

    site.write("content/_data/notices.yaml", "");
    assert_eq!(build(&site, &["--notices"]).0, 0);
    assert_eq!(files(&site.path("public")), before);
}

#[test]
fn what_cannot_be_shown_changes_nothing() {
    let site = site("");
    site.write("content/_data/notices.yaml", NOTICE);
    let (status, said) = build(&site, &["--notices"]);
    assert_eq!(status, 2, "nothing is published yet: {said}");
    assert!(!site.path("public/index.html").exists());

    assert_eq!(build(&site, &[]).0, 0);
    let before = files(&site.path("public"));
    site.write("content/_data/notices.yaml", "eau:\n  level: urgence\n  text: A\n  from: demain\n");
    let (status, said) = build(&site, &["--notices"]);
    assert_eq!((status, said.contains("demain")), (1, true), "{said}");
    site.write("content/_data/notices.yaml", NOTICE);
    site.write("themes/limpide/templates/notices.html", "{{ notices[9].text }}");
    let (status, said) = build(&site, &["--notices"]);
    assert_eq!(status, 1, "{said}");
    assert_eq!(files(&site.path("public")), before);
}
