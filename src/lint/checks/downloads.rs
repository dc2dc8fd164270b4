//! `download-details`, `download-language`, `document-only` and `file-name`: files that pages lead to.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::data::Fields;
use crate::document::front_matter::PageType;
use crate::document::{Block, Link};
use crate::finding::{Arg, Finding};
use crate::language::fold::{fold, is_word_boundary};
use crate::lint::rule::Rule;
use crate::site::{Page, Site, Target, percent_decode};
use crate::source::{Span, Spanned};

use super::kind::{Case, Form, Kind, Param, required_number, required_texts};
use super::pattern::Pattern;
use super::{Check, View};

/// The kind `download-details`.
pub(super) const DETAILS: Kind = Kind {
    params: &[
        Param::required("file-endings", Form::Texts, "param.download-file-endings"),
        Param::required("formats", Form::Texts, "param.download-formats"),
        Param::required("units", Form::Texts, "param.download-units"),
    ],
    read: |fields, place| Details::read(fields, place).map(Check::DownloadDetails),
    ..Kind::new(
        "download-details",
        "kind.download-details",
        &[Case::of("both", &["format"]), Case::of("format", &["format"]), Case::of("size", &["format"])],
    )
};

/// The kind `download-language`.
pub(super) const LANGUAGE: Kind = Kind {
    params: &[
        Param::required("file-endings", Form::Texts, "param.download-file-endings"),
        Param::required("endings", Form::Texts, "param.download-language-endings"),
        Param::required("names", Form::Texts, "param.download-language-names"),
    ],
    read: |fields, place| FileLanguage::read(fields, place).map(Check::DownloadLanguage),
    ..Kind::new("download-language", "kind.download-language", &[Case::only(&["found"])])
};

/// The kind `document-only`.
pub(super) const ONLY: Kind = Kind {
    params: &[
        Param::required("file-endings", Form::Texts, "param.download-file-endings"),
        Param::required("words", Form::Number, "param.document-only-words"),
    ],
    read: |fields, place| DocumentOnly::read(fields, place).map(Check::DocumentOnly),
    ..Kind::new("document-only", "kind.document-only", &[Case::only(&["count"])])
};

/// The kind `file-name`.
pub(super) const NAME: Kind = Kind {
    params: &[
        Param::optional("signs", Form::Texts, "param.file-name-signs"),
        Param::optional("vague", Form::Texts, "param.file-name-vague"),
        Param::optional("versions", Form::Texts, "param.file-name-versions"),
    ],
    read: |fields, _| Some(Check::FileName(FileName::read(fields))),
    ..Kind::new(
        "file-name",
        "kind.file-name",
        &[
            Case::of("signs", &["found", "others"]),
            Case::of("vague", &["found", "others"]),
            Case::of("version", &["found", "others"]),
        ],
    )
};

/// The parameter `file-endings`, in small letters.
fn file_endings(fields: &mut Fields, place: Span) -> Option<Vec<String>> {
    let endings = required_texts(fields, "file-endings", place)?;
    Some(endings.iter().map(|text| text.trim().to_lowercase()).collect())
}

fn folded(list: &[String]) -> Vec<String> {
    list.iter().map(|text| fold(text.trim()).text().to_owned()).collect()
}

/// The path of an address or of a file, without query nor fragment, in small letters.
fn path_of(address: &str) -> String {
    address.split(['?', '#']).next().unwrap_or(address).to_lowercase()
}

/// What a path ends with, among these.
fn ending_of<'a>(path: &str, endings: &'a [String]) -> Option<&'a str> {
    // A host is no file: `https://exemple.zip`.
    let name = path.rsplit('/').next().filter(|_| path.matches('/').count() != 2 || !path.contains("//"))?;
    endings
        .iter()
        .find(|ending| name.len() > ending.len() && name.ends_with(ending.as_str()))
        .map(String::as_str)
}

/// The words of each link of a page with those beside it that speak of it: what follows it as far as the next
/// link, and what stands before it where it is the only link of its block.
fn beside<'a>(view: &View<'a>) -> Vec<(&'a Link, &'a Target, &'a str)> {
    let page: &'a Page = view.page;
    let links: Vec<(&'a Link, &'a Target)> = page.document.links.iter().zip(&page.links).collect();
    let in_block = |rank: usize, block: usize| links.get(rank).is_some_and(|(link, _)| link.block == block);
    let said = |(rank, (link, target)): (usize, &(&'a Link, &'a Target))| {
        let block: &'a Block = page.document.blocks.get(link.block).filter(|block| !block.quoted)?;
        let first = rank.checked_sub(1).is_none_or(|before| !in_block(before, link.block));
        let next = links.get(rank + 1).filter(|(next, _)| next.block == link.block);
        let start = if first && next.is_none() { 0 } else { link.read.start };
        let end = next.map_or(block.prose.text().len(), |(next, _)| next.read.start);
        // Far from the link, words speak of something else; and a block is not read again for each of its links.
        const REACH: usize = 120;
        let text = block.prose.text();
        let start = text.ceil_char_boundary(start.max(link.read.start.saturating_sub(REACH)));
        let end = text.floor_char_boundary(end.min(link.read.end.saturating_add(REACH)));
        Some((*link, *target, text.get(start..end.max(start)).unwrap_or("")))
    };
    links.iter().enumerate().filter_map(said).collect()
}

/// Files of other sites whose format and size nobody says. Those of the site’s own files are written when it is
/// published.
#[derive(Clone, Debug)]
pub struct Details {
    endings: Vec<String>,
    formats: Vec<String>,
    /// In small letters.
    units: Vec<String>,
}

impl Details {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let endings = file_endings(fields, place);
        let formats = required_texts(fields, "formats", place);
        let units = required_texts(fields, "units", place);
        Some(Self { endings: endings?, formats: folded(&formats?), units: folded(&units?) })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        for (link, target, text) in beside(view) {
            let Target::External(address) = target else { continue };
            let path = path_of(address);
            let Some(ending) = ending_of(&path, &self.endings) else { continue };
            let format = ending.trim_start_matches('.').to_uppercase();
            let said = fold(text);
            let has_format = self.formats.iter().any(|format| holds_word(said.text(), format));
            let case = match (has_format, self.has_size(said.text())) {
                (true, true) => continue,
                (false, false) => "both",
                (false, true) => "format",
                (true, false) => "size",
            };
            out.push(rule.finding(case, link.span, vec![("format", format.into())]));
        }
    }

    /// « 235,5 ko », « 2Mo ».
    fn has_size(&self, text: &str) -> bool {
        self.units.iter().any(|unit| {
            text.match_indices(unit.as_str()).any(|(at, _)| {
                let before = text.get(..at).unwrap_or("").trim_end();
                before.ends_with(|c: char| c.is_ascii_digit()) && is_word_boundary(text, at + unit.len())
            })
        })
    }
}

/// Whether a folded text holds a word.
fn holds_word(text: &str, word: &str) -> bool {
    text.match_indices(word)
        .any(|(at, _)| is_word_boundary(text, at) && is_word_boundary(text, at + word.len()))
}

/// Files whose name says that they are in another language than the page, when its words do not.
#[derive(Clone, Debug)]
pub struct FileLanguage {
    files: Vec<String>,
    /// Ends of names, before the extension: `_en`.
    endings: Vec<String>,
    names: Vec<String>,
}

impl FileLanguage {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let files = file_endings(fields, place);
        let endings = required_texts(fields, "endings", place);
        let names = required_texts(fields, "names", place);
        let endings = endings?.iter().map(|text| text.trim().to_lowercase()).collect();
        Some(Self { files: files?, endings, names: folded(&names?) })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        for (link, target, text) in beside(view) {
            let (Target::External(address) | Target::Asset(address)) = target else { continue };
            let path = path_of(address);
            let Some(ending) = ending_of(&path, &self.files) else { continue };
            let stem = path.strip_suffix(ending).unwrap_or("");
            let Some(found) = self.endings.iter().find(|ending| stem.ends_with(ending.as_str())) else {
                continue;
            };
            // `_en` and `-english` are both the page’s own language on a page in English.
            let own = found.trim_start_matches(['-', '_', '.']).starts_with(&view.page.lang);
            let said = fold(text);
            if !own && !self.names.iter().any(|name| holds_word(said.text(), name)) {
                out.push(rule.finding("", link.span, vec![("found", found.as_str().into())]));
            }
        }
    }
}

/// Pages that only lead to a document.
#[derive(Clone, Debug)]
pub struct DocumentOnly {
    endings: Vec<String>,
    words: usize,
}

impl DocumentOnly {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let endings = file_endings(fields, place);
        let words = required_number(fields, "words", place);
        Some(Self { endings: endings?, words: words? })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let page = view.page;
        // A section’s page lists others; news announce a document and say no more; a procedure’s fields are
        // read as its text is.
        let kind = page.front.page_type.as_ref().map_or(PageType::Page, |kind| kind.value);
        let answers = crate::document::fields::ITEMS.iter().any(|item| page.procedure.says(item));
        if page.is_index || kind == PageType::News || answers || !page.document.calls.is_empty() {
            return;
        }
        let documents: Vec<&Link> = view
            .links()
            .map(|(link, _)| link)
            .filter(|link| ending_of(&path_of(&link.destination.value), &self.endings).is_some())
            .collect();
        let Some(first) = documents.first() else { return };
        let words: usize = (0..page.document.blocks.len()).map(|rank| view.words_of(rank)).sum();
        if words < self.words {
            out.push(rule.finding("", first.span, vec![("count", documents.len().into())]));
        }
    }
}

/// Names of the site’s own files that say nothing, or that break.
#[derive(Clone, Debug)]
pub struct FileName {
    /// Each case, and the patterns of its names.
    cases: [(&'static str, Vec<Pattern>); 3],
}

/// Where a file is first led to, and how many other links lead to it.
struct Led {
    span: Span,
    others: usize,
}

impl FileName {
    fn read(fields: &mut Fields) -> Self {
        let mut patterns = |key| {
            let texts: Vec<Spanned<String>> = fields.texts(key);
            texts.iter().filter_map(|text| Pattern::compile(text, false, fields)).collect()
        };
        Self {
            cases: [
                ("vague", patterns("vague")),
                ("version", patterns("versions")),
                ("signs", patterns("signs")),
            ],
        }
    }

    /// Told once a file, at the first link to it.
    pub(super) fn check(&self, rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
        let mut files: BTreeMap<&str, Led> = BTreeMap::new();
        for page in &site.pages {
            let links = page.document.links.iter().map(|link| &link.destination).zip(&page.links);
            for (destination, target) in links {
                let Target::Asset(path) = target else { continue };
                let led = files.entry(path).or_insert(Led { span: destination.span, others: 0 });
                led.others += usize::from(led.span != destination.span);
            }
        }
        for (path, led) in files {
            let name = path.rsplit('/').next().unwrap_or(path);
            let decoded = percent_decode(name);
            let stem = decoded.rsplit_once('.').map_or(decoded.as_str(), |(stem, _)| stem);
            let hit = |patterns: &[Pattern]| -> Option<Range<usize>> {
                patterns.iter().find_map(|pattern| pattern.hits(stem).next())
            };
            if let Some((case, _)) = self.cases.iter().find(|(_, patterns)| hit(patterns).is_some()) {
                let args: Vec<(&'static str, Arg)> =
                    vec![("found", name.into()), ("others", led.others.into())];
                let mut finding = rule.finding(case, led.span, args);
                finding.topic = Some(path.to_owned());
                out.push(finding);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_the_end_of_its_path() {
        let endings = [".pdf".to_owned(), ".zip".to_owned()];
        for (address, ending) in [
            ("https://a.fr/x.PDF?y=1#p", Some(".pdf")),
            ("x.pdf", Some(".pdf")),
            ("https://a.zip", None),
            ("https://a.zip/", None),
            ("https://a.fr/.pdf", None),
            ("https://a.fr/x?f=y.pdf", None),
        ] {
            assert_eq!(ending_of(&path_of(address), &endings), ending, "{address}");
        }
    }
}
