//! `limpide man`: the manual of each command, for `man`.

use std::path::PathBuf;

use clap::Command;
use limpide::files;
use limpide::words::Words;

use super::{Outcome, terminal};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Le dossier où les écrire : limpide.1, limpide-check.1… (sans lui, celle de limpide s’affiche, prête pour
    /// « man -l - »)
    #[arg(value_name = "DOSSIER")]
    folder: Option<PathBuf>,
}

/// What a manual’s headings are called: clap_mangen writes them in English.
const HEADINGS: [(&str, &str); 9] = [
    ("NAME", "NOM"),
    ("SYNOPSIS", "SYNOPSIS"),
    ("DESCRIPTION", "DESCRIPTION"),
    ("OPTIONS", "OPTIONS"),
    ("ARGUMENTS", "ARGUMENTS"),
    ("SUBCOMMANDS", "COMMANDES"),
    ("EXTRA", "CODES DE SORTIE"),
    ("VERSION", "VERSION"),
    ("AUTHORS", "AUTEURS"),
];

pub(super) fn run(
    command: Command,
    shared: &super::Arguments,
    arguments: &Arguments,
) -> anyhow::Result<Outcome> {
    let mut pages = Vec::new();
    let mut command = command;
    command.build();
    gather(&command, "limpide", &mut pages)?;
    let Some(folder) = &arguments.folder else {
        let whole = pages.first().map_or("", |(_, page)| page);
        terminal::print(whole)?;
        return Ok(Outcome::Clean);
    };
    let words = Words::load(shared.lang.unwrap_or_default());
    let bytes: Vec<(&str, &[u8])> =
        pages.iter().map(|(name, page)| (name.as_str(), page.as_bytes())).collect();
    files::create(folder, &bytes).map_err(|error| anyhow::anyhow!("{}", words.say(&error.message())))?;
    for (name, _) in &pages {
        terminal::print(&format!("{}\n", folder.join(name).display()))?;
    }
    Ok(Outcome::Clean)
}

/// The manual of a command, then those of the commands below it.
fn gather(command: &Command, name: &str, pages: &mut Vec<(String, String)>) -> anyhow::Result<()> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).title(name).source("Limpide").render(&mut page)?;
    pages.push((format!("{name}.1"), in_french(&String::from_utf8_lossy(&page))));
    for below in command.get_subcommands() {
        gather(below, &format!("{name}-{}", below.get_name()), pages)?;
    }
    Ok(())
}

fn in_french(page: &str) -> String {
    let mut french = String::with_capacity(page.len());
    for line in page.lines() {
        let heading =
            line.strip_prefix(".SH ").map(|heading| heading.trim_matches(|c| matches!(c, '"' | '\u{a0}')));
        match heading.and_then(|heading| HEADINGS.iter().find(|(english, _)| *english == heading)) {
            Some((_, heading)) => {
                french.push_str(".SH \"");
                french.push_str(heading);
                french.push('"');
            }
            None => french.push_str(line),
        }
        french.push('\n');
    }
    french
}
