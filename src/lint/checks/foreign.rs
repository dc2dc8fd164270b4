//! `foreign-passage`: sentences in another language than that of their page.

use std::collections::{BTreeSet, HashSet};

use foldhash::fast::FixedState;

use crate::data::Fields;
use crate::finding::Finding;
use crate::language::Language;
use crate::language::analysis::{Analysis, Sentence};
use crate::lint::rule::Rule;
use crate::source::Span;

use super::kind::{Case, Form, Kind, Param, phrases, required_number, required_texts};
use super::{Check, View};

/// The kind `foreign-passage`.
pub(super) const KIND: Kind = Kind {
    params: &[
        Param::required("least", Form::Number, "param.foreign-least"),
        Param::required("percent", Form::Number, "param.foreign-percent"),
        Param::required("french", Form::Texts, "param.foreign-french"),
        Param::required("english", Form::Texts, "param.foreign-english"),
    ],
    read: |fields, place| Foreign::read(fields, place).map(Check::Foreign),
    ..Kind::new(
        "foreign-passage",
        "kind.foreign-passage",
        &[Case::of("english", &[]), Case::of("french", &[])],
    )
};

/// The little words that tell French from English.
#[derive(Clone, Debug)]
pub struct Foreign {
    /// Words of the shortest sentence that is judged.
    least: usize,
    /// Little words of the other language, out of a hundred words, from which a sentence is in it.
    percent: usize,
    french: LittleWords,
    english: LittleWords,
}

type LittleWords = HashSet<String, FixedState>;

impl Foreign {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let least = required_number(fields, "least", place);
        let percent = required_number(fields, "percent", place);
        let mut list = |key| {
            let words: LittleWords = phrases(fields, key).into_iter().collect();
            if words.is_empty() { required_texts(fields, key, place).map(|_| words) } else { Some(words) }
        };
        let (french, english) = (list("french"), list("english"));
        Some(Self { least: least?, percent: percent?, french: french?, english: english? })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let (case, own, other) = match view.language {
            Some(Language::French) => ("english", &self.french, &self.english),
            Some(Language::English) => ("french", &self.english, &self.french),
            None => return,
        };
        for passage in view.passages.iter().filter(|passage| passage.block().is_some()) {
            // One finding for each stretch of sentences in a row.
            let mut open: Option<std::ops::Range<usize>> = None;
            for sentence in passage.analysis().into_iter().flat_map(Analysis::sentences) {
                if self.is_foreign(&sentence, own, other) {
                    let start = open.as_ref().map_or(sentence.range.start, |range| range.start);
                    open = Some(start..sentence.range.end);
                } else if let Some(range) = open.take() {
                    out.push(rule.finding(case, passage.prose.span(range), Vec::new()));
                }
            }
            out.extend(open.map(|range| rule.finding(case, passage.prose.span(range), Vec::new())));
        }
    }

    /// Whether a sentence has enough little words of the other language, and none of the page’s own.
    fn is_foreign(&self, sentence: &Sentence<'_>, own: &LittleWords, other: &LittleWords) -> bool {
        /// Different little words: the title of a song may have the same one over and over.
        const LEAST: usize = 3;
        if sentence.words < self.least {
            return false;
        }
        let words = || (0..sentence.len()).map(|rank| sentence.word(rank));
        let met: Vec<&str> = words().filter(|word| other.contains(*word)).collect();
        if met.len() < LEAST || met.len() * 100 < self.percent * sentence.words {
            return false;
        }
        let distinct: BTreeSet<&&str> = met.iter().collect();
        distinct.len() >= LEAST && !words().any(|word| own.contains(word))
    }
}
