//! Findings in the terminal: the line, carets under the words, what is wrong, why, what to do.

use std::collections::BTreeMap;

use annotate_snippets::renderer::{DEFAULT_ADDITION_STYLE, DEFAULT_REMOVAL_STYLE};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str};

use crate::finding::{Applicability, Finding, Fix, Message, RuleId, Severity};
use crate::source::SourceId;

use super::excerpt::{Place, changes, excerpt};
use super::questions::{Told, family, together};
use super::summary::{paint, summary};
use super::{Options, Report};

/// Columns taken beside a source line: its number, the bar, and some air.
const GUTTER: usize = 10;
/// The narrowest text worth wrapping.
const NARROWEST: usize = 40;

/// The findings, then the summary; ends with a line feed.
pub fn human(report: &Report<'_>, options: &Options) -> String {
    let mut text = findings(report, options);
    text.push_str(&summary(report, options));
    text
}

/// Each finding that is shown, in the order of paths and places, followed by an empty line. Why a
/// rule matters is said once a file.
pub fn findings(report: &Report<'_>, options: &Options) -> String {
    let renderer = if options.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.hyperlink(false).term_width(options.width.max(NARROWEST));
    let mut text = String::new();
    let mut met: BTreeMap<(&str, &RuleId), usize> = BTreeMap::new();
    for told in together(report.shown(options)) {
        let finding = match told {
            Told::One(finding) => finding,
            Told::Questions(questions) => {
                if let Some(finding) = questions.first() {
                    push(&mut text, &renderer, Shown { report, options, finding }.questions(&questions));
                }
                continue;
            }
        };
        let times = met.entry((report.path(finding), &finding.rule)).or_default();
        *times += 1;
        if *times > MOST {
            continue;
        }
        push(&mut text, &renderer, Shown { report, options, finding }.group(*times == 1));
    }
    for ((path, rule), times) in met.into_iter().filter(|(_, times)| *times > MOST) {
        let more = Message::key("report.more-here")
            .with("count", times - MOST)
            .with("rule", rule.as_str())
            .with("path", normalize_untrusted_str(path));
        text.push_str(&report.words.say(&more));
        text.push_str("\n\n");
    }
    text
}

fn push(text: &mut String, renderer: &Renderer, group: Group<'_>) {
    for line in renderer.render(&[group]).lines() {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text.push('\n');
}

/// Findings of one rule shown for one file; past that nobody reads, and the rest is counted.
const MOST: usize = 100;

/// A finding being shown.
struct Shown<'a> {
    report: &'a Report<'a>,
    options: &'a Options,
    finding: &'a Finding,
}

impl<'a> Shown<'a> {
    fn group(&self, explain: bool) -> Group<'a> {
        let said = self.say(&self.finding.message);
        self.framed(self.finding.rule.as_str(), said, self.notes(explain))
    }

    /// Questions left open at the place of the finding, which is the first of them.
    fn questions(&self, questions: &[&Finding]) -> Group<'a> {
        let said = self.report.questions(questions);
        let mut missing = said.missing.iter().map(|line| normalize_untrusted_str(line));
        let title = missing.next().unwrap_or_default();
        let words = self.report.words;
        let notes = vec![
            (words.get("report.missing").to_owned(), Note::Lines { title, lines: missing.collect() }),
            (words.get("report.help").to_owned(), Note::Text(normalize_untrusted_str(&said.help))),
        ];
        self.framed(family(&self.finding.rule), normalize_untrusted_str(&said.message), notes)
    }

    /// What is said, by whom, under the lines that it is about, with what is said below.
    fn framed(&self, by: &str, said: String, notes: Vec<(String, Note)>) -> Group<'a> {
        let finding = self.finding;
        let level = match finding.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Info => Level::INFO,
        };
        // The library would write « erreur[règle]: » without the space French wants before a
        // colon: the word and the rule go in together, as the title's id.
        let head = format!("{}[{by}]", self.report.severity(finding.severity));
        let title = level.no_name().primary_title(said).id(self.label(&head));
        let mut group = Group::with_title(title).elements(self.snippets());
        for (label, said) in notes {
            let label = self.label(&label);
            let width = self.options.width.saturating_sub(label.chars().count() + GUTTER);
            let said = said.map(|said| wrapped(&said, width.max(NARROWEST))).into_text();
            group = group.element(Level::NOTE.with_name(label).message(said));
        }
        group
    }

    /// The finding's lines, then those of each other file that matters.
    fn snippets(&self) -> Vec<Snippet<'a, annotate_snippets::Annotation<'a>>> {
        let own = Place { span: self.finding.span, primary: true, label: None };
        let mut files: Vec<(SourceId, Vec<Place>)> = vec![(own.span.source, vec![own])];
        for (span, message) in &self.finding.labels {
            let label = self.say(message).replace('\n', " ");
            let place = Place { span: *span, primary: false, label: Some(label) };
            match files.iter_mut().find(|(source, _)| *source == span.source) {
                Some((_, places)) => places.push(place),
                None => files.push((span.source, vec![place])),
            }
        }
        files.iter().map(|(source, places)| self.snippet(*source, places)).collect()
    }

    fn snippet(&self, source: SourceId, places: &[Place]) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let source = self.report.sources.get(source);
        let width = self.options.width.saturating_sub(2 * GUTTER).max(NARROWEST);
        let shown = excerpt(source, places, width);
        let annotations = shown.marks.into_iter().map(|mark| {
            let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            kind.span(mark.range).label(mark.label)
        });
        let annotations: Vec<_> = annotations.collect();
        Snippet::source(shown.text)
            .path(normalize_untrusted_str(source.path()))
            .line_start(shown.line)
            .annotations(annotations)
    }

    /// What is said below the lines: labels and texts.
    fn notes(&self, explain: bool) -> Vec<(String, Note)> {
        let words = self.report.words;
        let why = (self.report.about)(&self.finding.rule).why.filter(|_| explain);
        let calendar = self.finding.calendar && self.finding.severity == Severity::Error;
        let mut notes = Vec::new();
        if let Some(why) = why {
            notes.push((words.get("report.why").to_owned(), Note::Text(self.say(&why))));
        }
        if let Some(help) = &self.finding.help {
            notes.push((words.get("report.help").to_owned(), Note::Text(self.say(help))));
        }
        if calendar {
            let said = words.get("report.calendar").to_owned();
            notes.push((words.get("report.calendar-label").to_owned(), Note::Text(said)));
        }
        if let Some(fix) = &self.finding.fix {
            notes.push(self.fix(fix));
        }
        if let Some(why) = &self.finding.unfixed {
            notes.push((words.get("report.unfixed").to_owned(), Note::Text(self.say(why))));
        }
        notes
    }

    fn fix(&self, fix: &Fix) -> (String, Note) {
        let label = self.report.words.get(match fix.applicability {
            Applicability::Safe => "report.fix-safe",
            Applicability::Suggested => "report.fix-suggested",
            Applicability::Shown => "report.fix-shown",
        });
        let mut lines = Vec::new();
        for change in changes(self.report.sources, &fix.edits, self.options.width) {
            for (sign, style, text) in
                [('-', DEFAULT_REMOVAL_STYLE, change.before), ('+', DEFAULT_ADDITION_STYLE, change.after)]
            {
                let line = format!("{sign} {}", normalize_untrusted_str(&text));
                lines.push(paint(self.options, style, &line));
            }
        }
        (label.to_owned(), Note::Lines { title: self.say(&fix.title), lines })
    }

    /// A message, said, without anything that could drive the terminal.
    fn say(&self, message: &Message) -> String {
        normalize_untrusted_str(&self.report.words.say(message))
    }

    /// What stands before a colon.
    fn label(&self, label: &str) -> String {
        let label = self.report.words.say(&Message::key("report.label").with("label", label));
        normalize_untrusted_str(&label)
    }
}

/// What a note says: a text to wrap, and lines to leave as they are.
enum Note {
    Text(String),
    Lines { title: String, lines: Vec<String> },
}

impl Note {
    fn map(self, wrap: impl Fn(String) -> String) -> Self {
        match self {
            Self::Text(text) => Self::Text(wrap(text)),
            Self::Lines { title, lines } => Self::Lines { title: wrap(title), lines },
        }
    }

    fn into_text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Lines { title, lines } => {
                std::iter::once(title).chain(lines).collect::<Vec<_>>().join("\n")
            }
        }
    }
}

/// Breaks lines at spaces (never at no-break ones) so that they hold in `width` characters.
pub(super) fn wrapped(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests;
