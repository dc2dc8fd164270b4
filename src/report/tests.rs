//! Every format, by the schema or the reader of those who will read it.

use serde_json::Value;

use super::fixture::{Case, said, three_pages};
use super::*;
use crate::finding::{Applicability, Edit, Fix};
use crate::language::Language;

/// What every format must carry unharmed.
const HOSTILE: &str = "%0A :: , \r\n<b>&\"'</b> ]]> `x` [l](u) @all é😀 \u{1b}[31m\u{202e}\u{0} fin";

fn all() -> Options {
    Options { all: true, ..Options::default() }
}

fn hostile() -> Case {
    let mut case = three_pages();
    let span = case.span("content/b/passeport.md", "En vue de");
    case.found(Severity::Warning, "test/hostile", span, said(HOSTILE)).help =
        Some(said("Faites : ceci, cela."));
    let mut odd = Case::new(&[("content/a b,é%:😀.md", "Un mot.\n")]);
    let span = odd.span("content/a b,é%:😀.md", "mot");
    odd.found(Severity::Error, "test/hostile", span, said(HOSTILE)).fix = Some(Box::new(Fix {
        title: said(HOSTILE),
        edits: vec![Edit { span, text: "terme\n".into() }],
        applicability: Applicability::Safe,
    }));
    odd
}

fn french(case: &Case, form: impl Fn(&Report<'_>, &Options) -> String) -> String {
    case.with(Language::French, |report| form(report, &all()))
}

#[test]
fn one_line_a_finding() {
    insta::assert_snapshot!(french(&three_pages(), short));
    let text = french(&hostile(), short);
    assert_eq!(text.lines().count(), 1);
    assert!(!text.trim_end().contains(|c: char| c.is_control() || is_bidi(c)), "{text:?}");
    assert_eq!(three_pages().with(Language::French, |r| short(r, &Options::default())).lines().count(), 5);
}

#[test]
fn a_comment_on_a_merge_request() {
    let gone =
        [Gone { rule: RuleId::new("clarity/jargon"), path: "content/a.md".into(), message: said(HOSTILE) }];
    let text = three_pages().with(Language::French, |report| {
        let comparison = Comparison { with: "main (a1b2c3d)", new: 2, gone: &gone };
        let report = Report { comparison: Some(comparison), ..*report };
        markdown(&report, &Options::default())
    });
    insta::assert_snapshot!(text);
    let text = french(&hostile(), markdown);
    assert!(!text.contains("<b>") && text.contains("\\[l\\](u)") && !text.contains("@all"), "{text}");
    // However many findings, it stays a comment.
    let mut many = Case::new(&[("a.md", &"mot ".repeat(2000))]);
    for at in 0..2000 {
        let span = many.bytes("a.md", at * 4, at * 4 + 3);
        many.mark(span);
    }
    assert!(french(&many, markdown).len() < 4000);
}

/// A workflow command, taken apart as GitHub's runner does.
fn command(line: &str) -> (String, Vec<(String, String)>, String) {
    let (head, data) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let unescape = |text: &str| {
        text.replace("%0D", "\r")
            .replace("%0A", "\n")
            .replace("%3A", ":")
            .replace("%2C", ",")
            .replace("%25", "%")
    };
    let pairs = properties.split(',').filter(|p| !p.is_empty()).map(|pair| {
        let (key, value) = pair.split_once('=').unwrap();
        (key.to_owned(), unescape(value))
    });
    (name.to_owned(), pairs.collect(), unescape(data))
}

#[test]
fn annotations_follow_the_grammar_of_workflow_commands() {
    insta::assert_snapshot!(french(&three_pages(), github));
    let text = french(&hostile(), github);
    assert_eq!(text.lines().count(), 1, "{text}");
    let (name, properties, data) = command(text.trim_end());
    assert_eq!((name.as_str(), data.as_str()), ("error", HOSTILE));
    let property = |key: &str| properties.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
    assert_eq!(property("file"), Some("content/a b,é%:😀.md"));
    assert_eq!([property("line"), property("col"), property("endColumn")], [Some("1"), Some("4"), Some("7")]);
    assert_eq!(property("title"), Some("test/hostile"));
}

#[test]
fn no_more_annotations_than_are_shown() {
    let mut case = Case::default();
    for page in 0..30 {
        let path = format!("p{page}.md");
        case.sources.add(crate::source::Source::new(path.clone(), "un mot ".repeat(20).into_bytes()));
        for at in 0..=page {
            let span = case.bytes(&path, at % 20 * 7 + 3, at % 20 * 7 + 6);
            case.mark(span);
        }
    }
    let text = french(&case, github);
    assert_eq!(text.lines().count(), 10);
    let (name, properties, data) = command(text.lines().last().unwrap());
    assert_eq!((name.as_str(), properties.len()), ("warning", 0));
    // 465 findings; the nine fullest pages hold 22 to 30 of them.
    assert!(data.contains("231"), "{data}");
    assert!(command(text.lines().next().unwrap()).2.contains("29"), "{text}");
}

/// The schema that a published reader of SARIF is made from; none when its package is not to be found.
fn sarif_schema() -> Option<Value> {
    let output = std::process::Command::new(env!("CARGO"))
        .args(["metadata", "--offline", "--format-version", "1", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .output()
        .ok()?;
    let metadata: Value = serde_json::from_slice(&output.stdout).ok()?;
    let package = metadata["packages"].as_array()?.iter().find(|package| package["name"] == "serde-sarif")?;
    let manifest = std::path::Path::new(package["manifest_path"].as_str()?);
    serde_json::from_str(&std::fs::read_to_string(manifest.parent()?.join("src/schema.json")).ok()?).ok()
}

#[test]
fn sarif_follows_its_official_schema() {
    let hostile = hostile();
    let suppressed = vec![
        Suppressed {
            finding: hostile.findings[0].clone(),
            suppression: crate::finding::Suppression::InSource {
                justification: HOSTILE.into(),
                location: hostile.findings[0].span,
            },
        },
        Suppressed {
            finding: hostile.findings[0].clone(),
            suppression: crate::finding::Suppression::Baseline,
        },
    ];
    let with_suppressed =
        hostile.with(Language::French, |report| sarif(&Report { suppressed: &suppressed, ..*report }));
    let whole = three_pages().with(Language::French, sarif);
    insta::assert_snapshot!(whole);
    let empty = Case::new(&[]).with(Language::English, sarif);
    for text in [&with_suppressed, &whole, &empty] {
        let read: serde_sarif::sarif::Sarif = serde_json::from_str(text).unwrap();
        assert_eq!(read.runs.len(), 1);
    }
    let read: Value = serde_json::from_str(&with_suppressed).unwrap();
    let location = &read["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(location["artifactLocation"]["uri"], "content/a%20b,%C3%A9%25%3A%F0%9F%98%80.md");
    assert_eq!(read["runs"][0]["results"][1]["suppressions"][0]["kind"], "inSource");
    let Some(mut schema) = sarif_schema() else {
        println!("skipped: the package serde-sarif, which holds the schema of SARIF, was not found");
        return;
    };
    // Its pattern for languages has a bracket too many, and is no regular expression of ECMA-262.
    for definition in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][definition]["properties"]["language"];
        language.as_object_mut().unwrap().remove("pattern");
    }
    let validator = jsonschema::validator_for(&schema).unwrap();
    for text in [&with_suppressed, &whole, &empty] {
        let value: Value = serde_json::from_str(text).unwrap();
        let faults: Vec<String> =
            validator.iter_errors(&value).map(|e| format!("{e} at {}", e.instance_path())).collect();
        assert_eq!(faults, [""; 0]);
    }
    // It refuses what is wrong.
    let mut wrong: Value = serde_json::from_str(&whole).unwrap();
    wrong["runs"][0]["results"][0]["level"] = "loud".into();
    assert!(!validator.is_valid(&wrong));
}

#[test]
fn the_json_of_findings_follows_its_schema() {
    let schema: Value = serde_json::from_str(&schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for case in [three_pages(), hostile(), Case::new(&[])] {
        let value: Value = serde_json::from_str(&case.with(Language::French, json)).unwrap();
        assert!(validator.is_valid(&value));
    }
}

/// The fields that GitLab's documentation of a Code Quality report requires, with their types. GitLab
/// itself asks less of each issue when it reads one (`app/validators/json_schemas/codeclimate.json`):
/// `description`, `fingerprint`, `severity` and `location`, the line being a whole number.
#[test]
fn code_quality_has_the_fields_that_gitlab_asks_for() {
    let schema = serde_json::json!({
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "description": {"type": "string", "minLength": 1},
                "check_name": {"type": "string", "minLength": 1},
                "fingerprint": {"type": "string"},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": {"type": "string", "pattern": "^[^./]"},
                        "lines": {
                            "type": "object",
                            "required": ["begin"],
                            "properties": {"begin": {"type": "integer", "minimum": 1}}
                        }
                    }
                }
            }
        }
    });
    let validator = jsonschema::validator_for(&schema).unwrap();
    for case in [three_pages(), hostile(), Case::new(&[])] {
        let value: Value = serde_json::from_str(&french(&case, gitlab)).unwrap();
        assert!(validator.is_valid(&value));
        assert_eq!(value.as_array().unwrap().len(), case.findings.len());
    }
    insta::assert_snapshot!(french(&three_pages(), gitlab));
}

#[test]
fn junit_is_read_by_a_published_reader() {
    for (case, failures) in [(three_pages(), 2), (hostile(), 1), (Case::new(&[]), 0)] {
        let text = french(&case, junit);
        let read = quick_junit::Report::deserialize_from_str(&text).unwrap();
        assert_eq!((read.tests, read.failures), (case.findings.len().max(1), failures), "{text}");
    }
    insta::assert_snapshot!(french(&three_pages(), junit));
}

#[test]
fn checkstyle_and_rdjsonl() {
    insta::assert_snapshot!(french(&three_pages(), checkstyle));
    insta::assert_snapshot!(french(&three_pages(), rdjsonl));
    let validator = jsonschema::validator_for(&rdjsonl_schema()).unwrap();
    for line in french(&three_pages(), rdjsonl).lines() {
        assert!(validator.is_valid(&serde_json::from_str(line).unwrap()), "{line}");
    }
    for line in french(&hostile(), rdjsonl).lines() {
        let value: Value = serde_json::from_str(line).unwrap();
        assert!(validator.is_valid(&value), "{line}");
        // « Un mot. » starts at the first byte; « mot » at the fourth.
        assert_eq!(value["location"]["range"]["start"], serde_json::json!({"line": 1, "column": 4}));
        assert_eq!(value["suggestions"][0]["text"], "terme\n");
        assert_eq!(value["message"], HOSTILE);
    }
}

/// The fields of a diagnostic of reviewdog that we write, with their types (`proto/rdf/reviewdog.proto`).
/// Its own schema lets any other field pass; a misspelt one must not.
fn rdjsonl_schema() -> Value {
    let object = |properties: Value, required: &[&str]| {
        serde_json::json!({
            "type": "object", "additionalProperties": false, "properties": properties, "required": required
        })
    };
    let text = serde_json::json!({"type": "string"});
    let number = serde_json::json!({"type": "integer", "minimum": 1});
    let position = object(serde_json::json!({"line": number, "column": number}), &["line", "column"]);
    let range = object(serde_json::json!({"start": position, "end": position}), &["start", "end"]);
    let location = object(serde_json::json!({"path": text, "range": range}), &["path", "range"]);
    let suggestion = object(serde_json::json!({"range": range, "text": text}), &["range", "text"]);
    object(
        serde_json::json!({
            "message": text,
            "location": location,
            "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
            "source": object(serde_json::json!({"name": text, "url": text}), &["name"]),
            "code": object(serde_json::json!({"value": text, "url": text}), &["value"]),
            "suggestions": {"type": "array", "items": suggestion}
        }),
        &["message", "location"],
    )
}

/// An element of a Checkstyle report, and its attributes as a reader has them.
type Element = (String, Vec<(String, String)>);

fn elements(xml: &str) -> Vec<Element> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut elements = Vec::new();
    loop {
        let start = match reader.read_event().unwrap() {
            Event::Start(start) | Event::Empty(start) => start,
            Event::Eof => return elements,
            _ => continue,
        };
        let attributes = start.attributes().map(|attribute| {
            let attribute = attribute.unwrap();
            let value = std::str::from_utf8(&attribute.value).unwrap();
            let value = quick_xml::escape::unescape(value).unwrap().into_owned();
            (String::from_utf8(attribute.key.as_ref().to_vec()).unwrap(), value)
        });
        let attributes = attributes.collect();
        elements.push((String::from_utf8(start.name().as_ref().to_vec()).unwrap(), attributes));
    }
}

#[test]
fn checkstyle_is_read_by_a_reader_of_xml() {
    for case in [three_pages(), hostile(), Case::new(&[])] {
        let elements = elements(&french(&case, checkstyle));
        assert_eq!(elements[0], ("checkstyle".to_owned(), vec![("version".to_owned(), "4.3".to_owned())]));
        let errors: Vec<&Element> = elements.iter().filter(|(name, _)| name == "error").collect();
        assert_eq!(errors.len(), case.findings.len());
        for (_, attributes) in errors {
            let keys: Vec<&str> = attributes.iter().map(|(key, _)| key.as_str()).collect();
            assert_eq!(keys, ["line", "column", "severity", "message", "source"]);
            assert!(attributes[..2].iter().all(|(_, value)| value.parse::<u32>().is_ok_and(|n| n > 0)));
            assert!(["error", "warning", "info"].contains(&attributes[2].1.as_str()));
        }
    }
    let hostile = elements(&french(&hostile(), checkstyle));
    assert_eq!(hostile[1].1[0].1, "content/a b,é%:😀.md");
    let kept = HOSTILE.replace('\r', "").replace('\n', " ").replace(['\u{1b}', '\u{0}'], "\u{FFFD}");
    assert_eq!(hostile[2].1[3].1, kept);
}
