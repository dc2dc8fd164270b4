//! The guarded client: what lychee does not do safely. It asks nothing but public addresses, each checked
//! at the moment it is connected to, follows no redirect by itself, and reads no more than it is told.

use std::error::Error;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{ACCEPT, ACCEPT_LANGUAGE, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, Url};

use super::public_internet::is_public;
use crate::config::{AllowPrivate, LinksConfig};

/// How long a name may take to be looked up.
const LOOK_UP: Duration = Duration::from_secs(10);

/// A host whose name leads to an address that is not public.
#[derive(Debug, thiserror::Error)]
#[error("not a public address")]
pub(super) struct NotPublic;

/// Why an address must not be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It is not `http` or `https`, has no host, or carries a name or a password.
    Form,
    /// It leads to an address that is not public.
    Private,
}

pub(super) struct Guard {
    client: Client,
    allow: AllowPrivate,
    names: Names,
}

/// What looks a name up.
type Names = fn(String) -> Pin<Box<dyn Future<Output = io::Result<Vec<SocketAddr>>> + Send>>;

/// The names as the system knows them.
fn of_the_system(name: String) -> Pin<Box<dyn Future<Output = io::Result<Vec<SocketAddr>>> + Send>> {
    Box::pin(async move {
        let found = tokio::time::timeout(LOOK_UP, tokio::net::lookup_host((name.as_str(), 0))).await;
        Ok(found.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??.collect())
    })
}

impl Guard {
    pub(super) fn new(config: &LinksConfig, agent: &str) -> Result<Self, reqwest::Error> {
        Self::with(config, agent, of_the_system)
    }

    fn with(config: &LinksConfig, agent: &str, names: Names) -> Result<Self, reqwest::Error> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("text/html,application/xhtml+xml,*/*;q=0.8"));
        headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static("fr,en;q=0.7,*;q=0.5"));
        let timeout = super::timeout(config);
        let client = Client::builder()
            .redirect(Policy::none())
            .referer(false)
            .user_agent(agent)
            .default_headers(headers)
            .connect_timeout(timeout.min(LOOK_UP))
            .timeout(timeout)
            .dns_resolver(Arc::new(PublicOnly {
                allow: config.allow_private.clone(),
                proxies: proxies(),
                names,
            }))
            .build()?;
        Ok(Self { client, allow: config.allow_private.clone(), names })
    }

    /// Whether an address may be asked, as far as it can be told from how it is written.
    pub(super) fn vet(&self, url: &Url) -> Result<(), Refusal> {
        vet(url, &self.allow)
    }

    /// The same, once its name was looked up. A name that is not found is let through: the request will say
    /// so better, and behind a proxy only the proxy can find it.
    pub(super) async fn look_up(&self, url: &Url) -> Result<(), Refusal> {
        self.vet(url)?;
        let Some(name) = url.domain().filter(|name| !self.allow.holds(name)) else { return Ok(()) };
        let found = (self.names)(name.to_owned()).await.unwrap_or_default();
        if found.iter().any(|address| !is_public(address.ip())) { Err(Refusal::Private) } else { Ok(()) }
    }

    /// Asks for a page, which must have been vetted; its body is still to be read.
    pub(super) async fn get(&self, url: &Url) -> Result<Response, reqwest::Error> {
        self.client.get(url.clone()).send().await
    }
}

/// Whether an address may be asked, as it is written: the parser has made one form of the many that an
/// IPv4 address has (`127.1`, `0x7f000001`, `0177.0.0.1`).
pub(super) fn vet(url: &Url, allow: &AllowPrivate) -> Result<(), Refusal> {
    // Sending a password found in a page would use it, and show it to a proxy’s log.
    let plain =
        matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
    let Some(host) = url.host_str().filter(|_| plain) else { return Err(Refusal::Form) };
    if allow.holds(host) {
        return Ok(());
    }
    let literal: Option<IpAddr> = host.trim_start_matches('[').trim_end_matches(']').parse().ok();
    let private = match literal {
        Some(ip) => !is_public(ip),
        None => is_local_name(host),
    };
    if private { Err(Refusal::Private) } else { Ok(()) }
}

/// Names that never leave this machine or this network (RFC 6761, RFC 6762, RFC 8375), whatever a resolver
/// says of them.
fn is_local_name(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    ["localhost", "local", "internal", "home.arpa"]
        .iter()
        .any(|name| host.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
}

/// Looks names up, and gives no address that is not public: what is checked is what is connected to.
struct PublicOnly {
    allow: AllowPrivate,
    /// Hosts of the proxies that the environment names: they stand inside, and look at what goes out.
    proxies: Vec<String>,
    names: Names,
}

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let name = name.as_str().to_owned();
        let allowed =
            self.allow.holds(&name) || self.proxies.iter().any(|proxy| proxy.eq_ignore_ascii_case(&name));
        let found = (self.names)(name);
        Box::pin(async move {
            let found = found.await?;
            if !allowed && found.iter().any(|address| !is_public(address.ip())) {
                return Err(Box::new(NotPublic) as Box<dyn Error + Send + Sync>);
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// The hosts of the proxies that reqwest takes from the environment.
fn proxies() -> Vec<String> {
    let names = ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];
    let typed = names.iter().filter_map(|name| std::env::var(name).ok());
    let host = |typed: String| {
        let typed = if typed.contains("://") { typed } else { format!("http://{typed}") };
        Url::parse(&typed).ok()?.host_str().map(str::to_owned)
    };
    typed.filter_map(host).collect()
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, TcpListener};
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::super::errors::{self, Failure};
    use super::*;
    use crate::site::LinkFault;

    /// A name server that lies: `inside.test` is here, `turns.test` is public the first time it is asked.
    fn liar(name: String) -> Pin<Box<dyn Future<Output = io::Result<Vec<SocketAddr>>> + Send>> {
        static ASKED: AtomicUsize = AtomicUsize::new(0);
        let here = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let address = match name.as_str() {
            "turns.test" if ASKED.fetch_add(1, Ordering::SeqCst) == 0 => SocketAddr::from(([1, 1, 1, 1], 0)),
            _ => here,
        };
        Box::pin(std::future::ready(Ok(vec![address])))
    }

    #[test]
    fn a_name_that_leads_inside_is_never_connected_to_even_when_it_changes_its_mind() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let url = |name: &str| Url::parse(&format!("http://{name}:{port}/")).unwrap();
        let config = LinksConfig {
            timeout: 1,
            allow_private: AllowPrivate::Hosts(vec!["intranet.test".to_owned()]),
            ..LinksConfig::default()
        };
        let guard = Guard::with(&config, "limpide", liar).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            assert_eq!(guard.look_up(&url("inside.test")).await, Err(Refusal::Private));
            assert_eq!(guard.look_up(&url("turns.test")).await, Ok(()));
            for name in ["inside.test", "turns.test"] {
                let error = guard.get(&url(name)).await.unwrap_err();
                assert_eq!(errors::read(&error), Failure::Fault(LinkFault::Private), "{name}");
            }
            assert!(listener.accept().is_err(), "nobody came");
            assert_eq!(guard.look_up(&url("intranet.test")).await, Ok(()));
            let _ = guard.get(&url("intranet.test")).await;
            assert!(listener.accept().is_ok(), "what is allowed is connected to");
        });
    }
}
