//! Negations: those that cancel each other, and « ne » alone.

use std::ops::Range;

use crate::language::analysis::Sentence;
use crate::language::lexicon::{Verb, forms};

use super::verbs::{after_adverbs, is_clitic, is_determiner, is_verb};

/// Words whose sense is negative, which a rule lists.
#[derive(Clone, Debug, Default)]
pub struct Negatives {
    /// Adjectives and participles, in the masculine singular: « impossible », « interdit ».
    pub qualities: Vec<String>,
    /// Verbs: « ignorer ».
    pub verbs: Vec<Verb>,
    /// What a thing may be done without: « autorisation », « justificatif ».
    pub conditions: Vec<String>,
}

/// A negation: « ne » and its second half, with the verb between.
struct Negation {
    ne: usize,
    verb: usize,
    /// The second half: « pas », « aucun »… It may stand before « ne » (« nul ne »).
    half: usize,
}

/// Two negations that say yes by saying no twice, in bytes of the text.
pub fn double_negations(sentence: &Sentence<'_>, negatives: &Negatives) -> Vec<Range<usize>> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for rank in 0..sentence.len() {
        if !is_ne(sentence, rank) {
            continue;
        }
        let Some(negation) = negation(sentence, rank) else { continue };
        if found.last().is_some_and(|(_, last)| rank <= *last) {
            continue;
        }
        let second = second(sentence, &negation, negatives);
        found.extend(second.map(|last| (negation.ne.min(negation.half), last)));
    }
    found.into_iter().map(|(first, last)| sentence.span(first, last)).collect()
}

fn is_ne(sentence: &Sentence<'_>, rank: usize) -> bool {
    matches!(sentence.word(rank), "ne" | "n'")
}

/// The negation that a « ne » opens; none for « ne … que », « ne … ni », and « ne » alone.
fn negation(sentence: &Sentence<'_>, ne: usize) -> Option<Negation> {
    // « ne pas partir »: the half comes first.
    let (verb, half) = if is_half(sentence.word(ne + 1)) {
        (after_clitics(sentence, ne + 2), Some(ne + 1))
    } else {
        let verb = after_clitics(sentence, ne + 1);
        let reach = verb + 1..verb + 5;
        let half = reach.take_while(|at| !sentence.is_sign(*at)).find(|at| is_half(sentence.word(*at)));
        (verb, half)
    };
    let before = || {
        let words = ne.saturating_sub(8)..ne;
        words.rev().find(|at| {
            matches!(sentence.word(*at), "nul" | "nulle" | "aucun" | "aucune" | "personne" | "rien")
        })
    };
    let half = half.or_else(before)?;
    Some(Negation { ne, verb, half })
}

fn after_clitics(sentence: &Sentence<'_>, from: usize) -> usize {
    (from..from + 4).find(|at| !is_clitic(sentence.word(*at))).unwrap_or(from)
}

fn is_half(word: &str) -> bool {
    matches!(
        word,
        "pas"
            | "plus"
            | "jamais"
            | "point"
            | "guère"
            | "rien"
            | "personne"
            | "aucun"
            | "aucune"
            | "nul"
            | "nulle"
    )
}

/// The last word of the negation that cancels a first one.
fn second(sentence: &Sentence<'_>, negation: &Negation, negatives: &Negatives) -> Option<usize> {
    let from = negation.verb.max(negation.half) + 1;
    negative_quality(sentence, negation, negatives)
        .or_else(|| negative_infinitive(sentence, negation.verb, from, negatives))
        .or_else(|| without(sentence, negation, from, negatives))
}

/// « n’est pas impossible », « n’est pas interdit ».
fn negative_quality(sentence: &Sentence<'_>, negation: &Negation, negatives: &Negatives) -> Option<usize> {
    if !sentence.forms(negation.verb).is_of(Verb::ETRE) {
        return None;
    }
    let at = after_adverbs(sentence, negation.verb + 1);
    let word = sentence.word(at);
    let masculine = |quality: &String| {
        word.strip_prefix(quality.as_str())
            .is_some_and(|ending| matches!(ending, "" | "e" | "s" | "es" | "le" | "les"))
    };
    negatives.qualities.iter().any(masculine).then_some(at)
}

/// « ne pouvez pas ne pas répondre », « n’êtes pas sans ignorer », « ne peut ignorer ».
fn negative_infinitive(
    sentence: &Sentence<'_>,
    verb: usize,
    from: usize,
    negatives: &Negatives,
) -> Option<usize> {
    const REACH: usize = 4;
    for at in from.min(verb + 1)..from + REACH {
        if sentence.is_sign(at) {
            return None;
        }
        if is_ne(sentence, at) && is_half(sentence.word(at + 1)) {
            return Some(after_clitics(sentence, at + 2));
        }
        let forms = sentence.forms(at);
        if forms.is_infinitive() && negatives.verbs.iter().any(|negative| forms.is_of(*negative)) {
            return Some(at);
        }
    }
    None
}

/// « ne pouvez pas partir sans autorisation », « n’est refusée sans être étudiée »: « sans » takes the
/// negation away where it goes with the verb, and not with a noun before it (« les personnes sans
/// domicile »).
fn without(
    sentence: &Sentence<'_>,
    negation: &Negation,
    from: usize,
    negatives: &Negatives,
) -> Option<usize> {
    let ends = |at: &usize| {
        let word = sentence.word(*at);
        !matches!(word, ";" | ":" | "(" | "mais" | "et" | "ou" | "car" | "qui" | "si")
    };
    let sans = (from.min(negation.verb + 1)..sentence.len())
        .take_while(ends)
        .find(|at| sentence.word(*at) == "sans")?;
    let next = sentence.word(sans + 1);
    if matches!(next, "que" | "qu'") {
        return Some(sans + 1);
    }
    let infinitive = after_clitics(sentence, sans + 1);
    let forms_after = sentence.forms(infinitive);
    if forms_after.is_infinitive() && !(forms_after.is_noun_or_adjective() && is_determiner(next)) {
        return Some(infinitive);
    }
    let noun = (sans + 1..sans + 5)
        .take_while(|at| !sentence.is_sign(*at))
        .find(|at| is_condition(sentence.word(*at), negatives))?;
    Some(noun)
}

fn is_condition(word: &str, negatives: &Negatives) -> bool {
    let singular = word.strip_suffix('s').unwrap_or(word);
    negatives.conditions.iter().any(|condition| condition == word || condition == singular)
}

/// « ne » without a second half, which is neither an idiom nor the « ne » of « avant que », « plus … que »:
/// the words from « ne » to its verb, in bytes of the text.
pub fn bare_negations(sentence: &Sentence<'_>) -> Vec<Range<usize>> {
    let bare = |ne: &usize| {
        let verb = after_clitics(sentence, ne + 1);
        is_ne(sentence, *ne)
            && is_verb(sentence, verb)
            && negation(sentence, *ne).is_none()
            && !has_que_or_ni(sentence, verb)
            && !is_expletive(sentence, *ne)
            && sentence.word(verb) != "importe"
    };
    let places = (0..sentence.len()).filter(bare);
    places.map(|ne| sentence.span(ne, after_clitics(sentence, ne + 1))).collect()
}

fn has_que_or_ni(sentence: &Sentence<'_>, verb: usize) -> bool {
    (verb + 1..sentence.len()).any(|at| matches!(sentence.word(at), "que" | "qu'" | "ni"))
        || sentence.before(verb, 2) == "ni"
}

/// « avant qu’il ne parte », « de peur que », « plus grand que ne le dit »: this « ne » denies nothing.
fn is_expletive(sentence: &Sentence<'_>, ne: usize) -> bool {
    (ne.saturating_sub(10)..ne).any(|at| matches!(sentence.word(at), "que" | "qu'" | "ni"))
}

/// Whether the lexicon knows a verb by this infinitive.
pub fn verb(infinitive: &str) -> Option<Verb> {
    forms(infinitive).is_infinitive().then(|| Verb::of(infinitive)).flatten()
}
