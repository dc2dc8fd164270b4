//! The front matter: fields read one by one from the spanned tree.

use jiff::civil::Date;

use std::ops::Range;

use super::fields::{self as model, MODEL};
use super::procedure::Procedure;
use crate::config::page_size;
use crate::data::shape::check_field;
use crate::data::{Entry, Fields, Map, Node};
use crate::finding::{Message, Problem, ProblemKind};
use crate::language::period::Period;
use crate::source::{SourceId, Span, Spanned};

/// The type of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum PageType {
    Procedure,
    Guide,
    Question,
    LifeEvent,
    Office,
    News,
    Tool,
    Dataset,
    #[default]
    Page,
}

impl PageType {
    /// Every type with its name.
    pub const NAMES: [(&'static str, Self); 9] = [
        ("procedure", Self::Procedure),
        ("guide", Self::Guide),
        ("question", Self::Question),
        ("life-event", Self::LifeEvent),
        ("office", Self::Office),
        ("news", Self::News),
        ("tool", Self::Tool),
        ("dataset", Self::Dataset),
        ("page", Self::Page),
    ];

    /// Its name, as typed in the front matter.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, t)| *t == self).map_or("page", |(n, _)| n)
    }
}

/// What the pages of a section are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortBy {
    /// `weight`, those without one last, then by title.
    #[default]
    Weight,
    /// `title`
    Title,
    /// `published`, or else `updated`, the newest first.
    Date,
    /// `updated`, or else `published`, the newest first.
    Updated,
}

impl SortBy {
    /// Every way with its name.
    pub const NAMES: [(&'static str, Self); 4] =
        [("weight", Self::Weight), ("title", Self::Title), ("date", Self::Date), ("updated", Self::Updated)];
}

/// What an editor declared at the head of a page. Each value keeps its place: one inherited from a
/// section's `defaults:` keeps its place in the `_index.md`.
#[derive(Clone, Debug, Default)]
pub struct FrontMatter {
    /// Between the fences; none when the page has no front matter.
    pub span: Option<Span>,
    /// `title`
    pub title: Option<Spanned<String>>,
    /// `description`: one or two sentences.
    pub description: Option<Spanned<String>>,
    /// `type`
    pub page_type: Option<Spanned<PageType>>,
    /// `draft`
    pub draft: Option<Spanned<bool>>,
    /// `slug`: replaces the file's name in the address.
    pub slug: Option<Spanned<String>>,
    /// `aliases`: earlier addresses, which lead here.
    pub aliases: Vec<Spanned<String>>,
    /// `weight`: rank among its siblings, lowest first.
    pub weight: Option<Spanned<i64>>,
    /// `sort`, of a section’s `_index.md`: what its pages are sorted by.
    pub sort: Option<Spanned<SortBy>>,
    /// `reverse`, of a section’s `_index.md`: its pages are in the reverse order.
    pub reverse: Option<Spanned<bool>>,
    /// `page_size`, of a section’s `_index.md`: how many pages its list shows at once.
    pub page_size: Option<Spanned<usize>>,
    /// `template`
    pub template: Option<Spanned<String>>,
    /// `glossary`: false leaves the words of the glossary alone.
    pub glossary: Option<Spanned<bool>>,
    /// `search`: false keeps the page out of what readers search.
    pub search: Option<Spanned<bool>>,
    /// `lang`
    pub lang: Option<Spanned<String>>,
    /// `translations`: language tag → page, by its path in `content/`.
    pub translations: Vec<(Spanned<String>, Spanned<String>)>,
    /// `published`
    pub published: Option<Spanned<Date>>,
    /// `updated`
    pub updated: Option<Spanned<Date>>,
    /// `reviewed`: when somebody last checked every fact.
    pub reviewed: Option<Spanned<Date>>,
    /// `review_every`
    pub review_every: Option<Spanned<Period>>,
    /// `valid_from`
    pub valid_from: Option<Spanned<Date>>,
    /// `valid_until`
    pub valid_until: Option<Spanned<Date>>,
    /// `owner`: the team that answers for the page.
    pub owner: Option<Spanned<String>>,
    /// Every other known field of the procedure model, by its key, in the order typed.
    pub procedure: Vec<(Spanned<String>, Node)>,
    /// Keys of the site’s own: those of its taxonomies, and those it accepts.
    pub own: Vec<(Spanned<String>, Node)>,
    /// `allow`: what is not to be told of this page; see [`super::Silence`].
    pub allow: Option<Node>,
    /// `extra`: free.
    pub extra: Option<Node>,
    /// `defaults` of a section's `_index.md`.
    pub defaults: Option<Box<FrontMatter>>,
    /// Keys that were answered with something that cannot be read. What is wrong is told where it stands:
    /// that nothing was answered is not told beside it.
    pub unread: Vec<String>,
    /// Part of it could not be read: what it seems to leave out may stand there.
    pub is_broken: bool,
    /// Where `description` is typed, when nothing follows it.
    pub empty_description: Option<Span>,
}

impl FrontMatter {
    /// A field of the procedure model.
    pub fn field(&self, key: &str) -> Option<&Node> {
        self.procedure.iter().find(|(k, _)| k.value == key).map(|(_, n)| n)
    }

    /// What a key holds that pages are classed by: a field of the model, or a key of the site’s own.
    pub fn class(&self, key: &str) -> Option<&Node> {
        let own = || self.own.iter().find(|(k, _)| k.value == key).map(|(_, n)| n);
        self.field(key).or_else(own)
    }

    /// What the fields of the model say.
    pub fn procedure(&self) -> Procedure {
        let entries = self.procedure.iter().map(|(key, node)| Entry { key: key.clone(), node: node.clone() });
        Procedure::read(&Map { entries: entries.collect() })
    }

    /// Whether a key was answered with something that cannot be read, here or in the section's defaults.
    pub fn is_unread(&self, key: &str) -> bool {
        self.is_broken || self.unread.iter().any(|unread| unread == key)
    }

    /// Reads the front matter from its tree. `accept` are keys of the site's own, left alone.
    pub fn read(node: &Node, accept: &[String], problems: &mut Vec<Problem>) -> Self {
        let known = problems.len();
        let mut fields = Fields::new(node, problems);
        fields.accept(accept);
        let page_type = fields.choice("type", &PageType::NAMES);
        let review_every = fields.text("review_every").and_then(|text| period(text, fields.problems()));
        let translations = fields.map("translations").map(|m| texts_of(m, fields.problems()));
        let defaults = fields.node("defaults");
        let empty =
            node.as_map().and_then(|map| map.get("description")).filter(|node| !node.says_something());
        let empty_description = empty.and(fields.place("description"));
        let front = Self {
            span: None,
            title: fields.text("title").filter(|t| !t.value.trim().is_empty()),
            description: fields.text("description").filter(|t| !t.value.trim().is_empty()),
            page_type,
            draft: fields.bool("draft"),
            slug: fields.text("slug"),
            aliases: fields.texts("aliases"),
            weight: fields.int("weight"),
            sort: fields.choice("sort", &SortBy::NAMES),
            reverse: fields.bool("reverse"),
            page_size: page_size(&mut fields),
            template: fields.text("template"),
            glossary: fields.bool("glossary"),
            search: fields.bool("search"),
            lang: fields.text("lang"),
            translations: translations.unwrap_or_default(),
            published: fields.date("published"),
            updated: fields.date("updated"),
            reviewed: fields.date("reviewed"),
            review_every,
            valid_from: fields.date("valid_from"),
            valid_until: fields.date("valid_until"),
            owner: fields.text("owner"),
            procedure: procedure(&mut fields, node),
            own: own(node, accept),
            allow: fields.node("allow").cloned(),
            extra: fields.node("extra").cloned(),
            defaults: None,
            unread: Vec::new(),
            is_broken: false,
            empty_description,
        };
        fields.finish();
        let unread = unread(node, problems.get(known..).unwrap_or_default());
        let defaults = defaults.map(|node| Box::new(Self::read(node, accept, problems)));
        Self { defaults, unread, ..front }
    }

    /// Fills what is missing from a section's `defaults:`. What is filled keeps its place in the
    /// section's page. What is a page's own by nature (title, slug, aliases, translations…) is never
    /// inherited.
    pub fn inherit(&mut self, defaults: &Self) {
        fn fill<T: Clone>(field: &mut Option<T>, default: &Option<T>) {
            if field.is_none() {
                field.clone_from(default);
            }
        }
        fill(&mut self.page_type, &defaults.page_type);
        fill(&mut self.draft, &defaults.draft);
        fill(&mut self.template, &defaults.template);
        fill(&mut self.glossary, &defaults.glossary);
        fill(&mut self.search, &defaults.search);
        fill(&mut self.lang, &defaults.lang);
        fill(&mut self.published, &defaults.published);
        fill(&mut self.updated, &defaults.updated);
        fill(&mut self.reviewed, &defaults.reviewed);
        fill(&mut self.review_every, &defaults.review_every);
        fill(&mut self.valid_from, &defaults.valid_from);
        fill(&mut self.valid_until, &defaults.valid_until);
        fill(&mut self.owner, &defaults.owner);
        fill(&mut self.extra, &defaults.extra);
        for (key, node) in &defaults.procedure {
            if self.field(&key.value).is_none() {
                self.procedure.push((key.clone(), node.clone()));
            }
        }
        for (key, node) in &defaults.own {
            if self.own.iter().all(|(known, _)| known.value != key.value) {
                self.own.push((key.clone(), node.clone()));
            }
        }
        self.unread.extend(defaults.unread.iter().cloned());
    }
}

/// The keys under which something is wrong or missing: a problem belongs to the last key before it. So are
/// those that a key of the head itself, misspelt, was meant to be.
fn unread(node: &Node, problems: &[Problem]) -> Vec<String> {
    let Some(map) = node.as_map() else { return Vec::new() };
    let told =
        |problem: &&Problem| matches!(problem.kind, ProblemKind::InvalidValue | ProblemKind::MissingField);
    let starts = problems.iter().filter(told).map(|problem| problem.span.start);
    let key = |start| {
        let after = map.entries.partition_point(|entry| entry.key.span.start <= start);
        Some(map.entries.get(after.checked_sub(1)?)?.key.value.clone())
    };
    let mistyped = |problem: &&Problem| {
        let of_head = || map.entries.iter().any(|entry| entry.key.span == problem.span);
        problem.kind == ProblemKind::UnknownKey && of_head()
    };
    let fixes = problems.iter().filter(mistyped).filter_map(|problem| problem.fix.as_ref());
    let meant = fixes.filter_map(|fix| fix.edits.first()).map(|edit| edit.text.clone());
    starts.filter_map(key).chain(meant).collect()
}

fn period(text: Spanned<String>, problems: &mut Vec<Problem>) -> Option<Spanned<Period>> {
    let period = Period::parse(&text.value).or_else(|| frequency(&text.value));
    if period.is_none() {
        let message = Message::key("front-matter.period").with("found", text.value.as_str());
        problems.push(Problem::new(ProblemKind::InvalidValue, text.span, message));
    }
    period.map(|p| Spanned::new(p, text.span))
}

/// A frequency by its name in the European list of frequencies (the Publications Office’s authority
/// table), those that come to a number of days or months; `never` for a page that does not age.
fn frequency(name: &str) -> Option<Period> {
    const NAMES: [(&str, u32, u32); 10] = [
        ("continuous", 0, 1),
        ("daily", 0, 1),
        ("weekly", 0, 7),
        ("monthly", 1, 0),
        ("bimonthly", 2, 0),
        ("quarterly", 3, 0),
        ("biannual", 6, 0),
        ("annual", 12, 0),
        ("biennial", 24, 0),
        ("triennial", 36, 0),
    ];
    if name == "never" {
        // Later than any day of the calendar.
        return Some(Period { months: u32::MAX, days: 0 });
    }
    let found = NAMES.iter().find(|(known, ..)| *known == name);
    found.map(|(_, months, days)| Period { months: *months, days: *days })
}

fn texts_of(map: &Map, problems: &mut Vec<Problem>) -> Vec<(Spanned<String>, Spanned<String>)> {
    let mut texts = Vec::new();
    for entry in &map.entries {
        match entry.node.as_text() {
            Some(text) => texts.push((entry.key.clone(), Spanned::new(text.to_owned(), entry.node.span))),
            None => problems.push(Problem::new(
                ProblemKind::InvalidValue,
                entry.node.span,
                Message::key("front-matter.translation"),
            )),
        }
    }
    texts
}

fn procedure(fields: &mut Fields<'_, '_>, node: &Node) -> Vec<(Spanned<String>, Node)> {
    let Some(map) = node.as_map() else { return Vec::new() };
    for (field, _) in &MODEL {
        check_field(fields, field);
    }
    map.entries
        .iter()
        .filter(|e| model::field(&e.key.value).is_some())
        .map(|e| (e.key.clone(), e.node.clone()))
        .collect()
}

/// What the keys of the site’s own hold.
fn own(node: &Node, accept: &[String]) -> Vec<(Spanned<String>, Node)> {
    let entries = node.as_map().map_or(&[][..], |map| &map.entries);
    let own = entries.iter().filter(|entry| accept.contains(&entry.key.value));
    own.map(|entry| (entry.key.clone(), entry.node.clone())).collect()
}

/// Where the front matter and the body of a page are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// The YAML between the fences.
    pub front: Option<Range<usize>>,
    /// First byte of the body.
    pub body: usize,
}

/// Splits a page. The front matter stands between two lines `---` (or `---` and `...`), the first
/// one at the very start of the file, after a byte-order mark if there is one. A front matter that
/// is not closed is taken to end at the first empty line.
pub fn split(source: SourceId, text: &str) -> (Split, Option<Problem>) {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lines = Lines { text, at: start };
    let first = lines.next().unwrap_or(start..start);
    match text[first.clone()].trim_end() {
        "---" => {}
        "+++" => {
            let problem = fence(source, &first, "front-matter.toml");
            let body = lines.find(|line| text[line.clone()].trim_end() == "+++").map(|_| lines.at);
            return (Split { front: None, body: body.unwrap_or(first.end) }, Some(problem));
        }
        _ => return unopened(source, text, start),
    }
    let front = lines.at;
    while let Some(line) = lines.next() {
        if matches!(text[line.clone()].trim_end(), "---" | "...") {
            return (Split { front: Some(front..line.start), body: lines.at }, None);
        }
    }
    let mut lines = Lines { text, at: front };
    let end = lines.find(|l| text[l.clone()].trim().is_empty()).map_or(text.len(), |l| l.start);
    let problem = fence(source, &first, "front-matter.not-closed");
    let problem = problem.help(Message::key("front-matter.not-closed-help"));
    (Split { front: Some(front..end), body: end }, Some(problem))
}

/// A page that does not start with `---`. Where its first lines are those of a front matter, known keys and
/// what hangs under them down to a line `---`, the line that opens it was lost, or something stands above
/// it: it is read as meant, and said. « Attention : venez tôt » over a line of dashes is a heading.
fn unopened(source: SourceId, text: &str, start: usize) -> (Split, Option<Problem>) {
    let none = (Split { front: None, body: start }, None);
    let mut lines = Lines { text, at: start };
    let Some(mut line) = lines.find(|line| !text[line.clone()].trim().is_empty()) else { return none };
    let opening = line.clone();
    let first = text[line.clone()].trim_end();
    let dashed = is_dashes(first);
    let (message, help) = match first {
        "---" => ("front-matter.not-first", "front-matter.not-first-help"),
        _ if dashed => ("front-matter.not-a-fence", "front-matter.not-a-fence-help"),
        _ => ("front-matter.not-opened", "front-matter.not-opened-help"),
    };
    if dashed {
        let Some(next) = lines.next() else { return none };
        line = next;
    }
    let front = line.start;
    let (mut keys, mut titled) = (0, false);
    loop {
        let typed = text[line.clone()].trim_end();
        if matches!(typed, "---" | "...") || (dashed && is_dashes(typed)) {
            break;
        }
        let key = key_of(typed);
        keys += usize::from(key.is_some_and(is_known));
        titled |= key == Some("title");
        if keys == 0 || !(key.is_some() || typed.is_empty() || typed.starts_with([' ', '-', '#'])) {
            return none;
        }
        let Some(next) = lines.next() else { return none };
        line = next;
    }
    if !titled && keys < 2 {
        return none;
    }
    let span = Span::new(source, opening.start, opening.start + text[opening].trim_end().len());
    let problem = Problem::new(ProblemKind::Syntax, span, Message::key(message)).help(Message::key(help));
    (Split { front: Some(front..line.start), body: lines.at }, Some(problem))
}

/// Whether a line is made of dashes, as word processors make them of hyphens: « — », « –- », « ---- ».
fn is_dashes(line: &str) -> bool {
    let dash = |c: char| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    !line.is_empty() && line != "-" && line.chars().all(dash)
}

/// The key that a line of a front matter gives: small letters, then a colon and a space.
fn key_of(line: &str) -> Option<&str> {
    let (key, rest) = line.split_once(':')?;
    let letters = |c: char| c.is_ascii_lowercase() || matches!(c, '_' | '-');
    let key = Some(key).filter(|key| !key.is_empty() && !key.starts_with('-') && key.chars().all(letters));
    key.filter(|_| rest.is_empty() || rest.starts_with(' '))
}

/// Whether a key is one of those that pages have.
fn is_known(key: &str) -> bool {
    key == "type" || model::HEAD.iter().any(|field| field.name == key) || model::field(key).is_some()
}

fn fence(source: SourceId, line: &Range<usize>, message: &'static str) -> Problem {
    let span = Span::new(source, line.start, line.start + 3);
    Problem::new(ProblemKind::Syntax, span, Message::key(message))
}

/// Lines of a text with their ends, by range; `at` is where the next one starts.
struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Lines<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        if start >= self.text.len() {
            return None;
        }
        self.at = self.text[start..].find('\n').map_or(self.text.len(), |i| start + i + 1);
        Some(start..self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Source, Sources};

    fn parts(text: &str) -> (Option<&str>, &str, Option<Message>) {
        let source = Sources::default().add(Source::new("a.md", text.into()));
        let (split, problem) = split(source, text);
        (split.front.map(|r| &text[r]), &text[split.body..], problem.map(|p| p.message))
    }

    #[test]
    fn front_matter_is_split_from_the_body() {
        assert_eq!(parts("---\na: b\n---\nc"), (Some("a: b\n"), "c", None));
        assert_eq!(parts("\u{feff}---\r\na: b\r\n---\r\nc"), (Some("a: b\r\n"), "c", None));
        assert_eq!(parts("--- \na: b\n...\nc"), (Some("a: b\n"), "c", None));
        assert_eq!(parts("---\n---\nc"), (Some(""), "c", None));
        assert_eq!(parts("c\n---\nd"), (None, "c\n---\nd", None));
        assert_eq!(parts(""), (None, "", None));
    }

    #[test]
    fn a_front_matter_left_open_ends_at_the_first_empty_line() {
        let message = Message::key("front-matter.not-closed");
        assert_eq!(parts("---\na: b\n\nc"), (Some("a: b\n"), "\nc", Some(message.clone())));
        assert_eq!(parts("---"), (Some(""), "", Some(message)));
    }

    #[test]
    fn a_front_matter_that_lost_its_first_line_is_read_as_meant_and_said() {
        let lost = Some(Message::key("front-matter.not-opened"));
        assert_eq!(parts("title: b\n---\nc"), (Some("title: b\n"), "c", lost.clone()));
        let text = "type: procedure\ncost:\n  - free: true\nowner: b\n---\nc";
        assert_eq!(parts(text), (Some(&text[..text.len() - 5]), "c", lost));
        let late = Some(Message::key("front-matter.not-first"));
        assert_eq!(parts("\n\n---\ntitle: b\n---\nc"), (Some("title: b\n"), "c", late));
        let dashes = Some(Message::key("front-matter.not-a-fence"));
        for fence in ["—", "–-", "--", "----"] {
            let text = format!("{fence}\ntitle: b\n{fence}\nc");
            assert_eq!(parts(&text), (Some("title: b\n"), "c", dashes.clone()), "{text}");
        }
        // A heading, a line across the page, prose.
        for text in [
            "—\n\nVenez.\n\n—\n",
            "--\nVenez : tôt.\n--\n",
            "Attention : venez\n---\nc",
            "note: venez\n---\nc",
            "cost: venez\n---\nc",
            "title: b\n\nVenez.\n\n---\n",
            "title: b\n",
            "\n---\n\nVenez.\n\n---\n",
        ] {
            assert_eq!(parts(text), (None, text, None), "{text}");
        }
    }

    #[test]
    fn a_toml_front_matter_is_left_out_and_said() {
        let message = Message::key("front-matter.toml");
        assert_eq!(parts("+++\na = 1\n+++\nc"), (None, "c", Some(message)));
    }
}
