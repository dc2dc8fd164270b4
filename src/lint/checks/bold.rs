//! `bold`: bold on so much that nothing stands out.

use std::ops::Range;

use crate::data::Fields;
use crate::document::{Block, BlockKind};
use crate::finding::{Finding, Message};
use crate::language::words::words;
use crate::lint::rule::Rule;
use crate::source::Span;

use super::kind::{Case, Form, Kind, Param, SHOWN, required_number};
use super::{Check, View};

/// The kind `bold`.
pub(super) const KIND: Kind = Kind {
    params: &[
        Param::required("percent", Form::Number, "param.bold-percent"),
        Param::required("least", Form::Number, "param.bold-least"),
        Param::required("paragraph", Form::Number, "param.bold-paragraph"),
    ],
    read: |fields, place| Bold::read(fields, place).map(Check::Bold),
    ..Kind::new("bold", "kind.bold", &[Case::of("page", &["percent"]), Case::of("paragraph", &["count"])])
};

/// How much bold is too much.
#[derive(Clone, Copy, Debug)]
pub struct Bold {
    /// Of the words of the page, out of a hundred.
    percent: usize,
    /// Words of the shortest page that is measured.
    least: usize,
    /// Words of the shortest paragraph that must not be all in bold.
    paragraph: usize,
}

impl Bold {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let percent = required_number(fields, "percent", place);
        let least = required_number(fields, "least", place);
        let paragraph = required_number(fields, "paragraph", place);
        Some(Self { percent: percent?, least: least?, paragraph: paragraph? })
    }

    pub(super) fn check(self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let (mut all, mut bold) = (0_usize, 0_usize);
        let mut places = Vec::new();
        for (rank, block) in view.ranked_blocks() {
            // The names of columns and the titles are bold by their nature.
            let named = matches!(
                block.kind,
                BlockKind::Heading(_) | BlockKind::TableCell { header: true } | BlockKind::Term
            );
            if named {
                continue;
            }
            let count = view.words_of(rank);
            let strong = outermost(block);
            let text = block.prose.text();
            let counted = strong.iter().map(|range| words(text.get(range.clone()).unwrap_or("")).count());
            let inside: usize = counted.sum();
            all += count;
            bold += inside;
            if inside >= count && count >= self.paragraph {
                let span = block.prose.span(0..text.len());
                out.push(rule.finding("paragraph", span, vec![("count", count.into())]));
            }
            places.extend(strong.into_iter().map(|range| block.prose.span(range)));
        }
        let percent = (bold * 100).checked_div(all).unwrap_or(0);
        if all >= self.least && percent > self.percent {
            let mut finding = rule.finding("page", view.head(), vec![("percent", percent.into())]);
            let shown = places.into_iter().take(SHOWN);
            finding.labels = shown.map(|span: Span| (span, Message::key("lint.here"))).collect();
            out.push(finding);
        }
    }
}

/// What is in bold in a block, without what is inside another bold.
fn outermost(block: &Block) -> Vec<Range<usize>> {
    let mut ranges = block.strong.clone();
    ranges.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    ranges.retain(|range| {
        let outside = range.start >= end && !range.is_empty();
        end = end.max(range.end);
        outside
    });
    ranges
}
