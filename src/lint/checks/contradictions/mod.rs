//! `contradictory-amount`, `contradictory-contact` and `contradictory-delay`: pages that say two values of
//! one thing. Sure cases only: where anything sets the two things apart, nothing is said.

mod facts;
mod fields;
mod labels;
mod values;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::FixedState;
use rayon::prelude::*;

use crate::data::Fields;
use crate::finding::{Arg, Finding, Message};
use crate::language::Language;
use crate::lint::lent::{Lender, Lent};
use crate::lint::rule::Rule;
use crate::site::registry::Amount;
use crate::site::{Page, Site};
use crate::source::Span;

use super::kind::{Case, Form, Kind, Needed, Param, SHOWN, number, texts};
use super::{Check, calendar};
pub(super) use facts::Fact;
use facts::Reader;
use labels::{Label, Met, Wording};
pub(super) use values::{Subject, Value};

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

/// How facts are read.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    wording: Wording,
    /// Parameter `fields`: fields of the front matter that hold such values.
    fields: Vec<String>,
}

/// The parameters of a reading.
pub(super) const READING_PARAMS: [Param; 7] = {
    let [plain, weak, situations, same, unless, fewest, fields, _] = PARAMS;
    [plain, weak, situations, same, unless, fewest, fields]
};

impl Reading {
    pub(super) fn read(fields: &mut Fields) -> Self {
        let wording = Wording::read(fields);
        Self { wording, fields: texts(fields, "fields") }
    }

    /// What the published pages of a site say, in the order of the pages; French is what is read.
    pub(super) fn facts(&self, rule: &Rule, site: &Site, subject: Subject) -> Vec<Fact> {
        let read = |met: &mut Lent<'_, Met>, page: &Page| {
            let wanted = site.is_published(page)
                && page.language() == Some(Language::French)
                && rule.lang.is_none_or(|lang| page.language() == Some(lang));
            if !wanted {
                return Vec::new();
            }
            Reader::new(site, page, subject, &self.wording, &self.fields, &mut met.what).facts()
        };
        let lender = Lender::default();
        let facts: Vec<Vec<Fact>> = site.pages.par_iter().map_init(|| lender.lend(), read).collect();
        facts.into_iter().flatten().collect()
    }

    /// The amounts of the registry, by the label that their words make.
    pub(super) fn registered<'a>(&self, site: &'a Site) -> BTreeMap<Label, &'a Amount> {
        let mut met = Met::default();
        let labelled = site.registries.amounts.values().filter_map(|amount| {
            let words = self.wording.words(&amount.label.as_ref()?.value, &mut met);
            (!words.is_empty()).then(|| (Wording::label(&words), amount))
        });
        labelled.collect()
    }
}

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

    pub(super) fn check(&self, rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
        let facts = self.reading.facts(rule, site, self.subject);
        // In the order of the first fact of each: it is the same at each run.
        let mut ranks: HashMap<(u8, &Label), usize, FixedState> = HashMap::default();
        let mut groups: Vec<Vec<&Fact>> = Vec::new();
        for fact in &facts {
            let rank = *ranks.entry((fact.value.family(), &fact.label)).or_insert(groups.len());
            match groups.get_mut(rank) {
                Some(group) => group.push(fact),
                None => groups.push(vec![fact]),
            }
        }
        let mut titles =
            Titles { site, wording: &self.reading.wording, met: Met::default(), known: BTreeMap::new() };
        for group in groups.iter().filter(|group| group.len() > 1) {
            self.group(rule, site, group, &mut titles, out);
        }
        if self.subject == Subject::Amount {
            let registered = self.reading.registered(site);
            for fact in facts.iter().filter(|fact| !fact.is_called) {
                out.extend(against_registry(rule, site, fact, &registered));
            }
        }
    }

    /// The contradictions about one label.
    fn group(
        &self,
        rule: &Rule,
        site: &Site,
        group: &[&Fact],
        titles: &mut Titles<'_>,
        out: &mut Vec<Finding>,
    ) {
        let mut values: Vec<&Value> = Vec::new();
        for fact in group {
            if !values.contains(&&fact.value) {
                values.push(&fact.value);
                // A page that gives several values under one label knows what sets them apart.
                if values.len() > self.most {
                    return;
                }
            }
        }
        if values.len() < 2 || has_several(group) {
            return;
        }
        let by_value: Vec<Vec<&Fact>> = values
            .iter()
            .map(|value| group.iter().copied().filter(|fact| fact.value == **value).collect())
            .collect();
        let mut told = BTreeSet::new();
        // A value of the registry that changed makes the group what it is.
        let changed = group.iter().filter_map(|fact| fact.changed).max();
        for fact in group {
            let others = by_value.iter().flat_map(|facts| facts.iter().take(COMPARED));
            let mut others: Vec<&&Fact> =
                others.filter(|other| fact.contradicts(other) && titles.let_compare(fact, other)).collect();
            // The page reviewed last is the likeliest to be right.
            others.sort_by_key(|other| (Reverse(reviewed(site, other)), other.page, other.span));
            if !others.is_empty() && told.insert(fact.page) {
                let finding = finding(rule, site, fact, &others);
                out.push(calendar::since(site.page(fact.page), changed, finding));
            }
        }
    }
}

impl Fact {
    fn contradicts(&self, other: &Self) -> bool {
        // In one page, only what the front matter and the body say is compared.
        let apart = self.page != other.page || self.is_field != other.is_field;
        apart && self.value.contradicts(&other.value) && self.narrowed == other.narrowed
    }
}

/// Whether one page gives two values under one label, its front matter apart.
fn has_several(group: &[&Fact]) -> bool {
    let mut first: BTreeMap<_, &Value> = BTreeMap::new();
    group.iter().any(|fact| {
        let known = first.entry((fact.page, fact.is_field)).or_insert(&fact.value);
        fact.value.contradicts(known)
    })
}

fn reviewed(site: &Site, fact: &Fact) -> Option<jiff::civil::Date> {
    site.page(fact.page).front.reviewed.as_ref().map(|date| date.value)
}

fn finding(rule: &Rule, site: &Site, fact: &Fact, others: &[&&Fact]) -> Finding {
    let Some(other) = others.first() else { return rule.finding("undated", fact.span, Vec::new()) };
    let pages: BTreeSet<_> = others.iter().map(|other| other.page).collect();
    let mut args: Vec<(&'static str, Arg)> = vec![
        ("found", fact.shown.as_str().into()),
        ("about", fact.about.as_str().into()),
        ("other", other.shown.as_str().into()),
        ("page", site.page(other.page).title().into()),
        ("others", pages.len().into()),
    ];
    let here = reviewed(site, fact);
    let there = reviewed(site, other);
    let case = match (here, there) {
        _ if other.page == fact.page => "within",
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
    let mut finding = rule.finding(case, fact.span, args);
    finding.labels = others.iter().take(SHOWN).map(|other| (other.span, label(site, other))).collect();
    finding
}

fn label(site: &Site, fact: &Fact) -> Message {
    match reviewed(site, fact) {
        Some(date) => Message::key("lint.other-value-reviewed").with("date", date),
        None => Message::key("lint.other-value"),
    }
}

/// What the registry says otherwise, today.
fn against_registry(
    rule: &Rule,
    site: &Site,
    fact: &Fact,
    registered: &BTreeMap<Label, &Amount>,
) -> Option<Finding> {
    let amount = registered.get(&fact.label).filter(|_| fact.narrowed.is_empty())?;
    let value = amount.on(site.facts.today)?;
    if !fact.value.contradicts(&Value::Cents(value.cents.value)) {
        return None;
    }
    let args = vec![
        ("found", fact.shown.as_str().into()),
        ("about", fact.about.as_str().into()),
        ("other", crate::language::format::euros(value.cents.value, Language::French).into()),
        ("key", amount.key.value.as_str().into()),
        ("date", value.from.value.into()),
    ];
    let mut finding = rule.finding("registry", fact.span, args);
    let place: Span = value.cents.span;
    finding.labels.push((place, Message::key("lint.registered")));
    Some(calendar::since(site.page(fact.page), amount.validity.changed, finding))
}

/// The titles of pages, as labels, made where they are asked for.
struct Titles<'a> {
    site: &'a Site,
    wording: &'a Wording,
    met: Met,
    known: BTreeMap<crate::site::PageId, Label>,
}

impl Titles<'_> {
    fn of(&mut self, id: crate::site::PageId) -> Label {
        let title = || {
            let title = self.site.page(id).front.title.as_ref().map_or("", |title| title.value.as_str());
            Wording::label(&self.wording.words(title, &mut self.met))
        };
        self.known.entry(id).or_insert_with(title).clone()
    }

    /// Whether the pages of two facts of one label may speak of one thing. Of two pages whose titles share
    /// three words, or half of theirs, or a word of the label, what they do not share is what sets the pages
    /// apart (« Passeport d’un mineur », « Passeport d’un majeur »): the label must have it.
    fn let_compare(&mut self, a: &Fact, b: &Fact) -> bool {
        let (of_a, of_b) = (self.of(a.page), self.of(b.page));
        let common: Vec<&u64> = of_a.iter().filter(|stem| of_b.binary_search(stem).is_ok()).collect();
        let least = of_a.len().min(of_b.len());
        let alike = common.len() >= ALIKE || common.len() * 2 > least;
        let half = !common.is_empty() && common.len() * 2 == least;
        // What the pages have in common may be what the value is of; or a thing that two words name may be
        // a part of it.
        let theirs = common.iter().any(|stem| a.label.binary_search(stem).is_ok());
        if !(alike || theirs || (half && a.label.len() < 3)) {
            return true;
        }
        let apart = |one: &Label, other: &Label| {
            one.iter().any(|stem| other.binary_search(stem).is_err() && a.label.binary_search(stem).is_err())
        };
        !apart(&of_a, &of_b) && !apart(&of_b, &of_a)
    }
}
