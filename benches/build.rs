//! What a full build costs, beside a floor measured in the same run.
//!
//! `cargo bench --bench build` makes sites of 1,000 and 5,000 pages by repeating the demonstration
//! pages under new names, and builds each in turn with three programs: the floor (read every file in
//! parallel, pulldown-cmark to HTML, write every file), the build without rules, the build with them.
//! Each runs in a process of its own; the median of several runs is reported, as a ratio to the floor.
//! `BENCH_DIR` names a folder for the sites (a memory-backed one takes the disk out of the measure);
//! `BENCH_RUNS` the number of runs.

// Its output is its purpose.
#![allow(clippy::print_stdout)]

mod floor;
mod site;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use jiff::civil::date;
use limpide::files::Publisher;
use limpide::project::Project;
use limpide::render;

type Error = Box<dyn std::error::Error>;

const SIZES: [usize; 2] = [1_000, 5_000];
const PROGRAMS: [&str; 3] = ["floor", "build --no-lint", "build"];

fn main() -> Result<(), Error> {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|a| a == "--child") {
        return child(&arguments[at + 1], Path::new(&arguments[at + 2]));
    }
    let runs: usize = std::env::var("BENCH_RUNS").ok().and_then(|r| r.parse().ok()).unwrap_or(5);
    let holder = match std::env::var_os("BENCH_DIR") {
        Some(dir) => tempfile::tempdir_in(dir)?,
        None => tempfile::tempdir()?,
    };
    let mut medians: BTreeMap<(usize, &str), Measure> = BTreeMap::new();
    for size in SIZES {
        let root = holder.path().join(size.to_string());
        let pages = site::repeat_demonstration(&root, size)?;
        println!("\n{pages} pages, median of {runs} runs");
        println!(
            "{:<16} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}",
            "", "CPU s", "× floor", "wall s", "× floor", "pages/s", "peak MB"
        );
        let mut measures: BTreeMap<&str, Vec<Measure>> = BTreeMap::new();
        // One run more, in turn, and the first one not counted: the files are then in memory for all.
        for run in 0..=runs {
            for program in PROGRAMS {
                let measure = run_child(program, &root)?;
                if run > 0 {
                    measures.entry(program).or_default().push(measure);
                }
            }
        }
        for program in PROGRAMS {
            let median = Measure::median(&measures[program]);
            medians.insert((size, program), median);
            let floor = medians[&(size, "floor")];
            println!(
                "{program:<16} {:>9.3} {:>9.1} {:>9.3} {:>9.1} {:>9.0} {:>9.1}",
                median.cpu,
                median.cpu / floor.cpu,
                median.wall,
                median.wall / floor.wall,
                pages as f64 / median.wall,
                median.peak / 1024.0,
            );
        }
    }
    println!("\nFrom {} to {} pages", SIZES[0], SIZES[1]);
    for program in PROGRAMS {
        let (small, large) = (medians[&(SIZES[0], program)], medians[&(SIZES[1], program)]);
        println!(
            "{program:<16} CPU × {:.2}, peak memory × {:.2}",
            large.cpu / small.cpu,
            large.peak / small.peak
        );
    }
    Ok(())
}

/// Seconds of CPU, seconds on the wall, kibibytes at most in memory.
#[derive(Clone, Copy)]
struct Measure {
    cpu: f64,
    wall: f64,
    peak: f64,
}

impl Measure {
    fn median(measures: &[Self]) -> Self {
        let middle = |of: fn(&Self) -> f64| {
            let mut values: Vec<f64> = measures.iter().map(of).collect();
            values.sort_by(f64::total_cmp);
            values[values.len() / 2]
        };
        Self { cpu: middle(|m| m.cpu), wall: middle(|m| m.wall), peak: middle(|m| m.peak) }
    }
}

fn run_child(program: &str, root: &Path) -> Result<Measure, Error> {
    // Every run publishes a whole new site: what an earlier one left would make this one cheaper.
    let _ = std::fs::remove_dir_all(root.join("public"));
    let output = Command::new(std::env::current_exe()?).arg("--child").arg(program).arg(root).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let text = String::from_utf8(output.stdout)?;
    let mut numbers = text.split_whitespace().map(str::parse::<f64>);
    let mut next = || numbers.next().ok_or("a measure is missing")?.map_err(Error::from);
    Ok(Measure { cpu: next()?, wall: next()?, peak: next()? })
}

fn child(program: &str, root: &Path) -> Result<(), Error> {
    let started = Instant::now();
    match program {
        "floor" => floor::floor(root)?,
        "build" => build(root, true)?,
        _ => build(root, false)?,
    }
    let wall = started.elapsed().as_secs_f64();
    let cpu = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    let cpu = cpu.tv_sec as f64 + cpu.tv_nsec as f64 / 1e9;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or("0 kB");
    println!("{cpu} {wall} {}", peak.trim().trim_end_matches(" kB"));
    Ok(())
}

fn build(root: &Path, lint: bool) -> Result<(), Error> {
    let project = Project::open(root, date(2026, 11, 23)).map_err(|e| format!("{e:?}"))?;
    if lint {
        std::hint::black_box(project.findings());
    }
    let publisher = Publisher::begin(&root.join("public"), root).map_err(|e| format!("{e:?}"))?;
    let held = std::collections::BTreeSet::new();
    let options = render::Options { held: &held, clock: None, preview: false };
    let rendered = render::render(&project.site, &project.theme, &options, &publisher)?;
    assert!(rendered.problems.is_empty(), "{:?}", rendered.problems);
    publisher.commit().map_err(|e| format!("{e:?}"))?;
    Ok(())
}
