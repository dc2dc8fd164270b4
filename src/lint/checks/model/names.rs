//! `obsolete-entry`: a name that the site’s registry of obsolete names says is no longer the right one.

use std::ops::Range;

use crate::data::Fields;
use crate::finding::{Applicability, Finding};
use crate::language::fold::{fold, in_capitals, is_whole, is_word_boundary};
use crate::lint::rule::Rule;
use crate::lint::scope::Passage;

use super::super::kind::{self, Case, Kind, Param, texts};
use super::super::known::{FormerName, FormerNames};
use super::super::{Check, View, calendar, words};
use super::Model;

/// The kind `obsolete-entry`.
pub(super) const KIND: Kind = Kind {
    elsewhere: true,
    scoped: true,
    params: &[
        Param::optional("after", kind::Form::Texts, "param.obsolete-after"),
        Param::optional("before", kind::Form::Texts, "param.obsolete-before"),
    ],
    read: |fields, _| Some(Check::Model(Box::new(Model::Obsolete(Obsolete::read(fields))))),
    ..Kind::new(
        "obsolete-entry",
        "kind.obsolete-entry",
        &[Case::of("dated", &["found", "use", "since"]), Case::of("undated", &["found", "use"])],
    )
};

/// Words that tell that a name is called by its former self on purpose.
#[derive(Clone, Debug)]
pub struct Obsolete {
    /// Parameter `after`: words right before the name, folded.
    after: Vec<String>,
    /// Parameter `before`: words right after the name, folded.
    before: Vec<String>,
}

impl Obsolete {
    fn read(fields: &mut Fields) -> Self {
        let mut folded = |key| -> Vec<String> {
            texts(fields, key).iter().map(|text| fold(text.trim()).text().to_owned()).collect()
        };
        let (after, before) = (folded("after"), folded("before"));
        Self { after, before }
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let Some(names) = view.known.former_names(view.site) else { return };
        for passage in &view.passages {
            for (folded, sought) in self.hits(passage, names) {
                let read = passage.folded().original(folded);
                if View::is_looked_at(rule, passage, &read) {
                    out.push(finding(rule, view, passage, read, sought));
                }
            }
        }
    }

    /// The names of a passage, in order, not overlapping: the longest of those that start at one place.
    fn hits<'n>(&self, passage: &Passage<'_>, names: &'n FormerNames) -> Vec<(Range<usize>, &'n FormerName)> {
        let text = passage.folded().text();
        let mut found: Vec<(Range<usize>, usize, &FormerName)> = Vec::new();
        for hit in names.finder.find_overlapping_iter(text) {
            let (range, rank) = (hit.range(), hit.pattern().as_usize());
            let Some(name) = names.sought.get(rank) else { continue };
            let whole = is_whole(text, &range);
            if whole && !passage.is_reserved(&range, false) && !self.is_meant(text, &range) {
                let typed = passage.prose.text().get(passage.folded().original(range.clone()));
                if typed.is_some_and(|typed| has_capitals_of(typed, &name.name)) {
                    found.push((range, rank, name));
                }
            }
        }
        found.sort_by_key(|(range, rank, _)| (range.start, std::cmp::Reverse(range.end), *rank));
        let mut end = 0;
        found.retain(|(range, ..)| {
            range.start >= end && {
                end = range.end;
                true
            }
        });
        found.into_iter().map(|(range, _, name)| (range, name)).collect()
    }

    /// Whether the words around say that the name is a former one.
    fn is_meant(&self, text: &str, range: &Range<usize>) -> bool {
        let sign = |c: char| !c.is_alphanumeric();
        let before = text.get(..range.start).unwrap_or("").trim_end_matches(sign);
        let after = text.get(range.end..).unwrap_or("").trim_start_matches(sign);
        let ends = |words: &String| {
            before.strip_suffix(words.as_str()).is_some_and(|rest| is_word_boundary(before, rest.len()))
        };
        let starts =
            |words: &String| after.starts_with(words.as_str()) && is_word_boundary(after, words.len());
        self.after.iter().any(ends) || self.before.iter().any(starts)
    }
}

/// Whether a text has the capitals that make a name one: « Halde » is no « halde », nor « RMI » « Rmi ».
fn has_capitals_of(typed: &str, name: &str) -> bool {
    let capital = |text: &str| text.chars().next().is_some_and(char::is_uppercase);
    (!capital(name) || capital(typed)) && (!in_capitals(name) || in_capitals(typed))
}

fn finding(
    rule: &Rule,
    view: &View<'_>,
    passage: &Passage<'_>,
    read: Range<usize>,
    sought: &FormerName,
) -> Finding {
    let found = passage.prose.text().get(read.clone()).unwrap_or("");
    let entry = view.site.registries.obsolete_names.get(&sought.key);
    let instead = entry.and_then(|entry| entry.value.replacement.as_ref());
    let mut args = vec![("found", found.into())];
    args.extend(instead.map(|instead| ("use", instead.value.as_str().into())));
    args.extend(sought.since.map(|since| ("since", since.into())));
    let case = if sought.since.is_some() { "dated" } else { "undated" };
    let finding = rule.finding(case, passage.prose.span(read.clone()), args);
    let mut finding = calendar::since(view.page, sought.changed, finding);
    if let Some(instead) = instead {
        match words::put(&instead.value, Applicability::Suggested, &sought.form, passage, read) {
            Ok(fix) => finding.fix = Some(Box::new(fix)),
            Err(why) => finding.unfixed = Some(Box::new(why)),
        }
    }
    finding
}
