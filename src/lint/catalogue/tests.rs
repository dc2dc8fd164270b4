use super::*;
use crate::source::Source;

const SOURCES_FILE: &str = "\
OPQ:
  name: Opquast
  evidence: read
  addresses: [https://exemple.fr]
  part: {fr: \"règle {number}\", en: \"rule {number}\"}
SP+:
  name: Services Publics +
  evidence: read
  part: {fr: \"engagement {number}\", en: \"commitment {number}\"}
BETA: {name: beta, evidence: part, date: 2024-02}
";

const RECOMMENDATIONS_FILE: &str = "\
R2: {title: {fr: À jour, en: Fresh}, text: {fr: À jour., en: Up to date.}, level: A, sources: [BETA], evidence: part}
R1:
  title: {fr: Fiable, en: Reliable}
  text: {fr: Fiable., en: Reliable.}
  level: C
  features: [{fr: Un outil., en: A tool.}]
";

fn read(files: &[(&str, &str)]) -> (Catalogue, Vec<(String, &'static str)>, Sources) {
    let mut sources = Sources::default();
    let shared = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), sources.add(Source::new(*path, (*text).into()))))
        .collect();
    let (catalogue, problems) = Catalogue::read(&sources, &RuleFiles { rules: Vec::new(), shared });
    let said = problems.iter().map(|p| (sources.slice(p.span).to_owned(), key(&p.message))).collect();
    (catalogue, said, sources)
}

fn key(message: &Message) -> &'static str {
    match message.text {
        crate::finding::Text::Key(key) => key,
        crate::finding::Text::Both { .. } => "both",
    }
}

#[test]
fn sources_and_recommendations_are_read() {
    let files = [("_sources.yaml", SOURCES_FILE), ("_recommendations.yaml", RECOMMENDATIONS_FILE)];
    let (catalogue, problems, _) = read(&files);
    assert!(problems.is_empty(), "{problems:?}");
    let keys: Vec<_> = catalogue.recommendations().iter().map(|r| (r.key.as_str(), r.level)).collect();
    assert_eq!(keys, [("R1", Level::C), ("R2", Level::A)]);
    assert_eq!(catalogue.recommendation("R1").unwrap().features.len(), 1);
    let part = |key| catalogue.reference(key).map(|(r, part)| (r.key.as_str(), part));
    assert_eq!(part("OPQ"), Some(("OPQ", None)));
    assert_eq!(part("OPQ-5"), Some(("OPQ", Some("5"))));
    assert_eq!(part("OPQ-6.1"), Some(("OPQ", Some("6.1"))));
    assert_eq!(part("SP+4"), Some(("SP+", Some("4"))));
    assert_eq!(part("BETA"), Some(("BETA", None)));
    for unknown in ["BETA-4", "OPQ-", "OPQ-x", "OPQUAST", "R6", ""] {
        assert_eq!(part(unknown), None, "{unknown}");
    }
}

#[test]
fn what_is_wrong_in_them_is_said_at_its_place() {
    let sources = "A: {evidence: read}\nB: {name: b}\nC: {name: c, evidence: sure}\n\
                   D: {name: d, evidence: read, date: 2024-13, addresses: [exemple.fr], adresse: x}\n";
    let recommendations = "R0: {}\nR1: {title: {fr: a, en: a}, text: {fr: a}, level: D}\n\
                           R2: {title: {fr: a, en: a}, text: {fr: a, en: a}, level: B, sources: [BETTA]}\n";
    let files = [("_sources.yaml", sources), ("_recommendations.yaml", recommendations)];
    let (_, problems, _) = read(&files);
    let expected = [
        ("A", "catalogue.missing"),
        ("B", "catalogue.missing"),
        ("sure", "data.not-a-choice"),
        ("C", "catalogue.missing"),
        ("exemple.fr", "catalogue.address"),
        ("2024-13", "catalogue.date"),
        ("adresse", "data.unknown-key"),
        ("R0", "lint.recommendation"),
        ("D", "data.not-a-choice"),
        ("R1", "catalogue.missing"),
        ("R2", "catalogue.missing"),
        ("BETTA", "catalogue.unknown-source"),
    ];
    let found: Vec<_> = problems.iter().map(|(text, key)| (text.as_str(), *key)).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_list_where_a_map_is_expected_is_said() {
    for text in ["- a\n", "a\n", "a: [\n"] {
        let (catalogue, problems, _) = read(&[("_sources.yaml", text)]);
        assert!(catalogue.references().is_empty() && !problems.is_empty(), "{text}");
    }
    assert!(read(&[("_sources.yaml", "")]).1.is_empty());
}

#[test]
fn a_site_adds_sources_and_replaces_one() {
    let files = [
        ("_sources.yaml", SOURCES_FILE),
        (
            "_sources/ville.yaml",
            "VILLE: {name: Notre charte, evidence: read}\nBETA: {name: Autre, evidence: read}\n",
        ),
    ];
    let (catalogue, problems, _) = read(&files);
    assert!(problems.is_empty());
    assert_eq!(catalogue.reference("VILLE").unwrap().0.name, "Notre charte");
    assert_eq!(catalogue.reference("BETA").unwrap().0.name, "Autre");
}

#[test]
fn a_rule_that_names_what_is_unknown_is_told_so_with_the_nearest() {
    let rule = "\
title: {fr: Un, en: One}
criterion: reliable
recommendations: [R2, R31]
sources: [OPQ-5, BETTA]
check: heading-skip
severity: info
message: {fr: a, en: a}
why: {fr: a, en: a}
examples:
  - {bad: \"### A\", marks: [\"### A\"]}
  - {good: a}
";
    let files = [("_sources.yaml", SOURCES_FILE), ("_recommendations.yaml", RECOMMENDATIONS_FILE)];
    let (catalogue, _, mut sources) = read(&files);
    let source = sources.add(Source::new("lints/a/b.yaml", rule.into()));
    let rule = Rule::read("a/b", source, rule, None).unwrap();
    let problems = catalogue.check(std::slice::from_ref(&rule), &sources);
    let said: Vec<_> = problems.iter().map(|p| (sources.slice(p.span), key(&p.message))).collect();
    assert_eq!(said, [("BETTA", "catalogue.unknown-source"), ("R31", "catalogue.unknown-recommendation")]);
    let words = crate::words::Words::load(crate::language::Language::English);
    let helps: Vec<_> = problems.iter().map(|p| words.say(p.help.as_ref().unwrap())).collect();
    assert!(helps[0].contains("BETA"), "{helps:?}");
    assert!(helps[1].contains("R1 to R2"), "{helps:?}");
    assert!(Catalogue::default().check(&[rule], &sources).is_empty());
}

#[test]
fn the_built_in_files_hold_thirty_recommendations_without_a_problem() {
    let built_in = [
        ("_sources.yaml", include_str!("../../../lints/_sources.yaml")),
        ("_recommendations.yaml", include_str!("../../../lints/_recommendations.yaml")),
    ];
    let (catalogue, problems, _) = read(&built_in);
    assert!(problems.is_empty(), "{problems:?}");
    let keys: Vec<_> = catalogue.recommendations().iter().map(|r| r.key.clone()).collect();
    assert_eq!(keys, (1..=30).map(|n| format!("R{n}")).collect::<Vec<_>>());
}
