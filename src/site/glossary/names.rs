//! The names of the glossary in one automaton, over folded text; whole words and capitals are tested on
//! hits alone.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::language::Language;
use crate::language::fold::{
    fold, fold_but_capitals, in_capitals, is_whole, lacks_only_capital_accents, without_accents,
};
use crate::language::variants::forms;
use crate::site::registry::Term;

/// Every way to write the terms.
#[derive(Debug)]
pub(super) struct Names {
    /// None without a name to look for.
    finder: Option<AhoCorasick>,
    /// None where only the finder can tell.
    sieve: Option<Sieve>,
    /// By pattern: what it is a name of.
    names: Vec<Vec<Name>>,
}

/// A way to write a term.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    /// Rank of the term.
    term: usize,
    /// As it is to be read.
    exact: Exact,
    /// Letters that stand for the name of the term.
    stands_for_name: bool,
}

/// What the text as typed must be, besides the same when folded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Exact {
    Folded,
    /// This folded name, but for accents that capitals lack.
    Accents(String),
    /// This name, capitals included.
    Capitals(String),
}

/// A name met in a block.
pub(super) struct Hit {
    /// Rank of the term.
    pub(super) term: usize,
    /// Where.
    pub(super) read: Range<usize>,
    /// These letters stand for the name of the term.
    pub(super) stands_for_name: bool,
}

impl Names {
    /// The names of the terms, known by their ranks: capitals as they are for
    /// an acronym, small letters or capitals for a term; in the plural too.
    pub(super) fn new(terms: &[&Term], language: Option<Language>) -> Self {
        let mut patterns: BTreeMap<String, Vec<Name>> = BTreeMap::new();
        for (rank, term) in terms.iter().enumerate() {
            for name in term.names() {
                let capitals = in_capitals(name);
                let exact = capitals || term.expansion.is_some() && name.chars().any(char::is_uppercase);
                let stands_for_name = capitals && !in_capitals(&term.name.value);
                for form in written(name, language) {
                    let folded = fold(&form).into_text();
                    let mut add = |pattern: String, exact| {
                        let name = Name { term: rank, exact, stands_for_name };
                        patterns.entry(pattern).or_default().push(name);
                    };
                    if exact {
                        add(folded, Exact::Capitals(fold_but_capitals(&form)));
                        continue;
                    }
                    let bare = without_accents(&folded);
                    if bare != folded {
                        add(bare, Exact::Accents(folded.clone()));
                    }
                    add(folded, Exact::Folded);
                }
            }
        }
        patterns.remove("");
        // Building fails only past some billion states, far beyond any glossary.
        let finder = automaton(patterns.keys().map(String::as_str)).filter(|_| !patterns.is_empty());
        let sieve = Sieve::new(&patterns);
        Self { finder, sieve, names: patterns.into_values().collect() }
    }

    /// Whether a text may hold a name of a wanted term: a quick look, which is never wrong when it says
    /// no.
    pub(super) fn may_hold(&self, text: &str, wanted: impl Fn(usize) -> bool) -> bool {
        self.finder.is_some() && self.sieve.as_ref().is_none_or(|sieve| sieve.may_hold(text, wanted))
    }

    /// Every name met in a text, the longest where they overlap, in order.
    pub(super) fn hits(&self, text: &str) -> Vec<Hit> {
        let Some(finder) = &self.finder else { return Vec::new() };
        let folded = fold(text);
        let mut hits: Vec<Hit> = Vec::new();
        for found in finder.find_overlapping_iter(folded.text()) {
            if !is_whole(folded.text(), &found.range()) {
                continue;
            }
            let read = folded.original(found.range());
            let typed = text.get(read.clone()).unwrap_or("");
            let names = self.names.get(found.pattern().as_usize()).map_or(&[][..], Vec::as_slice);
            let meant = |name: &&Name| match &name.exact {
                Exact::Folded => true,
                Exact::Accents(name) => lacks_only_capital_accents(typed, name),
                Exact::Capitals(name) => fold_but_capitals(typed) == *name,
            };
            if let Some(name) = names.iter().find(meant)
                && !is_glued(text, &read)
            {
                hits.push(Hit { term: name.term, read, stands_for_name: name.stands_for_name });
            }
        }
        hits.sort_by_key(|hit| (hit.read.start, Reverse(hit.read.end)));
        let mut end = 0;
        hits.retain(|hit| {
            let apart = hit.read.start >= end;
            end = end.max(hit.read.end);
            apart
        });
        hits
    }
}

/// The longest table, in bytes of patterns, for which the fastest automaton is made: it takes the most
/// memory.
const LARGEST: usize = 1 << 16;

fn automaton<'p>(patterns: impl Iterator<Item = &'p str> + Clone) -> Option<AhoCorasick> {
    let small = patterns.clone().map(str::len).sum::<usize>() <= LARGEST;
    let kind = small.then_some(AhoCorasickKind::DFA);
    AhoCorasick::builder().kind(kind).prefilter(false).ascii_case_insensitive(true).build(patterns).ok()
}

/// A quick look at a text as it is typed, which spares most blocks the folding.
#[derive(Debug)]
struct Sieve {
    finder: AhoCorasick,
    /// By pattern, the names that may be there; none for what folding changes, where any may be.
    traces: Vec<Vec<Trace>>,
}

/// What a name leaves in a text as typed: its longest run of letters that folding does not change, but
/// for capitals.
#[derive(Debug)]
struct Trace {
    term: usize,
    /// With these capitals.
    exact: Option<String>,
    /// The name starts with it, and ends with it: no letter stands there.
    starts: bool,
    ends: bool,
}

impl Sieve {
    fn new(patterns: &BTreeMap<String, Vec<Name>>) -> Option<Self> {
        let mut runs: BTreeMap<&str, Vec<Trace>> = BTreeMap::new();
        for (pattern, names) in patterns {
            let run = pattern.split(|c: char| !c.is_ascii_alphanumeric()).max_by_key(|run| run.len())?;
            let at = pattern.find(run).filter(|_| !run.is_empty())?;
            let traces = names.iter().map(|name| Trace {
                term: name.term,
                exact: match &name.exact {
                    // Some capitals take more bytes than their small letters: what follows is not known.
                    Exact::Capitals(name) if name.len() == pattern.len() => {
                        name.get(at..at + run.len()).map(str::to_owned)
                    }
                    _ => None,
                },
                starts: at == 0,
                ends: at + run.len() == pattern.len(),
            });
            runs.entry(run).or_default().extend(traces);
        }
        runs.extend(CHANGED.iter().map(|changed| (*changed, Vec::new())));
        let finder = automaton(runs.keys().copied())?;
        Some(Self { finder, traces: runs.into_values().collect() })
    }

    fn may_hold(&self, text: &str, wanted: impl Fn(usize) -> bool) -> bool {
        let bytes = text.as_bytes();
        let letter =
            |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
        self.finder.find_overlapping_iter(text).any(|found| {
            let traces = self.traces.get(found.pattern().as_usize()).map_or(&[][..], Vec::as_slice);
            let (before, after) = (letter(found.start().checked_sub(1)), letter(Some(found.end())));
            let meant = |trace: &Trace| {
                !(trace.starts && before || trace.ends && after)
                    && trace.exact.as_deref().is_none_or(|exact| text.get(found.range()) == Some(exact))
                    && wanted(trace.term)
            };
            traces.is_empty() || traces.iter().any(meant)
        })
    }
}

/// Characters that folding drops, or turns into letters without accents.
const CHANGED: [&str; 17] = [
    "œ", "Œ", "æ", "Æ", "ﬀ", "ﬁ", "ﬂ", "ﬃ", "ﬄ", "\u{ad}", "\u{200b}", "\u{200c}", "\u{200d}", "\u{2060}",
    "\u{feff}", // The sign of kelvins, and a capital I of Turkish.
    "\u{212a}", "\u{130}",
];

/// A name as it may be written: in the singular and in the plural.
fn written(name: &str, language: Option<Language>) -> Vec<String> {
    let name = name.trim().to_owned();
    match language {
        Some(Language::French) => {
            forms(&name).into_iter().filter(|form| !form.feminine).map(|form| form.text).collect()
        }
        Some(Language::English) if name.ends_with(|c: char| c.is_lowercase() && c != 's') => {
            vec![format!("{name}s"), name]
        }
        _ => vec![name],
    }
}

/// Whether what is around makes it a part of an address: « caf.fr », « contact@caf.fr ».
fn is_glued(text: &str, read: &Range<usize>) -> bool {
    let before = text.get(..read.start).unwrap_or("");
    let mut after = text.get(read.end..).unwrap_or("").chars();
    let sign = after.next().is_some_and(|c| matches!(c, '.' | '@'));
    before.ends_with(['.', '@', '#']) || sign && after.next().is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::{Source, SourceId, Sources, Span, Spanned};

    #[test]
    fn what_folding_changes_is_known() {
        for c in '\u{80}'..=char::MAX {
            let text = c.to_string();
            let folded = fold(&text).into_text();
            let kept = folded.chars().all(|f| !f.is_ascii_alphanumeric()) && !folded.is_empty();
            assert!(kept || CHANGED.contains(&text.as_str()), "{c:?} becomes {folded:?}");
        }
    }
    proptest! {
        #[test]
        fn the_quick_look_misses_nothing(
            name in "[a-cA-Cœé’ -]{1,6}",
            text in prop::collection::vec("[a-cA-CœŒéÉ’'  \u{AD}\u{301}\u{A0}ﬁ-]{0,3}", 0..12),
        ) {
            let text = text.join(&name);
            let key = Spanned::new(name.clone(), Span::new(id(), 0, 0));
            let term = Term {
                key: key.clone(),
                name: key,
                variants: Vec::new(),
                expansion: None,
                definition: None,
                validity: crate::site::registry::Validity::default(),
                anchor: String::new(),
            };
            let names = Names::new(&[&term], Some(Language::French));
            prop_assert!(names.may_hold(&text, |_| true) || names.hits(&text).is_empty());
            prop_assert!(!names.may_hold(&text, |_| false) || CHANGED.iter().any(|changed| text.contains(changed)) || names.sieve.is_none());
        }
    }

    fn id() -> SourceId {
        Sources::default().add(Source::new("a", Vec::new()))
    }
}
