//! Where things lead: to the page, the entry, the rule, the template that is named; and who names them.

use std::ops::Range;

use super::Asked;
use super::here::{Here, What, here};
use crate::config::components::Components;
use crate::files::is_built_in;
use crate::site::registry::Name;
use crate::site::{Page, Target};
use crate::source::{SourceId, Span};

/// A place of a file of the site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Led {
    /// The file’s path from the site’s folder.
    pub path: String,
    /// The file, if its text is known; none for an image and its like.
    pub source: Option<SourceId>,
    /// Bytes of it: empty at its start for a file as a whole.
    pub start: usize,
    /// One past the last of them.
    pub end: usize,
}

/// A link of a text that leads to a file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its destination, as typed.
    pub range: Range<usize>,
    /// Where it leads.
    pub to: Led,
}

/// Where what somebody points at is written, and what they point at. What stands in the program itself leads
/// nowhere: there is no file to open.
pub fn definition(asked: &Asked<'_>) -> Option<(Range<usize>, Led)> {
    here(asked).into_iter().find_map(|Here { what, range }| Some((range, asked.place_of(&what)?)))
}

/// Every place that names what somebody points at: the pages that lead to a page, what uses an entry. Where they
/// point at nothing else, the pages that lead to the one they read.
pub fn references(asked: &Asked<'_>) -> Vec<Led> {
    let mut places =
        match here(asked).into_iter().find(|here| !matches!(here.what, What::Call(..) | What::Field(_))) {
            Some(Here { what: What::Page(page, anchor), .. }) => asked.links_to(page, anchor.as_deref()),
            Some(Here { what: What::Entry(name, key), .. }) => asked.uses_of(name, &key),
            Some(Here { what: What::File(path), .. }) => asked.shown(&path),
            Some(_) => Vec::new(),
            None => asked.page().map_or_else(Vec::new, |page| asked.links_to(page, None)),
        };
    places.sort();
    places.dedup();
    places
}

/// The links of a page that lead to files of the site.
pub fn links(asked: &Asked<'_>) -> Vec<Link> {
    let Some(page) = asked.current() else { return Vec::new() };
    let document = &page.document;
    let links = document.links.iter().zip(&page.links).map(|(link, target)| (link.destination.span, target));
    let images = document.images.iter().zip(&page.images);
    let images = images.map(|(image, target)| (image.destination.span, target));
    let to = |target: &Target| match target {
        Target::Page { page, anchor } => {
            asked.place_of(&What::Page(asked.site().page(*page), anchor.clone()))
        }
        Target::Asset(path) => asked.place_of(&What::File(path.clone())),
        _ => None,
    };
    let led = links.chain(images).filter(|(span, _)| span.source == asked.source);
    led.filter_map(|(span, target)| Some(Link { range: span.range(), to: to(target)? })).collect()
}

impl Asked<'_> {
    pub(super) fn led(&self, span: Span) -> Option<Led> {
        let source = self.site().sources.get(span.source);
        let path = source.path();
        if is_built_in(path) {
            return None;
        }
        let Range { start, .. } = span.range();
        // The end of a line is none of a heading.
        let end = start + self.site().sources.slice(span).trim_end().len();
        Some(Led { path: path.to_owned(), source: Some(span.source), start, end })
    }

    fn place_of(&self, what: &What<'_>) -> Option<Led> {
        let site = self.site();
        match what {
            What::Page(page, anchor) => self.led(place_in(page, anchor.as_deref())),
            What::Entry(name, key) => {
                let registries = &site.registries;
                let entry = registries.entry(*name, key).map(|(key, _)| key.span);
                let variant = || registries.amounts_of(key).first().map(|amount| amount.key.span);
                self.led(entry.or_else(variant)?)
            }
            What::File(path) => {
                let file = site.assets.iter().find(|asset| asset.theme.is_none() && asset.path == *path)?;
                Some(Led { path: file.origin.clone(), source: None, start: 0, end: 0 })
            }
            What::Rule(id) => {
                let rule = self.project.rules().get(id)?;
                self.led(Span::new(rule.source, 0, 0))
            }
            What::Component(name) => self.led(component(&site.components, name)?),
            What::Call(page, rank) => {
                let call = page.document.calls.get(*rank)?;
                let registry = crate::site::registry_of_call(call)?;
                self.place_of(&What::Entry(registry, call.argument("key")?.value.clone()))
            }
            What::Template(name) => {
                let full = format!("{name}.html");
                let mut named = self.project.theme.page_templates();
                let (_, file) = named.find(|(known, _)| known == name || **known == full)?;
                self.led(Span::new(file?, 0, 0))
            }
            What::Field(_) | What::Part(_) | What::Setting(_) => None,
        }
    }

    /// The places of pages whose links lead to a page, or to a heading of it.
    fn links_to(&self, to: &Page, anchor: Option<&str>) -> Vec<Led> {
        let site = self.site();
        let from = site.backlinks.get(to.id.0).map_or(&[][..], Vec::as_slice);
        // A page leads to its own headings too.
        let own = std::iter::once(&to.id).filter(|_| anchor.is_some());
        let mut places = Vec::new();
        for page in from.iter().chain(own).map(|id| site.page(*id)) {
            for (link, target) in page.document.links.iter().zip(&page.links) {
                let Target::Page { page: led, anchor: at } = target else { continue };
                if *led == to.id && (anchor.is_none() || at.as_deref() == anchor) {
                    places.extend(self.led(link.destination.span));
                }
            }
        }
        places
    }

    fn uses_of(&self, name: Name, key: &str) -> Vec<Led> {
        self.site().uses_of(name, key).iter().filter_map(|used| self.led(used.span)).collect()
    }

    /// The places of pages that show a file or lead to it.
    fn shown(&self, path: &str) -> Vec<Led> {
        let is = |target: &Target| matches!(target, Target::Asset(led) if led == path);
        let mut places = Vec::new();
        for page in &self.site().pages {
            let links = page.document.links.iter().zip(&page.links);
            let links = links.filter(|(_, target)| is(target)).map(|(link, _)| link.destination.span);
            let images = page.document.images.iter().zip(&page.images);
            let images = images.filter(|(_, target)| is(target)).map(|(image, _)| image.destination.span);
            places.extend(links.chain(images).filter_map(|span| self.led(span)));
        }
        places
    }
}

/// The place of a page: its title, or a heading of it.
pub(super) fn place_in(page: &Page, anchor: Option<&str>) -> Span {
    let document = &page.document;
    let heading = anchor.and_then(|anchor| {
        let rank = page.heading_ids.iter().position(|id| id == anchor)?;
        document.headings.get(rank).map(|heading| heading.span)
    });
    let component = || {
        let rank = page.component_ids.iter().position(|id| Some(id.as_str()) == anchor)?;
        document.embedded.get(rank).map(|call| call.span)
    };
    let title = || document.front.title.as_ref().map(|title| title.span);
    heading.or_else(component).or_else(title).unwrap_or_else(|| Span::new(document.source, 0, 0))
}

fn component(components: &Components, name: &str) -> Option<Span> {
    components.get(name).map(|component| component.span)
}
