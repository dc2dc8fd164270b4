//! Applying fixes: which ones go together, what a file becomes, and [`run`], which mends a whole
//! site without leaving anything worse than it was.

mod judge;
mod passes;

use std::collections::BTreeMap;

use crate::finding::{Applicability, Edit, Finding, Fix};
use crate::source::{Source, SourceId};

pub use passes::{Changed, Look, Mended, Reason, Refused, Unfixed, Wanted, run, run_with};

/// The fixes to one file that may be applied together: in the order of the findings, each whole,
/// none that touches bytes another one changes.
pub fn together(findings: &[Finding], source: SourceId, at_most: Applicability) -> Vec<&Fix> {
    let mut taken = Taken::default();
    let fixes = findings.iter().filter_map(|finding| finding.fix.as_deref());
    let ours =
        |fix: &&Fix| fix.applicability <= at_most && fix.edits.iter().all(|edit| edit.span.source == source);
    fixes.filter(ours).filter(|fix| taken.take(&fix.edits)).collect()
}

/// The stretches of one file that edits change, by where they start.
#[derive(Default)]
struct Taken(BTreeMap<u32, u32>);

impl Taken {
    /// Takes the stretches of a fix, all or none; false when another one holds some of these bytes,
    /// or inserts at the same place.
    fn take(&mut self, edits: &[Edit]) -> bool {
        for (rank, edit) in edits.iter().enumerate() {
            if self.holds(edit) {
                for earlier in edits.iter().take(rank) {
                    self.0.remove(&earlier.span.start);
                }
                return false;
            }
            self.0.insert(edit.span.start, edit.span.end);
        }
        true
    }

    /// What is taken never overlaps: only the neighbours of an edit can be in its way.
    fn holds(&self, edit: &Edit) -> bool {
        let (start, end) = (edit.span.start, edit.span.end);
        let before = self.0.range(..=start).next_back();
        let after = self.0.range(start..).next();
        before.is_some_and(|(from, to)| *from == start || *to > start)
            || after.is_some_and(|(from, _)| *from < end)
    }
}

/// The text with its edits made. Edits may come in any order; one that overlaps an earlier one, or
/// that does not fall on characters, is left out.
pub fn apply<'a>(text: &str, edits: impl IntoIterator<Item = &'a Edit>) -> String {
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for edit in in_order(text, edits) {
        result.push_str(text.get(at..edit.span.range().start).unwrap_or(""));
        result.push_str(&edit.text);
        at = edit.span.range().end;
    }
    result.push_str(text.get(at..).unwrap_or(""));
    result
}

/// The bytes of a file with its edits made, as [`apply`] makes them. Bytes that no edit covers stay
/// as they are, those that are not UTF-8 too.
pub fn splice<'a>(source: &Source, edits: impl IntoIterator<Item = &'a Edit>) -> Vec<u8> {
    let bytes = source.bytes();
    let mut result = Vec::with_capacity(bytes.len());
    let mut at = 0;
    for edit in in_order(source.text(), edits) {
        result.extend_from_slice(bytes.get(at..edit.span.range().start).unwrap_or(&[]));
        result.extend_from_slice(edit.text.as_bytes());
        at = edit.span.range().end;
    }
    result.extend_from_slice(bytes.get(at..).unwrap_or(&[]));
    result
}

/// The edits that can be made, in the order of the text.
fn in_order<'a>(text: &str, edits: impl IntoIterator<Item = &'a Edit>) -> Vec<&'a Edit> {
    let mut edits: Vec<&Edit> = edits.into_iter().collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut at = 0;
    edits.retain(|edit| {
        let range = edit.span.range();
        let fits = range.start >= at && text.get(range.clone()).is_some();
        if fits {
            at = range.end;
        }
        fits
    });
    edits
}

/// The line ending of a file: the one that most of its lines have, a line feed when there is none.
pub fn line_ending(text: &str) -> &'static str {
    let all = text.bytes().filter(|byte| *byte == b'\n').count();
    if text.matches("\r\n").count() * 2 > all { "\r\n" } else { "\n" }
}

/// The text of an edit with the line ending of its file.
pub fn with_line_ending(text: &str, ending: &str) -> String {
    if text.contains('\n') { text.replace("\r\n", "\n").replace('\n', ending) } else { text.to_owned() }
}

#[cfg(test)]
mod tests;
