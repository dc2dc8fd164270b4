//! `limpide report`, as a command.

use std::path::Path;

use crate::commands::{Site, code, err, out, run};

#[test]
fn the_demonstration_site_is_reported_twice_alike() {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR"));
    for format in ["human", "csv"] {
        let arguments = ["report", "--today", "2026-11-23", "--format", format];
        let reports = [run(demo, &arguments), run(demo, &arguments)];
        assert_eq!(code(&reports[0]), 0, "{}", err(&reports[0]));
        assert_eq!(out(&reports[0]), out(&reports[1]));
    }
}

#[test]
fn a_page_is_named_from_here_or_from_the_site() {
    let page = "---\ntitle: Une page\n---\n\nAu cas où, revenez.\n";
    let site = Site::new(&[("content/sous/a.md", page), ("content/b.md", page)]);
    let whole = site.path("content/sous/a.md");
    for path in [whole.to_str().unwrap(), "content/sous/a.md", "sous/a.md"] {
        let report = site.run(&["report", "--page", path]);
        assert_eq!(code(&report), 0, "{}", err(&report));
        assert!(out(&report).contains("understandable, line 5 (clarity/wordy-phrase)"), "{}", out(&report));
    }
    for path in ["content/sous", "nulle-part.md"] {
        let report = site.run(&["report", "--page", path]);
        assert_eq!(code(&report), 2);
        assert!(err(&report).contains("is no page of the site"), "{}", err(&report));
    }
}

#[test]
fn what_the_page_about_scores_says_is_what_is_counted() {
    use limpide::lint::score::{ERROR, WARNING, WORDS};
    let page = include_str!("../content/aide/limpide/notes.md").replace(['\u{a0}', '\u{202f}'], " ");
    let (error, warning) = (ERROR.whole(), WARNING.whole());
    for said in [
        format!("Une erreur retire {error} points."),
        format!("Un avertissement retire {warning} points."),
        format!("Au-delà de {WORDS} mots, un avertissement placé dans le texte retire {warning} × {WORDS} ÷"),
    ] {
        assert!(page.contains(&said), "{said}");
    }
}
