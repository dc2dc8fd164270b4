//! What texts become: the tree, written short, and the problems, each with what it underlines.

mod any_text;
mod fields;
mod toml;
mod yaml;

use super::{Node, Value};
use crate::finding::{Arg, Message, Problem, Text};
use crate::source::{Source, SourceId, Sources, Span};

pub(crate) fn source() -> SourceId {
    Sources::default().add(Source::new("a", Vec::new()))
}

pub(crate) fn slice(text: &str, span: Span) -> &str {
    text.get(span.range()).expect("a span inside the text, on character boundaries")
}

/// The tree on one line. A quoted text is in quotes; what is underlined follows a `@` when it is
/// not the text itself.
pub(super) fn tree(text: &str, node: &Node) -> String {
    let list = |parts: Vec<String>| parts.join(", ");
    match &node.value {
        Value::Null => format!("nothing@{}", slice(text, node.span)),
        Value::Scalar(scalar) => {
            let shown = if scalar.quoted { format!("{:?}", scalar.text) } else { scalar.text.clone() };
            let under = slice(text, node.span);
            if under == shown { shown } else { format!("{shown}@{under:?}") }
        }
        Value::List(items) => format!("[{}]", list(items.iter().map(|item| tree(text, item)).collect())),
        Value::Map(map) => {
            let entry = |e: &super::Entry| format!("{}: {}", e.key.value, tree(text, &e.node));
            format!("{{{}}}", list(map.entries.iter().map(entry).collect()))
        }
    }
}

/// Each problem on a line: its message's key, what it underlines, what its help would write.
pub(crate) fn told(text: &str, problems: &[Problem]) -> Vec<String> {
    problems
        .iter()
        .map(|problem| {
            let mut line = format!("{} `{}`", key(&problem.message), slice(text, problem.span));
            for (span, message) in &problem.labels {
                line += &format!(" | {} `{}`", key(message), slice(text, *span));
            }
            let shown = problem.help.iter().flat_map(|help| &help.args).find_map(|(_, arg)| match arg {
                Arg::Text(text) => Some(text.as_str()),
                _ => None,
            });
            line + &shown.map_or(String::new(), |shown| format!(" => {shown}"))
        })
        .collect()
}

fn key(message: &Message) -> &str {
    match message.text {
        Text::Key(key) => key.split_once('.').map_or(key, |(_, name)| name),
        Text::Both { .. } => "",
    }
}

#[test]
fn a_near_word_is_found_and_a_far_one_is_not() {
    let known = ["title", "description", "valid_until", "valid_from", "lang", "owner"];
    let cases = [
        ("titel", Some("title")),
        ("titre", Some("title")),
        ("Title", Some("title")),
        ("valid-until", Some("valid_until")),
        ("desciption", Some("description")),
        ("langue", Some("lang")),
        ("lagn", Some("lang")),
        ("auteur", None),
        ("la", None),
        ("", None),
    ];
    for (word, expected) in cases {
        assert_eq!(super::nearest(word, known), expected, "{word}");
    }
}
