//! `sentence-opening`: how a sentence begins.

use crate::data::Fields;
use crate::finding::{Finding, Message};
use crate::language::analysis::{Sentence, words_of};
use crate::language::grammar::finite_verbs::is_finite_verb;
use crate::language::lexicon::Verb;
use crate::lint::rule::Rule;
use crate::lint::rule_file::{missing, wrong};
use crate::source::Span;

use super::kind::{Case, Form, Kind, Param, texts};
use super::{Check, View};

/// The kind `sentence-opening`.
pub(super) const KIND: Kind = Kind {
    scoped: true,
    params: &[
        Param::or("form", "words", Form::Texts, "param.opening-words"),
        Param::or("words", "form", Form::Choice(&["present-participle"]), "param.opening-form"),
        Param::optional("except", Form::Texts, "param.opening-except"),
        Param::switch("before_verb", "param.opening-before-verb"),
    ],
    read: |fields, place| Opening::read(fields, place).map(Check::Opening),
    ..Kind::new(
        "sentence-opening",
        "kind.sentence-opening",
        &[Case { usual: &["lint.usual-avoid"], ..Case::only(&["found"]) }],
    )
};

/// What opens a sentence.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The phrases looked for, cut into words; none when it is a present participle.
    words: Option<Vec<Vec<String>>>,
    /// Longer phrases that are accepted.
    except: Vec<Vec<String>>,
    /// What follows must be a verb, or what stands before one.
    before_verb: bool,
}

impl Opening {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let cut = |texts: &[String]| texts.iter().map(|text| words_of(text)).collect::<Vec<_>>();
        let words = texts(fields, "words");
        let form = fields.choice("form", &[("present-participle", ())]);
        let except = cut(&texts(fields, "except"));
        let before_verb = fields.bool("before_verb").is_some_and(|switch| switch.value);
        let words = match (words.is_empty(), form) {
            (true, None) => {
                missing(fields.problems(), "words", place);
                return None;
            }
            (false, Some(form)) => {
                fields.problems().push(wrong(form.span, Message::key("lint.words-or-form")));
                return None;
            }
            (true, Some(_)) => None,
            (false, None) => Some(cut(&words)),
        };
        Some(Self { words, except, before_verb })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        for (passage, sentence) in view.sentences(rule) {
            let Some(first) = (0..sentence.len()).find(|rank| !sentence.is_sign(*rank)) else { continue };
            if (0..first).any(|rank| matches!(sentence.word(rank), "«" | "“" | "\"")) {
                continue;
            }
            if self.except.iter().any(|phrase| opens(&sentence, first, phrase)) {
                continue;
            }
            let Some(last) = self.last(&sentence, first) else { continue };
            if self.before_verb && !leads_to_verb(&sentence, last + 1) {
                continue;
            }
            let read = sentence.span(first, last);
            // What is continued from before it does not open a sentence.
            let found = passage.prose.text().get(read.clone()).unwrap_or("");
            if found.starts_with(char::is_uppercase) && View::is_looked_at(rule, passage, &read) {
                out.push(rule.finding("", passage.prose.span(read), vec![("found", found.into())]));
            }
        }
    }

    /// The rank of the last word of what is looked for, when it stands at `first`.
    fn last(&self, sentence: &Sentence<'_>, first: usize) -> Option<usize> {
        match &self.words {
            Some(phrases) => {
                let found = phrases.iter().filter(|phrase| opens(sentence, first, phrase));
                found.map(|phrase| first + phrase.len()).max()?.checked_sub(1)
            }
            None => {
                let clitics = (first..)
                    .take_while(|rank| matches!(sentence.word(*rank), "ne" | "n'" | "se" | "s'" | "y"));
                let verb = first + clitics.count();
                let forms = sentence.forms(verb);
                let auxiliary = forms.is_of(Verb::AVOIR) || forms.is_of(Verb::ETRE);
                let only = auxiliary || !forms.is_noun_or_adjective();
                // The clause that it opens depends on a verb after a comma. Without one, it is a heading or an
                // item that continues a sentence.
                let comma = (verb..sentence.len()).find(|rank| sentence.word(*rank) == ",")?;
                let main = (comma..sentence.len()).any(|rank| sentence.forms(rank).is_finite());
                (forms.is_present_participle() && only && main).then_some(verb)
            }
        }
    }
}

/// Whether the words of a phrase stand at a rank.
fn opens(sentence: &Sentence<'_>, rank: usize, phrase: &[String]) -> bool {
    phrase.iter().enumerate().all(|(step, word)| sentence.word(rank + step) == word)
}

/// Whether a verb stands at a rank, or what stands before one.
fn leads_to_verb(sentence: &Sentence<'_>, rank: usize) -> bool {
    let pronoun = matches!(
        sentence.word(rank),
        "ne" | "n'" | "se" | "s'" | "y" | "en" | "lui" | "leur" | "me" | "m'" | "te" | "t'" | "nous" | "vous"
    );
    pronoun || is_finite_verb(sentence, rank)
}
