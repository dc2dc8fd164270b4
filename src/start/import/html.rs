//! HTML typed in pages, which this program shows as text: what Markdown has a sign for is written with it.

use crate::finding::Message;

use super::body::destination;
use super::code;
use super::report::Fate;

/// Tags that only lay out: they go, what they hold stays.
const LAYOUT: [&str; 12] = [
    "p",
    "div",
    "span",
    "section",
    "article",
    "center",
    "font",
    "u",
    "figure",
    "figcaption",
    "header",
    "footer",
];

/// Tags that this program takes as they are.
const KEPT: [&str; 6] = ["br", "sup", "sub", "kbd", "mark", "small"];

/// Tags with the signs of Markdown.
const SIGNS: [(&str, &str); 8] = [
    ("strong", "**"),
    ("b", "**"),
    ("em", "*"),
    ("i", "*"),
    ("del", "~~"),
    ("s", "~~"),
    ("strike", "~~"),
    ("code", "`"),
];

/// A tag, as typed.
struct Tag {
    name: String,
    closes: bool,
    attributes: Vec<(String, String)>,
    end: usize,
}

impl Tag {
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Turns the HTML of a text, and says what became of it.
pub(super) fn turn(text: &str) -> (String, Vec<(Fate, Message)>) {
    if !text.contains('<') {
        return (text.to_owned(), Vec::new());
    }
    let code = code::ranges(text);
    let mut out = String::with_capacity(text.len());
    let mut notes = Vec::new();
    let mut links: Vec<Option<String>> = Vec::new();
    let mut heading: Option<String> = None;
    let mut laid_out = false;
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find('<')).map(|i| at + i) {
        out.push_str(text.get(at..start).unwrap_or(""));
        let rest = text.get(start..).unwrap_or("");
        if code::holds(&code, start) || out.ends_with('\\') {
            out.push('<');
            at = start + 1;
            continue;
        }
        if rest.starts_with("<!--") {
            let end = rest.find("-->").map_or(rest.len(), |end| end + 3);
            out.push_str(rest.get(..end).unwrap_or(rest));
            at = start + end;
            continue;
        }
        let Some(tag) = tag(rest) else {
            out.push('<');
            at = start + 1;
            continue;
        };
        let typed = rest.get(..tag.end).unwrap_or("");
        let after = rest.get(tag.end..).unwrap_or("");
        at = start + tag.end;
        let name = tag.name.as_str();
        let told = |fate, message: &'static str| (fate, Message::key(message).with("tag", name));
        match name {
            "script" | "style" if !tag.closes => {
                let close = format!("</{name}>");
                let end = after.to_lowercase().find(&close).map_or(after.len(), |end| end + close.len());
                let whole = format!("{typed}{}", after.get(..end).unwrap_or(after));
                out.push_str(&format!(
                    "<!-- {} -->",
                    whole.replace("-->", "--&gt;").replace("<!--", "&lt;!--")
                ));
                at += end;
                notes.push(told(Fate::Lost, "import.html-script"));
            }
            "a" if tag.closes => match links.pop() {
                Some(Some(to)) => out.push_str(&format!("]({})", destination(&to))),
                Some(None) => {}
                None => out.push_str(typed),
            },
            "a" => {
                let to = tag.attribute("href").map(str::to_owned);
                if to.is_some() {
                    out.push('[');
                    notes.push(told(Fate::Turned, "import.html-turned"));
                } else {
                    notes.push(told(Fate::Lost, "import.html-anchor"));
                }
                links.push(to);
            }
            "img" => match tag.attribute("src") {
                Some(to) => {
                    let alternative = tag.attribute("alt").unwrap_or("").replace(['[', ']', '\n'], " ");
                    out.push_str(&format!("![{alternative}]({})", destination(to)));
                    notes.push(told(Fate::Turned, "import.html-turned"));
                }
                None => out.push_str(typed),
            },
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                if tag.closes {
                    let id = heading.take().map_or_else(String::new, |id| format!(" {{#{id}}}"));
                    out.push_str(&format!("{id}\n"));
                } else {
                    let level = name.get(1..).and_then(|level| level.parse().ok()).unwrap_or(2);
                    fresh(&mut out);
                    out.push_str(&format!("{} ", "#".repeat(level)));
                    heading = tag.attribute("id").map(str::to_owned).filter(|id| !id.contains([' ', '}']));
                    notes.push(told(Fate::Turned, "import.html-turned"));
                }
            }
            "hr" => {
                fresh(&mut out);
                out.push_str("\n---\n");
            }
            _ if KEPT.contains(&name) => {
                let slash = if tag.closes { "/" } else { "" };
                out.push_str(&format!("<{slash}{name}>"));
            }
            _ if LAYOUT.contains(&name) => {
                let block = !matches!(name, "span" | "font" | "u");
                if block && !last_line(&out).trim().is_empty() {
                    out.push_str("\n\n");
                }
                if block && last_line(&out).trim().is_empty() {
                    // What stood behind a tag, at the start of its line, is no code.
                    out.truncate(out.len() - last_line(&out).len());
                    at += after.len() - after.trim_start_matches([' ', '\t']).len();
                }
                laid_out = true;
                notes.push(told(Fate::Turned, "import.html-layout"));
            }
            _ => match SIGNS.iter().find(|(known, _)| *known == name) {
                Some((_, sign)) if tag.closes => {
                    let inner = out.trim_end_matches(' ').len();
                    let spaces = out.split_off(inner);
                    out.push_str(sign);
                    out.push_str(&spaces);
                }
                Some((_, sign)) => {
                    let spaces = after.len() - after.trim_start_matches(' ').len();
                    out.push_str(after.get(..spaces).unwrap_or(""));
                    at += spaces;
                    out.push_str(sign);
                    notes.push(told(Fate::Turned, "import.html-turned"));
                }
                None => {
                    out.push_str(typed);
                    if !tag.closes {
                        notes.push(told(Fate::ToDo, "import.html-left"));
                    }
                }
            },
        }
    }
    out.push_str(text.get(at..).unwrap_or(""));
    (if laid_out { closer(&out) } else { out }, notes)
}

/// A text in which the empty lines that tags left are one, code left alone.
fn closer(text: &str) -> String {
    let code = code::ranges(text);
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if c != '\n' || !out.ends_with("\n\n") || code::holds(&code, at) {
            out.push(c);
        }
    }
    out
}

fn last_line(text: &str) -> &str {
    text.rsplit('\n').next().unwrap_or(text)
}

/// Starts a line, after an empty one.
fn fresh(out: &mut String) {
    if !out.trim().is_empty() {
        out.truncate(out.trim_end().len());
        out.push_str("\n\n");
    }
}

/// The tag that a text starts with.
fn tag(text: &str) -> Option<Tag> {
    let inner = text.strip_prefix('<')?;
    let closes = inner.starts_with('/');
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let name_end = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
    let name = inner.get(..name_end)?.to_ascii_lowercase();
    let mut rest = inner.get(name_end..)?;
    if !name.starts_with(|c: char| c.is_ascii_alphabetic())
        || !rest.starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
    {
        return None;
    }
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return Some(Tag { name, closes, attributes, end: text.len() - after.len() });
        }
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/' | '<'))?;
        if end == 0 {
            return None;
        }
        let key = rest.get(..end)?.to_ascii_lowercase();
        rest = rest.get(end..)?;
        let mut value = "";
        if let Some(after) = rest.trim_start().strip_prefix('=') {
            let after = after.trim_start();
            let mark = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (inner, length) = match mark {
                Some(mark) => {
                    let inner = after.get(1..)?;
                    (inner, inner.find(mark)?)
                }
                None => (after, after.find(|c: char| c.is_whitespace() || c == '>')?),
            };
            value = inner.get(..length)?;
            rest = inner.get(length + usize::from(mark.is_some())..)?;
        }
        attributes.push((key, value.replace("&amp;", "&").replace("&quot;", "\"").replace("&#39;", "'")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_markdown_has_a_sign_for_is_written_with_it() {
        for (typed, wanted) in [
            ("a <a href=\"/b c/\">d <b>e </b></a>", "a [d **e** ](</b c/>)"),
            ("<img src=a.png alt='B'>", "![B](a.png)"),
            ("<div class=\"x\">\n  <p>a</p>\n</div>\nb", "\na\n\nb"),
            ("<h2 id=\"x\">A</h2>", "## A {#x}\n"),
            (
                "a<br/>b <sup class=\"x\">2</sup> `<b>` <https://a.fr> 1 < 2",
                "a<br>b <sup>2</sup> `<b>` <https://a.fr> 1 < 2",
            ),
            ("<table>", "<table>"),
            ("<!-- <b> --> <script>a<b></script>", "<!-- <b> --> <!-- <script>a<b></script> -->"),
        ] {
            assert_eq!(turn(typed).0, wanted, "{typed}");
        }
    }
}
