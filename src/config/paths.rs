//! Patterns of paths: which pages a setting is about.

use std::collections::BTreeSet;

use globset::{GlobBuilder, GlobMatcher};

use crate::data::{Fields, nearest};
use crate::finding::{Message, Problem, ProblemKind};
use crate::source::{Span, Spanned};

/// A pattern such as `archives/**` or `demarches/*.md`, over paths inside `content/`. A folder's
/// name alone stands for all that is in it.
#[derive(Clone, Debug)]
pub struct PathPattern {
    /// As typed.
    pub typed: Spanned<String>,
    itself: GlobMatcher,
    inside: GlobMatcher,
}

impl PathPattern {
    /// A pattern.
    ///
    /// # Errors
    /// A problem at its place when it cannot be read.
    pub fn new(typed: Spanned<String>) -> Result<Self, Problem> {
        let from_content = match typed.value.trim().trim_end_matches('/') {
            "content" => "**",
            path => path.strip_prefix("content/").unwrap_or(path),
        };
        let bare = from_content.trim_start_matches("./");
        let glob = |pattern: &str| {
            let glob = GlobBuilder::new(pattern).literal_separator(true).backslash_escape(true).build();
            glob.map(|glob| glob.compile_matcher())
        };
        match (glob(bare), glob(&format!("{bare}/**"))) {
            (Ok(itself), Ok(inside)) if !bare.is_empty() => Ok(Self { typed, itself, inside }),
            _ => {
                let message = Message::key("config.path-pattern").with("found", typed.value.as_str());
                let problem = Problem::new(ProblemKind::InvalidValue, typed.span, message);
                Err(problem.help(Message::key("config.path-pattern-example")))
            }
        }
    }

    /// The folder or the page, of these pages by their paths inside `content/`, that a pattern which matches
    /// none of them may stand for: one spelled nearly so, or one of that name farther down.
    pub fn meant<'a>(&self, pages: impl Iterator<Item = &'a str>) -> Option<String> {
        let typed = self.typed.value.trim().trim_start_matches("./");
        let (typed, rest) = match typed.strip_suffix("/**") {
            Some(folder) => (folder, "/**"),
            None => (typed.trim_end_matches('/'), ""),
        };
        let (root, bare) = typed.strip_prefix("content/").map_or(("", typed), |bare| ("content/", bare));
        let mut known: BTreeSet<&str> = BTreeSet::new();
        for page in pages {
            known.extend(page.match_indices('/').filter_map(|(at, _)| page.get(..at)));
            known.insert(page);
        }
        let name = |path: &str| path.rsplit('/').next().unwrap_or(path).trim_end_matches(".md").to_owned();
        let farther = || known.iter().copied().find(|path| name(path) == name(bare));
        let without_ending = || known.iter().copied().find(|path| path.strip_suffix(".md") == Some(bare));
        let found = without_ending().or_else(|| nearest(bare, known.iter().copied())).or_else(farther)?;
        Some(format!("{root}{found}{rest}"))
    }

    /// The patterns under `path`: one, or a list. That there must be one is said at `place`.
    pub(super) fn list(fields: &mut Fields<'_, '_>, place: Span) -> Vec<Self> {
        let typed = fields.texts("path");
        if typed.is_empty() {
            let problem = Problem::new(ProblemKind::MissingField, place, Message::key("config.no-path"));
            fields.problems().push(problem.help(Message::key("config.path-pattern-example")));
        }
        let mut patterns = Vec::with_capacity(typed.len());
        for typed in typed {
            match Self::new(typed) {
                Ok(pattern) => patterns.push(pattern),
                Err(problem) => fields.problems().push(problem),
            }
        }
        patterns
    }

    /// Whether it is about a page, by its path inside `content/`.
    pub fn matches(&self, path: &str) -> bool {
        self.itself.is_match(path) || self.inside.is_match(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Source, Sources};

    fn pattern(typed: &str) -> Result<PathPattern, Problem> {
        let source = Sources::default().add(Source::new("site.toml", Vec::new()));
        PathPattern::new(Spanned::new(typed.to_owned(), Span::new(source, 0, 0)))
    }

    #[test]
    fn a_pattern_is_about_these_pages() {
        let table = [
            ("archives/**", "archives/a/b.md", true),
            ("archives", "archives/a/b.md", true),
            ("archives/", "archives/b.md", true),
            ("archives", "archives.md", false),
            ("content", "archives/b.md", true),
            ("content/", "archives/b.md", true),
            ("content/archives/**", "archives/b.md", true),
            ("demarches/*.md", "demarches/a.md", true),
            ("demarches/*.md", "demarches/a/b.md", false),
            ("demarches/passeport.md", "demarches/passeport.md", true),
            ("**/index.md", "a/b/index.md", true),
            ("{a,b}/**", "b/c.md", true),
            ("*", "a.md", true),
        ];
        for (typed, path, expected) in table {
            assert_eq!(pattern(typed).unwrap().matches(path), expected, "{typed} over {path}");
        }
        for typed in ["", "a/{b", "[", "/"] {
            assert!(pattern(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn a_path_that_is_none_is_told_the_nearest() {
        let pages = ["demarches/papiers/passeport.md", "demarches/_index.md", "aide.md"];
        for (typed, expected) in [
            ("demarche", Some("demarches")),
            ("demarche/**", Some("demarches/**")),
            ("content/demarche/", Some("content/demarches")),
            ("demarches/papier", Some("demarches/papiers")),
            ("papiers", Some("demarches/papiers")),
            ("aide", Some("aide.md")),
            ("passeport.md", Some("demarches/papiers/passeport.md")),
            ("archives/**", None),
        ] {
            let meant = pattern(typed).unwrap().meant(pages.into_iter());
            assert_eq!(meant.as_deref(), expected, "{typed}");
        }
    }
}
