//! `pattern`: a regular expression over what is read. Word boundaries are tested on hits alone: in a
//! French text, `\b` inside the expression is either wrong (ASCII) or some hundred times slower.

use regex::Regex;

use crate::data::Fields;
use crate::finding::{Finding, Message};
use crate::language::fold::is_word_boundary;
use crate::lint::rule::Rule;
use crate::lint::rule_file::{missing, wrong};
use crate::source::Span;

use super::View;

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
        let regex = if tests_boundary(&pattern.value) {
            Err(Message::key("lint.pattern-boundary"))
        } else {
            match Regex::new(&pattern.value) {
                Ok(regex) if regex.is_match("") => Err(Message::key("lint.pattern-empty")),
                Ok(regex) => Ok(regex),
                Err(error) => Err(Message::key("lint.pattern-invalid").with("error", last_line(&error))),
            }
        };
        match regex {
            Ok(regex) => Some(Self { regex, words }),
            Err(message) => {
                fields.problems().push(wrong(pattern.span, message));
                None
            }
        }
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        for passage in &view.passages {
            let text = passage.prose.text();
            for hit in self.regex.find_iter(text) {
                let whole = is_word_boundary(text, hit.start()) && is_word_boundary(text, hit.end());
                let scope = passage.scope_at(&hit.range());
                if (self.words && !whole) || scope.is_none_or(|scope| !rule.scope.contains(&scope)) {
                    continue;
                }
                let span = passage.prose.span(hit.range());
                out.push(rule.finding("", span, vec![("found", hit.as_str().into())]));
            }
        }
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

/// What the parser of patterns says is wrong: the last line of its message, without `error:`.
fn last_line(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or("").trim();
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
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
}
