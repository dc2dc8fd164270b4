//! A comment on a merge request: what got worse, what got better, what to mend first.

use std::cmp::Reverse;

use crate::finding::{Finding, Message, Severity};

use super::summary::counts;
use super::{Options, Report, outcome};

/// Findings shown one by one before the rest is counted: a comment is read, not scrolled.
const MOST: usize = 20;
/// Fixes proposed.
const FIXES: usize = 5;
/// What is gone, shown one by one.
const GONE: usize = 10;

/// The findings that are shown, as Markdown for a person: the outcome, the counts, what a comparison
/// says, the findings, and the five most useful fixes. Bounded, whatever the number of findings.
pub fn markdown(report: &Report<'_>, options: &Options) -> String {
    let say = |message: &Message| report.words.say(message);
    let shown = report.shown(options);
    let mark = if report.failures(options) > 0 { "❌" } else { "✅" };
    let mut text = format!("## Limpide\n\n{mark} {}\n", say(&outcome(report, options)));
    text.push_str(&format!("\n{}\n", counts(report, "report.infos")));
    if let Some(comparison) = &report.comparison {
        let new = comparison.new;
        text.push_str(&format!(
            "\n{}\n",
            say(&Message::key("report.md-compared")
                .with("with", comparison.with)
                .with("new", new)
                .with("gone", comparison.gone.len()))
        ));
    }
    let mut loudest = shown.clone();
    loudest.sort_by_key(|finding| Reverse(finding.severity));
    if !loudest.is_empty() {
        let title = if report.comparison.is_some() { "report.md-worse" } else { "report.md-findings" };
        text.push_str(&format!("\n### {}\n\n", report.words.get(title)));
        loudest.iter().take(MOST).for_each(|finding| text.push_str(&line(report, finding)));
        text.push_str(&rest(report, loudest.len(), MOST));
    }
    let gone = report.comparison.as_ref().map_or(&[][..], |comparison| comparison.gone);
    if !gone.is_empty() {
        text.push_str(&format!("\n### {}\n\n", report.words.get("report.md-better")));
        for gone in gone.iter().take(GONE) {
            let message = escaped(&say(&gone.message));
            text.push_str(&format!("- ~~{message}~~ {} ({})\n", code(&gone.path), code(gone.rule.as_str())));
        }
        text.push_str(&rest(report, gone.len(), GONE));
    }
    text.push_str(&fixes(report, &loudest));
    text
}

/// One finding: where, what, of which rule.
fn line(report: &Report<'_>, finding: &Finding) -> String {
    let (start, _) = report.ends(finding.span);
    let mark = match finding.severity {
        Severity::Error => "🔴",
        Severity::Warning => "🟠",
        Severity::Info => "🔵",
    };
    let place = code(&format!("{}:{}", report.outer_path(finding.span), start.line));
    let message = escaped(&report.words.say(&finding.message));
    format!("- {mark} {place} {message} ({})\n", code(finding.rule.as_str()))
}

fn rest(report: &Report<'_>, all: usize, most: usize) -> String {
    match all.checked_sub(most).filter(|rest| *rest > 0) {
        Some(rest) => {
            format!("- {}\n", report.words.say(&Message::key("report.md-rest").with("count", rest)))
        }
        None => String::new(),
    }
}

/// The fixes of the loudest findings, as what stands there and what to write; those that may be
/// applied come first.
fn fixes(report: &Report<'_>, loudest: &[&Finding]) -> String {
    let mut fixed: Vec<_> =
        loudest.iter().filter_map(|finding| Some((*finding, finding.fix.as_ref()?))).collect();
    fixed.sort_by_key(|(finding, fix)| (Reverse(finding.severity), fix.applicability));
    // Many findings of one rule are mended by one habit: one fix of a rule shows it.
    let mut met = std::collections::BTreeSet::new();
    fixed.retain(|(finding, fix)| met.insert((finding.rule.as_str(), fix.edits.first().map(|e| &e.text))));
    if fixed.is_empty() {
        return String::new();
    }
    let mut text = format!("\n### {}\n\n", report.words.get("report.md-fixes"));
    for (finding, fix) in fixed.into_iter().take(FIXES) {
        let (start, _) = report.ends(finding.span);
        let place = code(&format!("{}:{}", report.outer_path(finding.span), start.line));
        text.push_str(&format!("- {place} {}", escaped(&report.words.say(&fix.title))));
        if let [edit] = fix.edits.as_slice() {
            let before = report.sources.slice(edit.span);
            text.push_str(&format!(" {} → {}", code(before), code(&edit.text)));
        }
        text.push('\n');
    }
    text
}

/// Text as code, whatever backquotes it holds, on one line.
pub(super) fn code(text: &str) -> String {
    let line: String =
        text.chars().map(|c| if c.is_control() || super::is_bidi(c) { ' ' } else { c }).collect();
    let longest = line.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    if line.trim().is_empty() || line.starts_with('`') || line.ends_with('`') {
        format!("{fence} {line} {fence}")
    } else {
        format!("{fence}{line}{fence}")
    }
}

/// Text that Markdown reads as text: no link, no image, no mention, no markup.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '!' | '&' | '$' => {
                escaped.push('\\');
                escaped.push(c);
            }
            // A zero-width space: nobody is called upon by a page that holds an @.
            '@' => escaped.push_str("@\u{200B}"),
            c if c.is_control() || super::is_bidi(c) => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
