//! `impossible-date`, `wrong-weekday`: a day that no calendar has, and a date that falls on another day of the
//! week than the one before it.

use jiff::civil::Date;

use crate::data::Fields;
use crate::finding::Finding;
use crate::language::Language;
use crate::language::dates::{DayOfWeek, NoSuchDay, days_of_week, no_such_days};
use crate::language::format;
use crate::language::sentences::sentences;
use crate::lint::rule::Rule;
use crate::lint::scope::Passage;

use super::kind::{Case, Form, Kind, Param};
use super::named::SentenceWords;
use super::{Check, View};

/// The kind `impossible-date`.
pub(super) const IMPOSSIBLE: Kind = Kind {
    scoped: true,
    params: &[Param::optional("unless", Form::Texts, "param.impossible-unless")],
    read: |fields, _| Some(Check::ImpossibleDate(ImpossibleDate::read(fields))),
    ..Kind::new(
        "impossible-date",
        "kind.impossible-date",
        &[Case::only(&["found", "month", "days", "near", "after"])],
    )
};

/// The kind `wrong-weekday`.
pub(super) const WEEKDAY: Kind = Kind {
    scoped: true,
    read: |_, _| Some(Check::WrongWeekday),
    ..Kind::new("wrong-weekday", "kind.wrong-weekday", &[Case::only(&["found", "use", "near"])])
};

/// A day that does not exist.
#[derive(Clone, Debug)]
pub struct ImpossibleDate {
    /// Parameter `unless`: words of the same sentence that speak of days that do not exist.
    unless: SentenceWords,
}

impl ImpossibleDate {
    fn read(fields: &mut Fields) -> Self {
        Self { unless: SentenceWords::read(fields, "unless") }
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let Some(language) = view.language else { return };
        for passage in view.looked_at(rule) {
            let text = passage.prose.text();
            for day in no_such_days(text, language) {
                let Some([month, near, after]) = around(&day, language) else { continue };
                let told = View::is_looked_at(rule, passage, &day.range) && !passage.is_others(&day.range);
                let sentences = sentences(text, language);
                let of_day = sentences.iter().find(|sentence| sentence.end >= day.range.end);
                if !told || self.unless.stand_in(text, of_day.unwrap_or(&(0..text.len()))) {
                    continue;
                }
                let found = text.get(day.range.clone()).unwrap_or("");
                let args = vec![
                    ("found", found.into()),
                    ("month", month.as_str().into()),
                    ("days", i64::from(day.days).into()),
                    ("near", near.as_str().into()),
                    ("after", after.as_str().into()),
                ];
                out.push(rule.finding("", passage.prose.span(day.range), args));
            }
        }
    }
}

/// The month of a day that does not exist, its last day and the day after, with their year where it is known.
fn around(day: &NoSuchDay, language: Language) -> Option<[String; 3]> {
    let last = Date::new(day.year.unwrap_or(2024), day.month, day.days).ok()?;
    let next = last.tomorrow().ok()?;
    let words = [format::month(last, language), format::date(last, language), format::date(next, language)];
    Some(match day.year {
        Some(_) => words,
        None => words.map(|words| words.rsplit_once(' ').map_or("", |(before, _)| before).to_owned()),
    })
}

pub(super) fn check_weekday(rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    let Some(language) = view.language else { return };
    for passage in view.looked_at(rule) {
        let text = passage.prose.text();
        for day in days_of_week(text, language) {
            let right = rank_of(day.date);
            if right == day.weekday
                || !View::is_looked_at(rule, passage, &day.range)
                || passage.is_others(&day.range)
                || is_parted(passage, view, &day)
            {
                continue;
            }
            let Some(near) = nearest(day.date, right, day.weekday) else { continue };
            let written = |date: Date| {
                format!("{} {}", format::weekday(rank_of(date), language), format::date(date, language))
            };
            let found = text.get(day.range.clone()).unwrap_or("");
            let args = vec![
                ("found", found.into()),
                ("use", written(day.date).as_str().into()),
                ("near", written(near).as_str().into()),
            ];
            out.push(rule.finding("", passage.prose.span(day.range), args));
        }
    }
}

/// The rank of the weekday of a date, Monday first.
fn rank_of(date: Date) -> usize {
    usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default()
}

/// The nearest day to a date, whose weekday has rank `right`, that has the weekday of rank `wanted`.
fn nearest(date: Date, right: usize, wanted: usize) -> Option<Date> {
    let after = i32::try_from((wanted + 7).checked_sub(right)? % 7).ok()?;
    let days = if after > 3 { after - 7 } else { after };
    date.checked_add(jiff::Span::new().days(days)).ok()
}

/// Whether a line was ended on purpose between the weekday and its date: they may belong to two sentences.
fn is_parted(passage: &Passage<'_>, view: &View<'_>, day: &DayOfWeek) -> bool {
    let typed = view.site.sources.slice(passage.prose.span(day.gap.clone()));
    typed.contains("  \n") || typed.contains("  \r") || typed.contains(['\\', '<'])
}
