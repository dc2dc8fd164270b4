//! `fake-heading`, `typed-list` and `wall-of-text`: paragraphs that should be something else.

use std::ops::Range;

use crate::data::Fields;
use crate::document::{Block, BlockKind};
use crate::finding::Finding;
use crate::lint::rule::Rule;
use crate::source::{Source, Span};

use super::kind::{Case, Form, Kind, Needed, Param, required_number, required_texts};
use super::{Check, View};

/// The kind `fake-heading`.
pub(super) const FAKE_HEADING: Kind = Kind {
    params: &[Param::required("characters", Form::Number, "param.fake-heading-characters")],
    read: |fields, place| FakeHeading::read(fields, place).map(Check::FakeHeading),
    ..Kind::new("fake-heading", "kind.fake-heading", &[Case::only(&["found"])])
};

/// The kind `typed-list`.
pub(super) const TYPED_LIST: Kind = Kind {
    params: &[
        Param::required("lines", Form::Number, "param.typed-list-lines"),
        Param::required("markers", Form::Texts, "param.typed-list-markers"),
        Param {
            name: "numbers",
            about: "param.typed-list-numbers",
            form: Form::Bool,
            needed: Needed::Else("true"),
        },
    ],
    read: |fields, place| TypedList::read(fields, place).map(Check::TypedList),
    ..Kind::new("typed-list", "kind.typed-list", &[Case::only(&["count"])])
};

/// The kind `wall-of-text`.
pub(super) const WALL: Kind = Kind {
    params: &[
        Param::required("paragraphs", Form::Number, "param.wall-paragraphs"),
        Param::required("words", Form::Number, "param.wall-words"),
    ],
    read: |fields, place| WallOfText::read(fields, place).map(Check::WallOfText),
    ..Kind::new("wall-of-text", "kind.wall-of-text", &[Case::only(&["count", "words"])])
};

/// A paragraph that looks like a heading: all in bold, short, and without a full stop. Capitals alone are
/// no sign: the lines of a postal address have them.
#[derive(Clone, Copy, Debug)]
pub struct FakeHeading {
    characters: usize,
}

impl FakeHeading {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        Some(Self { characters: required_number(fields, "characters", place)? })
    }

    pub(super) fn check(self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let blocks: Vec<&Block> = view.blocks().collect();
        for pair in blocks.windows(2) {
            let [block, next] = pair else { continue };
            // A heading announces what follows it; before another heading, it announces nothing.
            let announces = !matches!(next.kind, BlockKind::Heading(_));
            if block.kind == BlockKind::Paragraph && announces && self.looks_like_one(block) {
                let text = block.prose.text();
                out.push(rule.finding("", block.prose.span(0..text.len()), vec![("found", text.into())]));
            }
        }
    }

    fn looks_like_one(self, block: &Block) -> bool {
        let text = block.prose.text();
        let bold = block.strong.iter().any(|strong| {
            let outside = |range: Range<usize>| text.get(range).is_none_or(|rest| rest.trim().is_empty());
            outside(0..strong.start) && outside(strong.end.min(text.len())..text.len())
        });
        let ended =
            text.trim_end().ends_with(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | '»' | '?'));
        let short = text.chars().nth(self.characters).is_none();
        bold && !ended && short && text.contains(char::is_alphabetic)
    }
}

/// A list typed as lines of a paragraph.
#[derive(Clone, Debug)]
pub struct TypedList {
    lines: usize,
    markers: Vec<String>,
    numbers: bool,
}

impl TypedList {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let lines = required_number(fields, "lines", place);
        let markers = required_texts(fields, "markers", place);
        let numbers = fields.bool("numbers").is_none_or(|numbers| numbers.value);
        Some(Self { lines: lines?, markers: markers?, numbers })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let source = view.site.sources.get(view.page.document.source);
        for block in view.blocks().filter(|block| block.kind == BlockKind::Paragraph) {
            let text = block.prose.text();
            let lines = lines(block, source);
            let marked: Vec<&Range<usize>> = lines
                .iter()
                .filter(|line| text.get((*line).clone()).is_some_and(|line| self.is_item(line)))
                .collect();
            if let (Some(first), true) = (marked.first(), marked.len() >= self.lines) {
                let args = vec![("count", marked.len().into())];
                out.push(rule.finding("", block.prose.span((*first).clone()), args));
            }
        }
    }

    /// Whether a line starts with a sign or a number of a list, a space, and words.
    fn is_item(&self, line: &str) -> bool {
        let line = line.trim_start();
        let after = self.markers.iter().find_map(|marker| line.strip_prefix(marker.trim())).or_else(|| {
            let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
            let digits = line.len() - number.len();
            (self.numbers && matches!(digits, 1 | 2)).then(|| number.strip_prefix([')', '°'])).flatten()
        });
        after
            .is_some_and(|rest| rest.starts_with(char::is_whitespace) && rest.contains(char::is_alphanumeric))
    }
}

/// The lines of a paragraph as typed, in its read text: what lies between breaks.
fn lines(block: &Block, source: &Source) -> Vec<Range<usize>> {
    let text = block.prose.text();
    let mut lines = Vec::new();
    let (mut start, mut typed) = (0, block.span.start);
    for segment in block.prose.segments() {
        let read = segment.read.start as usize..segment.read.end as usize;
        let between = source.text().get(typed as usize..segment.typed.start as usize).unwrap_or("");
        let inside =
            source.text().get(segment.typed.start as usize..segment.typed.end as usize).unwrap_or("");
        if between.contains("<br") {
            lines.push(start..read.start);
            start = read.start;
        }
        if !segment.verbatim && inside.contains('\n') && text.get(read.clone()) == Some(" ") {
            lines.push(start..read.start);
            start = read.end;
        }
        typed = segment.typed.end;
    }
    lines.push(start..text.len());
    lines
}

/// Long paragraphs one after the other.
#[derive(Clone, Copy, Debug)]
pub struct WallOfText {
    paragraphs: usize,
    words: usize,
}

impl WallOfText {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let paragraphs = required_number(fields, "paragraphs", place);
        let words = required_number(fields, "words", place);
        Some(Self { paragraphs: paragraphs?, words: words? })
    }

    pub(super) fn check(self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let mut run: Vec<(&Block, usize)> = Vec::new();
        for block in view.page.document.blocks.iter().enumerate().map(Some).chain([None]) {
            let long =
                block.filter(|(_, b)| b.kind == BlockKind::Paragraph && !b.quoted).and_then(|(rank, b)| {
                    let words = view.words_of(rank);
                    (words >= self.words).then_some((b, words))
                });
            match long {
                Some(long) => run.push(long),
                None => {
                    out.extend(self.wall(rule, &run));
                    run.clear();
                }
            }
        }
    }

    fn wall(self, rule: &Rule, run: &[(&Block, usize)]) -> Option<Finding> {
        let (first, _) = run.first().filter(|_| run.len() >= self.paragraphs)?;
        let words: usize = run.iter().map(|(_, words)| words).sum();
        let span = first.prose.span(0..first.prose.text().len());
        Some(rule.finding("", span, vec![("count", run.len().into()), ("words", words.into())]))
    }
}
