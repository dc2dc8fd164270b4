//! CSV: cells parted by semicolons, commas or tabs, between quotes where they hold that sign or a line end.

use super::{Cells, MOST_FAULTS, ragged};
use crate::finding::{Message, Problem, ProblemKind};
use crate::source::{SourceId, Span};

/// Reads a text. Its first line names the columns, and tells which sign parts cells. Lines without a sign are
/// passed over; a row that has not as many cells as there are columns is a problem, and left out.
pub(super) fn read(id: SourceId, text: &str, problems: &mut Vec<Problem>) -> Cells {
    let start = text.len() - text.strip_prefix('\u{feff}').unwrap_or(text).len();
    let mut reader = Reader { text, at: start, separator: separator(text), unclosed: None };
    let mut columns = Vec::new();
    let mut rows = Vec::new();
    let mut faults = 0;
    while reader.at < text.len() && faults < MOST_FAULTS {
        let from = reader.at;
        let row = reader.row();
        if row.iter().all(String::is_empty) {
            continue;
        }
        if columns.is_empty() {
            columns = row;
        } else if row.len() == columns.len() {
            rows.push(row);
        } else {
            let line = text.get(from..reader.at).unwrap_or("").trim_end();
            problems.push(ragged(Span::new(id, from, from + line.len()), row.len(), columns.len()));
            faults += 1;
        }
    }
    if let Some(at) = reader.unclosed {
        let message = Message::key("component.data-quote");
        problems.push(Problem::new(ProblemKind::Syntax, Span::new(id, at, at + 1), message));
    }
    (columns, rows)
}

/// The sign that parts the cells of the first line, the one that stands there most.
fn separator(text: &str) -> char {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let count = |sign: char| {
        let mut quoted = false;
        first
            .chars()
            .filter(|c| {
                quoted ^= *c == '"';
                !quoted && *c == sign
            })
            .count()
    };
    // Of two that stand as often, the last one.
    [',', '\t', ';'].into_iter().max_by_key(|sign| count(*sign)).unwrap_or(';')
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    separator: char,
    /// A quote that nothing closes.
    unclosed: Option<usize>,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// The cells of the next row; its line end is passed over.
    fn row(&mut self) -> Vec<String> {
        let mut cells = Vec::new();
        loop {
            cells.push(self.cell());
            let Some(next) = self.rest().chars().next() else { return cells };
            self.at += next.len_utf8();
            if next == '\r' && self.rest().starts_with('\n') {
                self.at += 1;
            }
            if next != self.separator {
                return cells;
            }
        }
    }

    /// The next cell, up to a separator, a line end, or the end.
    fn cell(&mut self) -> String {
        let mut cell = String::new();
        let spaces = self.rest().len() - self.rest().trim_start_matches(' ').len();
        if self.rest().get(spaces..).is_some_and(|rest| rest.starts_with('"')) {
            let open = self.at + spaces;
            self.at = open + 1;
            loop {
                let Some(end) = self.rest().find('"') else {
                    self.unclosed = self.unclosed.or(Some(open));
                    cell.push_str(self.rest());
                    self.at = self.text.len();
                    break;
                };
                cell.push_str(self.rest().get(..end).unwrap_or(""));
                self.at += end + 1;
                if !self.rest().starts_with('"') {
                    break;
                }
                cell.push('"');
                self.at += 1;
            }
        }
        let end = self.rest().find([self.separator, '\n', '\r']).unwrap_or(self.rest().len());
        cell.push_str(self.rest().get(..end).unwrap_or(""));
        self.at += end;
        cell.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
