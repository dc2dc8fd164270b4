//! Holds the floors apart and the doors few, by reading the source: see ARCHITECTURE.md.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Rooms and their floors, from the ground up. A room uses its own floor and those below.
const FLOORS: &[(&str, u8)] = &[
    ("source", 0),
    ("data", 0),
    ("finding", 0),
    ("words", 0),
    ("config", 0),
    ("language", 0),
    ("document", 1),
    ("site", 2),
    ("lint", 3),
    ("render", 3),
    ("report", 4),
    ("start", 4),
    ("files", 5),
    ("links", 5),
    ("project", 6),
    ("serve", 7),
    ("lsp", 7),
    ("cli", 8),
];

/// Rooms that touch the world, and what each may touch. Every other room touches nothing.
const DOORS: &[(&str, &[&str])] = &[
    // Deeply nested TOML is read on a thread with a larger stack: the parser has no limit of its own.
    ("data", &["std::thread"]),
    // Git is asked as a program of its own: what a branch changed, what was there before.
    // How fresh a file is, to know whether its date can be relied upon.
    ("files", &["std::fs", "std::process", "SystemTime::now"]),
    // When a host may be asked next is a matter of time.
    // Proxies are those of the environment.
    ("links", &["std::net", "std::env", "Instant::now"]),
    // A site is made again once its folder has been quiet for a while, and checked once it was shown.
    ("serve", &["std::net", "std::thread", "Instant::now"]),
    // A site is made again once its editor has been quiet for a while.
    ("lsp", &["std::thread", "Instant::now"]),
    (
        "cli",
        &["std::env", "std::process", "Instant::now", "DateTime::now", "std::io::stdout", "std::io::stderr"],
    ),
];

const WORLD: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant::now",
    "DateTime::now",
    "println!",
    "eprintln!",
    "print!",
    "eprint!",
    "std::io::stdout",
    "std::io::stderr",
];

/// Crates that one room alone knows.
const KNOWN_BY: &[(&str, &str)] = &[
    ("serde_yaml", "data"),
    ("granit_parser", "data"),
    ("toml", "data"),
    ("tera", "render"),
    ("lychee_lib", "links"),
    ("tokio", "links"),
    ("reqwest", "links"),
    ("html5gum", "links"),
    ("indicatif", "cli"),
    ("syntect", "render"),
    ("notify", "serve"),
    ("tiny_http", "serve"),
    ("gen_lsp_types", "lsp"),
    ("clap", "cli"),
    ("clap_complete", "cli"),
    ("clap_mangen", "cli"),
    ("indicatif", "cli"),
    ("walkdir", "files"),
    ("rustix", "files"),
];

fn sources() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(&root)
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        // Test modules in files of their own may read the repository.
        .filter(|path| !path.ends_with("tests.rs") && !path.iter().any(|part| part == "tests"))
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let inside = path.strip_prefix(&root).unwrap();
            let room = inside.components().next().unwrap().as_os_str().to_str().unwrap();
            let room = match room.trim_end_matches(".rs") {
                "main" => "cli",
                room => room,
            };
            let text = std::fs::read_to_string(&path).unwrap();
            (room.to_owned(), path, code(&text))
        })
        .collect()
}

/// The program's own lines: no comments, and no test module (they stand last in a file).
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Rooms named by `crate::room` or `limpide::room`, alone or in a group.
fn rooms_used(text: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for (at, mark) in text.match_indices("crate::").chain(text.match_indices("limpide::")) {
        let rest = &text[at + mark.len()..];
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(group) => group.split('}').next().unwrap_or("").split(',').collect(),
            None => vec![rest],
        };
        for name in names {
            let end = |c: char| !(c.is_alphanumeric() || c == '_');
            rooms.push(name.trim().split(end).next().unwrap_or("").to_owned());
        }
    }
    rooms
}

#[test]
fn a_room_uses_only_its_own_floor_and_those_below() {
    let floors: BTreeMap<&str, u8> = FLOORS.iter().copied().collect();
    let mut wrong = Vec::new();
    for (room, path, text) in sources() {
        if room == "lib" {
            continue;
        }
        let Some(floor) = floors.get(room.as_str()) else {
            panic!("{room} ({}) stands on no floor: say which in tests/architecture.rs", path.display());
        };
        for used in rooms_used(&text) {
            if floors.get(used.as_str()).is_some_and(|other| other > floor) {
                wrong.push(format!("{} uses {used}, on a floor above", path.display()));
            }
            if room == "lint" && used == "render" {
                wrong.push(format!("{}: lint knows nothing of render", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_doors_touch_the_world() {
    let mut wrong = Vec::new();
    for (room, path, text) in sources() {
        let allowed = DOORS.iter().find(|(door, _)| *door == room).map_or(&[][..], |(_, a)| a);
        for word in WORLD.iter().filter(|w| text.contains(**w)) {
            if !allowed.iter().any(|a| a.contains(word) || word.contains(a)) {
                wrong.push(format!("{} touches {word}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_crate_of_the_world_is_known_by_one_room() {
    let mut wrong = Vec::new();
    for (room, path, text) in sources() {
        for (name, only) in KNOWN_BY {
            let used = text.contains(&format!("{name}::")) || text.contains(&format!("use {name};"));
            let own = text.contains(&format!("_{name}::")) || text.contains(&format!("::{name}::"));
            if used && !own && room != *only {
                wrong.push(format!("{} knows {name}, which only {only} may", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_reading_of_source_sees_what_it_should() {
    assert_eq!(rooms_used("use crate::{site, lint::run};\ncrate::data::yaml()"), ["site", "lint", "data"]);
    assert_eq!(code("// std::fs\nlet a;\n#[cfg(test)]\nmod tests {\nstd::fs"), "let a;");
}
