//! What a page says of what: its values, each with its label.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use jiff::civil::Date;

use crate::document::{Block, BlockKind, Prose};
use crate::language::Language;
use crate::language::sentences::sentences;
use crate::site::registry::Amount;
use crate::site::{Page, PageId, Site};
use crate::source::Span;

use super::fields;
use super::labels::{Label, Labelling, Met, Wording};
use super::values::{Mention, Subject, Value};

/// One thing that a page says.
#[derive(Clone, Debug)]
pub(in crate::lint::checks) struct Fact {
    pub(in crate::lint::checks) page: PageId,
    /// The value as typed.
    pub(in crate::lint::checks) span: Span,
    pub(in crate::lint::checks) value: Value,
    /// The value as read.
    pub(in crate::lint::checks) shown: String,
    /// What it is the value of, for people.
    pub(in crate::lint::checks) about: String,
    pub(in crate::lint::checks) label: Label,
    /// Words of the title and of the headings above that narrow it, and that its label lacks.
    pub(in crate::lint::checks) narrowed: Label,
    /// Every word of the title and of the headings above.
    pub(in crate::lint::checks) context: Arc<Label>,
    /// The front matter says it.
    pub(in crate::lint::checks) is_field: bool,
    /// A registry gives the value.
    pub(in crate::lint::checks) is_called: bool,
    /// The day on which that registry last changed it.
    pub(in crate::lint::checks) changed: Option<Date>,
    /// Nothing but the value was typed there: no emphasis in the middle of it.
    pub(in crate::lint::checks) is_unbroken: bool,
}

/// What is known around a value, from the nearest on: the text and its words.
struct Around<'a> {
    text: &'a str,
    words: Vec<Labelling>,
    opens_a_case: bool,
}

/// What stands around the values of a block, from the nearest on.
#[derive(Default)]
struct Above<'a> {
    around: Vec<Rc<Around<'a>>>,
    opens_a_case: bool,
    /// The labels of all of it and of the title, made when they are first asked for: that of the words that
    /// narrow, that of every word.
    labels: OnceCell<(Label, Arc<Label>)>,
}

/// Reads the facts of one page.
pub(super) struct Reader<'a> {
    pub(super) site: &'a Site,
    pub(super) page: &'a Page,
    pub(super) subject: Subject,
    pub(super) wording: &'a Wording,
    pub(super) fields: &'a [String],
    pub(super) met: RefCell<&'a mut Met>,
    title: OnceCell<Vec<Labelling>>,
    /// What was read around values, by the rank of its block: a heading stands above many of them.
    around: RefCell<BTreeMap<usize, Rc<Around<'a>>>>,
    /// The same, put together, by the ranks of what introduces and of the nearest heading.
    above: RefCell<BTreeMap<[Option<usize>; 2], Rc<Above<'a>>>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        site: &'a Site,
        page: &'a Page,
        subject: Subject,
        wording: &'a Wording,
        fields: &'a [String],
        met: &'a mut Met,
    ) -> Self {
        let (met, title) = (RefCell::new(met), OnceCell::new());
        let (around, above) = (RefCell::default(), RefCell::default());
        Self { site, page, subject, wording, fields, met, title, around, above }
    }

    /// The words of the title; most pages say nothing that asks for them.
    fn title(&self) -> &[Labelling] {
        let title = self.page.document.front.title.as_ref().map_or("", |title| opening(&title.value));
        self.title.get_or_init(|| self.words(title))
    }

    /// Everything that the page says, in the order of its text, its front matter first.
    pub(super) fn facts(&self) -> Vec<Fact> {
        let mut facts = Vec::new();
        for key in self.fields {
            if let Some(node) = self.page.document.front.field(key) {
                fields::read(self, node, &mut facts);
            }
        }
        self.body(&mut facts);
        facts
    }

    fn words(&self, text: &str) -> Vec<Labelling> {
        self.wording.words(text, &mut self.met.borrow_mut())
    }

    fn body(&self, facts: &mut Vec<Fact>) {
        let document = &self.page.document;
        let mut above: Vec<(u8, usize)> = Vec::new();
        let mut lead: Option<usize> = None;
        let mut tables = document.tables.iter().peekable();
        let mut rank = 0;
        while let Some(block) = document.blocks.get(rank) {
            let here = rank;
            rank += 1;
            match &block.kind {
                BlockKind::Heading(heading) => {
                    let level = document.headings.get(*heading).map_or(6, |heading| heading.level);
                    above.retain(|(known, _)| *known < level);
                    above.push((level, here));
                    lead = None;
                    continue;
                }
                BlockKind::TableCell { .. } => {
                    while tables.peek().is_some_and(|table| table.span.end <= block.span.start) {
                        tables.next();
                    }
                    let Some(table) = tables.peek() else { continue };
                    let cells = document.blocks.get(here..).unwrap_or_default();
                    let inside = |cell: &&Block| cell.span.start < table.span.end;
                    let count = cells.iter().take_while(inside).count().max(1);
                    rank = here + count;
                    self.table(cells.get(..count).unwrap_or_default(), table.columns, &above, facts);
                    lead = None;
                    continue;
                }
                BlockKind::Code => {
                    lead = None;
                    continue;
                }
                BlockKind::ListItem | BlockKind::Argument { .. } => {}
                BlockKind::Paragraph | BlockKind::Term | BlockKind::Definition | BlockKind::Footnote => {
                    // A block ends with its last word: nothing is to be trimmed.
                    lead = block.prose.text().ends_with(':').then_some(here);
                }
            }
            let text = block.prose.text();
            let calls = !document.calls.is_empty() && text.contains('\u{FFFC}');
            if block.quoted || !(calls || self.subject.may_stand_in(text)) {
                continue;
            }
            let lead = lead.filter(|lead| *lead != here);
            self.block(here, block, lead, &above, facts);
        }
    }

    /// The facts of a paragraph or of an item: one a sentence, where it holds one value.
    fn block(
        &self,
        rank: usize,
        block: &Block,
        lead: Option<usize>,
        above: &[(u8, usize)],
        facts: &mut Vec<Fact>,
    ) {
        let text = block.prose.text();
        let mentions = self.mentions(rank, &block.prose);
        if mentions.is_empty() {
            return;
        }
        let asides = self.subject.asides(text);
        let mut around = None;
        for sentence in cut(text) {
            let first = mentions.partition_point(|(m, _)| m.range.start < sentence.start);
            let inside = mentions.get(first..).unwrap_or_default().iter();
            let inside: Vec<_> = inside.take_while(|(m, _)| m.range.end <= sentence.end).take(2).collect();
            // Of two values in one sentence, nobody can say which is of what.
            let [(mention, called)] = inside.as_slice() else { continue };
            let Some(value) = mention.value.clone() else { continue };
            let Some(said) = text.get(sentence.clone()) else { continue };
            let rest = [sentence.start..mention.range.start, mention.range.end..sentence.end];
            let mut rest = rest.into_iter().filter_map(|range| text.get(range));
            if said.ends_with('?') || rest.any(|part| self.wording.is_conditional(part)) {
                continue;
            }
            let around = around.get_or_insert_with(|| self.around(lead, above));
            if around.opens_a_case {
                continue;
            }
            let outside = |word: &Labelling| {
                let range = sentence.start + word.range.start..sentence.start + word.range.end;
                let apart = |other: &Range<usize>| range.end <= other.start || other.end <= range.start;
                apart(&mention.range) && asides.iter().all(apart)
            };
            let mut words = self.words(said);
            words.retain(outside);
            let place = Place {
                span: block.prose.span(mention.range.clone()),
                is_unbroken: block.prose.is_unbroken(mention.range.clone()),
                is_field: false,
                called: *called,
            };
            let shown = text.get(mention.range.clone()).unwrap_or("");
            facts.extend(self.fact(value, shown, (stretch(said, &words), &words), around, place));
        }
    }

    /// The facts of a table: each value with what its row says and the head of its column.
    fn table(&self, cells: &[Block], columns: usize, above: &[(u8, usize)], facts: &mut Vec<Fact>) {
        let columns = columns.max(1);
        let heads = cells.get(..columns.min(cells.len())).unwrap_or_default();
        let around = self.around(None, above);
        if around.opens_a_case {
            return;
        }
        for row in cells.chunks(columns).skip(1) {
            let told: Vec<Vec<Mention>> =
                row.iter().map(|cell| self.subject.mentions(cell.prose.text())).collect();
            if told.iter().all(Vec::is_empty) || row.iter().any(|cell| cell.quoted) {
                continue;
            }
            for (column, (cell, mentions)) in row.iter().zip(&told).enumerate() {
                let [Mention { range, value: Some(value) }] = mentions.as_slice() else { continue };
                let text = cell.prose.text();
                let head = heads.get(column).map_or("", |head| head.prose.text());
                let first = heads.first().filter(|_| column > 0).map_or("", |head| head.prose.text());
                let others = row.iter().zip(&told).filter(|(_, told)| told.is_empty());
                let others: Vec<&str> = others.map(|(cell, _)| cell.prose.text()).collect();
                let rest = [text.get(..range.start).unwrap_or(""), text.get(range.end..).unwrap_or("")];
                let said = others.join(", ");
                let parts = [said.as_str(), first, head, rest[0], rest[1]];
                if parts.iter().any(|part| self.wording.is_conditional(part)) {
                    continue;
                }
                let words: Vec<Labelling> = parts.iter().flat_map(|part| self.words(part)).collect();
                let place = Place {
                    span: cell.prose.span(range.clone()),
                    is_unbroken: cell.prose.is_unbroken(range.clone()),
                    is_field: false,
                    called: None,
                };
                let shown = text.get(range.clone()).unwrap_or("");
                facts.extend(self.fact(value.clone(), shown, (&said, &words), &around, place));
            }
        }
    }

    /// The values of a block, those that its calls bring among them.
    fn mentions(&self, rank: usize, prose: &Prose) -> Vec<(Mention, Option<&'a Amount>)> {
        let mentions = self.subject.mentions(prose.text());
        let mut mentions: Vec<(Mention, Option<&'a Amount>)> =
            mentions.into_iter().map(|m| (m, None)).collect();
        if self.subject != Subject::Amount {
            return mentions;
        }
        let calls = &self.page.document.calls;
        let first = calls.partition_point(|call| call.block < rank);
        let calls = calls.get(first..).unwrap_or_default();
        let calls = calls.get(..calls.partition_point(|call| call.block == rank)).unwrap_or_default();
        if calls.is_empty() {
            return mentions;
        }
        for (at, object) in prose.text().match_indices('\u{FFFC}') {
            let range = at..at + object.len();
            let span = prose.span(range.clone());
            let Ok(known) = calls.binary_search_by_key(&span, |call| call.span) else { continue };
            let key = calls.get(known).filter(|call| call.name.value == "amount");
            let key = key.and_then(|call| call.argument("key")).map(|key| key.value.as_str());
            if let Some((value, amount)) = key.and_then(|key| self.registered(key)) {
                mentions.push((Mention { range, value: Some(value) }, Some(amount)));
            }
        }
        mentions.sort_by_key(|(mention, _)| mention.range.start);
        mentions
    }

    /// What a registry says today under a key, with its entry.
    pub(super) fn registered(&self, key: &str) -> Option<(Value, &'a Amount)> {
        let amount = self.site.registries.amounts.get(key)?;
        amount.on(self.site.facts.today).map(|value| (Value::Cents(value.cents.value), amount))
    }

    /// What stands around: what introduces a list, the headings above from the nearest on.
    fn around(&self, lead: Option<usize>, above: &[(u8, usize)]) -> Rc<Above<'a>> {
        let mut made = self.above.borrow_mut();
        let made = made.entry([lead, above.last().map(|(_, block)| *block)]);
        Rc::clone(made.or_insert_with(|| Rc::new(self.put_together(lead, above))))
    }

    fn put_together(&self, lead: Option<usize>, above: &[(u8, usize)]) -> Above<'a> {
        let blocks = lead.into_iter().chain(above.iter().rev().map(|(_, block)| *block));
        let mut known = self.around.borrow_mut();
        let read = |rank: usize| {
            let block = self.page.document.blocks.get(rank)?;
            let made = || {
                let text = opening(block.prose.text());
                let opens_a_case = self.wording.opens_a_case(text);
                Rc::new(Around { text, words: self.words(text), opens_a_case })
            };
            Some(Rc::clone(known.entry(rank).or_insert_with(made)))
        };
        let around: Vec<Rc<Around<'a>>> = blocks.filter_map(read).collect();
        let opens_a_case = around.iter().any(|around| around.opens_a_case);
        Above { around, opens_a_case, labels: OnceCell::new() }
    }

    /// A fact, if enough is known of what it is about: from the nearest words on.
    fn fact(
        &self,
        value: Value,
        shown: &str,
        (said, words): (&str, &[Labelling]),
        above: &Above<'_>,
        place: Place<'_>,
    ) -> Option<Fact> {
        let mut all: Vec<Labelling> = words.to_vec();
        let mut about = said.trim().to_owned();
        let title = self.page.document.front.title.as_ref().map_or("", |title| title.value.as_str());
        let more = above.around.iter().map(|around| (around.text, around.words.as_slice()));
        let mut more = more.chain(std::iter::once((title, self.title())));
        while !self.wording.is_enough(&all) {
            let (text, words) = more.next()?;
            if words.is_empty() {
                continue;
            }
            all.extend(words.iter().cloned());
            about =
                if about.is_empty() { text.trim().to_owned() } else { format!("{}, {about}", text.trim()) };
        }
        if about.is_empty() {
            title.clone_into(&mut about);
        }
        let label = Wording::label(&all);
        let (narrowing, context) = above.labels.get_or_init(|| {
            let words = || above.around.iter().flat_map(|around| around.words.iter()).chain(self.title());
            (Wording::narrowing(words()), Arc::new(Wording::label(words())))
        });
        let mut narrowed = narrowing.clone();
        narrowed.retain(|stem| label.binary_search(stem).is_err());
        Some(Fact {
            page: self.page.id,
            span: place.span,
            value,
            shown: shown.to_owned(),
            about,
            narrowed,
            context: Arc::clone(context),
            label,
            is_field: place.is_field,
            is_called: place.called.is_some(),
            changed: place.called.and_then(|amount| amount.validity.changed),
            is_unbroken: place.is_unbroken,
        })
    }

    /// A fact that the front matter says, of what the page’s title says.
    pub(super) fn field(
        &self,
        value: Value,
        shown: &str,
        said: &[&str],
        prose: (Span, bool),
    ) -> Option<Fact> {
        let mut words = self.title().to_vec();
        words.extend(said.iter().flat_map(|text| self.words(text)));
        let title = self.page.document.front.title.as_ref().map_or("", |title| title.value.as_str());
        let place = Place { span: prose.0, is_unbroken: prose.1, is_field: true, called: None };
        self.wording.is_enough(&words).then_some(())?;
        self.fact(value, shown, (title, &words), &Above::default(), place)
    }
}

struct Place<'a> {
    span: Span,
    is_unbroken: bool,
    is_field: bool,
    /// The registry’s amount that gives it.
    called: Option<&'a Amount>,
}

/// The sentences of a text. Most texts with a value are one, and say so at a glance.
fn cut(text: &str) -> Vec<Range<usize>> {
    let ends =
        |pair: &[u8]| matches!(pair, [b'.' | b'!' | b'?' | 0xA6, next] if !next.is_ascii_alphanumeric());
    let inside = text.as_bytes().windows(2).any(ends);
    if inside { sentences(text, Language::French) } else { std::iter::once(0..text.len()).collect() }
}

/// What is read of a title or of a heading: each value below it is told with it.
fn opening(text: &str) -> &str {
    text.get(..text.floor_char_boundary(OPENING)).unwrap_or("")
}

const OPENING: usize = 400;

/// The shortest stretch of a text that holds these words; a long one is left out.
fn stretch<'a>(text: &'a str, words: &[Labelling]) -> &'a str {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return "" };
    let stretch = text.get(first.range.start..last.range.end).unwrap_or("");
    if stretch.chars().count() <= 80 { stretch } else { "" }
}
