//! A text cut into sentences, and these into words and signs, each with what it may be: made once, for
//! whoever looks at how sentences are built.
//!
//! A word here is what grammar sees: « l’usager » is two of them, « est-il » too, when what stands before
//! the hyphen is a verb. The count of words that a reader would give is kept beside.

use std::ops::Range;

use super::lexicon::Forms;
use super::readability::Measure;
use super::vocabulary::{Vocabulary, Word, fold_into};
use super::words::{elision, is_apostrophe, is_invisible, words};
use super::{Language, sentences};

/// The sentences of one block of text.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    folded: String,
    tokens: Vec<Token>,
    sentences: Vec<Place>,
}

#[derive(Clone, Debug)]
struct Place {
    range: Range<usize>,
    tokens: Range<usize>,
    measure: Measure,
}

/// A word or a sign.
#[derive(Clone, Debug)]
struct Token {
    range: Range<usize>,
    folded: Range<usize>,
    forms: Forms,
    kind: TokenKind,
    /// It begins with a capital.
    capital: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TokenKind {
    Word,
    /// A pronoun after a hyphen: « est-il ».
    Inverted,
    Sign,
}

impl Analysis {
    /// Cuts a text, as [`sentences::sentences`] and [`words`] do. The forms of words are looked up in
    /// French only.
    pub fn of(text: &str, language: Language) -> Self {
        Self::with(text, language, &mut Vocabulary::default())
    }

    /// The same, with what is known of words already met.
    pub fn with(text: &str, language: Language, vocabulary: &mut Vocabulary) -> Self {
        let mut analysis = Self::default();
        // A word and what parts it from the next one take some five bytes.
        analysis.folded.reserve(text.len());
        analysis.tokens.reserve(text.len() / 5);
        for range in sentences::sentences(text, language) {
            let Some(sentence) = text.get(range.clone()) else { continue };
            let first = analysis.tokens.len();
            let mut end = 0;
            let mut measure = Measure { sentences: 1, ..Measure::default() };
            for place in words(sentence) {
                let start = range.start + place.start;
                analysis.push_signs(text, range.start + end..start);
                let typed = sentence.get(place.clone()).unwrap_or("");
                if let Some(word) = vocabulary.word(typed, language) {
                    measure.count(word);
                    analysis.push_word(word, start);
                }
                end = place.end;
            }
            analysis.push_signs(text, range.start + end..range.end);
            let tokens = first..analysis.tokens.len();
            analysis.sentences.push(Place { range, tokens, measure });
        }
        analysis
    }

    /// The sentences, in order.
    pub fn sentences(&self) -> impl Iterator<Item = Sentence<'_>> {
        self.sentences.iter().enumerate().map(|(rank, place)| Sentence {
            rank,
            range: place.range.clone(),
            words: place.measure.words,
            measure: place.measure,
            tokens: self.tokens.get(place.tokens.clone()).unwrap_or_default(),
            folded: &self.folded,
        })
    }

    /// How many words there are, as a reader counts them.
    pub fn words(&self) -> usize {
        self.sentences.iter().map(|place| place.measure.words).sum()
    }

    fn push_signs(&mut self, text: &str, range: Range<usize>) {
        let Some(between) = text.get(range.clone()) else { return };
        for (at, c) in between.char_indices() {
            // An elided particle on its own, as in « l’« usager » », is no sign.
            if c.is_whitespace() || c.is_alphanumeric() || is_apostrophe(c) || is_invisible(c) {
                continue;
            }
            let at = range.start + at;
            let start = self.folded.len();
            self.folded.push(c);
            self.tokens.push(Token {
                range: at..at + c.len_utf8(),
                folded: start..self.folded.len(),
                forms: Forms::default(),
                kind: TokenKind::Sign,
                capital: false,
            });
        }
    }

    /// Adds a word, as a vocabulary cut it.
    fn push_word(&mut self, word: &Word, start: usize) {
        let before = self.folded.len();
        self.folded.push_str(&word.folded);
        self.tokens.extend(word.pieces.iter().map(|piece| Token {
            range: start + piece.range.start..start + piece.range.end,
            folded: before + piece.folded.start..before + piece.folded.end,
            forms: piece.forms,
            kind: if piece.inverted { TokenKind::Inverted } else { TokenKind::Word },
            capital: piece.capital,
        }));
    }
}

/// The words of a phrase, as a sentence would have them: « à partir d’ » is « à », « partir » and « d' ».
pub fn words_of(phrase: &str) -> Vec<String> {
    let mut folded = String::new();
    fold_into(phrase, &mut folded);
    let mut words = Vec::new();
    for word in folded.split_whitespace() {
        let (particle, rest) = word.split_at_checked(elision(word)).unwrap_or(("", word));
        let parts = [particle, rest].into_iter().filter(|part| !part.is_empty());
        words.extend(parts.map(str::to_owned));
    }
    words
}

/// A sentence of an [`Analysis`]. Its words and signs have ranks, from 0 on; a rank past the end names
/// nothing, and is a word that no question is true of.
#[derive(Clone, Debug)]
pub struct Sentence<'a> {
    /// Its rank in the text, from 0 on.
    pub rank: usize,
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// Its words, as a reader counts them.
    pub words: usize,
    /// What readability is made of.
    pub measure: Measure,
    tokens: &'a [Token],
    folded: &'a str,
}

impl<'a> Sentence<'a> {
    /// How many words and signs it has.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// A word in small letters (« l' » keeps its apostrophe, always a straight one), or a sign; empty
    /// past either end.
    pub fn word(&self, rank: usize) -> &'a str {
        let token = self.tokens.get(rank);
        token.and_then(|token| self.folded.get(token.folded.clone())).unwrap_or("")
    }

    /// The word `steps` before a rank; empty before the start.
    pub fn before(&self, rank: usize, steps: usize) -> &'a str {
        rank.checked_sub(steps).map_or("", |rank| self.word(rank))
    }

    /// What a word may be; nothing for a sign.
    pub fn forms(&self, rank: usize) -> Forms {
        self.tokens.get(rank).map(|token| token.forms).unwrap_or_default()
    }

    /// Whether a sign stands there; true past the end.
    pub fn is_sign(&self, rank: usize) -> bool {
        self.tokens.get(rank).is_none_or(|token| token.kind == TokenKind::Sign)
    }

    /// Whether a pronoun after a hyphen stands there.
    pub fn is_inverted(&self, rank: usize) -> bool {
        self.tokens.get(rank).is_some_and(|token| token.kind == TokenKind::Inverted)
    }

    /// Whether a word begins with a capital.
    pub fn is_capital(&self, rank: usize) -> bool {
        self.tokens.get(rank).is_some_and(|token| token.capital)
    }

    /// The bytes of the text from one rank to another, both taken in.
    pub fn span(&self, first: usize, last: usize) -> Range<usize> {
        let start = self.tokens.get(first).map_or(self.range.start, |token| token.range.start);
        let end = self.tokens.get(last).map_or(self.range.end, |token| token.range.end);
        start..end.max(start)
    }

    /// How many words a reader counts from one rank to another, the second left out: neither signs, nor
    /// what is elided, nor pronouns after a hyphen.
    pub fn words_between(&self, first: usize, end: usize) -> usize {
        let counts = |rank: &usize| {
            self.tokens.get(*rank).is_some_and(|token| token.kind == TokenKind::Word)
                && !self.word(*rank).ends_with('\'')
        };
        (first..end.min(self.len())).filter(counts).count()
    }

    /// The rank of the first word or sign that begins at a byte of the text or after it.
    pub fn rank_at(&self, byte: usize) -> usize {
        self.tokens.partition_point(|token| token.range.start < byte)
    }

    /// Whether these words stand from a rank on.
    pub fn follows(&self, rank: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(step, word)| self.word(rank + step) == *word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<String> {
        let analysis = Analysis::of(text, Language::French);
        analysis
            .sentences()
            .map(|sentence| (0..sentence.len()).map(|i| sentence.word(i)).collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn words_as_grammar_sees_them() {
        let table: &[(&str, &[&str])] = &[
            ("", &[]),
            ("L’usager n'est pas là.", &["l' usager n' est pas là ."]),
            ("Est-il venu ? A-t-il signé ?", &["est il venu ?", "a t il signé ?"]),
            ("Prenez rendez-vous.", &["prenez rendez-vous ."]),
            ("Peut-être, là-bas.", &["peut-être , là-bas ."]),
            ("Donnez-le-lui.", &["donnez le lui ."]),
            ("« Œuvre » (ÉTÉ)", &["« oeuvre » ( été )"]),
            ("d’aujourd’hui", &["d' aujourd'hui"]),
            ("l’« usager »", &["« usager »"]),
        ];
        for (text, expected) in table {
            assert_eq!(cut(text), *expected, "in {text:?}");
        }
    }

    #[test]
    fn counts_are_those_of_a_reader() {
        let analysis = Analysis::of("L’usager est-il là ? Oui.", Language::French);
        let counts: Vec<_> = analysis.sentences().map(|sentence| sentence.words).collect();
        assert_eq!(counts, [3, 1]);
        assert_eq!(analysis.words(), 4);
        let between: Vec<_> = analysis.sentences().map(|s| s.words_between(0, usize::MAX)).collect();
        assert_eq!(between, counts);
    }

    proptest! {
        #[test]
        fn places_hold(text in "([a-zé’'A-Z-]{1,6}|[ .,;:!?()«»\u{A0}\u{AD}\u{301}\u{FFFC}œ-]|est-il|l’){0,30}") {
            let analysis = Analysis::of(&text, Language::French);
            for sentence in analysis.sentences() {
                let mut end = sentence.range.start;
                for rank in 0..sentence.len() {
                    let span = sentence.span(rank, rank);
                    prop_assert!(span.start >= end && span.end <= sentence.range.end);
                    prop_assert!(text.get(span.clone()).is_some_and(|word| !word.is_empty()));
                    end = span.end;
                }
                prop_assert_eq!(sentence.word(sentence.len()), "");
            }
        }
    }
}
