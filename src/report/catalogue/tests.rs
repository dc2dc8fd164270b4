use std::collections::BTreeMap;

use super::*;
use crate::files;
use crate::lint;
use crate::report::Options;
use crate::site::{Facts, Site};
use crate::source::{RuleFiles, Source, Tree};

/// A site without pages, its rules, and the same as written.
struct Case {
    site: Site,
    rules: RuleSet,
    written: RuleSet,
}

impl Case {
    /// The built-in rules under these settings.
    fn built_in(settings: &str) -> Self {
        Self::of(files::built_in(), settings)
    }

    /// These files of `lints/` alone.
    fn small(lints: &[(&str, &str)]) -> Self {
        let mut tree = Tree::default();
        for (path, text) in lints {
            let source = tree.sources.add(Source::new(format!("builtin:lints/{path}"), (*text).into()));
            match path.strip_suffix(".yaml").filter(|_| !path.starts_with('_')) {
                Some(id) => tree.lints.rules.push((id.to_owned(), source)),
                None => tree.lints.shared.push(((*path).to_owned(), source)),
            }
        }
        Self::of(tree, "")
    }

    fn of(mut tree: Tree, settings: &str) -> Self {
        tree.config = Some(tree.sources.add(Source::new("site.toml", settings.into())));
        let files: RuleFiles = std::mem::take(&mut tree.lints);
        let facts = Facts::on(jiff::civil::date(2026, 11, 23));
        let site = Site::build(tree, facts);
        let rules = lint::load(&site, &files);
        let written = lint::as_written(&site.sources, &files);
        Self { site, rules, written }
    }

    fn view<'a>(&'a self, words: &'a Words) -> View<'a> {
        View {
            rules: &self.rules,
            written: &self.written,
            config: &self.site.config,
            sources: &self.site.sources,
            words,
        }
    }

    fn problems(&self) -> Vec<String> {
        let words = Words::load(Language::English);
        self.site.problems.iter().chain(&self.rules.problems).map(|p| words.say(&p.message)).collect()
    }
}

fn explained(case: &Case, language: Language, id: &str) -> String {
    let words = Words::load(language);
    let view = case.view(&words);
    rule(&view, view.rules.get(id).unwrap(), &Options::default())
}

const SENTENCES: &str = include_str!("../../../lints/clarity/long-sentence.yaml");
const LINKS: &str = include_str!("../../../lints/links/vague-text.yaml");
const SYNTAX: &str = include_str!("../../../lints/reading/syntax.yaml");
const SOURCES: &str = include_str!("../../../lints/_sources.yaml");

fn small() -> Case {
    let recommendations = "\
R1: {title: {fr: Fiable, en: Reliable}, text: {fr: Vraie., en: True.}, level: A, sources: [COEPIA-G], evidence: part}
R3: {title: {fr: Accessible, en: Accessible}, text: {fr: Lisible., en: Readable.}, level: B, sources: [SP+5], evidence: read}
R6:
  title: {fr: Comprise, en: Understood}
  text: {fr: Claire., en: Clear.}
  level: A
  sources: [COEPIA-G]
  evidence: part
  features: [{fr: Un glossaire., en: A glossary.}]
R8: {title: {fr: Contact, en: Contact}, text: {fr: Qui., en: Whom.}, level: B, sources: [COSLA], evidence: unread}
R24: {title: {fr: Langage, en: Language}, text: {fr: Simple., en: Plain.}, level: C, features: [{fr: Rien que lui., en: It alone.}]}
R30: {title: {fr: Vie, en: Life}, text: {fr: Tout passe., en: All passes.}, level: C}
";
    let case = Case::small(&[
        ("clarity/long-sentence.yaml", &SENTENCES.replace("R6, R24", "R6")),
        ("links/vague-text.yaml", &LINKS.replace("severity: warning", "severity: off")),
        ("reading/syntax.yaml", SYNTAX),
        ("_sources.yaml", SOURCES),
        ("_recommendations.yaml", recommendations),
    ]);
    assert!(case.problems().is_empty(), "{:?}", case.problems());
    case
}

#[test]
fn a_rule_explained() {
    insta::assert_snapshot!(explained(&small(), Language::French, "clarity/long-sentence"));
}

#[test]
fn a_rule_explained_in_english_with_its_lists_cut() {
    insta::assert_snapshot!(explained(&small(), Language::English, "links/vague-text"));
}

#[test]
fn what_holds_each_recommendation() {
    let case = small();
    let words = Words::load(Language::French);
    insta::assert_snapshot!(coverage(&case.view(&words), &Options::default()));
}

#[test]
fn a_page_of_a_rule() {
    let case = small();
    let words = Words::load(Language::French);
    let pages = pages(&case.view(&words), Some("## Une clé\n"));
    let paths: Vec<_> = pages.iter().map(|page| page.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "_index.md",
            "clarity/_index.md",
            "clarity/long-sentence.md",
            "couverture.md",
            "ecrire-une-regle.md",
            "links/_index.md",
            "links/vague-text.md",
            "reading/_index.md",
            "reading/syntax.md",
        ]
    );
    assert!(pages.iter().all(|page| is_generated(&page.text)), "each page says that it is generated");
    insta::assert_snapshot!(pages[2].text);
}

#[test]
fn only_a_page_that_says_so_is_generated() {
    assert!(is_generated("---\ntitle: A\nextra: {generated: limpide rules pages}\n---\n"));
    for text in [
        "",
        "extra: {generated: limpide rules pages}\n",
        "---\ntitle: A\n---\n\nextra: {generated: limpide rules pages}\n",
        "---\nextra: {generated: autre}\n---\n",
        "---\ngenerated: limpide rules pages\n---\n",
        "---\nextra: [\n---\n",
    ] {
        assert!(!is_generated(text), "{text}");
    }
}

#[test]
fn who_settled_a_severity_is_said() {
    let says = |settings: &str, id: &str, expected: &str| {
        let text = explained(&Case::built_in(settings), Language::English, id);
        let text = text.replace('\n', " ").split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(expected), "{expected} in\n{text}");
    };
    let id = "clarity/undefined-acronym";
    says("", id, "Now: info. So its file says, `lints/clarity/undefined-acronym.yaml`.");
    says("[lint]\nprofile = \"strict\"\n", id, "Now: warning. So the profile “strict” says.");
    let own = "[lint]\nprofile = \"strict\"\n\n[lint.rules]\n\"clarity/undefined-acronym\" = \"error\"\n";
    says(own, id, "Now: error. So site.toml says, on line 5.");
    says("[lint.rules]\n\"clarity/*\" = \"off\"\n", id, "Now: off. So site.toml says, on line 2.");
    says("[lint.rules]\n\"clarity/*\" = \"off\"\n", id, "It says nothing until somebody turns it on.");
    let params = "[lint.rules]\n\"freshness/review-overdue\" = {params = {every = \"6 mois\"}}\n";
    says(params, "freshness/review-overdue", "Now: warning. So its file says");
    says(params, "freshness/review-overdue", "The site or its profile chooses every. every: 6 mois");
    let elsewhere =
        "[[lint.override]]\npath = [\"archives/**\", \"a.md\"]\nrules = {\"clarity/*\" = \"off\"}\n";
    says(elsewhere, id, "For archives/**, a.md: off.");
}

#[test]
fn a_setting_pasted_as_it_is_changes_nothing() {
    let case = Case::built_in("");
    // All of them in one file: reading the rules takes long.
    let settings = case.rules.rules().iter().map(|rule| setting(rule, "off, info, warning, error"));
    let lines: Vec<String> = settings.map(|setting| setting.replacen("[lint.rules]\n", "", 1)).collect();
    let pasted = format!("[lint.rules]\n{}", lines.concat());
    let after = Case::built_in(&pasted);
    assert!(after.problems().is_empty(), "{pasted}\n{:?}", after.problems());
    let sorted = |rule: &Rule| {
        let entries = rule.params.as_map().map(|map| map.entries.clone()).unwrap_or_default();
        let entry = |e: &crate::data::Entry| (e.key.value.clone(), crate::data::yaml_text(&e.node));
        entries.iter().map(entry).collect::<BTreeMap<_, _>>()
    };
    for (rule, pasted) in case.rules.rules().iter().zip(&lines) {
        let same = after.rules.get(rule.id.as_str()).unwrap();
        assert_eq!(same.loudness, rule.loudness, "{pasted}");
        assert_eq!(sorted(same), sorted(rule), "{pasted}");
    }
    let other = pasted.replace("\"info\"", "\"warning\"").replace("= \"error\"", "= \"info\"");
    assert!(Case::built_in(&other).problems().is_empty(), "{other}");
}

#[test]
fn silences_are_yaml_and_toml() {
    let case = Case::built_in("");
    let rule = case.rules.get("clarity/long-sentence").unwrap();
    for language in [Language::French, Language::English] {
        let words = Words::load(language);
        let reason = words.get("explain.reason");
        let front = silence_in_front_matter(rule, reason);
        let source = crate::source::Sources::default().add(Source::new("", Vec::new()));
        let (node, problems) = crate::data::yaml(source, &front, 0..front.len());
        assert!(problems.is_empty(), "{front}");
        let first = node.as_map().and_then(|map| map.get("allow")).and_then(|n| n.items().first()).unwrap();
        assert_eq!(first.as_map().and_then(|m| m.get("reason")).and_then(|n| n.as_text()), Some(reason));
        let toml = silence_in_settings(rule, reason);
        assert!(crate::data::toml(source, &toml).1.is_empty(), "{toml}");
        assert!(silence_in_text(rule, reason).ends_with(&format!("{reason} -->\n")));
    }
}

#[test]
fn names_are_found_and_near_ones_offered() {
    let case = Case::built_in("");
    let words = Words::load(Language::French);
    let view = case.view(&words);
    let found = |name: &str| Named::find(&view, name);
    assert_eq!(found("clarity/long-sentence"), Some(Named::Rule("clarity/long-sentence".to_owned())));
    assert_eq!(found("long-sentence"), Some(Named::Rule("clarity/long-sentence".to_owned())));
    assert_eq!(found("r6"), Some(Named::Recommendation("R6".to_owned())));
    for family in ["clarity", "clarity/", "clarity/*"] {
        assert_eq!(found(family), Some(Named::Family("clarity".to_owned())));
    }
    for unknown in ["", "R31", "clarity/", "clarity/nothing", "*"].iter().filter(|n| **n != "clarity/") {
        assert_eq!(found(unknown), None, "{unknown}");
    }
    let near = |name: &str| nearest_names(&view, name);
    assert_eq!(near("clarity/long-sentance").first().map(String::as_str), Some("clarity/long-sentence"));
    assert_eq!(near("style/long-sentence").first().map(String::as_str), Some("clarity/long-sentence"));
    assert_eq!(near("claritty"), ["clarity"]);
    assert!(near("qqqqqqqqqqqq").is_empty());
}

#[test]
fn the_outputs_for_programs_follow_their_committed_schemas() {
    const RULES: &str = include_str!("../../../schemas/rules.schema.json");
    const COVERAGE: &str = include_str!("../../../schemas/coverage.schema.json");
    let refresh = "stale; refresh it with: limpide schema rules (or coverage) > schemas/….schema.json";
    assert!(RULES == rules_schema() && COVERAGE == coverage_schema(), "{refresh}");
    let words = Words::load(Language::French);
    for case in [small(), Case::built_in("[lint]\nprofile = \"strict\"\n")] {
        let view = case.view(&words);
        let outputs = [(RULES, rules_json(&view, &Filter::default())), (COVERAGE, coverage_json(&view))];
        for (schema, output) in outputs {
            let schema: serde_json::Value = serde_json::from_str(schema).unwrap();
            let output: serde_json::Value = serde_json::from_str(&output).unwrap();
            let faults: Vec<String> = jsonschema::validator_for(&schema)
                .unwrap()
                .iter_errors(&output)
                .map(|e| e.to_string())
                .collect();
            assert!(faults.is_empty(), "{faults:#?}");
        }
    }
}

#[test]
fn filters_let_through_what_they_say() {
    let case = Case::built_in("[lint.rules]\n\"links/vague-text\" = \"off\"\n");
    let kept = |filter: Filter| {
        let kept = case.rules.rules().iter().filter(|rule| filter.keeps(rule));
        kept.map(|rule| rule.id.as_str().to_owned()).collect::<Vec<_>>()
    };
    let all = kept(Filter::default());
    assert!(all.contains(&"links/vague-text".to_owned()));
    let off = kept(Filter { off: Some(true), ..Filter::default() });
    let on = kept(Filter { off: Some(false), ..Filter::default() });
    assert!(off.contains(&"links/vague-text".to_owned()) && on.contains(&"clarity/long-sentence".to_owned()));
    assert_eq!(off.len() + on.len(), all.len());
    let families = kept(Filter { families: vec!["links".to_owned()], ..Filter::default() });
    assert!(families.iter().all(|id| id.starts_with("links/")) && !families.is_empty());
    let loud = kept(Filter { severities: vec![Severity::Info], ..Filter::default() });
    assert!(loud.contains(&"clarity/long-sentence".to_owned()), "one of its levels is info");
    assert!(!loud.contains(&"links/broken-internal".to_owned()));
    let held = kept(Filter { recommendations: vec!["R30".to_owned()], ..Filter::default() });
    assert!(held.contains(&"freshness/review-overdue".to_owned()) && held.len() < all.len());
    let kinds = kept(Filter { kinds: vec!["reading".to_owned()], ..Filter::default() });
    assert!(kinds.iter().all(|id| id.starts_with("reading/")) && !kinds.is_empty());
}

#[test]
fn a_rule_is_found_by_the_title_that_summaries_show() {
    let case = Case::built_in("");
    let words = Words::load(Language::French);
    let view = case.view(&words);
    for name in ["Phrase longue", "phrase longue", "clarity/long-sentence"] {
        assert_eq!(Named::find(&view, name), Some(Named::Rule("clarity/long-sentence".to_owned())), "{name}");
    }
    assert_eq!(Named::find(&view, "Phrase"), None);
    let says = |id| explained(&case, Language::French, id).contains("Ce qu’elle dit");
    assert!(says("clarity/long-sentence") && !says("reading/unknown-key"));
}
