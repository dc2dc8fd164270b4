//! What is published already, published again: all of it as it is, but for the texts that are revised.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use super::{Publisher, with};
use crate::files::output::PublishError;
use crate::files::precompress::FORMS;

impl Publisher {
    /// Publishes again everything that is published now, byte for byte, whoever made it. Gives the paths, sorted,
    /// their names parted by `/`; one that is not text cannot be told, and is published again all the same.
    ///
    /// # Errors
    /// What the system answered for the first file that could not be taken.
    pub fn keep_everything(&self) -> Result<Vec<String>, PublishError> {
        let mut paths: Vec<&Path> = self.old.keys().map(PathBuf::as_path).collect();
        paths.sort();
        for path in &paths {
            self.again(path).map_err(PublishError::io(path))?;
        }
        self.everything_kept.store(true, Ordering::SeqCst);
        // Elsewhere than on Windows, `\` is a letter of a name like another.
        let told = |path: &str| if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
        Ok(paths.into_iter().filter_map(Path::to_str).map(told).collect())
    }

    /// Puts other bytes in the place of a file that was published again, or nothing.
    pub(super) fn renew(&self, path: &Path, bytes: Option<&[u8]>) -> io::Result<()> {
        // The name may be a second one of the published file, which must not change.
        fs::remove_file(self.output.staging.join(path))?;
        self.unchanged.fetch_sub(1, Ordering::SeqCst);
        self.replaced.fetch_sub(1, Ordering::SeqCst);
        with(&self.taken, |taken| taken.remove(path));
        bytes.map_or(Ok(()), |bytes| self.fresh(path, |file| file.write_all(bytes)))
    }

    /// Has the compressed forms of a text that was revised follow it: those that were published again with it and
    /// that hold what it said before. A file that only has the name of such a form is left as it is.
    pub(super) fn renew_forms(&self, path: &Path, old: &[u8], new: &[u8]) -> io::Result<()> {
        for (suffix, form) in FORMS {
            let mut name = path.as_os_str().to_owned();
            name.push(".");
            name.push(suffix);
            let beside = Path::new(&name);
            if with(&self.taken, |taken| taken.get(beside) == Some(&true))
                && form.holds(&fs::read(self.output.path.join(beside))?, old)
            {
                // A server would send what is not renewed in the place of the text: it goes where it is no smaller.
                self.renew(beside, form.compress(new)?.as_deref())?;
            }
        }
        Ok(())
    }
}
