//! What builds are measured beside.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

type Error = Box<dyn std::error::Error>;

/// The least a site generator can do: read, turn Markdown into HTML, write.
pub(crate) fn floor(root: &Path) -> Result<(), Error> {
    let content = root.join("content");
    let pages: Vec<PathBuf> = walkdir::WalkDir::new(&content)
        .into_iter()
        .flatten()
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    pages.par_iter().try_for_each(|page| {
        let text = std::fs::read_to_string(page)?;
        let mut html = String::with_capacity(text.len() * 3 / 2);
        let options = limpide::document::markdown::options();
        pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new_ext(&text, options));
        let inside = page.strip_prefix(&content).map_err(std::io::Error::other)?;
        let folder = root.join("public").join(inside.with_extension(""));
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("index.html"), html)
    })?;
    Ok(())
}
