//! The site put together, and how its findings compare with what was planted.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use limpide::finding::Finding;
use limpide::site::{Facts, Site};
use limpide::source::{Source, Span, Tree};
use limpide::{files, lint};

use super::Made;

/// What was found of what was planted, and what else.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// Names of the planted contradictions that were found.
    pub(crate) found: BTreeSet<String>,
    /// Those that were not.
    pub(crate) missed: Vec<String>,
    /// How many planted copies were found.
    pub(crate) copies: usize,
    /// Pairs of pages that no plant is about, each with the rule and the words.
    pub(crate) wrong: Vec<String>,
}

/// The site in memory, with more settings.
pub(crate) fn open(made: &Made, settings: &str) -> (Site, lint::RuleSet) {
    let mut tree: Tree = files::built_in();
    for (path, text) in &made.files {
        let text = if path == "site.toml" { format!("{text}{settings}") } else { text.clone() };
        let source = tree.sources.add(Source::new(path.as_str(), text.into_bytes()));
        match path.strip_prefix("content/") {
            Some(page) => tree.pages.push((page.to_owned(), source)),
            None => tree.config = Some(source),
        }
    }
    tree.pages.sort();
    let rules = std::mem::take(&mut tree.lints);
    let site = Site::build(tree, Facts::on(date(2026, 11, 23)));
    let rules = lint::load(&site, &rules);
    (site, rules)
}

impl Outcome {
    pub(crate) fn of(made: &Made, site: &Site, findings: &[Finding]) -> Self {
        // Pairs of pages that a rule tells of, each with a finding that does.
        let mut told: BTreeMap<(&str, [&str; 2]), &Finding> = BTreeMap::new();
        let path = |span: &Span| {
            let path = site.sources.get(span.source).path();
            path.strip_prefix("content/").unwrap_or(path)
        };
        for finding in findings {
            let rule = match finding.rule.as_str() {
                "consistency/contradictory-amount" => "amount",
                "consistency/contradictory-contact" => "phone",
                "consistency/contradictory-delay" => "delay",
                "consistency/near-duplicate" => "copy",
                _ => continue,
            };
            let here = path(&finding.span);
            let others = finding.labels.iter().map(|(span, _)| path(span)).filter(|p| *p != here);
            for other in others.collect::<BTreeSet<&str>>() {
                told.insert((rule, pair(here, other)), finding);
            }
        }
        let mut outcome = Self::default();
        let mut expected: BTreeSet<(&str, [&str; 2])> = BTreeSet::new();
        for plant in &made.contradictions {
            let key = (plant.kind.as_str(), pair(&plant.pages[0], &plant.pages[1]));
            if told.contains_key(&key) {
                outcome.found.insert(plant.name.clone());
            } else {
                outcome.missed.push(format!("{} ({})", plant.name, plant.kind));
            }
            expected.insert(key);
        }
        for (page, copy) in &made.copies {
            let key = ("copy", pair(page, copy));
            outcome.copies += usize::from(told.contains_key(&key));
            expected.insert(key);
        }
        for ((rule, pages), finding) in told.iter().filter(|(key, _)| !expected.contains(*key)) {
            outcome.wrong.push(format!("{rule} {pages:?}: {}", site.sources.slice(finding.span)));
        }
        outcome
    }
}

fn pair<'a>(a: &'a str, b: &'a str) -> [&'a str; 2] {
    if a < b { [a, b] } else { [b, a] }
}
