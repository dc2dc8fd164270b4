//! E-mail addresses in a text.

use std::borrow::Cow;
use std::ops::Range;

/// An e-mail address in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailMention {
    /// Where it is written.
    pub range: Range<usize>,
    /// In small letters.
    pub address: String,
}

/// The e-mail addresses of a text, in order: a name, `@`, and a domain with a point in it. A version of a program
/// (« paquet@0.15.10 ») is none.
pub fn emails(text: &str) -> Vec<EmailMention> {
    let mut found: Vec<EmailMention> = Vec::new();
    for (at, _) in text.match_indices('@') {
        let from = found.last().map_or(0, |last| last.range.end);
        let before = text.get(from..at).unwrap_or("");
        let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
        let taken = before.chars().rev().take(64).take_while(|c| name(*c)).count();
        let start = at - taken;
        let local = text.get(start..at).unwrap_or("").trim_start_matches(['.', '-']);
        let after = text.get(at + 1..).unwrap_or("");
        let domain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        let length = after.bytes().take(255).take_while(|byte| domain(char::from(*byte))).count();
        let host = after.get(..length).unwrap_or("").trim_end_matches(['.', '-']);
        let range = at - local.len()..at + 1 + host.len();
        let address = text.get(range.clone()).unwrap_or("");
        if is_email(address) {
            found.push(EmailMention { address: address.to_ascii_lowercase(), range });
        }
    }
    found
}

/// Whether a text is one e-mail address, that a `mailto:` link may hold as it is: no empty part, no part that begins
/// or ends with a hyphen, and a last one that no number and no single letter can be.
pub fn is_email(text: &str) -> bool {
    let part = |part: &str| !part.is_empty() && !part.starts_with('-') && !part.ends_with('-');
    let sound = text.split_once('@').is_some_and(|(name, host)| {
        let zone = host.rsplit_once('.').map_or("", |(_, zone)| zone);
        let last = zone.chars().count() >= 2 && !zone.bytes().all(|byte| byte.is_ascii_digit());
        // The hyphens of a name matter at its ends alone.
        let named = part(name) && name.split('.').all(|part| !part.is_empty());
        named && last && host.split('.').all(part) && !host.contains('@')
    });
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>()[]\"?&#%,;:/\\".contains(c);
    sound && !text.contains(odd)
}

/// A text without its e-mail addresses: « mairie » in a domain is no place to go.
pub fn without_emails(text: &str) -> Cow<'_, str> {
    if !text.contains('@') {
        return Cow::Borrowed(text);
    }
    let mut left = text.to_owned();
    for found in emails(text).iter().rev() {
        left.replace_range(found.range.clone(), " ");
    }
    Cow::Owned(left)
}

#[cfg(test)]
mod tests {
    use super::{emails, is_email};

    #[test]
    fn an_address_has_no_empty_part_after_its_sign() {
        for text in ["a@x.fr", "etat.civil@ville-haute.exemple.fr", "a-.b@x1.2x.fr", "a@xn--p1ai.xn--p1ai"] {
            assert!(is_email(text), "{text}");
        }
        let wrong = "a@.fr a@b..fr a@x.fr. @x.fr a@x a@b@x.fr a..b@x.fr b.@x.fr .b@x.fr -b@x.fr b-@x.fr a@-x.fr a@x-.fr \
                     a@x.-fr 1.2@3.4.56 paquet@0.15.10 a@x.f";
        for text in wrong.split_ascii_whitespace().chain(["a b@x.fr"]) {
            assert!(!is_email(text), "{text}");
            assert!(emails(text).iter().all(|mention| mention.address != text), "{text}");
        }
    }

    #[test]
    fn addresses_as_they_are_written() {
        let table: [(&str, &[&str]); 11] = [
            ("Écrivez à mairie@exemple.fr.", &["mairie@exemple.fr"]),
            ("Etat.Civil@Ville-Haute.exemple.fr, ou", &["etat.civil@ville-haute.exemple.fr"]),
            ("a@b.fr;c@d.fr", &["a@b.fr", "c@d.fr"]),
            ("(a_b+c@d.fr)", &["a_b+c@d.fr"]),
            ("@exemple.fr", &[]),
            ("a@exemple", &[]),
            ("a@.fr", &[]),
            ("npm i paquet@0.15.10", &[]),
            ("a@b..fr, c@d.fr...", &["c@d.fr"]),
            ("a @ b.fr", &[]),
            ("é@b.fr", &[]),
        ];
        for (text, expected) in table {
            let found = emails(text);
            let found: Vec<&str> = found.iter().map(|mention| mention.address.as_str()).collect();
            assert_eq!(found, expected, "of {text:?}");
        }
    }
}
