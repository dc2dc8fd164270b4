//! How long external links take, and how right their verdicts are: 2,000 links over 40 hosts of the loopback.
//!
//! `cargo bench --bench links` visits them with `links::check`, twice: as by default, and with one request a
//! page (`read_pages = false`). Where the program lychee is found (`LYCHEE`, else `lychee` on the path), it
//! goes over the same list in the same run, with as many requests at once, in all and per host, and no pause.
//! Each verdict is held against what the server does.

// Its output is its purpose.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

#[allow(dead_code)]
#[path = "../tests/links/server.rs"]
mod server;

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::time::Instant;

use limpide::config::{AllowPrivate, LinksConfig};
use limpide::links::{self, Wanted};
use limpide::site::{Answer, Proof};
use server::Server;

const HOSTS: usize = 40;
const PER_HOST: u64 = 4;
const AT_ONCE: u64 = 64;
const TIMEOUT: u64 = 3;

/// What a person who opens the link finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Truth {
    /// The page.
    There,
    /// Nothing, or not what was meant.
    Gone,
    /// A program cannot know.
    Hidden,
}

/// Paths of the server, with how many links of each fifty lead there, and what a person finds.
const MIX: [(&str, usize, Truth); 18] = [
    ("/page?n={n}", 28, Truth::There),
    ("/page?a={n}#cout", 3, Truth::There),
    ("/page?b={n}#delai", 1, Truth::Gone),
    ("/moved?n={n}", 2, Truth::There),
    ("/moved-for-now?n={n}", 2, Truth::There),
    ("/moved-home?n={n}", 1, Truth::Gone),
    ("/late?n={n}", 2, Truth::There),
    ("/no-head?n={n}", 1, Truth::There),
    ("/missing?n={n}", 2, Truth::Gone),
    ("/gone?n={n}", 1, Truth::Gone),
    ("/moved-to-nothing?n={n}", 1, Truth::Gone),
    ("/soft?n={n}", 1, Truth::Gone),
    ("/forbidden?n={n}", 1, Truth::Hidden),
    ("/robot?n={n}", 1, Truth::Hidden),
    ("/robot-page?n={n}", 1, Truth::Hidden),
    ("/failing-once?n={n}", 1, Truth::There),
    ("/form.pdf?n={n}#page=2", 0, Truth::There),
    ("/form.pdf?n={n}", 1, Truth::There),
];

/// What a program says of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Alive,
    Broken,
    Unknown,
}

fn is_wrong(truth: Truth, verdict: Verdict) -> bool {
    match verdict {
        Verdict::Alive => truth != Truth::There,
        Verdict::Broken => truth != Truth::Gone,
        Verdict::Unknown => truth != Truth::Hidden,
    }
}

fn main() {
    let lists: Vec<Vec<(String, Truth)>> = (0..3).map(|_| list()).collect();
    let mut report = BTreeMap::new();
    let took = |name: &str, started: Instant| println!("{:>8.2} s  {name}", started.elapsed().as_secs_f64());
    println!("{} links over {HOSTS} hosts", lists[0].len());
    for (name, list, read_pages) in [("limpide", &lists[0], true), ("limpide, one request", &lists[1], false)]
    {
        let started = Instant::now();
        let verdicts = limpide(list, read_pages);
        took(name, started);
        report.insert(name, judged(list, &verdicts));
    }
    let program = std::env::var("LYCHEE").unwrap_or_else(|_| "lychee".to_owned());
    let started = Instant::now();
    match lychee(&program, &lists[2]) {
        Some(verdicts) => {
            took("lychee", started);
            report.insert("lychee", judged(&lists[2], &verdicts));
        }
        None => println!("skipped: the program lychee was not found (LYCHEE=path)"),
    }
    for (name, wrong) in report {
        println!("\n{name}: {} wrong verdicts", wrong.values().sum::<usize>());
        wrong.iter().for_each(|((path, truth, said), count)| {
            println!("{count:>6}  {path}: {truth:?}, said {said:?}")
        });
    }
}

/// The links, on servers of their own: one list, one run.
fn list() -> Vec<(String, Truth)> {
    let mut list = Vec::new();
    for host in 1..=HOSTS {
        let server = Server::on(&format!("127.0.0.{host}"));
        for (path, count, truth) in MIX {
            list.extend((0..count).map(|n| (server.url(&path.replace("{n}", &n.to_string())), truth)));
        }
    }
    list
}

fn limpide(list: &[(String, Truth)], read_pages: bool) -> BTreeMap<String, Verdict> {
    let mut wanted: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (url, _) in list {
        let (page, anchor) = url.split_once('#').unwrap_or((url, ""));
        wanted.entry(page).or_default().extend((!anchor.is_empty()).then(|| anchor.to_owned()));
    }
    let wanted: Vec<Wanted> =
        wanted.into_iter().map(|(url, anchors)| Wanted { url: url.to_owned(), anchors }).collect();
    let config = LinksConfig {
        timeout: TIMEOUT,
        allow_private: AllowPrivate::All,
        per_host: PER_HOST,
        at_once: AT_ONCE,
        pause: 0,
        read_pages,
        ..LinksConfig::default()
    };
    let answers = links::check(&wanted, &config, &|_| ()).unwrap().answers;
    let verdict = |url: &str| {
        let (page, anchor) = url.split_once('#').unwrap_or((url, ""));
        let Answer { fault, soft, anchors, .. } = &answers[page];
        match fault {
            None if soft.is_some() || anchors.get(anchor) == Some(&false) => Verdict::Broken,
            None => Verdict::Alive,
            Some(fault) if fault.proof() == Proof::Certain => Verdict::Broken,
            Some(_) => Verdict::Unknown,
        }
    };
    list.iter().map(|(url, _)| (url.clone(), verdict(url))).collect()
}

/// What lychee says: an error or none.
fn lychee(program: &str, list: &[(String, Truth)]) -> Option<BTreeMap<String, Verdict>> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("links.md");
    let text: String = list.iter().map(|(url, _)| format!("<{url}>\n\n")).collect();
    std::fs::write(&file, text).unwrap();
    let numbers = [
        ("--max-concurrency", AT_ONCE.to_string()),
        ("--host-concurrency", PER_HOST.to_string()),
        ("--host-request-interval", "1ms".to_owned()),
        ("--timeout", TIMEOUT.to_string()),
        ("--max-redirects", links::REDIRECTS.to_string()),
        ("--max-retries", links::RETRIES.to_string()),
    ];
    let mut command = Command::new(program);
    command.args(["--format", "json", "--no-progress", "--include-fragments", "--offline=false"]);
    for (name, value) in numbers {
        command.args([name, &value]);
    }
    let output = command.arg(&file).output().ok()?;
    let read: serde_json::Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let mut errors = BTreeSet::new();
    for key in ["error_map", "timeout_map"] {
        let map = read[key].as_object().into_iter().flat_map(|map| map.values());
        let entries = map.filter_map(|entries| entries.as_array()).flatten();
        errors.extend(entries.filter_map(|entry| entry["url"].as_str().map(str::to_owned)));
    }
    let verdict = |url: &String| if errors.contains(url) { Verdict::Broken } else { Verdict::Alive };
    Some(list.iter().map(|(url, _)| (url.clone(), verdict(url))).collect())
}

/// Wrong verdicts, counted by path.
fn judged(
    list: &[(String, Truth)],
    verdicts: &BTreeMap<String, Verdict>,
) -> BTreeMap<(String, Truth, String), usize> {
    let mut wrong = BTreeMap::new();
    for (url, truth) in list {
        let verdict = verdicts[url];
        if is_wrong(*truth, verdict) {
            let path = url.splitn(4, '/').nth(3).unwrap_or_default().split('?').next().unwrap_or_default();
            let anchor = url.split_once('#').map_or(String::new(), |(_, anchor)| format!("#{anchor}"));
            *wrong.entry((format!("/{path}{anchor}"), *truth, format!("{verdict:?}"))).or_default() += 1;
        }
    }
    wrong
}
