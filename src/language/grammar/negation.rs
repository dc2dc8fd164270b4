//! Negations: those that cancel each other, and « ne » alone.

use std::ops::Range;

use crate::language::analysis::Sentence;
use crate::language::lexicon::Verb;

use super::verbs::{after_adverbs, after_clitics, is_determiner, is_verb};

/// How many words a clause is looked through, at most.
const CLAUSE: usize = 24;

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
    /// The second half: « pas », « aucun »… It may stand before « ne » (« nul ne »), and « pouvoir » does
    /// without: then it is the verb.
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
        let first = negation.ne.min(negation.half);
        let last = second(sentence, &negation, negatives);
        let sans = || without_first(sentence, &negation, negatives);
        let both = last.map(|last| (first, last));
        found.extend(both.or_else(|| sans().map(|sans| (sans, negation.verb.max(negation.half)))));
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
        let reach = verb + 1..verb + 8;
        let half = reach.take_while(|at| !sentence.is_sign(*at)).find(|at| is_half(sentence.word(*at)));
        (verb, half)
    };
    // « Nul ne », « personne ne »; not « une personne ne ».
    let before = || {
        let mut words = (ne.saturating_sub(16)..ne).rev().take_while(|at| !sentence.is_sign(*at));
        words.find(|at| match sentence.word(*at) {
            "nul" | "nulle" | "aucun" | "aucune" => true,
            "personne" | "rien" => !is_determiner(sentence.before(*at, 1)),
            _ => false,
        })
    };
    let alone = || does_without_pas(sentence, verb).then_some(verb);
    let half = half.or_else(before).or_else(alone)?;
    Some(Negation { ne, verb, half })
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

/// « ne peut », « ne saurait », « ne cesse »: verbs that « ne » alone denies; not before « que ».
fn does_without_pas(sentence: &Sentence<'_>, verb: usize) -> bool {
    let forms = sentence.forms(verb);
    let is_one = |infinitive: &str| Verb::of(infinitive).is_some_and(|verb| forms.is_of(verb));
    let limited = (verb + 1..verb + 8)
        .take_while(|at| !sentence.is_sign(*at))
        .any(|at| matches!(sentence.word(at), "que" | "qu'" | "ni"));
    !limited
        && (forms.is_of(Verb::POUVOIR) || (is_one("savoir") && forms.is_conditional()) || is_one("cesser"))
}

/// The last word of the negation that cancels a first one.
fn second(sentence: &Sentence<'_>, negation: &Negation, negatives: &Negatives) -> Option<usize> {
    let from = negation.verb.max(negation.half) + 1;
    negative_quality(sentence, negation, negatives)
        .or_else(|| negative_infinitive(sentence, negation.verb, from, negatives))
        .or_else(|| without(sentence, negation, from, negatives))
        .or_else(|| negative_verb(sentence, negation, negatives))
}

/// « n’ignore pas », « ne nie pas ».
fn negative_verb(sentence: &Sentence<'_>, negation: &Negation, negatives: &Negatives) -> Option<usize> {
    let forms = sentence.forms(negation.verb);
    let negative = negatives.verbs.iter().any(|negative| forms.is_of(*negative));
    (negative && negation.half > negation.verb).then_some(negation.half)
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
        let coordinated = matches!(sentence.before(at, 1), "ou" | "et" | "de" | "," | "que" | "si");
        if is_ne(sentence, at) && is_half(sentence.word(at + 1)) && !coordinated {
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
        // Another verb begins another clause.
        let forms = sentence.forms(*at);
        let clause =
            *at > negation.verb.max(negation.half) && forms.is_finite() && !forms.is_noun_or_adjective();
        !clause && !sentence.is_sign(*at) && !matches!(word, "mais" | "et" | "ou" | "car" | "qui" | "si")
    };
    let near = from.min(negation.verb + 1)..(from + CLAUSE).min(sentence.len());
    let sans = near.take_while(ends).find(|at| sentence.word(*at) == "sans")?;
    let next = sentence.word(sans + 1);
    if matches!(next, "que" | "qu'") {
        return Some(sans + 1);
    }
    // « n’est pas en mesure de payer sans être en faillite »: « sans être » goes with the infinitive.
    let after_infinitive = sentence.forms(sans.saturating_sub(1)).is_infinitive();
    if after_infinitive
        && matches!(next, "être" | "avoir")
        && !sentence.forms(negation.verb).is_of(Verb::POUVOIR)
    {
        return None;
    }
    let infinitive = after_clitics(sentence, sans + 1);
    let forms_after = sentence.forms(infinitive);
    if forms_after.is_infinitive() && !(forms_after.is_noun_or_adjective() && is_determiner(next)) {
        return Some(infinitive);
    }
    // Right after the verb, it goes with it, whatever it is followed by: « ne paie pas sans raison ».
    let before = sentence.forms(sans.saturating_sub(1));
    let object = next_noun(sentence, sans + 1);
    if before.is_verb() && !before.is_noun_or_adjective() && !is_idiom(sentence.word(object)) {
        return Some(object);
    }
    let noun = (sans + 1..sans + 5)
        .take_while(|at| !sentence.is_sign(*at))
        .find(|at| is_condition(sentence.word(*at), negatives))?;
    Some(noun)
}

fn next_noun(sentence: &Sentence<'_>, from: usize) -> usize {
    if is_determiner(sentence.word(from)) { from + 1 } else { from }
}

/// « sans frais », « sans délai »: how, and not on what condition.
fn is_idiom(word: &str) -> bool {
    matches!(
        word,
        "frais"
            | "délai"
            | "délais"
            | "cesse"
            | "doute"
            | "préjudice"
            | "tarder"
            | "attendre"
            | "limite"
            | "changement"
            | "exception"
            | "distinction"
            | "domicile"
            | "emploi"
            | "ressources"
            | "abri"
            | "que"
            | "qu'"
            | ""
    )
}

/// « Sans badge, vous ne pouvez pas entrer »: the condition first.
fn without_first(sentence: &Sentence<'_>, negation: &Negation, negatives: &Negatives) -> Option<usize> {
    if !sentence.forms(negation.verb).is_of(Verb::POUVOIR) {
        return None;
    }
    let first = negation.ne.min(negation.half);
    let sans = (first.saturating_sub(CLAUSE)..first).rev().find(|at| sentence.word(*at) == "sans")?;
    let comma = (sans..negation.ne).find(|at| sentence.is_sign(*at))?;
    let opens = sans == 0 || sentence.is_sign(sans - 1) || matches!(sentence.before(sans, 1), "et" | "mais");
    let condition = (sans + 1..comma.min(sans + 5)).any(|at| is_condition(sentence.word(at), negatives));
    let near = sentence.word(comma) == "," && negation.ne < comma + 4;
    (opens && condition && near).then_some(sans)
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
            && negation(sentence, *ne).is_none_or(|negation| negation.half == negation.verb)
            && !has_que_or_ni(sentence, verb)
            && !is_expletive(sentence, *ne)
            && !matches!(sentence.word(verb), "importe" | "saurait" | "sauraient")
    };
    let places = (0..sentence.len()).filter(bare);
    places.map(|ne| sentence.span(ne, after_clitics(sentence, ne + 1))).collect()
}

fn has_que_or_ni(sentence: &Sentence<'_>, verb: usize) -> bool {
    (verb + 1..(verb + CLAUSE).min(sentence.len()))
        .any(|at| matches!(sentence.word(at), "que" | "qu'" | "ni"))
        || sentence.before(verb, 2) == "ni"
}

/// « avant qu’il ne parte », « de peur que », « plus grand que ne le dit »: this « ne » denies nothing.
fn is_expletive(sentence: &Sentence<'_>, ne: usize) -> bool {
    (ne.saturating_sub(10)..ne).any(|at| matches!(sentence.word(at), "que" | "qu'" | "ni"))
}
