//! What is known of words already met, each cut and worked out once: pages say the same words again and
//! again.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use foldhash::fast::FixedState;

use super::Language;
use super::lexicon::{Forms, forms};
use super::readability::{is_long, syllables_of};
use super::words::{elision, is_apostrophe, is_combining, is_hyphen, is_invisible};

/// Words already met. It answers the same whatever it met before.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    french: Words,
    english: Words,
}

#[derive(Clone, Debug, Default)]
struct Words {
    ranks: HashMap<String, usize, FixedState>,
    words: Vec<Word>,
}

/// A word as a reader counts them: as grammar sees it, and how hard it is to read.
#[derive(Clone, Debug, Default)]
pub(super) struct Word {
    /// Its pieces in small letters, one after the other, as [`fold_into`] writes them.
    pub(super) folded: String,
    /// « l’usager » has two, « est-il » too.
    pub(super) pieces: Vec<Piece>,
    /// As spoken.
    pub(super) syllables: usize,
    /// Whether it has more than six letters.
    pub(super) long: bool,
}

/// A piece of a word.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Its place in the word as typed.
    pub(super) range: Range<usize>,
    /// Its place in the word as folded.
    pub(super) folded: Range<usize>,
    /// What it may be; nothing in another language than French.
    pub(super) forms: Forms,
    /// It is a pronoun after a hyphen: « est-il ».
    pub(super) inverted: bool,
    /// It begins with a capital.
    pub(super) capital: bool,
}

/// A text of more different words than this is no prose: they are not kept for ever.
const MOST: usize = 50_000;

impl Vocabulary {
    /// A word as typed, between two signs or spaces.
    pub(super) fn word(&mut self, typed: &str, language: Language) -> Option<&Word> {
        let known = match language {
            Language::French => &mut self.french,
            Language::English => &mut self.english,
        };
        let rank = match known.ranks.get(typed) {
            Some(rank) => *rank,
            None => {
                if known.words.len() >= MOST {
                    *known = Words::default();
                }
                let rank = known.words.len();
                known.ranks.insert(typed.to_owned(), rank);
                known.words.push(Word::of(typed, language));
                rank
            }
        };
        known.words.get(rank)
    }
}

/// Vocabularies that go from hand to hand: whoever reads a text takes one, and leaves it with what it learnt.
#[derive(Debug, Default)]
pub struct Vocabularies(Mutex<Vec<Vocabulary>>);

impl Vocabularies {
    /// Lends one; a new one when none is there.
    pub fn take(&self) -> Vocabulary {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    /// Takes one back.
    pub fn leave(&self, vocabulary: Vocabulary) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(vocabulary);
    }
}

impl Word {
    fn of(typed: &str, language: Language) -> Self {
        let mut word =
            Self { syllables: syllables_of(typed, language), long: is_long(typed), ..Self::default() };
        match language {
            Language::French => word.cut(typed),
            Language::English => word.push(typed, 0..typed.len(), false, |_| Forms::default()),
        }
        word
    }

    fn cut(&mut self, typed: &str) {
        let mut range = 0..typed.len();
        while let Some(rest) = typed.get(range.clone()) {
            let particle = elision(rest);
            if particle == 0 || particle == rest.len() {
                break;
            }
            self.push(typed, range.start..range.start + particle, false, forms);
            range.start += particle;
        }
        let cut = typed.get(range.clone()).map_or(0, verb_before_hyphen);
        if cut == 0 {
            self.push(typed, range, false, forms);
            return;
        }
        self.push(typed, range.start..range.start + cut, false, forms);
        let mut at = range.start + cut;
        for part in typed.get(at..).unwrap_or("").split(is_hyphen) {
            if !part.is_empty() {
                self.push(typed, at..at + part.len(), true, forms);
            }
            let hyphen = typed.get(at + part.len()..).and_then(|rest| rest.chars().next());
            at += part.len() + hyphen.map_or(0, char::len_utf8);
        }
    }

    fn push(&mut self, typed: &str, range: Range<usize>, inverted: bool, find: impl Fn(&str) -> Forms) {
        let start = self.folded.len();
        let piece = typed.get(range.clone()).unwrap_or("");
        let capital = piece.starts_with(char::is_uppercase);
        fold_into(piece, &mut self.folded);
        let folded = start..self.folded.len();
        let forms = find(self.folded.get(folded.clone()).unwrap_or(""));
        self.pieces.push(Piece { range, folded, forms, inverted, capital });
    }
}

/// Small letters, one apostrophe, one hyphen, œ in two letters. Accents are typed composed nearly
/// always, and a word whose accents are not is only one that the lexicon does not know.
pub(super) fn fold_into(word: &str, folded: &mut String) {
    for c in word.chars() {
        match c {
            _ if c.is_ascii() => folded.push(c.to_ascii_lowercase()),
            _ if is_apostrophe(c) => folded.push('\''),
            _ if is_hyphen(c) => folded.push('-'),
            _ if is_invisible(c) => {}
            'œ' | 'Œ' => folded.push_str("oe"),
            'æ' | 'Æ' => folded.push_str("ae"),
            _ if is_combining(c) => folded.push(c),
            _ => folded.extend(c.to_lowercase()),
        }
    }
}

/// The length of the verb that pronouns follow after a hyphen, as in « devez-vous » and « a-t-il »; 0
/// where there is none. « rendez-vous » is a noun, unless it is an order, which is rarer.
fn verb_before_hyphen(word: &str) -> usize {
    const PRONOUNS: [&str; 20] = [
        "je", "tu", "il", "elle", "on", "nous", "vous", "ils", "elles", "ce", "le", "la", "les", "lui",
        "leur", "moi", "toi", "y", "en", "t",
    ];
    let Some(hyphen) = word.find(is_hyphen).filter(|at| *at > 0) else { return 0 };
    let after = word.get(hyphen..).unwrap_or("").split(is_hyphen).skip(1);
    let mut folded = String::new();
    fold_into(word, &mut folded);
    let pronouns =
        after.clone().all(|part| PRONOUNS.iter().any(|pronoun| pronoun.eq_ignore_ascii_case(part)));
    let verb = folded.split('-').next().unwrap_or("");
    if pronouns && folded != "rendez-vous" && forms(verb).is_finite() { hyphen } else { 0 }
}
