//! What may be typed at a place.

use std::ops::Range;

use super::shapes::Root;
use super::text::{even, match_of};
use super::{Asked, File, calls, glossary, keys, links, settings, silences, values, yaml_place};
use crate::document::front_matter::{self, PageType};

/// What may be typed at a place, the likeliest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completions {
    /// Each thing that may be typed.
    pub items: Vec<Item>,
    /// There is more, which further letters would bring.
    pub cut: bool,
}

/// Something that may be typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is called in a list.
    pub label: String,
    /// Its nature.
    pub kind: Kind,
    /// A few words beside its name.
    pub detail: Option<String>,
    /// What it is for, in Markdown.
    pub about: Option<String>,
    /// The bytes that it takes the place of: those of the word being typed.
    pub replaces: Range<usize>,
    /// What is written there. Its further lines have their whole indentation.
    pub text: String,
    /// The same as a snippet of the protocol (`$0` for where to go on), where that says more.
    pub snippet: Option<String>,
    /// What letters are compared with, where it is not the label.
    pub filter: Option<String>,
}

/// The nature of what may be typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A key of the head of a page, of a registry, of the settings.
    Key,
    /// One of a few words.
    Choice,
    /// A value that may be another.
    Value,
    /// An entry of a registry.
    Entry,
    /// A page.
    Page,
    /// A heading of a page.
    Heading,
    /// A file.
    File,
    /// An image.
    Image,
    /// What may stand between `{{` and `}}`.
    Call,
    /// An argument of it.
    Argument,
    /// A rule or a family of rules.
    Rule,
    /// A word of the glossary.
    Term,
}

impl Item {
    /// Something whose name is what is written.
    pub(super) fn new(label: impl Into<String>, kind: Kind, replaces: Range<usize>) -> Self {
        let label = label.into();
        let text = label.clone();
        Self { label, kind, detail: None, about: None, replaces, text, snippet: None, filter: None }
    }

    pub(super) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into()).filter(|detail| !detail.is_empty());
        self
    }

    pub(super) fn about(mut self, about: Option<String>) -> Self {
        self.about = about.filter(|about| !about.is_empty());
        self
    }

    /// What is written in place of the label.
    pub(super) fn text(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }

    /// What is written before and after the place where to go on.
    pub(super) fn around(mut self, before: &str, after: &str) -> Self {
        self.text = format!("{before}{after}");
        self.snippet = Some(format!("{}$0{}", plain(before), plain(after)));
        self
    }

    /// What letters are compared with, beside the label.
    pub(super) fn known_as(mut self, names: &[&str]) -> Self {
        let mut all = vec![self.label.clone()];
        all.extend(names.iter().map(|name| (*name).to_owned()));
        all.extend(names.iter().map(|name| even(name)));
        all.dedup();
        self.filter = Some(all.join(" "));
        self
    }
}

/// A text of which a snippet makes nothing else.
fn plain(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}

/// Things offered at once.
const MOST: usize = 200;

impl Completions {
    /// Those that go with what is typed, those that go best first.
    pub(super) fn of(typed: &str, items: Vec<Item>) -> Self {
        let typed = even(typed.trim_start_matches(['"', '\'']));
        let matched = |item: Item| {
            let name = even(item.filter.as_deref().unwrap_or(&item.label));
            match_of(&typed, &name).map(|rank| (rank, item))
        };
        let mut found: Vec<(u8, Item)> = items.into_iter().filter_map(matched).collect();
        found.sort_by_key(|(rank, _)| *rank);
        let cut = found.len() > MOST;
        found.truncate(MOST);
        Self { items: found.into_iter().map(|(_, item)| item).collect(), cut }
    }
}

/// What may be typed where somebody stands. The text may be broken: what is looked at is what stands around.
pub fn complete(asked: &Asked<'_>) -> Completions {
    let at = asked.at();
    match asked.file() {
        File::Page => {
            let (split, _) = front_matter::split(asked.source, asked.text);
            match split.front {
                Some(front) if at < split.body || split.body == front.end && at <= front.end => {
                    in_yaml(asked, root(asked, &front), front)
                }
                _ => in_body(asked),
            }
        }
        File::Registry(name) => in_yaml(asked, Root::Registry(name), 0..asked.text.len()),
        File::Settings => settings::complete(asked),
        File::Other => Completions::default(),
    }
}

/// What the head of a page may hold, by the type that is typed there or that its folder gives it.
pub(super) fn root(asked: &Asked<'_>, front: &Range<usize>) -> Root {
    let typed = asked.slice(front.clone()).lines().find_map(|line| line.strip_prefix("type:"));
    let typed = typed.map(|typed| typed.split(" #").next().unwrap_or(typed).trim().trim_matches(['"', '\'']));
    let typed = typed.and_then(|typed| PageType::NAMES.iter().find(|(name, _)| *name == typed));
    let given = || asked.page().and_then(|page| page.front.page_type.as_ref());
    let page_type = typed.map(|(_, page_type)| *page_type).or_else(|| given().map(|typed| typed.value));
    let name = asked.path().rsplit('/').next().unwrap_or("");
    Root::Page { page_type: page_type.unwrap_or_default(), index: name.starts_with("_index.") }
}

fn in_yaml(asked: &Asked<'_>, root: Root, within: Range<usize>) -> Completions {
    let Some(place) = yaml_place::place(asked.text, within, asked.at()) else {
        return Completions::default();
    };
    let typed = asked.slice(place.word.start..asked.at());
    let mut items = keys::items(asked, root, &place);
    items.extend(values::items(asked, root, &place));
    Completions::of(typed, items)
}

fn in_body(asked: &Asked<'_>) -> Completions {
    silences::complete(asked)
        .or_else(|| calls::complete(asked))
        .or_else(|| links::complete(asked))
        .or_else(|| glossary::complete(asked))
        .unwrap_or_default()
}
