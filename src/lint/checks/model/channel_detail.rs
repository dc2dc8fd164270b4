//! `channel-detail`: what must be known of a way before taking it, and is said neither on the page nor in
//! the registry of organisations.

use std::collections::{BTreeMap, BTreeSet};

use crate::data::Fields;
use crate::document::contact::{Contact, needs_appointment};
use crate::document::front_matter::PageType;
use crate::finding::{Finding, Message};
use crate::language::emails::emails;
use crate::language::fold::fold;
use crate::language::hosts::names_a_host;
use crate::language::ways::Way;
use crate::lint::rule::Rule;
use crate::site::registry::{Entry, Name, Organisation};
use crate::site::{Page, PageId, Reached, Site};
use crate::source::{Span, Spanned};

use super::super::kind::{Case, Form, Kind, Param, names_of, required_choice, texts};
use super::super::types::{self, Types};
use super::super::{Check, View, calendar};
use super::{Model, Phrases, changed, end_of_front, field_place, name_of, on_page};

/// The kind `channel-detail`.
pub(super) const KIND: Kind = Kind {
    elsewhere: true,
    in_front: true,
    params: &[
        Param::required("way", Form::Choice(&WAYS), "param.channel-way"),
        Param::required("detail", Form::Choice(&DETAILS), "param.channel-detail"),
        types::TYPES,
        Param::optional("words", Form::Texts, "param.channel-words"),
        Param::optional("words-except", Form::Texts, "param.channel-words-except"),
        Param::optional("except", Form::Texts, "param.channel-except"),
    ],
    read: |fields, place| {
        ChannelDetail::read(fields, place).map(|read| Check::Model(Box::new(Model::ChannelDetail(read))))
    },
    ..Kind::new(
        "channel-detail",
        "kind.channel-detail",
        &[Case::of("page", &["name"]), Case::of("registry", &["name", "key"])],
    )
};

const WAYS: [&str; Way::NAMES.len()] = names_of(&Way::NAMES);

/// What must be known of a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Detail {
    /// Anything at all of the place.
    Description,
    Hours,
    Address,
    Access,
    /// The telephone number.
    Number,
    /// When somebody answers the telephone.
    PhoneHours,
    /// All that a letter needs to arrive.
    PostalAddress,
    /// The e-mail address.
    Email,
    /// Where it is on the Web.
    Link,
}

const DETAILS: [&str; 9] =
    ["description", "hours", "address", "access", "number", "phone-hours", "postal-address", "email", "link"];

const NAMED: [(&str, Detail); 9] = [
    (DETAILS[0], Detail::Description),
    (DETAILS[1], Detail::Hours),
    (DETAILS[2], Detail::Address),
    (DETAILS[3], Detail::Access),
    (DETAILS[4], Detail::Number),
    (DETAILS[5], Detail::PhoneHours),
    (DETAILS[6], Detail::PostalAddress),
    (DETAILS[7], Detail::Email),
    (DETAILS[8], Detail::Link),
];

/// A detail that a way must have.
#[derive(Clone, Debug)]
pub struct ChannelDetail {
    way: Way,
    detail: Detail,
    types: Types,
    /// Parameter `words`: said in a channel’s texts, or on the page of an office, they give the detail.
    words: Phrases,
    /// Parameter `except`: words that name no place in particular.
    except: Phrases,
}

impl ChannelDetail {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let way = required_choice(fields, "way", &Way::NAMES, place);
        let detail = required_choice(fields, "detail", &NAMED, place);
        let types = Types::read(fields);
        let mut phrases = |key| Phrases::new(&texts(fields, key));
        let (words, except) = (phrases("words"), phrases("except"));
        let words = words.apart_from(&texts(fields, "words-except"));
        Some(Self { way: way?, detail: detail?, types, words, except })
    }

    /// What pages say by themselves: the channels that no entry describes, and offices without one.
    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let page = view.page;
        if !self.types.hold(view) {
            return;
        }
        if self.is_of_office(page) {
            self.check_office(rule, view, out);
        }
        // The State’s page says where it is done on line.
        if self.detail == Detail::Link && page.procedure.national.is_some() {
            return;
        }
        let (channels, help) = (view.site.channels(page), view.site.help(page));
        // « Téléphone » beside an organisation whose number is known is a call to that number. A letter needs
        // an envelope of its own: the counter beside is not always the one that opens the mail.
        let authority = page.procedure.authority.as_ref();
        let authority = authority.and_then(|key| view.site.registries.organisations.get(&key.value));
        // A counter that is the authority’s is known to be; « Préfecture » is not that of a town.
        let called = authority.filter(|_| self.way != Way::Counter);
        let led_to = channels.iter().chain(&help).filter_map(|one| one.organisation).chain(called);
        let authority_changed = authority.and_then(|entry| entry.validity.changed);
        let changed = changed(channels.iter().chain(&help)).max(authority_changed);
        let by_post = self.way == Way::Post;
        // What changes beside a letter brings nothing about.
        let changed = changed.filter(|_| !by_post);
        // Beside « la mairie du lieu de naissance », it is a letter to that one.
        let elsewhere = channels.iter().any(|one| Self::names(&self.except, one));
        let known = elsewhere
            || (!by_post && led_to.into_iter().any(|entry| !self.detail.is_lacking(&entry.value.contact)));
        let bare = |one: &&Reached<'_>| one.channel.text.is_some() && known;
        for reached in channels.iter().chain(&help).filter(|one| one.organisation.is_none() && !bare(one)) {
            if self.is_asked(reached) && self.is_to_be_told(&reached.contact) {
                let finding = rule.finding("page", reached.channel.span, vec![("name", name_of(reached))]);
                let finding = calendar::since(page, changed, finding);
                out.push(on_page(page, finding));
            }
        }
    }

    /// What the registry does not say of the organisations that pages lead to: told once, where it is to
    /// be written.
    pub(super) fn site(&self, rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
        let mut lacking: BTreeMap<&str, (&Spanned<String>, &Spanned<String>, Span)> = BTreeMap::new();
        // Most entries have it: only the pages that lead to the others are looked at.
        let organisations = &site.registries.organisations;
        let lacks = |key: &String| {
            organisations.get(key).is_some_and(|entry| self.detail.is_lacking(&entry.value.contact))
        };
        let uses = site.uses.iter().filter(|used| used.registry == Name::Organisations && lacks(&used.key));
        let pages: BTreeSet<PageId> = uses.map(|used| used.page).collect();
        let pages = pages.into_iter().map(|id| site.page(id));
        for page in pages.filter(|page| site.is_published(page) && self.types.of(page)) {
            // An entry of which nothing is known is told once, whatever leads to it.
            if let Some(entry) = self.is_about_office(page).then(|| organisation(site, page)).flatten()
                && self.is_to_be_told(&page.procedure.contact.clone().or(&entry.value.contact))
            {
                let at = page.procedure.organisation.as_ref().map_or(entry.key.span, |key| key.span);
                lacking.entry(&entry.key.value).or_insert((&entry.key, &entry.value.name, at));
            }
            let (channels, help) = (site.channels(page), site.help(page));
            for reached in channels.iter().chain(&help) {
                let Some(entry) = reached.organisation else { continue };
                if self.is_asked(reached) && self.is_to_be_told(&reached.contact) {
                    let told = (&entry.key, &entry.value.name, reached.channel.span);
                    lacking.entry(&entry.key.value).or_insert(told);
                }
            }
        }
        for (key, name, at) in lacking.values() {
            let args = vec![("name", name.value.as_str().into()), ("key", key.value.as_str().into())];
            let changed = organisations.get(&key.value).and_then(|entry| entry.validity.changed);
            let mut finding = calendar::in_entry(changed, rule.finding("registry", key.span, args));
            finding.labels.push((*at, Message::key("lint.led-here")));
            out.push(finding);
        }
    }

    fn check_office(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let page = view.page;
        // What the registry lacks is told there.
        if organisation(view.site, page).is_some() || !self.detail.is_lacking(&page.procedure.contact) {
            return;
        }
        let said = |folded: &str| self.words.are_in(folded);
        if view.passages.iter().any(|passage| said(passage.folded().text())) {
            return;
        }
        let key = match self.detail {
            Detail::Hours | Detail::PhoneHours => "hours",
            Detail::Access => "access",
            Detail::Number => "phone",
            Detail::Email => "email",
            Detail::Link => "url",
            Detail::Address | Detail::PostalAddress | Detail::Description => "address",
        };
        if self.detail.keys().iter().any(|key| page.front.is_unread(key)) {
            return;
        }
        let span = field_place(page, key).unwrap_or_else(|| end_of_front(view.site, page));
        let mut finding = rule.finding("page", span, vec![("name", page.title().into())]);
        finding.topic = Some(key.to_owned());
        out.push(finding);
    }

    /// An office is a counter, that its own page describes.
    fn is_of_office(&self, page: &Page) -> bool {
        self.is_about_office(page) && self.detail != Detail::Description
    }

    fn is_about_office(&self, page: &Page) -> bool {
        let office = page.front.page_type.as_ref().is_some_and(|own| own.value == PageType::Office);
        office && self.way == Way::Counter
    }

    /// Whether a contact lacks the detail. A place of which nothing is known is told once, for all that is
    /// missing.
    fn is_to_be_told(&self, contact: &Contact) -> bool {
        let unknown = self.way == Way::Counter && self.detail != Detail::Description;
        self.detail.is_lacking(contact) && !(unknown && Detail::Description.is_lacking(contact))
    }

    /// Whether a channel is of this way, is a place in particular, and does not say the detail in words.
    fn is_asked(&self, reached: &Reached<'_>) -> bool {
        // « Courrier à la mairie » names a place, and is no counter.
        let guessed = reached.channel.kind.is_none() && reached.organisation.is_none();
        let other = [Way::Post, Way::Phone, Way::Email].iter().any(|way| reached.is(*way));
        let at_counter = self.way != Way::Counter || !guessed || !other;
        // The address of a service is in another registry.
        let linked = self.detail == Detail::Link && (reached.url().is_some() || reached.service.is_some());
        at_counter
            && !reached.unread
            && !linked
            && reached.is(self.way)
            && !Self::names(&self.except, reached)
            && !Self::names(&self.words, reached)
            && !texts_of(reached).any(|text| self.detail.is_written_in(text))
    }

    /// Whether a text of a channel holds one of these.
    fn names(phrases: &Phrases, reached: &Reached<'_>) -> bool {
        texts_of(reached).any(|text| phrases.are_in(fold(text).text()))
    }
}

/// What a channel says in words.
fn texts_of<'a>(reached: &'a Reached<'_>) -> impl Iterator<Item = &'a str> {
    let channel = reached.channel;
    [&channel.text, &channel.name, &channel.note].into_iter().flatten().map(|text| text.value.as_str())
}

/// The entry of the organisation that the page of an office is about.
fn organisation<'a>(site: &'a Site, page: &Page) -> Option<&'a Entry<Organisation>> {
    site.registries.organisations.get(page.procedure.organisation.as_ref()?.value.as_str())
}

impl Detail {
    /// The keys that say it.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Description => &["address", "hours", "access", "phone"],
            Self::Hours | Self::PhoneHours => &["hours"],
            Self::Address | Self::PostalAddress => &["address"],
            Self::Access => &["access"],
            Self::Number => &["phone"],
            Self::Email => &["email"],
            Self::Link => &["url"],
        }
    }

    /// Whether a text gives it by its form alone: an e-mail address, an address of the Web.
    fn is_written_in(self, text: &str) -> bool {
        match self {
            Self::Email => !emails(text).is_empty(),
            Self::Link => names_a_host(text),
            _ => false,
        }
    }

    /// Whether a contact does not say it.
    fn is_lacking(self, contact: &Contact) -> bool {
        // Where one may come without an appointment, hours are needed all the more.
        let said = contact.appointment.as_ref().map(|text| needs_appointment(&text.value));
        let by_appointment = said.is_some_and(|needed| needed != Some(false));
        // What cannot be read is told where it stands.
        if self.keys().iter().any(|key| contact.is_unread(key)) {
            return false;
        }
        match self {
            Self::Description => {
                let place = contact.address.is_none() && contact.hours.is_none();
                place && contact.access.is_none() && contact.phone.is_none()
            }
            Self::Hours => contact.hours.is_none() && !by_appointment,
            Self::Address => contact.address.is_none(),
            Self::Access => contact.access.is_none(),
            Self::Number => contact.phone.is_none(),
            Self::Email => contact.email.is_none(),
            Self::Link => contact.url.is_none(),
            Self::PhoneHours => {
                contact.phone.as_ref().is_some_and(|phone| phone.hours.is_none()) && contact.hours.is_none()
            }
            Self::PostalAddress => !contact.address.as_ref().is_some_and(|address| address.is_complete()),
        }
    }
}
