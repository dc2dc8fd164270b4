//! `sentence-length`: how many words a reader must hold before the full stop.

use crate::finding::Finding;
use crate::language::{sentences, words};

use super::View;
use crate::lint::rule::Rule;

pub(super) fn check(rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    let Some(language) = view.language else { return };
    for passage in view.passages.iter().filter(|passage| rule.scope.contains(&passage.scope())) {
        let text = passage.prose.text();
        for range in sentences::sentences(text, language) {
            let Some(sentence) = text.get(range.clone()) else { continue };
            let count = i64::try_from(words::words(sentence).count()).unwrap_or(i64::MAX);
            let Some((max, severity)) = rule.level(count) else { continue };
            let start = range.start + (sentence.len() - sentence.trim_start().len());
            let span = passage.prose.span(start..start + sentence.trim().len());
            let args = vec![("words", count.into()), ("max", max.into())];
            out.push(Finding { severity, ..rule.finding("", span, args) });
        }
    }
}
