//! Findings, as editors show them.

use std::sync::Arc;

use gen_lsp_types::{
    Code, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, Message, Range, Uri,
};
use serde_json::{Value, json};

use super::positions::{Encoding, Lines};
use crate::finding::{Finding, Severity};
use crate::source::{Source, Span};
use crate::words::Words;

/// How what is found is said to one editor.
#[derive(Clone, Debug)]
pub(super) struct Manner {
    /// In which words.
    pub(super) words: Words,
    /// How it counts.
    pub(super) encoding: Encoding,
    /// It shows the other places of a finding.
    pub(super) related: bool,
}

impl Manner {
    /// One finding, at a range of its file. `place` gives where the other places are.
    pub(super) fn diagnostic(
        &self,
        finding: &Finding,
        range: Range,
        place: &dyn Fn(Span) -> Option<Location>,
    ) -> Diagnostic {
        let mut message = self.words.say(&finding.message);
        if let Some(help) = &finding.help {
            message.push('\n');
            message.push_str(&self.words.say(help));
        }
        let label = |(span, message): &(Span, crate::finding::Message)| {
            Some(DiagnosticRelatedInformation { location: place(*span)?, message: self.words.say(message) })
        };
        let related: Vec<_> = finding.labels.iter().filter_map(label).collect();
        Diagnostic {
            range,
            severity: Some(match finding.severity {
                Severity::Error => DiagnosticSeverity::Error,
                Severity::Warning => DiagnosticSeverity::Warning,
                // The quietest: it is folded away everywhere else.
                Severity::Info => DiagnosticSeverity::Hint,
            }),
            code: Some(Code::String(finding.rule.to_string())),
            code_description: None,
            source: Some("limpide".to_owned()),
            message: Message::String(message),
            tags: None,
            related_information: (self.related && !related.is_empty()).then_some(related),
            data: None,
        }
    }
}

/// What is told of a file, as the parameters of a notification.
pub(super) fn published(uri: &str, version: Option<i32>, diagnostics: &[Diagnostic]) -> Value {
    let mut params = json!({ "uri": uri, "diagnostics": diagnostics });
    if let (Some(version), Some(params)) = (version, params.as_object_mut()) {
        params.insert("version".to_owned(), version.into());
    }
    params
}

/// Where the bytes of a text went since: it was changed in one stretch, and what is before and after it stayed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moved {
    /// Bytes that are the same at the start.
    start: usize,
    /// Where what is the same at the end began.
    end: usize,
    /// Where it begins now, and how long the text is.
    now: usize,
}

impl Moved {
    /// What happened between two states of a text.
    pub(super) fn between(before: &str, now: &str) -> Self {
        let same = before.bytes().zip(now.bytes()).take_while(|(a, b)| a == b).count();
        let start = before.floor_char_boundary(same);
        let most = before.len().min(now.len()) - start;
        let ends = before.bytes().rev().zip(now.bytes().rev());
        let mut same = ends.take(most).take_while(|(a, b)| a == b).count();
        while !before.is_char_boundary(before.len() - same) {
            same -= 1;
        }
        Self { start, end: before.len() - same, now: now.len() - same }
    }

    /// Where some bytes are now; none when they were in what changed.
    pub(super) fn range(&self, bytes: std::ops::Range<usize>) -> Option<std::ops::Range<usize>> {
        if bytes.end <= self.start {
            return Some(bytes);
        }
        let shift = |at: usize| (at + self.now).checked_sub(self.end);
        if bytes.start >= self.end { Some(shift(bytes.start)?..shift(bytes.end)?) } else { None }
    }
}

/// Where bytes of a file are, for an editor: the file may have changed since.
pub(super) fn location(
    (uri, path_text): (String, &str),
    built: &Arc<Source>,
    span: Span,
    encoding: Encoding,
) -> Option<Location> {
    let bytes = if built.text() == path_text {
        span.range()
    } else {
        Moved::between(built.text(), path_text).range(span.range())?
    };
    Some(Location { uri: Uri(uri), range: Lines::new(path_text, encoding).range(bytes) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_did_not_change_keeps_its_bytes(
            head in "[aé😀]{0,6}", old in "[aéb]{0,4}", new in "[aéb😀]{0,4}", tail in "[xyz]{0,6}",
        ) {
            let (before, now) = (format!("{head}{old}{tail}"), format!("{head}{new}{tail}"));
            let moved = Moved::between(&before, &now);
            let bounds: Vec<usize> =
                (0..=before.len()).filter(|at| before.is_char_boundary(*at)).collect();
            for start in &bounds {
                for end in bounds.iter().filter(|end| *end >= start) {
                    if let Some(range) = moved.range(*start..*end) {
                        prop_assert_eq!(now.get(range), before.get(*start..*end));
                    }
                }
            }
            // At least what was left alone is found again; letters of its own keep the end from being that of the change.
            prop_assert!(moved.range(0..head.len()).is_some());
            let after = before.len() - tail.len();
            prop_assert!(tail.is_empty() || moved.range(after..before.len()).is_some());
        }
    }
}
