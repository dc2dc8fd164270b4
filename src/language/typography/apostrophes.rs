//! « ’ » instead of the straight mark of the keyboard.

use super::{Matter, Repair, addresses, overlaps};

/// The straight apostrophes of a text, between letters or before what an elision may open: a quotation, a
/// number, something that is not text. Minutes and feet (« 5'10 ») and marks of quotation are none.
pub fn apostrophes(text: &str) -> Vec<Repair> {
    if !text.contains('\'') {
        return Vec::new();
    }
    let addresses = addresses(text);
    let elided = |&(at, _): &(usize, &str)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + 1..).and_then(|after| after.chars().next());
        let opens = |c: char| c.is_alphanumeric() || matches!(c, '«' | '“' | '"' | '\u{fffc}');
        before.is_some_and(char::is_alphabetic) && after.is_some_and(opens)
    };
    let repair = |(at, _): (usize, &str)| Repair {
        matter: Matter::Apostrophe,
        typed: at..at + 1,
        new: "’",
        sign: at..at + 1,
    };
    let repairs = text.match_indices('\'').filter(elided).map(repair);
    repairs.filter(|repair| !overlaps(&addresses, &repair.typed)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::typography::repaired;

    #[test]
    fn an_apostrophe_stands_between_letters() {
        let table = [
            ("l'État, aujourd'hui, jusqu'à", "l’État, aujourd’hui, jusqu’à"),
            ("d'1 an, l'« avis », l'\u{fffc}", "d’1 an, l’« avis », l’\u{fffc}"),
            ("5'10, 'mot', l' avis, les parents'", "5'10, 'mot', l' avis, les parents'"),
            ("https://a.fr/l'eau", "https://a.fr/l'eau"),
            ("déjà l’un", "déjà l’un"),
        ];
        for (text, expected) in table {
            assert_eq!(repaired(text, &apostrophes(text)), expected);
        }
    }
}
