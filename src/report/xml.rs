//! Formats in XML: JUnit, which test runners show, and Checkstyle.

use std::collections::BTreeMap;

use crate::finding::Finding;

use super::{Options, Report};

/// A text as XML takes it between quotes, on one line.
fn attribute(text: &str) -> String {
    escaped(text).replace(['\t', '\n'], " ")
}

/// A text as XML takes it in an element. Characters that XML cannot hold at all become U+FFFD.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\t' | '\n' => escaped.push(c),
            '\r' => {}
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => escaped.push('\u{FFFD}'),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The findings that are shown, by file.
fn by_file<'a>(report: &Report<'a>, options: &Options) -> BTreeMap<String, Vec<&'a Finding>> {
    let mut files: BTreeMap<String, Vec<&Finding>> = BTreeMap::new();
    for finding in report.shown(options) {
        files.entry(report.outer_path(finding.span)).or_default().push(finding);
    }
    files
}

/// JUnit: a suite a file, a case a finding. What makes the check fail is a failure; what does not is a
/// skipped case, which shows its message without turning the run red. Without any finding, one case
/// that passes, since some readers take an empty report for a broken one.
pub fn junit(report: &Report<'_>, options: &Options) -> String {
    let files = by_file(report, options);
    let failing =
        |findings: &[&Finding]| findings.iter().filter(|finding| report.fails(finding, options)).count();
    let tests: usize = files.values().map(Vec::len).sum();
    let failures: usize = files.values().map(|findings| failing(findings)).sum();
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    text.push_str(&format!(
        "<testsuites name=\"limpide\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"{}\">\n",
        tests.max(1),
        tests - failures
    ));
    if files.is_empty() {
        text.push_str(
            "  <testsuite name=\"limpide\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">\n",
        );
        text.push_str("    <testcase name=\"limpide\" classname=\"limpide\"/>\n  </testsuite>\n");
    }
    for (path, findings) in files {
        let failures = failing(&findings);
        text.push_str(&format!(
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"{}\">\n",
            attribute(&path),
            findings.len(),
            findings.len() - failures
        ));
        for finding in findings {
            let (start, _) = report.ends(finding.span);
            let place = format!("{path}:{}:{}", start.line, start.column);
            let message = attribute(&report.words.say(&finding.message));
            text.push_str(&format!(
                "    <testcase name=\"{}\" classname=\"{}\" file=\"{}\" line=\"{}\">\n",
                attribute(&format!("{} ({place})", report.title(&finding.rule))),
                attribute(finding.rule.as_str()),
                attribute(&path),
                start.line
            ));
            if report.fails(finding, options) {
                let whole = escaped(&format!("{place}\n{}", report.full_message(finding)));
                let kind = attribute(finding.rule.as_str());
                text.push_str(&format!(
                    "      <failure message=\"{message}\" type=\"{kind}\">{whole}</failure>\n"
                ));
            } else {
                text.push_str(&format!("      <skipped message=\"{message}\"/>\n"));
            }
            text.push_str("    </testcase>\n");
        }
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text
}

/// Checkstyle: a file, its errors, each with its severity and its rule.
pub fn checkstyle(report: &Report<'_>, options: &Options) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n");
    for (path, findings) in by_file(report, options) {
        text.push_str(&format!("  <file name=\"{}\">\n", attribute(&path)));
        for finding in findings {
            let (start, _) = report.ends(finding.span);
            text.push_str(&format!(
                "    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"{}\"/>\n",
                start.line,
                start.column,
                finding.severity.name(),
                attribute(&report.full_message(finding)),
                attribute(&format!("limpide.{}", finding.rule.as_str().replace('/', ".")))
            ));
        }
        text.push_str("  </file>\n");
    }
    text.push_str("</checkstyle>\n");
    text
}
