//! A server of the tests’ own, on the loopback, that answers by path until the test program ends.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;

/// What the server was asked and what it sent.
#[derive(Default)]
struct Log {
    /// Request lines and headers, in order of arrival.
    heard: Vec<String>,
    /// Bytes of body sent, by path.
    sent: BTreeMap<String, usize>,
}

/// A server on one loopback address.
pub(super) struct Server {
    host: String,
    port: u16,
    log: Arc<Mutex<Log>>,
}

impl Server {
    pub(super) fn start() -> Self {
        Self::on("127.0.0.1")
    }

    /// On another address of the loopback: `127.0.0.2`.
    pub(super) fn on(host: &str) -> Self {
        let listener = TcpListener::bind((host, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let log = Arc::<Mutex<Log>>::default();
        let shared = Arc::clone(&log);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let log = Arc::clone(&shared);
                std::thread::spawn(move || answer(stream, &log));
            }
        });
        Self { host: host.to_owned(), port, log }
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}:{}{path}", self.host, self.port)
    }

    pub(super) fn heard(&self) -> Vec<String> {
        self.log.lock().unwrap().heard.clone()
    }

    /// The methods that a path was asked with, in order.
    pub(super) fn asked(&self, path: &str) -> Vec<String> {
        let line = |request: &String| {
            let mut words = request.lines().next()?.split(' ');
            let method = words.next()?.to_owned();
            (words.next() == Some(path)).then_some(method)
        };
        self.heard().iter().filter_map(line).collect()
    }

    pub(super) fn sent(&self, path: &str) -> usize {
        self.log.lock().unwrap().sent.get(path).copied().unwrap_or(0)
    }
}

/// The port of a server that ends every TLS handshake with the alert « handshake failure » (RFC 8446, 6.2).
pub(super) fn refusing_tls() -> u16 {
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

/// A port that nobody listens to: one was free a moment ago.
pub(super) fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

const PAGE: &str = "<!doctype html><title>Passeport</title><h1>Passeport</h1><h2 id=\"cout\">Coût</h2>";

fn answer(stream: TcpStream, log: &Mutex<Log>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut stream = stream;
    loop {
        let mut request = String::new();
        loop {
            let mut line = String::new();
            match reader.read_line(&mut line) {
                Ok(0) | Err(_) => return,
                Ok(_) if line.trim().is_empty() => break,
                Ok(_) => request.push_str(&line),
            }
        }
        let mut words = request.split(' ');
        let method = words.next().unwrap_or_default().to_owned();
        let path = words.next().unwrap_or_default().to_owned();
        let chunked = request.to_ascii_lowercase().contains("transfer-encoding: chunked");
        if chunked {
            // The end of a body that has nothing in it: « 0 », and an empty line.
            for _ in 0..2 {
                let _ = reader.read_line(&mut String::new());
            }
        }
        let again = {
            let mut log = log.lock().unwrap();
            log.heard.push(request);
            let asked = |request: &&String| request.split(' ').nth(1) == Some(path.as_str());
            log.heard.iter().filter(asked).count()
        };
        if !respond(&mut stream, (&method, &path), again, log) {
            return;
        }
    }
}

/// Whether the connection goes on.
fn respond(stream: &mut TcpStream, (method, path): (&str, &str), again: usize, log: &Mutex<Log>) -> bool {
    let head = method == "HEAD";
    let name = path.split('?').next().unwrap_or(path);
    let html = |title: &str| format!("<!doctype html><title>{title}</title><h1>{title}</h1>").into_bytes();
    let (status, headers, body): (&str, String, Vec<u8>) = match name {
        "/" => ("200 OK", String::new(), html("Accueil")),
        "/page" => ("200 OK", "Set-Cookie: visitor=1\r\n".into(), PAGE.into()),
        "/empty" => ("204 No Content", String::new(), Vec::new()),
        "/moved" => ("301 Moved Permanently", "Location: /moved-too\r\n".into(), Vec::new()),
        "/moved-too" => ("308 Permanent Redirect", "Location: /page\r\n".into(), Vec::new()),
        "/moved-to-part" => ("301 Moved Permanently", "Location: /page#cout\r\n".into(), Vec::new()),
        "/moved-for-now" => ("302 Found", "Location: /page\r\n".into(), Vec::new()),
        "/moved-then-for-now" => ("301 Moved Permanently", "Location: /moved-for-now\r\n".into(), Vec::new()),
        "/moved-to-nothing" => ("301 Moved Permanently", "Location: /missing\r\n".into(), Vec::new()),
        "/moved-nowhere" => ("302 Found", String::new(), Vec::new()),
        "/moved-home" => ("301 Moved Permanently", "Location: /\r\n".into(), Vec::new()),
        "/moved-inside" => ("302 Found", "Location: http://10.0.0.1/\r\n".into(), Vec::new()),
        "/moved-to-metadata" => {
            ("301 Moved Permanently", "Location: http://169.254.169.254/latest/\r\n".into(), Vec::new())
        }
        "/moved-to-file" => ("302 Found", "Location: file:///etc/passwd\r\n".into(), Vec::new()),
        "/to" => {
            let to = path.split_once('?').map_or("", |(_, to)| to);
            ("307 Temporary Redirect", format!("Location: {to}\r\n"), Vec::new())
        }
        "/loop" => ("301 Moved Permanently", "Location: /loop\r\n".into(), Vec::new()),
        "/chain" => {
            let step: usize = path.split('=').nth(1).and_then(|n| n.parse().ok()).unwrap_or(0);
            ("302 Found", format!("Location: /chain?n={}\r\n", step + 1), Vec::new())
        }
        "/cookie-wall" => ("302 Found", "Location: /cookie-wall\r\nSet-Cookie: a=1\r\n".into(), Vec::new()),
        "/missing" => ("404 Not Found", String::new(), html("Page introuvable")),
        "/gone" => ("410 Gone", String::new(), Vec::new()),
        "/missing-to-head" if head => ("404 Not Found", String::new(), Vec::new()),
        "/no-head" if head => ("405 Method Not Allowed", String::new(), Vec::new()),
        "/no-get" if !head => ("403 Forbidden", String::new(), Vec::new()),
        "/missing-to-head" | "/no-head" | "/no-get" => ("200 OK", String::new(), PAGE.into()),
        "/login" => ("401 Unauthorized", String::new(), Vec::new()),
        "/forbidden" => ("403 Forbidden", String::new(), Vec::new()),
        "/busy" => ("429 Too Many Requests", "Retry-After: 1\r\n".into(), Vec::new()),
        "/busy-once" if again <= 2 => ("429 Too Many Requests", "Retry-After: 1\r\n".into(), Vec::new()),
        "/busy-for-an-hour" => ("429 Too Many Requests", "Retry-After: 3600\r\n".into(), Vec::new()),
        "/failing-once" if again == 1 => ("500 Internal Server Error", String::new(), Vec::new()),
        "/failing-twice" if again <= 2 => ("502 Bad Gateway", String::new(), Vec::new()),
        "/busy-once" | "/failing-once" | "/failing-twice" => ("200 OK", String::new(), PAGE.into()),
        "/failing" => ("503 Service Unavailable", String::new(), Vec::new()),
        "/soft" => ("200 OK", String::new(), html("Page introuvable | Ville")),
        "/robot" => ("403 Forbidden", "cf-mitigated: challenge\r\n".into(), Vec::new()),
        "/robot-page" => ("200 OK", String::new(), html("Just a moment...")),
        "/form.pdf" => ("200 OK", "Content-Type: application/pdf\r\n".into(), b"%PDF-1.4".to_vec()),
        "/slow" => {
            std::thread::sleep(Duration::from_secs(4));
            ("200 OK", String::new(), Vec::new())
        }
        "/late" => {
            std::thread::sleep(Duration::from_millis(300));
            ("200 OK", String::new(), PAGE.into())
        }
        "/cut" => return false,
        "/endless" | "/bomb" => {
            let encoding = if name == "/bomb" { "Content-Encoding: gzip\r\n" } else { "" };
            let _ = write!(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{encoding}Connection: close\r\n\r\n"
            );
            if !head {
                endless(stream, name, log);
            }
            return false;
        }
        _ => ("400 Bad Request", String::new(), Vec::new()),
    };
    let kind =
        if headers.contains("Content-Type") { "" } else { "Content-Type: text/html; charset=utf-8\r\n" };
    let length =
        if status.starts_with("204") { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    let sent = write!(stream, "HTTP/1.1 {status}\r\n{headers}{kind}{length}\r\n");
    if sent.is_ok() && !head {
        return stream.write_all(&body).is_ok();
    }
    sent.is_ok()
}

/// Sends a body until nobody takes it, or 64 MB of it: spaces, or what a gigabyte of them is compressed to.
fn endless(stream: &mut TcpStream, path: &str, log: &Mutex<Log>) {
    let spaces = vec![b' '; 1 << 20];
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    for round in 0..1024 {
        let piece = if path == "/bomb" {
            bomb.write_all(&spaces).unwrap();
            bomb.flush().unwrap();
            std::mem::take(bomb.get_mut())
        } else if round < 64 {
            spaces.clone()
        } else {
            return;
        };
        if stream.write_all(&piece).is_err() {
            return;
        }
        *log.lock().unwrap().sent.entry(path.to_owned()).or_default() += piece.len();
    }
}
