//! What the pages that lead to all others are parted by: the letter of a title, the year of a change.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Page, slug};
use crate::language::Language;
use crate::language::filing::filed;

/// From so many titles on, each letter has a page of its own.
const MANY: usize = 400;

/// The name of what starts with no letter.
const OTHER: &str = "0-9";

/// Where the title of a page stands in a list from A to Z.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TitleEntry {
    /// What it is sorted by, without accents or capitals.
    pub key: String,
    /// What is shown.
    pub shown: String,
}

impl TitleEntry {
    /// The entry of a title in a language.
    pub fn of(title: &str, language: Language) -> Self {
        let filed = filed(title, language);
        Self { key: slug(&filed.key), shown: filed.shown }
    }

    /// Its letter, as addresses have it; `0-9` for a title that starts with none.
    pub fn letter(&self) -> String {
        let letter = self.key.chars().next().filter(|c| c.is_alphabetic());
        letter.map_or_else(|| OTHER.to_owned(), String::from)
    }
}

/// The letters of a language whose titles are too many for one page; none where they are not.
pub(super) fn title_parts(pages: &[Page], lang: &str) -> Vec<String> {
    // The home page is where the list is looked for, not in it.
    let home = |page: &Page| page.is_index && !page.path.contains('/');
    let own =
        || pages.iter().filter(|page| page.listed && page.is_found() && page.lang == lang && !home(page));
    if own().count() <= MANY {
        return Vec::new();
    }
    let language = Language::of(lang).unwrap_or_default();
    let letters: BTreeSet<String> =
        own().map(|page| TitleEntry::of(page.title(), language).letter()).collect();
    letters.into_iter().collect()
}

/// The years in which something changed for the readers of a language, the last first.
pub(super) fn changed_years(pages: &[Page], lang: &str, today: Date) -> Vec<i16> {
    let own = pages.iter().filter(|page| page.listed && page.lang == lang);
    let changes = own.flat_map(|page| page.procedure.public_changes());
    let told = changes.filter(|change| change.major && change.date.value <= today);
    let years: BTreeSet<i16> = told.map(|change| change.date.value.year()).collect();
    years.into_iter().rev().collect()
}
