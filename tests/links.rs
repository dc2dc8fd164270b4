//! `links::check` against a server of the test's own, on the loopback.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use limpide::config::{AllowPrivate, LinksConfig};
use limpide::links;
use limpide::site::{LinkFault, LinkStatus};

/// What the server was asked: the request line and headers, in order of arrival.
type Heard = Arc<Mutex<Vec<String>>>;

/// A server that answers by path until the test program ends.
struct Server {
    port: u16,
    heard: Heard,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Heard::default();
        let log = Arc::clone(&heard);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let log = Arc::clone(&log);
                std::thread::spawn(move || answer(&stream, &log));
            }
        });
        Self { port, heard }
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }

    fn times_asked(&self, path: &str) -> usize {
        self.heard().iter().filter(|r| r.starts_with(&format!("GET {path} "))).count()
    }
}

fn answer(mut stream: &TcpStream, log: &Heard) {
    let lines = BufReader::new(stream).lines().map_while(Result::ok).take_while(|line| !line.is_empty());
    let request = lines.collect::<Vec<_>>().join("\n");
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    log.lock().unwrap().push(request);
    let head = match path.as_str() {
        "/alive" => "200 OK\r\nSet-Cookie: visitor=1",
        "/empty" => "204 No Content",
        "/moved" => "301 Moved Permanently\r\nLocation: /alive",
        "/moved-for-now" => "302 Found\r\nLocation: /empty",
        "/moved-to-nothing" => "301 Moved Permanently\r\nLocation: /missing",
        "/moved-nowhere" => "302 Found",
        "/loop" => "302 Found\r\nLocation: /loop",
        "/missing" => "404 Not Found",
        "/gone" => "410 Gone",
        "/login" => "401 Unauthorized",
        "/forbidden" => "403 Forbidden",
        "/busy" => "429 Too Many Requests",
        "/failing" => "500 Internal Server Error",
        "/cut" => return,
        "/slow" => {
            std::thread::sleep(Duration::from_secs(3));
            "200 OK"
        }
        _ => "400 Bad Request",
    };
    let _ = write!(stream, "HTTP/1.1 {head}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
}

/// The port of a server that ends every TLS handshake with the alert « handshake failure » (RFC 8446, 6.2).
fn refusing_tls() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.read(&mut [0; 1 << 14]);
            let _ = stream.write_all(&[21, 3, 3, 0, 2, 2, 40]);
        }
    });
    port
}

fn config(allow_private: bool) -> LinksConfig {
    LinksConfig {
        timeout: 1,
        allow_private: if allow_private { AllowPrivate::All } else { AllowPrivate::None },
        contact: Some("https://mairie.exemple.fr/contact".to_owned()),
        ..LinksConfig::default()
    }
}

fn statuses(urls: &[String], config: &LinksConfig) -> BTreeMap<String, LinkStatus> {
    links::check(urls, config, &|_, _| ()).unwrap()
}

#[test]
fn each_answer_has_its_verdict() {
    use LinkFault::{Certificate, Connection, Redirects, Status, Timeout};
    use LinkStatus::{Alive, Broken, Unknown};

    let server = Server::start();
    let expected = [
        ("/alive", Alive),
        ("/empty", Alive),
        ("/moved", Alive),
        ("/moved-for-now", Alive),
        ("/moved-to-nothing", Broken(Status(404))),
        ("/missing", Broken(Status(404))),
        ("/gone", Broken(Status(410))),
        ("/moved-nowhere", Unknown(Status(302))),
        ("/loop", Unknown(Redirects)),
        ("/login", Unknown(Status(401))),
        ("/forbidden", Unknown(Status(403))),
        ("/busy", Unknown(Status(429))),
        ("/failing", Unknown(Status(500))),
        ("/cut", Unknown(Connection)),
        ("/slow", Unknown(Timeout)),
    ];
    let mut expected: BTreeMap<String, LinkStatus> =
        expected.into_iter().map(|(path, status)| (server.url(path), status)).collect();
    // A port that nobody listens to: one was free a moment ago.
    let free = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    expected.insert(format!("http://127.0.0.1:{free}/"), Unknown(Connection));
    expected.insert(format!("https://127.0.0.1:{}/", refusing_tls()), Unknown(Certificate));

    let urls: Vec<String> = expected.keys().cloned().collect();
    assert_eq!(statuses(&urls, &config(true)), expected);
    assert_eq!(server.times_asked("/loop"), 1 + links::REDIRECTS);
}

#[test]
fn an_address_is_asked_once_without_cookies_by_someone_who_says_who_they_are() {
    let server = Server::start();
    let urls = ["/alive", "/alive", "/alive#frais", "/alive#delais", "/missing", "/missing"]
        .map(|path| server.url(path));
    let seen = RefCell::new(Vec::new());
    let statuses =
        links::check(&urls, &config(true), &|done, total| seen.borrow_mut().push((done, total))).unwrap();

    assert_eq!(statuses.len(), 4, "each address as typed");
    assert_eq!(seen.into_inner(), [(1, 4), (2, 4), (3, 4), (4, 4)]);
    assert_eq!(server.times_asked("/alive"), 1);
    assert_eq!(server.times_asked("/missing"), 1);
    let agent =
        format!("user-agent: limpide/{} (+https://mairie.exemple.fr/contact)", env!("CARGO_PKG_VERSION"));
    for request in server.heard() {
        let request = request.to_lowercase();
        assert!(request.contains(&agent), "{request}");
        assert!(!request.contains("cookie") && !request.contains("authorization"), "{request}");
    }
}

#[test]
fn private_addresses_are_not_asked_unless_allowed() {
    let server = Server::start();
    let port = server.port;
    let urls = [
        "http://127.0.0.1",
        "http://127.1",
        "http://2130706433",
        "http://0.0.0.0",
        "http://localhost",
        "http://LOCALHOST.",
        "http://site.localhost",
        "http://[::1]",
        "http://[::ffff:127.0.0.1]",
        "http://169.254.169.254",
        "https://192.168.1.1",
    ]
    .map(|host| format!("{host}:{port}/alive"));

    for (url, status) in statuses(&urls, &config(false)) {
        assert_eq!(status, LinkStatus::Unknown(LinkFault::Skipped), "{url}");
    }
    assert_eq!(server.heard().len(), 0);
    assert_eq!(statuses(&urls[..1], &config(true))[&urls[0]], LinkStatus::Alive);
}

#[test]
fn what_must_not_be_asked_is_left_unchecked_and_the_rest_is_asked() {
    let server = Server::start();
    let mut config = config(true);
    config.exclude = vec![server.url("/intranet/")];
    let skipped = LinkStatus::Unknown(LinkFault::Skipped);
    let other = LinkStatus::Unknown(LinkFault::Other);
    let expected = [
        (server.url("/intranet/page"), skipped.clone()),
        (format!("http://jeanne:secret@127.0.0.1:{}/alive", server.port), skipped.clone()),
        (format!("http://jeanne@127.0.0.1:{}/alive", server.port), skipped.clone()),
        ("mailto:mairie@exemple.fr".to_owned(), skipped.clone()),
        ("file:///etc/passwd".to_owned(), skipped.clone()),
        ("javascript:alert(1)".to_owned(), skipped.clone()),
        ("http://a.invalid/".to_owned(), skipped),
        ("".to_owned(), other.clone()),
        ("http://".to_owned(), other.clone()),
        ("http://[::1".to_owned(), other.clone()),
        ("/demarches/".to_owned(), other),
        (server.url("/alive"), LinkStatus::Alive),
    ];
    let urls = expected.clone().map(|(url, _)| url);

    assert_eq!(statuses(&urls, &config), BTreeMap::from(expected));
    assert_eq!(server.heard().len(), 1);
}

#[test]
fn a_host_is_not_asked_more_than_ten_times_a_second() {
    let server = Server::start();
    let urls: Vec<String> = (0..6).map(|n| server.url(&format!("/alive?{n}"))).collect();
    let start = Instant::now();
    statuses(&urls, &config(true));
    assert!(start.elapsed() >= links::INTERVAL * 5, "{:?}", start.elapsed());
    assert_eq!(server.heard().len(), 6);
}

/// The label is longer than any name may be, so that the system refuses it without asking anyone.
#[test]
fn a_host_that_cannot_be_found_is_in_doubt_while_nobody_else_was_found() {
    let server = Server::start();
    let nowhere = format!("http://{}.fr/", "a".repeat(64));
    let urls = [nowhere.clone(), server.url("/alive")];
    for allow_private in [true, false] {
        let statuses = statuses(&urls, &config(allow_private));
        assert_eq!(statuses[&nowhere], LinkStatus::Unknown(LinkFault::Host), "{allow_private}");
    }
}
