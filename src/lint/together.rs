//! Rules that speak once of a page: where the same small thing is wrong in fifty places, it is told once,
//! with its first places, and each place keeps its fix.

use std::collections::BTreeMap;

use crate::finding::{Applicability, Finding, Fix, Message, RuleId, Severity};
use crate::source::SourceId;

use super::checks::SHOWN;
use super::pack::RuleSet;

/// What the findings of one rule on one page must share to be told together.
type Alike = (SourceId, RuleId, Severity, bool, Option<Applicability>);

/// The findings, those of rules that have words for several told once a page, each at its first place.
/// They come sorted, and stay so.
pub(super) fn told(findings: Vec<Finding>, rules: &RuleSet) -> Vec<Finding> {
    let mut told: Vec<Finding> = Vec::with_capacity(findings.len());
    let mut firsts: BTreeMap<Alike, usize> = BTreeMap::new();
    for mut finding in findings {
        let rule = rules.get_for(finding.rule.as_str(), finding.span.source);
        if rule.is_none_or(|rule| rule.together.is_none()) {
            told.push(finding);
            continue;
        }
        let applicability = finding.fix.as_ref().map(|fix| fix.applicability);
        let alike =
            (finding.span.source, finding.rule.clone(), finding.severity, finding.calendar, applicability);
        match firsts.get(&alike).and_then(|rank| told.get_mut(*rank)) {
            Some(first) => {
                if first.parts.is_empty() {
                    first.parts.push(first.clone());
                }
                first.parts.push(finding);
            }
            None => {
                firsts.insert(alike, told.len());
                // However many there are from one run to the next, it is the same finding.
                finding.topic = Some(String::new());
                told.push(finding);
            }
        }
    }
    for rank in firsts.into_values() {
        if let Some(first) = told.get_mut(rank).filter(|first| !first.parts.is_empty()) {
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
