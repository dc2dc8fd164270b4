//! Every word list of every rule in one automaton a language, over folded text. What a hit must be
//! besides (whole words, in a place that its rule looks at) is tested on hits alone.
//!
//! Of phrases that overlap, a rule reports the longest; and where a longer phrase of another rule of the
//! same family holds a shorter one (« recours contentieux », « contentieux »), that rule alone speaks.
//! Rules of different families say different things of the same words, and are all heard.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

use crate::document::BlockKind;
use crate::finding::Finding;
use crate::language::Language;
use crate::language::article::is_article;
use crate::language::fold::{
    fold, fold_but_capitals, is_whole, is_word_boundary, lacks_only_capital_accents, without_accents,
};
use crate::language::variants::{Form, forms};
use crate::site::Resolved;
use crate::source::Span;

use super::checks::{Check, View, Words};
use super::rule::Rule;
use super::scope::{Passage, Scope};

/// The automata: one for each language the program knows, one for pages in any other. Each is made when
/// the first page in its language is checked.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    automata: [OnceLock<Option<Automaton>>; 3],
}

#[derive(Debug)]
struct Automaton {
    finder: AhoCorasick,
    /// By pattern: who looks for it.
    owners: Vec<Vec<Owner>>,
    /// The forms that owners name by rank.
    forms: Vec<Form>,
    /// Where the rules that look for them look.
    scopes: Vec<Scope>,
}

/// A form of an entry, or of an exception to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Owner {
    rule: usize,
    part: Part,
    form: usize,
    exact: Exact,
    /// How many forms, from that one on, differ only by the little word at their end. The pattern stops
    /// before it, and one pattern serves « de », « d' », « du » and « des ».
    tails: usize,
}

/// What a phrase is in its rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// Accepted, whatever the entry that is found in it.
    ExceptionToAll,
    /// Accepted, when this entry is found in it.
    ExceptionTo(usize),
    /// An entry.
    Entry(usize),
}

/// What the text as typed must be, besides the same when folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Exact {
    Folded,
    /// The form, but for accents that capitals lack.
    Accents,
    /// The form, capitals included.
    Capitals,
}

/// A phrase met in a passage; its place is in the folded text.
struct Hit {
    owner: Owner,
    folded: Range<usize>,
    read: Range<usize>,
}

impl Phrases {
    /// What the word lists of the rules find on one page. Rules are known by their rank: they must be the
    /// same each time.
    pub(super) fn check(&self, rules: &[Rule], view: &View<'_>, out: &mut Vec<Finding>) {
        let [french, english, other] = &self.automata;
        let slot = match view.language {
            Some(Language::French) => french,
            Some(Language::English) => english,
            None => other,
        };
        let made = slot.get_or_init(|| Automaton::new(rules, view.language));
        let Some(automaton) = made.as_ref() else { return };
        let defined = automaton.defined(view);
        let looked_at = |passage: &&Passage<'_>| passage.is_in(&automaton.scopes) && !passage.is_definition();
        for passage in view.passages.iter().filter(looked_at) {
            for hit in longest(automaton.hits(rules, passage, &defined), rules) {
                let Part::Entry(entry) = hit.owner.part else { continue };
                let listed = rules.get(hit.owner.rule).and_then(|rule| Some((rule, words_of(rule)?)));
                if let Some((rule, words)) = listed
                    && let Some(entry) = words.entries.get(entry)
                    && let Some(form) = automaton.forms.get(hit.owner.form)
                {
                    out.push(words.finding(rule, entry, form, passage, hit.read));
                }
            }
        }
    }
}

fn words_of(rule: &Rule) -> Option<&Words> {
    match &rule.check {
        Check::Words(words) => Some(words),
        _ => None,
    }
}

impl Automaton {
    /// None when there is nothing to look for.
    fn new(rules: &[Rule], language: Option<Language>) -> Option<Self> {
        let mut patterns = Patterns::default();
        for (rank, rule) in rules.iter().enumerate() {
            let heard = !rule.is_off() && (rule.lang.is_none() || rule.lang == language);
            let Some(words) = words_of(rule).filter(|_| heard) else { continue };
            let mut add = |part, term: &str, case| patterns.add((rank, part), term, words.variants, case);
            for (entry, listed) in words.entries.iter().enumerate() {
                listed.find.iter().for_each(|term| add(Part::Entry(entry), term, listed.case));
                listed.except.iter().for_each(|term| add(Part::ExceptionTo(entry), term, false));
            }
            words.except.iter().for_each(|term| add(Part::ExceptionToAll, term, false));
        }
        let Patterns { mut listed, forms } = patterns;
        listed.retain(|(pattern, _)| !pattern.is_empty());
        if listed.is_empty() {
            return None;
        }
        listed.sort_unstable();
        let same: Vec<&[(String, Owner)]> = listed.chunk_by(|(a, _), (b, _)| a == b).collect();
        let patterns = same.iter().filter_map(|group| group.first()).map(|(pattern, _)| pattern);
        // Building fails only past some billion states, far beyond any list of words.
        let finder = AhoCorasick::builder().prefilter(false).build(patterns).ok()?;
        let heard = same.iter().flat_map(|group| group.iter()).filter_map(|(_, owner)| rules.get(owner.rule));
        let scopes: BTreeSet<Scope> = heard.flat_map(|rule| rule.scope.iter().copied()).collect();
        let owners = same.iter().map(|group| group.iter().map(|(_, owner)| *owner).collect()).collect();
        Some(Self { finder, owners, forms, scopes: scopes.into_iter().collect() })
    }

    /// Every phrase that a rule accepts here, exceptions and overlapping ones included.
    fn hits(&self, rules: &[Rule], passage: &Passage<'_>, defined: &BTreeSet<(usize, usize)>) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (owner, folded) in self.matches(passage.folded().text()) {
            let listed = rules.get(owner.rule).and_then(|rule| Some((rule, words_of(rule)?)));
            let Some(((rule, words), form)) = listed.zip(self.forms.get(owner.form)) else { continue };
            let read = passage.folded().original(folded.clone());
            let meant = match owner.part {
                Part::Entry(entry) => {
                    passage.scope_at(&read).is_some_and(|scope| rule.scope.contains(&scope))
                        && (!words.whole || passage.is_whole(&read))
                        && (defined.is_empty() || !defined.contains(&(owner.rule, entry)))
                        && !passage.is_reserved(&folded, words.quoted)
                        && !words.is_accepted_beside(passage.folded().text(), &folded)
                }
                Part::ExceptionTo(_) | Part::ExceptionToAll => true,
            };
            if meant && owner.exact.holds(passage.prose.text().get(read.clone()).unwrap_or(""), form) {
                hits.push(Hit { owner, folded, read });
            }
        }
        hits
    }

    /// Every phrase met between words of a folded text, with the form that was met.
    fn matches<'o, 't>(&'o self, text: &'t str) -> impl Iterator<Item = (Owner, Range<usize>)> + use<'o, 't> {
        self.finder.find_overlapping_iter(text).flat_map(move |hit| {
            let between = is_whole(text, &hit.range());
            let owners = self.owners.get(hit.pattern().as_usize()).filter(|_| between);
            let whole = move |owner: &Owner| self.whole(*owner, hit.range(), text);
            owners.into_iter().flatten().filter_map(whole)
        })
    }

    /// A pattern with the little word that its phrase ends with, if it has one.
    fn whole(&self, owner: Owner, hit: Range<usize>, text: &str) -> Option<(Owner, Range<usize>)> {
        if owner.tails == 0 {
            return Some((owner, hit));
        }
        let start = hit.end + 1;
        let rest = text.get(hit.end..)?.strip_prefix(' ')?;
        let forms = self.forms.get(owner.form..owner.form + owner.tails)?;
        forms.iter().enumerate().find_map(|(rank, form)| {
            let (_, tail) = form.tail?;
            let bare = if owner.exact == Exact::Accents && tail == "à" { "a" } else { tail };
            let end = start + bare.len();
            let met = rest.starts_with(bare) && is_word_boundary(text, end);
            met.then(|| (Owner { form: owner.form + rank, ..owner }, hit.start..end))
        })
    }

    /// The entries, by rule and rank, that a page explains: as a term of a definition list, or with a
    /// call of the glossary. They are left alone on that page.
    fn defined(&self, view: &View<'_>) -> BTreeSet<(usize, usize)> {
        let terms = view.page.document.blocks.iter().filter(|block| block.kind == BlockKind::Term);
        let called = view.page.calls.iter().flatten().filter_map(|call| match call {
            Resolved::Term { text, .. } => Some(text.as_str()),
            Resolved::Text(_) | Resolved::Link { .. } => None,
        });
        let mut defined = BTreeSet::new();
        for name in terms.map(|block| block.prose.text()).chain(called) {
            let folded = fold(name.trim());
            let name = folded.text();
            for (owner, range) in self.matches(name) {
                let before = name.get(..range.start).unwrap_or_default().trim_end();
                if let Part::Entry(entry) = owner.part
                    && range.end == name.len()
                    && (before.is_empty() || is_article(before))
                {
                    defined.insert((owner.rule, entry));
                }
            }
        }
        defined
    }
}

impl Exact {
    fn holds(self, typed: &str, form: &Form) -> bool {
        match self {
            Self::Folded => true,
            Self::Accents => lacks_only_capital_accents(typed, fold(form.text.trim()).text()),
            Self::Capitals => fold_but_capitals(typed) == fold_but_capitals(form.text.trim()),
        }
    }
}

/// Patterns on their way to an automaton.
#[derive(Default)]
struct Patterns {
    listed: Vec<(String, Owner)>,
    forms: Vec<Form>,
}

impl Patterns {
    /// Adds a term, in all its forms if `variants` are wanted.
    fn add(&mut self, (rule, part): (usize, Part), term: &str, variants: bool, case: bool) {
        let itself = |term: &str| Form { text: term.to_owned(), plural: false, feminine: false, tail: None };
        let forms = if variants { forms(term) } else { vec![itself(term)] };
        for form in forms {
            let rank = self.forms.len();
            let folded = fold(form.text.trim()).into_text();
            // « de », then its other forms: the first one speaks for them, as far as what is before.
            let stem = form.tail.and_then(|(_, tail)| folded.strip_suffix(tail)?.strip_suffix(' '));
            let stem = stem.filter(|stem| !case && !stem.is_empty());
            let first = form.tail.is_none_or(|(base, tail)| base == tail);
            match stem {
                Some(stem) if first => {
                    let plain = (!folded.is_ascii()).then(|| without_accents(stem));
                    let owner = Owner { rule, part, form: rank, exact: Exact::Folded, tails: 1 };
                    if let Some(plain) = plain {
                        self.listed.push((plain, Owner { exact: Exact::Accents, ..owner }));
                    }
                    self.listed.push((stem.to_owned(), owner));
                }
                // Counted with the first one, which was pushed last.
                Some(_) => {
                    for (_, owner) in self.listed.iter_mut().rev().take(2) {
                        if (owner.rule, owner.part) == (rule, part) && owner.form + owner.tails == rank {
                            owner.tails += 1;
                        }
                    }
                }
                None => {
                    let owner = Owner { rule, part, form: rank, exact: Exact::Folded, tails: 0 };
                    if case {
                        self.listed.push((folded, Owner { exact: Exact::Capitals, ..owner }));
                    } else {
                        let plain = Some(without_accents(&folded)).filter(|plain| *plain != folded);
                        let bare = |plain| (plain, Owner { exact: Exact::Accents, ..owner });
                        self.listed.extend(plain.map(bare));
                        self.listed.push((folded, owner));
                    }
                }
            }
            self.forms.push(form);
        }
    }
}

/// Where the registry of the site says that a name is a former one, the word lists of that family say nothing
/// of it: the site knows what it is called now.
pub(super) fn leave_to_the_site(findings: &mut Vec<Finding>, rules: &[Rule]) {
    let family = |finding: &Finding| {
        let id = finding.rule.as_str();
        id.split_once('/').map_or(id, |(family, _)| family).to_owned()
    };
    let by_site: BTreeSet<&str> =
        rules.iter().filter(|rule| rule.check.is_of_site()).map(|rule| rule.id.as_str()).collect();
    let told = findings.iter().filter(|finding| by_site.contains(finding.rule.as_str()));
    let mut told: Vec<(String, Span)> = told.map(|finding| (family(finding), finding.span)).collect();
    if told.is_empty() {
        return;
    }
    told.sort();
    let listed: BTreeSet<&str> =
        rules.iter().filter(|rule| words_of(rule).is_some()).map(|rule| rule.id.as_str()).collect();
    findings.retain(|finding| {
        let span = finding.span;
        // Those of one rule do not overlap: the last one that starts before the end is the only one.
        let known = || {
            let family = family(finding);
            let after = told.partition_point(|(of, other)| {
                (of, other.source, other.start) < (&family, span.source, span.end)
            });
            let last = after.checked_sub(1).and_then(|last| told.get(last));
            last.is_some_and(|(of, other)| {
                *of == family && other.source == span.source && other.end > span.start
            })
        };
        !listed.contains(finding.rule.as_str()) || !known()
    });
}

/// The hits to report: no exception, nothing inside one; the longest of each rule; nothing inside a
/// longer one of the same family.
fn longest(mut hits: Vec<Hit>, rules: &[Rule]) -> Vec<Hit> {
    if hits.is_empty() {
        return hits;
    }
    hits.sort_by(|a, b| {
        let key = |hit: &Hit| (hit.owner.rule, hit.folded.start, Reverse(hit.folded.end));
        key(a).cmp(&key(b)).then_with(|| a.owner.cmp(&b.owner))
    });
    let mut rule = usize::MAX;
    let mut end = 0;
    // How far what is accepted reaches: for every entry, and for one.
    let mut accepted: BTreeMap<Part, usize> = BTreeMap::new();
    hits.retain(|hit| {
        if rule != hit.owner.rule {
            (rule, end) = (hit.owner.rule, 0);
            accepted.clear();
        }
        let Part::Entry(entry) = hit.owner.part else {
            let reach = accepted.entry(hit.owner.part).or_default();
            *reach = hit.folded.end.max(*reach);
            return false;
        };
        let inside = [Part::ExceptionToAll, Part::ExceptionTo(entry)]
            .iter()
            .any(|part| accepted.get(part).is_some_and(|reach| hit.folded.end <= *reach));
        if inside || hit.folded.start < end {
            return false;
        }
        end = hit.folded.end;
        true
    });
    if hits.len() > 1 { alone_in_family(hits, rules) } else { hits }
}

/// Takes out the hits that a longer one of another rule of the family holds.
fn alone_in_family(mut hits: Vec<Hit>, rules: &[Rule]) -> Vec<Hit> {
    let family = |hit: &Hit| {
        let id = rules.get(hit.owner.rule).map_or("", |rule| rule.id.as_str());
        id.split_once('/').map_or(id, |(family, _)| family)
    };
    // Stable: hits of one place stay in the order of their rules.
    hits.sort_by(|a, b| {
        let key = |hit: &Hit| (hit.folded.start, Reverse(hit.folded.end));
        family(a).cmp(family(b)).then_with(|| key(a).cmp(&key(b)))
    });
    let mut current = None;
    let mut longest = 0..0;
    hits.retain(|hit| {
        if current != Some(family(hit)) {
            current = Some(family(hit));
            longest = 0..0;
        }
        let held = hit.folded.end <= longest.end && hit.folded.len() < longest.len();
        if hit.folded.end > longest.end {
            longest = hit.folded.clone();
        }
        !held
    });
    hits
}

#[cfg(test)]
mod tests;
