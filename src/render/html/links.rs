//! Links and images: where they lead, and what may not be led to.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType};

use super::typed::restored;
use super::{Versions, Writer, escape};
use crate::site::Resolved;
use crate::site::Target;

/// An image whose alternative is being read.
pub(super) struct Alternative {
    pub(super) depth: usize,
    pub(super) text: String,
    pub(super) typed: String,
}

/// What will be said of the file that a link leads to.
pub(super) struct FileNote {
    /// `PDF, 12 ko`.
    pub(super) note: String,
    /// Where the words of the link start, in what is written.
    pub(super) from: usize,
    /// Where the link ends, in the body.
    pub(super) end: usize,
}

impl Writer<'_> {
    pub(super) fn start_link(&mut self, kind: LinkType, typed: &str, title: &str, range: &Range<usize>) {
        let target = self.body.links.get(self.links);
        self.links += 1;
        let href = match (kind, target) {
            (LinkType::Email, _) => Some(format!("mailto:{typed}")),
            (_, Some(Target::Page { page, anchor })) => self.body.addresses.page(*page, anchor.as_deref()),
            (_, Some(Target::Made(url))) => Some(self.body.addresses.file(url.trim_start_matches('/'))),
            (_, Some(Target::Asset(path))) => {
                self.file_note = self.body.addresses.file_note(path).map(|note| FileNote {
                    note,
                    from: 0,
                    end: range.end,
                });
                Some(self.body.addresses.file(path))
            }
            (_, Some(Target::External(url) | Target::Other(url))) => Some(url.clone()),
            (_, Some(Target::Broken(_)) | None) => Some(typed.to_owned()),
        };
        let Some(href) = href.filter(|h| escape::is_harmless(h)) else {
            self.file_note = None;
            return self.push("", "");
        };
        self.in_link = true;
        self.out.push_str("<a href=\"");
        escape::attribute(&escape::percent(&href), &mut self.out);
        self.out.push('"');
        // A call inside the address or the title was masked for Markdown: the title is then not
        // what was typed.
        let masked = self.masks.iter().any(|m| range.contains(&m.start));
        if !title.is_empty() && !masked {
            self.out.push_str(" title=\"");
            escape::attribute(title, &mut self.out);
            self.out.push('"');
        }
        if matches!(target, Some(Target::External(_))) {
            self.out.push_str(" rel=\"external\"");
        }
        self.push(">", "</a>");
        if let Some(file) = &mut self.file_note {
            file.from = self.out.len();
        }
    }

    /// A call that leads somewhere; plain words where a link cannot stand.
    pub(super) fn linked(&mut self, text: &str, url: &str) {
        let own = url.starts_with('/').then(|| self.body.addresses.file(url.trim_start_matches('/')));
        let href = own.as_deref().unwrap_or(url);
        if self.in_link || self.heading.is_some() || !escape::is_harmless(href) {
            return self.words(text);
        }
        self.out.push_str("<a href=\"");
        escape::attribute(&escape::percent(href), &mut self.out);
        self.out.push_str(if url.starts_with("http") { "\" rel=\"external\">" } else { "\">" });
        self.words(text);
        self.out.push_str("</a>");
    }

    /// Inside an image only its alternative is read, as plain words.
    pub(super) fn alternative(&mut self, event: Event<'_>, range: Range<usize>) {
        let read = match &event {
            Event::Text(read) if self.masked.get(range.clone()) == Some(read) => self.plain(range),
            Event::Text(read) => read.to_string(),
            Event::Code(read) => restored(self.body.text, self.masked, self.masks, read, range).into_owned(),
            Event::SoftBreak | Event::HardBreak => " ".to_owned(),
            _ => String::new(),
        };
        let Some(image) = &mut self.image else { return };
        image.text.push_str(&read);
        match event {
            Event::Start(_) => image.depth += 1,
            Event::End(_) => image.depth -= 1,
            _ => {}
        }
        if image.depth == 0 {
            self.end_image();
        }
    }

    /// A range of the body with its calls replaced, without marks.
    fn plain(&self, range: Range<usize>) -> String {
        let mut plain = String::new();
        let mut from = range.start;
        for (call, resolved) in
            self.body.calls.iter().filter(|(c, _)| c.start >= range.start && c.end <= range.end)
        {
            plain.push_str(&self.body.words_at(from..call.start));
            match resolved {
                Some(Resolved::Text(text) | Resolved::Link { text, .. } | Resolved::Term { text, .. }) => {
                    plain.push_str(text)
                }
                None => plain.push_str(self.body.text.get(call.clone()).unwrap_or("")),
            }
            from = call.end;
        }
        plain.push_str(&self.body.words_at(from..range.end));
        plain
    }

    /// A page calls no third party: an image of another site becomes a link to it.
    fn end_image(&mut self) {
        let Some(image) = self.image.take() else { return };
        let target = self.body.images.get(self.images);
        self.images += 1;
        match target {
            Some(Target::External(url)) if self.in_link => self.words(&image_words(&image.text, url)),
            Some(Target::External(url)) => {
                self.out.push_str("<a href=\"");
                escape::attribute(&escape::percent(url), &mut self.out);
                self.out.push_str("\" rel=\"external\">");
                self.words(&image_words(&image.text, url));
                self.out.push_str("</a>");
            }
            Some(Target::Asset(path)) => self.shown(path, &image.text),
            _ => self.img(&image.typed, &image.text, None, None),
        }
    }

    /// A file of the site that is an image, the next of the page, in the versions there are of it.
    pub(super) fn shown(&mut self, path: &str, alternative: &str) {
        let addresses = self.body.addresses;
        let versions = addresses.versions(path);
        let source = versions.as_ref().map_or_else(|| addresses.file(path), |versions| versions.src.clone());
        self.img(&source, alternative, addresses.dimensions(path), versions);
    }

    fn img(
        &mut self,
        source: &str,
        alternative: &str,
        dimensions: Option<(u32, u32)>,
        versions: Option<Versions>,
    ) {
        // Only an address of the site's own loads anything.
        if !escape::is_harmless(source) || source.contains("//") {
            return self.words(alternative);
        }
        let others =
            versions.as_ref().and_then(|versions| versions.webp.as_deref().map(|webp| (webp, versions)));
        if let Some((webp, versions)) = others {
            self.out.push_str("<picture><source type=\"image/webp\" srcset=\"");
            escape::attribute(webp, &mut self.out);
            self.out.push_str("\" sizes=\"");
            escape::attribute(&versions.sizes, &mut self.out);
            self.out.push_str("\">");
        }
        let closing = if others.is_some() { "</picture>" } else { "" };
        self.out.push_str("<img src=\"");
        escape::attribute(&escape::percent(source), &mut self.out);
        self.out.push_str("\" alt=\"");
        escape::attribute(alternative, &mut self.out);
        self.out.push('"');
        // The place is kept while the image comes: the text below does not jump.
        if let Some((width, height)) = dimensions {
            self.out.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        if let Some(versions) = versions.as_ref().filter(|versions| !versions.srcset.is_empty()) {
            self.out.push_str(" srcset=\"");
            escape::attribute(&versions.srcset, &mut self.out);
            self.out.push_str("\" sizes=\"");
            escape::attribute(&versions.sizes, &mut self.out);
            self.out.push('"');
        }
        // The first one is often in sight at once: waiting for it would only delay it.
        if self.images > 1 {
            self.out.push_str(" loading=\"lazy\"");
        }
        self.out.push_str(" decoding=\"async\">");
        self.out.push_str(closing);
    }
}

/// What follows a link and may speak of its file: a parenthesis, what follows a comma, a colon or a dash as far as
/// the next link, or the next cells of a table.
pub(super) fn beside(after: &str) -> &str {
    // Far from the link, words speak of something else.
    const REACH: usize = 120;
    let after = after.get(..after.floor_char_boundary(REACH)).unwrap_or(after);
    let line = after.trim_start_matches(['*', '_', ' ', '\u{a0}', '\u{202f}']);
    let ends: &[char] = match line.chars().next() {
        Some('(') => &[')', '\n', '<'],
        Some(',' | ':' | '–' | '—' | '-' | '|') => &['[', '\n', '<', ';'],
        _ => return "",
    };
    line.split(ends).next().unwrap_or("")
}

/// What a link’s own words leave to be said of a file: `PDF, 12 ko`, the size alone where they say the format,
/// nothing where they say a size.
pub(super) fn unsaid<'a>(note: &'a str, words: &str) -> &'a str {
    const UNITS: [&str; 9] = ["octets", "octet", "bytes", "ko", "mo", "go", "kb", "mb", "gb"];
    let small = words.to_lowercase();
    let whole = |end: usize| !small.get(end..).unwrap_or("").starts_with(char::is_alphanumeric);
    let sized = UNITS.iter().flat_map(|unit| small.match_indices(unit)).any(|(at, unit)| {
        let before = small.get(..at).unwrap_or("").trim_end().trim_end_matches("&nbsp;");
        before.ends_with(|c: char| c.is_ascii_digit()) && whole(at + unit.len())
    });
    let Some((format, size)) = note.split_once(", ").filter(|_| !sized) else {
        return if sized { "" } else { note };
    };
    let format = format.to_lowercase();
    let said = small.match_indices(&format).any(|(at, _)| {
        !small.get(..at).unwrap_or("").ends_with(char::is_alphanumeric) && whole(at + format.len())
    });
    if said { size } else { note }
}

/// What stands for an image that is not shown: its alternative, or its address.
fn image_words(alternative: &str, url: &str) -> String {
    if alternative.trim().is_empty() { url.to_owned() } else { alternative.to_owned() }
}
