//! Style sheets as they are published: without comments, nor the white space that nobody reads, and
//! with the names of the files they call as these are published. Nothing else is changed: no value is
//! written otherwise, no rule moved, so that what an author wrote is what a browser reads.

/// A style sheet without its comments and its idle white space. `rename` is given what each `url(…)`
/// holds, and may say what stands there instead. None when the text cannot be read as CSS to its end
/// (a string, a comment or a bracket left open): it is then to be published as it is.
pub(super) fn minify(css: &str, rename: &mut dyn FnMut(&str) -> Option<String>) -> Option<String> {
    let mut writer = Writer { out: String::with_capacity(css.len()), space: false, open: Vec::new() };
    let mut rest = css.trim_start_matches('\u{feff}');
    while let Some(c) = rest.chars().next() {
        rest = match c {
            c if is_space(c) => {
                writer.space = true;
                rest.get(1..)?
            }
            '/' if rest.starts_with("/*") => writer.comment(rest)?,
            '"' | '\'' => {
                let end = string_end(rest)?;
                writer.token(rest.get(..end)?);
                rest.get(end..)?
            }
            '\\' => {
                let end = escape_end(rest)?;
                writer.token(rest.get(..end)?);
                rest.get(end..)?
            }
            '(' if writer.ends_with_url() => writer.url(rest, rename)?,
            '(' | '[' | '{' => {
                writer.open.push(match c {
                    '(' => ')',
                    '[' => ']',
                    _ => '}',
                });
                writer.mark(c);
                rest.get(1..)?
            }
            ')' | ']' | '}' => {
                (writer.open.pop()? == c).then_some(())?;
                writer.mark(c);
                rest.get(1..)?
            }
            ',' | ';' | ':' | '>' | '!' => {
                writer.mark(c);
                rest.get(1..)?
            }
            c => {
                let (token, after) = rest.split_at_checked(c.len_utf8())?;
                writer.token(token);
                after
            }
        };
    }
    writer.open.is_empty().then_some(writer.out)
}

struct Writer {
    out: String,
    /// White space stood since what was written last.
    space: bool,
    /// What closes each bracket that is open.
    open: Vec<char>,
}

impl Writer {
    /// Writes a piece as it is, after the one space that may part it from what comes before.
    fn token(&mut self, token: &str) {
        // Past these, no space means anything; a property of the author's may be a space alone.
        let idle = self.out.ends_with(['{', '}', ';', ',', ':', '(', '[', '>', '!']) || self.out.is_empty();
        if self.space && !idle {
            self.out.push(' ');
        }
        self.space = false;
        self.out.push_str(token);
    }

    /// Writes a mark that takes no space before it, or only where the space says something.
    fn mark(&mut self, mark: char) {
        match mark {
            // `a :hover`, `and (`, `[a] [b]`: a space parts. `--a: ;`: a space is a value.
            ':' | '(' | '[' => return self.token(mark.encode_utf8(&mut [0; 4])),
            ';' | '}' if self.space && self.out.ends_with(':') => self.out.push(' '),
            // `--a > b` must not become `--a-->b`'s end of comment of another age.
            '>' if self.out.ends_with('-') => return self.token(">"),
            '}' if self.out.ends_with(';') => {
                self.out.pop();
            }
            _ => {}
        }
        self.space = false;
        self.out.push(mark);
    }

    /// Leaves a comment out, but for one that says its licence, and one that parts two words.
    fn comment<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let end = text.get(2..)?.find("*/")? + 4;
        let (comment, rest) = text.split_at_checked(end)?;
        let word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '\\' | '.' | '#' | '%' | '+');
        if comment.starts_with("/*!") {
            self.token(comment);
        } else if !self.space && self.out.ends_with(word) && rest.starts_with(|c| word(c) || c == '(') {
            self.out.push_str("/**/");
        }
        Some(rest)
    }

    fn ends_with_url(&self) -> bool {
        let from = self.out.len().saturating_sub(3);
        let word = self.out.get(from..).is_some_and(|end| end.eq_ignore_ascii_case("url"));
        let before = self.out.get(..from).and_then(|before| before.chars().next_back());
        word && !self.space && !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '\\'))
    }

    /// `(…)` after `url`, with or without quotes.
    fn url<'a>(&mut self, text: &'a str, rename: &mut dyn FnMut(&str) -> Option<String>) -> Option<&'a str> {
        let inside = text.get(1..)?.trim_start_matches(is_space);
        let (address, quote, rest) = if inside.starts_with(['"', '\'']) {
            let end = string_end(inside)?;
            let address = inside.get(1..end - 1)?;
            (address, inside.get(..1)?, inside.get(end..)?.trim_start_matches(is_space).strip_prefix(')')?)
        } else {
            let (address, rest) = inside.split_once(')')?;
            // What cannot stand there without quotes.
            if address.contains(['"', '\'', '(', '\\']) {
                return None;
            }
            (address.trim_end_matches(is_space), "", rest)
        };
        self.out.push('(');
        self.out.push_str(quote);
        self.out.push_str(rename(address).as_deref().unwrap_or(address));
        self.out.push_str(quote);
        self.out.push(')');
        Some(rest)
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// Where a string ends, its quotes included. None when its line ends first.
fn string_end(text: &str) -> Option<usize> {
    let mut chars = text.char_indices();
    let (_, quote) = chars.next()?;
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => {
                chars.next()?;
            }
            '\n' | '\r' | '\u{c}' => return None,
            c if c == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// Where an escape ends: the space that ends one in figures belongs to it.
fn escape_end(text: &str) -> Option<usize> {
    let after = text.get(1..)?;
    let figures = after.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
    if figures == 0 {
        return Some(1 + after.chars().next()?.len_utf8());
    }
    Some(1 + figures + usize::from(after.get(figures..)?.starts_with(is_space)))
}

#[cfg(test)]
mod tests;
