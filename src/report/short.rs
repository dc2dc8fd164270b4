//! One line a finding, for the problem matchers of editors.

use super::{Options, Report};

/// `path:line:column: severity: message [rule]`, by path and place. Lines and columns count from 1,
/// columns in characters; severities are `error`, `warning` and `info` in every language.
pub fn short(report: &Report<'_>, options: &Options) -> String {
    let mut text = String::new();
    for finding in report.shown(options) {
        let (start, _) = report.ends(finding.span);
        text.push_str(&format!(
            "{}:{}:{}: {}: {} [{}]\n",
            on_one_line(&report.outer_path(finding.span)),
            start.line,
            start.column,
            finding.severity.name(),
            on_one_line(&report.full_message(finding)),
            finding.rule,
        ));
    }
    text
}

/// A text without what would end its line or drive a terminal.
fn on_one_line(text: &str) -> String {
    let shown = |c: char| if c.is_control() || super::is_bidi(c) { ' ' } else { c };
    text.chars().map(shown).collect::<String>().split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}
