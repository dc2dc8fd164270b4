//! The rules, said: `explain`, `rules`, `rules coverage` and `rules pages`, as whole commands.

use std::path::Path;

use crate::commands::{Site, code, err, out, run};

const PAGE: (&str, &str) = ("content/a.md", "---\ntitle: Une page\n---\n\nUn texte court.\n");

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_rule_a_family_and_a_recommendation_are_explained() {
    let site = Site::new(&[PAGE]);
    for (name, expected) in [
        ("clarity/long-sentence", "Long sentence (clarity/long-sentence)"),
        ("long-sentence", "Long sentence (clarity/long-sentence)"),
        ("clarity", "Clarity (clarity)"),
        ("R6", "R6. Understood by all (level A)"),
    ] {
        let explained = site.run(&["explain", name]);
        assert_eq!(code(&explained), 0, "{}", err(&explained));
        assert!(out(&explained).starts_with(expected), "{}", out(&explained));
    }
}

#[test]
fn an_unknown_name_is_misuse_and_the_nearest_are_offered() {
    let site = Site::new(&[PAGE]);
    let explained = site.run(&["explain", "clarity/long-sentance"]);
    assert_eq!(code(&explained), 2);
    assert!(err(&explained).contains("Did you mean clarity/long-sentence?"), "{}", err(&explained));
    let explained = site.run(&["explain", "qqqqqqqq"]);
    assert!(err(&explained).contains("limpide rules --all"), "{}", err(&explained));
    for arguments in [["--family", "claritty"], ["--kind", "wordz"], ["--recommendation", "R31"]] {
        let listed = site.run(&["rules", arguments[0], arguments[1]]);
        assert_eq!(code(&listed), 2, "{arguments:?}");
        assert!(err(&listed).contains(arguments[1]), "{}", err(&listed));
    }
}

#[test]
fn a_list_of_words_is_cut_unless_asked_whole() {
    let site = Site::new(&[PAGE]);
    let cut = out(&site.run(&["explain", "clarity/wordy-phrase"]));
    let whole = out(&site.run(&["explain", "clarity/wordy-phrase", "--all"]));
    assert!(cut.contains("more lines in lints/clarity/wordy-phrase.yaml") && !whole.contains("more lines"));
    assert!(whole.len() > cut.len() + 1000);
}

/// What stands in a block of `explain`, from its first line to the blank one.
fn block(explained: &str, first: &str) -> String {
    let lines = explained.lines().skip_while(|line| line.trim() != first);
    let block: Vec<&str> =
        lines.take_while(|line| !line.is_empty()).map(|line| line.get(6..).unwrap_or("")).collect();
    assert!(!block.is_empty(), "no line {first} in\n{explained}");
    block.join("\n")
}

#[test]
fn a_silence_pasted_as_it_is_silences() {
    let front = "---\ntitle: Une page\n";
    let vague = "Voyez [la suite](a.md).\n";
    let site = Site::new(&[("content/archives/a.md", &format!("{front}---\n\n{vague}"))]);
    let finds = || out(&site.run(&["check"])).contains("links/vague-text");
    assert!(finds());
    let explained = out(&site.run(&["explain", "links/vague-text"]));
    let comment = block(&explained, "<!-- limpide: allow links/vague-text: say why here -->");
    site.write("content/archives/a.md", &format!("{front}---\n\n{comment}\n{vague}"));
    assert!(!finds());
    let allow = block(&explained, "allow:");
    site.write("content/archives/a.md", &format!("{front}{allow}\n---\n\n{vague}"));
    assert!(!finds());
    site.write("content/archives/a.md", &format!("{front}---\n\n{vague}"));
    site.write("site.toml", &block(&explained, "[[lint.allow]]"));
    assert!(!finds());
}

#[test]
fn the_table_of_rules_is_filtered() {
    let site = Site::new(&[
        ("site.toml", "[lint.rules]\n\"links/vague-text\" = \"off\"\n"),
        ("lints/ville/mairie.yaml", RULE),
        PAGE,
    ]);
    let ids = |arguments: &[&str]| {
        let listed = site.run(&[&["rules"], arguments].concat());
        assert_eq!(code(&listed), 0, "{}", err(&listed));
        let lines = out(&listed).lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
        lines.iter().filter_map(|l| l.split_whitespace().next()).map(str::to_owned).collect::<Vec<_>>()
    };
    let all = ids(&["--all"]);
    assert!(all.contains(&"links/vague-text".to_owned()) && all.contains(&"ville/mairie".to_owned()));
    // The default profile turns some off too.
    let off = ids(&["--off"]);
    assert!(off.contains(&"links/vague-text".to_owned()) && !off.contains(&"ville/mairie".to_owned()));
    assert_eq!(ids(&[]).len(), all.len() - off.len());
    assert!(err(&site.run(&["rules"])).contains("off"));
    assert_eq!(ids(&["--family", "ville"]), ["ville/mairie"]);
    assert_eq!(ids(&["--family", "ville", "--severity", "error"]), Vec::<String>::new());
    assert!(ids(&["--recommendation", "r4"]).contains(&"ville/mairie".to_owned()));
    let json = site.run(&["rules", "--kind", "words", "--all", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out(&json)).unwrap();
    let rules = json["rules"].as_array().unwrap();
    let own = rules.iter().find(|rule| rule["id"] == "ville/mairie").unwrap();
    assert_eq!((&own["file"], &own["severity"]), (&"lints/ville/mairie.yaml".into(), &"warning".into()));
    let off = rules.iter().find(|rule| rule["id"] == "links/vague-text").unwrap();
    assert_eq!((&off["severity"], &off["set_by"]), (&"off".into(), &"site".into()));
}

#[test]
fn coverage_says_every_recommendation_and_what_was_not_read() {
    let site = Site::new(&[PAGE]);
    let said = out(&site.run(&["rules", "coverage"]));
    assert!(said.contains("The body of this guide"), "{said}");
    for number in 1..=30 {
        assert!(said.contains(&format!("\nR{number}. ")), "R{number}");
    }
    let json = site.run(&["rules", "coverage", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out(&json)).unwrap();
    let all = json["recommendations"].as_array().unwrap();
    assert_eq!(all.len(), 30);
    assert!(json["note"].as_str().unwrap().contains("could not be read"));
    for found in all {
        let rules = found["rules"].as_array().unwrap().iter().any(|rule| rule["severity"] != "off");
        let features = !found["features"].as_array().unwrap().is_empty();
        assert_eq!(found["held"], rules || features, "{found}");
        assert!(["A", "B", "C"].contains(&found["level"].as_str().unwrap()));
    }
}

const RULE: &str = "\
title: {fr: Hôtel de ville, en: Town hall}
criterion: consistent
recommendations: [R4]
sources: [BETA]
check: words
severity: warning
lang: fr
params: {words: [{find: hôtel de ville, use: mairie}]}
message: {fr: \"« {found} » : dites mairie.\", en: \"“{found}”: say mairie.\"}
why: {fr: Un seul nom., en: One name.}
examples:
  - {bad: L’hôtel de ville., marks: [hôtel de ville]}
  - {good: La mairie.}
";

#[test]
fn a_rule_that_names_an_unknown_source_is_told_so_at_its_place() {
    let site = Site::new(&[
        ("lints/ville/mairie.yaml", &RULE.replace("[BETA]", "[BETTA]").replace("[R4]", "[R42]")),
        PAGE,
    ]);
    let tested = site.run(&["rules", "test"]);
    assert_eq!(code(&tested), 1);
    let said = out(&tested);
    assert!(said.contains("lints/ville/mairie.yaml:4:11") && said.contains("Did you mean “BETA”?"), "{said}");
    assert!(said.contains("lints/ville/mairie.yaml:3:19") && said.contains("The nearest is R30."), "{said}");
    // A source of the site's own is a way out.
    site.write("lints/_sources/ville.yaml", "BETTA: {name: Notre charte, evidence: read}\n");
    site.write("lints/ville/mairie.yaml", &RULE.replace("[BETA]", "[BETTA]"));
    assert_eq!(code(&site.run(&["rules", "test"])), 0);
    let explained = out(&site.run(&["explain", "ville/mairie"]));
    assert!(explained.contains("Notre charte (read in the source)"), "{explained}");
}

#[test]
fn pages_are_made_checked_and_made_again() {
    let site = Site::new(&[("lints/ville/mairie.yaml", RULE), PAGE]);
    let check = site.run(&["rules", "pages", "--check"]);
    assert_eq!(code(&check), 1);
    assert!(out(&check).contains("missing"), "{}", out(&check));
    assert!(!site.path("content/regles").exists(), "a check writes nothing");
    assert_eq!(code(&site.run(&["rules", "pages"])), 0);
    assert_eq!(code(&site.run(&["rules", "pages", "--check"])), 0);
    let page = std::fs::read_to_string(site.path("content/regles/ville/mairie.md")).unwrap();
    assert!(page.contains("title: Hôtel de ville\n") && page.contains("(../couverture.md#r4)"), "{page}");
    let checked = site.run(&["check", "--fail-on", "warning"]);
    assert_eq!(code(&checked), 0, "what it shows is not found again: {}", out(&checked));

    // A rule that changes, a page that was touched, a rule that goes.
    site.write("content/regles/clarity/_index.md", &page);
    site.write("content/regles/ville/a-nous.md", PAGE.1);
    std::fs::remove_file(site.path("lints/ville/mairie.yaml")).unwrap();
    let check = site.run(&["rules", "pages", "--check"]);
    assert_eq!(code(&check), 1);
    let said = out(&check);
    for (path, word) in [
        ("clarity/_index.md", "stale"),
        ("ville/mairie.md", "no longer exists"),
        ("ville/_index.md", "no longer"),
    ] {
        let line =
            said.lines().find(|line| line.contains(path)).unwrap_or_else(|| panic!("{path} in {said}"));
        assert!(line.contains(word), "{line}");
    }
    assert!(!said.contains("a-nous.md") && err(&check).contains("limpide rules pages"));
    assert_eq!(code(&site.run(&["rules", "pages"])), 0);
    assert!(!site.path("content/regles/ville/mairie.md").exists());
    assert!(site.path("content/regles/ville/a-nous.md").exists(), "a page that a person wrote stays");
    assert_eq!(code(&site.run(&["rules", "pages", "--check"])), 0);
}

#[test]
fn a_page_that_a_person_wrote_is_not_replaced() {
    let site = Site::new(&[("content/regles/couverture.md", PAGE.1), PAGE]);
    for arguments in [&["rules", "pages"][..], &["rules", "pages", "--check"]] {
        let made = site.run(arguments);
        assert_eq!(code(&made), 2);
        assert!(err(&made).contains("couverture.md"), "{}", err(&made));
    }
    let elsewhere = site.path("content/nos-regles");
    let made = site.run(&["rules", "pages", "--output", elsewhere.to_str().unwrap()]);
    assert_eq!(code(&made), 0, "{}", err(&made));
    assert!(elsewhere.join("couverture.md").exists());
}

#[test]
fn the_pages_of_the_demonstration_site_are_fresh() {
    let check = run(repository(), &["rules", "pages", "--check"]);
    assert_eq!(
        code(&check),
        0,
        "content/regles/ is stale; refresh it with: cargo run -- rules pages\n{}",
        out(&check)
    );
}
