//! How to reach somebody, as templates see it: a row for each way, an office.

use super::answers::{self, text};
use super::given::{self, Action, Appointment, Channel, Down, Helper, HoursLine, List, Office, Place, Text};
use super::procedure::{Speaker, host};
use super::values::{a_day, day};
use crate::document::contact::{Access, Address, Contact, Phone};
use crate::document::hours::{Exception, Hours, Slot, Week, in_words};
use crate::finding::Message;
use crate::language::fold::{fold, holds_phrase};
use crate::language::format;
use crate::language::phones::dialled;
use crate::language::ways::{Way, is_by_way, is_way};
use crate::site::Reached;

impl Speaker<'_> {
    /// What each way needs, in the same order on every page.
    pub(super) fn channels(&self, reached: &[Reached<'_>]) -> List<Channel> {
        let rows = answers::rows(self.shared.site, reached);
        rows.into_iter().map(|(way, one)| self.row(way, one)).collect()
    }

    fn row(&self, way: Option<Way>, one: &Reached<'_>) -> Channel {
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
        let kind = way.map_or("other", Way::name);
        let kind_label = format!("interface.way.{kind}");
        let login = one.service.filter(|_| only(&[Way::Online]));
        let login: Vec<&str> =
            login.iter().flat_map(|s| &s.value.identification).map(|name| name.value.as_str()).collect();
        // « En ligne » beside « En ligne » would be read twice.
        let name =
            Some(one.name()).filter(|name| channel.text.is_none() || way.is_none() || !is_by_way(name));
        // An address alone is read once, in its link.
        let address = text(&one.contact.email).filter(|_| only(&[Way::Email]));
        let name =
            name.filter(|name| address.is_none_or(|address| !name.trim().eq_ignore_ascii_case(address)));
        // What is typed under a channel is shown there, whatever its way.
        let beside = answers::beside(way, one);
        let own = |only: bool| if only { &one.contact } else { &beside };
        let met = only(&[Way::Counter, Way::Video]);
        let mut row = Channel {
            kind: kind.into(),
            kind_label: self.say(&kind_label).into(),
            name: name.unwrap_or_default().into(),
            host: url.as_deref().filter(|url| url.contains("://")).map(|url| host(url).into()),
            url: url.map(Text::from),
            label: self.situations(&channel.situations).into(),
            cases: self.numbers(&channel.situations),
            note: Text::typed(&channel.note),
            cost: Text::typed(&channel.cost),
            time: text(&channel.processing_time).map(|time| self.duration(time)).map(Text::from),
            appointment: if met {
                self.appointment(one)
            } else {
                self.said_appointment(text(&beside.appointment), None)
            },
            place: self.place(own(visited)),
            envelope: if only(&[Way::Post]) { self.address(one.contact.address.as_ref()) } else { None },
            phone: self.phone(own(only(&[Way::Phone])).phone.as_ref()),
            email: Text::typed(&own(only(&[Way::Email])).email),
            down: self.down(one),
            waiting: self.waiting(own(visited)),
            login: format::any_of(&login, self.language).into(),
        };
        // Rather a word than nothing at all, unless it is that of the line.
        let said = way.is_some()
            && holds_phrase(fold(&self.say(&kind_label)).text(), fold(one.name().trim()).text());
        let unnamed = name.is_none_or(str::is_empty) && login.is_empty() && !said;
        if unnamed && channel.situations.is_empty() && is_bare(&row) {
            row.name = one.name().into();
        }
        row
    }

    /// Those who help. One who has a page on the site
    /// has there what is to be known before coming.
    pub(super) fn helpers(&self, reached: &[Reached<'_>]) -> List<Helper> {
        let rows = answers::rows(self.shared.site, reached);
        let mut seen = Vec::new();
        let lines = rows.into_iter().filter_map(|(_, one)| {
            if seen.contains(&one.channel.span) {
                return None;
            }
            seen.push(one.channel.span);
            let office = self.office_url(one);
            let email = Text::typed(&one.contact.email);
            let alone =
                text(&one.contact.email).filter(|email| one.name().trim().eq_ignore_ascii_case(email));
            let written = alone.and_then(|email| self.href(&format!("mailto:{email}")));
            let address = one.contact.address.as_ref().map(|address| address.envelope().join(", "));
            Some(Helper {
                text: one.name().into(),
                email: if written.is_some() { None } else { email },
                url: office.or_else(|| self.href(one.url()?)).or(written).map(Text::from),
                label: self.situations(&one.channel.situations).into(),
                cases: self.numbers(&one.channel.situations),
                note: Text::typed(&one.channel.note),
                address: address.map(Text::from),
                phone: self.phone(one.contact.phone.as_ref()),
            })
        });
        lines.collect()
    }

    /// The page of the office behind a channel.
    fn office_url(&self, one: &Reached<'_>) -> Option<String> {
        let page = self.shared.office_page(&one.organisation?.key.value, &self.page.lang)?;
        Some(self.shared.href(&page.url))
    }

    /// What somebody who comes needs. None when nothing of it is known.
    pub(super) fn place(&self, contact: &Contact) -> Option<Place> {
        let today = self.shared.site.facts.today;
        let week = contact.hours.as_ref().and_then(|hours| hours.on(today));
        let exceptions = contact.exceptions.iter().filter(|e| answers::is_told(e.from, e.until, today));
        let others: Vec<String> = exceptions.clone().map(other_day).collect();
        let exceptions: List<_> = exceptions.map(|e| self.exception(e)).collect();
        let address = self.address(contact.address.as_ref());
        let hours = self.hours(contact.hours.as_ref());
        let access = self.access(contact.access.as_ref());
        if address.is_none() && hours.is_empty() && exceptions.is_empty() && access.is_none() {
            return None;
        }
        Some(Place {
            address,
            hours,
            hours_until: day(week.and_then(|week| week.until), self.words),
            hours_note: week.and_then(|week| week.note.clone()).map(Text::from),
            week: week.map(days).unwrap_or_default().into(),
            others: others.join(";").into(),
            exceptions,
            access,
        })
    }

    /// The office that the page is about: its place, its telephone, its e-mail address.
    pub(super) fn office(&self) -> Option<Office> {
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
            return None;
        }
        Some(Office {
            name: entry.map(|entry| entry.value.name.value.as_str().into()),
            place: self.place(&contact),
            phone: self.phone(contact.phone.as_ref()),
            email: Text::typed(&contact.email),
            url: text(&contact.url).and_then(|url| self.href(url)).map(Text::from),
            appointment: self.said_appointment(text(&contact.appointment), None),
            waiting: self.waiting(&contact),
        })
    }

    /// The one thing to do: the first service on line that is open, named with where it leads.
    pub(super) fn action(&self) -> Option<Action> {
        let site = self.shared.site;
        let reached = site.channels(self.page);
        let rows = answers::rows(site, &reached);
        let first = rows.into_iter().filter(|(way, one)| {
            let closed = one.service.is_some_and(|s| s.value.downtime_on(site.facts.today).is_some());
            *way == Some(Way::Online) && !closed && one.channel.situations.is_empty()
        });
        first.map(|(_, one)| one).find_map(|one| {
            let url = self.href(one.url()?)?;
            // « Sur passeport.example » alone, or « En ligne », says nothing to do.
            let name = Some(one.name()).filter(|name| !name.is_empty() && !is_way(name));
            let text = name.map_or_else(|| self.say("interface.do-online"), str::to_owned);
            Some(Action { text: text.into(), host: host(&url).into(), url: url.into() })
        })
    }

    /// None without a line nor a note.
    fn address(&self, address: Option<&Address>) -> Option<given::Address> {
        let address = address?;
        let lines: List<Text> = address.envelope().into_iter().map(Text::from).collect();
        if lines.is_empty() && address.note.is_none() {
            return None;
        }
        Some(given::Address { lines, note: Text::typed(&address.note) })
    }

    /// A telephone, if there is one.
    pub(super) fn phone(&self, phone: Option<&Phone>) -> Option<given::Phone> {
        phone.map(|phone| {
            let cost = text(&phone.cost).map(|cost| match cost {
                "free" | "standard" => self.say(&format!("interface.call.{cost}")),
                words => words.to_owned(),
            });
            given::Phone {
                text: phone.number.value.as_str().into(),
                url: format!("tel:{}", dialled(&phone.number.value)).into(),
                cost: cost.map(Text::from),
                hours: self.hours(phone.hours.as_ref()),
            }
        })
    }

    /// The hours in force, the days that have the same ones together.
    fn hours(&self, hours: Option<&Hours>) -> List<HoursLine> {
        let today = self.shared.site.facts.today;
        let lines = hours.map(|hours| hours.lines(today, self.language)).unwrap_or_default();
        let line =
            |(days, hours): (String, String)| HoursLine { days: days.into(), text: unbroken(&hours).into() };
        lines.into_iter().map(line).collect()
    }

    /// A day, or several, whose hours are not the usual ones.
    fn exception(&self, exception: &Exception) -> given::Exception {
        let several = Some(exception.until).filter(|until| *until != exception.from);
        given::Exception {
            from: a_day(exception.from, self.words),
            until: day(several, self.words),
            last: exception.until.to_string().into(),
            text: unbroken(&in_words(&exception.slots, self.language)).into(),
            reason: exception.reason.clone().map(Text::from),
        }
    }

    /// None when nothing is said.
    fn access(&self, access: Option<&Access>) -> Option<given::Access> {
        let access = access?;
        let wheelchair = access
            .wheelchair
            .map(|yes| self.say(if yes { "interface.wheelchair-yes" } else { "interface.wheelchair-no" }));
        let url = text(&access.url).and_then(|url| self.href(url));
        if wheelchair.is_none() && access.text.is_none() && url.is_none() {
            return None;
        }
        Some(given::Access {
            text: wheelchair.map(Text::from),
            more: Text::typed(&access.text),
            url: url.map(Text::from),
        })
    }

    fn appointment(&self, one: &Reached<'_>) -> Option<Appointment> {
        let own = text(&one.channel.contact.appointment);
        let known = one.organisation.and_then(|entry| text(&entry.value.contact.appointment));
        self.said_appointment(own.or(known), own.and(known))
    }

    /// A plain yes takes how to do it from the organisation.
    fn said_appointment(&self, said: Option<&str>, known: Option<&str>) -> Option<Appointment> {
        let said = said?;
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
        Some(Appointment {
            text: text.into(),
            detail: how.filter(|_| url.is_none()).map(Text::from),
            url: url.map(Text::from),
        })
    }

    /// How long one waits, as observed.
    fn waiting(&self, contact: &Contact) -> Option<given::Waiting> {
        let waiting = contact.waiting.as_ref()?;
        let text = self.duration(&waiting.text.value).into();
        Some(given::Waiting { text, measured: day(waiting.measured, self.words) })
    }

    /// A service on line that is closed.
    fn down(&self, one: &Reached<'_>) -> Option<Down> {
        let today = self.shared.site.facts.today;
        let down = one.service.and_then(|service| service.value.downtime_on(today))?;
        let until = down.until.as_ref().map(|until| until.value);
        let said = match until {
            Some(until) => self.words.say(&Message::key("interface.down-until").with("date", until)),
            None => self.say("interface.down"),
        };
        Some(Down {
            text: said.into(),
            detail: Text::typed(&down.text),
            last: until.map(|until| until.to_string().into()),
        })
    }
}

/// Whether nothing stands beside the way, but for names.
fn is_bare(row: &Channel) -> bool {
    let said = [&row.url, &row.note, &row.cost, &row.time, &row.email].into_iter().any(Option::is_some);
    let place = row.place.is_some() || row.envelope.is_some() || row.phone.is_some();
    !(said || place || row.appointment.is_some() || row.down.is_some() || row.waiting.is_some())
}

/// A week for scripts: `540-720,840-1020;;?;…`.
fn days(week: &Week) -> String {
    let day = |day: &Option<Vec<Slot>>| day.as_deref().map_or_else(|| "?".to_owned(), minutes);
    week.days.iter().map(day).collect::<Vec<_>>().join(";")
}

/// Days that have other hours, for scripts: `2026-12-24/2026-12-26=540-720`.
fn other_day(exception: &Exception) -> String {
    format!("{}/{}={}", exception.from, exception.until, minutes(&exception.slots))
}

fn minutes(slots: &[Slot]) -> String {
    slots.iter().map(|slot| format!("{}-{}", slot.opens, slot.closes)).collect::<Vec<_>>().join(",")
}

/// Hours of which each slot stays on one line: a line may break after a dash, whatever the space that follows.
fn unbroken(hours: &str) -> String {
    hours.replace(" – ", "\u{a0}–\u{2060}\u{a0}")
}
