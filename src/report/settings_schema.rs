//! The JSON Schemas of `site.toml` and of `theme.toml`: an editor with a TOML language server completes and checks
//! while typing. That of `site.toml` is made of the table of its keys, with the options and the colours of its theme.

use serde_json::{Map, Value, json};

use super::model_schema::{DIALECT, Said, date, one_or_several, printed};
use crate::config::components::ArgumentKind;
use crate::config::keys::{ANY, Absent, Key, PARTS, Part, Takes};
use crate::config::{Config, ImageFormat};
use crate::data::{self, Node};
use crate::render::option_kinds;
use crate::source::Tree;

/// The schema of `site.toml` (JSON Schema 2020-12) of a site read in this tree, whose theme says what `[theme.options]`
/// and `[brand.light]` hold; ends with a newline.
pub fn site(tree: &Tree) -> String {
    let said = Said::load();
    let config = tree.config.map(|id| Config::read(id, tree.sources.get(id).text()).0).unwrap_or_default();
    let theme = Theme::of(tree, &config.theme.name.value);
    let mut schema = object(&said, &[], &theme);
    if let Some(map) = schema.as_object_mut() {
        map.insert("$schema".to_owned(), json!(DIALECT));
        map.insert("title".to_owned(), json!("site.toml"));
    }
    printed(&schema)
}

/// What a theme lets a site choose.
struct Theme {
    options: Value,
    light: Value,
    dark: Value,
}

impl Theme {
    /// That of a theme and of those it extends, the nearest last to speak.
    fn of(tree: &Tree, name: &str) -> Self {
        let mut chain: Vec<String> = Vec::new();
        let mut files: Vec<(&str, Node)> = Vec::new();
        let mut next = Some(name.to_owned());
        while let Some(name) = next.take().filter(|name| !chain.contains(name)) {
            let path = format!("{name}/theme.toml");
            chain.push(name);
            for (_, id) in tree.theme_texts.iter().rev().filter(|(known, _)| *known == path) {
                let text = tree.sources.get(*id).text();
                let (node, _) = data::toml(*id, text);
                let extends = node.as_map().and_then(|map| map.get("extends")?.as_text());
                next = next.or_else(|| extends.map(str::to_owned));
                files.push((text, node));
            }
        }
        let mut options = Map::new();
        for (text, node) in files.iter().rev() {
            let declared = node.as_map().and_then(|map| map.get("options")?.as_map());
            for entry in declared.map_or(&[][..], |map| &map.entries) {
                options.insert(entry.key.value.clone(), option(text, &entry.node));
            }
        }
        let colours = files.iter().find_map(|(_, node)| node.as_map()?.get("colors")?.as_map());
        let colours = |side| {
            let side = colours.and_then(|colours| colours.get(side)?.as_map());
            let names = side.map_or(&[][..], |map| &map.entries).iter();
            let properties: Map<String, Value> =
                names.map(|entry| (entry.key.value.clone(), colour())).collect();
            closed(properties, &[])
        };
        let (light, dark) = (colours("light"), colours("dark"));
        Self { options: closed(options, &[]), light, dark }
    }
}

/// What an option takes, as a `theme.toml` declares it.
fn option(text: &str, node: &Node) -> Value {
    let Some(map) = node.as_map() else { return json!({}) };
    let said = |key| map.get(key).and_then(Node::as_text).unwrap_or_default();
    let mut schema = match said("kind") {
        "bool" => json!({"type": "boolean"}),
        "int" => json!({"type": "integer"}),
        "texts" => json!({"type": "array", "items": {"type": "string"}}),
        "colour" => colour(),
        "choice" => {
            let values: Vec<&str> = map.items("values").iter().filter_map(Node::as_text).collect();
            json!({"enum": values})
        }
        _ => json!({"type": "string"}),
    };
    if let Some(schema) = schema.as_object_mut() {
        if !said("description").is_empty() {
            schema.insert("description".to_owned(), json!(said("description")));
        }
        let default = map.get("default").and_then(|node| text.get(node.span.range()));
        if let Some(default) = default.and_then(|typed| serde_json::from_str::<Value>(typed).ok()) {
            schema.insert("default".to_owned(), default);
        }
    }
    schema
}

fn colour() -> Value {
    json!({"type": "string", "pattern": "^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$"})
}

fn closed(properties: Map<String, Value>, required: &[&str]) -> Value {
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

/// The table at a path of `site.toml`.
fn object(said: &Said, path: &[&'static str], theme: &Theme) -> Value {
    let part = PARTS.iter().find(|part| part.path == path);
    let mut properties = Map::new();
    let mut required = Vec::new();
    for key in part.map_or(&[][..], |part| part.keys) {
        let own = match (path, key.name) {
            (["theme"], "options") => theme.options.clone(),
            (["brand"], "light") => theme.light.clone(),
            (["brand"], "dark") => theme.dark.clone(),
            _ => typed(key),
        };
        properties.insert(key.name.to_owned(), said.described(key.about, own));
        if matches!(key.absent, Absent::Required) {
            required.push(key.name);
        }
    }
    let mut others = json!(false);
    let below = PARTS.iter().filter_map(|part| Some((part, *part.path.strip_prefix(path)?.first()?)));
    for (part, step) in below {
        if properties.contains_key(step) && part.path.len() > path.len() + 1
            || step == ANY && others != json!(false)
        {
            continue;
        }
        let inner: Vec<&'static str> = path.iter().copied().chain([step]).collect();
        let own = PARTS.iter().find(|known| known.path == inner);
        let schema = nested(own, object(said, &inner, theme));
        let schema = match own {
            Some(own) => said.described(own.about, schema),
            None => schema,
        };
        if step == ANY {
            // A name of the site’s own may stand for one word, or for none: `false`, `"off"`, a title.
            others = json!({"anyOf": [{"type": ["string", "boolean"]}, schema]});
        } else {
            properties.insert(step.to_owned(), schema);
        }
    }
    let mut schema = closed(properties, &required);
    if let Some(map) = schema.as_object_mut() {
        map.insert("additionalProperties".to_owned(), others);
    }
    schema
}

fn nested(part: Option<&Part>, object: Value) -> Value {
    if part.is_some_and(|part| part.several) { one_or_several(&object) } else { object }
}

fn typed(key: &Key) -> Value {
    let text = json!({"type": "string"});
    let tag = json!({"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"});
    let mut schema = match key.takes {
        Takes::Text | Takes::File | Takes::Path | Takes::Address => text,
        Takes::Texts | Takes::Patterns | Takes::Rules => one_or_several(&text),
        Takes::Site => json!({"type": "string", "pattern": "^https?://"}),
        Takes::Bool => json!({"type": "boolean"}),
        Takes::Int(least, most) => json!({"type": "integer", "minimum": least, "maximum": most}),
        Takes::Number(least, most) => json!({"type": "number", "minimum": least, "maximum": most}),
        // A day of TOML is a text to JSON.
        Takes::Date => date(),
        Takes::Language => tag,
        Takes::Languages => one_or_several(&tag),
        Takes::Choice(names) => json!({"enum": names}),
        Takes::Choices(names) => one_or_several(&json!({"enum": names})),
        Takes::ByLanguage => json!({"anyOf": [text, {"type": "object", "additionalProperties": text}]}),
        Takes::Hosts => json!({"anyOf": [{"type": "boolean"}, one_or_several(&text)]}),
        Takes::Colour => colour(),
        Takes::Table => json!({"type": ["object", "array"]}),
    };
    let default = match key.absent {
        Absent::Value(value) => serde_json::from_str::<Value>(value).ok(),
        Absent::Nothing | Absent::Required => None,
    };
    if let (Some(default), Some(schema)) = (default, schema.as_object_mut()) {
        schema.insert("default".to_owned(), default);
    }
    schema
}

/// The schema of `theme.toml` (JSON Schema 2020-12); ends with a newline.
pub fn theme() -> String {
    let said = Said::load();
    let text = || json!({"type": "string"});
    let texts = || json!({"type": "array", "items": {"type": "string"}});
    let yes_or_no = || json!({"type": "boolean"});
    let map = |fields: Vec<(&str, &'static str, Value)>| -> Value {
        let described =
            fields.into_iter().map(|(name, about, schema)| (name.to_owned(), said.described(about, schema)));
        closed(described.collect(), &[])
    };
    let each = |schema: Value| json!({"type": "object", "additionalProperties": schema});
    let formats = ImageFormat::NAMES.map(|(name, _)| name);
    let images = map(vec![
        (
            "widths",
            "theme-key.images-widths",
            json!({"type": "array", "items": {"type": "integer", "minimum": 16, "maximum": 8192}}),
        ),
        ("formats", "theme-key.images-formats", one_or_several(&json!({"enum": formats}))),
        (
            "quality",
            "theme-key.images-quality",
            json!({"type": "integer", "minimum": 1, "maximum": 100, "default": 80}),
        ),
        ("sizes", "theme-key.images-sizes", text()),
    ]);
    let colours = map(vec![
        ("sheet", "theme-key.colors-sheet", text()),
        ("grounds", "theme-key.colors-grounds", texts()),
        ("text", "theme-key.colors-text", texts()),
        ("controls", "theme-key.colors-controls", texts()),
        ("light", "theme-key.colors-light", each(colour())),
        ("dark", "theme-key.colors-dark", each(colour())),
    ]);
    let option = map(vec![
        ("kind", "theme-key.option-kind", json!({"enum": option_kinds()})),
        ("values", "theme-key.option-values", texts()),
        ("default", "theme-key.option-default", json!({})),
        ("description", "theme-key.option-description", text()),
    ]);
    let argument = map(vec![
        ("kind", "theme-key.argument-kind", json!({"enum": ArgumentKind::names()})),
        ("values", "theme-key.option-values", texts()),
        ("required", "theme-key.argument-required", yes_or_no()),
        ("default", "theme-key.argument-default", text()),
        ("description", "theme-key.argument-description", text()),
    ]);
    let component = map(vec![
        ("description", "theme-key.component-description", text()),
        ("block", "theme-key.component-block", yes_or_no()),
        ("inside", "theme-key.component-inside", text()),
        ("anchor", "theme-key.component-anchor", yes_or_no()),
        ("arguments", "theme-key.component-arguments", each(argument)),
    ]);
    let mut schema = map(vec![
        ("name", "theme-key.name", text()),
        ("description", "theme-key.description", text()),
        ("license", "theme-key.license", text()),
        ("extends", "theme-key.extends", text()),
        ("limpide", "theme-key.limpide", json!({"type": "string", "pattern": "^[0-9]+(\\.[0-9]+)*$"})),
        ("images", "theme-key.images", images),
        ("colors", "theme-key.colors", colours),
        ("scripts", "theme-key.scripts", texts()),
        ("words", "theme-key.words", each(each(text()))),
        ("options", "theme-key.options", each(option)),
        ("components", "theme-key.components", each(component)),
    ]);
    if let Some(map) = schema.as_object_mut() {
        map.insert("$schema".to_owned(), json!(DIALECT));
        map.insert("title".to_owned(), json!("theme.toml"));
    }
    printed(&schema)
}

#[cfg(test)]
mod tests;
