//! `limpide rules measure`: how right the rules are, on texts that a person annotated.

use std::path::{Path, PathBuf};

use limpide::data::nearest;
use limpide::files;
use limpide::finding::{Message, RuleId};
use limpide::lint::annotated::{Annotated, Mistake};
use limpide::lint::measure::{self, Meaning};
use limpide::project::Project;
use limpide::report::{self, Measures};
use limpide::words::Words;

use super::rules::Format;
use super::{Outcome, terminal};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Le dossier des textes : sentences.tsv et annotations.tsv
    #[arg(value_name = "DOSSIER")]
    folder: PathBuf,
    /// Seulement cette règle (plusieurs possibles)
    #[arg(long, value_name = "RÈGLE")]
    rule: Vec<String>,
    /// Montrer aussi les textes où la règle trouve à tort, et ceux qu’elle oublie
    #[arg(long)]
    errors: bool,
    /// La forme du résultat ; en JSON, les erreurs y sont toujours
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

pub(super) fn run(shared: &super::Arguments, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let project = shared.open(None)?;
    let words = shared.words(&project);
    let annotated = read(&arguments.folder, &words)?;
    let (named, ignored) = named(&annotated, &project, &words);
    let wanted =
        if arguments.rule.is_empty() { named } else { chosen(&arguments.rule, &named, &project, &words)? };
    let written = super::rules::as_written(&project);
    let language = project.site.config.language();
    let measured = measure::measure(&annotated, &wanted, project.rules(), &written, language);
    let path = arguments.folder.display().to_string();
    let measures = Measures {
        annotated: &annotated,
        path: &path,
        measured: &measured,
        ignored: &ignored,
        words: &words,
    };
    terminal::print(&match arguments.format {
        Format::Human => report::measure_table(&measures, arguments.errors, &super::options(&project, true)),
        Format::Json => report::measure_json(&measures),
    })?;
    if measured.is_empty() {
        terminal::note(words.get("measure.nothing"));
    }
    Ok(Outcome::Clean)
}

/// The annotated texts of a folder.
fn read(folder: &Path, words: &Words) -> anyhow::Result<Annotated> {
    let read = files::read_annotated(folder);
    let [sentences, annotations] =
        read.map_err(|error| anyhow::anyhow!("{}", report::said(words, &error.message())))?;
    Annotated::read(&sentences, &annotations).map_err(|mistakes| {
        let line =
            |mistake: &Mistake| mistake.messages().map(|message| report::said(words, &message)).join(" ");
        let lines: Vec<String> = mistakes.iter().map(line).collect();
        let count = Message::key("measure.mistakes").with("count", mistakes.len());
        anyhow::anyhow!("{}\n{}", words.say(&count), lines.join("\n"))
    })
}

/// The rules that the annotated names stand for, in their order; and the names that stand for none,
/// which are told.
fn named(annotated: &Annotated, project: &Project, words: &Words) -> (Vec<RuleId>, Vec<String>) {
    let (mut named, mut ignored) = (Vec::new(), Vec::new());
    for name in &annotated.names {
        let message = match measure::meaning(name, project.rules()) {
            Meaning::Rule(id) => {
                if !named.contains(&id) {
                    named.push(id);
                }
                continue;
            }
            Meaning::Nothing => Message::key("measure.no-rule"),
            Meaning::Several(ids) => Message::key("measure.several").with("names", texts(&ids)),
        };
        terminal::note(&report::said(words, &message.with("name", name.as_str())));
        ignored.push(name.clone());
    }
    (named, ignored)
}

/// The rules asked for. One that is not annotated is misuse: a table without it would say nothing.
fn chosen(
    asked: &[String],
    named: &[RuleId],
    project: &Project,
    words: &Words,
) -> anyhow::Result<Vec<RuleId>> {
    let mut chosen = Vec::new();
    for name in asked {
        let message = match measure::meaning(name, project.rules()) {
            Meaning::Rule(id) if named.contains(&id) => {
                chosen.push(id);
                continue;
            }
            Meaning::Rule(_) => Message::key("measure.not-annotated").with("known", texts(named).join(", ")),
            Meaning::Several(ids) => Message::key("measure.which-rule").with("names", texts(&ids)),
            Meaning::Nothing => Message::key("measure.unknown-rule"),
        };
        let last = |id: &'_ RuleId| id.as_str().rsplit('/').next().unwrap_or_default().to_owned();
        let known: Vec<String> = named.iter().flat_map(|id| [id.to_string(), last(id)]).collect();
        let near = nearest(name, known.iter().map(String::as_str));
        let near = near.map(|near| Message::key("lint.did-you-mean").with("name", near));
        let near = near.map(|near| format!(" {}", words.say(&near))).unwrap_or_default();
        anyhow::bail!("{}{near}", report::said(words, &message.with("name", name.as_str())));
    }
    Ok(chosen)
}

fn texts(ids: &[RuleId]) -> Vec<String> {
    ids.iter().map(RuleId::to_string).collect()
}
