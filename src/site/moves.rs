//! What is to be written when files of `content/` move: links that lead to them and from them, and the earlier
//! addresses of pages that were published.

use std::collections::{BTreeMap, BTreeSet};

use crate::data::Node;
use crate::finding::Edit;
use crate::source::{Span, Spanned};

use super::addresses::{Place, page_url, slug};
use super::link_graph::{escaped, join, relative};
use super::{Page, Site, Target};

impl Site {
    /// The edits that keep every address and every link alive when files move: `moved` has their paths in `content/`,
    /// and those that they go to. The edits are to be made before the files move, and are in no order.
    pub fn moves(&self, moved: &BTreeMap<String, String>) -> Vec<Edit> {
        let mut edits = Vec::new();
        let mut seen = BTreeSet::new();
        let mut write = |span: Span, text: String| {
            // A reference is defined once, whatever leads to it.
            if seen.insert(span) && self.sources.slice(span) != text {
                edits.push(Edit { span, text });
            }
        };
        for page in &self.pages {
            let here = moved.get(&page.path).unwrap_or(&page.path);
            let links = page.document.links.iter().map(|link| &link.destination).zip(&page.links);
            let images = page.document.images.iter().map(|image| &image.destination).zip(&page.images);
            for (typed, target) in links.chain(images) {
                if let Some(text) = self.led(typed, target, (&page.path, here), moved) {
                    write(typed.span, text);
                }
            }
            for (span, path) in named(page) {
                let typed = self.sources.slice(span);
                if let Some(to) = moved.get(path.trim_start_matches('/')).filter(|_| typed.contains(&path)) {
                    let root = if path.starts_with('/') { "/" } else { "" };
                    write(span, typed.replacen(&path, &format!("{root}{to}"), 1));
                }
            }
            let url = moved.get(&page.path).map(|_| self.url_at(page, here));
            let url = url.filter(|url| page.published && *url != page.url);
            if let Some(edit) = url.and_then(|url| self.alias(page, &url)) {
                write(edit.span, edit.text);
            }
        }
        edits
    }

    /// The address that a page would have at another path.
    fn url_at(&self, page: &Page, path: &str) -> String {
        let place = Place::of(path, &self.config);
        let typed = page.front.lang.as_ref().map(|typed| typed.value.clone());
        let lang = typed.or_else(|| place.lang.clone()).unwrap_or_else(|| self.config.site.language.clone());
        let typed = page.front.slug.as_ref().map(|typed| typed.value.as_str());
        page_url(&place, typed.filter(|typed| !slug(typed).is_empty()), &lang, &self.config)
    }

    /// A destination, as it is to be typed once files have moved; none where it goes on leading where it led.
    fn led(
        &self,
        typed: &Spanned<String>,
        target: &Target,
        (before, after): (&str, &str),
        moved: &BTreeMap<String, String>,
    ) -> Option<String> {
        let file = match target {
            Target::Page { page, .. } => &self.page(*page).path,
            Target::Asset(path) => path,
            _ => return None,
        };
        let destination = typed.value.as_str();
        if self.sources.slice(typed.span) != destination {
            return None;
        }
        let end = destination.find(['#', '?']).unwrap_or(destination.len());
        let (path, rest) = destination.split_at(end);
        let path = super::percent_decode(path);
        if path.is_empty() || path.contains("://") {
            return None;
        }
        let to = moved.get(file).unwrap_or(file);
        let folder = |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let known = |path: &str| match path.strip_prefix('/') {
            Some(rooted) => (join("", rooted), join("", rooted)),
            None => (join(&folder(before), path), join(&folder(after), path)),
        };
        let (was, is) = known(&path);
        if was.as_deref() == Some(file.as_str()) {
            // Typed as a file: it still leads there, or is typed anew in the same way.
            let text = if path.starts_with('/') { format!("/{to}") } else { relative(after, to) };
            return (is.as_deref() != Some(to.as_str())).then(|| format!("{}{rest}", escaped(&text)));
        }
        // Typed as an address, from the root: an earlier one goes on leading there.
        if path.starts_with('/') {
            return None;
        }
        // Without its extension, or as an address from the page's own.
        (to != file || before != after).then(|| format!("{}{rest}", escaped(&relative(after, to))))
    }

    /// An entry of `aliases:` with the address that a page has and will not have any more.
    fn alias(&self, page: &Page, to: &str) -> Option<Edit> {
        let source = page.document.source;
        let text = self.sources.get(source).text();
        let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let known = &page.document.front.aliases;
        if known.iter().any(|alias| alias.value == page.url) {
            return None;
        }
        let insert = |at: usize, text: String| Some(Edit { span: Span::new(source, at, at), text });
        let Some(last) = known.last() else {
            let entry = format!("aliases:{ending}  - {}{ending}", page.url);
            return match page.document.front.span {
                Some(front) => insert(front.range().end, entry),
                None => insert(0, format!("---{ending}{entry}---{ending}{ending}")),
            };
        };
        // A page that goes back to where it was is not its own earlier address: that one is replaced.
        if let Some(own) = known.iter().find(|alias| super::addresses::alias_url(&alias.value) == to) {
            return Some(Edit { span: own.span, text: page.url.clone() });
        }
        let end = last.span.range().end;
        let line = text.get(..last.span.range().start)?.rfind('\n').map_or(0, |at| at + 1);
        let before = text.get(line..last.span.range().start)?;
        match before.trim_start().strip_prefix('-') {
            Some(_) => {
                let indent = before.split('-').next().unwrap_or("");
                let rest = text.get(end..)?;
                let end = end + rest.find(['\r', '\n']).unwrap_or(rest.len());
                insert(end, format!("{ending}{indent}- {}", page.url))
            }
            None if before.contains('[') => insert(end, format!(", {}", page.url)),
            None => {
                let typed = text.get(last.span.range())?;
                Some(Edit { span: last.span, text: format!("[{typed}, {}]", page.url) })
            }
        }
    }
}

/// The pages that the fields of a page name by their path in `content/`.
fn named(page: &Page) -> Vec<(Span, String)> {
    let front = &page.document.front;
    let items =
        ["see_also", "procedures"].into_iter().flat_map(|key| front.field(key).map_or(&[][..], Node::items));
    let named = items.filter_map(|item| {
        let node = item.as_map().and_then(|map| map.get("page")).unwrap_or(item);
        let text = node.as_text().filter(|text| text.ends_with(".md"))?;
        Some((node.span, text.to_owned()))
    });
    named.collect()
}
