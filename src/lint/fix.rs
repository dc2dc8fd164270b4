//! Applying fixes to a text.

use crate::finding::{Applicability, Edit, Finding, Fix};
use crate::source::SourceId;

/// The fixes to one file that may be applied together: in the order of the findings, each whole,
/// none that touches bytes another one changes.
pub fn together(findings: &[Finding], source: SourceId, at_most: Applicability) -> Vec<&Fix> {
    let mut taken: Vec<&Edit> = Vec::new();
    let mut fixes = Vec::new();
    for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()) {
        let ours = fix.applicability <= at_most && fix.edits.iter().all(|edit| edit.span.source == source);
        if ours && fix.edits.iter().all(|edit| taken.iter().all(|other| !collide(edit, other))) {
            taken.extend(&fix.edits);
            fixes.push(fix);
        }
    }
    fixes
}

/// Whether two edits change the same bytes, or insert at the same place.
fn collide(a: &Edit, b: &Edit) -> bool {
    let (a, b) = (a.span, b.span);
    (a.start < b.end && b.start < a.end) || a.start == b.start
}

/// The text with its edits made. Edits may come in any order; one that overlaps an earlier one, or
/// that does not fall on characters, is left out.
pub fn apply<'a>(text: &str, edits: impl IntoIterator<Item = &'a Edit>) -> String {
    let mut edits: Vec<&Edit> = edits.into_iter().collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        let Some(kept) = text.get(at..range.start).filter(|_| text.get(range.clone()).is_some()) else {
            continue;
        };
        result.push_str(kept);
        result.push_str(&edit.text);
        at = range.end;
    }
    result.push_str(text.get(at..).unwrap_or(""));
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Source, Sources, Span};

    fn edits(list: &[(usize, usize, &str)]) -> Vec<Edit> {
        let source = Sources::default().add(Source::new("a.md", Vec::new()));
        list.iter()
            .map(|(start, end, text)| Edit { span: Span::new(source, *start, *end), text: (*text).into() })
            .collect()
    }

    #[test]
    fn edits_apply_in_any_order() {
        assert_eq!(apply("un deux trois", &edits(&[(8, 13, "3"), (0, 2, "1"), (2, 2, "!")])), "1! deux 3");
    }

    #[test]
    fn what_overlaps_or_splits_a_character_is_left_out() {
        assert_eq!(apply("été", &edits(&[(0, 2, "e"), (1, 3, "x"), (3, 9, "y")])), "eté");
    }
}
