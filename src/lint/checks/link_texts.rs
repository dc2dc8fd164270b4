//! `empty-link`, `bare-url`, `repeated-link-text` and `same-target`: what a reader hears of a link.

use std::collections::BTreeMap;

use crate::data::Fields;
use crate::document::{Block, Link};
use crate::finding::{Finding, Message};
use crate::language::fold::fold;
use crate::lint::rule::Rule;
use crate::site::link_graph::Target;
use crate::source::Span;

use super::kind::{Case, Form, Kind, Param, number, texts};
use super::{Check, View};

/// The kind `empty-link`.
pub(super) const EMPTY: Kind = Kind {
    read: |_, _| Some(Check::EmptyLink),
    ..Kind::new("empty-link", "kind.empty-link", &[Case::only(&["destination"])])
};

/// The kind `bare-url`.
pub(super) const BARE: Kind = Kind {
    params: &[Param::optional("characters", Form::Number, "param.bare-url-characters")],
    read: |fields, _| Some(Check::BareUrl(BareUrl::read(fields))),
    ..Kind::new("bare-url", "kind.bare-url", &[Case::only(&["found"])])
};

/// The kind `repeated-link-text`.
pub(super) const REPEATED: Kind = Kind {
    params: &[Param::optional("except", Form::Texts, "param.repeated-except")],
    read: |fields, _| Some(Check::RepeatedLinkText(RepeatedLinkText::read(fields))),
    ..Kind::new("repeated-link-text", "kind.repeated-link-text", &[Case::only(&["found"])])
};

/// The kind `same-target`.
pub(super) const SAME_TARGET: Kind = Kind {
    params: &[Param::optional("texts", Form::Number, "param.same-target-texts")],
    read: |fields, _| Some(Check::SameTarget(SameTarget::read(fields))),
    ..Kind::new("same-target", "kind.same-target", &[Case::only(&["found", "first", "count"])])
};

/// The words of a link: not those of the images in it.
fn text_of<'a>(link: &Link, block: &'a Block) -> &'a str {
    block.prose.text().get(link.read.clone()).unwrap_or("")
}

pub(super) fn check_empty(rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    let mut images = view.page.document.images.iter().peekable();
    for (link, block) in view.links() {
        while images.next_if(|image| image.span.end <= link.span.start).is_some() {}
        let text = text_of(link, block);
        // Code and calls stand in the text as one sign, and are words of their own.
        let objects = text.chars().filter(|c| *c == '\u{fffc}').count();
        let mut inside = 0;
        let mut described = false;
        while let Some(image) = images.next_if(|image| image.span.end <= link.span.end) {
            inside += 1;
            described |= !image.alternative.text().trim().is_empty();
        }
        let worded = text.chars().any(|c| c != '\u{fffc}' && !c.is_whitespace());
        if !worded && !described && objects <= inside {
            let args = vec![("destination", link.destination.value.as_str().into())];
            out.push(rule.finding("", link.span, args));
        }
    }
}

/// Addresses typed as the text of a link.
#[derive(Clone, Copy, Debug)]
pub struct BareUrl {
    /// Up to as many characters, an address is read at a glance.
    characters: usize,
}

impl BareUrl {
    fn read(fields: &mut Fields) -> Self {
        Self { characters: number(fields, "characters").unwrap_or(0) }
    }

    pub(super) fn check(self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        for (link, block) in view.links() {
            let text = text_of(link, block).trim();
            let start = text.get(..8).unwrap_or(text).to_ascii_lowercase();
            let typed = ["http://", "https://", "www."].iter().any(|opening| start.starts_with(opening));
            if typed && !text.contains(char::is_whitespace) && text.chars().count() > self.characters {
                out.push(rule.finding("", block.prose.span(link.read.clone()), vec![("found", text.into())]));
            }
        }
    }
}

/// One text for several places.
#[derive(Clone, Debug)]
pub struct RepeatedLinkText {
    /// Texts that may lead to several places, folded.
    except: Vec<String>,
}

impl RepeatedLinkText {
    fn read(fields: &mut Fields) -> Self {
        Self {
            except: texts(fields, "except").iter().map(|text| fold(text.trim()).text().to_owned()).collect(),
        }
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let mut met: BTreeMap<String, (&Target, Span)> = BTreeMap::new();
        let page = view.page;
        for (link, target) in page.document.links.iter().zip(&page.links) {
            let Some(block) = page.document.blocks.get(link.block).filter(|block| !block.quoted) else {
                continue;
            };
            let text = text_of(link, block).trim();
            let broken = matches!(target, Target::Broken(_));
            // An image is told from another by what it shows.
            if link.has_image || broken || !text.contains(char::is_alphanumeric) || text.contains('\u{fffc}')
            {
                continue;
            }
            let folded = fold(text).text().to_owned();
            if self.except.contains(&folded) {
                continue;
            }
            let span = block.prose.span(link.read.clone());
            match met.get(&folded) {
                Some((known, _)) if *known == target => {}
                Some((_, first)) => {
                    let mut finding = rule.finding("", span, vec![("found", text.into())]);
                    finding.labels.push((*first, Message::key("lint.same-text")));
                    out.push(finding);
                }
                None => {
                    met.insert(folded, (target, span));
                }
            }
        }
    }
}

/// Several texts for one place.
#[derive(Clone, Copy, Debug)]
pub struct SameTarget {
    /// Different texts from which it is told.
    texts: usize,
}

impl SameTarget {
    fn read(fields: &mut Fields) -> Self {
        Self { texts: number(fields, "texts").unwrap_or(2).max(2) }
    }

    /// Told once a place, at the text that is one too many. A text that holds another, or stands in it, says the
    /// same thing.
    pub(super) fn check(self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let mut met: BTreeMap<String, Vec<(String, &str, Span)>> = BTreeMap::new();
        let page = view.page;
        for (link, target) in page.document.links.iter().zip(&page.links) {
            let Some(block) = page.document.blocks.get(link.block).filter(|block| !block.quoted) else {
                continue;
            };
            let place = match target {
                Target::Page { page, anchor } => format!("{}#{}", page.0, anchor.as_deref().unwrap_or("")),
                Target::Made(address) | Target::Asset(address) | Target::External(address) => address.clone(),
                Target::Other(_) | Target::Broken(_) => continue,
            };
            let text = text_of(link, block).trim();
            if link.has_image || !text.contains(char::is_alphanumeric) || text.contains('\u{fffc}') {
                continue;
            }
            let texts = met.entry(place).or_default();
            if texts.len() >= self.texts {
                continue;
            }
            let folded = fold(text).into_text();
            if texts.iter().any(|(known, ..)| known.contains(&folded) || folded.contains(known.as_str())) {
                continue;
            }
            let span = block.prose.span(link.read.clone());
            texts.push((folded, text, span));
            if let [(_, first, there), ..] = texts.as_slice()
                && texts.len() == self.texts
            {
                let args =
                    vec![("found", text.into()), ("first", (*first).into()), ("count", self.texts.into())];
                let mut finding = rule.finding("", span, args);
                finding.labels.push((*there, Message::key("lint.same-target")));
                out.push(finding);
            }
        }
    }
}
