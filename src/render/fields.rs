//! The fields that templates name, checked before anything is rendered: `page.titel` is told where it stands,
//! even inside an `if`, where an engine takes what is not there for nothing.
//!
//! Only paths whose first name is known are looked at: what every page receives, and what a `for` or a `set`
//! of the same file takes from it. What a component receives is not known.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::given::{Catalogue, Context, Field, Given, Globals, Kind, Record};
use crate::data;

/// What templates of a theme may name.
#[derive(Clone, Debug)]
pub(super) struct Names {
    known: Catalogue,
    roots: BTreeMap<String, Kind>,
    /// What a text or a number has.
    nothing: Record,
}

/// A field that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unknown {
    /// Where it is named.
    pub(super) at: Range<usize>,
    /// Its name.
    pub(super) name: String,
    /// What it is asked of: `page`, `page.facts`.
    pub(super) of: String,
    /// The nearest field that is there.
    pub(super) near: Option<String>,
    /// Every field that is there.
    pub(super) known: Vec<String>,
}

impl Names {
    /// What a theme with these options may name.
    pub(super) fn new(options: &[String]) -> Self {
        let mut known = Catalogue::default();
        let mut roots = BTreeMap::new();
        for kind in [Context::kind(&mut known), Globals::kind(&mut known)] {
            let fields = known.records.get(&kind.name()).map(|record| record.fields.clone());
            roots.extend(fields.into_iter().flatten().map(|field| (field.name, field.kind)));
        }
        let fields = options.iter().map(|name| Field::new(name.as_str(), Kind::Free, "")).collect();
        known.records.insert("Options".to_owned(), Record { doc: String::new(), fields });
        roots.insert("options".to_owned(), Kind::Record("Options".to_owned()));
        Self { known, roots, nothing: Record::default() }
    }

    /// What is at hand on every page.
    pub(super) fn roots(&self) -> impl Iterator<Item = &str> {
        self.roots.keys().map(String::as_str)
    }

    /// Whether a path from what is at hand on every page may lead to nothing; none where it is not known.
    pub(super) fn may_be_none(&self, path: &str) -> Option<bool> {
        let mut names = path.split('.');
        let mut kind = self.roots.get(names.next()?)?;
        for name in names {
            while let Kind::Optional(inner) = kind {
                kind = inner;
            }
            match kind {
                Kind::Record(record) => {
                    let record = self.known.records.get(record)?;
                    kind = &record.fields.iter().find(|field| field.name == name)?.kind;
                }
                Kind::Free => return Some(false),
                _ => return None,
            }
        }
        Some(matches!(kind, Kind::Optional(_)))
    }

    /// The fields that a template names and that are not there. Of the names `around`, nothing is known: they
    /// are bound by templates that include this one.
    pub(super) fn unknown(&self, text: &str, around: &BTreeSet<String>) -> Vec<Unknown> {
        self.walk(text, around).found
    }

    /// The names that a template binds.
    pub(super) fn bound(&self, text: &str) -> BTreeSet<String> {
        self.walk(text, &BTreeSet::new()).binds.into_iter().map(str::to_owned).collect()
    }

    fn walk<'a>(&'a self, text: &'a str, around: &'a BTreeSet<String>) -> Walk<'a> {
        let mut walk = Walk {
            names: self,
            text,
            around,
            binds: BTreeSet::new(),
            bound: BTreeMap::new(),
            outside: None,
            loops: Vec::new(),
            found: Vec::new(),
        };
        for (range, is_tag) in tags(text) {
            walk.tag(range, is_tag);
        }
        walk
    }
}

/// A template, read from its start.
struct Walk<'a> {
    names: &'a Names,
    text: &'a str,
    around: &'a BTreeSet<String>,
    /// Every name bound so far.
    binds: BTreeSet<&'a str>,
    /// What names of the file stand for; none where it is not known.
    bound: BTreeMap<&'a str, Option<Kind>>,
    /// The same outside the component being read, which sees none of it.
    outside: Option<BTreeMap<&'a str, Option<Kind>>>,
    /// What the names of each loop stood for before it.
    loops: Vec<Vec<Before<'a>>>,
    found: Vec<Unknown>,
}

/// A name, and what it stood for before a loop; none where it stood for nothing.
type Before<'a> = (&'a str, Option<Option<Kind>>);

/// A path: the place of each of its names.
type Path = Vec<Range<usize>>;

impl<'a> Walk<'a> {
    fn tag(&mut self, range: Range<usize>, is_tag: bool) {
        let inner = self.slice(&range);
        let mut paths = paths(inner, range.start);
        let first = paths.first().filter(|path| is_tag && path.len() == 1).and_then(|path| path.first());
        let word = first.cloned().map_or("", |first| self.slice(&first));
        match word {
            "component" => {
                let names = paths.iter().skip(2).filter_map(|path| path.first().cloned());
                let arguments: Vec<&'a str> = names.map(|name| self.slice(&name)).collect();
                self.outside.get_or_insert(std::mem::take(&mut self.bound));
                self.bound = arguments.into_iter().map(|name| (name, None)).collect();
                return;
            }
            "endcomponent" => {
                self.bound = self.outside.take().unwrap_or_default();
                return;
            }
            "endfor" => {
                for (name, before) in self.loops.pop().into_iter().flatten() {
                    match before {
                        Some(kind) => self.bound.insert(name, kind),
                        None => self.bound.remove(name),
                    };
                }
                return;
            }
            "for" | "set" | "set_global" => {}
            _ => {
                for path in &paths {
                    self.resolve(path);
                }
                return;
            }
        }
        // `for a in …`, `for a, b in …`, `set a = …`: what is bound, then what it is taken from.
        let is_loop = word == "for";
        let until = if is_loop {
            paths.iter().position(|path| path.first().is_some_and(|name| self.slice(name) == "in"))
        } else {
            Some(2)
        };
        let rest = paths.split_off(until.unwrap_or(paths.len()).min(paths.len()));
        let expression = if is_loop { rest.get(1..).unwrap_or(&[]) } else { &rest };
        let kinds: Vec<Option<Kind>> = expression.iter().map(|path| self.resolve(path)).collect();
        let alone = |path: &Path| {
            let end = path.last().map_or(range.end, |name| name.end);
            let after = self.text.get(end..range.end).unwrap_or("");
            after.trim().trim_end_matches('-').trim().is_empty()
        };
        let whole = match (expression, kinds.as_slice()) {
            ([path], [kind]) if alone(path) && self.starts_expression(path) => kind.clone(),
            _ => None,
        };
        let kind = if is_loop { whole.and_then(element) } else { whole };
        let names: Vec<&'a str> =
            paths.iter().skip(1).filter_map(|path| path.first().cloned()).map(|n| self.slice(&n)).collect();
        let one = names.len() == 1;
        if is_loop {
            self.loops.push(names.iter().map(|name| (*name, self.bound.get(name).cloned())).collect());
        }
        for name in names {
            self.binds.insert(name);
            self.bound.insert(name, kind.clone().filter(|_| one));
        }
    }

    /// Whether nothing stands between `in` or `=` and a path: no `not`, no parenthesis.
    fn starts_expression(&self, path: &Path) -> bool {
        let start = path.first().map_or(0, |name| name.start);
        let before = self.text.get(..start).unwrap_or("").trim_end();
        before.ends_with('=') || before.ends_with(" in")
    }

    fn slice(&self, range: &Range<usize>) -> &'a str {
        self.text.get(range.clone()).unwrap_or("")
    }

    /// What a path leads to, where it is known; the first field that is not there is kept.
    fn resolve(&mut self, path: &Path) -> Option<Kind> {
        let (root, fields) = path.split_first()?;
        let root = self.slice(root);
        let mut kind = match self.bound.get(root) {
            Some(bound) => bound.clone()?,
            None if self.outside.is_some() || self.around.contains(root) => return None,
            None => self.names.roots.get(root)?.clone(),
        };
        let mut of = root.to_owned();
        for (rank, at) in fields.iter().enumerate() {
            let name = self.slice(at);
            while let Kind::Optional(inner) = kind {
                kind = *inner;
            }
            let record = match &kind {
                Kind::Record(record) => self.names.known.records.get(record)?,
                Kind::Free | Kind::List(_) | Kind::Optional(_) => return None,
                Kind::Text | Kind::Html | Kind::Flag | Kind::Number => &self.names.nothing,
            };
            let Some(field) = record.fields.iter().find(|field| field.name == name) else {
                let asked = rank + 1 == fields.len() && is_asked(self.text.get(at.end..).unwrap_or(""));
                if !asked {
                    let known: Vec<String> = record.fields.iter().map(|field| field.name.clone()).collect();
                    let near = data::nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
                    self.found.push(Unknown { at: at.clone(), name: name.to_owned(), of, near, known });
                }
                return None;
            };
            kind = field.kind.clone();
            of = format!("{of}.{name}");
        }
        Some(kind)
    }
}

fn element(kind: Kind) -> Option<Kind> {
    match kind {
        Kind::List(of) => Some(*of),
        Kind::Optional(of) => element(*of),
        _ => None,
    }
}

/// Whether a template asks if something is there: `is defined`, `is not defined`.
fn is_asked(after: &str) -> bool {
    let mut words = after.split_whitespace();
    words.next() == Some("is") && words.take(2).any(|word| word.starts_with("defined") || word == "undefined")
}

/// The inside of each `{{ … }}` and `{% … %}`, and whether it is the second; not of comments, nor between
/// `raw` and `endraw`.
pub(super) fn tags(text: &str) -> Vec<(Range<usize>, bool)> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut raw = false;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find('{')).map(|open| at + open) {
        let inner = open + 2;
        let (close, is_tag) = match text.get(open..inner) {
            Some("{{") => ("}}", false),
            Some("{%") => ("%}", true),
            Some("{#") => ("#}", false),
            _ => {
                at = open + 1;
                continue;
            }
        };
        let end = closed(text, inner, close);
        if close != "#}" {
            let word = text.get(inner..end).unwrap_or("").trim_matches(['-', ' ', '\n']);
            match word {
                "raw" if is_tag => raw = true,
                "endraw" if is_tag => raw = false,
                _ if raw => {}
                _ => found.push((inner..end, is_tag)),
            }
        }
        at = end;
    }
    found
}

/// Where a tag ends; what stands in quotes ends nothing.
fn closed(text: &str, from: usize, close: &str) -> usize {
    let mut quote = None;
    for (at, c) in text.get(from..).unwrap_or("").char_indices() {
        match quote {
            Some(open) if open == c => quote = None,
            Some(_) => {}
            None if close != "#}" && ['"', '\'', '`'].contains(&c) => quote = Some(c),
            None if text.get(from + at..).is_some_and(|rest| rest.starts_with(close)) => return from + at,
            None => {}
        }
    }
    text.len()
}

/// Every path of names in the inside of a tag, outside quotes: `page.title`, `in`, `words`.
fn paths(inner: &str, offset: usize) -> Vec<Path> {
    let mut found: Vec<Path> = Vec::new();
    let mut quote = None;
    let mut chars = inner.char_indices().peekable();
    // Whether the last sign was the dot, or the bracket, of what is before it.
    let mut dotted = false;
    let mut open = false;
    while let Some((start, c)) = chars.next() {
        if let Some(end) = quote {
            quote = quote.filter(|_| c != end);
            continue;
        }
        if c.is_alphabetic() || c == '_' {
            let mut end = start + c.len_utf8();
            while let Some((at, next)) =
                chars.peek().copied().filter(|(_, c)| c.is_alphanumeric() || *c == '_')
            {
                end = at + next.len_utf8();
                chars.next();
            }
            let name = offset + start..offset + end;
            match found.last_mut().filter(|_| dotted && open) {
                Some(path) => path.push(name),
                None if dotted => {}
                None => found.push(vec![name]),
            }
            (dotted, open) = (false, true);
        } else if c == '.' {
            dotted = true;
        } else if c == '?' && chars.peek().is_some_and(|(_, next)| *next == '.') {
        } else {
            quote = Some(c).filter(|c| ['"', '\'', '`'].contains(c));
            // After `]` or `)`, a dot continues what no path is known for.
            (dotted, open) = (false, false);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unknown(text: &str) -> Vec<(String, String, Option<String>)> {
        let names = Names::new(&["footer".to_owned()]);
        let found = names.unknown(text, &BTreeSet::new()).into_iter();
        found
            .map(|unknown| {
                assert_eq!(&text[unknown.at.clone()], unknown.name);
                (unknown.of, unknown.name, unknown.near)
            })
            .collect()
    }

    #[test]
    fn a_field_that_is_not_there_is_found_wherever_it_is_named() {
        for (text, of, name, near) in [
            ("{{ page.titel }}", "page", "titel", Some("title")),
            ("{% if page.toc and page.descripton %}", "page", "descripton", Some("description")),
            ("{{ <said line={page.procedure.actoin} /> }}", "page.procedure", "actoin", Some("action")),
            ("{% for line in nav %}{{ line.ulr }}", "line", "ulr", Some("url")),
            ("{% for l in page.facts %}{% for v in l.values -%}{{ v.txt }}", "v", "txt", Some("text")),
            (
                "{% set it = page.procedure %}{% for s in it.steps %}{{ s.numbre }}",
                "s",
                "numbre",
                Some("number"),
            ),
            ("{{ options.foter }}", "options", "foter", Some("footer")),
            ("{{ page.reviewed?.isoo }}", "page.reviewed", "isoo", Some("iso")),
            ("{{ home.url }}", "home", "url", None),
            ("{{ url(path=page.urls) | upper }}", "page", "urls", Some("url")),
        ] {
            assert_eq!(unknown(text), [(of.to_owned(), name.to_owned(), near.map(str::to_owned))], "{text}");
        }
    }

    #[test]
    fn what_may_be_there_is_left_alone() {
        for text in [
            "{{ page.title }} {{ site.title | upper }} {{ words.skip_link }}",
            "{# page.titel #} {% raw %}{{ page.titel }}{% endraw %} {{ \"page.titel\" }}",
            "{% if page.titel is defined %}{{ page.extra.anything.at.all }}{% endif %}",
            "{% if page.titel is not defined %}{% endif %}",
            "{% component x(page: map) %}{{ page.titel }}{% endcomponent x %}{{ page.title }}",
            "{% set page = other %}{{ page.titel }}",
            "{% for page in pages | reverse %}{{ page.titel }}{% endfor %}",
            "{% for key, value in page.extra %}{{ value.x }}{% endfor %}",
            "{% set all = page.toc or nav %}{{ all.x }}",
            "{% for l in nav %}{% for l in page.facts %}{{ l.key }}{% endfor %}{{ l.url }}{% endfor %}",
            "{{ loop.index }} {{ unknown.field }} {{ page.toc[0].x }} é {{",
        ] {
            assert_eq!(unknown(text), [], "{text}");
        }
    }

    #[test]
    fn the_theme_of_the_program_names_only_what_is_there() {
        let names = Names::new(&["contents".to_owned(), "footer".to_owned(), "image".to_owned()]);
        for (path, text) in crate::render::tests::THEME {
            assert_eq!(names.unknown(text, &BTreeSet::new()), [], "{path}");
        }
    }

    #[test]
    fn what_is_included_sees_the_loops_around_it() {
        let names = Names::new(&[]);
        let around = names.bound("{% for page in page.siblings %}{% include \"card.html\" %}{% endfor %}");
        assert_eq!(around, BTreeSet::from(["page".to_owned()]));
        assert_eq!(names.unknown("{{ page.nothing }}", &around), []);
        assert_eq!(names.unknown("{{ page.nothing }}", &BTreeSet::new()).len(), 1);
    }
}
