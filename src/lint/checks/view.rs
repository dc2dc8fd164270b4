//! What checks of one page look at.

use std::cell::OnceCell;
use std::ops::Range;

use crate::document::{Block, BlockKind, Link};
use crate::language::Language;
use crate::language::analysis::{Analysis, Sentence};
use crate::lint::rule::Rule;
use crate::lint::scope::Passage;
use crate::site::{Page, Site};
use crate::source::Span;

use super::Known;

/// What page checks look at. What several of them need is made once.
pub(in crate::lint) struct View<'a> {
    pub(in crate::lint) site: &'a Site,
    pub(in crate::lint) page: &'a Page,
    pub(in crate::lint) language: Option<Language>,
    pub(in crate::lint) passages: Vec<Passage<'a>>,
    pub(super) known: &'a Known,
    words: OnceCell<Vec<usize>>,
    ranks: OnceCell<Vec<Option<usize>>>,
}

impl<'a> View<'a> {
    pub(in crate::lint) fn new(
        site: &'a Site,
        page: &'a Page,
        passages: Vec<Passage<'a>>,
        known: &'a Known,
    ) -> Self {
        Self {
            site,
            page,
            language: page.language(),
            passages,
            known,
            words: OnceCell::new(),
            ranks: OnceCell::new(),
        }
    }

    /// The passage made of the block of a rank; none for code and for what is quoted.
    pub(super) fn passage_of(&self, block: usize) -> Option<&Passage<'a>> {
        let ranks = self.ranks.get_or_init(|| {
            let mut ranks = vec![None; self.page.document.blocks.len()];
            for (rank, passage) in self.passages.iter().enumerate() {
                if let Some(slot) = passage.block().and_then(|block| ranks.get_mut(block)) {
                    *slot = Some(rank);
                }
            }
            ranks
        });
        self.passages.get(ranks.get(block).copied().flatten()?)
    }

    /// The words of the block of a rank; 0 for code and for what is quoted.
    pub(super) fn words_of(&self, rank: usize) -> usize {
        let counts = self.words.get_or_init(|| {
            let mut counts = vec![0; self.page.document.blocks.len()];
            for passage in &self.passages {
                if let Some(count) = passage.block().and_then(|rank| counts.get_mut(rank)) {
                    *count = passage.words();
                }
            }
            counts
        });
        counts.get(rank).copied().unwrap_or(0)
    }

    /// Whether a reader meets this page: the calendar says nothing of an unpublished draft.
    pub(super) fn is_published(&self) -> bool {
        self.site.is_published(self.page)
    }

    /// Where to say what is wrong with the page as a whole: its title.
    pub(super) fn head(&self) -> Span {
        let document = &self.page.document;
        let start = Span::new(document.source, document.body, document.body);
        document.front.title.as_ref().map_or(start, |title| title.span)
    }

    /// The page’s own blocks, in order: neither quotations nor code.
    pub(super) fn blocks(&self) -> impl Iterator<Item = &'a Block> + use<'a> {
        self.ranked_blocks().map(|(_, block)| block)
    }

    /// The same, each with its rank in the document.
    pub(super) fn ranked_blocks(&self) -> impl Iterator<Item = (usize, &'a Block)> + use<'a> {
        let blocks = self.page.document.blocks.iter().enumerate();
        blocks.filter(|(_, block)| !block.quoted && block.kind != BlockKind::Code)
    }

    /// The passages of which a rule looks at some of the text at least, in order.
    pub(super) fn looked_at<'v>(
        &'v self,
        rule: &'v Rule,
    ) -> impl Iterator<Item = &'v Passage<'a>> + use<'v, 'a> {
        self.passages.iter().filter(|passage| passage.is_in(&rule.scope))
    }

    /// The sentences that a rule looks at, in order, each with its passage.
    pub(super) fn sentences<'v>(
        &'v self,
        rule: &'v Rule,
    ) -> impl Iterator<Item = (&'v Passage<'a>, Sentence<'v>)> + use<'v, 'a> {
        let wanted = self.passages.iter().filter(|passage| rule.scope.contains(&passage.scope()));
        wanted.flat_map(|passage| {
            let sentences = passage.analysis().into_iter().flat_map(Analysis::sentences);
            sentences.map(move |sentence| (passage, sentence))
        })
    }

    /// Whether a rule looks at the text at `range`: a link has a scope of its own.
    pub(super) fn is_looked_at(rule: &Rule, passage: &Passage<'_>, range: &Range<usize>) -> bool {
        passage.scope_at(range).is_some_and(|scope| rule.scope.contains(&scope))
    }

    /// The page’s own links, in order, each with the block it stands in.
    pub(super) fn links(&self) -> impl Iterator<Item = (&'a Link, &'a Block)> + use<'a> {
        let document = &self.page.document;
        document.links.iter().filter_map(|link| {
            let block = document.blocks.get(link.block).filter(|block| !block.quoted)?;
            Some((link, block))
        })
    }
}
