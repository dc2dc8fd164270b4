//! The kinds that tell what is known of addresses of other sites: `broken-external-link`,
//! `unsure-external-link`, `moved-external-link`, `insecure-external-link`, `soft-broken-external-link`,
//! `missing-external-anchor`. They look wherever the site uses such addresses, registries included.

use std::collections::BTreeMap;

use crate::data::Fields;
use crate::finding::{Arg, Finding, Fix, Message};
use crate::lint::rule::Rule;
use crate::site::{
    ExternalUse, LinkFault, LinkReport, LinkStatus, Site, SoftFailure, anchor_of, without_fragment,
};
use crate::source::Span;

use super::Check;
use super::destinations::replacing;
use super::kind::{Case, Form, Kind, Param, SHOWN, texts};

/// Tells what is known of external addresses.
#[derive(Clone, Debug)]
pub struct External {
    what: What,
    /// Of redirects: parts of addresses that are not offered in place of another one.
    except: Vec<String>,
}

/// What is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Broken,
    Unsure,
    Moved,
    Insecure,
    Soft,
    Anchor,
}

/// The kind `broken-external-link`.
pub(super) const BROKEN: Kind = Kind {
    elsewhere: true,
    external: true,
    read: |_, _| read(What::Broken),
    ..Kind::new(
        "broken-external-link",
        "kind.broken-external-link",
        &[
            Case::of("status", &["address", "status"]),
            Case::of("server", &["address", "status"]),
            Case::of("host", &["address"]),
            Case::of("certificate", &["address"]),
            Case::of("redirects", &["address"]),
            Case::of("other", &["address"]),
        ],
    )
};

/// The kind `unsure-external-link`.
pub(super) const UNSURE: Kind = Kind {
    external: true,
    read: |_, _| read(What::Unsure),
    ..Kind::new(
        "unsure-external-link",
        "kind.unsure-external-link",
        &[
            Case::of("refused", &["address"]),
            Case::of("silent", &["address"]),
            Case::of("certificate", &["address"]),
            Case::of("private", &["address"]),
            Case::of("other", &["address"]),
        ],
    )
};

/// The kind `moved-external-link`.
pub(super) const MOVED: Kind = Kind {
    external: true,
    params: &[Param::optional("except", Form::Texts, "param.moved-except")],
    read: |fields, _| read_moved(fields),
    ..Kind::new("moved-external-link", "kind.moved-external-link", &[Case::only(&["address", "to"])])
};

/// The kind `insecure-external-link`.
pub(super) const INSECURE: Kind = Kind {
    external: true,
    read: |_, _| read(What::Insecure),
    ..Kind::new("insecure-external-link", "kind.insecure-external-link", &[Case::only(&["address", "to"])])
};

/// The kind `soft-broken-external-link`.
pub(super) const SOFT: Kind = Kind {
    external: true,
    read: |_, _| read(What::Soft),
    ..Kind::new(
        "soft-broken-external-link",
        "kind.soft-broken-external-link",
        &[Case::of("says", &["address"]), Case::of("home", &["address"])],
    )
};

/// The kind `missing-external-anchor`.
pub(super) const ANCHOR: Kind = Kind {
    external: true,
    read: |_, _| read(What::Anchor),
    ..Kind::new(
        "missing-external-anchor",
        "kind.missing-external-anchor",
        &[Case::only(&["address", "anchor"])],
    )
};

fn read(what: What) -> Option<Check> {
    Some(Check::External(External { what, except: Vec::new() }))
}

fn read_moved(fields: &mut Fields) -> Option<Check> {
    let except = texts(fields, "except").iter().map(|text| text.to_lowercase()).collect();
    Some(Check::External(External { what: What::Moved, except }))
}

/// What a rule says of an address.
struct Said {
    case: &'static str,
    args: Vec<(&'static str, Arg)>,
    /// What may be typed in its place.
    instead: Option<String>,
}

impl External {
    pub(super) fn kind(&self) -> &'static Kind {
        match self.what {
            What::Broken => &BROKEN,
            What::Unsure => &UNSURE,
            What::Moved => &MOVED,
            What::Insecure => &INSECURE,
            What::Soft => &SOFT,
            What::Anchor => &ANCHOR,
        }
    }

    pub(super) fn check(&self, rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
        if site.facts.external.is_empty() {
            return;
        }
        for (address, places) in site.external_uses() {
            let Some(report) = known(site, &address) else { continue };
            let Some(Said { case, args, instead }) = self.said(&address, report) else { continue };
            let since = self.since(report, &places);
            // The definition of a reference serves many links: it is told once, with each of its uses.
            let mut told: BTreeMap<Span, Finding> = BTreeMap::new();
            for place in &places {
                let finding = told.entry(place.span).or_insert_with(|| {
                    let mut finding = rule.finding(case, place.span, args.clone());
                    finding.labels.extend(since.clone().map(|since| (place.span, since)));
                    let fix = instead.as_ref().and_then(|to| fix(&address, to, place, site));
                    finding.fix = fix.map(Box::new);
                    finding
                });
                finding.labels.extend(users(place, site));
            }
            out.extend(told.into_values());
        }
    }

    fn said(&self, address: &str, report: &LinkReport) -> Option<Said> {
        let of = |case, more: Vec<(&'static str, Arg)>| {
            let args = std::iter::once(("address", Arg::from(address))).chain(more).collect();
            Some(Said { case, args, instead: None })
        };
        let alive = report.status == LinkStatus::Alive;
        match self.what {
            What::Broken => {
                let LinkStatus::Broken(fault) = report.status else { return None };
                let code = |status: u16| vec![("status", Arg::from(status.to_string()))];
                match fault {
                    LinkFault::Status(status @ 500..) => of("server", code(status)),
                    LinkFault::Status(status) => of("status", code(status)),
                    LinkFault::Host => of("host", Vec::new()),
                    LinkFault::Certificate => of("certificate", Vec::new()),
                    LinkFault::Redirects => of("redirects", Vec::new()),
                    _ => of("other", Vec::new()),
                }
            }
            What::Unsure => {
                let LinkStatus::Unknown(fault) = report.status else { return None };
                match fault {
                    LinkFault::Skipped => None,
                    LinkFault::Challenge | LinkFault::Status(401 | 403 | 407 | 429 | 451) => {
                        of("refused", Vec::new())
                    }
                    LinkFault::Status(500..) | LinkFault::Timeout | LinkFault::Connection => {
                        of("silent", Vec::new())
                    }
                    LinkFault::Certificate => of("certificate", Vec::new()),
                    LinkFault::Private => of("private", Vec::new()),
                    _ => of("other", Vec::new()),
                }
            }
            What::Moved => {
                let to = offered(address, report, &self.except)?;
                let said = of("", vec![("to", Arg::from(to.as_str()))])?;
                Some(Said { instead: Some(to), ..said })
            }
            What::Insecure => {
                let rest = address.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("http://"));
                let rest = rest.and_then(|scheme| address.get(scheme.len()..)).filter(|_| report.secure)?;
                // Where it moved for good, the new address says it all.
                if offered(address, report, &[]).is_some() {
                    return None;
                }
                let to = format!("https://{rest}");
                let said = of("", vec![("to", Arg::from(to.as_str()))])?;
                Some(Said { instead: Some(to), ..said })
            }
            What::Soft => match report.soft.filter(|_| alive)? {
                SoftFailure::Says => of("says", Vec::new()),
                SoftFailure::Home => of("home", Vec::new()),
            },
            What::Anchor => {
                let anchor = anchor_of(address).filter(|_| alive)?;
                let missing = report.anchor == Some(false) && report.soft.is_none();
                if missing { of("", vec![("anchor", Arg::from(anchor))]) } else { None }
            }
        }
    }

    /// « cassée depuis le 12 mars 2026, sur 4 pages ».
    fn since(&self, report: &LinkReport, places: &[ExternalUse]) -> Option<Message> {
        let since = report.since.filter(|_| self.what == What::Broken)?;
        let mut pages: Vec<_> = places.iter().flat_map(|place| &place.pages).collect();
        pages.sort_unstable();
        pages.dedup();
        let message = if pages.len() > 1 { "lint.broken-since-on" } else { "lint.broken-since" };
        let message = Message::key(message).with("since", since);
        Some(if pages.len() > 1 { message.with("pages", pages.len()) } else { message })
    }
}

/// Whether another finding tells what to write in place of an `http` address: the rule of addresses that moved, or
/// that of addresses that do as well in `https`.
pub(super) fn is_mended(site: &Site, address: &str) -> bool {
    known(site, address).is_some_and(|report| report.secure || offered(address, report, &[]).is_some())
}

/// The address to type in place of one that moved for good, with its fragment. None when it is not
/// better: the home page of a site, a page to log in, the same address by https or with a last slash; and one
/// that holds a part of `except`.
fn offered(address: &str, report: &LinkReport, except: &[String]) -> Option<String> {
    let alive = report.status == LinkStatus::Alive;
    let moved = report.moved.as_ref().filter(|moved| moved.permanent && alive)?;
    let lower = moved.to.to_lowercase();
    let from = without_fragment(address);
    let secure = from.strip_prefix("http://").map(|rest| format!("https://{rest}"));
    let same = is_the_same(from, &moved.to)
        || (report.secure && secure.is_some_and(|secure| is_the_same(&secure, &moved.to)));
    let refused = same
        || report.soft.is_some()
        || is_home(&moved.to)
        || is_home(from)
        || except.iter().any(|part| lower.contains(part.as_str()));
    let fragment = address.split_once('#').filter(|_| !moved.to.contains('#'));
    let fragment = fragment.map(|(_, fragment)| format!("#{fragment}")).unwrap_or_default();
    (!refused).then(|| format!("{}{fragment}", moved.to))
}

/// What is known of an address; it may have been asked without its fragment.
fn known<'a>(site: &'a Site, address: &str) -> Option<&'a LinkReport> {
    let external = &site.facts.external;
    external.get(address).or_else(|| external.get(without_fragment(address)))
}

/// The links that lead by a place: the link itself, when the address stands out of it, and the first pages
/// that use the entry of a registry.
fn users(place: &ExternalUse, site: &Site) -> Vec<(Span, Message)> {
    let inside = place.shown.source == place.span.source
        && place.shown.start <= place.span.start
        && place.span.end <= place.shown.end;
    let entry = |one: &&crate::site::Use| {
        place.entry.as_ref().is_some_and(|(name, key)| one.registry == *name && one.key == *key)
    };
    let uses = site.uses.iter().filter(entry).map(|one| one.span).take(SHOWN);
    let link = (!inside).then_some(place.shown);
    link.into_iter().chain(uses).map(|span| (span, Message::key("lint.link-used-here"))).collect()
}

/// Another address in place of one, where that one is typed as it is and nothing in the other could be read
/// as Markdown or YAML.
fn fix(address: &str, to: &str, place: &ExternalUse, site: &Site) -> Option<Fix> {
    let odd = |c: char| c.is_whitespace() || c.is_control() || "()<>[]{}\"'`\\,*|".contains(c);
    let plain = !to.contains(odd) && ["http://", "https://"].iter().any(|scheme| to.starts_with(scheme));
    replacing(address, place.span, to.to_owned(), site).filter(|_| plain)
}

/// Whether two addresses are one but for a last slash.
fn is_the_same(one: &str, other: &str) -> bool {
    without_fragment(one).trim_end_matches('/') == without_fragment(other).trim_end_matches('/')
}

/// Whether an address is that of a whole site.
fn is_home(address: &str) -> bool {
    let rest = without_fragment(address).split_once("://").map_or("", |(_, rest)| rest);
    let (_, path) = rest.split_once('/').unwrap_or((rest, ""));
    path.split('?').next().is_none_or(|path| path.trim_matches('/').is_empty())
}
