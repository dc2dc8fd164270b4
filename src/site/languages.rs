//! The languages of pages, and the same page in several.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::finding::{Message, Problem, ProblemKind};

use super::{Page, PageId};

/// Says which pages are in a language that `site.toml` does not name.
pub(super) fn check(pages: &[Page], config: &Config, problems: &mut Vec<Problem>) {
    for lang in pages.iter().filter_map(|page| page.document.front.lang.as_ref()) {
        if lang.value != config.site.language && !config.site.languages.contains(&lang.value) {
            let message = Message::key("site.no-such-language").with("found", lang.value.as_str());
            problems.push(Problem::new(ProblemKind::UnknownName, lang.span, message));
        }
    }
}

/// Links each page to itself in other languages: the same file with another language in its name, and
/// what `translations:` says.
pub(super) fn translate(pages: &mut [Page], problems: &mut Vec<Problem>) {
    let by_path: BTreeMap<&str, PageId> = pages.iter().map(|p| (p.path.as_str(), p.id)).collect();
    let mut groups: BTreeMap<String, Vec<PageId>> = BTreeMap::new();
    let mut joined: Vec<(PageId, PageId)> = Vec::new();
    for page in pages.iter() {
        let stem = page.path.strip_suffix(".md").unwrap_or(&page.path);
        let stem = stem.strip_suffix(&format!(".{}", page.lang)).unwrap_or(stem);
        groups.entry(stem.to_owned()).or_default().push(page.id);
        for (_, path) in &page.document.front.translations {
            match by_path.get(path.value.trim_start_matches('/')) {
                Some(other) => joined.push((page.id, *other)),
                None => {
                    let message = Message::key("site.no-translation").with("path", path.value.as_str());
                    problems.push(Problem::new(ProblemKind::UnknownName, path.span, message));
                }
            }
        }
    }
    for group in groups.values().filter(|g| g.len() > 1) {
        joined.extend(group.iter().flat_map(|a| group.iter().map(move |b| (*a, *b))));
    }
    for (a, b) in joined {
        let differ = pages[a.0].lang != pages[b.0].lang;
        for (one, other) in [(a, b), (b, a)] {
            if differ && !pages[one.0].translations.contains(&other) {
                pages[one.0].translations.push(other);
            }
        }
    }
    let langs: Vec<String> = pages.iter().map(|p| p.lang.clone()).collect();
    for page in pages {
        page.translations.sort_by_key(|id| (langs[id.0].clone(), *id));
    }
}
