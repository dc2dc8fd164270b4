//! `limpide links`: what is remembered of external links, and memories of several machines made one.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use jiff::civil::Date;
use limpide::files::{self, LinkMemoryError};
use limpide::finding::Message;
use limpide::language::Language;
use limpide::report::{self, LinkList};
use limpide::site::link_memory::LinkMemory;
use limpide::words::Words;

use super::{Outcome, check, external, terminal};

#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Option<Action>,
    /// La forme de la liste
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Le jour où le site est lu (par défaut, aujourd’hui)
    #[arg(long, value_name = "AAAA-MM-JJ", value_parser = super::date)]
    today: Option<Date>,
}

#[derive(Subcommand)]
enum Action {
    /// Réunit les mémoires de plusieurs machines en une seule
    Merge {
        /// Les fichiers à réunir
        #[arg(required = true, value_name = "FICHIER")]
        files: Vec<PathBuf>,
        /// Le fichier à écrire (par défaut, la sortie standard) ; ce qu’il contient déjà n’est gardé que s’il
        /// est aussi parmi les fichiers à réunir
        #[arg(long, value_name = "FICHIER")]
        output: Option<PathBuf>,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// Pour lire dans un terminal
    Human,
    /// Pour un autre programme
    Json,
    /// Le texte d’un rapport
    Markdown,
}

pub(super) fn run(shared: &super::Arguments, arguments: &Arguments) -> anyhow::Result<Outcome> {
    if let Some(Action::Merge { files, output }) = &arguments.action {
        return merge(shared.lang, files, output.as_ref());
    }
    let mut project = shared.open(arguments.today)?;
    let words = shared.words(&project);
    let memory = files::read_link_memory(&external::path(shared)).map_err(|error| said(&words, &error))?;
    let Some(memory) = memory else {
        anyhow::bail!("{}", words.get("cli.links-no-memory"));
    };
    let uses = external::uses(&project);
    project.site.facts.external =
        uses.into_keys().filter_map(|address| Some((address.clone(), memory.report(&address)?))).collect();
    check::read_baseline(&mut project, shared, None, &words)?;
    let told = project.check().findings;
    let list = LinkList::of(&project.site, &words);
    terminal::print(&match arguments.format {
        Format::Human => list.human(),
        Format::Json => list.json(),
        Format::Markdown => list.markdown(),
    })?;
    Ok(if external::broken(&project, &told).is_empty() { Outcome::Clean } else { Outcome::Findings })
}

fn merge(lang: Option<Language>, files: &[PathBuf], output: Option<&PathBuf>) -> anyhow::Result<Outcome> {
    let words = Words::load(lang.unwrap_or_default());
    let mut merged = LinkMemory::default();
    for path in files {
        let read = files::read_link_memory(path).map_err(|error| said(&words, &error))?;
        let Some(memory) = read else {
            let message = Message::key("files.read-missing").with("path", path.display().to_string());
            anyhow::bail!("{}", words.say(&message));
        };
        merged.merge(&memory);
    }
    match output {
        Some(path) => files::write_link_memory(path, &merged).map_err(|error| said(&words, &error))?,
        None => terminal::print(&merged.text())?,
    }
    let message = Message::key("cli.links-merged").with("files", files.len()).with("count", merged.len());
    terminal::note(&words.say(&message));
    Ok(Outcome::Clean)
}

fn said(words: &Words, error: &LinkMemoryError) -> anyhow::Error {
    anyhow::anyhow!("{}", report::said(words, &error.message()))
}
