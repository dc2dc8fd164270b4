//! What became of everything, told to those who will look after the new site.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Program, REPORT};
use crate::finding::Message;
use crate::words::Words;

/// What became of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// Somebody has to look at it.
    ToDo,
    /// It was lost.
    Lost,
    /// It was left as it was.
    Left,
    /// It was made into something of this program.
    Turned,
}

impl Fate {
    /// Every one, with its heading in a report, in order.
    const ALL: [(Self, &'static str); 4] = [
        (Self::ToDo, "import.to-do"),
        (Self::Lost, "import.lost"),
        (Self::Left, "import.left"),
        (Self::Turned, "import.turned"),
    ];
}

/// Where something stands in the other site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub path: String,
    /// The line, if it is known.
    pub line: Option<u32>,
}

/// One thing told.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What became of it.
    pub fate: Fate,
    /// What is said.
    pub message: Message,
    /// Where it stood.
    pub place: Option<Place>,
}

/// Everything told of an import.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Pages of the new site.
    pub pages: usize,
    /// Files that were copied into it.
    pub files: usize,
    /// Addresses of pages that are the same as before.
    pub same: usize,
    /// Addresses of pages that lead to new ones.
    pub redirected: usize,
    /// What is told, in order.
    pub lines: Vec<Line>,
}

impl Report {
    /// Tells something of a file.
    pub(super) fn say(&mut self, fate: Fate, message: Message, path: &str, line: Option<u32>) {
        let place = (!path.is_empty()).then(|| Place { path: path.to_owned(), line });
        self.lines.push(Line { fate, message, place });
    }

    /// How many things became this.
    pub fn count(&self, fate: Fate) -> usize {
        self.lines.iter().filter(|line| line.fate == fate).count()
    }

    /// As a file of Markdown.
    pub fn markdown(&self, program: Program, words: &Words) -> String {
        let mut out = String::new();
        let title = Message::key("import.report-title").with("program", program.title());
        let _ = writeln!(out, "# {}\n", words.say(&title));
        let counts = match self.files {
            0 => Message::key("import.report-pages").with("pages", self.pages),
            files => Message::key("import.report-counts").with("pages", self.pages).with("files", files),
        };
        let _ = writeln!(out, "{}\n", words.say(&counts));
        let same = (self.same > 0).then(|| Message::key("import.report-same").with("same", self.same));
        let redirected = (self.redirected > 0)
            .then(|| Message::key("import.report-redirected").with("redirected", self.redirected));
        let addresses: Vec<String> =
            same.iter().chain(&redirected).map(|message| words.say(message)).collect();
        if !addresses.is_empty() {
            let _ = writeln!(out, "{}\n", addresses.join(" "));
        }
        let remove = Message::key("import.report-remove").with("path", REPORT);
        let _ = writeln!(out, "{}", words.say(&remove));
        for (fate, heading) in Fate::ALL {
            // Those that say the same are told once, with their places, in the order in which they were met.
            let mut order: Vec<String> = Vec::new();
            let mut places: BTreeMap<String, Vec<&Place>> = BTreeMap::new();
            for line in self.lines.iter().filter(|line| line.fate == fate) {
                let said = words.say(&line.message);
                if !places.contains_key(&said) {
                    order.push(said.clone());
                }
                places.entry(said).or_default().extend(&line.place);
            }
            if order.is_empty() {
                continue;
            }
            let _ = writeln!(out, "\n## {}\n", words.get(heading));
            for said in order {
                let _ = writeln!(out, "- {said}");
                let mut places = places.remove(&said).unwrap_or_default();
                places.sort();
                places.dedup();
                for place in places {
                    let line = place.line.map_or_else(String::new, |line| format!(":{line}"));
                    let _ = writeln!(out, "  - `{}{line}`", place.path.replace('`', "'"));
                }
            }
        }
        out
    }
}
