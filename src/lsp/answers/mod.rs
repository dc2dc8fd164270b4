//! What an editor asks while somebody types: what may be typed here, what this is, where it leads.
//!
//! Pure functions over a site and the text as it is typed, which is often broken: what completes looks at the
//! text around the cursor, what explains looks at the page as it was read. Places are bytes of the text; nothing
//! here knows the protocol that editors speak.

mod calls;
mod complete;
mod entries;
mod glossary;
mod here;
mod hover;
mod keys;
mod leads;
mod lens;
mod links;
mod named;
mod settings;
mod shapes;
mod silences;
mod symbols;
mod text;
mod toml_place;
mod values;
mod yaml_place;

use std::ops::Range;

use crate::project::Project;
use crate::site::registry::Name;
use crate::site::{Page, Site};
use crate::source::SourceId;
use crate::words::Words;

pub use complete::{Completions, Item, Kind, complete};
pub use hover::{Hover, hover};
pub use leads::{Led, Link, definition, links, references};
pub use lens::{About, Lens, lenses};
pub use symbols::{Found, Nature, Symbol, find, symbols};

/// Where somebody stands.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The site, its rules and its theme; it knows this text, or an earlier one of it.
    pub project: &'a Project,
    /// The language that answers are in.
    pub words: &'a Words,
    /// The file.
    pub source: SourceId,
    /// Its text as it is being typed.
    pub text: &'a str,
    /// A byte of it; one inside a character counts as its start, one past the end as the end.
    pub at: usize,
}

/// What a file of the site is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum File {
    /// A page of `content/`.
    Page,
    /// A registry of `content/_data/`.
    Registry(Name),
    /// `site.toml`.
    Settings,
    /// Anything else.
    Other,
}

impl<'a> Asked<'a> {
    fn site(&self) -> &'a Site {
        &self.project.site
    }

    /// The byte it is about, at the start of a character of the text.
    fn at(&self) -> usize {
        self.text.floor_char_boundary(self.at)
    }

    /// A stretch of the text; empty for one that does not stand in it.
    fn slice(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or("")
    }

    /// The file’s path from the site’s folder.
    fn path(&self) -> &'a str {
        self.site().sources.get(self.source).path()
    }

    fn file(&self) -> File {
        let path = self.path();
        if path == "site.toml" {
            return File::Settings;
        }
        let Some(inside) = path.strip_prefix("content/") else { return File::Other };
        match inside.strip_prefix("_data/").map(|file| file.rsplit_once('.').map_or(file, |(name, _)| name)) {
            Some(file) => {
                let known = Name::ALL.iter().find(|(known, _)| *known == file);
                known.map_or(File::Other, |(_, name)| File::Registry(*name))
            }
            None if inside.ends_with(".md") => File::Page,
            None => File::Other,
        }
    }

    /// The page that the file is.
    fn page(&self) -> Option<&'a Page> {
        let path = self.path().strip_prefix("content/")?;
        self.site().paths.get(path).map(|id| self.site().page(*id))
    }

    fn say(&self, key: &'static str) -> String {
        self.words.get(key).to_owned()
    }
}

#[cfg(test)]
mod tests;
