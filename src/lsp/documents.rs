//! Texts that are open in the editor, as they are there, saved or not.

use std::path::PathBuf;
use std::sync::Arc;

use gen_lsp_types::Range;
use serde_json::Value;

use super::positions::{Encoding, Lines};
use crate::files::LARGEST_TEXT;
use crate::source::Source;

/// A text that is open.
#[derive(Clone, Debug)]
pub(super) struct Open {
    /// Its address, as the editor writes it.
    pub(super) uri: String,
    /// Its file.
    pub(super) path: PathBuf,
    /// The folder of the site that it belongs to, once there is one.
    pub(super) site: Option<PathBuf>,
    /// What the editor numbers its states by.
    pub(super) version: i32,
    text: String,
    /// The same, as a file of the site, once it was asked for.
    source: Option<Arc<Source>>,
    /// What is found in it was not told yet.
    pub(super) untold: bool,
}

impl Open {
    pub(super) fn new(uri: String, path: PathBuf, version: i32, text: String) -> Self {
        Self { uri, path, site: None, version, text, source: None, untold: true }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Makes changes, one after the other, as the protocol writes them: a range and its new text, or the whole
    /// text. One that cannot be read is passed over.
    pub(super) fn change(&mut self, version: Option<i32>, changes: &[Value], encoding: Encoding) {
        for change in changes {
            let Some(text) = change.get("text").and_then(Value::as_str) else { continue };
            match change.get("range").filter(|range| !range.is_null()) {
                None => text.clone_into(&mut self.text),
                Some(range) => {
                    let Ok(range) = serde_json::from_value::<Range>(range.clone()) else { continue };
                    let bytes = Lines::new(&self.text, encoding).bytes(range);
                    self.text.replace_range(bytes, text);
                }
            }
        }
        self.version = version.unwrap_or(self.version);
        self.source = None;
        self.untold = true;
    }

    /// It as a file of a site, by its path from the site's folder; none when it is too large to be one.
    pub(super) fn source(&mut self, name: &str) -> Option<Arc<Source>> {
        if self.text.len() as u64 > LARGEST_TEXT {
            return None;
        }
        let text = &self.text;
        let made = || Arc::new(Source::new(name, text.clone().into_bytes()));
        Some(Arc::clone(self.source.get_or_insert_with(made)))
    }

    /// A file of the site that has the same text stands for this one: what was read of it holds.
    pub(super) fn share(&mut self, source: &Arc<Source>) {
        if source.text() == self.text && source.invalid().is_empty() {
            self.source = Some(Arc::clone(source));
        }
    }
}

#[cfg(test)]
mod tests {
    use gen_lsp_types::Position;
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn open(text: &str) -> Open {
        Open::new("file:///a.md".to_owned(), "/a.md".into(), 1, text.to_owned())
    }

    #[test]
    fn changes_are_made_one_after_the_other() {
        let mut document = open("Été 😀\r\nfin");
        let place = |line: u32, from: u32, to: u32, text: &str| {
            let range =
                Range { start: Position { line, character: from }, end: Position { line, character: to } };
            json!({ "range": range, "text": text })
        };
        let changes = [place(0, 4, 6, "x"), place(1, 0, 3, "é"), place(0, 3, 5, "\r\n")];
        document.change(Some(2), &changes, Encoding::Utf16);
        assert_eq!((document.text(), document.version), ("Été\r\n\r\né", 2));
        document.change(None, &[json!({ "text": "tout" })], Encoding::Utf16);
        assert_eq!((document.text(), document.version), ("tout", 2));
    }

    #[test]
    fn a_change_that_is_none_is_passed_over() {
        let mut document = open("abc");
        let changes = [json!({}), json!(1), json!({ "range": 1, "text": "x" }), json!({ "text": 3 })];
        document.change(Some(2), &changes, Encoding::Utf16);
        assert_eq!(document.text(), "abc");
    }

    proptest! {
        /// Texts are what they would be were they kept as units of UTF-16, as editors do.
        #[test]
        fn texts_follow_the_editor(
            start in "[aé😀\n]{0,20}",
            edits in prop::collection::vec((0..6_u32, 0..8_u32, 0..6_u32, 0..8_u32, "[bà🇫\n]{0,3}"), 0..8),
        ) {
            let mut document = open(&start);
            let mut units: Vec<u16> = start.encode_utf16().collect();
            for (line, character, end_line, end_character, text) in edits {
                let at = |units: &[u16], line: u32, character: u32| {
                    let starts = std::iter::once(0)
                        .chain(units.iter().enumerate().filter(|(_, unit)| **unit == 10).map(|(at, _)| at + 1));
                    let Some(start) = starts.into_iter().nth(line as usize) else { return units.len() };
                    let length = units[start..].iter().position(|unit| *unit == 10);
                    let end = length.map_or(units.len(), |length| start + length);
                    let at = (start + character as usize).min(end);
                    // Between the halves of a character there is nothing.
                    let half = at < units.len() && (0xdc00..0xe000).contains(&units[at]);
                    if half { at - 1 } else { at }
                };
                let (from, to) = (at(&units, line, character), at(&units, end_line, end_character));
                units.splice(from..to.max(from), text.encode_utf16());
                let range = Range {
                    start: Position { line, character },
                    end: Position { line: end_line, character: end_character },
                };
                document.change(None, &[json!({ "range": range, "text": text })], Encoding::Utf16);
                prop_assert_eq!(document.text(), String::from_utf16(&units).unwrap());
            }
        }
    }
}
