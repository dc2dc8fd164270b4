//! The network door: visits each external address once and says whether it is alive, or why it is not.
//! The only module that knows lychee, reqwest and tokio.
//!
//! # What is asked, and how hard
//!
//! Addresses that differ only by their `#fragment` are one page, visited once. lychee asks for its head
//! (`HEAD`, no redirect). What that leaves open goes through a client of ours, on the reqwest that lychee
//! is built on: the redirects, the `GET` after a refused `HEAD`, the beginning of the page (a title that
//! says « not found », anchors), and `https` in place of `http`. A page is one visit, of two requests most
//! often; `links.read_pages = false` leaves one.
//!
//! A host receives at most `links.per_host` visits at once, `links.pause` apart; its first one goes alone.
//! All hosts together, `links.at_once`. After a 429, a failure of the server or of the connection, a page is
//! asked again [`RETRIES`] times at most, each time later; `Retry-After` holds for its whole host, up to
//! [`LONGEST_WAIT`]. A host that fails [`GIVE_UP`] times in a row is left alone, and its other pages take
//! the same fault. No cookie is kept, no credentials are sent.
//!
//! # What is refused before anything is sent
//!
//! What is not http(s); credentials in an address; prefixes of `links.exclude`; namespaces and reserved
//! example domains (lychee’s own list). But for hosts of `links.allow_private`: names of this machine or of
//! this network, addresses that are not on the public Internet, and names that lead to one.
//!
//! # What is guaranteed on which path
//!
//! - Our client looks a name up and connects to what it has checked, at each redirect too: no answer of a
//!   name server can change in between. It reads at most 2 MB of a page, once decompressed.
//! - lychee looks names up by itself. We look a host up before its first visit; a name whose answer changes
//!   after that can make this machine send a `HEAD` for each page of that host, without credentials, to a
//!   private address. Of what it answers, only the status is read.
//! - Behind a proxy (`HTTPS_PROXY`…) it is the proxy that looks names up, and it must do the checking.
//!
//! lychee announces a chunked body on its requests: a server that refuses that is asked again by our client.
//! Where pages come from people who are not trusted, run the check where nothing private can be reached.

mod errors;
mod guard;
mod page;
mod public_internet;
#[cfg(test)]
mod tests;
mod visit;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::error::Error;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use tokio::runtime::Builder;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::config::LinksConfig;
use crate::finding::Message;
use crate::site::{Answer, LinkFault};
use guard::Refusal;
use visit::{Heard, Visitor};

/// Failures in a row after which a host is left alone.
pub const GIVE_UP: usize = 5;
/// Redirects followed.
pub const REDIRECTS: usize = 10;
/// Times a page in trouble is asked again.
pub const RETRIES: u32 = 2;
/// The longest `Retry-After` that is waited for.
pub const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Hosts that must all be silent before this machine is suspected.
const FEWEST: usize = 3;

/// How long after the first failure a page is asked again; three times that after the second.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// A page to visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Its address, without a fragment.
    pub url: String,
    /// The fragments that the site uses with it, as typed.
    pub anchors: Vec<String>,
}

/// How far a check is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Pages that have their answer.
    pub done: usize,
    /// All pages.
    pub total: usize,
    /// Hosts whose pages all have theirs.
    pub hosts_done: usize,
    /// All hosts.
    pub hosts: usize,
}

/// What a check learned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// The answer of each page, by its address as wanted. Those that an interruption left out have none.
    pub answers: BTreeMap<String, Answer>,
    /// Somebody stopped the check (ctrl-C).
    pub interrupted: bool,
}

/// Why no address could be asked at all.
#[derive(Debug, thiserror::Error)]
pub enum LinksError {
    /// The system gave no means to wait on the network.
    #[error("cannot start: {0}")]
    Runtime(#[source] io::Error),
    /// The http client could not be made, most often for want of the system’s certificates.
    #[error("cannot prepare connections: {0}")]
    Client(#[source] Box<dyn Error + Send + Sync>),
}

impl LinksError {
    /// What to tell the editor.
    pub fn message(&self) -> Message {
        match self {
            Self::Runtime(_) => Message::key("links.not-started"),
            Self::Client(_) => Message::key("links.no-client"),
        }
    }
}

/// Visits each page once.
///
/// `progress` is called on the calling thread after each answer. Whatever happens to one page, the others
/// keep theirs. Blocks until the end, or until ctrl-C; it starts a runtime of its own, so it must not be
/// called from within one.
///
/// An unknown host has [`LinkFault::Host`] only if some other name was found and answered in the same run:
/// otherwise it may be this machine that has no network ([`LinkFault::LookUp`]).
pub fn check(
    wanted: &[Wanted],
    config: &LinksConfig,
    progress: &dyn Fn(&Progress),
) -> Result<Checked, LinksError> {
    let visitor = Visitor::new(config)?;
    let runtime = Builder::new_current_thread().enable_all().build().map_err(LinksError::Runtime)?;
    let mut run = Run::new(wanted, config, progress);
    let interrupted = runtime.block_on(async {
        tokio::select! {
            () = run.visit_all(Arc::new(visitor)) => false,
            // Where the signal cannot be heard, the check goes on to its end.
            () = interruption() => true,
        }
    });
    // A look-up that hangs cannot be cancelled; it must not hold the program.
    runtime.shutdown_timeout(Duration::from_secs(1));
    Ok(Checked { answers: run.finish(interrupted), interrupted })
}

async fn interruption() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// The time one request may take.
fn timeout(config: &LinksConfig) -> Duration {
    Duration::from_secs(config.timeout.clamp(1, 600))
}

/// `limpide/<version> (+contact)`. Control characters would make the header invalid.
fn user_agent(config: &LinksConfig) -> String {
    let name = concat!("limpide/", env!("CARGO_PKG_VERSION"));
    match &config.contact {
        Some(contact) => {
            let contact: String = contact.chars().filter(|c| !c.is_control()).collect();
            format!("{name} (+{contact})")
        }
        None => name.to_owned(),
    }
}

/// A page to visit.
#[derive(Clone, Debug)]
struct Page {
    /// Its host and port.
    host: String,
    url: Url,
    wanted: Wanted,
    /// How many times it was asked again.
    tries: u32,
}

/// What is known of a host (name and port) during the run.
struct Host {
    waiting: VecDeque<Page>,
    /// Pages that have no answer yet.
    left: usize,
    in_flight: usize,
    /// When it may be visited next.
    ready: Instant,
    /// Its first visit came back: the others may go together.
    vetted: bool,
    /// Found by its name, and answered.
    answered: bool,
    /// It was in trouble: lychee, which would wait by itself, is left out.
    troubled: bool,
    failures: usize,
}

struct Run<'a> {
    config: &'a LinksConfig,
    progress: &'a dyn Fn(&Progress),
    hosts: BTreeMap<String, Host>,
    /// Pages to be asked again, and when.
    later: Vec<(Instant, Page)>,
    /// Pages whose host has no address; judged at the end.
    homeless: Vec<Page>,
    answers: BTreeMap<String, Answer>,
    total: usize,
    hosts_done: usize,
}

/// A visit to start.
struct Turn {
    page: Page,
    is_first: bool,
    direct: bool,
}

impl<'a> Run<'a> {
    fn new(wanted: &[Wanted], config: &'a LinksConfig, progress: &'a dyn Fn(&Progress)) -> Self {
        let distinct: BTreeMap<&str, &Wanted> =
            wanted.iter().map(|wanted| (wanted.url.as_str(), wanted)).collect();
        let mut run = Self {
            config,
            progress,
            hosts: BTreeMap::new(),
            later: Vec::new(),
            homeless: Vec::new(),
            answers: BTreeMap::new(),
            total: distinct.len(),
            hosts_done: 0,
        };
        let mut refused = Vec::new();
        for wanted in distinct.into_values() {
            match page(wanted, config) {
                Ok(page) => {
                    let host = run.hosts.entry(page.host.clone()).or_insert_with(|| Host {
                        waiting: VecDeque::new(),
                        left: 0,
                        in_flight: 0,
                        ready: Instant::now(),
                        vetted: false,
                        answered: false,
                        troubled: false,
                        failures: 0,
                    });
                    host.left += 1;
                    host.waiting.push_back(page);
                }
                Err(fault) => refused.push((&wanted.url, fault)),
            }
        }
        for (url, fault) in refused {
            run.answers.insert(url.clone(), Answer::of(Some(fault)));
        }
        run
    }

    /// One loop gives out the work and takes in the answers: politeness and giving up are decided here
    /// alone, and a task that panics costs its own page only.
    async fn visit_all(&mut self, visitor: Arc<Visitor>) {
        // Redirects, a retry of the head, `https`: each is one request.
        let patience = timeout(self.config) * 4;
        let mut tasks = JoinSet::new();
        let mut running = HashMap::new();
        loop {
            let now = Instant::now();
            self.wake(now);
            while tasks.len() < usize::try_from(self.config.at_once).unwrap_or(1)
                && let Some(Turn { page, is_first, direct }) = self.next_turn(now)
            {
                let (visitor, url) = (Arc::clone(&visitor), page.url.clone());
                let anchors = page.wanted.anchors.clone();
                let task = async move {
                    let visit = visitor.visit(&url, &anchors, is_first, direct);
                    tokio::time::timeout(patience, visit).await.unwrap_or(Heard::fault(LinkFault::Timeout))
                };
                running.insert(tasks.spawn(task).id(), page);
            }
            let soonest = self.soonest(now);
            if tasks.is_empty() && soonest.is_none() {
                return;
            }
            let ended = match soonest {
                Some(soonest) => match tokio::time::timeout_at(soonest, tasks.join_next_with_id()).await {
                    Ok(Some(ended)) => Some(ended),
                    Ok(None) => {
                        tokio::time::sleep_until(soonest).await;
                        None
                    }
                    Err(_) => None,
                },
                None => tasks.join_next_with_id().await,
            };
            let (id, heard) = match ended {
                None => continue,
                Some(Ok(ended)) => ended,
                Some(Err(panic)) => (panic.id(), Heard::fault(LinkFault::Other)),
            };
            if let Some(page) = running.remove(&id) {
                self.hear(page, heard);
            }
        }
    }

    /// Puts pages whose time has come back in line.
    fn wake(&mut self, now: Instant) {
        let (due, later) = std::mem::take(&mut self.later).into_iter().partition(|(at, _)| *at <= now);
        self.later = later;
        for (_, page) in due {
            if let Some(host) = self.hosts.get_mut(&page.host) {
                host.waiting.push_back(page);
            }
        }
    }

    fn has_room(&self, host: &Host) -> bool {
        let most = if host.vetted { usize::try_from(self.config.per_host).unwrap_or(1) } else { 1 };
        !host.waiting.is_empty() && host.in_flight < most
    }

    /// The next page of the least busy host that may be visited now.
    fn next_turn(&mut self, now: Instant) -> Option<Turn> {
        let ready = self.hosts.iter().filter(|(_, host)| self.has_room(host) && host.ready <= now);
        let name = ready.min_by_key(|(_, host)| host.in_flight)?.0.clone();
        let host = self.hosts.get_mut(&name)?;
        let page = host.waiting.pop_front()?;
        host.in_flight += 1;
        host.ready = now + Duration::from_millis(self.config.pause);
        Some(Turn { is_first: !host.vetted, direct: host.troubled || page.tries > 0, page })
    }

    /// When something may start that cannot now, as far as time alone decides.
    fn soonest(&self, now: Instant) -> Option<Instant> {
        let hosts = self.hosts.values().filter(|host| self.has_room(host) && host.ready > now);
        hosts.map(|host| host.ready).chain(self.later.iter().map(|(at, _)| *at)).min()
    }

    fn hear(&mut self, page: Page, heard: Heard) {
        let Some(host) = self.hosts.get_mut(&page.host) else { return };
        host.in_flight = host.in_flight.saturating_sub(1);
        host.vetted |= !heard.private_host;
        if heard.private_host {
            // Nothing was sent, and nothing will be.
            let rest = std::mem::take(&mut host.waiting);
            std::iter::once(page).chain(rest).for_each(|page| self.settle(&page, heard.answer.clone()));
            return;
        }
        if heard.no_such_host {
            let rest = std::mem::take(&mut host.waiting);
            self.homeless.extend(std::iter::once(page).chain(rest));
            return;
        }
        let fault = heard.answer.fault;
        host.answered |= is_named(&page.url) && (heard.elsewhere || comes_from_a_server(fault));
        host.troubled |= matches!(fault, Some(LinkFault::Status(429 | 500..=599)));
        let wait = RETRY_AFTER * 3_u32.saturating_pow(page.tries);
        let wait = heard.come_back.unwrap_or(wait);
        if fault.is_some_and(|fault| is_passing(fault, page.tries))
            && page.tries < RETRIES
            && wait <= LONGEST_WAIT
        {
            let at = Instant::now() + wait;
            if heard.come_back.is_some() || fault == Some(LinkFault::Status(429)) {
                host.ready = host.ready.max(at);
            }
            self.later.push((at, Page { tries: page.tries + 1, ..page }));
            return;
        }
        // A host that redirects answers, whatever happens where it leads.
        let is_failure = !heard.elsewhere && fault.is_some_and(is_failure);
        host.failures = if is_failure { host.failures + 1 } else { 0 };
        let is_closed = !heard.elsewhere && heard.come_back.is_some_and(|wait| wait > LONGEST_WAIT);
        if is_closed || host.failures >= GIVE_UP {
            let mut rest = std::mem::take(&mut host.waiting);
            let (left, later): (Vec<_>, Vec<_>) =
                std::mem::take(&mut self.later).into_iter().partition(|(_, other)| other.host == page.host);
            self.later = later;
            rest.extend(left.into_iter().map(|(_, page)| page));
            // A server that answers has said nothing of the pages that nobody asked it for.
            let fault = fault.map(|fault| match fault {
                LinkFault::Status(_) => LinkFault::Other,
                fault => fault,
            });
            rest.iter().for_each(|other| self.settle(other, Answer::of(fault)));
        }
        self.settle(&page, heard.answer);
    }

    fn settle(&mut self, page: &Page, answer: Answer) {
        if let Some(host) = self.hosts.get_mut(&page.host) {
            host.left = host.left.saturating_sub(1);
            self.hosts_done += usize::from(host.left == 0);
        }
        self.answers.insert(page.wanted.url.clone(), answer);
        (self.progress)(&Progress {
            done: self.answers.len(),
            total: self.total,
            hosts_done: self.hosts_done,
            hosts: self.hosts.len(),
        });
    }

    fn finish(mut self, interrupted: bool) -> BTreeMap<String, Answer> {
        // Of a host that was not found, a run cut short knows too little to say whose fault it is.
        let someone_answered = !interrupted && self.hosts.values().any(|host| host.answered);
        for page in std::mem::take(&mut self.homeless) {
            let it_answered = self.hosts.get(&page.host).is_some_and(|host| host.answered);
            let fault = if someone_answered && !it_answered { LinkFault::Host } else { LinkFault::LookUp };
            self.settle(&page, Answer::of(Some(fault)));
        }
        // Where no site at all answers, it is the way out that is closed: a firewall, a proxy that is not set.
        let silent = self.hosts.len() >= FEWEST
            && !self.answers.values().any(|answer| comes_from_a_server(answer.fault));
        if silent {
            let faults = self.answers.values_mut().filter_map(|answer| answer.fault.as_mut());
            let no_proof =
                faults.filter(|fault| matches!(fault, LinkFault::Connection | LinkFault::Certificate));
            no_proof.for_each(|fault| *fault = LinkFault::LookUp);
        }
        self.answers
    }
}

/// A page to visit, or why it is not.
fn page(wanted: &Wanted, config: &LinksConfig) -> Result<Page, LinkFault> {
    let typed = wanted.url.as_str();
    if config.exclude.iter().any(|prefix| !prefix.is_empty() && typed.starts_with(prefix.as_str())) {
        return Err(LinkFault::Skipped);
    }
    let mut url = Url::parse(typed).map_err(|_| LinkFault::Other)?;
    url.set_fragment(None);
    guard::vet(&url, &config.allow_private).map_err(|refusal| match refusal {
        Refusal::Private => LinkFault::Private,
        Refusal::Form => LinkFault::Skipped,
    })?;
    let port = url.port_or_known_default().unwrap_or_default();
    let host = format!("{}:{port}", url.host_str().unwrap_or_default());
    Ok(Page { host, url, wanted: wanted.clone(), tries: 0 })
}

/// A name that had to be looked up on the network.
fn is_named(url: &Url) -> bool {
    url.domain().is_some_and(|name| name != "localhost")
}

fn comes_from_a_server(fault: Option<LinkFault>) -> bool {
    match fault {
        None => true,
        Some(fault) => matches!(fault, LinkFault::Status(_) | LinkFault::Redirects | LinkFault::Challenge),
    }
}

/// Whether a page may do better a little later. What was slow is asked once more only.
fn is_passing(fault: LinkFault, tries: u32) -> bool {
    match fault {
        LinkFault::Status(429 | 500 | 502 | 503 | 504) | LinkFault::Connection => true,
        LinkFault::Timeout => tries == 0,
        _ => false,
    }
}

/// What a host may do only so many times in a row.
fn is_failure(fault: LinkFault) -> bool {
    matches!(
        fault,
        LinkFault::Timeout
            | LinkFault::Connection
            | LinkFault::LookUp
            | LinkFault::Status(429 | 502 | 503 | 504)
    )
}
