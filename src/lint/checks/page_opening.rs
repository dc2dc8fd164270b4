//! `page-opening`: whether the first words of a page speak to its reader.

use crate::data::Fields;
use crate::document::BlockKind;
use crate::finding::Finding;
use crate::language::analysis::Analysis;
use crate::language::lexicon::Person;
use crate::language::words::words;
use crate::lint::rule::Rule;
use crate::source::Span;

use super::kind::{Case, Form, Kind, Param, phrases, required_number};
use super::types::{self, Types};
use super::{Check, View};

/// The kind `page-opening`.
pub(super) const KIND: Kind = Kind {
    in_front: true,
    params: &[
        Param::required("first", Form::Number, "param.page-opening-first"),
        Param::optional("words", Form::Texts, "param.page-opening-words"),
        types::TYPES,
    ],
    read: |fields, place| PageOpening::read(fields, place).map(Check::PageOpening),
    ..Kind::new("page-opening", "kind.page-opening", &[Case::only(&["count"])])
};

/// What the first words of a page must hold: one of a list, or an order.
#[derive(Clone, Debug)]
pub struct PageOpening {
    first: usize,
    words: Vec<String>,
    types: Types,
}

impl PageOpening {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let types = Types::read(fields);
        let words = phrases(fields, "words");
        Some(Self { first: required_number(fields, "first", place)?, words, types })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        // The summary is the first thing that a reader sees.
        let summary = view.page.front.description.as_ref().map_or("", |text| text.value.as_str());
        if !self.types.hold(view) || view.page.is_index || self.speaks(summary, view) {
            return;
        }
        let mut count = words(summary).count();
        for (rank, block) in view.ranked_blocks() {
            if count >= self.first {
                break;
            }
            if matches!(block.kind, BlockKind::Heading(_)) {
                continue;
            }
            let text = block.prose.text();
            let left = self.first - count;
            let end = words(text).nth(left).map_or(text.len(), |word| word.start);
            if self.speaks(text.get(..end).unwrap_or(""), view) {
                return;
            }
            count += view.words_of(rank);
        }
        // A page with less to say is no procedure yet.
        if count >= self.first {
            out.push(rule.finding("", view.head(), vec![("count", self.first.into())]));
        }
    }

    /// Whether a text holds one of the words, or a verb of the second person.
    fn speaks(&self, text: &str, view: &View<'_>) -> bool {
        let Some(language) = view.language else { return true };
        let analysis = Analysis::of(text, language);
        analysis.sentences().any(|sentence| {
            (0..sentence.len()).any(|rank| {
                let (word, forms) = (sentence.word(rank), sentence.forms(rank));
                let order = forms.is_of_person(Person::SecondPlural) && word.ends_with("ez");
                order || self.words.iter().any(|listed| listed == word)
            })
        })
    }
}
