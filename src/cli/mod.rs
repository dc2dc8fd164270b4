//! The command line: the tree of arguments, and what every command shares.

mod ask;
mod baseline;
mod build;
mod check;
mod completions;
mod explain;
mod external;
mod first_run;
mod fix;
mod help;
mod import;
mod init;
mod keys;
mod links;
mod lsp;
mod man;
mod measure;
mod new;
mod paths;
#[cfg(any(feature = "links", test))]
mod progress;
mod report;
mod rules;
mod schema;
mod serve;
mod terminal;
mod theme;
mod uses;

use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use limpide::files::{self, ReadError, Reading};
use limpide::finding::{Finding, Severity};
use limpide::language::Language;
use limpide::project::{Project, Said};
use limpide::report::{Options, Report};
use limpide::start::advice::{self, Made};
use limpide::words::Words;

/// What a command comes to, apart from misuse and errors of the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Nothing at or above the threshold: 0.
    Clean,
    /// Findings at or above it: 1.
    Findings,
}

#[derive(Parser)]
#[command(
    name = "limpide",
    version,
    about = "Vérifie des pages de démarches écrites en Markdown et les publie en site accessible.",
    after_help = "Codes de sortie : 0 rien à signaler au seuil choisi ; 1 des constats ; 2 mauvais usage, \
                  ou lecture ou écriture impossible."
)]
struct Arguments {
    /// Le dossier du site, celui de site.toml
    #[arg(long, global = true, value_name = "DOSSIER", default_value = ".")]
    site: PathBuf,
    /// La langue des messages : fr ou en (par défaut, celle du site)
    #[arg(long, global = true, value_name = "LANGUE", value_parser = language)]
    lang: Option<Language>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Commence un site : réglages, pages d’exemple, fichiers de l’éditeur de texte
    Init(init::Arguments),
    /// Fait un site d’un site Hugo, d’un site Zola ou d’un dossier de Markdown, sans y toucher
    Import(import::Arguments),
    /// Commence une page, ou une rubrique
    New(new::Arguments),
    /// Vérifie le site, puis le publie dans public/
    Build(build::Arguments),
    /// Vérifie les pages et le site entier
    Check(check::Arguments),
    /// Note les constats d’aujourd’hui, pour que « check --baseline » ne montre que les nouveaux
    Baseline(baseline::Arguments),
    /// Corrige dans les fichiers ce qui peut l’être sans risque
    Fix(fix::Arguments),
    /// Dit ce que valent le site et ses pages, et par quoi commencer
    Report(report::Arguments),
    /// Montre le site pendant que vous écrivez, et le refait à chaque enregistrement
    Serve(serve::Arguments),
    /// Sert les éditeurs de texte : constats, corrections et aide pendant que vous écrivez
    Lsp(lsp::Arguments),
    /// Liste les liens externes cassés, dans le doute ou déplacés, d’après la mémoire
    Links(links::Arguments),
    /// Liste les pages qui se servent d’une entrée des registres
    Where(uses::Arguments),
    /// Liste les règles, exécute leurs exemples, dit ce qu’elles tiennent
    Rules(rules::Arguments),
    /// Explique une règle, une famille de règles ou une recommandation
    Explain(explain::Arguments),
    /// Écrit le schéma JSON d’un format
    Schema(schema::Arguments),
    /// Écrit la liste de toutes les clés : de site.toml, des pages, des registres
    Keys(keys::Arguments),
    /// Aide à écrire un thème
    Theme(theme::Arguments),
    /// Écrit ce qui fait compléter les commandes par votre shell
    Completions(completions::Arguments),
    /// Écrit le manuel de chaque commande, pour « man »
    Man(man::Arguments),
}

/// From which severity a command fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Threshold {
    Error,
    Warning,
    Info,
}

impl From<Threshold> for Severity {
    fn from(threshold: Threshold) -> Self {
        match threshold {
            Threshold::Error => Self::Error,
            Threshold::Warning => Self::Warning,
            Threshold::Info => Self::Info,
        }
    }
}

/// Runs the command that was typed.
pub(crate) fn main() -> ExitCode {
    let typed = help::helped(std::env::args_os().collect());
    let parsed = whole().try_get_matches_from(&typed);
    let arguments = match parsed.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => arguments,
        Err(error) => match help::misuse(&error, &whole(), &typed) {
            None => error.exit(),
            Some(said) => {
                terminal::note(&format!("limpide : {said}"));
                return ExitCode::from(2);
            }
        },
    };
    let outcome = match &arguments.command {
        None => first_run::run(&arguments),
        Some(Command::Init(init)) => init::run(&arguments, init),
        Some(Command::Import(import)) => import::run(&arguments, import),
        Some(Command::New(new)) => new::run(&arguments, new),
        Some(Command::Build(build)) => build::run(&arguments, build),
        Some(Command::Check(check)) => check::run(&arguments, check),
        Some(Command::Baseline(baseline)) => baseline::run(&arguments, baseline),
        Some(Command::Fix(fix)) => fix::run(&arguments, fix),
        Some(Command::Report(report)) => report::run(&arguments, report),
        Some(Command::Serve(serve)) => serve::run(&arguments, serve),
        Some(Command::Lsp(lsp)) => lsp::run(&arguments, lsp),
        Some(Command::Links(links)) => links::run(&arguments, links),
        Some(Command::Where(uses)) => uses::run(&arguments, uses),
        Some(Command::Rules(rules)) => rules::run(&arguments, rules),
        Some(Command::Explain(explain)) => explain::run(&arguments, explain),
        Some(Command::Schema(schema)) => schema::run(&arguments, schema),
        Some(Command::Keys(keys)) => keys::run(&arguments, keys),
        Some(Command::Theme(theme)) => theme::run(&arguments, theme),
        Some(Command::Completions(completions)) => completions::run(whole(), completions),
        Some(Command::Man(man)) => man::run(whole(), &arguments, man),
    };
    match outcome {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        // Whoever reads our output may stop reading it: `limpide check | head`.
        Err(error) if terminal::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::note(&format!("limpide : {error:#}"));
            ExitCode::from(2)
        }
    }
}

/// Every command, with its help.
fn whole() -> clap::Command {
    help::in_french(Arguments::command())
}

impl Arguments {
    /// Opens the site for a day: today, unless one was asked for.
    fn open(&self, today: Option<Date>) -> anyhow::Result<Project> {
        Ok(self.put_together(self.read()?, today))
    }

    /// Reads the site's folder.
    fn read(&self) -> anyhow::Result<Reading> {
        let words = Words::load(self.lang.unwrap_or_default());
        files::read(&self.site).map_err(|error| {
            let said = words.say(&error.message());
            // Where there is no site yet, what to do depends on what there is.
            if matches!(error, ReadError::NoContent { .. }) && self.site.is_dir() {
                return anyhow::anyhow!(
                    "{said}\n\n{}",
                    advice::seen(&words, &files::survey(&self.site)).trim_end()
                );
            }
            anyhow::anyhow!("{said}")
        })
    }

    /// Puts together what was read, for a day, and says what was passed over.
    fn put_together(&self, reading: Reading, today: Option<Date>) -> Project {
        let today = today.unwrap_or_else(|| jiff::ZonedDateTime::now().date());
        let project = Project::of(reading, today);
        let words = self.words(&project);
        for note in &project.notes {
            terminal::note(&words.say(note));
        }
        if project.site.config.span.is_none() {
            let folder = files::survey(&self.site);
            if matches!(folder.made, Made::Hugo(_) | Made::Zola(_)) {
                terminal::note(&advice::seen(&words, &folder));
            }
        }
        project
    }

    /// The words of the language asked for, or of the site's.
    fn words(&self, project: &Project) -> Words {
        Words::load(self.lang.unwrap_or_else(|| project.site.config.language()))
    }
}

/// What the paths of a site begin with, seen from here: nothing when the site is here or elsewhere
/// altogether.
fn root(site: &Path) -> String {
    let parts: Option<Vec<&str>> = site
        .components()
        .filter(|part| *part != Component::CurDir)
        .map(|part| match part {
            Component::Normal(name) => name.to_str(),
            _ => None,
        })
        .collect();
    parts.map(|parts| parts.iter().map(|part| format!("{part}/")).collect()).unwrap_or_default()
}

/// Whether findings fail a command.
fn outcome(findings: &[Finding], threshold: Severity) -> Outcome {
    if findings.iter().any(|f| limpide::report::fails(f, threshold)) {
        Outcome::Findings
    } else {
        Outcome::Clean
    }
}

/// Says findings in the form a command chooses.
fn say(
    project: &Project,
    words: &Words,
    findings: &[Finding],
    form: impl Fn(&Report<'_>) -> String,
) -> String {
    project.say(words, &Said::of(findings), form)
}

/// How findings look in this terminal.
fn options(project: &Project, all: bool) -> Options {
    Options {
        color: terminal::colours(),
        all,
        fail_on: project.site.config.lint.fail_on,
        ..Options::default()
    }
}

fn language(tag: &str) -> Result<Language, String> {
    Language::of(tag).ok_or_else(|| "Limpide parle français (fr) ou anglais (en)".to_owned())
}

fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "une date s’écrit 2026-01-31".to_owned())
}
