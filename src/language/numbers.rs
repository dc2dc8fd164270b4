//! Numbers written in words: of French up to the thousands, of English up to the nineties.

/// No numeral has more letters: a long run of them is not read to its start.
const LONGEST: usize = 12;

/// The last letters of the numerals of French, and of « et » between them.
const LAST: [u8; 7] = *b"efnqstx";

/// The number that ends a text, with where it starts: « les deux cents » gives 200 from « deux »; none
/// when the last word is no number.
pub(super) fn last(text: &str) -> Option<(usize, u32)> {
    let trimmed = text.trim_end_matches(|c: char| c == '-' || c.is_whitespace());
    // Most words that end a text end with no letter that a numeral ends with.
    if !trimmed.as_bytes().last().is_some_and(|byte| LAST.contains(&byte.to_ascii_lowercase())) {
        return None;
    }
    let mut words: Vec<(usize, u32)> = Vec::new();
    let mut end = text.len();
    // « et » only joins two numbers: « vingt et un ».
    let mut joined = false;
    let mut start = None;
    while words.len() < 12 {
        let rest = text.get(..end)?.trim_end_matches(|c: char| c == '-' || c.is_whitespace());
        let from = rest
            .char_indices()
            .rev()
            .take(LONGEST)
            .take_while(|(_, c)| c.is_alphabetic())
            .last()
            .map_or(rest.len(), |(at, _)| at);
        let word = rest.get(from..)?;
        match french_typed(word) {
            Some(value) => {
                words.push((from, value));
                start = Some(from);
                joined = false;
            }
            None if word.eq_ignore_ascii_case("et") && !joined && !words.is_empty() => joined = true,
            None => break,
        }
        end = from;
    }
    // An elided or longer word before is not a number’s: « l’un ».
    let start = start?;
    let held = text.get(..start)?.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}'));
    if held {
        return None;
    }
    Some((start, sum(words.iter().rev().map(|(_, value)| *value))?))
}

/// What words say together, each worth what it is alone: 4, 20 and 10 are « quatre-vingt-dix ».
pub(super) fn sum(words: impl IntoIterator<Item = u32>) -> Option<u32> {
    let (mut total, mut below) = (0u32, 0u32);
    for value in words {
        match value {
            1000 => {
                total = total.checked_add(below.max(1).checked_mul(1000)?)?;
                below = 0;
            }
            100 => below = below.max(1).checked_mul(100)?,
            20 if below % 100 == 4 => below += 76,
            value => below = below.checked_add(value)?,
        }
    }
    total.checked_add(below)
}

/// A number of French that is one word, in small letters: « vingt », « cents », « mille ».
pub(super) fn french(word: &str) -> Option<u32> {
    Some(match word {
        "un" | "une" => 1,
        "deux" => 2,
        "trois" => 3,
        "quatre" => 4,
        "cinq" => 5,
        "six" => 6,
        "sept" => 7,
        "huit" => 8,
        "neuf" => 9,
        "dix" => 10,
        "onze" => 11,
        "douze" => 12,
        "treize" => 13,
        "quatorze" => 14,
        "quinze" => 15,
        "seize" => 16,
        "vingt" | "vingts" => 20,
        "trente" => 30,
        "quarante" => 40,
        "cinquante" => 50,
        "soixante" => 60,
        "cent" | "cents" => 100,
        "mille" => 1000,
        _ => return None,
    })
}

/// The same, as it is typed: no numeral has an accent.
fn french_typed(word: &str) -> Option<u32> {
    let mut letters = [0; LONGEST];
    let letters = letters.get_mut(..word.len())?;
    letters.copy_from_slice(word.as_bytes());
    letters.make_ascii_lowercase();
    french(std::str::from_utf8(letters).ok()?)
}

/// A number of English that is one word, in small letters: `twenty`.
pub(super) fn english(word: &str) -> Option<u32> {
    Some(match word {
        "one" | "a" | "an" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "thirteen" => 13,
        "fourteen" => 14,
        "fifteen" => 15,
        "sixteen" => 16,
        "seventeen" => 17,
        "eighteen" => 18,
        "nineteen" => 19,
        "twenty" => 20,
        "thirty" => 30,
        "forty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "seventy" => 70,
        "eighty" => 80,
        "ninety" => 90,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::last;

    #[test]
    fn numbers_in_words() {
        for (text, expected) in [
            ("deux", Some((0, 2))),
            ("les quatre-vingts", Some((4, 80))),
            ("quatre-vingt-dix-sept", Some((0, 97))),
            ("soixante et onze", Some((0, 71))),
            ("cent vingt", Some((0, 120))),
            ("deux cents", Some((0, 200))),
            ("mille deux cent trente-quatre", Some((0, 1234))),
            ("deux mille quatre-vingts", Some((0, 2080))),
            ("l’un", None),
            ("et", None),
            ("aucun", None),
            ("Vingt ET UN", Some((0, 21))),
            ("deux cents -", Some((0, 200))),
            ("à douze", Some((3, 12))),
            ("anticonstitutionnellement", None),
            ("", None),
        ] {
            assert_eq!(last(text), expected, "{text}");
        }
    }
}
