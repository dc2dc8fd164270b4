//! Annotations of GitHub, as workflow commands on the standard output:
//! `::error file=…,line=…,col=…,endLine=…,endColumn=…,title=…::message`.
//!
//! GitHub keeps ten annotations of each type a step, and drops the rest without a word. Past that, the
//! findings of one page and one rule are told together; past that again, what is left is counted.

use std::collections::BTreeMap;

use crate::finding::{Finding, Message, Severity};

use super::{Options, Report};

/// Annotations of one type that GitHub shows for one step.
const MOST: usize = 10;

/// The annotations of what is shown, errors first; then a notice that counts it all.
pub fn github(report: &Report<'_>, options: &Options) -> String {
    let mut text = String::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let mut findings = report.shown(options);
        findings.retain(|finding| finding.severity == severity);
        if findings.len() <= MOST {
            findings.iter().for_each(|finding| text.push_str(&command(report, finding, 0)));
            continue;
        }
        let mut groups: BTreeMap<(&str, &str), Vec<&Finding>> = BTreeMap::new();
        for finding in findings {
            let key = (report.path(finding), finding.rule.as_str());
            groups.entry(key).or_default().push(finding);
        }
        // Errors and warnings: one place is kept to say what was left out.
        let shown = if groups.len() <= MOST { MOST } else { MOST - 1 };
        let mut groups: Vec<Vec<&Finding>> = groups.into_values().collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
        for group in groups.iter().take(shown) {
            if let Some(first) = group.first() {
                text.push_str(&command(report, first, group.len() - 1));
            }
        }
        let left: usize = groups.iter().skip(shown).map(Vec::len).sum();
        if left > 0 {
            let message = report.words.say(&Message::key("report.github-left").with("count", left));
            text.push_str(&format!("::{} ::{}\n", kind(severity), data(&message)));
        }
    }
    text
}

/// One annotation; `others` findings of its rule stand further down the same page.
fn command(report: &Report<'_>, finding: &Finding, others: usize) -> String {
    let (start, end) = report.ends(finding.span);
    let mut properties = format!("file={},line={}", property(&report.outer_path(finding.span)), start.line);
    // GitHub takes columns only where a finding stands on one line.
    if start.line == end.line {
        properties.push_str(&format!(",endLine={},col={},endColumn={}", end.line, start.column, end.column));
    } else {
        properties.push_str(&format!(",endLine={}", end.line));
    }
    properties.push_str(&format!(",title={}", property(&report.title_and_id(&finding.rule))));
    let mut message = report.full_message(finding);
    if others > 0 {
        message.push('\n');
        message.push_str(&report.words.say(&Message::key("report.github-more").with("count", others)));
    }
    format!("::{} {properties}::{}\n", kind(finding.severity), data(&message))
}

fn kind(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    }
}

/// What follows `::`: a percent sign and ends of lines are escaped.
fn data(text: &str) -> String {
    text.trim_end().replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property: a colon and a comma are escaped too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
