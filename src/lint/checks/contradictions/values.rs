//! The values that pages may contradict each other about, and where a text says them.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::language::Language;
use crate::language::amounts::{self, AmountMention, for_each_amount};
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

/// What a text with an amount holds, or one with a delay.
#[derive(Clone, Debug)]
struct Sign {
    range: Range<usize>,
    amount: bool,
}

/// What a text holds that values have: most hold nothing.
#[derive(Debug, Default)]
pub(super) struct Signs {
    /// Those of amounts and of delays, in order.
    met: Vec<Sign>,
    /// Whether it holds digits or `@`.
    contact: bool,
}

/// What texts with an amount hold, then what those with a delay do: both are looked for in one pass.
static SIGNS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let signs = amounts::SIGNS.iter().chain(&delays::STARTS);
    // Of this kind, several bytes are looked at in one step.
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(signs).ok()
});

impl Signs {
    /// Those of a text.
    pub(super) fn of(text: &str) -> Self {
        let mut signs = Self::default();
        signs.look_at(text);
        signs
    }

    /// Takes those of another text.
    pub(super) fn look_at(&mut self, text: &str) {
        self.met.clear();
        self.met.extend(SIGNS.iter().flat_map(|signs| signs.find_iter(text)).map(|met| {
            let amount = met.pattern().as_usize() < amounts::SIGNS.len();
            Sign { range: met.range(), amount }
        }));
        // Many bytes in one step, for most texts have neither.
        self.contact = text
            .as_bytes()
            .chunks(32)
            .any(|bytes| bytes.iter().fold(false, |met, byte| met | byte.is_ascii_digit() | (*byte == b'@')));
    }

    /// The places in the text of what amounts have, or delays.
    fn met(&self, amount: bool) -> impl Iterator<Item = Range<usize>> {
        let met = self.met.iter().filter(move |sign| sign.amount == amount);
        met.map(|sign| sign.range.clone())
    }

    fn amounts(&self, text: &str, tell: impl FnMut(AmountMention)) {
        for_each_amount(text, self.met(true), Language::French, tell);
    }
}

impl Subject {
    pub(super) const ALL: [Self; 3] = [Self::Amount, Self::Contact, Self::Delay];

    /// Puts the values of a text after others, in order, given its signs.
    pub(super) fn mentions(self, text: &str, signs: &Signs, into: &mut Vec<Mention<'_>>) {
        let mut push = |range, value| into.push(Mention { range, value, called: None });
        match self {
            Self::Amount => signs.amounts(text, |amount| {
                let cents = amount.one();
                push(amount.range, cents.map(Value::Cents));
            }),
            Self::Contact if !signs.contact => {}
            Self::Contact => {
                for_each_phone(text, |phone| push(phone.range, Some(Value::Phone(phone.number))));
                let emails = emails(text);
                if !emails.is_empty() {
                    let address = |email: EmailMention| push(email.range, Some(Value::Email(email.address)));
                    emails.into_iter().for_each(address);
                    into.sort_by_key(|mention| mention.range.start);
                }
            }
            Self::Delay => {
                let starts = signs.met(false).map(|met| met.start);
                for_each_delay(text, starts, |delay| push(delay.range, delay.length.map(Value::Delay)));
            }
        }
    }

    /// Places in a text that say nothing of what a value is about: those of other values.
    pub(super) fn asides(self, text: &str, signs: &Signs) -> Vec<Range<usize>> {
        let mut asides = Vec::new();
        if self == Self::Contact {
            signs.amounts(text, |amount| asides.push(amount.range));
        }
        asides
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_addresses_are_in_the_order_of_the_text() {
        let text = "Écrivez à voirie@exemple.fr ou appelez le 01 99 00 12 34, à défaut urgence@exemple.fr.";
        let mut mentions = Vec::new();
        Subject::Contact.mentions(text, &Signs::of(text), &mut mentions);
        let shown: Vec<&str> = mentions.iter().map(|m| &text[m.range.clone()]).collect();
        assert_eq!(shown, ["voirie@exemple.fr", "01 99 00 12 34", "urgence@exemple.fr"]);
    }
}
