//! The codes of languages that exist, of two letters (ISO 639-1) and of three, and what people write in their place.

/// ISO 639-1, with `sh`, which is still met.
const TWO_LETTERS: &str = "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy \
    da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii \
    ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr \
    ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk \
    sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za \
    zh zu";

/// Codes of three letters, those that have one of two left out, as tags of languages want (BCP 47): the registry of
/// IANA, of 25 August 2025. A line is the first two letters, then each third one.
const THREE_LETTERS: &str = include_str!("codes/three_letters.txt");

/// What is written for a code of two letters: a country, or the code of three letters.
const MEANT: [(&str, &str); 40] = [
    ("al", "sq"),
    ("at", "de"),
    ("cat", "ca"),
    ("cn", "zh"),
    ("cz", "cs"),
    ("deu", "de"),
    ("dk", "da"),
    ("eng", "en"),
    ("eus", "eu"),
    ("fra", "fr"),
    ("fre", "fr"),
    ("gb", "en"),
    ("ger", "de"),
    ("gr", "el"),
    ("bre", "br"),
    ("ara", "ar"),
    ("cos", "co"),
    ("ita", "it"),
    ("jp", "ja"),
    ("nld", "nl"),
    ("oci", "oc"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rum", "ro"),
    ("rus", "ru"),
    ("sp", "es"),
    ("spa", "es"),
    ("tur", "tr"),
    ("ua", "uk"),
    ("ukr", "uk"),
    ("us", "en"),
    ("vn", "vi"),
    ("zho", "zh"),
    ("chi", "zh"),
    ("fas", "fa"),
    ("per", "fa"),
    ("kor", "ko"),
    ("jpn", "ja"),
    ("vie", "vi"),
];

/// Whether the language of a tag exists. A code of three letters does not where one of two says the same.
pub fn exists(tag: &str) -> bool {
    let code = first(tag);
    let of_three = || {
        let (head, last) = (code.get(..2)?, code.get(2..)?);
        let mut lines = THREE_LETTERS.lines().filter_map(|line| line.split_once(' '));
        lines.find(|(known, _)| *known == head).map(|(_, thirds)| thirds.contains(last))
    };
    match code.len() {
        2 => TWO_LETTERS.split_ascii_whitespace().any(|known| known == code),
        // Codes that nobody is ever given.
        3 if ("qaa"..="qtz").contains(&code.as_str()) => true,
        3 => of_three().unwrap_or(false),
        _ => false,
    }
}

/// The code that somebody meant by one that does not exist.
pub fn meant(tag: &str) -> Option<&'static str> {
    let code = first(tag);
    let known = MEANT.iter().find(|(written, _)| *written == code).map(|(_, meant)| *meant);
    // The same letters the other way round: `rf`.
    let turned: String = code.chars().rev().collect();
    known.or_else(|| TWO_LETTERS.split_ascii_whitespace().find(|known| *known == turned))
}

fn first(tag: &str) -> String {
    tag.split('-').next().unwrap_or("").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_that_exists_is_told_from_one_that_does_not() {
        for tag in ["fr", "br", "pt-BR", "UK", "gcf", "RCF", "gcr", "kab", "fsl", "frp", "qab", "zh-Hant"] {
            assert!(exists(tag), "{tag}");
        }
        for (tag, near) in [
            ("xx", None),
            ("gr", Some("el")),
            ("ua", Some("uk")),
            ("spa", Some("es")),
            ("rf", Some("fr")),
            ("gfc", None),
            ("tah", None),
            ("q", None),
        ] {
            assert!(!exists(tag), "{tag}");
            assert_eq!(meant(tag), near, "{tag}");
        }
        let codes: Vec<&str> = TWO_LETTERS.split_ascii_whitespace().collect();
        assert!(codes.is_sorted() && codes.iter().all(|code| code.len() == 2), "{codes:?}");
        let heads: Vec<&str> = THREE_LETTERS.lines().map(|line| line.split(' ').next().unwrap()).collect();
        assert!(heads.is_sorted() && heads.iter().all(|head| head.len() == 2), "{heads:?}");
        assert!(MEANT.iter().all(|(written, meant)| !codes.contains(written) && exists(meant)));
    }
}
