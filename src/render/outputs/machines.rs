//! What programs and devices read of a site: `llms.txt`, `opensearch.xml`, `manifest.webmanifest`.

use serde_json::{Value, json};

use super::super::Theme;
use super::super::context::Shared;
use super::super::escape;
use super::super::values::language_name;
use super::{Written, attribute};
use crate::site::addresses::{LLMS, MANIFEST, OPENSEARCH, markdown_url};
use crate::site::{PageId, SectionId};
use crate::source::{Asset, Picture, is_picture};

/// Writes those that the settings ask for. `listed` are the pages that lists name.
pub(super) fn write(
    shared: &Shared<'_>,
    listed: &[PageId],
    written: &mut Written<'_>,
) -> std::io::Result<()> {
    let outputs = &shared.site.config.outputs;
    if outputs.markdown {
        written.own(LLMS.trim_start_matches('/'), &llms(shared, listed))?;
    }
    if let Some(text) = opensearch(shared) {
        written.unless_own(OPENSEARCH.trim_start_matches('/'), || text)?;
    }
    if outputs.manifest {
        written.unless_own(MANIFEST.trim_start_matches('/'), || manifest(shared, written.theme))?;
    }
    Ok(())
}

/// The pages, section by section, each with its text as Markdown and what it is about.
fn llms(shared: &Shared<'_>, listed: &[PageId]) -> String {
    let site = shared.site;
    let about = &site.config.site;
    let mut text = format!("# {}\n", plain(&about.title));
    if let Some(description) = &about.description {
        text.push_str(&format!("\n> {}\n", plain(description)));
    }
    for section in &site.sections {
        let pages: Vec<_> = listed
            .iter()
            .map(|id| site.page(*id))
            .filter(|page| page.section == section.id && shared.markdown(page).is_some())
            .collect();
        if pages.is_empty() {
            continue;
        }
        let top = section.parent.is_none();
        let title = if top { &about.title } else { &section.title };
        text.push_str(&format!("\n## {}", plain(way(shared, section.id).as_deref().unwrap_or(title))));
        // Each language has a home page, and may have sections of the same names.
        if section.lang != about.language {
            text.push_str(&format!(" ({})", language_name(&section.lang)));
        }
        text.push_str("\n\n");
        for page in pages {
            let address = markdown_url(&page.url);
            let whole = shared.permalink(&address);
            let address = if whole.is_empty() { shared.href(&address) } else { whole };
            text.push_str(&format!("- [{}]({})", plain(page.title()), escape::percent(&address)));
            if let Some(description) = &page.front.description {
                text.push_str(&format!(": {}", plain(&description.value)));
            }
            text.push('\n');
        }
    }
    text
}

/// The sections that lead to one, below the home page: « Démarches › État civil ».
fn way(shared: &Shared<'_>, id: SectionId) -> Option<String> {
    let sections = std::iter::successors(Some(shared.site.section(id)), |section| {
        section.parent.map(|id| shared.site.section(id))
    });
    let mut titles: Vec<&str> =
        sections.filter(|section| section.parent.is_some()).map(|section| section.title.as_str()).collect();
    titles.reverse();
    (!titles.is_empty()).then(|| titles.join(" › "))
}

/// A text on one line, where no bracket opens a link.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('[', "\\[").replace(']', "\\]")
}

/// What a browser reads to offer the search of the site: it takes whole addresses, and a page that is searched by
/// `?q=`.
fn opensearch(shared: &Shared<'_>) -> Option<String> {
    shared.opensearch()?;
    let about = &shared.site.config.site;
    let search = shared
        .site
        .made
        .iter()
        .find(|made| made.kind == crate::site::MadeKind::Search && made.lang == about.language)?;
    let brand = &shared.site.config.brand;
    // The format allows sixteen signs, and forty-eight in full.
    let name: String = brand.short_name.as_deref().unwrap_or(&about.title).chars().take(16).collect();
    let words = &shared.language(&about.language)?.words;
    let description = format!("{} – {}", words.get("interface.search-label"), about.title);
    let description: String = description.chars().take(1024).collect();
    let long: String = about.title.chars().take(48).collect();
    Some(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>{}</ShortName>\n<LongName>{}</LongName>\n<Description>{}</Description>\n\
         <InputEncoding>UTF-8</InputEncoding>\n<Language>{}</Language>\n\
         <Url type=\"text/html\" template=\"{}?q={{searchTerms}}\"/>\n\
         <Url type=\"application/opensearchdescription+xml\" rel=\"self\" template=\"{}\"/>\n\
         </OpenSearchDescription>\n",
        attribute(name.trim()),
        attribute(long.trim()),
        attribute(&description),
        attribute(&about.language),
        attribute(&escape::percent(&shared.permalink(&search.url))),
        attribute(&escape::percent(&shared.permalink(OPENSEARCH))),
    ))
}

/// What a telephone that keeps the site reads. The site stays a site: it opens in the browser, with its address.
fn manifest(shared: &Shared<'_>, theme: &Theme) -> String {
    let config = &shared.site.config;
    let about = &config.site;
    let home = shared.href("/");
    let mut manifest = json!({
        "name": about.title,
        "short_name": config.brand.short_name.as_deref().unwrap_or(&about.title),
        "lang": about.language,
        "id": home,
        "start_url": home,
        "scope": home,
        "display": "browser",
    });
    let Some(map) = manifest.as_object_mut() else { return String::new() };
    if let Some(description) = &about.description {
        map.insert("description".to_owned(), json!(description));
    }
    for (key, colour) in [("theme_color", "accent"), ("background_color", "paper")] {
        if let Some(colour) = theme.palette.by_day(colour, &config.brand) {
            map.insert(key.to_owned(), json!(colour));
        }
    }
    // Without an icon, a logo that is drawn or that may be seen through stands for the site.
    let is_logo = |path: &str| {
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        ["svg", "png"].iter().any(|known| ending.eq_ignore_ascii_case(known))
    };
    let logo = config.brand.logo.as_ref().filter(|logo| is_logo(&logo.value));
    let icon = config.brand.icon.as_ref().or(logo);
    let icon = icon.and_then(|icon| shared.files.get(icon.value.as_str()));
    if let Some(icon) = icon.filter(|icon| is_picture(&icon.path)) {
        map.insert("icons".to_owned(), json!([icon_of(shared, icon)]));
    }
    let mut text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    text.push('\n');
    text
}

fn icon_of(shared: &Shared<'_>, icon: &Asset) -> Value {
    let ending = icon.path.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    let kind = match ending.as_str() {
        "svg" => "image/svg+xml",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        _ => "image/png",
    };
    let sizes = match icon.picture {
        Picture::Sized { width, height } if ending != "svg" => format!("{width}x{height}"),
        _ => "any".to_owned(),
    };
    json!({"src": escape::percent(&shared.href(&format!("/{}", icon.path))), "sizes": sizes, "type": kind})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_stays_on_its_line_and_opens_no_link() {
        assert_eq!(plain("Carte\n [grise] "), "Carte \\[grise\\]");
    }
}
