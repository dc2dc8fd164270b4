//! The stretches of a page that rules about text look at, and what each of them is to a reader.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;

use crate::document::{BlockKind, Document, Link, Prose};
use crate::language::Language;
use crate::language::analysis::{Analysis, Sentence};
use crate::language::fold::{Folded, fold};
use crate::language::grammar::passive::{Passive, passives};
use crate::language::legal;
use crate::language::quotations::quotations;
use crate::language::time::{self, Expression};
use crate::language::vocabulary::Vocabulary;
use crate::language::words;
use crate::site::{Page, Site};
use crate::source::{Source, Span};

use super::checks::Held;

use super::front_texts;

/// What a stretch of text is to a reader. A rule lists those it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// A paragraph, a definition, a footnote.
    Prose,
    /// An item of a list.
    ListItem,
    /// A heading of the body.
    Heading,
    /// The text of a link, whatever it stands in.
    LinkText,
    /// A cell of a table.
    TableCell,
    /// The alternative of an image.
    ImageText,
    /// The title of the page.
    Title,
    /// Its description.
    Description,
    /// Every text of the front matter that citizens read: the title, the description, and the sentences
    /// in the fields of a procedure. What a section's `defaults:` give counts in the section's page.
    FrontMatter,
    /// The name of the file, without its extension nor its language; the folder's for an `_index.md`.
    /// What is found there is placed at the start of the file.
    FileName,
    /// Where a link leads, or where an image comes from, as typed.
    LinkTarget,
}

impl Scope {
    /// Every scope with its name in a rule file.
    pub const NAMES: [(&'static str, Self); 11] = [
        ("prose", Self::Prose),
        ("list-item", Self::ListItem),
        ("heading", Self::Heading),
        ("link-text", Self::LinkText),
        ("table-cell", Self::TableCell),
        ("image-text", Self::ImageText),
        ("title", Self::Title),
        ("description", Self::Description),
        ("front-matter", Self::FrontMatter),
        ("file-name", Self::FileName),
        ("link-target", Self::LinkTarget),
    ];

    /// The name of [`Self::READ`] in a rule file.
    pub const ALL: &'static str = "all";

    /// Everything that people read: neither names of files nor addresses.
    pub const READ: [Self; 9] = [
        Self::Prose,
        Self::ListItem,
        Self::Heading,
        Self::LinkText,
        Self::TableCell,
        Self::ImageText,
        Self::Title,
        Self::Description,
        Self::FrontMatter,
    ];

    /// Every word that a rule file may give.
    pub fn words() -> Vec<&'static str> {
        std::iter::once(Self::ALL).chain(Self::NAMES.iter().map(|(name, _)| *name)).collect()
    }

    /// Where a rule looks when its file does not say: everywhere in the body but in links and images,
    /// whose words are often those of another page.
    pub const DEFAULT: [Self; 4] = [Self::Prose, Self::ListItem, Self::Heading, Self::TableCell];

    /// A scope with those it takes in: `front-matter` holds `title` and `description`.
    pub fn with_parts(self) -> &'static [Self] {
        match self {
            Self::Prose => &[Self::Prose],
            Self::ListItem => &[Self::ListItem],
            Self::Heading => &[Self::Heading],
            Self::LinkText => &[Self::LinkText],
            Self::TableCell => &[Self::TableCell],
            Self::ImageText => &[Self::ImageText],
            Self::Title => &[Self::Title],
            Self::Description => &[Self::Description],
            Self::FrontMatter => &[Self::FrontMatter, Self::Title, Self::Description],
            Self::FileName => &[Self::FileName],
            Self::LinkTarget => &[Self::LinkTarget],
        }
    }

    /// Outside the body: what rules ask for by name only.
    pub(super) const OUTSIDE: [Self; 5] =
        [Self::Title, Self::Description, Self::FrontMatter, Self::FileName, Self::LinkTarget];
}

/// One stretch of text: a block, the alternative of an image, a text of the front matter, a name, an
/// address. Text quoted from elsewhere in a block, and code, are never passages.
pub struct Passage<'a> {
    /// The text and its map.
    pub prose: Text<'a>,
    scope: Scope,
    links: Vec<&'a Link>,
    definition: bool,
    block: Option<usize>,
    language: Option<Language>,
    vocabulary: Rc<RefCell<Vocabulary>>,
    // What several rules ask for is made once, where it is asked.
    folded: OnceCell<Folded>,
    analysis: OnceCell<Analysis>,
    passives: OnceCell<Vec<Vec<Passive>>>,
    reserved: OnceCell<Reserved>,
    held: OnceCell<Box<Held>>,
    times: OnceCell<Vec<Expression>>,
}

/// The text of a passage: that of a block, or one made for it.
pub enum Text<'a> {
    /// A part of the document.
    Block(&'a Prose),
    /// What stands outside its body.
    Made(Box<Prose>),
}

impl std::ops::Deref for Text<'_> {
    type Target = Prose;

    fn deref(&self) -> &Prose {
        match self {
            Self::Block(prose) => prose,
            Self::Made(prose) => prose,
        }
    }
}

/// Where the words are not the page's own, as ranges of the folded text, and of the text as read.
struct Reserved {
    quotations: Vec<Range<usize>>,
    titles: Vec<Range<usize>>,
    quotations_read: Vec<Range<usize>>,
    titles_read: Vec<Range<usize>>,
}

impl<'a> Passage<'a> {
    fn new(prose: Text<'a>, scope: Scope) -> Self {
        Self {
            prose,
            scope,
            links: Vec::new(),
            definition: false,
            block: None,
            language: None,
            vocabulary: Rc::default(),
            folded: OnceCell::new(),
            analysis: OnceCell::new(),
            passives: OnceCell::new(),
            reserved: OnceCell::new(),
            held: OnceCell::new(),
            times: OnceCell::new(),
        }
    }

    /// The text folded for comparison.
    pub fn folded(&self) -> &Folded {
        self.folded.get_or_init(|| fold(self.prose.text()))
    }

    /// Its sentences and their words; none in a language that the program does not analyse.
    pub fn analysis(&self) -> Option<&Analysis> {
        let language = self.language?;
        let analyse = || Analysis::with(self.prose.text(), language, &mut self.vocabulary.borrow_mut());
        Some(self.analysis.get_or_init(analyse))
    }

    /// How many words it has, in any language.
    pub fn words(&self) -> usize {
        let count = || words::words(self.prose.text()).count();
        self.analysis().map_or_else(count, Analysis::words)
    }

    /// The passives of one of its sentences; none in a language without that analysis.
    pub fn passives_of(&self, sentence: &Sentence<'_>) -> &[Passive] {
        let (Some(Language::French), Some(analysis)) = (self.language, self.analysis()) else { return &[] };
        let all = self.passives.get_or_init(|| analysis.sentences().map(|s| passives(&s)).collect());
        all.get(sentence.rank).map_or(&[], Vec::as_slice)
    }

    /// Its expressions of time, in order; none in a language that the program does not analyse.
    pub fn times(&self) -> &[Expression] {
        let Some(language) = self.language else { return &[] };
        self.times.get_or_init(|| time::expressions_of(self.folded(), language))
    }

    /// What the text at `range` is: the scope of a link when it lies in one; none inside an address
    /// typed bare, which is nobody's prose.
    pub fn scope_at(&self, range: &Range<usize>) -> Option<Scope> {
        let link = self.links.iter().find(|l| l.read.start <= range.start && range.end <= l.read.end);
        match link {
            Some(link) if link.bare => None,
            Some(_) => Some(Scope::LinkText),
            None => Some(self.scope),
        }
    }

    /// What its text holds, at a glance.
    pub(super) fn held(&self) -> &Held {
        self.held.get_or_init(|| Box::new(Held::of(self.prose.text())))
    }

    /// Whether a rule that looks at these scopes may look at some of its text.
    pub fn is_in(&self, scopes: &[Scope]) -> bool {
        scopes.contains(&self.scope) || (!self.links.is_empty() && scopes.contains(&Scope::LinkText))
    }

    /// What the passage itself is.
    pub fn scope(&self) -> Scope {
        self.scope
    }

    /// The rank of its block in the document; none for what is no block of text.
    pub fn block(&self) -> Option<usize> {
        self.block
    }

    /// Whether it is a term of a definition list, or what explains one.
    pub fn is_definition(&self) -> bool {
        self.definition
    }

    /// Whether a range of the folded text lies in the title of a text of law, or in a quotation unless
    /// `quoted` words count.
    pub fn is_reserved(&self, folded: &Range<usize>, quoted: bool) -> bool {
        let reserved = self.reserved();
        holds(&reserved.titles, folded) || (!quoted && holds(&reserved.quotations, folded))
    }

    /// Whether a range of the read text touches the title of a text of law or lies in a quotation: the
    /// page does not choose those words.
    pub fn is_others(&self, read: &Range<usize>) -> bool {
        let reserved = self.reserved();
        let after = reserved.titles_read.partition_point(|title| title.end <= read.start);
        let touched = reserved.titles_read.get(after).is_some_and(|title| title.start < read.end);
        touched || holds(&reserved.quotations_read, read)
    }

    fn reserved(&self) -> &Reserved {
        self.reserved.get_or_init(|| {
            let quotations = quotations(self.folded().text());
            let titles = legal::titles(self.folded().text());
            let read = |ranges: &[Range<usize>]| {
                ranges.iter().map(|range| self.folded().original(range.clone())).collect()
            };
            let (quotations_read, titles_read) = (read(&quotations), read(&titles));
            Reserved { quotations, titles, quotations_read, titles_read }
        })
    }

    /// Whether `range` is, but for spaces around, all of what its scope holds there: a whole link
    /// text, a whole heading…
    pub fn is_whole(&self, range: &Range<usize>) -> bool {
        let text = self.prose.text();
        let whole = self
            .links
            .iter()
            .find(|l| l.read.start <= range.start && range.end <= l.read.end)
            .map_or(0..text.len(), |l| l.read.clone());
        let before = text.get(whole.start..range.start).unwrap_or("x");
        let after = text.get(range.end..whole.end).unwrap_or("x");
        before.trim().is_empty() && after.trim().is_empty()
    }
}

/// Whether one of these ranges, in order and apart, holds another.
fn holds(ranges: &[Range<usize>], inside: &Range<usize>) -> bool {
    let after = ranges.partition_point(|range| range.start <= inside.start);
    after.checked_sub(1).and_then(|rank| ranges.get(rank)).is_some_and(|range| inside.end <= range.end)
}

/// The passages of a page, in the order they are read: what stands outside the body first. Of the scopes
/// outside the body, only the `wanted` ones are made. What is known of words goes from passage to passage.
pub fn passages<'a>(
    site: &Site,
    page: &'a Page,
    wanted: &[Scope],
    vocabulary: &Rc<RefCell<Vocabulary>>,
) -> Vec<Passage<'a>> {
    let document = &page.document;
    let source = site.sources.get(document.source);
    let mut passages = outside(page, source, wanted);
    let mut links: Vec<Vec<&Link>> = vec![Vec::new(); document.blocks.len()];
    for link in &document.links {
        if let Some(list) = links.get_mut(link.block) {
            list.push(link);
        }
    }
    passages.extend(document.blocks.iter().zip(links).enumerate().filter_map(|(rank, (block, links))| {
        let scope = match block.kind {
            _ if block.quoted => return None,
            BlockKind::Code => return None,
            BlockKind::Heading(_) | BlockKind::Argument { heading: true } => Scope::Heading,
            BlockKind::ListItem => Scope::ListItem,
            BlockKind::TableCell { .. } => Scope::TableCell,
            BlockKind::Paragraph
            | BlockKind::Term
            | BlockKind::Definition
            | BlockKind::Footnote
            | BlockKind::Argument { heading: false } => Scope::Prose,
        };
        let definition = matches!(block.kind, BlockKind::Term | BlockKind::Definition);
        Some(Passage {
            links,
            definition,
            block: Some(rank),
            ..Passage::new(Text::Block(&block.prose), scope)
        })
    }));
    passages.extend(
        document.images.iter().map(|image| Passage::new(Text::Block(&image.alternative), Scope::ImageText)),
    );
    if wanted.contains(&Scope::LinkTarget) {
        passages.extend(targets(document, source));
    }
    passages.retain(|passage| !passage.prose.text().trim().is_empty());
    for passage in &mut passages {
        passage.language = page.language();
        passage.vocabulary = Rc::clone(vocabulary);
    }
    passages
}

/// The name of the file and the texts of the front matter.
fn outside<'a>(page: &Page, source: &Source, wanted: &[Scope]) -> Vec<Passage<'a>> {
    let mut passages = Vec::new();
    if wanted.contains(&Scope::FileName)
        && let Some(name) = file_name(page)
    {
        let mut prose = Prose::new(page.document.source);
        prose.push_whole(name, 0..0);
        passages.push(Passage::new(Text::Made(Box::new(prose)), Scope::FileName));
    }
    if wanted.iter().any(|scope| matches!(scope, Scope::Title | Scope::Description | Scope::FrontMatter)) {
        for (scope, value, span) in front_texts::of(&page.document.front) {
            if wanted.contains(&scope) {
                let prose = Prose::of_scalar(span.source, value, span.range(), source.text());
                passages.push(Passage::new(Text::Made(Box::new(prose)), scope));
            }
        }
    }
    passages
}

/// `passeport` for `passeport.md` and `passeport.en.md`; the name of its folder for an `_index.md`.
fn file_name(page: &Page) -> Option<&str> {
    let mut parts = page.path.rsplit('/');
    let stem = parts.next()?.strip_suffix(".md")?;
    let name = stem.strip_suffix(page.lang.as_str()).and_then(|stem| stem.strip_suffix('.')).unwrap_or(stem);
    if page.is_index { parts.next() } else { Some(name) }
}

/// Where links and images lead, each place once: a definition may serve many links.
fn targets<'a>(document: &Document, source: &Source) -> Vec<Passage<'a>> {
    let links = document.links.iter().map(|link| &link.destination);
    let images = document.images.iter().map(|image| &image.destination);
    let mut seen: BTreeSet<Span> = BTreeSet::new();
    let target = |destination: &crate::source::Spanned<String>| {
        let mut prose = Prose::new(document.source);
        prose.push(&destination.value, destination.span.range(), source.text());
        Passage::new(Text::Made(Box::new(prose)), Scope::LinkTarget)
    };
    links.chain(images).filter(|destination| seen.insert(destination.span)).map(target).collect()
}

#[cfg(test)]
mod tests;
