//! The files beside the pages: redirects, `sitemap.xml`, `robots.txt`, `security.txt`, feeds, calendars, what programs
//! and devices read.

pub(super) mod calendars;
mod elements;
pub(super) mod feeds;
mod machines;
pub(super) mod markdown;
mod redirects;
mod robots;
mod security;
mod sitemap;
#[cfg(test)]
mod tests;

use super::context::Shared;
use super::escape;
use super::{Sink, Theme};
use crate::finding::Message;
use crate::site::PageId;

/// Where these files go, and what there is to say of them.
struct Written<'a> {
    shared: &'a Shared<'a>,
    theme: &'a Theme,
    sink: &'a dyn Sink,
    notes: Vec<Message>,
}

impl Written<'_> {
    /// Writes a file, unless the content holds one of that name: a site's own file stands in place of the one
    /// made here. So does an earlier address of a page. Whether it was written.
    fn unless_own(&self, path: &str, text: impl FnOnce() -> String) -> std::io::Result<bool> {
        if is_own(self.shared, path) {
            return Ok(false);
        }
        self.sink.put(path, text().as_bytes())?;
        Ok(true)
    }

    /// The same for a file that the settings ask for: that it is not written is said.
    fn own(&mut self, path: &str, text: &str) -> std::io::Result<()> {
        if !self.unless_own(path, || text.to_owned())? {
            self.notes.push(Message::key("outputs.own-file").with("path", path));
        }
        Ok(())
    }
}

/// Whether the content has a file at a path, or an address at it or below.
pub(super) fn is_own(shared: &Shared<'_>, path: &str) -> bool {
    let urls = &shared.site.urls;
    let under = format!("/{path}/");
    let inside = urls.range(under.clone()..).next().is_some_and(|(url, _)| url.starts_with(&under));
    shared.files.contains_key(path) || urls.contains_key(&format!("/{path}")) || inside
}

/// Writes all of them, and says what is left out and why. `listed` are the pages that lists name.
///
/// # Errors
/// As for [`Sink::put`].
pub(super) fn write(
    shared: &Shared<'_>,
    theme: &Theme,
    listed: &[PageId],
    sink: &dyn Sink,
) -> std::io::Result<Vec<Message>> {
    let mut written = Written { shared, theme, sink, notes: Vec::new() };
    redirects::write(shared, &mut written)?;
    if shared.site.config.site.base_url.is_empty() {
        written.notes.push(Message::key("outputs.no-base-url"));
    } else if shared.site.config.site.index {
        sitemap::write(shared, listed, &written)?;
    }
    feeds::write(shared, &written)?;
    calendars::write(shared, &written)?;
    machines::write(shared, listed, &mut written)?;
    written.unless_own("robots.txt", || robots::file(shared))?;
    // Search engines would not be asked anything: they read the one of the host.
    if !shared.site.config.site.index && !shared.base.is_empty() {
        written.notes.push(Message::key("outputs.robots-below").with("path", shared.base));
    }
    security::write(shared, &mut written)?;
    Ok(written.notes)
}

fn attribute(text: &str) -> String {
    // Control characters have no place in XML, escaped or not.
    let kept: String =
        text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
    let mut out = String::new();
    escape::attribute(&kept, &mut out);
    out
}
