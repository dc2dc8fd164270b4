//! What is found sentence by sentence in how it is built: `passive`, `double-negation`,
//! `bare-negation`, `verb-form`.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::data::Fields;
use crate::finding::{Arg, Finding};
use crate::language::analysis::Sentence;
use crate::language::grammar::is_past_historic;
use crate::language::grammar::negation::{Negatives, bare_negations, double_negations};
use crate::language::grammar::passive::{Passive, is_form_of};
use crate::lint::rule::Rule;
use crate::lint::scope::Passage;
use crate::source::Span;

use super::kind::{Case, Form, Kind, Param, number, phrases, required_choice, verbs};
use super::pattern::Pattern;
use super::{Check, View};

/// The kind `passive`.
pub(super) const PASSIVE: Kind = Kind {
    scoped: true,
    params: &[
        Param::optional("agent", Form::Choice(&AGENTS), "param.passive-agent"),
        Param::switch("duty", "param.passive-duty"),
        Param::optional("longer_than", Form::Number, "param.passive-longer-than"),
        Param::optional("actors", Form::Texts, "param.passive-actors"),
        Param::optional("before", Form::Pattern, "param.passive-before"),
        Param::optional("except", Form::Texts, "param.passive-except"),
    ],
    read: |fields, _| PassiveVoice::read(fields).map(|passive| Check::PassiveVoice(Box::new(passive))),
    ..Kind::new("passive", "kind.passive", &[Case::only(&["found", "words"])])
};

const AGENTS: [&str; 2] = ["hidden", "turns"];

#[derive(Clone, Copy, Debug)]
enum Agent {
    Hidden,
    /// Named, and the sentence may simply be turned round.
    Turns,
}

/// The kind `double-negation`.
pub(super) const DOUBLE_NEGATION: Kind = Kind {
    scoped: true,
    params: &[
        Param::optional("qualities", Form::Texts, "param.negation-qualities"),
        Param::optional("verbs", Form::Verbs, "param.negation-verbs"),
        Param::optional("conditions", Form::Texts, "param.negation-conditions"),
    ],
    read: |fields, _| Some(Check::DoubleNegation(DoubleNegation::read(fields))),
    ..Kind::new("double-negation", "kind.double-negation", &[Case::only(&["found"])])
};

/// The kind `bare-negation`.
pub(super) const BARE_NEGATION: Kind = Kind {
    scoped: true,
    read: |_, _| Some(Check::BareNegation),
    ..Kind::new("bare-negation", "kind.bare-negation", &[Case::only(&["found"])])
};

/// The kind `verb-form`.
pub(super) const VERB_FORM: Kind = Kind {
    scoped: true,
    params: &[
        Param::required("form", Form::Choice(&TENSES), "param.verb-form"),
        Param::optional("except", Form::Texts, "param.sought-except"),
    ],
    read: |fields, place| VerbForm::read(fields, place).map(Check::VerbForm),
    ..Kind::new("verb-form", "kind.verb-form", &[Case::only(&["found"])])
};

const TENSES: [&str; 3] = ["conditional", "past-historic", "subjunctive-imperfect"];

/// How far what must follow a passive may begin.
const NEAR: usize = 60;

/// Which passives are found.
#[derive(Clone, Debug)]
pub struct PassiveVoice {
    /// Parameter `agent`: only those whose agent is hidden, or may be put first.
    agent: Option<Agent>,
    /// Parameter `duty`: only those after « devoir ».
    duty: bool,
    /// Parameter `longer_than`: only in sentences of more words.
    longer_than: usize,
    /// Parameter `actors`: with `agent: turns`, the nouns of who can act, in small letters; empty for any.
    actors: BTreeSet<String>,
    /// Parameter `before`: only where this follows, in the same sentence and within [`NEAR`] bytes.
    before: Option<Pattern>,
    /// Parameter `except`: participles that do not count, in the masculine singular.
    except: Vec<String>,
}

impl PassiveVoice {
    fn read(fields: &mut Fields) -> Option<Self> {
        let [hidden, turns] = AGENTS;
        let choices = [(hidden, Agent::Hidden), (turns, Agent::Turns)];
        let agent = fields.choice("agent", &choices);
        let before = match fields.text("before") {
            Some(pattern) => Some(Pattern::compile(&pattern, true, fields)?),
            None => None,
        };
        Some(Self {
            agent: agent.map(|agent| agent.value),
            duty: fields.bool("duty").is_some_and(|duty| duty.value),
            longer_than: number(fields, "longer_than").unwrap_or(0),
            actors: phrases(fields, "actors").into_iter().collect(),
            before,
            except: phrases(fields, "except"),
        })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        for (passage, sentence) in view.sentences(rule) {
            if sentence.words <= self.longer_than {
                continue;
            }
            for passive in passage.passives_of(&sentence) {
                let wanted = self.is_wanted(passive) && (!self.duty || passive.duty);
                if wanted && self.follows(passage, &sentence, passive) {
                    out.extend(said(rule, passage, &sentence, passive.range.clone(), Vec::new()));
                }
            }
        }
    }

    fn is_wanted(&self, passive: &Passive) -> bool {
        let agent = match self.agent {
            None => true,
            Some(Agent::Hidden) => passive.agent.is_none(),
            Some(Agent::Turns) => passive.actor.as_ref().is_some_and(|noun| self.acts(noun)),
        };
        agent && !self.except.iter().any(|except| is_form_of(&passive.participle, except))
    }

    /// Whether a noun is that of somebody who can act: « maire », « employeurs ». A name always is.
    fn acts(&self, noun: &str) -> bool {
        let singular = noun.strip_suffix(['s', 'x']).unwrap_or(noun);
        noun.is_empty()
            || self.actors.is_empty()
            || self.actors.contains(noun)
            || self.actors.contains(singular)
    }

    fn follows(&self, passage: &Passage<'_>, sentence: &Sentence<'_>, passive: &Passive) -> bool {
        let Some(before) = &self.before else { return true };
        let rest = passage.prose.text().get(passive.range.end..sentence.range.end).unwrap_or("");
        let rest = rest.get(..rest.ceil_char_boundary(2 * NEAR)).unwrap_or(rest);
        before.hits(rest).next().is_some_and(|hit| hit.start <= NEAR)
    }
}

/// The words whose sense is negative.
#[derive(Clone, Debug)]
pub struct DoubleNegation(Negatives);

impl DoubleNegation {
    fn read(fields: &mut Fields) -> Self {
        Self(Negatives {
            qualities: phrases(fields, "qualities"),
            verbs: verbs(fields, "verbs").into_iter().map(|turn| turn.verb).collect(),
            conditions: phrases(fields, "conditions"),
        })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        each(rule, view, out, |sentence| double_negations(sentence, &self.0));
    }
}

/// Finds « ne » alone.
pub(super) fn check_bare(rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    each(rule, view, out, bare_negations);
}

/// Whether a word is a verb in some tense.
type Tense = fn(&Sentence<'_>, usize) -> bool;

/// One tense of verbs.
#[derive(Clone, Debug)]
pub struct VerbForm {
    is_one: Tense,
    except: Vec<String>,
}

impl VerbForm {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let [conditional, past_historic, subjunctive] = TENSES;
        let tenses: [(&str, Tense); 3] = [
            (conditional, |sentence, rank| sentence.forms(rank).is_conditional()),
            (past_historic, is_past_historic),
            (subjunctive, |sentence, rank| sentence.forms(rank).is_subjunctive_imperfect()),
        ];
        let is_one = required_choice(fields, "form", &tenses, place);
        let except = phrases(fields, "except");
        Some(Self { is_one: is_one?, except })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        each(rule, view, out, |sentence| {
            let is_found = |rank: &usize| {
                (self.is_one)(sentence, *rank)
                    && !self.except.iter().any(|except| except == sentence.word(*rank))
            };
            (0..sentence.len()).filter(is_found).map(|rank| sentence.span(rank, rank)).collect()
        });
    }
}

/// Says what each sentence holds. What is quoted, and titles of law, are others’ words.
fn each(
    rule: &Rule,
    view: &View<'_>,
    out: &mut Vec<Finding>,
    find: impl Fn(&Sentence<'_>) -> Vec<Range<usize>>,
) {
    for (passage, sentence) in view.sentences(rule) {
        for read in find(&sentence) {
            out.extend(said(rule, passage, &sentence, read, Vec::new()));
        }
    }
}

/// A finding at a place of a passage, unless the words there are others’.
pub(super) fn said(
    rule: &Rule,
    passage: &Passage<'_>,
    sentence: &Sentence<'_>,
    read: Range<usize>,
    mut args: Vec<(&'static str, Arg)>,
) -> Option<Finding> {
    if !View::is_looked_at(rule, passage, &read) || passage.is_others(&read) {
        return None;
    }
    args.push(("found", passage.prose.text().get(read.clone()).unwrap_or("").into()));
    args.push(("words", sentence.words.into()));
    Some(rule.finding("", passage.prose.span(read), args))
}
