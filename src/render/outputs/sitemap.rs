//! `sitemap.xml`: the pages that may be found, with the day of their last change where it is known and their
//! addresses in other languages. Past what one file may hold, it names the files that hold them.

use std::fmt::Write;

use super::super::context::Shared;
use super::super::escape;
use super::{Written, attribute};
use crate::site::{Page, PageId};

/// What one file may hold, by the protocol (<https://www.sitemaps.org/protocol.html>).
pub(super) const MOST_ADDRESSES: usize = 50_000;
pub(super) const MOST_BYTES: usize = 50 * 1024 * 1024;

const OPENING: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const SPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const CLOSING: &str = "</urlset>\n";

/// Writes the list, in one file or in several.
pub(super) fn write(shared: &Shared<'_>, listed: &[PageId], written: &Written<'_>) -> std::io::Result<()> {
    let mut lines: Vec<(&str, String)> = listed
        .iter()
        .map(|id| shared.site.page(*id))
        .map(|page| (page.url.as_str(), line(shared, page)))
        .collect();
    let made = shared.made_pages().filter(|made| made.in_sitemap());
    lines.extend(made.map(|made| (made.url.as_str(), bare(shared, &made.url))));
    lines.sort_unstable();
    let lines: Vec<String> = lines.into_iter().map(|(_, line)| line).collect();
    let mut files = parted(lines, MOST_ADDRESSES, MOST_BYTES);
    if files.len() < 2 {
        let only = files.pop().unwrap_or_else(|| urlset(&[]));
        written.unless_own("sitemap.xml", || only)?;
        return Ok(());
    }
    let mut index = format!("{OPENING}<sitemapindex xmlns=\"{SPACE}\">\n");
    for (rank, file) in files.into_iter().enumerate() {
        let path = format!("sitemap-{}.xml", rank + 1);
        written.unless_own(&path, || file)?;
        // Writing to a string does not fail.
        let _ = writeln!(
            index,
            "<sitemap><loc>{}</loc></sitemap>",
            attribute(&escape::percent(&shared.permalink(&format!("/{path}"))))
        );
    }
    index.push_str("</sitemapindex>\n");
    written.unless_own("sitemap.xml", || index)?;
    Ok(())
}

/// Whole files of so many addresses and bytes at most.
fn parted(lines: Vec<String>, most: usize, bytes: usize) -> Vec<String> {
    let around = urlset(&[]).len() + XHTML.len();
    let mut files = Vec::new();
    let (mut part, mut size) = (Vec::new(), around);
    for line in lines {
        if !part.is_empty() && (part.len() >= most || size + line.len() > bytes) {
            files.push(urlset(&part));
            (part, size) = (Vec::new(), around);
        }
        size += line.len();
        part.push(line);
    }
    if !part.is_empty() {
        files.push(urlset(&part));
    }
    files
}

/// The name space of what says where a page is in another language.
const XHTML: &str = " xmlns:xhtml=\"http://www.w3.org/1999/xhtml\"";

fn urlset(lines: &[String]) -> String {
    let translated = lines.iter().any(|line| line.contains("<xhtml:link "));
    let mut xml = format!("{OPENING}<urlset xmlns=\"{SPACE}\"{}>\n", if translated { XHTML } else { "" });
    for line in lines {
        xml.push_str(line);
    }
    xml.push_str(CLOSING);
    xml
}

fn line(shared: &Shared<'_>, page: &Page) -> String {
    let mut line = format!("<url><loc>{}</loc>", whole(shared, &page.url));
    if let Some(day) = shared.site.changed(page).filter(|_| shared.tells(page.id)) {
        // Writing to a string does not fail.
        let _ = write!(line, "<lastmod>{day}</lastmod>");
    }
    let others: Vec<&Page> = page
        .translations
        .iter()
        .filter(|id| shared.is_listed(**id))
        .map(|id| shared.site.page(*id))
        .collect();
    if !others.is_empty() {
        // A page names itself among its translations.
        for other in std::iter::once(page).chain(others) {
            let _ = write!(
                line,
                "<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{}\"/>",
                attribute(&other.lang),
                whole(shared, &other.url)
            );
        }
    }
    line.push_str("</url>\n");
    line
}

/// A page that no file stands for: what it gathers changes on other days than its own.
fn bare(shared: &Shared<'_>, url: &str) -> String {
    format!("<url><loc>{}</loc></url>\n", whole(shared, url))
}

fn whole(shared: &Shared<'_>, url: &str) -> String {
    attribute(&escape::percent(&shared.permalink(url)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_holds_no_more_than_it_may() {
        let lines = |n: usize| (0..n).map(|n| format!("<url>{n}</url>\n")).collect::<Vec<_>>();
        assert_eq!(parted(lines(0), 2, 1000), Vec::<String>::new());
        assert_eq!(parted(lines(2), 2, 1000).len(), 1);
        let files = parted(lines(5), 2, 1000);
        assert_eq!(files.len(), 3);
        assert!(files[2].contains("<url>4</url>\n</urlset>"));
        let bytes = urlset(&[]).len() + XHTML.len() + 30;
        let files = parted(lines(9), 100, bytes);
        assert!(files.len() > 1 && files.iter().all(|file| file.len() <= bytes), "{files:?}");
    }
}
