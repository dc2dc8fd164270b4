//! The fields that templates name, checked before anything is rendered: `page.titel` is told where it stands,
//! even inside an `if`, where an engine takes what is not there for nothing.
//!
//! Known are what every page receives, and what a `for` or a `set` of the same file takes from it. What a component
//! receives is not.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::given::{Catalogue, Context, Field, Given, Globals, Kind, Record};
use super::tags::{Path, names_a_value, paths, tags};
use crate::data;

/// What templates of a theme may name.
#[derive(Clone, Debug)]
pub(super) struct Names {
    known: Catalogue,
    roots: BTreeMap<String, Kind>,
    /// What a text or a number has.
    nothing: Record,
}

/// What is wrong with what a template names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// A record has no such field.
    Field,
    /// A list has no fields: its lines do.
    OfList,
    /// Nothing has this name.
    Name,
    /// It is gone through, and is no list.
    NoList,
    /// A record or a list is written as if it were words.
    Whole,
}

/// What a template names and cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unknown {
    pub(super) wrong: Wrong,
    /// Where it is named.
    pub(super) at: Range<usize>,
    /// Where its path starts.
    pub(super) from: usize,
    /// Its name.
    pub(super) name: String,
    /// What it is asked of: `page`, `page.facts`; nothing for a name alone.
    pub(super) of: String,
    /// The nearest field that is there.
    pub(super) near: Option<String>,
    /// Every field that is there; of a list, those of its lines.
    pub(super) known: Vec<String>,
}

impl Names {
    /// What a theme with these options, and these words of its own, may name.
    pub(super) fn new(options: &[String], words: &[String]) -> Self {
        let mut known = Catalogue::default();
        let mut roots = BTreeMap::new();
        for kind in [Context::kind(&mut known), Globals::kind(&mut known)] {
            let fields = known.records.get(&kind.name()).map(|record| record.fields.clone());
            roots.extend(fields.into_iter().flatten().map(|field| (field.name, field.kind)));
        }
        let fields = options.iter().map(|name| Field::new(name.as_str(), Kind::Free, "")).collect();
        known.records.insert("Options".to_owned(), Record { doc: String::new(), fields });
        roots.insert("options".to_owned(), Kind::Record("Options".to_owned()));
        if let Some(spoken) = known.records.get_mut("Words") {
            spoken.fields.extend(words.iter().map(|name| Field::new(name.as_str(), Kind::Text, "")));
        }
        Self { known, roots, nothing: Record::default() }
    }

    /// What is at hand on every page.
    pub(super) fn roots(&self) -> impl Iterator<Item = &str> {
        self.roots.keys().map(String::as_str)
    }

    /// The fields of a record, or those of the lines of a list; none where there are none.
    fn fields(&self, kind: &Kind) -> Vec<String> {
        match kind {
            Kind::Optional(of) | Kind::List(of) => self.fields(of),
            Kind::Record(name) => self
                .known
                .records
                .get(name)
                .into_iter()
                .flat_map(|r| &r.fields)
                .map(|field| field.name.clone())
                .collect(),
            _ => Vec::new(),
        }
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
    /// Names bound `anywhere` in the theme may be bound where this one is written: a template that it extends may
    /// do so.
    pub(super) fn unknown(
        &self,
        text: &str,
        around: &BTreeSet<String>,
        anywhere: &BTreeSet<String>,
    ) -> Vec<Unknown> {
        self.walk(text, around, anywhere).found
    }

    /// The names that a template binds.
    pub(super) fn bound(&self, text: &str) -> BTreeSet<String> {
        let nothing = BTreeSet::new();
        self.walk(text, &nothing, &nothing).binds.into_iter().map(str::to_owned).collect()
    }

    fn walk<'a>(
        &'a self,
        text: &'a str,
        around: &'a BTreeSet<String>,
        anywhere: &'a BTreeSet<String>,
    ) -> Walk<'a> {
        let mut walk = Walk {
            names: self,
            text,
            around,
            anywhere,
            tag: 0..0,
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
    anywhere: &'a BTreeSet<String>,
    /// The tag being read.
    tag: Range<usize>,
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

impl<'a> Walk<'a> {
    fn tag(&mut self, range: Range<usize>, is_tag: bool) {
        let inner = self.slice(&range);
        let mut paths = paths(inner, range.start);
        let first = paths.first().filter(|path| is_tag && path.len() == 1).and_then(|path| path.first());
        let word = first.cloned().map_or("", |first| self.slice(&first));
        self.tag = range.clone();
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
            "block" | "endblock" | "extends" | "include" | "filter" | "endfilter" | "raw" | "endraw" => {
                return;
            }
            _ => {
                let kinds: Vec<Option<Kind>> =
                    paths.iter().skip(usize::from(!word.is_empty())).map(|path| self.resolve(path)).collect();
                if let ([path], [Some(kind)], false) = (paths.as_slice(), kinds.as_slice(), is_tag) {
                    self.written(path, kind, inner);
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
        if let (true, [path], Some(kind)) = (is_loop, expression, &whole) {
            self.gone_through(path, kind, paths.len() == 2);
        }
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
        let from = root.start;
        let root = self.slice(root);
        let mut kind = match self.bound.get(root) {
            Some(bound) => bound.clone()?,
            None if self.outside.is_some() || self.around.contains(root) => return None,
            None => match self.names.roots.get(root) {
                Some(kind) => kind.clone(),
                None => {
                    self.unnamed(path);
                    return None;
                }
            },
        };
        let mut of = root.to_owned();
        for (rank, at) in fields.iter().enumerate() {
            let name = self.slice(at);
            while let Kind::Optional(inner) = kind {
                kind = *inner;
            }
            let record = match &kind {
                Kind::Record(record) => self.names.known.records.get(record)?,
                Kind::List(line) => {
                    if !self.asked(rank, fields) {
                        let known = self.names.fields(line);
                        let wrong = Wrong::OfList;
                        self.found.push(Unknown {
                            wrong,
                            at: at.clone(),
                            from,
                            name: name.to_owned(),
                            of,
                            near: None,
                            known,
                        });
                    }
                    return None;
                }
                Kind::Free | Kind::Optional(_) => return None,
                Kind::Text | Kind::Html | Kind::Flag | Kind::Number => &self.names.nothing,
            };
            let Some(field) = record.fields.iter().find(|field| field.name == name) else {
                if !self.asked(rank, fields) {
                    let wrong = Wrong::Field;
                    let known: Vec<String> = record.fields.iter().map(|field| field.name.clone()).collect();
                    let near = data::nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
                    self.found.push(Unknown {
                        wrong,
                        at: at.clone(),
                        from,
                        name: name.to_owned(),
                        of,
                        near,
                        known,
                    });
                }
                return None;
            };
            kind = field.kind.clone();
            of = format!("{of}.{name}");
        }
        Some(kind)
    }

    /// Whether the template only asks if a field is there.
    fn asked(&self, rank: usize, fields: &[Range<usize>]) -> bool {
        let end = fields.get(rank).map_or(0, |at| at.end);
        rank + 1 == fields.len() && is_asked(self.text.get(end..).unwrap_or(""))
    }

    /// A name that nothing has, unless it is no value’s.
    fn unnamed(&mut self, path: &Path) {
        let Some(at) = path.first() else { return };
        let name = self.slice(at);
        let is_bound = self.binds.contains(name) || self.anywhere.contains(name);
        let asked = path.len() == 1 && is_asked(self.text.get(at.end..).unwrap_or(""));
        if is_bound || asked || !names_a_value(self.text, &self.tag, at) {
            return;
        }
        let known: Vec<String> =
            self.names.roots().chain(self.bound.keys().copied()).map(str::to_owned).collect();
        let near = data::nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
        let (at, from, name, of) = (at.clone(), at.start, name.to_owned(), String::new());
        self.found.push(Unknown { wrong: Wrong::Name, at, from, name, of, near, known });
    }

    /// `{{ today }}`, alone: of several values, which one is not said.
    fn written(&mut self, path: &Path, kind: &Kind, inner: &str) {
        let (Some(first), Some(last)) = (path.first(), path.last()) else { return };
        let whole = self.slice(&(first.start..last.end));
        let mut bare = kind;
        while let Kind::Optional(of) = bare {
            bare = of;
        }
        if inner.trim_matches(['-', ' ', '\n', '\t']) != whole
            || !matches!(bare, Kind::Record(_) | Kind::List(_))
        {
            return;
        }
        let name = if matches!(bare, Kind::List(_)) { "" } else { whole }.to_owned();
        let (wrong, at, of) = (Wrong::Whole, first.start..last.end, whole.to_owned());
        self.found.push(Unknown {
            wrong,
            at,
            from: first.start,
            name,
            of,
            near: None,
            known: self.names.fields(bare),
        });
    }

    /// What a loop goes through: a list, or a record when it takes each field with its name.
    fn gone_through(&mut self, path: &Path, kind: &Kind, one: bool) {
        let (Some(first), Some(last)) = (path.first(), path.last()) else { return };
        let mut bare = kind;
        while let Kind::Optional(of) = bare {
            bare = of;
        }
        let is_list = match bare {
            Kind::List(_) | Kind::Free | Kind::Optional(_) => true,
            Kind::Record(_) => !one,
            Kind::Text | Kind::Html | Kind::Flag | Kind::Number => false,
        };
        if !is_list {
            let of = self.slice(&(first.start..last.end)).to_owned();
            let (wrong, at, name) = (Wrong::NoList, first.start..last.end, of.clone());
            self.found.push(Unknown {
                wrong,
                at,
                from: first.start,
                name,
                of,
                near: None,
                known: self.names.fields(bare),
            });
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn unknown(text: &str) -> Vec<(String, String, Option<String>)> {
        let names = Names::new(&["footer".to_owned()], &["edition".to_owned()]);
        let found = names.unknown(text, &BTreeSet::new(), &BTreeSet::new()).into_iter();
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
    fn what_is_no_value_of_that_sort_is_told() {
        let names = Names::new(&[], &[]);
        let nothing = BTreeSet::new();
        for (text, wrong, at, near) in [
            ("{{ word.skip_link }}", Wrong::Name, "word", Some("words")),
            ("{% if titre %}{% endif %}", Wrong::Name, "titre", None),
            ("{{ <cards lines={section.pages} words={wards} /> }}", Wrong::Name, "wards", Some("words")),
            ("{% for line in navs %}{{ line.url }}{% endfor %}", Wrong::Name, "navs", Some("nav")),
            ("{% for n in site.title %}{{ n.level }}{% endfor %}", Wrong::NoList, "site.title", None),
            ("{% for n in page %}{{ n }}{% endfor %}", Wrong::NoList, "page", None),
            ("{% for n in notices.lines %}{% endfor %}", Wrong::OfList, "lines", None),
            ("{{- today -}}", Wrong::Whole, "today", None),
            ("{{ page.reviewed }}", Wrong::Whole, "page.reviewed", None),
            ("{{ nav }}", Wrong::Whole, "nav", None),
        ] {
            let found = names.unknown(text, &nothing, &nothing);
            let [found] = found.as_slice() else { panic!("{text}: {found:?}") };
            let told = (found.wrong, &text[found.at.clone()], found.near.as_deref());
            assert_eq!(told, (wrong, at, near), "{text}");
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
            "{% set page = nav %}{{ page | first }}",
            "{% for page in nav | reverse %}{{ page.titel }}{% endfor %}",
            "{% for key, value in page.extra %}{{ value.x }}{% endfor %}",
            "{% set all = page.toc or nav %}{{ all.x }}",
            "{% for l in nav %}{% for l in page.facts %}{{ l.key }}{% endfor %}{{ l.url }}{% endfor %}",
            "{{ loop.index }} {{ page.toc[0].x }} é {{",
            "{% block head %}{% endblock head %}{% set label %}x{% endset %}{{ label }}{{ words.edition }}",
            "{% filter upper %}x{% endfilter %}{{ super() }}{{ asset(path=\"x\") | default(value=home) }}",
            "{{ <cards lines={nav} open kind=\"x\" /> }}{% <cards lines={nav}> %}x{% </cards> %}",
            "{% if nav is iterable and home is not containing(\"x\") or unknown is defined %}{% else %}{% endif %}",
            "{% for key, value in site %}{{ key }}{{ value }}{% endfor %}{{ page.extra }}",
            "{{ home if nav else today.text }}{% if not search %}{{ nav | length }}{% endif %}",
        ] {
            assert_eq!(unknown(text), [], "{text}");
        }
    }

    #[test]
    fn the_theme_of_the_program_names_only_what_is_there() {
        let names = Names::new(&["contents".to_owned(), "footer".to_owned(), "image".to_owned()], &[]);
        let bound = crate::render::tests::THEME.iter().flat_map(|(_, text)| names.bound(text)).collect();
        for (path, text) in crate::render::tests::THEME.iter().filter(|(path, _)| path.ends_with(".html")) {
            assert_eq!(names.unknown(text, &BTreeSet::new(), &bound), [], "{path}");
        }
    }

    #[test]
    fn what_is_included_sees_the_loops_around_it() {
        let names = Names::new(&[], &[]);
        let around = names.bound("{% for page in page.siblings %}{% include \"card.html\" %}{% endfor %}");
        assert_eq!(around, BTreeSet::from(["page".to_owned()]));
        assert_eq!(names.unknown("{{ page.nothing }}", &around, &BTreeSet::new()), []);
        assert_eq!(names.unknown("{{ page.nothing }}", &BTreeSet::new(), &BTreeSet::new()).len(), 1);
    }
}
