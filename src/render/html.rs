//! A page's body → HTML. A second pulldown-cmark pass, so that no list of events is kept between
//! checking and rendering; what checking settled (addresses, ids, calls) comes in by rank.
//!
//! Content is data: of the HTML an editor typed, comments are dropped, a few inline tags without
//! attributes pass (see [`HARMLESS`]), and everything else is shown as the text it is. No inline
//! style and no script ever comes out.

mod embedded;
mod links;
mod mail;
mod notes;
mod terms;
#[cfg(test)]
mod tests;
mod typed;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::images::Versions;
use super::{escape, highlight};
use crate::config::components::Components;
use crate::document::Embedded;
use crate::document::markdown::{self, Alert, HARMLESS};
use crate::document::typeset::Retyped;
use crate::finding::Message;
use crate::site::Resolved;
use crate::site::glossary::Explained;
use crate::site::registry::Term;
use crate::site::tables::ShownTable;
use crate::site::{PageId, Target};
use crate::words::Words;
pub use embedded::Templates;
pub(super) use embedded::Values;
use embedded::{Families, Frame};
use links::Alternative;
use notes::Notes;
use terms::Marks;
pub(super) use terms::rank;
use typed::{restored, without_comments};

/// A body to be written, with what is known of it.
pub struct Body<'a> {
    /// As typed.
    pub text: &'a str,
    /// Its calls in the order typed: bytes of the text, and what stands there.
    pub calls: Vec<(Range<usize>, Option<&'a Resolved>)>,
    /// What may be embedded in pages.
    pub components: &'a Components,
    /// Its components, in the order typed.
    pub embedded: &'a [Embedded],
    /// Ids of its components, in order.
    pub component_ids: &'a [String],
    /// The tables of data that its components show, by their rank.
    pub tables: &'a BTreeMap<usize, ShownTable>,
    /// What components look like.
    pub templates: &'a dyn Templates,
    /// Bytes of the source before it.
    pub start: usize,
    /// What is published otherwise than typed, in order.
    pub retyped: Vec<Retyped>,
    /// The terms of the glossary that are explained on the page, in the order of their first uses.
    pub explained: Vec<(&'a Explained, &'a Term)>,
    /// The language of the glossary, where it is not the page's.
    pub glossary_lang: Option<&'a str>,
    /// Ids of its headings, in order.
    pub heading_ids: &'a [String],
    /// Where its links lead, in order.
    pub links: &'a [Target],
    /// Where its images lead, in order.
    pub images: &'a [Target],
    /// The interface in the page's language.
    pub words: &'a Words,
    /// Where pages and files are.
    pub addresses: &'a dyn Addresses,
}

/// Where pages and files are, seen from the page being written.
pub trait Addresses {
    /// The address of a page and one of its headings; none when the page is not published.
    fn page(&self, page: PageId, anchor: Option<&str>) -> Option<String>;
    /// The title of a page.
    fn title(&self, page: PageId) -> Option<String>;
    /// The address of a published file.
    fn file(&self, path: &str) -> String;
    /// The width and the height of an image of the site, where they are known.
    fn dimensions(&self, path: &str) -> Option<(u32, u32)>;
    /// The versions of an image of the site, where it has some.
    fn versions(&self, _path: &str) -> Option<Versions> {
        None
    }
    /// What a reader wants to know before opening a file: `PDF, 120 ko`.
    fn file_note(&self, path: &str) -> Option<String>;
}

/// A body as HTML.
#[derive(Debug, Default)]
pub struct Html {
    /// The HTML, to stand inside the page's main part.
    pub content: String,
    /// The list of the terms that are explained, to stand at the end of the page; empty without any.
    pub explained: String,
    /// Its headings, and the titles of blocks that have an address, in order.
    pub headings: Vec<HeadingLine>,
}

/// A line of the table of contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadingLine {
    /// As written: 2 to 6.
    pub level: u8,
    /// Its id.
    pub id: String,
    /// Its words.
    pub text: String,
}

/// Writes a body.
pub fn html(body: &Body<'_>) -> Html {
    let masked = markdown::mask(body.text, body.components);
    let mut writer = Writer {
        body,
        masked: &masked.text,
        masks: &masked.masks,
        out: String::with_capacity(body.text.len() * 3 / 2),
        outer: Vec::new(),
        frames: Vec::new(),
        families: Families::of(body.embedded),
        passed: 0,
        context: 1,
        floor: 2,
        levels: Vec::new(),
        open: Vec::new(),
        headings: Vec::new(),
        written: 0,
        heading: None,
        links: 0,
        in_link: false,
        file_note: None,
        images: 0,
        image: None,
        code: None,
        raw: None,
        columns: Vec::new(),
        cell: 0,
        in_head: false,
        tables: 0,
        notes: Notes::default(),
        marks: terms::marks(body),
        marked: false,
    };
    let mut events = Parser::new_ext(&masked.text, markdown::options()).into_offset_iter().peekable();
    while let Some((event, range)) = events.next() {
        let empty = matches!(events.peek(), Some((Event::End(TagEnd::TableCell), _)));
        writer.event(event, range, empty);
    }
    let notes = std::mem::take(&mut writer.notes);
    notes.write(body.words, &mut writer.out);
    let explained = terms::list(body, &writer.out);
    Html { content: writer.out, explained, headings: writer.headings }
}

impl Body<'_> {
    /// A stretch of the body as it is published.
    fn words_at(&self, typed: Range<usize>) -> Cow<'_, str> {
        let words = |range: Range<usize>| self.text.get(range).unwrap_or("");
        let first = self.retyped.partition_point(|retyped| retyped.typed.start < typed.start);
        let inside = self.retyped.get(first..).unwrap_or_default().iter();
        let mut inside = inside.take_while(|retyped| retyped.typed.end <= typed.end).peekable();
        if inside.peek().is_none() {
            return Cow::Borrowed(words(typed));
        }
        let mut out = String::with_capacity(typed.len() + 8);
        let mut from = typed.start;
        for retyped in inside.filter(|retyped| retyped.typed.start >= typed.start) {
            out.push_str(words(from..retyped.typed.start));
            out.push_str(retyped.new);
            from = retyped.typed.end;
        }
        out.push_str(words(from..typed.end));
        Cow::Owned(out)
    }
}

/// What is open, and how it closes.
enum Open {
    Markdown(Cow<'static, str>),
    Raw(&'static str),
}

struct Writer<'a> {
    body: &'a Body<'a>,
    masked: &'a str,
    masks: &'a [Range<usize>],
    out: String,
    /// What was being written before a footnote.
    outer: Vec<String>,
    /// Blocks of components that are open.
    frames: Vec<Frame>,
    families: Families,
    /// How many components were met.
    passed: usize,
    /// The level of the heading that what is written stands under.
    context: u8,
    /// The level of the highest heading that may stand here.
    floor: u8,
    /// The headings that what is written stands under: the level typed, and that published.
    levels: Vec<(u8, u8)>,
    open: Vec<Open>,
    headings: Vec<HeadingLine>,
    /// How many of its headings were written: those that blocks have for titles are not among them.
    written: usize,
    /// The words of the heading being written.
    heading: Option<String>,
    links: usize,
    in_link: bool,
    /// What is to be written after the words of a link to a file, and where these words begin.
    file_note: Option<links::FileNote>,
    images: usize,
    image: Option<Alternative>,
    /// The language and the text of the code block being read.
    code: Option<(String, String)>,
    /// The block of HTML being read.
    raw: Option<String>,
    columns: Vec<Alignment>,
    cell: usize,
    in_head: bool,
    tables: usize,
    notes: Notes,
    /// Where terms are first used, those that lie behind left out.
    marks: Marks<'a>,
    /// The first of them is being written.
    marked: bool,
}

impl Writer<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>, empty: bool) {
        if self.image.is_some() {
            return self.alternative(event, range);
        }
        if !matches!(event, Event::Text(_) | Event::SoftBreak | Event::HardBreak) {
            self.end_mark();
        }
        match event {
            Event::Start(tag) => self.start(tag, range, empty),
            Event::End(tag) => self.end(tag),
            Event::Text(read) => match &mut self.code {
                Some((_, code)) => {
                    code.push_str(&restored(self.body.text, self.masked, self.masks, &read, range))
                }
                None => self.text(&read, range),
            },
            Event::Code(read) => {
                let code = restored(self.body.text, self.masked, self.masks, &read, range);
                self.out.push_str("<code>");
                self.words(&code);
                self.out.push_str("</code>");
            }
            Event::Html(_) if self.component(&range) => {}
            Event::Html(read) => {
                let read = restored(self.body.text, self.masked, self.masks, &read, range);
                self.raw.get_or_insert_default().push_str(&read);
            }
            Event::InlineHtml(read) => {
                let read = restored(self.body.text, self.masked, self.masks, &read, range).into_owned();
                self.inline_html(&read);
            }
            Event::SoftBreak => self.words("\n"),
            Event::HardBreak => {
                self.out.push_str("<br>");
                self.words("\n");
            }
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::FootnoteReference(label) => {
                self.notes.refer(&label, self.in_link, self.body.words, &mut self.out);
            }
            Event::TaskListMarker(done) => {
                let label = self.body.words.get(if done { "interface.box-done" } else { "interface.box" });
                let class = if done { "box done" } else { "box" };
                self.out.push_str(&format!("<span class=\"{class}\" role=\"img\" aria-label=\""));
                escape::attribute(label, &mut self.out);
                self.out.push_str("\"></span> ");
            }
            Event::InlineMath(read) | Event::DisplayMath(read) => self.words(&read),
        }
    }

    /// Words of the page, as they are read.
    fn words(&mut self, words: &str) {
        escape::text(words, &mut self.out);
        if let Some(heading) = &mut self.heading {
            heading.push_str(words);
        }
    }

    /// Words as they were typed, but for what typography mends in them.
    fn typed(&mut self, typed: Range<usize>) {
        let body = self.body;
        let words = body.words_at(typed.clone());
        if self.marked || !words.contains('@') {
            return self.words(&words);
        }
        self.addressed(&words, typed);
    }

    /// Text, with each call in it replaced by what it becomes.
    fn text(&mut self, read: &str, range: Range<usize>) {
        if self.masked.get(range.clone()) != Some(read) {
            return self.marked_whole(read, &range);
        }
        let body = self.body;
        let mut from = range.start;
        let first = body.calls.partition_point(|(call, _)| call.start < range.start);
        let calls = body.calls.iter().enumerate().skip(first);
        for (rank, (call, resolved)) in calls.take_while(|(_, (call, _))| call.end <= range.end) {
            self.marked(from..call.start);
            match resolved {
                Some(Resolved::Text(text)) => self.words(text),
                Some(Resolved::Link { text, url }) => self.linked(text, url),
                Some(Resolved::Term { key, text, explanation, acronym }) => {
                    self.called(rank, key, text, acronym.then_some(explanation));
                }
                None => self.words(body.text.get(call.clone()).unwrap_or("")),
            }
            from = call.end;
        }
        self.marked(from..range.end);
    }

    fn push(&mut self, opening: &str, closing: impl Into<Cow<'static, str>>) {
        self.out.push_str(opening);
        self.open.push(Open::Markdown(closing.into()));
    }

    /// Closes the innermost Markdown element, and the raw tags left open inside it.
    fn pop(&mut self) {
        while let Some(open) = self.open.pop() {
            match open {
                Open::Markdown(closing) => {
                    self.out.push_str(&closing);
                    return;
                }
                Open::Raw(name) => self.out.push_str(&format!("</{name}>")),
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>, empty: bool) {
        match tag {
            Tag::Paragraph => self.push("<p>", "</p>\n"),
            Tag::Heading { level, .. } => self.start_heading(level as u8),
            Tag::BlockQuote(None) => self.push("<blockquote>\n", "</blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => {
                self.start_alert(Alert::of(kind, self.body.text, range.start));
            }
            Tag::CodeBlock(kind) => {
                let language = match &kind {
                    CodeBlockKind::Fenced(info) => info.split([' ', ',', '{']).next().unwrap_or(""),
                    CodeBlockKind::Indented => "",
                };
                self.code = Some((language.to_owned(), String::new()));
                self.push("", "");
            }
            Tag::List(Some(1)) => self.push("<ol>\n", "</ol>\n"),
            Tag::List(Some(first)) => self.push(&format!("<ol start=\"{first}\">\n"), "</ol>\n"),
            Tag::List(None) => self.push("<ul>\n", "</ul>\n"),
            Tag::Item => self.push("<li>", "</li>\n"),
            Tag::DefinitionList => self.push("<dl>\n", "</dl>\n"),
            Tag::DefinitionListTitle => self.push("<dt>", "</dt>\n"),
            Tag::DefinitionListDefinition => self.push("<dd>", "</dd>\n"),
            Tag::Table(columns) => self.start_table(columns),
            Tag::TableHead => {
                (self.cell, self.in_head) = (0, true);
                self.push("<thead><tr>", "</tr></thead>\n<tbody>\n");
            }
            Tag::TableRow => {
                (self.cell, self.in_head) = (0, false);
                self.push("<tr>", "</tr>\n");
            }
            Tag::TableCell => self.start_cell(empty),
            Tag::Emphasis => self.push("<em>", "</em>"),
            Tag::Strong => self.push("<strong>", "</strong>"),
            Tag::Strikethrough => self.push("<del>", "</del>"),
            Tag::Superscript => self.push("<sup>", "</sup>"),
            Tag::Subscript => self.push("<sub>", "</sub>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.start_link(link_type, &dest_url, &title, &range)
            }
            Tag::Image { dest_url, .. } => {
                self.image =
                    Some(Alternative { depth: 1, text: String::new(), typed: dest_url.into_string() });
            }
            Tag::FootnoteDefinition(label) => {
                self.notes.start(&label);
                self.outer.push(std::mem::take(&mut self.out));
                self.push("", "");
            }
            Tag::HtmlBlock | Tag::MetadataBlock(_) => self.push("", ""),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => self.end_raw(),
            TagEnd::Link => {
                if let Some(file) = self.file_note.take() {
                    let beside = links::beside(self.body.text.get(file.end..).unwrap_or(""));
                    let words = format!("{} {beside}", self.out.get(file.from..).unwrap_or(""));
                    let note = links::unsaid(&file.note, &words);
                    if !note.is_empty() {
                        self.out.push_str(" <span class=\"file\">(");
                        escape::text(note, &mut self.out);
                        self.out.push_str(")</span>");
                    }
                }
                self.in_link = false;
            }
            TagEnd::Heading(_) => {
                if let (Some(text), Some(line)) = (self.heading.take(), self.headings.last_mut()) {
                    line.text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                }
            }
            TagEnd::TableCell => self.cell += 1,
            _ => {}
        }
        self.pop();
        if tag == TagEnd::FootnoteDefinition {
            let outer = self.outer.pop().unwrap_or_default();
            self.notes.end(std::mem::replace(&mut self.out, outer));
        }
    }

    fn start_heading(&mut self, level: u8) {
        let level = self.published_level(level);
        self.context = level;
        let id = self.body.heading_ids.get(self.written).cloned().unwrap_or_default();
        self.written += 1;
        self.out.push_str(&format!("<h{level}"));
        if !id.is_empty() {
            self.out.push_str(" id=\"");
            escape::attribute(&id, &mut self.out);
            self.out.push('"');
        }
        self.push(">", format!("</h{level}>\n"));
        self.headings.push(HeadingLine { level, id, text: String::new() });
        self.heading = Some(String::new());
    }

    /// The level at which a heading is published: one more than that of the heading it stands under. So the
    /// outline that readers hear has no hole, even where a page that holds one is published. The title of
    /// the page is the heading of level 1.
    fn published_level(&mut self, typed: u8) -> u8 {
        while self.levels.last().is_some_and(|(above, _)| *above >= typed) {
            self.levels.pop();
        }
        let above = self.levels.last().map_or(1, |(_, published)| *published);
        let level = (above + 1).max(self.floor).min(6);
        self.levels.push((typed, level));
        level
    }

    fn start_alert(&mut self, alert: Alert) {
        let (class, title) = match alert {
            Alert::Note => ("note", "interface.alert-note"),
            Alert::Tip => ("tip", "interface.alert-tip"),
            Alert::Important => ("important", "interface.alert-important"),
            Alert::Warning => ("warning", "interface.alert-warning"),
            Alert::Caution => ("caution", "interface.alert-caution"),
            Alert::Example => ("example", "interface.alert-example"),
        };
        self.push(
            &format!("<div class=\"notice {class}\" role=\"note\">\n<p class=\"notice-title\">"),
            "</div>\n",
        );
        escape::text(self.body.words.get(title), &mut self.out);
        self.out.push_str("</p>\n");
    }

    /// A table stands in a region of its own that scrolls, with a name, so that a keyboard reaches it.
    fn start_table(&mut self, columns: Vec<Alignment>) {
        self.columns = columns;
        self.tables += 1;
        let heading = self.headings.last().map(|h| h.text.as_str()).filter(|t| !t.is_empty());
        let label = match heading {
            Some(heading) => Message::key("interface.table-of").with("heading", heading),
            None => Message::key("interface.table"),
        };
        let label = self.body.words.say(&label.with("number", self.tables));
        self.out.push_str("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"");
        escape::attribute(&label, &mut self.out);
        self.push("\"><table>\n", "</tbody></table></div>\n");
    }

    /// An empty cell of the first row heads nothing: it is an ordinary cell.
    fn start_cell(&mut self, empty: bool) {
        let class = match self.columns.get(self.cell) {
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::Center) => " class=\"center\"",
            _ => "",
        };
        if self.in_head && !empty {
            self.push(&format!("<th scope=\"col\"{class}>"), "</th>");
        } else {
            self.push(&format!("<td{class}>"), "</td>");
        }
    }

    fn end_code(&mut self) {
        let Some((language, code)) = self.code.take() else { return };
        self.out.push_str("<pre tabindex=\"0\"><code");
        if !language.is_empty() {
            self.out.push_str(" class=\"language-");
            escape::attribute(&language, &mut self.out);
            self.out.push('"');
        }
        self.out.push('>');
        match (!language.is_empty()).then(|| highlight::html(&code, &language)).flatten() {
            Some(html) => self.out.push_str(&html),
            None => escape::text(&code, &mut self.out),
        }
        self.out.push_str("</code></pre>\n");
    }

    fn end_raw(&mut self) {
        let Some(raw) = self.raw.take() else { return };
        let shown = without_comments(&raw);
        if !shown.trim().is_empty() {
            self.out.push_str("<p>");
            escape::text(shown.trim(), &mut self.out);
            self.out.push_str("</p>\n");
        }
    }

    fn inline_html(&mut self, typed: &str) {
        if typed.starts_with("<!--") {
            return;
        }
        let name =
            typed.trim_start_matches(['<', '/']).trim_end_matches(['>', '/', ' ']).to_ascii_lowercase();
        if name == "br" {
            return self.out.push_str("<br>");
        }
        let known = HARMLESS.iter().find(|known| **known == name);
        match (known, typed.starts_with("</"), self.open.last()) {
            (Some(known), false, _) => {
                self.out.push_str(&format!("<{known}>"));
                self.open.push(Open::Raw(known));
            }
            (Some(known), true, Some(Open::Raw(open))) if open == known => {
                self.open.pop();
                self.out.push_str(&format!("</{known}>"));
            }
            _ => self.words(typed),
        }
    }
}
