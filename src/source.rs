//! Text with places: files as read, spans in bytes, and the lines and columns people count in.

mod picture;

use std::sync::Arc;

pub use picture::{HEAD as PICTURE_HEAD, Picture, is_picture, orientation, read as read_picture};

/// One source file, by its rank in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u32);

/// A half-open range of bytes in one source. Both ends fall on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span over `start..end` of `source`. Files are bounded well below 4 GiB when they are read,
    /// so that offsets fit.
    pub fn new(source: SourceId, start: usize, end: usize) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { source, start: clamp(start), end: clamp(end.max(start)) }
    }

    /// The bytes it covers.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span that holds both; `other` if the sources differ.
    pub fn to(self, other: Self) -> Self {
        if self.source != other.source {
            return other;
        }
        Self { source: self.source, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A value with the place it was read at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// A value at a place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// A line and a column, both from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in Unicode scalar values, from 1.
    pub column: u32,
    /// Column in UTF-16 code units, from 0, as editors count.
    pub utf16: u32,
}

/// One file: its path from the site's folder, with `/`, and its text.
#[derive(Clone, Debug)]
pub struct Source {
    path: String,
    text: Arc<str>,
    lines: Vec<u32>,
    /// Columns reached along lines that are long, in order.
    marks: Vec<Mark>,
    invalid: Vec<u32>,
    /// The bytes as read, where they are not those of `text`.
    raw: Option<Arc<[u8]>>,
}

/// A place on a long line, every [`STRIDE`] bytes or so.
#[derive(Clone, Copy, Debug)]
struct Mark {
    offset: u32,
    column: u32,
    utf16: u32,
}

/// Bytes of a line that are counted again each time a column is asked for.
const STRIDE: usize = 1 << 10;

impl Source {
    /// Reads bytes as UTF-8. A byte that is not valid becomes `?`, so that every other byte keeps
    /// its place; [`Source::invalid`] tells where.
    pub fn new(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        let (text, invalid, raw) = match String::from_utf8(bytes) {
            Ok(text) => (text, Vec::new(), None),
            Err(error) => {
                let raw = Arc::from(error.as_bytes());
                let (text, invalid) = mend(error.into_bytes());
                (text, invalid, Some(raw))
            }
        };
        let lines: Vec<u32> =
            std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| clamp(i + 1))).collect();
        let marks = marks(&text, &lines);
        Self { path: path.into(), text: text.into(), lines, marks, invalid, raw }
    }

    /// Path from the site's folder, with `/`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The text, byte for byte as long as the file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The file as read, byte for byte. It differs from the text at [`Source::invalid`] only.
    pub fn bytes(&self) -> &[u8] {
        self.raw.as_deref().unwrap_or(self.text.as_bytes())
    }

    /// Offsets of the bytes that were not UTF-8.
    pub fn invalid(&self) -> &[u32] {
        &self.invalid
    }

    /// Whether every byte of a span was UTF-8.
    pub fn is_text(&self, span: Span) -> bool {
        let first = self.invalid.partition_point(|offset| *offset < span.start);
        self.invalid.get(first).is_none_or(|offset| *offset >= span.end)
    }

    /// Line and column of a byte offset; past the end counts as the end.
    pub fn position(&self, offset: u32) -> Position {
        let mut offset = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.lines.partition_point(|start| *start as usize <= offset);
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let mark = self.marks.partition_point(|mark| mark.offset as usize <= offset).checked_sub(1);
        let mark = mark.and_then(|rank| self.marks.get(rank)).filter(|mark| mark.offset > start);
        let from = mark.copied().unwrap_or(Mark { offset: start, column: 1, utf16: 0 });
        let Mark { column, utf16, .. } = from.moved(&self.text, offset);
        Position { line: clamp(line), column, utf16 }
    }
}

impl Mark {
    /// The same line, up to a later byte.
    fn moved(self, text: &str, offset: usize) -> Self {
        let between = text.get(self.offset as usize..offset).unwrap_or("");
        let chars = between.chars().count();
        // A character takes two UTF-16 units when its UTF-8 starts with such a byte.
        let wide = between.bytes().filter(|byte| *byte >= 0xf0).count();
        Self {
            offset: clamp(offset),
            column: self.column.saturating_add(clamp(chars)),
            utf16: self.utf16.saturating_add(clamp(chars + wide)),
        }
    }
}

/// The marks of a text whose lines start there.
fn marks(text: &str, lines: &[u32]) -> Vec<Mark> {
    let mut marks = Vec::new();
    let ends = lines.iter().skip(1).copied().chain([clamp(text.len())]);
    for (start, end) in lines.iter().zip(ends) {
        let mut mark = Mark { offset: *start, column: 1, utf16: 0 };
        while (end - mark.offset) as usize > STRIDE {
            mark = mark.moved(text, text.floor_char_boundary(mark.offset as usize + STRIDE));
            marks.push(mark);
        }
    }
    marks
}

fn clamp(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn mend(mut bytes: Vec<u8>) -> (String, Vec<u32>) {
    let mut invalid = Vec::new();
    let mut from = 0;
    while let Err(error) = std::str::from_utf8(&bytes[from..]) {
        let start = from + error.valid_up_to();
        let end = error.error_len().map_or(bytes.len(), |len| start + len);
        for (offset, byte) in bytes.iter_mut().enumerate().take(end).skip(start) {
            *byte = b'?';
            invalid.push(clamp(offset));
        }
        from = end;
    }
    (String::from_utf8_lossy(&bytes).into_owned(), invalid)
}

/// Every file that was read, in order.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Arc<Source>>,
}

impl Sources {
    /// Adds a file and names it. A file that an earlier set holds may be shared with it.
    pub fn add(&mut self, source: impl Into<Arc<Source>>) -> SourceId {
        self.files.push(source.into());
        SourceId(clamp(self.files.len() - 1))
    }

    /// Puts a later version of a file in its place. Spans of the earlier one no longer hold.
    pub fn replace(&mut self, id: SourceId, source: impl Into<Arc<Source>>) {
        if let Some(file) = self.files.get_mut(id.0 as usize) {
            *file = source.into();
        }
    }

    /// The file behind an id. Ids only come from [`Sources::add`] of the same set.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.files[id.0 as usize]
    }

    /// The file behind an id, to be shared with another set.
    pub fn share(&self, id: SourceId) -> Option<Arc<Source>> {
        self.files.get(id.0 as usize).cloned()
    }

    /// Every file with its id, in order.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.files.iter().enumerate().map(|(i, s)| (SourceId(clamp(i)), &**s))
    }

    /// Whether an id means the very same file in another set, which shares it with this one: it was not read
    /// again.
    pub fn shares(&self, id: SourceId, other: &Self) -> bool {
        let [here, there] = [self, other].map(|sources| sources.files.get(id.0 as usize));
        here.zip(there).is_some_and(|(here, there)| Arc::ptr_eq(here, there))
    }

    /// The bytes under a span, as typed; empty when the span does not fit.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source).text().get(span.range()).unwrap_or("")
    }
}

/// A site's folder as read, before anything in it is understood. Paths use `/`; every list is
/// sorted by path. What the site does not hold itself comes from the files built into the program.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The text of every file below.
    pub sources: Sources,
    /// `site.toml`, if there is one.
    pub config: Option<SourceId>,
    /// Pages: `.md` files of `content/`, by their path inside it.
    pub pages: Vec<(String, SourceId)>,
    /// Registries: `.yaml` files of `content/_data/`, by their path inside it.
    pub data: Vec<(String, SourceId)>,
    /// Tables of data, by their path inside `content/`: `.csv` and `.yaml` files of `_data/tables/`, and
    /// those beside pages that are not too large to be shown (these are also published as they are).
    pub tables: Vec<(String, SourceId)>,
    /// `lints/`.
    pub lints: RuleFiles,
    /// Text files of every theme (`theme.toml`, templates), by `<theme>/<path>`. A path may stand twice: a
    /// file built into the program, then the one of the site that takes its place.
    pub theme_texts: Vec<(String, SourceId)>,
    /// Files published as they are.
    pub assets: Vec<Asset>,
    /// Drafts are published too, whatever `site.toml` says.
    pub drafts: bool,
}

/// `lints/`, as read.
#[derive(Clone, Debug, Default)]
pub struct RuleFiles {
    /// Rule files by id (`clarity/long-sentence`). An id may come twice: the built-in file, then the
    /// site's own, which takes its place if it can be used.
    pub rules: Vec<(String, SourceId)>,
    /// What rules share, by path: `_profiles/strict.yaml`, `_sources.yaml`. A file of the site takes
    /// the place of a built-in one.
    pub shared: Vec<(String, SourceId)>,
}

/// A file published as it is. Its bytes stay behind the disk door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Where it comes from, as the disk door names it: a path from the site's folder, or
    /// `builtin:` and a path.
    pub origin: String,
    /// The theme it belongs to; none for a file of `content/`.
    pub theme: Option<String>,
    /// Its path in the published site (for a file of `content/`, its path inside `content/`).
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// BLAKE3 of its bytes, in hexadecimal.
    pub hash: String,
    /// What it shows, by its header.
    pub picture: Picture,
}

/// True for the name of what a site never publishes: hidden files, the copies editors leave behind, and the
/// packages of JavaScript tools. `.well-known` is the exception: it is made to be published
/// (RFC 8615; `security.txt` lives there).
pub fn is_hidden(name: &[u8]) -> bool {
    (name.starts_with(b".") && name != b".well-known")
        || name.ends_with(b"~")
        || name.starts_with(b"~$")
        || name == b"node_modules"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_bytes_keep_every_other_place() {
        let source = Source::new("a.md", b"caf\xe9 \xc3\xa9t\xc3".to_vec());
        assert_eq!(source.text(), "caf? ét?");
        assert_eq!(source.invalid(), [3, 8]);
        assert_eq!(source.bytes(), b"caf\xe9 \xc3\xa9t\xc3");
    }

    #[test]
    fn columns_count_characters_and_utf16() {
        let source = Source::new("a.md", "un\né😀x".into());
        let at = source.position(3 + 2 + 4);
        assert_eq!((at.line, at.column, at.utf16), (2, 3, 3));
        assert_eq!(source.position(99).line, 2);
    }

    #[test]
    fn columns_of_long_lines_are_those_counted_one_by_one() {
        let long = "aé😀".repeat(STRIDE);
        let text = format!("un\n{long}\n{long}é\ndeux\n{long}");
        let source = Source::new("a.md", text.clone().into());
        let (mut line, mut column, mut utf16) = (1, 1, 0);
        for (at, c) in text.char_indices() {
            assert_eq!(source.position(clamp(at)), Position { line, column, utf16 }, "{at}");
            (line, column, utf16) =
                if c == '\n' { (line + 1, 1, 0) } else { (line, column + 1, utf16 + clamp(c.len_utf16())) };
        }
        assert_eq!(source.position(clamp(text.len())), Position { line, column, utf16 });
    }
}
