//! What a kind of check is, as data: the reader of rule files, the reference and the schema of rule files
//! are all made of it.

use crate::data::Fields;
use crate::finding::Message;
use crate::language::analysis::words_of;
use crate::language::grammar::Turn;
use crate::language::period::Period;
use crate::source::Span;

use super::Check;
use crate::lint::rule_file::{missing, missing_choice, wrong};

/// A kind of check: what a rule file may say with it. Descriptions are keys of `words/`.
#[derive(Debug)]
pub struct Kind {
    /// Its name under `check`.
    pub name: &'static str,
    /// What it finds, in one sentence.
    pub about: &'static str,
    /// What it can say; nothing for a kind that brings its own words.
    pub cases: &'static [Case],
    /// Its parameters.
    pub params: &'static [Param],
    /// It measures: the rule file gives levels.
    pub measured: bool,
    /// The lower the measure, the worse: levels say `below`.
    pub falling: bool,
    /// It looks at text, where `scope` says.
    pub scoped: bool,
    /// Only the date of the day brings its findings about.
    pub calendar: bool,
    /// What stands elsewhere than on the page counts: other pages, registries, settings.
    pub elsewhere: bool,
    /// What it finds stands in the front matter of its page, where no comment of the text covers it.
    pub in_front: bool,
    /// It tells what other sites answered.
    pub external: bool,
    /// What it finds cannot always be written as an example.
    pub examples_optional: bool,
    /// Takes its parameters. The span is where to say that one is missing.
    pub(in crate::lint) read: fn(&mut Fields, Span) -> Option<Check>,
}

/// One thing that a kind of check can say, and what its words may name.
#[derive(Debug)]
pub struct Case {
    /// Its key under `message`; empty when the kind has one case.
    pub name: &'static str,
    /// The names that may stand in braces.
    pub arguments: &'static [&'static str],
    /// Words for a rule file that gives none, by key: the first that names only what is there. Where
    /// none does, the rule’s title serves.
    pub usual: &'static [&'static str],
}

impl Case {
    /// The only case of a kind.
    pub(super) const fn only(arguments: &'static [&'static str]) -> Self {
        Self { name: "", arguments, usual: &[] }
    }

    /// One case of several.
    pub(super) const fn of(name: &'static str, arguments: &'static [&'static str]) -> Self {
        Self { name, arguments, usual: &[] }
    }
}

/// A parameter of a kind of check.
#[derive(Debug)]
pub struct Param {
    /// Its key under `params`.
    pub name: &'static str,
    /// What it is for, in one sentence.
    pub about: &'static str,
    /// What may stand there.
    pub form: Form,
    /// Must it be given?
    pub needed: Needed,
}

/// Whether a parameter must be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    /// It must.
    Always,
    /// It, or the parameter of that name, and not both.
    Or(&'static str),
    /// Left out, it is this, written as in a rule file; empty for nothing.
    Else(&'static str),
}

/// What a parameter may hold.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// A text.
    Text,
    /// A text or a list of texts.
    Texts,
    /// A text or a list of texts, each opening with an infinitive: « procéder à ».
    Verbs,
    /// `true` or `false`.
    Bool,
    /// A whole number from 1 on.
    Number,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// One or several of these words.
    Choices(&'static [&'static str]),
    /// A regular expression.
    Pattern,
    /// A length of time: `6 mois`, `P6M`.
    Period,
    /// A list of words and phrases, each a text or a map of these keys.
    Entries(&'static [Param]),
    /// A list of maps of these keys.
    Maps(&'static [Param]),
    /// A list of lists of texts.
    Groups,
    /// A text in one language or in both.
    Words,
}

/// The words of a choice, for [`Form::Choice`].
pub(super) const fn names_of<T, const N: usize>(choices: &[(&'static str, T); N]) -> [&'static str; N] {
    let mut names = [""; N];
    let mut at = 0;
    while at < N {
        names[at] = choices[at].0;
        at += 1;
    }
    names
}

impl Param {
    /// A parameter that must be given.
    pub(super) const fn required(name: &'static str, form: Form, about: &'static str) -> Self {
        Self { name, about, form, needed: Needed::Always }
    }

    /// A parameter that may be left out.
    pub(super) const fn optional(name: &'static str, form: Form, about: &'static str) -> Self {
        Self { name, about, form, needed: Needed::Else("") }
    }

    /// A switch that is off unless the file turns it on.
    pub(super) const fn switch(name: &'static str, about: &'static str) -> Self {
        Self { name, about, form: Form::Bool, needed: Needed::Else("false") }
    }

    /// A parameter that takes the place of another one.
    pub(super) const fn or(other: &'static str, name: &'static str, form: Form, about: &'static str) -> Self {
        Self { name, about, form, needed: Needed::Or(other) }
    }
}

impl Kind {
    /// A kind that takes no parameter and does not look at `scope`.
    pub(super) const fn new(name: &'static str, about: &'static str, cases: &'static [Case]) -> Self {
        Self {
            name,
            about,
            cases,
            params: &[],
            measured: false,
            falling: false,
            scoped: false,
            calendar: false,
            elsewhere: false,
            in_front: false,
            external: false,
            examples_optional: false,
            read: |_, _| None,
        }
    }
}

/// Places shown beside the first one; the message counts them all.
pub(in crate::lint) const SHOWN: usize = 4;

/// A list of texts that must be there and must not be blank.
pub(super) fn required_texts(fields: &mut Fields, key: &'static str, place: Span) -> Option<Vec<String>> {
    let texts = texts(fields, key);
    if texts.is_empty() {
        missing(fields.problems(), key, place);
        return None;
    }
    Some(texts)
}

/// A list of texts that must not be blank.
pub(super) fn texts(fields: &mut Fields, key: &'static str) -> Vec<String> {
    let texts = fields.texts(key);
    for text in texts.iter().filter(|text| text.value.trim().is_empty()) {
        fields.problems().push(wrong(text.span, Message::key("lint.blank")));
    }
    texts.into_iter().map(|text| text.value).collect()
}

/// A list of words and phrases as a sentence has them: small letters, œ in two letters, one apostrophe, one
/// space between words.
pub(super) fn phrases(fields: &mut Fields, key: &'static str) -> Vec<String> {
    texts(fields, key).iter().map(|text| words_of(text).join(" ")).collect()
}

/// A number of things, from 1 on; a problem when it is something else.
pub(super) fn number(fields: &mut Fields, key: &'static str) -> Option<usize> {
    let number = fields.int(key)?;
    let value = usize::try_from(number.value).ok().filter(|value| *value > 0);
    if value.is_none() {
        let message = Message::key("lint.number").with("key", key);
        fields.problems().push(wrong(number.span, message));
    }
    value
}

/// A number of things, from 1 to this many; a problem when it is something else.
pub(super) fn number_up_to(fields: &mut Fields, key: &'static str, most: usize) -> Option<usize> {
    let span = fields.node(key).map(|node| node.span);
    let number = number(fields, key)?;
    if number > most {
        let message =
            Message::key("config.between").with("key", key).with("least", 1_usize).with("most", most);
        span.into_iter().for_each(|span| fields.problems().push(wrong(span, message.clone())));
        return None;
    }
    Some(number)
}

/// A number of things that must be there.
pub(super) fn required_number(fields: &mut Fields, key: &'static str, place: Span) -> Option<usize> {
    let before = fields.problems().len();
    let number = number(fields, key);
    if number.is_none() && fields.problems().len() == before {
        missing(fields.problems(), key, place);
    }
    number
}

/// A length of time that must be there; see [`Form::Period`].
pub(super) fn required_period(fields: &mut Fields, key: &'static str, place: Span) -> Option<Period> {
    let Some(text) = fields.text(key) else {
        missing(fields.problems(), key, place);
        return None;
    };
    let period = Period::parse(&text.value);
    if period.is_none() {
        let message = Message::key("lint.period").with("found", text.value);
        fields.problems().push(wrong(text.span, message));
    }
    period
}

/// One of a few words that must be there.
pub(super) fn required_choice<T: Copy>(
    fields: &mut Fields,
    key: &'static str,
    choices: &[(&'static str, T)],
    place: Span,
) -> Option<T> {
    let before = fields.problems().len();
    let choice = fields.choice(key, choices);
    if choice.is_none() && fields.problems().len() == before {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        missing_choice(fields.problems(), key, place, &names);
    }
    choice.map(|choice| choice.value)
}

/// Verbs, each an infinitive that the lexicon knows and what follows it.
pub(super) fn verbs(fields: &mut Fields, key: &'static str) -> Vec<Turn> {
    let mut turns = Vec::new();
    for text in fields.texts(key) {
        match Turn::of(&text.value) {
            Some(turn) => turns.push(turn),
            None => {
                let message = Message::key("lint.unknown-verb").with("found", text.value.as_str());
                fields.problems().push(wrong(text.span, message));
            }
        }
    }
    turns
}

/// Verbs that must be there.
pub(super) fn required_verbs(fields: &mut Fields, key: &'static str, place: Span) -> Option<Vec<Turn>> {
    let before = fields.problems().len();
    let turns = verbs(fields, key);
    if turns.is_empty() && fields.problems().len() == before {
        missing(fields.problems(), key, place);
    }
    (!turns.is_empty()).then_some(turns)
}
