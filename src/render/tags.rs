//! The tags of a template, and the names that stand in them: read without the engine, which gives no tree.

use std::ops::Range;

/// A path: the place of each of its names.
pub(super) type Path = Vec<Range<usize>>;

/// The inside of each `{{ … }}` and `{% … %}`, and whether it is the second; not of comments, nor between
/// `raw` and `endraw`.
pub(super) fn tags(text: &str) -> Vec<(Range<usize>, bool)> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut raw = false;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find('{')).map(|open| at + open) {
        let inner = open + 2;
        let (close, is_tag) = match text.get(open..inner) {
            Some("{{") => ("}}", false),
            Some("{%") => ("%}", true),
            Some("{#") => ("#}", false),
            _ => {
                at = open + 1;
                continue;
            }
        };
        let end = closed(text, inner, close);
        if close != "#}" {
            let word = text.get(inner..end).unwrap_or("").trim_matches(['-', ' ', '\n']);
            match word {
                "raw" if is_tag => raw = true,
                "endraw" if is_tag => raw = false,
                _ if raw => {}
                _ => found.push((inner..end, is_tag)),
            }
        }
        at = end;
    }
    found
}

/// Where a tag ends; what stands in quotes ends nothing.
fn closed(text: &str, from: usize, close: &str) -> usize {
    let mut quote = None;
    for (at, c) in text.get(from..).unwrap_or("").char_indices() {
        match quote {
            Some(open) if open == c => quote = None,
            Some(_) => {}
            None if close != "#}" && ['"', '\'', '`'].contains(&c) => quote = Some(c),
            None if text.get(from + at..).is_some_and(|rest| rest.starts_with(close)) => return from + at,
            None => {}
        }
    }
    text.len()
}

/// Every path of names in the inside of a tag, outside quotes: `page.title`, `in`, `words`.
pub(super) fn paths(inner: &str, offset: usize) -> Vec<Path> {
    let mut found: Vec<Path> = Vec::new();
    let mut quote = None;
    let mut chars = inner.char_indices().peekable();
    // Whether the last sign was the dot, or the bracket, of what is before it.
    let mut dotted = false;
    let mut open = false;
    while let Some((start, c)) = chars.next() {
        if let Some(end) = quote {
            quote = quote.filter(|_| c != end);
            continue;
        }
        if c.is_alphabetic() || c == '_' {
            let mut end = start + c.len_utf8();
            while let Some((at, next)) =
                chars.peek().copied().filter(|(_, c)| c.is_alphanumeric() || *c == '_')
            {
                end = at + next.len_utf8();
                chars.next();
            }
            let name = offset + start..offset + end;
            match found.last_mut().filter(|_| dotted && open) {
                Some(path) => path.push(name),
                None if dotted => {}
                None => found.push(vec![name]),
            }
            (dotted, open) = (false, true);
        } else if c == '.' {
            dotted = true;
        } else if c == '?' && chars.peek().is_some_and(|(_, next)| *next == '.') {
        } else {
            quote = Some(c).filter(|c| ['"', '\'', '`'].contains(c));
            // After `]` or `)`, a dot continues what no path is known for.
            (dotted, open) = (false, false);
        }
    }
    found
}

/// Whether a name of a tag, alone or at the head of a path, is that of a value: no word of the language, no filter,
/// test, function or component, and no argument that is given by its name.
pub(super) fn names_a_value(text: &str, tag: &Range<usize>, at: &Range<usize>) -> bool {
    const WORDS: [&str; 16] = [
        "and", "or", "not", "in", "is", "if", "else", "true", "false", "none", "True", "False", "None",
        "loop", "self", "super",
    ];
    let name = text.get(at.clone()).unwrap_or("");
    let before = text.get(tag.start..at.start).unwrap_or("");
    let after = text.get(at.end..tag.end).unwrap_or("").trim_start();
    let last = before.trim_end();
    let word = |word: &str| {
        last.strip_suffix(word).is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric() || c == '_'))
    };
    let is_test = word("is") || (word("not") && last.trim_end_matches("not").trim_end().ends_with(" is"));
    // A component takes values between braces; the rest of its tag are names of arguments.
    let component = before.trim_start_matches(['-', ' ', '\n']).starts_with('<');
    let bare = component && before.matches('{').count() == before.matches('}').count();
    let given = after.starts_with('=') && !after.starts_with("==");
    !(WORDS.contains(&name)
        || name.starts_with("__")
        || last.ends_with(['|', '<', '/', '.', ']', ')'])
        || is_test
        || bare
        || given
        || after.starts_with('('))
}
