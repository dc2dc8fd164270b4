//! YAML → the spanned tree, through serde-saphyr and its parser.

mod quick;

use std::borrow::Cow;
use std::collections::btree_map::{BTreeMap, Entry as Slot};
use std::ops::Range;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_yaml::localizer::ExternalMessageSource;
use serde_yaml::options::{DuplicateKeyPolicy, MergeKeyPolicy};
use serde_yaml::{Error, Location, NonFiniteFloatPolicy, Options};

use super::mistakes::{self, Fault};
use super::{Entry, MOST_PROBLEMS, Map, Node, Scalar, Value, quoted};
use crate::finding::{Message, Problem, ProblemKind};
use crate::source::{SourceId, Span, Spanned};

type Placed<T> = serde_yaml::Spanned<T>;

/// Reads `range` of a YAML text (a whole file, or a page's front matter between its fences).
/// Never fails: what cannot be read is a problem, and the node is what could be.
/// An empty text is an empty map.
pub fn yaml(source: SourceId, text: &str, range: Range<usize>) -> (Node, Vec<Problem>) {
    let whole = text.get(range.clone()).unwrap_or("");
    let part = whole.strip_prefix('\u{feff}').unwrap_or(whole);
    let start =
        if whole.is_empty() { range.start.min(text.len()) } else { range.start + whole.len() - part.len() };
    let mut reader = Reader { source, start, text: part, read: Cow::Borrowed(part), problems: Vec::new() };
    let mut node = reader.read();
    if quoted::may_be_in(part) {
        quoted::read(&mut node, &mut reader.problems);
    }
    (node, reader.problems)
}

struct Reader<'t> {
    source: SourceId,
    /// Where `text` starts in its file.
    start: usize,
    text: &'t str,
    /// `text`, without the entries at fault.
    read: Cow<'t, str>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    /// Reads the text; after a syntax error, again without the entries at fault. These are made
    /// blank rather than taken out, so that every other place holds.
    fn read(&mut self) -> Node {
        match quick::read(self.source, self.start, self.text) {
            Some(node) if node.value != Value::Null => node,
            _ => self.read_at_length(),
        }
    }

    fn read_at_length(&mut self) -> Node {
        let (fault, at) = match parse(self.text) {
            Ok(raw) => return self.root(&raw),
            Err(error) => fault(self.text, &error),
        };
        let entries = entries(self.text);
        let mut rest = self.text.to_owned();
        for entry in self.faulty(&entries) {
            blank(&mut rest, entry);
        }
        // What is wrong with no entry alone is wrong between two of them: blank the one at fault.
        let mut next = if self.problems.is_empty() { Some((fault, at)) } else { parse_fault(&rest) };
        for _ in 0..MOST_PROBLEMS {
            let Some((fault, at)) = next else { break };
            let entry = match fault {
                Fault::SecondDocument => second_document(&rest)..rest.len(),
                _ => entries.iter().rfind(|e| e.start <= at).cloned().unwrap_or(0..rest.len()),
            };
            let lost = rest.get(entry.clone()).is_none_or(|e| e.trim().is_empty());
            self.report(&fault, entry.clone(), at);
            blank(&mut rest, if lost { 0..self.text.len() } else { entry });
            next = parse_fault(&rest);
        }
        let parsed = parse(&rest);
        self.read = Cow::Owned(rest);
        match parsed {
            Ok(raw) => self.root(&raw),
            Err(_) => self.empty(),
        }
    }

    /// Reports the entries that cannot be read by themselves, and gives them.
    fn faulty(&mut self, entries: &[Range<usize>]) -> Vec<Range<usize>> {
        let parsed: Vec<_> = entries.iter().map(|e| parse(self.text.get(e.clone()).unwrap_or(""))).collect();
        let is_map = parsed.iter().any(|p| matches!(p, Ok(raw) if matches!(raw.value, Raw::Map(_))));
        let mut faulty = Vec::new();
        for (entry, parsed) in entries.iter().zip(&parsed) {
            let part = self.text.get(entry.clone()).unwrap_or("");
            let (fault, at) = match parsed {
                Ok(raw) if is_map && matches!(raw.value, Raw::Text(_) | Raw::Plain) => (Fault::NoColon, 0),
                Ok(_) => continue,
                Err(error) => match fault(part, error) {
                    // The anchor may stand in another entry.
                    (Fault::UnknownAnchor, _) if entries.len() > 1 => continue,
                    fault => fault,
                },
            };
            self.report(&fault, entry.clone(), entry.start + at);
            faulty.push(entry.clone());
        }
        faulty
    }

    fn report(&mut self, fault: &Fault, entry: Range<usize>, at: usize) {
        if self.problems.len() < MOST_PROBLEMS {
            let mistake = mistakes::explain(self.text, entry, at, fault);
            let mut problem = Problem::new(ProblemKind::Syntax, self.span(mistake.place), mistake.message);
            problem.help = mistake.help;
            self.problems.push(problem);
        }
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.source, self.start + range.start, self.start + range.end)
    }

    fn empty(&self) -> Node {
        Node { span: self.span(0..0), value: Value::Map(Map::default()) }
    }

    fn root(&mut self, raw: &Placed<Raw>) -> Node {
        let node = self.node(raw, None);
        if node.value == Value::Null { self.empty() } else { node }
    }

    /// The bytes of a location inside the text, never outside, never inside a character.
    fn place(&self, location: Location) -> Range<usize> {
        let span = location.span();
        let (Some(start), Some(len)) = (span.byte_offset(), span.byte_len()) else { return 0..0 };
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        let end = start.saturating_add(usize::try_from(len).unwrap_or(0));
        if self.read.get(start..end).is_some() { start..end } else { 0..0 }
    }

    fn slice(&self, place: Range<usize>) -> &str {
        self.read.get(place).unwrap_or("")
    }

    fn node(&mut self, raw: &Placed<Raw>, key: Option<Span>) -> Node {
        let typed = self.place(raw.referenced);
        let trimmed = typed.start..typed.start + self.slice(typed.clone()).trim_end().len();
        let own = self.span(trimmed);
        match &raw.value {
            Raw::Null => {
                let span = if own.range().is_empty() { key.unwrap_or(own) } else { own };
                Node { span, value: Value::Null }
            }
            Raw::Plain => {
                let text = self.slice(self.place(raw.defined)).to_owned();
                Node { span: own, value: Value::Scalar(Scalar { text, quoted: false }) }
            }
            Raw::Text(text) => {
                let quoted = text.is_empty() || is_quoted(&self.read, self.place(raw.defined).start);
                let span = if own.range().is_empty() { key.unwrap_or(own) } else { own };
                Node { span, value: Value::Scalar(Scalar { text: text.clone(), quoted }) }
            }
            Raw::List(items) => {
                let items: Vec<Node> = items.iter().map(|item| self.node(item, None)).collect();
                let span = key.or(items.first().map(|item| item.span)).unwrap_or(own);
                Node { span, value: Value::List(items) }
            }
            Raw::Map(entries) => {
                let value = self.map(entries);
                let first = value.as_ref().and_then(|map| map.entries.first()).map(|entry| entry.key.span);
                let span = key.or(first).unwrap_or(own);
                Node { span, value: value.map_or(Value::Null, Value::Map) }
            }
        }
    }

    /// None when a key is itself a list or a map: then no map was meant.
    fn map(&mut self, entries: &[(Placed<RawKey>, Placed<Raw>)]) -> Option<Map> {
        let mut map = Map::default();
        // Where each key was first seen, so that a map of many keys is not searched for each.
        let mut seen = BTreeMap::new();
        for (raw_key, raw) in entries {
            let place = self.place(raw_key.referenced);
            let text = match &raw_key.value {
                RawKey::Text(text) => text.clone(),
                RawKey::Plain => self.slice(self.place(raw_key.defined)).to_owned(),
                RawKey::Collection => {
                    let line = mistakes::line(self.text, place.start);
                    self.report(&Fault::CollectionKey, line, place.start);
                    return None;
                }
            };
            let span = self.span(place);
            let node = self.node(raw, Some(span));
            match seen.entry(text.clone()) {
                Slot::Occupied(first) => self.problems.push(
                    Problem::new(
                        ProblemKind::Syntax,
                        span,
                        Message::key("data.duplicate-key").with("key", text),
                    )
                    .label(*first.get(), Message::key("data.first-here"))
                    .help(Message::key("data.duplicate-key-help")),
                ),
                Slot::Vacant(vacant) => {
                    vacant.insert(span);
                    map.entries.push(Entry { key: Spanned::new(text, span), node });
                }
            }
        }
        Some(map)
    }
}

fn parse(text: &str) -> Result<Placed<Raw>, Error> {
    serde_yaml::from_str_with_options(text, options())
}

fn parse_fault(text: &str) -> Option<(Fault, usize)> {
    parse(text).err().map(|error| fault(text, &error))
}

/// What kind of error it is, and the byte it points at.
fn fault(text: &str, error: &Error) -> (Fault, usize) {
    let span = error.location().map(|location| location.span());
    // Errors of the scanner count in characters alone.
    let at = span.and_then(|s| s.byte_offset()).map_or_else(
        || {
            let chars = span.map_or(0, |s| s.offset());
            let mut indices = text.char_indices();
            indices.nth(usize::try_from(chars).unwrap_or(usize::MAX)).map_or(text.len(), |(i, _)| i)
        },
        |byte| usize::try_from(byte).unwrap_or(usize::MAX),
    );
    let fault = match error {
        Error::ExternalMessage { source, .. } => match &**source {
            ExternalMessageSource::Parser(scan) => Fault::Scan(scan.kind().clone()),
            _ => Fault::Other,
        },
        Error::MultipleDocuments { .. } => Fault::SecondDocument,
        Error::UnknownAnchor { .. } => Fault::UnknownAnchor,
        Error::UnsupportedTag { .. } => Fault::Tag,
        Error::Budget { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. } => Fault::TooMuch,
        _ => Fault::Other,
    };
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    (fault, at)
}

/// The top-level entries of a text, each from its first line to the next entry's.
fn entries(text: &str) -> Vec<Range<usize>> {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let bare = |line: &str| {
        let line = line.trim();
        line.is_empty() || line.starts_with('#')
    };
    let Some(first) = text.lines().find(|line| !bare(line) && !is_marker(line)) else {
        return std::iter::once(0..text.len()).filter(|e| !e.is_empty()).collect();
    };
    let (outer, list) = (indent(first), is_item(first));
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        // `- item` under `key:` may stand as far left as the key, and so may the end of a list in
        // brackets. A tab is a mistake, but it was meant as an indentation.
        let inside = |line: &str| {
            (!list && is_item(line)) || line.trim_start_matches(' ').starts_with(['\t', ']', '}'])
        };
        if !bare(line) && indent(line) <= outer && !inside(line) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

fn is_item(line: &str) -> bool {
    line.trim_start_matches(' ')
        .strip_prefix('-')
        .is_some_and(|r| r.is_empty() || r.starts_with([' ', '\r', '\n']))
}

/// `---` or `...`: the start or the end of a document.
fn is_marker(line: &str) -> bool {
    ["---", "..."]
        .into_iter()
        .any(|m| line.strip_prefix(m).is_some_and(|r| r.is_empty() || r.starts_with([' ', '\t', '\r', '\n'])))
}

/// Where the second document starts: the first `---` or `...` after something was said.
fn second_document(text: &str) -> usize {
    let mut said = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if is_marker(line) && said {
            return at;
        }
        let bare = line.trim();
        // A first `---` opens the first document; another one opens the second, even if empty.
        said |= !bare.is_empty() && !bare.starts_with('#') && !bare.starts_with('%');
        at += line.len();
    }
    0
}

/// Makes a stretch of text blank, keeping its length. Empty lines rather than spaces, which a block
/// before it would take for text of its own.
fn blank(text: &mut String, range: Range<usize>) {
    if text.get(range.clone()).is_some() {
        let lines = "\n".repeat(range.len());
        text.replace_range(range, &lines);
    }
}

/// Whether the scalar that starts at `at` is in quotes or a block. The span of a block starts at
/// its first word, so its `|` or `>` is looked for on the line before.
fn is_quoted(text: &str, at: usize) -> bool {
    if text.get(at..).is_some_and(|rest| rest.starts_with(['"', '\''])) {
        return true;
    }
    let mut before = text.get(..at).unwrap_or("").split('\n').rev();
    if before.next().is_some_and(|start| !start.trim().is_empty()) {
        return false;
    }
    let header = before
        .map(|line| {
            [" #", "\t#"].iter().fold(line, |code, mark| code.split(mark).next().unwrap_or(code)).trim()
        })
        .find(|line| !line.is_empty() && !line.starts_with('#'));
    let last = header.and_then(|line| line.rsplit([' ', '\t']).next()).unwrap_or("");
    let tail = last.strip_prefix(['|', '>']);
    tail.is_some_and(|tail| tail.bytes().all(|b| matches!(b, b'+' | b'-' | b'0'..=b'9')))
}

/// Limits far above what a page or a registry needs, and far below what would exhaust a machine.
/// A level takes up to 40 KB of stack in a debug build, on threads that may have but 2 MB.
fn options() -> Options {
    serde_yaml::options! {
        budget: serde_yaml::budget! {
            max_depth: 24,
            max_nodes: 200_000,
            max_events: 500_000,
            max_aliases: 1_000,
            max_anchors: 1_000,
            max_documents: 16,
            max_total_scalar_bytes: 16 * 1024 * 1024,
        },
        alias_limits: serde_yaml::alias_limits! {
            max_total_replayed_events: 20_000,
            max_replay_stack_depth: 8,
        },
        // Both entries come to our visitor, which can then point at the two of them.
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        non_finite_float_policy: NonFiniteFloatPolicy::PassThrough,
        ignore_binary_tag_for_string: true,
        // `!important` at the start of a value is a tag, and would silently vanish from the text.
        reject_unsupported_tags: true,
        with_snippet: false,
    }
}

/// A value as the deserializer hands it over; what a scalar was typed as is read from the source.
enum Raw {
    Null,
    /// A text, with quotes, escapes and folds resolved.
    Text(String),
    /// Taken for a number or a boolean: always on one line, unquoted.
    Plain,
    List(Vec<Placed<Raw>>),
    Map(Vec<(Placed<RawKey>, Placed<Raw>)>),
}

enum RawKey {
    Text(String),
    Plain,
    /// A list or a map as a key: `{{ name }}` unquoted is one.
    Collection,
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("any value")
    }
    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }
    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }
    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }
    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }
    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }
    fn visit_string<E>(self, text: String) -> Result<Raw, E> {
        Ok(Raw::Text(text))
    }
    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Map(entries))
    }
}

impl<'de> Deserialize<'de> for RawKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(KeyVisitor)
    }
}

struct KeyVisitor;

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = RawKey;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("any key")
    }
    fn visit_bool<E>(self, _: bool) -> Result<RawKey, E> {
        Ok(RawKey::Plain)
    }
    fn visit_i64<E>(self, _: i64) -> Result<RawKey, E> {
        Ok(RawKey::Plain)
    }
    fn visit_u64<E>(self, _: u64) -> Result<RawKey, E> {
        Ok(RawKey::Plain)
    }
    fn visit_f64<E>(self, _: f64) -> Result<RawKey, E> {
        Ok(RawKey::Plain)
    }
    fn visit_str<E>(self, text: &str) -> Result<RawKey, E> {
        Ok(RawKey::Text(text.to_owned()))
    }
    fn visit_string<E>(self, text: String) -> Result<RawKey, E> {
        Ok(RawKey::Text(text))
    }
    fn visit_unit<E>(self) -> Result<RawKey, E> {
        Ok(RawKey::Plain)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<RawKey, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(RawKey::Collection)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawKey, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(RawKey::Collection)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::{Source, Sources};

    /// What the two ways give.
    fn both(text: &str) -> Option<(Node, Node)> {
        let source = Sources::default().add(Source::new("a.yaml", Vec::new()));
        let quick = quick::read(source, 0, text).filter(|node| node.value != Value::Null)?;
        let mut reader = Reader { source, start: 0, text, read: Cow::Borrowed(text), problems: Vec::new() };
        let long = reader.read_at_length();
        // A number of forty digits is more than the long way takes: the short one keeps its text.
        reader.problems.is_empty().then_some((quick, long))
    }

    static LINTS: include_dir::Dir<'_> = include_dir::include_dir!("$CARGO_MANIFEST_DIR/lints");

    #[test]
    fn the_built_in_rules_go_the_short_way() {
        for file in LINTS.dirs().flat_map(|family| family.files()) {
            let text = file.contents_utf8().unwrap();
            let (quick, long) = both(text).unwrap_or_else(|| panic!("{:?} goes the long way", file.path()));
            assert_eq!(quick, long, "{:?}", file.path());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn the_short_way_says_what_the_long_one_says(
            text in "((a|b|c|é|- |  |: |:|\n|\n  |\n- |[|]|[{}]|,|\"|'|[|]\n  |>-\n  |# x|null|~|12|0x1|true|1e3|---|\\.\\.\\.|&x|[*]x|!t|<<|[?] |%|\t|\r\n)){0,14}"
        ) {
            if let Some((quick, long)) = both(&text) {
                prop_assert_eq!(quick, long);
            }
        }

        #[test]
        fn the_two_ways_agree_on_entries(
            keys in prop::collection::vec("[a-c]{1,2}", 1..4),
            values in prop::collection::vec(
                "[a-zé]{1,5}|'l''été'|\"a\\\\tb\"|[0-9]{1,3}|true|~|>-\n    a\n    b|[|]\n    a\n    b|\\[a, b\\]|\\{a: b\\}|\n  - a\n  - b: c|\n  x: y|a\n  b|", 4..5),
        ) {
            let entry = |(key, value): (&String, &String)| format!("{key}: {value}\n");
            let text: String = keys.iter().zip(&values).map(entry).collect();
            if let Some((quick, long)) = both(&text) {
                prop_assert_eq!(quick, long);
            }
        }
    }
}
