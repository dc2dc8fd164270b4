//! `limpide schema`: the JSON Schemas of what the program prints, and of what it reads.

use clap::builder::PossibleValuesParser;
use limpide::document::front_matter::PageType;
use limpide::files;
use limpide::report::{catalogue, model_schema, settings_schema};
use limpide::site::registry::Name;
use limpide::words::Words;

use super::{Outcome, terminal};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Le format décrit : ce que le programme écrit (findings, rules, coverage, measure,
    /// report), un fichier de
    /// règle (rule), la mémoire des liens externes (links), les réglages d’un site (site) ou d’un thème (theme), l’en-tête d’un type de page (procedure, office…), un registre (organisations,
    /// amounts…)
    #[arg(value_parser = PossibleValuesParser::new(names()))]
    format: String,
}

/// Formats of files of their own.
const FORMATS: [&str; 9] =
    ["findings", "rules", "coverage", "measure", "report", "rule", "links", "site", "theme"];

fn names() -> Vec<&'static str> {
    let pages = PageType::NAMES.map(|(name, _)| name);
    let registries = Name::ALL.map(|(name, _)| name);
    FORMATS.into_iter().chain(pages).chain(registries).collect()
}

pub(super) fn run(shared: &super::Arguments, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let words = Words::load(shared.lang.unwrap_or_default());
    let format = arguments.format.as_str();
    let page = PageType::NAMES.iter().find(|(name, _)| *name == format);
    let registry = Name::ALL.iter().find(|(name, _)| *name == format);
    terminal::print(&match (format, page, registry) {
        (_, Some((_, page_type)), _) => model_schema::page(*page_type),
        (_, _, Some((_, name))) => model_schema::registry(*name),
        ("findings", ..) => limpide::report::schema(),
        ("rules", ..) => catalogue::rules_schema(),
        ("coverage", ..) => catalogue::coverage_schema(),
        ("measure", ..) => limpide::report::measure_schema(),
        ("links", ..) => limpide::report::links_schema(),
        ("theme", ..) => settings_schema::theme(),
        // The options are those of the theme of the site that is there, if there is one.
        ("site", ..) => match files::read(&shared.site) {
            Ok(reading) => settings_schema::site(&reading.tree),
            Err(_) => settings_schema::site(&files::built_in()),
        },
        ("report", ..) => limpide::report::quality::schema(),
        _ => limpide::lint::rule_schema::schema(&words),
    })?;
    Ok(Outcome::Clean)
}
