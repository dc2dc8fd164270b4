//! The tense and the mood of a verb, where its ending tells.

use crate::language::Language;
use crate::language::analysis::Sentence;
use crate::language::lexicon::{Person, forms};
use crate::language::time::{Expression, Limit, Reading};

/// The rank of the verb of an order: « **envoyez** votre dossier », « en cas de retard, **inscrivez**-vous ». It opens
/// the sentence, or follows a sign: elsewhere the same word tells what somebody does. None in a question.
pub fn order(sentence: &Sentence<'_>) -> Option<usize> {
    let asks = (0..sentence.len()).any(|rank| sentence.word(rank) == "?");
    (0..sentence.len()).find(|verb| {
        let word = sentence.word(*verb);
        let ends = word.ends_with("ez") || matches!(word, "faites" | "dites");
        let auxiliary = matches!(word, "avez" | "pouvez" | "devez" | "voulez" | "souhaitez");
        let first =
            if matches!(sentence.before(*verb, 1), "ne" | "n'") { verb.saturating_sub(1) } else { *verb };
        let opens = first.checked_sub(1).is_none_or(|before| sentence.is_sign(before));
        let second = |rank| sentence.forms(rank).is_of_person(Person::SecondPlural);
        let inverted = sentence.is_inverted(verb + 1);
        ends && opens && !auxiliary && second(*verb) && !(inverted && asks)
    })
}

/// Whether a verb in the future stands at a rank: « sera », « entreront », « devrez », « sera-t-il ».
///
/// The third person, and the second of the plural. « Entra » is a past historic, « entrez » a present.
pub fn is_future(sentence: &Sentence<'_>, rank: usize) -> bool {
    let word = sentence.word(rank);
    let third = |word: &str| {
        let forms = forms(word);
        forms.is_finite() && !forms.is_past_historic() && !forms.is_noun_or_adjective()
    };
    if word.ends_with("ra") || word.ends_with("ront") {
        return third(word);
    }
    // « Devrez » goes with « devra », « entrez » with no future.
    let stem = word.strip_suffix("ez").filter(|stem| stem.ends_with('r'));
    stem.is_some_and(|stem| sentence.forms(rank).is_finite() && third(&format!("{stem}a")))
}

/// The rank of the verb in the future that a date goes with: « la carte **sera** remplacée le 1er mars 2026 »,
/// « à partir de 2026, la demande se **fera** en ligne ». None for the date of something else: « les contrats
/// signés le 1er mars 2020 seront repris », « la situation au 1er janvier sera celle de… ».
///
/// In English, `will` and `shall`.
pub fn dated_future(sentence: &Sentence<'_>, language: Language, date: &Expression) -> Option<usize> {
    let is_verb = |rank: &usize| match language {
        Language::French => is_future(sentence, *rank),
        Language::English => matches!(sentence.word(*rank), "will" | "shall"),
    };
    let verbs: Vec<usize> = (0..sentence.len()).filter(is_verb).collect();
    let first = verbs.first().copied()?;
    // The last word before the date and what introduces it.
    let start = sentence.rank_at(date.range.start);
    let small = (0..start).rev().take_while(|rank| introduces_a_date(sentence.word(*rank))).count();
    let before = start.saturating_sub(small).checked_sub(1);
    let opens = before.is_none_or(|rank| sentence.is_sign(rank));
    let from = matches!(date.reading, Reading::Limit(Limit::From, _));
    let Some(before) = before.filter(|_| !opens) else {
        let told = language == Language::French && tells_the_past(sentence, first);
        return (!told).then_some(first);
    };
    if language == Language::English {
        return (from || first <= before).then_some(first);
    }
    if tells_the_past(sentence, first) {
        return None;
    }
    // « Sera modifié le 4 août »: the date is the verb's; « les contrats signés le 4 août »: it is not.
    let near = |verb: &usize| *verb <= before && before - *verb <= 4;
    let dates_verb = verbs.iter().any(near);
    let attached = sentence.forms(before).is_participle() && !dates_verb;
    let limit = matches!(date.reading, Reading::Limit(..));
    // « La situation au 1er janvier 2020 », « le budget 2024 », « le budget de 2024 ».
    let of_a_noun = (!from && !dates_verb && first > before)
        || (small == 0 && !limit)
        || matches!(sentence.word(before + 1), "de" | "du");
    (!attached && !of_a_noun && (from || !limit || dates_verb)).then_some(first)
}

fn introduces_a_date(word: &str) -> bool {
    const FRENCH: [&str; 18] = [
        "le", "la", "les", "l'", "en", "au", "du", "de", "d'", "dès", "ce", "courant", "à", "lundi", "mardi",
        "mercredi", "jeudi", "vendredi",
    ];
    FRENCH.contains(&word) || matches!(word, "on" | "in" | "the")
}

/// « Le conseil a décidé que la taxe sera supprimée »: the date may be that of what was done, before a verb.
fn tells_the_past(sentence: &Sentence<'_>, verb: usize) -> bool {
    (0..verb).any(|rank| {
        let done = (rank + 1..=rank + 2).any(|next| next < verb && sentence.forms(next).is_participle());
        matches!(sentence.word(rank), "a" | "ont" | "avons" | "avez") && done
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::language::analysis::Analysis;

    #[test]
    fn verbs_in_the_future() {
        let table: &[(&str, &[&str])] = &[
            ("La loi entrera en vigueur demain.", &["entrera"]),
            ("Les aides seront versées, vous pourrez partir.", &["seront", "pourrez"]),
            ("Sera-t-il ouvert ? Vous le verrez.", &["sera"]),
            ("Il entra, montra sa carte et livra le colis.", &[]),
            ("Vous entrez, vous tirez, vous montrez.", &[]),
            ("L’opéra et la caméra sont là, ils ont fini.", &[]),
            ("Il devra payer et dira merci.", &["devra", "dira"]),
        ];
        for (text, expected) in table {
            let analysis = Analysis::of(text, Language::French);
            let found: Vec<&str> = analysis
                .sentences()
                .flat_map(|s| {
                    (0..s.len()).filter(|rank| is_future(&s, *rank)).map(|r| s.word(r)).collect::<Vec<_>>()
                })
                .collect();
            assert!(expected.iter().all(|word| found.contains(word)), "in {text:?}: {found:?}");
            let more = found.iter().filter(|word| !expected.contains(word) && **word != "verrez").count();
            assert_eq!(more, 0, "in {text:?}: {found:?}");
        }
    }

    #[test]
    fn orders_in_sentences() {
        let table = [
            ("Envoyez votre dossier avant le 3 mai.", true),
            ("Ne signez rien.", true),
            ("Faites une demande.", true),
            ("Vous envoyez votre dossier.", false),
            ("Pouvez-vous venir ?", false),
            ("Inscrivez-vous avant le 3 mai.", true),
            ("Si vous venez, inscrivez-vous.", true),
            ("Vous cotisez et travaillez.", false),
            ("Le nez rouge.", false),
            ("Chez vous.", false),
        ];
        for (text, expected) in table {
            let analysis = Analysis::of(text, Language::French);
            let first = analysis.sentences().next().is_some_and(|sentence| order(&sentence).is_some());
            assert_eq!(first, expected, "{text}");
        }
    }
}
