//! The site as git remembers it: the files of an earlier commit, what changed since, and when pages last
//! changed. Git is asked as a program of its own; nothing is checked out, nothing is written.

mod history;
mod tip;

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::finding::Message;
use crate::source::Tree;

pub use history::history;
pub use tip::{Tip, tip};

use super::read::{Earlier, LARGEST_TEXT, ReadError, earlier};

/// The site at an earlier commit.
#[derive(Debug)]
pub struct Past {
    /// The commit the current branch left: its short name.
    pub commit: String,
    /// What the site held.
    pub tree: Tree,
    /// Files that differ now, by path from the site's folder: changed, added, removed; committed or not.
    pub changed: BTreeSet<String>,
}

/// Why the past cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no git on this machine.
    #[error("git cannot be run: {0}")]
    NoGit(std::io::Error),
    /// The site's folder is in no repository.
    #[error("this folder is in no git repository")]
    NoRepository,
    /// No commit has this name.
    #[error("there is no revision {0}")]
    NoRevision(String),
    /// The repository was cloned without its history.
    #[error("the clone is shallow: the history that leads to {0} is not there")]
    Shallow(String),
    /// The repository belongs to another account of this machine: git refuses to read it.
    #[error("git does not trust this repository")]
    Untrusted,
    /// Git answered something else than was expected.
    #[error("git failed: {0}")]
    Failed(String),
    /// What git gave cannot be a site.
    #[error(transparent)]
    Read(#[from] ReadError),
}

impl GitError {
    /// What to tell the person who runs the program, and what to do.
    pub fn message(&self) -> Message {
        match self {
            Self::NoGit(error) => Message::key("git.no-git").with("reason", error.to_string()),
            Self::NoRepository => Message::key("git.no-repository"),
            Self::NoRevision(name) => Message::key("git.no-revision").with("name", name.as_str()),
            Self::Shallow(name) => Message::key("git.shallow").with("name", name.as_str()),
            Self::Untrusted => Message::key("git.untrusted"),
            Self::Failed(reason) => Message::key("git.failed").with("reason", reason.as_str()),
            Self::Read(error) => error.message(),
        }
    }
}

/// The site in `root` as it was where the current branch left `revision`, and what changed since, in
/// commits and in the folder; new files that git does not ignore count.
///
/// # Errors
/// See [`GitError`].
pub fn since(root: &Path, revision: &str) -> Result<Past, GitError> {
    let git = Git { root };
    if git.ask(&["rev-parse", "--is-inside-work-tree"])?.is_none() {
        return Err(GitError::NoRepository);
    }
    let shallow = git.line(&["rev-parse", "--is-shallow-repository"])?.is_some_and(|answer| answer == "true");
    let typed = format!("{revision}^{{commit}}");
    let commit = git.line(&["rev-parse", "--verify", "--quiet", "--end-of-options", &typed])?;
    let commit = commit.ok_or_else(|| match shallow {
        true => GitError::Shallow(revision.to_owned()),
        false => GitError::NoRevision(revision.to_owned()),
    })?;
    let base = match git.line(&["merge-base", "HEAD", &commit])? {
        Some(base) => base,
        None if shallow => return Err(GitError::Shallow(revision.to_owned())),
        // Two histories that never met: the commit itself is what there is to compare with.
        None => commit,
    };
    let mut changed =
        git.paths(&["diff", "--name-only", "-z", "--no-renames", "--relative", &base, "--", "."])?;
    changed.extend(git.paths(&["ls-files", "-z", "--others", "--exclude-standard", "--", "."])?);
    // What the program remembers is no change of the site.
    changed.retain(|path| !path.starts_with(".limpide/"));
    let commit = git.line(&["rev-parse", "--short", &base])?.unwrap_or_else(|| base.clone());
    Ok(Past { commit, tree: earlier(git.files(&base)?)?, changed })
}

struct Git<'a> {
    root: &'a Path,
}

impl Git<'_> {
    /// Git, in the site's folder, in plain English, asking nobody anything.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(self.root).args(["--no-pager", "-c", "core.quotePath=false"]).args(arguments);
        command.env("GIT_TERMINAL_PROMPT", "0").env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C");
        // Inside a hook, git names the repository and its index: ours are those of the site's folder. What a
        // partial clone left out is not fetched: nobody asked for the network.
        command.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE").env_remove("GIT_INDEX_FILE");
        command.env("GIT_NO_LAZY_FETCH", "1");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        command
    }

    /// What git prints; none when it answers no.
    fn ask(&self, arguments: &[&str]) -> Result<Option<Vec<u8>>, GitError> {
        let output = self.command(arguments).output().map_err(GitError::NoGit)?;
        Ok(output.status.success().then_some(output.stdout))
    }

    fn line(&self, arguments: &[&str]) -> Result<Option<String>, GitError> {
        let printed = self.ask(arguments)?;
        Ok(printed.map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned()).filter(|l| !l.is_empty()))
    }

    /// Paths that end with a nul byte each. Those that are not UTF-8 are of no site.
    fn paths(&self, arguments: &[&str]) -> Result<BTreeSet<String>, GitError> {
        let failed = || GitError::Failed(arguments.first().copied().unwrap_or("").to_owned());
        let printed = self.ask(arguments)?.ok_or_else(failed)?;
        let paths = printed.split(|byte| *byte == 0).filter(|path| !path.is_empty());
        Ok(paths.filter_map(|path| String::from_utf8(path.to_vec()).ok()).collect())
    }

    /// The files of the site at a commit, and the text of those that are read.
    fn files(&self, commit: &str) -> Result<Vec<(String, Earlier)>, GitError> {
        let failed = || GitError::Failed("ls-tree".to_owned());
        let listed = self
            .ask(&["ls-tree", "-r", "-z", "-l", commit, "--", "site.toml", "content/", "lints/", "themes/"])?
            .ok_or_else(failed)?;
        let mut blobs = Blobs::open(self)?;
        let mut files = Vec::new();
        for entry in listed.split(|byte| *byte == 0) {
            let Some(Listed { object, size, path }) = std::str::from_utf8(entry).ok().and_then(Listed::read)
            else {
                continue;
            };
            let is_read = [".md", ".yaml", ".yml", ".toml", ".html"].iter().any(|end| path.ends_with(end));
            let file = if is_read && size <= LARGEST_TEXT {
                Earlier::Text(blobs.bytes(object)?)
            } else {
                Earlier::Asset { size, hash: object.to_owned() }
            };
            files.push((path.to_owned(), file));
        }
        Ok(files)
    }
}

/// A line of `ls-tree -l`: a file, not a link nor another repository.
struct Listed<'a> {
    object: &'a str,
    size: u64,
    path: &'a str,
}

impl<'a> Listed<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let (head, path) = line.split_once('\t')?;
        let mut words = head.split_ascii_whitespace();
        let (mode, _, object, size) = (words.next()?, words.next()?, words.next()?, words.next()?);
        mode.starts_with("100").then_some(Self { object, size: size.parse().ok()?, path })
    }
}

/// One git process that gives the bytes of objects, one by one.
struct Blobs {
    child: Child,
    output: BufReader<std::process::ChildStdout>,
}

impl Blobs {
    fn open(git: &Git<'_>) -> Result<Self, GitError> {
        let mut child =
            git.command(&["cat-file", "--batch"]).stdin(Stdio::piped()).spawn().map_err(GitError::NoGit)?;
        let output = child.stdout.take().ok_or_else(|| GitError::Failed("cat-file".to_owned()))?;
        Ok(Self { child, output: BufReader::new(output) })
    }

    /// Asks for one object and reads the whole answer before the next is asked for, so that neither
    /// side ever waits for the other.
    fn bytes(&mut self, object: &str) -> Result<Vec<u8>, GitError> {
        self.ask(object)?;
        self.answer()
    }

    /// Two objects, asked for together: their names fit in what lies between two programs.
    fn two(&mut self, one: &str, other: &str) -> Result<(Vec<u8>, Vec<u8>), GitError> {
        self.ask(&format!("{one}\n{other}"))?;
        let answers = (self.answer(), self.answer());
        Ok((answers.0?, answers.1?))
    }

    fn ask(&mut self, object: &str) -> Result<(), GitError> {
        let failed = || GitError::Failed("cat-file".to_owned());
        let input = self.child.stdin.as_mut().ok_or_else(failed)?;
        writeln!(input, "{object}").and_then(|()| input.flush()).map_err(|_| failed())
    }

    fn answer(&mut self) -> Result<Vec<u8>, GitError> {
        let failed = || GitError::Failed("cat-file".to_owned());
        let mut head = String::new();
        self.output.read_line(&mut head).map_err(|_| failed())?;
        let size = head.trim().rsplit(' ').next().and_then(|size| size.parse::<usize>().ok());
        let mut bytes = vec![0; size.ok_or_else(failed)? + 1];
        self.output.read_exact(&mut bytes).map_err(|_| failed())?;
        bytes.pop();
        Ok(bytes)
    }
}

impl Drop for Blobs {
    fn drop(&mut self) {
        // Without input, the process ends; nobody is left waiting for it.
        self.child.stdin.take();
        let _ = self.child.wait();
    }
}
