use super::super::pack;
use super::*;
use crate::source::{RuleFiles, Sources};

/// « rouge », « très rouge » as one thing, and sentences of more than three words.
const RED: &str = "
title: Rouge
check: words
severity: SEVERITY
params: {words: [WORD]}
examples:
  - {bad: WORD, marks: [WORD]}
  - {good: Bleu.}
";
const LONG: &str = "
title: Longue
check: length
params: {of: sentence, in: words}
levels: [{above: 3, severity: info}, {above: 5, severity: warning}]
examples:
  - {bad: Un deux trois quatre., marks: [Un deux trois quatre.]}
  - {good: Un.}
";

fn red(word: &str, severity: &str) -> String {
    RED.replace("WORD", word).replace("SEVERITY", severity)
}

fn rules(files: &[(&str, String)]) -> RuleSet {
    let mut sources = Sources::default();
    let mut lints = RuleFiles::default();
    for (id, text) in files {
        let source = sources.add(Source::new(format!("lints/{id}.yaml"), text.as_bytes().to_vec()));
        lints.rules.push(((*id).to_owned(), source));
    }
    let rules = pack::as_written(&sources, &lints);
    assert!(rules.problems.is_empty(), "{:?}", rules.problems);
    rules
}

fn annotated(sentences: &str, annotations: &str) -> Annotated {
    let source = |text: &str| Source::new("", text.as_bytes().to_vec());
    Annotated::read(&source(sentences), &source(annotations)).unwrap()
}

/// Right ones, false alarms with the words found, misses: by number.
type Counts = (usize, Vec<(u32, Vec<String>)>, Vec<u32>);

fn counts(measured: &Measured) -> Counts {
    let alarms = measured.false_alarms.iter().map(|wrong| (wrong.number, wrong.found.clone())).collect();
    (measured.right, alarms, measured.misses.iter().map(|wrong| wrong.number).collect())
}

fn measured(annotated: &Annotated, id: &str, rules: &RuleSet) -> Counts {
    let measured = measure(annotated, &[RuleId::new(id)], rules, rules, Language::French);
    counts(&measured[0])
}

#[test]
fn texts_are_counted_and_not_findings() {
    let rules = rules(&[("color/red", red("rouge", "warning"))]);
    let texts = annotated(
        "10\tUn mur rouge, un toit rouge.\n2\tDu vin rouge et du rouge à lèvres.\n3\tUn camion cramoisi.\n4\tRien.\n",
        "# red\n2\t-\n3\tred\n4\t-\n10\tred\n",
    );
    let found = vec![(2, vec!["rouge".to_owned(), "rouge".to_owned()])];
    assert_eq!(measured(&texts, "color/red", &rules), (1, found, vec![3]));
    assert_eq!(measure(&texts, &[RuleId::new("color/blue")], &rules, &rules, Language::French), []);
}

#[test]
fn a_rule_that_is_off_is_measured_all_the_same() {
    let texts = annotated("1\tUn mur rouge.\n2\tUn deux trois quatre.\n", "# red long\n1\tred\n2\tlong\n");
    let written = rules(&[("color/red", red("rouge", "off")), ("size/long", LONG.to_owned())]);
    let mut settled = written.rules().to_vec();
    for rule in &mut settled {
        rule.loudness = Loudness::Off;
    }
    let settled = RuleSet::new(settled);
    for id in ["color/red", "size/long"] {
        let measured = measure(&texts, &[RuleId::new(id)], &settled, &written, Language::French);
        assert_eq!(counts(&measured[0]), (1, vec![], vec![]), "{id}");
    }
}

#[test]
fn any_level_counts_and_no_other_measure() {
    let rules = rules(&[("size/long", LONG.to_owned())]);
    let texts = annotated(
        "1\tUn deux trois.\n2\tUn deux trois quatre.\n3\tUn deux trois quatre cinq six.\n",
        "# long\n1\tlong\n2\tlong\n3\tlong\n",
    );
    assert_eq!(measured(&texts, "size/long", &rules), (2, vec![], vec![1]));
}

#[test]
fn a_rule_is_not_hidden_by_another_of_its_family() {
    let rules = rules(&[("color/red", red("rouge", "info")), ("color/bright", red("rouge vif", "info"))]);
    let texts = annotated("1\tUn mur rouge vif.\n", "# red bright\n1\tred bright\n");
    for id in ["color/red", "color/bright"] {
        assert_eq!(measured(&texts, id, &rules), (1, vec![], vec![]), "{id}");
    }
}

#[test]
fn a_silence_in_a_text_is_not_heard() {
    let rules = rules(&[("color/red", red("rouge", "info"))]);
    let silenced = "1\tUn mur rouge <!-- limpide: allow color/red: essai -->.";
    assert_eq!(measured(&annotated(silenced, "1\tred"), "color/red", &rules), (1, vec![], vec![]));
}

#[test]
fn a_rule_of_one_language_reads_texts_in_that_language() {
    let english = format!("lang: en{}", red("red", "info"));
    let rules = rules(&[("color/red", english)]);
    assert_eq!(measured(&annotated("1\tA red wall.", "1\tred"), "color/red", &rules), (1, vec![], vec![]));
}

#[test]
fn a_name_of_two_families_is_written_whole() {
    let rules = rules(&[
        ("a/red", red("rouge", "info")),
        ("b/red", red("grenat", "info")),
        ("b/long", LONG.to_owned()),
    ]);
    assert_eq!(meaning("long", &rules), Meaning::Rule(RuleId::new("b/long")));
    assert_eq!(meaning("a/red", &rules), Meaning::Rule(RuleId::new("a/red")));
    assert_eq!(meaning("red", &rules), Meaning::Several(vec![RuleId::new("a/red"), RuleId::new("b/red")]));
    assert_eq!(meaning("blue", &rules), Meaning::Nothing);
    let texts = annotated("1\tUn mur rouge.\n2\tUn mur grenat.\n", "# a/red b/red\n1\ta/red\n2\tb/red\n");
    assert_eq!(measured(&texts, "a/red", &rules), (1, vec![], vec![]));
}

#[test]
fn rates_and_their_intervals() {
    let near = |found: Option<(f64, f64)>, wanted: (f64, f64)| {
        let (low, high) = found.unwrap();
        assert!((low - wanted.0).abs() < 5e-5 && (high - wanted.1).abs() < 5e-5, "{low} {high}");
    };
    // Newcombe, « Two-sided confidence intervals for the single proportion », Statistics in Medicine 17,
    // 1998, table I, method 3.
    near(Rate { right: 81, of: 263 }.interval(), (0.2553, 0.3662));
    near(Rate { right: 15, of: 148 }.interval(), (0.0624, 0.1605));
    near(Rate { right: 0, of: 20 }.interval(), (0.0, 0.1611));
    near(Rate { right: 1, of: 29 }.interval(), (0.0061, 0.1718));
    near(Rate { right: 20, of: 20 }.interval(), (0.8389, 1.0));
    assert_eq!(Rate { right: 0, of: 0 }.value(), None);
    assert_eq!(Rate { right: 0, of: 0 }.interval(), None);
    let wrong = || Wrong { number: 1, text: String::new(), found: vec![] };
    let measured = Measured {
        rule: RuleId::new("a/b"),
        right: 3,
        false_alarms: vec![wrong()],
        misses: vec![wrong(), wrong(), wrong()],
    };
    assert_eq!(measured.precision().value(), Some(0.75));
    assert_eq!(measured.recall().value(), Some(0.5));
    assert_eq!(measured.f1(), Some(0.6));
}
