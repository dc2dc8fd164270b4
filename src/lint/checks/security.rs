//! `security-expiry`: the last day of `security.txt`. Past it, readers of the file are told not to trust it
//! (RFC 9116, 2.5.5 and 5.3), and a day more than a year away is one that nobody will look at in time.

use crate::data::Fields;
use crate::finding::Finding;
use crate::language::period::Period;
use crate::lint::rule::Rule;
use crate::site::Site;
use crate::source::Span;

use super::Check;
use super::kind::{Case, Form, Kind, Param, required_period};

/// The kind `security-expiry`.
pub(super) const KIND: Kind = Kind {
    elsewhere: true,
    calendar: true,
    params: &[
        Param::required("before", Form::Period, "param.security-before"),
        Param::required("longest", Form::Period, "param.security-longest"),
    ],
    read: |fields, place| SecurityExpiry::read(fields, place).map(Check::SecurityExpiry),
    ..Kind::new(
        "security-expiry",
        "kind.security-expiry",
        &[Case::of("over", &["date"]), Case::of("soon", &["date"]), Case::of("far", &["date"])],
    )
};

/// How long before its last day the file is to be looked at, and how far that day may be.
#[derive(Clone, Copy, Debug)]
pub struct SecurityExpiry {
    before: Period,
    longest: Period,
}

impl SecurityExpiry {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let before = required_period(fields, "before", place);
        let longest = required_period(fields, "longest", place);
        Some(Self { before: before?, longest: longest? })
    }

    pub(super) fn check(self, rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
        let Some(security) = &site.config.site.security else { return };
        let (today, last) = (site.facts.today, &security.expires);
        let case = if last.value < today {
            "over"
        } else if last.value <= self.before.after(today) {
            "soon"
        } else if last.value > self.longest.after(today) {
            "far"
        } else {
            return;
        };
        out.push(rule.finding(case, last.span, vec![("date", last.value.into())]));
    }
}
