use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use super::*;
use crate::data::Value as Typed;
use crate::files;
use crate::source::{Source, Sources};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What a TOML reader gives: the kinds of values are those that were typed.
fn json(text: &str, node: &Node) -> Json {
    match &node.value {
        Typed::Null => Json::Null,
        Typed::List(items) => items.iter().map(|item| json(text, item)).collect(),
        Typed::Map(map) => {
            map.entries.iter().map(|entry| (entry.key.value.clone(), json(text, &entry.node))).collect()
        }
        Typed::Scalar(scalar) => {
            let quoted = text.get(node.span.range()).is_some_and(|typed| typed.starts_with(['"', '\'']));
            let known = node.as_bool().map(Json::from).or_else(|| node.as_int().map(Json::from));
            let known = known.or_else(|| node.as_float().map(Json::from)).filter(|_| !quoted);
            known.unwrap_or_else(|| Json::from(scalar.text.as_str()))
        }
    }
}

/// What an independent validator finds wrong with a text in TOML.
fn faults(schema: &str, text: &str) -> Vec<String> {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("a.toml", text.into()));
    let (node, problems) = data::toml(id, text);
    assert!(problems.is_empty(), "{text}: {problems:?}");
    let schema: Json = serde_json::from_str(schema).expect("a schema is JSON");
    assert!(jsonschema::meta::is_valid(&schema));
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let value = json(text, &node);
    validator.iter_errors(&value).map(|error| format!("{} {error}", error.instance_path())).collect()
}

fn named(folder: &str, name: &str) -> Vec<PathBuf> {
    let walk = walkdir::WalkDir::new(root().join(folder)).sort_by_file_name();
    let files = walk.into_iter().map(|entry| entry.unwrap().into_path());
    files.filter(|path| path.ends_with(name) && !path.to_string_lossy().contains("/fault/")).collect()
}

#[test]
fn the_settings_of_every_site_and_theme_of_the_repository_are_valid() {
    let mut sites = named("tests/sites", "site.toml");
    sites.push(root().join("site.toml"));
    assert!(sites.len() > 10);
    for path in &sites {
        let tree = files::read(path.parent().unwrap()).unwrap().tree;
        let found = faults(&site(&tree), &std::fs::read_to_string(path).unwrap());
        assert_eq!(found, Vec::<String>::new(), "{}", path.display());
    }
    let themes = [named("themes", "theme.toml"), named("tests/sites", "theme.toml")].concat();
    assert!(themes.len() > 1);
    for path in &themes {
        let found = faults(&theme(), &std::fs::read_to_string(path).unwrap());
        assert_eq!(found, Vec::<String>::new(), "{}", path.display());
    }
}

#[test]
fn the_examples_of_the_reference_are_valid_and_mistakes_are_seen() {
    let schema = site(&files::built_in());
    for part in PARTS {
        assert_eq!(faults(&schema, part.example), Vec::<String>::new(), "{}", part.example);
    }
    for wrong in [
        "[site]\ntitel = \"a\"\n",
        "[build]\nprecompress = \"oui\"\n",
        "[theme.options]\ncontents = \"oui\"\n",
        "[theme.options]\nfooters = []\n",
        "[brand.light]\naccents = \"#005f6b\"\n",
        "[[feedback.jdma]]\nproduct = 3154\n",
        "[lint.rules.\"clarity/jargon\"]\nseverity = \"fort\"\n",
    ] {
        assert_eq!(faults(&schema, wrong).len(), 1, "{wrong}");
    }
    let schema = theme();
    for wrong in
        ["[images]\nwidths = [4]\n", "[options.a]\nkind = \"txt\"\n", "[colors.light]\npaper = \"white\"\n"]
    {
        assert_eq!(faults(&schema, wrong).len(), 1, "{wrong}");
    }
}

#[test]
fn the_committed_schemas_are_those_of_the_program() {
    let committed = |name: &str| std::fs::read_to_string(root().join("schemas").join(name)).unwrap();
    assert_eq!(committed("site.schema.json"), site(&files::read(root()).unwrap().tree));
    assert_eq!(committed("theme.schema.json"), theme());
}
