//! `limpide import`: a site made from one of another program.

use std::path::{Component, Path, PathBuf};

use jiff::civil::Date;
use limpide::files;
use limpide::finding::{Message, Severity};
use limpide::project::Project;
use limpide::start::advice::Made;
use limpide::start::import::{Program, Request, import};
use limpide::start::{said, wrong_address, wrong_name};
use limpide::words::Words;

use super::{Outcome, terminal};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Ce qui faisait le site : hugo, zola, ou markdown (Jekyll, Eleventy, un simple dossier)
    #[arg(value_name = "PROGRAMME", value_parser = program)]
    program: Program,
    /// Le dossier du site à reprendre : il est lu, jamais modifié
    #[arg(value_name = "DOSSIER")]
    folder: PathBuf,
    /// Le dossier du nouveau site, nouveau ou vide (par défaut, le nom de l’ancien suivi de « -limpide »)
    #[arg(long, value_name = "DOSSIER")]
    to: Option<PathBuf>,
    /// Le nom du site (par défaut, celui de ses réglages)
    #[arg(long, value_name = "NOM")]
    name: Option<String>,
    /// Qui publie le site (par défaut, le nom du site)
    #[arg(long, value_name = "NOM")]
    publisher: Option<String>,
    /// L’adresse où le site sera publié, avec https:// (par défaut, celle de ses réglages)
    #[arg(long, value_name = "ADRESSE")]
    base_url: Option<String>,
    /// Le jour de la reprise
    #[arg(long, value_name = "AAAA-MM-JJ", value_parser = super::date)]
    today: Option<Date>,
}

pub(super) fn run(shared: &super::Arguments, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let speaks = Words::load(shared.lang.unwrap_or_default());
    let fail = |message: Message| anyhow::anyhow!("{}", speaks.say(&message));
    for (name, option) in [(&arguments.name, "--name"), (&arguments.publisher, "--publisher")] {
        if let Some(why) = name.as_deref().and_then(wrong_name) {
            let label = speaks.say(&Message::key("report.label").with("label", option));
            anyhow::bail!("{label}: {}", speaks.say(&why));
        }
    }
    if let Some((wrong, help)) = arguments.base_url.as_deref().and_then(wrong_address) {
        let label = speaks.say(&Message::key("report.label").with("label", "--base-url"));
        anyhow::bail!("{label}: {} {}", speaks.say(&wrong), speaks.say(&help));
    }
    let found =
        files::read_other(&arguments.folder, arguments.program).map_err(|error| fail(error.message()))?;
    if let Some(why) = another(arguments, found.is_empty()) {
        return Err(fail(why));
    }
    let from = arguments.folder.canonicalize()?;
    let to = destination(arguments, &from)?;
    let whole = resolved(&std::path::absolute(&to)?);
    // A folder that is not there is never made to be left again at once: `new/../other`.
    let to = if goes_back(&to) { whole.clone() } else { to };
    if inside(&whole, &from) || inside(&from, &whole) {
        return Err(fail(Message::key("import.inside").with("path", to.display().to_string())));
    }
    if !files::is_free(&to) {
        return Err(fail(Message::key("import.not-empty").with("path", to.display().to_string())));
    }
    let today = arguments.today.unwrap_or_else(|| jiff::ZonedDateTime::now().date());
    let name = from.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let built_in = files::built_in();
    let imported = import(&Request {
        program: arguments.program,
        files: &found,
        name: &name,
        title: arguments.name.clone(),
        publisher: arguments.publisher.clone(),
        base_url: arguments.base_url.clone(),
        today,
        built_in: &built_in,
    });
    if imported.report.pages == 0 {
        let path = arguments.folder.display().to_string();
        return Err(fail(Message::key("import.no-page").with("path", path)));
    }
    files::write_imported(&to, &from, &imported.files).map_err(|error| fail(error.message()))?;
    let words = Words::load(shared.lang.unwrap_or(imported.language));
    let project =
        Project::open(&to, today).map_err(|error| anyhow::anyhow!("{}", words.say(&error.message())))?;
    let findings = project.findings();
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let shown = to.display().to_string();
    terminal::print(&said::site_imported(&words, &imported.report, &shown, findings.len(), errors))?;
    Ok(Outcome::Clean)
}

/// Why a folder is not what its site is said to be made with, if it is clearly of another program.
fn another(arguments: &Arguments, empty: bool) -> Option<Message> {
    let path = arguments.folder.display().to_string();
    if empty {
        return Some(Message::key("import.empty").with("path", path));
    }
    let program = arguments.program;
    let (name, title) = match files::survey(&arguments.folder).made {
        Made::Hugo(_) if program != Program::Hugo => ("hugo", "Hugo"),
        Made::Zola(_) if program != Program::Zola => ("zola", "Zola"),
        Made::Nobody if program == Program::Hugo || program == Program::Zola => {
            return Some(Message::key("import.unknown").with("path", path).with("program", program.title()));
        }
        _ => return None,
    };
    let command = format!("limpide import {name} {path}");
    Some(Message::key("import.another").with("path", path).with("program", title).with("command", command))
}

/// Where the new site goes.
fn destination(arguments: &Arguments, from: &Path) -> anyhow::Result<PathBuf> {
    if let Some(to) = &arguments.to {
        return Ok(to.clone());
    }
    let name = from.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let to = PathBuf::from(format!("{name}-limpide"));
    let whole = std::path::absolute(&to)?;
    // From inside the other site, the new one goes beside it.
    if inside(&whole.parent().unwrap_or(&whole).canonicalize()?.join(&to), from) {
        let beside = from.parent().unwrap_or(from).join(&to);
        return Ok(beside);
    }
    Ok(to)
}

/// Whether a path is a folder or stands inside it.
fn inside(path: &Path, folder: &Path) -> bool {
    // What is not there yet has the folders that hold it.
    resolved(path).starts_with(folder)
}

/// The part of a path that is there, and the rest, which is not.
fn parts(path: &Path) -> (PathBuf, &Path) {
    let known = path.ancestors().find_map(|above| {
        let rest = path.strip_prefix(above).ok()?;
        above.canonicalize().ok().map(|above| (above, rest))
    });
    known.unwrap_or_else(|| (PathBuf::new(), path))
}

/// Where a path leads: through the links of what is there, then part by part for what is not.
fn resolved(path: &Path) -> PathBuf {
    let (mut known, rest) = parts(path);
    for part in rest.components() {
        match part {
            Component::ParentDir => {
                known.pop();
                // What it leads back to may go on through a link.
                known = known.canonicalize().unwrap_or(known);
            }
            part => known.push(part),
        }
    }
    match known.canonicalize() {
        Ok(known) => known,
        Err(_) if rest.components().any(|part| part == Component::ParentDir) => resolved(&known),
        Err(_) => known,
    }
}

/// Whether a path leaves again a folder that is not there.
fn goes_back(path: &Path) -> bool {
    let Ok(whole) = std::path::absolute(path) else { return false };
    parts(&whole).1.components().any(|part| part == Component::ParentDir)
}

fn program(name: &str) -> Result<Program, String> {
    let known = Program::NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    known.map(|(_, program)| *program).ok_or_else(|| "hugo, zola ou markdown".to_owned())
}
