//! A site of which each file is made when it is asked for: what the development server shows. A file is the
//! same as [`super::render`] writes it, the site being rendered for a [preview](super::Options::preview).

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use super::pages::{Job, Renderer};
use super::{Options, Sink, Theme};
use crate::finding::Problem;
use crate::site::{PageId, Site};
use crate::source::Asset;

/// A file that was asked for.
#[derive(Debug, Default)]
pub struct Shown {
    /// What it holds; none where it could not be written.
    pub bytes: Option<Vec<u8>>,
    /// The page of the content that it shows.
    pub page: Option<PageId>,
    /// What is wrong in the templates that write it.
    pub problems: Vec<Problem>,
}

/// A site whose files are made one by one.
pub struct Preview<'a> {
    renderer: Renderer<'a>,
    pages: BTreeMap<String, Job>,
    /// What is neither a page nor a file published as it is; made when the first of them is asked for.
    beside: OnceLock<BTreeMap<String, Vec<u8>>>,
    /// Images made smaller.
    images: BTreeMap<String, Vec<u8>>,
}

impl<'a> Preview<'a> {
    /// Makes what the files of a site share. `sink` gives the bytes of its own files and remembers what is
    /// long to make; nothing is put into it.
    ///
    /// # Errors
    /// When a style sheet or an image can no longer be read.
    pub fn new(
        site: &'a Site,
        theme: &'a Theme,
        options: &Options<'a>,
        sink: &dyn Sink,
    ) -> std::io::Result<Self> {
        let images = Aside::over(sink);
        let renderer = Renderer::new(site, theme, &Options { preview: true, ..*options }, &images)?;
        let pages = renderer.jobs().into_iter().map(|job| (renderer.path(job), job)).collect();
        Ok(Self { renderer, pages, beside: OnceLock::new(), images: images.taken() })
    }

    /// The paths of the pages, in the published site.
    pub fn pages(&self) -> impl Iterator<Item = &str> {
        self.pages.keys().map(String::as_str)
    }

    /// The page of the content at a path of the published site.
    pub fn page(&self, path: &str) -> Option<PageId> {
        match self.pages.get(path)? {
            Job::Page(id) => Some(*id),
            Job::Made(_) => None,
        }
    }

    /// The file at a path of the published site; none when the site has no such file.
    ///
    /// # Errors
    /// When a file of the site can no longer be read.
    pub fn file(&self, path: &str, sink: &dyn Sink) -> std::io::Result<Option<Shown>> {
        if let Some(job) = self.pages.get(path) {
            let mut bytes = Vec::new();
            let done = self.renderer.write(*job, &mut bytes);
            let bytes = done.written.then_some(bytes);
            return Ok(Some(Shown { bytes, page: self.page(path), problems: self.renderer.problems(done) }));
        }
        let page = path.strip_suffix(".md").and_then(|stem| self.pages.get(&format!("{stem}.html")));
        if let Some(job) = page {
            let mut bytes = Vec::new();
            let done = self.renderer.write(*job, &mut bytes);
            let text = if done.written { self.renderer.markdown(*job, &bytes) } else { None };
            if let Some((_, text)) = text {
                return Ok(Some(Shown { bytes: Some(text.into_bytes()), ..Shown::default() }));
            }
        }
        let whole = |bytes| Some(Shown { bytes: Some(bytes), ..Shown::default() });
        if let Some(bytes) = self.images.get(path) {
            return Ok(whole(bytes.clone()));
        }
        if let Some(bytes) = self.renderer.assets.file(path, sink)? {
            return Ok(whole(bytes));
        }
        let beside = match self.beside.get() {
            Some(beside) => beside,
            None => {
                let aside = Aside::over(sink);
                self.renderer.shared.write_search(&aside)?;
                self.renderer.beside(&aside)?;
                self.beside.get_or_init(|| aside.taken())
            }
        };
        Ok(beside.get(path).cloned().and_then(whole))
    }
}

/// Keeps what is put, and reads elsewhere.
struct Aside<'s> {
    files: Mutex<BTreeMap<String, Vec<u8>>>,
    over: &'s dyn Sink,
}

impl<'s> Aside<'s> {
    fn over(sink: &'s dyn Sink) -> Self {
        Self { files: Mutex::default(), over: sink }
    }

    fn taken(self) -> BTreeMap<String, Vec<u8>> {
        self.files.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Aside<'_> {
    fn put(&self, path: &str, bytes: &[u8]) -> std::io::Result<()> {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(path.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn copy(&self, asset: &Asset) -> std::io::Result<()> {
        self.put(&asset.path, &self.read(asset)?)
    }

    fn read(&self, asset: &Asset) -> std::io::Result<Vec<u8>> {
        self.over.read(asset)
    }

    fn recall(&self, key: &str) -> Option<Vec<u8>> {
        self.over.recall(key)
    }

    fn remember(&self, key: &str, bytes: &[u8]) {
        self.over.remember(key, bytes);
    }

    fn keep(&self, path: &str) -> std::io::Result<bool> {
        self.over.keep(path)
    }
}
