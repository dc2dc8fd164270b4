//! `one-term`: two words for one thing in one page. The less used is found, once.

use crate::data::{Fields, Node};
use crate::finding::{Finding, Message};
use crate::lint::rule::Rule;
use crate::lint::rule_file::{missing, wrong};
use crate::source::Span;

use super::kind::{Case, Form, Kind, Param};
use super::terms::Terms;
use super::{Check, View};

/// The kind `one-term`.
pub(super) const KIND: Kind = Kind {
    scoped: true,
    params: &[Param::required("groups", Form::Groups, "param.one-term-groups")],
    read: |fields, place| OneTerm::read(fields, place).map(Check::OneTerm),
    ..Kind::new("one-term", "kind.one-term", &[CASE])
};

const CASE: Case = Case { usual: &["lint.usual-one-term"], ..Case::only(&["found", "use"]) };

/// Groups of words that mean one thing.
#[derive(Clone, Debug)]
pub struct OneTerm {
    terms: Terms,
    /// For each word, its group.
    groups: Vec<usize>,
    words: Vec<String>,
}

/// What is known of a word on one page.
#[derive(Clone, Debug)]
struct Met {
    count: usize,
    first: Span,
    found: String,
}

impl OneTerm {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let Some(node) = fields.node("groups").filter(|node| !node.items().is_empty()) else {
            missing(fields.problems(), "groups", place);
            return None;
        };
        let (mut words, mut groups) = (Vec::new(), Vec::new());
        for (rank, group) in node.items().iter().enumerate() {
            let texts: Vec<&str> = group
                .items()
                .iter()
                .filter_map(Node::as_text)
                .filter(|text| !text.trim().is_empty())
                .collect();
            if texts.len() < 2 || texts.len() != group.items().len() {
                fields.problems().push(wrong(group.span, Message::key("lint.group")));
            }
            groups.extend(texts.iter().map(|_| rank));
            words.extend(texts.into_iter().map(str::to_owned));
        }
        Some(Self { terms: Terms::new(&words)?, groups, words })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let mut met: Vec<Option<Met>> = vec![None; self.words.len()];
        for passage in &view.passages {
            let mut asides = Asides::new(passage.prose.text());
            for hit in self.terms.hits(passage.folded()) {
                let scope = passage.scope_at(&hit.read);
                let Some(slot) = met.get_mut(hit.rank) else { continue };
                // « la carte grise (certificat d’immatriculation) » says that the two are one.
                if asides.hold(hit.read.start) || scope.is_none_or(|scope| !rule.scope.contains(&scope)) {
                    continue;
                }
                match slot {
                    Some(known) => known.count += 1,
                    None => {
                        let found = passage.prose.text().get(hit.read.clone()).unwrap_or("").to_owned();
                        *slot = Some(Met { count: 1, first: passage.prose.span(hit.read), found });
                    }
                }
            }
        }
        let ranks: Vec<usize> = (0..self.words.len()).collect();
        for group in ranks.chunk_by(|a, b| self.groups.get(*a) == self.groups.get(*b)) {
            self.group(rule, group, &met, out);
        }
    }

    /// The most used word of a group stands, the first listed of equals; the others are found.
    fn group(&self, rule: &Rule, ranks: &[usize], met: &[Option<Met>], out: &mut Vec<Finding>) {
        let known = |rank: &usize| Some((*rank, met.get(*rank)?.as_ref()?));
        let present: Vec<(usize, &Met)> = ranks.iter().filter_map(known).collect();
        let most = present.iter().max_by_key(|(rank, met)| (met.count, std::cmp::Reverse(*rank)));
        let Some((kept, most)) = most else { return };
        let Some(word) = self.words.get(*kept) else { return };
        for (rank, other) in present.iter().filter(|(rank, _)| rank != kept) {
            let args = vec![("found", other.found.clone().into()), ("use", word.as_str().into())];
            let mut finding = rule.finding("", other.first, args);
            // Wherever its first use stands, and however it is typed.
            finding.topic = self.words.get(*rank).cloned();
            finding.labels.push((most.first, Message::key("lint.other-term")));
            out.push(finding);
        }
    }
}

/// The parentheses of a text, gone through once.
struct Asides<'a> {
    rest: std::str::CharIndices<'a>,
    open: bool,
}

impl<'a> Asides<'a> {
    fn new(text: &'a str) -> Self {
        Self { rest: text.char_indices(), open: false }
    }

    /// Whether a place stands in parentheses. Places are asked for in order.
    fn hold(&mut self, at: usize) -> bool {
        while self.rest.offset() < at {
            match self.rest.next() {
                Some((_, '(')) => self.open = true,
                Some((_, ')')) => self.open = false,
                Some(_) => {}
                None => break,
            }
        }
        self.open
    }
}
