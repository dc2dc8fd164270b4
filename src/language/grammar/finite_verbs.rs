//! The verbs of a French sentence that have a subject or give an order: one for each thing that it says.

use crate::language::abbreviations::names_a_letter;
use crate::language::analysis::Sentence;

/// Where the finite verbs of a sentence stand, in order: of a compound tense, the auxiliary.
///
/// A word that may be a noun, an adjective, a participle or an adverb as well (« demande », « montant »,
/// « fait ») is a verb only where a subject pronoun, « ne », « se » or « qui » stands before it, or a
/// pronoun after its hyphen: some are missed, seldom is a noun taken for one.
pub fn finite_verbs(sentence: &Sentence<'_>) -> Vec<usize> {
    (0..sentence.len()).filter(|rank| is_finite_verb(sentence, *rank)).collect()
}

/// Whether a finite verb stands at a rank.
pub fn is_finite_verb(sentence: &Sentence<'_>, rank: usize) -> bool {
    let forms = sentence.forms(rank);
    if !forms.is_finite() || sentence.is_inverted(rank) {
        return false;
    }
    let word = sentence.word(rank);
    let before = sentence.before(rank, 1);
    if sentence.is_inverted(rank + 1) {
        // « Est-ce que » asks about the verb that follows.
        return !sentence.follows(rank, &["est", "ce"]);
    }
    match word {
        // « permis A », « A défaut »; « le Grand Est », « à l’est ».
        "a" => return !before.is_empty() && !names_a_letter(before),
        "est" => return !matches!(before, "l'" | "d'" | "grand" | "nord" | "sud" | "quart"),
        _ => {}
    }
    let other = forms.is_noun_or_adjective()
        || forms.is_participle()
        || forms.is_infinitive()
        || forms.is_adverb()
        || is_seldom_a_verb(word);
    !other || leads_to_verb(before)
}

/// Whether what follows this word is a verb, or nearly always.
fn leads_to_verb(word: &str) -> bool {
    matches!(
        word,
        "je" | "j'"
            | "tu"
            | "il"
            | "elle"
            | "on"
            | "nous"
            | "vous"
            | "ils"
            | "elles"
            | "ne"
            | "n'"
            | "se"
            | "s'"
            | "c'"
            | "qui"
            | "ceci"
            | "cela"
    )
}

/// Words of grammar, and numbers, that are spelled like a verb.
fn is_seldom_a_verb(word: &str) -> bool {
    matches!(
        word,
        "plus"
            | "entre"
            | "contre"
            | "outre"
            | "cela"
            | "soit"
            | "puis"
            | "vers"
            | "sous"
            | "sur"
            | "tous"
            | "tout"
            | "toute"
            | "toutes"
            | "nous"
            | "vous"
            | "lui"
            | "tu"
            | "dont"
            | "sauf"
            | "hors"
            | "près"
            | "selon"
            | "lors"
            | "si"
            | "son"
            | "ton"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::language::analysis::Analysis;

    #[test]
    fn verbs_by_sentence() {
        let table = [
            ("Vous demandez une aide et vous recevez une réponse.", "demandez recevez"),
            ("La demande est refusée si le montant dépasse le plafond.", "est dépasse"),
            ("Elle demande si la mairie répond.", "demande répond"),
            ("Le dossier a été envoyé et n’a pas été reçu.", "a a"),
            ("Devez-vous signer ?", "devez"),
            ("Est-ce que la mairie répond ?", "répond"),
            ("Un acte fait par le notaire et la porte d’entrée.", ""),
            ("Plus de dix jours entre la demande et la réponse.", ""),
            ("Remplissez, datez puis signez le formulaire.", "remplissez datez signez"),
            ("Le permis A et le Grand Est.", ""),
            ("A défaut, écrivez.", "écrivez"),
            ("Pièce à fournir, soit un original, soit une copie.", ""),
        ];
        for (text, expected) in table {
            let analysis = Analysis::of(text, Language::French);
            let found: Vec<String> = analysis
                .sentences()
                .flat_map(|sentence| {
                    let verbs = finite_verbs(&sentence);
                    verbs.into_iter().map(|rank| sentence.word(rank).to_owned()).collect::<Vec<_>>()
                })
                .collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
    }
}
