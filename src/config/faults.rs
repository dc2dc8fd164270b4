//! What may be wrong with a value of the settings that has its kind: each fault with what to write.

use crate::data::Fields;
use crate::finding::{Message, Problem, ProblemKind};
use crate::language::codes;
use crate::source::Spanned;

/// The value, if `fault` finds nothing wrong with it; else a problem.
pub(super) fn checked(
    fields: &mut Fields<'_, '_>,
    typed: Spanned<String>,
    fault: fn(&str) -> Option<(Message, Message)>,
) -> Option<String> {
    let Some((message, help)) = fault(&typed.value) else { return Some(typed.value) };
    fields.problems().push(Problem::new(ProblemKind::InvalidValue, typed.span, message).help(help));
    None
}

pub(super) fn base_url_fault(url: &str) -> Option<(Message, Message)> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let sound = rest.is_some_and(|rest| {
        let host = rest.split('/').next().unwrap_or("");
        let odd =
            |c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '"' | '<' | '>' | '\\');
        !host.is_empty() && !host.starts_with([':', '.']) && !rest.contains(odd)
    });
    (!url.is_empty() && !sound)
        .then(|| (Message::key("config.base-url"), Message::key("config.base-url-example")))
}

/// What is wrong with a language tag, and what one looks like: two or three letters, then parts of two to eight letters
/// or digits.
pub fn language_fault(tag: &str) -> Option<(Message, Message)> {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or("");
    let alphanumeric = |part: &str| part.bytes().all(|b| b.is_ascii_alphanumeric());
    let sound = matches!(first.len(), 2..=3)
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| matches!(part.len(), 2..=8) && alphanumeric(part));
    (!sound).then(|| {
        (Message::key("config.language").with("value", tag), Message::key("config.language-example"))
    })
}

/// What is said of a tag that begins with the code of no language, or with one that tags write otherwise, and what to
/// write.
pub fn unknown_language(tag: &str) -> Option<(Message, Message)> {
    if codes::exists(tag) {
        return None;
    }
    if let Some(wanted) = codes::replaced(tag) {
        let message = Message::key("cli.other-language-code").with("value", tag);
        return Some((message, Message::key("cli.write-language").with("name", wanted)));
    }
    let help = codes::meant(tag).map_or_else(
        || Message::key("config.language-example"),
        |meant| Message::key("data.did-you-mean").with("name", meant),
    );
    Some((Message::key("cli.no-language").with("value", tag), help))
}

/// The tag of a language that a site is written in. One that no language has is told, with what was meant, and taken
/// as it was typed: what a page is in does not keep it from being published.
pub(super) fn site_language(fields: &mut Fields<'_, '_>, typed: Spanned<String>) -> Option<String> {
    let span = typed.span;
    let tag = checked(fields, typed, language_fault)?;
    if let Some((message, help)) = unknown_language(&tag) {
        fields.problems().push(Problem::new(ProblemKind::UnknownLanguage, span, message).help(help));
    }
    Some(tag)
}

/// A relative path inside the site's folder, apart from what the site is made of. What a build
/// empties and fills must never be what an editor wrote.
pub(super) fn output_fault(path: &str) -> Option<(Message, Message)> {
    let parts: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    let first = parts.first().map(|part| part.to_lowercase());
    let reserved = first.is_none_or(|first| {
        matches!(first.as_str(), "content" | "themes" | "lints" | "site.toml") || first.starts_with('.')
    });
    let odd = |c: char| c.is_control() || matches!(c, '\\' | ':');
    let outside = path.starts_with('/') || parts.contains(&"..") || path.contains(odd);
    (reserved || outside).then(|| (Message::key("config.output"), Message::key("config.output-example")))
}

/// A relative path inside the site's folder. It is written to, and must not be what an editor wrote.
pub(super) fn baseline_fault(path: &str) -> Option<(Message, Message)> {
    let odd = |c: char| c.is_control() || matches!(c, '\\' | ':');
    let outside = path.starts_with('/') || path.split('/').any(|part| part == "..") || path.contains(odd);
    (outside || !path.ends_with(".json"))
        .then(|| (Message::key("config.baseline"), Message::key("config.baseline-example")))
}

/// The path of a file of the site or of its theme, as its address has it after the site’s root.
pub(super) fn text_of_file(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Spanned<String>> {
    let typed = fields.text(key)?;
    let span = typed.span;
    checked(fields, typed, file_fault).map(|path| Spanned::new(path, span))
}

pub(super) fn file_fault(path: &str) -> Option<(Message, Message)> {
    let outside = path.is_empty() || path.starts_with('/') || path.contains("://") || path.contains('\\');
    let outside = outside || path.split('/').any(|part| part == "..");
    outside.then(|| (Message::key("config.file").with("value", path), Message::key("config.file-example")))
}

pub(super) fn theme_fault(name: &str) -> Option<(Message, Message)> {
    let odd = |c: char| c.is_control() || matches!(c, '/' | '\\');
    (name.is_empty() || name.starts_with('.') || name.contains(odd))
        .then(|| (Message::key("config.theme-name"), Message::key("data.example").with("value", "limpide")))
}
