//! Scores from findings made for it, and from pages that are checked.

use proptest::prelude::*;

use super::*;
use crate::files;
use crate::finding::Message;
use crate::lint;
use crate::site::Facts;
use crate::source::{Source, Span};

const FRONT: &str = "---\ntitle: Une page\n---\n";

/// A site of pages with so many words each, all of them after the front matter.
fn site(words: &[usize]) -> (Site, RuleSet) {
    let mut tree = files::built_in();
    for (rank, count) in words.iter().enumerate() {
        let text = format!("{FRONT}{}\n", "mot ".repeat(*count));
        let id = tree.sources.add(Source::new(format!("content/p{rank}.md"), text.into()));
        tree.pages.push((format!("p{rank}.md"), id));
    }
    let files = std::mem::take(&mut tree.lints);
    let site = Site::build(tree, Facts::on(lint::self_test::TODAY));
    let rules = lint::load(&site, &files);
    (site, rules)
}

/// Rules of three criteria.
const RULES: [&str; 5] = [
    "clarity/long-sentence",
    "clarity/jargon",
    "links/vague-text",
    "accessibility/table-header",
    "links/broken-internal",
];

fn finding(site: &Site, page: usize, rule: &str, severity: Severity, at: usize) -> Finding {
    let span = Span::new(site.pages[page].document.source, at, at + 3);
    Finding {
        rule: RuleId::new(rule),
        severity,
        span,
        message: Message::key("x"),
        labels: vec![],
        help: None,
        fix: None,
        unfixed: None,
        calendar: false,
        external: false,
        parts: Vec::new(),
        topic: None,
    }
}

fn note(site: &Site, rules: &RuleSet, findings: &[Finding], criterion: Criterion) -> u64 {
    scores(site, rules, findings, &[]).pages[0].notes.get(criterion).hundredths()
}

#[test]
fn the_formula_by_hand() {
    let (site, rules) = site(&[900]);
    let one = |rule, severity, at| {
        note(&site, &rules, &[finding(&site, 0, rule, severity, at)], Criterion::Understandable)
    };
    let body = FRONT.len();
    assert_eq!(one("clarity/jargon", Severity::Error, body), 8_000);
    // 5 × 300 ÷ 900, to the nearest hundredth.
    assert_eq!(one("clarity/jargon", Severity::Warning, body), 9_833);
    assert_eq!(
        one("clarity/jargon", Severity::Warning, 4),
        9_500,
        "what is in the front matter counts whole"
    );
    assert_eq!(one("clarity/jargon", Severity::Info, body), 10_000);
    assert_eq!(one("links/vague-text", Severity::Warning, body), 10_000, "it serves another criterion");
    let whole = Finding {
        topic: Some(String::new()),
        ..finding(&site, 0, "clarity/jargon", Severity::Warning, body)
    };
    assert_eq!(note(&site, &rules, &[whole], Criterion::Understandable), 9_500, "about the page as a whole");
    let (site, rules) = self::site(&[120]);
    let short = finding(&site, 0, "clarity/jargon", Severity::Warning, body);
    assert_eq!(
        note(&site, &rules, &[short], Criterion::Understandable),
        9_500,
        "no more than 5 on a short page"
    );
}

#[test]
fn a_page_twice_as_long_with_twice_as_many_warnings_is_worth_the_same() {
    let (site, rules) = site(&[300, 600]);
    let at = FRONT.len();
    let found = |page: usize, count: usize| {
        (0..count).map(|n| finding(&site, page, RULES[n % 2], Severity::Warning, at + n)).collect::<Vec<_>>()
    };
    let findings = [found(0, 4), found(1, 8)].concat();
    let scores = scores(&site, &rules, &findings, &[]);
    assert_eq!(scores.pages[0].notes, scores.pages[1].notes);
    assert_eq!(scores.pages[0].notes.get(Criterion::Understandable), Points(8_000));
}

#[test]
fn the_mean_of_pages_is_that_of_each_criterion() {
    let (site, rules) = site(&[100, 900, 2000]);
    let findings = [
        finding(&site, 0, "clarity/jargon", Severity::Error, 30),
        finding(&site, 1, "links/broken-internal", Severity::Error, 30),
    ];
    let scores = scores(&site, &rules, &findings, &[]);
    let mean = Notes::mean(scores.pages.iter().map(|page| &page.notes)).unwrap();
    assert_eq!(mean.get(Criterion::Understandable), Points(9_333));
    assert_eq!(mean.get(Criterion::Reliable), Points(9_333));
    assert_eq!(mean.get(Criterion::Organised), Points::ALL);
    assert_eq!(Notes::mean([]), None);
}

#[test]
fn what_is_kept_back_costs_nothing_and_is_counted() {
    let (site, rules) = site(&[100]);
    let place = Span::new(site.pages[0].document.source, 0, 1);
    let kept =
        |suppression| Suppressed { finding: finding(&site, 0, RULES[0], Severity::Error, 30), suppression };
    let silence = Suppression::InSource { justification: "x".into(), location: place };
    let suppressed = [kept(silence), kept(Suppression::Baseline), kept(Suppression::Baseline)];
    let mut outside = finding(&site, 0, RULES[0], Severity::Error, 0);
    outside.span = Span::new(rules.get(RULES[0]).unwrap().source, 0, 1);
    let findings = [outside, finding(&site, 0, RULES[0], Severity::Info, 30)];
    let scores = scores(&site, &rules, &findings, &suppressed);
    let page = &scores.pages[0];
    assert_eq!((page.silenced, page.known, page.infos, scores.elsewhere), (1, 2, 1, 1));
    assert_eq!(page.notes.lost(), Points(0));
}

#[test]
fn the_three_steps_that_gain_most() {
    let text = format!(
        "{FRONT}Cliquez [ici](rien.md), puis [ici](rien.md). Au cas où, revenez. Au cas où vous seriez \
         absent, revenez.\n"
    );
    let mut tree = files::built_in();
    let id = tree.sources.add(Source::new("content/p.md", text.into()));
    tree.pages.push(("p.md".into(), id));
    let files = std::mem::take(&mut tree.lints);
    let site = Site::build(tree, Facts::on(lint::self_test::TODAY));
    let rules = lint::load(&site, &files);
    let findings = lint::run(&site, &rules);
    let all = scores(&site, &rules, &findings, &[]);
    let steps = steps(&[&all.pages[0]], 3);
    let said: Vec<String> = steps
        .iter()
        .map(|step| format!("{} × {} : +{}", step.rule, step.findings.len(), step.gain.whole()))
        .collect();
    assert_eq!(
        said,
        ["links/broken-internal × 2 : +40", "clarity/wordy-phrase × 2 : +10", "links/vague-text × 2 : +10"]
    );
    // And so it is once they are mended.
    let rest: Vec<Finding> =
        findings.iter().filter(|f| !steps.iter().any(|step| *step.rule == f.rule)).cloned().collect();
    let after = scores(&site, &rules, &rest, &[]);
    let gained = all.pages[0].notes.lost().0 - after.pages[0].notes.lost().0;
    assert_eq!(gained, steps.iter().map(|step| step.gain.0).sum::<u64>());
}

/// Findings on two pages, of any severity and anywhere in them.
fn any_findings() -> impl Strategy<Value = Vec<(usize, usize, usize, usize)>> {
    proptest::collection::vec((0..2_usize, 0..RULES.len(), 0..3_usize, 0..400_usize), 0..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn scores_keep_their_promises(typed in any_findings(), order in any::<u64>(), out in any::<prop::sample::Index>()) {
        thread_local!(static SITE: (Site, RuleSet) = site(&[150, 777]));
        SITE.with(|(site, rules)| {
            let findings: Vec<Finding> = typed
                .iter()
                .map(|(page, rule, severity, at)| finding(site, *page, RULES[*rule], Severity::NAMES[*severity].1, *at))
                .collect();
            let all = scores(site, rules, &findings, &[]);
            for page in &all.pages {
                for (_, criterion) in Criterion::NAMES {
                    let score = page.notes.get(criterion);
                    prop_assert!(score <= Points::ALL);
                    let lost = page.costs.iter().filter(|cost| cost.criterion == criterion);
                    let lost: Points = lost.map(|cost| cost.points).sum();
                    prop_assert_eq!(score.0 + lost.0, 10_000, "points add up");
                }
            }

            // In any order, the same.
            let mut shuffled = findings.clone();
            for rank in (1..shuffled.len()).rev() {
                let other = (order.rotate_left((rank % 64) as u32) % (rank as u64 + 1)) as usize;
                shuffled.swap(rank, other);
            }
            prop_assert_eq!(&scores(site, rules, &shuffled, &[]), &all);

            // One finding less lowers nothing.
            if !findings.is_empty() {
                let mut fewer = findings.clone();
                fewer.remove(out.index(findings.len()));
                for (before, after) in all.pages.iter().zip(&scores(site, rules, &fewer, &[]).pages) {
                    for (_, criterion) in Criterion::NAMES {
                        prop_assert!(after.notes.get(criterion) >= before.notes.get(criterion));
                    }
                }
            }

            // What is promised is gained, step after step.
            let pages: Vec<&PageScore<'_>> = all.pages.iter().collect();
            let mut rest = findings.clone();
            let lost = |scores: &Scores<'_>| scores.pages.iter().map(|page| page.notes.lost().0).sum::<u64>();
            let mut before = lost(&all);
            for step in steps(&pages, 3) {
                rest.retain(|finding| finding.rule != *step.rule || finding.severity == Severity::Info);
                let after = lost(&scores(site, rules, &rest, &[]));
                prop_assert_eq!(before - after, step.gain.0);
                before = after;
            }
            Ok(())
        })?;
    }
}
