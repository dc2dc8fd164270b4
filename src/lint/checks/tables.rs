//! `table-header` and `table-columns`: a table whose columns have no name, that has one column, or too many.

use crate::document::{BlockKind, Table};
use crate::finding::Finding;
use crate::lint::rule::Rule;
use crate::source::Span;

use super::kind::{Case, Kind};
use super::{Check, View};

/// The kind `table-header`.
pub(super) const KIND: Kind = Kind {
    read: |_, _| Some(Check::TableHeader),
    ..Kind::new("table-header", "kind.table-header", &[Case::of("header", &[]), Case::of("column", &[])])
};

/// The kind `table-columns`.
pub(super) const COLUMNS: Kind = Kind {
    measured: true,
    read: |_, _| Some(Check::TableColumns),
    ..Kind::new("table-columns", "kind.table-columns", &[Case::only(&["count", "max"])])
};

pub(super) fn check(rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    let document = &view.page.document;
    let mut cells =
        document.blocks.iter().filter(|block| matches!(block.kind, BlockKind::TableCell { .. })).peekable();
    for table in &document.tables {
        let (mut named, mut quoted) = (false, false);
        while cells.next_if(|cell| cell.span.end <= table.span.start).is_some() {}
        while let Some(cell) = cells.next_if(|cell| cell.span.start < table.span.end) {
            quoted |= cell.quoted;
            let header = matches!(cell.kind, BlockKind::TableCell { header: true });
            named |= header && !cell.prose.text().trim().is_empty();
        }
        let case = match table.columns {
            _ if quoted => continue,
            1 => "column",
            _ if named => continue,
            _ => "header",
        };
        out.push(rule.finding(case, first_line(table, view), Vec::new()));
    }
}

pub(super) fn check_columns(rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    let document = &view.page.document;
    for table in &document.tables {
        let cell = document.blocks.get(document.blocks.partition_point(|b| b.span.start < table.span.start));
        if cell.is_none_or(|cell| !cell.quoted) {
            out.extend(rule.measured("", table.columns, first_line(table, view)));
        }
    }
}

/// The first line of a table says which one is meant; the rest would hide what is around it.
fn first_line(table: &Table, view: &View<'_>) -> Span {
    let typed = view.site.sources.slice(table.span);
    let line = typed.lines().next().unwrap_or("").trim_end().len();
    let start = table.span.start as usize;
    Span::new(table.span.source, start, start + line)
}
