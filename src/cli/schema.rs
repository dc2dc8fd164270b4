//! `limpide schema`: the JSON Schemas of what the program prints.

use clap::ValueEnum;

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
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    match arguments.format {
        Format::Findings => terminal::print(&limpide::report::schema())?,
    }
    Ok(Outcome::Clean)
}
