//! Participles that say a state, and not what somebody does. A list, for spelling does not tell.

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
    let is_one_of = |states: &str| states.split(' ').any(|state| is_form_of(word, state));
    is_one_of(STATES) || (!helped && is_one_of(STATES_UNLESS_HELPED))
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
    NEVER.split(' ').any(|never| is_form_of(word, never))
}
