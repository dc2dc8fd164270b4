//! Typed fields, taken one by one from a map of the spanned tree.

use std::borrow::Cow;

use jiff::civil::Date;

use super::{EMPTY, Map, Node, Value, date_shape, did_you_mean, meant};
use crate::finding::{Message, Problem, ProblemKind};
use crate::source::{Span, Spanned};

/// Takes typed fields from a map one by one. A field of the wrong kind is a problem with its place
/// and is taken as absent; a field left empty is absent; what nobody asked for is reported by
/// [`Fields::finish`].
pub struct Fields<'n, 'p> {
    map: &'n Map,
    problems: &'p mut Vec<Problem>,
    known: Vec<Cow<'static, str>>,
}

impl<'n, 'p> Fields<'n, 'p> {
    /// Starts reading `node`; if it is not a map, that is a problem and every field is absent.
    pub fn new(node: &'n Node, problems: &'p mut Vec<Problem>) -> Self {
        let map = match &node.value {
            Value::Map(map) => map,
            Value::Null => &EMPTY,
            Value::Scalar(_) | Value::List(_) => {
                problems.push(
                    Problem::new(ProblemKind::InvalidValue, node.span, Message::key("data.map-here"))
                        .help(Message::key("data.map-help")),
                );
                &EMPTY
            }
        };
        Self::of(map, problems)
    }

    /// Starts reading a map.
    pub fn of(map: &'n Map, problems: &'p mut Vec<Problem>) -> Self {
        Self { map, problems, known: Vec::new() }
    }

    /// Any value, as it is.
    pub fn node(&mut self, key: &'static str) -> Option<&'n Node> {
        self.known.push(Cow::Borrowed(key));
        self.map.get(key)
    }

    /// Where a key was typed.
    pub fn place(&self, key: &str) -> Option<Span> {
        self.map.entries.iter().find(|entry| entry.key.value == key).map(|entry| entry.key.span)
    }

    /// The values of a list, as they are; one value counts as a list of one.
    pub fn items(&mut self, key: &'static str) -> &'n [Node] {
        self.filled(key).map_or(&[][..], Node::items)
    }

    /// A value that is not left empty.
    pub fn filled(&mut self, key: &'static str) -> Option<&'n Node> {
        self.node(key).filter(|node| node.value != Value::Null)
    }

    /// A text (any scalar).
    pub fn text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let node = self.filled(key)?;
        self.scalar_text(key, node)
    }

    fn scalar_text(&mut self, key: &'static str, node: &Node) -> Option<Spanned<String>> {
        let text = node.as_text().map(|text| Spanned::new(text.to_owned(), node.span));
        if text.is_none() {
            self.wrong(key, node.span, "data.not-text", Some(Message::key("data.not-text-help")));
        }
        text
    }

    /// `true` or `false`.
    pub fn bool(&mut self, key: &'static str) -> Option<Spanned<bool>> {
        let node = self.filled(key)?;
        let value = node.as_bool();
        if value.is_none() {
            let meant = node.as_text().map_or("true", meant_bool);
            self.wrong(key, node.span, "data.not-bool", Some(example(meant)));
        }
        Some(Spanned::new(value?, node.span))
    }

    /// A whole number.
    pub fn int(&mut self, key: &'static str) -> Option<Spanned<i64>> {
        let node = self.filled(key)?;
        let value = node.as_int();
        if value.is_none() {
            self.wrong(key, node.span, "data.not-int", Some(example("12")));
        }
        Some(Spanned::new(value?, node.span))
    }

    /// A decimal number.
    pub fn float(&mut self, key: &'static str) -> Option<Spanned<f64>> {
        let node = self.filled(key)?;
        let value = node.as_float();
        if value.is_none() {
            self.wrong(key, node.span, "data.not-float", Some(example("0.5")));
        }
        Some(Spanned::new(value?, node.span))
    }

    /// A day, `2026-01-12`.
    pub fn date(&mut self, key: &'static str) -> Option<Spanned<Date>> {
        let node = self.filled(key)?;
        let value = node.as_date();
        if value.is_none() {
            let text = node.as_text().unwrap_or("");
            if date_shape(text) {
                let message = Message::key("data.no-such-day").with("value", text);
                self.problems.push(Problem::new(ProblemKind::InvalidValue, node.span, message));
            } else {
                let meant = turned_date(text).unwrap_or_else(|| "2026-01-12".to_owned());
                self.wrong(key, node.span, "data.not-date", Some(example(&meant)));
            }
        }
        Some(Spanned::new(value?, node.span))
    }

    /// Texts; one scalar counts as a list of one. An item of another kind is a problem and left out.
    pub fn texts(&mut self, key: &'static str) -> Vec<Spanned<String>> {
        self.items(key)
            .iter()
            .filter(|item| item.value != Value::Null)
            .filter_map(|item| self.scalar_text(key, item))
            .collect()
    }

    /// One of a few words.
    pub fn choice<T: Copy>(
        &mut self,
        key: &'static str,
        choices: &[(&'static str, T)],
    ) -> Option<Spanned<T>> {
        let text = self.text(key)?;
        if let Some((_, value)) = choices.iter().find(|(name, _)| *name == text.value) {
            return Some(Spanned::new(*value, text.span));
        }
        let names: Vec<String> = choices.iter().map(|(name, _)| (*name).to_owned()).collect();
        let message = Message::key("data.not-a-choice")
            .with("key", key)
            .with("value", text.value.as_str())
            .with("choices", names);
        let mut problem = Problem::new(ProblemKind::InvalidValue, text.span, message);
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        problem.help = did_you_mean(&meant(&text.value, &names));
        self.problems.push(problem);
        None
    }

    /// A map under a key.
    pub fn map(&mut self, key: &'static str) -> Option<&'n Map> {
        let node = self.filled(key)?;
        if node.as_map().is_none() {
            self.wrong(key, node.span, "data.not-map", Some(Message::key("data.map-help")));
        }
        node.as_map()
    }

    /// The whole map.
    pub fn whole(&self) -> &'n Map {
        self.map
    }

    /// Marks keys as known without reading them.
    pub fn accept<S: AsRef<str>>(&mut self, keys: &[S]) {
        self.known.extend(keys.iter().map(|key| Cow::Owned(key.as_ref().to_owned())));
    }

    /// The keys that were asked for so far.
    pub fn asked(&self) -> impl Iterator<Item = &str> {
        self.known.iter().map(AsRef::as_ref)
    }

    /// Where to write problems of one's own.
    pub fn problems(&mut self) -> &mut Vec<Problem> {
        self.problems
    }

    /// Every key that nobody asked for is a problem that names the nearest known one.
    pub fn finish(self) {
        let mut cut = 0;
        for (rank, entry) in self.map.entries.iter().enumerate() {
            let key = entry.key.value.as_str();
            if self.known.iter().any(|known| known == key) || rank < cut {
                continue;
            }
            if let Some((whole, end)) = self.cut_by_commas(rank) {
                cut = end;
                let message = Message::key("data.comma-in-value").with("key", key);
                // What the comma cut off is lost: a sum of 3,20 would be read as 3.
                let problem = Problem::new(ProblemKind::InvalidValue, entry.key.span, message);
                let help = Message::key("data.put-in-quotes").with("example", whole);
                self.problems.push(problem.help(help));
                continue;
            }
            let message = Message::key("data.unknown-key").with("key", key);
            let mut problem = Problem::new(ProblemKind::UnknownKey, entry.key.span, message);
            let known: Vec<&str> = self.known.iter().map(AsRef::as_ref).collect();
            problem.help = did_you_mean(&meant(key, &known));
            self.problems.push(problem);
        }
    }

    /// The text that commas cut in a map between braces, `{good: Venez, vite}`, when the entry of this rank
    /// is a part of it; and the rank of what follows it.
    fn cut_by_commas(&self, rank: usize) -> Option<(String, usize)> {
        let before = rank.checked_sub(1).and_then(|rank| self.map.entries.get(rank))?;
        let mut whole = before.node.as_plain()?.to_owned();
        let mut end = before.node.span.end;
        let mut next = rank;
        while let Some(part) = self.map.entries.get(next) {
            // What is between the two is a comma, with a space or not: no line ends there.
            let gap = part.key.span.start.checked_sub(end).filter(|gap| (1..=2).contains(gap));
            let follows = gap.is_some() && part.node.value == Value::Null;
            if !follows || self.known.iter().any(|known| *known == part.key.value) {
                break;
            }
            let comma = if gap == Some(1) { "," } else { ", " };
            whole = format!("{whole}{comma}{}", part.key.value);
            end = part.key.span.end;
            next += 1;
        }
        let written =
            format!("{}: \"{}\"", before.key.value, whole.replace('\\', "\\\\").replace('"', "\\\""));
        (next > rank).then_some((written, next))
    }

    fn wrong(&mut self, key: &'static str, span: Span, message: &'static str, help: Option<Message>) {
        let message = Message::key(message).with("key", key);
        let mut problem = Problem::new(ProblemKind::InvalidValue, span, message);
        problem.help = help;
        self.problems.push(problem);
    }
}

fn example(value: &str) -> Message {
    Message::key("data.example").with("value", value)
}

fn meant_bool(text: &str) -> &'static str {
    match text.to_lowercase().as_str() {
        "non" | "no" | "faux" | "false" | "off" | "0" => "false",
        _ => "true",
    }
}

/// `12/01/2026` → `2026-01-12`, the order of days and months being the French one.
fn turned_date(text: &str) -> Option<String> {
    let mut parts = text.split(['/', '.', '-']).map(str::trim);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    (parts.next().is_none() && year.len() == 4).then(|| date.to_string())
}
