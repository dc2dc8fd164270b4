//! `limpide new`: a new page, or a new section.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use jiff::civil::Date;
use limpide::files;
use limpide::language::Language;
use limpide::start::{Kind, NewPage, plan, said};
use limpide::words::Words;

use super::{Outcome, terminal};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Ce que vous commencez, en anglais ou en français
    #[arg(value_name = "TYPE", value_parser = AnyKind)]
    kind: String,
    /// Le nom de la page dans son adresse, comme demander-un-passeport, ou son chemin, comme
    /// demarches/demander-un-passeport
    #[arg(value_name = "NOM")]
    name: String,
    /// Le titre de la page (par défaut, fait de son nom)
    #[arg(long, value_name = "TITRE")]
    title: Option<String>,
    /// La rubrique qui contient la page : créée si elle n’existe pas (par défaut, celle où sont déjà les pages
    /// de ce type)
    #[arg(long, value_name = "DOSSIER")]
    section: Option<String>,
    /// La langue de la page, si ce n’est pas la langue principale du site
    #[arg(long, value_name = "LANGUE")]
    language: Option<String>,
    /// Écrire aussi tous les champs possibles, expliqués, à l’abri derrière un dièse
    #[arg(long)]
    full: bool,
    /// Le jour écrit comme celui de la vérification de la page
    #[arg(long, value_name = "AAAA-MM-JJ", value_parser = super::date)]
    today: Option<Date>,
}

/// Takes any text, so that the command says itself what is near; its values are there for shells and the help.
#[derive(Clone)]
struct AnyKind;

impl TypedValueParser for AnyKind {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let words = Words::load(Language::French);
        Some(Box::new(
            Kind::ALL
                .iter()
                .map(move |(name, _, about)| PossibleValue::new(*name).help(words.get(about).to_owned())),
        ))
    }
}

pub(super) fn run(shared: &super::Arguments, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let project = shared.open(arguments.today)?;
    let words = shared.words(&project);
    let kind = Kind::named(&arguments.kind, &words).map_err(anyhow::Error::msg)?;
    let new = NewPage {
        kind,
        name: &arguments.name,
        section: arguments.section.as_deref(),
        title: arguments.title.as_deref(),
        language: arguments.language.as_deref(),
        full: arguments.full,
        today: project.site.facts.today,
    };
    let planned = plan(&project.site, &new).map_err(|message| anyhow::anyhow!("{}", words.say(&message)))?;
    let bytes: Vec<(&str, &[u8])> =
        planned.files.iter().map(|file| (file.path.as_str(), file.text.as_bytes())).collect();
    files::create(&shared.site, &bytes)
        .map_err(|error| anyhow::anyhow!("{}", words.say(&error.message())))?;
    terminal::print(&said::page_made(&words, kind, &planned, &super::root(&shared.site)))?;
    Ok(Outcome::Clean)
}
