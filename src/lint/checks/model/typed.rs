//! Facts typed by hand on a page: a sum without its day, the number of a form and the contact of an
//! organisation that a registry holds.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::document::BlockKind;
use crate::document::contact::Contact;
use crate::finding::{Finding, Message};
use crate::language::Language;
use crate::language::amounts::amounts;
use crate::language::emails::emails;
use crate::language::fold::{fold, is_whole, is_word_boundary};
use crate::language::phones::phones;
use crate::lint::rule::Rule;
use crate::lint::scope::Passage;
use crate::site::registry::{Entry, Organisation};
use crate::source::{Span, Spanned};

use super::super::kind::{Case, Form, Kind, Param, required_texts, texts};
use super::super::known::{Organisations, last_word, numbers_of};
use super::super::types::{self, Types};
use super::super::{Check, View, calendar};
use super::{Model, Phrases};

/// The kind `undated-amount`.
pub(super) const UNDATED: Kind = Kind {
    params: &[types::TYPES],
    read: |fields, _| made(Some(Facts::Undated(Types::read(fields)))),
    ..Kind::new("undated-amount", "kind.undated-amount", &[Case::only(&["found"])])
};

/// The kind `typed-form-number`.
pub(super) const FORM_NUMBER: Kind = Kind {
    elsewhere: true,
    scoped: true,
    params: &[Param::required("near", Form::Texts, "param.form-near")],
    read: |fields, place| {
        made(required_texts(fields, "near", place).map(|near| Facts::FormNumber(Phrases::new(&near))))
    },
    ..Kind::new("typed-form-number", "kind.typed-form-number", &[Case::only(&["found", "key"])])
};

/// The kind `disagreeing-contact`.
pub(super) const CONTACT: Kind = Kind {
    elsewhere: true,
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
        // What is free does not go up with the years.
        if let Some(cents) = cost.cents.as_ref().filter(|cents| cents.value != 0 && cost.date.is_none()) {
            let found = view.site.sources.slice(cents.span).trim_matches(['"', '\'']).to_owned();
            return Some((cents.span, found));
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
        if let (None, Some(sum)) = (&first, sums.iter().find(|sum| sum.one() != Some(0))) {
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
    let Some(numbers) = view.known.form_numbers(view.site) else { return };
    // By form: its first place on the page.
    let mut places: BTreeMap<usize, (Span, String)> = BTreeMap::new();
    for passage in &view.passages {
        let text = passage.prose.text();
        // Of the places of one passage, the first that is announced as a form counts.
        let mut met: BTreeSet<usize> = BTreeSet::new();
        for hit in numbers.finder.find_overlapping_iter(text) {
            let (range, form) = (hit.range(), hit.pattern().as_usize());
            let whole = is_whole(text, &range);
            if !whole || places.contains_key(&form) || met.contains(&form) {
                continue;
            }
            let before = text.get(..range.start).unwrap_or("");
            let from = before.char_indices().rev().nth(REACH).map_or(0, |(at, _)| at);
            if near.are_in(fold(before.get(from..).unwrap_or("")).text()) {
                met.insert(form);
                if View::is_looked_at(rule, passage, &range) {
                    let found = text.get(range.clone()).unwrap_or("").to_owned();
                    places.insert(form, (passage.prose.span(range), found));
                }
            }
        }
    }
    for (form, (span, found)) in places {
        let Some(key) = numbers.keys.get(form) else { continue };
        let changed = view.site.registries.forms.get(key).and_then(|form| form.validity.changed);
        let finding = rule.finding("", span, vec![("found", found.into()), ("key", key.as_str().into())]);
        let mut finding = calendar::since(view.page, changed, finding);
        // Said once a page, at the first place.
        finding.topic = Some(key.clone());
        out.push(finding);
    }
}

/// A contact typed right after the name of an organisation, unlike the one that its entry gives, and that
/// no other entry gives.
fn contacts(around: &Around, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    if view.site.registries.organisations.is_empty() {
        return;
    }
    let known = view.known.organisations(view.site);
    for passage in view.passages.iter().filter(|passage| rule.scope.contains(&passage.scope())) {
        let text = passage.prose.text();
        let mut tell = |case, range: Range<usize>, entry, right: &str| {
            let finding = disagreeing(case, rule, passage, range, entry, right);
            // That no other entry gives it may have changed as well.
            out.push(calendar::since(view.page, known.changed, finding));
        };
        let named = |at| {
            let key = named_before(passage, at, known, around)?;
            view.site.registries.organisations.get(key)
        };
        for phone in phones(text) {
            let Some(entry) = named(phone.range.start) else { continue };
            let Some(right) = &entry.value.contact.phone else { continue };
            let elsewhere = || known.phones.contains(&phone.number);
            let on_page = || of_page(view).any(|contact| numbers_of(contact).any(|own| own == phone.number));
            if phone.number.is_of_one_place() && !elsewhere() && !on_page() {
                tell("phone", phone.range, entry, &right.number.value);
            }
        }
        for email in emails(text) {
            let Some(entry) = named(email.range.start) else { continue };
            let Some(right) = &entry.value.contact.email else { continue };
            let same = |own: &Spanned<String>| own.value.trim().eq_ignore_ascii_case(&email.address);
            let elsewhere = || known.emails.contains(&email.address.to_ascii_lowercase());
            let on_page = || of_page(view).any(|contact| contact.email.as_ref().is_some_and(same));
            if !elsewhere() && !on_page() {
                tell("email", email.range, entry, &right.value);
            }
        }
    }
}

/// The contacts that the fields of a page give.
fn of_page<'a>(view: &View<'a>) -> impl Iterator<Item = &'a Contact> {
    let said = &view.page.procedure;
    let channels = said.channels.iter().chain(&said.help).map(|channel| &channel.contact);
    channels.chain([&said.contact])
}

fn disagreeing(
    case: &str,
    rule: &Rule,
    passage: &Passage<'_>,
    range: Range<usize>,
    entry: &Entry<Organisation>,
    known: &str,
) -> Finding {
    let found = passage.prose.text().get(range.clone()).unwrap_or("");
    let args = vec![
        ("found", found.into()),
        ("name", entry.value.name.value.as_str().into()),
        ("key", entry.key.value.as_str().into()),
        ("known", known.into()),
    ];
    let mut finding = rule.finding(case, passage.prose.span(range), args);
    finding.labels.push((entry.key.span, Message::key("lint.entry-here")));
    finding
}

/// The key of the organisation whose name stands right before a place, with nothing between but words that tell how to
/// reach it.
fn named_before<'a>(
    passage: &Passage<'_>,
    at: usize,
    known: &'a Organisations,
    around: &Around,
) -> Option<&'a str> {
    let before = passage.prose.text().get(..at)?;
    let from = before.char_indices().rev().nth(2 * REACH).map_or(0, |(at, _)| at);
    let before = fold(before.get(from..)?);
    let mut rest = before.text();
    // A number typed in brackets or after a mark: nothing but words counts.
    loop {
        rest = rest.trim_end_matches(|c: char| !c.is_alphanumeric());
        let ending = known.ending_like(rest).iter().filter(|(name, _)| {
            rest.strip_suffix(name.as_str()).is_some_and(|head| is_word_boundary(rest, head.len()))
        });
        if let Some((name, key)) = ending.max_by_key(|(name, _)| name.len()) {
            let head = rest.strip_suffix(name.as_str()).unwrap_or("");
            let head = head.trim_end_matches(|c: char| !c.is_alphanumeric());
            let another = around.after.iter().any(|word| word == last_word(head));
            return Some(key.as_str()).filter(|_| !another);
        }
        let word = Some(last_word(rest)).filter(|word| !word.is_empty())?;
        if !around.between.iter().any(|known| known == word) {
            return None;
        }
        rest = rest.strip_suffix(word)?;
    }
}
