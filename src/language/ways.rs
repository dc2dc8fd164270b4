//! Words that name a way to reach an administration: on line, at a counter, by telephone…

use std::ops::Range;

use super::emails::without_emails;
use super::fold::{fold, holds_phrase, without_accents};

/// A way to reach an administration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// On line.
    Online,
    /// In person.
    Counter,
    /// By telephone.
    Phone,
    /// By post.
    Post,
    /// By e-mail.
    Email,
    /// By video.
    Video,
}

impl Way {
    /// Every way with its name in front matter, in the order that pages show them.
    pub const NAMES: [(&'static str, Self); 6] = [
        ("online", Self::Online),
        ("counter", Self::Counter),
        ("phone", Self::Phone),
        ("post", Self::Post),
        ("email", Self::Email),
        ("video", Self::Video),
    ];

    /// Its name in front matter.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, way)| *way == self).map_or("", |(name, _)| name)
    }

    /// The way of a name of front matter.
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, way)| *way)
    }
}

/// Folded words that name a way, in French and in English.
const WORDS: [(&str, Way); 42] = [
    ("en ligne", Way::Online),
    ("internet", Way::Online),
    ("sur le site", Way::Online),
    ("téléservice", Way::Online),
    ("online", Way::Online),
    ("website", Way::Online),
    ("guichet", Way::Counter),
    ("mairie", Way::Counter),
    ("préfecture", Way::Counter),
    ("sous-préfecture", Way::Counter),
    ("sur place", Way::Counter),
    ("sur site", Way::Counter),
    ("agence", Way::Counter),
    ("bureau", Way::Counter),
    ("consulat", Way::Counter),
    ("commissariat", Way::Counter),
    ("gendarmerie", Way::Counter),
    ("tribunal", Way::Counter),
    ("notaire", Way::Counter),
    ("france services", Way::Counter),
    ("counter", Way::Counter),
    ("desk", Way::Counter),
    ("town hall", Way::Counter),
    ("in person", Way::Counter),
    ("office", Way::Counter),
    ("téléphone", Way::Phone),
    ("téléphonique", Way::Phone),
    ("par appel", Way::Phone),
    ("phone", Way::Phone),
    ("telephone", Way::Phone),
    ("courrier", Way::Post),
    ("lettre", Way::Post),
    ("voie postale", Way::Post),
    ("post", Way::Post),
    ("mail", Way::Email),
    ("courriel", Way::Email),
    ("e-mail", Way::Email),
    ("email", Way::Email),
    ("visio", Way::Video),
    ("visioconférence", Way::Video),
    ("video", Way::Video),
    ("vidéo", Way::Video),
];

/// What is longer is a sentence, and no word misspelt.
const LONGEST: usize = 24;

/// Words that are no slip of those, near as they are.
const NO_SLIP: [&str; 8] =
    ["maire", "marie", "internat", "interne", "coursier", "vision", "telephonie", "guichen"];

/// Whether a text is one of the words that name a way, and says nothing more: « En ligne », « Mairie ».
pub fn is_way(text: &str) -> bool {
    let folded = fold(text);
    WORDS.iter().any(|(word, _)| folded.text() == *word)
}

/// The same, after a word that leads to it: « Téléphone », « Par téléphone », « By phone ».
pub fn is_by_way(text: &str) -> bool {
    let folded = fold(text.trim());
    let said = ["par ", "au ", "by "].iter().find_map(|leading| folded.text().strip_prefix(leading));
    is_way(said.unwrap_or(folded.text()))
}

/// The word for a way that a text stands for when it is that word misspelt, and nothing else: `courriel` of
/// « courriél », « Par téléfone ». The range is what is to be typed otherwise. None for what names a way already.
pub fn misspelt_way(text: &str) -> Option<(Range<usize>, &'static str)> {
    let typed = text.trim_end();
    let start = typed.len() - typed.trim_start().len();
    let leading = ["par ", "au ", "by "].into_iter().find(|leading| {
        let first = typed.get(start..start + leading.len());
        first.is_some_and(|first| first.eq_ignore_ascii_case(leading))
    });
    let start = start + leading.map_or(0, str::len);
    let plain = |text: &str| without_accents(fold(text).text());
    let word = plain(typed.get(start..)?);
    if !ways(text).is_empty() || NO_SLIP.contains(&word.as_str()) {
        return None;
    }
    // One letter of a short word makes another word, two of a longer one.
    let allowed = |known: &str| match known.chars().count() {
        0..=4 => None,
        5..=8 => Some(1),
        _ => Some(2),
    };
    let near = WORDS.iter().filter_map(|(known, _)| {
        let distance = strsim::osa_distance(&word, &plain(known));
        (distance <= allowed(known)?).then_some((distance, *known))
    });
    let (_, known) = near.filter(|_| word.len() <= LONGEST).min_by_key(|(distance, _)| *distance)?;
    Some((start..typed.len(), known))
}

/// Words that say a counter, and not whose.
const ANY_COUNTER: [&str; 13] = [
    "guichet",
    "guichets",
    "accueil",
    "place",
    "site",
    "bureau",
    "bureaux",
    "counter",
    "desk",
    "office",
    "person",
    "agence",
    "rendez-vous",
];

/// Words that say a kind of place: only an authority of that kind is meant by them.
const KINDS_OF_PLACE: [&str; 14] = [
    "préfecture",
    "sous-préfecture",
    "consulat",
    "commissariat",
    "gendarmerie",
    "tribunal",
    "notaire",
    "ambassade",
    "département",
    "région",
    "ministère",
    "caisse",
    "prefecture",
    "court",
];

/// Words that add nothing to those.
const BETWEEN: [&str; 22] = [
    "à", "a", "au", "aux", "en", "de", "du", "des", "la", "le", "les", "l", "sur", "dans", "notre", "nos",
    "at", "the", "in", "of", "our", "on",
];

/// Whether a text says a counter and names none in particular, so that, on a page of this authority, it is the
/// authority’s: « Guichet », « Au guichet de la mairie », « Sur place ». « Préfecture » is that of a prefecture
/// alone, and « Mairie » that of whoever is not of another kind: few town halls are called so.
pub fn is_counter_at(text: &str, authority: &str) -> bool {
    let (folded, authority) = (fold(text), fold(authority));
    let (text, authority) = (folded.text().replace("town hall", "mairie"), authority.text());
    let words = || text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty());
    let other_kind = KINDS_OF_PLACE.iter().any(|kind| holds_phrase(authority, kind));
    let is_of_authority = |word: &str| {
        BETWEEN.contains(&word)
            || ANY_COUNTER.contains(&word)
            || (word == "mairie" && !other_kind)
            || (KINDS_OF_PLACE.contains(&word) && holds_phrase(authority, word))
    };
    words().all(is_of_authority) && words().any(|word| !BETWEEN.contains(&word))
}

/// The ways that a text names, each once, in the order that pages show them. « Préparation en ligne,
/// puis guichet » names two.
pub fn ways(text: &str) -> Vec<Way> {
    let said = without_emails(text);
    let written = said.len() < text.len();
    let folded = fold(&said);
    let folded = folded.text();
    let named = WORDS.iter().filter(|(word, _)| holds_phrase(folded, word)).map(|(_, way)| *way);
    // An address of mail says that one writes to it.
    let mut found: Vec<Way> = named.chain(written.then_some(Way::Email)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_names_a_way_says_nothing_more() {
        assert!(is_way("En ligne") && is_way("Mairie"));
        assert!(!is_way("Mairie de Lyon") && !is_way("") && !is_way("Greffe"));
        assert!(is_by_way("Téléphone") && is_by_way("Par téléphone") && is_by_way("by phone"));
        assert!(!is_by_way("Téléphone du musée") && !is_by_way("par") && !is_by_way(""));
    }

    #[test]
    fn a_way_that_is_misspelt_is_known_and_a_text_of_its_own_is_left_alone() {
        for (text, expected) in [
            ("courriél", "courriel"),
            ("Couriel", "courriel"),
            ("Par telefone", "téléphone"),
            ("guichte", "guichet"),
            ("En lgine", "en ligne"),
            ("Préfécture", "préfecture"),
            ("onlin", "online"),
            // What names a way, and what is nothing of the kind.
            ("Courriels", ""),
            ("Vidéo", ""),
            ("Maire", ""),
            ("Internat", ""),
            ("Coursier", ""),
            ("Greffe", ""),
            ("La Poste", ""),
            ("poste", ""),
            ("portail famille", ""),
            ("", ""),
            ("par ", ""),
        ] {
            let near = misspelt_way(text).map_or("", |(_, word)| word);
            assert_eq!(near, expected, "{text}");
        }
        assert_eq!(misspelt_way(" Par telefone ").map(|(range, _)| range), Some(5..13));
    }

    #[test]
    fn a_counter_that_names_nobody_is_that_of_the_authority() {
        for text in ["Guichet", "mairie", "Sur place", "Au guichet de la mairie", "À l’accueil", "Town hall"]
        {
            assert!(is_counter_at(text, "Ville de Lac-sur-Mer"), "{text}");
        }
        for text in
            ["", "de la", "Mairie annexe", "Mairie de Lyon", "Préfecture", "hotel-de-ville", "une mairie"]
        {
            assert!(!is_counter_at(text, "Ville de Lac-sur-Mer"), "{text}");
        }
        assert!(
            is_counter_at("Préfecture", "Préfecture du Lac") && !is_counter_at("Mairie", "Préfecture du Lac")
        );
    }

    #[test]
    fn texts_name_ways_in_either_language() {
        for (text, expected) in [
            ("Guichet de la mairie sur rendez-vous", vec![Way::Counter]),
            ("Préparation en ligne, puis mairie", vec![Way::Online, Way::Counter]),
            ("Courrier", vec![Way::Post]),
            ("Écrivez à accueil@mairie.example", vec![Way::Email]),
            ("Mairie, ou contact@bureau.example", vec![Way::Counter, Way::Email]),
            ("Town hall desk by appointment", vec![Way::Counter]),
            ("Online preparation", vec![Way::Online]),
            ("Par courriels ou par téléphone", vec![Way::Phone, Way::Email]),
            ("Sur site", vec![Way::Counter]),
            ("Greffe de la cour d’appel", vec![]),
            ("Accueil téléphonique", vec![Way::Phone]),
            ("Site de la préfecture", vec![Way::Counter]),
            ("L’imprimerie", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(ways(text), expected, "{text}");
        }
    }
}
