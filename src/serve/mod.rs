//! `limpide serve`: the site kept in memory, made again from what changed, shown on the loopback with what
//! there is to say of each page.
//!
//! One thread, [`Serving`], has the site: it makes a state of it, answers what the browser asks for, file by
//! file, and starts again when the folder changes. A check goes on beside it, and is told when it is done.

mod beside;
mod http;
mod watch;

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use jiff::civil::Date;
use notify::{RecursiveMode, Watcher};
use tiny_http::Server;

use crate::files::{self, Changes};
use crate::finding::{Finding, Message};
use crate::language::Language;
use crate::lint::fingerprint::fingerprints;
use crate::project::{Project, Remembered, Told};
use crate::render::{Options, Preview, Sink};
use crate::source::Asset;
use crate::words::Words;

use http::{Asked, Browsers};

/// How long browsers have to ask for what they show before the site is checked: what is seen comes first.
const SHOWN_FIRST: Duration = Duration::from_millis(150);
/// What browsers are told as soon as the folder changes: they ask again at once, and are answered when the next state
/// is there.
const RELOAD: &str = "reload";
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
    /// The site was made and checked: what is found, and what of it was not found by the check before.
    Made(&'a Project, &'a [Finding], &'a [Finding]),
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
    Changed(Changes),
    /// A browser asks for something.
    Asked(Asked),
    /// A check of a state of the site is done.
    Checked(Box<Check>),
}

/// What a check of a state of the site came to.
struct Check {
    project: Arc<Project>,
    told: Told,
    /// What each finding is known by from one state to the next.
    prints: Vec<String>,
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
    let (seen_by_watcher, events) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(seen_by_watcher)?;
    std::thread::spawn(move || {
        watch::gather(&events, |changes| changed.send(Sent::Changed(changes)).is_ok())
    });
    let mut seen = BTreeSet::new();
    let mut watch = move |changes: &Changes| {
        let there = watched(serve.root);
        // A folder that went away is watched again when it comes back, even in the same moment: another one then
        // bears its name.
        seen.retain(|path: &PathBuf| {
            let stays = there.iter().any(|(other, _)| other == path) && !changes.holds(path);
            if !stays {
                // Of a folder that is gone, the system has let go already.
                let _ = watcher.unwatch(path);
            }
            stays
        });
        for (path, mode) in there {
            if seen.insert(path.clone()) {
                watcher.watch(&path, mode)?;
            }
        }
        Ok::<(), notify::Error>(())
    };
    watch(&Changes::default())?;
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
            watch: &mut watch,
            kept: files::Kept::default(),
            history: None,
            checked: None,
            known: None,
            running: false,
            changes: Changes::unknown(),
            gone: Gone::default(),
        };
        serving.run(&sent);
    });
    Ok(())
}

/// What earlier states held. To free thousands of pages and of findings takes a while: it is done beside the rest, once
/// browsers have what they show.
#[derive(Default)]
struct Gone {
    projects: Vec<Arc<Project>>,
    told: Vec<Told>,
}

impl Gone {
    fn let_go(&mut self) {
        let gone = std::mem::take(self);
        std::thread::spawn(move || drop(gone));
    }
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
    /// Watches the folders that are there now.
    watch: &'s mut dyn FnMut(&Changes) -> notify::Result<()>,
    kept: files::Kept,
    /// When pages changed: what is being written is not committed.
    history: Option<Remembered>,
    /// The last state that was checked to its end, be it shown or not: the next check leans on it.
    checked: Option<Arc<Project>>,
    /// What was found when it was last told.
    known: Option<BTreeSet<String>>,
    /// A check is being made.
    running: bool,
    /// What changed since the folder was read.
    changes: Changes,
    gone: Gone,
}

impl Serving<'_> {
    /// Shows one state of the site after the other.
    fn run(mut self, sent: &Receiver<Sent>) {
        let mut last: Option<Arc<Project>> = None;
        let mut first = true;
        loop {
            let made = self.make(last.as_deref()).map(Arc::new);
            if let Err(error) = &made {
                (self.serve.tell)(Event::Failed(error));
            }
            if std::mem::take(&mut first) {
                (self.serve.tell)(Event::Listening(self.address));
            }
            let goes_on = match made {
                Ok(project) => {
                    let goes_on = self.show(&project, sent);
                    self.gone.projects.extend(last.replace(project));
                    goes_on
                }
                Err(error) => self.show_error(&error, sent),
            };
            if !goes_on {
                return;
            }
            // That a new folder cannot be watched is not worth an end: the others still are.
            let _ = (self.watch)(&self.changes);
        }
    }

    /// Reads the folder again and puts the site together. Errors in it are shown with the rest: a page is never
    /// easier to mend than when it is seen.
    fn make(&mut self, before: Option<&Project>) -> Result<Project, files::ReadError> {
        let changes = std::mem::take(&mut self.changes);
        let mut reading = files::read_changed(self.serve.root, &mut self.kept, &changes)?;
        reading.tree.drafts = self.serve.drafts;
        let mut project = Project::again(reading, (self.serve.today)(), before);
        project.read_baseline(self.serve.root)?;
        if let Some(note) = project.recall_history(self.serve.root, &mut self.history) {
            (self.serve.tell)(Event::Noted(&project, &note));
        }
        project.site.config.site.base_url = format!("http://{}", self.address);
        Ok(project)
    }

    /// Answers for a state of the site until the folder changes. False when nobody asks any more.
    fn show(&mut self, project: &Arc<Project>, sent: &Receiver<Sent>) -> bool {
        let sink = Folder { root: self.serve.root, images: files::ImageMemory::of(self.serve.root) };
        let held = BTreeSet::new();
        let options = Options { held: &held, clock: None, preview: true };
        let preview = match Preview::new(&project.site, &project.theme, &options, &sink) {
            Ok(preview) => preview,
            Err(source) => {
                // A file that went away meanwhile: its going is a change, and the site is made again.
                let error = files::ReadError::Io { path: self.serve.root.to_path_buf(), source };
                (self.serve.tell)(Event::Failed(&error));
                return self.show_error(&error, sent);
            }
        };
        let words = self.words(Some(project));
        let mut wanted = Some(Instant::now() + SHOWN_FIRST);
        let mut told: Option<Told> = None;
        loop {
            // One check at a time: that of an earlier state goes on to its end, and this one leans on it.
            let due =
                wanted.filter(|_| !self.running).map(|due| due.saturating_duration_since(Instant::now()));
            if due == Some(Duration::ZERO) {
                self.gone.let_go();
                self.check(project);
                wanted = None;
                continue;
            }
            let message = match due {
                Some(due) => match sent.recv_timeout(due) {
                    Err(RecvTimeoutError::Timeout) => continue,
                    Err(RecvTimeoutError::Disconnected) => return false,
                    Ok(message) => message,
                },
                None => match sent.recv() {
                    Err(_) => return false,
                    Ok(message) => message,
                },
            };
            match message {
                Sent::Changed(changes) => {
                    self.browsers.tell(RELOAD);
                    self.changes.extend(changes);
                    self.gone.told.extend(told);
                    return true;
                }
                Sent::Checked(check) => {
                    self.running = false;
                    let Check { project: of, told: found, prints } = *check;
                    let shown = Arc::ptr_eq(&of, project);
                    self.checked = Some(of);
                    if !shown {
                        continue;
                    }
                    let known = self.known.take();
                    let is_new = |print: &String| known.as_ref().is_none_or(|known| !known.contains(print));
                    let new = found.findings.iter().zip(&prints).filter(|(_, print)| is_new(print));
                    let new: Vec<Finding> = new.map(|(finding, _)| finding.clone()).collect();
                    (self.serve.tell)(Event::Made(project, &found.findings, &new));
                    self.known = Some(prints.into_iter().collect());
                    told = Some(found);
                    self.browsers.tell("checked");
                }
                Sent::Asked(Asked { ask, reply }) => {
                    let shown = beside::Shown {
                        serve: self.serve,
                        project,
                        preview: &preview,
                        sink: &sink,
                        told: told.as_ref(),
                        words: &words,
                    };
                    // A browser that is gone before its answer is nobody's concern.
                    let _ = reply.send(shown.answer(&ask));
                }
            }
        }
    }

    /// Says, in the place of every page, why the folder cannot be read, until it changes.
    fn show_error(&mut self, error: &files::ReadError, sent: &Receiver<Sent>) -> bool {
        let words = self.words(None);
        loop {
            let Ok(message) = sent.recv() else { return false };
            match message {
                Sent::Changed(changes) => {
                    self.browsers.tell(RELOAD);
                    self.changes.extend(changes);
                    return true;
                }
                Sent::Checked(check) => {
                    self.running = false;
                    self.checked = Some(check.project);
                }
                Sent::Asked(Asked { ask, reply }) => {
                    let _ = reply.send(beside::unread(&ask, &words, error));
                }
            }
        }
    }

    fn words(&self, project: Option<&Project>) -> Words {
        let of_site = || project.map(|project| project.site.config.language()).unwrap_or_default();
        Words::load(self.serve.language.unwrap_or_else(of_site))
    }

    /// Starts a check on threads of its own, from what the last one knew: what is shown does not wait for them.
    fn check(&mut self, project: &Arc<Project>) {
        self.running = true;
        let (project, sender) = (Arc::clone(project), self.sender.clone());
        let before = self.checked.clone();
        let threads = std::thread::available_parallelism().map_or(1, |all| (all.get() / 2).max(1));
        std::thread::spawn(move || {
            let check = || {
                let told = project.check_after(before.as_deref());
                let prints = fingerprints(told.findings.iter(), &project.site);
                (told, prints)
            };
            let (told, prints) = match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
                Ok(pool) => pool.install(check),
                Err(_) => check(),
            };
            let _ = sender.send(Sent::Checked(Box::new(Check { project, told, prints })));
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
