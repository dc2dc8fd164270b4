//! What an editor typed where Markdown read something else.

use std::borrow::Cow;
use std::ops::Range;

/// What was typed where Markdown read `read`, calls included: inside code and HTML a call is not one.
pub(super) fn restored<'a>(
    typed: &str,
    masked: &str,
    masks: &[Range<usize>],
    read: &'a str,
    range: Range<usize>,
) -> Cow<'a, str> {
    if !masks.iter().any(|m| m.start < range.end && range.start < m.end) {
        return Cow::Borrowed(read);
    }
    let slice = masked.get(range.clone()).unwrap_or("");
    if slice == read {
        return Cow::Owned(typed.get(range).unwrap_or(read).to_owned());
    }
    // Markdown leaves out what surrounds the code (back-ticks, the marks of a quote) and reads a
    // line end as a space; what it keeps stays in order. A mask covers whole calls, whose bytes are
    // not always letters one by one: bytes are gathered, then read as text.
    let mut bytes = Vec::with_capacity(read.len());
    let mut at = 0;
    for byte in read.bytes() {
        let same = |b: u8| b == byte || (byte == b' ' && (b == b'\n' || b == b'\r'));
        let Some(found) = slice.bytes().skip(at).position(same) else { continue };
        at += found + 1;
        let kept = if byte == b' ' { Some(&b' ') } else { typed.as_bytes().get(range.start + at - 1) };
        bytes.extend(kept);
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

/// A block of HTML without its comments; one that is not closed runs to the end.
pub(super) fn without_comments(html: &str) -> String {
    let mut kept = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept
}
