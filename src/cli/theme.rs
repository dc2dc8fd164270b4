//! `limpide theme`: what somebody who writes a theme asks.

use clap::Subcommand;

use super::{Outcome, terminal};

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Écrit la liste de tout ce que reçoivent les modèles de page, en Markdown
    Reference,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    match arguments.action {
        Action::Reference => terminal::print(&limpide::render::reference())?,
    }
    Ok(Outcome::Clean)
}
