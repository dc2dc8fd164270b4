//! What the pages of a site say of what, read once for all the rules that compare it: each value that stands
//! alone in its sentence, its row or its field, with the words around it. What a rule makes of these words is
//! its own.

use std::borrow::Cow;
use std::ops::Range;

use rayon::prelude::*;

use crate::data::Node;
use crate::document::Prose;
use crate::language::Language;
use crate::site::registry::Amount;
use crate::site::{Page, Site};
use crate::source::Span;

use super::labels::Known;
use super::values::{Subject, Value};
use super::walk::Walk;
use super::words::{Stems, Word, Workshop};

/// A field of the front matter that a rule reads for values of a kind.
pub(in crate::lint::checks) type Field<'a> = (Subject, &'a str);

/// Everything that the published pages in French say.
#[derive(Debug)]
pub(in crate::lint::checks) struct Sayings<'a> {
    pub(super) stretches: Vec<Stretch<'a>>,
    fields: Vec<Field<'a>>,
    /// What the labels of the amounts of the registry say.
    pub(super) amounts: Vec<(&'a Amount, Vec<Word>)>,
    pub(super) stems: Stems,
    /// Each stem as a rule knows it that says nothing of it, by rank.
    pub(super) known: Vec<Known>,
}

/// What a stretch of pages says, in the order of their texts, the front matter of each first.
#[derive(Debug, Default)]
pub(super) struct Stretch<'a> {
    pub(super) sayings: Vec<Saying<'a>>,
    pub(super) openings: Vec<Opening<'a>>,
    /// What stands above sayings, one stretch after the other: ranks of openings.
    pub(super) above: Vec<usize>,
    /// The words of sayings and of openings, each as a stretch.
    pub(super) words: Vec<Word>,
    /// What stands around values in their sentence, their row or their field.
    pub(super) parts: Vec<&'a str>,
}

/// What is known around a value: a title, a heading, what introduces a list.
#[derive(Debug)]
pub(super) struct Opening<'a> {
    pub(super) text: &'a str,
    /// Its words.
    pub(super) words: Range<usize>,
}

/// One value that a page says.
#[derive(Debug)]
pub(super) struct Saying<'a> {
    pub(super) page: &'a Page,
    pub(super) subject: Subject,
    pub(super) value: Value,
    /// The registry’s amount that gives it.
    pub(super) called: Option<&'a Amount>,
    pub(super) place: Place<'a>,
    /// What is said of it.
    pub(super) said: Said<'a>,
    /// The words of that.
    pub(super) words: Range<usize>,
    /// What a rule looks at to know whether it holds in some cases only.
    pub(super) parts: Range<usize>,
    /// The title of the page, among the openings.
    pub(super) title: usize,
    /// What stands above, from the nearest on.
    pub(super) above: Range<usize>,
}

/// Where a value stands: the text that it is read in, and where it is there.
#[derive(Debug)]
pub(super) struct Place<'a> {
    pub(super) text: &'a str,
    pub(super) range: Range<usize>,
    pub(super) holder: Holder<'a>,
}

/// What holds a text.
#[derive(Debug)]
pub(super) enum Holder<'a> {
    /// A block.
    Block(&'a Prose),
    /// A scalar of a field: the rank of the field among those that are read, and its node.
    Field(usize, &'a Node),
}

/// What is said of a value.
#[derive(Debug)]
pub(super) enum Said<'a> {
    /// A sentence.
    Sentence(&'a str),
    /// The cells of its row that hold no value.
    Row(String),
    /// What the title says, and the words beside the value in a field.
    Title,
}

impl<'a> Sayings<'a> {
    /// Reads the pages, and these fields of their front matters.
    pub(in crate::lint::checks) fn read(site: &'a Site, fields: Vec<Field<'a>>) -> Self {
        let workshop = Workshop::default();
        let wanted = |page: &&Page| site.is_published(page) && page.language() == Some(Language::French);
        let stretch = |pages: &'a [Page]| {
            let mut walk = Walk::new(site, &fields, workshop.cutter());
            pages.iter().filter(wanted).for_each(|page| walk.page(page));
            walk.into_stretch()
        };
        let stretches = site.pages.par_chunks(PAGES).map(stretch).collect();
        let mut cutter = workshop.cutter();
        let labelled = site.registries.amounts.values().filter_map(|amount| {
            let mut words = Vec::new();
            cutter.cut(&amount.label.as_ref()?.value, &mut words, |_| true);
            Some((amount, words))
        });
        let amounts = labelled.collect();
        drop(cutter);
        let stems = workshop.stems();
        let mut known = vec![Known::default(); stems.len()];
        for (stem, rank) in &stems {
            known.get_mut(*rank as usize).into_iter().for_each(|known| *known = Known::of(stem));
        }
        Self { stretches, fields, amounts, stems, known }
    }

    /// The rank of a field among those that are read.
    pub(super) fn field(&self, subject: Subject, key: &str) -> Option<usize> {
        self.fields.iter().position(|field| *field == (subject, key))
    }
}

/// Pages of a stretch: enough for what a stretch needs to be nothing beside them.
const PAGES: usize = 32;

impl<'a> Stretch<'a> {
    pub(super) fn words(&self, range: &Range<usize>) -> &[Word] {
        self.words.get(range.clone()).unwrap_or_default()
    }

    /// What stands around the value of a saying.
    pub(super) fn parts(&self, saying: &Saying<'a>) -> &[&'a str] {
        self.parts.get(saying.parts.clone()).unwrap_or_default()
    }

    /// What stands above a saying, from the nearest on: what introduces it, then headings.
    pub(super) fn above<'s>(&'s self, saying: &'s Saying<'a>) -> impl Iterator<Item = &'s Opening<'a>> {
        let above = self.above.get(saying.above.clone()).unwrap_or_default();
        above.iter().filter_map(|rank| self.openings.get(*rank))
    }

    /// The same, and the title of the page at last.
    pub(super) fn around<'s>(&'s self, saying: &'s Saying<'a>) -> impl Iterator<Item = &'s Opening<'a>> {
        self.above(saying).chain(self.openings.get(saying.title))
    }
}

impl Saying<'_> {
    /// The value as read.
    pub(super) fn shown(&self) -> &str {
        self.place.text.get(self.place.range.clone()).unwrap_or("")
    }

    /// The rank of the field of the front matter that says it.
    pub(super) fn field(&self) -> Option<usize> {
        match self.place.holder {
            Holder::Block(_) => None,
            Holder::Field(rank, _) => Some(rank),
        }
    }

    /// The value as typed, and whether nothing else was typed there: no emphasis in the middle of it, and in a
    /// field nothing around it.
    pub(super) fn typed(&self, site: &Site) -> (Span, bool) {
        let Place { text, range, holder } = &self.place;
        let prose: Cow<'_, Prose> = match holder {
            Holder::Block(prose) => return (prose.span(range.clone()), prose.is_unbroken(range.clone())),
            // A key of the registry is no value to type over.
            Holder::Field(_, node) if self.called.is_some() => return (node.span, false),
            Holder::Field(_, node) => {
                let source = site.sources.get(node.span.source);
                Cow::Owned(Prose::of_scalar(node.span.source, text, node.span.range(), source.text()))
            }
        };
        (prose.span(range.clone()), range.len() == text.len())
    }
}
