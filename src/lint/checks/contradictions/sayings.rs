//! What the pages of a site say of what, read once for all the rules that compare it: each value that stands
//! alone in its sentence, its row or its field, with the words around it. What a rule makes of these words is
//! its own.

use std::ops::Range;

use crate::data::Node;
use crate::document::Prose;
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
pub(in crate::lint::checks) struct Stretch<'a> {
    pub(super) sayings: Vec<Saying<'a>>,
    pub(super) tellings: Vec<Telling<'a>>,
    pub(super) openings: Vec<Opening<'a>>,
    /// How many tellings and openings the stretches before have.
    pub(super) before: Before,
    /// What stands above sayings, one stretch after the other: ranks of openings.
    pub(super) above: Vec<usize>,
    /// The words of tellings and of openings, each as a stretch.
    pub(super) words: Vec<Word>,
    /// What stands around values in their sentence, their row or their field.
    pub(super) parts: Vec<&'a str>,
}

/// What is counted over all stretches.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Before {
    pub(super) tellings: usize,
    pub(super) openings: usize,
}

/// What is known around a value: a title, a heading, what introduces a list.
#[derive(Debug)]
pub(super) struct Opening<'a> {
    pub(super) text: &'a str,
    /// Its words.
    pub(super) words: Range<u32>,
}

/// One value that a page says: what is told there, and what stands around it. A site has tens of thousands: it is
/// kept small.
#[derive(Debug)]
pub(super) struct Saying<'a> {
    pub(super) page: &'a Page,
    /// What is told, among the tellings.
    pub(super) telling: u32,
    pub(super) holder: Holder<'a>,
    /// The title of the page, among the openings.
    pub(super) title: u32,
    /// What stands above, from the nearest on.
    pub(super) above: Range<u32>,
}

/// What a text says of one value, wherever it stands: the same sentence stands on many pages.
#[derive(Debug)]
pub(super) struct Telling<'a> {
    pub(super) subject: Subject,
    pub(super) value: Value,
    /// The registry’s amount that gives it.
    pub(super) called: Option<&'a Amount>,
    /// The text, and where the value is in it.
    pub(super) text: &'a str,
    pub(super) range: Range<usize>,
    /// What is said of it.
    pub(super) said: Said<'a>,
    /// The words of that.
    pub(super) words: Range<u32>,
    /// What a rule looks at to know whether it holds in some cases only.
    pub(super) parts: Range<u32>,
}

/// What holds the text of a value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Holder<'a> {
    /// A block.
    Block(&'a Prose),
    /// A scalar of a field: the rank of the field among those that are read, and its node.
    Field(u32, &'a Node),
}

/// A rank, kept small: a site has fewer things of each kind than there are.
pub(super) fn small(rank: usize) -> u32 {
    u32::try_from(rank).unwrap_or(u32::MAX)
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

/// Reads what pages say, stretch by stretch, in parallel.
pub(in crate::lint::checks) struct Listener<'a> {
    site: &'a Site,
    fields: Vec<Field<'a>>,
    workshop: Workshop,
}

impl<'a> Listener<'a> {
    /// Reads these fields of the front matters, and the bodies.
    pub(in crate::lint::checks) fn new(site: &'a Site, fields: Vec<Field<'a>>) -> Self {
        Self { site, fields, workshop: Workshop::default() }
    }

    /// Begins a stretch of so many pages.
    pub(in crate::lint::checks) fn begin(&self, pages: usize) -> Walk<'a, '_> {
        Walk::new(self.site, &self.fields, self.workshop.cutter(), pages)
    }

    /// What all stretches say together, given in the order of their pages.
    pub(in crate::lint::checks) fn end(self, mut stretches: Vec<Stretch<'a>>) -> Sayings<'a> {
        let mut before = Before::default();
        for stretch in &mut stretches {
            stretch.before = before;
            before.tellings += stretch.tellings.len();
            before.openings += stretch.openings.len();
        }
        let mut cutter = self.workshop.cutter();
        let labelled = self.site.registries.amounts.values().filter_map(|amount| {
            let mut words = Vec::new();
            cutter.cut(&amount.label.as_ref()?.value, &mut words, |_| true);
            Some((amount, words))
        });
        let amounts = labelled.collect();
        drop(cutter);
        let stems = self.workshop.stems();
        let mut known = vec![Known::default(); stems.len()];
        for (stem, rank) in &stems {
            known.get_mut(*rank as usize).into_iter().for_each(|known| *known = Known::of(stem));
        }
        Sayings { stretches, fields: self.fields, amounts, stems, known }
    }
}

impl<'a> Sayings<'a> {
    /// The rank of a field among those that are read.
    pub(super) fn field(&self, subject: Subject, key: &str) -> Option<usize> {
        self.fields.iter().position(|field| *field == (subject, key))
    }

    /// How many tellings and openings all stretches have.
    pub(super) fn all(&self) -> Before {
        self.stretches.last().map_or_else(Before::default, |last| Before {
            tellings: last.before.tellings + last.tellings.len(),
            openings: last.before.openings + last.openings.len(),
        })
    }
}

impl<'a> Stretch<'a> {
    pub(super) fn words(&self, range: &Range<u32>) -> &[Word] {
        self.words.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// What a saying tells.
    pub(super) fn telling(&self, saying: &Saying<'a>) -> Option<&Telling<'a>> {
        self.tellings.get(saying.telling as usize)
    }

    /// What stands around a value.
    pub(super) fn parts(&self, telling: &Telling<'a>) -> &[&'a str] {
        self.parts.get(telling.parts.start as usize..telling.parts.end as usize).unwrap_or_default()
    }

    /// What stands above a saying, from the nearest on: what introduces it, then headings. Each with its rank among
    /// the openings of all stretches.
    pub(super) fn above<'s>(
        &'s self,
        saying: &'s Saying<'a>,
    ) -> impl Iterator<Item = (usize, &'s Opening<'a>)> {
        let above = self.above.get(saying.above.start as usize..saying.above.end as usize);
        let above = above.unwrap_or_default();
        above.iter().filter_map(|rank| Some((self.before.openings + rank, self.openings.get(*rank)?)))
    }

    /// The same, and the title of the page at last.
    pub(super) fn around<'s>(&'s self, saying: &'s Saying<'a>) -> impl Iterator<Item = &'s Opening<'a>> {
        self.above(saying).map(|(_, opening)| opening).chain(self.title(saying))
    }

    /// The title of the page.
    pub(super) fn title(&self, saying: &Saying<'a>) -> Option<&Opening<'a>> {
        self.openings.get(saying.title as usize)
    }
}

impl Saying<'_> {
    /// The rank of the field of the front matter that says it.
    pub(super) fn field(&self) -> Option<usize> {
        match self.holder {
            Holder::Block(_) => None,
            Holder::Field(rank, _) => Some(rank as usize),
        }
    }
}

impl Telling<'_> {
    /// The value as read.
    pub(super) fn shown(&self) -> &str {
        self.text.get(self.range.clone()).unwrap_or("")
    }

    /// The value as typed in what holds it, and whether nothing else was typed there: no emphasis in the middle of
    /// it, and in a field nothing around it.
    pub(super) fn typed(&self, holder: Holder<'_>, site: &Site) -> (Span, bool) {
        let range = self.range.clone();
        match holder {
            Holder::Block(prose) => (prose.span(range.clone()), prose.is_unbroken(range)),
            // A key of the registry is no value to type over.
            Holder::Field(_, node) if self.called.is_some() => (node.span, false),
            Holder::Field(_, node) => {
                let source = site.sources.get(node.span.source);
                let typed = node.span.range();
                let prose = Prose::of_scalar(node.span.source, self.text, typed, source.text());
                (prose.span(range), self.range.len() == self.text.len())
            }
        }
    }
}
