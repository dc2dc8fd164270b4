//! `limpide rules`: the rules in force. `rules test`: their examples, run. `rules coverage`: the
//! recommendations they hold. `rules pages`: all of it as pages of the site. `rules measure` has its own file.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use limpide::data::nearest;
use limpide::files;
use limpide::finding::{Message, Problem, ProblemKind, Severity};
use limpide::lint::checks::Kind;
use limpide::lint::{self, RuleSet};
use limpide::project::Project;
use limpide::report;
use limpide::report::catalogue::{self, Filter, View};
use limpide::words::Words;

use super::{Outcome, Threshold, measure, terminal};

#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Option<Action>,
    #[command(flatten)]
    list: List,
}

#[derive(clap::Args)]
struct List {
    /// Seulement cette famille : clarity (plusieurs possibles)
    #[arg(long, value_name = "FAMILLE")]
    family: Vec<String>,
    /// Seulement les règles qui peuvent parler à cette gravité
    #[arg(long, value_enum, value_name = "GRAVITÉ")]
    severity: Vec<Threshold>,
    /// Seulement les règles qui servent cette recommandation : R6
    #[arg(long, value_name = "R1 à R30")]
    recommendation: Vec<String>,
    /// Seulement cette sorte de vérification : words
    #[arg(long, value_name = "VÉRIFICATION")]
    kind: Vec<String>,
    /// Seulement les règles désactivées
    #[arg(long, conflicts_with = "all")]
    off: bool,
    /// Les règles désactivées aussi
    #[arg(long)]
    all: bool,
    /// La forme de la liste
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Subcommand)]
enum Action {
    /// Exécute les exemples que portent les fichiers de règles
    Test,
    /// Dit ce qui tient chaque recommandation, et celles que rien ne tient encore
    Coverage {
        /// La forme de la liste
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
    },
    /// Écrit les pages des règles, dans content/regles/
    Pages(Pages),
    /// Compare ce que trouvent les règles à ce qu’une personne a vu dans des textes
    Measure(measure::Arguments),
}

#[derive(clap::Args)]
struct Pages {
    /// Le dossier de ces pages
    #[arg(long, value_name = "DOSSIER")]
    output: Option<PathBuf>,
    /// Ne rien écrire ; dire ce qui n’est plus à jour
    #[arg(long)]
    check: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Format {
    /// Pour lire dans un terminal
    Human,
    /// Pour un autre programme : voir « limpide schema »
    Json,
}

pub(super) fn run(shared: &super::Arguments, arguments: &Arguments) -> anyhow::Result<Outcome> {
    match &arguments.action {
        None => list(shared, &arguments.list),
        Some(Action::Test) => test(shared),
        Some(Action::Coverage { format }) => coverage(shared, *format),
        Some(Action::Pages(pages)) => write_pages(shared, pages),
        Some(Action::Measure(asked)) => measure::run(shared, asked),
    }
}

/// The rules as their files have them, whatever this site changes in them.
pub(super) fn as_written(project: &Project) -> RuleSet {
    lint::as_written(&project.site.sources, &project.rule_files)
}

/// The rules of a site, and what is needed to say them.
pub(super) fn view<'a>(project: &'a Project, written: &'a RuleSet, words: &'a Words) -> View<'a> {
    View {
        rules: project.rules(),
        written,
        config: &project.site.config,
        sources: &project.site.sources,
        words,
    }
}

fn list(shared: &super::Arguments, list: &List) -> anyhow::Result<Outcome> {
    let project = shared.open(None)?;
    let words = shared.words(&project);
    let written = as_written(&project);
    let view = view(&project, &written, &words);
    let filter = filter(&view, list)?;
    if matches!(list.format, Format::Json) {
        terminal::print(&catalogue::rules_json(&view, &filter))?;
        return Ok(Outcome::Clean);
    }
    let text = catalogue::rules_table(&view, &filter, &super::options(&project, list.all));
    terminal::print(&text)?;
    if text.is_empty() {
        terminal::note(words.get("rules.none"));
    }
    let hidden = Filter { off: Some(true), ..filter.clone() };
    let hidden = project.rules().rules().iter().filter(|rule| hidden.keeps(rule)).count();
    if hidden > 0 && filter.off == Some(false) {
        terminal::note(&words.say(&Message::key("rules.some-off").with("count", hidden)));
    }
    Ok(Outcome::Clean)
}

/// What was asked for. A name that exists nowhere is misuse: an empty list would hide it.
fn filter(view: &View<'_>, list: &List) -> anyhow::Result<Filter> {
    let words = view.words;
    let known = catalogue::families(view);
    if let Some(name) = list.family.iter().find(|name| !known.contains(&name.as_str())) {
        let known: Vec<String> = known.into_iter().map(str::to_owned).collect();
        let message = Message::key("rules.unknown-family").with("name", name.as_str());
        anyhow::bail!("{}", words.say(&message.with("known", known)));
    }
    let kinds = || Kind::ALL.iter().map(|kind| kind.name);
    if let Some(name) = list.kind.iter().find(|name| !kinds().any(|kind| kind == name.as_str())) {
        let message = Message::key("rules.unknown-kind").with("name", name.as_str());
        let near = nearest(name, kinds()).map(|near| Message::key("lint.did-you-mean").with("name", near));
        let near = near.map(|near| format!(" {}", words.say(&near))).unwrap_or_default();
        anyhow::bail!("{}{near}", words.say(&message));
    }
    let recommendations: Vec<String> = list.recommendation.iter().map(|key| key.to_uppercase()).collect();
    let held = |key: &&String| view.rules.catalogue.recommendation(key).is_none();
    if let Some(key) = recommendations.iter().find(held) {
        let message = Message::key("catalogue.unknown-recommendation").with("key", key.as_str());
        anyhow::bail!("{}", words.say(&message));
    }
    Ok(Filter {
        families: list.family.clone(),
        severities: list.severity.iter().map(|severity| Severity::from(*severity)).collect(),
        recommendations,
        kinds: list.kind.clone(),
        off: match (list.off, list.all) {
            (true, _) => Some(true),
            (false, true) => None,
            (false, false) => Some(false),
        },
    })
}

fn coverage(shared: &super::Arguments, format: Format) -> anyhow::Result<Outcome> {
    let project = shared.open(None)?;
    let words = shared.words(&project);
    let written = as_written(&project);
    let view = view(&project, &written, &words);
    terminal::print(&match format {
        Format::Human => catalogue::coverage(&view, &super::options(&project, false)),
        Format::Json => catalogue::coverage_json(&view),
    })?;
    Ok(Outcome::Clean)
}

/// Writes the pages, or says which are stale. They are in the language of the site, whatever the
/// language of messages.
fn write_pages(shared: &super::Arguments, pages: &Pages) -> anyhow::Result<Outcome> {
    let project = shared.open(None)?;
    let words = shared.words(&project);
    let own = Words::load(project.site.config.language());
    let written = as_written(&project);
    let made = catalogue::pages(&view(&project, &written, &own), Some(&lint::reference::markdown(&own)));
    let made: Vec<(&str, &str)> = made.iter().map(|page| (page.path.as_str(), page.text.as_str())).collect();
    let folder = pages.output.clone().unwrap_or_else(|| shared.site.join("content").join("regles"));
    let failed = |error: files::GeneratedError| anyhow::anyhow!("{}", words.say(&error.message()));
    let found = files::differences(&folder, &made, &catalogue::is_generated).map_err(failed)?;
    let said = folder.display().to_string();
    if pages.check {
        let groups = [
            ("rules.page-missing", &found.missing),
            ("rules.page-stale", &found.stale),
            ("rules.page-stray", &found.stray),
        ];
        for (key, path) in groups.into_iter().flat_map(|(key, paths)| paths.iter().map(move |p| (key, p))) {
            let path = folder.join(path).display().to_string();
            terminal::print(&format!("{}\n", words.say(&Message::key(key).with("path", path))))?;
        }
        if !found.is_fresh() {
            terminal::note(words.get("rules.pages-refresh"));
            return Ok(Outcome::Findings);
        }
        let message = Message::key("rules.pages-fresh").with("count", found.fresh).with("folder", said);
        terminal::note(&words.say(&message));
        return Ok(Outcome::Clean);
    }
    files::refresh(&folder, &made, &found).map_err(failed)?;
    let written = found.missing.len() + found.stale.len();
    let message = Message::key("rules.pages-written").with("folder", said).with("written", written);
    let message = message.with("removed", found.stray.len()).with("kept", found.fresh);
    terminal::note(&words.say(&message));
    Ok(Outcome::Clean)
}

/// Runs every example, and shows what is wrong with the rule files themselves.
fn test(shared: &super::Arguments) -> anyhow::Result<Outcome> {
    let project = shared.open(None)?;
    let words = shared.words(&project);
    // An example shows what its file says, whatever this site changes in it.
    let rules = as_written(&project);
    let ignored = |problem: &&Problem| {
        let path = project.site.sources.get(problem.span.source).path();
        problem.kind == ProblemKind::IgnoredFile && path.starts_with("lints/")
    };
    let ignored = project.rules().problems.iter().filter(ignored);
    let mut findings = lint::of_problems(rules.problems.iter().chain(ignored), project.rules());
    findings.extend(lint::self_test::run(&rules, &project.site.sources));
    lint::sort(&mut findings, &project.site.sources);
    let options = super::options(&project, true);
    terminal::print(&super::say(&project, &words, &findings, |r| report::findings(r, &options)))?;
    let examples: usize = rules.rules().iter().map(|r| r.examples.len()).sum();
    terminal::note(
        &words.say(
            &Message::key("cli.rules-tested")
                .with("rules", rules.rules().len())
                .with("examples", examples)
                .with("failures", findings.len()),
        ),
    );
    Ok(super::outcome(&findings, Severity::Info))
}
