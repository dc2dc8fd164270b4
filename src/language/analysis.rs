//! A text cut into sentences, and these into words and signs, each with what it may be: made once, for
//! whoever looks at how sentences are built.
//!
//! A word here is what grammar sees: « l’usager » is two of them, « est-il » too, when what stands before
//! the hyphen is a verb. The count of words that a reader would give is kept beside.

use std::ops::Range;

use super::lexicon::{Forms, forms};
use super::vocabulary::Vocabulary;
use super::words::{elision, is_apostrophe, is_combining, is_hyphen, is_invisible, words};
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
    words: usize,
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
        for range in sentences::sentences(text, language) {
            let Some(sentence) = text.get(range.clone()) else { continue };
            let first = analysis.tokens.len();
            let mut end = 0;
            let mut count = 0;
            for word in words(sentence) {
                analysis.push_signs(text, range.start + end..range.start + word.start);
                analysis.push_word(
                    text,
                    range.start + word.start..range.start + word.end,
                    language,
                    vocabulary,
                );
                end = word.end;
                count += 1;
            }
            analysis.push_signs(text, range.start + end..range.end);
            let tokens = first..analysis.tokens.len();
            analysis.sentences.push(Place { range, tokens, words: count });
        }
        analysis
    }

    /// The sentences, in order.
    pub fn sentences(&self) -> impl Iterator<Item = Sentence<'_>> {
        self.sentences.iter().enumerate().map(|(rank, place)| Sentence {
            rank,
            range: place.range.clone(),
            words: place.words,
            tokens: self.tokens.get(place.tokens.clone()).unwrap_or_default(),
            folded: &self.folded,
        })
    }

    /// How many words there are, as a reader counts them.
    pub fn words(&self) -> usize {
        self.sentences.iter().map(|place| place.words).sum()
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

    fn push_word(
        &mut self,
        text: &str,
        mut range: Range<usize>,
        language: Language,
        vocabulary: &mut Vocabulary,
    ) {
        if language == Language::English {
            self.push(text, range, TokenKind::Word, None);
            return;
        }
        while let Some(word) = text.get(range.clone()) {
            let particle = elision(word);
            if particle == 0 || particle == word.len() {
                break;
            }
            self.push(text, range.start..range.start + particle, TokenKind::Word, Some(&mut *vocabulary));
            range.start += particle;
        }
        let cut = text.get(range.clone()).map_or(0, verb_before_hyphen);
        if cut == 0 {
            self.push(text, range, TokenKind::Word, Some(&mut *vocabulary));
            return;
        }
        self.push(text, range.start..range.start + cut, TokenKind::Word, Some(&mut *vocabulary));
        let mut at = range.start + cut;
        for part in text.get(at..range.end).unwrap_or("").split(is_hyphen) {
            if !part.is_empty() {
                self.push(text, at..at + part.len(), TokenKind::Inverted, Some(&mut *vocabulary));
            }
            let hyphen = text.get(at + part.len()..).and_then(|rest| rest.chars().next());
            at += part.len() + hyphen.map_or(0, char::len_utf8);
        }
    }

    fn push(
        &mut self,
        text: &str,
        range: Range<usize>,
        kind: TokenKind,
        vocabulary: Option<&mut Vocabulary>,
    ) {
        let start = self.folded.len();
        let typed = text.get(range.clone()).unwrap_or("");
        let capital = typed.starts_with(char::is_uppercase);
        fold_into(typed, &mut self.folded);
        let folded = start..self.folded.len();
        let word = self.folded.get(folded.clone()).unwrap_or("");
        let found = vocabulary.map(|vocabulary| vocabulary.forms(word));
        self.tokens.push(Token { range, folded, forms: found.unwrap_or_default(), kind, capital });
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

/// Small letters, one apostrophe, one hyphen, œ in two letters. Accents are typed composed nearly
/// always, and a word whose accents are not is only one that the lexicon does not know.
fn fold_into(word: &str, folded: &mut String) {
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
