//! `limpide schema`: the JSON Schemas of what the program prints.

use clap::ValueEnum;
use limpide::report::catalogue;

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
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    match arguments.format {
        Format::Findings => terminal::print(&limpide::report::schema())?,
        Format::Rules => terminal::print(&catalogue::rules_schema())?,
        Format::Coverage => terminal::print(&catalogue::coverage_schema())?,
    }
    Ok(Outcome::Clean)
}
