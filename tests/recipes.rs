//! The recipes for automata tell the truth: the shell ones are run, and the commands that all of them name exist, with
//! their options. `.ci/recipes` runs those of GitHub and GitLab, and asks the linters of their hosts.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::commands::{Site, code, err, out, run};

const GOOD: &str = "---\ntitle: Horaires\n---\n\nLa mairie ouvre du lundi au vendredi.\n";
const BROKEN: &str = "---\ntitle: Une autre\n---\n\nVoyez [la suite](nulle-part.md).\n";
const SETTINGS: &str = "[site]\ntitle = \"Ma commune\"\nbase_url = \"https://demarches.exemple.fr\"\n";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A script of the recipes, run in the folder of a site with this very program.
fn script(name: &str, site: &Site, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(root().join("recipes").join(name));
    command.args(arguments).current_dir(site.path(".")).env("LIMPIDE", env!("CARGO_BIN_EXE_limpide"));
    // The recipes that name no program find it among the commands.
    let folder = Path::new(env!("CARGO_BIN_EXE_limpide")).parent().unwrap();
    command.env("PATH", format!("{}:{}", folder.display(), std::env::var("PATH").unwrap()));
    command
        .env_remove("LIMPIDE_PUBLIC")
        .env_remove("LIMPIDE_REPORTS")
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

#[test]
fn the_shell_recipe_checks_a_site_and_writes_every_report() {
    let reports = ["constats.json", "constats.md", "constats.sarif", "junit.xml", "qualite.json"];
    let site = Site::new(&[("site.toml", SETTINGS), ("content/horaires.md", GOOD)]);
    let good = script("shell/check.sh", &site, &[], &[]);
    assert_eq!(code(&good), 0, "{}{}", out(&good), err(&good));
    for name in reports {
        let text = std::fs::read_to_string(site.path("rapports").join(name)).unwrap();
        assert!(!text.is_empty() && !text.contains("nulle-part"), "{name}: {text}");
    }

    site.write("content/autre.md", BROKEN);
    let faulty = script("shell/check.sh", &site, &[".", "mes rapports", "--fail-on", "warning"], &[]);
    assert_eq!(code(&faulty), 1, "{}{}", out(&faulty), err(&faulty));
    assert!(out(&faulty).contains("nulle-part.md"), "{}", out(&faulty));
    let mut written: Vec<String> = std::fs::read_dir(site.path("mes rapports"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    written.sort();
    assert_eq!(written, reports);
    for name in reports {
        let text = std::fs::read_to_string(site.path("mes rapports").join(name)).unwrap();
        assert!(text.contains("links/broken-internal"), "{name}: {text}");
        if Path::new(name).extension().is_some_and(|extension| extension != "md" && extension != "xml") {
            serde_json::from_str::<serde_json::Value>(&text).unwrap();
        }
    }

    let misused = script("shell/check.sh", &site, &[".", "rapports", "--fail-on", "jamais"], &[]);
    assert_eq!(code(&misused), 2);
    assert!(err(&misused).contains("jamais"), "{}", err(&misused));
}

#[test]
fn the_nightly_recipe_publishes_what_changed_and_nothing_else() {
    let site = Site::new(&[("site.toml", SETTINGS), ("content/horaires.md", GOOD)]);
    site.write("envoyer.sh", "#!/bin/sh\n[ ! -e panne ] || exit 7\necho \"$1\" >> envois.txt\n");
    site.write(
        "content/retard.md",
        "---\ntitle: Retard\nreviewed: 2020-01-01\nreview_every: 1 an\n---\n\nTexte.\n",
    );
    let night = |site: &Site| {
        script("shell/nightly.sh", site, &[".", "sh", "envoyer.sh"], &[("LIMPIDE_EXTERNAL", "non")])
    };
    let sent = |site: &Site| {
        std::fs::read_to_string(site.path("envois.txt")).map_or(0, |text| {
            assert!(text.lines().all(|line| line == "./public"), "{text}");
            text.lines().count()
        })
    };

    // A publication that fails is tried again.
    site.write("panne", "");
    assert_eq!(code(&night(&site)), 7);
    std::fs::remove_file(site.path("panne")).unwrap();
    let first = night(&site);
    // A date that has passed is in the report, and no failure.
    assert_eq!(code(&first), 0, "{}{}", out(&first), err(&first));
    assert_eq!(sent(&site), 1);
    let report = std::fs::read_to_string(site.path(".limpide/entretien.md")).unwrap();
    assert!(report.contains("- `content/retard.md`\n") && !report.contains("horaires.md"), "{report}");

    let again = night(&site);
    assert_eq!((code(&again), sent(&site)), (0, 1), "{}{}", out(&again), err(&again));
    assert!(out(&again).contains("Rien n’a changé"), "{}", out(&again));

    // An error leaves what is online as it is.
    let online = site.path("public/horaires/index.html");
    let before = std::fs::read(&online).unwrap();
    site.write("content/horaires.md", &GOOD.replace("vendredi", "samedi"));
    site.write("content/autre.md", BROKEN);
    let faulty = night(&site);
    assert_eq!((code(&faulty), sent(&site)), (1, 1), "{}{}", out(&faulty), err(&faulty));
    assert_eq!(std::fs::read(&online).unwrap(), before);

    std::fs::remove_file(site.path("content/autre.md")).unwrap();
    let changed = night(&site);
    assert_eq!((code(&changed), sent(&site)), (0, 2), "{}{}", out(&changed), err(&changed));
}

#[test]
fn the_hooks_of_git_refuse_what_a_change_brings_and_nothing_else() {
    if Command::new("git").arg("--version").output().is_err() {
        println!("skipped: git is not installed");
        return;
    }
    let site = Site::new(&[("site.toml", SETTINGS), ("content/ancienne.md", BROKEN)]);
    let git = |arguments: &[&str]| {
        let who = ["-c", "user.name=x", "-c", "user.email=x@exemple.fr", "-c", "commit.gpgsign=false"];
        let done =
            Command::new("git").args(who).args(arguments).current_dir(site.path(".")).output().unwrap();
        assert!(done.status.success(), "{arguments:?}: {}", err(&done));
        out(&done).trim().to_owned()
    };
    git(&["init", "--quiet", "--initial-branch=main"]);
    let first = script("git/pre-commit", &site, &[], &[]);
    assert_eq!(code(&first), 1, "the very first is checked whole: {}", err(&first));
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message", "x"]);
    let there = git(&["rev-parse", "HEAD"]);
    assert_eq!(code(&script("git/pre-commit", &site, &[], &[])), 0, "what was there prevents nothing");

    site.write("content/nouvelle.md", &BROKEN.replace("nulle-part", "ailleurs"));
    let refused = script("git/pre-commit", &site, &["--fail-on", "warning"], &[]);
    assert_eq!(code(&refused), 1);
    assert!(out(&refused).contains("ailleurs.md") && !out(&refused).contains("nulle-part.md"));

    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message", "x"]);
    let here = git(&["rev-parse", "HEAD"]);
    let push = |line: &str| {
        let input = site.path(".git/lines");
        std::fs::write(&input, line).unwrap();
        let mut command = Command::new("sh");
        command
            .arg("-c")
            .arg(format!("'{}' origin < .git/lines", root().join("recipes/git/pre-push").display()));
        let folder = Path::new(env!("CARGO_BIN_EXE_limpide")).parent().unwrap();
        command.env("PATH", format!("{}:{}", folder.display(), std::env::var("PATH").unwrap()));
        command.current_dir(site.path(".")).output().unwrap()
    };
    let none = "0".repeat(40);
    let pushed = push(&format!("refs/heads/main {here} refs/heads/main {there}\n"));
    assert_eq!(code(&pushed), 1, "{}", err(&pushed));
    assert!(out(&pushed).contains("ailleurs.md") && !out(&pushed).contains("nulle-part.md"));
    let up_to_date = push(&format!("refs/heads/main {here} refs/heads/main {here}\n"));
    assert_eq!(code(&up_to_date), 0, "{}{}", out(&up_to_date), err(&up_to_date));
    assert_eq!(
        code(&push(&format!("(delete) {none} refs/heads/autre {there}\n"))),
        0,
        "a branch that goes away"
    );
    assert_eq!(
        code(&push(&format!("refs/heads/main {here} refs/heads/main {none}\n"))),
        1,
        "a new branch, whole"
    );
}

/// Every file of the recipes, by its path.
fn recipes() -> BTreeMap<PathBuf, String> {
    let found = walkdir::WalkDir::new(root().join("recipes")).into_iter().map(Result::unwrap);
    let files = found.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
    files
        .chain(["action.yml", ".pre-commit-hooks.yaml"].map(|name| root().join(name)))
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            (path.strip_prefix(root()).unwrap().to_owned(), text)
        })
        .collect()
}

/// The words that follow the name of the program on a line of a recipe, up to where the command ends.
fn commands(line: &str) -> Vec<Vec<&str>> {
    let ends = ['>', '<', '|', '&', ';', ')', '»', '`'];
    let starts = ["limpide ", "\"$limpide\" "];
    let mut found = Vec::new();
    for start in starts {
        for (at, _) in line.match_indices(start) {
            let before = line.get(..at).unwrap().chars().next_back();
            if before.is_some_and(|c| !c.is_whitespace() && c != '(') {
                continue;
            }
            let rest = line.get(at + start.len()..).unwrap();
            let command = rest.split(ends).next().unwrap();
            let words: Vec<&str> = command.split_whitespace().collect();
            // The name of a folder, of a person or of a label, not a command.
            if words.first().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_lowercase())) {
                found.push(words);
            }
        }
    }
    // What a script adds to the options of a check before it runs.
    if let Some((_, options)) = line.split_once("set -- ") {
        let words = options.split(ends).next().unwrap().split_whitespace();
        found.push(std::iter::once("check").chain(words).collect());
    }
    found
}

#[test]
fn the_commands_of_the_recipes_exist() {
    let mut helps: BTreeMap<String, String> = BTreeMap::new();
    let mut help = |name: &str| {
        let asked = || out(&run(root(), &[name, "--help"]));
        helps.entry(name.to_owned()).or_insert_with(asked).clone()
    };
    let known = out(&run(root(), &["--help"]));
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (path, text) in recipes() {
        let text = text.replace("\\\n", " ");
        for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
            for words in commands(line) {
                let name = words[0];
                assert!(known.contains(&format!("\n  {name} ")), "{}: limpide {words:?}", path.display());
                let options = words.iter().map(|word| word.trim_matches('"'));
                for option in options.filter(|word| word.starts_with("--") && word.len() > 2) {
                    let option = option.split(['=', '"']).next().unwrap();
                    let stands =
                        [" ", "\n", "["].iter().any(|end| help(name).contains(&format!("{option}{end}")));
                    assert!(stands, "{}: limpide {words:?}: {option}", path.display());
                }
                *seen.entry(name.to_owned()).or_default() += 1;
            }
        }
    }
    let names: Vec<&str> = seen.keys().map(String::as_str).collect();
    assert_eq!(names, ["build", "check", "fix", "links", "report"]);
    assert!(seen["check"] >= 20, "{seen:?}");
}

#[test]
fn the_recipes_name_the_version_of_the_program() {
    let version = env!("CARGO_PKG_VERSION");
    let settings = ["LIMPIDE_VERSION: \"", "ARG LIMPIDE_VERSION=", "rev: v"];
    let mut seen = 0;
    for (path, text) in recipes() {
        for line in text.lines() {
            if let Some(named) = settings.iter().find_map(|setting| line.trim().strip_prefix(setting)) {
                assert_eq!(named.trim_end_matches('"'), version, "{}: {line}", path.display());
                seen += 1;
            }
        }
    }
    assert_eq!(seen, 4);
}

/// The component of GitLab is the recipe to copy, with inputs in place of variables.
#[test]
fn the_component_of_gitlab_has_the_jobs_of_the_recipe() {
    let recipes = recipes();
    let jobs = |path: &str| {
        let text = &recipes[Path::new(path)];
        text.get(text.find("\n.limpide:\n").unwrap()..).unwrap()
    };
    assert_eq!(jobs("recipes/gitlab/.gitlab-ci.yml"), jobs("recipes/gitlab/templates/limpide.yml"));
}

/// GitHub has no way to write a step once for several jobs of one file.
#[test]
fn every_job_of_github_installs_the_program_the_same_way() {
    let text = &recipes()[Path::new("recipes/github/limpide.yml")];
    let start = "      - name: Installer Limpide\n";
    let steps: Vec<&str> =
        text.split(start).skip(1).map(|rest| rest.split("\n      - ").next().unwrap()).collect();
    assert!(steps.len() >= 3, "{}", steps.len());
    assert!(steps.iter().all(|step| *step == steps[0]));
}
