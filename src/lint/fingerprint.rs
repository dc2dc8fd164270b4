//! What a finding is known by from one run to the next, wherever its lines have moved.

use std::collections::{BTreeMap, HashMap};

use crate::finding::Finding;
use crate::site::{Page, Site};
use crate::source::{SourceId, Span};

/// Fewer words than this do not tell one finding from another; as many before and after are added.
const ENOUGH_WORDS: usize = 3;

/// One fingerprint a finding, in their order: the same from run to run while the rule, the file and the
/// words stay, each once. Findings that nothing tells apart are numbered in their order.
pub fn fingerprints<'a>(findings: impl IntoIterator<Item = &'a Finding>, site: &Site) -> Vec<String> {
    let keys = Keys::of(site);
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    let one = |finding: &Finding| {
        let path = site.sources.get(finding.span.source).path();
        let mut fingerprint = hash(path, &[&keys.key(finding)]);
        let times = met.entry(fingerprint.clone()).or_default();
        *times += 1;
        if *times > 1 {
            fingerprint.push_str(&format!("-{times}"));
        }
        fingerprint
    };
    findings.into_iter().map(one).collect()
}

/// Makes the keys of findings.
pub(super) struct Keys<'a> {
    site: &'a Site,
    pages: HashMap<SourceId, &'a Page>,
}

impl<'a> Keys<'a> {
    pub(super) fn of(site: &'a Site) -> Self {
        Self { site, pages: site.pages.iter().map(|page| (page.document.source, page)).collect() }
    }

    /// A hash of the words under a finding; after a hyphen, when they are few, one of those around.
    /// White space between words counts for nothing. A finding with a topic has a hash of that alone.
    pub(super) fn key(&self, finding: &Finding) -> String {
        let (rule, span) = (finding.rule.as_str(), finding.span);
        if let Some(topic) = &finding.topic {
            return hash(rule, &topic.split_whitespace().collect::<Vec<_>>());
        }
        let under: Vec<&str> = self.site.sources.slice(span).split_whitespace().collect();
        let words = hash(rule, &under);
        if under.len() >= ENOUGH_WORDS {
            return words;
        }
        let (before, after) = self.around(span);
        let before = before.split_whitespace().rev().take(ENOUGH_WORDS);
        let after = after.split_whitespace().take(ENOUGH_WORDS);
        let around: Vec<&str> = before.chain([""]).chain(after).collect();
        format!("{words}-{}", hash(rule, &around))
    }

    /// What stands around a span in the same block; outside any block, in the same lines.
    fn around(&self, span: Span) -> (&'a str, &'a str) {
        let text = self.site.sources.get(span.source).text();
        let (start, end) = (span.range().start, span.range().end);
        let page = self.pages.get(&span.source);
        let block = page.and_then(|page| page.document.block_at(span)).map(|block| block.span.range());
        let around = block.unwrap_or_else(|| {
            let before = text.get(..start).unwrap_or("");
            let from = before.rfind('\n').map_or(0, |at| at + 1);
            let after = text.get(end..).unwrap_or("");
            from..end + after.find('\n').unwrap_or(after.len())
        });
        (text.get(around.start..start).unwrap_or(""), text.get(end..around.end).unwrap_or(""))
    }
}

fn hash(rule: &str, words: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for word in [rule].iter().chain(words) {
        hasher.update(word.as_bytes());
        hasher.update(b"\0");
    }
    hasher.finalize().to_hex().get(..16).unwrap_or_default().to_owned()
}
