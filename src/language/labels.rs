//! What a few words are about: those that say something, in a form that plural, gender and most turns of a
//! sentence leave alone.

use std::ops::Range;

use super::fold::fold;
use super::numbers;
use super::words::{is_apostrophe, is_elided};

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands, without its elided article.
    pub range: Range<usize>,
    /// It has a capital, and no text or sentence starts with it: the name of a place, of a body.
    pub is_name: bool,
    /// « s’ » stands before: « s’élève » is no pupil.
    pub is_reflexive: bool,
}

/// The words of a French text, in order, those that say nothing among them: [`content`] tells.
pub fn words(text: &str) -> impl Iterator<Item = Word> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + others(text.get(at..)?)?;
            let end = start + letters(text.get(start..)?);
            at = end;
            if !is_particle(text, &(start..end)) {
                return Some(placed(text, start..end));
            }
        }
    })
}

/// Where the word that starts here ends, for one of [`words`].
pub fn end_of_word(text: &str, start: usize) -> usize {
    start + text.get(start..).map_or(0, letters)
}

/// Whether letters stand for an article or the like before an apostrophe: « l’usager », not « aujourd’hui ».
fn is_particle(text: &str, letters: &Range<usize>) -> bool {
    // The first byte of an apostrophe of either kind.
    let marked = matches!(text.as_bytes().get(letters.end), Some(b'\'' | 0xE2 | 0xCA));
    marked
        && letters.len() <= 7
        && text.get(letters.end..).is_some_and(|rest| rest.starts_with(is_apostrophe))
        && text.get(letters.clone()).is_some_and(is_elided)
}

/// How many bytes stand before the first letter of a text; none if it has none.
fn others(text: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at += match class(*text.as_bytes().get(at)?) {
            Class::Letter => return Some(at),
            Class::Other => 1,
            Class::Latin | Class::Beyond => match text.get(at..)?.chars().next()? {
                c if is_letter(c) => return Some(at),
                c => c.len_utf8(),
            },
        };
    }
}

/// How many bytes of letters a text starts with.
fn letters(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += match class(*byte) {
            Class::Letter => 1,
            Class::Other => break,
            // Without × and ÷.
            Class::Latin if bytes.get(at + 1).is_some_and(|next| !matches!(next, 0x97 | 0xB7)) => 2,
            _ => match text.get(at..).and_then(|rest| rest.chars().next()).filter(|c| is_letter(*c)) {
                Some(c) => c.len_utf8(),
                None => break,
            },
        };
    }
    at
}

/// What the first byte of a character tells of it.
#[derive(Clone, Copy)]
enum Class {
    /// A letter or a digit of ASCII.
    Letter,
    /// Another character of ASCII.
    Other,
    /// From À to ÿ.
    Latin,
    /// Any other.
    Beyond,
}

fn class(byte: u8) -> Class {
    CLASSES.get(usize::from(byte)).copied().unwrap_or(Class::Beyond)
}

/// One look for each byte: most of what is read of a site is read here.
static CLASSES: [Class; 256] = {
    let mut classes = [Class::Beyond; 256];
    let mut byte = 0;
    while byte < 0x80 {
        classes[byte] = if (byte as u8).is_ascii_alphanumeric() { Class::Letter } else { Class::Other };
        byte += 1;
    }
    classes[0xC3] = Class::Latin;
    classes
};

fn is_letter(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => true,
        // French is made of little else: the tables of Unicode are for the rest.
        '\0'..='\x7F' | '\u{2000}'..='\u{206F}' => false,
        'À'..='ÿ' => !matches!(c, '×' | '÷'),
        _ => c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36F}' | '\u{AD}'),
    }
}

fn placed(text: &str, range: Range<usize>) -> Word {
    let bytes = text.as_bytes();
    let before = text.get(..range.start).unwrap_or("");
    // The last byte of an apostrophe of either kind: most words have a space before them.
    let marked = matches!(before.as_bytes().last(), Some(b'\'' | 0x99 | 0xBC));
    let is_reflexive = marked && {
        let mut back = before.chars().rev();
        back.next().is_some_and(is_apostrophe)
            && back.next().is_some_and(|c| matches!(c, 's' | 'S'))
            && !back.next().is_some_and(char::is_alphanumeric)
    };
    let capital = match bytes.get(range.start) {
        Some(byte) if byte.is_ascii() => byte.is_ascii_uppercase(),
        _ => text.get(range.start..).is_some_and(|word| word.starts_with(char::is_uppercase)),
    };
    let is_name = capital && {
        let before = before.trim_end_matches(is_mark);
        !before.is_empty() && !before.ends_with(['.', '!', '?', ':', '\u{FFFC}'])
    };
    Word { range, is_name, is_reflexive }
}

/// What may stand between the end of a sentence and the first word of the next one.
fn is_mark(c: char) -> bool {
    c.is_whitespace() || matches!(c, '«' | '"' | '“' | '(' | '*' | '-' | '–')
}

/// What a word is known by, its [`stem`]; none for articles, prepositions, pronouns and auxiliaries. Numbers
/// are in digits: « quinze » is `15`.
pub fn content(word: &str) -> Option<String> {
    let folded = fold(word).into_text();
    if FUNCTION.binary_search(&folded.as_str()).is_ok() {
        return None;
    }
    // « neuf » is as often new as nine.
    Some(match numbers::french(&folded).filter(|value| *value != 9) {
        Some(value) => value.to_string(),
        None => stem(&folded),
    })
}

/// A folded word without what inflexion and derivation add to it: « déclarations », « déclarer » and
/// « déclarée » are one. Two words of one stem may differ; two sets of stems seldom do.
pub fn stem(word: &str) -> String {
    if word.bytes().any(|byte| byte.is_ascii_digit()) || word.chars().count() < 4 {
        return word.to_owned();
    }
    let mut stem = match word.strip_suffix("aux") {
        Some(start) if start.chars().count() >= 2 && !word.ends_with("eaux") => format!("{start}al"),
        _ => word.trim_end_matches(['s', 'x']).to_owned(),
    };
    // A short ending may leave a short stem: « payer », « fixée ».
    let kept = |text: &str, ending: &str| text.chars().count() >= if ending.len() > 3 { 4 } else { 3 };
    for ending in ENDINGS {
        if let Some(start) = stem.strip_suffix(ending).filter(|start| kept(start, ending)) {
            stem = start.to_owned();
            break;
        }
    }
    // « renouvellement », « renouveler »; « communal », « commun ».
    let mut letters = stem.chars().rev();
    if let (Some(last), Some(before)) = (letters.next(), letters.next())
        && last == before
        && !"aeiou".contains(last)
    {
        stem.pop();
    }
    stem
}

/// What is taken off, the longest first.
const ENDINGS: [&str; 26] = [
    "issement",
    "issante",
    "ification",
    "ations",
    "ation",
    "atrice",
    "ateur",
    "ement",
    "issant",
    "ment",
    "ante",
    "euse",
    "tion",
    "ives",
    "ive",
    "ées",
    "ée",
    "eur",
    "ant",
    "er",
    "ez",
    "ir",
    "if",
    "ie",
    "é",
    "e",
];

/// Words that say nothing of what a phrase is about, sorted by bytes.
const FUNCTION: &[&str] = &[
    "a",
    "afin",
    "ai",
    "ainsi",
    "alors",
    "après",
    "au",
    "aucun",
    "aucune",
    "aussi",
    "autre",
    "autres",
    "aux",
    "auxquelles",
    "avec",
    "avez",
    "avoir",
    "ayant",
    "c",
    "ce",
    "ceci",
    "cela",
    "celle",
    "celles",
    "celui",
    "ces",
    "cet",
    "cette",
    "ceux",
    "chez",
    "comme",
    "contre",
    "d",
    "dans",
    "de",
    "depuis",
    "des",
    "devez",
    "devoir",
    "devra",
    "devrez",
    "doit",
    "doivent",
    "donc",
    "dont",
    "du",
    "elle",
    "elles",
    "en",
    "encore",
    "est",
    "et",
    "eux",
    "faire",
    "fait",
    "faites",
    "faut",
    "il",
    "ils",
    "j",
    "je",
    "l",
    "la",
    "laquelle",
    "le",
    "lequel",
    "les",
    "leur",
    "leurs",
    "lors",
    "lui",
    "là",
    "m",
    "ma",
    "mais",
    "me",
    "mes",
    "mon",
    "même",
    "n",
    "ne",
    "nos",
    "notre",
    "nous",
    "on",
    "ont",
    "ou",
    "où",
    "par",
    "pas",
    "pendant",
    "peut",
    "peuvent",
    "pour",
    "pouvez",
    "pouvoir",
    "qu",
    "quand",
    "que",
    "quel",
    "quelle",
    "quelles",
    "quels",
    "qui",
    "quoi",
    "s",
    "sa",
    "se",
    "sera",
    "ses",
    "si",
    "son",
    "sont",
    "sous",
    "sur",
    "ta",
    "te",
    "tes",
    "ton",
    "tous",
    "tout",
    "toute",
    "toutes",
    "très",
    "un",
    "une",
    "vers",
    "via",
    "vos",
    "votre",
    "vous",
    "y",
    "à",
    "être",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(text: &str) -> Vec<String> {
        words(text).filter_map(|word| content(&text[word.range])).collect()
    }

    #[test]
    fn words_of_one_family_have_one_stem() {
        for family in [
            &["déclaration", "déclarations", "déclarer", "déclarée", "déclarez"][..],
            &["renouvellement", "renouveler", "renouvelé"],
            &["contester", "contestation"],
            &["communal", "communaux", "communale"],
            &["inscription", "inscriptions"],
            &["passeport", "passeports"],
        ] {
            let first = stem(family[0]);
            for word in family {
                assert_eq!(stem(word), first, "{word}");
            }
        }
        for (a, b) in
            [("majeur", "mineur"), ("carte", "carton"), ("mairie", "mariage"), ("naissance", "mariage")]
        {
            assert_ne!(stem(a), stem(b));
        }
    }

    #[test]
    fn only_content_words_count() {
        assert_eq!(stems("Le passeport d’un adulte est à vous."), ["passeport", "adult"]);
        assert_eq!(stems("le passeport de l'adulte"), stems("Passeports pour adultes"));
        assert_eq!(stems("quinze ans"), ["15", "ans"]);
        assert_eq!(stems("Aujourd’hui, aux Deux-Moulins"), ["aujourd", "hui", "2", "moulin"]);
    }

    #[test]
    fn words_that_say_nothing_are_sorted() {
        assert!(FUNCTION.windows(2).all(|pair| pair[0] <= pair[1]), "{:?}", {
            let mut sorted = FUNCTION.to_vec();
            sorted.sort_unstable();
            sorted
        });
    }
}
