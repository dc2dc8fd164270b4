//! What a file must still be once it is mended: nothing found that was not found before, and the
//! same page, with other words in it.

use std::collections::BTreeMap;

use crate::document::{Block, BlockKind, Document};
use crate::finding::{Edit, Finding, RuleId};
use crate::source::SourceId;

use super::Reason;

/// Findings of each rule in each file.
pub(super) type Counts = BTreeMap<SourceId, BTreeMap<RuleId, usize>>;

/// Counts findings by file and rule; those that are told together count one by one.
pub(super) fn count<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Counts {
    let mut counts = Counts::new();
    for finding in findings {
        *counts.entry(finding.span.source).or_default().entry(finding.rule.clone()).or_default() +=
            finding.count();
    }
    counts
}

/// A rule that finds more in a file than it did.
pub(super) fn grown(source: SourceId, before: &Counts, after: &Counts) -> Option<RuleId> {
    let more = |(rule, count): &(&RuleId, &usize)| **count > of(before, source, rule);
    after.get(&source)?.iter().find(more).map(|(rule, _)| rule.clone())
}

/// What fixes did to the findings of their file: each must end its own, and none may bring another.
pub(super) fn findings<'a>(
    source: SourceId,
    fixes: impl IntoIterator<Item = &'a RuleId>,
    before: &Counts,
    after: &Counts,
) -> Result<(), Reason> {
    if let Some(rule) = grown(source, before, after) {
        return Err(Reason::Adds(rule));
    }
    let mut mended: BTreeMap<&RuleId, usize> = BTreeMap::new();
    for rule in fixes {
        *mended.entry(rule).or_default() += 1;
    }
    let stays = |(rule, fixes): &(&RuleId, usize)| {
        of(before, source, rule).saturating_sub(of(after, source, rule)) < *fixes
    };
    if mended.into_iter().any(|mended| stays(&mended)) { Err(Reason::Stays) } else { Ok(()) }
}

/// The counts of a file that are those of reading.
pub(super) fn of_reading(source: SourceId, counts: &Counts) -> Counts {
    let rules = counts.get(&source).into_iter().flatten();
    let kept = rules.filter(|(rule, _)| rule.as_str().starts_with("reading/"));
    let kept = kept.map(|(rule, count)| (rule.clone(), *count)).collect();
    Counts::from([(source, kept)])
}

fn of(counts: &Counts, source: SourceId, rule: &RuleId) -> usize {
    counts.get(&source).and_then(|rules| rules.get(rule)).copied().unwrap_or(0)
}

/// What edits did to their page. A fix changes words or addresses: the blocks, links, images, tables
/// and calls stay what they are. One made in the body leaves the front matter alone, and the other
/// way round.
pub(super) fn page(
    before: (&Document, &[u8]),
    after: (&Document, &[u8]),
    edits: &[&Edit],
) -> Result<(), Reason> {
    let ((before, old), (after, new)) = (before, after);
    let in_front = |edit: &&&Edit| edit.span.range().start < before.body;
    let across = |edit: &&&Edit| in_front(edit) && edit.span.range().end > before.body;
    let head_stays = before.body == after.body && old.get(..before.body) == new.get(..after.body);
    let body_stays = old.get(before.body..) == new.get(after.body..);
    let (front, all) = (edits.iter().filter(in_front).count(), edits.len());
    if edits.iter().any(|edit| across(&edit)) || (front == 0 && !head_stays) || (front == all && !body_stays)
    {
        return Err(Reason::FrontMatter);
    }
    // The rules that say what cannot be read may be off.
    if shape(before) != shape(after) || after.problems.len() > before.problems.len() {
        return Err(Reason::Structure);
    }
    Ok(())
}

/// What a page is made of, whatever its words. Signs of Markdown that are read as they are count:
/// there is one more when emphasis, or a link, no longer is.
fn shape(document: &Document) -> impl PartialEq {
    let read = |text: &str| text.matches(['*', '_', '~', '`', '[', ']', '<', '>', '|', '#', '\\']).count();
    let block = |block: &Block| (block.kind.clone(), block.quoted, read(block.prose.text()));
    let blocks: Vec<(BlockKind, bool, usize)> = document.blocks.iter().map(block).collect();
    let links: Vec<(usize, bool)> = document.links.iter().map(|link| (link.block, link.bare)).collect();
    let images: Vec<usize> = document.images.iter().map(|image| image.block).collect();
    let tables: Vec<usize> = document.tables.iter().map(|table| table.columns).collect();
    let front = &document.front;
    let fields: Vec<String> = front.procedure.iter().map(|(key, _)| key.value.clone()).collect();
    let calls = (document.calls.len(), document.embedded.len());
    (blocks, links, images, tables, calls, front.title.is_some(), fields)
}
