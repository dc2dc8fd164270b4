//! The network door: asks each external address once and says whether it is alive, broken, or
//! whether nobody can tell. The only module that knows lychee and tokio.
//!
//! # What is asked, and how hard
//!
//! One `GET` per page (addresses that differ only by their `#fragment` are one page), without
//! reading the body, without cookies and without credentials. lychee asks a second time, one second
//! later, after a 429, a time-out or a connection cut short. A host receives at most
//! [`PER_HOST`] requests at once and ten a second ([`INTERVAL`]); its first request goes alone. All
//! hosts together, [`IN_FLIGHT`]. `Retry-After` is respected, up to a minute. A host that fails
//! [`GIVE_UP`] times in a row (no answer, no connection, 429) is left alone, and its other pages
//! take the same verdict.
//!
//! # What is refused before anything is sent
//!
//! What is not http(s); credentials in an address; prefixes of `links.exclude`; namespaces and
//! reserved example domains (lychee's own list). Unless `links.allow_private`: `localhost`,
//! addresses that are not on the public Internet, and names that lead to one. They are looked up
//! once per host, before its first request.
//!
//! # What is not guaranteed
//!
//! - Redirects (five at most) are followed by lychee to wherever they lead: a public site can make
//!   this machine send one `GET`, without credentials, to a private address. The status is all that
//!   comes back of it.
//! - A name whose answer changes between our look-up and the request is not caught.
//! - Behind a proxy (`HTTPS_PROXY`…) it is the proxy that looks names up, and ours may find nothing.
//! - lychee announces a chunked body on its `GET`s. A server that refuses that answers 400, 411 or
//!   501, which leaves the page in doubt, never broken.
//! - The rate per host counts the first hop, not the hosts that redirects lead to.
//!
//! Where pages come from people who are not trusted, run the check where nothing private can be
//! reached.

mod public_internet;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::error::Error;
use std::io;
use std::net::ToSocketAddrs;
use std::sync::Arc;
use std::time::Duration;

use lychee_lib::ratelimit::RateLimitConfig;
use lychee_lib::{Client, ClientBuilder, ErrorKind, Response, Status, Uri};
use tokio::runtime::Builder;
use tokio::task::JoinSet;

use crate::config::{AllowPrivate, LinksConfig};
use crate::finding::Message;
use crate::site::{LinkFault, LinkStatus};
use public_internet::is_public;

/// Requests at once to one host.
pub const PER_HOST: usize = 4;
/// Shortest time between two requests to one host.
pub const INTERVAL: Duration = Duration::from_millis(100);
/// Requests at once, all hosts together.
pub const IN_FLIGHT: usize = 32;
/// Failures in a row after which a host is left alone.
pub const GIVE_UP: usize = 5;
/// Redirects followed.
pub const REDIRECTS: usize = 5;

/// Times lychee asks again, and after how long.
const RETRIES: u64 = 1;
const RETRY_AFTER: Duration = Duration::from_secs(1);
/// How long a name may take to be looked up before its first request.
const LOOK_UP: Duration = Duration::from_secs(10);
/// What waiting in line at a host may add to the time its two requests take.
const LINE: Duration = Duration::from_secs(30);

/// Why no address could be asked at all.
#[derive(Debug, thiserror::Error)]
pub enum LinksError {
    /// The system gave no means to wait on the network.
    #[error("cannot start: {0}")]
    Runtime(#[source] io::Error),
    /// The http client could not be made, most often for want of the system's certificates.
    #[error("cannot prepare connections: {0}")]
    Client(#[source] Box<dyn Error + Send + Sync>),
}

impl LinksError {
    /// What to tell the editor.
    pub fn message(&self) -> Message {
        Message::key("links.not-started").with("reason", self.to_string())
    }
}

/// Asks each address once and gives each, as typed, its status.
///
/// `progress` is called on the calling thread after each verdict, with how many distinct addresses
/// have theirs and how many there are. Whatever happens to one address, the others keep theirs.
/// Blocks until the end; it starts a runtime of its own, so it must not be called from within one.
///
/// An unknown host is [`LinkStatus::Broken`] only if some other name was found and answered in the
/// same run: otherwise it may be this machine that has no network.
pub fn check(
    urls: &[String],
    config: &LinksConfig,
    progress: &dyn Fn(usize, usize),
) -> Result<BTreeMap<String, LinkStatus>, LinksError> {
    let client = client(config).map_err(|e| LinksError::Client(Box::new(e)))?;
    let runtime = Builder::new_current_thread().enable_all().build().map_err(LinksError::Runtime)?;
    let mut run = Run::new(urls, config, progress);
    runtime.block_on(run.ask_all(Arc::new(client)));
    // A look-up that hangs cannot be cancelled; it must not hold the program.
    runtime.shutdown_timeout(Duration::from_secs(1));
    Ok(run.finish())
}

fn client(config: &LinksConfig) -> Result<Client, ErrorKind> {
    ClientBuilder::builder()
        .schemes(HashSet::from(["http".to_owned(), "https".to_owned()]))
        .exclude_all_private(config.allow_private != AllowPrivate::All)
        .max_redirects(REDIRECTS)
        .max_retries(RETRIES)
        .retry_wait_time(RETRY_AFTER)
        .timeout(timeout(config))
        .user_agent(user_agent(config))
        .rate_limit_config(RateLimitConfig { concurrency: PER_HOST, request_interval: INTERVAL })
        .build()
        .client()
}

/// The time one request may take: at least a second, at most two minutes.
fn timeout(config: &LinksConfig) -> Duration {
    Duration::from_secs(config.timeout.clamp(1, 120))
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

/// A page to ask: its host and its address without fragment.
#[derive(Clone)]
struct Page {
    host: String,
    uri: Uri,
}

/// What is known of a host (name and port) during the run.
#[derive(Default)]
struct Host {
    waiting: VecDeque<Uri>,
    in_flight: usize,
    /// Its first request came back: the others may go together.
    vetted: bool,
    /// Found by its name, and answered.
    answered: bool,
    failures: usize,
}

impl Host {
    fn has_room(&self) -> bool {
        !self.waiting.is_empty() && self.in_flight < if self.vetted { PER_HOST } else { 1 }
    }
}

/// What came of one request.
enum Answer {
    /// A status for this page.
    Status(LinkStatus),
    /// The host has no address.
    NoSuchHost,
    /// The host's name leads to an address that is not public.
    Private,
}

struct Run<'a> {
    config: &'a LinksConfig,
    progress: &'a dyn Fn(usize, usize),
    hosts: BTreeMap<String, Host>,
    /// The addresses as typed, for each page.
    typed: BTreeMap<Uri, Vec<String>>,
    /// Pages whose host has no address; judged at the end.
    homeless: Vec<Page>,
    statuses: BTreeMap<String, LinkStatus>,
    total: usize,
}

impl<'a> Run<'a> {
    fn new(urls: &[String], config: &'a LinksConfig, progress: &'a dyn Fn(usize, usize)) -> Self {
        let distinct: BTreeSet<&String> = urls.iter().collect();
        let mut run = Self {
            config,
            progress,
            hosts: BTreeMap::new(),
            typed: BTreeMap::new(),
            homeless: Vec::new(),
            statuses: BTreeMap::new(),
            total: distinct.len(),
        };
        for url in distinct {
            match page(url, config) {
                Ok(page) => run.enlist(page, url),
                Err(fault) => run.record(url.clone(), LinkStatus::Unknown(fault)),
            }
        }
        run
    }

    fn enlist(&mut self, page: Page, url: &str) {
        let typed = self.typed.entry(page.uri.clone()).or_default();
        if typed.is_empty() {
            self.hosts.entry(page.host).or_default().waiting.push_back(page.uri);
        }
        typed.push(url.to_owned());
    }

    fn record(&mut self, url: String, status: LinkStatus) {
        self.statuses.insert(url, status);
        (self.progress)(self.statuses.len(), self.total);
    }

    fn settle(&mut self, uri: &Uri, status: &LinkStatus) {
        for url in self.typed.remove(uri).unwrap_or_default() {
            self.record(url, status.clone());
        }
    }

    /// One loop gives out the work and takes in the answers: politeness and giving up are decided
    /// here alone, and a task that panics costs its own page only.
    async fn ask_all(&mut self, client: Arc<Client>) {
        let patience = timeout(self.config) * 2 + RETRY_AFTER + LINE;
        let mut tasks = JoinSet::new();
        let mut running = HashMap::new();
        loop {
            while tasks.len() < IN_FLIGHT
                && let Some((page, vetted)) = self.next_page()
            {
                let vet = !vetted && self.config.allow_private != AllowPrivate::All;
                let task = ask(Arc::clone(&client), page.uri.clone(), vet, patience);
                running.insert(tasks.spawn(task).id(), page);
            }
            let (id, answer) = match tasks.join_next_with_id().await {
                None => return,
                Some(Ok(ended)) => ended,
                Some(Err(panic)) => (panic.id(), Answer::Status(LinkStatus::Unknown(LinkFault::Other))),
            };
            if let Some(page) = running.remove(&id) {
                self.hear(&page, answer);
            }
        }
    }

    /// The next page of the least busy host, and whether that host has answered before.
    fn next_page(&mut self) -> Option<(Page, bool)> {
        let (name, host) =
            self.hosts.iter_mut().filter(|(_, h)| h.has_room()).min_by_key(|(_, h)| h.in_flight)?;
        let uri = host.waiting.pop_front()?;
        host.in_flight += 1;
        Some((Page { host: name.clone(), uri }, host.vetted))
    }

    fn hear(&mut self, page: &Page, answer: Answer) {
        let Some(host) = self.hosts.get_mut(&page.host) else { return };
        host.in_flight = host.in_flight.saturating_sub(1);
        host.vetted = true;
        match answer {
            Answer::Private => {
                let rest = std::mem::take(&mut host.waiting);
                self.settle_all(&page.uri, rest, &LinkStatus::Unknown(LinkFault::Skipped));
            }
            Answer::NoSuchHost => {
                let rest = std::mem::take(&mut host.waiting);
                let pages = std::iter::once(page.uri.clone()).chain(rest);
                self.homeless.extend(pages.map(|uri| Page { host: page.host.clone(), uri }));
            }
            Answer::Status(status) => {
                host.answered |= is_named(&page.uri) && comes_from_a_server(&status);
                host.failures = if is_failure(&status) { host.failures + 1 } else { 0 };
                let gives_up = host.failures >= GIVE_UP;
                let rest = if gives_up { std::mem::take(&mut host.waiting) } else { VecDeque::new() };
                self.settle_all(&page.uri, rest, &status);
            }
        }
    }

    fn settle_all(&mut self, uri: &Uri, rest: VecDeque<Uri>, status: &LinkStatus) {
        self.settle(uri, status);
        for uri in rest {
            self.settle(&uri, status);
        }
    }

    fn finish(mut self) -> BTreeMap<String, LinkStatus> {
        let someone_answered = self.hosts.values().any(|h| h.answered);
        for page in std::mem::take(&mut self.homeless) {
            let it_answered = self.hosts.get(&page.host).is_some_and(|h| h.answered);
            let status = if someone_answered && !it_answered {
                LinkStatus::Broken(LinkFault::Host)
            } else {
                LinkStatus::Unknown(LinkFault::Host)
            };
            self.settle(&page.uri, &status);
        }
        self.statuses
    }
}

/// The page an address leads to, or why it is not asked.
fn page(url: &str, config: &LinksConfig) -> Result<Page, LinkFault> {
    let uri = Uri::try_from(url).map_err(|_| LinkFault::Other)?;
    if !matches!(uri.scheme(), "http" | "https") {
        return Err(LinkFault::Skipped);
    }
    let address = uri.as_str().split('#').next().unwrap_or_default();
    let authority = address.split_once("://").map_or("", |(_, rest)| rest);
    let authority = authority.split(['/', '?']).next().unwrap_or_default();
    // Sending a password found in a page would use it, and show it to a proxy's log.
    if authority.is_empty() || authority.contains('@') {
        return Err(LinkFault::Skipped);
    }
    if config.exclude.iter().any(|p| !p.is_empty() && (url.starts_with(p) || address.starts_with(p))) {
        return Err(LinkFault::Skipped);
    }
    if config.allow_private != AllowPrivate::All && is_private_as_written(&uri) {
        return Err(LinkFault::Skipped);
    }
    let host = authority.to_owned();
    let uri = Uri::try_from(address).map_err(|_| LinkFault::Other)?;
    Ok(Page { host, uri })
}

fn is_private_as_written(uri: &Uri) -> bool {
    uri.host_ip().is_some_and(|ip| !is_public(ip)) || uri.domain().is_some_and(is_localhost)
}

fn is_localhost(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name == "localhost" || name.ends_with(".localhost")
}

/// A name that had to be looked up on the network.
fn is_named(uri: &Uri) -> bool {
    uri.domain().is_some_and(|name| !is_localhost(name))
}

async fn ask(client: Arc<Client>, uri: Uri, vet: bool, patience: Duration) -> Answer {
    if vet && leads_inside(&uri).await {
        return Answer::Private;
    }
    match tokio::time::timeout(patience, client.check(uri)).await {
        Err(_) => Answer::Status(LinkStatus::Unknown(LinkFault::Timeout)),
        Ok(Err(_)) => Answer::Status(LinkStatus::Unknown(LinkFault::Other)),
        Ok(Ok(response)) => read(&response),
    }
}

/// Whether a host's name leads to an address that is not public. A name that is not found is let
/// through: the request will say so better, and behind a proxy only the proxy can find it.
async fn leads_inside(uri: &Uri) -> bool {
    let Some(name) = uri.domain().map(str::to_owned) else { return false };
    let look_up = tokio::task::spawn_blocking(move || {
        (name.as_str(), 0).to_socket_addrs().is_ok_and(|mut found| found.any(|a| !is_public(a.ip())))
    });
    matches!(tokio::time::timeout(LOOK_UP, look_up).await, Ok(Ok(true)))
}

fn read(response: &Response) -> Answer {
    let followed = response.redirects().map_or(0, |r| r.count());
    Answer::Status(match response.status() {
        Status::Ok(code) => by_code(code.as_u16(), followed),
        Status::Error(ErrorKind::RejectedStatusCode(code)) => by_code(code.as_u16(), followed),
        Status::Error(kind @ ErrorKind::NetworkRequest(_)) => return by_error(kind),
        Status::Timeout(_) => LinkStatus::Unknown(LinkFault::Timeout),
        Status::Excluded => LinkStatus::Unknown(LinkFault::Skipped),
        _ => LinkStatus::Unknown(LinkFault::Other),
    })
}

/// Only « not found » and « gone » say that a page is not there. A redirect that is the last word
/// after as many as we follow is one too many; without that, it is a status like another.
fn by_code(code: u16, followed: usize) -> LinkStatus {
    match code {
        200..=299 => LinkStatus::Alive,
        404 | 410 => LinkStatus::Broken(LinkFault::Status(code)),
        300..=399 if followed >= REDIRECTS => LinkStatus::Unknown(LinkFault::Redirects),
        _ => LinkStatus::Unknown(LinkFault::Status(code)),
    }
}

/// Tells failures of the network apart, by the causes of the error. The types in that chain belong
/// to crates we do not name, hence the words: « dns error » is what the http client says, and what
/// follows is the system's. Any wording we do not know leaves the host in doubt, never broken.
fn by_error(error: &(dyn Error + 'static)) -> Answer {
    const NO_SUCH_HOST: [&str; 4] =
        ["not known", "host is known", "No address associated", "does not resolve"];
    let mut fault = LinkFault::Connection;
    for cause in std::iter::successors(Some(error), |e| (*e).source()) {
        if cause.to_string() == "dns error" {
            fault = LinkFault::Host;
        }
        if let Some(io) = cause.downcast_ref::<io::Error>() {
            let text = io.to_string();
            match (fault, innermost(io).kind()) {
                (LinkFault::Host, _) if NO_SUCH_HOST.iter().any(|words| text.contains(words)) => {
                    return Answer::NoSuchHost;
                }
                (LinkFault::Connection, io::ErrorKind::TimedOut) => fault = LinkFault::Timeout,
                // TLS hands its refusals over as data it cannot accept.
                (LinkFault::Connection, io::ErrorKind::InvalidData) => fault = LinkFault::Certificate,
                _ => {}
            }
        }
    }
    Answer::Status(LinkStatus::Unknown(fault))
}

/// The error of the system inside those that only wrap it; `source()` passes over it.
fn innermost(mut error: &io::Error) -> &io::Error {
    while let Some(inner) = error.get_ref().and_then(|e| e.downcast_ref::<io::Error>()) {
        error = inner;
    }
    error
}

fn comes_from_a_server(status: &LinkStatus) -> bool {
    match status {
        LinkStatus::Alive => true,
        LinkStatus::Broken(fault) | LinkStatus::Unknown(fault) => {
            matches!(fault, LinkFault::Status(_) | LinkFault::Redirects)
        }
    }
}

/// What a host may do only so many times in a row.
fn is_failure(status: &LinkStatus) -> bool {
    let LinkStatus::Unknown(fault) = status else { return false };
    matches!(fault, LinkFault::Timeout | LinkFault::Connection | LinkFault::Host | LinkFault::Status(429))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{0}")]
    struct Layer(&'static str, #[source] io::Error);

    fn told(layer: &'static str, io: io::Error) -> String {
        match by_error(&Layer(layer, io)) {
            Answer::Status(status) => format!("{status:?}"),
            Answer::NoSuchHost => "no such host".to_owned(),
            Answer::Private => "private".to_owned(),
        }
    }

    #[test]
    fn errors_are_told_apart_by_their_causes() {
        use io::ErrorKind::{ConnectionRefused, InvalidData, Other, TimedOut};
        let look_up =
            |why: &str| io::Error::new(Other, format!("failed to lookup address information: {why}"));
        let cases = [
            ("dns error", look_up("Name or service not known"), "no such host"),
            ("dns error", look_up("nodename nor servname provided, or not known"), "no such host"),
            ("dns error", look_up("Temporary failure in name resolution"), "Unknown(Host)"),
            ("dns error", look_up("Non-recoverable failure in name resolution"), "Unknown(Host)"),
            ("dns error", io::Error::from(TimedOut), "Unknown(Host)"),
            (
                "client error (Connect)",
                io::Error::other(io::Error::new(InvalidData, "expired")),
                "Unknown(Certificate)",
            ),
            ("tcp connect error", io::Error::from(ConnectionRefused), "Unknown(Connection)"),
            ("tcp connect error", io::Error::from(TimedOut), "Unknown(Timeout)"),
            // The words of the system mean a missing host only under a failed look-up.
            ("tcp connect error", io::Error::new(Other, "not known"), "Unknown(Connection)"),
        ];
        for (layer, io, expected) in cases {
            let words = io.to_string();
            assert_eq!(told(layer, io), expected, "{layer}: {words}");
        }
    }

    #[test]
    fn a_missing_host_is_broken_only_if_another_name_answered() {
        let config = LinksConfig { timeout: 1, ..LinksConfig::default() };
        let gone = "http://gone.fr/".to_owned();
        let cases = [
            ("http://up.fr/", LinkStatus::Alive, LinkStatus::Broken(LinkFault::Host)),
            (
                "http://up.fr/",
                LinkStatus::Unknown(LinkFault::Status(503)),
                LinkStatus::Broken(LinkFault::Host),
            ),
            ("http://up.fr/", LinkStatus::Unknown(LinkFault::Timeout), LinkStatus::Unknown(LinkFault::Host)),
            // A number in place of a name says nothing of look-ups.
            ("http://1.1.1.1/", LinkStatus::Alive, LinkStatus::Unknown(LinkFault::Host)),
        ];
        for (other, status, expected) in cases {
            let urls = [gone.clone(), other.to_owned()];
            let mut run = Run::new(&urls, &config, &|_, _| ());
            while let Some((asked, _)) = run.next_page() {
                let it_is_gone = asked.host == "gone.fr";
                run.hear(
                    &asked,
                    if it_is_gone { Answer::NoSuchHost } else { Answer::Status(status.clone()) },
                );
            }
            assert_eq!(run.finish().get(&gone), Some(&expected), "{other} {status:?}");
        }
    }

    #[test]
    fn a_host_goes_alone_first_then_four_at_a_time_and_is_left_alone_after_five_failures() {
        let config = LinksConfig { timeout: 1, ..LinksConfig::default() };
        let urls: Vec<String> = (0..50).map(|n| format!("http://slow.fr/{n}")).collect();
        let mut run = Run::new(&urls, &config, &|_, _| ());
        let late = || Answer::Status(LinkStatus::Unknown(LinkFault::Timeout));

        let (first, _) = run.next_page().unwrap();
        assert!(run.next_page().is_none(), "the first goes alone");
        run.hear(&first, late());
        let four: Vec<Page> = std::iter::from_fn(|| run.next_page()).map(|(page, _)| page).collect();
        assert_eq!(four.len(), PER_HOST);
        for page in &four {
            run.hear(page, late());
        }
        assert!(run.next_page().is_none(), "left alone");
        let statuses = run.finish();
        assert_eq!(statuses.len(), 50);
        assert!(statuses.values().all(|s| *s == LinkStatus::Unknown(LinkFault::Timeout)));
    }
}
