//! The pages of the published site that no file of `content/` stands for: the list of a folder without
//! `_index.md`, the page of an address that leads nowhere…
//!
//! Each kind is a row of [`Row::ALL`]. A kind of which each language has one page says in its row where it is
//! ([`Once`]); of the others, [`list`] says which pages the site has. From then on such a page is one like the
//! others: it has its address unless something of `content/` has it, links to it are followed, `sitemap.xml`
//! names it where its row says so, and rendering writes it with the first of its templates that the theme has.
//! What its template receives beside the usual is made where the others’ values are, by its kind.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::config::Config;
use crate::finding::{Message, Problem, ProblemKind};
use crate::language::Language;
use crate::source::Asset;

use super::addresses::output_path;
use super::claims::Taken;
use super::title_index::{changed_years, title_parts};
use super::{Page, PageId, Section, SectionId, Taxonomy, TaxonomyId, TaxonomyTerm, TermId, head};

/// A page that no file stands for, by its rank in [`Site::made`](super::Site::made).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MadeId(pub usize);

/// What a page that no file stands for is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MadeKind {
    /// The home page of a language whose root has no `_index.md`.
    Home,
    /// The list of a folder without `_index.md`.
    Section,
    /// The list of the terms of a taxonomy.
    Taxonomy,
    /// The list of the pages of a term.
    Term,
    /// What has changed for readers, month by month.
    Changes,
    /// Every page, from A to Z.
    AToZ,
    /// The tree of the sections and their pages.
    SiteMap,
    /// What is shown at an address that leads nowhere.
    NotFound,
    /// The page to search the site.
    Search,
    /// What the site says of its accessibility.
    Accessibility,
    /// Who publishes the site, who answers for it, who keeps it on line.
    LegalNotice,
    /// What is done with personal data.
    PersonalData,
    /// How to reach whoever publishes the site.
    Contact,
}

/// What a list is the list of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum List {
    /// The pages of a section.
    Section(SectionId),
    /// The terms of a taxonomy.
    Taxonomy(TaxonomyId),
    /// The pages of a term.
    Term(TermId),
}

/// What is the same for every page of a kind.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The kind.
    pub kind: MadeKind,
    /// Its name, for templates.
    pub name: &'static str,
    /// The templates it may take, the best one first.
    pub templates: &'static [&'static str],
    /// A theme need not have any of them: the page is then left out.
    pub optional: bool,
    /// It is for readers to find: `sitemap.xml` names it.
    pub in_sitemap: bool,
    /// Where it is, if each language has one, whatever the site holds.
    pub once: Option<Once>,
}

/// A page that each language has, or the main one alone.
#[derive(Clone, Copy, Debug)]
pub struct Once {
    /// Its title: a key of the program’s words.
    pub title: &'static str,
    /// Its address under the root of a language: in French, and in any other.
    pub address: [&'static str; 2],
    /// Each language of the site has one; only the main one otherwise.
    pub each_language: bool,
    /// Whether a site has it in a language: its settings, its pages, the tag of the language.
    pub wanted: fn(&Config, &[Page], &str) -> bool,
    /// The names of its further pages on the day of the build, where one page would be too long.
    pub parts: fn(&[Page], &str, Date) -> Vec<String>,
}

impl Row {
    /// Every kind.
    pub const ALL: [Self; 13] = [
        Self {
            kind: MadeKind::Home,
            name: "home",
            templates: &["home.html", "section.html", "page.html"],
            optional: false,
            in_sitemap: true,
            once: None,
        },
        Self {
            kind: MadeKind::Section,
            name: "section",
            templates: &["section.html", "page.html"],
            optional: false,
            in_sitemap: true,
            once: None,
        },
        Self {
            kind: MadeKind::Taxonomy,
            name: "taxonomy",
            templates: &["taxonomy.html", "section.html", "page.html"],
            optional: false,
            in_sitemap: true,
            once: None,
        },
        Self {
            kind: MadeKind::Term,
            name: "term",
            templates: &["term.html", "section.html", "page.html"],
            optional: false,
            in_sitemap: true,
            once: None,
        },
        Self {
            kind: MadeKind::Changes,
            name: "changes",
            templates: &["changes.html"],
            optional: true,
            in_sitemap: true,
            once: Some(Once {
                title: "interface.changes",
                address: ["changements/", "changes/"],
                each_language: true,
                wanted: |_, pages, lang| pages.iter().any(|page| page.lang == lang && page.tells_a_change()),
                parts: |pages, lang, today| {
                    changed_years(pages, lang, today)
                        .into_iter()
                        .skip(1)
                        .map(|year| year.to_string())
                        .collect()
                },
            }),
        },
        Self {
            kind: MadeKind::AToZ,
            name: "a-to-z",
            templates: &["a-to-z.html"],
            optional: true,
            in_sitemap: true,
            once: Some(Once {
                title: "interface.a-to-z",
                address: ["a-z/", "a-z/"],
                each_language: true,
                wanted: |_, pages, lang| is_worth_a_list(pages, lang),
                parts: |pages, lang, _| title_parts(pages, lang),
            }),
        },
        Self {
            kind: MadeKind::SiteMap,
            name: "site-map",
            templates: &["site-map.html"],
            optional: true,
            in_sitemap: true,
            once: Some(Once {
                title: "interface.site-map",
                address: ["plan-du-site/", "site-map/"],
                each_language: true,
                wanted: |_, pages, lang| is_worth_a_list(pages, lang),
                parts: |_, _, _| Vec::new(),
            }),
        },
        Self {
            kind: MadeKind::NotFound,
            name: "not-found",
            templates: &["404.html"],
            optional: true,
            in_sitemap: false,
            once: Some(Once {
                title: "interface.not-found",
                address: ["404.html", "404.html"],
                each_language: false,
                wanted: |_, _, _| true,
                parts: |_, _, _| Vec::new(),
            }),
        },
        Self {
            kind: MadeKind::Search,
            name: "search",
            templates: &["search.html"],
            optional: true,
            in_sitemap: false,
            once: Some(Once {
                title: "interface.search",
                address: ["recherche/", "search/"],
                each_language: true,
                wanted: |config, _, _| config.search.enabled,
                parts: |_, _, _| Vec::new(),
            }),
        },
        // The address of the first is the one that the RGAA recommends.
        Self::asked(
            MadeKind::Accessibility,
            "accessibility",
            "interface.accessibility-statement",
            ["accessibilite/", "accessibility/"],
        ),
        Self::asked(
            MadeKind::LegalNotice,
            "legal-notice",
            "interface.legal-notice",
            ["mentions-legales/", "legal-notice/"],
        ),
        Self::asked(
            MadeKind::PersonalData,
            "personal-data",
            "interface.personal-data-page",
            ["donnees-personnelles/", "personal-data/"],
        ),
        Self::asked(MadeKind::Contact, "contact", "interface.contact-us", ["contact/", "contact/"]),
    ];

    /// A page that the law asks, made of `[legal]`.
    const fn asked(
        kind: MadeKind,
        name: &'static str,
        title: &'static str,
        address: [&'static str; 2],
    ) -> Self {
        Self {
            kind,
            name,
            templates: &["legal.html", "page.html"],
            optional: false,
            in_sitemap: true,
            once: Some(Once {
                title,
                address,
                each_language: true,
                wanted: |config, _, _| config.legal.is_some(),
                parts: |_, _, _| Vec::new(),
            }),
        }
    }
}

/// Whether a language has enough pages for a list of all of them to help: its home page names fewer.
fn is_worth_a_list(pages: &[Page], lang: &str) -> bool {
    const LEAST: usize = 8;
    pages.iter().filter(|page| page.listed && page.lang == lang && !page.is_index).take(LEAST).count()
        == LEAST
}

impl MadeKind {
    /// The pages that the law asks, in the order in which the foot of a page names them.
    pub const ASKED: [Self; 4] = [Self::Accessibility, Self::LegalNotice, Self::PersonalData, Self::Contact];

    /// What is the same for every page of this kind.
    pub fn row(self) -> &'static Row {
        // Every kind has its row: a test holds it.
        const ALL: &[Row] = &Row::ALL;
        ALL.iter().find(|row| row.kind == self).unwrap_or(&ALL[0])
    }
}

/// The title of a page that no file stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MadeTitle {
    /// The same in every site: a key of the program’s words, said in the page’s language.
    Key(&'static str),
    /// Words of the site.
    Text(String),
}

/// A page of the published site that no file of `content/` stands for.
#[derive(Clone, Debug)]
pub struct Made {
    /// Its rank.
    pub id: MadeId,
    /// What it is.
    pub kind: MadeKind,
    /// Its language’s tag.
    pub lang: String,
    /// Its address from the site’s root: `/demarches/`, `/404.html`.
    pub url: String,
    /// Its title.
    pub title: MadeTitle,
    /// The section that it is the list of, or that it stands in: the root of its language, at the least.
    pub section: SectionId,
    /// What it lists, if it is a list.
    pub list: Option<List>,
    /// Which part of its list it shows, from 1. The first part may be on a page of `content/`.
    pub sheet: usize,
    /// The name of its part, where parts have one: a year, a letter.
    pub part: Option<String>,
}

impl Made {
    /// Whether it is the list of its section.
    pub fn is_section(&self) -> bool {
        matches!(self.list, Some(List::Section(_)))
    }

    /// Whether `sitemap.xml` names it: of a long list, the first part leads to the others.
    pub fn in_sitemap(&self) -> bool {
        self.kind.row().in_sitemap && self.sheet == 1
    }
}

/// How many parts a list is shown in.
pub fn sheets(pages: usize, page_size: Option<usize>) -> usize {
    page_size.map_or(1, |size| pages.div_ceil(size.max(1)).max(1))
}

/// The address of a part of a list, from that of the list.
pub fn sheet_url(url: &str, sheet: usize) -> String {
    if sheet == 1 { url.to_owned() } else { format!("{url}page/{sheet}/") }
}

/// What has lists in a site.
pub(super) struct Lists<'a> {
    pub(super) sections: &'a [Section],
    pub(super) taxonomies: &'a [Taxonomy],
    pub(super) terms: &'a [TaxonomyTerm],
    /// The day of the build.
    pub(super) today: Date,
}

/// The pages that no file stands for, those whose address is free. What `content/` has at an address, a page,
/// an earlier address of one or a file, stands there; of two that are made, the first one.
pub(super) fn list(
    pages: &[Page],
    Lists { sections, taxonomies, terms, today }: Lists<'_>,
    urls: &BTreeMap<String, PageId>,
    assets: &[Asset],
    config: &Config,
    problems: &mut Vec<Problem>,
) -> Vec<Made> {
    let mut all = Free::new(urls, assets, config);
    let mut clash = |made: &Made, fallback: Option<PageId>| {
        let there = urls.get(&made.url).copied().or(fallback).and_then(|id| pages.get(id.0));
        problems.extend(there.map(|page| not_made(&made.url, page)));
    };
    // A folder without a page of its own, at the address of a term, gives way to it.
    let of_terms: BTreeSet<&str> = terms.iter().map(|term| term.url.as_str()).collect();
    let stands_for_a_term: BTreeSet<PageId> =
        terms.iter().filter(|term| term.at_address).filter_map(|term| term.page).collect();
    for section in sections {
        let kind = if section.parent.is_none() { MadeKind::Home } else { MadeKind::Section };
        let made = Made {
            id: MadeId(0),
            kind,
            lang: section.lang.clone(),
            url: section.url.clone(),
            title: MadeTitle::Text(section.title.clone()),
            section: section.id,
            list: Some(List::Section(section.id)),
            sheet: 1,
            part: None,
        };
        let parts = sheets(section.listed.len(), section.page_size);
        // One that holds nothing but what stands for terms is where their taxonomy has its list.
        let gives_way = || {
            let mut below = section.children.iter().filter_map(|id| sections.get(id.0));
            of_terms.contains(section.url.as_str())
                || taxonomies.iter().any(|taxonomy| taxonomy.url == section.url)
                    && below.all(|child| of_terms.contains(child.url.as_str()))
                    && section.listed.iter().all(|id| stands_for_a_term.contains(id))
        };
        let own = section.index.is_none() && !gives_way();
        // A page that is called like a folder stands for it: its first part alone is not told.
        for made in all.add_sheets(made, own, parts).iter().filter(|made| made.sheet > 1) {
            clash(made, section.index);
        }
    }
    let mut declared = Vec::new();
    for taxonomy in taxonomies {
        let made = Made {
            id: MadeId(0),
            kind: MadeKind::Taxonomy,
            lang: taxonomy.lang.clone(),
            url: taxonomy.url.clone(),
            title: taxonomy.title.clone(),
            section: taxonomy.root,
            list: Some(List::Taxonomy(taxonomy.id)),
            sheet: 1,
            part: None,
        };
        if taxonomy.page.is_none() && !all.add(made.clone()) {
            match in_the_way(taxonomy, config) {
                Some(problem) => declared.push(problem),
                None => {
                    let first = taxonomy.terms.first().and_then(|id| terms.get(id.0));
                    clash(&made, first.and_then(|term| term.pages.first().copied()));
                }
            }
        }
        for term in taxonomy.terms.iter().filter_map(|id| terms.get(id.0)) {
            let made = Made {
                kind: MadeKind::Term,
                url: term.url.clone(),
                title: MadeTitle::Text(term.title.clone()),
                list: Some(List::Term(term.id)),
                ..made.clone()
            };
            let parts = sheets(term.pages.len(), taxonomy.page_size.filter(|_| term.is_listed_there()));
            for made in all.add_sheets(made, term.page.is_none(), parts) {
                clash(&made, term.pages.first().copied());
            }
        }
    }
    problems.extend(declared);
    for (row, once) in Row::ALL.iter().filter_map(|row| Some((row, row.once?))) {
        let roots = sections.iter().filter(|section| section.parent.is_none());
        let had = |section: &&Section| once.each_language || section.lang == config.site.language;
        for root in roots.filter(had).filter(|root| (once.wanted)(config, pages, &root.lang)) {
            // A change that is still to come is told on its day.
            if row.kind == MadeKind::Changes && changed_years(pages, &root.lang, today).is_empty() {
                continue;
            }
            let french = Language::of(&root.lang) == Some(Language::French);
            let [in_french, otherwise] = once.address;
            let first = Made {
                id: MadeId(0),
                kind: row.kind,
                lang: root.lang.clone(),
                url: format!("{}{}", root.url, if french { in_french } else { otherwise }),
                title: MadeTitle::Key(once.title),
                section: root.id,
                list: None,
                sheet: 1,
                part: None,
            };
            // Where a page of the site’s own stands, no part of ours is needed.
            if all.add(first.clone()) {
                for (rank, part) in (once.parts)(pages, &root.lang, today).into_iter().enumerate() {
                    let url = format!("{}{part}/", first.url);
                    all.add(Made { url, sheet: rank + 2, part: Some(part), ..first.clone() });
                }
            }
        }
    }
    all.made
}

/// A taxonomy that `site.toml` declares, at an address where another list is.
fn in_the_way(taxonomy: &Taxonomy, config: &Config) -> Option<Problem> {
    let declared = config.taxonomies.iter().find(|declared| declared.name.value == taxonomy.name)?;
    let place = declared.address.of(&taxonomy.lang).map_or(declared.name.span, |address| address.span);
    let message = Message::key("site.taxonomy-clash").with("url", taxonomy.url.as_str());
    let problem = Problem::new(ProblemKind::AddressClash, place, message);
    Some(problem.help(Message::key("site.taxonomy-clash-help")))
}

/// A list, or a part of one, that something else of the site stands in the place of.
fn not_made(url: &str, page: &Page) -> Problem {
    let message = Message::key("site.list-clash").with("url", url);
    Problem::new(ProblemKind::AddressClash, head(page), message).help(Message::key("site.list-clash-help"))
}

/// Pages that are made, and the files that stand already.
struct Free {
    made: Vec<Made>,
    taken: Taken,
}

impl Free {
    fn new(urls: &BTreeMap<String, PageId>, assets: &[Asset], config: &Config) -> Self {
        let theme = config.theme.name.value.as_str();
        let published = assets.iter().filter(|a| a.theme.as_ref().is_none_or(|name| name == theme));
        let files = urls.keys().map(|url| output_path(url));
        Self { made: Vec::new(), taken: Taken::new(files.chain(published.map(|a| a.path.clone()))) }
    }

    /// Makes a page, if its address is free.
    fn add(&mut self, made: Made) -> bool {
        let free = self.taken.take(output_path(&made.url));
        if free {
            self.made.push(Made { id: MadeId(self.made.len()), ..made });
        }
        free
    }

    /// Makes the parts of a list, the first one only if no page of `content/` is its own. Gives those whose
    /// address is taken.
    fn add_sheets(&mut self, first: Made, with_first: bool, parts: usize) -> Vec<Made> {
        let after =
            (2..=parts).map(|sheet| Made { url: sheet_url(&first.url, sheet), sheet, ..first.clone() });
        let all: Vec<Made> = after.chain(with_first.then(|| first.clone())).collect();
        all.into_iter().filter(|made| !self.add(made.clone())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_row_with_a_name_and_a_template_of_its_own() {
        use MadeKind::{AToZ, Changes, Home, NotFound, Search, Section, SiteMap, Taxonomy, Term};
        let asked = MadeKind::ASKED;
        let others = [Home, Section, Taxonomy, Term, Changes, AToZ, SiteMap, NotFound, Search];
        for kind in others.into_iter().chain(asked) {
            assert_eq!(kind.row().kind, kind);
        }
        let mut names: Vec<&str> = Row::ALL.iter().map(|row| row.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Row::ALL.len());
        assert!(Row::ALL.iter().all(|row| !row.templates.is_empty()));
    }
}
