//! French and English as the program knows them: words, sentences, dates, folding; no idea of
//! Markdown or rules.

mod abbreviations;
pub mod amounts;
pub mod analysis;
pub mod article;
pub mod codes;
pub mod dates;
pub mod delays;
pub mod duration;
pub mod emails;
pub mod filing;
pub mod fold;
pub mod format;
pub mod grammar;
pub mod hosts;
pub mod labels;
pub mod legal;
pub mod lexicon;
mod numbers;
pub mod period;
pub mod phones;
pub mod quotations;
pub mod readability;
pub mod replacement;
pub mod sentences;
pub mod stems;
pub mod syllables;
pub mod time;
pub mod typography;
pub mod variants;
pub mod vocabulary;
pub mod ways;
pub mod words;

/// A language the program analyses and speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Français.
    #[default]
    French,
    /// English.
    English,
}

impl Language {
    /// From a language tag: `fr`, `fr-FR`, `en`…; none for a language it does not know.
    pub fn of(tag: &str) -> Option<Self> {
        let language =
            tag.get(..tag.bytes().position(|byte| matches!(byte, b'-' | b'_')).unwrap_or(tag.len()))?;
        [Self::French, Self::English].into_iter().find(|known| language.eq_ignore_ascii_case(known.tag()))
    }

    /// Its tag: `fr`, `en`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }
}
