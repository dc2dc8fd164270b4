//! `limpide explain`: what a rule wants and why, a family of rules, or a recommendation.

use limpide::finding::Message;
use limpide::report::catalogue::{self, Named};

use super::{Outcome, terminal};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Une règle (clarity/long-sentence), une famille (clarity) ou une recommandation (R6)
    #[arg(value_name = "RÈGLE")]
    name: String,
    /// Montrer les listes entières
    #[arg(long)]
    all: bool,
}

pub(super) fn run(shared: &super::Arguments, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let project = shared.open(None)?;
    let words = shared.words(&project);
    let written = super::rules::as_written(&project);
    let view = super::rules::view(&project, &written, &words);
    let options = super::options(&project, arguments.all);
    let named = Named::find(&view, &arguments.name);
    let text = match &named {
        Some(Named::Rule(id)) => view.rules.get(id).map(|rule| catalogue::rule(&view, rule, &options)),
        Some(Named::Family(family)) => Some(catalogue::family(&view, family, &options)),
        Some(Named::Recommendation(key)) => {
            let found = view.rules.catalogue.recommendation(key);
            found.map(|found| catalogue::recommendation(&view, found, &options))
        }
        None => None,
    };
    let Some(text) = text else {
        let unknown = Message::key("explain.unknown").with("name", arguments.name.as_str());
        let near = catalogue::nearest_names(&view, &arguments.name);
        let way_out = if near.is_empty() {
            Message::key("explain.unknown-list")
        } else {
            Message::key("explain.unknown-near").with("names", near)
        };
        anyhow::bail!("{} {}", words.say(&unknown), words.say(&way_out));
    };
    terminal::print(&text)?;
    Ok(Outcome::Clean)
}
