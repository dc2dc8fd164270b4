//! What a regular expression cannot match without: a glance at the bytes of a text tells most of those that
//! hold none of it.

use regex_syntax::hir::{Class, Hir, HirKind};

use super::pairs::{Pairs, Sequence};

/// Which bytes a text holds, or may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Bytes([u64; 4]);

impl Bytes {
    fn of(text: &str) -> Self {
        let mut bytes = Self::default();
        text.bytes().for_each(|byte| bytes.add(byte));
        bytes
    }

    fn add(&mut self, byte: u8) {
        let [a, b, c, d] = &mut self.0;
        let part = match byte >> 6 {
            0 => a,
            1 => b,
            2 => c,
            _ => d,
        };
        *part |= 1 << (byte & 63);
    }

    fn add_all(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(part, other)| *part |= other);
    }

    fn meets(self, other: Self) -> bool {
        self.0.iter().zip(other.0).any(|(part, other)| part & other != 0)
    }

    /// How little it tells of a text that it holds one of these: small letters and spaces are everywhere.
    fn weight(self) -> u32 {
        const LETTERS: u64 = 0x07FF_FFFE_0000_0000;
        let [a, b, c, d] = self.0;
        let common = (a & (1 << b' ')).count_ones() + (b & LETTERS).count_ones();
        common * 50 + a.count_ones() + b.count_ones() + c.count_ones() + d.count_ones()
    }
}

/// What a text holds, as far as one look over it tells: bytes, and bytes side by side.
#[derive(Clone, Debug, Default)]
pub(in crate::lint) struct Held {
    bytes: Bytes,
    pairs: Pairs,
}

impl Held {
    pub(in crate::lint) fn of(text: &str) -> Self {
        Self { bytes: Bytes::of(text), pairs: Pairs::of(text) }
    }

    /// Whether a text holds a digit.
    pub(in crate::lint) fn has_digits(&self) -> bool {
        const DIGITS: u64 = 0x03FF_0000_0000_0000;
        let Bytes([first, ..]) = self.bytes;
        first & DIGITS != 0
    }
}

/// What every match of an expression holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Needs {
    /// One at least of each of these sets of pairs, the rarest first.
    pairs: Vec<Vec<(usize, u64)>>,
    /// One at least of each of these sets of bytes.
    bytes: Vec<Bytes>,
}

impl Needs {
    /// What an expression needs; nothing of one that cannot be read.
    pub(super) fn of(expression: &str) -> Self {
        let Ok(hir) = regex_syntax::parse(expression) else { return Self::default() };
        let mut bytes = needs(&hir);
        bytes.sort_unstable_by_key(|set| (set.weight(), set.0));
        bytes.dedup();
        let mut sequence = Sequence::default();
        sequence.walk(&hir);
        let mut pairs = sequence.needs;
        pairs.sort_by_cached_key(|set| (set.weight(), set.0));
        pairs.dedup();
        Self { pairs: pairs.iter().map(Pairs::listed).collect(), bytes }
    }

    /// Whether a text that holds this may hold a match.
    pub(super) fn may_be_met(&self, held: &Held) -> bool {
        let Pairs(pairs) = &held.pairs;
        let meets = |(row, seconds): &(usize, u64)| pairs.get(*row).is_some_and(|held| held & seconds != 0);
        self.pairs.iter().all(|set| set.iter().any(meets))
            && self.bytes.iter().all(|set| set.meets(held.bytes))
    }
}

fn needs(hir: &Hir) -> Vec<Bytes> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Vec::new(),
        HirKind::Literal(literal) => {
            let one = |byte: &u8| {
                let mut bytes = Bytes::default();
                bytes.add(*byte);
                bytes
            };
            literal.0.iter().map(one).collect()
        }
        HirKind::Class(class) => vec![first_bytes(class)],
        HirKind::Repetition(repetition) if repetition.min == 0 => Vec::new(),
        HirKind::Repetition(repetition) => needs(&repetition.sub),
        HirKind::Capture(capture) => needs(&capture.sub),
        HirKind::Concat(parts) => parts.iter().flat_map(needs).collect(),
        HirKind::Alternation(parts) => {
            // One of what each of them needs most.
            let mut any = Bytes::default();
            for part in parts {
                match needs(part).into_iter().min_by_key(|set| set.weight()) {
                    Some(set) => any.add_all(set),
                    None => return Vec::new(),
                }
            }
            vec![any]
        }
    }
}

/// The first bytes of the characters of a class: of two characters, the first byte of the lower one is not
/// the higher one.
fn first_bytes(class: &Class) -> Bytes {
    let mut bytes = Bytes::default();
    let first = |c: char| c.encode_utf8(&mut [0; 4]).bytes().next().unwrap_or(0);
    match class {
        Class::Unicode(class) => {
            for range in class.ranges() {
                (first(range.start())..=first(range.end())).for_each(|byte| bytes.add(byte));
            }
        }
        Class::Bytes(class) => {
            for range in class.ranges() {
                (range.start()..=range.end()).for_each(|byte| bytes.add(byte));
            }
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_expression_cannot_match_without() {
        let table = [
            (r"\d{5}\s?\*\s?\d{2}", "Cerfa 12669*02", true),
            (r"\d{5}\s?\*\s?\d{2}", "Cerfa 12669", false),
            (r"\d{5}\s?\*\s?\d{2}", "Aucun chiffre *", false),
            ("(?:I{2,3}|IV|X[IV]+)", "vous payez", false),
            ("(?:I{2,3}|IV|X[IV]+)", "Vous payez", false),
            ("(?:I{2,3}|IV|X[IV]+)", "Il paie", false),
            ("(?:I{2,3}|IV|X[IV]+)", "Titre IV", true),
            ("(?i)cerfa", "CERFA", true),
            ("(?i)cerfa", "CERFE 12", false),
            ("[·•]", "agent·e", true),
            ("[·•]", "agente", false),
            ("(?:^|[^0-9])(?<found>n°)[0-9]", "n°4", true),
            ("(?:^|[^0-9])(?<found>n°)[0-9]", "no 4", false),
            ("a*", "", true),
            ("x|y*", "", true),
            ("cerfa", "le carnet a fait", false),
            ("(?:mars|avril) [0-9]", "savoir parler 3", false),
            ("(?:mars|avril) [0-9]", "en mars 3", true),
            ("[0-9]{4}", "de 3 à 5", false),
            ("a(?:b|c*)d", "ad", true),
            ("é|ê", "à", true),
            ("(", "", true),
        ];
        for (expression, text, expected) in table {
            let met = Needs::of(expression).may_be_met(&Held::of(text));
            assert_eq!(met, expected, "{expression} in {text:?}");
        }
    }

    #[test]
    fn no_match_is_left_out() {
        let texts = ["n° 12 et 3,50 €", "Ça va… ÉTÉ", "xx  (a )", "l’œuf, 1er mai; IV", "😀"];
        let expressions = [
            r"\p{Lu}{2,}",
            r"[^\s](?<found> {2,})[^\s:;!?»€%]",
            r"(?:[\x{1F300}-\x{1FAFF}]\x{FE0F}?)+",
            r"\p{L}\)?[ \x{a0}\x{202f}]?;[ \x{a0}]\p{L}",
            r"([0-9]+)(?:,[0-9]{1,2})?\s?(?:€|%)",
            r".+\?\s*$",
            "[^a-z]",
        ];
        for expression in expressions {
            let regex = regex::Regex::new(expression).unwrap();
            for text in texts {
                let may_be = Needs::of(expression).may_be_met(&Held::of(text));
                assert!(may_be || !regex.is_match(text), "{expression} in {text}");
            }
        }
    }
}
