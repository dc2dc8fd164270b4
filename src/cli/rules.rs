//! `limpide rules`: the rules in force; `limpide rules test`: their examples, run.

use clap::Subcommand;
use limpide::finding::Severity;
use limpide::language::Language;
use limpide::lint;
use limpide::report;

use super::{Outcome, terminal};

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Subcommand)]
enum Action {
    /// Exécute les exemples que portent les fichiers de règles
    Test,
}

pub(super) fn run(shared: &super::Arguments, arguments: &Arguments) -> anyhow::Result<Outcome> {
    match arguments.action {
        None => list(shared),
        Some(Action::Test) => test(shared),
    }
}

fn list(shared: &super::Arguments) -> anyhow::Result<Outcome> {
    let project = shared.open(None)?;
    let language = shared.lang.unwrap_or_else(|| project.site.config.language());
    let words = shared.words(&project);
    let mut text = String::new();
    let width = project.rules.rules().iter().map(|r| r.id.as_str().len()).max().unwrap_or(0);
    for rule in project.rules.rules() {
        let title = match language {
            Language::French => &rule.title.fr,
            Language::English => &rule.title.en,
        };
        text.push_str(&format!(
            "{:width$}  {:13}  {title}\n",
            rule.id.as_str(),
            super::severity(rule, &words)
        ));
    }
    terminal::print(&text)?;
    Ok(Outcome::Clean)
}

/// Runs every example, and shows what is wrong with the rule files themselves.
fn test(shared: &super::Arguments) -> anyhow::Result<Outcome> {
    let project = shared.open(None)?;
    let words = shared.words(&project);
    // An example shows what its file says, whatever this site changes in it.
    let rules = lint::as_written(&project.site.sources, &project.rule_files);
    let mut findings = lint::of_problems(&rules.problems, &project.rules);
    findings.extend(lint::self_test::run(&rules, &project.site.sources));
    lint::sort(&mut findings, &project.site.sources);
    let options = super::options(&project, true);
    terminal::print(&super::say(&project, &words, &findings, |r| report::findings(r, &options)))?;
    let examples: usize = rules.rules().iter().map(|r| r.examples.len()).sum();
    terminal::note(
        &words.say(
            &limpide::finding::Message::key("cli.rules-tested")
                .with("rules", rules.rules().len())
                .with("examples", examples)
                .with("failures", findings.len()),
        ),
    );
    Ok(super::outcome(&findings, Severity::Info))
}
