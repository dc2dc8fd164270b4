//! A rule in a few lines, beside what it found.

use super::View;
use super::explain::{recommendation_line, source_line};
use super::sheet::{Piece, Target};
use crate::lint::rule::Rule;

/// A rule in a few lines of Markdown: its name and how loudly it speaks, why, the recommendations it holds, the
/// sources it comes from.
pub fn in_short(view: &View<'_>, rule: &Rule) -> String {
    let mut said = vec![
        format!("**{}** · `{}` · {}", view.both(&rule.title), rule.id, view.severities(rule)),
        view.both(&rule.why).to_owned(),
    ];
    let held = rule.recommendations.iter().filter_map(|key| view.catalogue().recommendation(key));
    let held: Vec<String> = held.map(|held| line(&recommendation_line(view, held))).collect();
    let sources: Vec<String> = rule.sources.iter().map(|key| line(&source_line(view, key))).collect();
    said.extend([held, sources].into_iter().filter(|lines| !lines.is_empty()).map(|lines| lines.join("\n")));
    said.join("\n\n")
}

/// An item of a list: what leads to another site is a link, what leads to pages that are not here is not.
fn line(pieces: &[Piece]) -> String {
    let mut out = String::from("- ");
    for piece in pieces {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Code(text) => out.push_str(&format!("`{text}`")),
            Piece::Link(text, Target::Address(address)) => out.push_str(&format!("[{text}](<{address}>)")),
            Piece::Link(text, _) => out.push_str(text),
        }
    }
    out
}
