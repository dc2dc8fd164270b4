//! What to write in place of what a regular expression found: a text in which braces stand for its groups
//! and for the spaces that do not show, « {1}{no-break}€ ».

use regex::Captures;

use crate::data::Fields;
use crate::finding::Message;
use crate::language::typography::{NARROW, NO_BREAK};
use crate::lint::rule_file::wrong;
use crate::source::Spanned;

use super::pattern::Pattern;

/// A text with its holes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Template(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Verbatim(String),
    /// A group, by its number or its name; in small letters or as it is.
    Group {
        name: String,
        lower: bool,
    },
}

impl Template {
    /// Reads a template for what `pattern` finds; what is wrong goes to the problems.
    pub(super) fn read(text: &Spanned<String>, pattern: &Pattern, fields: &mut Fields) -> Option<Self> {
        let template = Self::parse(&text.value, pattern);
        if let Err(name) = &template {
            let message = Message::key("lint.unknown-placeholder").with("name", name.as_str());
            let help = Message::key("lint.template-help");
            fields.problems().push(wrong(text.span, message).help(help));
        }
        template.ok()
    }

    /// # Errors
    /// The first name in braces that stands for nothing.
    fn parse(text: &str, pattern: &Pattern) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or(after)?;
            if !before.is_empty() {
                pieces.push(Piece::Verbatim(before.to_owned()));
            }
            let (lower, group) = match name.strip_prefix("lower ") {
                Some(group) => (true, group),
                None => (false, name),
            };
            pieces.push(match (name, pattern.has_group(group)) {
                ("no-break", _) => Piece::Verbatim(NO_BREAK.to_owned()),
                ("narrow", _) => Piece::Verbatim(NARROW.to_owned()),
                (_, true) => Piece::Group { name: group.to_owned(), lower },
                (_, false) => return Err(name.to_owned()),
            });
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Verbatim(rest.to_owned()));
        }
        Ok(Self(pieces))
    }

    /// The text for one match, of its own pattern or of another with the same groups. A group that took
    /// no part in it is empty.
    pub(super) fn fill(&self, captures: &Captures<'_>) -> String {
        let mut out = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Verbatim(text) => out.push_str(text),
                Piece::Group { name, lower } => {
                    let group = match name.parse() {
                        Ok(number) => captures.get(number),
                        Err(_) => captures.name(name),
                    };
                    let group = group.map_or("", |group| group.as_str());
                    if *lower { out.push_str(&group.to_lowercase()) } else { out.push_str(group) }
                }
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_and_spaces_stand_in_braces() {
        let pattern = Pattern::of(r"(\d+) ?(?<unit>KM)");
        let fill = |template: &str| {
            let template = Template::parse(template, &pattern).unwrap();
            template.fill(&pattern.captures("20KM", 0).unwrap())
        };
        assert_eq!(fill("{1}{no-break}{lower unit}"), "20\u{a0}km");
        assert_eq!(fill("{unit}{narrow}{2}!"), "KM\u{202f}KM!");
        for (template, wrong) in [("{3}", "3"), ("{lower x}", "lower x"), ("{1", "1")] {
            assert_eq!(Template::parse(template, &pattern).unwrap_err(), wrong);
        }
    }
}
