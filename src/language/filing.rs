//! Where a title stands in a list from A to Z: under the word that people look for, not under the article or
//! the verb that happens to come first.

use super::Language;
use super::lexicon::forms;

/// A title in a list from A to Z.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// What it is sorted by.
    pub key: String,
    /// What is shown.
    pub shown: String,
}

/// Files a title. An article is passed over: « La carte grise » is under C. In French, so is a verb that stands
/// before an article, and what is passed over then comes last, as in the index of a book: « Demander un
/// passeport » is « Passeport (demander un) ». A verb without one is the word that is looked for: « S’inscrire
/// sur les listes » is under I.
pub fn filed(title: &str, language: Language) -> Filed {
    let title = title.trim();
    let whole = |key: &str| Filed { key: key.to_owned(), shown: title.to_owned() };
    let after_verb = match language {
        Language::French => verb(title),
        Language::English => None,
    };
    let start = after_verb.unwrap_or(0);
    let rest = title.get(start..).unwrap_or("");
    let determined = determiner(rest, language, after_verb.is_some());
    let key = rest.get(determined..).unwrap_or("").trim_start();
    if key.is_empty() || determined == 0 {
        // A verb without an article is the word that is looked for, without « se ».
        return whole(if after_verb.is_some() {
            title.get(pronoun(title)..).unwrap_or(title)
        } else {
            title
        });
    }
    if after_verb.is_none() {
        return whole(key);
    }
    let lead = title.get(..title.len() - key.len()).unwrap_or("").trim_end();
    Filed { key: key.to_owned(), shown: format!("{} ({})", capital(key, true), capital(lead, false)) }
}

/// Where what follows the infinitive that opens a title starts.
fn verb(title: &str) -> Option<usize> {
    let own = pronoun(title);
    let rest = title.get(own..)?;
    let end = rest.find(' ').unwrap_or(rest.len());
    let known = forms(&rest.get(..end)?.to_lowercase().replace('œ', "oe"));
    // « Pouvoir d’achat » asks nobody to do anything.
    (known.is_infinitive() && !known.is_noun_or_adjective()).then_some(title.len().min(own + end + 1))
}

/// The length of « se » or « s’ » before a verb.
fn pronoun(text: &str) -> usize {
    ["Se ", "se ", "S’", "s’", "S'", "s'"]
        .iter()
        .find(|own| text.starts_with(**own))
        .map_or(0, |own| own.len())
}

/// The length of the article or of the possessive that opens a text, with what parts it from its noun.
fn determiner(text: &str, language: Language, after_verb: bool) -> usize {
    const FRENCH: [&str; 15] = [
        "le ", "la ", "les ", "l’", "l'", "un ", "une ", "des ", "du ", "de la ", "de l’", "de l'", "d’",
        "d'", "de ",
    ];
    const OWN: [&str; 9] = ["son ", "sa ", "ses ", "votre ", "vos ", "mon ", "ma ", "mes ", "leur "];
    const ENGLISH: [&str; 3] = ["the ", "a ", "an "];
    let lower = text.to_lowercase();
    let of =
        |list: &[&str]| list.iter().filter(|word| lower.starts_with(**word)).map(|word| word.len()).max();
    let found = match language {
        Language::English => of(&ENGLISH),
        // « De la naissance à l’école » is no partitive; after a verb, it is.
        Language::French if after_verb => of(&FRENCH).or_else(|| of(&OWN)),
        Language::French => of(FRENCH.get(..8).unwrap_or_default()).or_else(|| of(&OWN)),
    };
    // Small letters may be longer than capitals: never cut a letter in two.
    found.filter(|end| text.is_char_boundary(*end)).unwrap_or(0)
}

fn capital(text: &str, upper: bool) -> String {
    let mut letters = text.chars();
    let first: String = letters
        .next()
        .map(|c| if upper { c.to_uppercase().collect() } else { c.to_lowercase().collect() })
        .unwrap_or_default();
    first + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_stand_under_the_word_that_is_looked_for() {
        for (title, key, shown) in [
            ("Demander un passeport", "passeport", "Passeport (demander un)"),
            ("Refaire sa carte d’identité", "carte d’identité", "Carte d’identité (refaire sa)"),
            ("Payer l’amende", "amende", "Amende (payer l’)"),
            ("Recevoir de l’aide", "aide", "Aide (recevoir de l’)"),
            ("La carte grise", "carte grise", "La carte grise"),
            ("L’état civil", "état civil", "L’état civil"),
            ("Vos droits", "droits", "Vos droits"),
            ("S’inscrire sur les listes", "inscrire sur les listes", "S’inscrire sur les listes"),
            ("Se marier", "marier", "Se marier"),
            ("De la naissance à l’école", "De la naissance à l’école", "De la naissance à l’école"),
            ("Déménager", "Déménager", "Déménager"),
            ("Changer de nom", "nom", "Nom (changer de)"),
            ("Pouvoir d’achat", "Pouvoir d’achat", "Pouvoir d’achat"),
            ("Comment voter ?", "Comment voter ?", "Comment voter ?"),
            ("Le", "Le", "Le"),
            ("", "", ""),
            ("Œuvre", "Œuvre", "Œuvre"),
        ] {
            let filed = filed(title, Language::French);
            assert_eq!((filed.key.as_str(), filed.shown.as_str()), (key, shown), "{title}");
        }
        assert_eq!(filed("The register", Language::English).key, "register");
        assert_eq!(filed("Une rose", Language::English).key, "Une rose");
    }
}
