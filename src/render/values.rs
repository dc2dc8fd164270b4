//! Values that several templates read: days, terms, headings; and the two halves of a body.

use std::collections::BTreeMap;

use super::given::{self, Day, List, Text};
use super::html::{self, Html};
use crate::site::registry::Term;
use crate::site::{Page, Site};
use crate::words::Words;
use jiff::civil::Date;

/// A term of the glossary.
pub(super) fn term(term: &Term) -> given::Term {
    given::Term {
        id: term.definition_id().into(),
        name: term.name.value.as_str().into(),
        expansion: Text::typed(&term.expansion),
        definition: Text::typed(&term.definition),
    }
}

/// The whole glossary, from A to Z. What starts with no letter comes first,
/// under `#`.
pub(super) fn glossary(site: &Site) -> List<given::Letter> {
    let mut letters: BTreeMap<Option<char>, Vec<(String, &Term)>> = BTreeMap::new();
    for term in site.registries.glossary.values() {
        let rank = html::rank(term);
        let letter = rank.chars().next().filter(|c| c.is_alphabetic());
        letters.entry(letter).or_default().push((rank, term));
    }
    let lines = letters.into_iter().map(|(letter, mut terms)| {
        terms.sort_by(|(a, _), (b, _)| a.cmp(b));
        let capital = letter.map_or_else(|| "#".to_owned(), |c| c.to_uppercase().collect());
        given::Letter {
            id: format!("lettre--{}", letter.map_or_else(|| "0".to_owned(), String::from)).into(),
            letter: capital.into(),
            terms: terms.into_iter().map(|(_, known)| term(known)).collect(),
        }
    });
    lines.collect()
}

/// The headings of a page.
pub(super) fn toc(html: &Html) -> List<given::Heading> {
    let lines = html.headings.iter().map(|line| given::Heading {
        id: line.id.as_str().into(),
        text: line.text.as_str().into(),
        level: usize::from(line.level),
    });
    lines.collect()
}

/// A day, if there is one, in numbers and in words.
pub(super) fn day(date: Option<Date>, words: &Words) -> Option<Day> {
    date.map(|date| a_day(date, words))
}

/// A day, in numbers and in words.
pub(super) fn a_day(date: Date, words: &Words) -> Day {
    // The day and its month stay on one line.
    let text = words.date(date).replacen(' ', "\u{a0}", 1);
    Day { iso: date.to_string().into(), text: text.into() }
}

/// The same, where only the month is said.
pub(super) fn month(date: Option<Date>, words: &Words) -> Option<Day> {
    date.map(|date| Day { iso: date.to_string().into(), text: words.month(date).into() })
}

/// When a page is to be verified again.
#[derive(Clone, Copy)]
pub(super) struct Review {
    pub(super) next: Date,
    pub(super) overdue: bool,
}

impl Review {
    pub(super) fn of(page: &Page, today: Date) -> Option<Self> {
        let reviewed = page.front.reviewed.as_ref()?;
        let every = page.front.review_every.as_ref()?;
        let next = every.value.after(reviewed.value);
        Some(Self { next, overdue: next < today })
    }
}

/// A language's name in itself; its tag when the program does not know it.
pub(super) fn language_name(tag: &str) -> &str {
    let primary = tag.split(['-', '_']).next().unwrap_or(tag);
    const NAMES: [(&str, &str); 14] = [
        ("ar", "العربية"),
        ("br", "Brezhoneg"),
        ("co", "Corsu"),
        ("de", "Deutsch"),
        ("en", "English"),
        ("es", "Español"),
        ("eu", "Euskara"),
        ("fr", "Français"),
        ("it", "Italiano"),
        ("nl", "Nederlands"),
        ("oc", "Occitan"),
        ("pt", "Português"),
        ("tr", "Türkçe"),
        ("uk", "Українська"),
    ];
    NAMES.iter().find(|(known, _)| *known == primary).map_or(tag, |(_, name)| name)
}

/// How a page says that a file is in a language: « en anglais »; none when the program does not know it.
pub(super) fn in_language(tag: &str, words: &Words) -> Option<String> {
    let primary = tag.split(['-', '_']).next().unwrap_or(tag);
    let key = format!("interface.in-language.{primary}");
    let said = words.get(&key);
    (said != key).then(|| said.to_owned())
}

impl Html {
    /// What comes before the first heading of level 2, and the rest; all of it before when the heading
    /// stands inside something else.
    pub(super) fn parted(&self) -> (&str, &str) {
        let content = self.content.as_str();
        let at = content.find("<h2").filter(|at| content.get(..*at).is_some_and(is_balanced));
        content.split_at_checked(at.unwrap_or(content.len())).unwrap_or((content, ""))
    }
}

/// Whether every element that is opened is closed.
fn is_balanced(html: &str) -> bool {
    let mut open = 0_usize;
    for tag in html.split('<').skip(1) {
        let name = tag.split([' ', '>', '\n']).next().unwrap_or("");
        match name.strip_prefix('/') {
            Some(_) if open == 0 => return false,
            Some(_) => open -= 1,
            None if ["br", "hr", "img", "input", "wbr"].contains(&name) => {}
            None => open += 1,
        }
    }
    open == 0
}
