//! What the world says of a site, handed in from outside.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::finding::Message;

use super::History;

/// What the world says of the site, handed in from outside.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The day the site is checked and built for.
    pub today: Date,
    /// What external links answered, by address; empty unless they were asked.
    pub external: BTreeMap<String, LinkStatus>,
    /// When pages changed; empty unless it was asked.
    pub history: History,
}

impl Facts {
    /// The facts of a day, when the world was asked nothing else.
    pub fn on(today: Date) -> Self {
        Self { today, external: BTreeMap::new(), history: History::default() }
    }
}

/// What an external address answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkStatus {
    /// It answers.
    Alive,
    /// It answers that there is nothing there (404, 410), or its host does not exist.
    Broken(LinkFault),
    /// Nobody can say: refused, too slow, server in trouble, left unchecked.
    Unknown(LinkFault),
}

/// Why an address is not alive; [`LinkFault::message`] says it in an editor's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkFault {
    /// The server answered with this status.
    Status(u16),
    /// The host's name is not known.
    Host,
    /// The connection failed.
    Connection,
    /// The certificate is not valid.
    Certificate,
    /// No answer in time.
    Timeout,
    /// Redirected too many times.
    Redirects,
    /// Left unchecked: private, excluded, or not http.
    Skipped,
    /// Anything else.
    Other,
}

impl LinkFault {
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
            Self::Connection => Message::key("links.connection"),
            Self::Certificate => Message::key("links.certificate"),
            Self::Timeout => Message::key("links.timeout"),
            Self::Redirects => Message::key("links.redirects"),
            Self::Skipped => Message::key("links.skipped"),
            Self::Other => Message::key("links.other"),
        }
    }
}
