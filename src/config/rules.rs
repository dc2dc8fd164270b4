//! What `site.toml` says of rules: their settings, those of a part of the pages, and what is not to be told.

use crate::data::{Entry, Fields, Node, did_you_mean, meant};
use crate::finding::{Message, Problem, ProblemKind, Severity};
use crate::source::{Span, Spanned};

use super::PathPattern;

/// What `[lint.rules]`, an override or a profile says of one rule.
#[derive(Clone, Debug)]
pub struct RuleSetting {
    /// The rule, as named; `clarity/*` for a whole family.
    pub rule: Spanned<String>,
    /// `Some(None)` is `off`.
    pub severity: Option<Option<Severity>>,
    /// `params` that replace the rule file's, one by one.
    pub params: Option<Node>,
    /// `levels` that replace the rule file's, all together.
    pub levels: Option<Node>,
}

/// `[[lint.override]]`: other settings for a part of the pages.
#[derive(Clone, Debug)]
pub struct Override {
    /// Which pages: those that match one of these.
    pub paths: Vec<PathPattern>,
    /// Settings of single rules, over those of `[lint.rules]`.
    pub rules: Vec<RuleSetting>,
}

/// One `[[lint.allow]]`: what is not to be told of some files.
#[derive(Clone, Debug)]
pub struct Allow {
    /// The files.
    pub path: PathPattern,
    /// The rules, as named: `clarity/jargon`, or a whole family, `clarity/*`.
    pub rules: Vec<Spanned<String>>,
    /// Why. Without it, nothing is silenced.
    pub reason: Option<Spanned<String>>,
}

impl Override {
    /// None when no path can be used: an override never applies to more than it names.
    pub(super) fn read(node: &Node, problems: &mut Vec<Problem>) -> Option<Self> {
        let mut fields = Fields::new(node, problems);
        let paths = PathPattern::list(&mut fields, node.span);
        let rules = rule_settings(&mut fields);
        // What is wrong in each of them was said already.
        let named = fields.node("rules").and_then(Node::as_map).is_some_and(|map| !map.entries.is_empty());
        if rules.is_empty() && !named {
            let problem = Problem::new(ProblemKind::InvalidValue, node.span, Message::key("config.override"));
            fields.problems().push(problem.help(Message::key("config.override-example")));
        }
        fields.finish();
        (!paths.is_empty()).then_some(Self { paths, rules })
    }
}

impl Allow {
    /// `{ path = "archives/**", rules = ["clarity/jargon"], reason = "…" }`.
    pub(super) fn read(item: &Node, problems: &mut Vec<Problem>) -> Option<Self> {
        let mut fields = Fields::new(item, problems);
        let (path, rules, reason) = (fields.text("path"), fields.texts("rules"), fields.text("reason"));
        let is_map = item.as_map().is_some();
        if is_map && (path.is_none() || rules.is_empty()) {
            let message = Message::key("config.allow");
            let problem = Problem::new(ProblemKind::InvalidValue, item.span, message);
            fields.problems().push(problem.help(Message::key("config.allow-example")));
        }
        fields.finish();
        match PathPattern::new(path.filter(|_| !rules.is_empty())?) {
            Ok(path) => Some(Self { path, rules, reason }),
            Err(problem) => {
                problems.push(problem);
                None
            }
        }
    }
}

impl RuleSetting {
    /// The family it is about, if it is about a whole one.
    pub fn family(&self) -> Option<&str> {
        self.rule.value.strip_suffix("/*")
    }

    /// Whether it is about a rule.
    pub fn is_about(&self, id: &str) -> bool {
        let family = id.split_once('/').map(|(family, _)| family);
        self.rule.value == id || (family.is_some() && self.family() == family)
    }
}

/// The settings under `rules`, those of whole families first: what is said of one rule has the last
/// word over what is said of its family.
pub fn rule_settings(fields: &mut Fields<'_, '_>) -> Vec<RuleSetting> {
    let entries = fields.map("rules").map_or(&[][..], |map| &map.entries);
    let mut settings: Vec<RuleSetting> =
        entries.iter().filter_map(|entry| rule_setting(entry, fields.problems())).collect();
    settings.sort_by_key(|setting| setting.family().is_none());
    settings
}

/// `"clarity/long-sentence" = "off"`, or a table of `severity`, `params` and `levels`.
fn rule_setting(entry: &Entry, problems: &mut Vec<Problem>) -> Option<RuleSetting> {
    let rule = entry.key.clone();
    if let Some(word) = entry.node.as_text() {
        let Some((_, severity)) = Severity::NAMES_OR_OFF.iter().find(|(name, _)| *name == word) else {
            problems.push(no_such_level(&rule.value, word, entry.node.span));
            return None;
        };
        return Some(RuleSetting { rule, severity: Some(*severity), params: None, levels: None });
    }
    let Some(map) = entry.node.as_map() else {
        problems.push(
            Problem::new(ProblemKind::InvalidValue, entry.node.span, Message::key("config.rule-setting"))
                .help(Message::key("config.rule-setting-example")),
        );
        return None;
    };
    let mut fields = Fields::of(map, problems);
    let severity = fields.choice("severity", &Severity::NAMES_OR_OFF).map(|level| level.value);
    let params = if fields.map("params").is_some() { fields.node("params").cloned() } else { None };
    let levels = fields.node("levels").cloned();
    fields.finish();
    Some(RuleSetting { rule, severity, params, levels })
}

fn no_such_level(rule: &str, word: &str, span: Span) -> Problem {
    let names = Severity::NAMES_OR_OFF.map(|(name, _)| name);
    let message = Message::key("data.not-a-choice")
        .with("key", rule)
        .with("value", word)
        .with("choices", names.map(str::to_owned).to_vec());
    let mut problem = Problem::new(ProblemKind::InvalidValue, span, message);
    problem.help = did_you_mean(&meant(word, &names));
    problem
}
