//! What may be typed in `site.toml`, at the head of pages and in registries, as pages of a site: made of the
//! tables that check them.

use std::fmt::Write;

use crate::config::BUILT_IN_THEME;
use crate::config::keys::{ANY, Absent, Key, PARTS, Part, Takes};
use crate::data::shape::{Field, Form};
use crate::data::{self, Node};
use crate::document::fields::{HEAD, MODEL};
use crate::document::front_matter::PageType;
use crate::finding::Message;
use crate::site::registry::{Name, Registries};
use crate::source::Tree;
use crate::words::Words;

/// Every key of `site.toml`, as a Markdown page in the language of `words`, with the options of the theme that the
/// program holds, read from these files: their descriptions are in the language of that theme.
pub fn settings(words: &Words, tree: &Tree) -> String {
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
        begin_table(&mut page, words);
        for key in part.keys {
            let takes = with_absent(takes(key.takes, words), key.absent, words);
            row(&mut page, key.name, words.get(key.about), &takes);
        }
        let _ = write!(page, "\n```toml\n{}\n```\n", part.example);
    }
    options(&mut page, words, tree);
    page
}

/// What the theme of the program lets a site choose, as its `theme.toml` declares it.
fn options(page: &mut String, words: &Words, tree: &Tree) {
    let path = format!("{BUILT_IN_THEME}/theme.toml");
    let Some((_, source)) = tree.theme_texts.iter().find(|(known, _)| *known == path) else { return };
    let text = tree.sources.get(*source).text();
    let (node, _) = data::toml(*source, text);
    let part = |name| node.as_map().and_then(|map| map.get(name)).and_then(Node::as_map);
    if let Some(colours) = part("colors") {
        let side = |name| colours.get(name).and_then(Node::as_map);
        let heading = "`[brand.light]`, `[brand.dark]` {#brand-colours}";
        let _ = write!(page, "\n## {heading}\n\n{}\n", words.get("keys.colours"));
        let heads = ["keys.key", "keys.light", "keys.dark"].map(|key| words.get(key));
        let _ = write!(page, "\n| {} |\n| --- | --- | --- |\n", heads.join(" | "));
        for entry in side("light").map_or(&[][..], |map| &map.entries) {
            let dark = side("dark").and_then(|map| map.get(&entry.key.value)?.as_text()).unwrap_or_default();
            let light = entry.node.as_text().unwrap_or_default();
            let _ = writeln!(page, "| `{}` | `{light}` | `{dark}` |", entry.key.value);
        }
    }
    let declared = part("options");
    let declared = declared.map_or(&[][..], |map| &map.entries);
    let _ = write!(page, "\n## `[theme.options]` {{#theme-options}}\n\n{}\n", words.get("keys.options"));
    begin_table(page, words);
    for entry in declared {
        let Some(option) = entry.node.as_map() else { continue };
        let said = |key| option.get(key).and_then(Node::as_text).unwrap_or_default();
        let takes = match said("kind") {
            "texts" => words.get("keys.texts").to_owned(),
            "bool" => words.get("keys.bool").to_owned(),
            "int" => words.get("keys.int").to_owned(),
            "colour" => words.get("keys.colour").to_owned(),
            "address" => words.get("keys.address").to_owned(),
            "file" => words.get("keys.file").to_owned(),
            "choice" => {
                let values: Vec<&str> = option.items("values").iter().filter_map(Node::as_text).collect();
                words.say(&Message::key("keys.choice").with("values", codes(&values)))
            }
            _ => words.get("keys.text").to_owned(),
        };
        let default =
            option.get("default").filter(|node| node.as_text().is_some_and(|text| !text.is_empty()));
        let absent =
            default.and_then(|node| text.get(node.span.range())).map_or(Absent::Nothing, Absent::Value);
        row(
            page,
            &entry.key.value,
            &said("description").replace('|', "\\|"),
            &with_absent(takes, absent, words),
        );
    }
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
        Takes::Colour => "keys.colour",
        Takes::File => "keys.file",
        Takes::Path => "keys.path",
        Takes::Patterns => "keys.patterns",
        Takes::Rules => "keys.rules",
        Takes::Address => "keys.address",
        Takes::Table => "keys.table",
    };
    words.get(key).to_owned()
}

/// What a key takes, and what holds without it.
fn with_absent(takes: String, absent: Absent<'_>, words: &Words) -> String {
    match absent {
        Absent::Nothing => takes,
        Absent::Value(value) => {
            let message = Message::key("keys.with-default").with("takes", takes);
            words.say(&message.with("default", format!("`{value}`")))
        }
        Absent::Required => words.say(&Message::key("keys.required").with("takes", takes)),
    }
}

fn begin_table(page: &mut String, words: &Words) {
    let heads = ["keys.key", "keys.for", "keys.takes"].map(|key| words.get(key));
    let _ = write!(page, "\n| {} |\n| --- | --- | --- |\n", heads.join(" | "));
}

fn row(page: &mut String, name: &str, about: &str, takes: &str) {
    let _ = writeln!(page, "| `{name}` | {about} | {takes} |");
}

/// What may stand under a key of a page or of a registry, in a few words.
pub fn takes_of(field: &Field, words: &Words) -> String {
    form(field, &mut Nested::default(), words)
}

/// What may stand under a key of `site.toml`, in a few words, and what holds without it.
pub fn takes_of_setting(key: &Key, words: &Words) -> String {
    with_absent(takes(key.takes, words), key.absent, words)
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
    begin_table(page, words);
    for field in fields {
        let absent = if field.required { Absent::Required } else { Absent::Nothing };
        let takes = with_absent(form(field, nested, words), absent, words);
        row(page, field.name, words.get(field.about), &takes);
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
        Form::Text | Form::Postcode => "keys.text",
        Form::Texts => "keys.texts",
        Form::Address => "keys.address",
        Form::Bool => "keys.bool",
        Form::Int => "keys.int",
        Form::Date => "keys.date",
        Form::Duration => "keys.duration",
        Form::Money => "keys.money",
        Form::Phone => "keys.phone",
        Form::Email => "keys.email",
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
