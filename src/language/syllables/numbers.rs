//! Syllables of a number as it is read aloud in French.

/// Syllables of a number, given by its digits alone: « 2026 » is deux mille vingt-six. One too long to be
/// read at once is read digit by digit.
pub(super) fn syllables(digits: &str) -> usize {
    let Ok(number) = digits.parse::<u64>() else { return digits.len() };
    match number {
        0 => 2,
        1..1_000_000_000 => below_a_billion(number),
        _ => digits.len(),
    }
}

fn below_a_billion(number: u64) -> usize {
    let (millions, thousands, rest) = (number / 1_000_000, number / 1_000 % 1_000, number % 1_000);
    let mut said = 0;
    if millions > 0 {
        said += below_a_thousand(millions) + 2;
    }
    if thousands > 0 {
        said += 1 + if thousands == 1 { 0 } else { below_a_thousand(thousands) };
    }
    said + below_a_thousand(rest)
}

fn below_a_thousand(number: u64) -> usize {
    let (hundreds, rest) = (number / 100, number % 100);
    let cent = match hundreds {
        0 => 0,
        1 => 1,
        _ => 1 + below_a_hundred(hundreds),
    };
    cent + below_a_hundred(rest)
}

fn below_a_hundred(number: u64) -> usize {
    /// From zéro (said as nothing here) to seize.
    const UNITS: [usize; 17] = [0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1];
    let unit = |n: u64| usize::try_from(n).ok().and_then(|n| UNITS.get(n)).copied().unwrap_or(0);
    let and = |n: u64| usize::from(n == 1);
    match number {
        0..=16 => unit(number),
        17..=19 => 1 + unit(number - 10),
        20..=39 => 1 + and(number % 10) + unit(number % 10),
        40..=69 => 2 + and(number % 10) + unit(number % 10),
        70..=79 => 2 + and(number % 10) + below_a_hundred(number - 60),
        _ => 3 + below_a_hundred(number - 80),
    }
}
