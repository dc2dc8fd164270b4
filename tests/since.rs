//! What a branch changed: `limpide check --since`, in repositories of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A repository; the site stands in a folder of it with an odd name.
struct Repository(tempfile::TempDir);

const SITE: &str = "docs é";

impl Repository {
    /// A first commit on `main`, and a branch that leaves it. None without git, which is then said.
    fn new(files: &[(&str, &str)]) -> Option<Self> {
        if Command::new("git").arg("--version").output().is_err() {
            println!("skipped: git is not installed");
            return None;
        }
        let repository = Self(tempfile::tempdir().unwrap());
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        files.iter().for_each(|(path, text)| repository.write(path, text));
        repository.commit();
        repository.git(&["switch", "--quiet", "--create", "work"]);
        Some(repository)
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(SITE).join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "x"]);
    }

    fn git(&self, arguments: &[&str]) {
        let who = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"];
        let status = Command::new("git").arg("-C").arg(self.0.path()).args(who).args(arguments).status();
        assert!(status.unwrap().success(), "{arguments:?}");
    }

    /// What `check --since main` finds, `path rule: text`, and what it says beside.
    fn found(&self, revision: &str) -> (Vec<String>, String) {
        let output = check(&self.0.path().join(SITE), revision);
        let json: serde_json::Value =
            serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", err(&output)));
        let said = |finding: &serde_json::Value| {
            let path = finding["location"]["path"].as_str().unwrap().trim_start_matches("content/");
            let (rule, text) = (finding["rule"].as_str().unwrap(), finding["text"].as_str().unwrap());
            format!("{path} {rule}: {text}")
        };
        (json["findings"].as_array().unwrap().iter().map(said).collect(), err(&output))
    }
}

fn check(site: &Path, revision: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_limpide"));
    command.args(["check", "--format", "json", "--since", revision]);
    command.args(["--lang", "en", "--today", "2026-11-23", "--site"]).arg(site).output().unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

const SETTINGS: &str = "[site]\ntitle = \"Essai\"\nlanguage = \"fr\"\n";

fn page(title: &str, body: &str) -> String {
    format!("---\ntitle: {title}\n---\n\n{body}\n")
}

/// An old fault in each of three pages; `b` leads to `c`, and calls an amount.
fn site() -> Option<Repository> {
    let b = page("B", "Au cas où, voyez [la page c](c.md). Le prix : {{ amount(key=\"timbre\") }}.");
    Repository::new(&[
        ("site.toml", SETTINGS),
        ("content/a.md", &page("A", "Au cas où, revenez.")),
        ("content/b.md", &b),
        ("content/c.md", &page("C", "Au cas où, revenez.")),
        (
            "content/_data/amounts.yaml",
            "timbre:\n  label: Timbre\n  values:\n    - {from: 2020-01-01, value: 25, source: x}\n",
        ),
    ])
}

#[test]
fn what_changed_and_what_it_broke_elsewhere() {
    let Some(repository) = site() else { return };
    let (found, said) = repository.found("main");
    assert_eq!(found, [""; 0], "{said}");
    assert!(said.contains("0 files changed, 0 new findings, 0 gone"), "{said}");

    // A changed page says all that is wrong with it, an untouched one nothing.
    repository.write("content/a.md", &page("A", "Encore.\n\nAu cas où, revenez."));
    assert_eq!(repository.found("main").0, ["a.md clarity/wordy-phrase: Au cas où"]);
    // Committed or not, it is the same; a new file counts before git knows it.
    repository.commit();
    repository.write("content/d é.md", &page("D", "Dans le but de voir."));
    // What is remembered of other sites is no change of this one.
    repository.write(".limpide/links.json", "{}");
    let (found, said) = repository.found("main");
    assert_eq!(
        found,
        ["a.md clarity/wordy-phrase: Au cas où", "d é.md clarity/wordy-phrase: Dans le but de"]
    );
    assert!(said.contains("2 files changed, 1 new finding, 0 gone"), "{said}");

    // A page that is no more breaks the link to it, in a page that did not change.
    std::fs::remove_file(repository.path("content/c.md")).unwrap();
    let (found, said) = repository.found("main");
    assert!(found.contains(&"b.md links/broken-internal: c.md".to_owned()), "{found:?}");
    assert!(!found.contains(&"b.md clarity/wordy-phrase: Au cas où".to_owned()), "{found:?}");
    assert!(said.contains("1 gone"), "{said}");
}

#[test]
fn a_registry_that_changed_breaks_a_page_that_did_not() {
    let Some(repository) = site() else { return };
    repository.write(
        "content/_data/amounts.yaml",
        "autre:\n  label: Autre\n  values:\n    - {from: 2020-01-01, value: 25, source: x}\n",
    );
    let (found, _) = repository.found("main");
    assert_eq!(
        found.iter().filter(|line| line.starts_with("b.md reading/invalid-call")).count(),
        1,
        "{found:?}"
    );
    assert!(!found.iter().any(|line| line.contains("wordy")), "{found:?}");
}

#[test]
fn what_main_did_meanwhile_is_not_what_the_branch_did() {
    let Some(repository) = site() else { return };
    repository.write("content/a.md", &page("A", "Bien."));
    repository.commit();
    repository.git(&["switch", "--quiet", "main"]);
    repository.write("content/c.md", &page("C", "Très bien."));
    repository.commit();
    repository.git(&["switch", "--quiet", "work"]);
    let (found, said) = repository.found("main");
    assert_eq!(found, [""; 0]);
    assert!(said.contains("1 file changed, 0 new findings, 1 gone"), "{said}");
}

#[test]
fn a_past_that_cannot_be_read_is_said() {
    let Some(repository) = site() else { return };
    let site = repository.0.path().join(SITE);
    for (revision, wanted) in
        [("nowhere", "no revision “nowhere”"), ("--output=x", "no revision “--output=x”")]
    {
        let output = check(&site, revision);
        assert_eq!(output.status.code(), Some(2));
        assert!(err(&output).contains(wanted), "{}", err(&output));
    }
    let clone = tempfile::tempdir().unwrap();
    repository.write("content/a.md", &page("A", "Bien."));
    repository.commit();
    let from = format!("file://{}", repository.0.path().display());
    let to = clone.path().join("clone");
    repository.git(&["clone", "--quiet", "--depth=1", "--branch=work", &from, to.to_str().unwrap()]);
    let output = check(&to.join(SITE), "origin/main");
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("without its history"), "{}", err(&output));

    let alone = tempfile::tempdir().unwrap();
    std::fs::create_dir(alone.path().join("content")).unwrap();
    // A temporary folder may itself stand in a repository: git is told not to look above.
    let mut command = Command::new(env!("CARGO_BIN_EXE_limpide"));
    command.env("GIT_CEILING_DIRECTORIES", alone.path().parent().unwrap());
    let output = command
        .args(["check", "--since", "main", "--lang", "en", "--site"])
        .arg(alone.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("in no git repository"), "{}", err(&output));
}

#[test]
fn a_broken_link_that_the_branch_brought_fails_when_it_was_asked() {
    let page = |more: &str| {
        format!("---\ntitle: A\ndescription: Une page.\n---\n\nLisez [la loi](https://a.fr/loi).{more}\n")
    };
    let Some(repository) = Repository::new(&[("content/_index.md", &page(""))]) else { return };
    let gone = |url: &str| format!("{{\"url\":\"{url}\",\"checked\":\"2026-03-14\",\"fault\":\"404\"}}");
    let memory = [gone("https://a.fr/loi"), gone("https://b.fr/")].join(",");
    repository.write(".limpide/links.json", &format!("{{\"version\":1,\"links\":[{memory}]}}"));
    let check = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_limpide"));
        command.args([
            "check",
            "--offline",
            "--since",
            "main",
            "--links-fail-on",
            "new-broken",
            "--lang",
            "en",
        ]);
        command.arg("--site").arg(repository.path("")).output().unwrap()
    };
    assert_eq!(check().status.code(), Some(0), "{}", err(&check()));
    repository.write("content/_index.md", &page(" Voyez [le plan](https://b.fr/)."));
    let output = check();
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    assert!(err(&output).contains(": https://b.fr/\n"), "{}", err(&output));
}
