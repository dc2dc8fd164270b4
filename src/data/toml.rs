//! TOML → the spanned tree, with recovery.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::{Entry, MOST_PROBLEMS, Map, Node, Scalar, Value};
use crate::finding::{Message, Problem, ProblemKind};
use crate::source::{SourceId, Span, Spanned};

type Placed<T> = toml::Spanned<T>;

/// Levels of tables and arrays; the parser itself allows thousands, a dotted key making several.
const MOST_LEVELS: usize = 64;

/// Levels that any thread's stack holds.
const SAFE_LEVELS: usize = 1_000;

/// A stack for the deepest tree the parser can make: 80 inline tables, each under a key of 80 parts.
const DEEP_STACK: usize = 64 * 1024 * 1024;

/// Reads a TOML text, with recovery: what cannot be read is a problem, and the node (always a map)
/// is what could be.
pub fn toml(source: SourceId, text: &str) -> (Node, Vec<Problem>) {
    if most_levels(text) <= SAFE_LEVELS {
        return read(source, text);
    }
    // The parser drops its tree by recursion, and a stack that overflows takes the program with it.
    let deep = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(DEEP_STACK);
        thread.spawn_scoped(scope, || read(source, text)).ok().and_then(|thread| thread.join().ok())
    });
    deep.unwrap_or_else(|| {
        let problem =
            Problem::new(ProblemKind::Syntax, Span::new(source, 0, 0), Message::key("data.too-much"));
        (Node { span: Span::new(source, 0, 0), value: Value::Map(Map::default()) }, vec![problem])
    })
}

/// No tree of this text has more levels: levels come from the dots of keys, and from braces, each
/// of which the parser allows 80 in a row. A brace that opens a table follows `=`, `[` or `,`, or
/// starts a line; those of sentences mostly do not.
fn most_levels(text: &str) -> usize {
    let dots = text.bytes().filter(|b| *b == b'.').count();
    let opens = |line: &str| {
        line.match_indices('{')
            .filter(|(i, _)| {
                let before = line.get(..*i).unwrap_or("").trim_end();
                before.is_empty() || before.ends_with(['=', '[', ','])
            })
            .count()
    };
    let braces: usize = text.lines().map(opens).sum();
    240 + dots.min(braces.saturating_mul(80))
}

fn read(source: SourceId, text: &str) -> (Node, Vec<Problem>) {
    let part = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader { source, start: text.len() - part.len(), text: part, problems: Vec::new() };
    let (table, errors) = DeTable::parse_recoverable(part);
    let map = reader.map(table.get_ref(), 0);
    // One mistake often makes several errors; the first of a line says most.
    let mut lines = BTreeSet::new();
    for error in &errors {
        let line = super::mistakes::line(part, error.span().map_or(0, |span| span.start)).start;
        if lines.len() < MOST_PROBLEMS && lines.insert(line) {
            let problem = reader.problem(error, &map);
            reader.problems.push(problem);
        }
    }
    let span = map.entries.first().map_or(reader.span(0..0), |entry| entry.key.span);
    (Node { span, value: Value::Map(map) }, reader.problems)
}

struct Reader<'t> {
    source: SourceId,
    /// Where `text` starts in its file.
    start: usize,
    text: &'t str,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    /// A span over bytes of `text`, pushed out to character boundaries.
    fn span(&self, range: Range<usize>) -> Span {
        let mut start = range.start.min(self.text.len());
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = range.end.clamp(start, self.text.len());
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        Span::new(self.source, self.start + start, self.start + end)
    }

    fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or("")
    }

    fn map(&mut self, table: &DeTable<'_>, level: usize) -> Map {
        let mut typed: Vec<_> = table.iter().collect();
        // The parser sorts by key.
        typed.sort_by_key(|(key, _)| key.span().start);
        let entries = typed.into_iter().map(|(key, value)| {
            let span = self.span(key.span());
            let node = self.node(value, Some(span), level);
            Entry { key: Spanned::new(key.get_ref().to_string(), span), node }
        });
        Map { entries: entries.collect() }
    }

    fn node(&mut self, value: &Placed<DeValue<'_>>, key: Option<Span>, level: usize) -> Node {
        let own = self.span(value.span());
        let scalar = |text: &str, quoted| Value::Scalar(Scalar { text: text.to_owned(), quoted });
        match value.get_ref() {
            // The parser recovers from a text without quotes, and from no text at all.
            DeValue::String(_) if own.range().is_empty() => {
                Node { span: key.unwrap_or(own), value: Value::Null }
            }
            DeValue::String(text) => {
                let quoted = self.slice(value.span()).starts_with(['"', '\'']);
                Node { span: own, value: scalar(text, quoted) }
            }
            DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
                Node { span: own, value: scalar(self.slice(value.span()), false) }
            }
            DeValue::Array(_) | DeValue::Table(_) if level >= MOST_LEVELS => {
                let span = key.unwrap_or(own);
                self.problems.push(Problem::new(ProblemKind::Syntax, span, Message::key("data.too-much")));
                Node { span, value: Value::Null }
            }
            DeValue::Array(items) => {
                let items: Vec<Node> = items.iter().map(|item| self.node(item, None, level + 1)).collect();
                let span = key.or(items.first().map(|item| item.span)).unwrap_or(own);
                Node { span, value: Value::List(items) }
            }
            DeValue::Table(table) => {
                let map = self.map(table, level + 1);
                let span = key.or(map.entries.first().map(|entry| entry.key.span)).unwrap_or(own);
                Node { span, value: Value::Map(map) }
            }
        }
    }

    fn problem(&self, error: &toml::de::Error, map: &Map) -> Problem {
        let range = error.span().unwrap_or(0..0);
        let span = self.span(range.clone());
        let said = error.message();
        if said.starts_with("duplicate key") {
            let name = self.slice(range);
            let problem =
                Problem::new(ProblemKind::Syntax, span, Message::key("data.duplicate-key").with("key", name))
                    .help(Message::key("data.duplicate-key-help"));
            return match last_before(map, name, span.start) {
                Some(first) => problem.label(first, Message::key("data.first-here")),
                None => problem,
            };
        }
        let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
        let key = if span.range().is_empty() && has(&["string values must be quoted"]) {
            "data.toml-no-value"
        } else if has(&["string values must be quoted", "missing opening quote"]) {
            "data.toml-quotes"
        } else if has(&["invalid basic string", "invalid literal string", "invalid multi-line"]) {
            "data.toml-open-quote"
        } else if has(&["missing value", "key with no value", "missing assignment"]) {
            "data.toml-no-value"
        } else if has(&["unclosed", "missing comma"]) {
            "data.toml-open-bracket"
        } else if has(&["unquoted key"]) {
            "data.toml-key"
        } else if has(&["escape"]) {
            "data.toml-escape"
        } else if has(&["recurs"]) {
            "data.too-much"
        } else {
            "data.toml-unreadable"
        };
        Problem::new(ProblemKind::Syntax, self.visible(span), Message::key(key))
    }

    /// Where the parser points at the end of a line, the line's text, so that there is something
    /// to underline.
    fn visible(&self, span: Span) -> Span {
        let at = span.range().start.saturating_sub(self.start);
        let typed = self.slice(at..span.range().end.saturating_sub(self.start));
        if !typed.trim().is_empty() {
            return span;
        }
        let line = super::mistakes::line(self.text, at);
        let content = self.slice(line.clone()).trim_start();
        self.span(line.end - content.len()..line.end)
    }
}

/// The last key of that name typed before a place.
fn last_before(map: &Map, name: &str, before: u32) -> Option<Span> {
    let inner = map.entries.iter().filter_map(|entry| match &entry.node.value {
        Value::Map(map) => last_before(map, name, before),
        Value::List(items) => {
            items.iter().filter_map(|item| last_before(item.as_map()?, name, before)).max_by_key(|s| s.start)
        }
        _ => None,
    });
    let own =
        map.entries.iter().filter(|e| e.key.value == name && e.key.span.start < before).map(|e| e.key.span);
    own.chain(inner).max_by_key(|span| span.start)
}
