//! How fast pages are checked, with every rule on: those that are off too, as information.
//!
//! `cargo bench --bench pages` opens a site and checks it, and prints the bytes of Markdown that a second
//! of CPU goes through; then it checks one page of two thousand words on its own, the first time and
//! again, as an editor does at each key. `BENCH_SITE` names a folder that holds `content/`, and perhaps `site.toml`; without it, the
//! demonstration pages are repeated up to 1,000. `BENCH_RUNS` is the number of runs, the first one not
//! counted.

// Its output is its purpose.
#![allow(clippy::print_stdout)]

mod measure;
mod site;

use std::fmt::Write as _;
use std::path::Path;

use jiff::civil::{Date, date};
use limpide::lint;
use limpide::project::Project;

type Error = Box<dyn std::error::Error>;

const TODAY: Date = date(2026, 11, 23);

fn main() -> Result<(), Error> {
    let runs: usize = std::env::var("BENCH_RUNS").ok().and_then(|r| r.parse().ok()).unwrap_or(5);
    let holder = tempfile::tempdir()?;
    let root = holder.path().join("site");
    match std::env::var_os("BENCH_SITE") {
        Some(from) => measure::copy(Path::new(&from), &root)?,
        None => {
            site::repeat_demonstration(&root, 1_000)?;
        }
    }
    everything_on(&root)?;
    let all = time(&root, runs)?;
    println!(
        "{} pages, {:.2} MB: {:.1} MB a second of CPU, opening included; {:.1} for the rules alone",
        all.pages,
        all.megabytes,
        all.megabytes / (all.open + all.check),
        all.megabytes / all.check
    );

    // A page of real words, as long as its source gives, cut at 2,000 of them.
    let alone = holder.path().join("alone");
    site::write(&alone.join("content/page.md"), long_page(&root, 2_000)?.as_bytes())?;
    everything_on(&alone)?;
    let first = time(&alone, runs * 4)?.check;
    let again = again(&alone, runs * 20)?;
    println!(
        "one page of 2,000 words: {:.2} ms of CPU for the rules the first time, {:.2} ms once they have run",
        first * 1e3,
        again * 1e3
    );
    Ok(())
}

/// What a check of a site takes, in seconds of CPU; medians.
struct Timed {
    pages: usize,
    megabytes: f64,
    open: f64,
    check: f64,
}

fn time(root: &Path, runs: usize) -> Result<Timed, Error> {
    let (mut opening, mut checking) = (Vec::new(), Vec::new());
    let mut pages = 0;
    for run in 0..=runs {
        let start = measure::cpu();
        let project = Project::open(root, TODAY).map_err(|e| format!("{e:?}"))?;
        let opened = measure::cpu();
        std::hint::black_box(lint::run(&project.site, project.rules()));
        let checked = measure::cpu();
        pages = project.site.pages.len();
        if run > 0 {
            opening.push(opened - start);
            checking.push(checked - opened);
        }
    }
    let bytes: u64 = markdown(root).map(|path| path.metadata().map_or(0, |meta| meta.len())).sum();
    let megabytes = bytes as f64 / 1e6;
    Ok(Timed { pages, megabytes, open: measure::median(opening), check: measure::median(checking) })
}

/// What a check takes where the rules stay loaded, as in an editor.
fn again(root: &Path, runs: usize) -> Result<f64, Error> {
    let project = Project::open(root, TODAY).map_err(|e| format!("{e:?}"))?;
    let mut checking = Vec::new();
    for run in 0..=runs {
        let start = measure::cpu();
        std::hint::black_box(lint::run(&project.site, project.rules()));
        if run > 0 {
            checking.push(measure::cpu() - start);
        }
    }
    Ok(measure::median(checking))
}

fn markdown(root: &Path) -> impl Iterator<Item = std::path::PathBuf> {
    let entries = walkdir::WalkDir::new(root.join("content")).sort_by_file_name().into_iter().flatten();
    entries.map(walkdir::DirEntry::into_path).filter(|path| path.extension().is_some_and(|e| e == "md"))
}

/// A profile in which every rule that is off speaks.
fn everything_on(root: &Path) -> Result<(), Error> {
    let project = Project::open(root, TODAY).map_err(|e| format!("{e:?}"))?;
    let mut profile = String::from(
        "title: {fr: Tout, en: All}\ndescription: {fr: Tout., en: All.}\nextends: strict\nrules:\n",
    );
    for rule in project.rules().rules().iter().filter(|rule| rule.is_off()) {
        writeln!(profile, "  {}: info", rule.id.as_str())?;
    }
    site::write(&root.join("lints/_profiles/all.yaml"), profile.as_bytes())?;
    let settings = "[site]\ntitle = \"Tout\"\nlanguage = \"fr\"\n\n[lint]\nprofile = \"all\"\n";
    site::write(&root.join("site.toml"), settings.as_bytes())?;
    Ok(())
}

/// The bodies of a site's pages one after the other, up to so many words.
fn long_page(root: &Path, words: usize) -> Result<String, Error> {
    let mut page = String::from("---\ntitle: Page longue\ndescription: Deux mille mots.\n---\n\n");
    let mut count = 0;
    for path in markdown(root) {
        let text = std::fs::read_to_string(path)?;
        let body = text.splitn(3, "---\n").nth(2).unwrap_or(&text);
        for line in body.lines() {
            count += line.split_whitespace().count();
            if count > words {
                return Ok(page);
            }
            page.push_str(line);
            page.push('\n');
        }
    }
    Ok(page)
}
