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
use std::collections::BTreeSet;
use std::rc::Rc;

use rayon::prelude::*;

use crate::document::fields::ITEMS;
use crate::finding::{Finding, Problem, RuleId, Severity, Suppressed};
use crate::language::vocabulary::Vocabulary;
use crate::site::{Page, Site};
use crate::source::Sources;

use checks::{Across, Check, Known, View};
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

/// How many findings there are beside those that are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Those worth a citizen's time.
    pub warnings: usize,
    /// Those folded away.
    pub infos: usize,
}

/// Checks the site, and tells what no silence covers. The same input gives the same findings in the
/// same order. What reading found wrong in pages, registries, settings and rule files is among them.
pub fn run(site: &Site, rules: &RuleSet) -> Vec<Finding> {
    check(site, rules).findings
}

/// The same, with what silences keep from being told.
pub fn check(site: &Site, rules: &RuleSet) -> Checked {
    // What is known of words goes from page to page.
    let walk = Walk::new(site, rules);
    let whole = Whole::new(site, rules);
    let pages = site.pages.par_iter();
    let checked =
        pages.map_init(|| walk.hand(), |hand, page| whole.of_page(page, walk.page(page, &hand.vocabulary)));
    let pages = checked.collect();
    whole.told(pages)
}

/// The same, for who tells errors alone: of what else is told of one page, the count is all that is kept.
///
/// A large site has findings by the hundred thousand: beside them, its pages take little memory.
pub fn check_errors(site: &Site, rules: &RuleSet) -> (Checked, Counts) {
    let walk = Walk::new(site, rules);
    let whole = Whole::new(site, rules);
    let checked = site.pages.par_iter().map_init(
        || walk.hand(),
        |hand, page| {
            let mut of_page = whole.of_page(page, walk.page(page, &hand.vocabulary));
            let counts = whole.leave_errors(page, &mut of_page);
            (of_page, counts)
        },
    );
    let (pages, counts): (Vec<OfPage>, Vec<Counts>) = checked.unzip();
    let counts = counts.iter().fold(Counts::default(), |sum, counts| Counts {
        warnings: sum.warnings + counts.warnings,
        infos: sum.infos + counts.infos,
    });
    (whole.told(pages), counts)
}

/// What rules find, silenced or not, each thing by itself.
fn everything(site: &Site, rules: &RuleSet) -> Vec<Finding> {
    let walk = Walk::new(site, rules);
    let checked =
        site.pages.par_iter().map_init(|| walk.hand(), |hand, page| walk.page(page, &hand.vocabulary));
    let mut findings: Vec<Finding> = checked.flatten_iter().collect();
    findings.extend(Whole::new(site, rules).of_site);
    findings
}

/// A whole check: what is found of the site as a whole, and how findings are told.
///
/// A large site has a million findings, most of which are told together with others of their page: what is told of a
/// page is settled when the page has been looked at, and it is all that is kept of it.
struct Whole<'a> {
    site: &'a Site,
    rules: &'a RuleSet,
    silences: Silences<'a>,
    /// What whole-site rules find.
    of_site: Vec<Finding>,
    /// The rules that found it: what they find on a page may be told with what they find elsewhere.
    speakers: BTreeSet<RuleId>,
}

/// What is told of a page.
struct OfPage {
    told: Vec<Finding>,
    suppressed: Vec<Suppressed>,
    /// The silences that were of use.
    used: Vec<usize>,
}

impl<'a> Whole<'a> {
    fn new(site: &'a Site, rules: &'a RuleSet) -> Self {
        let mut of_site = Vec::new();
        let across = Across::new(site, rules);
        for rule in rules.heard() {
            rule.check.site(rule, site, &across, &mut of_site);
        }
        let of_site: Vec<Finding> =
            of_site.into_iter().filter_map(|finding| settled(finding, rules)).collect();
        let speakers = of_site.iter().map(|finding| finding.rule.clone()).collect();
        Self { site, rules, silences: Silences::of(site, rules), of_site, speakers }
    }

    /// What is told of what was found on a page.
    fn of_page(&self, page: &Page, findings: Vec<Finding>) -> OfPage {
        let (told, suppressed, used) = self.silences.part(findings);
        // Once silences have spoken: each covers the places that it covers, and no more.
        let told = together::told(told, self.rules, |finding| self.is_apart(page, finding));
        OfPage { told, suppressed, used }
    }

    /// Whether a finding of a page may be told with what is found elsewhere.
    fn is_apart(&self, page: &Page, finding: &Finding) -> bool {
        finding.span.source != page.document.source || self.speakers.contains(&finding.rule)
    }

    /// Counts what is told of a page for good and is no error, and leaves it out. What a draft lacks is not counted.
    fn leave_errors(&self, page: &Page, of_page: &mut OfPage) -> Counts {
        let mut counts = Counts::default();
        let waits = self.site.is_waiting(page);
        of_page.told.retain(|finding| {
            let count = match finding.severity {
                Severity::Error => return true,
                Severity::Warning => &mut counts.warnings,
                Severity::Info => &mut counts.infos,
            };
            let apart = self.is_apart(page, finding);
            *count += usize::from(!(apart || waits));
            apart
        });
        of_page.told.shrink_to_fit();
        counts
    }

    /// What is told of the site, with what is told of its pages.
    fn told(self, pages: Vec<OfPage>) -> Checked {
        let Self { site, rules, mut silences, of_site, .. } = self;
        let of_pages = site.pages.iter().flat_map(|page| &page.document.problems);
        let problems = of_problems(of_pages.chain(&site.problems).chain(&rules.problems), rules);
        let (others, mut suppressed, used) = silences.part(of_site.into_iter().chain(problems).collect());
        silences.mark(&used);
        // Room for all of them at once.
        let count: usize = pages.iter().map(|page| page.told.len()).sum();
        let mut findings = Vec::with_capacity(count + others.len());
        let mut of_pages = Vec::new();
        for page in pages {
            findings.extend(page.told);
            of_pages.extend(page.suppressed);
            silences.mark(&page.used);
        }
        findings.extend(others);
        of_pages.append(&mut suppressed);
        sort(&mut findings, &site.sources);
        let mut findings = together::told(findings, rules, |_| false);
        findings.extend(silences.findings());
        sort(&mut findings, &site.sources);
        sort_by(&mut of_pages, |suppressed| &suppressed.finding, &site.sources);
        Checked { findings, suppressed: of_pages }
    }
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
            fix: problem.fix.clone().map(Box::new),
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
    sort_by(findings, |finding| finding, sources);
}

fn sort_by<T>(list: &mut [T], finding: impl Fn(&T) -> &Finding, sources: &Sources) {
    list.sort_by(|a, b| {
        let (a, b) = (finding(a), finding(b));
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

/// How easy a page is to read, as the rule about it measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Readable {
    /// From 0, and less, to 100, and more: the higher, the easier.
    pub score: i64,
    /// Under which the rule tells it, if it tells anything.
    pub hard_under: Option<i64>,
}

/// How easy a page is to read; none where no rule measures it, or of a page that is too short.
pub fn readability(site: &Site, rules: &RuleSet, page: &Page) -> Option<Readable> {
    let pack = rules.pack(page.document.source);
    let language = page.language();
    let measured = |rule: &&Rule| rule.lang.is_none() || rule.lang == language;
    let walk = Walk::new(site, rules);
    let passages = scope::passages(site, page, &pack.scopes, &walk.hand().vocabulary);
    let view = View::new(site, page, passages, &walk.known);
    pack.rules.iter().filter(measured).find_map(|rule| {
        let checks::Check::Readability(check) = &rule.check else { return None };
        let score = check.of_page(rule, &view)?;
        let hard_under = match &rule.loudness {
            rule::Loudness::Levels(levels) => levels.first().map(|level| -level.above),
            _ => None,
        };
        Some(Readable { score, hard_under })
    })
}

#[cfg(test)]
mod tests;
