//! The templates that a page may ask for. The others are parts of them (what they include, their components,
//! the frame that they fill) or those of pages that no file stands for.

use std::collections::{BTreeMap, BTreeSet};

use super::tags::tags;
use crate::site::Row;
use crate::source::{SourceId, Sources};

/// The templates that some page takes without asking: one of them may be what others extend, and a page still.
const OF_PAGES: [&str; 3] = ["page.html", "section.html", "home.html"];

/// The names, without their theme, of the templates that a page may ask for. `files` are all the templates by
/// their whole names; `prefixes`, what whole names start with, the nearest first.
pub(super) fn names(
    sources: &Sources,
    files: &BTreeMap<String, SourceId>,
    prefixes: &[String],
) -> BTreeSet<String> {
    // `site:limpide/page.html`, and `page.html`, are both `page.html`.
    let bare =
        |name: &str| prefixes.iter().find_map(|p| name.strip_prefix(p.as_str())).unwrap_or(name).to_owned();
    let mut included = BTreeSet::new();
    let mut extended = BTreeSet::new();
    let mut extending = BTreeSet::new();
    let mut components = BTreeSet::new();
    let mut all = BTreeSet::new();
    for (whole, id) in files {
        let text = sources.get(*id).text();
        let name = bare(whole);
        for (word, named) in calls(text) {
            let named = bare(named);
            if word == "include" {
                included.insert(named);
            } else if named != name {
                extended.insert(named);
                extending.insert(name.clone());
            }
        }
        if holds_only_components(text) {
            components.insert(name.clone());
        }
        all.insert(name);
    }
    let made = Row::ALL.iter().flat_map(|row| row.templates).filter(|name| !OF_PAGES.contains(name));
    let made: BTreeSet<&str> = made.copied().collect();
    all.retain(|name| {
        let is_part = included.contains(name) || components.contains(name) || made.contains(name.as_str());
        let is_frame = extended.contains(name) && !extending.contains(name);
        let is_page = OF_PAGES.contains(&name.as_str()) || !(is_part || is_frame);
        is_page && name.ends_with(".html")
    });
    all
}

/// What a template extends and includes.
fn calls(text: &str) -> impl Iterator<Item = (&str, &str)> {
    tags(text).into_iter().filter_map(|(range, is_tag)| {
        let inner = text.get(range).filter(|_| is_tag)?;
        let (word, rest) = tag_word(inner).split_once(char::is_whitespace)?;
        let mut quoted = rest.split(['"', '\'', '`']);
        quoted.next();
        ["extends", "include"].contains(&word).then_some((word, quoted.next()?))
    })
}

fn tag_word(inner: &str) -> &str {
    inner.trim_start_matches('-').trim_start()
}

/// Whether there are components in it and nothing to show outside of them.
fn holds_only_components(text: &str) -> bool {
    let mut inside = false;
    let mut some = false;
    let mut shown_from = 0;
    for (range, is_tag) in tags(text) {
        let word = text.get(range.clone()).map_or("", tag_word);
        let starts = is_tag && word.starts_with("component");
        if !inside && (!starts || shows(text.get(shown_from..range.start.saturating_sub(2)))) {
            return false;
        }
        some |= starts;
        inside = starts || (inside && !(is_tag && word.starts_with("endcomponent")));
        shown_from = range.end.saturating_add(2);
    }
    some && !shows(text.get(shown_from..))
}

/// Whether a part of a template between two tags shows something: more than spaces and comments.
fn shows(text: Option<&str>) -> bool {
    let mut parts = text.unwrap_or("").split("{#");
    let first = parts.next().unwrap_or("");
    let after = parts.map(|comment| comment.split_once("#}").map_or("", |(_, after)| after));
    std::iter::once(first).chain(after).any(|shown| !shown.trim().is_empty())
}
