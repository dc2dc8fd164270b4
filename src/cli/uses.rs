//! `limpide where`: the pages that use an entry of the registries, which is what a change of it touches.

use clap::ValueEnum;
use jiff::civil::Date;
use limpide::finding::Message;
use limpide::report;

use super::{Outcome, terminal};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// La clé d’un registre, comme mairie, passport/adult, ou organisations:mairie
    #[arg(value_name = "CLÉ")]
    key: String,
    /// La forme de la liste
    #[arg(long, value_enum, default_value = "text", value_name = "FORME")]
    format: Format,
    /// Le jour où les registres sont lus (par défaut, aujourd’hui)
    #[arg(long, value_name = "DATE", value_parser = super::date)]
    today: Option<Date>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Csv,
}

pub(super) fn run(shared: &super::Arguments, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let project = shared.open(arguments.today)?;
    let (site, words) = (&project.site, shared.words(&project));
    let key = arguments.key.as_str();
    if report::holders(site, key).is_empty() {
        let known = report::keys_told(site, key);
        let message = match report::nearest_key(site, key) {
            Some(near) => Message::key("cli.no-such-key-near").with("near", near),
            None if known.is_empty() => Message::key("cli.no-such-key"),
            None => Message::key("cli.no-such-key-among").with("known", known),
        };
        anyhow::bail!("{}", words.say(&message.with("key", key)));
    }
    let uses = report::uses(site, key);
    terminal::print(&match arguments.format {
        Format::Text => report::uses_text(site, &uses, &words),
        Format::Csv => report::uses_csv(site, &uses),
    })?;
    Ok(Outcome::Clean)
}
