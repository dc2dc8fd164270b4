//! Values and keys between the quotation marks of a word processor, which YAML takes for letters:
//! `reviewed: “2026-01-12”`, `“title”: Demander un acte`. Where nothing else can be meant, they are read without
//! them, and told.

use jiff::civil::Date;

use super::{Entry, Map, Node, Value, date_shape};
use crate::finding::{Applicability, Edit, Fix, Message, Problem, ProblemKind};
use crate::source::Span;

const MARKS: [char; 6] = ['“', '”', '„', '‟', '«', '»'];

/// Reads the keys, days, addresses and yes or no of a tree without their marks. A text keeps its own, and a number may be one:
/// `title: « 1984 »`.
pub(super) fn read(node: &mut Node, problems: &mut Vec<Problem>) {
    match &mut node.value {
        Value::Null => {}
        // A list holds texts, and what they quote: `marks: [“3”]`.
        Value::List(items) => {
            let held = items.iter_mut().filter(|item| item.as_text().is_none());
            held.for_each(|item| read(item, problems));
        }
        Value::Map(map) => read_map(map, problems),
        Value::Scalar(scalar) if scalar.quoted => {}
        Value::Scalar(scalar) => {
            if let Some(inner) = inside(&scalar.text).filter(|inner| is_no_text(inner)) {
                let told = ProblemKind::InvalidValue;
                problems.push(problem(told, node.span, &scalar.text, inner));
                scalar.text = inner.to_owned();
            }
        }
    }
}

fn read_map(map: &mut Map, problems: &mut Vec<Problem>) {
    let taken: Vec<String> = map.entries.iter().map(|entry| entry.key.value.clone()).collect();
    for Entry { key, node } in &mut map.entries {
        let inner = inside(&key.value).filter(|inner| is_key(inner) && !taken.iter().any(|key| key == inner));
        if let Some(inner) = inner.map(str::to_owned) {
            problems.push(problem(ProblemKind::UnknownKey, key.span, &key.value, &inner));
            key.value = inner;
        }
        read(node, problems);
    }
}

/// What stands between marks; none where one of them is missing (« 5’ », « 15” »).
pub(super) fn inside(text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix(MARKS)?.strip_suffix(MARKS)?.trim();
    (!inner.is_empty()).then_some(inner)
}

/// Says that a text is read without its marks.
pub(super) fn problem(kind: ProblemKind, span: Span, typed: &str, inner: &str) -> Problem {
    let problem = Problem::new(kind, span, Message::key("data.word-marks").with("value", inner))
        .help(Message::key("data.word-marks-help").with("value", inner));
    // What was typed over several lines is not what stands in the file.
    let whole = span.range().len() == typed.len();
    let fix = whole.then(|| Fix {
        title: Message::key("data.write-instead").with("new", inner),
        edits: vec![Edit { span, text: inner.to_owned() }],
        applicability: Applicability::Safe,
    });
    Problem { fix, ..problem }
}

/// Whether a value is a day that exists, an address of the Web, or yes or no.
fn is_no_text(text: &str) -> bool {
    let address = text.starts_with("https://") || text.starts_with("http://");
    (date_shape(text) && text.parse::<Date>().is_ok())
        || (address && !text.contains(char::is_whitespace))
        || matches!(text, "true" | "false")
}

fn is_key(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// Whether a text may hold what is looked for: most hold no such mark.
pub(super) fn may_be_in(text: &str) -> bool {
    text.contains(['“', '”', '„', '‟', '«'])
}
