//! Components embedded in a page, `{{ figure(image="plan.png") }}`, and how they stand in one another.
//!
//! A component stands alone on its line. For Markdown, its line is a block of HTML: no blank line is needed
//! around it, and what a block component holds is Markdown like the rest of the page. Nothing inside
//! escapes: the words of its arguments are blocks of the page, its files are links of the page.

use std::ops::Range;

use pulldown_cmark::Tag;

use super::call::Found;
use crate::config::components::{Components, END};
use crate::finding::{Message, Problem, ProblemKind};
use crate::source::{Span, Spanned};

/// Blocks that may be open one inside the other: what is inside is written again for each of them.
const DEEPEST: usize = 8;

/// A component that stands in a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embedded {
    /// The call as typed, braces included.
    pub span: Span,
    /// The name of the component; `end` where one is closed.
    pub name: Spanned<String>,
    /// Its arguments, in order.
    pub arguments: Vec<(Spanned<String>, Spanned<String>)>,
    /// Its part in the page.
    pub role: Role,
    /// The rank of the component it stands in, directly.
    pub parent: Option<usize>,
}

/// What a call of a component does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It holds nothing.
    Single,
    /// It opens a block, which the call of this rank closes.
    Opens(usize),
    /// It closes the block that the call of this rank opens.
    Closes(usize),
    /// It opens what is never closed, or closes what was never opened: it is told, and does nothing.
    Astray,
}

impl Embedded {
    /// The value of an argument.
    pub fn argument(&self, name: &str) -> Option<&Spanned<String>> {
        self.arguments.iter().find(|(n, _)| n.value == name).map(|(_, v)| v)
    }
}

/// Whether what was found is a component alone on its line: nothing around it but the marks of the lists
/// and quotes that hold it.
pub(super) fn stands_alone(text: &str, found: &Found, components: &Components) -> bool {
    if !found.name(text).is_some_and(|name| components.is_one(name)) {
        return false;
    }
    let mark =
        |c: char| matches!(c, ' ' | '\t' | '>' | '-' | '*' | '+' | ':' | '.' | ')') || c.is_ascii_digit();
    let before = text.get(..found.range.start).unwrap_or("").chars().rev();
    let after = text.get(found.range.end..).unwrap_or("").chars();
    let ends = |c: char| matches!(c, '\n' | '\r');
    before.take_while(|c| !ends(*c)).all(mark) && after.take_while(|c| !ends(*c)).all(char::is_whitespace)
}

/// A block that is open.
struct Open {
    rank: usize,
    /// Silences that are about the whole of it.
    silences: Vec<usize>,
}

/// How the components of a page stand in one another, while it is walked.
#[derive(Default)]
pub(super) struct Nesting {
    open: Vec<Open>,
    /// For each list, quote… that is open, how many components were open when it opened.
    floors: Vec<usize>,
    /// Blocks open beyond the deepest.
    deeper: usize,
}

/// What a component turned out to close.
pub(super) struct Closed {
    /// From the opening to the closing.
    pub(super) whole: Span,
    /// Silences that are about the whole of it.
    pub(super) silences: Vec<usize>,
}

impl Nesting {
    /// Something of Markdown opens, that components may not straddle.
    pub(super) fn enter(&mut self) {
        self.floors.push(self.open.len());
    }

    /// It ends: what was opened inside ends with it.
    pub(super) fn leave(&mut self, embedded: &[Embedded], problems: &mut Vec<Problem>) {
        let floor = self.floors.pop().unwrap_or(0);
        self.close_down_to(floor, embedded, problems);
    }

    /// The page ends.
    pub(super) fn finish(&mut self, embedded: &[Embedded], problems: &mut Vec<Problem>) {
        self.close_down_to(0, embedded, problems);
    }

    fn close_down_to(&mut self, floor: usize, embedded: &[Embedded], problems: &mut Vec<Problem>) {
        let left = self.open.get(floor..).unwrap_or_default();
        problems.extend(left.iter().filter_map(|open| embedded.get(open.rank)).map(unclosed));
        self.open.truncate(floor);
    }

    /// Takes a component in: adds it to the others, with its part, and says what is wrong with its place.
    /// `silences` are those that wait for what comes next; they are given back with what is closed.
    pub(super) fn add(
        &mut self,
        call: Embedded,
        components: &Components,
        silences: Vec<usize>,
        embedded: &mut Vec<Embedded>,
        problems: &mut Vec<Problem>,
    ) -> Option<Closed> {
        let rank = embedded.len();
        let parent = self.open.last().map(|open| open.rank);
        embedded.push(Embedded { parent, ..call });
        let call = embedded.get(rank)?;
        if call.name.value == END {
            return self.end(rank, components, embedded, problems);
        }
        let component = components.get(&call.name.value)?;
        if let Some(inside) = &component.inside {
            let holder = parent.and_then(|rank| embedded.get(rank));
            if holder.is_none_or(|holder| holder.name.value != *inside) {
                let message = Message::key("component.outside").with("name", call.name.value.as_str());
                let problem = fault(call.name.span, message.with("parent", inside.as_str()));
                let help = Message::key("component.outside-help").with("parent", inside.as_str());
                problems.push(problem.help(help));
            }
        }
        component.check(&call.name.value, call.span, &call.arguments, problems);
        let single = Closed { whole: call.span, silences };
        if !component.block {
            return Some(single);
        }
        if self.open.len() >= DEEPEST {
            let message = Message::key("component.too-deep").with("most", DEEPEST);
            problems.push(fault(call.span, message));
            self.deeper += 1;
        } else {
            self.open.push(Open { rank, silences: single.silences });
        }
        if let Some(call) = embedded.get_mut(rank) {
            call.role = Role::Astray;
        }
        None
    }

    fn end(
        &mut self,
        rank: usize,
        components: &Components,
        embedded: &mut [Embedded],
        problems: &mut Vec<Problem>,
    ) -> Option<Closed> {
        let call = embedded.get(rank)?;
        let (span, typed) = (call.span, call.argument("name").cloned());
        for (key, _) in call.arguments.iter().filter(|(key, _)| key.value != "name") {
            let message = Message::key("component.end-argument").with("found", key.value.as_str());
            problems.push(fault(key.span, message));
        }
        if let Some(call) = embedded.get_mut(rank) {
            call.role = Role::Astray;
        }
        if self.deeper > 0 {
            self.deeper -= 1;
            return None;
        }
        let floor = self.floors.last().copied().unwrap_or(0);
        let here = self.open.get(floor..).unwrap_or_default();
        let name = |open: &Open| embedded.get(open.rank).map(|call| call.name.value.as_str());
        let Some(typed) = typed else {
            let message = Message::key("component.end-no-name");
            let example = here.last().and_then(name).unwrap_or("tabs");
            problems
                .push(fault(span, message).help(Message::key("component.end-help").with("name", example)));
            return None;
        };
        let Some(at) = here.iter().rposition(|open| name(open) == Some(typed.value.as_str())) else {
            problems.push(self.unopened(&typed, floor, components, embedded));
            return None;
        };
        // What is still open inside was forgotten: it is told, and ends here too.
        let at = floor + at;
        self.close_down_to(at + 1, embedded, problems);
        let open = self.open.pop()?;
        let opening = embedded.get_mut(open.rank)?;
        opening.role = Role::Opens(rank);
        let (whole, parent) = (opening.span.to(span), opening.parent);
        if let Some(call) = embedded.get_mut(rank) {
            (call.role, call.parent) = (Role::Closes(open.rank), parent);
        }
        Some(Closed { whole, silences: open.silences })
    }

    /// The end of something that is not open here, with what is.
    fn unopened(
        &self,
        typed: &Spanned<String>,
        floor: usize,
        components: &Components,
        embedded: &[Embedded],
    ) -> Problem {
        let name = typed.value.as_str();
        let call = |open: &Open| embedded.get(open.rank);
        let single = components.get(name).is_some_and(|component| !component.block);
        let key = if single { "component.end-single" } else { "component.unopened" };
        let problem = fault(typed.span, Message::key(key).with("name", name));
        // Opened outside of the list or the quote that this stands in: both must stand in the same one.
        let above = self.open.get(..floor).unwrap_or_default().iter().rev().filter_map(call);
        if let Some(opening) = above.clone().find(|call| call.name.value == name) {
            let problem = problem.label(opening.span, Message::key("component.opened-here"));
            return problem.help(Message::key("component.straddles"));
        }
        match self.open.get(floor..).unwrap_or_default().last().and_then(call) {
            Some(last) if !single => {
                let help = Message::key("component.end-help").with("name", last.name.value.as_str());
                problem.label(last.span, Message::key("component.still-open")).help(help)
            }
            _ => problem,
        }
    }
}

fn unclosed(opening: &Embedded) -> Problem {
    let name = opening.name.value.as_str();
    let problem = fault(opening.span, Message::key("component.unclosed").with("name", name));
    problem.help(Message::key("component.end-help").with("name", name))
}

fn fault(span: Span, message: Message) -> Problem {
    Problem::new(ProblemKind::InvalidCall, span, message)
}

/// Whether a component that opens inside must also close inside.
pub(super) fn bounds(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::BlockQuote(_) | Tag::Item | Tag::FootnoteDefinition(_) | Tag::DefinitionListDefinition)
}

/// Letters in place of a component, that Markdown takes for a block of HTML of its own, as long as the call.
pub(super) fn mask(range: &Range<usize>) -> String {
    format!("<?{}?>", "x".repeat(range.len().saturating_sub(4)))
}

#[cfg(test)]
mod tests;
