//! How right the rules about several pages at once are, on a site where contradictions and copies were
//! planted among look-alikes.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use limpide::finding::Finding;
use limpide::site::{Facts, Site};
use limpide::source::{Source, Tree};
use limpide::{files, lint};

use crate::contradictory_site::{Made, make};

/// What was found of what was planted, and what else.
#[derive(Debug, Default)]
struct Outcome {
    /// Names of the planted contradictions that were found.
    found: BTreeSet<String>,
    missed: Vec<String>,
    /// Copies found.
    copies: usize,
    /// Pairs of pages that no plant is about, with the rule and the words.
    wrong: Vec<String>,
}

fn site(made: &Made) -> (Site, lint::RuleSet) {
    let mut tree: Tree = files::built_in();
    for (path, text) in &made.files {
        let source = tree.sources.add(Source::new(path.as_str(), text.clone().into_bytes()));
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

fn outcome(made: &Made) -> Outcome {
    let (site, rules) = site(made);
    let findings = lint::run(&site, &rules);
    // Pairs of pages that a rule tells of, each with a finding that does.
    let mut told: BTreeMap<(&str, [&str; 2]), &Finding> = BTreeMap::new();
    let path = |finding: &limpide::source::Span| {
        let path = site.sources.get(finding.source).path();
        path.strip_prefix("content/").unwrap_or(path)
    };
    for finding in &findings {
        let rule = match finding.rule.as_str() {
            "consistency/contradictory-amount" => "amount",
            "consistency/contradictory-contact" => "phone",
            "consistency/contradictory-delay" => "delay",
            "consistency/near-duplicate" => "copy",
            _ => continue,
        };
        let others: BTreeSet<&str> =
            finding.labels.iter().map(|(span, _)| path(span)).filter(|p| *p != path(&finding.span)).collect();
        for other in others {
            let mut pages = [path(&finding.span), other];
            pages.sort_unstable();
            told.insert((rule, pages), finding);
        }
    }
    let pair = |a: &str, b: &str| {
        let mut pages = [a.to_owned(), b.to_owned()];
        pages.sort_unstable();
        pages
    };
    let mut outcome = Outcome::default();
    let mut expected: BTreeSet<(&str, [String; 2])> = BTreeSet::new();
    for plant in &made.contradictions {
        let pages = pair(&plant.pages[0], &plant.pages[1]);
        if told.contains_key(&(plant.kind.as_str(), [pages[0].as_str(), pages[1].as_str()])) {
            outcome.found.insert(plant.name.clone());
        } else {
            outcome.missed.push(format!("{} ({})", plant.name, plant.kind));
        }
        expected.insert((plant.kind.as_str(), pages));
    }
    for (page, copy) in &made.copies {
        let pages = pair(page, copy);
        outcome.copies += usize::from(told.contains_key(&("copy", [pages[0].as_str(), pages[1].as_str()])));
        expected.insert(("copy", pages));
    }
    for ((rule, pages), finding) in &told {
        if !expected.contains(&(*rule, pages.map(str::to_owned))) {
            let words = site.sources.slice(finding.span);
            outcome.wrong.push(format!("{rule} {pages:?}: {words}"));
        }
    }
    outcome
}

#[test]
fn the_planted_site_is_the_same_each_time_and_says_what_was_planted() {
    let (made, again) = (make(400), make(400));
    assert_eq!(made.files, again.files);
    assert_eq!(made.files.len(), 401);
    assert_eq!((made.contradictions.len(), made.copies.len()), (50, 20));
    let paths: BTreeSet<&String> = made.files.iter().map(|(path, _)| path).collect();
    assert_eq!(paths.len(), 401, "each page has a path of its own");
    let (site, _) = site(&made);
    let problems: Vec<_> = site.pages.iter().flat_map(|page| &page.document.problems).collect();
    assert!(problems.is_empty() && site.problems.is_empty(), "{problems:?} {:?}", site.problems);
}
