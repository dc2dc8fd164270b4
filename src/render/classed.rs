//! The lists that are parted, and those of taxonomies: their terms, the pages of a term, what a page is classed by.

use std::collections::BTreeMap;

use super::context::Shared;
use super::given::{
    self, Card, Crumb, Given, Listing, Made, Pager, Taxonomy, TermLine, TermListing, Text, Translation,
};
use super::linked_data;
use super::listings::part;
use super::outputs::feeds;
use super::values::language_name;
use crate::finding::Message;
use crate::site::{self, List, MadeTitle, PageId, Site, TaxonomyTerm, TermId, sheet_url, sheets};
use crate::words::Words;

/// The pages of the content that show the list of a taxonomy or of a term.
pub(super) fn pages_with_lists(site: &Site) -> BTreeMap<PageId, List> {
    let taxonomies = site.taxonomies.iter().filter_map(|t| Some((t.page?, List::Taxonomy(t.id))));
    let terms = site.terms.iter().filter(|term| term.at_address);
    let terms = terms.filter_map(|term| Some((term.page?, List::Term(term.id))));
    let all = terms.chain(taxonomies).filter(|(id, list)| site.page(*id).url == url(site, *list));
    all.collect()
}

/// The address of a list.
fn url(site: &Site, list: List) -> &str {
    match list {
        List::Section(id) => &site.section(id).url,
        List::Taxonomy(id) => &site.taxonomy(id).url,
        List::Term(id) => &site.term(id).url,
    }
}

/// What a page lists, if it is a list.
#[derive(Default)]
pub(super) struct Listed {
    pub(super) section: Option<Made<Listing>>,
    pub(super) taxonomy: Option<Taxonomy>,
    pub(super) term: Option<TermListing>,
    pub(super) pager: Option<Pager>,
}

impl Shared<'_> {
    /// The pages that a list shows, in all its parts. What a page held back is now classed by is not told.
    pub(super) fn pages_of(&self, list: List) -> Vec<PageId> {
        let kept = |pages: &[PageId], kept: &dyn Fn(PageId) -> bool| {
            pages.iter().copied().filter(|id| kept(*id)).collect()
        };
        match list {
            List::Section(id) => kept(&self.site.section(id).listed, &|id| self.is_listed(id)),
            List::Taxonomy(_) => Vec::new(),
            List::Term(id) => kept(&self.site.term(id).pages, &|id| self.tells(id)),
        }
    }

    /// How many parts a list has.
    pub(super) fn parts(&self, list: List) -> usize {
        let page_size = match list {
            List::Section(id) => self.site.section(id).page_size,
            List::Taxonomy(_) => None,
            List::Term(id) => self.site.taxonomy(self.site.term(id).taxonomy).page_size,
        };
        page_size.map_or(1, |_| sheets(self.pages_of(list).len(), page_size))
    }

    /// Whether a term has a page to list, and a place where it does.
    pub(super) fn has_a_list(&self, term: &TaxonomyTerm) -> bool {
        self.count(term) > 0 && term.page.is_none_or(|page| self.card(page).is_some())
    }

    /// What a term gathers, unless the page that says it is held back.
    fn term_description(&self, term: &TaxonomyTerm) -> Option<Text> {
        let held = term.page.is_some_and(|page| self.held.contains(&page));
        term.description.as_deref().filter(|_| !held).map(Text::from)
    }

    /// What a part of a list shows.
    pub(super) fn listed(&self, list: Option<List>, sheet: usize, lang: &str) -> Listed {
        let site = self.site;
        let Some(list) = list else { return Listed::default() };
        let mut listed = Listed::default();
        match list {
            List::Section(id) => {
                listed.section = match sheet {
                    1 => self.section(id),
                    _ => Some(self.listing(site.section(id), sheet).made()),
                };
            }
            List::Taxonomy(id) => {
                let taxonomy = site.taxonomy(id);
                let terms =
                    taxonomy.terms.iter().map(|id| site.term(*id)).filter(|term| self.has_a_list(term));
                let cards = terms.map(|term| self.term_card(term, lang).made());
                let pages = cards.collect();
                listed.section =
                    Some(self.as_section(self.said(&taxonomy.title, lang), &taxonomy.url, pages));
                listed.taxonomy = Some(self.taxonomy(taxonomy, &taxonomy.terms, lang));
            }
            List::Term(id) => {
                let term = site.term(id);
                let taxonomy = site.taxonomy(term.taxonomy);
                let pages = self.cards(part(&self.pages_of(list), taxonomy.page_size, sheet).iter().copied());
                listed.section = Some(self.as_section(&term.title, &term.url, pages.clone()));
                listed.term = Some(TermListing {
                    title: term.title.as_str().into(),
                    url: self.href(&term.url).into(),
                    description: self.term_description(term),
                    count: self.count(term),
                    pages,
                    feed: feeds::of_term(self, term).map(|url| self.href(&url).into()),
                    taxonomy: self.taxonomy(taxonomy, &[], lang),
                });
            }
        }
        let parts = self.parts(list);
        listed.pager = (parts > 1).then(|| self.pager(url(site, list), sheet, parts, lang));
        listed
    }

    /// The list of a taxonomy or of a term as that of a section: a theme with no template for these lists
    /// them by the one of sections.
    fn as_section(&self, title: &str, url: &str, pages: given::List<Made<Card>>) -> Made<Listing> {
        let children = given::List::default();
        Listing { title: title.into(), url: self.href(url).into(), pages, children, awaited: false }.made()
    }

    /// A term, as lists name a page.
    fn term_card(&self, term: &TaxonomyTerm, lang: &str) -> Card {
        let description = term.description.as_deref().map(Text::from);
        Card {
            title: term.title.as_str().into(),
            url: self.href(&term.url).into(),
            summary: description.clone(),
            description,
            r#type: "page".into(),
            lang: lang.into(),
            published: None,
        }
    }

    fn pager(&self, url: &str, number: usize, total: usize, lang: &str) -> Pager {
        let at = |sheet: usize| Text::from(self.href(&sheet_url(url, sheet)));
        Pager {
            number,
            total,
            label: self.sheet_label(number, total, lang).into(),
            previous: (number > 1).then(|| at(number.saturating_sub(1))),
            next: (number < total).then(|| at(number.saturating_add(1))),
            first: at(1),
            last: at(total),
        }
    }

    /// « Page 2 sur 5 ».
    fn sheet_label(&self, number: usize, total: usize, lang: &str) -> String {
        let label = Message::key("interface.sheet").with("number", number).with("total", total);
        self.language(lang).map_or_else(String::new, |interface| interface.words.say(&label))
    }

    /// What a page is classed by.
    pub(super) fn classes(&self, page: &site::Page) -> given::List<Taxonomy> {
        let mut classes = given::List::default();
        let mut rest = page.terms.as_slice();
        while let Some(first) = rest.first() {
            let taxonomy = self.site.term(*first).taxonomy;
            let same = rest.iter().take_while(|id| self.site.term(**id).taxonomy == taxonomy).count();
            let (of_it, others) = rest.split_at(same);
            if of_it.iter().any(|id| self.is_named(*id)) {
                classes.push(self.taxonomy(self.site.taxonomy(taxonomy), of_it, &page.lang));
            }
            rest = others;
        }
        classes
    }

    /// What pages are classed by in a language, without what a section stands for: lists of sections lead there.
    pub(super) fn taxonomies(&self, lang: &str, words: &Words) -> given::List<Taxonomy> {
        let site = self.site;
        let section = |url: &str| site.sections.iter().any(|section| section.url == url);
        let named = |taxonomy: &&site::Taxonomy| taxonomy.terms.iter().any(|id| self.is_named(*id));
        let own = site.taxonomies.iter().filter(|taxonomy| taxonomy.lang == lang && !section(&taxonomy.url));
        let own = own.filter(named);
        let title = |title| match title {
            &MadeTitle::Key(key) => words.get(key).into(),
            MadeTitle::Text(text) => Text::from(text.as_str()),
        };
        own.map(|taxonomy| Taxonomy {
            title: title(&taxonomy.title),
            ..self.taxonomy(taxonomy, &taxonomy.terms, lang)
        })
        .collect()
    }

    fn taxonomy(&self, taxonomy: &site::Taxonomy, terms: &[TermId], lang: &str) -> Taxonomy {
        Taxonomy {
            name: taxonomy.name.as_str().into(),
            title: self.said(&taxonomy.title, lang).into(),
            url: self.href(&taxonomy.url).into(),
            terms: terms
                .iter()
                .filter(|id| self.is_named(**id))
                .filter_map(|id| self.terms.get(id.0).cloned())
                .collect(),
        }
    }

    /// A term, as lists name it.
    pub(super) fn term_line(&self, term: &TaxonomyTerm) -> TermLine {
        TermLine {
            title: term.title.as_str().into(),
            url: self.href(&term.url).into(),
            description: self.term_description(term),
            count: self.count(term),
        }
    }

    fn count(&self, term: &TaxonomyTerm) -> usize {
        term.pages.iter().filter(|id| self.tells(**id)).count()
    }

    /// A title, in a language.
    pub(super) fn said<'t>(&'t self, title: &'t MadeTitle, lang: &str) -> &'t str {
        match title {
            MadeTitle::Key(key) => self.language(lang).map_or("", |interface| interface.words.get(key)),
            MadeTitle::Text(text) => text,
        }
    }

    /// The context of a list that no file stands for, or of a part of one after the first.
    pub(super) fn list(&self, made: &site::Made, list: List) -> tera::Context {
        let site = self.site;
        let lang = made.lang.as_str();
        let title = self.said(&made.title, lang);
        let ancestors = self.ancestors(made.section);
        let mut way: Vec<(&str, &str)> = self.way_down(&ancestors, made.is_section(), lang);
        let mut description = None;
        if let List::Term(id) = list {
            let term = site.term(id);
            let taxonomy = site.taxonomy(term.taxonomy);
            way.push((self.said(&taxonomy.title, lang), &taxonomy.url));
            description = self.term_description(term);
        }
        let listed = self.listed(Some(list), made.sheet, lang);
        let whole = match made.sheet {
            1 => title.to_owned(),
            number => {
                way.push((title, url(site, list)));
                format!("{title} – {}", self.sheet_label(number, self.parts(list), lang))
            }
        };
        let given = given::Page {
            title: whole.as_str().into(),
            description: description.filter(|_| made.sheet == 1),
            url: self.href(&made.url).into(),
            permalink: self.permalink(&made.url).into(),
            lang: lang.into(),
            r#type: "page".into(),
            breadcrumb: way
                .iter()
                .map(|(title, url)| Crumb { title: (*title).into(), url: self.href(url).into() })
                .collect(),
            top: self.top(&ancestors),
            listed: true,
            procedure: self.no_procedure.clone(),
            linked_data: linked_data::of_list(self, &whole, &made.url, lang, &way).as_str().into(),
            translations: self.list_translations(list, made.sheet),
            ..given::Page::default()
        };
        self.context(lang, given, listed, None)
    }

    /// The first part of the same list in other languages.
    fn list_translations(&self, list: List, sheet: usize) -> given::List<Translation> {
        let site = self.site;
        let others: Vec<(&str, &str, &str)> = match list {
            _ if sheet > 1 => Vec::new(),
            List::Section(id) => {
                let section = site.section(id);
                let same = |other: &&site::Section| other.path == section.path && other.id != id;
                let others = site.sections.iter().filter(same);
                others.map(|other| (other.lang.as_str(), other.title.as_str(), other.url.as_str())).collect()
            }
            List::Taxonomy(id) => {
                let taxonomy = site.taxonomy(id);
                let same = |other: &&site::Taxonomy| other.name == taxonomy.name && other.id != id;
                let named = |other: &&site::Taxonomy| other.terms.iter().any(|term| self.is_named(*term));
                let others = site.taxonomies.iter().filter(same).filter(named);
                others.map(|o| (o.lang.as_str(), self.said(&o.title, &o.lang), o.url.as_str())).collect()
            }
            List::Term(id) => {
                let others = site.term(id).translations.iter().filter(|id| self.is_named(**id));
                let others = others.map(|id| site.term(*id));
                let lang = |term: &TaxonomyTerm| site.taxonomy(term.taxonomy).lang.as_str();
                others.map(|other| (lang(other), other.title.as_str(), other.url.as_str())).collect()
            }
        };
        others.into_iter().map(|(lang, title, url)| self.translation(lang, title, url)).collect()
    }

    pub(super) fn translation(&self, lang: &str, title: &str, url: &str) -> Translation {
        Translation {
            lang: lang.into(),
            name: language_name(lang).into(),
            title: title.into(),
            url: self.href(url).into(),
            permalink: self.permalink(url).into(),
            listed: true,
        }
    }
}
