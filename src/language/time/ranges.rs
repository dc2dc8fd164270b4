//! From a moment to another.

use super::moments::{after_weekday, day, day_of_month, is_french, moment, two_years, year};
use super::tokens::Text;
use super::{Moment, Reading, Step, Stretch, apart};

/// A range that begins at a rank, with the word that opens it.
pub(super) fn read(text: &Text<'_>, at: usize) -> Option<Step> {
    let (from, to, end) = range(text, at)?;
    let (from, to) = with_years(from, to);
    let reading = (!apart::is_born(text, at)).then_some(Reading::Range(from, to));
    Some(Step { first: at, end, reading })
}

fn range(text: &Text<'_>, at: usize) -> Option<(Moment, Moment, usize)> {
    let of_year = |year| Moment::of(Some(year), Stretch::Year);
    if text.is_digits(at) {
        if let Some((from, to, end)) = two_years(text, at) {
            return Some((of_year(from), of_year(to), end));
        }
        // « Les années 2024 à 2026 »
        let announced = matches!(text.before(at, 1), "annees" | "exercices" | "years" | "periode");
        let second = text.then(at + 1, &["a", "to"]).filter(|_| announced)?;
        return Some((of_year(year(text, at)?), of_year(year(text, second)?), second + 1));
    }
    const ARTICLES: [&str; 5] = ["le", "la", "l", "les", "the"];
    let (links, articles): (&[&str], bool) = match (is_french(text), text.word(at)) {
        (true, "du") => (&["au", "jusqu au"], false),
        (true, "de" | "d") => (&["a la", "a l", "au", "a", "jusqu au", "jusqu en", "jusqu a"], false),
        (true, "entre") => (&["et"], true),
        (false, "from") => (&["to", "until", "till"], true),
        (false, "between") => (&["and"], true),
        _ => return None,
    };
    let opens = at + 1;
    let first = text.then(opens, &ARTICLES).filter(|_| articles).unwrap_or(opens);
    if !text.follows(first) {
        return None;
    }
    days(text, first, links).or_else(|| {
        // « du » goes with days, and with nothing that has no number.
        let (from, after) = moment(text, first, true)?;
        let second = text.then(after, links)?;
        let second = text.then(second, &ARTICLES).filter(|_| articles).unwrap_or(second);
        let (to, end) = moment(text, second, true)?;
        let of_days = |moment: Moment| matches!(moment.stretch, Stretch::Day { .. });
        (of_days(to) || !of_days(from)).then_some((from, to, end))
    })
}

/// « 3 au 5 mars 2026 », « lundi 3 mars au 5 avril ».
fn days(text: &Text<'_>, at: usize, links: &[&str]) -> Option<(Moment, Moment, usize)> {
    let at = after_weekday(text, at);
    let with_month = text.full(at).or_else(|| day(text, at));
    let (bare, after) = match with_month {
        Some((moment, after)) => (Err(moment), after),
        None => day_of_month(text, at).map(|(day, after)| (Ok(day), after))?,
    };
    let second = text.then(after, links)?;
    let second = text.then(second, &["le", "the"]).unwrap_or(second);
    let second = after_weekday(text, second);
    let (to, end) = text.full(second).or_else(|| day(text, second))?;
    let Stretch::Day { month, .. } = to.stretch else { return None };
    let from = match bare {
        Err(moment) => moment,
        Ok(day) => {
            jiff::civil::Date::new(to.year.unwrap_or(2024), month, day).ok()?;
            Moment { stretch: Stretch::Day { month, day }, ..to }
        }
    };
    matches!(from.stretch, Stretch::Day { .. }).then_some((from, to, end))
}

/// The year that one end leaves to the other: « du 20 décembre au 5 janvier 2026 » begins in 2025.
fn with_years(from: Moment, to: Moment) -> (Moment, Moment) {
    let place = |moment: Moment| match moment.stretch {
        Stretch::Day { month, day } => Some((month, day)),
        Stretch::Month(month) => Some((month, 0)),
        _ => None,
    };
    let wraps = matches!((place(from), place(to)), (Some(from), Some(to)) if from > to);
    match (from.year, to.year) {
        (None, Some(year)) => (Moment { year: Some(if wraps { year - 1 } else { year }), ..from }, to),
        (Some(year), None) => (from, Moment { year: Some(if wraps { year + 1 } else { year }), ..to }),
        _ => (from, to),
    }
}
