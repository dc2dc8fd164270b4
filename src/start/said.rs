//! What is said once something has been started: what was written, what was taken without asking, what comes next.

use std::fmt::Write;

use super::cms::Cms;
use super::import::{Fate, REPORT, Report};
use super::{Chosen, Kind, NewFile, NewSite, Planned, Role};
use crate::finding::Message;
use crate::words::Words;

/// An answer that was taken without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Default {
    /// The language of the site.
    Language,
    /// Its name.
    Name,
    /// Who publishes it.
    Publisher,
    /// Where it is published.
    Address,
    /// The colour of links and buttons.
    Colour,
    /// Who checks and publishes it.
    Automaton,
}

impl Default {
    /// The option that gives it.
    pub fn option(self) -> &'static str {
        match self {
            Self::Language => "--language",
            Self::Name => "--name",
            Self::Publisher => "--publisher",
            Self::Address => "--base-url",
            Self::Colour => "--accent",
            Self::Automaton => "--ci",
        }
    }

    /// The question that asks for it: a key of `words/`.
    pub fn question(self) -> &'static str {
        match self {
            Self::Language => "start.ask-language",
            Self::Name => "start.ask-name",
            Self::Publisher => "start.ask-publisher",
            Self::Address => "start.ask-address",
            Self::Colour => "start.ask-colour",
            Self::Automaton => "start.ask-ci",
        }
    }
}

/// A site that was just made.
#[derive(Clone, Copy, Debug)]
pub struct Made<'a> {
    /// Its answers.
    pub site: &'a NewSite,
    /// Its folder, as it was named.
    pub folder: &'a str,
    /// What was written.
    pub files: &'a [&'a NewFile],
    /// Files that were there and stay as they were.
    pub kept: &'a [&'a str],
    /// Answers that were taken without asking.
    pub defaults: &'a [Default],
    /// What is said of files of Markdown that stand where no page is read.
    pub outside: Option<&'a Message>,
}

/// What is said of a new site.
pub fn site_made(words: &Words, made: &Made<'_>) -> String {
    let mut out = String::new();
    let count = made.files.len();
    line(&mut out, &words.say(&Message::key("start.made").with("count", count).with("folder", made.folder)));
    if !made.kept.is_empty() {
        let kept =
            Message::key("start.kept").with("count", made.kept.len()).with("paths", made.kept.join(", "));
        line(&mut out, &words.say(&kept));
    }
    if !made.defaults.is_empty() {
        heading(&mut out, words.get("start.defaults"));
        for default in made.defaults {
            let value = match default {
                Default::Language => made.site.language.tag().to_owned(),
                Default::Name => made.site.name.clone(),
                Default::Publisher => made.site.publisher.clone(),
                Default::Address => made.site.base_url.clone(),
                Default::Colour => words.get("start.usual-colour").to_owned(),
                Default::Automaton => "none".to_owned(),
            };
            let _ = writeln!(out, "  {:<12} {value}", default.option());
        }
    }
    let examples: Vec<&str> =
        made.files.iter().filter(|file| file.role == Role::Example).map(|file| file.path.as_str()).collect();
    if !examples.is_empty() {
        heading(&mut out, words.get("start.examples"));
        for path in examples {
            let _ = writeln!(out, "  {path}");
        }
    }
    if let Some(path) = made.site.automaton.path() {
        heading(&mut out, &words.say(&Message::key("start.ci-read").with("path", path)));
    }
    if let Some(outside) = made.outside {
        heading(&mut out, &words.say(outside));
    }
    heading(&mut out, words.get("start.next"));
    if made.folder != "." {
        let _ = writeln!(out, "  cd {}", quoted(made.folder));
    }
    let mut steps = vec![
        ("limpide serve", "start.next-serve"),
        (words.get("start.new-example"), "start.next-new"),
        ("limpide check", "start.next-check"),
        ("limpide build", "start.next-build"),
    ];
    if !made.site.examples {
        steps.retain(|(command, _)| *command != words.get("start.new-example"));
    }
    commands(&mut out, &steps, words);
    out
}

/// What is said of a new page. `root` is what its path begins with, seen from where the person is.
pub fn page_made(words: &Words, kind: Kind, planned: &Planned, root: &str) -> String {
    let mut out = String::new();
    let path = planned.files.first().map(|file| format!("{root}{}", file.path)).unwrap_or_default();
    let made = if kind == Kind::Section { "start.section-made" } else { "start.page-made" };
    line(&mut out, &words.say(&Message::key(made).with("path", path.as_str())));
    for section in planned.files.iter().skip(1) {
        let made = Message::key("start.section-made").with("path", format!("{root}{}", section.path));
        line(&mut out, &words.say(&made));
    }
    if let Some((section, why)) = &planned.chosen {
        let said = match why {
            Chosen::Pages => Message::key("start.chosen"),
            Chosen::Section => Message::key("start.chosen-section"),
        };
        line(&mut out, &words.say(&said.with("section", section.as_str())));
    }
    if planned.nowhere {
        line(&mut out, words.get("start.chosen-none"));
    }
    heading(&mut out, words.get("start.next"));
    line(&mut out, &format!("  {}", words.get("start.fill-in")));
    let site = if root.is_empty() {
        String::new()
    } else {
        format!(" --site {}", quoted(root.trim_end_matches('/')))
    };
    let check = format!("limpide check{site} {}", quoted(&path));
    let serve = format!("limpide serve{site} --drafts");
    let mut steps =
        vec![(check.as_str(), "start.next-check-page"), (serve.as_str(), "start.next-serve-page")];
    if kind == Kind::Section {
        let example = words.get("start.new-example");
        steps = vec![(check.as_str(), "start.next-check-page"), (example, "start.next-new")];
    }
    commands(&mut out, &steps, words);
    if kind != Kind::Section {
        line(&mut out, &format!("  {}", words.get("start.publish-page")));
    }
    out
}

/// What is said of a site made from one of another program. `findings` and `errors` are what a check of it finds.
pub fn site_imported(words: &Words, report: &Report, folder: &str, findings: usize, errors: usize) -> String {
    let mut out = String::new();
    // What there is none of is not told.
    let made = match report.files {
        0 => Message::key("import.made-pages"),
        files => Message::key("import.made").with("files", files),
    };
    line(&mut out, &words.say(&made.with("folder", folder).with("pages", report.pages)));
    let addresses = match (report.same, report.redirected) {
        (0, 0) => None,
        (same, 0) => Some(Message::key("import.made-same").with("same", same)),
        (0, redirected) => Some(Message::key("import.made-redirected").with("redirected", redirected)),
        (same, redirected) => {
            Some(Message::key("import.made-addresses").with("same", same).with("redirected", redirected))
        }
    };
    if let Some(addresses) = addresses {
        line(&mut out, &words.say(&addresses));
    }
    let told = match (report.count(Fate::ToDo), report.count(Fate::Lost)) {
        (0, 0) => Message::key("import.made-whole"),
        (todo, 0) => Message::key("import.made-todo").with("todo", todo),
        (0, lost) => Message::key("import.made-lost").with("lost", lost),
        (todo, lost) => Message::key("import.made-report").with("todo", todo).with("lost", lost),
    };
    line(&mut out, &words.say(&told.with("path", format!("{folder}/{REPORT}"))));
    let state = match errors {
        0 => Message::key("import.made-clean").with("count", findings),
        errors => Message::key("import.made-errors").with("count", findings).with("errors", errors),
    };
    heading(&mut out, &words.say(&state));
    heading(&mut out, words.get("start.next"));
    let _ = writeln!(out, "  cd {}", quoted(folder));
    let mut steps = vec![
        ("limpide serve", "start.next-serve"),
        ("limpide check", "start.next-check"),
        ("limpide baseline", "start.next-baseline"),
        ("limpide build", "start.next-build"),
    ];
    if errors == 0 {
        steps.retain(|(command, _)| *command != "limpide baseline");
    }
    commands(&mut out, &steps, words);
    out
}

/// Settings of an administration of content that were just made.
#[derive(Clone, Copy, Debug)]
pub struct Administration<'a> {
    /// The settings.
    pub cms: &'a Cms,
    /// Where they are.
    pub folder: &'a str,
    /// How many files changed.
    pub written: usize,
    /// No repository was named.
    pub trial: bool,
    /// Its program is there.
    pub script: bool,
}

/// Fields told one by one.
const MOST_TOLD: usize = 5;

/// What is said of settings of an administration of content.
pub fn administration_made(words: &Words, made: &Administration<'_>) -> String {
    let mut out = String::new();
    let first = match made.written {
        0 => Message::key("start.cms-fresh"),
        count => Message::key("start.cms-made").with("count", count),
    };
    line(&mut out, &words.say(&first.with("folder", made.folder)));
    if !made.script {
        line(&mut out, &words.say(&Message::key("start.cms-script").with("folder", made.folder)));
    }
    if made.trial {
        line(&mut out, words.get("start.cms-trial"));
    }
    if made.cms.untyped > 0 {
        line(&mut out, &words.say(&Message::key("start.cms-untyped").with("count", made.cms.untyped)));
    }
    let others = &made.cms.others;
    if !others.is_empty() {
        heading(&mut out, &words.say(&Message::key("start.cms-others").with("count", others.len())));
        for (path, key) in others.iter().take(MOST_TOLD) {
            let _ = writeln!(out, "  {path}\u{a0}: {key}");
        }
        let more = others.len().saturating_sub(MOST_TOLD);
        if more > 0 {
            let _ = writeln!(out, "  {}", words.say(&Message::key("start.cms-more").with("count", more)));
        }
    }
    out
}

/// Characters of the widest command that keeps what it does in the column of the others.
const WIDEST: usize = 60;

/// Commands, each with what it does, in two columns.
pub(super) fn commands(out: &mut String, steps: &[(&str, &'static str)], words: &Words) {
    // One that is very long does not push the others away.
    let widths = steps.iter().map(|(command, _)| command.chars().count());
    let width = widths.filter(|width| *width <= WIDEST).max().unwrap_or(0);
    for (command, about) in steps {
        let _ = writeln!(out, "  {command:<width$}   {}", words.get(about));
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

fn heading(out: &mut String, text: &str) {
    out.push('\n');
    line(out, text);
}

/// A path as a shell takes it.
pub(super) fn quoted(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '~' | '+' | ':' | '\\');
    if path.chars().all(plain) { path.to_owned() } else { format!("'{}'", path.replace('\'', r"'\''")) }
}
