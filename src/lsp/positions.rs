//! From bytes, in which the program counts, to what editors count in, and back.
//!
//! An editor names a place by a line and by units along it: bytes of UTF-8, or units of UTF-16 where « é » is
//! one and an emoji two. A line ends with `\n`, `\r\n`, or `\r` alone; the marks of its end are on no line. What
//! an editor names is never taken at its word: past the end of a line is its end, inside a character is its
//! start, past the last line is the end of the text.

use gen_lsp_types::{Position, PositionEncodingKind, Range};

/// What an editor counts in along a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16: what an editor that does not say counts in.
    #[default]
    Utf16,
}

impl Encoding {
    /// The one that is understood, of those that an editor offers by their names: bytes if it can, for they
    /// need no counting.
    pub fn among<'a>(mut offered: impl Iterator<Item = &'a str>) -> Self {
        if offered.any(|name| name == Self::Utf8.name()) { Self::Utf8 } else { Self::Utf16 }
    }

    /// As the protocol names it.
    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
        }
    }

    /// How many units a stretch of a line has.
    fn units(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.chars().map(char::len_utf16).sum(),
        }
    }

    /// The byte that so many units lead to along a line: the start of the character that they end in.
    fn bytes(self, line: &str, units: usize) -> usize {
        match self {
            Self::Utf8 => line.floor_char_boundary(units.min(line.len())),
            Self::Utf16 => {
                let mut left = units;
                for (at, c) in line.char_indices() {
                    if c.len_utf16() > left {
                        return at;
                    }
                    left -= c.len_utf16();
                }
                line.len()
            }
        }
    }
}

/// A text, with the places where its lines start.
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl<'a> Lines<'a> {
    /// The lines of a text, for an editor that counts so.
    pub fn new(text: &'a str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends = |(at, byte): &(usize, &u8)| match byte {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        let after = bytes.iter().enumerate().filter(ends).map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(0).chain(after).collect(), encoding }
    }

    /// The byte at a place that an editor names.
    pub fn offset(&self, at: Position) -> usize {
        let rank = usize::try_from(at.line).unwrap_or(usize::MAX);
        let Some(start) = self.starts.get(rank).copied() else { return self.text.len() };
        let units = usize::try_from(at.character).unwrap_or(usize::MAX);
        start + self.encoding.bytes(self.line(rank, start), units)
    }

    /// The bytes of a range that an editor names; its end never comes before its start.
    pub fn bytes(&self, range: Range) -> std::ops::Range<usize> {
        let start = self.offset(range.start);
        start..self.offset(range.end).max(start)
    }

    /// The place of a byte, as the editor names it. A byte of the marks of an end of line is that end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let rank = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.starts.get(rank).copied().unwrap_or(0);
        let line = self.line(rank, start);
        let before = line.get(..offset - start).unwrap_or(line);
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Position { line: clamp(rank), character: clamp(self.encoding.units(before)) }
    }

    /// The range of some bytes.
    pub fn range(&self, bytes: std::ops::Range<usize>) -> Range {
        Range { start: self.position(bytes.start), end: self.position(bytes.end.max(bytes.start)) }
    }

    /// A line, without the marks of its end.
    fn line(&self, rank: usize, start: usize) -> &'a str {
        let end = self.starts.get(rank + 1).copied().unwrap_or(self.text.len());
        let whole = self.text.get(start..end).unwrap_or("");
        let without = whole.strip_suffix('\n').unwrap_or(whole);
        without.strip_suffix('\r').unwrap_or(without)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Lines by the letter of the protocol, with their starts: what is typed, one character after the other.
    fn naive_lines(text: &str) -> Vec<(usize, String)> {
        let mut lines = vec![(0, String::new())];
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            match c {
                '\r' if chars.peek().is_some_and(|(_, next)| *next == '\n') => {}
                '\r' | '\n' => lines.push((at + 1, String::new())),
                _ => lines.last_mut().unwrap().1.push(c),
            }
        }
        lines
    }

    fn naive_offset(text: &str, line: u32, character: u32, encoding: Encoding) -> usize {
        let lines = naive_lines(text);
        let Some((start, typed)) = lines.get(line as usize) else { return text.len() };
        let (mut bytes, mut units) = (0, 0);
        for c in typed.chars() {
            units += if encoding == Encoding::Utf8 { c.len_utf8() } else { c.len_utf16() };
            if units > character as usize {
                break;
            }
            bytes += c.len_utf8();
        }
        start + bytes
    }

    fn texts() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("\n"),
            Just("\r\n"),
            Just("\r"),
            Just("a"),
            Just("é"),
            Just("e\u{301}"),
            Just("\u{a0}"),
            Just("€"),
            Just("😀"),
            Just("👩‍👧"),
            Just("🇫🇷"),
            Just(" "),
        ];
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    fn encodings() -> impl Strategy<Value = Encoding> {
        prop_oneof![Just(Encoding::Utf8), Just(Encoding::Utf16)]
    }

    proptest! {
        #[test]
        fn places_are_those_counted_one_by_one(
            text in texts(), encoding in encodings(), line in 0..12_u32, character in 0..40_u32,
        ) {
            let lines = Lines::new(&text, encoding);
            let offset = lines.offset(Position { line, character });
            prop_assert_eq!(offset, naive_offset(&text, line, character, encoding));
            prop_assert!(text.is_char_boundary(offset));
        }

        #[test]
        fn a_place_leads_back_to_its_byte(text in texts(), encoding in encodings()) {
            let lines = Lines::new(&text, encoding);
            for (start, typed) in naive_lines(&text) {
                for (at, _) in typed.char_indices().chain([(typed.len(), ' ')]) {
                    prop_assert_eq!(lines.offset(lines.position(start + at)), start + at);
                }
            }
            for offset in 0..=text.len() + 2 {
                let back = lines.offset(lines.position(offset));
                prop_assert!(back <= offset.min(text.len()) && offset.min(text.len()) - back <= 4);
            }
        }
    }

    #[test]
    fn accents_and_emoji_are_counted_as_editors_do() {
        let text = "Été 😀 x\r\nà";
        let utf16 = Lines::new(text, Encoding::Utf16);
        let utf8 = Lines::new(text, Encoding::Utf8);
        let x = text.find('x').unwrap();
        assert_eq!(utf16.position(x), Position { line: 0, character: 7 });
        assert_eq!(utf8.position(x), Position { line: 0, character: 11 });
        // Between the halves of an emoji there is nothing.
        assert_eq!(utf16.offset(Position { line: 0, character: 5 }), text.find('😀').unwrap());
        // Between the marks of an end of line neither.
        assert_eq!(utf16.position(text.find('\n').unwrap()), Position { line: 0, character: 8 });
        assert_eq!(utf16.position(text.len()), Position { line: 1, character: 1 });
    }

    #[test]
    fn bytes_are_taken_when_they_are_offered() {
        assert_eq!(Encoding::among(["utf-32", "utf-8"].into_iter()), Encoding::Utf8);
        assert_eq!(Encoding::among(["utf-32"].into_iter()), Encoding::Utf16);
        assert_eq!(Encoding::among(std::iter::empty()), Encoding::Utf16);
    }
}
