//! `limpide check`: lint only.

use std::collections::BTreeSet;
use std::mem::ManuallyDrop;
use std::path::PathBuf;

use clap::ValueEnum;
use jiff::civil::Date;
use limpide::files;
use limpide::finding::{Finding, Message, ProblemKind, Severity, Suppressed, Suppression};
use limpide::project::{Project, Said, Since, Told};
use limpide::report::{self, Comparison, Options};
use limpide::source::SourceId;
use limpide::words::Words;

use super::external::{self, Asking};
use super::paths::Paths;
use super::{Outcome, Threshold, terminal};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Ne montrer que ce qui touche ces fichiers ou ces dossiers (le site entier est toujours lu)
    #[arg(value_name = "FICHIERS")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    links: Asking,
    /// La forme des constats
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// La gravité à partir de laquelle la commande échoue (par défaut, celle de site.toml, sinon error)
    #[arg(long, value_enum, value_name = "GRAVITÉ")]
    fail_on: Option<Threshold>,
    /// Montrer aussi les informations, comptées seulement par défaut
    #[arg(long)]
    all: bool,
    /// Ne montrer que ce qu’a changé la branche depuis qu’elle a quitté cette révision : les pages
    /// modifiées, et ce qu’elles ont cassé ailleurs
    #[arg(long, value_name = "RÉVISION", allow_hyphen_values = true)]
    since: Option<String>,
    /// Vérifier comme si l’on était ce jour-là
    #[arg(long, value_name = "AAAA-MM-JJ", value_parser = super::date)]
    today: Option<Date>,
    /// Laisser de côté les constats que connaît ce fichier, écrit par « limpide baseline » (sans nom, celui
    /// de site.toml, sinon limpide-baseline.json ; celui de site.toml sert aussi sans cette option)
    #[arg(long, value_name = "FICHIER", num_args = 0..=1, require_equals = true)]
    baseline: Option<Option<PathBuf>>,
    /// Montrer aussi les constats déjà connus
    #[arg(long, conflicts_with = "baseline")]
    no_baseline: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// Pour lire dans un terminal
    Human,
    /// Une ligne par constat, pour un éditeur de texte
    Short,
    /// Pour un autre programme : voir « limpide schema findings »
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// Annotations de GitHub Actions
    Github,
    /// Code Quality de GitLab
    Gitlab,
    /// JUnit
    Junit,
    /// Un commentaire de demande de fusion
    Markdown,
    /// Checkstyle
    Checkstyle,
    /// Diagnostics de reviewdog
    Rdjsonl,
}

pub(super) fn run(shared: &super::Arguments, arguments: &Arguments) -> anyhow::Result<Outcome> {
    // The command ends with it: nobody waits until the memory of a large site is given back piece by piece.
    let mut project = ManuallyDrop::new(shared.open(arguments.today)?);
    let words = shared.words(&project);
    let paths = Paths::of(&arguments.paths, &project.site.sources, &shared.site)?;
    let before = arguments.links.consult(&mut project, shared, &words, &paths)?;
    if !arguments.no_baseline {
        read_baseline(&mut project, shared, arguments.baseline.as_ref(), &words)?;
    }
    let mut told = project.check();
    let path_of = |finding: &Finding| project.site.sources.get(finding.span.source).path();
    let mut broken = external::broken(&project, &told.findings);
    broken.retain(|finding| paths.hold(path_of(finding)));
    let broken = external::addresses(&broken);
    let since =
        arguments.since.as_deref().map(|revision| since(&project, shared, revision, &words, &mut told));
    let since = since.transpose()?;
    let Told { mut findings, mut suppressed, gone } = told;
    let failing = arguments.links.failing(broken, &before, since.as_ref());
    findings.retain(|finding| paths.hold(path_of(finding)) || is_of_settings(path_of(finding), finding));
    suppressed.retain(|suppressed| paths.hold(path_of(&suppressed.finding)));
    let threshold = arguments.fail_on.map_or(project.site.config.lint.fail_on, Into::into);
    // What a draft lacks presses nobody: it is counted, and shown when the draft is named.
    let drafts = match arguments.format {
        Format::Human if paths.are_all() && !arguments.all && since.is_none() => {
            set_drafts_aside(&project, &mut findings, threshold)
        }
        _ => 0,
    };
    let options = Options { fail_on: threshold, ..super::options(&project, arguments.all) };
    let root = super::root(&shared.site);
    let with = since.as_ref().map(|s| format!("{} ({})", arguments.since.as_deref().unwrap_or(""), s.commit));
    let comparison = since.as_ref().zip(with.as_ref()).map(|(since, with)| Comparison {
        with,
        new: since.new,
        gone: &since.gone,
    });
    let said =
        Said { findings: &findings, suppressed: &suppressed, comparison, failing: &failing, root: &root };
    let text = project.say(&words, &said, |report| match arguments.format {
        Format::Human => report::human(report, &options),
        Format::Short => report::short(report, &options),
        Format::Json => report::json(report),
        Format::Sarif => report::sarif(report),
        Format::Github => report::github(report, &options),
        Format::Gitlab => report::gitlab(report, &options),
        Format::Junit => report::junit(report, &options),
        Format::Markdown => report::markdown(report, &options),
        Format::Checkstyle => report::checkstyle(report, &options),
        Format::Rdjsonl => report::rdjsonl(report, &options),
    });
    terminal::print(&text)?;
    if let (Some(since), Some(with)) = (&since, with) {
        let message = Message::key("cli.since").with("with", with).with("files", since.changed);
        let message = message.with("new", since.new).with("gone", since.gone.len());
        terminal::note(&report::said(&words, &message));
    }
    say_suppressed(&words, &suppressed, gone);
    if drafts > 0 {
        terminal::note(&words.say(&Message::key("cli.in-drafts").with("count", drafts)));
    }
    if !failing.is_empty() {
        let message = Message::key("cli.links-fail").with("count", failing.len());
        let addresses = failing.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
        terminal::note(&report::said(&words, &message.with("addresses", addresses)));
        return Ok(Outcome::Findings);
    }
    Ok(super::outcome(&findings, threshold))
}

/// Takes out what is told of drafts that are not published and does not fail the check; how many.
pub(super) fn set_drafts_aside(project: &Project, findings: &mut Vec<Finding>, threshold: Severity) -> usize {
    let drafts = project.site.pages.iter().filter(|page| project.site.is_waiting(page));
    let drafts: BTreeSet<SourceId> = drafts.map(|page| page.document.source).collect();
    let before = findings.len();
    findings.retain(|finding| {
        let waits = finding.severity < threshold && finding.external_address().is_none();
        !(waits && drafts.contains(&finding.span.source))
    });
    before - findings.len()
}

/// Whether a finding is about what every page is checked by: told whatever the paths, since the check of
/// each of them is not the one that was meant. A silence of no use changes nothing here.
fn is_of_settings(path: &str, finding: &Finding) -> bool {
    let useless = finding.rule.as_str() == ProblemKind::UnusedSilence.rule();
    (path == "site.toml" || path.starts_with("lints/")) && !useless
}

/// Keeps what the current branch changed since it left a revision.
fn since(
    project: &Project,
    shared: &super::Arguments,
    revision: &str,
    words: &Words,
    told: &mut Told,
) -> anyhow::Result<Since> {
    let past = files::since(&shared.site, revision)
        .map_err(|error| anyhow::anyhow!("{}", words.say(&error.message())))?;
    Ok(project.since(past, told))
}

/// Reads the findings already known: those of the file that was named, or else that the settings name.
pub(super) fn read_baseline(
    project: &mut Project,
    shared: &super::Arguments,
    named: Option<&Option<PathBuf>>,
    words: &Words,
) -> anyhow::Result<()> {
    let read = match named {
        None => project.read_baseline(&shared.site),
        Some(file) => {
            let path = super::baseline::path(project, shared, file.as_deref());
            files::read_baseline(&path).map(|baseline| project.baseline = Some(baseline))
        }
    };
    read.map_err(|error| anyhow::anyhow!("{}", words.say(&error.message())))
}

/// Counts what was kept back, so that nobody takes silence for the absence of faults.
fn say_suppressed(words: &Words, suppressed: &[Suppressed], gone: usize) {
    let (known, silenced): (Vec<_>, Vec<_>) =
        suppressed.iter().partition(|s| s.suppression == Suppression::Baseline);
    let notes = [("cli.silenced", silenced.len()), ("cli.known", known.len()), ("cli.known-gone", gone)];
    for (key, count) in notes.into_iter().filter(|(_, count)| *count > 0) {
        terminal::note(&words.say(&Message::key(key).with("count", count)));
    }
}
