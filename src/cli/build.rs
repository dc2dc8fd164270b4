//! `limpide build`: lint, then render into `public/`, all or nothing.

use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use jiff::civil::Date;
use limpide::files::{self, Publisher};
use limpide::finding::{Finding, Message, Problem, Severity, Suppressed};
use limpide::lint::Counts;
use limpide::project::{Project, Told};
use limpide::render::{self, Clock, Options, Rendered};
use limpide::report;
use limpide::site::Page;
use limpide::words::Words;

use super::{Outcome, terminal};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Le dossier où publier (par défaut, celui de site.toml, sinon public/)
    #[arg(long, value_name = "DOSSIER")]
    output: Option<PathBuf>,
    /// Publier sans vérifier
    #[arg(long)]
    no_lint: bool,
    /// Publier aussi chaque texte compressé, en .gz et en .br, pour les serveurs qui les envoient tels quels
    #[arg(long)]
    precompress: bool,
    /// Publier comme si l’on était ce jour-là
    #[arg(long, value_name = "AAAA-MM-JJ", value_parser = super::date)]
    today: Option<Date>,
    /// Publier aussi les brouillons
    #[arg(long)]
    drafts: bool,
    /// Ne changer que les messages urgents des pages déjà publiées, même si une page a une erreur
    #[arg(long)]
    notices: bool,
    /// Dire où le temps est passé, par étape et par gabarit
    #[arg(long)]
    timings: bool,
}

pub(super) fn run(shared: &super::Arguments, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let mut timings = Timings::default();
    let started = Instant::now();
    let mut reading = shared.read()?;
    reading.tree.drafts = arguments.drafts;
    // The command ends with it: nobody waits until the memory of a large site is given back piece by piece.
    let mut project = ManuallyDrop::new(shared.put_together(reading, arguments.today));
    let words = shared.words(&project);
    if let Some(note) = project.read_history(&shared.site) {
        terminal::note(&report::said(&words, &note));
    }
    timings.phase("cli.phase-read", started);

    if arguments.notices {
        return notices(shared, arguments, &project, &words);
    }

    let started = Instant::now();
    let (Told { findings, suppressed, .. }, counts) = if arguments.no_lint {
        Default::default()
    } else {
        let read = project.read_baseline(&shared.site);
        read.map_err(|error| anyhow::anyhow!("{}", words.say(&error.message())))?;
        project.check_errors()
    };
    // A site with a baseline may have hundreds of thousands of them: as above.
    let (mut findings, suppressed) = (ManuallyDrop::new(findings), ManuallyDrop::new(suppressed));
    timings.phase("cli.phase-lint", started);
    let Some(held) = project.held_pages(&findings) else {
        return stop_all(&project, &words, &findings);
    };

    let started = Instant::now();
    let output = match &arguments.output {
        Some(output) => output.clone(),
        None => shared.site.join(&project.site.config.build.output),
    };
    let said = |message: Message| anyhow::anyhow!("{}", words.say(&message));
    let precompress = arguments.precompress || project.site.config.build.precompress;
    let publishing = files::Options { precompress, ..files::Options::default() };
    let publisher =
        Publisher::begin_with(&output, &shared.site, publishing).map_err(|error| said(error.message()))?;
    let options = Options { held: &held, clock: arguments.timings.then_some(&Monotonic), preview: false };
    let rendered = render::render(&project.site, &project.theme, &options, &publisher)?;
    timings.phase("cli.phase-render", started);
    // What rendering met is told here: checking alone does not find it.
    let mut met = Vec::new();
    if !rendered.problems.is_empty() {
        let checked: Vec<Finding> = findings.to_vec();
        project.add(&mut findings, &rendered.problems);
        if !arguments.no_lint && project.held_pages(&findings).is_none() {
            // The publisher is dropped: what is published stays as it was.
            return stop_all(&project, &words, &findings);
        }
        met.extend(findings.iter().filter(|finding| !checked.contains(finding)).cloned());
    }

    let started = Instant::now();
    let published = publisher.commit().map_err(|error| said(error.message()))?;
    timings.phase("cli.phase-publish", started);
    if arguments.no_lint {
        terminal::note(words.get("cli.not-checked"));
    }
    let is_draft = |page: &&Page| page.front.draft.as_ref().is_some_and(|draft| draft.value);
    let drafts = project.site.pages.iter().filter(is_draft).filter(|page| project.site.is_published(page));
    let drafts = drafts.count();
    if drafts > 0 {
        let cause = if arguments.drafts { "cli.drafts-published" } else { "cli.drafts-set" };
        terminal::note(&words.say(&Message::key(cause).with("count", drafts)));
    }
    for remark in &published.remarks {
        terminal::note(&words.say(&remark.message()));
    }
    for note in &rendered.notes {
        terminal::note(&words.say(note));
    }
    for page in &held {
        let path = project.site.page(*page).path.as_str();
        terminal::note(&words.say(&Message::key("cli.held").with("path", format!("content/{path}"))));
    }
    // As when the site is checked, what drafts lack is not counted with the rest.
    super::check::set_drafts_aside(&project, &mut findings, Severity::Error);
    let outcome = show(&project, &words, &findings, Some((&met, counts)))?;
    let error = |s: &&Suppressed| s.finding.severity == Severity::Error && !s.finding.calendar;
    let known = suppressed.iter().filter(error).count();
    if known > 0 {
        terminal::note(&words.say(&Message::key("cli.published-errors").with("count", known)));
    }
    terminal::note(
        &words.say(
            &Message::key("cli.published")
                .with("pages", rendered.pages)
                .with("files", published.written + published.unchanged)
                .with("written", published.written)
                .with("output", output.display().to_string()),
        ),
    );
    if arguments.timings {
        timings.say(&words, &rendered);
    }
    Ok(outcome)
}

/// Publishes again what is published, with the notices of the day. A fault elsewhere than in their registry, or in
/// the template that shows them, does not count: what else the pages say does not change.
fn notices(
    shared: &super::Arguments,
    arguments: &Arguments,
    project: &Project,
    words: &Words,
) -> anyhow::Result<Outcome> {
    let said = |message: Message| anyhow::anyhow!("{}", words.say(&message));
    let of_registry = |problem: &&Problem| {
        let path = project.site.sources.get(problem.span.source).path();
        path == "content/_data/notices.yaml"
    };
    let problems: Vec<Problem> = project.site.problems.iter().filter(of_registry).cloned().collect();
    let mut findings = Vec::new();
    project.add(&mut findings, &problems);
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return stop(project, words, &findings);
    }
    let output = match &arguments.output {
        Some(output) => output.clone(),
        None => shared.site.join(&project.site.config.build.output),
    };
    let publisher = Publisher::begin(&output, &shared.site).map_err(|error| said(error.message()))?;
    let kept = publisher.keep_everything().map_err(|error| said(error.message()))?;
    if kept.is_empty() {
        let message = Message::key("cli.notices-nothing").with("output", output.display().to_string());
        return Err(said(message));
    }
    let rendered = render::notices(&project.site, &project.theme, &kept, &publisher)?;
    if !rendered.problems.is_empty() {
        project.add(&mut findings, &rendered.problems);
        return stop(project, words, &findings);
    }
    let published = publisher.commit().map_err(|error| said(error.message()))?;
    for remark in &published.remarks {
        terminal::note(&words.say(&remark.message()));
    }
    terminal::note(&words.say(&Message::key("cli.notices-published").with("count", rendered.pages)));
    Ok(Outcome::Clean)
}

/// Nothing is published: says why.
fn stop(project: &Project, words: &Words, findings: &[Finding]) -> anyhow::Result<Outcome> {
    show(project, words, findings, None)?;
    terminal::note(&words.say(&Message::key("cli.stopped")));
    Ok(Outcome::Findings)
}

/// The same, and how a notice that cannot wait is published all the same.
fn stop_all(project: &Project, words: &Words, findings: &[Finding]) -> anyhow::Result<Outcome> {
    let outcome = stop(project, words, findings)?;
    let today = project.site.facts.today;
    if project.site.registries.notices.values().any(|notice| notice.value.is_shown_on(today)) {
        terminal::note(words.get("cli.stopped-notices"));
    }
    Ok(outcome)
}

/// Shows the errors in full and, when the site is published, what only its rendering met; counts the rest, with
/// those that were counted before.
fn show(
    project: &Project,
    words: &Words,
    findings: &[Finding],
    published: Option<(&[Finding], Counts)>,
) -> anyhow::Result<Outcome> {
    let is_met = |finding: &Finding| published.is_some_and(|(met, _)| met.contains(finding));
    let is_shown = |finding: &&Finding| finding.severity == Severity::Error || is_met(finding);
    // The others are many on a large site: they are counted where they are.
    let shown: Vec<Finding> = findings.iter().filter(is_shown).cloned().collect();
    if !shown.is_empty() {
        let options = super::options(project, false);
        terminal::print(&super::say(project, words, &shown, |r| report::findings(r, &options)))?;
    }
    let count = |severity| findings.iter().filter(|f| !is_shown(f) && f.severity == severity).count();
    let counts = published.map_or_else(Counts::default, |(_, counts)| counts);
    let (warnings, infos) =
        (counts.warnings + count(Severity::Warning), counts.infos + count(Severity::Info));
    let key = match (warnings, infos) {
        (0, 0) => None,
        (_, 0) => Some("cli.see-check-warnings"),
        (0, _) => Some("cli.see-check-infos"),
        _ => Some("cli.see-check"),
    };
    if let Some(key) = key.filter(|_| published.is_some()) {
        terminal::note(&words.say(&Message::key(key).with("warnings", warnings).with("infos", infos)));
    }
    Ok(super::outcome(&shown, Severity::Error))
}

/// The clock that rendering is measured by.
struct Monotonic;

impl Clock for Monotonic {
    fn now(&self) -> Duration {
        static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
        START.get_or_init(Instant::now).elapsed()
    }
}

/// Where the time went.
#[derive(Default)]
struct Timings {
    phases: Vec<(&'static str, Duration)>,
}

impl Timings {
    fn phase(&mut self, key: &'static str, started: Instant) {
        self.phases.push((key, started.elapsed()));
    }

    fn say(&self, words: &Words, rendered: &Rendered) {
        for (key, time) in &self.phases {
            terminal::note(&line(words.get(key), *time, None));
        }
        terminal::note(words.get("cli.by-template"));
        for (template, (time, pages)) in &rendered.templates {
            terminal::note(&line(&format!("  {template}"), *time, Some(*pages)));
        }
    }
}

fn line(name: &str, time: Duration, pages: Option<usize>) -> String {
    let times = pages.map_or(String::new(), |pages| format!("  × {pages}"));
    format!("{name:24} {:>9.1} ms{times}", time.as_secs_f64() * 1000.0)
}
