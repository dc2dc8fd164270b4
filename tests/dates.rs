//! The expressions of time of `tests/dates/`, read as a person reads them.

use std::fmt::Write as _;
use std::path::Path;

use limpide::language::Language;
use limpide::language::duration::{Duration, Unit};
use limpide::language::time::{Direction, Expression, Limit, Moment, Part, Reading, Stretch, expressions};

fn moment(moment: Moment) -> String {
    let year = moment.year.map_or("-".to_owned(), |year| year.to_string());
    let next = moment.year.map_or("-".to_owned(), |year| (year + 1).to_string());
    let part = match moment.part {
        Part::Whole => "",
        Part::Start => "start of ",
        Part::Middle => "middle of ",
        Part::End => "end of ",
    };
    let stretch = match moment.stretch {
        Stretch::Day { month, day } => format!("{year}-{month:02}-{day:02}"),
        Stretch::Month(month) => format!("{year}-{month:02}"),
        Stretch::Quarter(quarter) => format!("quarter {quarter} {year}"),
        Stretch::Half(half) => format!("half {half} {year}"),
        Stretch::Spring => format!("spring {year}"),
        Stretch::Summer => format!("summer {year}"),
        Stretch::Autumn => format!("autumn {year}"),
        Stretch::Winter => format!("winter {year}"),
        Stretch::WinterAstride => format!("winter {year}/{next}"),
        Stretch::SchoolStart => format!("school-start {year}"),
        Stretch::SchoolYear => format!("school-year {year}/{next}"),
        Stretch::Year => year,
    };
    format!("{part}{stretch}")
}

fn duration(duration: Duration) -> String {
    let about = if duration.about { "~" } else { "" };
    let count = match (duration.low, duration.high) {
        (low, Some(high)) if low == high => format!("{about}{low}"),
        (0, Some(high)) => format!("<= {about}{high}"),
        (low, Some(high)) => format!("{about}{low}..{high}"),
        (low, None) => format!(">= {about}{low}"),
    };
    let unit = match duration.unit {
        Unit::Minutes => "minutes",
        Unit::Hours => "hours",
        Unit::Days => "days",
        Unit::WorkedDays => "worked-days",
        Unit::WorkableDays => "workable-days",
        Unit::ClearDays => "clear-days",
        Unit::Weeks => "weeks",
        Unit::Months => "months",
        Unit::Years => "years",
    };
    format!("{count} {unit}")
}

fn reading(reading: Reading) -> String {
    match reading {
        Reading::Moment(at) => moment(at),
        Reading::Range(from, to) => format!("{} .. {}", moment(from), moment(to)),
        Reading::Limit(limit, at) => {
            let limit = match limit {
                Limit::By => "by",
                Limit::Until => "until",
                Limit::Before => "before",
                Limit::From => "from",
                Limit::Since => "since",
                Limit::After => "after",
            };
            format!("{limit} {}", moment(at))
        }
        Reading::Length(length) => duration(length),
        Reading::FromToday(direction, length) => {
            let direction = match direction {
                Direction::Since => "since",
                Direction::Ago => "ago",
                Direction::In => "in",
                Direction::Within => "within",
                Direction::Last => "last",
                Direction::Next => "next",
            };
            format!("{direction} {}", duration(length))
        }
    }
}

/// The sentence with brackets around what was found, and what each says.
fn as_in_the_table(text: &str, found: &[Expression]) -> String {
    let mut line = String::new();
    let mut at = 0;
    for expression in found {
        let _ = write!(line, "{}[{}]", &text[at..expression.range.start], &text[expression.range.clone()]);
        at = expression.range.end;
    }
    let readings: Vec<String> = found.iter().map(|expression| reading(expression.reading)).collect();
    let readings = if readings.is_empty() { "-".to_owned() } else { readings.join(" ; ") };
    format!("{line}{}\t{readings}", &text[at..])
}

fn hold(file: &str, language: Language, least: usize) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dates").join(file);
    let table = std::fs::read_to_string(path).unwrap();
    let (mut wrong, mut right, mut not_read) = (String::new(), std::collections::BTreeSet::new(), 0);
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        let (sentence, expected) = (columns.next().unwrap(), columns.next().unwrap());
        let text: String = sentence.chars().filter(|c| !matches!(c, '[' | ']')).collect();
        let read = as_in_the_table(&text, &expressions(&text, language));
        let is_right = read == format!("{sentence}\t{expected}");
        match columns.next() {
            None if is_right => {
                right.extend(
                    sentence.split('[').skip(1).map(|rest| rest.split(']').next().unwrap().to_owned()),
                );
            }
            None => {
                let _ = writeln!(wrong, "expected {sentence}\t{expected}\n    read {read}");
            }
            Some(_) if is_right => {
                let _ = writeln!(wrong, "read after all, and said not to be: {read}");
            }
            Some(_) => not_read += 1,
        }
    }
    println!("{file}: {} expressions right, {not_read} lines not read", right.len());
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(right.len() >= least, "only {} expressions", right.len());
}

#[test]
fn french_expressions_are_read_as_a_person_reads_them() {
    hold("french.tsv", Language::French, 200);
}

#[test]
fn english_expressions_are_read_as_a_person_reads_them() {
    hold("english.tsv", Language::English, 35);
}
