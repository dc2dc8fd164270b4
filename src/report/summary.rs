//! The end of a report: counts by severity, by rule and by page, and the outcome in plain words.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use annotate_snippets::normalize_untrusted_str;
use annotate_snippets::renderer::{
    DEFAULT_EMPHASIS_STYLE, DEFAULT_ERROR_STYLE, DEFAULT_INFO_STYLE, DEFAULT_WARNING_STYLE, Style,
};

use crate::finding::{Finding, Message, RuleId, Severity};

use super::{Options, Report};

/// Lines of a table before the rest is only counted.
const TOP: usize = 10;

/// How many findings of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Errors.
    pub error: usize,
    /// Warnings.
    pub warning: usize,
    /// Information.
    pub info: usize,
}

impl Counts {
    /// Counts findings.
    pub fn of(findings: &[Finding]) -> Self {
        let count = |severity| findings.iter().filter(|f| f.severity == severity).count();
        Self { error: count(Severity::Error), warning: count(Severity::Warning), info: count(Severity::Info) }
    }
}

/// The counts, the rules and the pages most concerned, and the outcome; ends with a line feed.
pub fn summary(report: &Report<'_>, options: &Options) -> String {
    let infos = if options.all { "report.infos" } else { "report.folded" };
    let mut text = format!("{}\n", counts(report, infos));
    text.push_str(&by_rule(report, options));
    text.push_str(&by_page(report, options));
    let said = report.words.say(&outcome(report, options));
    let style = if report.failures(options) > 0 { DEFAULT_ERROR_STYLE } else { DEFAULT_EMPHASIS_STYLE };
    let _ = writeln!(text, "\n{}", paint(options, style, &said));
    text
}

/// What the findings come to, in one sentence: the check fails, passes with points to look at, or
/// finds nothing.
pub fn outcome(report: &Report<'_>, options: &Options) -> Message {
    let failing = report.failures(options);
    let shown = report.findings.iter().filter(|f| options.shows(f)).count();
    match (failing, shown) {
        (0, 0) if report.pages == 0 => Message::key("report.no-page"),
        (0, 0) => match report.findings.len() {
            0 => Message::key("report.clean"),
            folded => Message::key("report.clean-folded").with("count", folded),
        },
        (0, shown) => Message::key("report.passes").with("count", shown),
        (failing, _) => Message::key("report.fails").with("count", failing),
    }
}

/// How many findings on how many pages; `infos` is the key of the words for information.
pub(super) fn counts(report: &Report<'_>, infos: &'static str) -> String {
    let Counts { error, warning, info } = Counts::of(report.findings);
    let said: Vec<_> = [("report.errors", error), ("report.warnings", warning), (infos, info)]
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(key, count)| report.words.say(&Message::key(key).with("count", count)))
        .collect();
    let message = if said.is_empty() {
        Message::key("report.pages")
    } else {
        Message::key("report.pages-found").with("found", said.join(", "))
    };
    report.words.say(&message.with("pages", report.pages))
}

fn by_rule(report: &Report<'_>, options: &Options) -> String {
    // A rule that speaks at several levels has a line for each.
    let mut rules: BTreeMap<(&RuleId, Severity), usize> = BTreeMap::new();
    for finding in report.findings.iter().filter(|f| options.shows(f)) {
        *rules.entry((&finding.rule, finding.severity)).or_default() += 1;
    }
    let mut rules: Vec<_> =
        rules.into_iter().map(|((rule, severity), count)| (rule, (count, severity))).collect();
    // What stops publication comes first, however seldom it is told.
    rules.sort_by_key(|(rule, (count, severity))| {
        (Reverse(*severity == Severity::Error), Reverse(*count), *rule, *severity)
    });

    let word = |severity| report.severity(severity);
    let words_width = rules.iter().map(|(_, (_, s))| word(*s).chars().count()).max().unwrap_or(0);
    let id = |rule: &RuleId| normalize_untrusted_str(rule.as_str());
    let ids_width = rules.iter().take(TOP).map(|(rule, _)| id(rule).chars().count()).max().unwrap_or(0);
    let lines: Vec<_> = rules
        .iter()
        .map(|(rule, (count, severity))| {
            let severity_word = format!("{:words_width$}", word(*severity));
            let title = (report.about)(rule).title.map(|t| report.words.say(&t)).unwrap_or_default();
            let title = normalize_untrusted_str(&title);
            let line = format!(
                "{count:>5}  {}  {:ids_width$}  {title}",
                paint(options, style_of(*severity), &severity_word),
                id(rule),
            );
            line.trim_end().to_owned()
        })
        .collect();
    table(report, options, report.words.get("report.by-rule"), &lines)
}

fn by_page(report: &Report<'_>, options: &Options) -> String {
    let mut pages: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in report.findings.iter().filter(|f| options.shows(f)) {
        *pages.entry(report.path(finding)).or_default() += 1;
    }
    let mut pages: Vec<_> = pages.into_iter().collect();
    pages.sort_by_key(|(path, count)| (Reverse(*count), *path));
    let lines: Vec<_> =
        pages.iter().map(|(path, count)| format!("{count:>5}  {}", normalize_untrusted_str(path))).collect();
    table(report, options, report.words.get("report.by-page"), &lines)
}

fn table(report: &Report<'_>, options: &Options, title: &str, lines: &[String]) -> String {
    let mut text = String::new();
    if lines.is_empty() {
        return text;
    }
    let _ = writeln!(text, "\n{}", paint(options, DEFAULT_EMPHASIS_STYLE, title));
    for line in lines.iter().take(TOP) {
        let _ = writeln!(text, "{line}");
    }
    if let Some(others) = lines.len().checked_sub(TOP).filter(|others| *others > 0) {
        let _ = writeln!(
            text,
            "       {}",
            report.words.say(&Message::key("report.others").with("count", others))
        );
    }
    text
}

fn style_of(severity: Severity) -> Style {
    match severity {
        Severity::Error => DEFAULT_ERROR_STYLE,
        Severity::Warning => DEFAULT_WARNING_STYLE,
        Severity::Info => DEFAULT_INFO_STYLE,
    }
}

/// A text in a colour, when colours are wanted.
pub(super) fn paint(options: &Options, style: Style, text: &str) -> String {
    if options.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
}
