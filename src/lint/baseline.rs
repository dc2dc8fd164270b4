//! The baseline: the findings that an old site had when it adopted the rules. They are not told
//! again; what is new is. It only shrinks, unless it is told to grow.
//!
//! A finding is known by its rule, its file and the words under it, so that lines and paragraphs may
//! move. Of few words, those around them in the same block count too. A page that was renamed keeps
//! what is known of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};

use crate::finding::Finding;
use crate::site::{Page, Site};
use crate::source::{SourceId, Span};

use super::pack::RuleSet;
use super::silence::was_asked;

/// The version of the form that [`Baseline::text`] gives.
pub const VERSION: u64 = 1;

/// Fewer words than this do not tell one finding from another; as many before and after are added.
const ENOUGH_WORDS: usize = 3;

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
    key: String,
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
            baseline.add(keys.known(finding), 1);
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
        // First what is known at its own place, so that no other place takes it.
        let mut sorted: Vec<(Finding, Option<Known>)> = Vec::with_capacity(findings.len());
        for finding in findings {
            let known = keys.known(&finding);
            if left.take(&known) {
                kept.add(known, 1);
                sorted.push((finding, None));
            } else {
                sorted.push((finding, Some(known)));
            }
        }
        let mut compared = Compared::default();
        for (finding, unknown) in sorted {
            match unknown {
                Some(unknown) if !left.take_renamed(&unknown) => compared.new.push(finding),
                unknown => {
                    unknown.into_iter().for_each(|known| kept.add(known, 1));
                    compared.known.push(finding);
                }
            }
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

/// What a baseline knows that no finding has taken yet.
struct Left<'a> {
    baseline: &'a Baseline,
    counts: BTreeMap<Known, usize>,
    /// The files it knows that the site no longer has: what is left of them, by rule and key.
    vanished: HashMap<(String, String), Vec<String>>,
}

impl<'a> Left<'a> {
    fn of(baseline: &'a Baseline, site: &Site) -> Self {
        let files: BTreeSet<&str> = site.sources.iter().map(|(_, source)| source.path()).collect();
        let mut vanished: HashMap<(String, String), Vec<String>> = HashMap::new();
        for known in baseline.counts.keys().rev().filter(|known| !files.contains(known.path.as_str())) {
            let key = (known.rule.clone(), known.key.clone());
            vanished.entry(key).or_default().push(known.path.clone());
        }
        Self { baseline, counts: baseline.counts.clone(), vanished }
    }

    fn take(&mut self, known: &Known) -> bool {
        let Some(count) = self.counts.get_mut(known) else { return false };
        *count -= 1;
        if *count == 0 {
            self.counts.remove(known);
        }
        true
    }

    /// The same for a file the baseline does not know: it may bear a new name.
    fn take_renamed(&mut self, known: &Known) -> bool {
        let any = Known { path: known.path.clone(), rule: String::new(), key: String::new() };
        let of_file = self.baseline.counts.range(any..).next().map(|(first, _)| &first.path);
        if of_file == Some(&known.path) {
            return false;
        }
        let key = (known.rule.clone(), known.key.clone());
        let mut paths = self.vanished.remove(&key).unwrap_or_default();
        let mut taken = false;
        while let (false, Some(path)) = (taken, paths.last()) {
            taken = self.take(&Known { path: path.clone(), ..known.clone() });
            if !taken {
                paths.pop();
            }
        }
        self.vanished.insert(key, paths);
        taken
    }
}

/// Makes the keys of findings.
struct Keys<'a> {
    site: &'a Site,
    pages: HashMap<SourceId, &'a Page>,
}

impl<'a> Keys<'a> {
    fn of(site: &'a Site) -> Self {
        Self { site, pages: site.pages.iter().map(|page| (page.document.source, page)).collect() }
    }

    fn known(&self, finding: &Finding) -> Known {
        let path = self.site.sources.get(finding.span.source).path();
        Known {
            path: path.to_owned(),
            rule: finding.rule.as_str().to_owned(),
            key: self.key(finding.rule.as_str(), finding.span),
        }
    }

    /// A hash of the words under a span, whatever the white space between them.
    fn key(&self, rule: &str, span: Span) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(rule.as_bytes());
        let mut word = |mark: &[u8], word: &str| {
            hasher.update(mark);
            hasher.update(word.as_bytes());
        };
        let under = self.site.sources.slice(span).split_whitespace();
        let mut count = 0;
        for text in under {
            word(b"\0", text);
            count += 1;
        }
        if count < ENOUGH_WORDS {
            let (before, after) = self.around(span);
            before.split_whitespace().rev().take(ENOUGH_WORDS).for_each(|text| word(b"\x01", text));
            after.split_whitespace().take(ENOUGH_WORDS).for_each(|text| word(b"\x02", text));
        }
        hasher.finalize().to_hex().chars().take(16).collect()
    }

    /// What stands around a span in the same block; outside any block, in the same lines.
    fn around(&self, span: Span) -> (&'a str, &'a str) {
        let text = self.site.sources.get(span.source).text();
        let (start, end) = (span.range().start, span.range().end);
        let block = self.pages.get(&span.source).and_then(|page| {
            let blocks = &page.document.blocks;
            let after = blocks.partition_point(|block| block.span.start <= span.start);
            let block = after.checked_sub(1).and_then(|rank| blocks.get(rank))?;
            (span.end <= block.span.end).then_some(block.span.range())
        });
        let around = block.unwrap_or_else(|| {
            let before = text.get(..start).unwrap_or("");
            let from = before.rfind('\n').map_or(0, |at| at + 1);
            let after = text.get(end..).unwrap_or("");
            from..end + after.find('\n').unwrap_or(after.len())
        });
        (text.get(around.start..start).unwrap_or(""), text.get(end..around.end).unwrap_or(""))
    }
}

#[cfg(test)]
mod tests;
