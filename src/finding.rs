//! What is wrong, where, how loudly, and what to do about it. The words are SARIF's.

mod message;
mod problem;

use std::sync::Arc;

use crate::source::Span;
pub use message::{Arg, Message, Text};
pub use problem::{Problem, ProblemKind};

/// How much a finding weighs. What is `off` yields no finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Folded away until a team asks for it.
    Info,
    /// Worth a citizen's time.
    Warning,
    /// Stops publication.
    Error,
}

impl Severity {
    /// The words used in files and options, the quietest first.
    pub const WORDS: [&'static str; 3] = ["info", "warning", "error"];

    /// Every severity with its word.
    pub const NAMES: [(&'static str, Self); 3] =
        [(Self::WORDS[0], Self::Info), (Self::WORDS[1], Self::Warning), (Self::WORDS[2], Self::Error)];

    /// The same, with the word of what is not to be told at all.
    pub const NAMES_OR_OFF: [(&'static str, Option<Self>); 4] = [
        ("off", None),
        (Self::WORDS[0], Some(Self::Info)),
        (Self::WORDS[1], Some(Self::Warning)),
        (Self::WORDS[2], Some(Self::Error)),
    ];

    /// The word used in files and options: `info`, `warning`, `error`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => Self::WORDS[0],
            Self::Warning => Self::WORDS[1],
            Self::Error => Self::WORDS[2],
        }
    }

    /// Reads `info`, `warning` or `error`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, severity)| *severity)
    }
}

/// `family/name`, the path of a rule's file under `lints/`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(Arc<str>);

impl RuleId {
    /// An id from its text.
    pub fn new(id: impl Into<Arc<str>>) -> Self {
        Self(id.into())
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for RuleId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// How far a fix may be applied without being read first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Applicability {
    /// Changes nothing but what is wrong.
    Safe,
    /// Right most of the time; asked for with `--suggested`.
    Suggested,
    /// Only shown.
    Shown,
}

/// Replace the bytes of a span by a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; an empty span inserts.
    pub span: Span,
    /// By what.
    pub text: String,
}

/// A way to mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, said to the editor.
    pub title: Message,
    /// The edits, in one file, in order, not overlapping.
    pub edits: Vec<Edit>,
    /// How far it can be trusted.
    pub applicability: Applicability,
}

/// Something a rule found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: RuleId,
    /// How loudly.
    pub severity: Severity,
    /// The bytes the editor typed.
    pub span: Span,
    /// What is wrong.
    pub message: Message,
    /// Other places that matter, each with its words.
    pub labels: Vec<(Span, Message)>,
    /// What to do.
    pub help: Option<Message>,
    /// A way to mend it.
    pub fix: Option<Box<Fix>>,
    /// Why there is none here, when the rule promises one.
    pub unfixed: Option<Box<Message>>,
    /// True when only the date of the day brought it about: it never stops a build.
    pub calendar: bool,
    /// It tells what another site answered: it fails nothing by itself.
    pub external: bool,
    /// What it is about, where a rule speaks once a page of a word, at the first place where it stands:
    /// from one run to the next, it is known by this and not by the words of that place.
    pub topic: Option<String>,
    /// The places of one page that this finding tells together; empty for one that stands for itself.
    pub parts: Vec<Part>,
}

/// One of the places that a finding tells together. There are hundreds of thousands of them on a large site: of what
/// was found there, it keeps what is still asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    span: Span,
    /// What is wrong there.
    message: Box<Message>,
    /// How many edits of the finding’s fix are those of this place; none when it has no fix.
    edits: u32,
    /// What its fix does, where the parts before it do not say the same.
    title: Option<Box<Message>>,
    unfixed: Option<Box<Message>>,
}

/// One thing that a finding tells: itself, or one of its parts.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The bytes the editor typed.
    pub span: Span,
    /// What is wrong.
    pub message: &'a Message,
    /// A way to mend it.
    pub fix: Option<OwnFix<'a>>,
    /// Why there is none here, when the rule promises one.
    pub unfixed: Option<&'a Message>,
}

/// The way to mend one thing that a finding tells.
#[derive(Clone, Copy, Debug)]
pub struct OwnFix<'a> {
    /// What it does, said to the editor.
    pub title: &'a Message,
    /// The edits, in one file, in order, not overlapping.
    pub edits: &'a [Edit],
    /// How far it can be trusted.
    pub applicability: Applicability,
}

impl Finding {
    /// The address of another site that it is about, as typed; none when it is about something else.
    pub fn external_address(&self) -> Option<&str> {
        let (_, address) = self.message.args.iter().find(|(name, _)| self.external && *name == "address")?;
        match address {
            Arg::Text(address) => Some(address),
            _ => None,
        }
    }

    /// What it tells, one by one: its parts, or itself.
    pub fn each(&self) -> impl Iterator<Item = Told<'_>> {
        let all = self.fix.as_deref();
        let itself = self.parts.is_empty().then(|| Told {
            span: self.span,
            message: &self.message,
            fix: all.map(|fix| OwnFix {
                title: &fix.title,
                edits: &fix.edits,
                applicability: fix.applicability,
            }),
            unfixed: self.unfixed.as_deref(),
        });
        let mut edits = all.map_or(&[][..], |fix| &fix.edits);
        let mut title: Option<&Message> = None;
        let parts = self.parts.iter().map(move |part| {
            title = part.title.as_deref().or(title);
            let count = usize::try_from(part.edits).unwrap_or(usize::MAX).min(edits.len());
            let (own, rest) = edits.split_at(count);
            edits = rest;
            let fix = all.zip(title).filter(|_| !own.is_empty());
            let fix = fix.map(|(all, title)| OwnFix { title, edits: own, applicability: all.applicability });
            Told { span: part.span, message: &part.message, fix, unfixed: part.unfixed.as_deref() }
        });
        itself.into_iter().chain(parts)
    }

    /// What it tells, each as a finding of its own.
    pub fn alone(&self) -> Vec<Self> {
        if self.parts.is_empty() {
            return vec![self.clone()];
        }
        let own = |fix: OwnFix<'_>| Fix {
            title: fix.title.clone(),
            edits: fix.edits.to_vec(),
            applicability: fix.applicability,
        };
        let one = |told: Told<'_>| Self {
            rule: self.rule.clone(),
            severity: self.severity,
            span: told.span,
            message: told.message.clone(),
            labels: Vec::new(),
            help: self.help.clone(),
            fix: told.fix.map(own).map(Box::new),
            unfixed: told.unfixed.cloned().map(Box::new),
            calendar: self.calendar,
            external: self.external,
            topic: self.topic.clone(),
            parts: Vec::new(),
        };
        self.each().map(one).collect()
    }

    /// How many things it tells.
    pub fn count(&self) -> usize {
        self.parts.len().max(1)
    }

    /// Tells this finding together with others of its rule in its file, whose fixes can be trusted as far as its own:
    /// each becomes a part. Its words and its fix, which makes the edits of all of them, are then said with these.
    pub fn gather(&mut self, others: Vec<Self>, message: Message, fix: Message) {
        let own = std::mem::replace(&mut self.message, message);
        let mut parts = Vec::with_capacity(others.len() + 1);
        let mut edits = Vec::with_capacity(others.len() + 1);
        let applicability = self.fix.as_ref().map(|fix| fix.applicability);
        let mut said: Option<Message> = None;
        let first = (self.span, own, self.fix.take(), self.unfixed.take());
        let others = others.into_iter().map(|other| (other.span, other.message, other.fix, other.unfixed));
        for (span, message, fix, unfixed) in std::iter::once(first).chain(others) {
            let mut part = Part { span, message: Box::new(message), edits: 0, title: None, unfixed };
            if let Some(fix) = fix {
                let Fix { title, edits: own, .. } = *fix;
                part.edits = u32::try_from(own.len()).unwrap_or(u32::MAX);
                edits.extend(own);
                if said.as_ref() != Some(&title) {
                    part.title = Some(Box::new(title.clone()));
                    said = Some(title);
                }
            }
            parts.push(part);
        }
        edits.shrink_to_fit();
        self.fix = applicability.map(|applicability| Box::new(Fix { title: fix, edits, applicability }));
        self.parts = parts;
    }
}

/// A finding that is not told, and why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppressed {
    /// What was found.
    pub finding: Finding,
    /// What keeps it from being told.
    pub suppression: Suppression,
}

/// What keeps a finding from being told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suppression {
    /// A silence in the page itself.
    InSource {
        /// Why, in the editor's words.
        justification: String,
        /// The rule as named in the silence.
        location: Span,
    },
    /// A silence of `site.toml`.
    External {
        /// Why, in the words of who settled it.
        justification: String,
        /// The rule as named in the silence.
        location: Span,
    },
    /// The baseline knows it.
    Baseline,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_stay_small() {
        // Some hundreds of thousands of them, and more parts, are in memory at once on a site of 20,000 pages.
        assert!(size_of::<Finding>() <= 240, "{}", size_of::<Finding>());
        assert!(size_of::<Part>() <= 40, "{}", size_of::<Part>());
        assert!(size_of::<Arg>() <= 24, "{}", size_of::<Arg>());
    }

    #[test]
    fn what_is_told_together_keeps_its_places_and_its_fixes() {
        let source =
            crate::source::Sources::default().add(crate::source::Source::new("a.md", b"abcdef".to_vec()));
        let found = |start: usize, title: Option<&'static str>, edits: usize| {
            let span = Span::new(source, start, start + 1);
            let edit = |rank: usize| Edit { span, text: rank.to_string() };
            let fix = |title| Fix {
                title: Message::key(title),
                edits: (0..edits).map(edit).collect(),
                applicability: Applicability::Safe,
            };
            Finding {
                rule: RuleId::new("a/b"),
                severity: Severity::Info,
                span,
                message: Message::key("a"),
                labels: Vec::new(),
                help: None,
                fix: title.map(fix).map(Box::new),
                unfixed: None,
                calendar: false,
                external: false,
                topic: None,
                parts: Vec::new(),
            }
        };
        let each =
            [found(0, Some("x"), 1), found(1, Some("x"), 2), found(2, Some("y"), 1), found(3, Some("x"), 1)];
        let mut told = each[0].clone();
        told.gather(each[1..].to_vec(), Message::key("b"), Message::key("all"));
        assert_eq!(told.count(), 4);
        assert_eq!(
            told.fix.as_ref().map(|fix| (fix.edits.len(), &fix.title)),
            Some((5, &Message::key("all")))
        );
        for (one, of) in told.each().zip(&each) {
            let alone = of.each().next().and_then(|told| told.fix).unwrap();
            let fix = one.fix.unwrap();
            assert_eq!(one.span, of.span);
            assert_eq!((fix.title, fix.edits), (alone.title, alone.edits));
        }
        // Without fixes, places alone are kept.
        let mut told = found(0, None, 0);
        told.gather(vec![found(1, None, 0)], Message::key("b"), Message::key("all"));
        assert!(told.fix.is_none() && told.each().all(|one| one.fix.is_none()) && told.each().count() == 2);
    }
}
