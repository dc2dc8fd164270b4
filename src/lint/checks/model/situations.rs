//! `unused-situation`: a situation that a page lists, and that none of its items is for.

use std::collections::BTreeSet;

use crate::finding::Finding;
use crate::lint::rule::Rule;
use crate::site::situations_named;

use super::super::kind::{Case, Kind};
use super::super::{Check, View};
use super::Model;

/// The kind `unused-situation`.
pub(super) const KIND: Kind = Kind {
    in_front: true,
    read: |_, _| Some(Check::Model(Box::new(Model::UnusedSituation))),
    ..Kind::new("unused-situation", "kind.unused-situation", &[Case::only(&["name", "key"])])
};

/// What a page lists itself; what a section lists serves several pages.
pub(super) fn check(rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    let (procedure, source) = (&view.page.procedure, view.page.document.source);
    let mut own =
        procedure.situations.iter().filter(|situation| situation.id.span.source == source).peekable();
    // Most pages list none.
    if own.peek().is_none() {
        return;
    }
    let used: BTreeSet<&str> = situations_named(procedure).map(|id| id.value.as_str()).collect();
    // An item for a situation that the page does not have may well be meant for this one.
    let listed = |id: &&str| procedure.situations.iter().any(|situation| situation.id.value == **id);
    if !used.iter().all(listed) {
        return;
    }
    for situation in own.filter(|situation| !used.contains(situation.id.value.as_str())) {
        let (key, name) = (situation.id.value.as_str(), situation.label.value.as_str());
        let args = vec![("name", name.into()), ("key", key.into())];
        out.push(rule.finding("", situation.id.span, args));
    }
}
