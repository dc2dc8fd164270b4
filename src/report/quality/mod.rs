//! The quality report: what the site and its pages are worth, what to do first, who answers for what, and
//! when to review. For people, as JSON, and as CSV.

mod csv;
mod human;
mod json;
mod page;
mod reviews;

use std::collections::BTreeMap;

use crate::finding::{Message, RuleId, Severity};
use crate::language::Language;
use crate::language::format;
use crate::lint::score::{Notes, PageScore, Points, Scores, Step, steps};
use crate::lint::{Criterion, RuleSet};
use crate::site::{Page, PageId, SectionId, Site};
use crate::words::Words;

use super::said;

pub use csv::csv;
pub use human::human;
pub use json::{json, schema};
pub use page::page;

/// How many rules are named as what to mend first.
const FIRST: usize = 3;

/// What the report is made of.
pub struct Quality<'a> {
    /// The site.
    site: &'a Site,
    /// The rules in force.
    rules: &'a RuleSet,
    /// What every page is worth.
    scores: &'a Scores<'a>,
    /// The language of the reader.
    words: &'a Words,
    /// The published pages, by path.
    rows: Vec<Row<'a>>,
}

/// The words that name a criterion in a sentence, by their key.
pub fn criterion_key(criterion: Criterion) -> &'static str {
    match criterion {
        Criterion::Reliable => "quality.reliable",
        Criterion::UpToDate => "quality.up-to-date",
        Criterion::Accessible => "quality.accessible",
        Criterion::Consistent => "quality.consistent",
        Criterion::Understandable => "quality.understandable",
        Criterion::Organised => "quality.organised",
    }
}

/// A page of the report.
#[derive(Clone, Copy)]
struct Row<'a> {
    page: &'a Page,
    score: &'a PageScore<'a>,
    /// The day until which its last review holds.
    next_review: Option<jiff::civil::Date>,
    overdue: bool,
}

impl<'a> Quality<'a> {
    /// The report on a site. The same site, on the same day, gives the same report.
    pub fn of(site: &'a Site, rules: &'a RuleSet, scores: &'a Scores<'a>, words: &'a Words) -> Self {
        let mut quality = Self { site, rules, scores, words, rows: Vec::new() };
        let published = scores.pages.iter().filter(|score| site.is_published(site.page(score.page)));
        quality.rows = published.map(|score| quality.row(score)).collect();
        quality
    }

    fn row(&self, score: &'a PageScore<'a>) -> Row<'a> {
        let page = self.site.page(score.page);
        let next_review = crate::lint::checks::next_review(page, self.rules);
        let overdue = next_review.is_some_and(|due| due < self.site.facts.today);
        Row { page, score, next_review, overdue }
    }

    /// One page, a draft too.
    fn row_of(&self, id: PageId) -> Option<Row<'a>> {
        self.scores.pages.iter().find(|score| score.page == id).map(|score| self.row(score))
    }

    fn drafts(&self) -> usize {
        self.site.pages.len() - self.rows.len()
    }

    /// The team that answers for each page, by name; pages that nobody answers for come last.
    fn by_owner(&self) -> Vec<(Option<&'a str>, Vec<Row<'a>>)> {
        let mut owners: BTreeMap<(bool, &'a str), Vec<Row<'a>>> = BTreeMap::new();
        for row in &self.rows {
            let owner = owner(row.page);
            owners.entry((owner.is_none(), owner.unwrap_or(""))).or_default().push(*row);
        }
        owners.into_iter().map(|((none, owner), rows)| ((!none).then_some(owner), rows)).collect()
    }

    /// The pages of each section that has some of its own, in the order of their folders.
    fn by_section(&self) -> Vec<(SectionId, Vec<Row<'a>>)> {
        let mut sections: BTreeMap<SectionId, Vec<Row<'a>>> = BTreeMap::new();
        for row in &self.rows {
            sections.entry(row.page.section).or_default().push(*row);
        }
        let mut sections: Vec<_> = sections.into_iter().collect();
        sections.sort_by_key(|(id, _)| {
            let section = self.site.section(*id);
            (section.path.as_str(), section.lang.as_str())
        });
        sections
    }

    /// The pages that have lost points, those that have lost most first.
    fn to_mend(&self) -> Vec<Row<'a>> {
        let mut rows: Vec<Row<'a>> =
            self.rows.iter().filter(|row| row.score.notes.lost() > Points::default()).copied().collect();
        rows.sort_by_key(|row| (std::cmp::Reverse(row.score.notes.lost()), row.page.path.as_str()));
        rows
    }

    /// The name of a rule, or its id while it has none.
    fn title(&self, rule: &RuleId) -> String {
        let rule_title = self.rules.get(rule.as_str()).map(|rule| rule.title.message());
        rule_title.map_or_else(|| rule.to_string(), |title| said(self.words, &title))
    }

    /// The name of a criterion, in a sentence.
    fn criterion(&self, criterion: Criterion) -> &str {
        self.words.get(criterion_key(criterion))
    }

    /// Points as people write them: « 11 », « 1,25 ».
    fn points(&self, points: Points) -> String {
        let (whole, rest) = (points.hundredths() / 100, points.hundredths() % 100);
        let whole = format::number(i64::try_from(whole).unwrap_or(i64::MAX), self.words.language());
        let sign = if self.words.language() == Language::French { ',' } else { '.' };
        match rest {
            0 => whole,
            rest if rest % 10 == 0 => format!("{whole}{sign}{}", rest / 10),
            rest => format!("{whole}{sign}{rest:02}"),
        }
    }

    /// A message that names `points` and chooses words by `count`.
    fn with_points(&self, message: Message, points: Points) -> Message {
        // « 1,5 point », but "1.5 points".
        let count = match self.words.language() {
            Language::French => i64::try_from(points.whole()).unwrap_or(i64::MAX),
            Language::English => i64::from(points.hundredths() != 100) + 1,
        };
        message.with("points", self.points(points)).with("count", count)
    }
}

/// The mean of pages; none without a page.
fn mean(rows: &[Row<'_>]) -> Option<Notes> {
    Notes::mean(rows.iter().map(|row| &row.score.notes))
}

/// What to mend first on some pages.
fn first<'a>(rows: &[Row<'a>]) -> Vec<Step<'a>> {
    steps(&rows.iter().map(|row| row.score).collect::<Vec<_>>(), FIRST)
}

/// Who answers for a page.
fn owner(page: &Page) -> Option<&str> {
    page.front.owner.as_ref().map(|owner| owner.value.trim()).filter(|owner| !owner.is_empty())
}

/// How many findings of a severity cost a page points.
fn count(score: &PageScore<'_>, severity: Severity) -> usize {
    score.costs.iter().filter(|cost| cost.finding.severity == severity).count()
}

#[cfg(test)]
mod tests;
