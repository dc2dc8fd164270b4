//! Lines of CSV (RFC 4180), which a spreadsheet opens.

/// A line of cells.
pub(super) fn line(cells: impl IntoIterator<Item = String>) -> String {
    let cells: Vec<String> = cells.into_iter().map(|cell| quoted(&cell)).collect();
    format!("{}\r\n", cells.join(","))
}

/// A cell, in quotation marks where it needs them; one that a spreadsheet would take for a formula is kept
/// from being one.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    let needs = cell.contains(['"', ',', ';', '\n', '\r']) || cell.trim() != cell;
    if needs { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}
