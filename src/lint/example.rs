//! The examples of a rule file: small sites, and what the rule must say of them.

use jiff::civil::Date;

use crate::data::{Fields, Node};
use crate::finding::{Message, Problem};
use crate::site::{LinkFault, LinkReport, LinkStatus, Moved, Proof, SoftFailure};
use crate::source::{Span, Spanned};

use super::rule_file::{missing, wrong};

/// One example of a rule file.
#[derive(Clone, Debug)]
pub struct Example {
    /// Where it stands.
    pub span: Span,
    /// The page. Without front matter, it gets one that holds a title alone.
    pub page: String,
    /// What the rule must say.
    pub expected: Expected,
    /// The day it is checked for.
    pub today: Option<Date>,
    /// Other files of its site, by their path in it.
    pub files: Vec<(String, String)>,
    /// What is known of external addresses.
    pub external: Vec<(String, LinkReport)>,
}

/// What a rule must say of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Nothing.
    Silence,
    /// As many findings as marks.
    Marks {
        /// The text under each finding, in order.
        marks: Vec<String>,
        /// The page once its fixes are applied.
        fixed: Option<String>,
    },
}

impl Example {
    /// Whether the rule must leave it alone.
    pub fn is_good(&self) -> bool {
        self.expected == Expected::Silence
    }

    /// Reads `{bad, marks, fixed}` or `{good}`, each with `today`, `files`, `external` if needed.
    pub(super) fn read(node: &Node, problems: &mut Vec<Problem>) -> Option<Self> {
        let mut fields = Fields::new(node, problems);
        let bad = fields.text("bad");
        let good = fields.text("good");
        let marks = fields.texts("marks");
        let fixed = fields.text("fixed");
        let today = fields.date("today").map(|today| today.value);
        let files = pairs(&mut fields, "files", |text| Some(text.to_owned()));
        let external = pairs(&mut fields, "external", report);
        let example = match (bad, good) {
            (Some(bad), None) => {
                if marks.is_empty() {
                    missing(fields.problems(), "marks", bad.span);
                }
                let marks = marks.into_iter().map(|mark| mark.value).collect();
                Some((bad, Expected::Marks { marks, fixed: fixed.map(|fixed| fixed.value) }))
            }
            (None, Some(good)) => {
                if !marks.is_empty() || fixed.is_some() {
                    fields.problems().push(wrong(good.span, Message::key("lint.example-good")));
                }
                Some((good, Expected::Silence))
            }
            _ => {
                fields.problems().push(wrong(node.span, Message::key("lint.example-kind")));
                None
            }
        };
        fields.finish();
        let (Spanned { value: page, span }, expected) = example?;
        Some(Self { span, page, expected, today, files, external })
    }
}

fn pairs<T>(fields: &mut Fields, key: &'static str, read: impl Fn(&str) -> Option<T>) -> Vec<(String, T)> {
    let mut pairs = Vec::new();
    for entry in fields.map(key).into_iter().flat_map(|map| &map.entries) {
        match entry.node.as_text().and_then(&read) {
            Some(value) => pairs.push((entry.key.value.clone(), value)),
            None => {
                let message = Message::key("lint.example-value").with("key", entry.key.value.clone());
                fields.problems().push(wrong(entry.node.span, message));
            }
        }
    }
    pairs
}

/// What an address answers, in a word: see `key.external`.
fn report(text: &str) -> Option<LinkReport> {
    let alive = LinkReport::of(LinkStatus::Alive);
    let moved = |to: &str, permanent| LinkReport {
        moved: Some(Moved { to: to.trim().to_owned(), permanent }),
        ..alive.clone()
    };
    Some(match text {
        "alive" => alive,
        "https" => LinkReport { secure: true, ..alive },
        "not-found" => LinkReport { soft: Some(SoftFailure::Says), ..alive },
        "home" => LinkReport { soft: Some(SoftFailure::Home), ..alive },
        "no-anchor" => LinkReport { anchor: Some(false), ..alive },
        "unknown-host" => LinkReport::of(LinkStatus::Broken(LinkFault::Host)),
        _ => match text.split_once(' ') {
            Some(("moved", to)) => moved(to, true),
            Some(("found", to)) => moved(to, false),
            Some(("once", fault)) => LinkReport::of(LinkStatus::Unknown(LinkFault::parse(fault)?)),
            Some(_) => return None,
            None => {
                let fault = LinkFault::parse(text)?;
                let broken = fault.proof() != Proof::None;
                let status = if broken { LinkStatus::Broken } else { LinkStatus::Unknown };
                LinkReport::of(status(fault))
            }
        },
    })
}
