//! Findings → words: for a person in a terminal, for code hosts, and for programs, one file a
//! format; and what fixes change, as a diff.
//!
//! Nothing here prints; every format is a text that a door may print or keep.

pub mod beside;
pub mod catalogue;
mod cells;
mod components;
mod diff;
mod excerpt;
mod external;
mod github;
mod gitlab;
mod human;
mod json;
pub mod keys;
mod markdown;
mod measure;
pub mod model_schema;
pub mod quality;
mod questions;
mod rdjsonl;
mod sarif;
pub mod settings_schema;
mod short;
mod summary;
mod uses;
mod xml;

use std::collections::BTreeSet;

use annotate_snippets::normalize_untrusted_str;
use jiff::civil::Date;
use serde::Serialize;

use crate::finding::{Finding, Message, RuleId, Severity, Suppressed};
use crate::lint::question;
use crate::source::{Position, Sources, Span};
use crate::words::Words;

pub use components::components;
pub use diff::{diff, diff_here};
pub use external::{LinkList, Tally, links_schema};
pub use github::github;
pub use gitlab::gitlab;
pub use human::{findings, human};
pub use json::{SCHEMA_VERSION, json, schema};
pub use markdown::markdown;
pub use measure::{Measures, measure_json, measure_schema, measure_table};
pub use rdjsonl::rdjsonl;
pub use sarif::sarif;
pub use short::short;
pub use summary::{Counts, outcome, summary};
pub use uses::{holders, nearest_key, uses, uses_csv, uses_text};
pub use xml::{checkstyle, junit};

/// What is reported, and what is needed to say it.
pub struct Report<'a> {
    /// What was found, in any order.
    pub findings: &'a [Finding],
    /// What silences and the baseline keep back.
    pub suppressed: &'a [Suppressed],
    /// What each of some findings is known by from run to run, in their order; see
    /// [`fingerprints`](crate::lint::fingerprint::fingerprints). Asked only by the formats that say it.
    pub fingerprints: &'a dyn Fn(&[&Finding]) -> Vec<String>,
    /// What changed since another state of the site, if it was compared with one.
    pub comparison: Option<Comparison<'a>>,
    /// The files the findings point into.
    pub sources: &'a Sources,
    /// What paths begin with where others must find the files: the site's folder as seen from where the
    /// Addresses of broken external links that were asked to fail the check, as typed.
    pub failing: &'a BTreeSet<String>,
    /// program runs, with a slash at the end; empty when it is the same.
    pub root: &'a str,
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
    /// The loudest it may speak on this site.
    pub severity: Option<Severity>,
    /// The recommendations it holds: `R6`.
    pub tags: Vec<String>,
}

/// What changed since another state of the site.
#[derive(Clone, Copy, Debug)]
pub struct Comparison<'a> {
    /// What it was compared with: a branch, a commit.
    pub with: &'a str,
    /// How many of the findings were not there.
    pub new: usize,
    /// What was there and is no more.
    pub gone: &'a [Gone],
}

/// A finding that is no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// Its rule.
    pub rule: RuleId,
    /// The file it stood in.
    pub path: String,
    /// What it said.
    pub message: Message,
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

impl<'a> Report<'a> {
    /// The findings by path, place, question left open, rule: the order they are read in.
    fn in_order(&self) -> Vec<&'a Finding> {
        let mut findings: Vec<&Finding> = self.findings.iter().collect();
        // They mostly come in this order already: what a sentence takes is spent on ties alone.
        findings.sort_by(|a, b| {
            let place = |f: &&Finding| (f.span.start, f.span.end);
            self.path(a)
                .cmp(self.path(b))
                .then_with(|| place(a).cmp(&place(b)))
                .then_with(|| question(a).cmp(&question(b)))
                .then_with(|| a.rule.cmp(&b.rule))
                .then_with(|| self.words.say(&a.message).cmp(&self.words.say(&b.message)))
        });
        findings
    }

    /// Those that are shown, in that order.
    fn shown(&self, options: &Options) -> Vec<&'a Finding> {
        let mut findings = self.in_order();
        findings.retain(|finding| options.shows(finding));
        findings
    }

    /// All of them, each with its fingerprint. Findings that nothing tells apart are numbered in this order.
    fn in_order_with_fingerprints(&self) -> impl Iterator<Item = (&'a Finding, String)> {
        let findings = self.in_order();
        let fingerprints = (self.fingerprints)(&findings);
        findings.into_iter().zip(fingerprints)
    }

    /// Whether a finding fails the check: by itself, or because its external link was asked to.
    fn fails(&self, finding: &Finding, options: &Options) -> bool {
        let asked = || finding.external_address().is_some_and(|address| self.failing.contains(address));
        fails(finding, options.fail_on) || asked()
    }

    /// How many points fail the check: findings, and external links of findings that are not told here.
    fn failures(&self, options: &Options) -> usize {
        let told: BTreeSet<&str> = self.findings.iter().filter_map(Finding::external_address).collect();
        let untold = self.failing.iter().filter(|address| !told.contains(address.as_str())).count();
        self.findings.iter().filter(|finding| self.fails(finding, options)).count() + untold
    }

    /// The path of a file as those outside the site find it.
    fn outer_path(&self, span: Span) -> String {
        format!("{}{}", self.root, self.sources.get(span.source).path())
    }

    /// The name of a rule, and its id.
    fn title_and_id(&self, rule: &RuleId) -> String {
        match (self.about)(rule).title {
            Some(title) => format!("{} ({rule})", self.words.say(&title)),
            None => rule.to_string(),
        }
    }

    /// Where a span begins and ends.
    fn ends(&self, span: Span) -> (Position, Position) {
        let source = self.sources.get(span.source);
        (source.position(span.start), source.position(span.end))
    }

    /// What is wrong, and what to do.
    fn full_message(&self, finding: &Finding) -> String {
        let mut text = self.words.say(&finding.message);
        if let Some(help) = &finding.help {
            text.push(' ');
            text.push_str(&self.words.say(help));
        }
        text
    }

    /// The name of a rule, or its id while it has none.
    fn title(&self, rule: &RuleId) -> String {
        (self.about)(rule).title.map_or_else(|| rule.to_string(), |title| self.words.say(&title))
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
    finding.severity >= fail_on && !finding.calendar && !finding.external
}

/// A message, said, without anything that could drive the terminal it is shown in.
pub fn said(words: &Words, message: &Message) -> String {
    normalize_untrusted_str(&words.say(message))
}

/// Whether a character turns the direction of the text around it.
fn is_bidi(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Indented JSON, with a line feed at the end. Nothing that is written here has a form JSON cannot hold
/// (no map with keys that are not texts), so the error that the library provides for does not occur.
fn written(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
