//! What makes the label of a value: the content words around it, all of them. Two values are compared only
//! where their labels have the same words, so that a word more (an age, a place, a case) sets them apart.

use std::collections::{BTreeMap, BTreeSet};

use crate::data::{Fields, Node};
use crate::finding::Message;
use crate::language::fold::{fold, is_word_boundary};
use crate::language::labels::{Content, contents};
use crate::lint::rule_file::wrong;

use super::super::kind::{Form, Needed, Param, number, texts};

/// What a rule says of words.
#[derive(Clone, Debug, Default)]
pub(in crate::lint::checks) struct Wording {
    /// Parameter `plain`, as stems: words that say that there is a value, not of what.
    plain: BTreeSet<String>,
    /// The same, for those that are given with « s’ », and count so only after one.
    reflexive: BTreeSet<String>,
    /// Parameter `weak`, as stems: words that do not tell one thing from another by themselves.
    weak: BTreeSet<String>,
    /// Parameter `situations`, as stems: words of a title or of a heading that narrow what stands below.
    situations: BTreeSet<String>,
    /// Parameter `same`: stems with the one that stands for them.
    same: BTreeMap<String, String>,
    /// Parameter `unless`, folded: words of a sentence whose value holds in some cases only.
    unless: Vec<String>,
    /// Parameter `fewest`: words that a label must have, weak ones not counted.
    fewest: usize,
}

/// A label: its words, sorted, each once.
pub(in crate::lint::checks) type Label = Vec<String>;

/// The parameters of a wording.
pub(super) const PARAMS: [Param; 6] = [
    Param::optional("plain", Form::Texts, "param.label-plain"),
    Param::optional("weak", Form::Texts, "param.label-weak"),
    Param::optional("situations", Form::Texts, "param.label-situations"),
    Param::optional("same", Form::Groups, "param.label-same"),
    Param::optional("unless", Form::Texts, "param.label-unless"),
    Param { name: "fewest", about: "param.label-fewest", form: Form::Number, needed: Needed::Else("2") },
];

impl Wording {
    pub(super) fn read(fields: &mut Fields) -> Self {
        let stems = |texts: Vec<String>| -> BTreeSet<String> {
            texts.iter().flat_map(|text| contents(text)).map(|content| content.stem).collect()
        };
        let words = texts(fields, "plain");
        let words = words.iter().flat_map(|text| contents(text));
        let (reflexive, plain): (Vec<Content>, Vec<Content>) = words.partition(|word| word.is_reflexive);
        let [plain, reflexive] =
            [plain, reflexive].map(|words| words.into_iter().map(|word| word.stem).collect());
        let weak = stems(texts(fields, "weak"));
        let situations = stems(texts(fields, "situations"));
        let mut same = BTreeMap::new();
        for group in fields.node("same").map_or(&[][..], Node::items) {
            let words: Vec<&str> = group.items().iter().filter_map(Node::as_text).collect();
            if words.len() < 2 || words.len() != group.items().len() {
                fields.problems().push(wrong(group.span, Message::key("lint.group")));
            }
            let stems = stems(words.iter().map(|word| (*word).to_owned()).collect());
            if let Some(first) = stems.first().cloned() {
                same.extend(stems.into_iter().map(|stem| (stem, first.clone())));
            }
        }
        let unless = texts(fields, "unless").iter().map(|text| fold(text.trim()).into_text()).collect();
        let fewest = number(fields, "fewest").unwrap_or(2);
        Self { plain, reflexive, weak, situations, same, unless, fewest }
    }

    /// The words of a text that count in a label, in order.
    pub(super) fn words(&self, text: &str) -> Vec<Content> {
        contents(text).into_iter().filter_map(|content| self.kept(content)).collect()
    }

    fn kept(&self, content: Content) -> Option<Content> {
        if self.plain.contains(&content.stem)
            || (content.is_reflexive && self.reflexive.contains(&content.stem))
        {
            return None;
        }
        match self.same.get(&content.stem) {
            Some(stem) => Some(Content { stem: stem.clone(), ..content }),
            None => Some(content),
        }
    }

    /// The label that these words make.
    pub(super) fn label<'a>(words: impl IntoIterator<Item = &'a Content>) -> Label {
        let stems: BTreeSet<&String> = words.into_iter().map(|content| &content.stem).collect();
        stems.into_iter().cloned().collect()
    }

    /// Whether words tell one thing from any other of the site.
    pub(super) fn is_enough(&self, words: &[Content]) -> bool {
        let own = |content: &&Content| {
            !self.weak.contains(&content.stem) && !content.stem.bytes().all(|byte| byte.is_ascii_digit())
        };
        // A name counts for two: « la mairie de Valcendre » is one place. It takes a word beside it.
        let mut own: BTreeMap<&String, usize> =
            words.iter().filter(own).map(|content| (&content.stem, 1)).collect();
        let all: BTreeSet<&String> = words.iter().map(|content| &content.stem).collect();
        for name in words.iter().filter(|content| content.is_name) {
            own.entry(&name.stem).and_modify(|weight| *weight = 2);
        }
        let weight: usize = own.values().sum();
        let narrow = own.keys().all(|stem| self.situations.contains(*stem));
        all.len() >= self.fewest && weight >= self.fewest && !narrow
    }

    /// The words of a title or of a heading that narrow what stands below: numbers count among them.
    pub(super) fn narrowing<'a>(&'a self, words: &'a [Content]) -> impl Iterator<Item = &'a String> {
        let narrows = |stem: &&String| {
            self.situations.contains(*stem) || stem.bytes().any(|byte| byte.is_ascii_digit())
        };
        // « Villeneuve-le-Neuf » is a name, and narrows nothing by one of its words.
        words.iter().filter(|content| !content.is_name).map(|content| &content.stem).filter(narrows)
    }

    /// Whether a heading, or what introduces a list, opens a case: a question does not.
    pub(super) fn opens_a_case(&self, text: &str) -> bool {
        !text.trim_end().ends_with('?') && self.is_conditional(text)
    }

    /// Whether what a sentence says holds in some cases only.
    pub(super) fn is_conditional(&self, sentence: &str) -> bool {
        let folded = fold(sentence);
        let folded = folded.text();
        self.unless.iter().any(|words| {
            folded.match_indices(words.as_str()).any(|(start, found)| {
                let end = start + found.len();
                let closed = words.ends_with('\'') || is_word_boundary(folded, end);
                is_word_boundary(folded, start) && closed
            })
        })
    }
}
