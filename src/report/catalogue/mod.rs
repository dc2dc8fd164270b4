//! The rules, said: one rule explained, the table of all of them, the recommendations they hold; in a
//! terminal, as JSON, and as pages of the site.

mod coverage;
mod explain;
mod markdown;
mod named;
mod pages;
mod settings;
mod sheet;
mod short;
mod table;

use crate::config::Config;
use crate::finding::{Message, Severity};
use crate::language::Language;
use crate::lint::RuleSet;
use crate::lint::catalogue::{Catalogue, Evidence, Level, Recommendation};
use crate::lint::checks::Check;
use crate::lint::rule::{self, Bilingual, Loudness, Rule};
use crate::source::Sources;
use crate::words::Words;

pub use coverage::{coverage, coverage_json, coverage_schema};
pub use explain::{family, recommendation, rule};
pub use named::{Named, families, nearest_names};
pub use pages::{GENERATED, RulePage, is_generated, pages};
pub use settings::{setting, silence_in_front_matter, silence_in_settings, silence_in_text};
pub use short::in_short;
pub use table::{Filter, SCHEMA_VERSION, rules_json, rules_schema, rules_table};

/// The rules of a site, and what is needed to say them.
pub struct View<'a> {
    /// The rules in force, with the sources and the recommendations they name.
    pub rules: &'a RuleSet,
    /// The same as their files have them, whatever the site changes.
    pub written: &'a RuleSet,
    /// The settings of the site.
    pub config: &'a Config,
    /// The files of the site.
    pub sources: &'a Sources,
    /// The language of the reader.
    pub words: &'a Words,
}

/// Who settled how loudly a rule speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
enum SetBy {
    /// Its own file.
    File,
    /// A profile, by name.
    Profile(String),
    /// `site.toml`, at a line.
    Site(u32),
}

impl View<'_> {
    fn catalogue(&self) -> &Catalogue {
        &self.rules.catalogue
    }

    fn language(&self) -> Language {
        self.words.language()
    }

    fn say(&self, key: &'static str) -> String {
        self.words.get(key).to_owned()
    }

    /// Words of a rule file, in the language of the reader.
    fn both<'b>(&self, both: &'b Bilingual) -> &'b str {
        match self.language() {
            Language::French => both.fr.trim(),
            Language::English => both.en.trim(),
        }
    }

    fn severity(&self, severity: Option<Severity>) -> &str {
        self.words.get(match severity {
            None => "cli.off",
            Some(Severity::Info) => "severity.info",
            Some(Severity::Warning) => "severity.warning",
            Some(Severity::Error) => "severity.error",
        })
    }

    /// « information au-delà de 25, avertissement au-delà de 30 ».
    fn loudness(&self, rule: &Rule) -> String {
        match &rule.loudness {
            Loudness::Off => self.severity(None).to_owned(),
            Loudness::One(severity) => self.severity(Some(*severity)).to_owned(),
            Loudness::Levels(levels) => {
                let level = |level: &rule::Level| {
                    let message = match bound(rule, level) {
                        Bound::Above(above) => Message::key("explain.above").with("above", above),
                        Bound::Below(below) => Message::key("explain.below").with("below", below),
                    };
                    self.words.say(&message.with("severity", self.severity(level.severity)))
                };
                levels.iter().map(level).collect::<Vec<_>>().join(", ")
            }
        }
    }

    /// The levels alone, in one word or two: « information, avertissement ».
    fn severities(&self, rule: &Rule) -> String {
        let mut severities: Vec<Option<Severity>> = match &rule.loudness {
            Loudness::Levels(levels) => levels.iter().map(|level| level.severity).collect(),
            Loudness::Off => vec![None],
            Loudness::One(severity) => vec![Some(*severity)],
        };
        severities.dedup();
        severities.iter().map(|severity| self.severity(*severity)).collect::<Vec<_>>().join(", ")
    }

    fn set_by(&self, rule: &Rule) -> SetBy {
        let written = self.written.get(rule.id.as_str());
        let changed = written.is_none_or(|written| written.loudness != rule.loudness);
        let Some(span) = self.rules.settled(rule.id.as_str()).filter(|_| changed || rule.severity_is_set)
        else {
            return SetBy::File;
        };
        let source = self.sources.get(span.source);
        match source.path().rsplit_once("/_profiles/") {
            Some((_, name)) => SetBy::Profile(name.trim_end_matches(".yaml").to_owned()),
            None => SetBy::Site(source.position(span.start).line),
        }
    }

    fn evidence(&self, evidence: Evidence) -> &str {
        self.words.get(match evidence {
            Evidence::Read => "catalogue.read",
            Evidence::Part => "catalogue.part",
            Evidence::Unread => "catalogue.unread",
        })
    }

    fn level(&self, level: Level) -> &str {
        self.words.get(match level {
            Level::A => "catalogue.level-a",
            Level::B => "catalogue.level-b",
            Level::C => "catalogue.level-c",
        })
    }

    /// The rules that hold a recommendation, those that are off too, by id; then, apart, those about
    /// what cannot be read. These concern every page, and named one by one they would hide the rest.
    fn holders(&self, recommendation: &Recommendation) -> (Vec<&Rule>, Vec<&Rule>) {
        let holds = |rule: &&Rule| rule.recommendations.contains(&recommendation.key);
        self.rules.rules().iter().filter(holds).partition(|rule| !is_about_reading(rule))
    }

    /// Whether a rule that is not off holds a recommendation.
    fn has_rule(&self, recommendation: &Recommendation) -> bool {
        let (own, reading) = self.holders(recommendation);
        own.iter().chain(&reading).any(|rule| !rule.is_off())
    }
}

/// What a level asks of a measure, as its file says it.
enum Bound {
    Above(i64),
    Below(i64),
}

/// A measure that falls as things get worse is kept with its sign turned, and so are its bounds.
fn bound(rule: &Rule, level: &rule::Level) -> Bound {
    if rule.check.kind().falling { Bound::Below(-level.above) } else { Bound::Above(level.above) }
}

/// The family of a rule: `clarity` of `clarity/long-sentence`.
fn family_of(rule: &Rule) -> &str {
    rule.id.as_str().split_once('/').map_or("", |(family, _)| family)
}

/// Whether a rule is about what cannot be read: it has no parameter a person would change, and a
/// silence would hide what it says without mending it.
fn is_about_reading(rule: &Rule) -> bool {
    matches!(rule.check, Check::Reading(_))
}

/// The path of a rule's file as a person finds it, without what says that it is built in.
fn file_of(rule: &Rule, sources: &Sources) -> String {
    let path = sources.get(rule.source).path();
    path.strip_prefix("builtin:").unwrap_or(path).to_owned()
}

#[cfg(test)]
mod tests;
