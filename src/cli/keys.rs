//! `limpide keys`: every key that may be typed, as a page of a site.

use clap::Subcommand;
use limpide::files;
use limpide::report::keys;
use limpide::words::Words;

use super::{Outcome, terminal};

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    file: File,
}

#[derive(Subcommand)]
enum File {
    /// Écrit la page des clés de site.toml, en Markdown
    Site,
    /// Écrit la page des clés de l’en-tête des pages, par type, en Markdown
    Pages,
    /// Écrit la page des clés des registres, en Markdown
    Registries,
}

pub(super) fn run(shared: &super::Arguments, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let words = Words::load(shared.lang.unwrap_or_default());
    terminal::print(&match arguments.file {
        File::Site => keys::settings(&words, &files::built_in()),
        File::Pages => keys::heads(&words),
        File::Registries => keys::registries(&words),
    })?;
    Ok(Outcome::Clean)
}
