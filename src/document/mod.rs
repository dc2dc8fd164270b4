//! One page: front matter, blocks, prose map, headings, links, images, tables, calls, silences.

pub mod call;
pub mod contact;
pub mod embedded;
pub mod fields;
pub mod french;
pub mod front_matter;
pub mod hours;
pub mod markdown;
pub mod procedure;
pub mod prose;
pub mod silence;
mod titles;
pub mod typeset;

use crate::config::components::Components;
use crate::config::renamed;
use crate::data;
use crate::finding::{Message, Problem, ProblemKind, Text};
use crate::source::{Source, SourceId, Span, Spanned};

pub use call::Call;
pub use embedded::{Embedded, Role};
pub use front_matter::FrontMatter;
pub use procedure::Procedure;
pub use prose::Prose;
pub use silence::Silence;

/// One page, understood as far as it goes. Reading never fails: what is wrong is in `problems`.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file.
    pub source: SourceId,
    /// What the editor declared.
    pub front: FrontMatter,
    /// Byte where the body starts.
    pub body: usize,
    /// Every stretch of text, in order.
    pub blocks: Vec<Block>,
    /// Headings, in order.
    pub headings: Vec<Heading>,
    /// Links, in order.
    pub links: Vec<Link>,
    /// Images, in order.
    pub images: Vec<Image>,
    /// Tables, in order.
    pub tables: Vec<Table>,
    /// Lists, in the order they open.
    pub lists: Vec<List>,
    /// HTML typed in the body, comments left out, in order: a tag inside a line, or a line of a block.
    pub html: Vec<Span>,
    /// Inline calls, in order.
    pub calls: Vec<Call>,
    /// Components, in order.
    pub embedded: Vec<Embedded>,
    /// What is not to be told again: of the whole page first, then of its blocks, in order.
    pub silences: Vec<Silence>,
    /// What reading found wrong.
    pub problems: Vec<Problem>,
}

impl Document {
    /// Reads a page. `accept` are front-matter keys of the site's own, left alone; `components` are those
    /// that pages may call.
    pub fn read(id: SourceId, source: &Source, accept: &[String], components: &Components) -> Self {
        let text = source.text();
        let mut problems: Vec<Problem> = encoding(id, source).into_iter().collect();
        let (split, problem) = front_matter::split(id, text);
        problems.extend(problem);
        let front = match split.front {
            Some(range) => {
                let (mut node, found) = data::yaml(id, text, range.clone());
                let is_broken = is_broken(&found);
                problems.extend(found);
                data::rename(&mut node, renamed::PAGES, &mut problems);
                french::read(&mut node);
                let front = FrontMatter::read(&node, accept, &mut problems);
                FrontMatter { span: Some(Span::new(id, range.start, range.end)), is_broken, ..front }
            }
            // One in TOML is not read.
            None => FrontMatter { is_broken: !problems.is_empty(), ..FrontMatter::default() },
        };
        // What could not be read may well hold the title: one fault is said, not two.
        let unread = problems.iter().any(|p| matches!(p.kind, ProblemKind::Syntax | ProblemKind::Encoding));
        let untitled = front.title.is_none() && !unread && !front.is_unread("title");
        let silences = silences(&front, Span::new(id, 0, text.len()), &mut problems);
        let mut document = Self {
            source: id,
            front,
            body: split.body,
            blocks: Vec::new(),
            headings: Vec::new(),
            links: Vec::new(),
            images: Vec::new(),
            tables: Vec::new(),
            lists: Vec::new(),
            html: Vec::new(),
            calls: Vec::new(),
            embedded: Vec::new(),
            silences,
            problems,
        };
        if !is_binary(source) {
            markdown::read(&mut document, text, components);
        }
        if untitled {
            let problem = titles::missing(&document, text);
            document.problems.push(problem);
        }
        document
    }

    /// The mark of the words of the page: it changes with what readers read, not with the layout of the
    /// file. Sixteen hexadecimal digits of BLAKE3 over the title, the description and every block, a
    /// space for any run of white space.
    pub fn words_mark(&self) -> String {
        let front = [&self.front.title, &self.front.description];
        let front = front.into_iter().flatten().map(|text| text.value.as_str());
        let mut hasher = blake3::Hasher::new();
        for text in front.chain(self.blocks.iter().map(|block| block.prose.text())) {
            for word in text.split_whitespace() {
                hasher.update(word.as_bytes());
                hasher.update(b" ");
            }
            hasher.update(b"\n");
        }
        hasher.finalize().to_hex().chars().take(16).collect()
    }

    /// The block that a span stands in; none for one in the front matter, between blocks, or across
    /// the end of one.
    pub fn block_at(&self, span: Span) -> Option<&Block> {
        let after = self.blocks.partition_point(|block| block.span.start <= span.start);
        let block = after.checked_sub(1).and_then(|rank| self.blocks.get(rank))?;
        (span.end <= block.span.end).then_some(block)
    }
}

/// What the front matter silences on the whole page.
fn silences(front: &FrontMatter, page: Span, problems: &mut Vec<Problem>) -> Vec<Silence> {
    let defaults = front.defaults.as_ref().and_then(|defaults| defaults.allow.as_ref());
    problems.extend(defaults.map(silence::not_inherited));
    front.allow.as_ref().map_or_else(Vec::new, |node| silence::declared(node, page, problems))
}

/// Bytes that are not UTF-8: said once, at the first one.
pub(crate) fn encoding(id: SourceId, source: &Source) -> Option<Problem> {
    let first = *source.invalid().first()? as usize;
    let message = Message::key("reading.encoding").with("count", source.invalid().len());
    let problem = Problem::new(ProblemKind::Encoding, Span::new(id, first, first + 1), message);
    Some(problem.help(Message::key("reading.encoding-help")))
}

/// Whether a file is no text at all: an image, a document of a word processor under the name of a page.
fn is_binary(source: &Source) -> bool {
    !source.invalid().is_empty() && source.bytes().contains(&0)
}

/// Whether YAML could not read what an editor typed. A key typed twice is read once.
pub(crate) fn is_broken(problems: &[Problem]) -> bool {
    let twice = |problem: &Problem| problem.message.text == Text::Key("data.duplicate-key");
    problems.iter().any(|problem| problem.kind == ProblemKind::Syntax && !twice(problem))
}

/// What kind of text a block is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph,
    /// A heading; its rank in [`Document::headings`].
    Heading(usize),
    /// A paragraph of a list item.
    ListItem,
    /// A cell of a table.
    TableCell {
        /// In the first row.
        header: bool,
    },
    /// A term of a definition list.
    Term,
    /// A definition of a definition list.
    Definition,
    /// A paragraph of a footnote.
    Footnote,
    /// A code block; its prose is empty.
    Code,
    /// Words given to a component.
    Argument {
        /// They are read as a heading.
        heading: bool,
    },
}

/// A stretch of text a citizen reads in one go.
#[derive(Clone, Debug)]
pub struct Block {
    /// What kind.
    pub kind: BlockKind,
    /// Where.
    pub span: Span,
    /// Inside a block quote (an alert such as `> [!NOTE]` is not a quote).
    pub quoted: bool,
    /// The text as read, with its map to what was typed.
    pub prose: Prose,
    /// What is in bold, as ranges of the prose, in the order they end.
    pub strong: Vec<std::ops::Range<usize>>,
}

/// A heading of the body.
#[derive(Clone, Debug)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its text is this block's prose.
    pub block: usize,
    /// The heading as typed.
    pub span: Span,
    /// `{#id}`, if typed.
    pub id: Option<Spanned<String>>,
}

/// A link of the body.
#[derive(Clone, Debug)]
pub struct Link {
    /// The link as typed.
    pub span: Span,
    /// Its destination, and where it was typed (for a reference, in its definition).
    pub destination: Spanned<String>,
    /// The block it stands in.
    pub block: usize,
    /// Its text, as a range of the block's prose; empty for a link without text.
    pub read: std::ops::Range<usize>,
    /// Typed bare: `<https://…>`.
    pub bare: bool,
    /// Its text holds an image.
    pub has_image: bool,
}

/// An image of the body.
#[derive(Clone, Debug)]
pub struct Image {
    /// The image as typed.
    pub span: Span,
    /// Its address, and where it was typed.
    pub destination: Spanned<String>,
    /// Its alternative, as read.
    pub alternative: Prose,
    /// The block it stands in.
    pub block: usize,
}

/// A table of the body.
#[derive(Clone, Debug)]
pub struct Table {
    /// The table as typed.
    pub span: Span,
    /// Columns.
    pub columns: usize,
}

/// A list of the body.
#[derive(Clone, Debug)]
pub struct List {
    /// The first block inside it.
    pub block: usize,
    /// Its items are numbered.
    pub ordered: bool,
    /// The first block of each of its own items, without those of the lists inside them. An item without
    /// text has that of what follows it.
    pub items: Vec<usize>,
}
