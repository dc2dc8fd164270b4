//! Site → findings. One function, [`run`], serves every door.

pub mod checks;
pub mod example;
pub mod fix;
pub mod pack;
mod phrases;
pub mod reference;
pub mod rule;
mod rule_file;
pub mod rule_schema;
pub mod scope;
pub mod self_test;

use rayon::prelude::*;

use crate::finding::{Finding, Problem, RuleId, Severity};
use crate::site::{Page, Site};
use crate::source::Sources;

use checks::{Check, View};

pub use pack::{RuleSet, as_written, load};
pub use rule::Rule;

/// Checks the site. Findings come sorted by file, place and rule; the same input gives the same
/// findings in the same order. What reading found wrong in pages, registries, settings and rule
/// files is among them.
pub fn run(site: &Site, rules: &RuleSet) -> Vec<Finding> {
    let pages: Vec<Vec<Finding>> = site.pages.par_iter().map(|page| check_page(site, page, rules)).collect();
    let mut findings: Vec<Finding> = pages.into_iter().flatten().collect();
    for rule in rules.rules().iter().filter(|rule| !rule.is_off()) {
        rule.check.site(rule, site, &mut findings);
    }
    let of_pages = site.pages.iter().flat_map(|page| &page.document.problems);
    findings.extend(of_problems(of_pages.chain(&site.problems).chain(&rules.problems), rules));
    sort(&mut findings, &site.sources);
    findings
}

/// Problems as findings of the `reading` rules, in their order. A problem whose rule is off is left
/// out; one that no rule is about is an error, for it must not go unseen.
pub fn of_problems<'a>(problems: impl IntoIterator<Item = &'a Problem>, rules: &RuleSet) -> Vec<Finding> {
    let finding = |problem: &Problem| {
        let about = |rule: &&Rule| matches!(rule.check, Check::Reading(kind) if kind == problem.kind);
        let plain = Finding {
            rule: RuleId::new(problem.kind.rule()),
            severity: Severity::Error,
            span: problem.span,
            message: problem.message.clone(),
            labels: problem.labels.clone(),
            help: problem.help.clone(),
            fix: None,
            calendar: false,
        };
        match rules.rules().iter().find(about) {
            None => Some(plain),
            Some(rule) if rule.is_off() => None,
            Some(rule) => {
                let words = rule.finding("", problem.span, Vec::new());
                let help = plain.help.or(words.help);
                Some(Finding { rule: words.rule, severity: words.severity, help, ..plain })
            }
        }
    };
    problems.into_iter().filter_map(finding).collect()
}

/// Sorts findings by file, place and rule.
pub fn sort(findings: &mut [Finding], sources: &Sources) {
    findings.sort_by(|a, b| {
        let path = sources.get(a.span.source).path().cmp(sources.get(b.span.source).path());
        path.then_with(|| a.span.cmp(&b.span)).then_with(|| a.rule.cmp(&b.rule))
    });
}

fn check_page(site: &Site, page: &Page, rules: &RuleSet) -> Vec<Finding> {
    let language = page.language();
    let view = View { site, page, language, passages: scope::passages(&page.document) };
    let mut findings = Vec::new();
    let heard = |rule: &&Rule| !rule.is_off() && (rule.lang.is_none() || rule.lang == language);
    for rule in rules.rules().iter().filter(heard) {
        rule.check.page(rule, &view, &mut findings);
    }
    rules.phrases.check(rules.rules(), &view, &mut findings);
    findings
}

#[cfg(test)]
mod tests;
