//! What templates may call: the functions and the filters of the program, with their place in the reference.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::assets::Assets;
use super::context::Shared;
use super::escape;
use super::given::Given;
use crate::data;
use crate::language::{Language, format};
use crate::site::addresses::slug;

/// A function or a filter, as the reference says it.
pub(super) struct Callable {
    pub(super) name: &'static str,
    /// As it is written in a template.
    pub(super) example: &'static str,
    /// What it gives for that.
    pub(super) gives: &'static str,
    pub(super) doc: &'static str,
}

const fn callable(
    name: &'static str,
    example: &'static str,
    gives: &'static str,
    doc: &'static str,
) -> Callable {
    Callable { name, example, gives, doc }
}

/// Functions.
pub(super) const FUNCTIONS: [Callable; 7] = [
    callable(
        "url",
        "url(path=\"/contact/\")",
        "`/contact/`",
        "An address from the site’s root, under the path of the site.",
    ),
    callable(
        "asset",
        "asset(path=\"ville.css\")",
        "`/ville.6f1a2b3c.css`",
        "The address of a file of the theme or of the content; it changes when the file does.",
    ),
    callable(
        "integrity",
        "integrity(path=\"ville.css\")",
        "`sha384-…`",
        "What the attribute `integrity` holds for a style sheet or a script.",
    ),
    callable(
        "image",
        "image(path=\"plan.png\")",
        "`{url, width, height}`",
        "An image: its address and its size in pixels; the sizes are none where the file does not say them.",
    ),
    callable(
        "page",
        "page(path=\"contact.md\")",
        "[Card](#card)",
        "A published page, by its path in `content/`.",
    ),
    callable(
        "section",
        "section(path=\"demarches\")",
        "[Listing](#listing)",
        "What a section holds, by its folder in `content/`.",
    ),
    callable(
        "plural",
        "plural(count=3, one=\"page\", other=\"pages\")",
        "`pages`",
        "One word or the other, by the grammar of the language: in French, 0 and 1 are singular.",
    ),
];

/// Filters.
pub(super) const FILTERS: [Callable; 6] = [
    callable(
        "date",
        "page.reviewed | date(form=\"short\")",
        "`12/01/2026`",
        "A day in one of these forms: `long` (usual: « 1er janvier 2026 »), `short`, `month`, `year`, `machine`.",
    ),
    callable("number", "12345 | number", "`12 345`", "A whole number, its thousands apart."),
    callable("euros", "86.5 | euros", "`86,50 €`", "An amount in euros."),
    callable("slug", "\"État civil\" | slug", "`etat-civil`", "Words made fit for an address or a class."),
    callable(
        "markdown",
        "line | markdown",
        "HTML",
        "A sentence of Markdown: emphasis, code and links. Anything else is shown as typed.",
    ),
    callable(
        "words",
        "\"home\" | words",
        "`Accueil`",
        "The word of the interface that a field of [Words](#words) holds, by a name made on the way.",
    ),
];

/// Filters and functions that Tera has.
pub(super) const OF_TERA: [&str; 37] = [
    "abs",
    "capitalize",
    "default",
    "escape",
    "escape_html",
    "escape_xml",
    "first",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "keys",
    "last",
    "length",
    "lower",
    "newlines_to_br",
    "nth",
    "pairs",
    "pluralize",
    "range",
    "replace",
    "reverse",
    "round",
    "safe",
    "sort",
    "split",
    "str",
    "throw",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
];

/// What parts the key of a refusal from what it names: no template holds it.
pub(super) const SEPARATOR: char = '\u{1f}';

/// An error of ours, to be said in the reader’s language: a key, what it names, the nearest there is.
pub(super) fn refusal(key: &str, name: &str, near: Option<&str>) -> Error {
    Error::message(format!("{SEPARATOR}{key}{SEPARATOR}{name}{SEPARATOR}{}", near.unwrap_or("")))
}

/// Makes the names known, so that templates load; the site gives them their meaning when it is rendered.
pub(super) fn declare(tera: &mut Tera) {
    fn unset(_: Kwargs, _: &State) -> TeraResult<String> {
        Err(Error::message("only known while a site is rendered"))
    }
    for function in &FUNCTIONS {
        tera.register_function(function.name, unset);
    }
    for filter in &FILTERS {
        tera.register_filter(filter.name, |_: Value, arguments: Kwargs, state: &State| {
            unset(arguments, state)
        });
    }
}

/// The functions that hold every page or every list of the site, which is long to make: they are given their meaning
/// where some template may call them.
pub(super) const OF_THE_SITE: [&str; 2] = ["page", "section"];

/// Whether a template may call a function: whether it holds its name before a bracket.
pub(super) fn may_call(template: &str, name: &str) -> bool {
    let after = template.match_indices(name).filter_map(|(at, found)| template.get(at + found.len()..));
    after.map(str::trim_start).any(|after| after.starts_with('('))
}

/// Gives every name its meaning in a site, with the files that it publishes. `calls` are those of [`OF_THE_SITE`] that
/// templates may call.
pub(super) fn bind(
    tera: &mut Tera,
    shared: &Shared<'_>,
    assets: &Assets<'_>,
    calls: &BTreeSet<&'static str>,
) {
    let base = shared.base.to_owned();
    tera.register_function("url", move |arguments: Kwargs, _: &State| -> TeraResult<String> {
        Ok(format!("{base}{}", arguments.must_get::<&str>("path")?))
    });
    assets.register(tera);
    let site = shared.site;
    let all = site.pages.iter().filter(|_| calls.contains("page"));
    let pages = all.filter_map(|page| Some((page.path.clone(), shared.card(page.id)?.value())));
    let pages: BTreeMap<String, Value> = pages.collect();
    tera.register_function("page", move |arguments: Kwargs, _: &State| -> TeraResult<Value> {
        found(&pages, arguments.must_get("path")?, "template.no-page").cloned()
    });
    let mut sections: BTreeMap<String, BTreeMap<String, Value>> = BTreeMap::new();
    for section in site.sections.iter().filter(|_| calls.contains("section")) {
        let path = if section.path.is_empty() { "/" } else { section.path.as_str() };
        if let Some(listing) = shared.section(section.id) {
            sections.entry(section.lang.clone()).or_default().insert(path.to_owned(), listing.value());
        }
    }
    let main = site.config.site.language.clone();
    // That of the page's language, or else that of the main one.
    tera.register_function("section", move |arguments: Kwargs, state: &State| -> TeraResult<Value> {
        let path = Some(arguments.must_get::<&str>("path")?).filter(|path| !path.is_empty()).unwrap_or("/");
        let here = page_tag(state).and_then(|tag| sections.get(&tag));
        let all = sections.get(&main);
        let here = here.filter(|here| found(here, path, "template.no-section").is_ok());
        let none = BTreeMap::new();
        found(here.or(all).unwrap_or(&none), path, "template.no-section").cloned()
    });
    let usual = site.config.language();
    tera.register_function("plural", move |arguments: Kwargs, state: &State| -> TeraResult<String> {
        let count = arguments.must_get::<i64>("count")?;
        let one = match language(state, usual) {
            Language::French => count.unsigned_abs() < 2,
            Language::English => count.unsigned_abs() == 1,
        };
        arguments.must_get::<String>(if one { "one" } else { "other" })
    });
    tera.register_filter(
        "date",
        move |value: Value, arguments: Kwargs, state: &State| -> TeraResult<String> {
            let form = arguments.get::<&str>("form")?.unwrap_or("long");
            dated(&value, form, language(state, usual))
        },
    );
    tera.register_filter("number", move |n: i64, _: Kwargs, state: &State| {
        format::number(n, language(state, usual))
    });
    tera.register_filter("euros", move |euros: f64, _: Kwargs, state: &State| {
        // A price has cents, and no float that stands for one is half a cent away from it.
        format::euros((euros * 100.0).round() as i64, language(state, usual))
    });
    tera.register_filter("slug", |words: &str, _: Kwargs, _: &State| slug(words));
    tera.register_filter("markdown", |words: &str, _: Kwargs, _: &State| Value::safe_string(&inline(words)));
    let spoken: BTreeMap<String, BTreeMap<String, Value>> =
        shared.languages().map(|(tag, spoken)| (tag.to_owned(), spoken.by_name())).collect();
    let main = site.config.site.language.clone();
    tera.register_filter("words", move |name: &str, _: Kwargs, state: &State| -> TeraResult<Value> {
        let tag = page_tag(state).unwrap_or_default();
        match spoken.get(&tag).or_else(|| spoken.get(&main)) {
            Some(words) => found(words, name, "template.no-word").cloned(),
            None => Err(refusal("template.no-word", name, None)),
        }
    });
}

fn found<'a, T>(known: &'a BTreeMap<String, T>, name: &str, key: &str) -> TeraResult<&'a T> {
    let name = if name.len() > 1 { name.trim_start_matches('/') } else { name };
    known.get(name).ok_or_else(|| refusal(key, name, data::nearest(name, known.keys().map(String::as_str))))
}

/// The tag of the language of the page; none in a component, which does not receive the page.
fn page_tag(state: &State) -> Option<String> {
    let page = state.get::<Value>("page").ok().flatten()?;
    Some(page.get_from_path("lang")?.as_str()?.to_owned())
}

fn language(state: &State, usual: Language) -> Language {
    page_tag(state).and_then(|tag| Language::of(&tag)).unwrap_or(usual)
}

/// A day in words or in figures; a record or its `iso`.
fn dated(value: &Value, form: &str, language: Language) -> TeraResult<String> {
    let iso = value.get_from_path("iso").and_then(Value::as_str).or_else(|| value.as_str()).unwrap_or("");
    let date: Date = iso.parse().map_err(|_| refusal("template.no-day", &value.to_string(), None))?;
    let (day, month, year) = (date.day(), date.month(), date.year());
    Ok(match form {
        "long" => format::date(date, language).replacen(' ', "\u{a0}", 1),
        "short" => format!("{day:02}/{month:02}/{year}"),
        "month" => format::month(date, language),
        "year" => year.to_string(),
        "machine" => date.to_string(),
        other => {
            let forms = ["long", "short", "month", "year", "machine"];
            return Err(refusal("template.no-form", other, data::nearest(other, forms)));
        }
    })
}

/// A sentence of Markdown as HTML. What is no emphasis, code or link stays as words.
fn inline(typed: &str) -> String {
    let mut out = String::with_capacity(typed.len() + 16);
    let mut harmless = Vec::new();
    for event in Parser::new(typed) {
        match event {
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => escape::text(&text, &mut out),
            Event::Code(text) => {
                out.push_str("<code>");
                escape::text(&text, &mut out);
                out.push_str("</code>");
            }
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            Event::Start(Tag::Emphasis) => out.push_str("<em>"),
            Event::End(TagEnd::Emphasis) => out.push_str("</em>"),
            Event::Start(Tag::Strong) => out.push_str("<strong>"),
            Event::End(TagEnd::Strong) => out.push_str("</strong>"),
            Event::Start(Tag::Link { dest_url, .. }) => {
                harmless.push(escape::is_harmless(&dest_url));
                if harmless.last() == Some(&true) {
                    out.push_str("<a href=\"");
                    escape::attribute(&escape::percent(&dest_url), &mut out);
                    out.push_str("\">");
                }
            }
            Event::End(TagEnd::Link) if harmless.pop() == Some(true) => out.push_str("</a>"),
            // Two blocks are two sentences.
            Event::Start(Tag::Paragraph | Tag::Item | Tag::Heading { .. }) if !out.is_empty() => {
                out.push(' ')
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_of_markdown_holds_nothing_that_runs() {
        for (typed, html) in [
            ("Un *mot* **fort** et `x<y`", "Un <em>mot</em> <strong>fort</strong> et <code>x&lt;y</code>"),
            ("[Ici](/a?b&c) & <b>là</b>", "<a href=\"/a?b&amp;c\">Ici</a> &amp; &lt;b&gt;là&lt;/b&gt;"),
            ("[x](javascript:alert) ![y](z.png)", "x y"),
            ("# Titre\n\n- un\n- deux", "Titre un deux"),
        ] {
            assert_eq!(inline(typed), html, "{typed}");
        }
    }

    #[test]
    fn a_day_is_said_in_every_form() {
        let day = Value::from("2026-01-01");
        let said = |form, language| dated(&day, form, language).unwrap();
        assert_eq!(said("long", Language::French), "1er\u{a0}janvier 2026");
        assert_eq!(said("long", Language::English), "1\u{a0}January 2026");
        assert_eq!(said("short", Language::French), "01/01/2026");
        assert_eq!(said("month", Language::French), "janvier 2026");
        assert_eq!(said("year", Language::French), "2026");
        assert_eq!(said("machine", Language::English), "2026-01-01");
        assert!(dated(&day, "longue", Language::French).is_err());
        assert!(dated(&Value::from("demain"), "long", Language::French).is_err());
    }
}
