//! `numeric-date`: a date in figures, « 01/02/2026 », which not everyone reads in the same order.

use crate::finding::{Applicability, Edit, Finding, Fix, Message};
use crate::language::Language;
use crate::language::dates::{Precision, dates};
use crate::language::format;
use crate::lint::rule::Rule;
use crate::lint::scope::Scope;

use super::kind::{Case, Kind};
use super::{Check, View};

/// The kind `numeric-date`.
pub(super) const KIND: Kind = Kind {
    scoped: true,
    read: |_, _| Some(Check::NumericDate),
    ..Kind::new("numeric-date", "kind.numeric-date", &[Case::only(&["found", "use"])])
};

pub(super) fn check(rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    let language = view.language.unwrap_or(Language::French);
    for passage in &view.passages {
        let text = passage.prose.text();
        for mention in dates(text, language) {
            let found = text.get(mention.range.clone()).unwrap_or("");
            let figures = found.chars().all(|c| c.is_ascii_digit() || matches!(c, '/' | '.' | '-'));
            if !figures || mention.precision != Precision::Day {
                continue;
            }
            let others = passage.is_others(&mention.range);
            if others || !View::is_looked_at(rule, passage, &mention.range) {
                continue;
            }
            let new = format::date(mention.date, language);
            let span = passage.prose.span(mention.range.clone());
            let mut finding =
                rule.finding("", span, vec![("found", found.into()), ("use", new.as_str().into())]);
            // A model of what to type in a form must stay as it is: a person reads it again.
            let named = matches!(passage.scope(), Scope::FileName | Scope::LinkTarget);
            let source = view.site.sources.get(span.source);
            let typed = passage.prose.typed_as_read(&mention.range, source).filter(|_| !named);
            let fix = |span| Fix {
                title: Message::key("lint.fix-words").with("new", new.as_str()),
                edits: vec![Edit { span, text: new.clone() }],
                applicability: Applicability::Suggested,
            };
            finding.fix = typed.map(fix).map(Box::new);
            out.push(finding);
        }
    }
}
