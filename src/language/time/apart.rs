//! What looks like an expression of time and is none: births, ages, the dates of texts of law, hours of the
//! clock, how often a thing comes back, sums in months of something.

use super::super::duration::Unit;
use super::lengths::Length;
use super::moments::is_french;
use super::tokens::Text;

/// How many words before an expression are looked at.
const REACH: usize = 8;

/// Whether « né » stands shortly before, in the same stretch of words.
pub(super) fn is_born(text: &Text<'_>, at: usize) -> bool {
    let mut rank = at;
    while rank > at.saturating_sub(REACH) && text.follows(rank) {
        rank -= 1;
        if matches!(text.accented(rank), "né" | "née" | "nés" | "nées" | "born") {
            return true;
        }
    }
    false
}

/// Whether a day is that of a text of law, of an agreement or of a ruling: « l’accord du 19 juillet 2018 ».
pub(super) fn is_cited(text: &Text<'_>, at: usize) -> bool {
    const TEXTS: [&str; 32] = [
        "accord",
        "accords",
        "ani",
        "avenant",
        "avenants",
        "convention",
        "arret",
        "arrets",
        "decision",
        "decisions",
        "avis",
        "jugement",
        "instruction",
        "note",
        "protocole",
        "traite",
        "constitution",
        "charte",
        "loi",
        "lois",
        "decret",
        "arrete",
        "ordonnance",
        "circulaire",
        "reglement",
        "directive",
        "deliberation",
        "jo",
        "officiel",
        "act",
        "decree",
        "regulation",
    ];
    // « Cass. soc. 14 avril 2016 »
    if matches!(text.before(at, 1), "soc" | "civ" | "crim" | "com") && text.gap_before(at) == ". " {
        return true;
    }
    if !matches!(text.before(at, 1), "du" | "of" | "de" | "des") {
        return false;
    }
    let joined =
        |rank: usize| text.follows(rank) || matches!(text.gap_before(rank), "° " | " n° " | "°" | ". ");
    let mut rank = at - 1;
    while rank > at.saturating_sub(REACH) && joined(rank) {
        rank -= 1;
        if TEXTS.contains(&text.word(rank)) {
            return true;
        }
    }
    false
}

/// Whether a length is an age, an hour of the clock, a rate or a sum.
pub(super) fn is_no_length(text: &Text<'_>, at: usize, length: &Length) -> bool {
    let unit = length.duration.unit;
    is_repeated(text, at, length.end)
        || is_sum(text, length.end)
        || (matches!(unit, Unit::Years | Unit::Months) && is_age(text, at, length))
        || (matches!(unit, Unit::Hours | Unit::Minutes) && is_clock(text, at, length))
        || (length.article && is_article(text, at, length))
}

/// « Tous les 2 ans », « 35 heures par semaine », « 7 jours sur 7 », « 24 h/24 ».
pub(super) fn is_repeated(text: &Text<'_>, at: usize, end: usize) -> bool {
    let every = ["tous les", "toutes les", "every", "each"];
    let rate = [
        "par jour",
        "par semaine",
        "par mois",
        "par an",
        "par trimestre",
        "par annee",
        "a day",
        "a week",
        "a month",
        "a year",
        "per week",
        "per day",
        "per month",
        "per year",
    ];
    text.ends_with(at, &every).is_some()
        || text.then(end, &rate).is_some()
        || (text.then(end, &["sur"]).is_some() && (text.is_digits(end + 1) || text.word(end + 1) == "deux"))
        || (end < text.len() && text.gap_before(end) == "/")
        || (at > 0 && text.gap_before(at).ends_with('/'))
        || text.then(end, &["feries", "ferie"]).is_some()
}

/// « Trois mois de loyer ».
fn is_sum(text: &Text<'_>, end: usize) -> bool {
    const SUMS: [&str; 9] =
        ["loyer", "loyers", "salaire", "salaires", "charges", "traitement", "revenus", "revenu", "rent"];
    text.then(end, &["de", "d", "of"]).is_some_and(|after| SUMS.contains(&text.word(after)))
}

/// Words that say that a person comes right after or right before.
const PEOPLE: [&str; 46] = [
    "enfant",
    "enfants",
    "mineur",
    "mineurs",
    "mineure",
    "mineures",
    "jeune",
    "jeunes",
    "personne",
    "personnes",
    "adulte",
    "adultes",
    "majeur",
    "majeurs",
    "eleve",
    "eleves",
    "fille",
    "filles",
    "garcon",
    "garcons",
    "homme",
    "hommes",
    "femme",
    "femmes",
    "salarie",
    "salaries",
    "salariee",
    "salariees",
    "candidat",
    "candidats",
    "apprenti",
    "apprentis",
    "bebe",
    "bebes",
    "nourrisson",
    "etudiant",
    "etudiants",
    "public",
    "child",
    "children",
    "people",
    "person",
    "conducteur",
    "conducteurs",
    "adolescent",
    "adolescents",
];

fn is_age(text: &Text<'_>, at: usize, length: &Length) -> bool {
    let before = text.before(at, 1);
    let two_before = text.before(at, 2);
    let follows = text.follows(at);
    const AGED: [&str; 6] = ["age", "agee", "ages", "agees", "aged", "nourrisson"];
    const OF: [&str; 5] = ["de", "d", "of", "entre", "et"];
    // « de 16 à 25 ans » and « entre 16 et 25 ans » begin at their first word.
    let own = matches!(text.word(at), "de" | "entre" | "between" | "from");
    let person = |words: &[&str]| {
        let (near, far) = if own { (before, two_before) } else { (two_before, text.before(at, 3)) };
        let opened = own || OF.contains(&before);
        follows && (words.contains(&before) || (opened && (words.contains(&near) || words.contains(&far))))
    };
    if person(&AGED) {
        return true;
    }
    let of_age = ["revolus", "et plus", "d age", "of age", "old", "accomplis"];
    if text.then(length.end, &of_age).is_some() {
        return true;
    }
    // « Les agents de 18 ans ou plus »
    if length.duration.low >= 12 && text.ends_with(length.end, &["ou plus", "or more"]).is_some() {
        return true;
    }
    let small = ["enfant", "enfants", "bebe", "bebes", "nourrisson", "child", "children"];
    if length.duration.unit == Unit::Months {
        return person(&small);
    }
    // « 2 ans d’ancienneté », « 5 years of residence »
    if text.then(length.end, &["de", "d", "of"]).is_some() {
        return false;
    }
    const HAVE: [&str; 20] = [
        "ai", "as", "avez", "avoir", "ont", "aura", "auront", "aurez", "avait", "aviez", "avaient", "ayant",
        "eu", "are", "is", "were", "fete", "fetez", "les", "leurs",
    ];
    const THEIRS: [&str; 6] = ["ses", "vos", "mes", "tes", "nos", "des"];
    let within = ["dans les", "pendant les", "sur les", "apres les", "durant les", "dans leurs", "pour les"];
    if follows && (person(&PEOPLE) || (matches!(before, "de" | "d") && is_of_somebody(text, at - 1))) {
        return true;
    }
    if follows && (HAVE.contains(&before) || THEIRS.contains(&before)) {
        return (length.qualified || text.ends_with(at, &within).is_none()) && !is_newest(length);
    }
    // « À 18 ans », but « fixé à 2 ans », « supérieure à 3 ans ».
    if follows && is_french(text) && before == "a" {
        const ENDS: [&str; 14] =
            ["e", "ee", "es", "ees", "eur", "eure", "eurs", "eures", "al", "ale", "it", "ite", "ie", "jusqu"];
        // « Votre enfant a moins de 3 ans. »
        if length.qualified {
            return true;
        }
        let measured = ENDS.iter().any(|end| two_before.ends_with(end)) && text.follows(at - 1);
        return !measured;
    }
    // « À partir de 18 ans », « dès 16 ans », « jusqu’à 21 ans ».
    let from = ["a partir de", "jusqu a", "a compter de", "apres", "avant", "by age"];
    if text.ends_with(at, &from).is_some() || (follows && text.accented(at - 1) == "dès") {
        return !matches!(text.before(at, 4), "pendant" | "duree");
    }
    if text.phrase(at, "jusqu a").is_some() {
        return length.duration.high.is_some_and(|high| high >= 12);
    }
    // « Moins de 18 ans : gratuit. »
    let under = ["moins de", "plus de", "under", "over", "moins d", "plus d"];
    text.any(at, &under).is_some() && (!follows || length.duration.high.unwrap_or(length.duration.low) >= 12)
}

/// Whether « de » follows a person and what is said of them: « enfants à charge de », « enfant(s) adopté(s) de ».
fn is_of_somebody(text: &Text<'_>, of: usize) -> bool {
    let joined = |rank: usize| text.follows(rank) || matches!(text.gap_before(rank), "(" | ") ");
    let mut rank = of;
    while rank > of.saturating_sub(6) && joined(rank) {
        rank -= 1;
        if PEOPLE.contains(&text.word(rank)) {
            return true;
        }
        if matches!(
            text.word(rank),
            "de" | "d" | "du" | "des" | "un" | "une" | "le" | "la" | "les" | "qui" | "pour"
        ) {
            return false;
        }
    }
    false
}

fn is_newest(length: &Length) -> bool {
    length.direction().is_some()
}

/// Words that let a number of hours or minutes, or « une heure », be a length.
fn is_said_to_last(text: &Text<'_>, at: usize) -> bool {
    const LASTS: [&str; 26] = [
        "pendant", "durant", "comptez", "compter", "compte", "comptent", "dure", "durent", "durera",
        "dureront", "prend", "prennent", "duree", "delai", "moyenne", "pour", "en", "dans", "sous", "depuis",
        "prevoyez", "within", "for", "allow", "takes", "lasts",
    ];
    const OF: [&str; 10] =
        ["delai", "duree", "est", "preavis", "repos", "pause", "maximum", "minimum", "total", "periode"];
    let before = text.before(at, 1);
    if !text.follows(at) {
        // « Durée : 2 heures »
        return matches!(before, "duree" | "delai" | "temps") && text.gap_before(at).contains(':');
    }
    LASTS.contains(&before)
        || (matches!(before, "de" | "d") && text.follows(at - 1) && OF.contains(&text.before(at, 2)))
        || (before == "les" && matches!(text.before(at, 2), "dans" | "pendant" | "sous"))
}

/// « À 9 heures », « 9 h 30 », « de 9 heures à 17 heures »; « 48 heures » is a length.
fn is_clock(text: &Text<'_>, at: usize, length: &Length) -> bool {
    // The minutes of an hour: « 9 heures 30 minutes ».
    if matches!(text.before(length.number, 1), "h" | "heure" | "heures") && text.follows(length.number) {
        return true;
    }
    if text.is_digits(length.end) && matches!(text.gap_before(length.end), "" | " ") {
        return true;
    }
    let duration = length.duration;
    let whole_day = duration.unit == Unit::Hours && duration.high.unwrap_or(duration.low) < 24;
    if !whole_day && duration.unit == Unit::Hours {
        return false;
    }
    if duration.unit == Unit::Minutes && text.word(length.end.saturating_sub(1)) != "demie" {
        return false;
    }
    let clock = text.phrase(at, "jusqu a").is_some() || matches!(text.word(at), "de" | "entre");
    if length.qualified && !clock {
        return false;
    }
    let of_something =
        text.then(length.end, &["de", "d", "of"]).is_some_and(|after| !text.is_digits(after) && !clock);
    !(of_something || is_said_to_last(text, at) || text.len() == length.end - at)
}

/// « Une année scolaire »: a kind of year, not the length of one.
pub(super) fn names_a_kind(text: &Text<'_>, end: usize) -> bool {
    const KINDS: [&str; 8] =
        ["scolaire", "universitaire", "civile", "civil", "blanche", "entiere", "sur", "fiscale"];
    text.then(end, &KINDS).is_some()
}

/// « C’est un jour férié », « une année scolaire »: the article, not the number.
fn is_article(text: &Text<'_>, at: usize, length: &Length) -> bool {
    const SHORT: [Unit; 3] = [Unit::Days, Unit::Hours, Unit::Minutes];
    let year = text.word(length.end.saturating_sub(1)) == "annee";
    let short = SHORT.contains(&length.duration.unit) || year;
    // `7 days a week`
    if matches!(text.before(at, 1), "day" | "days" | "hours" | "times" | "once" | "twice") && text.follows(at)
    {
        return true;
    }
    let kind = names_a_kind(text, length.end);
    !length.qualified && (kind || (short && !is_said_to_last(text, at)))
}
