//! `limpide explain`: what a rule wants, and why.

use limpide::data::nearest;
use limpide::language::Language;
use limpide::lint::rule::Bilingual;

use super::{Outcome, terminal};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// La règle, par son nom : clarity/long-sentence
    rule: String,
}

pub(super) fn run(shared: &super::Arguments, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let project = shared.open(None)?;
    let words = shared.words(&project);
    let language = shared.lang.unwrap_or_else(|| project.site.config.language());
    let Some(rule) = project.rules.get(&arguments.rule) else {
        let near = nearest(&arguments.rule, project.rules.rules().iter().map(|r| r.id.as_str()));
        let near = near.map(|near| format!(" Vouliez-vous dire « {near} » ?")).unwrap_or_default();
        anyhow::bail!("la règle « {} » n’existe pas.{near}", arguments.rule);
    };
    let say = |both: &Bilingual| match language {
        Language::French => both.fr.trim().to_owned(),
        Language::English => both.en.trim().to_owned(),
    };
    let mut text = format!(
        "{} ({}, {})\n\n{}\n",
        say(&rule.title),
        rule.id,
        super::severity(rule, &words),
        say(&rule.why)
    );
    if !rule.sources.is_empty() || !rule.recommendations.is_empty() {
        let references = [rule.recommendations.join(", "), rule.sources.join(", ")].join(" · ");
        text.push_str(&format!("\n{} {}\n", words.get("cli.sources"), references.trim_matches([' ', '·'])));
    }
    for example in &rule.examples {
        let mark = words.get(if example.is_good() { "cli.example-good" } else { "cli.example-bad" });
        text.push_str(&format!("\n{mark}\n"));
        for line in example.page.trim_end().lines() {
            text.push_str(&format!("    {line}\n"));
        }
    }
    terminal::print(&text)?;
    Ok(Outcome::Clean)
}
