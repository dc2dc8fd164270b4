//! Whole-site rules, each on a small site that shows its fault and on the same site repaired.
//! `sites/README.md` says how a folder is made.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use limpide::language::Language;
use limpide::project::Project;
use limpide::words::Words;

/// The day that examples of rules are checked for, unless a folder says another.
const TODAY: Date = date(2026, 6, 15);

/// What a folder expects.
struct Expected {
    today: Date,
    /// The lines, without the one of the day.
    findings: String,
}

impl Expected {
    fn read(path: &Path) -> Self {
        let text =
            std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let (mut today, mut findings) = (TODAY, String::new());
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            match line.strip_prefix("today ") {
                Some(day) => today = day.trim().parse().unwrap_or_else(|error| panic!("{line}: {error}")),
                None => writeln!(findings, "{}", line.trim_end()).unwrap(),
            }
        }
        Self { today, findings }
    }
}

/// What a rule finds on a site: `rule path:line:column message`, a line a finding.
fn found(site: &Path, rule: &str, today: Date) -> String {
    let project = Project::open(site, today).unwrap_or_else(|_| panic!("{} cannot be read", site.display()));
    let words = Words::load(Language::French);
    let mut lines = String::new();
    for finding in project.findings().iter().filter(|finding| finding.rule.as_str() == rule) {
        let source = project.site.sources.get(finding.span.source);
        let start = source.position(finding.span.start);
        let message = words.say(&finding.message);
        writeln!(lines, "{rule} {}:{}:{} {message}", source.path(), start.line, start.column).unwrap();
    }
    lines
}

/// The folders of a folder, sorted.
fn folders(path: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

#[test]
fn every_site_shows_its_fault_and_its_repair() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let mut wrong = String::new();
    let mut tried = 0;
    for folder in folders(&root).iter().flat_map(|family| folders(family)) {
        let rule = folder.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let expected = Expected::read(&folder.join("expected.txt"));
        let fault = found(&folder.join("fault"), &rule, expected.today);
        assert!(!expected.findings.is_empty(), "{rule}: expected.txt expects nothing");
        if fault != expected.findings {
            writeln!(wrong, "{rule}, fault: expected\n{}found\n{fault}", expected.findings).unwrap();
        }
        let repaired = found(&folder.join("repaired"), &rule, expected.today);
        if !repaired.is_empty() {
            writeln!(wrong, "{rule}, repaired: nothing expected, found\n{repaired}").unwrap();
        }
        tried += 1;
    }
    assert!(tried > 0, "no site to try");
    assert!(wrong.is_empty(), "{wrong}");
}
