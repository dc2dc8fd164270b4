//! Values that several templates read: days, terms, headings; and the two halves of a body.

use std::collections::BTreeMap;

use jiff::civil::Date;
use tera::Value;

use super::context::map;
use super::html::{self, Html};
use crate::language::{Language, format};
use crate::site::registry::Term;
use crate::site::{Page, Site};

/// A term of the glossary: `{id, name, expansion, definition}`.
pub(super) fn term(term: &Term) -> Value {
    let text = |field: &Option<crate::source::Spanned<String>>| {
        field.as_ref().map_or_else(Value::none, |t| Value::from(t.value.as_str()))
    };
    map([
        ("id", Value::from(term.definition_id())),
        ("name", Value::from(term.name.value.as_str())),
        ("expansion", text(&term.expansion)),
        ("definition", text(&term.definition)),
    ])
}

/// The whole glossary, from A to Z: `[{letter, id, terms}]`. What starts with no letter comes first,
/// under `#`.
pub(super) fn glossary(site: &Site) -> Value {
    let mut letters: BTreeMap<Option<char>, Vec<(String, &Term)>> = BTreeMap::new();
    for term in site.registries.glossary.values() {
        let rank = html::rank(term);
        let letter = rank.chars().next().filter(|c| c.is_alphabetic());
        letters.entry(letter).or_default().push((rank, term));
    }
    let lines = letters.into_iter().map(|(letter, mut terms)| {
        terms.sort_by(|(a, _), (b, _)| a.cmp(b));
        let capital = letter.map_or_else(|| "#".to_owned(), |c| c.to_uppercase().collect());
        map([
            ("id", Value::from(format!("lettre--{}", letter.map_or_else(|| "0".to_owned(), String::from)))),
            ("letter", Value::from(capital)),
            ("terms", Value::from(terms.into_iter().map(|(_, known)| term(known)).collect::<Vec<_>>())),
        ])
    });
    Value::from(lines.collect::<Vec<_>>())
}

pub(super) fn toc(html: &Html) -> Value {
    let lines = html.headings.iter().map(|line| {
        map([
            ("id", Value::from(line.id.as_str())),
            ("text", Value::from(line.text.as_str())),
            ("level", Value::from(line.level)),
        ])
    });
    Value::from(lines.collect::<Vec<_>>())
}

/// `{iso, text}`: `2026-01-12` and « 12 janvier 2026 »; none for no day.
pub(super) fn day(date: Option<Date>, language: Language) -> Value {
    date.map_or_else(Value::none, |date| {
        // The day and its month stay on one line.
        let text = format::date(date, language).replacen(' ', "\u{a0}", 1);
        map([("iso", Value::from(date.to_string())), ("text", Value::from(text))])
    })
}

/// `{iso, text}`: the day, and « juillet 2026 ».
pub(super) fn month(date: Option<Date>, language: Language) -> Value {
    date.map_or_else(Value::none, |date| {
        map([("iso", Value::from(date.to_string())), ("text", Value::from(format::month(date, language)))])
    })
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
