//! Bytes of an image → its pixels → bytes again. JPEG, PNG and WebP: the photographs and the plans that
//! administrations have. A file is data of unknown hands: it announces its size, which is bounded before
//! anything is held, and one that stops in the middle is an error and not half an image in grey.

use std::io::Cursor;

use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::resize::Pixels;
use super::webp;

/// Pixels of the largest image that is decoded: those of the best cameras of telephones, and 200 MB in
/// memory at most.
pub(super) const MOST_PIXELS: u64 = 50_000_000;

/// Scans of a progressive JPEG. No program makes as many; each costs a walk over the whole image.
const MOST_SCANS: usize = 64;

/// What an image is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Jpeg,
    Png,
    WebP { lossless: bool },
}

/// A decoded image, with what is needed to write it again.
pub(super) struct Decoded {
    pub(super) pixels: Pixels,
    pub(super) format: Format,
    /// The profile of its colours, if it has one.
    pub(super) profile: Option<Vec<u8>>,
}

/// Why an image is not decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Nothing is wrong: its format is not one that is made smaller, or it moves.
    Left,
    /// More than [`MOST_PIXELS`].
    TooLarge,
    /// Damaged, or cut short.
    Damaged,
}

impl Format {
    fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
                Some(Self::WebP { lossless: false })
            }
            _ => None,
        }
    }
}

fn ends(path: &str, endings: &[&str]) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, ending)| endings.iter().any(|known| known.eq_ignore_ascii_case(ending)))
}

/// Whether a file is named as one that can be written as WebP.
pub(super) fn is_known(path: &str) -> bool {
    ends(path, &["jpg", "jpeg", "png"])
}

/// Whether a file is named as WebP.
pub(super) fn is_webp(path: &str) -> bool {
    ends(path, &["webp"])
}

/// `plans/mairie.jpg` → `plans/mairie.webp`.
pub(super) fn named_webp(path: &str) -> String {
    path.rsplit_once('.').map_or_else(|| format!("{path}.webp"), |(stem, _)| format!("{stem}.webp"))
}

/// Decodes an image, upright.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, Fault> {
    match Format::of(bytes).ok_or(Fault::Left)? {
        Format::Jpeg => jpeg(bytes),
        Format::Png => png(bytes),
        Format::WebP { .. } => webp::decode(bytes),
    }
}

pub(super) fn bounded(width: usize, height: usize) -> Result<(), Fault> {
    let pixels = (width as u64).saturating_mul(height as u64);
    if pixels == 0 {
        Err(Fault::Damaged)
    } else if pixels > MOST_PIXELS {
        Err(Fault::TooLarge)
    } else {
        Ok(())
    }
}

fn jpeg(bytes: &[u8]) -> Result<Decoded, Fault> {
    let last = |mark: u8| bytes.windows(2).rposition(|two| two == [0xff, mark]);
    // The decoder fills what is missing with grey: data that no end follows was cut short.
    if last(0xd9) < last(0xda) {
        return Err(Fault::Damaged);
    }
    let options = DecoderOptions::default()
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .jpeg_set_max_scans(MOST_SCANS)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = zune_jpeg::JpegDecoder::new_with_options(Cursor::new(bytes), options);
    decoder.decode_headers().map_err(|_| Fault::Damaged)?;
    let info = decoder.info().ok_or(Fault::Damaged)?;
    let (width, height) = (usize::from(info.width), usize::from(info.height));
    bounded(width, height)?;
    let profile = decoder.icc_profile();
    let read = decoder.decode().map_err(|_| Fault::Damaged)?;
    let pixels = of_length(width, height, 3, read)?;
    let pixels = pixels.turned(crate::source::orientation(bytes));
    Ok(Decoded { pixels, format: Format::Jpeg, profile })
}

fn png(bytes: &[u8]) -> Result<Decoded, Fault> {
    let most = usize::try_from(MOST_PIXELS * 4).unwrap_or(usize::MAX);
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), png::Limits { bytes: most });
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    let mut reader = decoder.read_info().map_err(|_| Fault::Damaged)?;
    let info = reader.info();
    let (width, height) = (info.width as usize, info.height as usize);
    bounded(width, height)?;
    if info.animation_control.is_some() {
        return Err(Fault::Left);
    }
    let profile = info.icc_profile.as_ref().map(|profile| profile.to_vec());
    let mut read = vec![0; reader.output_buffer_size().ok_or(Fault::TooLarge)?];
    let frame = reader.next_frame(&mut read).map_err(|_| Fault::Damaged)?;
    read.truncate(frame.buffer_size());
    let pixels = of_length(width, height, frame.color_type.samples(), read)?;
    Ok(Decoded { pixels, format: Format::Png, profile })
}

pub(super) fn of_length(
    width: usize,
    height: usize,
    channels: usize,
    bytes: Vec<u8>,
) -> Result<Pixels, Fault> {
    let whole = bytes.len() == width * height * channels && (1..=4).contains(&channels);
    whole.then_some(Pixels { width, height, channels, bytes }).ok_or(Fault::Damaged)
}

impl Decoded {
    /// The same image with fewer pixels; itself at its own size.
    pub(super) fn reduced(&self, width: u32, height: u32) -> Self {
        let (width, height) = (width as usize, height as usize);
        let same = (width, height) == (self.pixels.width, self.pixels.height);
        let pixels = if same { self.pixels.clone() } else { self.pixels.reduced(width, height) };
        Self { pixels, format: self.format, profile: self.profile.clone() }
    }

    /// Its bytes as WebP: with loss, as much as JPEG of this quality has, where it had some; none otherwise.
    pub(super) fn webp(&self, quality: u8) -> Option<Vec<u8>> {
        let lossless = matches!(self.format, Format::Png | Format::WebP { lossless: true });
        webp::encode(&self.pixels, self.profile.as_deref(), (!lossless).then_some(quality))
    }

    /// Its bytes in its own format. `quality` is that of JPEG, from 1 to 100. None when it cannot be written,
    /// which no size that was decoded leads to.
    pub(super) fn written(&self, quality: u8) -> Option<Vec<u8>> {
        let small = &self.pixels;
        let (width, height) = (u32::try_from(small.width).ok()?, u32::try_from(small.height).ok()?);
        let mut out = Vec::new();
        match self.format {
            Format::WebP { .. } => return self.webp(quality),
            Format::Jpeg => {
                let mut encoder = jpeg_encoder::Encoder::new(&mut out, quality);
                encoder.set_progressive(true);
                encoder.set_optimized_huffman_tables(true);
                encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_2_2);
                if let Some(profile) = &self.profile {
                    encoder.add_icc_profile(profile).ok()?;
                }
                let (width, height) = (u16::try_from(width).ok()?, u16::try_from(height).ok()?);
                encoder.encode(&small.bytes, width, height, jpeg_encoder::ColorType::Rgb).ok()?;
            }
            Format::Png => {
                let mut info = png::Info::with_size(width, height);
                info.icc_profile = self.profile.as_deref().map(Into::into);
                info.color_type = match small.channels {
                    1 => png::ColorType::Grayscale,
                    2 => png::ColorType::GrayscaleAlpha,
                    3 => png::ColorType::Rgb,
                    _ => png::ColorType::Rgba,
                };
                info.bit_depth = png::BitDepth::Eight;
                let mut encoder = png::Encoder::with_info(&mut out, info).ok()?;
                encoder.set_compression(png::Compression::Balanced);
                let mut writer = encoder.write_header().ok()?;
                writer.write_image_data(&small.bytes).ok()?;
                writer.finish().ok()?;
            }
        }
        Some(out)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A photograph of sorts: soft waves, in colour.
    pub(in crate::render::images) fn waves(width: u32, height: u32) -> Decoded {
        let mut bytes = Vec::new();
        for y in 0..height {
            for x in 0..width {
                let wave =
                    |a: f32, b: f32| (128.0 + 100.0 * (x as f32 / a).sin() * (y as f32 / b).cos()) as u8;
                bytes.extend([wave(31.0, 47.0), wave(53.0, 29.0), wave(17.0, 61.0)]);
            }
        }
        let (width, height) = (width as usize, height as usize);
        Decoded { pixels: Pixels { width, height, channels: 3, bytes }, format: Format::Jpeg, profile: None }
    }

    #[test]
    fn a_photograph_comes_back_smaller_and_alike() {
        let photograph = waves(600, 400);
        let whole = photograph.written(90).unwrap();
        let read = decode(&whole).unwrap_or_else(|fault| panic!("{fault:?}"));
        assert_eq!((read.pixels.width, read.pixels.height), (600, 400));
        let small = decode(&read.reduced(200, 133).written(80).unwrap()).ok().unwrap();
        let expected = photograph.pixels.reduced(200, 133);
        let gap = |a: &[u8], b: &[u8]| {
            a.iter().zip(b).map(|(a, b)| f64::from(a.abs_diff(*b))).sum::<f64>() / a.len() as f64
        };
        assert!(
            gap(&small.pixels.bytes, &expected.bytes) < 4.0,
            "{}",
            gap(&small.pixels.bytes, &expected.bytes)
        );
    }

    #[test]
    fn a_plan_comes_back_with_its_profile() {
        let pixels =
            Pixels { width: 2, height: 2, channels: 2, bytes: vec![0, 255, 9, 255, 200, 255, 255, 0] };
        let plan = Decoded { pixels, format: Format::Png, profile: Some(vec![7; 200]) };
        let back = decode(&plan.written(80).unwrap()).ok().unwrap();
        assert_eq!(back.profile, plan.profile);
        assert_eq!((back.pixels.channels, back.pixels.width), (2, 2));
    }

    #[test]
    fn what_is_cut_short_or_too_large_is_told() {
        let fault = |bytes: &[u8]| decode(bytes).err();
        let jpeg = waves(64, 64).written(80).unwrap();
        assert_eq!(fault(&jpeg), None);
        for cut in [4, 20, jpeg.len() / 2, jpeg.len() - 2] {
            assert_eq!(fault(&jpeg[..cut]), Some(Fault::Damaged), "JPEG cut at {cut}");
        }
        let png = Decoded { format: Format::Png, ..waves(64, 64) }.written(80).unwrap();
        assert_eq!(fault(&png), None);
        for cut in [8, 40, png.len() / 2] {
            assert_eq!(fault(&png[..cut]), Some(Fault::Damaged), "PNG cut at {cut}");
        }
        // 65,535 by 65,535, with nothing behind.
        let mut bomb = jpeg.clone();
        let frame = bomb.windows(2).position(|two| two == [0xff, 0xc2]).unwrap();
        bomb[frame + 5..frame + 9].fill(0xff);
        assert_eq!(fault(&bomb), Some(Fault::TooLarge));
        assert_eq!(fault(b"GIF89a"), Some(Fault::Left));
    }
}
