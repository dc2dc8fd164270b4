//! `words`: a list of words and phrases, each with what to write instead.

use crate::data::{Fields, Node};
use crate::finding::{Arg, Finding, Message, Severity};
use crate::lint::rule::{Bilingual, Rule};
use crate::lint::rule_file::{missing, words, wrong};
use crate::source::Span;

/// A list of words and phrases.
#[derive(Clone, Debug)]
pub struct Words {
    /// What is looked for.
    pub entries: Vec<Entry>,
    /// Plurals, feminines and elisions count too.
    pub variants: bool,
    /// The phrase must be all there is: a whole link text, a whole heading.
    pub whole: bool,
}

/// One word or phrase.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What is looked for.
    pub find: String,
    /// What to write instead; may be empty.
    pub instead: Vec<String>,
    /// What to do, when no word can take its place.
    pub advice: Option<Bilingual>,
    /// A severity of its own, quieter or louder than the rule's.
    pub severity: Option<Severity>,
}

impl Words {
    pub(super) fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let variants = fields.bool("variants").is_none_or(|variants| variants.value);
        let whole = fields.bool("whole").is_some_and(|whole| whole.value);
        let Some(list) = fields.node("words").filter(|list| !list.items().is_empty()) else {
            missing(fields.problems(), "words", place);
            return None;
        };
        let entries = list.items().iter().filter_map(|item| Entry::read(item, fields)).collect();
        Some(Self { entries, variants, whole })
    }

    /// A finding for one entry, met at a place.
    pub(in crate::lint) fn finding(&self, rule: &Rule, entry: &Entry, span: Span, found: &str) -> Finding {
        let mut args: Vec<(&'static str, Arg)> = vec![("found", found.into())];
        if !entry.instead.is_empty() {
            args.push(("use", entry.instead.clone().into()));
        }
        let mut finding = rule.finding("", span, args);
        if let Some(advice) = &entry.advice {
            finding.help = Some(advice.message());
        }
        finding.severity = match entry.severity {
            Some(severity) if !rule.severity_is_set => severity,
            _ => finding.severity,
        };
        finding
    }
}

impl Entry {
    fn read(node: &Node, outer: &mut Fields) -> Option<Self> {
        if let Some(text) = node.as_text() {
            let find = not_blank(text, node.span, outer)?;
            return Some(Self { find, instead: Vec::new(), advice: None, severity: None });
        }
        let mut fields = Fields::new(node, outer.problems());
        let find = fields.text("find");
        let instead = fields.texts("use");
        let advice = fields.node("advice");
        let severity = fields.choice("severity", &Severity::NAMES);
        let advice = advice.and_then(|node| words(fields.problems(), node, &[]));
        if find.is_none() {
            missing(fields.problems(), "find", node.span);
        }
        let find = find.and_then(|find| not_blank(&find.value, find.span, &mut fields));
        fields.finish();
        Some(Self {
            find: find?,
            instead: instead.into_iter().map(|text| text.value).collect(),
            advice,
            severity: severity.map(|severity| severity.value),
        })
    }
}

fn not_blank(text: &str, span: Span, fields: &mut Fields) -> Option<String> {
    if text.trim().is_empty() {
        fields.problems().push(wrong(span, Message::key("lint.blank")));
        return None;
    }
    Some(text.trim().to_owned())
}
