//! The spanned tree that YAML and TOML are read into; typed fields are taken from it one by one,
//! so that one bad field is one problem and the rest stands.

mod fields;
mod meant;
mod mistakes;
mod quoted;
mod renamed;
pub mod shape;
mod toml;
mod write;
mod yaml;

use jiff::civil::Date;

use crate::source::{Span, Spanned};

pub use fields::Fields;
pub use meant::{did_you_mean, meant};
pub use renamed::{Renamed, rename};
pub use toml::toml;
pub use write::{toml_key, toml_value, yaml_line, yaml_text};
pub use yaml::yaml;

/// A value and its place. A collection's place is its key's (or its first item's); an empty
/// value's place is its key's too.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Where it was typed.
    pub span: Span,
    /// What was typed.
    pub value: Value,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing: an empty value, `~` or `null`, unquoted.
    Null,
    /// Anything else that is neither a list nor a map, as spelled: `no` stays `no`, `012` stays `012`.
    Scalar(Scalar),
    /// A list.
    List(Vec<Node>),
    /// A map, in the order typed.
    Map(Map),
}

/// A scalar as spelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// Its text (quotes and escapes resolved).
    pub text: String,
    /// Quoted, or a block: a text whatever it looks like.
    pub quoted: bool,
}

/// A map in the order typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map {
    /// Its entries.
    pub entries: Vec<Entry>,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: Spanned<String>,
    /// Its value.
    pub node: Node,
}

/// Syntax errors told of one text; beyond, they are one mistake seen many times.
const MOST_PROBLEMS: usize = 20;

/// A map without entries, to borrow where a map is missing.
static EMPTY: Map = Map { entries: Vec::new() };

impl Node {
    /// The text of a scalar; none for nothing, lists and maps.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(scalar) => Some(&scalar.text),
            _ => None,
        }
    }

    /// Whether anything was typed: neither nothing, nor a list or a map of nothing.
    pub fn says_something(&self) -> bool {
        match &self.value {
            Value::Null => false,
            Value::Scalar(scalar) => !scalar.text.trim().is_empty(),
            Value::List(items) => items.iter().any(Node::says_something),
            Value::Map(map) => map.entries.iter().any(|entry| entry.node.says_something()),
        }
    }

    /// The text of a scalar that is neither quoted nor a block.
    fn as_plain(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(scalar) if !scalar.quoted => Some(&scalar.text),
            _ => None,
        }
    }

    /// `true`, `false` (unquoted).
    pub fn as_bool(&self) -> Option<bool> {
        match self.as_plain()? {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// A whole number (unquoted, decimal). `012` is twelve; `_` may group digits, as in TOML.
    pub fn as_int(&self) -> Option<i64> {
        let digits = ungrouped(self.as_plain()?)?;
        digits.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b'+').then_some(())?;
        digits.parse().ok()
    }

    /// A decimal number, with a point (unquoted); a whole number counts as one.
    pub fn as_float(&self) -> Option<f64> {
        let digits = ungrouped(self.as_plain()?)?;
        // Keeps out `inf`, `nan` and `.5`, which the parser of floats would take.
        let start = digits.strip_prefix(['-', '+']).unwrap_or(&digits);
        start.starts_with(|c: char| c.is_ascii_digit()).then_some(())?;
        digits.parse().ok().filter(|n: &f64| n.is_finite())
    }

    /// `2026-01-12`, quoted or not.
    pub fn as_date(&self) -> Option<Date> {
        let text = self.as_text()?;
        date_shape(text).then_some(())?;
        text.parse().ok()
    }

    /// A map.
    pub fn as_map(&self) -> Option<&Map> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The items of a list; a scalar or a map counts as a list of one; nothing as an empty list.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::Null => &[],
            Value::List(items) => items,
            Value::Scalar(_) | Value::Map(_) => std::slice::from_ref(self),
        }
    }
}

impl Map {
    /// The text under a key.
    pub fn text(&self, key: &str) -> Option<Spanned<String>> {
        let node = self.get(key)?;
        node.as_text().map(|text| Spanned::new(text.to_owned(), node.span))
    }

    /// The texts under a key; one text counts as a list of one. What is no text is left out.
    pub fn texts(&self, key: &str) -> Vec<Spanned<String>> {
        self.items(key)
            .iter()
            .filter_map(|node| node.as_text().map(|text| Spanned::new(text.to_owned(), node.span)))
            .collect()
    }

    /// The day under a key.
    pub fn date(&self, key: &str) -> Option<Spanned<Date>> {
        let node = self.get(key)?;
        node.as_date().map(|date| Spanned::new(date, node.span))
    }

    /// Whether `true` stands under a key.
    pub fn is_true(&self, key: &str) -> bool {
        self.get(key).and_then(Node::as_bool).unwrap_or(false)
    }

    /// The values under a key; one value counts as a list of one.
    pub fn items(&self, key: &str) -> &[Node] {
        self.get(key).map_or(&[], Node::items)
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|e| e.key.value == key).map(|e| &e.node)
    }
}

/// `1_000` → `1000`; none when `_` is not between two digits.
fn ungrouped(text: &str) -> Option<String> {
    let groups: Vec<&str> = text.split('_').collect();
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let sound = groups.windows(2).all(|pair| match pair {
        [left, right] => digit(left.chars().next_back()) && digit(right.chars().next()),
        _ => true,
    });
    sound.then(|| groups.concat())
}

/// Whether a text has the shape `2026-01-12`, be it a day of the calendar or not.
fn date_shape(text: &str) -> bool {
    text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() })
}

/// The candidate nearest to a misspelt word, if one is near enough to be meant: the optimal string
/// alignment distance, without regard to case or to `-`, `_` and spaces, is at most 1 for a word
/// of 3 to 5 characters, 2 up to 11, 3 beyond. The first of equals.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let even = |text: &str| text.to_lowercase().replace(['_', ' '], "-");
    let word = even(word);
    let allowed = match word.chars().count() {
        0..=2 => 0,
        3..=5 => 1,
        6..=11 => 2,
        12..=64 => 3,
        _ => return None,
    };
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= 256)
        .map(|candidate| (strsim::osa_distance(&word, &even(candidate)), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
pub(crate) mod tests;
