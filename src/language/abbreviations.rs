//! What a full stop may be besides the end of a sentence: abbreviations, and what tells an initial from
//! the last word of a sentence.

use super::Language;
use super::sentences::is_opener;
use super::words::{elision, is_apostrophe};

/// Abbreviations that never end a sentence: what follows completes them.
pub(super) fn leads_on(folded: &str, token: &str, language: Language) -> bool {
    const FRENCH: &[&str] = &[
        "mm", "mme", "mmes", "mlle", "mlles", "mgr", "dr", "drs", "pr", "prof", "me", "st", "ste", "sts",
        "stes", "art", "cf", "conf", "c.-à-d", "c-à-d", "càd", "p.ex", "ex", "v.s", "bd", "bld", "boul",
        "av", "ave", "pl", "sq", "imp", "rte", "tél", "tel", "port", "fax", "réf", "ref", "dép", "dépt",
        "al", "alin", "chap", "éd", "coll", "dir", "trad", "resp", "adj", "gén", "col", "cne", "cdt", "cass",
        "civ", "crim", "soc", "trav", "proc", "pén",
    ];
    const ENGLISH: &[&str] = &[
        "mr", "mrs", "ms", "dr", "prof", "rev", "hon", "st", "e.g", "eg", "i.e", "ie", "cf", "vs", "viz",
        "esp", "art", "sect", "ref", "tel", "incl", "gen",
    ];
    match language {
        // « m. » is metres: only the capital is Monsieur.
        Language::French => token == "M" || FRENCH.contains(&folded),
        Language::English => ENGLISH.contains(&folded),
    }
}

/// Abbreviations that lead to a number, and may end a sentence otherwise.
pub(super) fn leads_to_number(folded: &str, language: Language) -> bool {
    const FRENCH: &[&str] = &[
        "env", "max", "maxi", "min", "mini", "approx", "p", "pp", "n", "no", "nos", "n°", "vol", "fig",
        "ann", "t", "f", "v", "s", "l", "r", "d", "ch", "apr", "janv", "févr", "fév", "avr", "juil", "sept",
        "oct", "nov", "déc",
    ];
    const ENGLISH: &[&str] = &[
        "no", "nos", "p", "pp", "vol", "fig", "approx", "max", "min", "ch", "para", "s", "ext", "c", "jan",
        "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    ];
    match language {
        Language::French => FRENCH.contains(&folded),
        Language::English => ENGLISH.contains(&folded),
    }
}

/// Whether what comes before a single capital makes it the name of something: « permis B », « plan A »,
/// « groupes A et B ».
pub(super) fn names_a_letter(before: &str) -> bool {
    const NAMED: &[&str] = &[
        "permis",
        "catégorie",
        "catégories",
        "plan",
        "vitamine",
        "groupe",
        "groupes",
        "type",
        "annexe",
        "tableau",
        "zone",
        "zones",
        "classe",
        "point",
        "partie",
        "formulaire",
        "colonne",
        "case",
        "hépatite",
        "option",
        "niveau",
        "cadre",
        "rubrique",
        "category",
        "categories",
        "annex",
        "form",
        "group",
        "part",
        "appendix",
    ];
    let mut words = before.split_whitespace().rev();
    let last = words.next().unwrap_or_default().to_lowercase();
    if matches!(last.as_str(), "et" | "ou" | "and" | "or") {
        return words.next().is_some_and(|word| word.len() == 1 && word.starts_with(char::is_uppercase));
    }
    NAMED.contains(&last.get(elision(&last)..).unwrap_or_default())
}

/// Whether the next word is one that begins sentences and no name.
pub(super) fn begins_sentences(rest: &str, language: Language) -> bool {
    const FRENCH: &[&str] = &[
        "Le",
        "La",
        "Les",
        "Un",
        "Une",
        "Des",
        "Du",
        "Ce",
        "Cet",
        "Cette",
        "Ces",
        "Il",
        "Elle",
        "Ils",
        "Elles",
        "On",
        "Vous",
        "Nous",
        "Je",
        "Votre",
        "Vos",
        "Notre",
        "Nos",
        "Son",
        "Sa",
        "Ses",
        "Leur",
        "Leurs",
        "Si",
        "En",
        "Dans",
        "Pour",
        "Par",
        "Sur",
        "Avec",
        "Sans",
        "À",
        "A",
        "Au",
        "Aux",
        "Selon",
        "Lorsque",
        "Quand",
        "Toute",
        "Tout",
        "Toutes",
        "Tous",
        "Ainsi",
        "Cependant",
        "Toutefois",
        "Attention",
        "Chaque",
        "Après",
        "Avant",
        "Dès",
        "Depuis",
        "Pendant",
        "Sauf",
        "Mais",
        "Et",
        "Ou",
        "Aucun",
    ];
    const ENGLISH: &[&str] = &[
        "The", "A", "An", "You", "Your", "We", "Our", "It", "Its", "This", "These", "That", "Those", "If",
        "In", "On", "At", "For", "To", "He", "She", "They", "Their", "When", "After", "Before", "However",
        "There", "Some", "Any", "All", "But",
    ];
    let word = rest.trim_start_matches(|c: char| c.is_whitespace() || is_opener(c));
    let word = word.get(..word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len())).unwrap_or_default();
    match language {
        Language::French => {
            let elided = matches!(word, "L" | "C" | "S" | "J" | "N" | "Qu" | "Jusqu" | "Lorsqu" | "Puisqu");
            let after = rest.trim_start().get(word.len()..).and_then(|after| after.chars().next());
            FRENCH.contains(&word) || (elided && after.is_some_and(is_apostrophe))
        }
        Language::English => ENGLISH.contains(&word),
    }
}
