//! `hours-in-address`: opening hours typed in an address, where neither the page nor its week shows them as hours.

use crate::document::contact::{Address, Contact};
use crate::finding::Finding;
use crate::language::fold::{fold, holds_phrase};
use crate::language::{Language, format};
use crate::lint::rule::Rule;
use crate::site::Site;

use super::super::kind::{Case, Kind};
use super::super::{Check, View, calendar};
use super::Model;

/// The kind `hours-in-address`.
pub(super) const KIND: Kind = Kind {
    elsewhere: true,
    in_front: true,
    read: |_, _| Some(Check::Model(Box::new(Model::HoursInAddress(HoursInAddress)))),
    ..Kind::new("hours-in-address", "kind.hours-in-address", &[Case::only(&["found"])])
};

/// A look at the addresses of pages and of registries.
#[derive(Clone, Copy, Debug)]
pub struct HoursInAddress;

impl HoursInAddress {
    pub(super) fn check(self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let said = &view.page.procedure;
        let channels = said.channels.iter().chain(&said.help).map(|channel| &channel.contact);
        let all = channels.chain([&said.contact]).filter_map(|contact| found(rule, contact));
        // What a section says for its pages is told once, there.
        out.extend(all.filter(|finding| finding.span.source == view.page.document.source));
    }

    pub(super) fn site(self, rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
        for entry in site.registries.organisations.values() {
            let finding = found(rule, &entry.value.contact);
            out.extend(finding.map(|finding| calendar::in_entry(entry.validity.changed, finding)));
        }
    }
}

fn found(rule: &Rule, contact: &Contact) -> Option<Finding> {
    let address = contact.address.as_ref()?;
    let line = lines(address).find(|line| tells_hours(line))?;
    Some(rule.finding("", address.span, vec![("found", line.into())]))
}

/// The lines of an address and what is said of it.
fn lines(address: &Address) -> impl Iterator<Item = &str> {
    let note = address.note.as_ref().map(|note| note.value.as_str());
    address.lines.iter().map(String::as_str).chain(note)
}

/// Whether a text names a day and an hour: « lundi au vendredi 9h-12h », “Monday 9:00”. A street may be called by one
/// of them, « rue du 8-Mai », never by both.
fn tells_hours(text: &str) -> bool {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let folded = fold(text);
    let text = folded.text();
    let named = |language| {
        let mut days = (0..7).map(|rank| fold(format::weekday(rank, language)).into_text());
        days.any(|day| holds_phrase(text, &day))
    };
    holds_an_hour(text) && (named(Language::French) || named(Language::English))
}

/// Whether a folded text holds an hour: `9h`, `13 h 30`, `9:00`.
fn holds_an_hour(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let from = rest.get(at..).unwrap_or_default();
        let after = from.trim_start_matches(|c: char| c.is_ascii_digit());
        let few = from.len() - after.len() <= 2;
        let unit = after.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
        let ended = |after: &str| !after.starts_with(char::is_alphabetic);
        let hour = unit.strip_prefix('h').is_some_and(ended)
            || ["am", "pm"].iter().any(|half| unit.strip_prefix(half).is_some_and(ended))
            || after
                .strip_prefix(':')
                .is_some_and(|minutes| minutes.starts_with(|c: char| c.is_ascii_digit()));
        if few && hour {
            return true;
        }
        rest = after;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_told_from_streets() {
        for text in [
            "3 rue Victor Hugo, lundi au vendredi 9h-12h",
            "Ouvert les lundis de 13 h 30 à 17 h",
            "1 place Haute (Mardi 9:00)",
            "1 High Street, Mondays 9 am to 5 pm",
        ] {
            assert!(tells_hours(text), "{text}");
        }
        for text in [
            "3 rue Victor Hugo, 27000 Évreux",
            "1 rue du Lundi, 27000 Évreux",
            "Le vendredi, sous le porche",
            "9 hameau du Dimanche",
            "",
        ] {
            assert!(!tells_hours(text), "{text}");
        }
    }
}
