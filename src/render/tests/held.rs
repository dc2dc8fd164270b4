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
fn a_page_that_was_kept_without_its_markdown_leads_to_none() {
    let mut files = SITE.to_vec();
    files[0].1 = "[site]\ntitle = \"Ville\"\nbase_url = \"https://ville.fr\"\n[outputs]\nmarkdown = true\n";
    let before = built_with(&files, &["p/bail.md"], &[BAIL]);
    assert!(before.files["llms.txt"].contains("(https://ville.fr/p/aide/index.md)"));
    assert!(before.files.values().all(|text| !text.contains("/p/bail/index.md")));
    let since = built_with(&files, &["p/bail.md"], &[BAIL, "p/bail/index.md"]);
    assert!(since.files["llms.txt"].contains("(https://ville.fr/p/bail/index.md)"));
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

#[test]
fn a_page_held_back_keeps_the_days_that_its_last_version_leads_to_and_says_no_new_one() {
    let page = "---\ntitle: Vote\ntype: procedure\ndeadlines: [{date: 2027-02-05}]\n---\n";
    let files = [SITE[0], SITE[1], ("content/p/vote.md", page)];
    let shown = "<a href=\"/p/vote/echeance-2027-01-04.ics\">A</a> <a href=\"/p/vote/echeance-x.ics\">B</a> \
                 <a href=\"/p/vote/echeance-2027-01-05.ics\">C</a> echeance-2027";
    let last = [
        ("p/vote/index.html", shown),
        ("p/vote/echeance-2027-01-04.ics", "old"),
        ("p/vote/echeance-2027-02-05.ics", "another"),
    ];
    let kept = built_after(&files, &["p/vote.md"], &last, |_| {});
    assert_eq!(kept.kept.iter().collect::<Vec<_>>(), ["p/vote/echeance-2027-01-04.ics", "p/vote/index.html"]);
    assert!(kept.files.keys().all(|path| !path.ends_with(".ics")));
    assert!(built(&files).files.contains_key("p/vote/echeance-2027-02-05.ics"));
}

#[test]
fn notices_that_cannot_be_written_in_a_page_held_back_are_told_once() {
    let mut files = SITE.to_vec();
    files.push(("content/_data/notices.yaml", "crue: {text: Crue, level: urgent, pages: [p/bail.md]}\n"));
    let fails = "{% if notices %}{{ asset(path=\"absent\" ~ \".css\") }}{% endif %}";
    files.push(("themes/limpide/templates/notices.html", fails));
    let last = [(BAIL, "<!--notices--><!--/notices-->")];
    let kept = built_after(&files, &["p/bail.md"], &last, |_| {});
    let said = said_of(&kept);
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!(said[0].0, ProblemKind::Template, "{said:?}");
    assert!(!kept.files.contains_key(BAIL));
}
