//! What is shown of a file: the lines around a finding, cut so that a long paragraph stays
//! readable, and the change a fix makes.

use std::ops::Range;

use crate::finding::Edit;
use crate::source::{Source, Sources, Span};

/// A span over more lines than this is underlined on its first ones and its last one.
const MARKED_LINES: usize = 4;
/// Characters shown on each side of a change.
const CONTEXT: usize = 30;
/// Changes of one fix that are shown.
const SHOWN_CHANGES: usize = 3;
/// A stretch of a line no wider than this keeps its middle.
const NARROWEST: usize = 32;
/// Stands for what is left out.
const CUT: &str = " … ";

/// A place to show.
pub(super) struct Place {
    pub(super) span: Span,
    /// The finding's own place, and not another that matters.
    pub(super) primary: bool,
    pub(super) label: Option<String>,
}

/// Lines of a file, as shown.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    pub(super) text: String,
    /// Number of the first line, from 1.
    pub(super) line: usize,
    pub(super) marks: Vec<Mark>,
}

/// Bytes to underline in an excerpt's text; never across lines.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) range: Range<usize>,
    pub(super) primary: bool,
    pub(super) label: Option<String>,
}

/// The lines of a file that hold some places, those between them included. What is underlined on
/// one line and would not fit in `width` columns loses its middle; what stands before the finding
/// is kept whole, so that its column can be counted.
pub(super) fn excerpt(source: &Source, places: &[Place], width: usize) -> Excerpt {
    let text = source.text();
    let mut marks: Vec<Mark> = places.iter().flat_map(|place| marks_of(text, place)).collect();
    marks.sort_by_key(|mark| mark.range.start);
    let first = marks.first().map_or(0, |mark| line_start(text, mark.range.start));
    let last = marks.last().map_or(0, |mark| mark.range.start);

    let mut shown = Excerpt { text: String::new(), line: line_number(source, first), marks: Vec::new() };
    let mut marks = marks.into_iter().peekable();
    let mut start = first;
    while start <= last {
        let end = line_end(text, start);
        let mut here = Vec::new();
        while let Some(mark) = marks.next_if(|mark| mark.range.start <= end) {
            here.push(mark);
        }
        push_line(&mut shown, text, start..end, here, width);
        match text.get(end..).and_then(|rest| rest.find('\n')) {
            Some(at) => start = end + at + 1,
            None => break,
        }
    }
    shown
}

/// One mark a line: carets under the words, and none under the indentation between them.
fn marks_of(text: &str, place: &Place) -> Vec<Mark> {
    let range = clip(text, place.span.range());
    let mut ranges = Vec::new();
    let mut start = range.start;
    loop {
        let end = line_end(text, start).min(range.end);
        ranges.push(if ranges.is_empty() { start..end } else { unindented(text, start..end) });
        match text.get(end..range.end).and_then(|rest| rest.find('\n')) {
            Some(at) => start = end + at + 1,
            None => break,
        }
    }
    // The first mark stands where the finding does, even where there is nothing to underline.
    let mut rank = 0..;
    ranges.retain(|range| rank.next() == Some(0) || !range.is_empty());
    if ranges.len() > MARKED_LINES {
        let last = ranges.pop();
        ranges.truncate(MARKED_LINES - 1);
        ranges.extend(last);
    }
    let last = ranges.len().saturating_sub(1);
    let mark =
        |(i, range)| Mark { range, primary: place.primary, label: place.label.clone().filter(|_| i == last) };
    ranges.into_iter().enumerate().map(mark).collect()
}

/// Adds a line and its marks to what is shown.
fn push_line(shown: &mut Excerpt, text: &str, line: Range<usize>, marks: Vec<Mark>, width: usize) {
    let cuts = cuts(text, &marks, width);
    let base = shown.text.len();
    let mut from = line.start;
    for cut in &cuts {
        shown.text.push_str(text.get(from..cut.start).unwrap_or(""));
        shown.text.push_str(CUT);
        from = cut.end;
    }
    shown.text.push_str(text.get(from..line.end).unwrap_or(""));
    shown.text.push('\n');
    let place = |offset: usize| {
        let before = cuts.iter().filter(|cut| cut.end <= offset);
        let (removed, added) =
            before.fold((0, 0), |(removed, added), cut| (removed + cut.len(), added + CUT.len()));
        base + (offset + added).saturating_sub(line.start + removed)
    };
    shown.marks.extend(marks.into_iter().map(|mark| Mark {
        range: place(mark.range.start)..place(mark.range.end),
        primary: mark.primary,
        label: mark.label,
    }));
}

/// What to leave out of a line: the middles of the widest stretches between its marks' ends.
fn cuts(text: &str, marks: &[Mark], width: usize) -> Vec<Range<usize>> {
    let mut ends: Vec<usize> = marks.iter().flat_map(|mark| [mark.range.start, mark.range.end]).collect();
    ends.sort_unstable();
    ends.dedup();
    let columns = |range: Range<usize>| text.get(range).map_or(0, |t| t.chars().count());
    let (Some(first), Some(last)) = (ends.first(), ends.last()) else { return Vec::new() };
    if columns(*first..*last) <= width {
        return Vec::new();
    }
    let kept_from = marks.iter().find(|mark| mark.primary).map_or(0, |mark| mark.range.start);
    let stretches = ends.iter().zip(ends.iter().skip(1)).map(|(start, end)| *start..*end);
    let each = (width / ends.len().saturating_sub(1).max(1)).max(NARROWEST);
    stretches.filter(|stretch| stretch.start >= kept_from).filter_map(|s| middle(text, s, each)).collect()
}

/// The middle of a stretch that is wider than `width` characters, from one space to another where
/// there are some near.
fn middle(text: &str, stretch: Range<usize>, width: usize) -> Option<Range<usize>> {
    let inside = text.get(stretch.clone())?;
    if inside.chars().count() <= width {
        return None;
    }
    let side = (width.saturating_sub(CUT.chars().count()) / 2).max(8);
    let head = nth(inside, side);
    let tail = nth(inside, inside.chars().count().saturating_sub(side));
    let head_word = inside.get(..head)?.rfind(' ').filter(|at| *at > head / 2).unwrap_or(head);
    // A word begun at the tail is shown from its start.
    let tail_word = inside.get(head..tail)?.rfind(' ').map(|at| head + at + 1);
    let tail_word = tail_word.filter(|at| tail - at <= side).unwrap_or(tail);
    (head_word < tail_word).then_some(stretch.start + head_word..stretch.start + tail_word)
}

/// What a fix changes at one place: the words before and after, with some around them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) before: String,
    pub(super) after: String,
}

/// The visible changes of a fix. None where an edit does not fit its file, or where all that
/// changes is the kind of a space, which no one can see.
pub(super) fn changes(sources: &Sources, edits: &[Edit], width: usize) -> Vec<Change> {
    let Some(first) = edits.first() else { return Vec::new() };
    let text = sources.get(first.span.source).text();
    let mut end = 0;
    for edit in edits {
        let range = edit.span.range();
        if edit.span.source != first.span.source || range.start < end || text.get(range.clone()).is_none() {
            return Vec::new();
        }
        end = range.end;
    }
    let near = |a: &Edit, b: &Edit| {
        let between = text.get(a.span.range().end..b.span.range().start);
        between.is_some_and(|t| !t.contains('\n') && t.chars().count() <= CONTEXT)
    };
    let changes = edits.chunk_by(near).filter_map(|edits| change(text, edits, width));
    changes.take(SHOWN_CHANGES).collect()
}

fn change(text: &str, edits: &[Edit], width: usize) -> Option<Change> {
    let start = edits.first()?.span.range().start;
    let end = edits.last()?.span.range().end;
    let before = text.get(start..end)?;
    let mut after = String::new();
    let mut from = start;
    for edit in edits {
        after.push_str(text.get(from..edit.span.range().start)?);
        after.push_str(&edit.text);
        from = edit.span.range().end;
    }
    if plain_spaces(before) == plain_spaces(&after) {
        return None;
    }
    let (lead, trail) = (context_before(text, start), context_after(text, end));
    let show = |changed: &str| {
        let changed = changed.replace("\r\n", "\n").replace('\n', "⏎");
        let cut = middle(&changed, 0..changed.len(), width.saturating_sub(2 * CONTEXT).max(2 * CONTEXT));
        let changed = match cut {
            Some(cut) => {
                [changed.get(..cut.start), Some(CUT), changed.get(cut.end..)].into_iter().flatten().collect()
            }
            None => changed,
        };
        format!("{lead}{changed}{trail}").trim_end().to_owned()
    };
    Some(Change { before: show(before), after: show(&after) })
}

fn context_before(text: &str, at: usize) -> String {
    let line = text.get(line_start(text, at)..at).unwrap_or("");
    let far = line.chars().count().saturating_sub(CONTEXT);
    if far == 0 {
        return line.trim_start().to_owned();
    }
    let near = line.get(nth(line, far)..).unwrap_or("");
    format!("…{}", near.split_once(' ').map_or(near, |(_, words)| words))
}

fn context_after(text: &str, at: usize) -> String {
    let line = text.get(at..line_end(text, at)).unwrap_or("");
    if line.chars().count() <= CONTEXT {
        return line.to_owned();
    }
    let near = line.get(..nth(line, CONTEXT)).unwrap_or("");
    format!("{}…", near.rsplit_once(' ').map_or(near, |(words, _)| words))
}

fn plain_spaces(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}', '\u{2009}'], " ")
}

/// The byte where the nth character starts; the end when there are fewer.
fn nth(text: &str, n: usize) -> usize {
    text.char_indices().nth(n).map_or(text.len(), |(at, _)| at)
}

/// The part of a range that a text holds, on whole characters. What starts inside a line's end
/// (between `\r` and `\n`) starts before it.
fn clip(text: &str, range: Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(range.start);
    let start = start.min(line_end(text, line_start(text, start)));
    start..text.ceil_char_boundary(range.end).max(start)
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

/// Where a line's text ends: before its line feed, and the carriage return before that.
fn line_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    match rest.split_once('\n') {
        Some((line, _)) => at + line.strip_suffix('\r').unwrap_or(line).len(),
        None => text.len(),
    }
}

fn line_number(source: &Source, at: usize) -> usize {
    source.position(u32::try_from(at).unwrap_or(u32::MAX)).line as usize
}

/// Without the indentation and the quotation marks (`>`) at its start, or the spaces at its end.
fn unindented(text: &str, range: Range<usize>) -> Range<usize> {
    let line = text.get(range.clone()).unwrap_or("");
    let words = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
    let start = range.end - words.len();
    start..start + words.trim_end().len()
}
