//! What the fields of a front matter say: the cost, the delays, the contacts of what the title names.

use std::ops::Range;

use crate::data::{Entry, Node, Value as Data};
use crate::language::amounts::is_free;
use crate::language::delays::{Days, Length};
use crate::language::period::Period;
use crate::site::Page;

use super::values::{Mention, Signs, Subject, Value};
use super::walk::Walk;

/// What is asked of a field.
pub(super) struct Asked<'a> {
    pub(super) page: &'a Page,
    /// What its values are.
    pub(super) subject: Subject,
    /// The rank of the field among those that are read.
    pub(super) rank: u32,
}

/// Keys of an item of a field under which its value stands.
const VALUES: [&str; 8] = ["value", "amount", "price", "delay", "duration", "phone", "email", "key"];

/// Keys of an item whose words tell what its value is of.
const NAMES: [&str; 9] =
    ["name", "title", "label", "text", "description", "condition", "note", "for", "unit"];

/// Picks up what a field says: a scalar, a list of them, or maps with a value and what tells it apart.
pub(super) fn read<'a>(walk: &mut Walk<'a, '_>, asked: &Asked<'a>, node: &'a Node) {
    match &node.value {
        Data::Null => {}
        // « gratuit »: a sum as any other.
        Data::Scalar(_) if asked.subject == Subject::Amount && node.as_text().is_some_and(is_free) => {
            let text = node.as_text().map_or("", str::trim);
            let free = Mention { range: 0..text.len(), value: Some(Value::Cents(0)), called: None };
            walk.field(asked, (text, node), free, &[]);
        }
        Data::Scalar(_) => {
            // A contact without a name is the page’s own, and says nothing of an organisation.
            if asked.subject != Subject::Contact {
                scalar(walk, asked, node, &[]);
            }
        }
        Data::List(items) => items.iter().for_each(|item| read(walk, asked, item)),
        Data::Map(map) => {
            let of = |keys: &[&str]| -> Vec<&'a Entry> {
                map.entries.iter().filter(|entry| keys.contains(&entry.key.value.as_str())).collect()
            };
            let (names, values) = (of(&NAMES), of(&VALUES));
            let said: Vec<&'a str> =
                names.iter().flat_map(|entry| entry.node.items()).filter_map(Node::as_text).collect();
            if asked.subject == Subject::Contact && said.is_empty() {
                return;
            }
            for entry in &values {
                scalar(walk, asked, &entry.node, &said);
            }
            if values.is_empty() {
                for entry in names {
                    scalar(walk, asked, &entry.node, &[]);
                }
            }
        }
    }
}

fn scalar<'a>(walk: &mut Walk<'a, '_>, asked: &Asked<'a>, node: &'a Node, said: &[&'a str]) {
    let Some(text) = node.as_text().map(str::trim) else { return };
    if asked.subject == Subject::Amount
        && let Some((value, amount)) = walk.registered(text)
    {
        let mention = Mention { range: 0..text.len(), value: Some(value), called: Some(amount) };
        walk.field(asked, (text, node), mention, said);
        return;
    }
    let mut mentions = Vec::new();
    asked.subject.mentions(text, &Signs::of(text), &mut mentions);
    if mentions.is_empty() && asked.subject == Subject::Delay {
        // `P2M`
        let length = Period::parse(text).map(|period| Length { period, days: Days::All });
        let delay =
            |length| Mention { range: 0..text.len(), value: Some(Value::Delay(length)), called: None };
        mentions.extend(length.map(delay));
    }
    let (Some(mention), true) = (mentions.pop(), mentions.is_empty()) else { return };
    let Range { start, end } = mention.range;
    let rest = [text.get(..start).unwrap_or(""), text.get(end..).unwrap_or("")];
    let beside: Vec<&'a str> = said.iter().copied().chain(rest).collect();
    walk.field(asked, (text, node), mention, &beside);
}
