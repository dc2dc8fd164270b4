//! The values that pages may contradict each other about, and where a text says them.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::language::Language;
use crate::language::amounts::{self, amounts, for_each_amount};
use crate::language::delays::{self, Days, Length, for_each_delay};
use crate::language::emails::{EmailMention, emails};
use crate::language::phones::{Number, for_each_phone};
use crate::site::registry::Amount;

/// What a rule compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lint::checks) enum Subject {
    Amount,
    Contact,
    Delay,
}

/// What a page says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::lint::checks) enum Value {
    Cents(i64),
    Phone(Number),
    Email(String),
    Delay(Length),
}

/// A value in a text; none for what is no one value (a range).
#[derive(Debug)]
pub(super) struct Mention<'a> {
    pub(super) range: Range<usize>,
    pub(super) value: Option<Value>,
    /// The registry’s amount that gives it.
    pub(super) called: Option<&'a Amount>,
}

impl Value {
    /// Values of two families are never compared.
    pub(super) fn family(&self) -> u8 {
        match self {
            Self::Cents(_) => 0,
            Self::Phone(_) => 1,
            Self::Email(_) => 2,
            // « 10 jours » and « 10 jours ouvrés » are counted in two ways.
            Self::Delay(Length { days: Days::All, .. }) => 3,
            Self::Delay(_) => 4,
        }
    }

    /// Whether both cannot be true of one thing.
    pub(super) fn contradicts(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Delay(a), Self::Delay(b)) => a.contradicts(*b),
            _ => self.family() == other.family() && self != other,
        }
    }
}

/// What is seen of a text without reading it: many bytes are looked at in one step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glance {
    /// It introduces what comes.
    pub(super) leads: bool,
    /// A digit is in it.
    digits: bool,
    /// `@` is in it.
    at: bool,
}

impl Glance {
    pub(super) fn at(text: &str) -> Self {
        let (mut digits, mut at) = (false, false);
        for bytes in text.as_bytes().chunks(32) {
            digits |= bytes.iter().fold(false, |met, byte| met | byte.is_ascii_digit());
            at |= bytes.iter().fold(false, |met, byte| met | (*byte == b'@'));
        }
        // A block ends with its last word: nothing is to be trimmed.
        Self { leads: text.ends_with(':'), digits, at }
    }
}

/// Which values a text may hold: most hold none.
#[derive(Clone, Copy, Debug)]
pub(super) struct May {
    glance: Glance,
    amount: bool,
    delay: bool,
}

/// What texts with an amount hold, then what those with a delay do: both are looked for in one pass.
static SIGNS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let signs = amounts::SIGNS.iter().chain(&delays::STARTS);
    // Of this kind, several bytes are looked at in one step.
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(signs).ok()
});

impl May {
    /// What may stand in a text.
    pub(super) fn stand_in(text: &str, glance: Glance) -> Self {
        let mut may = Self { glance, amount: false, delay: false };
        for sign in SIGNS.iter().flat_map(|signs| signs.find_iter(text)) {
            let amount = sign.pattern().as_usize() < amounts::SIGNS.len();
            may.amount |= amount;
            may.delay |= !amount;
            if may.amount && may.delay {
                break;
            }
        }
        may
    }

    /// Whether values of a kind may.
    pub(super) fn be(self, subject: Subject) -> bool {
        match subject {
            Subject::Amount => self.amount,
            Subject::Contact => self.glance.digits || self.glance.at,
            Subject::Delay => self.delay,
        }
    }
}

impl Subject {
    pub(super) const ALL: [Self; 3] = [Self::Amount, Self::Contact, Self::Delay];

    /// Puts the values of a text after others, in order.
    pub(super) fn mentions(self, text: &str, into: &mut Vec<Mention<'_>>) {
        let mut push = |range, value| into.push(Mention { range, value, called: None });
        match self {
            Self::Amount => for_each_amount(text, Language::French, |amount| {
                let cents = amount.one();
                push(amount.range, cents.map(Value::Cents));
            }),
            Self::Contact => {
                for_each_phone(text, |phone| push(phone.range, Some(Value::Phone(phone.number))));
                let emails = emails(text);
                if !emails.is_empty() {
                    let address = |email: EmailMention| push(email.range, Some(Value::Email(email.address)));
                    emails.into_iter().for_each(address);
                    into.sort_by_key(|mention| mention.range.start);
                }
            }
            Self::Delay => for_each_delay(text, |delay| push(delay.range, delay.length.map(Value::Delay))),
        }
    }

    /// Places in a text that say nothing of what a value is about: those of other values.
    pub(super) fn asides(self, text: &str) -> Vec<Range<usize>> {
        match self {
            Self::Contact => amounts(text, Language::French).into_iter().map(|m| m.range).collect(),
            Self::Amount | Self::Delay => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_addresses_are_in_the_order_of_the_text() {
        let text = "Écrivez à voirie@exemple.fr ou appelez le 01 99 00 12 34, à défaut urgence@exemple.fr.";
        let mut mentions = Vec::new();
        Subject::Contact.mentions(text, &mut mentions);
        let shown: Vec<&str> = mentions.iter().map(|m| &text[m.range.clone()]).collect();
        assert_eq!(shown, ["voirie@exemple.fr", "01 99 00 12 34", "urgence@exemple.fr"]);
    }
}
