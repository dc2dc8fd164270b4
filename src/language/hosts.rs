//! Addresses of the Web in a text, as people write them: `ville.net`, `www2.ville.paris/agenda`.

/// Endings of the names of files, that no site ends with.
const FILES: [&str; 9] = ["pdf", "odt", "ods", "doc", "docx", "xls", "xlsx", "jpg", "html"];

/// Whether a text names a site: a word of letters, digits and hyphens with a point inside, of which the last part
/// has two letters or more. Neither an e-mail address, nor a file, nor a number is one.
pub fn names_a_host(text: &str) -> bool {
    let apart = |c: char| c.is_whitespace() || "()[]<>«»\"“”,;".contains(c);
    text.split(apart).any(is_an_address)
}

/// Whether a word is the address of a site, with or without `https://`, and with whatever follows the host.
pub fn is_an_address(word: &str) -> bool {
    let bare = word.split_once("://").map_or(word, |(_, after)| after);
    let host = bare.split(['/', '?', '#', ':']).next().unwrap_or("").trim_end_matches('.');
    let sound = |part: &str| {
        let inside = part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        inside && !part.is_empty() && !part.starts_with('-') && !part.ends_with('-')
    };
    host.rsplit_once('.').is_some_and(|(before, zone)| {
        let zoned = zone.len() >= 2 && zone.bytes().all(|byte| byte.is_ascii_alphabetic());
        zoned && !FILES.contains(&zone.to_ascii_lowercase().as_str()) && before.split('.').all(sound)
    })
}

#[cfg(test)]
mod tests {
    use super::names_a_host;

    #[test]
    fn hosts_as_they_are_written() {
        for text in [
            "En ligne sur ville.net",
            "(ville.info)",
            "demarches.ville.bzh.",
            "Site : www2.ville.paris/agenda?jour=1",
            "https://ville.example:8080/",
        ] {
            assert!(names_a_host(text), "{text}");
        }
        for text in
            ["En ligne.", "accueil@ville.fr", "le 12.05.2026", "formulaire.pdf", "a..fr", ".fr", "n.c", ""]
        {
            assert!(!names_a_host(text), "{text}");
        }
    }
}
