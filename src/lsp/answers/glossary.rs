//! Words of the glossary, as they are typed in a text.

use super::complete::{Completions, Item, Kind};
use super::text::even;
use super::{Asked, text};
use crate::site::registry::Name;

/// The fewest letters after which a word of the glossary is offered.
const FEWEST: usize = 2;

/// The words of the glossary that begin as the word being typed does; none where there are none.
pub(super) fn complete(asked: &Asked<'_>) -> Option<Completions> {
    let before = asked.slice(text::line(asked.text, asked.at()).start..asked.at());
    let letters = before.len() - before.trim_end_matches(char::is_alphanumeric).len();
    let typed = before.get(before.len() - letters..)?;
    if typed.chars().count() < FEWEST {
        return None;
    }
    let word = asked.at() - letters..text::end_of(asked.text, asked.at(), char::is_alphanumeric);
    let small = even(typed);
    let terms = asked.site().registries.glossary.values();
    let named = terms.flat_map(|term| term.names().map(move |name| (term, name)));
    let items = named.filter(|(_, name)| even(name).starts_with(&small)).map(|(term, name)| {
        let said = term.expansion.as_ref().or(term.definition.as_ref());
        let said = said.map(|said| super::entries::short(&said.value)).unwrap_or_default();
        let item = Item::new(name, Kind::Term, word.clone()).detail(said);
        item.known_as(&[name]).about(asked.about_entry(Name::Glossary, &term.key.value))
    });
    let items: Vec<Item> = items.collect();
    (!items.is_empty()).then(|| Completions::of(typed, items))
}
