//! E-mail addresses that stand in sentences.

use std::ops::Range;

use super::{Open, Writer};
use crate::language::emails::emails;

/// Elements that stand inside a word as well as around it.
const INLINE: [&str; 16] = [
    "a", "abbr", "b", "cite", "del", "em", "i", "ins", "mark", "q", "s", "small", "span", "strong", "sub",
    "sup",
];

impl Writer<'_> {
    /// Words in which an e-mail address that stands alone leads to whoever reads it. What may be a part of something
    /// longer is left as it is: a wrong address is worse than none.
    pub(super) fn addressed(&mut self, words: &str, typed: Range<usize>) {
        let found = emails(words);
        let mut from = 0;
        for (rank, email) in found.iter().enumerate() {
            let Range { start, end } = email.range;
            let before = words.get(..start).unwrap_or("");
            // « a@ville.fr;b@ville.fr » are two addresses.
            let listed = before.strip_suffix(';').is_some_and(|before| from > 0 && before.len() == from);
            let begins = match before.chars().next_back() {
                None => self.begins(typed.start),
                Some(last) => listed || !(last == '.' || goes_on(last)),
            };
            let ends = match words.get(end..).unwrap_or("") {
                "" => self.ends(typed.end),
                after => {
                    let next = found.get(rank + 1).is_some_and(|next| next.range.start == end + 1);
                    next && after.starts_with(';') || is_over(after)
                }
            };
            if !begins || !ends {
                continue;
            }
            let address = words.get(start..end).unwrap_or("");
            self.words(words.get(from..start).unwrap_or(""));
            self.linked(address, &format!("mailto:{address}"));
            from = end;
        }
        self.words(words.get(from..).unwrap_or(""));
    }

    /// Whether what starts there continues nothing that is written already: a call, the end of an emphasis, letters
    /// before it begins.
    fn begins(&self, typed: usize) -> bool {
        if self.masks.iter().any(|mask| mask.end == typed) {
            return false;
        }
        let mut written = self.out.as_str();
        while let Some((before, tag)) = written.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')) {
            if tag.starts_with('/') {
                return false;
            }
            // What a block, a cell or a line begins with stands alone.
            let name = tag.split([' ', '/']).next().unwrap_or("");
            if !INLINE.contains(&name) {
                return true;
            }
            written = before;
        }
        let sign = ["&lt;", "&gt;", "&quot;"].iter().any(|sign| written.ends_with(sign));
        sign || !written.chars().next_back().is_some_and(|c| c == '.' || goes_on(c))
    }

    /// Whether nothing continues what ends there, once the marks that close what is open are passed.
    fn ends(&self, typed: usize) -> bool {
        let mut after = self.body.text.get(typed..).unwrap_or("");
        if self.masks.iter().any(|mask| mask.start == typed) {
            return false;
        }
        for open in self.open.iter().rev() {
            let closed = match open {
                Open::Markdown(closing) => match closing.as_ref() {
                    "</em>" => after.strip_prefix(['*', '_']),
                    "</strong>" => after.strip_prefix("**").or_else(|| after.strip_prefix("__")),
                    "</del>" => after.strip_prefix("~~").or_else(|| after.strip_prefix('~')),
                    _ => None,
                },
                Open::Raw(name) => {
                    let rest = after.strip_prefix("</").and_then(|rest| rest.strip_prefix(name));
                    rest.and_then(|rest| rest.strip_prefix('>'))
                }
            };
            let Some(rest) = closed else { break };
            after = rest;
        }
        let breaks = ["\\\n", "\\\r", "&nbsp;", "&#160;", "&#xa0;", "&#8239;", "&#x202f;", "[^", "<br"];
        if breaks.iter().any(|start| after.starts_with(start)) {
            return true;
        }
        // Another emphasis, code, a link, an image or an element that begins at once.
        let opened = after.trim_start_matches(['*', '~']);
        let touches = after.starts_with(['`', '['])
            || after.starts_with("![")
            || after.strip_prefix('<').is_some_and(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic()))
            || opened.len() < after.len() && opened.starts_with(char::is_alphanumeric);
        !touches && is_over(after)
    }
}

/// Whether an address that is followed by this ends there: « contact@ville.fr: » does, « git@ville.fr:depot » does
/// not.
fn is_over(after: &str) -> bool {
    let more = after.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    !more && !after.strip_prefix([':', ';']).unwrap_or(after).starts_with(goes_on)
}

/// What makes an address a part of something longer.
fn goes_on(c: char) -> bool {
    c.is_alphanumeric() || "/\\@_-+=%&;:~'’".contains(c)
}
