//! `row-of-items`: several short things typed as one text, with commas, in a field that holds a list.

use crate::data::{Fields, Node, Value};
use crate::finding::{Applicability, Edit, Finding, Fix, Message};
use crate::language::analysis::words_of;
use crate::language::fold::fold;
use crate::language::ways::{Way, is_way, ways};
use crate::lint::rule::Rule;
use crate::source::Span;

use super::super::kind::{Case, Form, Kind, Param, required_number, required_texts, texts};
use super::super::{Check, View};
use super::Model;

/// The kind `row-of-items`.
pub(super) const KIND: Kind = Kind {
    in_front: true,
    params: &[
        Param::required("fields", Form::Texts, "param.row-fields"),
        Param::required("longest", Form::Number, "param.row-longest"),
        Param::optional("except", Form::Texts, "param.row-except"),
        Param::switch("ways", "param.row-ways"),
    ],
    read: |fields, place| Rows::read(fields, place).map(|read| Check::Model(Box::new(Model::Rows(read)))),
    ..Kind::new("row-of-items", "kind.row-of-items", &[Case::only(&["count", "key", "use"])])
};

/// From so many short texts between commas, nobody meant a sentence.
const FEWEST: usize = 3;

/// From so many ways to reach somebody, each a word that says nothing more, nobody meant one.
const FEWEST_WAYS: usize = 2;

/// Words that stand before a way and add nothing to it: « par courrier », « au guichet ».
const BEFORE: [&str; 11] =
    ["par ", "au ", "à la ", "à l'", "en ", "by ", "at the ", "at a ", "by the ", "a la ", "a l'"];

/// Which texts are rows.
#[derive(Clone, Debug)]
pub struct Rows {
    /// Parameter `fields`: the keys of the front matter that hold a list.
    fields: Vec<String>,
    /// Parameter `longest`: words of the longest thing.
    longest: usize,
    /// Parameter `except`: what begins with one of these words goes on with what stands before the comma.
    except: Vec<String>,
    /// Parameter `ways`: only rows of ways to reach somebody.
    ways: bool,
}

impl Rows {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let named = required_texts(fields, "fields", place);
        let longest = required_number(fields, "longest", place);
        let except = texts(fields, "except").iter().flat_map(|text| words_of(text)).collect();
        let ways = fields.bool("ways").is_some_and(|ways| ways.value);
        Some(Self { fields: named?, longest: longest?, except, ways })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let typed = view.page.document.front.procedure.iter();
        for (key, node) in typed.filter(|(key, _)| self.fields.contains(&key.value)) {
            let Some(items) = self.items(node) else { continue };
            let list = format!("[{}]", items.join(", "));
            let args = vec![
                ("count", items.len().into()),
                ("key", key.value.as_str().into()),
                ("use", list.as_str().into()),
            ];
            let mut finding = rule.finding("", node.span, args);
            // Quotation marks and signs that mean something in a list are for a person to write.
            let plain = |item: &&str| {
                item.starts_with(char::is_alphabetic)
                    && item.chars().all(|c| c.is_alphanumeric() || " -'’".contains(c))
            };
            if items.iter().all(plain) {
                finding.fix = Some(Box::new(Fix {
                    title: Message::key("lint.fix-words").with("new", list.as_str()),
                    edits: vec![Edit { span: node.span, text: list }],
                    applicability: Applicability::Suggested,
                }));
            }
            out.push(finding);
        }
    }

    /// What the text of a field enumerates, if it is nothing but a row.
    fn items<'a>(&self, node: &'a Node) -> Option<Vec<&'a str>> {
        let Value::Scalar(scalar) = &node.value else { return None };
        let text = scalar.text.trim();
        if text.contains(['.', ':', ';', '(', '!', '?', '«', '"', '\n', '{', '[']) {
            return None;
        }
        let items: Vec<&str> = text.split(", ").map(str::trim).collect();
        let is_item = |item: &&str| {
            let words = words_of(item);
            let opens = words.first().is_some_and(|first| !self.except.contains(first));
            opens && words.len() <= self.longest && !item.contains(',')
        };
        if self.ways {
            return different_ways(&items).then_some(items);
        }
        (items.len() >= FEWEST && items.iter().all(is_item)).then_some(items)
    }
}

/// Whether these texts are ways to reach somebody, no two the same: « guichet, mairie » may be one place.
fn different_ways(items: &[&str]) -> bool {
    let named = |item: &&str| {
        let folded = fold(item);
        let text = folded.text();
        let bare = BEFORE.iter().find_map(|before| text.strip_prefix(before)).unwrap_or(text);
        let way = if is_way(bare) { Some(bare) } else { Some(text).filter(|text| is_way(text)) };
        way.and_then(|word| ways(word).first().copied())
    };
    let mut found: Vec<Way> = items.iter().filter_map(named).collect();
    found.sort_unstable();
    found.dedup();
    found.len() == items.len() && found.len() >= FEWEST_WAYS
}
