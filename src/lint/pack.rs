//! The rules in force: the rule files, with what `[lint.rules]` changes in them.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::config::{Config, RuleSetting};
use crate::data::nearest;
use crate::finding::{Message, Problem, ProblemKind, RuleId, Severity};
use crate::site::Site;
use crate::source::{RuleFiles, SourceId, Sources};

use super::phrases::Phrases;
use super::rule::{Level, Loudness, Rule};
use super::scope::Scope;

/// The rules in force, each with its severity and its parameters settled.
#[derive(Debug, Default)]
pub struct RuleSet {
    rules: Vec<Rule>,
    /// What is wrong in the rule files and in the settings that name them.
    pub problems: Vec<Problem>,
    pub(super) phrases: Phrases,
    /// The scopes outside the body that some rule asks for.
    pub(super) scopes: Vec<Scope>,
}

impl RuleSet {
    /// These rules, sorted by id; of two with one id, the last.
    pub fn new(rules: Vec<Rule>) -> Self {
        let by_id: BTreeMap<RuleId, Rule> = rules.into_iter().map(|rule| (rule.id.clone(), rule)).collect();
        let rules: Vec<Rule> = by_id.into_values().collect();
        let asked = |scope: &Scope| rules.iter().any(|rule| rule.scope.contains(scope));
        let scopes = Scope::OUTSIDE.into_iter().filter(asked).collect();
        Self { rules, problems: Vec::new(), phrases: Phrases::default(), scopes }
    }

    /// Every rule, by id; those that are off too.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// A rule by its id.
    pub fn get(&self, id: &str) -> Option<&Rule> {
        let at = self.rules.binary_search_by(|rule| rule.id.as_str().cmp(id)).ok()?;
        self.rules.get(at)
    }
}

/// Loads rule files for a site, with what its settings change in them. An id may come twice: the
/// built-in file, then the site's own, which takes its place unless it is broken.
pub fn load(site: &Site, files: &RuleFiles) -> RuleSet {
    settled(&site.sources, &files.rules, &site.config)
}

/// Loads rule files as they are written, whatever a site changes in them.
pub fn as_written(sources: &Sources, files: &RuleFiles) -> RuleSet {
    settled(sources, &files.rules, &Config::default())
}

fn settled(sources: &Sources, files: &[(String, SourceId)], config: &Config) -> RuleSet {
    let settings = &config.lint.rules;
    let mut problems = Vec::new();
    let mut rules = Vec::new();
    // In parallel, and gathered in the order of the files.
    let read: Vec<_> = files
        .par_iter()
        .map(|(id, source)| {
            let setting = settings.iter().rev().find(|setting| setting.rule.value == *id);
            let mut found = Vec::new();
            let rule = read(id, *source, sources.get(*source).text(), setting, &mut found);
            (rule, setting.and_then(|setting| setting.severity), found)
        })
        .collect();
    for (rule, severity, found) in read {
        problems.extend(found);
        match rule {
            Ok(mut rule) => {
                if let Some(severity) = severity {
                    set_severity(&mut rule, severity);
                }
                rules.push(rule);
            }
            Err(wrong) => problems.extend(wrong),
        }
    }
    unknown_rules(settings, files, &mut problems);
    RuleSet { problems, ..RuleSet::new(rules) }
}

/// Reads a rule with the parameters of `site.toml`; when those are wrong, without them.
fn read(
    id: &str,
    source: SourceId,
    text: &str,
    setting: Option<&RuleSetting>,
    problems: &mut Vec<Problem>,
) -> Result<Rule, Vec<Problem>> {
    let params = setting.and_then(|setting| setting.params.as_ref());
    match Rule::read(id, source, text, params) {
        Err(wrong) if params.is_some() && wrong.iter().all(|problem| problem.span.source != source) => {
            problems.extend(wrong);
            Rule::read(id, source, text, None)
        }
        result => result,
    }
}

/// A severity chosen by the site takes the place of the rule's own, at every level.
fn set_severity(rule: &mut Rule, severity: Option<Severity>) {
    rule.severity_is_set = true;
    rule.loudness = match (&rule.loudness, severity) {
        (_, None) => Loudness::Off,
        (Loudness::Levels(levels), Some(severity)) => {
            let set = |level: &Level| Level { severity: level.severity.map(|_| severity), ..*level };
            Loudness::Levels(levels.iter().map(set).collect())
        }
        (_, Some(severity)) => Loudness::One(severity),
    };
}

fn unknown_rules(settings: &[RuleSetting], files: &[(String, SourceId)], problems: &mut Vec<Problem>) {
    let known: BTreeSet<&str> = files.iter().map(|(id, _)| id.as_str()).collect();
    for setting in settings.iter().filter(|setting| !known.contains(setting.rule.value.as_str())) {
        let name = &setting.rule.value;
        let message = Message::key("lint.unknown-rule").with("name", name.clone());
        let problem = Problem::new(ProblemKind::UnknownName, setting.rule.span, message);
        problems.push(match nearest(name, known.iter().copied()) {
            Some(meant) => problem.help(Message::key("lint.did-you-mean").with("name", meant)),
            None => problem,
        });
    }
}
