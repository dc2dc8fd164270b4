//! Syllables of words, each word worked out once: a page says the same words again and again.

use std::collections::HashMap;

use super::Language;
use super::readability::syllables_of;

/// What is known of words already met. It gives the same counts whatever it met before.
#[derive(Clone, Debug, Default)]
pub struct Spoken {
    french: HashMap<String, usize>,
    english: HashMap<String, usize>,
}

/// A page that holds more words than this is no prose: they are not kept for ever.
const MOST: usize = 50_000;

impl Spoken {
    /// Syllables of a word, as spoken.
    pub fn syllables(&mut self, word: &str, language: Language) -> usize {
        let known = match language {
            Language::French => &mut self.french,
            Language::English => &mut self.english,
        };
        if let Some(count) = known.get(word) {
            return *count;
        }
        let count = syllables_of(word, language);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(word.to_owned(), count);
        count
    }
}
