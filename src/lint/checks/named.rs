//! Parameters that several kinds about time have: one or several of a few names, and words of a sentence.

use std::ops::Range;

use crate::data::Fields;
use crate::finding::Message;
use crate::language::fold::{fold, is_whole};
use crate::lint::rule_file::{missing, wrong};
use crate::source::Span;

use super::kind::texts;

/// What each of a few names means.
pub(super) struct Named<'a, T> {
    names: &'a [&'static str],
    meanings: &'a [T],
}

impl<'a, T: Copy> Named<'a, T> {
    /// Names and what they mean, in the same order.
    pub(super) fn of(names: &'a [&'static str], meanings: &'a [T]) -> Self {
        Self { names, meanings }
    }

    /// One or several of the names, which must be there.
    pub(super) fn required(&self, fields: &mut Fields, key: &'static str, place: Span) -> Option<Vec<T>> {
        let typed = fields.texts(key);
        if typed.is_empty() {
            missing(fields.problems(), key, place);
            return None;
        }
        let mut meanings = Vec::new();
        for text in typed {
            match self.names.iter().zip(self.meanings).find(|(name, _)| **name == text.value) {
                Some((_, meaning)) => meanings.push(*meaning),
                None => {
                    let message =
                        Message::key("lint.unknown-choice").with("name", text.value).with("key", key);
                    let known: Vec<String> = self.names.iter().map(|name| (*name).to_owned()).collect();
                    let known = Message::key("lint.known-choices").with("known", known);
                    fields.problems().push(wrong(text.span, message).help(known));
                }
            }
        }
        Some(meanings)
    }
}

/// Words and phrases that, somewhere in a sentence, change what it says.
#[derive(Clone, Debug)]
pub(super) struct SentenceWords(Vec<String>);

impl SentenceWords {
    /// A list of texts, which may be left out.
    pub(super) fn read(fields: &mut Fields, key: &'static str) -> Self {
        Self(texts(fields, key).iter().map(|text| fold(text.trim()).into_text()).collect())
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of them stands in a stretch of a text.
    pub(super) fn stand_in(&self, text: &str, range: &Range<usize>) -> bool {
        self.first_in(text, range).is_some()
    }

    /// Where the first of them to end ends, in a stretch of a text.
    pub(super) fn first_in(&self, text: &str, range: &Range<usize>) -> Option<usize> {
        if self.0.is_empty() {
            return None;
        }
        let folded = fold(text.get(range.clone())?);
        let read = folded.text();
        let ends = self.0.iter().filter_map(|words| {
            let mut places =
                read.match_indices(words.as_str()).map(|(start, found)| start..start + found.len());
            places.find(|at| is_whole(read, at))
        });
        let first = ends.min_by_key(|at| at.end)?;
        Some(range.start + folded.original(first).end)
    }
}
