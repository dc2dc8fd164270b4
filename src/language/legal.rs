//! Titles of French and European law, in running text: what stands in them is nobody's to reword.
//!
//! A text of law is known by its reference (« loi n° 78-17 », « arrêté du 12 mai 2020 », « règlement
//! (UE) 2016/679 »), a code by its name. Where a title ends is only ever guessed: with a sentence, a
//! bracket, a comma that does not go on with a list, a verb that a title does not hold.

use std::ops::Range;

use super::Language;
use super::format::months;

/// The titles in a folded text (see [`super::fold`]), in order, not overlapping; ranges on character
/// boundaries.
pub fn titles(folded: &str) -> Vec<Range<usize>> {
    let bytes = folded.as_bytes();
    let in_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte >= 0x80;
    let mut found = Vec::new();
    let mut from = 0;
    for (at, pair) in bytes.windows(2).enumerate() {
        let &[first, second] = pair else { continue };
        if may_open(first, second)
            && at >= from
            && !at.checked_sub(1).and_then(|before| bytes.get(before)).is_some_and(in_word)
            && let Some(length) = folded.get(at..).and_then(title)
        {
            from = at + length;
            found.push(at..from);
        }
    }
    found
}

/// Whether a title may begin with these two bytes: one look, to pass over most words.
fn may_open(first: u8, second: u8) -> bool {
    /// The first byte of « é » and « è ».
    const ACCENT: u8 = 0xc3;
    matches!(
        (first, second),
        (b'l' | b'c', b'o') | (b'd', ACCENT | b'i') | (b'o' | b'a', b'r') | (b'r', ACCENT) | (b'c', b'i')
    )
}

/// The length of the title that opens a text.
fn title(text: &str) -> Option<usize> {
    if let Some(rest) = text.strip_prefix("code ").or_else(|| text.strip_prefix("codes ")) {
        let name = CODES.iter().filter(|name| opens(rest, name)).map(|name| name.len()).max()?;
        return Some(text.len() - rest.len() + name);
    }
    if let Some(name) = NAMES.iter().find(|name| opens(text, name)) {
        return Some(name.len());
    }
    let act = ACTS.iter().find(|act| opens(text, act))?;
    let mut at = act.len() + after_space(text, act.len())?;
    while let Some(word) = QUALIFIERS.iter().find(|word| text.get(at..).is_some_and(|rest| opens(rest, word)))
    {
        at += word.len();
        at += after_space(text, at)?;
    }
    let mut end = at + text.get(at..).and_then(reference)?;
    // « du 6 janvier 1978 », « du Parlement européen et du Conseil », « modifiée »…
    loop {
        let next = end + gap(text, end);
        let more = text.get(next..).and_then(|rest| {
            let known = CONTINUES.iter().find(|words| opens(rest, words)).map(|words| words.len());
            reference(rest).or(known)
        });
        match more {
            Some(length) if next > end => end = next + length,
            _ => break,
        }
    }
    let next = end + gap(text, end);
    let rest = text.get(next..).unwrap_or_default();
    let introduced = next > end && INTRODUCERS.iter().any(|word| opens(rest, word));
    Some(if introduced { next + end_of_object(rest) } else { end })
}

/// Whether whole words open a text.
fn opens(text: &str, words: &str) -> bool {
    text.strip_prefix(words)
        .is_some_and(|rest| words.ends_with('\'') || !rest.starts_with(|c: char| c.is_alphanumeric()))
}

/// The length of the space at a place, none when there is none.
fn after_space(text: &str, at: usize) -> Option<usize> {
    text.get(at..)?.starts_with(' ').then_some(1)
}

/// The length of « » or « , » at a place.
fn gap(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    [" ", ", "].iter().find(|gap| rest.starts_with(**gap)).map_or(0, |gap| gap.len())
}

/// The length of « n° 78-17 », « (UE) 2016/679 », « 95/46/CE », « du 6 janvier 1978 » or « de 1905 ».
fn reference(text: &str) -> Option<usize> {
    let mut rest = text;
    if let Some(inside) = rest.strip_prefix('(') {
        let community = ["ue) ", "ce) ", "cee) ", "euratom) ", "ue, euratom) "];
        rest = community.iter().find_map(|letters| inside.strip_prefix(letters))?;
    }
    let marked = ["n° ", "n°", "nº ", "nº", "no ", "numéro "].iter().find_map(|mark| rest.strip_prefix(mark));
    if let Some(rest) = marked {
        return Some(text.len() - rest.len() + number(rest)?);
    }
    if let Some(length) = number(rest).filter(|length| rest.get(..*length).is_some_and(|it| it.contains('/')))
    {
        return Some(text.len() - rest.len() + length);
    }
    let date = rest.strip_prefix("du ").or_else(|| rest.strip_prefix("de "))?;
    let mut words = date.split(' ');
    let mut length = text.len() - date.len();
    let year = |word: &str| word.get(..4).filter(|year| year.bytes().all(|b| b.is_ascii_digit())).is_some();
    let first = words.next()?;
    if year(first) {
        return Some(length + 4);
    }
    let (month, last) = (words.next()?, words.next()?);
    let day = first == "1er" || (first.len() <= 2 && first.bytes().all(|b| b.is_ascii_digit()));
    length += first.len() + 1 + month.len() + 1 + 4;
    (day && !first.is_empty() && months(Language::French).contains(&month) && year(last)).then_some(length)
}

/// The length of a number such as « 78-17 », « 2016/679 », « 95/46/ce ».
fn number(text: &str) -> Option<usize> {
    text.starts_with(|c: char| c.is_ascii_digit()).then_some(())?;
    let within = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.');
    let taken = text.get(..text.find(|c| !within(c)).unwrap_or(text.len()))?;
    Some(taken.trim_end_matches(['-', '/', '.']).len())
}

/// The length of what a text of law is about, at the start of a text.
fn end_of_object(text: &str) -> usize {
    const LONGEST: usize = 320;
    let mut previous = ' ';
    let mut letters = 0;
    for (at, c) in text.char_indices() {
        let rest = || text.get(at + c.len_utf8()..).unwrap_or_default();
        let ends = match c {
            _ if at >= LONGEST => true,
            ';' | ':' | '!' | '?' | '…' | '(' | ')' | '[' | ']' | '«' | '»' | '“' | '”' | '"' | '–' | '—'
            | '|' | '\u{FFFC}' => true,
            // « l'article L. 123-1 »
            '.' => letters != 1,
            ',' => !GOES_ON.iter().any(|word| rest().strip_prefix(' ').is_some_and(|rest| opens(rest, word))),
            ' ' => VERBS.iter().any(|word| opens(rest(), word)),
            _ => false,
        };
        if ends {
            let spaced = previous == ' ' && at > 0;
            return if spaced { at - 1 } else { at };
        }
        letters = if c.is_alphanumeric() { letters + 1 } else { 0 };
        previous = c;
    }
    text.len()
}

const ACTS: [&str; 16] = [
    "loi",
    "lois",
    "décret",
    "décrets",
    "décret-loi",
    "ordonnance",
    "ordonnances",
    "arrêté",
    "arrêtés",
    "règlement",
    "règlements",
    "directive",
    "directives",
    "circulaire",
    "circulaires",
    "délibération",
];

const QUALIFIERS: [&str; 14] = [
    "organique",
    "constitutionnelle",
    "de finances",
    "ministériel",
    "interministériel",
    "préfectoral",
    "municipal",
    "conjoint",
    "royal",
    "délégué",
    "européen",
    "européenne",
    "interministérielle",
    "d'exécution",
];

const CONTINUES: [&str; 11] = [
    "modifié",
    "modifiée",
    "modifiés",
    "modifiées",
    "susvisé",
    "susvisée",
    "du parlement européen et du conseil",
    "du conseil",
    "de la commission",
    "de finances",
    "de financement de la sécurité sociale",
];

/// What introduces what a text of law is about.
const INTRODUCERS: [&str; 30] = [
    "relatif",
    "relative",
    "relatifs",
    "relatives",
    "portant",
    "fixant",
    "pris",
    "prise",
    "pour",
    "sur",
    "visant",
    "tendant",
    "modifiant",
    "complétant",
    "abrogeant",
    "autorisant",
    "instituant",
    "instaurant",
    "créant",
    "concernant",
    "établissant",
    "définissant",
    "déterminant",
    "réglementant",
    "précisant",
    "approuvant",
    "ratifiant",
    "transposant",
    "d'orientation",
    "de modernisation",
];

/// After a comma, what goes on with the list that a title holds.
const GOES_ON: [&str; 9] = ["à", "au", "aux", "de", "du", "des", "d'", "et", "ainsi"];

/// What a title does not hold: the sentence around it has begun again.
const VERBS: [&str; 44] = [
    "a",
    "ont",
    "est",
    "sont",
    "était",
    "sera",
    "doit",
    "doivent",
    "peut",
    "peuvent",
    "vous",
    "nous",
    "il",
    "elle",
    "ils",
    "qui",
    "dont",
    "prévoit",
    "prévoient",
    "dispose",
    "impose",
    "oblige",
    "interdit",
    "autorise",
    "précise",
    "fixe",
    "permet",
    "permettent",
    "garantit",
    "donne",
    "définit",
    "reconnaît",
    "encadre",
    "ouvre",
    "crée",
    "modifie",
    "organise",
    "s'applique",
    "s'appliquent",
    "n'est",
    "ne",
    "entre",
    "n'a",
    "obligent",
];

/// Titles that bear no number.
const NAMES: [&str; 6] = [
    "règlement général sur la protection des données",
    "règlement général de protection des données",
    "loi informatique et libertés",
    "déclaration des droits de l'homme et du citoyen",
    "convention européenne des droits de l'homme",
    "convention européenne de sauvegarde des droits de l'homme et des libertés fondamentales",
];

/// The names of the codes, after « code ».
const CODES: [&str; 74] = [
    "civil",
    "pénal",
    "pénitentiaire",
    "électoral",
    "minier",
    "forestier",
    "rural",
    "rural et de la pêche maritime",
    "monétaire et financier",
    "de commerce",
    "de déontologie",
    "de déontologie médicale",
    "de justice administrative",
    "de justice militaire",
    "de procédure civile",
    "de procédure pénale",
    "de l'action sociale et des familles",
    "de l'artisanat",
    "de l'aviation civile",
    "de l'éducation",
    "de l'énergie",
    "de l'entrée et du séjour des étrangers et du droit d'asile",
    "de l'environnement",
    "de l'expropriation",
    "de l'expropriation pour cause d'utilité publique",
    "de l'organisation judiciaire",
    "de l'urbanisme",
    "de la commande publique",
    "de la consommation",
    "de la construction et de l'habitation",
    "de la défense",
    "de la famille et de l'aide sociale",
    "de la justice pénale des mineurs",
    "de la légion d'honneur",
    "de la mutualité",
    "de la nationalité",
    "de la nationalité française",
    "de la propriété intellectuelle",
    "de la recherche",
    "de la route",
    "de la santé publique",
    "de la sécurité intérieure",
    "de la sécurité sociale",
    "de la voirie routière",
    "des assurances",
    "des communes",
    "des douanes",
    "des impositions sur les biens et services",
    "des instruments monétaires et des médailles",
    "des juridictions financières",
    "des marchés publics",
    "des pensions civiles et militaires de retraite",
    "des pensions militaires d'invalidité et des victimes de guerre",
    "des ports maritimes",
    "des postes et des communications électroniques",
    "des procédures civiles d'exécution",
    "des relations entre le public et l'administration",
    "des transports",
    "du cinéma et de l'image animée",
    "du domaine de l'état",
    "du domaine public fluvial et de la navigation intérieure",
    "du patrimoine",
    "du service national",
    "du sport",
    "du tourisme",
    "du travail",
    "du travail maritime",
    "général de la fonction publique",
    "général de la propriété des personnes publiques",
    "général des collectivités territoriales",
    "général des impôts",
    "général de la propriété publique",
    "de sécurité sociale",
    "pénal militaire",
];

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn titles_in_running_text() {
        // Text, what is a title in it.
        let table: &[(&str, &[&str])] = &[
            (
                "La loi n° 78-17 du 6 janvier 1978 relative à l’informatique, aux fichiers et aux libertés.",
                &["loi n° 78-17 du 6 janvier 1978 relative à l'informatique, aux fichiers et aux libertés"],
            ),
            (
                "La loi n° 78-17 du 6 janvier 1978 modifiée relative à l’informatique vous protège.",
                &["loi n° 78-17 du 6 janvier 1978 modifiée relative à l'informatique"],
            ),
            (
                "la loi organique n°2001-692 du 1er août 2001, il faut",
                &["loi organique n°2001-692 du 1er août 2001"],
            ),
            (
                "La loi du 10 juillet 1965 fixant le statut de la copropriété (article 18)",
                &["loi du 10 juillet 1965 fixant le statut de la copropriété"],
            ),
            (
                "Décret n° 2016-685 du 27 mai 2016 autorisant les téléservices : lisez-le",
                &["décret n° 2016-685 du 27 mai 2016 autorisant les téléservices"],
            ),
            ("l’ordonnance n° 2005-1516 s’applique", &["ordonnance n° 2005-1516"]),
            ("l’arrêté du 12 mai 2020 doit être affiché", &["arrêté du 12 mai 2020"]),
            ("un arrêté préfectoral du 3 mars 2021, puis", &["arrêté préfectoral du 3 mars 2021"]),
            (
                "le règlement (UE) 2016/679 du Parlement européen et du Conseil du 27 avril 2016.",
                &["règlement (ue) 2016/679 du parlement européen et du conseil du 27 avril 2016"],
            ),
            (
                "le règlement (CE) n° 883/2004 et la directive 95/46/CE",
                &["règlement (ce) n° 883/2004", "directive 95/46/ce"],
            ),
            (
                "circulaire du 5 mai 2012 relative aux droits, puis la suite",
                &["circulaire du 5 mai 2012 relative aux droits"],
            ),
            (
                "le code de l’action sociale et des familles prévoit",
                &["code de l'action sociale et des familles"],
            ),
            (
                "code rural et de la pêche maritime, code civil",
                &["code rural et de la pêche maritime", "code civil"],
            ),
            (
                "Le Code général des collectivités territoriales",
                &["code général des collectivités territoriales"],
            ),
            ("pris en application de l’article L. 123-1", &[]),
            ("la loi de 1905", &["loi de 1905"]),
            (
                "décret n° 2020-1 pris en application de l’article L. 2 du texte. Ensuite",
                &["décret n° 2020-1 pris en application de l'article l. 2 du texte"],
            ),
            // No title at all.
            ("la loi prévoit une aide", &[]),
            ("un arrêté municipal peut interdire", &[]),
            ("le règlement de la facture du 3 mars", &[]),
            ("le code postal, le code d’accès, le code de la porte", &[]),
            ("une directive claire", &[]),
            ("la loi du plus fort", &[]),
            ("aloi n° 3", &[]),
            ("la délibération n° 12", &["délibération n° 12"]),
            ("la loi Informatique et Libertés", &["loi informatique et libertés"]),
            ("", &[]),
        ];
        for (text, expected) in table {
            let folded = fold(text);
            let found: Vec<&str> =
                titles(folded.text()).into_iter().map(|range| &folded.text()[range]).collect();
            assert_eq!(found, *expected, "in {text:?}");
        }
    }

    proptest! {
        #[test]
        fn ranges_hold(text in "((loi|décret|code|règlement) |n° |78-17 |du |6 |1er |mai |1978 |\\(ue\\) |relatif |,|\\.|é|[a-z ]){0,30}|.{0,40}") {
            let mut end = 0;
            for range in titles(&text) {
                prop_assert!(range.start >= end && text.get(range.clone()).is_some());
                end = range.end;
            }
        }
    }
}
