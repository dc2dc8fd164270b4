//! The stretches of a page that rules about text look at, and what each of them is to a reader.

use std::ops::Range;

use crate::document::{BlockKind, Document, Link, Prose};
use crate::language::fold::{Folded, fold};

/// What a stretch of text is to a reader. A rule lists those it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
}

impl Scope {
    /// Every scope with its name in a rule file.
    pub const NAMES: [(&'static str, Self); 6] = [
        ("prose", Self::Prose),
        ("list-item", Self::ListItem),
        ("heading", Self::Heading),
        ("link-text", Self::LinkText),
        ("table-cell", Self::TableCell),
        ("image-text", Self::ImageText),
    ];

    /// Where a rule looks when its file does not say: everywhere but in links and images, whose
    /// words are often those of another page.
    pub const DEFAULT: [Self; 4] = [Self::Prose, Self::ListItem, Self::Heading, Self::TableCell];
}

/// One stretch of text: a block, or the alternative of an image. Text quoted from elsewhere and
/// code are never passages.
pub struct Passage<'a> {
    /// The text and its map.
    pub prose: &'a Prose,
    /// The text folded for comparison.
    pub folded: Folded,
    scope: Scope,
    links: Vec<&'a Link>,
}

impl Passage<'_> {
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

    /// What the passage itself is.
    pub fn scope(&self) -> Scope {
        self.scope
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

/// The passages of a page, in order.
pub fn passages(document: &Document) -> Vec<Passage<'_>> {
    let mut links: Vec<Vec<&Link>> = vec![Vec::new(); document.blocks.len()];
    for link in &document.links {
        if let Some(list) = links.get_mut(link.block) {
            list.push(link);
        }
    }
    let blocks = document.blocks.iter().zip(links).filter_map(|(block, links)| {
        let scope = match block.kind {
            _ if block.quoted => return None,
            BlockKind::Code => return None,
            BlockKind::Heading(_) => Scope::Heading,
            BlockKind::ListItem => Scope::ListItem,
            BlockKind::TableCell { .. } => Scope::TableCell,
            BlockKind::Paragraph | BlockKind::Term | BlockKind::Definition | BlockKind::Footnote => {
                Scope::Prose
            }
        };
        Some(Passage { prose: &block.prose, folded: fold(block.prose.text()), scope, links })
    });
    let images = document.images.iter().map(|image| Passage {
        prose: &image.alternative,
        folded: fold(image.alternative.text()),
        scope: Scope::ImageText,
        links: Vec::new(),
    });
    blocks.chain(images).filter(|passage| !passage.prose.text().trim().is_empty()).collect()
}
