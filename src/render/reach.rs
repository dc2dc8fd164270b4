//! How to reach somebody, as templates see it: a row for each way, an office.

use tera::Value;

use super::answers::{self, text};
use super::context::map;
use super::procedure::{Speaker, host, optional};
use super::values::day;
use crate::document::contact::{Access, Address, Contact, Phone};
use crate::document::hours::{Exception, Hours, in_words};
use crate::finding::Message;
use crate::language::format;
use crate::language::phones::dialled;
use crate::language::ways::Way;
use crate::site::Reached;

impl Speaker<'_> {
    /// `[{kind, kind_label, name, url, host, label, note, cost, time, appointment, place, phone, email,
    /// down, login}]`: what each way needs, in the same order on every page.
    pub(super) fn channels(&self, reached: &[Reached<'_>]) -> Value {
        let rows = answers::rows(self.shared.site, reached);
        Value::from(rows.into_iter().map(|(way, one)| self.row(way, one)).collect::<Vec<_>>())
    }

    fn row(&self, way: Option<Way>, one: &Reached<'_>) -> Value {
        let channel = one.channel;
        let only = |ways: &[Way]| way.is_some_and(|way| ways.contains(&way));
        let url = match way {
            Some(Way::Online | Way::Video) | None => one.url().and_then(|url| self.href(url)),
            Some(_) => {
                let own = text(&channel.contact.url).and_then(|url| self.href(url));
                let office = || if only(&[Way::Counter]) { self.office_url(one) } else { None };
                own.or_else(office)
            }
        };
        let visited = only(&[Way::Counter]) || (way.is_none() && one.contact.address.is_some());
        let none = Value::none;
        let kind = way.map_or("other", Way::name);
        let login = one.service.filter(|_| only(&[Way::Online]));
        let login: Vec<&str> =
            login.iter().flat_map(|s| &s.value.identification).map(|name| name.value.as_str()).collect();
        map([
            ("kind", Value::from(kind)),
            ("kind_label", Value::from(self.say(&format!("interface.way.{kind}")))),
            ("name", Value::from(one.name())),
            ("host", optional(url.as_deref().filter(|url| url.contains("://")).map(host).map(str::to_owned))),
            ("url", optional(url)),
            ("label", Value::from(self.situations(&channel.situations))),
            ("note", Value::from(text(&channel.note))),
            ("cost", Value::from(text(&channel.cost))),
            ("time", optional(text(&channel.processing_time).map(|time| self.duration(time)))),
            ("appointment", if only(&[Way::Counter, Way::Video]) { self.appointment(one) } else { none() }),
            ("place", if visited { self.place(&one.contact) } else { none() }),
            (
                "envelope",
                if only(&[Way::Post]) { self.address(one.contact.address.as_ref()) } else { none() },
            ),
            ("phone", if only(&[Way::Phone]) { self.phone(one.contact.phone.as_ref()) } else { none() }),
            ("email", if only(&[Way::Email]) { Value::from(text(&one.contact.email)) } else { none() }),
            ("down", self.down(one)),
            ("login", Value::from(format::any_of(&login, self.language))),
        ])
    }

    /// `[{text, url, label, note, address, phone, email}]`: those who help. One who has a page on the site
    /// has there what is to be known before coming.
    pub(super) fn helpers(&self, reached: &[Reached<'_>]) -> Value {
        let rows = answers::rows(self.shared.site, reached);
        let mut seen = Vec::new();
        let lines = rows.into_iter().filter_map(|(_, one)| {
            if seen.contains(&one.channel.span) {
                return None;
            }
            seen.push(one.channel.span);
            let office = self.office_url(one);
            let address = one.contact.address.as_ref().map(|address| address.envelope().join(", "));
            Some(map([
                ("text", Value::from(one.name())),
                ("url", optional(office.or_else(|| self.href(one.url()?)))),
                ("label", Value::from(self.situations(&one.channel.situations))),
                ("note", Value::from(text(&one.channel.note))),
                ("address", optional(address)),
                ("phone", self.phone(one.contact.phone.as_ref())),
                ("email", Value::from(text(&one.contact.email))),
            ]))
        });
        Value::from(lines.collect::<Vec<_>>())
    }

    /// The page of the office behind a channel.
    fn office_url(&self, one: &Reached<'_>) -> Option<String> {
        let page = self.shared.office_page(&one.organisation?.key.value, &self.page.lang)?;
        Some(self.shared.href(&page.url))
    }

    /// `{address, hours, hours_note, exceptions, access}`: what somebody who comes needs. None when
    /// nothing of it is known.
    pub(super) fn place(&self, contact: &Contact) -> Value {
        let today = self.shared.site.facts.today;
        let week = contact.hours.as_ref().and_then(|hours| hours.on(today));
        let exceptions = contact.exceptions.iter().filter(|e| answers::is_told(e.from, e.until, today));
        let exceptions: Vec<Value> = exceptions.map(|e| self.exception(e)).collect();
        let address = self.address(contact.address.as_ref());
        let hours = self.hours(contact.hours.as_ref());
        let access = self.access(contact.access.as_ref());
        if address.is_none() && !hours.is_truthy() && exceptions.is_empty() && access.is_none() {
            return Value::none();
        }
        map([
            ("address", address),
            ("hours", hours),
            ("hours_until", day(week.and_then(|week| week.until), self.language)),
            ("hours_note", optional(week.and_then(|week| week.note.clone()))),
            ("exceptions", Value::from(exceptions)),
            ("access", access),
        ])
    }

    /// The office that the page is about: its place, its telephone, its e-mail address.
    pub(super) fn office(&self) -> Value {
        let procedure = &self.page.procedure;
        let key = text(&procedure.organisation);
        let entry = key.and_then(|key| self.shared.site.registries.organisations.get(key));
        let own = procedure.contact.clone();
        let contact = entry.map_or(own.clone(), |entry| own.or(&entry.value.contact));
        let known = entry.is_some()
            || contact.address.is_some()
            || contact.phone.is_some()
            || contact.email.is_some()
            || contact.hours.is_some();
        if !known {
            return Value::none();
        }
        map([
            ("name", Value::from(entry.map(|entry| entry.value.name.value.as_str()))),
            ("place", self.place(&contact)),
            ("phone", self.phone(contact.phone.as_ref())),
            ("email", Value::from(text(&contact.email))),
            ("url", optional(text(&contact.url).and_then(|url| self.href(url)))),
            ("appointment", self.said_appointment(text(&contact.appointment), None)),
        ])
    }

    /// The one thing to do: the first service on line that is open, named with where it leads.
    pub(super) fn action(&self) -> Value {
        let site = self.shared.site;
        let reached = site.channels(self.page);
        let rows = answers::rows(site, &reached);
        let first = rows.into_iter().filter(|(way, one)| {
            let closed = one.service.is_some_and(|s| s.value.downtime_on(site.facts.today).is_some());
            *way == Some(Way::Online) && !closed && one.channel.situations.is_empty()
        });
        let action = first.map(|(_, one)| one).find_map(|one| {
            let url = self.href(one.url()?)?;
            Some(map([
                ("text", Value::from(one.name())),
                ("host", Value::from(host(&url))),
                ("url", Value::from(url)),
            ]))
        });
        action.unwrap_or_else(Value::none)
    }

    /// `{lines, note}`; none without a line nor a note.
    fn address(&self, address: Option<&Address>) -> Value {
        let Some(address) = address else { return Value::none() };
        let lines: Vec<Value> = address.envelope().into_iter().map(Value::from).collect();
        if lines.is_empty() && address.note.is_none() {
            return Value::none();
        }
        map([("lines", Value::from(lines)), ("note", Value::from(text(&address.note)))])
    }

    /// `{text, url, cost, hours}`.
    pub(super) fn phone(&self, phone: Option<&Phone>) -> Value {
        phone.map_or_else(Value::none, |phone| {
            let cost = text(&phone.cost).map(|cost| match cost {
                "free" | "standard" => self.say(&format!("interface.call.{cost}")),
                words => words.to_owned(),
            });
            map([
                ("text", Value::from(phone.number.value.as_str())),
                ("url", Value::from(format!("tel:{}", dialled(&phone.number.value)))),
                ("cost", optional(cost)),
                ("hours", self.hours(phone.hours.as_ref())),
            ])
        })
    }

    /// `[{days, text}]`: the hours in force, the days that have the same ones together.
    fn hours(&self, hours: Option<&Hours>) -> Value {
        let today = self.shared.site.facts.today;
        let lines = hours.map(|hours| hours.lines(today, self.language)).unwrap_or_default();
        let line = |(days, hours): (String, String)| {
            map([("days", Value::from(days)), ("text", Value::from(unbroken(&hours)))])
        };
        Value::from(lines.into_iter().map(line).collect::<Vec<_>>())
    }

    /// `{from, until, text, reason}`: a day, or several, whose hours are not the usual ones.
    fn exception(&self, exception: &Exception) -> Value {
        let several = Some(exception.until).filter(|until| *until != exception.from);
        map([
            ("from", day(Some(exception.from), self.language)),
            ("until", day(several, self.language)),
            ("last", Value::from(exception.until.to_string())),
            ("text", Value::from(unbroken(&in_words(&exception.slots, self.language)))),
            ("reason", optional(exception.reason.clone())),
        ])
    }

    /// `{text, more, url}`; none when nothing is said.
    fn access(&self, access: Option<&Access>) -> Value {
        let Some(access) = access else { return Value::none() };
        let wheelchair = access
            .wheelchair
            .map(|yes| self.say(if yes { "interface.wheelchair-yes" } else { "interface.wheelchair-no" }));
        let url = text(&access.url).and_then(|url| self.href(url));
        if wheelchair.is_none() && access.text.is_none() && url.is_none() {
            return Value::none();
        }
        map([
            ("text", optional(wheelchair)),
            ("more", Value::from(text(&access.text))),
            ("url", optional(url)),
        ])
    }

    fn appointment(&self, one: &Reached<'_>) -> Value {
        let own = text(&one.channel.contact.appointment);
        let known = one.organisation.and_then(|entry| text(&entry.value.contact.appointment));
        self.said_appointment(own.or(known), own.and(known))
    }

    /// `{text, detail, url}`. A plain yes takes how to do it from the organisation.
    fn said_appointment(&self, said: Option<&str>, known: Option<&str>) -> Value {
        let Some(said) = said else { return Value::none() };
        let yes_or_no = crate::document::contact::needs_appointment(said);
        let sentence =
            |yes: bool| self.say(if yes { "interface.appointment-yes" } else { "interface.appointment-no" });
        let how = if yes_or_no == Some(true) { known } else { None };
        let address = if yes_or_no.is_none() { Some(said) } else { how };
        let url = address.filter(|text| text.contains("://")).and_then(|url| self.href(url));
        let text = match yes_or_no {
            Some(yes) => sentence(yes),
            None if url.is_some() => sentence(true),
            None => said.to_owned(),
        };
        map([
            ("text", Value::from(text)),
            ("detail", Value::from(how.filter(|_| url.is_none()))),
            ("url", optional(url)),
        ])
    }

    /// `{text, until, last}`: a service on line that is closed.
    fn down(&self, one: &Reached<'_>) -> Value {
        let today = self.shared.site.facts.today;
        let Some(down) = one.service.and_then(|service| service.value.downtime_on(today)) else {
            return Value::none();
        };
        let until = down.until.as_ref().map(|until| until.value);
        let said = match until {
            Some(until) => self.words.say(&Message::key("interface.down-until").with("date", until)),
            None => self.say("interface.down"),
        };
        map([
            ("text", Value::from(said)),
            ("detail", Value::from(text(&down.text))),
            ("last", optional(until.map(|until| until.to_string()))),
        ])
    }
}

/// Hours of which each slot stays on one line.
fn unbroken(hours: &str) -> String {
    hours.replace(" – ", "\u{a0}–\u{a0}")
}
