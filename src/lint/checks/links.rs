//! `broken-internal-link`.

use std::collections::HashMap;

use crate::document::{Block, Image, Link};
use crate::finding::{Arg, Finding, Fix, Message};
use crate::lint::rule::Rule;
use crate::site::link_graph::{BrokenLink, Missing, Target};
use crate::source::{Span, Spanned};

use super::destinations::replacing;
use super::kind::{Case, Kind};
use super::{Check, View};

/// The kind `broken-internal-link`.
pub(super) const INTERNAL: Kind = Kind {
    elsewhere: true,
    read: |_, _| Some(Check::BrokenInternalLink),
    ..Kind::new(
        "broken-internal-link",
        "kind.broken-internal-link",
        &[
            Case::of("page", &["destination"]),
            Case::of("image", &["destination"]),
            Case::of("anchor", &["destination", "anchor"]),
            Case::of("draft", &["destination", "title"]),
            Case::of("to-come", &["destination", "title", "date"]),
            Case::of("empty", &[]),
            Case::of("outside", &["destination"]),
            Case::of("address", &["destination"]),
            Case::of("computer", &["destination"]),
            Case::of("spaces", &["destination"]),
        ],
    )
};

/// A link or an image, and where it leads.
struct Use<'a> {
    span: Span,
    destination: &'a Spanned<String>,
    target: &'a Target,
    is_image: bool,
}

fn uses<'a>(view: &View<'a>) -> Vec<Use<'a>> {
    let page = view.page;
    let link = |(link, target): (&'a Link, &'a Target)| Use {
        span: link.span,
        destination: &link.destination,
        target,
        is_image: false,
    };
    let image = |(image, target): (&'a Image, &'a Target)| Use {
        span: image.span,
        destination: &image.destination,
        target,
        is_image: true,
    };
    let links = page.document.links.iter().zip(&page.links).map(link);
    links.chain(page.document.images.iter().zip(&page.images).map(image)).collect()
}

pub(super) fn check_internal(rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    let mut once = Once::default();
    for found in uses(view) {
        if let Target::Broken(broken) = found.target {
            let (case, args) = internal_case(broken, &found.destination.value, view);
            // A picture is a file that the editor has somewhere, and no page of the site.
            let case = if found.is_image && case == "page" { "image" } else { case };
            let mut finding = rule.finding(case, place(&found), args);
            finding.fix = fix(broken, found.destination, view).map(Box::new);
            once.push(finding, &found, out);
        }
    }
    for block in view.blocks() {
        check_spaces(rule, block, view, out);
    }
}

/// Links that are read as plain words, `[x](tel:01 99 00)`: their destination holds a space.
fn check_spaces(rule: &Rule, block: &Block, view: &View<'_>, out: &mut Vec<Finding>) {
    // An address is not longer.
    const REACH: usize = 300;
    const STARTS: [&str; 4] = ["tel:", "mailto:", "http://", "https://"];
    let text = block.prose.text();
    for (at, middle) in text.match_indices("](") {
        let start = at + middle.len();
        let end = text.floor_char_boundary(start.saturating_add(REACH));
        let Some((destination, _)) = text.get(start..end).and_then(|rest| rest.split_once(')')) else {
            continue;
        };
        let led = STARTS.iter().any(|scheme| {
            destination.get(..scheme.len()).is_some_and(|typed| typed.eq_ignore_ascii_case(scheme))
        });
        let span = block.prose.span(start..start + destination.len());
        // `\](` is typed to be shown.
        let place = block.prose.span(at..start);
        let source = view.site.sources.get(place.source).text();
        let shown = source.get(..place.range().start).is_some_and(|before| before.ends_with('\\'));
        if !led || shown || !destination.contains(char::is_whitespace) {
            continue;
        }
        let mut finding = rule.finding("spaces", span, vec![("destination", destination.into())]);
        let even: String = destination.split_whitespace().collect();
        let calls = even.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("tel:"));
        finding.fix = replacing(destination, span, even, view.site).filter(|_| calls).map(Box::new);
        out.push(finding);
    }
}

fn internal_case(
    broken: &BrokenLink,
    destination: &str,
    view: &View<'_>,
) -> (&'static str, Vec<(&'static str, Arg)>) {
    let destination = ("destination", Arg::from(destination));
    match &broken.missing {
        Missing::Page => ("page", vec![destination]),
        Missing::Anchor(anchor) => ("anchor", vec![destination, ("anchor", anchor.clone().into())]),
        Missing::Draft(page) => {
            let page = view.site.pages.get(page.0);
            let title = ("title", Arg::from(page.map_or("", |page| page.title())));
            let draft = page.and_then(|page| page.front.draft.as_ref()).is_some_and(|draft| draft.value);
            match page.and_then(|page| page.front.published.as_ref()).filter(|_| !draft) {
                Some(day) => ("to-come", vec![destination, title, ("date", Arg::Date(day.value))]),
                None => ("draft", vec![destination, title]),
            }
        }
        Missing::Empty => ("empty", Vec::new()),
        Missing::Outside => ("outside", vec![destination]),
        Missing::Address => ("address", vec![destination]),
        Missing::Computer => ("computer", vec![destination]),
    }
}

/// Where a link is wrong: its destination, or all of it when it has none.
fn place(found: &Use<'_>) -> Span {
    if found.destination.span.range().is_empty() { found.span } else { found.destination.span }
}

/// The findings of a page, by place: the definition of a reference may serve many links, and is found
/// once, with each of its uses.
#[derive(Default)]
struct Once {
    /// Where each definition stands among the findings.
    known: HashMap<Span, usize>,
}

impl Once {
    fn push(&mut self, finding: Finding, found: &Use<'_>, out: &mut Vec<Finding>) {
        let inside = found.span.source == finding.span.source
            && found.span.start <= finding.span.start
            && finding.span.end <= found.span.end;
        if inside {
            out.push(finding);
            return;
        }
        let label = (found.span, Message::key("lint.link-used-here"));
        let rank = *self.known.entry(finding.span).or_insert(out.len());
        match out.get_mut(rank) {
            Some(known) => known.labels.push(label),
            None => out.push(Finding { labels: vec![label], ..finding }),
        }
    }
}

/// The destination that was probably meant, when it can be typed in place of this one.
fn fix(broken: &BrokenLink, destination: &Spanned<String>, view: &View<'_>) -> Option<Fix> {
    let suggestion = broken.suggestion.as_ref()?;
    replacing(&destination.value, destination.span, suggestion.clone(), view.site)
}
