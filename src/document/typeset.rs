//! What the renderer types otherwise than the editor: spaces that must not break, apostrophes. The very
//! repairs that rules ask for, at the very places.

use std::ops::Range;

use super::{Block, BlockKind, Document};
use crate::language::typography;
use crate::source::Source;

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
/// `source` is the page’s file.
pub fn retyped(document: &Document, source: &Source) -> Vec<Retyped> {
    let blocks = document.blocks.iter().filter(|block| block.kind != BlockKind::Code);
    let proses = blocks.map(|block: &Block| &block.prose);
    let alternatives = document.images.iter().map(|image| &image.alternative);
    let mut all = Vec::new();
    for prose in proses.chain(alternatives) {
        for repair in typography::silent(prose.text()) {
            // A space that is not there is published with its sign: text is written piece by piece, and
            // where two of them meet belongs to both.
            let missing = repair.is_missing();
            let (read, new) = match prose.text().get(repair.sign.clone()) {
                Some("«") if missing => (&repair.sign, "«\u{a0}"),
                Some("»") if missing => (&repair.sign, "\u{a0}»"),
                _ if missing => continue,
                _ => (&repair.typed, repair.new),
            };
            let Some(span) = prose.typed_as_read(read, source) else { continue };
            let (start, end) = (span.range().start, span.range().end);
            if let (Some(start), Some(end)) =
                (start.checked_sub(document.body), end.checked_sub(document.body))
            {
                all.push(Retyped { typed: start..end, new });
            }
        }
    }
    all.sort_by_key(|retyped| retyped.typed.start);
    all
}
