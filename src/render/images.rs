//! Photographs at the widths a theme asks for, so that a telephone does not load what a camera made.
//!
//! Each version is made once: the sink remembers it under a key that holds all that it comes from, the
//! bytes of the image, the width, the quality and [`VERSION`]. One that would not be smaller than the
//! file itself is remembered too, as nothing, and not published.

mod codec;
mod resize;

use std::collections::BTreeMap;

use rayon::prelude::*;

use self::codec::{Decoded, Fault};
use super::Sink;
use super::assets::named;
use crate::data::{self, Fields};
use crate::finding::{Message, Problem, ProblemKind};
use crate::site::{PageId, Site, Target};
use crate::source::{Asset, Picture, SourceId, Sources, Span};

/// Changes with what is written for the same image, so that nothing remembered is published in its place.
const VERSION: u8 = 1;

/// Bytes of the largest file that is read to be made smaller.
const LARGEST: u64 = 64 << 20;

/// Pixels from which images are decoded one at a time.
const LARGE: u64 = 16_000_000;

/// `[images]` of `theme.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Settings {
    /// Pixels, growing.
    widths: Vec<u32>,
    /// Of JPEG, from 1 to 100.
    quality: u8,
    /// What the attribute `sizes` says: how wide the theme shows images.
    sizes: String,
}

/// Fewer pixels are an icon; more than a screen has, nobody sees.
const WIDTHS: std::ops::RangeInclusive<i64> = 16..=8192;
const QUALITY: u8 = 80;

impl Settings {
    /// Reads `[images]` of a `theme.toml`, if it has it: `widths`, `quality`, `sizes`. Without widths,
    /// images are published as they are only. What is wrong elsewhere in the file is not told here.
    pub(super) fn of(sources: &Sources, id: SourceId, problems: &mut Vec<Problem>) -> Option<Self> {
        let (node, _) = data::toml(id, sources.get(id).text());
        let images =
            node.as_map().and_then(|map| map.entries.iter().find(|entry| entry.key.value == "images"));
        let mut inner = Fields::new(&images?.node, problems);
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
        Some(Self { widths, quality, sizes })
    }
}

/// The versions of every image that pages show.
#[derive(Debug, Default)]
pub(super) struct Images {
    made: BTreeMap<String, Vec<Version>>,
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

/// What a page says of the versions of an image: the attributes of its `<img>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versions {
    /// `src`: the version for those that do not choose.
    pub src: String,
    /// `srcset`.
    pub srcset: String,
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
        let files: BTreeMap<&str, &Asset> =
            site.assets.iter().filter(|a| a.theme.is_none()).map(|a| (a.path.as_str(), a)).collect();
        let mut shown: BTreeMap<&str, (&Asset, Span)> = BTreeMap::new();
        for page in pages.iter().map(|id| site.page(*id)) {
            for (target, image) in page.images.iter().zip(&page.document.images) {
                let Target::Asset(path) = target else { continue };
                let Some(asset) = files.get(path.as_str()) else { continue };
                if asset.size <= LARGEST
                    && matches!(asset.picture, Picture::Sized { width, .. } if width > least)
                {
                    shown.entry(&asset.path).or_insert((asset, image.destination.span));
                }
            }
        }
        // Large ones one at a time: each fills a memory of its own.
        let (large, small): (Vec<_>, Vec<_>) = shown.into_values().partition(|(asset, _)| is_large(asset));
        let make = |(asset, span): &(&'s Asset, Span)| Ok((*asset, *span, versions(asset, settings, sink)?));
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
        let made = self.made.get(&asset.path).filter(|made| !made.is_empty())?;
        let Picture::Sized { width: own, .. } = asset.picture else { return None };
        let address = |path: &str| super::escape::percent(&href(path));
        let mut lines: Vec<String> =
            made.iter().map(|version| format!("{} {}w", address(&version.path), version.width)).collect();
        let widest = made.last().filter(|version| version.width >= self.largest);
        // Past the widest version that the theme asks for, nobody sees what the file has more of.
        let src = match widest {
            Some(version) => version.path.as_str(),
            None => {
                lines.push(format!("{} {own}w", address(&asset.path)));
                asset.path.as_str()
            }
        };
        Some(Versions { src: href(src), srcset: lines.join(", "), sizes: self.sizes.clone() })
    }
}

fn is_large(asset: &Asset) -> bool {
    matches!(asset.picture, Picture::Sized { width, height } if u64::from(width) * u64::from(height) > LARGE)
}

/// The versions of one image, given to the sink; the outer error is the sink's.
fn versions(
    asset: &Asset,
    settings: &Settings,
    sink: &dyn Sink,
) -> std::io::Result<Result<Vec<Version>, Fault>> {
    let Picture::Sized { width: own, height: tall } = asset.picture else { return Ok(Err(Fault::Left)) };
    let mut decoded: Option<Decoded> = None;
    let mut made = Vec::new();
    for width in settings.widths.iter().copied().filter(|width| *width < own) {
        let height = (u64::from(tall) * u64::from(width) + u64::from(own) / 2) / u64::from(own);
        let height = u32::try_from(height).unwrap_or(u32::MAX).max(1);
        let of = format!("{} {width} {height} {} {VERSION}", asset.hash, settings.quality);
        let key = blake3::hash(of.as_bytes()).to_hex();
        let bytes = match sink.recall(&key) {
            Some(bytes) => bytes,
            None => {
                let image = match decoded.take() {
                    Some(image) => image,
                    None => match codec::decode(&sink.read(asset)?) {
                        Ok(image) => image,
                        Err(fault) => return Ok(Err(fault)),
                    },
                };
                let bytes = image.written(width, height, settings.quality).unwrap_or_default();
                decoded = Some(image);
                let bytes = if (bytes.len() as u64) < asset.size { bytes } else { Vec::new() };
                sink.remember(&key, &bytes);
                bytes
            }
        };
        if bytes.is_empty() {
            continue;
        }
        let path = sized(&asset.path, &key, width);
        sink.put(&path, &bytes)?;
        made.push(Version { path, width });
    }
    Ok(Ok(made))
}

/// `plans/mairie.jpg` → `plans/mairie.3f2a9c1d-800.jpg`.
fn sized(path: &str, key: &str, width: u32) -> String {
    let key = key.get(..8).unwrap_or(key);
    named(path, key).replace(&format!(".{key}"), &format!(".{key}-{width}"))
}

#[cfg(test)]
mod tests;
