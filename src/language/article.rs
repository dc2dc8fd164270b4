//! A noun given with its article, « la mairie », in the place of another one: the article says the gender,
//! and so what « l’ », « du », « au », « un », « ce » or « son » become.

use super::lexicon::forms;
use super::replacement::{Place, Replacement, Sound, Unfixed, capitals_as, first_word, last_letters, sound};
use super::variants::{Form, plural};
use super::words::{elision, is_apostrophe};

/// A noun and what its article says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Noun<'a> {
    /// Without its article.
    text: &'a str,
    /// None of « l’ » and « les ».
    gender: Option<Gender>,
    /// « les ».
    is_plural: bool,
    /// Whether « le » and « de » lose their vowel before it; none for an h that no article explains.
    elides: Option<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gender {
    Masculine,
    Feminine,
}

use Gender::{Feminine, Masculine};

impl<'a> Noun<'a> {
    /// None when a text does not begin with an article: « mairie », « le plus souvent ».
    pub(super) fn read(text: &'a str) -> Option<Self> {
        const NO_NOUNS: [&str; 6] = ["plus", "moins", "mieux", "plupart", "cas", "tout"];
        let text = text.trim();
        let glued = elision(text);
        let (article, rest) = if glued > 0 { text.split_at_checked(glued)? } else { text.split_once(' ')? };
        let rest = rest.trim_start();
        let by_sound = match sound(rest) {
            Sound::Vowel => Some(true),
            Sound::Consonant => Some(false),
            Sound::Unknown => None,
        };
        let (gender, is_plural, elides) = match article.to_lowercase().trim_end_matches(is_apostrophe) {
            "le" => (Some(Masculine), false, Some(false)),
            "la" => (Some(Feminine), false, Some(false)),
            "un" => (Some(Masculine), false, by_sound),
            "une" => (Some(Feminine), false, by_sound),
            "les" => (None, true, by_sound),
            "l" if glued > 0 => (None, false, Some(true)),
            _ => return None,
        };
        let first = first_word(rest);
        (!first.is_empty() && !NO_NOUNS.contains(&first)).then_some(Self {
            text: rest,
            gender,
            is_plural,
            elides,
        })
    }

    /// « le », « la », « l’ » or « les », with the space after it if it takes one.
    fn definite(self, is_plural: bool, apostrophe: char) -> Option<String> {
        Some(match (is_plural, self.elides?, self.gender) {
            (true, ..) => "les ".to_owned(),
            (_, true, _) => format!("l{apostrophe}"),
            (_, false, Some(Masculine)) => "le ".to_owned(),
            (_, false, Some(Feminine)) => "la ".to_owned(),
            (_, false, None) => return None,
        })
    }
}

/// What to say of the replacement for a noun that is looked for without an article: « mairie » of « la
/// mairie », to stand beside « hôtel de ville ».
pub fn without_article<'a>(find: &str, instead: &'a str) -> &'a str {
    if has_article(find) { instead } else { Noun::read(instead).map_or(instead, |noun| noun.text) }
}

/// Whether a folded word is an article, which may stand before a term that is defined: « l' » keeps its
/// apostrophe. « the » is that of English.
pub fn is_article(word: &str) -> bool {
    matches!(word, "le" | "la" | "les" | "l'" | "un" | "une" | "des" | "the")
}

/// Whether a term has a determiner of its own, which is then replaced with it.
pub(super) fn has_article(term: &str) -> bool {
    const DETERMINERS: [&str; 18] = [
        "le", "la", "les", "un", "une", "des", "du", "au", "aux", "ce", "cet", "cette", "ces", "votre",
        "vos", "son", "sa", "ses",
    ];
    let first = term.split(' ').next().unwrap_or("").to_lowercase();
    elision(term) > 0 || DETERMINERS.contains(&first.as_str())
}

/// Whether a term may begin with a verb, before which « la » is no article.
pub(super) fn may_be_verb(term: &str) -> bool {
    forms(&first_word(term).to_lowercase()).is_infinitive()
}

/// What stands before the noun: how the determiner is said, and what it becomes.
struct Determiner {
    /// What to type in its place, space included; the noun comes next.
    new: String,
    /// How many bytes of the text before it takes.
    taken: usize,
    /// The noun after it is in the plural.
    is_plural: bool,
    /// The gender it says, and so that of the noun that was there.
    gender: Option<Gender>,
    /// A preposition stands before: the noun is no subject, and nothing farther agrees with it.
    governed: bool,
}

/// Puts a noun in the place of another. None where no determiner stands before and where the sentence may
/// take the noun as it is given, article and all.
pub(super) fn with_noun(
    place: Place<'_>,
    form: &Form,
    noun: Noun<'_>,
    apostrophe: char,
) -> Option<Result<Replacement, Unfixed>> {
    let opens = place.before.trim_end().is_empty()
        || place.before.trim_end().ends_with(['.', '!', '?', ';', ':', ',', '(', '…']);
    let found = match determiner(place, form, noun, apostrophe) {
        Ok(Some(found)) => found,
        // A heading, an item, a cell that is the noun alone.
        Ok(None) if place.before.trim().is_empty() && place.after.trim().is_empty() => {
            let text = if form.plural { plural(noun.text) } else { Some(noun.text.to_owned()) };
            let text = text.ok_or(Unfixed::Around);
            let replacement = |text: String| Replacement {
                text: capitals_as(place.found, &text),
                before: 0,
                after: 0,
                certain: !noun.is_plural,
            };
            return Some(text.map(replacement));
        }
        Ok(None) if opens || may_be_verb(&form.text) => return None,
        Ok(None) => return Some(Err(Unfixed::Around)),
        Err(why) => return Some(Err(why)),
    };
    let text =
        if found.is_plural && !noun.is_plural { plural(noun.text) } else { Some(noun.text.to_owned()) };
    let Some(text) = text else { return Some(Err(Unfixed::Around)) };
    let certain = !noun.is_plural || found.is_plural;
    let certain = certain && agrees(place.after, &found, noun);
    let typed = place.before.get(place.before.len() - found.taken..).unwrap_or_default();
    let text = format!("{}{}", capitals_as(typed, &found.new), capitals_as(place.found, &text));
    // « À L’HÔTEL »: the letter of the article alone does not say that all are capitals.
    let text = if in_capitals(place.found) { text.to_uppercase() } else { text };
    Some(Ok(Replacement { text, before: found.taken, after: 0, certain }))
}

fn in_capitals(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() > 1 && super::fold::in_capitals(text)
}

/// The determiner before a noun, and what it becomes; none when there is none, or none that is known.
fn determiner(
    place: Place<'_>,
    form: &Form,
    noun: Noun<'_>,
    apostrophe: char,
) -> Result<Option<Determiner>, Unfixed> {
    let glued = place.before.chars().next_back().filter(|c| is_apostrophe(*c)).map_or(0, char::len_utf8);
    let before = if glued > 0 {
        place.before.get(..place.before.len() - glued)
    } else {
        place.before.strip_suffix(char::is_whitespace)
    };
    let Some(before) = before else { return Ok(None) };
    let word = last_letters(before);
    let mut taken = place.before.len() - before.len() + word.len();
    let small = word.to_lowercase();
    let farther = before.get(..before.len() - word.len()).unwrap_or_default();
    let previous = farther.strip_suffix(char::is_whitespace).unwrap_or_default();
    let preposition = last_letters(previous).to_lowercase();
    let plural_form =
        form.plural || PLURALS.contains(&small.as_str()) || word.is_empty() && ends_in_digit(before);
    let is_plural = plural_form || noun.is_plural;

    // What is said of the noun that was there, and the determiner of the new one.
    let (gender, new) = match small.as_str() {
        "" if ends_in_digit(before) => (None, Some(String::from(" "))),
        _ if plural_form => {
            (None, Some(place.before.get(before.len() - word.len()..).unwrap_or("").to_owned()))
        }
        "de" | "d" if glued > 0 || small == "de" => {
            if may_be_verb(&form.text) {
                return Ok(None);
            }
            let new =
                noun.elides.map(|elides| if elides { format!("d{apostrophe}") } else { "de ".to_owned() });
            (None, new)
        }
        "le" | "la" | "l" | "du" | "au" => {
            if ["tout", "toute"].contains(&preposition.as_str()) {
                return Err(Unfixed::Around);
            }
            let gender = match small.as_str() {
                "la" => Some(Feminine),
                "l" => None,
                _ => Some(Masculine),
            };
            let joined = match (small.as_str(), preposition.as_str()) {
                ("du", _) => Some("de"),
                ("au", _) => Some("à"),
                (_, "de") => Some("de"),
                (_, "à") => Some("à"),
                _ => None,
            };
            if !matches!(small.as_str(), "du" | "au") && joined.is_some() {
                taken += previous_bytes(farther, previous);
            }
            let definite = noun.definite(is_plural, apostrophe);
            (gender, definite.map(|definite| contracted(joined, &definite)))
        }
        _ => match agreed(&small, noun, is_plural) {
            Some((gender, new)) => (gender, new.map(|new| format!("{new} "))),
            None => return Ok(None),
        },
    };
    let new = new.ok_or(Unfixed::Gender)?;
    let governed = matches!(small.as_str(), "du" | "au" | "aux" | "des" | "de" | "d")
        || PREPOSITIONS.contains(&preposition.as_str());
    Ok(Some(Determiner { new, taken, is_plural: plural_form, gender, governed }))
}

/// How many bytes the last word of `previous` and the space after it take.
fn previous_bytes(farther: &str, previous: &str) -> usize {
    farther.len() - previous.len() + last_letters(previous).len()
}

fn ends_in_digit(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit())
}

/// « de » and « le » are « du ».
fn contracted(preposition: Option<&str>, definite: &str) -> String {
    match (preposition, definite) {
        (None, definite) => definite.to_owned(),
        (Some("de"), "le ") => "du ".to_owned(),
        (Some("de"), "les ") => "des ".to_owned(),
        (Some(_), "le ") => "au ".to_owned(),
        (Some(_), "les ") => "aux ".to_owned(),
        (Some(preposition), definite) => format!("{preposition} {definite}"),
    }
}

/// Determiners that are the same before both genders, in the plural.
const PLURALS: [&str; 13] =
    ["les", "des", "aux", "ces", "mes", "tes", "ses", "nos", "vos", "leurs", "plusieurs", "quelques", "deux"];

/// Words before an article that make what follows no subject.
const PREPOSITIONS: [&str; 17] = [
    "à",
    "de",
    "dans",
    "sur",
    "par",
    "pour",
    "avec",
    "sans",
    "vers",
    "devant",
    "derrière",
    "chez",
    "entre",
    "depuis",
    "contre",
    "sous",
    "en",
];

/// What a determiner other than an article becomes, and the gender it says; none when it is none.
fn agreed(word: &str, noun: Noun<'_>, is_plural: bool) -> Option<(Option<Gender>, Option<String>)> {
    let by_gender = |masculine: &str, feminine: &str| {
        noun.gender.map(|gender| if gender == Feminine { feminine } else { masculine }.to_owned())
    };
    let own = |letter: &str| match (noun.gender, noun.elides) {
        (Some(Feminine), None) => None,
        (Some(Feminine), Some(false)) => Some(format!("{letter}a")),
        (_, Some(true)) | (Some(Masculine), _) => Some(format!("{letter}on")),
        _ => None,
    };
    let same = |plural: &str| Some(if is_plural { plural.to_owned() } else { word.to_owned() });
    let gender = match word {
        "un" | "aucun" | "ce" | "cet" | "quel" => Some(Masculine),
        "une" | "aucune" | "cette" | "ma" | "ta" | "sa" | "quelle" => Some(Feminine),
        _ => None,
    };
    let new = match word {
        "un" | "une" if is_plural => Some("des".to_owned()),
        "un" | "une" => by_gender("un", "une"),
        "ce" | "cet" | "cette" if is_plural => Some("ces".to_owned()),
        "ce" | "cet" | "cette" => match (noun.gender, noun.elides) {
            (Some(Feminine), _) => Some("cette".to_owned()),
            (Some(Masculine), Some(elides)) => Some(if elides { "cet" } else { "ce" }.to_owned()),
            _ => None,
        },
        "mon" | "ma" => {
            if is_plural {
                Some("mes".to_owned())
            } else {
                own("m")
            }
        }
        "ton" | "ta" => {
            if is_plural {
                Some("tes".to_owned())
            } else {
                own("t")
            }
        }
        "son" | "sa" => {
            if is_plural {
                Some("ses".to_owned())
            } else {
                own("s")
            }
        }
        "votre" => same("vos"),
        "notre" => same("nos"),
        "leur" => same("leurs"),
        "aucun" | "aucune" if !is_plural => by_gender("aucun", "aucune"),
        "quel" | "quelle" if !is_plural => by_gender("quel", "quelle"),
        "chaque" if !is_plural => Some("chaque".to_owned()),
        _ => return None,
    };
    Some((gender, new))
}

/// Whether nothing after the noun can have to agree with another gender than it did: the gender stays, or
/// the next word is one of grammar, no verb can have it as its subject, and no pronoun takes it up.
fn agrees(after: &str, found: &Determiner, noun: Noun<'_>) -> bool {
    const GRAMMAR: [&str; 33] = [
        "de", "du", "des", "d", "à", "au", "aux", "en", "pour", "par", "sur", "sous", "dans", "et", "ou",
        "avec", "sans", "où", "chez", "vers", "avant", "après", "pendant", "depuis", "dès", "le", "la",
        "les", "l", "un", "une", "votre", "vous",
    ];
    const FARTHEST: usize = 400;
    const PRONOUNS: [&str; 16] = [
        "il",
        "ils",
        "elle",
        "elles",
        "celui",
        "celle",
        "ceux",
        "celles",
        "lequel",
        "laquelle",
        "lesquels",
        "lesquelles",
        "duquel",
        "auquel",
        "qui",
        "que",
    ];
    if found.gender.is_some() && found.gender == noun.gender {
        return true;
    }
    let after = after.trim_start();
    let rest = after.trim_start_matches([',', ';', ':', '.', '!', '?', ')']).trim_start();
    let ended = after.is_empty() || rest.is_empty() || after.starts_with(['.', '!', '?', ';', ':', ')']);
    let next = first_word(rest).to_lowercase();
    let neighbour = ended || next.is_empty() || GRAMMAR.contains(&next.as_str());
    // What takes the noun up stands in its sentence or the next one.
    let near = rest.get(..rest.ceil_char_boundary(FARTHEST)).unwrap_or(rest);
    let mut words = near.split(|c: char| !c.is_alphabetic());
    let mut taken_up = || words.any(|word| PRONOUNS.iter().any(|pronoun| pronoun.eq_ignore_ascii_case(word)));
    found.governed && neighbour && !taken_up()
}

#[cfg(test)]
mod tests {
    use super::super::replacement::tests::told;

    #[test]
    fn the_article_goes_with_the_noun() {
        let hall = "hôtel de ville";
        let table = [
            ("Venez à l’|hôtel de ville| avant midi", hall, "la mairie", "Venez à la mairie avant midi"),
            ("L’|hôtel de ville| de Lyon", hall, "la mairie", "La mairie de Lyon (?)"),
            ("près de l'|hôtel de ville|.", hall, "la mairie", "près de la mairie."),
            ("un |hôtel de ville|", hall, "la mairie", "une mairie (?)"),
            ("dans un |hôtel de ville|.", hall, "la mairie", "dans une mairie."),
            ("dans cet |hôtel de ville|", hall, "la mairie", "dans cette mairie"),
            ("dans son |hôtel de ville|", hall, "la mairie", "dans sa mairie"),
            ("dans votre |hôtel de ville|", hall, "la mairie", "dans votre mairie"),
            ("les |hôtels de ville|", hall, "la mairie", "les mairies (?)"),
            ("aux |hôtels de ville|", hall, "la mairie", "aux mairies"),
            ("dans 12 |hôtels de ville|", hall, "la mairie", "dans 12 mairies (?)"),
            ("place d’|hôtel de ville|", hall, "la mairie", "place de mairie"),
            ("À L’|HÔTEL DE VILLE|", hall, "la mairie", "À LA MAIRIE"),
            ("à l’|Hôtel de ville|", hall, "la mairie", "à la Mairie"),
            ("L’|hôtel de ville| est ouvert", hall, "la mairie", "La mairie est ouvert (?)"),
            ("à l’|hôtel de ville|, ouvert le lundi", hall, "la mairie", "à la mairie, ouvert le lundi (?)"),
            (
                "à l’|hôtel de ville|. Il ferme à midi.",
                hall,
                "la mairie",
                "à la mairie. Il ferme à midi. (?)",
            ),
            // The preposition is joined, or no longer is.
            ("au |guichet| de la gare", "guichet", "la borne", "à la borne de la gare"),
            ("du |guichet|", "guichet", "l’accueil", "de l’accueil"),
            ("à la |borne|", "borne", "le guichet", "au guichet"),
            ("de la |borne|", "borne", "les guichets", "des guichets (?)"),
            ("de l’|accueil|", "accueil", "le guichet", "du guichet"),
            ("de l’|accueil|", "accueil", "un guichet", "du guichet"),
            ("cette |borne|", "borne", "un accueil", "cet accueil (?)"),
            ("le |guichet| est ouvert", "guichet", "le bureau", "le bureau est ouvert"),
            ("sa |borne|", "borne", "la halle", "sa halle"),
            ("sa |borne|", "borne", "une halle", "= gender"),
            ("de la |borne|", "borne", "la halle", "de la halle"),
            // What the article does not say.
            ("un |guichet|", "guichet", "l’accueil", "= gender"),
            ("ce |guichet|", "guichet", "les bureaux", "ces bureaux (?)"),
            ("l’|hôtel de ville|", hall, "mairie", "= gender"),
            ("du |guichet|", "guichet", "accueil", "= gender"),
            ("l’ancien |hôtel de ville|", hall, "la mairie", "= around"),
            ("en |hôtel de ville|", hall, "la mairie", "= around"),
            // Where no article is due, or where the words are a verb and its object.
            ("|Hôtel de ville|", hall, "la mairie", "Mairie"),
            ("|Hôtel de ville| : 2 rue Haute", hall, "la mairie", "La mairie : 2 rue Haute (?)"),
            ("pour |effectuer une demande|", "effectuer une demande", "la demander", "pour la demander"),
            ("est |généralement| ouvert", "généralement", "le plus souvent", "est le plus souvent ouvert"),
            // The term has an article too.
            ("Venez à |l’hôtel de ville|", "l’hôtel de ville", "la mairie", "Venez à la mairie"),
            ("Venez à |la borne|", "la borne", "le guichet", "Venez au guichet"),
            ("près de |la borne|", "la borne", "les guichets", "près des guichets"),
        ];
        for (marked, term, instead, expected) in table {
            assert_eq!(told(marked, term, instead), expected, "{marked:?} with {instead:?}");
        }
    }
}
