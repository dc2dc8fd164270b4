use serde_json::Value;

use super::*;
use crate::finding::RuleId;
use crate::lint::annotated::Text;

const COMMITTED: &str = include_str!("../../../schemas/measure.schema.json");

fn wrong(number: u32, text: &str, found: &[&str]) -> Wrong {
    Wrong { number, text: text.into(), found: found.iter().map(|text| (*text).to_owned()).collect() }
}

fn measured(rule: &str, right: usize, false_alarms: Vec<Wrong>, misses: Vec<Wrong>) -> Measured {
    Measured { rule: RuleId::new(rule), right, false_alarms, misses }
}

/// A few rules on twelve hundred texts.
fn three() -> Vec<Measured> {
    let long = "Dans la salle des mariages, la lumière est tamisée depuis que les rideaux ont été changés, ce \
                que les familles regrettent.";
    vec![
        measured(
            "clarity/passive",
            1116,
            vec![
                wrong(12, "La mairie est située rue Haute.", &["est située"]),
                wrong(104, long, &["est tamisée", "ont été changés"]),
            ],
            vec![wrong(40, "Votre carte a bien été faite.", &[])],
        ),
        measured(
            "clarity/long-sentence",
            20,
            vec![wrong(7, "Une phrase entière.", &["Une phrase entière."])],
            vec![],
        ),
        measured("tone/threat", 0, vec![], vec![]),
    ]
}

fn say(measured: &[Measured], language: Language, form: impl Fn(&Measures<'_>) -> String) -> String {
    let text = |number| Text { number, text: String::new(), holds: Default::default() };
    let annotated = Annotated { texts: (0..1200).map(text).collect(), names: vec![] };
    let words = Words::load(language);
    let ignored = ["jargon".to_owned()];
    form(&Measures { annotated: &annotated, path: "textes", measured, ignored: &ignored, words: &words })
}

fn table(measured: &[Measured], language: Language, errors: bool) -> String {
    let options = Options { width: 80, ..Options::default() };
    say(measured, language, |measures| measure_table(measures, errors, &options))
}

#[test]
fn a_line_a_rule_then_the_texts_it_is_wrong_about() {
    insta::assert_snapshot!(table(&three(), Language::French, true));
}

#[test]
fn without_the_texts_in_english() {
    insta::assert_snapshot!(table(&three(), Language::English, false));
}

#[test]
fn nothing_is_shown_of_nothing() {
    assert_eq!(table(&[], Language::French, true), "");
    let right = table(&[measured("a/b", 2, vec![], vec![])], Language::English, false);
    assert!(!right.contains("--errors"), "{right}");
}

#[test]
fn nothing_in_a_text_drives_the_terminal() {
    let evil = "a\u{1b}[2J\u{7}\u{202e}b\rc\td";
    let measured =
        [measured(evil, 1, vec![wrong(1, evil, &[&format!("{evil}!")])], vec![wrong(2, evil, &[])])];
    let shown = table(&measured, Language::French, true);
    let driving: Vec<_> = shown.chars().filter(|c| c.is_control() && *c != '\n').collect();
    assert!(driving.is_empty() && !shown.contains('\u{202e}'), "{driving:?} in {shown}");
}

#[test]
fn the_output_for_programs_follows_its_committed_schema() {
    let refresh = "stale; refresh it with: limpide schema measure > schemas/measure.schema.json";
    assert!(COMMITTED == measure_schema(), "{refresh}");
    let output: Value = serde_json::from_str(&say(&three(), Language::French, measure_json)).unwrap();
    let schema: Value = serde_json::from_str(COMMITTED).unwrap();
    let faults: Vec<String> = jsonschema::validator_for(&schema)
        .unwrap()
        .iter_errors(&output)
        .map(|fault| fault.to_string())
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
    let passive = &output["rules"][0];
    assert_eq!((&passive["true_positives"], &passive["misses"]), (&Value::from(1116), &Value::from(1)));
    assert_eq!(passive["errors"][2]["kind"], "miss");
    assert_eq!(output["rules"][2]["precision"], Value::Null);
}
