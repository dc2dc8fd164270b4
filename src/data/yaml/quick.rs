//! The short way from YAML to the tree, for texts without mistakes and without anchors, tags or several
//! documents: nearly all of them. It takes the parser's events as they come. Whatever it does not take
//! is left to the long way, which explains mistakes; where both answer, they say the same.

use std::collections::BTreeSet;
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle};

use super::super::{Entry, Map, Node, Scalar, Value};
use crate::source::{SourceId, Span, Spanned};

/// Far above what a page or a registry needs; what is beyond goes the long way, which has limits.
const DEEPEST: usize = 20;
const MOST_NODES: usize = 100_000;

/// The tree of a text that starts at `start` in its file; none when the text asks for the long way.
pub(super) fn read(source: SourceId, start: usize, text: &str) -> Option<Node> {
    let mut reader = Reader { source, start, text, events: Parser::new_from_str(text), nodes: 0 };
    matches!(reader.next()?.0, Event::StreamStart).then_some(())?;
    matches!(reader.next()?.0, Event::DocumentStart(false, None)).then_some(())?;
    let first = reader.next()?;
    let root = reader.node(first, None, 0)?;
    matches!(reader.next()?.0, Event::DocumentEnd).then_some(())?;
    matches!(reader.next()?.0, Event::StreamEnd).then_some(root)
}

struct Reader<'t> {
    source: SourceId,
    start: usize,
    text: &'t str,
    events: Parser<'t, granit_parser::StrInput<'t>>,
    nodes: usize,
}

impl<'t> Reader<'t> {
    /// The next event and the bytes it comes from; none after a mistake.
    fn next(&mut self) -> Option<(Event<'t>, Range<usize>)> {
        let (event, span) = self.events.next_event()?.ok()?;
        let place = span.byte_range().filter(|place| self.text.get(place.clone()).is_some());
        Some((event, place.unwrap_or(0..0)))
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.source, self.start + range.start, self.start + range.end)
    }

    fn node(
        &mut self,
        (event, place): (Event<'t>, Range<usize>),
        key: Option<Span>,
        depth: usize,
    ) -> Option<Node> {
        self.nodes += 1;
        (depth < DEEPEST && self.nodes < MOST_NODES).then_some(())?;
        let typed = self.text.get(place.clone()).unwrap_or("").trim_end().len();
        let own = self.span(place.start..place.start + typed);
        match event {
            Event::Scalar(text, style, 0, None) => {
                let plain = style == ScalarStyle::Plain;
                let span = if typed == 0 { key.unwrap_or(own) } else { own };
                if plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL") {
                    return Some(Node { span, value: Value::Null });
                }
                let scalar = Scalar { text: text.into_owned(), quoted: !plain };
                Some(Node { span, value: Value::Scalar(scalar) })
            }
            Event::SequenceStart(_, 0, None) => {
                let mut items = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, _) => break,
                        event => items.push(self.node(event, None, depth + 1)?),
                    }
                }
                let span = key.or(items.first().map(|item: &Node| item.span)).unwrap_or(own);
                Some(Node { span, value: Value::List(items) })
            }
            Event::MappingStart(_, 0, None) => {
                let map = self.map(depth)?;
                let first = map.entries.first().map(|entry| entry.key.span);
                Some(Node { span: key.or(first).unwrap_or(own), value: Value::Map(map) })
            }
            _ => None,
        }
    }

    fn map(&mut self, depth: usize) -> Option<Map> {
        let mut map = Map::default();
        // Two entries of one key are a mistake, to be explained.
        let mut seen = BTreeSet::new();
        loop {
            let (text, place) = match self.next()? {
                (Event::MappingEnd, _) => return Some(map),
                (Event::Scalar(text, _, 0, None), place) if text != "<<" && !place.is_empty() => {
                    (text.into_owned(), place)
                }
                _ => return None,
            };
            seen.insert(text.clone()).then_some(())?;
            let span = self.span(place);
            let value = self.next()?;
            let node = self.node(value, Some(span), depth + 1)?;
            map.entries.push(Entry { key: Spanned::new(text, span), node });
        }
    }
}
