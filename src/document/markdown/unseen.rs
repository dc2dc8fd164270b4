//! What an editor meant and Markdown does not see: a link whose address holds a space, HTML that is shown as text.

use std::ops::Range;

use super::OBJECT;
use crate::document::Prose;
use crate::finding::{Edit, Message, Problem, ProblemKind};
use crate::source::Span;

/// Inline tags that pass as typed, when they carry no attribute.
pub const HARMLESS: [&str; 5] = ["sup", "sub", "kbd", "mark", "small"];

/// Names of tags. `<votre nom>` is none: it is text that is meant to be read.
const TAGS: [&str; 68] = [
    "a",
    "abbr",
    "article",
    "aside",
    "audio",
    "b",
    "big",
    "blockquote",
    "body",
    "button",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "label",
    "li",
    "link",
    "main",
    "meta",
    "nav",
    "object",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "script",
    "section",
    "select",
    "span",
    "strong",
    "style",
    "summary",
    "svg",
    "table",
    "textarea",
    "u",
    "ul",
    "video",
    "wbr",
];

/// What is wrong with a tag that opens some HTML, if it is shown as it is typed.
pub(super) fn html(html: &str, start: usize, span: impl Fn(&Range<usize>) -> Span) -> Option<Problem> {
    let tag = html.trim_start();
    let start = start + html.len() - tag.len();
    let inside = tag.strip_prefix('<')?;
    let name = inside.split(|c: char| !c.is_ascii_alphanumeric()).next()?.to_ascii_lowercase();
    let tag = tag.get(..tag.find('>').map_or(tag.len(), |end| end + 1))?.trim_end();
    let bare = inside.get(name.len()..).is_some_and(|rest| rest.starts_with('>'));
    let shown = TAGS.contains(&name.as_str()) || (!bare && HARMLESS.contains(&name.as_str()));
    if !shown {
        return None;
    }
    let found = format!("<{name}>");
    let message = Message::key("document.html").with("found", found.as_str());
    let problem = Problem::new(ProblemKind::Html, span(&(start..start + tag.len())), message);
    Some(problem.help(match name.as_str() {
        "img" | "picture" => Message::key("document.html-image"),
        "a" => Message::key("document.html-link"),
        _ => Message::key("document.html-help").with("found", found),
    }))
}

/// Links and images that are read as text, for the spaces of their address. `text` is the whole page.
pub(super) fn spaced(prose: &Prose, text: &str, problems: &mut Vec<Problem>) {
    let read = prose.text();
    if !read.contains(']') {
        return;
    }
    let mut from = 0;
    while let Some(at) = read.get(from..).and_then(|rest| rest.find("](")).map(|at| from + at) {
        from = at + 2;
        let Some(inside) = read.get(from..).and_then(bracketed) else { continue };
        let address = inside.trim();
        let opens = read.get(..at).is_some_and(|before| before.contains('['));
        if !opens || !is_spaced_address(address) {
            continue;
        }
        let start = from + inside.len() - inside.trim_start().len();
        let span = prose.span(start..start + address.len());
        let around = text.get(..span.range().start).and_then(|before| before.trim_end().strip_suffix("]("));
        // What was escaped, or comes from an entity, is text that is meant.
        let meant = around.is_some_and(|before| !before.ends_with('\\'));
        if !meant || text.get(span.range()) != Some(address) {
            continue;
        }
        let message = Message::key("document.spaced-address").with("address", address);
        let problem = Problem::new(ProblemKind::SpacedAddress, span, message);
        let edit = Edit { span, text: format!("<{address}>") };
        problems.push(
            problem
                .help(Message::key("document.spaced-address-help").with("address", address))
                .suggest(Message::key("document.spaced-address-fix"), vec![edit]),
        );
        from = start + address.len();
    }
}

/// What stands before the parenthesis that closes.
fn bracketed(rest: &str) -> Option<&str> {
    let mut depth = 0_usize;
    let end = rest.char_indices().find(|(_, c)| match c {
        '(' => {
            depth += 1;
            false
        }
        ')' if depth == 0 => true,
        ')' => {
            depth -= 1;
            false
        }
        _ => false,
    });
    rest.get(..end?.0)
}

/// Whether it holds a space, and is an address all the same: the name of a file, a path, a place in a page.
fn is_spaced_address(address: &str) -> bool {
    let titled = address.contains(['"', '<', '>', '«', '\n']) || address.ends_with('\'');
    let file = address.rsplit_once('.').is_some_and(|(name, ending)| {
        let letters = ending.starts_with(|c: char| c.is_ascii_alphabetic());
        !name.is_empty() && letters && ending.len() <= 5 && ending.chars().all(|c| c.is_ascii_alphanumeric())
    });
    address.contains(' ') && !titled && !address.contains(OBJECT) && (file || address.contains(['/', '#']))
}
