//! `image-alternative`: what stands for an image when it is not seen.

use std::collections::BTreeMap;

use crate::data::Fields;
use crate::document::{BlockKind, Image};
use crate::finding::{Arg, Finding};
use crate::language::fold::{fold, is_word_boundary};
use crate::lint::rule::Rule;
use crate::site::link_memory::host;
use crate::site::{Site, Target};
use crate::source::{Asset, Span};

use super::kind::{Case, Form, Kind, Needed, Param, required_number, required_texts, texts};
use super::{Check, View};

/// The kind `image-alternative`.
pub(super) const KIND: Kind = Kind {
    params: &[
        Param::optional("file-endings", Form::Texts, "param.image-file-endings"),
        Param::optional("openings", Form::Texts, "param.image-openings"),
        Param::optional("alone", Form::Texts, "param.image-alone"),
        Param {
            name: "missing",
            about: "param.image-missing",
            form: Form::Bool,
            needed: Needed::Else("true"),
        },
        Param::switch("beside", "param.image-beside"),
    ],
    read: |fields, _| Some(Check::ImageAlternative(ImageAlternative::read(fields))),
    ..Kind::new(
        "image-alternative",
        "kind.image-alternative",
        &[
            Case::of("missing", &["destination"]),
            Case::of("file-name", &["found"]),
            Case::of("opening", &["found", "opening"]),
            Case::of("alone", &["found"]),
            Case::of("beside", &["found"]),
        ],
    )
};

/// The kind `external-image`.
pub(super) const EXTERNAL: Kind = Kind {
    read: |_, _| Some(Check::ExternalImage),
    ..Kind::new("external-image", "kind.external-image", &[Case::only(&["host"])])
};

/// Images that stand on another site.
pub(super) fn check_external(rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    let page = view.page;
    for (image, target) in page.document.images.iter().zip(&page.images) {
        if let Target::External(address) = target {
            out.push(rule.finding("", image.destination.span, vec![("host", host(address).into())]));
        }
    }
}

/// The kind `heavy-image`.
pub(super) const HEAVY: Kind = Kind {
    elsewhere: true,
    params: &[
        Param::required("endings", Form::Texts, "param.heavy-image-endings"),
        Param::required("most", Form::Number, "param.heavy-image-most"),
    ],
    read: |fields, place| HeavyImage::read(fields, place).map(Check::HeavyImage),
    ..Kind::new("heavy-image", "kind.heavy-image", &[Case::only(&["found", "size", "millions"])])
};

/// Images that weigh more than they should: those that nothing makes smaller, and originals that are published
/// beside their lighter versions.
#[derive(Clone, Debug)]
pub struct HeavyImage {
    /// Endings of the names of such images, in small letters: `.gif`.
    endings: Vec<String>,
    /// Thousands of bytes that one may weigh.
    most: u64,
}

impl HeavyImage {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let endings = required_texts(fields, "endings", place);
        let most = required_number(fields, "most", place);
        let endings = endings?.iter().map(|text| text.trim().to_lowercase()).collect();
        Some(Self { endings, most: u64::try_from(most?).unwrap_or(u64::MAX) })
    }

    /// Each image once, where a page first shows it.
    pub(super) fn check(&self, rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
        let is_heavy = |asset: &&Asset| {
            let path = asset.path.to_lowercase();
            let size = asset.size > self.most.saturating_mul(1000);
            size && asset.theme.is_none() && self.endings.iter().any(|ending| path.ends_with(ending))
        };
        let mut heavy: BTreeMap<&str, u64> =
            site.assets.iter().filter(is_heavy).map(|asset| (asset.path.as_str(), asset.size)).collect();
        for page in site.pages.iter().filter(|page| site.is_published(page)) {
            if heavy.is_empty() {
                return;
            }
            for (image, target) in page.document.images.iter().zip(&page.images) {
                let Target::Asset(path) = target else { continue };
                let Some(size) = heavy.remove(path.as_str()) else { continue };
                let name = path.rsplit('/').next().unwrap_or(path);
                let thousands = i64::try_from(size / 1000).unwrap_or(i64::MAX);
                let millions = Arg::Count((thousands + 500) / 1000);
                let args =
                    vec![("found", name.into()), ("size", Arg::Count(thousands)), ("millions", millions)];
                out.push(rule.finding("", image.destination.span, args));
            }
        }
    }
}

/// What an alternative must not be.
#[derive(Clone, Debug)]
pub struct ImageAlternative {
    /// Endings of file names, in small letters: `.jpg`.
    endings: Vec<String>,
    /// Words that say that it is an image, folded.
    openings: Vec<String>,
    /// Words that say nothing when they stand alone, or before a number, folded.
    alone: Vec<String>,
    /// One that is not there is a fault.
    missing: bool,
    /// One that says again the words beside the image is a fault.
    beside: bool,
}

/// What is wrong with an image: the case, the place, and what fills its words.
type Fault = (&'static str, Span, Vec<(&'static str, Arg)>);

impl ImageAlternative {
    fn read(fields: &mut Fields) -> Self {
        let endings = texts(fields, "file-endings").iter().map(|text| text.trim().to_lowercase()).collect();
        let mut folded = |key| -> Vec<String> {
            texts(fields, key).iter().map(|text| fold(text.trim()).text().to_owned()).collect()
        };
        let (openings, alone) = (folded("openings"), folded("alone"));
        let missing = fields.bool("missing").is_none_or(|missing| missing.value);
        let beside = fields.bool("beside").is_some_and(|beside| beside.value);
        Self { endings, openings, alone, missing, beside }
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let document = &view.page.document;
        // A link's own words say where it leads: the image beside them is a decoration.
        let worded: Vec<Span> = view
            .links()
            .filter(|(link, block)| {
                let text = block.prose.text().get(link.read.clone()).unwrap_or("");
                link.has_image && text.contains(char::is_alphanumeric)
            })
            .map(|(link, _)| link.span)
            .collect();
        let mut worded = worded.into_iter().peekable();
        for image in &document.images {
            while worded.next_if(|link| link.end <= image.span.start).is_some() {}
            let beside = worded.peek().is_some_and(|link| link.start <= image.span.start);
            if document.blocks.get(image.block).is_some_and(|block| block.quoted) {
                continue;
            }
            let fault = self.fault(image, beside).or_else(|| self.repeated(image, view));
            out.extend(fault.map(|(case, span, args)| rule.finding(case, span, args)));
        }
    }

    /// An alternative that is all there is beside the image: in its link, in its block, or just below.
    fn repeated(&self, image: &Image, view: &View<'_>) -> Option<Fault> {
        let said = fold(image.alternative.text().trim());
        if !self.beside || said.text().is_empty() {
            return None;
        }
        /// A longer text says more than an alternative; measuring it for each of its images is long too.
        const LONGEST: usize = 1000;
        let blocks = &view.page.document.blocks;
        let block = blocks.get(image.block)?;
        let short = block.prose.text().len() < LONGEST;
        let same = |text: &str| {
            let other = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{fffc}' | '.' | ':'));
            fold(other).text() == said.text().trim_end_matches('.')
        };
        let alone = short && !block.prose.text().contains(char::is_alphanumeric);
        let below = blocks.get(image.block + 1).filter(|_| alone).filter(|below| !below.quoted);
        let caption = below.filter(|below| {
            matches!(below.kind, BlockKind::Paragraph | BlockKind::Argument { heading: false })
        });
        // Links follow one another and hold no other.
        let links = &view.page.document.links;
        let link = links.get(links.partition_point(|link| link.span.end < image.span.end));
        let link = link.filter(|link| link.span.start <= image.span.start && link.read.len() < LONGEST);
        let in_link = link.is_some_and(|link| same(block.prose.text().get(link.read.clone()).unwrap_or("")));
        let repeats = in_link
            || (short && same(block.prose.text()))
            || caption.is_some_and(|b| b.prose.text().len() < LONGEST && same(b.prose.text()));
        let span = image.alternative.span(0..image.alternative.text().len());
        repeats.then(|| ("beside", span, vec![("found", image.alternative.text().trim().into())]))
    }

    fn fault(&self, image: &Image, beside: bool) -> Option<Fault> {
        let text = image.alternative.text().trim();
        if text.is_empty() {
            let args = vec![("destination", image.destination.value.as_str().into())];
            return (!beside && self.missing).then_some(("missing", image.span, args));
        }
        let span = image.alternative.span(0..image.alternative.text().len());
        let small = text.to_lowercase();
        if !text.contains(char::is_whitespace) && self.endings.iter().any(|ending| small.ends_with(ending)) {
            return Some(("file-name", span, vec![("found", text.into())]));
        }
        let folded = fold(text);
        let folded = folded.text();
        // « photo », « Image 2 », « IMG_1234 ».
        let word = folded.trim_end_matches(|c: char| !c.is_alphabetic());
        if self.alone.iter().any(|alone| alone == word) {
            return Some(("alone", span, vec![("found", text.into())]));
        }
        let opening = self.openings.iter().find(|opening| {
            folded.starts_with(opening.as_str()) && is_word_boundary(folded, opening.len())
        })?;
        Some(("opening", span, vec![("found", text.into()), ("opening", opening.as_str().into())]))
    }
}
