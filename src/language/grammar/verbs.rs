//! What stands around a verb: adverbs that may part it from its auxiliary, pronouns before it, words
//! that make a noun of what is spelt like a verb.

use crate::language::analysis::{Sentence, words_of};
use crate::language::lexicon::{Person, Verb};

/// The words of a turn: a verb in any form, then words as they are written (« faire » + « l’ » + « objet »).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Its verb.
    pub verb: Verb,
    /// What follows, in small letters; an elided word has its straight apostrophe.
    pub rest: Vec<String>,
}

impl Turn {
    /// Reads « faire l’objet de »; none when its first word is no infinitive that the lexicon knows.
    pub fn of(text: &str) -> Option<Self> {
        let mut words = words_of(text).into_iter();
        let verb = Verb::of(&words.next()?)?;
        Some(Self { verb, rest: words.collect() })
    }

    /// The rank after the turn, where it stands at a rank; adverbs and a negation may part its verb from
    /// the rest. « de » and « à » stand for « du », « des », « d’ », « au », « aux » too.
    pub(super) fn end(&self, sentence: &Sentence<'_>, rank: usize) -> Option<usize> {
        self.end_of(&self.rest, sentence, rank)
    }

    /// The same, where only these words are wanted after the verb.
    pub(super) fn end_of(&self, rest: &[String], sentence: &Sentence<'_>, rank: usize) -> Option<usize> {
        if !sentence.forms(rank).is_of(self.verb) || !is_verb(sentence, rank) {
            return None;
        }
        let next = rank + 1;
        after_words(rest, sentence, next)
            .or_else(|| after_words(rest, sentence, after_adverbs(sentence, next)))
    }
}

/// The rank after these words, where they stand at a rank.
fn after_words(words: &[String], sentence: &Sentence<'_>, from: usize) -> Option<usize> {
    let is_there = |(step, word): (usize, &String)| {
        let there = sentence.word(from + step);
        match word.as_str() {
            "de" | "d'" => matches!(there, "de" | "d'" | "du" | "des"),
            "à" => matches!(there, "à" | "au" | "aux"),
            word => there == word,
        }
    };
    words.iter().enumerate().all(is_there).then(|| from + words.len())
}

/// Whether a word that may be a verb is one here, as far as its neighbours tell: what is also a noun
/// (« demande », « sommes ») is none after a determiner, a preposition or an adjective of quantity.
pub(super) fn is_verb(sentence: &Sentence<'_>, rank: usize) -> bool {
    let forms = sentence.forms(rank);
    forms.is_verb() && !(forms.is_noun_or_adjective() && is_determiner(sentence.before(rank, 1)))
}

/// Whether a verb in the past historic stands at a rank. Its singular is spelt like many names and foreign
/// words (« Cuba », « pro rata »): it needs its subject beside it, unless it is « fut ».
pub fn is_past_historic(sentence: &Sentence<'_>, rank: usize) -> bool {
    let forms = sentence.forms(rank);
    let before = sentence.before(rank, 1);
    forms.is_past_historic()
        && (forms.is_of_person(Person::ThirdPlural)
            || forms.is_of(Verb::ETRE)
            || matches!(before, "il" | "elle" | "on" | "qui" | "je" | "j'")
            || (is_clitic(before) && !is_determiner(before)))
}

/// Whether a word announces a noun. « le », « la », « les », « l’ » may be pronouns; before a word that
/// may be a noun they seldom are.
pub(super) fn is_determiner(word: &str) -> bool {
    const DETERMINERS: &[&str] = &[
        "le",
        "la",
        "les",
        "l'",
        "un",
        "une",
        "des",
        "du",
        "de",
        "d'",
        "au",
        "aux",
        "ce",
        "cet",
        "cette",
        "ces",
        "mon",
        "ma",
        "mes",
        "ton",
        "ta",
        "tes",
        "son",
        "sa",
        "ses",
        "notre",
        "nos",
        "votre",
        "vos",
        "leur",
        "leurs",
        "chaque",
        "quelque",
        "quelques",
        "plusieurs",
        "aucun",
        "aucune",
        "tout",
        "toute",
        "quel",
        "quelle",
        "quels",
        "quelles",
        "certains",
        "certaines",
    ];
    DETERMINERS.contains(&word)
}

/// Whether a form of « être » stands at a rank as a verb: not the east, not sums of money, not a being,
/// not « soit … soit ».
pub(super) fn is_etre(sentence: &Sentence<'_>, rank: usize) -> bool {
    if !sentence.forms(rank).is_of(Verb::ETRE) {
        return false;
    }
    let before = sentence.before(rank, 1);
    match sentence.word(rank) {
        "est" => !matches!(before, "l'" | "d'" | "nord" | "sud" | "grand" | "pays" | "plein"),
        "sommes" => before == "nous" || (before == "ne" && sentence.before(rank, 2) == "nous"),
        "être" => !is_determiner(before) || matches!(before, "de" | "d'"),
        "suis" => before == "je" || before == "ne" || before == "me" || sentence.is_inverted(rank + 1),
        "soit" => is_in_clause_of_que(sentence, rank),
        _ => true,
    }
}

/// Whether « que », « qui », « où »… opens the clause of a word: what a subjunctive needs.
fn is_in_clause_of_que(sentence: &Sentence<'_>, rank: usize) -> bool {
    const REACH: usize = 15;
    (rank.saturating_sub(REACH)..rank).rev().take_while(|at| !matches!(sentence.word(*at), ";" | ":")).any(
        |at| matches!(sentence.word(at), "que" | "qu'" | "qui" | "où" | "dont" | "quel" | "quelle" | "afin"),
    )
}

/// Whether the subject of a verb does the thing to itself: « s’est présenté », « vous vous êtes
/// inscrit », « vous êtes-vous inscrit ».
pub(super) fn is_reflexive(sentence: &Sentence<'_>, rank: usize) -> bool {
    let forms = sentence.forms(rank);
    let before = sentence.before(rank, 1);
    let subject =
        if sentence.before(rank, 2) == "ne" { sentence.before(rank, 3) } else { sentence.before(rank, 2) };
    match before {
        "s'" | "se" => true,
        "m'" | "me" => forms.is_of_person(Person::FirstSingular),
        "t'" | "te" => forms.is_of_person(Person::SecondSingular),
        "nous" => {
            forms.is_of_person(Person::FirstPlural)
                && (subject == "nous" || follows_inverted(sentence, rank, "nous"))
        }
        "vous" => {
            forms.is_of_person(Person::SecondPlural)
                && (subject == "vous" || follows_inverted(sentence, rank, "vous"))
        }
        _ => false,
    }
}

fn follows_inverted(sentence: &Sentence<'_>, rank: usize, pronoun: &str) -> bool {
    sentence.is_inverted(rank + 1) && sentence.word(rank + 1) == pronoun
}

/// The rank after the adverbs, the second half of a negation, the inverted pronouns and the short
/// phrases that may stand between an auxiliary and what it helps.
pub(super) fn after_adverbs(sentence: &Sentence<'_>, from: usize) -> usize {
    const MOST: usize = 6;
    let mut at = from;
    for _ in 0..MOST {
        let next = step(sentence, at);
        if next == at {
            break;
        }
        at = next;
    }
    at
}

fn step(sentence: &Sentence<'_>, at: usize) -> usize {
    const PHRASES: &[&[&str]] = &[
        &["en", "principe"],
        &["en", "outre"],
        &["en", "général"],
        &["en", "effet"],
        &["en", "revanche"],
        &["en", "partie"],
        &["en", "totalité"],
        &["en", "pratique"],
        &["à", "nouveau"],
        &["de", "nouveau"],
        &["d'", "office"],
        &["d'", "abord"],
        &["de", "plein", "droit"],
        &["par", "ailleurs"],
        &["par", "exemple"],
        &["par", "conséquent"],
        &["par", "principe"],
        &["dans", "ce", "cas"],
        &["de", "ce", "fait"],
        &["au", "moins"],
        &["au", "plus"],
        &["au", "préalable"],
        &["au", "besoin"],
        &["le", "cas", "échéant"],
        &["tout", "de", "suite"],
    ];
    const WORDS: &[&str] = &[
        "donc",
        "pas",
        "plus",
        "jamais",
        "point",
        "guère",
        "rien",
        "tous",
        "toutes",
        "tout",
        "toute",
        "chacun",
        "chacune",
        "eux-mêmes",
        "elles-mêmes",
    ];
    if sentence.is_inverted(at) {
        return at + 1;
    }
    if let Some(phrase) = PHRASES.iter().find(|phrase| sentence.follows(at, phrase)) {
        return at + phrase.len();
    }
    let forms = sentence.forms(at);
    if WORDS.contains(&sentence.word(at)) || (forms.is_adverb() && !forms.is_passive_participle()) {
        return at + 1;
    }
    if sentence.word(at) == "," { after_comma(sentence, at) } else { at }
}

/// Past « , le cas échéant, »: a few words between two commas; the same rank where there is no second one.
fn after_comma(sentence: &Sentence<'_>, comma: usize) -> usize {
    const MOST: usize = 8;
    let inside = comma + 1..comma + 1 + MOST;
    let close = inside.clone().find(|at| sentence.is_sign(*at)).filter(|at| sentence.word(*at) == ",");
    let holds_verb = |close: usize| {
        (comma + 1..close)
            .any(|at| sentence.forms(at).is_finite() && !sentence.forms(at).is_noun_or_adjective())
    };
    match close {
        Some(close) if close > comma + 1 && !holds_verb(close) => close + 1,
        _ => comma,
    }
}

/// Whether « ne » or « n’ » stands just before a verb, with at most two pronouns between.
pub(super) fn is_negated(sentence: &Sentence<'_>, rank: usize) -> bool {
    (1..=3).any(|steps| matches!(sentence.before(rank, steps), "ne" | "n'"))
}

/// Whether a pronoun that may stand between a subject and its verb is this word.
pub(super) fn is_clitic(word: &str) -> bool {
    const CLITICS: &[&str] = &[
        "ne", "n'", "me", "m'", "te", "t'", "se", "s'", "nous", "vous", "lui", "leur", "le", "la", "les",
        "y", "en",
    ];
    CLITICS.contains(&word) || word == "l'"
}

/// The rank after the pronouns that stand before a verb.
pub(super) fn after_clitics(sentence: &Sentence<'_>, from: usize) -> usize {
    (from..from + 4).find(|at| !is_clitic(sentence.word(*at))).unwrap_or(from)
}

/// The rank of the first pronoun of those that stand before a verb, or its own.
pub(super) fn before_clitics(sentence: &Sentence<'_>, verb: usize) -> usize {
    const MOST: usize = 5;
    let mut at = verb;
    while at > 0 && verb - at < MOST && is_clitic(sentence.before(at, 1)) {
        at -= 1;
    }
    at
}
