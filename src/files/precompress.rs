//! Files compressed beside those that are published: a server that finds `index.html.br` sends it as it
//! is, and compresses nothing itself.

use std::io::{self, Read, Write};
use std::path::Path;

use flate2::{Compression, GzBuilder, read::GzDecoder};

/// A smaller file travels in one packet as it is.
const SMALLEST: u64 = 1024;

/// Endings of the names of texts: all else that a site holds is compressed by its own format.
const TEXTS: [&str; 13] =
    ["html", "css", "js", "mjs", "json", "jsonld", "xml", "atom", "svg", "txt", "csv", "webmanifest", "md"];

/// From 0 to 11. On 60 pages of a site, 11 takes 2.6 times as long for 1.6 % fewer bytes, and 9 as long for
/// 10 % more.
const QUALITY: i32 = 10;

/// Bits of the window: one that holds a page is enough, and a larger one is memory to be cleared.
const WINDOW: std::ops::RangeInclusive<u32> = 16..=22;

/// The forms a file is published in, each by what its name gains.
pub(super) const FORMS: [(&str, Form); 2] = [("gz", Form::Gzip), ("br", Form::Brotli)];

/// A form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Gzip,
    Brotli,
}

/// Whether a file is worth compressing, by its name and its bytes.
pub(super) fn is_worth(path: &Path, size: u64) -> bool {
    let ending = path.extension().and_then(std::ffi::OsStr::to_str);
    size >= SMALLEST
        && ending.is_some_and(|ending| TEXTS.iter().any(|text| text.eq_ignore_ascii_case(ending)))
}

impl Form {
    /// Bytes in this form: always the same ones for the same bytes. None where they would not be fewer.
    pub(super) fn compress(self, bytes: &[u8]) -> io::Result<Option<Vec<u8>>> {
        let mut out = Vec::with_capacity(bytes.len() / 3);
        match self {
            Self::Gzip => {
                // Neither a time nor a name in its header.
                let mut gzip = GzBuilder::new().mtime(0).write(&mut out, Compression::best());
                gzip.write_all(bytes)?;
                gzip.finish()?;
            }
            Self::Brotli => {
                let bits = bytes.len().next_power_of_two().ilog2().clamp(*WINDOW.start(), *WINDOW.end());
                let settings = brotli::enc::BrotliEncoderParams {
                    quality: QUALITY,
                    lgwin: i32::try_from(bits).unwrap_or(22),
                    size_hint: bytes.len(),
                    ..Default::default()
                };
                brotli::BrotliCompress(&mut &*bytes, &mut out, &settings)?;
            }
        }
        Ok((out.len() < bytes.len()).then_some(out))
    }

    /// Whether bytes in this form are those. One that was damaged, or is of another file, is not.
    pub(super) fn holds(self, compressed: &[u8], bytes: &[u8]) -> bool {
        let mut read = Vec::with_capacity(bytes.len() + 1);
        // One byte more than there should be tells what goes on without end.
        let most = bytes.len() as u64 + 1;
        let done = match self {
            Self::Gzip => GzDecoder::new(compressed).take(most).read_to_end(&mut read),
            Self::Brotli => brotli::Decompressor::new(compressed, 4096).take(most).read_to_end(&mut read),
        };
        done.is_ok() && read == bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_above_a_packet_are_worth_it() {
        let worth = |path: &str, size| is_worth(Path::new(path), size);
        assert!(worth("a/index.html", 1024) && worth("A.SVG", 9000) && worth("sitemap.xml", 2000));
        assert!(
            !worth("index.html", 1023)
                && !worth("a.png", 9000)
                && !worth("CNAME", 9000)
                && !worth("a.html.gz", 9000)
        );
    }

    #[test]
    fn each_form_gives_its_bytes_back_and_knows_others() {
        let page = "<p>Une page qui se répète.</p>\n".repeat(200);
        for (_, form) in FORMS {
            let small = form.compress(page.as_bytes()).unwrap().unwrap();
            assert!(small.len() * 20 < page.len(), "{form:?}: {}", small.len());
            assert_eq!(form.compress(page.as_bytes()).unwrap().unwrap(), small);
            assert!(form.holds(&small, page.as_bytes()));
            assert!(!form.holds(&small, page.replace('p', "q").as_bytes()));
            assert!(!form.holds(&small, &page.as_bytes()[..page.len() - 9]));
            assert!(!form.holds(&small[..small.len() - 9], page.as_bytes()));
            assert!(!form.holds(b"", page.as_bytes()));
        }
    }

    #[test]
    fn gzip_says_neither_when_nor_what() {
        let small = Form::Gzip.compress(&[b'a'; 3000]).unwrap().unwrap();
        assert_eq!(small.get(..8).unwrap(), [0x1f, 0x8b, 8, 0, 0, 0, 0, 0]);
    }

    #[test]
    fn what_does_not_shrink_is_left_alone() {
        // No two bytes in a row that repeat: the beginning of a BLAKE3 stream.
        let mut noise = vec![0; 4096];
        blake3::Hasher::new().finalize_xof().fill(&mut noise);
        for (_, form) in FORMS {
            assert_eq!(form.compress(&noise).unwrap(), None);
        }
    }
}
