//! The one inline form: `{{ name(key="literal") }}`. Literals only, no expression.

use std::borrow::Cow;
use std::ops::Range;

use super::embedded;
use crate::config::components::Components;
use crate::finding::{Message, Problem, ProblemKind};
use crate::source::{SourceId, Span, Spanned};

/// A call of the body, not yet resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The call as typed, braces included.
    pub span: Span,
    /// What is called.
    pub name: Spanned<String>,
    /// Its arguments, in order.
    pub arguments: Vec<(Spanned<String>, Spanned<String>)>,
    /// The block it stands in.
    pub block: usize,
}

impl Call {
    /// The value of an argument.
    pub fn argument(&self, name: &str) -> Option<&Spanned<String>> {
        self.arguments.iter().find(|(n, _)| n.value == name).map(|(_, v)| v)
    }
}

/// A `{{` met in a text: a call, or what keeps it from being one.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) range: Range<usize>,
    pub(crate) call: Result<Parsed, Fault>,
    /// It is a component, alone on its line.
    pub(crate) embedded: bool,
}

/// A well-formed call, by ranges of the text.
#[derive(Clone, Debug)]
pub(crate) struct Parsed {
    name: Range<usize>,
    arguments: Vec<(Range<usize>, Range<usize>)>,
}

/// Where a call stops being one, and the key of the message that says why.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    at: Range<usize>,
    message: &'static str,
}

impl Found {
    /// What is called; none for what is no call.
    pub(super) fn name<'t>(&self, text: &'t str) -> Option<&'t str> {
        text.get(self.call.as_ref().ok()?.name.clone())
    }

    /// The call, in a source where the text starts at `base`.
    pub(crate) fn call(&self, text: &str, source: SourceId, base: usize, block: usize) -> Option<Call> {
        let parsed = self.call.as_ref().ok()?;
        let spanned = |range: &Range<usize>| {
            let value = text.get(range.clone()).unwrap_or("").to_owned();
            Spanned::new(value, Span::new(source, base + range.start, base + range.end))
        };
        Some(Call {
            span: Span::new(source, base + self.range.start, base + self.range.end),
            name: spanned(&parsed.name),
            arguments: parsed.arguments.iter().map(|(n, v)| (spanned(n), spanned(v))).collect(),
            block,
        })
    }

    /// What is wrong with it, in a source where the text starts at `base`.
    pub(crate) fn problem(&self, source: SourceId, base: usize) -> Option<Problem> {
        let fault = self.call.as_ref().err()?;
        let at = Span::new(source, base + fault.at.start, base + fault.at.end);
        let whole = Span::new(source, base + self.range.start, base + self.range.end);
        let problem = Problem::new(ProblemKind::InvalidCall, at, Message::key(fault.message))
            .help(Message::key("call.grammar"));
        Some(if at == whole { problem } else { problem.label(whole, Message::key("call.here")) })
    }
}

/// The calls of a text, with those that are components told from the others.
pub(crate) fn find_all(text: &str, components: &Components) -> Vec<Found> {
    let mut found = find(text);
    for call in &mut found {
        call.embedded = embedded::stands_alone(text, call, components);
    }
    found
}

/// Every `{{` of a text that no backslash escapes, in order.
fn find(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    // One character is looked for faster than two.
    if !text.contains('{') {
        return found;
    }
    let mut from = 0;
    let (mut line, mut close) = (Next::of(&["\n", "\r"]), Next::of(&["}}"]));
    while let Some(start) = text.get(from..).and_then(|t| t.find("{{")).map(|i| from + i) {
        let escapes = text[..start].bytes().rev().take_while(|b| *b == b'\\').count();
        if escapes % 2 == 1 {
            from = start + 1;
            continue;
        }
        let mut reader = Reader { text, at: start + 2 };
        match reader.call() {
            Ok(parsed) => {
                found.push(Found { range: start..reader.at, call: Ok(parsed), embedded: false });
                from = reader.at;
            }
            Err(fault) => {
                let line = line.after(text, start);
                let close = close.after(text, start);
                let end = if close < line { close + 2 } else { line };
                let range = start..end.max(fault.at.end);
                found.push(Found { range, call: Err(fault), embedded: false });
                from = start + 2;
            }
        }
    }
    found
}

/// Where one of a few marks comes next. It is remembered, so that a text of nothing but openings is
/// read once and not once for each.
struct Next {
    marks: &'static [&'static str],
    at: Option<usize>,
}

impl Next {
    fn of(marks: &'static [&'static str]) -> Self {
        Self { marks, at: None }
    }

    /// The first mark from `start` on, or the end of the text. `start` never goes back.
    fn after(&mut self, text: &str, start: usize) -> usize {
        if let Some(at) = self.at.filter(|at| *at >= start) {
            return at;
        }
        let rest = text.get(start..).unwrap_or("");
        let next = self.marks.iter().filter_map(|mark| rest.find(mark)).min();
        let at = next.map_or(text.len(), |i| start + i);
        self.at = Some(at);
        at
    }
}

/// The text with each well-formed call replaced by as many letters, so that Markdown sees one word
/// there whatever the call holds, a block of HTML where it is a component, and every other byte keeps its
/// place.
pub(crate) fn mask<'a>(text: &'a str, found: &[Found]) -> Cow<'a, str> {
    let mut masked = Cow::Borrowed(text);
    for call in found.iter().filter(|f| f.call.is_ok()) {
        let letters = match call.embedded {
            true => embedded::mask(&call.range),
            false => "x".repeat(call.range.len()),
        };
        masked.to_mut().replace_range(call.range.clone(), &letters);
    }
    masked
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start_matches([' ', '\t', '\u{a0}']).len();
    }

    fn eat(&mut self, token: &str) -> bool {
        let met = self.rest().starts_with(token);
        self.at += if met { token.len() } else { 0 };
        met
    }

    /// The next character, as a place for a message; an empty range at the end.
    fn here(&self) -> Range<usize> {
        self.at..self.at + self.rest().chars().next().map_or(0, char::len_utf8)
    }

    fn word(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        let len = self
            .rest()
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')))
            .unwrap_or(self.rest().len());
        self.at += len;
        (len > 0).then_some(start..self.at)
    }

    fn call(&mut self) -> Result<Parsed, Fault> {
        let fault = |at, message| Fault { at, message };
        self.space();
        let name = self.word().ok_or_else(|| fault(self.here(), "call.no-name"))?;
        self.space();
        if !self.eat("(") {
            return Err(fault(name, "call.no-parenthesis"));
        }
        let mut arguments = Vec::new();
        self.space();
        while !self.eat(")") {
            let key = self.word().ok_or_else(|| fault(self.here(), "call.no-argument"))?;
            self.space();
            if !self.eat("=") {
                return Err(fault(key, "call.no-equals"));
            }
            self.space();
            let value = self.literal()?;
            arguments.push((key, value));
            self.space();
            if !self.eat(",") && !self.rest().starts_with(')') {
                return Err(fault(self.here(), "call.no-comma"));
            }
            self.space();
        }
        self.space();
        if !self.eat("}}") {
            return Err(fault(self.here(), "call.not-closed"));
        }
        Ok(Parsed { name, arguments })
    }

    fn literal(&mut self) -> Result<Range<usize>, Fault> {
        if !self.eat("\"") {
            return Err(Fault { at: self.here(), message: "call.no-quotes" });
        }
        let start = self.at;
        match self.rest().find(['"', '\n', '\r']) {
            Some(len) if self.rest()[len..].starts_with('"') => {
                self.at += len + 1;
                Ok(start..start + len)
            }
            _ => Err(Fault { at: start - 1..start, message: "call.quote-not-closed" }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<(&str, &'static str)> {
        find(text)
            .iter()
            .filter_map(|f| f.call.as_ref().err())
            .map(|f| (&text[f.at.clone()], f.message))
            .collect()
    }

    #[test]
    fn calls_keep_their_places() {
        let text = r#"Il coûte {{ amount(key="a*b", on = "2026-01-01") }}."#;
        let found = find(text);
        assert_eq!(&text[found[0].range.clone()], r#"{{ amount(key="a*b", on = "2026-01-01") }}"#);
        let parsed = found[0].call.as_ref().unwrap();
        assert_eq!(&text[parsed.name.clone()], "amount");
        assert_eq!(&text[parsed.arguments[0].1.clone()], "a*b");
        assert_eq!(&text[parsed.arguments[1].0.clone()], "on");
        assert_eq!(mask(text, &found).len(), text.len());
    }

    #[test]
    fn an_escaped_brace_is_text() {
        assert!(find(r"\{{ amount }}").is_empty());
    }

    #[test]
    fn each_fault_points_at_the_right_bytes() {
        assert_eq!(faults("{{ 1 + 1 }}"), [("1", "call.no-parenthesis")]);
        assert_eq!(faults("{{ }}"), [("}", "call.no-name")]);
        assert_eq!(faults("{{ a(b) }}"), [("b", "call.no-equals")]);
        assert_eq!(faults("{{ a(b=c) }}"), [("c", "call.no-quotes")]);
        assert_eq!(faults("{{ a(b=\"c) }}"), [("\"", "call.quote-not-closed")]);
        assert_eq!(faults("{{ a(b=\"c\" d) }}"), [("d", "call.no-comma")]);
        assert_eq!(faults("{{ a(b=\"c\") "), [("", "call.not-closed")]);
    }
}
