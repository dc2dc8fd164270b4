//! Words that name a way to reach an administration: on line, at a counter, by telephone…

use super::fold::{fold, holds_phrase};

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
const WORDS: [(&str, Way); 41] = [
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
];

/// Whether a text is one of the words that name a way, and says nothing more: « En ligne », « Mairie ».
pub fn is_way(text: &str) -> bool {
    let folded = fold(text);
    WORDS.iter().any(|(word, _)| folded.text() == *word)
}

/// The ways that a text names, each once, in the order that pages show them. « Préparation en ligne,
/// puis guichet » names two.
pub fn ways(text: &str) -> Vec<Way> {
    let folded = fold(text);
    let folded = folded.text();
    let mut found: Vec<Way> =
        WORDS.iter().filter(|(word, _)| holds_phrase(folded, word)).map(|(_, way)| *way).collect();
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
    }

    #[test]
    fn texts_name_ways_in_either_language() {
        for (text, expected) in [
            ("Guichet de la mairie sur rendez-vous", vec![Way::Counter]),
            ("Préparation en ligne, puis mairie", vec![Way::Online, Way::Counter]),
            ("Courrier", vec![Way::Post]),
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
