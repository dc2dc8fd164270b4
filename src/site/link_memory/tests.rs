use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::config::AllowPrivate;

const URL: &str = "https://a.fr/page";

fn day(day: i8) -> Date {
    date(2026, 3, day)
}

fn due(url: &str, anchors: &[&str]) -> Due {
    Due { url: url.to_owned(), anchors: anchors.iter().map(|anchor| (*anchor).to_owned()).collect() }
}

/// A memory in which one address answered so, on these days.
fn after(answers: &[(i8, Option<LinkFault>)]) -> LinkMemory {
    let mut memory = LinkMemory::default();
    for (on, fault) in answers {
        memory.learn(&due(URL, &[]), Answer::of(*fault), day(*on));
    }
    memory
}

fn is_due(memory: &LinkMemory, on: i8) -> bool {
    !memory.due([URL], &LinksConfig::default(), day(on)).is_empty()
}

#[test]
fn what_answered_is_left_alone_for_a_week_and_what_failed_for_a_day() {
    let alive = after(&[(1, None)]);
    assert!(is_due(&LinkMemory::default(), 1));
    assert!(!is_due(&alive, 1) && !is_due(&alive, 7) && is_due(&alive, 8));
    let failed = after(&[(1, Some(LinkFault::Timeout))]);
    assert!(!is_due(&failed, 1) && is_due(&failed, 2));
    // A clock that went back asks nothing.
    assert!(!is_due(&after(&[(5, None)]), 4));
}

#[test]
fn an_anchor_never_looked_for_is_asked_once() {
    let config = LinksConfig::default();
    let mut memory = after(&[(1, None)]);
    let address = "https://a.fr/page#prix";
    assert!(memory.due([address], &config, day(1)).is_empty());
    let asked =
        memory.due([address, URL, "https://a.fr/page#/route", "https://a.fr/page#top"], &config, day(2));
    assert_eq!(asked, [due(URL, &["prix"])]);
    // Nobody can say: it is not asked again.
    memory.learn(&asked[0], Answer::of(None), day(2));
    assert!(memory.due([address], &config, day(3)).is_empty());
    assert_eq!(memory.report(address).unwrap().anchor, None);
    let mut answer = Answer::of(None);
    answer.anchors.insert("prix".to_owned(), false);
    memory.learn(&asked[0], answer, day(9));
    assert_eq!(memory.report(address).unwrap().anchor, Some(false));
    assert_eq!(memory.report(URL).unwrap().anchor, None);
}

#[test]
fn a_private_address_is_asked_again_as_soon_as_it_may_be() {
    let memory = after(&[(1, Some(LinkFault::Private))]);
    assert!(!is_due(&memory, 1));
    let config =
        LinksConfig { allow_private: AllowPrivate::Hosts(vec!["a.fr".to_owned()]), ..LinksConfig::default() };
    assert_eq!(memory.due([URL], &config, day(1)).len(), 1);
}

#[test]
fn a_link_is_broken_once_it_is_certain_or_proved_on_two_days() {
    use LinkFault::{Challenge, Host, Status, Timeout};
    use LinkStatus::{Alive, Broken, Unknown};
    let (gone, down) = (Some(Status(404)), Some(Status(503)));
    for (answers, status, since) in [
        (&[(1, gone)][..], Broken(Status(404)), Some(1)),
        (&[(1, down)], Unknown(Status(503)), Some(1)),
        (&[(1, down), (2, down)], Broken(Status(503)), Some(1)),
        (&[(1, down), (2, None), (3, down)], Unknown(Status(503)), Some(3)),
        (&[(1, down), (2, None)], Alive, None),
        // What proves nothing neither begins the count nor stops it.
        (&[(1, Some(Timeout)), (2, down)], Unknown(Status(503)), Some(1)),
        (&[(1, down), (2, Some(Timeout))], Unknown(Timeout), Some(1)),
        (&[(1, down), (2, Some(Timeout)), (3, Some(Host))], Broken(Host), Some(1)),
        (&[(1, Some(Challenge)), (2, Some(Challenge))], Unknown(Challenge), Some(1)),
        (&[(1, Some(Timeout)), (4, gone)], Broken(Status(404)), Some(4)),
        (&[(1, None), (4, gone), (6, gone)], Broken(Status(404)), Some(4)),
    ] {
        let report = after(answers).report(URL).unwrap();
        assert_eq!((report.status, report.since), (status, since.map(day)), "{answers:?}");
    }
}

#[test]
fn what_says_nothing_of_the_page_is_not_learned() {
    for fault in [LinkFault::LookUp, LinkFault::Skipped] {
        assert!(after(&[(1, Some(fault))]).is_empty());
        let memory = after(&[(1, None), (9, Some(fault))]);
        assert_eq!(memory.report(URL).unwrap().status, LinkStatus::Alive);
    }
    // Nor is what is older than what is known.
    assert_eq!(after(&[(5, None), (4, Some(LinkFault::Timeout))]), after(&[(5, None)]));
}

#[test]
fn the_failures_of_two_machines_count_together() {
    let fault = LinkFault::Status(500);
    let down = Some(fault);
    let mut one = after(&[(1, down)]);
    one.merge(&after(&[(2, down)]));
    let report = one.report(URL).unwrap();
    assert_eq!((report.status, report.since), (LinkStatus::Broken(fault), Some(day(1))));
    // A success between the two parts them.
    let mut other = after(&[(1, down), (2, None)]);
    other.merge(&after(&[(1, down), (3, down)]));
    assert_eq!(other.report(URL).unwrap().status, LinkStatus::Unknown(fault));
    // On one day, the success weighs more.
    let mut third = after(&[(3, down)]);
    third.merge(&after(&[(3, None)]));
    assert_eq!(third.report(URL).unwrap().status, LinkStatus::Alive);
}

#[test]
fn what_is_used_no_more_is_forgotten_after_a_season() {
    let mut memory = after(&[(1, None)]);
    memory.forget([], date(2026, 5, 29));
    assert_eq!(memory.len(), 1);
    memory.forget(["https://a.fr/page#x"], date(2027, 1, 1));
    assert_eq!(memory.len(), 1);
    memory.forget([], date(2026, 5, 30));
    assert!(memory.is_empty());
}

#[test]
fn the_file_has_one_address_a_line_and_is_read_again() {
    let mut memory = after(&[(1, None), (8, Some(LinkFault::Status(503))), (9, Some(LinkFault::Host))]);
    let moved = Moved { to: "https://b.fr/é".to_owned(), permanent: true };
    let mut answer = Answer { moved: Some(moved), secure: true, ..Answer::of(None) };
    answer.soft = Some(SoftFailure::Home);
    answer.anchors.insert("prix".to_owned(), true);
    memory.learn(&due("http://a.fr/", &["prix", "pdf"]), answer, day(9));
    let text = memory.text();
    assert_eq!(
        text,
        r#"{
  "version": 1,
  "links": [
    {"url":"http://a.fr/","checked":"2026-03-09","alive":"2026-03-09","moved":{"to":"https://b.fr/é","permanent":true},"secure":true,"soft":"home","anchors":{"pdf":null,"prix":true}},
    {"url":"https://a.fr/page","checked":"2026-03-09","fault":"host","failures":2,"since":"2026-03-08","proven":"2026-03-08","alive":"2026-03-01"}
  ]
}
"#
    );
    assert_eq!(LinkMemory::read(&text), Ok(memory));
    assert_eq!(LinkMemory::default().text(), "{\n  \"version\": 1,\n  \"links\": []\n}\n");
    assert_eq!(LinkMemory::read(&LinkMemory::default().text()), Ok(LinkMemory::default()));
}

#[test]
fn a_damaged_or_newer_file_is_said_to_be_so() {
    let at = |line, column| Err(Unreadable::At { line, column });
    assert_eq!(LinkMemory::read(r#"{"version": 2, "more": []}"#), Err(Unreadable::Version(2)));
    assert_eq!(LinkMemory::read("{\n<<<<<<< HEAD"), at(2, 1));
    assert!(LinkMemory::read("").is_err());
    for line in [
        r#"{"url":"https://a.fr/","checked":"hier"}"#,
        r#"{"url":"https://a.fr/","checked":"2026-03-01","fault":"bof"}"#,
        r#"{"url":"https://a.fr/","checked":"2026-03-01","fault":"99"}"#,
        r#"{"url":"https://a.fr/"}"#,
        r#"{"url":"https://a.fr/","checked":"2026-03-01","autre":1}"#,
    ] {
        let text = format!("{{\"version\":1,\n\"links\":[\n{line}\n]}}");
        let Err(Unreadable::At { line: 3, .. }) = LinkMemory::read(&text) else { panic!("{line}") };
    }
}

#[test]
fn lines_that_a_merge_of_branches_left_twice_are_taken_together() {
    let text = r#"{"version":1,"links":[
        {"url":"https://a.fr/page","checked":"2026-03-02","fault":"500","failures":1,"since":"2026-03-02","proven":"2026-03-02"},
        {"url":"https://a.fr/page","checked":"2026-03-01","fault":"500","failures":1,"since":"2026-03-01","proven":"2026-03-01"}]}"#;
    let report = LinkMemory::read(text).unwrap().report(URL).unwrap();
    assert_eq!(report.status, LinkStatus::Broken(LinkFault::Status(500)));
}

#[test]
fn a_host_falls_whole_in_one_part() {
    assert_eq!(host("https://u:p@Exemple.FR:8443/x?y#z"), "exemple.fr");
    assert_eq!(host("http://[::1]:80/"), "[::1]");
    assert_eq!(host("https://exemple.fr?x=a@b.c"), "exemple.fr");
    assert_eq!(part("https://exemple.fr/a", 5), part("http://EXEMPLE.fr:8080/b", 5));
    // As it was when it was first written down: a part must not move from one version to the next.
    let parts: Vec<u64> = (0..8).map(|n| part(&format!("https://site-{n}.fr/"), 3)).collect();
    assert_eq!(parts, PARTS);
    let mut counts = [0; 5];
    for n in 0..1000 {
        counts[usize::try_from(part(&format!("https://h{n}.gouv.fr/"), 5)).unwrap()] += 1;
    }
    assert!(counts.iter().all(|count| (150..250).contains(count)), "{counts:?}");
    assert_eq!(part("https://exemple.fr/", 0), 0);
}

const PARTS: [u64; 8] = [2, 2, 1, 2, 1, 1, 0, 1];

fn faults() -> impl Strategy<Value = Option<LinkFault>> {
    prop::sample::select(vec![
        None,
        Some(LinkFault::Status(404)),
        Some(LinkFault::Status(500)),
        Some(LinkFault::Host),
        Some(LinkFault::Timeout),
    ])
}

prop_compose! {
    /// A memory as a machine may have it: a few days, a few addresses, in the order of time.
    fn memories()(
        answers in proptest::collection::vec((1i8..9, 0u8..2, faults(), any::<bool>(), any::<bool>()), 0..8)
    ) -> LinkMemory {
        let mut memory = LinkMemory::default();
        let mut answers = answers;
        answers.sort_by_key(|answer| answer.0);
        for (on, which, fault, secure, anchor) in answers {
            let mut answer = Answer { secure, ..Answer::of(fault) };
            answer.anchors.insert("x".to_owned(), anchor);
            memory.learn(&due(&format!("https://{which}.fr/"), &["x"]), answer, day(on));
        }
        memory
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn memories_merge_in_any_order_and_as_often_as_one_likes(
        a in memories(), b in memories(), c in memories()
    ) {
        let merged = |one: &LinkMemory, other: &LinkMemory| {
            let mut one = one.clone();
            one.merge(other);
            one
        };
        prop_assert_eq!(merged(&a, &a), a.clone());
        prop_assert_eq!(merged(&a, &b), merged(&b, &a));
        prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
        prop_assert_eq!(merged(&merged(&a, &b), &b), merged(&a, &b));
        prop_assert_eq!(LinkMemory::read(&a.text()), Ok(a));
    }
}
