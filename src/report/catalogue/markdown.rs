//! A sheet as a page of the site.

use super::sheet::{Block, Piece, Sheet, Target};
use crate::language::Language;

/// Where pages are, seen from one of them.
pub(super) struct Place {
    /// Folders below that of the generated pages: 0 for `couverture.md`, 1 for `clarity/x.md`.
    pub(super) depth: usize,
}

impl Place {
    fn path(&self, target: &Target) -> String {
        let up = "../".repeat(self.depth);
        match target {
            Target::Rule(id) => format!("{up}{id}.md"),
            Target::Family(family) => format!("{up}{family}/_index.md"),
            Target::Recommendation(key) => {
                format!("{up}{}#{}", super::pages::COVERAGE, key.to_lowercase())
            }
            Target::Coverage => format!("{up}{}", super::pages::COVERAGE),
            Target::Address(address) => address.clone(),
        }
    }
}

/// The body of a page: everything but its title, which stands in the front matter.
pub(super) fn body(sheet: &Sheet, place: &Place, language: Language) -> String {
    let mut out = String::new();
    for block in &sheet.blocks {
        if !out.is_empty() {
            out.push('\n');
        }
        match block {
            Block::Heading { text, id } => {
                let id = id.as_ref().map(|id| format!(" {{#{id}}}")).unwrap_or_default();
                out.push_str(&format!("## {}{id}\n", words(text, language)));
            }
            Block::Text(pieces) => out.push_str(&format!("{}\n", line(pieces, place, language))),
            Block::Quote(text) => out.push_str(&format!("> {}\n", paragraph(&words(text, language)))),
            Block::List(items) => {
                for item in items {
                    out.push_str(&format!("- {}\n", line(item, place, language)));
                }
            }
            Block::Code { language, text } => out.push_str(&fenced(language, text)),
        }
    }
    out
}

fn line(pieces: &[Piece], place: &Place, language: Language) -> String {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => out.push_str(&words(text, language)),
            Piece::Code(text) => out.push_str(&code(text)),
            Piece::Link(text, target) => {
                let path = place.path(target);
                // A parenthesis or a space would end a destination that is not between < and >.
                let path = if path.contains(['(', ')', ' ', '<', '>']) {
                    format!("<{}>", path.replace(['<', '>'], ""))
                } else {
                    path
                };
                out.push_str(&format!("[{}]({path})", words(text, language)));
            }
        }
    }
    paragraph(&out)
}

/// Words on one line, with nothing in them that Markdown would take for markup, and the spaces of
/// their language.
fn words(text: &str, language: Language) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let text = spaced(text, language);
    for (rank, word) in text.split(['\n', '\r']).flat_map(|line| line.split(' ')).enumerate() {
        if rank > 0 {
            out.push(' ');
        }
        for c in word.chars() {
            if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '|' | '&' | '{' | '$') {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

/// A paragraph whose first word is not taken for the mark of a list, a heading or a definition.
fn paragraph(text: &str) -> String {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if digits.len() < text.len() && digits.starts_with(['.', ')']) {
        let (number, rest) = text.split_at(text.len() - digits.len());
        return format!("{number}\\{rest}");
    }
    if text.starts_with(['#', '-', '+', '=', ':', '!']) { format!("\\{text}") } else { text.to_owned() }
}

/// A few words as code, within as many backquotes as they need.
fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let fence = "`".repeat(longest_run(&text, '`') + 1);
    // Of two spaces, one at each end, Markdown takes one away.
    let bordered = text.starts_with(' ') && text.ends_with(' ');
    let pad = if text.starts_with('`') || text.ends_with('`') || bordered { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn fenced(language: &str, text: &str) -> String {
    let fence = "`".repeat((longest_run(text, '`') + 1).max(3));
    format!("{fence}{language}\n{}\n{fence}\n", text.trim_end_matches('\n'))
}

fn longest_run(text: &str, sign: char) -> usize {
    let (mut longest, mut run) = (0, 0);
    for c in text.chars() {
        run = if c == sign { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// In French, the spaces that must not break: before « : », inside « » (U+00A0), before « ; », « ! »,
/// « ? » (U+202F). Rule files are typed with ordinary ones.
pub(super) fn spaced(text: &str, language: Language) -> String {
    if language != Language::French {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut signs = text.chars().peekable();
    let mut last = ' ';
    while let Some(c) = signs.next() {
        let next = signs.peek().copied();
        let sign = match (c, next) {
            (' ', Some(':' | '»' | '€' | '%')) => '\u{a0}',
            (' ', Some(';' | '!' | '?')) => '\u{202f}',
            (' ', _) if last == '«' => '\u{a0}',
            _ => c,
        };
        out.push(sign);
        last = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_spaces_do_not_break() {
        let text = "Écrivez « mairie » : c’est 5 % plus clair ; non ? Oui !";
        let expected = "Écrivez «\u{a0}mairie\u{a0}»\u{a0}: c’est 5\u{a0}% plus clair\u{202f}; non\u{202f}? Oui\u{202f}!";
        assert_eq!(spaced(text, Language::French), expected);
        assert_eq!(spaced(expected, Language::French), expected);
        assert_eq!(spaced(text, Language::English), text);
    }

    #[test]
    fn words_stay_words() {
        let text = "a_b *c* [d](e) <f> {{ g }} `h` | i & j \\ 2 ~ $k$";
        let escaped = words(text, Language::English);
        let mut read = String::new();
        for event in pulldown_cmark::Parser::new_ext(&escaped, pulldown_cmark::Options::all()) {
            match event {
                pulldown_cmark::Event::Text(text) => read.push_str(&text),
                pulldown_cmark::Event::Start(_) | pulldown_cmark::Event::End(_) => {}
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(read, text);
        for start in ["# a", "- a", "1. a", "12) a", "+ a", ": a", "== a"] {
            let escaped = paragraph(&words(start, Language::English));
            let first = pulldown_cmark::Parser::new_ext(&escaped, pulldown_cmark::Options::all()).next();
            let is_paragraph =
                matches!(first, Some(pulldown_cmark::Event::Start(pulldown_cmark::Tag::Paragraph)));
            assert!(is_paragraph, "{start}");
        }
    }

    #[test]
    fn code_is_fenced_by_more_than_it_holds() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a `b`\nc"), "``a `b` c``");
        assert_eq!(code(" :"), "` :`");
        assert_eq!(code(" a "), "`  a  `");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(fenced("markdown", "```\nx\n```\n"), "````markdown\n```\nx\n```\n````\n");
    }
}
