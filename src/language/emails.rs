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

/// The e-mail addresses of a text, in order: a name, `@`, and a domain with a point in it.
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
        let dotted = host.rsplit_once('.').is_some_and(|(name, zone)| !name.is_empty() && zone.len() >= 2);
        if !local.is_empty() && dotted {
            let range = at - local.len()..at + 1 + host.len();
            let address = text.get(range.clone()).unwrap_or("").to_ascii_lowercase();
            found.push(EmailMention { range, address });
        }
    }
    found
}

/// Whether a text is one e-mail address, that a `mailto:` link may hold as it is.
pub fn is_email(text: &str) -> bool {
    let parts = text.split_once('@');
    let sound = parts.is_some_and(|(name, host)| {
        let dotted = host.contains('.') && host.split('.').all(|part| !part.is_empty());
        !name.is_empty() && dotted && !host.contains('@')
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
        for text in ["a@x.fr", "etat.civil@ville-haute.exemple.fr"] {
            assert!(is_email(text), "{text}");
        }
        for text in ["a@.fr", "a@b..fr", "a@x.fr.", "@x.fr", "a@x", "a@b@x.fr", "a b@x.fr"] {
            assert!(!is_email(text), "{text}");
        }
    }

    #[test]
    fn addresses_as_they_are_written() {
        let table: [(&str, &[&str]); 9] = [
            ("Écrivez à mairie@exemple.fr.", &["mairie@exemple.fr"]),
            ("Etat.Civil@Ville-Haute.exemple.fr, ou", &["etat.civil@ville-haute.exemple.fr"]),
            ("a@b.fr;c@d.fr", &["a@b.fr", "c@d.fr"]),
            ("(a_b+c@d.fr)", &["a_b+c@d.fr"]),
            ("@exemple.fr", &[]),
            ("a@exemple", &[]),
            ("a@.fr", &[]),
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
