//! Numbers written in words, as far as lengths of time need them: up to a hundred and ninety-nine.

/// A number in digits, or a word that is one by itself: « 12 », « douze », « quatre-vingt-dix », `twelve`.
/// In small letters; French and English both, whatever the page.
pub(super) fn number(word: &str) -> Option<u32> {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        return word.parse().ok();
    }
    let (base, rest) = match word.strip_prefix("quatre-vingt") {
        Some("" | "s") => return Some(80),
        Some(rest) => (80u32, rest.strip_prefix('-')?),
        None => (0, word),
    };
    rest.split('-')
        .filter(|part| *part != "et")
        .try_fold(base, |sum, part| sum.checked_add(simple_number(part)?))
}

/// A number that is one word, without a hyphen.
pub(super) fn simple_number(word: &str) -> Option<u32> {
    french(word).or_else(|| english(word))
}

/// A number of French that is one word: « vingt », « cent ».
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
        "vingt" => 20,
        "trente" => 30,
        "quarante" => 40,
        "cinquante" => 50,
        "soixante" => 60,
        "cent" => 100,
        _ => return None,
    })
}

/// A number of English that is one word: `twenty`.
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
