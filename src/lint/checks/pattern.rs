//! `pattern`: a regular expression over what is read. Word boundaries are tested on hits alone: in a
//! French text, `\b` inside the expression is either wrong (ASCII) or some hundred times slower.

use std::ops::Range;

use regex::Regex;

use crate::data::Fields;
use crate::finding::{Finding, Message};
use crate::language::fold::is_word_boundary;
use crate::lint::rule::Rule;
use crate::lint::rule_file::{missing, wrong};
use crate::source::{Span, Spanned};

use super::kind::{Case, Form, Kind, Needed, Param};
use super::{Check, View};

/// The kind `pattern`.
pub(super) const KIND: Kind = Kind {
    scoped: true,
    params: &[
        Param::required("pattern", Form::Pattern, "param.pattern"),
        Param { name: "words", about: "param.pattern-words", form: Form::Bool, needed: Needed::Else("true") },
    ],
    read: |fields, place| Pattern::read(fields, place).map(Check::Pattern),
    ..Kind::new("pattern", "kind.pattern", &[CASE])
};

const CASE: Case = Case { usual: &["lint.usual-avoid"], ..Case::only(&["found"]) };

/// A regular expression.
#[derive(Clone, Debug)]
pub struct Pattern {
    regex: Regex,
    words: bool,
}

impl Pattern {
    /// `pattern`, and `words: false` to accept hits that begin or end inside a word.
    pub(super) fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let words = fields.bool("words").is_none_or(|words| words.value);
        let Some(pattern) = fields.text("pattern") else {
            missing(fields.problems(), "pattern", place);
            return None;
        };
        Self::compile(&pattern, words, fields)
    }

    /// Reads a regular expression; with `words`, hits must be whole words.
    pub(super) fn compile(pattern: &Spanned<String>, words: bool, fields: &mut Fields) -> Option<Self> {
        let regex = if tests_boundary(&pattern.value) {
            Err(Message::key("lint.pattern-boundary"))
        } else {
            match Regex::new(&pattern.value) {
                Ok(regex) if regex.is_match("") => Err(Message::key("lint.pattern-empty")),
                Ok(regex) => Ok(regex),
                Err(error) => Err(fault(&error)),
            }
        };
        match regex {
            Ok(regex) => Some(Self { regex, words }),
            Err(message) => {
                let help = Message::key("lint.pattern-help");
                fields.problems().push(wrong(pattern.span, message).help(help));
                None
            }
        }
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        for passage in &view.passages {
            let text = passage.prose.text();
            for hit in self.hits(text) {
                let scope = passage.scope_at(&hit);
                if scope.is_some_and(|scope| rule.scope.contains(&scope)) {
                    let found = text.get(hit.clone()).unwrap_or("");
                    out.push(rule.finding("", passage.prose.span(hit), vec![("found", found.into())]));
                }
            }
        }
    }

    /// What it finds in a text, in order.
    pub(super) fn hits<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        let whole = |hit: &Range<usize>| is_word_boundary(text, hit.start) && is_word_boundary(text, hit.end);
        self.regex.find_iter(text).map(|hit| hit.range()).filter(move |hit| !self.words || whole(hit))
    }
}

/// Whether a pattern holds `\b`, `\B`, `\<` or `\>`.
fn tests_boundary(pattern: &str) -> bool {
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        if letter == '\\' && matches!(letters.next(), Some('b' | 'B' | '<' | '>')) {
            return true;
        }
    }
    false
}

/// What is wrong with a pattern. The usual faults are said in the reader’s language; for the others,
/// what the parser says must do: the last line of its message, without `error:`.
fn fault(error: &regex::Error) -> Message {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or("").trim();
    let last = last.strip_prefix("error: ").unwrap_or(last);
    match last {
        "unclosed group" => Message::key("lint.pattern-unclosed"),
        "unopened group" => Message::key("lint.pattern-unopened"),
        "unclosed character class" => Message::key("lint.pattern-class"),
        "repetition operator missing expression" => Message::key("lint.pattern-repetition"),
        "unrecognized escape sequence" => Message::key("lint.pattern-escape"),
        around if around.starts_with("look-around") || around.starts_with("backreferences") => {
            Message::key("lint.pattern-around")
        }
        other => Message::key("lint.pattern-invalid").with("error", other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_boundary_is_seen_through_escapes() {
        assert!(tests_boundary(r"\bart"));
        assert!(tests_boundary(r"a\\\b"));
        assert!(!tests_boundary(r"a\\b"));
        assert!(!tests_boundary(r"\d+ b"));
    }

    #[test]
    fn the_usual_faults_are_said_in_plain_words() {
        for (pattern, key) in [
            ("a(b", "lint.pattern-unclosed"),
            ("a)b", "lint.pattern-unopened"),
            ("[ab", "lint.pattern-class"),
            ("*a", "lint.pattern-repetition"),
            (r"\y", "lint.pattern-escape"),
            ("(?<=a)b", "lint.pattern-around"),
            (r"(a)\1", "lint.pattern-around"),
            ("a{3,1}", "lint.pattern-invalid"),
        ] {
            let error = Regex::new(pattern).unwrap_err();
            assert_eq!(fault(&error).text, Message::key(key).text, "{pattern}");
        }
    }
}
