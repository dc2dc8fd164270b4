//! Bytes, keys and values of the other site, made fit to be read.

use std::collections::BTreeSet;

use crate::data::{Entry, Map, Node, Scalar, Value};
use crate::source::{Source, Sources, Span, Spanned};

/// What the bytes 0x80 to 0x9F are in Windows-1252; those that it leaves open stay as they are.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// A text, and whether it was not UTF-8: it is then read as Windows-1252, in which every byte is a letter.
/// Lines end with a line feed.
pub(super) fn decoded(bytes: &[u8]) -> (String, bool) {
    let (text, mended) = match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), false),
        Err(_) => {
            let letter = |byte: &u8| match byte {
                0x80..=0x9f => WINDOWS.get(usize::from(*byte - 0x80)).copied().unwrap_or('\u{fffd}'),
                byte => char::from(*byte),
            };
            (bytes.iter().map(letter).collect(), true)
        }
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n").replace('\r', "\n");
    (text, mended)
}

/// The value of a key, whatever its capitals.
pub(super) fn get<'n>(map: &'n Map, key: &str) -> Option<&'n Node> {
    map.entries.iter().find(|entry| entry.key.value.eq_ignore_ascii_case(key)).map(|entry| &entry.node)
}

/// The map under a key.
pub(super) fn map<'n>(map: &'n Map, key: &str) -> Option<&'n Map> {
    get(map, key).and_then(Node::as_map)
}

/// The text under a key, if it says something.
pub(super) fn text(map: &Map, key: &str) -> Option<String> {
    let text = get(map, key)?.as_text()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The texts under a key; one text counts as a list of one.
pub(super) fn texts(map: &Map, key: &str) -> Vec<String> {
    let nodes = get(map, key).map_or(&[][..], Node::items);
    nodes
        .iter()
        .filter_map(Node::as_text)
        .map(|text| text.trim().to_owned())
        .filter(|t| !t.is_empty())
        .collect()
}

/// Whether a key holds `true`, quoted or not.
pub(super) fn is_true(map: &Map, key: &str) -> bool {
    get(map, key).is_some_and(|node| node.as_text().is_some_and(|text| text.eq_ignore_ascii_case("true")))
}

/// Whether a key holds `false`, quoted or not.
pub(super) fn is_false(map: &Map, key: &str) -> bool {
    get(map, key).is_some_and(|node| node.as_text().is_some_and(|text| text.eq_ignore_ascii_case("false")))
}

/// An entry whose value is a text.
pub(super) fn text_entry(key: &str, value: &str, span: Span) -> Entry {
    entry(key, scalar(value, true, span))
}

/// An entry whose value is a number, a day, `true` or `false`.
pub(super) fn plain_entry(key: &str, value: &str, span: Span) -> Entry {
    entry(key, scalar(value, false, span))
}

/// An entry whose value is a list of texts.
pub(super) fn texts_entry(key: &str, values: &[String], span: Span) -> Entry {
    let items = values.iter().map(|value| scalar(value, true, span)).collect();
    entry(key, Node { span, value: Value::List(items) })
}

/// An entry whose value is a map.
pub(super) fn map_entry(key: &str, entries: Vec<Entry>, span: Span) -> Entry {
    entry(key, Node { span, value: Value::Map(Map { entries }) })
}

/// An entry.
pub(super) fn entry(key: &str, node: Node) -> Entry {
    Entry { key: Spanned::new(key.to_owned(), node.span), node }
}

fn scalar(text: &str, quoted: bool, span: Span) -> Node {
    Node { span, value: Value::Scalar(Scalar { text: text.to_owned(), quoted }) }
}

/// Leaves each key once: a second one of the same name would not be read.
pub(super) fn only_one_each(entries: &mut Vec<Entry>) {
    let mut seen = BTreeSet::new();
    entries.retain(|entry| seen.insert(entry.key.value.clone()));
}

/// A place for what was typed nowhere.
pub(super) fn nowhere() -> Span {
    Span::new(Sources::default().add(Source::new("", Vec::new())), 0, 0)
}

/// The last part of a path, and what stands before it, without the `/` between them.
pub(super) fn split_name(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// Two parts of a path.
pub(super) fn joined(folder: &str, name: &str) -> String {
    match (folder.trim_matches('/'), name.trim_start_matches('/')) {
        ("", name) => name.to_owned(),
        (folder, "") => folder.to_owned(),
        (folder, name) => format!("{folder}/{name}"),
    }
}

/// A path without `.`, `..` and empty parts; none if it leaves the root.
pub(super) fn even(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Whether a path leads to a file below the root, and is written in one way alone.
pub(super) fn is_path(path: &str) -> bool {
    !path.is_empty() && !path.contains('\\') && even(path).as_deref() == Some(path)
}

/// Whether a path of the new `content/` is read at all, rather than passed over in silence.
pub(super) fn is_read(path: &str) -> bool {
    is_path(path) && !path.split('/').any(|part| crate::source::is_hidden(part.as_bytes()))
}

/// Whether a path of the new `content/` is read as a page: neither passed over, nor among registries.
pub(super) fn is_page(path: &str) -> bool {
    is_read(path) && path.ends_with(".md") && !path.starts_with("_data/")
}

/// Paths of the new site, each of one file. Two that differ by their capitals alone are the same, and a file is not
/// the folder of another: not every disk would hold both.
#[derive(Default)]
pub(super) struct Taken {
    files: BTreeSet<String>,
    folders: BTreeSet<String>,
}

impl Taken {
    /// Takes a path, if nothing stands in its way.
    pub(super) fn take(&mut self, path: &str) -> bool {
        let path = path.to_lowercase();
        let above = || path.match_indices('/').filter_map(|(at, _)| path.get(..at));
        let free = !self.files.contains(&path)
            && !self.folders.contains(&path)
            && !above().any(|folder| self.files.contains(folder));
        if free {
            self.folders.extend(above().map(str::to_owned));
            self.files.insert(path);
        }
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_a_letter() {
        assert_eq!(decoded("\u{feff}é\r\nb\r".as_bytes()), ("é\nb\n".to_owned(), false));
        assert_eq!(decoded(b"caf\xe9 \x80\x92"), ("café €’".to_owned(), true));
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(decoded(&all).0.chars().count(), 256);
    }

    #[test]
    fn paths_stay_inside() {
        assert_eq!(even("a//./b/../c/").as_deref(), Some("a/c"));
        assert_eq!(even("a/../../b"), None);
        assert_eq!(joined("", "/a"), "a");
        assert_eq!(joined("a/", "b"), "a/b");
        assert_eq!(joined("a", ""), "a");
    }

    #[test]
    fn what_is_passed_over_is_no_page() {
        for path in ["a.md", "a/.well-known/b.md", "a/_data/b.md"] {
            assert!(is_page(path), "{path}");
        }
        for path in
            [".obsidian/o.md", "_data/d.md", "~$s.md", "a/node_modules/b.md", "a/b~/c.md", "a.txt", "a//b.md"]
        {
            assert!(!is_page(path), "{path}");
        }
    }

    #[test]
    fn a_path_is_that_of_one_file() {
        let mut taken = Taken::default();
        assert!(taken.take("a/b.md") && taken.take("c"));
        for path in ["a", "A/B.md", "a/b.md/c", "c/d", "C"] {
            assert!(!taken.take(path), "{path}");
        }
        assert!(taken.take("a/c.md"));
    }
}
