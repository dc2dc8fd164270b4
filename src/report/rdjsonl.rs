//! Diagnostics of reviewdog, one JSON object a line.

use serde::Serialize;

use crate::finding::{Applicability, Finding, Severity};
use crate::source::Span;

use super::{Options, Report};

#[derive(Serialize)]
struct Diagnostic<'a> {
    message: String,
    location: Location,
    severity: &'static str,
    source: Source,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion<'a>>,
}

#[derive(Serialize)]
struct Location {
    path: String,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

/// Lines and columns from 1; columns in bytes, as reviewdog counts.
#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    range: Range,
    text: &'a str,
}

/// The findings that are shown. A fix of one edit comes as a suggestion; one of several cannot.
pub fn rdjsonl(report: &Report<'_>, options: &Options) -> String {
    let mut text = String::new();
    for finding in report.shown(options) {
        // Texts and numbers: nothing here that JSON cannot hold.
        text.push_str(&serde_json::to_string(&diagnostic(report, finding)).unwrap_or_default());
        text.push('\n');
    }
    text
}

fn diagnostic<'a>(report: &Report<'a>, finding: &'a Finding) -> Diagnostic<'a> {
    let fix = finding.fix.as_ref().filter(|fix| fix.applicability <= Applicability::Suggested);
    let suggestions = match fix.map(|fix| fix.edits.as_slice()) {
        Some([edit]) if edit.span.source == finding.span.source => {
            vec![Suggestion { range: range(report, edit.span), text: &edit.text }]
        }
        _ => Vec::new(),
    };
    Diagnostic {
        message: report.full_message(finding),
        location: Location { path: report.outer_path(finding.span), range: range(report, finding.span) },
        severity: match finding.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info => "INFO",
        },
        source: Source { name: env!("CARGO_PKG_NAME") },
        code: Code { value: finding.rule.as_str() },
        suggestions,
    }
}

fn range(report: &Report<'_>, span: Span) -> Range {
    let source = report.sources.get(span.source);
    let position = |offset: u32| {
        let line = source.position(offset).line;
        let before = source.text().get(..offset as usize).unwrap_or("");
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let column = u32::try_from(before.len() - start + 1).unwrap_or(u32::MAX);
        Position { line, column }
    };
    Range { start: position(span.start), end: position(span.end) }
}
