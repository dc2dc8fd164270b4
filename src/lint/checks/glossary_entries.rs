//! `glossary-entry`: words of the glossary that no page uses, and words that it explains twice.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Finding, Message};
use crate::language::fold::fold;
use crate::lint::rule::Rule;
use crate::site::Resolved;
use crate::site::registry::Term;
use crate::site::{Page, Site};

use super::Check;
use super::kind::{Case, Kind};

/// The kind `glossary-entry`.
pub(super) const KIND: Kind = Kind {
    elsewhere: true,
    read: |_, _| Some(Check::GlossaryEntry),
    ..Kind::new(
        "glossary-entry",
        "kind.glossary-entry",
        &[Case::of("unused", &["term"]), Case::of("twice", &["term", "key"])],
    )
};

pub(super) fn check(rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
    let used: BTreeSet<&str> =
        site.pages.iter().filter(|page| site.is_published(page)).flat_map(of).collect();
    let mut names: BTreeMap<String, &Term> = BTreeMap::new();
    for (key, term) in &site.registries.glossary {
        let shown = term.name.value.as_str();
        let mut twice = None;
        for name in term.names() {
            let known = names.entry(fold(name.trim()).into_text()).or_insert(term);
            if known.key.value != *key {
                twice = twice.or(Some(*known));
            }
        }
        if let Some(other) = twice {
            let args = vec![("term", shown.into()), ("key", other.key.value.as_str().into())];
            let mut finding = rule.finding("twice", term.key.span, args);
            finding.labels.push((other.key.span, Message::key("lint.same-term")));
            out.push(finding);
        } else if !used.contains(key.as_str()) {
            out.push(rule.finding("unused", term.key.span, vec![("term", shown.into())]));
        }
    }
}

/// The keys of the terms that a page calls, or that are explained on it.
fn of(page: &Page) -> impl Iterator<Item = &str> {
    let called = page.calls.iter().flatten().filter_map(|call| match call {
        Resolved::Term { key, .. } => Some(key.as_str()),
        Resolved::Text(_) | Resolved::Link { .. } => None,
    });
    called.chain(page.explained.iter().map(|explained| explained.key.as_str()))
}
