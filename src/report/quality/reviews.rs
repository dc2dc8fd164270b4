//! The calendar of reviews.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Quality, Row};

/// When pages are to be reviewed.
pub(super) struct Calendar<'a> {
    /// The pages whose review is late, the latest first.
    pub(super) overdue: Vec<Row<'a>>,
    /// The pages of each month to come, by its first day, the nearest first.
    pub(super) months: BTreeMap<Date, Vec<Row<'a>>>,
    /// The pages that were never reviewed, or that nothing says when to review.
    pub(super) undated: Vec<Row<'a>>,
}

impl<'a> Calendar<'a> {
    pub(super) fn of(quality: &Quality<'a>) -> Self {
        let mut calendar = Self { overdue: Vec::new(), months: BTreeMap::new(), undated: Vec::new() };
        let mut rows = quality.rows.clone();
        rows.sort_by_key(|row| (row.next_review, row.page.path.as_str()));
        for row in rows {
            match row.next_review {
                None => calendar.undated.push(row),
                Some(_) if row.overdue => calendar.overdue.push(row),
                Some(due) => calendar.months.entry(due.first_of_month()).or_default().push(row),
            }
        }
        calendar
    }
}
