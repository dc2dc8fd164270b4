//! Small sites, and what is answered at the mark `|` of a text.

mod any_place;
mod completed;
mod explained;

use jiff::civil::date;

use super::*;
use crate::files::{Reading, built_in};
use crate::language::Language;
use crate::source::Source;

/// A site, with its rules and its theme.
pub(super) fn project(files: &[(&str, &str)]) -> Project {
    let mut tree = built_in();
    for (path, text) in files {
        let id = tree.sources.add(Source::new(*path, text.as_bytes().to_vec()));
        match path.strip_prefix("content/") {
            None => tree.config = Some(id),
            Some(path) => match path.strip_prefix("_data/") {
                Some(path) => tree.data.push((path.to_owned(), id)),
                None => tree.pages.push((path.to_owned(), id)),
            },
        }
    }
    Project::of(Reading { tree, skipped: Vec::new() }, date(2026, 11, 26))
}

/// The file of a path.
pub(super) fn source(project: &Project, path: &str) -> SourceId {
    let all = project.site.sources.iter();
    all.filter(|(_, source)| source.path() == path).map(|(id, _)| id).last().unwrap()
}

/// What is answered at `|` in the text of the first file, whose other `|` stay.
pub(super) fn at<T>(files: &[(&str, &str)], answer: impl Fn(&Asked<'_>) -> T) -> T {
    let (path, marked) = files[0];
    let at = marked.find('|').unwrap();
    let text = marked.replacen('|', "", 1);
    let mut all = files.to_vec();
    all[0] = (path, &text);
    let project = project(&all);
    let words = Words::load(Language::French);
    answer(&Asked { project: &project, words: &words, source: source(&project, path), text: &text, at })
}
