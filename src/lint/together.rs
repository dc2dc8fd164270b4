//! Rules that speak once of a page: where the same small thing is wrong in fifty places, it is told once,
//! with its first places, and each place keeps its fix.

use std::collections::BTreeMap;

use crate::finding::{Applicability, Finding, Fix, Message, RuleId, Severity};
use crate::source::SourceId;

use super::checks::SHOWN;
use super::pack::RuleSet;

/// What the findings of one rule on one page must share to be told together.
type Alike = (SourceId, RuleId, Severity, bool, Option<Applicability>);

/// What is told together: where the first one went, and the others.
struct Group {
    first: usize,
    others: Vec<Finding>,
}

/// The findings, those of rules that have words for several told once a page, each at its first place.
/// They come sorted, and stay so.
pub(super) fn told(findings: Vec<Finding>, rules: &RuleSet) -> Vec<Finding> {
    let mut groups: BTreeMap<Alike, Group> = BTreeMap::new();
    let mut count = 0;
    // Collected where they are: a large site has hundreds of thousands of them.
    let told = findings.into_iter().filter_map(|mut finding| {
        let rule = rules.get_for(finding.rule.as_str(), finding.span.source);
        if rule.is_some_and(|rule| rule.together.is_some()) {
            let applicability = finding.fix.as_ref().map(|fix| fix.applicability);
            let alike = (
                finding.span.source,
                finding.rule.clone(),
                finding.severity,
                finding.calendar,
                applicability,
            );
            if let Some(group) = groups.get_mut(&alike) {
                group.others.push(finding);
                return None;
            }
            groups.insert(alike, Group { first: count, others: Vec::new() });
            // However many there are from one run to the next, it is the same finding.
            finding.topic = Some(String::new());
        }
        count += 1;
        Some(finding)
    });
    let mut told: Vec<Finding> = told.collect();
    for group in groups.into_values().filter(|group| !group.others.is_empty()) {
        if let Some(first) = told.get_mut(group.first) {
            let mut parts = Vec::with_capacity(group.others.len() + 1);
            parts.push(first.clone());
            parts.extend(group.others);
            first.parts = parts;
            tell(first, rules);
        }
    }
    told
}

/// Says of a finding with parts what it is, and gives it the fixes of all of them.
fn tell(finding: &mut Finding, rules: &RuleSet) {
    let Some(rule) = rules.get_for(finding.rule.as_str(), finding.span.source) else { return };
    let Some(words) = &rule.together else { return };
    let count = finding.parts.len();
    finding.message = words.message().with("count", count);
    finding.help = rule.finding("", finding.span, Vec::new()).help;
    let others = finding.parts.iter().skip(1).take(SHOWN);
    finding.labels = others.map(|part| (part.span, Message::key("lint.here-too"))).collect();
    let fixes = || finding.parts.iter().filter_map(|part| part.fix.as_ref());
    finding.fix = fixes().next().map(|first| Fix {
        title: Message::key("lint.fix-together").with("count", count),
        edits: fixes().flat_map(|fix| fix.edits.iter().cloned()).collect(),
        applicability: first.applicability,
    });
    finding.unfixed = None;
}
