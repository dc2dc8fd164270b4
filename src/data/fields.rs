//! Typed fields, taken one by one from a map of the spanned tree.

use std::borrow::Cow;
use std::str::FromStr;

use jiff::civil::Date;

use super::{EMPTY, Map, Node, Value, date_shape, did_you_mean, meant, quoted};
use crate::finding::{Edit, Message, Problem, ProblemKind};
use crate::language::Language;
use crate::language::dates::{Precision, dates, no_such_days};
use crate::source::{Span, Spanned};

/// Takes typed fields from a map one by one. A field of the wrong kind is a problem with its place
/// and is taken as absent; a field left empty is absent; what nobody asked for is reported by
/// [`Fields::finish`].
pub struct Fields<'n, 'p> {
    map: &'n Map,
    problems: &'p mut Vec<Problem>,
    known: Vec<Cow<'static, str>>,
}

impl<'n, 'p> Fields<'n, 'p> {
    /// Starts reading `node`; if it is not a map, that is a problem and every field is absent.
    pub fn new(node: &'n Node, problems: &'p mut Vec<Problem>) -> Self {
        let map = match &node.value {
            Value::Map(map) => map,
            Value::Null => &EMPTY,
            Value::Scalar(_) | Value::List(_) => {
                problems.push(
                    Problem::new(ProblemKind::InvalidValue, node.span, Message::key("data.map-here"))
                        .help(Message::key("data.map-help")),
                );
                &EMPTY
            }
        };
        Self::of(map, problems)
    }

    /// Starts reading a map.
    pub fn of(map: &'n Map, problems: &'p mut Vec<Problem>) -> Self {
        Self { map, problems, known: Vec::new() }
    }

    /// Any value, as it is.
    pub fn node(&mut self, key: &'static str) -> Option<&'n Node> {
        self.known.push(Cow::Borrowed(key));
        self.map.get(key)
    }

    /// Where a key was typed.
    pub fn place(&self, key: &str) -> Option<Span> {
        self.map.entries.iter().find(|entry| entry.key.value == key).map(|entry| entry.key.span)
    }

    /// The values of a list, as they are; one value counts as a list of one.
    pub fn items(&mut self, key: &'static str) -> &'n [Node] {
        self.filled(key).map_or(&[][..], Node::items)
    }

    /// A value that is not left empty.
    pub fn filled(&mut self, key: &'static str) -> Option<&'n Node> {
        self.node(key).filter(|node| node.value != Value::Null)
    }

    /// A text (any scalar).
    pub fn text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let node = self.filled(key)?;
        self.scalar_text(key, node)
    }

    fn scalar_text(&mut self, key: &'static str, node: &Node) -> Option<Spanned<String>> {
        let text = node.as_text().map(|text| Spanned::new(text.to_owned(), node.span));
        if text.is_none() {
            self.wrong(key, node.span, "data.not-text", Some(Message::key("data.not-text-help")));
        }
        text
    }

    /// `true` or `false`.
    pub fn bool(&mut self, key: &'static str) -> Option<Spanned<bool>> {
        let node = self.filled(key)?;
        let value = node.as_bool();
        if value.is_none() {
            let meant = node.as_text().map_or("true", meant_bool);
            self.wrong(key, node.span, "data.not-bool", Some(example(meant)));
        }
        Some(Spanned::new(value?, node.span))
    }

    /// A number between the marks of a word processor, which are told.
    fn unquoted<T: FromStr>(&mut self, node: &Node) -> Option<T> {
        let inner = node.as_plain().and_then(quoted::inside)?;
        let value = inner.parse().ok()?;
        self.problems.push(quoted::problem(ProblemKind::InvalidValue, node.span, node.as_text()?, inner));
        Some(value)
    }

    /// A whole number.
    pub fn int(&mut self, key: &'static str) -> Option<Spanned<i64>> {
        let node = self.filled(key)?;
        let value = node.as_int().or_else(|| self.unquoted(node));
        if value.is_none() {
            self.wrong(key, node.span, "data.not-int", Some(example("12")));
        }
        Some(Spanned::new(value?, node.span))
    }

    /// A decimal number.
    pub fn float(&mut self, key: &'static str) -> Option<Spanned<f64>> {
        let node = self.filled(key)?;
        let value = node.as_float().or_else(|| self.unquoted(node));
        if value.is_none() {
            self.wrong(key, node.span, "data.not-float", Some(example("0.5")));
        }
        Some(Spanned::new(value?, node.span))
    }

    /// A day, `2026-01-12`.
    pub fn date(&mut self, key: &'static str) -> Option<Spanned<Date>> {
        let node = self.filled(key)?;
        let value = node.as_date();
        if value.is_none() {
            let text = node.as_text().unwrap_or("");
            let missing = date_shape(text) || impossible(text).is_some();
            if missing {
                let message = Message::key("data.no-such-day").with("value", text);
                let problem = Problem::new(ProblemKind::InvalidValue, node.span, message);
                self.problems.push(Problem { help: days_beside(text), ..problem });
            } else {
                let problem = self.not(key, node.span, "data.not-date");
                let problem = match written_date(text) {
                    Some(date) => {
                        let help = Message::key("data.write-date").with("date", date.as_str());
                        replace(problem.help(help), node, &date)
                    }
                    None => problem.help(example("2026-01-12")),
                };
                self.problems.push(problem);
            }
        }
        Some(Spanned::new(value?, node.span))
    }

    /// Texts; one scalar counts as a list of one. An item of another kind is a problem and left out.
    pub fn texts(&mut self, key: &'static str) -> Vec<Spanned<String>> {
        self.items(key)
            .iter()
            .filter(|item| item.value != Value::Null)
            .filter_map(|item| self.scalar_text(key, item))
            .collect()
    }

    /// One of a few words.
    pub fn choice<T: Copy>(
        &mut self,
        key: &'static str,
        choices: &[(&'static str, T)],
    ) -> Option<Spanned<T>> {
        let text = self.text(key)?;
        if let Some((_, value)) = choices.iter().find(|(name, _)| *name == text.value) {
            return Some(Spanned::new(*value, text.span));
        }
        let bare = self.map.get(key).and_then(Node::as_plain).and_then(quoted::inside);
        if let Some((name, value)) = bare.and_then(|bare| choices.iter().find(|(name, _)| *name == bare)) {
            let told = ProblemKind::InvalidValue;
            self.problems.push(quoted::problem(told, text.span, &text.value, name));
            return Some(Spanned::new(*value, text.span));
        }
        let names: Vec<String> = choices.iter().map(|(name, _)| (*name).to_owned()).collect();
        let message = Message::key("data.not-a-choice")
            .with("key", key)
            .with("value", text.value.as_str())
            .with("choices", names);
        let mut problem = Problem::new(ProblemKind::InvalidValue, text.span, message);
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let near = meant(&text.value, &names);
        problem.help = did_you_mean(&near);
        if let ([near], Some(node)) = (&near[..], self.map.get(key)) {
            problem = replace(problem, node, near);
        }
        self.problems.push(problem);
        None
    }

    /// A map under a key.
    pub fn map(&mut self, key: &'static str) -> Option<&'n Map> {
        let node = self.filled(key)?;
        if node.as_map().is_none() {
            self.wrong(key, node.span, "data.not-map", Some(Message::key("data.map-help")));
        }
        node.as_map()
    }

    /// The whole map.
    pub fn whole(&self) -> &'n Map {
        self.map
    }

    /// Marks keys as known without reading them.
    pub fn accept<S: AsRef<str>>(&mut self, keys: &[S]) {
        self.known.extend(keys.iter().map(|key| Cow::Owned(key.as_ref().to_owned())));
    }

    /// The keys that were asked for so far.
    pub fn asked(&self) -> impl Iterator<Item = &str> {
        self.known.iter().map(AsRef::as_ref)
    }

    /// Where to write problems of one's own.
    pub fn problems(&mut self) -> &mut Vec<Problem> {
        self.problems
    }

    /// Every key that nobody asked for is a problem that names the nearest known one.
    pub fn finish(self) {
        let mut cut = 0;
        let mut given: Vec<&str> = Vec::new();
        for (rank, entry) in self.map.entries.iter().enumerate() {
            let key = entry.key.value.as_str();
            if self.known.iter().any(|known| known == key) || rank < cut {
                continue;
            }
            if let Some((whole, end)) = self.cut_by_commas(rank) {
                cut = end;
                let message = Message::key("data.comma-in-value").with("key", key);
                // What the comma cut off is lost: a sum of 3,20 would be read as 3.
                let problem = Problem::new(ProblemKind::InvalidValue, entry.key.span, message);
                let help = Message::key("data.put-in-quotes").with("example", whole);
                self.problems.push(problem.help(help));
                continue;
            }
            let message = Message::key("data.unknown-key").with("key", key);
            let mut problem = Problem::new(ProblemKind::UnknownKey, entry.key.span, message);
            let known: Vec<&str> = self.known.iter().map(AsRef::as_ref).collect();
            let near = meant(key, &known);
            problem.help = did_you_mean(&near);
            // Which of two values is right, nobody but the editor knows.
            if let [near] = near[..]
                && self.map.get(near).is_none()
                && !given.contains(&near)
            {
                given.push(near);
                problem = instead(problem, entry.key.span, key, near);
            }
            self.problems.push(problem);
        }
    }

    /// The text that commas cut in a map between braces, `{good: Venez, vite}`, when the entry of this rank
    /// is a part of it; and the rank of what follows it.
    fn cut_by_commas(&self, rank: usize) -> Option<(String, usize)> {
        let before = rank.checked_sub(1).and_then(|rank| self.map.entries.get(rank))?;
        let mut whole = before.node.as_plain()?.to_owned();
        let mut end = before.node.span.end;
        let mut next = rank;
        while let Some(part) = self.map.entries.get(next) {
            // What is between the two is a comma, with a space or not: no line ends there.
            let gap = part.key.span.start.checked_sub(end).filter(|gap| (1..=2).contains(gap));
            let follows = gap.is_some() && part.node.value == Value::Null;
            if !follows || self.known.iter().any(|known| *known == part.key.value) {
                break;
            }
            let comma = if gap == Some(1) { "," } else { ", " };
            whole = format!("{whole}{comma}{}", part.key.value);
            end = part.key.span.end;
            next += 1;
        }
        let written =
            format!("{}: \"{}\"", before.key.value, whole.replace('\\', "\\\\").replace('"', "\\\""));
        (next > rank).then_some((written, next))
    }

    fn wrong(&mut self, key: &'static str, span: Span, message: &'static str, help: Option<Message>) {
        let mut problem = self.not(key, span, message);
        problem.help = help;
        self.problems.push(problem);
    }

    fn not(&self, key: &'static str, span: Span, message: &'static str) -> Problem {
        Problem::new(ProblemKind::InvalidValue, span, Message::key(message).with("key", key))
    }
}

/// Offers a value in the place of the one typed, between quotes where that one is.
fn replace(problem: Problem, node: &Node, new: &str) -> Problem {
    let typed = node.as_text().unwrap_or_default();
    let new_text = if node.as_plain().is_some() { new.to_owned() } else { format!("\"{new}\"") };
    let quotes = new_text.len() - new.len();
    offer(problem, node.span, typed.len() + quotes, new, new_text)
}

/// Offers a key in the place of the one typed, whose quotes, if it has any, go with it.
fn instead(problem: Problem, span: Span, typed: &str, new: &str) -> Problem {
    let quotes = span.range().len().saturating_sub(typed.len()).min(2);
    offer(problem, span, typed.len() + quotes, new, new.to_owned())
}

/// Nothing is offered where what was typed is not what stands in the file, byte for byte.
fn offer(problem: Problem, span: Span, length: usize, new: &str, text: String) -> Problem {
    if span.range().len() != length {
        return problem;
    }
    problem.suggest(Message::key("data.write-instead").with("new", new), vec![Edit { span, text }])
}

fn example(value: &str) -> Message {
    Message::key("data.example").with("value", value)
}

fn meant_bool(text: &str) -> &'static str {
    match text.to_lowercase().as_str() {
        "non" | "no" | "faux" | "false" | "off" | "0" => "false",
        _ => "true",
    }
}

/// The year and the month of a date that does not exist: `31/11/2026`, « 29 février 2027 ».
fn impossible(text: &str) -> Option<(i16, i8)> {
    let text = text.trim();
    let day = no_such_days(text, Language::French).into_iter().next()?;
    Some((day.year.filter(|_| day.range == (0..text.len()))?, day.month))
}

/// What may be meant by a date that does not exist: the last day of its month or the first of the next one, or
/// the day and the month the other way round.
fn days_beside(text: &str) -> Option<Message> {
    let typed = || {
        let mut parts = text.split('-');
        let mut number = || parts.next()?.parse::<i16>().ok();
        Some((number()?, i8::try_from(number()?).ok()?, i8::try_from(number()?).ok()?))
    };
    if let Some((year, month, day)) = typed()
        && let Ok(turned) = Date::new(year, day, month)
        && month > 12
    {
        return Some(Message::key("data.write-date").with("date", turned.to_string()));
    }
    let beyond = typed().filter(|(_, _, day)| (29..=31).contains(day)).map(|(year, month, _)| (year, month));
    let Some(first) = impossible(text).or(beyond).and_then(|(year, month)| Date::new(year, month, 1).ok())
    else {
        return Some(example("2026-01-12"));
    };
    let (last, next) = (first.last_of_month(), first.last_of_month().tomorrow().ok()?);
    Some(
        Message::key("data.days-beside")
            .with("near", last.to_string())
            .with("after", next.to_string())
            .with("days", i64::from(last.day())),
    )
}

/// `12/01/2026`, `12/01/26`, `2026/01/12`, « 12 janvier 2026 » → `2026-01-12`, the order of days and months
/// being the French one, and a year of two digits one of this century.
fn written_date(text: &str) -> Option<String> {
    let text = text.trim();
    let said = dates(text, Language::French).into_iter().next();
    if let Some(date) = said.filter(|date| date.precision == Precision::Day && date.range == (0..text.len()))
    {
        return Some(date.date.to_string());
    }
    let parts: Vec<&str> = text.split(['/', '.', '-']).map(str::trim).collect();
    let [first, month, last] = parts[..] else { return None };
    let (day, year) = if first.len() == 4 { (last, first) } else { (first, last) };
    let century = match year.len() {
        2 => 2000,
        4 => 0,
        _ => return None,
    };
    let year = century + year.parse::<i16>().ok()?;
    Some(Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()?.to_string())
}
