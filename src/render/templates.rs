//! Templates: loading them one fault at a time, and saying where one is wrong.

use std::collections::{BTreeMap, BTreeSet};

use tera::{Error, ErrorKind, Tera};

use super::escape;
use super::fields::{Names, Unknown, Wrong};
use super::functions::{self, FILTERS, FUNCTIONS, OF_TERA, SEPARATOR};
use crate::data;

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
    tera.set_escape_fn(escape::write);
    functions::declare(&mut tera);
    let mut texts: BTreeMap<&str, &str> = BTreeMap::new();
    let mut left_out = LeftOut { prefixes, texts: BTreeMap::new() };
    for (name, id) in files {
        let text = sources.get(*id).text();
        // Alone, a template may lack its parent or its components; only its syntax is asked here.
        match Tera::new().add_raw_template(name, text).map_err(|e| e.kind().clone()) {
            Err(ErrorKind::SyntaxError(report)) => {
                left_out.texts.insert(name, text);
                let span = Fault::new(name, report.span().range.clone()).span(sources, files);
                let said = said(report.message(), "template.syntax", &texts);
                problems.extend(span.map(|span| said.problem(span)));
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
            problems.extend(span.map(|span| message.problem(span)));
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
fn faults(error: &Error, texts: &BTreeMap<&str, &str>, left_out: &LeftOut<'_>) -> Vec<(Fault, Option<Said>)> {
    let start = |name: &str| Fault::new(name, 0..0);
    match error.kind() {
        ErrorKind::MissingParent { current, parent } => {
            let quoted = texts.get(current.as_str()).and_then(|text| {
                let extends = text.find("extends")?;
                let at = extends + text.get(extends..)?.find(parent.as_str())?;
                Some(at..at + parent.len())
            });
            let message = Message::key("template.no-parent").with("name", parent.as_str());
            let bare = texts.keys().filter_map(|name| name.rsplit('/').next());
            let near = data::nearest(parent, texts.keys().copied().chain(bare));
            let said =
                Said { message, help: near.map(|near| Message::key("template.nearest").with("near", near)) };
            let message = Some(said).filter(|_| !left_out.holds(parent));
            vec![(Fault::new(current, quoted.unwrap_or(0..0)), message)]
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain: chain }
        | ErrorKind::CircularInclude { tpl, include_chain: chain } => {
            let message = Message::key("template.circular").with("chain", chain.join(" → "));
            let help = Some(Message::key("template.circular-help"));
            vec![(start(tpl), Some(Said { message, help }))]
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
fn reported(text: &str, texts: &BTreeMap<&str, &str>, left_out: &LeftOut<'_>) -> Vec<(Fault, Option<Said>)> {
    let mut found = Vec::new();
    let mut said = "";
    for line in text.lines() {
        if let Some(message) = line.strip_prefix("error: ") {
            said = message;
        } else if let Some((_, place)) = line.split_once("--> ") {
            let mut parts = place.rsplitn(3, ':');
            let (column, line, name) = (parts.next(), parts.next(), parts.next());
            let Some(fault) = name.and_then(|name| placed(name, line, column, texts)) else { continue };
            let error = self::said(said, "template.not-used", texts);
            found.push((fault, Some(error).filter(|_| !left_out.explains(said))));
        }
    }
    if found.is_empty() {
        // « Component `x` is defined in both `a` and `b` »: the last one named goes.
        let named = texts.keys().rev().find(|name| text.contains(&format!("`{name}`")));
        let error = self::said(text, "template.not-used", texts);
        found.extend(named.map(|name| (Fault::new(name, 0..0), Some(error))));
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

/// What is wrong, and what to do.
struct Said {
    message: Message,
    help: Option<Message>,
}

impl Said {
    fn problem(self, span: Span) -> Problem {
        let problem = Problem::new(ProblemKind::Template, span, self.message);
        match self.help {
            Some(help) => problem.help(help),
            None => problem,
        }
    }
}

/// What each sentence of Tera starts with, and the key of ours. What it names stands between backquotes.
const SENTENCES: [(&str, &str); 24] = [
    ("Field `", "template.no-field"),
    ("Variable `", "template.no-name"),
    ("Blocks cannot be written inside a ", "template.block-inside"),
    ("Component definitions cannot be written in another tag", "template.component-inside"),
    ("Tried to render a variable that is undefined", "template.no-value"),
    ("Cannot index into an undefined value", "template.no-value"),
    ("Unknown filter `", "template.no-filter"),
    ("Unknown function `", "template.no-function"),
    ("Unknown component `", "template.no-component"),
    ("Unknown template `", "template.no-template"),
    ("Unknown test `", "template.no-test"),
    ("Block `", "template.no-block"),
    ("Missing keyword argument `", "template.no-argument"),
    ("Iteration not possible on type `", "template.no-list"),
    ("Invalid type for the value, expected `", "template.wrong-kind"),
    ("Math operations can only be done on numbers", "template.no-number"),
    ("`+` requires both operands to be numbers", "template.no-number"),
    ("Unexpected end of", "template.unended"),
    ("Unknown tag", "template.no-tag"),
    ("Found ", "template.misplaced"),
    ("Unknown argument(s) `", "template.no-such-argument"),
    ("Component argument `", "template.argument-kind"),
    ("Argument `", "template.no-argument"),
    ("Maximum render recursion depth", "template.endless"),
];

/// A sentence of Tera, or of what templates call, in the reader’s language; under `otherwise` where it is
/// not known.
fn said(error: &str, otherwise: &'static str, texts: &BTreeMap<&str, &str>) -> Said {
    const OURS: [&str; 7] = [
        "template.no-file",
        "template.no-integrity",
        "template.no-page",
        "template.no-section",
        "template.no-word",
        "template.no-day",
        "template.no-form",
    ];
    let nearest = |near: &str| Message::key("template.nearest").with("near", near);
    if let Some((_, refusal)) = error.split_once(SEPARATOR) {
        let mut parts = refusal.split(SEPARATOR);
        let (key, name, near) = (parts.next(), parts.next().unwrap_or(""), parts.next().unwrap_or(""));
        if let Some(key) = OURS.iter().find(|known| Some(**known) == key) {
            let help = match *key {
                _ if !near.is_empty() => Some(nearest(near)),
                "template.no-file" => Some(Message::key("template.no-file-help")),
                _ => None,
            };
            return Said { message: Message::key(key).with("name", name), help };
        }
    }
    let Some((_, key)) = SENTENCES.iter().find(|(start, _)| error.starts_with(start)) else {
        return Said { message: Message::key(otherwise).with("error", error), help: None };
    };
    let quoted: Vec<&str> = error.split('`').skip(1).step_by(2).collect();
    let named = quoted.first().copied().unwrap_or("");
    // « Field `x` is not defined. Available fields: a, b »
    let listed = |what: &str| -> Vec<String> {
        let list = error.split_once(what).map_or("", |(_, list)| list);
        list.split(", ")
            .map(|name| name.trim_matches('`').to_owned())
            .filter(|name| !name.is_empty())
            .collect()
    };
    let here = |known: Vec<String>| match data::nearest(named, known.iter().map(String::as_str)) {
        Some(near) => Some(nearest(near)),
        None if known.is_empty() => None,
        None => Some(Message::key("template.here").with("known", known)),
    };
    let bare = |name: &&str| name.rsplit('/').next().unwrap_or_default().to_owned();
    let templates: BTreeSet<String> = texts.keys().map(bare).collect();
    let ours =
        |list: &'static [functions::Callable]| list.iter().map(|callable| callable.name).chain(OF_TERA);
    let near = match *key {
        "template.no-filter" => data::nearest(named, ours(&FILTERS)),
        "template.no-function" => data::nearest(named, ours(&FUNCTIONS)),
        "template.no-template" => {
            data::nearest(named, texts.keys().copied().chain(templates.iter().map(String::as_str)))
        }
        "template.no-component" => data::nearest(named, declared(texts, "component")),
        "template.no-block" => data::nearest(named, declared(texts, "block").filter(|block| *block != named)),
        _ => None,
    };
    let help = match *key {
        "template.no-value" => {
            let names = Names::new(&[], &[]);
            let known: Vec<String> = names.roots().map(str::to_owned).collect();
            Some(Message::key("template.at-hand").with("known", known))
        }
        "template.no-tag" => Some(Message::key("template.tags")),
        "template.no-name" => here(listed("Available variables: ")),
        "template.no-field" => here(listed("Available fields: ")),
        "template.no-such-argument" => here(listed("Possible argument(s) are: ")),
        "template.argument-kind" => match quoted.as_slice() {
            [_, found, wanted] => {
                Some(Message::key("template.argument-kinds").with("found", *found).with("wanted", *wanted))
            }
            _ => None,
        },
        "template.no-argument" => Some(Message::key("template.give-argument").with("name", named)),
        "template.block-inside" => {
            let end = if error.contains("for loop") {
                "{% endfor %}"
            } else if error.contains("if statement") {
                "{% endif %}"
            } else if error.contains("component") {
                "{% endcomponent %}"
            } else {
                "{% endset %}"
            };
            Some(Message::key("template.close-first").with("end", end))
        }
        "template.component-inside" => {
            Some(Message::key("template.close-first").with("end", "{% endcomponent %}"))
        }
        "template.no-template" if near.is_none() && !templates.is_empty() => {
            let names: Vec<String> = templates.iter().cloned().collect();
            Some(Message::key("template.unknown-help").with("names", names))
        }
        "template.misplaced" => return misplaced(error),
        "template.no-block" if near.is_none() => {
            let known: BTreeSet<&str> = declared(texts, "block").filter(|block| *block != named).collect();
            let known: Vec<String> = known.into_iter().map(str::to_owned).collect();
            Some(known)
                .filter(|known| !known.is_empty())
                .map(|known| Message::key("template.blocks").with("known", known))
        }
        _ => near.map(nearest),
    };
    Said { message: Message::key(key).with("name", named), help }
}

/// « Found `x` but expected `y` or `z` »: the signs between backquotes are those of any language.
fn misplaced(error: &str) -> Said {
    let (found, expected) = error.split_once(" but expected ").unwrap_or((error, ""));
    let quoted = |text: &str| text.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    let message = match quoted(found).into_iter().next() {
        Some(sign) => Message::key("template.misplaced").with("name", sign),
        None => Message::key("template.misplaced-word"),
    };
    let expected = quoted(expected);
    let help = if found.contains("`.`") {
        Message::key("template.misplaced-dot")
    } else if expected.is_empty() {
        Message::key("template.misplaced-help")
    } else {
        Message::key("template.expected").with("known", expected)
    };
    Said { message, help: Some(help) }
}

/// The names that follow a word of tags: blocks, components.
fn declared<'a>(texts: &'a BTreeMap<&str, &'a str>, word: &'static str) -> impl Iterator<Item = &'a str> {
    let named = move |text: &'a str| {
        text.split("{%").filter_map(move |tag| {
            let rest = tag.trim_start_matches('-').trim_start().strip_prefix(word)?.trim_start();
            rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next()
        })
    };
    texts.values().flat_map(move |text| named(text))
}

/// Past so many, a list of names is written by `limpide theme reference` alone.
const MANY: usize = 40;

/// What a template names and cannot be had.
pub(super) fn unknown(span: Span, unknown: &Unknown) -> Problem {
    let key = match unknown.wrong {
        Wrong::Field => "template.no-field-of",
        Wrong::OfList => "template.list-no-field",
        Wrong::Name => "template.no-name",
        Wrong::NoList => "template.not-a-list",
        Wrong::Whole if unknown.name.is_empty() => "template.whole-list",
        Wrong::Whole => "template.whole-record",
    };
    let (of, known) = (unknown.of.as_str(), unknown.known.clone());
    let message = Message::key(key).with("name", unknown.name.as_str()).with("of", of);
    let problem = Problem::new(ProblemKind::Template, span, message);
    let near = unknown.near.as_deref();
    let help = match (unknown.wrong, near) {
        (Wrong::Name, Some(near)) => Message::key("template.nearest").with("near", near),
        (Wrong::Name, None) => Message::key("template.at-hand").with("known", known),
        (Wrong::Field, Some(near)) if known.len() > MANY => {
            Message::key("template.nearest").with("near", format!("{of}.{near}"))
        }
        (Wrong::Field, Some(near)) => {
            Message::key("template.field-nearest").with("near", near).with("of", of).with("known", known)
        }
        (Wrong::Field, None) if known.is_empty() => return problem,
        (Wrong::NoList, _) if known.is_empty() => Message::key("template.no-loop").with("of", of),
        (Wrong::OfList, _) => line_of(of, known),
        (Wrong::Whole, _) if unknown.name.is_empty() => line_of(of, known),
        (Wrong::Field | Wrong::NoList | Wrong::Whole, _) if known.len() > MANY => {
            Message::key("template.fields-many").with("of", of).with("count", known.len())
        }
        (Wrong::Field | Wrong::NoList | Wrong::Whole, _) => {
            Message::key("template.fields").with("of", of).with("known", known)
        }
    };
    problem.help(help)
}

/// How the lines of a list are had.
fn line_of(of: &str, known: Vec<String>) -> Message {
    if known.is_empty() {
        return Message::key("template.each-line").with("of", of);
    }
    Message::key("template.each-line-with").with("of", of).with("known", known)
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

    /// Whether it is told already, of the template itself.
    pub(super) fn is_told(&self, told: &BTreeSet<(String, usize)>) -> bool {
        told.iter().any(|(name, start)| {
            *name == self.fault.name && (self.fault.start..=self.fault.end).contains(start)
        })
    }

    /// What has no value on the page, where a field or the lines of it are asked for: `page.reviewed`.
    fn empty(&self, sources: &Sources, files: &BTreeMap<String, SourceId>) -> Option<String> {
        let field = self.error.starts_with("Field `");
        let lines = ["none", "undefined"]
            .iter()
            .any(|kind| self.error.starts_with(&format!("Iteration not possible on type `{kind}`")));
        if !field && !lines {
            return None;
        }
        let text = sources.get(*files.get(&self.fault.name)?).text();
        let sign = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
        let (before, after) = text.split_at_checked(self.fault.start)?;
        let length = |c: char| c.len_utf8();
        let start = before.len() - before.chars().rev().take_while(|c| sign(*c)).map(length).sum::<usize>();
        let end = self.fault.start + after.chars().take_while(|c| sign(*c)).map(length).sum::<usize>();
        let path = text.get(start..end)?;
        if path.is_empty() {
            return None;
        }
        let names = Names::new(&[], &[]);
        let ends = path.match_indices('.').map(|(at, _)| at).chain([path.len()]);
        let mut parts = ends.filter_map(|end| path.get(..end));
        if let Some(part) = parts.find(|part| names.may_be_none(part) == Some(true)) {
            return Some(part.to_owned());
        }
        if lines {
            return Some(path.to_owned());
        }
        // A field of what a component or a loop names: without fields, there is nothing there.
        let of = path.get(..path.find(&format!(".{}", self.error.split('`').nth(1)?))?)?;
        let nothing = names.may_be_none(of).is_none() && !self.error.contains("Available fields");
        nothing.then(|| of.to_owned())
    }

    /// The problem, with the first page it was met on, its address, and how many others.
    pub(super) fn problem(
        &self,
        sources: &Sources,
        files: &BTreeMap<String, SourceId>,
        (page, url): (Option<Span>, &str),
        others: usize,
    ) -> Option<Problem> {
        let span = self.fault.span(sources, files).or(page)?;
        let problem = match self.empty(sources, files) {
            Some(name) => {
                let message = Message::key("template.empty").with("name", name.as_str()).with("url", url);
                let help = Message::key("template.empty-help").with("name", name);
                Problem::new(ProblemKind::Template, span, message).help(help)
            }
            None => said(&self.error, "template.failed", &BTreeMap::new()).problem(span),
        };
        Some(match (page, others) {
            (None, _) => problem,
            (Some(page), 0) => problem.label(page, Message::key("template.fails-on")),
            (Some(page), _) => {
                problem.label(page, Message::key("template.fails-on-many").with("count", others))
            }
        })
    }
}
