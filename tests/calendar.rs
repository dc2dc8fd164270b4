//! What the calendar alone causes is never an error, whatever a site asks for.

use jiff::civil::{Date, date};
use limpide::finding::Severity;
use limpide::project::Project;

const SETTINGS: &str = r#"[site]
title = "Essai"

[lint]
profile = "fort"

[lint.rules]
"freshness/review-overdue" = "error"
"freshness/entry-over" = { severity = "error" }
"channels/*" = "error"
"#;

const PAGE: &str = "---
title: Demander une carte de pêche
type: procedure
reviewed: 2026-05-01
valid_until: 2026-12-31
owner: peche
national: {url: https://www.service-public.gouv.fr/exemple, checked: 2026-05-01}
cost: carte
channels: [pecherie, carte-en-ligne]
legal_basis: [loi-peche]
---

Inscrivez-vous jusqu’au 15 mars 2027. Venez à la Maison du lac.
";

const FILES: [(&str, &str); 8] = [
    ("site.toml", SETTINGS),
    ("content/carte.md", PAGE),
    ("content/_index.md", "---\ntitle: Accueil\n---\n"),
    (
        "lints/_profiles/fort.yaml",
        "title: Fort\ndescription: Tout haut.\nextends: default\nrules:\n  freshness/*: error\n",
    ),
    (
        "content/_data/amounts.yaml",
        "carte: {label: Carte, values: [{value: 12, from: 2026-01-01}, {value: 13, from: 2027-01-01, until: 2027-06-30}]}\n",
    ),
    (
        "content/_data/organisations.yaml",
        "pecherie: {name: Pêcherie, hours: {mon: 9-12}, exceptions: {2026-12-25: closed}, valid_until: 2027-08-01}\n",
    ),
    (
        "content/_data/online-services.yaml",
        "carte-en-ligne: {name: Carte en ligne, url: https://peche.example, downtime: [{from: 2027-02-01}]}\n",
    ),
    ("content/_data/legal-texts.yaml", "loi-peche: {title: Loi imaginaire, repealed: 2027-03-01}\n"),
];

fn open(root: &std::path::Path, today: Date) -> Project {
    Project::open(root, today).unwrap_or_else(|_| panic!("the site cannot be read"))
}

#[test]
fn time_passing_brings_warnings_about_and_stops_nothing() {
    let root = tempfile::tempdir().unwrap();
    for (path, text) in FILES {
        let path = root.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let errors = |project: &Project| {
        let findings = project.findings().into_iter().filter(|finding| finding.severity == Severity::Error);
        let mut rules: Vec<String> = findings.map(|finding| finding.rule.to_string()).collect();
        rules.sort();
        rules
    };
    let (before, after) = (open(root.path(), date(2026, 6, 1)), open(root.path(), date(2027, 9, 1)));
    assert_eq!(errors(&after), errors(&before), "the calendar adds none");
    let findings = after.findings();
    let calendar = findings.iter().filter(|finding| finding.calendar);
    let mut told: Vec<&str> = calendar.map(|finding| finding.rule.as_str()).collect();
    told.sort_unstable();
    told.dedup();
    let expected = [
        "channels/past-exceptions",
        "freshness/changed-since-review",
        "freshness/entry-over",
        "freshness/national-check-old",
        "freshness/past-deadline",
        "freshness/repealed-law",
        "freshness/review-overdue",
        "freshness/service-downtime",
        "freshness/validity-over",
    ];
    assert_eq!(told, expected);
    let loudest = findings.iter().filter(|finding| finding.calendar).map(|finding| finding.severity).max();
    assert_eq!(loudest, Some(Severity::Warning), "asked to be errors, they are warnings");
}
