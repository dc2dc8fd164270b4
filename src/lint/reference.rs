//! The reference of rule files, as the body of a Markdown page: every key, every scope, every kind of check
//! with its parameters. It is made of what the program itself reads.

use std::fmt::Write;

use crate::finding::Message;
use crate::language::Language;
use crate::words::Words;

use super::checks::{Case, Form, Kind, Needed, Param};
use super::scope::Scope;

/// The smallest rule that a site may write.
pub const SMALLEST: &str = "title: Hôtel de ville
check: words
severity: warning
params:
  words: [{find: hôtel de ville, use: la mairie}]
examples:
  - {bad: Venez à l’hôtel de ville., marks: [hôtel de ville]}
  - {good: Venez à la mairie.}
";

/// The keys of a rule file, with their explanations.
const KEYS: [(&str, &str, bool); 15] = [
    ("title", "key.title", true),
    ("check", "key.check", true),
    ("params", "key.params", false),
    ("severity", "key.severity", false),
    ("levels", "key.levels", false),
    ("lang", "key.lang", false),
    ("scope", "key.scope", false),
    ("message", "key.message", false),
    ("help", "key.help", false),
    ("together", "key.together", false),
    ("why", "key.why", false),
    ("criterion", "key.criterion", false),
    ("recommendations", "key.recommendations", false),
    ("sources", "key.sources", false),
    ("examples", "key.examples", true),
];

/// The keys of an example.
const EXAMPLE: [(&str, &str, bool); 7] = [
    ("bad", "key.bad", false),
    ("marks", "key.marks", false),
    ("fixed", "key.fixed", false),
    ("good", "key.good", false),
    ("today", "key.today", false),
    ("files", "key.files", false),
    ("external", "key.external", false),
];

/// What each scope is.
const SCOPES: [(&str, &str); 12] = [
    ("all", "scope.all"),
    ("prose", "scope.prose"),
    ("list-item", "scope.list-item"),
    ("heading", "scope.heading"),
    ("link-text", "scope.link-text"),
    ("table-cell", "scope.table-cell"),
    ("image-text", "scope.image-text"),
    ("title", "scope.title"),
    ("description", "scope.description"),
    ("front-matter", "scope.front-matter"),
    ("file-name", "scope.file-name"),
    ("link-target", "scope.link-target"),
];

/// The reference, in the language of `words`: headings from level 2 on, no front matter.
pub fn markdown(words: &Words) -> String {
    let mut page = Page { words, text: String::new() };
    page.paragraph(words.get("reference.intro"));
    page.heading(2, words.get("reference.smallest"));
    let _ = writeln!(page.text, "```yaml\n{SMALLEST}```\n");
    page.heading(2, words.get("reference.keys"));
    page.keys(&KEYS);
    page.heading(3, "examples");
    page.keys(&EXAMPLE);
    page.heading(2, words.get("reference.scopes"));
    let header = [words.get("reference.scope"), words.get("reference.meaning")];
    let scopes = Scope::words().into_iter().map(|name| {
        let about = SCOPES.iter().find(|(known, _)| *known == name).map_or("", |(_, about)| about);
        vec![format!("`{name}`"), words.get(about).to_owned()]
    });
    page.table(&header, scopes);
    page.heading(2, words.get("reference.kinds"));
    for kind in Kind::ALL {
        page.kind(kind);
    }
    page.text.truncate(page.text.trim_end().len());
    page.text.push('\n');
    page.text
}

struct Page<'a> {
    words: &'a Words,
    text: String,
}

impl Page<'_> {
    fn heading(&mut self, level: usize, text: &str) {
        let _ = writeln!(self.text, "{} {text}\n", "#".repeat(level));
    }

    fn paragraph(&mut self, text: &str) {
        let _ = writeln!(self.text, "{text}\n");
    }

    fn table(&mut self, header: &[&str], rows: impl Iterator<Item = Vec<String>>) {
        let _ = writeln!(self.text, "| {} |", header.join(" | "));
        let _ = writeln!(self.text, "|{}", " --- |".repeat(header.len()));
        for row in rows {
            let cells: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|")).collect();
            let _ = writeln!(self.text, "| {} |", cells.join(" | "));
        }
        self.text.push('\n');
    }

    fn keys(&mut self, keys: &[(&str, &'static str, bool)]) {
        let words = self.words;
        let header = [words.get("reference.key"), words.get("reference.meaning")];
        let rows = keys.iter().map(|(key, about, required)| {
            let mark =
                if *required { format!(" ({})", words.get("reference.required")) } else { String::new() };
            vec![format!("`{key}`{mark}"), words.get(about).to_owned()]
        });
        self.table(&header, rows);
    }

    fn kind(&mut self, kind: &Kind) {
        let words = self.words;
        self.heading(3, &format!("`{}`", kind.name));
        let mut said = vec![words.get(kind.about)];
        let traits = [
            (kind.measured, "reference.measures"),
            (kind.scoped, "reference.looks"),
            (kind.calendar, "reference.calendar"),
            (kind.elsewhere, "reference.elsewhere"),
            (kind.external, "reference.external"),
            (kind.params.is_empty(), "reference.no-params"),
        ];
        said.extend(traits.iter().filter(|(holds, _)| *holds).map(|(_, key)| words.get(key)));
        self.paragraph(&said.join(" "));
        self.params(kind.params);
        for param in kind.params {
            if let Form::Entries(entry) | Form::Maps(entry) = param.form {
                let message = Message::key("reference.entry").with("name", param.name);
                self.paragraph(&words.say(&message));
                self.params(entry);
            }
        }
        if kind.cases.len() > 1 || kind.cases.iter().any(|case| !case.arguments.is_empty()) {
            let cases: Vec<String> = kind.cases.iter().map(|case| self.arguments(case)).collect();
            let colon = if words.language() == Language::French { "\u{a0}:" } else { ":" };
            let said = words.get("reference.arguments");
            // One case a line: in one sentence, nobody finds their own.
            match cases.as_slice() {
                [only] => self.paragraph(&format!("{said}{colon} {only}.")),
                _ => self.paragraph(&format!("{said}{colon}\n\n- {}", cases.join("\n- "))),
            }
        }
    }

    fn params(&mut self, params: &[Param]) {
        if params.is_empty() {
            return;
        }
        let words = self.words;
        let header = ["reference.param", "reference.value", "reference.meaning"].map(|key| words.get(key));
        let rows = params.iter().map(|param| {
            let required = words.get("reference.required");
            let (mark, more) = match param.needed {
                Needed::Always => (format!(" ({required})"), None),
                Needed::Or(other) => {
                    let message = Message::key("reference.or").with("name", param.name).with("other", other);
                    (String::new(), Some(words.say(&message)))
                }
                Needed::Else("") => (String::new(), None),
                Needed::Else(value) => {
                    let message = Message::key("reference.default").with("value", format!("`{value}`"));
                    (String::new(), Some(words.say(&message)))
                }
            };
            let about = words.get(param.about);
            let about = more.map_or_else(|| about.to_owned(), |more| format!("{about} {more}"));
            vec![format!("`{}`{mark}", param.name), self.form(param.form), about]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        self.table(&header, rows.into_iter());
    }

    fn form(&self, form: Form) -> String {
        let listed = |key: &'static str, names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            self.words.say(&Message::key(key).with("choices", names.join(", ")))
        };
        let plain = match form {
            Form::Choice(names) => return listed("reference.form-choice", names),
            Form::Choices(names) => return listed("reference.form-choices", names),
            Form::Text => "reference.form-text",
            Form::Texts => "reference.form-texts",
            Form::Verbs => "reference.form-verbs",
            Form::Bool => "reference.form-bool",
            Form::Number => "reference.form-number",
            Form::Pattern => "reference.form-pattern",
            Form::Period => "reference.form-period",
            Form::Entries(_) => "reference.form-entries",
            Form::Maps(_) => "reference.form-maps",
            Form::Groups => "reference.form-groups",
            Form::Words => "reference.form-words",
        };
        self.words.get(plain).to_owned()
    }

    /// `` `found`, `use` ``, and of which case.
    fn arguments(&self, case: &Case) -> String {
        let names: Vec<String> = case.arguments.iter().map(|name| format!("`{name}`")).collect();
        let names = if names.is_empty() { "—".to_owned() } else { names.join(", ") };
        if case.name.is_empty() {
            return names;
        }
        let of = Message::key("reference.of-case").with("case", format!("`{}`", case.name));
        format!("{names} ({})", self.words.say(&of))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_every_parameter_and_every_scope_is_told() {
        for language in [Language::French, Language::English] {
            let page = markdown(&Words::load(language));
            let heading = |name: &str| format!("### `{name}`\n");
            for kind in Kind::ALL {
                let (_, after) =
                    page.split_once(&heading(kind.name)).unwrap_or_else(|| panic!("{}", kind.name));
                let section = after.split("\n### ").next().unwrap_or(after);
                for param in kind.params {
                    assert!(
                        section.contains(&format!("| `{}`", param.name)),
                        "{}: {}",
                        kind.name,
                        param.name
                    );
                }
            }
            for name in Scope::words() {
                assert!(SCOPES.iter().any(|(known, _)| *known == name), "{name} has no explanation");
            }
            assert!(!page.contains("reference.") && !page.contains("param."), "a key without words");
        }
    }

    #[test]
    fn the_reference() {
        insta::assert_snapshot!(markdown(&Words::load(Language::French)));
    }
}
