//! What a person pastes to settle a rule, or to keep it from speaking somewhere.

use super::{Bound, bound, is_about_reading};
use crate::data::{Node, Value, toml_key, toml_value};
use crate::finding::Severity;
use crate::lint::rule::{Loudness, Rule};

/// Columns past which a parameter is left to the rule's file: a list of words is changed there.
const LONGEST: usize = 72;

/// The rule as it is settled now, written for `site.toml`: pasted as it is, it changes nothing; each
/// value in it may be changed. `comment` stands above, on a line of its own.
pub fn setting(rule: &Rule, comment: &str) -> String {
    let mut parts = Vec::new();
    match &rule.loudness {
        Loudness::Off => parts.push("severity = \"off\"".to_owned()),
        Loudness::One(severity) => parts.push(format!("severity = \"{}\"", severity.name())),
        Loudness::Levels(levels) => {
            let level = |level: &crate::lint::rule::Level| {
                let severity = level.severity.map_or("off", Severity::name);
                let bound = match bound(rule, level) {
                    Bound::Above(above) => format!("above = {above}"),
                    Bound::Below(below) => format!("below = {below}"),
                };
                format!("{{ {bound}, severity = \"{severity}\" }}")
            };
            let levels: Vec<String> = levels.iter().map(level).collect();
            parts.push(format!("levels = [{}]", levels.join(", ")));
        }
    }
    let params = short_params(rule);
    if !params.is_empty() {
        parts.push(format!("params = {{ {} }}", params.join(", ")));
    }
    let key = toml_key(rule.id.as_str());
    let value = match (parts.as_slice(), &rule.loudness) {
        ([_], Loudness::Off) => "\"off\"".to_owned(),
        ([_], Loudness::One(severity)) => format!("\"{}\"", severity.name()),
        _ => format!("{{ {} }}", parts.join(", ")),
    };
    format!("[lint.rules]\n# {comment}\n{key} = {value}\n")
}

/// The parameters that a person may want to change here. What `reading` is about is no setting.
fn short_params(rule: &Rule) -> Vec<String> {
    if is_about_reading(rule) {
        return Vec::new();
    }
    let Value::Map(map) = &rule.params.value else { return Vec::new() };
    let short = |node: &Node| toml_value(node).filter(|value| value.chars().count() <= LONGEST);
    map.entries
        .iter()
        .filter_map(|entry| Some(format!("{} = {}", toml_key(&entry.key.value), short(&entry.node)?)))
        .collect()
}

/// Above a block of a page.
pub fn silence_in_text(rule: &Rule, reason: &str) -> String {
    format!("<!-- limpide: allow {}: {reason} -->\n", rule.id)
}

/// In the front matter of a page.
pub fn silence_in_front_matter(rule: &Rule, reason: &str) -> String {
    format!("allow:\n  - {{rule: {}, reason: {reason}}}\n", rule.id)
}

/// In `site.toml`, for a part of the pages.
pub fn silence_in_settings(rule: &Rule, reason: &str) -> String {
    format!("[[lint.allow]]\npath = \"archives/**\"\nrules = [\"{}\"]\nreason = \"{reason}\"\n", rule.id)
}
