//! What the calendar alone brings about: an entry of a registry changes on a day that it gives itself, and
//! a page that nobody touched is wrong from that day on.

use jiff::civil::Date;

use crate::finding::{Finding, Severity};
use crate::site::Page;

/// A finding that rests on entries of which the last changed on a day. Unless the page was reviewed since,
/// the calendar alone may have brought it about: it is a warning at most, and stops nothing.
pub(super) fn since(page: &Page, changed: Option<Date>, finding: Finding) -> Finding {
    let reviewed = page.front.reviewed.as_ref().map(|reviewed| reviewed.value);
    if changed.is_some_and(|day| reviewed.is_none_or(|reviewed| reviewed < day)) {
        brought(finding)
    } else {
        finding
    }
}

/// A finding told in a registry, of an entry that has changed on a day or never.
pub(super) fn in_entry(changed: Option<Date>, finding: Finding) -> Finding {
    if changed.is_some() { brought(finding) } else { finding }
}

fn brought(finding: Finding) -> Finding {
    Finding { calendar: true, severity: finding.severity.min(Severity::Warning), ..finding }
}
