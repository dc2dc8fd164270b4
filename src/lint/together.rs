//! Rules that speak once of a page: where the same small thing is wrong in fifty places, it is told once,
//! with its first places, and each place keeps its fix.

use std::collections::BTreeMap;

use crate::finding::{Applicability, Finding, Message, RuleId, Severity};
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
/// Those that stand `apart` wait for others, as do those that tell several already.
pub(super) fn told(
    findings: Vec<Finding>,
    rules: &RuleSet,
    apart: impl Fn(&Finding) -> bool,
) -> Vec<Finding> {
    let mut groups: BTreeMap<Alike, Group> = BTreeMap::new();
    let mut count = 0;
    // Collected where they are: a large site has hundreds of thousands of them.
    let told = findings.into_iter().filter_map(|mut finding| {
        let rule = rules.get_for(finding.rule.as_str(), finding.span.source);
        let alone = finding.parts.is_empty() && !apart(&finding);
        if alone && rule.is_some_and(|rule| rule.together.is_some()) {
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
    told.shrink_to_fit();
    for group in groups.into_values().filter(|group| !group.others.is_empty()) {
        if let Some(first) = told.get_mut(group.first) {
            tell(first, group.others, rules);
        }
    }
    told
}

/// Has a finding tell others with itself: what they are, and the fixes of all of them.
fn tell(finding: &mut Finding, others: Vec<Finding>, rules: &RuleSet) {
    let Some(rule) = rules.get_for(finding.rule.as_str(), finding.span.source) else { return };
    let Some(words) = &rule.together else { return };
    let count = others.len() + 1;
    finding.help = rule.finding("", finding.span, Vec::new()).help;
    let shown = others.iter().take(SHOWN);
    finding.labels = shown.map(|other| (other.span, Message::key("lint.here-too"))).collect();
    let message = words.message().with("count", count);
    finding.gather(others, message, Message::key("lint.fix-together").with("count", count));
}
