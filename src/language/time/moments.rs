//! Days, months, seasons, years, and their parts.

use super::super::Language;
use super::tokens::{Openings, Text};
use super::{Limit, Moment, Part, Reading, Step, Stretch, apart, ranges};

/// A moment by itself, with « au plus tard » after it if it is there.
pub(super) fn read(text: &Text<'_>, at: usize) -> Option<Step> {
    // « En mai », « revenus 2025 »: these words let a month or a year stand alone, and are not part of it.
    let alone = moment(text, at, false).map(|(moment, end)| (at, moment, end));
    let (first, moment, end) = alone.or_else(|| {
        let first = announces(text, at).filter(|first| ranges::read(text, *first).is_none())?;
        moment(text, first, true).map(|(moment, end)| (first, moment, end))
    })?;
    if apart::is_born(text, at) || apart::is_cited(text, first) {
        return Some(Step { first, end, reading: None });
    }
    const LATEST: [&str; 3] = ["au plus tard", "at the latest", "dernier delai"];
    if let Some(after) = text.then(end, &LATEST) {
        let first = text.ends_with(first, &["le", "on"]).unwrap_or(first);
        return Some(Step { first, end: after, reading: Some(Reading::Limit(Limit::By, moment)) });
    }
    Some(Step { first, end, reading: Some(Reading::Moment(moment)) })
}

/// The rank after words that let a month or a year stand alone.
fn announces(text: &Text<'_>, at: usize) -> Option<usize> {
    const FRENCH: [&str; 21] = [
        "en",
        "mois de",
        "mois d",
        "annee",
        "annees",
        "annee civile",
        "revenus",
        "revenus de",
        "revenus de l annee",
        "revenus de l",
        "budget",
        "exercice",
        "edition",
        "campagne",
        "saison",
        "millesime",
        "bareme",
        "impots",
        "impot",
        "periode",
        "l an",
    ];
    const ENGLISH: [&str; 5] = ["in", "year", "month of", "budget", "edition"];
    const OPENINGS: [Openings; 2] = [Openings::of(&FRENCH), Openings::of(&ENGLISH)];
    let [french, english] = &OPENINGS;
    let (openings, phrases): (_, &[&str]) = match is_french(text) {
        true => (french, &FRENCH),
        false => (english, &ENGLISH),
    };
    if !openings.may_be(text.word(at)) {
        return None;
    }
    let after = text.any(at, phrases)?;
    text.follows(after).then_some(after)
}

pub(super) fn is_french(text: &Text<'_>) -> bool {
    text.language == Language::French
}

/// A moment at a rank, and the rank after it. Where something announces it, a month or a year may stand
/// alone.
pub(super) fn moment(text: &Text<'_>, at: usize, announced: bool) -> Option<(Moment, usize)> {
    if let Some((part, after)) = part(text, at) {
        let (moment, end) = stretch(text, after, true)?;
        let whole = moment.part == Part::Whole && !matches!(moment.stretch, Stretch::Day { .. });
        return whole.then_some((Moment { part, ..moment }, end));
    }
    stretch(text, at, announced)
}

fn part(text: &Text<'_>, at: usize) -> Option<(Part, usize)> {
    const OF: [&str; 11] = [
        "du mois de",
        "du mois d",
        "de l annee",
        "de l",
        "de la",
        "du",
        "de",
        "d",
        "l annee",
        "of the",
        "of",
    ];
    let part = match (text.language, text.word(at)) {
        (Language::French, "fin") | (Language::English, "end" | "late") => Part::End,
        (Language::French, "debut") | (Language::English, "start" | "beginning" | "early") => Part::Start,
        (Language::French, "mi") if text.gap(at) == "-" => return Some((Part::Middle, at + 1)),
        (Language::English, "mid") if matches!(text.gap(at), "-" | " ") => {
            return Some((Part::Middle, at + 1));
        }
        (Language::French, "milieu") | (Language::English, "middle") => Part::Middle,
        (Language::French, "courant") => Part::Whole,
        _ => return None,
    };
    let after = text.then(at + 1, &OF).unwrap_or(at + 1);
    text.follows(after).then_some((part, after))
}

fn stretch(text: &Text<'_>, at: usize, announced: bool) -> Option<(Moment, usize)> {
    if let Some((moment, end)) = text.full(at) {
        let counted = matches!(moment.stretch, Stretch::Month(_)) && counts_something(text, end - 1);
        return (!counted).then_some((moment, end));
    }
    day(text, at).or_else(|| named(text, at)).or_else(|| {
        if !announced {
            return None;
        }
        let at = text.any(at, &["mois de", "mois d"]).filter(|after| text.follows(*after)).unwrap_or(at);
        if let Some(full) = text.full(at) {
            return Some(full);
        }
        if let Some(month) = text.month(at) {
            return Some((Moment::of(None, Stretch::Month(month)), at + 1));
        }
        let at = text.then(at + 1, &["de"]).filter(|_| text.word(at) == "annee").unwrap_or_else(|| {
            if matches!(text.word(at), "annee" | "year") && text.follows(at + 1) { at + 1 } else { at }
        });
        year(text, at).map(|year| (Moment::of(Some(year), Stretch::Year), at + 1))
    })
}

/// « 15 mars », « 1er mai »; `15 March`, `March 15`.
pub(super) fn day(text: &Text<'_>, at: usize) -> Option<(Moment, usize)> {
    if let Some((day, mut after)) = day_of_month(text, at) {
        if text.word(after) == "of" && !is_french(text) && text.follows(after) {
            after += 1;
        }
        let month = text.month(after).filter(|_| text.follows(after))?;
        return Some((day_and_month(day, month)?, after + 1));
    }
    let month = text.month(at).filter(|_| !is_french(text) && text.follows(at + 1))?;
    // « you may 15 », « march 12 miles »
    let said = text.before(at, 1);
    let follows =
        matches!(said, "on" | "by" | "before" | "until" | "from" | "since" | "after" | "than" | "to" | "and");
    let (day, after) = day_of_month(text, at + 1).filter(|_| follows || !matches!(month, 3 | 5))?;
    Some((day_and_month(day, month)?, after))
}

fn day_and_month(day: i8, month: i8) -> Option<Moment> {
    // A year with a 29 February.
    jiff::civil::Date::new(2024, month, day).ok()?;
    Some(Moment::of(None, Stretch::Day { month, day }))
}

/// « 15 », « 1er », and the rank after it.
pub(super) fn day_of_month(text: &Text<'_>, at: usize) -> Option<(i8, usize)> {
    // Not the end of another number: « 01/02 mars », « 3,15 ».
    if at > 0 && text.is_digits(at - 1) && text.gap_before(at) != " " {
        return None;
    }
    let day = text.number(at).filter(|day| (1..=31).contains(day) && text.word(at).len() <= 2)?;
    // « 1e » is often typed for « 1er ».
    let first = day == 1 && text.word(at + 1) == "e";
    let ordinal = first || matches!(text.word(at + 1), "er" | "ᵉʳ" | "st" | "nd" | "rd" | "th");
    let after = if ordinal && matches!(text.gap(at), "" | " ") { at + 2 } else { at + 1 };
    Some((i8::try_from(day).ok()?, after))
}

/// What has a name and a year: quarters, seasons, the start of the school year.
fn named(text: &Text<'_>, at: usize) -> Option<(Moment, usize)> {
    const OF: [&str; 4] = ["de l annee", "de", "of", "l annee"];
    let with_year = |stretch, after: usize| {
        let after = text.then(after, &OF).unwrap_or(after);
        let year = year(text, after).filter(|_| text.follows(after))?;
        Some((Moment::of(Some(year), stretch), after + 1))
    };
    let season = match (text.language, text.word(at)) {
        (Language::French, "printemps") | (Language::English, "spring") => Some(Stretch::Spring),
        (Language::French, "ete") | (Language::English, "summer") => Some(Stretch::Summer),
        (Language::French, "automne") | (Language::English, "autumn") => Some(Stretch::Autumn),
        (Language::French, "hiver") | (Language::English, "winter") => Some(Stretch::Winter),
        _ => None,
    };
    if let Some(season) = season {
        let astride = two_years(text, at + 1).filter(|(from, to, _)| *to == from + 1 && text.follows(at + 1));
        return match astride.filter(|_| season == Stretch::Winter) {
            Some((from, _, after)) => Some((Moment::of(Some(from), Stretch::WinterAstride), after)),
            None => with_year(season, at + 1),
        };
    }
    const SCHOOL_YEAR: [&str; 5] =
        ["annee scolaire", "annee universitaire", "school year", "academic year", "annee"];
    if let Some(after) = text.any(at, &SCHOOL_YEAR).filter(|after| text.follows(*after)) {
        let (from, _, end) = two_years(text, after).filter(|(from, to, _)| *to == from + 1)?;
        return (after == at + 2).then_some((Moment::of(Some(from), Stretch::SchoolYear), end));
    }
    if text.word(at) == "rentree" && is_french(text) {
        let after = text.then(at + 1, &["scolaire", "universitaire", "litteraire"]).unwrap_or(at + 1);
        if let Some(full) = text.then(after, &["de", "d"]).and_then(|after| text.full(after)) {
            return Some(full);
        }
        return with_year(Stretch::SchoolStart, after);
    }
    if matches!(text.word(at), "t" | "q") && text.gap(at).is_empty() {
        let quarter = text.number(at + 1).filter(|quarter| (1..=4).contains(quarter))?;
        return with_year(Stretch::Quarter(i8::try_from(quarter).ok()?), at + 2);
    }
    let (rank, after) = rank(text, at)?;
    match text.word(after) {
        "trimestre" | "quarter" => with_year(Stretch::Quarter(rank.unwrap_or(4)), after + 1),
        "semestre" | "half" if rank.is_none_or(|rank| rank <= 2) => {
            with_year(Stretch::Half(rank.unwrap_or(2)), after + 1)
        }
        _ => None,
    }
}

/// « 1er », « premier », « deuxième », and the rank after it; no number for « dernier ».
fn rank(text: &Text<'_>, at: usize) -> Option<(Option<i8>, usize)> {
    let rank = match text.word(at) {
        "premier" | "first" => 1,
        "deuxieme" | "second" => 2,
        "troisieme" | "third" => 3,
        "quatrieme" | "fourth" => 4,
        "dernier" | "last" => return Some((None, at + 1)),
        _ => {
            let rank = text.number(at).filter(|rank| (1..=4).contains(rank))?;
            let endings = ["er", "ᵉʳ", "e", "ᵉ", "eme", "nd", "st", "rd", "th"];
            let ordinal = endings.contains(&text.word(at + 1)) && matches!(text.gap(at), "" | " ");
            return ordinal.then_some((i8::try_from(rank).ok(), at + 2));
        }
    };
    Some((Some(rank), at + 1))
}

/// A number that can be a year: no part of another number, no sum, nothing that counts things.
pub(super) fn year(text: &Text<'_>, at: usize) -> Option<i16> {
    if text.word(at).len() != 4 || (at > 0 && !matches!(text.gap_before(at), " " | "-" | "/" | "'" | " (")) {
        return None;
    }
    let year = text.number(at).filter(|year| (1900..=2100).contains(year))?;
    let gap = text.gap(at);
    let goes_on = matches!(gap, "" | "-" | "/" | "." | "," | "*" | "_") && at + 1 < text.len();
    let sum = gap.trim_start().starts_with(['€', '%', '$', '£']);
    (!goes_on && !sum && !counts_something(text, at)).then(|| i16::try_from(year).ok()).flatten()
}

/// Whether what follows a number is a plural that it counts: « à partir de 2000 habitants ».
fn counts_something(text: &Text<'_>, at: usize) -> bool {
    const NOT_COUNTED: [&str; 34] = [
        "sont", "puis", "dans", "sans", "sous", "vers", "mais", "nous", "vous", "les", "des", "ses", "aux",
        "ils", "elles", "depuis", "apres", "plus", "pas", "inclus", "vos", "nos", "leurs", "hors", "alors",
        "is", "was", "has", "as", "unless", "les", "ces", "lors", "avons",
    ];
    const UNITS: [&str; 8] = ["m", "km", "kg", "g", "h", "fois", "people", "ha"];
    let word = text.word(at + 1);
    if text.gap(at) != " " || text.is_digits(at + 1) {
        return text.gap(at) == " " && text.is_digits(at + 1) && text.word(at + 1).len() == 3;
    }
    UNITS.contains(&word) || (word.len() > 2 && word.ends_with(['s', 'x']) && !NOT_COUNTED.contains(&word))
}

/// « 2024-2025 », « 2024/2025 », in order, and the rank after them.
pub(super) fn two_years(text: &Text<'_>, at: usize) -> Option<(i16, i16, usize)> {
    let year = |at: usize| {
        let year = text.number(at).filter(|year| (1900..=2100).contains(year) && text.word(at).len() == 4)?;
        i16::try_from(year).ok()
    };
    let glued = |gap: &str| matches!(gap, "-" | "/" | "." | "_" | "*" | "");
    let (from, to) = (year(at)?, year(at + 1)?);
    let joined = matches!(text.gap(at), "-" | "–" | "/");
    let stuck = (at > 0 && glued(text.gap_before(at))) || (at + 2 < text.len() && glued(text.gap(at + 1)));
    let numbered =
        text.gap_before(at).contains('°') || matches!(text.before(at, 1), "ref" | "reference" | "no");
    (joined && !stuck && !numbered && from < to && to <= from + 10).then_some((from, to, at + 2))
}

/// The rank after the name of a day of the week, or the same rank.
pub(super) fn after_weekday(text: &Text<'_>, at: usize) -> usize {
    const FRENCH: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
    const ENGLISH: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let days = if is_french(text) { &FRENCH } else { &ENGLISH };
    if days.contains(&text.word(at)) && matches!(text.gap(at), " " | ", ") { at + 1 } else { at }
}
