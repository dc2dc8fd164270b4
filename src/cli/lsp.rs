//! `limpide lsp`: what editors start.

use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;
use limpide::lsp::{self, Ended, Lsp};

use super::{Outcome, terminal};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Faire comme si l’on était ce jour-là
    #[arg(long, value_name = "AAAA-MM-JJ", value_parser = super::date)]
    today: Option<Date>,
    /// Parler par l’entrée et la sortie du programme, ce qui est toujours le cas
    #[arg(long, hide = true)]
    stdio: bool,
}

pub(super) fn run(shared: &super::Arguments, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let day = arguments.today;
    let ended = lsp::serve(Lsp {
        input: Box::new(BufReader::new(std::io::stdin())),
        output: terminal::bytes(),
        // Editors start it wherever they are: the folder it is in says nothing, unless it is named.
        site: Some(shared.site.as_path()).filter(|site| *site != Path::new(".")),
        today: Arc::new(move || day.unwrap_or_else(|| jiff::ZonedDateTime::now().date())),
        language: shared.lang,
    });
    Ok(match ended {
        Ended::Asked => Outcome::Clean,
        // The protocol wants 1 when the exit comes out of turn.
        Ended::Abruptly => Outcome::Findings,
    })
}
