//! French names of types of pages and of kinds of channels: read as the English ones.

use crate::data::{Map, Node, Value};
use crate::language::fold::without_accents;

/// Names that French editors give to types of pages, as in an address.
pub const TYPES: [(&str, &str); 12] = [
    ("demarche", "procedure"),
    ("fiche", "procedure"),
    ("evenement", "life-event"),
    ("evenement-de-vie", "life-event"),
    ("lieu", "office"),
    ("bureau", "office"),
    ("guichet", "office"),
    ("actualite", "news"),
    ("nouvelle", "news"),
    ("outil", "tool"),
    ("donnees", "dataset"),
    ("jeu-de-donnees", "dataset"),
];

/// Names that they give to kinds of channels.
const CHANNELS: [(&str, &str); 9] = [
    ("en-ligne", "online"),
    ("internet", "online"),
    ("guichet", "counter"),
    ("sur-place", "counter"),
    ("telephone", "phone"),
    ("courrier", "post"),
    ("courriel", "email"),
    ("e-mail", "email"),
    ("visio", "video"),
];

/// Puts the names that the program reads in the place of French ones, at the head of a page.
pub(super) fn read(front: &mut Node) {
    let Value::Map(map) = &mut front.value else { return };
    read_map(map);
    // What a section gives its pages is typed the same way.
    if let Some(Node { value: Value::Map(defaults), .. }) = under(map, "defaults") {
        read_map(defaults);
    }
}

fn read_map(map: &mut Map) {
    if let Some(node) = under(map, "type") {
        name(node, &TYPES, &["procedure"]);
    }
    for key in ["channels", "help"] {
        let items = match under(map, key).map(|node| &mut node.value) {
            Some(Value::List(items)) => items.as_mut_slice(),
            Some(Value::Map(one)) => {
                kind(one);
                continue;
            }
            _ => continue,
        };
        for item in items {
            if let Value::Map(one) = &mut item.value {
                kind(one);
            }
        }
    }
}

fn kind(channel: &mut Map) {
    if let Some(node) = under(channel, "kind") {
        name(node, &CHANNELS, &[]);
    }
}

fn under<'n>(map: &'n mut Map, key: &str) -> Option<&'n mut Node> {
    map.entries.iter_mut().find(|entry| entry.key.value == key).map(|entry| &mut entry.node)
}

/// `accented` are names of the program that French writes with accents.
fn name(node: &mut Node, table: &[(&str, &'static str)], accented: &[&'static str]) {
    let Value::Scalar(scalar) = &mut node.value else { return };
    let typed = without_accents(&scalar.text.trim().to_lowercase()).replace([' ', '_'], "-");
    let french = table.iter().find(|(french, _)| *french == typed).map(|(_, english)| *english);
    if let Some(english) = french.or_else(|| accented.iter().copied().find(|name| *name == typed)) {
        english.clone_into(&mut scalar.text);
    }
}
