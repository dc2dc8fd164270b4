//! What is to be written when files of `content/` move: links that lead to them and from them, and the earlier
//! addresses of pages that were published.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::data::{self, Node, Value};
use crate::document::front_matter;
use crate::finding::Edit;
use crate::source::{SourceId, Span, Spanned};

use super::addresses::{Place, page_url, slug};
use super::link_graph::{escaped, join, relative};
use super::{Page, Site, Target};

impl Site {
    /// The edits that keep every address and every link alive when files move: `moved` has their paths in `content/`,
    /// and those that they go to. The edits are to be made before the files move, and are in no order.
    pub fn moves(&self, moved: &BTreeMap<String, String>) -> Vec<Edit> {
        let mut edits = Vec::new();
        let mut seen = BTreeSet::new();
        // Files may take each other's places: an address that is taken is no earlier one.
        let url_after = |page: &Page| moved.get(&page.path).map(|to| self.url_at(page, to));
        let taken: BTreeSet<String> =
            self.pages.iter().map(|page| url_after(page).unwrap_or_else(|| page.url.clone())).collect();
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
            let url = url_after(page).filter(|_| page.published && !taken.contains(&page.url));
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

    /// The edit that makes the address that a page has, and will not have any more, an entry of `aliases:`; none
    /// where it cannot be made without harm to the rest of the front matter.
    fn alias(&self, page: &Page, to: &str) -> Option<Edit> {
        let source = page.document.source;
        let text = self.sources.get(source).text();
        let known = &page.document.front.aliases;
        if known.iter().any(|alias| alias.value == page.url) {
            return None;
        }
        let mut expected: Vec<String> = known.iter().map(|alias| alias.value.clone()).collect();
        // A page that goes back to where it was is not its own earlier address: that one is replaced.
        let own = known.iter().position(|alias| super::addresses::alias_url(&alias.value) == to);
        let edit = match own.and_then(|rank| known.get(rank).zip(expected.get_mut(rank))) {
            Some((own, expected)) => {
                expected.clone_from(&page.url);
                Edit { span: own.span, text: page.url.clone() }
            }
            None => {
                expected.push(page.url.clone());
                added(source, text, &page.url)?
            }
        };
        // There are more ways to type a list than are known here: what is written is read again.
        let range = edit.span.range();
        let after = [text.get(..range.start)?, &edit.text, text.get(range.end..)?].concat();
        let (_, rest, problems) = read(source, text);
        let (aliases, same, now) = read(source, &after);
        (aliases == expected && same == rest && now <= problems).then_some(edit)
    }
}

/// The aliases of a page by its text, the rest of its front matter, and how many mistakes there are in it.
fn read(source: SourceId, text: &str) -> (Vec<String>, String, usize) {
    let (split, _) = front_matter::split(source, text);
    let (mut node, problems) = data::yaml(source, text, split.front.unwrap_or(0..0));
    let mut aliases = Vec::new();
    if let Value::Map(map) = &mut node.value {
        aliases.extend(map.texts("aliases").into_iter().map(|alias| alias.value));
        map.entries.retain(|entry| entry.key.value != "aliases");
    }
    (aliases, data::yaml_text(&node), problems.len())
}

/// The edit that adds an address to the aliases of a page, in the way that its front matter is typed.
fn added(source: SourceId, text: &str, url: &str) -> Option<Edit> {
    let put = |range: Range<usize>, text: String| {
        Some(Edit { span: Span::new(source, range.start, range.end), text })
    };
    let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let Some(front) = front_matter::split(source, text).0.front else {
        let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let front = format!("---{ending}aliases:{ending}  - {url}{ending}---{ending}{ending}");
        return put(start..start, front);
    };
    let (node, _) = data::yaml(source, text, front.clone());
    let entries = &node.as_map()?.entries;
    let Some(entry) = entries.iter().find(|entry| entry.key.value == "aliases") else {
        let typed = text.get(front.clone())?;
        if typed.get(unsaid(typed)..)?.starts_with('{') {
            let inner = typed.get(..typed.rfind('}')?)?.trim_end();
            let comma = if inner.ends_with(['{', ',']) { "" } else { ", " };
            let end = front.start + inner.len();
            return put(end..end, format!("{comma}aliases: [{url}]"));
        }
        return put(front.end..front.end, format!("aliases:{ending}  - {url}{ending}"));
    };
    let colon = entry.key.span.range().end;
    let value = colon + text.get(colon..)?.find(':')? + 1;
    let typed = value + unsaid(text.get(value..)?);
    let in_brackets = text.get(typed..)?.starts_with('[');
    let Some(last) = entry.node.items().iter().rfind(|item| item.value != Value::Null) else {
        let null = entry.node.span;
        if in_brackets {
            return put(typed..typed + text.get(typed..)?.find(']')? + 1, format!("[{url}]"));
        }
        // An empty value has the place of its key.
        let is_empty = null == entry.key.span;
        return if is_empty {
            put(value..value, format!(" [{url}]"))
        } else {
            put(null.range(), format!("[{url}]"))
        };
    };
    let range = last.span.range();
    if in_brackets {
        return put(range.end..range.end, format!(", {url}"));
    }
    let Value::List(_) = &entry.node.value else {
        return put(range.clone(), format!("[{}, {url}]", text.get(range)?));
    };
    let line = text.get(..range.start)?.rfind('\n').map_or(0, |at| at + 1);
    let indent = text.get(line..range.start)?.split('-').next()?;
    let rest = text.get(range.end..)?;
    let end = range.end + rest.find(['\r', '\n']).unwrap_or(rest.len());
    put(end..end, format!("{ending}{indent}- {url}"))
}

/// How many bytes of white space and comments a text starts with.
fn unsaid(text: &str) -> usize {
    let mut rest = text.trim_start();
    while rest.starts_with('#') {
        rest = rest.find('\n').and_then(|end| rest.get(end..)).unwrap_or("").trim_start();
    }
    text.len() - rest.len()
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
