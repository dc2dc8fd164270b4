//! What may be embedded in pages: `[components.<name>]` of `theme.toml`. Declared there, so that pages are
//! checked without a template being read; what a component looks like is the business of its template.

use std::collections::BTreeMap;

use super::renamed;
use crate::data::{self, Fields, Map, Node};
use crate::finding::{Message, Problem, ProblemKind};
use crate::source::{SourceId, Sources, Span, Spanned};

/// What closes a block, `{{ end(name="tabs") }}`: no component may take this name.
pub const END: &str = "end";

/// The components that pages may call, by name.
#[derive(Clone, Debug, Default)]
pub struct Components {
    known: BTreeMap<String, Component>,
}

/// A component, as declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// What it is for, in one sentence.
    pub description: String,
    /// It holds Markdown, as far as `{{ end(name="…") }}`.
    pub block: bool,
    /// The only component that it may stand in, directly; none when it stands anywhere.
    pub inside: Option<String>,
    /// It has an address of its own on the page, made of the words of its title.
    pub anchor: bool,
    /// Its arguments, in the order declared.
    pub arguments: Vec<Argument>,
    /// Where it is declared.
    pub span: Span,
}

/// An argument of a component, as declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// What it takes.
    pub kind: ArgumentKind,
    /// A call without it is wrong.
    pub required: bool,
    /// What it is when a call does not say; a text that its kind takes.
    pub default: Option<String>,
    /// What it is for, in one sentence.
    pub description: String,
}

/// What an argument takes. Each is written between straight quotes, whatever its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArgumentKind {
    /// Words that people read as a sentence.
    Text,
    /// Words that people read as a heading, or as the text of a link.
    Title,
    /// What stands for an image to people who do not see it.
    Alternative,
    /// The tag of a language: `en`.
    Language,
    /// A whole number.
    Int,
    /// `true` or `false`.
    Bool,
    /// One of these words.
    Choice(Vec<String>),
    /// A file of the site, as a link would name it.
    File,
    /// A page of the site, as a link would name it.
    Page,
    /// An image of the site.
    Image,
    /// A table of data: a CSV or YAML file.
    Data,
    /// Names of columns of the table of data, between commas.
    Columns,
}

impl ArgumentKind {
    /// Every kind but `choice`, by its name in `theme.toml`.
    const NAMED: [(&'static str, Self); 11] = [
        ("text", Self::Text),
        ("title", Self::Title),
        ("alternative", Self::Alternative),
        ("language", Self::Language),
        ("int", Self::Int),
        ("bool", Self::Bool),
        ("file", Self::File),
        ("page", Self::Page),
        ("image", Self::Image),
        ("data", Self::Data),
        ("columns", Self::Columns),
    ];

    /// The name of every kind in `theme.toml`.
    pub fn names() -> Vec<&'static str> {
        Self::NAMED.iter().map(|(name, _)| *name).chain(["choice"]).collect()
    }

    /// Its name in `theme.toml`.
    pub fn name(&self) -> &'static str {
        Self::NAMED.iter().find(|(_, kind)| kind == self).map_or("choice", |(name, _)| name)
    }

    /// What is wrong with a text that this kind does not take.
    fn fault(&self, name: &str, value: &Spanned<String>) -> Option<Problem> {
        let text = value.value.trim();
        let wrong = |message: Message| {
            let message = message.with("name", name).with("value", text);
            Problem::new(ProblemKind::InvalidCall, value.span, message)
        };
        match self {
            Self::Int if text.parse::<i64>().is_err() => Some(wrong(Message::key("component.not-int"))),
            Self::Bool if !matches!(text, "true" | "false") => {
                Some(wrong(Message::key("component.not-bool")))
            }
            Self::Language if !is_tag(text) => Some(wrong(Message::key("component.not-language"))),
            Self::Choice(values) if !values.iter().any(|value| value == text) => {
                let problem = wrong(Message::key("component.not-a-choice").with("choices", values.clone()));
                Some(near(problem, text, values.iter().map(String::as_str)))
            }
            _ => None,
        }
    }
}

/// `en`, `pt-BR`.
fn is_tag(text: &str) -> bool {
    let part = |part: &str| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric());
    let first = text.split('-').next().unwrap_or("");
    (2..=3).contains(&first.len())
        && first.chars().all(|c| c.is_ascii_alphabetic())
        && text.split('-').all(part)
}

impl Component {
    /// An argument, by its name.
    pub fn argument(&self, name: &str) -> Option<&Argument> {
        self.arguments.iter().find(|argument| argument.name == name)
    }

    /// What is wrong with the arguments of a call, which stands at `whole`.
    pub fn check(
        &self,
        name: &str,
        whole: Span,
        typed: &[(Spanned<String>, Spanned<String>)],
        problems: &mut Vec<Problem>,
    ) {
        let fault = |span, message: Message| Problem::new(ProblemKind::InvalidCall, span, message);
        let names = || self.arguments.iter().map(|argument| argument.name.as_str());
        let mut seen: Vec<&str> = Vec::new();
        for (key, value) in typed {
            let Some(argument) = self.argument(&key.value) else {
                let known: Vec<String> = names().map(str::to_owned).collect();
                let message = match known.is_empty() {
                    true => Message::key("component.unknown-argument-none").with("name", name),
                    false => Message::key("component.unknown-argument")
                        .with("name", name)
                        .with("found", key.value.as_str())
                        .with("known", known),
                };
                problems.push(near(fault(key.span, message), &key.value, names()));
                continue;
            };
            if seen.contains(&argument.name.as_str()) {
                let message = Message::key("component.twice").with("name", argument.name.as_str());
                problems.push(fault(key.span, message));
                continue;
            }
            seen.push(&argument.name);
            // That an image has no alternative is for the rules about images.
            let needed = argument.required && argument.kind != ArgumentKind::Alternative;
            if value.value.trim().is_empty() && needed {
                let message = Message::key("component.empty-argument").with("name", argument.name.as_str());
                problems.push(fault(key.span, message));
            } else {
                problems.extend(argument.kind.fault(&argument.name, value));
            }
        }
        for argument in self.arguments.iter().filter(|argument| argument.required) {
            if !seen.contains(&argument.name.as_str()) {
                let message = Message::key("component.missing-argument").with("name", name);
                let message = message.with("argument", argument.name.as_str());
                let help = Message::key("component.argument-is").with("argument", argument.name.as_str());
                problems.push(
                    fault(whole, message).help(help.with("description", argument.description.as_str())),
                );
            }
        }
    }
}

/// A problem that names the nearest known word, if there is one.
fn near<'a>(problem: Problem, word: &str, known: impl IntoIterator<Item = &'a str>) -> Problem {
    match data::nearest(word, known) {
        Some(near) => problem.help(Message::key("data.did-you-mean").with("name", near)),
        None => problem,
    }
}

/// The `theme.toml` of a theme, of those it extends, and of the built-in one, the nearest first.
fn declarations(
    sources: &Sources,
    texts: &[(String, SourceId)],
    theme: &str,
    problems: &mut Vec<Problem>,
) -> Vec<Node> {
    let mut names: Vec<String> = Vec::new();
    let mut found = Vec::new();
    let mut next = Some(theme.to_owned());
    loop {
        let built_in = || Some(super::BUILT_IN_THEME.to_owned());
        let Some(name) = next.take().or_else(built_in).filter(|name| !names.contains(name)) else { break };
        let path = format!("{name}/theme.toml");
        names.push(name);
        // The site’s own file comes after the built-in one that it replaces.
        for (_, id) in texts.iter().rev().filter(|(known, _)| *known == path) {
            let (mut node, _) = data::toml(*id, sources.get(*id).text());
            data::rename(&mut node, renamed::THEMES, problems);
            let extends = node.as_map().and_then(|map| map.get("extends")).and_then(Node::as_text);
            next = next.or_else(|| extends.map(str::to_owned));
            found.push(node);
        }
    }
    found
}

impl Components {
    /// The components of a site: those of the built-in theme, and those of its own, which add to them or
    /// replace them. `texts` are the text files of every theme, each known by `<theme>/<path>`. `taken` are
    /// the names of other calls. What is wrong outside `[components]` is for those who read the rest.
    pub fn read(
        sources: &Sources,
        texts: &[(String, SourceId)],
        theme: &str,
        taken: &[&str],
        problems: &mut Vec<Problem>,
    ) -> Self {
        let mut components = Self::default();
        for node in declarations(sources, texts, theme, problems).iter().rev() {
            if let Some(node) = node.as_map().and_then(|map| map.get("components")) {
                let mut fields = Fields::new(node, problems);
                let map = fields.whole();
                let problems = fields.problems();
                components.add(map, taken, problems);
            }
        }
        components.check_parents(problems);
        components
    }

    fn add(&mut self, map: &Map, taken: &[&str], problems: &mut Vec<Problem>) {
        for entry in &map.entries {
            let name = entry.key.value.as_str();
            let callable = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
            if name == END || taken.contains(&name) || name.is_empty() || !name.chars().all(callable) {
                let message = Message::key("component.name-taken").with("name", name);
                problems.push(Problem::new(ProblemKind::InvalidValue, entry.key.span, message));
                continue;
            }
            let mut fields = Fields::new(&entry.node, problems);
            let text = |text: Option<Spanned<String>>| text.map(|t| t.value).unwrap_or_default();
            let component = Component {
                description: text(fields.text("description")),
                block: fields.bool("block").is_some_and(|block| block.value),
                inside: fields.text("inside").map(|inside| inside.value),
                anchor: fields.bool("anchor").is_some_and(|anchor| anchor.value),
                arguments: Vec::new(),
                span: entry.key.span,
            };
            let arguments = fields.map("arguments");
            fields.finish();
            let arguments = arguments.map_or(&[][..], |map| &map.entries).iter();
            let arguments =
                arguments.map(|entry| argument(&entry.key.value, &entry.node, problems)).collect();
            self.known.insert(name.to_owned(), Component { arguments, ..component });
        }
    }

    /// Says which components may only stand in one that does not exist, or holds nothing.
    fn check_parents(&self, problems: &mut Vec<Problem>) {
        for component in self.known.values() {
            let Some(parent) = &component.inside else { continue };
            if !self.get(parent).is_some_and(|parent| parent.block) {
                let message = Message::key("component.no-parent").with("name", parent.as_str());
                let blocks = self.known.iter().filter(|(_, known)| known.block);
                let problem = Problem::new(ProblemKind::UnknownName, component.span, message);
                problems.push(near(problem, parent, blocks.map(|(name, _)| name.as_str())));
            }
        }
    }

    /// A component, by its name.
    pub fn get(&self, name: &str) -> Option<&Component> {
        self.known.get(name)
    }

    /// Whether a call of this name is one of a component, or the end of one.
    pub fn is_one(&self, name: &str) -> bool {
        name == END || self.known.contains_key(name)
    }

    /// Every component by its name, sorted.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Component)> {
        self.known.iter().map(|(name, component)| (name.as_str(), component))
    }
}

fn argument(name: &str, node: &data::Node, problems: &mut Vec<Problem>) -> Argument {
    let mut fields = Fields::new(node, problems);
    let place = fields.place("kind");
    let values: Vec<String> = fields.texts("values").into_iter().map(|value| value.value).collect();
    let choices: Vec<(&'static str, usize)> = ArgumentKind::NAMED
        .iter()
        .map(|(name, _)| *name)
        .chain(["choice"])
        .enumerate()
        .map(|(rank, name)| (name, rank))
        .collect();
    let kind = fields.choice("kind", &choices).map(|kind| kind.value);
    let named = kind.and_then(|rank| ArgumentKind::NAMED.get(rank)).map(|(_, kind)| kind.clone());
    let kind = match (kind, named) {
        (_, Some(kind)) => kind,
        (Some(_), None) => ArgumentKind::Choice(values.clone()),
        (None, None) => ArgumentKind::Text,
    };
    let required = fields.bool("required").is_some_and(|required| required.value);
    let default = fields.text("default");
    let description = fields.text("description").map(|text| text.value).unwrap_or_default();
    if kind == ArgumentKind::Choice(Vec::new())
        && let Some(place) = place
    {
        let message = Message::key("component.no-values").with("name", name);
        fields.problems().push(Problem::new(ProblemKind::InvalidValue, place, message));
    }
    if let Some(fault) = default.as_ref().and_then(|default| kind.fault(name, default)) {
        fields.problems().push(Problem { kind: ProblemKind::InvalidValue, ..fault });
    }
    fields.finish();
    Argument { name: name.to_owned(), kind, required, default: default.map(|text| text.value), description }
}
