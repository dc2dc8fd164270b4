//! How hard a text is to read, by its words, its sentences and its syllables.

use super::analysis::Analysis;
use super::syllables::syllables;
use super::vocabulary::Word;
use super::{Language, words};

/// What a readability formula is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measure {
    /// Words.
    pub words: usize,
    /// Sentences that hold a word.
    pub sentences: usize,
    /// Syllables, as spoken.
    pub syllables: usize,
    /// Words of more than six letters.
    pub long_words: usize,
}

impl Measure {
    /// Counts a text. A heading or an item of a list counted on its own is a sentence, whatever ends it.
    pub fn of(text: &str, language: Language) -> Self {
        let mut all = Self::default();
        Analysis::of(text, language).sentences().for_each(|sentence| all.add(sentence.measure));
        all
    }

    /// Counts one word more.
    pub(super) fn count(&mut self, word: &Word) {
        self.words += 1;
        self.syllables += word.syllables;
        self.long_words += usize::from(word.long);
    }

    /// Adds another text's counts.
    pub fn add(&mut self, other: Self) {
        self.words += other.words;
        self.sentences += other.sentences;
        self.syllables += other.syllables;
        self.long_words += other.long_words;
    }

    /// Words per sentence; none without a word.
    pub fn words_per_sentence(&self) -> Option<f64> {
        (self.words > 0 && self.sentences > 0).then(|| as_float(self.words) / as_float(self.sentences))
    }

    /// LIX, lower being easier; none without a word: words per sentence + 100 × words of more than six
    /// letters / words (Björnsson, 1968, as given by <https://github.com/lindehaven/lix>).
    pub fn lix(&self) -> Option<f64> {
        Some(self.words_per_sentence()? + 100.0 * as_float(self.long_words) / as_float(self.words))
    }

    /// The score, higher being easier; none without a word.
    ///
    /// French: Kandel and Moles (1958), 207 − 1.015 × words per sentence − 73.6 × syllables per word.
    /// English: Flesch (1948), 206.835 − 1.015 × words per sentence − 84.6 × syllables per word.
    pub fn score(&self, language: Language) -> Option<f64> {
        if self.words == 0 || self.sentences == 0 {
            return None;
        }
        let [words, sentences, syllables] = [self.words, self.sentences, self.syllables].map(as_float);
        let (base, weight) = match language {
            Language::French => (207.0, 73.6),
            Language::English => (206.835, 84.6),
        };
        Some(base - 1.015 * words / sentences - weight * syllables / words)
    }
}

/// Syllables of a word, worked out.
pub(super) fn syllables_of(word: &str, language: Language) -> usize {
    match language {
        Language::French => syllables(word),
        Language::English => english_syllables(word),
    }
}

/// Counts of a page are far below what a float holds exactly.
#[allow(clippy::cast_precision_loss)]
fn as_float(count: usize) -> f64 {
    count as f64
}

/// Whether a word has more than six letters; what is elided before it does not count.
pub(super) fn is_long(word: &str) -> bool {
    let own = word.get(words::elision(word)..).unwrap_or(word);
    own.len() > 6 && own.chars().filter(|c| c.is_alphabetic()).nth(6).is_some()
}

/// Syllables of an English word, by its groups of vowels: « made » has one, « table » two.
fn english_syllables(word: &str) -> usize {
    let letters: Vec<char> =
        word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    if letters.is_empty() {
        return usize::from(word.chars().any(|c| c.is_ascii_digit()));
    }
    let is_vowel = |c: &char| "aeiouy".contains(*c);
    let groups = letters
        .chunk_by(|a, b| is_vowel(a) == is_vowel(b))
        .filter(|group| group.first().is_some_and(is_vowel));
    let count = groups.count();
    let silent = match letters.as_slice() {
        [.., before, 'l', 'e'] if !is_vowel(before) => false,
        [.., before, 'e'] => !is_vowel(before),
        [.., before, 'e', 'd'] => !is_vowel(before) && !matches!(before, 't' | 'd'),
        [.., before, 'e', 's'] => !is_vowel(before) && !matches!(before, 's' | 'x' | 'z' | 'h' | 'c' | 'g'),
        _ => false,
    };
    let apart = vowels_apart(&letters);
    (count + apart).saturating_sub(usize::from(silent) + usize::from(hides_an_e(&letters))).max(1)
}

/// How many times two vowels that stand together are said apart in an English word: « going »,
/// « media », « experience », but not « nation », « million ».
fn vowels_apart(letters: &[char]) -> usize {
    let ing = matches!(letters, [.., 'a' | 'e' | 'o' | 'u' | 'y', 'i', 'n', 'g']);
    let pairs = letters.windows(3).filter(|three| match three {
        [before, 'i', 'a'] => "bdfhklmnprv".contains(*before),
        [before, 'i', 'o' | 'u'] => "bdfkmprv".contains(*before),
        _ => false,
    });
    let ent = letters
        .windows(5)
        .filter(|five| matches!(five, [before, 'i', 'e', 'n', 'c' | 't'] if "bdlmprv".contains(*before)));
    usize::from(ing) + pairs.count() + ent.count()
}

/// Whether an e is silent before the ending of an English word: « safety », « completely »,
/// « statement », but not « element ».
fn hides_an_e(letters: &[char]) -> bool {
    let is_vowel = |c: char| "aeiouy".contains(c);
    let stem = ["ly", "ty", "ful", "fully", "less", "ment", "ments", "ness"]
        .iter()
        .filter(|ending| letters.iter().rev().copied().take(ending.len()).eq(ending.chars().rev()))
        .map(|ending| letters.get(..letters.len() - ending.len()).unwrap_or_default())
        .max_by_key(|stem| std::cmp::Reverse(stem.len()));
    let Some([stem @ .., before, 'e']) = stem else { return false };
    !is_vowel(*before) && *before != 'l' && stem.iter().any(|c| is_vowel(*c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_of_a_text_counted_by_hand() {
        // Vous (1) pou-vez (2) de-man-der (3) un (1) pa-sse-port (2) en (1) mai-rie (2).
        // A-ppor-tez (3) vo-tre (1) pièce (1) d’i-den-ti-té (4).
        let text = "Vous pouvez demander un passeport en mairie. Apportez votre pièce d’identité.";
        let measure = Measure::of(text, Language::French);
        assert_eq!(measure, Measure { words: 11, sentences: 2, syllables: 21, long_words: 4 });
        // 207 − 1.015 × 11 / 2 − 73.6 × 21 / 11
        let score = measure.score(Language::French).unwrap();
        assert!((score - 60.908).abs() < 0.001, "{score}");
        // Demander, passeport, apportez, identité: 11 / 2 + 100 × 4 / 11.
        assert!((measure.lix().unwrap() - 41.8636).abs() < 0.001);
        assert!((measure.words_per_sentence().unwrap() - 5.5).abs() < 0.001);
        let nothing = Measure::of(" … ", Language::French);
        assert_eq!((nothing.score(Language::French), nothing.lix()), (None, None));
    }

    /// The passages are the hand's: their points part the syllables.
    #[test]
    fn scores_of_passages_counted_by_hand() {
        let by_hand = [
            // Words, sentences, syllables, and the score: 207 − 1.015 × 100 / 12 − 73.6 × 169 / 100
            ([100, 12, 169], 74.158),
            // 207 − 1.015 × 113 / 6 − 73.6 × 176 / 113
            ([113, 6, 176], 73.250),
            // 207 − 1.015 × 103 / 3 − 73.6 × 216 / 103
            ([103, 3, 216], 17.806),
        ];
        let passages: Vec<&str> = include_str!("readability/passages.txt").trim().split("\n\n").collect();
        assert_eq!(passages.len(), by_hand.len() + 1);
        for (passage, ([count, sentences, syllables], score)) in passages.into_iter().skip(1).zip(by_hand) {
            let spoken = passage.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
            let [words, points] = [spoken.count(), passage.matches('·').count()];
            assert_eq!((words, words + points), (count, syllables), "{passage}");

            let measure = Measure::of(&passage.replace('·', ""), Language::French);
            assert_eq!((measure.words, measure.sentences), (count, sentences));
            let found = measure.score(Language::French).unwrap();
            println!("{} syllables, {found:.2}; by hand {}, {score:.2}", measure.syllables, syllables);
            assert!((found - score).abs() < 1.0, "{found:.2} for {score:.2} by hand");
        }
    }

    #[test]
    fn english_words() {
        let table = [
            ("made", 1),
            ("table", 2),
            ("asked", 1),
            ("needed", 2),
            ("houses", 2),
            ("the", 1),
            ("people", 2),
            ("application", 4),
            ("birth", 1),
            ("10", 1),
            ("I", 1),
            ("rhythm", 1),
            ("boxes", 2),
            ("times", 1),
            ("going", 2),
            ("media", 3),
            ("nation", 2),
            ("million", 2),
            ("carried", 2),
            ("experience", 4),
            ("safety", 2),
            ("completely", 3),
            ("hopefully", 3),
            ("statement", 2),
            ("element", 3),
            ("brief", 1),
            ("client", 2),
        ];
        for (word, expected) in table {
            assert_eq!(english_syllables(word), expected, "of {word}");
        }
    }
}
