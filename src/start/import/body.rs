//! The text of a page: what its program called by name becomes Markdown, or a component of this program, or a
//! comment that editors see and readers do not.

use crate::data::{Map, Node};
use crate::document::markdown::Alert;
use crate::finding::Message;
use crate::words::Words;

use super::report::Fate;
use super::shortcodes::{self, Call, Role};
use super::{Program, code, html, names};

/// What a link is written with until all pages are known, in the place of a path that Hugo looks for.
pub(super) const REFERENCE: &str = "import-ref:";

/// What pages may print by name.
pub(super) struct Context<'a> {
    pub(super) program: Program,
    pub(super) params: &'a Map,
    pub(super) own: &'a Map,
    /// Words in the language of the page.
    pub(super) words: &'a Words,
}

/// A text that was turned.
pub(super) struct Turned {
    pub(super) text: String,
    /// What became of what it held, with the line of the text where that is known, from 0.
    pub(super) notes: Vec<(Fate, Message, Option<u32>)>,
}

/// What a call becomes.
enum Piece {
    /// A part of the line it stands in.
    Inline(String),
    /// A line of its own.
    Line(String),
    /// A block of code: its language. What the call holds is the code.
    Code(String),
    /// Nothing: what it holds is enough.
    Nothing,
    /// A comment that holds it.
    Comment,
}

/// Names of boxes, with the kind they are of when they do not say one.
const BOXES: [(&str, &str); 18] = [
    ("admonition", ""),
    ("alert", ""),
    ("attention", "warning"),
    ("callout", ""),
    ("caution", "caution"),
    ("danger", "caution"),
    ("error", "caution"),
    ("hint", ""),
    ("important", "important"),
    ("info", "note"),
    ("message", ""),
    ("note", "note"),
    ("notice", ""),
    ("success", "tip"),
    ("tip", "tip"),
    ("warn", "warning"),
    ("warning", "warning"),
    ("box", ""),
];

/// Turns the text of a page.
pub(super) fn turn(body: &str, context: &Context<'_>) -> Turned {
    let mut turned = Turned { text: String::with_capacity(body.len()), notes: Vec::new() };
    let calls = match context.program {
        Program::Hugo => shortcodes::of_hugo(body),
        Program::Zola => shortcodes::of_zola(body),
        Program::Markdown => Vec::new(),
    };
    let code = code::ranges(body);
    let mut at = 0;
    let mut line = Lines { text: body, at: 0, line: 0 };
    for call in &calls {
        if call.range.start < at {
            continue;
        }
        copy(body, at..call.range.start, &code, &mut turned.text);
        at = call.range.end;
        let typed = body.get(call.range.clone()).unwrap_or("");
        if code::holds(&code, call.range.start) {
            turned.text.push_str(if call.role == Role::Shown { &call.name } else { typed });
            continue;
        }
        if call.role == Role::Shown {
            turned.text.push_str(&call.name.replace("{{", "\\{{"));
            continue;
        }
        let opening = match call.role {
            Role::Closes(opening) => calls.get(opening).unwrap_or(call),
            _ => call,
        };
        let number = line.of(call.range.start);
        let rest = body.get(at..).unwrap_or("");
        match piece(call, opening, context) {
            Piece::Code(language) => {
                let end = match call.role {
                    Role::Opens(close) => calls.get(close).map(|close| close.range.clone()),
                    _ => None,
                };
                let end = end.unwrap_or(at..at);
                let inner = body.get(at..end.start).unwrap_or("").trim_matches('\n');
                let longest = inner.split(|c| c != '`').map(str::len).max().unwrap_or(0);
                let fence = "`".repeat(longest.max(2) + 1);
                let block = format!("{fence}{language}\n{inner}\n{fence}");
                at = end.end;
                at += own_line(&mut turned.text, &block, body.get(at..).unwrap_or(""));
                turned.told(call, "import.call-code", number);
            }
            Piece::Line(text) if !in_table(&turned.text) => {
                at += own_line(&mut turned.text, &text, rest);
                turned.told(call, "import.call-component", number);
            }
            Piece::Inline(text) => {
                turned.text.push_str(&text);
                turned.told(call, "import.call-markdown", number);
            }
            Piece::Nothing => turned.told(call, "import.call-markdown", number),
            Piece::Comment | Piece::Line(_) => {
                let comment =
                    format!("<!-- {} -->", typed.replace("-->", "--&gt;").replace("<!--", "&lt;!--"));
                if starts_line(&turned.text) {
                    at += own_line(&mut turned.text, &comment, rest);
                } else {
                    turned.text.push_str(&comment);
                }
                if !matches!(call.role, Role::Closes(_)) {
                    let message = Message::key("import.call-comment").with("name", call.name.as_str());
                    turned.notes.push((Fate::ToDo, message, Some(number)));
                }
            }
        }
    }
    copy(body, at..body.len(), &code, &mut turned.text);
    let (text, notes) = html::turn(&turned.text);
    turned.notes.extend(notes.into_iter().map(|(fate, message)| (fate, message, None)));
    turned.text = alerts(&text.replace("<!--more-->", "<!-- more -->"));
    turned
}

impl Turned {
    fn told(&mut self, call: &Call, message: &'static str, line: u32) {
        if !matches!(call.role, Role::Closes(_)) {
            self.notes.push((
                Fate::Turned,
                Message::key(message).with("name", call.name.as_str()),
                Some(line),
            ));
        }
    }
}

/// Lines of places that only go forward.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: u32,
}

impl Lines<'_> {
    fn of(&mut self, place: usize) -> u32 {
        let passed = self.text.get(self.at..place).unwrap_or("").bytes().filter(|b| *b == b'\n').count();
        self.line += u32::try_from(passed).unwrap_or(0);
        self.at = place;
        self.line
    }
}

/// A part of a text, in which braces call nothing: outside code, each `{{` is escaped.
fn copy(text: &str, range: std::ops::Range<usize>, code: &[std::ops::Range<usize>], out: &mut String) {
    let part = text.get(range.clone()).unwrap_or("");
    let mut from = 0;
    while let Some(found) = part.get(from..).and_then(|rest| rest.find("{{")).map(|i| from + i) {
        out.push_str(part.get(from..found).unwrap_or(""));
        let escapes = out.bytes().rev().take_while(|b| *b == b'\\').count();
        if escapes % 2 == 0 && !code::holds(code, range.start + found) {
            out.push('\\');
        }
        out.push_str("{{");
        from = found + 2;
    }
    out.push_str(part.get(from..).unwrap_or(""));
}

/// The line that a text ends with.
fn last_line(text: &str) -> &str {
    text.rsplit('\n').next().unwrap_or(text)
}

fn in_table(text: &str) -> bool {
    last_line(text).trim_start().starts_with('|')
}

/// Whether nothing stands before what comes next on its line, but the marks of what holds it.
fn starts_line(text: &str) -> bool {
    let mark =
        |c: char| c.is_whitespace() || matches!(c, '>' | '-' | '*' | '+' | '.' | ')') || c.is_ascii_digit();
    last_line(text).chars().all(mark)
}

/// Writes something on a line of its own, and says how much of what follows is passed over: the spaces of its line.
fn own_line(out: &mut String, piece: &str, rest: &str) -> usize {
    let line = last_line(out);
    let margin: String = if starts_line(out) {
        // What goes on after a mark of a list stands under its text.
        line.chars().map(|c| if c == '>' || c.is_whitespace() { c } else { ' ' }).collect()
    } else {
        let margin: String = line.chars().take_while(|c| c.is_whitespace() || *c == '>').collect();
        out.truncate(out.trim_end_matches(' ').len());
        out.push('\n');
        out.push_str(&margin);
        margin
    };
    out.push_str(&piece.replace('\n', &format!("\n{margin}")));
    let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let after = rest.get(blank..).unwrap_or("");
    if !after.is_empty() && !after.starts_with('\n') {
        out.push('\n');
        out.push_str(&margin);
    }
    blank
}

/// A text as an argument of a component: on one line, without straight quotes.
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open = true;
    for c in text.trim().chars() {
        match c {
            '"' => {
                out.push(if open { '“' } else { '”' });
                open = !open;
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// A destination of Markdown.
pub(super) fn destination(text: &str) -> String {
    let text = text.trim();
    if text.contains(char::is_whitespace) || text.contains(['(', ')', '<', '>']) {
        let plain: String = text.chars().filter(|c| !matches!(c, '<' | '>' | '\n')).collect();
        format!("<{plain}>")
    } else {
        text.to_owned()
    }
}

fn link(text: &str, to: &str) -> String {
    format!("[{}]({})", text.replace(['[', ']'], ""), destination(to))
}

/// What a call becomes. `opening` is the one that it closes, or itself.
fn piece(call: &Call, opening: &Call, context: &Context<'_>) -> Piece {
    let name = opening.name.to_lowercase();
    let name = name.rsplit('/').next().unwrap_or("");
    let holds = matches!(call.role, Role::Opens(_) | Role::Closes(_));
    let closes = matches!(call.role, Role::Closes(_));
    let first = |names: &[&str]| opening.named(names).or_else(|| opening.at(0)).map(str::trim);
    let end = |of: &str| Piece::Line(format!("{{{{ end(name=\"{of}\") }}}}"));
    match name {
        "ref" | "relref" if !holds => match first(&["path"]) {
            Some(path) => {
                let (path, anchor) = path.split_once('#').unwrap_or((path, ""));
                let lang = opening.named(&["lang"]).map_or_else(String::new, |lang| format!("?lang={lang}"));
                let anchor = if anchor.is_empty() { String::new() } else { format!("#{anchor}") };
                Piece::Inline(format!("{REFERENCE}{}{lang}{anchor}", path.replace(' ', "%20")))
            }
            None => Piece::Comment,
        },
        "figure" | "img" | "image" if !closes => figure(opening).unwrap_or(Piece::Comment),
        "figure" | "img" | "image" => Piece::Nothing,
        "highlight" | "code" if holds => {
            Piece::Code(first(&["lang", "language"]).unwrap_or("").split(',').next().unwrap_or("").to_owned())
        }
        "param" if !holds => {
            let value = first(&["name"]).and_then(|key| {
                let found = names::get(context.own, key).or_else(|| names::get(context.params, key));
                found.and_then(Node::as_text)
            });
            value.map_or(Piece::Comment, |value| Piece::Inline(value.to_owned()))
        }
        "details" | "expand" | "collapse" | "accordion" if holds => {
            if closes {
                return end("details");
            }
            let title = first(&["summary", "title"]).unwrap_or(context.words.get("import.details"));
            Piece::Line(format!("{{{{ details(title=\"{}\") }}}}", literal(title)))
        }
        "tabs" | "tab" if holds => {
            if closes {
                return end(name);
            }
            match (name, first(&["name", "title", "header", "label"])) {
                ("tabs", _) => Piece::Line("{{ tabs() }}".to_owned()),
                (_, Some(title)) => Piece::Line(format!("{{{{ tab(title=\"{}\") }}}}", literal(title))),
                _ => Piece::Comment,
            }
        }
        "button" | "btn" | "link" => match opening.named(&["href", "url", "link", "relref"]) {
            Some(_) if holds && !closes => Piece::Inline("[".to_owned()),
            Some(to) if closes => Piece::Inline(format!("]({})", destination(to))),
            Some(to) => {
                let text = opening.named(&["text", "title", "label", "content"]).unwrap_or(to);
                Piece::Inline(link(text, to))
            }
            None => Piece::Comment,
        },
        "raw" | "rawhtml" | "html" | "markdown" | "md" if holds => Piece::Nothing,
        "br" if !holds => Piece::Inline("<br>".to_owned()),
        _ if !holds => elsewhere(name, opening, context).unwrap_or(Piece::Comment),
        _ => match BOXES.iter().find(|(known, _)| *known == name) {
            Some(_) if closes => end("note"),
            Some((_, usual)) => Piece::Line(note(opening, usual)),
            None => Piece::Comment,
        },
    }
}

/// The box that a call opens.
fn note(call: &Call, usual: &str) -> String {
    let kinds = [call.named(&["type", "kind", "level", "color", "context", "style"]), call.at(0)];
    let named = |kind: &str| -> Option<&'static str> {
        let kind = kind.trim();
        let known = BOXES.iter().find(|(name, usual)| name.eq_ignore_ascii_case(kind) && !usual.is_empty());
        let alert = || {
            Some(match Alert::named(kind)? {
                Alert::Note => "note",
                Alert::Tip => "tip",
                Alert::Important => "important",
                Alert::Warning => "warning",
                Alert::Caution => "caution",
                Alert::Example => "example",
            })
        };
        known.map(|(_, usual)| *usual).or_else(alert)
    };
    let said = kinds.iter().flatten().find_map(|kind| named(kind));
    let kind = said.unwrap_or(usual);
    // A box that is named after its kind has its title first.
    let title = call.named(&["title", "heading", "header"]);
    let title = title.or_else(|| call.at(usize::from(said.is_some() && call.at(0).and_then(named) == said)));
    let mut arguments = Vec::new();
    if !kind.is_empty() && kind != "note" {
        arguments.push(format!("kind=\"{kind}\""));
    }
    arguments.extend(title.map(|title| format!("title=\"{}\"", literal(title))));
    format!("{{{{ note({}) }}}}", arguments.join(", "))
}

/// An image with what is said of it.
fn figure(call: &Call) -> Option<Piece> {
    let source = call.named(&["src", "image", "path"]).or_else(|| call.at(0))?.trim();
    let caption = [call.named(&["title"]), call.named(&["caption"])];
    let caption: Vec<&str> = caption.into_iter().flatten().filter(|text| !text.trim().is_empty()).collect();
    let caption = caption.join(". ");
    let alternative = call.named(&["alt"]).unwrap_or(&caption);
    if source.is_empty() {
        return None;
    }
    if source.contains("://") || source.contains('"') {
        let alternative = alternative.replace(['[', ']'], "");
        return Some(Piece::Inline(format!("![{alternative}]({})", destination(source))));
    }
    let mut arguments = vec![format!("image=\"{source}\""), format!("alt=\"{}\"", literal(alternative))];
    if !caption.is_empty() {
        arguments.push(format!("caption=\"{}\"", literal(&caption)));
    }
    if let Some(credit) = call.named(&["attr", "credit", "author"]).filter(|credit| !credit.trim().is_empty())
    {
        arguments.push(format!("credit=\"{}\"", literal(credit)));
    }
    Some(Piece::Line(format!("{{{{ figure({}) }}}}", arguments.join(", "))))
}

/// What a page took from another site becomes a link to it: nothing that is published calls one.
fn elsewhere(name: &str, call: &Call, context: &Context<'_>) -> Option<Piece> {
    let id = call.named(&["id"]).or_else(|| call.at(0)).map(str::trim).filter(|id| !id.is_empty())?;
    let plain = |id: &str| id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    let second = call.named(&["user"]).map_or_else(|| call.at(1), |_| Some(id));
    let to = match name {
        "youtube" | "youtube-enhanced" | "yt" => format!("https://www.youtube.com/watch?v={id}"),
        "vimeo" | "vimeo_simple" => format!("https://vimeo.com/{id}"),
        "instagram" | "instagram_simple" => format!("https://www.instagram.com/p/{id}/"),
        "gist" => format!("https://gist.github.com/{id}/{}", second.filter(|id| plain(id))?),
        "x" | "x_simple" | "tweet" | "twitter" => {
            let user = call.named(&["user"]).or_else(|| call.at(1).map(|_| id)).unwrap_or("i");
            let post = call.named(&["id"]).or_else(|| call.at(1)).unwrap_or(id);
            format!("https://x.com/{user}/status/{post}")
        }
        _ => return None,
    };
    if !plain(id) {
        return None;
    }
    let host = to.split('/').nth(2).unwrap_or("").trim_start_matches("www.").to_owned();
    let title = call.named(&["title", "caption"]).map(str::to_owned);
    let usual = || context.words.say(&Message::key("import.elsewhere").with("host", host.as_str()));
    Some(Piece::Inline(link(&title.unwrap_or_else(usual), &to)))
}

/// Alerts with a title of their own, `> [!NOTE] Title`: the title becomes their first words.
fn alerts(text: &str) -> String {
    if !text.contains("[!") {
        return text.to_owned();
    }
    let code = code::ranges(text);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let title = line.trim_start().strip_prefix('>').and_then(|rest| rest.trim_start().strip_prefix("[!"));
        let title = title.and_then(|rest| rest.split_once(']')).map(|(_, title)| title);
        let sign = title.map(|title| title.trim_start_matches(['+', '-']).trim()).unwrap_or_default();
        let folded = title.is_some_and(|title| title.starts_with(['+', '-']));
        if code::holds(&code, start) || sign.is_empty() && !folded {
            out.push_str(line);
            continue;
        }
        let head = line.find(']').and_then(|end| line.get(..=end)).unwrap_or(line);
        out.push_str(head);
        out.push('\n');
        if !sign.is_empty() {
            let margin = line.split('>').next().unwrap_or("");
            out.push_str(&format!("{margin}> **{sign}**\n{margin}>\n"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    fn turned(program: Program, text: &str) -> String {
        let words = Words::load(Language::French);
        let params = Map {
            entries: vec![names::text_entry(
                "phone",
                "01 99",
                crate::source::Span::new(
                    crate::source::Sources::default().add(crate::source::Source::new("a", vec![])),
                    0,
                    0,
                ),
            )],
        };
        let own = Map::default();
        turn(text, &Context { program, params: &params, own: &own, words: &words }).text
    }

    #[test]
    fn what_is_known_of_hugo_becomes_markdown_or_a_component() {
        for (typed, wanted) in [
            (
                r#"{{< figure src="a.jpg" alt="Un \"b\"" caption="C" >}}"#,
                "{{ figure(image=\"a.jpg\", alt=\"Un “b”\", caption=\"C\") }}",
            ),
            ("a {{< figure \"a.jpg\" >}} b", "a\n{{ figure(image=\"a.jpg\", alt=\"\") }}\nb"),
            ("[a]({{< ref \"b.md#c\" >}})", "[a](import-ref:b.md#c)"),
            ("{{< highlight go \"x\" >}}\na\n{{< /highlight >}}\nb", "```go\na\n```\nb"),
            (
                "{{< details summary=\"A\" >}}\nb\n{{< /details >}}",
                "{{ details(title=\"A\") }}\nb\n{{ end(name=\"details\") }}",
            ),
            (
                "- {{% notice warning \"T\" %}}b{{% /notice %}}",
                "- {{ note(kind=\"warning\", title=\"T\") }}\n  b\n  {{ end(name=\"note\") }}",
            ),
            ("{{< param phone >}}", "01 99"),
            ("{{< youtube abc >}}", "[Voir sur youtube.com](https://www.youtube.com/watch?v=abc)"),
            ("{{< button href=\"/a/\" >}}B{{< /button >}}", "[B](/a/)"),
        ] {
            assert_eq!(turned(Program::Hugo, typed), wanted, "{typed}");
        }
    }

    #[test]
    fn what_is_not_known_is_seen_by_editors_and_harmless() {
        for (typed, wanted) in [
            ("{{< carte lat=1 >}}", "<!-- {{< carte lat=1 >}} -->"),
            ("a {{< carte >}} b", "a <!-- {{< carte >}} --> b"),
            ("- {{< carte >}} b", "- <!-- {{< carte >}} -->\n  b"),
            ("{{< x >}}a{{< /x >}}", "<!-- {{< x >}} -->\na<!-- {{< /x >}} -->"),
            ("{{</* carte */>}} {{ .Title }}", "\\{{< carte >}} \\{{ .Title }}"),
            ("`{{</* carte */>}}` `{{ .T }}`", "`{{< carte >}}` `{{ .T }}`"),
            (
                "| a {{< details >}}b{{< /details >}} |",
                "| a <!-- {{< details >}} -->b<!-- {{< /details >}} --> |",
            ),
        ] {
            assert_eq!(turned(Program::Hugo, typed), wanted, "{typed}");
        }
    }

    #[test]
    fn calls_of_zola_become_the_same() {
        for (typed, wanted) in [
            ("{{ youtube(id=\"abc\", title=\"T\") }}", "[T](https://www.youtube.com/watch?v=abc)"),
            ("{% note(title=\"T\") %}\na\n{% end %}", "{{ note(title=\"T\") }}\na\n{{ end(name=\"note\") }}"),
            ("{% quote(by=\"x\") %}\na\n{% end %}", "<!-- {% quote(by=\"x\") %} -->\na\n<!-- {% end %} -->"),
            ("{{/* a() */}} {{ b }}", "\\{{ a() }} \\{{ b }}"),
        ] {
            assert_eq!(turned(Program::Zola, typed), wanted, "{typed}");
        }
    }

    #[test]
    fn titles_of_alerts_are_their_first_words() {
        assert_eq!(alerts("> [!NOTE] Titre\n> a\n> [!TIP]+\n"), "> [!NOTE]\n> **Titre**\n>\n> a\n> [!TIP]\n");
        assert_eq!(alerts("> [!NOTE]\n> a"), "> [!NOTE]\n> a");
    }
}
