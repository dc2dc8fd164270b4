//! `permalinks`: the addresses that the settings of Hugo ask for, section by section.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::data::Map;
use crate::finding::Message;

use super::super::addresses::Paths;
use super::super::front::Head;
use super::super::names;
use super::super::report::{Fate, Report};

/// Patterns by section.
#[derive(Clone, Debug, Default)]
pub(super) struct Permalinks {
    page: BTreeMap<String, String>,
    section: BTreeMap<String, String>,
}

/// What fills a pattern.
pub(super) struct Given<'a> {
    pub(super) head: &'a Head,
    /// The sections that hold the page, from the top.
    pub(super) sections: &'a [&'a str],
    /// The name of its file, or of its folder.
    pub(super) name: &'a str,
    pub(super) date: Option<Date>,
}

impl Permalinks {
    pub(super) fn read(root: &Map, report: &mut Report) -> Self {
        let mut permalinks = Self::default();
        for entry in names::map(root, "permalinks").map_or(&[][..], |map| &map.entries) {
            let Some(map) = entry.node.as_map() else {
                let pattern = entry.node.as_text().map(str::to_owned);
                permalinks.page.extend(pattern.map(|pattern| (entry.key.value.clone(), pattern)));
                continue;
            };
            let patterns =
                map.entries.iter().filter_map(|e| Some((e.key.value.clone(), e.node.as_text()?.to_owned())));
            match entry.key.value.to_lowercase().as_str() {
                "page" => permalinks.page.extend(patterns),
                "section" => permalinks.section.extend(patterns),
                kind => {
                    let message = Message::key("import.permalinks").with("kind", kind);
                    report.say(Fate::ToDo, message, "", None);
                }
            }
        }
        permalinks
    }

    /// The pattern of the pages of a section.
    pub(super) fn of_page(&self, section: &str) -> Option<&str> {
        self.page.get(if section.is_empty() { "/" } else { section }).map(String::as_str)
    }

    /// The pattern of a section itself.
    pub(super) fn of_section(&self, section: &str) -> Option<&str> {
        self.section.get(section).map(String::as_str)
    }
}

/// A pattern with its tokens filled: an address from the root.
pub(super) fn fill(pattern: &str, given: &Given<'_>, paths: Paths) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find(':') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let from = from.strip_prefix(':').unwrap_or_default();
        let end = from.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(from.len());
        let (token, mut after) = from.split_at(end);
        let mut slice = None;
        if let Some((inner, next)) = after.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
            (slice, after) = (Some(inner), next);
        }
        match value(token, slice, given, paths) {
            Some(value) => out.push_str(&value),
            None => {
                out.push(':');
                out.push_str(token);
            }
        }
        rest = after;
    }
    out.push_str(rest);
    let path = names::even(&out).unwrap_or_default();
    if path.is_empty() { "/".to_owned() } else { format!("/{path}/") }
}

fn value(token: &str, slice: Option<&str>, given: &Given<'_>, paths: Paths) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let date = || given.date.unwrap_or(Date::constant(1, 1, 1));
    let name = || paths.of_file(given.name);
    let slug = || given.head.slug.as_ref().map(|slug| paths.of_words(slug));
    let title = || given.head.title.as_ref().map(|title| paths.of_words(title)).unwrap_or_default();
    Some(match token {
        "year" => date().year().to_string(),
        "month" => format!("{:02}", date().month()),
        "day" => format!("{:02}", date().day()),
        "monthname" => {
            let month = usize::try_from(date().month() - 1).ok().and_then(|month| MONTHS.get(month));
            month.map(|name| (*name).to_owned()).unwrap_or_default()
        }
        "weekday" => (date().weekday().to_sunday_zero_offset()).to_string(),
        "weekdayname" => format!("{:?}", date().weekday()).to_lowercase(),
        "yearday" => date().day_of_year().to_string(),
        "section" => paths.of_file(given.sections.first().unwrap_or(&"")),
        "sections" => {
            let all: Vec<String> = given.sections.iter().map(|section| paths.of_file(section)).collect();
            part(&all, slice).join("/")
        }
        "title" => title(),
        "slug" => slug().unwrap_or_else(title),
        "filename" | "contentbasename" => name(),
        "slugorfilename" | "slugorcontentbasename" => slug().unwrap_or_else(name),
        _ => return None,
    })
}

/// A part of a list as Hugo writes it: `[1]`, `[last]`, `[1:]`, `[:2]`, `[1:last]`.
fn part<'a>(all: &'a [String], slice: Option<&str>) -> &'a [String] {
    let Some(slice) = slice else { return all };
    let place = |text: &str, empty: usize| match text.trim() {
        "" => empty,
        "last" => all.len().saturating_sub(1),
        number => number.parse().unwrap_or(empty),
    };
    let (start, end) = match slice.split_once(':') {
        Some((start, end)) => (place(start, 0), place(end, all.len())),
        None => {
            let start = place(slice, 0);
            (start, start + 1)
        }
    };
    all.get(start..end.min(all.len()).max(start)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_filled() {
        let head = Head { title: Some("L'été & nous".into()), ..Head::default() };
        let date = Some(jiff::civil::date(2024, 3, 5));
        let given = Given { head: &head, sections: &["Un", "deux", "trois"], name: "Ma page", date };
        let paths = Paths { lower: true, plain: false };
        for (pattern, address) in [
            ("/:year/:month/:slug/", "/2024/03/lété-nous/"),
            (":section/:title", "/un/lété-nous/"),
            ("/x/:sections[1:]/:contentbasename/", "/x/deux/trois/ma-page/"),
            ("/:sections[last]/:slugorfilename/", "/trois/ma-page/"),
            ("/:day/:monthname/:weekdayname/:yearday/", "/05/march/tuesday/65/"),
            ("/:nothing/", "/:nothing/"),
            ("", "/"),
        ] {
            assert_eq!(fill(pattern, &given, paths), address, "{pattern}");
        }
    }
}
