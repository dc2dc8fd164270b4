//! A walk over pages that picks up what they say: the values of each block, with what stands around them.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::FixedState;

use crate::data::Node;
use crate::document::{Block, BlockKind, Prose};
use crate::language::Language;
use crate::language::sentences::sentences;
use crate::site::registry::Amount;
use crate::site::{Page, Site};

use super::fields;
use super::sayings::{Field, Holder, Opening, Said, Saying, Stretch, Telling, small};
use super::values::{Mention, Signs, Subject, Value};
use super::words::{Cutter, Word};

/// Walks over a stretch of pages.
pub(in crate::lint::checks) struct Walk<'a, 'w> {
    pub(super) site: &'a Site,
    fields: &'w [Field<'a>],
    cutter: Cutter<'w>,
    stretch: Stretch<'a>,
    /// The openings that were read, by their texts: many stand on page after page.
    read: HashMap<&'a str, usize, FixedState>,
    /// The title of the page, once it was asked for: most pages say nothing that asks for it.
    title: Option<u32>,
    /// What stood above the last value, by the ranks of what introduces and of the nearest heading.
    above: Option<([Option<usize>; 2], Range<u32>)>,
    /// What blocks say by their texts alone, as ranges of tellings: many stand on page after page.
    heard: HashMap<&'a str, Range<u32>, FixedState>,
    /// The signs of a block, its values and its sentences, made anew for each.
    signs: Signs,
    mentions: Vec<Mention<'a>>,
    sentences: Vec<Range<usize>>,
}

/// Where a walk is in a page: what introduces what comes, and the headings met, by the ranks of their blocks.
#[derive(Default)]
struct Below {
    lead: Option<usize>,
    headings: Vec<usize>,
}

impl<'a, 'w> Walk<'a, 'w> {
    /// A walk over so many pages.
    pub(super) fn new(site: &'a Site, fields: &'w [Field<'a>], cutter: Cutter<'w>, pages: usize) -> Self {
        let (read, signs, mentions, sentences) = Default::default();
        // What comes most often has its room from the start; memory that is never written to is never taken.
        let heard = HashMap::with_capacity_and_hasher(pages * 8, FixedState::default());
        let stretch = Stretch { sayings: Vec::with_capacity(pages * 8), ..Stretch::default() };
        let (title, above) = (None, None);
        Self { site, fields, cutter, stretch, read, title, above, heard, signs, mentions, sentences }
    }

    /// What the pages of the walk say.
    pub(in crate::lint::checks) fn end(self) -> Stretch<'a> {
        self.stretch
    }

    /// Picks up everything that a page in French says, in the order of its text, its front matter first.
    pub(in crate::lint::checks) fn page(&mut self, page: &'a Page) {
        if page.language() != Some(Language::French) {
            return;
        }
        (self.title, self.above) = (None, None);
        for (field, (subject, key)) in self.fields.iter().enumerate() {
            if let Some(node) = page.document.front.field(key) {
                fields::read(self, &fields::Asked { page, subject: *subject, rank: small(field) }, node);
            }
        }
        self.body(page);
    }

    fn body(&mut self, page: &'a Page) {
        let document = &page.document;
        let mut below = Below::default();
        let mut tables = document.tables.iter().peekable();
        let mut rank = 0;
        while let Some(block) = document.blocks.get(rank) {
            let here = rank;
            rank += 1;
            match &block.kind {
                BlockKind::Heading(_) => {
                    let own = level(page, here);
                    below.headings.retain(|heading| level(page, *heading) < own);
                    below.headings.push(here);
                    below.lead = None;
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
                    below.lead = None;
                    let cells = cells.get(..count).unwrap_or_default();
                    self.table(page, cells, table.columns, &below);
                    continue;
                }
                BlockKind::Code => {
                    below.lead = None;
                    continue;
                }
                BlockKind::ListItem | BlockKind::Argument { .. } => {}
                BlockKind::Paragraph | BlockKind::Term | BlockKind::Definition | BlockKind::Footnote => {
                    // A block ends with its last word: nothing is to be trimmed.
                    below.lead = block.prose.text().ends_with(':').then_some(here);
                }
            }
            if !block.quoted {
                self.block(page, here, block, &below);
            }
        }
    }

    /// What a paragraph or an item says.
    fn block(&mut self, page: &'a Page, rank: usize, block: &'a Block, below: &Below) {
        let text = block.prose.text();
        let calls = !page.document.calls.is_empty() && text.contains('\u{FFFC}');
        let told = match self.heard.get(text).filter(|_| !calls) {
            Some(told) => told.clone(),
            None => {
                let start = small(self.stretch.tellings.len());
                self.hear(text, |walk, mentions| {
                    if calls {
                        walk.calls(page, rank, &block.prose, mentions);
                    }
                });
                let told = start..small(self.stretch.tellings.len());
                if !calls {
                    self.heard.insert(text, told.clone());
                }
                told
            }
        };
        if !told.is_empty() {
            let lead = below.lead.filter(|lead| *lead != rank);
            let above = self.above(page, lead, &below.headings);
            self.say(page, told, Holder::Block(&block.prose), &above);
        }
    }

    /// Notes what a page says: some of the tellings, one after the other.
    fn say(&mut self, page: &'a Page, told: Range<u32>, holder: Holder<'a>, above: &Range<u32>) {
        let title = self.title(page);
        let saying = |telling| Saying { page, telling, holder, title, above: above.clone() };
        self.stretch.sayings.extend(told.map(saying));
    }

    /// Notes what a text tells, and gives its rank as a stretch.
    fn tell(&mut self, telling: Telling<'a>) -> Range<u32> {
        let start = small(self.stretch.tellings.len());
        self.stretch.tellings.push(telling);
        start..start.saturating_add(1)
    }

    /// What a text says: one value a sentence, where it holds one. `more` adds the amounts that it calls.
    fn hear(&mut self, text: &'a str, more: impl Fn(&Self, &mut Vec<Mention<'a>>)) {
        let mut signs = std::mem::take(&mut self.signs);
        signs.look_at(text);
        let (mut mentions, mut sentences) =
            (std::mem::take(&mut self.mentions), std::mem::take(&mut self.sentences));
        sentences.clear();
        for subject in Subject::ALL {
            mentions.clear();
            subject.mentions(text, &signs, &mut mentions);
            if subject == Subject::Amount {
                more(self, &mut mentions);
            }
            if mentions.is_empty() {
                continue;
            }
            if sentences.is_empty() {
                cut(text, &mut sentences);
            }
            let asides = subject.asides(text, &signs);
            for sentence in &sentences {
                let first = mentions.partition_point(|mention| mention.range.start < sentence.start);
                let mut inside = mentions.get(first..).unwrap_or_default().iter();
                let mut next = || inside.next().filter(|mention| mention.range.end <= sentence.end);
                // Of two values in one sentence, nobody can say which is of what.
                let (Some(Mention { range, value: Some(value), called }), None) = (next(), next()) else {
                    continue;
                };
                let Some(said) = text.get(sentence.clone()) else { continue };
                if said.ends_with('?') {
                    continue;
                }
                let outside = |word: &Range<usize>| {
                    let word = sentence.start + word.start..sentence.start + word.end;
                    let apart = |other: &Range<usize>| word.end <= other.start || other.end <= word.start;
                    apart(range) && asides.iter().all(apart)
                };
                let words = self.words(said, outside);
                let parts = self.parts([
                    text.get(sentence.start..range.start).unwrap_or(""),
                    text.get(range.end..sentence.end).unwrap_or(""),
                ]);
                let (value, called, range) = (value.clone(), *called, range.clone());
                let said = Said::Sentence(said);
                self.tell(Telling { subject, value, called, text, range, said, words, parts });
            }
        }
        (self.signs, self.mentions, self.sentences) = (signs, mentions, sentences);
    }

    /// What a table says: each value with what its row says and the head of its column.
    fn table(&mut self, page: &'a Page, cells: &'a [Block], columns: usize, below: &Below) {
        let columns = columns.max(1);
        let heads = cells.get(..columns.min(cells.len())).unwrap_or_default();
        let (mut signs, mut told): (Vec<Signs>, Vec<Vec<Mention<'a>>>) = Default::default();
        for row in cells.chunks(columns).skip(1).filter(|row| !row.iter().any(|cell| cell.quoted)) {
            signs.resize_with(row.len(), Signs::default);
            told.resize_with(row.len(), Vec::new);
            row.iter().zip(&mut signs).for_each(|(cell, signs)| signs.look_at(cell.prose.text()));
            for subject in Subject::ALL {
                for ((cell, signs), told) in row.iter().zip(&signs).zip(&mut told) {
                    told.clear();
                    subject.mentions(cell.prose.text(), signs, told);
                }
                if told.iter().any(|told| !told.is_empty()) {
                    self.row(page, subject, (row, &told), heads, below);
                }
            }
        }
    }

    /// What a row says, given the values of its cells.
    fn row(
        &mut self,
        page: &'a Page,
        subject: Subject,
        (row, told): (&'a [Block], &[Vec<Mention<'a>>]),
        heads: &'a [Block],
        below: &Below,
    ) {
        let empty = row.iter().zip(told).filter(|(_, told)| told.is_empty());
        let others: Vec<&str> = empty.map(|(cell, _)| cell.prose.text()).collect();
        let said = others.join(", ");
        for (column, (cell, mentions)) in row.iter().zip(told).enumerate() {
            let [Mention { range, value: Some(value), .. }] = mentions.as_slice() else { continue };
            let text = cell.prose.text();
            let head = heads.get(column).map_or("", |head| head.prose.text());
            let first = heads.first().filter(|_| column > 0).map_or("", |head| head.prose.text());
            let rest = [text.get(..range.start).unwrap_or(""), text.get(range.end..).unwrap_or("")];
            let beside = [first, head, rest[0], rest[1]];
            let mut words = self.words(&said, |_| true);
            for text in beside {
                words.end = self.words(text, |_| true).end;
            }
            let parts = self.parts(beside);
            let (value, range, said) = (value.clone(), range.clone(), Said::Row(said.clone()));
            let told = self.tell(Telling { subject, value, called: None, text, range, said, words, parts });
            let above = self.above(page, None, &below.headings);
            self.say(page, told, Holder::Block(&cell.prose), &above);
        }
    }

    /// What a field says of what the title names, in its text `node`; `beside` are the texts that tell it apart.
    pub(super) fn field(
        &mut self,
        asked: &fields::Asked<'a>,
        (text, node): (&'a str, &'a Node),
        Mention { range, value, called }: Mention<'a>,
        beside: &[&'a str],
    ) {
        let fields::Asked { page, subject, rank: field } = *asked;
        let Some(value) = value else { return };
        let start = small(self.stretch.words.len());
        for text in beside {
            self.words(text, |_| true);
        }
        let words = start..small(self.stretch.words.len());
        // What stands beside a key of the registry narrows nothing that the registry does not know.
        let parts = self.parts(beside.iter().copied().filter(|_| called.is_none()));
        let told =
            self.tell(Telling { subject, value, called, text, range, said: Said::Title, words, parts });
        self.say(page, told, Holder::Field(field, node), &(0..0));
    }

    /// The values that the calls of a block bring, among its others.
    fn calls(&self, page: &'a Page, rank: usize, prose: &Prose, mentions: &mut Vec<Mention<'a>>) {
        let calls = &page.document.calls;
        let first = calls.partition_point(|call| call.block < rank);
        let calls = calls.get(first..).unwrap_or_default();
        let calls = calls.get(..calls.partition_point(|call| call.block == rank)).unwrap_or_default();
        if calls.is_empty() {
            return;
        }
        for (at, object) in prose.text().match_indices('\u{FFFC}') {
            let range = at..at + object.len();
            let span = prose.span(range.clone());
            let Ok(known) = calls.binary_search_by_key(&span, |call| call.span) else { continue };
            let key = calls.get(known).filter(|call| call.name.value == "amount");
            let key = key.and_then(|call| call.argument("key")).map(|key| key.value.as_str());
            if let Some((value, amount)) = key.and_then(|key| self.registered(key)) {
                mentions.push(Mention { range, value: Some(value), called: Some(amount) });
            }
        }
        mentions.sort_by_key(|mention| mention.range.start);
    }

    /// What a registry says today under a key, with its entry.
    pub(super) fn registered(&self, key: &str) -> Option<(Value, &'a Amount)> {
        let amount = self.site.registries.amounts.get(key)?;
        amount.on(self.site.facts.today).map(|value| (Value::Cents(value.cents.value), amount))
    }

    fn words(&mut self, text: &str, kept: impl Fn(&Range<usize>) -> bool) -> Range<u32> {
        let words: &mut Vec<Word> = &mut self.stretch.words;
        let start = small(words.len());
        self.cutter.cut(text, words, kept);
        start..small(words.len())
    }

    fn parts(&mut self, parts: impl IntoIterator<Item = &'a str>) -> Range<u32> {
        let start = small(self.stretch.parts.len());
        self.stretch.parts.extend(parts.into_iter().filter(|part| !part.is_empty()));
        start..small(self.stretch.parts.len())
    }

    fn title(&mut self, page: &'a Page) -> u32 {
        if let Some(title) = self.title {
            return title;
        }
        let title = page.document.front.title.as_ref().map_or("", |title| title.value.as_str());
        // Few pages have the same one.
        let title = small(self.open(title));
        self.title = Some(title);
        title
    }

    /// Reads the beginning of a text that stands above values, once for all that have the same, and gives its rank.
    fn opening(&mut self, text: &'a str) -> usize {
        let text = opening(text);
        if let Some(rank) = self.read.get(text) {
            return *rank;
        }
        let rank = self.open(text);
        self.read.insert(text, rank);
        rank
    }

    fn open(&mut self, text: &'a str) -> usize {
        let words = self.words(opening(text), |_| true);
        self.stretch.openings.push(Opening { text, words });
        self.stretch.openings.len() - 1
    }

    /// What stands above: what introduces a list, the headings from the nearest on.
    fn above(&mut self, page: &'a Page, lead: Option<usize>, headings: &[usize]) -> Range<u32> {
        let key = [lead, headings.last().copied()];
        if let Some((_, above)) = self.above.as_ref().filter(|(known, _)| *known == key) {
            return above.clone();
        }
        let start = self.stretch.above.len();
        for block in lead.into_iter().chain(headings.iter().rev().copied()) {
            let text = page.document.blocks.get(block).map_or("", |block| block.prose.text());
            let rank = self.opening(text);
            self.stretch.above.push(rank);
        }
        let above = small(start)..small(self.stretch.above.len());
        self.above = Some((key, above.clone()));
        above
    }
}

/// The level of the heading that is a block of this rank.
fn level(page: &Page, rank: usize) -> u8 {
    match page.document.blocks.get(rank).map(|block| &block.kind) {
        Some(BlockKind::Heading(heading)) => page.document.headings.get(*heading).map_or(6, |h| h.level),
        _ => 6,
    }
}

/// Puts the sentences of a text in a list. Most texts with a value are one, and say so at a glance: nothing that ends a
/// sentence stands before their last character.
fn cut(text: &str, into: &mut Vec<Range<usize>>) {
    let ends = |byte: &u8| (*byte == b'.') | (*byte == b'!') | (*byte == b'?') | (*byte == 0xA6);
    // Many bytes in one step.
    let before = text.as_bytes().get(..text.len().saturating_sub(1)).unwrap_or_default();
    let inside = before.chunks(32).any(|bytes| bytes.iter().fold(false, |met, byte| met | ends(byte)));
    if inside { into.extend(sentences(text, Language::French)) } else { into.push(0..text.len()) }
}

/// What is read of a title or of a heading: each value below it is told with it.
fn opening(text: &str) -> &str {
    text.get(..text.floor_char_boundary(OPENING)).unwrap_or("")
}

const OPENING: usize = 400;
