//! Every field that a page may have, commented out, each with what it is for and an example: made of the tables that
//! check pages, so that it never goes out of date.
//!
//! A line of explanation starts with `# `, one of a field with `#` alone or `#` and two spaces: removing that `#`
//! gives the field.

use std::fmt::Write;

use jiff::civil::Date;

use super::new_page::Kind;
use crate::data::shape::{Field, Form};
use crate::data::yaml_line;
use crate::document::fields::{self, HEAD};
use crate::document::front_matter::PageType;
use crate::finding::Message;
use crate::words::Words;

/// Fields of a section’s own page, of no use on another.
const OF_SECTIONS: [&str; 4] = ["sort", "reverse", "page_size", "defaults"];

/// The fields that a page of a kind may have, but those that are given already.
pub(super) fn every_field(kind: Kind, given: &[String], today: Date, words: &Words) -> String {
    let page_type = match kind {
        Kind::Page(page_type) => page_type,
        Kind::Section => PageType::Page,
    };
    let model = fields::of(page_type);
    let asked = |field: &&Field| {
        let of_sections = OF_SECTIONS.contains(&field.name);
        field.name != "type"
            && !given.iter().any(|given| given == field.name)
            && (kind == Kind::Section || !of_sections)
    };
    let mut out = Writer { out: String::new(), today, words };
    for field in model.chain(HEAD.iter()).filter(asked) {
        out.field(field);
    }
    out.out
}

struct Writer<'a> {
    out: String,
    today: Date,
    words: &'a Words,
}

impl Writer<'_> {
    fn field(&mut self, field: &Field) {
        let _ = writeln!(self.out, "# {}", self.about(field));
        let mut lines = Vec::new();
        self.value(field, "", &mut lines);
        for line in lines {
            let _ = writeln!(self.out, "#{line}");
        }
    }

    /// What a field is for, and the words that it takes.
    fn about(&self, field: &Field) -> String {
        let about = self.words.get(field.about);
        let Form::Choice(names) = field.form else { return about.to_owned() };
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        format!("{about} {}", self.words.say(&Message::key("start.choice").with("names", names)))
    }

    /// The lines of a key and of its example, from a column.
    fn value(&self, field: &Field, indent: &str, lines: &mut Vec<String>) {
        let name = field.name;
        let below = format!("{indent}  ");
        match field.form {
            Form::Items(fields) => {
                lines.push(format!("{indent}{name}:"));
                let deeper = format!("{indent}    ");
                let from = lines.len();
                for field in fields {
                    self.nested(field, &deeper, lines);
                }
                if let Some(first) = lines.get_mut(from) {
                    first.replace_range(indent.len()..indent.len() + 4, "  - ");
                }
            }
            Form::TextOr(fields)
            | Form::AddressOr(fields)
            | Form::PhoneOr(fields)
            | Form::BoolOr(fields)
            | Form::Map(fields) => {
                lines.push(format!("{indent}{name}:"));
                for field in fields {
                    self.nested(field, &below, lines);
                }
            }
            Form::Entries(fields) => {
                lines.push(format!("{indent}{name}:"));
                lines.push(format!("{below}{}:", self.words.get("start.key")));
                for field in fields {
                    self.nested(field, &format!("{below}  "), lines);
                }
            }
            Form::Labels { .. } => {
                let key = match name {
                    "not_applicable" => "silence",
                    "translations" => "en",
                    _ => self.words.get("start.key"),
                };
                lines.push(format!("{indent}{name}: {{{key}: {}}}", self.blank()));
            }
            Form::Own(own) if own.name == "hours" => {
                lines.push(format!("{indent}{name}:"));
                lines.push(format!("{below}mon-fri: \"9:00-12:00, 14:00-17:00\""));
            }
            Form::Own(_) => {
                lines.push(format!("{indent}{name}:"));
                lines.push(format!("{below}{}: {{hours: closed, reason: {}}}", self.today, self.blank()));
            }
            Form::Free => {
                let example = match name {
                    "allow" => format!("{{clarity/long-sentence: {}}}", self.blank()),
                    "defaults" => format!("{{review_every: {}}}", self.words.get("start.period")),
                    _ => format!("{{{}: {}}}", self.words.get("start.key"), self.blank()),
                };
                lines.push(format!("{indent}{name}: {example}"));
            }
            Form::Text if name == "review_every" => {
                lines.push(format!("{indent}{name}: {}", self.words.get("start.period")));
            }
            Form::Text
            | Form::Texts
            | Form::Address
            | Form::Bool
            | Form::Int
            | Form::Date
            | Form::Duration
            | Form::Money
            | Form::Phone
            | Form::Email
            | Form::Postcode
            | Form::Choice(_) => lines.push(format!("{indent}{name}: {}", self.plain(field.form))),
        }
    }

    /// A key inside another, with what it is for on the same line.
    fn nested(&self, field: &Field, indent: &str, lines: &mut Vec<String>) {
        let from = lines.len();
        self.value(field, indent, lines);
        if let Some(first) = lines.get_mut(from) {
            let _ = write!(first, " # {}", self.about(field));
        }
    }

    fn plain(&self, form: Form) -> String {
        match form {
            Form::Texts => format!("[{}]", self.blank()),
            Form::Address => "https://www.exemple.fr/".to_owned(),
            Form::Bool => "true".to_owned(),
            Form::Int => "1".to_owned(),
            Form::Date => self.today.to_string(),
            Form::Duration => self.words.get("start.duration").to_owned(),
            Form::Money => "25.50".to_owned(),
            Form::Phone => "\"01 99 00 12 34\"".to_owned(),
            Form::Email => "contact@exemple.fr".to_owned(),
            Form::Choice(names) => names.first().map_or_else(String::new, |name| yaml_line(name)),
            _ => self.blank().to_owned(),
        }
    }

    fn blank(&self) -> &str {
        self.words.get("start.blank")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::components::Components;
    use crate::document::Document;
    use crate::language::Language;
    use crate::source::{Source, Sources};

    /// What an editor does to have a field: the `#` before it goes. Explanations stay.
    fn uncommented(fields: &str) -> String {
        let line = |line: &str| match line.strip_prefix('#') {
            Some(rest) if !rest.starts_with(' ') || rest.starts_with("  ") => rest.to_owned(),
            _ => line.to_owned(),
        };
        fields.lines().map(line).fold(String::new(), |text, line| text + &line + "\n")
    }

    #[test]
    fn every_field_once_its_dash_is_removed_is_read() {
        let today = jiff::civil::date(2026, 11, 26);
        for language in [Language::French, Language::English] {
            let words = Words::load(language);
            for (name, kind, _) in Kind::ALL {
                let fields = every_field(kind, &["title".to_owned()], today, &words);
                assert!(fields.lines().all(|line| line.starts_with('#')), "{fields}");
                let page = format!("---\ntitle: Un titre\n{}---\n\nUn texte.\n", uncommented(&fields));
                let mut sources = Sources::default();
                let id = sources.add(Source::new("content/a.md", page.clone().into_bytes()));
                let document = Document::read(id, sources.get(id), &[], &Components::default());
                assert_eq!(document.problems, [], "{name}: {page}");
                let front = &document.front;
                let page_type = if let Kind::Page(page_type) = kind { page_type } else { PageType::Page };
                for field in fields::of(page_type) {
                    assert!(
                        front.field(field.name).is_some_and(|node| node.says_something()),
                        "{}",
                        field.name
                    );
                }
                assert!(front.review_every.is_some() && front.aliases.len() == 1 && front.allow.is_some());
                assert_eq!(front.defaults.is_some(), kind == Kind::Section);
            }
        }
    }
}
