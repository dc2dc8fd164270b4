//! Where a link may lead: pages and files as they are typed from a page, headings of the page meant.

use std::ops::Range;

use super::complete::{Completions, Item, Kind};
use super::entries::escaped;
use super::{Asked, text};
use crate::site::{Page, written_from};
use crate::source::Picture;

/// Which files are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// Any.
    Any,
    /// Images.
    Image,
    /// Tables of data.
    Data,
}

/// A destination that is being typed.
struct Destination {
    /// Its bytes as far as the cursor.
    start: usize,
    image: bool,
}

/// The longest destination that is looked at, in bytes: beyond, it is a text.
const LONGEST: usize = 200;

/// Where the link or the image being typed may lead; none where there is none.
pub(super) fn complete(asked: &Asked<'_>) -> Option<Completions> {
    let destination = destination(asked)?;
    let line = text::line(asked.text, asked.at());
    let typed = asked.slice(destination.start..asked.at());
    let after = asked.slice(asked.at()..line.end);
    let ends = |c: char| c.is_whitespace() || matches!(c, ')' | '>' | '[' | ']' | '<' | '"');
    let end = asked.at() + after.find(ends).unwrap_or(after.len());
    if let Some(mark) = typed.find('#') {
        let page = meant(asked, typed.get(..mark)?)?;
        let start = destination.start + mark + 1;
        return Some(Completions::of(typed.get(mark + 1..)?, headings(page, start..end)));
    }
    let elsewhere = ["http:", "https:", "mailto:", "tel:", "//"];
    if elsewhere.iter().any(|start| typed.starts_with(start)) {
        return Some(Completions::default());
    }
    let word = destination.start..end;
    let items = match destination.image {
        true => files(asked, &word, Sort::Image),
        false => {
            let mut items = pages(asked, &word);
            items.extend(files(asked, &word, Sort::Any));
            items
        }
    };
    Some(Completions::of(typed, items))
}

/// The destination that holds the cursor: after `](`, or after `[…]:` at the start of a line.
fn destination(asked: &Asked<'_>) -> Option<Destination> {
    let line = text::line(asked.text, asked.at());
    let before = asked.slice(line.start..asked.at());
    if let Some(open) = before.rfind("](") {
        let typed = before.get(open + 2..)?;
        let inside = typed.strip_prefix('<').unwrap_or(typed);
        let closed = inside.contains([')', '>']) || (inside.contains(' ') && inside.contains('"'));
        if !closed && inside.len() <= LONGEST {
            let text = before.get(..open)?;
            let image =
                text.rfind('[').is_some_and(|at| text.get(..at).is_some_and(|before| before.ends_with('!')));
            return Some(Destination { start: asked.at() - inside.len(), image });
        }
        return None;
    }
    // `[text]: page.md`, which links name.
    let (name, typed) = before.trim_start().strip_prefix('[')?.split_once("]:")?;
    let typed = typed.trim_start();
    let named = !name.starts_with('^') && !name.contains(['[', ']']) && !typed.contains(char::is_whitespace);
    named.then(|| Destination { start: asked.at() - typed.len(), image: false })
}

/// The page that a path typed on this one leads to; this one for none.
pub(super) fn meant<'a>(asked: &Asked<'a>, path: &str) -> Option<&'a Page> {
    let page = asked.page()?;
    if path.is_empty() {
        return Some(page);
    }
    asked.site().page_meant(page, path).map(|id| asked.site().page(id))
}

/// Pages, as they are typed from this one, those of its language and those nearest first.
pub(super) fn pages(asked: &Asked<'_>, word: &Range<usize>) -> Vec<Item> {
    let site = asked.site();
    let from = asked.path().strip_prefix("content/").unwrap_or("");
    let lang = asked.page().map_or(site.config.site.language.as_str(), |page| &page.lang);
    let mut pages: Vec<&Page> =
        site.pages.iter().filter(|page| page.published && page.path != from).collect();
    let far = |page: &Page| {
        let shared =
            page.path.bytes().zip(from.bytes()).take_while(|(a, b)| a == b).filter(|(a, _)| *a == b'/');
        let shared = shared.count();
        page.path.matches('/').count() + from.matches('/').count() - 2 * shared.min(from.matches('/').count())
    };
    pages.sort_by_cached_key(|page| (page.lang != lang, far(page)));
    let rooted = asked.slice(word.clone()).starts_with('/');
    let item = |page: &Page| {
        let path = match rooted {
            true => format!("/{}", page.path),
            false => written_from(from, &page.path),
        };
        let item = Item::new(path, Kind::Page, word.clone()).detail(page.title());
        let about = page.front.description.as_ref().map(|text| escaped(&text.value));
        item.known_as(&[page.title()]).about(about)
    };
    pages.into_iter().map(item).collect()
}

/// Files of the site, as they are typed from this page.
pub(super) fn files(asked: &Asked<'_>, word: &Range<usize>, sort: Sort) -> Vec<Item> {
    let from = asked.path().strip_prefix("content/").unwrap_or("");
    let rooted = asked.slice(word.clone()).starts_with('/');
    let mut items = Vec::new();
    for asset in asked.site().assets.iter().filter(|asset| asset.theme.is_none()) {
        let image = asset.picture != Picture::None;
        let data = asset.path.ends_with(".csv") || asset.path.ends_with(".yaml");
        if !(sort == Sort::Any || sort == Sort::Image && image || sort == Sort::Data && data) {
            continue;
        }
        let path = if rooted { format!("/{}", asset.path) } else { written_from(from, &asset.path) };
        let kind = if image { Kind::Image } else { Kind::File };
        let size = match asset.picture {
            Picture::Sized { width, height } => format!("{width} × {height}"),
            _ => String::new(),
        };
        items.push(Item::new(path, kind, word.clone()).detail(size));
    }
    items
}

/// The headings of a page, by their ids.
fn headings(page: &Page, word: Range<usize>) -> Vec<Item> {
    let all = page.document.headings.iter().zip(&page.heading_ids);
    let item = |(heading, id): (&crate::document::Heading, &String)| {
        let title = page.document.blocks.get(heading.block).map_or("", |block| block.prose.text());
        let marks = "#".repeat(usize::from(heading.level));
        Item::new(id.as_str(), Kind::Heading, word.clone())
            .detail(format!("{marks} {title}"))
            .known_as(&[title])
    };
    let components = page.component_ids.iter().filter(|id| !id.is_empty());
    let components = components.map(|id| Item::new(id.as_str(), Kind::Heading, word.clone()));
    all.map(item).chain(components).collect()
}
