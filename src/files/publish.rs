//! Publication, all or nothing.
//!
//! The next site is written whole in a folder beside the published one, and the two are then
//! exchanged in one step. A file that did not change is the same file under a second name (a hard
//! link), so that it keeps its time and costs nothing to write.
//!
//! What is guaranteed:
//!
//! - The program may be killed at any moment: the published folder is, byte for byte, the old site
//!   or the new one. The next publication removes what the dead run left beside it.
//! - Where two folders cannot be exchanged ([`Remark::Renamed`] then says so), the old one is
//!   renamed away and the new one renamed into its place. Between the two there is no published
//!   folder for a moment; killed in that moment, the old site comes back at the next publication,
//!   and not before.
//! - The power may be cut: the journal of those renames is on the disk before they start. The pages
//!   themselves are not waited for, because that costs more than writing them: after a power cut
//!   the newest files may be empty or partial on some file systems. The next publication compares
//!   every file byte for byte and so repairs them.
//! - Two runs on one folder: the second is refused.

mod again;
mod beside;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, Read, Seek, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use walkdir::WalkDir;

use super::output::{Lock, MARKER, Output, PublishError, State, exchange, mark, remove};
use super::zones::Zones;
use super::{ImageMemory, ReadError, builtin, read};
use crate::finding::Message;
use crate::render::Sink;
use crate::source::Asset;

/// A moment of publication, named when it has just passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The folder of the next site exists.
    StagingCreated,
    /// It holds our marker.
    MarkerWritten,
    /// It holds every file.
    FilesWritten,
    /// It took the place of the published folder, in one step.
    Exchanged,
    /// Renames only: the journal is on the disk.
    JournalWritten,
    /// Renames only: the old site is out of the way.
    OldMoved,
    /// The new site is in its place. Without the step before, there was no old one.
    NewMoved,
    /// Renames only: the journal is gone.
    JournalRemoved,
    /// The old site is removed.
    OldRemoved,
    /// Nothing is left to do.
    Done,
}

impl Step {
    /// Every step.
    pub const ALL: [Self; 10] = [
        Self::StagingCreated,
        Self::MarkerWritten,
        Self::FilesWritten,
        Self::Exchanged,
        Self::JournalWritten,
        Self::OldMoved,
        Self::NewMoved,
        Self::JournalRemoved,
        Self::OldRemoved,
        Self::Done,
    ];

    /// Its name, as in the code.
    pub fn name(self) -> &'static str {
        match self {
            Self::StagingCreated => "StagingCreated",
            Self::MarkerWritten => "MarkerWritten",
            Self::FilesWritten => "FilesWritten",
            Self::Exchanged => "Exchanged",
            Self::JournalWritten => "JournalWritten",
            Self::OldMoved => "OldMoved",
            Self::NewMoved => "NewMoved",
            Self::JournalRemoved => "JournalRemoved",
            Self::OldRemoved => "OldRemoved",
            Self::Done => "Done",
        }
    }
}

/// Told of each step.
pub type Observer = Box<dyn Fn(Step) + Send + Sync>;

/// How to publish; the default is right outside tests.
pub struct Options {
    /// Exchange the two folders in one step where the system can.
    pub exchange: bool,
    /// Link files that did not change, where the file system can.
    pub links: bool,
    /// Publish texts compressed too, beside themselves: `.gz` and `.br`.
    pub precompress: bool,
    /// Told of each step when it has just passed.
    pub observer: Option<Observer>,
}

impl Default for Options {
    fn default() -> Self {
        Self { exchange: true, links: true, precompress: false, observer: None }
    }
}

/// What was published, in files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// New, or not the same as before.
    pub written: usize,
    /// The same, byte for byte.
    pub unchanged: usize,
    /// Published before and no more.
    pub removed: usize,
    /// What is worth saying about how it went.
    pub remarks: Vec<Remark>,
}

/// Something worth saying about a publication that succeeded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// This file system cannot exchange two folders: the site was unreachable for a moment.
    Renamed,
    /// This file system has no locks: nothing stops two runs from publishing at once.
    NotLocked,
    /// An earlier publication was cut short; the site it had set aside was put back first.
    Recovered,
    /// The old site could not be removed, and stands in this folder. The next publication tries
    /// again.
    OldLeft(PathBuf),
}

impl Remark {
    /// The same, said to an editor.
    pub fn message(&self) -> Message {
        match self {
            Self::Renamed => Message::key("files.renamed"),
            Self::NotLocked => Message::key("files.not-locked"),
            Self::Recovered => Message::key("files.recovered"),
            Self::OldLeft(path) => Message::key("files.old-left").with("path", path.display().to_string()),
        }
    }
}

/// Why one file could not be taken. Found inside the [`io::Error`] of a [`Sink`].
#[derive(Debug, thiserror::Error)]
#[error("{path}: {source}")]
struct FileError {
    path: String,
    source: io::Error,
}

/// One publication under way. Dropped before [`Publisher::commit`], it leaves the published folder
/// as it was and removes what it wrote.
pub struct Publisher {
    output: Output,
    root: PathBuf,
    zones: Zones,
    /// Images made smaller.
    images: ImageMemory,
    /// Files of the site published now, with their sizes. Only plain files inside it: never what a
    /// link in it leads to.
    old: HashMap<PathBuf, u64>,
    /// Folders made so far: each is made once.
    folders: Mutex<HashSet<PathBuf>>,
    /// Files taken so far, each with whether it is the same as before.
    taken: Mutex<BTreeMap<PathBuf, bool>>,
    /// Pages of the published site that are kept, whatever is published now.
    kept: Mutex<Vec<PathBuf>>,
    written: AtomicUsize,
    unchanged: AtomicUsize,
    replaced: AtomicUsize,
    failed: AtomicBool,
    /// Nothing is made again: what was long to make is not asked for, and is not forgotten for that.
    everything_kept: AtomicBool,
    options: Options,
    remarks: Vec<Remark>,
    /// The staging folder is ours to remove.
    staged: bool,
    // Last, so that it is let go after all the rest.
    _lock: Option<Lock>,
}

impl Publisher {
    /// Starts a publication of the site in `root` to the folder `output`, both as paths from the
    /// current folder. Puts right what a dead run left first.
    ///
    /// # Errors
    /// A place that must not be replaced, another run at work, or what the system answered.
    pub fn begin(output: &Path, root: &Path) -> Result<Self, PublishError> {
        Self::begin_with(output, root, Options::default())
    }

    /// As [`Publisher::begin`], with options.
    ///
    /// # Errors
    /// As for [`Publisher::begin`].
    pub fn begin_with(output: &Path, root: &Path, options: Options) -> Result<Self, PublishError> {
        let root = root.canonicalize().map_err(|source| ReadError::Io { path: root.to_owned(), source })?;
        let zones = Zones::of(&root);
        let output = Output::at(output, &root, &zones)?;
        let mut remarks = Vec::new();
        let lock = output.lock()?;
        if lock.is_none() {
            remarks.push(Remark::NotLocked);
        }
        if output.recover()? {
            remarks.push(Remark::Recovered);
        }
        let old = match output.state()? {
            State::Ours => index(&output.path)?,
            State::Absent | State::Empty => HashMap::new(),
        };
        fs::create_dir(&output.staging).map_err(PublishError::io(&output.staging))?;
        let this = Self {
            images: ImageMemory::of(&root),
            root,
            zones,
            old,
            folders: Mutex::new(HashSet::from([output.staging.clone()])),
            taken: Mutex::default(),
            kept: Mutex::default(),
            written: AtomicUsize::new(0),
            unchanged: AtomicUsize::new(0),
            replaced: AtomicUsize::new(0),
            failed: AtomicBool::new(false),
            everything_kept: AtomicBool::new(false),
            options,
            remarks,
            staged: true,
            _lock: lock,
            output,
        };
        this.passed(Step::StagingCreated);
        mark(&this.output.staging).map_err(PublishError::io(&this.output.staging))?;
        this.passed(Step::MarkerWritten);
        Ok(this)
    }

    /// Puts the new site in the place of the old one.
    ///
    /// # Errors
    /// [`PublishError::Incomplete`] if any file could not be taken, or what the system answered.
    /// The old site then still stands.
    pub fn commit(mut self) -> Result<Published, PublishError> {
        if self.failed.load(Ordering::SeqCst) {
            return Err(PublishError::Incomplete { path: self.output.path.clone() });
        }
        self.keep_called()?;
        if self.options.precompress {
            self.precompress()?;
        }
        self.passed(Step::FilesWritten);
        // Asked again: minutes may have passed since the start.
        let left = match self.output.state()? {
            State::Absent => self.move_in()?,
            State::Empty | State::Ours => self.replace()?,
        };
        if let Some(left) = left {
            if remove(&left).is_err() {
                self.remarks.push(Remark::OldLeft(left));
            }
            self.passed(Step::OldRemoved);
        }
        if !self.everything_kept.load(Ordering::SeqCst) {
            self.images.forget_the_rest();
        }
        self.passed(Step::Done);
        Ok(Published {
            written: self.written.load(Ordering::SeqCst),
            unchanged: self.unchanged.load(Ordering::SeqCst),
            removed: self.old.len().saturating_sub(self.replaced.load(Ordering::SeqCst)),
            remarks: std::mem::take(&mut self.remarks),
        })
    }

    /// Where nothing stands: one rename.
    fn move_in(&mut self) -> Result<Option<PathBuf>, PublishError> {
        fs::rename(&self.output.staging, &self.output.path).map_err(PublishError::io(&self.output.path))?;
        self.staged = false;
        self.passed(Step::NewMoved);
        Ok(None)
    }

    /// Replaces what stands there, and tells where the old site is now.
    fn replace(&mut self) -> Result<Option<PathBuf>, PublishError> {
        let Output { path, staging, old, .. } = self.output.clone();
        // Who may read the published folder is the administrator's choice: it is kept.
        let permissions = fs::metadata(&path).map_err(PublishError::io(&path))?.permissions();
        fs::set_permissions(&staging, permissions).map_err(PublishError::io(&staging))?;
        if self.options.exchange && exchange(&staging, &path).map_err(PublishError::io(&path))? {
            self.staged = false;
            self.passed(Step::Exchanged);
            return Ok(Some(staging));
        }
        self.output.start_journal()?;
        self.passed(Step::JournalWritten);
        let moved = fs::rename(&path, &old).and_then(|()| {
            self.passed(Step::OldMoved);
            fs::rename(&staging, &path)
        });
        if let Err(error) = moved {
            self.output.put_back()?;
            return Err(PublishError::io(&path)(error));
        }
        self.staged = false;
        self.passed(Step::NewMoved);
        self.output.end_journal()?;
        self.passed(Step::JournalRemoved);
        self.remarks.push(Remark::Renamed);
        Ok(Some(old))
    }

    fn passed(&self, step: Step) {
        if let Some(observer) = &self.options.observer {
            observer(step);
        }
    }

    /// Runs what takes one file, and remembers whether it failed.
    fn take<T>(&self, path: &str, run: impl FnOnce(&Path) -> io::Result<T>) -> io::Result<T> {
        checked(path).and_then(run).map_err(|source| {
            self.failed.store(true, Ordering::SeqCst);
            io::Error::new(source.kind(), FileError { path: path.to_owned(), source })
        })
    }

    /// Where a file of the next site goes; its folder is made.
    fn place(&self, path: &Path) -> io::Result<PathBuf> {
        let place = self.output.staging.join(path);
        if let Some(folder) = place.parent()
            && !with(&self.folders, |made| made.contains(folder))
        {
            fs::create_dir_all(folder)?;
            with(&self.folders, |made| made.insert(folder.to_owned()));
        }
        Ok(place)
    }

    /// The published file at a path, if it has this size.
    fn candidate(&self, path: &Path, size: u64) -> Option<PathBuf> {
        (self.old.get(path) == Some(&size)).then(|| self.output.path.join(path))
    }

    /// Publishes a file of the old site again.
    fn again(&self, path: &Path) -> io::Result<()> {
        let (from, to) = (self.output.path.join(path), self.place(path)?);
        let linked = self.options.links
            && match fs::hard_link(&from, &to) {
                Ok(()) => true,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(error),
                Err(_) => false,
            };
        if !linked {
            let mut file = File::open(&from)?;
            let modified = file.metadata()?.modified()?;
            let mut copy = create(&to)?;
            io::copy(&mut file, &mut copy)?;
            copy.set_modified(modified)?;
        }
        self.unchanged.fetch_add(1, Ordering::SeqCst);
        self.replaced.fetch_add(1, Ordering::SeqCst);
        with(&self.taken, |taken| taken.insert(path.to_owned(), true));
        Ok(())
    }

    fn fresh(&self, path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
        write(&mut create(&self.place(path)?)?)?;
        self.written.fetch_add(1, Ordering::SeqCst);
        if self.old.contains_key(path) {
            self.replaced.fetch_add(1, Ordering::SeqCst);
        }
        with(&self.taken, |taken| taken.insert(path.to_owned(), false));
        Ok(())
    }
}

impl Sink for Publisher {
    /// # Errors
    /// A path that is not plainly inside the site, a path given twice, or what the system answered.
    /// After any error [`Publisher::commit`] refuses to publish.
    fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.take(path, |path| {
            let old = self.candidate(path, bytes.len() as u64);
            // Read rather than trusted: the index is as old as the start of the run.
            if old.is_some_and(|old| fs::read(old).is_ok_and(|old| old == bytes)) {
                return self.again(path);
            }
            self.fresh(path, |file| file.write_all(bytes))
        })
    }

    fn copy(&self, asset: &Asset) -> io::Result<()> {
        if let Some(bytes) = builtin::bytes(&asset.origin) {
            return self.put(&asset.path, bytes);
        }
        self.take(&asset.path, |path| {
            let origin = self.root.join(checked(&asset.origin)?);
            // Checked again: what was a file when it was read may be a link by now.
            let origin = self.zones.resolve(&origin).map_err(|_| io::ErrorKind::NotFound)?;
            let mut from = File::open(origin)?;
            if let Some(old) = self.candidate(path, from.metadata()?.len())
                && let Ok(old) = File::open(old)
            {
                if same(&from, &old)? {
                    return self.again(path);
                }
                from.rewind()?;
            }
            self.fresh(path, |file| io::copy(&mut from, file).map(drop))
        })
    }

    fn read(&self, asset: &Asset) -> io::Result<Vec<u8>> {
        read::asset(&self.root, asset)
    }

    fn recall(&self, key: &str) -> Option<Vec<u8>> {
        self.images.recall(key)
    }

    fn remember(&self, key: &str, bytes: &[u8]) {
        self.images.remember(key, bytes);
    }

    fn revise(&self, path: &str, change: &mut dyn FnMut(&str) -> Option<String>) -> io::Result<bool> {
        self.take(path, |path| {
            // Only what was kept: what is new says what it is to say.
            if with(&self.taken, |taken| taken.get(path) != Some(&true)) {
                return Ok(false);
            }
            let Ok(old) = String::from_utf8(fs::read(self.output.path.join(path))?) else { return Ok(false) };
            let Some(new) = change(&old).filter(|new| *new != old) else { return Ok(false) };
            self.renew(path, Some(new.as_bytes()))?;
            self.renew_forms(path, old.as_bytes(), new.as_bytes())?;
            Ok(true)
        })
    }

    fn keep(&self, path: &str) -> io::Result<bool> {
        self.take(path, |path| {
            let known = self.old.contains_key(path);
            if known {
                self.again(path)?;
                with(&self.kept, |kept| kept.push(path.to_owned()));
            }
            Ok(known)
        })
    }
}

impl Drop for Publisher {
    fn drop(&mut self) {
        if self.staged {
            // What cannot be removed now is removed by the next publication.
            let _ = remove(&self.output.staging);
        }
    }
}

/// Looks at what threads share. One that panicked meanwhile can only have left something out.
fn with<S, T>(shared: &Mutex<S>, run: impl FnOnce(&mut S) -> T) -> T {
    run(&mut shared.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
}

/// A path of the published site, if it is plainly inside it: names parted by single slashes, none
/// of them `.` or `..`.
fn checked(path: &str) -> io::Result<&Path> {
    let plain = path.split('/').all(|name| !matches!(name, "" | "." | "..") && !name.contains('\0'));
    // The system's own reading too: elsewhere, `\` parts names and `C:` starts a path.
    let normal = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    (plain && normal).then_some(Path::new(path)).ok_or_else(|| io::ErrorKind::InvalidInput.into())
}

/// Creates a file that must not exist yet: two pages at one path are a mistake, also where the file
/// system takes `A.html` and `a.html` for one name.
fn create(path: &Path) -> io::Result<File> {
    File::options().write(true).create_new(true).open(path)
}

/// True if two files hold the same bytes from where they are.
fn same(one: &File, other: &File) -> io::Result<bool> {
    const STEP: u64 = 64 * 1024;
    let (mut left, mut right) = (Vec::new(), Vec::new());
    loop {
        left.clear();
        right.clear();
        let read = one.take(STEP).read_to_end(&mut left)?;
        other.take(STEP).read_to_end(&mut right)?;
        if left != right || read == 0 {
            return Ok(left == right);
        }
    }
}

/// The plain files of a published site, with their sizes.
fn index(folder: &Path) -> Result<HashMap<PathBuf, u64>, PublishError> {
    let mut files = HashMap::new();
    for entry in WalkDir::new(folder) {
        let entry = entry.map_err(|error| PublishError::io(folder)(error.into()))?;
        let Ok(path) = entry.path().strip_prefix(folder) else { continue };
        if entry.file_type().is_file() && path != Path::new(MARKER) {
            let metadata = entry.metadata().map_err(|error| PublishError::io(entry.path())(error.into()))?;
            files.insert(path.to_owned(), metadata.len());
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests;
