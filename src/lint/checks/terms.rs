//! What several kinds look for: a list of words, or a regular expression, given by a rule file.

use std::ops::Range;

use aho_corasick::AhoCorasick;

use crate::data::Fields;
use crate::finding::Message;
use crate::language::analysis::Analysis;
use crate::language::fold::{Folded, fold, is_whole};
use crate::language::variants::variants;
use crate::lint::rule::Rule;
use crate::lint::rule_file::{missing, wrong};
use crate::lint::scope::Passage;
use crate::source::Span;

use super::kind::{Form, Param, texts};
use super::pattern::Pattern;

/// A list of words, each with its plural, its feminine and its elisions.
#[derive(Clone, Debug)]
pub(super) struct Terms {
    finder: AhoCorasick,
    /// By pattern of the finder: the rank of the word in its list.
    ranks: Vec<usize>,
}

/// A word met in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// Its rank in the list; 0 for a regular expression.
    pub(super) rank: usize,
    /// Where, in the read text.
    pub(super) read: Range<usize>,
}

impl Terms {
    /// Builds the list; none when there is nothing to look for.
    pub(super) fn new(list: &[String]) -> Option<Self> {
        let mut patterns = Vec::new();
        let mut ranks = Vec::new();
        for (rank, word) in list.iter().enumerate() {
            for form in variants(word) {
                let folded = fold(form.trim()).text().to_owned();
                if !folded.is_empty() {
                    patterns.push(folded);
                    ranks.push(rank);
                }
            }
        }
        // Building fails only past some billion states, far beyond any list of words.
        let finder = AhoCorasick::new(&patterns).ok().filter(|_| !patterns.is_empty())?;
        Some(Self { finder, ranks })
    }

    /// The words of a text, in order, not overlapping: of two that do, the one that starts first, then
    /// the longest.
    pub(super) fn hits(&self, folded: &Folded) -> Vec<Hit> {
        let text = folded.text();
        let mut found: Vec<(Range<usize>, usize)> = self
            .finder
            .find_overlapping_iter(text)
            .filter(|hit| is_whole(text, &hit.range()))
            .filter_map(|hit| Some((hit.range(), *self.ranks.get(hit.pattern().as_usize())?)))
            .collect();
        found.sort_by_key(|(range, rank)| (range.start, std::cmp::Reverse(range.end), *rank));
        let mut end = 0;
        let mut hits = Vec::new();
        for (range, rank) in found {
            if range.start >= end {
                end = range.end;
                hits.push(Hit { rank, read: folded.original(range) });
            }
        }
        hits
    }
}

/// `words` or `pattern`, one of the two, and `except`: what does not count.
#[derive(Clone, Debug)]
pub(super) struct Sought {
    looked_for: LookedFor,
    except: Vec<String>,
    /// The words as listed; empty for a regular expression.
    pub(super) listed: Vec<String>,
}

#[derive(Clone, Debug)]
enum LookedFor {
    Words(Terms),
    Pattern(Pattern),
    Endings(Endings),
}

/// The parameters of [`Sought`].
pub(super) const WORDS: Param = Param::or("pattern", "words", Form::Texts, "param.sought-words");
pub(super) const PATTERN: Param = Param::or("words", "pattern", Form::Pattern, "param.sought-pattern");
pub(super) const EXCEPT: Param = Param::optional("except", Form::Texts, "param.sought-except");

impl Sought {
    pub(super) fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let listed = texts(fields, "words");
        let pattern = fields.text("pattern");
        let except = excepted(fields);
        let looked_for = match (Terms::new(&listed), pattern) {
            (Some(_), Some(pattern)) => {
                let message = Message::key("lint.words-or-pattern");
                fields.problems().push(wrong(pattern.span, message));
                None
            }
            (Some(terms), None) => Some(LookedFor::Words(terms)),
            (None, Some(pattern)) => Pattern::compile(&pattern, true, fields).map(LookedFor::Pattern),
            (None, None) => {
                missing(fields.problems(), "words", place);
                None
            }
        };
        Some(Self { looked_for: looked_for?, except, listed })
    }

    /// Words by how they end, and `except`.
    pub(super) fn endings(endings: &[String], fields: &mut Fields) -> Self {
        let except = excepted(fields);
        Self { looked_for: LookedFor::Endings(Endings::new(endings)), except, listed: Vec::new() }
    }

    /// What is found in the parts of a passage that the rule is about, in order.
    pub(super) fn hits(&self, rule: &Rule, passage: &Passage<'_>) -> Vec<Hit> {
        let mut hits = self.all_hits(passage);
        hits.retain(|hit| passage.scope_at(&hit.read).is_some_and(|scope| rule.scope.contains(&scope)));
        hits
    }

    /// What is found anywhere in a passage, in order.
    pub(super) fn all_hits(&self, passage: &Passage<'_>) -> Vec<Hit> {
        let text = passage.prose.text();
        let mut hits = match &self.looked_for {
            LookedFor::Words(terms) => terms.hits(passage.folded()),
            LookedFor::Pattern(pattern) if !pattern.may_be_in(passage) => Vec::new(),
            LookedFor::Pattern(pattern) => pattern.hits(text).map(|read| Hit { rank: 0, read }).collect(),
            LookedFor::Endings(endings) => endings.hits(passage),
        };
        if !self.except.is_empty() {
            hits.retain(|hit| {
                let folded = fold(text.get(hit.read.clone()).unwrap_or(""));
                !self.except.iter().any(|except| except == folded.text())
            });
        }
        hits
    }
}

fn excepted(fields: &mut Fields) -> Vec<String> {
    texts(fields, "except").iter().map(|text| fold(text.trim()).text().to_owned()).collect()
}

/// How nouns end, in the singular; adverbs are left alone.
#[derive(Clone, Debug)]
struct Endings(Vec<String>);

impl Endings {
    fn new(endings: &[String]) -> Self {
        Self(endings.iter().map(|ending| fold(ending.trim()).into_text()).collect())
    }

    fn hits(&self, passage: &Passage<'_>) -> Vec<Hit> {
        let mut hits = Vec::new();
        for sentence in passage.analysis().into_iter().flat_map(Analysis::sentences) {
            for rank in 0..sentence.len() {
                let word = sentence.word(rank);
                let singular = word.strip_suffix('s').unwrap_or(word);
                let ended =
                    |ending: &String| singular.len() > ending.len() && singular.ends_with(ending.as_str());
                if self.0.iter().any(ended) && !sentence.forms(rank).is_adverb() {
                    hits.push(Hit { rank: 0, read: sentence.span(rank, rank) });
                }
            }
        }
        hits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_whole_with_their_forms_and_the_longest_wins() {
        let list = ["bulletin".to_owned(), "bulletin de salaire".to_owned(), "paie".to_owned()];
        let text = "Vos Bulletins, un bulletin de salaire, la paierie et la paie.";
        let found: Vec<(usize, &str)> = Terms::new(&list)
            .unwrap()
            .hits(&fold(text))
            .into_iter()
            .map(|hit| (hit.rank, &text[hit.read]))
            .collect();
        assert_eq!(found, [(0, "Bulletins"), (1, "bulletin de salaire"), (2, "paie")]);
        assert!(Terms::new(&[]).is_none());
    }
}
