//! What is known of words already met, each looked up or worked out once: pages say the same words again
//! and again.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::Language;
use super::lexicon::{Forms, forms};
use super::readability::syllables_of;

/// Words already met. It answers the same whatever it met before.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    forms: Known<Forms>,
    french: Known<usize>,
    english: Known<usize>,
}

type Known<T> = HashMap<String, T, FixedState>;

/// A text of more different words than this is no prose: they are not kept for ever.
const MOST: usize = 50_000;

impl Vocabulary {
    /// Syllables of a word, as spoken.
    pub fn syllables(&mut self, word: &str, language: Language) -> usize {
        let known = match language {
            Language::French => &mut self.french,
            Language::English => &mut self.english,
        };
        known_or(known, word, |word| syllables_of(word, language))
    }

    /// What a French word may be, as [`forms`] says.
    pub fn forms(&mut self, word: &str) -> Forms {
        known_or(&mut self.forms, word, forms)
    }
}

fn known_or<T: Copy>(known: &mut Known<T>, word: &str, find: impl Fn(&str) -> T) -> T {
    if let Some(value) = known.get(word) {
        return *value;
    }
    let value = find(word);
    if known.len() >= MOST {
        known.clear();
    }
    known.insert(word.to_owned(), value);
    value
}
