//! Site → files, and, where a template or a theme is wrong, problems.
//!
//! Pages are written in parallel, each given to the sink and dropped. A page whose template fails is
//! said and left out; the others go on. What happens then is decided by whoever asked.

mod again;
mod answers;
mod assets;
mod brand;
mod changes;
mod classed;
mod components;
mod context;
mod css;
mod ends;
mod escape;
mod facts;
mod feedback;
mod fields;
mod for_pages;
mod functions;
mod given;
mod highlight;
pub mod html;
mod images;
mod indexes;
mod legal;
mod linked_data;
mod listings;
mod literals;
mod notices;
mod options;
mod outputs;
mod own_words;
mod page_context;
mod pages;
mod preview;
mod procedure;
mod reach;
mod reference;
mod search;
mod tags;
mod templates;
#[cfg(test)]
mod tests;
mod theme;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::finding::{Message, Problem};
use crate::site::{PageId, Site};

pub use brand::nearest_accent;
pub use options::option_kinds;
pub use preview::{Preview, Shown};
pub use reference::reference;
pub use theme::Theme;

/// Where rendered files go: `public/`, or the memory of the development server.
pub trait Sink: Sync {
    /// Takes one file, by its path in the published site. May be called from several threads, for
    /// different paths.
    ///
    /// # Errors
    /// What the sink itself met: a full disk, a folder that cannot be written.
    fn put(&self, path: &str, bytes: &[u8]) -> std::io::Result<()>;

    /// Takes a file that is published as it is.
    ///
    /// # Errors
    /// As for [`Sink::put`].
    fn copy(&self, asset: &crate::source::Asset) -> std::io::Result<()>;

    /// The bytes of a file that is published otherwise than as it is, or whose digest is told.
    ///
    /// # Errors
    /// When it can no longer be read.
    fn read(&self, asset: &crate::source::Asset) -> std::io::Result<Vec<u8>>;

    /// What [`Sink::remember`] was given under a key, by this run or by an earlier one. None when nothing
    /// was, or when it may have been damaged since.
    fn recall(&self, _key: &str) -> Option<Vec<u8>> {
        None
    }

    /// Keeps what was long to make. A key holds letters and figures, and says all that the bytes come from:
    /// what cannot be kept is made again.
    fn remember(&self, _key: &str, _bytes: &[u8]) {}

    /// Keeps a path of the last published site, for a page that is held back. False if there was
    /// none.
    ///
    /// # Errors
    /// As for [`Sink::put`].
    fn keep(&self, path: &str) -> std::io::Result<bool>;

    /// Puts another text in the place of a page that [`Sink::keep`] kept: what `change` makes of it, if anything.
    /// Tells whether it did.
    ///
    /// # Errors
    /// As for [`Sink::put`].
    fn revise(&self, _path: &str, _change: &mut dyn FnMut(&str) -> Option<String>) -> std::io::Result<bool> {
        Ok(false)
    }
}

/// A clock, lent by whoever wants to know where the time goes: rendering itself reads none.
pub trait Clock: Sync {
    /// The time since some moment that does not change.
    fn now(&self) -> Duration;
}

/// How a site is rendered.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Pages that keep their last published version, or are left out if there is none.
    pub held: &'a BTreeSet<PageId>,
    /// Measures each template, if given.
    pub clock: Option<&'a dyn Clock>,
    /// The index that readers search has one name whatever it says, so that no page waits for it.
    pub preview: bool,
}

/// What rendering says.
#[derive(Debug, Default)]
pub struct Rendered {
    /// What is wrong in templates and themes.
    pub problems: Vec<Problem>,
    /// What is worth knowing of the files beside the pages: what was left out, and why.
    pub notes: Vec<Message>,
    /// Pages of `content/` rendered; what the program adds (lists, 404) is not counted.
    pub pages: usize,
    /// Time spent in each template over all threads, and pages it rendered. The time is nought
    /// without a clock.
    pub templates: BTreeMap<String, (Duration, usize)>,
    /// Time spent turning Markdown into HTML, over all threads.
    pub markdown: Duration,
}

/// Writes the whole site into a sink.
///
/// # Errors
/// What the sink met. What is wrong in the site or its theme is in the problems.
pub fn render(
    site: &Site,
    theme: &Theme,
    options: &Options<'_>,
    sink: &dyn Sink,
) -> std::io::Result<Rendered> {
    pages::render(site, theme, options, sink)
}

/// Writes again the pages that are published, with the notices of the day, and nothing else that the site now says.
/// `kept` are the paths of what the sink has kept of the published site. [`Rendered::pages`] counts the pages that
/// change.
///
/// # Errors
/// What the sink met. What is wrong in the theme is in the problems.
pub fn notices(site: &Site, theme: &Theme, kept: &[String], sink: &dyn Sink) -> std::io::Result<Rendered> {
    again::again(site, theme, kept, sink)
}
