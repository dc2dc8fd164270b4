//! What French typography asks of spaces, apostrophes and quotation marks: pure text in, [`Repair`]s out.
//! Rules that check a page and the renderer that publishes it use the same functions, so that one never
//! mends what the other leaves.
//!
//! A repair changes no word. Where it could (« 3 120 » may be article 3 and 120 people), there is none.

mod addresses;
mod apostrophes;
mod numbers;
mod quotes;
mod spaces;

use std::borrow::Cow;
use std::ops::Range;

pub use addresses::{addresses, overlaps};
pub use apostrophes::apostrophes;
pub use quotes::quotes;
pub use spaces::{missing_spaces, spaces};

/// A no-break space, U+00A0.
pub const NO_BREAK: &str = "\u{a0}";
/// A narrow no-break space, U+202F.
pub const NARROW: &str = "\u{202f}";

/// What a repair is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matter {
    /// An ordinary space before « : », « ; », « ! », « ? ».
    Sign,
    /// The inside of « ».
    Quote,
    /// A number and the symbol of its unit: « 86 € », « 20 km », « 5 % ».
    Unit,
    /// The groups of a number: « 12 500 ».
    Thousands,
    /// The pairs of a telephone number.
    Phone,
    /// A number and its noun, a title and its name: « 3 mois », « n° 5 », « M. Diallo ».
    Words,
    /// A sign that has no space at all: « Quoi? ».
    Glued,
    /// An apostrophe.
    Apostrophe,
    /// A pair of quotation marks.
    Marks,
}

/// How to type a few bytes of a text otherwise, as French does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// What it is about.
    pub matter: Matter,
    /// What is typed over, on character boundaries; empty, at one end of its sign, where nothing is.
    pub typed: Range<usize>,
    /// What to type.
    pub new: &'static str,
    /// What to show of it: the sign that wants a space, the number it parts.
    pub sign: Range<usize>,
}

impl Repair {
    /// Whether nothing at all stands where a space should.
    pub fn is_missing(&self) -> bool {
        self.typed.is_empty()
    }
}

/// Every repair that changes nothing a reader could notice, in order, not overlapping: no-break spaces
/// where ordinary ones are typed or, inside « », none; and apostrophes. What the renderer makes.
pub fn silent(text: &str) -> Vec<Repair> {
    let mut repairs = spaces(text);
    repairs.extend(apostrophes(text));
    repairs.sort_by_key(|repair| repair.typed.start);
    let mut end = 0;
    repairs.retain(|repair| {
        let apart = repair.typed.start >= end;
        if apart {
            end = repair.typed.end;
        }
        apart
    });
    repairs
}

/// A French text as it is published: with its [`silent`] repairs made.
pub fn typeset(text: &str) -> Cow<'_, str> {
    let repairs = silent(text);
    if repairs.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(repaired(text, &repairs)) }
}

/// A text with repairs made, which come in order and do not overlap.
fn repaired(text: &str, repairs: &[Repair]) -> String {
    let mut out = String::with_capacity(text.len() + repairs.len());
    let mut from = 0;
    for repair in repairs {
        out.push_str(text.get(from..repair.typed.start).unwrap_or(""));
        out.push_str(repair.new);
        from = repair.typed.end;
    }
    out.push_str(text.get(from..).unwrap_or(""));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_the_renderer_mends() {
        let mended = |text: &str| typeset(text).replace(NO_BREAK, "~").replace(NARROW, "_");
        assert_eq!(
            mended("L'usager paie-t-il 12 500 € en 3 mois ? « Oui », dit M. Diallo."),
            "L’usager paie-t-il 12_500~€ en 3~mois_? «~Oui~», dit M.~Diallo."
        );
        assert_eq!(
            mended("Voyez https://exemple.fr/l'eau?a=b ou l'agent@exemple.fr"),
            "Voyez https://exemple.fr/l'eau?a=b ou l'agent@exemple.fr"
        );
    }

    proptest! {
        #[test]
        fn a_repair_is_made_once(text in "[a-c0-3 '’«»?!:;€%M.n°\"\u{a0}\u{202f}\u{fffc}]{0,40}|.{0,40}") {
            for find in [silent, missing_spaces, quotes, spaces, apostrophes] {
                let repairs = find(&text);
                let mut end = 0;
                for repair in &repairs {
                    prop_assert!(repair.typed.start >= end);
                    let at_sign = [repair.sign.start, repair.sign.end].contains(&repair.typed.start);
                    prop_assert!(!repair.typed.is_empty() || at_sign);
                    prop_assert!(text.get(repair.typed.clone()).is_some());
                    prop_assert!(text.get(repair.sign.clone()).is_some());
                    end = repair.typed.end;
                }
                let once = repaired(&text, &repairs);
                let again = find(&once);
                prop_assert!(again.is_empty(), "{text:?} → {once:?}: {again:?}");
            }
        }
    }
}
