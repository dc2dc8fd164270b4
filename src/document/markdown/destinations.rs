//! Links and images, once they end: where they lead, and the bytes that say so.

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::super::call::Found;
use super::super::{Image, Link};
use super::{OBJECT, Walker};
use crate::finding::{Message, Problem, ProblemKind};
use crate::source::Spanned;

impl Walker<'_> {
    pub(super) fn end_link(&mut self, range: &Range<usize>) {
        let Some(link) = self.links.pop() else { return };
        self.inside(range);
        let read = link.read..self.block(range).prose.text().len().max(link.read);
        let at = self.destination(link.kind, &link.label, link.inner_end, range);
        let destination = self.unmasked(link.destination, &at);
        let link = Link {
            span: self.span(range),
            destination: Spanned::new(destination, self.span(&at)),
            block: self.document.blocks.len(),
            read,
            bare: matches!(link.kind, LinkType::Autolink | LinkType::Email),
            has_image: link.has_image,
        };
        self.document.links.push(link);
    }

    pub(super) fn end_image(&mut self, range: Range<usize>) {
        self.image_depth = self.image_depth.saturating_sub(1);
        if self.image_depth > 0 {
            return;
        }
        let Some(image) = self.image.take() else { return };
        self.push(&range, |prose, typed, _| prose.push_whole(OBJECT, typed));
        let at = self.destination(image.kind, &image.label, image.inner_end, &range);
        let destination = self.unmasked(image.destination, &at);
        let image = Image {
            span: self.span(&range),
            destination: Spanned::new(destination, self.span(&at)),
            alternative: image.alternative,
            block: self.document.blocks.len(),
        };
        self.document.images.push(image);
    }

    /// A destination as typed where a call stands in it. A call is no address, and that is said.
    fn unmasked(&mut self, destination: String, at: &Range<usize>) -> String {
        let inside = |f: &&Found| f.call.is_ok() && at.start <= f.range.start && f.range.end <= at.end;
        let Some(call) = self.found.iter().find(inside) else { return destination };
        let message = Message::key("call.in-address");
        let problem = Problem::new(ProblemKind::InvalidCall, self.span(&call.range), message);
        self.document.problems.push(problem);
        let body = self.text.get(self.base..).unwrap_or("");
        body.get(at.clone()).unwrap_or("").to_owned()
    }

    /// Where the destination of a link was typed; the whole link when it cannot be told.
    fn destination(&self, kind: LinkType, label: &str, inner: usize, range: &Range<usize>) -> Range<usize> {
        let typed = match kind {
            LinkType::Inline => typed_destination(self.masked, "](", inner..range.end),
            LinkType::Autolink | LinkType::Email => Some(range.start + 1..range.end - 1),
            _ => self
                .definitions
                .get(label)
                .and_then(|definition| typed_destination(self.masked, "]:", definition.clone())),
        };
        typed.filter(|t| self.masked.get(t.clone()).is_some()).unwrap_or_else(|| range.clone())
    }
}

/// The destination that follows `mark` in a range of the body: between `<` and `>`, or up to white
/// space or an unbalanced `)`.
fn typed_destination(body: &str, mark: &str, range: Range<usize>) -> Option<Range<usize>> {
    let slice = body.get(range.clone())?;
    let after = slice.find(mark)? + mark.len();
    let rest = &slice[after..];
    let start = after + (rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len());
    let rest = &slice[start..];
    if let Some(inner) = rest.strip_prefix('<') {
        let end = inner.find('>')?;
        return Some(range.start + start + 1..range.start + start + 1 + end);
    }
    let mut depth = 0_usize;
    let mut escaped = false;
    let end = rest.char_indices().find(|(_, c)| {
        if std::mem::take(&mut escaped) {
            return false;
        }
        match c {
            '\\' => escaped = true,
            '(' => depth += 1,
            ')' if depth == 0 => return true,
            ')' => depth -= 1,
            c if c.is_ascii_whitespace() => return true,
            _ => {}
        }
        false
    });
    let len = end.map_or(rest.len(), |(i, _)| i);
    Some(range.start + start..range.start + start + len)
}
