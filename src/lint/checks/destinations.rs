//! `http-address`, `credentials`, `look-alike`, `new-window` and `moved-link`: where links lead, whatever their
//! words say.

use std::collections::BTreeSet;

use crate::data::Fields;
use crate::document::Link;
use crate::finding::{Applicability, Edit, Finding, Fix, Message};
use crate::language::fold::fold;
use crate::lint::rule::Rule;
use crate::site::{Site, Target};
use crate::source::{Span, Spanned};

use super::kind::{Case, Form, Kind, Param, required_texts, texts};
use super::{Check, View, external};

/// The kind `http-address`.
pub(super) const HTTP: Kind = Kind {
    params: &[Param::optional("except", Form::Texts, "param.http-except")],
    read: |fields, _| Some(Check::HttpAddress(HttpAddress::read(fields))),
    ..Kind::new("http-address", "kind.http-address", &[Case::only(&["host"])])
};

/// The kind `credentials`.
pub(super) const CREDENTIALS: Kind = Kind {
    read: |_, _| Some(Check::Credentials),
    ..Kind::new("credentials", "kind.credentials", &[Case::only(&["host"])])
};

/// The kind `look-alike`.
pub(super) const LOOK_ALIKE: Kind = Kind {
    params: &[
        Param::optional("sites", Form::Texts, "param.look-alike-sites"),
        Param::required("marks", Form::Texts, "param.look-alike-marks"),
        Param::required("official", Form::Texts, "param.look-alike-official"),
    ],
    read: |fields, place| LookAlike::read(fields, place).map(Check::LookAlike),
    ..Kind::new(
        "look-alike",
        "kind.look-alike",
        &[Case::of("listed", &["host"]), Case::of("imitation", &["host", "mark"])],
    )
};

/// The kind `new-window`.
pub(super) const NEW_WINDOW: Kind = Kind {
    params: &[Param::required("words", Form::Texts, "param.new-window-words")],
    read: |fields, place| NewWindow::read(fields, place).map(Check::NewWindow),
    ..Kind::new("new-window", "kind.new-window", &[Case::only(&[])])
};

/// The kind `moved-link`.
pub(super) const MOVED: Kind = Kind {
    read: |_, _| Some(Check::MovedLink),
    ..Kind::new("moved-link", "kind.moved-link", &[Case::only(&["destination", "use"])])
};

/// The destinations typed on a page, those of images too, each place once: a definition may serve many links.
pub(super) fn destinations<'a>(view: &View<'a>) -> Vec<(&'a Spanned<String>, &'a Target)> {
    let page = view.page;
    let links = page.document.links.iter().map(|link| &link.destination).zip(&page.links);
    let images = page.document.images.iter().map(|image| &image.destination).zip(&page.images);
    let mut seen: BTreeSet<Span> = BTreeSet::new();
    links.chain(images).filter(|(destination, _)| seen.insert(destination.span)).collect()
}

/// What is found in the addresses of front matter and registries, each place once: what a section fills, many
/// pages have.
fn in_fields(site: &Site, out: &mut Vec<Finding>, found: impl Fn(&str, Span) -> Option<Finding>) {
    let mut seen: BTreeSet<Span> = BTreeSet::new();
    site.field_addresses(&mut |address, span| {
        if let Some(finding) = found(address, span).filter(|_| seen.insert(span)) {
            out.push(finding);
        }
    });
}

/// Another destination in place of the one at `span`, proposed where that one stands in the file as it is read.
pub(super) fn replacing(destination: &str, span: Span, text: String, site: &Site) -> Option<Fix> {
    (site.sources.slice(span) == destination).then(|| Fix {
        title: Message::key("lint.fix-destination").with("destination", text.clone()),
        edits: vec![Edit { span, text }],
        applicability: Applicability::Suggested,
    })
}

/// An address taken apart, as far as its host.
struct Parts<'a> {
    scheme: &'a str,
    /// What stands before the host: `name:word`.
    user: Option<&'a str>,
    /// Small letters, without port.
    host: String,
    /// From the host on.
    rest: &'a str,
}

fn parts(address: &str) -> Option<Parts<'_>> {
    let (scheme, rest) = address.split_once("://").or_else(|| Some(("", address.strip_prefix("//")?)))?;
    if !scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-')) {
        return None;
    }
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let authority = rest.get(..end)?;
    let (user, at) = match authority.rsplit_once('@') {
        Some((user, _)) => (Some(user), user.len() + 1),
        None => (None, 0),
    };
    let host = authority.get(at..)?;
    let host = host
        .rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()))
        .map_or(host, |it| it.0);
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    Some(Parts { scheme, user, host, rest: rest.get(at..)? })
}

/// Whether a host is a domain, or stands under it.
fn is_under(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

fn domains(list: &[String]) -> Vec<String> {
    list.iter().map(|domain| domain.trim().trim_matches('.').to_ascii_lowercase()).collect()
}

/// Addresses that anyone on the way may read and change.
#[derive(Clone, Debug)]
pub struct HttpAddress {
    /// Domains left alone.
    except: Vec<String>,
}

impl HttpAddress {
    fn read(fields: &mut Fields) -> Self {
        Self { except: domains(&texts(fields, "except")) }
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        for (destination, target) in destinations(view) {
            if let Target::External(address) = target {
                out.extend(self.found(rule, address, destination.span, view.site));
            }
        }
    }

    pub(super) fn check_fields(&self, rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
        in_fields(site, out, |address, span| self.found(rule, address, span, site));
    }

    fn found(&self, rule: &Rule, address: &str, span: Span, site: &Site) -> Option<Finding> {
        let parts = parts(address).filter(|parts| parts.scheme.eq_ignore_ascii_case("http"))?;
        let left = self.except.iter().any(|domain| is_under(&parts.host, domain));
        // Where the network told what to write instead, another finding has the fix.
        let silent = left || external::is_mended(site, address);
        (!silent).then(|| rule.finding("", span, vec![("host", parts.host.into())]))
    }
}

/// Words to log in with, typed in an address. What is said repeats neither.
pub(super) fn check_credentials(rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    for (destination, _) in destinations(view) {
        out.extend(credentials(rule, &destination.value, destination.span, view.site));
    }
}

/// The same, in front matter and registries.
pub(super) fn check_credentials_of_fields(rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
    in_fields(site, out, |address, span| credentials(rule, address, span, site));
}

fn credentials(rule: &Rule, address: &str, span: Span, site: &Site) -> Option<Finding> {
    let parts = parts(address.trim())?;
    let user = parts.user?;
    let has_password = user.contains(':') && !user.ends_with(':');
    // Alone on the web, a name may be a token; `ssh://git@…` is how that scheme is written.
    let web = ["", "http", "https"].iter().any(|scheme| parts.scheme.eq_ignore_ascii_case(scheme));
    if !has_password && (!web || user.trim_end_matches(':').is_empty()) {
        return None;
    }
    let text = match parts.scheme {
        "" => format!("//{}", parts.rest),
        scheme => format!("{scheme}://{}", parts.rest),
    };
    let mut finding = rule.finding("", span, vec![("host", parts.host.into())]);
    finding.fix = replacing(address, span, text, site).map(Box::new);
    Some(finding)
}

/// Sites that take the looks of an official one.
#[derive(Clone, Debug)]
pub struct LookAlike {
    /// Domains listed by name.
    sites: Vec<String>,
    /// What an official name holds: `gouv`.
    marks: Vec<String>,
    /// Domains that may hold it.
    official: Vec<String>,
}

impl LookAlike {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let sites = domains(&texts(fields, "sites"));
        let marks = required_texts(fields, "marks", place);
        let official = required_texts(fields, "official", place);
        Some(Self { sites, marks: domains(&marks?), official: domains(&official?) })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        for (destination, target) in destinations(view) {
            if let Target::External(address) = target {
                out.extend(self.found(rule, address, destination.span));
            }
        }
    }

    pub(super) fn check_fields(&self, rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
        in_fields(site, out, |address, span| self.found(rule, address, span));
    }

    fn found(&self, rule: &Rule, address: &str, span: Span) -> Option<Finding> {
        let Parts { host, .. } = parts(address)?;
        if self.sites.iter().any(|domain| is_under(&host, domain)) {
            return Some(rule.finding("listed", span, vec![("host", host.into())]));
        }
        let mark = self.imitated(&host)?;
        Some(rule.finding("imitation", span, vec![("host", host.as_str().into()), ("mark", mark.into())]))
    }

    /// The part of an official name that stands, between points or hyphens, in a name that is not official. One
    /// that stands whole between two points under the zone of another country (`gouv.ci`, `service-public.mc`)
    /// is that country’s own.
    fn imitated(&self, host: &str) -> Option<&str> {
        if self.official.iter().any(|domain| is_under(host, domain)) {
            return None;
        }
        let (names, zone) = host.rsplit_once('.')?;
        let home = self.official.iter().any(|domain| domain.rsplit('.').next() == Some(zone));
        let abroad = zone.len() == 2 && !home;
        let holds = |name: &str, mark: &str| {
            let inside = format!("-{name}-").contains(&format!("-{mark}-"));
            inside && !(abroad && name == mark)
        };
        let found = self.marks.iter().find(|mark| names.split('.').any(|name| holds(name, mark)));
        found.map(String::as_str)
    }
}

/// Links of HTML that open a window without a word of it.
#[derive(Clone, Debug)]
pub struct NewWindow {
    /// Words that tell, folded.
    words: Vec<String>,
}

/// Bytes of the text of a link in HTML that are looked at.
const LONGEST_TEXT: usize = 400;

impl NewWindow {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let words = required_texts(fields, "words", place)?;
        Some(Self { words: words.iter().map(|text| fold(text.trim()).text().to_owned()).collect() })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        for span in &view.page.document.html {
            let source = view.site.sources.get(span.source).text();
            let html = view.site.sources.slice(*span);
            let mut from = 0;
            while let Some((start, end)) = html.get(from..).and_then(opening) {
                let tag = html.get(from + start..from + end).unwrap_or("");
                let typed = span.range().start + from;
                from += end;
                if !opens_a_window(tag) {
                    continue;
                }
                let rest = source.get(typed + end..).unwrap_or("");
                let rest = rest.get(..rest.floor_char_boundary(LONGEST_TEXT.min(rest.len()))).unwrap_or(rest);
                let text = rest.split("</").next().unwrap_or("").split("\n\n").next().unwrap_or("");
                let said = fold(&format!("{tag} {text}"));
                if !self.words.iter().any(|words| said.text().contains(words.as_str())) {
                    out.push(rule.finding(
                        "",
                        Span::new(span.source, typed + start, typed + end),
                        Vec::new(),
                    ));
                }
            }
        }
    }
}

/// The first `<a …>` of some HTML, from its `<` to after its `>`.
fn opening(html: &str) -> Option<(usize, usize)> {
    let start = html.match_indices("<").map(|(at, _)| at).find(|at| {
        let rest = html.as_bytes().get(at + 1..).unwrap_or_default();
        let space = rest.get(1).is_some_and(u8::is_ascii_whitespace);
        matches!(rest.first(), Some(b'a' | b'A')) && space
    })?;
    let end = html.get(start..)?.find('>').map_or(html.len(), |length| start + length + 1);
    Some((start, end))
}

/// Whether a tag has `target="_blank"`, in any way of typing it.
fn opens_a_window(tag: &str) -> bool {
    let small = tag.to_ascii_lowercase();
    small.match_indices("target").any(|(at, word)| {
        let value = small.get(at + word.len()..).unwrap_or("").trim_start().strip_prefix('=');
        value.is_some_and(|value| value.trim_start().trim_start_matches(['"', '\'']).starts_with("_blank"))
    })
}

/// Links to the address that a page had before.
pub(super) fn check_moved(rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    let page = view.page;
    let mut seen: BTreeSet<Span> = BTreeSet::new();
    let links: Vec<(&Link, &Target)> = page.document.links.iter().zip(&page.links).collect();
    for (link, target) in links {
        let Target::Page { page: to, .. } = target else { continue };
        let destination = &link.destination;
        let Some(today) = view.site.address_of_today(page, &destination.value, view.site.page(*to)) else {
            continue;
        };
        if !seen.insert(destination.span) {
            continue;
        }
        let args = vec![("destination", destination.value.as_str().into()), ("use", today.as_str().into())];
        let mut finding = rule.finding("", destination.span, args);
        finding.fix = replacing(&destination.value, destination.span, today, view.site).map(Box::new);
        out.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_apart_as_far_as_their_host() {
        for (address, user, host) in [
            ("https://a.fr/x@y", None, "a.fr"),
            ("https://n:w@A.fr:8080/x", Some("n:w"), "a.fr"),
            ("//a.fr.", None, "a.fr"),
            ("https://a:b@c@d.fr", Some("a:b@c"), "d.fr"),
            ("https://[::1]:80/", None, "[::1]"),
        ] {
            let parts = parts(address).unwrap();
            assert_eq!((parts.user, parts.host.as_str()), (user, host), "{address}");
        }
        assert!(parts("mailto:a@b.fr").is_none());
    }

    #[test]
    fn names_that_only_look_official() {
        let sites = LookAlike {
            sites: Vec::new(),
            marks: ["gouv", "service-public"].map(str::to_owned).to_vec(),
            official: ["gouv.fr", "service-public.fr"].map(str::to_owned).to_vec(),
        };
        for (host, imitated) in [
            ("ants.gouv.fr", false),
            ("www.service-public.fr", false),
            ("gouv.fr", false),
            ("impots-gouv.fr", true),
            ("gouv.fr.exemple.com", true),
            ("demarche-service-public.com", true),
            ("service-public.exemple.org", true),
            ("gouv.ci", false),
            ("impots.gouv.qc.ca", false),
            ("service-public.mc", false),
            ("impots-gouv.ci", true),
            ("gouverneur.fr", false),
            ("services-publics.fr", false),
            ("mairie.fr", false),
            ("localhost", false),
        ] {
            assert_eq!(sites.imitated(host).is_some(), imitated, "{host}");
        }
    }

    #[test]
    fn every_way_to_ask_for_a_window() {
        for (tag, asks) in [
            ("<a href=x target=_blank>", true),
            ("<a TARGET = '_BLANK' href=x>", true),
            ("<a href=\"x?target=1\" target=\"_blank\">", true),
            ("<a target=\"_self\">", false),
            ("<a href=\"target\">", false),
        ] {
            assert_eq!(opens_a_window(tag), asks, "{tag}");
        }
        assert_eq!(opening("x <abbr> <a href=y>z</a>"), Some((9, 19)));
    }
}
