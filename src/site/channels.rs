//! The ways to reach an administration that a page gives, with what the registries know of each.

use super::registry::{Entry, Name, OnlineService, Organisation};
use super::{Page, Site};
use crate::document::contact::{Contact, Phone};
use crate::document::procedure::Channel;
use crate::language::emails::emails;
use crate::language::hosts::is_an_address;
use crate::language::phones::phones;
use crate::language::ways::{Way, is_by_way, is_counter_at, ways};
use crate::source::Spanned;

/// A channel, with what the registries know of it.
#[derive(Clone, Debug)]
pub struct Reached<'a> {
    /// As typed.
    pub channel: &'a Channel,
    /// The ways it is, in the order that pages show them; none when nobody can say.
    pub ways: Vec<Way>,
    /// The organisation behind it.
    pub organisation: Option<&'a Entry<Organisation>>,
    /// The online service behind it.
    pub service: Option<&'a Entry<OnlineService>>,
    /// An entry that it names cannot be read: what is wrong is told there.
    pub unread: bool,
    /// How to reach it: what the channel says, then what the organisation’s entry says.
    pub contact: Contact,
}

impl Reached<'_> {
    /// What it is called: its own name, the organisation’s, the service’s, or what was typed.
    pub fn name(&self) -> &str {
        let own = self.channel.name.as_ref();
        let known = self
            .organisation
            .map(|entry| &entry.value.name)
            .or_else(|| self.service.map(|entry| &entry.value.name));
        own.or(known).or(self.channel.text.as_ref()).map_or("", |name| &name.value)
    }

    /// Where it leads on the Web.
    pub fn url(&self) -> Option<&str> {
        let own = self.channel.contact.url.as_ref();
        let service = self.service.and_then(|entry| entry.value.url.as_ref());
        own.or(service).or(self.contact.url.as_ref()).map(|url| url.value.as_str())
    }

    /// Whether it is a way.
    pub fn is(&self, way: Way) -> bool {
        self.ways.contains(&way)
    }
}

impl Site {
    /// The channels of a page.
    pub fn channels<'a>(&'a self, page: &'a Page) -> Vec<Reached<'a>> {
        self.reached_from(page, &page.procedure.channels)
    }

    /// Where a page says to find help.
    pub fn help<'a>(&'a self, page: &'a Page) -> Vec<Reached<'a>> {
        self.reached_from(page, &page.procedure.help)
    }

    /// Channels of a page. « Guichet » says whose by saying nothing: it is that of the authority of the page.
    /// « Téléphone » is a call to its number, where it has one, and « Courrier » a letter to its address.
    fn reached_from<'a>(&'a self, page: &'a Page, channels: &'a [Channel]) -> Vec<Reached<'a>> {
        let authority = page.procedure.authority.as_ref();
        let authority = authority.and_then(|key| self.registries.organisations.get(&key.value));
        let number = authority.and_then(|entry| entry.value.contact.phone.as_ref());
        // Beside the counter of another place, nobody knows which of the two opens the letter.
        let elsewhere = |one: &Reached<'_>| {
            let whose = one.organisation.map(|entry| &entry.key);
            let name = authority.map_or("", |entry| &entry.value.name.value);
            let other = whose.is_some() && whose != authority.map(|entry| &entry.key);
            let text = one.channel.text.as_ref().filter(|_| whose.is_none() && one.is(Way::Counter));
            other || text.is_some_and(|text| !is_counter_at(&text.value, name))
        };
        let all: Vec<Reached<'_>> = channels.iter().map(|channel| self.reached(channel)).collect();
        let addressee = authority.filter(|entry| entry.value.contact.address.is_some());
        let addressee = addressee.filter(|_| !all.iter().any(elsewhere));
        let authority = authority.filter(|entry| has_place(&entry.value.contact));
        all.into_iter()
            .map(|one| match authority {
                Some(entry) if is_counter_of(&one, &entry.value.name.value) => {
                    let contact = one.contact.or(&entry.value.contact);
                    Reached { organisation: Some(entry), contact, ..one }
                }
                _ if is_mere_call(&one) => {
                    let contact = Contact { phone: number.cloned(), ..one.contact };
                    Reached { contact, ..one }
                }
                _ => match addressee.filter(|_| is_mere_letter(&one)) {
                    Some(entry) => {
                        let contact = one.contact.or(&entry.value.contact);
                        Reached { organisation: Some(entry), contact, ..one }
                    }
                    None => one,
                },
            })
            .collect()
    }

    /// A channel, with what the registries know of it.
    fn reached<'a>(&'a self, channel: &'a Channel) -> Reached<'a> {
        let typed = channel.text.as_ref().map_or("", |text| text.value.as_str());
        let key =
            |named: &'a Option<Spanned<String>>| named.as_ref().map_or(typed, |text| text.value.as_str());
        let organisation = self.registries.organisations.get(key(&channel.organisation));
        let service = self.registries.services.get(key(&channel.service));
        let mut contact = match organisation {
            Some(entry) => channel.contact.clone().or(&entry.value.contact),
            None => channel.contact.clone(),
        };
        // « Écrivez à accueil@ville.fr » gives the address; of two, the first is the one to write to.
        if contact.email.is_none()
            && let Some(text) = &channel.text
            && let Some(written) = emails(&text.value).first()
        {
            contact.email = Some(Spanned::new(written.address.clone(), text.span));
        }
        // A text that is a number is called, one that is an address of the Web is gone to.
        let alone = channel.text.as_ref().filter(|_| organisation.is_none() && service.is_none());
        let (number, url) = (alone.and_then(number_alone), alone.and_then(url_alone));
        let by_itself = number.is_some().then_some(Way::Phone).or(url.is_some().then_some(Way::Online));
        contact.phone = contact.phone.or(number);
        contact.url = contact.url.or(url);
        let ways = match channel.kind.and_then(Way::named).or(by_itself) {
            Some(way) => vec![way],
            None => guessed(channel, organisation, service, typed),
        };
        // A key that leads nowhere is told as such: what it stands for is not asked on top of it.
        let is_unread = |name, key: &Option<Spanned<String>>| {
            key.as_ref().is_some_and(|key| !self.registries.holds(name, &key.value))
        };
        // A place that is named may be described in a file that nobody could read.
        let maybe = organisation.is_none() && self.registries.broken.contains(&Name::Organisations);
        let unread = maybe
            || is_unread(Name::Organisations, &channel.organisation)
            || is_unread(Name::OnlineServices, &channel.service);
        Reached { channel, ways, organisation, service, unread, contact }
    }
}

/// The telephone number that a text is, and nothing else.
fn number_alone(text: &Spanned<String>) -> Option<Phone> {
    let typed = text.value.trim();
    let found = phones(typed);
    let [only] = found.as_slice() else { return None };
    let number = Spanned::new(typed.to_owned(), text.span);
    (only.range == (0..typed.len())).then_some(Phone { number, cost: None, hours: None })
}

/// The address of the Web that a text is, and nothing else: `www.ville.fr`, `https://ville.fr/agenda`. A word with a
/// point in it may be a key.
fn url_alone(text: &Spanned<String>) -> Option<Spanned<String>> {
    let typed = text.value.trim();
    let schemed = typed.starts_with("https://") || typed.starts_with("http://");
    let whole = !typed.contains(char::is_whitespace) && (schemed || typed.starts_with("www."));
    let url = if schemed { typed.to_owned() } else { format!("https://{typed}") };
    (whole && is_an_address(typed)).then(|| Spanned::new(url, text.span))
}

/// Whether it is said where or when to come.
fn has_place(contact: &Contact) -> bool {
    contact.address.is_some() || contact.hours.is_some()
}

/// Whether a channel is a way and nothing else: neither whose nor what is behind it.
fn names_nobody(one: &Reached<'_>, way: Way) -> bool {
    let channel = one.channel;
    let named = channel.name.is_some() || channel.organisation.is_some() || channel.service.is_some();
    !named && one.organisation.is_none() && one.ways == [way]
}

/// Whether a channel is a counter that names nobody, and so can only be that of the authority of this name.
fn is_counter_of(one: &Reached<'_>, authority: &str) -> bool {
    let text = one.channel.text.as_ref();
    names_nobody(one, Way::Counter)
        && !has_place(&one.contact)
        && text.is_none_or(|text| is_counter_at(&text.value, authority))
}

/// Whether a channel says « téléphone » and no more: neither whose, nor which number.
fn is_mere_call(one: &Reached<'_>) -> bool {
    let text = one.channel.text.as_ref();
    names_nobody(one, Way::Phone)
        && one.contact.phone.is_none()
        && text.is_none_or(|text| is_by_way(&text.value))
}

/// Whether a channel says « courrier » and no more: neither to whom, nor where.
fn is_mere_letter(one: &Reached<'_>) -> bool {
    let text = one.channel.text.as_ref();
    names_nobody(one, Way::Post)
        && !one.contact.is_unread("address")
        && one.contact.address.is_none()
        && text.is_none_or(|text| is_by_way(&text.value))
}

/// What a channel is when it does not say: what is behind it, or else the words that it is called.
fn guessed(
    channel: &Channel,
    organisation: Option<&Entry<Organisation>>,
    service: Option<&Entry<OnlineService>>,
    typed: &str,
) -> Vec<Way> {
    if service.is_some() {
        return vec![Way::Online];
    }
    // « Par courrier » says what it is, whoever stands behind it.
    let named = channel.name.as_ref().map(|name| ways(&name.value)).unwrap_or_default();
    if !named.is_empty() {
        return named;
    }
    if let Some(entry) = organisation {
        // An organisation whose place is known is somewhere to go; one without is called or written to.
        let contact = &entry.value.contact;
        let place = contact.hours.is_some() || contact.address.is_some();
        let known = [(place, Way::Counter), (contact.phone.is_some(), Way::Phone)];
        let mut found: Vec<Way> = known.iter().filter(|(known, _)| *known).map(|(_, way)| *way).collect();
        if found.is_empty() {
            found.push(Way::Counter);
        }
        return found;
    }
    let mut found = ways(typed);
    if found.is_empty() && channel.contact.url.is_some() {
        found.push(Way::Online);
    }
    found
}
