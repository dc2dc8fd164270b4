//! Tables of data that pages show: CSV and YAML files beside the page, or in `content/_data/tables/`.
//!
//! Cells are published as they are typed: they are data, which rules about language leave alone.

mod csv;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::link_graph::join;
use super::{Page, registry::suggest};
use crate::config::components::{ArgumentKind, Components};
use crate::data::{self, Node, Value};
use crate::document::{Embedded, encoding};
use crate::finding::{Message, Problem, ProblemKind};
use crate::source::{Asset, SourceId, Sources, Span, Spanned};

/// Faults told of one file; beyond, they are one mistake seen many times.
const MOST_FAULTS: usize = 5;

/// A table, as a file has it. Every row has a cell for each column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataTable {
    /// What each column is called.
    pub columns: Vec<String>,
    /// Whether every cell of a column is a number, or nothing.
    pub numbers: Vec<bool>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
}

/// A table, as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownTable {
    /// The table.
    pub table: Arc<DataTable>,
    /// The ranks of the columns that are shown, in the order they are shown.
    pub columns: Vec<usize>,
}

/// The files that tables may come from.
pub(super) struct Files<'a> {
    sources: &'a Sources,
    /// Texts, by their path in `content/`.
    texts: BTreeMap<&'a str, SourceId>,
    /// Every file published as it is: one without a text is too large for a table.
    assets: BTreeSet<&'a str>,
    read: BTreeMap<SourceId, Option<Arc<DataTable>>>,
}

impl<'a> Files<'a> {
    pub(super) fn new(sources: &'a Sources, tables: &'a [(String, SourceId)], assets: &'a [Asset]) -> Self {
        let own = assets.iter().filter(|asset| asset.theme.is_none());
        Self {
            sources,
            texts: tables.iter().map(|(path, id)| (path.as_str(), *id)).collect(),
            assets: own.map(|asset| asset.path.as_str()).collect(),
            read: BTreeMap::new(),
        }
    }

    /// The table of each component of a page that shows one, by the rank of the component.
    pub(super) fn of_page(
        &mut self,
        page: &Page,
        components: &Components,
        problems: &mut Vec<Problem>,
    ) -> BTreeMap<usize, ShownTable> {
        let mut shown = BTreeMap::new();
        for (rank, call) in page.document.embedded.iter().enumerate() {
            let Some(component) = components.get(&call.name.value) else { continue };
            let given = |kind: ArgumentKind| {
                let mut arguments = component.arguments.iter();
                call.argument(&arguments.find(|argument| argument.kind == kind)?.name)
            };
            let Some(file) = given(ArgumentKind::Data).filter(|file| !file.value.trim().is_empty()) else {
                continue;
            };
            let Some(table) = self.table(page, file, problems) else { continue };
            let columns = chosen(&table, given(ArgumentKind::Columns), call, problems);
            shown.insert(rank, ShownTable { table, columns });
        }
        shown
    }

    fn table(
        &mut self,
        page: &Page,
        file: &Spanned<String>,
        problems: &mut Vec<Problem>,
    ) -> Option<Arc<DataTable>> {
        let typed = file.value.trim();
        let folder = page.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let beside = match typed.strip_prefix('/') {
            Some(rooted) => join("", rooted),
            None => join(folder, typed),
        };
        let gathered = join("_data/tables", typed);
        let found = [&beside, &gathered].into_iter().flatten().find_map(|path| self.texts.get(path.as_str()));
        let Some(id) = found.copied() else {
            let large = beside.as_deref().is_some_and(|path| self.assets.contains(path));
            let key = if large { "component.data-too-large" } else { "component.data-missing" };
            let message = Message::key(key).with("file", typed);
            let problem = Problem::new(ProblemKind::InvalidCall, file.span, message);
            let names = self.texts.keys().map(|path| path.strip_prefix("_data/tables/").unwrap_or(path));
            let problem = if large { problem } else { suggest(problem, typed, names) };
            let help = problem.help.is_none() && !large;
            problems.push(if help { problem.help(Message::key("component.data-help")) } else { problem });
            return None;
        };
        let sources = self.sources;
        self.read.entry(id).or_insert_with(|| read(id, sources, typed, problems).map(Arc::new)).clone()
    }
}

/// The ranks of the columns that a call asks for: all of them when it does not say.
fn chosen(
    table: &DataTable,
    asked: Option<&Spanned<String>>,
    call: &Embedded,
    problems: &mut Vec<Problem>,
) -> Vec<usize> {
    let Some(asked) = asked.filter(|asked| !asked.value.trim().is_empty()) else {
        return (0..table.columns.len()).collect();
    };
    let mut columns = Vec::new();
    let mut seen = BTreeSet::new();
    let mut start = asked.span.range().start;
    for part in asked.value.split(',') {
        let name = part.trim();
        let at = start + part.len() - part.trim_start().len();
        let span = Span::new(call.span.source, at, at + name.len());
        start += part.len() + 1;
        match table.columns.iter().position(|column| column == name) {
            Some(rank) if seen.insert(rank) => columns.push(rank),
            Some(_) => {
                let message = Message::key("component.columns-repeated").with("column", name);
                problems.push(Problem::new(ProblemKind::InvalidCall, span, message));
            }
            None => {
                let message = Message::key("component.data-unknown-column").with("found", name);
                let message = message.with("known", table.columns.clone());
                let problem = Problem::new(ProblemKind::InvalidCall, span, message);
                problems.push(suggest(problem, name, table.columns.iter().map(String::as_str)));
            }
        }
    }
    columns
}

/// Reads a file; none for one that is no table.
fn read(id: SourceId, sources: &Sources, name: &str, problems: &mut Vec<Problem>) -> Option<DataTable> {
    let source = sources.get(id);
    problems.extend(encoding(id, source));
    let before = problems.len();
    let (columns, rows) = match source.path().ends_with(".csv") {
        true => csv::read(id, source.text(), problems),
        false => {
            let (node, found) = data::yaml(id, source.text(), 0..source.text().len());
            problems.extend(found);
            of_yaml(&node, problems)?
        }
    };
    if rows.is_empty() {
        if problems.len() == before {
            let message = Message::key("component.data-empty").with("file", name);
            problems.push(Problem::new(ProblemKind::InvalidValue, Span::new(id, 0, 0), message));
        }
        return None;
    }
    let number = |rank: usize| {
        let cells =
            || rows.iter().filter_map(|row: &Vec<String>| row.get(rank)).filter(|cell| !cell.is_empty());
        cells().next().is_some() && cells().all(|cell| is_number(cell))
    };
    let numbers = (0..columns.len()).map(number).collect();
    Some(DataTable { columns, numbers, rows })
}

/// What a file holds: the names of the columns, then rows of as many cells.
type Cells = (Vec<String>, Vec<Vec<String>>);

/// A row that has too many cells, or too few.
fn ragged(span: Span, found: usize, expected: usize) -> Problem {
    let message = Message::key("component.data-ragged").with("found", found).with("expected", expected);
    let problem = Problem::new(ProblemKind::InvalidValue, span, message);
    problem.help(Message::key("component.data-ragged-help"))
}

/// `[{column: cell, …}, …]`; the first item says which columns there are.
fn of_yaml(node: &Node, problems: &mut Vec<Problem>) -> Option<Cells> {
    let mut fault = |span| {
        let message = Message::key("component.data-shape");
        problems.push(Problem::new(ProblemKind::InvalidValue, span, message));
    };
    let Value::List(items) = &node.value else {
        fault(node.span);
        return None;
    };
    let first = items.first().and_then(Node::as_map);
    let columns: Vec<String> =
        first.map_or_else(Vec::new, |map| map.entries.iter().map(|e| e.key.value.clone()).collect());
    let ranks: BTreeMap<&str, usize> =
        columns.iter().enumerate().map(|(rank, column)| (column.as_str(), rank)).collect();
    let mut rows = Vec::new();
    let mut faults = 0;
    for item in items {
        if faults >= MOST_FAULTS {
            break;
        }
        let Some(map) = item.as_map() else {
            fault(item.span);
            faults += 1;
            continue;
        };
        let mut row = vec![String::new(); columns.len()];
        let mut unknown = None;
        for entry in &map.entries {
            let cell = ranks.get(entry.key.value.as_str()).and_then(|rank| row.get_mut(*rank));
            match (cell, &entry.node.value) {
                (Some(cell), Value::Scalar(scalar)) => scalar.text.trim().clone_into(cell),
                (Some(_), Value::Null) => {}
                _ => unknown = unknown.or(Some(entry.key.span)),
            }
        }
        if let Some(span) = unknown {
            fault(span);
            faults += 1;
        }
        rows.push(row);
    }
    Some((columns, rows))
}

/// A number as people write it: `1 234,5`, `-3.2`, `12 %`, `86 €`.
fn is_number(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['€', '%']).trim_end();
    let text = text.strip_prefix(['-', '+', '−']).unwrap_or(text);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let marks = text.chars().filter(|c| matches!(c, ',' | '.')).count();
    let spaces = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}');
    digits > 0
        && marks <= 1
        && text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.') || spaces(c))
}
