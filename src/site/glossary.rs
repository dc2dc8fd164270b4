//! Words of the glossary in the pages: where a page first uses each, and whether it explains it itself.
//!
//! Found once, on this floor, so that whoever checks the page and whoever writes it speak of the same
//! places.

mod names;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rayon::prelude::*;

use super::Page;
use super::addresses::slug;
use super::calls::Resolved;
use super::registry::Term;
use crate::document::{Block, BlockKind, Call, Document, Prose};
use crate::language::Language;
use crate::language::article::is_article;
use crate::language::fold::{fold, without_accents};
use crate::source::{Sources, Span};
use names::Names;

/// A term of the glossary that a page uses and does not explain: it is explained for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// The key of the term.
    pub key: String,
    /// Where the page first uses it in a place that can lead to the explanation.
    pub first: First,
}

/// The first use of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum First {
    /// Typed as it is read.
    Typed {
        /// Where.
        span: Span,
        /// What these letters stand for, if they are an acronym.
        expansion: Option<String>,
    },
    /// A call; its rank in [`Document::calls`].
    Called(usize),
    /// Only calls inside links, headings and images, which lead nowhere else.
    Nowhere,
}

/// The glossary, ready to be looked for in pages.
#[derive(Debug)]
struct Glossary<'a> {
    terms: Vec<&'a Term>,
    names: Names,
    /// Its language, as a tag: that of the site.
    lang: &'a str,
}

impl<'a> Glossary<'a> {
    /// The terms, which are written in the language of this tag.
    fn new(terms: &'a BTreeMap<String, Term>, lang: &'a str) -> Self {
        let terms: Vec<&Term> = terms.values().collect();
        let names = Names::new(&terms, Language::of(lang));
        Self { terms, names, lang }
    }

    /// What is to be explained on a page, in the order of first uses: the terms that it calls; and, when
    /// it is in the language of the glossary and lets them be looked for, those that it uses in its text
    /// and explains nowhere before. `text` is the page's source.
    fn explained(&self, page: &Page, text: &str) -> Vec<Explained> {
        let wanted = page.front.glossary.as_ref().is_none_or(|typed| typed.value);
        let looked = wanted && !lists_it_all(page) && primary(&page.lang) == primary(self.lang);
        if page.calls.is_empty() && (!looked || self.terms.is_empty()) {
            return Vec::new();
        }
        let (found, ranks, own) = (Vec::new(), BTreeMap::new(), BTreeSet::new());
        let mut reading = Reading { glossary: self, page, text, found, ranks, own };
        let document = &page.document;
        if looked {
            let defined = document.blocks.iter().filter(|block| block.kind == BlockKind::Term);
            reading.own.extend(defined.filter_map(|block| self.named(block.prose.text())));
        }
        // Footnotes are read last, wherever they are typed.
        for footnotes in [false, true] {
            for (rank, block) in document.blocks.iter().enumerate() {
                if (block.kind == BlockKind::Footnote) == footnotes {
                    reading.block(rank, block, looked);
                }
            }
        }
        reading.found
    }

    /// The term that a text is a name of, with or without its article.
    fn named(&self, text: &str) -> Option<usize> {
        let hit = self.names.hits(text).pop()?;
        let before = fold(text.get(..hit.read.start)?.trim()).into_text();
        (hit.read.end == text.len() && (before.is_empty() || is_article(&before))).then_some(hit.term)
    }
}

/// The language of a tag, without its country.
fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase()
}

/// Whether the page is the one that lists the whole glossary.
fn lists_it_all(page: &Page) -> bool {
    page.front.template.as_ref().is_some_and(|t| matches!(t.value.as_str(), "glossary" | "glossary.html"))
}

/// A page being read.
struct Reading<'a> {
    glossary: &'a Glossary<'a>,
    page: &'a Page,
    text: &'a str,
    found: Vec<Explained>,
    /// By term, its rank in `found`.
    ranks: BTreeMap<usize, usize>,
    /// Terms that the page explains itself.
    own: BTreeSet<usize>,
}

impl Reading<'_> {
    /// Reads a block: the calls and, if they are looked for, the names in it, in order.
    fn block(&mut self, rank: usize, block: &Block, looked: bool) {
        let document = &self.page.document;
        let text = block.prose.text();
        let names = &self.glossary.names;
        let wanted = |term: usize| !self.own.contains(&term) && !self.is_placed(term);
        let hits = if looked && names.may_hold(text, wanted) { names.hits(text) } else { Vec::new() };
        let links = of_block(&document.links, rank, |link| link.block);
        let calls = document.calls.partition_point(|call| call.block < rank);
        let mut calls = (calls..).map_while(|at| document.calls.get(at).map(|call| (at, call)));
        let mut call = calls.next().filter(|(_, call)| call.block == rank);
        for hit in hits {
            let span = block.prose.span(hit.read.clone());
            while let Some((at, _)) = call.filter(|(_, call)| call.span.start < span.start) {
                self.call(at, block);
                call = calls.next().filter(|(_, call)| call.block == rank);
            }
            if self.own.contains(&hit.term) || self.is_placed(hit.term) {
                continue;
            }
            let Some(term) = self.glossary.terms.get(hit.term) else { continue };
            let stands_for = (hit.stands_for_name).then_some(&term.name);
            let expansion = term.expansion.as_ref().or(stands_for).map(|text| text.value.as_str());
            let link = links.partition_point(|link| link.read.end <= hit.read.start);
            let linked = links.get(link).is_some_and(|link| link.read.start < hit.read.end);
            if expansion.is_some_and(|expansion| stands_near(block.prose.text(), &hit.read, expansion)) {
                self.own.insert(hit.term);
            } else if is_text(block) && !linked && is_plain(&block.prose, &hit.read, self.text) {
                let expansion = expansion.map(str::to_owned);
                self.place(hit.term, First::Typed { span, expansion });
            }
        }
        while let Some((at, _)) = call {
            self.call(at, block);
            call = calls.next().filter(|(_, call)| call.block == rank);
        }
    }

    fn call(&mut self, rank: usize, block: &Block) {
        let Some(Some(Resolved::Term { key, .. })) = self.page.calls.get(rank) else { return };
        let terms = &self.glossary.terms;
        let Ok(term) = terms.binary_search_by(|term| term.key.value.as_str().cmp(key)) else { return };
        let document = &self.page.document;
        let first = match document.calls.get(rank) {
            Some(call) if can_lead(document, block, call) => First::Called(rank),
            _ => First::Nowhere,
        };
        if !self.is_placed(term) {
            self.place(term, first);
        }
    }

    fn is_placed(&self, term: usize) -> bool {
        let explained = self.ranks.get(&term).and_then(|rank| self.found.get(*rank));
        explained.is_some_and(|explained| explained.first != First::Nowhere)
    }

    fn place(&mut self, term: usize, first: First) {
        let Some(known) = self.glossary.terms.get(term) else { return };
        let rank = *self.ranks.entry(term).or_insert(self.found.len());
        match self.found.get_mut(rank) {
            Some(explained) => explained.first = first,
            None => self.found.push(Explained { key: known.key.value.clone(), first }),
        }
    }
}

/// The items of a block, among items that stand in the order of their blocks.
fn of_block<T>(items: &[T], rank: usize, block: impl Fn(&T) -> usize) -> &[T] {
    let start = items.partition_point(|item| block(item) < rank);
    let end = items.partition_point(|item| block(item) <= rank);
    items.get(start..end).unwrap_or_default()
}

/// Whether a block holds the page's own sentences. A heading is left alone: it is repeated in the table
/// of contents. So are a term of a definition list, whose definition follows, and the words given to a
/// component, which come without marks.
fn is_text(block: &Block) -> bool {
    let text = match block.kind {
        BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Definition | BlockKind::Footnote => true,
        BlockKind::TableCell { header } => !header,
        BlockKind::Heading(_) | BlockKind::Term | BlockKind::Code | BlockKind::Argument { .. } => false,
    };
    text && !block.quoted
}

/// Whether a call may become a link: a heading does not hold one, a link cannot hold another.
fn can_lead(document: &Document, block: &Block, call: &Call) -> bool {
    let holds = |span: Span| span.start <= call.span.start && call.span.end <= span.end;
    !matches!(block.kind, BlockKind::Heading(_))
        && !of_block(&document.links, call.block, |link| link.block).iter().any(|link| holds(link.span))
        && !of_block(&document.images, call.block, |image| image.block).iter().any(|image| holds(image.span))
}

/// Whether a stretch was typed without a mark inside: no emphasis begins or ends there. Ends of lines,
/// with the marks of a quote and the spaces that follow, are none; nor are escapes.
fn is_plain(prose: &Prose, read: &Range<usize>, text: &str) -> bool {
    let first = prose.segments().partition_point(|s| s.read.end as usize <= read.start);
    let inside = prose.segments().get(first..).unwrap_or_default().iter();
    let inside = inside.take_while(|s| (s.read.start as usize) < read.end);
    let mut end = None;
    inside.map(|s| s.typed.start as usize..s.typed.end as usize).all(|typed| {
        let between = end.replace(typed.end).unwrap_or(typed.start)..typed.start;
        let passed_over = |c| matches!(c, ' ' | '\t' | '>' | '\\' | '\r' | '\n');
        text.get(between).is_some_and(|between| between.chars().all(passed_over))
    })
}

/// Whether the words of an expansion stand just before or after an acronym, in any form: « la mutualité
/// sociale agricole (MSA) », « les CAF, ou caisses d’allocations familiales ».
fn stands_near(text: &str, acronym: &Range<usize>, expansion: &str) -> bool {
    let reach = expansion.len() * 3 / 2 + 16;
    let start = text.floor_char_boundary(acronym.start.saturating_sub(reach));
    let end = text.ceil_char_boundary(acronym.end.saturating_add(reach).min(text.len()));
    let words = |text: &str| -> Vec<String> {
        let folded = without_accents(fold(text).text());
        folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let near =
        [text.get(start..acronym.start), text.get(acronym.end..end)].map(|side| words(side.unwrap_or("")));
    let mut wanted = words(expansion);
    // Little words bring nothing, and endings change with the plural.
    if wanted.iter().any(|word| word.len() > 3) {
        wanted.retain(|word| word.len() > 3);
    }
    let stem =
        |word: &str| word.chars().take(word.chars().count().saturating_sub(2).max(3)).collect::<String>();
    let stands = |side: &Vec<String>| {
        wanted.iter().map(|word| stem(word)).all(|stem| side.iter().any(|word| word.starts_with(&stem)))
    };
    !wanted.is_empty() && near.iter().any(stands)
}

/// Finds what each page uses of the glossary, which is in the language of this tag.
///
/// `holds` says whether what a page has still holds; `known`, what was found on a page before, if that does.
pub(super) fn explain(
    pages: &mut [Page],
    terms: &mut BTreeMap<String, Term>,
    sources: &Sources,
    lang: &str,
    (holds, known): (impl Fn(&Page) -> bool + Sync, impl Fn(&Page) -> Option<Vec<Explained>> + Sync),
) {
    name_anchors(terms, pages);
    let glossary = Glossary::new(terms, lang);
    pages.par_iter_mut().filter(|page| !holds(page)).for_each(|page| {
        let found = || glossary.explained(page, sources.get(page.document.source).text());
        page.explained = known(page).unwrap_or_else(found);
    });
}

/// The same, for one page whose text changed.
pub(super) fn explain_one(page: &mut Page, terms: &BTreeMap<String, Term>, sources: &Sources, lang: &str) {
    let text = sources.get(page.document.source).text();
    page.explained = Glossary::new(terms, lang).explained(page, text);
}

/// Whether terms have the same anchors in two states of a glossary that has the same terms.
pub(super) fn same_anchors(terms: &BTreeMap<String, Term>, others: &BTreeMap<String, Term>) -> bool {
    terms.values().map(|term| &term.anchor).eq(others.values().map(|term| &term.anchor))
}

/// Gives each term its anchor, which makes the ids of its definition and of its first use: unlike those
/// of the other terms, and unlike every id that a heading of a page has.
fn name_anchors(terms: &mut BTreeMap<String, Term>, pages: &[Page]) {
    let ids = pages.iter().flat_map(|page| &page.heading_ids).filter(|id| id.contains("--"));
    let ids: BTreeSet<&str> = ids.map(String::as_str).collect();
    let mut given = BTreeSet::new();
    for term in terms.values_mut() {
        let base = Some(slug(&term.key.value)).filter(|slug| !slug.is_empty());
        let base = base.unwrap_or_else(|| "terme".to_owned());
        term.anchor.clone_from(&base);
        let mut number = 1;
        while given.contains(&term.anchor)
            || ids.contains(term.definition_id().as_str())
            || ids.contains(term.use_id().as_str())
        {
            number += 1;
            term.anchor = format!("{base}-{number}");
        }
        given.insert(term.anchor.clone());
    }
}

#[cfg(test)]
mod tests;
