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
}

impl Server {
    fn start(root: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_limpide"))
            .args(["serve", "--port", "0", "--lang", "en", "--today", "2026-11-23", "--site"])
            .arg(root)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let port = lines.map_while(Result::ok).find_map(|line| {
            let rest = line.split_once("http://127.0.0.1:")?.1;
            rest.split_whitespace().next()?.parse().ok()
        });
        Self { child, port: port.expect("the server says where it listens") }
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
    assert!(first.contains("Premier texte.") && first.contains("/__limpide/reload.js"));
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
