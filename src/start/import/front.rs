//! The heads of pages: read in TOML, YAML or JSON, written in the YAML of this program.

use jiff::civil::Date;

use crate::data::{self, Entry, Map, Node, Value};
use crate::finding::{Message, Problem};
use crate::source::{Source, SourceId, Span};

use super::names;
use super::settings::of_json;

/// What the head of a page says, whatever program it was written for.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    pub(super) draft: bool,
    pub(super) weight: Option<i64>,
    /// The last part of its address, as typed.
    pub(super) slug: Option<String>,
    /// The day that addresses are made of.
    pub(super) date: Option<Date>,
    pub(super) published: Option<Date>,
    pub(super) updated: Option<Date>,
    pub(super) valid_until: Option<Date>,
    /// Earlier addresses, whole.
    pub(super) aliases: Vec<String>,
    /// What it is classed by: the key of a taxonomy, and terms.
    pub(super) terms: Vec<(String, Vec<String>)>,
    /// Words that readers may search it by.
    pub(super) search_terms: Vec<String>,
    pub(super) sort: Option<&'static str>,
    pub(super) reverse: bool,
    pub(super) page_size: Option<String>,
    /// It was kept out of what readers search.
    pub(super) unsearched: bool,
    /// What pages of other languages share with it, when it is not their path.
    pub(super) translation_key: Option<String>,
    /// Everything else.
    pub(super) extra: Vec<Entry>,
    /// Lines kept as comments.
    pub(super) comments: Vec<String>,
}

/// A page, taken apart.
pub(super) struct Split {
    /// What its head says.
    pub(super) map: Map,
    /// Where the head and all that is in it is said to stand.
    pub(super) span: Span,
    /// Byte where the body starts.
    pub(super) body: usize,
    /// What is wrong with the head.
    pub(super) problems: Vec<Problem>,
    /// Lines of the head that a tree does not hold: comments, or all of them where it cannot be read.
    pub(super) comments: Vec<String>,
}

/// Takes a page apart and reads its head, whichever of the three forms it has.
pub(super) fn split(id: SourceId, source: &Source) -> Split {
    let text = source.text();
    let start = text.len() - text.trim_start().len();
    let rest = text.get(start..).unwrap_or("");
    let none = |body| Split {
        map: Map::default(),
        span: Span::new(id, 0, 0),
        body,
        problems: Vec::new(),
        comments: Vec::new(),
    };
    let first = rest.lines().next().unwrap_or("").trim_end();
    if first.starts_with('{') && !first.starts_with("{{") && !first.starts_with("{%") {
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<serde_json::Value>();
        if let Some(Ok(value @ serde_json::Value::Object(_))) = values.next() {
            let end = start + values.byte_offset();
            let span = Span::new(id, start, end);
            let Value::Map(map) = of_json(&value, span).value else { return none(0) };
            return Split {
                map,
                span,
                body: after_line(text, end),
                problems: Vec::new(),
                comments: Vec::new(),
            };
        }
        return none(0);
    }
    if !matches!(first, "---" | "+++") {
        return none(0);
    }
    let front = after_line(text, start);
    let (end, body, closed) = close(text, front, first);
    let span = Span::new(id, front, end);
    let (node, mut problems) = if first == "+++" {
        // Blank in the place of what stands before, so that every place holds.
        let padded = " ".repeat(front) + text.get(front..end).unwrap_or("");
        data::toml(id, &padded)
    } else {
        data::yaml(id, text, front..end)
    };
    if !closed {
        problems.push(Problem::new(
            crate::finding::ProblemKind::Syntax,
            Span::new(id, start, start + first.len()),
            Message::key("front-matter.not-closed"),
        ));
    }
    let typed = text.get(front..end).unwrap_or("");
    let lines: Vec<&str> = match problems.is_empty() {
        false => typed.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect(),
        true if first == "+++" => comments_of_toml(typed),
        true => comments_of_yaml(typed),
    };
    let bare = |line: &str| line.trim_start().trim_start_matches('#').trim().to_owned();
    let comments = lines.into_iter().map(bare).collect();
    let map = match node.value {
        Value::Map(map) => map,
        _ => Map::default(),
    };
    Split { map, span, body, problems, comments }
}

/// Lines of a head in YAML that are comments: not those of a text set out below `|` or `>`.
fn comments_of_yaml(text: &str) -> Vec<&str> {
    let mut comments = Vec::new();
    // How far the line stands that opened a text.
    let mut opened: Option<usize> = None;
    for line in text.lines().map(str::trim_end).filter(|line| !line.trim().is_empty()) {
        let margin = line.len() - line.trim_start().len();
        if opened.is_some_and(|from| margin > from) {
            continue;
        }
        opened = None;
        if line.trim_start().starts_with('#') {
            comments.push(line);
            continue;
        }
        let said = line.split(" #").next().unwrap_or(line).trim_end();
        let last = said.rsplit([' ', '\t']).next().unwrap_or("");
        let sign = |c: char| matches!(c, '+' | '-') || c.is_ascii_digit();
        let opens = last.strip_prefix(['|', '>']).is_some_and(|rest| rest.chars().all(sign));
        opened = opens.then_some(margin);
    }
    comments
}

/// Lines of a head in TOML that are comments: not those of a text between three quotation marks.
fn comments_of_toml(text: &str) -> Vec<&str> {
    let mut comments = Vec::new();
    let mut inside: Option<&str> = None;
    for line in text.lines().map(str::trim_end) {
        if inside.is_none() && line.trim_start().starts_with('#') {
            comments.push(line);
            continue;
        }
        let mut rest = line;
        loop {
            let found = match inside {
                Some(mark) => rest.find(mark).map(|at| (at, mark)),
                None => ["\"\"\"", "'''"].into_iter().filter_map(|mark| Some((rest.find(mark)?, mark))).min(),
            };
            let Some((at, mark)) = found else { break };
            inside = if inside.is_some() { None } else { Some(mark) };
            rest = rest.get(at + mark.len()..).unwrap_or("");
        }
    }
    comments
}

/// Where a head ends, where its body starts, and whether a line closes it. One that is not closed is taken to end
/// at the first empty line.
fn close(text: &str, front: usize, fence: &str) -> (usize, usize, bool) {
    let mut at = front;
    let mut blank = None;
    for line in text.get(front..).unwrap_or("").split_inclusive('\n') {
        if line.trim_end() == fence {
            return (at, at + line.len(), true);
        }
        if line.trim().is_empty() && blank.is_none() {
            blank = Some(at);
        }
        at += line.len();
    }
    let end = blank.unwrap_or(text.len());
    (end, end, false)
}

/// The start of the line after a place.
fn after_line(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |i| at + i + 1)
}

/// The day of a text such as `2026-01-31T10:00:00+01:00`, and whether its time is the first moment of that day.
pub(super) fn day(text: &str) -> Option<(Date, bool)> {
    let text = text.trim();
    let day = text.get(..10)?;
    let date = day.parse().ok()?;
    let time: String = text.chars().skip(10).take_while(|c| !matches!(c, '+' | 'Z' | '.')).collect();
    let time = time.split('-').next().unwrap_or("");
    Some((date, !time.chars().any(|c| matches!(c, '1'..='9'))))
}

/// A head as this program reads it, between its two fences.
pub(super) fn write(
    head: &Head,
    aliases: &[String],
    translations: &[(String, String)],
    span: Span,
) -> String {
    let mut entries = Vec::new();
    let mut text = |key: &str, value: &Option<String>| {
        entries.extend(value.as_ref().map(|value| names::text_entry(key, value, span)));
    };
    text("title", &head.title);
    text("description", &head.description);
    let mut plain = |key: &str, value: Option<String>| {
        entries.extend(value.map(|value| names::plain_entry(key, &value, span)));
    };
    plain("draft", head.draft.then(|| "true".to_owned()));
    plain("published", head.published.map(|day| day.to_string()));
    plain("updated", head.updated.map(|day| day.to_string()));
    plain("valid_until", head.valid_until.map(|day| day.to_string()));
    plain("weight", head.weight.map(|weight| weight.to_string()));
    plain("sort", head.sort.map(str::to_owned));
    plain("reverse", head.reverse.then(|| "true".to_owned()));
    plain("page_size", head.page_size.clone());
    plain("search", head.unsearched.then(|| "false".to_owned()));
    entries.extend(head.slug.as_ref().map(|slug| names::text_entry("slug", slug, span)));
    if !aliases.is_empty() {
        entries.push(names::texts_entry("aliases", aliases, span));
    }
    if !translations.is_empty() {
        let pages = translations.iter().map(|(lang, path)| names::text_entry(lang, path, span));
        entries.push(names::map_entry("translations", pages.collect(), span));
    }
    for (key, terms) in head.terms.iter().filter(|(_, terms)| !terms.is_empty()) {
        entries.push(names::texts_entry(key, terms, span));
    }
    if !head.search_terms.is_empty() {
        entries.push(names::texts_entry("search_terms", &head.search_terms, span));
    }
    if !head.extra.is_empty() {
        entries.push(names::map_entry("extra", head.extra.clone(), span));
    }
    let node = Node { span, value: Value::Map(Map { entries }) };
    let comments: String = head.comments.iter().map(|line| format!("# {line}\n")).collect();
    format!("---\n{}{comments}---\n", data::yaml_text(&node))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn parts(text: &str) -> (Vec<(String, String)>, String, usize, Vec<String>) {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("a.md", text.into()));
        let split = split(id, sources.get(id));
        let entries = split.map.entries.iter();
        let entries =
            entries.map(|e| (e.key.value.clone(), e.node.as_text().unwrap_or("…").to_owned())).collect();
        (entries, text[split.body..].to_owned(), split.problems.len(), split.comments)
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn heads_are_read_in_their_three_forms() {
        let a = pairs(&[("a", "b c")]);
        assert_eq!(parts("---\na: b c\n---\nx"), (a.clone(), "x".into(), 0, vec![]));
        assert_eq!(parts("\n+++\na = 'b c'\n+++\nx"), (a.clone(), "x".into(), 0, vec![]));
        assert_eq!(parts("{\n\"a\": \"b c\"\n}\nx"), (a.clone(), "x".into(), 0, vec![]));
        assert_eq!(parts("x\n---\ny"), (vec![], "x\n---\ny".into(), 0, vec![]));
        assert_eq!(parts("{{< a >}}"), (vec![], "{{< a >}}".into(), 0, vec![]));
        assert_eq!(parts("{ nothing"), (vec![], "{ nothing".into(), 0, vec![]));
        // What the tree does not hold is kept.
        assert_eq!(
            parts("---\n# a word\na: b c\n---\n"),
            (a.clone(), String::new(), 0, vec!["a word".into()])
        );
        for text in [
            "---\na: |\n  # not a word\n\n  # not either\n# a word\n---\n",
            "+++\na = '''\n# not a word\n'''\n# a word\n+++\n",
        ] {
            assert_eq!(parts(text).3, ["a word"], "{text}");
        }
        let broken = parts("---\na: b c\n: : [\n---\nx");
        assert_eq!((broken.1.as_str(), &broken.3), ("x", &vec!["a: b c".to_owned(), ": : [".into()]));
        assert!(broken.2 > 0);
        assert_eq!(parts("---\na: b c\n\nx").1, "\nx");
        assert_eq!(parts("---"), (vec![], String::new(), 1, vec![]));
    }

    #[test]
    fn days_are_taken_out_of_times() {
        let date = jiff::civil::date(2026, 1, 31);
        assert_eq!(day("2026-01-31"), Some((date, true)));
        assert_eq!(day("2026-01-31T00:00:00+01:00"), Some((date, true)));
        assert_eq!(day("2026-01-31 18:30:00-05:00"), Some((date, false)));
        assert_eq!(day(" 2026-01-31T08:00:00 "), Some((date, false)));
        assert_eq!(day(" 2026-01-31 "), Some((date, true)));
        assert_eq!(day("31/01/2026"), None);
        assert_eq!(day("2026-01-3é"), None);
    }
}
