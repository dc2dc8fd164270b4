//! What has happened to the entries of registries that pages use: over, changed since the page was reviewed,
//! repealed, closed; and owners that are in no registry.

use std::collections::BTreeSet;

use crate::data::{Fields, nearest};
use crate::document::contact::Contact;
use crate::document::hours::Hours;
use crate::finding::{Finding, Message};
use crate::lint::rule::Rule;
use crate::lint::rule_file::{missing, wrong};
use crate::site::registry::{Name, Validity};
use crate::site::{Page, Site, Use};
use crate::source::Span;

use super::super::kind::{Case, Form, Kind, Param, names_of};
use super::super::{Check, View};
use super::{Model, field_place, on_page};

/// The kind `entry-over`.
pub(super) const OVER: Kind = Kind {
    elsewhere: true,
    calendar: true,
    read: |_, _| made(Some(Registries::Over)),
    ..Kind::new("entry-over", "kind.entry-over", &[Case::only(&["key", "file", "until"])])
};

/// The kind `changed-since-review`.
pub(super) const CHANGED: Kind = Kind {
    elsewhere: true,
    in_front: true,
    calendar: true,
    params: &[Param::required("registries", Form::Choices(&NAMES), "param.changed-registries")],
    read: |fields, place| made(named(fields, place).map(Registries::Changed)),
    ..Kind::new(
        "changed-since-review",
        "kind.changed-since-review",
        &[Case::only(&["key", "file", "changed", "reviewed"])],
    )
};

/// The kind `unknown-owner`.
pub(super) const OWNER: Kind = Kind {
    elsewhere: true,
    in_front: true,
    read: |_, _| made(Some(Registries::Owner)),
    ..Kind::new("unknown-owner", "kind.unknown-owner", &[Case::only(&["found", "known"])])
};

/// The kind `repealed-law`.
pub(super) const REPEALED: Kind = Kind {
    elsewhere: true,
    calendar: true,
    read: |_, _| made(Some(Registries::Repealed)),
    ..Kind::new(
        "repealed-law",
        "kind.repealed-law",
        &[Case::of("repealed", &["title", "date"]), Case::of("replaced", &["title", "date", "use"])],
    )
};

/// The kind `service-downtime`.
pub(super) const DOWN: Kind = Kind {
    elsewhere: true,
    calendar: true,
    read: |_, _| made(Some(Registries::Down)),
    ..Kind::new(
        "service-downtime",
        "kind.service-downtime",
        &[Case::of("until", &["name", "until"]), Case::of("open", &["name"])],
    )
};

/// The kind `past-exceptions`.
pub(super) const EXCEPTIONS: Kind = Kind {
    elsewhere: true,
    calendar: true,
    read: |_, _| made(Some(Registries::Exceptions)),
    ..Kind::new("past-exceptions", "kind.past-exceptions", &[Case::only(&["name", "date"])])
};

/// The kind `hours-over`.
pub(super) const HOURS: Kind = Kind {
    elsewhere: true,
    in_front: true,
    calendar: true,
    read: |_, _| made(Some(Registries::Hours)),
    ..Kind::new(
        "hours-over",
        "kind.hours-over",
        &[Case::of("over", &["name", "date"]), Case::of("to-come", &["name", "date"])],
    )
};

const NAMES: [&str; Name::ALL.len()] = names_of(&Name::ALL);

/// A look at the entries that pages use.
#[derive(Clone, Debug)]
pub enum Registries {
    /// `entry-over`
    Over,
    /// `changed-since-review`, of these registries.
    Changed(Vec<Name>),
    /// `unknown-owner`
    Owner,
    /// `repealed-law`
    Repealed,
    /// `service-downtime`
    Down,
    /// `past-exceptions`
    Exceptions,
    /// `hours-over`
    Hours,
}

fn made(read: Option<Registries>) -> Option<Check> {
    read.map(|read| Check::Model(Box::new(Model::Registries(read))))
}

fn named(fields: &mut Fields, place: Span) -> Option<Vec<Name>> {
    let mut named = Vec::new();
    let texts = fields.texts("registries");
    if texts.is_empty() {
        missing(fields.problems(), "registries", place);
    }
    for text in texts {
        match Name::ALL.iter().find(|(file, _)| *file == text.value) {
            Some((_, name)) => named.push(*name),
            None => {
                let message = Message::key("data.not-a-choice").with("key", "registries");
                let message = message.with("value", text.value.as_str());
                let message = message.with("choices", NAMES.map(str::to_owned).to_vec());
                fields.problems().push(wrong(text.span, message));
            }
        }
    }
    (!named.is_empty()).then_some(named)
}

impl Registries {
    pub(super) fn kind(&self) -> &'static Kind {
        match self {
            Self::Over => &OVER,
            Self::Changed(_) => &CHANGED,
            Self::Owner => &OWNER,
            Self::Repealed => &REPEALED,
            Self::Down => &DOWN,
            Self::Exceptions => &EXCEPTIONS,
            Self::Hours => &HOURS,
        }
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        if matches!(self, Self::Owner) {
            unknown_owner(rule, view, out);
        }
    }

    pub(super) fn site(&self, rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
        match self {
            Self::Over => entries_over(rule, site, out),
            Self::Changed(names) => changed(names, rule, site, out),
            Self::Repealed => repealed(rule, site, out),
            Self::Down => down(rule, site, out),
            Self::Exceptions => exceptions(rule, site, out),
            Self::Hours => hours(rule, site, out),
            Self::Owner => {}
        }
    }
}

/// The uses of entries on published pages, each entry once a page.
fn uses<'a>(site: &'a Site, wanted: impl Fn(Name) -> bool + 'a) -> impl Iterator<Item = (&'a Page, &'a Use)> {
    let mut met: BTreeSet<(Name, &str, usize)> = BTreeSet::new();
    let once = move |used: &&'a Use| {
        wanted(used.registry) && met.insert((used.registry, used.key.as_str(), used.page.0))
    };
    let read = |used: &'a Use| Some((site.page(used.page), used)).filter(|(page, _)| site.is_published(page));
    site.uses.iter().filter(once).filter_map(read)
}

/// What is said of an entry that a page uses, at the use, the entry beside it.
fn of_use(
    rule: &Rule,
    case: &str,
    (page, used): (&Page, &Use),
    entry: Span,
    args: Vec<(&'static str, crate::finding::Arg)>,
) -> Finding {
    let mut finding = rule.finding(case, used.span, args);
    finding.labels.push((entry, Message::key("lint.entry-here")));
    // Wherever the page names it first, it is the same entry.
    finding.topic = Some(format!("{} {}", used.registry.file(), used.key));
    on_page(page, finding)
}

/// The keys that a use stands for, each with its place and its validity: an amount may have variants.
fn entries<'a>(site: &'a Site, used: &Use) -> Vec<(Span, &'a Validity)> {
    let registries = &site.registries;
    match used.registry {
        Name::Amounts => {
            let amounts = registries.amounts_of(&used.key);
            amounts.iter().map(|amount| (amount.key.span, &amount.validity)).collect()
        }
        registry => {
            let entry = registries.entry(registry, &used.key);
            entry.map(|(key, validity)| (key.span, validity)).into_iter().collect()
        }
    }
}

fn entries_over(rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
    let today = site.facts.today;
    // A notice that is over is simply shown no more.
    for (page, used) in uses(site, |name| name != Name::Notices) {
        let amounts = match used.registry {
            Name::Amounts => site.registries.amounts_of(&used.key),
            _ => Vec::new(),
        };
        let of_value = amounts.iter().find_map(|amount| amount.out_of_date(today));
        let of_entry = || {
            let entries = entries(site, used);
            entries.into_iter().find_map(|(_, v)| v.until.as_ref().filter(|_| v.is_over(today)))
        };
        if let Some(until) = of_value.or_else(of_entry) {
            let args = vec![
                ("key", used.key.as_str().into()),
                ("file", format!("{}.yaml", used.registry.file()).into()),
                ("until", until.value.into()),
            ];
            out.push(of_use(rule, "", (page, used), until.span, args));
        }
    }
}

fn changed(names: &[Name], rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
    for (page, used) in uses(site, |name| names.contains(&name)) {
        let Some(reviewed) = &page.front.reviewed else { continue };
        let entries = entries(site, used);
        let dated = entries.into_iter().filter_map(|(span, validity)| Some((validity.changed?, span)));
        let Some((changed, span)) = dated.max_by_key(|(day, _)| *day) else { continue };
        if changed <= reviewed.value {
            continue;
        }
        let args = vec![
            ("key", used.key.as_str().into()),
            ("file", format!("{}.yaml", used.registry.file()).into()),
            ("changed", changed.into()),
            ("reviewed", reviewed.value.into()),
        ];
        let mut finding = of_use(rule, "", (page, used), span, args);
        finding.span = reviewed.span;
        finding.labels.insert(0, (used.span, Message::key("lint.used-there")));
        out.push(on_page(page, finding));
    }
}

fn unknown_owner(rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    let registries = &view.site.registries;
    if registries.teams.is_empty() {
        return;
    }
    let front = &view.page.document.front;
    for front in [Some(front), front.defaults.as_deref()].into_iter().flatten() {
        let Some(owner) = &front.owner else { continue };
        let text = owner.value.as_str();
        let to_come = registries.to_come.contains_key(&(Name::Teams, text.to_owned()));
        // A slip of the key is told as such when the site is read.
        let slip =
            || !text.contains(char::is_whitespace) && nearest(text, registries.keys(Name::Teams)).is_some();
        if registries.teams.contains_key(text) || to_come || slip() {
            continue;
        }
        let known: Vec<String> = registries.teams.keys().cloned().collect();
        out.push(rule.finding("", owner.span, vec![("found", text.into()), ("known", known.into())]));
    }
}

fn repealed(rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
    let today = site.facts.today;
    for (page, used) in uses(site, |name| name == Name::LegalTexts) {
        let Some(law) = site.registries.legal_texts.get(&used.key) else { continue };
        let Some(day) = law.value.repealed_on(today) else { continue };
        let mut args = vec![("title", law.value.title.value.as_str().into()), ("date", day.value.into())];
        let case = match site.registries.law_in_force(&used.key, today) {
            Some(law) => {
                args.push(("use", law.value.title.value.as_str().into()));
                "replaced"
            }
            None => "repealed",
        };
        out.push(of_use(rule, case, (page, used), day.span, args));
    }
}

fn down(rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
    for (page, used) in uses(site, |name| name == Name::OnlineServices) {
        let Some(service) = site.registries.services.get(&used.key) else { continue };
        let Some(down) = service.value.downtime_on(site.facts.today) else { continue };
        let mut args = vec![("name", service.value.name.value.as_str().into())];
        let case = match &down.until {
            Some(until) => {
                args.push(("until", until.value.into()));
                "until"
            }
            None => "open",
        };
        out.push(of_use(rule, case, (page, used), down.from.span, args));
    }
}

fn exceptions(rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
    let organisations = site.registries.organisations.values();
    let entries = organisations
        .map(|entry| (&entry.value.contact.exceptions, entry.key.span, entry.value.name.value.as_str()));
    let pages = site.pages.iter().filter(|page| site.is_published(page)).filter_map(|page| {
        let span = field_place(page, "exceptions")?;
        Some((&page.procedure.contact.exceptions, span, page.title()))
    });
    for (exceptions, span, name) in entries.chain(pages) {
        let last = exceptions.iter().map(|exception| exception.until).max();
        if let Some(last) = last.filter(|last| *last < site.facts.today) {
            out.push(rule.finding("", span, vec![("name", name.into()), ("date", last.into())]));
        }
    }
}

/// Hours of which every season is over, or still to come: nobody can say when one may come today.
fn hours(rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
    let today = site.facts.today;
    let organisations = site.registries.organisations.values();
    let entries = organisations.flat_map(|entry| {
        let contact = &entry.value.contact;
        both(contact).map(|hours| (hours, entry.key.span, entry.value.name.value.as_str()))
    });
    let pages = || site.pages.iter().filter(|page| site.is_published(page));
    let offices = pages().flat_map(|page| {
        let place = |hours| Some((hours, field_place(page, "hours")?, page.title()));
        both(&page.procedure.contact).filter_map(place)
    });
    let channels = pages().flat_map(|page| {
        let own = page.procedure.channels.iter().chain(&page.procedure.help);
        // What a section says for its pages is told on its own.
        let own = own.filter(|channel| channel.span.source == page.document.source);
        own.flat_map(|channel| {
            let name = channel.name.as_ref().or(channel.text.as_ref());
            let name = name.map_or_else(|| page.title(), |name| name.value.as_str());
            both(&channel.contact).map(move |hours| (hours, channel.span, name))
        })
    });
    for (hours, span, name) in entries.chain(offices).chain(channels) {
        let Some((case, day)) = hours.beside(today) else { continue };
        out.push(rule.finding(case, span, vec![("name", name.into()), ("date", day.into())]));
    }
}

/// The hours of a place, and those of its telephone.
fn both(contact: &Contact) -> impl Iterator<Item = &Hours> {
    let phone = contact.phone.as_ref().and_then(|phone| phone.hours.as_ref());
    contact.hours.iter().chain(phone)
}
