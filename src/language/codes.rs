//! The codes of languages that exist, of two letters (ISO 639-1) and of three, and what people write in their place.

/// ISO 639-1, with `bh` and `sh`, which are still met.
const TWO_LETTERS: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy \
    da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii \
    ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr \
    ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk \
    sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za \
    zh zu";

/// Codes of three letters that a tag of language may begin with (BCP 47), those given up without another in their
/// place included. A line is the first two letters, then each third one. `codes/README.md` says where it comes from.
const THREE_LETTERS: &str = include_str!("codes/three_letters.txt");

/// Codes of languages that tags write otherwise, each with what they write: of three letters where there is one of
/// two, and given up for another.
const REPLACED: &str = include_str!("codes/replaced.txt");

/// Countries that are written for what is spoken there.
const MEANT: [(&str, &str); 12] = [
    ("al", "sq"),
    ("at", "de"),
    ("cn", "zh"),
    ("cz", "cs"),
    ("dk", "da"),
    ("gb", "en"),
    ("gr", "el"),
    ("jp", "ja"),
    ("sp", "es"),
    ("ua", "uk"),
    ("us", "en"),
    ("vn", "vi"),
];

/// Whether a tag begins with the code of a language, one that tags write otherwise ([`replaced`]) left out.
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

/// The code that tags have for a language, where they begin with another: `ty` for `tah`, `he` for `iw`.
pub fn replaced(tag: &str) -> Option<&'static str> {
    let code = first(tag);
    let mut lines = REPLACED.lines().filter_map(|line| line.split_once(' '));
    lines.find(|(written, _)| *written == code).map(|(_, wanted)| wanted)
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
        for tag in [
            "fr", "br", "pt-BR", "UK", "gcf", "RCF", "gcr", "kab", "fsl", "frp", "qab", "zh-Hant", "prb",
            "bh",
        ] {
            assert!(exists(tag), "{tag}");
            assert_eq!(replaced(tag), None, "{tag}");
        }
        for (tag, near) in [
            ("xx", None),
            ("gr", Some("el")),
            ("ua", Some("uk")),
            ("rf", Some("fr")),
            ("gfc", None),
            ("q", None),
        ] {
            assert!(!exists(tag), "{tag}");
            assert_eq!((replaced(tag), meant(tag)), (None, near), "{tag}");
        }
        let otherwise =
            [("tah", "ty"), ("WLN-BE", "wa"), ("fre", "fr"), ("fra", "fr"), ("iw", "he"), ("in", "id")];
        for (tag, wanted) in otherwise {
            assert!(!exists(tag), "{tag}");
            assert_eq!(replaced(tag), Some(wanted), "{tag}");
        }
        let codes: Vec<&str> = TWO_LETTERS.split_ascii_whitespace().collect();
        assert!(codes.is_sorted() && codes.iter().all(|code| code.len() == 2), "{codes:?}");
        let heads: Vec<&str> = THREE_LETTERS.lines().map(|line| line.split(' ').next().unwrap()).collect();
        assert!(heads.is_sorted() && heads.iter().all(|head| head.len() == 2), "{heads:?}");
        assert!(MEANT.iter().all(|(written, meant)| !codes.contains(written) && exists(meant)));
        let pairs: Vec<(&str, &str)> = REPLACED.lines().map(|line| line.split_once(' ').unwrap()).collect();
        assert!(
            pairs.is_sorted() && pairs.iter().all(|(written, wanted)| !exists(written) && exists(wanted))
        );
        // All but a few of the languages that have a code of two letters have one of three.
        assert!(codes.iter().filter(|code| pairs.iter().any(|(_, wanted)| wanted == *code)).count() > 180);
    }
}
