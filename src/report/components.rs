//! What pages may embed, as a page: each component with its arguments, as `theme.toml` declares them.

use std::fmt::Write;

use crate::config::components::{Argument, ArgumentKind, Components, END};
use crate::finding::Message;
use crate::words::Words;

/// The components of a site, as a Markdown page. Descriptions are in the language of the theme.
pub fn components(components: &Components, words: &Words) -> String {
    let mut page = format!(
        "---\ntitle: {}\ndescription: {}\ntype: page\nextra: {{generated: limpide theme components}}\n---\n\n{}\n",
        words.get("components.title"),
        words.get("components.about"),
        words.get("components.intro"),
    );
    for (name, component) in components.iter() {
        // Writing to a string does not fail.
        let _ = write!(page, "\n## `{name}`\n\n{}\n", component.description);
        if let Some(parent) = &component.inside {
            let message = Message::key("components.inside").with("parent", parent.as_str());
            let _ = write!(page, "\n{}\n", words.say(&message));
        }
        if component.block {
            let end = format!("{{{{ {END}(name=\"{name}\") }}}}");
            let message = Message::key("components.block").with("end", end);
            let _ = write!(page, "\n{}\n", words.say(&message));
        }
        if component.arguments.is_empty() {
            let _ = write!(page, "\n{}\n", words.get("components.no-argument"));
            continue;
        }
        let heads = ["components.argument", "components.takes", "components.for"].map(|key| words.get(key));
        let _ = write!(page, "\n| {} |\n| --- | --- | --- |\n", heads.join(" | "));
        for argument in &component.arguments {
            let takes = cell(&takes(argument, words));
            let _ = writeln!(page, "| `{}` | {takes} | {} |", argument.name, cell(&argument.description));
        }
    }
    page
}

/// What an argument takes, in words.
fn takes(argument: &Argument, words: &Words) -> String {
    let kind = match &argument.kind {
        ArgumentKind::Text | ArgumentKind::Title | ArgumentKind::Alternative => "components.words",
        ArgumentKind::Language => "components.language",
        ArgumentKind::Int => "components.int",
        ArgumentKind::Bool => "components.bool",
        ArgumentKind::Choice(values) => {
            let codes = values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>();
            let choice = words.say(&Message::key("components.choice").with("values", codes));
            return with_default(choice, argument, words);
        }
        ArgumentKind::File => "components.file",
        ArgumentKind::Page => "components.page",
        ArgumentKind::Image => "components.image",
        ArgumentKind::Data => "components.data",
        ArgumentKind::Columns => "components.columns",
    };
    with_default(words.get(kind).to_owned(), argument, words)
}

fn with_default(takes: String, argument: &Argument, words: &Words) -> String {
    match &argument.default {
        _ if argument.required => format!("{takes} ({})", words.get("components.required")),
        Some(default) => {
            let default = Message::key("components.default").with("default", format!("`{default}`"));
            format!("{takes} ({})", words.say(&default))
        }
        None => takes,
    }
}

fn cell(words: &str) -> String {
    words.replace('|', "\\|")
}

#[cfg(test)]
mod tests;
