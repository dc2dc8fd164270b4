//! What is remembered of addresses of other sites from one run to the next, so that each is asked
//! seldom, and called broken only once that is sure.
//!
//! An address is remembered without its fragment; the anchors that were looked for in its page are
//! kept beside it. Two memories merge into one, in any order and as often as one likes: of two answers
//! the later is kept, and the failures since the last day the address was known alive keep their first
//! day.

mod form;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::external_uses::{anchor_of, without_fragment};
use super::{Answer, LinkFault, LinkReport, LinkStatus, Moved, Proof, SoftFailure};
use crate::config::LinksConfig;

pub use form::{LinkMemoryForm, Unreadable, VERSION};

/// Days after which an address that the site uses no more is forgotten.
pub const FORGOTTEN_AFTER: i64 = 90;

/// What is remembered, by address without fragment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkMemory {
    known: BTreeMap<String, Remembered>,
}

/// What is remembered of one address.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Remembered {
    /// The day of the last answer.
    checked: Date,
    /// Why it did not answer then; none when it did.
    fault: Option<LinkFault>,
    /// How many answers in a row were failures, the last one included.
    failures: u32,
    /// The last day it was known alive.
    alive: Option<Date>,
    /// The first day of the failures in a row.
    since: Option<Date>,
    /// The first of these days whose failure proves something.
    proven: Option<Date>,
    moved: Option<Moved>,
    secure: bool,
    soft: Option<SoftFailure>,
    /// The anchors looked for, and whether the page has them; none when nobody can say.
    anchors: BTreeMap<String, Option<bool>>,
}

/// A page that is to be asked, and what to look for in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Its address, without fragment.
    pub url: String,
    /// The anchors to look for, sorted.
    pub anchors: Vec<String>,
}

impl LinkMemory {
    /// Whether nothing is remembered.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// How many addresses are remembered.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Whether an address has ever been asked.
    pub fn holds(&self, address: &str) -> bool {
        self.known.contains_key(without_fragment(address))
    }

    /// What is to be asked on a day, of these addresses (with their fragments): what was never asked, what
    /// failed on an earlier day, what answered `fresh_days` ago or more, and pages in which an anchor was
    /// never looked for. Nothing is due twice on one day, unless the settings now allow what they refused.
    /// Each page comes once, sorted.
    pub fn due<'a>(
        &self,
        addresses: impl IntoIterator<Item = &'a str>,
        config: &LinksConfig,
        today: Date,
    ) -> Vec<Due> {
        let mut pages: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for address in addresses {
            pages.entry(without_fragment(address)).or_default().extend(anchor_of(address));
        }
        let is_due = |(url, anchors): &(&str, BTreeSet<&str>)| {
            self.known.get(*url).is_none_or(|known| known.is_due(url, anchors, config, today))
        };
        let due = |(url, anchors): (&str, BTreeSet<&str>)| Due {
            url: url.to_owned(),
            anchors: anchors.into_iter().map(str::to_owned).collect(),
        };
        pages.into_iter().filter(is_due).map(due).collect()
    }

    /// Remembers what a page answered on a day. What says nothing of the page itself is not learned: no
    /// network here, or an address that the settings leave out. Nor is an answer older than what is known.
    pub fn learn(&mut self, asked: &Due, answer: Answer, today: Date) {
        let Answer { fault, moved, secure, soft, anchors } = answer;
        let known = self.known.get(&asked.url);
        if matches!(fault, Some(LinkFault::LookUp | LinkFault::Skipped))
            || known.is_some_and(|known| known.checked > today)
        {
            return;
        }
        let mut learned = match (fault, known) {
            (None, _) => Remembered { alive: Some(today), ..Remembered::on(today) },
            (Some(fault), known) => {
                let failing = known.filter(|known| known.fault.is_some());
                let proves = fault.proof() != Proof::None;
                Remembered {
                    fault: Some(fault),
                    failures: failing.map_or(0, |known| known.failures).saturating_add(1),
                    alive: known.and_then(|known| known.alive),
                    since: failing.and_then(Remembered::first_failure).or(Some(today)),
                    proven: failing.and_then(Remembered::first_proof).or(proves.then_some(today)),
                    ..Remembered::on(today)
                }
            }
        };
        (learned.moved, learned.secure, learned.soft) = (moved, secure, soft);
        if learned.fault.is_none() {
            let found = |anchor: &String| (anchor.clone(), anchors.get(anchor).copied());
            learned.anchors = asked.anchors.iter().map(found).collect();
        }
        self.known.insert(asked.url.clone(), learned);
    }

    /// What is known of an address, with its fragment; none when it was never asked.
    pub fn report(&self, address: &str) -> Option<LinkReport> {
        let known = self.known.get(without_fragment(address))?;
        let status = known.status();
        let since = match status {
            LinkStatus::Alive => None,
            LinkStatus::Broken(_) => known.first_proof(),
            LinkStatus::Unknown(_) => known.first_failure(),
        };
        let anchor = anchor_of(address).and_then(|anchor| known.anchors.get(anchor).copied().flatten());
        Some(LinkReport {
            status,
            checked: Some(known.checked),
            since,
            moved: known.moved.clone(),
            secure: known.secure,
            soft: known.soft,
            anchor,
        })
    }

    /// Takes in what another memory knows. In whatever order memories are merged, and however often one
    /// is, the result is the same.
    pub fn merge(&mut self, other: &Self) {
        for (url, theirs) in &other.known {
            self.add(url, theirs);
        }
    }

    /// Forgets addresses that the site uses no more, once they were not asked for [`FORGOTTEN_AFTER`] days:
    /// they may still be those of a branch.
    pub fn forget<'a>(&mut self, used: impl IntoIterator<Item = &'a str>, today: Date) {
        let used: BTreeSet<&str> = used.into_iter().map(without_fragment).collect();
        self.known
            .retain(|url, known| used.contains(url.as_str()) || days(known.checked, today) < FORGOTTEN_AFTER);
    }

    fn add(&mut self, url: &str, theirs: &Remembered) {
        match self.known.get_mut(url) {
            Some(ours) => *ours = ours.joined(theirs),
            None => drop(self.known.insert(url.to_owned(), theirs.clone())),
        }
    }
}

impl Remembered {
    fn on(checked: Date) -> Self {
        Self {
            checked,
            fault: None,
            failures: 0,
            alive: None,
            since: None,
            proven: None,
            moved: None,
            secure: false,
            soft: None,
            anchors: BTreeMap::new(),
        }
    }

    fn is_due(&self, url: &str, anchors: &BTreeSet<&str>, config: &LinksConfig, today: Date) -> bool {
        match self.fault {
            Some(LinkFault::Private) if config.allow_private.holds(&host(url)) => true,
            _ if self.checked >= today => false,
            Some(_) => true,
            None => {
                let fresh = i64::try_from(config.fresh_days).unwrap_or(i64::MAX);
                let unseen = anchors.iter().any(|anchor| !self.anchors.contains_key(*anchor));
                unseen || days(self.checked, today) >= fresh
            }
        }
    }

    /// What follows: broken once it is certain, or proved on two different days with no success between.
    fn status(&self) -> LinkStatus {
        let Some(fault) = self.fault else { return LinkStatus::Alive };
        let earlier = self.first_proof().is_some_and(|first| first < self.checked);
        match fault.proof() {
            Proof::Certain => LinkStatus::Broken(fault),
            Proof::Repeated if earlier => LinkStatus::Broken(fault),
            Proof::Repeated | Proof::None => LinkStatus::Unknown(fault),
        }
    }

    /// The first day of the failures in a row, as far as it is known.
    fn first_failure(&self) -> Option<Date> {
        self.fault.map(|_| self.since.unwrap_or(self.checked))
    }

    /// The first of these days that proves something.
    fn first_proof(&self) -> Option<Date> {
        let last = self.fault.filter(|fault| fault.proof() != Proof::None).map(|_| self.checked);
        self.fault.and(self.proven).or(last)
    }

    /// The two together. The last answer and what came with it are those of the later one; of the same
    /// day, a success weighs more, then any fixed order will do. The failures are those since the latest day
    /// it was known alive: memories that know of an older one alone cannot say when they began.
    fn joined(&self, other: &Self) -> Self {
        let later = if self.order() >= other.order() { self } else { other };
        let (since, proven) = match self.alive.cmp(&other.alive) {
            std::cmp::Ordering::Greater => (self.since, self.proven),
            std::cmp::Ordering::Less => (other.since, other.proven),
            std::cmp::Ordering::Equal => (first(self.since, other.since), first(self.proven, other.proven)),
        };
        Self { alive: self.alive.max(other.alive), since, proven, ..later.clone() }
    }

    fn order(&self) -> impl Ord + '_ {
        let more = (self.failures, &self.moved, self.secure, self.soft, &self.anchors);
        (self.checked, self.fault.is_none(), self.fault, more)
    }
}

/// The earlier of two days, of those that are known.
fn first(one: Option<Date>, other: Option<Date>) -> Option<Date> {
    one.into_iter().chain(other).min()
}

/// Days from one to another.
fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// The host of an address, in small letters, without port or credentials.
pub fn host(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or("");
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let port = |(_, port): &(&str, &str)| port.bytes().all(|b| b.is_ascii_digit());
    host.rsplit_once(':').filter(port).map_or(host, |(host, _)| host).to_ascii_lowercase()
}

/// Which part of several the host of an address falls in, from 0: the same everywhere, and for all
/// addresses of a host (FNV-1a, 64 bits: <http://www.isthe.com/chongo/tech/comp/fnv/>).
pub fn part(address: &str, parts: u64) -> u64 {
    let hash = host(address).bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    // The high half is better mixed than the low one.
    (hash >> 32) % parts.max(1)
}
