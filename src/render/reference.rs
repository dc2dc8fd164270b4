//! The reference of themes: every value that a template receives, as the types of `given` declare them,
//! and what it may call.

use std::fmt::Write;

use super::functions::{FILTERS, FUNCTIONS, OF_TERA};
use super::given::{Catalogue, Context, Given, Globals, Record};
use super::pages::type_templates;
use super::tags::tags;
use crate::document::front_matter::PageType;
use crate::site::{MadeKind, Row};

const INTRODUCTION: &str = "# What a template receives

Written by `limpide theme reference` from the program’s own types; do not edit it. How a theme is made is
in [REFERENCE.md](REFERENCE.md#themes), and step by step, in French, in
[Écrire un thème](content/aide/limpide/ecrire-un-theme.md): a whole one of some forty lines, to be copied.

Templates are written in the language of [Tera](https://keats.github.io/tera/). Every field named here is
always known: where there is nothing, a field that is “… or none” is none, a list is empty, a text is empty, and
all of these are false in an `if`. A record that may be none has no fields then: ask for it first, with
`{% if page.reviewed %}{{ page.reviewed.text }}{% endif %}` or `{{ page.reviewed?.text or \"\" }}`. A text is
escaped where it is written; HTML is not. A field that is not named here is an error, which says where it
stands.
";

const EMBEDDED: &str = "
## In components that pages embed

A component that `theme.toml` declares is rendered by the component of the same name, which declares what it
needs of its own arguments (a `-` in a name is a `_` here; none when a page does not give them) and of these.
What a block holds is `body`, HTML: it is always given, and not declared.

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
image as HTML; `language`, `{tag, name, said}`; one of kind `data`,
whatever its name, `{columns: [{text, number}], rows: [[text]]}`, where `number` says whether a column holds only
numbers. Others are texts, whole numbers and booleans.
";

const EXAMPLE: &str = "
## Changing the built-in theme

One block and the colours, in two files of the site. Inside a block, `{{ super() }}` is what it held; `limpide theme
show page.html` writes what a template of the program holds.

`themes/limpide/templates/base.html`, for the head of every page:

```html
{% extends \"limpide/base.html\" %}
{% block head %}{{ super() }}
<link rel=\"stylesheet\" href=\"{{ asset(path=\"ville.css\") }}\" integrity=\"{{ integrity(path=\"ville.css\") }}\">
{% endblock %}
```

`themes/limpide/static/ville.css`, after the sheet of the theme, for light and dark:

```css
:root { --accent: #7a1f3d; }
@media (prefers-color-scheme: dark) { :root { --accent: #f0a6bd; } }
```

A colour of text needs a contrast of 4.5 to 1 with `--paper` and `--tint`, in both. A template that fills `head`
without `{{ super() }}` loses what others put there.
";

/// What is the same for every theme: the classes of bodies, words, scripts.
const BODY: &str = include_str!("reference/body.md");

/// The templates of the built-in theme, and its style sheet.
const BUILT_IN: [(&str, &str); 21] = [
    ("404.html", include_str!("../../themes/limpide/templates/404.html")),
    ("a-to-z.html", include_str!("../../themes/limpide/templates/a-to-z.html")),
    ("base.html", include_str!("../../themes/limpide/templates/base.html")),
    ("changes.html", include_str!("../../themes/limpide/templates/changes.html")),
    ("dataset.html", include_str!("../../themes/limpide/templates/dataset.html")),
    ("glossary.html", include_str!("../../themes/limpide/templates/glossary.html")),
    ("guide.html", include_str!("../../themes/limpide/templates/guide.html")),
    ("home.html", include_str!("../../themes/limpide/templates/home.html")),
    ("legal.html", include_str!("../../themes/limpide/templates/legal.html")),
    ("life-event.html", include_str!("../../themes/limpide/templates/life-event.html")),
    ("news.html", include_str!("../../themes/limpide/templates/news.html")),
    ("office.html", include_str!("../../themes/limpide/templates/office.html")),
    ("page.html", include_str!("../../themes/limpide/templates/page.html")),
    ("procedure.html", include_str!("../../themes/limpide/templates/procedure.html")),
    ("question.html", include_str!("../../themes/limpide/templates/question.html")),
    ("search.html", include_str!("../../themes/limpide/templates/search.html")),
    ("section.html", include_str!("../../themes/limpide/templates/section.html")),
    ("site-map.html", include_str!("../../themes/limpide/templates/site-map.html")),
    ("taxonomy.html", include_str!("../../themes/limpide/templates/taxonomy.html")),
    ("term.html", include_str!("../../themes/limpide/templates/term.html")),
    ("tool.html", include_str!("../../themes/limpide/templates/tool.html")),
];
const SHEET: &str = include_str!("../../themes/limpide/static/limpide.css");

/// The whole reference, as Markdown.
pub fn reference() -> String {
    let known = Catalogue::whole();
    let mut text = INTRODUCTION.to_owned();
    templates(&mut text);
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
    text.push_str(BODY);
    text.push_str(EXAMPLE);
    built_in(&mut text);
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

/// Which template each page takes, and what becomes of it without one.
fn templates(text: &mut String) {
    text.push_str(
        "\n## Which template a page takes\n\nOf these, in `templates/`, the first that the theme has. A theme that \
         extends nothing needs `page.html` alone, and mostly wants `section.html`. `template: name` in a page asks \
         for any other one.\n\n| page | templates | without any of them |\n| --- | --- | --- |\n",
    );
    let mut line = |page: &str, templates: &[&str], without: &str| {
        let named: Vec<String> = templates.iter().map(|name| format!("`{name}`")).collect();
        // Writing to a string does not fail.
        let _ = writeln!(text, "| {page} | {} | {without} |", named.join(", then "));
    };
    for (name, page_type) in PageType::NAMES {
        let page =
            if name == "page" { "a page of no other type".to_owned() } else { format!("`type: {name}`") };
        line(&page, type_templates(page_type), "an error");
    }
    for row in Row::ALL {
        let page = match row.kind {
            MadeKind::Home => "the home page",
            MadeKind::Section => "the page of a section",
            MadeKind::Taxonomy => "the terms of a taxonomy, in `taxonomy`",
            MadeKind::Term => "the pages of a term, in `term`",
            MadeKind::Changes => "what has changed, in `years`",
            MadeKind::AToZ => "the titles from A to Z, in `letters`",
            MadeKind::SiteMap => "the map of the site, in `tree`",
            MadeKind::NotFound => "an address that leads nowhere",
            MadeKind::Search => "the search, in `search`",
            MadeKind::Accessibility => {
                "the pages that the law asks, in `parts`; in `page.content` too, as HTML"
            }
            MadeKind::LegalNotice | MadeKind::PersonalData | MadeKind::Contact => continue,
        };
        line(
            page,
            row.templates,
            if row.optional { "it is not published, and nothing leads to it" } else { "an error" },
        );
    }
    text.push_str(
        "\nThe home page and those of sections list in `section`; so do those of terms and taxonomies, for \
         `section.html`. What a template includes, and components, may be in any other file of `templates/`.\n",
    );
}

/// What may be changed of the built-in theme: its blocks, its colours, and what its components ask for.
fn built_in(text: &mut String) {
    text.push_str("\n### Blocks\n\n| template | extends | its own blocks |\n| --- | --- | --- |\n");
    for (name, template) in BUILT_IN {
        let mut extends = "";
        let mut blocks: Vec<String> = Vec::new();
        for (range, is_tag) in tags(template) {
            let tag = template.get(range).filter(|_| is_tag).unwrap_or("").trim_start_matches('-');
            match tag.split_whitespace().collect::<Vec<_>>().as_slice() {
                ["extends", parent, ..] => extends = parent.trim_matches('"'),
                ["block", block, ..] => blocks.push(format!("`{block}`")),
                _ => {}
            }
        }
        let extends = if extends.is_empty() { String::new() } else { format!("`{extends}`") };
        let _ = writeln!(text, "| `{name}` | {extends} | {} |", blocks.join(", "));
    }
    text.push_str(
        "\n### Colours and fonts\n\nCustom properties of `limpide.css`.\n\n| property | light | dark |\n| --- | --- | --- |\n",
    );
    let (light, rest) = SHEET.split_once("prefers-color-scheme: dark").unwrap_or((SHEET, ""));
    let dark = rest.split_once("\n}\n").map_or("", |(dark, _)| dark);
    let properties =
        |css: &'static str| css.lines().filter_map(|line| line.trim().strip_suffix(';')?.split_once(": "));
    for (name, value) in properties(light).filter(|(name, _)| name.starts_with("--")) {
        let dark = properties(dark)
            .find(|(other, _)| *other == name)
            .map_or(String::new(), |(_, v)| format!("`{v}`"));
        let _ = writeln!(text, "| `{name}` | `{value}` | {dark} |");
    }
    text.push_str("\n### Components\n\nThose of the built-in templates, called as `{{ <pages lines={section.pages} /> }}`.\n\n");
    let components = include_str!("../../themes/limpide/templates/components.html");
    for (range, is_tag) in tags(components) {
        let tag = components.get(range).filter(|_| is_tag).unwrap_or("").trim_matches(['-', ' ']);
        if let Some(declared) = tag.strip_prefix("component ") {
            let _ = writeln!(text, "- `{declared}`");
        }
    }
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
