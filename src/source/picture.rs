//! The width and the height of an image, read from its first bytes. Nothing is decoded, nothing is
//! asked for that the file announces, and every place is asked of a slice that may refuse: a file
//! made to harm costs one walk over its header.

/// What a file says of the image it holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Picture {
    /// It is no image, or nobody looked.
    #[default]
    None,
    /// Its size in pixels, as it is shown.
    Sized {
        /// Width, at least 1.
        width: u32,
        /// Height, at least 1.
        height: u32,
    },
    /// An image that has no size of its own, such as an SVG without `viewBox`.
    Unsized,
    /// It is named as an image, and cannot be read as one.
    Broken,
}

/// Bytes of a file that its header is looked for in. Photographs carry profiles, thumbnails and
/// notes of their editors before what says their size.
pub const HEAD: u64 = 2 << 20;

/// Endings of the names of files that are shown as images, in small letters.
const ENDINGS: [&str; 7] = ["png", "jpg", "jpeg", "gif", "webp", "avif", "svg"];

/// Whether a path is that of an image, by its ending.
pub fn is_picture(path: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, ending)| ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending)))
}

/// What the first bytes of an image say of its size, as a browser shows it: turned as its EXIF
/// orientation asks. The name counts for SVG only, which nothing else announces.
pub fn read(path: &str, head: &[u8]) -> Picture {
    let svg = path.len() >= 4 && path.get(path.len() - 4..).is_some_and(|e| e.eq_ignore_ascii_case(".svg"));
    if svg {
        return svg_size(&String::from_utf8_lossy(head));
    }
    let size = match head {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => png(head),
        [0xff, 0xd8, 0xff, ..] => jpeg(head),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => gif(head),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => webp(head),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => avif(head),
        _ => None,
    };
    match size {
        Some((width, height)) if width > 0 && height > 0 => Picture::Sized { width, height },
        _ => Picture::Broken,
    }
}

fn png(head: &[u8]) -> Option<(u32, u32)> {
    (head.get(12..16)? == b"IHDR").then_some(())?;
    Some((big32(head, 16)?, big32(head, 20)?))
}

fn gif(head: &[u8]) -> Option<(u32, u32)> {
    Some((little16(head, 6)?.into(), little16(head, 8)?.into()))
}

fn webp(head: &[u8]) -> Option<(u32, u32)> {
    match head.get(12..16)? {
        b"VP8 " => {
            (head.get(23..26)? == [0x9d, 0x01, 0x2a]).then_some(())?;
            Some((u32::from(little16(head, 26)? & 0x3fff), u32::from(little16(head, 28)? & 0x3fff)))
        }
        b"VP8L" => {
            (*head.get(20)? == 0x2f).then_some(())?;
            let bits = u32::from(little16(head, 21)?) | u32::from(little16(head, 23)?) << 16;
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        b"VP8X" => {
            let three = |at| Some(u32::from(little16(head, at)?) | u32::from(*head.get(at + 2)?) << 16);
            Some((three(24)? + 1, three(27)? + 1))
        }
        _ => None,
    }
}

fn jpeg(head: &[u8]) -> Option<(u32, u32)> {
    let ((width, height), orientation) = jpeg_header(head)?;
    Some(if orientation >= 5 { (height, width) } else { (width, height) })
}

/// How the pixels of a JPEG are to be turned before they are shown, as EXIF counts: from 1, as they are,
/// to 8; 1 for any other file.
pub fn orientation(bytes: &[u8]) -> u8 {
    let jpeg = bytes.starts_with(&[0xff, 0xd8, 0xff]);
    jpeg.then(|| jpeg_header(bytes)).flatten().map_or(1, |(_, orientation)| orientation)
}

/// Segment by segment up to the one that says the size. The first APP1 that holds EXIF says how the
/// image is turned.
fn jpeg_header(head: &[u8]) -> Option<((u32, u32), u8)> {
    let mut at = 2;
    let mut turned = None;
    loop {
        // A marker may come after any number of bytes of filling.
        (*head.get(at)? == 0xff).then_some(())?;
        while *head.get(at + 1)? == 0xff {
            at += 1;
        }
        let marker = *head.get(at + 1)?;
        at += 2;
        // Markers that stand alone.
        if matches!(marker, 0x01 | 0xd0..=0xd8) {
            continue;
        }
        let length = usize::from(big16(head, at)?);
        if length < 2 {
            return None;
        }
        match marker {
            // What holds a size: not the tables of Huffman, of arithmetic coding, nor what is kept for later.
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                let size = (big16(head, at + 5)?.into(), big16(head, at + 3)?.into());
                return Some((size, turned.unwrap_or(1)));
            }
            // The data, or the end, with no size before.
            0xda | 0xd9 => return None,
            0xe1 if turned.is_none() => turned = head.get(at + 2..at + length).and_then(exif_orientation),
            _ => {}
        }
        at += length;
    }
}

/// The orientation that EXIF says, from 1 to 8; none where it says nothing of it.
fn exif_orientation(segment: &[u8]) -> Option<u8> {
    let tiff = segment.strip_prefix(b"Exif\0\0")?;
    let little = match tiff.get(..4)? {
        [b'I', b'I', 42, 0] => true,
        [b'M', b'M', 0, 42] => false,
        _ => return None,
    };
    let two = |at| if little { little16(tiff, at) } else { big16(tiff, at) };
    let four = if little {
        u32::from(little16(tiff, 4)?) | u32::from(little16(tiff, 6)?) << 16
    } else {
        big32(tiff, 4)?
    };
    let directory = usize::try_from(four).ok()?;
    let entries = usize::from(two(directory)?);
    for rank in 0..entries {
        let entry = directory.checked_add(2)?.checked_add(rank * 12)?;
        if two(entry)? == 0x0112 {
            let orientation = two(entry.checked_add(8)?)?;
            return u8::try_from(orientation).ok().filter(|known| (1..=8).contains(known));
        }
    }
    None
}

/// A box of ISO media: its name, its bytes, and what follows it.
fn media_box(bytes: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let name = bytes.get(4..8)?;
    let size = usize::try_from(big32(bytes, 0)?).ok()?;
    let (from, size) = match size {
        0 => (8, bytes.len()),
        1 => ((big32(bytes, 8)? == 0).then_some(16)?, usize::try_from(big32(bytes, 12)?).ok()?),
        size => (8, size),
    };
    // What lies beyond the bytes at hand is only ever the image itself.
    let end = size.max(from).min(bytes.len());
    Some((name, bytes.get(from..end)?, bytes.get(end..)?))
}

fn inside<'a>(mut bytes: &'a [u8], wanted: &[u8]) -> Option<&'a [u8]> {
    loop {
        let (name, content, rest) = media_box(bytes)?;
        if name == wanted {
            return Some(content);
        }
        bytes = rest;
    }
}

/// The largest size among the properties of the items: that of the image, where thumbnails, layers of
/// transparency and tiles have theirs.
fn avif(head: &[u8]) -> Option<(u32, u32)> {
    let brands = inside(head, b"ftyp")?;
    brands.chunks(4).any(|brand| matches!(brand, b"avif" | b"avis")).then_some(())?;
    let meta = inside(head, b"meta")?.get(4..)?;
    let mut properties = inside(inside(meta, b"iprp")?, b"ipco")?;
    let mut largest: Option<(u32, u32)> = None;
    let mut turned = false;
    while let Some((name, content, rest)) = media_box(properties) {
        match name {
            b"ispe" => {
                let size = (big32(content, 4)?, big32(content, 8)?);
                let area = |(width, height)| u64::from(width) * u64::from(height);
                if largest.is_none_or(|known| area(known) < area(size)) {
                    largest = Some(size);
                }
            }
            b"irot" => turned = content.first()? & 1 == 1,
            _ => {}
        }
        properties = rest;
    }
    largest.map(|(width, height)| if turned { (height, width) } else { (width, height) })
}

/// The root element's own width and height in pixels, or those of its `viewBox`.
fn svg_size(text: &str) -> Picture {
    let Some(root) = svg_root(text) else { return Picture::Broken };
    let number = |name| attribute(root, name).and_then(pixels);
    let view: Vec<f64> = attribute(root, "viewBox").map_or_else(Vec::new, |typed| {
        typed
            .split([',', ' ', '\t', '\n', '\r'])
            .filter(|part| !part.is_empty())
            .flat_map(str::parse)
            .collect()
    });
    let view = match view.as_slice() {
        [_, _, width, height] if *width > 0.0 && *height > 0.0 => Some((*width, *height)),
        _ => None,
    };
    let size = match (number("width"), number("height"), view) {
        (Some(width), Some(height), _) => Some((width, height)),
        (Some(width), None, Some((w, h))) => Some((width, width * h / w)),
        (None, Some(height), Some((w, h))) => Some((height * w / h, height)),
        (_, _, view) => view,
    };
    // Past this, nobody shows it; a number too large becomes no size rather than a wrong one.
    let whole = |n: f64| (0.5..=65_535.0).contains(&n).then(|| n.round() as u32);
    match size.and_then(|(width, height)| Some((whole(width)?, whole(height)?))) {
        Some((width, height)) => Picture::Sized { width, height },
        None => Picture::Unsized,
    }
}

/// What stands between `<svg` and `>`, past what comes before a root element.
fn svg_root(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = if rest.starts_with("<?") {
            rest.find("?>")? + 2
        } else if rest.starts_with("<!--") {
            rest.find("-->")? + 3
        } else if rest.starts_with("<!") {
            // A document type may hold declarations between brackets.
            let close = rest.find('>')?;
            if rest.get(..close)?.contains('[') { rest.find("]>")? + 2 } else { close + 1 }
        } else {
            break;
        };
        rest = rest.get(end..)?.trim_start();
    }
    let tag = rest.strip_prefix('<')?;
    let name = tag.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
    let local = tag.get(..name)?.rsplit(':').next()?;
    (local == "svg").then_some(())?;
    let mut quoted = None;
    for (at, c) in tag.char_indices().skip_while(|(at, _)| *at < name) {
        match (quoted, c) {
            (None, '>') => return tag.get(name..at),
            (None, '"' | '\'') => quoted = Some(c),
            (Some(quote), c) if quote == c => quoted = None,
            _ => {}
        }
    }
    None
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    loop {
        let equals = rest.find('=')?;
        let key = rest.get(..equals)?.trim();
        let value = rest.get(equals + 1..)?.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, after) = value.get(1..)?.split_once(quote)?;
        if key == name {
            return Some(value.trim());
        }
        rest = after;
    }
}

/// A length without a unit, or in pixels.
fn pixels(typed: &str) -> Option<f64> {
    typed.strip_suffix("px").unwrap_or(typed).trim().parse().ok().filter(|n: &f64| n.is_finite())
}

fn big16(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_be_bytes)
}

fn little16(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

fn big32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_be_bytes)
}

#[cfg(test)]
mod tests;
