//! Where somebody stands in a YAML text that is being typed, by its lines and their indentation: a text that
//! cannot be read yet still says under which key the next one will be.

use std::ops::Range;

use super::text;

/// A step from the root of the text to what is under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Under a key.
    Key(String),
    /// In a list.
    Item,
}

/// A place where something may be typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// What leads to it; for a value, the last step is its key.
    pub(super) path: Vec<Step>,
    /// What is typed there already, and is replaced.
    pub(super) word: Range<usize>,
    /// What may stand there.
    pub(super) takes: Takes,
    /// Keys that stand beside the one that would be typed, that one left out.
    pub(super) beside: Vec<String>,
    /// The column where the key starts, or would.
    pub(super) column: usize,
    /// Between braces or brackets.
    pub(super) flow: bool,
    /// A colon follows the word already.
    pub(super) colon: bool,
    /// The word follows a colon without a space.
    pub(super) tight: bool,
}

/// What may stand at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// A key.
    Key,
    /// A value.
    Value,
    /// A key, a value, or a new item of a list.
    Either,
}

impl Place {
    /// The keys that lead there, lists left out.
    pub(super) fn keys(&self) -> Vec<&str> {
        keys(&self.path)
    }
}

/// The keys among steps.
pub(super) fn keys(path: &[Step]) -> Vec<&str> {
    fn key(step: &Step) -> Option<&str> {
        match step {
            Step::Key(key) => Some(key),
            Step::Item => None,
        }
    }
    path.iter().filter_map(key).collect()
}

/// A line of a text: the columns of its dashes, its key, what follows.
struct Line<'t> {
    start: usize,
    dashes: Vec<usize>,
    /// Where what is not a space nor a dash starts, in bytes from the start of the line.
    content: usize,
    /// Its key and what follows the colon.
    key: Option<(Range<usize>, usize)>,
    text: &'t str,
}

impl<'t> Line<'t> {
    fn read(text: &'t str, range: Range<usize>) -> Self {
        let start = range.start;
        let text = text.get(range).unwrap_or("");
        let mut at = spaces(text, 0);
        let mut dashes = Vec::new();
        while text.get(at..).is_some_and(|rest| rest == "-" || rest.starts_with("- ")) {
            dashes.push(at);
            at = spaces(text, at + 1);
        }
        Self { start, dashes, content: at, key: key(text, at), text }
    }

    fn is_blank(&self) -> bool {
        let rest = self.text.get(self.content..).unwrap_or("");
        (rest.trim().is_empty() && self.dashes.is_empty()) || rest.starts_with('#')
    }

    /// The column where it starts.
    fn first(&self) -> usize {
        self.dashes.first().copied().unwrap_or(self.content)
    }

    fn key_name(&self) -> Option<String> {
        let (range, _) = self.key.as_ref()?;
        self.text.get(range.clone()).map(|key| key.trim_matches(['"', '\'']).to_owned())
    }

    /// What is typed after the colon, without its comment.
    fn value(&self) -> &'t str {
        let after = self.key.as_ref().and_then(|(_, after)| self.text.get(*after..)).unwrap_or("");
        without_comment(after).trim()
    }
}

fn spaces(text: &str, from: usize) -> usize {
    text::end_of(text, from.min(text.len()), |c| c == ' ')
}

/// The key that starts at a byte of a line, and the byte after its colon.
fn key(line: &str, at: usize) -> Option<(Range<usize>, usize)> {
    let rest = line.get(at..)?;
    if rest.starts_with(['#', '[', '{', '&', '*', '!', '|', '>', '%', '@', '`']) {
        return None;
    }
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let length = match quote {
        Some(quote) => rest.get(1..)?.find(quote).map(|length| length + 2)?,
        None => {
            let ends = |(at, _): &(usize, &str)| {
                rest.get(at + 1..).is_none_or(|r| r.is_empty() || r.starts_with([' ', '\t']))
            };
            rest.match_indices(':').find(ends).map(|(at, _)| at)?
        }
    };
    let after = rest.get(length..)?;
    let colon = length + (after.len() - after.trim_start().len());
    rest.get(colon..)?.starts_with(':').then_some((at..at + length, at + colon + 1))
}

/// A value without the comment that follows it.
fn without_comment(value: &str) -> &str {
    if value.trim_start().starts_with('#') {
        return "";
    }
    let quoted = value.trim_start().starts_with(['"', '\'']);
    match value.find(" #") {
        Some(at) if !quoted => value.get(..at).unwrap_or(value),
        _ => value,
    }
}

/// The place of a byte in a YAML text that stands at `within` in a file; none where nothing can be said of it (in
/// a comment, in a text of several lines).
pub(super) fn place(text: &str, within: Range<usize>, at: usize) -> Option<Place> {
    let whole = text::line(text, at);
    let closed = whole.start >= within.end && !whole.is_empty();
    if at < within.start || at > within.end || closed {
        return None;
    }
    let line = Line::read(text, whole.clone());
    let inside = at - line.start;
    if comment_before(line.text, inside) || line.dashes.iter().any(|dash| inside <= *dash) {
        return None;
    }
    // On a line of spaces, the cursor says what it is under.
    let empty = line.text.get(line.content..).unwrap_or("").trim().is_empty();
    let column = if empty { inside.max(line.dashes.last().map_or(0, |dash| dash + 1)) } else { line.content };
    if inside < column {
        return None;
    }
    let above = Above { text, within: &within, line: &line, column };
    match &line.key {
        Some((_, after)) if inside >= *after => {
            let mut path = above.path()?;
            path.push(Step::Key(line.key_name()?));
            value(&line, *after, inside, path, column)
        }
        found => {
            let path = above.path()?;
            let typed = line.text.get(column..).unwrap_or("");
            if found.is_none() && typed.starts_with(['[', '{']) {
                return value(&line, column, inside, path, column);
            }
            let end = match found {
                Some((key, _)) => key.end,
                None => column + without_comment(typed).trim_end().len(),
            };
            Some(Place {
                path,
                word: line.start + column..line.start + end.max(inside),
                takes: if found.is_some() { Takes::Key } else { Takes::Either },
                beside: above.beside(),
                column,
                flow: false,
                colon: found.is_some(),
                tight: false,
            })
        }
    }
}

/// Whether a comment of a line starts before a byte of it.
pub(super) fn comment_before(line: &str, at: usize) -> bool {
    let before = line.get(..at).unwrap_or("");
    let mut quote = None;
    let mut last = ' ';
    for c in before.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            None if c == '#' && last == ' ' => return true,
            None if matches!(c, '"' | '\'') && matches!(last, ' ' | '[' | '{' | ',') => quote = Some(c),
            _ => {}
        }
        last = c;
    }
    false
}

/// A value that starts after a byte of a line, or what is between its braces.
fn value(line: &Line<'_>, after: usize, inside: usize, path: Vec<Step>, column: usize) -> Option<Place> {
    let start = spaces(line.text, after);
    let typed = line.text.get(start..).unwrap_or("");
    if typed.starts_with(['[', '{']) && inside > start {
        return flow(line, start, inside, path, column);
    }
    // A block of text, an anchor: what is written there is nobody’s to guess.
    if typed.starts_with(['|', '>', '&', '*', '!']) {
        return None;
    }
    let from = start.min(inside);
    let end = start + without_comment(typed).trim_end().len();
    Some(Place {
        path,
        word: line.start + from..line.start + end.max(inside),
        takes: Takes::Value,
        beside: Vec::new(),
        column,
        flow: false,
        colon: false,
        tight: from == after && line.text.get(..from).is_some_and(|before| before.ends_with(':')),
    })
}

/// What is open between the braces and brackets of a line.
struct Open {
    map: bool,
    keys: Vec<String>,
    /// The key whose value is being typed.
    key: Option<String>,
}

fn flow(line: &Line<'_>, start: usize, inside: usize, mut path: Vec<Step>, column: usize) -> Option<Place> {
    let mut open: Vec<Open> = Vec::new();
    let (mut token, mut quote) = (start, None);
    let before = line.text.get(..inside)?;
    for (at, c) in before.char_indices().skip_while(|(at, _)| *at < start) {
        if let Some(ends) = quote {
            if c == ends {
                quote = None;
            }
            continue;
        }
        let blank = before.get(token..at).is_some_and(|typed| typed.trim().is_empty());
        match c {
            '"' | '\'' if blank => quote = Some(c),
            '{' | '[' => {
                open.push(Open { map: c == '{', keys: Vec::new(), key: None });
                token = at + 1;
            }
            '}' | ']' => {
                open.pop();
                token = at + 1;
            }
            ',' => {
                let last = open.last_mut()?;
                last.key = None;
                token = at + 1;
            }
            ':' if before.get(at + 1..).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')) => {
                if let Some(last) = open.last_mut().filter(|last| last.map && last.key.is_none()) {
                    let key = before.get(token..at)?.trim().trim_matches(['"', '\'']).to_owned();
                    last.keys.push(key.clone());
                    last.key = Some(key);
                    token = at + 1;
                }
            }
            _ => {}
        }
    }
    for level in &open {
        match &level.key {
            _ if !level.map => path.push(Step::Item),
            Some(key) => path.push(Step::Key(key.clone())),
            None => {}
        }
    }
    let last = open.pop()?;
    let from = spaces(line.text, token).min(inside);
    let quoted =
        line.text.get(from..).and_then(|rest| rest.chars().next()).filter(|c| matches!(c, '"' | '\''));
    let end = match quoted {
        Some(quote) => {
            let close = text::end_of(line.text, from + 1, |c| c != quote);
            close + line.text.get(close..).map_or(0, |rest| rest.len().min(1))
        }
        None => {
            let key = last.map && last.key.is_none();
            let end = text::end_of(line.text, from, |c| !(matches!(c, ',' | ']' | '}') || key && c == ':'));
            from + line.text.get(from..end).map_or(0, |word| word.trim_end().len())
        }
    };
    let colon = line.text.get(end.max(inside)..).is_some_and(|rest| rest.trim_start().starts_with(':'));
    let takes = if last.map && last.key.is_none() { Takes::Key } else { Takes::Value };
    Some(Place {
        path,
        word: line.start + from..line.start + end.max(inside),
        takes,
        beside: last.keys,
        column,
        flow: true,
        colon: colon && takes == Takes::Key,
        tight: from == token && line.text.get(..from).is_some_and(|before| before.ends_with(':')),
    })
}

/// What stands above a place, and beside it.
struct Above<'t> {
    text: &'t str,
    within: &'t Range<usize>,
    line: &'t Line<'t>,
    column: usize,
}

impl<'t> Above<'t> {
    /// The lines above, the nearest first.
    fn up(&self) -> impl Iterator<Item = Line<'t>> {
        let (text, first) = (self.text, self.within.start);
        let mut end = self.line.start;
        std::iter::from_fn(move || {
            if end <= first {
                return None;
            }
            let range = text::line(text, end - 1);
            let range = range.start.max(first)..range.end;
            end = range.start;
            Some(Line::read(text, range))
        })
    }

    /// The lines below, the nearest first.
    fn down(&self) -> impl Iterator<Item = Line<'t>> {
        let (text, last) = (self.text, self.within.end);
        let mut at = text::line(text, self.line.start).end;
        std::iter::from_fn(move || {
            let rest = text.get(at..last)?;
            let start = at + rest.find('\n')? + 1;
            let range = text::line(text, start);
            at = range.end;
            (start < last).then(|| Line::read(text, range.start..range.end.min(last)))
        })
    }

    /// What leads to the place; none when it is under something that holds no key.
    fn path(&self) -> Option<Vec<Step>> {
        let mut path = Vec::new();
        // Something that starts before this column holds the place; a list may start where its key does.
        let (mut column, mut item) = (self.column, false);
        let climb =
            |line: &Line<'_>, column: &mut usize, item: &mut bool, path: &mut Vec<Step>, own: bool| {
                let key = line.key_name().filter(|_| !own);
                if let Some(key) = key
                    && (line.content < *column || (*item && line.content == *column))
                {
                    let value = line.value();
                    if !(value.is_empty() || value.starts_with(['&', '!'])) {
                        return None;
                    }
                    path.push(Step::Key(key));
                    (*column, *item) = (line.content, false);
                }
                for dash in line.dashes.iter().rev() {
                    if *dash < *column {
                        path.push(Step::Item);
                        (*column, *item) = (*dash, true);
                    }
                }
                Some(())
            };
        climb(self.line, &mut column, &mut item, &mut path, true)?;
        for line in self.up().filter(|line| !line.is_blank()) {
            if column == 0 && !item {
                break;
            }
            climb(&line, &mut column, &mut item, &mut path, false)?;
        }
        path.reverse();
        Some(path)
    }

    /// The keys of the same map.
    fn beside(&self) -> Vec<String> {
        let mut keys = Vec::new();
        let mut first = !self.line.dashes.is_empty();
        for line in self.up().filter(|line| !line.is_blank()) {
            if first || line.first() < self.column && (line.dashes.is_empty() || line.content != self.column)
            {
                break;
            }
            if line.content == self.column {
                keys.extend(line.key_name());
            }
            // The dash that starts the map ends it.
            first = !line.dashes.is_empty() && line.content == self.column;
        }
        for line in self.down().filter(|line| !line.is_blank()) {
            if line.first() < self.column {
                break;
            }
            if line.content == self.column && line.dashes.is_empty() {
                keys.extend(line.key_name());
            }
        }
        keys
    }
}
