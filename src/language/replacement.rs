//! Putting a French expression in the place of another: what the article, the elision and the capital
//! around it become. Where that cannot be told without knowing genders, nothing is proposed: an article
//! given with the replacement, « la mairie », says its gender.

use super::article::{self, Noun};
use super::fold::in_capitals;
use super::variants::{Form, plural};
use super::words::is_apostrophe;

/// An expression met in a text, with what stands around it.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The text before it.
    pub before: &'a str,
    /// The expression as typed.
    pub found: &'a str,
    /// The text after it.
    pub after: &'a str,
}

/// What to type instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The new text.
    pub text: String,
    /// How many bytes it takes of what stands before.
    pub before: usize,
    /// How many bytes it takes of what stands after.
    pub after: usize,
    /// Nothing around can have to agree otherwise than it did.
    pub certain: bool,
}

/// Why nothing is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfixed {
    /// The gender of the replacement is not known, and the words around depend on it.
    Gender,
    /// Other words of the sentence would have to change, or nothing would.
    Around,
}

/// Puts `instead` in the place of an expression; `form` is the form of the listed term that was met.
/// An empty `instead` removes it. One that begins with an article, where the term has none, is a noun
/// before which the article that is there changes: « à l’hôtel de ville » gives « à la mairie » with « la
/// mairie ».
///
/// # Errors
/// When the sentence around could not be kept right.
pub fn replacement(place: Place<'_>, form: &Form, instead: &str) -> Result<Replacement, Unfixed> {
    // The capitals of an acronym are its own: what takes its place does not shout.
    let small = in_capitals(&form.text).then(|| {
        let small = place.found.to_lowercase();
        let before = place.before.trim_end();
        let opens = before.is_empty() || before.ends_with(['.', '!', '?', '…']);
        if opens { first_in_capital(&small) } else { small }
    });
    let place = Place { found: small.as_deref().unwrap_or(place.found), ..place };
    let straight = place.found.contains('\'') || place.before.ends_with('\'');
    let apostrophe = if straight { '\'' } else { '’' };
    let instead: String =
        instead.trim().chars().map(|c| if is_apostrophe(c) { apostrophe } else { c }).collect();
    if instead.is_empty() {
        return removal(place).ok_or(Unfixed::Around);
    }
    if form.feminine {
        return Err(Unfixed::Around);
    }
    let noun = Noun::read(&instead).filter(|_| form.tail.is_none() && !article::has_article(&form.text));
    let plain = noun.is_none();
    if let Some(done) = noun.and_then(|noun| article::with_noun(place, form, noun, apostrophe)) {
        return done;
    }
    let instead = if form.plural { plural(&instead).ok_or(Unfixed::Around)? } else { instead };
    let text = match form.tail {
        Some((base, found)) => {
            if lacks_its_article(&instead, found, place.after) {
                return Err(Unfixed::Around);
            }
            with_tail(&instead, base, found, apostrophe)
        }
        None => instead,
    };
    let (text, after) = mended_after(text, place, apostrophe).ok_or(Unfixed::Around)?;
    if let Some((preposition, noun)) = joined_before(place, &text) {
        let text = format!("{}{noun}", capitals_as(preposition.typed, preposition.new));
        return Ok(Replacement { text, before: preposition.taken, after, certain: true });
    }
    let (lead, before) = mended_before(place, &text, apostrophe)?;
    let text = capitals_as(place.found, &text);
    let text = if lead.is_empty() { text } else { format!("{lead}{text}") };
    let same = before == 0 && after == 0 && text == place.found;
    // At the start of a sentence, « la mairie » may stand where no article did.
    let certain = plain || article::may_be_verb(&form.text);
    (!same).then_some(Replacement { text, before, after, certain }).ok_or(Unfixed::Around)
}

/// A preposition joined to the article after it.
struct Joined<'a> {
    typed: &'a str,
    new: &'static str,
    taken: usize,
}

/// « à » or « de » before a new « le » or « les »: what both become, and the text without its article.
fn joined_before<'a, 't>(place: Place<'a>, text: &'t str) -> Option<(Joined<'a>, &'t str)> {
    let before = place.before.strip_suffix(char::is_whitespace)?;
    let typed = last_letters(before);
    let (article, noun) = text.split_once(' ')?;
    let new = match (typed.to_lowercase().as_str(), article) {
        ("de", "le") => "du ",
        ("de", "les") => "des ",
        ("à", "le") => "au ",
        ("à", "les") => "aux ",
        _ => return None,
    };
    // A pronoun stands before a verb: « de le faire ».
    let may_be_verb = article::may_be_verb(noun);
    let taken = typed.len() + place.before.len() - before.len();
    (!may_be_verb || article::has_article(place.found)).then_some((Joined { typed, new, taken }, noun))
}

/// The new text with the little word that the found form ends with: « dans le cadre du » gives « pour
/// le », « au niveau du » gives « au ». It ends with an apostrophe or a space if the next word is glued
/// to it.
fn with_tail(instead: &str, base: &str, found: &str, apostrophe: char) -> String {
    let (stem, last) = last_word(instead);
    let article = match found {
        "du" | "au" => "le",
        "des" | "aux" => "les",
        _ => "",
    };
    let glued = found.ends_with('\'');
    let end = match (last, article) {
        ("de", "le") => "du",
        ("de", "les") => "des",
        ("à", "le") => "au",
        ("à", "les") => "aux",
        (_, "le" | "les") => return format!("{instead} {article}"),
        _ if glued && elides(last) => return format!("{stem}{}{apostrophe}", elided(last)),
        _ if glued => return format!("{instead} "),
        ("de", _) if base == "de" => "de",
        _ => last,
    };
    format!("{stem}{end}")
}

/// Whether the noun after « de » would want an article after the new words: « au moyen de cartes » is
/// « avec des cartes ». Figures, verbs and what has a determiner do not.
fn lacks_its_article(instead: &str, found: &str, after: &str) -> bool {
    const DETERMINERS: [&str; 30] = [
        "la",
        "l",
        "un",
        "une",
        "ce",
        "cet",
        "cette",
        "ces",
        "celui",
        "celle",
        "ceux",
        "celles",
        "votre",
        "vos",
        "notre",
        "nos",
        "son",
        "sa",
        "ses",
        "leur",
        "leurs",
        "mon",
        "ma",
        "mes",
        "tout",
        "toute",
        "tous",
        "toutes",
        "chaque",
        "plusieurs",
    ];
    let keeps = ["de", "sans", "comme", "par"].contains(&last_word(instead).1);
    if keeps || !matches!(found, "de" | "d'") {
        return false;
    }
    let next = first_word(after.trim_start()).to_lowercase();
    !next.is_empty() && !article::may_be_verb(&next) && !DETERMINERS.contains(&next.as_str())
}

/// The new text agreed with the word after it, and how many bytes of what follows it takes.
fn mended_after(text: String, place: Place<'_>, apostrophe: char) -> Option<(String, usize)> {
    if text.ends_with([' ', apostrophe]) {
        // « si il »
        let next = first_word(place.after);
        return match (last_word(text.trim_end()), next) {
            ((stem, "si" | "Si"), "il" | "ils") => Some((format!("{stem}s{apostrophe}"), 0)),
            _ => Some((text, 0)),
        };
    }
    let space = place.after.chars().next().filter(|c| c.is_whitespace());
    let next = space.and_then(|c| place.after.get(c.len_utf8()..)).map_or("", first_word);
    let width = space.map_or(0, char::len_utf8);
    let (stem, last) = last_word(&text);
    match (last, next) {
        (_, "") => Some((text, 0)),
        ("si", "il" | "ils") => Some((format!("{stem}s{apostrophe}"), width)),
        ("de" | "à", "le" | "les") => None,
        (last, next) if elides(last) => match sound(next) {
            Sound::Consonant => Some((text, 0)),
            Sound::Vowel => Some((format!("{stem}{}{apostrophe}", elided(last)), width)),
            Sound::Unknown => None,
        },
        _ => Some((text, 0)),
    }
}

/// What the word before becomes, when it changes, and how many bytes it takes.
fn mended_before(place: Place<'_>, text: &str, apostrophe: char) -> Result<(String, usize), Unfixed> {
    let unchanged = Ok((String::new(), 0));
    let new = sound(text);
    if place.before.ends_with(is_apostrophe) {
        let mark = place.before.chars().next_back().map_or(0, char::len_utf8);
        let particle = last_letters(place.before.get(..place.before.len() - mark).unwrap_or_default());
        return match new {
            Sound::Vowel => unchanged,
            Sound::Unknown => Err(Unfixed::Around),
            Sound::Consonant => {
                let whole = match particle.to_lowercase().as_str() {
                    "d" if !matches!(first_word(text), "le" | "les") => "de",
                    "qu" => "que",
                    "n" => "ne",
                    "j" => "je",
                    "m" => "me",
                    "t" => "te",
                    "lorsqu" => "lorsque",
                    "puisqu" => "puisque",
                    "l" => return Err(Unfixed::Gender),
                    _ => return Err(Unfixed::Around),
                };
                Ok((format!("{} ", capitals_as(particle, whole)), particle.len() + mark))
            }
        };
    }
    let Some(before) = place.before.strip_suffix(char::is_whitespace) else { return unchanged };
    let space = place.before.len() - before.len();
    let word = last_letters(before);
    let small = word.to_lowercase();
    let old = sound(place.found);
    match small.as_str() {
        "de" | "à" if matches!(first_word(text), "le" | "les") => Err(Unfixed::Around),
        "si" if matches!(first_word(text), "il" | "ils") => Err(Unfixed::Around),
        "cet" if new != Sound::Vowel => Err(Unfixed::Gender),
        "bel" | "nouvel" | "vieil" if new != Sound::Vowel => Err(Unfixed::Around),
        "ce" | "du" | "au" | "ma" | "ta" | "sa" if new != Sound::Consonant && new != old => {
            Err(Unfixed::Gender)
        }
        "beau" | "nouveau" | "vieux" if new != Sound::Consonant && new != old => Err(Unfixed::Around),
        _ if elides(&small) && new == Sound::Unknown => Err(Unfixed::Around),
        _ if elides(&small) && new == Sound::Vowel => {
            let lead = capitals_as(word, elided(&small));
            Ok((format!("{lead}{apostrophe}"), word.len() + space))
        }
        _ => unchanged,
    }
}

/// Takes an expression out, with the space and the comma that went with it; the capital that opened the
/// sentence goes to the next word.
fn removal(place: Place<'_>) -> Option<Replacement> {
    if place.before.ends_with(is_apostrophe) || place.found.ends_with(is_apostrophe) {
        return None;
    }
    let opens = place.before.trim_end().is_empty() || place.before.trim_end().ends_with(['.', '!', '?', '…']);
    let comma = if opens { place.after.strip_prefix(',').unwrap_or(place.after) } else { place.after };
    let rest = comma.strip_prefix(char::is_whitespace);
    let Some(rest) = rest else {
        // Before punctuation, or at the end: the space before goes.
        let kept = place.before.strip_suffix(char::is_whitespace);
        let before = kept.map_or(0, |kept| place.before.len() - kept.len());
        let alone = opens || place.after.starts_with(|c: char| c.is_alphanumeric());
        return (!alone).then_some(Replacement { text: String::new(), before, after: 0, certain: true });
    };
    let after = place.after.len() - rest.len();
    let previous = last_letters(place.before.trim_end()).to_lowercase();
    if elides(&previous) && sound(rest) != Sound::Consonant || previous == "si" {
        return None;
    }
    let capital = place.found.chars().next().is_some_and(char::is_uppercase);
    let first = rest.chars().next()?;
    if opens && capital && first.is_lowercase() {
        let text = first.to_uppercase().collect();
        return Some(Replacement { text, before: 0, after: after + first.len_utf8(), certain: true });
    }
    Some(Replacement { text: String::new(), before: 0, after, certain: true })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sound {
    Vowel,
    Consonant,
    /// An h, which may or may not be aspirated; a figure, a sign.
    Unknown,
}

pub(super) fn sound(text: &str) -> Sound {
    match text.chars().next().map(|c| c.to_lowercase().next().unwrap_or(c)) {
        // « le onze », « le oui », « le yaourt » are the exceptions.
        Some(
            'a' | 'e' | 'i' | 'o' | 'u' | 'à' | 'â' | 'é' | 'è' | 'ê' | 'ë' | 'î' | 'ï' | 'ô' | 'û' | 'œ',
        ) => {
            if ["onze", "onzième", "oui"].contains(&first_word(text)) {
                Sound::Unknown
            } else {
                Sound::Vowel
            }
        }
        Some(c) if c.is_alphabetic() && c != 'h' && c != 'y' => Sound::Consonant,
        _ => Sound::Unknown,
    }
}

/// Whether a word loses its vowel before another one.
fn elides(word: &str) -> bool {
    const ELIDES: [&str; 13] =
        ["de", "que", "le", "la", "je", "me", "te", "se", "ne", "jusque", "lorsque", "puisque", "quoique"];
    ELIDES.contains(&word)
}

/// A word without its last vowel.
fn elided(word: &str) -> &str {
    let last = word.chars().next_back().map_or(0, char::len_utf8);
    word.get(..word.len() - last).unwrap_or(word)
}

/// The last word of a text, and what is before it.
fn last_word(text: &str) -> (&str, &str) {
    let start = text
        .char_indices()
        .rev()
        .find(|(_, c)| c.is_whitespace() || is_apostrophe(*c))
        .map_or(0, |(at, c)| at + c.len_utf8());
    text.split_at_checked(start).unwrap_or(("", text))
}

/// The letters at the start of a text.
pub(super) fn first_word(text: &str) -> &str {
    text.get(..text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len())).unwrap_or_default()
}

/// The letters at the end of a text.
pub(super) fn last_letters(text: &str) -> &str {
    let start = text.char_indices().rev().take_while(|(_, c)| c.is_alphabetic()).last();
    start.and_then(|(at, _)| text.get(at..)).unwrap_or_default()
}

/// A text with the capitals that another one has: all of them, the first one, or none.
pub(super) fn capitals_as(model: &str, text: &str) -> String {
    let letters = model.chars().filter(|c| c.is_alphabetic()).count();
    if letters > 1 && in_capitals(model) {
        return text.to_uppercase();
    }
    if model.chars().next().is_some_and(char::is_uppercase) {
        first_in_capital(text)
    } else {
        text.to_owned()
    }
}

fn first_in_capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::fold::fold;
    use super::super::variants::forms;
    use super::*;

    /// As [`told`], without what is said of it.
    fn replaced(marked: &str, term: &str, instead: &str) -> String {
        let told = told(marked, term, instead);
        if told.starts_with('=') { "=".to_owned() } else { told }
    }

    /// The text with the term, between bars in it, replaced, « (?) » after it when something may have to
    /// agree; « = » when nothing is proposed, and why.
    pub(in crate::language) fn told(marked: &str, term: &str, instead: &str) -> String {
        let mut parts = marked.split('|');
        let (before, found, after) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
        let folded = fold(found);
        let form = forms(term).into_iter().find(|form| fold(&form.text).text() == folded.text());
        let form = form.unwrap_or_else(|| panic!("{found:?} is no form of {term:?}"));
        match replacement(Place { before, found, after }, &form, instead) {
            Err(Unfixed::Gender) => "= gender".to_owned(),
            Err(Unfixed::Around) => "= around".to_owned(),
            Ok(new) => {
                let doubt = if new.certain { "" } else { " (?)" };
                let before = &before[..before.len() - new.before];
                format!("{before}{}{}{doubt}", new.text, &after[new.after..])
            }
        }
    }

    #[test]
    fn the_sentence_around_stays_right() {
        let table = [
            // The article goes on.
            ("Venez |dans le cadre du| projet", "dans le cadre de", "pour", "Venez pour le projet"),
            ("Venez |dans le cadre des| travaux", "dans le cadre de", "pour", "Venez pour les travaux"),
            ("Venez |dans le cadre de| la loi", "dans le cadre de", "pour", "Venez pour la loi"),
            ("Venez |dans le cadre d’|un projet", "dans le cadre de", "pour", "Venez pour un projet"),
            ("|Dans le cadre d'|un projet", "dans le cadre de", "pour", "Pour un projet"),
            ("agir |au niveau du| quartier", "au niveau de", "à", "agir au quartier"),
            ("agir |au niveau des| quartiers", "au niveau de", "à", "agir aux quartiers"),
            ("agir |au niveau d’|un quartier", "au niveau de", "à", "agir à un quartier"),
            ("|jusqu’à concurrence du| montant", "jusqu’à concurrence de", "jusqu’à", "jusqu’au montant"),
            ("|un nombre excessif d’|erreurs", "un nombre excessif de", "trop de", "trop d’erreurs"),
            ("|moyennant| un loyer", "moyennant", "en échange de", "en échange d’un loyer"),
            ("|moyennant| le loyer", "moyennant", "en échange de", "="),
            ("|préalablement au| départ", "préalablement à", "avant", "avant le départ"),
            ("|conformément aux| règles", "conformément à", "selon", "selon les règles"),
            // Elision of what follows.
            ("|au motif qu’|il part", "au motif que", "parce que", "parce qu’il part"),
            ("|étant donné qu'|il part", "étant donné que", "comme", "comme il part"),
            ("|dans le cas où| il part", "dans le cas où", "si", "s’il part"),
            ("|Dans le cas où| elle part", "dans le cas où", "si", "Si elle part"),
            ("|au moyen d’|outils", "au moyen de", "avec", "="),
            ("|au moyen de| 2 cartes", "au moyen de", "avec", "avec 2 cartes"),
            ("|au moyen de| votre carte", "au moyen de", "avec", "avec votre carte"),
            ("|en qualité de| bailleur", "en qualité de", "comme", "comme bailleur"),
            ("|dans le but de| payer", "dans le but de", "pour", "pour payer"),
            ("|il importe d’|agir", "il importe de", "il faut", "il faut agir"),
            ("|de telle sorte qu’|il", "de telle sorte que", "pour que", "pour qu’il"),
            ("|hormis| hier", "hormis", "lors de", "="),
            // Elision of what stands before.
            (
                "afin d’|effectuer une demande| ici",
                "effectuer une demande",
                "demander",
                "afin de demander ici",
            ),
            ("afin de |solliciter| une aide", "solliciter", "obtenir", "afin d’obtenir une aide"),
            ("l’|usager| vient", "usager", "demandeur", "="),
            ("Qu’|hormis| cela", "hormis", "sauf", "Que sauf cela"),
            ("cet |usager| vient", "usager", "demandeur", "="),
            ("le |récépissé| est là", "récépissé", "avis", "l’avis est là"),
            ("le |récépissé| est là", "récépissé", "papier", "le papier est là"),
            ("du |récépissé| donné", "récépissé", "avis", "="),
            ("les |récépissés| donnés", "récépissé", "reçu", "les reçus donnés"),
            ("une |susvisée| ici", "susvisé", "cité", "="),
            // Capitals and apostrophes.
            ("|DANS LE BUT DE| PAYER", "dans le but de", "pour", "POUR PAYER"),
            ("touchent le |RMI| ici", "RMI", "le RSA", "touchent le RSA ici"),
            (
                "inscrits à la |CMU-C|",
                "CMU-C",
                "la complémentaire santé",
                "inscrits à la complémentaire santé",
            ),
            ("|CMU-C| : qui ?", "CMU-C", "la complémentaire santé", "La complémentaire santé : qui ? (?)"),
            ("affiliés au |RSI|", "RSI", "la Sécurité sociale", "affiliés à la Sécurité sociale"),
            ("|Par voie postale|", "par voie postale", "par courrier", "Par courrier"),
            ("|en l'espèce|, oui", "en l’espèce", "d’abord", "d'abord, oui"),
            // Removal.
            ("|Il est rappelé que| vous payez", "il est rappelé que", "", "Vous payez"),
            ("c’est |véritablement| simple", "véritablement", "", "c’est simple"),
            ("c’est simple |véritablement|.", "véritablement", "", "c’est simple."),
            ("Oui. |Ainsi|, elle vient", "ainsi", "", "Oui. Elle vient"),
            ("il dit que |vraiment| elle vient", "vraiment", "", "="),
            ("|Il est rappelé qu’|il paie", "il est rappelé que", "", "="),
        ];
        for (marked, term, instead, expected) in table {
            assert_eq!(replaced(marked, term, instead), expected, "{marked:?} with {instead:?}");
        }
    }
}
