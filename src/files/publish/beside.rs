//! What is published beside what was rendered: files that kept pages call, and compressed texts.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{Publisher, with};
use crate::files::output::PublishError;
use crate::files::precompress::{self, FORMS};

impl Publisher {
    /// Keeps what the pages that are kept call by a name that holds a fingerprint: the site that is
    /// published now may have other versions of these files only, under other names.
    pub(super) fn keep_called(&self) -> Result<(), PublishError> {
        let mut waiting = with(&self.kept, std::mem::take);
        let mut left: BTreeMap<&str, &Path> = BTreeMap::new();
        if !waiting.is_empty() {
            let marked =
                self.old.keys().filter_map(|path| Some((path.file_name()?.to_str()?, path.as_path())));
            left.extend(marked.filter(|(name, _)| has_fingerprint(name)));
        }
        while let Some(page) = waiting.pop() {
            let place = self.output.path.join(&page);
            let bytes = fs::read(&place).map_err(PublishError::io(&place))?;
            let text = String::from_utf8_lossy(&bytes);
            let called: Vec<&str> = left.keys().copied().filter(|name| text.contains(name)).collect();
            for path in called.into_iter().filter_map(|name| left.remove(name)) {
                if with(&self.taken, |taken| !taken.contains_key(path)) {
                    self.again(path).map_err(PublishError::io(path))?;
                }
                // A style sheet calls others in its turn.
                if path.extension().is_some_and(|ending| ending == "css") {
                    waiting.push(path.to_owned());
                }
            }
        }
        Ok(())
    }

    /// Publishes texts compressed too, each beside itself, unless the site has a file of that name.
    pub(super) fn precompress(&self) -> Result<(), PublishError> {
        let taken = with(&self.taken, |taken| taken.clone());
        taken.par_iter().try_for_each(|(path, unchanged)| {
            let place = self.output.staging.join(path);
            let io = || PublishError::io(&place);
            if !precompress::is_worth(path, place.metadata().map_err(io())?.len()) {
                return Ok(());
            }
            let bytes = fs::read(&place).map_err(io())?;
            for (suffix, form) in FORMS {
                let mut name = path.clone().into_os_string();
                name.push(".");
                name.push(suffix);
                let beside = PathBuf::from(name);
                if taken.contains_key(&beside) {
                    continue;
                }
                // Read rather than trusted, as everything that is published again.
                let old =
                    (*unchanged && self.old.contains_key(&beside)).then(|| self.output.path.join(&beside));
                if old.and_then(|old| fs::read(old).ok()).is_some_and(|old| form.holds(&old, &bytes)) {
                    self.again(&beside).map_err(io())?;
                } else if let Some(small) = form.compress(&bytes).map_err(io())? {
                    self.fresh(&beside, |file| file.write_all(&small)).map_err(io())?;
                }
            }
            Ok(())
        })
    }
}

/// Whether the name of a file holds a fingerprint: eight figures between two dots, or before a hyphen.
fn has_fingerprint(name: &str) -> bool {
    let figures =
        |part: &str| part.len() == 8 && part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    name.split(['.', '-']).skip(1).any(figures)
}

#[cfg(test)]
mod tests {
    use super::has_fingerprint;

    #[test]
    fn a_fingerprint_is_eight_figures_inside_a_name() {
        assert!(has_fingerprint("limpide.3f2a9c1d.css") && has_fingerprint("a.b.0123abcd-800.jpg"));
        assert!(
            !has_fingerprint("3f2a9c1d.css")
                && !has_fingerprint("a.3f2a9c1.css")
                && !has_fingerprint("index.html")
        );
    }
}
