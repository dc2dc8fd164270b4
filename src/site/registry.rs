//! Registries of `content/_data/`: the glossary and the amounts; and what inline calls take from
//! them.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::data::{self, Entry, Fields};
use crate::document::Call;
use crate::finding::{Message, Problem, ProblemKind};
use crate::language::{Language, format};
use crate::source::{SourceId, Sources, Spanned};

/// What pages refer to by key.
#[derive(Clone, Debug, Default)]
pub struct Registries {
    /// `glossary.yaml`: terms and acronyms, by key.
    pub glossary: BTreeMap<String, Term>,
    /// `amounts.yaml`: sums of money, by key.
    pub amounts: BTreeMap<String, Amount>,
}

/// A term or an acronym, explained.
#[derive(Clone, Debug)]
pub struct Term {
    /// Its key.
    pub key: Spanned<String>,
    /// How it is written; its key when the entry says nothing.
    pub name: Spanned<String>,
    /// Other ways to write it.
    pub variants: Vec<Spanned<String>>,
    /// What it stands for, if it is an acronym.
    pub expansion: Option<Spanned<String>>,
    /// What it means, in plain words.
    pub definition: Option<Spanned<String>>,
    /// What its ids are made of: see [`Term::definition_id`].
    pub(super) anchor: String,
}

impl Term {
    /// Every way to write it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.variants).map(|n| n.value.as_str())
    }

    /// The id of its definition, on every page that holds one. No heading of the site has it: two
    /// hyphens are never made of a heading’s words, and what is typed is looked up.
    pub fn definition_id(&self) -> String {
        format!("mot--{}", self.anchor)
    }

    /// The id of its first use on a page, where its definition leads back.
    pub fn use_id(&self) -> String {
        format!("emploi--{}", self.anchor)
    }
}

/// A sum of money that changes with time.
#[derive(Clone, Debug)]
pub struct Amount {
    /// Its key.
    pub key: Spanned<String>,
    /// What it pays for.
    pub label: Option<Spanned<String>>,
    /// Its values, by the day they start.
    pub values: Vec<DatedValue>,
}

impl Amount {
    /// The value in force on a day. A value to come is not there before its day.
    pub fn on(&self, day: Date) -> Option<&DatedValue> {
        self.values.iter().rev().find(|v| v.from.value <= day)
    }
}

/// A value from a day on.
#[derive(Clone, Debug)]
pub struct DatedValue {
    /// In cents of a euro.
    pub cents: Spanned<i64>,
    /// First day.
    pub from: Spanned<Date>,
    /// Where it was read.
    pub source: Option<Spanned<String>>,
}

/// What an inline call becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// Plain text: an amount, written the way of the page's language.
    Text(String),
    /// A term with what explains it.
    Term {
        /// Its key in the glossary.
        key: String,
        /// As shown.
        text: String,
        /// As explained.
        explanation: String,
        /// It is an acronym.
        acronym: bool,
    },
}

/// The calls a page may make, each with its one argument.
const CALLS: [&str; 2] = ["amount", "term"];

impl Registries {
    /// Reads every file of `content/_data/`.
    pub(super) fn read(files: &[(String, SourceId)], sources: &Sources, problems: &mut Vec<Problem>) -> Self {
        let mut registries = Self::default();
        for (path, id) in files {
            let source = sources.get(*id);
            problems.extend(crate::document::encoding(*id, source));
            let name = path.rsplit_once('.').map_or(path.as_str(), |(name, _)| name);
            if !["glossary", "amounts"].contains(&name) {
                problems.push(unknown_registry(*id, name));
                continue;
            }
            let (node, found) = data::yaml(*id, source.text(), 0..source.text().len());
            problems.extend(found);
            let Some(map) = node.as_map() else { continue };
            if name == "glossary" {
                let terms = map.entries.iter().filter_map(|e| term(e, problems));
                registries.glossary.extend(terms.map(|t| (t.key.value.clone(), t)));
            } else {
                let amounts = map.entries.iter().filter_map(|e| amount(e, problems));
                registries.amounts.extend(amounts.map(|a| (a.key.value.clone(), a)));
            }
        }
        registries
    }

    /// What a call becomes on a day, in a language; or what is wrong with it.
    pub(super) fn resolve(&self, call: &Call, today: Date, language: Language) -> Result<Resolved, Problem> {
        let fault = |span, message| Problem::new(ProblemKind::InvalidCall, span, message);
        let name = call.name.value.as_str();
        if !CALLS.contains(&name) {
            let message = Message::key("registry.unknown-call").with("found", name);
            return Err(suggest(fault(call.name.span, message), name, CALLS));
        }
        if let Some((argument, _)) = call.arguments.iter().find(|(n, _)| n.value != "key") {
            let message = Message::key("registry.unknown-argument").with("found", argument.value.as_str());
            return Err(suggest(fault(argument.span, message), &argument.value, ["key"]));
        }
        let Some(key) = call.argument("key") else {
            return Err(fault(call.span, Message::key("registry.no-key").with("call", name)));
        };
        let unknown = |message, keys: &mut dyn Iterator<Item = &str>| {
            let message = Message::key(message).with("found", key.value.as_str());
            suggest(fault(key.span, message), &key.value, keys)
        };
        if name == "term" {
            let term = self.glossary.get(&key.value).ok_or_else(|| {
                unknown("registry.unknown-term", &mut self.glossary.keys().map(String::as_str))
            })?;
            let explanation = term.expansion.as_ref().or(term.definition.as_ref());
            return Ok(Resolved::Term {
                key: term.key.value.clone(),
                text: term.name.value.clone(),
                explanation: explanation.map(|e| e.value.clone()).unwrap_or_default(),
                acronym: term.expansion.is_some(),
            });
        }
        let amount = self.amounts.get(&key.value).ok_or_else(|| {
            unknown("registry.unknown-amount", &mut self.amounts.keys().map(String::as_str))
        })?;
        let value = amount.on(today).ok_or_else(|| {
            let message = Message::key("registry.no-value-yet").with("key", key.value.as_str());
            fault(key.span, message.with("date", today)).label(amount.key.span, Message::key("registry.here"))
        })?;
        Ok(Resolved::Text(format::euros(value.cents.value, language)))
    }
}

fn suggest<'a>(problem: Problem, word: &str, known: impl IntoIterator<Item = &'a str>) -> Problem {
    match data::nearest(word, known) {
        Some(near) => problem.help(Message::key("data.did-you-mean").with("name", near)),
        None => problem,
    }
}

fn unknown_registry(id: SourceId, name: &str) -> Problem {
    let span = crate::source::Span::new(id, 0, 0);
    let message = Message::key("registry.unknown-file").with("found", name);
    suggest(Problem::new(ProblemKind::UnknownName, span, message), name, ["glossary", "amounts"])
}

fn term(entry: &Entry, problems: &mut Vec<Problem>) -> Option<Term> {
    let mut fields = Fields::new(&entry.node, problems);
    let name = fields.text("name").unwrap_or_else(|| entry.key.clone());
    let variants = fields.texts("variants");
    let (expansion, definition) = (fields.text("expansion"), fields.text("definition"));
    // The source of a definition is for the editors; nothing shows it yet.
    let _ = fields.text("source");
    fields.finish();
    if expansion.is_none() && definition.is_none() {
        let message = Message::key("registry.no-explanation").with("key", entry.key.value.as_str());
        problems.push(Problem::new(ProblemKind::MissingField, entry.key.span, message));
        return None;
    }
    Some(Term { key: entry.key.clone(), name, variants, expansion, definition, anchor: String::new() })
}

fn amount(entry: &Entry, problems: &mut Vec<Problem>) -> Option<Amount> {
    let mut fields = Fields::new(&entry.node, problems);
    let label = fields.text("label");
    let list = fields.node("values");
    // An amount that never changed is written without a list.
    let single = if list.is_none() { dated_value(&mut fields) } else { None };
    fields.finish();
    let mut values: Vec<DatedValue> = single.into_iter().collect();
    for item in list.map_or(&[][..], |list| list.items()) {
        let mut fields = Fields::new(item, problems);
        values.extend(dated_value(&mut fields));
        fields.finish();
    }
    values.sort_by_key(|v| v.from.value);
    if values.is_empty() {
        let message = Message::key("registry.no-value").with("key", entry.key.value.as_str());
        problems.push(Problem::new(ProblemKind::MissingField, entry.key.span, message));
        return None;
    }
    Some(Amount { key: entry.key.clone(), label, values })
}

fn dated_value(fields: &mut Fields<'_, '_>) -> Option<DatedValue> {
    let value = fields.text("value");
    let from = fields.date("from");
    let source = fields.text("source");
    let value = value?;
    let Some(cents) = cents(&value.value) else {
        let message = Message::key("registry.not-an-amount").with("found", value.value.as_str());
        fields.problems().push(Problem::new(ProblemKind::InvalidValue, value.span, message));
        return None;
    };
    let Some(from) = from else {
        let message = Message::key("registry.no-start");
        fields.problems().push(Problem::new(ProblemKind::MissingField, value.span, message));
        return None;
    };
    Some(DatedValue { cents: Spanned::new(cents, value.span), from, source })
}

/// `86`, `86.5`, `86.50` (euros) → cents.
fn cents(text: &str) -> Option<i64> {
    let (euros, rest) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if euros.is_empty() || !digits(euros) || !digits(rest) || rest.len() > 2 {
        return None;
    }
    let cents = match rest.len() {
        0 => 0,
        1 => rest.parse::<i64>().ok()? * 10,
        _ => rest.parse::<i64>().ok()?,
    };
    euros.parse::<i64>().ok()?.checked_mul(100)?.checked_add(cents)
}

#[cfg(test)]
mod tests {
    use super::cents;

    #[test]
    fn euros_become_cents_exactly() {
        for (text, expected) in [
            ("86", Some(8600)),
            ("86.5", Some(8650)),
            ("0.07", Some(7)),
            ("86,50", None),
            ("-3", None),
            ("1.005", None),
            ("", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(cents(text), expected, "{text}");
        }
    }
}
