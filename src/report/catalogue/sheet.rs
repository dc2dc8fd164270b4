//! A short document, said in two ways: as text for a terminal, as Markdown for a page of the site.
//! What is explained of a rule is thus written once.

use annotate_snippets::normalize_untrusted_str;
use annotate_snippets::renderer::{DEFAULT_EMPHASIS_STYLE, DEFAULT_INFO_STYLE};

use super::super::Options;
use super::super::summary::paint;
use super::markdown;
use crate::words::Words;

/// A document: a title, what it says first, and its sections.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sheet {
    pub(super) title: String,
    pub(super) blocks: Vec<Block>,
}

/// A part of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// A heading, and the id it has on a page where another page links to it.
    Heading { text: String, id: Option<String> },
    /// A paragraph.
    Text(Vec<Piece>),
    /// The program's own words, quoted.
    Quote(String),
    /// A list.
    List(Vec<Vec<Piece>>),
    /// What is typed or pasted.
    Code { language: &'static str, text: String },
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Words.
    Text(String),
    /// A name, a file, a few words of a page.
    Code(String),
    /// Words that lead somewhere.
    Link(String, Target),
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// The page of a rule.
    Rule(String),
    /// The page of a family.
    Family(String),
    /// A recommendation, on the page of what is held.
    Recommendation(String),
    /// The page of what is held.
    Coverage,
    /// Another site.
    Address(String),
}

impl Sheet {
    pub(super) fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), blocks: Vec::new() }
    }

    pub(super) fn heading(&mut self, text: &str) {
        self.blocks.push(Block::Heading { text: text.to_owned(), id: None });
    }

    pub(super) fn heading_with_id(&mut self, text: String, id: String) {
        self.blocks.push(Block::Heading { text, id: Some(id) });
    }

    pub(super) fn text(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Text(vec![Piece::Text(text.into())]));
    }

    pub(super) fn pieces(&mut self, pieces: Vec<Piece>) {
        self.blocks.push(Block::Text(pieces));
    }

    pub(super) fn quote(&mut self, text: String) {
        self.blocks.push(Block::Quote(text));
    }

    pub(super) fn list(&mut self, items: Vec<Vec<Piece>>) {
        if !items.is_empty() {
            self.blocks.push(Block::List(items));
        }
    }

    pub(super) fn code(&mut self, language: &'static str, text: impl Into<String>) {
        self.blocks.push(Block::Code { language, text: text.into() });
    }

    /// For a terminal; ends with a line feed. Nothing in it drives the terminal.
    pub(super) fn terminal(&self, words: &Words, options: &Options) -> String {
        let width = options.width.min(90);
        let spaced = |text: &str| markdown::spaced(text, words.language());
        let mut out = paint(options, DEFAULT_EMPHASIS_STYLE, &visible(&spaced(&self.title)));
        out.push('\n');
        for block in &self.blocks {
            out.push('\n');
            match block {
                Block::Heading { text, .. } => {
                    out.push_str(&paint(options, DEFAULT_EMPHASIS_STYLE, &visible(&spaced(text))));
                    out.push('\n');
                }
                Block::Text(pieces) => wrap(&spaced(&said(pieces)), "  ", "  ", width, &mut out),
                Block::Quote(text) => wrap(&spaced(text), "  | ", "  | ", width, &mut out),
                Block::List(items) => {
                    for item in items {
                        wrap(&spaced(&said(item)), "  - ", "    ", width, &mut out);
                    }
                }
                Block::Code { text, .. } => {
                    for line in text.trim_end().lines() {
                        let line = format!("      {}", visible(line));
                        out.push_str(paint(options, DEFAULT_INFO_STYLE, &line).trim_end());
                        out.push('\n');
                    }
                }
            }
        }
        joined(&out)
    }
}

/// A heading stands on the line above what it is about.
fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut heading = false;
    for line in text.lines() {
        let blank = line.is_empty();
        if blank && heading {
            heading = false;
            continue;
        }
        // The title keeps the blank line under it.
        heading = !blank && !line.starts_with(' ') && !out.is_empty();
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// Stands for a space that is neither a place to cut a line nor one to make unbreakable: it is part of
/// what is quoted.
const KEPT: char = '\u{e000}';

/// A line as it is read in a terminal: where a link leads is said when it is another site.
fn said(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(words) | Piece::Link(words, _) => text.push_str(words),
            Piece::Code(words) => {
                text.push('`');
                text.extend(words.chars().map(|c| if c.is_whitespace() { KEPT } else { c }));
                text.push('`');
            }
        }
        if let Piece::Link(words, Target::Address(address)) = piece
            && words != address
        {
            text.push_str(&format!(" <{address}>"));
        }
    }
    text
}

/// Lines of at most `width` columns, cut at ordinary spaces only.
fn wrap(text: &str, first: &str, next: &str, width: usize, out: &mut String) {
    let mut line = first.to_owned();
    let mut columns = first.chars().count();
    let mut empty = true;
    for word in text.split([' ', '\n']).filter(|word| !word.is_empty()) {
        let length = word.chars().count();
        if !empty && columns + 1 + length > width {
            out.push_str(&visible(&line));
            out.push('\n');
            line = next.to_owned();
            columns = next.chars().count();
            empty = true;
        }
        if !empty {
            line.push(' ');
            columns += 1;
        }
        line.push_str(word);
        columns += length;
        empty = false;
    }
    out.push_str(visible(&line).trim_end());
    out.push('\n');
}

/// A rule file is anybody's: what would drive the terminal is shown instead.
fn visible(line: &str) -> String {
    let shown = |c: char| {
        if c == KEPT {
            ' '
        } else if matches!(c, '\u{80}'..='\u{9f}') {
            '\u{fffd}'
        } else {
            c
        }
    };
    normalize_untrusted_str(&line.chars().map(shown).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn lines_are_cut_at_ordinary_spaces() {
        let mut out = String::new();
        wrap("un deux\u{a0}: trois quatre", "- ", "  ", 14, &mut out);
        assert_eq!(out, "- un deux\u{a0}:\n  trois quatre\n");
    }

    #[test]
    fn nothing_in_a_sheet_drives_the_terminal() {
        let mut sheet = Sheet::new("a\u{1b}[31m");
        sheet.text("b\u{1b}]0;x\u{7}");
        sheet.code("", "c\u{1b}[2J\rd\u{9b}");
        let text = sheet.terminal(&Words::load(Language::French), &Options::default());
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
    }
}
