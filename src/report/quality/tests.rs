//! A small site, reported in every form.

use jiff::civil::date;
use serde_json::Value;

use super::*;
use crate::files;
use crate::lint;
use crate::report::Options;
use crate::site::Facts;
use crate::source::Source;

const COMMITTED: &str = include_str!("../../../schemas/report.schema.json");

/// Three pages, two teams, a draft; a page that git dates, a silence, a finding of the baseline.
const FILES: [(&str, &str); 6] = [
    ("_index.md", "---\ntitle: Accueil\n---\n\nBienvenue.\n"),
    (
        "etat-civil/_index.md",
        "---\ntitle: État civil\ndefaults: {owner: Équipe état civil, review_every: 6 mois}\n---\n",
    ),
    (
        "etat-civil/acte.md",
        "---\ntitle: \"=Demander, un acte\"\nreviewed: 2026-01-12\nupdated: 2026-02-03\n---\n\nAu cas où, cliquez \
         [ici](horaire.md). Au cas où, revenez.\n",
    ),
    (
        "etat-civil/livret.md",
        "---\ntitle: Livret de famille\nowner: Équipe de l’accueil\nreviewed: 2026-10-01\n---\n\n<!-- limpide: allow \
         clarity/wordy-phrase: citation -->\nAu cas où, revenez.\n",
    ),
    (
        "naissance.md",
        "---\ntitle: Naissance\nreviewed: 2026-11-01\n---\n\nAu cas où, revenez. Au cas où, appelez.\n",
    ),
    ("projet.md", "---\ntitle: Projet\ndraft: true\n---\n\nAu cas où.\n"),
];

fn report<T>(files: &[(&str, &str)], language: Language, form: impl Fn(&Quality<'_>) -> T) -> T {
    let mut tree = files::built_in();
    let settings = "[site]\ntitle = \"Essai\"\nlanguage = \"fr\"\n";
    tree.config = Some(tree.sources.add(Source::new("site.toml", settings.into())));
    for (path, text) in files {
        let id = tree.sources.add(Source::new(format!("content/{path}"), text.as_bytes().to_vec()));
        tree.pages.push(((*path).to_owned(), id));
    }
    let rule_files = std::mem::take(&mut tree.lints);
    let mut site = Site::build(tree, Facts::on(date(2026, 11, 23)));
    site.facts.history.dates.insert("naissance.md".into(), date(2026, 9, 14));
    let rules = lint::load(&site, &rule_files);
    let checked = lint::check(&site, &rules);
    let scores = lint::score::scores(&site, &rules, &checked.findings, &checked.suppressed);
    form(&Quality::of(&site, &rules, &scores, &Words::load(language)))
}

fn options() -> Options {
    Options { width: 90, ..Options::default() }
}

fn id(quality: &Quality<'_>, path: &str) -> PageId {
    quality.site.paths[path]
}

#[test]
fn the_site_for_people() {
    insta::assert_snapshot!(report(&FILES, Language::French, |quality| human(quality, &options())));
}

#[test]
fn the_site_for_people_in_english() {
    insta::assert_snapshot!(report(&FILES, Language::English, |quality| human(quality, &options())));
}

#[test]
fn a_page_for_people() {
    let acte = |quality: &Quality<'_>| page(quality, id(quality, "etat-civil/acte.md"), &options());
    insta::assert_snapshot!(report(&FILES, Language::French, acte));
    let birth =
        report(&FILES, Language::French, |quality| page(quality, id(quality, "naissance.md"), &options()));
    assert!(birth.contains("Modifiée le 14 septembre 2026, d’après l’historique de git"), "{birth}");
    let draft =
        report(&FILES, Language::English, |quality| page(quality, id(quality, "projet.md"), &options()));
    assert!(draft.contains("Draft: this page is not published."), "{draft}");
}

#[test]
fn a_line_a_page() {
    insta::assert_snapshot!(report(&FILES, Language::French, |quality| csv(quality, None)).replace('\r', ""));
    let one = report(&FILES, Language::French, |quality| csv(quality, Some(id(quality, "projet.md"))));
    assert_eq!(one.lines().count(), 2, "{one}");
    assert!(one.ends_with("false,true\r\n"), "{one}");
}

#[test]
fn the_output_for_programs_follows_its_committed_schema() {
    let refresh = "stale; refresh it with: limpide schema report > schemas/report.schema.json";
    assert!(COMMITTED == schema(), "{refresh}");
    let schema: Value = serde_json::from_str(COMMITTED).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let parsed = |files: &[(&str, &str)], path: Option<&str>| -> Value {
        let text =
            report(files, Language::French, |quality| json(quality, path.map(|path| id(quality, path))));
        let value = serde_json::from_str(&text).unwrap();
        let faults: Vec<String> = validator.iter_errors(&value).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{faults:#?}");
        value
    };
    let whole = parsed(&FILES, None);
    assert_eq!(whole["pages"].as_array().unwrap().len(), 5);
    assert_eq!((&whole["drafts"], &whole["site"]["pages"]), (&Value::from(1), &Value::from(5)));
    for page in whole["pages"].as_array().unwrap() {
        let lost: f64 =
            page["costs"].as_array().unwrap().iter().map(|cost| cost["points"].as_f64().unwrap()).sum();
        assert!((lost - page["lost"].as_f64().unwrap()).abs() < 1e-9, "{page:#}");
    }
    assert_eq!(whole["reviews"]["overdue"][0], "content/etat-civil/acte.md");
    let one = parsed(&FILES, Some("naissance.md"));
    assert_eq!(one["pages"].as_array().unwrap().len(), 1);
    assert_eq!(one["pages"][0]["updated"]["from"], "git");
    assert_eq!(one["site"], whole["site"]);
    assert_eq!(parsed(&[], None)["site"], Value::Null);
}

#[test]
fn nothing_in_a_page_drives_the_terminal() {
    let evil =
        "---\ntitle: \"a\\e[2J\\u202eb\"\nowner: \"o\\e]0;x\\a\"\n---\n\nAu cas où \u{1b}[31m, revenez.\n";
    let files = [("a\u{1b}b.md", evil)];
    let all = report(&files, Language::French, |quality| {
        human(quality, &options()) + &page(quality, id(quality, "a\u{1b}b.md"), &options())
    });
    let driving: Vec<_> = all.chars().filter(|c| c.is_control() && *c != '\n').collect();
    assert!(driving.is_empty() && !all.contains('\u{202e}'), "{driving:?} in {all}");
}

#[test]
fn a_site_without_a_page_is_reported_too() {
    let said = report(&[], Language::English, |quality| human(quality, &options()));
    assert_eq!(said, "Quality of 0 published pages, on 23 November 2026\n");
}
