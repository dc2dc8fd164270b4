//! Facts typed by hand on a page: a sum without its day, the number of a form and the contact of an
//! organisation that a registry holds.

use std::ops::Range;

use crate::document::BlockKind;
use crate::finding::Finding;
use crate::language::Language;
use crate::language::amounts::amounts;
use crate::language::emails::emails;
use crate::language::fold::{fold, is_word_boundary};
use crate::language::phones::phones;
use crate::lint::rule::Rule;
use crate::lint::scope::Passage;
use crate::site::Site;
use crate::site::registry::{Entry, Organisation};
use crate::source::Span;

use super::super::kind::{Case, Form, Kind, Param, required_texts, texts};
use super::super::types::{self, Types};
use super::super::{Check, View};
use super::{Model, Phrases};

/// The kind `undated-amount`.
pub(super) const UNDATED: Kind = Kind {
    params: &[types::TYPES],
    read: |fields, _| made(Some(Facts::Undated(Types::read(fields)))),
    ..Kind::new("undated-amount", "kind.undated-amount", &[Case::only(&["found"])])
};

/// The kind `typed-form-number`.
pub(super) const FORM_NUMBER: Kind = Kind {
    scoped: true,
    params: &[Param::required("near", Form::Texts, "param.form-near")],
    read: |fields, place| {
        made(required_texts(fields, "near", place).map(|near| Facts::FormNumber(Phrases::new(&near))))
    },
    ..Kind::new("typed-form-number", "kind.typed-form-number", &[Case::only(&["found", "key"])])
};

/// The kind `disagreeing-contact`.
pub(super) const CONTACT: Kind = Kind {
    scoped: true,
    params: &[
        Param::required("between", Form::Texts, "param.contact-between"),
        Param::optional("after", Form::Texts, "param.contact-after"),
    ],
    read: |fields, place| {
        let words = |texts: Vec<String>| texts.iter().map(|word| folded(word)).collect();
        let between = required_texts(fields, "between", place).map(words);
        let after = words(texts(fields, "after"));
        made(between.map(|between| Facts::Contact(Around { between, after })))
    },
    ..Kind::new(
        "disagreeing-contact",
        "kind.disagreeing-contact",
        &[Case::of("phone", CONTACT_ARGS), Case::of("email", CONTACT_ARGS)],
    )
};

const CONTACT_ARGS: &[&str] = &["found", "name", "key", "known"];

/// A look at facts typed by hand.
#[derive(Clone, Debug)]
pub enum Facts {
    /// `undated-amount`
    Undated(Types),
    /// `typed-form-number`, with the words that announce such a number.
    FormNumber(Phrases),
    /// `disagreeing-contact`
    Contact(Around),
}

/// The words around a name and its contact.
#[derive(Clone, Debug)]
pub struct Around {
    /// Parameter `between`: what may stand between them.
    between: Vec<String>,
    /// Parameter `after`: what, before the name, makes the contact somebody else’s.
    after: Vec<String>,
}

fn made(facts: Option<Facts>) -> Option<Check> {
    facts.map(|facts| Check::Model(Box::new(Model::Facts(facts))))
}

fn folded(text: &str) -> String {
    fold(text.trim()).text().to_owned()
}

impl Facts {
    pub(super) fn kind(&self) -> &'static Kind {
        match self {
            Self::Undated(_) => &UNDATED,
            Self::FormNumber(_) => &FORM_NUMBER,
            Self::Contact(_) => &CONTACT,
        }
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        match self {
            Self::Undated(types) if types.hold(view) => {
                if let Some((span, found)) = undated(view) {
                    let mut finding = rule.finding("", span, vec![("found", found.into())]);
                    finding.topic = Some("amount".to_owned());
                    out.push(finding);
                }
            }
            Self::Undated(_) => {}
            Self::FormNumber(near) => form_numbers(near, rule, view, out),
            Self::Contact(around) => contacts(around, rule, view, out),
        }
    }
}

/// The first sum of a page that no year goes with: in its field, or in its part of the text.
fn undated(view: &View<'_>) -> Option<(Span, String)> {
    let page = view.page;
    let own = page.procedure.cost.iter().filter(|cost| cost.span.source == page.document.source);
    for cost in own {
        if cost.cents.is_some() && cost.date.is_none() {
            return cost.cents.as_ref().map(|cents| {
                (cents.span, view.site.sources.slice(cents.span).trim_matches(['"', '\'']).to_owned())
            });
        }
    }
    let language = view.language.unwrap_or(Language::French);
    // The first sum of the part that is being read, and whether a year goes with that part.
    let (mut first, mut dated) = (None, false);
    for block in view.blocks() {
        if matches!(block.kind, BlockKind::Heading(_)) {
            if first.is_some() && !dated {
                return first;
            }
            (first, dated) = (None, false);
        }
        let text = block.prose.text();
        let sums = amounts(text, language);
        dated |= holds_year(text, &sums.iter().map(|sum| sum.range.clone()).collect::<Vec<_>>());
        if let (None, Some(sum)) = (&first, sums.first()) {
            let found = text.get(sum.range.clone()).unwrap_or("").to_owned();
            first = Some((block.prose.span(sum.range.clone()), found));
        }
    }
    first.filter(|_| !dated)
}

/// Whether a text holds a year outside of its sums.
fn holds_year(text: &str, sums: &[Range<usize>]) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(|c: char| c.is_ascii_digit())) {
        let start = at + start;
        let length = digits(text.get(start..).unwrap_or(""));
        let year = text
            .get(start..start + length)
            .is_some_and(|word| length == 4 && (word.starts_with("19") || word.starts_with("20")));
        if year && !sums.iter().any(|sum| sum.contains(&start)) {
            return true;
        }
        at = start + length;
    }
    false
}

/// Characters before a number in which the words that announce it are looked for.
const REACH: usize = 60;

fn form_numbers(near: &Phrases, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    for (key, form) in &view.site.registries.forms {
        let Some(number) = form.value.number.as_ref().map(|number| number.value.trim()) else { continue };
        if number.is_empty() {
            continue;
        }
        let place = view.passages.iter().find_map(|passage| {
            let text = passage.prose.text();
            let named = |start: &usize| {
                let before = text.get(..*start).unwrap_or("");
                let from = before.char_indices().rev().nth(REACH).map_or(0, |(at, _)| at);
                near.are_in(fold(before.get(from..).unwrap_or("")).text())
            };
            let whole = |start: &usize| {
                is_word_boundary(text, *start) && is_word_boundary(text, start + number.len())
            };
            let start = text.match_indices(number).map(|(start, _)| start).filter(whole).find(named)?;
            let range = start..start + number.len();
            View::is_looked_at(rule, passage, &range).then(|| passage.prose.span(range))
        });
        if let Some(span) = place {
            let mut finding =
                rule.finding("", span, vec![("found", number.into()), ("key", key.as_str().into())]);
            // Said once a page, at the first place.
            finding.topic = Some(key.clone());
            out.push(finding);
        }
    }
}

/// A contact typed right after the name of an organisation, unlike the one that its entry gives, and that
/// no other entry gives.
fn contacts(around: &Around, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    let site = view.site;
    if site.registries.organisations.is_empty() {
        return;
    }
    let mut names: Vec<(String, &Entry<Organisation>)> = Vec::new();
    for entry in site.registries.organisations.values() {
        names.extend(entry.value.names().map(|name| (folded(name), entry)));
    }
    names.retain(|(name, _)| !name.is_empty());
    for passage in view.passages.iter().filter(|passage| rule.scope.contains(&passage.scope())) {
        let text = passage.prose.text();
        for phone in phones(text) {
            let Some(entry) = named_before(passage, phone.range.start, &names, around) else { continue };
            let Some(known) = &entry.value.contact.phone else { continue };
            // A mobile is a person’s, and a number of 08 may serve many.
            let apart = ["+336", "+337", "+338"].iter().any(|prefix| phone.number.starts_with(prefix));
            let geographic = phone.number.len() == "+33123456789".len() && !apart;
            if geographic && !is_known_phone(site, view, &phone.number) {
                tell("phone", rule, passage, phone.range, entry, &known.number.value, out);
            }
        }
        for email in emails(text) {
            let Some(entry) = named_before(passage, email.range.start, &names, around) else { continue };
            let Some(known) = &entry.value.contact.email else { continue };
            if !is_known_email(site, view, &email.address) {
                tell("email", rule, passage, email.range, entry, &known.value, out);
            }
        }
    }
}

fn tell(
    case: &str,
    rule: &Rule,
    passage: &Passage<'_>,
    range: Range<usize>,
    entry: &Entry<Organisation>,
    known: &str,
    out: &mut Vec<Finding>,
) {
    let found = passage.prose.text().get(range.clone()).unwrap_or("");
    let args = vec![
        ("found", found.into()),
        ("name", entry.value.name.value.as_str().into()),
        ("key", entry.key.value.as_str().into()),
        ("known", known.into()),
    ];
    let mut finding = rule.finding(case, passage.prose.span(range), args);
    finding.labels.push((entry.key.span, crate::finding::Message::key("lint.entry-here")));
    out.push(finding);
}

/// The organisation whose name stands right before a place, with nothing between but words that tell how to
/// reach it.
fn named_before<'a>(
    passage: &Passage<'_>,
    at: usize,
    names: &[(String, &'a Entry<Organisation>)],
    around: &Around,
) -> Option<&'a Entry<Organisation>> {
    let before = passage.prose.text().get(..at)?;
    let from = before.char_indices().rev().nth(2 * REACH).map_or(0, |(at, _)| at);
    let before = fold(before.get(from..)?);
    let mut rest = before.text();
    // A number typed in brackets or after a mark: nothing but words counts.
    loop {
        rest = rest.trim_end_matches(|c: char| !c.is_alphanumeric());
        let ending = names.iter().filter(|(name, _)| {
            rest.strip_suffix(name.as_str()).is_some_and(|head| is_word_boundary(rest, head.len()))
        });
        if let Some((name, entry)) = ending.max_by_key(|(name, _)| name.len()) {
            let head = rest.strip_suffix(name.as_str()).unwrap_or("");
            let head = head.trim_end_matches(|c: char| !c.is_alphanumeric());
            let another = around.after.iter().any(|word| word == last_word(head));
            return Some(*entry).filter(|_| !another);
        }
        let word = Some(last_word(rest)).filter(|word| !word.is_empty())?;
        if !around.between.iter().any(|known| known == word) {
            return None;
        }
        rest = rest.strip_suffix(word)?;
    }
}

fn last_word(text: &str) -> &str {
    text.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("")
}

fn is_known_phone(site: &Site, view: &View<'_>, number: &str) -> bool {
    let same = |typed: &str| phones(typed).iter().any(|phone| phone.number == number);
    let organisations = site.registries.organisations.values().map(|entry| &entry.value.contact);
    let teams = site.registries.teams.values().map(|entry| &entry.value.contact);
    let said = &view.page.procedure;
    let channels = said.channels.iter().chain(&said.help).map(|channel| &channel.contact);
    let mut contacts = organisations.chain(teams).chain(channels).chain([&said.contact]);
    contacts.any(|contact| contact.phone.as_ref().is_some_and(|phone| same(&phone.number.value)))
}

fn is_known_email(site: &Site, view: &View<'_>, address: &str) -> bool {
    let organisations = site.registries.organisations.values().map(|entry| &entry.value.contact);
    let teams = site.registries.teams.values().map(|entry| &entry.value.contact);
    let said = &view.page.procedure;
    let channels = said.channels.iter().chain(&said.help).map(|channel| &channel.contact);
    let mut contacts = organisations.chain(teams).chain(channels).chain([&said.contact]);
    contacts.any(|contact| {
        contact.email.as_ref().is_some_and(|known| known.value.trim().eq_ignore_ascii_case(address))
    })
}
