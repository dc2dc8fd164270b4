//! Every word list of every rule in one automaton a language, over folded text. Boundaries are
//! tested on hits alone, and in each rule the longest phrase wins.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::AhoCorasick;

use crate::finding::Finding;
use crate::language::Language;
use crate::language::fold::{fold, in_capitals, is_word_boundary, without_accents};
use crate::language::variants::variants;

use super::checks::{Check, View, Words};
use super::rule::Rule;
use super::scope::Passage;

/// The automata: one for each language the program knows, one for pages in any other.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    automata: Vec<(Option<Language>, Automaton)>,
}

#[derive(Debug)]
struct Automaton {
    finder: AhoCorasick,
    /// By pattern: who looks for it.
    owners: Vec<Vec<Owner>>,
}

/// An entry of a rule's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Owner {
    rule: usize,
    entry: usize,
    /// Looked for without its accents, which only capitals may lack.
    capitals: bool,
}

/// A phrase met in a passage; its place is in the folded text.
struct Hit {
    owner: Owner,
    folded: Range<usize>,
    read: Range<usize>,
}

impl Phrases {
    /// The word lists of the rules in force; rules are known by their rank.
    pub(super) fn new(rules: &[Rule]) -> Self {
        let languages = [Some(Language::French), Some(Language::English), None];
        let automata = languages.into_iter().filter_map(|language| {
            let heard = |rule: &&(usize, &Rule)| rule.1.lang.is_none() || rule.1.lang == language;
            let rules: Vec<(usize, &Rule)> = rules.iter().enumerate().collect();
            let automaton = Automaton::new(rules.iter().filter(heard).copied())?;
            Some((language, automaton))
        });
        Self { automata: automata.collect() }
    }

    /// What the word lists find on one page.
    pub(super) fn check(&self, rules: &[Rule], view: &View<'_>, out: &mut Vec<Finding>) {
        let automaton = self.automata.iter().find(|(language, _)| *language == view.language);
        let Some((_, automaton)) = automaton else { return };
        for passage in &view.passages {
            let mut hits = automaton.hits(rules, passage);
            hits.sort_by_key(|hit| (hit.owner.rule, hit.folded.start, Reverse(hit.folded.end), hit.owner));
            let mut end = (usize::MAX, 0);
            for hit in hits {
                if end.0 == hit.owner.rule && hit.folded.start < end.1 {
                    continue;
                }
                end = (hit.owner.rule, hit.folded.end);
                let found = passage.prose.text().get(hit.read.clone()).unwrap_or("");
                let listed = rules.get(hit.owner.rule).and_then(|rule| Some((rule, words_of(rule)?)));
                if let Some((rule, words)) = listed
                    && let Some(entry) = words.entries.get(hit.owner.entry)
                {
                    out.push(words.finding(rule, entry, passage.prose.span(hit.read), found));
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
    fn new<'a>(rules: impl Iterator<Item = (usize, &'a Rule)>) -> Option<Self> {
        let mut patterns: BTreeMap<String, Vec<Owner>> = BTreeMap::new();
        for (rule, words) in rules.filter_map(|(rank, rule)| Some((rank, words_of(rule)?))) {
            for (entry, listed) in words.entries.iter().enumerate() {
                let forms = if words.variants { variants(&listed.find) } else { vec![listed.find.clone()] };
                for form in forms {
                    let folded = fold(form.trim()).text().to_owned();
                    let plain = without_accents(&folded);
                    if plain != folded {
                        patterns.entry(plain).or_default().push(Owner { rule, entry, capitals: true });
                    }
                    patterns.entry(folded).or_default().push(Owner { rule, entry, capitals: false });
                }
            }
        }
        patterns.retain(|pattern, _| !pattern.is_empty());
        if patterns.is_empty() {
            return None;
        }
        // Building fails only past some billion states, far beyond any list of words.
        let finder = AhoCorasick::new(patterns.keys()).ok()?;
        Some(Self { finder, owners: patterns.into_values().collect() })
    }

    /// Every phrase that a rule accepts here, overlapping ones included.
    fn hits(&self, rules: &[Rule], passage: &Passage<'_>) -> Vec<Hit> {
        let text = passage.folded.text();
        let mut hits = Vec::new();
        for hit in self.finder.find_overlapping_iter(text) {
            if !is_word_boundary(text, hit.start()) || !is_word_boundary(text, hit.end()) {
                continue;
            }
            let read = passage.folded.original(hit.range());
            let typed = passage.prose.text().get(read.clone()).unwrap_or("");
            for owner in self.owners.get(hit.pattern().as_usize()).into_iter().flatten() {
                let Some(rule) = rules.get(owner.rule) else { continue };
                let scope = passage.scope_at(&read);
                let whole = words_of(rule).is_some_and(|words| words.whole);
                if scope.is_some_and(|scope| rule.scope.contains(&scope))
                    && (!whole || passage.is_whole(&read))
                    && (!owner.capitals || in_capitals(typed))
                {
                    hits.push(Hit { owner: *owner, folded: hit.range(), read: read.clone() });
                }
            }
        }
        hits
    }
}
