//! What the renderer types otherwise than the editor: spaces that must not break, apostrophes. The very
//! repairs that rules ask for, at the very places.

use std::ops::Range;

use super::{Block, BlockKind, Document};
use crate::language::typography;

/// A few bytes of a page and what is published in their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retyped {
    /// Bytes of the body.
    pub typed: Range<usize>,
    /// What is published.
    pub new: &'static str,
}

/// What French typography mends in the body of a page, in order: in every text and in the alternatives of
/// images, quotations too; never in code, HTML or addresses, nor where an entity or an escape was typed.
/// `text` is that of the source.
pub fn retyped(document: &Document, text: &str) -> Vec<Retyped> {
    let blocks = document.blocks.iter().filter(|block| block.kind != BlockKind::Code);
    let proses = blocks.map(|block: &Block| &block.prose);
    let alternatives = document.images.iter().map(|image| &image.alternative);
    let mut all = Vec::new();
    for prose in proses.chain(alternatives) {
        for repair in typography::silent(prose.text()) {
            let Some(span) = prose.typed_as_read(&repair.typed, text) else { continue };
            let (start, end) = (span.range().start, span.range().end);
            if let (Some(start), Some(end)) =
                (start.checked_sub(document.body), end.checked_sub(document.body))
            {
                all.push(Retyped { typed: start..end, new: repair.new });
            }
        }
    }
    all.sort_by_key(|retyped| retyped.typed.start);
    all
}
