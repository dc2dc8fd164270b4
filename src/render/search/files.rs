//! The files of an index.
//!
//! - `index-….json`, the manifest: `pages` (how many), `levels`, `letters`, `stop` and `rounds` (how words
//!   are cut, as [`crate::language::stems`] does), `synonyms`, `words` (the name of the file of words),
//!   `shards` (names of the shards, each before the number of stems that it holds), `records` (names), and
//!   `chunk` (records in each).
//! - `words-….txt`: a line for each stem, in the order of the stems: how many letters its word shares with
//!   the word before (a digit of base 36), the other letters, and a digit that says how many pages hold
//!   it, by powers of two. The stem is what the rules make of the word.
//! - `p-….bin`: for each stem of the shard, the number of its pages, then for each of them the distance
//!   from the one before times 16 plus the level; numbers are in groups of seven bits, the lowest first,
//!   the eighth bit saying that more follow.
//! - `r-….json`: for each page, `[title, address, description, section]`.

use std::fmt::Write;

use serde_json::json;

use super::index::{LEVELS, Posting};
use super::texts::Record;
use crate::language::stems::{LETTERS, Stems};

/// A shard is closed by a stem that the hash chooses, from this many bytes on: a word more or less moves
/// the ends of its own shard only.
const SMALL: usize = 3_000;
/// And here at the latest.
const LARGE: usize = 12_000;

/// Records in a file: what is shown at once comes from a few of them.
const CHUNK: usize = 16;

/// The files of a language.
pub(super) struct Files {
    /// The name of the manifest.
    pub(super) manifest: String,
    /// Every file, by name: those that say the same are one.
    pub(super) all: std::collections::BTreeMap<String, Vec<u8>>,
}

impl Files {
    /// Writes an index; `records` are those of its pages, by their numbers.
    pub(super) fn of(
        stems: &Stems,
        postings: &[Posting],
        synonyms: &[Vec<String>],
        records: impl Iterator<Item = Record>,
    ) -> Self {
        let mut files = Self { manifest: String::new(), all: std::collections::BTreeMap::new() };
        let words = files.add("words", "txt", vocabulary(postings).into_bytes());
        let mut shards = Vec::new();
        let (mut bytes, mut count) = (Vec::new(), 0);
        for posting in postings {
            write_pages(&posting.pages, &mut bytes);
            count += 1;
            let chosen =
                blake3::hash(posting.stem.as_bytes()).as_bytes().first().is_some_and(|b| b % 32 == 0);
            if bytes.len() >= LARGE || (bytes.len() >= SMALL && chosen) {
                shards.push((files.add("p", "bin", std::mem::take(&mut bytes)), std::mem::take(&mut count)));
            }
        }
        if count > 0 {
            shards.push((files.add("p", "bin", bytes), count));
        }
        let records: Vec<_> =
            records.map(|page| json!([page.title, page.href, page.description, page.section])).collect();
        let chunks: Vec<String> = records
            .chunks(CHUNK)
            .map(|chunk| files.add("r", "json", json!(chunk).to_string().into()))
            .collect();
        let shards: Vec<_> =
            shards.into_iter().flat_map(|(name, count)| [json!(name), json!(count)]).collect();
        let manifest = json!({
            "pages": records.len(),
            "levels": LEVELS,
            "letters": LETTERS.iter().map(|(letters, read)| json!([letters, read])).collect::<Vec<_>>(),
            "stop": stems.stop.join(" "),
            "rounds": stems.rounds,
            "synonyms": synonyms,
            "words": words,
            "shards": shards,
            "records": chunks,
            "chunk": CHUNK,
        });
        files.manifest = files.add("index", "json", manifest.to_string().into_bytes());
        files
    }

    /// Adds a file, named by what it says.
    fn add(&mut self, kind: &str, extension: &str, bytes: Vec<u8>) -> String {
        let hash = blake3::hash(&bytes).to_hex();
        let name = format!("{kind}-{}.{extension}", hash.get(..10).unwrap_or(&hash));
        self.all.insert(name.clone(), bytes);
        name
    }
}

fn vocabulary(postings: &[Posting]) -> String {
    let mut text = String::new();
    let mut before = "";
    for posting in postings {
        let pairs = before.chars().zip(posting.word.chars());
        let shared = pairs.take_while(|(a, b)| a == b).count().min(35);
        let digit = |n: usize| u32::try_from(n).ok().and_then(|n| char::from_digit(n, 36)).unwrap_or('0');
        let rest: String = posting.word.chars().skip(shared).collect();
        let held = posting.pages.len().max(1).ilog2().min(35) as usize;
        // Writing to a string does not fail.
        let _ = writeln!(text, "{}{rest}{}", digit(shared), digit(held));
        before = &posting.word;
    }
    text
}

fn write_pages(pages: &[(u32, u8)], bytes: &mut Vec<u8>) {
    number(pages.len() as u64, bytes);
    let mut before = 0;
    for (page, level) in pages {
        number(u64::from(page - before) * 16 + u64::from(*level), bytes);
        before = *page;
    }
}

/// A number in groups of seven bits, the lowest first.
fn number(mut n: u64, bytes: &mut Vec<u8>) {
    while n > 127 {
        bytes.push((n & 127) as u8 | 128);
        n >>= 7;
    }
    bytes.push(n as u8);
}
