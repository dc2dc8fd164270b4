//! Terms of the glossary: the first use of each leads to its explanation, in a list at the end of the
//! page, which leads back.
//!
//! `title` alone would explain an acronym to those only who point with a mouse: not with a keyboard, nor
//! with a finger, nor on paper. A link and a list serve everyone and need no script.

use std::collections::VecDeque;
use std::ops::Range;

use super::{Body, Writer, escape};
use crate::finding::Message;
use crate::language::fold::{fold, without_accents};
use crate::site::glossary::First;
use crate::site::registry::Term;

/// Where terms are first used in the text, in order.
pub(super) type Marks<'a> = VecDeque<Mark<'a>>;

/// A first use in the text.
pub(super) struct Mark<'a> {
    /// Bytes of the body.
    range: Range<usize>,
    term: &'a Term,
    expansion: Option<&'a str>,
}

/// The first uses typed in a body.
pub(super) fn marks<'a>(body: &Body<'a>) -> Marks<'a> {
    let mut marks: Vec<Mark<'a>> = body
        .explained
        .iter()
        .filter_map(|(explained, term)| match &explained.first {
            First::Typed { span, expansion } => {
                let range = span.range();
                let inside = |at: usize| at.checked_sub(body.start);
                let range = inside(range.start)?..inside(range.end)?;
                Some(Mark { range, term, expansion: expansion.as_deref() })
            }
            First::Called(_) | First::Nowhere => None,
        })
        .collect();
    // Footnotes are read last, and may be typed before.
    marks.sort_by_key(|mark| mark.range.start);
    marks.into()
}

impl Writer<'_> {
    /// Text as typed, with the first uses in it.
    pub(super) fn marked(&mut self, typed: Range<usize>) {
        let mut from = typed.start;
        while let Some(mark) = self.marks.front() {
            let Range { start, end } = mark.range;
            let at = if self.marked { end } else { start };
            if !self.marked && start < from {
                // Passed over: what stands there could not be told apart.
                self.marks.pop_front();
            } else if at < typed.end || self.marked && at == typed.end {
                self.typed(from..at);
                from = from.max(at);
                if self.marked { self.end_mark() } else { self.start_mark() }
            } else {
                break;
            }
        }
        self.typed(from..typed.end);
    }

    /// Text read otherwise than typed (an entity, the end of a line), which a first use may begin or end
    /// with.
    pub(super) fn marked_whole(&mut self, read: &str, typed: &Range<usize>) {
        while !self.marked && self.marks.front().is_some_and(|mark| mark.range.start < typed.start) {
            self.marks.pop_front();
        }
        if !self.marked && self.marks.front().is_some_and(|mark| mark.range.start == typed.start) {
            self.start_mark();
        }
        self.words(read);
        if self.marks.front().is_some_and(|mark| mark.range.end <= typed.end) {
            self.end_mark();
        }
    }

    fn start_mark(&mut self) {
        let Some(mark) = self.marks.front() else { return };
        start(mark.term, true, &mut self.out);
        if let Some(expansion) = mark.expansion {
            self.body.start_acronym(expansion, &mut self.out);
        }
        self.marked = true;
    }

    /// Ends the first use that is being written, if any.
    pub(super) fn end_mark(&mut self) {
        if std::mem::take(&mut self.marked)
            && let Some(mark) = self.marks.pop_front()
        {
            self.out.push_str(if mark.expansion.is_some() { "</abbr></a>" } else { "</a>" });
        }
    }

    /// A call of a term. Its author wants it explained here, be it the first use or not.
    pub(super) fn called(&mut self, rank: usize, key: &str, text: &str, expansion: Option<&String>) {
        let leads = !self.in_link && self.heading.is_none();
        let known = self.body.explained.iter().filter(|_| leads).find(|(explained, _)| explained.key == key);
        if let Some((explained, term)) = known {
            start(term, explained.first == First::Called(rank), &mut self.out);
        }
        if let Some(expansion) = expansion {
            self.body.start_acronym(expansion, &mut self.out);
        }
        self.words(text);
        self.out.push_str(if expansion.is_some() { "</abbr>" } else { "" });
        self.out.push_str(if known.is_some() { "</a>" } else { "" });
    }
}

fn start(term: &Term, first: bool, out: &mut String) {
    let id = escape::percent(&term.definition_id());
    out.push_str(&format!("<a href=\"#{id}\" class=\"term\" role=\"doc-glossref\""));
    if first {
        out.push_str(&format!(" id=\"{}\"", term.use_id()));
    }
    out.push('>');
}

impl Body<'_> {
    fn start_acronym(&self, expansion: &str, out: &mut String) {
        out.push_str("<abbr");
        self.lang(out);
        out.push_str(" title=\"");
        escape::attribute(expansion, out);
        out.push_str("\">");
    }

    /// Says the language of the glossary, where it is another one.
    fn lang(&self, out: &mut String) {
        if let Some(lang) = self.glossary_lang {
            out.push_str(" lang=\"");
            escape::attribute(lang, out);
            out.push('"');
        }
    }
}

/// The terms explained on a page, from A to Z, each with a way back into `content`.
pub(super) fn list(body: &Body<'_>, content: &str) -> String {
    let mut out = String::new();
    if body.explained.is_empty() {
        return out;
    }
    let mut explained: Vec<_> = body.explained.iter().collect();
    explained.sort_by_cached_key(|(_, term)| rank(term));
    let title = body.words.get("interface.explained");
    out.push_str("<section class=\"explained\" role=\"doc-glossary\" aria-label=\"");
    escape::attribute(title, &mut out);
    out.push_str("\">\n<h2>");
    escape::text(title, &mut out);
    out.push_str("</h2>\n<dl");
    body.lang(&mut out);
    out.push_str(">\n");
    for (_, term) in explained {
        out.push_str(&format!("<dt id=\"{}\">", term.definition_id()));
        escape::text(&term.name.value, &mut out);
        out.push_str("</dt>\n");
        let texts = [&term.expansion, &term.definition].into_iter().flatten();
        let texts: Vec<&str> = texts.map(|text| text.value.as_str()).collect();
        for (at, text) in texts.iter().enumerate() {
            out.push_str("<dd>");
            escape::text(text, &mut out);
            // A footnote typed twice is written once: a first use in the other one is nowhere.
            if at + 1 == texts.len() && content.contains(&format!(" id=\"{}\"", term.use_id())) {
                back(body, term, &mut out);
            }
            out.push_str("</dd>\n");
        }
    }
    out.push_str("</dl>\n</section>\n");
    out
}

fn back(body: &Body<'_>, term: &Term, out: &mut String) {
    let id = escape::percent(&term.use_id());
    out.push_str(&format!(" <a href=\"#{id}\" class=\"back\" role=\"doc-backlink\""));
    let name = Message::key("interface.explained-back").with("name", term.name.value.as_str());
    out.push_str(" aria-label=\"");
    escape::attribute(&body.words.say(&name), out);
    out.push_str("\">↩</a>");
}

/// Where a term stands in the alphabet: hyphens and apostrophes do not count, as in dictionaries.
pub(in crate::render) fn rank(term: &Term) -> String {
    without_accents(fold(&term.name.value).text()).replace(['-', '\''], "")
}

#[cfg(test)]
mod tests;
