//! What every entry of a registry has: its key, its validity, where it was read; and the entry as it is
//! on a day.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Name, Registries};
use crate::data::shape::{self, Field, Form};
use crate::data::{Entry as Typed, Fields, Map, Node, Value};
use crate::finding::{Message, Problem, ProblemKind};
use crate::source::Spanned;

/// Entries by their key.
pub type Registry<T> = BTreeMap<String, Entry<T>>;

/// An entry as it is on the day of the build.
#[derive(Clone, Debug)]
pub struct Entry<T> {
    /// Its key.
    pub key: Spanned<String>,
    /// What it holds.
    pub value: T,
    /// Since when and until when, and who says so.
    pub validity: Validity,
}

/// Since when and until when an entry holds, and where it was read.
#[derive(Clone, Debug, Default)]
pub struct Validity {
    /// Where it was read.
    pub source: Vec<Spanned<String>>,
    /// The day on which its source was last read.
    pub checked: Option<Spanned<Date>>,
    /// Its last day.
    pub until: Option<Spanned<Date>>,
    /// The last day on which what it says changed, as far as it says.
    pub changed: Option<Date>,
    /// The next day on which what it says will change.
    pub next: Option<Date>,
}

impl Validity {
    /// Whether its last day has gone by.
    pub fn is_over(&self, today: Date) -> bool {
        self.until.as_ref().is_some_and(|until| until.value < today)
    }

    /// Another day on which it changes.
    pub(super) fn mark(&mut self, day: Date, today: Date) {
        if day <= today {
            self.changed = self.changed.max(Some(day));
        } else {
            self.next = Some(self.next.map_or(day, |next| next.min(day)));
        }
    }
}

/// The keys that every entry may have.
pub const VALIDITY: [Field; 6] = [
    Field::new("source", Form::Texts, "field.entry-source"),
    Field::new("checked", Form::Date, "field.entry-checked"),
    Field::new("valid_from", Form::Date, "field.entry-from"),
    Field::new("valid_until", Form::Date, "field.entry-until"),
    Field::new("changed", Form::Date, "field.entry-changed"),
    Field::new("changes", Form::Free, "field.entry-changes"),
];

/// What is read of a registry’s map.
pub(super) struct Read<T> {
    pub(super) entries: Registry<T>,
    /// Entries that do not hold yet, with their first day.
    pub(super) to_come: BTreeMap<String, Date>,
    /// Keys of entries that could not be read.
    pub(super) unread: Vec<String>,
}

/// Reads the entries of a registry as they are on a day.
pub(super) fn read<T>(
    map: &Map,
    name: Name,
    today: Date,
    problems: &mut Vec<Problem>,
    value: fn(&Map, &Spanned<String>) -> Option<T>,
) -> Read<T> {
    let fields = name.fields();
    let all: Vec<Field> = fields.iter().chain(Registries::validity_of(name)).copied().collect();
    let mut read = Read { entries: Registry::new(), to_come: BTreeMap::new(), unread: Vec::new() };
    for typed in &map.entries {
        let Some(inside) = typed.node.as_map() else {
            problems.push(shape::not_a_map(&typed.key.value, typed.node.span));
            read.unread.push(typed.key.value.clone());
            continue;
        };
        shape::check(inside, typed.key.span, &all, problems);
        check_changes(inside, fields, problems);
        let (inside, validity) = as_of(inside, today);
        if let Some(from) = inside.date("valid_from").filter(|from| from.value > today) {
            read.to_come.insert(typed.key.value.clone(), from.value);
            continue;
        }
        match value(&inside, &typed.key) {
            Some(value) => {
                let entry = Entry { key: typed.key.clone(), value, validity };
                read.entries.insert(typed.key.value.clone(), entry);
            }
            None => read.unread.push(typed.key.value.clone()),
        }
    }
    read
}

/// An entry with what its `changes:` have changed by a day, and its validity.
pub(super) fn as_of(map: &Map, today: Date) -> (Map, Validity) {
    let mut now = map.clone();
    let mut changes: Vec<(Date, &Map)> = map
        .items("changes")
        .iter()
        .filter_map(|node| {
            let change = node.as_map()?;
            Some((change.date("from")?.value, change))
        })
        .collect();
    changes.sort_by_key(|(from, _)| *from);
    for (_, change) in changes.iter().filter(|(from, _)| *from <= today) {
        // What is left empty is told when it is read, and changes nothing.
        let said = |entry: &&Typed| entry.key.value != "from" && entry.node.value != Value::Null;
        for entry in change.entries.iter().filter(said) {
            match now.entries.iter_mut().find(|known| known.key.value == entry.key.value) {
                Some(known) => replace(known, &entry.node),
                None => now.entries.push(entry.clone()),
            }
        }
    }
    let mut validity = validity(&now, today);
    for (from, _) in changes {
        validity.mark(from, today);
    }
    (now, validity)
}

/// Puts a new value in the place of another. A new telephone number keeps what a call costs and when
/// somebody answers: it is the number that changes.
fn replace(known: &mut Typed, new: &Node) {
    if let (true, Value::Map(map)) = (known.key.value == "phone", &mut known.node.value) {
        let number = Typed { key: Spanned::new("number".to_owned(), new.span), node: new.clone() };
        let changed = match &new.value {
            Value::Map(changed) => changed.entries.as_slice(),
            _ => std::slice::from_ref(&number),
        };
        for entry in changed {
            match map.entries.iter_mut().find(|known| known.key.value == entry.key.value) {
                Some(known) => known.node = entry.node.clone(),
                None => map.entries.push(entry.clone()),
            }
        }
        return;
    }
    known.node = new.clone();
}

/// What a map says of its own validity.
pub(super) fn validity(map: &Map, today: Date) -> Validity {
    let mut validity = Validity {
        source: map.texts("source"),
        checked: map.date("checked"),
        until: map.date("valid_until"),
        ..Validity::default()
    };
    for key in ["valid_from", "changed"] {
        if let Some(day) = map.date(key) {
            validity.mark(day.value, today);
        }
    }
    validity
}

fn check_changes(map: &Map, fields: &[Field], problems: &mut Vec<Problem>) {
    for change in map.items("changes") {
        let mut reader = Fields::new(change, problems);
        if reader.filled("from").is_none() {
            let message = Message::key("data.missing").with("key", "from");
            reader.problems().push(Problem::new(ProblemKind::MissingField, change.span, message));
        }
        let _ = reader.date("from");
        for field in fields.iter().chain(VALIDITY.iter().filter(|field| field.name != "changes")) {
            shape::check_field(&mut reader, field);
        }
        // On its day, an empty value would take away what pages refer to: the calendar must not.
        let empty = reader.whole().entries.iter().filter(|entry| entry.node.value == Value::Null);
        let empty: Vec<Problem> = empty
            .map(|entry| {
                let message = Message::key("registry.empty-change").with("key", entry.key.value.as_str());
                Problem::new(ProblemKind::InvalidValue, entry.key.span, message)
            })
            .collect();
        reader.problems().extend(empty);
        reader.finish();
    }
}
