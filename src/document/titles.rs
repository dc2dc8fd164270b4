//! A page without a title, and the heading of its text that stands for one.

use super::markdown::OBJECT;
use super::{BlockKind, Document, Heading};
use crate::data::yaml_line;
use crate::finding::{Edit, Message, Problem, ProblemKind};
use crate::source::Span;

impl Document {
    /// The heading of level 1 that opens the text of a page without a title: it is meant to be that title.
    pub fn title_in_text(&self) -> Option<&Heading> {
        let block = self.blocks.first().filter(|block| !block.quoted && self.front.title.is_none())?;
        let heading = self.headings.first().filter(|heading| heading.level == 1)?;
        (block.kind == BlockKind::Heading(0) && !block.prose.text().trim().is_empty()).then_some(heading)
    }
}

/// What is told of a page without a title.
pub(super) fn missing(document: &Document, text: &str) -> Problem {
    let message = Message::key("front-matter.no-title");
    let start = document.front.span.map_or(document.body.min(text.len()), |span| span.range().start);
    let Some(heading) = document.title_in_text() else {
        let at = Span::new(document.source, start, start);
        let problem = Problem::new(ProblemKind::MissingField, at, message);
        // The lines of a front matter stand there, and what parts them from the text does not.
        let first = text.get(start..).unwrap_or_default().trim_start().lines().next().unwrap_or_default();
        let bare = document.front.span.is_none() && first.starts_with("title: ");
        let help = if bare { "front-matter.no-fences-help" } else { "front-matter.no-title-help" };
        return problem.help(Message::key(help));
    };
    let whole = heading.span.range();
    let typed = text.get(whole.clone()).unwrap_or("").trim_end().len();
    let at = Span::new(document.source, whole.start, whole.start + typed);
    let title = document.blocks.first().map_or("", |block| block.prose.text().trim());
    let line = format!("title: {}", yaml_line(title));
    let problem = Problem::new(ProblemKind::MissingField, at, message)
        .help(Message::key("front-matter.title-in-text").with("line", line.as_str()));
    match edits(document, text, start, at, &line).filter(|_| !title.contains(OBJECT)) {
        Some(edits) => problem.suggest(Message::key("front-matter.title-in-text-fix"), edits),
        None => problem,
    }
}

/// The heading taken away, and its line put in the front matter, which starts at a byte, or is made there.
fn edits(document: &Document, text: &str, start: usize, heading: Span, line: &str) -> Option<Vec<Edit>> {
    let after = text.get(heading.range().end..)?;
    let end = text.len() - after.trim_start_matches(['\n', '\r']).len();
    if document.front.span.is_some() {
        // Keys between braces are not lines.
        let flowing = text.get(start..)?.trim_start().starts_with('{');
        let taken = Span::new(document.source, heading.range().start, end);
        let added = Edit { span: Span::new(document.source, start, start), text: format!("{line}\n") };
        return (!flowing).then(|| vec![added, Edit { span: taken, text: String::new() }]);
    }
    // A front matter stands at the very top.
    let above = text.get(start..heading.range().start)?;
    let span = Span::new(document.source, start, end);
    above.trim().is_empty().then(|| vec![Edit { span, text: format!("---\n{line}\n---\n\n") }])
}
