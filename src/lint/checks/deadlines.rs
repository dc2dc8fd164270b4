//! `past-deadline`: a date given as a limit, and gone by.

use std::ops::Range;

use crate::data::Fields;
use crate::finding::Finding;
use crate::language::Language;
use crate::language::analysis::Sentence;
use crate::language::fold::{fold, is_word_boundary};
use crate::language::grammar::tense::order;
use crate::language::lexicon::Verb;
use crate::language::time::{Expression, Limit, Moment, Reading};
use crate::lint::rule::Rule;
use crate::lint::scope::{Passage, Scope};
use crate::source::Span;

use super::kind::{Case, Form, Kind, Param, phrases, texts};
use super::named::{Named, SentenceWords};
use super::{Check, View};

/// The kind `past-deadline`.
pub(super) const KIND: Kind = Kind {
    calendar: true,
    scoped: true,
    params: &[
        Param::required("limits", Form::Choices(&LIMITS), "param.deadline-limits"),
        Param::optional("after", Form::Texts, "param.deadline-after"),
        Param::optional("duty", Form::Texts, "param.deadline-duty"),
        Param::optional("tasks", Form::Texts, "param.deadline-tasks"),
        Param::optional("periods", Form::Texts, "param.deadline-periods"),
        Param::optional("unless", Form::Texts, "param.deadline-unless"),
    ],
    read: |fields, place| PastDeadline::read(fields, place).map(Check::PastDeadline),
    ..Kind::new("past-deadline", "kind.past-deadline", &[Case::only(&["found", "date"])])
};

const LIMITS: [&str; 4] = ["until", "by", "before", "range"];

/// Characters before a date in which its introducer is looked for.
const REACH: usize = 120;

/// Words before a participle among which its auxiliary is looked for.
const BEFORE: usize = 5;

/// Words before a date among which what is to be done is looked for.
const TASK: usize = 8;

/// What tells a limit from any other date.
#[derive(Clone, Debug)]
pub struct PastDeadline {
    /// Parameter `limits`: the turns that are looked for.
    limits: Vec<Turn>,
    /// Parameter `after`, folded: words that stand right before the date of a limit.
    after: Vec<String>,
    /// Parameter `duty`: words that tell somebody to act; without them or an order, « avant le » and « du …
    /// au … » only say when.
    duty: SentenceWords,
    /// Parameter `tasks`: infinitives that tell somebody to act after « à », or where they open what is said.
    tasks: Vec<String>,
    /// Parameter `periods`: words right before « du … au … » that it says the stretch of time of.
    periods: Vec<String>,
    /// Parameter `unless`: words of the same sentence that tell of the past on purpose.
    unless: SentenceWords,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Until,
    By,
    Before,
    Range,
}

/// What is known of a sentence, for all the dates in it.
#[derive(Clone, Copy)]
struct Known {
    rank: usize,
    /// It tells of the past on purpose.
    past: bool,
    /// Where it gives an order.
    order: Option<usize>,
    /// Where the first words that tell to act end.
    duty: Option<usize>,
}

impl PastDeadline {
    pub(super) fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let turns = [Turn::Until, Turn::By, Turn::Before, Turn::Range];
        let limits = Named::of(&LIMITS, &turns).required(fields, "limits", place);
        let after = texts(fields, "after").iter().map(|text| fold(text.trim()).into_text()).collect();
        let duty = SentenceWords::read(fields, "duty");
        let tasks = phrases(fields, "tasks");
        let periods = phrases(fields, "periods");
        let unless = SentenceWords::read(fields, "unless");
        Some(Self { limits: limits?, after, duty, tasks, periods, unless })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let today = view.site.facts.today;
        for passage in view.passages.iter().filter(|_| view.is_published()) {
            let text = passage.prose.text();
            if !text.bytes().any(|byte| byte.is_ascii_digit()) {
                continue;
            }
            let Some(analysis) = passage.analysis() else { continue };
            let sentences: Vec<Sentence<'_>> = analysis.sentences().collect();
            // Expressions come in order: what is known of a sentence serves for the next ones in it.
            let mut known: Option<Known> = None;
            for expression in passage.times() {
                let after = sentences.partition_point(|s| s.range.end <= expression.range.start);
                let Some(sentence) = sentences.get(after) else { continue };
                let last = moment_of(expression.reading).and_then(Moment::days).map(|(_, last)| last);
                let Some(last) = last.filter(|last| *last < today) else { continue };
                let known = match known {
                    Some(known) if known.rank == sentence.rank => known,
                    _ => *known.insert(self.known(view.language, text, sentence)),
                };
                let Some(found) = self.limit(passage, expression, sentence, known) else { continue };
                if known.past || !View::is_looked_at(rule, passage, &found) {
                    continue;
                }
                let words = text.get(found.clone()).unwrap_or("");
                let args = vec![("found", words.into()), ("date", last.into())];
                out.push(rule.finding("", passage.prose.span(found), args));
            }
        }
    }

    fn known(&self, language: Option<Language>, text: &str, sentence: &Sentence<'_>) -> Known {
        Known {
            rank: sentence.rank,
            past: self.unless.stand_in(text, &sentence.range),
            order: order(sentence)
                .filter(|_| language == Some(Language::French))
                .map(|rank| sentence.span(rank, rank).start),
            duty: self.duty.first_in(text, &sentence.range),
        }
    }

    /// The words that make an expression a limit; none if it is not one.
    fn limit(
        &self,
        passage: &Passage<'_>,
        expression: &Expression,
        sentence: &Sentence<'_>,
        known: Known,
    ) -> Option<Range<usize>> {
        let range = &expression.range;
        let turn = match expression.reading {
            Reading::Limit(Limit::Until, _) => Turn::Until,
            Reading::Limit(Limit::By, _) => Turn::By,
            Reading::Limit(Limit::Before, _) => Turn::Before,
            Reading::Range(..) => Turn::Range,
            Reading::Moment(_) => return self.introduced(passage, range),
            _ => return None,
        };
        let ordered = known.order.is_some_and(|order| order < range.start);
        let sure = match turn {
            // A heading that is nothing else parts a case from another: « Jusqu’en septembre 2019 ».
            Turn::Until | Turn::By => {
                (passage.scope() != Scope::Heading || !passage.is_whole(range))
                    && !follows_a_participle(sentence, range.start)
            }
            // « deadlines: avant le 30 juin 2025 » says what it is by its field.
            Turn::Before => {
                ordered
                    || known.duty.is_some_and(|duty| duty <= range.start)
                    || self.is_task(sentence, range.start)
                    || (passage.scope() == Scope::FrontMatter && passage.is_whole(range))
            }
            // « Déclarez les revenus du 1er janvier au 31 décembre 2024 »
            Turn::Range => {
                ordered && {
                    let before = sentence.before(sentence.rank_at(range.start), 1);
                    !self.periods.iter().any(|word| word == before)
                }
            }
        };
        (self.limits.contains(&turn) && sure).then(|| range.clone())
    }

    /// Whether what is said right before a place is a thing to do: « dossier à rendre au guichet ». Words
    /// that tell of something else part the two: « à rendre si vous êtes né ».
    fn is_task(&self, sentence: &Sentence<'_>, at: usize) -> bool {
        let end = sentence.rank_at(at);
        let part = |rank: &usize| {
            let forms = sentence.forms(*rank);
            let said = matches!(sentence.word(*rank), "si" | "s'" | "qui" | "que" | "qu'" | "dont" | "quand");
            said || sentence.is_sign(*rank) || forms.is_participle() || is_auxiliary(sentence, *rank)
        };
        let near = (end.saturating_sub(TASK)..end).rev().take_while(|rank| !part(rank));
        let mut tasks = near.filter(|rank| self.tasks.iter().any(|task| task == sentence.word(*rank)));
        tasks.any(|rank| {
            let before = rank.checked_sub(1);
            before.is_none_or(|before| sentence.is_sign(before) || sentence.word(before) == "à")
        })
    }

    /// The words of `after` that stand right before a date, with the date.
    fn introduced(&self, passage: &Passage<'_>, date: &Range<usize>) -> Option<Range<usize>> {
        // What introduces a date stands right before it: the start of a long text is not read again
        // for each date in it.
        let before = passage.prose.text().get(..date.start)?;
        let from = before.char_indices().rev().nth(REACH).map_or(0, |(at, _)| at);
        let before = fold(before.get(from..)?);
        let text = before.text().trim_end();
        let start = self
            .after
            .iter()
            .filter(|words| text.ends_with(words.as_str()))
            .map(|words| text.len() - words.len())
            .filter(|start| is_word_boundary(text, *start))
            .min()?;
        Some(from + before.original(start..text.len()).start..date.end)
    }
}

/// Whether a past participle that no auxiliary governs stands right before a date: it says of what comes
/// before when it was done. « Le permis délivré jusqu’au 19 janvier 2013 reste valable » sets no limit, and
/// « l’aide est versée jusqu’en février » does.
fn follows_a_participle(sentence: &Sentence<'_>, at: usize) -> bool {
    let rank = sentence.rank_at(at);
    let Some(last) = rank.checked_sub(1).filter(|last| sentence.forms(*last).is_passive_participle()) else {
        return false;
    };
    !(last.saturating_sub(BEFORE)..last).any(|before| is_auxiliary(sentence, before))
}

/// « Est », « a », and « reste », which parts a participle from what it says in the same way.
fn is_auxiliary(sentence: &Sentence<'_>, rank: usize) -> bool {
    let forms = sentence.forms(rank);
    forms.is_of(Verb::ETRE)
        || forms.is_of(Verb::AVOIR)
        || matches!(
            sentence.word(rank),
            "être"
                | "avoir"
                | "été"
                | "reste"
                | "restent"
                | "restera"
                | "resteront"
                | "demeure"
                | "demeurent"
        )
}

/// The moment that an expression gives as a limit, whatever the words; the last one of a range.
fn moment_of(reading: Reading) -> Option<Moment> {
    match reading {
        Reading::Moment(moment) | Reading::Range(_, moment) | Reading::Limit(_, moment) => Some(moment),
        _ => None,
    }
}
