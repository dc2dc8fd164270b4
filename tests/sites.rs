//! Whole-site rules, each on a small site that shows its fault and on the same site repaired; and no such
//! rule without its site.
//! `sites/README.md` says how a folder is made.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use limpide::finding::{Finding, Severity};
use limpide::language::Language;
use limpide::project::Project;
use limpide::site::{LinkFault, LinkReport, LinkStatus, Page};
use limpide::words::Words;
use rayon::prelude::*;

use crate::commands::Site;

/// The day that examples of rules are checked for, unless a folder says another.
const TODAY: Date = date(2026, 6, 15);

/// What a folder expects.
struct Expected {
    today: Date,
    /// External addresses, each with the status that it answers: nothing is asked of the network here.
    answers: Vec<(String, u16)>,
    /// The other lines.
    findings: String,
}

impl Expected {
    fn read(path: &Path) -> Self {
        let text =
            std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut expected = Self { today: TODAY, answers: Vec::new(), findings: String::new() };
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            if let Some(day) = line.strip_prefix("today ") {
                expected.today = day.trim().parse().unwrap_or_else(|error| panic!("{line}: {error}"));
            } else if let Some((status, address)) =
                line.strip_prefix("answers ").and_then(|answer| answer.trim().split_once(' '))
            {
                let status = status.parse().unwrap_or_else(|error| panic!("{line}: {error}"));
                expected.answers.push((address.to_owned(), status));
            } else {
                writeln!(expected.findings, "{}", line.trim_end()).unwrap();
            }
        }
        expected
    }
}

/// What a rule finds on a site: `rule path:line:column message`, a line a finding.
fn found(site: &Path, rule: &str, expected: &Expected) -> String {
    let project = Project::open(site, expected.today);
    let mut project = project.unwrap_or_else(|_| panic!("{} cannot be read", site.display()));
    let broken = |(address, status): &(String, u16)| {
        (address.clone(), LinkReport::of(LinkStatus::Broken(LinkFault::Status(*status))))
    };
    project.site.facts.external.extend(expected.answers.iter().map(broken));
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

/// What is not as a folder expects; nothing when all is.
fn differs(root: &Path, folder: &Path) -> String {
    let rule = folder.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
    let expected = Expected::read(&folder.join("expected.txt"));
    assert!(!expected.findings.is_empty(), "{rule}: expected.txt expects nothing");
    let mut wrong = String::new();
    let fault = found(&folder.join("fault"), &rule, &expected);
    if fault != expected.findings {
        writeln!(wrong, "{rule}, fault: expected\n{}found\n{fault}", expected.findings).unwrap();
    }
    let repaired = found(&folder.join("repaired"), &rule, &expected);
    if !repaired.is_empty() {
        writeln!(wrong, "{rule}, repaired: nothing expected, found\n{repaired}").unwrap();
    }
    wrong
}

#[test]
fn every_site_shows_its_fault_and_its_repair() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    // A folder with its own settings is a whole site, which another test looks at.
    let families = folders(&root).into_iter().filter(|family| !family.join("site.toml").is_file());
    let sites: Vec<PathBuf> = families.flat_map(|family| folders(&family)).collect();
    assert!(!sites.is_empty(), "no site to try");
    // A site is read in a third of a second, and there are more than a hundred.
    let wrong: String = sites.par_iter().map(|folder| differs(&root, folder)).collect();
    assert!(wrong.is_empty(), "{wrong}");
}

/// How many findings are of a severity.
fn count(findings: &[Finding], severity: Severity) -> usize {
    findings.iter().filter(|finding| finding.severity == severity).count()
}

#[test]
fn what_a_build_counts_is_what_a_check_tells() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    // Rules about several pages tell some findings with those of others; of the other families, a site is enough.
    let families = folders(&root).into_iter().filter(|family| !family.join("site.toml").is_file());
    let some = families.flat_map(|family| {
        let count = if family.ends_with("consistency") { usize::MAX } else { 1 };
        folders(&family).into_iter().take(count)
    });
    let sites: Vec<PathBuf> = some.map(|site| site.join("fault")).collect();
    let counted = sites.par_iter().map(|site| {
        let project = Project::open(site, TODAY);
        let project = project.unwrap_or_else(|_| panic!("{} cannot be read", site.display()));
        let told = project.check();
        let (kept, counts) = project.check_errors();
        let errors = |findings: &[Finding]| -> Vec<Finding> {
            findings.iter().filter(|finding| finding.severity == Severity::Error).cloned().collect()
        };
        assert_eq!(errors(&kept.findings), errors(&told.findings), "{}", site.display());
        assert_eq!(kept.suppressed, told.suppressed, "{}", site.display());
        assert!(!project.site.pages.iter().any(|page| project.site.is_waiting(page)), "{}", site.display());
        for (severity, counted) in [(Severity::Warning, counts.warnings), (Severity::Info, counts.infos)] {
            let all = count(&told.findings, severity);
            assert_eq!(counted + count(&kept.findings, severity), all, "{}", site.display());
        }
        counts.warnings + counts.infos
    });
    // Nearly all is counted, and not kept.
    assert!(counted.sum::<usize>() > sites.len());
}

#[test]
fn what_a_build_counts_leaves_out_what_is_told_of_a_draft() {
    let page = "---\ntitle: Titre\ndescription: Une page.\n---\n\nEn vue de payer, il y a lieu d’attendre. Voir [ici](a.md).\n";
    // Of two faults of the draft one is passed over, with its reason; an error stays one.
    let silence = "\n<!-- limpide: allow clarity/wordy-phrase: pour voir -->\n\nEn vue de payer, attendez.\n";
    let draft = page.replace("title: Titre", "title: Autre titre\ndraft: true");
    let draft = format!("{draft}{silence}\nVoir [la suite](rien.md).\n");
    let site = |drafts: &str| {
        let site = Site::new(&[("site.toml", drafts), ("content/a.md", page), ("content/b.md", &draft)]);
        let project = Project::open(&site.path(""), TODAY);
        (project.unwrap_or_else(|_| panic!("the site of a draft cannot be read")), site)
    };
    let totals = |project: &Project, with_drafts: bool| {
        let waits = |page: &&Page| project.site.is_waiting(page);
        let waiting: Vec<_> =
            project.site.pages.iter().filter(waits).map(|page| page.document.source).collect();
        let kept_in = |finding: &Finding| with_drafts || !waiting.contains(&finding.span.source);
        let (told, (kept, counts)) = (project.check(), project.check_errors());
        assert_eq!(kept.suppressed, told.suppressed);
        assert_eq!(told.suppressed.len(), 1, "{:?}", told.suppressed);
        let of = |findings: &[Finding]| {
            let findings: Vec<Finding> =
                findings.iter().filter(|finding| kept_in(finding)).cloned().collect();
            [Severity::Error, Severity::Warning, Severity::Info].map(|severity| count(&findings, severity))
        };
        let [errors, warnings, infos] = of(&kept.findings);
        // What is kept of a draft that waits is its errors.
        let counted = [errors, warnings + counts.warnings, infos + counts.infos];
        (counted, of(&told.findings), count(&kept.findings, Severity::Error))
    };
    let (project, _site) = site("");
    let (counted, told, errors) = totals(&project, false);
    assert_eq!(counted, told);
    assert_eq!(errors, 1, "the broken link of the draft");
    // There was something to leave out.
    let (_, whole, _) = totals(&project, true);
    assert!(whole[1] + whole[2] > told[1] + told[2] && told[1] + told[2] > 0, "{whole:?} {told:?}");
    // Published with the rest, it is counted with the rest.
    let (project, _site) = site("[build]\ndrafts = true\n");
    let (counted, told, _) = totals(&project, true);
    assert_eq!(counted, told);
    assert_eq!(told, whole);
}

#[test]
fn every_rule_that_looks_elsewhere_than_on_the_page_has_its_site() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    // A site that changes no rule: it has those that are built in.
    let project = Project::open(&root.join("structure/questions/repaired"), TODAY);
    let project = project.unwrap_or_else(|_| panic!("the site of the questions cannot be read"));
    let rules = project.rules().rules().iter().filter(|rule| rule.check.looks_elsewhere());
    let elsewhere: Vec<&str> = rules.map(|rule| rule.id.as_str()).collect();
    assert!(elsewhere.len() > 50, "{} rules look elsewhere", elsewhere.len());
    let missing: Vec<&str> =
        elsewhere.into_iter().filter(|rule| !root.join(rule).join("expected.txt").is_file()).collect();
    assert!(missing.is_empty(), "without a folder in tests/sites: {missing:?}");
}
