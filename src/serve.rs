//! `limpide serve`: the site kept in memory, made again when a file changes, shown on the loopback.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::civil::Date;
use notify::{EventKind, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, new_debouncer};
use tiny_http::{Header, Request, Response, Server};

use crate::files;
use crate::finding::{Finding, Message};
use crate::project::Project;
use crate::render::{self, Options, Sink};
use crate::site::{History, percent_decode};
use crate::source::Asset;

/// How long the folder must be quiet before the site is made again.
const QUIET: Duration = Duration::from_millis(50);
/// How many requests are answered at once.
const WORKERS: usize = 4;
/// Where the development server keeps what is its own.
const EVENTS: &str = "/__limpide/events";
const SCRIPT: &str = "/__limpide/reload.js";
const RELOAD: &str = "new EventSource('/__limpide/events').onmessage = () => location.reload();\n";

/// What the server needs from the command that starts it.
pub struct Serve<'a> {
    /// The site's folder.
    pub root: &'a Path,
    /// The port asked for; 0 for any free one.
    pub port: u16,
    /// What day it is, asked at each new making.
    pub today: &'a (dyn Fn() -> Date + Sync),
    /// Drafts are shown too, whatever `site.toml` says.
    pub drafts: bool,
    /// Told what happens.
    pub tell: &'a (dyn Fn(Event<'_>) + Sync),
}

/// What happens while serving.
pub enum Event<'a> {
    /// The server answers at this address.
    Listening(SocketAddr),
    /// The site was made, with these findings.
    Made(&'a Project, &'a [Finding]),
    /// Something is to be known about the site’s history.
    Noted(&'a Project, &'a Message),
    /// The folder could not be read; the last site made is still shown.
    Failed(&'a files::ReadError),
}

/// Why serving ended.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The port is taken, or may not be used.
    #[error("{0}")]
    Port(String),
    /// The folder cannot be watched.
    #[error(transparent)]
    Watch(#[from] notify::Error),
}

/// Serves until the program is stopped. Listens on the loopback only.
///
/// # Errors
/// When the port cannot be had or the folder cannot be watched.
pub fn serve(serve: &Serve<'_>) -> Result<(), ServeError> {
    let server = Server::http((Ipv4Addr::LOCALHOST, serve.port))
        .map_err(|error| ServeError::Port(error.to_string()))?;
    let address = server.server_addr().to_ip().unwrap_or(SocketAddr::from((Ipv4Addr::LOCALHOST, serve.port)));
    let (changed, changes) = mpsc::channel();
    let mut watcher = new_debouncer(QUIET, None, move |events: DebounceEventResult| {
        // Reading a file is an event too; only what changes one makes the site again.
        let changes = |kind: &EventKind| !matches!(kind, EventKind::Access(_));
        let worth = events.is_ok_and(|events| events.iter().any(|e| changes(&e.kind)));
        if worth {
            // Nobody listens any more only when the program is ending.
            let _ = changed.send(());
        }
    })?;
    for (path, mode) in watched(serve.root) {
        watcher.watch(path, mode)?;
    }
    let shown = Shown::default();
    let history = OnceCell::new();
    make(serve, address, &shown, &history);
    (serve.tell)(Event::Listening(address));
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                while let Ok(request) = server.recv() {
                    shown.answer(request, address);
                }
            });
        }
        keep_making(serve, address, &shown, &history, &changes);
    });
    Ok(())
}

fn keep_making(
    serve: &Serve<'_>,
    address: SocketAddr,
    shown: &Shown,
    history: &OnceCell<History>,
    changes: &Receiver<()>,
) {
    while changes.recv().is_ok() {
        // Several changes while the site was being made are one.
        while changes.try_recv().is_ok() {}
        make(serve, address, shown, history);
        shown.reload();
    }
}

/// What a change of is a change of the site. The published folder and the caches are not watched.
fn watched(root: &Path) -> Vec<(PathBuf, RecursiveMode)> {
    let folders = ["content", "lints", "themes"].map(|name| (root.join(name), RecursiveMode::Recursive));
    let mut watched: Vec<(PathBuf, RecursiveMode)> =
        folders.into_iter().filter(|(path, _)| path.is_dir()).collect();
    watched.push((root.to_path_buf(), RecursiveMode::NonRecursive));
    watched
}

/// Makes the site and shows it, errors and all: a page is never easier to mend than when it is seen. When
/// pages changed is asked once: only a commit changes it, and what is being written is not committed.
fn make(serve: &Serve<'_>, address: SocketAddr, shown: &Shown, history: &OnceCell<History>) {
    let opened = crate::files::read(serve.root).map(|mut reading| {
        reading.tree.drafts = serve.drafts;
        Project::of(reading, (serve.today)())
    });
    let read = opened.and_then(|mut project| {
        project.read_baseline(serve.root)?;
        match history.get() {
            Some(known) => project.site.facts.history = known.clone(),
            None => {
                if let Some(note) = project.read_history(serve.root) {
                    (serve.tell)(Event::Noted(&project, &note));
                }
                let _ = history.set(project.site.facts.history.clone());
            }
        }
        Ok(project)
    });
    let mut project = match read {
        Ok(project) => project,
        Err(error) => {
            (serve.tell)(Event::Failed(&error));
            return;
        }
    };
    project.site.config.site.base_url = format!("http://{address}");
    let mut findings = project.findings();
    let images = files::ImageMemory::of(serve.root);
    let memory = Memory { root: serve.root.to_path_buf(), images, files: Mutex::default() };
    let held = BTreeSet::new();
    let options = Options { held: &held, clock: None, preview: false };
    let rendered = match render::render(&project.site, &project.theme, &options, &memory) {
        Ok(rendered) => rendered,
        Err(source) => {
            // A file that went away meanwhile: its going is a change, and the site is made again.
            let error = files::ReadError::Io { path: serve.root.to_path_buf(), source };
            (serve.tell)(Event::Failed(&error));
            return;
        }
    };
    project.add(&mut findings, &rendered.problems);
    shown.show(memory.files.into_inner().unwrap_or_else(PoisonError::into_inner));
    (serve.tell)(Event::Made(&project, &findings));
}

/// A published site in memory.
struct Memory {
    root: PathBuf,
    images: files::ImageMemory,
    files: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl Memory {
    fn insert(&self, path: &str, bytes: Vec<u8>) {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), bytes);
    }
}

impl Sink for Memory {
    fn put(&self, path: &str, bytes: &[u8]) -> std::io::Result<()> {
        self.insert(path, bytes.to_vec());
        Ok(())
    }

    fn copy(&self, asset: &Asset) -> std::io::Result<()> {
        self.insert(&asset.path, files::asset(&self.root, asset)?);
        Ok(())
    }

    fn read(&self, asset: &Asset) -> std::io::Result<Vec<u8>> {
        files::asset(&self.root, asset)
    }

    fn recall(&self, key: &str) -> Option<Vec<u8>> {
        self.images.recall(key)
    }

    fn remember(&self, key: &str, bytes: &[u8]) {
        self.images.remember(key, bytes);
    }

    fn keep(&self, _: &str) -> std::io::Result<bool> {
        Ok(false)
    }
}

/// The site as it is shown, and the browsers that wait for the next one.
#[derive(Default)]
struct Shown {
    files: Mutex<Arc<BTreeMap<String, Vec<u8>>>>,
    waiting: Mutex<Vec<Box<dyn Write + Send>>>,
}

impl Shown {
    fn show(&self, files: BTreeMap<String, Vec<u8>>) {
        *self.files.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(files);
    }

    /// Tells every browser to load its page again; one that is gone is forgotten.
    fn reload(&self) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain_mut(|w| w.write_all(b"data: reload\n\n").and_then(|()| w.flush()).is_ok());
    }

    fn answer(&self, request: Request, address: SocketAddr) {
        // A browser that is gone before its answer is nobody's concern.
        let _ = self.respond(request, address);
    }

    fn respond(&self, request: Request, address: SocketAddr) -> std::io::Result<()> {
        if !is_ours(&request, address) {
            return request.respond(Response::from_string("403").with_status_code(403));
        }
        let path = percent_decode(request.url().split(['?', '#']).next().unwrap_or("/"));
        if path == EVENTS {
            return self.wait(request);
        }
        if path == SCRIPT {
            let script = Response::from_string(RELOAD);
            return request
                .respond(content_type("reload.js").into_iter().fold(script, Response::with_header));
        }
        let files = Arc::clone(&self.files.lock().unwrap_or_else(PoisonError::into_inner));
        let file = path.trim_start_matches('/');
        if let Some(bytes) = files.get(&index(file)) {
            return request.respond(page(&index(file), bytes));
        }
        if files.contains_key(&format!("{file}/index.html")) {
            let location = Header::from_bytes("Location", format!("{path}/")).ok();
            let response = Response::from_string("").with_status_code(302);
            return request.respond(location.into_iter().fold(response, Response::with_header));
        }
        let missing = files.get("404.html").map_or(&b"404"[..], Vec::as_slice);
        request.respond(page("404.html", missing).with_status_code(404))
    }

    /// Keeps a browser's line open until the next site.
    fn wait(&self, request: Request) -> std::io::Result<()> {
        let mut writer = request.into_writer();
        writer.write_all(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\
              Connection: close\r\n\r\nretry: 500\n\n",
        )?;
        writer.flush()?;
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push(writer);
        Ok(())
    }
}

/// Only a request that names this server is answered: another site's page cannot have its name lead
/// here and read what is being written.
fn is_ours(request: &Request, address: SocketAddr) -> bool {
    let host = request.headers().iter().find(|h| h.field.equiv("Host")).map(|h| h.value.as_str());
    let port = address.port();
    host.is_some_and(|h| h == format!("127.0.0.1:{port}") || h == format!("localhost:{port}"))
}

fn index(file: &str) -> String {
    if file.is_empty() || file.ends_with('/') { format!("{file}index.html") } else { file.to_owned() }
}

fn page(file: &str, bytes: &[u8]) -> Response<std::io::Cursor<Vec<u8>>> {
    let mut bytes = bytes.to_vec();
    if file.ends_with(".html")
        && let Some(at) = find_last(&bytes, b"</body>")
    {
        let script = format!("<script src=\"{SCRIPT}\" defer></script>");
        bytes.splice(at..at, script.into_bytes());
    }
    let no_store = Header::from_bytes("Cache-Control", "no-store").ok();
    let headers = content_type(file).into_iter().chain(no_store);
    headers.fold(Response::from_data(bytes), Response::with_header)
}

fn find_last(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    bytes.windows(mark.len()).rposition(|window| window == mark)
}

fn content_type(file: &str) -> Option<Header> {
    let kind = match file.rsplit('.').next().unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        "txt" | "csv" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
    Header::from_bytes("Content-Type", kind).ok()
}
