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
"freshness/obsolete-name-of-site" = "error"
"consistency/*" = "error"
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

/// It was never reviewed, and calls what the registries change.
const UNREVIEWED: &str = "---
title: Louer une barque
type: procedure
channels: [ponton, Courrier]
---

Venez à la Cabane des pêches. Ponton municipal : 01 99 00 12 34.

La location d’une barque coûte {{ amount(key=\"barque\") }}. Le ponton : {{ hours(key=\"ponton\") }}.
";

/// What one page calls, another types.
const TYPED: &str = "---
title: Tarifs du lac
---

La location d’une barque coûte 20 €.
";

const FILES: [(&str, &str); 11] = [
    ("site.toml", SETTINGS),
    ("content/carte.md", PAGE),
    ("content/barque.md", UNREVIEWED),
    ("content/tarifs.md", TYPED),
    (
        "content/_data/obsolete-names.yaml",
        "cabane: {name: Cabane des pêches, since: 2027-01-01, use: la Pêcherie}\n",
    ),
    ("content/_index.md", "---\ntitle: Accueil\n---\n"),
    (
        "lints/_profiles/fort.yaml",
        "title: Fort\ndescription: Tout haut.\nextends: default\nrules:\n  freshness/*: error\n",
    ),
    (
        "content/_data/amounts.yaml",
        "carte: {label: Carte, values: [{value: 12, from: 2026-01-01}, {value: 13, from: 2027-01-01, until: 2027-06-30}]}\nbarque: {label: Location d’une barque, values: [{value: 20, from: 2026-01-01}, {value: 22, from: 2027-01-01}]}\n",
    ),
    (
        "content/_data/organisations.yaml",
        "pecherie: {name: Pêcherie, hours: {mon: 9-12}, exceptions: {2026-12-25: closed}, valid_until: 2027-08-01}\nponton: {name: Ponton municipal, phone: 01 99 00 12 34, address: 1 rue du Lac 99999 Lac-sur-Mer, hours: [{from: 2026-01-01, until: 2026-12-31, mon: 9-12}], access: {wheelchair: true}, changes: [{from: 2027-01-01, phone: 01 99 00 56 78}]}\n",
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
    // What the registries changed may lower what was an error; it raises nothing.
    let (before, after_errors) = (errors(&before), errors(&after));
    let added: Vec<&String> = after_errors.iter().filter(|rule| !before.contains(rule)).collect();
    assert!(added.is_empty(), "the calendar adds {added:?}");
    let findings = after.findings();
    let calendar = findings.iter().filter(|finding| finding.calendar);
    let mut told: Vec<&str> = calendar.map(|finding| finding.rule.as_str()).collect();
    told.sort_unstable();
    told.dedup();
    let expected = [
        "channels/hours-over",
        "channels/no-electronic-means",
        "channels/past-exceptions",
        "consistency/contradictory-amount",
        "consistency/disagreeing-contact",
        "freshness/changed-since-review",
        "freshness/entry-over",
        "freshness/national-check-old",
        "freshness/obsolete-name-of-site",
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
