//! `review-overdue`: the day by which somebody should have checked the facts again.

use crate::data::Fields;
use crate::finding::{Finding, Message};
use crate::language::period::Period;
use crate::lint::pack::RuleSet;
use crate::lint::rule::Rule;
use crate::site::Page;
use crate::source::Span;
use jiff::civil::Date;

use super::kind::{Case, Form, Kind, Param, required_period};
use super::{Check, View};

/// The kind `review-overdue`.
pub(super) const KIND: Kind = Kind {
    in_front: true,
    calendar: true,
    params: &[Param::required("every", Form::Period, "param.review-every")],
    read: |fields, place| ReviewOverdue::read(fields, place).map(Check::ReviewOverdue),
    ..Kind::new("review-overdue", "kind.review-overdue", &[Case::only(&["reviewed", "due"])])
};

/// How often a page is reviewed when neither it nor its sections say so.
#[derive(Clone, Copy, Debug)]
pub struct ReviewOverdue {
    /// Parameter `every`.
    pub every: Period,
}

impl ReviewOverdue {
    pub(super) fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        required_period(fields, "every", place).map(|every| Self { every })
    }

    pub(super) fn check(self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let front = &view.page.front;
        let Some(reviewed) = front.reviewed.as_ref().filter(|_| view.is_published()) else { return };
        let due = front.review_every.as_ref().map_or(self.every, |every| every.value).after(reviewed.value);
        if due >= view.site.facts.today {
            return;
        }
        let args = vec![("reviewed", reviewed.value.into()), ("due", due.into())];
        let mut finding = rule.finding("", reviewed.span, args);
        let source = view.page.document.source;
        if reviewed.span.source != source {
            // A date that a section gives to all its pages is late once for each of them.
            finding.labels.push((reviewed.span, Message::key("lint.inherited")));
            finding.span = front.title.as_ref().map_or(Span::new(source, 0, 0), |title| title.span);
        } else if let Some(own) = &front.review_every {
            finding.labels.push((own.span, Message::key("lint.review-every")));
        }
        out.push(finding);
    }
}

/// The day until which the last review of a page holds, by its own frequency or else by that of the rule about
/// reviews, even one that is off. None when the page was never reviewed, or nothing says how often.
pub fn next_review(page: &Page, rules: &RuleSet) -> Option<Date> {
    let reviewed = page.front.reviewed.as_ref()?.value;
    let every = |rule: &Rule| match &rule.check {
        Check::ReviewOverdue(reviews) => Some(reviews.every),
        _ => None,
    };
    let usual = || rules.pack(page.document.source).rules.iter().find_map(every);
    let own = page.front.review_every.as_ref().map(|every| every.value);
    Some(own.or_else(usual)?.after(reviewed))
}
