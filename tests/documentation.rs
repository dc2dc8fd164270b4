//! The documentation tells the truth: the files that it has people write make sites that pass and are published,
//! and the commands that it names exist, with their options.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::commands::{Site, code, err, out};

/// The day on which the examples were written.
const TODAY: [&str; 2] = ["--today", "2026-11-26"];

/// Every text that shows examples, with its name.
fn pages() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("content/aide/limpide");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.extend(["README.md", "README.fr.md", "REFERENCE.md"].map(|name| root.join(name)));
    paths.sort();
    let named = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap().replace(['\u{a0}', '\u{202f}'], " ");
        (path.file_name().unwrap().to_str().unwrap().to_owned(), text)
    };
    paths.into_iter().map(named).collect()
}

/// The blocks of code of a text, each with what is written before it and its language.
fn blocks(text: &str) -> Vec<(&str, &str, String)> {
    let mut blocks = Vec::new();
    let mut before = "";
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let fence = line.len() - line.trim_start_matches('`').len();
        if fence < 3 {
            before = if line.is_empty() { before } else { line };
            continue;
        }
        let (fence, language) = line.split_at(fence);
        let inside: Vec<&str> = lines.by_ref().take_while(|line| *line != fence).collect();
        blocks.push((before, language, inside.join("\n") + "\n"));
        before = "";
    }
    blocks
}

/// The file that a sentence introduces: « … Fichier `content/a.md` : ».
fn file_named(sentence: &str) -> Option<&str> {
    let rest = sentence.strip_suffix("` :")?;
    let (before, path) = rest.rsplit_once('`')?;
    (before.is_empty() || before.ends_with("Fichier ")).then_some(path)
}

#[test]
fn the_files_of_the_documentation_make_sites_that_pass() {
    let mut sites = 0;
    for (page, text) in pages() {
        let blocks = blocks(&text);
        let written: BTreeMap<&str, &str> = blocks
            .iter()
            .filter_map(|(before, _, inside)| Some((file_named(before)?, inside.as_str())))
            .collect();
        if written.is_empty() {
            continue;
        }
        let site = Site::new(&written.into_iter().collect::<Vec<_>>());
        // Settings and templates alone make no site.
        site.write("content/essai.md", "---\ntitle: Une page\n---\n\nUn texte court.\n");
        let check = site.run(&["check", "--fail-on", "warning", "--no-baseline", TODAY[0], TODAY[1]]);
        assert_eq!(code(&check), 0, "{page}: {}{}", out(&check), err(&check));
        // Publishing meets what only a rendered page shows; checking has met the rest.
        if blocks
            .iter()
            .any(|(before, ..)| file_named(before).is_some_and(|path| path.starts_with("themes/")))
        {
            let build = site.run(&["build", TODAY[0], TODAY[1]]);
            assert_eq!(code(&build), 0, "{page}: {}{}", out(&build), err(&build));
            assert!(site.path("public/index.html").is_file(), "{page}");
        }
        sites += 1;
    }
    assert!(sites >= 6, "{sites} pages have files");
}

#[test]
fn the_commands_of_the_documentation_exist() {
    let site = Site::new(&[("content/a.md", "---\ntitle: Une page\n---\n\nUn texte court.\n")]);
    let mut helps: BTreeMap<String, String> = BTreeMap::new();
    let mut help = |names: &[&str]| {
        let key = names.join(" ");
        helps.entry(key).or_insert_with(|| out(&site.run(&[names, &["--help"]].concat()))).clone()
    };
    let mut seen = 0;
    for (page, text) in pages() {
        for (_, _, inside) in blocks(&text).iter().filter(|(_, language, _)| *language == "sh") {
            for line in inside.lines().filter_map(|line| line.strip_prefix("limpide ")) {
                let line = line.split(" #").next().unwrap_or(line).split(" > ").next().unwrap_or(line);
                let mut words = line.split_whitespace().peekable();
                let mut names = Vec::new();
                if let Some(name) = words.next_if(|word| !word.starts_with("--")) {
                    assert!(help(&[]).contains(&format!("\n  {name} ")), "{page}: limpide {line}");
                    names.push(name);
                    let below = help(&names);
                    if let Some(name) = words.next_if(|word| below.contains(&format!("\n  {word} "))) {
                        names.push(name);
                    }
                }
                let known = help(&names);
                for option in words.filter(|word| word.starts_with("--")) {
                    let option = option.split('=').next().unwrap_or(option);
                    let stands = [" ", "\n", "["].iter().any(|end| known.contains(&format!("{option}{end}")));
                    assert!(stands, "{page}: limpide {line}: {option}");
                }
                seen += 1;
            }
        }
    }
    assert!(seen > 40, "{seen} commands");
}
