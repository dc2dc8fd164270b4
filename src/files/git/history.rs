//! When the words of pages last changed, from one `git log`.
//!
//! The log is read from the newest commit on, and no further than needed. A page is known by the content it
//! has in the last commit; the commit that brought this content is the one that counts, so that a change that
//! a merge threw away does not. A page that was only moved keeps its date, and so does one of which only the
//! white space or the review date changed: the search then goes on, from the content it had before. A page
//! that is not committed has no date, and what is not committed in a page changes none: the same commit gives
//! the same dates on every machine.

use std::collections::{BTreeSet, HashMap};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

use jiff::civil::Date;

use crate::site::{History, HistoryState};

use super::{Blobs, Git, GitError};

/// The day the words of some pages last changed, by path inside `content/`: the day of the author, where the
/// author was. Only days are asked of git: no name and no address leaves it. Pages of `content/` that belong
/// to another repository, as a submodule, have no date; `content/` itself may be one.
///
/// Where there is no git, no repository or no commit, the history is empty and that is no error.
///
/// # Errors
/// When git refuses to read the repository, or its answer cannot be understood.
pub fn history(root: &Path, wanted: &BTreeSet<&str>) -> Result<History, GitError> {
    let content = root.join("content");
    let git = Git { root: &content };
    let Some((shallow, prefix)) = repository(&git)? else { return Ok(History::default()) };
    let Some(listed) = git.ask(&["ls-tree", "-r", "-z", "HEAD", "--", "."])? else {
        return Ok(History::default());
    };
    let mut search = Search::new(&git, shallow);
    for (object, path) in listed.split(|byte| *byte == 0).filter_map(listed_file) {
        if wanted.contains(path) {
            search.look_for(format!("{prefix}{path}"), path, object);
        }
    }
    search.run()?;
    let state = if shallow { HistoryState::Shallow } else { HistoryState::Known };
    Ok(History { dates: search.dates.into_iter().collect(), state })
}

/// Whether the repository is shallow, and where `content/` stands in it; none when there is no repository.
fn repository(git: &Git<'_>) -> Result<Option<(bool, String)>, GitError> {
    let asked = ["rev-parse", "--is-inside-work-tree", "--is-shallow-repository", "--show-prefix"];
    let Ok(output) = git.command(&asked).stderr(Stdio::piped()).output() else { return Ok(None) };
    if !output.status.success() {
        let untrusted = String::from_utf8_lossy(&output.stderr).contains("dubious ownership");
        return if untrusted { Err(GitError::Untrusted) } else { Ok(None) };
    }
    // A folder whose name is not UTF-8 holds no site that could be published.
    let Ok(answer) = String::from_utf8(output.stdout) else { return Ok(None) };
    let mut lines = answer.lines();
    let (inside, shallow, prefix) = (lines.next(), lines.next(), lines.next());
    Ok((inside == Some("true")).then(|| (shallow == Some("true"), prefix.unwrap_or("").to_owned())))
}

/// The object and the path of a line of `ls-tree`, when it is a file.
fn listed_file(line: &[u8]) -> Option<(&str, &str)> {
    let (head, path) = std::str::from_utf8(line).ok()?.split_once('\t')?;
    let mut words = head.split_ascii_whitespace();
    let (mode, _, object) = (words.next()?, words.next()?, words.next()?);
    mode.starts_with("100").then_some((object, path))
}

/// A page that is looked for.
struct Sought {
    /// Its path inside `content/`.
    page: String,
    /// The content whose coming is looked for.
    object: String,
    /// The day of the last change that changed no word, in case nothing older is found.
    otherwise: Option<Date>,
}

/// The search through the log.
struct Search<'a> {
    git: &'a Git<'a>,
    shallow: bool,
    /// Pages looked for, by the path they have at this point of the log.
    sought: HashMap<String, Vec<Sought>>,
    dates: HashMap<String, Date>,
    blobs: Option<Blobs>,
}

/// A commit of the log.
struct Commit {
    /// None for a day that no calendar has.
    day: Option<Date>,
    /// What a shallow clone does not know is before this commit.
    last_known: bool,
}

/// What a commit did to a file.
struct Change<'a> {
    /// What was there before; none in a merge, or for a new file.
    before: Option<&'a str>,
    after: &'a str,
    renamed: bool,
}

impl<'a> Change<'a> {
    /// Reads what stands before the path: `:mode mode object object M`. A merge has one more colon, mode and
    /// object for each parent that follows the first.
    fn read(line: &'a str) -> Option<Self> {
        let parents = line.bytes().take_while(|byte| *byte == b':').count();
        let words: Vec<&str> = line.get(parents..)?.split_ascii_whitespace().collect();
        let objects = words.get(parents + 1..)?;
        let (after, status) = (*objects.get(parents)?, *objects.get(parents + 1)?);
        let before = objects.first().filter(|_| parents == 1 && status != "A").copied();
        Some(Self { before, after, renamed: parents == 1 && status.starts_with('R') })
    }
}

impl<'a> Search<'a> {
    fn new(git: &'a Git<'a>, shallow: bool) -> Self {
        Self { git, shallow, sought: HashMap::new(), dates: HashMap::new(), blobs: None }
    }

    fn look_for(&mut self, path: String, page: &str, object: &str) {
        let sought = Sought { page: page.to_owned(), object: object.to_owned(), otherwise: None };
        self.sought.entry(path).or_default().push(sought);
    }

    /// Reads the log until every page is found.
    fn run(&mut self) -> Result<(), GitError> {
        if self.sought.is_empty() {
            return Ok(());
        }
        let failed = || GitError::Failed("log".to_owned());
        // Renames that change nothing cost no comparison of texts; with a change, the page has its date.
        // Paths are from the top of the repository: `--relative` forgets merges. What a person’s own settings
        // change in a log is put back.
        let plain = ["-c", "diff.relative=false", "-c", "log.follow=false", "-c", "log.showRoot=true"];
        let log = ["log", "-z", "--raw", "-c", "--no-abbrev", "-M100%"];
        let form =
            ["--no-show-signature", "--no-notes", "--format=@%P %ad", "--date=short", "HEAD", "--", "."];
        let mut child =
            self.git.command(&[&plain[..], &log, &form].concat()).spawn().map_err(GitError::NoGit)?;
        let output = child.stdout.take().ok_or_else(failed)?;
        let read = self.read(BufReader::new(output));
        if self.sought.is_empty() || read.is_err() {
            // It may have more to say, which nobody waits for.
            let _ = child.kill();
        }
        let ended = child.wait();
        read.map_err(|_| failed())?;
        let whole = self.sought.is_empty() || ended.is_ok_and(|status| status.success());
        for sought in std::mem::take(&mut self.sought).into_values().flatten() {
            if let Some(day) = sought.otherwise {
                self.dates.insert(sought.page, day);
            }
        }
        if whole { Ok(()) } else { Err(failed()) }
    }

    fn read(&mut self, mut log: impl BufRead) -> std::io::Result<()> {
        let mut commit = Commit { day: None, last_known: true };
        let mut piece = Vec::new();
        while !self.sought.is_empty() && next(&mut log, &mut piece)? {
            let text = String::from_utf8_lossy(&piece);
            let text = text.trim_start_matches('\n');
            if let Some(head) = text.strip_prefix('@') {
                let (parents, day) = head.rsplit_once(' ').unwrap_or(("", head));
                commit = Commit { day: day.parse().ok(), last_known: self.shallow && parents.is_empty() };
            } else if let Some(change) = Change::read(text) {
                let (mut path, mut old) = (Vec::new(), Vec::new());
                next(&mut log, &mut path)?;
                if change.renamed {
                    old.clone_from(&path);
                    next(&mut log, &mut path)?;
                }
                if let Ok(path) = std::str::from_utf8(&path) {
                    self.meet(&commit, &change, path, std::str::from_utf8(&old).unwrap_or(""));
                }
            }
        }
        Ok(())
    }

    /// What a commit did to the file at `path`, which was at `old` if it was moved.
    fn meet(&mut self, commit: &Commit, change: &Change<'_>, path: &str, old: &str) {
        let Some(here) = self.sought.get_mut(path) else { return };
        let (met, others): (Vec<Sought>, Vec<Sought>) =
            std::mem::take(here).into_iter().partition(|sought| sought.object == change.after);
        if others.is_empty() {
            self.sought.remove(path);
        } else {
            *here = others;
        }
        for mut sought in met {
            // As far as a shallow clone goes back, every file seems new.
            let Some(day) = commit.day.filter(|_| !commit.last_known) else { continue };
            match change.before {
                Some(_) if change.renamed => self.sought.entry(old.to_owned()).or_default().push(sought),
                Some(before) if self.same_words(before, change.after) => {
                    sought.otherwise = sought.otherwise.or(Some(day));
                    before.clone_into(&mut sought.object);
                    self.sought.entry(path.to_owned()).or_default().push(sought);
                }
                _ => {
                    self.dates.insert(sought.page, day);
                }
            }
        }
    }

    /// Whether two contents have the same words. What cannot be read is another one.
    fn same_words(&mut self, before: &str, after: &str) -> bool {
        if self.blobs.is_none() {
            self.blobs = Blobs::open(self.git).ok();
        }
        let Some(blobs) = &mut self.blobs else { return false };
        let Ok((before, after)) = blobs.two(before, after) else { return false };
        let (before, after) = (String::from_utf8_lossy(&before), String::from_utf8_lossy(&after));
        words(&before).eq(words(&after))
    }
}

/// The next piece of an output whose pieces end with a nul byte; false at its end.
fn next(log: &mut impl BufRead, piece: &mut Vec<u8>) -> std::io::Result<bool> {
    piece.clear();
    log.read_until(0, piece)?;
    let more = !piece.is_empty();
    if piece.last() == Some(&0) {
        piece.pop();
    }
    Ok(more)
}

/// The words of a page, whatever white space stands between them; a review that changes nothing but its date
/// changes no word.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut fences = 0_usize;
    let in_words = move |line: &&str| {
        fences += usize::from(line.trim_end() == "---");
        fences != 1 || !line.starts_with("reviewed:")
    };
    text.lines().filter(in_words).flat_map(str::split_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_read_with_one_parent_or_several() {
        let one = Change::read(":100644 100644 aa bb M").unwrap();
        assert_eq!((one.before, one.after, one.renamed), (Some("aa"), "bb", false));
        let new = Change::read(":000000 100644 00 bb A").unwrap();
        assert_eq!((new.before, new.after), (None, "bb"));
        let moved = Change::read(":100644 100644 aa aa R100").unwrap();
        assert!(moved.renamed);
        let merge = Change::read("::100644 100644 100644 aa bb cc MM").unwrap();
        assert_eq!((merge.before, merge.after, merge.renamed), (None, "cc", false));
        let octopus = Change::read(":::100644 100644 100644 100644 aa bb cc dd MMM").unwrap();
        assert_eq!(octopus.after, "dd");
        for odd in ["", ":", "::", ":100644", "\u{1}", ":é 100644 aa"] {
            assert!(Change::read(odd).is_none(), "{odd:?}");
        }
    }

    #[test]
    fn white_space_and_the_review_date_are_no_words() {
        let same = |a: &str, b: &str| words(a).eq(words(b));
        let page = "---\ntitle: A\nreviewed: 2026-01-01\n---\n\nUn prix : 3 €.\nFin\n";
        assert!(same(page, "---\r\ntitle: A\r\nreviewed: 2026-06-01\r\n---\r\nUn prix\u{a0}: 3\u{a0}€. Fin"));
        assert!(!same(page, &page.replace('3', "4")));
        assert!(!same(page, &page.replace("title: A", "title: B")));
        // In the body, the same letters are words.
        assert!(!same("---\na: b\n---\nreviewed: 1\n", "---\na: b\n---\nreviewed: 2\n"));
    }
}
