//! The baseline: the findings that an old site had when it adopted the rules. They are not told
//! again; what is new is. It only shrinks, unless it is told to grow.
//!
//! A finding is known by its rule, its file and the words under it, so that lines and paragraphs may
//! move. Of few words, those around them in the same block say which of several it is; where they
//! changed, it is still known as one of them. A page that was renamed keeps what is known of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use crate::finding::Finding;
use crate::site::Site;

use super::fingerprint::Keys;
use super::pack::RuleSet;
use super::silence::was_asked;

/// The version of the form that [`Baseline::text`] gives.
pub const VERSION: u64 = 1;

/// Findings already known, each as often as it was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    counts: BTreeMap<Known, usize>,
}

/// What a finding is known by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Known {
    path: String,
    rule: String,
    /// A hash of the words under it; after a hyphen, when they are few, one of those around.
    key: String,
}

impl Known {
    fn of(finding: &Finding, site: &Site, keys: &Keys<'_>) -> Self {
        let path = site.sources.get(finding.span.source).path();
        Self { path: path.to_owned(), rule: finding.rule.as_str().to_owned(), key: keys.key(finding) }
    }

    /// The part of its key that is about the words under it.
    fn words(&self) -> &str {
        self.key.split('-').next().unwrap_or("")
    }
}

/// What a baseline makes of findings.
#[derive(Debug, Default)]
pub struct Compared {
    /// Those it does not know, in their order.
    pub new: Vec<Finding>,
    /// Those it knows, in their order.
    pub known: Vec<Finding>,
    /// The baseline without what is no more.
    pub kept: Baseline,
    /// How many findings it knows that are no more.
    pub gone: usize,
}

/// Why a text is no baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It cannot be read from here on. Both count from 1, the column in bytes.
    At {
        /// Line.
        line: usize,
        /// Column.
        column: usize,
    },
    /// It has the form of another version of the program.
    Version(u64),
}

#[derive(Deserialize)]
struct Head {
    version: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "version")]
    _version: u64,
    findings: Vec<Line>,
}

/// A line of the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    path: String,
    rule: String,
    key: String,
    count: NonZeroU32,
}

impl Baseline {
    /// The baseline that knows these findings and no others.
    pub fn of(findings: &[Finding], site: &Site) -> Self {
        let keys = Keys::of(site);
        let mut baseline = Self::default();
        for finding in findings {
            baseline.add(Known::of(finding, site, &keys), 1);
        }
        baseline
    }

    /// Reads the text of a baseline.
    ///
    /// # Errors
    /// When it is none, or has been damaged.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let at = |error: serde_json::Error| Unreadable::At {
            line: error.line().max(1),
            column: error.column().max(1),
        };
        let version = serde_json::from_str::<Head>(text).map_err(at)?.version;
        if version != VERSION {
            return Err(Unreadable::Version(version));
        }
        let file: File = serde_json::from_str(text).map_err(at)?;
        let mut baseline = Self::default();
        for Line { path, rule, key, count } in file.findings {
            let count = usize::try_from(count.get()).unwrap_or(usize::MAX);
            // A line that a merge doubled is still one.
            let known = baseline.counts.entry(Known { path, rule, key }).or_default();
            *known = (*known).max(count);
        }
        Ok(baseline)
    }

    /// As JSON, one finding a line, sorted, so that branches merge; ends with a line feed.
    pub fn text(&self) -> String {
        let line = |(known, count): (&Known, &usize)| {
            let count = u32::try_from(*count).ok().and_then(NonZeroU32::new)?;
            let Known { path, rule, key } = known.clone();
            // Texts and a number: nothing here that JSON cannot hold.
            serde_json::to_string(&Line { path, rule, key, count }).ok()
        };
        let lines: Vec<String> =
            self.counts.iter().filter_map(line).map(|line| format!("    {line}")).collect();
        let lines = if lines.is_empty() { String::new() } else { format!("\n{}\n  ", lines.join(",\n")) };
        format!("{{\n  \"version\": {VERSION},\n  \"findings\": [{lines}]\n}}\n")
    }

    /// How many findings it knows.
    pub fn len(&self) -> usize {
        self.counts.values().sum()
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// The two together.
    #[must_use]
    pub fn with(mut self, other: &Self) -> Self {
        for (known, count) in &other.counts {
            self.add(known.clone(), *count);
        }
        self
    }

    /// Tells the findings it knows from the others. What it knows of a rule that was not asked, or is
    /// off, is neither there nor gone: it is kept.
    pub fn compare(&self, findings: Vec<Finding>, site: &Site, rules: &RuleSet) -> Compared {
        let keys = Keys::of(site);
        let mut left = Left::of(self, site);
        let mut kept = Self::default();
        let mut found: Vec<(Finding, Option<Known>)> = findings
            .into_iter()
            .map(|finding| {
                let known = Known::of(&finding, site, &keys);
                (finding, Some(known))
            })
            .collect();
        // What is known exactly comes first, so that nothing that is only like it takes its place.
        for likeness in Likeness::ALL {
            for (_, unknown) in &mut found {
                if unknown.as_ref().is_some_and(|known| left.take(known, likeness)) {
                    unknown.take().into_iter().for_each(|known| kept.add(known, 1));
                }
            }
        }
        let mut compared = Compared::default();
        for (finding, unknown) in found {
            let list = if unknown.is_some() { &mut compared.new } else { &mut compared.known };
            list.push(finding);
        }
        for (known, count) in left.counts {
            if rules.get(&known.rule).is_some_and(|rule| !was_asked(rule, site)) {
                kept.add(known, count);
            } else {
                compared.gone += count;
            }
        }
        compared.kept = kept;
        compared
    }

    fn add(&mut self, known: Known, count: usize) {
        *self.counts.entry(known).or_default() += count;
    }
}

/// How a finding is the same as one that is known.
#[derive(Clone, Copy)]
enum Likeness {
    /// In all.
    Same,
    /// Other words are around it.
    Words,
    /// In all, in a file that has gone; the finding's own is new to the baseline.
    Renamed,
    /// Both.
    RenamedWords,
}

impl Likeness {
    const ALL: [Self; 4] = [Self::Same, Self::Words, Self::Renamed, Self::RenamedWords];
}

/// A rule, a key or the part of one, and the file where there is but one to look in.
type Alike = (Option<String>, String, String);

/// What a baseline knows that no finding has taken yet.
struct Left<'a> {
    baseline: &'a Baseline,
    counts: BTreeMap<Known, usize>,
    /// What is known, by what it is like.
    alike: HashMap<Alike, Vec<&'a Known>>,
}

impl<'a> Left<'a> {
    fn of(baseline: &'a Baseline, site: &Site) -> Self {
        let files: BTreeSet<&str> = site.sources.iter().map(|(_, source)| source.path()).collect();
        let mut alike: HashMap<Alike, Vec<&'a Known>> = HashMap::new();
        // The last of a list is taken first.
        for known in baseline.counts.keys().rev() {
            let mut add = |path: Option<&String>, key: &str| {
                alike.entry((path.cloned(), known.rule.clone(), key.to_owned())).or_default().push(known);
            };
            if files.contains(known.path.as_str()) {
                add(Some(&known.path), known.words());
                continue;
            }
            add(None, &known.key);
            if known.words() != known.key {
                add(None, known.words());
            }
        }
        Self { baseline, counts: baseline.counts.clone(), alike }
    }

    fn take(&mut self, known: &Known, likeness: Likeness) -> bool {
        let path = Some(known.path.clone());
        let (path, key) = match likeness {
            Likeness::Same => return self.take_same(known),
            Likeness::Words => (path, known.words()),
            Likeness::Renamed | Likeness::RenamedWords if self.knows_file(&known.path) => return false,
            Likeness::Renamed => (None, known.key.as_str()),
            Likeness::RenamedWords => (None, known.words()),
        };
        let alike = (path, known.rule.clone(), key.to_owned());
        // Out of the map while it is used, and back in: what is used up is met once.
        let Some(mut list) = self.alike.remove(&alike) else { return false };
        let mut taken = false;
        while let (false, Some(last)) = (taken, list.last()) {
            taken = self.take_same(last);
            if !taken {
                list.pop();
            }
        }
        self.alike.insert(alike, list);
        taken
    }

    fn take_same(&mut self, known: &Known) -> bool {
        let Some(count) = self.counts.get_mut(known) else { return false };
        *count -= 1;
        if *count == 0 {
            self.counts.remove(known);
        }
        true
    }

    fn knows_file(&self, path: &str) -> bool {
        let first = Known { path: path.to_owned(), rule: String::new(), key: String::new() };
        self.baseline.counts.range(first..).next().is_some_and(|(known, _)| known.path == path)
    }
}

#[cfg(test)]
mod tests;
