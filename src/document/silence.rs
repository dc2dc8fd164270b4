//! Silences: what an editor asks not to be told again, where, and why. In the body they are HTML
//! comments, `<!-- limpide: allow clarity/jargon: the reason -->`; in the front matter, `allow:`.
//!
//! A comment alone on its line is about the next block: a list, a table or a quote counts whole, a
//! heading alone, without its section. A comment inside a block is about that block.

use std::ops::Range;

use pulldown_cmark::Tag;

use super::{Block, Prose};
use crate::data::{Fields, Node, Value, nearest};
use crate::finding::{Message, Problem, ProblemKind};
use crate::source::{SourceId, Span, Spanned};

/// Something an editor asks not to be told again. One that is written wrongly is a problem of the
/// document instead; one that only lacks its reason is both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silence {
    /// The rules, as named: `clarity/jargon`, or a whole family, `clarity/*`.
    pub rules: Vec<Spanned<String>>,
    /// Why, its white space made even; without it, nothing is silenced.
    pub reason: Option<String>,
    /// What it is about; none when nothing follows the comment.
    pub covers: Option<Span>,
}

/// The white space made even; none for a reason that says nothing.
pub fn reason(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    text.contains(char::is_alphanumeric).then(|| words.join(" "))
}

/// A silence without a reason, told at its rule.
pub fn no_reason(rule: &Spanned<String>) -> Problem {
    let message = Message::key("silence.no-reason").with("rule", shortened(&rule.value));
    Problem::new(ProblemKind::SilenceWithoutReason, rule.span, message)
}

/// A name as a message shows it: whatever was typed, no longer than a line.
pub fn shortened(name: &str) -> String {
    let mut chars = name.chars();
    let start: String = chars.by_ref().take(60).collect();
    if chars.next().is_some() { format!("{start}…") } else { start }
}

/// Reads `allow:` of the front matter: a map `rule: reason`, or a list of `{rule, reason}`. What it
/// holds is about `page`, the whole file.
pub(super) fn declared(node: &Node, page: Span, problems: &mut Vec<Problem>) -> Vec<Silence> {
    let mut silences = Vec::new();
    for item in node.items() {
        match &item.value {
            Value::Map(map) if map.get("rule").is_none() => {
                for entry in &map.entries {
                    let reason = entry.node.as_text().and_then(reason);
                    silences.push(Silence { rules: vec![entry.key.clone()], reason, covers: Some(page) });
                }
            }
            Value::Map(map) => {
                let mut fields = Fields::of(map, problems);
                let rules = fields.texts("rule");
                let reason = fields.text("reason").and_then(|text| reason(&text.value));
                fields.finish();
                silences.push(Silence { rules, reason, covers: Some(page) });
            }
            Value::Scalar(scalar) => {
                let rules = vec![Spanned::new(scalar.text.clone(), item.span)];
                silences.push(Silence { rules, reason: None, covers: Some(page) });
            }
            Value::List(_) | Value::Null => {
                let message = Message::key("silence.allow");
                problems.push(invalid(item.span, message, None));
            }
        }
    }
    problems.extend(silences.iter().filter(|s| s.reason.is_none()).filter_map(|s| {
        s.rules.first().map(|rule| no_reason(rule).help(Message::key("silence.allow-example")))
    }));
    silences
}

/// `allow:` under `defaults:`, where it would be out of sight of the pages it is about.
pub(super) fn not_inherited(node: &Node) -> Problem {
    let problem = invalid(node.span, Message::key("silence.defaults"), None);
    problem.help(Message::key("silence.defaults-help"))
}

/// Gathers the silences of a body while it is walked.
pub(super) struct Gathering {
    /// The block of HTML being read.
    html: Prose,
    silences: Vec<Silence>,
    /// Those that wait for the next block, by rank.
    waiting: Vec<usize>,
    /// Those that stand in a block: their rank, and the block's.
    inside: Vec<(usize, usize)>,
}

impl Gathering {
    pub(super) fn new(source: SourceId) -> Self {
        Self { html: Prose::new(source), silences: Vec::new(), waiting: Vec::new(), inside: Vec::new() }
    }

    /// A piece of a block of HTML.
    pub(super) fn html(&mut self, read: &str, typed: Range<usize>, text: &str) {
        self.html.push(read, typed, text);
    }

    /// The end of a block of HTML: its silences are about the next block.
    pub(super) fn end_html(&mut self, source: SourceId, problems: &mut Vec<Problem>) {
        let html = std::mem::replace(&mut self.html, Prose::new(source));
        let comments = comments(html.text());
        let alone = only_comments(html.text(), &comments);
        for comment in comments {
            if let Some(silence) = read(&html, &comment, alone, problems) {
                self.waiting.push(self.silences.len());
                self.silences.push(silence);
            }
        }
    }

    /// HTML inside a block, which is the one of rank `block`.
    pub(super) fn inline(&mut self, html: &Prose, block: usize, problems: &mut Vec<Problem>) {
        for comment in comments(html.text()) {
            if let Some(silence) = read(html, &comment, true, problems) {
                self.inside.push((self.silences.len(), block));
                self.silences.push(silence);
            }
        }
    }

    /// Something starts that may hold text: what waits is about it.
    pub(super) fn next(&mut self, span: Span) {
        for rank in self.waiting.drain(..) {
            if let Some(silence) = self.silences.get_mut(rank) {
                silence.covers = Some(span);
            }
        }
    }

    /// The same, for a text whose end is not known yet: that of the block of rank `block`.
    pub(super) fn next_block(&mut self, block: usize) {
        self.inside.extend(self.waiting.drain(..).map(|rank| (rank, block)));
    }

    /// Those that wait, taken: they will be about something whose end is not known yet.
    pub(super) fn waiting(&mut self) -> Vec<usize> {
        std::mem::take(&mut self.waiting)
    }

    /// What those that were taken are about.
    pub(super) fn cover(&mut self, ranks: Vec<usize>, span: Span) {
        for rank in ranks {
            if let Some(silence) = self.silences.get_mut(rank) {
                silence.covers = Some(span);
            }
        }
    }

    /// The silences, in order, once every block is known.
    pub(super) fn finish(mut self, blocks: &[Block]) -> Vec<Silence> {
        for (rank, block) in self.inside {
            if let (Some(silence), Some(block)) = (self.silences.get_mut(rank), blocks.get(block)) {
                silence.covers = Some(block.span);
            }
        }
        self.silences
    }
}

/// Whether something holds text of its own, rather than standing in a text.
pub(super) fn is_block(tag: &Tag<'_>) -> bool {
    match tag {
        Tag::Paragraph
        | Tag::Heading { .. }
        | Tag::BlockQuote(_)
        | Tag::CodeBlock(_)
        | Tag::List(_)
        | Tag::Item
        | Tag::FootnoteDefinition(_)
        | Tag::DefinitionList
        | Tag::DefinitionListTitle
        | Tag::DefinitionListDefinition
        | Tag::Table(_)
        | Tag::TableHead
        | Tag::TableRow
        | Tag::TableCell => true,
        Tag::HtmlBlock
        | Tag::MetadataBlock(_)
        | Tag::Emphasis
        | Tag::Strong
        | Tag::Strikethrough
        | Tag::Superscript
        | Tag::Subscript
        | Tag::Link { .. }
        | Tag::Image { .. } => false,
    }
}

/// A comment that was left open in a text: it is no comment, and readers would see it.
pub(super) fn left_open(prose: &Prose, text: &str) -> Option<Problem> {
    let at = prose.text().rfind("<!--")?;
    let inner = prose.text().get(at + 4..)?;
    Directive::read(inner).filter(|_| !inner.contains("-->"))?;
    let span = prose.span(at..at + 4);
    let typed = text.get(span.range()).is_some_and(|typed| typed == "<!--");
    let escaped = text.get(..span.range().start).is_some_and(|before| before.ends_with('\\'));
    (typed && !escaped).then(|| invalid(span, Message::key("silence.not-closed"), None))
}

/// A comment of a block of HTML: what is between its marks, and whether it is closed.
struct Comment {
    whole: Range<usize>,
    inner: Range<usize>,
    closed: bool,
}

fn comments(html: &str) -> Vec<Comment> {
    let mut comments = Vec::new();
    let mut from = 0;
    while let Some(start) = html.get(from..).and_then(|rest| rest.find("<!--")).map(|at| from + at) {
        let inner = start + 4;
        let end = html.get(inner..).and_then(|rest| rest.find("-->")).map(|at| inner + at);
        from = end.map_or(html.len(), |end| end + 3);
        comments.push(Comment {
            whole: start..from,
            inner: inner..end.unwrap_or(html.len()),
            closed: end.is_some(),
        });
    }
    comments
}

/// Whether a block of HTML holds comments and nothing else.
fn only_comments(html: &str, comments: &[Comment]) -> bool {
    let starts = std::iter::once(0).chain(comments.iter().map(|comment| comment.whole.end));
    let ends = comments.iter().map(|comment| comment.whole.start).chain(std::iter::once(html.len()));
    starts.zip(ends).all(|(start, end)| html.get(start..end).is_none_or(|text| text.trim().is_empty()))
}

/// A comment as a silence; none for one that is nothing to us. What is wrong with it is said.
fn read(html: &Prose, comment: &Comment, alone: bool, problems: &mut Vec<Problem>) -> Option<Silence> {
    let inner = html.text().get(comment.inner.clone())?;
    let directive = Directive::read(inner)?;
    let span =
        |range: &Range<usize>| html.span(comment.inner.start + range.start..comment.inner.start + range.end);
    let spanned =
        |range: &Range<usize>| Spanned::new(inner.get(range.clone()).unwrap_or("").to_owned(), span(range));
    let example = directive.rules.first().and_then(|rule| inner.get(rule.clone()));
    let mut wrong = |at: Span, key| problems.push(invalid(at, key, example));
    if !comment.closed {
        let mark = html.span(comment.whole.start..comment.inner.start);
        wrong(mark, Message::key("silence.not-closed"));
        return None;
    }
    if let Some((at, message)) = directive.fault {
        let at = if at.is_empty() { html.span(comment.whole.clone()) } else { span(&at) };
        wrong(at, message);
        return None;
    }
    if !alone {
        wrong(html.span(comment.whole.clone()), Message::key("silence.not-alone"));
        return None;
    }
    let rules: Vec<_> = directive.rules.iter().map(spanned).collect();
    let reason = directive.reason.and_then(|range| inner.get(range)).and_then(reason);
    if let (None, Some(rule)) = (&reason, rules.first()) {
        problems.push(no_reason(rule).help(grammar(example)));
    }
    Some(Silence { rules, reason, covers: None })
}

fn invalid(span: Span, message: Message, rule: Option<&str>) -> Problem {
    Problem::new(ProblemKind::InvalidSilence, span, message).help(grammar(rule))
}

/// What to write, with the rule that was meant.
fn grammar(rule: Option<&str>) -> Message {
    let rule = rule.filter(|rule| rule.contains('/') && !rule.contains(char::is_whitespace));
    Message::key("silence.grammar").with("rule", shortened(rule.unwrap_or("clarity/jargon")))
}

/// What a comment that is meant for us says, by ranges of what is between its marks.
struct Directive {
    rules: Vec<Range<usize>>,
    reason: Option<Range<usize>>,
    /// What keeps it from being understood; an empty range for the whole of it.
    fault: Option<(Range<usize>, Message)>,
}

const NAME: &str = "limpide";
const VERB: &str = "allow";

impl Directive {
    /// Reads `limpide: allow RULE, RULE: REASON`, with or without spaces around the colons. None for
    /// a comment that is nothing to us: one that merely speaks of something « limpide » is not ours.
    fn read(inner: &str) -> Option<Self> {
        let mut cursor = Cursor { text: inner, at: 0 };
        let name = cursor.word();
        let named = cursor.slice(&name).eq_ignore_ascii_case(NAME);
        let nearly = nearest(cursor.slice(&name), [NAME]).is_some();
        let colon = cursor.colon();
        let verb = cursor.word();
        let right_verb = cursor.slice(&verb).eq_ignore_ascii_case(VERB);
        let nearly_verb = right_verb || nearest(cursor.slice(&verb), [VERB]).is_some();
        if !((named && colon) || ((named || nearly) && nearly_verb)) {
            return None;
        }
        let rest = cursor.at..inner.len();
        let colon_at = cursor.rest().find(':').map(|at| cursor.at + at);
        let names = rest.start..colon_at.unwrap_or(rest.end);
        let mut this =
            Self { rules: split(inner, &names), reason: colon_at.map(|at| at + 1..rest.end), fault: None };
        let spaced = |rule: &&Range<usize>| cursor.slice(rule).contains(char::is_whitespace);
        this.fault = if !named || !colon {
            Some((name, Message::key("silence.name")))
        } else if !right_verb {
            let found = shortened(cursor.slice(&verb));
            Some((verb, Message::key("silence.verb").with("found", found)))
        } else if this.rules.is_empty() {
            Some((0..0, Message::key("silence.no-rule")))
        } else {
            this.rules.iter().find(spaced).map(|at| (at.clone(), Message::key("silence.no-colon")))
        };
        if let Some(first) = this.rules.first_mut() {
            // The first word is the rule that was meant, if a colon is missing after it.
            let length = cursor.slice(first).find(char::is_whitespace);
            *first = first.start..length.map_or(first.end, |length| first.start + length);
        }
        Some(this)
    }
}

/// What stands between commas, without the spaces around.
fn split(text: &str, range: &Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut at = range.start;
    for part in text.get(range.clone()).unwrap_or("").split(',') {
        let start = at + (part.len() - part.trim_start().len());
        let end = start + part.trim().len();
        if start < end {
            parts.push(start..end);
        }
        at += part.len() + 1;
    }
    parts
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn slice(&self, range: &Range<usize>) -> &'a str {
        self.text.get(range.clone()).unwrap_or("")
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    /// What comes before the next space, colon or comma.
    fn word(&mut self) -> Range<usize> {
        self.space();
        let start = self.at;
        let end = |c: char| c.is_whitespace() || matches!(c, ':' | ',');
        self.at += self.rest().find(end).unwrap_or(self.rest().len());
        start..self.at
    }

    fn colon(&mut self) -> bool {
        self.space();
        let met = self.rest().starts_with(':');
        self.at += usize::from(met);
        met
    }
}

#[cfg(test)]
mod tests;
