//! Pages that keep their last published version: what they now say is nowhere.

use super::*;

const SITE: [(&str, &str); 5] = [
    ("site.toml", "[site]\ntitle = \"Ville\"\nbase_url = \"https://ville.fr\"\n"),
    ("content/_index.md", "---\ntitle: Accueil\n---\n[Bail](p/bail.md)\n"),
    ("content/p/aide.md", "---\ntitle: Aide\nthemes: Argent\n---\n[Bail](bail.md)\n"),
    ("content/p/caisse.md", "---\ntitle: Caisse\nthemes: Argent\n---\n"),
    (
        "content/p/bail.md",
        "---\ntitle: Bail\ndescription: SECRET un\nthemes: [Argent, Secrets]\nupdated: 2026-11-02\nchanges:\n  \
         - {date: 2026-11-01, note: SECRET deux., kind: major}\n---\nSECRET trois.\n",
    ),
];

const BAIL: &str = "p/bail/index.html";

#[test]
fn what_a_page_held_back_now_says_is_told_nowhere() {
    let kept = built_with(&SITE, &["p/bail.md"], &[BAIL]);
    assert_eq!(said_of(&kept), []);
    for (file, text) in &kept.files {
        assert!(!text.to_lowercase().contains("secret") && !text.contains("2026-11-0"), "{file}");
    }
    // Its address stands: lists name it, but for those that would tell what it now is.
    for (file, named) in [
        ("p/index.html", true),
        ("p/aide/index.html", true),
        ("sitemap.xml", true),
        ("themes/argent/index.html", false),
    ] {
        assert_eq!(kept.files[file].contains("/p/bail/"), named, "{file}");
    }
    let related = |built: &Built| built.files["p/caisse/index.html"].matches("/p/bail/").count();
    assert!(!kept.files.contains_key("changements/index.html"));
    assert!(!kept.files.values().any(|text| text.contains("/changements/")));

    let whole = built(&SITE);
    assert!(related(&kept) < related(&whole));
    let files = ["changements/index.html", "atom.xml", "themes/secrets/index.html", "p/index.html"];
    assert!(files.iter().all(|file| whole.files[*file].to_lowercase().contains("secret")), "{files:?}");
}

#[test]
fn a_list_of_pages_that_are_not_there_is_not_made() {
    let files = [
        SITE[0],
        SITE[1],
        ("content/p/a.md", "---\ntitle: A\nthemes: Argent\n---\n"),
        ("content/p/b.md", "---\ntitle: B\nvalid_until: 2026-01-01\nthemes: Argent\n---\n"),
    ];
    let gone = built_with(&files, &["p/a.md"], &[]);
    assert!(gone.files.keys().all(|path| !path.starts_with("themes/")));
    assert!(gone.files.values().all(|text| !text.contains("/themes/")));
}

#[test]
fn a_translation_that_is_over_is_for_readers_alone() {
    let files = [
        ("site.toml", "[site]\ntitle = \"Ville\"\nlanguages = [\"en\"]\nbase_url = \"https://ville.fr\"\n"),
        ("content/a.md", "---\ntitle: A\n---\n"),
        ("content/a.en.md", "---\ntitle: A\nvalid_until: 2026-01-01\n---\n"),
        ("content/b.md", "---\ntitle: B\n---\n"),
        ("content/b.en.md", "---\ntitle: B\n---\n"),
    ];
    let built = built(&files);
    let told = |file: &str| built.files[file].matches("rel=\"alternate\" hreflang").count();
    assert_eq!((told("a/index.html"), told("en/a/index.html")), (0, 0));
    assert_eq!((told("b/index.html"), told("en/b/index.html")), (3, 3));
    assert!(built.files["a/index.html"].contains("<a href=\"/en/a/\""));
    assert!(!built.files["sitemap.xml"].contains("/en/a/"));
}
