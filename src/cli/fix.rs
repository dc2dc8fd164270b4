//! `limpide fix`: what rules can put right, put right in the files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use limpide::files;
use limpide::finding::{Applicability, Message, RuleId, Severity};
use limpide::lint::RuleSet;
use limpide::lint::fix::{self, Changed, Mended, Wanted};
use limpide::report;
use limpide::words::Words;

use super::external::{self, From};
use super::paths::Paths;
use super::{Outcome, check, terminal};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Ne corriger que ces fichiers ou ces dossiers (le site entier est toujours lu)
    #[arg(value_name = "FICHIERS")]
    paths: Vec<PathBuf>,
    /// Faire aussi les corrections proposées, à relire ensuite
    #[arg(long)]
    suggested: bool,
    /// Corriger aussi les informations, que « check » ne montre qu’avec --all
    #[arg(long)]
    all: bool,
    /// Montrer les changements sans rien écrire ; échoue (1) s’il y en a
    #[arg(long)]
    diff: bool,
    /// Ne faire que les corrections de cette règle, informations comprises ; peut être répété
    #[arg(long = "rule", value_name = "RÈGLE")]
    rules: Vec<String>,
    /// Corriger aussi ce que la mémoire sait des liens externes (adresses qui ont changé, https)
    #[arg(long)]
    offline: bool,
    /// Corriger comme si l’on était ce jour-là
    #[arg(long, value_name = "AAAA-MM-JJ", value_parser = super::date)]
    today: Option<Date>,
    /// Laisser de côté les constats que connaît ce fichier, comme pour « check »
    #[arg(long, value_name = "FICHIER", num_args = 0..=1, require_equals = true)]
    baseline: Option<Option<PathBuf>>,
    /// Corriger aussi les constats déjà connus
    #[arg(long, conflicts_with = "baseline")]
    no_baseline: bool,
}

pub(super) fn run(shared: &super::Arguments, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let reading = shared.read()?;
    let tree = reading.tree.clone();
    let mut project = shared.put_together(reading, arguments.today);
    let words = shared.words(&project);
    if arguments.offline {
        external::consult(&mut project, shared, &words, From::Memory, &Paths::all())?;
    }
    if !arguments.no_baseline {
        check::read_baseline(&mut project, shared, arguments.baseline.as_ref(), &words)?;
    }
    let paths = Paths::of(&arguments.paths, &project.site.sources, &shared.site)?;
    let wanted = Wanted {
        at_most: if arguments.suggested { Applicability::Suggested } else { Applicability::Safe },
        rules: &rules(&arguments.rules, project.rules())?,
        least: if arguments.all { Severity::Info } else { Severity::Warning },
        known: project.baseline.as_ref(),
        files: &|path| paths.hold(path) && !files::is_built_in(path),
    };
    let mended = fix::run(&tree, &project.site.facts, &wanted);
    if arguments.diff {
        show(&mended)?;
        let changed: Vec<&Changed> = mended.files.iter().collect();
        say(&words, &mended, &changed, &Message::key("fix.would"));
        return Ok(if changed.is_empty() { Outcome::Clean } else { Outcome::Findings });
    }
    let (written, refused) = write(&shared.site, &mended, &words);
    say(&words, &mended, &written, &Message::key("fix.done"));
    if refused > 0 {
        anyhow::bail!("{}", words.say(&Message::key("fix.not-written").with("files", refused)));
    }
    Ok(Outcome::Clean)
}

/// The rules that were named; an unknown one is misuse.
fn rules(typed: &[String], known: &RuleSet) -> anyhow::Result<Vec<RuleId>> {
    let mut rules = Vec::new();
    for name in typed {
        let Some(rule) = known.get(name) else {
            if known.is_broken(name) {
                anyhow::bail!(
                    "le fichier de la règle « {name} » a une erreur : voyez « limpide rules test »."
                );
            }
            let near = known.meant(name);
            let near = near.map(|near| format!(" Vouliez-vous dire « {near} » ?")).unwrap_or_default();
            anyhow::bail!("la règle « {name} » n’existe pas.{near}");
        };
        rules.push(rule.id.clone());
    }
    Ok(rules)
}

/// Prints the changes: byte for byte for a program or a file, readable in a terminal.
fn show(mended: &Mended) -> anyhow::Result<()> {
    for file in &mended.files {
        let diff = report::diff(&file.path, &file.before, &file.after);
        if terminal::is_read_here() {
            terminal::print(&report::diff_here(&diff, terminal::colours()))?;
        } else {
            terminal::print_bytes(&diff)?;
        }
    }
    Ok(())
}

/// Writes the files. One that cannot be written is said, and the others go on.
fn write<'a>(root: &Path, mended: &'a Mended, words: &Words) -> (Vec<&'a Changed>, usize) {
    let mut written = Vec::new();
    for file in &mended.files {
        match files::rewrite(root, &file.path, &file.before, &file.after) {
            Ok(()) => written.push(file),
            Err(error) => terminal::note(&words.say(&error.message())),
        }
    }
    let refused = mended.files.len() - written.len();
    (written, refused)
}

/// Findings without a fix said one by one; the rest is counted.
const MOST_UNFIXED: usize = 10;

/// Says what was done, by rule, what was undone, and what is left.
fn say(words: &Words, mended: &Mended, files: &[&Changed], done: &Message) {
    let mut by_rule: BTreeMap<&RuleId, usize> = BTreeMap::new();
    for (rule, count) in files.iter().flat_map(|file| &file.fixes) {
        *by_rule.entry(rule).or_default() += count;
    }
    for refused in &mended.refused {
        terminal::note(&words.say(&refused.message()));
    }
    for unfixed in mended.unfixed.iter().take(MOST_UNFIXED) {
        let path = format!("{}:{}", unfixed.path, unfixed.line);
        let message = Message::key("fix.unfixed").with("path", path).with("rule", unfixed.rule.as_str());
        terminal::note(&format!("{} {}", words.say(&message), words.say(&unfixed.why)));
    }
    if let Some(more) = mended.unfixed.len().checked_sub(MOST_UNFIXED).filter(|more| *more > 0) {
        terminal::note(&words.say(&Message::key("fix.unfixed-more").with("count", more)));
    }
    let fixes = by_rule.values().sum::<usize>();
    if mended.files.is_empty() && mended.refused.is_empty() {
        let nothing = if mended.left > 0 { "fix.nothing-made" } else { "fix.nothing" };
        terminal::note(words.get(nothing));
    }
    if fixes > 0 {
        terminal::note(&words.say(&done.clone().with("fixes", fixes).with("files", files.len())));
        for (rule, count) in by_rule {
            terminal::note(&format!("{count:>5}  {rule}"));
        }
    }
    let left = [
        ("fix.suggested", mended.suggested),
        ("fix.quiet", mended.quiet),
        ("fix.known", mended.known),
        ("fix.left", mended.left),
    ];
    for (key, count) in left.into_iter().filter(|(_, count)| *count > 0) {
        terminal::note(&words.say(&Message::key(key).with("count", count)));
    }
}
