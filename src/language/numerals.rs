//! Numbers written in French words, up to the thousands.

/// No numeral has more letters: a long run of them is not read to its start.
const LONGEST: usize = 12;

/// The number that ends a text, with where it starts: « les deux cents » gives 200 from « deux »; none
/// when the last word is no number.
pub fn last(text: &str) -> Option<(usize, u32)> {
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
        let word = rest.get(from..)?.to_lowercase();
        match value(&word) {
            Some(value) => {
                words.push((from, value));
                start = Some(from);
                joined = false;
            }
            None if word == "et" && !joined && !words.is_empty() => joined = true,
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
    let (mut total, mut below) = (0u32, 0u32);
    for (_, value) in words.iter().rev() {
        match value {
            1000 => {
                total = total.checked_add(below.max(1).checked_mul(1000)?)?;
                below = 0;
            }
            100 => below = below.max(1).checked_mul(100)?,
            20 if below % 100 == 4 => below += 76,
            value => below = below.checked_add(*value)?,
        }
    }
    Some((start, total.checked_add(below)?))
}

/// What one word is worth.
pub fn value(word: &str) -> Option<u32> {
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
            ("", None),
        ] {
            assert_eq!(last(text), expected, "{text}");
        }
    }
}
