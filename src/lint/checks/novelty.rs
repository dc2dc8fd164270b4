//! `new-in-title`: what is called new, long after.

use crate::data::Fields;
use crate::finding::Finding;
use crate::language::fold::{fold, is_whole, is_word_boundary};
use crate::language::period::Period;
use crate::lint::rule::Rule;
use crate::source::Span;

use super::kind::{Case, Form, Kind, Param, required_period, required_texts, texts};
use super::{Check, View};

/// The kind `new-in-title`.
pub(super) const KIND: Kind = Kind {
    calendar: true,
    scoped: true,
    params: &[
        Param::required("words", Form::Texts, "param.new-words"),
        Param::required("after", Form::Period, "param.new-after"),
        Param::optional("unless", Form::Texts, "param.new-unless"),
        Param::optional("except", Form::Texts, "param.new-except"),
    ],
    read: |fields, place| NewInTitle::read(fields, place).map(Check::NewInTitle),
    ..Kind::new("new-in-title", "kind.new-in-title", &[Case::only(&["found", "date"])])
};

/// Words that grow old.
#[derive(Clone, Debug)]
pub struct NewInTitle {
    /// Parameter `words`, folded.
    words: Vec<String>,
    /// Parameter `after`: how long a thing is new.
    after: Period,
    /// Parameter `unless`, folded: words right before that make it the reader's own, or one among others.
    unless: Vec<String>,
    /// Parameter `except`, folded: phrases that a word opens, and that do not grow old.
    except: Vec<String>,
}

impl NewInTitle {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let folded = |texts: Vec<String>| texts.iter().map(|text| fold(text.trim()).into_text()).collect();
        let words = required_texts(fields, "words", place);
        let unless = folded(texts(fields, "unless"));
        let except = folded(texts(fields, "except"));
        let after = required_period(fields, "after", place)?;
        Some(Self { words: folded(words?), after, unless, except })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let front = &view.page.front;
        // What the page last said of itself: one looked at last week may still call things new.
        let dates = [&front.published, &front.updated, &front.reviewed];
        let newest = dates.into_iter().flatten().map(|date| date.value).max();
        let Some(newest) = newest.filter(|_| view.is_published()) else { return };
        if self.after.after(newest) >= view.site.facts.today {
            return;
        }
        for passage in view.passages.iter().filter(|passage| rule.scope.contains(&passage.scope())) {
            let text = passage.folded().text();
            let found = self.words.iter().filter_map(|word| self.first(text, word));
            let Some(folded) = found.min_by_key(|range| range.start) else { continue };
            if passage.is_reserved(&folded, false) {
                continue;
            }
            let read = passage.folded().original(folded);
            let words = passage.prose.text().get(read.clone()).unwrap_or("");
            let args = vec![("found", words.into()), ("date", newest.into())];
            out.push(rule.finding("", passage.prose.span(read), args));
        }
    }

    /// The first place where a word stands by itself.
    fn first(&self, text: &str, word: &str) -> Option<std::ops::Range<usize>> {
        let places = text.match_indices(word).map(|(start, found)| start..start + found.len());
        places.filter(|at| is_whole(text, at)).find(|at| {
            let before = text.get(..at.start).unwrap_or("").trim_end();
            let turned = |words: &String| {
                before.ends_with(words.as_str()) && is_word_boundary(before, before.len() - words.len())
            };
            let phrase = |phrase: &String| {
                let rest = text.get(at.start..).unwrap_or("");
                rest.starts_with(phrase.as_str()) && is_word_boundary(rest, phrase.len())
            };
            !self.unless.iter().any(turned) && !self.except.iter().any(phrase)
        })
    }
}
