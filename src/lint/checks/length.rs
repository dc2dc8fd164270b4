//! `length`: what is too long for a reader, from a title to a whole page.

use crate::data::Fields;
use crate::document::{Block, BlockKind};
use crate::finding::{Finding, Message};
use crate::language::analysis::Analysis;
use crate::language::{Language, sentences, words};
use crate::lint::rule::Rule;
use crate::lint::rule_file::wrong;
use crate::source::Span;

use super::kind::{Case, Form, Kind, Param, required_choice};
use super::pattern::Pattern;
use super::{Check, View};

/// The kind `length`.
pub(super) const KIND: Kind = Kind {
    measured: true,
    scoped: true,
    params: &[
        Param::required("of", Form::Choice(&OF), "param.length-of"),
        Param::required("in", Form::Choice(&IN), "param.length-in"),
        Param::optional("unless", Form::Pattern, "param.length-unless"),
    ],
    read: |fields, place| Length::read(fields, place).map(Check::Length),
    ..Kind::new("length", "kind.length", &[CASE])
};

const CASE: Case = Case { usual: &["lint.usual-length"], ..Case::only(&["count", "max"]) };

const OF: [&str; 10] = [
    "sentence",
    "paragraph",
    "heading",
    "title",
    "description",
    "link-text",
    "image-text",
    "list",
    "section",
    "page",
];

const IN: [&str; 4] = ["words", "characters", "sentences", "items"];

/// What is measured, and in what.
#[derive(Clone, Debug)]
pub struct Length {
    of: Of,
    unit: Unit,
    /// Texts in which this is found are left alone, however long.
    unless: Option<Pattern>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Sentence,
    Paragraph,
    Heading,
    Title,
    Description,
    LinkText,
    ImageText,
    List,
    Section,
    Page,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Words,
    Characters,
    Sentences,
    Items,
}

impl Length {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let [sentence, paragraph, heading, title, description, link, image, list, section, page] = OF;
        let of = [
            (sentence, Of::Sentence),
            (paragraph, Of::Paragraph),
            (heading, Of::Heading),
            (title, Of::Title),
            (description, Of::Description),
            (link, Of::LinkText),
            (image, Of::ImageText),
            (list, Of::List),
            (section, Of::Section),
            (page, Of::Page),
        ];
        let [words, characters, sentences, items] = IN;
        let units = [
            (words, Unit::Words),
            (characters, Unit::Characters),
            (sentences, Unit::Sentences),
            (items, Unit::Items),
        ];
        let of = required_choice(fields, "of", &of, place);
        let unit = required_choice(fields, "in", &units, place);
        let unless = match fields.text("unless") {
            Some(pattern) => Some(Pattern::compile(&pattern, true, fields)?),
            None => None,
        };
        let (of, unit) = (of?, unit?);
        if (of == Of::List) != (unit == Unit::Items) || (of == Of::Sentence && unit == Unit::Sentences) {
            let at = fields.text("in").map_or(place, |text| text.span);
            fields.problems().push(wrong(at, Message::key("lint.length-unit")));
            return None;
        }
        Some(Self { of, unit, unless })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        match self.of {
            Of::Sentence => self.sentences(rule, view, out),
            Of::List => lists(rule, view, out),
            Of::Section | Of::Page => self.sections(rule, view, out),
            Of::Paragraph if self.counts_words() => {
                for passage in view.passages.iter().filter(|p| rule.scope.contains(&p.scope())) {
                    let whole = 0..passage.prose.text().len();
                    out.extend(said(rule, passage.words(), passage.prose.span(whole)));
                }
            }
            Of::Paragraph | Of::Heading | Of::LinkText | Of::ImageText | Of::Title | Of::Description => {
                for (text, span) in self.texts(rule, view) {
                    out.extend(self.measure(text, view.language).and_then(|n| said(rule, n, span)));
                }
            }
        }
    }

    /// Whether words are counted, and all of them: the page has counted them.
    fn counts_words(&self) -> bool {
        self.unit == Unit::Words && self.unless.is_none()
    }

    fn measure(&self, text: &str, language: Option<Language>) -> Option<usize> {
        if self.unless.as_ref().is_some_and(|unless| unless.hits(text).next().is_some()) {
            return None;
        }
        match self.unit {
            Unit::Words => Some(words::words(text).count()),
            Unit::Characters => Some(text.trim().chars().count()),
            Unit::Sentences => Some(sentences::sentences(text, language?).len()),
            Unit::Items => None,
        }
    }

    fn sentences(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        for passage in view.passages.iter().filter(|passage| rule.scope.contains(&passage.scope())) {
            for sentence in passage.analysis().into_iter().flat_map(Analysis::sentences) {
                let Some(text) = passage.prose.text().get(sentence.range.clone()) else { continue };
                let count = if self.counts_words() {
                    Some(sentence.words)
                } else {
                    self.measure(text, view.language)
                };
                out.extend(count.and_then(|n| said(rule, n, passage.prose.span(sentence.range))));
            }
        }
    }

    /// The texts that are measured one by one, each with its place.
    fn texts<'a>(&self, rule: &Rule, view: &'a View<'_>) -> Vec<(&'a str, Span)> {
        let document = &view.page.document;
        match self.of {
            Of::Paragraph => {
                let wanted = view.passages.iter().filter(|passage| rule.scope.contains(&passage.scope()));
                wanted.map(|p| (p.prose.text(), p.prose.span(0..p.prose.text().len()))).collect()
            }
            Of::Heading => {
                let blocks = view.blocks().filter(|block| matches!(block.kind, BlockKind::Heading(_)));
                blocks.map(|block| (block.prose.text(), whole(block))).collect()
            }
            Of::LinkText => view
                .links()
                .filter(|(link, _)| !link.bare)
                .filter_map(|(link, block)| {
                    let text = block.prose.text().get(link.read.clone())?;
                    Some((text, block.prose.span(link.read.clone())))
                })
                .collect(),
            Of::ImageText => {
                let texts = document.images.iter().map(|image| &image.alternative);
                texts.map(|prose| (prose.text(), prose.span(0..prose.text().len()))).collect()
            }
            Of::Title | Of::Description => {
                let front = &document.front;
                let field = if self.of == Of::Title { &front.title } else { &front.description };
                field.iter().map(|text| (text.value.as_str(), text.span)).collect()
            }
            Of::Sentence | Of::List | Of::Section | Of::Page => Vec::new(),
        }
    }

    /// What stands under each heading, or on the whole page; told at the heading, or at the title.
    fn sections(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let mut place = view.head();
        let mut count = 0_usize;
        for (rank, block) in view.ranked_blocks() {
            match block.kind {
                BlockKind::Heading(_) if self.of == Of::Section => {
                    out.extend(said(rule, std::mem::take(&mut count), place));
                    place = whole(block);
                }
                _ if self.counts_words() => count += view.words_of(rank),
                _ => count += self.measure(block.prose.text(), view.language).unwrap_or(0),
            }
        }
        out.extend(said(rule, count, place));
    }
}

/// Lists by their own items; told at the first item.
fn lists(rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    let document = &view.page.document;
    for list in &document.lists {
        let first = document.blocks.get(list.block).filter(|block| !block.quoted);
        out.extend(first.and_then(|block| said(rule, list.items.len(), whole(block))));
    }
}

/// All of a block's text.
fn whole(block: &Block) -> Span {
    block.prose.span(0..block.prose.text().len())
}

/// The finding of a measure, if it passes a level.
fn said(rule: &Rule, count: usize, span: Span) -> Option<Finding> {
    rule.measured("", count, span)
}
