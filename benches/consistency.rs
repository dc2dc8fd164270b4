//! What the rules about several pages at once cost on 5,000 pages, and how right they are there.
//!
//! `cargo bench --bench consistency` makes the site of `tests/contradictory_site`, reads its pages, then checks
//! it with every rule off, and again with the family `consistency` on: what the second check takes more is what
//! these rules cost together. Those that compare what pages say share one reading of the pages: the cost of each
//! rule alone, which is told too, holds all of it, and the sum of these costs is more than what a check takes.
//! `BENCH_PAGES` is the number of pages, `BENCH_RUNS` that of runs, the first one not counted. `BENCH_CORPUS` is a
//! folder of Markdown pages, 300 at least, among which the same is planted instead: pages that somebody wrote have links
//! and emphasis. Fewer than `BENCH_PAGES`, they come several times, and copies that were planted are then as like their
//! pages as others are.

// Its output is its purpose.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

#[path = "../tests/contradictory_site/mod.rs"]
mod contradictory_site;
// This one measures time alone: its site is in memory.
#[allow(dead_code)]
mod measure;
#[allow(dead_code)]
mod site;

use std::hint::black_box;

use contradictory_site::{Outcome, make, make_among, open};
use limpide::document::Document;
use limpide::lint;
use walkdir::WalkDir;

const OTHERS: [&str; 10] = [
    "accessibility",
    "channels",
    "clarity",
    "completeness",
    "freshness",
    "links",
    "reading",
    "structure",
    "tone",
    "typography",
];

const RULES: [&str; 12] = [
    "contradictory-amount",
    "contradictory-contact",
    "contradictory-delay",
    "disagreeing-contact",
    "duplicate-title",
    "hand-typed-amount",
    "glossary-entry",
    "near-duplicate",
    "one-channel-wording",
    "orphan",
    "stale-translation",
    "unused-situation",
];

/// The pages of a folder, by path from it, as many times as it takes for that many.
fn read(folder: &str, size: usize) -> Vec<(String, String)> {
    let mut pages = Vec::new();
    for entry in WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap) {
        if entry.path().extension().is_some_and(|extension| extension == "md") {
            let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap();
            pages.push((path.to_owned(), std::fs::read_to_string(entry.path()).unwrap()));
        }
    }
    let copies = (1..size.div_ceil(pages.len().max(1)))
        .flat_map(|copy| pages.iter().map(move |(path, text)| (format!("{copy}/{path}"), text.clone())));
    let copies: Vec<_> = copies.collect();
    pages.extend(copies);
    pages
}

fn main() {
    let number = |name, usual| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(usual);
    let (size, runs): (usize, usize) = (number("BENCH_PAGES", 5_000), number("BENCH_RUNS", 5));
    let corpus = std::env::var("BENCH_CORPUS").ok();
    let made = corpus.as_ref().map_or_else(|| make(size), |folder| make_among(&read(folder, size)));
    let only = |rules: &[&str]| {
        let mut settings = "\n[lint.rules]\n".to_owned();
        let families = OTHERS.iter().map(|family| format!("{family}/*"));
        let others = RULES.iter().filter(|other| !rules.contains(other));
        let others = others.map(|other| format!("consistency/{other}"));
        families.chain(others).for_each(|name| settings.push_str(&format!("\"{name}\" = \"off\"\n")));
        open(&made, &settings).1
    };
    let (site, _) = open(&made, "");
    let mut sets = vec![only(&[]), only(&RULES)];
    sets.extend(RULES.iter().map(|rule| only(&[*rule])));
    if let Ok(n) = std::env::var("BENCH_LOOP") {
        for _ in 0..n.parse::<usize>().unwrap() {
            black_box(lint::run(&site, &sets[1]));
        }
        return;
    }
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); sets.len() + 1];
    let mut findings = Vec::new();
    let mut builds = Vec::new();
    for run in 0..=runs {
        findings.clear();
        let before = measure::cpu();
        let opened = open(&made, "");
        builds.push(measure::cpu() - before);
        drop(opened);
        let mut spent = Vec::new();
        let before = measure::cpu();
        for page in &site.pages {
            let id = page.document.source;
            black_box(Document::read(id, site.sources.get(id), &[], &site.components));
        }
        spent.push(measure::cpu() - before);
        // What was read is thrown away: the first check after it pays for that, and none should alone.
        black_box(lint::run(&site, &sets[0]));
        for rules in &sets {
            let before = measure::cpu();
            findings.push(black_box(lint::run(&site, rules)));
            spent.push(measure::cpu() - before);
        }
        if run > 0 {
            times.iter_mut().zip(spent).for_each(|(times, spent)| times.push(spent));
        }
    }
    let times: Vec<f64> = times.into_iter().map(|times| measure::median(times) * 1e3).collect();
    let bytes: usize = made.files.iter().map(|(_, text)| text.len()).sum();
    println!("{} pages, {:.1} MB; ms of CPU", site.pages.len(), bytes as f64 / 1e6);
    println!("{:>8.0} reading the pages", times[0]);
    println!("{:>8.0} opening", measure::median(builds) * 1e3);
    println!("{:>8.0} no rule", times[1]);
    let spent: Vec<f64> = times[2..].iter().map(|time| time - times[1]).collect();
    println!("{:>8.0} the rules below, together", spent[0]);
    RULES.iter().zip(&spent[1..]).for_each(|(rule, spent)| println!("{spent:>8.0}   {rule}, alone"));
    let outcome = Outcome::of(&made, &site, &findings[1]);
    println!(
        "contradictions {} of {}, copies {} of {}, others {}",
        outcome.found.len(),
        made.contradictions.len(),
        outcome.copies,
        made.copies.len(),
        outcome.wrong.len()
    );
    println!("missed: {}", outcome.missed.join(", "));
    // What these pages say is theirs.
    if corpus.is_none() {
        outcome.wrong.iter().for_each(|wrong| println!("wrong: {wrong}"));
    }
}
