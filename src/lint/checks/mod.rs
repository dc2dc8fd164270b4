//! The kinds of check. A kind is code; the words, the thresholds and the severities are in rule
//! files.

mod acronyms;
mod deadlines;
mod headings;
mod links;
mod pattern;
mod readability;
mod reviews;
mod sentences;
mod spaces;
mod titles;
mod words;

use crate::data::Fields;
use crate::finding::{Finding, Message, ProblemKind};
use crate::language::Language;
use crate::site::{Page, Site};
use crate::source::Span;

use super::rule::Rule;
use super::rule_file::{missing, wrong};
use super::scope::Passage;

pub use acronyms::UndefinedAcronym;
pub use deadlines::PastDeadline;
pub use pattern::Pattern;
pub use readability::Readability;
pub use reviews::ReviewOverdue;
pub use words::{Entry, Words};

/// What a rule checks, with its parameters.
#[derive(Clone, Debug)]
pub enum Check {
    /// `sentence-length`: words in a sentence.
    SentenceLength,
    /// `readability`: the score of a whole page.
    Readability(Readability),
    /// `words`: a list of words and phrases.
    Words(Words),
    /// `pattern`: a regular expression.
    Pattern(Pattern),
    /// `undefined-acronym`: an acronym that nothing explains.
    UndefinedAcronym(UndefinedAcronym),
    /// `heading-skip`: a heading more than one level below the one before it.
    HeadingSkip,
    /// `review-overdue`: facts not reviewed in time.
    ReviewOverdue(ReviewOverdue),
    /// `past-deadline`: a date that the reader can no longer meet.
    PastDeadline(PastDeadline),
    /// `broken-internal-link`: a link or an image that leads nowhere in the site.
    BrokenInternalLink,
    /// `broken-external-link`: a link whose address answered that nothing is there.
    BrokenExternalLink,
    /// `no-break-space`: French punctuation that may be left alone at the start of a line.
    NoBreakSpace,
    /// `duplicate-title`: pages of one language that bear the same title.
    DuplicateTitle,
    /// `reading`: what reading found wrong.
    Reading(ProblemKind),
}

/// One thing that a kind of check can say, and what its words may name.
#[derive(Debug)]
pub struct Case {
    /// Its key under `message`; empty when the kind has one case.
    pub name: &'static str,
    /// The names that may stand in braces.
    pub arguments: &'static [&'static str],
}

/// A kind of check: what a rule file may say with it.
#[derive(Debug)]
pub struct Kind {
    /// Its name under `check`.
    pub name: &'static str,
    /// What it can say; nothing for a kind that brings its own words.
    pub cases: &'static [Case],
    /// It measures: the rule file gives levels.
    pub measured: bool,
    /// The lower the measure, the worse: levels say `below`.
    pub falling: bool,
    /// It looks at text, where `scope` says.
    pub scoped: bool,
    /// Only the date of the day brings its findings about.
    pub calendar: bool,
    /// What it finds cannot always be written as an example.
    pub examples_optional: bool,
    /// Takes its parameters. The span is where to say that one is missing.
    pub(super) read: fn(&mut Fields, Span) -> Option<Check>,
}

impl Kind {
    const fn new(name: &'static str, cases: &'static [Case]) -> Self {
        Self {
            name,
            cases,
            measured: false,
            falling: false,
            scoped: false,
            calendar: false,
            examples_optional: false,
            read: |_, _| None,
        }
    }

    /// Every kind.
    pub const ALL: [Self; 13] = [
        Self {
            measured: true,
            scoped: true,
            read: |_, _| Some(Check::SentenceLength),
            ..Self::new("sentence-length", &[Case { name: "", arguments: &["words", "max"] }])
        },
        Self {
            scoped: true,
            read: |fields, place| Words::read(fields, place).map(Check::Words),
            ..Self::new("words", &[Case { name: "", arguments: &["found", "use"] }])
        },
        Self {
            scoped: true,
            read: |fields, place| Pattern::read(fields, place).map(Check::Pattern),
            ..Self::new("pattern", &[Case { name: "", arguments: &["found"] }])
        },
        Self {
            scoped: true,
            read: |fields, _| Some(Check::UndefinedAcronym(UndefinedAcronym::read(fields))),
            ..Self::new("undefined-acronym", &[Case { name: "", arguments: &["found"] }])
        },
        Self {
            read: |_, _| Some(Check::HeadingSkip),
            ..Self::new("heading-skip", &[Case { name: "", arguments: &["level", "before", "wanted"] }])
        },
        Self {
            calendar: true,
            read: |fields, place| ReviewOverdue::read(fields, place).map(Check::ReviewOverdue),
            ..Self::new("review-overdue", &[Case { name: "", arguments: &["reviewed", "due"] }])
        },
        Self {
            scoped: true,
            calendar: true,
            read: |fields, place| PastDeadline::read(fields, place).map(Check::PastDeadline),
            ..Self::new("past-deadline", &[Case { name: "", arguments: &["found", "date"] }])
        },
        Self {
            read: |_, _| Some(Check::BrokenInternalLink),
            ..Self::new("broken-internal-link", &links::INTERNAL)
        },
        Self {
            read: |_, _| Some(Check::BrokenExternalLink),
            ..Self::new("broken-external-link", &links::EXTERNAL)
        },
        Self {
            scoped: true,
            read: |_, _| Some(Check::NoBreakSpace),
            ..Self::new("no-break-space", &spaces::CASES)
        },
        Self {
            read: |_, _| Some(Check::DuplicateTitle),
            ..Self::new("duplicate-title", &[Case { name: "", arguments: &["title", "others"] }])
        },
        Self { examples_optional: true, read: read_reading, ..Self::new("reading", &[]) },
        Self {
            measured: true,
            falling: true,
            scoped: true,
            read: |fields, place| Readability::read(fields, place).map(Check::Readability),
            ..Self::new("readability", &[Case { name: "", arguments: &["score", "min"] }])
        },
    ];
}

impl Check {
    /// Its kind.
    pub fn kind(&self) -> &'static Kind {
        const KINDS: &[Kind; 13] = &Kind::ALL;
        match self {
            Self::SentenceLength => &KINDS[0],
            Self::Words(_) => &KINDS[1],
            Self::Pattern(_) => &KINDS[2],
            Self::UndefinedAcronym(_) => &KINDS[3],
            Self::HeadingSkip => &KINDS[4],
            Self::ReviewOverdue(_) => &KINDS[5],
            Self::PastDeadline(_) => &KINDS[6],
            Self::BrokenInternalLink => &KINDS[7],
            Self::BrokenExternalLink => &KINDS[8],
            Self::NoBreakSpace => &KINDS[9],
            Self::DuplicateTitle => &KINDS[10],
            Self::Reading(_) => &KINDS[11],
            Self::Readability(_) => &KINDS[12],
        }
    }

    /// What it finds on one page. Word lists are not here: `phrases` looks for all of them at once.
    pub(super) fn page(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        match self {
            Self::SentenceLength => sentences::check(rule, view, out),
            Self::Readability(readability) => readability.check(rule, view, out),
            Self::Pattern(pattern) => pattern.check(rule, view, out),
            Self::UndefinedAcronym(acronyms) => acronyms.check(rule, view, out),
            Self::HeadingSkip => headings::check(rule, view, out),
            Self::ReviewOverdue(reviews) => reviews.check(rule, view, out),
            Self::PastDeadline(deadlines) => deadlines.check(rule, view, out),
            Self::BrokenInternalLink => links::check_internal(rule, view, out),
            Self::BrokenExternalLink => links::check_external(rule, view, out),
            Self::NoBreakSpace => spaces::check(rule, view, out),
            Self::Words(_) | Self::DuplicateTitle | Self::Reading(_) => {}
        }
    }

    /// What it finds by looking at every page.
    pub(super) fn site(&self, rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
        if matches!(self, Self::DuplicateTitle) {
            titles::check(rule, site, out);
        }
    }
}

/// What page checks look at. What several of them need is made once.
pub(super) struct View<'a> {
    pub(super) site: &'a Site,
    pub(super) page: &'a Page,
    pub(super) language: Option<Language>,
    pub(super) passages: Vec<Passage<'a>>,
}

impl View<'_> {
    /// Whether a reader meets this page: the calendar says nothing of an unpublished draft.
    pub(super) fn is_published(&self) -> bool {
        self.site.is_published(self.page)
    }
}

/// The only parameter of `reading`: which problem it is about.
fn read_reading(fields: &mut Fields, place: Span) -> Option<Check> {
    let choices = ProblemKind::ALL.map(|kind| (kind.rule().trim_start_matches("reading/"), kind));
    let problem = fields.choice("problem", &choices);
    if problem.is_none() {
        missing(fields.problems(), "problem", place);
    }
    problem.map(|problem| Check::Reading(problem.value))
}

/// A list of texts that must be there and must not be blank.
fn required_texts(fields: &mut Fields, key: &'static str, place: Span) -> Option<Vec<String>> {
    let texts = fields.texts(key);
    if texts.is_empty() {
        missing(fields.problems(), key, place);
        return None;
    }
    for text in texts.iter().filter(|text| text.value.trim().is_empty()) {
        fields.problems().push(wrong(text.span, Message::key("lint.blank")));
    }
    Some(texts.into_iter().map(|text| text.value).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_knows_its_kind() {
        let checks = [
            (Check::SentenceLength, "sentence-length"),
            (Check::HeadingSkip, "heading-skip"),
            (Check::BrokenInternalLink, "broken-internal-link"),
            (Check::BrokenExternalLink, "broken-external-link"),
            (Check::NoBreakSpace, "no-break-space"),
            (Check::DuplicateTitle, "duplicate-title"),
            (Check::Reading(ProblemKind::Syntax), "reading"),
        ];
        for (check, name) in checks {
            assert_eq!(check.kind().name, name);
        }
    }
}
