//! Findings for programs: JSON with a documented, versioned schema.

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

use crate::finding::{Applicability, Edit, Finding, Fix, Severity};
use crate::source::Span;

use super::{Counts, Report, written};

/// The version of the form that [`json`] gives. It changes when a program that reads the former
/// one could be misled; a field more does not change it.
pub const SCHEMA_VERSION: u32 = 1;

/// Everything that was found on a site, in one language. Findings come by path, place and rule;
/// the same site on the same day gives the same bytes. A later version of the program may add
/// fields without changing `schema_version`.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Findings")]
struct JsonReport<'a> {
    /// Version of this form. It changes when a reader of the former one could be misled.
    #[schemars(extend("const" = SCHEMA_VERSION))]
    schema_version: u32,
    /// What made this report.
    tool: JsonTool,
    /// The day the site was checked for: what is overdue is so on that day.
    #[schemars(extend("format" = "date"))]
    today: String,
    /// Pages that were checked.
    pages: usize,
    /// How many findings of each severity.
    counts: JsonCounts,
    /// How many findings are kept back: by a silence, or because the baseline knows them. They are in
    /// none of the counts; SARIF shows them one by one.
    suppressed: usize,
    /// What was found.
    findings: Vec<JsonFinding<'a>>,
}

/// A program and its version.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Tool")]
pub(super) struct JsonTool {
    /// Its name.
    name: &'static str,
    /// Its version.
    version: &'static str,
}

/// How many findings of each severity.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Counts")]
struct JsonCounts {
    /// Findings that stop publication, save those that `calendar` marks.
    error: usize,
    /// Findings worth a reader's time.
    warning: usize,
    /// Findings folded away in the terminal.
    info: usize,
}

/// Something a rule found.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
pub(super) struct JsonFinding<'a> {
    /// The rule: `family/name`, the path of its file under `lints/`.
    rule: &'a str,
    /// How much it weighs.
    severity: JsonSeverity,
    /// True when only the date of the day brought it about: it then stops neither a check nor a
    /// publication.
    calendar: bool,
    /// What is wrong, in the language of the site.
    message: String,
    /// What to do.
    help: Option<String>,
    /// Where.
    location: JsonLocation<'a>,
    /// The text at that place, as typed.
    text: &'a str,
    /// Other places that matter.
    related: Vec<JsonRelated<'a>>,
    /// A way to mend it.
    fix: Option<JsonFix<'a>>,
}

/// How much a finding weighs.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "Severity")]
enum JsonSeverity {
    /// Stops publication.
    Error,
    /// Worth a reader's time.
    Warning,
    /// Folded away until a team asks for it.
    Info,
}

/// A half-open range of a file.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Location")]
struct JsonLocation<'a> {
    /// Path from the site's folder, with `/`.
    path: &'a str,
    /// Its first character.
    start: JsonPosition,
    /// What follows its last character; the same as `start` for a place between two characters.
    end: JsonPosition,
}

/// A place in a file, counted in four ways.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Position")]
struct JsonPosition {
    /// Line, from 1.
    #[schemars(range(min = 1))]
    line: u32,
    /// Column in Unicode characters, from 1.
    #[schemars(range(min = 1))]
    column: u32,
    /// Bytes from the start of the file.
    offset: u32,
    /// Column in UTF-16 code units, from 0, as editors count.
    utf16: u32,
}

/// Another place that matters.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Related")]
struct JsonRelated<'a> {
    /// What there is to see there.
    message: String,
    /// Where.
    location: JsonLocation<'a>,
}

/// A way to mend a finding.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Fix")]
struct JsonFix<'a> {
    /// What it does.
    title: String,
    /// How far it can be trusted.
    applicability: JsonApplicability,
    /// Its edits: in one file, in order, not overlapping; all are to be made, or none.
    edits: Vec<JsonEdit<'a>>,
}

/// How far a fix can be trusted.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "Applicability")]
enum JsonApplicability {
    /// Changes nothing but what is wrong: may be applied unread.
    Safe,
    /// Right most of the time: to be read before it is applied.
    Suggested,
    /// Only an example.
    Shown,
}

/// Replace a range by a text.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Edit")]
struct JsonEdit<'a> {
    /// What is replaced; nothing where `start` and `end` are the same.
    location: JsonLocation<'a>,
    /// By what.
    text: &'a str,
}

/// The findings as indented JSON that follows [`schema`]; ends with a line feed. Every finding is
/// there, whatever its severity.
pub fn json(report: &Report<'_>) -> String {
    let Counts { error, warning, info } = Counts::of(report.findings);
    let whole = JsonReport {
        schema_version: SCHEMA_VERSION,
        tool: JsonTool::this(),
        today: report.today.to_string(),
        pages: report.pages,
        counts: JsonCounts { error, warning, info },
        suppressed: report.suppressed.len(),
        findings: report.in_order().into_iter().map(|finding| report.json_finding(finding)).collect(),
    };
    written(&whole)
}

/// The JSON Schema (2020-12) of what [`json`] gives; ends with a line feed.
pub fn schema() -> String {
    schema_of::<JsonReport<'_>>()
}

/// The JSON Schema (2020-12) of a form.
pub(super) fn schema_of<T: JsonSchema>() -> String {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let settings = settings.with_transform(RecursiveTransform(tidy));
    written(&settings.into_generator().into_root_schema_for::<T>())
}

/// Descriptions on one line, and no format that JSON Schema does not know (`uint32`).
fn tidy(schema: &mut Schema) {
    if let Some(description) = schema.get("description").and_then(|d| d.as_str()) {
        let line = description.replace('\n', " ");
        schema.insert("description".to_owned(), line.into());
    }
    if schema.get("format").and_then(|f| f.as_str()).is_some_and(|f| f.starts_with("uint")) {
        schema.remove("format");
    }
}

impl JsonTool {
    /// This program.
    pub(super) fn this() -> Self {
        Self { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") }
    }
}

impl<'a> Report<'a> {
    pub(super) fn json_finding(&self, finding: &'a Finding) -> JsonFinding<'a> {
        JsonFinding {
            rule: finding.rule.as_str(),
            severity: match finding.severity {
                Severity::Error => JsonSeverity::Error,
                Severity::Warning => JsonSeverity::Warning,
                Severity::Info => JsonSeverity::Info,
            },
            calendar: finding.calendar,
            message: self.words.say(&finding.message),
            help: finding.help.as_ref().map(|help| self.words.say(help)),
            location: self.json_location(finding.span),
            text: self.sources.slice(finding.span),
            related: finding
                .labels
                .iter()
                .map(|(span, message)| JsonRelated {
                    message: self.words.say(message),
                    location: self.json_location(*span),
                })
                .collect(),
            fix: finding.fix.as_ref().map(|fix| self.json_fix(fix)),
        }
    }

    fn json_fix(&self, fix: &'a Fix) -> JsonFix<'a> {
        let edit = |Edit { span, text }: &'a Edit| JsonEdit { location: self.json_location(*span), text };
        JsonFix {
            title: self.words.say(&fix.title),
            applicability: match fix.applicability {
                Applicability::Safe => JsonApplicability::Safe,
                Applicability::Suggested => JsonApplicability::Suggested,
                Applicability::Shown => JsonApplicability::Shown,
            },
            edits: fix.edits.iter().map(edit).collect(),
        }
    }

    fn json_location(&self, span: Span) -> JsonLocation<'a> {
        let source = self.sources.get(span.source);
        let position = |offset: u32| {
            let at = source.position(offset);
            JsonPosition { line: at.line, column: at.column, offset, utf16: at.utf16 }
        };
        JsonLocation { path: source.path(), start: position(span.start), end: position(span.end) }
    }
}

#[cfg(test)]
mod tests;
