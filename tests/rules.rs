//! `limpide rules test` on rule files that each hold one mistake: what an editor reads.

use std::path::Path;
use std::process::Command;

/// A rule file that works.
const GOOD: &str = "title: Hôtel de ville
check: words
severity: warning
params:
  words: [{find: hôtel de ville, use: mairie}]
examples:
  - {bad: Venez à l’hôtel de ville., marks: [hôtel de ville]}
  - {good: Venez à la mairie.}
";

/// Another one, that measures.
const MEASURES: &str = "title: Longue phrase
check: length
params: {of: sentence, in: words}
levels: [{above: 3, severity: info}]
examples:
  - {bad: Un deux trois quatre., marks: [Un deux trois quatre.]}
  - {good: Un deux.}
";

/// Mistakes: a name, the file that works, and what is written in place of what.
const MISTAKES: [(&str, &str, &str, &str); 38] = [
    ("not-yaml", GOOD, "title: Hôtel de ville", "title: \"Hôtel de ville"),
    ("tab", GOOD, "  words:", "\twords:"),
    ("unknown-key", GOOD, "severity: warning", "severity: warning\nmesage: Non."),
    ("no-title", GOOD, "title: Hôtel de ville\n", ""),
    ("empty-title", GOOD, "title: Hôtel de ville", "title: {fr: \"\"}"),
    ("unknown-language", GOOD, "title: Hôtel de ville", "title: {fr: Hôtel, de: Rathaus}"),
    ("no-check", GOOD, "check: words\n", ""),
    ("misspelt-check", GOOD, "check: words", "check: word"),
    ("unknown-check", GOOD, "check: words", "check: orthographe"),
    ("no-severity", GOOD, "severity: warning\n", ""),
    ("unknown-severity", GOOD, "severity: warning", "severity: warnings"),
    ("french-severity", GOOD, "severity: warning", "severity: avertissement"),
    ("french-scope", GOOD, "severity: warning", "severity: warning\nscope: [titres, paragraphes]"),
    ("levels-for-words", GOOD, "severity: warning", "levels: [{above: 3, severity: info}]"),
    ("severity-for-length", MEASURES, "levels: [{above: 3, severity: info}]", "severity: info"),
    ("levels-out-of-order", MEASURES, "severity: info}]", "severity: warning}, {above: 9, severity: info}]"),
    ("negative-level", MEASURES, "above: 3", "above: -3"),
    ("same-level-twice", MEASURES, "severity: info}]", "severity: info}, {above: 3, severity: error}]"),
    ("level-in-letters", MEASURES, "above: 3", "above: trois"),
    ("wrong-unit", MEASURES, "in: words", "in: items"),
    ("unknown-scope", GOOD, "severity: warning", "severity: warning\nscope: [titre]"),
    ("misspelt-scope", GOOD, "severity: warning", "severity: warning\nscope: [headings]"),
    ("unknown-param", GOOD, "  words:", "  hole: true\n  words:"),
    ("no-words", GOOD, "  words: [{find: hôtel de ville, use: mairie}]", "  variants: false"),
    ("empty-word", GOOD, "{find: hôtel de ville, use: mairie}", "\" \""),
    (
        "bad-pattern",
        GOOD,
        "check: words\nseverity: warning\nparams:\n  words: [{find: hôtel de ville, use: mairie}]",
        "check: pattern\nseverity: warning\nparams:\n  pattern: 'hôtel (de ville'",
    ),
    (
        "word-boundary",
        GOOD,
        "check: words\nseverity: warning\nparams:\n  words: [{find: hôtel de ville, use: mairie}]",
        "check: pattern\nseverity: warning\nparams:\n  pattern: '\\bhôtel de ville\\b'",
    ),
    (
        "empty-pattern",
        GOOD,
        "check: words\nseverity: warning\nparams:\n  words: [{find: hôtel de ville, use: mairie}]",
        "check: pattern\nseverity: warning\nparams:\n  pattern: '(hôtel de ville)?'",
    ),
    ("unknown-name-in-braces", GOOD, "severity:", "message: Dites {mot}.\nseverity:"),
    ("open-brace", GOOD, "severity:", "message: \"Dites {use.\"\nseverity:"),
    ("no-examples", GOOD, "  - {good: Venez à la mairie.}\n", ""),
    ("comma-in-example", GOOD, "Venez à la mairie.", "Venez à la mairie, vite, et à pied."),
    ("no-marks", GOOD, ", marks: [hôtel de ville]", ""),
    ("wrong-mark", GOOD, "marks: [hôtel de ville]", "marks: [l’hôtel de ville]"),
    ("mark-too-many", GOOD, "marks: [hôtel de ville]", "marks: [hôtel de ville, Venez]"),
    ("good-is-found", GOOD, "Venez à la mairie.", "Venez à l’hôtel de ville."),
    ("good-with-marks", GOOD, "mairie.}", "mairie., marks: [mairie]}"),
    ("wrong-recommendation", GOOD, "severity:", "recommendations: [6]\nseverity:"),
];

/// A fix that an example announces wrongly, and one that it does not announce.
const SPACES: &str = "title: Espaces
check: no-break-space
severity: info
examples:
  - {bad: Qui ?, marks: [\" ?\"], fixed: Qui ?}
  - {bad: Quoi ?, marks: [\" ?\"]}
  - {good: Qui.}
";

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// What `rules test` prints for a folder, and its exit code.
fn rules_test(root: &Path) -> (String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_limpide"));
    let output = command.args(["rules", "test", "--lang", "fr", "--site"]).arg(root).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    // Why a rule file must work is said under each of them, in the same words.
    let why = text.lines().position(|line| line.contains("= pourquoi"));
    assert!(why.is_some() || text.trim().is_empty(), "{text}");
    let mut kept = String::new();
    let mut inside = false;
    for line in text.lines() {
        inside = line.contains("= pourquoi") || (inside && line.starts_with("     ") && !line.contains('='));
        if !inside {
            kept.push_str(line.trim_end());
            kept.push('\n');
        }
    }
    (kept, output.status.code().unwrap())
}

#[test]
fn each_mistake_of_a_rule_file_is_said_in_words_an_editor_understands() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "content/_index.md", "---\ntitle: Accueil\n---\n");
    for (name, file, from, to) in MISTAKES {
        assert!(file.contains(from), "{name}");
        write(root.path(), &format!("lints/essai/{name}.yaml"), &file.replacen(from, to, 1));
    }
    write(root.path(), "lints/essai/wrong-fix.yaml", SPACES);
    let (text, code) = rules_test(root.path());
    assert_eq!(code, 1);
    for (name, ..) in MISTAKES {
        assert!(text.contains(&format!("lints/essai/{name}.yaml")), "{name} is not told:\n{text}");
    }
    insta::assert_snapshot!(text);
}

#[test]
fn the_files_that_the_mistakes_start_from_work() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), "content/_index.md", "---\ntitle: Accueil\n---\n");
    write(root.path(), "lints/essai/words.yaml", GOOD);
    write(root.path(), "lints/essai/length.yaml", MEASURES);
    let (text, code) = rules_test(root.path());
    assert_eq!((text.trim(), code), ("", 0));
}

/// The block of code after some words of the reference.
fn of_reference(after: &str, language: &str) -> String {
    let reference = include_str!("../REFERENCE.md");
    let rest = reference.split_once(after).unwrap().1.split_once(&format!("```{language}\n")).unwrap().1;
    rest.split_once("```").unwrap().0.to_owned()
}

#[test]
fn the_rule_of_the_reference_works_as_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let rule = of_reference("### A rule of your own", "yaml");
    write(root, "content/_index.md", "---\ntitle: Hôtel de ville\n---\n\nÀ l’hôtel de ville.\n");
    write(root, "lints/ville/mairie.yaml", &rule);
    assert_eq!(rules_test(root), (String::new(), 0));
    let fixes = rule
        .replace("la mairie}", "la mairie, fix: safe}")
        .replace("marks: [hôtel de ville]", "marks: [hôtel de ville], fixed: \"Venez à la mairie, vite.\"");
    write(root, "lints/ville/mairie.yaml", &fixes);
    assert_eq!(rules_test(root), (String::new(), 0));
    let mut command = Command::new(env!("CARGO_BIN_EXE_limpide"));
    assert!(command.args(["fix", "--site"]).arg(root).output().unwrap().status.success());
    let page = std::fs::read_to_string(root.join("content/_index.md")).unwrap();
    assert_eq!(page, "---\ntitle: Mairie\n---\n\nÀ la mairie.\n");
}
