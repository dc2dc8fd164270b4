//! A site while some of its files are open: the last whole state of it, and what was typed since.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Instant;

use gen_lsp_types::{Diagnostic, Location};

use super::builder::{Asked, Job, Met, Notice, Ready, of_file};
use super::diagnostics::{Manner, Moved, location};
use super::documents::Open;
use super::positions::Lines;
use crate::files;
use crate::finding::{Edit, Finding, Fix};
use crate::project::Project;
use crate::site::PageId;
use crate::source::{Source, SourceId, Span};
use crate::words::Words;

/// The files that are open, by their path.
pub(super) type Documents = BTreeMap<PathBuf, Open>;

/// A site, as the desk has it.
pub(super) struct Edited {
    pub(super) root: PathBuf,
    pub(super) jobs: Sender<Job>,
    /// It is being made whole.
    pub(super) running: bool,
    /// When it is to be made whole again, if it is.
    pub(super) due: Option<Instant>,
    /// The last whole state; none before the first.
    pub(super) ready: Option<Ready>,
    /// Why it cannot be read, as it was last said.
    pub(super) failed: Option<String>,
    /// What only the whole site says of a page that is open, in the bytes of the last whole state.
    rest: BTreeMap<String, Vec<Finding>>,
    /// What a page that is open says by itself, as it is now.
    fresh: BTreeMap<String, Vec<Finding>>,
    /// What was last said of each file.
    said: BTreeMap<String, u64>,
}

impl Edited {
    pub(super) fn new(root: PathBuf, jobs: Sender<Job>) -> Self {
        Self {
            root,
            jobs,
            running: false,
            due: None,
            ready: None,
            failed: None,
            rest: BTreeMap::new(),
            fresh: BTreeMap::new(),
            said: BTreeMap::new(),
        }
    }

    /// The words that people are spoken to in.
    pub(super) fn words(&self, asked: Asked) -> Words {
        let of_site = || self.ready.as_ref().map(|ready| ready.draft.site.config.language());
        Words::load(asked.language.or_else(of_site).unwrap_or_default())
    }

    fn manner(&self, asked: Asked) -> Manner {
        Manner { words: self.words(asked), encoding: asked.encoding, related: asked.related }
    }

    /// The project, once it was made, and the page that a file is.
    pub(super) fn page(&self, name: &str) -> Option<(&Project, PageId)> {
        let draft = &self.ready.as_ref()?.draft;
        let page = draft.site.paths.get(name.strip_prefix("content/")?)?;
        Some((draft, *page))
    }

    /// The project, once it was made, and a file of it by its name.
    pub(super) fn file(&self, name: &str) -> Option<(&Project, SourceId)> {
        let (id, _) = self.built(name)?;
        Some((&self.ready.as_ref()?.draft, id))
    }

    /// The file of the last whole state by that name.
    fn built(&self, name: &str) -> Option<(SourceId, Arc<Source>)> {
        let ready = self.ready.as_ref()?;
        let known = self.page(name).map(|(project, page)| project.site.page(page).document.source);
        let found = || ready.sources.iter().find(|(_, source)| source.path() == name).map(|(id, _)| id);
        let id = known.or_else(found)?;
        Some((id, ready.sources.share(id)?))
    }

    /// Whether the last whole state, if there is one, does not have a text as it is.
    pub(super) fn is_new(&self, name: &str, document: &Open) -> bool {
        let same = || self.built(name).is_some_and(|(_, built)| built.text() == document.text());
        self.ready.is_some() && !same()
    }

    /// Makes the site whole again, from the files that are open in it.
    pub(super) fn make(&mut self, documents: &mut Documents) {
        let mut open = BTreeMap::new();
        for (name, document) in ours(&self.root, documents) {
            open.extend(document.source(&name).map(|source| (name, source)));
        }
        self.due = None;
        self.running = self.jobs.send(Job { open }).is_ok();
    }

    /// Takes a new whole state, and reads again in it what was typed meanwhile.
    pub(super) fn take(&mut self, mut ready: Ready, documents: &mut Documents) {
        self.running = false;
        self.failed = None;
        let mut met = std::mem::take(&mut ready.met);
        if let Some(earlier) = self.ready.replace(ready) {
            // A large site takes a while to be forgotten.
            std::thread::spawn(move || drop(earlier));
        }
        self.rest.clear();
        self.fresh.clear();
        for (name, document) in ours(&self.root.clone(), documents) {
            match met.remove(&name) {
                Some(met) => self.know(&name, met, document),
                None => self.meet(&name, document),
            }
            document.untold = true;
        }
    }

    /// Parts what a page says by itself from what only the whole site says of it, and reads it as it is now.
    pub(super) fn meet(&mut self, name: &str, document: &mut Open) {
        let Some((_, built)) = self.built(name) else { return };
        let Some(page) = self.page(name).map(|(_, page)| page) else { return document.share(&built) };
        let Some(ready) = &mut self.ready else { return };
        let own = ready.draft.revise(page, Arc::clone(&built));
        let met = Met::of(ready.told.get(name).map_or(&[][..], Vec::as_slice), own);
        self.know(name, met, document);
    }

    /// Learns what is found on a page in the last whole state, and reads it as it is now.
    fn know(&mut self, name: &str, met: Met, document: &mut Open) {
        let Some((_, built)) = self.built(name) else { return };
        document.share(&built);
        self.rest.insert(name.to_owned(), met.rest);
        self.fresh.insert(name.to_owned(), met.own);
        if document.text() != built.text() {
            self.revise(name, document);
        }
    }

    /// Reads a page again, as it is now.
    pub(super) fn revise(&mut self, name: &str, document: &mut Open) {
        let Some(page) = self.page(name).map(|(_, page)| page) else { return };
        let (Some(ready), Some(source)) = (&mut self.ready, document.source(name)) else { return };
        self.fresh.insert(name.to_owned(), ready.draft.revise(page, source));
    }

    /// Forgets a file that is closed.
    pub(super) fn close(&mut self, name: &str) {
        self.rest.remove(name);
        self.fresh.remove(name);
    }

    /// What is found in a file that is open, at its places in the text as it is now. What was where the text changed
    /// since is left out, until the site is whole again.
    pub(super) fn findings(&self, name: &str, text: &str) -> Vec<Finding> {
        let Some((id, built)) = self.built(name) else { return Vec::new() };
        let moved = (built.text() != text).then(|| Moved::between(built.text(), text));
        let there = |finding: &Finding| match &moved {
            Some(moved) => now(finding, id, moved),
            None => Some(finding.clone()),
        };
        let told = || self.ready.as_ref().and_then(|ready| ready.told.get(name));
        let whole = self.rest.get(name).or_else(told).map_or(&[][..], Vec::as_slice);
        let mut findings: Vec<Finding> = whole.iter().filter_map(there).collect();
        findings.extend(self.fresh.get(name).into_iter().flatten().cloned());
        findings.sort_by(|a, b| a.span.cmp(&b.span).then_with(|| a.rule.cmp(&b.rule)));
        findings
    }

    /// Findings of a file that is open, as the editor is told them.
    pub(super) fn diagnostics(
        &self,
        (name, document): (&str, &Open),
        findings: &[Finding],
        (documents, asked): (&Documents, Asked),
    ) -> Vec<Diagnostic> {
        let manner = self.manner(asked);
        let lines = Lines::new(document.text(), manner.encoding);
        let own = self.built(name).map(|(id, _)| id);
        let place = |span: Span| {
            if own == Some(span.source) {
                let range = lines.range(span.range());
                return Some(Location { uri: document.uri.as_str().into(), range });
            }
            let built = self.ready.as_ref()?.sources.share(span.source)?;
            let path = self.root.join(built.path());
            let open = documents.get(&path).map(|open| (open.uri.clone(), open.text()));
            let closed = || (of_file(&self.root, built.path()), built.text());
            let shown = !files::is_built_in(built.path());
            shown.then(|| location(open.unwrap_or_else(closed), &built, span, manner.encoding)).flatten()
        };
        let each = findings.iter().flat_map(Finding::alone);
        each.map(|one| manner.diagnostic(&one, lines.range(one.span.range()), &place)).collect()
    }

    /// What is to be said now: of the files that are open and were not spoken of since they changed; of the others,
    /// what is new (`all`, once the site is whole).
    pub(super) fn news(
        &mut self,
        documents: &mut Documents,
        (asked, versions, all): (Asked, bool, bool),
    ) -> Vec<Arc<str>> {
        if self.ready.is_none() {
            return Vec::new();
        }
        let mut news = Vec::new();
        let names: Vec<(String, PathBuf)> = ours(&self.root, documents)
            .filter(|(_, document)| document.untold)
            .map(|(name, document)| (name, document.path.clone()))
            .collect();
        for (name, path) in names {
            let Some(document) = documents.get(&path) else { continue };
            let findings = self.findings(&name, document.text());
            let said = self.diagnostics((&name, document), &findings, (documents, asked));
            let version = versions.then_some(document.version);
            let notice = Notice::new(&document.uri, version, &said);
            if self.said.insert(name, notice.print) != Some(notice.print) {
                news.push(notice.body);
            }
            if let Some(document) = documents.get_mut(&path) {
                document.untold = false;
            }
        }
        if all {
            news.extend(self.of_closed(documents));
        }
        news
    }

    /// What is new in the files that are not open.
    fn of_closed(&mut self, documents: &Documents) -> Vec<Arc<str>> {
        let Some(ready) = &self.ready else { return Vec::new() };
        let is_open = |name: &str| documents.contains_key(&self.root.join(name));
        let mut news = Vec::new();
        let gone: Vec<String> = self
            .said
            .keys()
            .filter(|name| !is_open(name) && !ready.closed.contains_key(*name))
            .cloned()
            .collect();
        for name in gone {
            self.said.remove(&name);
            news.push(Notice::new(&of_file(&self.root, &name), None, &[]).body);
        }
        for (name, notice) in ready.closed.iter().filter(|(name, _)| !is_open(name)) {
            if self.said.insert(name.clone(), notice.print) != Some(notice.print) {
                news.push(Arc::clone(&notice.body));
            }
        }
        news
    }
}

/// The files that are open in a site, with their names in it. Those of a site inside it are not its own.
pub(super) fn ours<'d>(
    root: &'d PathBuf,
    documents: &'d mut Documents,
) -> impl Iterator<Item = (String, &'d mut Open)> {
    let inside = documents.range_mut(root.clone()..).take_while(move |(path, _)| path.starts_with(root));
    let own = inside.filter(move |(_, document)| document.site.as_ref() == Some(root));
    own.filter_map(move |(path, document)| Some((super::uris::name(root, path)?, document)))
}

/// A finding of an earlier state of a file, where it is now; none when it was in what changed.
fn now(finding: &Finding, source: SourceId, moved: &Moved) -> Option<Finding> {
    let span = |span: Span| {
        if span.source != source {
            return Some(span);
        }
        moved.range(span.range()).map(|range| Span::new(source, range.start, range.end))
    };
    let edit = |edit: &Edit| Some(Edit { span: span(edit.span)?, text: edit.text.clone() });
    let fix = finding.fix.as_ref().and_then(|fix| {
        let edits: Option<Vec<Edit>> = fix.edits.iter().map(edit).collect();
        Some(Box::new(Fix { edits: edits?, title: fix.title.clone(), applicability: fix.applicability }))
    });
    let labels = finding.labels.iter();
    let labels = labels.filter_map(|(at, message)| Some((span(*at)?, message.clone()))).collect();
    let mut whole = Finding { span: span(finding.span)?, fix, labels, parts: Vec::new(), ..finding.clone() };
    if !finding.parts.is_empty() {
        let mut parts = finding.alone().into_iter().filter_map(|part| now(&part, source, moved));
        // The first part is where the finding is.
        if let Some(first) = parts.next() {
            let said = finding.fix.as_ref().map_or_else(|| finding.message.clone(), |fix| fix.title.clone());
            (whole.message, whole.fix, whole.unfixed) = (first.message, first.fix, first.unfixed);
            whole.gather(parts.collect(), finding.message.clone(), said);
        }
    }
    Some(whole)
}
