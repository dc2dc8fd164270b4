//! `robots.txt`: what may be read, and where the list of pages is.

use super::super::context::Shared;

/// A site that is not open yet asks to be left alone. Its pages say so too: a page that others link to may
/// be listed without having been read.
pub(super) fn file(shared: &Shared<'_>) -> String {
    if !shared.site.config.site.index {
        return "User-agent: *\nDisallow: /\n".to_owned();
    }
    let mut text = String::from("User-agent: *\nAllow: /\n");
    let sitemap = shared.permalink("/sitemap.xml");
    if !sitemap.is_empty() {
        text.push_str(&format!("\nSitemap: {sitemap}\n"));
    }
    text
}
