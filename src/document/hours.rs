//! Opening hours: a week, seasons, and days that are not like the others.

use jiff::civil::{Date, Weekday};

use crate::data::shape::Own;
use crate::data::{Fields, Map, Node, Value};
use crate::finding::{Message, Problem, ProblemKind};
use crate::language::fold::fold;
use crate::language::{Language, format};
use crate::source::{Span, Spanned};

/// From one minute of the day to another; the first is before the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    /// Minutes since midnight.
    pub opens: u16,
    /// Minutes since midnight, at most 24 hours.
    pub closes: u16,
}

/// The hours of a week, always or for a season.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Week {
    /// First day of the season.
    pub from: Option<Date>,
    /// Last day of the season.
    pub until: Option<Date>,
    /// From Monday on: none for a day of which nothing is said, no slot for a day closed.
    pub days: [Option<Vec<Slot>>; 7],
    /// What else is to be known.
    pub note: Option<String>,
}

/// A day, or several, whose hours are not the usual ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// The hours of these days; none for days closed.
    pub slots: Vec<Slot>,
    /// Why.
    pub reason: Option<String>,
}

/// When an office or a telephone answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hours {
    /// Said in words.
    Text(Spanned<String>),
    /// Said by day; in the order typed.
    Weeks(Vec<Week>),
}

impl Hours {
    /// Reads what is under `hours`; what is wrong in it is left out.
    pub fn read(node: &Node) -> Option<Self> {
        if let Some(text) = node.as_text() {
            return Some(Self::Text(Spanned::new(text.to_owned(), node.span)));
        }
        let weeks: Vec<Week> = node.items().iter().filter_map(Node::as_map).map(week).collect();
        let said = weeks.iter().any(|week| week.days.iter().any(Option::is_some));
        said.then_some(Self::Weeks(weeks))
    }

    /// The hours in force on a day, line by line: the days that have the same hours, and these hours.
    /// « lundi au vendredi », « 9 h – 12 h, 14 h – 17 h ». A text is one line without days.
    pub fn lines(&self, day: Date, language: Language) -> Vec<(String, String)> {
        let Self::Text(text) = self else {
            return self.on(day).map_or_else(Vec::new, |week| week.lines(language));
        };
        vec![(String::new(), text.value.clone())]
    }

    /// The same in one text.
    ///
    /// A sentence is written around it: where nothing is said of the day, that is what it says.
    pub fn in_words(&self, day: Date, language: Language) -> String {
        match (self.beside(day), language) {
            (Some(("to-come", day)), Language::French) => {
                return format!("(horaires à venir, à partir du {})", format::date(day, language));
            }
            (Some(("to-come", day)), Language::English) => {
                return format!("(opening hours to come, from {} on)", format::date(day, language));
            }
            (Some(_), Language::French) => return "(horaires non connus à ce jour)".to_owned(),
            (Some(_), Language::English) => return "(opening hours not known at present)".to_owned(),
            (None, _) => {}
        }
        let lines = self.lines(day, language);
        let line = |(days, hours): &(String, String)| match days.as_str() {
            "" => hours.clone(),
            days => format!("{days} {hours}"),
        };
        lines.iter().map(line).collect::<Vec<_>>().join(" ; ")
    }

    /// The week in force on a day: that of a season before the usual one, and of two the last one typed.
    pub fn on(&self, day: Date) -> Option<&Week> {
        let Self::Weeks(weeks) = self else { return None };
        let holds = |week: &&Week| {
            week.from.is_none_or(|from| from <= day) && week.until.is_none_or(|until| day <= until)
        };
        let season = |week: &&Week| week.from.is_some() || week.until.is_some();
        let in_force = || weeks.iter().rev().filter(holds);
        in_force().find(season).or_else(|| in_force().next())
    }

    /// Why nothing is said of a day, when nothing is: `to-come` and the first day of the next season, or
    /// `over` and the last day of the last one. A text is for every day.
    pub fn beside(&self, day: Date) -> Option<(&'static str, Date)> {
        let Self::Weeks(weeks) = self else { return None };
        if self.on(day).is_some() {
            return None;
        }
        let next = weeks.iter().filter_map(|week| week.from).filter(|from| *from > day).min();
        let last = weeks.iter().filter_map(|week| week.until).max();
        next.map(|day| ("to-come", day)).or(last.map(|day| ("over", day)))
    }
}

impl Week {
    fn lines(&self, language: Language) -> Vec<(String, String)> {
        let mut lines = Vec::new();
        let mut from = 0;
        while let Some(day) = self.days.get(from) {
            let run = self.days.iter().skip(from).take_while(|other| *other == day).count();
            if let Some(slots) = day {
                let name = |rank| format::weekday(rank, language);
                let last = from + run - 1;
                let days = match (run, language) {
                    (1, _) => name(from).to_owned(),
                    (2, _) => format::all_of(&[name(from), name(last)], language),
                    (_, Language::French) => format!("{} au {}", name(from), name(last)),
                    (_, Language::English) => format!("{} to {}", name(from), name(last)),
                };
                lines.push((days, in_words(slots, language)));
            }
            from += run;
        }
        lines
    }
}

/// Hours in words: « 9 h – 12 h, 14 h – 17 h », « fermé ».
pub fn in_words(slots: &[Slot], language: Language) -> String {
    if slots.is_empty() {
        return if language == Language::French { "fermé" } else { "closed" }.to_owned();
    }
    let slot = |slot: &Slot| {
        let (opens, closes) = (format::time(slot.opens, language), format::time(slot.closes, language));
        format!("{opens} – {closes}")
    };
    slots.iter().map(slot).collect::<Vec<_>>().join(", ")
}

/// Reads what is under `exceptions`, by day.
pub fn exceptions(node: &Node) -> Vec<Exception> {
    let entries = node.as_map().map_or(&[][..], |map| &map.entries);
    let mut exceptions: Vec<Exception> = entries
        .iter()
        .filter_map(|entry| {
            let (from, until) = dates(&entry.key.value)?;
            let map = entry.node.as_map();
            let text = map.map_or_else(|| entry.node.as_text(), |map| map.get("hours")?.as_text());
            let slots = text.map_or(Some(Vec::new()), slots)?;
            let reason = map.and_then(|map| map.text("reason")).map(|text| text.value);
            Some(Exception { from, until, slots, reason })
        })
        .collect();
    exceptions.sort_by_key(|exception| (exception.from, exception.until));
    exceptions
}

/// What stands under `hours`.
pub static HOURS: Own = Own { name: "hours", keys: KEYS, text: true, check: check_hours };
/// What stands under `exceptions`.
pub static EXCEPTIONS: Own = Own { name: "exceptions", keys: DATES, text: false, check: check_exceptions };

const KEYS: &str = "^(from|until|note|[A-Za-z, -]+)$";
const DATES: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}(/[0-9]{4}-[0-9]{2}-[0-9]{2})?$";

fn week(map: &Map) -> Week {
    let date = |key| map.date(key).map(|date| date.value);
    let note = map.text("note").map(|note| note.value);
    let mut week = Week { from: date("from"), until: date("until"), note, ..Week::default() };
    for entry in &map.entries {
        let Some(days) = days(&entry.key.value) else { continue };
        let Some(slots) = entry.node.as_text().and_then(slots) else { continue };
        for day in days {
            if let Some(known) = week.days.get_mut(day) {
                *known = Some(slots.clone());
            }
        }
    }
    week
}

fn check_hours(node: &Node, problems: &mut Vec<Problem>) {
    for item in node.items() {
        let Some(map) = item.as_map() else {
            if item.value != Value::Null {
                problems.push(wrong(item.span, Message::key("data.hours-map")));
            }
            continue;
        };
        let mut fields = Fields::of(map, problems);
        let (from, until) = (fields.date("from"), fields.date("until"));
        let _ = fields.text("note");
        if let (Some(from), Some(until)) = (&from, &until)
            && from.value > until.value
        {
            fields.problems().push(wrong(until.span, Message::key("data.ends-before")));
        }
        for entry in map.entries.iter().filter(|e| !["from", "until", "note"].contains(&e.key.value.as_str()))
        {
            if entry.node.value == Value::Null && slots(&entry.key.value).is_some() {
                // A comma between braces ends a value: what follows is taken for a key.
                fields.problems().push(wrong(entry.key.span, Message::key("data.hours-quotes")));
            } else if days(&entry.key.value).is_none() {
                let message = Message::key("data.not-a-weekday").with("found", entry.key.value.as_str());
                fields.problems().push(wrong(entry.key.span, message));
            } else {
                check_slots(&entry.node, fields.problems());
            }
        }
    }
}

fn check_exceptions(node: &Node, problems: &mut Vec<Problem>) {
    let Some(map) = node.as_map() else {
        problems.push(wrong(node.span, Message::key("data.exceptions-map")));
        return;
    };
    for entry in &map.entries {
        if dates(&entry.key.value).is_none() {
            let message = Message::key("data.not-days").with("found", entry.key.value.as_str());
            problems.push(wrong(entry.key.span, message));
        }
        match entry.node.as_map() {
            Some(inside) => {
                let mut fields = Fields::of(inside, problems);
                let _ = fields.text("reason");
                if let Some(hours) = fields.filled("hours") {
                    check_slots(hours, fields.problems());
                }
                fields.finish();
            }
            None => check_slots(&entry.node, problems),
        }
    }
}

fn check_slots(node: &Node, problems: &mut Vec<Problem>) {
    if node.as_text().and_then(slots).is_none() {
        let message = Message::key("data.not-hours").with("found", node.as_text().unwrap_or(""));
        problems.push(wrong(node.span, message));
    }
}

fn wrong(span: Span, message: Message) -> Problem {
    Problem::new(ProblemKind::InvalidValue, span, message)
}

/// `2026-12-24`, `2026-12-24/2026-12-31`.
fn dates(text: &str) -> Option<(Date, Date)> {
    let (from, until) = text.split_once('/').unwrap_or((text, text));
    let (from, until) = (from.trim().parse().ok()?, until.trim().parse().ok()?);
    (from <= until).then_some((from, until))
}

/// The ranks of the days that a key names, Monday first: `mon`, `lundi`, `mon-fri`, « mardi et jeudi »,
/// « lundi au vendredi ».
fn days(key: &str) -> Option<Vec<usize>> {
    let key = fold(key.trim()).text().replace(" et ", ",").replace(" and ", ",").replace(" au ", "-");
    let mut days = Vec::new();
    for part in key.split(',') {
        match part.split_once('-') {
            Some((first, last)) => {
                let (first, last) = (day(first.trim())?, day(last.trim())?);
                if first > last {
                    return None;
                }
                days.extend(first..=last);
            }
            None => days.push(day(part.trim())?),
        }
    }
    Some(days)
}

fn day(word: &str) -> Option<usize> {
    const DAYS: [[&str; 4]; 7] = [
        ["mon", "monday", "lundi", "lun"],
        ["tue", "tuesday", "mardi", "mar"],
        ["wed", "wednesday", "mercredi", "mer"],
        ["thu", "thursday", "jeudi", "jeu"],
        ["fri", "friday", "vendredi", "ven"],
        ["sat", "saturday", "samedi", "sam"],
        ["sun", "sunday", "dimanche", "dim"],
    ];
    DAYS.iter().position(|names| names.contains(&word))
}

/// The slots that a text gives, in order, none overlapping another: `9:00-12:00, 13:30-17:00`,
/// « 9h-12h et 14 h - 17 h 30 », `closed`.
fn slots(text: &str) -> Option<Vec<Slot>> {
    let text = fold(text.trim()).text().replace(" et ", ",").replace(" and ", ",");
    if ["closed", "ferme", "fermé", "fermee", "fermée"].contains(&text.as_str()) {
        return Some(Vec::new());
    }
    let mut slots: Vec<Slot> = Vec::new();
    for part in text.split(',') {
        let (opens, closes) = part.split_once(['-', '–']).or_else(|| part.split_once(" à "))?;
        let slot = Slot { opens: minutes(opens)?, closes: minutes(closes)? };
        if slot.opens >= slot.closes || slots.last().is_some_and(|last| last.closes > slot.opens) {
            return None;
        }
        slots.push(slot);
    }
    Some(slots)
}

/// `9`, `9h`, `9 h 30`, `9:30` → minutes since midnight.
fn minutes(text: &str) -> Option<u16> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (hours, minutes) = text.split_once([':', 'h']).unwrap_or((&text, ""));
    let digits = |text: &str| text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    if hours.is_empty() || !digits(hours) || !digits(minutes) {
        return None;
    }
    let hours: u16 = hours.parse().ok()?;
    let minutes: u16 = if minutes.is_empty() { 0 } else { minutes.parse().ok()? };
    let total = hours * 60 + minutes;
    (minutes < 60 && total <= 24 * 60).then_some(total)
}

/// The rank of a day in [`Week::days`].
pub fn rank(day: Weekday) -> usize {
    usize::try_from(day.to_monday_zero_offset()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(opens: u16, closes: u16) -> Slot {
        Slot { opens: opens * 60, closes: closes * 60 }
    }

    #[test]
    fn hours_are_read_as_people_write_them() {
        for (text, expected) in [
            ("9:00-12:00, 13:00-17:00", Some(vec![slot(9, 12), slot(13, 17)])),
            ("9h-12h et 14 h – 17h", Some(vec![slot(9, 12), slot(14, 17)])),
            ("9h à 12h", Some(vec![slot(9, 12)])),
            ("Fermé", Some(vec![])),
            ("closed", Some(vec![])),
            ("12h-9h", None),
            ("9h-12h, 11h-14h", None),
            ("9h-25h", None),
            ("9:75-12", None),
            ("le matin", None),
            ("", None),
        ] {
            assert_eq!(slots(text), expected, "{text}");
        }
        assert_eq!(slots("8h30-12h15"), Some(vec![Slot { opens: 510, closes: 735 }]));
    }

    #[test]
    fn hours_of_which_no_season_holds_say_so() {
        let week = |from, until| Week {
            from,
            until,
            days: [Some(vec![slot(9, 12)]), None, None, None, None, None, None],
            note: None,
        };
        let day = |month, day| jiff::civil::date(2026, month, day);
        let hours = Hours::Weeks(vec![
            week(Some(day(3, 1)), Some(day(3, 31))),
            week(Some(day(7, 1)), Some(day(8, 31))),
        ]);
        let said = |day| hours.in_words(day, Language::French);
        assert_eq!(said(day(3, 2)).replace('\u{a0}', " "), "lundi 9 h – 12 h");
        assert_eq!(
            said(day(5, 2)).replace('\u{a0}', " "),
            "(horaires à venir, à partir du 1er juillet 2026)"
        );
        assert_eq!(said(day(9, 2)), "(horaires non connus à ce jour)");
        assert_eq!(hours.beside(day(9, 2)), Some(("over", day(8, 31))));
        assert_eq!(hours.in_words(day(9, 2), Language::English), "(opening hours not known at present)");
        let always = Hours::Weeks(vec![week(None, None)]);
        assert_eq!(always.beside(day(9, 2)), None);
    }

    #[test]
    fn days_are_named_in_either_language_alone_in_lists_and_in_ranges() {
        for (key, expected) in [
            ("mon-fri", Some(vec![0, 1, 2, 3, 4])),
            ("lundi au mercredi", Some(vec![0, 1, 2])),
            ("mardi et jeudi", Some(vec![1, 3])),
            ("Samedi", Some(vec![5])),
            ("lun-ven", Some(vec![0, 1, 2, 3, 4])),
            ("mon, wed-thu", Some(vec![0, 2, 3])),
            ("fri-mon", None),
            ("mondi", None),
        ] {
            assert_eq!(days(key), expected, "{key}");
        }
    }
}
