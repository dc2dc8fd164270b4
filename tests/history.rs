//! When pages last changed, as git says: in repositories of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use jiff::civil::{Date, date};
use limpide::files;
use limpide::project::Project;
use limpide::site::HistoryState;

use crate::commands;

/// A repository; the site stands in a folder of it with an odd name.
struct Repository(tempfile::TempDir);

const SITE: &str = "docs é";

impl Repository {
    /// None without git, which is then said.
    fn new() -> Option<Self> {
        if Command::new("git").arg("--version").output().is_err() {
            println!("skipped: git is not installed");
            return None;
        }
        let repository = Self(tempfile::tempdir().unwrap());
        repository.git(&["init", "--quiet", "--initial-branch=main"], "2020-01-01T00:00:00Z");
        // What a person’s settings may change in a log.
        for (key, value) in [
            ("log.follow", "true"),
            ("log.showRoot", "false"),
            ("log.date", "relative"),
            ("diff.relative", "true"),
        ] {
            repository.git(&["config", key, value], "");
        }
        Some(repository)
    }

    fn site(&self) -> PathBuf {
        self.0.path().join(SITE)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.site().join("content").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.site().join("content").join(path)).unwrap()
    }

    /// A commit of all there is, at an hour, at the author's.
    fn commit(&self, at: &str) {
        self.git(&["add", "--all"], at);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", "x"], at);
    }

    fn git(&self, arguments: &[&str], at: &str) {
        assert!(self.may(arguments, at), "{arguments:?}");
    }

    /// Whether git does it.
    fn may(&self, arguments: &[&str], at: &str) -> bool {
        let who = ["-c", "user.name=Camille", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"];
        let mut command = Command::new("git");
        command.arg("-C").arg(self.0.path()).args(who).args(["-c", "protocol.file.allow=always"]);
        command.env("GIT_AUTHOR_DATE", at).env("GIT_COMMITTER_DATE", at);
        command.args(arguments).output().unwrap().status.success()
    }

    fn dates(&self, wanted: &[&str]) -> BTreeMap<String, Date> {
        dates(&self.site(), wanted)
    }
}

fn dates(site: &Path, wanted: &[&str]) -> BTreeMap<String, Date> {
    files::history(site, &BTreeSet::from_iter(wanted.iter().copied())).unwrap().dates
}

fn page(body: &str) -> String {
    format!("---\ntitle: Une page\n---\n\n{body}\n")
}

#[test]
fn the_day_is_that_of_the_last_change_of_words() {
    let Some(repository) = Repository::new() else { return };
    // Half past eleven in the evening, where the author is; the next day elsewhere.
    for name in ["a.md", "sous/l\"é\".md", "c.md", "en.md", "lignes.md"] {
        repository.write(name, &page(&format!("Le texte de {name}, assez long pour se reconnaître.")));
    }
    repository.commit("2021-03-01T23:30:00-0800");
    repository.write("a.md", &page("Un autre texte."));
    repository.commit("2021-04-02T10:00:00+0200");
    // White space, ends of lines, a review that changed nothing.
    let spaced = repository.read("c.md").replace(", ", ",\n").replace('\n', "\r\n");
    repository.write("c.md", &spaced.replace("title: Une page", "title: Une page\r\nreviewed: 2021-05-03"));
    repository.commit("2021-05-03T10:00:00+0200");
    // Moved as it is; then another page in its place.
    repository.git(&["mv", "docs é/content/en.md", "docs é/content/sous/ailleurs.md"], "");
    repository.commit("2021-06-04T10:00:00+0200");
    repository.write("en.md", &page("Une page nouvelle, à une ancienne adresse."));
    repository.commit("2021-07-05T10:00:00+0200");
    // Neither what is not committed nor what git does not follow has a say.
    repository.write("a.md", &page("En cours."));
    repository.write("nouvelle.md", &page("En cours."));
    let wanted = ["a.md", "sous/l\"é\".md", "c.md", "en.md", "sous/ailleurs.md", "nouvelle.md", "absente.md"];
    let expected = [
        ("a.md", date(2021, 4, 2)),
        ("c.md", date(2021, 3, 1)),
        ("en.md", date(2021, 7, 5)),
        ("sous/ailleurs.md", date(2021, 3, 1)),
        ("sous/l\"é\".md", date(2021, 3, 1)),
    ];
    let expected = expected.map(|(path, date)| (path.to_owned(), date));
    assert_eq!(repository.dates(&wanted), BTreeMap::from(expected));
    assert_eq!(repository.dates(&["lignes.md"]).len(), 1, "only what is asked for");
}

#[test]
fn a_merge_dates_what_it_writes_and_not_what_it_brings() {
    let Some(repository) = Repository::new() else { return };
    let names = ["brought.md", "both.md", "dropped.md", "kept.md"];
    for name in names {
        repository.write(name, &page("Au début."));
    }
    repository.commit("2021-01-01T10:00:00Z");
    repository.git(&["switch", "--quiet", "--create", "work"], "");
    for name in ["brought.md", "both.md", "dropped.md"] {
        repository.write(name, &page("Sur la branche."));
    }
    repository.commit("2021-02-02T10:00:00Z");
    repository.git(&["switch", "--quiet", "main"], "");
    repository.write("both.md", &page("Sur la principale."));
    repository.commit("2021-03-03T10:00:00Z");
    assert!(!repository.may(&["merge", "--no-edit", "work"], "2021-04-04T10:00:00Z"), "both changed");
    repository.write("both.md", &page("Ni l’un ni l’autre."));
    repository.write("dropped.md", &page("Au début."));
    repository.commit("2021-04-04T10:00:00Z");
    let dates = repository.dates(&["brought.md", "both.md", "dropped.md", "kept.md"]);
    let days: Vec<String> = dates.iter().map(|(path, date)| format!("{path} {date}")).collect();
    let expected =
        ["both.md 2021-04-04", "brought.md 2021-02-02", "dropped.md 2021-01-01", "kept.md 2021-01-01"];
    assert_eq!(days, expected);
}

#[test]
fn what_a_shallow_clone_does_not_know_it_does_not_say() {
    let Some(repository) = Repository::new() else { return };
    repository.write("old.md", &page("Ancien."));
    repository.write("new.md", &page("Ancien."));
    repository.commit("2021-01-01T10:00:00Z");
    repository.write("new.md", &page("Nouveau."));
    repository.commit("2021-02-02T10:00:00Z");
    repository.write("other.md", &page("Autre."));
    repository.commit("2021-03-03T10:00:00Z");
    let clone = tempfile::tempdir().unwrap();
    let to = clone.path().join("clone");
    let from = format!("file://{}", repository.0.path().display());
    repository.git(&["clone", "--quiet", "--depth=2", &from, to.to_str().unwrap()], "");
    let site = to.join(SITE);
    let history = files::history(&site, &["old.md", "new.md", "other.md"].into()).unwrap();
    assert_eq!(history.state, HistoryState::Shallow);
    assert_eq!(history.dates, BTreeMap::from([("other.md".to_owned(), date(2021, 3, 3))]));
    let build = commands::run(&site, &["build"]);
    assert!(commands::err(&build).contains("2 pages have no date of change"), "{}", commands::err(&build));
    assert!(commands::err(&build).contains("git fetch --unshallow"), "{}", commands::err(&build));

    // All of it is there now; and no name is in what is published.
    let build = commands::run(&repository.site(), &["build"]);
    assert!(!commands::err(&build).contains("unshallow"), "{}", commands::err(&build));
    let published = std::fs::read_to_string(repository.site().join("public/old/index.html")).unwrap();
    assert!(!published.contains("Camille") && !published.contains("example.org"));
}

#[test]
fn content_may_be_a_repository_of_its_own_and_hold_another() {
    let (Some(outer), Some(inner)) = (Repository::new(), Repository::new()) else { return };
    inner.write("x.md", &page("Dedans."));
    inner.commit("2021-01-01T10:00:00Z");
    outer.write("a.md", &page("Dehors."));
    outer.commit("2021-02-02T10:00:00Z");
    let from = inner.0.path().to_str().unwrap();
    outer.git(&["submodule", "--quiet", "add", from, "docs é/content/sub"], "");
    outer.commit("2021-03-03T10:00:00Z");
    let found = outer.dates(&["a.md", "sub/docs é/content/x.md"]);
    assert_eq!(found, BTreeMap::from([("a.md".to_owned(), date(2021, 2, 2))]));
    // The folder of pages as a repository of its own.
    let site = outer.site().join("content/sub").join(SITE);
    assert_eq!(dates(&site, &["x.md"]), BTreeMap::from([("x.md".to_owned(), date(2021, 1, 1))]));
}

#[test]
fn without_a_repository_or_a_commit_there_is_no_history() {
    let Some(empty) = Repository::new() else { return };
    empty.write("a.md", &page("Rien n’est enregistré."));
    let history = files::history(&empty.site(), &["a.md"].into()).unwrap();
    assert_eq!((history.state, history.dates.len()), (HistoryState::None, 0));
    let site = commands::Site::new(&[("content/a.md", &page("Texte."))]);
    let build = site.run(&["build"]);
    assert!(!commands::err(&build).contains("git"), "{}", commands::err(&build));
}

#[test]
fn a_site_that_is_kept_learns_what_is_committed_meanwhile() {
    let Some(repository) = Repository::new() else { return };
    repository.write("a.md", &page("Un texte."));
    repository.commit("2021-03-01T10:00:00+0100");
    let mut known = None;
    let mut day = || {
        let mut project = Project::open(&repository.site(), date(2026, 12, 1)).unwrap();
        assert_eq!(project.recall_history(&repository.site(), &mut known), None);
        project.site.facts.history.dates.get("a.md").copied()
    };
    assert_eq!(day(), Some(date(2021, 3, 1)));
    repository.write("a.md", &page("Un autre texte."));
    assert_eq!(day(), Some(date(2021, 3, 1)), "what is being written is not committed");
    repository.commit("2021-04-02T10:00:00+0200");
    assert_eq!(day(), Some(date(2021, 4, 2)));
    repository.git(&["checkout", "--quiet", "-b", "autre", "HEAD~1"], "");
    assert_eq!(day(), Some(date(2021, 3, 1)));
}
