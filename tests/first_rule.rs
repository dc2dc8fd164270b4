//! A person who writes a first rule, from the reference: the slips of that hour, and what is said of each.

use std::path::Path;
use std::process::Command;

/// The rule of the reference (REFERENCE.md).
const RULE: &str = limpide::lint::reference::SMALLEST;

const PAGE: &str = "---
title: Une page
---

<!-- limpide: allow ville/mairie: nom d’une rue -->
Place de l’hôtel de ville.

Venez à l’hôtel de ville.
";

/// A site with that rule, that page in a folder, and these settings.
fn site(rule: &str, settings: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in [
        ("site.toml", settings),
        ("lints/ville/mairie.yaml", rule),
        ("content/_index.md", "---\ntitle: Accueil\n---\n"),
        ("content/demarches/passeport.md", PAGE),
    ] {
        write(folder.path(), path, text);
    }
    folder
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// What a command says, on both outputs, spaces evened; and its exit code.
fn said(root: &Path, arguments: &[&str]) -> (String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_limpide"));
    let output = command.args(arguments).args(["--lang", "fr", "--site"]).arg(root).output().unwrap();
    let text = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap()).concat();
    (text.split_whitespace().collect::<Vec<_>>().join(" "), output.status.code().unwrap())
}

fn check(root: &Path, arguments: &[&str]) -> Vec<String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_limpide"));
    command.args(["check", "--format", "json"]).args(arguments).args(["--lang", "fr", "--site"]).arg(root);
    let json: serde_json::Value = serde_json::from_slice(&command.output().unwrap().stdout).unwrap();
    let even = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let one = |finding: &serde_json::Value| {
        let text = |value: &serde_json::Value| even(value.as_str().unwrap_or(""));
        format!("{}: {} {}", text(&finding["rule"]), text(&finding["message"]), text(&finding["help"]))
            .trim_end()
            .to_owned()
    };
    json["findings"].as_array().unwrap().iter().map(one).collect()
}

const FOUND: &str = "ville/mairie: Dites « mairie » plutôt que « hôtel de ville ».";

#[test]
fn the_rule_fires_and_one_use_is_silenced() {
    let site = site(RULE, "");
    assert_eq!(check(site.path(), &[]), [FOUND]);
}

#[test]
fn a_misspelt_key_is_one_mistake_whatever_names_the_rule() {
    let unknown = "reading/invalid-rule: La clé « {} » n’existe pas ici. Vouliez-vous écrire « {} » ?";
    let told = |key: &str, meant: &str| unknown.replacen("{}", key, 1).replacen("{}", meant, 1);
    let settings = "[lint.rules]\n\"ville/mairie\" = \"info\"\n";
    for (from, key, meant) in [
        ("severity:", "severiti", "severity"),
        ("title:", "titre", "title"),
        ("params:", "param", "params"),
        ("examples:", "exemples", "examples"),
        ("find:", "chercher", "find"),
        ("words:", "mots", "words"),
    ] {
        let site = site(&RULE.replacen(from, &format!("{key}:"), 1), settings);
        assert_eq!(check(site.path(), &[]), [told(key, meant)], "{key}");
        let (text, code) = said(site.path(), &["fix", "--rule", "ville/mairie"]);
        assert!(code == 2 && text.contains("a une erreur"), "{text}");
    }
}

#[test]
fn what_is_wrong_in_the_settings_is_told_whatever_the_paths() {
    let site = site(RULE, "[lint.rules]\n\"ville/mairie\" = \"avertissement\"\n");
    let found = check(site.path(), &["content/_index.md"]);
    assert_eq!(found.len(), 1);
    assert!(found[0].ends_with("Vouliez-vous écrire « warning » ?"), "{found:?}");
    let settings = "[[lint.override]]\npath = \"demarches\"\nrules = {\"ville/mairie\" = \"erreur\"}\n";
    write(site.path(), "site.toml", settings);
    assert_eq!(check(site.path(), &["content/_index.md"]).len(), 1);
    // A rule that cannot be read is missed on every page.
    write(site.path(), "site.toml", "");
    write(site.path(), "lints/ville/mairie.yaml", &RULE.replace("words\n", "word\n"));
    assert_eq!(check(site.path(), &["content/_index.md"]).len(), 1);
}

#[test]
fn a_rule_or_a_folder_that_is_misspelt_is_told_the_nearest() {
    for (settings, meant) in [
        ("[lint.rules]\nmairie = \"info\"\n", "ville/mairie"),
        ("[[lint.override]]\npath = \"demarche\"\nrules = {\"ville/mairie\" = \"info\"}\n", "demarches"),
        ("[[lint.override]]\npath = \"demarches\"\nrules = {mairie = \"info\"}\n", "ville/mairie"),
        ("[[lint.override]]\npath = \"demarches\"\nrules = {\"vile/*\" = \"info\"}\n", "ville/*"),
        (
            "[[lint.allow]]\npath = \"demarche/**\"\nrules = [\"ville/mairie\"]\nreason = \"x\"\n",
            "demarches/**",
        ),
        ("[lint.rules]\n\"ville/mairie\" = \"information\"\n", "info"),
    ] {
        let site = site(RULE, settings);
        let found = check(site.path(), &[]);
        let told = |found: &String| found.ends_with(&format!("Vouliez-vous écrire « {meant} » ?"));
        assert!(found.iter().any(told), "{settings}: {found:#?}");
    }
    let site = site(RULE, "");
    let (text, code) = said(site.path(), &["fix", "--rule", "mairie"]);
    assert!(code == 2 && text.contains("« ville/mairie »"), "{text}");
}

#[test]
fn lowered_for_a_folder_it_is_an_information_there() {
    let settings = "[[lint.override]]\npath = \"demarches\"\nrules = {\"ville/mairie\" = \"info\"}\n";
    let site = site(RULE, settings);
    assert_eq!(said(site.path(), &["check", "--fail-on", "warning"]).1, 0);
    assert_eq!(said(site.path(), &["check", "--fail-on", "info"]).1, 1);
}

#[test]
fn what_is_hidden_is_counted_and_the_baseline_says_how_to_keep_it() {
    let settings = "[[lint.override]]\npath = \"demarches\"\nrules = {\"ville/mairie\" = \"info\"}\n";
    let site = site(RULE, settings);
    let (text, _) = said(site.path(), &["check"]);
    assert!(text.contains("rien à corriger. 1 information, montrée avec --all."), "{text}");
    let (text, _) = said(site.path(), &["baseline"]);
    assert!(text.contains("sous [lint] : baseline = \"limpide-baseline.json\""), "{text}");
    write(site.path(), "site.toml", "[lint]\nbaseline = \"limpide-baseline.json\"\n");
    let (text, _) = said(site.path(), &["baseline"]);
    assert!(!text.contains("sous [lint]"), "{text}");
}

#[test]
fn a_rule_that_is_out_of_place_is_a_finding() {
    let site = site(RULE, "");
    for (path, place) in [("lints/mairie.yaml", "lints/mairie.yaml"), ("lints/ville/autre.yml", "autre.yaml")]
    {
        write(site.path(), path, RULE);
        for command in [&["check"][..], &["check", "content/_index.md"], &["rules", "test"]] {
            let (text, _) = said(site.path(), command);
            assert!(text.contains("avertissement[reading/ignored-file]") && text.contains(place), "{text}");
        }
        std::fs::remove_file(site.path().join(path)).unwrap();
    }
}
