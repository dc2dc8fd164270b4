//! `heading-skip`: a heading must not stand more than one level below the one before it.

use crate::finding::Finding;
use crate::lint::rule::Rule;
use crate::source::Span;

use super::View;

pub(super) fn check(rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    let document = &view.page.document;
    // The page's title is its heading of level 1, wherever the body starts.
    let mut before = 1;
    for heading in &document.headings {
        if document.blocks.get(heading.block).is_some_and(|block| block.quoted) {
            continue;
        }
        let level = i64::from(heading.level);
        if level > before + 1 {
            let args =
                vec![("level", level.into()), ("before", before.into()), ("wanted", (before + 1).into())];
            let typed = view.site.sources.slice(heading.span).trim_end().len();
            let start = heading.span.start as usize;
            out.push(rule.finding("", Span::new(heading.span.source, start, start + typed), args));
        }
        before = level;
    }
}
