//! WebP, read and written. Read in Rust, since files come from anywhere; written by libwebp, from pixels whose
//! number was checked.

use std::io::Cursor;

use super::codec::{Decoded, Fault, Format, MOST_PIXELS, bounded, of_length};
use super::resize::Pixels;

/// How much higher the quality of WebP is than that of a JPEG which looks alike: measured with the structural
/// similarity of eight photographs at three widths.
const ABOVE_JPEG: u8 = 3;

/// The effort spent on what is written without loss, from 0 to 100; past this, time doubles for a few bytes.
const EFFORT: f32 = 75.0;

/// Pixels a side of the largest WebP.
const LARGEST_SIDE: usize = 16_383;

/// Decodes an image that does not move.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, Fault> {
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(bytes)).map_err(|_| Fault::Damaged)?;
    decoder.set_memory_limit(usize::try_from(MOST_PIXELS * 4).unwrap_or(usize::MAX));
    if decoder.is_animated() {
        return Err(Fault::Left);
    }
    let (width, height) = decoder.dimensions();
    let (width, height) = (width as usize, height as usize);
    bounded(width, height)?;
    let lossless = !decoder.is_lossy();
    let channels = if decoder.has_alpha() { 4 } else { 3 };
    let profile = decoder.icc_profile().ok().flatten();
    let mut read = vec![0; decoder.output_buffer_size().ok_or(Fault::TooLarge)?];
    decoder.read_image(&mut read).map_err(|_| Fault::Damaged)?;
    let pixels = of_length(width, height, channels, read)?;
    Ok(Decoded { pixels, format: Format::WebP { lossless }, profile })
}

/// Writes an image, with as much loss as JPEG of this quality, or without any. None where it is too large for the
/// format.
pub(super) fn encode(pixels: &Pixels, profile: Option<&[u8]>, quality: Option<u8>) -> Option<Vec<u8>> {
    let (width, height) = (pixels.width, pixels.height);
    let channels = if pixels.channels.is_multiple_of(2) { 4 } else { 3 };
    if width > LARGEST_SIDE || height > LARGEST_SIDE || pixels.bytes.len() != width * height * pixels.channels
    {
        return None;
    }
    let coloured: Vec<u8>;
    let bytes = match pixels.channels {
        1 => {
            coloured = pixels.bytes.iter().flat_map(|grey| [*grey; 3]).collect();
            &coloured
        }
        2 => {
            let (pairs, _) = pixels.bytes.as_chunks::<2>();
            coloured = pairs.iter().flat_map(|[grey, opacity]| [*grey, *grey, *grey, *opacity]).collect();
            &coloured
        }
        _ => &pixels.bytes,
    };
    let layout = if channels == 4 { webp::PixelLayout::Rgba } else { webp::PixelLayout::Rgb };
    let (wide, tall) = (u32::try_from(width).ok()?, u32::try_from(height).ok()?);
    let encoder = webp::Encoder::new(bytes, layout, wide, tall);
    let quality = quality.map(|quality| f32::from(quality.saturating_add(ABOVE_JPEG).min(100)));
    let written = encoder.encode_simple(quality.is_none(), quality.unwrap_or(EFFORT)).ok()?;
    match profile {
        Some(profile) => with_profile(&written, profile, (wide, tall), channels == 4),
        None => Some(written.to_vec()),
    }
}

/// The same file with a profile of colours, which libwebp’s own way of writing leaves out: the container is made
/// anew round the same data.
fn with_profile(
    written: &[u8],
    profile: &[u8],
    (width, height): (u32, u32),
    opacity: bool,
) -> Option<Vec<u8>> {
    let mut chunks = written.get(12..)?;
    let mut data = Vec::with_capacity(written.len());
    while let Some((name, rest)) = chunks.split_first_chunk::<4>() {
        let (size, rest) = rest.split_first_chunk::<4>()?;
        let size = usize::try_from(u32::from_le_bytes(*size)).ok()?;
        let content = rest.get(..size)?;
        if name != b"VP8X" {
            chunk(&mut data, name, content)?;
        }
        // A chunk of an odd size is followed by a byte that says nothing.
        chunks = rest.get(size + size % 2..).unwrap_or_default();
    }
    let (wide, tall) = ((width - 1).to_le_bytes(), (height - 1).to_le_bytes());
    let flags = 0x20 | if opacity { 0x10 } else { 0 };
    let head = [flags, 0, 0, 0, wide[0], wide[1], wide[2], tall[0], tall[1], tall[2]];
    let mut inside = b"WEBP".to_vec();
    chunk(&mut inside, b"VP8X", &head)?;
    chunk(&mut inside, b"ICCP", profile)?;
    inside.extend(data);
    let mut file = Vec::with_capacity(inside.len() + 8);
    chunk(&mut file, b"RIFF", &inside)?;
    Some(file)
}

fn chunk(out: &mut Vec<u8>, name: &[u8; 4], content: &[u8]) -> Option<()> {
    out.extend(name);
    out.extend(u32::try_from(content.len()).ok()?.to_le_bytes());
    out.extend(content);
    if content.len() % 2 == 1 {
        out.push(0);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::super::codec::{self, tests::waves};
    use super::*;
    use crate::source::{Picture, read_picture};

    fn gap(a: &[u8], b: &[u8]) -> f64 {
        assert_eq!(a.len(), b.len());
        a.iter().zip(b).map(|(a, b)| f64::from(a.abs_diff(*b))).sum::<f64>() / a.len() as f64
    }

    #[test]
    fn a_photograph_comes_back_alike_and_lighter_than_its_jpeg() {
        let photograph = waves(320, 240);
        let jpeg = photograph.written(80).unwrap();
        let webp = photograph.webp(80).unwrap();
        assert!(webp.len() < jpeg.len(), "{} {}", webp.len(), jpeg.len());
        assert_eq!(read_picture("a.webp", &webp), Picture::Sized { width: 320, height: 240 });
        let back = codec::decode(&webp).ok().unwrap();
        assert_eq!(back.format, Format::WebP { lossless: false });
        assert!(gap(&back.pixels.bytes, &photograph.pixels.bytes) < 4.0);
        // What was WebP stays so, at another size too.
        let narrow = back.reduced(160, 120).written(80).unwrap();
        assert_eq!(read_picture("a.webp", &narrow), Picture::Sized { width: 160, height: 120 });
    }

    #[test]
    fn a_plan_comes_back_as_it_was_with_its_opacity_and_its_profile() {
        for channels in [1, 2, 3, 4] {
            let bytes = (0..7 * 5 * channels).map(|at| if at % 2 == 1 { 255 } else { (at * 3 % 251) as u8 });
            let pixels = Pixels { width: 7, height: 5, channels, bytes: bytes.collect() };
            for profile in [None, Some(vec![7; 201])] {
                let plan = Decoded { pixels: pixels.clone(), format: Format::Png, profile };
                let webp = plan.webp(80).unwrap();
                assert_eq!(read_picture("a.webp", &webp), Picture::Sized { width: 7, height: 5 });
                let back = codec::decode(&webp).ok().unwrap();
                assert_eq!((back.format, &back.profile), (Format::WebP { lossless: true }, &plan.profile));
                let seen = |pixels: &Pixels| {
                    let colours = if pixels.channels < 3 { 1 } else { 3 };
                    let of = |pixel: &[u8]| [pixel[0], pixel[1 % colours], pixel[2 % colours]];
                    pixels.bytes.chunks(pixels.channels).map(of).collect::<Vec<_>>()
                };
                assert_eq!(seen(&back.pixels), seen(&plan.pixels), "{channels}");
            }
        }
        let clear = Pixels { width: 2, height: 1, channels: 2, bytes: vec![9, 0, 200, 255] };
        for profile in [None, Some(&[1u8, 2, 3][..])] {
            let back = decode(&encode(&clear, profile, None).unwrap()).ok().unwrap();
            assert_eq!(back.pixels.bytes.chunks(4).map(|p| p[3]).collect::<Vec<_>>(), [0, 255]);
        }
    }

    #[test]
    fn what_is_cut_short_or_moves_is_told() {
        let webp = waves(64, 64).webp(80).unwrap();
        for cut in [13, 24, webp.len() / 2] {
            assert_eq!(decode(&webp[..cut]).err(), Some(Fault::Damaged), "cut at {cut}");
        }
        let wide =
            Pixels { width: LARGEST_SIDE + 1, height: 1, channels: 1, bytes: vec![0; LARGEST_SIDE + 1] };
        assert_eq!(encode(&wide, None, Some(80)), None);
        let wrong = Pixels { width: 9, height: 9, channels: 3, bytes: vec![0; 9] };
        assert_eq!(encode(&wrong, None, Some(80)), None);
    }
}
