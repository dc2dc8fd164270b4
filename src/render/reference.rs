//! The reference of themes: every value that a template receives, as the types of `given` declare them,
//! and what it may call.

use std::fmt::Write;

use super::functions::{FILTERS, FUNCTIONS, OF_TERA};
use super::given::{Catalogue, Context, Given, Globals, Record};

const INTRODUCTION: &str = "# What a template receives

Written by `limpide theme reference` from the program’s own types; do not edit it. How a theme is made is
in [README.md](README.md#themes).

Templates are written in the language of [Tera](https://keats.github.io/tera/). Every field named here is
always there, so that none needs to be asked for before it is used: where there is nothing, a field that is
“… or none” is none, a list is empty, a text is empty, and all of these are false in an `if`. A text is
escaped where it is written; HTML is not. A field that is not named here is an error, which says where it
stands.
";

/// The whole reference, as Markdown.
pub fn reference() -> String {
    let known = Catalogue::whole();
    let mut text = INTRODUCTION.to_owned();
    let mut part = |title: &str, name: &str| {
        let Some(record) = known.records.get(name) else { return };
        let _ = write!(text, "\n## {title}\n\n{}\n\n", record.doc);
        table(&mut text, record);
    };
    part("On every page", &Context::kind(&mut Catalogue::default()).name());
    part("On every page alike", &Globals::kind(&mut Catalogue::default()).name());
    text.push_str("\nA component receives only its arguments: hand it `words` and the others.\n");
    for (title, list, intro) in [
        (
            "Functions",
            FUNCTIONS.as_slice(),
            "Called with named arguments: `{{ asset(path=\"ville.css\") }}`.",
        ),
        (
            "Filters",
            FILTERS.as_slice(),
            "Written after what they change: `{{ page.reviewed | date(form=\"short\") }}`. They speak the language of the page; in a component, which does not receive the page, that of the site.",
        ),
    ] {
        let _ = write!(text, "\n## {title}\n\n{intro}\n\n| written | gives | |\n| --- | --- | --- |\n");
        for callable in list {
            let _ =
                writeln!(text, "| `{}` | {} | {} |", cell(callable.example), callable.gives, callable.doc);
        }
    }
    let _ = write!(text, "\nTera has these too: {}.\n", OF_TERA.map(|name| format!("`{name}`")).join(", "));
    text.push_str("\n## Records\n");
    for (name, record) in &known.records {
        if ["Context", "Globals", "Words"].contains(&name.as_str()) {
            continue;
        }
        let _ = write!(text, "\n### {name}\n\n{}\n\n", record.doc);
        table(&mut text, record);
    }
    if let Some(words) = known.records.get("Words") {
        let _ = write!(
            text,
            "\n### Words\n\n{}\n\n| field | French | English |\n| --- | --- | --- |\n",
            words.doc
        );
        for field in &words.fields {
            let (french, english) = field.doc.split_once('\n').unwrap_or((&field.doc, ""));
            let _ = writeln!(text, "| `{}` | {} | {} |", field.name, cell(french), cell(english));
        }
    }
    text
}

fn table(text: &mut String, record: &Record) {
    text.push_str("| field | is | |\n| --- | --- | --- |\n");
    for field in &record.fields {
        // Writing to a string does not fail.
        let _ = writeln!(text, "| `{}` | {} | {} |", field.name, field.kind.in_words(), cell(&field.doc));
    }
}

fn cell(words: &str) -> String {
    words.replace('|', "\\|")
}
