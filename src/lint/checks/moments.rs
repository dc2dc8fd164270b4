//! `relative-duration`, `announced-change`, `old-year`: what a text says of time, and time makes wrong.

use jiff::civil::Date;

use crate::data::Fields;
use crate::finding::{Finding, Message};
use crate::language::Language;
use crate::language::analysis::{Analysis, Sentence};
use crate::language::grammar::finite_verbs::is_finite_verb;
use crate::language::grammar::tense::{dated_future, is_future};
use crate::language::time::{Direction, Expression, Limit, Moment, Reading, Stretch};
use crate::lint::rule::Rule;
use crate::lint::rule_file::missing;
use crate::lint::scope::Passage;
use crate::source::Span;

use super::kind::{Case, Form, Kind, Param, required_number};
use super::named::{Named, SentenceWords};
use super::{Check, View};

/// The kind `relative-duration`.
pub(super) const RELATIVE: Kind = Kind {
    scoped: true,
    params: &[
        Param::required("from", Form::Choices(&FROM), "param.relative-from"),
        Param::optional("unless", Form::Texts, "param.relative-unless"),
    ],
    read: |fields, place| RelativeDuration::read(fields, place).map(Check::RelativeDuration),
    ..Kind::new("relative-duration", "kind.relative-duration", &[Case::only(&["found"])])
};

/// The kind `announced-change`.
pub(super) const ANNOUNCED: Kind = Kind {
    calendar: true,
    scoped: true,
    params: &[
        Param::or("words", "future", Form::Bool, "param.announced-future"),
        Param::or("future", "words", Form::Texts, "param.announced-words"),
        Param::optional("unless", Form::Texts, "param.announced-unless"),
    ],
    read: |fields, place| AnnouncedChange::read(fields, place).map(Check::AnnouncedChange),
    ..Kind::new("announced-change", "kind.announced-change", &[Case::only(&["found", "date"])])
};

/// The kind `old-year`.
pub(super) const OLD_YEAR: Kind = Kind {
    calendar: true,
    scoped: true,
    params: &[
        Param::required("years", Form::Number, "param.old-years"),
        Param::optional("unless", Form::Texts, "param.old-unless"),
    ],
    read: |fields, place| OldYear::read(fields, place).map(Check::OldYear),
    ..Kind::new("old-year", "kind.old-year", &[Case::only(&["found"])])
};

const FROM: [&str; 4] = ["since", "ago", "in", "within"];

/// A length of time counted from the day of reading.
#[derive(Clone, Debug)]
pub struct RelativeDuration {
    /// Parameter `from`.
    from: Vec<Direction>,
    /// Parameter `unless`: words of the same sentence that make it a condition.
    unless: SentenceWords,
}

impl RelativeDuration {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let directions = [Direction::Since, Direction::Ago, Direction::In, Direction::Within];
        let from = Named::of(&FROM, &directions).required(fields, "from", place);
        let unless = SentenceWords::read(fields, "unless");
        Some(Self { from: from?, unless })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        each_sentence(rule, view, |passage, sentence, times| {
            let mut told = None;
            for expression in times {
                let Reading::FromToday(direction, duration) = expression.reading else { continue };
                // « Depuis plus de deux ans » says how long it takes, not when it began.
                let bounded = duration.low == 0 || duration.high.is_none();
                if bounded
                    || !self.from.contains(&direction)
                    || is_of_a_noun(sentence, expression)
                    || !View::is_looked_at(rule, passage, &expression.range)
                    || passage.is_others(&expression.range)
                {
                    continue;
                }
                // What is known of a sentence serves for all that is in it.
                let said = *told.get_or_insert_with(|| {
                    let condition = self.unless.stand_in(passage.prose.text(), &sentence.range);
                    if condition { Said::Nothing } else { Said::by(view, sentence) }
                });
                let is_said = match direction {
                    Direction::In | Direction::Within => said == Said::Future,
                    _ => said != Said::Nothing,
                };
                if is_said {
                    let words = passage.prose.text().get(expression.range.clone()).unwrap_or("");
                    let span = passage.prose.span(expression.range.clone());
                    out.push(rule.finding("", span, vec![("found", words.into())]));
                }
            }
        });
    }
}

/// What a sentence states: something with a verb and its subject, something in the future. In French;
/// nothing is known of the verbs of English, where all is taken for said.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Nothing,
    Now,
    Future,
}

impl Said {
    fn by(view: &View<'_>, sentence: &Sentence<'_>) -> Self {
        let french = view.language == Some(Language::French);
        if !french || (0..sentence.len()).any(|rank| is_future(sentence, rank)) {
            return Self::Future;
        }
        let verb = (0..sentence.len()).any(|rank| is_finite_verb(sentence, rank));
        if verb { Self::Now } else { Self::Nothing }
    }
}

/// « Les revenus d’il y a deux ans »: counted from the day of a procedure.
fn is_of_a_noun(sentence: &Sentence<'_>, expression: &Expression) -> bool {
    matches!(sentence.before(sentence.rank_at(expression.range.start), 1), "d'" | "de")
}

/// Something said to be to come, whose day has come.
#[derive(Clone, Debug)]
pub struct AnnouncedChange {
    /// Parameter `words`: words that announce; none when it is a verb in the future.
    words: Option<SentenceWords>,
    /// Parameter `unless`: words of the same sentence that leave it open when it happens.
    unless: SentenceWords,
}

impl AnnouncedChange {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let future = fields.bool("future").is_some_and(|switch| switch.value);
        let words = SentenceWords::read(fields, "words");
        let unless = SentenceWords::read(fields, "unless");
        if !future && words.is_empty() {
            missing(fields.problems(), "words", place);
            return None;
        }
        Some(Self { words: (!future).then_some(words), unless })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        if !view.is_published() {
            return;
        }
        let today = view.site.facts.today;
        each_sentence(rule, view, |passage, sentence, times| {
            let text = passage.prose.text();
            let gone = times.iter().find_map(|expression| {
                let last = last_day(expression).filter(|last| *last < today)?;
                let read = &expression.range;
                let told = View::is_looked_at(rule, passage, read) && !passage.is_others(read);
                told.then_some((expression, last))
            });
            let Some((expression, last)) = gone else { return };
            let announced = match &self.words {
                Some(words) => words.stand_in(text, &sentence.range).then_some(None),
                None => {
                    view.language.and_then(|language| dated_future(sentence, language, expression)).map(Some)
                }
            };
            let Some(verb) = announced else { return };
            if self.unless.stand_in(text, &sentence.range) {
                return;
            }
            // Another day, to come, may be that of the change: « au lieu du 3 mars 2025 ».
            let to_come = |other: &Expression| {
                moment_of(other).is_some_and(|m| m.days().is_some_and(|(_, last)| last >= today))
            };
            if times.iter().any(to_come) {
                return;
            }
            let words = text.get(expression.range.clone()).unwrap_or("");
            let args = vec![("found", words.into()), ("date", last.into())];
            let mut finding = rule.finding("", passage.prose.span(expression.range.clone()), args);
            if let Some(verb) = verb.map(|verb| sentence.span(verb, verb)) {
                finding.labels.push((passage.prose.span(verb), Message::key("lint.future")));
            }
            out.push(finding);
        });
    }
}

/// The last day that an expression gives to what it dates.
fn last_day(expression: &Expression) -> Option<Date> {
    let moment = match expression.reading {
        Reading::Moment(moment)
        | Reading::Range(_, moment)
        | Reading::Limit(Limit::From | Limit::Before, moment) => moment,
        _ => return None,
    };
    moment.days().map(|(_, last)| last)
}

/// The moment that an expression names; the last one of a range.
fn moment_of(expression: &Expression) -> Option<Moment> {
    match expression.reading {
        Reading::Moment(moment) | Reading::Range(_, moment) | Reading::Limit(_, moment) => Some(moment),
        _ => None,
    }
}

/// A year long gone.
#[derive(Clone, Debug)]
pub struct OldYear {
    /// Parameter `years`: how many years ago it is at least.
    years: usize,
    /// Parameter `unless`: words of the same sentence that tell of the past on purpose.
    unless: SentenceWords,
}

impl OldYear {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let years = required_number(fields, "years", place);
        let unless = SentenceWords::read(fields, "unless");
        Some(Self { years: years?, unless })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        if !view.is_published() {
            return;
        }
        let years = i16::try_from(self.years).unwrap_or(i16::MAX);
        let newest = view.site.facts.today.year().saturating_sub(years);
        each_sentence(rule, view, |passage, sentence, times| {
            let mut told = None;
            for expression in times {
                // « Depuis 2017 » is the right way to say when a thing began, « avant 2018 » and « après 2018 »
                // part old cases from new ones.
                if matches!(expression.reading, Reading::Limit(limit, _) if !matches!(limit, Limit::Until | Limit::By))
                {
                    continue;
                }
                let Some(moment) = moment_of(expression) else { continue };
                let astride = matches!(moment.stretch, Stretch::SchoolYear | Stretch::WinterAstride);
                let Some(year) = moment.year.map(|year| year + i16::from(astride)) else { continue };
                if year > newest
                    || !View::is_looked_at(rule, passage, &expression.range)
                    || passage.is_others(&expression.range)
                    || *told
                        .get_or_insert_with(|| self.unless.stand_in(passage.prose.text(), &sentence.range))
                {
                    continue;
                }
                let words = passage.prose.text().get(expression.range.clone()).unwrap_or("");
                let span = passage.prose.span(expression.range.clone());
                out.push(rule.finding("", span, vec![("found", words.into())]));
            }
        });
    }
}

/// Gives each sentence that a rule looks at, with the expressions of time that begin in it, if there are.
fn each_sentence<'a>(
    rule: &Rule,
    view: &View<'a>,
    mut look: impl FnMut(&Passage<'a>, &Sentence<'_>, &[Expression]),
) {
    for passage in view.passages.iter().filter(|passage| rule.scope.contains(&passage.scope())) {
        let mut times = passage.times();
        if times.is_empty() {
            continue;
        }
        for sentence in passage.analysis().into_iter().flat_map(Analysis::sentences) {
            let after = times.partition_point(|time| time.range.start < sentence.range.end);
            let (here, rest) = times.split_at(after);
            times = rest;
            if !here.is_empty() {
                look(passage, &sentence, here);
            }
        }
    }
}
