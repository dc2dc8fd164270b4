//! Site → findings. One function, [`check`], serves every door.

pub mod again;
pub mod annotated;
pub mod baseline;
pub mod catalogue;
pub mod checks;
pub mod example;
pub mod fingerprint;
pub mod fix;
mod front_texts;
mod lent;
pub mod measure;
pub mod pack;
mod phrases;
mod profile;
pub mod reference;
pub mod rule;
mod rule_file;
pub mod rule_schema;
pub mod scope;
pub mod score;
pub mod self_test;
pub mod silence;
mod together;

use std::cell::RefCell;
use std::cmp::Ordering;
use std::rc::Rc;

use rayon::prelude::*;

use crate::document::fields::ITEMS;
use crate::finding::{Finding, Problem, RuleId, Severity, Suppressed};
use crate::language::vocabulary::Vocabulary;
use crate::site::{Page, Site};
use crate::source::Sources;

use checks::{Check, Known, View};
use lent::{Lender, Lent};

pub use pack::{RuleSet, as_written, load};
pub use profile::{Profile, profiles};
use rule::Loudness;
pub use rule::{Criterion, Rule};
use silence::Silences;

/// What a check comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// What is told, sorted by file, place and rule.
    pub findings: Vec<Finding>,
    /// What is not, and why not, in the same order.
    pub suppressed: Vec<Suppressed>,
}

/// Checks the site, and tells what no silence covers. The same input gives the same findings in the
/// same order. What reading found wrong in pages, registries, settings and rule files is among them.
pub fn run(site: &Site, rules: &RuleSet) -> Vec<Finding> {
    check(site, rules).findings
}

/// The same, with what silences keep from being told.
pub fn check(site: &Site, rules: &RuleSet) -> Checked {
    told(site, rules, everything(site, rules))
}

fn everything(site: &Site, rules: &RuleSet) -> Vec<Finding> {
    // What is known of words goes from page to page.
    let walk = Walk::new(site, rules);
    let pages = site.pages.par_iter();
    let checked = pages.map_init(|| walk.hand(), |hand, page| walk.page(page, &hand.vocabulary));
    let pages: Vec<Vec<Finding>> = checked.collect();
    with_site(site, rules, pages)
}

/// What is found on the pages, with what is found of the whole site.
fn with_site(site: &Site, rules: &RuleSet, pages: Vec<Vec<Finding>>) -> Vec<Finding> {
    let mut of_site = Vec::new();
    for rule in rules.heard() {
        rule.check.site(rule, site, &mut of_site);
    }
    let of_pages = site.pages.iter().flat_map(|page| &page.document.problems);
    let problems = of_problems(of_pages.chain(&site.problems).chain(&rules.problems), rules);
    // Room for all of them at once: a large site has hundreds of thousands.
    let count: usize = pages.iter().map(Vec::len).sum();
    let mut findings = Vec::with_capacity(count + of_site.len() + problems.len());
    findings.extend(pages.into_iter().flatten());
    findings.extend(of_site.into_iter().filter_map(|finding| settled(finding, rules)));
    findings.extend(problems);
    sort(&mut findings, &site.sources);
    findings
}

/// What is found, as it is told.
fn told(site: &Site, rules: &RuleSet, findings: Vec<Finding>) -> Checked {
    let mut silences = Silences::of(site, rules);
    let (findings, suppressed) = silences.apply(findings);
    // Once silences have spoken: each covers the places that it covers, and no more.
    let mut findings = together::told(findings, rules);
    findings.extend(silences.findings());
    sort(&mut findings, &site.sources);
    Checked { findings, suppressed }
}

/// A vocabulary that a stretch of pages is checked with, shared by its passages.
struct Hand<'a> {
    lent: Lent<'a, Vocabulary>,
    vocabulary: Rc<RefCell<Vocabulary>>,
}

impl<'a> From<&'a Lender<Vocabulary>> for Hand<'a> {
    fn from(from: &'a Lender<Vocabulary>) -> Self {
        let mut lent = from.lend();
        let vocabulary = Rc::new(RefCell::new(std::mem::take(&mut lent.what)));
        Self { lent, vocabulary }
    }
}

impl Drop for Hand<'_> {
    fn drop(&mut self) {
        self.lent.what = self.vocabulary.take();
    }
}

/// Problems as findings of the `reading` rules, in their order. A problem whose rule is off is left
/// out; one that no rule is about is an error, for it must not go unseen.
pub fn of_problems<'a>(problems: impl IntoIterator<Item = &'a Problem>, rules: &RuleSet) -> Vec<Finding> {
    let finding = |problem: &Problem| {
        let known = &rules.pack(problem.span.source).rules;
        let about = |rule: &&Rule| matches!(rule.check, Check::Reading(kind) if kind == problem.kind);
        let plain = Finding {
            rule: RuleId::new(problem.kind.rule()),
            severity: Severity::Error,
            span: problem.span,
            message: problem.message.clone(),
            labels: problem.labels.clone(),
            help: problem.help.clone(),
            fix: problem.fix.clone(),
            unfixed: None,
            calendar: false,
            external: false,
            topic: None,
            parts: Vec::new(),
        };
        match known.iter().find(about) {
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

/// A finding of a whole-site check, as loud as its own page wants it.
fn settled(finding: Finding, rules: &RuleSet) -> Option<Finding> {
    let rule = rules.get_for(finding.rule.as_str(), finding.span.source);
    match rule.map(|rule| &rule.loudness) {
        Some(Loudness::Off) => None,
        Some(Loudness::One(severity)) => {
            // What the calendar or another site alone brings about stays a warning.
            let most = if finding.calendar || finding.external { Severity::Warning } else { Severity::Error };
            Some(Finding { severity: most.min(*severity), ..finding })
        }
        Some(Loudness::Levels(_)) | None => Some(finding),
    }
}

/// Sorts findings by file, place and rule; at one place, the questions of a procedure that are left open
/// come in the order in which one answers them.
pub fn sort(findings: &mut [Finding], sources: &Sources) {
    findings.sort_by(|a, b| {
        let same = a.span.source == b.span.source;
        let path = |finding: &Finding| sources.get(finding.span.source).path();
        let by_path = if same { Ordering::Equal } else { path(a).cmp(path(b)) };
        let by_place = by_path.then_with(|| a.span.cmp(&b.span));
        by_place.then_with(|| question(a).cmp(&question(b))).then_with(|| a.rule.cmp(&b.rule))
    });
}

/// The rank of the question that a finding says is left open; what is no question comes after.
pub fn question(finding: &Finding) -> usize {
    let topic = finding.topic.as_deref();
    topic.and_then(|topic| ITEMS.iter().position(|item| *item == topic)).unwrap_or(ITEMS.len())
}

/// The rules that look at one page, and what they know of the site.
struct Walk<'a> {
    site: &'a Site,
    rules: &'a RuleSet,
    known: Known,
    vocabularies: Lender<Vocabulary>,
}

impl<'a> Walk<'a> {
    fn new(site: &'a Site, rules: &'a RuleSet) -> Self {
        Self { site, rules, known: Known::default(), vocabularies: Lender::default() }
    }

    /// A vocabulary for a stretch of pages.
    fn hand(&self) -> Hand<'_> {
        Hand::from(&self.vocabularies)
    }

    fn page(&self, page: &Page, vocabulary: &Rc<RefCell<Vocabulary>>) -> Vec<Finding> {
        let Self { site, rules, known, .. } = self;
        let language = page.language();
        let pack = rules.pack(page.document.source);
        let passages = scope::passages(site, page, &pack.scopes, vocabulary);
        let view = View::new(site, page, passages, known);
        let mut findings = Vec::new();
        let heard = |rule: &&Rule| !rule.is_off() && (rule.lang.is_none() || rule.lang == language);
        for rule in pack.rules.iter().filter(heard) {
            rule.check.page(rule, &view, &mut findings);
        }
        pack.phrases.check(&pack.rules, &view, &mut findings);
        phrases::leave_to_the_site(&mut findings, &pack.rules);
        // Once all pages are together, there is little left to sort.
        sort(&mut findings, &site.sources);
        // They are kept until the end: no room for more is kept with them.
        findings.iter_mut().for_each(|finding| finding.labels.shrink_to_fit());
        findings.shrink_to_fit();
        findings
    }
}

#[cfg(test)]
mod tests;
