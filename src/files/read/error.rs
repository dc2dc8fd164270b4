//! Why a folder could not be read, and what was left aside in it.

use std::io;
use std::path::{Path, PathBuf};

use super::super::baseline::BaselineError;
use super::super::cannot_read;
use super::super::zones::Why;
use super::LARGEST_TEXT;
use crate::finding::{Message, Problem, ProblemKind};
use crate::source::{Source, Sources, Span};

/// Why a site could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is no `content/` folder at this path: this is not a site's folder.
    #[error("{}: there is no such folder, so this is not a site's folder", path.display())]
    NoContent {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The name of a file or folder is not UTF-8, so that it can have no address.
    #[error("{}: this name is not written in UTF-8", path.display())]
    NotUtf8 {
        /// The file or folder.
        path: PathBuf,
    },
    /// A text larger than [`LARGEST_TEXT`].
    #[error("{}: {size} bytes, when a text may have {LARGEST_TEXT}", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size in bytes.
        size: u64,
    },
    /// `site.toml`, `content/`, `lints/` or `themes/` is a link that leads out of the site's folder.
    #[error("{}: this link leads out of the site's folder, to {}", path.display(), target.display())]
    LeavesSite {
        /// The link.
        path: PathBuf,
        /// What it leads to.
        target: PathBuf,
    },
    /// The system would not let it be read.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system answered.
        source: io::Error,
    },
    /// The findings already known, which the settings name, could not be read.
    #[error(transparent)]
    Baseline(#[from] BaselineError),
}

impl ReadError {
    /// The file or folder it is about.
    pub fn path(&self) -> &Path {
        match self {
            Self::NoContent { path }
            | Self::NotUtf8 { path }
            | Self::TooLarge { path, .. }
            | Self::LeavesSite { path, .. }
            | Self::Io { path, .. } => path,
            Self::Baseline(error) => error.path(),
        }
    }

    /// The same, said to an editor.
    pub fn message(&self) -> Message {
        let path = self.path().display().to_string();
        match self {
            Self::NoContent { .. } => Message::key("files.no-content").with("path", path),
            Self::NotUtf8 { .. } => Message::key("files.not-utf8").with("path", path),
            Self::TooLarge { .. } => Message::key("files.too-large")
                .with("path", path)
                .with("mebibytes", i64::try_from(LARGEST_TEXT >> 20).unwrap_or(i64::MAX)),
            Self::LeavesSite { target, .. } => Message::key("files.leaves-site")
                .with("path", path)
                .with("target", target.display().to_string()),
            Self::Io { path, source } => cannot_read(path, source),
            Self::Baseline(error) => error.message(),
        }
    }
}

/// A file that was left aside, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// Its path from the site's folder, with `/`.
    pub path: String,
    /// Why.
    pub why: Why,
}

impl Skipped {
    /// What an editor did by mistake, told as a finding at the start of that file, which is added to the
    /// sources without its text. None for what only the person who runs the program can mend.
    pub fn problem(&self, sources: &mut Sources) -> Option<Problem> {
        let help = match self.why {
            Why::RulePlace => "files.rule-place-help",
            Why::PageSuffix => "files.page-suffix-help",
            Why::LinkOutside | Why::LinkToFolder | Why::LinkBroken | Why::Special => return None,
        };
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let source = sources.add(Source::new(self.path.as_str(), Vec::new()));
        let problem = Problem::new(ProblemKind::IgnoredFile, Span::new(source, 0, 0), self.message());
        Some(problem.help(Message::key(help).with("name", stem)))
    }

    /// The same, said to an editor.
    pub fn message(&self) -> Message {
        let key = match self.why {
            Why::LinkOutside => "files.link-outside",
            Why::LinkToFolder => "files.link-to-folder",
            Why::LinkBroken => "files.link-broken",
            Why::Special => "files.special",
            Why::PageSuffix => "files.page-suffix",
            Why::RulePlace => "files.rule-place",
        };
        Message::key(key).with("path", self.path.as_str())
    }
}
