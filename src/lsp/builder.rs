//! The thread that makes a site whole: reads its folder and what is open, checks all of it, says what is found in
//! the files that are not open.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};

use gen_lsp_types::{Diagnostic, Location, Uri};

use super::diagnostics::{Manner, published};
use super::positions::{Encoding, Lines};
use super::{Today, uris, wire};
use crate::files::{self, Kept};
use crate::finding::{Finding, Message, Severity};
use crate::language::Language;
use crate::project::Project;
use crate::site::History;
use crate::source::{Source, SourceId, Sources, Span};
use crate::words::Words;

/// Findings told of a file that nobody looks at; the rest is told once it is opened.
const MOST_TOLD: usize = 100;

/// How the editor wants to be spoken to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Asked {
    /// The language of the words; that of the site when not said.
    pub(super) language: Option<Language>,
    /// What places are counted in.
    pub(super) encoding: Encoding,
    /// The other places of a finding are shown.
    pub(super) related: bool,
}

/// Something to make.
pub(super) struct Job {
    /// The texts that are open, by their path from the site's folder.
    pub(super) open: BTreeMap<String, Arc<Source>>,
}

/// A site, made whole.
pub(super) struct Ready {
    /// A copy of it, for the desk alone.
    pub(super) draft: Project,
    /// Its files, as they were when it was made.
    pub(super) sources: Sources,
    /// What is found, by file.
    pub(super) told: BTreeMap<String, Vec<Finding>>,
    /// The same, of the pages that were open.
    pub(super) met: BTreeMap<String, Met>,
    /// What to say of the files that were not open.
    pub(super) closed: BTreeMap<String, Notice>,
}

/// What is found on a page that is open.
pub(super) struct Met {
    /// What it says by itself.
    pub(super) own: Vec<Finding>,
    /// What only the whole site says of it.
    pub(super) rest: Vec<Finding>,
}

impl Met {
    /// Parts what is found on a page; `own` is what is found on it alone.
    pub(super) fn of(told: &[Finding], own: Vec<Finding>) -> Self {
        let rest = told.iter().filter(|finding| !own.contains(finding)).cloned().collect();
        Self { own, rest }
    }
}

/// What is said of a file.
#[derive(Clone, Debug)]
pub(super) struct Notice {
    /// The message, ready to be sent.
    pub(super) body: Arc<str>,
    /// What tells it from another.
    pub(super) print: u64,
}

impl Notice {
    /// What is found in a file, as it is sent.
    pub(super) fn new(uri: &str, version: Option<i32>, diagnostics: &[Diagnostic]) -> Self {
        let params = published(uri, version, diagnostics);
        let body: Arc<str> = wire::notification("textDocument/publishDiagnostics", &params).into();
        let mut hasher = DefaultHasher::new();
        body.hash(&mut hasher);
        Self { body, print: hasher.finish() }
    }
}

/// Starts the thread of a site. What it makes is handed to `done`: a site, or why there is none. It ends when nobody
/// has anything to ask of it.
pub(super) fn start(
    root: PathBuf,
    (today, asked): (Today, Asked),
    done: impl Fn(Result<Ready, Message>) -> bool + Send + 'static,
) -> Sender<Job> {
    let (sender, jobs) = mpsc::channel::<Job>();
    std::thread::spawn(move || {
        let threads = std::thread::available_parallelism().map_or(1, |all| (all.get() / 2).max(1));
        // What is typed meanwhile is checked on another thread, which must not wait for these.
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let mut builder = Builder {
            root,
            today,
            asked,
            kept: Kept::default(),
            last: None,
            history: None,
            said: BTreeMap::new(),
        };
        while let Ok(job) = jobs.recv() {
            let job = jobs.try_iter().last().unwrap_or(job);
            let made = match &pool {
                Ok(pool) => pool.install(|| builder.make(&job)),
                Err(_) => builder.make(&job),
            };
            if !done(made) {
                return;
            }
        }
    });
    sender
}

struct Builder {
    root: PathBuf,
    today: Today,
    asked: Asked,
    kept: Kept,
    /// The last state, on which the next leans.
    last: Option<Project>,
    /// When pages changed, with the pages that it was asked of.
    history: Option<(Vec<String>, History)>,
    /// What was said of each file, with what it was said about.
    said: BTreeMap<String, (Arc<Source>, Vec<Finding>, Notice)>,
}

impl Builder {
    fn make(&mut self, job: &Job) -> Result<Ready, Message> {
        let reading = files::read_open(&self.root, &mut self.kept, &job.open).map_err(|e| e.message())?;
        let mut project = Project::again(reading, (self.today)(), self.last.as_ref());
        project.read_baseline(&self.root).map_err(|error| error.message())?;
        let undated: Vec<String> = project.site.undated().into_iter().map(str::to_owned).collect();
        match self.history.as_ref().filter(|(asked, _)| *asked == undated) {
            Some((_, known)) => project.site.facts.history = known.clone(),
            None => {
                // That a shallow clone knows few dates is said by the commands that publish.
                let _ = project.read_history(&self.root);
                self.history = Some((undated, project.site.facts.history.clone()));
            }
        }
        let found = project.check_after(self.last.as_ref()).findings;
        let mut told: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
        for finding in found {
            let path = project.site.sources.get(finding.span.source).path();
            match told.get_mut(path) {
                Some(findings) => findings.push(finding),
                None => drop(told.insert(path.to_owned(), vec![finding])),
            }
        }
        let closed = self.closed(&project, &told, job);
        let mut draft = project.copy();
        // What is typed waits for the thread that speaks with the editor: whatever can be made ready here is.
        let mut met = BTreeMap::new();
        for name in job.open.keys() {
            let page = name.strip_prefix("content/").and_then(|path| draft.site.paths.get(path)).copied();
            let read = page.map(|page| (page, draft.site.page(page).document.source));
            let built = read.and_then(|(page, id)| Some((page, draft.site.sources.share(id)?)));
            if let Some((page, built)) = built {
                let own = draft.revise(page, built);
                met.insert(name.clone(), Met::of(told.get(name).map_or(&[][..], Vec::as_slice), own));
            }
        }
        let sources = project.site.sources.clone();
        let ready = Ready { draft, sources, told, met, closed };
        self.last = Some(project);
        Ok(ready)
    }

    /// What to say of files that are not open: what is worth being told of somebody who does not look.
    fn closed(
        &mut self,
        project: &Project,
        told: &BTreeMap<String, Vec<Finding>>,
        job: &Job,
    ) -> BTreeMap<String, Notice> {
        let language = self.asked.language.unwrap_or_else(|| project.site.config.language());
        let manner = Manner {
            words: Words::load(language),
            encoding: self.asked.encoding,
            related: self.asked.related,
        };
        let mut said = BTreeMap::new();
        for (name, findings) in told {
            if job.open.contains_key(name) || files::is_built_in(name) {
                continue;
            }
            let loud = findings.iter().filter(|finding| finding.severity > Severity::Info);
            let loud: Vec<Finding> = loud.take(MOST_TOLD).cloned().collect();
            let Some(id) = loud.first().map(|finding| finding.span.source) else { continue };
            let Some(source) = project.site.sources.share(id) else { continue };
            let known = self.said.get(name);
            let same = known.filter(|(text, before, _)| Arc::ptr_eq(text, &source) && *before == loud);
            let notice = match same {
                Some((_, _, notice)) => notice.clone(),
                None => self.notice(name, (&source, id), &loud, (project, &manner)),
            };
            said.insert(name.clone(), (source, loud, notice));
        }
        self.said = said;
        self.said.iter().map(|(name, (_, _, notice))| (name.clone(), notice.clone())).collect()
    }

    fn notice(
        &self,
        name: &str,
        (source, id): (&Source, SourceId),
        findings: &[Finding],
        (project, manner): (&Project, &Manner),
    ) -> Notice {
        let lines = Lines::new(source.text(), manner.encoding);
        let uri = of_file(&self.root, name);
        let place = |span: Span| {
            if span.source == id {
                return Some(Location { uri: Uri(uri.clone()), range: lines.range(span.range()) });
            }
            let other = project.site.sources.get(span.source);
            let range = Lines::new(other.text(), manner.encoding).range(span.range());
            let shown = !files::is_built_in(other.path());
            shown.then(|| Location { uri: Uri(of_file(&self.root, other.path())), range })
        };
        let each = findings.iter().flat_map(Finding::alone);
        let said: Vec<Diagnostic> =
            each.map(|one| manner.diagnostic(&one, lines.range(one.span.range()), &place)).collect();
        Notice::new(&uri, None, &said)
    }
}

/// The address of a file of a site.
pub(super) fn of_file(root: &Path, name: &str) -> String {
    uris::uri(&root.join(name))
}
