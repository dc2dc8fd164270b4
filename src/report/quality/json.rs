//! The report for programs.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::reviews::Calendar;
use super::{Quality, Row, count, first, mean, owner};
use crate::finding::Severity;
use crate::lint::Criterion;
use crate::lint::score::{Cost, ERROR, Notes, Points, Step, WARNING, WORDS};
use crate::report::json::{JsonTool, schema_of};
use crate::report::written;
use crate::site::PageId;

/// The version of the form that [`json`] gives.
const SCHEMA_VERSION: u32 = 1;

/// What a site and its pages are worth, in one language. The same site on the same day gives the same bytes.
/// A later version of the program may add fields without changing `schema_version`.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Quality report")]
struct JsonQuality<'a> {
    /// Version of this form. It changes when a reader of the former one could be misled.
    #[schemars(extend("const" = SCHEMA_VERSION))]
    schema_version: u32,
    /// What made this report.
    tool: JsonTool,
    /// The day the site was checked for.
    #[schemars(extend("format" = "date"))]
    today: String,
    /// What scores are worked out with.
    formula: JsonFormula,
    /// The published pages as a whole: the mean of their scores. Nothing when none is published.
    site: Option<JsonGroup<'a>>,
    /// Pages that are not published, and count nowhere else.
    drafts: usize,
    /// Findings that stand in no page, and so cost nothing.
    elsewhere: usize,
    /// The published pages by path, or the one page asked for.
    pages: Vec<JsonPage<'a>>,
    /// The published pages of each team, by name; last, those that nobody answers for.
    owners: Vec<JsonGroup<'a>>,
    /// The published pages of each section, by folder.
    sections: Vec<JsonGroup<'a>>,
    /// When the published pages are to be reviewed.
    reviews: JsonCalendar,
}

/// A page begins with 100 points on each criterion, and findings take them off.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Formula")]
struct JsonFormula {
    /// What an error takes off.
    error: f64,
    /// What a warning takes off.
    warning: f64,
    /// A warning in the text of a page that has more words than this takes off that much times this number,
    /// divided by the words of the page.
    words: usize,
}

/// Scores from 0 to 100, with two decimals.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "Scores")]
struct JsonScores {
    /// What is said is true, and its source is known.
    #[schemars(range(min = 0, max = 100))]
    reliable: f64,
    /// It still is.
    #[schemars(range(min = 0, max = 100))]
    up_to_date: f64,
    /// Everybody can reach it, whatever their senses and their devices.
    #[schemars(range(min = 0, max = 100))]
    accessible: f64,
    /// Pages agree with one another.
    #[schemars(range(min = 0, max = 100))]
    consistent: f64,
    /// Readers understand it.
    #[schemars(range(min = 0, max = 100))]
    understandable: f64,
    /// It follows the reader’s needs.
    #[schemars(range(min = 0, max = 100))]
    organised: f64,
}

/// Pages, as a whole.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Group")]
struct JsonGroup<'a> {
    /// The name of the team, or the folder of the section inside `content/`; nothing for the whole site and for
    /// pages that nobody answers for.
    name: Option<&'a str>,
    /// The title of the section, or of the site.
    title: Option<&'a str>,
    /// How many pages.
    pages: usize,
    /// The mean of their scores, rounded down.
    scores: JsonScores,
    /// What to mend first; gains are those of the mean.
    first: JsonFirst<'a>,
}

/// What to mend first: the rules that gain most, one after the other.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "First")]
struct JsonFirst<'a> {
    /// Points gained by all of it, on all criteria together.
    gain: f64,
    /// At most three rules, each the one that gains most once those before are mended.
    steps: Vec<JsonStep<'a>>,
}

/// Something to mend: all that one rule finds.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Step")]
struct JsonStep<'a> {
    /// The rule.
    rule: &'a str,
    /// Its name.
    title: String,
    /// The score it takes points off.
    criterion: &'static str,
    /// How many findings.
    findings: usize,
    /// On how many pages.
    pages: usize,
    /// Points gained.
    gain: f64,
    /// Where it is found: the first place of each of at most three pages, for several pages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    places: Vec<JsonPlace<'a>>,
}

/// Where something is to be mended.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Place")]
struct JsonPlace<'a> {
    /// The title of the page; its path inside `content/` while it has none.
    title: &'a str,
    /// Its address, from the site’s root.
    url: &'a str,
    /// The line, from 1.
    #[schemars(range(min = 1))]
    line: u32,
}

/// How many pages a step names.
const PLACES: usize = 3;

/// A page.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Page")]
struct JsonPage<'a> {
    /// Path from the site’s folder, with `/`.
    path: String,
    /// Its title; its path inside `content/` while it has none.
    title: &'a str,
    /// Its address, from the site’s root.
    url: &'a str,
    /// Its language’s tag.
    lang: &'a str,
    /// Its type.
    r#type: &'static str,
    /// The folder of its section inside `content/`; empty for the root.
    section: &'a str,
    /// The team that answers for it.
    owner: Option<&'a str>,
    /// It is not published.
    draft: bool,
    /// Words of its body, without quotations and code.
    words: usize,
    /// Its scores.
    scores: JsonScores,
    /// Points lost, on all criteria together.
    lost: f64,
    /// Errors, each of which takes points off.
    errors: usize,
    /// Warnings, each of which takes points off.
    warnings: usize,
    /// Findings that are informations, which cost nothing.
    infos: usize,
    /// Findings that a silence covers, which cost nothing.
    silenced: usize,
    /// Findings that the baseline knows, which cost nothing.
    known: usize,
    /// When its words last changed, if that is known.
    updated: Option<JsonUpdated>,
    /// When it was last reviewed.
    #[schemars(extend("format" = "date"))]
    reviewed: Option<String>,
    /// The day until which that review holds.
    #[schemars(extend("format" = "date"))]
    next_review: Option<String>,
    /// That day is past.
    overdue: bool,
    /// What to mend first.
    first: JsonFirst<'a>,
    /// Every finding that takes points off, by criterion, then by place. Those of a criterion add up to what its
    /// score lacks.
    costs: Vec<JsonCost<'a>>,
}

/// When a page changed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Updated")]
struct JsonUpdated {
    /// The day.
    #[schemars(extend("format" = "date"))]
    date: String,
    /// Who says so: the front matter, or the history of the file.
    #[schemars(extend("enum" = ["front-matter", "git"]))]
    from: &'static str,
}

/// What a finding takes off.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Cost")]
struct JsonCost<'a> {
    /// The rule.
    rule: &'a str,
    /// The score it takes points off.
    criterion: &'static str,
    /// How much it weighs.
    #[schemars(extend("enum" = ["error", "warning"]))]
    severity: &'static str,
    /// The line it stands on, from 1.
    #[schemars(range(min = 1))]
    line: u32,
    /// What is wrong, in the language of the report.
    message: String,
    /// Points it takes off.
    points: f64,
}

/// When pages are to be reviewed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Calendar")]
struct JsonCalendar {
    /// Pages whose review is late, the latest first.
    overdue: Vec<String>,
    /// Pages of each month to come, by month: `2026-12`.
    months: BTreeMap<String, Vec<String>>,
    /// Pages never reviewed, or that nothing says when to review.
    undated: Vec<String>,
}

/// The report as indented JSON that follows [`schema`]: every published page, or the one asked for, a draft
/// too. Ends with a line feed.
pub fn json(quality: &Quality<'_>, only: Option<PageId>) -> String {
    let asked = only.map(|id| quality.row_of(id).into_iter().collect::<Vec<_>>());
    let pages = asked.as_ref().unwrap_or(&quality.rows);
    let title = Some(quality.site.config.site.title.as_str()).filter(|title| !title.is_empty());
    let section = |id| quality.site.section(id);
    let sections = quality.by_section();
    let sections = sections
        .iter()
        .filter_map(|(id, rows)| quality.group(Some(&section(*id).path), Some(&section(*id).title), rows));
    let owners = quality.by_owner();
    let owners = owners.iter().filter_map(|(owner, rows)| quality.group(*owner, None, rows));
    written(&JsonQuality {
        schema_version: SCHEMA_VERSION,
        tool: JsonTool::this(),
        today: quality.site.facts.today.to_string(),
        formula: JsonFormula { error: number(ERROR), warning: number(WARNING), words: WORDS },
        site: quality.group(None, title, &quality.rows),
        drafts: quality.drafts(),
        elsewhere: quality.scores.elsewhere,
        pages: pages.iter().map(|row| quality.json_page(row)).collect(),
        owners: owners.collect(),
        sections: sections.collect(),
        reviews: quality.json_calendar(),
    })
}

/// The JSON Schema (2020-12) of what [`json`] gives; ends with a line feed.
pub fn schema() -> String {
    schema_of::<JsonQuality<'_>>()
}

impl<'a> Quality<'a> {
    fn group(
        &self,
        name: Option<&'a str>,
        title: Option<&'a str>,
        rows: &[Row<'a>],
    ) -> Option<JsonGroup<'a>> {
        let scores = scores(&mean(rows)?);
        Some(JsonGroup { name, title, pages: rows.len(), scores, first: self.json_first(rows) })
    }

    fn json_first(&self, rows: &[Row<'a>]) -> JsonFirst<'a> {
        let steps = first(rows);
        let gain: Points = steps.iter().map(|step| step.gain).sum();
        let step = |step: &Step<'a>| JsonStep {
            rule: step.rule.as_str(),
            title: self.title(step.rule),
            criterion: name(step.criterion),
            findings: step.findings.len(),
            pages: step.pages,
            gain: number(step.gain.over(rows.len())),
            places: if rows.len() > 1 { self.places(step, rows) } else { Vec::new() },
        };
        JsonFirst { gain: number(gain.over(rows.len())), steps: steps.iter().map(step).collect() }
    }

    /// The first place of each of the first pages where a step is to be done.
    fn places(&self, step: &Step<'a>, rows: &[Row<'a>]) -> Vec<JsonPlace<'a>> {
        let mut places: Vec<JsonPlace<'a>> = Vec::new();
        let mut known = Vec::new();
        for finding in &step.findings {
            let span = finding.span;
            let row = rows.iter().find(|row| row.page.document.source == span.source);
            let Some(row) = row.filter(|_| !known.contains(&span.source)) else { continue };
            known.push(span.source);
            let line = self.site.sources.get(span.source).position(span.start).line;
            places.push(JsonPlace { title: row.page.title(), url: &row.page.url, line });
            if places.len() == PLACES {
                break;
            }
        }
        places
    }

    fn json_page(&self, row: &Row<'a>) -> JsonPage<'a> {
        let (page, score) = (row.page, row.score);
        let updated = self.site.updated(page);
        JsonPage {
            path: path(row),
            title: page.title(),
            url: &page.url,
            lang: &page.lang,
            r#type: page.front.page_type.as_ref().map_or("page", |page_type| page_type.value.name()),
            section: &self.site.section(page.section).path,
            owner: owner(page),
            draft: !self.site.is_published(page),
            words: score.words,
            scores: scores(&score.notes),
            lost: number(score.notes.lost()),
            errors: count(score, Severity::Error),
            warnings: count(score, Severity::Warning),
            infos: score.infos,
            silenced: score.silenced,
            known: score.known,
            updated: updated
                .map(|(date, origin)| JsonUpdated { date: date.to_string(), from: origin.name() }),
            reviewed: page.front.reviewed.as_ref().map(|date| date.value.to_string()),
            next_review: row.next_review.map(|date| date.to_string()),
            overdue: row.overdue,
            first: self.json_first(&[*row]),
            costs: score.costs.iter().map(|cost| self.json_cost(cost)).collect(),
        }
    }

    fn json_cost(&self, cost: &Cost<'a>) -> JsonCost<'a> {
        let finding = cost.finding;
        JsonCost {
            rule: finding.rule.as_str(),
            criterion: name(cost.criterion),
            severity: finding.severity.name(),
            line: self.site.sources.get(finding.span.source).position(finding.span.start).line,
            message: self.words.say(&finding.message),
            points: number(cost.points),
        }
    }

    fn json_calendar(&self) -> JsonCalendar {
        let Calendar { overdue, months, undated } = Calendar::of(self);
        let paths = |rows: &[Row<'_>]| rows.iter().map(path).collect::<Vec<_>>();
        let month = |(day, rows): (&jiff::civil::Date, &Vec<Row<'_>>)| {
            (format!("{:04}-{:02}", day.year(), day.month()), paths(rows))
        };
        JsonCalendar {
            overdue: paths(&overdue),
            months: months.iter().map(month).collect(),
            undated: paths(&undated),
        }
    }
}

fn path(row: &Row<'_>) -> String {
    format!("content/{}", row.page.path)
}

fn name(criterion: Criterion) -> &'static str {
    Criterion::NAMES.iter().find(|(_, known)| *known == criterion).map_or("", |(name, _)| *name)
}

fn scores(notes: &Notes) -> JsonScores {
    let score = |criterion| number(notes.get(criterion));
    JsonScores {
        reliable: score(Criterion::Reliable),
        up_to_date: score(Criterion::UpToDate),
        accessible: score(Criterion::Accessible),
        consistent: score(Criterion::Consistent),
        understandable: score(Criterion::Understandable),
        organised: score(Criterion::Organised),
    }
}

/// Hundredths fit in what JSON counts with.
#[allow(clippy::cast_precision_loss)]
fn number(points: Points) -> f64 {
    points.hundredths() as f64 / 100.0
}
