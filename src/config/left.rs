//! Values of `[legal]` that are still those of an example: published, they would be taken for the truth.

use crate::data::{Map, Node, Value};
use crate::finding::{Message, Problem, ProblemKind};
use crate::language::fold::fold;

/// What a new site has in place of these values; folded. Held to the texts of `start` by a test there.
const OF_A_NEW_SITE: [&str; 10] = [
    "prénom nom, fonction",
    "first name name, office",
    "nom de l'hébergeur",
    "name of the host",
    "son adresse postale",
    "its postal address",
    "01 23 45 67 89",
    "dpd@exemple.fr",
    "dpo@example.org",
    "prénom nom",
];

/// What people write while they wait for a value; folded.
const WAITING: [&str; 13] = [
    "à compléter",
    "à préciser",
    "à définir",
    "à renseigner",
    "à remplir",
    "à venir",
    "todo",
    "tbd",
    "xxx",
    "lorem ipsum",
    "to be completed",
    "to be confirmed",
    "to be defined",
];

/// Domains that belong to nobody, or to those who write examples (RFC 2606, and the French one of manuals).
const DOMAINS: [&str; 4] = ["@exemple.fr", "@example.org", "@example.com", "@example.net"];

/// Whether a value stands for another one, that nobody has written yet.
pub fn is_example(value: &str) -> bool {
    let folded = fold(value.trim());
    let text = folded.text();
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    let known = OF_A_NEW_SITE.iter().chain(&WAITING);
    let mut known = known.map(|example| fold(example).into_text());
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let dialled = text.chars().all(|c| c.is_ascii_digit() || " .-+()".contains(c));
    known.any(|example| example == bare)
        || (bare.is_empty() && !text.is_empty())
        || DOMAINS.iter().any(|domain| text.ends_with(domain))
        || (dialled && matches!(digits.as_str(), "0123456789" | "33123456789" | "0000000000" | "0102030405"))
}

/// Tells each value below a table that is still an example.
pub(super) fn tell(map: &Map, problems: &mut Vec<Problem>) {
    map.entries.iter().for_each(|entry| tell_node(&entry.node, problems));
}

fn tell_node(node: &Node, problems: &mut Vec<Problem>) {
    match &node.value {
        Value::Scalar(scalar) if is_example(&scalar.text) => {
            let message = Message::key("legal.example-left").with("value", scalar.text.trim());
            let problem = Problem::new(ProblemKind::LegalPage, node.span, message);
            problems.push(problem.help(Message::key("legal.example-left-help")));
        }
        Value::Null | Value::Scalar(_) => {}
        Value::List(items) => items.iter().for_each(|item| tell_node(item, problems)),
        Value::Map(map) => tell(map, problems),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_is_told_from_what_somebody_wrote() {
        for left in [
            "Prénom Nom, fonction",
            "Nom de l’hébergeur",
            "[Nom de l'hébergeur]",
            "À compléter",
            "01.23.45.67.89",
            "+33 1 23 45 67 89",
            "XXX",
            "…",
            "dpo@example.org",
        ] {
            assert!(is_example(left), "{left}");
        }
        for own in [
            "Camille Martin, maire",
            "OVH",
            "1 place de la Mairie, 27000 Évreux",
            "01 23 45 67 80",
            "dpd@ville.fr",
            "dpd@mairie.example",
            "Délégué à la protection des données",
            "Tout reste à définir avec le comité",
            "",
        ] {
            assert!(!is_example(own), "{own}");
        }
    }
}
