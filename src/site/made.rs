//! The pages of the published site that no file of `content/` stands for: the list of a folder without
//! `_index.md`, the page of an address that leads nowhere…
//!
//! Each kind is a row of [`Row::ALL`]. A kind of which each language has one page says in its row where it is
//! ([`Once`]); of the others, [`list`] says which pages the site has. From then on such a page is one like the
//! others: it has its address unless something of `content/` has it, links to it are followed, `sitemap.xml`
//! names it where its row says so, and rendering writes it with the first of its templates that the theme has.
//! What its template receives beside the usual is made where the others’ values are, by its kind.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::language::Language;
use crate::source::Asset;

use super::addresses::output_path;
use super::claims::Taken;
use super::{PageId, Section, SectionId};

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
    /// What is shown at an address that leads nowhere.
    NotFound,
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
    /// Whether a site has it.
    pub wanted: fn(&Config) -> bool,
}

impl Row {
    /// Every kind.
    pub const ALL: [Self; 3] = [
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
            kind: MadeKind::NotFound,
            name: "not-found",
            templates: &["404.html"],
            optional: true,
            in_sitemap: false,
            once: Some(Once {
                title: "interface.not-found",
                address: ["404.html", "404.html"],
                each_language: false,
                wanted: |_| true,
            }),
        },
    ];
}

impl MadeKind {
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
}

impl Made {
    /// Whether it is the list of its section.
    pub fn is_section(&self) -> bool {
        matches!(self.kind, MadeKind::Home | MadeKind::Section)
    }
}

/// The pages that no file stands for, those whose address is free. What `content/` has at an address, a page,
/// an earlier address of one or a file, stands there; of two that are made, the first one.
pub(super) fn list(
    sections: &[Section],
    urls: &BTreeMap<String, PageId>,
    assets: &[Asset],
    config: &Config,
) -> Vec<Made> {
    let mut all = Free::new(urls, assets, config);
    for section in sections.iter().filter(|section| section.index.is_none()) {
        let kind = if section.parent.is_none() { MadeKind::Home } else { MadeKind::Section };
        let title = MadeTitle::Text(section.title.clone());
        all.add(kind, &section.lang, section.url.clone(), title, section.id);
    }
    for (row, once) in Row::ALL.iter().filter_map(|row| Some((row, row.once?))) {
        let roots = sections.iter().filter(|section| section.parent.is_none());
        let had = |section: &&Section| once.each_language || section.lang == config.site.language;
        for root in roots.filter(had).filter(|_| (once.wanted)(config)) {
            let french = Language::of(&root.lang) == Some(Language::French);
            let [in_french, otherwise] = once.address;
            let url = format!("{}{}", root.url, if french { in_french } else { otherwise });
            all.add(row.kind, &root.lang, url, MadeTitle::Key(once.title), root.id);
        }
    }
    all.made
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
    fn add(&mut self, kind: MadeKind, lang: &str, url: String, title: MadeTitle, section: SectionId) {
        if self.taken.take(output_path(&url)) {
            let id = MadeId(self.made.len());
            self.made.push(Made { id, kind, lang: lang.to_owned(), url, title, section });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_row_with_a_name_and_a_template_of_its_own() {
        for kind in [MadeKind::Home, MadeKind::Section, MadeKind::NotFound] {
            assert_eq!(kind.row().kind, kind);
        }
        let mut names: Vec<&str> = Row::ALL.iter().map(|row| row.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Row::ALL.len());
        assert!(Row::ALL.iter().all(|row| !row.templates.is_empty()));
    }
}
