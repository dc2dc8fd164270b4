//! The files beside the pages: redirects, `sitemap.xml`, `robots.txt`, `security.txt`.

mod redirects;
mod robots;
mod security;
mod sitemap;
#[cfg(test)]
mod tests;

use super::Sink;
use super::context::Shared;
use super::escape;
use crate::finding::Message;
use crate::site::PageId;

/// Where these files go, and what there is to say of them.
struct Written<'a> {
    shared: &'a Shared<'a>,
    sink: &'a dyn Sink,
    notes: Vec<Message>,
}

impl Written<'_> {
    /// Writes a file, unless the content holds one of that name: a site's own file stands in place of the one
    /// made here. Whether it was written.
    fn unless_own(&self, path: &str, text: impl FnOnce() -> String) -> std::io::Result<bool> {
        if self.shared.files.contains_key(path) {
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

/// Writes all of them, and says what is left out and why. `listed` are the pages that lists name.
///
/// # Errors
/// As for [`Sink::put`].
pub(super) fn write(
    shared: &Shared<'_>,
    listed: &[PageId],
    sink: &dyn Sink,
) -> std::io::Result<Vec<Message>> {
    let mut written = Written { shared, sink, notes: Vec::new() };
    redirects::write(shared, &mut written)?;
    if shared.site.config.site.base_url.is_empty() {
        written.notes.push(Message::key("outputs.no-base-url"));
    } else if shared.site.config.site.index {
        sitemap::write(shared, listed, &written)?;
    }
    written.unless_own("robots.txt", || robots::file(shared))?;
    security::write(shared, &mut written)?;
    Ok(written.notes)
}

fn attribute(text: &str) -> String {
    let mut out = String::new();
    escape::attribute(text, &mut out);
    out
}
