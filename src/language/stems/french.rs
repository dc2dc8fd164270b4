//! French: endings of plurals, of the feminine, of verbs and of the nouns made of them.

use super::{Ending, Stems};

pub(super) static STEMS: Stems = Stems { stop: STOP, rounds: &[PLURALS, ENDINGS, SILENT, DOUBLED] };

const PLURALS: &[Ending] =
    &[("eaux", "eau", 1), ("aux", "al", 2), ("ss", "ss", 0), ("s", "", 2), ("ix", "ix", 0), ("x", "", 2)];

/// From the longest to the shortest of those that end alike.
const ENDINGS: &[Ending] = &[
    // Nouns of actions, and who acts.
    ("issement", "i", 3),
    ("ication", "i", 3),
    ("ation", "", 3),
    ("ateur", "", 3),
    ("atrice", "", 3),
    ("ement", "", 3),
    // The feminine.
    ("euse", "eu", 3),
    ("iere", "i", 3),
    ("ienne", "ien", 2),
    ("elle", "el", 3),
    ("ive", "if", 3),
    ("ale", "al", 3),
    // Verbs in -er, and adjectives in -é.
    ("eraient", "", 3),
    ("eront", "", 3),
    ("erait", "", 3),
    ("erai", "", 3),
    ("aient", "", 3),
    ("ier", "i", 3),
    ("iee", "i", 3),
    ("ie", "i", 3),
    ("er", "", 3),
    ("ee", "", 3),
    ("ez", "", 3),
    ("ait", "", 4),
    // Verbs in -ir and -re.
    ("issant", "i", 3),
    ("issent", "i", 3),
    ("issait", "i", 3),
    ("ante", "", 4),
    ("ant", "", 4),
    ("dre", "d", 3),
    ("due", "d", 3),
    ("du", "d", 3),
    ("ir", "i", 3),
];

const SILENT: &[Ending] = &[("que", "qu", 2), ("ay", "ai", 1), ("aye", "ai", 1), ("e", "", 3)];

const DOUBLED: &[Ending] = &[
    ("ll", "l", 2),
    ("nn", "n", 2),
    ("tt", "t", 2),
    ("mm", "m", 2),
    ("pp", "p", 2),
    ("rr", "r", 2),
    ("ss", "s", 2),
    ("s", "", 3),
];

/// Articles, pronouns, prepositions and conjunctions, « être » and « avoir », what questions begin with.
const STOP: &[&str] = &[
    "a", "ai", "as", "au", "aux", "avec", "avez", "avoir", "avons", "c", "ca", "car", "ce", "cela", "ces",
    "cet", "cette", "comment", "d", "dans", "de", "des", "dois", "doit", "donc", "du", "elle", "elles", "en",
    "est", "et", "etes", "etre", "faire", "fais", "fait", "faut", "il", "ils", "j", "je", "jusqu", "l", "la",
    "le", "les", "leur", "leurs", "lorsqu", "lors", "lui", "m", "ma", "mais", "me", "mes", "moi", "mon", "n",
    "ne", "ni", "nos", "notre", "nous", "on", "ont", "ou", "par", "pas", "peut", "peux", "plus", "pour",
    "puis", "qu", "quand", "que", "quel", "quelle", "quelles", "quels", "qui", "quoi", "s", "sa", "se",
    "ses", "si", "soit", "son", "sont", "suis", "sur", "t", "ta", "te", "tes", "toi", "ton", "tu", "un",
    "une", "vers", "veut", "veux", "vos", "votre", "vous", "y",
];

#[cfg(test)]
pub(super) const ALIKE: &[&str] = &[
    "déménager déménagement déménagements déménagé déménagée déménage",
    "impôt impôts",
    "local locaux locale locales",
    "bureau bureaux",
    "congé congés",
    "licencier licencié licenciée licenciement licenciements",
    "déclarer déclaration déclarations déclaré déclarés déclarez",
    "publier publication publié",
    "renouveler renouvellement renouvellements renouvelé renouvelle",
    "perdre perdu perdus perdue perdues",
    "rendre rendu rendue",
    "payer paye paie payé paiement paiements",
    "dangereux dangereuse dangereuses",
    "naturaliser naturalisation",
    "premier première premières",
    "administratif administrative administratifs",
    "refuser refus refusé",
    "établir établissement établissent établissant établi",
    "étudiant étudiants étudiante",
    "louer loué loués",
    "finir fini",
    "européen européenne européens",
    "professionnel professionnelle professionnels",
    "consommateur consommation",
    "voiture voitures",
    "personne personnes",
];

#[cfg(test)]
pub(super) const APART: &[&str] =
    &["loi loyer", "pari parent", "agent âge", "prix prier", "maire marier", "permis permanent"];
