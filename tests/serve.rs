//! The development server, driven as a browser drives it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A server on a free port of the loopback, stopped when it is dropped.
struct Server {
    child: Child,
    port: u16,
    /// What it said until it listened.
    said: String,
}

impl Server {
    fn start(root: &Path) -> Self {
        Self::on(root, 0)
    }

    fn on(root: &Path, port: u16) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_limpide"))
            .args(["serve", "--port", &port.to_string(), "--lang", "en", "--today", "2026-11-23", "--site"])
            .arg(root)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut said = String::new();
        let port = lines.map_while(Result::ok).find_map(|line| {
            said.push_str(&line);
            let rest = line.split_once("http://127.0.0.1:")?.1;
            rest.split_whitespace().next()?.parse().ok()
        });
        Self { child, port: port.expect("the server says where it listens"), said }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    }

    fn get(&self, path: &str, host: &str) -> String {
        let mut stream = self.connect();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

impl Server {
    /// Asks for something to be done, as a page of this origin would.
    fn post(&self, path: &str, headers: &str, body: &str) -> String {
        let mut stream = self.connect();
        let length = body.len();
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n{headers}Content-Length: {length}\r\n\
             Connection: close\r\n\r\n{body}",
            self.port
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// The headers that the panel sends.
    fn own(&self) -> String {
        format!("Origin: http://127.0.0.1:{}\r\nX-Limpide: 1\r\nSec-Fetch-Site: same-origin\r\n", self.port)
    }

    fn json(&self, path: &str) -> serde_json::Value {
        let answer = self.get(path, &format!("127.0.0.1:{}", self.port));
        assert_eq!(status(&answer), "200", "{answer}");
        let body = answer.split_once("\r\n\r\n").unwrap().1;
        serde_json::from_str(body).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn status(answer: &str) -> &str {
    answer.split_whitespace().nth(1).unwrap_or("")
}

fn page(root: &Path, body: &str) {
    std::fs::write(root.join("content/a.md"), format!("---\ntitle: Une page\n---\n\n{body}\n")).unwrap();
}

#[test]
fn a_saved_page_is_made_again_and_browsers_are_told() {
    let root = tempfile::tempdir().unwrap();
    std::fs::create_dir(root.path().join("content")).unwrap();
    page(root.path(), "Premier texte.");
    let server = Server::start(root.path());
    let host = format!("127.0.0.1:{}", server.port);

    let first = server.get("/a/", &host);
    assert_eq!(status(&first), "200");
    assert!(first.contains("Premier texte.") && first.contains("/__limpide/panel.js"));
    assert_eq!(status(&server.get("/a", &host)), "302");
    assert_eq!(status(&server.get("/nulle-part/", &host)), "404");

    let mut events = BufReader::new(server.connect());
    write!(events.get_mut(), "GET /__limpide/events HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
    let mut line = String::new();
    while !line.starts_with("retry:") {
        line.clear();
        assert!(events.read_line(&mut line).unwrap() > 0, "the line stays open");
    }
    page(root.path(), "Second texte.");
    while !line.starts_with("data: reload") {
        line.clear();
        assert!(events.read_line(&mut line).unwrap() > 0, "the line stays open");
    }
    assert!(server.get("/a/", &host).contains("Second texte."));
    assert!(!root.path().join("public").exists(), "nothing is written to disk");
}

#[test]
fn only_a_request_that_names_the_server_is_answered() {
    let root = tempfile::tempdir().unwrap();
    std::fs::create_dir(root.path().join("content")).unwrap();
    page(root.path(), "Texte.");
    let server = Server::start(root.path());
    assert_eq!(status(&server.get("/a/", "ailleurs.example")), "403");
    assert_eq!(status(&server.get("/../Cargo.toml", &format!("127.0.0.1:{}", server.port))), "404");
    assert_eq!(status(&server.get("/a/", &format!("localhost:{}", server.port))), "200");
}

#[test]
fn a_page_comes_with_what_there_is_to_say_of_it_and_a_fix_is_made_in_its_file() {
    let root = tempfile::tempdir().unwrap();
    std::fs::create_dir(root.path().join("content")).unwrap();
    page(root.path(), "Quel est le délai ? Voyez [la page](/nulle-part/).");
    let server = Server::start(root.path());
    let said = server.json("/__limpide/page?page=/a/");
    assert_eq!(said["path"], "content/a.md");
    let findings = said["findings"].as_array().unwrap();
    let broken = findings.iter().find(|f| f["rule"] == "links/broken-internal").unwrap();
    assert_eq!(broken["text"], "/nulle-part/");
    assert_eq!(broken["location"]["start"]["line"], 5);
    assert!(broken["open"].as_str().unwrap().ends_with("content/a.md:5:37"), "{}", broken["open"]);
    // The worst come first.
    let rank = |f: &serde_json::Value| ["error", "warning", "info"].iter().position(|s| f["severity"] == *s);
    assert!(findings.windows(2).all(|pair| rank(&pair[0]) <= rank(&pair[1])));

    let fixes: Vec<&serde_json::Value> =
        findings.iter().flat_map(|finding| finding["fixes"].as_array().unwrap()).collect();
    let fix = fixes.iter().find(|fix| fix["safe"] == true).unwrap();
    let mark = fix["mark"].as_str().unwrap();
    assert!(mark.starts_with("typography/"), "{mark}");
    let done = server.post("/__limpide/fix?page=/a/", &server.own(), mark);
    assert_eq!(status(&done), "200", "{done}");
    let text = std::fs::read_to_string(root.path().join("content/a.md")).unwrap();
    assert!(text.contains("délai\u{a0}?") || text.contains("délai\u{202f}?"), "{text}");
    let gone = server.post("/__limpide/fix?page=/a/", &server.own(), "clarity/none 0 1");
    assert_eq!(status(&gone), "409", "{gone}");
}

#[test]
fn nothing_is_done_for_a_page_of_another_site() {
    let root = tempfile::tempdir().unwrap();
    std::fs::create_dir(root.path().join("content")).unwrap();
    page(root.path(), "Quel est le délai ?");
    let server = Server::start(root.path());
    let before = std::fs::read_to_string(root.path().join("content/a.md")).unwrap();
    let own = server.own();
    let refused = [
        String::new(),
        own.replace("X-Limpide: 1\r\n", ""),
        own.replace("Origin: http://127.0.0.1", "Origin: http://ailleurs.example"),
        own.replace("same-origin", "cross-site"),
        "X-Limpide: 1\r\n".to_owned(),
        own.replace("Origin: http", "Origin: https"),
    ];
    let marks: Vec<String> = server.json("/__limpide/page?page=/a/")["findings"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|finding| finding["fixes"].as_array().unwrap())
        .map(|fix| fix["mark"].as_str().unwrap().to_owned())
        .collect();
    assert!(!marks.is_empty());
    for headers in refused {
        for mark in &marks {
            let answer = server.post("/__limpide/fix?page=/a/", &headers, mark);
            assert_eq!(status(&answer), "403", "{headers}");
        }
    }
    assert_eq!(std::fs::read_to_string(root.path().join("content/a.md")).unwrap(), before);
    let host = format!("127.0.0.1:{}", server.port);
    for path in
        ["/../site.toml", "/%2e%2e/site.toml", "/..%2fsite.toml", "/content/a.md", "/__limpide/../a.md"]
    {
        assert_eq!(status(&server.get(path, &host)), "404", "{path}");
    }
}

#[test]
fn a_text_is_checked_and_nothing_is_kept_of_it() {
    let root = tempfile::tempdir().unwrap();
    std::fs::create_dir(root.path().join("content")).unwrap();
    page(root.path(), "Texte.");
    let server = Server::start(root.path());
    let text = "Veuillez procéder à la transmission du dossier dans les meilleurs délais.";
    let answer = server.post("/__limpide/text", &server.own(), text);
    assert_eq!(status(&answer), "200", "{answer}");
    assert!(answer.contains("clarity/wordy-phrase"), "{answer}");
    assert!(!answer.contains("no-title") && !answer.contains("completeness/"), "{answer}");
    assert_eq!(std::fs::read_dir(root.path().join("content")).unwrap().count(), 1);
}

#[test]
fn a_broken_template_shows_what_is_wrong_and_the_server_goes_on() {
    let root = tempfile::tempdir().unwrap();
    std::fs::create_dir(root.path().join("content")).unwrap();
    page(root.path(), "Texte.");
    let templates = root.path().join("themes/mien/templates");
    std::fs::create_dir_all(&templates).unwrap();
    std::fs::write(root.path().join("site.toml"), "[theme]\nname = \"mien\"\n").unwrap();
    std::fs::write(
        templates.parent().unwrap().join("theme.toml"),
        "name = \"mien\"\nextends = \"limpide\"\n",
    )
    .unwrap();
    std::fs::write(templates.join("page.html"), "<body>{{ page.title | number }}</body>").unwrap();
    let server = Server::start(root.path());
    let host = format!("127.0.0.1:{}", server.port);
    let answer = server.get("/a/", &host);
    assert!(answer.contains("themes/mien/templates/page.html:1:"), "{answer}");
    assert!(
        answer.contains("/__limpide/panel.js"),
        "the page of the fault is replaced too once it is mended"
    );
    assert_eq!(status(&server.get("/", &host)), "200");
}

#[test]
fn the_next_port_is_taken_when_the_one_asked_for_is_not_free() {
    let root = tempfile::tempdir().unwrap();
    std::fs::create_dir(root.path().join("content")).unwrap();
    page(root.path(), "Texte.");
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let server = Server::on(root.path(), port);
    assert!(server.port > port, "{} after {port}", server.port);
    let told = format!("Port {port} is already taken: port {} is used instead.", server.port);
    assert!(server.said.contains(&told), "{}", server.said);
}

#[test]
fn a_folder_made_meanwhile_is_watched_and_a_folder_that_cannot_be_read_is_told() {
    let root = tempfile::tempdir().unwrap();
    std::fs::create_dir(root.path().join("content")).unwrap();
    page(root.path(), "Texte.");
    let server = Server::start(root.path());
    let host = format!("127.0.0.1:{}", server.port);
    let first = server.get("/a/", &host);
    assert!(first.contains("X-Frame-Options: DENY"), "{first}");
    let long = server.post("/__limpide/text", &server.own(), &"é".repeat(600_000));
    assert!(status(&long) == "409" && long.contains("too long"), "{}", &long[..200]);

    let mut events = BufReader::new(server.connect());
    write!(events.get_mut(), "GET /__limpide/events HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
    let mut reloaded = || {
        let mut line = String::new();
        while !line.starts_with("data: reload") {
            line.clear();
            assert!(events.read_line(&mut line).unwrap() > 0, "the line stays open");
        }
    };
    let theme = root.path().join("themes/mien");
    std::fs::create_dir_all(theme.join("templates")).unwrap();
    reloaded();
    // Browsers are told at once, and answered when the folder was read again: it is watched by then.
    server.get("/a/", &host);
    std::fs::write(theme.join("theme.toml"), "name = \"mien\"\nextends = \"limpide\"\n").unwrap();
    std::fs::write(theme.join("templates/page.html"), "<body>le mien {{ page.content }}</body>").unwrap();
    reloaded();
    server.get("/a/", &host);
    std::fs::write(root.path().join("site.toml"), "[theme]\nname = \"mien\"\n").unwrap();
    let mut seen = String::new();
    for _ in 0..20 {
        reloaded();
        seen = server.get("/a/", &host);
        if seen.contains("le mien") {
            break;
        }
    }
    assert!(seen.contains("le mien"), "{seen}");

    std::fs::rename(root.path().join("content"), root.path().join("ailleurs")).unwrap();
    reloaded();
    let gone = server.get("/a/", &host);
    assert!(gone.contains("content") && gone.contains("/__limpide/panel.js"), "{gone}");
    std::fs::rename(root.path().join("ailleurs"), root.path().join("content")).unwrap();
    reloaded();
    assert!(server.get("/a/", &host).contains("le mien"));

    // Another folder takes its name in the same moment: that one is watched.
    std::fs::rename(root.path().join("content"), root.path().join("ailleurs")).unwrap();
    std::fs::create_dir(root.path().join("content")).unwrap();
    page(root.path(), "Texte.");
    reloaded();
    server.get("/a/", &host);
    page(root.path(), "Texte deux.");
    let mut seen = String::new();
    for _ in 0..20 {
        reloaded();
        seen = server.get("/a/", &host);
        if seen.contains("Texte deux.") {
            break;
        }
    }
    assert!(seen.contains("Texte deux."), "{seen}");
}
