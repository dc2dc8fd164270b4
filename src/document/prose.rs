//! The prose map: what a citizen reads ↔ the bytes an editor typed.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::Block;
use crate::source::{Source, SourceId, Span};

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
    text: Text,
    segments: Vec<Segment>,
}

/// A text that grows, then one that stands beside those of the other blocks of its page: whoever reads a whole site
/// goes from one to the next, and memory is read ahead.
#[derive(Clone)]
enum Text {
    Growing(String),
    Packed(Arc<str>, Range<u32>),
}

impl Text {
    fn as_str(&self) -> &str {
        match self {
            Self::Growing(text) => text,
            Self::Packed(all, range) => all.get(range.start as usize..range.end as usize).unwrap_or(""),
        }
    }

    /// Changes the text.
    fn change(&mut self, change: impl FnOnce(&mut String)) {
        let mut text = match self {
            Self::Growing(text) => std::mem::take(text),
            Self::Packed(..) => self.as_str().to_owned(),
        };
        change(&mut text);
        *self = Self::Growing(text);
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(formatter)
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Text {}

impl Prose {
    /// An empty prose.
    pub fn new(source: SourceId) -> Self {
        Self { source, text: Text::Growing(String::new()), segments: Vec::new() }
    }

    /// What is read. Inline code, calls and images are one U+FFFC each; breaks are a space.
    pub fn text(&self) -> &str {
        self.text.as_str()
    }

    /// Puts the texts of the blocks of a page side by side, a line each, once they are whole.
    pub(super) fn pack(blocks: &mut [Block]) {
        let length = blocks.iter().map(|block| block.prose.text().len() + 1).sum();
        let mut all = String::with_capacity(length);
        for block in &*blocks {
            all.push_str(block.prose.text());
            all.push('\n');
        }
        let all: Arc<str> = all.into();
        let mut start = 0;
        for Block { prose, .. } in blocks {
            let end = start + clamp(prose.text().len());
            prose.text = Text::Packed(Arc::clone(&all), start..end);
            start = end + 1;
        }
    }

    /// The texts of all the blocks of its page, a line each, and where its own one stands there. What is no block of a
    /// page that was read stands alone.
    pub fn beside(&self) -> (&str, Range<usize>) {
        match &self.text {
            Text::Growing(text) => (text, 0..text.len()),
            Text::Packed(all, range) => (all, range.start as usize..range.end as usize),
        }
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
        if read == bytes {
            return self.add(read, typed, true);
        }
        // `&` is the first byte of `&amp;`, and yet stands for the whole of it.
        if bytes.starts_with('&') && bytes.ends_with(';') {
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

    /// The prose of a scalar of a front matter: `value` is what it says, `typed` where it stands in
    /// `text`, quotes included. Plain, quoted, literal and folded scalars map piece by piece: an
    /// escape and a fold are one thing each, the rest goes byte for byte. What cannot be told (an
    /// alias of an anchor) maps whole to whole.
    pub fn of_scalar(source: SourceId, value: &str, typed: Range<usize>, text: &str) -> Self {
        let value = value.trim();
        let mut prose = Self::new(source);
        let bytes = text.get(typed.clone()).unwrap_or("");
        if scalar(&mut prose, value, bytes, typed.start).is_none() {
            prose = Self::new(source);
            prose.push_whole(value, typed);
        }
        prose
    }

    /// Whether nothing was typed inside a range of the read text but what is read there: no mark of
    /// emphasis, no border of a link. What stands for it may then be typed over.
    pub fn is_unbroken(&self, read: Range<usize>) -> bool {
        let first = self.segments.partition_point(|s| s.read.end as usize <= read.start);
        let inside = self.segments.get(first..).unwrap_or_default().iter();
        let mut end = None;
        inside.take_while(|s| (s.read.start as usize) < read.end).all(|s| {
            let follows = end.replace(s.typed.end).is_none_or(|end| end == s.typed.start);
            follows && s.read.end > s.read.start
        })
    }

    /// Where a range of the read text was typed, when it was typed as it is read: neither an entity nor an
    /// escape, nothing left out, no byte that is not text. `source` is the one it comes from. What an
    /// editor took the trouble to escape is theirs, and gives none.
    pub fn typed_as_read(&self, read: &Range<usize>, source: &Source) -> Option<Span> {
        let after = self.segments.partition_point(|s| (s.read.end as usize) < read.end);
        let segment =
            self.segments.get(after).filter(|s| s.verbatim && s.read.start as usize <= read.start)?;
        let start = segment.typed.start as usize + (read.start - segment.read.start as usize);
        let typed = start..start + read.len();
        let escaped = source.text().get(..start)?.ends_with('\\');
        let same = source.text().get(typed.clone())? == self.text().get(read.clone())?;
        let span = Span::new(self.source, typed.start, typed.end);
        (same && !escaped && source.is_text(span)).then_some(span)
    }

    fn add(&mut self, read: &str, typed: Range<usize>, verbatim: bool) {
        if read.is_empty() {
            return;
        }
        let start = clamp(self.text().len());
        self.text.change(|text| text.push_str(read));
        let read = start..clamp(self.text().len());
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
        let kept = self.text().trim_end_matches([' ', '\t', '\n', '\r']).len();
        self.text.change(|text| text.truncate(kept));
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
        let text = self.text();
        let start = floor(text, read.start.min(text.len()));
        let end = ceil(text, read.end.clamp(start, text.len()));
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

/// Aligns what a YAML scalar says with what was typed, from `start` in the source; none when the two
/// do not go together.
fn scalar(prose: &mut Prose, value: &str, typed: &str, start: usize) -> Option<()> {
    let quote = typed.chars().next().filter(|c| matches!(c, '"' | '\''));
    let (mut read, mut at) = (0, usize::from(quote.is_some()));
    loop {
        let left = value.get(read..)?;
        let ahead = typed.get(at..)?;
        let Some(wanted) = left.chars().next() else {
            let closing = ahead.trim();
            return (closing.is_empty() || quote.is_some_and(|quote| closing.starts_with(quote)))
                .then_some(());
        };
        let next = ahead.chars().next()?;
        let mut shown = [0; 4];
        if quote == Some('"') && next == '\\' {
            let (said, length) = escape(ahead)?;
            if let Some(said) = said {
                (said == wanted).then_some(())?;
                prose.push_whole(said.encode_utf8(&mut shown), start + at..start + at + length);
                read += said.len_utf8();
            }
            at += length;
        } else if quote == Some('\'') && ahead.starts_with("''") {
            (wanted == '\'').then_some(())?;
            prose.push_whole("'", start + at..start + at + 2);
            (read, at) = (read + 1, at + 2);
        } else if next == wanted && !matches!(next, '\n' | '\r') {
            let same = wanted.len_utf8();
            prose.add(left.get(..same)?, start + at..start + at + same, true);
            (read, at) = (read + same, at + same);
        } else if next.is_whitespace() {
            // A fold, an indentation, the end of a line of a block.
            let said = left.len() - left.trim_start().len();
            let space = ahead.len() - ahead.trim_start().len();
            prose.push_whole(left.get(..said)?, start + at..start + at + space);
            (read, at) = (read + said, at + space);
        } else {
            return None;
        }
    }
}

/// What an escape between double quotes says, and how many bytes it takes; it says nothing at the end
/// of a line, which it joins to the next one.
fn escape(typed: &str) -> Option<(Option<char>, usize)> {
    let letter = typed.chars().nth(1)?;
    let coded = |digits: usize| {
        let code = u32::from_str_radix(typed.get(2..2 + digits)?, 16).ok()?;
        Some((Some(char::from_u32(code)?), 2 + digits))
    };
    let said = match letter {
        'x' => return coded(2),
        'u' => return coded(4),
        'U' => return coded(8),
        '\r' | '\n' => {
            let rest = typed.get(1..)?;
            return Some((None, 1 + rest.len() - rest.trim_start().len()));
        }
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        't' | '\t' => '\t',
        'n' => '\n',
        'v' => '\u{b}',
        'f' => '\u{c}',
        'r' => '\r',
        'e' => '\u{1b}',
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        other => other,
    };
    Some((Some(said), 1 + letter.len_utf8()))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data;
    use crate::source::Sources;

    /// The prose of the field `t` of a YAML text.
    fn field(text: &str) -> (Sources, Prose) {
        let mut sources = Sources::default();
        let source = sources.add(Source::new("a.yaml", text.as_bytes().to_vec()));
        let (node, problems) = data::yaml(source, text, 0..text.len());
        assert!(problems.is_empty(), "{text:?}: {problems:?}");
        let node = node.as_map().unwrap().get("t").unwrap();
        let prose = Prose::of_scalar(source, node.as_text().unwrap(), node.span.range(), text);
        (sources, prose)
    }

    #[test]
    fn words_of_a_scalar_map_to_what_was_typed() {
        // The text, what is read, what was typed for it.
        let table = [
            ("t: Dans le but de", "but", "but"),
            ("t: \"Dans le but de\"", "but", "but"),
            ("t: 'L''acte d''état'", "L'acte", "L''acte"),
            ("t: 'L''acte d''état'", "d'état", "d''état"),
            ("t: \"l\\u2019acte \\\"vu\\\" \\xe9crit\"", "l’acte", "l\\u2019acte"),
            ("t: \"l\\u2019acte \\\"vu\\\" \\xe9crit\"", "vu", "vu"),
            ("t: \"l\\u2019acte \\\"vu\\\" \\xe9crit\"", "écrit", "\\xe9crit"),
            ("t: dans le\n  cadre\n  de\nu: a", "dans le cadre de", "dans le\n  cadre\n  de"),
            ("t: dans le\n  cadre\n\n  de", "cadre", "cadre"),
            ("t: \"dans le\n  cadre \\\n  de\"", "cadre de", "cadre \\\n  de"),
            ("t: >\n  dans le\n  cadre de\n", "le cadre", "le\n  cadre"),
            ("t: >-\r\n  dans le\r\n  cadre de\r\n", "le cadre", "le\r\n  cadre"),
            ("t: |\n  dans le\n  cadre de\n\n  fin\nu: a", "fin", "fin"),
            ("t: |\n  dans le\n    cadre de\n", "cadre", "cadre"),
            ("t: >2\n   dans le\n  cadre", "cadre", "cadre"),
            ("a: &x dans le but\nt: *x", "but", "*x"),
            ("t: &x dans le but", "but", "but"),
            ("t: 12", "12", "12"),
            ("t: un texte # remarque", "texte", "texte"),
        ];
        for (text, read, typed) in table {
            let (sources, prose) = field(text);
            let at = prose.text().find(read).unwrap_or_else(|| panic!("{read:?} in {:?}", prose.text()));
            assert_eq!(sources.slice(prose.span(at..at + read.len())), typed, "{read:?} in {text:?}");
        }
    }

    #[test]
    fn a_mark_of_emphasis_breaks_what_may_be_typed_over() {
        let text = "dans **le** cadre\nde";
        let source = Sources::default().add(Source::new("a.md", text.as_bytes().to_vec()));
        let mut prose = Prose::new(source);
        prose.push("dans ", 0..5, text);
        prose.push("le", 7..9, text);
        prose.push(" cadre", 11..17, text);
        prose.push_whole(" ", 17..18);
        prose.push("de", 18..20, text);
        for (read, expected) in
            [("dans", true), ("dans le", false), ("le", true), ("le cadre", false), ("cadre de", true)]
        {
            let at = prose.text().find(read).unwrap();
            assert_eq!(prose.is_unbroken(at..at + read.len()), expected, "{read}");
        }
    }
}
