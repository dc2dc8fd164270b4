//! Lengths of time in running text.

use super::super::duration::{Duration, Unit};
use super::super::numbers;
use super::moments::is_french;
use super::tokens::{Openings, Text};
use super::{Direction, Reading, Step, apart};

/// A length of time, from a rank to another.
pub(super) struct Length {
    pub(super) duration: Duration,
    /// The rank of its number, after « environ » or « moins de ».
    pub(super) number: usize,
    /// Whether words say that it is about that, at least or at most.
    pub(super) qualified: bool,
    /// The number is « un » or « une », which is an article too.
    pub(super) article: bool,
    direction: Option<Direction>,
    pub(super) end: usize,
}

pub(super) fn read(text: &Text<'_>, at: usize) -> Option<Step> {
    let length = length(text, at)?;
    let (end, duration) = (length.end, length.duration);
    if apart::is_no_length(text, at, &length) {
        return Some(Step { first: at, end, reading: None });
    }
    if text.word(end) == "ago" && text.follows(end) {
        return Some(Step {
            first: at,
            end: end + 1,
            reading: Some(Reading::FromToday(Direction::Ago, duration)),
        });
    }
    let reading = match length.direction {
        Some(direction) => Reading::FromToday(direction, duration),
        None => Reading::Length(duration),
    };
    Some(Step { first: at, end, reading: Some(reading) })
}

/// How a length is bounded by words around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bound {
    About,
    AtLeast,
    AtMost,
}

const BEFORE: [(&str, Bound); 24] = [
    ("environ", Bound::About),
    ("a peu pres", Bound::About),
    ("pres de", Bound::About),
    ("au moins", Bound::AtLeast),
    ("au minimum", Bound::AtLeast),
    ("minimum", Bound::AtLeast),
    ("plus de", Bound::AtLeast),
    ("plus d", Bound::AtLeast),
    ("au maximum", Bound::AtMost),
    ("maximum", Bound::AtMost),
    ("au plus", Bound::AtMost),
    ("moins de", Bound::AtMost),
    ("moins d", Bound::AtMost),
    ("jusqu a", Bound::AtMost),
    ("about", Bound::About),
    ("around", Bound::About),
    ("approximately", Bound::About),
    ("at least", Bound::AtLeast),
    ("more than", Bound::AtLeast),
    ("over", Bound::AtLeast),
    ("at most", Bound::AtMost),
    ("less than", Bound::AtMost),
    ("up to", Bound::AtMost),
    ("under", Bound::AtMost),
];

const AFTER: [(&str, Bound); 14] = [
    ("environ", Bound::About),
    ("au moins", Bound::AtLeast),
    ("au minimum", Bound::AtLeast),
    ("minimum", Bound::AtLeast),
    ("ou plus", Bound::AtLeast),
    ("au maximum", Bound::AtMost),
    ("maximum", Bound::AtMost),
    ("max", Bound::AtMost),
    ("au plus", Bound::AtMost),
    ("at least", Bound::AtLeast),
    ("or more", Bound::AtLeast),
    ("at most", Bound::AtMost),
    ("or less", Bound::AtMost),
    ("minimum", Bound::AtLeast),
];

const OPENINGS: Openings = Openings::of_table(&BEFORE);
const ENDINGS: Openings = Openings::of_table(&AFTER);

/// A length at a rank, whatever stands before it.
pub(super) fn length(text: &Text<'_>, at: usize) -> Option<Length> {
    let mut bound = None;
    let mut start = at;
    // « environ plus de »: one word is enough to know.
    if let Some((found, after)) =
        bounded(text, at, &BEFORE, &OPENINGS).filter(|(_, after)| text.follows(*after))
    {
        (bound, start) = (Some(found), after);
    }
    let opening = match text.word(start) {
        "de" | "from" => Some(["a", "to"]),
        "entre" | "between" => Some(["et", "and"]),
        _ => None,
    };
    let first = if opening.is_some() { start + 1 } else { start };
    if opening.is_some() && !text.follows(first) {
        return None;
    }
    let newest = matches!(text.word(first), "dernieres" | "derniers" | "last" | "past" | "next");
    let number_at = if newest && text.follows(first + 1) { first + 1 } else { first };
    let mut direction = side(text, first).filter(|_| newest);
    if let Some((count, unit, end)) = collective(text, number_at) {
        let about = !matches!(text.word(number_at), "huitaine" | "quinzaine" | "demi" | "fortnight")
            && unit != Unit::Minutes;
        let duration =
            Duration { about: about && text.word(number_at) != "a", ..Duration::exact(count, unit) };
        return finish(text, duration, bound, Length::at(number_at, end, false, direction));
    }
    let (low, after) = number(text, number_at)?;
    let article = matches!(text.word(number_at), "un" | "une" | "a" | "an") && after == number_at + 1;
    let (high, after) = match second(text, after, opening.as_ref()) {
        Some((high, after)) if high > low => (high, after),
        Some(_) => return None,
        None if opening.is_some() => return None,
        None => (low, after),
    };
    let mut unit_at = after;
    if let Some(found) = side(text, unit_at).filter(|_| direction.is_none()) {
        (direction, unit_at) = (Some(found), unit_at + 1);
    }
    if !(text.follows(unit_at) || text.gap_before(unit_at).is_empty()) {
        return None;
    }
    let (times, unit, end) = unit(text, unit_at)?;
    let duration =
        Duration { high: Some(high.checked_mul(times)?), ..Duration::exact(low.checked_mul(times)?, unit) };
    let (duration, end) = more(text, duration, end)?;
    finish(text, duration, bound, Length::at(number_at, end, article, direction))
}

impl Length {
    fn at(number: usize, end: usize, article: bool, direction: Option<Direction>) -> Self {
        let duration = Duration::exact(0, Unit::Days);
        Self { duration, number, qualified: false, article, direction, end }
    }
}

/// Takes in what follows a length: « maximum », « environ ».
fn finish(
    text: &Text<'_>,
    mut duration: Duration,
    before: Option<Bound>,
    mut length: Length,
) -> Option<Length> {
    // « 18 ans au plus tard le 14 mars »: the words begin what follows.
    let alone = |end: &usize| !matches!(text.word(*end), "tard" | "tot");
    let after = bounded(text, length.end, &AFTER, &ENDINGS)
        .filter(|(_, end)| before.is_none() && text.follows(length.end) && alone(end));
    if let Some((_, end)) = after {
        length.end = end;
    }
    let bound = before.or(after.map(|(bound, _)| bound));
    match bound {
        Some(Bound::About) => duration.about = true,
        Some(Bound::AtLeast) => duration.high = duration.high.filter(|high| *high != duration.low),
        Some(Bound::AtMost) if duration.high == Some(duration.low) => duration.low = 0,
        _ => {}
    }
    Some(Length { duration, qualified: bound.is_some(), ..length })
}

fn bounded(
    text: &Text<'_>,
    at: usize,
    table: &[(&str, Bound)],
    openings: &Openings,
) -> Option<(Bound, usize)> {
    if let Some(found) = compared(text, at) {
        return Some(found);
    }
    if !openings.may_be(text.word(at)) {
        return None;
    }
    let found = table.iter().filter_map(|(words, bound)| Some((*bound, text.phrase(at, words)?)));
    found.max_by_key(|(_, after)| *after)
}

/// « Supérieure à », « inférieur ou égal à »; « + de ».
fn compared(text: &Text<'_>, at: usize) -> Option<(Bound, usize)> {
    let word = text.word(at);
    if word == "de" && at > 0 && text.gap_before(at).ends_with("+ ") {
        return Some((Bound::AtLeast, at + 1));
    }
    if !matches!(word.as_bytes().first(), Some(b's' | b'i')) {
        return None;
    }
    let bound = match word.trim_end_matches('s').trim_end_matches('e') {
        "superieur" => Bound::AtLeast,
        "inferieur" => Bound::AtMost,
        _ => return None,
    };
    const TO: [&str; 5] = ["a", "ou egal a", "ou egale a", "ou egaux a", "ou egales a"];
    text.then(at + 1, &TO).map(|after| (bound, after))
}

/// « à 4 », « ou trois », « -15 »: the other end of a length.
fn second(text: &Text<'_>, at: usize, opening: Option<&[&str; 2]>) -> Option<(u32, usize)> {
    if opening.is_none() && text.gap_before(at) == "-" && text.is_digits(at) {
        return number_digits(text, at);
    }
    let links: &[&str] = match opening {
        Some(links) => links,
        None => &["a", "ou", "to", "or"],
    };
    let at = text.then(at, links)?;
    number(text, at).filter(|_| text.follows(at))
}

/// A number in digits that is not the end of another one: « 1,5 », « 10 000 ».
fn number_digits(text: &Text<'_>, at: usize) -> Option<(u32, usize)> {
    let number = text.number(at)?;
    Some((number, at + 1))
}

fn number(text: &Text<'_>, at: usize) -> Option<(u32, usize)> {
    if text.is_digits(at) {
        let before = text.gap_before(at);
        let goes_on = at > 0
            && text.is_digits(at - 1)
            && (matches!(before, "," | "." | "/" | "-" | "*") || (before == " " && text.word(at).len() == 3));
        return if goes_on { None } else { number_digits(text, at) };
    }
    let word = |at: usize| match is_french(text) {
        true => numbers::french(text.word(at)),
        false => numbers::english(text.word(at)),
    };
    // « mille » and the plurals end a number: they begin none that counts time.
    let mut sum = word(at).filter(|_| !matches!(text.word(at), "vingts" | "cents" | "mille"))?;
    let mut rank = at + 1;
    // « quatre-vingt-dix-sept », « vingt et un », « cent vingt »: never more than five words.
    while rank < at + 6 && text.follows(rank) {
        let (next, after) = match text.word(rank) {
            "et" => (word(rank + 1).filter(|_| text.follows(rank + 1)), rank + 2),
            _ => (word(rank), rank + 1),
        };
        let Some(next) = next else { break };
        sum = match (sum, next) {
            (4 | 104, 20) => sum - 4 + 80,
            (2..=9, 100) => sum * 100,
            (20.., 1..=19) if next < 11 || matches!(sum % 100, 60 | 80) || sum >= 100 => sum + next,
            (100.., 20..=99) => sum + next,
            (10, 7..=9) => sum + next,
            (70.., 7..=9) => sum + next,
            _ => break,
        };
        rank = after;
    }
    Some((sum, rank))
}

/// « derniers », « prochaines », between a number and its unit or before the number.
fn side(text: &Text<'_>, at: usize) -> Option<Direction> {
    match text.word(at) {
        "dernier" | "derniers" | "derniere" | "dernieres" | "last" | "past" => Some(Direction::Last),
        "prochain" | "prochains" | "prochaine" | "prochaines" | "next" => Some(Direction::Next),
        _ => None,
    }
}

const COLLECTIVES: Openings = Openings::of(&[
    "une",
    "demi",
    "a",
    "one",
    "huitaine",
    "dizaine",
    "douzaine",
    "quinzaine",
    "vingtaine",
    "trentaine",
    "quarantaine",
    "soixantaine",
]);

/// « une quinzaine de jours », « sous huitaine », « une demi-heure », `a fortnight`.
fn collective(text: &Text<'_>, at: usize) -> Option<(u32, Unit, usize)> {
    if !COLLECTIVES.may_be(text.word(at)) {
        return None;
    }
    let word = (text.word(at) == "une").then(|| text.then(at + 1, &["demi heure"])).flatten();
    if let Some(end) = word.or_else(|| text.any(at, &["demi heure"])) {
        return Some((30, Unit::Minutes, end));
    }
    if let Some(end) = text.any(at, &["a fortnight", "one fortnight"]) {
        return Some((2, Unit::Weeks, end));
    }
    let at = if text.word(at) == "une" && text.follows(at + 1) { at + 1 } else { at };
    let count = match text.word(at) {
        "huitaine" => 8,
        "dizaine" => 10,
        "douzaine" => 12,
        "quinzaine" => 15,
        "vingtaine" => 20,
        "trentaine" => 30,
        "quarantaine" => 40,
        "soixantaine" => 60,
        _ => return None,
    };
    let of = text.then(at + 1, &["de", "d"]);
    match of.and_then(|of| unit(text, of).filter(|_| text.follows(of))) {
        Some((1, unit, end)) => Some((count, unit, end)),
        // Others count anything: « une dizaine de personnes ».
        _ if matches!(count, 8 | 15) && of.is_none() => Some((count, Unit::Days, at + 1)),
        _ => None,
    }
}

/// A unit, how many of it the word is, and the rank after it with what qualifies it.
fn unit(text: &Text<'_>, at: usize) -> Option<(u32, Unit, usize)> {
    if !is_french(text) {
        const WORKED: [&str; 2] = ["working", "business"];
        let (unit, at) = match text.word(at) {
            word if WORKED.contains(&word) => (Unit::WorkedDays, at + 1),
            "clear" => (Unit::ClearDays, at + 1),
            "calendar" => (Unit::Days, at + 1),
            _ => (Unit::Days, at),
        };
        let qualified = unit != Unit::Days;
        return match text.word(at) {
            "day" | "days" => Some((1, unit, at + 1)),
            _ if qualified => None,
            "minute" | "minutes" => Some((1, Unit::Minutes, at + 1)),
            "hour" | "hours" => Some((1, Unit::Hours, at + 1)),
            "week" | "weeks" => Some((1, Unit::Weeks, at + 1)),
            "month" | "months" => Some((1, Unit::Months, at + 1)),
            "year" | "years" => Some((1, Unit::Years, at + 1)),
            _ => None,
        };
    }
    let (times, unit) = match text.word(at) {
        "minute" | "minutes" | "min" | "mn" => (1, Unit::Minutes),
        "heure" | "heures" | "h" => (1, Unit::Hours),
        "jour" | "jours" | "j" => {
            let kinds: [(&[&str], Unit); 4] = [
                (&["ouvre", "ouvres"], Unit::WorkedDays),
                (&["ouvrable", "ouvrables"], Unit::WorkableDays),
                (&["franc", "francs"], Unit::ClearDays),
                (&["calendaire", "calendaires"], Unit::Days),
            ];
            let kind = kinds.iter().find_map(|(words, unit)| Some((*unit, text.then(at + 1, words)?)));
            let (unit, end) = kind.unwrap_or((Unit::Days, at + 1));
            return Some((1, unit, end));
        }
        "semaine" | "semaines" => (1, Unit::Weeks),
        "mois" => (1, Unit::Months),
        "trimestre" | "trimestres" => (3, Unit::Months),
        "semestre" | "semestres" => (6, Unit::Months),
        "an" | "ans" | "annee" | "annees" => (1, Unit::Years),
        _ => return None,
    };
    Some((times, unit, at + 1))
}

/// « et demi », « et 6 mois »: what is added to a length; none where the sum cannot be said in one unit.
fn more(text: &Text<'_>, duration: Duration, end: usize) -> Option<(Duration, usize)> {
    let whole = duration.high == Some(duration.low);
    let count = duration.low;
    if let Some(after) = text.then(end, &["et demi", "et demie", "and a half"]) {
        let half = match duration.unit {
            Unit::Years => (count.checked_mul(12)?.checked_add(6)?, Unit::Months),
            Unit::Hours => (count.checked_mul(60)?.checked_add(30)?, Unit::Minutes),
            _ => return None,
        };
        return whole.then_some((Duration::exact(half.0, half.1), after));
    }
    let Some((months, after)) = text.then(end, &["et", "and"]).and_then(|at| number(text, at)) else {
        return Some((duration, end));
    };
    match unit(text, after) {
        Some((1, Unit::Months, end)) if duration.unit == Unit::Years && whole => {
            let sum = count.checked_mul(12)?.checked_add(months)?;
            Some((Duration::exact(sum, Unit::Months), end))
        }
        _ => Some((duration, end)),
    }
}

impl Length {
    /// Where it goes from the day of reading: « les douze derniers mois ».
    pub(super) fn direction(&self) -> Option<Direction> {
        self.direction
    }
}
