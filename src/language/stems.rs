//! What two words have in common when one looks for the other: « déménagements » and « déménager ».
//!
//! A text is cut into words of letters and digits without accents or capitals ([`words`]); the words that
//! every page has are left aside ([`Stems::is_stop`]); each of the others loses its endings, rule by rule
//! ([`Stems::stem`]). All of it is data, so that a script can be given the same tables and do the same:
//! what it looks for is then cut as what it looks in. Rules are few: they bring close forms together, and
//! never need to give a word of the language.

mod english;
mod french;

use super::Language;
use super::words::{is_combining, is_invisible};

/// The longest word that is kept, in letters: what is longer is an address or a mistake.
const LONGEST: usize = 32;

/// Letters of Latin alphabets, and what each is read as: runs of letters, each run with its reading.
pub const LETTERS: [(&str, &str); 27] = [
    ("àáâãäåāăąǎ", "a"),
    ("æǽ", "ae"),
    ("çćĉċč", "c"),
    ("ďđð", "d"),
    ("èéêëēĕėęě", "e"),
    ("ĝğġģ", "g"),
    ("ĥħ", "h"),
    ("ìíîïĩīĭįı", "i"),
    ("ĵ", "j"),
    ("ķ", "k"),
    ("ĺļľłŀ", "l"),
    ("ñńņňŋ", "n"),
    ("òóôõöøōŏőǒ", "o"),
    ("œ", "oe"),
    ("ŕŗř", "r"),
    ("śŝşšș", "s"),
    ("ß", "ss"),
    ("ţťŧț", "t"),
    ("þ", "th"),
    ("ùúûüũūŭůűųǔ", "u"),
    ("ŵ", "w"),
    ("ýÿŷ", "y"),
    ("źżž", "z"),
    ("ﬀ", "ff"),
    ("ﬁ", "fi"),
    ("ﬂ", "fl"),
    // A letter for Unicode, an apostrophe for readers.
    ("ʼ", " "),
];

/// An ending, what stands in its place, and how many letters must stand before it.
pub type Ending = (&'static str, &'static str, usize);

/// How the words of a language lose their endings.
#[derive(Debug)]
pub struct Stems {
    /// Words that say nothing of what a text is about, as [`words`] gives them.
    pub stop: &'static [&'static str],
    /// Rounds of endings: in each, the first ending that a word has is taken away.
    pub rounds: &'static [&'static [Ending]],
}

/// A language of which nothing is known: words are compared as they are.
static NONE: Stems = Stems { stop: &[], rounds: &[] };

impl Stems {
    /// Those of a language, by its tag. A language that the program does not know has none.
    pub fn of(tag: &str) -> &'static Self {
        match Language::of(tag) {
            Some(Language::French) => &french::STEMS,
            Some(Language::English) => &english::STEMS,
            None => &NONE,
        }
    }

    /// Whether a word says nothing of what a text is about.
    pub fn is_stop(&self, word: &str) -> bool {
        self.stop.contains(&word)
    }

    /// A word without its endings. One that holds a digit stays as it is.
    pub fn stem(&self, word: &str) -> String {
        let mut stem = word.to_owned();
        if stem.bytes().any(|byte| byte.is_ascii_digit()) {
            return stem;
        }
        for round in self.rounds {
            let fits = |(ending, _, least): &&Ending| {
                let start = stem.strip_suffix(ending);
                start.is_some_and(|start| start.chars().count() >= *least)
            };
            if let Some((ending, put, _)) = round.iter().find(fits) {
                stem.truncate(stem.len() - ending.len());
                stem.push_str(put);
            }
        }
        stem
    }
}

/// Where the words of a text are, before anything is made of them: [`words`] of each is its word, or none.
pub fn typed(text: &str) -> impl Iterator<Item = &str> {
    let parts = |c: char| {
        if c.is_ascii() {
            !c.is_ascii_alphanumeric()
        } else {
            !(c.is_alphanumeric() || is_combining(c) || is_invisible(c))
        }
    };
    text.split(parts).filter(|word| !word.is_empty())
}

/// The words of a text: runs of letters and digits, in small letters without accents. What is longer than
/// 32 letters is left out, and so is what holds a character that scripts count as two.
pub fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        push(c, &mut word, &mut found);
    }
    end(&mut word, &mut found);
    found
}

fn push(c: char, word: &mut String, found: &mut Vec<String>) {
    if c.is_ascii() {
        return if c.is_ascii_alphanumeric() { word.push(c.to_ascii_lowercase()) } else { end(word, found) };
    }
    for small in c.to_lowercase().filter(|small| !is_combining(*small) && !is_invisible(*small)) {
        let reading = LETTERS.iter().find(|(letters, _)| letters.contains(small));
        match reading {
            Some((_, " ")) => end(word, found),
            Some((_, reading)) => word.push_str(reading),
            None if small.is_alphanumeric() => word.push(small),
            None => end(word, found),
        }
    }
}

fn end(word: &mut String, found: &mut Vec<String>) {
    let kept = !word.is_empty() && word.chars().count() <= LONGEST && word.chars().all(|c| c < '\u{10000}');
    if kept {
        found.push(std::mem::take(word));
    }
    word.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn french(word: &str) -> String {
        let stems = Stems::of("fr");
        words(word).iter().map(|word| stems.stem(word)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_have_neither_accents_nor_capitals_nor_apostrophes() {
        let table = [
            ("L’École à Orléans", "l ecole a orleans"),
            ("de\u{301}me\u{301}nagement", "demenagement"),
            ("ŒUVRE Ex-æquo", "oeuvre ex aequo"),
            ("aujourd'hui, 10\u{A0}000 €", "aujourd hui 10 000"),
            ("Škoda Ångström straße", "skoda angstrom strasse"),
            ("dé\u{AD}marche\u{200B}s", "demarches"),
            ("a\u{FFFC}b", "a b"),
            ("\u{1F600} ok \u{20000}", "ok"),
            ("", ""),
        ];
        for (text, expected) in table {
            assert_eq!(words(text).join(" "), expected, "of {text:?}");
        }
        assert!(words(&"a".repeat(33)).is_empty());
    }

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for forms in french::ALIKE {
            let stems: Vec<String> = forms.split(' ').map(french).collect();
            assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{forms}: {stems:?}");
        }
        for forms in english::ALIKE {
            let stems: Vec<String> = forms.split(' ').map(|word| Stems::of("en").stem(word)).collect();
            assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{forms}: {stems:?}");
        }
    }

    #[test]
    fn words_that_only_look_alike_have_two() {
        for forms in french::APART {
            let (one, other) = forms.split_once(' ').unwrap();
            assert_ne!(french(one), french(other), "{forms}");
        }
    }

    #[test]
    fn a_stem_is_never_empty_and_stays_as_it_is_with_digits() {
        for word in words("e es s x ee aux 12s 2042 s12 ent er ir") {
            assert!(!Stems::of("fr").stem(&word).is_empty(), "{word}");
        }
        assert_eq!(french("12s"), "12s");
        assert_eq!(Stems::of("br").stem("tier"), "tier");
    }

    #[test]
    fn stop_words_are_those_that_a_text_is_cut_into() {
        for stems in [&french::STEMS, &english::STEMS] {
            for word in stems.stop {
                assert_eq!(words(word), [*word]);
            }
        }
    }
}
