//! The files beside the pages: redirects, `sitemap.xml`, `robots.txt`.

use std::fmt::Write;

use super::context::Shared;
use super::escape;
use crate::site::{Page, PageId};

/// The page of an earlier address: it sends browsers on at once, and says where to those that stay.
pub(super) fn redirect(shared: &Shared<'_>, page: &Page) -> String {
    let say = |key| shared.language(&page.lang).map_or("", |interface| interface.words.get(key));
    let href = attribute(&escape::percent(&shared.href(&page.url)));
    let permalink = shared.permalink(&page.url);
    let canonical = if permalink.is_empty() { href.clone() } else { attribute(&escape::percent(&permalink)) };
    let mut title = String::new();
    escape::text(page.title(), &mut title);
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{moved}</title>\n<meta name=\"robots\" content=\"noindex\">\n\
         <link rel=\"canonical\" href=\"{canonical}\">\n<meta http-equiv=\"refresh\" content=\"0; url={href}\">\n\
         </head>\n<body>\n<main>\n<h1>{moved}</h1>\n<p>{text} <a href=\"{href}\">{title}</a></p>\n</main>\n\
         </body>\n</html>\n",
        lang = attribute(&page.lang),
        moved = attribute(say("interface.moved")),
        text = attribute(say("interface.moved-text")),
    )
}

fn attribute(text: &str) -> String {
    let mut out = String::new();
    escape::attribute(text, &mut out);
    out
}

/// `sitemap.xml`: the published pages, with the day of their last change where it is known, and those that no
/// file stands for. Addresses are whole only when `base_url` is set.
pub(super) fn sitemap(shared: &Shared<'_>, pages: &[PageId]) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let pages = pages.iter().map(|id| shared.site.page(*id));
    let mut lines: Vec<(&str, Option<&Page>)> = pages.map(|page| (page.url.as_str(), Some(page))).collect();
    let made = shared.site.made.iter().filter(|made| made.kind.row().in_sitemap);
    lines.extend(made.map(|made| (made.url.as_str(), None)));
    lines.sort_by_key(|(url, _)| *url);
    for (url, page) in lines {
        let permalink = shared.permalink(url);
        let address = if permalink.is_empty() { shared.href(url) } else { permalink };
        let last = page.and_then(|page| {
            let updated = shared.site.updated(page).map(|(day, _)| day);
            let known = [&page.front.reviewed, &page.front.published].into_iter().flatten();
            known.map(|day| day.value).chain(updated).max()
        });
        let last = last.map_or_else(String::new, |d| format!("<lastmod>{d}</lastmod>"));
        // Writing to a string does not fail.
        let _ = writeln!(xml, "<url><loc>{}</loc>{last}</url>", attribute(&escape::percent(&address)));
    }
    xml.push_str("</urlset>\n");
    xml
}

/// `robots.txt`: everything may be read; where the list of pages is.
pub(super) fn robots(shared: &Shared<'_>) -> String {
    let mut text = String::from("User-agent: *\nAllow: /\n");
    let sitemap = shared.permalink("/sitemap.xml");
    if !sitemap.is_empty() {
        let _ = writeln!(text, "\nSitemap: {sitemap}");
    }
    text
}
