//! What may be typed in `site.toml`, at the head of pages and in registries, as pages of a site: made of the
//! tables that check them.

use std::fmt::Write;

use crate::config::keys::{ANY, Absent, Key, PARTS, Part, Takes};
use crate::data::shape::{Field, Form};
use crate::document::fields::{HEAD, MODEL};
use crate::document::front_matter::PageType;
use crate::finding::Message;
use crate::site::registry::{Name, Registries};
use crate::words::Words;

/// Every key of `site.toml`, as a Markdown page in the language of `words`.
pub fn settings(words: &Words) -> String {
    let mut page = start(words, "keys.site-title", "keys.site-about", "limpide keys site");
    let _ = write!(page, "\n{}\n", words.get("keys.site-intro"));
    for part in PARTS {
        let name = header(part, words);
        let heading = if part.path.is_empty() {
            words.get("keys.root").to_owned()
        } else {
            format!("`{name}` {{#{}}}", anchor(part))
        };
        let _ = write!(page, "\n## {heading}\n\n{}\n", words.get(part.about));
        let heads = ["keys.key", "keys.takes", "keys.absent", "keys.for"].map(|key| words.get(key));
        let _ = write!(page, "\n| {} |\n| --- | --- | --- | --- |\n", heads.join(" | "));
        for key in part.keys {
            let cells = [format!("`{}`", key.name), takes(key.takes, words), absent(key, words)];
            let _ = writeln!(page, "| {} | {} |", cells.join(" | "), words.get(key.about));
        }
        let _ = write!(page, "\n```toml\n{}\n```\n", part.example);
    }
    page
}

/// Every key at the head of pages, by type of page, as a Markdown page in the language of `words`.
pub fn heads(words: &Words) -> String {
    let mut page = start(words, "keys.pages-title", "keys.pages-about", "limpide keys pages");
    let _ = write!(page, "\n{}\n", words.get("keys.pages-intro"));
    let mut nested = Nested::default();
    let _ = write!(page, "\n## {}\n", words.get("keys.pages-head"));
    table(&mut page, HEAD.iter(), &mut nested, words);
    let mut groups: Vec<&[_]> = Vec::new();
    for (_, types) in &MODEL {
        if !groups.contains(types) {
            groups.push(*types);
        }
    }
    for group in groups {
        let names: Vec<String> = group.iter().map(|page_type| format!("`{}`", page_type.name())).collect();
        let heading = if names.is_empty() {
            words.get("keys.pages-every").to_owned()
        } else {
            words.say(&Message::key("keys.pages-type").with("types", names))
        };
        let _ = write!(page, "\n## {heading}\n");
        let fields = MODEL.iter().filter(|(_, types)| *types == group).map(|(field, _)| field);
        table(&mut page, fields, &mut nested, words);
    }
    let _ = write!(page, "\n## {}\n\n{}\n", words.get("keys.pages-inside"), words.get("keys.inside-about"));
    nested.write(&mut page, "###", words);
    page
}

/// Every key of registries, as a Markdown page in the language of `words`.
pub fn registries(words: &Words) -> String {
    let mut page = start(words, "keys.registries-title", "keys.registries-about", "limpide keys registries");
    let _ = write!(page, "\n{}\n", words.get("keys.registries-intro"));
    let mut nested = Nested::default();
    for (file, name) in Name::ALL {
        let _ = write!(page, "\n## `{file}.yaml`\n");
        let fields = name.fields().iter().chain(Registries::validity_of(name));
        table(&mut page, fields, &mut nested, words);
    }
    let _ = write!(page, "\n## {}\n\n{}\n", words.get("keys.pages-inside"), words.get("keys.inside-about"));
    nested.write(&mut page, "###", words);
    page
}

fn start(words: &Words, title: &'static str, about: &'static str, command: &str) -> String {
    let (title, about) = (words.get(title), words.get(about));
    format!(
        "---\ntitle: {title}\ndescription: {about}\ntype: page\nextra: {{generated: {command}}}\n---\n\n{}\n",
        words.say(&Message::key("keys.generated").with("command", format!("`{command}`"))),
    )
}

/// `[site]`, `[[lint.allow]]`, `[taxonomies.NOM]`.
fn header(part: &Part, words: &Words) -> String {
    let name = |step: &&'static str| if *step == ANY { words.get("keys.name") } else { *step };
    let path = part.path.iter().map(name).collect::<Vec<_>>().join(".");
    if part.several { format!("[[{path}]]") } else { format!("[{path}]") }
}

/// The id of its heading: a heading of code alone has none that can be guessed.
fn anchor(part: &Part) -> String {
    part.path.iter().copied().filter(|step| *step != ANY).collect::<Vec<_>>().join("-")
}

fn codes(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| format!("`{name}`")).collect()
}

fn takes(takes: Takes, words: &Words) -> String {
    let key = match takes {
        Takes::Int(least, most) if least == most => return format!("`{least}`"),
        Takes::Int(least, most) => {
            let between = Message::key("keys.between").with("least", least).with("most", most);
            return words.say(&between);
        }
        Takes::Number(least, most) => {
            let between = Message::key("keys.between").with("least", least).with("most", most);
            return words.say(&between);
        }
        Takes::Choice(names) => return words.say(&Message::key("keys.choice").with("values", codes(names))),
        Takes::Choices(names) => {
            return words.say(&Message::key("keys.choices").with("values", codes(names)));
        }
        Takes::Text => "keys.text",
        Takes::Texts => "keys.texts",
        Takes::Site => "keys.site",
        Takes::Bool => "keys.bool",
        Takes::Date => "keys.date",
        Takes::Language => "keys.language",
        Takes::Languages => "keys.languages",
        Takes::ByLanguage => "keys.by-language",
        Takes::Hosts => "keys.hosts",
        Takes::Path => "keys.path",
        Takes::Patterns => "keys.patterns",
        Takes::Rules => "keys.rules",
        Takes::Colour => "keys.colour",
        Takes::Address => "keys.address",
        Takes::Table => "keys.table",
    };
    words.get(key).to_owned()
}

fn absent(key: &Key, words: &Words) -> String {
    match key.absent {
        Absent::Nothing => words.get("keys.nothing").to_owned(),
        Absent::Value(value) => format!("`{value}`"),
        Absent::Required => words.get("keys.required").to_owned(),
    }
}

/// The maps of keys that fields hold, each once, under the name of the first that holds it.
#[derive(Default)]
struct Nested(Vec<(Vec<&'static str>, &'static [Field])>);

impl Nested {
    fn add(&mut self, name: &'static str, fields: &'static [Field]) {
        let same = |known: &[Field]| known.iter().map(|f| f.name).eq(fields.iter().map(|f| f.name));
        match self.0.iter_mut().find(|(_, known)| same(known)) {
            Some((names, _)) if names.contains(&name) => {}
            Some((names, _)) => names.push(name),
            None => self.0.push((vec![name], fields)),
        }
    }

    fn write(mut self, page: &mut String, level: &str, words: &Words) {
        let mut rank = 0;
        // Writing a table may add others.
        while let Some((_, fields)) = self.0.get(rank) {
            let fields = *fields;
            let mut part = String::new();
            table(&mut part, fields.iter(), &mut self, words);
            let names = self.0.get(rank).map(|(names, _)| codes(names)).unwrap_or_default();
            let _ = write!(page, "\n{level} {}\n{part}", names.join(", "));
            rank += 1;
        }
    }
}

fn table(
    page: &mut String,
    fields: impl Iterator<Item = &'static Field>,
    nested: &mut Nested,
    words: &Words,
) {
    let heads = ["keys.key", "keys.takes", "keys.for"].map(|key| words.get(key));
    let _ = write!(page, "\n| {} |\n| --- | --- | --- |\n", heads.join(" | "));
    for field in fields {
        let mut takes = form(field, nested, words);
        if field.required {
            let _ = write!(takes, " ({})", words.get("keys.required"));
        }
        let _ = writeln!(page, "| `{}` | {takes} | {} |", field.name, words.get(field.about));
    }
}

/// What may stand under a key of a page or of a registry.
fn form(field: &Field, nested: &mut Nested, words: &Words) -> String {
    let key = match field.form {
        // Read by the front matter itself, which knows the types.
        Form::Free if field.name == "type" => {
            let names = PageType::NAMES.map(|(name, _)| name);
            return words.say(&Message::key("keys.choice").with("values", codes(&names)));
        }
        Form::Choice(names) => return words.say(&Message::key("keys.choice").with("values", codes(names))),
        Form::Text => "keys.text",
        Form::Texts => "keys.texts",
        Form::Address => "keys.address",
        Form::Bool => "keys.bool",
        Form::Int => "keys.int",
        Form::Date => "keys.date",
        Form::Duration => "keys.duration",
        Form::Money => "keys.money",
        Form::Phone => "keys.phone",
        Form::Items(fields) => {
            nested.add(field.name, fields);
            "keys.items"
        }
        Form::TextOr(fields) => {
            nested.add(field.name, fields);
            "keys.text-or"
        }
        Form::AddressOr(fields) => {
            nested.add(field.name, fields);
            "keys.address-or"
        }
        Form::PhoneOr(fields) => {
            nested.add(field.name, fields);
            "keys.phone-or"
        }
        Form::BoolOr(fields) => {
            nested.add(field.name, fields);
            "keys.bool-or"
        }
        Form::Map(fields) => {
            nested.add(field.name, fields);
            "keys.map"
        }
        Form::Entries(fields) => {
            nested.add(field.name, fields);
            "keys.entries"
        }
        Form::Labels { list: true } => "keys.labels-or-list",
        Form::Labels { list: false } => "keys.labels",
        Form::Own(_) => "keys.own",
        Form::Free => "keys.free",
    };
    words.get(key).to_owned()
}

#[cfg(test)]
mod tests;
