//! What the fields of a front matter say: the cost, the delays, the contacts of what the title names.

use crate::data::{Node, Value as Data};
use crate::document::Prose;

use super::facts::{Fact, Reader};
use super::values::{Mention, Subject, Value};

/// Keys of an item of a field under which its value stands.
const VALUES: [&str; 8] = ["value", "amount", "price", "delay", "duration", "phone", "email", "key"];

/// Keys of an item whose words tell what its value is of.
const NAMES: [&str; 9] =
    ["name", "title", "label", "text", "description", "condition", "note", "for", "unit"];

/// The facts of a field: a scalar, a list of them, or maps with a value and what tells it apart.
pub(super) fn read(reader: &Reader<'_>, node: &Node, facts: &mut Vec<Fact>) {
    match &node.value {
        Data::Null => {}
        Data::Scalar(_) => {
            // A contact without a name is the page’s own, and says nothing of an organisation.
            if reader.subject != Subject::Contact {
                facts.extend(scalar(reader, node, &[]));
            }
        }
        Data::List(items) => items.iter().for_each(|item| read(reader, item, facts)),
        Data::Map(map) => {
            let texts = |node: &Node| -> Vec<String> {
                node.items().iter().filter_map(Node::as_text).map(str::to_owned).collect()
            };
            let of =
                |keys: &[&str]| map.entries.iter().filter(|e| keys.contains(&e.key.value.as_str())).collect();
            let names: Vec<&crate::data::Entry> = of(&NAMES);
            let said: Vec<String> = names.iter().flat_map(|entry| texts(&entry.node)).collect();
            let values: Vec<&crate::data::Entry> = of(&VALUES);
            let said: Vec<&str> = said.iter().map(String::as_str).collect();
            if reader.subject == Subject::Contact && said.is_empty() {
                return;
            }
            for entry in &values {
                facts.extend(scalar(reader, &entry.node, &said));
            }
            if values.is_empty() {
                for entry in names {
                    facts.extend(scalar(reader, &entry.node, &[]));
                }
            }
        }
    }
}

fn scalar(reader: &Reader<'_>, node: &Node, said: &[&str]) -> Option<Fact> {
    let text = node.as_text()?.trim();
    if reader.subject == Subject::Amount
        && let Some((value, amount)) = reader.registered(text)
    {
        let mut fact = reader.field(value, text, said, (node.span, false))?;
        fact.is_called = true;
        fact.changed = amount.validity.changed;
        return Some(fact);
    }
    let mut mentions = reader.subject.mentions(text);
    if mentions.is_empty() && reader.subject == Subject::Delay {
        // `P2M`
        let value = crate::language::period::Period::parse(text).map(|period| {
            let days = crate::language::delays::Days::All;
            Value::Delay(crate::language::delays::Length { period, days })
        });
        mentions.extend(value.map(|value| Mention { range: 0..text.len(), value: Some(value) }));
    }
    let [Mention { range, value: Some(value) }] = mentions.as_slice() else { return None };
    let source = reader.site.sources.get(node.span.source);
    let prose = Prose::of_scalar(node.span.source, text, node.span.range(), source.text());
    let rest = [text.get(..range.start).unwrap_or(""), text.get(range.end..).unwrap_or("")];
    let said: Vec<&str> = said.iter().copied().chain(rest).collect();
    if said.iter().any(|said| reader.wording.is_conditional(said)) {
        return None;
    }
    let shown = text.get(range.clone()).unwrap_or("");
    let whole = range.len() == text.len();
    reader.field(value.clone(), shown, &said, (prose.span(range.clone()), whole))
}
