//! Where the code of a page stands, which is left as it is.

use std::ops::Range;

/// Ranges of the code of a text, in order: blocks between fences, and code inside a line. Code that is only
/// indented is not told from a list.
pub(super) fn ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut fence: Option<(char, usize, usize)> = None;
    let mut paragraph: Option<usize> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let inner = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '>'));
        let marked = inner.trim_start_matches(|c: char| {
            c.is_ascii_digit() || matches!(c, '-' | '*' | '+' | '.' | ')' | ' ' | '\t')
        });
        let opens = run(inner).or_else(|| run(marked));
        match (fence, opens) {
            (Some((mark, length, from)), _) => {
                let closes = run(inner).filter(|(found, count, rest)| {
                    *found == mark && *count >= length && rest.trim().is_empty()
                });
                if closes.is_some() {
                    ranges.push(from..at);
                    fence = None;
                }
            }
            (None, Some((mark, length, rest))) if mark == '~' || !rest.contains('`') => {
                spans(text, paragraph.take(), start, &mut ranges);
                fence = Some((mark, length, start));
            }
            _ if inner.trim().is_empty() => spans(text, paragraph.take(), start, &mut ranges),
            _ => paragraph = paragraph.or(Some(start)),
        }
    }
    spans(text, paragraph, at, &mut ranges);
    ranges.extend(fence.map(|(_, _, from)| from..text.len()));
    ranges.sort_unstable_by_key(|range| range.start);
    ranges
}

/// The run of signs of a fence that a line starts with, and what follows it.
fn run(line: &str) -> Option<(char, usize, &str)> {
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let rest = line.trim_start_matches(mark);
    let count = line.len() - rest.len();
    (count >= 3).then_some((mark, count, rest))
}

/// Code inside the lines of a paragraph.
fn spans(text: &str, from: Option<usize>, end: usize, ranges: &mut Vec<Range<usize>>) {
    let Some(mut at) = from else { return };
    let runs: Vec<Range<usize>> = std::iter::from_fn(|| {
        let start = at + text.get(at..end)?.find('`')?;
        let length = text.get(start..end)?.bytes().take_while(|b| *b == b'`').count();
        at = start + length;
        Some(start..at)
    })
    .collect();
    let mut next = 0;
    while let Some(open) = runs.get(next) {
        let after = runs.get(next + 1..).unwrap_or_default();
        match after.iter().position(|close| close.len() == open.len()) {
            Some(ahead) => {
                let end = after.get(ahead).map_or(open.end, |close| close.end);
                ranges.push(open.start..end);
                next += ahead + 2;
            }
            None => next += 1,
        }
    }
}

/// Whether a place stands in one of these ranges.
pub(super) fn holds(ranges: &[Range<usize>], at: usize) -> bool {
    let after = ranges.partition_point(|range| range.start <= at);
    after.checked_sub(1).and_then(|rank| ranges.get(rank)).is_some_and(|range| at < range.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_found_where_it_stands() {
        let found = |text: &str| -> Vec<String> {
            ranges(text).into_iter().map(|range| text[range].to_owned()).collect()
        };
        assert_eq!(found("a `b` c ``d ` e`` `f"), ["`b`", "``d ` e``"]);
        assert_eq!(found("a\n```go\nb `c`\n```\n`d`"), ["```go\nb `c`\n```\n", "`d`"]);
        assert_eq!(found("- ~~~\n  b\n  ~~~\nc"), ["- ~~~\n  b\n  ~~~\n"]);
        assert_eq!(found("```\nb"), ["```\nb"]);
        assert_eq!(found("a `b\n\nc`"), Vec::<String>::new());
        assert!(holds(&ranges("a `b` c"), 3) && !holds(&ranges("a `b` c"), 6));
    }
}
