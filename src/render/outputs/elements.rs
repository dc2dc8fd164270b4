//! The elements of a page of the site as it is written, and the words inside: enough of HTML for what templates write.

/// How deep elements are told apart; below, their words join those around.
const DEEPEST: usize = 64;

/// Elements that say nothing to read: ways around, what is filled in, what runs.
const PASSED: [&str; 13] = [
    "nav", "form", "script", "style", "template", "noscript", "button", "svg", "select", "input", "iframe",
    "dialog", "object",
];

/// Elements that have no end.
const EMPTY: [&str; 10] = ["br", "img", "hr", "input", "source", "wbr", "col", "link", "meta", "track"];

#[derive(Debug)]
pub(super) enum Piece {
    Text(String),
    Element(Element),
}

#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: String,
    pub(super) inside: Vec<Piece>,
}

/// Elements and texts. What is not closed ends with what holds it.
pub(super) fn parsed(html: &str) -> Vec<Piece> {
    let mut open: Vec<Element> = vec![Element::default()];
    // Elements that were opened too deep to be told apart.
    let mut beyond = 0_usize;
    let mut rest = html;
    while let Some((text, after)) = rest.split_once('<') {
        push(&mut open, Piece::Text(decoded(text)));
        if let Some(comment) = after.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let Some((tag, after)) = tag(after) else {
            push(&mut open, Piece::Text("<".to_owned()));
            rest = after;
            continue;
        };
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            match beyond.checked_sub(1) {
                Some(less) => beyond = less,
                None => close(&mut open, name.trim()),
            }
            continue;
        }
        let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        let name = name.trim_end_matches('/').to_ascii_lowercase();
        if matches!(name.as_str(), "script" | "style" | "template") {
            let end = format!("</{name}>");
            rest = rest.split_once(end.as_str()).map_or("", |(_, after)| after);
            continue;
        }
        let element = Element { name, attributes: attributes.to_owned(), inside: Vec::new() };
        if EMPTY.contains(&element.name.as_str()) {
            push(&mut open, Piece::Element(element));
        } else if open.len() > DEEPEST {
            beyond += 1;
        } else {
            open.push(element);
        }
    }
    push(&mut open, Piece::Text(decoded(rest)));
    while open.len() > 1 {
        pop(&mut open);
    }
    open.pop().map(|root| root.inside).unwrap_or_default()
}

/// What stands between `<` and `>`, quotes passed over, and what follows.
fn tag(text: &str) -> Option<(&str, &str)> {
    if !text.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!')) {
        return None;
    }
    let mut quoted = None;
    let end = text.char_indices().find(|(_, c)| {
        match (quoted, c) {
            (None, '"' | '\'') => quoted = Some(*c),
            (Some(quote), c) if quote == *c => quoted = None,
            _ => {}
        }
        *c == '>' && quoted.is_none()
    });
    let (end, _) = end?;
    Some((text.get(..end)?, text.get(end + 1..)?))
}

fn push(open: &mut [Element], piece: Piece) {
    if let Some(last) = open.last_mut() {
        last.inside.push(piece);
    }
}

fn pop(open: &mut Vec<Element>) {
    if let Some(element) = open.pop() {
        push(open, Piece::Element(element));
    }
}

fn close(open: &mut Vec<Element>, name: &str) {
    let Some(rank) = open.iter().rposition(|element| element.name.eq_ignore_ascii_case(name)) else { return };
    while open.len() > rank.max(1) {
        pop(open);
    }
}

fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let entity = after.split_once(';').filter(|(name, _)| name.len() < 10);
        let sign = entity.and_then(|(name, _)| match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "nbsp" => Some('\u{a0}'),
            _ => {
                let number = name.strip_prefix('#')?;
                let hexadecimal = number.strip_prefix(['x', 'X']);
                let code =
                    hexadecimal.map_or_else(|| number.parse(), |digits| u32::from_str_radix(digits, 16));
                char::from_u32(code.ok()?)
            }
        });
        match (sign, entity) {
            (Some(sign), Some((_, after))) => {
                out.push(sign);
                rest = after;
            }
            _ => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Each attribute of a tag and its value as it is typed, empty where there is none.
fn attributes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '/' | '='));
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '/' | '=')).unwrap_or(rest.len());
        let (name, after) = rest.split_at_checked(end).filter(|(name, _)| !name.is_empty())?;
        let Some(typed) = after.trim_start().strip_prefix('=').map(str::trim_start) else {
            rest = after;
            return Some((name, ""));
        };
        let quoted = ['"', '\''].into_iter().find_map(|quote| typed.strip_prefix(quote)?.split_once(quote));
        let (value, after) = quoted.or_else(|| typed.split_once(char::is_whitespace)).unwrap_or((typed, ""));
        rest = after;
        Some((name, value))
    })
}

impl Element {
    /// The value of an attribute, entities decoded.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut all = attributes(&self.attributes);
        all.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| decoded(value))
    }

    /// Whether it says nothing to read.
    pub(super) fn is_passed(&self) -> bool {
        PASSED.contains(&self.name.as_str())
            || attributes(&self.attributes).any(|(name, value)| {
                name.eq_ignore_ascii_case("hidden")
                    || (name.eq_ignore_ascii_case("aria-hidden") && value == "true")
            })
    }
}

/// The text of code, as it is.
pub(super) fn raw(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(part) => text.push_str(part),
            Piece::Element(element) => text.push_str(&raw(&element.inside)),
        }
    }
    text
}
