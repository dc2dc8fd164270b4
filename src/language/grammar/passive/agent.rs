//! Who acts in a passive: « par » and what follows it.

use super::{Auxiliary, helper};
use crate::language::analysis::Sentence;
use crate::language::grammar::verbs::{after_adverbs, is_determiner};

/// The agent after a participle, from « par » to its last word known; none where « par » says how, when
/// or in what the thing is done.
pub(super) fn agent(sentence: &Sentence<'_>, participle: usize) -> Option<(usize, usize)> {
    const REACH: usize = 8;
    let leads_on = |at: &usize| {
        let word = sentence.word(*at);
        let forms = sentence.forms(*at);
        let parts = sentence.is_sign(*at) && !matches!(word, "«" | "»" | ",");
        let clause = matches!(word, "qui" | "que" | "qu'" | "si" | "pour");
        // « remis lors d’une cérémonie organisée par »: the agent of another participle, unless the two
        // are coordinated (« étudié puis validé par »).
        let coordinated = matches!(sentence.before(*at, 1), "et" | "ou" | "," | "puis");
        let other = forms.is_participle() && !forms.is_noun_or_adjective() && !coordinated;
        !parts && !clause && !other && (!forms.is_finite() || forms.is_noun_or_adjective())
    };
    let by = (participle + 1..participle + 1 + REACH)
        .take_while(leads_on)
        .find(|at| sentence.word(*at) == "par" && is_somebody(sentence, *at + 1))?;
    let last = (by + 1..by + 4).take_while(|at| !sentence.is_sign(*at)).last()?;
    Some((by, last))
}

/// Who acts, where « par quelqu’un » may be put first: not who is said in many words or among several,
/// not where the subject is that of another verb (« avant d’être transmis par »), nor where the participle
/// has a companion (« constatée ou déclarée »).
pub(super) fn actor(
    sentence: &Sentence<'_>,
    auxiliary: &Auxiliary,
    participle: usize,
    by: usize,
) -> Option<String> {
    let has_subject =
        sentence.forms(auxiliary.first).is_finite() || helper(sentence, auxiliary.first).is_some();
    let near = by + 1..(by + 7).min(sentence.len());
    let is_burden = |at: usize| matches!(sentence.word(at), "qui" | "que" | "qu'" | "dont" | "par" | "ou");
    let burdened = near.take_while(|at| !sentence.is_sign(*at)).any(is_burden);
    if !has_subject || burdened || !is_close(sentence, participle, by) {
        return None;
    }
    let announced = is_determiner(sentence.word(by + 1));
    let noun = if announced { by + 2 } else { by + 1 };
    let named = sentence.is_capital(noun) || (!announced && !is_number(sentence.word(noun)));
    Some(if named { String::new() } else { sentence.word(noun).to_owned() })
}

/// Whether nothing stands between a participle and « par » but adverbs and to whom the thing is done
/// (« notifiée au salarié par »).
fn is_close(sentence: &Sentence<'_>, participle: usize, by: usize) -> bool {
    let next = after_adverbs(sentence, participle + 1);
    let dative = matches!(sentence.word(next), "à" | "au" | "aux");
    next == by || (sentence.word(next) == "," && next + 1 == by) || (dative && by <= next + 4)
}

/// Whether what follows « par » acts: a determiner and a noun that is no means, a pronoun, a name.
fn is_somebody(sentence: &Sentence<'_>, from: usize) -> bool {
    const MEANS: &[&str] = &[
        "an",
        "mois",
        "jour",
        "semaine",
        "trimestre",
        "semestre",
        "heure",
        "personne",
        "foyer",
        "téléphone",
        "courrier",
        "courriel",
        "mail",
        "e-mail",
        "lettre",
        "voie",
        "écrit",
        "internet",
        "virement",
        "chèque",
        "carte",
        "prélèvement",
        "exemple",
        "suite",
        "rapport",
        "poste",
        "biais",
        "intermédiaire",
        "moyen",
        "fax",
        "télécopie",
        "sms",
        "message",
        "formulaire",
        "avance",
        "force",
        "simple",
        "tranche",
        "ordre",
        "mandat",
        "présente",
        "présent",
    ];
    const PRONOUNS: &[&str] = &[
        "lui",
        "elle",
        "eux",
        "elles",
        "vous",
        "nous",
        "moi",
        "toi",
        "celui-ci",
        "celle-ci",
        "ceux-ci",
        "celles-ci",
        "quiconque",
        "chacun",
    ];
    let mut at = from;
    while sentence.forms(at).is_adverb() && !is_determiner(sentence.word(at)) {
        at += 1;
    }
    let word = sentence.word(at);
    if PRONOUNS.contains(&word) || matches!(word, "celui" | "celle" | "ceux" | "celles" | "qui") {
        return true;
    }
    let noun = if is_determiner(word) { at + 1 } else { at };
    let announced = noun > at || is_number(word) || sentence.is_capital(at);
    let simple = sentence.word(noun);
    announced && !MEANS.contains(&simple) && !MEANS.contains(&simple.strip_suffix('s').unwrap_or(simple))
}

fn is_number(word: &str) -> bool {
    matches!(word, "deux" | "trois" | "quatre" | "cinq" | "plusieurs")
        || word.starts_with(|c: char| c.is_ascii_digit())
}
