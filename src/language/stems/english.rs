//! English: plurals, and the commonest endings of verbs.

use super::{Ending, Stems};

pub(super) static STEMS: Stems = Stems { stop: STOP, rounds: &[PLURALS, ENDINGS, SILENT, DOUBLED] };

const PLURALS: &[Ending] =
    &[("sses", "ss", 1), ("ies", "y", 2), ("ss", "ss", 0), ("us", "us", 0), ("is", "is", 0), ("s", "", 3)];

const ENDINGS: &[Ending] = &[
    ("ations", "", 3),
    ("ation", "", 3),
    ("ments", "", 3),
    ("ment", "", 3),
    ("ying", "y", 2),
    ("ing", "", 3),
    ("ied", "y", 2),
    ("ed", "", 3),
    ("ly", "", 4),
    ("al", "", 4),
];

const SILENT: &[Ending] = &[("e", "", 3)];

const DOUBLED: &[Ending] = &[("tt", "t", 2), ("nn", "n", 2), ("pp", "p", 2), ("ll", "l", 2), ("rr", "r", 2)];

const STOP: &[&str] = &[
    "a", "about", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "get",
    "have", "how", "i", "if", "in", "is", "it", "its", "me", "my", "of", "on", "or", "s", "should", "t",
    "that", "the", "their", "there", "this", "to", "was", "what", "when", "where", "which", "who", "will",
    "with", "you", "your",
];

#[cfg(test)]
pub(super) const ALIKE: &[&str] = &[
    "passport passports",
    "register registered registering registers",
    "registration registrations",
    "renew renewal renewed renewals",
    "marry married",
    "apply applying applies",
    "pay payment payments paying",
    "move moved moving",
    "address addresses addressed",
];
