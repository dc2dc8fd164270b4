//! Where somebody stands in a TOML text that is being typed, by its lines: `site.toml` is one table after
//! another, and the last header above says which.

use std::ops::Range;

use super::text;
use super::yaml_place::comment_before;

/// A place where something may be typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The keys that lead to it; for a value, the last one is its key.
    pub(super) path: Vec<String>,
    /// What is typed there already, and is replaced; its quotation marks are part of it.
    pub(super) word: Range<usize>,
    /// What may stand there.
    pub(super) takes: Takes,
    /// Keys that stand beside the one that would be typed.
    pub(super) beside: Vec<String>,
    /// Between brackets.
    pub(super) list: bool,
    /// What comes after the word already: `=`, `]`.
    pub(super) closed: bool,
}

/// What may stand at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// The name of a table, between `[` and `]`.
    Header,
    /// A key.
    Key,
    /// A value.
    Value,
}

/// The parts of a dotted name: `lint.rules."clarity/jargon"`.
pub(super) fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quote = None;
    for c in name.trim().chars() {
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if c == '.' => parts.push(String::new()),
            None if c.is_whitespace() => {}
            _ => {
                if let Some(last) = parts.last_mut() {
                    last.push(c);
                }
            }
        }
    }
    parts
}

/// The name of the table that a line opens.
pub(super) fn header(line: &str) -> Option<Vec<String>> {
    let inner = line.trim_start().strip_prefix('[')?;
    let inner = inner.strip_prefix('[').unwrap_or(inner);
    inner.split_once(']').map(|(name, _)| parts(name))
}

/// The key of a line, its dots included, and the byte after `=`.
fn key(line: &str) -> Option<(Range<usize>, usize)> {
    let start = line.len() - line.trim_start().len();
    if line.get(start..)?.starts_with(['#', '[', ']', '{', '}', ',']) {
        return None;
    }
    let mut quote = None;
    for (at, c) in line.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if c == '=' => return Some((start..line.get(..at)?.trim_end().len().max(start), at + 1)),
            _ => {}
        }
    }
    None
}

/// The place of a byte in a TOML text; none where nothing can be said of it.
pub(super) fn place(text: &str, at: usize) -> Option<Place> {
    let range = text::line(text, at);
    let line = text.get(range.clone())?;
    let inside = at.checked_sub(range.start)?;
    if comment_before(line, inside) {
        return None;
    }
    let blank = line.len() - line.trim_start().len();
    if line.trim_start().starts_with('[') && inside > blank && open_array(text, range.start).is_none() {
        let start = text::end_of(line, blank, |c| c == '[');
        let end = text::end_of(line, start, |c| c != ']');
        let closed = line.get(end..).is_some_and(|rest| rest.starts_with(']'));
        let path = Vec::new();
        let word = range.start + start.min(inside)..range.start + end.max(inside);
        return (inside <= end).then_some(Place {
            path,
            word,
            takes: Takes::Header,
            beside: Vec::new(),
            list: false,
            closed,
        });
    }
    let table = above(text, range.start);
    if let Some(key) = open_array(text, range.start).filter(|_| key(line).is_none()) {
        let path = table.iter().cloned().chain(parts(&key)).collect();
        return flow(line, range.start, blank.min(inside), inside, path, vec![Open::list()]);
    }
    match key(line) {
        Some((name, after)) if inside >= after => {
            let mut path = table;
            path.extend(parts(line.get(name)?));
            flow(line, range.start, after, inside, path, Vec::new())
        }
        found => {
            let typed = line.get(blank.min(inside)..inside)?;
            let end = match &found {
                Some((name, _)) => name.end,
                None => line.trim_end().len(),
            };
            let mut path = table;
            // `host.name = …` is a key of `host`.
            let mut start = blank.min(inside);
            if let Some(dot) = typed.rfind('.').filter(|_| !typed.contains(['"', '\''])) {
                path.extend(parts(typed.get(..dot)?));
                start += dot + 1;
            }
            let word = range.start + start..range.start + end.max(inside);
            let beside = beside(text, range.start);
            Some(Place { path, word, takes: Takes::Key, beside, list: false, closed: found.is_some() })
        }
    }
}

/// The table that the last header above opens.
fn above(text: &str, before: usize) -> Vec<String> {
    let lines = text.get(..before).unwrap_or("").lines().rev();
    lines.filter_map(header).next().unwrap_or_default()
}

/// The keys of the same table, those of a line left out.
fn beside(text: &str, at: usize) -> Vec<String> {
    let name = |line: &str| {
        key(line).and_then(|(name, _)| line.get(name)).and_then(|name| parts(name).into_iter().next())
    };
    let above = text.get(..at).unwrap_or("").lines().rev().take_while(|line| header(line).is_none());
    let below = text.get(at..).unwrap_or("").lines().skip(1).take_while(|line| header(line).is_none());
    above.chain(below).filter_map(name).collect()
}

/// The key whose list was opened above and is not closed.
fn open_array(text: &str, before: usize) -> Option<String> {
    for line in text.get(..before)?.lines().rev() {
        let bare = line.split(" #").next().unwrap_or(line).trim();
        if let Some((name, after)) = key(line) {
            let value = bare.get(after.min(bare.len())..).unwrap_or("");
            let open = value.trim_start().strip_prefix('[').is_some_and(|value| !value.contains(']'));
            return line.get(name).filter(|_| open).map(str::to_owned);
        }
        if bare.is_empty() && line.trim().is_empty() || bare.contains(']') || bare.starts_with('[') {
            return None;
        }
    }
    None
}

/// What is open between the braces and brackets of a value.
struct Open {
    map: bool,
    keys: Vec<String>,
    key: Option<Vec<String>>,
}

impl Open {
    fn list() -> Self {
        Self { map: false, keys: Vec::new(), key: None }
    }
}

fn flow(
    line: &str,
    base: usize,
    start: usize,
    inside: usize,
    mut path: Vec<String>,
    mut open: Vec<Open>,
) -> Option<Place> {
    let (mut token, mut quote) = (start, None);
    let before = line.get(..inside)?;
    for (at, c) in before.char_indices().skip_while(|(at, _)| *at < start) {
        if let Some(ends) = quote {
            quote = Some(ends).filter(|ends| *ends != c);
            continue;
        }
        match c {
            '"' | '\'' => quote = Some(c),
            '{' | '[' => {
                open.push(Open { map: c == '{', ..Open::list() });
                token = at + 1;
            }
            '}' | ']' => {
                open.pop();
                token = at + 1;
            }
            ',' => {
                if let Some(last) = open.last_mut() {
                    last.key = None;
                }
                token = at + 1;
            }
            '=' => {
                if let Some(last) = open.last_mut().filter(|last| last.map && last.key.is_none()) {
                    let name = parts(before.get(token..at)?);
                    last.keys.extend(name.first().cloned());
                    last.key = Some(name);
                    token = at + 1;
                }
            }
            _ => {}
        }
    }
    for level in &open {
        path.extend(level.key.iter().flatten().cloned());
    }
    let last = open.pop();
    let from = text::end_of(line, token, |c| c == ' ').min(inside);
    let quoted = line.get(from..).and_then(|rest| rest.chars().next()).filter(|c| matches!(c, '"' | '\''));
    let end = match quoted {
        Some(quote) => {
            let close = text::end_of(line, from + 1, |c| c != quote);
            close + line.get(close..).map_or(0, |rest| rest.len().min(1))
        }
        None => {
            let end = text::end_of(line, from, |c| !matches!(c, ',' | ']' | '}' | '=' | '#'));
            from + line.get(from..end).map_or(0, |word| word.trim_end().len())
        }
    };
    let takes = match &last {
        Some(last) if last.map && last.key.is_none() => Takes::Key,
        _ => Takes::Value,
    };
    let closed = line.get(end.max(inside)..).is_some_and(|rest| rest.trim_start().starts_with('='));
    let list = last.as_ref().is_some_and(|last| !last.map);
    let beside = last.map(|last| last.keys).unwrap_or_default();
    Some(Place { path, word: base + from..base + end.max(inside), takes, beside, list, closed })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The place of `|` in a text: the path, what may stand there, the word replaced.
    fn at(text: &str) -> Option<(String, Takes, String)> {
        let at = text.find('|').unwrap();
        let text = text.replace('|', "");
        place(&text, at).map(|place| (place.path.join(" "), place.takes, text[place.word].to_owned()))
    }

    #[test]
    fn the_header_above_says_which_table() {
        let of = |path: &str, takes, word: &str| Some((path.to_owned(), takes, word.to_owned()));
        assert_eq!(at("ver|"), of("", Takes::Key, "ver"));
        assert_eq!(at("[site]\ntitle = \"é\"\nla|"), of("site", Takes::Key, "la"));
        assert_eq!(at("[site]\nla|nguage = \"fr\""), of("site", Takes::Key, "language"));
        assert_eq!(at("[site]\nlanguage = |"), of("site language", Takes::Value, ""));
        assert_eq!(at("[site]\nlanguage = \"f|r\"  # la"), of("site language", Takes::Value, "\"fr\""));
        assert_eq!(at("[si|"), of("", Takes::Header, "si"));
        assert_eq!(at("[lint.rules.\"clarity/j|"), of("", Takes::Header, "lint.rules.\"clarity/j"));
        assert_eq!(
            at("[[lint.allow]]\nrules = [\"a/b\", \"c|\"]"),
            of("lint allow rules", Takes::Value, "\"c\"")
        );
        assert_eq!(at("[lint.rules]\n\"a/b\" = { sev|"), of("lint rules a/b", Takes::Key, "sev"));
        assert_eq!(
            at("[lint.rules]\n\"a/b\" = { severity = |"),
            of("lint rules a/b severity", Takes::Value, "")
        );
        assert_eq!(at("[links]\nexclude = [\n  \"|\"\n]"), of("links exclude", Takes::Value, "\"\""));
        assert_eq!(at("[legal]\nhost.na|"), of("legal host", Takes::Key, "na"));
        assert_eq!(at("a = 1 # co|"), None);
    }
}
