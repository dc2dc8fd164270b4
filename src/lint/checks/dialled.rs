//! `phone-link` and `mail-link`: links that call or that write, and what they show.

use crate::finding::{Finding, Fix};
use crate::language::emails::emails;
use crate::language::phones::dialled;
use crate::language::phones::phones;
use crate::lint::rule::Rule;
use crate::site::percent_decode;
use crate::source::Spanned;

use super::destinations::replacing;
use super::kind::{Case, Kind};
use super::{Check, View};

/// The kind `phone-link`.
pub(super) const PHONE: Kind = Kind {
    read: |_, _| Some(Check::PhoneLink),
    ..Kind::new(
        "phone-link",
        "kind.phone-link",
        &[Case::of("form", &["found"]), Case::of("other", &["found", "shown"])],
    )
};

/// The kind `mail-link`.
pub(super) const MAIL: Kind = Kind {
    read: |_, _| Some(Check::MailLink),
    ..Kind::new(
        "mail-link",
        "kind.mail-link",
        &[
            Case::of("form", &["found"]),
            Case::of("several", &["count"]),
            Case::of("other", &["found", "shown"]),
        ],
    )
};

/// What follows a scheme, in whatever letters.
fn after<'a>(destination: &'a str, scheme: &str) -> Option<&'a str> {
    let start = destination.get(..scheme.len())?;
    start.eq_ignore_ascii_case(scheme).then(|| destination.get(scheme.len()..))?
}

fn instead(destination: &Spanned<String>, text: String, view: &View<'_>) -> Option<Fix> {
    replacing(&destination.value, destination.span, text, view.site)
}

/// Digits of a number that is not one of this country: at most 15, by the plan of the ITU (E.164).
const LONGEST: usize = 15;

/// The number that a text calls, in one form; none when it is not the number of a telephone.
fn number(typed: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '+' | '.' | '-' | '(' | ')') || c.is_whitespace();
    if !typed.chars().all(plain) {
        return None;
    }
    if let [mention] = phones(typed).as_slice()
        && mention.range == (0..typed.len())
    {
        return Some(mention.number.to_string());
    }
    let called = dialled(typed);
    let digits = called.trim_start_matches('+').len();
    let abroad = called.starts_with('+') && (7..=LONGEST).contains(&digits) && !called.starts_with("+33");
    let short = !called.starts_with(['+', '0']) && matches!(digits, 2..=4 | 6);
    (abroad || short).then_some(called)
}

pub(super) fn check_phone(rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    for (link, block) in view.links() {
        let Some(typed) = after(link.destination.value.trim(), "tel:") else { continue };
        let typed = percent_decode(typed);
        // « tel:+33199001234;ext=12 » (RFC 3966)
        let called = typed.split(';').next().unwrap_or("").trim().trim_start_matches("//");
        let text = block.prose.text().get(link.read.clone()).unwrap_or("").trim();
        let shown = number(text).or_else(|| match phones(text).as_slice() {
            [mention] => Some(mention.number.to_string()),
            _ => None,
        });
        let Some(called) = number(called) else {
            let mut finding = rule.finding("form", link.destination.span, vec![("found", called.into())]);
            let meant = shown.map(|number| format!("tel:{number}"));
            finding.fix = meant.and_then(|text| instead(&link.destination, text, view)).map(Box::new);
            out.push(finding);
            continue;
        };
        if let Some(shown) = shown.filter(|shown| *shown != called) {
            let args = vec![("found", called.into()), ("shown", text.into())];
            let mut finding = rule.finding("other", link.destination.span, args);
            finding.fix = instead(&link.destination, format!("tel:{shown}"), view).map(Box::new);
            out.push(finding);
        }
    }
}

pub(super) fn check_mail(rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    for (link, block) in view.links() {
        let Some(typed) = after(link.destination.value.trim(), "mailto:") else { continue };
        let written = percent_decode(typed.split('?').next().unwrap_or(typed));
        let written = written.trim();
        // « mailto:?subject=… » lets the person choose to whom.
        if written.is_empty() && typed.starts_with('?') {
            continue;
        }
        let found = emails(written);
        let text = block.prose.text().get(link.read.clone()).unwrap_or("").trim();
        let shown = match emails(text).as_slice() {
            [mention] if mention.range == (0..text.len()) => Some(mention.address.clone()),
            _ => None,
        };
        match found.as_slice() {
            [mention] if mention.range == (0..written.len()) => {
                if let Some(shown) = shown.filter(|shown| *shown != mention.address) {
                    let args = vec![("found", mention.address.as_str().into()), ("shown", shown.into())];
                    out.push(rule.finding("other", link.destination.span, args));
                }
            }
            [_, _, ..] => {
                out.push(rule.finding("several", link.destination.span, vec![("count", found.len().into())]));
            }
            _ => {
                let mut finding =
                    rule.finding("form", link.destination.span, vec![("found", written.into())]);
                let meant = shown.or_else(|| match found.as_slice() {
                    [mention] => Some(mention.address.clone()),
                    _ => None,
                });
                let meant = meant.map(|address| format!("mailto:{address}"));
                finding.fix = meant.and_then(|text| instead(&link.destination, text, view)).map(Box::new);
                out.push(finding);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_that_a_telephone_calls() {
        for (typed, expected) in [
            ("+33199001234", Some("+33199001234")),
            ("01 99 00 12 34", Some("+33199001234")),
            ("01-99-00-12-34", Some("+33199001234")),
            ("+33(0)199001234", Some("+33199001234")),
            ("3939", Some("3939")),
            ("39 39", Some("3939")),
            ("112", Some("112")),
            ("116117", Some("116117")),
            ("+442079460000", Some("+442079460000")),
            ("+331990012", None),
            ("019900123", None),
            ("33199001234", None),
            ("mairie", None),
            ("", None),
        ] {
            assert_eq!(number(typed).as_deref(), expected, "{typed}");
        }
    }
}
