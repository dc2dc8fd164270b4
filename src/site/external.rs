//! Addresses of other sites: what they answered, and what follows from it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::finding::Message;

/// What is known of an external address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkReport {
    /// Whether it leads somewhere.
    pub status: LinkStatus,
    /// The day of its last answer.
    pub checked: Option<Date>,
    /// The first day of the failures in a row that end with the last answer.
    pub since: Option<Date>,
    /// Where it redirects to.
    pub moved: Option<Moved>,
    /// It is an `http` address, and answers as well by `https`.
    pub secure: bool,
    /// It answers, but probably not with the page that was meant.
    pub soft: Option<SoftFailure>,
    /// Whether its page has the anchor of its fragment; none without a fragment, or when nobody can say.
    pub anchor: Option<bool>,
}

impl LinkReport {
    /// What is known when nothing but a status is.
    pub fn of(status: LinkStatus) -> Self {
        Self { status, checked: None, since: None, moved: None, secure: false, soft: None, anchor: None }
    }
}

/// Whether an external address leads somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkStatus {
    /// It answers.
    Alive,
    /// It answers that there is nothing there (404, 410), or has failed on two days.
    Broken(LinkFault),
    /// Nobody can say: refused, too slow, failed once, left unchecked.
    Unknown(LinkFault),
}

/// Where an address redirects to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moved {
    /// The address where one arrives in the end, with the fragment that the last redirect gives, if it gives one.
    pub to: String,
    /// Every redirect on the way says that it is there for good (301, 308: RFC 9110, 15.4).
    pub permanent: bool,
}

/// Why a page that answers is suspected not to be the one that was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SoftFailure {
    /// Its title says that the page was not found.
    Says,
    /// A deep address redirects to the home page.
    Home,
}

/// What one request, with its redirects and its retries, taught of a page: an address without a fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Why it does not answer; none when it does.
    pub fault: Option<LinkFault>,
    /// Where it redirects to.
    pub moved: Option<Moved>,
    /// It is an `http` address, and answers as well by `https`.
    pub secure: bool,
    /// It answers, but probably not with the page that was meant.
    pub soft: Option<SoftFailure>,
    /// The fragments that were looked for in the page, and whether it has their anchors.
    pub anchors: BTreeMap<String, bool>,
}

impl Answer {
    /// An answer that says nothing but that the page is there, or why it is not.
    pub fn of(fault: Option<LinkFault>) -> Self {
        Self { fault, moved: None, secure: false, soft: None, anchors: BTreeMap::new() }
    }
}

/// Why an address is not alive; [`LinkFault::message`] says it in an editor's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkFault {
    /// The server answered with this status.
    Status(u16),
    /// The host's name does not exist, while others do.
    Host,
    /// Names cannot be looked up from here.
    LookUp,
    /// The connection failed.
    Connection,
    /// The certificate is not valid.
    Certificate,
    /// No answer in time.
    Timeout,
    /// Redirected too many times.
    Redirects,
    /// It wants a person: a page of « prove that you are not a robot ».
    Challenge,
    /// It leads, by its name or by a redirect, to an address that is not public.
    Private,
    /// Left unchecked: excluded by the settings, or not http.
    Skipped,
    /// Anything else.
    Other,
}

/// What a failure proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The page is not there.
    Certain,
    /// It may be a passing trouble: two days of it make a broken link.
    Repeated,
    /// Nothing: a browser may well see the page.
    None,
}

impl LinkFault {
    /// The names of those that are no status, in files.
    const NAMES: [(&'static str, Self); 10] = [
        ("host", Self::Host),
        ("look-up", Self::LookUp),
        ("connection", Self::Connection),
        ("certificate", Self::Certificate),
        ("timeout", Self::Timeout),
        ("redirects", Self::Redirects),
        ("challenge", Self::Challenge),
        ("private", Self::Private),
        ("skipped", Self::Skipped),
        ("other", Self::Other),
    ];

    /// Its name in files: a status is its number.
    pub fn name(self) -> String {
        match self {
            Self::Status(status) => status.to_string(),
            fault => {
                let named = Self::NAMES.iter().find(|(_, known)| *known == fault);
                named.map_or("other", |(name, _)| name).to_owned()
            }
        }
    }

    /// Reads a name, or a status between 100 and 599.
    pub fn parse(name: &str) -> Option<Self> {
        let status = || name.parse().ok().filter(|status| (100..600).contains(status)).map(Self::Status);
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, fault)| *fault).or_else(status)
    }

    /// What this failure proves of the page.
    pub fn proof(self) -> Proof {
        match self {
            Self::Status(404 | 410) => Proof::Certain,
            Self::Status(500..=599) | Self::Host | Self::Connection | Self::Certificate | Self::Redirects => {
                Proof::Repeated
            }
            Self::Status(_)
            | Self::LookUp
            | Self::Timeout
            | Self::Challenge
            | Self::Private
            | Self::Skipped
            | Self::Other => Proof::None,
        }
    }

    /// What to tell the editor of an address that is broken for sure: nothing comes of waiting.
    pub fn broken_message(self) -> Message {
        match self {
            Self::Status(code @ 500..=599) => {
                Message::key("links.broken-server").with("code", code.to_string())
            }
            Self::Host => Message::key("links.broken-host"),
            Self::Connection => Message::key("links.broken-connection"),
            Self::Certificate => Message::key("links.broken-certificate"),
            Self::Redirects => Message::key("links.broken-redirects"),
            fault => fault.message(),
        }
    }

    /// What to tell the editor. Statuses that call for different things have words of their own.
    pub fn message(self) -> Message {
        match self {
            Self::Status(code) => {
                let key = match code {
                    404 | 410 => "links.gone",
                    401 | 403 | 407 | 451 => "links.refused",
                    429 => "links.too-many-requests",
                    500..=599 => "links.server",
                    _ => "links.status",
                };
                // A code is a name, not a quantity: it is not written as a number.
                Message::key(key).with("code", code.to_string())
            }
            Self::Host => Message::key("links.host"),
            Self::LookUp => Message::key("links.look-up"),
            Self::Connection => Message::key("links.connection"),
            Self::Certificate => Message::key("links.certificate"),
            Self::Timeout => Message::key("links.timeout"),
            Self::Redirects => Message::key("links.redirects"),
            Self::Challenge => Message::key("links.challenge"),
            Self::Private => Message::key("links.private"),
            Self::Skipped => Message::key("links.skipped"),
            Self::Other => Message::key("links.other"),
        }
    }
}
