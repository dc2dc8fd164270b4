//! How right rules are on annotated texts, said: a table, the texts about which a rule and the reader
//! differ, and JSON.

use std::fmt::Write as _;

use annotate_snippets::normalize_untrusted_str;
use annotate_snippets::renderer::DEFAULT_EMPHASIS_STYLE;
use schemars::JsonSchema;
use serde::Serialize;

use super::human::wrapped;
use super::json::{JsonTool, schema_of};
use super::summary::paint;
use super::{Options, said, written};
use crate::finding::Message;
use crate::language::{Language, format};
use crate::lint::annotated::Annotated;
use crate::lint::measure::{Measured, Rate, Wrong};
use crate::words::Words;

/// The version of the form that [`measure_json`] gives.
const SCHEMA_VERSION: u32 = 1;

/// Columns before a text that is shown: its number, and some air.
const INDENT: usize = 8;

/// What was measured, and what is needed to say it.
pub struct Measures<'a> {
    /// The annotated texts.
    pub annotated: &'a Annotated,
    /// Where they were found.
    pub path: &'a str,
    /// What rules find in them.
    pub measured: &'a [Measured],
    /// The annotated names that stand for no rule, or for several.
    pub ignored: &'a [String],
    /// The language of the reader.
    pub words: &'a Words,
}

/// A line a rule: the texts where it is right, false alarms, misses, precision and recall, each with its
/// interval, F1. With `errors`, the texts about which it is wrong follow. Ends with a line feed; nothing
/// when nothing was measured.
pub fn measure_table(measures: &Measures<'_>, errors: bool, options: &Options) -> String {
    if measures.measured.is_empty() {
        return String::new();
    }
    let words = measures.words;
    let texts = Message::key("measure.texts").with("count", measures.annotated.texts.len());
    let mut out = format!("{}\n\n", said(words, &texts.with("path", measures.path)));
    let heads = [
        "rules.rule",
        "measure.right",
        "measure.false-alarms",
        "measure.misses",
        "measure.precision",
        "measure.recall",
        "measure.f1",
    ];
    let mut rows = vec![heads.map(|key| words.get(key).to_owned())];
    rows.extend(measures.measured.iter().map(|measured| measures.row(measured)));
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    for (rank, row) in rows.iter().enumerate() {
        let cells = row.iter().enumerate().map(|(column, cell)| {
            let width = width(column);
            // Names and rates begin together; counts end together.
            if (1..=3).contains(&column) { format!("{cell:>width$}") } else { format!("{cell:width$}") }
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        let line = line.trim_end();
        out.push_str(&if rank == 0 { paint(options, DEFAULT_EMPHASIS_STYLE, line) } else { line.to_owned() });
        out.push('\n');
    }
    let _ = writeln!(out, "\n{}", wrapped(words.get("measure.legend"), options.width));
    let wrong = || measures.measured.iter().filter(|m| !m.false_alarms.is_empty() || !m.misses.is_empty());
    if errors {
        wrong().for_each(|measured| measures.add_errors(measured, options, &mut out));
    } else if wrong().next().is_some() {
        let _ = writeln!(out, "{}", words.get("measure.see-errors"));
    }
    out
}

impl Measures<'_> {
    fn row(&self, measured: &Measured) -> [String; 7] {
        let count =
            |count: usize| format::number(i64::try_from(count).unwrap_or(i64::MAX), self.words.language());
        [
            normalize_untrusted_str(measured.rule.as_str()),
            count(measured.right),
            count(measured.false_alarms.len()),
            count(measured.misses.len()),
            self.rate(measured.precision()),
            self.rate(measured.recall()),
            measured.f1().map_or_else(none, |f1| self.percent(f1)),
        ]
    }

    /// « 97,5 % (92,8–99,1) ».
    fn rate(&self, rate: Rate) -> String {
        let (Some(value), Some((low, high))) = (rate.value(), rate.interval()) else { return none() };
        let message = Message::key("measure.rate").with("value", self.percent(value));
        self.words.say(&message.with("low", self.tenths(low)).with("high", self.tenths(high)))
    }

    fn percent(&self, value: f64) -> String {
        self.words.say(&Message::key("measure.percent").with("value", self.tenths(value)))
    }

    /// In hundredths, with one decimal.
    fn tenths(&self, value: f64) -> String {
        let text = format!("{:.1}", 100.0 * value);
        match self.words.language() {
            Language::French => text.replace('.', ","),
            Language::English => text,
        }
    }

    /// The texts about which a rule and the reader differ.
    fn add_errors(&self, measured: &Measured, options: &Options, out: &mut String) {
        let message = Message::key("measure.errors-of").with("rule", measured.rule.as_str());
        let message =
            message.with("alarms", measured.false_alarms.len()).with("misses", measured.misses.len());
        let _ = writeln!(out, "\n{}", paint(options, DEFAULT_EMPHASIS_STYLE, &said(self.words, &message)));
        let groups = [("measure.false-alarms", &measured.false_alarms), ("measure.misses", &measured.misses)];
        for (key, wrongs) in groups.into_iter().filter(|(_, wrongs)| !wrongs.is_empty()) {
            let _ = writeln!(out, "  {}", self.words.get(key));
            wrongs.iter().for_each(|wrong| self.add_text(wrong, options, out));
        }
    }

    /// A text under its number, then the words found in it.
    fn add_text(&self, wrong: &Wrong, options: &Options, out: &mut String) {
        let width = options.width.saturating_sub(INDENT);
        let quoted =
            |text: &String| self.words.say(&Message::key("measure.quoted").with("text", text.as_str()));
        // The whole text would be read twice.
        let found: Vec<String> =
            wrong.found.iter().filter(|found| **found != wrong.text).map(quoted).collect();
        let mut lines = vec![normalize_untrusted_str(&wrong.text)];
        if !found.is_empty() {
            lines.push(said(self.words, &Message::key("measure.found").with("found", found.join(", "))));
        }
        let number = wrong.number.to_string();
        let mut before = format!("{number:>width$}  ", width = INDENT - 2);
        for line in wrapped(&lines.join("\n"), width).lines() {
            let _ = writeln!(out, "{before}{line}");
            before = " ".repeat(INDENT);
        }
    }
}

/// What is said of a rate of nothing.
fn none() -> String {
    "–".to_owned()
}

/// How right rules are on annotated texts. The same texts and rules give the same bytes. A later version
/// of the program may add fields without changing `schema_version`.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Measures")]
struct JsonMeasures<'a> {
    /// Version of this form. It changes when a reader of the former one could be misled.
    #[schemars(extend("const" = SCHEMA_VERSION))]
    schema_version: u32,
    /// What made this.
    tool: JsonTool,
    /// How many texts were read.
    texts: usize,
    /// The rules measured, in the order of the annotated names.
    rules: Vec<JsonMeasured<'a>>,
    /// The annotated names that stand for no rule, or for several: nothing was measured for them.
    ignored: &'a [String],
}

/// A rule on annotated texts. Texts are counted, not findings.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Measured")]
struct JsonMeasured<'a> {
    /// Its id: `family/name`.
    rule: &'a str,
    /// Texts that hold the thing, and in which the rule finds it.
    true_positives: usize,
    /// Texts that do not hold it, and in which the rule finds it.
    false_positives: usize,
    /// Texts that hold it, and in which the rule does not find it.
    misses: usize,
    /// True positives, of the texts in which the rule finds the thing; nothing when it finds none.
    precision: Option<JsonRate>,
    /// True positives, of the texts that hold the thing; nothing when none does.
    recall: Option<JsonRate>,
    /// The harmonic mean of both, from 0 to 1; nothing when nothing is held nor found.
    f1: Option<f64>,
    /// The texts about which the rule is wrong: false positives, then misses.
    errors: Vec<JsonWrong<'a>>,
}

/// A rate from 0 to 1, with its 95 % score interval of Wilson.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Rate")]
struct JsonRate {
    /// The rate.
    value: f64,
    /// The lower bound.
    low: f64,
    /// The upper bound.
    high: f64,
}

/// A text about which a rule is wrong.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Wrong")]
struct JsonWrong<'a> {
    /// `false-positive` or `miss`.
    kind: &'static str,
    /// Its number.
    number: u32,
    /// What it says.
    text: &'a str,
    /// The words found in it; nothing for a miss, or where the rule speaks of the whole page.
    found: &'a [String],
}

/// What was measured, as indented JSON that follows [`measure_schema`]; ends with a line feed.
pub fn measure_json(measures: &Measures<'_>) -> String {
    written(&JsonMeasures {
        schema_version: SCHEMA_VERSION,
        tool: JsonTool::this(),
        texts: measures.annotated.texts.len(),
        rules: measures.measured.iter().map(json_measured).collect(),
        ignored: measures.ignored,
    })
}

/// The JSON Schema (2020-12) of what [`measure_json`] gives; ends with a line feed.
pub fn measure_schema() -> String {
    schema_of::<JsonMeasures<'_>>()
}

fn json_measured(measured: &Measured) -> JsonMeasured<'_> {
    let rate = |rate: Rate| {
        let (value, (low, high)) = (rate.value()?, rate.interval()?);
        Some(JsonRate { value, low, high })
    };
    let groups = [("false-positive", &measured.false_alarms), ("miss", &measured.misses)];
    let errors = groups.into_iter().flat_map(|(kind, wrongs)| {
        wrongs.iter().map(move |Wrong { number, text, found }| JsonWrong {
            kind,
            number: *number,
            text,
            found,
        })
    });
    JsonMeasured {
        rule: measured.rule.as_str(),
        true_positives: measured.right,
        false_positives: measured.false_alarms.len(),
        misses: measured.misses.len(),
        precision: rate(measured.precision()),
        recall: rate(measured.recall()),
        f1: measured.f1(),
        errors: errors.collect(),
    }
}

#[cfg(test)]
mod tests;
