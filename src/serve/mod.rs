//! `limpide serve`: the site kept in memory, made again from what changed, shown on the loopback with what
//! there is to say of each page.
//!
//! One thread, [`Serving`], has the site: it makes a state of it, answers what the browser asks for, file by
//! file, and starts again when the folder changes. A check goes on beside it, and is told when it is done.

mod beside;
mod http;

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

use jiff::civil::Date;
use notify::{EventKind, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, new_debouncer};
use tiny_http::Server;

use crate::files;
use crate::finding::{Finding, Message};
use crate::language::Language;
use crate::project::{Project, Told};
use crate::render::{Options, Preview, Sink};
use crate::site::History;
use crate::source::Asset;
use crate::words::Words;

use http::{Answer, Asked, Browsers};

/// How long the folder must be quiet before the site is made again.
const QUIET: Duration = Duration::from_millis(50);
/// How many requests are answered at once.
const WORKERS: usize = 4;
/// How many ports are tried after the one asked for.
const PORTS: u16 = 20;

/// What the server needs from the command that starts it.
pub struct Serve<'a> {
    /// The site's folder.
    pub root: &'a Path,
    /// The port asked for; 0 for any free one. If it is taken, the next free one is.
    pub port: u16,
    /// What day it is, asked at each new making.
    pub today: &'a (dyn Fn() -> Date + Sync),
    /// Drafts are shown too, whatever `site.toml` says.
    pub drafts: bool,
    /// The language in which pages are spoken of; that of the site when not said.
    pub language: Option<Language>,
    /// The address that opens a file in an editor, with `{path}`, `{line}` and `{column}`.
    pub editor: &'a str,
    /// Told what happens.
    pub tell: &'a (dyn Fn(Event<'_>) + Sync),
}

/// What happens while serving.
pub enum Event<'a> {
    /// The server answers at this address.
    Listening(SocketAddr),
    /// The site was made and checked: what is found now, and what was found before, if it was checked before.
    Made(&'a Project, &'a [Finding], Option<&'a [Finding]>),
    /// Something is to be known about the site’s history.
    Noted(&'a Project, &'a Message),
    /// The folder could not be read; the last site made is still shown.
    Failed(&'a files::ReadError),
}

/// Why serving ended.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The port is taken and so are those after it, or it may not be used.
    #[error("{0}")]
    Port(String),
    /// The folder cannot be watched.
    #[error(transparent)]
    Watch(#[from] notify::Error),
}

/// What the thread that has the site is sent.
enum Sent {
    /// The folder changed.
    Changed,
    /// A browser asks for something.
    Asked(Asked),
    /// A check is done, of the state of this rank.
    Checked(usize, Told),
}

/// Serves until the program is stopped. Listens on the loopback only.
///
/// # Errors
/// When no port can be had or the folder cannot be watched.
pub fn serve(serve: &Serve<'_>) -> Result<(), ServeError> {
    let server = listen(serve.port)?;
    let address = server.server_addr().to_ip().unwrap_or(SocketAddr::from((Ipv4Addr::LOCALHOST, serve.port)));
    let (sender, sent) = mpsc::channel();
    let changed = sender.clone();
    let mut watcher = new_debouncer(QUIET, None, move |events: DebounceEventResult| {
        // Reading a file is an event too; only what changes one makes the site again.
        let changes = |kind: &EventKind| !matches!(kind, EventKind::Access(_));
        let worth = events.is_ok_and(|events| events.iter().any(|e| changes(&e.kind)));
        if worth {
            // Nobody listens any more only when the program is ending.
            let _ = changed.send(Sent::Changed);
        }
    })?;
    for (path, mode) in watched(serve.root) {
        watcher.watch(path, mode)?;
    }
    let browsers = Browsers::default();
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            let sender = sender.clone();
            scope.spawn(|| http::answer(&server, address, &browsers, sender));
        }
        let serving = Serving {
            serve,
            address,
            browsers: &browsers,
            sender: sender.clone(),
            kept: files::Kept::default(),
            history: OnceCell::new(),
            checked: None,
            running: false,
        };
        serving.run(&sent);
    });
    Ok(())
}

/// The port asked for, or the next that is free.
fn listen(port: u16) -> Result<Server, ServeError> {
    let mut refused = String::new();
    for port in port..=port.saturating_add(if port == 0 { 0 } else { PORTS }) {
        match Server::http((Ipv4Addr::LOCALHOST, port)) {
            Ok(server) => return Ok(server),
            Err(error) => refused = error.to_string(),
        }
    }
    Err(ServeError::Port(refused))
}

/// What a change of is a change of the site. The published folder and the caches are not watched.
fn watched(root: &Path) -> Vec<(PathBuf, RecursiveMode)> {
    let folders = ["content", "lints", "themes"].map(|name| (root.join(name), RecursiveMode::Recursive));
    let mut watched: Vec<(PathBuf, RecursiveMode)> =
        folders.into_iter().filter(|(path, _)| path.is_dir()).collect();
    watched.push((root.to_path_buf(), RecursiveMode::NonRecursive));
    watched
}

/// The site, as the server has it.
struct Serving<'s> {
    serve: &'s Serve<'s>,
    address: SocketAddr,
    browsers: &'s Browsers,
    sender: Sender<Sent>,
    kept: files::Kept,
    /// When pages changed, asked once: only a commit changes it, and what is being written is not committed.
    history: OnceCell<History>,
    /// The last state that was checked, and what was found.
    checked: Option<(Arc<Project>, Arc<Told>)>,
    /// A check is being made.
    running: bool,
}

impl Serving<'_> {
    /// Shows one state of the site after the other.
    fn run(mut self, sent: &Receiver<Sent>) {
        let mut shown: Option<Arc<Project>> = None;
        for rank in 0.. {
            match self.make(shown.as_deref()) {
                Ok(project) => shown = Some(Arc::new(project)),
                Err(error) => (self.serve.tell)(Event::Failed(&error)),
            }
            if rank == 0 {
                (self.serve.tell)(Event::Listening(self.address));
            } else {
                self.browsers.tell("reload");
            }
            if !self.show(rank, shown.as_ref(), sent) {
                return;
            }
        }
    }

    /// Reads the folder again and puts the site together. Errors in it are shown with the rest: a page is never
    /// easier to mend than when it is seen.
    fn make(&mut self, before: Option<&Project>) -> Result<Project, files::ReadError> {
        let mut reading = files::read_again(self.serve.root, &mut self.kept)?;
        reading.tree.drafts = self.serve.drafts;
        let mut project = Project::again(reading, (self.serve.today)(), before);
        project.read_baseline(self.serve.root)?;
        match self.history.get() {
            Some(known) => project.site.facts.history = known.clone(),
            None => {
                if let Some(note) = project.read_history(self.serve.root) {
                    (self.serve.tell)(Event::Noted(&project, &note));
                }
                let _ = self.history.set(project.site.facts.history.clone());
            }
        }
        project.site.config.site.base_url = format!("http://{}", self.address);
        Ok(project)
    }

    /// Answers for a state of the site until the folder changes. False when nobody asks any more.
    fn show(&mut self, rank: usize, project: Option<&Arc<Project>>, sent: &Receiver<Sent>) -> bool {
        let sink = Folder { root: self.serve.root, images: files::ImageMemory::of(self.serve.root) };
        let held = BTreeSet::new();
        let options = Options { held: &held, clock: None, preview: true };
        let preview = project.map(|project| Preview::new(&project.site, &project.theme, &options, &sink));
        let preview = match preview.transpose() {
            Ok(preview) => preview,
            Err(source) => {
                // A file that went away meanwhile: its going is a change, and the site is made again.
                let error = files::ReadError::Io { path: self.serve.root.to_path_buf(), source };
                (self.serve.tell)(Event::Failed(&error));
                None
            }
        };
        // A check of an earlier state goes on to its end: its pages are of use to the next.
        let mut wanted = project.is_some();
        let mut told: Option<Arc<Told>> = None;
        loop {
            if let Some(project) = project.filter(|_| wanted && !self.running) {
                self.check(rank, project);
                wanted = false;
            }
            let Ok(message) = sent.recv() else { return false };
            match message {
                Sent::Changed => return true,
                Sent::Checked(of, found) => {
                    self.running = false;
                    let Some(project) = project.filter(|_| of == rank) else { continue };
                    let before = self.checked.take().map(|(_, told)| told);
                    let before = before.as_ref().map(|told| told.findings.as_slice());
                    (self.serve.tell)(Event::Made(project, &found.findings, before));
                    let found = Arc::new(found);
                    self.checked = Some((Arc::clone(project), Arc::clone(&found)));
                    told = Some(found);
                    self.browsers.tell("checked");
                }
                Sent::Asked(Asked { ask, reply }) => {
                    let answer = match (project, &preview) {
                        (Some(project), Some(preview)) => {
                            let words = self.words(project);
                            let shown = beside::Shown {
                                serve: self.serve,
                                project,
                                preview,
                                sink: &sink,
                                told: told.as_deref(),
                                words: &words,
                            };
                            shown.answer(&ask)
                        }
                        _ => Answer::Missing,
                    };
                    // A browser that is gone before its answer is nobody's concern.
                    let _ = reply.send(answer);
                }
            }
        }
    }

    fn words(&self, project: &Project) -> Words {
        Words::load(self.serve.language.unwrap_or_else(|| project.site.config.language()))
    }

    /// Starts a check on a thread of its own, from what the last one knew.
    fn check(&mut self, rank: usize, project: &Arc<Project>) {
        self.running = true;
        let (project, sender) = (Arc::clone(project), self.sender.clone());
        let before = self.checked.as_ref().map(|(before, _)| Arc::clone(before));
        std::thread::spawn(move || {
            let told = project.check_after(before.as_deref());
            let _ = sender.send(Sent::Checked(rank, told));
        });
    }
}

/// Where the files of the site are read, and its smaller images remembered.
struct Folder<'a> {
    root: &'a Path,
    images: files::ImageMemory,
}

impl Sink for Folder<'_> {
    fn put(&self, _: &str, _: &[u8]) -> std::io::Result<()> {
        Ok(())
    }

    fn copy(&self, _: &Asset) -> std::io::Result<()> {
        Ok(())
    }

    fn read(&self, asset: &Asset) -> std::io::Result<Vec<u8>> {
        files::asset(self.root, asset)
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
