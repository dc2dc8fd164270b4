//! What is known of the addresses of other sites, as a list: for a person, for a program, or as a report
//! that a nightly job posts.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use super::json::{JsonTool, schema_of};
use super::markdown::{code, escaped};
use super::{SCHEMA_VERSION, said, written};
use crate::finding::Message;
use crate::site::link_memory::LinkMemoryForm;
use crate::site::{ExternalUse, LinkReport, LinkStatus, Site, SoftFailure, without_fragment};
use crate::words::Words;

/// Places shown under an address; the rest is counted.
const PLACES: usize = 4;

/// The addresses of which there is something to tell.
pub struct LinkList<'a> {
    site: &'a Site,
    words: &'a Words,
    /// How many addresses were asked at least once, without fragments.
    known: usize,
    broken: Vec<Listed<'a>>,
    doubt: Vec<Listed<'a>>,
    moved: Vec<Listed<'a>>,
}

/// How many addresses are known, without their fragments, and how many of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Asked at least once.
    pub known: usize,
    /// They answer, with the page that was meant.
    pub alive: usize,
    /// They do not, for sure.
    pub broken: usize,
    /// Nobody can say, or something is missing in the page.
    pub doubt: usize,
    /// They lead to another one.
    pub moved: usize,
}

/// An address, what is known of it, and where it is used.
struct Listed<'a> {
    address: String,
    report: &'a LinkReport,
    uses: Vec<ExternalUse>,
    reason: Message,
}

/// The JSON Schema (2020-12) of the memory of external links; ends with a line feed.
pub fn links_schema() -> String {
    schema_of::<LinkMemoryForm>()
}

impl<'a> LinkList<'a> {
    /// What the facts of a site say of the addresses it uses. In each group, what is used by most pages
    /// comes first, then by address.
    pub fn of(site: &'a Site, words: &'a Words) -> Self {
        let mut list =
            Self { site, words, known: 0, broken: Vec::new(), doubt: Vec::new(), moved: Vec::new() };
        let mut asked = BTreeSet::new();
        for (address, uses) in site.external_uses() {
            let Some(report) = site.facts.external.get(&address) else { continue };
            asked.insert(without_fragment(&address).to_owned());
            let (group, reason) = match report.status {
                LinkStatus::Broken(fault) => (&mut list.broken, fault.broken_message()),
                LinkStatus::Unknown(fault) => (&mut list.doubt, fault.message()),
                LinkStatus::Alive => match (report.soft, report.anchor, &report.moved) {
                    (Some(SoftFailure::Says), ..) => (&mut list.doubt, Message::key("links.soft-says")),
                    (Some(SoftFailure::Home), ..) => (&mut list.doubt, Message::key("links.soft-home")),
                    (None, Some(false), _) => (&mut list.doubt, Message::key("links.no-anchor")),
                    (None, _, Some(moved)) => {
                        let key = if moved.permanent { "links.moved" } else { "links.found" };
                        (&mut list.moved, Message::key(key).with("to", moved.to.as_str()))
                    }
                    (None, _, None) => continue,
                },
            };
            group.push(Listed { address, report, uses, reason });
        }
        list.known = asked.len();
        for group in [&mut list.broken, &mut list.doubt, &mut list.moved] {
            // Stable: what is used as often stays by address.
            group.sort_by_key(|listed| std::cmp::Reverse(listed.pages().len()));
        }
        list
    }

    /// How many addresses of each, without their fragments.
    pub fn tally(&self) -> Tally {
        let pages = |listed: &[Listed<'_>]| -> BTreeSet<String> {
            listed.iter().map(|one| without_fragment(&one.address).to_owned()).collect()
        };
        let (broken, mut doubt) = (pages(&self.broken).len(), pages(&self.doubt));
        let moved = pages(&self.moved).len();
        let unsure = doubt.len();
        // What answers is the rest: a page that lacks one of its anchors is in doubt.
        doubt.extend(pages(&self.broken));
        Tally {
            known: self.known,
            alive: self.known.saturating_sub(doubt.len()),
            broken,
            doubt: unsure,
            moved,
        }
    }

    fn groups(&self) -> [(&'static str, &'static str, &[Listed<'a>]); 3] {
        [
            ("broken", "report.links-broken", &self.broken),
            ("doubt", "report.links-doubt", &self.doubt),
            ("moved", "report.links-moved", &self.moved),
        ]
    }

    /// What there is to know at first: how many of each.
    fn counts(&self) -> String {
        let Tally { known, broken, doubt, moved, .. } = self.tally();
        let message = Message::key("report.links-counts").with("known", known);
        let message = message.with("broken", broken).with("doubt", doubt);
        said(self.words, &message.with("moved", moved))
    }

    /// Lines for a terminal; ends with a line feed.
    pub fn human(&self) -> String {
        let mut text = String::new();
        for (_, title, listed) in self.groups().iter().filter(|(_, _, listed)| !listed.is_empty()) {
            text.push_str(&format!("{} ({})\n\n", self.words.get(title), listed.len()));
            for one in *listed {
                text.push_str(&format!(
                    "  {}\n",
                    said(
                        self.words,
                        &Message::key("report.links-address").with("address", one.address.as_str())
                    )
                ));
                text.push_str(&format!("    {}\n", said(self.words, &one.reason)));
                text.push_str(&format!("    {}\n", said(self.words, &one.since())));
                let (places, more) = one.places(self.site);
                for (path, line) in places {
                    let place =
                        Message::key("report.links-address").with("address", format!("{path}:{line}"));
                    text.push_str(&format!("    {}\n", said(self.words, &place)));
                }
                if more > 0 {
                    let message = Message::key("report.links-more").with("count", more);
                    text.push_str(&format!("    {}\n", said(self.words, &message)));
                }
                text.push('\n');
            }
        }
        text.push_str(&self.counts());
        text.push('\n');
        text
    }

    /// The body of a report, in Markdown; ends with a line feed.
    pub fn markdown(&self) -> String {
        let mut text =
            format!("## {}\n\n{}\n", self.words.get("report.links-title"), escaped(&self.counts()));
        for (_, title, listed) in self.groups().iter().filter(|(_, _, listed)| !listed.is_empty()) {
            text.push_str(&format!("\n### {} ({})\n\n", escaped(self.words.get(title)), listed.len()));
            for one in *listed {
                let (reason, since) = (self.words.say(&one.reason), self.words.say(&one.since()));
                text.push_str(&format!(
                    "- {}\n  {}\n  {}\n",
                    code(&one.address),
                    escaped(&reason),
                    escaped(&since)
                ));
                let (places, more) = one.places(self.site);
                for (path, line) in places {
                    text.push_str(&format!("  - {}\n", code(&format!("{path}:{line}"))));
                }
                if more > 0 {
                    let message = Message::key("report.links-more").with("count", more);
                    text.push_str(&format!("  - {}\n", escaped(&self.words.say(&message))));
                }
            }
        }
        text
    }

    /// The same for programs, all places included; ends with a line feed.
    pub fn json(&self) -> String {
        let links = self.groups().into_iter().flat_map(|(state, _, listed)| {
            listed.iter().map(move |one| JsonLink {
                url: &one.address,
                state,
                reason: self.words.say(&one.reason),
                since: one.report.since.map(|day| day.to_string()),
                checked: one.report.checked.map(|day| day.to_string()),
                to: one.report.moved.as_ref().map(|moved| moved.to.as_str()),
                permanent: one.report.moved.as_ref().map(|moved| moved.permanent),
                pages: one.pages().into_iter().map(|page| self.site.pages[page].path.as_str()).collect(),
                places: one
                    .uses
                    .iter()
                    .map(|place| {
                        let (path, line) = at(self.site, place);
                        JsonPlace { path, line }
                    })
                    .collect(),
            })
        });
        written(&JsonLinks {
            schema_version: SCHEMA_VERSION,
            tool: JsonTool::this(),
            today: self.site.facts.today.to_string(),
            known: self.known,
            links: links.collect(),
        })
    }
}

impl Listed<'_> {
    /// Ranks of the pages that use it.
    fn pages(&self) -> BTreeSet<usize> {
        self.uses.iter().flat_map(|place| &place.pages).map(|page| page.0).collect()
    }

    /// « Cassée depuis le 12 mars 2026, employée par 4 pages. »
    fn since(&self) -> Message {
        let with = |key, day: Date| Message::key(key).with("day", day).with("pages", self.pages().len());
        match (self.report.status, self.report.since, self.report.checked) {
            (LinkStatus::Broken(_), Some(day), _) => with("report.links-broken-since", day),
            (LinkStatus::Unknown(_), Some(day), _) => with("report.links-doubt-since", day),
            (_, _, Some(day)) => with("report.links-seen", day),
            _ => Message::key("report.links-used").with("pages", self.pages().len()),
        }
    }

    /// The first places, by file and line, and how many more there are.
    fn places(&self, site: &Site) -> (Vec<(String, u32)>, usize) {
        let mut places: Vec<(String, u32)> = self.uses.iter().map(|place| at(site, place)).collect();
        places.sort();
        places.dedup();
        let more = places.len().saturating_sub(PLACES);
        places.truncate(PLACES);
        (places, more)
    }
}

fn at(site: &Site, place: &ExternalUse) -> (String, u32) {
    let source = site.sources.get(place.shown.source);
    (source.path().to_owned(), source.position(place.shown.start).line)
}

/// Addresses of other sites of which there is something to tell.
#[derive(Serialize)]
struct JsonLinks<'a> {
    schema_version: u32,
    tool: JsonTool,
    today: String,
    /// How many addresses were asked at least once.
    known: usize,
    links: Vec<JsonLink<'a>>,
}

#[derive(Serialize)]
struct JsonLink<'a> {
    url: &'a str,
    /// `broken`, `doubt` or `moved`.
    state: &'static str,
    reason: String,
    since: Option<String>,
    checked: Option<String>,
    to: Option<&'a str>,
    permanent: Option<bool>,
    pages: Vec<&'a str>,
    places: Vec<JsonPlace>,
}

#[derive(Serialize)]
struct JsonPlace {
    path: String,
    line: u32,
}
