//! `heading-skip`, `heading-level-one`, `empty-heading` and `duplicate-id`: the headings of a page as a
//! table of contents.

use std::collections::HashMap;

use crate::document::Heading;
use crate::finding::{Finding, Message};
use crate::lint::rule::Rule;
use crate::site::addresses::RESERVED;
use crate::source::Span;

use super::kind::{Case, Kind};
use super::{Check, View};

/// The kind `heading-skip`.
pub(super) const SKIP: Kind = Kind {
    read: |_, _| Some(Check::HeadingSkip),
    ..Kind::new("heading-skip", "kind.heading-skip", &[Case::only(&["level", "before", "wanted"])])
};

/// The kind `heading-level-one`.
pub(super) const LEVEL_ONE: Kind = Kind {
    read: |_, _| Some(Check::HeadingLevelOne),
    ..Kind::new("heading-level-one", "kind.heading-level-one", &[Case::only(&["found"])])
};

/// The kind `empty-heading`.
pub(super) const EMPTY: Kind = Kind {
    read: |_, _| Some(Check::EmptyHeading),
    ..Kind::new("empty-heading", "kind.empty-heading", &[Case::only(&["level"])])
};

/// The kind `duplicate-id`.
pub(super) const DUPLICATE_ID: Kind = Kind {
    read: |_, _| Some(Check::DuplicateId),
    ..Kind::new(
        "duplicate-id",
        "kind.duplicate-id",
        &[Case::of("twice", &["id"]), Case::of("reserved", &["id"])],
    )
};

/// The headings that are the page’s own, each with its text.
fn headings<'a>(view: &View<'a>) -> impl Iterator<Item = (&'a Heading, &'a str)> {
    let document = &view.page.document;
    document.headings.iter().filter_map(|heading| {
        let block = document.blocks.get(heading.block).filter(|block| !block.quoted)?;
        Some((heading, block.prose.text()))
    })
}

/// A heading as typed, without the end of its line.
fn typed(heading: &Heading, view: &View<'_>) -> Span {
    let length = view.site.sources.slice(heading.span).trim_end().len();
    let start = heading.span.start as usize;
    Span::new(heading.span.source, start, start + length)
}

pub(super) fn check_skip(rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    // The page's title is its heading of level 1, wherever the body starts.
    let mut before = 1;
    for (heading, _) in headings(view) {
        let level = i64::from(heading.level);
        if level > before + 1 {
            let args =
                vec![("level", level.into()), ("before", before.into()), ("wanted", (before + 1).into())];
            out.push(rule.finding("", typed(heading, view), args));
        }
        before = level;
    }
}

pub(super) fn check_level_one(rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    // That a page has its title there and nowhere else is told already.
    let title = view.page.document.title_in_text().map(|heading| heading.span);
    let wanted = |heading: &Heading| heading.level == 1 && Some(heading.span) != title;
    for (heading, text) in headings(view).filter(|(heading, _)| wanted(heading)) {
        out.push(rule.finding("", typed(heading, view), vec![("found", text.into())]));
    }
}

pub(super) fn check_empty(rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    let described = |heading: &Heading| {
        let images = &view.page.document.images;
        let from = images.partition_point(|image| image.span.end <= heading.span.start);
        let inside = images.iter().skip(from).take_while(|image| image.span.start < heading.span.end);
        inside.into_iter().any(|image| !image.alternative.text().trim().is_empty())
    };
    for (heading, text) in headings(view) {
        let images = text.chars().all(|c| c.is_whitespace() || c == '\u{fffc}');
        let pictured = view.site.sources.slice(heading.span).contains("![");
        let silent = text.trim().is_empty() || (images && pictured && !described(heading));
        if silent {
            let args = vec![("level", i64::from(heading.level).into())];
            out.push(rule.finding("", typed(heading, view), args));
        }
    }
}

/// Ids typed by hand: one that another heading has, or that the page's frame needs.
pub(super) fn check_ids(rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    let mut met: HashMap<&str, Span> = HashMap::new();
    for id in view.page.document.headings.iter().filter_map(|heading| heading.id.as_ref()) {
        let args = vec![("id", id.value.as_str().into())];
        if RESERVED.contains(&id.value.as_str()) {
            out.push(rule.finding("reserved", id.span, args));
        } else if let Some(first) = met.get(id.value.as_str()) {
            let mut finding = rule.finding("twice", id.span, args);
            finding.labels.push((*first, Message::key("lint.same-id")));
            out.push(finding);
        } else {
            met.insert(&id.value, id.span);
        }
    }
}
