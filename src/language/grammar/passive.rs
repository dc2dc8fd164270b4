//! The passive: « être » and the past participle of a verb that takes a direct object, where somebody
//! or something acts on the subject.
//!
//! Spelling does not tell an action from a state (« est fermée par le maire », « est fermée le lundi »):
//! participles that mostly say a state are listed, and count only with an agent, in a past tense
//! (« a été fermée ») or, for some, after « devoir » and « pouvoir ».

use std::ops::Range;

use crate::language::analysis::Sentence;
use crate::language::lexicon::{Person, Verb};

use super::verbs::{after_adverbs, before_clitics, is_clitic, is_etre, is_negated, is_reflexive};

mod agent;
mod states;

use agent::{actor, agent};
pub use states::is_form_of;
use states::{is_made_of, is_never_passive, is_state};

/// A passive of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passive {
    /// From its auxiliary to its participle, in bytes of the text.
    pub range: Range<usize>,
    /// Who acts: « par » and the words after it, in bytes of the text.
    pub agent: Option<Range<usize>>,
    /// The noun of who acts, in small letters, where the sentence may simply be turned round: the agent
    /// stands close, is named once and in few words, and the verb has a subject of its own. A pronoun or a
    /// name gives an empty noun.
    pub actor: Option<String>,
    /// Its participle, in small letters.
    pub participle: String,
    /// « devoir » stands before it, and its subject is not the reader: somebody has a duty.
    pub duty: bool,
}

/// The passives of a sentence, in order.
pub fn passives(sentence: &Sentence<'_>) -> Vec<Passive> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < sentence.len() {
        let Some((passive, next)) = passive_at(sentence, at) else {
            at += 1;
            continue;
        };
        found.extend(passive);
        at = next.max(at + 1);
    }
    found
}

/// Where « ne » stands before an auxiliary, or the auxiliary itself: « n’est pas versée ».
fn negated_from(sentence: &Sentence<'_>, auxiliary: usize) -> usize {
    let first = before_clitics(sentence, auxiliary);
    (first..auxiliary).find(|at| matches!(sentence.word(*at), "ne" | "n'")).unwrap_or(auxiliary)
}

/// The auxiliary of a passive.
struct Auxiliary {
    first: usize,
    last: usize,
    /// « a été », « aura été », « fut »: something happened.
    past: bool,
}

/// What an auxiliary at a rank leads to, and the rank to go on from; none where there is no auxiliary.
fn passive_at(sentence: &Sentence<'_>, at: usize) -> Option<(Option<Passive>, usize)> {
    let auxiliary = auxiliary(sentence, at)?;
    let participle = after_adverbs(sentence, auxiliary.last + 1);
    let next = auxiliary.last + 1;
    let forms = sentence.forms(participle);
    if !forms.is_passive_participle() || !agrees(sentence, &auxiliary, participle) {
        return Some((None, next));
    }
    let agent = agent(sentence, participle);
    let duty = is_duty(sentence, auxiliary.first);
    let stands = if agent.is_some() || auxiliary.past {
        !is_fixed(sentence, &auxiliary, participle)
    } else {
        let after_helper = helper(sentence, auxiliary.first).is_some();
        !is_fixed(sentence, &auxiliary, participle)
            && !forms.is_participle_with_etre()
            && !is_graded(sentence, &auxiliary, participle)
            && !is_state(sentence.word(participle), after_helper)
            && !is_made_of(sentence, participle)
            && !is_after_ce(sentence, auxiliary.first)
    };
    let passive = (stands && !is_reflexive(sentence, auxiliary.first)).then(|| Passive {
        range: sentence.span(negated_from(sentence, auxiliary.first), participle),
        agent: agent.map(|(first, last)| sentence.span(first, last)),
        actor: agent.and_then(|(by, _)| actor(sentence, &auxiliary, participle, by)),
        participle: sentence.word(participle).to_owned(),
        duty,
    });
    Some((passive, if stands { participle + 1 } else { next }))
}

/// A form of « être », or one of « avoir » and « été » behind it.
fn auxiliary(sentence: &Sentence<'_>, at: usize) -> Option<Auxiliary> {
    let forms = sentence.forms(at);
    if forms.is_of(Verb::AVOIR) {
        let been = after_adverbs(sentence, at + 1);
        return (sentence.word(been) == "été").then_some(Auxiliary { first: at, last: been, past: true });
    }
    let is_been = sentence.word(at) == "été";
    (!is_been && is_etre(sentence, at)).then_some(Auxiliary {
        first: at,
        last: at,
        past: forms.is_past_historic(),
    })
}

/// Whether number agrees: « sont fixées », « est fixée »; « vous êtes convoqué » and « êtes convoqués ».
fn agrees(sentence: &Sentence<'_>, auxiliary: &Auxiliary, participle: usize) -> bool {
    let verb = sentence.forms(auxiliary.first);
    let participle = sentence.forms(participle);
    if !verb.is_finite() || verb.is_of_person(Person::SecondPlural) {
        return true;
    }
    let plural = verb.is_of_person(Person::ThirdPlural) || verb.is_of_person(Person::FirstPlural);
    if plural { participle.is_plural_participle() } else { participle.is_singular_participle() }
}

/// « devoir » or « pouvoir » before an infinitive, and its rank: « doit être signé », « peut ne pas être
/// signé ».
fn helper(sentence: &Sentence<'_>, auxiliary: usize) -> Option<(Verb, usize)> {
    const REACH: usize = 5;
    if !matches!(sentence.word(auxiliary), "être" | "avoir") {
        return None;
    }
    let is_helper = |at: usize| {
        let verb = [Verb::DEVOIR, Verb::POUVOIR].into_iter().find(|verb| sentence.forms(at).is_of(*verb))?;
        let mut next = at + 1;
        while next < auxiliary {
            let after = if is_clitic(sentence.word(next)) { next + 1 } else { after_adverbs(sentence, next) };
            if after == next {
                return None;
            }
            next = after;
        }
        (next == auxiliary).then_some((verb, at))
    };
    (auxiliary.saturating_sub(REACH)..auxiliary).rev().find_map(is_helper)
}

/// « doit être envoyé », but not « vous devez être inscrit », which says who.
fn is_duty(sentence: &Sentence<'_>, auxiliary: usize) -> bool {
    let Some((Verb::DEVOIR, helper)) = helper(sentence, auxiliary) else { return false };
    // « doit avoir été fait » is a condition, and no task.
    if sentence.word(auxiliary) == "avoir" {
        return false;
    }
    let subject = before_clitics(sentence, helper);
    let inverted = sentence.is_inverted(helper + 1) && sentence.word(helper + 1) == "vous";
    // « vous ne devez pas »: the pronoun is also one that may stand before a verb.
    let is_person = |at: usize| matches!(sentence.word(at), "vous" | "nous" | "je" | "tu" | "on");
    !inverted && !(subject.saturating_sub(1)..helper).any(is_person)
}

/// What only looks like a passive, whatever the tense: « étant donné », « il est demandé de », « vous avez
/// été marié ».
fn is_fixed(sentence: &Sentence<'_>, auxiliary: &Auxiliary, participle: usize) -> bool {
    let word = sentence.word(participle);
    if sentence.word(auxiliary.first) == "étant" && word == "donné" {
        return true;
    }
    if is_never_passive(word) {
        return true;
    }
    is_impersonal(sentence, auxiliary, participle)
}

/// « il » stands for nobody: « il est demandé de », « il a été décidé que ». Verbs that are done to a
/// person keep their subject: « il est autorisé à », « il est informé que ».
fn is_impersonal(sentence: &Sentence<'_>, auxiliary: &Auxiliary, participle: usize) -> bool {
    const DONE_TO_PEOPLE: &[&str] = &[
        "informé",
        "averti",
        "avisé",
        "prévenu",
        "prié",
        "invité",
        "autorisé",
        "dispensé",
        "chargé",
        "empêché",
        "accusé",
        "soupçonné",
        "convaincu",
        "persuadé",
        "assuré",
        "privé",
        "exonéré",
        "exempté",
        "menacé",
        "sommé",
        "habilité",
        "félicité",
    ];
    // « il doit être rappelé que »: « devoir » stands between.
    let verb = helper(sentence, auxiliary.first).map_or(auxiliary.first, |(_, helper)| helper);
    let subject = before_clitics(sentence, verb);
    let inverted = (verb..participle).any(|at| sentence.is_inverted(at) && sentence.word(at) == "il");
    if sentence.before(subject, 1) != "il" && !inverted {
        return false;
    }
    let mut next = participle + 1;
    // « il est mis fin à », « il en est tenu compte ».
    if matches!(
        sentence.word(next),
        "fin" | "compte" | "droit" | "application" | "obstacle" | "état" | "acte"
    ) {
        return true;
    }
    // « il est demandé aux usagers de », « il leur a été conseillé, par exemple, de ».
    let opens = |at: usize| matches!(sentence.word(at), "de" | "d'" | "que" | "qu'");
    if matches!(sentence.word(next), "à" | "au" | "aux") {
        next = (next..next + 8).find(|at| opens(*at) || sentence.is_sign(*at)).unwrap_or(next);
    }
    next = after_adverbs(sentence, next);
    opens(next)
        && sentence.forms(participle).is_neutral_participle()
        && !DONE_TO_PEOPLE.contains(&sentence.word(participle))
}

/// « c’est », « ce sont »; not after the acronym CE.
fn is_after_ce(sentence: &Sentence<'_>, auxiliary: usize) -> bool {
    let shouted = auxiliary > 1 && sentence.is_capital(auxiliary - 1);
    matches!(sentence.before(auxiliary, 1), "c'" | "ce") && !shouted
}

/// « est très apprécié », « est plus élevé »: what has degrees is a quality.
fn is_graded(sentence: &Sentence<'_>, auxiliary: &Auxiliary, participle: usize) -> bool {
    (auxiliary.last + 1..participle).any(|at| match sentence.word(at) {
        "très" | "trop" | "si" | "assez" | "plutôt" | "moins" | "tellement" | "extrêmement"
        | "particulièrement" => true,
        "plus" => !is_negated(sentence, auxiliary.first),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::language::analysis::Analysis;

    fn found(text: &str) -> Vec<&str> {
        let analysis = Analysis::of(text, Language::French);
        let sentences: Vec<_> = analysis.sentences().collect();
        sentences.iter().flat_map(passives).map(|passive| &text[passive.range]).collect()
    }

    #[test]
    fn passives_of_every_shape() {
        let table = [
            ("La date est fixée par le maire.", "est fixée"),
            ("Votre dossier sera étudié.", "sera étudié"),
            ("Le formulaire doit être signé.", "être signé"),
            ("Votre demande a été refusée.", "a été refusée"),
            ("Les frais étant remboursés, gardez vos factures.", "étant remboursés"),
            ("La prime n’est plus versée.", "n’est plus versée"),
            ("Les aides sont, le cas échéant, versées chaque mois.", "sont, le cas échéant, versées"),
            ("Le dossier n’a jamais été transmis.", "n’a jamais été transmis"),
            ("Quand l’acte est-il délivré ?", "est-il délivré"),
            ("Il faut que la demande soit déposée avant mai.", "soit déposée"),
            ("La rue a été fermée pour travaux.", "a été fermée"),
            ("Le registre est ouvert par le greffier.", "est ouvert"),
            ("Vous êtes convoqué au commissariat.", "êtes convoqué"),
            ("Un reçu vous est remis.", "est remis"),
            ("Les sommes sont directement versées.", "sont directement versées"),
            ("Avant d’être transmise, la pièce est relue.", "être transmise|est relue"),
            ("La porte doit être ouverte à midi.", "être ouverte"),
        ];
        for (text, expected) in table {
            assert_eq!(found(text).join("|"), expected, "in {text:?}");
        }
    }

    #[test]
    fn what_only_looks_like_a_passive() {
        let table = [
            "La mairie est située place Foch.",
            "Vous êtes né en France.",
            "Elle est arrivée hier.",
            "Il s’est présenté au guichet.",
            "Si vous ne vous êtes pas inscrit, appelez.",
            "Vous êtes-vous inscrit ?",
            "Il a été malade, puis maire.",
            "Les pièces demandées sont prêtes.",
            "La mairie est fermée le lundi.",
            "Il est demandé de patienter.",
            "Il est rappelé aux usagers que l’accès est gratuit.",
            "Étant donné le délai, écrivez.",
            "Les sommes versées restent acquises à l’Est.",
            "Cet été passé, tout va bien.",
            "Il est très apprécié.",
            "Le prix est plus élevé.",
            "Envoyez soit une copie signée, soit l’original.",
            "Vous avez signé et payé.",
        ];
        for text in table {
            assert!(found(text).is_empty(), "in {text:?}: {:?}", found(text));
        }
    }

    #[test]
    fn who_acts_and_who_must() {
        let first = |text: &str| {
            let analysis = Analysis::of(text, Language::French);
            let sentence = analysis.sentences().next().unwrap();
            let passive = passives(&sentence).into_iter().next().unwrap();
            (passive.agent.map(|agent| text[agent].to_owned()), passive.duty)
        };
        let agent = |text: &str| (Some(text.to_owned()), false);
        assert_eq!(first("L’aide est versée par la caisse."), agent("par la caisse"));
        assert_eq!(first("L’aide est versée chaque mois par France Travail."), agent("par France Travail"));
        assert_eq!(first("L’aide est versée une fois par an."), (None, false));
        assert_eq!(first("L’aide est versée par virement."), (None, false));
        assert_eq!(first("La demande est envoyée par la poste."), (None, false));
        assert_eq!(first("Le dossier doit être déposé en mairie."), (None, true));
    }

    #[test]
    fn who_may_be_put_first() {
        let turns = |text: &str| {
            let analysis = Analysis::of(text, Language::French);
            let sentence = analysis.sentences().next().unwrap();
            passives(&sentence).iter().any(|passive| passive.actor.is_some())
        };
        for text in [
            "L’aide est versée par la caisse.",
            "La décision est notifiée au salarié par l’employeur.",
            "La visite peut être faite par un médecin.",
            "La demande doit être signée, par les deux parents.",
        ] {
            assert!(turns(text), "{text}");
        }
        for text in [
            "Les pièces sont traduites avec leur copie certifiée par un expert.",
            "Avant d’être transmis par le maire, le dossier attend.",
            "L’aide est versée par la caisse qui vous couvre.",
            "La durée est fixée par la branche ou par l’entreprise.",
            "L’aide est versée chaque mois et sans délai par la caisse.",
            "L’aide est versée.",
        ] {
            assert!(!turns(text), "{text}");
        }
    }
}
