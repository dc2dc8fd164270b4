//! How right the rules about several pages at once are, on a site where contradictions and copies were
//! planted among look-alikes. `cargo bench --bench consistency` does the same on 5,000 pages.

use std::collections::BTreeSet;
use std::path::Path;

use limpide::lint;
use walkdir::WalkDir;

use crate::contradictory_site::{Outcome, make, make_among, open};

#[test]
fn the_planted_site_is_the_same_each_time_and_says_what_was_planted() {
    let (made, again) = (make(400), make(400));
    assert_eq!(made.files, again.files);
    assert_eq!(made.files.len(), 401);
    assert_eq!((made.contradictions.len(), made.copies.len()), (50, 20));
    let paths: BTreeSet<&String> = made.files.iter().map(|(path, _)| path).collect();
    assert_eq!(paths.len(), 401, "each page has a path of its own");
    let (site, _) = open(&made, "");
    let problems: Vec<_> = site.pages.iter().flat_map(|page| &page.document.problems).collect();
    assert!(problems.is_empty() && site.problems.is_empty(), "{problems:?} {:?}", site.problems);
}

/// Rules that compare what pages say share one reading of them.
#[test]
fn a_rule_finds_alone_what_it_finds_beside_others() {
    let made = make(300);
    let rules = ["contradictory-amount", "contradictory-contact", "contradictory-delay"];
    let told = |off: &[&str], rule: &str| -> Vec<String> {
        let mut settings = "\n[lint.rules]\n".to_owned();
        for family in ["accessibility", "clarity", "completeness", "structure", "tone", "typography"] {
            settings.push_str(&format!("\"{family}/*\" = \"off\"\n"));
        }
        off.iter().for_each(|rule| settings.push_str(&format!("\"consistency/{rule}\" = \"off\"\n")));
        let (site, rules) = open(&made, &settings);
        let findings = lint::run(&site, &rules);
        let of_rule =
            findings.iter().filter(|finding| finding.rule.as_str() == format!("consistency/{rule}"));
        of_rule.map(|finding| format!("{finding:?}")).collect()
    };
    for rule in rules {
        let others: Vec<&str> = rules.into_iter().filter(|other| *other != rule).collect();
        let together = told(&[], rule);
        assert!(!together.is_empty(), "{rule}");
        assert_eq!(together, told(&others, rule), "{rule}");
    }
}

#[test]
fn what_is_planted_is_found_and_little_else() {
    let made = make(400);
    let (site, rules) = open(&made, "");
    let outcome = Outcome::of(&made, &site, &lint::run(&site, &rules));
    assert!(outcome.found.len() >= 42, "{outcome:#?}");
    assert!(outcome.copies >= 18, "{outcome:#?}");
    assert!(outcome.wrong.len() <= 1, "{outcome:#?}");
}

/// Pages that somebody wrote have links, emphasis, tables and fields that made ones lack; and titles, headings and other
/// values that set more things apart.
#[test]
fn most_of_what_is_planted_among_the_pages_of_the_demonstration_site_is_found_and_nothing_else() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut pages = Vec::new();
    for entry in WalkDir::new(&folder).sort_by_file_name().into_iter().map(Result::unwrap) {
        let path = entry.path().strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/");
        // Those that somebody wrote, in French.
        if path.ends_with(".md") && !path.ends_with(".en.md") && !path.starts_with("regles/") {
            pages.push((path, std::fs::read_to_string(entry.path()).unwrap()));
        }
    }
    let made = make_among(&pages);
    let (site, rules) = open(&made, "");
    let outcome = Outcome::of(&made, &site, &lint::run(&site, &rules));
    assert!(outcome.found.len() >= 30, "{outcome:#?}");
    assert!(outcome.copies >= 14, "{outcome:#?}");
    assert!(outcome.wrong.is_empty(), "{outcome:#?}");
}
