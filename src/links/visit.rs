//! The visit of one page: lychee asks for its head; what that leaves open, the guarded client looks into:
//! redirects, a refused `HEAD`, the beginning of the page, its anchors, and whether `https` would do.

use std::time::Duration;

use lychee_lib::ratelimit::RateLimitConfig;
use lychee_lib::{Client, ClientBuilder, ErrorKind, Status, Uri};
use reqwest::header::{CONTENT_TYPE, HeaderMap, LOCATION, RETRY_AFTER, SET_COOKIE};
use reqwest::{Response, Url};

use super::errors::{self, Failure};
use super::guard::{Guard, Refusal};
use super::page::PageRead;
use super::{LinksError, REDIRECTS};
use crate::config::{AllowPrivate, LinksConfig};
use crate::site::{Answer, LinkFault, Moved, SoftFailure, percent_decode};

/// How much of a page is read to know its title, and to know its anchors.
const BEGINNING: usize = 64 << 10;
const WHOLE: usize = 2 << 20;
/// Files that are no page: their beginning says nothing.
const FILES: [&str; 16] = [
    "pdf", "zip", "odt", "ods", "odp", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "csv", "jpg", "jpeg",
    "png", "svg",
];

/// What a visit taught.
#[derive(Debug)]
pub(super) struct Heard {
    pub(super) answer: Answer,
    /// The host has no address.
    pub(super) no_such_host: bool,
    /// The name of the host leads to an address that is not public.
    pub(super) private_host: bool,
    /// What went wrong did so on another host, after a redirect.
    pub(super) elsewhere: bool,
    /// The server says when to come back.
    pub(super) come_back: Option<Duration>,
}

impl Heard {
    fn of(answer: Answer) -> Self {
        Self { answer, no_such_host: false, private_host: false, elsewhere: false, come_back: None }
    }

    pub(super) fn fault(fault: LinkFault) -> Self {
        Self::of(Answer::of(Some(fault)))
    }

    fn failed(failure: Failure) -> Self {
        match failure {
            Failure::NoSuchHost => Self { no_such_host: true, ..Self::fault(LinkFault::LookUp) },
            Failure::Fault(fault) => Self::fault(fault),
        }
    }
}

/// Who visits.
pub(super) struct Visitor {
    lychee: Client,
    guard: Guard,
    /// The beginning of pages is read.
    reads_pages: bool,
}

/// Where redirects end.
struct Arrival {
    response: Response,
    url: Url,
    /// There were redirects, and each was permanent; none without any.
    permanent: Option<bool>,
}

impl Visitor {
    pub(super) fn new(config: &LinksConfig) -> Result<Self, LinksError> {
        let agent = super::user_agent(config);
        let per_host = usize::try_from(config.per_host).unwrap_or(1);
        let lychee = ClientBuilder::builder()
            .schemes(std::collections::HashSet::from(["http".to_owned(), "https".to_owned()]))
            .method(reqwest::Method::HEAD)
            .exclude_all_private(config.allow_private == AllowPrivate::None)
            .max_redirects(0_usize)
            // Retries and pauses are ours: they hold for the guarded client too.
            .max_retries(0_u64)
            .timeout(super::timeout(config))
            .user_agent(agent.as_str())
            .rate_limit_config(RateLimitConfig {
                concurrency: per_host,
                request_interval: Duration::from_millis(1),
            })
            .build()
            .client()
            .map_err(|error| LinksError::Client(Box::new(error)))?;
        let guard = Guard::new(config, &agent).map_err(|error| LinksError::Client(Box::new(error)))?;
        Ok(Self { lychee, guard, reads_pages: config.read_pages })
    }

    /// Visits a page: `anchors` are looked for in it. `is_first` on a host looks its name up; `direct` leaves
    /// lychee out, which would wait of its own accord on a host that was in trouble.
    pub(super) async fn visit(&self, url: &Url, anchors: &[String], is_first: bool, direct: bool) -> Heard {
        let vetted = if is_first { self.guard.look_up(url).await } else { self.guard.vet(url) };
        match vetted {
            Ok(()) => {}
            Err(Refusal::Private) => return Heard { private_host: true, ..Heard::fault(LinkFault::Private) },
            Err(Refusal::Form) => return Heard::fault(LinkFault::Skipped),
        }
        let head = if direct { None } else { self.head(url).await };
        let is_there = match head {
            Some(Ok(200..=299)) if !self.is_read(url, anchors) => {
                return Heard::of(self.whole(url, None).await);
            }
            Some(Ok(200..=299)) => true,
            // It is no time to ask again.
            Some(Ok(429)) => return Heard::fault(LinkFault::Status(429)),
            Some(Err(failure @ (Failure::NoSuchHost | Failure::Fault(LinkFault::Certificate)))) => {
                return Heard::failed(failure);
            }
            Some(Err(Failure::Fault(LinkFault::Skipped))) => return Heard::fault(LinkFault::Skipped),
            // Any other refusal of a `HEAD` proves nothing.
            Some(Ok(_) | Err(_)) | None => false,
        };
        let heard = self.follow(url, anchors).await;
        let balks = matches!(
            heard.answer.fault,
            Some(LinkFault::Status(code)) if !matches!(code, 404 | 410)
        ) || matches!(heard.answer.fault, Some(LinkFault::Timeout | LinkFault::Connection));
        // A server that answers `HEAD` and balks at `GET` has the page all the same.
        if is_there && balks { Heard::of(self.whole(url, None).await) } else { heard }
    }

    /// Whether the beginning of a page is worth reading.
    fn is_read(&self, url: &Url, anchors: &[String]) -> bool {
        let extension = url.path().rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        let is_file = extension.is_some_and(|extension| FILES.contains(&extension.as_str()));
        !is_file && (self.reads_pages || !anchors.is_empty())
    }

    /// The status of the head of a page; none when lychee cannot say.
    async fn head(&self, url: &Url) -> Option<Result<u16, Failure>> {
        let response = self.lychee.check(Uri::from(url.clone())).await.ok()?;
        match response.status() {
            Status::Ok(code) | Status::Error(ErrorKind::RejectedStatusCode(code)) => Some(Ok(code.as_u16())),
            Status::Error(kind @ ErrorKind::NetworkRequest(_)) => Some(Err(errors::read(kind))),
            Status::Timeout(_) => Some(Err(Failure::Fault(LinkFault::Timeout))),
            Status::Excluded => Some(Err(Failure::Fault(LinkFault::Skipped))),
            _ => None,
        }
    }

    /// Asks for the page itself, through its redirects.
    async fn follow(&self, url: &Url, anchors: &[String]) -> Heard {
        let arrival = match self.arrive(url).await {
            Ok(arrival) => arrival,
            Err((failure, elsewhere)) => return Heard { elsewhere, ..Heard::failed(failure) },
        };
        let elsewhere = arrival.permanent.is_some();
        let come_back = come_back(arrival.response.headers());
        let code = arrival.response.status().as_u16();
        let is_challenge =
            arrival.response.headers().get("cf-mitigated").is_some_and(|value| value == "challenge");
        if !(200..=299).contains(&code) {
            let fault = if is_challenge { LinkFault::Challenge } else { LinkFault::Status(code) };
            return Heard { come_back, elsewhere, ..Heard::fault(fault) };
        }
        let moved = arrival.permanent.map(|permanent| Moved { to: arrival.url.clone().into(), permanent });
        let home = moved.is_some() && is_home(&arrival.url) && !is_home(url);
        let arrived = arrival.url.clone();
        let page = if self.is_read(&arrived, anchors) { read(arrival.response, anchors).await } else { None };
        if page.as_ref().is_some_and(PageRead::is_challenge) {
            return Heard { elsewhere, ..Heard::fault(LinkFault::Challenge) };
        }
        let mut answer = self.whole(url, moved).await;
        answer.soft = match &page {
            _ if home => Some(SoftFailure::Home),
            Some(page) => page.soft_failure(),
            None => None,
        };
        if let Some(page) = page {
            let known = |anchor: &String| Some((anchor.clone(), page.has(&percent_decode(anchor))?));
            answer.anchors = anchors.iter().filter_map(known).collect();
        }
        Heard::of(answer)
    }

    /// What is said of a page that answers, once it is known whether `https` would do.
    async fn whole(&self, url: &Url, moved: Option<Moved>) -> Answer {
        let mut answer = Answer { moved, ..Answer::of(None) };
        let mut secure = url.clone();
        if url.scheme() == "http" && url.port().is_none() && secure.set_scheme("https").is_ok() {
            let bare = |address: &str| address.trim_end_matches('/').to_owned();
            if let Some(moved) = &answer.moved {
                answer.secure = bare(&moved.to) == bare(secure.as_str());
            } else {
                let arrived = self.arrive(&secure).await;
                // One that leads back to `http`, or elsewhere, is no better.
                answer.secure = arrived.is_ok_and(|arrival| {
                    arrival.response.status().is_success() && arrival.url.as_str() == secure.as_str()
                });
            }
        }
        answer
    }

    /// Follows redirects to their end; of a failure, whether it came after a redirect.
    async fn arrive(&self, url: &Url) -> Result<Arrival, (Failure, bool)> {
        let mut url = url.clone();
        let mut met = vec![url.clone()];
        let mut permanent: Option<bool> = None;
        let mut wants_cookies = false;
        loop {
            let elsewhere = met.len() > 1;
            let failed = |failure| {
                Err(match failure {
                    // A name was found before this one: it is no fault of ours.
                    Failure::NoSuchHost if elsewhere => (Failure::Fault(LinkFault::Host), elsewhere),
                    failure => (failure, elsewhere),
                })
            };
            match self.guard.vet(&url) {
                Ok(()) => {}
                Err(Refusal::Private) => return failed(Failure::Fault(LinkFault::Private)),
                Err(Refusal::Form) => return failed(Failure::Fault(LinkFault::Other)),
            }
            let response = match self.guard.get(&url).await {
                Ok(response) => response,
                Err(error) => return failed(errors::read(&error)),
            };
            let code = response.status().as_u16();
            // Browsers follow addresses whose accents are typed as they are.
            let location = response.headers().get(LOCATION);
            let location = location.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
            let next = match (code, location) {
                (301 | 302 | 303 | 307 | 308, Some(location)) => url.join(&location),
                _ => return Ok(Arrival { response, url, permanent }),
            };
            let Ok(next) = next else { return failed(Failure::Fault(LinkFault::Status(code))) };
            wants_cookies |= response.headers().contains_key(SET_COOKIE);
            permanent = Some(permanent.unwrap_or(true) && matches!(code, 301 | 308));
            if met.contains(&next) {
                // Some sites turn round as long as their cookie is refused: a browser gets there.
                let fault = if wants_cookies { LinkFault::Other } else { LinkFault::Redirects };
                return failed(Failure::Fault(fault));
            }
            if met.len() > REDIRECTS {
                return failed(Failure::Fault(LinkFault::Other));
            }
            met.push(next.clone());
            url = next;
        }
    }
}

/// Reads HTML up to a bound, of bytes once decoded; none for what is not HTML, or was cut short.
async fn read(mut response: Response, anchors: &[String]) -> Option<PageRead> {
    let kind = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok())?;
    let kind = kind.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    if !matches!(kind.as_str(), "text/html" | "application/xhtml+xml") {
        return None;
    }
    let most = if anchors.is_empty() { BEGINNING } else { WHOLE };
    let mut body: Vec<u8> = Vec::new();
    let whole = loop {
        match response.chunk().await {
            Ok(Some(chunk)) => body.extend(chunk.iter().take(most - body.len())),
            Ok(None) => break true,
            // What came before the cut may tell.
            Err(_) => break false,
        }
        if body.len() >= most {
            break false;
        }
    };
    Some(PageRead::of(&String::from_utf8_lossy(&body), whole))
}

/// The wait that a server asks for, given in seconds or as a date (RFC 9110, 10.2.3).
fn come_back(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
    Some(Duration::try_from(date - jiff::Timestamp::now()).unwrap_or_default())
}

/// Whether an address is that of the first page of a site.
fn is_home(url: &Url) -> bool {
    let path = url.path().trim_matches('/').to_ascii_lowercase();
    let first = ["", "fr", "accueil", "index.html", "index.php", "home", "fr/accueil"];
    first.contains(&path.as_str()) && url.query().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_pages() {
        for (url, home) in [
            ("https://a.fr", true),
            ("https://a.fr/fr/", true),
            ("https://a.fr/accueil", true),
            ("https://a.fr/accueil/passeport", false),
            ("https://a.fr/?page=passeport", false),
        ] {
            assert_eq!(is_home(&Url::parse(url).unwrap()), home, "{url}");
        }
    }
}
