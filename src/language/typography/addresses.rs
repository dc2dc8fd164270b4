//! Addresses typed in a text: what no typography may touch.

use std::ops::Range;

/// The stretches of a text, parted by spaces, that hold an address of the web or of mail, in order.
pub fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !text.contains(['@', '/']) && !text.contains("www.") {
        return found;
    }
    let mut start = 0;
    for part in text.split_inclusive(char::is_whitespace) {
        let word = part.trim_end();
        if word.contains("://") || word.contains("www.") || is_mail(word) || is_path(word) {
            found.push(start..start + word.len());
        }
        start += part.len();
    }
    found
}

/// `accueil@exemple.fr`, and not « @ » alone.
fn is_mail(word: &str) -> bool {
    let sides = word.split_once('@');
    sides.is_some_and(|(name, host)| name.ends_with(char::is_alphanumeric) && host.contains('.'))
}

/// `exemple.fr/aide`: a dot between letters, then a slash.
fn is_path(word: &str) -> bool {
    let Some((host, _)) = word.split_once('/') else { return false };
    host.rsplit_once('.').is_some_and(|(name, end)| {
        let letters = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric());
        name.ends_with(|c: char| c.is_ascii_alphanumeric())
            && end.len() >= 2
            && letters(end)
            && end.chars().all(|c| c.is_ascii_alphabetic())
    })
}

/// Whether one of these ranges, in order and apart, touches another.
pub fn overlaps(ranges: &[Range<usize>], other: &Range<usize>) -> bool {
    let after = ranges.partition_point(|range| range.end <= other.start);
    ranges.get(after).is_some_and(|range| range.start < other.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_whole_words() {
        let found = |text: &'static str| -> Vec<&str> {
            addresses(text).into_iter().map(|range| &text[range]).collect()
        };
        assert_eq!(
            found("Voyez https://a.fr/x?y, www.b.fr ou c.fr/aide ; écrivez à d'e@f.fr."),
            ["https://a.fr/x?y,", "www.b.fr", "c.fr/aide", "d'e@f.fr."]
        );
        assert!(found("et/ou, 1/2, M. ou Mme, @ seul, art.12/3").is_empty());
    }

    #[test]
    fn ranges_touch() {
        let ranges = [2..4, 8..9];
        assert!(overlaps(&ranges, &(3..5)) && overlaps(&ranges, &(0..3)) && overlaps(&ranges, &(8..9)));
        assert!(!overlaps(&ranges, &(4..8)) && !overlaps(&ranges, &(9..12)) && !overlaps(&ranges, &(0..2)));
    }
}
