//! `statement-age`: the accessibility statement that an audit can no longer, or soon will no longer, answer for. Past
//! its last day the site says « non conforme » again: somebody must know before it does.

use crate::data::Fields;
use crate::finding::Finding;
use crate::language::period::Period;
use crate::lint::rule::Rule;
use crate::site::Site;
use crate::source::Span;

use super::Check;
use super::kind::{Case, Form, Kind, Param, required_period};

/// The kind `statement-age`.
pub(super) const KIND: Kind = Kind {
    elsewhere: true,
    calendar: true,
    params: &[Param::required("before", Form::Period, "param.statement-before")],
    read: |fields, place| StatementAge::read(fields, place).map(Check::StatementAge),
    ..Kind::new(
        "statement-age",
        "kind.statement-age",
        &[Case::of("over", &["date"]), Case::of("soon", &["date"])],
    )
};

/// How long before its last day the statement is to be made again.
#[derive(Clone, Copy, Debug)]
pub struct StatementAge {
    before: Period,
}

impl StatementAge {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        Some(Self { before: required_period(fields, "before", place)? })
    }

    pub(super) fn check(self, rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
        let Some(statement) = &site.statement else { return };
        let Some(until) = &statement.until else { return };
        let case = if statement.over {
            "over"
        } else if until.value <= self.before.after(site.facts.today) {
            "soon"
        } else {
            return;
        };
        out.push(rule.finding(case, until.span, vec![("date", until.value.into())]));
    }
}
