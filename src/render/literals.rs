//! What templates call by a name written in them, `page(path="contact.md")`: looked for in the site before
//! anything is rendered.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Theme;
use super::tags::tags;
use super::theme::is_script;
use crate::data;
use crate::finding::{Message, Problem, ProblemKind};
use crate::site::Site;
use crate::source::Span;

/// What is not there, and where that is told: a template, and a byte of it.
#[derive(Default)]
pub(super) struct Literals {
    pub(super) problems: Vec<Problem>,
    pub(super) told: BTreeSet<(String, usize)>,
}

impl Theme {
    /// The pages, sections and files that templates name and that the site does not have.
    pub(super) fn literals(&self, site: &Site) -> Literals {
        let pages: BTreeSet<&str> =
            site.pages.iter().filter(|page| site.is_published(page)).map(|page| page.path.as_str()).collect();
        let sections: BTreeSet<&str> = site.sections.iter().map(|section| section.path.as_str()).collect();
        let files: BTreeSet<&str> =
            self.published(&site.assets).into_iter().map(|asset| asset.path.as_str()).collect();
        let scripts: BTreeSet<&str> =
            site.assets.iter().filter(|asset| is_script(asset)).map(|asset| asset.path.as_str()).collect();
        let mut found = Literals::default();
        for (template, id) in &self.files {
            let text = site.sources.get(*id).text();
            for call in calls(text) {
                let (known, key) = match call.function {
                    "page" => (&pages, "template.no-page"),
                    "section" => (&sections, "template.no-section"),
                    _ => (&files, "template.no-file"),
                };
                let asked = call.path;
                // As the functions themselves read it.
                let name = match call.function {
                    "page" | "section" if asked.len() > 1 => asked.trim_start_matches('/'),
                    _ => asked,
                };
                if known.contains(name) {
                    continue;
                }
                let span = Span::new(*id, call.at.start, call.at.end);
                let problem = Problem::new(ProblemKind::Template, span, Message::key(key).with("name", name));
                let near = data::nearest(name, known.iter().copied());
                found.problems.push(match near {
                    _ if scripts.contains(name) => {
                        problem.help(Message::key("template.lend").with("name", name))
                    }
                    Some(near) => problem.help(Message::key("template.nearest").with("near", near)),
                    None if key == "template.no-file" => problem.help(Message::key("template.no-file-help")),
                    None => problem,
                });
                found.told.extend(call.whole.map(|at| (template.clone(), at)));
            }
        }
        found
    }
}

/// A call with the path written in it.
struct Call<'a> {
    function: &'static str,
    path: &'a str,
    /// The path, without its quotes.
    at: Range<usize>,
    /// The call, from its name to what is after the path.
    whole: Range<usize>,
}

/// The calls of a template whose only argument is a path written there.
fn calls(text: &str) -> Vec<Call<'_>> {
    let mut found = Vec::new();
    for (range, _) in tags(text) {
        let inner = text.get(range.clone()).unwrap_or("");
        for function in ["page", "section", "asset", "image", "integrity"] {
            for (at, _) in inner.match_indices(function) {
                let start = range.start + at;
                let call = alone(text, range.start, start).then(|| literal(text, start + function.len()));
                if let Some(at) = call.flatten() {
                    let path = text.get(at.clone()).unwrap_or("");
                    let whole = start..at.end.saturating_add(1);
                    found.push(Call { function, path, at, whole });
                }
            }
        }
    }
    found.sort_by_key(|call| call.at.start);
    found
}

/// Whether a name starts here, outside quotes, and is no field.
fn alone(text: &str, from: usize, at: usize) -> bool {
    let before = text.get(from..at).unwrap_or("");
    let in_quotes = ['"', '\'', '`'].iter().any(|quote| before.matches(*quote).count() % 2 == 1);
    let last = before.chars().next_back();
    !in_quotes && !last.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '.')
}

/// The place of the path in `(path="…")`.
fn literal(text: &str, at: usize) -> Option<Range<usize>> {
    let whole = text.get(at..)?;
    let inside = whole.trim_start().strip_prefix('(')?.trim_start().strip_prefix("path")?;
    let value = inside.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| ['"', '\'', '`'].contains(c))?;
    let (path, after) = value.get(1..)?.split_once(quote)?;
    let ends = after.trim_start().starts_with([')', ',']) && !path.contains('\\');
    let start = at + (whole.len() - value.len()) + 1;
    ends.then(|| start..start + path.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_written_in_the_call_are_looked_for() {
        let named = |text| calls(text).into_iter().map(|c| (c.function, c.path)).collect::<Vec<_>>();
        for (text, expected) in [
            ("{{ asset(path=\"a.css\") }}", vec![("asset", "a.css")]),
            ("{% for p in section( path = 'x' ).pages %}", vec![("section", "x")]),
            (
                "{% set a = page(path=\"b.md\").url ~ image(path=`c.png`).url %}",
                vec![("page", "b.md"), ("image", "c.png")],
            ),
            ("{{ asset(path=\"a\" ~ x) }} {{ asset(path=x) }} {{ page.page(path=\"x\") }}", vec![]),
            ("{# asset(path=\"a\") #} {{ \"asset(path='a')\" }} asset(path=\"a\") {{ asset(path=\"", vec![]),
        ] {
            assert_eq!(named(text), expected, "{text}");
        }
    }
}
