//! Participles that say a state, and not what somebody does. A list, for spelling does not tell.

use std::collections::HashSet;
use std::sync::OnceLock;

use foldhash::fast::FixedState;

use crate::language::analysis::Sentence;

/// Participles that are never in a passive, or hardly: « vous avez été marié », « vous êtes concerné par »,
/// and those of verbs that go with « être » more often than with an object. In the masculine singular, as
/// below.
const NEVER: &str = "censé concerné descendu divorcé entré intéressé marié monté pacsé passé remonté rentré retourné \
    réputé salarié situé sorti âgé";

/// Participles that say a state but in a past tense or with an agent, then those that say one unless « devoir » or
/// « pouvoir » comes before (« est ouvert le lundi », but « doit être ouvert »). In the masculine
/// singular.
const STATES: &str = "abîmé adapté alité amené apparenté approprié armé assujetti attaché atteint avancé basé blessé \
    boisé bondé compliqué composé confronté contenu contraint contrarié contrasté convaincu \
    conventionné cultivé daté destiné diplômé dispensé disposé dit domicilié doté décidé dédié \
    dématérialisé démotivé dépassé dépourvu désolé détendu détrempé dévolu déçu dû effrayé \
    embarrassé encombré enneigé ensoleillé entassé espacé expatrié fatigué fiancé fini fissuré fondé \
    fréquenté fâché gelé gêné habilité habillé habitué habité handicapé homologué illimité \
    immobilisé incliné indexé inhabité isolé limité lié masqué mouillé muni mérité navré obligé \
    ombragé opposé penché persuadé peuplé poussé pressé privé proportionné périmé qualifié rattaché \
    relié retraité rouillé réglementé réservé révolu satisfait saturé serré soumis spécialisé \
    stabilisé supposé surpris sécurisé séparé tendu uni usé varié verglacé visé voilé voué vêtu \
    écoulé écrit élevé ému énervé éparpillé épuisé étendu étonné";
const STATES_UNLESS_HELPED: &str = "abonné achevé affilié assimilé associé assorti assuré compris connecté connu couvert desservi \
    divisé employé engagé entouré exclu fermé garé hospitalisé hébergé immatriculé implanté inclus \
    inscrit installé interdit intégré joint justifié logé meublé motivé occupé orné ouvert permis \
    précédé regroupé rempli réparti réuni stationné suivi terminé verrouillé éloigné équipé";

/// Whether a participle says a state.
pub(super) fn is_state(word: &str, helped: bool) -> bool {
    static STATE: OnceLock<Participles> = OnceLock::new();
    static UNLESS_HELPED: OnceLock<Participles> = OnceLock::new();
    STATE.get_or_init(|| Participles::of(STATES)).hold(word)
        || (!helped && UNLESS_HELPED.get_or_init(|| Participles::of(STATES_UNLESS_HELPED)).hold(word))
}

/// A list of participles in the masculine singular, to be asked at once.
struct Participles(HashSet<&'static str, FixedState>);

impl Participles {
    fn of(list: &'static str) -> Self {
        Self(list.split(' ').collect())
    }

    /// Whether a word is a form of one of them: what [`is_form_of`] says, of all.
    fn hold(&self, word: &str) -> bool {
        let masculine = |ending: &str| word.strip_suffix(ending).is_some_and(|word| self.0.contains(word));
        let of_due = matches!(word, "due" | "dus" | "dues") && self.0.contains("dû");
        of_due || ["", "e", "s", "es"].into_iter().any(|ending| masculine(ending) && !is_agreed_due(word))
    }
}

/// « Dûe », « dûs », « dûes »: no forms of « dû », which loses its accent.
fn is_agreed_due(word: &str) -> bool {
    matches!(word, "dûe" | "dûs" | "dûes")
}

/// « est constitué de », « est établi en France »: a state by what follows.
pub(super) fn is_made_of(sentence: &Sentence<'_>, participle: usize) -> bool {
    let word = sentence.word(participle);
    match sentence.word(participle + 1) {
        "de" | "d'" | "du" | "des" => {
            ["constitué", "formé", "tenu"].iter().any(|state| is_form_of(word, state))
        }
        "en" | "dans" => is_form_of(word, "établi"),
        "à" | "au" | "aux" => ["établi", "exposé", "tenu"].iter().any(|state| is_form_of(word, state)),
        _ => false,
    }
}

/// Whether a participle is this one, whatever its gender and number: « ouverte » of « ouvert », « due » of
/// « dû ».
pub fn is_form_of(word: &str, masculine: &str) -> bool {
    if masculine == "dû" {
        return matches!(word, "dû" | "due" | "dus" | "dues");
    }
    word.strip_prefix(masculine).is_some_and(|ending| matches!(ending, "" | "e" | "s" | "es"))
}

/// Whether a participle is never in a passive, or hardly.
pub(super) fn is_never_passive(word: &str) -> bool {
    static LIST: OnceLock<Participles> = OnceLock::new();
    LIST.get_or_init(|| Participles::of(NEVER)).hold(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_asked_at_once_answers_as_each_of_its_words() {
        let lists = [NEVER, STATES, STATES_UNLESS_HELPED];
        let endings = ["", "e", "s", "es", "ee", "x"];
        let stems = lists.iter().flat_map(|list| list.split(' ')).chain(["du", "ouver", ""]);
        for stem in stems {
            for word in endings.map(|ending| format!("{stem}{ending}")) {
                for list in lists {
                    let each = list.split(' ').any(|state| is_form_of(&word, state));
                    assert_eq!(Participles::of(list).hold(&word), each, "{word}");
                }
            }
        }
    }
}
