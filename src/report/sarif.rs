//! SARIF 2.1.0, which code hosts show on the lines of a change.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::finding::{Applicability, Finding, Fix, RuleId, Severity, Suppressed, Suppression};
use crate::source::Span;

use super::Report;

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    column_kind: &'static str,
    language: &'static str,
    results: Vec<ResultOf<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Descriptor<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'a> {
    id: &'a str,
    short_description: Text,
    full_description: Text,
    help: Text,
    default_configuration: Configuration,
    properties: Properties,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Properties {
    tags: Vec<String>,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultOf<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: Fingerprints,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<FixOf<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<SuppressionOf<'a>>,
}

#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "limpide/v1")]
    limpide: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

/// Lines and columns from 1, columns in UTF-16 units; `endColumn` is one past the last.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FixOf<'a> {
    description: Text,
    artifact_changes: [Change<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Inserted<'a>,
}

#[derive(Serialize)]
struct Inserted<'a> {
    text: &'a str,
}

#[derive(Serialize)]
struct SuppressionOf<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    justification: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Location>,
}

/// Everything that was found, whatever its severity, and what silences and the baseline keep back,
/// each with its suppression. Ends with a line feed.
pub fn sarif(report: &Report<'_>) -> String {
    let found = report.findings.iter().chain(report.suppressed.iter().map(|s| &s.finding));
    let ids: Vec<&RuleId> = found.map(|f| &f.rule).collect::<BTreeSet<_>>().into_iter().collect();
    let told = report.in_order_with_fingerprints();
    let told = told.map(|(finding, fingerprint)| result(report, &ids, finding, fingerprint, None));
    let kept: Vec<&Finding> = report.suppressed.iter().map(|s| &s.finding).collect();
    let kept = report.suppressed.iter().zip((report.fingerprints)(&kept));
    let kept = kept.map(|(s, fingerprint)| result(report, &ids, &s.finding, fingerprint, Some(s)));
    let results = told.chain(kept).collect();
    super::written(&Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: env!("CARGO_PKG_NAME"),
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: ids.iter().map(|id| descriptor(report, id)).collect(),
                },
            },
            column_kind: "utf16CodeUnits",
            language: report.words.language().tag(),
            results,
        }],
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn descriptor<'a>(report: &Report<'_>, id: &'a RuleId) -> Descriptor<'a> {
    let about = (report.about)(id);
    let title = report.title(id);
    let why = about.why.map_or_else(|| title.clone(), |why| report.words.say(&why));
    Descriptor {
        id: id.as_str(),
        short_description: Text { text: title },
        full_description: Text { text: why.clone() },
        help: Text { text: why },
        default_configuration: Configuration { level: about.severity.map_or("none", level) },
        properties: Properties { tags: about.tags },
    }
}

fn result<'a>(
    report: &Report<'a>,
    ids: &[&RuleId],
    finding: &'a Finding,
    fingerprint: String,
    suppressed: Option<&'a Suppressed>,
) -> ResultOf<'a> {
    let related = finding.labels.iter().enumerate().map(|(rank, (span, message))| Location {
        id: Some(rank + 1),
        message: Some(Text { text: report.words.say(message) }),
        ..location(report, *span)
    });
    // SARIF has no fix that is only shown.
    let fix = finding.fix.iter().filter(|fix| fix.applicability < Applicability::Shown);
    ResultOf {
        rule_id: finding.rule.as_str(),
        rule_index: ids.binary_search(&&finding.rule).unwrap_or(0),
        level: level(finding.severity),
        message: Text { text: report.full_message(finding) },
        locations: [location(report, finding.span)],
        related_locations: related.collect(),
        partial_fingerprints: Fingerprints { limpide: fingerprint },
        fixes: fix.filter_map(|fix| fix_of(report, fix)).collect(),
        suppressions: suppressed.iter().map(|s| suppression(report, &s.suppression)).collect(),
    }
}

fn suppression<'a>(report: &Report<'a>, suppression: &'a Suppression) -> SuppressionOf<'a> {
    match suppression {
        Suppression::InSource { justification, location: at } => SuppressionOf {
            kind: "inSource",
            justification: Some(justification),
            location: Some(location(report, *at)),
        },
        Suppression::External { justification, location: at } => SuppressionOf {
            kind: "external",
            justification: Some(justification),
            location: Some(location(report, *at)),
        },
        Suppression::Baseline => SuppressionOf { kind: "external", justification: None, location: None },
    }
}

fn fix_of<'a>(report: &Report<'a>, fix: &'a Fix) -> Option<FixOf<'a>> {
    let replacement = |edit: &'a crate::finding::Edit| Replacement {
        deleted_region: region(report, edit.span),
        inserted_content: Inserted { text: &edit.text },
    };
    Some(FixOf {
        description: Text { text: report.words.say(&fix.title) },
        artifact_changes: [Change {
            artifact_location: ArtifactLocation { uri: uri(&report.outer_path(fix.edits.first()?.span)) },
            replacements: fix.edits.iter().map(replacement).collect(),
        }],
    })
}

fn location(report: &Report<'_>, span: Span) -> Location {
    Location {
        id: None,
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation { uri: uri(&report.outer_path(span)) },
            region: region(report, span),
        },
        message: None,
    }
}

fn region(report: &Report<'_>, span: Span) -> Region {
    let (start, end) = report.ends(span);
    Region {
        start_line: start.line,
        start_column: start.utf16 + 1,
        end_line: end.line,
        end_column: end.utf16 + 1,
    }
}

/// A path as a relative URI: what a URI does not take as it is comes in percent codes.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}
