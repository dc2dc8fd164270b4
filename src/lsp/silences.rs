//! Where a silence goes for what was found, with the place of its reason, which is left to be typed: until it is,
//! the silence does nothing and `reading/silence-without-reason` says so.

use crate::data::Value;
use crate::document::{Block, BlockKind, Document};
use crate::finding::{Finding, ProblemKind};
use crate::lint::fix::line_ending;
use crate::site::Site;
use crate::source::Source;

/// A silence to be typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Silence {
    /// The byte where it goes.
    pub(super) at: usize,
    /// What stands before the reason.
    pub(super) before: String,
    /// What stands after it.
    pub(super) after: String,
    /// It is about the whole page.
    pub(super) page: bool,
}

impl Silence {
    /// The text with it, for a reason.
    fn in_text(&self, text: &str, reason: &str) -> Option<String> {
        let (head, tail) = (text.get(..self.at)?, text.get(self.at..)?);
        Some(format!("{head}{}{reason}{}{tail}", self.before, self.after))
    }

    /// The silence that a finding calls for: about its block if it can be, or else about the page. Each that might
    /// do is read as a page is, so that what is offered works.
    pub(super) fn of(finding: &Finding, document: &Document, text: &str, site: &Site) -> Option<Self> {
        let rule = finding.rule.as_str();
        if ProblemKind::ALL.iter().any(|kind| kind.is_of_silences() && kind.rule() == rule) {
            return None;
        }
        let block = document.block_at(finding.span).filter(|_| finding.span.range().start >= document.body);
        let local = block.into_iter().flat_map(|block| [above(block, rule, text), inside(block, rule, text)]);
        let all = local.chain([declared(document, rule, text)]).flatten();
        let mut works = all.filter(|silence| silence.works(finding, document, text, site));
        works.next()
    }

    /// Whether the page stays what it is, and the finding is covered once there is a reason.
    fn works(&self, finding: &Finding, document: &Document, text: &str, site: &Site) -> bool {
        let Some(silenced) = self.in_text(text, "motif") else { return false };
        let start = finding.span.range().start;
        let shift = if start >= self.at { silenced.len() - text.len() } else { 0 };
        let source = Source::new("page.md", silenced.into_bytes());
        let read = Document::read(document.source, &source, &[], &site.components);
        let covers = |silence: &crate::document::Silence| {
            let named = silence.rules.iter().any(|rule| rule.value == finding.rule.as_str());
            let there = silence.covers.map(crate::source::Span::range);
            named
                && silence.reason.as_deref() == Some("motif")
                && there.is_some_and(|there| there.start <= start + shift && start + shift <= there.end)
        };
        let kinds = |document: &Document| -> Vec<BlockKind> {
            document.blocks.iter().map(|block| block.kind.clone()).collect()
        };
        read.silences.iter().any(covers) && kinds(&read) == kinds(document)
    }
}

/// A comment on a line of its own above a block that stands on lines of its own.
fn above(block: &Block, rule: &str, text: &str) -> Option<Silence> {
    if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading(_) | BlockKind::Code) {
        return None;
    }
    let start = block.span.range().start;
    let line = text.get(..start)?.rfind('\n').map_or(0, |end| end + 1);
    let indent = text.get(line..start)?;
    let after = format!(" -->{}", line_ending(text));
    indent.trim().is_empty().then(|| Silence {
        at: line,
        before: format!("{indent}<!-- limpide: allow {rule}: "),
        after,
        page: false,
    })
}

/// A comment at the end of the text of a block.
fn inside(block: &Block, rule: &str, _: &str) -> Option<Silence> {
    let read = block.prose.text();
    let at = block.prose.span(0..read.len()).range().end;
    let before = format!(" <!-- limpide: allow {rule}: ");
    (!read.is_empty()).then(|| Silence { at, before, after: " -->".to_owned(), page: false })
}

/// An entry of `allow:` in the front matter.
fn declared(document: &Document, rule: &str, text: &str) -> Option<Silence> {
    let eol = line_ending(text);
    let silence = |at, before, after| Some(Silence { at, before, after, page: true });
    let end_of_line =
        |at: usize| text.get(at..).map(|rest| at + rest.find(['\r', '\n']).unwrap_or(rest.len()));
    let indent_of = |at: usize| {
        let line = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
        text.get(line..at)
    };
    let Some(front) = document.front.span.map(crate::source::Span::range) else {
        let before = format!("---{eol}allow:{eol}  {rule}: \"");
        return silence(0, before, format!("\"{eol}---{eol}{eol}"));
    };
    match document.front.allow.as_ref().map(|node| &node.value) {
        None => {
            let whole = text.get(front.clone())?;
            let break_first = if whole.is_empty() || whole.ends_with('\n') { "" } else { eol };
            let before = format!("{break_first}allow:{eol}  {rule}: \"");
            let after = if break_first.is_empty() { format!("\"{eol}") } else { "\"".to_owned() };
            silence(front.end, before, after)
        }
        Some(Value::Map(map)) => {
            let (first, last) = (map.entries.first()?, map.entries.last()?);
            let indent = indent_of(first.key.span.range().start)?;
            let at = end_of_line(last.node.span.range().end.max(last.key.span.range().end))?;
            silence(at, format!("{eol}{indent}{rule}: \""), "\"".to_owned())
        }
        Some(Value::List(items)) => {
            let last = items.last()?;
            let end = match &last.value {
                Value::Map(map) => map.entries.last().map(|entry| entry.node.span.range().end),
                _ => None,
            };
            let at = end_of_line(end.unwrap_or(last.span.range().end))?;
            let dash = indent_of(last.span.range().start)?;
            let indent = dash.split('-').next().unwrap_or("  ");
            silence(at, format!("{eol}{indent}- rule: {rule}{eol}{indent}  reason: \""), "\"".to_owned())
        }
        Some(Value::Null | Value::Scalar(_)) => None,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::finding::{Message, RuleId, Severity};
    use crate::site::Facts;
    use crate::source::{Span, Tree};

    fn silenced(text: &str, at: &str) -> (Silence, String) {
        let mut tree = Tree::default();
        let id = tree.sources.add(Source::new("content/a.md", text.into()));
        tree.pages.push(("a.md".to_owned(), id));
        let site = Site::build(tree, Facts::on(date(2026, 11, 26)));
        let start = text.find(at).unwrap();
        let finding = Finding {
            rule: RuleId::new("clarity/jargon"),
            severity: Severity::Warning,
            span: Span::new(id, start, start + at.len()),
            message: Message::key("x"),
            labels: Vec::new(),
            help: None,
            fix: None,
            unfixed: None,
            calendar: false,
            external: false,
            topic: None,
            parts: Vec::new(),
        };
        let silence = Silence::of(&finding, &site.pages[0].document, text, &site).unwrap();
        let without = silence.in_text(text, "").unwrap();
        let source = Source::new("content/a.md", without.clone().into());
        let read = Document::read(id, &source, &[], &site.components);
        let refused = read.problems.iter().any(|p| p.kind == ProblemKind::SilenceWithoutReason);
        assert!(refused, "a silence without its reason is refused: {without}");
        (silence, without)
    }

    const PAGE: &str = "---\ntitle: A\n---\n\nUn mot.\n\n- un usager\n- deux\n\n| a |\n|---|\n| cellule |\n\n> [!NOTE]\n> noté\n";

    #[test]
    fn a_paragraph_is_silenced_above() {
        let (_, text) = silenced(PAGE, "mot");
        assert!(text.contains("\n\n<!-- limpide: allow clarity/jargon:  -->\nUn mot.\n"), "{text}");
    }

    #[test]
    fn what_stands_in_something_else_is_silenced_inside() {
        let (_, text) = silenced(PAGE, "usager");
        assert!(text.contains("- un usager <!-- limpide: allow clarity/jargon:  -->\n- deux"), "{text}");
        let (_, text) = silenced(PAGE, "cellule");
        assert!(text.contains("| cellule <!-- limpide: allow clarity/jargon:  --> |"), "{text}");
        let (silence, _) = silenced(PAGE, "noté");
        assert!(!silence.page);
    }

    #[test]
    fn fields_are_silenced_for_the_page() {
        for (page, expected) in [
            (PAGE, "title: A\nallow:\n  clarity/jargon: \"\"\n---"),
            ("---\r\ntitle: A\r\n---\r\nx\r\n", "title: A\r\nallow:\r\n  clarity/jargon: \"\"\r\n---"),
            (
                "---\nallow:\n    a/b: parce que\ntitle: A\n---\n",
                "    a/b: parce que\n    clarity/jargon: \"\"\ntitle: A",
            ),
            (
                "---\nallow:\n  - rule: a/b\n    reason: parce que\ntitle: A\n---\n",
                "    reason: parce que\n  - rule: clarity/jargon\n    reason: \"\"\ntitle: A",
            ),
        ] {
            let (silence, text) = silenced(page, "A");
            assert!(silence.page && text.contains(expected), "{text}");
        }
    }

    #[test]
    fn lines_end_as_in_the_rest_of_the_file() {
        let (_, text) = silenced("---\r\ntitle: A\r\n---\r\n\r\nUn mot.\r\n", "mot");
        assert!(text.contains("<!-- limpide: allow clarity/jargon:  -->\r\nUn mot."), "{text}");
    }
}
