//! Whose turn it is, what is asked again, and whose fault a failure is.

use super::*;

fn wanted(urls: &[String]) -> Vec<Wanted> {
    urls.iter().map(|url| Wanted { url: url.clone(), anchors: Vec::new() }).collect()
}

fn config() -> LinksConfig {
    LinksConfig { pause: 0, ..LinksConfig::default() }
}

fn no_such_host() -> Heard {
    Heard { no_such_host: true, ..Heard::fault(LinkFault::LookUp) }
}

#[test]
fn a_missing_host_is_at_fault_only_if_another_name_answered() {
    let config = config();
    let gone = "http://gone.fr/".to_owned();
    let cases = [
        ("http://up.fr/", None, LinkFault::Host),
        ("http://up.fr/", Some(LinkFault::Status(403)), LinkFault::Host),
        ("http://up.fr/", Some(LinkFault::Certificate), LinkFault::LookUp),
        // A number in place of a name says nothing of look-ups.
        ("http://1.1.1.1/", None, LinkFault::LookUp),
    ];
    for (other, fault, expected) in cases {
        let wanted = wanted(&[gone.clone(), other.to_owned()]);
        let mut run = Run::new(&wanted, &config, &|_| ());
        while let Some(turn) = run.next_turn(Instant::now()) {
            let it_is_gone = turn.page.host == "gone.fr:80";
            let heard = match fault {
                _ if it_is_gone => no_such_host(),
                Some(fault) => Heard::fault(fault),
                None => Heard { answer: Answer::of(None), ..no_such_host() }.found(),
            };
            run.hear(turn.page, heard);
        }
        assert_eq!(run.finish(false).get(&gone), Some(&Answer::of(Some(expected))), "{other} {fault:?}");
    }
}

impl Heard {
    fn found(self) -> Self {
        Self { no_such_host: false, ..self }
    }
}

#[test]
fn a_host_goes_alone_first_then_four_at_a_time_and_is_left_alone_after_five_failures() {
    let config = config();
    let urls: Vec<String> = (0..50).map(|n| format!("http://slow.fr/{n}")).collect();
    let wanted = wanted(&urls);
    let mut run = Run::new(&wanted, &config, &|_| ());
    let late = |page: Page| Page { tries: RETRIES, ..page };

    let first = run.next_turn(Instant::now()).unwrap();
    assert!(first.is_first && run.next_turn(Instant::now()).is_none(), "the first goes alone");
    run.hear(late(first.page), Heard::fault(LinkFault::Timeout));
    let four: Vec<Turn> = std::iter::from_fn(|| run.next_turn(Instant::now())).collect();
    assert_eq!(four.len(), 4);
    for turn in four {
        assert!(!turn.is_first);
        run.hear(late(turn.page), Heard::fault(LinkFault::Timeout));
    }
    assert!(run.next_turn(Instant::now()).is_none(), "left alone");
    let answers = run.finish(false);
    assert_eq!(answers.len(), 50);
    assert!(answers.values().all(|answer| *answer == Answer::of(Some(LinkFault::Timeout))));
}

#[test]
fn a_name_that_leads_inside_is_looked_up_once_and_none_of_its_pages_is_asked() {
    let config = config();
    let wanted =
        wanted(&["http://a.fr/1".to_owned(), "http://a.fr/2.pdf".to_owned(), "http://b.fr/".to_owned()]);
    let mut run = Run::new(&wanted, &config, &|_| ());
    let turn = run.next_turn(Instant::now()).unwrap();
    assert!(turn.is_first);
    run.hear(turn.page, Heard { private_host: true, ..Heard::fault(LinkFault::Private) });
    let other = run.next_turn(Instant::now()).unwrap();
    assert_eq!((other.page.host.as_str(), other.is_first), ("b.fr:80", true));
    assert!(run.next_turn(Instant::now()).is_none());
    let private = Answer::of(Some(LinkFault::Private));
    assert_eq!(run.answers.values().filter(|answer| **answer == private).count(), 2);
}

#[test]
fn what_redirects_lead_to_says_nothing_of_their_host() {
    let config = config();
    let urls: Vec<String> = (0..20).map(|n| format!("http://a.fr/{n}")).collect();
    let wanted = wanted(&urls);
    let mut run = Run::new(&wanted, &config, &|_| ());
    for _ in 0..10 {
        let turn = run.next_turn(Instant::now()).unwrap();
        let page = Page { tries: RETRIES, ..turn.page };
        run.hear(page, Heard { elsewhere: true, ..Heard::fault(LinkFault::Connection) });
    }
    assert_eq!(run.answers.len(), 10, "the others are still to be asked");
}

#[test]
fn where_nobody_answers_it_is_the_way_out_that_is_closed() {
    let config = config();
    for (hosts, expected) in [(2, LinkFault::Connection), (3, LinkFault::LookUp)] {
        let urls: Vec<String> = (0..hosts).map(|n| format!("http://a{n}.fr/")).collect();
        let wanted = wanted(&urls);
        let mut run = Run::new(&wanted, &config, &|_| ());
        while let Some(turn) = run.next_turn(Instant::now()) {
            run.hear(Page { tries: RETRIES, ..turn.page }, Heard::fault(LinkFault::Connection));
        }
        let answers = run.finish(false);
        assert!(answers.values().all(|answer| answer.fault == Some(expected)), "{answers:?}");
    }
}

#[test]
fn what_may_pass_is_asked_again_later_and_a_whole_host_waits_when_it_says_so() {
    let config = config();
    let wanted = wanted(&["http://a.fr/1".to_owned(), "http://a.fr/2".to_owned()]);
    let mut run = Run::new(&wanted, &config, &|_| ());
    let turn = run.next_turn(Instant::now()).unwrap();
    let busy = Heard { come_back: Some(Duration::from_secs(30)), ..Heard::fault(LinkFault::Status(429)) };
    run.hear(turn.page, busy);
    assert!(run.next_turn(Instant::now()).is_none(), "the whole host waits");
    assert!(run.soonest(Instant::now()).unwrap() > Instant::now() + Duration::from_secs(20));
    assert!(run.answers.is_empty());
    let too_long =
        Heard { come_back: Some(Duration::from_secs(3600)), ..Heard::fault(LinkFault::Status(429)) };
    let (_, page) = run.later.pop().unwrap();
    assert_eq!(page.tries, 1);
    run.hear(page, too_long);
    let faults: Vec<_> = run.answers.values().map(|answer| answer.fault).collect();
    let busy = Some(LinkFault::Status(429));
    assert_eq!(faults, [busy, Some(LinkFault::Other)], "nobody waits for an hour, and nobody insists");
}
