//! What addresses other programs make of names.

use crate::site;

/// What Zola makes of names in addresses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Slugs {
    /// Small letters of ASCII and hyphens.
    #[default]
    On,
    /// Everything but what addresses refuse.
    Safe,
    /// As typed.
    Off,
}

impl Slugs {
    /// A name as Zola writes it.
    pub(super) fn write(self, name: &str) -> String {
        match self {
            Self::On => site::slug(&spelled(name)),
            Self::Safe => {
                let refused = |c: char| "<>:\"/|?*#\n\\()[]{}^`%".contains(c);
                let kept: String = name.trim().chars().filter(|c| !refused(*c)).collect();
                kept.split_whitespace().collect::<Vec<_>>().join("-")
            }
            Self::Off => name.to_owned(),
        }
    }
}

/// Signs that Zola spells out, and this program leaves out.
fn spelled(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '°' | 'º' => out.push_str(if c == '°' { "deg" } else { "o" }),
            '€' => out.push_str("EUR"),
            '£' => out.push_str("PS"),
            '©' => out.push_str("(c)"),
            '²' => out.push('2'),
            '³' => out.push('3'),
            'ª' => out.push('a'),
            '½' => out.push_str("1/2"),
            '×' => out.push('x'),
            'µ' => out.push('u'),
            c => out.push(c),
        }
    }
    out
}

/// How Hugo makes addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Paths {
    /// Capitals become small letters.
    pub(super) lower: bool,
    /// Accents are taken away.
    pub(super) plain: bool,
}

impl Paths {
    /// The path of a file in addresses: each space is a hyphen, then what addresses refuse is left out.
    pub(super) fn of_file(self, path: &str) -> String {
        self.even(&path.replace(' ', "-"))
    }

    /// Words in addresses: a run of spaces is a hyphen.
    pub(super) fn of_words(self, words: &str) -> String {
        self.even(words)
    }

    fn even(self, text: &str) -> String {
        let text = if self.lower { text.to_lowercase() } else { text.to_owned() };
        let mut out = String::with_capacity(text.len());
        let (mut waits, mut hyphen) = (false, false);
        let bytes = text.as_bytes();
        for (at, c) in text.char_indices() {
            let hex = |ahead: usize| bytes.get(at + ahead).is_some_and(u8::is_ascii_hexdigit);
            let mark = ('\u{300}'..='\u{36f}').contains(&c);
            let allowed = c.is_alphanumeric()
                || matches!(c, '.' | '/' | '\\' | '_' | '#' | '+' | '~' | '-' | '@')
                || mark
                || c == '%' && hex(1) && hex(2);
            if allowed {
                hyphen = c == '-';
                if std::mem::take(&mut waits) && !hyphen {
                    out.push('-');
                }
                match c {
                    _ if !self.plain => out.push(c),
                    _ if mark => {}
                    c => out.push_str(&without_accent(c)),
                }
            } else if !out.is_empty() && !hyphen && c.is_whitespace() {
                waits = true;
            }
        }
        out
    }
}

/// A letter without its accent: « é » is « e », « œ » stays.
fn without_accent(c: char) -> String {
    let plain = site::slug(&c.to_string());
    let one = plain.chars().count() == 1 && !c.is_ascii();
    if !one {
        return c.to_string();
    }
    if c.is_uppercase() { plain.to_uppercase() } else { plain }
}

/// The id of a heading as GitHub makes it: small letters, digits, `_` and `-`; each space is a hyphen.
pub(super) fn github_id(heading: &str, ascii: bool) -> String {
    // Two hyphens and more are a dash for Hugo, which the id does not have.
    let mut text = heading.trim().to_owned();
    for dashes in ["---", "--"] {
        text = text.replace(dashes, "");
    }
    let mut id = String::new();
    for c in text.chars() {
        match c {
            ' ' | '\n' => id.push('-'),
            '_' | '-' => id.push(c),
            c if ascii && !c.is_ascii() => {
                id.push_str(
                    &without_accent(c).chars().filter(char::is_ascii).collect::<String>().to_lowercase(),
                );
            }
            c if c.is_alphanumeric() => id.extend(c.to_lowercase()),
            _ => {}
        }
    }
    if id.is_empty() { "heading".to_owned() } else { id }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `hugo` 0.168 makes of these.
    #[test]
    fn names_become_addresses_as_with_hugo() {
        let paths = Paths { lower: true, plain: false };
        for (name, address) in [
            ("posts/Été", "posts/été"),
            ("Ma Page_Deux", "ma-page_deux"),
            ("voilà (test), c'est tout! n°3", "voilà-test-cest-tout-n3"),
            ("a.b.c", "a.b.c"),
            ("a & b", "a--b"),
            ("50 %", "50-"),
            ("C++", "c++"),
            ("L'eau", "leau"),
        ] {
            assert_eq!(paths.of_file(name), address, "{name}");
        }
        assert_eq!(paths.of_words("Titre & Été (oui) !"), "titre-été-oui");
        assert_eq!(paths.of_words("Première Nouvelle : l'été"), "première-nouvelle-lété");
        assert_eq!(Paths { lower: false, plain: true }.of_file("Été à l'œuvre"), "Ete-a-lœuvre");
    }

    #[test]
    fn headings_get_ids_as_with_hugo() {
        for (heading, id) in [
            ("Où s’adresser ?", "où-sadresser-"),
            ("L'eau & le gaz_bleu -- n° 3", "leau--le-gaz_bleu--n-3"),
            ("!!!", "heading"),
            ("2024 : budget", "2024--budget"),
            ("é é", "é-é"),
        ] {
            assert_eq!(github_id(heading, false), id, "{heading}");
        }
        assert_eq!(github_id("Été", true), "ete");
    }

    #[test]
    fn names_become_addresses_as_with_zola() {
        assert_eq!(Slugs::On.write("Été n° 3"), "ete-ndeg-3");
        assert_eq!(Slugs::Safe.write(" Été n° 3 (b)?"), "Été-n°-3-b");
        assert_eq!(Slugs::Off.write("Été 3"), "Été 3");
    }
}
