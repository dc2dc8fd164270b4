//! `limpide check`: lint only.

use std::path::PathBuf;

use clap::ValueEnum;
use jiff::civil::Date;
use limpide::project::Project;
use limpide::report::{self, Options};
use limpide::words::Words;

use super::paths::Paths;
use super::{Outcome, Threshold, terminal};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Ne montrer que ce qui touche ces fichiers ou ces dossiers (le site entier est toujours lu)
    paths: Vec<PathBuf>,
    /// Interroger aussi les liens externes, une fois chacun
    #[arg(long)]
    external: bool,
    /// La forme des constats
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// La gravité à partir de laquelle la commande échoue (par défaut, celle de site.toml, sinon error)
    #[arg(long, value_enum)]
    fail_on: Option<Threshold>,
    /// Montrer aussi les informations, comptées seulement par défaut
    #[arg(long)]
    all: bool,
    /// Vérifier comme si l’on était ce jour-là
    #[arg(long, value_name = "AAAA-MM-JJ", value_parser = super::date)]
    today: Option<Date>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// Pour lire dans un terminal
    Human,
    /// Pour un autre programme : voir « limpide schema findings »
    Json,
}

pub(super) fn run(shared: &super::Arguments, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let mut project = shared.open(arguments.today)?;
    let words = shared.words(&project);
    if arguments.external {
        ask(&mut project, &words)?;
    }
    let mut findings = project.findings();
    let paths = Paths::of(&arguments.paths, &project.site.sources, &shared.site)?;
    findings.retain(|finding| paths.hold(project.site.sources.get(finding.span.source).path()));
    let threshold = arguments.fail_on.map_or(project.site.config.lint.fail_on, Into::into);
    let options = Options { fail_on: threshold, ..super::options(&project, arguments.all) };
    let text = super::say(&project, &words, &findings, |report| match arguments.format {
        Format::Human => report::human(report, &options),
        Format::Json => report::json(report),
    });
    terminal::print(&text)?;
    Ok(super::outcome(&findings, threshold))
}

#[cfg(feature = "links")]
fn ask(project: &mut Project, words: &Words) -> anyhow::Result<()> {
    let urls = project.site.external_links();
    let total = urls.len();
    let progress = |done: usize, _: usize| {
        if done == total || done.is_multiple_of(50) {
            terminal::note(&format!("Liens externes : {done} sur {total}"));
        }
    };
    let asked = limpide::links::check(&urls, &project.site.config.links, &progress);
    project.site.facts.external =
        asked.map_err(|error| anyhow::anyhow!("{}", words.say(&error.message())))?;
    Ok(())
}

#[cfg(not(feature = "links"))]
fn ask(_: &mut Project, _: &Words) -> anyhow::Result<()> {
    anyhow::bail!("ce programme a été construit sans la vérification des liens externes (« links »)")
}
