//! Components: what the theme is told of each, and what stands there when it has no template for it.

use std::borrow::Cow;
use std::ops::Range;

use tera::{Map, Value};

use super::super::escape;
use super::super::values::{in_language, language_name};
use super::{HeadingLine, Writer};
use crate::config::components::{Argument, ArgumentKind, Component};
use crate::document::{Embedded, Role};
use crate::site::Target;
use crate::site::tables::ShownTable;
use crate::words::Words;

/// Templates of components.
pub trait Templates {
    /// A component as HTML, given what it may ask for by name, and what it holds if it is a block; none
    /// when the theme has no template of this name, or that template fails.
    fn component(&self, name: &str, values: Values<'_>, body: Option<&str>) -> Option<String>;
}

/// What a template of a component may ask for, by name.
pub(in crate::render) type Values<'v> = Vec<(Cow<'v, str>, Value)>;

/// The component whose place among its like is read: a step of a way.
const NUMBERED: &str = "step";

/// A block whose end was not met yet.
pub(super) struct Frame {
    rank: usize,
    /// What was written before it.
    outer: String,
    /// Of the heading it stands under.
    context: u8,
    /// What headings inside stood below before it.
    floor: u8,
    /// The headings it stands under.
    levels: Vec<(u8, u8)>,
    values: Values<'static>,
}

/// How the components of a page stand to one another.
#[derive(Default)]
pub(super) struct Families {
    /// For each: its number among those of its name in what holds it, from 1.
    numbers: Vec<usize>,
    /// For each: those that stand in it, directly.
    children: Vec<Vec<usize>>,
    /// For each: its number among those of its name on the page, from 1.
    serials: Vec<usize>,
}

impl Families {
    pub(super) fn of(embedded: &[Embedded]) -> Self {
        let mut counts = std::collections::HashMap::new();
        let mut all = std::collections::HashMap::new();
        let mut families = Self { children: vec![Vec::new(); embedded.len()], ..Self::default() };
        for (rank, call) in embedded.iter().enumerate() {
            let count = counts.entry((call.parent, call.name.value.as_str())).or_insert(0);
            *count += 1;
            families.numbers.push(*count);
            let serial = all.entry(call.name.value.as_str()).or_insert(0);
            *serial += 1;
            families.serials.push(*serial);
            let ends = matches!(call.role, Role::Closes(_) | Role::Astray);
            let parent = call.parent.filter(|_| !ends).and_then(|parent| families.children.get_mut(parent));
            parent.into_iter().for_each(|children| children.push(rank));
        }
        families
    }
}

impl Writer<'_> {
    /// Writes the next component, if it is the line of HTML that stands there. False for any other line.
    pub(super) fn component(&mut self, range: &Range<usize>) -> bool {
        let body = self.body;
        let Some(call) = body.embedded.get(self.passed) else { return false };
        let typed = call.span.range();
        let (start, end) = (typed.start.saturating_sub(body.start), typed.end.saturating_sub(body.start));
        if start < range.start || end > range.end {
            return false;
        }
        let rank = self.passed;
        self.passed += 1;
        match call.role {
            // Files and pages are counted all the same: they are links of the page.
            Role::Astray => {
                if let Some(component) = body.components.get(&call.name.value) {
                    self.values(rank, call, component);
                }
            }
            Role::Closes(opening) => self.close(opening),
            Role::Single | Role::Opens(_) => {
                let Some(component) = body.components.get(&call.name.value) else { return true };
                let values = self.values(rank, call, component);
                if let Role::Single = call.role {
                    self.show(call, component, values, None);
                    return true;
                }
                let outer = std::mem::take(&mut self.out);
                let titled = component.arguments.iter().any(|argument| {
                    argument.kind == ArgumentKind::Title && call.argument(&argument.name).is_some()
                });
                let (context, floor, levels) = (self.context, self.floor, self.levels.clone());
                if titled {
                    self.levels.clear();
                    self.context = (context + 1).min(6);
                    self.floor = self.context + 1;
                    self.list(rank, component);
                }
                self.frames.push(Frame { rank, outer, context, floor, levels, values });
            }
        }
        true
    }

    /// Puts the title of a block among the headings of the page, if it has an address there.
    fn list(&mut self, rank: usize, component: &Component) {
        let id = self.body.component_ids.get(rank).filter(|id| component.anchor && !id.is_empty());
        if let (Some(id), Some(text)) = (id, self.title(rank)) {
            self.headings.push(HeadingLine { level: self.context, id: id.clone(), text });
        }
    }

    fn close(&mut self, opening: usize) {
        let Some(frame) = self.frames.pop_if(|frame| frame.rank == opening) else { return };
        let inside = std::mem::replace(&mut self.out, frame.outer);
        (self.context, self.floor, self.levels) = (frame.context, frame.floor, frame.levels);
        let call = self.body.embedded.get(opening);
        let component = call.and_then(|call| self.body.components.get(&call.name.value));
        if let (Some(call), Some(component)) = (call, component) {
            self.show(call, component, frame.values, Some(inside));
        }
    }

    fn show(
        &mut self,
        call: &Embedded,
        component: &Component,
        values: Values<'static>,
        inside: Option<String>,
    ) {
        let inside = inside.as_deref();
        let plain =
            || values.iter().map(|(name, value)| (name.clone(), value.clone())).collect::<Values<'_>>();
        match self.body.templates.component(&call.name.value, plain(), inside) {
            Some(html) => {
                self.out.push_str(html.trim_start());
                if !self.out.ends_with('\n') {
                    self.out.push('\n');
                }
            }
            None => self.plainly(&call.name.value, component, &values, inside),
        }
    }

    /// What the template of a component may ask for.
    fn values(&mut self, rank: usize, call: &Embedded, component: &Component) -> Values<'static> {
        let body = self.body;
        let mut values: Values<'static> = Vec::with_capacity(component.arguments.len() + 6);
        let mut given: Vec<(&str, Value)> = Vec::new();
        let mut image = false;
        for (key, value) in &call.arguments {
            let Some(argument) = component.argument(&key.value) else { continue };
            let known = given.iter().any(|(name, _)| *name == argument.name);
            let typed = value.span.range();
            let typed = typed.start.saturating_sub(body.start)..typed.end.saturating_sub(body.start);
            let shown = match &argument.kind {
                ArgumentKind::Text | ArgumentKind::Title | ArgumentKind::Alternative => {
                    text(&body.words_at(typed))
                }
                ArgumentKind::File | ArgumentKind::Page => {
                    self.links += 1;
                    self.led_to(body.links.get(self.links - 1))
                }
                ArgumentKind::Image if !image => {
                    image = true;
                    self.images += 1;
                    self.picture(call, component)
                }
                ArgumentKind::Image => continue,
                ArgumentKind::Data => body.tables.get(&rank).map_or_else(Value::none, table),
                _ => plain(argument, value.value.trim(), body.words),
            };
            if !known {
                given.push((&argument.name, shown));
            }
        }
        for argument in &component.arguments {
            let value = given.iter().find(|(name, _)| *name == argument.name).map(|(_, value)| value.clone());
            let value = value.filter(|value| !value.is_none());
            let default = || argument.default.as_ref().map(|default| plain(argument, default, body.words));
            let value = value.or_else(default).unwrap_or_else(Value::none);
            values.push((Cow::Owned(argument.name.replace('-', "_")), value));
        }
        let number = |numbers: &[usize], rank: usize| {
            Value::from(numbers.get(rank).copied().and_then(|n| i64::try_from(n).ok()).unwrap_or(0))
        };
        let families = &self.families;
        let id = body.component_ids.get(rank).map_or("", String::as_str);
        let children = families.children.get(rank).map_or(&[][..], Vec::as_slice).iter();
        let children = children.map(|child| self.child(*child)).collect::<Vec<_>>();
        let group = call.parent.map_or_else(|| Value::from(0), |parent| number(&families.serials, parent));
        values.push((Cow::Borrowed("id"), Value::from(id)));
        values.push((Cow::Borrowed("level"), Value::from(i64::from((self.context + 1).min(6)))));
        values.push((Cow::Borrowed("number"), number(&families.numbers, rank)));
        values.push((Cow::Borrowed("serial"), number(&families.serials, rank)));
        values.push((Cow::Borrowed("group"), group));
        values.push((Cow::Borrowed("children"), Value::from(children)));
        values
    }

    /// `{id, title}`: what a component that holds others says of one of them.
    fn child(&self, rank: usize) -> Value {
        let body = self.body;
        let mut map = Map::new();
        let id = body.component_ids.get(rank).map_or("", String::as_str);
        map.insert("id".into(), Value::from(id));
        map.insert("title".into(), self.title(rank).map_or_else(Value::none, Value::from));
        Value::from(map)
    }

    /// The title that a component is given.
    fn title(&self, rank: usize) -> Option<String> {
        let body = self.body;
        let call = body.embedded.get(rank)?;
        let arguments = body.components.get(&call.name.value)?.arguments.iter();
        let mut titles = arguments.filter(|argument| argument.kind == ArgumentKind::Title);
        let typed = call.argument(&titles.next()?.name)?.span.range();
        let (start, end) = (typed.start.saturating_sub(body.start), typed.end.saturating_sub(body.start));
        Some(body.words_at(start..end).into_owned())
    }

    /// The image of a component, as HTML; nothing when it is not one of the site's files.
    fn picture(&mut self, call: &Embedded, component: &Component) -> Value {
        let body = self.body;
        let Some(Target::Asset(path)) = body.images.get(self.images - 1) else { return Value::none() };
        let mut arguments = component.arguments.iter();
        let alternative = arguments.find(|argument| argument.kind == ArgumentKind::Alternative);
        let alternative = alternative.and_then(|alternative| call.argument(&alternative.name));
        let alternative = alternative.map_or(Cow::Borrowed(""), |typed| {
            let typed = typed.span.range();
            body.words_at(typed.start.saturating_sub(body.start)..typed.end.saturating_sub(body.start))
        });
        let outer = std::mem::take(&mut self.out);
        self.shown(path, &alternative);
        Value::safe_string(&std::mem::replace(&mut self.out, outer))
    }

    /// `{url, title, format, size}`: where an argument leads; nothing when it leads nowhere.
    fn led_to(&self, target: Option<&Target>) -> Value {
        let addresses = self.body.addresses;
        let (url, title, note) = match target {
            Some(Target::Page { page, anchor }) => {
                (addresses.page(*page, anchor.as_deref()), addresses.title(*page), None)
            }
            Some(Target::Asset(path)) => {
                let name = path.rsplit('/').next().unwrap_or(path);
                (Some(addresses.file(path)), Some(name.to_owned()), addresses.file_note(path))
            }
            Some(Target::Made(url)) => (Some(addresses.file(url.trim_start_matches('/'))), None, None),
            Some(Target::External(url) | Target::Other(url)) => (Some(url.clone()), None, None),
            Some(Target::Broken(_)) | None => (None, None, None),
        };
        let Some(url) = url.filter(|url| escape::is_harmless(url)) else { return Value::none() };
        let (format, size) = match note.as_deref().map(|note| note.split_once(", ").unwrap_or((note, ""))) {
            Some((format, size)) => (Value::from(format), Value::from(size)),
            None => (Value::none(), Value::none()),
        };
        let mut map = Map::new();
        map.insert("url".into(), text(&escape::percent(&url)));
        map.insert("title".into(), title.map_or_else(Value::none, Value::from));
        map.insert("format".into(), format);
        map.insert("size".into(), size);
        Value::from(map)
    }

    /// A component that the theme has no template for: its words, its links, its table and what it holds.
    fn plainly(&mut self, name: &str, component: &Component, values: &Values<'_>, inside: Option<&str>) {
        let named = |name: &str| values.iter().find(|(known, _)| known == name).map(|(_, value)| value);
        let value = |argument: &Argument| named(&argument.name.replace('-', "_"));
        let titles = component.arguments.iter().filter(|argument| argument.kind == ArgumentKind::Title);
        let mut titles = titles.filter_map(|title| value(title)?.as_str());
        let mut title = titles.next().filter(|title| !title.is_empty());
        let leads = |argument: &Argument| matches!(argument.kind, ArgumentKind::File | ArgumentKind::Page);
        let heading = title.take_if(|_| !component.arguments.iter().any(leads));
        let number = named("number").and_then(Value::as_i128).filter(|_| name == NUMBERED);
        let id = named("id").and_then(Value::as_str).filter(|_| component.anchor).unwrap_or("");
        if heading.is_some() || number.is_some() || !id.is_empty() {
            let level = named("level").and_then(Value::as_i128).unwrap_or(2);
            let element = match heading {
                // What headings inside stand below counts the title of a block among them.
                Some(_) if component.block => format!("h{level}"),
                None if number.is_none() => "div".to_owned(),
                _ => "p".to_owned(),
            };
            self.out.push_str(&format!("<{element}"));
            if !id.is_empty() {
                self.out.push_str(" id=\"");
                escape::attribute(id, &mut self.out);
                self.out.push('"');
            }
            self.out.push('>');
            if element == "p" {
                self.out.push_str("<strong>");
            }
            if let Some(number) = number {
                self.out.push_str(&format!("{number}. "));
            }
            escape::text(heading.unwrap_or(""), &mut self.out);
            self.out.push_str(if element == "p" { "</strong></p>\n" } else { "</" });
            if element != "p" {
                self.out.push_str(&format!("{element}>\n"));
            }
        }
        let data = component.arguments.iter().find(|argument| argument.kind == ArgumentKind::Data);
        let data = data.and_then(|argument| value(argument)?.as_map());
        let texts = component.arguments.iter().filter(|argument| argument.kind == ArgumentKind::Text);
        let said =
            |argument: &&Argument| value(argument).and_then(Value::as_str).is_some_and(|t| !t.is_empty());
        // The first words that stand beside data name it.
        let caption = data.and_then(|_| texts.clone().find(said));
        if let Some(data) = data {
            let words = caption.and_then(value).and_then(Value::as_str).unwrap_or("");
            let heads = named("row_header").and_then(Value::as_bool).unwrap_or(false);
            self.data(data, words, heads);
        }
        for argument in &component.arguments {
            let Some(given) = value(argument) else { continue };
            let text = given.as_str().unwrap_or("");
            match &argument.kind {
                ArgumentKind::Text if !text.is_empty() && caption != Some(argument) => {
                    self.out.push_str("<p>");
                    escape::text(text, &mut self.out);
                    self.out.push_str("</p>\n");
                }
                ArgumentKind::Image if !text.is_empty() => {
                    self.out.push_str(&format!("<p>{text}</p>\n"));
                }
                ArgumentKind::File | ArgumentKind::Page => {
                    let of =
                        |key: &'static str| given.as_map().and_then(|map| map.get(&key.into())?.as_str());
                    let Some(url) = of("url") else { continue };
                    self.out.push_str("<p><a href=\"");
                    escape::attribute(url, &mut self.out);
                    self.out.push_str("\">");
                    escape::text(title.take().or(of("title")).unwrap_or(url), &mut self.out);
                    self.out.push_str("</a></p>\n");
                }
                _ => {}
            }
        }
        self.out.push_str(inside.unwrap_or(""));
    }

    /// A table as [`table`] gives it, the first cell of each row as its heading if `heads`.
    fn data(&mut self, data: &Map, caption: &str, heads: bool) {
        let of = |key: &'static str| data.get(&key.into()).and_then(Value::as_array).unwrap_or(&[]);
        self.out.push_str("<table>\n");
        if !caption.is_empty() {
            self.out.push_str("<caption>");
            escape::text(caption, &mut self.out);
            self.out.push_str("</caption>\n");
        }
        self.out.push_str("<thead><tr>");
        for column in of("columns") {
            let text = column.as_map().and_then(|column| column.get(&"text".into())?.as_str());
            self.out.push_str("<th scope=\"col\">");
            escape::text(text.unwrap_or(""), &mut self.out);
            self.out.push_str("</th>");
        }
        self.out.push_str("</tr></thead>\n<tbody>\n");
        for row in of("rows") {
            self.out.push_str("<tr>");
            for (rank, cell) in row.as_array().unwrap_or(&[]).iter().enumerate() {
                let (open, close) =
                    if heads && rank == 0 { ("<th scope=\"row\">", "</th>") } else { ("<td>", "</td>") };
                self.out.push_str(open);
                escape::text(cell.as_str().unwrap_or(""), &mut self.out);
                self.out.push_str(close);
            }
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("</tbody>\n</table>\n");
    }
}

/// `{columns: [{text, number}], rows: [[cell]]}`: the columns of a table that are shown.
fn table(shown: &ShownTable) -> Value {
    let columns = shown.columns.iter().map(|rank| {
        let mut map = Map::new();
        map.insert("text".into(), text(shown.table.columns.get(*rank).map_or("", String::as_str)));
        map.insert("number".into(), Value::from(shown.table.numbers.get(*rank).is_some_and(|is| *is)));
        Value::from(map)
    });
    let row = |row: &Vec<String>| {
        let cells = shown.columns.iter().map(|rank| text(row.get(*rank).map_or("", String::as_str)));
        Value::from(cells.collect::<Vec<_>>())
    };
    let mut map = Map::new();
    map.insert("columns".into(), Value::from(columns.collect::<Vec<_>>()));
    map.insert("rows".into(), Value::from(shown.table.rows.iter().map(row).collect::<Vec<_>>()));
    Value::from(map)
}

fn text(text: &str) -> Value {
    Value::from(text)
}

/// The value of an argument that leads nowhere and that nobody reads.
fn plain(argument: &Argument, text: &str, words: &Words) -> Value {
    match argument.kind {
        ArgumentKind::Int => text.parse::<i64>().map_or_else(|_| Value::none(), Value::from),
        ArgumentKind::Language => {
            let mut map = Map::new();
            map.insert("tag".into(), Value::from(text));
            map.insert("name".into(), Value::from(language_name(text)));
            map.insert("said".into(), in_language(text, words).map_or_else(Value::none, Value::from));
            Value::from(map)
        }
        ArgumentKind::Bool => text.parse::<bool>().map_or_else(|_| Value::none(), Value::from),
        _ => Value::from(text),
    }
}
