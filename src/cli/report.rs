//! `limpide report`: what the site and its pages are worth, and what to do first.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use jiff::civil::Date;
use limpide::finding::Message;
use limpide::lint::score;
use limpide::project::Project;
use limpide::report::quality::{self, Quality};
use limpide::report::said;
use limpide::site::PageId;
use limpide::words::Words;

use super::{Outcome, terminal};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Le détail d’une page : chaque point perdu, et pourquoi
    #[arg(long, value_name = "FICHIER")]
    page: Option<PathBuf>,
    /// La forme du rapport
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Faire comme si l’on était ce jour-là
    #[arg(long, value_name = "AAAA-MM-JJ", value_parser = super::date)]
    today: Option<Date>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// Pour lire dans un terminal
    Human,
    /// Pour un autre programme : voir « limpide schema report »
    Json,
    /// Une ligne par page, pour un tableur
    Csv,
}

pub(super) fn run(shared: &super::Arguments, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let mut project = shared.open(arguments.today)?;
    let words = shared.words(&project);
    let page =
        arguments.page.as_deref().map(|path| page(path, &project, &shared.site, &words)).transpose()?;
    if let Some(note) = project.read_history(&shared.site) {
        terminal::note(&said(&words, &note));
    }
    let read = project.read_baseline(&shared.site);
    read.map_err(|error| anyhow::anyhow!("{}", words.say(&error.message())))?;
    let told = project.check();
    let scores = score::scores(&project.site, project.rules(), &told.findings, &told.suppressed);
    let quality = Quality::of(&project.site, project.rules(), &scores, &words);
    let options = super::options(&project, false);
    terminal::print(&match (arguments.format, page) {
        (Format::Human, None) => quality::human(&quality, &options),
        (Format::Human, Some(page)) => quality::page(&quality, page, &options),
        (Format::Json, page) => quality::json(&quality, page),
        (Format::Csv, page) => quality::csv(&quality, page),
    })?;
    Ok(Outcome::Clean)
}

/// The page at a path, from here or from the site’s folder, with or without `content/`.
fn page(typed: &Path, project: &Project, root: &Path, words: &Words) -> anyhow::Result<PageId> {
    let here = std::path::absolute(typed)?.strip_prefix(std::path::absolute(root)?).map(Path::to_path_buf);
    let inside = here.unwrap_or_else(|_| typed.to_path_buf());
    let site = &project.site;
    let known = [inside.as_path(), typed].into_iter().find_map(|path| {
        let path = path.strip_prefix("content").unwrap_or(path).to_str()?;
        site.paths.get(&path.replace('\\', "/")).copied()
    });
    known.ok_or_else(|| {
        let message = Message::key("quality.no-page").with("path", typed.display().to_string());
        anyhow::anyhow!("{}", said(words, &message))
    })
}
