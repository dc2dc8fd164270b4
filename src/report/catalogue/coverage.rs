//! What holds each recommendation, and which ones nothing holds yet.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::json::{JsonTool, schema_of};
use super::super::written;
use super::View;
use super::explain::add_recommendation;
use super::sheet::{Piece, Sheet};
use super::table::{JsonSource, SCHEMA_VERSION};
use crate::finding::{Message, Severity};
use crate::lint::catalogue::{Evidence, Level, Recommendation};
use crate::lint::rule::Rule;
use crate::report::Options;

/// Whether a rule that is not off, or a feature of the program, holds a recommendation.
pub(super) fn is_held(view: &View<'_>, found: &Recommendation) -> bool {
    !found.features.is_empty() || view.has_rule(found)
}

/// « R6, Comprise de tous (niveau A) ».
pub(super) fn heading(view: &View<'_>, found: &Recommendation) -> String {
    let message = Message::key("coverage.heading").with("key", found.key.as_str());
    let message = message.with("title", view.both(&found.title));
    view.words.say(&message.with("level", found.level.name()))
}

/// The recommendations in a terminal, each with its level, the rules and the features that hold it,
/// and said plainly when nothing does.
pub fn coverage(view: &View<'_>, options: &Options) -> String {
    let mut sheet = Sheet::new(view.say("coverage.title"));
    add_introduction(view, &mut sheet);
    for found in view.catalogue().recommendations() {
        sheet.heading(&heading(view, found));
        sheet.text(view.both(&found.text));
        let mut lines = Vec::new();
        let (own, reading) = view.holders(found);
        if !own.is_empty() {
            let line = |rule: &&Rule| {
                if rule.is_off() {
                    format!("{} ({})", rule.id, view.severity(None))
                } else {
                    rule.id.as_str().to_owned()
                }
            };
            let ids = own.iter().map(line).collect::<Vec<_>>().join(", ");
            lines.push(view.words.say(&Message::key("coverage.rules-line").with("rules", ids)));
        }
        if !reading.is_empty() {
            lines.push(view.words.say(&Message::key("coverage.reading-line").with("count", reading.len())));
        }
        let feature = |feature| Message::key("coverage.feature-line").with("text", view.both(feature));
        lines.extend(found.features.iter().map(|found| view.words.say(&feature(found))));
        if !is_held(view, found) {
            lines.push(view.say("coverage.nothing"));
        }
        sheet.list(lines.into_iter().map(|line| vec![Piece::Text(line)]).collect());
    }
    sheet.terminal(view.words, options)
}

/// The same as a page: whole sources, and links to the rules.
pub(super) fn sheet_of_coverage(view: &View<'_>) -> Sheet {
    let mut sheet = Sheet::new(view.say("coverage.title"));
    add_introduction(view, &mut sheet);
    for found in view.catalogue().recommendations() {
        sheet.heading_with_id(heading(view, found), found.key.to_lowercase());
        add_recommendation(view, found, &mut sheet);
    }
    sheet
}

/// What could not be read, what levels mean, and the counts.
fn add_introduction(view: &View<'_>, sheet: &mut Sheet) {
    sheet.text(view.say("coverage.unread"));
    let levels = [Level::A, Level::B, Level::C];
    sheet.text(view.say("coverage.levels"));
    let level = |level: Level| vec![Piece::Text(view.level(level).to_owned())];
    sheet.list(levels.into_iter().map(level).collect());
    let (mut by_rules, mut by_features, mut by_nothing) = (0_usize, 0_usize, Vec::new());
    let all = view.catalogue().recommendations();
    for found in all {
        if view.has_rule(found) {
            by_rules += 1;
        } else if !found.features.is_empty() {
            by_features += 1;
        } else {
            by_nothing.push(found.key.clone());
        }
    }
    let counts = Message::key("coverage.counts").with("all", all.len()).with("rules", by_rules);
    sheet.text(view.words.say(&counts.with("features", by_features).with("nothing", by_nothing.len())));
    if !by_nothing.is_empty() {
        let message = Message::key("coverage.nothing-list").with("keys", by_nothing.join(", "));
        sheet.text(view.words.say(&message));
    }
}

/// What holds each recommendation that administrative information should follow, in one language. The
/// same site gives the same bytes. A later version of the program may add fields without changing
/// `schema_version`.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Coverage")]
struct JsonCoverage {
    /// Version of this form. It changes when a reader of the former one could be misled.
    #[schemars(extend("const" = SCHEMA_VERSION))]
    schema_version: u32,
    /// What made this list.
    tool: JsonTool,
    /// What could not be read, and must be said wherever this list is shown.
    note: String,
    /// Every recommendation, by number.
    recommendations: Vec<JsonRecommendation>,
}

/// Something that administrative information owes its readers.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Recommendation")]
struct JsonRecommendation {
    /// Its key: `R6`.
    key: String,
    /// Where it was found: `A` in a text of COEPIA or on the page of its guide, `B` in another public
    /// text that carries the same rule, `C` deduced from the others.
    level: &'static str,
    /// Its name in a few words.
    title: String,
    /// What it asks.
    text: String,
    /// How far its sources were read: `read`, `part` or `unread`; nothing for what is deduced.
    evidence: Option<&'static str>,
    /// Where it was found.
    sources: Vec<JsonSource>,
    /// Whether a rule that is not off, or a feature of the program, holds it.
    held: bool,
    /// The rules that hold it, by id.
    rules: Vec<JsonHolder>,
    /// What in the program holds it, beside rules.
    features: Vec<String>,
}

/// A rule that holds a recommendation.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Holder")]
struct JsonHolder {
    /// Its id: `family/name`.
    id: String,
    /// The loudest it may speak: `info`, `warning`, `error`; `off` when it does not.
    severity: &'static str,
}

/// What holds each recommendation, as indented JSON that follows [`coverage_schema`]; ends with a
/// line feed.
pub fn coverage_json(view: &View<'_>) -> String {
    let holder = |rule: &'_ Rule| JsonHolder {
        id: rule.id.as_str().to_owned(),
        severity: rule.loudest().map_or("off", Severity::name),
    };
    let recommendation = |found: &Recommendation| JsonRecommendation {
        key: found.key.clone(),
        level: found.level.name(),
        title: view.both(&found.title).to_owned(),
        text: view.both(&found.text).to_owned(),
        evidence: found.evidence.map(Evidence::name),
        sources: found.sources.iter().map(|key| JsonSource::of(view, key)).collect(),
        held: is_held(view, found),
        rules: {
            let (own, reading) = view.holders(found);
            own.into_iter().chain(reading).map(holder).collect()
        },
        features: found.features.iter().map(|feature| view.both(feature).to_owned()).collect(),
    };
    written(&JsonCoverage {
        schema_version: SCHEMA_VERSION,
        tool: JsonTool::this(),
        note: view.say("coverage.unread"),
        recommendations: view.catalogue().recommendations().iter().map(recommendation).collect(),
    })
}

/// The JSON Schema (2020-12) of what [`coverage_json`] gives; ends with a line feed.
pub fn coverage_schema() -> String {
    schema_of::<JsonCoverage>()
}
