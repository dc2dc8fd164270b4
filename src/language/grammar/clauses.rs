//! What opens a subordinate clause in a French sentence: a relative pronoun, or a conjunction.
//!
//! What is decided:
//! - « que » is told apart by what stands before it: after a noun it is a pronoun (« le dossier que »),
//!   after a verb (« sachez que ») or the word it makes a conjunction with (« afin que ») it is one. It
//!   opens nothing in « ne … que », in a comparison (« plus tard que », « le même que », « ainsi que »)
//!   and in « est-ce que ».
//! - « qui », « où », « lequel » that ask a question open nothing.
//! - « si » is not counted: a condition said with it is the plain way to say it.

use crate::language::analysis::Sentence;

/// How a subordinate clause opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clause {
    /// « qui », « que », « dont », « où », « lequel » and their kin.
    Relative,
    /// « lorsque », « afin que », « que » after a verb…
    Conjunction,
}

/// Where the subordinate clauses of a sentence open, in order.
pub fn clauses(sentence: &Sentence<'_>) -> Vec<(usize, Clause)> {
    (0..sentence.len()).filter_map(|rank| Some((rank, clause(sentence, rank)?))).collect()
}

fn clause(sentence: &Sentence<'_>, rank: usize) -> Option<Clause> {
    let before = sentence.before(rank, 1);
    match sentence.word(rank) {
        "qui" if asks(sentence, rank) || sentence.is_inverted(rank.checked_sub(1)?) => None,
        "qui" => Some(Clause::Relative),
        "que" | "qu'" => que(sentence, rank),
        "dont" => {
            let figure = sentence.word(rank + 1).starts_with(|c: char| c.is_ascii_digit());
            (!figure && before != "(").then_some(Clause::Relative)
        }
        "où" if before == "d'" || asks(sentence, rank) => None,
        "où" if matches!(before, "cas" | "moment" | "mesure") => Some(Clause::Conjunction),
        "où" => Some(Clause::Relative),
        "lequel" | "laquelle" | "lesquels" | "lesquelles" | "duquel" | "desquels" | "desquelles"
        | "auquel" | "auxquels" | "auxquelles" => (!asks(sentence, rank)).then_some(Clause::Relative),
        "lorsque" | "lorsqu'" | "puisque" | "puisqu'" | "quoique" | "quoiqu'" => Some(Clause::Conjunction),
        "quand" if before != "et" && !asks(sentence, rank) => Some(Clause::Conjunction),
        _ => None,
    }
}

/// Whether a word opens a question: it comes first, or after a preposition that does.
fn asks(sentence: &Sentence<'_>, rank: usize) -> bool {
    /// Signs and prepositions before the first word, at most.
    const FARTHEST: usize = 8;
    let first = rank <= FARTHEST
        && !(0..rank).any(|rank| !sentence.is_sign(rank) && !is_preposition(sentence.word(rank)));
    let last = sentence.word(sentence.len().wrapping_sub(1));
    first && (last == "?" || sentence.word(rank) != "quand")
}

fn is_preposition(word: &str) -> bool {
    matches!(word, "à" | "de" | "d'" | "pour" | "par" | "avec" | "chez" | "sur" | "dans" | "vers" | "en")
}

fn que(sentence: &Sentence<'_>, rank: usize) -> Option<Clause> {
    let (before, second) = (sentence.before(rank, 1), sentence.before(rank, 2));
    match before {
        "" => (sentence.word(sentence.len().wrapping_sub(1)) != "?").then_some(Clause::Conjunction),
        // « est-ce que »
        "ce" if rank > 0 && sentence.is_inverted(rank - 1) => None,
        // « jusqu’à ce que », « ce que »
        "ce" if second == "à" => Some(Clause::Conjunction),
        "moins" if second == "à" => Some(Clause::Conjunction),
        "autant" if second == "pour" => Some(Clause::Conjunction),
        "dès" if sentence.word(rank + 1) == "possible" => None,
        "même" if second == "de" => None,
        "quel" | "quelle" | "quels" | "quelles" => None,
        _ if makes_conjunction(before) => Some(Clause::Conjunction),
        _ if compares(sentence, rank) || restricts(sentence, rank) => None,
        "et" | "ou" | "mais" => Some(Clause::Conjunction),
        _ => {
            // « ne prouve pas que », « prévoit aussi que »
            let adverb = |rank: &usize| sentence.word(*rank) == "pas" || sentence.forms(*rank).is_adverb();
            let forms = (0..rank).rev().find(|rank| !adverb(rank)).map(|rank| sentence.forms(rank));
            let forms = forms.unwrap_or_default();
            let verb = forms.is_verb() && (!forms.is_noun_or_adjective() || forms.is_infinitive());
            Some(if verb { Clause::Conjunction } else { Clause::Relative })
        }
    }
}

/// Whether a word and « que » are a conjunction together.
fn makes_conjunction(word: &str) -> bool {
    matches!(
        word,
        "afin"
            | "alors"
            | "parce"
            | "tandis"
            | "pour"
            | "sans"
            | "avant"
            | "après"
            | "bien"
            | "dès"
            | "tant"
            | "pendant"
            | "depuis"
            | "lors"
            | "aussitôt"
            | "sitôt"
            | "sorte"
            | "manière"
            | "façon"
            | "condition"
            | "fait"
            | "étant"
            | "donné"
            | "pourvu"
            | "sauf"
            | "outre"
            | "mesure"
            | "selon"
            | "suivant"
    )
}

/// How far back what « que » answers to is looked for.
const REACH: usize = 8;

/// Whether « que » ends a comparison.
fn compares(sentence: &Sentence<'_>, rank: usize) -> bool {
    let words = (1..=REACH).map(|steps| sentence.before(rank, steps));
    words.take_while(|word| !matches!(*word, "" | "," | ";" | ":" | "que" | "qu'" | "qui" | "si")).any(
        |word| {
            matches!(
                word,
                "plus"
                    | "moins"
                    | "aussi"
                    | "autant"
                    | "ainsi"
                    | "plutôt"
                    | "autre"
                    | "autres"
                    | "autrement"
                    | "même"
                    | "mêmes"
                    | "tel"
                    | "telle"
                    | "tels"
                    | "telles"
                    | "mieux"
                    | "meilleur"
                    | "meilleure"
                    | "meilleurs"
                    | "meilleures"
                    | "davantage"
                    | "ailleurs"
                    | "différent"
                    | "différente"
                    | "différents"
                    | "différentes"
            )
        },
    )
}

/// Whether « que » is that of « ne … que ».
fn restricts(sentence: &Sentence<'_>, rank: usize) -> bool {
    for steps in 1..=REACH {
        match sentence.before(rank, steps) {
            "ne" | "n'" => return true,
            "" | "pas" | "plus" | "jamais" | "rien" | "aucun" | "aucune" | "personne" | "que" | "qu'"
            | "qui" => return false,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::language::analysis::Analysis;

    fn opened(text: &str) -> (usize, usize) {
        let analysis = Analysis::of(text, Language::French);
        let found: Vec<Clause> =
            analysis.sentences().flat_map(|sentence| clauses(&sentence)).map(|(_, clause)| clause).collect();
        let relatives = found.iter().filter(|clause| **clause == Clause::Relative).count();
        (relatives, found.len() - relatives)
    }

    #[test]
    fn relatives_and_conjunctions() {
        let table = [
            ("La pièce que vous joignez, dont la date compte, et qui est signée.", (3, 0)),
            ("Le bureau auquel vous écrivez est celui où vous votez.", (2, 0)),
            ("Faites ce que demande la mairie.", (1, 0)),
            ("Sachez que la mairie répond.", (0, 1)),
            ("Afin que la mairie réponde, écrivez dès que vous pouvez.", (0, 2)),
            ("Attendez jusqu’à ce qu’elle réponde, à moins que le délai soit passé.", (0, 2)),
            ("Lorsque vous partez, et que la clé reste, prévenez.", (0, 2)),
            ("Dans le cas où la mairie refuse, un recours est possible.", (0, 1)),
            ("Ce courrier ne prouve pas que vous habitez là.", (0, 1)),
        ];
        for (text, expected) in table {
            assert_eq!(opened(text), expected, "{text}");
        }
    }

    #[test]
    fn what_opens_nothing() {
        for text in [
            "Qui peut demander une aide ?",
            "À qui écrire ?",
            "Où s’adresser ?",
            "Que faire ?",
            "Qu’est-ce que le livret ?",
            "Quand partir ?",
            "La mairie ne délivre que des copies.",
            "Vous n’avez droit, cette année, qu’à une aide.",
            "C’est plus long que prévu.",
            "Il faut le même original que l’an dernier.",
            "Le père ainsi que la mère signent.",
            "Quelle que soit la date, écrivez.",
            "Si vous partez, prévenez.",
            "Trois copies, dont 2 certifiées.",
            "Tous les papiers (dont une photo), dès que possible.",
            "La demande est refusée, d’où un recours.",
        ] {
            assert_eq!(opened(text), (0, 0), "{text}");
        }
    }
}
