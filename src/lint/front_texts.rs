//! The texts of a front matter that citizens read, each with its place.

use crate::data::{Node, Value};
use crate::document::FrontMatter;
use crate::source::Span;

use super::scope::Scope;

/// Fields of a procedure whose sentences are shown. The others hold keys, addresses, dates.
const FIELDS: [&str; 19] = [
    "eligibility",
    "situations",
    "steps",
    "documents",
    "cost",
    "deadlines",
    "next_steps",
    "right_to_correct",
    "personal_data",
    "silence",
    "output",
    "channels",
    "identification",
    "redress",
    "on_behalf",
    "help",
    "feedback",
    "changes",
    "not_applicable",
];

/// Keys inside a field under which any text is read, be it of one word.
const READ: [&str; 13] = [
    "name",
    "title",
    "label",
    "text",
    "description",
    "note",
    "question",
    "answer",
    "content",
    "condition",
    "reason",
    "details",
    "summary",
];

/// Keys inside a field under which nothing is read.
const UNREAD: [&str; 26] = [
    "key",
    "id",
    "url",
    "link",
    "for",
    "date",
    "from",
    "until",
    "source",
    "phone",
    "email",
    "form",
    "page",
    "value",
    "address",
    "after",
    "amount",
    "copy",
    "delay",
    "duration",
    "exceptions",
    "hours",
    "organisation",
    "processing_time",
    "service",
    "words",
];

/// The texts that a page itself gives, with what each is, in order; for a section's page, those of its
/// `defaults:` too. What a page inherits is not its own, and is not here.
pub(super) fn of(front: &FrontMatter) -> Vec<(Scope, &str, Span)> {
    let mut texts = Vec::new();
    gather(front, &mut texts);
    if let Some(defaults) = &front.defaults {
        gather(defaults, &mut texts);
    }
    texts
}

/// Fields in which procedures differ. What the others say (redress, personal data) is the same on many pages, and right.
const TELLING: [&str; 8] =
    ["eligibility", "situations", "steps", "documents", "cost", "deadlines", "next_steps", "output"];

/// The texts of the fields that tell a procedure from others.
pub(super) fn telling(front: &FrontMatter) -> impl Iterator<Item = (&str, Span)> {
    let mut texts = Vec::new();
    fields(front, &TELLING, &mut texts);
    texts.into_iter().map(|(_, text, span)| (text, span))
}

fn gather<'a>(front: &'a FrontMatter, texts: &mut Vec<(Scope, &'a str, Span)>) {
    texts.extend(front.title.iter().map(|title| (Scope::Title, title.value.as_str(), title.span)));
    texts.extend(front.description.iter().map(|text| (Scope::Description, text.value.as_str(), text.span)));
    fields(front, &FIELDS, texts);
}

fn fields<'a>(front: &'a FrontMatter, names: &[&str], texts: &mut Vec<(Scope, &'a str, Span)>) {
    for (key, node) in &front.procedure {
        if names.contains(&key.value.as_str()) {
            sentences(node, false, texts);
        }
    }
}

/// The texts of a field; `read` tells that any text here is for people. Otherwise a single word may well
/// be a key, and is left alone.
fn sentences<'a>(node: &'a Node, read: bool, texts: &mut Vec<(Scope, &'a str, Span)>) {
    match &node.value {
        Value::Null => {}
        Value::Scalar(scalar) => {
            let text = scalar.text.trim();
            let said = read || (text.contains(char::is_whitespace) && !text.contains("://"));
            if said && text.contains(char::is_alphabetic) {
                texts.push((Scope::FrontMatter, text, node.span));
            }
        }
        Value::List(items) => items.iter().for_each(|item| sentences(item, read, texts)),
        Value::Map(map) => {
            for entry in &map.entries {
                let key = entry.key.value.as_str();
                if !UNREAD.contains(&key) {
                    sentences(&entry.node, READ.contains(&key), texts);
                }
            }
        }
    }
}
