//! A verb with little sense of its own and the noun of an action, where one verb says it: « procéder à
//! la vérification de » for « vérifier ».

use std::collections::BTreeMap;
use std::ops::Range;

use crate::language::analysis::Sentence;
use crate::language::lexicon::Verb;

use super::Turn;
use super::verbs::{is_determiner, is_reflexive, is_verb};

/// Verbs of little sense, and the verb that each noun of an action comes from.
#[derive(Clone, Debug, Default)]
pub struct Nominal {
    /// « procéder à », « effectuer ».
    pub turns: Vec<Turn>,
    /// « faire l’objet de », « donner lieu à »: those that often name a formality.
    pub quiet: Vec<Turn>,
    /// By noun in the singular: « vérification » → « vérifier », « prise en charge » → « prendre en charge ».
    pub nouns: BTreeMap<String, String>,
}

/// A nominalisation of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<'a> {
    /// From the verb to the noun, in bytes of the text.
    pub range: Range<usize>,
    /// The verb that says it.
    pub verb: &'a str,
    /// Less sure: its turn is one of the quiet ones, or nothing follows that the verb could take as its
    /// object (« effectuer des achats »).
    pub quiet: bool,
}

/// The nominalisations of a sentence, in order.
pub fn nominalisations<'a>(sentence: &Sentence<'_>, nominal: &'a Nominal) -> Vec<Found<'a>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < sentence.len() {
        // « la réduction s’effectue », « faire procéder à »: who acts is not the subject.
        let turned = || is_reflexive(sentence, at) || sentence.forms(at.wrapping_sub(1)).is_of(Verb::FAIRE);
        if !is_verb(sentence, at) || turned() {
            at += 1;
            continue;
        }
        let turns = nominal.turns.iter().map(|turn| (turn, false));
        let quiet = nominal.quiet.iter().map(|turn| (turn, true));
        let hit = turns.chain(quiet).find_map(|(turn, quiet)| {
            let (noun, verb) = noun(sentence, turn.end(sentence, at)?, nominal)?;
            Some((noun, verb, quiet))
        });
        match hit {
            // « effectuer votre déclaration : » tells what to declare after it: the noun announces a list.
            Some((noun, _, _)) if sentence.word(noun + 1) == ":" => at = noun + 1,
            Some((noun, verb, quiet)) => {
                let quiet = quiet || !has_object(sentence, noun);
                found.push(Found { range: sentence.span(at, noun), verb, quiet });
                at = noun + 1;
            }
            None => at += 1,
        }
    }
    found
}

/// Whether a complement follows a noun, after an adjective perhaps: « la vérification complète des pièces ».
fn has_object(sentence: &Sentence<'_>, noun: usize) -> bool {
    let links = |at: usize| matches!(sentence.word(at), "de" | "d'" | "du" | "des");
    let adjective = !sentence.is_sign(noun + 1) && !is_determiner(sentence.word(noun + 1));
    links(noun + 1) || (adjective && links(noun + 2))
}

/// The noun of an action within a few words: determiners and adjectives may come first, and nothing that
/// would make it the complement of another noun; so may a few words of time or manner, before the
/// determiner (« effectuer sans tarder le paiement »).
fn noun<'a>(sentence: &Sentence<'_>, from: usize, nominal: &'a Nominal) -> Option<(usize, &'a str)> {
    noun_at(sentence, from, nominal).or_else(|| {
        const MANNER: usize = 4;
        let opens =
            matches!(sentence.word(from), "sans" | "en" | "chaque" | "tous" | "toutes" | "avec" | "lui-même");
        let article = (from + 1..from + MANNER).take_while(|at| !sentence.is_sign(*at));
        let mut article = article.filter(|_| opens);
        noun_at(sentence, article.find(|at| is_article(sentence.word(*at)))?, nominal)
    })
}

fn is_article(word: &str) -> bool {
    matches!(
        word,
        "le" | "la" | "l'" | "les" | "un" | "une" | "votre" | "vos" | "leur" | "leurs" | "son" | "sa" | "ses"
    )
}

fn noun_at<'a>(sentence: &Sentence<'_>, from: usize, nominal: &'a Nominal) -> Option<(usize, &'a str)> {
    const REACH: usize = 4;
    for at in from..from + REACH {
        if sentence.is_sign(at) {
            return None;
        }
        if let Some(found) = action(sentence, at, nominal) {
            return Some(found);
        }
        let word = sentence.word(at);
        let leads_on = is_determiner(word)
            || sentence.forms(at).is_adverb()
            || word.starts_with(|c: char| c.is_ascii_digit())
            || FIRST_ADJECTIVES.iter().any(|first| is_agreed(word, first))
            || matches!(word, "tous" | "toutes" | "deux" | "trois" | "à" | "lui-même");
        if !leads_on || (at > from && matches!(word, "de" | "d'" | "du" | "des" | "à" | "au" | "aux")) {
            return None;
        }
    }
    None
}

/// The noun of an action that stands at a rank: the rank of its last word, and its verb.
fn action<'a>(sentence: &Sentence<'_>, at: usize, nominal: &'a Nominal) -> Option<(usize, &'a str)> {
    const LONGEST: usize = 3;
    let word = sentence.word(at);
    let singular = word.strip_suffix(['s', 'x']).unwrap_or(word);
    for first in [word, singular] {
        let mut phrase = first.to_owned();
        let mut best = nominal.nouns.get(first).map(|verb| (at, verb.as_str()));
        for step in 1..LONGEST {
            phrase.push(' ');
            phrase.push_str(sentence.word(at + step));
            best = nominal.nouns.get(&phrase).map(|verb| (at + step, verb.as_str())).or(best);
        }
        if best.is_some() {
            return best;
        }
    }
    None
}

/// Adjectives that stand before a noun.
const FIRST_ADJECTIVES: &[&str] = &[
    "nouveau",
    "nouvelle",
    "premier",
    "première",
    "second",
    "seconde",
    "dernier",
    "dernière",
    "simple",
    "prompt",
    "rapide",
    "éventuel",
    "éventuelle",
    "véritable",
    "même",
    "autre",
    "bon",
    "bonne",
    "petit",
    "petite",
    "grand",
    "grande",
    "double",
    "unique",
];

fn is_agreed(word: &str, adjective: &str) -> bool {
    word.strip_prefix(adjective).is_some_and(|ending| matches!(ending, "" | "e" | "s" | "es" | "x"))
}
