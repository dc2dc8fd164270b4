//! `past-deadline`: a date given as a limit, and gone by.

use std::ops::Range;

use crate::data::Fields;
use crate::finding::Finding;
use crate::language::dates::{self, DateMention};
use crate::language::fold::{fold, is_word_boundary};
use crate::lint::rule::Rule;
use crate::lint::scope::Passage;
use crate::source::Span;

use super::kind::{Case, Form, Kind, Param, required_texts};
use super::{Check, View};

/// The kind `past-deadline`.
pub(super) const KIND: Kind = Kind {
    calendar: true,
    scoped: true,
    params: &[
        Param::required("after", Form::Texts, "param.deadline-after"),
        Param::optional("unless", Form::Texts, "param.deadline-unless"),
    ],
    read: |fields, place| PastDeadline::read(fields, place).map(Check::PastDeadline),
    ..Kind::new("past-deadline", "kind.past-deadline", &[Case::only(&["found", "date"])])
};

/// Characters before a date in which its introducer is looked for.
const REACH: usize = 120;

/// What tells a limit from any other date.
#[derive(Clone, Debug)]
pub struct PastDeadline {
    /// Parameter `after`, folded: words that stand right before the date of a limit.
    after: Vec<String>,
    /// Parameter `unless`, folded: words of the same sentence that tell of the past on purpose.
    unless: Vec<String>,
}

impl PastDeadline {
    pub(super) fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let folded =
            |texts: Vec<String>| texts.iter().map(|text| fold(text.trim()).text().to_owned()).collect();
        let unless = fields.texts("unless").into_iter().map(|text| text.value).collect();
        let after = required_texts(fields, "after", place)?;
        Some(Self { after: folded(after), unless: folded(unless) })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let Some(language) = view.language.filter(|_| view.is_published()) else { return };
        for passage in &view.passages {
            let text = passage.prose.text();
            let mentions = dates::dates(text, language);
            if mentions.is_empty() {
                continue;
            }
            let Some(analysis) = passage.analysis() else { continue };
            let sentences: Vec<Range<usize>> = analysis.sentences().map(|s| s.range).collect();
            // Mentions come in order: what is known of a sentence serves for the next ones in it.
            let mut past: Option<(&Range<usize>, bool)> = None;
            for mention in mentions.iter().filter(|mention| mention.date < view.site.facts.today) {
                let Some(found) = self.limit(passage, mention) else { continue };
                let scope = passage.scope_at(&found);
                if scope.is_none_or(|scope| !rule.scope.contains(&scope)) {
                    continue;
                }
                if let Some(sentence) = sentences.iter().find(|s| s.contains(&found.start)) {
                    let (_, told) = match past {
                        Some((known, told)) if known == sentence => (known, told),
                        _ => *past.insert((sentence, self.is_about_the_past(text, sentence))),
                    };
                    if told {
                        continue;
                    }
                }
                let words = text.get(found.clone()).unwrap_or("");
                let args = vec![("found", words.into()), ("date", mention.date.into())];
                out.push(rule.finding("", passage.prose.span(found), args));
            }
        }
    }

    /// The words that make the date a limit, with the date; none if it is not one.
    fn limit(&self, passage: &Passage<'_>, mention: &DateMention) -> Option<Range<usize>> {
        // What introduces a date stands right before it: the start of a long text is not read again
        // for each date in it.
        let before = passage.prose.text().get(..mention.range.start)?;
        let from = before.char_indices().rev().nth(REACH).map_or(0, |(at, _)| at);
        let before = fold(&before[from..]);
        let text = before.text().trim_end();
        let start = self
            .after
            .iter()
            .filter(|words| text.ends_with(words.as_str()))
            .map(|words| text.len() - words.len())
            .filter(|start| is_word_boundary(text, *start))
            .min()?;
        Some(from + before.original(start..text.len()).start..mention.range.end)
    }

    fn is_about_the_past(&self, text: &str, sentence: &Range<usize>) -> bool {
        let folded = fold(text.get(sentence.clone()).unwrap_or(""));
        let folded = folded.text();
        self.unless.iter().any(|words| {
            folded.match_indices(words.as_str()).any(|(start, found)| {
                is_word_boundary(folded, start) && is_word_boundary(folded, start + found.len())
            })
        })
    }
}
