//! A page as Markdown, for those who read without a browser: what its readers read, made of the page itself, so
//! that whatever the theme shows is there (amounts, delays, steps) and nothing else is.

use std::borrow::Cow;
use std::fmt::Write;

use super::elements::{Element, Piece, parsed, raw};

/// Elements whose words run on with those around.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "bdi", "br", "cite", "code", "data", "del", "dfn", "em", "i", "img", "kbd", "mark",
    "picture", "small", "span", "strong", "sub", "sup", "time",
];

/// The main part of a page as Markdown. `origin` is where addresses from the root lead: `https://a.fr`; `url` the whole
/// address of the page. Ends with a newline.
pub(in crate::render) fn of_page(html: &str, origin: &str, url: &str) -> String {
    let start = html.find("<main").or_else(|| html.find("<body")).unwrap_or(0);
    let main = html.get(start..).unwrap_or("");
    let main = main.find("</main>").and_then(|end| main.get(..end)).unwrap_or(main);
    let mut text = Writer { origin }.blocks(&parsed(main)).join("\n\n");
    if !url.is_empty() {
        let _ = write!(text, "\n\n<{url}>");
    }
    text.push('\n');
    text.trim_start().to_owned()
}

struct Writer<'a> {
    origin: &'a str,
}

impl Writer<'_> {
    /// Each block, without the empty lines between.
    fn blocks(&self, pieces: &[Piece]) -> Vec<String> {
        let mut blocks = Vec::new();
        let mut line = String::new();
        for piece in pieces {
            match piece {
                Piece::Element(element) if element.is_passed() => {}
                Piece::Element(element)
                    if !INLINE.contains(&element.name.as_str()) || self.holds_blocks(element) =>
                {
                    paragraph(&mut line, &mut blocks);
                    self.block(element, &mut blocks);
                }
                inline => self.inline(inline, &mut line),
            }
        }
        paragraph(&mut line, &mut blocks);
        blocks
    }

    /// A link, or a span, round whole blocks.
    fn holds_blocks(&self, element: &Element) -> bool {
        element.inside.iter().any(|piece| match piece {
            Piece::Element(inner) => !INLINE.contains(&inner.name.as_str()) && !inner.is_passed(),
            Piece::Text(_) => false,
        })
    }

    fn block(&self, element: &Element, blocks: &mut Vec<String>) {
        match element.name.as_str() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = element.name.get(1..).and_then(|digit| digit.parse().ok()).unwrap_or(1);
                let words = self.words(&element.inside);
                if !words.is_empty() {
                    blocks.push(format!("{} {words}", "#".repeat(level)));
                }
            }
            "ul" | "ol" => {
                let mut lines = Vec::new();
                let items = element.inside.iter().filter_map(|piece| match piece {
                    Piece::Element(item) if !item.is_passed() => Some(item),
                    _ => None,
                });
                for (rank, item) in items.enumerate() {
                    let mark = if element.name == "ol" { format!("{}. ", rank + 1) } else { "- ".to_owned() };
                    let inside = self.blocks(&item.inside).join("\n\n");
                    let indented = inside.replace('\n', &format!("\n{}", " ".repeat(mark.len())));
                    lines.push(format!("{mark}{indented}"));
                }
                if !lines.is_empty() {
                    blocks.push(without_trails(&lines.join("\n")));
                }
            }
            "blockquote" => {
                let inside = self.blocks(&element.inside).join("\n\n");
                blocks.push(without_trails(&format!("> {}", inside.replace('\n', "\n> "))));
            }
            "pre" => {
                let code = raw(&element.inside);
                let fence = "`".repeat(longest_run(&code).saturating_add(1).max(3));
                let language = language(element).unwrap_or_default();
                blocks.push(format!("{fence}{language}\n{}\n{fence}", code.trim_end_matches('\n')));
            }
            "table" => blocks.extend(self.table(element)),
            "hr" => blocks.push("---".to_owned()),
            "summary" | "legend" | "caption" | "dt" => {
                let words = self.words(&element.inside);
                if !words.is_empty() {
                    blocks.push(format!("**{}**", words.replace("**", "")));
                }
            }
            _ => blocks.extend(self.blocks(&element.inside)),
        }
    }

    fn table(&self, table: &Element) -> Option<String> {
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut title = None;
        self.rows(table, &mut rows, &mut title);
        let columns = rows.iter().map(Vec::len).max()?;
        let mut text = String::new();
        if let Some(title) = title.filter(|title: &String| !title.is_empty()) {
            let _ = write!(text, "**{title}**\n\n");
        }
        for (rank, mut row) in rows.into_iter().enumerate() {
            row.resize(columns, String::new());
            let _ = writeln!(text, "| {} |", row.join(" | "));
            if rank == 0 {
                let _ = writeln!(text, "|{}", " --- |".repeat(columns));
            }
        }
        Some(text.trim_end().to_owned())
    }

    fn rows(&self, element: &Element, rows: &mut Vec<Vec<String>>, title: &mut Option<String>) {
        for piece in &element.inside {
            let Piece::Element(inner) = piece else { continue };
            match inner.name.as_str() {
                "tr" => {
                    let cells = inner.inside.iter().filter_map(|piece| match piece {
                        Piece::Element(cell) => Some(self.words(&cell.inside).replace('|', "\\|")),
                        Piece::Text(_) => None,
                    });
                    rows.push(cells.collect());
                }
                "caption" => *title = Some(self.words(&inner.inside)),
                _ => self.rows(inner, rows, title),
            }
        }
    }

    /// Words on one line.
    fn words(&self, pieces: &[Piece]) -> String {
        let mut line = String::new();
        pieces.iter().for_each(|piece| self.inline(piece, &mut line));
        line.replace("  \n", " ").trim().to_owned()
    }

    fn inline(&self, piece: &Piece, line: &mut String) {
        let element = match piece {
            Piece::Text(text) => return words(text, line),
            Piece::Element(element) if element.is_passed() => return,
            Piece::Element(element) => element,
        };
        let around = |line: &mut String, mark: &str| {
            let inside = self.words(&element.inside);
            if !inside.is_empty() {
                let _ = write!(line, "{mark}{inside}{mark}");
            }
        };
        match element.name.as_str() {
            "strong" | "b" => around(line, "**"),
            "em" | "i" => around(line, "*"),
            "del" => around(line, "~~"),
            "code" | "kbd" => {
                let code = raw(&element.inside).replace(['\n', '\r'], " ");
                let mark = "`".repeat(longest_run(&code).saturating_add(1));
                // One space is taken off each end of code that has them at both.
                let ends = |sign: char| (code.starts_with(sign), code.ends_with(sign));
                let apart =
                    ends('`') != (false, false) || (ends(' ') == (true, true) && !code.trim().is_empty());
                let space = if apart { " " } else { "" };
                if !code.is_empty() {
                    let _ = write!(line, "{mark}{space}{code}{space}{mark}");
                }
            }
            "br" => line.push_str("  \n"),
            "img" => {
                let alternative = element.attribute("alt").unwrap_or_default();
                if let (false, Some(source)) = (alternative.is_empty(), element.attribute("src")) {
                    let _ = write!(line, "![{}](<{}>)", escaped(&alternative), self.whole(&source));
                }
            }
            "a" => {
                let inside = self.words(&element.inside);
                match element.attribute("href").filter(|href| !href.starts_with('#')) {
                    Some(href) if !inside.is_empty() => {
                        let href = self.whole(&href);
                        let plain = !href.contains([' ', '(', ')', '<', '>']);
                        let _ = if plain {
                            write!(line, "[{inside}]({href})")
                        } else {
                            write!(line, "[{inside}](<{href}>)")
                        };
                    }
                    _ => line.push_str(&inside),
                }
            }
            _ if INLINE.contains(&element.name.as_str()) => {
                element.inside.iter().for_each(|piece| self.inline(piece, line));
            }
            // A block where words are asked for, as in a cell.
            _ => {
                if !line.is_empty() && !line.ends_with(' ') {
                    line.push(' ');
                }
                element.inside.iter().for_each(|piece| self.inline(piece, line));
                line.push(' ');
            }
        }
    }

    fn whole(&self, address: &str) -> String {
        if address.starts_with('/') { format!("{}{address}", self.origin) } else { address.to_owned() }
    }
}

/// Puts an end to a paragraph, if one was begun.
fn paragraph(line: &mut String, blocks: &mut Vec<String>) {
    let words = std::mem::take(line);
    let words = words.trim_matches([' ', '\n']);
    if words.is_empty() {
        return;
    }
    blocks.push(words.split('\n').map(started).collect::<Vec<_>>().join("\n"));
}

/// A line of a paragraph, whose start is not read as a title, a list, a quote, a rule or a table.
fn started(line: &str) -> Cow<'_, str> {
    let ends = |rest: &str| rest.is_empty() || rest.starts_with([' ', '-']);
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    if number.len() < line.len()
        && let Some(rest) = number.strip_prefix(['.', ')'])
        && ends(rest)
    {
        let sign = if number.starts_with('.') { "\\." } else { "\\)" };
        return Cow::Owned(line.replacen(['.', ')'], sign, 1));
    }
    let item = line.strip_prefix(['-', '+']).is_some_and(ends);
    let marked = item || ["#", ">", "=", "|", ":-"].iter().any(|mark| line.starts_with(mark));
    if marked { Cow::Owned(format!("\\{line}")) } else { Cow::Borrowed(line) }
}

/// Runs of white space are one space; what Markdown would read is escaped.
fn words(text: &str, line: &mut String) {
    let text = escaped(text);
    for (rank, word) in text.split([' ', '\n', '\t', '\r']).enumerate() {
        if rank > 0 && !line.is_empty() && !line.ends_with([' ', '\n']) {
            line.push(' ');
        }
        line.push_str(word);
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.chars();
    while let Some(sign) = rest.next() {
        let after = rest.as_str();
        let inside = before.is_alphanumeric() && after.starts_with(char::is_alphanumeric);
        if matches!(sign, '\\' | '*' | '`' | '[' | ']' | '<' | '~')
            || (sign == '_' && !inside)
            || (sign == '&' && ends_entity(after))
        {
            out.push('\\');
        }
        out.push(sign);
        before = sign;
    }
    out
}

/// Whether what follows `&` makes a sign of it: `copy;`, `#169;`.
fn ends_entity(after: &str) -> bool {
    let name = after.strip_prefix('#').unwrap_or(after);
    let rest = name.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    rest.len() < name.len() && rest.starts_with(';')
}

/// How many backticks follow one another at most.
fn longest_run(code: &str) -> usize {
    code.split(|sign| sign != '`').map(str::len).max().unwrap_or(0)
}

/// The language that a block of code says it is in.
fn language(block: &Element) -> Option<String> {
    block.inside.iter().find_map(|piece| {
        let Piece::Element(code) = piece else { return None };
        let classes = code.attribute("class")?;
        let name = classes.split_whitespace().find_map(|class| class.strip_prefix("language-"))?;
        (!name.contains('`')).then(|| escaped(name))
    })
}

fn without_trails(text: &str) -> String {
    // Two spaces at the end of words break a line; after nothing, or the marks of a quotation, they are only a trail.
    let is_bare = |line: &str| line.chars().all(|sign| sign == '>' || sign.is_whitespace());
    let trimmed = text.lines().map(|line| if is_bare(line) { line.trim_end() } else { line });
    trimmed.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(html: &str) -> String {
        of_page(
            &format!("<body><nav>Menu</nav><main id=\"x\">{html}</main><footer>Pied</footer>"),
            "https://a.fr",
            "",
        )
    }

    #[test]
    fn what_readers_read_comes_back_as_markdown() {
        for (html, markdown) in [
            (
                "<h1>Carte</h1>\n<p>Un <strong>mot</strong>,\n un <a href=\"/b/\">lien</a>.</p>",
                "# Carte\n\nUn **mot**, un [lien](https://a.fr/b/).",
            ),
            ("<ol><li><p>un</p><ul><li>a</li></ul></li><li>deux</li></ol>", "1. un\n\n   - a\n2. deux"),
            (
                "<table><caption>T</caption><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1|2</td><td>x</td></tr></tbody></table>",
                "**T**\n\n| A | B |\n| --- | --- |\n| 1\\|2 | x |",
            ),
            ("<div class=\"notice\"><p>À savoir</p><p>a<br>b</p></div>", "À savoir\n\na  \nb"),
            ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
            ("<pre tabindex=\"0\"><code>a *b*\n</code></pre>", "```\na *b*\n```"),
            (
                "<pre><code class=\"x language-sh\">```\n<span>````</span>\n</code></pre>",
                "`````sh\n```\n````\n`````",
            ),
            (
                "<p><code>`a</code>, <code>b``c</code>, <code>d`</code>, <code> </code>, <code>e\nf</code>, <code></code></p>",
                "`` `a ``, ```b``c```, `` d` ``, ` `, `e f`,",
            ),
            ("<p>2. *x* &lt;b&gt; a_b _c</p><p># d</p>", "2\\. \\*x\\* \\<b> a_b \\_c\n\n\\# d"),
            (
                "<p>&amp;copy; &amp;#169; A&amp;B; T&amp; ; ~~x~~</p>",
                "\\&copy; \\&#169; A\\&B; T& ; \\~\\~x\\~\\~",
            ),
            (
                "<p>a<br>- b<br># c<br>1. d<br>&gt; e<br>---<br>=<br>-5 °C<br>2.5<br>| f</p><p>-</p>",
                "a  \n\\- b  \n\\# c  \n1\\. d  \n\\> e  \n\\---  \n\\=  \n-5 °C  \n2.5  \n\\| f\n\n\\-",
            ),
            ("<dl><dt>Prix</dt><dd>86\u{a0}€</dd></dl>", "**Prix**\n\n86\u{a0}€"),
            (
                "<picture><source srcset=\"/a.webp 1w\"><img src=\"/a b.png\" alt=\"Un plan\"></picture><img src=\"/c.png\" alt=\"\">",
                "![Un plan](<https://a.fr/a b.png>)",
            ),
            (
                "<form>Cherchez <input name=\"q\"></form><p hidden>a</p><script>x<y</script><span aria-hidden=\"true\">→</span>fin",
                "fin",
            ),
            (
                "<p><img alt=\"A hidden door\" src='/p.png'><a title=\"un href=b\" hreflang=en href=\"/b/\">b</a><span hidden=\"\">non</span></p>",
                "![A hidden door](<https://a.fr/p.png>)[b](https://a.fr/b/)",
            ),
            ("<a class=\"card\" href=\"/c/\"><h2>Titre</h2><p>Texte</p></a>", "## Titre\n\nTexte"),
        ] {
            assert_eq!(written(html), format!("{markdown}\n"), "{html}");
        }
        assert_eq!(of_page("<main><p>a</p></main>", "", "https://a.fr/b/"), "a\n\n<https://a.fr/b/>\n");
    }

    #[test]
    fn what_is_not_closed_or_far_too_deep_is_read_all_the_same() {
        assert_eq!(written("<p>a <em>b"), "a *b*\n");
        assert_eq!(written("a < b </i> <"), "a \\< b \\<\n");
        let deep = format!("{}fond", "<div>".repeat(100_000));
        assert_eq!(written(&deep), "fond\n");
    }
}
