//! Alerts, in the words of editors: `> [!À SAVOIR]`, `> [!Attention]`, `> [!EXEMPLE]`, beside the five names of
//! GitHub, which Markdown knows. Capitals and accents do not matter.
//!
//! Markdown is given `[!NOTE]` and spaces in their place, so that every byte keeps its own; which alert it is, the
//! typed text says.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::BlockQuoteKind;

use crate::data::nearest;
use crate::finding::{Edit, Message, Problem, ProblemKind};
use crate::language::fold::{fold, without_accents};
use crate::source::Span;

/// What an alert is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alert {
    /// « À savoir »
    Note,
    /// « Conseil »
    Tip,
    /// « Important »
    Important,
    /// « Attention »
    Warning,
    /// « Mise en garde »
    Caution,
    /// « Exemple »
    Example,
}

/// Every name, without accents, with what it means.
const NAMES: [(&str, Alert); 19] = [
    ("a savoir", Alert::Note),
    ("attention", Alert::Warning),
    ("exemple", Alert::Example),
    ("conseil", Alert::Tip),
    ("mise en garde", Alert::Caution),
    ("important", Alert::Important),
    ("note", Alert::Note),
    ("tip", Alert::Tip),
    ("warning", Alert::Warning),
    ("caution", Alert::Caution),
    ("example", Alert::Example),
    ("bon a savoir", Alert::Note),
    ("information", Alert::Note),
    ("info", Alert::Note),
    ("good to know", Alert::Note),
    ("astuce", Alert::Tip),
    ("avertissement", Alert::Warning),
    ("danger", Alert::Caution),
    ("remarque", Alert::Note),
];

/// Those that Markdown knows.
const KNOWN: [&str; 5] = ["note", "tip", "important", "warning", "caution"];

/// What stands for the others. No name is shorter.
const MASK: &str = "[!NOTE]";

impl Alert {
    /// The alert of a name, as typed between `[!` and `]`.
    pub fn named(name: &str) -> Option<Self> {
        let name = even(name);
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, alert)| *alert)
    }

    /// The alert that a block quote of Markdown is: what stands in `text` where the quote starts, or the kind that
    /// Markdown read.
    pub fn of(kind: BlockQuoteKind, text: &str, quote: usize) -> Self {
        let typed = first_line(text, quote).and_then(|name| Self::named(text.get(name)?));
        typed.unwrap_or(match kind {
            BlockQuoteKind::Note => Self::Note,
            BlockQuoteKind::Tip => Self::Tip,
            BlockQuoteKind::Important => Self::Important,
            BlockQuoteKind::Warning => Self::Warning,
            BlockQuoteKind::Caution => Self::Caution,
        })
    }
}

fn even(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    without_accents(fold(&words.join(" ")).text())
}

/// The name on the first line of a block quote, if that is all it holds.
fn first_line(text: &str, quote: usize) -> Option<Range<usize>> {
    let line = text.get(quote..)?;
    let inside = line.trim_start_matches([' ', '\t', '>']);
    let start = quote + line.len() - inside.len();
    name(text, start)
}

/// The name between `[!` and `]`, where nothing else follows on the line.
fn name(text: &str, start: usize) -> Option<Range<usize>> {
    let rest = text.get(start..)?.strip_prefix("[!")?;
    let line = rest.split(['\n', '\r']).next()?;
    let (name, after) = line.split_once(']')?;
    let is_name = !name.trim().is_empty() && !name.contains(['[', '(']);
    (is_name && after.trim_matches([' ', '\t']).is_empty()).then_some(start + 2..start + 2 + name.len())
}

/// What opens a line: how many quotes deep it stands, if nothing but marks of quotes and lists stands there.
fn depth(opening: &str) -> Option<usize> {
    let is_mark = |c: char| matches!(c, ' ' | '\t' | '>' | '-' | '*' | '+' | '.' | ')') || c.is_ascii_digit();
    opening.chars().all(is_mark).then(|| opening.matches('>').count())
}

/// Whether a new item of a list holds the last quote of what opens a line: `- > `. No earlier quote goes on in it.
fn is_item(opening: &str) -> bool {
    let is_mark = |word: &str| {
        let number = word.strip_suffix(['.', ')']).unwrap_or("");
        let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        matches!(word, "-" | "*" | "+") || is_number
    };
    let before = opening.rsplit_once('>').and_then(|(before, _)| before.rsplit_once([' ', '\t']));
    before.is_some_and(|(before, _)| before.split([' ', '\t', '>']).any(is_mark))
}

/// Puts a name that Markdown knows in the place of each of the others. Gives where they stand, brackets included.
pub(super) fn mask(text: Cow<'_, str>) -> (Cow<'_, str>, Vec<Range<usize>>) {
    let masks: Vec<Range<usize>> = text
        .match_indices('!')
        .filter_map(|(mark, _)| {
            let at = mark.checked_sub(1).filter(|at| text.as_bytes().get(*at) == Some(&b'['))?;
            let start = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
            let opening = text.get(start..at)?;
            let deep = depth(opening).filter(|deep| *deep > 0)?;
            // Past its first line, a quote goes on.
            let before = text.get(..start.saturating_sub(1))?.rsplit('\n').next()?;
            let quoted = before.len() - before.trim_start_matches([' ', '\t', '>']).len();
            (is_item(opening) || before.get(..quoted)?.matches('>').count() < deep).then_some(())?;
            let name = name(&text, at)?;
            let typed = text.get(name.clone())?;
            let other = !KNOWN.iter().any(|known| known.eq_ignore_ascii_case(typed));
            (other && Alert::named(typed).is_some()).then_some(at..name.end + 1)
        })
        .collect();
    if masks.is_empty() {
        return (text, masks);
    }
    let mut masked = text.into_owned();
    for mask in &masks {
        masked.replace_range(mask.clone(), &format!("{MASK:<width$}", width = mask.len()));
    }
    (Cow::Owned(masked), masks)
}

/// What is wrong with a plain quote that starts as an alert does.
pub(super) fn unknown(text: &str, quote: usize, span: impl Fn(&Range<usize>) -> Span) -> Option<Problem> {
    let Some(name) = first_line(text, quote) else { return followed(text, quote, span) };
    let typed = text.get(name.clone())?.trim();
    // Markdown takes those itself, and a name that was masked is one of them.
    if KNOWN.iter().any(|known| known.eq_ignore_ascii_case(typed)) {
        return None;
    }
    if Alert::named(typed).is_some() {
        let message = Message::key("document.alert-not-taken").with("name", typed);
        let problem = Problem::new(ProblemKind::UnknownAlert, span(&name), message);
        return Some(problem.help(Message::key("document.alert-line")));
    }
    let message = Message::key("document.unknown-alert").with("name", typed);
    let problem = Problem::new(ProblemKind::UnknownAlert, span(&name), message);
    Some(problem.help(match nearest(&even(typed), NAMES.iter().map(|(name, _)| *name)) {
        Some(near) => Message::key("document.alert-nearest").with("near", shown(near)),
        None => Message::key("document.alert-names"),
    }))
}

/// What is wrong with a quote whose first line holds the name of an alert, and something else.
fn followed(text: &str, quote: usize, span: impl Fn(&Range<usize>) -> Span) -> Option<Problem> {
    let inside = text.get(quote..)?.trim_start_matches([' ', '\t', '>']);
    let start = text.len() - inside.len();
    let line = inside.split(['\n', '\r']).next()?;
    let (name, after) = line.strip_prefix("[!")?.split_once(']')?;
    // `[!NOTE](page.md)` is a link.
    if Alert::named(name).is_none() || after.starts_with(['(', '[']) {
        return None;
    }
    let rest = after.trim_start_matches(|c: char| c.is_whitespace() || c == ':');
    let end = start + line.len();
    let gap = end - after.len()..end - rest.len();
    let opening = text.get(text.get(..start)?.rfind('\n').map_or(0, |end| end + 1)..start)?;
    let opening: String = opening.chars().map(|c| if c == '>' { '>' } else { ' ' }).collect();
    let text = if rest.is_empty() { String::new() } else { format!("\n{opening}") };
    let message = Message::key("document.alert-followed").with("name", name.trim());
    let at = if rest.is_empty() { gap.clone() } else { gap.end..end };
    let problem = Problem::new(ProblemKind::UnknownAlert, span(&at), message);
    let edit = Edit { span: span(&gap), text };
    Some(
        problem
            .help(Message::key("document.alert-followed-help"))
            .suggest(Message::key("document.alert-followed-fix"), vec![edit]),
    )
}

/// A name as it is typed: « À SAVOIR ».
fn shown(name: &'static str) -> String {
    name.to_uppercase().replace("A SAVOIR", "À SAVOIR")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_whatever_their_capitals_and_accents() {
        for (typed, alert) in [
            ("À SAVOIR", Alert::Note),
            ("A savoir", Alert::Note),
            ("à\u{a0}savoir", Alert::Note),
            ("Attention", Alert::Warning),
            (" EXEMPLE ", Alert::Example),
            ("Example", Alert::Example),
            ("caution", Alert::Caution),
        ] {
            assert_eq!(Alert::named(typed), Some(alert), "{typed}");
        }
        assert_eq!(Alert::named("atention"), None);
        assert!(NAMES.iter().all(|(name, _)| name.len() + 3 >= MASK.len() || KNOWN.contains(name)));
    }

    #[test]
    fn only_the_first_line_of_a_quote_is_masked_and_every_byte_keeps_its_place() {
        for (text, masked) in [
            ("> [!À SAVOIR]\n> a", "> [!NOTE]     \n> a"),
            ("a\n\n- > [!Exemple]  \n  > b", "a\n\n- > [!NOTE]     \n  > b"),
            ("> a\n> > [!attention]\n> > b", "> a\n> > [!NOTE]     \n> > b"),
            ("- > [!NOTE]\n  > a\n- > [!ATTENTION]\n  > b", "- > [!NOTE]\n  > a\n- > [!NOTE]     \n  > b"),
            ("1. > a\n2. > > [!EXEMPLE]", "1. > a\n2. > > [!NOTE]   "),
        ] {
            let (given, masks) = mask(Cow::Borrowed(text));
            assert_eq!((given.len(), given.as_ref(), masks.len()), (text.len(), masked, 1));
        }
        for text in [
            "> a\n> [!EXEMPLE]",
            "> a\n> - b\n> [!EXEMPLE]",
            "[!EXEMPLE]\n",
            "> [!EXEMPLE] suite",
            "> [!WARNING]\n> a",
            "> [!rien]\n",
            "[!",
            ">[!]",
        ] {
            assert!(
                matches!(mask(Cow::Borrowed(text)), (Cow::Borrowed(_), masks) if masks.is_empty()),
                "{text}"
            );
        }
    }
}
