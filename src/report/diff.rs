//! What fixes change in a file, as a unified diff that `git apply` and `patch -p1` take.

use annotate_snippets::normalize_untrusted_str;
use annotate_snippets::renderer::{DEFAULT_ADDITION_STYLE, DEFAULT_REMOVAL_STYLE};
use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices, group_diff_ops};

use super::Options;
use super::summary::paint;

/// Lines around a change.
const CONTEXT: usize = 3;

/// The diff between two versions of a file, by its path from the site's folder; empty when they are
/// the same. Lines are those of `git` and `patch`, which end at a line feed and nowhere else; their
/// bytes are kept, whatever they are.
pub fn diff(path: &str, before: &[u8], after: &[u8]) -> Vec<u8> {
    let (old, new) = (lines(before), lines(after));
    let mut text = Vec::new();
    for hunk in group_diff_ops(operations(&old, &new), CONTEXT) {
        let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { continue };
        if text.is_empty() {
            text.extend(format!("--- {}\n+++ {}\n", name("a", path), name("b", path)).into_bytes());
        }
        let old_range = range(first.old_range().start, last.old_range().end);
        let new_range = range(first.new_range().start, last.new_range().end);
        text.extend(format!("@@ -{old_range} +{new_range} @@\n").into_bytes());
        for operation in &hunk {
            let (removed, added) = (old.get(operation.old_range()), new.get(operation.new_range()));
            let (removed, added) = (removed.unwrap_or(&[]), added.unwrap_or(&[]));
            if operation.tag() == DiffTag::Equal {
                removed.iter().for_each(|line| push(&mut text, b' ', line));
            } else {
                removed.iter().for_each(|line| push(&mut text, b'-', line));
                added.iter().for_each(|line| push(&mut text, b'+', line));
            }
        }
    }
    text
}

/// A diff as shown in a terminal: nothing in it can drive the terminal, and no-break spaces, which
/// are all that many fixes change, can be seen (`⍽`).
pub fn diff_here(diff: &[u8], color: bool) -> String {
    let options = Options { color, ..Options::default() };
    let mut shown = String::new();
    for line in lines(diff) {
        let line = String::from_utf8_lossy(line).replace(['\u{a0}', '\u{202f}'], "⍽");
        let line = normalize_untrusted_str(line.trim_end_matches(['\n', '\r']));
        let style = match line.as_bytes().first() {
            Some(b'-') => Some(DEFAULT_REMOVAL_STYLE),
            Some(b'+') => Some(DEFAULT_ADDITION_STYLE),
            _ => None,
        };
        shown.push_str(&style.map_or_else(|| line.clone(), |style| paint(&options, style, &line)));
        shown.push('\n');
    }
    shown
}

fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.split_inclusive(|byte| *byte == b'\n').collect()
}

/// What becomes of the lines. Fixes seldom add or remove one: with as many lines on both sides, each
/// faces its own, in linear time.
fn operations(old: &[&[u8]], new: &[&[u8]]) -> Vec<DiffOp> {
    if old.len() != new.len() {
        return capture_diff_slices(Algorithm::Myers, old, new);
    }
    let same: Vec<bool> = old.iter().zip(new).map(|(old, new)| old == new).collect();
    let mut operations = Vec::new();
    let mut at = 0;
    for stretch in same.chunk_by(|a, b| a == b) {
        let len = stretch.len();
        operations.push(match stretch.first() {
            Some(true) => DiffOp::Equal { old_index: at, new_index: at, len },
            _ => DiffOp::Replace { old_index: at, old_len: len, new_index: at, new_len: len },
        });
        at += len;
    }
    operations
}

/// The lines of one side of a hunk, as its head says them: from 1, and from the line before when
/// there are none.
fn range(start: usize, end: usize) -> String {
    match end - start {
        0 => format!("{start},0"),
        1 => format!("{}", start + 1),
        count => format!("{},{count}", start + 1),
    }
}

fn push(text: &mut Vec<u8>, sign: u8, line: &[u8]) {
    text.push(sign);
    text.extend_from_slice(line);
    if !line.ends_with(b"\n") {
        text.extend_from_slice(b"\n\\ No newline at end of file\n");
    }
}

/// A path as `git` writes it: between quotes when it holds what would end it or drive a terminal,
/// and with a tab after it when it holds a space.
fn name(side: &str, path: &str) -> String {
    if path.contains(|c: char| c.is_control() || c == '"' || c == '\\') {
        let mut quoted = String::new();
        for c in path.chars() {
            match c {
                '"' | '\\' => quoted.extend(['\\', c]),
                c if c.is_control() => {
                    let mut bytes = [0; 4];
                    for byte in c.encode_utf8(&mut bytes).bytes() {
                        quoted.push_str(&format!("\\{byte:03o}"));
                    }
                }
                c => quoted.push(c),
            }
        }
        return format!("\"{side}/{quoted}\"");
    }
    let end = if path.contains(' ') { "\t" } else { "" };
    format!("{side}/{path}{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(path: &str, before: &str, after: &str) -> String {
        String::from_utf8(diff(path, before.as_bytes(), after.as_bytes())).unwrap()
    }

    #[test]
    fn a_change_is_shown_with_three_lines_around_it() {
        let before: String = (1..=12).map(|n| format!("{n}\n")).collect();
        let after = before.replace("2\n3\n", "2\ntrois\n").replace("12\n", "douze\n");
        assert_eq!(
            said("content/a.md", &before, &after),
            "--- a/content/a.md\n+++ b/content/a.md\n@@ -1,6 +1,6 @@\n 1\n 2\n-3\n+trois\n 4\n 5\n 6\n\
             @@ -9,4 +9,4 @@\n 9\n 10\n 11\n-12\n+douze\n"
        );
    }

    #[test]
    fn lines_may_come_and_go() {
        assert_eq!(said("a", "1\n2\n", "1\nx\n2\n"), "--- a/a\n+++ b/a\n@@ -1,2 +1,3 @@\n 1\n+x\n 2\n");
        assert_eq!(said("a", "", "1\n"), "--- a/a\n+++ b/a\n@@ -0,0 +1 @@\n+1\n");
        assert_eq!(said("a", "1\n", "1\n"), "");
    }

    #[test]
    fn a_file_without_a_final_line_feed_says_so() {
        assert_eq!(
            said("a", "1\n2", "1\ndeux"),
            "--- a/a\n+++ b/a\n@@ -1,2 +1,2 @@\n 1\n-2\n\\ No newline at end of file\n+deux\n\\ No newline at end of file\n"
        );
    }

    #[test]
    fn only_line_feeds_end_lines_and_bytes_stay() {
        let diff = diff("a", b"caf\xe9\r\n\x0cx\rz ?\n", b"caf\xe9\r\n\x0cx\rz !\n");
        assert_eq!(diff, b"--- a/a\n+++ b/a\n@@ -1,2 +1,2 @@\n caf\xe9\r\n-\x0cx\rz ?\n+\x0cx\rz !\n");
    }

    #[test]
    fn names_are_written_as_git_does() {
        assert_eq!(name("a", "content/été.md"), "a/content/été.md");
        assert_eq!(name("a", "mes pages/a.md"), "a/mes pages/a.md\t");
        assert_eq!(name("b", "a\"\\\t.md"), "\"b/a\\\"\\\\\\011.md\"");
    }

    #[test]
    fn in_a_terminal_nothing_drives_it_and_spaces_are_seen() {
        let diff = diff("a", b"\x1b[31m ?\r\n", "\x1b[31m\u{202f}?\r\n".as_bytes());
        let shown = diff_here(&diff, false);
        assert!(!shown.contains('\x1b') && shown.contains("⍽?\n"), "{shown:?}");
        assert!(diff_here(&diff, true).contains("\x1b["));
    }
}
