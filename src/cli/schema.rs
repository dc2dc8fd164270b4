//! `limpide schema`: the JSON Schemas of what the program prints, and of what it reads.

use clap::ValueEnum;
use limpide::report::catalogue;
use limpide::words::Words;

use super::{Outcome, terminal};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Le format décrit
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// Les constats de « check --format json »
    Findings,
    /// Les règles de « rules --format json »
    Rules,
    /// Ce qui tient chaque recommandation, de « rules coverage --format json »
    Coverage,
    /// La justesse des règles, de « rules measure --format json »
    Measure,
    /// La qualité du site et des pages, de « report --format json »
    Report,
    /// Un fichier de règle, de « lints/ »
    Rule,
}

pub(super) fn run(shared: &super::Arguments, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let words = Words::load(shared.lang.unwrap_or_default());
    terminal::print(&match arguments.format {
        Format::Findings => limpide::report::schema(),
        Format::Rules => catalogue::rules_schema(),
        Format::Coverage => catalogue::coverage_schema(),
        Format::Measure => limpide::report::measure_schema(),
        Format::Report => limpide::report::quality::schema(),
        Format::Rule => limpide::lint::rule_schema::schema(&words),
    })?;
    Ok(Outcome::Clean)
}
