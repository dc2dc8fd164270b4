//! Scores: what pages and the site are worth, from 0 to 100, on each quality that administrative information
//! owes its reader.
//!
//! The formula is meant to be worked out again by hand. Each page begins with 100 points on each of the six
//! [criteria](Criterion), and each finding takes points off the one its rule serves:
//!
//! - an error, 20 points;
//! - a warning, 5 points; one that stands in the text of a page of more than 300 words counts for 300 words:
//!   5 × 300 ÷ words, so that a page is not worth less for being long;
//! - an information, what a silence covers and what the baseline knows, nothing. They are counted aside.
//!
//! A score does not fall under 0: where findings would take more than 100 points off, each takes its share of
//! the 100. The score of a site, or of any part of it, is the mean of its published pages, all equal: a reader
//! comes to one page, and its length does not make it matter more. What stands in no page (settings, rules,
//! registries) has no score: what it spoils is found in the pages.
//!
//! A page of fewer than 30 words, those of its fields counted, says too little for its clarity to be judged:
//! its score is counted like any other, and reports say beside it that it means nothing.
//!
//! The formula is the program’s own; the criteria are those of COEPIA’s guide. Points are counted in
//! hundredths, in whole numbers: the same findings give the same scores everywhere, in any order.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use crate::data::{Node, Value};
use crate::finding::{Finding, RuleId, Severity, Suppressed, Suppression};
use crate::language::words;
use crate::site::{Page, PageId, Site};
use crate::source::SourceId;

use crate::document::BlockKind;

use super::pack::RuleSet;
use super::rule::Criterion;

/// What an error takes off.
pub const ERROR: Points = Points(2_000);
/// What a warning takes off.
pub const WARNING: Points = Points(500);
/// The words up to which warnings in a text count whole.
pub const WORDS: usize = 300;

/// The words under which nobody can say whether a page is clear.
pub const FEW: usize = 30;

/// Points of a score, counted in hundredths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Points(u64);

impl Points {
    /// A score from which nothing is taken.
    pub const ALL: Self = Self(10_000);

    /// How many hundredths of a point.
    pub fn hundredths(self) -> u64 {
        self.0
    }

    /// Whole points, rounded down: only a score from which nothing is taken is said to be 100.
    pub fn whole(self) -> u64 {
        self.0 / 100
    }

    /// What several pages have together, as what their mean has: rounded down; nothing for no page.
    #[must_use]
    pub fn over(self, pages: usize) -> Self {
        Self(self.0.checked_div(pages as u64).unwrap_or(0))
    }

    /// What is left of a score once these points are taken off.
    fn left(self) -> Self {
        Self(Self::ALL.0.saturating_sub(self.0))
    }
}

impl std::iter::Sum for Points {
    fn sum<I: Iterator<Item = Self>>(points: I) -> Self {
        Self(points.map(|points| points.0).sum())
    }
}

/// Six scores, one a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notes([Points; Criterion::NAMES.len()]);

impl Notes {
    /// The score on a criterion.
    pub fn get(&self, criterion: Criterion) -> Points {
        self.0[criterion as usize]
    }

    /// The points lost, all criteria together.
    pub fn lost(&self) -> Points {
        self.0.iter().map(|score| score.left()).sum()
    }

    /// The mean of several pages, rounded down; none without a page.
    pub fn mean<'a>(pages: impl IntoIterator<Item = &'a Self>) -> Option<Self> {
        let (mut sums, mut count) = ([0; Criterion::NAMES.len()], 0_u64);
        for notes in pages {
            count += 1;
            sums.iter_mut().zip(notes.0).for_each(|(sum, score)| *sum += score.0);
        }
        (count > 0).then(|| Self(sums.map(|sum| Points(sum / count))))
    }
}

/// What a finding takes off a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// What its rule serves.
    pub criterion: Criterion,
    /// What it takes off: the points of a criterion add up exactly to what its score lacks.
    pub points: Points,
    /// The same before a score that would fall under 0 is shared out.
    pub weight: Points,
}

/// What a page is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageScore<'a> {
    /// The page.
    pub page: PageId,
    /// Words of its body, without quotations and code.
    pub words: usize,
    /// It has too few words, those of its fields counted, for its clarity to be judged.
    pub thin: bool,
    /// Its scores.
    pub notes: Notes,
    /// What takes points off, by criterion, then by place.
    pub costs: Vec<Cost<'a>>,
    /// How many findings are informations, which cost nothing.
    pub infos: usize,
    /// How many findings a silence covers.
    pub silenced: usize,
    /// How many findings the baseline knows.
    pub known: usize,
}

/// What every page of a site is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scores<'a> {
    /// Every page, drafts too, in the order of the site.
    pub pages: Vec<PageScore<'a>>,
    /// How many findings stand in no page, and so cost nothing.
    pub elsewhere: usize,
}

/// Something to mend: all that one rule finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step<'a> {
    /// The rule.
    pub rule: &'a RuleId,
    /// What it serves.
    pub criterion: Criterion,
    /// What it finds.
    pub findings: Vec<&'a Finding>,
    /// On how many pages.
    pub pages: usize,
    /// What the pages gain together when all of it is mended, once the steps before are done.
    pub gain: Points,
}

/// Scores every page, from what is told of the site and what is kept back, in any order.
pub fn scores<'a>(
    site: &Site,
    rules: &RuleSet,
    findings: &'a [Finding],
    suppressed: &[Suppressed],
) -> Scores<'a> {
    let ranks: HashMap<SourceId, usize> =
        site.pages.iter().enumerate().map(|(rank, page)| (page.document.source, rank)).collect();
    let rank = |finding: &Finding| ranks.get(&finding.span.source).copied();
    let mut of_pages = vec![Vec::new(); site.pages.len()];
    let mut elsewhere = 0;
    for finding in findings {
        match rank(finding).and_then(|rank| of_pages.get_mut(rank)) {
            Some(found) => found.push(finding),
            None => elsewhere += 1,
        }
    }
    let pages = site.pages.par_iter().zip(of_pages);
    let mut pages: Vec<PageScore<'a>> =
        pages.map(|(page, findings)| of_page(page, &findings, rules)).collect();
    for kept in suppressed {
        if let Some(page) = rank(&kept.finding).and_then(|rank| pages.get_mut(rank)) {
            match kept.suppression {
                Suppression::Baseline => page.known += 1,
                Suppression::InSource { .. } | Suppression::External { .. } => page.silenced += 1,
            }
        }
    }
    Scores { pages, elsewhere }
}

/// Scores a page from its findings: those whose place is in its file.
pub fn of_page<'a>(page: &Page, findings: &[&'a Finding], rules: &RuleSet) -> PageScore<'a> {
    let words = words_of(page);
    let criterion = |finding: &Finding| {
        let rule = rules.get_for(finding.rule.as_str(), finding.span.source);
        rule.map_or(Criterion::USUAL, |rule| rule.criterion)
    };
    let cost = |finding: &'a Finding| {
        let weight = weight(finding, page, words);
        Cost { finding, criterion: criterion(finding), points: weight, weight }
    };
    let costly = findings.iter().filter(|finding| finding.severity > Severity::Info);
    let mut costs: Vec<Cost<'a>> = costly.map(|finding| cost(finding)).collect();
    // Of two findings of one rule at one place, neither costs more: which comes first does not matter.
    costs.sort_by_key(|cost| (cost.criterion, cost.finding.span, &cost.finding.rule, Reverse(cost.weight)));
    let mut notes = [Points::ALL; Criterion::NAMES.len()];
    for costs in costs.chunk_by_mut(|a, b| a.criterion == b.criterion) {
        share_out(costs);
        if let Some(cost) = costs.first() {
            notes[cost.criterion as usize] = costs.iter().map(|cost| cost.points).sum::<Points>().left();
        }
    }
    let infos = findings.len() - costs.len();
    let thin = words + words_of_fields(page) < FEW;
    PageScore { page: page.id, words, thin, notes: Notes(notes), costs, infos, silenced: 0, known: 0 }
}

/// What a finding takes off its page.
fn weight(finding: &Finding, page: &Page, words: usize) -> Points {
    let of_page = finding.topic.as_deref() == Some("");
    let in_text = finding.span.range().start >= page.document.body && !of_page;
    match finding.severity {
        Severity::Error => ERROR,
        Severity::Warning if in_text && words > WORDS => {
            let words = words as u64;
            // To the nearest hundredth.
            Points((WARNING.0 * WORDS as u64 + words / 2) / words)
        }
        Severity::Warning => WARNING,
        Severity::Info => Points(0),
    }
}

/// Where costs would take more than a score holds, gives each its share of it; what rounding leaves goes to
/// those that lose most by it, the first ones of equals.
fn share_out(costs: &mut [Cost<'_>]) {
    let whole: u64 = costs.iter().map(|cost| cost.weight.0).sum();
    if whole <= Points::ALL.0 {
        return;
    }
    let mut remainders = Vec::with_capacity(costs.len());
    let mut left = Points::ALL.0;
    for (rank, cost) in costs.iter_mut().enumerate() {
        let share = cost.weight.0 * Points::ALL.0;
        cost.points = Points(share / whole);
        left -= cost.points.0;
        remainders.push((Reverse(share % whole), rank));
    }
    remainders.sort_unstable();
    for (_, rank) in remainders.into_iter().take(usize::try_from(left).unwrap_or(usize::MAX)) {
        if let Some(cost) = costs.get_mut(rank) {
            cost.points.0 += 1;
        }
    }
}

/// The words of a page’s body: neither quotations nor code.
fn words_of(page: &Page) -> usize {
    let own = page.document.blocks.iter().filter(|block| !block.quoted && block.kind != BlockKind::Code);
    own.map(|block| words::words(block.prose.text()).count()).sum()
}

/// The words of the fields of a page, its title apart.
fn words_of_fields(page: &Page) -> usize {
    fn words_of(node: &Node) -> usize {
        match &node.value {
            Value::Null => 0,
            Value::Scalar(scalar) => words::words(&scalar.text).count(),
            Value::List(items) => items.iter().map(words_of).sum(),
            Value::Map(map) => map.entries.iter().map(|entry| words_of(&entry.node)).sum(),
        }
    }
    let described = page.front.description.as_ref().map_or(0, |text| words::words(&text.value).count());
    described + page.front.procedure.iter().map(|(_, node)| words_of(node)).sum::<usize>()
}

/// What to mend first on some pages: at most so many rules, each the one that gains most once those before it
/// are done. Where no score is at 0, no other choice gains more.
pub fn steps<'a>(pages: &[&PageScore<'a>], most: usize) -> Vec<Step<'a>> {
    let mut weights: Vec<[u64; Criterion::NAMES.len()]> = Vec::with_capacity(pages.len());
    let mut groups: BTreeMap<&RuleId, Group<'a>> = BTreeMap::new();
    for (rank, page) in pages.iter().enumerate() {
        let mut whole = [0; Criterion::NAMES.len()];
        for cost in &page.costs {
            whole[cost.criterion as usize] += cost.weight.0;
            let new = || Group { criterion: cost.criterion, pages: BTreeMap::new(), findings: Vec::new() };
            let group = groups.entry(&cost.finding.rule).or_insert_with(new);
            *group.pages.entry(rank).or_default() += cost.weight.0;
            group.findings.push(cost.finding);
        }
        weights.push(whole);
    }
    let mut steps = Vec::new();
    while steps.len() < most {
        let best = groups.iter().map(|(rule, group)| (group.gain(&weights), group.weight(), Reverse(*rule)));
        let Some((gain, _, Reverse(rule))) = best.max() else { break };
        let Some(group) = groups.remove(rule) else { break };
        for (rank, weight) in &group.pages {
            if let Some(weights) = weights.get_mut(*rank) {
                weights[group.criterion as usize] -= weight;
            }
        }
        let Group { criterion, pages, findings } = group;
        steps.push(Step { rule, criterion, findings, pages: pages.len(), gain: Points(gain) });
    }
    steps
}

/// What one rule finds on some pages.
struct Group<'a> {
    criterion: Criterion,
    /// What it weighs on each of them, by rank.
    pages: BTreeMap<usize, u64>,
    findings: Vec<&'a Finding>,
}

impl Group<'_> {
    /// What the pages gain without it, when their criteria weigh so much.
    fn gain(&self, weights: &[[u64; Criterion::NAMES.len()]]) -> u64 {
        let gain = |(rank, weight): (&usize, &u64)| {
            let whole = weights.get(*rank).map_or(0, |weights| weights[self.criterion as usize]);
            whole.min(Points::ALL.0) - (whole - weight).min(Points::ALL.0)
        };
        self.pages.iter().map(gain).sum()
    }

    fn weight(&self) -> u64 {
        self.pages.values().sum()
    }
}

#[cfg(test)]
mod tests;
