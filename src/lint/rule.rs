//! A rule file: what it wants, why, how loudly, and the examples that prove it.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use crate::data::{self, Node};
use crate::finding::{Arg, Finding, Message, Problem, ProblemKind, RuleId, Severity, Text};
use crate::language::Language;
use crate::source::{SourceId, Span};
use crate::words::{self, Words};

use super::checks::Check;
use super::example::Example;
use super::rule_file;
use super::scope::Scope;

/// Words of a rule file, in both languages. A file may give one text: it then serves both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bilingual {
    /// In French.
    pub fr: Arc<str>,
    /// In English.
    pub en: Arc<str>,
    /// The names that their placeholders bear, read once for all findings; none where there is no brace.
    names: Option<Arc<[String]>>,
}

impl Bilingual {
    /// A text for each language.
    pub fn new(fr: impl Into<Arc<str>>, en: impl Into<Arc<str>>) -> Self {
        let (fr, en) = (fr.into(), en.into());
        let names = (fr.contains('{') || en.contains('{')).then(|| {
            let names = [&fr, &en].into_iter().flat_map(|text| words::placeholders(text));
            names.map(str::to_owned).collect::<BTreeSet<String>>().into_iter().collect()
        });
        Self { fr, en, names }
    }

    /// One text for both languages.
    pub fn single(text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        Self::new(Arc::clone(&text), text)
    }

    /// Whether every placeholder has its argument.
    fn is_filled_by(&self, args: &[(&'static str, Arg)]) -> bool {
        let known = |name: &String| args.iter().any(|(arg, _)| *arg == name.as_str());
        self.names.iter().flat_map(|names| names.iter()).all(known)
    }

    /// The program’s own words, by key.
    pub(super) fn of_key(key: &'static str) -> Self {
        static WORDS: LazyLock<[Words; 2]> =
            LazyLock::new(|| [Language::French, Language::English].map(Words::load));
        let [fr, en] = &*WORDS;
        Self::new(fr.get(key), en.get(key))
    }

    /// As a message that takes no argument.
    pub fn message(&self) -> Message {
        Message::both(Arc::clone(&self.fr), Arc::clone(&self.en))
    }
}

/// Which of the qualities that administrative information owes its reader a rule serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Criterion {
    Reliable,
    UpToDate,
    Accessible,
    Consistent,
    Understandable,
    Organised,
}

impl Criterion {
    /// What a rule file that does not say is taken to serve.
    pub const USUAL: Self = Self::Understandable;

    /// Every criterion with its name in a rule file.
    pub const NAMES: [(&'static str, Self); 6] = [
        ("reliable", Self::Reliable),
        ("up-to-date", Self::UpToDate),
        ("accessible", Self::Accessible),
        ("consistent", Self::Consistent),
        ("understandable", Self::Understandable),
        ("organised", Self::Organised),
    ];
}

/// How loudly a rule speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loudness {
    /// Not at all.
    Off,
    /// Always the same.
    One(Severity),
    /// By what it measured: the highest level passed decides. Sorted by `above`.
    Levels(Vec<Level>),
}

/// From which measure on a rule speaks, and how loudly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// The measure must be strictly above; of a measure that falls as things get worse, both have
    /// their sign turned.
    pub above: i64,
    /// None is `off`.
    pub severity: Option<Severity>,
}

/// A rule in force: its file, with what `site.toml` changes in it.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The path of its file under `lints/`, without extension.
    pub id: RuleId,
    /// Its file.
    pub source: SourceId,
    /// Its name, for people.
    pub title: Bilingual,
    /// What it serves.
    pub criterion: Criterion,
    /// The recommendations it holds: `R6`.
    pub recommendations: Vec<String>,
    /// Where it comes from, by key.
    pub sources: Vec<String>,
    /// The only language it is about.
    pub lang: Option<Language>,
    /// Where it looks.
    pub scope: Vec<Scope>,
    /// How loudly.
    pub loudness: Loudness,
    /// `site.toml` chose the loudness: it then holds for every word of a list.
    pub severity_is_set: bool,
    /// What it says, by case of its kind of check; empty for a kind that brings its own words. Of
    /// several for one case, the first that names only what the finding has; else the title.
    pub messages: Vec<(&'static str, Bilingual)>,
    /// What to do, by case of its kind of check, `""` for all of them; said when the finding has all that it names.
    pub help: Vec<(&'static str, Bilingual)>,
    /// What it says once of a page where it finds several things, each of which it would otherwise
    /// tell; may name `count`.
    pub together: Option<Bilingual>,
    /// What a citizen gains.
    pub why: Bilingual,
    /// What it finds and what it leaves alone.
    pub examples: Vec<Example>,
    /// The check, with its parameters.
    pub check: Check,
    /// Its parameters as typed, those of the site in place of the file's: each keeps its place.
    pub params: Node,
}

impl Rule {
    /// Reads a rule file. `params` are those of `site.toml`, which replace the file's one by one;
    /// for a rule with levels they may hold `levels` too.
    ///
    /// # Errors
    /// Everything that is wrong, each with its place. Mistakes in the file are of the kind
    /// [`ProblemKind::InvalidRule`].
    pub fn read(id: &str, source: SourceId, text: &str, params: Option<&Node>) -> Result<Self, Vec<Problem>> {
        let (node, mut problems) = data::yaml(source, text, 0..text.len());
        let rule = if problems.is_empty() {
            rule_file::read(id, source, &node, params, &mut problems)
        } else {
            None
        };
        rule_file::without_echoes(&mut problems, source);
        for problem in &mut problems {
            if problem.span.source == source {
                problem.kind = ProblemKind::InvalidRule;
            }
        }
        match rule {
            Some(mut rule) if problems.is_empty() => {
                rule.cap();
                Ok(rule)
            }
            _ => Err(problems),
        }
    }

    /// Whether it yields nothing.
    pub fn is_off(&self) -> bool {
        self.loudest().is_none()
    }

    /// The rule as one that speaks, to be tried or measured: what is off in it is told as information, and
    /// each thing found is told by itself.
    pub(super) fn aloud(&self) -> Self {
        let told = |level: &Level| Level { severity: level.severity.or(Some(Severity::Info)), ..*level };
        let loudness = match &self.loudness {
            loudness if !self.is_off() => loudness.clone(),
            Loudness::Levels(levels) => Loudness::Levels(levels.iter().map(told).collect()),
            Loudness::Off | Loudness::One(_) => Loudness::One(Severity::Info),
        };
        Self { loudness, together: None, ..self.clone() }
    }

    /// Neither time passing nor another site stops anything: what they alone bring about is a warning at
    /// most, whatever a file or a setting says.
    pub(super) fn cap(&mut self) {
        let kind = self.check.kind();
        if !kind.calendar && !kind.external {
            return;
        }
        let capped = |severity: Severity| severity.min(Severity::Warning);
        match &mut self.loudness {
            Loudness::Off => {}
            Loudness::One(severity) => *severity = capped(*severity),
            Loudness::Levels(levels) => {
                levels.iter_mut().for_each(|level| level.severity = level.severity.map(capped));
            }
        }
    }

    /// The loudest it may speak; none when it is off.
    pub fn loudest(&self) -> Option<Severity> {
        match &self.loudness {
            Loudness::Off => None,
            Loudness::One(severity) => Some(*severity),
            Loudness::Levels(levels) => levels.iter().filter_map(|level| level.severity).max(),
        }
    }

    /// The level that a measure passes: its bound and its severity.
    pub fn level(&self, measure: i64) -> Option<(i64, Severity)> {
        let Loudness::Levels(levels) = &self.loudness else { return None };
        let level = levels.iter().rev().find(|level| measure > level.above)?;
        level.severity.map(|severity| (level.above, severity))
    }

    /// The finding of a measure, if it passes a level; its words may name `count` and `max`.
    pub(super) fn measured(&self, case: &str, count: usize, span: Span) -> Option<Finding> {
        let (max, severity) = self.level(i64::try_from(count).unwrap_or(i64::MAX))?;
        let finding = self.finding(case, span, vec![("count", count.into()), ("max", max.into())]);
        Some(Finding { severity, ..finding })
    }

    /// A finding of this rule, said with the words of one of its cases.
    pub(super) fn finding(&self, case: &str, span: Span, mut args: Vec<(&'static str, Arg)>) -> Finding {
        args.shrink_to_fit();
        let mut words = self.messages.iter().filter(|(name, _)| *name == case).map(|(_, words)| words);
        let words = words.find(|words| words.is_filled_by(&args));
        let mut helps = self.help.iter().filter(|(name, _)| name.is_empty() || *name == case);
        let help = helps.find(|(_, help)| help.is_filled_by(&args)).map(|(_, help)| help);
        let say = |words: &Bilingual, args| Message {
            text: Text::Both { fr: Arc::clone(&words.fr), en: Arc::clone(&words.en) },
            args,
        };
        // Most of them name nothing, and large sites have hundreds of thousands of findings.
        let help = help.map(|help| say(help, if help.names.is_some() { args.clone() } else { Vec::new() }));
        Finding {
            rule: self.id.clone(),
            severity: match self.loudness {
                Loudness::One(severity) => severity,
                Loudness::Off | Loudness::Levels(_) => Severity::Info,
            },
            span,
            message: say(words.unwrap_or(&self.title), args),
            labels: Vec::new(),
            help,
            fix: None,
            unfixed: None,
            calendar: self.check.kind().calendar,
            external: self.check.kind().external,
            topic: None,
            parts: Vec::new(),
        }
    }
}
