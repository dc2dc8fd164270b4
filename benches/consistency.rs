//! What the rules about several pages at once cost on 5,000 pages, and how right they are there.
//!
//! `cargo bench --bench consistency` makes the site of `tests/contradictory_site`, reads its pages, then checks
//! it with every family of rules off, and again with the family `consistency` on: what the second check takes
//! more is what these rules cost. `BENCH_PAGES` is the number of pages, `BENCH_RUNS` that of runs, the first
//! one not counted.

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

use contradictory_site::{Outcome, make, open};
use limpide::document::Document;
use limpide::lint;

const OTHERS: [&str; 8] =
    ["accessibility", "clarity", "freshness", "links", "reading", "structure", "tone", "typography"];

fn main() {
    let number = |name, usual| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(usual);
    let (size, runs): (usize, usize) = (number("BENCH_PAGES", 5_000), number("BENCH_RUNS", 5));
    let made = make(size);
    let mut off = "\n[lint.rules]\n".to_owned();
    OTHERS.iter().for_each(|family| off.push_str(&format!("\"{family}/*\" = \"off\"\n")));
    let (site, rules) = open(&made, &off);
    let (_, none) = open(&made, &format!("{off}\"consistency/*\" = \"off\"\n"));
    let mut times: [Vec<f64>; 3] = Default::default();
    let mut findings = Vec::new();
    for run in 0..=runs {
        let start = measure::cpu();
        for page in &site.pages {
            let id = page.document.source;
            black_box(Document::read(id, site.sources.get(id), &[]));
        }
        let read = measure::cpu();
        black_box(lint::run(&site, &none));
        let unchecked = measure::cpu();
        findings = black_box(lint::run(&site, &rules));
        let checked = measure::cpu();
        if run > 0 {
            let spent = [read - start, unchecked - read, checked - unchecked];
            times.iter_mut().zip(spent).for_each(|(times, spent)| times.push(spent));
        }
    }
    let [read, without, with] = times.map(measure::median);
    let bytes: usize = made.files.iter().map(|(_, text)| text.len()).sum();
    println!("{size} pages, {:.1} MB", bytes as f64 / 1e6);
    println!("reading the pages       {:>8.0} ms of CPU", read * 1e3);
    println!("rules of consistency    {:>8.0} ms of CPU", (with - without) * 1e3);
    let outcome = Outcome::of(&made, &site, &findings);
    println!(
        "contradictions {} of {}, copies {} of {}, wrong {}",
        outcome.found.len(),
        made.contradictions.len(),
        outcome.copies,
        made.copies.len(),
        outcome.wrong.len()
    );
    println!("missed: {}", outcome.missed.join(", "));
    outcome.wrong.iter().for_each(|wrong| println!("wrong: {wrong}"));
}
