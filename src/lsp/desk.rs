//! The thread that the editor speaks with: it keeps the texts that are open and the sites they are in, says what
//! is found, and answers.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use gen_lsp_types::ErrorCodes;
use serde_json::{Value, json};

use super::builder::{self, Asked};
use super::client::Client;
use super::documents::Open;
use super::edited::{Documents, Edited, ours};
use super::wire::{self, Said};
use super::{Ended, Event, Today, uris};
use crate::files;
use crate::finding::Message;
use crate::language::Language;
use crate::words::Words;

/// How long nothing must be typed before the whole site is made again.
const QUIET: Duration = Duration::from_millis(300);
/// How often the editor is looked at, to know whether it is still there.
const LOOKED_AT: Duration = Duration::from_secs(5);

/// How far the conversation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Nothing was agreed upon.
    New,
    Open,
    /// The editor wants no more: only its exit is waited for.
    Closing,
}

/// The desk.
pub(super) struct Desk {
    phase: Phase,
    pub(super) client: Client,
    today: Today,
    language: Option<Language>,
    events: Sender<Event>,
    out: Sender<Arc<str>>,
    pub(super) documents: Documents,
    pub(super) sites: Vec<Edited>,
    /// What was said and not dealt with.
    waiting: VecDeque<Said>,
    /// Requests of the server's own.
    asked: u64,
    /// It was said that a file belongs to no site.
    homeless: bool,
}

/// Why a request is not answered.
pub(super) struct Refused {
    pub(super) code: ErrorCodes,
    pub(super) why: String,
}

impl Refused {
    pub(super) fn params() -> Self {
        Self { code: ErrorCodes::InvalidParams, why: "these parameters cannot be read".to_owned() }
    }
}

/// The answer to a request.
pub(super) type Answer = Result<Value, Refused>;

impl Desk {
    pub(super) fn new(
        site: Option<&Path>,
        (today, language): (Today, Option<Language>),
        events: Sender<Event>,
        out: Sender<Arc<str>>,
    ) -> Self {
        let mut desk = Self {
            phase: Phase::New,
            client: Client::default(),
            today,
            language,
            events,
            out,
            documents: Documents::new(),
            sites: Vec::new(),
            waiting: VecDeque::new(),
            asked: 0,
            homeless: false,
        };
        desk.client.folders.extend(site.map(Path::to_path_buf));
        desk
    }

    /// Serves until the editor wants no more, or is gone.
    pub(super) fn run(mut self, sent: &Receiver<Event>) -> Ended {
        loop {
            let event = match sent.recv_timeout(self.patience()) {
                Ok(event) => Some(event),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return Ended::Abruptly,
            };
            // All that was said is known before any of it is dealt with: what was taken back is left alone, and a
            // text is looked at once for all its changes.
            let mut gone = false;
            for event in event.into_iter().chain(sent.try_iter()) {
                match event {
                    Event::Said(said) => self.hear(said),
                    Event::Gone => gone = true,
                    Event::Built(rank, made) => self.built(rank, *made),
                }
            }
            while let Some(said) = self.waiting.pop_front() {
                if let Some(ended) = self.deal(said) {
                    return ended;
                }
            }
            if gone || self.client.process.is_some_and(|process| !files::is_running(process)) {
                return if self.phase == Phase::Closing { Ended::Asked } else { Ended::Abruptly };
            }
            self.look();
            self.make();
        }
    }

    /// How long to wait for what is said next.
    fn patience(&self) -> Duration {
        let due = self.sites.iter().filter(|site| !site.running).filter_map(|site| site.due).min();
        due.map_or(LOOKED_AT, |due| due.saturating_duration_since(Instant::now()).min(LOOKED_AT))
    }

    /// Takes note of what is said. A request that is taken back before its turn is answered so at once.
    fn hear(&mut self, said: Said) {
        let taken_back = match &said {
            Said::Notification { method, params } if method == "$/cancelRequest" => params.get("id"),
            _ => return self.waiting.push_back(said),
        };
        let is_it = |said: &Said| matches!(said, Said::Request { id, .. } if Some(id) == taken_back);
        let Some(rank) = self.waiting.iter().position(is_it) else { return };
        self.waiting.remove(rank);
        if let Some(id) = taken_back {
            self.say(wire::refusal(id, ErrorCodes::Custom(REQUEST_CANCELLED), "taken back"));
        }
    }

    fn deal(&mut self, said: Said) -> Option<Ended> {
        match said {
            Said::Request { id, method, params } => {
                let answer = self.answer(&method, &params);
                self.say(match answer {
                    Ok(result) => wire::answer(&id, &result),
                    Err(Refused { code, why }) => wire::refusal(&id, code, &why),
                });
            }
            Said::Notification { method, .. } if method == "exit" => {
                return Some(if self.phase == Phase::Closing { Ended::Asked } else { Ended::Abruptly });
            }
            Said::Notification { method, params } => {
                if self.phase == Phase::Open {
                    self.note(&method, &params);
                }
            }
            Said::Response { .. } => {}
            Said::Malformed { id, code, why } => self.say(wire::refusal(&id, code, why)),
        }
        None
    }

    fn answer(&mut self, method: &str, params: &Value) -> Answer {
        let refused = |code, why: &str| Err(Refused { code, why: why.to_owned() });
        match (self.phase, method) {
            (Phase::New, "initialize") => Ok(self.initialize(params)),
            (Phase::New, _) => refused(ErrorCodes::ServerNotInitialized, "nothing was initialized yet"),
            (Phase::Closing, _) => refused(ErrorCodes::InvalidRequest, "the server was shut down"),
            (Phase::Open, "initialize") => refused(ErrorCodes::InvalidRequest, "this was done already"),
            (Phase::Open, "shutdown") => {
                self.phase = Phase::Closing;
                Ok(Value::Null)
            }
            (Phase::Open, method) => {
                // Answers are about texts as they are now.
                self.look();
                self.request(method, params)
            }
        }
    }

    fn initialize(&mut self, params: &Value) -> Value {
        let given = std::mem::take(&mut self.client.folders);
        self.client = Client::read(params);
        self.client.folders.extend(given);
        self.phase = Phase::Open;
        json!({
            "capabilities": super::client::capabilities(&self.client),
            "serverInfo": { "name": "limpide", "version": env!("CARGO_PKG_VERSION") },
        })
    }

    /// Deals with something told.
    fn note(&mut self, method: &str, params: &Value) {
        let document = params.get("textDocument");
        let path = || uris::path(document?.get("uri")?.as_str()?);
        match method {
            "initialized" => self.begin(),
            "textDocument/didOpen" => self.open(document),
            "textDocument/didChange" => {
                let changes = params.get("contentChanges").and_then(Value::as_array);
                if let (Some(path), Some(changes)) = (path(), changes) {
                    let version =
                        document.and_then(|document| document.get("version")).and_then(Value::as_i64);
                    self.change(&path, version.and_then(|version| i32::try_from(version).ok()), changes);
                }
            }
            "textDocument/didClose" => {
                if let Some(path) = path() {
                    self.close(&path);
                }
            }
            "textDocument/didSave" => {
                if let Some(site) = path().and_then(|path| self.site_of(&path)) {
                    self.wait(site, Duration::ZERO);
                }
            }
            "workspace/didChangeWatchedFiles"
            | "workspace/didRenameFiles"
            | "workspace/didCreateFiles"
            | "workspace/didDeleteFiles" => self.all_wait(),
            "workspace/didChangeWorkspaceFolders" => {
                let added = params.pointer("/event/added").and_then(Value::as_array).into_iter().flatten();
                let added = added.filter_map(|folder| uris::path(folder.get("uri")?.as_str()?));
                let added: Vec<PathBuf> = added.collect();
                self.search(&added);
            }
            _ => {}
        }
    }

    /// Looks for the sites of the folders of work, and asks to be told when their files change.
    fn begin(&mut self) {
        let folders = self.client.folders.clone();
        self.search(&folders);
        if self.client.watches {
            let globs = ["**/site.toml", "**/content/**", "**/lints/**", "**/themes/**"];
            let watchers: Vec<Value> = globs.iter().map(|glob| json!({ "globPattern": glob })).collect();
            let registration = json!({
                "id": "files",
                "method": "workspace/didChangeWatchedFiles",
                "registerOptions": { "watchers": watchers },
            });
            self.ask("client/registerCapability", &json!({ "registrations": [registration] }));
        }
    }

    fn search(&mut self, folders: &[PathBuf]) {
        for folder in folders {
            // A folder of work may be inside a site.
            let above = || files::site_above(&folder.join("site.toml"));
            let sites = files::sites_below(folder);
            let sites = if sites.is_empty() { above().into_iter().collect() } else { sites };
            for root in sites {
                self.work_on(root);
            }
        }
    }

    /// The site in a folder, by its rank.
    fn work_on(&mut self, root: PathBuf) -> usize {
        if let Some(rank) = self.sites.iter().position(|site| site.root == root) {
            return rank;
        }
        let rank = self.sites.len();
        let events = self.events.clone();
        let done = move |made| events.send(Event::Built(rank, Box::new(made))).is_ok();
        let jobs = builder::start(root.clone(), (Arc::clone(&self.today), self.manner()), done);
        let mut site = Edited::new(root, jobs);
        site.due = Some(Instant::now());
        // What is open already may be of this site, rather than of one around it.
        for document in self.documents.values_mut().filter(|document| document.path.starts_with(&site.root)) {
            if document.site.as_ref().is_none_or(|around| site.root.starts_with(around)) {
                document.site = Some(site.root.clone());
            }
        }
        self.sites.push(site);
        rank
    }

    /// How the editor wants to be spoken to.
    pub(super) fn manner(&self) -> Asked {
        Asked { language: self.language, encoding: self.client.encoding, related: self.client.related }
    }

    /// The site that a file belongs to, by its rank: the innermost.
    pub(super) fn site_of(&self, path: &Path) -> Option<usize> {
        let holding = self.sites.iter().enumerate().filter(|(_, site)| path.starts_with(&site.root));
        holding.max_by_key(|(_, site)| site.root.as_os_str().len()).map(|(rank, _)| rank)
    }

    /// The whole site is to be made again, once nothing happens for a while.
    pub(super) fn wait(&mut self, site: usize, quiet: Duration) {
        if let Some(site) = self.sites.get_mut(site) {
            site.due = Some(Instant::now() + quiet);
        }
    }

    fn all_wait(&mut self) {
        for rank in 0..self.sites.len() {
            self.wait(rank, QUIET);
        }
    }

    fn open(&mut self, document: Option<&Value>) {
        let text = |key: &str| document?.get(key)?.as_str().map(str::to_owned);
        let (Some(uri), Some(typed)) = (text("uri"), text("text")) else { return };
        let Some(path) = uris::path(&uri) else { return };
        let version = document.and_then(|document| document.get("version")).and_then(Value::as_i64);
        let version = version.and_then(|version| i32::try_from(version).ok()).unwrap_or(0);
        self.documents.insert(path.clone(), Open::new(uri, path.clone(), version, typed));
        // A site may be inside another, which alone is known so far.
        if let Some(root) = files::site_above(&path) {
            let known = self.site_of(&path).and_then(|rank| self.sites.get(rank));
            if !known.is_some_and(|site| site.root.starts_with(&root)) {
                self.work_on(root);
            }
        }
        let Some(rank) = self.site_of(&path) else { return self.no_site(&path) };
        let (Some(site), Some(document)) = (self.sites.get_mut(rank), self.documents.get_mut(&path)) else {
            return;
        };
        document.site = Some(site.root.clone());
        let Some(name) = uris::name(&site.root, &path) else { return };
        site.meet(&name, document);
        if site.is_new(&name, document) {
            self.wait(rank, Duration::ZERO);
        }
    }

    fn change(&mut self, path: &Path, version: Option<i32>, changes: &[Value]) {
        let encoding = self.client.encoding;
        let Some(document) = self.documents.get_mut(path) else { return };
        document.change(version, changes, encoding);
        if let Some(site) = self.site_of(path) {
            self.wait(site, QUIET);
        }
    }

    fn close(&mut self, path: &Path) {
        self.documents.remove(path);
        let Some(rank) = self.site_of(path) else { return };
        if let Some(site) = self.sites.get_mut(rank)
            && let Some(name) = uris::name(&site.root, path)
        {
            site.close(&name);
        }
        // What was not saved is no more.
        self.wait(rank, Duration::ZERO);
    }

    /// Reads the texts that changed again, and says what is found in them.
    fn look(&mut self) {
        let (asked, versions) = (self.manner(), self.client.versions);
        for site in &mut self.sites {
            for (name, document) in ours(&site.root.clone(), &mut self.documents) {
                if document.untold {
                    site.revise(&name, document);
                }
            }
            for body in site.news(&mut self.documents, (asked, versions, false)) {
                let _ = self.out.send(body);
            }
        }
    }

    /// Makes whole the sites whose time has come.
    fn make(&mut self) {
        let now = Instant::now();
        for site in &mut self.sites {
            if !site.running && site.due.is_some_and(|due| due <= now) {
                site.make(&mut self.documents);
            }
        }
    }

    fn built(&mut self, rank: usize, made: Result<builder::Ready, Message>) {
        let (asked, versions) = (self.manner(), self.client.versions);
        let Some(site) = self.sites.get_mut(rank) else { return };
        match made {
            Ok(ready) => {
                site.take(ready, &mut self.documents);
                for body in site.news(&mut self.documents, (asked, versions, true)) {
                    let _ = self.out.send(body);
                }
            }
            Err(message) => {
                site.running = false;
                let said = site.words(asked).say(&message);
                // It is said once, not at each keystroke.
                if site.failed.as_ref() != Some(&said) {
                    site.failed = Some(said.clone());
                    self.show(MessageType::Error, &said);
                }
            }
        }
    }

    /// Says, once, that a page belongs to no site.
    fn no_site(&mut self, path: &Path) {
        let is_page = path.extension().is_some_and(|suffix| suffix == "md");
        if is_page && !std::mem::replace(&mut self.homeless, true) {
            let words = Words::load(self.language.unwrap_or_default());
            let message = Message::key("lsp.no-site").with("path", path.display().to_string());
            self.show(MessageType::Info, &words.say(&message));
        }
    }

    /// Shows a sentence to the person who is writing.
    pub(super) fn show(&mut self, kind: MessageType, said: &str) {
        let params = json!({ "type": kind as u8, "message": said });
        self.say(wire::notification("window/showMessage", &params));
    }

    /// Asks something of the editor. Nothing depends on its answer.
    pub(super) fn ask(&mut self, method: &str, params: &Value) {
        self.asked += 1;
        self.say(wire::request(self.asked, method, params));
    }

    fn say(&mut self, body: String) {
        // An editor that listens no more is found out by its silence.
        let _ = self.out.send(body.into());
    }
}

/// A request was taken back.
const REQUEST_CANCELLED: i32 = -32800;

/// How loudly a sentence is shown.
#[derive(Clone, Copy, Debug)]
pub(super) enum MessageType {
    Error = 1,
    Info = 3,
}
