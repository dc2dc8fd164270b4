//! Days that the front matter gives: none at all, one to come, a validity that is over, words signed on a day
//! and changed since.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::data::Fields;
use crate::document::FrontMatter;
use crate::finding::{Finding, Message};
use crate::language::period::Period;
use crate::lint::rule::Rule;
use crate::lint::rule_file::{missing, wrong};
use crate::source::{Span, Spanned};

use super::super::kind::{Case, Form, Kind, Param, required_choice, required_number, required_period};
use super::super::types::{self, Types};
use super::super::{Check, View};
use super::{Model, end_of_front, on_page};

/// The kind `no-review-date`.
pub(super) const UNREVIEWED: Kind = Kind {
    in_front: true,
    params: &[types::TYPES],
    read: |fields, _| made(Some(Dates::Unreviewed(Types::read(fields)))),
    ..Kind::new("no-review-date", "kind.no-review-date", &[Case::only(&[])])
};

/// The kind `future-date`.
pub(super) const FUTURE: Kind = Kind {
    in_front: true,
    params: &[
        Param::required("fields", Form::Choices(&DATED), "param.future-fields"),
        Param::required("days", Form::Number, "param.future-days"),
    ],
    read: |fields, place| made(Future::read(fields, place).map(Dates::Future)),
    ..Kind::new("future-date", "kind.future-date", &[Case::only(&["field", "date"])])
};

/// The kind `out-of-validity`.
pub(super) const VALIDITY: Kind = Kind {
    in_front: true,
    calendar: true,
    params: &[Param::required("when", Form::Choice(&["over", "to-come"]), "param.validity-when")],
    read: |fields, place| {
        made(
            required_choice(fields, "when", &[("over", true), ("to-come", false)], place)
                .map(Dates::Validity),
        )
    },
    ..Kind::new("out-of-validity", "kind.out-of-validity", &[Case::only(&["date"])])
};

/// The kind `validity-order`.
pub(super) const ORDER: Kind = Kind {
    in_front: true,
    read: |_, _| made(Some(Dates::Order)),
    ..Kind::new(
        "validity-order",
        "kind.validity-order",
        &[Case::of("order", &["from", "until"]), Case::of("published", &["published", "until"])],
    )
};

/// The kind `national-check`.
pub(super) const NATIONAL: Kind = Kind {
    in_front: true,
    calendar: true,
    params: &[Param::required("every", Form::Period, "param.national-every")],
    read: |fields, place| made(required_period(fields, "every", place).map(Dates::National)),
    ..Kind::new("national-check", "kind.national-check", &[Case::only(&["checked"])])
};

/// The kind `signed-words`.
pub(super) const SIGNED: Kind = Kind {
    in_front: true,
    read: |_, _| made(Some(Dates::Signed)),
    ..Kind::new(
        "signed-words",
        "kind.signed-words",
        &[Case::of("words", &["date", "mark"]), Case::of("updated", &["date", "updated", "mark"])],
    )
};

/// The fields that hold the day of something done.
const DATED: [&str; 4] = ["published", "updated", "reviewed", "national"];

/// A look at the days of a page.
#[derive(Clone, Debug)]
pub enum Dates {
    /// `no-review-date`
    Unreviewed(Types),
    /// `future-date`
    Future(Future),
    /// `out-of-validity`: over, or to come.
    Validity(bool),
    /// `validity-order`
    Order,
    /// `national-check`
    National(Period),
    /// `signed-words`
    Signed,
}

/// What is done cannot be dated of a day to come.
#[derive(Clone, Debug)]
pub struct Future {
    fields: Vec<&'static str>,
    /// Parameter `days`: clocks and territories may be that far apart.
    days: usize,
}

impl Future {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let mut named = Vec::new();
        for text in fields.texts("fields") {
            match DATED.iter().find(|field| **field == text.value) {
                Some(field) => named.push(*field),
                None => {
                    let message = Message::key("data.not-a-choice").with("key", "fields");
                    let message = message.with("value", text.value.as_str());
                    let message = message.with("choices", DATED.map(str::to_owned).to_vec());
                    fields.problems().push(wrong(text.span, message));
                }
            }
        }
        if named.is_empty() {
            missing(fields.problems(), "fields", place);
        }
        let days = required_number(fields, "days", place)?;
        (!named.is_empty()).then_some(Self { fields: named, days })
    }

    /// The days of a front matter that these fields give.
    fn days_of(&self, front: &FrontMatter) -> Vec<(&'static str, Spanned<Date>)> {
        let day = |field: &'static str| match field {
            "published" => front.published.clone(),
            "updated" => front.updated.clone(),
            "reviewed" => front.reviewed.clone(),
            _ => front.procedure().national.and_then(|national| national.checked),
        };
        self.fields.iter().filter_map(|field| Some((*field, day(field)?))).collect()
    }
}

fn made(dates: Option<Dates>) -> Option<Check> {
    dates.map(|dates| Check::Model(Box::new(Model::Dates(dates))))
}

impl Dates {
    pub(super) fn kind(&self) -> &'static Kind {
        match self {
            Self::Unreviewed(_) => &UNREVIEWED,
            Self::Future(_) => &FUTURE,
            Self::Validity(_) => &VALIDITY,
            Self::Order => &ORDER,
            Self::National(_) => &NATIONAL,
            Self::Signed => &SIGNED,
        }
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let page = view.page;
        // Nobody reads a draft: its days can wait. A page to come may be dated after the day it is over.
        let is_draft = page.front.draft.as_ref().is_some_and(|draft| draft.value);
        if !view.is_published() && (is_draft || !matches!(self, Self::Order)) {
            return;
        }
        let today = view.site.facts.today;
        match self {
            Self::Unreviewed(types) => {
                let ages = page.front.review_every.as_ref().is_none_or(|every| every.value.months < u32::MAX);
                let said = page.front.reviewed.is_some() || page.front.is_unread("reviewed");
                if types.hold(view) && !said && ages {
                    let mut finding = rule.finding("", end_of_front(view.site, page), Vec::new());
                    finding.topic = Some("reviewed".to_owned());
                    out.push(finding);
                }
            }
            Self::Future(future) => {
                let latest =
                    today.checked_add(i64::try_from(future.days).unwrap_or(0).days()).unwrap_or(today);
                let declared = [Some(&page.document.front), page.document.front.defaults.as_deref()];
                for (field, day) in declared.into_iter().flatten().flat_map(|front| future.days_of(front)) {
                    if day.value > latest {
                        let args = vec![("field", field.into()), ("date", day.value.into())];
                        out.push(rule.finding("", day.span, args));
                    }
                }
            }
            Self::Validity(over) => {
                let (from, until) = (page.front.valid_from.as_ref(), page.front.valid_until.as_ref());
                let day = if *over {
                    until.filter(|until| until.value < today)
                } else {
                    from.filter(|from| from.value > today)
                };
                if let Some(day) = day {
                    out.push(on_page(page, rule.finding("", day.span, vec![("date", day.value.into())])));
                }
            }
            Self::Order => order(rule, view, out),
            Self::National(every) => {
                let checked = page.procedure.national.as_ref().and_then(|national| national.checked.as_ref());
                if let Some(checked) = checked.filter(|checked| every.after(checked.value) < today) {
                    let args = vec![("checked", checked.value.into())];
                    out.push(on_page(page, rule.finding("", checked.span, args)));
                }
            }
            Self::Signed => signed(rule, view, out),
        }
    }
}

/// A validity that ends before it begins, or before the page is published.
fn order(rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    let page = view.page;
    let Some(until) = &page.front.valid_until else { return };
    if let Some(from) = page.front.valid_from.as_ref().filter(|from| until.value < from.value) {
        let args = vec![("from", from.value.into()), ("until", until.value.into())];
        let mut finding = rule.finding("order", until.span, args);
        finding.labels.push((from.span, Message::key("lint.valid-from")));
        out.push(on_page(page, finding));
        return;
    }
    if let Some(published) = page.front.published.as_ref().filter(|day| until.value < day.value) {
        let args = vec![("published", published.value.into()), ("until", until.value.into())];
        let mut finding = rule.finding("published", until.span, args);
        finding.labels.push((published.span, Message::key("lint.published-on")));
        out.push(on_page(page, finding));
    }
}

/// Words that somebody answered for, and that are no longer the same.
fn signed(rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    let page = view.page;
    let own = page.procedure.sign_off.iter().filter(|signed| signed.date.span.source == page.document.source);
    let mut mark = None;
    for signed in own {
        let now = mark.get_or_insert_with(|| page.document.words_mark()).clone();
        let mut args = vec![("date", signed.date.value.into())];
        match (&signed.words, &page.front.updated) {
            (Some(words), _) if words.value.trim() != now => {
                args.push(("mark", now.into()));
                out.push(rule.finding("words", words.span, args));
            }
            (None, Some(updated)) if updated.value > signed.date.value => {
                args.extend([("updated", updated.value.into()), ("mark", now.into())]);
                let mut finding = rule.finding("updated", signed.date.span, args);
                finding.labels.push((updated.span, Message::key("lint.updated")));
                out.push(on_page(page, finding));
            }
            _ => {}
        }
    }
}
