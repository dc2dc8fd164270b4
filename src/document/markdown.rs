//! One pulldown-cmark pass over a page's body: blocks, headings, links, images, tables, calls.

mod alerts;
mod components;
mod destinations;
mod unseen;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::call::{self, Found};
use super::embedded::{self, Nesting};
use super::silence::{self, Gathering};
use super::{Block, BlockKind, Document, Heading, List, Prose, Table};
use crate::config::components::Components;
use crate::finding::{Message, Problem, ProblemKind};
use crate::source::{SourceId, Span, Spanned};
pub use alerts::Alert;
pub use unseen::HARMLESS;

/// What stands in read text for inline code, a call or an image.
pub const OBJECT: &str = "\u{FFFC}";

/// The Markdown that pages are written in: CommonMark, with tables, footnotes, task lists,
/// strikethrough, GFM alerts, definition lists and `{#id}` on headings.
pub fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}

/// A body ready to be parsed a second time, for rendering: its calls masked by as many letters, its alerts named as
/// Markdown knows them, and the byte ranges (in the body) of both.
pub struct Masked<'a> {
    /// The body, each well-formed call replaced by letters, or by a block of HTML where it is a component
    /// alone on its line; every byte keeps its place.
    pub text: Cow<'a, str>,
    /// Ranges of the well-formed calls and of the names of alerts, in order. Those inside code are neither: see
    /// [`Document::calls`] for the calls.
    pub masks: Vec<Range<usize>>,
}

/// Masks the calls of a body, on a site where these components may stand.
pub fn mask<'a>(body: &'a str, components: &Components) -> Masked<'a> {
    let found = call::find_all(body, components);
    let calls = found.iter().filter(|f| f.call.is_ok()).map(|f| f.range.clone());
    let (text, alerts) = alerts::mask(call::mask(body, &found));
    let mut masks: Vec<Range<usize>> = calls.chain(alerts).collect();
    masks.sort_unstable_by_key(|mask| mask.start);
    Masked { text, masks }
}

/// Walks the body, which starts at `document.body` in `text`, and fills the document.
pub(super) fn read(document: &mut Document, text: &str, components: &Components) {
    let base = document.body;
    let body = text.get(base..).unwrap_or("");
    let found = call::find_all(body, components);
    let (masked, _) = alerts::mask(call::mask(body, &found));
    let events = Parser::new_ext(&masked, options()).into_offset_iter();
    let definitions = events
        .reference_definitions()
        .iter()
        .map(|(label, definition)| (label.to_owned(), definition.span.clone()))
        .collect();
    let source = document.source;
    let mut walker = Walker {
        source,
        text,
        base,
        document,
        masked: &masked,
        found: &found,
        components,
        nesting: Nesting::default(),
        in_own_html: false,
        passed: 0,
        containers: Vec::new(),
        open: None,
        links: Vec::new(),
        lists: Vec::new(),
        strong: Vec::new(),
        image: None,
        image_depth: 0,
        code: false,
        definitions,
        silences: Gathering::new(source),
    };
    for (event, range) in events {
        walker.event(event, range);
    }
    walker.flush();
    walker.nesting.finish(&walker.document.embedded, &mut walker.document.problems);
    let silences = walker.silences.finish(&walker.document.blocks);
    walker.document.silences.extend(silences);
    Prose::pack(&mut document.blocks);
}

/// What a stretch of text stands in, as far as it decides its kind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Container {
    Quote,
    Item,
    Cell { header: bool },
    Term,
    Definition,
    Footnote,
}

struct Open {
    kind: BlockKind,
    span: Range<usize>,
    prose: Prose,
    strong: Vec<Range<usize>>,
}

struct OpenLink {
    kind: LinkType,
    destination: String,
    label: String,
    /// Where its text starts in the block's prose.
    read: usize,
    /// Where the last thing inside it ends in the body.
    inner_end: usize,
    has_image: bool,
}

struct OpenImage {
    kind: LinkType,
    destination: String,
    label: String,
    alternative: Prose,
    inner_end: usize,
}

struct Walker<'a> {
    source: SourceId,
    text: &'a str,
    base: usize,
    document: &'a mut Document,
    masked: &'a str,
    found: &'a [Found],
    components: &'a Components,
    nesting: Nesting,
    /// A block of HTML opens, and nothing of it was read yet.
    in_own_html: bool,
    /// How many of `found` lie behind.
    passed: usize,
    containers: Vec<Container>,
    open: Option<Open>,
    links: Vec<OpenLink>,
    /// Ranks of the lists that are open.
    lists: Vec<usize>,
    /// Where what is in bold starts in the block's prose.
    strong: Vec<usize>,
    image: Option<OpenImage>,
    /// Images inside an image's alternative are read as text.
    image_depth: usize,
    code: bool,
    definitions: HashMap<String, Range<usize>>,
    silences: Gathering,
}

impl<'a> Walker<'a> {
    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.source, self.base + range.start, self.base + range.end)
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(read) if !self.code => self.read_text(&read, &range),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                self.push(&range, |prose, typed, _| prose.push_whole(OBJECT, typed));
            }
            Event::SoftBreak | Event::HardBreak => {
                self.push(&range, |prose, typed, _| prose.push_whole(" ", typed));
            }
            // `<br>` is read as the break it is.
            Event::InlineHtml(html) if html.get(..3).is_some_and(|tag| tag.eq_ignore_ascii_case("<br")) => {
                self.push(&range, |prose, typed, _| prose.push_whole(" ", typed));
            }
            Event::InlineHtml(read) => self.inline_html(&read, &range),
            Event::Html(read) => self.html(&read, &range),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => self.inside(&range),
            Event::Rule | Event::Text(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        if silence::is_block(&tag) {
            self.silences.next(self.span(&range));
        }
        if embedded::bounds(&tag) {
            self.nesting.enter();
        }
        match tag {
            Tag::Paragraph | Tag::TableCell => {
                let kind = self.kind();
                self.open(kind, range);
            }
            Tag::Heading { level, id, .. } => self.heading(level as u8, id.as_deref(), range),
            Tag::BlockQuote(alert) => {
                self.flush();
                // An alert is the page's own words; a quote is somebody else's.
                if alert.is_none() {
                    let unknown = alerts::unknown(self.masked, range.start, |name| self.span(name));
                    self.document.problems.extend(unknown);
                    self.containers.push(Container::Quote);
                }
            }
            Tag::CodeBlock(_) => {
                self.open(BlockKind::Code, range);
                self.code = true;
            }
            Tag::HtmlBlock => {
                self.flush();
                self.in_own_html = true;
            }
            Tag::DefinitionList | Tag::MetadataBlock(_) => self.flush(),
            Tag::List(number) => {
                self.flush();
                self.lists.push(self.document.lists.len());
                let (block, ordered) = (self.document.blocks.len(), number.is_some());
                self.document.lists.push(List { block, ordered, items: Vec::new() });
            }
            Tag::Item => {
                self.enter(Container::Item);
                let block = self.document.blocks.len();
                let list = self.lists.last().and_then(|rank| self.document.lists.get_mut(*rank));
                list.into_iter().for_each(|list| list.items.push(block));
            }
            Tag::FootnoteDefinition(_) => self.enter(Container::Footnote),
            Tag::DefinitionListTitle => self.enter(Container::Term),
            Tag::DefinitionListDefinition => self.enter(Container::Definition),
            Tag::Table(columns) => {
                self.flush();
                let table = Table { span: self.span(&range), columns: columns.len() };
                self.document.tables.push(table);
            }
            Tag::TableHead => self.enter(Container::Cell { header: true }),
            Tag::TableRow => self.enter(Container::Cell { header: false }),
            // Links inside an image's alternative are read as text.
            Tag::Link { link_type, dest_url, id, .. } if self.image_depth == 0 => {
                let read = self.block(&range).prose.text().len();
                self.links.push(OpenLink {
                    kind: link_type,
                    destination: dest_url.into_string(),
                    label: id.into_string(),
                    read,
                    inner_end: range.start,
                    has_image: false,
                });
            }
            Tag::Image { link_type, dest_url, id, .. } => {
                self.image_depth += 1;
                if self.image_depth == 1 {
                    self.image = Some(OpenImage {
                        kind: link_type,
                        destination: dest_url.into_string(),
                        label: id.into_string(),
                        alternative: Prose::new(self.source),
                        inner_end: range.start,
                    });
                }
                if let Some(link) = self.links.last_mut() {
                    link.has_image = true;
                }
            }
            Tag::Strong if self.image_depth == 0 => {
                let read = self.block(&range).prose.text().len();
                self.strong.push(read);
            }
            Tag::Link { .. }
            | Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableCell => self.flush(),
            TagEnd::CodeBlock => {
                self.code = false;
                self.flush();
            }
            TagEnd::BlockQuote(alert) => {
                self.flush();
                self.nesting.leave(&self.document.embedded, &mut self.document.problems);
                if alert.is_none() {
                    self.containers.pop();
                }
            }
            TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::TableHead
            | TagEnd::TableRow => {
                self.flush();
                self.containers.pop();
                if !matches!(tag, TagEnd::DefinitionListTitle | TagEnd::TableHead | TagEnd::TableRow) {
                    self.nesting.leave(&self.document.embedded, &mut self.document.problems);
                }
            }
            TagEnd::Link if self.image_depth == 0 => self.end_link(&range),
            TagEnd::Image => self.end_image(range),
            TagEnd::Strong if self.image_depth == 0 => {
                self.inside(&range);
                if let Some(start) = self.strong.pop() {
                    let block = self.block(&range);
                    block.strong.push(start..block.prose.text().len().max(start));
                }
            }
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link => self.inside(&range),
            TagEnd::HtmlBlock => self.silences.end_html(self.source, &mut self.document.problems),
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::DefinitionList | TagEnd::Table | TagEnd::MetadataBlock(_) => {}
        }
    }

    /// Text: the calls in it become one object each, the rest is read.
    fn read_text(&mut self, read: &str, range: &Range<usize>) {
        self.inside(range);
        let found = self.found;
        while found.get(self.passed).is_some_and(|f| f.range.end <= range.start) {
            self.passed += 1;
        }
        if self.masked.get(range.clone()) != Some(read) {
            self.push(range, |prose, typed, text| prose.push(read, typed, text));
            return;
        }
        let mut from = range.start;
        for call in found[self.passed..].iter().take_while(|f| f.range.start < range.end) {
            if call.call.is_ok() && call.range.start >= from && call.range.end <= range.end {
                self.push_typed(from..call.range.start);
                self.push(&call.range, |prose, typed, _| prose.push_whole(OBJECT, typed));
                let component = call.name(self.text.get(self.base..).unwrap_or(""));
                if let Some(name) = component.filter(|name| self.components.is_one(name)) {
                    let message = Message::key("component.not-alone").with("name", name);
                    let problem = Problem::new(ProblemKind::InvalidCall, self.span(&call.range), message);
                    self.document.problems.push(problem);
                    from = call.range.end;
                    continue;
                }
                // A call inside an image's alternative would have nothing to show.
                let block = self.document.blocks.len();
                let body = self.text.get(self.base..).unwrap_or("");
                self.document.calls.extend(call.call(body, self.source, self.base, block));
                from = call.range.end;
            } else if call.range.start >= range.start {
                self.document.problems.extend(call.problem(self.source, self.base));
            }
        }
        self.push_typed(from..range.end);
    }

    fn html(&mut self, read: &str, range: &Range<usize>) {
        if self.component(range) {
            return;
        }
        // Of a block, its first tag says enough.
        if std::mem::take(&mut self.in_own_html) {
            let unseen = unseen::html(read, range.start, |tag| self.span(tag));
            self.document.problems.extend(unseen);
        }
        let typed = self.base + range.start..self.base + range.end;
        if !read.starts_with("<!--") {
            self.document.html.push(self.span(range));
        }
        let read = self.as_typed(read, range);
        self.silences.html(read, typed, self.text);
    }

    fn inline_html(&mut self, read: &str, range: &Range<usize>) {
        self.inside(range);
        if !read.starts_with("<!--") {
            self.document.html.push(self.span(range));
            let unseen = unseen::html(read, range.start, |tag| self.span(tag));
            self.document.problems.extend(unseen);
            return;
        }
        let mut html = Prose::new(self.source);
        html.push(self.as_typed(read, range), self.base + range.start..self.base + range.end, self.text);
        self.block(range);
        self.silences.inline(&html, self.document.blocks.len(), &mut self.document.problems);
    }

    /// HTML, with the calls in it as typed: there they are no calls.
    fn as_typed<'t>(&self, read: &'t str, range: &Range<usize>) -> &'t str
    where
        'a: 't,
    {
        let typed = self.text.get(self.base + range.start..self.base + range.end);
        typed.filter(|_| self.masked.get(range.clone()) == Some(read)).unwrap_or(read)
    }

    fn push_typed(&mut self, range: Range<usize>) {
        self.push(&range, |prose, typed, text| {
            prose.push(text.get(typed.clone()).unwrap_or(""), typed, text);
        });
    }

    /// Appends to what is being read: an image's alternative, or the open block.
    fn push(&mut self, range: &Range<usize>, push: impl FnOnce(&mut Prose, Range<usize>, &str)) {
        self.inside(range);
        let (text, typed) = (self.text, self.base + range.start..self.base + range.end);
        match &mut self.image {
            Some(image) => push(&mut image.alternative, typed, text),
            None => push(&mut self.block(range).prose, typed, text),
        }
    }

    /// Notes that something ends here, inside the links and the image that are open.
    fn inside(&mut self, range: &Range<usize>) {
        if let Some(link) = self.links.last_mut() {
            link.inner_end = link.inner_end.max(range.end);
        }
        if let Some(image) = &mut self.image {
            image.inner_end = image.inner_end.max(range.end);
        }
    }

    fn kind(&self) -> BlockKind {
        match self.containers.iter().rev().find(|c| **c != Container::Quote) {
            Some(Container::Item) => BlockKind::ListItem,
            Some(Container::Cell { header }) => BlockKind::TableCell { header: *header },
            Some(Container::Term) => BlockKind::Term,
            Some(Container::Definition) => BlockKind::Definition,
            Some(Container::Footnote) => BlockKind::Footnote,
            Some(Container::Quote) | None => BlockKind::Paragraph,
        }
    }

    fn open(&mut self, kind: BlockKind, span: Range<usize>) {
        self.flush();
        self.open = Some(Open { kind, span, prose: Prose::new(self.source), strong: Vec::new() });
    }

    fn enter(&mut self, container: Container) {
        self.flush();
        self.containers.push(container);
    }

    /// The open block; a tight list item has text without a paragraph, and opens one here.
    fn block(&mut self, range: &Range<usize>) -> &mut Open {
        let kind = self.kind();
        let source = self.source;
        if self.open.is_none() {
            self.silences.next_block(self.document.blocks.len());
        }
        let empty = || Open { kind, span: range.clone(), prose: Prose::new(source), strong: Vec::new() };
        let open = self.open.get_or_insert_with(empty);
        open.span.end = open.span.end.max(range.end);
        open
    }

    fn flush(&mut self) {
        let Some(mut open) = self.open.take() else { return };
        open.prose.trim_end();
        self.document.problems.extend(silence::left_open(&open.prose, self.text));
        unseen::spaced(&open.prose, self.text, &mut self.document.problems);
        // A link that ended with what was trimmed ends with the text.
        let (rank, read) = (self.document.blocks.len(), open.prose.text().len());
        for link in self.document.links.iter_mut().rev().take_while(|l| l.block == rank) {
            link.read = link.read.start.min(read)..link.read.end.min(read);
        }
        let block = Block {
            kind: open.kind,
            span: self.span(&open.span),
            quoted: self.containers.contains(&Container::Quote),
            prose: open.prose,
            strong: open.strong,
        };
        self.strong.clear();
        self.document.blocks.push(block);
    }

    fn heading(&mut self, level: u8, id: Option<&str>, range: Range<usize>) {
        let rank = self.document.headings.len();
        self.open(BlockKind::Heading(rank), range.clone());
        let slice = self.masked.get(range.clone()).unwrap_or("");
        let id = id.map(|id| {
            let mark = format!("#{id}");
            let at = slice
                .rfind(&mark)
                .map_or(range.clone(), |i| range.start + i + 1..range.start + i + mark.len());
            Spanned::new(id.to_owned(), self.span(&at))
        });
        let heading = Heading { level, block: self.document.blocks.len(), span: self.span(&range), id };
        self.document.headings.push(heading);
    }
}

#[cfg(test)]
mod tests;
