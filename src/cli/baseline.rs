//! `limpide baseline`: notes what is found today, so that only what is new is told.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use limpide::files::{self, BaselineError};
use limpide::finding::Message;
use limpide::lint::baseline::Baseline;
use limpide::project::Project;

use super::external::{self, From};
use super::paths::Paths;
use super::{Outcome, terminal};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Le fichier à écrire (par défaut, celui de site.toml, sinon limpide-baseline.json à côté)
    #[arg(value_name = "FICHIER")]
    file: Option<PathBuf>,
    /// Ajouter aussi les constats nouveaux, au lieu de seulement retirer ceux qui n’existent plus
    #[arg(long)]
    grow: bool,
    /// Interroger aussi les liens externes, une fois chacun
    #[arg(long)]
    external: bool,
    /// Vérifier comme si l’on était ce jour-là
    #[arg(long, value_name = "AAAA-MM-JJ", value_parser = super::date)]
    today: Option<Date>,
}

pub(super) fn run(shared: &super::Arguments, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let mut project = shared.open(arguments.today)?;
    let words = shared.words(&project);
    let said = |error: BaselineError| anyhow::anyhow!("{}", words.say(&error.message()));
    let path = path(&project, shared, arguments.file.as_deref());
    let before = match files::read_baseline(&path) {
        Ok(before) => Some(before),
        Err(BaselineError::Absent { .. }) => None,
        Err(error) => return Err(said(error)),
    };
    if arguments.external {
        external::consult(&mut project, shared, &words, From::Sites(None), &Paths::all())?;
    }
    let findings = project.without_baseline().findings;
    let created = before.is_none();
    let grows = arguments.grow || created;
    let compared = before.unwrap_or_default().compare(findings, &project.site, project.rules());
    let added = Baseline::of(&compared.new, &project.site);
    let baseline = if grows { compared.kept.with(&added) } else { compared.kept };
    files::write_baseline(&path, &baseline).map_err(said)?;
    let key = if created { "cli.baseline-created" } else { "cli.baseline-written" };
    let message = Message::key(key)
        .with("path", path.display().to_string())
        .with("known", baseline.len())
        .with("gone", compared.gone)
        .with("added", if grows { added.len() } else { 0 });
    terminal::note(&words.say(&message));
    let settled = project.site.config.lint.baseline.is_some();
    if let Some(inside) = path.strip_prefix(&shared.site).ok().filter(|_| !settled) {
        let setting = format!("baseline = {:?}", inside.to_string_lossy().replace('\\', "/"));
        terminal::note(&words.say(&Message::key("cli.baseline-setting").with("setting", setting)));
    }
    if !grows && !added.is_empty() {
        terminal::note(&words.say(&Message::key("cli.baseline-not-added").with("count", added.len())));
    }
    Ok(Outcome::Clean)
}

/// The file named, from here; else that of the settings, else the usual one, in the site's folder.
pub(super) fn path(project: &Project, shared: &super::Arguments, named: Option<&Path>) -> PathBuf {
    let settled = || project.baseline_path(&shared.site);
    let usual = || shared.site.join(files::BASELINE);
    named.map(Path::to_path_buf).or_else(settled).unwrap_or_else(usual)
}
