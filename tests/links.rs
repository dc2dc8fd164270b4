//! `links::check` against servers of the tests’ own, on the loopback.

mod server;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use limpide::config::{AllowPrivate, LinksConfig};
use limpide::language::Language;
use limpide::links::{self, Progress, Wanted};
use limpide::site::{Answer, LinkFault, Proof};
use limpide::words::Words;
use server::{Server, free_port, refusing_tls};

use crate::commands::{Site, code, err, out};

/// What is allowed in these tests: the loopback, but for what is not asked for by name.
fn config() -> LinksConfig {
    let hosts = (1..=40).map(|n| format!("127.0.0.{n}")).chain(["localhost".to_owned()]).collect();
    LinksConfig {
        timeout: 1,
        allow_private: AllowPrivate::Hosts(hosts),
        contact: Some("https://mairie.exemple.fr/contact".to_owned()),
        pause: 0,
        ..LinksConfig::default()
    }
}

/// Addresses as the site has them, each with its fragment.
fn wanted(urls: &[String]) -> Vec<Wanted> {
    let mut wanted: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for url in urls {
        let (page, anchor) = url.split_once('#').unwrap_or((url, ""));
        wanted.entry(page).or_default().extend((!anchor.is_empty()).then(|| anchor.to_owned()));
    }
    wanted.into_iter().map(|(url, anchors)| Wanted { url: url.to_owned(), anchors }).collect()
}

fn answers(urls: &[String], config: &LinksConfig) -> BTreeMap<String, Answer> {
    links::check(&wanted(urls), config, &|_| ()).unwrap().answers
}

fn faults(urls: &[String], config: &LinksConfig) -> BTreeMap<String, Option<LinkFault>> {
    answers(urls, config).into_iter().map(|(url, answer)| (url, answer.fault)).collect()
}

/// An answer on one line: what it proves, what follows, and what an editor reads.
fn said(answer: &Answer, words: &Words) -> String {
    let mut line = match answer.fault {
        None => "alive".to_owned(),
        Some(fault) => match fault.proof() {
            Proof::Certain => "broken".to_owned(),
            Proof::Repeated => "broken if it lasts".to_owned(),
            Proof::None => "unknown".to_owned(),
        },
    };
    if let Some(moved) = &answer.moved {
        let path = moved.to.splitn(4, '/').nth(3).unwrap_or_default();
        write!(line, ", moved {} to /{path}", if moved.permanent { "for good" } else { "for now" }).unwrap();
    }
    if let Some(soft) = answer.soft {
        write!(line, ", suspected: {soft:?}").unwrap();
    }
    for (anchor, found) in &answer.anchors {
        write!(line, ", #{anchor} {}", if *found { "found" } else { "missing" }).unwrap();
    }
    if let Some(fault) = answer.fault {
        write!(line, "\n    {}", words.say(&fault.message())).unwrap();
    }
    line
}

#[test]
fn each_answer_has_its_verdict() {
    let server = Server::start();
    let paths = [
        "/page",
        "/page#cout",
        "/page#delai",
        "/empty",
        "/moved",
        "/moved#cout",
        "/moved-to-part",
        "/moved-for-now",
        "/moved-then-for-now",
        "/moved-to-nothing",
        "/moved-nowhere",
        "/moved-home",
        "/moved-inside",
        "/moved-to-metadata",
        "/moved-to-file",
        "/loop",
        "/chain?n=0",
        "/cookie-wall",
        "/missing",
        "/gone",
        "/missing-to-head",
        "/no-head",
        "/no-get",
        "/login",
        "/forbidden",
        "/soft",
        "/robot",
        "/robot-page",
        "/form.pdf",
        "/form.pdf#page=2",
        "/endless",
        "/bomb",
    ];
    // What puts a host in trouble has a host of its own.
    let troubled = [
        "/busy",
        "/busy-once",
        "/busy-for-an-hour",
        "/failing-once",
        "/failing-twice",
        "/failing",
        "/slow",
        "/cut",
    ];
    let others: Vec<Server> =
        (2..).take(troubled.len()).map(|n| Server::on(&format!("127.0.0.{n}"))).collect();
    let mut named: Vec<(String, String)> =
        paths.iter().map(|path| ((*path).to_owned(), server.url(path))).collect();
    named.extend(troubled.iter().zip(&others).map(|(path, server)| ((*path).to_owned(), server.url(path))));
    named.push(("a name".to_owned(), format!("http://localhost:{}/page", server.port())));
    named.push(("a port that is closed".to_owned(), format!("http://127.0.0.1:{}/", free_port())));
    named.push(("a handshake that fails".to_owned(), format!("https://127.0.0.1:{}/", refusing_tls())));

    let to_tls = server.url(&format!("/to?https://127.0.0.1:{}/", refusing_tls()));
    named.push(("a redirect to a handshake that fails".to_owned(), to_tls));

    let to_nowhere = server.url(&format!("/to?http://{}.fr/", "a".repeat(64)));
    named.push(("a redirect to a host that does not exist".to_owned(), to_nowhere));

    let started = Instant::now();
    let urls: Vec<String> = named.iter().map(|(_, url)| url.clone()).collect();
    let answers = answers(&urls, &config());
    let taken = started.elapsed();

    let words = Words::load(Language::French);
    let mut table = String::new();
    for (name, url) in &named {
        let answer = &answers[url.split('#').next().unwrap()];
        if !name.contains('#') {
            writeln!(table, "{name}: {}", said(answer, &words)).unwrap();
        }
    }
    insta::assert_snapshot!(table);

    // Each request ends within its second, each page within three of them, back-off and `Retry-After` apart.
    assert!(taken < Duration::from_secs(30), "{taken:?}");
    assert!(server.sent("/endless") < 16 << 20, "{}", server.sent("/endless"));
    assert!(server.sent("/bomb") < 1 << 20, "{}", server.sent("/bomb"));
    assert_eq!(server.asked("/loop"), ["HEAD", "GET"]);
    assert_eq!(server.asked("/no-head"), ["HEAD", "GET"]);
    assert_eq!(server.asked("/form.pdf"), ["HEAD"]);
    assert_eq!(others[0].asked("/busy"), ["HEAD", "GET", "GET"]);
    assert_eq!(others[2].asked("/busy-for-an-hour"), ["HEAD", "GET"]);
}

#[test]
fn a_page_is_visited_once_without_cookies_by_someone_who_says_who_they_are() {
    let server = Server::start();
    let urls = ["/page", "/page", "/page#frais", "/page#cout", "/missing"].map(|path| server.url(path));
    let seen = RefCell::new(Vec::new());
    let progress = |at: &Progress| seen.borrow_mut().push((at.done, at.total, at.hosts_done, at.hosts));
    let answers = links::check(&wanted(&urls), &config(), &progress).unwrap().answers;

    assert_eq!(answers.len(), 2, "a page and its fragments");
    assert_eq!(seen.into_inner(), [(1, 2, 0, 1), (2, 2, 1, 1)]);
    assert_eq!(server.asked("/page"), ["HEAD", "GET"]);
    assert_eq!(
        answers[&server.url("/page")].anchors,
        BTreeMap::from([("cout".into(), true), ("frais".into(), false)])
    );
    let agent =
        format!("user-agent: limpide/{} (+https://mairie.exemple.fr/contact)", env!("CARGO_PKG_VERSION"));
    for request in server.heard() {
        let request = request.to_lowercase();
        assert!(request.contains(&agent), "{request}");
        assert!(!request.contains("cookie") && !request.contains("authorization"), "{request}");
    }
}

#[test]
fn one_request_is_enough_when_pages_are_not_read() {
    let server = Server::start();
    let config = LinksConfig { read_pages: false, ..config() };
    assert_eq!(faults(&[server.url("/page")], &config), BTreeMap::from([(server.url("/page"), None)]));
    assert_eq!(server.asked("/page"), ["HEAD"]);
}

/// Ways to write an address that is not public, or to be led to one.
#[test]
fn private_addresses_are_not_asked_however_they_are_written() {
    let server = Server::on("127.0.0.1");
    let inside = Server::on("127.0.0.2");
    let port = inside.port();
    let refused = [
        "127.0.0.2",
        "127.2",
        "127.0.2",
        "2130706434",
        "0x7f000002",
        "0x7f.0.0.2",
        "0177.0.0.2",
        "017700000002",
        "127.0.0.2.",
        "0.0.0.0",
        "0",
        "localhost",
        "LOCALHOST.",
        "site.localhost",
        "mairie.local",
        "metadata.google.internal",
        "routeur.home.arpa",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.2]",
        "[::ffff:7f00:2]",
        "[64:ff9b::7f00:2]",
        "[2002:7f00:2::]",
        "[fe80::1]",
        "[fc00::1]",
        "169.254.169.254",
        "192.168.1.1",
        "10.0.0.1",
        "172.16.0.1",
        "100.64.0.1",
        "１２７.０.０.２",
        "127。0。0。2",
    ];
    let mut urls: Vec<String> = refused.iter().map(|host| format!("http://{host}:{port}/page")).collect();
    for path in ["/moved-inside", "/moved-to-metadata"] {
        urls.push(server.url(path));
    }
    let config = LinksConfig { allow_private: AllowPrivate::Hosts(vec!["127.0.0.1".to_owned()]), ..config() };
    for (url, fault) in faults(&urls, &config) {
        assert_eq!(fault, Some(LinkFault::Private), "{url}");
    }
    // A name before « @ » is no host.
    for trick in
        ["http://www.service-public.fr@127.0.0.2", "http://127.0.0.1:80@127.0.0.2", "http://a:b@127.0.0.1"]
    {
        let url = format!("{trick}:{port}/page");
        assert_eq!(faults(std::slice::from_ref(&url), &config)[&url], Some(LinkFault::Skipped), "{url}");
    }
    for scheme in ["file:///etc/passwd", "ftp://127.0.0.2/", "gopher://127.0.0.2/", "data:text/html,x"] {
        assert_eq!(faults(&[scheme.to_owned()], &config)[scheme], Some(LinkFault::Skipped), "{scheme}");
    }
    assert_eq!(inside.heard(), Vec::<String>::new(), "nothing was sent");
}

#[test]
fn what_is_excluded_is_left_unchecked_and_the_rest_is_asked() {
    let server = Server::start();
    let config = LinksConfig { exclude: vec![server.url("/intranet/"), String::new()], ..config() };
    let urls = [server.url("/intranet/page"), server.url("/page"), "http://".to_owned()];
    let faults = faults(&urls, &config);
    assert_eq!(faults[&urls[0]], Some(LinkFault::Skipped));
    assert_eq!(faults[&urls[1]], None);
    assert_eq!(faults[&urls[2]], Some(LinkFault::Other));
    assert_eq!(server.heard().len(), 2);
}

#[test]
fn pages_of_a_host_are_apart_and_two_hosts_go_together() {
    let servers = [Server::on("127.0.0.1"), Server::on("127.0.0.2")];
    let pages = |server: &Server| (0..6).map(|n| server.url(&format!("/page?{n}"))).collect::<Vec<_>>();
    let urls: Vec<String> = servers.iter().flat_map(pages).collect();
    let config = LinksConfig { pause: 100, ..config() };
    let started = Instant::now();
    answers(&urls, &config);
    let taken = started.elapsed();
    assert!(taken >= Duration::from_millis(500), "{taken:?}");
    for server in &servers {
        assert_eq!(server.heard().len(), 12);
    }
}

/// The label is longer than any name may be, so that the system refuses it without asking anyone.
#[test]
fn a_host_that_cannot_be_found_is_in_doubt_while_nobody_else_was_found() {
    let server = Server::start();
    let nowhere = format!("http://{}.fr/", "a".repeat(64));
    let urls = [nowhere.clone(), server.url("/page")];
    assert_eq!(faults(&urls, &config())[&nowhere], Some(LinkFault::LookUp));
}

/// A site whose links lead to a server of the tests.
fn site(server: &Server, paths: &[&str]) -> Site {
    let links: Vec<String> =
        paths.iter().map(|path| format!("- [Lien {path}]({})\n", server.url(path))).collect();
    let page =
        format!("---\ntitle: Page\ndescription: Une page.\n---\n\nVoici des liens :\n\n{}", links.concat());
    Site::new(&[
        (
            "site.toml",
            "[site]\ntitle = \"Essai\"\nlanguage = \"fr\"\n\n[links]\nallow_private = [\"127.0.0.1\"]\npause = 0\n",
        ),
        ("content/_index.md", &page),
    ])
}

#[test]
fn what_was_asked_is_remembered_and_nothing_is_asked_twice() {
    let server = Server::start();
    let site = site(&server, &["/page#cout", "/missing", "/moved", "/forbidden"]);
    let run = |more: &[&str]| site.run(&[&["check", "--today", "2026-03-15"], more].concat());

    let first = run(&["--external"]);
    assert_eq!(code(&first), 0, "{}{}", out(&first), err(&first));
    assert!(out(&first).contains("/missing"), "{}", out(&first));
    let asked = server.heard().len();
    assert_eq!(asked, 10, "{:?}", server.heard());

    let second = run(&["--external"]);
    assert_eq!(server.heard().len(), asked, "nothing is asked again on the same day");
    let offline = run(&["--offline"]);
    assert_eq!(server.heard().len(), asked);
    assert_eq!((out(&second), out(&offline)), (out(&first), out(&first)), "the memory says as much");

    assert_eq!(code(&run(&["--offline", "--links-fail-on", "broken"])), 1);
    assert_eq!(code(&run(&["--offline", "--links-fail-on", "new-broken"])), 0, "it was known");
    let tomorrow = site.run(&["check", "--external", "--today", "2026-03-16"]);
    assert_eq!(code(&tomorrow), 0);
    let again = server.heard().split_off(asked);
    assert!(
        again.iter().all(|request| request.contains("/missing") || request.contains("/forbidden")),
        "{again:?}"
    );
}

/// Where a program can be sent the signal of ctrl-C.
#[cfg(unix)]
#[test]
fn an_interrupted_check_keeps_what_it_learned() {
    let server = Server::start();
    let paths: Vec<String> = (0..400).map(|n| format!("/late?{n}")).collect();
    let site = site(&server, &paths.iter().map(String::as_str).collect::<Vec<_>>());
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_limpide"))
        .args(["check", "--external", "--site"])
        .arg(site.path(""))
        .stderr(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    while server.heard().len() < 20 {
        std::thread::sleep(Duration::from_millis(20));
        assert!(child.try_wait().unwrap().is_none(), "it ended before it was stopped");
    }
    let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", err(&output));
    let memory = std::fs::read_to_string(site.path(".limpide/links.json")).unwrap();
    let kept = memory.matches("\"url\"").count();
    assert!(kept > 0 && kept < 400, "{kept}\n{}", err(&output));
}
