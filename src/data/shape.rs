//! What a map may hold, as data: one table checks what was typed, and becomes a JSON Schema.

use super::{Fields, Map, Node, Value};
use crate::finding::{Edit, Message, Problem, ProblemKind};
use crate::language::duration::Duration;
use crate::language::emails::is_email;
use crate::language::phones::is_phone;
use crate::source::Span;

/// A key of a map, and what may stand under it.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The key.
    pub name: &'static str,
    /// What it is for, in one sentence: a key of `words/`.
    pub about: &'static str,
    /// What may stand there.
    pub form: Form,
    /// Must it be given?
    pub required: bool,
}

impl Field {
    /// A key that may be left out.
    pub const fn new(name: &'static str, form: Form, about: &'static str) -> Self {
        Self { name, about, form, required: false }
    }

    /// A key that must be given.
    pub const fn required(name: &'static str, form: Form, about: &'static str) -> Self {
        Self { name, about, form, required: true }
    }
}

/// What may stand under a key.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// A text.
    Text,
    /// A text or a list of texts.
    Texts,
    /// An address of the Web, or one of the site from its root.
    Address,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Int,
    /// A day, `2026-01-12`.
    Date,
    /// A length of time: `P2M`, « 5 jours ouvrés ».
    Duration,
    /// A sum in euros: `86`, `25.50`, `25,50`.
    Money,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A post code: five digits, or whatever is between quotes or holds letters, for other countries.
    Postcode,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A text, a map of these keys, or a list of both.
    Items(&'static [Field]),
    /// A text, or a map of these keys.
    TextOr(&'static [Field]),
    /// An address, or a map of these keys.
    AddressOr(&'static [Field]),
    /// A telephone number, or a map of these keys.
    PhoneOr(&'static [Field]),
    /// `true`, `false`, or a map of these keys.
    BoolOr(&'static [Field]),
    /// A map of these keys.
    Map(&'static [Field]),
    /// A map whose keys are anyone’s, each over a map of these keys.
    Entries(&'static [Field]),
    /// A map of texts whose keys are anyone’s; with `list`, a list of texts too.
    Labels {
        /// May a list of texts stand there?
        list: bool,
    },
    /// Something that has a reader of its own.
    Own(&'static Own),
    /// Anything.
    Free,
}

/// A form that a map of keys does not say.
#[derive(Debug)]
pub struct Own {
    /// Its name in schemas.
    pub name: &'static str,
    /// A regular expression that every key of its map follows (JSON Schema’s dialect), for editors.
    pub keys: &'static str,
    /// May a plain text stand there instead of a map?
    pub text: bool,
    /// Says what is wrong with it.
    pub check: fn(&Node, &mut Vec<Problem>),
}

/// Says what is wrong in a map: keys that are not in the table, values of another form, required keys
/// left out (told at `place`).
pub fn check(map: &Map, place: Span, fields: &[Field], problems: &mut Vec<Problem>) {
    let before = problems.len();
    let mut reader = Fields::of(map, problems);
    for field in fields {
        if field.required && map.get(field.name).is_none_or(|node| node.value == Value::Null) {
            let message = Message::key("data.missing").with("key", field.name);
            let problem = Problem::new(ProblemKind::MissingField, place, message);
            let help = Message::key("data.missing-help").with("key", field.name);
            reader.problems().push(problem.help(help));
        }
        check_field(&mut reader, field);
    }
    reader.finish();
    for name in fields.iter().filter(|field| field.required).map(|field| field.name) {
        join_misspelt(name, before, problems);
    }
}

/// A key that lacks because it is misspelt is told once, where it was typed.
fn join_misspelt(name: &str, from: usize, problems: &mut Vec<Problem>) {
    let rank = |wanted: &dyn Fn(&Problem) -> bool| {
        problems.iter().skip(from).position(wanted).map(|rank| rank + from)
    };
    let lacks = |problem: &Problem| {
        problem.kind == ProblemKind::MissingField
            && problem.message == Message::key("data.missing").with("key", name)
    };
    let meant = |problem: &Problem| {
        let edits = problem.fix.as_ref().map_or(&[][..], |fix| &fix.edits);
        problem.kind == ProblemKind::UnknownKey && matches!(edits, [edit] if edit.text == name)
    };
    let (Some(missing), Some(misspelt)) = (rank(&lacks), rank(&meant)) else { return };
    let Some(told) = problems.get(misspelt).cloned() else { return };
    if let Some(missing) = problems.get_mut(missing) {
        *missing = Problem { kind: missing.kind, message: missing.message.clone(), ..told };
    }
    problems.remove(misspelt);
}

/// Says what is wrong under one key, and marks it as known.
pub fn check_field(reader: &mut Fields<'_, '_>, field: &Field) {
    let name = field.name;
    match field.form {
        Form::Text => drop(reader.text(name)),
        Form::Texts => drop(reader.texts(name)),
        Form::Bool => drop(reader.bool(name)),
        Form::Int => drop(reader.int(name)),
        Form::Date => drop(reader.date(name)),
        Form::Free => drop(reader.node(name)),
        Form::Choice(names) => {
            let choices: Vec<(&'static str, ())> = names.iter().map(|name| (*name, ())).collect();
            reader.choice(name, &choices);
        }
        Form::Address => refuse(reader, name, is_address, "data.not-address"),
        Form::Money => refuse(reader, name, |text| cents(text).is_some(), "registry.not-an-amount"),
        Form::Phone => check_phone(reader, name),
        Form::Postcode => check_postcode(reader, name),
        Form::Email => {
            refuse(reader, name, |text| text.trim().is_empty() || is_email(text.trim()), "data.not-email");
        }
        Form::AddressOr(fields) | Form::PhoneOr(fields) => {
            let text = if matches!(field.form, Form::PhoneOr(_)) { Form::Phone } else { Form::Address };
            let is_map = reader.filled(name).is_some_and(|node| node.as_map().is_some());
            let form = if is_map { Form::Map(fields) } else { text };
            check_field(reader, &Field { form, ..*field });
        }
        Form::Duration => {
            refuse(reader, name, |text| Duration::parse(text).is_some(), "data.not-duration");
        }
        Form::Map(fields) => {
            if let (Some(map), Some(place)) = (reader.map(name), reader.place(name)) {
                check(map, place, fields, reader.problems());
            }
        }
        Form::Items(fields) => {
            for item in reader.items(name) {
                check_item(item, name, fields, reader.problems());
            }
        }
        Form::TextOr(fields) => {
            if let Some(node) = reader.filled(name) {
                check_item(node, name, fields, reader.problems());
            }
        }
        Form::BoolOr(fields) => {
            if reader.filled(name).is_some_and(|node| node.as_map().is_some()) {
                check_field(reader, &Field { form: Form::Map(fields), ..*field });
            } else {
                reader.bool(name);
            }
        }
        Form::Entries(fields) => {
            for entry in reader.map(name).map_or(&[][..], |map| &map.entries) {
                match entry.node.as_map() {
                    Some(map) => check(map, entry.key.span, fields, reader.problems()),
                    None => reader.problems().push(not_a_map(&entry.key.value, entry.node.span)),
                }
            }
        }
        Form::Labels { list } => {
            let node = reader.filled(name);
            match node.map(|node| &node.value) {
                Some(Value::Map(map)) => {
                    for entry in map.entries.iter().filter(|entry| entry.node.as_text().is_none()) {
                        let problem = not_text(&entry.key.value, entry.node.span);
                        reader.problems().push(problem);
                    }
                }
                Some(_) if list => drop(reader.texts(name)),
                Some(_) => drop(reader.map(name)),
                None => {}
            }
        }
        Form::Own(own) => {
            if let Some(node) = reader.filled(name).filter(|node| !own.text || node.as_text().is_none()) {
                (own.check)(node, reader.problems());
            }
        }
    }
}

/// Says of a text that is not what it should be.
fn refuse(
    reader: &mut Fields<'_, '_>,
    name: &'static str,
    is_right: impl Fn(&str) -> bool,
    message: &'static str,
) {
    if let Some(text) = reader.text(name).filter(|text| !is_right(&text.value)) {
        let message = Message::key(message).with("key", name).with("found", text.value);
        reader.problems().push(Problem::new(ProblemKind::InvalidValue, text.span, message));
    }
}

/// A code of digits alone is French. A spreadsheet eats the zero that it begins with.
fn check_postcode(reader: &mut Fields<'_, '_>, name: &'static str) {
    let Some(text) = reader.text(name) else { return };
    let found = text.value.as_str();
    let typed_bare = text.span.range().len() == found.len();
    if !typed_bare || found.len() == 5 || found.is_empty() || !found.bytes().all(|b| b.is_ascii_digit()) {
        return;
    }
    let message = Message::key("data.not-postcode").with("found", found).with("digits", found.len());
    let problem = Problem::new(ProblemKind::InvalidValue, text.span, message);
    if found.len() != 4 || found.starts_with('0') {
        reader.problems().push(problem.help(Message::key("data.postcode-help")));
        return;
    }
    let new = format!("\"0{found}\"");
    let help = Message::key("data.postcode-zero").with("new", new.as_str()).with("found", found);
    let title = Message::key("data.write-instead").with("new", new.as_str());
    let edit = Edit { span: text.span, text: new };
    reader.problems().push(problem.help(help).suggest(title, vec![edit]));
}

/// A number whose digits are miscounted is told by how many.
fn check_phone(reader: &mut Fields<'_, '_>, name: &'static str) {
    let Some(text) = reader.text(name).filter(|text| !is_phone(&text.value)) else { return };
    let found = text.value.trim();
    let digits = found.bytes().filter(u8::is_ascii_digit).count();
    let bare = found.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || ".-".contains(c));
    let is_miscounted = bare && found.starts_with('0') && matches!(digits, 8 | 9 | 11 | 12);
    let message = match digits {
        8 | 9 if is_miscounted => {
            Message::key("data.phone-short").with("count", 10 - digits).with("digits", digits)
        }
        11 | 12 if is_miscounted => {
            Message::key("data.phone-long").with("count", digits - 10).with("digits", digits)
        }
        _ => Message::key("data.not-phone").with("key", name).with("found", found),
    };
    let problem = Problem::new(ProblemKind::InvalidValue, text.span, message);
    let help = || Message::key("data.phone-help").with("found", found);
    reader.problems().push(if is_miscounted { problem.help(help()) } else { problem });
}

fn check_item(item: &Node, name: &str, fields: &[Field], problems: &mut Vec<Problem>) {
    match &item.value {
        Value::Scalar(_) | Value::Null => {}
        Value::Map(map) => check(map, item.span, fields, problems),
        Value::List(_) => problems.push(not_text(name, item.span)),
    }
}

fn not_text(key: &str, span: Span) -> Problem {
    let message = Message::key("data.not-text").with("key", key);
    Problem::new(ProblemKind::InvalidValue, span, message).help(Message::key("data.not-text-help"))
}

/// What to say where a map was wanted.
pub fn not_a_map(key: &str, span: Span) -> Problem {
    let message = Message::key("data.not-map").with("key", key);
    Problem::new(ProblemKind::InvalidValue, span, message).help(Message::key("data.map-help"))
}

/// A sum in euros → cents: `86`, `86.5`, `86.50`, and with a comma, as French writes it.
pub fn cents(text: &str) -> Option<i64> {
    let text = text.trim();
    let (euros, rest) = text.split_once(['.', ',']).unwrap_or((text, ""));
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

/// Whether a text is an address that a page may lead to: of the Web, of a mail box, of a telephone, or
/// of the site from its root.
pub fn is_address(text: &str) -> bool {
    let rest = ["https://", "http://", "mailto:", "tel:"].iter().find_map(|scheme| text.strip_prefix(scheme));
    let own = text.starts_with('/') && !text.starts_with("//");
    (own || rest.is_some_and(|rest| !rest.is_empty())) && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn euros_become_cents_exactly() {
        for (text, expected) in [
            ("86", Some(8600)),
            ("86.5", Some(8650)),
            ("86,50", Some(8650)),
            ("0.07", Some(7)),
            ("-3", None),
            ("1.005", None),
            ("25 €", None),
            ("vingt", None),
            ("", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(cents(text), expected, "{text}");
        }
    }

    #[test]
    fn a_number_whose_digits_are_miscounted_says_how_many() {
        const PHONE: [Field; 1] = [Field::new("phone", Form::Phone, "field.phone")];
        let told = |number: &str| {
            let text = format!("phone: '{number}'");
            let (node, mut problems) = crate::data::yaml(super::super::tests::source(), &text, 0..text.len());
            check(node.as_map().unwrap(), node.span, &PHONE, &mut problems);
            let words = crate::words::Words::load(crate::language::Language::English);
            problems.iter().map(|problem| words.say(&problem.message)).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(told("01.99.00.12.3"), "1 digit is missing: a number has ten of them, this one has 9.");
        assert_eq!(
            told("01 99 00 12 34 5"),
            "1 digit is too many: a number has ten of them, this one has 11."
        );
        assert!(told("1234567").contains("1234567"));
        assert_eq!(told("01 99 00 12 34"), "");
    }
}
