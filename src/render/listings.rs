//! What lists name: pages, sections and what they hold, events of life.

use super::context::Shared;
use super::given::{self, Card, Child, EventLine, Listing, Made, SectionLine, Text};
use super::values::day;
use crate::document::front_matter::{PageType, SortBy};
use crate::site::{List, Page, PageId, Section, SectionId, Site};
use crate::words::Words;

/// How many pages of a section are shown on the page of the section that holds it.
const SHELF: usize = 8;

impl Shared<'_> {
    /// The pages of events of life in a language.
    pub(super) fn event_lines(&self, tag: &str) -> given::List<EventLine> {
        let pages = self.event_pages.iter().map(|id| self.site.page(*id)).filter(|page| page.lang == tag);
        let lines = pages.map(|page| {
            let event = page.procedure.event.as_ref();
            let event = event.and_then(|event| self.site.registries.life_event(&event.value));
            let label = event.map_or(page.title(), |event| event.value.label.value.as_str());
            EventLine {
                label: label.into(),
                title: page.title().into(),
                url: self.href(&page.url).into(),
                description: self.description(page),
            }
        });
        lines.collect()
    }

    fn section_line(&self, id: SectionId) -> SectionLine {
        let section = self.site.section(id);
        SectionLine {
            title: section.title.as_str().into(),
            url: self.href(&section.url).into(),
            description: self.section_description(section),
        }
    }

    pub(super) fn section_lines(&self, ids: &[SectionId]) -> given::List<SectionLine> {
        ids.iter().map(|id| self.section_line(*id)).collect()
    }

    fn section_description(&self, section: &Section) -> Option<Text> {
        let index = section.index.map(|page| self.site.page(page));
        index.and_then(|page| self.description(page))
    }

    /// The pages, among these, that lists name.
    pub(super) fn cards(&self, ids: impl IntoIterator<Item = PageId>) -> given::List<Made<Card>> {
        ids.into_iter().filter(|id| self.is_listed(*id)).filter_map(|id| self.card(id)).collect()
    }

    /// What a part of a section's list shows: its pages, and, the first one, its sections with their pages.
    pub(super) fn listing(&self, section: &Section, sheet: usize) -> Listing {
        let listed = |section: &Section| {
            let listed: Vec<PageId> =
                section.pages.iter().copied().filter(|id| self.is_listed(*id)).collect();
            listed.into_iter()
        };
        let children = section.children.iter().filter(|_| sheet == 1);
        let children = children
            .map(|id| {
                let child = self.site.section(*id);
                Child {
                    title: child.title.as_str().into(),
                    url: self.href(&child.url).into(),
                    description: self.section_description(child),
                    sections: self.section_lines(&child.children),
                    pages: self.cards(listed(child).take(SHELF)),
                    more: listed(child).count() > SHELF,
                    only_events: listed(child).count() > 0
                        && listed(child).all(|id| self.event_pages.contains(&id)),
                }
            })
            .collect();
        let pages = self.pages_of(List::Section(section.id));
        let pages = self.cards(part(&pages, section.page_size, sheet).iter().copied());
        let awaited = pages.is_empty() && section.children.is_empty() && self.is_list(section);
        Listing {
            title: section.title.as_str().into(),
            url: self.href(&section.url).into(),
            pages,
            children,
            awaited,
        }
    }

    /// Whether the page of a section is nothing but the list of what stands in it: it says nothing itself, or what
    /// it says introduces news. The home page has more to show.
    fn is_list(&self, section: &Section) -> bool {
        let Some(index) = section.index.map(|page| self.site.page(page)) else { return true };
        let front = &index.document.front;
        let by_day = front.sort.as_ref().is_some_and(|sort| sort.value == SortBy::Date);
        let kind = front.defaults.as_ref().and_then(|defaults| defaults.page_type.as_ref());
        let of_news = by_day || kind.is_some_and(|kind| kind.value == PageType::News);
        let text = self.site.sources.get(index.document.source).text();
        let says_nothing = text.get(index.document.body..).is_none_or(|body| body.trim().is_empty());
        index.path.contains('/') && (of_news || says_nothing)
    }
}

/// The pages of a part of a list.
pub(super) fn part(pages: &[PageId], page_size: Option<usize>, sheet: usize) -> &[PageId] {
    let Some(size) = page_size else { return pages };
    let start = size.saturating_mul(sheet.saturating_sub(1)).min(pages.len());
    pages.get(start..start.saturating_add(size).min(pages.len())).unwrap_or_default()
}

/// A page that keeps its last published version, as lists name it: without what it now says.
pub(super) fn named_only(card: Card) -> Card {
    Card { summary: None, published: None, description: None, ..card }
}

/// A page, as lists name it.
pub(super) fn card(site: &Site, page: &Page, base: &str, words: &Words) -> Card {
    Card {
        summary: page.summary(&site.sources).map(|summary| Text::from(&*summary)),
        published: day(page.front.published.as_ref().map(|day| day.value), words),
        title: page.title().into(),
        url: format!("{base}{}", page.url).into(),
        description: Text::typed(&page.front.description),
        r#type: page.front.page_type.as_ref().map_or("page", |t| t.value.name()).into(),
        lang: page.lang.as_str().into(),
    }
}
