//! Findings → words: for a person in a terminal, and for programs as JSON. And
//! what fixes change, as a diff.
//!
//! Nothing here prints; every format is a text that a door may print or keep.

mod diff;
mod excerpt;
mod human;
mod json;
mod summary;

use jiff::civil::Date;

use crate::finding::{Finding, Message, RuleId, Severity};
use crate::source::Sources;
use crate::words::Words;

pub use diff::{diff, diff_here};
pub use human::{findings, human};
pub use json::{SCHEMA_VERSION, json, schema};
pub use summary::{Counts, outcome, summary};

/// What is reported, and what is needed to say it.
pub struct Report<'a> {
    /// What was found, in any order.
    pub findings: &'a [Finding],
    /// The files the findings point into.
    pub sources: &'a Sources,
    /// The language of the reader.
    pub words: &'a Words,
    /// What is known of a rule.
    pub about: &'a dyn Fn(&RuleId) -> About,
    /// Pages that were checked.
    pub pages: usize,
    /// The day the site was checked for.
    pub today: Date,
}

/// What a rule says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Its name in a few words.
    pub title: Option<Message>,
    /// Why it matters.
    pub why: Option<Message>,
}

/// How findings are shown to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// With terminal colours.
    pub color: bool,
    /// With the findings of severity `info`, folded away otherwise.
    pub all: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// The severity from which a check fails.
    pub fail_on: Severity,
}

impl Default for Options {
    fn default() -> Self {
        Self { color: false, all: false, width: 100, fail_on: Severity::Error }
    }
}

impl Options {
    /// Whether a finding is shown, or only counted.
    fn shows(&self, finding: &Finding) -> bool {
        self.all || finding.severity > Severity::Info
    }
}

impl Report<'_> {
    /// The findings by path, place, rule: the order they are read in.
    fn in_order(&self) -> Vec<&Finding> {
        let mut findings: Vec<_> = self.findings.iter().collect();
        findings.sort_by_cached_key(|f| {
            (self.path(f).to_owned(), f.span.start, f.span.end, f.rule.clone(), self.words.say(&f.message))
        });
        findings
    }

    fn path(&self, finding: &Finding) -> &str {
        self.sources.get(finding.span.source).path()
    }

    /// The word for a severity.
    fn severity(&self, severity: Severity) -> &str {
        self.words.get(match severity {
            Severity::Error => "severity.error",
            Severity::Warning => "severity.warning",
            Severity::Info => "severity.info",
        })
    }
}

/// Whether a finding fails a check: loud enough, and not brought about by the calendar alone.
pub fn fails(finding: &Finding, fail_on: Severity) -> bool {
    finding.severity >= fail_on && !finding.calendar
}

#[cfg(test)]
mod fixture;
