//! `unanswered`: a question that a page about a procedure leaves open.

use std::borrow::Cow;

use crate::data::{Entry, Fields, Map, Node, Value};
use crate::document::BlockKind;
use crate::document::fields::ITEMS;
use crate::document::procedure::Procedure;
use crate::finding::{Finding, Message};
use crate::language::fold::fold;
use crate::lint::rule::Rule;
use crate::site::Page;
use crate::source::Span;

use super::super::kind::{Case, Form, Kind, Param, required_choice, texts};
use super::super::types::{self, Types};
use super::super::{Check, View};
use super::{Model, Phrases, end_of_front, field_place, texts_of};

/// The kind `unanswered`.
pub(super) const KIND: Kind = Kind {
    elsewhere: true,
    in_front: true,
    params: &[
        Param::required("item", Form::Choice(&ITEMS), "param.unanswered-item"),
        types::TYPES,
        Param::optional("headings", Form::Texts, "param.unanswered-headings"),
        Param::optional("except", Form::Texts, "param.unanswered-except"),
        Param::optional("unfilled", Form::Texts, "param.unanswered-unfilled"),
        Param::optional("hollow", Form::Texts, "param.unanswered-hollow"),
        Param::switch("national", "param.unanswered-national"),
    ],
    read: |fields, place| {
        Unanswered::read(fields, place).map(|read| Check::Model(Box::new(Model::Unanswered(read))))
    },
    ..Kind::new("unanswered", "kind.unanswered", &[Case::only(&["item"])])
};

/// A question, and what answers it beside its field.
#[derive(Clone, Debug)]
pub struct Unanswered {
    item: &'static str,
    types: Types,
    /// Parameter `headings`: a heading that holds one of them, with text below it, answers.
    headings: Phrases,
    /// Parameter `except`: a heading that holds one of these does not.
    except: Phrases,
    /// Parameter `unfilled`: texts that wait for an answer.
    unfilled: Phrases,
    /// Parameter `hollow`: words that answer nothing when they are the whole of a field.
    hollow: Phrases,
    /// Parameter `national`: the State’s page answers for the page.
    national: bool,
}

/// The keys of an item under which its text stands.
const SAID: [&str; 3] = ["text", "title", "name"];

/// How many words that answer nothing are shown in one finding.
const MOST_TOLD: usize = 3;

/// What the headings of a body say of a question.
enum Headed {
    Answered,
    /// A heading asks it, and nothing stands below.
    Open(Span),
    Nothing,
}

impl Unanswered {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let items = ITEMS.map(|item| (item, item));
        let item = required_choice(fields, "item", &items, place);
        let types = Types::read(fields);
        let mut phrases = |key| Phrases::new(&texts(fields, key));
        let (headings, except) = (phrases("headings"), phrases("except"));
        let (unfilled, hollow) = (phrases("unfilled"), phrases("hollow"));
        let national = fields.bool("national").is_some_and(|national| national.value);
        Some(Self { item: item?, types, headings, except, unfilled, hollow, national })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let page = view.page;
        let procedure = &page.procedure;
        if !self.types.hold(view) {
            return;
        }
        let excused = procedure.not_applicable(self.item).is_some_and(|reason| self.answers(&reason.value));
        let elsewhere = self.national && procedure.national.is_some();
        // The foot of the page asks, when the settings say so.
        let asked = self.item == "feedback" && view.site.config.feedback.answers(&page.path);
        // What cannot be read is told where it stands, and may well answer.
        let unread = Procedure::keys_of(self.item).iter().any(|key| page.front.is_unread(key));
        let unread = unread && self.place(page).is_none_or(|place| self.says(view.site.sources.slice(place)));
        if excused || elsewhere || asked || unread || self.is_in_fields(page) || self.is_known(view) {
            return;
        }
        let headed = self.headed(view);
        if matches!(headed, Headed::Answered) {
            return;
        }
        let span = self.place(page).unwrap_or_else(|| end_of_front(view.site, page));
        let mut finding = rule.finding("", span, vec![("item", self.item.into())]);
        // Wherever the line is to be added, the question is the same.
        finding.topic = Some(self.item.to_owned());
        if let Headed::Open(heading) = headed {
            finding.labels.push((heading, Message::key("lint.nothing-below")));
        }
        let hollow = self.hollow_in(page).into_iter().take(MOST_TOLD);
        finding.labels.extend(hollow.map(|span| (span, Message::key("lint.answers-nothing"))));
        out.push(finding);
    }

    /// Whether a field answers, with something else than a text that waits for an answer.
    fn is_in_fields(&self, page: &Page) -> bool {
        if !page.procedure.says(self.item) {
            return false;
        }
        let keys = Procedure::keys_of(self.item);
        let typed = page.front.procedure.iter().filter(|(key, _)| keys.contains(&key.value.as_str()));
        let entries = typed.map(|(key, node)| Entry { key: key.clone(), node: self.filled(node) });
        Procedure::read(&Map { entries: entries.collect() }).says(self.item)
    }

    /// A value without what waits for an answer in it, nor what answers nothing.
    fn filled(&self, node: &Node) -> Node {
        let is_filled = |node: &Node| {
            if self.is_hollow(node) {
                return false;
            }
            let mut texts = Vec::new();
            texts_of(node, &mut texts);
            let whole = matches!(node.value, Value::Scalar(_));
            texts.iter().all(|text| self.says(text) || (!whole && text.trim().is_empty()))
        };
        let value = match &node.value {
            Value::List(items) => Value::List(items.iter().filter(|item| is_filled(item)).cloned().collect()),
            _ if is_filled(node) => node.value.clone(),
            _ => Value::Null,
        };
        Node { span: node.span, value }
    }

    /// Whether a text says something.
    fn says(&self, text: &str) -> bool {
        let folded = fold(text.trim());
        let said = |c: char| c.is_alphanumeric() || c == '\u{FFFC}';
        folded.text().contains(said) && !self.unfilled.are(folded.text())
    }

    /// Whether a text says something that answers: « non » says, and leaves the question open.
    fn answers(&self, text: &str) -> bool {
        self.says(text) && !self.hollow.are(fold(text.trim()).text())
    }

    /// Whether a value is nothing but words that answer nothing. Beside another key, « non » may well answer
    /// what that key asks.
    fn is_hollow(&self, node: &Node) -> bool {
        match &node.value {
            Value::Scalar(scalar) => self.says(&scalar.text) && !self.answers(&scalar.text),
            Value::Map(map) => {
                let mut said = map.entries.iter().filter(|entry| entry.key.value != "for").peekable();
                said.peek().is_some()
                    && said
                        .all(|entry| SAID.contains(&entry.key.value.as_str()) && self.is_hollow(&entry.node))
            }
            Value::Null | Value::List(_) => false,
        }
    }

    /// Where the page answers with words that answer nothing.
    fn hollow_in(&self, page: &Page) -> Vec<Span> {
        let keys = Procedure::keys_of(self.item);
        let typed = page.front.procedure.iter().filter(|(key, _)| keys.contains(&key.value.as_str()));
        let items = typed.flat_map(|(_, node)| match &node.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        });
        let reason = page.procedure.not_applicable(self.item).filter(|reason| !self.answers(&reason.value));
        let reason = reason.filter(|reason| self.says(&reason.value)).map(|reason| reason.span);
        items.filter(|item| self.is_hollow(item)).map(|item| item.span).chain(reason).collect()
    }

    /// Whether it is a question that [`Self::is_known`] may answer.
    pub(super) fn may_be_known(&self) -> bool {
        matches!(self.item, "languages" | "identification")
    }

    /// Whether the site knows the answer: the page exists in another language, the online service says
    /// what one logs in with.
    fn is_known(&self, view: &View<'_>) -> bool {
        match self.item {
            "languages" => !view.page.translations.is_empty(),
            "identification" => {
                view.site.channels(view.page).iter().any(|reached| {
                    reached.service.is_some_and(|entry| !entry.value.identification.is_empty())
                })
            }
            _ => false,
        }
    }

    fn headed(&self, view: &View<'_>) -> Headed {
        let document = &view.page.document;
        let mut headed = Headed::Nothing;
        for heading in &document.headings {
            let Some(block) = document.blocks.get(heading.block) else { continue };
            // Headings that are quoted are no passages.
            let passage = view.passage_of(heading.block);
            let folded =
                passage.map_or_else(|| Cow::Owned(fold(block.prose.text())), |p| Cow::Borrowed(p.folded()));
            if !self.headings.are_in(folded.text()) || self.except.are_in(folded.text()) {
                continue;
            }
            let below = document.blocks.iter().skip(heading.block + 1);
            let below = below.take_while(|block| match block.kind {
                BlockKind::Heading(rank) => {
                    document.headings.get(rank).is_some_and(|other| other.level > heading.level)
                }
                _ => true,
            });
            let mut said = below.filter(|block| !matches!(block.kind, BlockKind::Heading(_)));
            if said.any(|block| block.kind == BlockKind::Code || self.says(block.prose.text())) {
                return Headed::Answered;
            }
            if matches!(headed, Headed::Nothing) {
                headed = Headed::Open(heading.span);
            }
        }
        headed
    }

    /// Where the page itself left the answer open: an empty key, a text that waits, a reason not given.
    fn place(&self, page: &Page) -> Option<Span> {
        let keys = Procedure::keys_of(self.item);
        let reason = || {
            let reasons = page.document.front.field("not_applicable")?.as_map()?;
            let entry = reasons.entries.iter().find(|entry| entry.key.value == self.item)?;
            Some(entry.key.span)
        };
        keys.iter().find_map(|key| field_place(page, key)).or_else(reason)
    }
}
