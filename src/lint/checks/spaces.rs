//! `no-break-space`: in French, the signs that take a space must not be parted from their word at
//! the end of a line. A space typed the ordinary way is mended; a missing one is reported only where
//! French leaves no doubt, inside « ».

use std::ops::Range;

use crate::finding::{Applicability, Edit, Finding, Fix, Message};
use crate::language::Language;
use crate::lint::rule::Rule;
use crate::lint::scope::Passage;
use crate::source::{Sources, Span};

use super::kind::{Case, Kind};
use super::{Check, View};

/// The kind `no-break-space`.
pub(super) const KIND: Kind = Kind {
    scoped: true,
    read: |_, _| Some(Check::NoBreakSpace),
    ..Kind::new(
        "no-break-space",
        "kind.no-break-space",
        &[Case::of("ordinary", &["sign"]), Case::of("missing", &["sign"])],
    )
};

const NO_BREAK: &str = "\u{a0}";
const NARROW_NO_BREAK: &str = "\u{202f}";

/// A space that is wrong: the bytes read, the sign it belongs to, and what to type instead.
struct Fault {
    /// The ordinary spaces; empty where one is missing.
    space: Range<usize>,
    sign: Range<usize>,
    wanted: &'static str,
}

pub(super) fn check(rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    if view.language != Some(Language::French) {
        return;
    }
    for passage in &view.passages {
        for fault in faults(passage.prose.text()) {
            let scope = passage.scope_at(&fault.sign);
            if scope.is_some_and(|scope| rule.scope.contains(&scope)) {
                out.extend(finding(rule, passage, &fault, &view.site.sources));
            }
        }
    }
}

fn finding(rule: &Rule, passage: &Passage<'_>, fault: &Fault, sources: &Sources) -> Option<Finding> {
    let sign = passage.prose.text().get(fault.sign.clone())?;
    let sign_span = passage.prose.span(fault.sign.clone());
    let missing = fault.space.is_empty();
    let edited = if missing {
        let at = if fault.space.start >= fault.sign.end { sign_span.end } else { sign_span.start } as usize;
        Span::new(sign_span.source, at, at)
    } else {
        let space = passage.prose.span(fault.space.clone());
        // A break of line reads as a space too, and is not ours to join.
        if sources.slice(space) != passage.prose.text().get(fault.space.clone())? {
            return None;
        }
        space
    };
    let (case, span) = if missing { ("missing", sign_span) } else { ("ordinary", edited.to(sign_span)) };
    let mut finding = rule.finding(case, span, vec![("sign", sign.into())]);
    finding.fix = Some(Fix {
        title: Message::key("lint.fix-space"),
        edits: vec![Edit { span: edited, text: fault.wanted.to_owned() }],
        applicability: Applicability::Safe,
    });
    Some(finding)
}

fn faults(text: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (at, sign) in text.char_indices() {
        let range = at..at + sign.len_utf8();
        let Some((before, after)) = text.get(..range.start).zip(text.get(range.end..)) else { continue };
        faults.extend(match sign {
            ';' | '!' | '?' if closes(sign, after) => typed_before(before, range, NARROW_NO_BREAK),
            ':' if closes(sign, after) && !is_ratio(before, after) => typed_before(before, range, NO_BREAK),
            '€' | '%' if follows_number(before, after) => typed_before(before, range, NO_BREAK),
            '»' => typed_before(before, range.clone(), NO_BREAK).or_else(|| missing_before(before, range)),
            '«' => after_opening(after, range),
            _ => None,
        });
    }
    faults
}

/// Whether a sign ends what is before it: not an emoticon, an operator or the start of a word.
fn closes(sign: char, after: &str) -> bool {
    match after.chars().next() {
        None => true,
        Some(')') => matches!(sign, '!' | '?'),
        Some(next) => next.is_whitespace() || matches!(next, '!' | '?' | '…' | '»' | '"' | '”' | '\u{fffc}'),
    }
}

/// `14 : 30`, `1 : 25 000`.
fn is_ratio(before: &str, after: &str) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    digit(before.trim_end().chars().next_back()) && digit(after.trim_start().chars().next())
}

fn follows_number(before: &str, after: &str) -> bool {
    before.trim_end().ends_with(|c: char| c.is_ascii_digit())
        && !after.starts_with(|c: char| c.is_alphanumeric())
}

/// Ordinary spaces between a word and the sign after it.
fn typed_before(before: &str, sign: Range<usize>, wanted: &'static str) -> Option<Fault> {
    let word = before.trim_end_matches(' ');
    let alone = word.is_empty() || word.ends_with(|c: char| c.is_whitespace() || c == '«');
    let spaced = word.len() < before.len() && !alone;
    spaced.then_some(Fault { space: word.len()..before.len(), sign, wanted })
}

fn missing_before(before: &str, sign: Range<usize>) -> Option<Fault> {
    let last = before.chars().next_back()?;
    let glued = !last.is_whitespace() && last != '«';
    glued.then_some(Fault { space: sign.start..sign.start, sign, wanted: NO_BREAK })
}

fn after_opening(after: &str, sign: Range<usize>) -> Option<Fault> {
    let word = after.trim_start_matches(' ');
    let first = word.chars().next()?;
    let space = sign.end..sign.end + (after.len() - word.len());
    let wrong = !first.is_whitespace() && first != '»';
    wrong.then_some(Fault { space, sign, wanted: NO_BREAK })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with its spaces put right, shown with `~` (no-break) and `_` (narrow).
    fn mended(text: &str) -> String {
        let mut mended = text.to_owned();
        for fault in faults(text).into_iter().rev() {
            mended.replace_range(fault.space, fault.wanted);
        }
        mended.replace(NO_BREAK, "~").replace(NARROW_NO_BREAK, "_")
    }

    #[test]
    fn ordinary_spaces_become_the_right_ones() {
        assert_eq!(mended("Attention : dit-il ; vraiment ?"), "Attention~: dit-il_; vraiment_?");
        assert_eq!(mended("« Oui », 86 € et 5 %."), "«~Oui~», 86~€ et 5~%.");
        assert_eq!(mended("«Oui»"), "«~Oui~»");
        assert_eq!(mended("Quoi  ?"), "Quoi_?");
    }

    #[test]
    fn what_is_not_punctuation_is_left_alone() {
        for text in [
            "à 14:30",
            "à 14 : 30",
            "échelle 1 : 25 000",
            "merci :)",
            "merci ;-)",
            "a != b",
            "https://exemple.fr/?a=b",
            "le sélecteur :root",
            "«\u{a0}Oui\u{a0}»\u{202f}!",
            "« »",
            "mot; mot",
        ] {
            assert!(faults(text).is_empty(), "{text}");
        }
    }
}
