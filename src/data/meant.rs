//! What a word that is none of those expected stands for: a French word for one of them, or a slip.

use super::nearest;
use crate::finding::Message;

/// French words, and a few others, that people type for words of the program. Of several meanings, the
/// likeliest first.
const TRANSLATED: &[(&str, &[&str])] = &[
    // Severities.
    ("erreur", &["error"]),
    ("erreurs", &["error"]),
    ("grave", &["error"]),
    ("bloquant", &["error"]),
    ("avertissement", &["warning"]),
    ("avertissements", &["warning"]),
    ("attention", &["warning"]),
    ("alerte", &["warning"]),
    ("information", &["info"]),
    ("informations", &["info"]),
    ("infos", &["info"]),
    ("non", &["off"]),
    ("aucun", &["off"]),
    ("aucune", &["off"]),
    ("arret", &["off"]),
    ("arrêt", &["off"]),
    ("désactivé", &["off"]),
    ("désactivée", &["off"]),
    // Parts of a page.
    ("paragraphe", &["prose"]),
    ("paragraphes", &["prose"]),
    ("paragraph", &["prose"]),
    ("texte", &["prose"]),
    ("titre", &["title", "heading"]),
    ("titres", &["heading", "title"]),
    ("intertitre", &["heading"]),
    ("intertitres", &["heading"]),
    ("liste", &["list-item"]),
    ("listes", &["list-item"]),
    ("list", &["list-item"]),
    ("puces", &["list-item"]),
    ("lien", &["link-text", "link-target"]),
    ("liens", &["link-text", "link-target"]),
    ("link", &["link-text", "link-target"]),
    ("links", &["link-text", "link-target"]),
    ("tableau", &["table-cell"]),
    ("tableaux", &["table-cell"]),
    ("table", &["table-cell"]),
    ("cellule", &["table-cell"]),
    ("cellules", &["table-cell"]),
    ("image", &["image-text"]),
    ("images", &["image-text"]),
    ("résumé", &["description"]),
    ("en-tête", &["front-matter"]),
    ("fichier", &["file-name"]),
    ("fichiers", &["file-name"]),
    ("adresse", &["link-target", "address"]),
    ("adresses", &["link-target"]),
    ("url", &["link-target"]),
    ("tout", &["all"]),
    ("tous", &["all"]),
    ("toutes", &["all"]),
    ("partout", &["all"]),
    // Checks and their parameters.
    ("mots", &["words"]),
    ("mot", &["words"]),
    ("longueur", &["length"]),
    ("phrase", &["sentence"]),
    ("phrases", &["sentence"]),
    // Keys.
    ("gravité", &["severity"]),
    ("sévérité", &["severity"]),
    ("vérification", &["check"]),
    ("paramètres", &["params"]),
    ("parametres", &["params"]),
    ("exemples", &["examples"]),
    ("exemple", &["examples"]),
    ("aide", &["help"]),
    ("pourquoi", &["why"]),
    ("langue", &["lang"]),
    ("portée", &["scope"]),
    ("niveaux", &["levels"]),
    ("chercher", &["find"]),
    ("trouver", &["find"]),
    ("remplacer", &["use"]),
    ("écrire", &["use"]),
    ("sauf", &["except"]),
    ("faute", &["bad"]),
    ("fautif", &["bad"]),
    ("juste", &["good"]),
    ("marques", &["marks"]),
    ("corrigé", &["fixed"]),
    ("chemin", &["path"]),
    ("règles", &["rules"]),
    ("raison", &["reason"]),
    ("motif", &["reason", "pattern"]),
    // Fields of pages and registries.
    ("canaux", &["channels"]),
    ("canal", &["channels"]),
    ("où", &["channels", "organisation"]),
    ("where", &["channels", "organisation"]),
    ("place", &["organisation", "address"]),
    ("organisme", &["organisation"]),
    ("type", &["kind"]),
    ("coût", &["cost"]),
    ("cout", &["cost"]),
    ("prix", &["cost", "value"]),
    ("tarif", &["cost"]),
    ("délai", &["deadlines", "delay"]),
    ("delai", &["deadlines", "delay"]),
    ("délais", &["deadlines"]),
    ("delais", &["deadlines"]),
    ("pièces", &["documents"]),
    ("pieces", &["documents"]),
    ("étapes", &["steps"]),
    ("etapes", &["steps"]),
    ("recours", &["redress"]),
    ("autorité", &["authority"]),
    ("autorite", &["authority"]),
    ("responsable", &["owner"]),
    ("équipe", &["owner"]),
    ("public", &["audience"]),
    ("conditions", &["eligibility"]),
    ("formulaires", &["forms"]),
    ("formulaire", &["form", "forms"]),
    ("langues", &["languages"]),
    ("textes", &["legal_basis"]),
    ("loi", &["legal_basis"]),
    ("avis", &["feedback"]),
    ("vérifié", &["reviewed"]),
    ("verifie", &["reviewed"]),
    ("horaires", &["hours"]),
    ("téléphone", &["phone"]),
    ("telephone", &["phone"]),
    ("courriel", &["email"]),
    ("nom", &["name"]),
    ("accès", &["access"]),
    ("fermetures", &["exceptions"]),
    ("ville", &["city"]),
    ("rue", &["street"]),
    ("numéro", &["number"]),
    ("numero", &["number"]),
    ("valeur", &["value"]),
    ("montant", &["amount", "value"]),
    ("durée", &["duration"]),
    ("depuis", &["from"]),
    ("jusqu’au", &["until"]),
    ("pour", &["for"]),
    // Types of page and other choices.
    ("démarche", &["procedure"]),
    ("demarche", &["procedure"]),
    ("fiche", &["procedure", "page"]),
    ("lieu", &["office", "organisation", "address"]),
    ("bureau", &["office"]),
    ("événement", &["life-event"]),
    ("actualité", &["news"]),
    ("outil", &["tool"]),
    ("données", &["dataset"]),
    ("en ligne", &["online"]),
    ("guichet", &["counter"]),
    ("courrier", &["post"]),
    ("visio", &["video"]),
    ("accord", &["acceptance"]),
    ("refus", &["rejection"]),
    ("médiateur", &["mediator"]),
    ("gracieux", &["same-authority"]),
    ("hiérarchique", &["hierarchical"]),
    ("copie", &["copy"]),
    // Languages.
    ("français", &["fr"]),
    ("french", &["fr"]),
    ("anglais", &["en"]),
    ("english", &["en"]),
];

/// The letters from which a word one letter away from a French one, and that begins alike, is that one: « raison » is not
/// « saison ».
const SHORTEST_SLIP: usize = 6;

/// The words, of those expected, that a wrong one may stand for, the likeliest first: at most two.
pub fn meant<'a>(word: &str, expected: &[&'a str]) -> Vec<&'a str> {
    let small = word.trim().to_lowercase();
    let translated = TRANSLATED.iter().filter(|(typed, _)| *typed == small).flat_map(|(_, names)| *names);
    let known = |name: &&str| expected.iter().copied().find(|expected| expected == name);
    let found: Vec<&str> = translated.filter_map(known).take(2).collect();
    if !found.is_empty() {
        return found;
    }
    if let Some(near) = nearest(word, expected.iter().copied()) {
        return vec![near];
    }
    // « Horairs » is « horaires », one letter less.
    let slip = |typed: &str| {
        small.chars().next() == typed.chars().next() && strsim::osa_distance(&small, typed) == 1
    };
    let long = small.chars().count() >= SHORTEST_SLIP;
    let translated = TRANSLATED.iter().filter(|(typed, _)| long && slip(typed)).flat_map(|(_, names)| *names);
    translated.filter_map(known).take(2).collect()
}

/// Asks whether one of these words was meant; at most two are named.
pub fn did_you_mean(names: &[&str]) -> Option<Message> {
    match names {
        [] => None,
        [name] => Some(Message::key("data.did-you-mean").with("name", *name)),
        [name, other, ..] => {
            Some(Message::key("data.did-you-mean-either").with("name", *name).with("other", *other))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_french_word_is_understood() {
        let severities = ["off", "info", "warning", "error"];
        for (word, expected) in [
            ("avertissement", "warning"),
            ("Erreur", "error"),
            ("information", "info"),
            ("informations", "info"),
            ("warnings", "warning"),
            ("urgent", ""),
        ] {
            assert_eq!(meant(word, &severities).join(" "), expected, "{word}");
        }
        let fields = ["hours", "phone", "access", "address"];
        for (word, expected) in
            [("horairs", "hours"), ("téléphonne", "phone"), ("maison", ""), ("saccès", "")]
        {
            assert_eq!(meant(word, &fields).join(" "), expected, "{word}");
        }
        // Under a channel, what leads to a place of the registry.
        let channel = ["kind", "name", "organisation", "service", "address"];
        for word in ["where", "où", "Lieu", "place", "organisme"] {
            assert_eq!(meant(word, &channel).first(), Some(&"organisation"), "{word}");
        }
        let scopes = ["prose", "heading", "title", "link-text", "link-target", "table-cell", "all"];
        for (word, expected) in [
            ("titres", "heading title"),
            ("titre", "title heading"),
            ("paragraphes", "prose"),
            ("liens", "link-text link-target"),
            ("tableaux", "table-cell"),
            ("partout", "all"),
            // Not expected here.
            ("avertissement", ""),
        ] {
            assert_eq!(meant(word, &scopes).join(" "), expected, "{word}");
        }
    }
}
