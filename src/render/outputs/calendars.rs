//! A dated deadline as a file that calendars read (iCalendar, RFC 5545): one event, for the whole of its last
//! day. The same page gives the same bytes. What a page asks for by one day is one event.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use super::super::answers::text;
use super::super::context::Shared;
use super::super::pages::owns_address;
use super::{Written, is_own};
use crate::document::procedure::Deadline;
use crate::finding::Message;
use crate::site::Page;

/// Bytes of a line, at most, before it is folded.
const LINE: usize = 75;

/// What stands around the day in the name of a file.
const BEFORE: &str = "echeance-";
const AFTER: &str = ".ics";

/// The address of the file of a deadline, from the site’s root: `/papiers/passeport/echeance-2027-03-06.ics`. None
/// for a deadline that has no day, or whose day is past.
pub(in crate::render) fn url(shared: &Shared<'_>, page: &Page, deadline: &Deadline) -> Option<String> {
    let date = deadline.date.as_ref()?.value;
    (date >= shared.site.facts.today).then(|| of_day(page, date))
}

fn of_day(page: &Page, date: Date) -> String {
    let near = page.url.strip_suffix(".html").map_or_else(|| page.url.clone(), |stem| format!("{stem}-"));
    format!("{near}{BEFORE}{date}{AFTER}")
}

/// Writes a file for each day by which the pages that are published now ask for something. A page that is held
/// back keeps the files that it had.
pub(super) fn write(shared: &Shared<'_>, written: &Written<'_>) -> std::io::Result<()> {
    let site = shared.site;
    let now = |page: &&Page| site.is_published(page) && !shared.held.contains(&page.id);
    for page in site.pages.iter().filter(|page| now(page) && owns_address(site, page)) {
        let mut days: BTreeMap<Date, Vec<&Deadline>> = BTreeMap::new();
        for deadline in &page.procedure.deadlines {
            if let Some(date) = deadline.date.as_ref().filter(|date| date.value >= site.facts.today) {
                days.entry(date.value).or_default().push(deadline);
            }
        }
        for (date, deadlines) in days {
            if let Some(text) = file(shared, page, date, &deadlines) {
                written.unless_own(of_day(page, date).trim_start_matches('/'), || text)?;
            }
        }
    }
    Ok(())
}

/// The paths of the files that the last version of a page, given as it was published, may lead to.
pub(in crate::render) fn kept(shared: &Shared<'_>, page: &Page, published: &str) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for rest in published.split(BEFORE).skip(1) {
        let day = rest.split_once(AFTER).and_then(|(day, _)| day.parse::<Date>().ok());
        paths.extend(day.map(|day| of_day(page, day).trim_start_matches('/').to_owned()));
    }
    paths.retain(|path| !is_own(shared, path));
    paths
}

fn file(shared: &Shared<'_>, page: &Page, date: Date, deadlines: &[&Deadline]) -> Option<String> {
    let words = &shared.language(&page.lang)?.words;
    let label = words.get("interface.last-day");
    let address = shared.permalink(&page.url);
    let name = if address.is_empty() { page.url.as_str() } else { address.as_str() };
    let next = date.checked_add(1.day()).unwrap_or(date);
    // The day on which the page was last verified: a clock would change the file at each build.
    let stamp = page.front.reviewed.as_ref().map_or(date, |reviewed| reviewed.value);
    let colon = words.say(&Message::key("interface.colon"));
    let mut out = String::new();
    let mut line = |name: &str, value: &str| folded(&format!("{name}:{value}"), &mut out);
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", "-//Limpide//FR");
    line("BEGIN", "VEVENT");
    line("UID", &escaped(&format!("{name}#{date}")));
    line("DTSTAMP", &format!("{}T000000Z", compact(stamp)));
    line("DTSTART;VALUE=DATE", &compact(date));
    line("DTEND;VALUE=DATE", &compact(next));
    line("SUMMARY", &escaped(&format!("{label}{colon} {}", page.title())));
    let said: Vec<&str> = deadlines.iter().filter_map(|deadline| text(&deadline.text)).collect();
    if !said.is_empty() {
        line("DESCRIPTION", &escaped(&said.join("\n")));
    }
    if !address.is_empty() {
        line("URL", &address);
    }
    line("TRANSP", "TRANSPARENT");
    line("END", "VEVENT");
    line("END", "VCALENDAR");
    Some(out)
}

/// `20270306`
fn compact(date: Date) -> String {
    date.to_string().replace('-', "")
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Writes a line, cut where it is too long: what follows starts with a space.
fn folded(line: &str, out: &mut String) {
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_value_is_escaped_and_a_long_line_is_folded_between_letters() {
        assert_eq!(escaped("a, b; c\\\nd\u{7}"), "a\\, b\\; c\\\\\\nd");
        let mut out = String::new();
        folded(&format!("SUMMARY:{}", "é".repeat(60)), &mut out);
        let lines: Vec<&str> = out.split("\r\n").collect();
        assert_eq!(lines.len(), 3, "{out}");
        assert!(lines.iter().all(|line| line.len() <= LINE), "{out}");
        assert!(lines[1].starts_with(" é"), "{out}");
        assert_eq!(out.replace("\r\n ", "").trim_end(), format!("SUMMARY:{}", "é".repeat(60)));
    }
}
