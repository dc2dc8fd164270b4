//! `mandatory-pages`: pages that every site must have, found by the words of their title or address.

use crate::data::{Fields, Node};
use crate::finding::{Finding, Message};
use crate::language::fold::{fold, holds_phrase};
use crate::lint::rule::Rule;
use crate::lint::rule_file::{missing, wrong};
use crate::site::{MadeKind, Page, Site, slug};
use crate::source::Span;

use super::Check;
use super::kind::{Case, Form, Kind, Param, required_number, texts};

/// The kind `mandatory-pages`.
pub(super) const KIND: Kind = Kind {
    elsewhere: true,
    in_front: true,
    params: &[
        Param::required("pages", Form::Groups, "param.mandatory-pages"),
        Param::required("least", Form::Number, "param.mandatory-least"),
        Param::optional("except", Form::Texts, "param.mandatory-except"),
    ],
    read: |fields, place| MandatoryPages::read(fields, place).map(Check::MandatoryPages),
    ..Kind::new("mandatory-pages", "kind.mandatory-pages", &[Case::only(&["wanted"])])
};

/// The pages that a site must have.
#[derive(Clone, Debug)]
pub struct MandatoryPages {
    /// For each, its name, and what its title may hold, folded.
    pages: Vec<(String, Vec<String>)>,
    /// Pages of the smallest site that is asked.
    least: usize,
    /// Parameter `except`, folded: in these, the words of a page do not count.
    except: Vec<String>,
}

impl MandatoryPages {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let least = required_number(fields, "least", place);
        let Some(node) = fields.node("pages").filter(|node| !node.items().is_empty()) else {
            missing(fields.problems(), "pages", place);
            return None;
        };
        let mut pages = Vec::new();
        for group in node.items() {
            let texts: Vec<&str> = group.items().iter().filter_map(Node::as_text).map(str::trim).collect();
            match texts.split_first() {
                Some((name, _)) if texts.len() == group.items().len() && !texts.contains(&"") => {
                    let folded = texts.iter().map(|text| parted(text)).collect();
                    pages.push(((*name).to_owned(), folded));
                }
                _ => fields.problems().push(wrong(group.span, Message::key("lint.group"))),
            }
        }
        let except = texts(fields, "except").iter().map(|text| parted(text)).collect();
        Some(Self { pages, least: least?, except })
    }

    pub(super) fn check(&self, rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
        let lang = &site.config.site.language;
        let own = |page: &&Page| page.lang == *lang && site.is_published(page);
        let pages: Vec<&Page> = site.pages.iter().filter(own).collect();
        // A site without a home page is not finished yet.
        let home = pages.iter().find(|page| page.is_index && page.section.0 == 0);
        let Some(home) = home.filter(|_| pages.len() >= self.least) else { return };
        for (name, words) in &self.pages {
            let written = pages.iter().any(|page| self.is_one(page.title(), &page.url, words));
            let mut made = site.made.iter().filter(|made| MadeKind::ASKED.contains(&made.kind));
            if !written && !made.any(|made| made.lang == *lang && self.is_one("", &made.url, words)) {
                out.push(rule.finding("", head(home), vec![("wanted", name.as_str().into())]));
            }
        }
    }
}

impl MandatoryPages {
    /// Whether the title of a page, or the end of its address, holds one of these words.
    fn is_one(&self, title: &str, url: &str, words: &[String]) -> bool {
        let address = url.trim_end_matches('/').rsplit('/').next().unwrap_or("");
        let mut address = parted(address.strip_suffix(".html").unwrap_or(address));
        let mut title = parted(title);
        let is_met = |title: &str, address: &str| {
            let met =
                |word: &String| holds_phrase(title, word) || holds_phrase(address, &parted(&slug(word)));
            words.iter().any(met)
        };
        if !is_met(&title, &address) {
            return false;
        }
        // « Joindre un document » is no page of contacts.
        for other in self.except.iter().filter(|other| !other.is_empty()) {
            title = without(&title, other);
            address = without(&address, &parted(&slug(other)));
        }
        is_met(&title, &address)
    }
}

/// A text without some words, where they stand whole.
fn without(text: &str, words: &str) -> String {
    if holds_phrase(text, words) { text.replace(words, "…") } else { text.to_owned() }
}

/// A text folded, with a space for a hyphen: those of an address part words.
fn parted(text: &str) -> String {
    fold(text.trim()).into_text().replace('-', " ")
}

/// Where to say what a site lacks: the title of its home page.
fn head(page: &Page) -> Span {
    let document = &page.document;
    let start = Span::new(document.source, document.body, document.body);
    document.front.title.as_ref().map_or(start, |title| title.span)
}
