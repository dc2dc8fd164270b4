//! External links: what is asked of other sites, what is remembered of them, and when they fail a check.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::ValueEnum;
use limpide::config::LinksConfig;
use limpide::files::{self, LINK_MEMORY, LinkMemoryError};
use limpide::finding::{Finding, Message};
use limpide::project::{Project, Since};
use limpide::site::link_memory::{Due, LinkMemory, host, part};
use limpide::site::{Answer, LinkFault, LinkReport, LinkStatus, without_fragment};
use limpide::words::Words;

use super::terminal;

/// How external links take part in a check.
#[derive(clap::Args)]
pub(super) struct Asking {
    /// Interroger aussi les liens externes : ceux que la mémoire ne connaît pas, ou plus (.limpide/links.json)
    #[arg(long)]
    external: bool,
    /// Dire aussi ce que la mémoire sait des liens externes, sans rien demander à personne
    #[arg(long, conflicts_with = "external")]
    offline: bool,
    /// N’interroger qu’une part des sites, comme 2/5 : la deuxième de cinq, chacune sur sa machine
    #[arg(long, value_name = "PART/NOMBRE", value_parser = partition, requires = "external")]
    partition: Option<Partition>,
    /// Échouer à cause des liens externes : jamais, pour ceux que ce changement a cassés, ou pour tous
    #[arg(long, value_enum, value_name = "QUAND", default_value_t = FailOn::Never)]
    links_fail_on: FailOn,
}

/// One part of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Partition {
    /// From 0.
    part: u64,
    parts: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Jamais
    Never,
    /// Pour un lien cassé que le site n’avait pas à la révision de --since, ou que la mémoire n’avait jamais vu
    NewBroken,
    /// Pour tout lien cassé
    Broken,
}

/// Where answers come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum From {
    /// Other sites, for what is due; the memory for the rest.
    Sites(Option<Partition>),
    /// The memory alone.
    Memory,
}

/// What was known before a run.
#[derive(Debug, Default)]
pub(super) struct Before {
    /// Addresses, as typed, that the memory had seen.
    seen: BTreeSet<String>,
}

/// What the network gave.
pub(super) struct Asked {
    /// What each page answered.
    pub(super) answers: BTreeMap<String, Answer>,
    /// Somebody stopped it before its end.
    pub(super) interrupted: bool,
}

impl Asking {
    fn source(&self) -> Option<From> {
        match (self.external, self.offline) {
            (true, _) => Some(From::Sites(self.partition)),
            (false, true) => Some(From::Memory),
            (false, false) => None,
        }
    }

    /// Does what was asked for with external links; nothing when nothing was.
    pub(super) fn consult(
        &self,
        project: &mut Project,
        shared: &super::Arguments,
        words: &Words,
    ) -> anyhow::Result<Before> {
        match self.source() {
            Some(from) => consult(project, shared, words, from),
            None if self.links_fail_on == FailOn::Never => Ok(Before::default()),
            None => anyhow::bail!("{}", words.get("cli.links-fail-on-nothing")),
        }
    }

    /// Of the addresses that findings call broken, those that fail the command.
    pub(super) fn failing(
        &self,
        mut broken: BTreeSet<String>,
        before: &Before,
        since: Option<&Since>,
    ) -> BTreeSet<String> {
        let known: Option<BTreeSet<&str>> =
            since.map(|since| since.addresses.iter().map(|address| without_fragment(address)).collect());
        broken.retain(|address| match (self.links_fail_on, &known) {
            (FailOn::Never, _) => false,
            (FailOn::Broken, _) => true,
            (FailOn::NewBroken, Some(known)) => !known.contains(without_fragment(address)),
            (FailOn::NewBroken, None) => !before.seen.contains(address),
        });
        broken
    }
}

/// The findings that call an address broken. What a rule that is off, a silence or the baseline keeps from
/// being told is none of them.
pub(super) fn broken<'a>(project: &Project, told: &'a [Finding]) -> Vec<&'a Finding> {
    let is_broken = |finding: &&Finding| {
        let address = finding.external_address();
        let report = address.and_then(|address| project.site.facts.external.get(address));
        report.is_some_and(|report| matches!(report.status, LinkStatus::Broken(_)))
    };
    told.iter().filter(is_broken).collect()
}

/// The addresses that findings are about, as typed.
pub(super) fn addresses(findings: &[&Finding]) -> BTreeSet<String> {
    findings.iter().filter_map(|finding| finding.external_address()).map(str::to_owned).collect()
}

/// Where the memory of a site is.
pub(super) fn path(shared: &super::Arguments) -> PathBuf {
    shared.site.join(LINK_MEMORY)
}

/// Asks what is due, remembers it, and puts what is known in the facts of the site.
pub(super) fn consult(
    project: &mut Project,
    shared: &super::Arguments,
    words: &Words,
    from: From,
) -> anyhow::Result<Before> {
    let path = path(shared);
    let said = |error: LinkMemoryError| anyhow::anyhow!("{}", words.say(&error.message()));
    let mut memory = files::read_link_memory(&path).map_err(said)?.unwrap_or_default();
    let uses = project.site.external_uses();
    let seen = uses.keys().filter(|address| memory.holds(address)).cloned().collect();
    let (today, config) = (project.site.facts.today, &project.site.config.links);
    let mut answers = BTreeMap::new();
    if let From::Sites(partition) = from {
        let mut due = memory.due(uses.keys().map(String::as_str), config, today);
        due.retain(|page| partition.is_none_or(|of| part(&page.url, of.parts) == of.part));
        let asked = ask(&due, config, words)?;
        for page in &due {
            if let Some(answer) = asked.answers.get(&page.url) {
                memory.learn(page, answer.clone(), today);
            }
        }
        memory.forget(uses.keys().map(String::as_str), today);
        files::write_link_memory(&path, &memory).map_err(said)?;
        if asked.interrupted {
            let kept = Message::key("cli.links-interrupted").with("count", asked.answers.len());
            anyhow::bail!("{}", words.say(&kept));
        }
        answers = asked.answers;
    }
    let known = uses.keys().filter_map(|address| Some((address.clone(), known(address, &memory, &answers)?)));
    project.site.facts.external = known.collect();
    summary(project, (from != From::Memory).then_some(&answers), words);
    Ok(Before { seen })
}

/// What is known of an address: what the memory says, or an answer of today that teaches nothing of it.
fn known(address: &str, memory: &LinkMemory, answers: &BTreeMap<String, Answer>) -> Option<LinkReport> {
    let untold = || {
        let fault = answers.get(without_fragment(address))?.fault?;
        Some(LinkReport::of(LinkStatus::Unknown(fault)))
    };
    memory.report(address).or_else(untold)
}

/// Says how many addresses were asked, and what is known of all of them.
fn summary(project: &Project, asked: Option<&BTreeMap<String, Answer>>, words: &Words) {
    let mut pages: BTreeMap<&str, LinkStatus> = BTreeMap::new();
    for (address, report) in &project.site.facts.external {
        pages.insert(without_fragment(address), report.status);
    }
    let uses = project.site.external_uses();
    let used: BTreeSet<&str> = uses.keys().map(|address| without_fragment(address)).collect();
    let count = |wanted: fn(&LinkStatus) -> bool| pages.values().filter(|status| wanted(status)).count();
    let doubt = count(|status| matches!(status, LinkStatus::Unknown(_)));
    let state = |key| {
        Message::key(key)
            .with("alive", count(|status| *status == LinkStatus::Alive))
            .with("broken", count(|status| matches!(status, LinkStatus::Broken(_))))
            .with("doubt", doubt)
    };
    let message = match asked {
        None => state("cli.links-remembered"),
        Some(answers) => {
            let hosts: BTreeSet<String> = answers.keys().map(|url| host(url)).collect();
            state("cli.links-summary")
                .with("asked", answers.len())
                .with("hosts", hosts.len())
                .with("memory", pages.keys().filter(|url| !answers.contains_key(**url)).count())
        }
    };
    terminal::note(&words.say(&message));
    if asked.is_some_and(|asked| asked.values().any(|answer| answer.fault == Some(LinkFault::LookUp))) {
        terminal::note(words.get("links.look-up"));
    }
    let never = used.iter().filter(|url| !pages.contains_key(**url)).count();
    for (key, count) in [("cli.links-never", never), ("cli.links-doubt", doubt)] {
        if count > 0 {
            terminal::note(&words.say(&Message::key(key).with("count", count)));
        }
    }
}

fn partition(text: &str) -> Result<Partition, String> {
    let parsed = text.split_once('/').and_then(|(part, parts)| {
        let (part, parts) = (part.parse::<u64>().ok()?, parts.parse().ok()?);
        (part >= 1 && part <= parts).then(|| Partition { part: part - 1, parts })
    });
    parsed.ok_or_else(|| "une part s’écrit 2/5 : la deuxième de cinq".to_owned())
}

#[cfg(feature = "links")]
fn ask(due: &[Due], config: &LinksConfig, words: &Words) -> anyhow::Result<Asked> {
    use super::progress::Shown;
    use limpide::links::{self, Progress, Wanted};

    if due.is_empty() {
        return Ok(Asked { answers: BTreeMap::new(), interrupted: false });
    }
    let wanted = |page: &Due| Wanted { url: page.url.clone(), anchors: page.anchors.clone() };
    let wanted: Vec<Wanted> = due.iter().map(wanted).collect();
    let shown = Shown::new(wanted.len(), words);
    let progress = |now: &Progress| shown.tell(now.done, now.total, now.hosts_done, now.hosts);
    let checked = links::check(&wanted, config, &progress);
    shown.finish();
    let checked = checked.map_err(|error| anyhow::anyhow!("{}", words.say(&error.message())))?;
    Ok(Asked { answers: checked.answers, interrupted: checked.interrupted })
}

#[cfg(not(feature = "links"))]
fn ask(_: &[Due], _: &LinksConfig, _: &Words) -> anyhow::Result<Asked> {
    anyhow::bail!("ce programme a été construit sans la vérification des liens externes (« links »)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_one_of_several() {
        assert_eq!(partition("2/5"), Ok(Partition { part: 1, parts: 5 }));
        assert_eq!(partition("1/1"), Ok(Partition { part: 0, parts: 1 }));
        for wrong in ["0/5", "6/5", "2", "a/b", "2/", "-1/5", ""] {
            assert!(partition(wrong).is_err(), "{wrong}");
        }
    }
}
