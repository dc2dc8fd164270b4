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

const EMBEDDED: &str = "
## In components that pages embed

A component that `theme.toml` declares is rendered by the component of the same name, which asks for what it
needs: `body` (what a block holds, HTML), its own arguments (a `-` in a name is a `_` here; none when a page
does not give them), and these.

| argument | is | |
| --- | --- | --- |
| `id` | text | Its address on the page, where it is declared with `anchor`; empty otherwise. |
| `level` | number | The level of a heading that would stand there. |
| `number` | number | Its number among those of its name in what holds it, from 1. |
| `serial` | number | Its number among those of its name on the page, from 1. |
| `group` | number | The `serial` of what holds it; 0 for one that stands alone. |
| `children` | list of `{id, title}` | What it holds, directly. |
| `words` | [Words](#words) | The words of the interface, in the language of the page. |

An argument of kind `file` or `page` is `{url, title, format, size}`, or none when it leads nowhere; `image`, the
image as HTML; `language`, `{tag, name, said}`; `data`, `{columns: [{text, number}], rows: [[text]]}`, where `number` says
whether a column holds only numbers. Others are texts, whole numbers and booleans.
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
    text.push_str(EMBEDDED);
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
