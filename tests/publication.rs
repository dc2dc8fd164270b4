//! Publication killed at every step, and at random moments: the published folder is each time, byte
//! for byte, the old site or the new one.
//!
//! A killed process must be another one: the test binary runs itself with [`child`] alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use limpide::files::{Options, Published, Publisher, Remark, Step};
use limpide::render::Sink;
use rayon::prelude::*;

const FOLDER: &str = "LIMPIDE_TEST_FOLDER";
const SITE: &str = "LIMPIDE_TEST_SITE";
const MODE: &str = "LIMPIDE_TEST_MODE";
const STOP: &str = "LIMPIDE_TEST_STOP";

/// How the new site takes its place.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mode {
    /// Nothing was published before.
    First,
    Exchange,
    Renames,
}

impl Mode {
    const ALL: [Self; 3] = [Self::First, Self::Exchange, Self::Renames];

    /// The steps it goes through, in order.
    fn steps(self) -> Vec<Step> {
        let middle: &[Step] = match self {
            Self::First => &[Step::NewMoved],
            Self::Exchange => &[Step::Exchanged, Step::OldRemoved],
            Self::Renames => &[
                Step::JournalWritten,
                Step::OldMoved,
                Step::NewMoved,
                Step::JournalRemoved,
                Step::OldRemoved,
            ],
        };
        let start = [Step::StagingCreated, Step::MarkerWritten, Step::FilesWritten];
        [&start, middle, &[Step::Done]].concat()
    }
}

/// The two versions of a site: pages that change, pages that do not, pages of one version only.
fn site(pages: usize, version: &str) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for page in 0..pages {
        let said = match page % 4 {
            0 | 1 => "the same in both",
            2 => version,
            _ if (page % 8 == 3) == (version == "old") => version,
            _ => continue,
        };
        let text = format!("page {page}: {said}\n").repeat(60);
        // A folder costs several times what a file does, and is no other case: one in eight is enough.
        let name =
            if page % 8 == 0 { format!("page-{page}/index.html") } else { format!("page-{page}.html") };
        files.insert(format!("section-{}/{name}", page % 9), text);
    }
    files.insert("index.html".to_owned(), version.to_owned());
    files
}

fn named_site(name: &str) -> BTreeMap<String, String> {
    match name {
        "small old" => site(16, "old"),
        "small new" => site(16, "new"),
        // Seven numbers in eight are in a version: just above 5,000 pages.
        "large old" => site(5_800, "old"),
        "large new" => site(5_800, "new"),
        other => panic!("no site is named {other}"),
    }
}

fn publish(folder: &Path, site: &str, options: Options) -> Published {
    let publisher = Publisher::begin_with(&folder.join("public"), folder, options).unwrap();
    let files: Vec<_> = named_site(site).into_iter().collect();
    files.par_iter().for_each(|(path, text)| publisher.put(path, text.as_bytes()).unwrap());
    publisher.commit().unwrap()
}

/// Publishes in a process of its own, tells each step on its output, and waits to be killed at the
/// one it was told. Not a test by itself: without its settings it does nothing.
#[test]
#[ignore = "run by the tests that kill it"]
fn child() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let stop = std::env::var(STOP).unwrap();
    let options = Options {
        exchange: std::env::var(MODE).unwrap() != format!("{:?}", Mode::Renames),
        observer: Some(Box::new(move |step| {
            println!("\nstep {}", step.name());
            while step.name() == stop {
                std::thread::park();
            }
        })),
        ..Options::default()
    };
    publish(Path::new(&folder), &std::env::var(SITE).unwrap(), options);
}

fn start(folder: &Path, site: &str, mode: Mode, stop: Option<Step>) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "publication::child", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .env(SITE, site)
        .env(MODE, format!("{mode:?}"))
        .env(STOP, stop.map_or("none", Step::name))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Kills a child once it has told a step; the steps it told. If it never tells that step, it ends
/// by itself.
fn kill_at(mut child: Child, stop: Option<Step>) -> Vec<String> {
    let mut told = Vec::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        let Some(step) = line.strip_prefix("step ") else { continue };
        told.push(step.to_owned());
        if stop.is_some_and(|stop| stop.name() == step) {
            child.kill().unwrap();
        }
    }
    let status = child.wait().unwrap();
    assert_eq!(status.success(), stop.is_none(), "{status}, stopped at {stop:?} after {told:?}");
    told
}

/// A folder, byte for byte: its folders, and its files with what they hold. None if it is absent.
fn bytes(folder: &Path) -> Option<BTreeMap<PathBuf, Option<Vec<u8>>>> {
    folder.symlink_metadata().ok()?;
    let entries: Vec<_> = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).collect();
    let read = |entry: &walkdir::DirEntry| {
        let path = entry.path().strip_prefix(folder).unwrap().to_owned();
        (path, entry.file_type().is_file().then(|| fs::read(entry.path()).unwrap()))
    };
    Some(entries.par_iter().map(read).collect())
}

fn new_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("content")).unwrap();
    folder
}

/// What a site is, byte for byte, when nothing disturbs its publication.
fn undisturbed(site: &str) -> Option<BTreeMap<PathBuf, Option<Vec<u8>>>> {
    let folder = new_folder();
    publish(folder.path(), site, Options::default());
    let bytes = bytes(&folder.path().join("public"));
    for (path, text) in named_site(site) {
        assert_eq!(bytes.as_ref().unwrap()[Path::new(&path)].as_deref(), Some(text.as_bytes()), "{path}");
    }
    bytes
}

/// What stands in the site's folder.
fn names(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn tidy() -> BTreeSet<String> {
    ["content", "public"].map(str::to_owned).into()
}

#[test]
fn every_step_belongs_to_a_mode_that_is_tested() {
    let tested: BTreeSet<Step> = Mode::ALL.into_iter().flat_map(Mode::steps).collect();
    assert_eq!(tested, BTreeSet::from(Step::ALL));
}

#[test]
fn each_mode_goes_through_its_steps() {
    for mode in Mode::ALL {
        let folder = new_folder();
        if mode != Mode::First {
            publish(folder.path(), "small old", Options::default());
        }
        let told = kill_at(start(folder.path(), "small new", mode, None), None);
        let steps: Vec<_> = mode.steps().into_iter().map(Step::name).collect();
        assert_eq!(told, steps, "{mode:?}");
    }
}

#[test]
fn killed_after_any_step_the_site_is_the_old_one_or_the_new_one() {
    let (old, new) = (undisturbed("small old"), undisturbed("small new"));
    assert_ne!(old, new);
    for mode in Mode::ALL {
        let mut replaced = false;
        for step in mode.steps() {
            let folder = new_folder();
            let public = folder.path().join("public");
            if mode != Mode::First {
                publish(folder.path(), "small old", Options::default());
            }
            kill_at(start(folder.path(), "small new", mode, Some(step)), Some(step));

            replaced |= matches!(step, Step::Exchanged | Step::NewMoved);
            let before = if mode == Mode::First { &None } else { &old };
            let expected = if replaced { &new } else { before };
            // Between the two renames, and only there, nothing stands in the place of the site: the
            // next run puts the old one back as it starts.
            let gap = step == Step::OldMoved;
            assert!(bytes(&public) == if gap { None } else { expected.clone() }, "{mode:?}, {step:?}");
            drop(Publisher::begin(&public, folder.path()).unwrap());
            assert!(bytes(&public) == *expected, "{mode:?}, {step:?}, after recovery");
            assert!(
                names(folder.path()).is_subset(&tidy()),
                "{mode:?}, {step:?}: {:?}",
                names(folder.path())
            );

            publish(folder.path(), "small new", Options::default());
            assert!(bytes(&public) == new, "{mode:?}, {step:?}, at the next publication");
            assert_eq!(names(folder.path()), tidy(), "{mode:?}, {step:?}");
        }
    }
}

#[test]
fn the_run_that_puts_the_old_site_back_says_so() {
    let folder = new_folder();
    publish(folder.path(), "small old", Options::default());
    let stop = Some(Step::OldMoved);
    kill_at(start(folder.path(), "small new", Mode::Renames, stop), stop);
    let published = publish(folder.path(), "small old", Options::default());
    assert_eq!(published.remarks, [Remark::Recovered]);
    assert_eq!((published.written, published.removed), (0, 0));
}

/// Several runs killed one after the other leave what the next can still put right.
#[test]
fn runs_killed_one_after_the_other_can_be_put_right() {
    let (old, new) = (undisturbed("small old"), undisturbed("small new"));
    for first in Mode::Renames.steps() {
        let folder = new_folder();
        let public = folder.path().join("public");
        publish(folder.path(), "small old", Options::default());
        for stop in [first, Step::OldMoved, Step::StagingCreated] {
            kill_at(start(folder.path(), "small new", Mode::Renames, Some(stop)), Some(stop));
        }
        let there = bytes(&public);
        assert!(there == old || there == new, "{first:?}");
        publish(folder.path(), "small new", Options::default());
        assert!(bytes(&public) == new, "{first:?}");
        assert_eq!(names(folder.path()), tidy(), "{first:?}");
    }
}

/// Numbers from 0 to 1, the same at each run.
struct Draws(u64);

impl Draws {
    fn next(&mut self) -> f64 {
        // The constants of Knuth's MMIX generator; the high bits are the random ones.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from((self.0 >> 40) as u32) / f64::from(1_u32 << 24)
    }
}

/// Waits until a child has told a step; its output, to be held until it is killed.
fn wait_for(child: &mut Child, step: Step) -> impl BufRead + use<> {
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let (wanted, mut line) = (format!("step {}\n", step.name()), String::new());
    while line != wanted {
        line.clear();
        assert_ne!(output.read_line(&mut line).unwrap(), 0, "the run ended before {step:?}");
    }
    output
}

/// Twenty moments of a whole run, and five of its end alone, where the exchange is.
#[test]
fn killed_at_random_moments_a_large_site_is_the_old_one_or_the_new_one() {
    let sites = ["large old", "large new"];
    assert!(sites.iter().all(|site| named_site(site).len() > 5_000));
    let versions = sites.map(undisturbed);
    let folder = new_folder();
    let public = folder.path().join("public");
    publish(folder.path(), "large old", Options::default());
    let clock = Instant::now();
    let mut child = start(folder.path(), "large new", Mode::Exchange, None);
    let output = wait_for(&mut child, Step::FilesWritten);
    let files_written = clock.elapsed();
    assert!(child.wait().unwrap().success());
    drop(output);
    let full = clock.elapsed();

    let mut standing = 1;
    let mut changed_at_the_end = 0;
    let mut draws = Draws(20_261_123);
    for kill in 0..25 {
        let (at_the_end, draw) = (kill >= 20, draws.next());
        // Half of the runs start with what the one before left; the others are as long as the one
        // that was measured, so that moments of all of it are drawn.
        if kill % 2 == 0 {
            drop(Publisher::begin(&public, folder.path()).unwrap());
        }
        let mut child = start(folder.path(), sites[1 - standing], Mode::Exchange, None);
        let output = at_the_end.then(|| wait_for(&mut child, Step::FilesWritten));
        let length = if at_the_end { full - files_written } else { full };
        std::thread::sleep(length.mul_f64(draw));
        child.kill().unwrap();
        child.wait().unwrap();
        drop(output);
        let there = bytes(&public);
        let found = versions.iter().position(|version| *version == there);
        assert!(found.is_some(), "kill {kill}, after {draw:.3} of {length:?}: neither site");
        changed_at_the_end += usize::from(at_the_end && found != Some(standing));
        standing = found.unwrap();
    }
    assert_ne!(changed_at_the_end, 0, "no kill came after the exchange");
    publish(folder.path(), "large old", Options::default());
    assert!(bytes(&public) == versions[0]);
    assert_eq!(names(folder.path()), tidy());
}
