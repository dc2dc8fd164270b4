//! The prose map: what a citizen reads ↔ the bytes an editor typed.

use std::ops::Range;

use crate::source::{SourceId, Span};

/// A stretch of read text and the bytes it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Bytes of the read text.
    pub read: Range<u32>,
    /// Bytes of the source.
    pub typed: Range<u32>,
    /// The two are the same, byte for byte; otherwise they map whole to whole.
    pub verbatim: bool,
}

/// The text of one block as read, with its map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prose {
    source: SourceId,
    text: String,
    segments: Vec<Segment>,
}

impl Prose {
    /// An empty prose.
    pub fn new(source: SourceId) -> Self {
        Self { source, text: String::new(), segments: Vec::new() }
    }

    /// What is read. Inline code, calls and images are one U+FFFC each; breaks are a space.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The map, in order; it covers the text.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Appends `read`, typed as `typed` in a source whose text is `text`. What the two share at
    /// either end maps byte for byte; what remains between maps whole to whole.
    pub fn push(&mut self, read: &str, typed: Range<usize>, text: &str) {
        if read.is_empty() {
            return;
        }
        let bytes = text.get(typed.clone()).unwrap_or("");
        // `&` is the first byte of `&amp;`, and yet stands for the whole of it.
        if read != bytes && bytes.starts_with('&') && bytes.ends_with(';') {
            return self.add(read, typed, false);
        }
        let head = common_prefix(read, bytes);
        let tail = common_suffix(&read[head..], &bytes[head..]);
        let (read_end, typed_end) = (read.len() - tail, bytes.len() - tail);
        self.add(&read[..head], typed.start..typed.start + head, true);
        self.add(&read[head..read_end], typed.start + head..typed.start + typed_end, false);
        self.add(&read[read_end..], typed.start + typed_end..typed.start + bytes.len(), true);
    }

    /// Appends `read` as one thing, whatever was typed for it.
    pub fn push_whole(&mut self, read: &str, typed: Range<usize>) {
        self.add(read, typed, false);
    }

    fn add(&mut self, read: &str, typed: Range<usize>, verbatim: bool) {
        if read.is_empty() {
            return;
        }
        let start = clamp(self.text.len());
        self.text.push_str(read);
        let read = start..clamp(self.text.len());
        let typed = clamp(typed.start)..clamp(typed.end);
        if let Some(last) = self.segments.last_mut()
            && last.verbatim
            && verbatim
            && last.typed.end == typed.start
        {
            last.read.end = read.end;
            last.typed.end = typed.end;
            return;
        }
        self.segments.push(Segment { read, typed, verbatim });
    }

    /// Removes white space at the end, as a reader does.
    pub fn trim_end(&mut self) {
        let kept = self.text.trim_end_matches([' ', '\t', '\n', '\r']).len();
        self.text.truncate(kept);
        let kept = clamp(kept);
        while let Some(last) = self.segments.last_mut() {
            if last.read.start >= kept {
                self.segments.pop();
                continue;
            }
            if last.verbatim {
                last.typed.end -= last.read.end - kept.min(last.read.end);
            }
            last.read.end = last.read.end.min(kept);
            break;
        }
    }

    /// The bytes typed for a range of the read text. Bounds that fall inside a character or an
    /// atomic segment widen to hold it whole; an empty range gives the place between its
    /// neighbours.
    pub fn span(&self, read: Range<usize>) -> Span {
        let start = floor(&self.text, read.start.min(self.text.len()));
        let end = ceil(&self.text, read.end.clamp(start, self.text.len()));
        if start == end {
            let at = self.typed_start(start).unwrap_or_else(|| self.typed_end(end));
            return Span::new(self.source, at, at);
        }
        let from = self.typed_start(start).unwrap_or_else(|| self.typed_end(end));
        Span::new(self.source, from, self.typed_end(end))
    }

    fn typed_start(&self, read: usize) -> Option<usize> {
        let rank = self.segments.partition_point(|s| s.read.end as usize <= read);
        self.segments.get(rank).map(|s| {
            let inside = read.saturating_sub(s.read.start as usize);
            s.typed.start as usize + if s.verbatim { inside } else { 0 }
        })
    }

    fn typed_end(&self, read: usize) -> usize {
        let rank = self.segments.partition_point(|s| (s.read.start as usize) < read);
        let Some(s) = rank.checked_sub(1).and_then(|r| self.segments.get(r)) else {
            return self.segments.first().map_or(0, |s| s.typed.start as usize);
        };
        let left = (s.read.end as usize).saturating_sub(read);
        s.typed.end as usize - if s.verbatim { left } else { 0 }
    }
}

fn common_prefix(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum()
}

fn common_suffix(a: &str, b: &str) -> usize {
    a.chars().rev().zip(b.chars().rev()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum()
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn ceil(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

fn clamp(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
