//! `[taxonomies]`: the ways in which pages are classed, beside their folders.

use crate::data::{self, Fields, Map, Node, Value};
use crate::finding::{Message, Problem, ProblemKind};
use crate::source::Spanned;

/// `[taxonomies.<name>]`: a way in which pages are classed, by a key of their front matter.
#[derive(Clone, Debug)]
pub struct TaxonomyConfig {
    /// The key of the front matter.
    pub name: Spanned<String>,
    /// Its list of terms and their pages are published.
    pub pages: bool,
    /// The title of its list of terms.
    pub title: ByLanguage,
    /// The folder of its pages, under the root of a language.
    pub address: ByLanguage,
    /// The order of its terms.
    pub sort: TermOrder,
    /// Pages shown on one page of a term; all of them when not set.
    pub page_size: Option<usize>,
    /// Each term has a feed.
    pub feed: bool,
    /// `[taxonomies.<name>.terms]`: its terms, with what is said of each. A page that types another is told so;
    /// without any, every term that a page types is one.
    pub terms: Vec<TermConfig>,
}

/// What `site.toml` says of a term.
#[derive(Clone, Debug)]
pub struct TermConfig {
    /// Its key: the term as pages type it.
    pub key: Spanned<String>,
    /// What it is called. A page may type any of these in place of the key.
    pub title: ByLanguage,
    /// What it gathers, in one sentence.
    pub description: ByLanguage,
}

/// The order of the terms of a taxonomy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TermOrder {
    /// By title.
    #[default]
    Title,
    /// Those with the most pages first.
    Pages,
    /// As `[taxonomies.<name>.terms]` has them, then by title.
    Typed,
}

/// A text, the same in every language or one for each.
#[derive(Clone, Debug, Default)]
pub struct ByLanguage(Vec<(Option<String>, Spanned<String>)>);

impl ByLanguage {
    /// The text of a language, or the one of all of them.
    pub fn of(&self, lang: &str) -> Option<&Spanned<String>> {
        let of = |tag: Option<&str>| self.0.iter().find(|(known, _)| known.as_deref() == tag);
        of(Some(lang)).or_else(|| of(None)).map(|(_, text)| text)
    }

    /// Every text of it.
    pub fn texts(&self) -> impl Iterator<Item = &Spanned<String>> {
        self.0.iter().map(|(_, text)| text)
    }

    fn read(fields: &mut Fields<'_, '_>, key: &'static str) -> Self {
        let Some(map) = fields.filled(key).and_then(Node::as_map) else {
            return Self(fields.text(key).map(|text| (None, text)).into_iter().collect());
        };
        let mut texts = Vec::new();
        for entry in &map.entries {
            match entry.node.as_text() {
                Some(text) => {
                    let text = Spanned::new(text.to_owned(), entry.node.span);
                    texts.push((Some(entry.key.value.clone()), text));
                }
                None => {
                    let message = Message::key("data.not-text").with("key", entry.key.value.as_str());
                    fields.problems().push(Problem::new(ProblemKind::InvalidValue, entry.node.span, message));
                }
            }
        }
        Self(texts)
    }
}

/// How many pages a list shows at once, at most.
const LARGEST: i64 = 1_000;

/// `page_size`: how many pages a list shows at once.
pub fn page_size(fields: &mut Fields<'_, '_>) -> Option<Spanned<usize>> {
    let typed = fields.int("page_size")?;
    if (1..=LARGEST).contains(&typed.value) {
        return usize::try_from(typed.value).ok().map(|size| Spanned::new(size, typed.span));
    }
    let message = Message::key("config.between").with("key", "page_size");
    let message = message.with("least", "1").with("most", LARGEST.to_string());
    fields.problems().push(Problem::new(ProblemKind::InvalidValue, typed.span, message));
    None
}

/// The taxonomies of a map, in the order typed.
pub(super) fn read(map: &Map, problems: &mut Vec<Problem>) -> Vec<TaxonomyConfig> {
    let mut taxonomies: Vec<TaxonomyConfig> = Vec::new();
    for entry in &map.entries {
        let name = &entry.key;
        if let Some(problem) = name_fault(name) {
            problems.push(problem);
            continue;
        }
        let none = Node { value: Value::Null, span: entry.node.span };
        let on = entry.node.as_bool();
        let mut fields = Fields::new(if on.is_some() { &none } else { &entry.node }, problems);
        let sort = [("title", TermOrder::Title), ("pages", TermOrder::Pages), ("typed", TermOrder::Typed)];
        taxonomies.push(TaxonomyConfig {
            name: name.clone(),
            pages: on.unwrap_or(true),
            title: ByLanguage::read(&mut fields, "title"),
            address: address(&mut fields),
            sort: fields.choice("sort", &sort).map_or_else(TermOrder::default, |sort| sort.value),
            page_size: page_size(&mut fields).map(|size| size.value),
            feed: fields.bool("feed").is_some_and(|feed| feed.value),
            terms: fields.map("terms").map(|map| terms(map, fields.problems())).unwrap_or_default(),
        });
        fields.finish();
    }
    taxonomies
}

fn terms(map: &Map, problems: &mut Vec<Problem>) -> Vec<TermConfig> {
    let term = |entry: &data::Entry| {
        if let Some(text) = entry.node.as_text() {
            let title = ByLanguage(vec![(None, Spanned::new(text.to_owned(), entry.node.span))]);
            return TermConfig { key: entry.key.clone(), title, description: ByLanguage::default() };
        }
        let mut fields = Fields::new(&entry.node, problems);
        let title = ByLanguage::read(&mut fields, "title");
        let description = ByLanguage::read(&mut fields, "description");
        fields.finish();
        TermConfig { key: entry.key.clone(), title, description }
    };
    map.entries.iter().map(term).collect()
}

/// `address`: folders, one under the other, of letters that addresses are made of.
fn address(fields: &mut Fields<'_, '_>) -> ByLanguage {
    let mut typed = ByLanguage::read(fields, "address");
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    typed.0.retain_mut(|(_, text)| {
        let inside = text.value.trim_matches('/').to_owned();
        let sound = inside.split('/').all(|part| !part.is_empty() && part.chars().all(letters));
        if !sound {
            let message = Message::key("config.taxonomy-address").with("found", text.value.as_str());
            let help = Message::key("data.example").with("value", "quartiers");
            fields.problems().push(Problem::new(ProblemKind::InvalidValue, text.span, message).help(help));
        }
        text.value = inside;
        sound
    });
    typed
}

/// A key that a front matter can hold: letters, figures, `_` and `-`.
fn name_fault(name: &Spanned<String>) -> Option<Problem> {
    let letters = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let sound = !name.value.is_empty() && name.value.chars().all(letters);
    (!sound).then(|| {
        let message = Message::key("config.taxonomy-name").with("name", name.value.as_str());
        let help = Message::key("data.example").with("value", "quartiers");
        Problem::new(ProblemKind::InvalidValue, name.span, message).help(help)
    })
}
