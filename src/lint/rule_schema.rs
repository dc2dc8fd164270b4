//! The JSON Schema of a rule file, made of what the kinds of check say of themselves: an editor that knows
//! it completes a rule and shows what each key is for.

use serde_json::{Map, Value, json};

use crate::finding::Severity;
use crate::words::Words;

use super::checks::{Form, Kind, Needed, Param};
use super::rule::Criterion;
use super::rule_file::LANGUAGES;
use super::scope::Scope;

/// The schema (JSON Schema 2020-12), with descriptions in the language of `words`; ends with a newline.
pub fn schema(words: &Words) -> String {
    let mut text = serde_json::to_string_pretty(&root(words)).unwrap_or_default();
    text.push('\n');
    text
}

fn root(words: &Words) -> Value {
    let names = Kind::ALL.map(|kind| kind.name);
    let conditions: Vec<Value> = Kind::ALL.into_iter().map(|kind| condition(kind, words)).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": words.get("schema.title"),
        "type": "object",
        "required": ["title", "check"],
        "additionalProperties": false,
        "properties": {
            "title": described(words.get("key.title"), reference("words")),
            "criterion": described(words.get("key.criterion"), one_of(&Criterion::NAMES.map(|(name, _)| name))),
            "recommendations": described(
                words.get("key.recommendations"),
                one_or_several(&json!({"type": "string", "pattern": "^R[1-9][0-9]?$"})),
            ),
            "sources": described(words.get("key.sources"), one_or_several(&text())),
            "check": described(words.get("key.check"), one_of(&names)),
            "params": described(words.get("key.params"), json!({"type": "object"})),
            "severity": described(words.get("key.severity"), severity()),
            "levels": described(words.get("key.levels"), levels(words)),
            "lang": described(words.get("key.lang"), one_of(&LANGUAGES.map(|(tag, _)| tag))),
            "scope": described(
                words.get("key.scope"),
                one_or_several(&one_of(&Scope::words())),
            ),
            "message": described(words.get("key.message"), json!({})),
            "help": described(words.get("key.help"), json!({})),
            "together": described(words.get("key.together"), reference("words")),
            "why": described(words.get("key.why"), reference("words")),
            "examples": described(
                words.get("key.examples"),
                json!({"type": "array", "items": reference("example")}),
            ),
        },
        "allOf": conditions,
        "$defs": {"words": words_schema(words), "example": example(words)},
    })
}

/// What a rule file of one kind holds, beside what all of them do.
fn condition(kind: &Kind, words: &Words) -> Value {
    let mut properties = Map::new();
    properties.insert("check".to_owned(), json!({"description": words.get(kind.about)}));
    properties.insert("params".to_owned(), object(kind.params, words));
    let mut required = vec![if kind.measured { "levels" } else { "severity" }];
    let unwanted = if kind.measured { "severity" } else { "levels" };
    properties.insert(unwanted.to_owned(), json!(false));
    if !kind.scoped {
        properties.insert("scope".to_owned(), json!(false));
    }
    let message = match kind.cases {
        [] => json!(false),
        [_] => reference("words"),
        cases => {
            let by_case = cases.iter().map(|case| (case.name.to_owned(), reference("words")));
            let all: Vec<&str> = cases.iter().map(|case| case.name).collect();
            json!({
                "type": "object",
                "properties": by_case.collect::<Map<String, Value>>(),
                "required": all,
                "additionalProperties": false,
            })
        }
    };
    properties.insert("message".to_owned(), message);
    let help = match kind.cases {
        [] | [_] => reference("words"),
        cases => {
            let by_case = cases.iter().map(|case| (case.name.to_owned(), reference("words")));
            json!({
                "anyOf": [reference("words"), {
                    "type": "object",
                    "properties": by_case.collect::<Map<String, Value>>(),
                    "additionalProperties": false,
                }],
            })
        }
    };
    properties.insert("help".to_owned(), help);
    if !kind.examples_optional {
        required.push("examples");
        let has = |key: &str| json!({"type": "object", "required": [key]});
        properties.insert(
            "examples".to_owned(),
            json!({"allOf": [{"contains": has("bad")}, {"contains": has("good")}]}),
        );
    }
    if kind.params.iter().any(|param| !matches!(param.needed, Needed::Else(_))) {
        required.push("params");
    }
    json!({
        "if": {"properties": {"check": {"const": kind.name}}, "required": ["check"]},
        "then": {"properties": properties, "required": required},
    })
}

/// A map of parameters.
fn object(params: &[Param], words: &Words) -> Value {
    let properties: Map<String, Value> = params
        .iter()
        .map(|param| {
            let mut value = described(words.get(param.about), form(param.form, words));
            if let (Value::Object(map), Needed::Else("true" | "false")) = (&mut value, param.needed) {
                map.insert("default".to_owned(), json!(param.needed == Needed::Else("true")));
            }
            (param.name.to_owned(), value)
        })
        .collect();
    let always: Vec<&str> =
        params.iter().filter(|param| param.needed == Needed::Always).map(|param| param.name).collect();
    let one: Vec<Value> = params
        .iter()
        .filter(|param| matches!(param.needed, Needed::Or(_)))
        .map(|param| json!({"required": [param.name]}))
        .collect();
    let mut object = json!({
        "type": "object",
        "properties": properties,
        "required": always,
        "additionalProperties": false,
    });
    if let (Value::Object(map), false) = (&mut object, one.is_empty()) {
        map.insert("oneOf".to_owned(), Value::Array(one));
    }
    object
}

fn form(form: Form, words: &Words) -> Value {
    match form {
        Form::Text | Form::Period => text(),
        Form::Texts | Form::Verbs => one_or_several(&text()),
        Form::Bool => json!({"type": "boolean"}),
        Form::Number => json!({"type": "integer", "minimum": 1}),
        Form::Choice(names) => one_of(names),
        Form::Choices(names) => one_or_several(&one_of(names)),
        Form::Pattern => json!({"type": "string", "minLength": 1}),
        Form::Entries(params) => one_or_several(&json!({"anyOf": [text(), object(params, words)]})),
        Form::Maps(params) => one_or_several(&object(params, words)),
        Form::Groups => json!({
            "type": "array",
            "minItems": 1,
            "items": {"type": "array", "minItems": 2, "items": text()},
        }),
        Form::Words => reference("words"),
    }
}

/// A text: a rule file may leave a number without quotation marks.
fn text() -> Value {
    json!({"type": ["string", "number"]})
}

fn one_of(names: &[&str]) -> Value {
    json!({"enum": names})
}

fn one_or_several(item: &Value) -> Value {
    json!({"anyOf": [item, {"type": "array", "minItems": 1, "items": item}]})
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/$defs/{name}")})
}

fn described(words: &str, mut schema: Value) -> Value {
    if let Value::Object(map) = &mut schema {
        map.insert("description".to_owned(), json!(words));
    }
    schema
}

fn severity() -> Value {
    one_of(&Severity::NAMES_OR_OFF.map(|(name, _)| name))
}

fn levels(words: &Words) -> Value {
    json!({
        "type": "array",
        "minItems": 1,
        "items": {
            "type": "object",
            "properties": {
                "above": described(words.get("key.above"), json!({"type": "integer", "minimum": 0})),
                "below": described(words.get("key.below"), json!({"type": "integer", "minimum": 0})),
                "severity": described(words.get("key.severity"), severity()),
            },
            "required": ["severity"],
            "additionalProperties": false,
        },
    })
}

/// A text in one language, or in both.
fn words_schema(words: &Words) -> Value {
    json!({
        "anyOf": [
            text(),
            {
                "type": "object",
                "properties": {
                    "fr": described(words.get("key.fr"), text()),
                    "en": described(words.get("key.en"), text()),
                },
                "minProperties": 1,
                "additionalProperties": false,
            },
        ],
    })
}

fn example(words: &Words) -> Value {
    let page = json!({"type": "string"});
    let pairs = json!({"type": "object", "additionalProperties": text()});
    json!({
        "type": "object",
        "properties": {
            "bad": described(words.get("key.bad"), page.clone()),
            "good": described(words.get("key.good"), page),
            "marks": described(words.get("key.marks"), one_or_several(&text())),
            "fixed": described(words.get("key.fixed"), json!({"type": "string"})),
            "today": described(
                words.get("key.today"),
                json!({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
            ),
            "files": described(words.get("key.files"), pairs.clone()),
            "external": described(words.get("key.external"), pairs),
        },
        "additionalProperties": false,
        "oneOf": [
            {"required": ["bad", "marks"]},
            {"required": ["good"], "properties": {"marks": false, "fixed": false}},
        ],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{self, Node, Value as Data};
    use crate::language::Language;
    use crate::source::{Source, Sources};

    const COMMITTED: &str = include_str!("../../schemas/rule.schema.json");

    static LINTS: include_dir::Dir<'_> = include_dir::include_dir!("$CARGO_MANIFEST_DIR/lints");

    /// A YAML text as an editor's language server hands it to a validator.
    fn json_of(text: &str) -> Value {
        let mut sources = Sources::default();
        let source = sources.add(Source::new("rule.yaml", text.as_bytes().to_vec()));
        let (node, problems) = data::yaml(source, text, 0..text.len());
        assert!(problems.is_empty(), "{problems:?}");
        value(&node)
    }

    fn value(node: &Node) -> Value {
        match &node.value {
            Data::Null => Value::Null,
            Data::List(items) => items.iter().map(value).collect(),
            Data::Map(map) => Value::Object(
                map.entries.iter().map(|entry| (entry.key.value.clone(), value(&entry.node))).collect(),
            ),
            Data::Scalar(scalar) => {
                let plain = node.as_bool().map(Value::from).or_else(|| node.as_int().map(Value::from));
                plain.unwrap_or_else(|| Value::from(scalar.text.as_str()))
            }
        }
    }

    fn faults(text: &str) -> Vec<String> {
        let schema: Value = serde_json::from_str(COMMITTED).unwrap();
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        validator.iter_errors(&json_of(text)).map(|error| error.to_string()).collect()
    }

    #[test]
    fn the_committed_schema_is_fresh_and_is_a_schema() {
        assert!(
            COMMITTED == schema(&Words::load(Language::French)),
            "schemas/rule.schema.json is stale; refresh it with\n  limpide schema rule > schemas/rule.schema.json"
        );
        assert!(jsonschema::meta::is_valid(&serde_json::from_str(COMMITTED).unwrap()));
    }

    #[test]
    fn every_rule_file_of_the_program_follows_it() {
        let mut seen = 0;
        for family in LINTS.dirs().filter(|dir| !dir.path().to_string_lossy().starts_with('_')) {
            for file in family.files() {
                let faults = faults(file.contents_utf8().unwrap());
                assert!(faults.is_empty(), "{}: {faults:#?}", file.path().display());
                seen += 1;
            }
        }
        assert!(seen > 40, "{seen}");
    }

    const SMALLEST: &str = "title: Mairie
check: words
severity: warning
params:
  words: [{find: hôtel de ville, use: mairie}]
examples:
  - {bad: À l’hôtel de ville., marks: [hôtel de ville]}
  - {good: À la mairie.}
";

    #[test]
    fn broken_rule_files_are_refused() {
        assert_eq!(faults(SMALLEST), [""; 0]);
        for (from, to) in [
            ("title: Mairie\n", ""),
            ("check: words", "check: wrods"),
            ("severity: warning", "severity: grave"),
            ("severity: warning", "levels: [{above: 3, severity: info}]"),
            ("severity: warning", "severity: warning\nscop: [prose]"),
            ("severity: warning", "severity: warning\nscope: [titre]"),
            ("{find: hôtel de ville, use: mairie}", "{fnd: hôtel de ville}"),
            ("  words:", "  wordz:"),
            ("  - {good: À la mairie.}\n", ""),
            (", marks: [hôtel de ville]", ""),
            ("good: À la mairie.", "good: À la mairie., marks: [mairie]"),
            ("title: Mairie", "title: {de: Rathaus}"),
            ("severity: warning", "severity: warning\nrecommendations: [6]"),
            ("check: words", "check: heading-skip"),
        ] {
            assert!(SMALLEST.contains(from), "{from}");
            assert!(!faults(&SMALLEST.replace(from, to)).is_empty(), "{from} → {to}");
        }
    }
}
