//! A town council’s site that does not exist: as many pages as wanted, with contradictions and copies
//! planted in them, and what looks like either and is not. The same size gives the same site.
//!
//! Every sentence is made up. `free.txt` and `shaped.txt` hold the planted contradictions.

mod outcome;
mod prose;

pub(crate) use outcome::{Outcome, open};

use std::collections::BTreeSet;
use std::fmt::Write;

/// The site and what was planted in it.
pub(crate) struct Made {
    /// Its files, by path from its root.
    pub(crate) files: Vec<(String, String)>,
    /// The planted contradictions.
    pub(crate) contradictions: Vec<Contradiction>,
    /// The planted copies: the page that was copied and its copy, by path.
    pub(crate) copies: Vec<(String, String)>,
}

/// Two pages that contradict each other.
pub(crate) struct Contradiction {
    /// `amount`, `phone` or `delay`.
    pub(crate) kind: String,
    /// Its file and its rank in it: `free 3`.
    pub(crate) name: String,
    /// The two pages, by path.
    pub(crate) pages: [String; 2],
}

/// How many copies are planted.
const COPIES: usize = 20;

const SETTINGS: &str = "[site]\ntitle = \"Communauté de communes du Haut-Rozan\"\nlanguage = \"fr\"\n";

/// Makes a site of so many pages, the planted ones among them; at least 300.
pub(crate) fn make(size: usize) -> Made {
    plant((0..size - COPIES).map(prose::page).collect())
}

/// The same among pages that somebody else wrote, each with its path; at least 300.
pub(crate) fn make_among(pages: &[(String, String)]) -> Made {
    plant(pages.iter().map(|(path, text)| prose::Page::of(path, text)).collect())
}

fn plant(mut pages: Vec<prose::Page>) -> Made {
    let planted: Vec<(String, Plant)> = [("free", FREE), ("shaped", SHAPED)]
        .into_iter()
        .flat_map(|(file, text)| {
            plants(text).into_iter().enumerate().map(move |(rank, p)| (format!("{file} {}", rank + 1), p))
        })
        .collect();
    let hosts = pages.len();
    let mut contradictions = Vec::new();
    for (rank, (name, plant)) in planted.into_iter().enumerate() {
        // Far apart, never the same page twice.
        let ranks = [rank * 2 * hosts / 101, (rank * 2 + 1) * hosts / 101];
        for (host, line) in ranks.into_iter().zip(&plant.places) {
            place(&mut pages[host], line);
        }
        let paths = ranks.map(|host| pages[host].path.clone());
        contradictions.push(Contradiction { kind: plant.kind, name, pages: paths });
    }
    let planted: BTreeSet<&String> = contradictions.iter().flat_map(|planted| &planted.pages).collect();
    // Pages that hold nothing planted, from end to end of the site, and that say something.
    let free: Vec<usize> = (0..hosts)
        .filter(|host| !planted.contains(&pages[*host].path) && pages[*host].paragraphs().len() >= PARAGRAPHS)
        .collect();
    let mut copies = Vec::new();
    for rank in 0..COPIES {
        let host = free[rank * free.len() / COPIES];
        let copy = prose::copy(&pages[host], rank);
        copies.push((pages[host].path.clone(), copy.path.clone()));
        pages.push(copy);
    }
    let mut files = vec![("site.toml".to_owned(), SETTINGS.to_owned())];
    files.extend(pages.iter().map(|page| (format!("content/{}", page.path), page.text())));
    Made { files, contradictions, copies }
}

/// Paragraphs of a page that is copied, at least.
const PARAGRAPHS: usize = 3;

const FREE: &str = include_str!("free.txt");
const SHAPED: &str = include_str!("shaped.txt");

struct Plant {
    kind: String,
    places: Vec<String>,
}

fn plants(text: &str) -> Vec<Plant> {
    let blocks = text.split("\n\n").map(|block| block.lines().filter(|line| !line.starts_with('#')));
    let plants = blocks.filter_map(|mut lines| {
        let kind = lines.next()?.to_owned();
        Some(Plant { kind, places: lines.map(str::to_owned).collect() })
    });
    plants.filter(|plant| plant.places.len() == 2).collect()
}

/// Writes what a page must say where the line wants it.
fn place(page: &mut prose::Page, line: &str) {
    let parts: Vec<&str> = line.split(" | ").map(str::trim).collect();
    let mut block = String::new();
    match parts.as_slice() {
        ["prose", text] => block.push_str(text),
        ["section", heading, text] => write!(block, "## {heading}\n\n{text}").unwrap(),
        ["list", lead, items @ ..] => {
            write!(block, "{lead}\n\n- {}", items.join("\n- ")).unwrap();
        }
        ["table", rows @ ..] => {
            for (rank, row) in rows.iter().enumerate() {
                let cells: Vec<&str> = row.split(';').map(str::trim).collect();
                writeln!(block, "| {} |", cells.join(" | ")).unwrap();
                if rank == 0 {
                    writeln!(block, "|{}", " --- |".repeat(cells.len())).unwrap();
                }
            }
        }
        ["front", title, field] => {
            page.title = (*title).to_owned();
            page.front = vec![prose::TYPE.to_owned(), (*field).to_owned()];
            return;
        }
        _ => panic!("{line}"),
    }
    let section = block.starts_with('#');
    let at = if section { page.blocks.len() } else { 2.min(page.blocks.len()) };
    page.blocks.insert(at, block.trim_end().to_owned());
}
