//! What may be typed between `{{` and `}}`: a call, its arguments, their values.

use std::ops::Range;

use super::complete::{Completions, Item, Kind};
use super::links::{self, Sort};
use super::{Asked, entries, text, values};
use crate::config::components::{Argument, ArgumentKind, Component, END};
use crate::site::known_calls;
use crate::site::registry::Name;

/// A call that is being typed, as far as the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Typed<'t> {
    name: &'t str,
    /// Arguments that are whole, before the cursor.
    arguments: Vec<(&'t str, &'t str)>,
    part: Part<'t>,
}

/// What of a call is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part<'t> {
    /// Its name, which starts there.
    Name(usize),
    /// The name of an argument, which starts there.
    Argument(usize),
    /// The value of an argument, which starts there, between its marks.
    Value(&'t str, usize),
}

/// What may be typed in the call that holds the cursor; none where there is none.
pub(super) fn complete(asked: &Asked<'_>) -> Option<Completions> {
    let line = text::line(asked.text, asked.at());
    let before = asked.slice(line.start..asked.at());
    let open = before.rfind("{{")?;
    let escapes = before.get(..open)?.bytes().rev().take_while(|byte| *byte == b'\\').count();
    let inside = before.get(open + 2..)?;
    if escapes % 2 == 1 {
        return None;
    }
    let typed = read(inside)?;
    let base = line.start + open + 2;
    let after = asked.slice(asked.at()..line.end);
    Some(match typed.part {
        Part::Name(start) => {
            let start = base + start;
            let end = text::end_of(asked.text, asked.at(), is_name);
            let rest = asked.slice(end..line.end);
            let opened = rest.trim_start().starts_with('(');
            // A pair of braces that the editor closed by itself.
            let closed = rest.trim_start().starts_with("}}");
            let alone = asked.slice(line.start..base - 2).trim().is_empty();
            Completions::of(asked.slice(start..asked.at()), names(asked, start..end, opened, closed, alone))
        }
        Part::Argument(start) => {
            let start = base + start;
            let end = text::end_of(asked.text, asked.at(), is_name);
            let followed = asked.slice(end..line.end).trim_start().starts_with('=');
            let given: Vec<&str> = typed.arguments.iter().map(|(name, _)| *name).collect();
            let items = arguments(asked, typed.name, &given, start..end, followed);
            Completions::of(asked.slice(start..asked.at()), items)
        }
        Part::Value(argument, start) => {
            let start = base + start;
            let length = after.find(['"', '}', ')']).unwrap_or_else(|| after.trim_end().len());
            let items = argument_values(asked, &typed, argument, start..asked.at() + length);
            Completions::of(asked.slice(start..asked.at()), items)
        }
    })
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
}

/// What follows `{{`, as far as the cursor; none when the call is over, or is none.
fn read(inside: &str) -> Option<Typed<'_>> {
    let start = inside.len() - inside.trim_start().len();
    let end = text::end_of(inside, start, is_name);
    let name = inside.get(start..end)?;
    let mut at = end;
    if end == inside.len() {
        return Some(Typed { name, arguments: Vec::new(), part: Part::Name(start) });
    }
    at += inside.get(at..)?.len() - inside.get(at..)?.trim_start().len();
    if !inside.get(at..)?.starts_with('(') {
        return None;
    }
    at += 1;
    let mut arguments = Vec::new();
    loop {
        let rest = inside.get(at..)?;
        at += rest.len() - rest.trim_start_matches([' ', '\t', '\u{a0}', ',']).len();
        let end = text::end_of(inside, at, is_name);
        let argument = inside.get(at..end)?;
        if end == inside.len() {
            return Some(Typed { name, arguments, part: Part::Argument(at) });
        }
        let rest = inside.get(end..)?.trim_start().strip_prefix('=')?.trim_start().strip_prefix('"')?;
        let start = inside.len() - rest.len();
        match rest.find('"') {
            None => return Some(Typed { name, arguments, part: Part::Value(argument, start) }),
            Some(length) => {
                arguments.push((argument, rest.get(..length)?));
                at = start + length + 1;
            }
        }
    }
}

fn names(asked: &Asked<'_>, word: Range<usize>, opened: bool, closed: bool, alone: bool) -> Vec<Item> {
    let end = if closed { "" } else { " }}" };
    let space = if asked.slice(0..word.start).ends_with("{{") { " " } else { "" };
    let written = |item: Item, name: &str, first: Option<&str>, after: &str| match (opened, first) {
        (true, _) => item.text(format!("{space}{name}")),
        (false, Some(first)) => {
            item.around(&format!("{space}{name}({first}=\""), &format!("\"){end}{after}"))
        }
        (false, None) => item.text(format!("{space}{name}(){end}{after}")),
    };
    let calls = known_calls().map(|(name, registry)| {
        let item = Item::new(name, Kind::Call, word.clone())
            .detail(format!("content/_data/{}.yaml", registry.file()));
        written(item, name, Some("key"), "").about(Some(asked.say(about_call(name))))
    });
    let components = asked.site().components.iter().filter(|_| alone).map(|(name, component)| {
        let item = Item::new(name, Kind::Call, word.clone()).detail(asked.words.get("answers.component"));
        let first = component.arguments.iter().find(|argument| argument.required);
        let first = first.or(component.arguments.first()).map(|argument| argument.name.as_str());
        let after = match component.block && !closed {
            true => format!("\n\n{{{{ {END}(name=\"{name}\") }}}}"),
            false => String::new(),
        };
        written(item, name, first, &after).about(Some(about_component(component)))
    });
    let open = open_blocks(asked);
    let ends = open.last().filter(|_| alone).map(|name| {
        let item = Item::new(END, Kind::Call, word.clone()).detail(name.as_str());
        let item = if opened { item } else { item.text(format!("{space}{END}(name=\"{name}\"){end}")) };
        item.about(Some(asked.say("answers.call-end")))
    });
    ends.into_iter().chain(calls).chain(components).collect()
}

/// The blocks that are open above the cursor, the outermost first.
fn open_blocks(asked: &Asked<'_>) -> Vec<String> {
    let mut open: Vec<String> = Vec::new();
    let above = asked.slice(0..text::line(asked.text, asked.at()).start);
    for line in above.lines() {
        let Some(inside) = line.trim().strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")) else {
            continue;
        };
        let name = inside.trim_start();
        let name = name.get(..text::end_of(name, 0, is_name)).unwrap_or("");
        if name == END {
            open.pop();
        } else if asked.site().components.get(name).is_some_and(|component| component.block) {
            open.push(name.to_owned());
        }
    }
    open
}

fn arguments(asked: &Asked<'_>, name: &str, given: &[&str], word: Range<usize>, followed: bool) -> Vec<Item> {
    let written = |item: Item, name: &str| match followed {
        true => item.text(name),
        false => item.around(&format!("{name}=\""), "\""),
    };
    if let Some((_, registry)) = known_calls().find(|(known, _)| *known == name) {
        let item =
            Item::new("key", Kind::Argument, word).detail(format!("content/_data/{}.yaml", registry.file()));
        return if given.contains(&"key") { Vec::new() } else { vec![written(item, "key")] };
    }
    if name == END {
        let item = Item::new("name", Kind::Argument, word);
        return if given.contains(&"name") { Vec::new() } else { vec![written(item, "name")] };
    }
    let Some(component) = asked.site().components.get(name) else { return Vec::new() };
    let mut absent: Vec<&Argument> =
        component.arguments.iter().filter(|argument| !given.contains(&argument.name.as_str())).collect();
    absent.sort_by_key(|argument| !argument.required);
    let item = |argument: &&Argument| {
        let required = if argument.required { asked.say("answers.required") } else { String::new() };
        let item = Item::new(argument.name.as_str(), Kind::Argument, word.clone()).detail(required);
        written(item, &argument.name).about(Some(argument.description.clone()))
    };
    absent.iter().map(item).collect()
}

fn argument_values(asked: &Asked<'_>, typed: &Typed<'_>, argument: &str, word: Range<usize>) -> Vec<Item> {
    if let Some((_, registry)) = known_calls().find(|(known, _)| *known == typed.name) {
        let keys = if argument == "key" { asked.site().registries.keys(registry) } else { Vec::new() };
        // An amount that has variants is worth nothing by itself.
        let callable =
            |key: &&str| registry != Name::Amounts || asked.site().registries.amounts.contains_key(*key);
        let item = |key| values::entry(asked, registry, key, Item::new(key, Kind::Entry, word.clone()));
        return keys.into_iter().filter(callable).map(item).collect();
    }
    let choice = |text: &str| Item::new(text, Kind::Choice, word.clone());
    if typed.name == END {
        return open_blocks(asked).iter().rev().map(|name| choice(name)).collect();
    }
    let component = asked.site().components.get(typed.name);
    let Some(argument) = component.and_then(|component| component.argument(argument)) else {
        return Vec::new();
    };
    match &argument.kind {
        ArgumentKind::Choice(values) => values.iter().map(|value| choice(value)).collect(),
        ArgumentKind::Bool => vec![choice("true"), choice("false")],
        ArgumentKind::Language => {
            let site = &asked.site().config.site;
            std::iter::once(&site.language).chain(&site.languages).map(|tag| choice(tag)).collect()
        }
        ArgumentKind::Page => links::pages(asked, &word),
        ArgumentKind::File => links::files(asked, &word, Sort::Any),
        ArgumentKind::Image => links::files(asked, &word, Sort::Image),
        ArgumentKind::Data => links::files(asked, &word, Sort::Data),
        ArgumentKind::Text
        | ArgumentKind::Title
        | ArgumentKind::Alternative
        | ArgumentKind::Int
        | ArgumentKind::Columns => Vec::new(),
    }
}

/// What a component is for, with its arguments.
pub(super) fn about_component(component: &Component) -> String {
    let mut said = vec![component.description.clone()];
    let line =
        |argument: &Argument| format!("- {} · {}", entries::code(&argument.name), argument.description);
    let lines: Vec<String> = component.arguments.iter().map(line).collect();
    said.push(lines.join("\n"));
    said.retain(|part| !part.is_empty());
    said.join("\n\n")
}

/// What an inline call is for: a key of `words/`.
pub(super) fn about_call(name: &str) -> &'static str {
    match name {
        "address" => "answers.call-address",
        "amount" => "answers.call-amount",
        "block" => "answers.call-block",
        "email" => "answers.call-email",
        "form" => "answers.call-form",
        "hours" => "answers.call-hours",
        "law" => "answers.call-law",
        "organisation" => "answers.call-organisation",
        "phone" => "answers.call-phone",
        "service" => "answers.call-service",
        _ => "answers.call-term",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_read_as_far_as_it_is_typed() {
        let part = |inside: &'static str| read(inside).map(|typed| typed.part);
        assert_eq!(part(" "), Some(Part::Name(1)));
        assert_eq!(part(" am"), Some(Part::Name(1)));
        assert_eq!(part("amount("), Some(Part::Argument(7)));
        assert_eq!(part("amount(ke"), Some(Part::Argument(7)));
        assert_eq!(part("amount(key=\"pa"), Some(Part::Value("key", 12)));
        assert_eq!(part("table(file = \"a\", cap"), Some(Part::Argument(18)));
        assert_eq!(part("amount(key=\"é\") }} et "), None);
        assert_eq!(part("amount(key="), None);
    }
}
