//! What stops or starts at a moment, and lengths counted from the day of reading.

use super::lengths::{self, Length};
use super::moments::{after_weekday, is_french, moment};
use super::tokens::Text;
use super::{Direction, Limit, Reading, Step, apart};

/// What introduces a limit, before the article.
const FRENCH: [(&str, Limit); 15] = [
    ("d ici", Limit::By),
    ("d ici a", Limit::By),
    ("au plus tard", Limit::By),
    ("au plus tard a", Limit::By),
    ("jusqu a", Limit::Until),
    ("jusqu au", Limit::Until),
    ("jusqu en", Limit::Until),
    ("avant", Limit::Before),
    ("a compter de", Limit::From),
    ("a compter d", Limit::From),
    ("a compter du", Limit::From),
    ("a partir de", Limit::From),
    ("a partir d", Limit::From),
    ("a partir du", Limit::From),
    ("apres", Limit::After),
];

const ENGLISH: [(&str, Limit); 13] = [
    ("by", Limit::By),
    ("no later than", Limit::By),
    ("not later than", Limit::By),
    ("until", Limit::Until),
    ("till", Limit::Until),
    ("before", Limit::Before),
    ("from", Limit::From),
    ("as of", Limit::From),
    ("as from", Limit::From),
    ("starting", Limit::From),
    ("starting on", Limit::From),
    ("since", Limit::Since),
    ("after", Limit::After),
];

pub(super) fn read(text: &Text<'_>, at: usize) -> Option<Step> {
    let (limit, after) = introduced(text, at)?;
    counted(text, at).or_else(|| {
        // `from` opens ranges too.
        if text.word(at) == "from" && super::ranges::read(text, at).is_some() {
            return None;
        }
        let (moment, end) = after_article(text, after)?;
        let reading = (!apart::is_born(text, at)).then_some(Reading::Limit(limit?, moment));
        Some(Step { first: at, end, reading })
    })
}

/// The limit that words at a rank introduce, and the rank after them. No limit for words that only
/// introduce a length.
fn introduced(text: &Text<'_>, at: usize) -> Option<(Option<Limit>, usize)> {
    let table: &[(&str, Limit)] = match is_french(text) {
        // Without its accent, « des » is an article.
        true if text.accented(at) == "dès" => &[("des", Limit::From)],
        true if text.word(at) == "depuis" => &[("depuis", Limit::Since)],
        true if matches!(text.word(at), "d" | "au" | "jusqu" | "avant" | "a" | "apres") => &FRENCH,
        false if ENGLISH.iter().any(|(words, _)| words.split(' ').next() == Some(text.word(at))) => &ENGLISH,
        _ => {
            let counts = match is_french(text) {
                true => matches!(text.word(at), "il" | "voila" | "voici" | "dans" | "sous"),
                false => matches!(text.word(at), "in" | "within"),
            };
            return counts.then_some((None, at + 1));
        }
    };
    let found = table.iter().filter_map(|(words, limit)| Some((*limit, text.phrase(at, words)?)));
    let (limit, after) = found.max_by_key(|(_, after)| *after)?;
    Some((Some(limit), after))
}

fn after_article(text: &Text<'_>, at: usize) -> Option<(super::Moment, usize)> {
    const ARTICLES: [&str; 12] =
        ["le", "la", "l", "les", "au", "a la", "a l", "en", "du", "de la", "the", "the month of"];
    let after = text.then(at, &ARTICLES).unwrap_or(at);
    text.follows(after).then_some(())?;
    moment(text, after_weekday(text, after), true)
}

/// « Depuis deux ans », « d’ici à deux mois », « sous un délai de 15 jours ».
fn counted(text: &Text<'_>, at: usize) -> Option<Step> {
    let table: &[(&str, Direction)] = match is_french(text) {
        true => &[
            ("depuis", Direction::Since),
            ("il y a", Direction::Ago),
            ("voila", Direction::Ago),
            ("voici", Direction::Ago),
            ("dans", Direction::In),
            ("d ici", Direction::Within),
            ("d ici a", Direction::Within),
            ("sous", Direction::Within),
            ("sous un delai de", Direction::Within),
            ("sous un delai d", Direction::Within),
        ],
        false => &[("in", Direction::In), ("within", Direction::Within)],
    };
    let mut found = table.iter().filter_map(|(words, direction)| Some((*direction, text.phrase(at, words)?)));
    let (direction, length) = found.find_map(|(direction, after)| {
        Some((direction, lengths::length(text, after).filter(|_| text.follows(after))?))
    })?;
    let Length { duration, end, article, .. } = length;
    // « Il y a deux mois de préavis » says that there are.
    let of_something = direction == Direction::Ago && text.then(end, &["de", "d"]).is_some();
    let often = apart::is_repeated(text, at, end) || (article && apart::names_a_kind(text, end));
    let reading = match of_something {
        true => Reading::Length(duration),
        false => Reading::FromToday(direction, duration),
    };
    Some(Step { first: at, end, reading: (!often).then_some(reading) })
}
