//! What internal links cost in a check: 5,000 pages, 12,000 links.
//!
//! `cargo bench --bench internal_links` repeats the demonstration pages, adds links until there are enough, and checks the
//! site; then the same site with the text of each link in its place, so that the same words are read and nothing
//! is followed. What the first check takes more is what links cost: reading them, following them, and every rule
//! about them. `BENCH_PAGES` and `BENCH_LINKS` are the numbers of pages and of links, `BENCH_RUNS` that of runs,
//! the first one not counted.

// Its output is its purpose.
#![allow(clippy::print_stdout)]

#[allow(dead_code)]
mod measure;
mod site;

use std::path::Path;

use jiff::civil::{Date, date};
use limpide::lint;
use limpide::project::Project;
use limpide::site::Target;

type Error = Box<dyn std::error::Error>;

const TODAY: Date = date(2026, 11, 23);

fn main() -> Result<(), Error> {
    let number = |name, usual| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(usual);
    let (pages, links, runs) =
        (number("BENCH_PAGES", 5_000), number("BENCH_LINKS", 12_000), number("BENCH_RUNS", 5));
    let holder = tempfile::tempdir()?;
    let (linked, undone) = (holder.path().join("linked"), holder.path().join("undone"));
    site::repeat_demonstration(&linked, pages)?;
    let before = internal_links(&open(&linked)?);
    add_links(&linked, links.saturating_sub(before))?;
    let (links, broken) = (internal_links(&open(&linked)?), broken_links(&open(&linked)?));
    let link = regex::Regex::new(r"(^|[^!])\[([^\[\]]*)\]\([^()\s]*\)")?;
    for entry in walkdir::WalkDir::new(&linked) {
        let path = entry?.into_path();
        let inside = path.strip_prefix(&linked)?;
        if path.extension().is_some_and(|ending| ending == "md") {
            let text = std::fs::read_to_string(&path)?;
            site::write(&undone.join(inside), link.replace_all(&text, "$1$2").as_bytes())?;
        } else if path.is_file() {
            site::write(&undone.join(inside), &std::fs::read(&path)?)?;
        }
    }
    // In turns, so that what slows the machine down slows both.
    let mut times = [(); 4].map(|()| Vec::new());
    for run in 0..=runs {
        let spent = [time(&linked)?, time(&undone)?].concat();
        if run > 0 {
            times.iter_mut().zip(spent).for_each(|(times, spent)| times.push(spent));
        }
    }
    let [open, check, bare_open, bare_check] = times.map(|times| measure::median(times) * 1e3);
    let (full, cost) = (open + check, open + check - bare_open - bare_check);
    println!("{pages} pages, {links} internal links, {broken} of them broken; ms of CPU");
    println!("{open:>8.0} opening, {:.0} of them for links", open - bare_open);
    println!("{check:>8.0} rules, {:.0} of them for links", check - bare_check);
    println!("links are {:.1} % of a full check", 100.0 * cost / full);
    Ok(())
}

fn open(root: &Path) -> Result<Project, Error> {
    Project::open(root, TODAY).map_err(|e| format!("{e:?}").into())
}

/// Seconds of CPU to open a site, then to check it.
fn time(root: &Path) -> Result<Vec<f64>, Error> {
    let start = measure::cpu();
    let project = open(root)?;
    let opened = measure::cpu();
    std::hint::black_box(lint::run(&project.site, project.rules()));
    Ok(vec![opened - start, measure::cpu() - opened])
}

fn targets(project: &Project) -> impl Iterator<Item = &Target> {
    project.site.pages.iter().flat_map(|page| page.links.iter().chain(&page.images))
}

fn internal_links(project: &Project) -> usize {
    targets(project).filter(|target| !matches!(target, Target::External(_) | Target::Other(_))).count()
}

fn broken_links(project: &Project) -> usize {
    targets(project).filter(|target| matches!(target, Target::Broken(_))).count()
}

/// Adds links at the ends of pages, each to another page: by its file or by its address in turn.
fn add_links(root: &Path, links: usize) -> Result<(), Error> {
    let project = open(root)?;
    let pages = &project.site.pages;
    let each = links.div_ceil(pages.len());
    let mut left = links;
    for (rank, page) in pages.iter().enumerate() {
        let mut text = project.site.sources.get(page.document.source).text().to_owned();
        text.push('\n');
        for step in 0..each.min(left) {
            let other = &pages[(rank * 7 + step * 131 + 13) % pages.len()];
            let destination = if step % 2 == 0 { format!("/{}", other.path) } else { other.url.clone() };
            text.push_str(&format!("- [{}](<{destination}>)\n", other.title().replace(['[', ']'], "")));
        }
        left -= each.min(left);
        site::write(&root.join("content").join(&page.path), text.as_bytes())?;
    }
    Ok(())
}
