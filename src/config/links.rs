//! `[links]`: how external links are checked, and whom they may ask.

use super::faults::checked;
use super::set;
use crate::data::{Fields, Map, Value};
use crate::finding::{Message, Problem, ProblemKind};
use crate::source::Spanned;

/// `[links]`: how external links are checked.
#[derive(Clone, Debug)]
pub struct LinksConfig {
    /// Seconds before an answer is given up.
    pub timeout: u64,
    /// Addresses left unchecked: prefixes.
    pub exclude: Vec<String>,
    /// Private and loopback addresses that may be asked.
    pub allow_private: AllowPrivate,
    /// Who we say we are, beside the program’s name: an address of contact.
    pub contact: Option<String>,
    /// Days for which an address that answered is not asked again.
    pub fresh_days: u64,
    /// Requests at once to one host.
    pub per_host: u64,
    /// Requests at once, all hosts together.
    pub at_once: u64,
    /// Milliseconds between the visits of two pages of one host.
    pub pause: u64,
    /// The beginning of pages is read, to tell those that answer « not found » with a code of success.
    pub read_pages: bool,
}

impl LinksConfig {
    /// Whether an address, as typed, is one that is never asked.
    pub fn excludes(&self, address: &str) -> bool {
        self.exclude.iter().any(|prefix| !prefix.is_empty() && address.starts_with(prefix.as_str()))
    }
}

/// `[links] allow_private`: hosts that are not public and may be asked all the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum AllowPrivate {
    /// None.
    #[default]
    None,
    /// These, as written in an address, in small letters.
    Hosts(Vec<String>),
    /// All of them.
    All,
}

impl AllowPrivate {
    /// Whether a host, as an address has it, may be asked wherever it leads.
    pub fn holds(&self, host: &str) -> bool {
        match self {
            Self::None => false,
            Self::All => true,
            Self::Hosts(hosts) => hosts.iter().any(|known| known.eq_ignore_ascii_case(host)),
        }
    }
}

impl Default for LinksConfig {
    fn default() -> Self {
        Self {
            timeout: 20,
            exclude: Vec::new(),
            allow_private: AllowPrivate::None,
            contact: None,
            fresh_days: 7,
            per_host: 4,
            at_once: 32,
            pause: 200,
            read_pages: true,
        }
    }
}

impl LinksConfig {
    pub(super) fn read(&mut self, map: &Map, problems: &mut Vec<Problem>) {
        let mut fields = Fields::of(map, problems);
        let mut number = |key, least: u64, most: u64| {
            let number = fields.int(key)?;
            let known = u64::try_from(number.value).ok().filter(|n| (least..=most).contains(n));
            if known.is_none() {
                let message = Message::key("config.between").with("key", key);
                let message = message.with("least", least.to_string()).with("most", most.to_string());
                fields.problems().push(Problem::new(ProblemKind::InvalidValue, number.span, message));
            }
            known
        };
        self.timeout = number("timeout", 1, 600).unwrap_or(self.timeout);
        self.fresh_days = number("fresh_days", 0, 365).unwrap_or(self.fresh_days);
        self.per_host = number("per_host", 1, 64).unwrap_or(self.per_host);
        self.at_once = number("at_once", 1, 512).unwrap_or(self.at_once);
        self.pause = number("pause", 0, 60_000).unwrap_or(self.pause);
        self.exclude = fields.texts("exclude").into_iter().map(|t| t.value).collect();
        self.allow_private = allow_private(&mut fields);
        set(&mut self.read_pages, fields.bool("read_pages"));
        self.contact = fields.text("contact").map(|t| t.value);
        fields.finish();
    }
}

/// Hosts that are not public and may be asked: a list, one alone, or all.
fn allow_private(fields: &mut Fields<'_, '_>) -> AllowPrivate {
    const KEY: &str = "allow_private";
    let Some(node) = fields.filled(KEY).cloned() else { return AllowPrivate::None };
    let is_host = |text: &&str| {
        let letters = text.chars().any(|c| matches!(c, '.' | ':')) || text.eq_ignore_ascii_case("localhost");
        letters || text.contains('-')
    };
    let typed = match (&node.value, node.as_bool(), node.as_text().filter(is_host)) {
        (Value::List(_), ..) => fields.texts(KEY),
        (_, Some(true), _) => return AllowPrivate::All,
        (_, Some(false), _) => return AllowPrivate::None,
        (_, None, Some(host)) => vec![Spanned::new(host.to_owned(), node.span)],
        (_, None, None) => {
            let problem =
                Problem::new(ProblemKind::InvalidValue, node.span, Message::key("config.allow-private-form"));
            fields.problems().push(problem.help(Message::key("config.allow-private-example")));
            return AllowPrivate::None;
        }
    };
    let hosts = typed.into_iter().filter_map(|host| checked(fields, host, host_fault));
    AllowPrivate::Hosts(hosts.map(as_in_address).collect())
}

/// A host as an address has it: numbers of IPv6 stand between brackets.
fn as_in_address(host: String) -> String {
    if host.parse::<core::net::Ipv6Addr>().is_ok() { format!("[{host}]") } else { host }
}

/// The name of a host, or its numbers, alone.
fn host_fault(typed: &str) -> Option<(Message, Message)> {
    let inside = typed.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(typed);
    if inside.parse::<core::net::Ipv6Addr>().is_ok() {
        return None;
    }
    let odd = |c: char| c.is_whitespace() || c.is_control() || "/\\:?#@*[]".contains(c);
    if !typed.is_empty() && !typed.contains(odd) {
        return None;
    }
    let rest = typed.split_once("://").map_or(typed, |(_, rest)| rest);
    let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or("");
    let port = |(_, port): &(&str, &str)| port.bytes().all(|b| b.is_ascii_digit());
    let host = authority.rsplit_once(':').filter(port).map_or(authority, |(host, _)| host);
    let help = match host.is_empty() || host.contains(odd) {
        true => Message::key("config.allow-private-example"),
        false => Message::key("config.allow-private-write").with("host", host),
    };
    Some((Message::key("config.allow-private").with("value", typed), help))
}
