//! Templates: loading them one fault at a time, and saying where one is wrong.

use std::collections::BTreeMap;

use tera::{Error, ErrorKind, Kwargs, State, Tera, TeraResult};

use crate::finding::{Message, Problem, ProblemKind};
use crate::source::{SourceId, Sources, Span};

/// Loads every template of a theme and of those it extends, by their whole names; a name alone is looked
/// for behind each prefix, in order. A template that cannot be used is left out and said; those that need
/// it are left out with it.
pub(super) fn load(
    sources: &Sources,
    files: &BTreeMap<String, SourceId>,
    prefixes: &[String],
) -> (Tera, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut tera = Tera::new();
    // Refused only once there are templates.
    let _ = tera.set_fallback_prefixes(prefixes.iter().cloned());
    // Checked by name when templates load; the site gives them their meaning when it is rendered.
    tera.register_function("url", unset);
    tera.register_function("asset", unset);
    tera.register_function("integrity", unset);
    let mut texts: BTreeMap<&str, &str> = BTreeMap::new();
    let mut left_out = LeftOut { prefixes, texts: BTreeMap::new() };
    for (name, id) in files {
        let text = sources.get(*id).text();
        // Alone, a template may lack its parent or its components; only its syntax is asked here.
        match Tera::new().add_raw_template(name, text).map_err(|e| e.kind().clone()) {
            Err(ErrorKind::SyntaxError(report)) => {
                left_out.texts.insert(name, text);
                let span = Fault::new(name, report.span().range.clone()).span(sources, files);
                let message = Message::key("template.syntax").with("error", report.message());
                problems.extend(span.map(|span| Problem::new(ProblemKind::Template, span, message)));
            }
            _ => {
                texts.insert(name, text);
            }
        }
    }
    // Each turn leaves at least one template out, so this ends.
    while let Err(error) = tera.add_raw_templates(texts.iter()) {
        let faults = faults(&error, &texts, &left_out);
        let before = texts.len();
        for (fault, message) in faults {
            if let Some((name, text)) = texts.remove_entry(fault.name.as_str()) {
                left_out.texts.insert(name, text);
            }
            let Some(message) = message else { continue };
            let span = fault.span(sources, files);
            problems.extend(span.map(|span| Problem::new(ProblemKind::Template, span, message)));
        }
        if texts.len() == before {
            // An error that names no template: without a place, the first one stands for the theme.
            let span = files.values().next().map(|id| Span::new(*id, 0, 0));
            let message = Message::key("template.not-used").with("error", error.to_string());
            problems.extend(span.map(|span| Problem::new(ProblemKind::Template, span, message)));
            break;
        }
    }
    (tera, problems)
}

/// Templates that are already said to be wrong: nothing more is said of those that need them.
struct LeftOut<'a> {
    prefixes: &'a [String],
    texts: BTreeMap<&'a str, &'a str>,
}

impl LeftOut<'_> {
    /// Whether it is a template, by its whole name or not.
    fn holds(&self, name: &str) -> bool {
        let behind = |prefix: &String| self.texts.contains_key(format!("{prefix}{name}").as_str());
        self.texts.contains_key(name) || self.prefixes.iter().any(behind)
    }

    /// Whether what Tera does not know stands in one of them: « Unknown component `x` ».
    fn explains(&self, error: &str) -> bool {
        let named = error.split('`').nth(1).unwrap_or("");
        if error.starts_with("Unknown template") {
            return self.holds(named);
        }
        let component = format!("component {named}(");
        error.starts_with("Unknown component") && self.texts.values().any(|text| text.contains(&component))
    }
}

fn unset(_: Kwargs, _: &State) -> TeraResult<String> {
    Err(Error::message("only known while a site is rendered"))
}

/// A place in a template.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fault {
    name: String,
    start: usize,
    end: usize,
}

impl Fault {
    fn new(name: &str, range: std::ops::Range<usize>) -> Self {
        Self { name: name.to_owned(), start: range.start, end: range.end }
    }

    /// Its place in the template's file; widened to whole characters.
    fn span(&self, sources: &Sources, files: &BTreeMap<String, SourceId>) -> Option<Span> {
        let id = *files.get(&self.name)?;
        let text = sources.get(id).text();
        let mut start = self.start.min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = self.end.clamp(start, text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        Some(Span::new(id, start, end))
    }
}

/// What keeps a set of templates from being used together, each with the template to leave out; without a
/// message where what it lacks is already said to be wrong.
fn faults(
    error: &Error,
    texts: &BTreeMap<&str, &str>,
    left_out: &LeftOut<'_>,
) -> Vec<(Fault, Option<Message>)> {
    let start = |name: &str| Fault::new(name, 0..0);
    match error.kind() {
        ErrorKind::MissingParent { current, parent } => {
            let quoted = texts.get(current.as_str()).and_then(|text| {
                let extends = text.find("extends")?;
                let at = extends + text.get(extends..)?.find(parent.as_str())?;
                Some(at..at + parent.len())
            });
            let message = Message::key("template.no-parent").with("name", parent.as_str());
            let message = Some(message).filter(|_| !left_out.holds(parent));
            vec![(Fault::new(current, quoted.unwrap_or(0..0)), message)]
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain: chain }
        | ErrorKind::CircularInclude { tpl, include_chain: chain } => {
            let message = Message::key("template.circular").with("chain", chain.join(" → "));
            vec![(start(tpl), Some(message))]
        }
        _ => reported(&error.to_string(), texts, left_out),
    }
}

/// Tera gathers what it finds across templates into one text of reports:
///
/// ```text
/// error: Unknown filter `x`
///  --> page.html:3:12
/// ```
fn reported(
    text: &str,
    texts: &BTreeMap<&str, &str>,
    left_out: &LeftOut<'_>,
) -> Vec<(Fault, Option<Message>)> {
    let mut found = Vec::new();
    let mut said = "";
    for line in text.lines() {
        if let Some(message) = line.strip_prefix("error: ") {
            said = message;
        } else if let Some((_, place)) = line.split_once("--> ") {
            let mut parts = place.rsplitn(3, ':');
            let (column, line, name) = (parts.next(), parts.next(), parts.next());
            let Some(fault) = name.and_then(|name| placed(name, line, column, texts)) else { continue };
            let message = Message::key("template.not-used").with("error", said);
            found.push((fault, Some(message).filter(|_| !left_out.explains(said))));
        }
    }
    if found.is_empty() {
        // « Component `x` is defined in both `a` and `b` »: the last one named goes.
        let named = texts.keys().rev().find(|name| text.contains(&format!("`{name}`")));
        let message = Message::key("template.not-used").with("error", text);
        found.extend(named.map(|name| (Fault::new(name, 0..0), Some(message))));
    }
    found
}

/// A line and a column, both from 1 and the column in characters, as bytes up to the end of the word.
fn placed(
    name: &str,
    line: Option<&str>,
    column: Option<&str>,
    texts: &BTreeMap<&str, &str>,
) -> Option<Fault> {
    let text = texts.get(name)?;
    let line: usize = line?.parse().ok()?;
    let column: usize = column?.parse().ok()?;
    let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1));
    let from = starts.into_iter().nth(line.checked_sub(1)?)?;
    let rest = text.get(from..)?;
    let at = from + rest.char_indices().nth(column.checked_sub(1)?).map_or(rest.len(), |(i, _)| i);
    let word = text.get(at..)?;
    let len = word.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')).unwrap_or(word.len());
    Some(Fault::new(name, at..at + len))
}

/// What a page's rendering met.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Failure {
    /// Where.
    fault: Fault,
    /// In Tera's words.
    error: String,
}

impl Failure {
    /// What a page's rendering met, from Tera's error.
    pub(super) fn of(error: &Error, template: &str) -> Self {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => Self {
                fault: Fault::new(report.filename(), report.span().range.clone()),
                error: report.message().to_owned(),
            },
            other => Self { fault: Fault::new(template, 0..0), error: other.to_string() },
        }
    }

    /// The problem, with the first page it was met on and how many others.
    pub(super) fn problem(
        &self,
        sources: &Sources,
        files: &BTreeMap<String, SourceId>,
        page: Option<Span>,
        others: usize,
    ) -> Option<Problem> {
        let span = self.fault.span(sources, files).or(page)?;
        let message = Message::key("template.failed").with("error", self.error.as_str());
        let problem = Problem::new(ProblemKind::Template, span, message);
        Some(match (page, others) {
            (None, _) => problem,
            (Some(page), 0) => problem.label(page, Message::key("template.fails-on")),
            (Some(page), _) => {
                problem.label(page, Message::key("template.fails-on-many").with("count", others))
            }
        })
    }
}
