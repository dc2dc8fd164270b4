//! Photographs at the widths a theme asks for, so that a telephone does not load what a camera made, and in
//! a format that weighs less, where it asks for one.
//!
//! Each version is made once: the sink remembers it under a key that holds all that it comes from, the
//! bytes of the image, the width, the format, the quality and [`VERSION`]. One that would not be smaller than
//! what it would stand for is remembered too, as nothing, and not published.
//!
//! | file | narrower | as WebP beside |
//! | --- | --- | --- |
//! | JPEG | JPEG | with loss, as little as the JPEG |
//! | PNG | PNG | without loss |
//! | WebP that does not move | WebP, with or without loss as it is | it is WebP |
//! | GIF, AVIF, SVG, what moves | no | no |

mod codec;
mod resize;
mod webp;

use std::collections::BTreeMap;

use rayon::prelude::*;

use self::codec::{Decoded, Fault};
use super::Sink;
use super::assets::named;
use crate::config::{ImageFormat, renamed};
use crate::data::{self, Fields};
use crate::finding::{Message, Problem, ProblemKind};
use crate::site::{PageId, Site, Target};
use crate::source::{Asset, Picture, SourceId, Sources, Span};

/// Changes with what is written for the same image, so that nothing remembered is published in its place.
const VERSION: u8 = 1;

/// Bytes of the largest file that is read to be made smaller.
const LARGEST: u64 = 64 << 20;

/// Bytes of the smallest file that is made smaller without being made narrower: below, it is one packet
/// of the network either way.
const SMALLEST: u64 = 1400;

/// Pixels from which images are decoded one at a time.
const LARGE: u64 = 16_000_000;

/// `[images]` of `theme.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Settings {
    /// Pixels, growing.
    widths: Vec<u32>,
    /// Formats beside that of each image.
    formats: Vec<ImageFormat>,
    /// Of JPEG, from 1 to 100. That of WebP is the one that looks alike.
    quality: u8,
    /// What the attribute `sizes` says: how wide the theme shows images.
    sizes: String,
}

/// Fewer pixels are an icon; more than a screen has, nobody sees.
const WIDTHS: std::ops::RangeInclusive<i64> = 16..=8192;
const QUALITY: u8 = 80;

impl Settings {
    /// These settings, with the formats that the site chose in place of the theme’s.
    pub(super) fn or_as(self, formats: Option<&[ImageFormat]>) -> Self {
        let formats = formats.map_or_else(|| self.formats.clone(), <[_]>::to_vec);
        Self { formats, ..self }
    }

    /// Reads `[images]` of a `theme.toml`: `widths`, `formats`, `quality`, `sizes`; none without it. Without
    /// widths or formats, images are published as they are only. What is wrong elsewhere in the file is not told
    /// here.
    pub(super) fn of(sources: &Sources, id: SourceId, problems: &mut Vec<Problem>) -> Option<Self> {
        let (mut node, _) = data::toml(id, sources.get(id).text());
        // Told by who reads the components.
        data::rename(&mut node, renamed::THEMES, &mut Vec::new());
        let images = node.as_map()?.entries.iter().find(|entry| entry.key.value == "images")?;
        let mut inner = Fields::new(&images.node, problems);
        let mut widths = Vec::new();
        let node = inner.node("widths");
        for item in node.map_or(&[][..], |node| node.items()) {
            match item
                .as_int()
                .filter(|width| WIDTHS.contains(width))
                .and_then(|width| u32::try_from(width).ok())
            {
                Some(width) => widths.push(width),
                None => {
                    let message = Message::key("template.image-width")
                        .with("least", *WIDTHS.start())
                        .with("most", *WIDTHS.end());
                    inner.problems().push(Problem::new(ProblemKind::InvalidValue, item.span, message));
                }
            }
        }
        widths.sort_unstable();
        widths.dedup();
        let formats = ImageFormat::read(&mut inner, "formats").unwrap_or_default();
        let mut quality = QUALITY;
        if let Some(typed) = inner.int("quality") {
            match u8::try_from(typed.value) {
                Ok(value @ 1..=100) => quality = value,
                _ => {
                    let message = Message::key("template.image-quality");
                    inner.problems().push(Problem::new(ProblemKind::InvalidValue, typed.span, message));
                }
            }
        }
        let sizes = inner.text("sizes").map_or_else(|| "100vw".to_owned(), |typed| typed.value);
        inner.finish();
        Some(Self { widths, formats, quality, sizes })
    }
}

/// The versions of every image that pages show.
#[derive(Debug, Default)]
pub(super) struct Images {
    made: BTreeMap<String, Made>,
    largest: u32,
    sizes: String,
    /// What could not be made smaller, at the first place it is shown.
    pub(super) problems: Vec<Problem>,
}

/// A version of an image.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Version {
    path: String,
    width: u32,
}

/// The versions of one image.
#[derive(Debug, Default)]
struct Made {
    /// In its own format, growing.
    own: Vec<Version>,
    /// As WebP: one beside each that is offered in its own format, or none at all, since a browser that takes the
    /// format looks no further.
    webp: Vec<Version>,
}

/// What a page says of the versions of an image: the attributes of its `<img>`, and what stands before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versions {
    /// `src`: the version for those that do not choose.
    pub src: String,
    /// `srcset`; empty where there is the file alone.
    pub srcset: String,
    /// `srcset` of the same as WebP, where it weighs less.
    pub webp: Option<String>,
    /// `sizes`.
    pub sizes: String,
}

impl Images {
    /// Makes the versions of the images that these pages show, and gives them to the sink.
    ///
    /// # Errors
    /// What the sink met.
    pub(super) fn make<'s>(
        site: &'s Site,
        pages: &[PageId],
        settings: &Settings,
        sink: &dyn Sink,
    ) -> std::io::Result<Self> {
        let mut this = Self {
            largest: settings.widths.last().copied().unwrap_or(0),
            sizes: settings.sizes.clone(),
            ..Self::default()
        };
        let least = settings.widths.first().copied().unwrap_or(u32::MAX);
        let other = !settings.formats.is_empty();
        let files: BTreeMap<&str, &Asset> =
            site.assets.iter().filter(|a| a.theme.is_none()).map(|a| (a.path.as_str(), a)).collect();
        let mut shown: BTreeMap<&str, (&Asset, Span)> = BTreeMap::new();
        for page in pages.iter().map(|id| site.page(*id)) {
            for (target, image) in page.images.iter().zip(&page.document.images) {
                let Target::Asset(path) = target else { continue };
                let Some(asset) = files.get(path.as_str()) else { continue };
                if asset.size <= LARGEST
                    && matches!(asset.picture, Picture::Sized { width, .. }
                        if width > least || other && asset.size >= SMALLEST && codec::is_known(&asset.path))
                {
                    shown.entry(&asset.path).or_insert((asset, image.destination.span));
                }
            }
        }
        // Large ones one at a time: each fills a memory of its own.
        let (large, small): (Vec<_>, Vec<_>) = shown.into_values().partition(|(asset, _)| is_large(asset));
        let make = |(asset, span): &(&'s Asset, Span)| match Work::new(asset, settings, sink).make() {
            Ok(made) => Ok((*asset, *span, Ok(made))),
            Err(Stop::Fault(fault)) => Ok((*asset, *span, Err(fault))),
            Err(Stop::Sink(error)) => Err(error),
        };
        let mut made = small.par_iter().map(make).collect::<std::io::Result<Vec<_>>>()?;
        made.extend(large.iter().map(make).collect::<std::io::Result<Vec<_>>>()?);
        for (asset, span, made) in made {
            let key = match made {
                Ok(made) => {
                    this.made.insert(asset.path.clone(), made);
                    continue;
                }
                Err(Fault::Left) => continue,
                Err(Fault::Damaged) => "template.image-damaged",
                Err(Fault::TooLarge) => "template.image-too-large",
            };
            let message = Message::key(key)
                .with("path", asset.origin.as_str())
                .with("millions", i64::try_from(codec::MOST_PIXELS / 1_000_000).unwrap_or(i64::MAX));
            let help = Message::key(if key == "template.image-damaged" {
                "template.image-damaged-help"
            } else {
                "template.image-too-large-help"
            });
            this.problems.push(Problem::new(ProblemKind::BrokenImage, span, message).help(help));
        }
        Ok(this)
    }

    /// What a page says of an image, if it has versions. `href` gives the address of a published path.
    pub(super) fn versions(&self, asset: &Asset, href: impl Fn(&str) -> String) -> Option<Versions> {
        let made = self.made.get(&asset.path).filter(|made| !made.own.is_empty() || !made.webp.is_empty())?;
        let Picture::Sized { width: own, .. } = asset.picture else { return None };
        let address = |path: &str| super::escape::percent(&href(path));
        let line = |version: &Version| format!("{} {}w", address(&version.path), version.width);
        let mut lines: Vec<String> = made.own.iter().map(line).collect();
        let widest = made.own.last().filter(|version| version.width >= self.largest);
        // Past the widest version that the theme asks for, nobody sees what the file has more of.
        let src = match widest {
            Some(version) => version.path.as_str(),
            None => {
                if !lines.is_empty() {
                    lines.push(format!("{} {own}w", address(&asset.path)));
                }
                asset.path.as_str()
            }
        };
        let webp: Vec<String> = made.webp.iter().map(line).collect();
        Some(Versions {
            src: href(src),
            srcset: lines.join(", "),
            webp: (!webp.is_empty()).then(|| webp.join(", ")),
            sizes: self.sizes.clone(),
        })
    }
}

fn is_large(asset: &Asset) -> bool {
    matches!(asset.picture, Picture::Sized { width, height } if u64::from(width) * u64::from(height) > LARGE)
}

/// Why the versions of an image are not made.
enum Stop {
    Fault(Fault),
    Sink(std::io::Error),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Self::Sink(error)
    }
}

/// The versions of one image, being made and given to the sink.
struct Work<'a> {
    asset: &'a Asset,
    settings: &'a Settings,
    sink: &'a dyn Sink,
    /// The image, once it was needed.
    decoded: Option<Decoded>,
    /// The same at the width that was last asked for.
    narrow: Option<(u32, Decoded)>,
}

impl<'a> Work<'a> {
    fn new(asset: &'a Asset, settings: &'a Settings, sink: &'a dyn Sink) -> Self {
        Self { asset, settings, sink, decoded: None, narrow: None }
    }

    fn make(mut self) -> Result<Made, Stop> {
        let Picture::Sized { width: own, height: tall } = self.asset.picture else {
            return Err(Fault::Left.into());
        };
        let height = |width: u32| {
            let height = (u64::from(tall) * u64::from(width) + u64::from(own) / 2) / u64::from(own);
            u32::try_from(height).unwrap_or(u32::MAX).max(1)
        };
        let quality = self.settings.quality;
        let mut made = Made::default();
        // What a browser may choose among: a width, its height, and the bytes that it costs.
        let mut offered = Vec::new();
        for width in self.settings.widths.iter().copied().filter(|width| *width < own) {
            let height = height(width);
            let key = self.key(&format!("{width} {height} {quality} {VERSION}"));
            let least = self.asset.size;
            let bytes = self.remembered(&key, least, (width, height), |image| image.written(quality))?;
            if !bytes.is_empty() {
                offered.push((width, height, bytes.len() as u64));
                made.own.push(self.publish(sized(&self.asset.path, &key, width), width, &bytes)?);
            }
        }
        let largest = self.settings.widths.last().copied().unwrap_or(u32::MAX);
        if offered.last().is_none_or(|(width, ..)| *width < largest) {
            offered.push((own, tall, self.asset.size));
        }
        if self.settings.formats.contains(&ImageFormat::WebP) && !codec::is_webp(&self.asset.path) {
            let mut others = Vec::new();
            for (width, height, least) in offered {
                let key = self.key(&format!("webp {width} {height} {quality} {VERSION}"));
                let bytes = self.remembered(&key, least, (width, height), |image| image.webp(quality))?;
                if bytes.is_empty() {
                    return Ok(made);
                }
                others.push((key, width, bytes));
            }
            for (key, width, bytes) in others {
                let path = sized(&codec::named_webp(&self.asset.path), &key, width);
                made.webp.push(self.publish(path, width, &bytes)?);
            }
        }
        Ok(made)
    }

    fn key(&self, of: &str) -> String {
        blake3::hash(format!("{} {of}", self.asset.hash).as_bytes()).to_hex().to_string()
    }

    fn publish(&self, path: String, width: u32, bytes: &[u8]) -> std::io::Result<Version> {
        self.sink.put(&path, bytes)?;
        Ok(Version { path, width })
    }

    /// What is remembered under a key, or else what `write` makes of the image at this size; nothing where that is
    /// not less than `least` bytes.
    fn remembered(
        &mut self,
        key: &str,
        least: u64,
        size: (u32, u32),
        write: impl Fn(&Decoded) -> Option<Vec<u8>>,
    ) -> Result<Vec<u8>, Stop> {
        if let Some(bytes) = self.sink.recall(key) {
            return Ok(bytes);
        }
        let bytes = write(self.at(size)?).unwrap_or_default();
        let bytes = if (bytes.len() as u64) < least { bytes } else { Vec::new() };
        self.sink.remember(key, &bytes);
        Ok(bytes)
    }

    /// The image at this size, decoded once and made narrow once for all the formats of a width.
    fn at(&mut self, (width, height): (u32, u32)) -> Result<&Decoded, Stop> {
        let image = match self.decoded.take() {
            Some(image) => image,
            None => codec::decode(&self.sink.read(self.asset)?)?,
        };
        let image = self.decoded.insert(image);
        let is_there = self.narrow.as_ref().is_some_and(|(known, _)| *known == width);
        if !is_there {
            self.narrow = Some((width, image.reduced(width, height)));
        }
        match &self.narrow {
            Some((_, narrow)) => Ok(narrow),
            None => Err(Fault::Damaged.into()),
        }
    }
}

/// `plans/mairie.jpg` → `plans/mairie.3f2a9c1d-800.jpg`.
fn sized(path: &str, key: &str, width: u32) -> String {
    let key = key.get(..8).unwrap_or(key);
    named(path, key).replace(&format!(".{key}"), &format!(".{key}-{width}"))
}

#[cfg(test)]
mod tests;
