//! What the template of one page receives. The body is nowhere else.

use super::answers;
use super::classed::Listed;
use super::context::Shared;
use super::facts;
use super::given::{self, Context, Crumb, Free, Given, List, Markup, Text, Translation};
use super::html::Html;
use super::linked_data;
use super::procedure::Speaker;
use super::values::{Review, day, month, term, toc};
use crate::site::{self, Page, Section, SectionId};

impl Shared<'_> {
    /// The context of a page.
    pub(super) fn page(&self, page: &Page, html: &Html) -> tera::Context {
        let language = page.language().unwrap_or_else(|| self.site.config.language());
        let front = &page.front;
        let today = self.site.facts.today;
        let review = Review::of(page, today);
        let updated = self.site.updated(page);
        let (before, after) = self.neighbours.get(page.id.0).copied().unwrap_or_default();
        let ancestors = self.ancestors(page.section);
        let body = Markup::from(html.content.as_str());
        let (intro, rest) = html.parted();
        let speaker = self.language(&page.lang).map(|interface| Speaker {
            shared: self,
            page,
            language,
            words: &interface.words,
        });
        let procedure = match &speaker {
            Some(speaker) if !front.procedure.is_empty() => speaker.procedure().made(),
            _ => self.no_procedure.clone(),
        };
        let content = match html.explained.as_str() {
            "" => body.clone(),
            explained => Markup::from(format!("{}{explained}", html.content).as_str()),
        };
        let related = self.site.related.get(page.id.0).into_iter().flatten().copied();
        let terms = page.explained.iter().filter_map(|e| self.site.registries.glossary.get(&e.key));
        let given = given::Page {
            title: page.title().into(),
            description: Text::typed(&front.description),
            url: self.href(&page.url).into(),
            permalink: self.permalink(&page.url).into(),
            markdown: self.markdown(page).map(|url| self.href(&url).into()),
            lang: page.lang.as_str().into(),
            r#type: front.page_type.as_ref().map_or("page", |t| t.value.name()).into(),
            breadcrumb: self.breadcrumb(&ancestors, page.is_index, &page.lang),
            top: self.top(&ancestors),
            toc: toc(html),
            content,
            body,
            intro: intro.into(),
            rest: rest.into(),
            explained: html.explained.as_str().into(),
            terms: terms.map(term).collect(),
            reviewed: day(front.reviewed.as_ref().map(|d| d.value), language),
            next_review: month(review.map(|r| r.next), language),
            overdue: review.is_some_and(|r| r.overdue),
            published: day(front.published.as_ref().map(|d| d.value), language),
            updated: day(updated.map(|(day, _)| day), language),
            updated_by: updated.map(|(_, origin)| origin.name().into()),
            owner: answers::owner(self.site, page).map(|(name, _)| name.into()),
            validity: self.validity(page, language),
            listed: answers::holds(page, today),
            facts: speaker.as_ref().map(Speaker::brief).unwrap_or_default(),
            procedure,
            procedures: speaker.as_ref().map(Speaker::stops).unwrap_or_default(),
            linked_data: linked_data::of_page(self, page, &ancestors).as_str().into(),
            translations: self.translations(page),
            siblings: self.siblings(page.section).filter(|_| !page.is_index).unwrap_or_default(),
            previous: before.and_then(|id| self.card(id)),
            next: after.and_then(|id| self.card(id)),
            taxonomies: self.classes(page),
            related: self.cards(related.filter(|id| self.tells(*id))),
            reading_minutes: page.reading_minutes(),
            feedback: self.feedback(page),
            extra: front.extra.as_ref().map_or_else(Free::default, facts::free),
        };
        let list = page.is_index.then_some(site::List::Section(page.section));
        let mut listed = self.listed(list, 1, &page.lang);
        if let Some(list) = self.lists.get(&page.id) {
            let own = listed.section.take();
            listed = self.listed(Some(*list), 1, &page.lang);
            listed.section = own.or(listed.section);
        }
        self.context(&page.lang, given, listed, Some(&page.path))
    }

    /// The context of a page that no file stands for and that is no list, with the section that it stands in;
    /// none for the page of an address that leads nowhere;
    /// `body` is what it says where a theme has no template of its own for it.
    pub(super) fn made(
        &self,
        title: &str,
        url: &str,
        lang: &str,
        section: Option<SectionId>,
        body: Markup,
    ) -> tera::Context {
        let ancestors = section.map(|s| self.ancestors(s)).unwrap_or_default();
        let way = self.way_down(&ancestors, false, lang);
        let given = given::Page {
            title: title.into(),
            url: self.href(url).into(),
            permalink: self.permalink(url).into(),
            lang: lang.into(),
            r#type: "page".into(),
            breadcrumb: self.breadcrumb(&ancestors, false, lang),
            top: self.top(&ancestors),
            listed: true,
            content: body.clone(),
            intro: body.clone(),
            body,
            procedure: self.no_procedure.clone(),
            // An address that leads nowhere is no page.
            linked_data: match ancestors.as_slice() {
                [] => Markup::default(),
                _ => linked_data::of_list(self, title, url, lang, &way).as_str().into(),
            },
            ..given::Page::default()
        };
        self.context(lang, given, self.listed(None, 1, lang), None)
    }

    /// The context of a page, with what it lists and, for one of the content, its path.
    pub(super) fn context(
        &self,
        lang: &str,
        page: given::Page,
        Listed { section, taxonomy, term, pager }: Listed,
        path: Option<&str>,
    ) -> tera::Context {
        let search = self.searched.get(lang).cloned();
        let given = match self.language(lang) {
            Some(interface) => Context {
                page,
                section,
                taxonomy,
                term,
                pager,
                words: interface.spoken.clone(),
                nav: interface.nav.clone(),
                home: interface.home.clone(),
                today: interface.today.clone(),
                life_events: interface.life_events.clone(),
                indexes: interface.indexes.clone(),
                legal: interface.legal.clone(),
                taxonomies: interface.taxonomies.clone(),
                search,
                notices: self.notices(path, lang, &interface.words),
                ..Context::default()
            },
            None => Context { page, section, taxonomy, term, pager, search, ..Context::default() },
        };
        let mut context = tera::Context::new();
        for (name, value) in given.entries() {
            context.insert_value(name, value);
        }
        context
    }

    fn translations(&self, page: &Page) -> List<Translation> {
        let published =
            page.translations.iter().filter(|id| !self.missing.contains(id)).map(|id| self.site.page(*id));
        let published = published.filter(|page| self.site.is_published(page));
        let translation = |page: &Page| Translation {
            listed: self.is_listed(page.id),
            ..self.translation(&page.lang, page.title(), &page.url)
        };
        published.map(translation).collect()
    }

    /// The address of the section of the home page above; empty on the home page.
    pub(super) fn top(&self, ancestors: &[&Section]) -> Text {
        ancestors.get(1).map_or_else(String::new, |section| self.href(&section.url)).into()
    }

    /// The way from the home page down to a page, without the page itself.
    fn breadcrumb(&self, ancestors: &[&Section], is_index: bool, lang: &str) -> List<Crumb> {
        let way = self.way_down(ancestors, is_index, lang).into_iter();
        way.map(|(title, url)| Crumb { title: title.into(), url: self.href(url).into() }).collect()
    }

    /// The same, as titles and addresses from the site’s root.
    pub(super) fn way_down<'s>(
        &'s self,
        ancestors: &[&'s Section],
        is_index: bool,
        lang: &str,
    ) -> Vec<(&'s str, &'s str)> {
        let above =
            if is_index { ancestors.split_last().map_or(&[][..], |(_, above)| above) } else { ancestors };
        let home = self.language(lang).map_or("", |i| i.words.get("interface.home"));
        let line = |section: &&'s Section| {
            (if section.parent.is_none() { home } else { section.title.as_str() }, section.url.as_str())
        };
        above.iter().map(line).collect()
    }

    /// The sections that hold a page, the outermost first.
    pub(super) fn ancestors(&self, section: SectionId) -> Vec<&Section> {
        let mut found = Vec::new();
        let mut at = Some(section);
        while let Some(id) = at {
            let section = self.site.section(id);
            found.push(section);
            at = section.parent;
        }
        found.reverse();
        found
    }
}
