//! What the development server says of a page: to the script that shows it beside the page, and, where a
//! template is wrong, in the place of the page.

use serde::Serialize;

use super::json::JsonFinding;
use super::questions::{Said, Told, together};
use super::{Report, written};
use crate::finding::{Applicability, Finding, Severity};
use crate::lint::Criterion;
use crate::lint::score::Notes;
use crate::source::Span;
use crate::words::Words;

/// What is known of the page that is not a finding.
pub struct Beside<'a> {
    /// Its file, by its path from the site's folder; none for a text that is no page.
    pub path: Option<&'a str>,
    /// Where its body starts in the file.
    pub body: usize,
    /// Its scores, once the whole site was checked.
    pub notes: Option<&'a Notes>,
    /// Whether rules that look at the whole site have spoken.
    pub whole: bool,
    /// How a file is opened.
    pub editor: Editor<'a>,
}

/// How a file is opened at a line.
#[derive(Clone, Copy)]
pub struct Editor<'a> {
    /// The site's folder on this computer.
    pub root: &'a str,
    /// An address, with `{path}`, `{line}` and `{column}`; empty when there is none.
    pub address: &'a str,
}

#[derive(Serialize)]
struct JsonBeside<'a> {
    path: Option<&'a str>,
    whole: bool,
    scores: Vec<JsonScore<'a>>,
    findings: Vec<JsonMarked<'a>>,
    questions: Vec<JsonQuestions>,
    words: JsonWords<'a>,
}

#[derive(Serialize)]
struct JsonScore<'a> {
    name: &'a str,
    points: u64,
}

/// A finding, with what is shown of it and done with it.
#[derive(Serialize)]
struct JsonMarked<'a> {
    #[serde(flatten)]
    finding: JsonFinding<'a>,
    title: String,
    why: Option<String>,
    label: &'a str,
    mark: String,
    /// It stands in the body of the page: its words are those that are read.
    shown: bool,
    open: Option<String>,
    /// Whether its fix may be asked for, and what to ask for it with.
    fixes: Vec<JsonAsked>,
    /// Which of the `questions` it is told with.
    together: Option<usize>,
}

/// Questions left open at one place, told in the place of the first.
#[derive(Serialize)]
struct JsonQuestions {
    message: String,
    missing: Vec<String>,
    help: String,
}

#[derive(Serialize)]
struct JsonAsked {
    mark: String,
    title: String,
    safe: bool,
}

/// The words of the panel.
#[derive(Serialize)]
struct JsonWords<'a> {
    title: &'a str,
    none: &'a str,
    more: &'a str,
    less: &'a str,
    open: &'a str,
    why: &'a str,
    fix: &'a str,
    suggestion: &'a str,
    checking: &'a str,
    scores: &'a str,
    first: &'a str,
}

/// What there is to say of a page, as JSON for the script of the panel. The worst findings come first.
pub fn beside(report: &Report<'_>, about: &Beside<'_>) -> String {
    let words = report.words;
    let names: Vec<String> = Criterion::NAMES.iter().map(|(name, _)| format!("quality.{name}")).collect();
    let scores = about.notes.map(|notes| {
        Criterion::NAMES.iter().zip(&names).map(|((_, criterion), key)| JsonScore {
            name: words.get(key),
            points: notes.get(*criterion).whole(),
        })
    });
    let mut findings = report.in_order();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let mut questions = Vec::new();
    let told = together(findings).into_iter().flat_map(|told| match told {
        Told::One(finding) => vec![(finding, None)],
        Told::Questions(open) => {
            let rank = questions.len();
            let Said { message, missing, help } = report.questions(&open);
            questions.push(JsonQuestions { message, missing, help });
            open.into_iter().map(|finding| (finding, Some(rank))).collect()
        }
    });
    let marked = told.map(|(finding, together)| {
        let rule = (report.about)(&finding.rule);
        JsonMarked {
            together,
            finding: report.json_finding(finding),
            title: report.title(&finding.rule),
            why: rule.why.map(|why| words.say(&why)),
            label: report.severity(finding.severity),
            mark: mark(finding, finding.span),
            shown: about.path == Some(report.path(finding)) && finding.span.range().start >= about.body,
            open: address(report, finding.span, about.editor),
            fixes: fixes(report, finding),
        }
    });
    let marked = marked.collect();
    let whole = JsonBeside {
        path: about.path,
        whole: about.whole,
        scores: scores.into_iter().flatten().collect(),
        findings: marked,
        questions,
        words: JsonWords {
            title: words.get("serve.title"),
            none: words.get("serve.none"),
            more: words.get("serve.more"),
            less: words.get("serve.less"),
            open: words.get("serve.open"),
            why: words.get("serve.why"),
            fix: words.get("serve.fix"),
            suggestion: words.get("serve.suggestion"),
            checking: words.get("serve.checking"),
            scores: words.get("serve.scores"),
            first: words.get("serve.first"),
        },
    };
    written(&whole)
}

/// What tells one of the things that a finding tells of a file from the others of this file.
pub fn mark(finding: &Finding, place: Span) -> String {
    format!("{} {} {}", finding.rule, place.start, place.end)
}

/// The fixes that may be made, of a finding or of those that it tells together.
fn fixes(report: &Report<'_>, finding: &Finding) -> Vec<JsonAsked> {
    let made = finding.each().filter_map(|one| Some((one.span, one.fix?)));
    let made = made.filter(|(_, fix)| fix.applicability != Applicability::Shown);
    made.map(|(span, fix)| JsonAsked {
        mark: mark(finding, span),
        title: report.words.say(fix.title),
        safe: fix.applicability == Applicability::Safe,
    })
    .collect()
}

fn address(report: &Report<'_>, span: Span, editor: Editor<'_>) -> Option<String> {
    let source = report.sources.get(span.source);
    let at = source.position(span.start);
    let address = editor
        .address
        .replace("{path}", &format!("{}/{}", editor.root, source.path()))
        .replace("{line}", &at.line.to_string())
        .replace("{column}", &at.column.to_string());
    (!address.is_empty()).then_some(address)
}

/// The page that stands in the place of one whose template is wrong: what is wrong, where, and what to do.
pub fn fault(report: &Report<'_>, path: &str) -> String {
    let words = report.words;
    let mut body = format!("<p><code>{}</code></p>", escaped(path));
    for finding in report.in_order() {
        let (start, _) = report.ends(finding.span);
        let place = format!("{}:{}:{}", report.path(finding), start.line, start.column);
        body.push_str(&format!(
            "<h2>{}</h2><p><code>{}</code></p><pre>{}</pre>",
            escaped(&words.say(&finding.message)),
            escaped(&place),
            escaped(&finding.help.as_ref().map(|help| words.say(help)).unwrap_or_default())
        ));
    }
    if report.findings.iter().all(|finding| finding.severity < Severity::Error) {
        body.push_str(&format!("<p>{}</p>", escaped(words.get("serve.fault-elsewhere"))));
    }
    page(words, &body)
}

/// The page that stands in the place of all while the site cannot be read; `why` says why.
pub fn failure(words: &Words, why: &str) -> String {
    page(words, &format!("<p>{}</p>", escaped(why)))
}

fn page(words: &Words, body: &str) -> String {
    let title = escaped(words.get("serve.fault"));
    let tag = words.language().tag();
    format!(
        "<!doctype html><html lang=\"{tag}\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\
         <body><main><h1>{title}</h1>{body}</main></body></html>\n"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
