//! External links: what is asked of other sites, what is remembered of them, and when they fail a check.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::ValueEnum;
use limpide::config::LinksConfig;
use limpide::files::{self, LINK_MEMORY};
use limpide::finding::{Finding, Message};
use limpide::project::{Project, Since};
use limpide::report::{self, LinkList};
use limpide::site::link_memory::{Due, host, part};
use limpide::site::{Answer, ExternalUse, ExternalUses, LinkFault, LinkStatus, without_fragment};
use limpide::words::Words;

use super::paths::Paths;
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
        paths: &Paths,
    ) -> anyhow::Result<Before> {
        match self.source() {
            Some(from) => consult(project, shared, words, from, paths),
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

/// The addresses of other sites that the site uses, without those that its settings exclude.
pub(super) fn uses(project: &Project) -> ExternalUses {
    let mut uses = project.site.external_uses();
    uses.retain(|address, _| !project.site.config.links.excludes(address));
    uses
}

/// Asks what is due, remembers it, and puts what is known in the facts of the site. Only addresses used in
/// the given files are asked.
pub(super) fn consult(
    project: &mut Project,
    shared: &super::Arguments,
    words: &Words,
    from: From,
    paths: &Paths,
) -> anyhow::Result<Before> {
    let path = path(shared);
    let read = || files::read_link_memory(&path).map(Option::unwrap_or_default);
    let base = read().map_err(|error| anyhow::anyhow!("{}", report::said(words, &error.message())))?;
    let mut memory = base.clone();
    let uses = uses(project);
    let seen = uses.keys().filter(|address| memory.holds(address)).cloned().collect();
    let config = &project.site.config.links;
    let mut answers = None;
    if let From::Sites(partition) = from {
        let path_of = |place: &ExternalUse| project.site.sources.get(place.span.source).path();
        let wanted = uses.iter().filter(|(_, places)| places.iter().any(|place| paths.hold(path_of(place))));
        let mut due =
            memory.due(wanted.map(|(address, _)| address.as_str()), config, project.site.facts.today);
        due.retain(|page| partition.is_none_or(|of| part(&page.url, of.parts) == of.part));
        let asked = ask(&due, config, words)?;
        // An answer is of the day it was given, whatever day the site is read for; nor is anything learned
        // after the day it is read for.
        let day = project.site.facts.today.min(jiff::ZonedDateTime::now().date());
        for page in &due {
            if let Some(answer) = asked.answers.get(&page.url) {
                memory.learn(page, answer.clone(), day);
            }
        }
        // Another run may have written what it learned while this one was asking.
        let written = read().and_then(|again| {
            if again != base {
                memory.merge(&again);
            }
            memory.forget(uses.keys().map(String::as_str), day);
            files::write_link_memory(&path, &memory)
        });
        if let Err(error) = &written {
            terminal::note(&report::said(words, &error.message()));
            terminal::note(words.get("cli.links-not-kept"));
        }
        if asked.interrupted {
            let kept =
                if written.is_ok() { asked.answers.values().filter(|a| is_answer(a)).count() } else { 0 };
            anyhow::bail!("{}", words.say(&Message::key("cli.links-interrupted").with("count", kept)));
        }
        answers = Some(asked.answers);
    }
    let known = uses.keys().filter_map(|address| Some((address.clone(), memory.report(address)?)));
    project.site.facts.external = known.collect();
    summary(project, &uses, answers.as_ref(), words);
    Ok(Before { seen })
}

/// Whether another site was asked, be it in vain.
fn is_answer(answer: &Answer) -> bool {
    !matches!(answer.fault, Some(LinkFault::LookUp | LinkFault::Skipped | LinkFault::Private))
}

/// Says how many addresses were asked, and what is known of all of them: the counts of `limpide links`.
fn summary(
    project: &Project,
    uses: &ExternalUses,
    answers: Option<&BTreeMap<String, Answer>>,
    words: &Words,
) {
    let tally = LinkList::of(&project.site, words).tally();
    let state = |key| {
        Message::key(key).with("alive", tally.alive).with("broken", tally.broken).with("doubt", tally.doubt)
    };
    let message = match answers {
        None => state("cli.links-remembered"),
        Some(answers) => {
            let asked: BTreeSet<&str> =
                answers.iter().filter(|(_, answer)| is_answer(answer)).map(|(url, _)| url.as_str()).collect();
            let hosts: BTreeSet<String> = asked.iter().map(|url| host(url)).collect();
            state("cli.links-summary")
                .with("asked", asked.len())
                .with("hosts", hosts.len())
                .with("memory", tally.known.saturating_sub(asked.len()))
        }
    };
    terminal::note(&words.say(&message));
    let faults = |wanted: fn(&Answer) -> bool| {
        answers.map_or(0, |answers| answers.values().filter(|answer| wanted(answer)).count())
    };
    let looked_up = faults(|answer| answer.fault == Some(LinkFault::LookUp));
    if looked_up > 0 && faults(is_answer) == 0 {
        terminal::note(words.get("cli.links-no-network"));
    } else if looked_up > 0 {
        terminal::note(&words.say(&Message::key("cli.links-not-found").with("count", looked_up)));
    }
    // What cannot be asked at all is not waiting for its turn.
    let told = |url: &str| {
        let fault = answers.and_then(|answers| answers.get(url)).and_then(|answer| answer.fault);
        matches!(fault, Some(LinkFault::LookUp | LinkFault::Skipped))
    };
    let pages: BTreeSet<&str> = uses.keys().map(|address| without_fragment(address)).collect();
    let known: BTreeSet<&str> =
        project.site.facts.external.keys().map(|address| without_fragment(address)).collect();
    let never = pages.difference(&known).filter(|url| !told(url)).count();
    for (key, count) in [("cli.links-never", never), ("cli.links-doubt", tally.doubt)] {
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
