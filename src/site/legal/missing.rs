//! What `[legal]` lacks for the pages that are made of it. A page that an editor wrote is not asked for anything.
//!
//! What a legal notice holds: law n° 2004-575 of 21 June 2004, as several commented editions give it (read on 26
//! November 2026): the publisher with its seat and telephone, the director of publication, the name, the address and
//! the telephone of the host.

use crate::config::{Config, LegalConfig};
use crate::document::contact::{Address, Contact};
use crate::finding::{Arg, Message, Problem, ProblemKind};
use crate::site::registry::{Name, Registries};
use crate::site::{Made, MadeKind};
use crate::source::Span;

use super::Statement;

/// What is written by naming an organisation.
const ORGANISATION: &str = "legal.write-organisation";

/// A thing that is lacking: what it is called, and what to write under which table; keys of the program’s words.
struct Lack {
    span: Span,
    wanted: &'static str,
    write: &'static str,
}

/// The streets that the registry of a new site gives as examples.
const STREETS: [&str; 2] = ["1 rue de l’Exemple", "1 Example Street"];

/// Its key there, the towns that it gives, and the post code, which no town has: a demonstration may have it too.
const KEY: &str = "administration";
const CITIES: [&str; 2] = ["Exemple", "Example"];
const POSTCODE: &str = "99999";

/// What is still that of a new site in an address: the whole of it under its street, or what is left once the
/// street is corrected.
fn left(key: &str, address: &Address) -> Vec<(Span, String)> {
    if address.lines.iter().any(|line| STREETS.contains(&line.trim())) {
        return vec![(address.span, address.envelope().join(", "))];
    }
    let city = address.city.as_ref().filter(|city| CITIES.contains(&city.value.trim()));
    let given = key == KEY || city.is_some();
    let postcode = address.postcode.as_ref().filter(|code| given && code.value.trim() == POSTCODE);
    postcode.into_iter().chain(city).map(|text| (text.span, text.value.clone())).collect()
}

/// Organisations of which something in the address is still that of a new site: every page that names one publishes
/// it.
fn examples(config: &Config, registries: &Registries) -> Vec<Problem> {
    let legal = config.legal.as_ref().and_then(|legal| legal.organisation.as_ref());
    let organisations = registries.organisations.iter();
    let told = organisations.flat_map(|(key, entry)| {
        let address = entry.value.contact.address.as_ref();
        let answers = legal.is_some_and(|legal| legal.value == *key);
        let message = if answers { "legal.example-left" } else { "legal.example-address" };
        let help = if answers { "legal.example-left-help" } else { "legal.example-address-help" };
        address.map(|address| left(key, address)).unwrap_or_default().into_iter().map(move |(span, value)| {
            let message = Message::key(message).with("value", value);
            Problem::new(ProblemKind::LegalPage, span, message).help(Message::key(help))
        })
    });
    told.collect()
}

/// What is lacking, page by page, and a key that names no organisation. What an audit gave is not asked again.
pub(in crate::site) fn missing(
    config: &Config,
    registries: &Registries,
    made: &[Made],
    statement: Option<&Statement>,
) -> Vec<Problem> {
    let mut problems = examples(config, registries);
    let Some(legal) = &config.legal else { return problems };
    if let Some(key) = &legal.organisation
        && !registries.holds(Name::Organisations, &key.value)
    {
        let message = Message::key("legal.no-organisation").with("key", key.value.as_str());
        let problem = Problem::new(ProblemKind::UnknownName, key.span, message);
        let known = registries.keys(Name::Organisations);
        problems.push(crate::site::registry::suggest(problem, &key.value, known));
    }
    let contact = legal
        .organisation
        .as_ref()
        .and_then(|key| registries.organisations.get(&key.value))
        .map(|entry| entry.value.contact.clone());
    let contact = contact.unwrap_or_default();
    let named = config.site.publisher.is_some() || legal.organisation.is_some();
    let mut told = false;
    for (kind, page) in [
        (MadeKind::LegalNotice, "interface.legal-notice"),
        (MadeKind::Accessibility, "interface.accessibility-statement"),
        (MadeKind::PersonalData, "interface.personal-data-page"),
        (MadeKind::Contact, "interface.contact-us"),
    ] {
        if !made.iter().any(|made| made.kind == kind) {
            continue;
        }
        let lacks = match kind {
            MadeKind::LegalNotice => notice(legal, &contact, named),
            MadeKind::Accessibility => accessibility(legal, &contact, named, statement),
            MadeKind::PersonalData => personal_data(legal, named),
            _ => two_ways(legal, &contact, statement),
        };
        problems.extend(lacks.into_iter().map(|lack| {
            let message = Message::key("legal.missing").with("page", Arg::Key(page));
            let message = message.with("wanted", Arg::Key(lack.wanted));
            let problem = Problem::new(ProblemKind::LegalPage, lack.span, message);
            // The other way, an own page, is said once.
            let first = !std::mem::replace(&mut told, true);
            // What the entry that is named lacks is written there.
            problem.help(match &legal.organisation {
                Some(key) if lack.write == ORGANISATION => {
                    let help = if first { "legal.missing-entry-first" } else { "legal.missing-entry-help" };
                    Message::key(help).with("key", key.value.as_str())
                }
                _ => {
                    let help = if first { "legal.missing-first" } else { "legal.missing-help" };
                    Message::key(help).with("write", Arg::Key(lack.write))
                }
            })
        }));
    }
    problems
}

/// The lacks among some things, each with whether it is there.
fn among(span: Span, asked: &[(bool, &'static str, &'static str)]) -> Vec<Lack> {
    let lacking = asked.iter().filter(|(there, ..)| !there);
    lacking.map(|(_, wanted, write)| Lack { span, wanted, write }).collect()
}

fn notice(legal: &LegalConfig, contact: &Contact, named: bool) -> Vec<Lack> {
    let mut lacks = among(
        legal.span,
        &[
            (named, "legal.wanted-publisher", ORGANISATION),
            (contact.address.is_some(), "legal.wanted-seat", ORGANISATION),
            (contact.phone.is_some(), "legal.wanted-phone", ORGANISATION),
            (legal.director.is_some(), "legal.wanted-director", "legal.write-director"),
        ],
    );
    let host = legal.host.as_ref();
    lacks.extend(among(
        host.map_or(legal.span, |host| host.span),
        &[
            (host.is_some_and(|host| host.name.is_some()), "legal.wanted-host-name", "legal.write-host-name"),
            (
                host.is_some_and(|host| host.address.is_some()),
                "legal.wanted-host-address",
                "legal.write-host-address",
            ),
            (
                host.is_some_and(|host| host.phone.is_some()),
                "legal.wanted-host-phone",
                "legal.write-host-phone",
            ),
        ],
    ));
    lacks
}

/// Whether there is an address to write to, e-mail or form.
fn is_written_to(legal: &LegalConfig, contact: &Contact, statement: Option<&Statement>) -> bool {
    let audited = statement.is_some_and(|said| said.email.is_some() || said.form.is_some());
    legal.contact_form.is_some() || contact.email.is_some() || audited
}

fn accessibility(
    legal: &LegalConfig,
    contact: &Contact,
    named: bool,
    statement: Option<&Statement>,
) -> Vec<Lack> {
    let said = legal.accessibility.as_ref();
    let span = said.map_or(legal.span, |said| said.span);
    let audit = said.and_then(|said| said.audit.as_ref());
    let written = is_written_to(legal, contact, statement);
    // Of an audit without a date, and of a day to come, something else is told.
    let dated = statement.is_some_and(|said| said.established.is_some() || said.audit.is_some())
        || said.is_some_and(|said| said.established.is_some());
    let mut lacks = among(
        span,
        &[
            (named, "legal.wanted-publisher", ORGANISATION),
            (said.is_some_and(|said| said.scheme.is_some()), "legal.wanted-scheme", "legal.write-scheme"),
            (said.is_some_and(|said| said.plan.is_some()), "legal.wanted-plan", "legal.write-plan"),
            (dated, "legal.wanted-established", "legal.write-established"),
            (written, "legal.wanted-way", ORGANISATION),
        ],
    );
    if let Some(audit) = audit {
        lacks.extend(among(
            audit.span,
            &[
                (audit.by.is_some(), "legal.wanted-auditor", "legal.write-auditor"),
                (audit.rate.is_some(), "legal.wanted-rate", "legal.write-rate"),
            ],
        ));
    }
    lacks
}

fn personal_data(legal: &LegalConfig, named: bool) -> Vec<Lack> {
    let said = legal.personal_data.as_ref();
    let span = said.map_or(legal.span, |said| said.span);
    let officer = said.and_then(|said| said.officer.as_ref());
    let reached = said.is_some_and(|said| said.officer_email.is_some())
        || officer.is_some_and(|o| o.url.is_some() || o.phone.is_some() || o.address.is_some());
    let controlled = named || said.is_some_and(|said| said.controller.is_some());
    let purposes = said.and_then(|said| said.purposes.as_ref());
    let mut lacks = among(
        span,
        &[
            (controlled, "legal.wanted-controller", "legal.write-controller"),
            (reached, "legal.wanted-officer", "legal.write-officer"),
            (purposes.is_some(), "legal.wanted-purposes", "legal.write-purposes"),
        ],
    );
    for purpose in purposes.into_iter().flatten() {
        lacks.extend(among(
            purpose.span,
            &[
                (purpose.name.is_some(), "legal.wanted-purpose-name", "legal.write-purposes"),
                (purpose.basis.is_some(), "legal.wanted-basis", "legal.write-purposes"),
                (purpose.kept.is_some(), "legal.wanted-kept", "legal.write-purposes"),
            ],
        ));
    }
    lacks
}

/// A site is reached in two ways at least: not everybody can call, and not everybody can write.
fn two_ways(legal: &LegalConfig, contact: &Contact, statement: Option<&Statement>) -> Vec<Lack> {
    let ways = [is_written_to(legal, contact, statement), contact.phone.is_some(), contact.address.is_some()];
    let enough = ways.iter().filter(|way| **way).count() >= 2;
    among(legal.span, &[(enough, "legal.wanted-two-ways", ORGANISATION)])
}
