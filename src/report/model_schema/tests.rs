use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use super::*;
use crate::data::{self, Node, Value as Typed};
use crate::document::front_matter::split;
use crate::source::{Source, Sources};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What was typed, as another program’s YAML reader would give it: numbers and yes or no where they are
/// spelled so, texts otherwise.
fn json(node: &Node) -> Json {
    match &node.value {
        Typed::Null => Json::Null,
        Typed::List(items) => items.iter().map(json).collect(),
        Typed::Map(map) => {
            map.entries.iter().map(|entry| (entry.key.value.clone(), json(&entry.node))).collect()
        }
        Typed::Scalar(scalar) => {
            let known = node.as_bool().map(Json::from).or_else(|| node.as_int().map(Json::from));
            let known = known.or_else(|| node.as_float().map(Json::from));
            known.unwrap_or_else(|| Json::from(scalar.text.as_str()))
        }
    }
}

fn yaml(text: &str) -> Json {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("a.yaml", text.into()));
    let (node, problems) = data::yaml(id, text, 0..text.len());
    assert!(problems.is_empty(), "{problems:?}");
    json(&node)
}

/// The front matter of a page, as JSON.
fn front(text: &str) -> Json {
    let id = Sources::default().add(Source::new("a.md", text.into()));
    let (split, _) = split(id, text);
    yaml(&text[split.front.unwrap_or(0..0)])
}

/// What an independent validator finds wrong.
fn faults(schema: &str, instance: &Json) -> Vec<String> {
    let schema: Json = serde_json::from_str(schema).expect("a schema is JSON");
    assert!(jsonschema::meta::is_valid(&schema));
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    validator.iter_errors(instance).map(|error| format!("{} {error}", error.instance_path())).collect()
}

fn type_of(front: &Json) -> PageType {
    let name = front["type"].as_str().unwrap_or("page");
    PageType::NAMES.iter().find(|(known, _)| *known == name).map_or(PageType::Page, |(_, t)| *t)
}

fn files(folder: &str, suffix: &str) -> Vec<PathBuf> {
    let walk = walkdir::WalkDir::new(root().join(folder)).sort_by_file_name();
    let files = walk.into_iter().map(|entry| entry.expect("a file").into_path());
    files.filter(|path| path.extension().is_some_and(|e| e == suffix)).collect()
}

#[test]
fn the_committed_schemas_are_fresh() {
    let pages = PageType::NAMES.map(|(name, page_type)| (format!("pages/{name}"), page(page_type)));
    let registries = Name::ALL.map(|(name, kind)| (format!("registries/{name}"), registry(kind)));
    for (path, schema) in pages.into_iter().chain(registries) {
        let name = path.rsplit('/').next().unwrap_or("");
        let committed = std::fs::read_to_string(root().join(format!("schemas/{path}.schema.json")));
        assert!(
            committed.is_ok_and(|committed| committed == schema),
            "schemas/{path}.schema.json is stale; refresh it with\n  limpide schema {name} > schemas/{path}.schema.json"
        );
    }
}

#[test]
fn the_schemas_take_every_page_and_registry_of_the_demonstration_site() {
    let pages = files("content", "md");
    assert!(pages.len() > 100);
    for path in pages {
        let front = front(&std::fs::read_to_string(&path).expect("a page"));
        let found = faults(&page(type_of(&front)), &front);
        assert!(found.is_empty(), "{}: {found:#?}", path.display());
    }
    let registries = files("content/_data", "yaml");
    assert!(registries.len() >= 10);
    for path in registries {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a name");
        let name = Name::ALL.iter().find(|(known, _)| *known == stem).expect("a registry").1;
        let found = faults(&registry(name), &yaml(&std::fs::read_to_string(&path).expect("a registry")));
        assert!(found.is_empty(), "{}: {found:#?}", path.display());
    }
}

#[test]
fn the_schemas_refuse_what_the_program_tells() {
    for (front, wrong) in [
        ("type: procedure", "required"),
        ("title: A\ntype: procedure\ncots: gratuit", "cots"),
        ("title: A\ntype: procedure\nreviewed: 12/01/2026", "/reviewed"),
        ("title: A\ntype: procedure\ndraft: oui", "/draft"),
        ("title: A\ntype: procedure\nsilence: {means: perhaps}", "/silence"),
        ("title: A\ntype: procedure\nchannels: [{kind: pigeon}]", "/channels"),
        ("title: A\ntype: procedure\ndocuments: [{format: PDF}]", "/documents"),
        ("title: A\ntype: procedure\nhours: {mon: 9h-12h}", "hours"),
        ("title: A\ntype: office\ncost: gratuit", "cost"),
        ("title: A\ntype: office\nhours: {1er: 9h-12h}", "/hours"),
        ("title: A\ntype: dataset\nresources: [{url: \"https://h.fr\"}]", "/resources"),
        ("title: A\ntype: page\ndefaults: {titel: B}", "/defaults"),
        ("title: A\ntype: page\nnational: [a, b]", "national"),
    ] {
        let front = yaml(front);
        let found = faults(&page(type_of(&front)), &front).join("\n");
        assert!(found.contains(wrong), "{front}: {found}");
    }
    for (name, entry, wrong) in [
        (Name::Organisations, "a: {area: Ici}", "name"),
        (Name::Organisations, "a: {name: A, phone: {cost: free}}", "/a/phone"),
        (Name::Organisations, "a: {name: A, changes: [{phone: \"1\"}]}", "/a/changes"),
        (Name::Amounts, "a: {values: [{value: 86}]}", "/a/values"),
        (Name::Notices, "a: {text: T, level: loud}", "/a/level"),
        (Name::Forms, "a: {number: 12669*02}", "url"),
    ] {
        let found = faults(&registry(name), &yaml(entry)).join("\n");
        assert!(found.contains(wrong), "{entry}: {found}");
    }
}
