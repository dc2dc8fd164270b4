//! What of a page is looked for, what each word of it weighs, and what is shown of the page.

use std::collections::HashMap;

use crate::data::{Node, Value};
use crate::document::BlockKind;
use crate::language::stems::typed;
use crate::language::words::PLACEHOLDER;
use crate::site::{Page, Site};

/// A part of a page: what its words weigh, and how much a long one weighs less. `usual` is the number of
/// words at which a text of this part weighs what it says; `spread`, from 0 to 1, how far others differ.
struct Part {
    weight: f32,
    spread: f32,
    usual: f32,
}

const TITLE: Part = Part { weight: 12.0, spread: 0.6, usual: 9.0 };
/// What editors say that readers type: as good as the title.
const TERMS: Part = Part { weight: 12.0, spread: 0.0, usual: 1.0 };
const DESCRIPTION: Part = Part { weight: 4.0, spread: 0.5, usual: 25.0 };
const HEADINGS: Part = Part { weight: 3.0, spread: 0.6, usual: 40.0 };
const SECTIONS: Part = Part { weight: 1.0, spread: 0.5, usual: 9.0 };
const BODY: Part = Part { weight: 1.0, spread: 0.7, usual: 300.0 };

/// The page of a section leads to those of the section: it stands before them when it answers as well.
const OF_A_SECTION: f32 = 1.3;

/// Fields of the procedure model whose texts are looked for with the body. The others are codes, dates,
/// addresses, or said of the page rather than in it.
const FIELDS: [&str; 9] = [
    "eligibility",
    "situations",
    "steps",
    "documents",
    "output",
    "forms",
    "address",
    "next_steps",
    "redress",
];

/// What the words of a page weigh.
pub(super) struct Weighed<'a> {
    /// Words as typed, in the order of their first use, with their weight.
    pub(super) words: Vec<(&'a str, f32)>,
    /// What the page weighs beside others.
    pub(super) factor: f32,
}

/// Weighs the words of a page.
pub(super) fn weigh<'a>(site: &'a Site, page: &'a Page) -> Weighed<'a> {
    let document = &page.document;
    let text = |field: &'a Option<crate::source::Spanned<String>>| field.as_ref().map(|t| t.value.as_str());
    let mut scale = Scale::default();
    scale.part(&TITLE, [page.title()]);
    scale.part(&TERMS, page.procedure.search_terms.iter().map(|term| term.value.as_str()));
    scale.part(&DESCRIPTION, text(&page.front.description));
    let heading = |kind: &BlockKind| matches!(kind, BlockKind::Heading(_));
    let blocks = || document.blocks.iter();
    scale.part(&HEADINGS, blocks().filter(|b| heading(&b.kind)).map(|b| b.prose.text()));
    scale.part(&SECTIONS, sections(site, page));
    let mut fields = Vec::new();
    for node in FIELDS.iter().filter_map(|key| page.front.field(key)) {
        texts(node, &mut fields);
    }
    let body = blocks().filter(|b| !heading(&b.kind)).map(|b| b.prose.text());
    scale.part(&BODY, body.chain(fields));
    Weighed { words: scale.words, factor: if page.is_index { OF_A_SECTION } else { 1.0 } }
}

#[derive(Default)]
struct Scale<'a> {
    words: Vec<(&'a str, f32)>,
    ranks: HashMap<&'a str, usize, foldhash::fast::FixedState>,
}

impl<'a> Scale<'a> {
    fn part(&mut self, part: &Part, texts: impl IntoIterator<Item = &'a str>) {
        let found: Vec<&str> = texts.into_iter().flat_map(typed).collect();
        // Counts of words are far under what an f32 holds exactly.
        #[allow(clippy::cast_precision_loss)]
        let length = found.len() as f32 / part.usual;
        let weight = part.weight / (1.0 - part.spread + part.spread * length);
        for word in found {
            let rank = *self.ranks.entry(word).or_insert(self.words.len());
            match self.words.get_mut(rank) {
                Some((_, sum)) => *sum += weight,
                None => self.words.push((word, weight)),
            }
        }
    }
}

/// The titles of the sections that hold a page, the nearest first, without the home page.
fn sections<'a>(site: &'a Site, page: &'a Page) -> impl Iterator<Item = &'a str> {
    let own = site.section(page.section);
    let first = if page.is_index { own.parent.map(|id| site.section(id)) } else { Some(own) };
    let up = std::iter::successors(first, |section| section.parent.map(|id| site.section(id)));
    up.filter(|section| section.parent.is_some()).map(|section| section.title.as_str())
}

/// Every text inside a field, but for addresses.
fn texts<'a>(node: &'a Node, found: &mut Vec<&'a str>) {
    match &node.value {
        Value::Map(map) => {
            for entry in map.entries.iter().filter(|e| !matches!(e.key.value.as_str(), "url" | "for")) {
                texts(&entry.node, found);
            }
        }
        _ if node.as_text().is_some() => found.extend(node.as_text()),
        _ => {
            for item in node.items() {
                texts(item, found);
            }
        }
    }
}

/// What is shown of a page that is found.
pub(super) struct Record {
    pub(super) title: String,
    /// From the host on.
    pub(super) href: String,
    pub(super) description: String,
    /// The section that holds it; empty at the top of the site.
    pub(super) section: String,
}

/// How long a description made of the first words of a page may be, in letters.
const SHOWN: usize = 160;

/// What is shown of a page.
pub(super) fn record(site: &Site, page: &Page) -> Record {
    let description = match &page.front.description {
        Some(description) => description.value.trim().to_owned(),
        None => first_words(page),
    };
    Record {
        title: page.title().to_owned(),
        href: format!("{}{}", site.base_path(), page.url),
        description,
        section: sections(site, page).next().unwrap_or_default().to_owned(),
    }
}

/// The first paragraph of a page, cut at a word.
fn first_words(page: &Page) -> String {
    let mut blocks = page.document.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph);
    let Some(text) = blocks.find(|block| !block.prose.text().trim().is_empty()) else { return String::new() };
    let text = text.prose.text().trim();
    let Some((cut, _)) = text.char_indices().nth(SHOWN) else { return text.replace(PLACEHOLDER, "…") };
    let start = text.get(..cut).unwrap_or(text);
    let whole = start.rsplit_once([' ', '\u{A0}']).map_or(start, |(whole, _)| whole);
    format!("{} …", whole.trim_end_matches([',', ';', ' ', '\u{A0}']).replace(PLACEHOLDER, "…"))
}
