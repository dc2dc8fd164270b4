//! `obsolete-entry`: a name that the site’s registry of obsolete names says is no longer the right one.

use std::ops::Range;

use jiff::civil::Date;

use crate::data::Fields;
use crate::finding::{Applicability, Finding, Severity};
use crate::language::fold::{fold, in_capitals, is_word_boundary};
use crate::language::variants::{Form, forms};
use crate::lint::rule::Rule;
use crate::lint::scope::Passage;
use crate::site::registry::ObsoleteName;

use super::super::kind::{self, Case, Kind, Param, texts};
use super::super::{Check, View, words};
use super::Model;

/// The kind `obsolete-entry`.
pub(super) const KIND: Kind = Kind {
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

/// A form of a name, folded, with its entry.
struct Sought<'a> {
    folded: String,
    form: Form,
    /// As the registry writes it.
    name: &'a str,
    entry: &'a ObsoleteName,
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
        let registry = &view.site.registries.obsolete_names;
        let today = view.site.facts.today;
        let in_force = |name: &&ObsoleteName| name.since.as_ref().is_none_or(|since| since.value <= today);
        let names = registry.values().map(|entry| &entry.value).filter(in_force);
        let sought: Vec<Sought<'_>> = names
            .flat_map(|entry| {
                entry.names.iter().flat_map(move |name| {
                    let name = name.value.as_str();
                    forms(name).into_iter().map(move |form| {
                        let folded = fold(&form.text).text().to_owned();
                        Sought { folded, form, name, entry }
                    })
                })
            })
            .filter(|sought| !sought.folded.is_empty())
            .collect();
        if sought.is_empty() {
            return;
        }
        let reviewed = view.page.front.reviewed.as_ref().map(|reviewed| reviewed.value);
        for passage in &view.passages {
            for (folded, sought) in self.hits(passage, &sought) {
                let read = passage.folded.original(folded);
                if View::is_looked_at(rule, passage, &read) {
                    out.push(finding(rule, passage, read, sought, reviewed));
                }
            }
        }
    }

    /// The names of a passage, in order, not overlapping: the longest of those that start at one place.
    fn hits<'s, 'a>(
        &self,
        passage: &Passage<'_>,
        sought: &'s [Sought<'a>],
    ) -> Vec<(Range<usize>, &'s Sought<'a>)> {
        let text = passage.folded.text();
        let mut found: Vec<(Range<usize>, &Sought<'a>)> = Vec::new();
        for name in sought {
            for (start, met) in text.match_indices(name.folded.as_str()) {
                let range = start..start + met.len();
                let whole = is_word_boundary(text, range.start) && is_word_boundary(text, range.end);
                if whole && !passage.is_reserved(&range, false) && !self.is_meant(text, &range) {
                    let typed = passage.prose.text().get(passage.folded.original(range.clone()));
                    if typed.is_some_and(|typed| has_capitals_of(typed, name.name)) {
                        found.push((range, name));
                    }
                }
            }
        }
        found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        let mut end = 0;
        found.retain(|(range, _)| {
            range.start >= end && {
                end = range.end;
                true
            }
        });
        found
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
    passage: &Passage<'_>,
    read: Range<usize>,
    sought: &Sought<'_>,
    reviewed: Option<Date>,
) -> Finding {
    let found = passage.prose.text().get(read.clone()).unwrap_or("");
    let mut args = vec![("found", found.into())];
    if let Some(instead) = &sought.entry.replacement {
        args.push(("use", instead.value.as_str().into()));
    }
    let since = sought.entry.since.as_ref().map(|since| since.value);
    args.extend(since.map(|since| ("since", since.into())));
    let case = if since.is_some() { "dated" } else { "undated" };
    let mut finding = rule.finding(case, passage.prose.span(read.clone()), args);
    // The page was right when it was reviewed: only the calendar has made the name an old one.
    if since.zip(reviewed).is_some_and(|(since, reviewed)| since > reviewed) {
        finding.calendar = true;
        finding.severity = finding.severity.min(Severity::Warning);
    }
    if let Some(instead) = &sought.entry.replacement {
        match words::put(&instead.value, Applicability::Suggested, &sought.form, passage, read) {
            Ok(fix) => finding.fix = Some(fix),
            Err(why) => finding.unfixed = Some(why),
        }
    }
    finding
}
