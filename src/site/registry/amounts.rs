//! `amounts.yaml`: sums of money that change with time, age and territory.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::entry::{VALIDITY, Validity, validity};
use crate::data::shape::{Field, Form, cents};
use crate::data::{Entry, Fields, Map};
use crate::finding::{Message, Problem, ProblemKind};
use crate::source::Spanned;

/// A sum of money that changes with time.
#[derive(Clone, Debug)]
pub struct Amount {
    /// Its key: `passport/adult` for a variant.
    pub key: Spanned<String>,
    /// What it pays for.
    pub label: Option<Spanned<String>>,
    /// The amount that it is a variant of, by its key.
    pub of: Option<String>,
    /// The age it is for, in words.
    pub age: Option<Spanned<String>>,
    /// The territory it is for, in words.
    pub area: Option<Spanned<String>>,
    /// Its values, by the day they start.
    pub values: Vec<DatedValue>,
    /// Where it was read.
    pub validity: Validity,
}

impl Amount {
    /// The value in force on a day. A value to come is not there before its day; one whose last day has
    /// gone by is still the last one known.
    pub fn on(&self, day: Date) -> Option<&DatedValue> {
        self.values.iter().rev().find(|v| v.from.value <= day)
    }

    /// The last day of the value of a day, when it has gone by.
    pub fn out_of_date(&self, day: Date) -> Option<&Spanned<Date>> {
        self.on(day)?.until.as_ref().filter(|until| until.value < day)
    }
}

/// A value from a day on.
#[derive(Clone, Debug)]
pub struct DatedValue {
    /// In cents of a euro.
    pub cents: Spanned<i64>,
    /// First day.
    pub from: Spanned<Date>,
    /// Last day, when it is known.
    pub until: Option<Spanned<Date>>,
    /// Where it was read.
    pub source: Option<Spanned<String>>,
}

/// What is read of `amounts.yaml`.
#[derive(Default)]
pub(super) struct Amounts {
    pub(super) all: BTreeMap<String, Amount>,
    /// The keys of the variants of an amount, by its own.
    pub(super) groups: BTreeMap<String, Vec<String>>,
    /// Keys of entries that could not be read.
    pub(super) unread: Vec<String>,
    /// Keys of entries that do not hold yet, with their first day.
    pub(super) to_come: BTreeMap<String, Date>,
}

const VALUE: [Field; 4] = [
    Field::required("value", Form::Money, "field.amount-value"),
    Field::required("from", Form::Date, "field.amount-from"),
    Field::new("until", Form::Date, "field.amount-until"),
    Field::new("source", Form::Text, "field.entry-source"),
];

const VARIANT: [Field; 9] = [
    Field::new("label", Form::Text, "field.amount-label"),
    Field::new("age", Form::Text, "field.amount-age"),
    Field::new("area", Form::Text, "field.amount-area"),
    Field::new("values", Form::Items(&VALUE), "field.amount-values"),
    Field::new("value", Form::Money, "field.amount-value"),
    Field::new("from", Form::Date, "field.amount-from"),
    Field::new("until", Form::Date, "field.amount-until"),
    Field::new("source", Form::Texts, "field.entry-source"),
    Field::new("checked", Form::Date, "field.entry-checked"),
];

/// The keys of an entry of `amounts.yaml`.
pub const AMOUNT: [Field; 8] = [
    VARIANT[0],
    VARIANT[1],
    VARIANT[2],
    VARIANT[3],
    VARIANT[4],
    VARIANT[5],
    VARIANT[6],
    Field::new("variants", Form::Entries(&VARIANT), "field.amount-variants"),
];

pub(super) fn read(map: &Map, today: Date, problems: &mut Vec<Problem>) -> Amounts {
    let mut amounts = Amounts::default();
    for entry in &map.entries {
        let inside = Fields::new(&entry.node, problems).whole();
        if let Some(from) = inside.date("valid_from").filter(|from| from.value > today) {
            amounts.to_come.insert(entry.key.value.clone(), from.value);
            continue;
        }
        if let Some(variants) = inside.get("variants").and_then(|node| node.as_map()) {
            let label = inside.text("label");
            let mut keys = Vec::new();
            for variant in &variants.entries {
                let key = format!("{}/{}", entry.key.value, variant.key.value);
                let named =
                    Entry { key: Spanned::new(key.clone(), variant.key.span), node: variant.node.clone() };
                if let Some(mut amount) = amount(&named, Some(&entry.key.value), today, problems) {
                    amount.label = amount.label.or_else(|| label.clone());
                    if amount.validity.source.is_empty() {
                        amount.validity.source = inside.texts("source");
                    }
                    keys.push(key.clone());
                    amounts.all.insert(key, amount);
                } else {
                    amounts.unread.push(key);
                }
            }
            amounts.groups.insert(entry.key.value.clone(), keys);
            let mut fields = Fields::of(inside, problems);
            fields.accept(&["label", "variants"]);
            for field in VALIDITY.iter().filter(|field| field.name != "changes") {
                crate::data::shape::check_field(&mut fields, field);
            }
            fields.finish();
        } else if let Some(amount) = amount(entry, None, today, problems) {
            amounts.all.insert(entry.key.value.clone(), amount);
        } else {
            amounts.unread.push(entry.key.value.clone());
        }
    }
    amounts
}

fn amount(entry: &Entry, of: Option<&str>, today: Date, problems: &mut Vec<Problem>) -> Option<Amount> {
    let told = problems.len();
    let mut fields = Fields::new(&entry.node, problems);
    let (label, age, area) = (fields.text("label"), fields.text("age"), fields.text("area"));
    // A value that changes is one of `values`: there is no `changes` here.
    for field in VALIDITY.iter().filter(|field| !["source", "changes"].contains(&field.name)) {
        crate::data::shape::check_field(&mut fields, field);
    }
    let list = fields.filled("values");
    // An amount that never changed is written without a list.
    let single = if list.is_none() { dated_value(&mut fields) } else { None };
    fields.accept(&["source"]);
    let map = fields.whole();
    fields.finish();
    let mut values: Vec<DatedValue> = single.into_iter().collect();
    for item in list.map_or(&[][..], |list| list.items()) {
        let mut fields = Fields::new(item, problems);
        values.extend(dated_value(&mut fields));
        fields.finish();
    }
    values.sort_by_key(|v| v.from.value);
    if values.is_empty() {
        // Of one that cannot be read, what is wrong is told.
        if problems.len() == told {
            let message = Message::key("registry.no-value").with("key", entry.key.value.as_str());
            problems.push(Problem::new(ProblemKind::MissingField, entry.key.span, message));
        }
        return None;
    }
    let mut validity = validity(map, today);
    for value in &values {
        validity.mark(value.from.value, today);
    }
    Some(Amount { key: entry.key.clone(), label, of: of.map(str::to_owned), age, area, values, validity })
}

fn dated_value(fields: &mut Fields<'_, '_>) -> Option<DatedValue> {
    let value = fields.text("value");
    let (from, until) = (fields.date("from"), fields.date("until"));
    let source = fields.texts("source").into_iter().next();
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
    if let Some(until) = until.as_ref().filter(|until| until.value < from.value) {
        let message = Message::key("data.ends-before");
        fields.problems().push(Problem::new(ProblemKind::InvalidValue, until.span, message));
    }
    Some(DatedValue { cents: Spanned::new(cents, value.span), from, until, source })
}
