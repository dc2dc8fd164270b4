//! What a rule takes from what pages say: each value with the label that its words make of it.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::data::Fields;
use crate::language::Language;
use crate::lint::rule::Rule;
use crate::site::registry::Amount;
use crate::site::{PageId, Site};
use crate::source::Span;

use super::super::kind::texts;
use super::labels::{Knowledge, Label, Labelling, Wording};
use super::sayings::{Before, Opening, Said, Saying, Sayings, Stretch, Telling, small};
use super::values::{Subject, Value};

/// How facts are read.
#[derive(Clone, Debug)]
pub(in crate::lint::checks) struct Reading {
    wording: Wording,
    /// Parameter `fields`: fields of the front matter that hold such values.
    fields: Vec<String>,
}

/// One thing that a page says, as a rule reads it.
#[derive(Clone, Debug)]
pub(in crate::lint::checks) struct Fact<'a> {
    pub(super) saying: &'a Saying<'a>,
    pub(super) telling: &'a Telling<'a>,
    pub(super) stretch: &'a Stretch<'a>,
    /// Where its label stands among those of all facts: what the same sentence says on several pages has one for all
    /// of them.
    pub(super) label: Range<u32>,
}

/// Everything that pages say, as a rule reads it, in the order of the pages: enough is known of what each is
/// about. Whether it always holds is told where it is asked, for most have nothing to be compared with.
pub(in crate::lint::checks) struct Facts<'a> {
    pub(in crate::lint::checks) list: Vec<Fact<'a>>,
    /// The words of their labels.
    labels: Vec<u64>,
    sayings: &'a Sayings<'a>,
    /// What is read of these.
    pub(super) stretches: &'a [Stretch<'a>],
    /// The fields that are read, by their ranks.
    pub(super) fields: Vec<usize>,
    wording: &'a Wording,
    pub(super) knowledge: Knowledge,
    cases: Cases<'a>,
}

/// Whether what tellings and openings say holds in some cases only, by their ranks over all stretches, once it was
/// asked.
struct Cases<'a> {
    tellings: Vec<Cell<Option<bool>>>,
    openings: Vec<Cell<Option<bool>>>,
    /// The last texts before a value, after one and beside one, with what was told of them: sentences of one label often
    /// differ by their values alone.
    last: [Cell<(&'a str, bool)>; 3],
}

impl<'a> Cases<'a> {
    /// What was told of this rank, or else what is told now.
    fn ask(told: &[Cell<Option<bool>>], rank: usize, tell: impl FnOnce() -> bool) -> bool {
        let Some(told) = told.get(rank) else { return tell() };
        let case = told.get().unwrap_or_else(tell);
        told.set(Some(case));
        case
    }

    /// What was told of the same text just before, at the same place around a value, or else what is told now.
    fn ask_text(&self, place: usize, text: &'a str, tell: impl FnOnce() -> bool) -> bool {
        let Some(last) = self.last.get(place.min(self.last.len() - 1)) else { return tell() };
        let (known, case) = last.get();
        if known == text {
            return case;
        }
        let case = tell();
        last.set((text, case));
        case
    }
}

impl Reading {
    pub(in crate::lint::checks) fn read(fields: &mut Fields) -> Self {
        let wording = Wording::read(fields);
        Self { wording, fields: texts(fields, "fields") }
    }

    /// The fields of the front matter that it reads.
    pub(in crate::lint::checks) fn fields(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(String::as_str)
    }

    /// What the published pages of a site say; French is what is read.
    pub(in crate::lint::checks) fn facts<'a>(
        &'a self,
        rule: &Rule,
        sayings: &'a Sayings<'a>,
        subject: Subject,
    ) -> Facts<'a> {
        let read = rule.lang.is_none_or(|lang| lang == Language::French);
        let stretches: &'a [Stretch<'a>] = if read { &sayings.stretches } else { &[] };
        let knowledge = self.wording.knowledge(sayings);
        let fields: Vec<usize> = self.fields().filter_map(|key| sayings.field(subject, key)).collect();
        let facts = |stretch: &'a Stretch<'a>| {
            let mut reader = Reader::new(&self.wording, &knowledge, stretch);
            reader.own.resize(stretch.tellings.len(), None);
            let fact = |saying: &'a Saying<'a>| {
                let telling = stretch.telling(saying).filter(|telling| telling.subject == subject)?;
                let read = saying.field().is_none_or(|field| fields.contains(&field));
                read.then(|| reader.fact(saying, telling)).flatten()
            };
            let facts: Vec<Fact<'a>> = stretch.sayings.iter().filter_map(fact).collect();
            (facts, reader.labels)
        };
        let of_stretches: Vec<(Vec<Fact<'a>>, Vec<u64>)> = stretches.par_iter().map(facts).collect();
        let (mut list, mut labels) = (Vec::new(), Vec::new());
        for (facts, of_facts) in of_stretches {
            let before = small(labels.len());
            labels.extend(of_facts);
            list.extend(facts.into_iter().map(|fact| {
                let label = before + fact.label.start..before + fact.label.end;
                Fact { label, ..fact }
            }));
        }
        let all = if read { sayings.all() } else { Before::default() };
        let cases = Cases {
            tellings: vec![Cell::new(None); all.tellings],
            openings: vec![Cell::new(None); all.openings],
            // Nothing is told of no text.
            last: Default::default(),
        };
        Facts { list, labels, sayings, stretches, fields, wording: &self.wording, knowledge, cases }
    }
}

impl<'a> Fact<'a> {
    pub(in crate::lint::checks) fn page(&self) -> PageId {
        self.saying.page.id
    }

    pub(in crate::lint::checks) fn value(&self) -> &'a Value {
        &self.telling.value
    }

    /// The value as read.
    pub(in crate::lint::checks) fn shown(&self) -> &'a str {
        self.telling.shown()
    }

    /// The front matter says it.
    pub(in crate::lint::checks) fn is_field(&self) -> bool {
        self.saying.field().is_some()
    }

    /// A registry gives the value.
    pub(in crate::lint::checks) fn is_called(&self) -> bool {
        self.telling.called.is_some()
    }

    /// The day on which that registry last changed it.
    pub(super) fn changed(&self) -> Option<Date> {
        self.telling.called.and_then(|amount| amount.validity.changed)
    }

    /// The value as typed.
    pub(in crate::lint::checks) fn span(&self, site: &Site) -> Span {
        self.telling.typed(self.saying.holder, site).0
    }

    /// Whether nothing but the value was typed there: no emphasis in the middle of it.
    pub(in crate::lint::checks) fn is_unbroken(&self, site: &Site) -> bool {
        self.telling.typed(self.saying.holder, site).1
    }
}

impl<'a> Facts<'a> {
    /// The label of a fact: the numbers of its words, sorted, each once.
    pub(in crate::lint::checks) fn label(&self, fact: &Fact<'a>) -> &[u64] {
        self.labels.get(fact.label.start as usize..fact.label.end as usize).unwrap_or_default()
    }

    /// Whether a fact always holds: neither its words nor what stands above say that it does in some cases only.
    pub(in crate::lint::checks) fn always_holds(&self, fact: &Fact<'a>) -> bool {
        let Fact { saying, telling, stretch, .. } = *fact;
        let opens = |(rank, opening): (usize, &Opening<'a>)| {
            Cases::ask(&self.cases.openings, rank, || self.wording.opens_a_case(opening.text))
        };
        let is_conditional = || {
            let row = match &telling.said {
                Said::Row(said) => Some(said.as_str()),
                Said::Sentence(_) | Said::Title => None,
            };
            let mut parts = stretch.parts(telling).iter().copied().chain(row).enumerate();
            parts.any(|(place, part)| self.cases.ask_text(place, part, || self.wording.is_conditional(part)))
        };
        let rank = stretch.before.tellings + saying.telling as usize;
        !stretch.above(saying).any(opens) && !Cases::ask(&self.cases.tellings, rank, is_conditional)
    }

    /// Words of the title and of the headings above a fact that narrow it, and that its label lacks.
    pub(super) fn narrowed(&self, fact: &Fact<'a>) -> Label {
        let mut words = Vec::new();
        for opening in fact.stretch.around(fact.saying) {
            self.knowledge.read(fact.stretch.words(&opening.words), &mut words);
        }
        Wording::narrowed(&words, self.label(fact))
    }

    /// What a fact is the value of, for people.
    pub(in crate::lint::checks) fn about(&self, fact: &Fact<'a>) -> String {
        let mut reader = Reader::new(self.wording, &self.knowledge, fact.stretch);
        let title = fact.stretch.title(fact.saying).map_or("", |title| title.text);
        let Some(pieces) = reader.widened(fact.saying, fact.telling) else { return title.to_owned() };
        let mut about = match &fact.telling.said {
            Said::Sentence(said) => {
                let mut own = Vec::new();
                self.knowledge.read(fact.stretch.words(&fact.telling.words), &mut own);
                stretch(said, &own).trim().to_owned()
            }
            Said::Row(said) => said.trim().to_owned(),
            Said::Title => title.trim().to_owned(),
        };
        for opening in fact.stretch.around(fact.saying).take(pieces) {
            let mut words = Vec::new();
            self.knowledge.read(fact.stretch.words(&opening.words), &mut words);
            if !words.is_empty() {
                let text = opening.text.trim();
                about = if about.is_empty() { text.to_owned() } else { format!("{text}, {about}") };
            }
        }
        if about.is_empty() { title.to_owned() } else { about }
    }

    /// Every word of the title and of the headings above a fact.
    pub(in crate::lint::checks) fn context(&self, fact: &Fact<'a>) -> Label {
        let mut words = Vec::new();
        for opening in fact.stretch.around(fact.saying) {
            self.knowledge.read(fact.stretch.words(&opening.words), &mut words);
        }
        Wording::label(&words)
    }

    /// The words of the title of the page that says a fact.
    pub(super) fn title(&self, fact: &Fact<'a>) -> Label {
        let mut words = Vec::new();
        if let Some(title) = fact.stretch.title(fact.saying) {
            self.knowledge.read(fact.stretch.words(&title.words), &mut words);
        }
        Wording::label(&words)
    }

    /// The amounts of the registry, by the label that their words make.
    pub(in crate::lint::checks) fn registered(&self) -> BTreeMap<Label, &'a Amount> {
        let labelled = self.sayings.amounts.iter().filter_map(|(amount, words)| {
            let mut read = Vec::new();
            self.knowledge.read(words, &mut read);
            (!read.is_empty()).then(|| (Wording::label(&read), *amount))
        });
        labelled.collect()
    }
}

/// Reads the facts of a stretch of pages.
struct Reader<'r, 'a> {
    wording: &'r Wording,
    knowledge: &'r Knowledge,
    stretch: &'a Stretch<'a>,
    /// The words of a label, and the label, made anew for each fact.
    words: Vec<Labelling>,
    label: Label,
    /// The labels of all facts, one after the other.
    labels: Vec<u64>,
    /// Those of the sentences that need no more than their own words, by the ranks of their tellings: others are asked
    /// for once.
    own: Vec<Option<Range<u32>>>,
}

impl<'r, 'a> Reader<'r, 'a> {
    fn new(wording: &'r Wording, knowledge: &'r Knowledge, stretch: &'a Stretch<'a>) -> Self {
        Self {
            wording,
            knowledge,
            stretch,
            words: Vec::new(),
            label: Vec::new(),
            labels: Vec::new(),
            own: Vec::new(),
        }
    }

    /// A fact, if enough is known of what it is about.
    fn fact(&mut self, saying: &'a Saying<'a>, telling: &'a Telling<'a>) -> Option<Fact<'a>> {
        let label = match self.own.get(saying.telling as usize) {
            Some(Some(label)) => label.clone(),
            _ => {
                let taken = self.widened(saying, telling)?;
                Wording::read_label(&self.words, &mut self.label);
                let start = small(self.labels.len());
                self.labels.extend(&self.label);
                let label = start..small(self.labels.len());
                let shared = matches!(telling.said, Said::Sentence(_)) && taken == 0;
                let own = self.own.get_mut(saying.telling as usize).filter(|_| shared);
                own.into_iter().for_each(|own| *own = Some(label.clone()));
                label
            }
        };
        Some(Fact { saying, telling, stretch: self.stretch, label })
    }

    /// Gathers the words of a label from the nearest on, until they are enough, and says how many openings they
    /// took: those of the title are already among what a field says.
    fn widened(&mut self, saying: &Saying<'a>, telling: &Telling<'a>) -> Option<usize> {
        self.words.clear();
        let of_field = matches!(telling.said, Said::Title);
        if let Some(title) = self.stretch.title(saying).filter(|_| of_field) {
            self.knowledge.read(self.stretch.words(&title.words), &mut self.words);
        }
        self.knowledge.read(self.stretch.words(&telling.words), &mut self.words);
        let mut around = self.stretch.around(saying).filter(|_| !of_field);
        let mut taken = 0;
        while !self.wording.is_enough(&self.words) {
            let opening = around.next()?;
            taken += 1;
            self.knowledge.read(self.stretch.words(&opening.words), &mut self.words);
        }
        Some(taken)
    }
}

/// The shortest stretch of a text that holds these words; a long one is left out.
fn stretch<'a>(text: &'a str, words: &[Labelling]) -> &'a str {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return "" };
    let stretch = text.get(first.word.range(text).start..last.word.range(text).end).unwrap_or("");
    if stretch.chars().count() <= 80 { stretch } else { "" }
}
