//! `limpide theme`: what somebody who writes a theme asks.

use clap::Subcommand;

use limpide::config::{language_fault, unknown_language};
use limpide::data;
use limpide::finding::Message;
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
    /// Montre un fichier du thème du programme, pour le copier ou le prolonger ; sans nom, leur liste
    Show {
        /// Le fichier : page.html, limpide.css, theme.toml
        #[arg(value_name = "FICHIER")]
        file: Option<String>,
    },
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
        Action::Show { file } => {
            let files = limpide::files::builtin_themes();
            let name = |path: &str| path.split_once('/').map_or(path, |(_, name)| name).to_owned();
            let Some(asked) = file else {
                let list: String = files.keys().map(|path| format!("{}\n", name(path))).collect();
                terminal::print(&list)?;
                return Ok(Outcome::Clean);
            };
            let last = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
            match files.iter().find(|(path, _)| name(path) == *asked || last(path) == *asked) {
                Some((_, bytes)) => terminal::print_bytes(bytes)?,
                None => {
                    let words = Words::load(shared.lang.unwrap_or_default());
                    let wrong = words.say(&Message::key("template.no-shown").with("name", asked.as_str()));
                    let names: Vec<String> = files.keys().map(|path| last(path)).collect();
                    match data::nearest(asked, names.iter().map(String::as_str)) {
                        Some(near) => anyhow::bail!(
                            "{wrong} {}",
                            words.say(&Message::key("data.did-you-mean").with("name", near))
                        ),
                        None => anyhow::bail!("{wrong}"),
                    }
                }
            }
        }
        Action::Words { language } => {
            if let Some((wrong, help)) = language_fault(language).or_else(|| unknown_language(language)) {
                let words = Words::load(shared.lang.unwrap_or_default());
                anyhow::bail!("{} {}", words.say(&wrong), words.say(&help));
            }
            terminal::print(&shared.open(None)?.theme.words(language))?;
        }
    }
    Ok(Outcome::Clean)
}
