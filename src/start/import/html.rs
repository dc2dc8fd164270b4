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
const SIGNS: [(&str, &str); 7] =
    [("strong", "**"), ("b", "**"), ("em", "*"), ("i", "*"), ("del", "~~"), ("s", "~~"), ("strike", "~~")];

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
    let mut signs: Vec<Sign> = Vec::new();
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
                let end =
                    after.to_ascii_lowercase().find(&close).map_or(after.len(), |end| end + close.len());
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
            "code" if tag.closes => {}
            "code" | "pre" if !tag.closes && element(after, name).is_some() => {
                let Some((inner, end)) = element(after, name) else { continue };
                at += end;
                let fate = if name == "pre" {
                    fence(&mut out, inner);
                    at += after.get(end..).map_or(0, |rest| usize::from(rest.starts_with('\n')));
                    true
                } else {
                    span(&mut out, inner)
                };
                notes.push(if fate {
                    told(Fate::Turned, "import.html-turned")
                } else {
                    told(Fate::ToDo, "import.html-words")
                });
            }
            _ => match SIGNS.iter().find(|(known, _)| *known == name) {
                Some(_) if tag.closes => {
                    let Some(rank) = signs.iter().rposition(|open| open.name == name) else { continue };
                    // Those that it closes without a word hold nothing of their own.
                    for open in signs.drain(rank + 1..).rev() {
                        notes.push(open.drop(&mut out));
                    }
                    let Some(open) = signs.pop() else { continue };
                    notes.push(open.close(&mut out, next_letter(after)));
                }
                Some((known, sign)) => {
                    let spaces = after.len() - after.trim_start().len();
                    out.push_str(after.get(..spaces).unwrap_or(""));
                    at += spaces;
                    signs.push(Sign { name: known, sign, at: out.len() });
                    out.push_str(sign);
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
    notes.extend(signs.into_iter().rev().map(|open| open.drop(&mut out)).collect::<Vec<_>>());
    (if laid_out { closer(&out) } else { out }, notes)
}

/// A sign that was opened, and where it was written.
struct Sign {
    name: &'static str,
    sign: &'static str,
    at: usize,
}

impl Sign {
    /// Leaves the words alone.
    fn drop(&self, out: &mut String) -> (Fate, Message) {
        out.replace_range(self.at..self.at + self.sign.len(), "");
        (Fate::ToDo, Message::key("import.html-words").with("tag", self.name))
    }

    /// Writes the sign that closes it before `next`, if both would be read as signs there.
    fn close(&self, out: &mut String, next: Option<char>) -> (Fate, Message) {
        let inner = out.get(self.at + self.sign.len()..).unwrap_or("");
        let whole = inner.trim_end().len();
        let (inner, spaces) = inner.split_at(whole);
        let spaces = spaces.to_owned();
        if inner.is_empty() {
            out.truncate(self.at);
            out.push_str(&spaces);
            return (Fate::Turned, Message::key("import.html-layout").with("tag", self.name));
        }
        let apart = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || !c.is_alphanumeric());
        let is_sign = |c: char| matches!(c, '*' | '~');
        let before = out.get(..self.at).unwrap_or("").trim_end_matches(is_sign).chars().next_back();
        let first = inner.trim_start_matches(is_sign).chars().next();
        let last = inner.trim_end_matches(is_sign).chars().next_back();
        let after = if spaces.is_empty() { next } else { Some(' ') };
        let starts_block = |line: &str| {
            line.trim().is_empty()
                || line.trim_start().starts_with(['#', '-', '>', '|', '*', '+', '`', '~'])
                || line.trim_start().starts_with(|c: char| c.is_ascii_digit())
        };
        let single = self.sign.len() == 1 && inner.replace("**", "").contains('*');
        let holds = first.is_some_and(|c| c.is_alphanumeric() || apart(before))
            && last.is_some_and(|c| c.is_alphanumeric() || apart(after))
            && !inner.starts_with(char::is_whitespace)
            && !inner.lines().skip(1).any(starts_block)
            && !inner.contains(if self.sign.len() == 1 { "***" } else { self.sign })
            && !single;
        if !holds {
            return self.drop(out);
        }
        out.truncate(out.len() - spaces.len());
        out.push_str(self.sign);
        out.push_str(&spaces);
        (Fate::Turned, Message::key("import.html-turned").with("tag", self.name))
    }
}

/// The letter that follows, past the tags that leave none.
fn next_letter(mut after: &str) -> Option<char> {
    while let Some(tag) = tag(after) {
        let name = tag.name.as_str();
        if LAYOUT.contains(&name) && !matches!(name, "span" | "font" | "u") {
            return Some('\n');
        }
        if !LAYOUT.contains(&name) && !SIGNS.iter().any(|(known, _)| *known == name) {
            return Some('<');
        }
        after = after.get(tag.end..).unwrap_or("");
    }
    after.chars().next()
}

/// What an element holds as typed, and where it ends.
fn element<'t>(after: &'t str, name: &str) -> Option<(&'t str, usize)> {
    let low = after.to_ascii_lowercase();
    let start = low.find(&format!("</{name}"))?;
    let end = start + low.get(start..)?.find('>')? + 1;
    Some((after.get(..start)?, end))
}

/// The text of HTML: without its tags, its entities read. Braces that were escaped for a text are those of code again.
fn plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(found) = rest.find('<') {
        let (before, from) = rest.split_at(found);
        out.push_str(before);
        let end = tag(from).map_or(1, |tag| tag.end);
        if end == 1 {
            out.push('<');
        }
        rest = from.get(end..).unwrap_or("");
    }
    out.push_str(rest);
    for (entity, sign) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&nbsp;", "\u{a0}"),
        ("\\{{", "{{"),
        ("&amp;", "&"),
    ] {
        out = out.replace(entity, sign);
    }
    out
}

/// Writes code inside a line. Where it cannot stand there, its words do, and that is told.
fn span(out: &mut String, inner: &str) -> bool {
    let text = plain(inner);
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return true;
    }
    if trimmed.lines().any(|line| line.trim().is_empty()) || out.ends_with(['`', '\\']) {
        out.push_str(inner);
        return false;
    }
    let longest = trimmed.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let mark = "`".repeat(longest + 1);
    let gap = if trimmed.starts_with('`') || trimmed.ends_with('`') { " " } else { "" };
    let line = trimmed.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    out.push_str(&format!("{mark}{gap}{line}{gap}{mark}"));
    true
}

/// Writes a block of code, in what holds the line that it starts.
fn fence(out: &mut String, inner: &str) {
    let code = inner.trim_start();
    let opening = tag(code).filter(|tag| tag.name == "code" && !tag.closes);
    let class = opening.as_ref().and_then(|tag| tag.attribute("class")).unwrap_or("");
    let language = class.split_whitespace().find_map(|class| {
        let name = class.strip_prefix("language-").or_else(|| class.strip_prefix("lang-"))?;
        let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '#');
        name.chars().all(sound).then(|| name.to_owned())
    });
    let inner = match &opening {
        Some(tag) => code.get(tag.end..).unwrap_or(""),
        None => inner,
    };
    let text = plain(inner);
    let text = text.trim_matches('\n').trim_end();
    let held = |c: char| c.is_whitespace() || c == '>';
    let margin = match last_line(out) {
        line if line.chars().all(held) => line.to_owned(),
        line => {
            let margin: String = line.chars().take_while(|c| held(*c)).collect();
            out.truncate(out.trim_end().len());
            out.push_str(&format!("\n{}\n{margin}", margin.trim_end()));
            margin
        }
    };
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let mark = "`".repeat(longest.max(2) + 1);
    out.push_str(&format!("{mark}{}", language.unwrap_or_default()));
    for line in text.lines() {
        let line = line.strip_prefix(margin.as_str()).unwrap_or(line);
        out.push_str(&format!("\n{margin}{line}"));
    }
    out.push_str(&format!("\n{margin}{mark}\n"));
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

    #[test]
    fn a_sign_is_written_where_it_holds() {
        for (typed, wanted, told) in [
            ("a <i class=\"fa\"></i> b", "a  b", Fate::Turned),
            ("<b>Attention :</b> suite", "**Attention :** suite", Fate::Turned),
            ("<b>Attention :</b>suite", "Attention :suite", Fate::ToDo),
            ("<b>Attention</b>suite", "**Attention**suite", Fate::Turned),
            ("<b>a :</b><br>b", "**a :**<br>b", Fate::Turned),
            ("<strong>a\n\nb</strong>", "a\n\nb", Fate::ToDo),
            ("<b>a\n- b</b>", "a\n- b", Fate::ToDo),
            ("<b>a", "a", Fate::ToDo),
            ("a</b>", "a", Fate::Turned),
            ("<b><i>a</i></b>", "***a***", Fate::Turned),
            ("<b>a <i>b</b></i>", "**a b**", Fate::Turned),
            ("İ<script>a</SCRIPT>İb", "İ<!-- <script>a</SCRIPT> -->İb", Fate::Lost),
            ("<code>&lt;form&gt; <b>a</b></code>", "`<form> a`", Fate::Turned),
            ("<code>a`b</code>", "``a`b``", Fate::Turned),
            ("<code>a\n\nb</code>", "a\n\nb", Fate::ToDo),
        ] {
            let (text, notes) = turn(typed);
            assert_eq!(text, wanted, "{typed}");
            let last = notes.last().map_or(Fate::Turned, |(fate, _)| *fate);
            assert_eq!(last, told, "{typed}");
        }
    }

    #[test]
    fn what_was_set_out_becomes_a_block_of_code() {
        for (typed, wanted) in [
            ("a\n<pre>\n b\n\n&lt;c&gt;\n</pre>\nd", "a\n```\n b\n\n<c>\n```\nd"),
            ("a <pre><code class=\"language-sh\">x ``` y</code></pre>", "a\n\n````sh\nx ``` y\n````\n"),
        ] {
            assert_eq!(turn(typed).0, wanted, "{typed}");
        }
    }
}
