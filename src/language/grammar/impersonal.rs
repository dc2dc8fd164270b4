//! Impersonal turns: « il convient de », « il est nécessaire de », where *il* is nobody.

use std::ops::Range;

use crate::language::analysis::Sentence;
use crate::language::lexicon::Verb;

use super::Turn;
use super::verbs::{after_adverbs, after_clitics, is_clitic, is_etre};

/// The turns to look for.
#[derive(Clone, Debug, Default)]
pub struct Turns {
    /// Verbs, with what follows them: « convenir de », « falloir », « avoir lieu de ».
    pub verbs: Vec<Turn>,
    /// What follows « il est » before « de » and an infinitive, in the masculine singular: « nécessaire ».
    pub before_infinitive: Vec<String>,
    /// What follows « il est » before « que ».
    pub before_clause: Vec<String>,
}

/// The impersonal turns of a sentence, from « il » (or its verb, where « il » follows) to the word before
/// « de » or « que », in bytes of the text.
pub fn turns(sentence: &Sentence<'_>, turns: &Turns) -> Vec<Range<usize>> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for rank in 0..sentence.len() {
        if sentence.word(rank) != "il" {
            continue;
        }
        let (first, verb) = if sentence.is_inverted(rank) {
            // « a-t-il », « faut-il ».
            let verb =
                if sentence.before(rank, 1) == "t" { rank.checked_sub(2) } else { rank.checked_sub(1) };
            let Some(verb) = verb else { continue };
            (verb, verb)
        } else {
            (rank, after_clitics(sentence, rank + 1))
        };
        if let Some(last) = verb_turn(sentence, first, verb, turns).or_else(|| quality(sentence, verb, turns))
        {
            found.push((first, last));
        }
    }
    found.into_iter().map(|(first, last)| sentence.span(first, last)).collect()
}

/// « il convient de », « il vous appartient de », « il a fallu ».
fn verb_turn(sentence: &Sentence<'_>, first: usize, verb: usize, turns: &Turns) -> Option<usize> {
    let verb = match after_adverbs(sentence, verb + 1) {
        done if sentence.forms(verb).is_of(Verb::AVOIR) && sentence.forms(done).is_neutral_participle() => {
            done
        }
        _ => verb,
    };
    turns.verbs.iter().find_map(|turn| {
        // « de » and « que » may stand farther, after « à quelqu’un ».
        let (rest, opener) = match turn.rest.as_slice() {
            [rest @ .., last] if matches!(last.as_str(), "de" | "que") => (rest, Some(last.as_str())),
            rest => (rest, None),
        };
        let end = turn.end_of(rest, sentence, verb)?;
        match opener {
            None => Some(end - 1),
            Some(opener) => opens(sentence, end, opener).then_some(end - 1),
        }
        .filter(|last| *last >= first)
    })
}

/// « il est donc nécessaire de », « il a été rappelé que », « il est demandé aux parents de ».
fn quality(sentence: &Sentence<'_>, verb: usize, turns: &Turns) -> Option<usize> {
    let word = |at: usize| sentence.word(at);
    let mut at = verb;
    let helper = sentence.forms(at);
    if (helper.is_of(Verb::DEVOIR) || helper.is_of(Verb::POUVOIR)) && helper.is_finite() {
        at = after_adverbs(sentence, at + 1);
    }
    if sentence.forms(at).is_of(Verb::AVOIR) {
        let been = after_adverbs(sentence, at + 1);
        if word(been) != "été" {
            return None;
        }
        at = been;
    } else if !is_etre(sentence, at) && word(at) != "soit" && !seems(sentence, at) {
        return None;
    }
    let from = after_adverbs(sentence, at + 1);
    // « d’usage » is two words.
    let last_of = |list: &[String]| {
        let end = |quality: &String| {
            let words: Vec<&str> = quality.split(' ').collect();
            sentence.follows(from, &words).then(|| from + words.len() - 1)
        };
        list.iter().find_map(end)
    };
    let infinitive = last_of(&turns.before_infinitive).filter(|last| opens(sentence, last + 1, "de"));
    infinitive.or_else(|| last_of(&turns.before_clause).filter(|last| opens(sentence, last + 1, "que")))
}

/// « il semble nécessaire de », « il s’avère utile de », « il reste possible de ».
fn seems(sentence: &Sentence<'_>, rank: usize) -> bool {
    matches!(
        sentence.word(rank),
        "semble" | "semblait" | "paraît" | "apparaît" | "avère" | "avérait" | "reste" | "demeure" | "devient"
    )
}

/// Whether « de » and an infinitive, or « que », come next, after « à quelqu’un » perhaps.
fn opens(sentence: &Sentence<'_>, from: usize, opener: &str) -> bool {
    const REACH: usize = 9;
    let start = after_adverbs(sentence, from);
    let is_opener = |at: usize| match opener {
        "que" => matches!(sentence.word(at), "que" | "qu'"),
        _ => matches!(sentence.word(at), "de" | "d'") && leads_to_infinitive(sentence, at + 1),
    };
    if is_opener(start) {
        return true;
    }
    matches!(sentence.word(start), "à" | "au" | "aux" | "pour" | ",")
        && (start + 1..start + REACH)
            .take_while(|at| !sentence.is_sign(*at) || sentence.word(*at) == ",")
            .any(is_opener)
}

/// « de ne pas s’y rendre »: an infinitive, after a negation and pronouns.
fn leads_to_infinitive(sentence: &Sentence<'_>, from: usize) -> bool {
    let mut at = from;
    for _ in 0..6 {
        if sentence.forms(at).is_infinitive() {
            return true;
        }
        let next = if is_clitic(sentence.word(at)) { at + 1 } else { after_adverbs(sentence, at) };
        if next == at {
            return false;
        }
        at = next;
    }
    false
}
