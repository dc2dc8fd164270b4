use proptest::prelude::*;

use super::*;

fn sized(width: u32, height: u32) -> Picture {
    Picture::Sized { width, height }
}

/// A JPEG’s first segments, then a frame of 640 by 480.
fn jpeg_of(segments: &[&[u8]]) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8];
    for segment in segments {
        bytes.extend_from_slice(segment);
    }
    bytes.extend([0xff, 0xc0, 0, 17, 8, 0x01, 0xe0, 0x02, 0x80, 3]);
    bytes
}

fn exif(orientation: u8, little: bool) -> Vec<u8> {
    let mut tiff: Vec<u8> = if little {
        [b"II*\0".as_slice(), &8u32.to_le_bytes(), &1u16.to_le_bytes()].concat()
    } else {
        [b"MM\0*".as_slice(), &8u32.to_be_bytes(), &1u16.to_be_bytes()].concat()
    };
    tiff.extend(if little {
        [0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]
    } else {
        [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]
    });
    let length = u16::try_from(tiff.len() + 8).unwrap();
    [&[0xff, 0xe1], length.to_be_bytes().as_slice(), b"Exif\0\0", &tiff].concat()
}

fn in_box(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let size = u32::try_from(content.len() + 8).unwrap();
    [size.to_be_bytes().as_slice(), name, content].concat()
}

fn avif_of(properties: &[u8]) -> Vec<u8> {
    let iprp = in_box(b"iprp", &in_box(b"ipco", properties));
    let meta = in_box(b"meta", &[&[0; 4], in_box(b"hdlr", &[0; 4]).as_slice(), &iprp].concat());
    [in_box(b"ftyp", b"mif1\0\0\0\0mif1avif"), meta, in_box(b"mdat", &[1; 9])].concat()
}

#[test]
fn each_format_says_its_size() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x03\x20\0\0\x02\x58\x08\x02";
    assert_eq!(read("a.png", png), sized(800, 600));
    assert_eq!(read("a.gif", b"GIF89a\x20\x03\x58\x02\0"), sized(800, 600));
    let lossy = b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x20\x43\x58\x82";
    assert_eq!(read("a.webp", lossy), sized(800, 600), "the two high bits are a scale");
    // 799 | 599 << 14, in little order.
    let lossless =
        [b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f".as_slice(), &(799u32 | 599 << 14).to_le_bytes()].concat();
    assert_eq!(read("a.webp", &lossless), sized(800, 600));
    let extended = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x1f\x03\0\x57\x02\0";
    assert_eq!(read("a.webp", extended), sized(800, 600));
    assert_eq!(read("a.jpg", &jpeg_of(&[])), sized(640, 480));
    // What counts is what the file holds, not what it is called.
    assert_eq!(read("a.jpg", png), sized(800, 600));
}

#[test]
fn photographs_are_as_large_as_they_are_shown() {
    let turned = |orientation, little| read("a.jpg", &jpeg_of(&[&exif(orientation, little)]));
    for little in [true, false] {
        assert_eq!([1, 3].map(|o| turned(o, little)), [sized(640, 480); 2]);
        assert_eq!([5, 6, 8].map(|o| turned(o, little)), [sized(480, 640); 3]);
        assert_eq!([1, 6, 8, 9].map(|o| orientation(&jpeg_of(&[&exif(o, little)]))), [1, 6, 8, 1]);
    }
    let other = [0xff, 0xe1, 0, 8, b'h', b't', b't', b'p', b':', 0];
    assert_eq!(read("a.jpg", &jpeg_of(&[&other, &exif(6, true)])), sized(480, 640));
    let filled = [0xff, 0xff, 0xff, 0xe0, 0, 4, 1, 2];
    assert_eq!(read("a.jpg", &jpeg_of(&[&filled])), sized(640, 480), "bytes of filling before a marker");
}

#[test]
fn an_avif_is_as_large_as_its_largest_item() {
    let size = |width: u32, height: u32| {
        in_box(b"ispe", &[&[0; 4], width.to_be_bytes().as_slice(), &height.to_be_bytes()].concat())
    };
    let both = [size(160, 120), size(640, 480)].concat();
    assert_eq!(read("a.avif", &avif_of(&both)), sized(640, 480));
    let turned = [both, in_box(b"irot", &[1])].concat();
    assert_eq!(read("a.avif", &avif_of(&turned)), sized(480, 640));
    assert_eq!(read("a.avif", &in_box(b"ftyp", b"mp42\0\0\0\0mp42")), Picture::Broken);
}

#[test]
fn an_svg_is_as_large_as_it_says_or_as_its_view() {
    let svg = |text: &str| read("a.SVG", text.as_bytes());
    assert_eq!(svg("<svg width='120' height=\"80px\" viewBox='0 0 1 1'/>"), sized(120, 80));
    assert_eq!(svg("<svg viewBox=\"0 0 24.4, 24\"></svg>"), sized(24, 24));
    assert_eq!(svg("<svg width='48' viewBox='0 0 4 2'>"), sized(48, 24));
    assert_eq!(svg("<svg width='100%' viewBox='0 0 4 2'>"), sized(4, 2));
    let long = "\u{feff}<?xml version='1.0'?>\n<!-- <svg width='1'> --><!DOCTYPE svg [<!ENTITY a \">\">]>\n\
                <s:svg data-a='>' viewBox='0 0 7 9'>";
    assert_eq!(svg(long), sized(7, 9));
    assert_eq!(svg("<svg xmlns='http://www.w3.org/2000/svg'></svg>"), Picture::Unsized);
    assert_eq!(svg("<svg width='-3' height='1e99'>"), Picture::Unsized);
    assert_eq!([svg("<html>"), svg("<svg width='3"), svg("")], [Picture::Broken; 3]);
}

#[test]
fn what_is_cut_short_or_lies_is_broken() {
    let broken = |bytes: &[u8]| assert_eq!(read("a.jpg", bytes), Picture::Broken, "{bytes:?}");
    broken(b"");
    broken(b"Bonjour");
    broken(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\x02\x58");
    broken(b"GIF89a\x20");
    broken(&[0xff, 0xd8, 0xff, 0xe0, 0, 0]);
    broken(&[0xff, 0xd8, 0xff, 0xda, 0, 2]);
    let whole = jpeg_of(&[&exif(6, true)]);
    broken(whole.get(..whole.len() - 3).unwrap());
}

proptest! {
    #[test]
    fn any_bytes_come_to_an_end(
        start in prop::sample::select(vec![
            b"\xff\xd8\xff".to_vec(), b"RIFF\0\0\0\0WEBPVP8X".to_vec(), b"\0\0\0\x10ftypavifavif".to_vec(),
            avif_of(&[]), jpeg_of(&[&exif(6, false)]), b"<svg ".to_vec(),
        ]),
        rest in prop::collection::vec(any::<u8>(), 0..200),
        cut in 0usize..300,
    ) {
        let mut bytes = [start, rest].concat();
        bytes.truncate(cut.max(1));
        read("a.avif", &bytes);
        read("a.svg", &bytes);
    }
}

#[test]
fn an_svg_of_nothing_but_declarations_is_read_once() {
    assert_eq!(read("a.svg", "<!a>".repeat(100_000).as_bytes()), Picture::Broken);
}
