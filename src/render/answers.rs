//! What the fields of a page come to on the day of the build, with what the registries know: prices,
//! laws, who decides, where to go. Templates and linked data both take it from here, so that neither
//! shows what the other does not, and nothing shows an entry or a value to come.

use jiff::civil::Date;

use crate::document::contact::Contact;
use crate::document::procedure::{Cost, Evidence, LegalText, Situation};
use crate::language::amounts::is_free;
use crate::language::ways::{Way, is_way};
use crate::site::registry::{Entry, FormEntry, LegalEntry, LifeEvent, Name, Organisation, Team, cerfa};
use crate::site::{Page, Reached, Site};
use crate::source::Spanned;

/// How many days ahead a day of exceptional hours is shown.
const AHEAD: i64 = 60;

/// The text under a field, if there is one.
pub(super) fn text(field: &Option<Spanned<String>>) -> Option<&str> {
    field.as_ref().map(|text| text.value.as_str())
}

/// What something costs: a value, or words.
#[derive(Clone, Debug)]
pub(super) struct Price<'a> {
    /// In cents, on the day of the build; none for words alone.
    pub(super) cents: Option<i64>,
    /// Nothing to pay.
    pub(super) free: bool,
    /// What it pays for.
    pub(super) label: Option<&'a str>,
    /// In words.
    pub(super) text: Option<&'a str>,
    /// The day on which a value typed on the page was known.
    pub(super) known: Option<Date>,
    /// The field that says so.
    pub(super) cost: &'a Cost,
}

/// The prices of a page. A key of the registry becomes its values of the day; an amount that has none
/// yet is left out.
pub(super) fn prices<'a>(site: &'a Site, page: &'a Page) -> Vec<Price<'a>> {
    let mut prices = Vec::new();
    for cost in &page.procedure.cost {
        let words = text(&cost.text).filter(|words| !site.registries.holds(Name::Amounts, words));
        let free = cost.free || words.is_some_and(is_free);
        let plain = Price {
            cents: None,
            free,
            label: text(&cost.label),
            text: words.filter(|_| !free),
            known: None,
            cost,
        };
        let key = text(&cost.amount).or(text(&cost.text)).unwrap_or("");
        if site.registries.holds(Name::Amounts, key) {
            prices.extend(site.registries.amounts_of(key).into_iter().filter_map(|amount| {
                let value = amount.on(site.facts.today)?;
                let label = plain.label.or(text(&amount.label));
                Some(Price { cents: Some(value.cents.value), label, ..plain.clone() })
            }));
        } else if let Some(cents) = &cost.cents {
            let known = cost.date.as_ref().map(|date| date.value);
            // A value that starts later is a value to come.
            if known.is_none_or(|known| known <= site.facts.today) {
                prices.push(Price { cents: Some(cents.value), known, ..plain });
            }
        } else if free || plain.text.is_some() {
            prices.push(plain);
        }
    }
    prices
}

/// An organisation that a field names: by its key, or in words. None for one that is still to come.
pub(super) fn organisation<'a>(
    site: &'a Site,
    named: &'a Option<Spanned<String>>,
) -> Option<(&'a str, Option<&'a Entry<Organisation>>)> {
    let named = text(named)?;
    match site.registries.organisations.get(named) {
        Some(entry) => Some((&entry.value.name.value, Some(entry))),
        None if is_to_come(site, Name::Organisations, named) => None,
        None => Some((named, None)),
    }
}

/// The team that answers for a page: its name, and its entry. None for one that is still to come.
pub(super) fn owner<'a>(site: &'a Site, page: &'a Page) -> Option<(&'a str, Option<&'a Entry<Team>>)> {
    let named = text(&page.front.owner)?;
    match site.registries.teams.get(named) {
        Some(entry) => Some((&entry.value.name.value, Some(entry))),
        None if is_to_come(site, Name::Teams, named) => None,
        None => Some((named, None)),
    }
}

/// Whether a text is the key of an entry that does not hold yet.
pub(super) fn is_to_come(site: &Site, name: Name, key: &str) -> bool {
    site.registries.to_come.contains_key(&(name, key.to_owned()))
}

/// The ways to reach somebody, one row for each way, in the same order on every page: on line, counter,
/// telephone, post, e-mail, video, and last what nobody can tell.
pub(super) fn rows<'a, 'b>(site: &Site, reached: &'b [Reached<'a>]) -> Vec<(Option<Way>, &'b Reached<'a>)> {
    let mut rows: Vec<(Option<Way>, &Reached<'a>)> = Vec::new();
    for one in reached {
        let channel = one.channel;
        let names = [&channel.text, &channel.organisation, &channel.service].into_iter().filter_map(text);
        let to_come =
            |key| is_to_come(site, Name::Organisations, key) || is_to_come(site, Name::OnlineServices, key);
        if names.into_iter().any(to_come) {
            continue;
        }
        if one.ways.is_empty() {
            rows.push((None, one));
        }
        rows.extend(one.ways.iter().filter(|way| !is_empty(**way, one)).map(|way| (Some(*way), one)));
    }
    rows.sort_by_key(|(way, _)| (way.is_none(), *way));
    rows
}

/// What a channel itself says of how to reach it that none of its ways shows: the telephone of a counter, the hours
/// of a telephone. It goes with the first of its ways; it is empty for the others. What an organisation’s entry says
/// more is not of it.
pub(super) fn beside(way: Option<Way>, one: &Reached<'_>) -> Contact {
    if way != one.ways.first().copied() {
        return Contact::default();
    }
    let own = &one.channel.contact;
    let visited = one.is(Way::Counter) || (one.ways.is_empty() && one.contact.address.is_some());
    let met = one.is(Way::Counter) || one.is(Way::Video);
    Contact {
        address: own.address.clone().filter(|_| !visited && !one.is(Way::Post)),
        phone: own.phone.clone().filter(|_| !one.is(Way::Phone)),
        email: own.email.clone().filter(|_| !one.is(Way::Email)),
        hours: own.hours.clone().filter(|_| !visited),
        exceptions: if visited { Vec::new() } else { own.exceptions.clone() },
        access: own.access.clone().filter(|_| !visited),
        appointment: own.appointment.clone().filter(|_| !met),
        waiting: own.waiting.clone().filter(|_| !visited),
        ..Contact::default()
    }
}

/// Whether a contact tells how to reach somebody.
fn tells(contact: &Contact) -> bool {
    let told = [contact.phone.is_some(), contact.email.is_some(), contact.address.is_some()];
    let when = [contact.hours.is_some(), contact.appointment.is_some(), contact.access.is_some()];
    told.into_iter().chain(when).any(|told| told)
        || !contact.exceptions.is_empty()
        || contact.waiting.is_some()
}

/// Whether nobody could do anything with a way: « Par courriel », and no address to write to.
fn is_empty(way: Way, one: &Reached<'_>) -> bool {
    let channel = one.channel;
    let known = match way {
        Way::Email => one.contact.email.is_some(),
        Way::Phone => one.contact.phone.is_some(),
        _ => true,
    };
    let said = [&channel.note, &channel.cost, &channel.processing_time, &channel.contact.url];
    let said = said.into_iter().any(Option::is_some);
    // A name or a case says more than the way.
    let name = one.name().trim();
    let bare = match name.split_once(' ') {
        Some(("Par" | "par" | "By" | "by", rest)) => rest.trim(),
        _ => name,
    };
    let named = !bare.is_empty() && !is_way(bare);
    !(known || said || named || !channel.situations.is_empty() || tells(&beside(Some(way), one)))
}

/// Whether a day of exceptional hours is told: it is today or to come, and near.
pub(super) fn is_told(from: Date, until: Date, today: Date) -> bool {
    let last = today.saturating_add(jiff::SignedDuration::from_hours(24 * AHEAD));
    until >= today && from <= last
}

/// A text of law, as it is on the day of the build.
#[derive(Clone, Debug)]
pub(super) struct Law<'a> {
    /// Its title and its article.
    pub(super) title: String,
    /// Where it is published.
    pub(super) url: Option<&'a str>,
    /// The day on which it stopped being law; none while it is.
    pub(super) repealed: Option<Date>,
    /// What is law in its place, once it is repealed; none when nothing is.
    pub(super) replaced_by: Option<Box<Law<'a>>>,
}

/// The legal basis of a page.
pub(super) fn laws<'a>(site: &'a Site, page: &'a Page) -> Vec<Law<'a>> {
    page.procedure.legal_basis.iter().filter_map(|law| self::law(site, law)).collect()
}

fn law<'a>(site: &'a Site, law: &'a LegalText) -> Option<Law<'a>> {
    let named = text(&law.text).and_then(|key| Some((key, site.registries.legal_texts.get(key)?)));
    if let Some((key, entry)) = named {
        let today = site.facts.today;
        let mut law = entered(&entry.value, today);
        if law.repealed.is_some() {
            let next = site.registries.law_in_force(key, today);
            law.replaced_by = next.map(|next| Box::new(entered(&next.value, today)));
        }
        return Some(law);
    }
    let title = text(&law.title).or(text(&law.text))?;
    if is_to_come(site, Name::LegalTexts, title) {
        return None;
    }
    Some(Law {
        title: with_article(title, text(&law.article)),
        url: text(&law.url),
        repealed: None,
        replaced_by: None,
    })
}

/// An entry of the registry, without what took its place.
fn entered(law: &LegalEntry, today: Date) -> Law<'_> {
    Law {
        title: with_article(&law.title.value, text(&law.article)),
        url: text(&law.url),
        repealed: law.repealed_on(today).map(|day| day.value),
        replaced_by: None,
    }
}

fn with_article(title: &str, article: Option<&str>) -> String {
    article.map_or_else(|| title.to_owned(), |article| format!("{title}, {article}"))
}

/// The form that a text is the key of.
pub(super) fn form<'a>(site: &'a Site, key: Option<&str>) -> Option<&'a FormEntry> {
    site.registries.forms.get(key?).map(|entry| &entry.value)
}

/// A document to bring, as it is called.
pub(super) struct Document<'a> {
    /// Its name on the page, or else the title of its form, or else « Cerfa n° 12669 »; none for a form
    /// that has neither.
    pub(super) name: Option<String>,
    /// The form that it is.
    pub(super) form: Option<&'a FormEntry>,
    /// Whether it is called by the number of its form, for want of a better name.
    pub(super) by_number: bool,
}

/// A document to bring. None for a form that is still to come.
pub(super) fn document<'a>(site: &'a Site, document: &'a Evidence) -> Option<Document<'a>> {
    let named = text(&document.name);
    let form = form(site, text(&document.form)).or_else(|| self::form(site, named));
    let own = named.filter(|name| !site.registries.forms.contains_key(*name));
    if own.is_some_and(|name| is_to_come(site, Name::Forms, name)) || (own.is_none() && form.is_none()) {
        return None;
    }
    let title = own.or(form.and_then(|form| text(&form.title)));
    let number = form.and_then(|form| text(&form.number)).filter(|_| title.is_none()).map(cerfa);
    let by_number = number.is_some();
    Some(Document { name: title.map(str::to_owned).or(number), form, by_number })
}

/// The situations of a page that an item names, in the order of the page.
pub(super) fn situations<'a>(page: &'a Page, named: &[Spanned<String>]) -> Vec<&'a Situation> {
    let known = page.procedure.situations.iter();
    known.filter(|s| named.iter().any(|name| name.value == s.id.value)).collect()
}

/// The events of life that a page is about. One that the registry does not know is left out.
pub(super) fn life_events<'a>(site: &'a Site, page: &'a Page) -> Vec<&'a Entry<LifeEvent>> {
    let named = page.procedure.life_events.iter().chain(&page.procedure.event);
    named.filter_map(|name| site.registries.life_event(&name.value)).collect()
}

/// The first and the last day of a page, and whether it holds on the day of the build.
pub(super) fn holds(page: &Page, today: Date) -> bool {
    let from = page.front.valid_from.as_ref().is_none_or(|from| from.value <= today);
    from && page.front.valid_until.as_ref().is_none_or(|until| today <= until.value)
}
