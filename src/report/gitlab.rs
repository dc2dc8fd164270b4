//! The report of GitLab's Code Quality.

use serde::Serialize;

use crate::finding::Severity;

use super::{Options, Report};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// The findings that are shown, as the JSON list that GitLab reads. A fingerprint is the same as long
/// as the words are, wherever their lines move, and stands once: GitLab tells by it what is new.
pub fn gitlab(report: &Report<'_>, options: &Options) -> String {
    let shown = report.in_order_with_fingerprints().filter(|(finding, _)| options.shows(finding));
    let issues: Vec<Issue<'_>> = shown
        .map(|(finding, fingerprint)| {
            let (start, end) = report.ends(finding.span);
            Issue {
                description: report.full_message(finding),
                check_name: finding.rule.as_str(),
                fingerprint,
                severity: match finding.severity {
                    Severity::Error => "critical",
                    Severity::Warning => "minor",
                    Severity::Info => "info",
                },
                location: Location {
                    path: report.outer_path(finding.span),
                    lines: Lines { begin: start.line, end: end.line },
                },
            }
        })
        .collect();
    super::written(&issues)
}
