//! `limpide theme`: what somebody who writes a theme asks.

use clap::Subcommand;

use limpide::config::language_fault;
use limpide::finding::Message;
use limpide::language::codes;
use limpide::words::Words;

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
    /// Écrit la page de ce que les pages du site peuvent contenir : chaque composant, avec ses arguments
    Components,
    /// Écrit les mots de l’interface à traduire dans une langue, à ranger dans themes/THÈME/words/LANGUE.toml
    Words {
        /// Le code de la langue : es, br, uk
        #[arg(value_name = "LANGUE")]
        language: String,
    },
}

pub(super) fn run(shared: &super::Arguments, arguments: &Arguments) -> anyhow::Result<Outcome> {
    match &arguments.action {
        Action::Reference => terminal::print(&limpide::render::reference())?,
        Action::Components => {
            let project = shared.open(None)?;
            let words = shared.words(&project);
            terminal::print(&limpide::report::components(&project.site.components, &words))?;
        }
        Action::Words { language } => {
            if let Some((wrong, example)) = language_fault(language) {
                let words = Words::load(shared.lang.unwrap_or_default());
                anyhow::bail!("{} {}", words.say(&wrong), words.say(&example));
            }
            if !codes::exists(language) {
                let words = Words::load(shared.lang.unwrap_or_default());
                let wrong = words.say(&Message::key("cli.no-language").with("value", language.as_str()));
                let help = codes::meant(language).map_or_else(
                    || Message::key("config.language-example"),
                    |meant| Message::key("data.did-you-mean").with("name", meant),
                );
                anyhow::bail!("{wrong} {}", words.say(&help));
            }
            terminal::print(&shared.open(None)?.theme.words(language))?;
        }
    }
    Ok(Outcome::Clean)
}
