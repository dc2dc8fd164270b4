//! Components alone on their line: what their arguments say is read as the words, links and images of the page.

use std::ops::Range;

use super::super::call::Found;
use super::super::embedded::{Embedded, Role};
use super::super::{Block, BlockKind, Image, Link, Prose};
use super::{Container, OBJECT, Walker};
use crate::config::components::{ArgumentKind, Component};
use crate::source::{Span, Spanned};

impl Walker<'_> {
    /// A line of HTML that is a component: it joins those of the page. False for any other line.
    pub(super) fn component(&mut self, range: &Range<usize>) -> bool {
        let found = self.found;
        while found.get(self.passed).is_some_and(|f| f.range.end <= range.start) {
            self.passed += 1;
        }
        let inside = |f: &&Found| f.range.start >= range.start && f.range.end <= range.end;
        let Some(found) = found.get(self.passed).filter(|f| f.embedded).filter(inside) else { return false };
        let masked = self.masked.get(range.clone()).unwrap_or("").trim();
        // Inside another block of HTML, it is shown as it was typed.
        if masked.len() != found.range.len() || !self.in_own_html {
            return false;
        }
        let body = self.text.get(self.base..).unwrap_or("");
        let Some(call) = found.call(body, self.source, self.base, 0) else { return false };
        let (span, name, arguments) = (call.span, call.name, call.arguments);
        if self.components.get(&name.value).is_some() {
            self.arguments(&name.value, span, &arguments);
        }
        let call = Embedded { span, name, arguments, role: Role::Single, parent: None };
        let waiting = self.silences.waiting();
        let document = &mut *self.document;
        let (embedded, problems) = (&mut document.embedded, &mut document.problems);
        if let Some(closed) = self.nesting.add(call, self.components, waiting, embedded, problems) {
            self.silences.cover(closed.silences, closed.whole);
        }
        true
    }

    /// The arguments of a component: words that people read are blocks of the page, what leads somewhere is
    /// a link or an image of it.
    fn arguments(&mut self, name: &str, call: Span, arguments: &[(Spanned<String>, Spanned<String>)]) {
        let Some(component) = self.components.get(name) else { return };
        let kind = |name: &str| component.argument(name).map(|argument| &argument.kind);
        let given = |wanted: ArgumentKind| {
            arguments.iter().find(|(name, _)| kind(&name.value) == Some(&wanted)).map(|(_, value)| value)
        };
        let title = given(ArgumentKind::Title);
        let alternative = given(ArgumentKind::Alternative).map(|value| self.words(value));
        if let Some(destination) = given(ArgumentKind::Image) {
            let alternative = alternative.unwrap_or_else(|| Prose::new(self.source));
            // An image stands in a block: this one has no words of its own.
            let block = self.document.blocks.len();
            let start = call.range().start;
            let span = Span::new(self.source, start, start);
            let (kind, prose) = (BlockKind::Argument { heading: false }, Prose::new(self.source));
            self.document.blocks.push(Block { kind, span, quoted: false, prose, strong: Vec::new() });
            self.document.images.push(Image {
                span: call,
                destination: destination.clone(),
                alternative,
                block,
            });
        }
        for (key, value) in arguments {
            let block = self.document.blocks.len();
            let heading = match kind(&key.value) {
                Some(ArgumentKind::Title) => true,
                Some(ArgumentKind::Text) => false,
                _ => continue,
            };
            let prose = self.words(value);
            if title.is_some_and(|title| title.span == value.span) {
                self.leads(component, arguments, call, Some((block, prose.text().len())));
            }
            let kind = BlockKind::Argument { heading };
            let quoted = self.containers.contains(&Container::Quote);
            self.document.blocks.push(Block { kind, span: value.span, quoted, prose, strong: Vec::new() });
        }
        if title.is_none() {
            self.leads(component, arguments, call, None);
        }
    }

    /// The words of an argument, as they are typed.
    fn words(&self, value: &Spanned<String>) -> Prose {
        let mut prose = Prose::new(self.source);
        prose.push(&value.value, value.span.range(), self.text);
        prose
    }

    /// The links of a component: to its files and pages, under the words of its title if it has one.
    fn leads(
        &mut self,
        component: &Component,
        arguments: &[(Spanned<String>, Spanned<String>)],
        call: Span,
        title: Option<(usize, usize)>,
    ) {
        for (key, value) in arguments {
            let kind = component.argument(&key.value).map(|argument| &argument.kind);
            if matches!(kind, Some(ArgumentKind::File | ArgumentKind::Page)) {
                // Without a title, the theme names what the link leads to, whatever that is.
                let (block, end) = title.unwrap_or_else(|| {
                    let mut prose = Prose::new(self.source);
                    prose.push_whole(OBJECT, value.span.range());
                    let (kind, span) = (BlockKind::Argument { heading: false }, value.span);
                    let block = Block { kind, span, quoted: false, prose, strong: Vec::new() };
                    self.document.blocks.push(block);
                    (self.document.blocks.len() - 1, OBJECT.len())
                });
                self.document.links.push(Link {
                    span: call,
                    destination: value.clone(),
                    block,
                    read: 0..end,
                    bare: false,
                    has_image: false,
                });
            }
        }
    }
}
