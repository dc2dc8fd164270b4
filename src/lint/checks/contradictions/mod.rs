//! `contradictory-amount`, `contradictory-contact` and `contradictory-delay`: pages that say two values of
//! one thing. Sure cases only: where anything sets the two things apart, nothing is said.

mod facts;
mod fields;
mod labels;
mod sayings;
mod title;
mod values;
mod walk;
mod words;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::data::Fields;
use crate::finding::{Arg, Finding, Message};
use crate::language::Language;
use crate::lint::rule::Rule;
use crate::site::Site;
use crate::site::registry::Amount;
use crate::source::Span;

use super::across::Across;
use super::kind::{Case, Form, Kind, Needed, Param, SHOWN, number};
use super::{Check, calendar};
pub(super) use facts::{Fact, Facts, Reading};
use labels::Label;
pub(super) use sayings::{Field, Listener, Sayings, Stretch};
pub(super) use values::{Subject, Value};
pub(super) use walk::Walk;

const ABOUT: &[&str] = &["found", "about", "other", "page", "others"];
const DATED: &[&str] = &["found", "about", "other", "page", "others", "date"];

/// What the three kinds can say.
const CASES: [Case; 4] = [
    Case::of("undated", ABOUT),
    Case::of("older", DATED),
    Case::of("newer", DATED),
    Case::of("within", ABOUT),
];

const AMOUNT_CASES: [Case; 5] = [
    Case::of("undated", ABOUT),
    Case::of("older", DATED),
    Case::of("newer", DATED),
    Case::of("within", ABOUT),
    Case::of("registry", &["found", "about", "other", "key", "date"]),
];

const PARAMS: [Param; 8] = {
    let [plain, weak, situations, same, unless, fewest] = labels::PARAMS;
    let fields = Param::optional("fields", Form::Texts, "param.label-fields");
    let most = Param {
        name: "most",
        about: "param.contradiction-most",
        form: Form::Number,
        needed: Needed::Else("3"),
    };
    [plain, weak, situations, same, unless, fewest, fields, most]
};

/// The kind `contradictory-amount`.
pub(super) const AMOUNT: Kind = Kind {
    elsewhere: true,
    params: &PARAMS,
    read: |fields, _| Some(Check::Contradiction(Box::new(Contradiction::read(fields, Subject::Amount)))),
    ..Kind::new("contradictory-amount", "kind.contradictory-amount", &AMOUNT_CASES)
};

/// The kind `contradictory-contact`.
pub(super) const CONTACT: Kind = Kind {
    elsewhere: true,
    params: &PARAMS,
    read: |fields, _| Some(Check::Contradiction(Box::new(Contradiction::read(fields, Subject::Contact)))),
    ..Kind::new("contradictory-contact", "kind.contradictory-contact", &CASES)
};

/// The kind `contradictory-delay`.
pub(super) const DELAY: Kind = Kind {
    elsewhere: true,
    params: &PARAMS,
    read: |fields, _| Some(Check::Contradiction(Box::new(Contradiction::read(fields, Subject::Delay)))),
    ..Kind::new("contradictory-delay", "kind.contradictory-delay", &CASES)
};

/// Facts of one label that each fact is compared with, for each of their values: enough to tell, however
/// many pages say the same thing.
const COMPARED: usize = 16;

/// Values of one kind, compared from page to page.
#[derive(Clone, Debug)]
pub struct Contradiction {
    subject: Subject,
    reading: Reading,
    /// Parameter `most`: a label with more values than this is no name of one thing.
    most: usize,
}

/// Titles that share as many words are of one family, however long they are.
const ALIKE: usize = 3;

/// The parameters of a reading.
pub(super) const READING_PARAMS: [Param; 7] = {
    let [plain, weak, situations, same, unless, fewest, fields, _] = PARAMS;
    [plain, weak, situations, same, unless, fewest, fields]
};

impl Contradiction {
    fn read(fields: &mut Fields, subject: Subject) -> Self {
        let reading = Reading::read(fields);
        Self { subject, reading, most: number(fields, "most").unwrap_or(3) }
    }

    /// Its kind.
    pub(super) fn kind(&self) -> &'static Kind {
        match self.subject {
            Subject::Amount => &AMOUNT,
            Subject::Contact => &CONTACT,
            Subject::Delay => &DELAY,
        }
    }

    /// How it reads what pages say, and of what.
    pub(super) fn reading(&self) -> (Subject, &Reading) {
        (self.subject, &self.reading)
    }

    pub(super) fn check(&self, rule: &Rule, site: &Site, across: &Across<'_>, out: &mut Vec<Finding>) {
        let facts = self.reading.facts(rule, across.sayings(), self.subject);
        let mut told = Told { rule, site, titles: Titles::new(&facts), out };
        for group in groups(&facts) {
            self.group(&group, &mut told);
        }
        if self.subject == Subject::Amount {
            let registered = facts.registered();
            for fact in facts.list.iter().filter(|fact| !fact.is_called()) {
                out.extend(against_registry(rule, site, fact, &facts, &registered));
            }
            let told = Told { rule, site, titles: Titles::new(&facts), out };
            for (field, sentence) in facts.against_sentences() {
                told.out.push(told.finding(&field, &[&sentence]));
            }
        }
    }

    /// The contradictions about one label, among what always holds.
    fn group<'a>(&self, group: &[&Fact<'a>], told: &mut Told<'_, 'a>) {
        let facts = told.titles.facts;
        // Most groups say one thing, and many say more things than one label has values for: there is nothing to ask of
        // the first, and little of the others.
        if group.iter().all(|fact| group.first().is_some_and(|first| first.value() == fact.value())) {
            return;
        }
        let (mut holding, mut values): (Vec<&Fact<'a>>, Vec<&'a Value>) = Default::default();
        for fact in group.iter().copied().filter(|fact| facts.always_holds(fact)) {
            holding.push(fact);
            if !values.contains(&fact.value()) {
                values.push(fact.value());
            }
            if values.len() > self.most {
                return;
            }
        }
        // A page that gives several values under one label knows what sets them apart.
        if values.len() < 2 || has_several(&holding) {
            return;
        }
        let narrowed: Vec<(&Fact<'a>, Label)> =
            holding.iter().map(|fact| (*fact, facts.narrowed(fact))).collect();
        let of_value = |value: &&Value| {
            narrowed.iter().filter(|(fact, _)| fact.value() == *value).take(COMPARED).collect()
        };
        let compared: Vec<Vec<&(&Fact<'a>, Label)>> = values.iter().map(of_value).collect();
        let mut pages = BTreeSet::new();
        // A value of the registry that changed makes the group what it is.
        let changed = holding.iter().filter_map(|fact| fact.changed()).max();
        let site = told.site;
        for (fact, narrowing) in &narrowed {
            let others = compared.iter().flatten();
            let others = others.filter(|(other, others)| fact.contradicts(other) && narrowing == others);
            let mut others: Vec<&Fact<'a>> = others
                .map(|(other, _)| *other)
                .filter(|other| told.titles.let_compare(fact, other))
                .collect();
            // The page reviewed last is the likeliest to be right.
            others
                .sort_by_cached_key(|other| (Reverse(reviewed(site, other)), other.page(), other.span(site)));
            if !others.is_empty() && pages.insert(fact.page()) {
                let finding = told.finding(fact, &others);
                told.out.push(calendar::since(site.page(fact.page()), changed, finding));
            }
        }
    }
}

/// The facts of one kind of values and of one label, where there are several; groups and facts in the order of
/// the pages.
fn groups<'f, 'a>(all: &'f Facts<'a>) -> Vec<Vec<&'f Fact<'a>>> {
    let facts = all.list.as_slice();
    let about = |fact: &Fact<'a>| {
        let start = u64::from(fact.value().family());
        all.label(fact).iter().fold(start, |sum, word| (sum.rotate_left(7) ^ word).wrapping_mul(SPREAD))
    };
    let mut numbers: Vec<(u64, usize)> = (0..).zip(facts).map(|(rank, fact)| (about(fact), rank)).collect();
    numbers.sort_unstable();
    let same = |(a, one): &(u64, usize), (b, other): &(u64, usize)| {
        let both = || facts.get(*one).zip(facts.get(*other));
        a == b
            && both().is_some_and(|(one, other)| {
                one.value().family() == other.value().family() && all.label(one) == all.label(other)
            })
    };
    let mut groups: Vec<&[(u64, usize)]> = numbers.chunk_by(same).filter(|group| group.len() > 1).collect();
    groups.sort_unstable_by_key(|group| group.first().map(|(_, rank)| *rank));
    let facts = |group: &[(u64, usize)]| group.iter().filter_map(|(_, rank)| facts.get(*rank)).collect();
    groups.into_iter().map(facts).collect()
}

/// The golden ratio, in 64 bits: an odd number without pattern.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

impl Fact<'_> {
    fn contradicts(&self, other: &Self) -> bool {
        // In one page, only what the front matter and the body say is compared.
        let apart = self.page() != other.page() || self.is_field() != other.is_field();
        apart && self.value().contradicts(other.value())
    }
}

/// Whether one page gives two values under one label, its front matter apart.
fn has_several(group: &[&Fact<'_>]) -> bool {
    let mut first: BTreeMap<_, &Value> = BTreeMap::new();
    group.iter().any(|fact| {
        let known = first.entry((fact.page(), fact.is_field())).or_insert(fact.value());
        fact.value().contradicts(known)
    })
}

fn reviewed(site: &Site, fact: &Fact<'_>) -> Option<jiff::civil::Date> {
    site.page(fact.page()).front.reviewed.as_ref().map(|date| date.value)
}

/// What a rule tells of the facts that it read.
struct Told<'f, 'a> {
    rule: &'f Rule,
    site: &'f Site,
    titles: Titles<'f, 'a>,
    out: &'f mut Vec<Finding>,
}

impl<'a> Told<'_, 'a> {
    fn finding(&self, fact: &Fact<'a>, others: &[&Fact<'a>]) -> Finding {
        let (rule, site) = (self.rule, self.site);
        let span = fact.span(site);
        let Some(other) = others.first() else { return rule.finding("undated", span, Vec::new()) };
        let pages: BTreeSet<_> = others.iter().map(|other| other.page()).collect();
        let mut args: Vec<(&'static str, Arg)> = vec![
            ("found", fact.shown().into()),
            ("about", self.titles.facts.about(fact).into()),
            ("other", other.shown().into()),
            ("page", site.page(other.page()).title().into()),
            ("others", pages.len().into()),
        ];
        let here = reviewed(site, fact);
        let there = reviewed(site, other);
        let case = match (here, there) {
            _ if other.page() == fact.page() => "within",
            (here, Some(date)) if here < Some(date) => {
                args.push(("date", date.into()));
                "older"
            }
            (Some(date), there) if there < Some(date) => {
                args.push(("date", date.into()));
                "newer"
            }
            _ => "undated",
        };
        let mut finding = rule.finding(case, span, args);
        finding.labels =
            others.iter().take(SHOWN).map(|other| (other.span(site), label(site, other))).collect();
        finding
    }
}

fn label(site: &Site, fact: &Fact<'_>) -> Message {
    match reviewed(site, fact) {
        Some(date) => Message::key("lint.other-value-reviewed").with("date", date),
        None => Message::key("lint.other-value"),
    }
}

/// What the registry says otherwise, today.
fn against_registry<'a>(
    rule: &Rule,
    site: &Site,
    fact: &Fact<'a>,
    facts: &Facts<'a>,
    registered: &BTreeMap<Label, &Amount>,
) -> Option<Finding> {
    let amount = registered.get(facts.label(fact))?;
    let value = amount.on(site.facts.today)?;
    let contradicts = fact.value().contradicts(&Value::Cents(value.cents.value));
    if !contradicts || !facts.always_holds(fact) || !facts.narrowed(fact).is_empty() {
        return None;
    }
    let args = vec![
        ("found", fact.shown().into()),
        ("about", facts.about(fact).into()),
        ("other", crate::language::format::euros(value.cents.value, Language::French).into()),
        ("key", amount.key.value.as_str().into()),
        ("date", value.from.value.into()),
    ];
    let mut finding = rule.finding("registry", fact.span(site), args);
    let place: Span = value.cents.span;
    finding.labels.push((place, Message::key("lint.registered")));
    Some(calendar::since(site.page(fact.page()), amount.validity.changed, finding))
}

/// The titles of pages, as labels, made where they are asked for.
struct Titles<'f, 'a> {
    facts: &'f Facts<'a>,
    /// By their ranks over all stretches.
    known: Vec<Option<Label>>,
}

impl<'f, 'a> Titles<'f, 'a> {
    fn new(facts: &'f Facts<'a>) -> Self {
        Self { facts, known: Vec::new() }
    }

    /// The rank of the title of the page of a fact, known from now on.
    fn know(&mut self, fact: &Fact<'a>) -> usize {
        let rank = fact.stretch.before.openings + fact.saying.title as usize;
        if self.known.len() <= rank {
            self.known.resize(rank + 1, None);
        }
        if let Some(known @ None) = self.known.get_mut(rank) {
            *known = Some(self.facts.title(fact));
        }
        rank
    }

    /// Whether the pages of two facts of one label may speak of one thing. Of two pages whose titles share
    /// three words, or half of theirs, or a word of the label, what they do not share is what sets the pages
    /// apart (« Passeport d’un mineur », « Passeport d’un majeur »): the label must have it.
    fn let_compare(&mut self, a: &Fact<'a>, b: &Fact<'a>) -> bool {
        let ranks = [self.know(a), self.know(b)];
        let label = self.facts.label(a);
        let [Some(Some(of_a)), Some(Some(of_b))] = ranks.map(|rank| self.known.get(rank)) else {
            return true;
        };
        let common: Vec<&u64> = of_a.iter().filter(|stem| of_b.binary_search(stem).is_ok()).collect();
        let least = of_a.len().min(of_b.len());
        let alike = common.len() >= ALIKE || common.len() * 2 > least;
        let half = !common.is_empty() && common.len() * 2 == least;
        // What the pages have in common may be what the value is of; or a thing that two words name may be
        // a part of it.
        let theirs = common.iter().any(|stem| label.binary_search(stem).is_ok());
        if !(alike || theirs || (half && label.len() < 3)) {
            return true;
        }
        let apart = |one: &Label, other: &Label| {
            one.iter().any(|stem| other.binary_search(stem).is_err() && label.binary_search(stem).is_err())
        };
        !apart(of_a, of_b) && !apart(of_b, of_a)
    }
}
