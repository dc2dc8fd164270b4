use serde_json::{Map, Value};

use super::super::fixture::{Case, said, three_pages};
use super::*;
use crate::finding::Message;
use crate::language::Language;

const COMMITTED: &str = include_str!("../../../schemas/findings.schema.json");

#[test]
fn the_committed_schema_is_fresh() {
    assert!(
        COMMITTED == schema(),
        "schemas/findings.schema.json is stale; refresh it with\n  limpide schema findings > schemas/findings.schema.json"
    );
}

fn output(case: &Case) -> Value {
    serde_json::from_str(&case.with(Language::French, json)).expect("JSON")
}

#[test]
fn a_whole_report() {
    insta::assert_snapshot!(three_pages().with(Language::French, json));
}

#[test]
fn places_are_counted_in_four_ways() {
    let mut case = Case::new(&[("page.md", "Une\n😀é préfecture\n")]);
    let span = case.span("page.md", "préfecture");
    case.mark(span);
    let finding = &output(&case)["findings"][0];
    assert_eq!(finding["text"], "préfecture");
    assert_eq!(
        finding["location"],
        serde_json::json!({
            "path": "page.md",
            "start": {"line": 2, "column": 4, "offset": 11, "utf16": 4},
            "end": {"line": 2, "column": 14, "offset": 22, "utf16": 14},
        })
    );
}

#[test]
fn the_order_of_findings_does_not_matter() {
    let mut case = three_pages();
    let before = case.with(Language::French, json);
    case.findings.reverse();
    assert_eq!(case.with(Language::French, json), before);
}

#[test]
fn real_reports_follow_the_schema() {
    let empty = Case::new(&[]);
    for case in [three_pages(), empty] {
        let faults = faults(&output(&case));
        assert!(faults.is_empty(), "{faults:#?}");
    }
}

#[test]
fn what_does_not_follow_the_schema_is_seen() {
    let mut case = Case::new(&[("page.md", "Une\n")]);
    let span = case.span("page.md", "Une");
    case.mark(span).help = Some(Message::key("severity.info"));
    case.mark(span).labels = vec![(span, said("là"))];
    let good = output(&case);
    assert!(faults(&good).is_empty());
    for (pointer, wrong) in [
        ("/schema_version", Value::from(2)),
        ("/findings/0/severity", Value::from("fatal")),
        ("/findings/0/location/start/line", Value::from(0)),
        ("/findings/0/help", Value::from(3)),
        ("/findings/1/related/0/location", Value::Null),
        ("/findings/1/fix", Value::from("none")),
        ("/tool", Value::Object(Map::new())),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).expect("a place of the report") = wrong;
        assert!(!faults(&bad).is_empty(), "{pointer}");
    }
}

/// What does not follow the committed schema. It knows the few words that schema uses, and says so
/// when it meets another: a whole validator would bring some eighty crates for this one test.
fn faults(value: &Value) -> Vec<String> {
    let root: Value = serde_json::from_str(COMMITTED).expect("a schema");
    let mut faults = Vec::new();
    check(&root, &root, value, "", &mut faults);
    faults
}

fn check(root: &Value, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    let mut fault = |what: &str| faults.push(format!("{at}: {what}"));
    for (word, expected) in schema.as_object().expect("a schema") {
        match word.as_str() {
            "$schema" | "$defs" | "title" | "description" | "format" => {}
            "const" if value != expected => fault("is not the constant"),
            "const" => {}
            "minimum" if value.as_i64() < expected.as_i64() => fault("is too small"),
            "minimum" => {}
            "type" if !has_type(value, expected) => fault("is of another type"),
            "type" => {}
            "required" => {
                for key in expected.as_array().expect("keys") {
                    if value.get(key.as_str().expect("a key")).is_none() {
                        fault(&format!("lacks {key}"));
                    }
                }
            }
            _ => {}
        }
    }
    for (word, expected) in schema.as_object().expect("a schema") {
        match word.as_str() {
            "$ref" => {
                let pointer = expected.as_str().and_then(|r| r.strip_prefix('#')).expect("a reference");
                check(root, root.pointer(pointer).expect("a definition"), value, at, faults);
            }
            "anyOf" | "oneOf" => {
                let fits = |schema| {
                    let mut faults = Vec::new();
                    check(root, schema, value, at, &mut faults);
                    faults.is_empty()
                };
                if !expected.as_array().expect("schemas").iter().any(fits) {
                    faults.push(format!("{at}: fits no form"));
                }
            }
            "properties" => {
                for (key, schema) in expected.as_object().expect("properties") {
                    if let Some(value) = value.get(key) {
                        check(root, schema, value, &format!("{at}/{key}"), faults);
                    }
                }
                for key in value.as_object().into_iter().flat_map(Map::keys) {
                    if expected.get(key).is_none() {
                        faults.push(format!("{at}/{key}: is not described"));
                    }
                }
            }
            "items" => {
                for (i, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, expected, item, &format!("{at}/{i}"), faults);
                }
            }
            "$schema" | "$defs" | "title" | "description" | "format" | "const" | "minimum" | "type"
            | "required" => {}
            other => panic!("the schema uses {other}, which this check does not know"),
        }
    }
}

fn has_type(value: &Value, expected: &Value) -> bool {
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("the schema uses the type {other}, which this check does not know"),
    };
    match expected {
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(is),
        name => name.as_str().is_some_and(is),
    }
}
